//! `gc`: the collector's controls as far as scripts can see them. Thresholds are remembered and otherwise mean nothing here.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::value::Value;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};

static ENABLED: AtomicBool = AtomicBool::new(true);
static DEBUG: AtomicI64 = AtomicI64::new(0);
fn collect(cx: &mut Cx, a: &[Value]) -> R {
    if let Some(g) = a[0].opt() { let n = cx.index_i64(g)?; if !(0..=2).contains(&n) { return Err(cx.value_error("invalid generation")); } }
    crate::gc::collect_alone(cx);
    crate::safepoint::run(cx)?;
    // what finalisers let go is collected too
    crate::gc::collect_alone(cx);
    crate::safepoint::run(cx)?;
    Ok(Value::small(0))
}
fn threshold(cx: &mut Cx) -> Value { match cx.static_get("gc.threshold") { Some(t) => t, None => cx.tuple(&[Value::small(700), Value::small(10), Value::small(10)]) } }
fn set_threshold(cx: &mut Cx, a: &[Value]) -> R {
    let mut v = [Value::small(700), Value::small(10), Value::small(10)];
    for i in 0..3 { if let Some(x) = a[i].opt() { v[i] = cx.index(x)? } }
    let t = cx.tuple(&v);
    cx.static_set("gc.threshold", t);
    Ok(Value::NONE)
}
fn stats(cx: &mut Cx, _: &[Value]) -> R {
    let l = crate::list::List::new(cx);
    for _ in 0..3 { let d = cx.dict(); for k in ["collections", "collected", "uncollectable"] { cx.dict_set(d, k, Value::small(0)) } l.push(cx, d.0) }
    Ok(l.0)
}
fn empty(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.list(&[])) }
fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
fn tracked(_: &mut Cx, a: &[Value]) -> R { use crate::types::T; Ok(Value::bool(a[0].is_ref() && !matches!(a[0].kind(), T::Int | T::Float | T::Str | T::Bytes | T::Complex | T::Range))) }
const FUNCS: &[Def] = &[
    def("collect", "generation=2", collect), def("enable", "", |_, _| { ENABLED.store(true, SeqCst); Ok(Value::NONE) }), def("disable", "", |_, _| { ENABLED.store(false, SeqCst); Ok(Value::NONE) }), def("isenabled", "", |_, _| Ok(Value::bool(ENABLED.load(SeqCst)))),
    def("get_threshold", "", |cx, _| Ok(threshold(cx))), def("set_threshold", "threshold0, threshold1=?, threshold2=?, /", set_threshold), def("get_count", "", |cx, _| Ok(cx.tuple(&[Value::small(0); 3]))), def("get_stats", "", stats),
    def("get_debug", "", |cx, _| Ok(cx.int(DEBUG.load(SeqCst)))), def("set_debug", "flags, /", |cx, a| { let n = cx.index_i64(a[0])?; DEBUG.store(n, SeqCst); Ok(Value::NONE) }),
    def("get_objects", "generation=None", empty), def("get_referrers", "*objs", empty), def("get_referents", "*objs", empty), def("is_tracked", "obj, /", tracked), def("is_finalized", "obj, /", |_, _| Ok(Value::FALSE)),
    def("freeze", "", none), def("unfreeze", "", none), def("get_freeze_count", "", |_, _| Ok(Value::small(0))),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in [("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4), ("DEBUG_SAVEALL", 32), ("DEBUG_LEAK", 38)] { m.set(cx, n, Value::small(v)) }
    for n in ["callbacks", "garbage"] { let l = cx.list(&[]); m.set(cx, n, l) }
    Ok(())
}
