//! `Decimal` objects: layout, and conversion from and to other values.
//! Slots: 0 sign and kind, 1 exponent, 2 the coefficient as an int.
use super::context::{add_status, Env};
use super::is_decimal;
use crate::cx::Cx;
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use dashu_int::{IBig, UBig};
use fora_num::decimal::{cond, Dec, Kind, MAX_EMAX, MIN_ETINY};
use dashu_int::ops::UnsignedAbs;

const KINDS: [Kind; 4] = [Kind::Finite, Kind::Inf, Kind::QNan, Kind::SNan];
pub fn to_dec(v: Value) -> Dec {
    let s = Slots(v);
    let meta = s.int(0);
    let c = s.get(2);
    let coef = match c.as_small() { Some(n) => UBig::from(n as u64), None => (*crate::int::big(c)).clone().unsigned_abs() };
    Dec { neg: meta & 1 != 0, kind: KINDS[(meta >> 1 & 3) as usize], exp: s.int(1), coef }
}
fn words(cx: &mut Cx, d: Dec) -> [Value; 3] {
    let kind = match d.kind { Kind::Finite => 0, Kind::Inf => 1, Kind::QNan => 2, Kind::SNan => 3 };
    let coef = cx.bigint(IBig::from(d.coef));
    [Value::small(kind << 1 | d.neg as i64), Value::small(d.exp), coef]
}
pub fn wrap(cx: &mut Cx, d: Dec) -> R { let w = words(cx, d); Ok(Slots::new(cx, T::Decimal, &w)) }
pub fn wrap_of(cx: &mut Cx, cls: Value, d: Dec) -> R { let w = words(cx, d); Ok(if cls == cx.class(T::Decimal).0 { Slots::new(cx, T::Decimal, &w) } else { Slots::new_of(cx, cls, T::Decimal, &w) }) }
pub fn of_int(v: Value) -> Dec {
    let v = crate::int::payload(v);
    match v.as_small() { Some(n) => Dec::small(n < 0, n.unsigned_abs(), 0), None => { let neg = crate::int::is_negative(v); Dec::new(neg, (*crate::int::big(v)).clone().unsigned_abs(), 0) } }
}
/// The exact value of a float.
pub fn of_f64(f: f64) -> Dec {
    let neg = f.is_sign_negative();
    if f.is_nan() { return Dec::nan().with_sign(neg); }
    if f.is_infinite() { return Dec::inf(neg); }
    let bits = f.to_bits();
    let e = (bits >> 52 & 0x7ff) as i64;
    let m = bits & ((1 << 52) - 1);
    let (m, e) = if e == 0 { (m, -1074) } else { (m | 1 << 52, e - 1075) };
    if m == 0 { return Dec::small(neg, 0, 0); }
    if e >= 0 { return Dec::new(neg, UBig::from(m) << e as usize, 0); }
    let k = (m.trailing_zeros() as i64).min(-e);
    let (m, e) = (m >> k, -e - k);
    Dec::new(neg, UBig::from(m) * UBig::from(5u8).pow(e as usize), -e)
}
pub fn from_float(cx: &mut Cx, v: Value) -> R<Dec> {
    if v.is(T::Int) { return Ok(of_int(v)); }
    if v.is(T::Float) { return Ok(of_f64(crate::float::get(v))); }
    Err(cx.type_error("argument must be int or float"))
}
/// A number's text in ASCII; blanks around and underscores only with `loose`.
pub fn parse_text(s: Str, loose: bool) -> Option<Dec> {
    let mut out = Vec::with_capacity(s.byte_len());
    for c in s.code_points() {
        if c == '_' as u32 && loose { continue; }
        if c < 128 { out.push(if loose && fora_num::unicode::is_space(c) { b' ' } else { c as u8 }); continue; }
        if let Some(d) = fora_num::unicode::decimal_value(c) { out.push(b'0' + d) } else if loose && fora_num::unicode::is_space(c) { out.push(b' ') } else { return None; }
    }
    let t = if loose { out.trim_ascii() } else { &out[..] };
    Dec::parse(t)
}
fn from_tuple(cx: &mut Cx, v: Value) -> R<Dec> {
    let t = if v.is(T::List) { let l = crate::list::List(v).to_vvec(); cx.tuple(&l) } else { v };
    let items = Tuple(t).items();
    if items.len() != 3 { return Err(cx.value_error("argument must be a sequence of length 3")); }
    let sign = match items[0].as_small() { Some(n @ (0 | 1)) => n == 1, _ if items[0].is_bool() => items[0].is_true(), _ => return Err(cx.value_error("sign must be an integer with the value 0 or 1")) };
    let (kind, exp) = if let Some(s) = Str::from(items[2]) {
        match s.bytes() { b"F" => (Kind::Inf, 0), b"n" => (Kind::QNan, 0), b"N" => (Kind::SNan, 0), _ => return Err(cx.value_error("string argument in the third position must be 'F', 'n' or 'N'")) }
    } else {
        if !items[2].is(T::Int) { return Err(cx.value_error("exponent must be an integer")); }
        match crate::int::to_i64(items[2]) { Some(n) => (Kind::Finite, n), None => return Err(cx.overflow_error("Python int too large to convert to C ssize_t")) }
    };
    let bad = |cx: &mut Cx| cx.value_error("coefficient must be a tuple of digits");
    let d = if items[1].is(T::List) { let l = crate::list::List(items[1]).to_vvec(); cx.tuple(&l) } else { items[1] };
    let Some(d) = Tuple::from(d) else { return Err(bad(cx)) };
    let mut text = String::new();
    for x in d.items() { match x.as_small().or(if x.is_bool() { Some(x.is_true() as i64) } else { None }) { Some(n @ 0..=9) => text.push((b'0' + n as u8) as char), _ => return Err(bad(cx)) } }
    // 'n' is a quiet NaN, 'N' a signalling one
    if kind == Kind::Inf { return Ok(Dec::inf(sign)); }
    let coef = if text.is_empty() { UBig::ZERO } else { UBig::from_str_radix(&text, 10).unwrap_or(UBig::ZERO) };
    let exp = exp.clamp(-(1 << 61), 1 << 61);
    Ok(Dec { neg: sign, kind, exp, coef })
}
/// The exact value of a constructor's argument; out of range values are invalid.
pub fn exact(cx: &mut Cx, v: Value, env: &Env) -> R<Dec> {
    if is_decimal(v) { return Ok(to_dec(v)); }
    let d = if let Some(s) = Str::from(v) {
        match parse_text(s, true) { Some(d) => d, None => { add_status(cx, env, cond::CONVERSION_SYNTAX)?; return Ok(Dec::nan()); } }
    } else if v.is(T::Int) { return Ok(of_int(v)); }
    else if v.is(T::Tuple) || v.is(T::List) { from_tuple(cx, v)? }
    else if v.is(T::Float) { add_status(cx, env, cond::FLOAT_OPERATION)?; return Ok(of_f64(crate::float::get(v))); }
    else { let t = cx.type_name(v); return Err(cx.type_error(format!("conversion from {t} to Decimal is not supported"))); };
    if d.is_finite() && (d.adjusted() > MAX_EMAX || d.exp < MIN_ETINY || d.exp > MAX_EMAX) { add_status(cx, env, cond::INVALID_OPERATION)?; return Ok(Dec::nan()); }
    Ok(d)
}
/// An operand: Decimal or int; None for anything else.
pub fn operand(v: Value) -> Option<Dec> { if is_decimal(v) { Some(to_dec(v)) } else if v.is(T::Int) { Some(of_int(v)) } else { None } }
pub fn operand_or(cx: &mut Cx, v: Value) -> R<Dec> {
    match operand(v) { Some(d) => Ok(d), None => { let t = cx.type_name(v); Err(cx.type_error(format!("conversion from {t} to Decimal is not supported"))) } }
}
