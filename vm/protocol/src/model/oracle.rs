//! What the proof says must hold, looked at from above: no rule of the protocol uses this.

use super::*;

impl<D: Dice> Model<'_, D> {
    fn owner(&self, o: ObjId) -> TaskId {
        let mut t = self.heap[o as usize].maker;
        while let Some(into) = self.tasks[t].joined_into { t = into }
        t
    }

    /// L2: a task reaches only its own objects and what its ancestors had when the piece began that it was forked from; and, once
    /// all before it is done, what came of that.
    pub(super) fn watch_reach(&self, t: TaskId, o: ObjId) -> Step {
        let (owner, s) = (self.owner(o), self.stamp(o));
        let mut path = vec![];
        let mut at = Some(t);
        while let Some(a) = at {
            if a == owner { break }
            path.push(a);
            at = self.tasks[a].parent;
        }
        if at.is_none() { return Err(Stop::Breach(format!("task {t} reaches object {o} of task {owner}"))) }
        for &a in path.iter().rev() {
            if s < self.tasks[a].bound { return Ok(()) }
            if !self.tasks[a].prefix { return Err(Stop::Breach(format!("task {t} reaches object {o} of {owner}'s unfinished piece"))) }
        }
        Ok(())
    }

    /// L3: what another live task can see does not change, unless both only accumulate on it. `merged`: the change comes from that
    /// child's buffer.
    pub(super) fn watch_change(&self, t: TaskId, o: ObjId, accumulates: bool, merged: Option<TaskId>) -> Step {
        let (owner, s) = (self.owner(o), self.stamp(o));
        for &w in &self.live {
            if w == t || merged.is_some_and(|m| self.is_within(w, m)) { continue }
            let mut branch = w;
            let common = loop {
                if self.is_within(t, branch) { break branch }
                let Some(p) = self.tasks[branch].parent else { break ROOT };
                if self.is_within(t, p) { break p }
                branch = p;
            };
            if branch == common { continue }
            let sees = self.is_within(common, owner) && s < self.tasks[branch].bound;
            if sees && !(accumulates && self.tasks[branch].accs.contains(&o)) {
                return Err(Stop::Breach(format!("task {t} changes object {o} that task {w} sees")));
            }
        }
        Ok(())
    }
}
