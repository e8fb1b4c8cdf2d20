#![allow(unsafe_code)] // bump allocation and raw headers
//! A mutator: the allocating half of a worker. Its first fields sit at fixed offsets for compiled code.
//!
//! ```text
//! run   |hdr obj hdr obj hdr obj|000000000000|      one hole of a block, zeroed when it is taken
//!                               ^ cursor     ^ limit
//! ```
//!
//! Invariants
//! - [A1] `cursor <= limit`, both multiples of 16, and `cursor..limit` is zero, committed, and this mutator's alone;
//!   likewise for the overflow run. From a run's start, objects follow each other up to the first zero `word0`.
//! - [A2] Both runs are holes of open blocks, or what is left of them.
//! - [A3] In stress mode `limit == cursor` between allocations and `hidden` holds the true limit, so that every
//!   allocation, compiled ones too, comes through the slow path.
//! - [A4] A mutator does not move while it is registered.
//!
//! Absent: thread-local state. Whoever allocates holds the mutator.

use crate::barrier::Remembered;
use crate::header::{word0, Header, FLAG_FINALIZE, FLAG_OWNS, FRESH, GRANULE, LARGE_MARK};
use crate::heap::{Heap, Object};
use crate::holes;
use crate::meta::BLOCK;
use crate::region::zero;
use std::marker::PhantomPinned;
use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Objects up to this size go into holes.
const SMALL: usize = 256;
/// Objects up to this size share empty blocks; larger ones get blocks of their own.
const MEDIUM: usize = BLOCK / 2;
/// Holes that are tried for one object before it goes where the larger ones go.
const TRIES: usize = 6;
const NO_BLOCK: usize = usize::MAX;

/// Called by the allocation slow path to have the VM run [`crate::collect`] with its hooks.
///
/// The pointer is the mutator itself, valid and unaliased for the call; the data is what was given to `set_hook`.
pub type CollectHook = unsafe fn(m: *mut Mutator, data: *mut (), full: bool);

/// The allocating half of a worker: first field of the VM's worker context.
#[repr(C)]
pub struct Mutator {
    /// Next free byte of the bump run.
    pub cursor: usize,
    /// End of the bump run.
    pub limit: usize,
    /// Birth stamp of new objects, shifted by `STAMP_SHIFT`.
    pub clock: u64,
    /// Least birth word that may be written without the slow path: FRESH and a stamp.
    pub floor: u64,
    /// Not zero: go to a safepoint soon.
    pub poll: AtomicU32,
    /// RUNNING, NATIVE or AT_SAFEPOINT: see `stop`.
    pub state: AtomicU32,
    /// While not zero, allocation never collects.
    pub inhibit: u32,
    stress_left: u32,
    hidden: usize,
    over_cursor: usize,
    over_limit: usize,
    block: usize,
    /// The next hole of `block` that was not taken yet.
    hole: usize,
    over_block: usize,
    over_hole: usize,
    random: u64,
    /// Saved stack pointer while not RUNNING.
    pub(crate) sp: AtomicUsize,
    /// High end of the native stack, for scans by another thread.
    pub(crate) stack_hi: AtomicUsize,
    heap: &'static Heap,
    hook: Option<CollectHook>,
    hook_data: *mut (),
    pub(crate) remembered: Remembered,
    pub(crate) owned: Vec<Object>,
    pub(crate) finalizable: Vec<Object>,
    /// Other threads reach the atomics above while this one holds a `&mut`: the compiler must not take that for unique.
    _shared: PhantomPinned,
}

impl Mutator {
    /// Offset of `cursor`, for compiled code.
    pub const CURSOR: usize = offset_of!(Mutator, cursor);
    /// Offset of `limit`.
    pub const LIMIT: usize = offset_of!(Mutator, limit);
    /// Offset of `clock`.
    pub const CLOCK: usize = offset_of!(Mutator, clock);
    /// Offset of `floor`.
    pub const FLOOR: usize = offset_of!(Mutator, floor);
    /// Offset of `poll`.
    pub const POLL: usize = offset_of!(Mutator, poll);

    /// A mutator that holds no memory yet. A program with one thread need not register it; see `stop` for several.
    pub fn new(heap: &'static Heap) -> Mutator {
        let mut m = Mutator {
            cursor: 0,
            limit: 0,
            clock: 0,
            floor: FRESH,
            poll: AtomicU32::new(0),
            state: AtomicU32::new(crate::stop::RUNNING),
            inhibit: 0,
            stress_left: 0,
            hidden: 0,
            over_cursor: 0,
            over_limit: 0,
            block: NO_BLOCK,
            hole: holes::NONE,
            over_block: NO_BLOCK,
            over_hole: holes::NONE,
            random: heap.config.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            sp: AtomicUsize::new(0),
            stack_hi: AtomicUsize::new(0),
            heap,
            hook: None,
            hook_data: std::ptr::null_mut(),
            remembered: Remembered::new(),
            owned: Vec::new(),
            finalizable: Vec::new(),
            _shared: PhantomPinned,
        };
        m.stress_left = m.next_stress();
        m
    }

    /// The heap it allocates from.
    #[inline(always)]
    pub fn heap(&self) -> &'static Heap {
        self.heap
    }

    /// Sets what the slow path calls when a collection is due. Without it the heap only grows.
    ///
    /// # Safety
    /// `hook` may be called with `data` at any allocation of this mutator, and must then make [`crate::collect`] see
    /// every root.
    pub unsafe fn set_hook(&mut self, hook: CollectHook, data: *mut ()) {
        self.hook = Some(hook);
        self.hook_data = data;
    }

    /// Whether a collection is due.
    #[inline]
    pub fn needs_collection(&self) -> bool {
        self.heap.due()
    }

    /// An object with a zeroed payload, born now. `bytes` includes the header. A safepoint: it may collect.
    ///
    /// `None` only when memory is exhausted even after a full collection. Then the reserve is opened, so that the few
    /// allocations it takes to raise MemoryError succeed.
    #[inline(always)]
    pub fn alloc(&mut self, shape: u32, bytes: usize, scan: u8, flags: u8) -> Option<NonNull<Header>> {
        // `limit - cursor` is a multiple of 16, so the rounded size fits where the size does [A1].
        if bytes <= self.limit - self.cursor {
            let size = (bytes + (GRANULE - 1)) & !(GRANULE - 1);
            let at = self.cursor;
            self.cursor = at + size;
            // SAFETY: [A1] `at..at+size` is ours.
            let h = unsafe { place(at, word0(shape, (size / GRANULE) as u16, scan, flags), self.clock | FRESH) };
            if flags & (FLAG_OWNS | FLAG_FINALIZE) != 0 {
                return self.enlist(h, flags);
            }
            Some(h)
        } else {
            self.alloc_slow(shape, bytes, scan, flags)
        }
    }

    #[cold]
    #[inline(never)]
    fn enlist(&mut self, h: NonNull<Header>, flags: u8) -> Option<NonNull<Header>> {
        self.register_owner(h, flags).then_some(h)
    }

    /// Enters an object in the lists that `FLAG_OWNS` and `FLAG_FINALIZE` stand for. `alloc` does it for flags given at
    /// birth; the VM calls it after `Header::add_flags` on an older object, once per flag. False when memory for the
    /// list is exhausted.
    #[must_use]
    pub fn register_owner(&mut self, h: NonNull<Header>, flags: u8) -> bool {
        let object = Object(h.as_ptr().expose_provenance());
        if self.owned.try_reserve(1).is_err() || self.finalizable.try_reserve(1).is_err() {
            return false;
        }
        if flags & FLAG_OWNS != 0 {
            self.owned.push(object);
        }
        if flags & FLAG_FINALIZE != 0 {
            self.finalizable.push(object);
        }
        true
    }

    /// At the end of the program: all objects that wait for a finaliser, oldest first. They wait no more.
    pub fn take_finalizable(&mut self) -> Vec<NonNull<Header>> {
        let mut all = std::mem::take(&mut self.heap.old().finalizable);
        all.append(&mut self.finalizable);
        // SAFETY: [A1] entries are objects that no collection has swept
        all.retain(|o| unsafe { (*o.header()).flags() } & FLAG_FINALIZE != 0);
        for o in &all {
            // SAFETY: as above
            unsafe { (*o.header()).drop_flags(FLAG_FINALIZE) }
        }
        all.into_iter().filter_map(|o| NonNull::new(o.header())).collect()
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&mut self, shape: u32, bytes: usize, scan: u8, flags: u8) -> Option<NonNull<Header>> {
        if bytes > self.heap.reserved {
            return None;
        }
        let size = (bytes + (GRANULE - 1)) & !(GRANULE - 1);
        if self.poll.load(Relaxed) != 0 {
            crate::stop::safepoint(self);
        }
        if self.heap.config.stress.is_some() {
            self.limit = self.hidden.max(self.cursor);
            self.stress_step();
        }
        if self.needs_collection() {
            self.run_hook(false);
        }
        let mut at = self.room(size);
        if at.is_none() && self.run_hook(true) && !self.heap.nearly_full() {
            at = self.room(size);
        }
        if self.heap.config.stress.is_some() {
            self.hidden = self.limit;
            self.limit = self.cursor;
        }
        let Some((at, large)) = at else {
            self.heap.open_reserve();
            return None;
        };
        let word = if large {
            word0(shape, 0, scan, flags | LARGE_MARK)
        } else {
            word0(shape, (size / GRANULE) as u16, scan, flags)
        };
        // SAFETY: [A1], or a fresh run of blocks.
        let h = unsafe { place(at, word, self.clock | FRESH) };
        if flags & (FLAG_OWNS | FLAG_FINALIZE) != 0 {
            return self.enlist(h, flags);
        }
        Some(h)
    }

    /// Room for one object of `size` bytes (rounded), and whether it is a large object's run.
    fn room(&mut self, size: usize) -> Option<(usize, bool)> {
        assert!(self.heap.collector.load(Relaxed) == 0, "allocation inside a collection");
        if size <= self.limit - self.cursor {
            let at = self.cursor;
            self.cursor += size;
            return Some((at, false));
        }
        if size <= SMALL {
            // A hole that is too small is lost until the next collection: only a few are tried.
            for _ in 0..TRIES {
                if !self.next_hole() {
                    return None;
                }
                if size <= self.limit - self.cursor {
                    let at = self.cursor;
                    self.cursor += size;
                    return Some((at, false));
                }
            }
        }
        if size <= MEDIUM {
            if size > self.over_limit - self.over_cursor && !self.next_over(size) {
                return None;
            }
            let at = self.over_cursor;
            self.over_cursor += size;
            return Some((at, false));
        }
        let blocks = size.div_ceil(BLOCK);
        let head = self.heap.pool().take_run(blocks, size)?;
        self.heap.since.fetch_add(blocks * BLOCK, Relaxed);
        Some((self.heap.table.address(head), true))
    }

    /// Moves the bump run to the next hole. What was left of the old run stays zero [A1] and free after the next
    /// collection.
    fn next_hole(&mut self) -> bool {
        loop {
            if self.hole != holes::NONE {
                let from = self.hole;
                // SAFETY: [E2] we hold the block, and this hole comes next.
                let (to, next) = unsafe { holes::take(self.heap.table, self.block, from) };
                self.hole = next;
                self.cursor = self.heap.table.address(self.block) + from * GRANULE;
                self.limit = self.cursor + (to - from) * GRANULE;
                return true;
            }
            let mut pool = self.heap.pool();
            if let Some(block) = pool.take_refill() {
                drop(pool);
                // SAFETY: [P3] nobody else holds it, and no block in `refill` is open.
                let (first, bytes) = unsafe { holes::open(self.heap.table, block) };
                self.heap.since.fetch_add(bytes, Relaxed);
                (self.block, self.hole) = (block, first);
            } else if let Some((block, dirty)) = pool.take_block() {
                drop(pool);
                self.heap.since.fetch_add(BLOCK, Relaxed);
                self.cursor = self.open_run(block, dirty);
                self.limit = self.cursor + BLOCK;
                return true;
            } else {
                return false;
            }
        }
    }

    /// Moves the overflow run to a hole or an empty block with room for `size` bytes.
    fn next_over(&mut self, size: usize) -> bool {
        for _ in 0..TRIES {
            if self.over_hole != holes::NONE {
                let from = self.over_hole;
                // SAFETY: [E2] we hold the block, and this hole comes next.
                let (to, next) = unsafe { holes::take(self.heap.table, self.over_block, from) };
                self.over_hole = next;
                self.over_cursor = self.heap.table.address(self.over_block) + from * GRANULE;
                self.over_limit = self.over_cursor + (to - from) * GRANULE;
                if size <= self.over_limit - self.over_cursor {
                    return true;
                }
                continue;
            }
            let Some(block) = self.heap.pool().take_roomy() else { break };
            // SAFETY: [P3] nobody else holds it, and it is not open.
            let (first, bytes) = unsafe { holes::open(self.heap.table, block) };
            self.heap.since.fetch_add(bytes, Relaxed);
            (self.over_block, self.over_hole) = (block, first);
        }
        let Some((block, dirty)) = self.heap.pool().take_block() else { return false };
        self.heap.since.fetch_add(BLOCK, Relaxed);
        self.over_cursor = self.open_run(block, dirty);
        self.over_limit = self.over_cursor + BLOCK;
        true
    }

    /// Makes an empty block one run [A2].
    fn open_run(&self, block: usize, dirty: bool) -> usize {
        let at = self.heap.table.address(block);
        if dirty {
            // SAFETY: [P1], [B3] nothing lives in it, and it is ours.
            unsafe { zero(at, BLOCK) }
        }
        at
    }

    /// Lets go of all memory, so that a collection sees only finished runs.
    pub(crate) fn retire(&mut self) {
        (self.cursor, self.limit, self.hidden) = (0, 0, 0);
        (self.over_cursor, self.over_limit) = (0, 0);
        (self.block, self.hole) = (NO_BLOCK, holes::NONE);
        (self.over_block, self.over_hole) = (NO_BLOCK, holes::NONE);
    }

    /// True if a collection ran (or at least was asked for).
    fn run_hook(&mut self, full: bool) -> bool {
        match self.hook {
            Some(hook) if self.inhibit == 0 && !self.heap.config.off => {
                let data = self.hook_data;
                // SAFETY: the contract of `set_hook`; we are at a safepoint.
                unsafe { hook(self, data, full) }
                true
            }
            _ => false,
        }
    }

    fn stress_step(&mut self) {
        self.stress_left = self.stress_left.saturating_sub(1);
        if self.stress_left == 0 {
            self.stress_left = self.next_stress();
            let full = self.next_random() & 3 == 0;
            self.run_hook(full);
        }
    }

    fn next_stress(&mut self) -> u32 {
        let n = self.heap.config.stress.unwrap_or(1) as u64;
        (1 + self.next_random() % (2 * n - 1)) as u32
    }

    /// xorshift64*.
    fn next_random(&mut self) -> u64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32
    }
}

impl Heap {
    /// Less than a thirty-second of the region is left: collecting for each further block would go on for minutes.
    fn nearly_full(&self) -> bool {
        self.pool().nearly_full()
    }

    fn open_reserve(&self) {
        self.pool().reserve_open = true;
    }
}

/// Writes a header.
///
/// # Safety
/// `at` is 16-byte aligned and begins zeroed memory that belongs to the caller.
#[inline(always)]
unsafe fn place(at: usize, word0: u64, birth: u64) -> NonNull<Header> {
    let h = std::ptr::with_exposed_provenance_mut::<Header>(at);
    // SAFETY: by contract; [R1] the address is not null.
    unsafe {
        h.write(Header { word0, birth: AtomicU64::new(birth) });
        NonNull::new_unchecked(h)
    }
}
