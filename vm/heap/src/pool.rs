#![allow(unsafe_code)] // touches table entries and zeroes blocks
//! The global block pool: which blocks are free, dirty, worth refilling, or young. Behind one mutex; a mutator comes
//! here once per block, not per object.
//!
//! Invariants
//! - [P1] A block's free bit is set iff its kind is `Free` and it is committed; such a block has no holder.
//! - [P2] A block without its dirty bit reads as zero.
//! - [P3] A block is in `refill` only while nobody holds it, and a good part of it is free.
//! - [P4] `reserve` blocks are withheld from ordinary requests, so that there is room to report exhaustion.

use crate::meta::{Kind, Table, BLOCK};
use crate::region::{zero, Region};

/// Blocks withheld for reporting exhaustion (1 MiB).
pub const RESERVE: usize = 32;
/// Address space made usable at a time, in blocks.
const COMMIT_STEP: usize = 256;
/// Beyond this many blocks (64 MiB) the heap asks for huge pages: a program that got this far gains more from fewer page
/// faults and TLB misses than it loses at the edges.
const HUGE_FROM: usize = 2048;

pub struct Pool {
    region: Region,
    table: Table,
    committed: usize,
    free: Vec<u64>,
    dirty: Vec<u64>,
    free_blocks: usize,
    /// No free block lies in a word before this one.
    hint: usize,
    /// Blocks with holes left by the last collection, but for the roomy ones.
    pub refill: Vec<u32>,
    /// Those of them that are mostly empty: larger objects find room there too.
    pub roomy: Vec<u32>,
    /// Small blocks handed out since the last collection.
    pub young: Vec<u32>,
    /// Heads of all large objects that survived a collection.
    pub large: Vec<u32>,
    /// Heads of large objects allocated since the last collection.
    pub large_young: Vec<u32>,
    /// Whether the reserve may be used.
    pub reserve_open: bool,
    peak: usize,
}

impl Pool {
    pub fn new(region: Region) -> Pool {
        let table = Table { base: region.base, table: region.table };
        Pool {
            region,
            table,
            committed: 0,
            free: Vec::new(),
            dirty: Vec::new(),
            free_blocks: 0,
            hint: 0,
            refill: Vec::new(),
            roomy: Vec::new(),
            young: Vec::new(),
            large: Vec::new(),
            large_young: Vec::new(),
            reserve_open: false,
            peak: 0,
        }
    }

    pub fn committed(&self) -> usize {
        self.committed
    }

    pub fn used(&self) -> usize {
        self.committed - self.free_blocks
    }

    pub fn peak(&self) -> usize {
        self.peak
    }

    /// Blocks that ordinary requests may still get.
    fn available(&self) -> usize {
        let left = self.free_blocks + (self.region.blocks - self.committed);
        if self.reserve_open {
            left
        } else {
            left.saturating_sub(RESERVE.min(self.region.blocks / 16))
        }
    }

    /// Whether the reserve is whole again.
    pub fn reserve_whole(&self) -> bool {
        self.free_blocks + (self.region.blocks - self.committed) > 2 * RESERVE.min(self.region.blocks / 16)
    }

    /// Whether ordinary requests have next to nothing left.
    pub fn nearly_full(&self) -> bool {
        self.available() + (self.refill.len() + self.roomy.len()) / 4 < self.region.blocks / 32
    }

    fn grow(&mut self, least: usize) -> bool {
        let left = self.region.blocks - self.committed;
        if least > left {
            return false;
        }
        // Growing in proportion keeps the number of system calls small; when that is refused, ask for what is needed.
        let generous = least.max(COMMIT_STEP).max(self.committed / 8).min(left);
        for step in [generous, least] {
            let to = self.committed + step;
            let words = to.div_ceil(64);
            let more = words.saturating_sub(self.free.len());
            if self.free.try_reserve(more).is_err() || self.dirty.try_reserve(more).is_err() {
                return false;
            }
            if self.region.commit(self.committed, to) {
                self.free.resize(words, 0);
                self.dirty.resize(words, 0);
                let from = self.committed;
                self.committed = to;
                if to >= HUGE_FROM {
                    self.region.huge(from, to);
                }
                self.set_free(from, to, false);
                return true;
            }
        }
        false
    }

    fn set_free(&mut self, from: usize, to: usize, dirty: bool) {
        for b in from..to {
            self.free[b >> 6] |= 1 << (b & 63);
            if dirty {
                self.dirty[b >> 6] |= 1 << (b & 63);
            }
        }
        self.free_blocks += to - from;
        self.hint = self.hint.min(from >> 6);
    }

    /// Takes the free bit away; true if any of the blocks was dirty.
    fn claim(&mut self, from: usize, to: usize) {
        for b in from..to {
            self.free[b >> 6] &= !(1 << (b & 63));
        }
        self.free_blocks -= to - from;
        self.peak = self.peak.max(self.used());
    }

    #[cfg(not(miri))]
    pub fn is_free(&self, b: usize) -> bool {
        self.free[b >> 6] >> (b & 63) & 1 != 0
    }

    fn is_dirty(&self, b: usize) -> bool {
        self.dirty[b >> 6] >> (b & 63) & 1 != 0
    }

    /// An empty small block, with whether it must be zeroed before use: one hole. It is entered in `young`.
    pub fn take_block(&mut self) -> Option<(usize, bool)> {
        if self.available() == 0 || (self.free_blocks == 0 && !self.grow(1)) {
            return None;
        }
        if self.young.try_reserve(1).is_err() {
            return None;
        }
        let word = (self.hint..self.free.len()).find(|&w| self.free[w] != 0)?;
        self.hint = word;
        let b = word * 64 + self.free[word].trailing_zeros() as usize;
        self.claim(b, b + 1);
        let dirty = self.is_dirty(b);
        // It will be written, so from now on it counts as dirty.
        self.dirty[b >> 6] |= 1 << (b & 63);
        // SAFETY: [R2] `b` is committed.
        let meta = unsafe { self.table.meta(b) };
        meta.set_kind(Kind::Small);
        meta.open.store(true, std::sync::atomic::Ordering::Relaxed);
        self.young.push(b as u32);
        Some((b, dirty))
    }

    /// A block with holes. It is entered in `young`.
    pub fn take_refill(&mut self) -> Option<usize> {
        if self.young.try_reserve(1).is_err() {
            return None;
        }
        let b = self.roomy.pop().or_else(|| self.refill.pop())?;
        self.young.push(b);
        Some(b as usize)
    }

    /// A block with large holes. It is entered in `young`.
    pub fn take_roomy(&mut self) -> Option<usize> {
        if self.young.try_reserve(1).is_err() {
            return None;
        }
        let b = self.roomy.pop()?;
        self.young.push(b);
        Some(b as usize)
    }

    /// A run of `n` blocks for one large object of `size` bytes, zeroed, entered in `large_young`.
    pub fn take_run(&mut self, n: usize, size: usize) -> Option<usize> {
        if n > self.available() || self.large_young.try_reserve(1).is_err() {
            return None;
        }
        let at = self.find_run(n)?;
        self.claim(at, at + n);
        let mut b = at;
        while b < at + n {
            let from = b;
            while b < at + n && self.is_dirty(b) {
                b += 1;
            }
            if b > from {
                // SAFETY: [R2], [P1]: committed and free.
                unsafe { zero(self.table.address(from), (b - from) * BLOCK) }
            }
            if b < at + n {
                self.dirty[b >> 6] |= 1 << (b & 63);
                b += 1;
            }
        }
        for i in 0..n {
            // SAFETY: [R2].
            let meta = unsafe { self.table.meta(at + i) };
            if i == 0 {
                meta.set_kind(Kind::LargeHead);
                meta.size.store(size, std::sync::atomic::Ordering::Relaxed);
                meta.link.store(n as u32, std::sync::atomic::Ordering::Relaxed);
            } else {
                meta.set_kind(Kind::LargeBody);
                meta.link.store(i as u32, std::sync::atomic::Ordering::Relaxed);
            }
        }
        self.large_young.push(at as u32);
        Some(at)
    }

    /// First fit; a run may end in freshly committed blocks.
    fn find_run(&mut self, n: usize) -> Option<usize> {
        let mut run = 0;
        let mut w = self.hint;
        while w < self.free.len() {
            let bits = self.free[w];
            if bits == 0 {
                run = 0;
            } else if bits == u64::MAX {
                run += 64;
                if run >= n {
                    return Some((w + 1) * 64 - run);
                }
            } else {
                for i in 0..64 {
                    if bits >> i & 1 == 0 {
                        run = 0;
                        continue;
                    }
                    run += 1;
                    if run == n {
                        return Some(w * 64 + i + 1 - n);
                    }
                }
            }
            w += 1;
        }
        // The last bits of the last word may lie beyond the committed part, which breaks the run above: count again.
        let tail = (0..self.committed).rev().take_while(|&b| self.free[b >> 6] >> (b & 63) & 1 != 0).count();
        let at = self.committed - tail;
        if tail < n && !self.grow(n - tail) {
            return None;
        }
        Some(at)
    }

    /// Takes back a large object's run.
    pub fn give_run(&mut self, head: usize) {
        // SAFETY: [R2] `head` is a committed large head.
        let n = unsafe { self.table.meta(head) }.link.load(std::sync::atomic::Ordering::Relaxed) as usize;
        for b in head..head + n {
            // SAFETY: [R2].
            let meta = unsafe { self.table.meta(b) };
            meta.set_kind(Kind::Free);
            meta.marks[0].store(0, std::sync::atomic::Ordering::Relaxed);
        }
        self.set_free(head, head + n, true);
    }

    /// Takes back an empty small block [B1].
    pub fn give_block(&mut self, b: usize) {
        // SAFETY: [R2].
        unsafe { self.table.meta(b) }.set_kind(Kind::Free);
        self.set_free(b, b + 1, true);
    }

    /// Returns dirty free memory beyond `keep` blocks to the system, highest addresses first.
    pub fn release_beyond(&mut self, keep: usize) {
        let dirty: usize = self.free.iter().zip(&self.dirty).map(|(f, d)| (f & d).count_ones() as usize).sum();
        let mut excess = dirty.saturating_sub(keep);
        let mut end = self.committed;
        while excess > 0 && end > 0 {
            let loose = |b: usize| (self.free[b >> 6] & self.dirty[b >> 6]) >> (b & 63) & 1 != 0;
            if !loose(end - 1) {
                end -= 1;
                continue;
            }
            let mut from = end;
            while from > 0 && loose(from - 1) && end - from < excess {
                from -= 1;
            }
            self.region.release(from, end);
            for b in from..end {
                self.dirty[b >> 6] &= !(1 << (b & 63));
            }
            excess -= end - from;
            end = from;
        }
    }

    /// Marks every free block dirty and poisons it (stress mode).
    pub fn poison_free(&mut self) {
        for b in 0..self.committed {
            let bit = 1 << (b & 63);
            if self.free[b >> 6] & bit != 0 && self.dirty[b >> 6] & bit != 0 {
                // SAFETY: [R2], [P1].
                unsafe { crate::region::poison(self.table.address(b), BLOCK) }
            }
        }
    }
}
