#![allow(unsafe_code)] // writes into free memory
//! The holes of a small block: what lies between its marked objects. A block that is filled again hands out its holes one
//! after the other; the rest of what is known about them stands in the holes themselves:
//!
//! ```text
//! |old obj|0|next,end|.stale bytes.|old obj|hdr obj hdr obj|0...0|old obj|..|old obj|0|end|..stale..|
//!         ^ hole not yet taken             ^ hole in use, zeroed         ^^ too small to be one
//! ```
//!
//! Holes are exact to the granule. Lines of 256 bytes were measured first: survivors of a nursery collection lie
//! scattered, one to a line, and a heap of 47 MB of live objects took 166 MB.
//!
//! Invariants
//! - [E1] The holes of an open block are the gaps of at least `LEAST` granules between the objects that were marked when
//!   it was opened; the marks do not change before the next collection. Each begins with a zero `word0` or an object.
//! - [E2] A hole that was not taken yet holds its end and the next hole's start in its second word.

use crate::header::HEADER;
use crate::meta::{Meta, Table, GRANULES, MARK_WORDS};
use std::sync::atomic::Ordering::Relaxed;

/// Gaps of fewer granules than this are left alone: what fits in would not pay for going there.
const LEAST: usize = 5;
/// No hole.
pub const NONE: usize = GRANULES;

/// Calls `f` with the holes of a small block, as granules, upwards.
///
/// # Safety
/// The block is small and committed [R2], and its marks are those it was opened with [E1], or it is not open.
pub unsafe fn each(table: Table, block: usize, f: &mut impl FnMut(usize, usize)) {
    // SAFETY: the same contract.
    unsafe { each_of(table, block, LEAST, f) }
}

/// The same for gaps of at least `least` granules.
#[inline(always)]
unsafe fn each_of(table: Table, block: usize, least: usize, f: &mut impl FnMut(usize, usize)) {
    // SAFETY: [R2] by contract.
    let meta = unsafe { table.meta(block) };
    // A gap begins at a granule that follows an object's last one (or is the first) and has no mark.
    let mut after = 1;
    for w in 0..MARK_WORDS {
        let ends = meta.ends[w].load(Relaxed);
        let mut gaps = (ends << 1 | after) & !meta.marks[w].load(Relaxed);
        after = ends >> 63;
        while gaps != 0 {
            let from = w * 64 + gaps.trailing_zeros() as usize;
            gaps &= gaps - 1;
            let to = next_mark(meta, from);
            if to - from >= least {
                f(from, to);
            }
        }
    }
}

/// The first marked granule from here on.
#[inline]
fn next_mark(meta: &Meta, from: usize) -> usize {
    let mut w = from >> 6;
    let mut bits = meta.marks[w & (MARK_WORDS - 1)].load(Relaxed) & u64::MAX << (from & 63);
    while bits == 0 {
        w += 1;
        if w == MARK_WORDS {
            return GRANULES;
        }
        bits = meta.marks[w].load(Relaxed);
    }
    w * 64 + bits.trailing_zeros() as usize
}

/// Opens a block for filling: its first hole, and the bytes of all.
///
/// # Safety
/// The block is small, committed and the caller's [B3]; it is not open.
pub unsafe fn open(table: Table, block: usize) -> (usize, usize) {
    let base = table.address(block);
    let (mut first, mut last, mut bytes) = (NONE, NONE, 0);
    // SAFETY: by contract; what is written lies between the objects [E1], and a hole has room for two words.
    unsafe {
        each(table, block, &mut |from, to| {
            let hole = word(base, from);
            hole.write(0);
            hole.add(1).write((NONE << 16 | to) as u64);
            if last == NONE {
                first = from;
            } else {
                let link = word(base, last).add(1);
                link.write((from << 16) as u64 | link.read() & 0xffff);
            }
            last = from;
            bytes += (to - from) * 16;
        });
        table.meta(block).open.store(true, Relaxed);
    }
    (first, bytes)
}

/// Takes a hole: zeroes it, and says where it ends and which one comes next.
///
/// # Safety
/// `from` is a hole that was not taken [E2], in an open block of the caller's.
pub unsafe fn take(table: Table, block: usize, from: usize) -> (usize, usize) {
    let base = table.address(block);
    // SAFETY: [E2].
    let link = unsafe { word(base, from).add(1).read() } as usize;
    let (to, next) = (link & 0xffff, link >> 16);
    debug_assert!(from < to && to <= GRANULES && next <= NONE);
    // SAFETY: [E1] nothing lives there.
    unsafe { crate::region::zero(base + from * 16, (to - from) * 16) }
    (to, next)
}

/// Poisons everything in a block that is not a marked object.
///
/// # Safety
/// The block is small, committed, and not open.
pub unsafe fn poison(table: Table, block: usize) {
    let base = table.address(block);
    // SAFETY: by contract; [C2] nothing lives between marked objects.
    unsafe { each_of(table, block, 1, &mut |from, to| crate::region::poison(base + from * 16, (to - from) * 16)) }
}

fn word(base: usize, granule: usize) -> *mut u64 {
    std::ptr::with_exposed_provenance_mut(base + granule * 16)
}

const _: () = assert!(HEADER == 16 && LEAST * 16 >= HEADER && NONE < 1 << 16);
