//! `T(x)` for built-in types, without the way over `type.__call__`, `__new__` and `__init__`: their answer is known here.
//!
//! Only exact built-in classes, which nobody can change, and only calls whose outcome runs nothing that the general way would not.
use crate::class::Class;
use crate::cx::Cx;
use crate::list::List;
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// `c(*args)`, if it is one of the calls known here.
#[inline]
pub fn call(cx: &mut Cx, c: Class, args: &[Value]) -> R<Option<Value>> {
    if c == cx.class(T::Bool) { return match args { [x] => Ok(Some(Value::bool(cx.truth(*x)?))), _ => Ok(None) }; }
    let t = c.kind();
    if cx.class(t) != c { return Ok(None); }
    let [x] = args else {
        return Ok(match (t, args) { (T::List, []) => Some(List::new(cx).0), (T::Dict, []) => Some(cx.dict().0), (T::Set, []) => Some(crate::set::new(cx)), _ => None });
    };
    let x = *x;
    Ok(Some(match t {
        T::Int => if x.is_small() || x.is_exact(T::Int) { x } else if x.is_bool() { Value::small(x.is_true() as i64) }
            else if x.is_inline_float() && x.inline_float().abs() < 1e15 { Value::small(x.inline_float() as i64) }
            else if let Some(n) = Str::exact(x).and_then(|s| decimal(s.bytes())) { Value::small(n) }
            else { return Ok(None) },
        T::Float => if x.is_inline_float() || x.is_exact(T::Float) { x } else if let Some(i) = x.as_small() { cx.float(i as f64) } else { return Ok(None) },
        T::Str => match crate::fmt_quick::str_of(cx, x) { Some(s) => s, None => if x.is_exact(T::Bytes) { return Ok(None) } else { cx.str_of(x)?.0 } },
        T::List => crate::list_methods::from_iterable(cx, x)?.0,
        T::Tuple => crate::tuple::from_iterable(cx, x)?,
        T::Type => cx.class_of(x).0,
        _ => return Ok(None),
    }))
}
/// A plain decimal number of at most 17 digits.
fn decimal(b: &[u8]) -> Option<i64> {
    let (neg, d) = match b { [b'-', d @ ..] => (true, d), d => (false, d) };
    if d.is_empty() || d.len() > 17 { return None; }
    let mut n = 0i64;
    for c in d { if !c.is_ascii_digit() { return None; } n = n * 10 + (c - b'0') as i64; }
    Some(if neg { -n } else { n })
}
