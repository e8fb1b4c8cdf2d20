//! int and bool: constructors, operators, methods.
use crate::class::D;
use crate::cx::Cx;
use crate::int::{self, big, from_ibig, is_negative, plain};
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use dashu_int::IBig;
use fora_num::format as nf;
use fora_num::int::{self as ni, Order, ParseError};

// ---- construction ------------------------------------------------------------------------------------------------------------
/// An instance of `cls` (int or a subclass) with plain int `v`.
fn of_class(cx: &mut Cx, cls: Value, v: Value) -> Value {
    if cls == cx.class(T::Int).0 { return v; }
    let o = cx.alloc_instance(cls);
    int::init_subclass(o, v);
    o
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let (cls, x, base) = (a[0], a[1], a[2]);
    let v = match (x.opt(), base.opt()) {
        (None, None) => Value::small(0),
        (None, Some(_)) => return Err(cx.type_error("int() missing string argument")),
        (Some(x), None) => from_object(cx, x)?,
        (Some(x), Some(b)) => {
            let b = cx.index_clamped(b)?;
            if b != 0 && !(2..=36).contains(&b) { return Err(cx.value_error("int() base must be >= 2 and <= 36, or 0")); }
            match parse_any(cx, x, b as u32)? { Some(v) => v, None => return Err(cx.type_error("int() can't convert non-string with explicit base")) }
        }
    };
    Ok(of_class(cx, cls, v))
}
/// The int that text, bytes or a bytearray spell; None for other objects.
fn parse_any(cx: &mut Cx, x: Value, base: u32) -> R<Option<Value>> {
    let limit = crate::num::max_str_digits();
    let r = if let Some(s) = Str::from(x) {
        match s.as_str() {
            Some(t) => {
                if base == 10 && !t.is_empty() && t.len() < 18 && t.bytes().all(|c| c.is_ascii_digit()) { return Ok(Some(Value::small(t.bytes().fold(0, |n, c| n * 10 + (c - b'0') as i64)))); }
                ni::parse_int(t, base, limit)
            }
            None => Err(ParseError::NotAnInt),
        }
    } else if let Some(b) = bytes_like(cx, x)? {
        match std::str::from_utf8(&b) { Ok(t) if t.is_ascii() => ni::parse_int(t, base, limit), _ => Err(ParseError::NotAnInt) }
    } else { return Ok(None) };
    match r {
        Ok(n) => Ok(Some(from_ibig(cx, n))),
        Err(ParseError::Other(e)) => Err(cx.num_error(e)),
        Err(ParseError::NotAnInt) => { let shown = if x.is(T::Str) || x.is(T::Bytes) { cx.repr_string(x)? } else { let c = cx.class(T::Bytes).0; let b = cx.call(c, &[x])?; cx.repr_string(b)? }; Err(cx.num_error(ni::not_an_int(base, &shown))) }
    }
}
/// A copy of the data of bytes or a bytearray.
pub fn bytes_like(cx: &mut Cx, x: Value) -> R<Option<Vec<u8>>> {
    if x.is(T::Bytes) { return Ok(Some(crate::bytes::get(x).to_vec())); }
    if x.is(T::ByteArray) { let c = cx.class(T::Bytes).0; let b = cx.call(c, &[x])?; return Ok(Some(crate::bytes::get(b).to_vec())); }
    Ok(None)
}
/// The data of any other object with a buffer, as bytes.
pub fn buffer(cx: &mut Cx, x: Value) -> R<Option<Value>> {
    let (m, b) = (cx.class(T::MemoryView).0, cx.class(T::Bytes).0);
    let r = cx.call(m, &[x]);
    match cx.catch(r, T::TypeError)? { Some(v) => Ok(Some(cx.call(b, &[v])?)), None => Ok(None) }
}
/// `int(x)`
pub fn from_object(cx: &mut Cx, x: Value) -> R {
    if x.is_small() || x.is_exact(T::Int) { return Ok(x); }
    if x.is_inline_float() || x.is_exact(T::Float) { return int::from_f64(cx, crate::float::get(x)); }
    if x.is_exact(T::Str) { if let Some(v) = parse_any(cx, x, 10)? { return Ok(v); } }
    if let Some(r) = cx.call_special(x, D::Int, &[])? {
        if !r.is(T::Int) { let t = cx.type_name(r); return Err(cx.type_error(format!("__int__ returned non-int (type {t})"))); }
        if !(r.is_small() || r.is_exact(T::Int)) { let t = cx.type_name(r); crate::warn::warn(cx, T::DeprecationWarning, &format!("__int__ returned non-int (type {t}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."))?; }
        return Ok(plain(cx, r));
    }
    if cx.special(x, D::Index).is_some() { return cx.index(x); }
    if let Some(r) = cx.call_special(x, D::Trunc, &[])? {
        crate::warn::warn(cx, T::DeprecationWarning, "The delegation of int() to __trunc__ is deprecated.")?;
        if r.is(T::Int) { return Ok(plain(cx, r)); }
        if cx.special(r, D::Index).is_some() { return cx.index(r); }
        let t = cx.type_name(r);
        return Err(cx.type_error(format!("__trunc__ returned non-Integral (type {t})")));
    }
    if let Some(v) = parse_any(cx, x, 10)? { return Ok(v); }
    if let Some(b) = buffer(cx, x)? { if let Some(v) = parse_any(cx, b, 10)? { return Ok(v); } }
    let t = cx.type_name(x);
    Err(cx.type_error(format!("int() argument must be a string, a bytes-like object or a real number, not '{t}'")))
}
// ---- operators ---------------------------------------------------------------------------------------------------------------
macro_rules! operators { ($($f:ident $rf:ident $op:ident;)*) => { $(
    fn $f(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::Int) || !a[0].is(T::Int) { return Ok(Value::NOT_IMPLEMENTED); } int::$op(cx, a[0], a[1]) }
    fn $rf(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::Int) || !a[0].is(T::Int) { return Ok(Value::NOT_IMPLEMENTED); } int::$op(cx, a[1], a[0]) }
)* } }
operators! { add radd add; sub rsub sub; mul rmul mul; floordiv rfloordiv floordiv; modulo rmodulo rem; truediv rtruediv truediv; divmod rdivmod divmod_tuple; lshift rlshift lshift; rshift rrshift rshift; and rand and; or ror or; xor rxor xor; }
fn pow(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Int) { return Ok(Value::NOT_IMPLEMENTED); }
    match a[2].opt_none() { None => int::pow(cx, a[0], a[1]), Some(m) if m.is(T::Int) => int::mod_pow(cx, a[0], a[1], m), Some(_) => Ok(Value::NOT_IMPLEMENTED) }
}
fn rpow(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Int) { return Ok(Value::NOT_IMPLEMENTED); }
    match a[2].opt_none() { None => int::pow(cx, a[1], a[0]), Some(m) if m.is(T::Int) => int::mod_pow(cx, a[1], a[0], m), Some(_) => Ok(Value::NOT_IMPLEMENTED) }
}
macro_rules! comparisons { ($($f:ident $t:ident;)*) => { $(
    fn $f(_cx: &mut Cx, a: &[Value]) -> R { Ok(if a[1].is(T::Int) { Value::bool(int::cmp(a[0], a[1]).$t()) } else { Value::NOT_IMPLEMENTED }) }
)* } }
comparisons! { lt is_lt; le is_le; eq is_eq; ne is_ne; gt is_gt; ge is_ge; }
fn neg(cx: &mut Cx, a: &[Value]) -> R { int::neg(cx, a[0]) }
fn abs(cx: &mut Cx, a: &[Value]) -> R { int::abs(cx, a[0]) }
fn invert(cx: &mut Cx, a: &[Value]) -> R { int::invert(cx, a[0]) }
fn itself(cx: &mut Cx, a: &[Value]) -> R { Ok(plain(cx, a[0])) }
fn truth(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(int::payload(a[0]) != Value::small(0))) }
fn float(cx: &mut Cx, a: &[Value]) -> R { let f = int::to_f64(cx, a[0])?; Ok(cx.float(f)) }
fn hash(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.int(int::hash(a[0]))) }
pub fn text(cx: &mut Cx, v: Value) -> R<String> {
    if let Some(i) = int::payload(v).as_small() { return Ok(i.to_string()); }
    let r = ni::int_to_str(&big(v), crate::num::max_str_digits());
    cx.num(r)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    if let Some(i) = a[0].as_small() { return Ok(crate::fmt_quick::int_text(cx, i)); }
    let s = text(cx, a[0])?;
    Ok(cx.string(s))
}
fn format(cx: &mut Cx, a: &[Value]) -> R {
    crate::num::check_spec(cx, a[1])?;
    if Str(a[1]).is_empty() { return Ok(cx.str_of(a[0])?.0); }
    let t = crate::num::spec_text(a[1]);
    let name = cx.type_name(a[0]);
    let r = nf::Spec::parse_number(&t, &name);
    let spec = cx.num(r)?;
    if matches!(spec.kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') { let f = int::to_f64(cx, a[0])?; let r = nf::format_float(&spec, f, &name, &crate::num::locale()); let s = cx.num(r)?; return Ok(cx.string(s)); }
    if spec.kind == 'c' { if let Some(c @ 0xd800..=0xdfff) = int::to_i64(a[0]) { if spec.width.unwrap_or(0) <= 1 { return Ok(Str::from_code_point(cx, c as u32)); } } }
    let r = nf::format_int(&spec, &big(a[0]), &name, crate::num::max_str_digits(), &crate::num::locale());
    let s = cx.num(r)?;
    Ok(cx.string(s))
}
fn round(cx: &mut Cx, a: &[Value]) -> R {
    let Some(n) = a[1].opt() else { return itself(cx, a) };
    let n = cx.index(n)?;
    if !is_negative(n) { return itself(cx, a); }
    let r = ni::int_round(&big(a[0]), &big(n));
    let r = cx.num(r)?;
    Ok(from_ibig(cx, r))
}
// ---- methods -------------------------------------------------------------------------------------------------------------------
fn bit_length(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.usize(int::bit_length(a[0]))) }
fn bit_count(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.usize(ni::int_bit_count(&big(a[0])))) }
fn ratio(cx: &mut Cx, a: &[Value]) -> R { let v = plain(cx, a[0]); Ok(cx.tuple(&[v, Value::small(1)])) }
fn zero(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(0)) }
fn one(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(1)) }
fn yes(_: &mut Cx, _: &[Value]) -> R { Ok(Value::TRUE) }
fn getnewargs(cx: &mut Cx, a: &[Value]) -> R { let v = plain(cx, a[0]); Ok(cx.tuple(&[v])) }
fn sizeof(cx: &mut Cx, a: &[Value]) -> R { let digits = int::bit_length(a[0]).div_ceil(30).max(1); Ok(cx.usize(24 + 4 * digits)) }
fn order(cx: &mut Cx, v: Value, what: &str) -> R<Order> {
    let Some(v) = v.opt() else { return Ok(Order::Big) };
    let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("{what}() argument 'byteorder' must be str, not {t}"))) };
    match s.as_str().and_then(Order::from_name) { Some(o) => Ok(o), None => Err(cx.value_error("byteorder must be either 'little' or 'big'")) }
}
fn to_bytes(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[1].opt() { Some(n) => cx.index_i64(n)?, None => 1 };
    let o = order(cx, a[2], "to_bytes")?;
    let signed = match a[3].opt() { Some(s) => cx.truth(s)?, None => false };
    if n < 0 { return Err(cx.value_error("length argument must be non-negative")); }
    if n as u64 > ni::MAX_BITS as u64 / 8 { return Err(cx.memory_error()); }
    let r = ni::int_to_bytes(&big(a[0]), n as usize, o, signed);
    let b = cx.num(r)?;
    Ok(crate::bytes::new(cx, &b))
}
fn from_bytes(cx: &mut Cx, a: &[Value]) -> R {
    let o = order(cx, a[2], "from_bytes")?;
    let signed = match a[3].opt() { Some(s) => cx.truth(s)?, None => false };
    let data = match bytes_like(cx, a[1])? {
        Some(b) => b,
        None => {
            if a[1].is(T::Str) { return Err(cx.type_error("cannot convert 'str' object to bytes")); }
            let b = if let Some(b) = cx.call_special(a[1], D::Bytes, &[])? { if !b.is(T::Bytes) { let t = cx.type_name(b); return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {t})"))); } b }
                else if a[1].is(T::Int) || cx.special(a[1], D::Iter).is_none() && cx.special(a[1], D::GetItem).is_none() && cx.special(a[1], D::Buffer).is_none() { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("cannot convert '{t}' object to bytes"))); }
                else { let c = cx.class(T::Bytes).0; cx.call(c, &[a[1]])? };
            crate::bytes::get(b).to_vec()
        }
    };
    let n: IBig = ni::int_from_bytes(&data, o, signed);
    let v = from_ibig(cx, n);
    if a[0] == cx.class(T::Int).0 { return Ok(v); }
    cx.call(a[0], &[v])
}
pub const INT: &[Def] = &[
    def_new("x=0, /, base=10", new).doc("int([x]) -> integer\nint(x, base=10) -> integer\n\nConverts a number or text to an integer. A float loses its fraction.\nText may have a sign, spaces around and underscores between digits; base 0 reads the base from the prefix."),
    def("__add__", "value, /", add), def("__radd__", "value, /", radd), def("__sub__", "value, /", sub), def("__rsub__", "value, /", rsub), def("__mul__", "value, /", mul), def("__rmul__", "value, /", rmul),
    def("__mod__", "value, /", modulo), def("__rmod__", "value, /", rmodulo), def("__divmod__", "value, /", divmod), def("__rdivmod__", "value, /", rdivmod), def("__pow__", "value, mod=None, /", pow), def("__rpow__", "value, mod=None, /", rpow),
    def("__neg__", "", neg), def("__pos__", "", itself), def("__abs__", "", abs), def("__bool__", "", truth), def("__invert__", "", invert),
    def("__lshift__", "value, /", lshift), def("__rlshift__", "value, /", rlshift), def("__rshift__", "value, /", rshift), def("__rrshift__", "value, /", rrshift), def("__and__", "value, /", and), def("__rand__", "value, /", rand),
    def("__xor__", "value, /", xor), def("__rxor__", "value, /", rxor), def("__or__", "value, /", or), def("__ror__", "value, /", ror), def("__int__", "", itself), def("__float__", "", float),
    def("__floordiv__", "value, /", floordiv), def("__rfloordiv__", "value, /", rfloordiv), def("__truediv__", "value, /", truediv), def("__rtruediv__", "value, /", rtruediv), def("__index__", "", itself),
    def("__lt__", "value, /", lt), def("__le__", "value, /", le), def("__eq__", "value, /", eq), def("__ne__", "value, /", ne), def("__gt__", "value, /", gt), def("__ge__", "value, /", ge), def("__hash__", "", hash), def("__repr__", "", repr),
    def("__format__", "format_spec, /", format), def("__round__", "ndigits=?, /", round), def("__trunc__", "", itself), def("__floor__", "", itself), def("__ceil__", "", itself), def("__getnewargs__", "", getnewargs), def("__sizeof__", "", sizeof),
    def("conjugate", "", itself), def("bit_length", "", bit_length), def("bit_count", "", bit_count), def("to_bytes", "length=1, byteorder='big', *, signed=False", to_bytes), def_class("from_bytes", "bytes, byteorder='big', *, signed=False", from_bytes),
    def("as_integer_ratio", "", ratio), def("is_integer", "", yes), attr("real", itself), attr("imag", zero), attr("numerator", itself), attr("denominator", one),
];
// ---- bool --------------------------------------------------------------------------------------------------------------------------
fn bool_new(cx: &mut Cx, a: &[Value]) -> R { match a[1].opt() { Some(v) => Ok(Value::bool(cx.truth(v)?)), None => Ok(Value::FALSE) } }
fn bool_repr(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.intern(if a[0].is_true() { "True" } else { "False" })) }
fn bool_invert(cx: &mut Cx, a: &[Value]) -> R {
    crate::warn::warn(cx, T::DeprecationWarning, "Bitwise inversion '~' on bool is deprecated. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.")?;
    int::invert(cx, a[0])
}
pub const BOOL: &[Def] = &[
    def_new("x=False, /", bool_new), def("__repr__", "", bool_repr), def("__invert__", "", bool_invert), def("__and__", "value, /", and), def("__rand__", "value, /", rand), def("__xor__", "value, /", xor), def("__rxor__", "value, /", rxor), def("__or__", "value, /", or), def("__ror__", "value, /", ror),
];
