//! Threads: one global interpreter lock, an operating-system thread and a context per Python thread.
//!
//! A thread runs Python code, and touches objects, only while it holds the lock. Everything that blocks goes through `without_gil`, which
//! puts the mutator into NATIVE state first: so a collection, run by the holder, never waits for another thread.
//! The lock is free of cost until the first `start_new_thread`.
//!
//! [TH1] of the threads that Python code started, at most one is RUNNING; workers run tasks without the lock. [TH2] `CONTEXTS` holds the
//! contexts of all threads that touch objects, each from before its first to after its last. [TH3] the lock's own mutex is never held across a call that can fork.
#![allow(unsafe_code)] // contexts of other threads: [TH1] [TH2]
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

struct Gil { state: Mutex<State>, changed: Condvar }
#[derive(Default)]
struct State { held: bool, waiting: u32, switches: u64 }
static GIL: AtomicPtr<Gil> = AtomicPtr::new(std::ptr::null_mut());
/// More than one thread has existed.
static MULTI: AtomicBool = AtomicBool::new(false);
/// Someone has waited long for the lock.
static WANTED: AtomicBool = AtomicBool::new(false);
static HOLDER_POLL: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
/// Threads started by Python code that have not ended.
pub static RUNNING: AtomicU64 = AtomicU64::new(0);
/// A context's address.
#[derive(Clone, Copy, PartialEq)]
struct Context(*mut Cx);
unsafe impl Send for Context {} // SAFETY: [TH2]
static CONTEXTS: Mutex<Vec<Context>> = Mutex::new(Vec::new());
thread_local! { static MAIN: Cell<bool> = const { Cell::new(false) }; }
/// The main thread's identity; 0 until `install`.
static MAIN_IDENT: AtomicU64 = AtomicU64::new(0);

fn list() -> MutexGuard<'static, Vec<Context>> { CONTEXTS.lock().unwrap_or_else(|e| e.into_inner()) }
/// All contexts; the main thread's first. Another thread's may be looked into in a pause only.
pub fn contexts() -> Vec<*mut Cx> { list().iter().map(|c| c.0).collect() }
/// Does something to every context of the program's own threads: the caller holds the interpreter lock, so the others stand still.
pub fn each_context(cx: &mut Cx, mut f: impl FnMut(&mut Cx)) {
    let me: *mut Cx = cx;
    crate::par::rule::drain(cx);
    for c in contexts() { if c != me && unsafe { (*c).head } { f(unsafe { &mut *c }) } } // SAFETY: contexts in the list are alive; as above
    f(cx)
}
/// The heap that all contexts share.
pub fn heap() -> &'static fora_heap::Heap {
    let main = list().first().copied();
    match main { Some(c) => unsafe { (*c.0).m.heap() }, None => unreachable!("no context yet") } // SAFETY: the main context lives as long as the process; the field never changes
}
/// Makes a context known to the collector: pauses wait for it, and its roots are traced. It is RUNNING then.
pub fn enlist(cx: &mut Cx) {
    unsafe { let hi = cx.stack_hi as *const u64; cx.m.register(hi) } // SAFETY: boxed until `delist`
    // no pause can begin before this thread comes to a safepoint
    let p: *mut Cx = cx;
    list().push(Context(p))
}
/// Ends what `enlist` began.
pub fn delist(cx: &mut Cx) {
    let p: *mut Cx = cx;
    list().retain(|c| c.0 != p);
    cx.m.unregister(None)
}
/// Before a second thread may touch objects: from now on pauses wait for the main one too. Once is enough; more do nothing.
pub fn register_main(cx: &mut Cx) {
    static DONE: AtomicBool = AtomicBool::new(false);
    if is_main() && !DONE.swap(true, SeqCst) { unsafe { let hi = cx.stack_hi as *const u64; cx.m.register(hi) } } // SAFETY: the main context never moves
}
/// At start, on the main thread.
pub fn install(cx: &mut Cx) { MAIN.with(|m| m.set(true)); MAIN_IDENT.store(ident(), SeqCst); let p: *mut Cx = cx; list().push(Context(p)) }
/// Has there been more than one thread?
#[inline]
pub fn several() -> bool { MULTI.load(SeqCst) }
pub fn is_main() -> bool { MAIN_IDENT.load(SeqCst) == 0 || MAIN.with(|m| m.get()) }
pub fn main_ident() -> u64 { MAIN_IDENT.load(SeqCst) }
pub fn ident() -> u64 { unsafe { libc::pthread_self() as u64 } } // SAFETY: no arguments
fn gil() -> &'static Gil {
    let p = GIL.load(SeqCst);
    if !p.is_null() { return unsafe { &*p }; } // SAFETY: leaked, replaced only in the child of a fork
    let g = Box::leak(Box::new(Gil { state: Mutex::new(State::default()), changed: Condvar::new() }));
    match GIL.compare_exchange(std::ptr::null_mut(), g, SeqCst, SeqCst) { Ok(_) => g, Err(other) => unsafe { &*other } } // SAFETY: as above
}
fn lock() -> MutexGuard<'static, State> { gil().state.lock().unwrap_or_else(|e| e.into_inner()) }
fn acquire(poll: *mut AtomicU32) {
    let mut s = lock();
    s.waiting += 1;
    while s.held {
        let (g, t) = gil().changed.wait_timeout(s, Duration::from_millis(5)).unwrap_or_else(|e| e.into_inner());
        s = g;
        if t.timed_out() && s.held {
            WANTED.store(true, SeqCst);
            let p = HOLDER_POLL.load(SeqCst);
            if !p.is_null() { unsafe { (*p).fetch_or(crate::weak::POLL_VM, SeqCst); } } // SAFETY: contexts are freed under the lock, after the holder has changed
        }
    }
    s.waiting -= 1;
    s.held = true;
    s.switches += 1;
    WANTED.store(false, SeqCst);
    HOLDER_POLL.store(poll, SeqCst);
    gil().changed.notify_all();
}
fn release() { let mut s = lock(); s.held = false; HOLDER_POLL.store(std::ptr::null_mut(), SeqCst); drop(s); gil().changed.notify_all() }
/// Runs `f`, which touches no object, while other threads may run Python code.
pub fn without_gil<V>(cx: &mut Cx, f: impl FnOnce() -> V) -> V {
    if !MULTI.load(SeqCst) { return cx.m.native(f); }
    let poll = &cx.m.poll as *const AtomicU32 as *mut AtomicU32;
    cx.m.native(|| { release(); let v = f(); acquire(poll); v })
}
/// At a safepoint: lets another thread run if one has waited long enough.
pub fn yield_if_wanted(cx: &mut Cx) {
    if !WANTED.load(SeqCst) { return; }
    without_gil(cx, || {
        let mut s = lock();
        let n = s.switches;
        for _ in 0..20 { if s.switches != n || s.waiting == 0 { break; } s = gil().changed.wait_timeout(s, Duration::from_millis(1)).unwrap_or_else(|e| e.into_inner()).0; }
    })
}
/// In the child of a fork: only this thread goes on.
pub fn after_fork(cx: &mut Cx) {
    unsafe { cx.m.forget_others() } // SAFETY: the other threads do not exist in this process
    let g = Box::leak(Box::new(Gil { state: Mutex::new(State { held: true, waiting: 0, switches: 0 }), changed: Condvar::new() }));
    GIL.store(g, SeqCst);
    HOLDER_POLL.store(&cx.m.poll as *const AtomicU32 as *mut AtomicU32, SeqCst);
    RUNNING.store(0, SeqCst);
    MAIN.with(|m| m.set(true));
    MAIN_IDENT.store(ident(), SeqCst);
    let p: *mut Cx = cx;
    list().retain(|c| c.0 == p);
    cx.par.on = false;
    crate::par::apart::forget(cx);
    crate::modules::signal::main_is_now(cx);
}
/// Starts a thread that calls `f(*args, **kwargs)`; its identity.
pub fn start(cx: &mut Cx, f: Value, args: Value, kwargs: Value, stack: usize) -> R<u64> {
    crate::par::rule::drain(cx);
    if cx.speculative() { return Err(cx.runtime_error("can't start new thread")); }
    if !MULTI.load(SeqCst) {
        register_main(cx);
        lock().held = true;
        HOLDER_POLL.store(&cx.m.poll as *const AtomicU32 as *mut AtomicU32, SeqCst);
        MULTI.store(true, SeqCst);
    }
    // what the thread shall call waits in a list that the collector knows
    let starting = crate::list::List(cx.static_once("thread.starting", |cx| crate::list::List::new(cx).0));
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let ticket = NEXT.fetch_add(1, SeqCst) as i64;
    let t = cx.tuple(&[Value::small(ticket), f, args, kwargs]);
    starting.push(cx, t);
    let limit = cx.recursion_limit;
    RUNNING.fetch_add(1, SeqCst);
    let h = std::thread::Builder::new().stack_size(if stack == 0 { 16 << 20 } else { stack.max(1 << 20) }).spawn(move || body(ticket, limit));
    match h {
        Ok(h) => Ok(std::os::unix::thread::JoinHandleExt::as_pthread_t(&h) as u64),
        Err(_) => { RUNNING.fetch_sub(1, SeqCst); take_ticket(cx, ticket); Err(cx.runtime_error("can't start new thread")) }
    }
}
fn take_ticket(cx: &mut Cx, ticket: i64) -> Option<Value> {
    let l = crate::list::List(cx.static_get("thread.starting")?);
    let i = (0..l.len()).find(|i| l.get(*i).and_then(crate::object::Tuple::from).is_some_and(|t| t.items()[0] == Value::small(ticket)))?;
    Some(l.remove(cx, i))
}
/// The life of a started thread.
fn body(ticket: i64, limit: u32) {
    acquire(std::ptr::null_mut());
    let cx = Cx::worker(limit);
    HOLDER_POLL.store(&cx.m.poll as *const AtomicU32 as *mut AtomicU32, SeqCst);
    run(cx, ticket);
    crate::modules::thread_types::thread_ends(cx);
    RUNNING.fetch_sub(1, SeqCst);
    Cx::retire(cx);
    release();
}
fn run(cx: &mut Cx, ticket: i64) {
    let Some(t) = take_ticket(cx, ticket).and_then(crate::object::Tuple::from) else { return };
    let (f, args, kw) = (t.items()[1], t.items()[2], t.items()[3]);
    let args: &[Value] = crate::call::star(args);
    if cx.call_dict(f, args, kw).is_err() {
        let e = cx.take_pending();
        if !cx.class_of(e).is_subclass_of(cx.class(crate::types::T::SystemExit).0) { crate::report::unraisable(cx, e, "Exception ignored in thread started by: ", f) }
    }
}
