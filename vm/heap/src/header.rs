//! The 16-byte object header and the write barrier's compare.
//!
//! ```text
//! word0   63      56 55      48 47           32 31                       0
//!         |  flags  |   scan   | size/16 (0 = |          shape           |
//!         |         |          |   large)     |                          |
//! birth   63       62                      15 14                         0
//!         | FRESH  |  birth stamp, 48 bits   |        flag bits          |
//! ```
//!
//! Invariants
//! - [H1] A header is 16 bytes at a 16-byte aligned address inside the heap's region; its object's bytes follow it.
//! - [H2] `word0` of an object is never zero, because an all-zero `word0` is where a bump run ends: small objects have a
//!   size, large ones [`LARGE_MARK`].
//! - [H3] FRESH is set on every object allocated since the last collection and on every object in the remembered set.
//!   The collector clears it on survivors that hold references, so one compare against a floor with FRESH set catches
//!   exactly the writes that a later nursery collection must hear of.
//!
//! Absent: what a shape is. The heap never looks at it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// First 16 bytes of every object.
#[repr(C)]
pub struct Header {
    /// Shape, size, scan kind and flags.
    pub word0: u64,
    /// FRESH, birth stamp, flag bits.
    pub birth: AtomicU64,
}

/// Bytes of a header.
pub const HEADER: usize = 16;
/// Objects are sized in granules of this many bytes.
pub const GRANULE: usize = 16;

/// The payload holds no references.
pub const SCAN_LEAF: u8 = 0;
/// Every payload word is looked at: a reference iff it lies in the heap's region and its low 3 bits are zero.
pub const SCAN_WORDS: u8 = 1;

/// Owns Rust memory: `Hooks::dead_owned` is called when it dies.
pub const FLAG_OWNS: u8 = 1;
/// Has a finaliser: kept alive once more when it dies, and handed to `Hooks::finalize`.
pub const FLAG_FINALIZE: u8 = 2;
/// Some weak reference points to it. Kept for the VM; the heap does not read it.
pub const FLAG_WEAK: u8 = 4;
/// Reserved by the heap: set on large objects so that their `word0` is never zero ([H2]).
pub const LARGE_MARK: u8 = 0x80;
/// Flag bits that are free for the VM.
pub const FLAG_USER: u8 = 0x78;

/// Set in the birth word of objects that need no barrier.
pub const FRESH: u64 = 1 << 63;
/// The stamp starts at this bit of the birth word; clocks and floors are kept already shifted.
pub const STAMP_SHIFT: u32 = 15;

const SIZE_SHIFT: u32 = 32;
const SCAN_SHIFT: u32 = 48;
const FLAG_SHIFT: u32 = 56;

/// Builds `word0`.
#[inline(always)]
pub const fn word0(shape: u32, granules: u16, scan: u8, flags: u8) -> u64 {
    shape as u64 | (granules as u64) << SIZE_SHIFT | (scan as u64) << SCAN_SHIFT | (flags as u64) << FLAG_SHIFT
}

impl Header {
    /// The shape id, meaningful to the VM only.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.word0 as u32
    }

    /// Size of the whole object in granules; 0 for a large object.
    #[inline(always)]
    pub fn granules(&self) -> usize {
        (self.word0 >> SIZE_SHIFT) as u16 as usize
    }

    /// `SCAN_LEAF` or `SCAN_WORDS`.
    #[inline(always)]
    pub fn scan(&self) -> u8 {
        (self.word0 >> SCAN_SHIFT) as u8
    }

    /// The flag byte.
    #[inline(always)]
    pub fn flags(&self) -> u8 {
        (self.word0 >> FLAG_SHIFT) as u8
    }

    /// Replaces the shape.
    #[inline(always)]
    pub fn set_shape(&mut self, shape: u32) {
        self.word0 = self.word0 & !0xffff_ffff | shape as u64;
    }

    /// Sets flag bits. `FLAG_OWNS` and `FLAG_FINALIZE` mean nothing to the heap unless the object is also registered:
    /// see `Mutator::register_owner`.
    #[inline(always)]
    pub fn add_flags(&mut self, flags: u8) {
        self.shared_word0().fetch_or((flags as u64) << FLAG_SHIFT, Relaxed);
    }

    /// `word0` as other threads see it: flags of an object that several threads refer to may be set by any of them.
    #[inline(always)]
    #[allow(unsafe_code)]
    fn shared_word0(&mut self) -> &AtomicU64 {
        // SAFETY: eight aligned bytes of a live object, borrowed exclusively as far as this thread goes.
        unsafe { AtomicU64::from_ptr(&raw mut self.word0) }
    }

    /// Clears flag bits.
    #[inline(always)]
    pub fn drop_flags(&mut self, flags: u8) {
        self.shared_word0().fetch_and(!((flags as u64) << FLAG_SHIFT), Relaxed);
    }
}

/// The barrier's fast half: a write to the object is allowed at once iff it was born at or after the floor.
#[inline(always)]
pub fn may_write(h: &Header, floor: u64) -> bool {
    h.birth.load(Relaxed) >= floor
}
