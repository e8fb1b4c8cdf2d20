//! Ranges, their latents, and promotion.

use super::*;

impl<D: Dice> Model<'_, D> {
    /// Enters a loop or group: a new range on the top frame.
    pub(super) fn enter(&mut self, t: TaskId, group: bool, times: i64, accs: Vec<ObjId>, written: u16) -> Step {
        let frame = self.frame(t);
        let pc = frame.pc;
        frame.ranges.push(Range {
            pc, group, at: 0, end: times, children: vec![], joining: false, begun: false, bound: None, base: false, accs: accs.into(), written,
        });
        self.begin(t)
    }

    /// Begins the current iteration or operand: a new bound, a clean latent.
    pub(super) fn begin(&mut self, t: TaskId) -> Step {
        let old = self.top(t).ranges.last().and_then(|r| r.bound);
        let bound = match old {
            Some(bound) if self.lacks(Rule::BoundPerIteration) => bound,
            _ => {
                self.tasks[t].clock += 1;
                self.tasks[t].clock
            }
        };
        let code = self.code;
        let depth = self.tasks[t].frames.len() - 1;
        let frame = self.frame(t);
        let range_at = frame.ranges.len() - 1;
        let range = &mut frame.ranges[range_at];
        (range.begun, range.joining, range.bound) = (true, false, Some(bound));
        let record = Record { bound, fork: Fork::Latent { dirty: false }, frame: depth, range: range_at, accs: range.accs.clone() };
        match &code[frame.func][range.pc] {
            Op::Loop { var, .. } => {
                frame.regs[*var as usize] = Some(Value::Int(range.at));
                frame.pc = range.pc + 1;
            }
            Op::Group { operands, .. } => {
                frame.pc = range.pc;
                let callee = operands[range.at as usize].clone();
                self.push_call(t, &callee);
            }
            other => unreachable!("a range of {other:?}"),
        }
        self.tasks[t].records.push(record);
        Ok(())
    }

    pub(super) fn push_call(&mut self, t: TaskId, callee: &Callee) {
        let mut regs = [None; REGS];
        for (param, arg) in PARAMS.iter().zip(callee.args) { regs[*param as usize] = Some(crate::reference::read(&self.top(t).regs, arg)) }
        self.tasks[t].frames.push(Frame::call(callee.func, regs));
    }

    /// The current iteration or operand is over.
    pub(super) fn advance(&mut self, t: TaskId) -> Step {
        self.insert_late(t);
        let (depth, range_at) = (self.tasks[t].frames.len() - 1, self.top(t).ranges.len() - 1);
        let latent = |r: &Record| matches!(r.fork, Fork::Latent { .. }) && r.frame == depth && r.range == range_at;
        self.tasks[t].records.retain(|r| !latent(r));
        self.frame(t).ranges[range_at].at += 1;
        let range = &self.top(t).ranges[range_at];
        if range.at < range.limit(&self.tasks) { return self.begin(t) }
        self.frame(t).ranges[range_at].joining = true;
        Ok(())
    }

    pub(super) fn insert_late(&mut self, t: TaskId) {
        if let Some(record) = self.tasks[t].late_record.take() {
            let at = self.tasks[t].records.iter().position(|r| r.bound >= record.bound).unwrap_or(self.tasks[t].records.len());
            self.tasks[t].records.insert(at, record);
        }
    }

    /// Latents that may be promoted, outermost first.
    pub(super) fn promotable(&self, t: TaskId) -> Vec<usize> {
        let task = &self.tasks[t];
        if task.state != State::Running || task.cancel || task.leaving.is_some() || task.late_record.is_some() { return vec![] }
        let may = |r: &Record| {
            let Fork::Latent { dirty } = r.fork else { return false };
            let range = &task.frames[r.frame].ranges[r.range];
            (!dirty || self.lacks(Rule::CleanGate)) && !range.joining && range.at + 1 < range.limit(&self.tasks)
        };
        (0..task.records.len()).filter(|&n| may(&task.records[n])).collect()
    }

    /// How many places there are to split a latent.
    pub(super) fn splits(&self, t: TaskId, record: usize) -> usize {
        let r = &self.tasks[t].records[record];
        let range = &self.tasks[t].frames[r.frame].ranges[r.range];
        (range.limit(&self.tasks) - range.at - 1).max(0) as usize
    }

    /// Makes a task of the latent's end, from the `split`th iteration that is left.
    pub(super) fn promote(&mut self, t: TaskId, record: usize, split: usize) {
        let u = self.new_task(Some(t));
        let r = &self.tasks[t].records[record];
        let (bound, depth, range_at, accs) = (r.bound, r.frame, r.range, r.accs.clone());
        let frame = &self.tasks[t].frames[depth];
        let range = &frame.ranges[range_at];
        let (low, high) = (range.at + 1 + split as i64, range.limit(&self.tasks));
        let mut regs = frame.regs;
        if self.rules.has(Rule::ClearRegisters) {
            for (n, reg) in regs.iter_mut().enumerate() { if range.written >> n & 1 == 1 { *reg = None } }
        }
        let piece = Range {
            pc: range.pc, group: range.group, at: low, end: high, children: vec![], joining: false, begun: false, bound: None, base: true,
            accs: accs.clone(), written: range.written,
        };
        let base = Frame { func: frame.func, pc: range.pc, regs, ranges: vec![piece], permits: vec![] };
        let above = self.tasks[t].clock + 1;
        let low_base = self.lacks(Rule::BaseAboveParent);
        let granted = self.lacks(Rule::PrefixAtJoin);
        let mut views: Vec<(ObjId, Vec<Delta>)> = vec![];
        for &o in accs.iter() { if !views.iter().any(|v| v.0 == o) { views.push((o, vec![])) } }
        let child = &mut self.tasks[u];
        (child.low, child.high, child.bound) = (low, high, bound);
        (child.clock, child.base) = (above, if low_base { 0 } else { above });
        child.prefix = granted;
        (child.frames, child.views, child.accs) = (vec![base], views, accs.clone());
        self.tasks[t].frames[depth].ranges[range_at].children.push(u);
        let new = Record { bound, fork: Fork::Outstanding(u), frame: depth, range: range_at, accs };
        if self.lacks(Rule::RecordBeforePublish) {
            self.tasks[t].late_record = Some(new);
        } else if self.lacks(Rule::RecordOrder) {
            self.tasks[t].records.push(new);
        } else {
            self.tasks[t].records.insert(record, new);
        }
        self.counts.promoted += 1;
    }
}
