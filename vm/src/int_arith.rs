//! Arithmetic on ints of any size, bools and subclass instances included, and on mixes of exact ints and floats.
//!
//! Every function takes two values whose kind is int. Sums, differences, short products and shifts write limbs straight into the
//! result object; the rest goes through dashu on borrowed limbs.
use crate::abs::{Bin, Cmp};
use crate::cx::Cx;
use crate::int::{alloc_limbs, big, finish, from_ibig, parts, payload};
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use fora_num::float as fl;
use fora_num::int as ni;
use std::cmp::Ordering;

/// From this many limbs on (of the shorter factor) dashu's algorithms beat the schoolbook.
const SCHOOLBOOK: usize = 20;

fn add_magnitudes(cx: &mut Cx, a: &[u64], b: &[u64], neg: bool) -> R {
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (o, w) = alloc_limbs(cx, a.len() + 1)?;
    let mut carry = false;
    for i in 0..b.len() {
        let (s, c1) = a[i].overflowing_add(b[i]);
        let (s, c2) = s.overflowing_add(carry as u64);
        w[i] = s;
        carry = c1 | c2;
    }
    let mut i = b.len();
    while i < a.len() && carry { let (s, c) = a[i].overflowing_add(1); w[i] = s; carry = c; i += 1; }
    if i < a.len() { w[i..a.len()].copy_from_slice(&a[i..]) }
    w[a.len()] = carry as u64;
    Ok(finish(o, w, neg))
}
fn cmp_magnitudes(a: &[u64], b: &[u64]) -> Ordering { a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev())) }
/// a - b with the sign of a being `neg`
fn sub_magnitudes(cx: &mut Cx, a: &[u64], b: &[u64], neg: bool) -> R {
    let (a, b, neg) = match cmp_magnitudes(a, b) { Ordering::Equal => return Ok(Value::small(0)), Ordering::Greater => (a, b, neg), Ordering::Less => (b, a, !neg) };
    let (o, w) = alloc_limbs(cx, a.len())?;
    let mut borrow = false;
    for i in 0..b.len() {
        let (s, c1) = a[i].overflowing_sub(b[i]);
        let (s, c2) = s.overflowing_sub(borrow as u64);
        w[i] = s;
        borrow = c1 | c2;
    }
    let mut i = b.len();
    while i < a.len() && borrow { let (s, c) = a[i].overflowing_sub(1); w[i] = s; borrow = c; i += 1; }
    if i < a.len() { w[i..].copy_from_slice(&a[i..]) }
    Ok(finish(o, w, neg))
}
fn add_signed(cx: &mut Cx, a: Value, b: Value, flip: bool) -> R {
    let (mut p, mut q) = ([0], [0]);
    let ((an, a), (bn, b)) = (parts(a, &mut p), parts(b, &mut q));
    let bn = bn != flip;
    if an == bn { add_magnitudes(cx, a, b, an) } else { sub_magnitudes(cx, a, b, an) }
}
#[inline]
pub fn add(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) { return Ok(cx.int(a.small_unchecked() + b.small_unchecked())); }
    add_signed(cx, a, b, false)
}
#[inline]
pub fn sub(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) { return Ok(cx.int(a.small_unchecked() - b.small_unchecked())); }
    add_signed(cx, a, b, true)
}
#[inline]
pub fn mul(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) { if let Some(r) = a.small_unchecked().checked_mul(b.small_unchecked()) { return Ok(cx.int(r)); } }
    mul_limbs(cx, a, b)
}
fn mul_limbs(cx: &mut Cx, x: Value, y: Value) -> R {
    let (mut p, mut q) = ([0], [0]);
    let ((an, a), (bn, b)) = (parts(x, &mut p), parts(y, &mut q));
    let (a, b) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if b.is_empty() { return Ok(Value::small(0)); }
    if b.len() > SCHOOLBOOK { if a.len() + b.len() > ni::MAX_BITS / 64 { return Err(cx.memory_error()); } let r = if x == y { big(x).sqr().into() } else { &*big(x) * &*big(y) }; return Ok(from_ibig(cx, r)); }
    let (o, w) = alloc_limbs(cx, a.len() + b.len())?;
    w[a.len()..].fill(0);
    let mut carry = 0u64;
    for (r, x) in w.iter_mut().zip(a) { let t = *x as u128 * b[0] as u128 + carry as u128; *r = t as u64; carry = (t >> 64) as u64; }
    w[a.len()] = carry;
    for (j, y) in b.iter().enumerate().skip(1) {
        let mut carry = 0u64;
        for (r, x) in w[j..].iter_mut().zip(a) { let t = *x as u128 * *y as u128 + *r as u128 + carry as u128; *r = t as u64; carry = (t >> 64) as u64; }
        w[j + a.len()] = carry;
    }
    Ok(finish(o, w, an != bn))
}
pub fn floordiv(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) && b != Value::small(0) { let r = ni::i64_floordiv(a.small_unchecked(), b.small_unchecked()).unwrap_or(0); return Ok(cx.int(r)); }
    if let Some((q, _)) = divmod_limb(cx, a, b)? { return Ok(q); }
    let r = ni::int_floordiv(&big(a), &big(b));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
/// divmod of a big int by a one-limb int of the same sign rules; None where that is not the case.
fn divmod_limb(cx: &mut Cx, a: Value, b: Value) -> R<Option<(Value, Value)>> {
    let Some(d) = b.as_small() else { return Ok(None) };
    if d <= 0 || a.is_small() || d > u32::MAX as i64 { return Ok(None); }
    let d = d as u64;
    let mut p = [0];
    let (neg, w) = parts(a, &mut p);
    let (o, q) = alloc_limbs(cx, w.len() + 1)?;
    let mut rem = 0u64;
    for i in (0..w.len()).rev() {
        // two half-limb steps: the divisor fits 32 bits, so plain 64-bit divisions do
        let hi = rem << 32 | w[i] >> 32;
        let lo = (hi % d) << 32 | (w[i] & 0xffff_ffff);
        q[i] = (hi / d) << 32 | lo / d;
        rem = lo % d;
    }
    q[w.len()] = 0;
    if neg && rem != 0 { rem = d - rem; for x in q.iter_mut() { let (s, c) = x.overflowing_add(1); *x = s; if !c { break; } } }
    Ok(Some((finish(o, q, neg), Value::small(rem as i64))))
}
pub fn rem(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) { if let Some(r) = ni::i64_mod(a.small_unchecked(), b.small_unchecked()) { return Ok(Value::small(r)); } }
    let r = ni::int_mod(&big(a), &big(b));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
pub fn divmod(cx: &mut Cx, a: Value, b: Value) -> R<(Value, Value)> {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) && b != Value::small(0) { let (x, y) = (a.small_unchecked(), b.small_unchecked()); let q = ni::i64_floordiv(x, y).unwrap_or(0); return Ok((cx.int(q), Value::small(ni::i64_mod(x, y).unwrap_or(0)))); }
    if let Some(r) = divmod_limb(cx, a, b)? { return Ok(r); }
    let r = ni::int_divmod(&big(a), &big(b));
    let (q, r) = cx.num(r)?;
    let q = from_ibig(cx, q);
    Ok((q, from_ibig(cx, r)))
}
pub fn truediv(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    let r = if Value::both_small(a, b) { fl::int_true_div_i64(a.small_unchecked(), b.small_unchecked()) } else { fl::int_true_div(&big(a), &big(b)) };
    let f = cx.num(r)?;
    Ok(cx.float(f))
}
pub fn pow(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if crate::int::is_negative(b) {
        let (x, y) = (crate::int::to_f64(cx, a)?, crate::int::to_f64(cx, b)?);
        return float_pow(cx, x, y);
    }
    if let (Some(x), Some(e)) = (a.as_small(), b.as_small()) { if let Ok(e) = u32::try_from(e) { if let Some(r) = x.checked_pow(e) { return Ok(cx.int(r)); } } }
    let r = ni::int_pow(&big(a), &big(b));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
/// pow(a, e, m)
pub fn mod_pow(cx: &mut Cx, a: Value, e: Value, m: Value) -> R {
    let (a, e, m) = (payload(a), payload(e), payload(m));
    if let (Some(x), Some(mut n), Some(md)) = (a.as_small(), e.as_small(), m.as_small()) {
        if n >= 0 && md > 1 {
            let md = md as u128;
            let (mut base, mut r) = (x.rem_euclid(md as i64) as u128, 1u128);
            if md <= u32::MAX as u128 { let (m, mut b, mut t) = (md as u64, base as u64, 1u64); while n > 0 { if n & 1 == 1 { t = t * b % m } b = b * b % m; n >>= 1; } return Ok(Value::small(t as i64)); }
            while n > 0 { if n & 1 == 1 { r = r * base % md } base = base * base % md; n >>= 1; }
            return Ok(Value::small(r as i64));
        }
    }
    let r = ni::int_mod_pow(&big(a), &big(e), &big(m));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
pub fn lshift(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if crate::int::is_negative(b) { return Err(cx.value_error("negative shift count")); }
    if a == Value::small(0) { return Ok(a); }
    let Some(n) = b.as_small() else { return Err(cx.overflow_error("too many digits in integer")) };
    if let Some(x) = a.as_small() { if n < 64 { if let Some(r) = ni::i64_shl(x, n as u32) { return Ok(cx.int(r)); } } }
    if n as u64 > ni::MAX_BITS as u64 { return Err(if n as u64 > (i64::MAX as u64) / 30 * 30 { cx.overflow_error("too many digits in integer") } else { cx.memory_error() }); }
    let mut p = [0];
    let (neg, s) = parts(a, &mut p);
    let (k, bits) = (n as usize / 64, n as u32 % 64);
    let (o, w) = alloc_limbs(cx, s.len() + k + 1)?;
    w[..k].fill(0);
    if bits == 0 { w[k..k + s.len()].copy_from_slice(s); w[k + s.len()] = 0; }
    else { let mut carry = 0; for (r, x) in w[k..].iter_mut().zip(s) { *r = x << bits | carry; carry = x >> (64 - bits); } w[k + s.len()] = carry; }
    Ok(finish(o, w, neg))
}
pub fn rshift(cx: &mut Cx, a: Value, b: Value) -> R {
    let (a, b) = (payload(a), payload(b));
    if crate::int::is_negative(b) { return Err(cx.value_error("negative shift count")); }
    if let (Some(x), Some(n)) = (a.as_small(), b.as_small()) { return Ok(Value::small(x >> n.min(63))); }
    let mut p = [0];
    let (neg, s) = parts(a, &mut p);
    let n = b.as_small().unwrap_or(i64::MAX) as usize;
    let (k, bits) = (n / 64, n as u32 % 64);
    if k >= s.len() { return Ok(Value::small(if neg { -1 } else { 0 })); }
    let lost = neg && (s[..k].iter().any(|w| *w != 0) || bits != 0 && s[k] << (64 - bits) != 0);
    let m = s.len() - k;
    let (o, w) = alloc_limbs(cx, m + 1)?;
    for i in 0..m { w[i] = if bits == 0 { s[k + i] } else { s[k + i] >> bits | s.get(k + i + 1).map_or(0, |h| h << (64 - bits)) }; }
    w[m] = 0;
    if lost { for x in w.iter_mut() { let (s, c) = x.overflowing_add(1); *x = s; if !c { break; } } }
    Ok(finish(o, w, neg))
}
macro_rules! bitop { ($name:ident, $op:tt) => {
    pub fn $name(cx: &mut Cx, a: Value, b: Value) -> R {
        if a.is_bool() && b.is_bool() { return Ok(Value::bool(a.is_true() $op b.is_true())); }
        let (a, b) = (payload(a), payload(b));
        if Value::both_small(a, b) { return Ok(Value::small(a.small_unchecked() $op b.small_unchecked())); }
        let r = &*big(a) $op &*big(b);
        Ok(from_ibig(cx, r))
    }
} }
bitop!(and, &);
bitop!(or, |);
bitop!(xor, ^);
pub fn neg(cx: &mut Cx, a: Value) -> R { sub(cx, Value::small(0), a) }
pub fn abs(cx: &mut Cx, a: Value) -> R { if crate::int::is_negative(a) { neg(cx, a) } else { Ok(payload(a)) } }
pub fn invert(cx: &mut Cx, a: Value) -> R { sub(cx, Value::small(-1), a) }
/// Exact order of two ints.
pub fn cmp(a: Value, b: Value) -> Ordering {
    let (a, b) = (payload(a), payload(b));
    if Value::both_small(a, b) { return a.small_unchecked().cmp(&b.small_unchecked()); }
    let (mut p, mut q) = ([0], [0]);
    let ((an, a), (bn, b)) = (parts(a, &mut p), parts(b, &mut q));
    match (an, bn) { (false, true) => Ordering::Greater, (true, false) => Ordering::Less, (false, false) => cmp_magnitudes(a, b), (true, true) => cmp_magnitudes(b, a) }
}
/// Exact order of an int and a float; None for NaN.
pub fn cmp_float(a: Value, x: f64) -> Option<Ordering> { let a = payload(a); match a.as_small() { Some(i) => fl::int_cmp_float_i64(i, x), None => fl::int_cmp_float(&big(a), x) } }
/// The int nearest below, above or towards zero is exact: `int(x)`.
pub fn from_f64(cx: &mut Cx, x: f64) -> R {
    if x.abs() < 4e18 { return Ok(Value::small(x as i64)); }
    let r = fl::float_to_int(x);
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
pub fn bit_length(v: Value) -> usize { let mut p = [0]; let (_, w) = parts(payload(v), &mut p); w.last().map_or(0, |t| w.len() * 64 - t.leading_zeros() as usize) }

// ---- floats and mixes ------------------------------------------------------------------------------------------------------
pub fn float_pow(cx: &mut Cx, x: f64, y: f64) -> R {
    let r = fl::float_pow(x, y);
    match cx.num(r)? {
        fl::PowResult::Float(f) => Ok(cx.float(f)),
        fl::PowResult::Complex => { let r = fora_num::complex::Complex::new(x, 0.0).pow(fora_num::complex::Complex::new(y, 0.0)); let z = cx.num(r)?; Ok(crate::complex::new(cx, z.re, z.im)) }
    }
}
/// `x op y` for two floats; None: no such operation.
pub fn float_binary(cx: &mut Cx, op: Bin, x: f64, y: f64) -> R<Option<Value>> {
    let r = match op {
        Bin::Add => Ok(x + y), Bin::Sub => Ok(x - y), Bin::Mul => Ok(x * y), Bin::TrueDiv => fl::float_div(x, y), Bin::FloorDiv => fl::float_floordiv(x, y), Bin::Mod => fl::float_mod(x, y),
        Bin::Pow => return float_pow(cx, x, y).map(Some),
        Bin::DivMod => { let r = fl::float_divmod(x, y); let (q, m) = cx.num(r)?; let (q, m) = (cx.float(q), cx.float(m)); return Ok(Some(cx.tuple(&[q, m]))); }
        Bin::MatMul | Bin::LShift | Bin::RShift | Bin::And | Bin::Xor | Bin::Or => return Ok(None),
    };
    let f = cx.num(r)?;
    Ok(Some(cx.float(f)))
}
/// `a op b` for two ints; None: no such operation.
pub fn int_binary(cx: &mut Cx, op: Bin, a: Value, b: Value) -> R<Option<Value>> {
    Ok(Some(match op {
        Bin::Add => add(cx, a, b)?, Bin::Sub => sub(cx, a, b)?, Bin::Mul => mul(cx, a, b)?, Bin::TrueDiv => truediv(cx, a, b)?, Bin::FloorDiv => floordiv(cx, a, b)?, Bin::Mod => rem(cx, a, b)?,
        Bin::DivMod => { let (q, r) = divmod(cx, a, b)?; cx.tuple(&[q, r]) }
        Bin::Pow => pow(cx, a, b)?, Bin::LShift => lshift(cx, a, b)?, Bin::RShift => rshift(cx, a, b)?, Bin::And => and(cx, a, b)?, Bin::Xor => xor(cx, a, b)?, Bin::Or => or(cx, a, b)?,
        Bin::MatMul => return Ok(None),
    }))
}
/// An exact number: int or float, no subclass instance.
#[derive(Clone, Copy)]
enum Exact { Int, Float(f64) }
#[inline]
fn exact(v: Value) -> Option<Exact> {
    if v.is_small() || v.is_bool() || v.is_exact(T::Int) { return Some(Exact::Int); }
    if v.is_inline_float() { return Some(Exact::Float(v.inline_float())); }
    if v.is_exact(T::Float) { return Some(Exact::Float(crate::float::get(v))); }
    None
}
/// `a op b` where both are exact ints, bools or floats; None: not such operands, or no such operation.
#[inline]
pub fn binary(cx: &mut Cx, op: Bin, a: Value, b: Value) -> R<Option<Value>> {
    let (Some(x), Some(y)) = (exact(a), exact(b)) else { return Ok(None) };
    match (x, y) {
        (Exact::Int, Exact::Int) => int_binary(cx, op, a, b),
        (Exact::Float(x), Exact::Float(y)) => float_binary(cx, op, x, y),
        (Exact::Int, Exact::Float(y)) => { if op as u8 >= Bin::LShift as u8 || op == Bin::MatMul { return Ok(None); } let x = crate::int::to_f64(cx, a)?; float_binary(cx, op, x, y) }
        (Exact::Float(x), Exact::Int) => { if op as u8 >= Bin::LShift as u8 || op == Bin::MatMul { return Ok(None); } let y = crate::int::to_f64(cx, b)?; float_binary(cx, op, x, y) }
    }
}
/// Comparison of exact ints, bools and floats; None for other operands.
#[inline]
pub fn compare(op: Cmp, a: Value, b: Value) -> Option<bool> {
    Some(match (exact(a)?, exact(b)?) {
        (Exact::Int, Exact::Int) => op.of_ordering(cmp(a, b)),
        (Exact::Float(x), Exact::Float(y)) => op.holds(x, y),
        (Exact::Int, Exact::Float(y)) => of_partial(op, cmp_float(a, y)),
        (Exact::Float(x), Exact::Int) => of_partial(op, cmp_float(b, x).map(Ordering::reverse)),
    })
}
pub fn of_partial(op: Cmp, o: Option<Ordering>) -> bool { match o { Some(o) => op.of_ordering(o), None => op == Cmp::Ne } }
pub fn divmod_tuple(cx: &mut Cx, a: Value, b: Value) -> R { let (q, r) = divmod(cx, a, b)?; Ok(cx.tuple(&[q, r])) }
