#![allow(unsafe_code)] // scans stacks, reads objects by address
//! One collection, from stopping the world to the next budget.
//!
//! ```text
//! stop -> gather roots -> clear tables -> mark -> finalisers -> weak -> owned -> sweep -> budget -> go
//! ```
//!
//! Roots are all gathered before anything is marked, because finding objects from interior pointers needs the mark bits
//! of the last collection, which a full one clears.
//!
//! Order at death: an object with a finaliser is kept, with all it reaches, *before* weak references are cleared; so
//! its `__del__` sees a whole world, as under reference counts. Its weak references go when it dies for good, at a
//! later full collection: `gc.collect()` should collect again while finalisers ran.
//!
//! Invariants
//! - [C1] Hooks do not allocate and do not write references into objects. `finalize` and `dead_owned` only note things
//!   or drop Rust memory.
//! - [C2] After marking, what is not part of a marked object is free, and no block is open.

use crate::header::{Header, FLAG_FINALIZE};
use crate::heap::{Heap, Object, Stats};
use crate::mark::Marker;
use crate::holes;
use crate::meta::{Kind, BLOCK, GRANULES};
use crate::mutator::Mutator;
use crate::stop::with_spilled;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

/// Something that has roots.
pub trait Roots {
    /// Tells the marker every reference it holds.
    fn trace(&mut self, marker: &mut Marker);
}

/// What the VM does during a collection [C1].
pub trait Hooks {
    /// Tells the marker all precise roots: VM stacks, globals, handles.
    fn trace(&mut self, marker: &mut Marker);
    /// Clears weak references to objects for which `live` is false.
    fn weak(&mut self, live: &dyn Fn(*const Header) -> bool) {
        let _ = live;
    }
    /// A `FLAG_OWNS` object died: drop its Rust memory. Other objects it refers to may be gone.
    fn dead_owned(&mut self, h: *mut Header) {
        let _ = h;
    }
    /// A `FLAG_FINALIZE` object would have died; it lives on, without the flag. Queue its finaliser.
    fn finalize(&mut self, h: *mut Header) {
        let _ = h;
    }
}

/// Collects. `stack_hi` is the high end of this thread's native stack; `full` asks for a full collection, which the heap
/// may also choose by itself. If another thread is collecting, waits for it instead.
pub fn collect(m: &mut Mutator, hooks: &mut dyn Hooks, stack_hi: *const u64, full: bool) {
    let me = std::ptr::from_mut(m).addr();
    assert!(m.heap().collector.load(Relaxed) != me, "collection inside a collection");
    with_spilled(&mut |sp| {
        m.sp.store(sp.addr(), Relaxed);
        let heap = m.heap();
        if heap.stop.begin(m) {
            heap.collector.store(me, Relaxed);
            Cycle::run(m, hooks, sp, stack_hi, full);
            heap.collector.store(0, Relaxed);
            heap.stop.end();
        }
    });
}

/// Old garbage and scattered blocks may take this much before a full collection is due, however little is live.
const LEAST_GROWTH: usize = 2 << 20;
/// A block is roomy when no more than one in so many granules is used.
const ROOMY: usize = 2;
/// A block is not refilled when fewer than one in so many granules are free: finding its holes costs more than they hold.
const REFILL: usize = 4;

struct Cycle<'a> {
    heap: &'static Heap,
    full: bool,
    marker: Marker,
    mutators: Vec<&'a mut Mutator>,
}

impl Cycle<'_> {
    fn run(m: &mut Mutator, hooks: &mut dyn Hooks, sp: *const u64, stack_hi: *const u64, full: bool) {
        let start = Instant::now();
        let heap = m.heap();
        let full = heap.choose_full(full);
        let others = heap.stop.others(m);
        // SAFETY: [S1] they stand still until the pause ends.
        let mut mutators: Vec<&mut Mutator> = others.into_iter().map(|o| unsafe { &mut *o }).collect();
        let stacks: Vec<(usize, usize)> =
            mutators.iter().map(|o| (o.sp.load(Relaxed), o.stack_hi.load(Relaxed))).collect();
        mutators.push(m);
        for m in &mut mutators {
            m.retire();
        }
        #[cfg(not(miri))]
        if heap.config.protect {
            heap.unlock_all();
        }
        heap.check("before");
        let mut c = Cycle { heap, full, marker: Marker::new(heap, full), mutators };

        if !cfg!(miri) {
            c.marker.conservative(sp, stack_hi);
            for (lo, hi) in stacks {
                c.marker.conservative(std::ptr::with_exposed_provenance(lo), std::ptr::with_exposed_provenance(hi));
            }
        }
        hooks.trace(&mut c.marker);

        c.clear_tables();
        c.mark();
        let finalized = c.finalizers(hooks);
        let marker = &c.marker;
        hooks.weak(&|h| marker.is_marked(h));
        let owned_dead = c.owned(hooks);
        c.sweep();
        heap.check("after");
        c.settle(start, finalized, owned_dead);
        #[cfg(not(miri))]
        if heap.config.protect {
            heap.lock_all(&mut c.mutators);
        }
    }

    /// Forgets the runs, and in a full collection the marks.
    fn clear_tables(&mut self) {
        let pool = self.heap.pool();
        if self.full {
            for block in 0..pool.committed() {
                // SAFETY: [R2].
                let meta = unsafe { self.heap.table.meta(block) };
                if meta.kind() != Kind::Free {
                    meta.clear();
                }
            }
        } else {
            for &block in &pool.young {
                // SAFETY: [R2].
                let meta = unsafe { self.heap.table.meta(block as usize) };
                meta.open.store(false, Relaxed);
            }
        }
    }

    fn mark(&mut self) {
        let mut remembered = 0;
        for m in &mut self.mutators {
            let objects = &mut m.remembered.objects;
            remembered += objects.len();
            if !self.full {
                for &o in objects.iter() {
                    self.marker.rescan(o);
                }
            }
            objects.clear();
            objects.shrink_to(4096);
        }
        self.marker.mark_roots();
        self.heap.old().stats.remembered = remembered;
    }

    /// Keeps dead objects with finalisers, and queues them: first those that no other one of them reaches, as under
    /// reference counts a container's `__del__` runs before its content's.
    fn finalizers(&mut self, hooks: &mut dyn Hooks) -> u64 {
        let heap = self.heap;
        let mut old = heap.old();
        let mut dead = Vec::new();
        let mut alive = Vec::new();
        if self.full {
            alive.append(&mut old.finalizable);
        }
        for m in &mut self.mutators {
            alive.append(&mut m.finalizable);
        }
        let marker = &self.marker;
        alive.retain(|&o| {
            let lives = marker.is_marked(o.header());
            // SAFETY: [R2] its memory has not been reused; a dropped flag means that it needs no finaliser any more
            if !lives && unsafe { (*o.header()).flags() } & FLAG_FINALIZE != 0 {
                dead.push(o);
            }
            lives
        });
        old.finalizable.append(&mut alive);
        drop(old);
        if dead.is_empty() {
            return 0;
        }
        for &o in &dead {
            self.marker.keep_children(o);
        }
        let (inner, outer): (Vec<Object>, Vec<Object>) =
            dead.into_iter().partition(|o| self.marker.is_marked(o.header()));
        for &o in &outer {
            self.marker.keep(o);
        }
        for o in outer.iter().chain(&inner) {
            // SAFETY: a live object; the world stands still.
            unsafe { (*o.header()).drop_flags(FLAG_FINALIZE) }
            hooks.finalize(o.header());
        }
        (outer.len() + inner.len()) as u64
    }

    fn owned(&mut self, hooks: &mut dyn Hooks) -> u64 {
        let mut lists = Vec::new();
        if self.full {
            lists.append(&mut self.heap.old().owned);
        }
        for m in &mut self.mutators {
            lists.append(&mut m.owned);
        }
        let before = lists.len();
        let marker = &self.marker;
        lists.retain(|&o| {
            let lives = marker.is_marked(o.header());
            if !lives {
                hooks.dead_owned(o.header());
            }
            lives
        });
        let died = before - lists.len();
        self.heap.old().owned.append(&mut lists);
        died as u64
    }

    fn sweep(&mut self) {
        let heap = self.heap;
        let poison = heap.config.stress.is_some();
        let mut pool = heap.pool();
        let mut young = std::mem::take(&mut pool.young);
        if self.full {
            pool.refill.clear();
            pool.roomy.clear();
            // Downwards, so that the list is used up from low addresses.
            for block in (0..pool.committed()).rev() {
                sweep_block(heap, &mut pool, block, poison);
            }
        } else {
            young.sort_unstable_by(|a, b| b.cmp(a));
            for &block in &young {
                sweep_block(heap, &mut pool, block as usize, poison);
            }
        }
        young.clear();
        pool.young = young;
        let mut large = std::mem::take(&mut pool.large_young);
        if self.full {
            large.append(&mut pool.large);
        }
        for &head in &large {
            // SAFETY: [R2].
            if unsafe { heap.table.meta(head as usize) }.marked(0) {
                pool.large.push(head);
            } else {
                pool.give_run(head as usize);
            }
        }
        large.clear();
        pool.large_young = large;
        if self.full && pool.reserve_open && pool.reserve_whole() {
            pool.reserve_open = false;
        }
        if poison {
            pool.poison_free();
        }
    }

    /// Statistics, the next budget, and memory that is not needed until then.
    fn settle(&mut self, start: Instant, finalized: u64, owned_dead: u64) {
        let heap = self.heap;
        let external = heap.external.load(Relaxed).max(0) as usize;
        let mut old = heap.old();
        old.live = if self.full { self.marker.live } else { old.live + self.marker.live };
        let weight = old.live + external;
        let used = heap.pool().used() * BLOCK + external;
        if self.full {
            old.full_at = weight + (weight / 2).max(LEAST_GROWTH);
            old.full_used = used + (used / 5 * 2).max(LEAST_GROWTH);
        }
        let budget = (weight / 8).max(heap.config.nursery);
        heap.budget.store(budget, Relaxed);
        let allocated = heap.since.swap(0, Relaxed);
        old.stats.allocated += allocated as u64;
        heap.pool().release_beyond((budget + budget / 4) / BLOCK);
        old.used = used;
        let live = old.live;
        let stats: &mut Stats = &mut old.stats;
        stats.live = live;
        stats.finalized += finalized;
        stats.owned_dead += owned_dead;
        *(if self.full { &mut stats.full } else { &mut stats.nursery }) += 1;
        let pause = start.elapsed().as_nanos() as u64;
        stats.pause_total_ns += pause;
        stats.pause_max_ns = stats.pause_max_ns.max(pause);
        if heap.config.log {
            self.log(allocated, weight, pause);
        }
    }
}

impl Cycle<'_> {
    /// One line of `FORA_GC=log`.
    fn log(&self, allocated: usize, weight: usize, pause: u64) {
        let pool = self.heap.pool();
        eprintln!(
            "gc: {} after {} KiB: marked {} KiB, live {} KiB, in use {} KiB, peak {} KiB, {} blocks with holes, {} us",
            if self.full { "full" } else { "nursery" },
            allocated >> 10,
            self.marker.live >> 10,
            weight >> 10,
            (pool.used() * BLOCK) >> 10,
            (pool.peak() * BLOCK) >> 10,
            pool.refill.len() + pool.roomy.len(),
            pause / 1000,
        );
    }
}

/// Returns an empty block, or notes its holes.
fn sweep_block(heap: &Heap, pool: &mut crate::pool::Pool, block: usize, poison: bool) {
    // SAFETY: [R2].
    let meta = unsafe { heap.table.meta(block) };
    if meta.kind() != Kind::Small {
        return;
    }
    let used = meta.used.load(Relaxed) as usize;
    if used == 0 {
        pool.give_block(block);
        return;
    }
    if poison {
        // SAFETY: [R2]; no block is open after a collection.
        unsafe { holes::poison(heap.table, block) }
    }
    // Under `protect` objects are allocated in fresh blocks only.
    if heap.config.protect {
        return;
    }
    if used * ROOMY <= GRANULES {
        pool.roomy.push(block as u32);
    } else if used + GRANULES / REFILL <= GRANULES {
        pool.refill.push(block as u32);
    }
}

impl Heap {
    fn choose_full(&self, asked: bool) -> bool {
        let due = {
            let old = self.old();
            old.used >= old.full_used || old.live + self.external.load(Relaxed).max(0) as usize >= old.full_at
        };
        self.force_full.swap(false, Relaxed) | asked | due | self.config.full
    }

    /// In verify mode, a heap that is not whole ends the program: it is a bug, and every later step would hide it.
    fn check(&self, when: &str) {
        if self.config.verify {
            if let Err(e) = self.verify() {
                panic!("heap verifier, {when} a collection: {e}");
            }
        }
    }
}
