#![allow(unsafe_code)] // finds table entries by address arithmetic
//! One entry of the block table: mark bits, how full the block is, what it is.
//!
//! A block is 32 KiB, 2048 granules of 16 bytes.
//!
//! Invariants
//! - [B1] A mark bit is set exactly at starts of objects that the last collection found alive (old objects keep theirs
//!   through nursery collections). A free block has no bit set and is not open.
//!   An end bit is set exactly at the last granules of marked small objects.
//! - [B2] `used` is the number of granules of marked objects; after a mark stack overflow it may be too large, never zero
//!   where there is a mark.
//! - [B3] Only the mutator that holds an open block writes into its holes. `open` says that the block was handed to a
//!   mutator since the last collection: see `holes`.
//! - [B4] For `LargeBody`, `link` is the distance back to the head in blocks; for `LargeHead`, `size` is the object's
//!   bytes and `link` the number of blocks.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicU8, AtomicUsize, Ordering::Relaxed};

pub const BLOCK_SHIFT: u32 = 15;
pub const BLOCK: usize = 1 << BLOCK_SHIFT;
pub const GRANULES: usize = BLOCK / 16;
pub const MARK_WORDS: usize = GRANULES / 64;
/// Bytes of a table entry.
pub const META: usize = size_of::<Meta>();

/// What a block is used for. Zero, the state of untouched memory, is `Free`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    Free = 0,
    Small = 1,
    LargeHead = 2,
    LargeBody = 3,
}

#[repr(C, align(64))]
pub struct Meta {
    pub marks: [AtomicU64; MARK_WORDS],
    pub ends: [AtomicU64; MARK_WORDS],
    pub used: AtomicU32,
    pub link: AtomicU32,
    pub kind: AtomicU8,
    pub open: AtomicBool,
    pub size: AtomicUsize,
}

impl Meta {
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        match self.kind.load(Relaxed) {
            0 => Kind::Free,
            1 => Kind::Small,
            2 => Kind::LargeHead,
            _ => Kind::LargeBody,
        }
    }

    #[inline(always)]
    pub fn set_kind(&self, kind: Kind) {
        self.kind.store(kind as u8, Relaxed);
    }

    #[inline(always)]
    pub fn marked(&self, granule: usize) -> bool {
        self.marks[granule >> 6 & (MARK_WORDS - 1)].load(Relaxed) >> (granule & 63) & 1 != 0
    }

    /// Sets a mark bit; true if it was clear.
    #[inline(always)]
    pub fn mark(&self, granule: usize) -> bool {
        let word = &self.marks[granule >> 6 & (MARK_WORDS - 1)];
        let bit = 1u64 << (granule & 63);
        let old = word.load(Relaxed);
        if old & bit != 0 {
            return false;
        }
        word.store(old | bit, Relaxed);
        true
    }

    /// Notes that the granules `from..from + n` are a marked object's.
    #[inline(always)]
    pub fn occupy(&self, from: usize, n: usize) {
        let last = from + n - 1;
        let word = &self.ends[last >> 6 & (MARK_WORDS - 1)];
        word.store(word.load(Relaxed) | 1 << (last & 63), Relaxed);
        self.used.store(self.used.load(Relaxed) + n as u32, Relaxed);
    }

    /// Forgets everything the last collection found.
    pub fn clear(&self) {
        for w in self.marks.iter().chain(&self.ends) {
            w.store(0, Relaxed);
        }
        self.used.store(0, Relaxed);
        self.open.store(false, Relaxed);
    }
}

/// The table and what it describes, by address arithmetic. Copied into whoever needs it.
#[derive(Clone, Copy)]
pub struct Table {
    pub base: usize,
    pub table: usize,
}

impl Table {
    /// # Safety
    /// `block` is committed [R2].
    #[inline(always)]
    pub unsafe fn meta(&self, block: usize) -> &'static Meta {
        // SAFETY: [R2] by contract; entries are atomics, valid for any bit pattern, and the table is never unmapped.
        unsafe { &*std::ptr::with_exposed_provenance::<Meta>(self.table + block * META) }
    }

    #[inline(always)]
    pub fn block_of(&self, at: usize) -> usize {
        (at - self.base) >> BLOCK_SHIFT
    }

    #[inline(always)]
    pub fn address(&self, block: usize) -> usize {
        self.base + (block << BLOCK_SHIFT)
    }
}

/// Granule of an address within its block (blocks are aligned relative to a 2 MiB aligned base [R1]).
#[inline(always)]
pub fn granule_of(at: usize) -> usize {
    (at & (BLOCK - 1)) >> 4
}
