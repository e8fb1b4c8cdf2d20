//! Tagged 64-bit values.
//!
//! ```text
//!  …0000  reference to a heap header (never null)      0 = UNDEF: "no value" (unbound local, absent slot, missing argument)
//!  …   1  small int, 63 bits
//!  …  10  float whose exponent is in the middle range (about 1e-77 … 1e77), self-tagged by its top exponent bits; 0.0 too
//!  … 100  None, False, True, Ellipsis, NotImplemented
//! ```
//! Floats outside the range and -0.0 are boxed; ints outside 63 bits are `int` objects with limbs.
//! [V1] a value with tag 000 and not zero is the address of a live [`Header`]; only the heap makes them.
#![allow(unsafe_code)] // reads headers behind references: [V1]

use crate::types::T;
use fora_heap::Header;

/// A Python value, or UNDEF.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(pub u64);

pub const SMALL_MAX: i64 = (1 << 62) - 1;
pub const SMALL_MIN: i64 = -(1 << 62);
const FLOAT_ZERO: u64 = 0x8000_0000_0000_0002;

impl Value {
    pub const UNDEF: Value = Value(0);
    pub const NONE: Value = Value(4);
    pub const FALSE: Value = Value(0x0c);
    pub const TRUE: Value = Value(0x14);
    pub const ELLIPSIS: Value = Value(0x1c);
    pub const NOT_IMPLEMENTED: Value = Value(0x24);

    #[inline(always)]
    pub const fn bool(b: bool) -> Value { if b { Value::TRUE } else { Value::FALSE } }
    #[inline(always)]
    pub const fn is_undef(self) -> bool { self.0 == 0 }
    #[inline(always)]
    pub const fn is_none(self) -> bool { self.0 == 4 }
    #[inline(always)]
    pub const fn is_true(self) -> bool { self.0 == 0x14 }
    #[inline(always)]
    pub const fn is_bool(self) -> bool { self.0 == 0x14 || self.0 == 0x0c }
    /// None when UNDEF, else Some(self): for optional arguments.
    #[inline(always)]
    pub fn opt(self) -> Option<Value> { if self.0 == 0 { None } else { Some(self) } }
    /// None when UNDEF or Python None.
    #[inline(always)]
    pub fn opt_none(self) -> Option<Value> { if self.0 == 0 || self.0 == 4 { None } else { Some(self) } }

    // ---- small ints --------------------------------------------------------------------------------------------
    /// `i` must be within 63 bits; `Cx::int` takes any i64.
    #[inline(always)]
    pub const fn small(i: i64) -> Value { Value(((i as u64) << 1) | 1) }
    #[inline(always)]
    pub const fn is_small(self) -> bool { self.0 & 1 == 1 }
    #[inline(always)]
    pub const fn small_unchecked(self) -> i64 { (self.0 as i64) >> 1 }
    #[inline(always)]
    pub fn as_small(self) -> Option<i64> { if self.is_small() { Some(self.small_unchecked()) } else { None } }
    #[inline(always)]
    pub fn both_small(a: Value, b: Value) -> bool { a.0 & b.0 & 1 == 1 }
    #[inline(always)]
    pub const fn fits_small(i: i64) -> bool { i >= SMALL_MIN && i <= SMALL_MAX }

    // ---- floats --------------------------------------------------------------------------------------------------
    #[inline(always)]
    pub const fn is_inline_float(self) -> bool { self.0 & 3 == 2 }
    #[inline(always)]
    pub fn inline_float(self) -> f64 {
        if self.0 == FLOAT_ZERO { return 0.0; }
        let b63 = self.0 >> 63;
        f64::from_bits(((2 - b63) | (self.0 & !3)).rotate_right(3))
    }
    /// Inline encoding of `f` where it has one; `Cx::float` boxes the others.
    #[inline(always)]
    pub fn try_float(f: f64) -> Option<Value> {
        let bits = f.to_bits();
        let top = (bits >> 60) & 7;
        if (top == 3 || top == 4) && bits != 0x3000_0000_0000_0000 { return Some(Value((bits.rotate_left(3) & !3) | 2)); }
        if bits == 0 { return Some(Value(FLOAT_ZERO)); }
        None
    }

    // ---- references ----------------------------------------------------------------------------------------------
    #[inline(always)]
    pub const fn is_ref(self) -> bool { self.0 & 7 == 0 && self.0 != 0 }
    #[inline(always)]
    pub fn from_ptr<P>(p: *const P) -> Value { Value(p as u64) }
    #[inline(always)]
    pub fn ptr<P>(self) -> *mut P { debug_assert!(self.is_ref()); self.0 as *mut P }
    /// Header of a reference. Only call when `is_ref()`.
    #[inline(always)]
    pub fn header(self) -> &'static Header {
        debug_assert!(self.is_ref());
        // SAFETY: [V1]
        unsafe { &*(self.0 as *const Header) }
    }
    /// Shape number of a reference.
    #[inline(always)]
    pub fn shape(self) -> u32 { self.header().word0 as u32 }

    /// The built-in type whose layout this value has: for an instance of `class A(list)` that is `T::List`.
    #[inline(always)]
    pub fn kind(self) -> T {
        if self.is_small() { return T::Int; }
        if self.is_ref() {
            let s = self.shape();
            return if (s as usize) < T::COUNT { T::LAYOUT[s as usize] } else { crate::shape::info(s).kind };
        }
        self.immediate_type()
    }
    /// The type if this is an exact instance of a built-in type (no Python subclass, no extra attributes).
    #[inline(always)]
    pub fn exact(self) -> Option<T> {
        if self.is_small() { return Some(T::Int); }
        if self.is_ref() {
            let s = self.shape() as usize;
            return if s < T::COUNT { Some(T::from_index(s)) } else { None };
        }
        Some(self.immediate_type())
    }
    #[inline(always)]
    pub fn is_exact(self, t: T) -> bool { self.is_ref() && self.shape() == t as u32 }
    /// Has the layout of built-in type `t` (subclasses included). `int` includes small ints and bools; `float` inline ones.
    #[inline(always)]
    pub fn is(self, t: T) -> bool { self.kind() == t || (t as u32 == T::Int as u32 && self.is_bool()) }
    #[inline(never)]
    fn immediate_type(self) -> T {
        match self.0 {
            0x0c | 0x14 => T::Bool,
            4 => T::NoneType,
            0x1c => T::Ellipsis,
            0x24 => T::NotImplementedType,
            v if v & 3 == 2 => T::Float,
            _ => T::Object, // UNDEF: only reached by a bug; reported as object
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_undef() { write!(f, "UNDEF") }
        else if let Some(i) = self.as_small() { write!(f, "{i}") }
        else if self.is_inline_float() { write!(f, "{:?}", self.inline_float()) }
        else if self.is_ref() { write!(f, "<{:?} at {:#x}>", self.kind(), self.0) }
        else { write!(f, "{:?}", self.immediate_type()) }
    }
}
