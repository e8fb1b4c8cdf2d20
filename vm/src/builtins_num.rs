//! Builtin functions about numbers.
use crate::abs::Bin;
use crate::class::D;
use crate::cx::Cx;
use crate::int::big;
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;

fn abs(cx: &mut Cx, a: &[Value]) -> R {
    if let Some(i) = a[0].as_small() { return Ok(cx.int(i.abs())); }
    if a[0].is_inline_float() { return Ok(cx.float(a[0].inline_float().abs())); }
    cx.unary(D::Abs, a[0])
}
fn divmod(cx: &mut Cx, a: &[Value]) -> R { if let Some(v) = crate::int::binary(cx, Bin::DivMod, a[0], a[1])? { return Ok(v); } cx.binary(Bin::DivMod, a[0], a[1]) }
/// pow(b, e, m)
pub fn power(cx: &mut Cx, b: Value, e: Value, m: Value) -> R {
    if m.is_none() { if let Some(v) = crate::int::binary(cx, Bin::Pow, b, e)? { return Ok(v); } return cx.binary(Bin::Pow, b, e); }
    // each operand's own type is asked in turn, as long as it is not the same one again
    let (cb, ce, cm) = (cx.class_of(b), cx.class_of(e), cx.class_of(m));
    if let Some(f) = cb.dunder(cx, D::Pow) { let r = cx.call_unbound(f, b, &[e, m])?; if r != Value::NOT_IMPLEMENTED { return Ok(r); } }
    if b.is(T::Int) && (e.is(T::Float) || m.is(T::Float)) || e.is(T::Float) { return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers")); }
    if [b, e, m].iter().any(|v| v.is(T::Complex)) { return Err(cx.value_error("complex modulo")); }
    let (x, y, z) = (cb.name(), ce.name(), cm.name());
    Err(cx.type_error(format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'")))
}
fn pow(cx: &mut Cx, a: &[Value]) -> R { power(cx, a[0], a[1], a[2].opt().unwrap_or(Value::NONE)) }
fn round(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is_inline_float() || a[0].is_exact(T::Float) { return crate::float_methods::round(cx, &[a[0], a[1]]); }
    if a[0].is_small() && a[1].opt_none().is_none() { return Ok(a[0]); }
    let Some(f) = cx.special(a[0], D::Round) else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("type {t} doesn't define __round__ method"))) };
    match a[1].opt_none() { Some(n) => cx.call_unbound(f, a[0], &[n]), None => cx.call_unbound(f, a[0], &[]) }
}
fn radix(cx: &mut Cx, v: Value, f: fn(&dashu_int::IBig) -> String) -> R { let i = cx.index(v)?; let s = f(&big(i)); Ok(cx.string(s)) }
fn bin(cx: &mut Cx, a: &[Value]) -> R { radix(cx, a[0], fora_num::int::int_bin) }
fn oct(cx: &mut Cx, a: &[Value]) -> R { radix(cx, a[0], fora_num::int::int_oct) }
fn hex(cx: &mut Cx, a: &[Value]) -> R { radix(cx, a[0], fora_num::int::int_hex) }
pub const FUNCS: &[Def] = &[
    def("abs", "x, /", abs).doc("The absolute value of a number."), def("divmod", "x, y, /", divmod).doc("The pair (x//y, x%y)."), def("pow", "base, exp, mod=None", pow).doc("base**exp, or base**exp % mod for ints."),
    def("round", "number, ndigits=None", round).doc("A number rounded to a precision in decimal digits."), def("bin", "number, /", bin).doc("Binary text of an integer."), def("oct", "number, /", oct).doc("Octal text of an integer."), def("hex", "number, /", hex).doc("Hexadecimal text of an integer."),
];
