//! One step of one task.

use super::*;
use crate::reference::{delta, read};

impl<D: Dice> Model<'_, D> {
    pub(super) fn step(&mut self, t: TaskId) -> Step {
        if self.lacks(Rule::ExceptionOrder) && self.tasks[t].leaving.is_none() {
            let early = self.tasks[t].records.iter().find_map(|r| match r.fork {
                Fork::Outstanding(u) => match self.tasks[u].outcome.as_ref()?.exit { Exit::Raise(k) => Some(k), _ => None },
                Fork::Latent { .. } => None,
            });
            if let Some(k) = early { self.tasks[t].leaving = Some(Exit::Raise(k)) }
        }
        if let Some(exit) = self.tasks[t].leaving { return self.leave(t, exit) }
        if let Some(range) = self.top(t).ranges.last() {
            if !range.begun { return self.begin(t) }
            if range.joining { return self.join_step(t) }
        }
        let code = self.code;
        let frame = self.top(t);
        match &code[frame.func][frame.pc] {
            Op::Do(act) => {
                self.act(t, *act)?;
                if self.tasks[t].leaving.is_none() { self.frame(t).pc += 1 }
                Ok(())
            }
            Op::Branch { reg, is, negate, skip } => {
                let taken = (read(&frame.regs, *reg) == Value::Int(*is)) != *negate;
                let pc = if taken { frame.pc + 1 } else { *skip };
                self.frame(t).pc = pc;
                Ok(())
            }
            Op::Loop { times, accs, written, end, .. } => {
                if *times == 0 {
                    self.frame(t).pc = end + 1;
                    return Ok(());
                }
                let accs = accs.iter().filter_map(|&r| read(&frame.regs, r).object()).collect();
                self.enter(t, false, *times, accs, *written)
            }
            Op::End => self.advance(t),
            Op::Call { callee, .. } => {
                self.push_call(t, callee);
                Ok(())
            }
            Op::Group { operands, written } => self.enter(t, true, operands.len() as i64, vec![], *written),
            Op::Break => self.set_leaving(t, Exit::Break),
            Op::Raise(k) => self.set_leaving(t, Exit::Raise(*k)),
            Op::Return(r) => {
                let v = read(&frame.regs, *r);
                self.set_leaving(t, Exit::Return(v))
            }
        }
    }

    fn set_leaving(&mut self, t: TaskId, exit: Exit) -> Step {
        self.tasks[t].leaving = Some(exit);
        Ok(())
    }

    /// Whether others could tell when the next step is made.
    pub(super) fn is_visible(&self, t: TaskId) -> bool {
        let task = &self.tasks[t];
        if task.leaving.is_some() { return true }
        let Some(frame) = task.frames.last() else { return true };
        if frame.ranges.last().is_some_and(|r| !r.begun || r.joining) { return true }
        !matches!(self.code[frame.func][frame.pc], Op::Do(Act::Int(..) | Act::Add(..) | Act::New(..) | Act::Print(..)) | Op::Branch { .. } | Op::Call { .. })
    }

    fn act(&mut self, t: TaskId, act: Act) -> Step {
        let regs = self.top(t).regs;
        let (dst, value) = match act {
            Act::New(dst, kind) => {
                self.heap.push(Object { stamp: self.tasks[t].clock, maker: t, body: Body::new(kind) });
                (dst, Value::Ref(self.heap.len() as ObjId - 1))
            }
            Act::Int(dst, k) => (dst, Value::Int(k)),
            Act::Add(dst, a, b) => (dst, read(&regs, a).add(read(&regs, b))),
            Act::Get(dst, o, f) => (dst, self.look(t, read(&regs, o), |b| b.get(f))?),
            Act::Digest(dst, o) => (dst, self.look(t, read(&regs, o), |b| b.digest())?),
            Act::Last(dst, o) => (dst, self.look(t, read(&regs, o), |b| b.last())?),
            Act::Set(o, f, v) => {
                let Some(o) = read(&regs, o).object() else { return Ok(()) };
                self.watch_reach(t, o)?;
                if !matches!(self.body(o), Body::Cell(_)) { return Ok(()) }
                self.permit_write(t, o)?;
                self.watch_change(t, o, false, None)?;
                self.heap[o as usize].body.set(f, read(&regs, v));
                return Ok(());
            }
            Act::Change { on, change, known } => {
                let Some(o) = read(&regs, on).object() else { return Ok(()) };
                return self.change(t, o, delta(&regs, change), known);
            }
            Act::Print(a) => {
                let to = if self.lacks(Rule::DeferOutput) { ROOT } else { t };
                self.tasks[to].output.push(read(&regs, a).face());
                return Ok(());
            }
            Act::ReadFile(dst, f) => {
                if let Some(n) = self.unsettled(t) {
                    let keeper = if self.rules.has(Rule::ValidationMoves) { n } else { t };
                    let epoch = self.epochs[f as usize];
                    self.tasks[keeper].readings.push((f, epoch));
                }
                (dst, Value::Int(self.files[f as usize]))
            }
            Act::WriteFile(f, v) => {
                if self.tasks[t].cancel { return Err(Stop::Wait) }
                if self.rules.has(Rule::EffectsOnHead) {
                    if self.unsettled(t).is_some() { return self.wait() }
                    let (mut passed, mut a) = (vec![], t);
                    while let Some(p) = self.tasks[a].parent { passed.push(a); a = p }
                    self.settle(&passed, |_| true)?;
                }
                self.files[f as usize] = read(&regs, v).face();
                self.epochs[f as usize] += 1;
                return Ok(());
            }
        };
        self.frame(t).regs[dst as usize] = Some(value);
        Ok(())
    }

    fn look(&mut self, t: TaskId, v: Value, get: impl Fn(&Body) -> Value) -> Step<Value> {
        let Some(o) = v.object() else { return Ok(Value::Int(0)) };
        self.read(t, o)?;
        Ok(get(self.body(o)))
    }

    fn change(&mut self, t: TaskId, o: ObjId, delta: Delta, known: bool) -> Step {
        self.watch_reach(t, o)?;
        if !self.body(o).takes(delta) { return Ok(()) }
        let exact = !matches!(delta, Delta::Bump(_, Value::Ref(_)));
        let registered = self.top(t).ranges.last().is_some_and(|r| r.accs.contains(&o));
        let raised = if known && exact && registered {
            self.accumulate(t, o, delta)?
        } else {
            // It reads what was there.
            self.read(t, o)?;
            self.permit_write(t, o)?;
            self.watch_change(t, o, false, None)?;
            self.heap[o as usize].body.apply(delta)
        };
        if let Err(k) = raised { self.tasks[t].leaving = Some(Exit::Raise(k)) }
        Ok(())
    }
}
