//! Floats: boxed form and conversions. Methods are in `float_methods.rs`.
#![allow(unsafe_code)] // raw layout: [O1]
use crate::cx::Cx;
use crate::types::T;
use crate::value::Value;
use fora_heap::SCAN_LEAF;
pub fn boxed(cx: &mut Cx, f: f64) -> Value { let o = cx.alloc_raw(T::Float as u32, 24, SCAN_LEAF); unsafe { *(o.ptr::<u8>().add(16) as *mut f64) = f }; o } // SAFETY: fresh
/// Value of any float (subclass instances hold a plain float value in their payload word).
#[inline]
pub fn get(v: Value) -> f64 {
    if v.is_inline_float() { return v.inline_float(); }
    if v.is_exact(T::Float) { return unsafe { *(v.ptr::<u8>().add(16) as *const f64) }; } // SAFETY: [O1]
    assert!(v.is_ref() && v.kind() == T::Float);
    get(Value(unsafe { *(v.ptr::<u8>().add(16) as *const u64) })) // SAFETY: [O1]
}
/// Sets the payload of a fresh float subclass instance.
pub fn init_subclass(v: Value, plain: Value) { assert!(v.kind() == T::Float && !v.is_exact(T::Float)); unsafe { *(v.ptr::<u8>().add(16) as *mut u64) = plain.0 } } // SAFETY: fresh
