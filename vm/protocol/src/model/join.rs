//! The end of a range: joining its children in order; leaving it early; finishing a task.

use super::*;

enum Joined { Result(TaskId), OwnAgain, Later }

impl<D: Dice> Model<'_, D> {
    /// One step at the end of the top range.
    pub(super) fn join_step(&mut self, t: TaskId) -> Step {
        self.insert_late(t);
        let range = self.top(t).ranges.last().expect("joining a range");
        if range.at < range.limit(&self.tasks) { return self.begin(t) }
        let in_order = self.rules.has(Rule::JoinOrder);
        let next = if in_order { range.children.last() } else { range.children.first() };
        let Some(&child) = next else { return self.complete(t) };
        match self.join(t, child)? {
            Joined::OwnAgain => {
                self.give_back(child);
                Ok(())
            }
            Joined::Later => Ok(()),
            Joined::Result(u) => {
                let high = self.tasks[u].high;
                let outcome = self.tasks[u].outcome.take().expect("a finished task has an outcome");
                let adopt = self.rules.has(Rule::AdoptRegisters);
                let exits = self.rules.has(Rule::AdoptExit);
                let frame = self.frame(t);
                if adopt { for (r, v) in outcome.regs { frame.regs[r as usize] = v } }
                let range = frame.ranges.last_mut().expect("joining a range");
                range.children.retain(|&c| c != u);
                if in_order { range.at = high } else if range.children.is_empty() { range.at = range.end }
                if outcome.exit != Exit::Normal && exits { self.tasks[t].leaving = Some(outcome.exit) }
                Ok(())
            }
        }
    }

    /// All of the range is done.
    fn complete(&mut self, t: TaskId) -> Step {
        let range = self.top(t).ranges.last().expect("completing a range");
        if range.base { return self.finish(t, Exit::Normal) }
        let past = self.past(self.top(t).func, range.pc);
        let frame = self.frame(t);
        frame.ranges.pop();
        frame.pc = past;
        Ok(())
    }

    fn past(&self, func: usize, pc: usize) -> usize {
        match &self.code[func][pc] { Op::Loop { end, .. } => end + 1, _ => pc + 1 }
    }

    fn join(&mut self, t: TaskId, u: TaskId) -> Step<Joined> {
        if self.tasks[t].cancel { return Err(Stop::Wait) }
        match self.tasks[u].state {
            State::Queued if self.dice.chance(self.limits.retract_percent) => {
                self.tasks[u].state = State::Retracted;
                self.live.retain(|&l| l != u);
                self.counts.retracted += 1;
                Ok(Joined::OwnAgain)
            }
            State::Queued | State::Running => {
                if self.tasks[u].prefix { return self.wait() }
                self.tasks[u].prefix = true;
                Ok(Joined::Later)
            }
            State::Cancelled => if self.is_quiet(u) { Ok(Joined::OwnAgain) } else { self.wait() },
            State::Done => self.merge_child(t, u),
            State::Joined | State::Retracted => Err(Stop::Breach(format!("task {u} is joined twice"))),
        }
    }

    fn merge_child(&mut self, t: TaskId, u: TaskId) -> Step<Joined> {
        self.tasks[u].prefix = true;
        let checked = self.settle_readings(u);
        match checked.and_then(|()| self.settle(&[u], |_| true)) {
            Ok(()) => {}
            // The child was thrown away, not we.
            Err(Stop::Gone) if !self.tasks[t].cancel => return Ok(Joined::Later),
            Err(stop) => return Err(stop),
        }
        self.tasks[t].records.retain(|r| r.fork != Fork::Outstanding(u));
        if self.rules.has(Rule::JoinClock) { self.tasks[t].clock = self.tasks[t].clock.max(self.tasks[u].clock) + 1 }
        let output = std::mem::take(&mut self.tasks[u].output);
        if self.rules.has(Rule::JoinOutput) { self.tasks[t].output.extend(output) }
        (self.tasks[u].state, self.tasks[u].joined_into) = (State::Joined, Some(t));
        self.live.retain(|&l| l != u);
        self.counts.joined += 1;
        Ok(Joined::Result(u))
    }

    /// One step of leaving early: what is younger is cancelled first, then one scope is left.
    pub(super) fn leave(&mut self, t: TaskId, exit: Exit) -> Step {
        self.insert_late(t);
        let (depth, ranges) = (self.tasks[t].frames.len() - 1, self.top(t).ranges.len());
        let from = if exit == Exit::Break { ranges - 1 } else { 0 };
        let closes = |r: &Record| r.frame == depth && r.range >= from;
        let victims: Vec<TaskId> = self.tasks[t].records.iter().filter(|r| closes(r))
            .filter_map(|r| match r.fork { Fork::Outstanding(u) => Some(u), Fork::Latent { .. } => None }).collect();
        if self.rules.has(Rule::LeavingCancels) { self.quiesce(t, &victims)? }
        if frames_end(self, t, exit) { return self.finish(t, exit) }
        self.tasks[t].records.retain(|r| !closes(r));
        match exit {
            Exit::Break => {
                let range = self.frame(t).ranges.pop().expect("a break leaves a range");
                let past = self.past(self.top(t).func, range.pc);
                self.frame(t).pc = past;
                self.tasks[t].leaving = None;
                Ok(())
            }
            Exit::Return(v) => {
                self.tasks[t].frames.pop();
                self.tasks[t].leaving = None;
                self.receive(t, v)
            }
            Exit::Raise(k) => {
                self.tasks[t].frames.pop();
                let frame = self.top(t);
                if let Op::Call { callee, catch: true } = &self.code[frame.func][frame.pc] {
                    let dst = callee.dst as usize;
                    let frame = self.frame(t);
                    frame.regs[dst] = Some(Value::Int(10 + k));
                    frame.pc += 1;
                    self.tasks[t].leaving = None;
                }
                Ok(())
            }
            Exit::Normal => unreachable!("nobody leaves normally"),
        }
    }

    /// The caller takes the value of a call or operand.
    fn receive(&mut self, t: TaskId, v: Value) -> Step {
        let frame = self.top(t);
        match &self.code[frame.func][frame.pc] {
            Op::Call { callee, .. } => {
                let dst = callee.dst as usize;
                let frame = self.frame(t);
                frame.regs[dst] = Some(v);
                frame.pc += 1;
                Ok(())
            }
            Op::Group { operands, .. } => {
                let at = frame.ranges.last().expect("a group has a range").at;
                let dst = operands[at as usize].dst as usize;
                self.frame(t).regs[dst] = Some(v);
                self.advance(t)
            }
            other => unreachable!("{other:?} does not call"),
        }
    }

    /// RUNNING → DONE.
    pub(super) fn finish(&mut self, t: TaskId, exit: Exit) -> Step {
        if self.tasks[t].cancel && self.rules.has(Rule::DoneFailsUnderCancel) { return Err(Stop::Wait) }
        let only_assigned = self.rules.has(Rule::AssignedBits);
        let frame = &self.tasks[t].frames[0];
        let written = match frame.ranges.first() { Some(r) if r.base => r.written, _ => u16::MAX };
        let counts = |r: usize| written >> r & 1 == 1 && (!only_assigned || frame.regs[r].is_some());
        let regs = (0..REGS).filter(|&r| counts(r)).map(|r| (r as Reg, frame.regs[r])).collect();
        let task = &mut self.tasks[t];
        task.outcome = Some(Outcome { exit, regs });
        task.state = State::Done;
        (task.records, task.leaving) = (vec![], None);
        if self.lacks(Rule::MergeAtJoin) {
            for (o, deltas) in std::mem::take(&mut self.tasks[t].views) {
                for d in deltas { let _ = self.heap[o as usize].body.apply(d); }
            }
        }
        Ok(())
    }
}

/// Whether leaving this scope ends the task.
fn frames_end<D: Dice>(m: &Model<'_, D>, t: TaskId, exit: Exit) -> bool {
    match exit {
        Exit::Break => m.top(t).ranges.last().is_some_and(|r| r.base),
        _ => m.tasks[t].frames.len() == 1,
    }
}
