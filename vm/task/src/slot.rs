//! What each worker runs, where cancellers can see it, and how they wait for those that matter.
//!
//! A task is started or resumed in the order *publish, fence, look*; it is cancelled in the order *mark, fence, look*:
//!
//! ```text
//! worker                                    canceller of S
//! current = U                               S.word |= CANCEL
//! ── full fence ──                          ── full fence ──
//! CANCEL on U or an ancestor? → leave       a worker's current inside S's subtree? → poke it, wait until it left
//! ```
//!
//! Rules, cited by the tests:
//! * **[S1]** Of two such sequences at least one sees the other. So once no slot shows a task of S's subtree, none of it runs, and
//!   none will ever run again: the canceller may walk and free the subtree without locks.
//! * **[S2]** Leaving is a release, looking at a slot an acquire: what the task read and wrote happened before the quiescence.
//! * **[S3]** A worker that waits for others (a canceller, a fetch) shows its task as *safe*: nobody waits for it. When it stops
//!   being safe it publishes, fences and looks again, because it may have been cancelled meanwhile. So cancellers cannot
//!   wait for each other in a circle.
//! * **[S4]** No lock of the runtime is held across `quiesce`.
//!
//! Absent: ids of tasks (the VM's: an index or an address, 63 bits) and how a worker is poked (the VM's poll flag).

use crate::memory::{Memory, Native, Word};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// What the VM calls a task; neither 0 nor above 63 bits.
pub type TaskId = u64;

/// The task, or one of its ancestors, is void: drop it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// One per worker. Only its worker writes it.
pub struct Slot<M: Memory = Native> {
    /// task id, shifted left by one; the lowest bit says safe; 0 is nobody
    current: M::Word,
}

impl<M: Memory> Default for Slot<M> {
    fn default() -> Self { Self::new() }
}

impl<M: Memory> Slot<M> {
    pub fn new() -> Self { Slot { current: M::Word::new(0) } }

    /// Begins to run `task`: publish, fence, look. `void` says whether CANCEL is set on the task or an ancestor. [S1]
    pub fn enter(&self, task: TaskId, void: impl FnOnce() -> bool) -> Result<(), Cancelled> {
        // Release: the worker may come from another task, whose reads must be over for who sees the change. [S2]
        self.current.store(task << 1, Release);
        M::fence();
        if void() {
            self.leave();
            return Err(Cancelled);
        }
        Ok(())
    }

    /// Runs nothing from here on. [S2]
    pub fn leave(&self) { self.current.store(0, Release) }

    /// The task touches nothing of the heap until `resume`. [S3]
    pub fn safe(&self) {
        let now = self.current.load(Relaxed);
        self.current.store(now | 1, Release);
    }

    /// Ends `safe`; if the task was cancelled meanwhile, it has left. [S3]
    pub fn resume(&self, void: impl FnOnce() -> bool) -> Result<(), Cancelled> {
        let now = self.current.load(Relaxed);
        self.enter(now >> 1, void)
    }

    /// The task that its worker may be running this moment; `None` if there is none or it is safe. [S2]
    pub fn running(&self) -> Option<TaskId> {
        let now = self.current.load(Acquire);
        (now != 0 && now & 1 == 0).then_some(now >> 1)
    }
}

/// Waits until no slot but the caller's own shows a task for which `inside` holds; `poke` is called for a slot's number each time it
/// is found to, so it had better be cheap. The caller has set CANCEL on the root of what `inside` describes, has made itself safe,
/// and calls `Slot::resume` afterwards. [S1] [S3] [S4]
pub fn quiesce<M: Memory>(slots: &[Slot<M>], own: usize, inside: impl Fn(TaskId) -> bool, mut poke: impl FnMut(usize)) {
    M::fence();
    for (n, slot) in slots.iter().enumerate() {
        if n == own { continue }
        let mut spins = 0;
        while slot.running().is_some_and(&inside) {
            poke(n);
            M::pause(spins);
            spins = spins.saturating_add(1);
        }
    }
}
