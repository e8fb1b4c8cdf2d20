//! Methods of dict.
use crate::abs::Cmp;
use crate::class::D;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::native::{def, def_class, def_new, Def, Raised, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// `d.update(other)` of dicts: copies rows with their hashes.
pub fn merge_dict(cx: &mut Cx, d: Dict, o: Dict) -> R<()> {
    if d == o { return Ok(()); }
    let n = o.len();
    let mut i = 0;
    while i < o.fill() {
        if let Some((k, v)) = o.entry(i) {
            let h = o.entry_hash(i);
            d.set_hash(cx, k, h, v)?;
            if o.len() != n { return Err(cx.runtime_error("dict mutated during update")); }
        }
        i += 1;
    }
    Ok(())
}
/// Does iterating this dict (subclass) run no Python code?
fn plain_iteration(cx: &mut Cx, v: Value) -> bool { v.is_exact(T::Dict) || (v.is(T::Dict) && { let dict = cx.class(T::Dict); cx.special(v, D::Iter) == dict.dunder(cx, D::Iter) }) }
/// Merges a mapping: anything with `keys()` and item access.
pub fn merge_mapping(cx: &mut Cx, d: Dict, m: Value) -> R<()> {
    if plain_iteration(cx, m) { return merge_dict(cx, d, Dict::of(m)); }
    let keys = cx.call_method(m, "keys", &[])?;
    let it = cx.iter(keys)?;
    while let Some(k) = cx.next(it)? { let v = cx.get_item(m, k)?; set_any(cx, d, k, v)? }
    Ok(())
}
fn set_any(cx: &mut Cx, d: Dict, k: Value, v: Value) -> R<()> { d.set(cx, k, v) }
/// Merges an iterable of pairs.
pub fn merge_pairs(cx: &mut Cx, d: Dict, pairs: Value) -> R<()> {
    let mut n = 0;
    let c = cx.class(T::Dict).0;
    if d.0.is_exact(T::Dict) && d.len() == 0 && crate::par::eager::makes(cx, c) && crate::par::eager::fill(cx, d.0, pairs, crate::par::eager::Mode::Pair, &mut |cx, p| { n += 1; merge_pair(cx, d, p, n - 1) })? { return Ok(()); }
    let it = cx.iter(pairs)?;
    while let Some(p) = cx.next(it)? { merge_pair(cx, d, p, n)?; n += 1 }
    Ok(())
}
fn merge_pair(cx: &mut Cx, d: Dict, p: Value, n: usize) -> R<()> {
    let (k, v) = match p.exact() {
            Some(T::Tuple) if Tuple(p).len() == 2 => (Tuple(p).items()[0], Tuple(p).items()[1]),
            _ => {
                if !p.is(T::List) && !p.is(T::Tuple) && cx.special(p, D::Iter).is_none() && cx.special(p, D::GetItem).is_none() { return Err(cx.type_error(format!("cannot convert dictionary update sequence element #{n} to a sequence"))); }
                let items = cx.collect(p)?;
                if items.len() != 2 { return Err(cx.value_error(format!("dictionary update sequence element #{n} has length {}; 2 is required", items.len()))); }
                (items[0], items[1])
            }
        };
    d.set(cx, k, v)
}
/// `d.update(arg)` for a mapping or pairs.
pub fn update_from(cx: &mut Cx, d: Dict, arg: Value) -> R<()> {
    if arg.is_exact(T::Dict) { return merge_dict(cx, d, Dict(arg)); }
    if cx.lookup_attr(arg, "keys")?.is_some() { merge_mapping(cx, d, arg) } else { merge_pairs(cx, d, arg) }
}
fn update_common(cx: &mut Cx, a: &[Value], name: &str) -> R {
    let (d, args) = (Dict::of(a[0]), crate::call::star(a[1]));
    if args.len() > 1 { return Err(cx.type_error(format!("{name} expected at most 1 argument, got {}", args.len()))); }
    if let Some(m) = args.first() { update_from(cx, d, *m)? }
    if let Some(k) = Dict::from(a[2]) { merge_dict(cx, d, k)? }
    Ok(Value::NONE)
}
/// A missing key: `__missing__` of a subclass, else KeyError.
#[cold]
fn missing(cx: &mut Cx, d: Value, k: Value) -> R {
    if !d.is_exact(T::Dict) { if let Some(r) = cx.call_special(d, D::Missing, &[k])? { return Ok(r); } }
    Err(cx.key_error(k))
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R { match Dict::of(a[0]).get(cx, a[1])? { Some(v) => Ok(v), None => missing(cx, a[0], a[1]) } }
fn pop(cx: &mut Cx, a: &[Value]) -> R {
    match Dict::of(a[0]).remove(cx, a[1])? { Some(v) => Ok(v), None => match a[2].opt() { Some(v) => Ok(v), None => Err(cx.key_error(a[1])) } }
}
fn setdefault(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict::of(a[0]);
    let h = cx.hash(a[1])?;
    if let Some(i) = d.find(cx, a[1], h)? { return Ok(d.value_at(i)); }
    let v = a[2].opt().unwrap_or(Value::NONE);
    d.push(cx, a[1], h, v);
    Ok(v)
}
#[cold]
pub fn popitem_empty(cx: &mut Cx) -> Raised { let m = cx.str("popitem(): dictionary is empty"); cx.key_error(m) }
fn popitem(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict::of(a[0]);
    let Some((i, (k, _))) = d.last().and_then(|i| Some((i, d.entry(i)?))) else { return Err(popitem_empty(cx)) };
    let v = d.pop_row(cx, i);
    Ok(cx.tuple(&[k, v]))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict::of(a[0]);
    if !cx.repr_enter(a[0]) { return Ok(cx.str("{...}")); }
    let mut out = vec![b'{'];
    let r = repr_rows(cx, d, &mut out);
    cx.repr_leave();
    r?;
    out.push(b'}');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn repr_rows(cx: &mut Cx, d: Dict, out: &mut Vec<u8>) -> R<()> {
    let mut i = 0;
    while i < d.fill() {
        if let Some((k, v)) = d.entry(i) {
            if out.len() > 1 { out.extend(b", ") }
            out.extend(cx.repr(k)?.bytes());
            out.extend(b": ");
            out.extend(cx.repr(v)?.bytes());
        }
        i += 1;
    }
    Ok(())
}
pub fn equal(cx: &mut Cx, a: Dict, b: Dict) -> R<bool> {
    if a.len() != b.len() { return Ok(false); }
    cx.check_stack()?;
    let mut i = 0;
    while i < a.fill() {
        if let Some((k, v)) = a.entry(i) {
            let h = a.entry_hash(i);
            match b.find(cx, k, h)? { None => return Ok(false), Some(j) => { let w = b.value_at(j); if !cx.eq(v, w)? { return Ok(false); } } }
        }
        i += 1;
    }
    Ok(true)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R { match Dict::from(a[1]) { Some(b) => Ok(Value::bool(equal(cx, Dict::of(a[0]), b)? == (op == Cmp::Eq))), None => Ok(Value::NOT_IMPLEMENTED) } }
fn or(cx: &mut Cx, x: Value, y: Value) -> R {
    let (Some(x), Some(y)) = (Dict::from(x), Dict::from(y)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let d = x.copy(cx);
    merge_mapping(cx, d, y.0)?;
    Ok(d.0)
}
fn fromkeys(cx: &mut Cx, a: &[Value]) -> R {
    let v = a[2].opt().unwrap_or(Value::NONE);
    let d = cx.call(a[0], &[])?;
    if let Some(e) = Dict::exact(d) {
        if let Some(o) = Dict::exact(a[1]) { let mut i = 0; while i < o.fill() { if let Some((k, _)) = o.entry(i) { let h = o.entry_hash(i); e.set_hash(cx, k, h, v)?; } i += 1; } }
        else if let Some(s) = crate::set::Set::from(a[1]) { let mut p = 0; while let Some((k, h)) = s.next(&mut p) { e.set_hash(cx, k, h, v)?; } }
        else { cx.for_each(a[1], |cx, k| e.set(cx, k, v))? }
    } else { cx.for_each(a[1], |cx, k| cx.set_item(d, k, v))? }
    Ok(d)
}
/// A fresh iterator of type `t` over `d`: (dict, next row, length then, items left).
pub fn iter(cx: &mut Cx, d: Value, t: T) -> Value {
    let n = Dict::of(d).len() as i64;
    let at = if matches!(t, T::DictRevKeyIter | T::DictRevValueIter | T::DictRevItemIter) { Dict::of(d).fill() as i64 - 1 } else { 0 };
    Slots::new(cx, t, &[d, Value::small(at), Value::small(n), Value::small(n)])
}
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(cx.alloc_instance(a[0]))),
    def("__init__", "*args, **kwargs", |cx, a| update_common(cx, a, "dict")),
    def("__repr__", "/", repr),
    def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)),
    def("__lt__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__le__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__gt__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__ge__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    def("__len__", "/", |cx, a| Ok(cx.usize(Dict::of(a[0]).len()))),
    def("__iter__", "/", |cx, a| Ok(iter(cx, a[0], T::DictKeyIter))),
    def("__reversed__", "/", |cx, a| Ok(iter(cx, a[0], T::DictRevKeyIter))).doc("Return a reverse iterator over the dict keys."),
    def("__contains__", "key, /", |cx, a| Ok(Value::bool(Dict::of(a[0]).get(cx, a[1])?.is_some()))).doc("True if the dictionary has the specified key, else False."),
    def("__getitem__", "key, /", get_item).doc("Return self[key]."),
    def("__setitem__", "key, value, /", |cx, a| { Dict::of(a[0]).set(cx, a[1], a[2])?; Ok(Value::NONE) }),
    def("__delitem__", "key, /", |cx, a| match Dict::of(a[0]).remove(cx, a[1])? { Some(_) => Ok(Value::NONE), None => Err(cx.key_error(a[1])) }),
    def("__or__", "value, /", |cx, a| or(cx, a[0], a[1])), def("__ror__", "value, /", |cx, a| or(cx, a[1], a[0])),
    def("__ior__", "value, /", |cx, a| { update_from(cx, Dict::of(a[0]), a[1])?; Ok(a[0]) }),
    def("get", "key, default=None, /", |cx, a| Ok(Dict::of(a[0]).get(cx, a[1])?.unwrap_or(a[2].opt().unwrap_or(Value::NONE)))).doc("Return the value for key if key is in the dictionary, else default."),
    def("setdefault", "key, default=None, /", setdefault).doc("Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default."),
    def("pop", "key, default=<unrepresentable>, /", pop).doc("D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    def("popitem", "/", popitem).doc("Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty."),
    def("keys", "/", |cx, a| Ok(Slots::new(cx, T::DictKeys, &[a[0]]))).doc("D.keys() -> a set-like object providing a view on D's keys"),
    def("values", "/", |cx, a| Ok(Slots::new(cx, T::DictValues, &[a[0]]))).doc("D.values() -> an object providing a view on D's values"),
    def("items", "/", |cx, a| Ok(Slots::new(cx, T::DictItems, &[a[0]]))).doc("D.items() -> a set-like object providing a view on D's items"),
    def("update", "*args, **kwargs", |cx, a| update_common(cx, a, "update")).doc("D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]"),
    def("clear", "/", |cx, a| { Dict::of(a[0]).clear(cx); Ok(Value::NONE) }).doc("D.clear() -> None.  Remove all items from D."),
    def("copy", "/", |cx, a| Ok(Dict::of(a[0]).copy(cx).0)).doc("D.copy() -> a shallow copy of D"),
    def("__sizeof__", "/", |_, a| { let n = Dict::of(a[0]).fill(); Ok(Value::small(64 + if n == 0 { 0 } else { 120 + n as i64 * 24 })) }),
    def_class("fromkeys", "iterable, value=None, /", fromkeys).doc("Create a new dictionary with keys from iterable and values set to value."),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem).doc("See PEP 585"),
];
/// Keys (or pairs) of a dict as a list: for iterators' `__reduce__`.
pub fn rows_list(cx: &mut Cx, d: Dict) -> List { let l = List::new(cx); for i in 0..d.fill() { if let Some((k, _)) = d.entry(i) { l.push(cx, k) } } l }
