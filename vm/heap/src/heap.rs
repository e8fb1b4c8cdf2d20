//! The heap: one per process, shared by all mutators, with its budgets and statistics.
//!
//! Policy. A collection is due when the bytes handed out since the last one exceed the budget, an eighth of what is
//! live but at least the nursery size. It is a nursery collection (sticky mark bits: what was marked stays alive) until
//! what is marked exceeds 1.5 times what the last full collection left, or the blocks in use 1.4 times; then the next one
//! is full. So old garbage and what is lost between scattered objects stay in proportion to what is live, and the total
//! work to what is allocated.

use crate::config::Config;
use crate::header::Header;
use crate::meta::{Kind, Table, BLOCK};
use crate::pool::Pool;
use crate::region::Region;
use crate::stop::Stop;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};

/// Counters for `gc.get_stats` and the command's own reports.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Nursery collections.
    pub nursery: u64,
    /// Full collections.
    pub full: u64,
    /// Total time the program stood still, ns.
    pub pause_total_ns: u64,
    /// Longest pause, ns.
    pub pause_max_ns: u64,
    /// Bytes of objects found alive by the last collection.
    pub live: usize,
    /// Bytes handed out to mutators, ever.
    pub allocated: u64,
    /// Bytes of blocks in use now.
    /// Bytes of blocks in use after the last collection, and how many make the next one full.
    pub used: usize,
    pub full_used: usize,
    /// Greatest value `used` had.
    pub peak: usize,
    /// Objects found dead that owned Rust memory.
    pub owned_dead: u64,
    /// Objects handed to their finaliser.
    pub finalized: u64,
    /// Objects in the remembered sets of the last nursery collection.
    pub remembered: usize,
}

impl Stats {
    /// Collections of both kinds.
    pub fn collections(&self) -> u64 {
        self.nursery + self.full
    }
}

/// A header's address in a list that the collector owns. Sent between threads only while the world stands still.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Object(pub usize);

impl Object {
    pub fn header(self) -> *mut Header {
        std::ptr::with_exposed_provenance_mut(self.0)
    }
}

/// What outlives a collection apart from the blocks.
#[derive(Default)]
pub(crate) struct Old {
    pub owned: Vec<Object>,
    pub finalizable: Vec<Object>,
    pub live: usize,
    /// Bytes of blocks in use after the last collection, and how many make the next one full.
    pub used: usize,
    pub full_used: usize,
    pub full_at: usize,
    pub stats: Stats,
}

/// The heap. Made once, never dropped.
pub struct Heap {
    pub(crate) table: Table,
    pub(crate) reserved: usize,
    pub(crate) config: Config,
    pub(crate) pool: Mutex<Pool>,
    pub(crate) old: Mutex<Old>,
    pub(crate) stop: Stop,
    pub(crate) since: AtomicUsize,
    pub(crate) budget: AtomicUsize,
    pub(crate) external: AtomicIsize,
    pub(crate) force_full: AtomicBool,
    /// Address of the mutator that is collecting, or 0.
    pub(crate) collector: AtomicUsize,
}

impl Heap {
    /// Reserves address space and touches next to nothing. `None` when the system grants less than 4 MiB.
    pub fn new(config: Config) -> Option<&'static Heap> {
        let region = Region::reserve(config.reserve)?;
        let table = Table { base: region.base, table: region.table };
        let reserved = region.blocks * BLOCK;
        let heap = Heap {
            table,
            reserved,
            pool: Mutex::new(Pool::new(region)),
            old: Mutex::new(Old { full_at: 2 << 20, full_used: usize::MAX, ..Old::default() }),
            stop: Stop::new(),
            since: AtomicUsize::new(0),
            budget: AtomicUsize::new(config.nursery),
            external: AtomicIsize::new(0),
            force_full: AtomicBool::new(false),
            collector: AtomicUsize::new(0),
            config,
        };
        Some(Box::leak(Box::new(heap)))
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Lowest address an object can have.
    pub fn base(&self) -> usize {
        self.table.base
    }

    /// Bytes reserved from `base`.
    pub fn reserved(&self) -> usize {
        self.reserved
    }

    /// Whether an address lies in the heap's region.
    #[inline(always)]
    pub fn contains(&self, at: usize) -> bool {
        at.wrapping_sub(self.table.base) < self.reserved
    }

    /// Counters, as of now.
    pub fn stats(&self) -> Stats {
        let mut stats = self.old().stats;
        let pool = self.pool();
        stats.used = pool.used() * BLOCK;
        stats.peak = pool.peak() * BLOCK;
        stats.allocated += self.since.load(Relaxed) as u64;
        stats
    }

    /// Bytes of an object, header included.
    #[allow(unsafe_code)]
    pub fn size_of(&self, h: &Header) -> usize {
        match h.granules() {
            0 => {
                let block = self.table.block_of(std::ptr::from_ref(h).addr());
                // SAFETY: [R2] an object lies in a committed block; [B4] a large one at its head.
                let meta = unsafe { self.table.meta(block) };
                debug_assert_eq!(meta.kind(), Kind::LargeHead);
                meta.size.load(Relaxed)
            }
            n => n * 16,
        }
    }

    /// Whether a collection is due.
    #[inline]
    pub fn due(&self) -> bool {
        self.since.load(Relaxed) >= self.budget.load(Relaxed)
    }

    /// Tells the heap that Rust memory owned by objects grew or shrank: it counts towards the budget.
    pub fn note_external(&self, bytes: isize) {
        self.external.fetch_add(bytes, Relaxed);
        if bytes > 0 {
            self.since.fetch_add(bytes as usize, Relaxed);
        }
    }

    pub(crate) fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(|e| e.into_inner())
    }

    pub(crate) fn old(&self) -> MutexGuard<'_, Old> {
        self.old.lock().unwrap_or_else(|e| e.into_inner())
    }
}
