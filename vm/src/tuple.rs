//! Methods of tuple, and comparison of item sequences. The layout is in `object.rs`.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::list_methods::{index_arg, is_index, repeat_count};
use crate::native::{def, def_class, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::slice;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Lexicographic comparison of items that cannot change.
pub fn compare_items(cx: &mut Cx, x: &[Value], y: &[Value], op: Cmp) -> R {
    if matches!(op, Cmp::Eq | Cmp::Ne) && x.len() != y.len() { 
        // CPython compares items first; only `==` methods with effects could tell
        if x.iter().zip(y).all(|(a, b)| a == b) { return Ok(Value::bool(op == Cmp::Ne)); }
    }
    cx.check_stack()?;
    let mut i = 0;
    while i < x.len() && i < y.len() {
        if !cx.eq(x[i], y[i])? { return match op { Cmp::Eq => Ok(Value::FALSE), Cmp::Ne => Ok(Value::TRUE), _ => cx.compare(op, x[i], y[i]) }; }
        i += 1;
    }
    Ok(Value::bool(op.holds(x.len(), y.len())))
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R { match Tuple::from(a[1]) { Some(b) => compare_items(cx, Tuple::of(a[0]).items(), b.items(), op), None => Ok(Value::NOT_IMPLEMENTED) } }
pub fn hash(cx: &mut Cx, items: &[Value]) -> R<i64> {
    cx.check_stack()?;
    let mut h = fora_num::hash::TupleHash::default();
    for v in items { h.add(cx.hash(*v)?) }
    Ok(h.finish())
}
/// tuple(iterable)
pub fn from_iterable(cx: &mut Cx, it: Value) -> R {
    if it.is_exact(T::Tuple) { return Ok(it); }
    let items = cx.collect(it)?;
    Ok(cx.tuple(&items))
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let exact = a[0] == cx.class(T::Tuple).0;
    match a[1].opt() {
        None => Ok(Tuple::new_of(cx, a[0], &[])),
        Some(it) if exact => from_iterable(cx, it),
        Some(it) => { let items = cx.collect(it)?; Ok(Tuple::new_of(cx, a[0], &items)) }
    }
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let t = Tuple::of(a[0]).items();
    if t.is_empty() { return Ok(cx.str("()")); }
    if !cx.repr_enter(a[0]) { return Ok(cx.str("(...)")); }
    let mut out = vec![b'('];
    let mut r = Ok(());
    for (i, v) in t.iter().enumerate() {
        if i > 0 { out.extend(b", ") }
        match cx.repr(*v) { Ok(s) => out.extend(s.bytes()), Err(e) => { r = Err(e); break; } }
    }
    cx.repr_leave();
    r?;
    out.extend(if t.len() == 1 { &b",)"[..] } else { &b")"[..] });
    Ok(Str::from_wtf8(cx, &out).0)
}
pub fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let (t, k) = (Tuple::of(a[0]).items(), a[1]);
    if k.is(T::Slice) {
        let s = slice::resolve(cx, k, t.len())?;
        if s.step == 1 {
            if s.count == t.len() && a[0].is_exact(T::Tuple) { return Ok(a[0]); }
            return Ok(cx.tuple(&t[s.start as usize..s.start as usize + s.count]));
        }
        if s.count == 0 { return Ok(cx.rt.empty_tuple); }
        let out = cx.tuple_uninit(s.count);
        for i in 0..s.count { out.init(i, t[s.at(i)]) }
        return Ok(out.0);
    }
    if !is_index(cx, k) { let n = cx.type_name(k); return Err(cx.type_error(format!("tuple indices must be integers or slices, not {n}"))); }
    let i = index_arg(cx, k)?;
    match slice::item_index(i, t.len()) { Some(i) => Ok(t[i]), None => Err(cx.index_error("tuple index out of range")) }
}
fn add(cx: &mut Cx, a: &[Value]) -> R {
    let Some(y) = Tuple::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can only concatenate tuple (not \"{t}\") to tuple"))) };
    let (x, y) = (Tuple::of(a[0]).items(), y.items());
    if x.is_empty() && a[1].is_exact(T::Tuple) { return Ok(a[1]); }
    if y.is_empty() && a[0].is_exact(T::Tuple) { return Ok(a[0]); }
    let out = cx.tuple_uninit(x.len() + y.len());
    for (i, v) in x.iter().chain(y).enumerate() { out.init(i, *v) }
    Ok(out.0)
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    let t = Tuple::of(a[0]).items();
    let Some(n) = repeat_count(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    if t.is_empty() || n == 0 { return Ok(cx.rt.empty_tuple); }
    if n == 1 && a[0].is_exact(T::Tuple) { return Ok(a[0]); }
    let Some(total) = t.len().checked_mul(n).filter(|m| *m < 1 << 37) else { return Err(cx.memory_error()) };
    let out = Tuple::try_new(cx, total)?;
    for i in 0..total { out.init(i, t[i % t.len()]) }
    Ok(out.0)
}
fn index(cx: &mut Cx, a: &[Value]) -> R {
    let t = Tuple::of(a[0]).items();
    let (s, e) = slice::clamp_range(cx, a[2], a[3], t.len())?;
    for i in s..e.min(t.len()) { if cx.eq(t[i], a[1])? { return Ok(cx.usize(i)); } }
    Err(cx.value_error("tuple.index(x): x not in tuple"))
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    let mut n = 0;
    for v in Tuple::of(a[0]).items() { if cx.eq(*v, a[1])? { n += 1 } }
    Ok(Value::small(n))
}
fn contains(cx: &mut Cx, a: &[Value]) -> R {
    for v in Tuple::of(a[0]).items() { if cx.eq(*v, a[1])? { return Ok(Value::TRUE); } }
    Ok(Value::FALSE)
}
pub const METHODS: &[Def] = &[
    def_new("iterable=(), /", new),
    def("__repr__", "/", repr),
    def("__hash__", "/", |cx, a| { let h = hash(cx, Tuple::of(a[0]).items())?; Ok(cx.int(h)) }),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__iter__", "/", |cx, a| Ok(Slots::new(cx, T::TupleIter, &[a[0], Value::small(0)]))),
    def("__len__", "/", |cx, a| Ok(cx.usize(Tuple::of(a[0]).len()))),
    def("__getitem__", "key, /", get_item),
    def("__contains__", "key, /", contains),
    def("__add__", "value, /", add), def("__mul__", "value, /", mul), def("__rmul__", "value, /", mul),
    def("index", "value, start=0, stop=9223372036854775807, /", index).doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    def("count", "value, /", count).doc("Return number of occurrences of value."),
    def("__getnewargs__", "/", |cx, a| { let t = cx.tuple(Tuple::of(a[0]).items()); Ok(cx.tuple(&[t])) }),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem).doc("See PEP 585"),
];
