//! complex: constructor, operators, methods.
use crate::class::D;
use crate::cx::Cx;
use crate::int;
use crate::native::{attr, def, def_new, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use fora_num::complex::{complex_repr, parse_complex, Complex};
use fora_num::format as nf;

pub fn get(v: Value) -> Complex { let (re, im) = crate::complex::get(v); Complex::new(re, im) }
pub fn make(cx: &mut Cx, z: Complex) -> Value { crate::complex::new(cx, z.re, z.im) }
fn of_class(cx: &mut Cx, cls: Value, z: Complex) -> R {
    if cls == cx.class(T::Complex).0 { return Ok(make(cx, z)); }
    let (r, i) = (cx.float(z.re), cx.float(z.im));
    Ok(crate::object::Slots::new_of(cx, cls, T::Complex, &[r, i]))
}
/// `x.__complex__()`, where the type has it (complex itself included).
fn special(cx: &mut Cx, x: Value) -> R<Option<Complex>> {
    if x.is_exact(T::Complex) { return Ok(Some(get(x))); }
    let Some(r) = cx.call_special(x, D::Complex, &[])? else { return Ok(None) };
    if !r.is(T::Complex) { let t = cx.type_name(r); return Err(cx.type_error(format!("__complex__ returned non-complex (type {t})"))); }
    if !r.is_exact(T::Complex) { let t = cx.type_name(r); crate::warn::warn(cx, T::DeprecationWarning, &format!("__complex__ returned non-complex (type {t}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python."))?; }
    Ok(Some(get(r)))
}
/// Any number as complex, as cmath takes it.
pub fn from_object(cx: &mut Cx, x: Value) -> R<Complex> { match special(cx, x)? { Some(z) => Ok(z), None => Ok(Complex::new(cx.as_f64(x)?, 0.0)) } }
fn is_number(cx: &mut Cx, x: Value) -> bool { x.is(T::Complex) || cx.special(x, D::Float).is_some() || cx.special(x, D::Index).is_some() }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let (r, i) = (a[1], a[2]);
    if r.is_exact(T::Complex) && i.is_undef() && a[0] == cx.class(T::Complex).0 { return Ok(r); }
    if let Some(s) = r.opt().and_then(Str::from) {
        if !i.is_undef() { return Err(cx.type_error("complex() can't take second arg if first is a string")); }
        let shown = cx.repr_string(r)?;
        let z = if s.has_surrogates() { Err(fora_num::Error::value("complex() arg is a malformed string")) } else { parse_complex(&s.lossy(), || shown) };
        let z = cx.num(z)?;
        return of_class(cx, a[0], z);
    }
    if !i.is_undef() && i.is(T::Str) { return Err(cx.type_error("complex() second arg can't be a string")); }
    let (mut re, mut re_complex) = (Complex::default(), false);
    if !r.is_undef() {
        match special(cx, r)? {
            Some(z) => { re = z; re_complex = true; }
            None => { if !is_number(cx, r) { let t = cx.type_name(r); return Err(cx.type_error(format!("complex() first argument must be a string or a number, not '{t}'"))); } }
        }
    }
    if !i.is_undef() && !is_number(cx, i) { let t = cx.type_name(i); return Err(cx.type_error(format!("complex() second argument must be a number, not '{t}'"))); }
    if !r.is_undef() && !re_complex { re.re = cx.as_f64(r)?; }
    let mut out = re;
    if !i.is_undef() {
        if i.is(T::Complex) { let z = get(i); out.re -= z.im; out.im = z.re + if re_complex { re.im } else { 0.0 }; }
        else { let f = cx.as_f64(i)?; out.im = if re_complex { f + re.im } else { f }; }
    }
    of_class(cx, a[0], out)
}
fn operand(cx: &mut Cx, v: Value) -> R<Option<Complex>> {
    if v.is(T::Complex) { return Ok(Some(get(v))); }
    if v.is(T::Float) { return Ok(Some(Complex::new(crate::float::get(v), 0.0))); }
    if v.is(T::Int) { return Ok(Some(Complex::new(int::to_f64(cx, v)?, 0.0))); }
    Ok(None)
}
macro_rules! operators { ($($f:ident $rf:ident $op:expr;)*) => { $(
    fn $f(cx: &mut Cx, a: &[Value]) -> R { let Some(y) = operand(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) }; let r = $op(get(a[0]), y); let z = cx.num(r)?; Ok(make(cx, z)) }
    fn $rf(cx: &mut Cx, a: &[Value]) -> R { let Some(y) = operand(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) }; let r = $op(y, get(a[0])); let z = cx.num(r)?; Ok(make(cx, z)) }
)* } }
operators! { add radd |a: Complex, b| Ok(a.add(b)); sub rsub |a: Complex, b| Ok(a.sub(b)); mul rmul |a: Complex, b| Ok(a.mul(b)); truediv rtruediv |a: Complex, b| a.div(b); pow2 rpow2 |a: Complex, b| a.pow(b); }
fn pow(cx: &mut Cx, a: &[Value]) -> R { if a[2].opt_none().is_some() { return Err(cx.value_error("complex modulo")); } pow2(cx, a) }
fn rpow(cx: &mut Cx, a: &[Value]) -> R { if a[2].opt_none().is_some() { return Err(cx.value_error("complex modulo")); } rpow2(cx, a) }
fn same(a: &[Value]) -> Option<bool> {
    let z = get(a[0]);
    if a[1].is(T::Complex) { let w = get(a[1]); return Some(z.re == w.re && z.im == w.im); }
    if a[1].is(T::Float) { return Some(z.im == 0.0 && z.re == crate::float::get(a[1])); }
    if a[1].is(T::Int) { return Some(z.im == 0.0 && int::cmp_float(a[1], z.re) == Some(std::cmp::Ordering::Equal)); }
    None
}
fn eq(_: &mut Cx, a: &[Value]) -> R { Ok(same(a).map_or(Value::NOT_IMPLEMENTED, Value::bool)) }
fn ne(_: &mut Cx, a: &[Value]) -> R { Ok(same(a).map_or(Value::NOT_IMPLEMENTED, |b| Value::bool(!b))) }
fn unordered(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NOT_IMPLEMENTED) }
fn neg(cx: &mut Cx, a: &[Value]) -> R { let z = get(a[0]).neg(); Ok(make(cx, z)) }
fn itself(cx: &mut Cx, a: &[Value]) -> R { if a[0].is_exact(T::Complex) { return Ok(a[0]); } let z = get(a[0]); Ok(make(cx, z)) }
fn abs(cx: &mut Cx, a: &[Value]) -> R { let r = get(a[0]).abs(); let f = cx.num(r)?; Ok(cx.float(f)) }
fn truth(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(!get(a[0]).is_zero())) }
fn conjugate(cx: &mut Cx, a: &[Value]) -> R { let z = get(a[0]).conjugate(); Ok(make(cx, z)) }
fn hash(cx: &mut Cx, a: &[Value]) -> R { let z = get(a[0]); let nan = if z.re.is_nan() { z.re } else { z.im }; let h = fora_num::hash::hash_complex(z.re, z.im, fora_num::hash::hash_pointer(nan.to_bits())); Ok(cx.int(h)) }
fn repr(cx: &mut Cx, a: &[Value]) -> R { let s = complex_repr(get(a[0])); Ok(cx.string(s)) }
fn real(cx: &mut Cx, a: &[Value]) -> R { let f = get(a[0]).re; Ok(cx.float(f)) }
fn imag(cx: &mut Cx, a: &[Value]) -> R { let f = get(a[0]).im; Ok(cx.float(f)) }
fn getnewargs(cx: &mut Cx, a: &[Value]) -> R { let (r, i) = (real(cx, a)?, imag(cx, a)?); Ok(cx.tuple(&[r, i])) }
fn format(cx: &mut Cx, a: &[Value]) -> R {
    crate::num::check_spec(cx, a[1])?;
    if Str(a[1]).is_empty() { return Ok(cx.str_of(a[0])?.0); }
    let t = crate::num::spec_text(a[1]);
    let (name, z) = (cx.type_name(a[0]), get(a[0]));
    let r = nf::Spec::parse_number(&t, &name).and_then(|s| nf::format_complex(&s, z.re, z.im, &name, &crate::num::locale()));
    let s = cx.num(r)?;
    Ok(cx.string(s))
}
pub const COMPLEX: &[Def] = &[
    def_new("real=0, imag=0", new).doc("Makes a complex number from text or from numbers.\n\nThe result is real + imag*1j."),
    def("__repr__", "", repr), def("__hash__", "", hash), def("__lt__", "value, /", unordered), def("__le__", "value, /", unordered), def("__eq__", "value, /", eq), def("__ne__", "value, /", ne), def("__gt__", "value, /", unordered), def("__ge__", "value, /", unordered),
    def("__add__", "value, /", add), def("__radd__", "value, /", radd), def("__sub__", "value, /", sub), def("__rsub__", "value, /", rsub), def("__mul__", "value, /", mul), def("__rmul__", "value, /", rmul), def("__pow__", "value, mod=None, /", pow), def("__rpow__", "value, mod=None, /", rpow),
    def("__neg__", "", neg), def("__pos__", "", itself), def("__abs__", "", abs), def("__bool__", "", truth), def("__truediv__", "value, /", truediv), def("__rtruediv__", "value, /", rtruediv),
    def("conjugate", "", conjugate), def("__complex__", "", itself), def("__getnewargs__", "", getnewargs), def("__sizeof__", "", |_, _| Ok(Value::small(32))), def("__format__", "format_spec, /", format), attr("real", real).doc("the real part of a complex number"), attr("imag", imag).doc("the imaginary part of a complex number"),
];
