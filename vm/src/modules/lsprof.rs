//! _lsprof: the profiler behind `cProfile`. Called by `observe` directly, without a Python function in between.
//!
//! All state is in lists of the profiler's slots. An entry: what was called, calls, recursive calls, time with and without callees (nanoseconds
//! or ticks of the timer), depth of recursion, entries of the callees by caller. A call under way: its entry, when it began, time of its callees.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{Module, Native};
use crate::list::List;
use crate::native::{def, def_new, Def, R};
use crate::object::{Method, Slots};
use crate::observe::Event;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const TIMER: usize = 0;
const UNIT: usize = 1;
const SUBCALLS: usize = 2;
const BUILTINS: usize = 3;
const ENTRIES: usize = 4;
const STACK: usize = 5;
/// Of an entry.
const WHAT: usize = 0;
const CALLS: usize = 1;
const RECURSIVE: usize = 2;
const TOTAL: usize = 3;
const OWN: usize = 4;
const DEPTH: usize = 5;
const SUBS: usize = 6;

fn new(cx: &mut Cx, a: &[Value]) -> R {
    let (e, s) = (Dict::new(cx).0, List::new(cx).0);
    let unit = match a[2].opt() { Some(u) => cx.as_f64(u)?, None => 0.0 };
    let unit = cx.float(unit);
    let p = Slots::new_of(cx, a[0], T::Profiler, &[a[1].opt_none().unwrap_or(Value::UNDEF), unit, a[3].opt().unwrap_or(Value::TRUE), a[4].opt().unwrap_or(Value::TRUE), e, s]);
    Ok(p)
}
fn now(cx: &mut Cx, p: Slots) -> R<i64> {
    let Some(t) = p.get(TIMER).opt() else {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        return Ok(START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as i64);
    };
    // the timer itself is not measured
    let v = crate::observe::aside(cx, |cx| cx.call(t, &[]))?;
    if cx.as_f64(p.get(UNIT))? > 0.0 { cx.index_i64(v) } else { Ok((cx.as_f64(v)? * 1e9) as i64) }
}
fn int(l: List, i: usize) -> i64 { l.get(i).and_then(|v| v.as_small()).unwrap_or(0) }
fn add(cx: &mut Cx, l: List, i: usize, n: i64) { let v = Value::small(int(l, i).wrapping_add(n)); l.set(cx, i, v) }
fn entry(cx: &mut Cx, d: Dict, key: Value, what: Value) -> R<List> {
    if let Some(e) = d.get(cx, key)? { return Ok(List(e)); }
    let z = Value::small(0);
    let subs = Dict::new(cx).0;
    let e = cx.list(&[what, z, z, z, z, z, subs]);
    d.set(cx, key, e)?;
    Ok(List(e))
}
/// Identity of what is called, and what statistics show for it.
fn identity(cx: &mut Cx, arg: Value) -> R<(Value, Value)> {
    if arg.is_undef() { let c = cx.fiber.last().code; return Ok((Value::small((c.0 >> 4) as i64), c)); }
    let f = if arg.is_exact(T::BoundNative) { Method(arg).func() } else { arg };
    let key = Value::small((f.0 >> 4) as i64);
    let text = match Native::from(f).filter(|_| f.is_exact(T::Native)) {
        Some(n) => {
            let name = Str(n.raw().name).lossy().into_owned();
            match Str::from(n.raw().owner) { Some(m) => format!("<built-in method {}.{name}>", m.lossy()), None => format!("<built-in method {name}>") }
        }
        None => cx.repr_string(f)?,
    };
    Ok((key, cx.string(text)))
}
fn begin(cx: &mut Cx, p: Slots, arg: Value) -> R<()> {
    let (key, what) = identity(cx, arg)?;
    let e = entry(cx, Dict(p.get(ENTRIES)), key, what)?;
    let stack = List(p.get(STACK));
    let mut sub = Value::NONE;
    if p.get(SUBCALLS).is_true() {
        if let Some(caller) = stack.len().checked_sub(1).and_then(|i| stack.get(i)).map(List).and_then(|c| c.get(0)) {
            if let Some(d) = List(caller).get(SUBS) { let s = entry(cx, Dict(d), key, e.0)?; add(cx, s, DEPTH, 1); sub = s.0 }
        }
    }
    add(cx, e, DEPTH, 1);
    let t = now(cx, p)?;
    let c = cx.list(&[e.0, Value::small(t), Value::small(0), sub]);
    stack.push(cx, c);
    Ok(())
}
fn end(cx: &mut Cx, p: Slots) -> R<()> {
    let stack = List(p.get(STACK));
    let Some(i) = stack.len().checked_sub(1) else { return Ok(()) };
    let c = List(stack.remove(cx, i));
    let (Some(e), Some(s)) = (c.get(0).map(List), c.get(3)) else { return Ok(()) };
    let total = now(cx, p)?.wrapping_sub(int(c, 1));
    let own = total.wrapping_sub(int(c, 2));
    if let Some(caller) = i.checked_sub(1).and_then(|i| stack.get(i)).map(List) { add(cx, caller, 2, total) }
    for e in [Some(e), List::from(s)].into_iter().flatten() {
        add(cx, e, DEPTH, -1);
        if int(e, DEPTH) == 0 { add(cx, e, TOTAL, total) } else { add(cx, e, RECURSIVE, 1) }
        add(cx, e, OWN, own);
        add(cx, e, CALLS, 1);
    }
    Ok(())
}
/// An event of the thread that has enabled the profiler `p`.
pub fn event(cx: &mut Cx, p: Value, event: Event, arg: Value) -> R<()> {
    let s = Slots(p);
    match event {
        Event::Call => begin(cx, s, Value::UNDEF),
        Event::Return => end(cx, s),
        Event::NativeCall if s.get(BUILTINS).is_true() => begin(cx, s, arg),
        Event::NativeReturn | Event::NativeException if s.get(BUILTINS).is_true() => end(cx, s),
        _ => Ok(()),
    }
}
fn enable(cx: &mut Cx, a: &[Value]) -> R {
    let p = Slots(a[0]);
    for (i, v) in [(SUBCALLS, a[1]), (BUILTINS, a[2])] { if let Some(v) = v.opt() { let t = cx.truth(v)?; p.set(cx, i, Value::bool(t)) } }
    if !cx.observer.profile.is_undef() && cx.observer.profile.is(T::Profiler) && cx.observer.profile != a[0] { return Err(cx.value_error("Another profiling tool is already active")); }
    crate::observe::set(cx, None, Some(a[0]));
    Ok(Value::NONE)
}
fn disable(cx: &mut Cx, a: &[Value]) -> R {
    if cx.observer.profile == a[0] { crate::observe::set(cx, None, Some(Value::NONE)) }
    // what is still under way ends here
    let p = Slots(a[0]);
    while List(p.get(STACK)).len() > 0 { end(cx, p)? }
    Ok(Value::NONE)
}
fn clear(cx: &mut Cx, a: &[Value]) -> R {
    let (e, s) = (Dict::new(cx).0, List::new(cx).0);
    Slots(a[0]).set(cx, ENTRIES, e);
    Slots(a[0]).set(cx, STACK, s);
    Ok(Value::NONE)
}
fn row(cx: &mut Cx, what: Value, e: List, factor: f64) -> [Value; 5] {
    let (t, o) = (cx.float(int(e, TOTAL) as f64 * factor), cx.float(int(e, OWN) as f64 * factor));
    [what, Value::small(int(e, CALLS)), Value::small(int(e, RECURSIVE)), t, o]
}
fn getstats(cx: &mut Cx, a: &[Value]) -> R {
    let p = Slots(a[0]);
    let unit = cx.as_f64(p.get(UNIT))?;
    let factor = if unit > 0.0 && !p.get(TIMER).is_undef() { unit } else { 1e-9 };
    let (d, out) = (Dict(p.get(ENTRIES)), List::new(cx));
    for i in 0..d.fill() {
        let Some((_, e)) = d.entry(i) else { continue };
        let e = List(e);
        if int(e, CALLS) == 0 { continue; }
        let (Some(what), Some(subs)) = (e.get(WHAT), e.get(SUBS).and_then(Dict::from)) else { continue };
        let mut calls = Value::NONE;
        for k in 0..subs.fill() {
            let Some((_, s)) = subs.entry(k) else { continue };
            let (s, Some(callee)) = (List(s), List(s).get(WHAT).map(List).and_then(|e| e.get(WHAT))) else { continue };
            if int(s, CALLS) == 0 { continue; }
            if calls.is_none() { calls = List::new(cx).0 }
            let [w, n, r, t, o] = row(cx, callee, s, factor);
            let v = crate::structseq::record(cx, "_lsprof.profiler_subentry", &[("code", w), ("callcount", n), ("reccallcount", r), ("totaltime", t), ("inlinetime", o)]);
            List(calls).push(cx, v)
        }
        let [w, n, r, t, o] = row(cx, what, e, factor);
        let v = crate::structseq::record(cx, "_lsprof.profiler_entry", &[("code", w), ("callcount", n), ("reccallcount", r), ("totaltime", t), ("inlinetime", o), ("calls", calls)]);
        out.push(cx, v)
    }
    Ok(out.0)
}
pub const PROFILER: &[Def] = &[def_new("timer=None, timeunit=0.0, subcalls=True, builtins=True", new), def("enable", "subcalls=True, builtins=True", enable), def("disable", "", disable), def("clear", "", clear), def("getstats", "", getstats)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    let c = cx.class(T::Profiler).0;
    m.set(cx, "Profiler", c);
    let z = Value::NONE;
    for (name, fields) in [("profiler_entry", &["code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls"][..]), ("profiler_subentry", &["code", "callcount", "reccallcount", "totaltime", "inlinetime"][..])] {
        let full = if name == "profiler_entry" { "_lsprof.profiler_entry" } else { "_lsprof.profiler_subentry" };
        let row: Vec<(&'static str, Value)> = fields.iter().map(|f| (*f, z)).collect();
        let r = crate::structseq::record(cx, full, &row);
        let c = cx.class_of(r).0;
        m.set(cx, name, c)
    }
    Ok(())
}
