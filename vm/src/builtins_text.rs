//! The builtins about text: `repr`, `ascii`, `chr`, `ord`, `format`.
use crate::cx::Cx;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

pub const FUNCS: &[Def] = &[
    def("repr", "obj, /", |cx, a| Ok(cx.repr(a[0])?.0)),
    def("ascii", "obj, /", |cx, a| Ok(crate::str_methods::ascii_of(cx, a[0])?.0)),
    def("chr", "i, /", chr),
    def("ord", "c, /", ord),
    def("format", "value, format_spec='', /", |cx, a| crate::fmt::builtin_format(cx, a[0], a[1])),
];
pub fn chr(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[0].as_small() { Some(n) => n, None => { let i = cx.index(a[0])?; match crate::int::to_i64(i) { Some(n) => n, None => return Err(cx.overflow_error("Python int too large to convert to C long")) } } };
    if n != n as i32 as i64 { return Err(cx.overflow_error(if n > 0 { "signed integer is greater than maximum" } else { "signed integer is less than minimum" })); }
    if !(0..0x110000).contains(&n) { return Err(cx.value_error("chr() arg not in range(0x110000)")); }
    Ok(Str::from_code_point(cx, n as u32))
}
pub fn ord(cx: &mut Cx, a: &[Value]) -> R {
    let n = if let Some(s) = Str::from(a[0]) { if s.len() == 1 { return Ok(Value::small(s.char_at(0) as i64)); } s.len() }
        else if a[0].is(T::Bytes) || a[0].is(T::ByteArray) { let b = crate::bytes::buffer(cx, a[0])?; if b.len() == 1 { return Ok(Value::small(b[0] as i64)); } b.len() }
        else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("ord() expected string of length 1, but {t} found"))) };
    Err(cx.type_error(format!("ord() expected a character, but string of length {n} found")))
}
/// `callable(v)`
pub fn callable(cx: &mut Cx, v: Value) -> bool { v.is_ref() && (matches!(v.kind(), T::Function | T::Native | T::Method | T::Type) || cx.special(v, crate::class::D::Call).is_some()) }
