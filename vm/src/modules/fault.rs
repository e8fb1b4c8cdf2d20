//! `faulthandler`: the Python stack on stderr (or another file) when a fatal signal comes, or when somebody asks.
//!
//! The main thread's stack is all that is shown. Absent: `dump_traceback_later` accepts its arguments and does nothing.
//! [FH1] the handler calls only async-signal-safe functions; it reads frames of the thread that it runs on, which stands still meanwhile.
//! [FH2] `MAIN` points to the main thread's context, which lives as long as the process.
#![allow(unsafe_code)] // signal handlers: [FH1] [FH2]
use crate::cx::Cx;
use crate::func::{CodeV, Module};
use crate::modules::osys::c_int;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::value::Value;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering::SeqCst};

const FATAL: &[(i32, &str)] = &[(libc::SIGBUS, "Bus error"), (libc::SIGILL, "Illegal instruction"), (libc::SIGFPE, "Floating point exception"), (libc::SIGABRT, "Aborted"), (libc::SIGSEGV, "Segmentation fault")];
/// The most frames shown, the longest name.
const FRAMES: usize = 100;
const NAME: usize = 500;
static ON: AtomicBool = AtomicBool::new(false);
static FD: AtomicI32 = AtomicI32::new(2);
static USER: [AtomicI32; 65] = [const { AtomicI32::new(-1) }; 65];
static MAIN: AtomicPtr<Cx> = AtomicPtr::new(std::ptr::null_mut());

fn put(fd: i32, s: &[u8]) { unsafe { libc::write(fd, s.as_ptr() as *const libc::c_void, s.len()); } } // SAFETY: [FH1]
fn put_number(fd: i32, mut n: u64, base: u64, width: usize) {
    let mut b = [b'0'; 24];
    let mut i = b.len();
    loop { i -= 1; b[i] = b"0123456789abcdef"[(n % base) as usize]; n /= base; if n == 0 || i == 0 { break; } }
    put(fd, &b[i.min(b.len() - width)..]);
}
fn put_text(fd: i32, v: Value) {
    let Some(s) = Str::from(v) else { return put(fd, b"???") };
    let b = s.bytes();
    put(fd, &b[..b.len().min(NAME)]);
    if b.len() > NAME { put(fd, b"...") }
}
/// The frames of the main thread, innermost first.
fn stack(fd: i32) {
    let p = MAIN.load(SeqCst);
    if p.is_null() || !crate::modules::thread::is_main() { return put(fd, b"  <no Python frame>\n"); }
    let cx = unsafe { &mut *p }; // SAFETY: [FH1] [FH2]
    let n = cx.fiber.len;
    if n == 0 { return put(fd, b"  <no Python frame>\n"); }
    for k in (0..n).rev().take(FRAMES) {
        let f = *cx.fiber.frame(k);
        let code = CodeV(f.code);
        put(fd, b"  File \"");
        put_text(fd, code.raw().filename);
        put(fd, b"\", line ");
        put_number(fd, crate::interp::unwind::line_of(code, crate::interp::unwind::lasti(&f)) as u64, 10, 1);
        put(fd, b" in ");
        put_text(fd, code.raw().name);
        put(fd, b"\n");
    }
    if n > FRAMES { put(fd, b"  ...\n") }
}
fn dump(fd: i32, threads: bool) {
    if threads {
        put(fd, b"Current thread 0x");
        put_number(fd, unsafe { libc::pthread_self() } as u64, 16, 16); // SAFETY: no memory involved
        put(fd, b" (most recent call first):\n");
    } else { put(fd, b"Stack (most recent call first):\n") }
    stack(fd);
}
unsafe fn set_action(sig: i32, f: libc::sighandler_t) {
    let mut a: libc::sigaction = std::mem::zeroed();
    a.sa_sigaction = f;
    a.sa_flags = libc::SA_NODEFER | libc::SA_ONSTACK;
    libc::sigemptyset(&mut a.sa_mask);
    libc::sigaction(sig, &a, std::ptr::null_mut());
}
extern "C" fn fatal(sig: libc::c_int) {
    let fd = FD.load(SeqCst);
    // the signal itself is to end the process
    unsafe { set_action(sig, libc::SIG_DFL) } // SAFETY: [FH1]
    put(fd, b"Fatal Python error: ");
    put(fd, FATAL.iter().find(|f| f.0 == sig).map_or("Unknown signal", |f| f.1).as_bytes());
    put(fd, b"\n\n");
    dump(fd, true);
    unsafe { libc::raise(sig); } // SAFETY: no memory involved
}
extern "C" fn asked(sig: libc::c_int) {
    unsafe {
        let e = *libc::__errno_location(); // SAFETY: the thread's own
        if let Some(fd) = USER.get(sig as usize).map(|f| f.load(SeqCst)).filter(|f| *f >= 0) { dump(fd, true) }
        *libc::__errno_location() = e;
    }
}
fn remember(_: &mut Cx) { if let Some(p) = crate::modules::thread::contexts().first() { MAIN.store(*p, SeqCst) } }
/// As `faulthandler.enable()`; for -X faulthandler and PYTHONFAULTHANDLER.
pub fn enable(cx: &mut Cx, fd: i32) {
    remember(cx);
    FD.store(fd, SeqCst);
    if ON.swap(true, SeqCst) { return; }
    for (s, _) in FATAL { unsafe { set_action(*s, fatal as *const () as libc::sighandler_t) } } // SAFETY: [FH1]
}
/// The descriptor that a `file` argument means.
fn descriptor(cx: &mut Cx, v: Value) -> R<i32> {
    let v = match v.opt_none() { Some(v) => v, None => crate::stdio::get(cx, "stderr") };
    if v.is_none() { return Err(cx.raise(crate::types::T::RuntimeError, "sys.stderr is None")); }
    if v.is(crate::types::T::Int) { let n = c_int(cx, v)?; if n < 0 { return Err(cx.value_error("file is not a valid file descripter")); } return Ok(n); }
    let n = cx.call_method(v, "fileno", &[])?;
    if cx.call_method(v, "flush", &[]).is_err() { cx.clear_pending() }
    c_int(cx, n)
}
fn signal_number(cx: &mut Cx, v: Value) -> R<i32> {
    let n = c_int(cx, v)?;
    if FATAL.iter().any(|f| f.0 == n) { return Err(cx.raise(crate::types::T::RuntimeError, &format!("signal {n} cannot be registered, use enable() instead"))); }
    if !(1..65).contains(&n) { return Err(cx.value_error("signal number out of range")); }
    Ok(n)
}
fn disable(_: &mut Cx, _: &[Value]) -> R {
    let was = ON.swap(false, SeqCst);
    if was { for (s, _) in FATAL { unsafe { set_action(*s, libc::SIG_DFL) } } } // SAFETY: [FH1]
    Ok(Value::bool(was))
}
fn register(cx: &mut Cx, a: &[Value]) -> R {
    let (n, fd) = (signal_number(cx, a[0])?, descriptor(cx, a[1])?);
    remember(cx);
    USER[n as usize].store(fd, SeqCst);
    unsafe { set_action(n, asked as *const () as libc::sighandler_t) } // SAFETY: [FH1]
    Ok(Value::NONE)
}
fn unregister(cx: &mut Cx, a: &[Value]) -> R {
    let n = signal_number(cx, a[0])?;
    let was = USER[n as usize].swap(-1, SeqCst) >= 0;
    if was { unsafe { set_action(n, libc::SIG_DFL) } } // SAFETY: [FH1]
    Ok(Value::bool(was))
}
fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
const FUNCS: &[Def] = &[
    def("enable", "file=None, all_threads=True", |cx, a| { let fd = descriptor(cx, a[0])?; enable(cx, fd); Ok(Value::NONE) }), def("disable", "", disable), def("is_enabled", "", |_, _| Ok(Value::bool(ON.load(SeqCst)))),
    def("dump_traceback", "file=None, all_threads=True", |cx, a| { let fd = descriptor(cx, a[0])?; remember(cx); let all = a[1].opt().map_or(Ok(true), |v| cx.truth(v))?; dump(fd, all); Ok(Value::NONE) }),
    def("dump_traceback_later", "timeout, repeat=False, file=None, exit=False", none), def("cancel_dump_traceback_later", "", none),
    def("register", "signum, file=None, all_threads=True, chain=False", register), def("unregister", "signum, /", unregister),
    def("_sigabrt", "", |_, _| unsafe { libc::abort() }), // SAFETY: ends the process
    def("_sigsegv", "release_gil=False, /", |_, _| { unsafe { libc::raise(libc::SIGSEGV) }; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("_sigfpe", "", |_, _| { unsafe { libc::raise(libc::SIGFPE) }; Ok(Value::NONE) }), // SAFETY: as above
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
