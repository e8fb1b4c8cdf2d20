//! The state word of a task, and its transitions.
//!
//! ```text
//!  63           32 31        8 7       6            5       4      3   0
//! ┌───────────────┬───────────┬───────┬────────────┬───────┬──────┬─────┐
//! │    attempt    │     0     │JOINER │WAITER      │PREFIX │CANCEL│state│
//! └───────────────┴───────────┴───────┴────────────┴───────┴──────┴─────┘
//! ```
//!
//! CANCEL: the task's work is void; set once, never cleared. PREFIX: everything before this task inside its parent is done; set
//! by the parent when it comes to join. WAITER: a task of this subtree sleeps until PREFIX is set here. JOINER: the parent sleeps
//! until this task is done.
//!
//! Rules, cited by the tests:
//! * **[T1]** Every change of state is one compare-exchange on this word; who wins it owns the task's plain data until the next.
//! * **[T2]** RUNNING becomes DONE only if CANCEL is not set, and DONE becomes JOINED only if CANCEL is not set.
//! * **[T3]** Who wants to sleep first parks *itself* (its context is saved by then), and only then leaves WAITER or JOINER in the
//!   word it sleeps on, by a compare-exchange that fails if the thing it waits for has happened. Who makes that happen gets the
//!   bit from the same exchange. So either the sleeper learns that it need not sleep, or the other learns that it must wake.
//! * **[T4]** Waking is `unpark` on the sleeper's word; whoever wins it runs the sleeper. A cancelled sleeper cannot be woken.
//! * **[T5]** At most one task sleeps on a word's PREFIX: tasks that wait for a prefix wait for their nearest ancestor-or-self
//!   without one, and below that one the prefixes are granted along a single path.
//! * **[T6]** A transition names the attempt it belongs to where an old one could still be under way (`finish`, `requeue`).
//!
//! Absent: the identity of the sleepers. One that sleeps on JOINER is the parent; the one that sleeps on WAITER is found by
//! the VM in a plain field that is written before and read after the exchange.

use crate::memory::{Memory, Native, Word};
use std::sync::atomic::Ordering::{AcqRel, Acquire};

const STATE: u64 = 0xf;
const CANCEL: u64 = 1 << 4;
const PREFIX: u64 = 1 << 5;
const WAITER: u64 = 1 << 6;
const JOINER: u64 = 1 << 7;
const ATTEMPT: u32 = 32;

/// Where a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// offered; nobody has begun it
    Queued = 0,
    Running = 1,
    /// begun, sleeping: for a prefix, for a child, or for data
    Parked = 2,
    /// finished, waits for its parent
    Done = 3,
    /// its parent has taken over the result
    Joined = 4,
    /// its parent took it back before anybody began it
    Retracted = 5,
    Cancelled = 6,
}

impl State {
    const ALL: [State; 7] =
        [State::Queued, State::Running, State::Parked, State::Done, State::Joined, State::Retracted, State::Cancelled];
    /// Nothing follows it.
    pub fn is_final(self) -> bool { matches!(self, State::Joined | State::Retracted | State::Cancelled) }
}

/// How often a task was offered anew because whoever had it did not answer.
pub type Attempt = u32;

/// One reading of the word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Snapshot(u64);

impl Snapshot {
    pub fn state(self) -> State {
        // Only transitions write the word, and only with states of the table.
        State::ALL.get((self.0 & STATE) as usize).copied().unwrap_or(State::Cancelled)
    }
    pub fn attempt(self) -> Attempt { (self.0 >> ATTEMPT) as u32 }
    pub fn cancel(self) -> bool { self.0 & CANCEL != 0 }
    pub fn prefix_done(self) -> bool { self.0 & PREFIX != 0 }
    pub fn waiter(self) -> bool { self.0 & WAITER != 0 }
    pub fn joiner(self) -> bool { self.0 & JOINER != 0 }
    fn to(self, state: State) -> u64 { self.0 & !STATE | state as u64 }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}#{}", self.state(), self.attempt())?;
        for (set, name) in [(self.cancel(), "CANCEL"), (self.prefix_done(), "PREFIX"), (self.waiter(), "WAITER"), (self.joiner(), "JOINER")] {
            if set { write!(f, "+{name}")? }
        }
        Ok(())
    }
}

/// What a parent finds when it comes to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Nobody had begun it: it is the parent's own work again. Nothing to merge.
    Retracted,
    /// Under way, and now head. The parent stays parked until `finish` reports its JOINER bit; if `wake`, first wake who sleeps
    /// on this task's prefix.
    Wait { wake: bool },
    /// Finished: unpark yourself and `collect`.
    Done,
    /// Cancelled by someone who has also taken it off the parent's records, or who is cancelling the parent too.
    Cancelled,
}

/// What a task finds when it wants to wait for a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// It is done: do not sleep (unpark yourself).
    Done,
    /// Registered: sleep until woken.
    Wait,
}

/// The word.
pub struct TaskWord<M: Memory = Native> {
    word: M::Word,
}

impl<M: Memory> TaskWord<M> {
    /// A task that is being offered.
    pub fn queued() -> Self { TaskWord { word: M::Word::new(State::Queued as u64) } }

    /// The first task of a program: running, nothing before it.
    pub fn root() -> Self { TaskWord { word: M::Word::new(State::Running as u64 | PREFIX) } }

    #[inline]
    pub fn get(&self) -> Snapshot { Snapshot(self.word.load(Acquire)) }

    /// Moves by the first rule that gives a new word; `None` leaves the word and reports what it is.
    fn change(&self, rule: impl Fn(Snapshot) -> Option<u64>) -> Result<Snapshot, Snapshot> {
        let mut seen = self.word.load(Acquire);
        loop {
            let Some(new) = rule(Snapshot(seen)) else { return Err(Snapshot(seen)) };
            match self.word.compare_exchange(seen, new) {
                Ok(_) => return Ok(Snapshot(seen)),
                Err(now) => seen = now,
            }
        }
    }

    /// QUEUED → RUNNING. Only between `Slot::enter` and `Slot::leave`, or a canceller would not see the worker. Refused if the
    /// task was retracted, cancelled, or begun by another: then forget it.
    pub fn start(&self) -> Result<Attempt, Snapshot> {
        self.change(|s| (s.state() == State::Queued && !s.cancel()).then(|| s.to(State::Running))).map(Snapshot::attempt)
    }

    /// RUNNING → PARKED, by the task itself, its context saved. Refused under CANCEL: then drop it.
    pub fn park(&self) -> Result<(), Snapshot> {
        self.change(|s| (s.state() == State::Running && !s.cancel()).then(|| s.to(State::Parked))).map(drop)
    }

    /// PARKED → RUNNING. Whoever gets `true` runs the task (between `Slot::enter` and `leave`). [T4]
    pub fn unpark(&self) -> bool {
        self.change(|s| (s.state() == State::Parked && !s.cancel()).then(|| s.to(State::Running))).is_ok()
    }

    /// A parked task of this subtree wants this task's prefix. [T3] [T5]
    pub fn await_prefix(&self) -> Prefix {
        match self.change(|s| (!s.prefix_done()).then_some(s.0 | WAITER)) {
            Ok(_) => Prefix::Wait,
            Err(_) => Prefix::Done,
        }
    }

    /// Everything before this task is done. `true`: wake who sleeps on it. (`await_done` does this on the way to a wait.)
    pub fn grant_prefix(&self) -> bool { Snapshot(self.word.fetch_or(PREFIX, AcqRel)).waiter() }

    /// The parked parent comes to join. [T3]
    pub fn await_done(&self) -> Join {
        let outcome = self.change(|s| match s.state() {
            State::Queued if !s.cancel() => Some(s.to(State::Retracted)),
            State::Running | State::Parked => Some(s.0 | PREFIX | JOINER),
            _ => None,
        });
        match outcome {
            Ok(s) if s.state() == State::Queued => Join::Retracted,
            Ok(s) => Join::Wait { wake: s.waiter() },
            Err(s) if s.state() == State::Done && !s.cancel() => Join::Done,
            Err(_) => Join::Cancelled,
        }
    }

    /// QUEUED → RETRACTED, without the wish to wait: the parent takes its work back.
    pub fn retract(&self) -> bool {
        self.change(|s| (s.state() == State::Queued && !s.cancel()).then(|| s.to(State::Retracted))).is_ok()
    }

    /// RUNNING → DONE, the result written. `Ok(true)`: the parent sleeps on it, unpark it. Refused under CANCEL, or when the
    /// attempt is over: then drop everything. [T2] [T6]
    pub fn finish(&self, attempt: Attempt) -> Result<bool, Snapshot> {
        self.change(|s| (s.state() == State::Running && !s.cancel() && s.attempt() == attempt).then(|| s.to(State::Done)))
            .map(Snapshot::joiner)
    }

    /// DONE → JOINED, by the parent: the result is its own now. Refused under CANCEL. [T2]
    pub fn collect(&self) -> Result<(), Snapshot> {
        self.change(|s| (s.state() == State::Done && !s.cancel()).then(|| s.to(State::Joined))).map(drop)
    }

    /// Voids the task. Its state stays what it is; the canceller then fences (`M::fence`), quiesces, and settles the subtree.
    pub fn request_cancel(&self) -> Snapshot { Snapshot(self.word.fetch_or(CANCEL, AcqRel)) }

    /// QUEUED, PARKED or DONE → CANCELLED, by the canceller after quiescence, for the root of the subtree and all below it.
    /// `false`: it was in a final state already, or its worker is still dropping it.
    pub fn settle(&self) -> bool {
        self.change(|s| matches!(s.state(), State::Queued | State::Parked | State::Done).then(|| s.to(State::Cancelled) | CANCEL)).is_ok()
    }

    /// RUNNING → CANCELLED, by the worker that runs it and saw CANCEL here or on an ancestor; its stack is gone.
    pub fn drop_running(&self) -> bool {
        self.change(|s| (s.state() == State::Running).then(|| s.to(State::Cancelled) | CANCEL)).is_ok()
    }

    /// RUNNING or PARKED at `attempt` → QUEUED at the next one: whoever had it did not answer in time. [T6]
    pub fn requeue(&self, attempt: Attempt) -> Result<Attempt, Snapshot> {
        let next = attempt.wrapping_add(1);
        self.change(|s| {
            let live = matches!(s.state(), State::Running | State::Parked) && !s.cancel() && s.attempt() == attempt;
            live.then(|| s.to(State::Queued) & ((1 << ATTEMPT) - 1) | (next as u64) << ATTEMPT)
        })
        .map(|_| next)
    }
}

#[cfg(test)]
mod tests;
