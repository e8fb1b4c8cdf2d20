//! The sequential meaning of a program: walks the tree, knows nothing of tasks.

use crate::program::*;

struct Walk<'p> {
    program: &'p Program,
    heap: Vec<Body>,
    output: Vec<i64>,
    files: [i64; FILES],
    fuel: usize,
}

enum Flow { Next, Break, Return(Value), Raise(i64) }

/// What the program does, or `None` if it takes more than `fuel` statements.
pub fn run(program: &Program, fuel: usize) -> Option<Observed> {
    let mut walk = Walk { program, heap: vec![], output: vec![], files: [0; FILES], fuel };
    let mut regs = [None; REGS];
    let ending = walk.call(0, &mut regs)?;
    let heap = walk.heap;
    Some(observe(ending, &regs, walk.output, walk.files, |o| heap[o as usize].clone()))
}

impl Walk<'_> {
    fn call(&mut self, func: usize, regs: &mut Regs) -> Option<Ending> {
        let program = self.program;
        Some(match self.block(&program.funcs[func], regs)? {
            Flow::Return(v) => Ending::Return(v),
            Flow::Raise(k) => Ending::Raise(k),
            Flow::Next | Flow::Break => Ending::Return(Value::Int(0)),
        })
    }

    fn operand(&mut self, callee: &Callee, regs: &mut Regs) -> Option<Ending> {
        let mut inner = [None; REGS];
        for (param, arg) in PARAMS.iter().zip(callee.args) { inner[*param as usize] = Some(read(regs, arg)) }
        self.call(callee.func, &mut inner)
    }

    fn block(&mut self, stmts: &[Stmt], regs: &mut Regs) -> Option<Flow> {
        for stmt in stmts {
            self.fuel = self.fuel.checked_sub(1)?;
            match stmt {
                Stmt::Do(act) => if let Err(k) = self.act(*act, regs) { return Some(Flow::Raise(k)) },
                Stmt::If { reg, is, negate, then } => {
                    if (read(regs, *reg) == Value::Int(*is)) != *negate {
                        match self.block(then, regs)? { Flow::Next => {} other => return Some(other) }
                    }
                }
                Stmt::Loop { var, times, body, .. } => {
                    for i in 0..*times {
                        regs[*var as usize] = Some(Value::Int(i));
                        match self.block(body, regs)? {
                            Flow::Next => {}
                            Flow::Break => break,
                            other => return Some(other),
                        }
                    }
                }
                Stmt::Call { callee, catch } => match self.operand(callee, regs)? {
                    Ending::Return(v) => regs[callee.dst as usize] = Some(v),
                    Ending::Raise(k) if *catch => regs[callee.dst as usize] = Some(Value::Int(10 + k)),
                    Ending::Raise(k) => return Some(Flow::Raise(k)),
                },
                Stmt::Group(operands) => {
                    for callee in operands {
                        match self.operand(callee, regs)? {
                            Ending::Return(v) => regs[callee.dst as usize] = Some(v),
                            Ending::Raise(k) => return Some(Flow::Raise(k)),
                        }
                    }
                }
                Stmt::Break => return Some(Flow::Break),
                Stmt::Raise(k) => return Some(Flow::Raise(*k)),
                Stmt::Return(r) => return Some(Flow::Return(read(regs, *r))),
            }
        }
        Some(Flow::Next)
    }

    fn act(&mut self, act: Act, regs: &mut Regs) -> Result<(), i64> {
        let body = |heap: &[Body], r| read(regs, r).object().map(|o| heap[o as usize].clone());
        let (dst, value) = match act {
            Act::New(dst, kind) => {
                self.heap.push(Body::new(kind));
                (dst, Value::Ref(self.heap.len() as ObjId - 1))
            }
            Act::Int(dst, k) => (dst, Value::Int(k)),
            Act::Add(dst, a, b) => (dst, read(regs, a).add(read(regs, b))),
            Act::Get(dst, o, f) => (dst, body(&self.heap, o).map_or(Value::Int(0), |b| b.get(f))),
            Act::Digest(dst, o) => (dst, body(&self.heap, o).map_or(Value::Int(0), |b| b.digest())),
            Act::Last(dst, o) => (dst, body(&self.heap, o).map_or(Value::Int(0), |b| b.last())),
            Act::Set(o, f, v) => {
                if let Some(o) = read(regs, o).object() { self.heap[o as usize].set(f, read(regs, v)) }
                return Ok(());
            }
            Act::Change { on, change, .. } => {
                let Some(o) = read(regs, on).object() else { return Ok(()) };
                return self.heap[o as usize].apply(delta(regs, change));
            }
            Act::Print(a) => {
                self.output.push(read(regs, a).face());
                return Ok(());
            }
            Act::ReadFile(dst, f) => (dst, Value::Int(self.files[f as usize])),
            Act::WriteFile(f, v) => {
                self.files[f as usize] = read(regs, v).face();
                return Ok(());
            }
        };
        regs[dst as usize] = Some(value);
        Ok(())
    }
}

pub fn read(regs: &Regs, r: Reg) -> Value { regs[r as usize].unwrap_or(Value::Int(0)) }

pub fn delta(regs: &Regs, change: Change) -> Delta {
    match change {
        Change::Append(v) => Delta::Append(read(regs, v)),
        Change::Upsert(k, v) => Delta::Upsert(read(regs, k).face(), read(regs, v)),
        Change::Bump(f, v) => Delta::Bump(f, read(regs, v)),
    }
}
