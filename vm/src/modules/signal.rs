//! `_signal`: handlers run as Python code at the main thread's next safepoint.
//!
//! The process's handler only notes the number and sets the main thread's poll flag.
//! [SG1] the C handler touches atomics and writes to a descriptor, nothing else. [SG2] `MAIN_POLL` points into the main thread's context,
//! which lives as long as the process.
#![allow(unsafe_code)] // sigaction and friends: [SG1] [SG2]
use crate::cx::Cx;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys::{self, c_int, errno};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, Ordering::SeqCst};

const NSIG: i32 = 65;
#[allow(clippy::declare_interior_mutable_const)]
const OFF: AtomicBool = AtomicBool::new(false);
static TRIPPED: [AtomicBool; NSIG as usize] = [OFF; NSIG as usize];
static ANY: AtomicBool = AtomicBool::new(false);
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
static MAIN_POLL: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());

extern "C" fn on_signal(sig: libc::c_int) {
    // SAFETY: [SG1] [SG2]
    unsafe {
        let e = *libc::__errno_location();
        trip(sig);
        let fd = WAKEUP.load(SeqCst);
        if fd >= 0 { let b = sig as u8; libc::write(fd, &b as *const u8 as *const libc::c_void, 1); }
        *libc::__errno_location() = e;
    }
}
/// Notes that `sig` came.
pub fn trip(sig: i32) {
    if let Some(t) = TRIPPED.get(sig as usize) { t.store(true, SeqCst) }
    ANY.store(true, SeqCst);
    let p = MAIN_POLL.load(SeqCst);
    if !p.is_null() { unsafe { (*p).fetch_or(crate::weak::POLL_VM, SeqCst); } } // SAFETY: [SG2]
    crate::modules::thread_types::wake_all();
}
unsafe fn set_action(sig: i32, f: libc::sighandler_t) -> i32 {
    let mut a: libc::sigaction = std::mem::zeroed();
    a.sa_sigaction = f;
    libc::sigemptyset(&mut a.sa_mask);
    libc::sigaction(sig, &a, std::ptr::null_mut())
}
fn handlers(cx: &mut Cx) -> List {
    if let Some(l) = cx.static_get("signal.handlers") { return List(l); }
    let l = List::new(cx);
    for s in 0..NSIG {
        let mut a: libc::sigaction = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
        let v = if s == 0 || unsafe { libc::sigaction(s, std::ptr::null(), &mut a) } < 0 { Value::NONE } // SAFETY: query only
            else if a.sa_sigaction == libc::SIG_IGN { Value::small(1) } else if a.sa_sigaction == libc::SIG_DFL { Value::small(0) } else { Value::NONE };
        l.push(cx, v);
    }
    cx.static_set("signal.handlers", l.0);
    l
}
/// One has come that the main thread has not looked at.
pub fn pending() -> bool { ANY.load(SeqCst) }
/// A forked child's only thread is its main one.
pub fn main_is_now(cx: &mut Cx) { MAIN_POLL.store(&cx.m.poll as *const AtomicU32 as *mut AtomicU32, SeqCst) }
/// What `_thread.interrupt_main` does: as if the signal had come, if Python code handles it.
pub fn trip_if_handled(cx: &mut Cx, s: i32) { let h = handler_value(cx, s); if h.is_ref() || (s == libc::SIGINT && cx.static_get("signal.int").is_some() && h.as_small().is_none()) { trip(s) } }
/// At start: SIGINT raises KeyboardInterrupt, SIGPIPE and SIGXFSZ become errors of system calls.
pub fn install(cx: &mut Cx) {
    MAIN_POLL.store(&cx.m.poll as *const AtomicU32 as *mut AtomicU32, SeqCst);
    // SAFETY: [SG1]
    unsafe {
        set_action(libc::SIGPIPE, libc::SIG_IGN);
        set_action(libc::SIGXFSZ, libc::SIG_IGN);
        let mut a: libc::sigaction = std::mem::zeroed();
        libc::sigaction(libc::SIGINT, std::ptr::null(), &mut a);
        if a.sa_sigaction == libc::SIG_DFL { set_action(libc::SIGINT, on_signal as *const () as libc::sighandler_t); cx.static_set("signal.int", Value::TRUE); }
    }
}
/// Runs the handlers of signals that have come. Main thread only; others leave them.
pub fn run_pending(cx: &mut Cx) -> R<()> {
    if !ANY.load(SeqCst) || !crate::modules::thread::is_main() { return Ok(()); }
    ANY.store(false, SeqCst);
    for s in 1..NSIG {
        if !TRIPPED[s as usize].swap(false, SeqCst) { continue; }
        let h = match cx.static_get("signal.handlers") { Some(l) => List(l).get(s as usize).unwrap_or(Value::NONE), None => Value::NONE };
        if !h.is_ref() { if s == libc::SIGINT && cx.static_get("signal.int").is_some() && !matches!(h.as_small(), Some(0 | 1)) { if let Err(e) = interrupt(cx) { rest_later(s); return Err(e); } } continue; }
        let frame = current_frame(cx);
        let (p, hd) = (cx.pending, cx.handled);
        cx.pending = Value::UNDEF;
        if let Err(e) = cx.call(h, &[Value::small(s as i64), frame]) { rest_later(s); return Err(e); }
        cx.pending = p;
        cx.handled = hd;
    }
    Ok(())
}
fn rest_later(s: i32) { if (s + 1..NSIG).any(|i| TRIPPED[i as usize].load(SeqCst)) { trip(0) } }
fn interrupt(cx: &mut Cx) -> R { Err(cx.raise_args(T::KeyboardInterrupt, &[])) }
fn current_frame(cx: &mut Cx) -> Value { match cx.fiber.len { 0 => Value::NONE, n => crate::interp::unwind::frame_object(cx, n - 1) } }
fn number(cx: &mut Cx, v: Value) -> R<i32> { let n = c_int(cx, v)?; if !(1..NSIG).contains(&n) { return Err(cx.value_error("signal number out of range")); } Ok(n) }
fn handler_value(cx: &mut Cx, s: i32) -> Value {
    let h = handlers(cx).get(s as usize).unwrap_or(Value::NONE);
    if s == libc::SIGINT && h.is_none() && cx.static_get("signal.int").is_some() { return cx.static_get("signal.default_int_handler").unwrap_or(Value::NONE); }
    h
}
fn signal(cx: &mut Cx, a: &[Value]) -> R {
    if !crate::modules::thread::is_main() { return Err(cx.value_error("signal only works in main thread of the main interpreter")); }
    let s = number(cx, a[0])?;
    let h = cx.index_small(a[1]);
    let f = match h { Some(0) => libc::SIG_DFL, Some(1) => libc::SIG_IGN, _ if is_callable(cx, a[1]) => on_signal as *const () as libc::sighandler_t, _ => return Err(cx.type_error("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")) };
    run_pending(cx)?;
    let old = handler_value(cx, s);
    if unsafe { set_action(s, f) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: [SG1]
    let v = match h { Some(n) => Value::small(n), None => a[1] };
    handlers(cx).set(cx, s as usize, v);
    Ok(old)
}
fn is_callable(cx: &mut Cx, v: Value) -> bool { matches!(v.kind(), T::Function | T::Native | T::Method | T::Type) || cx.special(v, crate::class::D::Call).is_some() }
impl Cx { fn index_small(&mut self, v: Value) -> Option<i64> { if v.is(T::Int) { crate::int::to_i64(v).filter(|n| *n == 0 || *n == 1) } else { None } } }
fn getsignal(cx: &mut Cx, a: &[Value]) -> R { let s = number(cx, a[0])?; Ok(handler_value(cx, s)) }
fn raise_signal(cx: &mut Cx, a: &[Value]) -> R {
    let s = c_int(cx, a[0])?;
    if unsafe { libc::raise(s) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: no memory involved
    run_pending(cx)?;
    Ok(Value::NONE)
}
fn seconds(cx: &mut Cx, v: Value) -> R<libc::timeval> { let f = cx.as_f64(v)?; Ok(libc::timeval { tv_sec: f.floor() as i64, tv_usec: ((f - f.floor()) * 1e6) as i64 }) }
fn itimer_tuple(cx: &mut Cx, t: libc::itimerval) -> Value { let f = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6; let (a, b) = (cx.float(f(t.it_value)), cx.float(f(t.it_interval))); cx.tuple(&[a, b]) }
fn itimer_error(cx: &mut Cx, e: i32) -> crate::native::Raised {
    let c = cx.static_get("signal.ItimerError").unwrap_or(cx.class(T::OSError).0);
    let m = { let r = std::io::Error::from_raw_os_error(e).to_string(); let r = r.split(" (os").next().unwrap_or("").to_string(); cx.string(r) };
    match cx.call(c, &[Value::small(e as i64), m]) { Ok(x) => cx.raise_value(x), Err(r) => r }
}
fn setitimer(cx: &mut Cx, a: &[Value]) -> R {
    let w = c_int(cx, a[0])?;
    let v = seconds(cx, a[1])?;
    let i = match a[2].opt() { Some(x) => seconds(cx, x)?, None => libc::timeval { tv_sec: 0, tv_usec: 0 } };
    let new = libc::itimerval { it_interval: i, it_value: v };
    let mut old = new;
    if unsafe { libc::syscall(libc::SYS_setitimer, w, &new as *const _, &mut old as *mut _) } != 0 { let e = errno(); return Err(itimer_error(cx, e)); } // SAFETY: structs on this stack
    Ok(itimer_tuple(cx, old))
}
fn getitimer(cx: &mut Cx, a: &[Value]) -> R {
    let w = c_int(cx, a[0])?;
    let mut old: libc::itimerval = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::syscall(libc::SYS_getitimer, w, &mut old as *mut _) } != 0 { let e = errno(); return Err(itimer_error(cx, e)); } // SAFETY: struct on this stack
    Ok(itimer_tuple(cx, old))
}
fn set_of(cx: &mut Cx, v: Value) -> R<libc::sigset_t> {
    let mut s: libc::sigset_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    unsafe { libc::sigemptyset(&mut s) }; // SAFETY: as above
    for x in cx.collect(v)?.iter() {
        let n = cx.index_i64(*x)?;
        if !(1..NSIG as i64).contains(&n) { return Err(cx.value_error(format!("signal number {n} out of range [1; 64]"))); }
        unsafe { libc::sigaddset(&mut s, n as i32) }; // SAFETY: as above
    }
    Ok(s)
}
fn set_value(cx: &mut Cx, s: &libc::sigset_t) -> R {
    let mut v = VVec::new();
    for n in 1..NSIG { if unsafe { libc::sigismember(s, n) } == 1 { v.push(Value::small(n as i64)) } } // SAFETY: a valid set
    let (l, c) = (cx.list(&v), cx.class(T::Set).0);
    cx.call(c, &[l])
}
fn pthread_sigmask(cx: &mut Cx, a: &[Value]) -> R {
    let how = c_int(cx, a[0])?;
    let new = set_of(cx, a[1])?;
    let mut old = new;
    let e = unsafe { libc::pthread_sigmask(how, &new, &mut old) }; // SAFETY: sets on this stack
    if e != 0 { return Err(cx.os_error(e, None)); }
    run_pending(cx)?;
    set_value(cx, &old)
}
fn sigpending(cx: &mut Cx, _: &[Value]) -> R { let mut s: libc::sigset_t = unsafe { std::mem::zeroed() }; unsafe { libc::sigpending(&mut s) }; set_value(cx, &s) } // SAFETY: set on this stack
fn sigwait(cx: &mut Cx, a: &[Value]) -> R {
    let s = set_of(cx, a[0])?;
    let mut n = 0;
    let e = osys::blocking(cx, || unsafe { libc::sigwait(&s, &mut n) }); // SAFETY: set on this stack
    if e != 0 { return Err(cx.os_error(e, None)); }
    Ok(Value::small(n as i64))
}
static SIGINFO: Spec = Spec { name: "signal.struct_siginfo", fields: &["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"], visible: 7, callable: true };
fn siginfo(cx: &mut Cx, i: &libc::siginfo_t) -> Value {
    // SAFETY: reads plain fields of the union
    let (pid, uid, st) = unsafe { (i.si_pid(), i.si_uid(), i.si_status()) };
    let v: Vec<i64> = vec![i.si_signo as i64, i.si_code as i64, i.si_errno as i64, pid as i64, uid as i64, st as i64, 0];
    let v: VVec = v.into_iter().map(Value::small).collect();
    seqtype::make(cx, &SIGINFO, &v)
}
fn sigwaitinfo(cx: &mut Cx, a: &[Value]) -> R {
    let s = set_of(cx, a[0])?;
    let mut i: libc::siginfo_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    osys::retry(cx, || unsafe { libc::sigwaitinfo(&s, &mut i) as isize })?; // SAFETY: on this stack
    Ok(siginfo(cx, &i))
}
fn sigtimedwait(cx: &mut Cx, a: &[Value]) -> R {
    let s = set_of(cx, a[0])?;
    let f = cx.as_f64(a[1])?;
    if f < 0.0 { return Err(cx.value_error("timeout must be non-negative")); }
    let t = libc::timespec { tv_sec: f as i64, tv_nsec: ((f - f.floor()) * 1e9) as i64 };
    let mut i: libc::siginfo_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    match osys::retry_raw(cx, || unsafe { libc::sigtimedwait(&s, &mut i, &t) as isize })? { Ok(_) => Ok(siginfo(cx, &i)), Err(libc::EAGAIN) => Ok(Value::NONE), Err(e) => Err(cx.os_error(e, None)) } // SAFETY: on this stack
}
fn set_wakeup_fd(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    if fd >= 0 {
        let fl = unsafe { libc::fcntl(fd, libc::F_GETFL) }; // SAFETY: no memory involved
        if fl < 0 { let e = errno(); return Err(cx.os_error(e, None)); }
        if fl & libc::O_NONBLOCK == 0 { return Err(cx.value_error(format!("the fd {fd} must be in non-blocking mode"))); }
    }
    Ok(Value::small(WAKEUP.swap(fd, SeqCst) as i64))
}
fn strsignal(cx: &mut Cx, a: &[Value]) -> R {
    let s = number(cx, a[0])?;
    let p = unsafe { libc::strsignal(s) }; // SAFETY: returns a static or thread-local string
    if p.is_null() { return Ok(Value::NONE); }
    let t = unsafe { std::ffi::CStr::from_ptr(p) }.to_string_lossy().into_owned(); // SAFETY: C string
    if t.starts_with("Unknown signal") { return Ok(Value::NONE); }
    Ok(cx.string(t))
}
fn valid_signals(cx: &mut Cx, _: &[Value]) -> R { let mut s: libc::sigset_t = unsafe { std::mem::zeroed() }; unsafe { libc::sigfillset(&mut s) }; set_value(cx, &s) } // SAFETY: set on this stack
const FUNCS: &[Def] = &[
    def("signal", "signalnum, handler, /", signal), def("getsignal", "signalnum, /", getsignal), def("raise_signal", "signalnum, /", raise_signal),
    def("default_int_handler", "signalnum, frame, /", |cx, _| interrupt(cx)),
    def("alarm", "seconds, /", |cx, a| { let n = c_int(cx, a[0])?; Ok(Value::small(unsafe { libc::alarm(n as u32) } as i64)) }), // SAFETY: no memory involved
    def("setitimer", "which, seconds, interval=0.0, /", setitimer), def("getitimer", "which, /", getitimer),
    def("pause", "", |cx, _| { osys::blocking(cx, || unsafe { libc::pause() }); run_pending(cx)?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("pthread_sigmask", "how, mask, /", pthread_sigmask), def("sigpending", "", sigpending), def("sigwait", "sigset, /", sigwait), def("sigwaitinfo", "sigset, /", sigwaitinfo), def("sigtimedwait", "sigset, timeout, /", sigtimedwait),
    def("pthread_kill", "thread_id, signalnum, /", |cx, a| { let (t, s) = (cx.index_i64(a[0])?, c_int(cx, a[1])?); let e = unsafe { libc::pthread_kill(t as libc::pthread_t, s) }; if e != 0 { return Err(cx.os_error(e, None)); } run_pending(cx)?; Ok(Value::NONE) }), // SAFETY: as the caller promises
    def("siginterrupt", "signalnum, flag, /", |cx, a| { number(cx, a[0])?; Ok(Value::NONE) }),
    def("set_wakeup_fd", "fd, /, *, warn_on_full_buffer=True", set_wakeup_fd), def("strsignal", "signalnum, /", strsignal), def("valid_signals", "", valid_signals),
    def("pidfd_send_signal", "pidfd, signalnum, siginfo=None, flags=0, /", |cx, a| { let (p, s) = (c_int(cx, a[0])?, c_int(cx, a[1])?); if unsafe { libc::syscall(libc::SYS_pidfd_send_signal, p, s, std::ptr::null::<u8>(), 0) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } Ok(Value::NONE) }), // SAFETY: no memory involved
];
const CONSTS: &[(&str, i64)] = &[
    ("SIG_DFL", 0), ("SIG_IGN", 1), ("SIG_BLOCK", 0), ("SIG_UNBLOCK", 1), ("SIG_SETMASK", 2), ("NSIG", 65), ("ITIMER_REAL", 0), ("ITIMER_VIRTUAL", 1), ("ITIMER_PROF", 2),
    ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGIOT", 6), ("SIGABRT", 6), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGBUS", 7), ("SIGSEGV", 11), ("SIGSYS", 31), ("SIGPIPE", 13), ("SIGALRM", 14), ("SIGTERM", 15),
    ("SIGUSR1", 10), ("SIGUSR2", 12), ("SIGCLD", 17), ("SIGCHLD", 17), ("SIGPWR", 30), ("SIGIO", 29), ("SIGURG", 23), ("SIGWINCH", 28), ("SIGPOLL", 29), ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGCONT", 18), ("SIGTTIN", 21), ("SIGTTOU", 22), ("SIGVTALRM", 26),
    ("SIGPROF", 27), ("SIGXCPU", 24), ("SIGXFSZ", 25), ("SIGRTMIN", 34), ("SIGRTMAX", 64), ("SIGSTKFLT", 16),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    if let Some(f) = cx.dict_get(m.dict(), "default_int_handler") { cx.static_set("signal.default_int_handler", f); let l = handlers(cx); if cx.static_get("signal.int").is_some() { l.set(cx, libc::SIGINT as usize, f) } }
    let c = seqtype::class(cx, &SIGINFO);
    m.set(cx, "struct_siginfo", c);
    let (n, d) = (cx.intern("itimer_error"), cx.dict());
    let s = cx.intern("signal");
    cx.dict_set(d, "__module__", s);
    use crate::class::{cflags, make_class, NewClass};
    let (meta, base) = (cx.class(T::Type), cx.class(T::OSError).0);
    let c = make_class(cx, NewClass { meta, name: n, qualname: n, bases: &[base], dict: d, kind: T::BaseException, flags: cflags::DICT | cflags::BASE | cflags::HEAP | cflags::WEAK, slots: &[] })?;
    cx.static_set("signal.ItimerError", c.0);
    m.set(cx, "ItimerError", c.0);
    Ok(())
}
