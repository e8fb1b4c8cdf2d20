#![allow(unsafe_code)] // finds table entries by address arithmetic
//! One entry of the block table: mark bits, line bits, what the block is.
//!
//! A block is 32 KiB, 128 lines of 256 bytes, 2048 granules of 16 bytes. Line bits are two words, one bit per line:
//!
//! | bits   | meaning                                                                                   |
//! |--------|-------------------------------------------------------------------------------------------|
//! | live   | some object marked by a collection touches the line                                       |
//! | young  | the line was handed to a mutator since the last collection                                |
//! | starts | subset of young: a bump run begins here (objects follow each other until a zero `word0`)  |
//!
//! Invariants
//! - [B1] A mark bit is set exactly at starts of objects that the last collection found alive (old objects keep theirs
//!   through nursery collections). A free block has no mark, live, young or start bit.
//! - [B2] `young` and `live` are disjoint between collections; a line in neither may be handed out.
//! - [B3] Between collections a small block's `young` and `starts` are written only by the mutator that holds it.
//! - [B4] For `LargeBody`, `link` is the distance back to the head in blocks; for `LargeHead`, `size` is the object's
//!   bytes and `link` the number of blocks.

use std::sync::atomic::{AtomicU32, AtomicU64, AtomicU8, AtomicUsize, Ordering::Relaxed};

pub const BLOCK_SHIFT: u32 = 15;
pub const BLOCK: usize = 1 << BLOCK_SHIFT;
pub const LINE_SHIFT: u32 = 8;
pub const LINE: usize = 1 << LINE_SHIFT;
pub const LINES: usize = BLOCK / LINE;
pub const MARK_WORDS: usize = BLOCK / 16 / 64;
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

/// 128 line bits.
#[repr(C)]
pub struct Lines([AtomicU64; 2]);

impl Lines {
    #[inline(always)]
    pub fn get(&self) -> u128 {
        self.0[0].load(Relaxed) as u128 | (self.0[1].load(Relaxed) as u128) << 64
    }
    #[inline(always)]
    pub fn set(&self, bits: u128) {
        self.0[0].store(bits as u64, Relaxed);
        self.0[1].store((bits >> 64) as u64, Relaxed);
    }
    #[inline(always)]
    pub fn add(&self, bits: u128) {
        self.set(self.get() | bits);
    }
    /// Adds one line, touching one word.
    #[inline(always)]
    pub fn add_line(&self, line: usize) {
        let w = &self.0[(line >> 6) & 1];
        w.store(w.load(Relaxed) | 1 << (line & 63), Relaxed);
    }
}

/// Bits `from..to` of a 128-bit set.
#[inline(always)]
pub fn span_bits(from: usize, to: usize) -> u128 {
    debug_assert!(from < to && to <= LINES);
    (u128::MAX >> (LINES - (to - from))) << from
}

#[repr(C, align(64))]
pub struct Meta {
    pub marks: [AtomicU64; MARK_WORDS],
    pub live: Lines,
    pub young: Lines,
    pub starts: Lines,
    pub kind: AtomicU8,
    pub link: AtomicU32,
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

    /// Forgets everything the last collection found.
    pub fn clear(&self) {
        for w in &self.marks {
            w.store(0, Relaxed);
        }
        self.live.set(0);
        self.young.set(0);
        self.starts.set(0);
    }

    /// Lines that may be handed out [B2].
    #[inline]
    pub fn free_lines(&self) -> u128 {
        !(self.live.get() | self.young.get())
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
