//! The bell that idle workers sleep by.
//!
//! A sleeper takes a [`Ticket`], looks for work once more, and then waits; who makes work rings. Ringing costs a fence and a load
//! when nobody sleeps.
//!
//! Rules, cited by the tests:
//! * **[B1]** *Announce, fence, look for work* against *make work, fence, look for sleepers*: one sees the other. So no sleeper
//!   misses a ring for work that it did not see.
//! * **[B2]** The count of rings changes under the gate's lock, and a sleeper compares it with its ticket under that lock.
//!
//! Absent: who gets the work. All sleepers wake and look; there are as many as cores.

use crate::memory::{Gate, Memory, Native, Word};
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

/// The number of rings when a sleeper announced itself. Give it back by `wait` or `cancel`.
#[must_use]
pub struct Ticket(u64);

pub struct Bell<M: Memory = Native> {
    rings: M::Word,
    sleepers: M::Word,
    gate: M::Gate,
}

impl<M: Memory> Default for Bell<M> {
    fn default() -> Self { Self::new() }
}

impl<M: Memory> Bell<M> {
    pub fn new() -> Self { Bell { rings: M::Word::new(0), sleepers: M::Word::new(0), gate: M::Gate::new() } }

    /// How many sleep or are about to: whether it pays to make work for them.
    #[inline]
    pub fn sleepers(&self) -> u64 { self.sleepers.load(Relaxed) }

    /// Announces a sleeper. Look for work after this. [B1]
    pub fn prepare(&self) -> Ticket {
        self.sleepers.fetch_add(1, SeqCst);
        M::fence();
        Ticket(self.rings.load(SeqCst))
    }

    /// There was work after all.
    pub fn cancel(&self, ticket: Ticket) {
        let _ = ticket;
        self.sleepers.fetch_sub(1, SeqCst);
    }

    /// Sleeps until the next ring after `prepare`. [B2]
    pub fn wait(&self, ticket: Ticket) {
        self.gate.wait_while(&mut || self.rings.load(SeqCst) == ticket.0);
        self.sleepers.fetch_sub(1, SeqCst);
    }

    /// There is work. Call after it can be found. [B1]
    pub fn ring(&self) {
        M::fence();
        if self.sleepers.load(SeqCst) > 0 {
            self.gate.open(&mut || { self.rings.fetch_add(1, SeqCst); });
        }
    }
}
