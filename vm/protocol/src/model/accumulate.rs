//! Accumulators: views, flushing, settling, merging.

use super::*;

/// Where an accumulation goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target { View(TaskId), Object }

impl<D: Dice> Model<'_, D> {
    /// The nearest view, or the object itself, with the tasks passed on the way; `None` while a prefix on the way is missing.
    pub(super) fn target(&self, t: TaskId, o: ObjId) -> Option<(Target, Vec<TaskId>)> {
        let (mut a, mut passed, s) = (t, vec![], self.stamp(o));
        loop {
            if self.has_view(a, o) { return Some((Target::View(a), passed)) }
            if s >= self.tasks[a].base { return Some((Target::Object, passed)) }
            if !self.tasks[a].prefix && self.rules.has(Rule::AccumulateWaits) { return None }
            passed.push(a);
            a = self.parent(a);
        }
    }

    /// An accumulation that the recogniser saw, on an object that the innermost loop registered. `Ok(Err)`: it raises.
    pub(super) fn accumulate(&mut self, t: TaskId, o: ObjId, delta: Delta) -> Step<Result<(), i64>> {
        if self.limits.defer && self.target(t, o).is_none() {
            // It says nothing of what was there, so whoever cannot pass keeps it until then.
            let keeper = self.unsettled(t).expect("somebody has no prefix");
            self.tasks[keeper].views.push((o, vec![]));
        }
        let Some((_, passed)) = self.target(t, o) else { return self.wait() };
        if !passed.is_empty() {
            if self.tasks[t].cancel { return Err(Stop::Wait) }
            self.settle(&passed, None, None)?;
        }
        let Some((target, passed)) = self.target(t, o) else { return self.wait() };
        self.clear_way(t, o, &passed, None)?;
        self.deliver(t, o, target, &[delta], None)
    }

    /// An accumulation is an ordinary write towards whoever did not register the object.
    fn clear_way(&mut self, t: TaskId, o: ObjId, passed: &[TaskId], skip: Option<TaskId>) -> Step {
        if self.lacks(Rule::AccumulateCancels) { return Ok(()) }
        if skip.is_some() && self.lacks(Rule::MergeThroughBarrier) { return Ok(()) }
        let (s, mut victims) = (self.stamp(o), vec![]);
        match skip {
            // A child that is being merged stands in the records still; it is the writer, not a fork that sees the object.
            Some(_) => self.walk(t, s, skip, Some(o), &mut victims),
            None => self.walk(t, s, None, Some(o), &mut victims),
        }
        for &a in passed {
            let p = self.parent(a);
            self.walk(p, s, Some(a), Some(o), &mut victims);
        }
        self.quiesce(t, &victims)
    }

    fn deliver(&mut self, t: TaskId, o: ObjId, target: Target, deltas: &[Delta], merged: Option<TaskId>) -> Step<Result<(), i64>> {
        match target {
            Target::View(a) => {
                if let Some(view) = self.tasks[a].views.iter_mut().find(|v| v.0 == o) { view.1.extend(deltas) }
            }
            Target::Object => {
                self.watch_change(t, o, true, merged)?;
                for &delta in deltas {
                    if let Err(k) = self.heap[o as usize].body.apply(delta) { return Ok(Err(k)) }
                }
            }
        }
        Ok(Ok(()))
    }

    /// Makes the object itself current for `t`, if a task of its chain buffers changes of it: from here on that task is leftmost.
    pub(super) fn flush(&mut self, t: TaskId, o: ObjId) -> Step {
        let (mut a, s) = (t, self.stamp(o));
        let (mut chain, mut upto) = (vec![], 0);
        while s < self.tasks[a].base {
            chain.push(a);
            if self.has_view(a, o) && !(self.lacks(Rule::FlushAncestors) && upto > 0) { upto = chain.len() }
            a = self.parent(a);
        }
        if upto == 0 { return Ok(()) }
        if self.tasks[t].cancel { return Err(Stop::Wait) }
        chain.truncate(upto);
        if chain.iter().any(|&a| !self.tasks[a].prefix) { return self.wait() }
        if self.rules.has(Rule::SettleBeforePassing) { return self.settle(&chain, None, None) }
        if self.rules.has(Rule::PassClock) { self.raise_clocks(&chain) }
        self.in_order(&chain, |m, n| m.settle_view(&chain[..=n], None, o))
    }

    pub(super) fn read(&mut self, t: TaskId, o: ObjId) -> Step {
        self.watch_reach(t, o)?;
        if self.lacks(Rule::ReadFlushes) { return Ok(()) }
        self.flush(t, o)
    }

    /// Either order is right: from below, each view arrives at the end of the one above, where it belongs.
    fn in_order(&mut self, chain: &[TaskId], f: impl Fn(&mut Self, usize) -> Step) -> Step {
        for n in 0..chain.len() { f(self, if self.limits.top_down { chain.len() - 1 - n } else { n })? }
        Ok(())
    }

    /// Tasks, nearest first, that are about to change what is older than them, and so can no longer be undone alone. What they
    /// buffered must turn out well first, because if it does not they must be.
    /// `from` is the child of the nearest that is being merged, if one is; `forgotten` an object that a wrong protocol leaves out.
    pub(super) fn settle(&mut self, passed: &[TaskId], from: Option<TaskId>, forgotten: Option<ObjId>) -> Step {
        if passed.is_empty() { return Ok(()) }
        if self.rules.has(Rule::PassClock) { self.raise_clocks(passed) }
        if self.rules.has(Rule::ValidationMoves) { self.settle_readings(passed)? }
        if self.lacks(Rule::SettleBeforePassing) { return Ok(()) }
        self.in_order(passed, |m, n| {
            let a = passed[n];
            if !m.will_merge(a)? {
                m.discard(a);
                return Err(Stop::Gone);
            }
            while let Some(&(o, _)) = m.tasks[a].views.iter().find(|v| Some(v.0) != forgotten) { m.settle_view(&passed[..=n], from, o)? }
            Ok(())
        })
    }

    /// A task without its view sees what accumulated before it, objects younger than its fork included. What it makes and forks
    /// from here on has to be younger than those.
    fn raise_clocks(&mut self, passed: &[TaskId]) {
        for &a in passed.iter().rev() {
            let above = self.tasks[self.parent(a)].clock;
            self.tasks[a].clock = self.tasks[a].clock.max(above + 1);
        }
    }

    /// Readings are checked by the head, or become those of the nearest task that can still be undone.
    fn settle_readings(&mut self, passed: &[TaskId]) -> Step {
        for &a in passed.iter().rev() {
            if self.tasks[a].readings.is_empty() { continue }
            match self.unsettled(a) {
                Some(n) => {
                    let readings = std::mem::take(&mut self.tasks[a].readings);
                    self.tasks[n].readings.extend(readings);
                }
                None if self.is_stale(a) => {
                    self.discard(a);
                    return Err(Stop::Gone);
                }
                None => self.tasks[a].readings.clear(),
            }
        }
        Ok(())
    }

    pub(super) fn is_stale(&self, a: TaskId) -> bool { self.tasks[a].readings.iter().any(|&(f, e)| self.epochs[f as usize] != e) }

    /// Whether none of the merges of what `a` buffered would raise. Asked for all before the first is made: half of a task's changes
    /// cannot be kept when the task is discarded.
    pub(super) fn will_merge(&mut self, a: TaskId) -> Step<bool> {
        if self.lacks(Rule::RaisingMergeDiscards) || self.lacks(Rule::MergeAllOrNothing) { return Ok(true) }
        let p = self.parent(a);
        for n in 0..self.tasks[a].views.len() {
            let (o, deltas) = self.tasks[a].views[n].clone();
            if deltas.is_empty() { continue }
            let Some((target, _)) = self.target(p, o) else { return self.wait() };
            let mut trial = self.body(o).clone();
            if target == Target::Object && deltas.iter().any(|&d| trial.apply(d).is_err()) { return Ok(false) }
        }
        Ok(true)
    }

    /// Merges one view, of the last task of the chain, into what lies above it. A merge that would raise discards that task, and
    /// with it whoever asked.
    ///
    /// Forks of the chain that did not register the object were kept from it by the view. When that is gone they would see what
    /// is younger than they are; so to them a flush is a write.
    fn settle_view(&mut self, chain: &[TaskId], from: Option<TaskId>, o: ObjId) -> Step {
        let Some(&a) = chain.last() else { return Ok(()) };
        if self.has_view(a, o) && self.rules.has(Rule::FlushCancels) {
            let mut victims = vec![];
            for (n, &below) in chain.iter().enumerate() {
                let path = n.checked_sub(1).map_or(from, |n| Some(chain[n]));
                self.walk(below, self.stamp(o), path, Some(o), &mut victims);
            }
            self.quiesce(chain[0], &victims)?;
        }
        let Some(at) = self.tasks[a].views.iter().position(|v| v.0 == o) else { return Ok(()) };
        let deltas = self.tasks[a].views[at].1.clone();
        if !deltas.is_empty() {
            let p = self.parent(a);
            if !self.merge(p, o, &deltas, a)? {
                self.discard(a);
                return Err(Stop::Gone);
            }
        }
        self.tasks[a].views.retain(|v| v.0 != o);
        Ok(())
    }

    /// Merges changes that the child `from` buffered, through the barrier of its parent. `false`: it would raise, nothing was changed.
    pub(super) fn merge(&mut self, p: TaskId, o: ObjId, deltas: &[Delta], from: TaskId) -> Step<bool> {
        let Some((_, passed)) = self.target(p, o) else { return self.wait() };
        self.settle(&passed, Some(from), None)?;
        let Some((target, passed)) = self.target(p, o) else { return self.wait() };
        if target == Target::Object && self.rules.has(Rule::RaisingMergeDiscards) {
            let mut trial = self.body(o).clone();
            if deltas.iter().any(|&d| trial.apply(d).is_err()) { return Ok(false) }
        }
        self.clear_way(p, o, &passed, Some(from))?;
        // Without the rule the exception comes out at the join, with what was merged before it.
        if let Err(k) = self.deliver(p, o, target, deltas, Some(from))? { self.tasks[p].leaving = Some(Exit::Raise(k)) }
        Ok(true)
    }
}
