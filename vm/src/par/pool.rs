//! The threads: each with a context of its own, taking tasks from each other's deques, asleep when there is nothing to take.
//!
//! `Shared::busy` counts threads that run Python code; at most as many as there are workers take new tasks. A thread that waits in a
//! join or for a prefix does not count, so another takes its place.
#![allow(unsafe_code)] // contexts of other threads: atomics only
use super::task::{self, Task};
use crate::cx::Cx;
use crossbeam_deque::{Steal, Stealer, Worker};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::{Relaxed, SeqCst}};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, RwLock};
use std::time::Duration;

/// Bit of `Mutator::poll`: a worker is idle, or a task was cancelled.
pub const POLL_PAR: u32 = 4;

pub struct Shared {
    lock: Mutex<()>,
    /// a task ended, or may go on: for those who wait for one
    changed: Condvar,
    bed: Mutex<()>,
    /// there is a task to take, and room to run it
    work: Condvar,
    /// one of the idle threads asks the busy ones for work; the others sleep
    asked: AtomicBool,
    pub busy: AtomicUsize,
    /// threads that look for work
    pub hungry: AtomicUsize,
    pub queued: AtomicUsize,
    pub threads: AtomicUsize,
    stealers: RwLock<Vec<Stealer<Arc<Task>>>>,
    /// contexts that run: their poll words may be raised
    running: Mutex<Vec<usize>>,
}
static SHARED: Shared = Shared { lock: Mutex::new(()), changed: Condvar::new(), bed: Mutex::new(()), work: Condvar::new(), asked: AtomicBool::new(false), busy: AtomicUsize::new(1), hungry: AtomicUsize::new(0), queued: AtomicUsize::new(0), threads: AtomicUsize::new(0), stealers: RwLock::new(Vec::new()), running: Mutex::new(Vec::new()) };
static STARTED: AtomicBool = AtomicBool::new(false);
/// How many may run at once.
static WORKERS: AtomicU32 = AtomicU32::new(1);
thread_local! { static DEQUE: RefCell<Option<Worker<Arc<Task>>>> = const { RefCell::new(None) }; }

pub fn shared() -> &'static Shared { &SHARED }
pub fn workers() -> u32 { WORKERS.load(Relaxed) }
pub fn set_workers(n: u32) { WORKERS.store(n.max(1), Relaxed) }
fn lock<V>(m: &Mutex<V>) -> MutexGuard<'_, V> { m.lock().unwrap_or_else(|e| e.into_inner()) }
pub fn started() -> bool { STARTED.load(Relaxed) }

/// Starts the other threads. Called by the main thread once it has run for a while inside a fork.
#[cold]
pub fn start(cx: &mut Cx) {
    if STARTED.swap(true, SeqCst) { return; }
    if AUTO.load(Relaxed) { set_workers(cores()) }
    if workers() == 1 { cx.par.on = false; return; }
    crate::modules::thread::register_main(cx);
    lock(&SHARED.running).push(cx as *mut Cx as usize);
    if forced() { for _ in 1..workers() { spawn(cx.recursion_limit) } } else if workers() > 1 { spawn(cx.recursion_limit) }
}
fn spawn(limit: u32) {
    SHARED.threads.fetch_add(1, SeqCst);
    if std::thread::Builder::new().name("worker".into()).stack_size(64 << 20).spawn(move || life(limit)).is_err() { SHARED.threads.fetch_sub(1, SeqCst); }
}
/// Read by each thread while it is awake, so that who has it in writing knows that no thread is inside a lock of the VM.
static AWAKE: RwLock<()> = RwLock::new(());
thread_local! { static UP: RefCell<Option<std::sync::RwLockReadGuard<'static, ()>>> = const { RefCell::new(None) }; }
fn get_up() { let g = AWAKE.read().unwrap_or_else(|e| e.into_inner()); UP.with(|u| *u.borrow_mut() = Some(g)) }
fn lie_down() { UP.with(|u| *u.borrow_mut() = None) }
/// Before the process forks, with nothing given away: waits until all threads sleep, and they sleep on until the guard is dropped.
pub fn quiet_threads(cx: &mut Cx) -> Option<std::sync::RwLockWriteGuard<'static, ()>> {
    if !started() || UP.with(|u| u.borrow().is_some()) { return None; }
    Some(cx.m.native(|| AWAKE.write().unwrap_or_else(|e| e.into_inner())))
}
fn life(limit: u32) {
    get_up();
    let cx = Cx::worker(limit);
    cx.par.on = true;
    if forced() { cx.par.deep = usize::MAX }
    cx.head = false;
    let w = Worker::new_lifo();
    SHARED.stealers.write().unwrap_or_else(|e| e.into_inner()).push(w.stealer());
    DEQUE.with(|d| *d.borrow_mut() = Some(w));
    cx.par.random = (cx as *mut Cx as u64) | 1;
    let mut patience = 0u32;
    loop {
        match claim() {
            Some(t) => {
                patience = 0;
                // whoever is still idle is wanted next; threads are made as there is work for them
                if SHARED.hungry.load(SeqCst) > 0 { wake(); raise() } else if SHARED.threads.load(SeqCst) + 1 < workers() as usize { spawn(limit) }
                super::sample::skip(cx);
                super::join::run_task(cx, &t);
                SHARED.busy.fetch_sub(1, SeqCst);
            }
            None => idle(cx, &mut patience),
        }
    }
}
/// A task and the right to run it.
fn claim() -> Option<Arc<Task>> {
    if SHARED.queued.load(SeqCst) == 0 { return None; }
    let n = workers() as usize;
    if SHARED.busy.fetch_update(SeqCst, SeqCst, |b| (b < n).then_some(b + 1)).is_err() { return None; }
    let t = take();
    if t.is_none() { SHARED.busy.fetch_sub(1, SeqCst); }
    t
}
fn take() -> Option<Arc<Task>> {
    let all = SHARED.stealers.read().unwrap_or_else(|e| e.into_inner());
    loop {
        let mut again = false;
        for s in all.iter() {
            match s.steal() { Steal::Success(t) => { SHARED.queued.fetch_sub(1, SeqCst); return Some(t); } Steal::Retry => again = true, Steal::Empty => {} }
        }
        if !again { return None; }
    }
}
/// Offers a task.
pub fn push(t: Arc<Task>) {
    DEQUE.with(|d| {
        let mut d = d.borrow_mut();
        let w = d.get_or_insert_with(|| { let w = Worker::new_lifo(); SHARED.stealers.write().unwrap_or_else(|e| e.into_inner()).push(w.stealer()); w });
        w.push(t);
    });
    SHARED.queued.fetch_add(1, SeqCst);
    wake();
}
/// Those who wait for others look again.
pub fn notify() { drop(lock(&SHARED.lock)); SHARED.changed.notify_all() }
/// One idle thread looks for work.
fn wake() { drop(lock(&SHARED.bed)); SHARED.work.notify_one() }
/// Asks the running threads for work and sleeps. Asks less and less often while nobody has any.
fn idle(cx: &mut Cx, patience: &mut u32) {
    SHARED.hungry.fetch_add(1, SeqCst);
    let asks = !SHARED.asked.swap(true, SeqCst);
    if asks { raise() }
    let wait = if asks { Duration::from_micros(200u64 << (*patience).min(7)) } else { Duration::from_millis(500) };
    *patience += 1;
    cx.m.native(|| {
        lie_down();
        let g = lock(&SHARED.bed);
        if SHARED.queued.load(SeqCst) == 0 || SHARED.busy.load(SeqCst) >= workers() as usize { drop(SHARED.work.wait_timeout(g, wait)); }
        get_up();
    });
    if asks { SHARED.asked.store(false, SeqCst) }
    SHARED.hungry.fetch_sub(1, SeqCst);
}
pub fn runs(cx: &mut Cx, yes: bool) {
    let p = cx as *mut Cx as usize;
    let mut l = lock(&SHARED.running);
    if yes { l.push(p) } else if let Some(i) = l.iter().position(|x| *x == p) { l.swap_remove(i); }
}
/// All contexts that run look at their next safepoint.
pub fn raise() { for c in lock(&SHARED.running).iter() { unsafe { (*(*c as *const Cx)).m.poll.fetch_or(POLL_PAR, SeqCst); } } } // SAFETY: as above
/// Makes the runners of cancelled tasks, and of those below them, look.
pub fn poke(doomed: &[Arc<Task>]) {
    raise();
    let _ = doomed;
    notify();
}
/// Nobody runs the task any more.
pub fn quiet(t: &Task) -> bool { use fora_task::State::*; matches!(t.word.get().state(), Cancelled | Retracted | Joined) && !task::running_below(t) }
/// Waits for a condition that others bring about and announce.
pub fn wait(cx: &mut Cx, done: impl Fn() -> bool) {
    if done() { return; }
    cx.m.native(|| {
        let mut g = lock(&SHARED.lock);
        while !done() { g = SHARED.changed.wait_timeout(g, Duration::from_millis(20)).unwrap_or_else(|e| e.into_inner()).0; }
    });
}
/// As `wait`, giving up the right to run meanwhile; a task that is cancelled while it waits is dropped.
pub fn blocked(cx: &mut Cx, done: impl Fn() -> bool) {
    if done() { return; }
    let me = cx.par.task.clone();
    runs(cx, false);
    SHARED.busy.fetch_sub(1, SeqCst);
    if SHARED.queued.load(SeqCst) > 0 { wake() }
    ensure_spare(cx.recursion_limit);
    wait(cx, || done() || me.as_ref().is_some_and(|t| t.cancelled()));
    SHARED.busy.fetch_add(1, SeqCst);
    runs(cx, true);
    super::sample::skip(cx);
    if me.is_some_and(|t| t.cancelled()) { std::panic::resume_unwind(Box::new(super::rule::Dropped)) }
}
/// As many threads as there are workers shall be able to run while others wait.
fn ensure_spare(limit: u32) {
    let (busy, hungry, threads) = (SHARED.busy.load(SeqCst), SHARED.hungry.load(SeqCst), SHARED.threads.load(SeqCst));
    if busy + hungry < workers() as usize && (forced() || SHARED.queued.load(SeqCst) > 0) && threads < 4 * workers() as usize + 8 { spawn(limit) }
}
/// What the environment says about forced mode: promote at every poll, wherever and however the seed says.
#[derive(Clone, Copy)]
struct Force { every: bool, never: bool, seed: u64 }
static FORCE: std::sync::OnceLock<Force> = std::sync::OnceLock::new();
fn force() -> Force {
    *FORCE.get_or_init(|| Force {
        every: std::env::var("FORA_PROMOTE").is_ok_and(|v| v == "every"),
        // what the records cost by themselves
        never: std::env::var("FORA_PROMOTE").is_ok_and(|v| v == "never"),
        seed: std::env::var("FORA_SEED").ok().and_then(|v| v.parse().ok()).unwrap_or(1),
    })
}
/// What the command line or the environment asked for; 0: nothing, so as many as there are cores.
static REQUESTED: AtomicU32 = AtomicU32::new(1);
pub fn request(n: u32) { REQUESTED.store(n, Relaxed) }
static FORCED: AtomicBool = AtomicBool::new(false);
#[inline]
pub fn forced() -> bool { FORCED.load(Relaxed) }
/// A number from the context's own sequence.
pub fn random(cx: &mut Cx) -> u64 { let x = &mut cx.par.random; *x ^= *x << 13; *x ^= *x >> 7; *x ^= *x << 17; *x >> 11 }
/// At start, on the main thread: how many workers, forced mode.
pub fn install(cx: &mut Cx) {
    let asked = REQUESTED.load(Relaxed);
    // how many cores there are is a question to the system; short programs need no answer
    let later = asked == 0 && !force().every;
    AUTO.store(later, Relaxed);
    let n = if later { 2 } else if asked == 0 { cores() } else { asked };
    set_workers(n);
    FORCED.store(force().every && n > 1, Relaxed);
    cx.par.random = force().seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    cx.par.on = n > 1;
    cx.par.promoted = super::ticks();
    if super::sample::on() { super::sample::start(cx) }
    if force().never { CLOCK.store(true, SeqCst) }
    if forced() { cx.par.deep = usize::MAX; start(cx); cx.m.poll.fetch_or(POLL_PAR, Relaxed); }
}
/// `start` asks how many cores there are.
static AUTO: AtomicBool = AtomicBool::new(false);
/// Cores that this process may use.
fn cores() -> u32 { std::thread::available_parallelism().map_or(1, |n| n.get().min(1024) as u32) }
/// The first fork was entered.
static CLOCK: AtomicBool = AtomicBool::new(false);
/// That was some milliseconds ago: time for threads.
static DUE: AtomicBool = AtomicBool::new(false);
/// A fork begins: is somebody waiting for it? A program that is still running some milliseconds after its first fork gets its threads.
#[inline]
pub fn eager() -> bool {
    if started() { return wanted(); }
    if !CLOCK.load(Relaxed) { clock() }
    DUE.load(Relaxed)
}
#[cold]
fn clock() {
    if CLOCK.swap(true, SeqCst) { return; }
    let main = Cx::current() as *mut Cx as usize; // no other thread looks at forks yet
    let _ = std::thread::Builder::new().name("clock".into()).stack_size(64 << 10).spawn(move || {
        std::thread::sleep(Duration::from_millis(2));
        DUE.store(true, SeqCst);
        unsafe { (*(main as *const Cx)).m.poll.fetch_or(POLL_PAR, SeqCst); } // SAFETY: the main context is never freed; an atomic
    });
}
/// Somebody is idle and nothing is on offer.
pub fn wanted() -> bool { SHARED.hungry.load(Relaxed) > 0 && SHARED.queued.load(Relaxed) == 0 }
/// Whether tasks may be made now: threads of the program's own take turns, which tasks know nothing of.
pub fn allowed() -> bool { (forced() && SHARED.queued.load(Relaxed) < 64 || wanted()) && crate::modules::thread::RUNNING.load(Relaxed) == 0 }
/// At a safepoint.
pub fn poll(cx: &mut Cx) {
    cx.m.poll.fetch_and(!POLL_PAR, Relaxed);
    if let Some(t) = &cx.par.task { if t.cancelled() || t.failed.load(Relaxed) { std::panic::resume_unwind(Box::new(super::rule::Dropped)) } }
    if forced() {
        cx.m.poll.fetch_or(POLL_PAR, Relaxed);
        if !random(cx).is_multiple_of(4) { return; }
    } else if !started() {
        // only the program itself runs yet
        if DUE.load(Relaxed) && !cx.par.recs.is_empty() { start(cx) }
        return;
    } else if !wanted() { return; }
    super::promote::promote(cx)
}
