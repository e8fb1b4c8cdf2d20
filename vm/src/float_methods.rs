//! float: constructor, operators, methods.
use crate::abs::{Bin, Cmp};
use crate::class::D;
use crate::cx::Cx;
use crate::float::get;
use crate::int::{self, from_ibig};
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use fora_num::float as fl;
use fora_num::format as nf;

fn new(cx: &mut Cx, a: &[Value]) -> R {
    let v = match a[1].opt() { None => Value::small(0), Some(x) => x };
    let f = from_object(cx, v)?;
    of_class(cx, a[0], f)
}
fn of_class(cx: &mut Cx, cls: Value, f: f64) -> R {
    let v = cx.float(f);
    if cls == cx.class(T::Float).0 { return Ok(v); }
    let o = cx.alloc_instance(cls);
    crate::float::init_subclass(o, v);
    Ok(o)
}
/// `float(x)`
pub fn from_object(cx: &mut Cx, x: Value) -> R<f64> {
    if x.is_inline_float() || x.is_exact(T::Float) { return Ok(get(x)); }
    if let Some(i) = x.as_small() { return Ok(i as f64); }
    let text: Option<Vec<u8>> = if let Some(s) = Str::exact(x) { Some(s.bytes().to_vec()) } else { None };
    if text.is_none() {
        if let Some(r) = cx.call_special(x, D::Float, &[])? {
            if !r.is(T::Float) { let (t, u) = (cx.type_name(x), cx.type_name(r)); return Err(cx.type_error(format!("{t}.__float__ returned non-float (type {u})"))); }
            if !(r.is_inline_float() || r.is_exact(T::Float)) { let (t, u) = (cx.type_name(x), cx.type_name(r)); crate::warn::warn(cx, T::DeprecationWarning, &format!("{t}.__float__ returned non-float (type {u}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python."))?; }
            return Ok(get(r));
        }
        if cx.special(x, D::Index).is_some() { let i = cx.index(x)?; return int::to_f64(cx, i); }
    }
    let bytes = match text { Some(b) => Some(b), None => match Str::from(x) { Some(s) => Some(s.bytes().to_vec()), None => crate::int_methods::bytes_like(cx, x)? } };
    let bytes = match bytes { Some(b) => Some(b), None => crate::int_methods::buffer(cx, x)?.map(|b| crate::bytes::get(b).to_vec()) };
    let Some(b) = bytes else { let t = cx.type_name(x); return Err(cx.type_error(format!("float() argument must be a string or a real number, not '{t}'"))) };
    let is_text = x.is(T::Str);
    let parsed = match std::str::from_utf8(&b) { Ok(t) if is_text || t.is_ascii() => fl::parse_float(t), _ => None };
    match parsed { Some(f) => Ok(f), None => { let shown = cx.repr_string(x)?; Err(cx.num_error(fl::not_a_float(&shown))) } }
}
/// Operand of a float operator: None where it is no number of ours.
fn operand(cx: &mut Cx, v: Value) -> R<Option<f64>> {
    if v.is(T::Float) { return Ok(Some(get(v))); }
    if v.is(T::Int) { return int::to_f64(cx, v).map(Some); }
    Ok(None)
}
macro_rules! operators { ($($f:ident $rf:ident $op:ident;)*) => { $(
    fn $f(cx: &mut Cx, a: &[Value]) -> R { let Some(y) = operand(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) }; Ok(int::float_binary(cx, Bin::$op, get(a[0]), y)?.unwrap_or(Value::NOT_IMPLEMENTED)) }
    fn $rf(cx: &mut Cx, a: &[Value]) -> R { let Some(y) = operand(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) }; Ok(int::float_binary(cx, Bin::$op, y, get(a[0]))?.unwrap_or(Value::NOT_IMPLEMENTED)) }
)* } }
operators! { add radd Add; sub rsub Sub; mul rmul Mul; truediv rtruediv TrueDiv; floordiv rfloordiv FloorDiv; modulo rmodulo Mod; divmod rdivmod DivMod; pow2 rpow2 Pow; }
fn pow(cx: &mut Cx, a: &[Value]) -> R { if a[2].opt_none().is_some() { return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers")); } pow2(cx, a) }
fn rpow(cx: &mut Cx, a: &[Value]) -> R { if a[2].opt_none().is_some() { return Err(cx.type_error("pow() 3rd argument not allowed unless all arguments are integers")); } rpow2(cx, a) }
fn compare(op: Cmp, a: &[Value]) -> R {
    let x = get(a[0]);
    Ok(if a[1].is(T::Float) { Value::bool(op.holds(x, get(a[1]))) } else if a[1].is(T::Int) { Value::bool(int::of_partial(op, int::cmp_float(a[1], x).map(|o| o.reverse()))) } else { Value::NOT_IMPLEMENTED })
}
fn neg(cx: &mut Cx, a: &[Value]) -> R { let f = -get(a[0]); Ok(cx.float(f)) }
fn abs(cx: &mut Cx, a: &[Value]) -> R { let f = get(a[0]).abs(); Ok(cx.float(f)) }
fn itself(cx: &mut Cx, a: &[Value]) -> R { let f = get(a[0]); Ok(cx.float(f)) }
fn zero(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.float(0.0)) }
fn truth(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(get(a[0]) != 0.0)) }
fn trunc(cx: &mut Cx, a: &[Value]) -> R { int::from_f64(cx, get(a[0])) }
fn floor(cx: &mut Cx, a: &[Value]) -> R { int::from_f64(cx, get(a[0]).floor()) }
fn ceil(cx: &mut Cx, a: &[Value]) -> R { int::from_f64(cx, get(a[0]).ceil()) }
/// NaN hashes by its bits: like `is`, it goes by value.
pub fn hash_of(f: f64) -> i64 { fora_num::hash::hash_float(f, fora_num::hash::hash_pointer(f.to_bits())) }
fn hash(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.int(hash_of(get(a[0])))) }
fn repr(cx: &mut Cx, a: &[Value]) -> R { let s = fl::float_repr(get(a[0])); Ok(cx.string(s)) }
fn format(cx: &mut Cx, a: &[Value]) -> R {
    crate::num::check_spec(cx, a[1])?;
    if Str(a[1]).is_empty() { return Ok(cx.str_of(a[0])?.0); }
    let t = crate::num::spec_text(a[1]);
    let name = cx.type_name(a[0]);
    let r = nf::Spec::parse_number(&t, &name).and_then(|s| nf::format_float(&s, get(a[0]), &name, &crate::num::locale()));
    let s = cx.num(r)?;
    Ok(cx.string(s))
}
pub fn round(cx: &mut Cx, a: &[Value]) -> R {
    let x = get(a[0]);
    let Some(n) = a[1].opt_none() else { let r = fl::float_round_int(x); let r = cx.num(r)?; return Ok(from_ibig(cx, r)) };
    let n = cx.index(n)?;
    let n = int::to_i64(n).unwrap_or(if int::is_negative(n) { i64::MIN } else { i64::MAX });
    let r = fl::float_round(x, n);
    let f = cx.num(r)?;
    Ok(cx.float(f))
}
fn ratio(cx: &mut Cx, a: &[Value]) -> R { let r = fl::float_as_integer_ratio(get(a[0])); let (n, d) = cx.num(r)?; let n = from_ibig(cx, n); let d = from_ibig(cx, d); Ok(cx.tuple(&[n, d])) }
fn is_integer(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(fl::float_is_integer(get(a[0])))) }
fn hex(cx: &mut Cx, a: &[Value]) -> R { let s = fl::float_hex(get(a[0])); Ok(cx.string(s)) }
fn fromhex(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { let t = cx.type_name(a[1]); let _ = t; return Err(cx.type_error("bad argument type for built-in operation")) };
    let r = fl::float_fromhex(&s.lossy());
    let f = cx.num(r)?;
    let v = cx.float(f);
    if a[0] == cx.class(T::Float).0 { return Ok(v); }
    cx.call(a[0], &[v])
}
fn getnewargs(cx: &mut Cx, a: &[Value]) -> R { let v = itself(cx, a)?; Ok(cx.tuple(&[v])) }
fn getformat(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("__getformat__() argument must be str, not {t}"))) };
    match s.as_str() { Some("double" | "float") => Ok(cx.str("IEEE, little-endian")), _ => Err(cx.value_error("__getformat__() argument 1 must be 'double' or 'float'")) }
}
pub const FLOAT: &[Def] = &[
    def_new("x=0, /", new).doc("Converts text or a number to a floating-point number, if possible."),
    def("__repr__", "", repr), def("__hash__", "", hash), def("__lt__", "value, /", |_, a| compare(Cmp::Lt, a)), def("__le__", "value, /", |_, a| compare(Cmp::Le, a)), def("__eq__", "value, /", |_, a| compare(Cmp::Eq, a)),
    def("__ne__", "value, /", |_, a| compare(Cmp::Ne, a)), def("__gt__", "value, /", |_, a| compare(Cmp::Gt, a)), def("__ge__", "value, /", |_, a| compare(Cmp::Ge, a)),
    def("__add__", "value, /", add), def("__radd__", "value, /", radd), def("__sub__", "value, /", sub), def("__rsub__", "value, /", rsub), def("__mul__", "value, /", mul), def("__rmul__", "value, /", rmul),
    def("__mod__", "value, /", modulo), def("__rmod__", "value, /", rmodulo), def("__divmod__", "value, /", divmod), def("__rdivmod__", "value, /", rdivmod), def("__pow__", "value, mod=None, /", pow), def("__rpow__", "value, mod=None, /", rpow),
    def("__neg__", "", neg), def("__pos__", "", itself), def("__abs__", "", abs), def("__bool__", "", truth), def("__int__", "", trunc), def("__float__", "", itself), def("__floordiv__", "value, /", floordiv), def("__rfloordiv__", "value, /", rfloordiv),
    def("__truediv__", "value, /", truediv), def("__rtruediv__", "value, /", rtruediv), def("__trunc__", "", trunc), def("__floor__", "", floor), def("__ceil__", "", ceil), def("__round__", "ndigits=None, /", round), def("__format__", "format_spec, /", format),
    def("conjugate", "", itself), def("as_integer_ratio", "", ratio), def("is_integer", "", is_integer), def("hex", "", hex), def_class("fromhex", "string, /", fromhex), def("__getnewargs__", "", getnewargs), def("__sizeof__", "", |_, _| Ok(Value::small(24))), def_class("__getformat__", "typestr, /", getformat),
    attr("real", itself), attr("imag", zero),
];
