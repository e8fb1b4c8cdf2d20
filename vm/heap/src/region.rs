#![allow(unsafe_code)] // reserves address space and hands out raw pages
//! The one reserved range of address space: block table first, blocks after it.
//!
//! ```text
//! | block table: META bytes per block | pad to 2 MiB | block 0 | block 1 | ...            |
//! ^ table                                            ^ base                     base+span ^
//! ```
//!
//! Invariants
//! - [R1] `base` is 2 MiB aligned and at least 2^40, so tagged small words never look like references.
//! - [R2] Memory of block `b` and its table entry may be touched only while `b < committed` (kept by the pool).
//! - [R3] Committed memory that was never written, or was released, reads as zero.
//!
//! Committing is a change of page protection: nothing is touched, so starting up costs two system calls. The kernel
//! refuses a hopeless commit (more than all memory at once) exactly where it would refuse `malloc`.
//! Absent: any idea of what is in a block.

use crate::meta::{BLOCK, BLOCK_SHIFT, META};

/// A reserved range. Never unmapped: the heap lives as long as the process.
pub struct Region {
    /// Address of block 0.
    pub base: usize,
    /// Address of the block table.
    pub table: usize,
    /// Blocks reserved.
    pub blocks: usize,
}

const ALIGN: usize = 2 << 20;
const PAGE: usize = 4096;
/// Below this there is no point in starting.
const LEAST: usize = 4 << 20;

impl Region {
    /// Reserves up to `want` bytes, halving until the system agrees. `None` when not even 4 MiB can be had.
    pub fn reserve(want: usize) -> Option<Region> {
        let mut want = want.min(address_budget()) & !(BLOCK - 1);
        while want >= LEAST {
            if let Some(region) = Self::try_reserve(want) {
                return Some(region);
            }
            want = (want / 2) & !(BLOCK - 1);
        }
        None
    }

    fn try_reserve(bytes: usize) -> Option<Region> {
        let blocks = bytes >> BLOCK_SHIFT;
        let table_bytes = (blocks * META).next_multiple_of(PAGE);
        let start = sys::reserve(table_bytes + bytes + ALIGN)?;
        let base = (start + table_bytes).next_multiple_of(ALIGN);
        (base >= 1 << 40 || cfg!(miri)).then_some(Region { base, table: start, blocks })
    }

    /// Makes blocks `from..to` usable, with their table entries. False when the system refuses; then nothing changed
    /// that matters (a table page may be usable early).
    pub fn commit(&self, from: usize, to: usize) -> bool {
        let lo = (self.table + from * META) & !(PAGE - 1);
        let hi = (self.table + to * META).next_multiple_of(PAGE);
        sys::commit(lo, hi - lo) && sys::commit(self.base + from * BLOCK, (to - from) * BLOCK)
    }

    /// Asks for huge pages in blocks `from..to`.
    pub fn huge(&self, from: usize, to: usize) {
        sys::huge(self.base + from * BLOCK, (to - from) * BLOCK);
    }

    /// Gives the memory of blocks `from..to` back; they read as zero afterwards.
    pub fn release(&self, from: usize, to: usize) {
        sys::release(self.base + from * BLOCK, (to - from) * BLOCK);
    }
}

/// How much the address-space limit leaves for the heap. Rust's own memory and the stacks live under the same limit, so
/// the heap takes five eighths of what is left.
fn address_budget() -> usize {
    match sys::address_limit() {
        Some(left) => left / 8 * 5,
        None => usize::MAX,
    }
}

/// Zeroes `bytes` at `at`.
///
/// # Safety
/// [R2] holds for the range, and nothing in it is an object.
#[inline]
pub unsafe fn zero(at: usize, bytes: usize) {
    // SAFETY: [R2] by contract.
    unsafe { std::ptr::with_exposed_provenance_mut::<u8>(at).write_bytes(0, bytes) }
}

/// Fills a range with a pattern that is no reference and no zero header.
///
/// # Safety
/// As for [`zero`].
pub unsafe fn poison(at: usize, bytes: usize) {
    // SAFETY: [R2] by contract.
    unsafe { std::ptr::with_exposed_provenance_mut::<u8>(at).write_bytes(0xdf, bytes) }
}

#[cfg(not(miri))]
mod sys {
    //! Linux and its relatives.
    use std::ptr;

    pub fn reserve(bytes: usize) -> Option<usize> {
        // SAFETY: a fresh anonymous mapping touches no memory of ours.
        let at = unsafe {
            libc::mmap(ptr::null_mut(), bytes, libc::PROT_NONE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0)
        };
        (at != libc::MAP_FAILED).then(|| at.expose_provenance())
    }

    pub fn commit(at: usize, bytes: usize) -> bool {
        // SAFETY: the range lies in our own reservation.
        unsafe {
            libc::mprotect(ptr::with_exposed_provenance_mut(at), bytes, libc::PROT_READ | libc::PROT_WRITE) == 0
        }
    }

    pub fn release(at: usize, bytes: usize) {
        // SAFETY: the range lies in our own reservation and holds no objects [R2].
        if unsafe { libc::madvise(ptr::with_exposed_provenance_mut(at), bytes, libc::MADV_DONTNEED) } != 0 {
            // [R3] must hold even where the system refuses (locked pages).
            unsafe { super::zero(at, bytes) }
        }
    }

    pub fn huge(at: usize, bytes: usize) {
        // Only advice: a refusal changes nothing.
        // SAFETY: the range lies in our own reservation.
        #[cfg(target_os = "linux")]
        unsafe {
            libc::madvise(ptr::with_exposed_provenance_mut(at), bytes, libc::MADV_HUGEPAGE);
        }
    }

    /// Bytes of address space still allowed; `None` without a limit.
    pub fn address_limit() -> Option<usize> {
        let mut lim = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: `lim` is a valid place for the answer.
        if unsafe { libc::getrlimit(libc::RLIMIT_AS, &mut lim) } != 0 || lim.rlim_cur == libc::RLIM_INFINITY {
            return None;
        }
        let used = std::fs::read_to_string("/proc/self/statm")
            .ok()
            .and_then(|s| s.split_whitespace().next()?.parse::<usize>().ok())
            .map_or(64 << 20, |pages| pages * super::PAGE);
        Some((lim.rlim_cur as usize).saturating_sub(used))
    }
}

#[cfg(miri)]
mod sys {
    //! Under Miri the region is one zeroed allocation.
    use std::alloc::{alloc_zeroed, Layout};

    pub fn reserve(bytes: usize) -> Option<usize> {
        let layout = Layout::from_size_align(bytes, super::PAGE).ok()?;
        // SAFETY: the layout is not empty.
        let at = unsafe { alloc_zeroed(layout) };
        (!at.is_null()).then(|| at.expose_provenance())
    }
    pub fn commit(_: usize, _: usize) -> bool {
        true
    }
    pub fn huge(_: usize, _: usize) {}
    pub fn release(at: usize, bytes: usize) {
        // SAFETY: [R2].
        unsafe { super::zero(at, bytes) }
    }
    pub fn address_limit() -> Option<usize> {
        Some(16 << 20)
    }
}
