//! Writes: the fast path, the slow path and its steps, and cancelling.

use super::*;

impl<D: Dice> Model<'_, D> {
    /// What is at or above needs no look at the forks.
    fn floor(&self, t: TaskId) -> u64 {
        if self.lacks(Rule::Floor) { return self.tasks[t].base }
        let skip_latents = self.lacks(Rule::FloorSeesLatents);
        let active = |r: &&Record| match r.fork { Fork::Latent { dirty } => !dirty && !skip_latents, Fork::Outstanding(_) => true };
        self.tasks[t].records.iter().filter(active).map(|r| r.bound).max().unwrap_or(self.tasks[t].base)
    }

    /// Whether a task of the chain buffers changes of the object (its type word is trapped).
    pub(super) fn has_view(&self, t: TaskId, o: ObjId) -> bool { self.tasks[t].views.iter().any(|v| v.0 == o) }

    fn trapped(&self, t: TaskId, o: ObjId) -> bool {
        let (mut a, s) = (t, self.stamp(o));
        while s < self.tasks[a].base {
            if self.has_view(a, o) { return true }
            a = self.parent(a);
        }
        false
    }

    /// Leave to change the object in the very next moment.
    pub(super) fn permit_write(&mut self, t: TaskId, o: ObjId) -> Step {
        if self.lacks(Rule::PermissionEnds) && self.top(t).permits.contains(&o) { return Ok(()) }
        let s = self.stamp(o);
        if s >= self.floor(t) && !self.trapped(t, o) { return Ok(()) }
        if self.tasks[t].cancel { return Err(Stop::Wait) }
        let passed = self.climb(t, s)?;
        // This flushes views of the object itself too.
        let (all, own) = (self.rules.has(Rule::SettleBeforePassing), self.rules.has(Rule::WriteFlushes));
        self.settle(&passed, |v| if v == o { own } else { all })?;
        let mut victims = vec![];
        self.walk(t, s, None, None, &mut victims);
        for &a in &passed {
            let p = self.parent(a);
            self.walk(p, s, Some(a), None, &mut victims);
        }
        self.quiesce(t, &victims)?;
        if self.limits.restamp {
            let clock = self.tasks[t].clock;
            let object = &mut self.heap[o as usize];
            (object.stamp, object.maker) = (clock, t);
        }
        if self.lacks(Rule::PermissionEnds) { self.frame(t).permits.push(o) }
        Ok(())
    }

    /// Step 1: the tasks from `t` upwards that did not make what bears the stamp. All have their prefix, or we wait.
    pub(super) fn climb(&mut self, t: TaskId, s: u64) -> Step<Vec<TaskId>> {
        let (mut a, mut passed) = (t, vec![]);
        while s < self.tasks[a].base {
            let asked = if self.lacks(Rule::WaitPrefixOfAll) && a != t { true } else { self.tasks[a].prefix };
            if !asked && self.rules.has(Rule::WaitPrefix) { return self.wait() }
            passed.push(a);
            a = self.parent(a);
        }
        Ok(passed)
    }

    pub(super) fn wait<T>(&mut self) -> Step<T> {
        self.counts.waits += 1;
        Err(Stop::Wait)
    }

    /// Steps 2 and 3: the forks of `p` that can see an object of this stamp, except the one that runs the writer, and those that
    /// registered the object if it is only accumulated on. Latents are dirtied on the way.
    pub(super) fn walk(&mut self, p: TaskId, s: u64, skip: Option<TaskId>, registered: Option<ObjId>, victims: &mut Vec<TaskId>) {
        let (cancel, dirty) = match skip {
            None => (self.rules.has(Rule::CancelOwn), self.rules.has(Rule::DirtyOwn)),
            Some(_) => (self.rules.has(Rule::CancelAncestors), self.rules.has(Rule::DirtyAncestors)),
        };
        let only_one = self.lacks(Rule::CancelAll);
        let mut found = 0;
        for record in self.tasks[p].records.iter_mut().rev() {
            if record.bound <= s { break }
            if registered.is_some_and(|o| record.accs.contains(&o)) { continue }
            match &mut record.fork {
                Fork::Latent { dirty: is } => if dirty && !*is {
                    *is = true;
                    self.counts.dirtied += 1;
                },
                Fork::Outstanding(u) => if cancel && Some(*u) != skip && !(only_one && found > 0) {
                    found += 1;
                    victims.push(*u);
                },
            }
        }
    }

    /// Step 4: cancels, waits until none of them runs, and gives their ranges back.
    pub(super) fn quiesce(&mut self, t: TaskId, victims: &[TaskId]) -> Step {
        if victims.is_empty() { return Ok(()) }
        if self.tasks[t].cancel { return Err(Stop::Wait) }
        for &v in victims { self.cancel(v) }
        if self.rules.has(Rule::CancelWaits) && victims.iter().any(|&v| !self.is_quiet(v)) { return self.wait() }
        for &v in victims {
            let gone = self.tasks[v].state == State::Cancelled || self.lacks(Rule::CancelWaits);
            if gone { self.give_back(v) }
        }
        Ok(())
    }

    /// Voids a task and all below it. What no worker runs is cancelled at once.
    pub(super) fn cancel(&mut self, root: TaskId) {
        for n in 0..self.live.len() {
            let t = self.live[n];
            if t != root && (self.lacks(Rule::CancelRecurses) || !self.is_within(t, root)) { continue }
            let keep_done = self.tasks[t].cancel && self.lacks(Rule::DoneFailsUnderCancel);
            let task = &mut self.tasks[t];
            match task.state {
                State::Running if !task.parked => task.cancel = true,
                State::Done if keep_done => {}
                State::Queued | State::Running | State::Done => {
                    (task.cancel, task.state) = (true, State::Cancelled);
                    self.counts.cancelled += 1;
                }
                State::Joined | State::Retracted | State::Cancelled => {}
            }
        }
        self.live.retain(|&t| matches!(self.tasks[t].state, State::Queued | State::Running | State::Done));
    }

    /// A worker that runs a cancelled task has come to a safepoint.
    pub(super) fn acknowledge(&mut self, t: TaskId) {
        self.tasks[t].state = State::Cancelled;
        self.counts.cancelled += 1;
        self.live.retain(|&l| l != t);
    }

    pub(super) fn is_quiet(&self, root: TaskId) -> bool {
        let alone = self.lacks(Rule::CancelRecurses);
        !self.live.iter().any(|&t| self.tasks[t].state == State::Running && (t == root || !alone && self.is_within(t, root)))
    }

    /// Takes a cancelled child off its parent's records; its range is the parent's own again.
    pub(super) fn give_back(&mut self, child: TaskId) {
        let p = self.parent(child);
        self.tasks[p].records.retain(|r| r.fork != Fork::Outstanding(child));
        let (low, high) = (self.tasks[child].low, self.tasks[child].high);
        let forget = self.lacks(Rule::RangeGivenBack);
        for frame in &mut self.tasks[p].frames {
            for range in &mut frame.ranges {
                if !range.children.contains(&child) { continue }
                range.children.retain(|&c| c != child);
                if forget && range.end == high { range.end = low }
            }
        }
    }

    /// Throws away what a child did, for a reason of its own; its parent comes to join it.
    pub(super) fn discard(&mut self, child: TaskId) {
        self.counts.discarded += 1;
        self.cancel(child);
    }
}
