//! Ints: layout and conversions. Methods are in `int_methods.rs`.
//!
//! A big int object: header, meta word `limbs << 1 | negative`, then the limbs, least significant first; never in small range
//! unless it is an instance of a subclass (whose payload is the same). Arithmetic is in `int_arith.rs`.
#![allow(unsafe_code)] // raw limbs: [O1]
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use dashu_int::{IBig, Sign, UBig};
use fora_heap::SCAN_LEAF;

pub use crate::int_arith::*;

/// A big int borrowed as a dashu number, without copying the limbs. Never dropped: [I2] the limbs belong to the heap object, which the
/// caller keeps reachable.
pub struct Big(std::mem::ManuallyDrop<IBig>);
impl std::ops::Deref for Big { type Target = IBig; #[inline(always)] fn deref(&self) -> &IBig { &self.0 } }
/// Any int (bool, subclass) as a dashu number.
#[inline]
pub fn big(v: Value) -> Big {
    let v = payload(v);
    if let Some(i) = v.as_small() { return Big(std::mem::ManuallyDrop::new(IBig::from(i))); }
    let (neg, w) = limbs(v);
    Big(std::mem::ManuallyDrop::new(unsafe { IBig::from_static_words(if neg { Sign::Negative } else { Sign::Positive }, w) })) // SAFETY: [I2], limbs are normalised
}
/// A fresh int object with room for `n` limbs, to be completed by `finish`.
pub fn alloc_limbs(cx: &mut Cx, n: usize) -> R<(Value, &'static mut [u64])> {
    let o = cx.try_alloc(T::Int as u32, 24 + n * 8, SCAN_LEAF)?;
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = 0; Ok((o, std::slice::from_raw_parts_mut(o.ptr::<u8>().add(24) as *mut u64, n))) } // SAFETY: fresh, sized for n
}
/// Gives a fresh int its sign; leading zero limbs are cut, small results become small ints.
pub fn finish(o: Value, w: &mut [u64], neg: bool) -> Value {
    let mut n = w.len();
    while n > 0 && w[n - 1] == 0 { n -= 1; }
    if n == 0 { return Value::small(0); }
    if n == 1 {
        if !neg && w[0] <= crate::value::SMALL_MAX as u64 { return Value::small(w[0] as i64); }
        if neg && w[0] <= crate::value::SMALL_MIN.unsigned_abs() { return Value::small((w[0] as i64).wrapping_neg()); }
    }
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (n as u64) << 1 | neg as u64 } // SAFETY: fresh
    o
}
/// Sign and magnitude of a plain int; `buf` holds a small one's limb.
#[inline]
pub fn parts(v: Value, buf: &mut [u64; 1]) -> (bool, &[u64]) {
    if let Some(i) = v.as_small() { buf[0] = i.unsigned_abs(); return (i < 0, if i == 0 { &buf[..0] } else { &buf[..] }); }
    limbs(v)
}

fn limbs(v: Value) -> (bool, &'static [u64]) {
    // SAFETY: [O1] int layout
    unsafe { let m = *(v.ptr::<u8>().add(16) as *const u64); (m & 1 == 1, std::slice::from_raw_parts(v.ptr::<u8>().add(24) as *const u64, (m >> 1) as usize)) }
}
/// Small results become small ints.
pub fn from_ibig(cx: &mut Cx, i: IBig) -> Value {
    if let Ok(n) = i64::try_from(&i) { if Value::fits_small(n) { return Value::small(n); } }
    let (sign, words) = i.as_sign_words();
    let o = cx.alloc_raw(T::Int as u32, 24 + words.len() * 8, SCAN_LEAF);
    // SAFETY: [O2] fresh, sized for the limbs
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (words.len() as u64) << 1 | (sign == Sign::Negative) as u64; std::ptr::copy_nonoverlapping(words.as_ptr(), o.ptr::<u8>().add(24) as *mut u64, words.len()); }
    o
}
/// Payload of an int subclass instance: one word (a value) at 16 holding the plain int.
#[inline]
pub fn payload(v: Value) -> Value { if v.is_ref() && !v.is_exact(T::Int) { Value(unsafe { *(v.ptr::<u8>().add(16) as *const u64) }) } else if v.is_bool() { Value::small(v.is_true() as i64) } else { v } } // SAFETY: [O1]
/// Sets the payload of a fresh int subclass instance.
pub fn init_subclass(v: Value, plain: Value) { assert!(v.kind() == T::Int && !v.is_exact(T::Int)); unsafe { *(v.ptr::<u8>().add(16) as *mut u64) = plain.0 } } // SAFETY: fresh
/// The plain int behind any int (bool, subclass).
pub fn plain(_cx: &mut Cx, v: Value) -> Value { payload(v) }
pub fn to_ibig(v: Value) -> IBig {
    let v = payload(v);
    if let Some(i) = v.as_small() { return IBig::from(i); }
    let (neg, w) = limbs(v);
    IBig::from_parts(if neg { Sign::Negative } else { Sign::Positive }, UBig::from_words(w))
}
pub fn to_i64(v: Value) -> Option<i64> { let v = payload(v); if let Some(i) = v.as_small() { return Some(i); } i64::try_from(&*big(v)).ok() }
pub fn is_negative(v: Value) -> bool { let v = payload(v); match v.as_small() { Some(i) => i < 0, None => limbs(v).0 } }
pub fn to_f64(cx: &mut Cx, v: Value) -> R<f64> {
    let v = payload(v);
    if let Some(i) = v.as_small() { return Ok(i as f64); }
    let r = fora_num::float::int_to_float(&big(v));
    cx.num(r)
}
#[inline(always)]
pub fn hash_small(i: i64) -> i64 { const M: i64 = (1 << 61) - 1; if i > -M && i < M { if i == -1 { -2 } else { i } } else { let r = i % M; if r == -1 { -2 } else { r } } }
pub fn hash(v: Value) -> i64 {
    let v = payload(v);
    if let Some(i) = v.as_small() { return hash_small(i); }
    fora_num::hash::hash_int(&big(v))
}
