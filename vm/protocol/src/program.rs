//! The small language: registers, calls, loops, groups of calls, objects that are shared and changed. Enough of Python to break
//! the protocol, nothing more.
//!
//! A program is a tree (`Stmt`), which the reference walks, and is flattened (`Op`) for the model, which must be able to stop
//! anywhere. What both must agree on, the meaning of single actions on values and objects, is `Body` and `Value` here.
//!
//! A register that was never assigned reads as 0. An action on a value of the wrong kind does nothing (reads give 0), except
//! `Bump`, which raises.

pub type Reg = u8;
pub type ObjId = u32;
pub const REGS: usize = 10;
/// Registers 0 to 5 are free; the arguments of a call arrive in these.
pub const PARAMS: [Reg; 3] = [6, 7, 8];
/// What `Bump` raises.
pub const BAD_OPERAND: i64 = 9;
pub const FILES: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value { Int(i64), Ref(ObjId) }

impl Value {
    pub fn int(self) -> Option<i64> { if let Value::Int(i) = self { Some(i) } else { None } }
    pub fn object(self) -> Option<ObjId> { if let Value::Ref(o) = self { Some(o) } else { None } }
    /// What printing and hashing see of it: never an identity.
    pub fn face(self) -> i64 { self.int().unwrap_or(-1) }
    pub fn add(self, other: Value) -> Value { Value::Int((self.int().unwrap_or(3) + other.int().unwrap_or(5)).rem_euclid(13)) }
}

/// `x op= v`: not associative and not commutative, as sums of floats are not. A fold in any other order shows.
fn fold(x: i64, v: i64) -> i64 { (x * 3 + v + 1).rem_euclid(97) }

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind { Cell, List, Dict }

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body { Cell([Value; 2]), List(Vec<Value>), Dict(Vec<(i64, Value)>) }

/// What can be buffered: it says nothing of what was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delta { Append(Value), Upsert(i64, Value), Bump(u8, Value) }

impl Body {
    pub fn new(kind: Kind) -> Body {
        match kind {
            Kind::Cell => Body::Cell([Value::Int(0); 2]),
            Kind::List => Body::List(vec![]),
            Kind::Dict => Body::Dict(vec![]),
        }
    }
    pub fn get(&self, f: u8) -> Value {
        match self {
            Body::Cell(v) => v[(f & 1) as usize],
            Body::Dict(d) => d.iter().find(|(k, _)| *k == f as i64).map_or(Value::Int(0), |(_, v)| *v),
            Body::List(_) => Value::Int(0),
        }
    }
    pub fn last(&self) -> Value {
        match self {
            Body::Cell(v) => v[1],
            Body::List(l) => l.last().copied().unwrap_or(Value::Int(0)),
            Body::Dict(d) => d.last().map_or(Value::Int(0), |e| e.1),
        }
    }
    /// Depends on every element and on their order.
    pub fn digest(&self) -> Value {
        let mix = |h: i64, v: i64| (h * 5 + v + 2).rem_euclid(31);
        Value::Int(match self {
            Body::Cell(v) => v.iter().fold(0, |h, v| mix(h, v.face())),
            Body::List(l) => l.iter().fold(1, |h, v| mix(h, v.face())),
            Body::Dict(d) => d.iter().fold(2, |h, (k, v)| mix(mix(h, *k), v.face())),
        })
    }
    pub fn set(&mut self, f: u8, v: Value) { if let Body::Cell(fields) = self { fields[(f & 1) as usize] = v } }
    /// Whether the delta means anything to an object of this kind.
    pub fn takes(&self, delta: Delta) -> bool {
        matches!((self, delta), (Body::List(_), Delta::Append(_)) | (Body::Dict(_), Delta::Upsert(..)) | (Body::Cell(_) | Body::Dict(_), Delta::Bump(..)))
    }
    /// Changes nothing when it raises.
    pub fn apply(&mut self, delta: Delta) -> Result<(), i64> {
        match (self, delta) {
            (Body::List(l), Delta::Append(v)) => l.push(v),
            (Body::Dict(d), Delta::Upsert(k, v)) => match d.iter_mut().find(|e| e.0 == k) {
                Some(e) => e.1 = v,
                None => d.push((k, v)),
            },
            (Body::Cell(fields), Delta::Bump(f, v)) => {
                let slot = &mut fields[(f & 1) as usize];
                *slot = Value::Int(fold(slot.int().ok_or(BAD_OPERAND)?, v.int().ok_or(BAD_OPERAND)?));
            }
            (Body::Dict(d), Delta::Bump(f, v)) => {
                let e = d.iter_mut().find(|e| e.0 == f as i64).ok_or(BAD_OPERAND)?;
                e.1 = Value::Int(fold(e.1.int().ok_or(BAD_OPERAND)?, v.int().ok_or(BAD_OPERAND)?));
            }
            _ => {}
        }
        Ok(())
    }
}

/// How a change is written in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change { Append(Reg), Upsert(Reg, Reg), Bump(u8, Reg) }

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    New(Reg, Kind),
    Int(Reg, i64),
    Add(Reg, Reg, Reg),
    Get(Reg, Reg, u8),
    Digest(Reg, Reg),
    Last(Reg, Reg),
    Set(Reg, u8, Reg),
    /// `known`: the recogniser saw that it is an accumulation (it counts if the innermost loop registered the object)
    Change { on: Reg, change: Change, known: bool },
    Print(Reg),
    ReadFile(Reg, u8),
    WriteFile(u8, Reg),
}

#[derive(Clone, Debug)]
pub struct Callee { pub dst: Reg, pub func: usize, pub args: [Reg; 3] }

#[derive(Clone, Debug)]
pub enum Stmt {
    Do(Act),
    If { reg: Reg, is: i64, negate: bool, then: Vec<Stmt> },
    Loop { var: Reg, times: i64, accs: Vec<Reg>, written: Vec<Reg>, body: Vec<Stmt> },
    Call { callee: Callee, catch: bool },
    Group(Vec<Callee>),
    Break,
    Raise(i64),
    Return(Reg),
}

#[derive(Clone, Debug, Default)]
pub struct Program { pub funcs: Vec<Vec<Stmt>> }

/// Flat code.
#[derive(Clone, Debug)]
pub enum Op {
    Do(Act),
    /// goes to `skip` unless the register is `is` (or is not, if `negate`)
    Branch { reg: Reg, is: i64, negate: bool, skip: usize },
    Loop { var: Reg, times: i64, accs: Vec<Reg>, written: u16, end: usize },
    /// back to the loop at `start`
    End,
    Call { callee: Callee, catch: bool },
    Group { operands: Vec<Callee>, written: u16 },
    Break,
    Raise(i64),
    Return(Reg),
}

pub type Code = Vec<Vec<Op>>;

pub fn mask(regs: impl IntoIterator<Item = Reg>) -> u16 { regs.into_iter().fold(0, |m, r| m | 1 << r) }

impl Program {
    pub fn flatten(&self) -> Code {
        fn block(code: &mut Vec<Op>, stmts: &[Stmt]) {
            for stmt in stmts {
                match stmt {
                    Stmt::Do(act) => code.push(Op::Do(*act)),
                    Stmt::If { reg, is, negate, then } => {
                        let at = code.len();
                        code.push(Op::Break);
                        block(code, then);
                        code[at] = Op::Branch { reg: *reg, is: *is, negate: *negate, skip: code.len() };
                    }
                    Stmt::Loop { var, times, accs, written, body } => {
                        let at = code.len();
                        code.push(Op::Break);
                        block(code, body);
                        let written = mask(written.iter().copied().chain([*var]));
                        code[at] = Op::Loop { var: *var, times: *times, accs: accs.clone(), written, end: code.len() };
                        code.push(Op::End);
                    }
                    Stmt::Call { callee, catch } => code.push(Op::Call { callee: callee.clone(), catch: *catch }),
                    Stmt::Group(operands) => {
                        code.push(Op::Group { operands: operands.clone(), written: mask(operands.iter().map(|c| c.dst)) });
                    }
                    Stmt::Break => code.push(Op::Break),
                    Stmt::Raise(k) => code.push(Op::Raise(*k)),
                    Stmt::Return(r) => code.push(Op::Return(*r)),
                }
            }
        }
        self.funcs.iter().map(|f| { let mut code = vec![]; block(&mut code, f); code.push(Op::Return(9)); code }).collect()
    }
}

/// How a program or a function ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending { Return(Value), Raise(i64) }

/// What an observer sees of a run: identities are replaced by the order in which they are met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed { pub ending: String, pub heap: Vec<String>, pub output: Vec<i64>, pub files: [i64; FILES] }

pub type Regs = [Option<Value>; REGS];

pub fn observe(ending: Ending, regs: &Regs, output: Vec<i64>, files: [i64; FILES], body: impl Fn(ObjId) -> Body) -> Observed {
    let mut met: Vec<ObjId> = vec![];
    let mut name = |v: Value| match v {
        Value::Int(i) => format!("{i}"),
        Value::Ref(o) => {
            let at = met.iter().position(|&m| m == o).unwrap_or_else(|| { met.push(o); met.len() - 1 });
            format!("#{at}")
        }
    };
    let ending = match ending {
        Ending::Return(v) => format!("return {}", name(v)),
        Ending::Raise(k) => format!("raise {k}"),
    };
    let roots: Vec<String> = regs.iter().map(|r| r.map_or("-".into(), &mut name)).collect();
    let mut heap = vec![roots.join(" ")];
    let mut at = 0;
    while at < met.len() {
        let show = |vs: &[Value], met: &mut Vec<ObjId>| -> String {
            vs.iter().map(|v| match *v {
                Value::Int(i) => format!("{i} "),
                Value::Ref(o) => {
                    let n = met.iter().position(|&m| m == o).unwrap_or_else(|| { met.push(o); met.len() - 1 });
                    format!("#{n} ")
                }
            }).collect()
        };
        let line = match body(met[at]) {
            Body::Cell(v) => format!("cell {}", show(&v, &mut met)),
            Body::List(l) => format!("list {}", show(&l, &mut met)),
            Body::Dict(d) => d.iter().fold("dict ".into(), |s: String, (k, v)| s + &format!("{k}:{}", show(&[*v], &mut met))),
        };
        heap.push(line);
        at += 1;
    }
    Observed { ending, heap, output, files }
}
