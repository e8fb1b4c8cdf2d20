//! keys(), values() and items() of dicts. One slot: the dict.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::dict_methods::iter;
use crate::native::{attr, def, Def, R};
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn dict(v: Value) -> Dict { Dict::of(Slots(v).get(0)) }
/// A keys or items view.
fn is_set_view(v: Value) -> bool { v.is(T::DictKeys) || v.is(T::DictItems) }
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    if !cx.repr_enter(a[0]) { return Ok(cx.str("...")); }
    let r = crate::list_methods::from_iterable(cx, a[0]).and_then(|l| cx.repr(l.0));
    cx.repr_leave();
    let r = r?;
    let mut out = cx.type_name(a[0]).into_owned().into_bytes();
    out.push(b'(');
    out.extend(r.bytes());
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn contains_item(cx: &mut Cx, d: Dict, v: Value) -> R<bool> {
    let Some(t) = Tuple::from(v).map(|t| t.items()).filter(|t| t.len() == 2) else { return Ok(false) };
    match d.get(cx, t[0])? { Some(x) => cx.eq(x, t[1]), None => Ok(false) }
}
fn view_contains(cx: &mut Cx, view: Value, v: Value) -> R<bool> { let d = dict(view); if view.is(T::DictKeys) { Ok(d.get(cx, v)?.is_some()) } else { contains_item(cx, d, v) } }
fn contains(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(view_contains(cx, a[0], a[1])?)) }
fn all_in(cx: &mut Cx, x: Value, y: Value) -> R<bool> {
    let it = cx.iter(x)?;
    while let Some(v) = cx.next(it)? { if !cx.contains(y, v)? { return Ok(false); } }
    Ok(true)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if Set::from(a[1]).is_none() && !is_set_view(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    let (n, m) = (dict(a[0]).len(), cx.len(a[1])?);
    Ok(Value::bool(match op {
        Cmp::Eq => n == m && all_in(cx, a[0], a[1])?, Cmp::Ne => !(n == m && all_in(cx, a[0], a[1])?),
        Cmp::Lt => n < m && all_in(cx, a[0], a[1])?, Cmp::Le => n <= m && all_in(cx, a[0], a[1])?,
        Cmp::Gt => n > m && all_in(cx, a[1], a[0])?, Cmp::Ge => n >= m && all_in(cx, a[1], a[0])?,
    }))
}
fn to_set(cx: &mut Cx, v: Value) -> R<Set> {
    let s = Set::new(cx);
    let from = if v.is(T::DictKeys) { Slots(v).get(0) } else { v };
    s.update(cx, from)?;
    Ok(s)
}
fn sub(cx: &mut Cx, a: &[Value]) -> R { let s = to_set(cx, a[0])?; cx.call_method(s.0, "difference_update", &[a[1]])?; Ok(s.0) }
fn or(cx: &mut Cx, a: &[Value]) -> R { let s = to_set(cx, a[0])?; s.update(cx, a[1])?; Ok(s.0) }
fn and(cx: &mut Cx, a: &[Value]) -> R {
    let (mut x, mut y) = if is_set_view(a[0]) { (a[0], a[1]) } else { (a[1], a[0]) };
    if y.is_exact(T::Set) && dict(x).len() <= Set(y).len() { return cx.call_method(y, "intersection", &[x]); }
    if is_set_view(y) && dict(y).len() > dict(x).len() { std::mem::swap(&mut x, &mut y) }
    let out = Set::new(cx);
    cx.for_each(y, |cx, k| { if view_contains(cx, x, k)? { out.add(cx, k)?; } Ok(()) })?;
    Ok(out.0)
}
fn xor(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is(T::DictItems) && a[1].is(T::DictItems) {
        let (mut d1, mut d2) = (dict(a[0]), dict(a[1]));
        if d1.len() > d2.len() { std::mem::swap(&mut d1, &mut d2) }
        let (rest, out) = (d1.copy(cx), Set::new(cx));
        let mut i = 0;
        while i < d2.fill() {
            if let Some((k, v)) = d2.entry(i) {
                let h = d2.entry_hash(i);
                let same = match rest.find(cx, k, h)? { Some(j) => { let w = rest.value_at(j); cx.eq(w, v)? } None => false };
                if same { rest.remove(cx, k)?; } else { let t = cx.tuple(&[k, v]); out.add(cx, t)?; }
            }
            i += 1;
        }
        let items = Slots::new(cx, T::DictItems, &[rest.0]);
        out.update(cx, items)?;
        return Ok(out.0);
    }
    let s = to_set(cx, a[0])?;
    cx.call_method(s.0, "symmetric_difference_update", &[a[1]])?;
    Ok(s.0)
}
fn isdisjoint(cx: &mut Cx, a: &[Value]) -> R {
    if a[0] == a[1] { return Ok(Value::bool(dict(a[0]).len() == 0)); }
    let (mut x, mut y) = (a[0], a[1]);
    if Set::from(y).is_some() || is_set_view(y) { if cx.len(y)? > dict(x).len() { std::mem::swap(&mut x, &mut y) } }
    let it = cx.iter(y)?;
    while let Some(v) = cx.next(it)? { if cx.contains(x, v)? { return Ok(Value::FALSE); } }
    Ok(Value::TRUE)
}
pub const COMMON: &[Def] = &[
    def("__repr__", "/", repr),
    def("__len__", "/", |cx, a| Ok(cx.usize(dict(a[0]).len()))),
    attr("mapping", |cx, a| { let d = Slots(a[0]).get(0); Ok(Slots::new(cx, T::MappingProxy, &[d])) }),
];
/// What makes keys and items views sets.
pub const SET_LIKE: &[Def] = &[
    def("__contains__", "key, /", contains),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__sub__", "value, /", sub), def("__or__", "value, /", or), def("__and__", "value, /", and), def("__xor__", "value, /", xor),
    def("__rsub__", "value, /", |cx, a| { let s = crate::set_methods::set_of(cx, a[1])?; let s = if s.0 == a[1] { s.copy(cx)? } else { s }; cx.call_method(s.0, "difference_update", &[a[0]])?; Ok(s.0) }),
    def("__ror__", "value, /", |cx, a| { let s = Set::new(cx); s.update(cx, a[1])?; s.update(cx, a[0])?; Ok(s.0) }),
    def("__rand__", "value, /", and),
    def("__rxor__", "value, /", |cx, a| { let s = Set::new(cx); s.update(cx, a[1])?; cx.call_method(s.0, "symmetric_difference_update", &[a[0]])?; Ok(s.0) }),
    def("isdisjoint", "other, /", isdisjoint).doc("Return True if the view and the given iterable have a null intersection."),
];
pub const KEYS: &[Def] = &[
    def("__iter__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictKeyIter)) }),
    def("__reversed__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictRevKeyIter)) }).doc("Return a reverse iterator over the dict keys."),
];
pub const VALUES: &[Def] = &[
    def("__iter__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictValueIter)) }),
    def("__reversed__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictRevValueIter)) }).doc("Return a reverse iterator over the dict values."),
];
pub const ITEMS: &[Def] = &[
    def("__iter__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictItemIter)) }),
    def("__reversed__", "/", |cx, a| { let d = Slots(a[0]).get(0); Ok(iter(cx, d, T::DictRevItemIter)) }).doc("Return a reverse iterator over the dict items."),
];
