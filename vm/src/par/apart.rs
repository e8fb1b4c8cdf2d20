//! Calls that another process would have made: run here, where nobody could tell the difference.
//!
//! A process pool's workers are copies of the program as it was when the pool was made. Instead of asking them, `run` makes the calls in this
//! process *apart*: as a task that may read everything and write nothing that was there before, nor reach outside. Loops in it are forks like any other. As soon
//! as it would do what only a process of its own may do it is dropped without a trace, and the caller asks the workers.
//!
//! What the calls read must be as it was when the pool was made. That is a *watch*: a bound to the floor of the program's own context. A write to anything
//! older ends it (module dicts, random generators, frames and standard streams excepted: names of modules that changed are compared with a copy, and reading one ends the
//! call; any use of a generator is a write; frames are seen by nobody apart).
//!
//! [AP1] watches are made, asked and ended by the program's own thread while it is the only one; what others commit is noticed in `touched`.
//! Absent: start methods other than fork, which show a new interpreter; calls that raise, whose traceback tells of the worker.
#![allow(unsafe_code)] // registers and frames are put back: [FB1]
use super::task::Task;
use super::{log, refresh, rule, TICK};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::R;
use crate::object::Tuple;
use crate::set::Set;
use crate::types::T;
use crate::value::Value;
use std::sync::atomic::{AtomicU64, Ordering::{Relaxed, SeqCst}};
use std::sync::{Arc, Mutex, MutexGuard};

/// Watches that nothing has ended: number, bound.
static WATCHES: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());
/// The greatest of their bounds; 0 if there are none.
static BOUND: AtomicU64 = AtomicU64::new(0);
/// Names of modules that nobody apart may read: dict and name, by address.
static HELD: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());
/// More names than this are too many to hold.
const NAMES: usize = 500;
/// Values that are looked at to see what a call's argument or result is made of.
const LOOK: usize = 1 << 22;

fn lock<V>(m: &Mutex<V>) -> MutexGuard<'_, V> { m.lock().unwrap_or_else(|e| e.into_inner()) }
#[inline]
pub fn bound() -> u64 { BOUND.load(Relaxed) }
fn settle(l: &[(u64, u64)]) { BOUND.store(l.iter().map(|w| w.1).max().unwrap_or(0), SeqCst) }
/// Something of stamp `s` is about to be written, and a watch is younger than it.
#[cold]
pub fn touched(o: Value, s: u64) {
    if o.is_exact(T::Frame) || is_generator(o) || is_module_dict(o) { return; }
    let mut l = lock(&WATCHES);
    l.retain(|w| w.1 <= s);
    settle(&l)
}
/// One of the random module's own class.
fn is_generator(o: Value) -> bool { o.kind() == T::Random && { let cx = Cx::current(); let c = cx.class_of(o); &*cx.full_class_name(c) == "random.Random" } }
fn is_module_dict(o: Value) -> bool { o.is_exact(T::Dict) && lock(&DICTS).contains(&o.0) }
/// Dicts of the modules that were there when a watch began.
static DICTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
pub fn held(dict: Value, name: Value) -> bool { lock(&HELD).contains(&(dict.0, name.0)) }
/// The child of a fork has no pool of its own yet.
pub fn forget(cx: &mut Cx) { lock(&WATCHES).clear(); settle(&[]); refresh(cx) }
/// Whether calls may run apart at all.
fn possible(cx: &Cx) -> bool {
    cx.par.on && cx.par.task.is_none() && crate::modules::thread::is_main() && crate::modules::thread::RUNNING.load(SeqCst) == 0 && crate::tier::threshold() == 0 && !crate::par::sample::on()
}
fn modules(cx: &mut Cx) -> crate::vvec::VVec {
    let all = Dict(cx.rt.modules);
    let mut out = crate::vvec::VVec::new();
    for i in 0..all.fill() { if let Some((_, m)) = all.entry(i) { if m.is_ref() && m.is(T::Module) { let d = Module::of(m).dict(); if !out.contains(&d.0) { out.push(d.0) } } } }
    out
}
/// Begins a watch: puts (number, module dicts, copies of them) into the list, if calls may run apart at all.
pub fn watch(cx: &mut Cx, into: List) -> R<()> {
    if !possible(cx) { return Ok(()); }
    rule::drain(cx);
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, SeqCst);
    let dicts = modules(cx);
    let mut copies = crate::vvec::VVec::new();
    for d in dicts.iter() { let c = Dict(*d).copy(cx); copies.push(c.0) }
    *lock(&DICTS) = dicts.iter().map(|d| d.0).collect();
    let (a, b) = (cx.tuple(&dicts), cx.tuple(&copies));
    let t = cx.tuple(&[Value::small(n as i64), a, b]);
    into.push(cx, t);
    cx.m.clock += TICK;
    { let mut l = lock(&WATCHES); l.push((n, cx.m.clock)); settle(&l) }
    cx.m.clock += TICK;
    refresh(cx);
    Ok(())
}
/// Ends the watch whose token is in the list, which is empty then.
pub fn end(cx: &mut Cx, list: List) {
    let Some(token) = list.pop(cx) else { return };
    let Some(n) = Tuple::from(token).and_then(|t| t.items().first().and_then(|v| v.as_small())) else { return };
    { let mut l = lock(&WATCHES); l.retain(|w| w.0 != n as u64); settle(&l) }
    if cx.par.task.is_none() { refresh(cx) }
}
/// Names of modules that differ from the copies; None: too many, or some that cannot be held.
fn changed(cx: &mut Cx, token: Value) -> Option<Vec<(u64, u64)>> {
    let t = Tuple::from(token)?;
    let (dicts, copies) = (Tuple::from(t.items()[1])?, Tuple::from(t.items()[2])?);
    let mut out = vec![];
    for (d, c) in dicts.items().iter().zip(copies.items()) {
        let (now, then) = (Dict(*d), Dict(*c));
        let before = out.len();
        for i in 0..now.fill() {
            let Some((k, v)) = now.entry(i) else { continue };
            // mostly at the same place
            let same = match then.entry(i).filter(|e| e.0 == k) { Some(e) => e.1 == v, None => k.is_exact(T::Str) && then.get_str(cx, k) == Some(v) };
            if !same { if !k.is_exact(T::Str) { return None; } let k = cx.intern_value(k); out.push((d.0, k.0)) }
        }
        if now.len() != then.len() || out.len() > before {
            for i in 0..then.fill() { if let Some((k, _)) = then.entry(i) { if !k.is_exact(T::Str) { return None; } if now.get_str(cx, k).is_none() { let k = cx.intern_value(k); out.push((d.0, k.0)) } } }
        }
        if out.len() > before && (super::global::exposed(*d) || *d == cx.rt.builtins) || out.len() > NAMES { return None; }
    }
    Some(out)
}
/// Runs `f(*args)` apart. None: it cannot be, ask another process.
pub fn run(cx: &mut Cx, token: Value, f: Value, args: &[Value]) -> R<Option<Value>> {
    let Some(n) = Tuple::from(token).and_then(|t| t.items().first().and_then(|v| v.as_small())) else { return Ok(None) };
    if !possible(cx) || !lock(&WATCHES).iter().any(|w| w.0 == n as u64) { return Ok(None); }
    let Some(names) = changed(cx, token) else { return Ok(None) };
    rule::drain(cx);
    // what outer loops add to is written to without being asked: not in here
    for i in 0..cx.par.recs.len() {
        if !cx.par.recs[i].marked { continue; }
        let r = cx.par.recs.remove(i);
        super::enter::unmark(cx, &r);
        cx.par.recs.insert(i, r);
        cx.par.recs[i].marked = false;
        cx.par.recs[i].bare = false;
    }
    super::global::hold(&names);
    *lock(&HELD) = names.clone();
    let recs = std::mem::take(&mut cx.par.recs);
    let consumers = std::mem::take(&mut cx.par.consumers);
    let (len, entries, top) = (cx.fiber.len, cx.fiber.entries, cx.fiber.top);
    let (pending, handled, reprs) = (cx.pending, cx.handled, cx.repr_stack.len());
    cx.m.clock += TICK;
    let mut t = Task::new(None, cx, cx.m.clock, dummy(), 0, 0, cx.recursion_limit, [Value::UNDEF; 4]);
    t.apart = true;
    let t = Arc::new(t);
    let _ = t.word.start();
    t.runner.store(cx, SeqCst);
    cx.m.clock += TICK;
    cx.par.task = Some(t.clone());
    // finalisers and signal handlers are the program's: later
    cx.head = false;
    refresh(cx);
    let p: *mut Cx = cx;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unsafe { &mut *p }.call(f, args))); // SAFETY: the context is put in order below whatever happened
    let done = match &outcome { Ok(Ok(v)) => Some(*v), _ => None };
    if outcome.is_err() || !cx.par.recs.is_empty() { abandon(cx) }
    cx.par.task = None;
    cx.head = true;
    let mut text = std::mem::take(&mut cx.par.log);
    let watched = std::mem::take(&mut cx.par.watched);
    cx.par.folds.clear();
    cx.par.overlay = Value::UNDEF;
    cx.par.gathered = Value::UNDEF;
    cx.par.recs = recs;
    cx.par.consumers = consumers;
    cx.fiber.len = len;
    cx.fiber.entries = entries;
    cx.fiber.top = top;
    cx.pending = pending;
    cx.handled = handled;
    cx.repr_stack.truncate(reprs);
    lock(&HELD).clear();
    super::global::let_go(&names);
    refresh(cx);
    crate::safepoint::wake(cx);
    match outcome {
        Err(e) if !e.is::<rule::Dropped>() => std::panic::resume_unwind(e),
        Ok(Ok(_)) => { for g in watched { crate::gen::watch(cx, g) } log::merge(cx, &mut text)?; Ok(done) }
        _ => Ok(None),
    }
}
/// Forks that were inside when the call was dropped.
fn abandon(cx: &mut Cx) {
    let doomed: Vec<Arc<Task>> = cx.par.recs.iter_mut().flat_map(|r| r.children.drain(..)).filter(|c| c.0 != 0).map(|c| c.1).collect();
    if !doomed.is_empty() { rule::cancel(cx, &doomed) }
    for i in (0..cx.par.recs.len()).rev() {
        let t = std::mem::take(&mut cx.par.recs[i].trapped);
        let (frame, site) = (cx.par.recs[i].frame as usize, cx.par.recs[i].site);
        if !t.is_empty() { super::trap::clear(cx, frame, t) }
        if cx.par.recs[i].volatile { super::enter::unmark_names(cx, frame, site) }
    }
    cx.par.recs.clear()
}
/// A fork that is none.
fn dummy() -> &'static super::site::Site {
    static DUMMY: std::sync::OnceLock<super::site::Site> = std::sync::OnceLock::new();
    DUMMY.get_or_init(super::site::Site::none)
}
/// Whether this task, or one that it belongs to, runs apart.
pub fn is(t: &Task) -> bool { let mut t = Some(t); while let Some(x) = t { if x.apart { return true; } t = x.parent.as_deref(); } false }
/// Whether a value is made of nothing but plain data; `own`: and all that could be changed in it was made by this task or one it belongs to.
///
/// A copy of such an argument could not be told from itself by a call that writes nothing; such a result is already nobody else's.
pub fn plain(cx: &mut Cx, v: Value, own: bool) -> bool {
    let base = if own { match root(cx) { Some(b) => b, None => return false } } else { 0 };
    let mut todo = crate::vvec::VVec::from_slice(&[v]);
    let mut seen: rustc_hash::FxHashSet<u64> = Default::default();
    let mut looked = 0;
    while let Some(x) = todo.pop() {
        looked += 1;
        if looked > LOOK { return false; }
        let Some(t) = x.exact() else { return false };
        match t {
            T::Int | T::Float | T::Bool | T::NoneType | T::Str | T::Bytes | T::Complex => {}
            T::Tuple => { if Tuple(x).len() > 8 && !seen.insert(x.0) { continue; } todo.extend(Tuple(x).items()) }
            T::List | T::Dict | T::Set | T::FrozenSet => {
                if own && super::stamp(x) < base { return false; }
                if !seen.insert(x.0) { continue; }
                match t {
                    T::List => todo.extend(List(x).items()),
                    T::Dict => { let d = Dict(x); for i in 0..d.fill() { if let Some((k, y)) = d.entry(i) { todo.push(k); todo.push(y) } } }
                    _ => { let s = Set(x).to_vvec(); todo.extend(&s) }
                }
            }
            _ => return false,
        }
    }
    true
}
/// Where the call that runs apart began.
fn root(cx: &Cx) -> Option<u64> { let mut t = cx.par.task.as_deref(); while let Some(x) = t { if x.apart { return Some(x.base); } t = x.parent.as_deref(); } None }
