#![allow(unsafe_code)] // reads objects by address
//! The whole-heap verifier. Between collections it checks, for every object that is marked or was allocated since:
//!
//! 1. every reference in it is the start of such an object;
//! 2. if it is marked and not FRESH, every reference in it is marked: else the next nursery collection would free what
//!    it refers to, and some write was made without the barrier.
//!
//! Old objects that are garbage by now are checked too: nothing was freed behind them [W1].

use crate::header::{Header, FRESH, HEADER, SCAN_LEAF};
use crate::heap::Heap;
use crate::meta::granule_of;
use crate::resolve::Resolver;
use std::sync::atomic::Ordering::Relaxed;

impl Heap {
    /// Checks the heap; the message names the first bad object. The mutators must stand still.
    pub fn verify(&self) -> Result<(), String> {
        let committed = self.pool().committed();
        let mut walker = Resolver::new(self.table, committed);
        let mut finder = Resolver::new(self.table, committed);
        let mut bad: Option<String> = None;
        walker.each_object(&mut |at, marked| {
            if bad.is_none() {
                bad = self.verify_object(&mut finder, at, marked);
            }
        });
        bad.map_or(Ok(()), Err)
    }

    fn verify_object(&self, finder: &mut Resolver, at: usize, marked: bool) -> Option<String> {
        // SAFETY: the walker hands out object starts.
        let h = unsafe { &*std::ptr::with_exposed_provenance::<Header>(at) };
        let size = self.size_of(h);
        if h.scan() == SCAN_LEAF {
            return None;
        }
        let must_be_marked = marked && h.birth.load(Relaxed) & FRESH == 0;
        for p in (at + HEADER..at + size).step_by(8) {
            // SAFETY: within the object.
            let w = unsafe { *std::ptr::with_exposed_provenance::<u64>(p) } as usize;
            if w & 7 != 0 || w.wrapping_sub(self.table.base) >= finder.span {
                continue;
            }
            let place = || {
                format!("object {at:#x} (shape {}, {size} bytes, marked {marked}), offset {}: {w:#x}", h.shape(), p - at)
            };
            if finder.resolve(w) != Some(w) {
                return Some(format!("{} is not the start of an object", place()));
            }
            // SAFETY: [R2] it resolved.
            let meta = unsafe { self.table.meta(self.table.block_of(w)) };
            if must_be_marked && !meta.marked(granule_of(w)) {
                return Some(format!("{} is young: a write went round the barrier", place()));
            }
        }
        None
    }

    /// Calls `f` with every object that is marked or was allocated since the last collection; some may be garbage. The
    /// mutators must stand still, and `f` must not allocate.
    pub fn each_object(&self, f: &mut dyn FnMut(*mut Header)) {
        let committed = self.pool().committed();
        Resolver::new(self.table, committed)
            .each_object(&mut |at, _| f(std::ptr::with_exposed_provenance_mut(at)));
    }
}
