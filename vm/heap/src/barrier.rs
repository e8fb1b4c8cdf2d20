//! The write barrier's slow half: the remembered set, and the place where the fork protocol's write rule goes.
//!
//! Invariants
//! - [W1] An old object (marked, without FRESH) that holds references was not written since the last collection; so
//!   everything it refers to was marked then. Objects that were written are in some mutator's remembered set.
//! - [W2] An object is entered at most once per collection: entering sets FRESH.

use crate::header::{Header, FRESH};
use crate::heap::Object;
use crate::mutator::Mutator;
use std::sync::atomic::Ordering::Relaxed;

/// Old objects written since the last collection.
pub(crate) struct Remembered {
    pub objects: Vec<Object>,
}

impl Remembered {
    pub const fn new() -> Remembered {
        Remembered { objects: Vec::new() }
    }
}

/// Called when `may_write` says no. Afterwards the write is allowed.
#[cold]
#[inline(never)]
pub fn barrier_slow(m: &mut Mutator, h: &Header) {
    if h.birth.load(Relaxed) & FRESH == 0 {
        remember(m, h);
    }
    fork_write_rule(m, h);
    #[cfg(not(miri))]
    if m.heap().config.protect {
        m.heap().unlock(m, h);
    }
}

/// The collector's half of the slow path. Alone, it is what precedes a write to a hidden cache inside an old object: such
/// a write means nothing to the fork protocol.
#[cold]
#[inline(never)]
pub fn remember(m: &mut Mutator, h: &Header) {
    #[cfg(not(miri))]
    if m.heap().config.protect {
        m.heap().unlock_hidden(h);
    }
    // One of several threads that come at once enters it [W2]; each may write after.
    if h.birth.fetch_or(FRESH, Relaxed) & FRESH == 0 {
        if m.remembered.objects.try_reserve(1).is_ok() {
            m.remembered.objects.push(Object(std::ptr::from_ref(h).expose_provenance()));
        } else {
            // Without a record only a full collection is sound.
            m.heap().force_full.store(true, Relaxed);
        }
    }
}

/// The fork protocol's write rule (cancel what may have read the old value, stamp the object anew) goes here. Until
/// there are forks the floor carries no stamp, so there is nothing to do.
#[inline(always)]
fn fork_write_rule(_m: &mut Mutator, _h: &Header) {}
