//! Struct sequences: native result types such as `os.stat_result`, `time.struct_time`, `sys.version_info`. They are subclasses of
//! tuple made at module start; items past the visible ones are only attributes. `n_fields` etc. and the field list are class attributes.
use crate::class::{cflags, make_class, Class, NewClass};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// A struct sequence class. `name` is dotted (`time.struct_time`); the first `visible` fields are the tuple's items; a field named
/// "" has an item but no attribute. `can_make`: may be called from Python.
pub fn define(cx: &mut Cx, name: &str, fields: &[&str], visible: usize, can_make: bool) -> R<Class> {
    let (module, short) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let d = Dict::new(cx);
    let (n, m) = (cx.intern(short), cx.intern(module));
    let tuple = cx.class(T::Tuple).0;
    let meta = cx.class(T::Type);
    let c = make_class(cx, NewClass { meta, name: n, qualname: n, bases: &[tuple], dict: d, kind: T::Tuple, flags: cflags::IMMUTABLE | if can_make { 0 } else { cflags::NONEW }, slots: &[] })?;
    crate::class::add_methods(cx, c, METHODS);
    cx.dict_set(d, "__module__", m);
    let mut match_args = crate::vvec::VVec::new();
    let mut unnamed = 0;
    for (i, f) in fields.iter().enumerate() {
        if f.is_empty() { unnamed += 1; continue; }
        let k = cx.intern(f);
        if i < visible { match_args.push(k) }
        let get = Slots::new(cx, T::StructField, &[k, c.0, Value::small(i as i64)]);
        d.set_str(cx, k, get);
    }
    let ma = cx.tuple(&match_args);
    for (k, v) in [("n_sequence_fields", visible), ("n_fields", fields.len()), ("n_unnamed_fields", unnamed)] { cx.dict_set(d, k, Value::small(v as i64)) }
    cx.dict_set(d, "__match_args__", ma);
    let names: crate::vvec::VVec = fields.iter().map(|f| cx.intern(f)).collect();
    let names = cx.tuple(&names);
    cx.dict_set(d, "__fields__", names);
    Ok(c)
}
/// An instance; `items` has one value per field (missing ones at the end become None). Invisible ones are kept behind the tuple's own.
pub fn new(cx: &mut Cx, c: Class, items: &[Value]) -> Value {
    let (n, all) = (count(cx, c, "n_sequence_fields"), count(cx, c, "n_fields"));
    let mut v = crate::vvec::VVec::from_slice(&items[..items.len().min(n)]);
    v.resize(n, Value::NONE);
    if all > n {
        // the hidden items travel in a tuple behind the visible length: see `hidden`
        for i in n..all { v.push(items.get(i).copied().unwrap_or(Value::NONE)) }
    }
    Tuple::new_hidden(cx, c.0, &v, n)
}
fn count(cx: &mut Cx, c: Class, name: &str) -> usize { let k = cx.intern(name); c.lookup(cx, k).and_then(|v| v.as_small()).unwrap_or(0) as usize }
/// A record of an own class with these fields: for values made once, such as `sys.version_info`.
pub fn record(cx: &mut Cx, name: &'static str, fields: &[(&'static str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|f| f.0).collect();
    let items: crate::vvec::VVec = fields.iter().map(|f| f.1).collect();
    match define(cx, name, &names, names.len(), false) { Ok(c) => new(cx, c, &items), Err(_) => { cx.clear_pending(); cx.tuple(&items) } }
}
fn fields(cx: &mut Cx, v: Value) -> &'static [Value] { let (c, k) = (cx.class_of(v), cx.intern("__fields__")); match c.lookup(cx, k).and_then(Tuple::from) { Some(t) => t.items(), None => &[] } }
/// All items, hidden ones too.
fn all_items(v: Value) -> &'static [Value] { Tuple::of(v).with_hidden() }
fn ss_new(cx: &mut Cx, a: &[Value]) -> R {
    let c = Class(a[0]);
    let items = cx.collect(a[1])?;
    let (n, all) = (count(cx, c, "n_sequence_fields"), count(cx, c, "n_fields"));
    let name = crate::str::Str(c.raw().name).lossy();
    let m = { let k = cx.intern("__module__"); c.lookup(cx, k).and_then(Str::from).map(|s| s.lossy()).unwrap_or_default() };
    let full = if m == "builtins" { name.to_string() } else { format!("{m}.{name}") };
    if items.len() < n { return Err(cx.type_error(if n == all { format!("{full}() takes a {n}-sequence ({}-sequence given)", items.len()) } else { format!("{full}() takes an at least {n}-sequence ({}-sequence given)", items.len()) })); }
    if items.len() > all { return Err(cx.type_error(if n == all { format!("{full}() takes a {n}-sequence ({}-sequence given)", items.len()) } else { format!("{full}() takes an at most {all}-sequence ({}-sequence given)", items.len()) })); }
    let mut v = items;
    if let Some(d) = a[2].opt().and_then(Dict::from) {
        let names = c.dict();
        let _ = names;
        let k = cx.intern("__fields__");
        if let Some(f) = c.lookup(cx, k).and_then(Tuple::from) {
            for i in v.len()..all { let x = match f.items().get(i) { Some(k) => d.get(cx, *k)?.unwrap_or(Value::NONE), None => Value::NONE }; v.push(x) }
        }
    }
    Ok(new(cx, c, &v))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let m = cx.lookup_attr(c.0, "__module__")?.and_then(Str::from).map(|s| s.lossy()).unwrap_or_default();
    let mut out = format!("{m}.{}", c.name()).into_bytes();
    out.push(b'(');
    // as CPython: the i-th visible item is shown under the i-th name there is
    let f: crate::vvec::VVec = fields(cx, a[0]).iter().copied().filter(|n| Str::from(*n).is_some_and(|s| !s.is_empty())).collect();
    for (i, v) in Tuple::of(a[0]).items().iter().enumerate() {
        if i > 0 { out.extend(b", ") }
        if let Some(n) = f.get(i).and_then(|n| Str::from(*n)) { out.extend(n.bytes()); out.push(b'=') }
        out.extend(cx.repr(*v)?.bytes());
    }
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let (c, f) = (cx.class_of(a[0]).0, fields(cx, a[0]));
    let t = Tuple::of(a[0]);
    let (visible, all) = (t.items(), all_items(a[0]));
    let d = Dict::new(cx);
    for i in visible.len()..all.len() { if let Some(k) = f.get(i) { d.set_str(cx, *k, all[i]) } }
    let items = cx.tuple(visible);
    let args = cx.tuple(&[items, d.0]);
    Ok(cx.tuple(&[c, args]))
}
const METHODS: &[Def] = &[def_new("sequence, dict={}", ss_new), def("__repr__", "/", repr), def("__reduce__", "/", reduce)];
/// Descriptor of a field: slots name, owner, index.
pub const FIELD: &[Def] = &[
    def("__get__", "instance, owner=None, /", |cx, a| {
        if a[1].is_none() { return Ok(a[0]); }
        let s = Slots(a[0]);
        if !cx.class_of(a[1]).is_subclass_of(s.get(1)) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("descriptor '{}' doesn't apply to a '{t}' object", Str(s.get(0)).lossy()))); }
        Ok(all_items(a[1]).get(s.int(2) as usize).copied().unwrap_or(Value::NONE))
    }),
    def("__set__", "instance, value, /", |cx, _| Err(cx.raise(T::AttributeError, "readonly attribute"))),
    def("__delete__", "instance, /", |cx, _| Err(cx.raise(T::AttributeError, "readonly attribute"))),
    def("__repr__", "/", |cx, a| { let s = Slots(a[0]); let (n, c) = (Str(s.get(0)).lossy(), Class(s.get(1)).name()); Ok(cx.string(format!("<member '{n}' of '{c}' objects>"))) }),
    crate::native::attr("__name__", |_, a| Ok(Slots(a[0]).get(0))), crate::native::attr("__objclass__", |_, a| Ok(Slots(a[0]).get(1))), crate::native::attr("__doc__", |_, _| Ok(Value::NONE)),
];
