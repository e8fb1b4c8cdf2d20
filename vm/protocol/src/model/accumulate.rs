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
            self.settle(&passed, |_| true)?;
        }
        let Some((target, passed)) = self.target(t, o) else { return self.wait() };
        let mut victims = vec![];
        self.in_the_way(t, o, &passed, None, &mut victims);
        self.quiesce(t, &victims)?;
        self.deliver(t, o, target, &[delta], None)
    }

    /// An accumulation is an ordinary write towards whoever did not register the object: forks of `t` but `path`, and of those above
    /// the passed.
    fn in_the_way(&mut self, t: TaskId, o: ObjId, passed: &[TaskId], path: Option<TaskId>, victims: &mut Vec<TaskId>) {
        if self.lacks(Rule::AccumulateCancels) || path.is_some() && self.lacks(Rule::MergeThroughBarrier) { return }
        let s = self.stamp(o);
        self.walk(t, s, path, Some(o), victims);
        for &a in passed {
            let p = self.parent(a);
            self.walk(p, s, Some(a), Some(o), victims);
        }
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
        let all = self.rules.has(Rule::SettleBeforePassing);
        self.settle(&chain, |v| all || v == o)
    }

    pub(super) fn read(&mut self, t: TaskId, o: ObjId) -> Step {
        self.watch_reach(t, o)?;
        if self.lacks(Rule::ReadFlushes) { return Ok(()) }
        self.flush(t, o)
    }

    /// Tasks, nearest first, that are about to change what is older than them, and so can no longer be undone alone. What they
    /// buffered must turn out well first, because if it does not they must be.
    ///
    /// Three phases: all that can wait or fail, then the wait for the cancelled, then all that changes something. A step that was
    /// tried again after half of the merges would leave a task that has passed and buffers still.
    ///
    /// Forks of the chain that did not register an object were kept from it by the view. When that is gone they would see what
    /// is younger than they are; so to them a flush is a write.
    pub(super) fn settle(&mut self, passed: &[TaskId], which: impl Fn(ObjId) -> bool) -> Step {
        if passed.is_empty() { return Ok(()) }
        let (mut chain, mut victims, mut carried) = (passed.to_vec(), vec![], vec![]);
        let mut n = 0;
        while n < chain.len() {
            let a = chain[n];
            if self.rules.has(Rule::ValidationMoves) { self.settle_readings(a)? }
            for k in 0..self.tasks[a].views.len() {
                let (o, empty) = (self.tasks[a].views[k].0, self.tasks[a].views[k].1.is_empty());
                if !which(o) { continue }
                if self.rules.has(Rule::FlushCancels) {
                    for (m, &below) in chain[..=n].iter().enumerate() {
                        let path = m.checked_sub(1).map(|m| chain[m]);
                        self.walk(below, self.stamp(o), path, Some(o), &mut victims);
                    }
                }
                if empty && !carried.contains(&o) { continue }
                let p = self.parent(a);
                let Some((_, up)) = self.target(p, o) else { return self.wait() };
                self.in_the_way(p, o, &up, Some(a), &mut victims);
                if self.rules.has(Rule::SettleBeforePassing) {
                    for b in up { if !chain.contains(&b) { chain.push(b) } }
                }
                carried.push(o);
            }
            n += 1;
        }
        if self.rules.has(Rule::RaisingMergeDiscards) && self.rules.has(Rule::MergeAllOrNothing) {
            if let Some(a) = self.would_raise(&chain, &which) {
                self.discard(a);
                return Err(Stop::Gone);
            }
        }
        self.quiesce(chain[0], &victims)?;
        if self.rules.has(Rule::PassClock) { self.raise_clocks(&chain) }
        for &a in chain.iter().rev() {
            while let Some(at) = self.tasks[a].views.iter().position(|v| which(v.0)) {
                let (o, deltas) = self.tasks[a].views[at].clone();
                self.merge(a, o, &deltas)?;
                self.tasks[a].views.retain(|v| v.0 != o);
            }
        }
        Ok(())
    }

    /// The uppermost task of the chain one of whose merges would raise, if all of the chain is merged from the top down.
    fn would_raise(&self, chain: &[TaskId], which: impl Fn(ObjId) -> bool) -> Option<TaskId> {
        let mut trials: Vec<(ObjId, Body)> = vec![];
        for &a in chain.iter().rev() {
            for (o, deltas) in self.tasks[a].views.iter().filter(|v| which(v.0) && !v.1.is_empty()) {
                let goes_on = |b: TaskId| chain.contains(&b) && which(*o);
                let mut p = self.parent(a);
                let reaches = loop {
                    match self.target(p, *o) {
                        Some((Target::View(b), _)) if goes_on(b) => p = self.parent(b),
                        Some((target, _)) => break target,
                        None => return None,
                    }
                };
                if reaches != Target::Object { continue }
                let at = trials.iter().position(|t| t.0 == *o).unwrap_or_else(|| {
                    trials.push((*o, self.body(*o).clone()));
                    trials.len() - 1
                });
                if deltas.iter().any(|&d| trials[at].1.apply(d).is_err()) { return Some(a) }
            }
        }
        None
    }

    /// Merges what `a` buffered for an object into what lies above it.
    fn merge(&mut self, a: TaskId, o: ObjId, deltas: &[Delta]) -> Step {
        if deltas.is_empty() { return Ok(()) }
        let p = self.parent(a);
        let Some((target, _)) = self.target(p, o) else { return self.wait() };
        if target == Target::Object && self.rules.has(Rule::RaisingMergeDiscards) {
            let mut trial = self.body(o).clone();
            if deltas.iter().any(|&d| trial.apply(d).is_err()) {
                self.discard(a);
                return Err(Stop::Gone);
            }
        }
        // Without the rule the exception comes out at the join, with what was merged before it.
        if let Err(k) = self.deliver(p, o, target, deltas, Some(a))? { self.tasks[p].leaving = Some(Exit::Raise(k)) }
        Ok(())
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
    pub(super) fn settle_readings(&mut self, a: TaskId) -> Step {
        if self.tasks[a].readings.is_empty() || self.lacks(Rule::Validate) { return Ok(()) }
        match self.unsettled(a) {
            Some(n) => {
                let readings = std::mem::take(&mut self.tasks[a].readings);
                self.tasks[n].readings.extend(readings);
            }
            None if self.tasks[a].readings.iter().any(|&(f, e)| self.epochs[f as usize] != e) => {
                self.discard(a);
                return Err(Stop::Gone);
            }
            None => self.tasks[a].readings.clear(),
        }
        Ok(())
    }
}
