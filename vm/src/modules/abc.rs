//! `_abc`: what `abc.ABCMeta` is made of.
//!
//! A class's `_abc_impl` holds its registry (a list of weak references). Answers of subclass tests are cached in one table for the
//! whole process, keyed by the two classes: -1 yes, else the value of the global counter when the answer was no.
use crate::class::{cflags, Class};
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::Slots;
use crate::set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use crate::weak;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

const REGISTRY: usize = 0;
static COUNTER: AtomicI64 = AtomicI64::new(0);
const YES: i64 = -1;

fn data(cx: &mut Cx, c: Value) -> R {
    let d = cx.get_attr_str(c, "_abc_impl")?;
    if !d.is(T::AbcData) { return Err(cx.type_error("_abc_impl is set to a wrong type")); }
    Ok(d)
}
fn is_abstract(cx: &mut Cx, v: Value) -> R<bool> { match cx.lookup_attr(v, "__isabstractmethod__")? { Some(f) => cx.truth(f), None => Ok(false) } }
/// Computes `__abstractmethods__` of a new class.
fn abstract_methods(cx: &mut Cx, c: Value) -> R<()> {
    let mut names = VVec::new();
    let d = Class(c).dict();
    for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { if is_abstract(cx, v)? { names.push(k) } } }
    for b in Class(c).bases() {
        let Some(set) = cx.lookup_attr(*b, "__abstractmethods__")? else { continue };
        for n in cx.collect(set)?.iter() {
            if !n.is(T::Str) { continue; }
            let n = cx.intern_value(*n);
            let r = cx.get_attr(c, n);
            if let Some(v) = cx.catch(r, T::AttributeError)? { if is_abstract(cx, v)? && !names.iter().any(|x| Str(*x).eq(Str(n))) { names.push(n) } }
        }
    }
    let s = set::frozen_from(cx, &names);
    cx.set_attr_str(c, "__abstractmethods__", s)?;
    Ok(())
}
fn init_class(cx: &mut Cx, a: &[Value]) -> R {
    abstract_methods(cx, a[0])?;
    let l = List::new(cx);
    let d = Slots::new(cx, T::AbcData, &[l.0]);
    cx.set_attr_str(a[0], "_abc_impl", d)?;
    // collection classes mark what their instances match
    let k = cx.intern("__abc_tpflags__");
    if let Some(f) = Class(a[0]).dict().get_str(cx, k) {
        let f = cx.index_i64(f)?;
        if f & 3 << 5 == 3 << 5 { return Err(cx.type_error("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")); }
        if f & (1 << 5) != 0 { Class(a[0]).set_flag(cflags::SEQUENCE) }
        if f & (1 << 6) != 0 { Class(a[0]).set_flag(cflags::MAPPING) }
        Class(a[0]).dict().remove_str(cx, k);
    }
    Ok(Value::NONE)
}
fn inherit_flags(sub: Class, flags: u64) { sub.set_flag(flags); let l = List(sub.raw().subclasses); for i in 0..l.len() { if let Some(s) = l.get(i) { inherit_flags(Class(s), flags) } } }
fn register(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Type) { return Err(cx.type_error("Can only register classes")); }
    if cx.is_subclass(a[1], a[0])? { return Ok(a[1]); }
    if cx.is_subclass(a[0], a[1])? { return Err(cx.runtime_error("Refusing to create an inheritance cycle")); }
    let d = data(cx, a[0])?;
    let r = crate::modules::weakref::new_ref(cx, a[1])?;
    List(Slots(d).get(REGISTRY)).push(cx, r);
    COUNTER.fetch_add(1, Relaxed);
    let f = Class(a[0]).raw().flags.get() & (cflags::SEQUENCE | cflags::MAPPING);
    if f != 0 { inherit_flags(Class(a[1]), f) }
    Ok(a[1])
}
fn cached(c: Value, s: Value) -> Option<bool> { match weak::table().abc.get(&(c.0, s.0)) { Some(&YES) => Some(true), Some(n) if *n == COUNTER.load(Relaxed) => Some(false), _ => None } }
fn remember(c: Value, s: Value, yes: bool) { weak::table().abc.insert((c.0, s.0), if yes { YES } else { COUNTER.load(Relaxed) }); }
fn ask(cx: &mut Cx, c: Value, s: Value) -> R<bool> {
    // ABCMeta.__subclasscheck__ itself, unless the metaclass says otherwise
    let r = cx.call_method(c, "__subclasscheck__", &[s])?;
    cx.truth(r)
}
fn instancecheck(cx: &mut Cx, a: &[Value]) -> R {
    let t = cx.class_of(a[1]).0;
    let sub = if a[1].is_ref() { cx.get_attr_str(a[1], "__class__")? } else { t };
    if let Some(b) = cached(a[0], sub) { if b || sub == t { return Ok(Value::bool(b)); } }
    if sub == t { return Ok(Value::bool(ask(cx, a[0], sub)?)); }
    if ask(cx, a[0], sub)? { return Ok(Value::TRUE); }
    Ok(Value::bool(ask(cx, a[0], t)?))
}
fn subclasscheck(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(subclass(cx, a[0], a[1])?)) }
fn subclass(cx: &mut Cx, c: Value, s: Value) -> R<bool> {
    if !s.is(T::Type) { return Err(cx.type_error("issubclass() arg 1 must be a class")); }
    let d = data(cx, c)?;
    if let Some(b) = cached(c, s) { return Ok(b); }
    cx.check_stack()?;
    let r = cx.call_method(c, "__subclasshook__", &[s])?;
    if r.is_bool() { remember(c, s, r.is_true()); return Ok(r.is_true()); }
    if r != Value::NOT_IMPLEMENTED { return Err(cx.assertion_error("")); }
    if Class(s).mro().contains(&c) { remember(c, s, true); return Ok(true); }
    let reg = List(Slots(d).get(REGISTRY)).to_vvec();
    for w in reg.iter() { if let Some(k) = weak::target(*w) { if cx.is_subclass(s, k)? { remember(c, s, true); return Ok(true); } } }
    let subs = cx.call_method(c, "__subclasses__", &[]);
    let subs = match subs { Ok(l) => l, Err(e) => return Err(e) };
    if !subs.is(T::List) { return Err(cx.type_error("__subclasses__() must return a list")); }
    for k in cx.collect(subs)?.iter() { if cx.is_subclass(s, *k)? { remember(c, s, true); return Ok(true); } }
    remember(c, s, false);
    Ok(false)
}
fn reset_registry(cx: &mut Cx, a: &[Value]) -> R { let d = data(cx, a[0])?; List(Slots(d).get(REGISTRY)).clear(cx); Ok(Value::NONE) }
fn reset_caches(_: &mut Cx, a: &[Value]) -> R { weak::table().abc.retain(|(c, _), _| *c != a[0].0); Ok(Value::NONE) }
fn get_dump(cx: &mut Cx, a: &[Value]) -> R {
    let d = data(cx, a[0])?;
    let mut parts = VVec::new();
    let reg = List(Slots(d).get(REGISTRY)).to_vvec();
    let sc = cx.class(T::Set).0;
    let make = |cx: &mut Cx, v: &[Value]| { let l = cx.list(v); cx.call(sc, &[l]) };
    let r = make(cx, &reg)?;
    parts.push(r);
    let now = COUNTER.load(Relaxed);
    for yes in [true, false] {
        let keys: Vec<u64> = weak::table().abc.iter().filter(|((c, _), n)| *c == a[0].0 && (**n == YES) == yes).map(|((_, s), _)| *s).collect();
        let mut v = VVec::new();
        for k in keys { let w = crate::modules::weakref::new_ref(cx, Value(k))?; v.push(w) }
        let r = make(cx, &v)?;
        parts.push(r);
    }
    let n = cx.int(now);
    parts.push(n);
    Ok(cx.tuple(&parts))
}
const FUNCS: &[Def] = &[
    def("get_cache_token", "", |cx, _| Ok(cx.int(COUNTER.load(Relaxed)))),
    def("_abc_init", "self, /", init_class), def("_abc_register", "self, subclass, /", register), def("_abc_instancecheck", "self, instance, /", instancecheck), def("_abc_subclasscheck", "self, subclass, /", subclasscheck),
    def("_get_dump", "self, /", get_dump), def("_reset_registry", "self, /", reset_registry), def("_reset_caches", "self, /", reset_caches),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
