//! The _random module: the Mersenne Twister as an object.
//!
//! [RN1] slot 0 of a Random holds a leaf buffer with a `Twister`, set in `__new__` and only replaced by another.
#![allow(unsafe_code)] // the generator's state inside a leaf buffer: [RN1]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::int::{self, big, from_ibig};
use crate::native::{def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;
use fora_num::random::Twister;

/// As `twister`, to draw from it.
fn draw(cx: &mut Cx, v: Value) -> &'static mut Twister { cx.write(v); twister(v) }
fn twister(v: Value) -> &'static mut Twister { unsafe { &mut *(Slots(v).get(0).ptr::<u8>().add(24) as *mut Twister) } } // SAFETY: [RN1]; no call that could reach it again while borrowed
fn buffer(cx: &mut Cx, t: Twister) -> Value {
    let b = cx.alloc_leaf(T::Buffer, 24 + std::mem::size_of::<Twister>());
    unsafe { std::ptr::write(b.ptr::<u8>().add(24) as *mut Twister, t) } // SAFETY: fresh, sized, 8-aligned
    b
}
fn entropy() -> Twister {
    let mut key = [0u32; 624];
    let n = unsafe { libc::getrandom(key.as_mut_ptr() as *mut libc::c_void, 2496, 0) }; // SAFETY: buffer of that size
    if n < 2496 { key[0] = std::process::id(); key[1] = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos()); }
    Twister::from_key(&key)
}
fn from_seed(cx: &mut Cx, v: Value) -> R<Twister> {
    let Some(v) = v.opt_none() else { return Ok(entropy()) };
    if v.is(T::Int) { return Ok(Twister::from_int(&big(v))); }
    let h = cx.hash(v)?;
    Ok(Twister::from_int(&dashu_int::IBig::from(h as u64)))
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let args = Tuple(a[1]).items();
    if a[0] == cx.class(T::Random).0 {
        if Dict(a[2]).len() > 0 { return Err(cx.type_error("Random() takes no keyword arguments")); }
        if args.len() > 1 { return Err(cx.type_error("Random() requires 0 or 1 argument")); }
    }
    let t = from_seed(cx, args.first().copied().unwrap_or(Value::NONE))?;
    let b = buffer(cx, t);
    Ok(Slots::new_of(cx, a[0], T::Random, &[b]))
}
fn seed(cx: &mut Cx, a: &[Value]) -> R { let t = from_seed(cx, a[1])?; *draw(cx, a[0]) = t; Ok(Value::NONE) }
fn random(cx: &mut Cx, a: &[Value]) -> R { let f = draw(cx, a[0]).random(); Ok(cx.float(f)) }
fn getrandbits(cx: &mut Cx, a: &[Value]) -> R {
    let k = cx.index(a[1])?;
    if int::is_negative(k) { return Err(cx.value_error("number of bits must be non-negative")); }
    let Some(k) = int::to_i64(k).filter(|k| *k <= i32::MAX as i64) else { return Err(cx.overflow_error("Python int too large to convert to C int")) };
    if k <= 64 { let n = draw(cx, a[0]).bits_u64(k as u32); return Ok(cx.int_u64(n)); }
    let n = draw(cx, a[0]).bits(k as usize);
    Ok(from_ibig(cx, n.into()))
}
fn getstate(cx: &mut Cx, a: &[Value]) -> R { let s = twister(a[0]).state(); let t = cx.tuple_uninit(s.len()); for (i, w) in s.iter().enumerate() { t.init(i, Value::small(*w as i64)) } Ok(t.0) }
fn setstate(cx: &mut Cx, a: &[Value]) -> R {
    let Some(t) = Tuple::from(a[1]) else { return Err(cx.type_error("state vector must be a tuple")) };
    if t.len() != 625 { return Err(cx.value_error("state vector is the wrong size")); }
    let mut words = Vec::with_capacity(625);
    for v in t.items() {
        if !v.is(T::Int) { return Err(cx.type_error("an integer is required")); }
        if int::is_negative(*v) { return Err(cx.overflow_error("can't convert negative value to unsigned int")); }
        let Some(n) = int::to_i64(*v) else { return Err(cx.overflow_error("Python int too large to convert to C unsigned long")) };
        words.push(n as u32);
    }
    match Twister::from_state(&words) { Some(t) => { *draw(cx, a[0]) = t; Ok(Value::NONE) } None => Err(cx.value_error("invalid state")) }
}
pub const RANDOM: &[Def] = &[def_new("*args, **kwargs", new), def("__init__", "*args, **kwargs", |_, _| Ok(Value::NONE)), def("seed", "n=None, /", seed), def("random", "", random), def("getrandbits", "k, /", getrandbits), def("getstate", "", getstate), def("setstate", "state, /", setstate)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { let c = cx.class(T::Random).0; m.set(cx, "Random", c); Ok(()) }
