//! Methods of set and frozenset. Which operand is walked, and when tables are resized, follows CPython: it decides iteration order.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn same_kind(cx: &mut Cx, s: Set) -> Set { if s.is_frozen() { Set::new_frozen(cx) } else { Set::new(cx) } }
/// `op(key)` where an unhashable set stands for the frozenset of its members.
fn with_key<V>(cx: &mut Cx, s: Set, key: Value, op: impl Fn(Set, &mut Cx, Value) -> R<V>) -> R<V> {
    let r = op(s, cx, key);
    if r.is_err() && cx.pending_is(T::TypeError) {
        if let Some(k) = Set::from(key).filter(|k| !k.is_frozen()) {
            cx.clear_pending();
            let f = Set::new_frozen(cx);
            f.merge(cx, k)?;
            return op(s, cx, f.0);
        }
    }
    r
}
pub fn intersection(cx: &mut Cx, s: Set, other: Value) -> R<Set> {
    if s.0 == other { return s.copy(cx); }
    let out = same_kind(cx, s);
    if let Some(o) = Set::from(other) {
        let (walk, probe) = if o.len() > s.len() { (s, o) } else { (o, s) };
        let mut p = 0;
        while let Some((k, h)) = walk.next(&mut p) { if probe.contains_hash(cx, k, h)? { out.add_hash(cx, k, h)?; } }
        return Ok(out);
    }
    let it = cx.iter(other)?;
    while let Some(k) = cx.next(it)? {
        let h = cx.hash(k)?;
        if s.contains_hash(cx, k, h)? { out.add_hash(cx, k, h)?; if out.len() >= s.len() { break; } }
    }
    Ok(out)
}
fn difference_update(cx: &mut Cx, s: Set, other: Value) -> R<()> {
    if s.0 == other { s.clear(cx); return Ok(()); }
    if let Some(mut o) = Set::from(other) {
        if o.len() >> 3 > s.len() { o = intersection(cx, s, other)?; }
        let mut p = 0;
        while let Some((k, h)) = o.next(&mut p) { s.discard_hash(cx, k, h)?; }
    } else { cx.for_each(other, |cx, k| s.discard(cx, k).map(|_| ()))? }
    let (fill, mask) = s.fill_and_mask();
    if fill - s.len() <= mask / 4 { return Ok(()); }
    let u = s.len();
    s.resize(cx, if u > 50000 { u * 2 } else { u * 4 })
}
pub fn difference(cx: &mut Cx, s: Set, other: Value) -> R<Set> {
    let (o, d) = (Set::from(other), Dict::exact(other));
    let n = match (o, d) { (Some(o), _) => o.len(), (_, Some(d)) => d.len(), _ => usize::MAX };
    if n == usize::MAX || s.len() >> 2 > n { let c = s.copy(cx)?; difference_update(cx, c, other)?; return Ok(c); }
    let out = same_kind(cx, s);
    let mut p = 0;
    while let Some((k, h)) = s.next(&mut p) {
        let found = match (o, d) { (Some(o), _) => o.contains_hash(cx, k, h)?, (_, Some(d)) => d.find(cx, k, h)?.is_some(), _ => false };
        if !found { out.add_hash(cx, k, h)?; }
    }
    Ok(out)
}
fn symmetric_update(cx: &mut Cx, s: Set, other: Value) -> R<()> {
    if s.0 == other { s.clear(cx); return Ok(()); }
    if let Some(d) = Dict::exact(other) {
        let mut i = 0;
        while i < d.fill() { if let Some((k, _)) = d.entry(i) { let h = d.entry_hash(i); if !s.discard_hash(cx, k, h)? { s.add_hash(cx, k, h)?; } } i += 1; }
        return Ok(());
    }
    let o = match Set::from(other) { Some(o) => o, None => { let o = same_kind(cx, s); o.update(cx, other)?; o } };
    let mut p = 0;
    while let Some((k, h)) = o.next(&mut p) { if !s.discard_hash(cx, k, h)? { s.add_hash(cx, k, h)?; } }
    Ok(())
}
fn symmetric(cx: &mut Cx, s: Set, other: Value) -> R<Set> { let o = same_kind(cx, s); o.update(cx, other)?; symmetric_update(cx, o, s.0)?; Ok(o) }
fn union(cx: &mut Cx, s: Set, others: &[Value]) -> R<Set> { let out = s.copy(cx)?; for o in others { if *o != s.0 { out.update(cx, *o)? } } Ok(out) }
pub fn is_subset(cx: &mut Cx, s: Set, o: Set) -> R<bool> {
    if s.len() > o.len() { return Ok(false); }
    let mut p = 0;
    while let Some((k, h)) = s.next(&mut p) { if !o.contains_hash(cx, k, h)? { return Ok(false); } }
    Ok(true)
}
fn as_set(cx: &mut Cx, v: Value) -> R<Set> { match Set::from(v) { Some(s) => Ok(s), None => { let s = Set::new(cx); s.update(cx, v)?; Ok(s) } } }
fn issubset(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    if let Some(o) = Set::from(a[1]) { return Ok(Value::bool(is_subset(cx, s, o)?)); }
    let common = intersection(cx, s, a[1])?;
    Ok(Value::bool(common.len() == s.len()))
}
fn issuperset(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    if let Some(o) = Set::from(a[1]) { return Ok(Value::bool(is_subset(cx, o, s)?)); }
    let it = cx.iter(a[1])?;
    while let Some(k) = cx.next(it)? { if !s.contains(cx, k)? { return Ok(Value::FALSE); } }
    Ok(Value::TRUE)
}
fn isdisjoint(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    if s.0 == a[1] { return Ok(Value::bool(s.is_empty())); }
    if let Some(o) = Set::from(a[1]) {
        let (walk, probe) = if o.len() > s.len() { (s, o) } else { (o, s) };
        let mut p = 0;
        while let Some((k, h)) = walk.next(&mut p) { if probe.contains_hash(cx, k, h)? { return Ok(Value::FALSE); } }
        return Ok(Value::TRUE);
    }
    let it = cx.iter(a[1])?;
    while let Some(k) = cx.next(it)? { if s.contains(cx, k)? { return Ok(Value::FALSE); } }
    Ok(Value::TRUE)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let Some(y) = Set::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    let x = Set::of(a[0]);
    Ok(Value::bool(match op {
        Cmp::Eq | Cmp::Ne => {
            let (h, g) = (x.cached_hash(), y.cached_hash());
            let same = x.len() == y.len() && (h.is_undef() || g.is_undef() || h == g || !h.is_small() || !g.is_small()) && is_subset(cx, x, y)?;
            same == (op == Cmp::Eq)
        }
        Cmp::Le => is_subset(cx, x, y)?, Cmp::Ge => is_subset(cx, y, x)?,
        Cmp::Lt => x.len() < y.len() && is_subset(cx, x, y)?, Cmp::Gt => y.len() < x.len() && is_subset(cx, y, x)?,
    }))
}
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    if let Some(h) = s.cached_hash().opt() { return Ok(h); }
    // the table keeps hashes without their top bit: ask again where that may matter
    let members = s.to_vvec();
    let mut hashes = Vec::with_capacity(members.len());
    for k in members.iter() { hashes.push(cx.hash(*k)?) }
    let h = fora_num::hash::hash_frozenset(hashes);
    let v = cx.int(h);
    s.cache_hash(cx, v);
    Ok(v)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    let name = cx.class_of(a[0]).name();
    if !cx.repr_enter(a[0]) { return Ok(if s.is_empty() { cx.string(format!("{name}()")) } else { cx.string(format!("{name}(...)")) }); }
    if s.is_empty() { cx.repr_leave(); return Ok(cx.string(format!("{name}()"))); }
    let plain = a[0].is_exact(T::Set);
    let mut out = if plain { vec![b'{'] } else { format!("{name}({{").into_bytes() };
    let mut r = Ok(());
    for (i, v) in s.to_vvec().iter().enumerate() {
        if i > 0 { out.extend(b", ") }
        match cx.repr(*v) { Ok(t) => out.extend(t.bytes()), Err(e) => { r = Err(e); break; } }
    }
    cx.repr_leave();
    r?;
    out.push(b'}');
    if !plain { out.push(b')') }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn both(a: &[Value]) -> Option<(Set, Set)> { match (Set::from(a[0]), Set::from(a[1])) { (Some(x), Some(y)) => Some((x, y)), _ => None } }
fn binop(cx: &mut Cx, a: &[Value], f: fn(&mut Cx, Set, Value) -> R<Set>) -> R { match both(a) { Some((x, y)) => Ok(f(cx, x, y.0)?.0), None => Ok(Value::NOT_IMPLEMENTED) } }
fn or(cx: &mut Cx, s: Set, o: Value) -> R<Set> { union(cx, s, &[o]) }
/// The reflected operators get (self, other) = (right operand, left operand).
fn rbinop(cx: &mut Cx, a: &[Value], f: fn(&mut Cx, Set, Value) -> R<Set>) -> R { binop(cx, &[a[1], a[0]], f) }
fn iand(cx: &mut Cx, s: Set, o: Value) -> R<()> { let r = intersection(cx, s, o)?; s.become_other(cx, r); Ok(()) }
fn inplace(cx: &mut Cx, a: &[Value], f: fn(&mut Cx, Set, Value) -> R<()>) -> R { match both(a) { Some((x, y)) => { f(cx, x, y.0)?; Ok(a[0]) } None => Ok(Value::NOT_IMPLEMENTED) } }
fn update(cx: &mut Cx, s: Set, o: Value) -> R<()> { s.update(cx, o) }
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let items = Set::of(a[0]).to_vvec();
    let (l, c) = (cx.list(&items), cx.class_of(a[0]).0);
    let args = cx.tuple(&[l]);
    let state = cx.call_method(a[0], "__getstate__", &[])?;
    Ok(cx.tuple(&[c, args, state]))
}
/// From a generator expression, where the set is being made.
fn fill(cx: &mut Cx, s: Set, it: Value) -> R<bool> { crate::par::eager::fill(cx, s.0, it, crate::par::eager::Mode::Key, &mut |cx, v| s.add(cx, v).map(|_| ())) }
fn init(cx: &mut Cx, a: &[Value]) -> R {
    let s = Set::of(a[0]);
    s.clear(cx);
    if let Some(it) = a[1].opt() { let c = cx.class(T::Set).0; if !(crate::par::eager::makes(cx, c) && fill(cx, s, it)?) { s.update(cx, it)? } }
    Ok(Value::NONE)
}
fn frozen_new(cx: &mut Cx, a: &[Value]) -> R {
    let exact = a[0] == cx.class(T::FrozenSet).0;
    if exact { if let Some(it) = a[1].opt() { if it.is_exact(T::FrozenSet) { return Ok(it); } } }
    let s = Set::new_of(cx, a[0]);
    if let Some(it) = a[1].opt() { if !fill(cx, s, it)? { s.update(cx, it)? } }
    Ok(s.0)
}
fn frozen_new_any(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    let exact = a[0] == cx.class(T::FrozenSet).0;
    let plain = exact || { let c = crate::class::Class(a[0]); let f = cx.class(T::FrozenSet); c.dunder(cx, crate::class::D::Init) == f.dunder(cx, crate::class::D::Init) };
    if plain && Dict::of(a[2]).len() > 0 { return Err(cx.type_error("frozenset() takes no keyword arguments")); }
    if args.len() > 1 { return Err(cx.type_error(format!("frozenset expected at most 1 argument, got {}", args.len()))); }
    frozen_new(cx, &[a[0], args.first().copied().unwrap_or(Value::UNDEF)])
}
fn copy(cx: &mut Cx, a: &[Value]) -> R { if a[0].is_exact(T::FrozenSet) { return Ok(a[0]); } Ok(Set::of(a[0]).copy(cx)?.0) }
fn for_others(cx: &mut Cx, a: &[Value], f: fn(&mut Cx, Set, Value) -> R<()>) -> R { for o in crate::call::star(a[1]) { f(cx, Set::of(a[0]), *o)? } Ok(Value::NONE) }

/// What set and frozenset share.
pub const COMMON: &[Def] = &[
    def("__repr__", "/", repr),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__len__", "/", |cx, a| Ok(cx.usize(Set::of(a[0]).len()))),
    def("__iter__", "/", |cx, a| { let n = Set::of(a[0]).len() as i64; Ok(Slots::new(cx, T::SetIter, &[a[0], Value::small(0), Value::small(n), Value::small(n)])) }),
    def("__contains__", "key, /", |cx, a| Ok(Value::bool(with_key(cx, Set::of(a[0]), a[1], |s, cx, k| s.contains(cx, k))?))),
    def("__or__", "value, /", |cx, a| binop(cx, a, or)), def("__ror__", "value, /", |cx, a| rbinop(cx, a, or)),
    def("__and__", "value, /", |cx, a| binop(cx, a, intersection)), def("__rand__", "value, /", |cx, a| rbinop(cx, a, intersection)),
    def("__sub__", "value, /", |cx, a| binop(cx, a, difference)), def("__rsub__", "value, /", |cx, a| rbinop(cx, a, difference)),
    def("__xor__", "value, /", |cx, a| binop(cx, a, symmetric)), def("__rxor__", "value, /", |cx, a| rbinop(cx, a, symmetric)),
    def("union", "*others", |cx, a| Ok(union(cx, Set::of(a[0]), crate::call::star(a[1]))?.0)).doc("Return a new set with elements from the set and all others."),
    def("intersection", "*others", |cx, a| {
        let others = crate::call::star(a[1]);
        let mut s = Set::of(a[0]);
        if others.is_empty() { return Ok(s.copy(cx)?.0); }
        for o in others { s = intersection(cx, s, *o)?; }
        Ok(s.0)
    }).doc("Return a new set with elements common to the set and all others."),
    def("difference", "*others", |cx, a| {
        let others = crate::call::star(a[1]);
        let Some(first) = others.first() else { return Ok(Set::of(a[0]).copy(cx)?.0) };
        let s = difference(cx, Set::of(a[0]), *first)?;
        for o in &others[1..] { difference_update(cx, s, *o)? }
        Ok(s.0)
    }).doc("Return a new set with elements in the set that are not in the others."),
    def("symmetric_difference", "other, /", |cx, a| Ok(symmetric(cx, Set::of(a[0]), a[1])?.0)).doc("Return a new set with elements in either the set or other but not both."),
    def("issubset", "other, /", issubset).doc("Report whether another set contains this set."),
    def("issuperset", "other, /", issuperset).doc("Report whether this set contains another set."),
    def("isdisjoint", "other, /", isdisjoint).doc("Return True if two sets have a null intersection."),
    def("copy", "/", copy).doc("Return a shallow copy of a set."),
    def("__reduce__", "/", reduce),
    def("__sizeof__", "/", |_, a| { let (_, m) = Set::of(a[0]).fill_and_mask(); Ok(Value::small(200 + if m > 7 { (m as i64 + 1) * 16 } else { 0 })) }),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem).doc("See PEP 585"),
];
pub const SET: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Set::new_of(cx, a[0]).0)),
    def("__init__", "iterable=(), /", init),
    def("add", "object, /", |cx, a| { Set::of(a[0]).add(cx, a[1])?; Ok(Value::NONE) }).doc("Add an element to a set.\n\nThis has no effect if the element is already present."),
    def("discard", "object, /", |cx, a| { with_key(cx, Set::of(a[0]), a[1], |s, cx, k| s.discard(cx, k))?; Ok(Value::NONE) }).doc("Remove an element from a set if it is a member."),
    def("remove", "object, /", |cx, a| { if with_key(cx, Set::of(a[0]), a[1], |s, cx, k| s.discard(cx, k))? { Ok(Value::NONE) } else { Err(cx.key_error(a[1])) } }).doc("Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError."),
    def("pop", "/", |cx, a| match Set::of(a[0]).pop(cx) { Some(v) => Ok(v), None => { let m = cx.str("pop from an empty set"); Err(cx.key_error(m)) } }).doc("Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."),
    def("clear", "/", |cx, a| { Set::of(a[0]).clear(cx); Ok(Value::NONE) }).doc("Remove all elements from this set."),
    def("update", "*others", |cx, a| for_others(cx, a, update)).doc("Update the set, adding elements from all others."),
    def("difference_update", "*others", |cx, a| for_others(cx, a, difference_update)).doc("Update the set, removing elements found in others."),
    def("intersection_update", "*others", |cx, a| {
        let s = Set::of(a[0]);
        let others = crate::call::star(a[1]);
        if others.is_empty() { return Ok(Value::NONE); }
        let mut t = s;
        for o in others { t = intersection(cx, t, *o)?; }
        s.become_other(cx, t);
        Ok(Value::NONE)
    }).doc("Update the set, keeping only elements found in it and all others."),
    def("symmetric_difference_update", "other, /", |cx, a| { symmetric_update(cx, Set::of(a[0]), a[1])?; Ok(Value::NONE) }).doc("Update the set, keeping only elements found in either set, but not in both."),
    def("__ior__", "value, /", |cx, a| inplace(cx, a, update)), def("__iand__", "value, /", |cx, a| inplace(cx, a, iand)),
    def("__isub__", "value, /", |cx, a| inplace(cx, a, difference_update)), def("__ixor__", "value, /", |cx, a| inplace(cx, a, symmetric_update)),
];
pub const FROZENSET: &[Def] = &[def_new("*args, **kwargs", frozen_new_any), def("__hash__", "/", hash)];
/// For those who want a set of what they were given.
pub fn set_of(cx: &mut Cx, v: Value) -> R<Set> { as_set(cx, v) }
