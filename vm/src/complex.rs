//! Complex numbers. Subclass instances use the same payload words (two raw f64 would be scanned, so each half is a float value).
#![allow(unsafe_code)] // raw layout: [O1]
use crate::cx::Cx;
use crate::types::T;
use crate::value::Value;
pub fn new(cx: &mut Cx, re: f64, im: f64) -> Value { let (r, i) = (cx.float(re), cx.float(im)); crate::object::Slots::new(cx, T::Complex, &[r, i]) }
/// (re, im) of any complex.
pub fn get(v: Value) -> (f64, f64) { let s = crate::object::Slots(v); (crate::float::get(s.get(0)), crate::float::get(s.get(1))) }
