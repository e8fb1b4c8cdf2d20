//! Struct sequences: tuples with named fields (`os.stat_result`, `time.struct_time`, `sys.version_info`, …).
//!
//! A class of them is a subclass of tuple; fields past the visible ones are slots of the instance.
use crate::class::{add_methods, cflags, make_class, Class, NewClass};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// `name` with its module ("os.stat_result"); `fields`: "" for a visible field without a name; the first `visible` of them are items.
pub struct Spec { pub name: &'static str, pub fields: &'static [&'static str], pub visible: usize, pub callable: bool }

/// The class, made on first use.
pub fn class(cx: &mut Cx, s: &'static Spec) -> Value {
    if let Some(c) = cx.static_get(s.name) { return c; }
    let c = define(cx, s.name, s.fields, s.visible, s.callable);
    cx.static_set(s.name, c);
    c
}
fn define(cx: &mut Cx, full: &'static str, fields: &[&str], visible: usize, callable: bool) -> Value {
    let (module, name) = full.rsplit_once('.').unwrap_or(("builtins", full));
    let (n, d) = (cx.intern(name), cx.dict());
    let m = cx.intern(module);
    cx.dict_set(d, "__module__", m);
    cx.dict_set(d, "__doc__", Value::NONE);
    let mut hidden = VVec::new();
    for f in &fields[visible..] { let v = cx.intern(f); hidden.push(v) }
    let mut args = VVec::new();
    let mut names = VVec::new();
    for (i, f) in fields.iter().enumerate() {
        let k = cx.intern(f);
        if !f.is_empty() { names.push(k) }
        if i < visible && !f.is_empty() { let g = Slots::new(cx, T::SeqField, &[Value::small(i as i64), k]); d.set_str(cx, k, g); args.push(k) }
    }
    let unnamed = fields.iter().filter(|f| f.is_empty()).count();
    let (args, names) = (cx.tuple(&args), cx.tuple(&names));
    cx.dict_set(d, "__match_args__", args);
    for (k, v) in [("n_sequence_fields", visible), ("n_fields", fields.len()), ("n_unnamed_fields", unnamed)] { cx.dict_set(d, k, Value::small(v as i64)) }
    let (meta, tuple) = (cx.class(T::Type), cx.class(T::Tuple).0);
    let flags = if callable { 0 } else { cflags::NONEW };
    match make_class(cx, NewClass { meta, name: n, qualname: n, bases: &[tuple], dict: d, kind: T::Tuple, flags, slots: &hidden }) {
        Ok(c) => { cx.dict_set(d, "__fields", names); add_methods(cx, c, METHODS); c.0 }
        Err(_) => { cx.clear_pending(); tuple }
    }
}
/// An instance; `values` has one value per field.
pub fn make(cx: &mut Cx, s: &'static Spec, values: &[Value]) -> Value { let c = class(cx, s); instance(cx, c, values, s.visible) }
fn instance(cx: &mut Cx, c: Value, values: &[Value], visible: usize) -> Value {
    let o = tuple_of(cx, c, &values[..visible.min(values.len())]);
    for (i, v) in values.iter().enumerate().skip(visible) { crate::attr::set_member(cx, o, i - visible, *v) }
    o
}
/// A tuple subclass instance: it refers to the plain tuple from its first word.
#[allow(unsafe_code)] // the layout of tuple subclasses
fn tuple_of(cx: &mut Cx, c: Value, items: &[Value]) -> Value {
    let plain = cx.tuple(items);
    let t = cx.alloc_instance(c);
    unsafe { *(t.ptr::<u8>().add(16) as *mut u64) = plain.0 } // SAFETY: [O2] fresh; the length word of a subclass instance
    t
}
/// A record whose class is made from its own field names (all visible); not callable from Python.
pub fn record(cx: &mut Cx, name: &'static str, fields: &[(&'static str, Value)]) -> Value {
    let c = match cx.static_get(name) { Some(c) => c, None => { let names: Vec<&str> = fields.iter().map(|f| f.0).collect(); let c = define(cx, name, &names, names.len(), false); cx.static_set(name, c); c } };
    let v: VVec = fields.iter().map(|f| f.1).collect();
    instance(cx, c, &v, v.len())
}
fn count(cx: &mut Cx, c: Class, key: &str) -> usize { let k = cx.intern(key); c.lookup(cx, k).and_then(Value::as_small).unwrap_or(0) as usize }
fn field_names(cx: &mut Cx, c: Class) -> &'static [Value] { let k = cx.intern("__fields"); match c.lookup(cx, k).and_then(Tuple::from) { Some(t) => t.items(), None => &[] } }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let c = Class(a[0]);
    let (vis, all) = (count(cx, c, "n_sequence_fields"), count(cx, c, "n_fields"));
    let r = cx.collect(a[1]);
    let items = match r { Ok(v) => v, Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); return Err(cx.type_error("constructor requires a sequence")); } return Err(e); } };
    let d = match a[2].opt() { None => None, Some(v) => match Dict::from(v) { Some(d) => Some(d), None => { let k = crate::modules::io::base::qualified(cx, c); return Err(cx.type_error(format!("{k}() takes a dict as second arg, if any"))); } } };
    let name = { let k = cx.intern("__module__"); let m = c.lookup(cx, k).and_then(Str::from).map(|s| s.lossy().into_owned()).unwrap_or_default(); format!("{m}.{}", c.name()) };
    let n = items.len();
    if n < vis { return Err(cx.type_error(if vis == all { format!("{name}() takes a {vis}-sequence ({n}-sequence given)") } else { format!("{name}() takes an at least {vis}-sequence ({n}-sequence given)") })); }
    if n > all { return Err(cx.type_error(if vis == all { format!("{name}() takes a {vis}-sequence ({n}-sequence given)") } else { format!("{name}() takes an at most {all}-sequence ({n}-sequence given)") })); }
    let mut v = VVec::from_slice(&items);
    let names = field_names(cx, c);
    let unnamed = all - names.len();
    for i in n..all {
        let x = match (d, names.get(i - unnamed)) { (Some(d), Some(k)) => d.get(cx, *k)?.unwrap_or(Value::NONE), _ => Value::NONE };
        // float times default to the integer ones
        let x = if x.is_none() && unnamed > 0 && i >= vis && i < vis + unnamed { items[i - unnamed] } else { x };
        v.push(x)
    }
    Ok(instance(cx, c.0, &v, vis))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let k = cx.intern("__module__");
    let m = c.lookup(cx, k).and_then(Str::from).map(|s| s.lossy().into_owned()).unwrap_or_default();
    let mut out = format!("{m}.{}(", c.name());
    let names = field_names(cx, c);
    for (i, v) in Tuple::of(a[0]).items().iter().enumerate() {
        if i > 0 { out.push_str(", ") }
        if let Some(n) = names.get(i) { out.push_str(&Str(*n).lossy()); out.push('=') }
        out.push_str(&cx.repr_string(*v)?);
    }
    out.push(')');
    Ok(cx.string(out))
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let (vis, all) = (count(cx, c, "n_sequence_fields"), count(cx, c, "n_fields"));
    let t = cx.tuple(Tuple::of(a[0]).items());
    let d = cx.dict();
    let names = field_names(cx, c);
    let unnamed = all - names.len();
    for i in vis..all { if let Some(n) = names.get(i - unnamed) { let v = cx.get_attr(a[0], *n)?; d.set_str(cx, *n, v) } }
    let args = cx.tuple(&[t, d.0]);
    Ok(cx.tuple(&[c.0, args]))
}
const METHODS: &[Def] = &[def_new("sequence, dict={}", new), def("__repr__", "", repr), def("__reduce__", "", reduce)];
/// Descriptor of a visible field: slots index, name.
pub const FIELD: &[Def] = &[
    def("__get__", "instance, owner=None, /", |_, a| { if a[1].is_none() { return Ok(a[0]); } let i = Slots(a[0]).int(0) as usize; Ok(Tuple::from(a[1]).and_then(|t| t.items().get(i).copied()).unwrap_or(Value::NONE)) }),
    def("__set__", "instance, value, /", |cx, _| Err(cx.raise(T::AttributeError, "readonly attribute"))),
    def("__delete__", "instance, /", |cx, _| Err(cx.raise(T::AttributeError, "readonly attribute"))),
    def("__repr__", "", |cx, a| { let n = Str(Slots(a[0]).get(1)).lossy(); Ok(cx.string(format!("<member '{n}' of struct sequences>"))) }),
];
