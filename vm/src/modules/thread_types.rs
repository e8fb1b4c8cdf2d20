//! `_thread`: locks, thread-local data, starting threads.
//!
//! Lock slots: locked. RLock slots: owner (identity or 0), count. `_local` slots: args, kwargs, dicts by identity, identity whose dict is in
//! place. Waiting is on one futex word for all locks: `wait_for` gives the interpreter lock away and looks again after each change.
//! A context's `tstate` is a list: [context of contextvars, sentinel lock].
#![allow(unsafe_code)] // futex
use crate::attr as attrs;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::modules::thread::{self, ident, without_gil};
use crate::modules::time::clock_ns;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::SeqCst};

static GENERATION: AtomicU32 = AtomicU32::new(0);
/// Threads inside `wait_for`.
static WAITING: AtomicU32 = AtomicU32::new(0);
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Wakes everyone who waits for a lock. Async-signal-safe.
pub fn wake_all() {
    GENERATION.fetch_add(1, SeqCst);
    if WAITING.load(SeqCst) == 0 { return; }
    unsafe { libc::syscall(libc::SYS_futex, GENERATION.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, i32::MAX) }; // SAFETY: a static word
}
/// Waits until `ready` says so or the deadline (monotonic ns) passes. Signal handlers run meanwhile.
pub fn wait_for(cx: &mut Cx, deadline: Option<i64>, ready: impl FnMut(&mut Cx) -> bool) -> R<bool> {
    WAITING.fetch_add(1, SeqCst);
    let r = wait_loop(cx, deadline, ready);
    WAITING.fetch_sub(1, SeqCst);
    r
}
fn wait_loop(cx: &mut Cx, deadline: Option<i64>, mut ready: impl FnMut(&mut Cx) -> bool) -> R<bool> {
    loop {
        if ready(cx) { return Ok(true); }
        let seen = GENERATION.load(SeqCst);
        let left = match deadline { None => None, Some(d) => { let n = d - clock_ns(libc::CLOCK_MONOTONIC); if n <= 0 { return Ok(false); } Some(libc::timespec { tv_sec: n / 1_000_000_000, tv_nsec: n % 1_000_000_000 }) } };
        let p = left.as_ref().map_or(std::ptr::null(), |t| t as *const libc::timespec);
        without_gil(cx, || unsafe { libc::syscall(libc::SYS_futex, GENERATION.as_ptr(), libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG, seen, p) }); // SAFETY: a static word, time on this stack
        crate::modules::signal::run_pending(cx)?;
    }
}
fn is_locked(l: Value) -> bool { Slots(l).get(0) == Value::TRUE }
/// (blocking, deadline) of acquire's arguments.
fn wait_args(cx: &mut Cx, b: Value, t: Value) -> R<(bool, Option<i64>)> {
    let blocking = match b.opt() { Some(v) => cx.truth(v)?, None => true };
    let Some(t) = t.opt() else { return Ok((blocking, None)) };
    let ns = crate::modules::time::to_ns(cx, t);
    let ns = match ns { Ok(n) => n, Err(e) => { if cx.pending_is(T::OverflowError) { cx.clear_pending(); return Err(cx.overflow_error("timeout value is too large")); } return Err(e); } };
    if !blocking && ns != -1_000_000_000 { return Err(cx.value_error("can't specify a timeout for a non-blocking call")); }
    if ns < 0 && ns != -1_000_000_000 { return Err(cx.value_error("timeout value must be positive")); }
    Ok((blocking, if ns < 0 { None } else { Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add(ns)) }))
}
fn acquire(cx: &mut Cx, a: &[Value]) -> R {
    let (l, (blocking, deadline)) = (a[0], wait_args(cx, a[1], a[2])?);
    if is_locked(l) {
        if !blocking { return Ok(Value::FALSE); }
        if !wait_for(cx, deadline, |_| !is_locked(l))? { return Ok(Value::FALSE); }
    }
    Slots(l).set(cx, 0, Value::TRUE);
    Ok(Value::TRUE)
}
fn release(cx: &mut Cx, a: &[Value]) -> R {
    if !is_locked(a[0]) { return Err(cx.runtime_error("release unlocked lock")); }
    Slots(a[0]).set(cx, 0, Value::FALSE);
    wake_all();
    Ok(Value::NONE)
}
fn lock_repr(cx: &mut Cx, a: &[Value]) -> R { let s = format!("<{} _thread.lock object at {:#x}>", if is_locked(a[0]) { "locked" } else { "unlocked" }, a[0].0); Ok(cx.string(s)) }
pub const LOCK: &[Def] = &[
    def("acquire", "blocking=True, timeout=-1", acquire), def("acquire_lock", "blocking=True, timeout=-1", acquire), def("release", "", release), def("release_lock", "", release),
    def("locked", "", |_, a| Ok(Value::bool(is_locked(a[0])))), def("locked_lock", "", |_, a| Ok(Value::bool(is_locked(a[0])))),
    def("__enter__", "", |cx, a| acquire(cx, &[a[0], Value::UNDEF, Value::UNDEF])), def("__exit__", "*args", |cx, a| release(cx, a)),
    def("_at_fork_reinit", "", |cx, a| { Slots(a[0]).set(cx, 0, Value::FALSE); Ok(Value::NONE) }), def("__repr__", "", lock_repr),
];
fn me() -> Value { Value::small(ident() as i64) }
fn racquire(cx: &mut Cx, a: &[Value]) -> R {
    let (l, (blocking, deadline)) = (a[0], wait_args(cx, a[1], a[2])?);
    let s = Slots(l);
    if s.int(1) > 0 && s.get(0) == me() { s.set_int(cx, 1, s.int(1) + 1); return Ok(Value::TRUE); }
    if s.int(1) > 0 {
        if !blocking { return Ok(Value::FALSE); }
        if !wait_for(cx, deadline, |_| Slots(l).int(1) == 0)? { return Ok(Value::FALSE); }
    }
    s.set(cx, 0, me());
    s.set_int(cx, 1, 1);
    Ok(Value::TRUE)
}
fn rrelease(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if s.int(1) == 0 || s.get(0) != me() { return Err(cx.runtime_error("cannot release un-acquired lock")); }
    s.set_int(cx, 1, s.int(1) - 1);
    if s.int(1) == 0 { s.set_int(cx, 0, 0); wake_all() }
    Ok(Value::NONE)
}
fn release_save(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if s.int(1) == 0 { return Err(cx.runtime_error("cannot release un-acquired lock")); }
    let t = cx.tuple(&[s.get(1), s.get(0)]);
    s.set_int(cx, 1, 0);
    s.set_int(cx, 0, 0);
    wake_all();
    Ok(t)
}
fn acquire_restore(cx: &mut Cx, a: &[Value]) -> R {
    let l = a[0];
    let Some([n, o]) = crate::object::Tuple::from(a[1]).map(|t| t.items()) else { return Err(cx.type_error("a state of _release_save is required")) };
    wait_for(cx, None, |_| Slots(l).int(1) == 0)?;
    Slots(l).set(cx, 1, *n);
    Slots(l).set(cx, 0, *o);
    Ok(Value::NONE)
}
pub const RLOCK: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::RLock, &[Value::small(0), Value::small(0)]))),
    def("acquire", "blocking=True, timeout=-1", racquire), def("release", "", rrelease), def("__enter__", "", |cx, a| racquire(cx, &[a[0], Value::UNDEF, Value::UNDEF])), def("__exit__", "*args", |cx, a| rrelease(cx, a)),
    def("_is_owned", "", |_, a| Ok(Value::bool(Slots(a[0]).int(1) > 0 && Slots(a[0]).get(0) == me()))), def("_recursion_count", "", |_, a| Ok(if Slots(a[0]).get(0) == me() { Slots(a[0]).get(1) } else { Value::small(0) })),
    def("_release_save", "", release_save), def("_acquire_restore", "state, /", acquire_restore), def("_at_fork_reinit", "", |cx, a| { Slots(a[0]).set_int(cx, 0, 0); Slots(a[0]).set_int(cx, 1, 0); Ok(Value::NONE) }),
    def("__repr__", "", |cx, a| { let s = Slots(a[0]); let t = { let c = cx.class_of(a[0]); crate::modules::io::base::qualified(cx, c) }; let r = format!("<{} {t} object owner={} count={} at {:#x}>", if s.int(1) > 0 { "locked" } else { "unlocked" }, s.int(0), s.int(1), a[0].0); Ok(cx.string(r)) }),
];
pub fn new_lock(cx: &mut Cx) -> Value { Slots::new(cx, T::Lock, &[Value::FALSE]) }

// ---- thread-local data -----------------------------------------------------------------------------------------------------
const ARGS: usize = 0;
const KW: usize = 1;
const DICTS: usize = 2;
const PLACED: usize = 3;
fn local_new(cx: &mut Cx, a: &[Value]) -> R {
    let some = !crate::call::star(a[1]).is_empty() || Dict::from(a[2]).is_some_and(|d| d.len() > 0);
    let c = crate::class::Class(a[0]);
    if some && c.dunder(cx, crate::class::D::Init).is_none_or(|f| !f.is(T::Function)) { return Err(cx.type_error("Initialization arguments are not supported")); }
    let d = cx.dict();
    let o = Slots::new_of(cx, a[0], T::ThreadLocal, &[a[1], a[2], d.0, me()]);
    let own = attrs::instance_dict(cx, o);
    d.set(cx, me(), own.0)?;
    let all = locals(cx);
    let r = crate::modules::weakref::new_ref(cx, o)?;
    all.push(cx, r);
    Ok(o)
}
fn locals(cx: &mut Cx) -> List { List(cx.static_once("thread.locals", |cx| List::new(cx).0)) }
/// Puts this thread's dict in place; a thread that comes for the first time runs `__init__`.
fn place(cx: &mut Cx, o: Value) -> R<()> {
    let s = Slots(o);
    if s.get(PLACED) == me() { return Ok(()); }
    let dicts = Dict(s.get(DICTS));
    let (d, fresh) = match dicts.get(cx, me())? { Some(d) => (Dict(d), false), None => { let d = cx.dict(); dicts.set(cx, me(), d.0)?; (d, true) } };
    attrs::set_instance_dict(cx, o, d);
    s.set(cx, PLACED, me());
    if fresh {
        let c = cx.class_of(o);
        if let Some(f) = c.dunder(cx, crate::class::D::Init) { if f.is(T::Function) { let m = crate::object::Method::new(cx, f, o); cx.call_dict(m, crate::call::star(s.get(ARGS)), s.get(KW))?; } }
    }
    Ok(())
}
pub const LOCAL: &[Def] = &[
    def_new("*args, **kwargs", local_new),
    def("__getattribute__", "name, /", |cx, a| { place(cx, a[0])?; let n = cx.intern_value(a[1]); cx.generic_get_attr(a[0], n) }),
    def("__setattr__", "name, value, /", |cx, a| { place(cx, a[0])?; let n = cx.intern_value(a[1]); read_only(cx, a[0], n)?; cx.generic_set_attr(a[0], n, a[2])?; Ok(Value::NONE) }),
    def("__delattr__", "name, /", |cx, a| { place(cx, a[0])?; let n = cx.intern_value(a[1]); read_only(cx, a[0], n)?; cx.generic_set_attr(a[0], n, Value::UNDEF)?; Ok(Value::NONE) }),
    attr("__dict__", |cx, a| { place(cx, a[0])?; Ok(attrs::instance_dict(cx, a[0]).0) }),
];
fn read_only(cx: &mut Cx, o: Value, n: Value) -> R<()> { if crate::str::Str(n).as_str() == Some("__dict__") { let t = cx.type_name(o); return Err(cx.raise(T::AttributeError, &format!("'{t}' object attribute '__dict__' is read-only"))); } Ok(()) }
// ---- the thread's own state ---------------------------------------------------------------------------------------------------
pub const CONTEXT: usize = 0;
const SENTINEL: usize = 1;
/// Slot `i` of this thread's state.
pub fn state_get(cx: &mut Cx, i: usize) -> Value { List::from(cx.tstate).and_then(|l| l.get(i)).unwrap_or(Value::NONE) }
pub fn state_set(cx: &mut Cx, i: usize, v: Value) {
    if cx.tstate.is_undef() { let l = cx.list(&[Value::NONE, Value::NONE]); cx.tstate = l }
    List(cx.tstate).set(cx, i, v)
}
/// A started thread is over: its sentinel lock opens, its thread-local data go.
pub fn thread_ends(cx: &mut Cx) {
    let all = locals(cx).to_vvec();
    for r in all.iter() { if let Some(o) = crate::weak::target(*r) { let d = Dict(Slots(o).get(DICTS)); if d.remove(cx, me()).is_err() { cx.clear_pending() } if Slots(o).get(PLACED) == me() { Slots(o).set_int(cx, PLACED, 0) } } }
    let s = state_get(cx, SENTINEL);
    if s.is(T::Lock) { Slots(s).set(cx, 0, Value::FALSE) }
    cx.tstate = Value::UNDEF;
    wake_all();
}
fn start(cx: &mut Cx, a: &[Value]) -> R {
    let callable = |cx: &mut Cx, v: Value| matches!(v.kind(), T::Function | T::Native | T::Method | T::Type) || cx.special(v, crate::class::D::Call).is_some();
    if !callable(cx, a[0]) { return Err(cx.type_error("first arg must be callable")); }
    if !a[1].is(T::Tuple) { return Err(cx.type_error("2nd arg must be a tuple")); }
    if let Some(k) = a[2].opt() { if !k.is(T::Dict) { return Err(cx.type_error("optional 3rd arg must be a dictionary")); } }
    let n = thread::start(cx, a[0], a[1], a[2].opt().unwrap_or(Value::NONE), STACK_SIZE.load(SeqCst))?;
    Ok(cx.int_u64(n))
}
fn stack_size(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[0].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    if n < 0 { return Err(cx.value_error("size must be 0 or a positive value")); }
    if n != 0 && n < 32768 { return Err(cx.value_error(format!("size not valid: {n} bytes"))); }
    let old = if a[0].is_undef() { STACK_SIZE.load(SeqCst) } else { STACK_SIZE.swap(n as usize, SeqCst) };
    cx.usize_ok(old)
}
fn excepthook(cx: &mut Cx, a: &[Value]) -> R {
    let Some(t) = crate::object::Tuple::from(a[0]).filter(|t| t.len() == 4) else { return Err(cx.type_error("_thread._excepthook argument type must be ExceptHookArgs")) };
    let [ty, value, _tb, th] = t.items() else { return Ok(Value::NONE) };
    let se = cx.class(T::SystemExit).0;
    if *ty == se { return Ok(Value::NONE); }
    let name = if th.is_none() { None } else { cx.lookup_attr(*th, "_name")? };
    let name = match name { Some(n) => cx.str_of(n)?.lossy().into_owned(), None => format!("{}", ident()) };
    crate::stdio::eprint(cx, &format!("Exception in thread {name}:\n"));
    crate::report::print_exception(cx, *value);
    Ok(Value::NONE)
}
static HOOK_ARGS: crate::modules::seqtype::Spec = crate::modules::seqtype::Spec { name: "_thread._ExceptHookArgs", fields: &["exc_type", "exc_value", "exc_traceback", "thread"], visible: 4, callable: true };
const FUNCS: &[Def] = &[
    def("start_new_thread", "function, args, kwargs={}, /", start), def("start_new", "function, args, kwargs={}, /", start), def("allocate_lock", "", |cx, _| Ok(new_lock(cx))), def("allocate", "", |cx, _| Ok(new_lock(cx))),
    def("get_ident", "", |cx, _| Ok(cx.int_u64(ident()))), def("get_native_id", "", |_, _| Ok(Value::small(unsafe { libc::syscall(libc::SYS_gettid) }))), // SAFETY: no arguments
    def("_count", "", |cx, _| Ok(cx.int_u64(thread::RUNNING.load(SeqCst)))), def("stack_size", "size=0, /", stack_size), def("_is_main_interpreter", "", |_, _| Ok(Value::TRUE)), def("daemon_threads_allowed", "", |_, _| Ok(Value::TRUE)),
    def("exit", "", |cx, _| Err(cx.raise_args(T::SystemExit, &[]))), def("exit_thread", "", |cx, _| Err(cx.raise_args(T::SystemExit, &[]))),
    def("interrupt_main", "signum=2, /", |cx, a| { let n = crate::modules::osys::opt_int(cx, a[0], libc::SIGINT)?; if !(1..65).contains(&n) { return Err(cx.value_error("signal number out of range")); } crate::modules::signal::trip_if_handled(cx, n); Ok(Value::NONE) }),
    def("_set_sentinel", "", |cx, _| { let l = new_lock(cx); state_set(cx, SENTINEL, l); Ok(l) }), def("_excepthook", "args, /", excepthook),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let tm = cx.float(9223372036.0);
    m.set(cx, "TIMEOUT_MAX", tm);
    for (n, t) in [("LockType", T::Lock), ("RLock", T::RLock), ("_local", T::ThreadLocal), ("error", T::RuntimeError)] { let c = cx.class(t).0; m.set(cx, n, c) }
    let c = crate::modules::seqtype::class(cx, &HOOK_ARGS);
    m.set(cx, "_ExceptHookArgs", c);
    Ok(())
}
