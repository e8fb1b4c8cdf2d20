#![allow(unsafe_code)] // reads objects by address
//! The marker: gathers roots, then marks what they reach with an explicit stack.
//!
//! Objects wait a few steps between being found and being read, in a small ring whose entries were prefetched. Large
//! arrays are scanned piece by piece with the stack drained in between, so the stack stays small. If it cannot grow all
//! the same, marked objects are scanned again until nothing was dropped.
//!
//! Invariants
//! - [M1] The mark stack, the ring and `arrays` hold only starts of objects whose mark bit is set.
//! - [M2] Words of `SCAN_WORDS` objects that lie in the committed span with zero low bits are object starts; the VM
//!   promises it; roots are checked in debug builds and in stress and verify modes.
//! - [M3] While a marker exists no mutator runs.

use crate::header::{Header, FRESH, HEADER, SCAN_LEAF};
use crate::heap::{Heap, Object};
use crate::meta::{granule_of, Kind, Table};
use crate::resolve::Resolver;
use std::sync::atomic::Ordering::Relaxed;

/// Entries of the prefetch ring.
const RING: usize = 16;
/// Words of a large array that are scanned before the stack is drained.
const PIECE: usize = 2048;

/// Passed to `Hooks::trace` to be told the roots, and used by the collector afterwards.
pub struct Marker {
    heap: &'static Heap,
    table: Table,
    span: usize,
    full: bool,
    check: bool,
    pub(crate) resolver: Resolver,
    pub(crate) roots: Vec<usize>,
    stack: Vec<usize>,
    arrays: Vec<(usize, usize)>,
    ring: [usize; RING],
    first: usize,
    waiting: usize,
    overflow: bool,
    /// Bytes of objects marked so far.
    pub(crate) live: usize,
}

impl Marker {
    pub(crate) fn new(heap: &'static Heap, full: bool) -> Marker {
        let committed = heap.pool().committed();
        let resolver = Resolver::new(heap.table, committed);
        Marker {
            heap,
            table: heap.table,
            span: resolver.span,
            full,
            check: cfg!(debug_assertions) || heap.config.verify || heap.config.stress.is_some(),
            resolver,
            roots: Vec::new(),
            stack: Vec::new(),
            arrays: Vec::new(),
            ring: [0; RING],
            first: 0,
            waiting: 0,
            overflow: false,
            live: 0,
        }
    }

    /// A precise root: a reference iff it lies in the heap with zero low bits.
    #[inline]
    pub fn word(&mut self, w: u64) {
        let at = w as usize;
        if at & 7 != 0 || at.wrapping_sub(self.table.base) >= self.span {
            return;
        }
        if self.check {
            self.check_root(at);
        }
        // In a nursery collection what is marked stays marked, and needs no second look.
        if self.full || !self.marked(at) {
            self.roots.push(at);
        }
    }

    /// Precise roots.
    pub fn words(&mut self, s: &[u64]) {
        for &w in s {
            self.word(w);
        }
    }

    /// Words that may be stale (registers of a frame that are not live any more): taken like those of a native stack.
    pub fn maybe_words(&mut self, s: &[u64]) {
        for &w in s {
            if w & 7 == 0 {
                self.maybe(w as usize);
            }
        }
    }

    /// Every aligned word in `lo..hi` that points into an object, at its start or inside, is a root. The range must be
    /// readable: it is a stack that stands still, or part of one.
    // Not `unsafe`, as `collect` is not: whoever names a stack's bounds is believed in both places.
    #[allow(clippy::not_unsafe_ptr_arg_deref)]
    pub fn conservative(&mut self, lo: *const u64, hi: *const u64) {
        let mut p = lo.map_addr(|a| a.next_multiple_of(8));
        while p < hi {
            // SAFETY: readable, as said above; volatile because the compiler may hold other views of stack memory.
            let w = unsafe { p.read_volatile() };
            self.maybe(w as usize);
            p = p.wrapping_add(1);
        }
    }

    /// A word that may point anywhere into an object.
    #[inline]
    pub fn maybe(&mut self, at: usize) {
        if at.wrapping_sub(self.table.base) < self.span {
            if let Some(start) = self.resolver.resolve(at) {
                self.roots.push(start);
            }
        }
    }

    /// Whether an object was found alive. Meaningful after marking: in `Hooks::weak`.
    #[inline]
    pub fn is_marked(&self, h: *const Header) -> bool {
        h.addr().wrapping_sub(self.table.base) >= self.span || self.marked(h.addr())
    }

    #[inline(always)]
    fn marked(&self, at: usize) -> bool {
        // SAFETY: [R2] callers checked the span.
        unsafe { self.table.meta(self.table.block_of(at)) }.marked(granule_of(at))
    }

    #[cold]
    fn check_root(&mut self, at: usize) {
        let start = self.resolver.resolve(at);
        assert!(start == Some(at), "root {at:#x} is not the start of an object (found {start:x?})");
    }

    /// Marks from the gathered roots.
    pub(crate) fn mark_roots(&mut self) {
        let roots = std::mem::take(&mut self.roots);
        for at in roots {
            self.visit(at);
        }
        self.drain();
    }

    /// Marks one more object and what it reaches.
    pub(crate) fn keep(&mut self, o: Object) {
        self.visit(o.0);
        self.drain();
    }

    /// Marks what an object refers to, but not the object.
    pub(crate) fn keep_children(&mut self, o: Object) {
        self.children(o.0);
        self.drain();
    }

    /// Marks what an old, written object refers to, and makes it old again.
    pub(crate) fn rescan(&mut self, o: Object) {
        debug_assert!(self.marked(o.0));
        self.children(o.0);
    }

    #[inline(always)]
    fn visit(&mut self, at: usize) {
        if at.wrapping_sub(self.table.base) < self.span && at & 7 == 0 {
            // SAFETY: [R2] within the committed span.
            let meta = unsafe { self.table.meta(self.table.block_of(at)) };
            debug_assert!(at & 15 == 0 && matches!(meta.kind(), Kind::Small | Kind::LargeHead), "stray word {at:#x}");
            if meta.mark(granule_of(at)) {
                prefetch(at);
                self.push(at);
            }
        }
    }

    #[inline(always)]
    fn push(&mut self, at: usize) {
        if self.stack.len() < self.stack.capacity() || self.stack.try_reserve(1).is_ok() {
            self.stack.push(at);
        } else {
            self.overflow = true;
        }
    }

    /// Marks until nothing waits.
    pub(crate) fn drain(&mut self) {
        loop {
            while let Some(at) = self.next() {
                self.scan(at);
            }
            if let Some((at, end)) = self.arrays.pop() {
                let to = end.min(at + PIECE * 8);
                if to < end {
                    self.arrays.push((to, end));
                }
                self.scan_words(at, to);
            } else if self.overflow {
                self.recover();
            } else {
                return;
            }
        }
    }

    /// Next object to read: the one that waited longest in the ring, which the stack keeps filled.
    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while let Some(at) = self.stack.pop() {
            prefetch(at);
            let slot = &mut self.ring[(self.first + self.waiting) % RING];
            if self.waiting < RING {
                *slot = at;
                self.waiting += 1;
            } else {
                // Full: the slot after the last is the first.
                self.first = (self.first + 1) % RING;
                return Some(std::mem::replace(slot, at));
            }
        }
        if self.waiting == 0 {
            return None;
        }
        let at = self.ring[self.first];
        self.first = (self.first + 1) % RING;
        self.waiting -= 1;
        Some(at)
    }

    /// Reads a marked object: its granules are counted, its references are visited.
    #[inline(always)]
    fn scan(&mut self, at: usize) {
        // SAFETY: [M1].
        let h = unsafe { &*std::ptr::with_exposed_provenance::<Header>(at) };
        debug_assert!(h.word0 != 0, "no object at {at:#x}");
        // SAFETY: [R2], [M1].
        let meta = unsafe { self.table.meta(self.table.block_of(at)) };
        let size = match h.granules() {
            0 => meta.size.load(Relaxed),
            n => {
                meta.occupy(granule_of(at), n);
                n * 16
            }
        };
        self.live += size;
        if h.scan() != SCAN_LEAF {
            self.scan_payload(h, at, size);
        }
    }

    #[inline(always)]
    fn scan_payload(&mut self, h: &Header, at: usize, size: usize) {
        let birth = h.birth.load(Relaxed);
        if birth & FRESH != 0 {
            h.birth.store(birth & !FRESH, Relaxed);
        }
        let (from, to) = (at + HEADER, at + size);
        if size > PIECE * 16 {
            self.arrays.push((from, to));
        } else {
            self.scan_words(from, to);
        }
    }

    fn children(&mut self, at: usize) {
        // SAFETY: the caller names an object.
        let h = unsafe { &*std::ptr::with_exposed_provenance::<Header>(at) };
        if h.scan() != SCAN_LEAF {
            self.scan_payload(h, at, self.heap.size_of(h));
        }
    }

    #[inline(always)]
    fn scan_words(&mut self, from: usize, to: usize) {
        let mut p = from;
        // A large object's size need not be a multiple of 8.
        while p + 8 <= to {
            // SAFETY: [M1] within one object.
            let w = unsafe { *std::ptr::with_exposed_provenance::<u64>(p) };
            self.visit(w as usize);
            p += 8;
        }
    }

    /// Something was marked but not scanned: scan everything that is marked again.
    #[cold]
    fn recover(&mut self) {
        self.overflow = false;
        self.live = 0;
        let mut resolver = Resolver::new(self.table, self.span >> crate::meta::BLOCK_SHIFT);
        resolver.each_marked(&mut |at| {
            self.scan(at);
            while let Some(at) = self.next() {
                self.scan(at);
            }
        });
    }
}

#[inline(always)]
fn prefetch(at: usize) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a prefetch has no effect that a program can see.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(
            std::ptr::with_exposed_provenance::<i8>(at),
        );
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = at;
}
