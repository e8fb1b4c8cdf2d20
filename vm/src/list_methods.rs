//! Methods of list.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::list::{self, List};
use crate::native::{def, def_class, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::slice;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// `list.extend`: appends while it iterates, as CPython does.
pub fn extend(cx: &mut Cx, l: List, it: Value) -> R<()> {
    if let Some(o) = List::exact(it) { return l.extend_list(cx, o); }
    if let Some(t) = Tuple::exact(it) { return l.extend_slice(cx, t.items()); }
    let i = cx.iter(it)?;
    cx.length_hint(it)?;
    while let Some(v) = cx.next(i)? { l.push(cx, v); }
    Ok(())
}
/// list(iterable)
pub fn from_iterable(cx: &mut Cx, it: Value) -> R<List> {
    if let Some(o) = List::exact(it) { return Ok(o.slice(cx, 0, o.len())); }
    let l = List::new(cx);
    if crate::par::eager::fill(cx, l.0, it, crate::par::eager::Mode::Any, &mut |cx, v| { l.push(cx, v); Ok(()) })? { return Ok(l); }
    extend(cx, l, it)?;
    Ok(l)
}
/// Comparison of two lists; items may change their lists while they are compared.
pub fn compare(cx: &mut Cx, a: List, b: List, op: Cmp) -> R {
    if a.len() != b.len() && matches!(op, Cmp::Eq | Cmp::Ne) { return Ok(Value::bool(op == Cmp::Ne)); }
    cx.check_stack()?;
    let mut i = 0;
    while let (Some(x), Some(y)) = (a.get(i), b.get(i)) {
        if !cx.eq(x, y)? {
            // the items may be gone by now; x and y are what was compared
            if i >= a.len() || i >= b.len() { break; }
            return match op { Cmp::Eq => Ok(Value::FALSE), Cmp::Ne => Ok(Value::TRUE), _ => cx.compare(op, x, y) };
        }
        i += 1;
    }
    Ok(Value::bool(op.holds(a.len(), b.len())))
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R { match List::from(a[1]) { Some(b) => compare(cx, List::of(a[0]), b, op), None => Ok(Value::NOT_IMPLEMENTED) } }
/// Position of `v` in `a..b`; the list may change while `==` runs.
pub fn position(cx: &mut Cx, l: List, v: Value, a: usize, b: usize) -> R<Option<usize>> {
    if l.seen() & list::REF == 0 && (v.is_none() || (v.is_small() && l.seen() == list::INT)) {
        let e = b.min(l.len());
        return Ok(if a < e { l.items()[a..e].iter().position(|x| *x == v).map(|i| i + a) } else { None });
    }
    let mut i = a;
    while i < b { match l.get(i) { Some(x) => if cx.eq(x, v)? { return Ok(Some(i)); }, None => break } i += 1; }
    Ok(None)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    if l.len() == 0 { return Ok(cx.str("[]")); }
    if !cx.repr_enter(l.0) { return Ok(cx.str("[...]")); }
    let mut out = vec![b'['];
    let mut i = 0;
    let r = loop {
        let Some(v) = l.get(i) else { break Ok(()) };
        if i > 0 { out.extend(b", ") }
        match cx.repr(v) { Ok(s) => out.extend(s.bytes()), Err(e) => break Err(e) }
        i += 1;
    };
    cx.repr_leave();
    r?;
    out.push(b']');
    Ok(Str::from_wtf8(cx, &out).0)
}
#[cold]
fn bad_index(cx: &mut Cx, k: Value) -> crate::native::Raised { let t = cx.type_name(k); cx.type_error(format!("list indices must be integers or slices, not {t}")) }
/// Is `k` usable as an index?
pub fn is_index(cx: &mut Cx, k: Value) -> bool { k.is(T::Int) || cx.special(k, crate::class::D::Index).is_some() }
pub fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let (l, k) = (List::of(a[0]), a[1]);
    if k.is(T::Slice) {
        let u = slice::unpack(cx, k)?;
        let s = slice::adjust(u, l.len());
        if s.step == 1 { return Ok(l.slice(cx, s.start as usize, s.start as usize + s.count).0); }
        let (items, bits) = (l.items(), l.seen());
        return Ok(List::build(cx, s.count, bits, |i| items[s.at(i)])?.0);
    }
    if !is_index(cx, k) { return Err(bad_index(cx, k)); }
    let i = index_arg(cx, k)?;
    match slice::item_index(i, l.len()).and_then(|i| l.get(i)) { Some(v) => Ok(v), None => Err(cx.index_error("list index out of range")) }
}
/// An index for item access: IndexError where it does not fit.
pub fn index_arg(cx: &mut Cx, k: Value) -> R<i64> {
    if let Some(i) = k.as_small() { return Ok(i); }
    let i = cx.index(k)?;
    match crate::int::to_i64(i) { Some(n) => Ok(n), None => { let t = cx.type_name(k); Err(cx.index_error(format!("cannot fit '{t}' into an index-sized integer"))) } }
}
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    let (l, k, v) = (List::of(a[0]), a[1], a[2]);
    if k.is(T::Slice) { set_slice(cx, l, k, v)?; return Ok(Value::NONE); }
    if !is_index(cx, k) { return Err(bad_index(cx, k)); }
    let i = index_arg(cx, k)?;
    match slice::item_index(i, l.len()) { Some(i) => { l.set(cx, i, v); Ok(Value::NONE) } None => Err(cx.index_error("list assignment index out of range")) }
}
fn set_slice(cx: &mut Cx, l: List, k: Value, v: Value) -> R<()> {
    let u = slice::unpack(cx, k)?;
    if u.2 == 1 {
        let items = snapshot_of(cx, v, "can only assign an iterable")?;
        let s = slice::adjust(u, l.len());
        let (a, b) = (s.start as usize, s.stop.max(s.start) as usize);
        return l.splice(cx, a, b, &items);
    }
    let items = snapshot_of(cx, v, "must assign iterable to extended slice")?;
    let s = slice::adjust(u, l.len());
    if items.len() != s.count { return Err(cx.value_error(format!("attempt to assign sequence of size {} to extended slice of size {}", items.len(), s.count))); }
    for (i, x) in items.iter().enumerate() { l.set(cx, s.at(i), *x) }
    Ok(())
}
/// All items of an iterable, with its own message where it is none.
fn snapshot_of(cx: &mut Cx, v: Value, msg: &str) -> R<VVec> {
    if !v.is(T::List) && !v.is(T::Tuple) && cx.special(v, crate::class::D::Iter).is_none() && cx.special(v, crate::class::D::GetItem).is_none() { return Err(cx.type_error(msg)); }
    if let Some(l) = List::from(v) { return Ok(l.to_vvec()); }
    cx.collect(v)
}
fn del_item(cx: &mut Cx, a: &[Value]) -> R {
    let (l, k) = (List::of(a[0]), a[1]);
    if k.is(T::Slice) {
        let u = slice::unpack(cx, k)?;
        let s = slice::adjust(u, l.len()).ascending();
        if s.count == 0 { return Ok(Value::NONE); }
        if s.step == 1 { l.splice(cx, s.start as usize, s.start as usize + s.count, &[])?; return Ok(Value::NONE); }
        let n = l.len();
        let m = l.items_mut(cx)?;
        let (mut to, mut k) = (s.start as usize, 0);
        for from in s.start as usize..n { if k < s.count && from == s.at(k) { k += 1; continue; } m[to] = m[from]; to += 1; }
        l.truncate(cx, to);
        return Ok(Value::NONE);
    }
    if !is_index(cx, k) { return Err(bad_index(cx, k)); }
    let i = index_arg(cx, k)?;
    match slice::item_index(i, l.len()) { Some(i) => { l.remove(cx, i); Ok(Value::NONE) } None => Err(cx.index_error("list assignment index out of range")) }
}
fn add(cx: &mut Cx, a: &[Value]) -> R {
    let x = List::of(a[0]);
    let Some(y) = List::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can only concatenate list (not \"{t}\") to list"))) };
    let l = List::with_capacity(cx, x.len() + y.len())?;
    l.extend_list(cx, x)?;
    l.extend_list(cx, y)?;
    Ok(l.0)
}
/// Repeat count of `seq * n`: None where `n` is no integer.
pub fn repeat_count(cx: &mut Cx, n: Value) -> R<Option<usize>> {
    if !is_index(cx, n) { return Ok(None); }
    let i = cx.index(n)?;
    match crate::int::to_i64(i) { Some(n) => Ok(Some(n.max(0) as usize)), None => { let t = cx.type_name(n); Err(cx.overflow_error(format!("cannot fit '{t}' into an index-sized integer"))) } }
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    match repeat_count(cx, a[1])? { Some(0) => Ok(List::new(cx).0), Some(n) => Ok(l.repeated(cx, n)?.0), None => Ok(Value::NOT_IMPLEMENTED) }
}
fn imul(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    match repeat_count(cx, a[1])? { Some(0) => l.clear(cx), Some(1) => {} Some(n) => l.repeat_in_place(cx, n)?, None => return Ok(Value::NOT_IMPLEMENTED) }
    Ok(l.0)
}
fn index(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    let (s, e) = slice::clamp_range(cx, a[2], a[3], l.len())?;
    match position(cx, l, a[1], s, e)? { Some(i) => Ok(cx.usize(i)), None => { let r = cx.repr(a[1])?.lossy(); Err(cx.value_error(format!("{r} is not in list"))) } }
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    let (mut n, mut i) = (0, 0);
    while let Some(x) = l.get(i) { if cx.eq(x, a[1])? { n += 1 } i += 1 }
    Ok(Value::small(n))
}
fn pop(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    let i = match a[1].opt() { None => -1, Some(k) => index_arg_overflow(cx, k)? };
    if l.len() == 0 { return Err(cx.index_error("pop from empty list")); }
    match slice::item_index(i, l.len()) { Some(i) => Ok(l.remove(cx, i)), None => Err(cx.index_error("pop index out of range")) }
}
fn index_arg_overflow(cx: &mut Cx, k: Value) -> R<i64> { if let Some(i) = k.as_small() { return Ok(i); } cx.index_i64(k) }
fn insert(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    let i = index_arg_overflow(cx, a[1])?;
    let n = l.len() as i64;
    let i = if i < 0 { (i + n).max(0) } else { i.min(n) };
    l.insert(cx, i as usize, a[2]);
    Ok(Value::NONE)
}
fn remove(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    match position(cx, l, a[1], 0, usize::MAX)? { Some(i) => { l.splice(cx, i, i + 1, &[])?; Ok(Value::NONE) } None => Err(cx.value_error("list.remove(x): x not in list")) }
}
fn init(cx: &mut Cx, a: &[Value]) -> R {
    let l = List::of(a[0]);
    if l.len() > 0 { l.clear(cx) }
    if let Some(it) = a[1].opt() {
        match List::exact(it) { Some(o) if l.0.is_exact(T::List) => { let c = o.slice(cx, 0, o.len()); l.restore(cx, c) } _ => extend(cx, l, it)? }
    }
    Ok(Value::NONE)
}
fn sort(cx: &mut Cx, a: &[Value]) -> R {
    let rev = match a[2].opt() { None => false, Some(v) => reverse_flag(cx, v)? };
    crate::list_sort::sort(cx, List::of(a[0]), a[1].opt_none(), rev)?;
    Ok(Value::NONE)
}
pub fn reverse_flag(cx: &mut Cx, v: Value) -> R<bool> { cx.truth(v) }

pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(cx.alloc_instance(a[0]))),
    def("__init__", "iterable=(), /", init),
    def("__repr__", "/", repr),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__iter__", "/", |cx, a| Ok(Slots::new(cx, T::ListIter, &[a[0], Value::small(0)]))),
    def("__reversed__", "/", |cx, a| { let n = List::of(a[0]).len() as i64; Ok(Slots::new(cx, T::ListRevIter, &[a[0], Value::small(n - 1)])) }).doc("Return a reverse iterator over the list."),
    def("__len__", "/", |cx, a| { let n = List::of(a[0]).len(); Ok(cx.usize(n)) }),
    def("__getitem__", "index, /", get_item).doc("Return self[index]."),
    def("__setitem__", "key, value, /", set_item),
    def("__delitem__", "key, /", del_item),
    def("__contains__", "key, /", |cx, a| Ok(Value::bool(position(cx, List::of(a[0]), a[1], 0, usize::MAX)?.is_some()))),
    def("__add__", "value, /", add),
    def("__iadd__", "value, /", |cx, a| { extend(cx, List::of(a[0]), a[1])?; Ok(a[0]) }),
    def("__mul__", "value, /", mul), def("__rmul__", "value, /", mul), def("__imul__", "value, /", imul),
    def("append", "object, /", |cx, a| { List::of(a[0]).push(cx, a[1]); Ok(Value::NONE) }).doc("Append object to the end of the list."),
    def("extend", "iterable, /", |cx, a| { extend(cx, List::of(a[0]), a[1])?; Ok(Value::NONE) }).doc("Extend list by appending elements from the iterable."),
    def("insert", "index, object, /", insert).doc("Insert object before index."),
    def("pop", "index=-1, /", pop).doc("Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range."),
    def("remove", "value, /", remove).doc("Remove first occurrence of value.\n\nRaises ValueError if the value is not present."),
    def("clear", "/", |cx, a| { List::of(a[0]).clear(cx); Ok(Value::NONE) }).doc("Remove all items from list."),
    def("index", "value, start=0, stop=9223372036854775807, /", index).doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    def("count", "value, /", count).doc("Return number of occurrences of value."),
    def("reverse", "/", |cx, a| { List::of(a[0]).reverse(cx); Ok(Value::NONE) }).doc("Reverse *IN PLACE*."),
    def("copy", "/", |cx, a| { let l = List::of(a[0]); Ok(l.slice(cx, 0, l.len()).0) }).doc("Return a shallow copy of the list."),
    def("sort", "*, key=None, reverse=False", sort).doc("Sort the list in ascending order and return None."),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem).doc("See PEP 585"),
];
