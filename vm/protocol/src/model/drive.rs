//! Who steps next: at random, or in all ways up to a bound.

use super::*;
use crate::dice::Trail;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub tasks: usize,
    pub steps: usize,
    /// in 100: that a turn is a promotion
    pub promote_percent: usize,
    /// in 100: that a parent takes back what nobody began
    pub retract_percent: usize,
    /// after a slow write the object is young again (saves slow paths, changes no result)
    pub restamp: bool,
    /// an accumulation that would wait for a prefix is buffered by the task without one, registered or not
    pub defer: bool,
    /// a task that waits may promote
    pub promote_parked: bool,
    /// steps that a cancelled task goes on at most
    pub lag: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { tasks: 8, steps: 40_000, promote_percent: 25, retract_percent: 50, restamp: true, defer: false, promote_parked: true, lag: 4 }
    }
}

impl<D: Dice> Model<'_, D> {
    /// One turn of a task: whether it got anywhere.
    fn turn(&mut self, t: TaskId) -> Result<bool, Failure> {
        match self.tasks[t].state {
            State::Queued => self.tasks[t].state = State::Running,
            State::Running => {}
            _ => return Ok(false),
        }
        if self.tasks[t].cancel {
            let task = &mut self.tasks[t];
            task.lag += 1;
            if task.lag > self.limits.lag || self.dice.chance(50) {
                self.acknowledge(t);
                return Ok(true);
            }
        }
        let step = self.step(t);
        self.tasks[t].parked = matches!(step, Err(Stop::Wait)) && !self.tasks[t].cancel;
        match step {
            Ok(()) => Ok(true),
            Err(Stop::Wait) if !self.tasks[t].cancel => Ok(false),
            Err(Stop::Wait | Stop::Gone) => {
                if self.tasks[t].state == State::Running { self.acknowledge(t) }
                Ok(true)
            }
            Err(Stop::Breach(what)) => Err(Failure::Breach(what)),
        }
    }

    pub fn run(&mut self) -> Result<(), Failure> {
        for _ in 0..self.limits.steps {
            if self.tasks[ROOT].state == State::Done { return Ok(()) }
            if self.live.len() < self.limits.tasks && self.dice.chance(self.limits.promote_percent) {
                let t = self.live[self.dice.pick(self.live.len())];
                let may = if self.tasks[t].parked && !self.limits.promote_parked { vec![] } else { self.promotable(t) };
                if !may.is_empty() {
                    let outermost = self.dice.chance(50);
                    let record = if outermost { may[0] } else { may[self.dice.pick(may.len())] };
                    let split = self.dice.pick(self.splits(t, record));
                    self.promote(t, record, split);
                    continue;
                }
            }
            let mut order = self.live.clone();
            let mut moved = false;
            while !order.is_empty() && !moved {
                let t = order.swap_remove(self.dice.pick(order.len()));
                moved = self.turn(t)?;
            }
            if !moved { return Err(Failure::Deadlock) }
        }
        Err(Failure::Endless)
    }
}

impl Model<'_, &mut Trail> {
    /// With at most so many promotions, and so many switches away from a task that could go on.
    pub fn run_bounded(&mut self, mut promotions: usize, mut preemptions: usize) -> Result<(), Failure> {
        let mut current = ROOT;
        for _ in 0..self.limits.steps.min(3000) {
            if self.tasks[ROOT].state == State::Done { return Ok(()) }
            if self.live.contains(&current) && self.tasks[current].state == State::Running && !self.tasks[current].parked && !self.is_visible(current) {
                self.turn(current)?;
                continue;
            }
            let mut candidates = self.live.clone();
            loop {
                if candidates.is_empty() { return Err(Failure::Deadlock) }
                let here = candidates.contains(&current) && self.tasks[current].state != State::Done;
                // One choice among: go on, switch, promote.
                let others: Vec<TaskId> = candidates.iter().copied().filter(|&t| !here || t != current && preemptions > 0).collect();
                let promote = here && promotions > 0 && self.tasks[current].state == State::Running;
                let latents: Vec<(usize, usize)> = if !promote { vec![] } else {
                    self.promotable(current).into_iter().flat_map(|r| (0..self.splits(current, r)).map(move |s| (r, s))).collect()
                };
                let n = self.dice.pick(here as usize + others.len() + latents.len());
                let t = match n.checked_sub(here as usize) {
                    None => current,
                    Some(n) if n < others.len() => others[n],
                    Some(n) => {
                        let (record, split) = latents[n - others.len()];
                        self.promote(current, record, split);
                        promotions -= 1;
                        break;
                    }
                };
                if self.turn(t)? {
                    if here && t != current { preemptions -= 1 }
                    current = t;
                    break;
                }
                candidates.retain(|&c| c != t);
            }
        }
        Err(Failure::Endless)
    }
}
