//! Natives with effects outside the heap: only the program itself may run them, so a task waits until everything before it is done.
//!
//! What is not listed touches nothing but objects, all of whose writes go through the barrier.
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Modules whose functions all reach outside.
const MODULES: &[&str] = &["posix", "time", "_io", "_signal", "_thread", "select", "_socket", "_posixsubprocess", "gc", "atexit", "fcntl", "resource", "termios", "faulthandler", "_imp", "_weakref", "pwd", "grp", "_locale", "_tracemalloc", "_warnings", "_contextvars", "mmap", "_multiprocessing", "_posixshmem"];
/// Functions of other modules that do.
const FUNCTIONS: &[&str] = &["_fora_apart.watch", "_fora_apart.end", "_fora_apart.run", "_fora_apart.here", "builtins.input", "builtins.open", "builtins.__import__", "builtins.breakpoint", "builtins.globals", "builtins.locals", "builtins.vars", "builtins.dir", "builtins.exec", "builtins.eval", "builtins.compile",
    "sys._getframe", "sys.settrace", "sys.setprofile", "sys._settraceallthreads", "sys._setprofileallthreads", "sys.call_tracing", "sys.setrecursionlimit", "sys.set_int_max_str_digits", "sys._current_frames", "sys.addaudithook", "sys.audit", "sys.setswitchinterval", "sys.displayhook", "sys.excepthook", "sys.unraisablehook", "sys.set_asyncgen_hooks", "sys.set_coroutine_origin_tracking_depth"];
/// Types whose methods do.
const TYPES: &[T] = &[T::FileIO, T::BufferedReader, T::BufferedWriter, T::BufferedRandom, T::TextIOWrapper];

/// Whether a native with this name and owner (module name or class) reaches outside.
pub fn reaches_out(name: &str, owner: Value) -> bool {
    if let Some(m) = Str::from(owner) {
        let Some(m) = m.as_str() else { return true };
        return MODULES.contains(&m) || FUNCTIONS.iter().any(|f| f.strip_prefix(m).and_then(|r| r.strip_prefix('.')) == Some(name));
    }
    if owner.is_ref() && owner.is(T::Type) {
        let c = crate::class::Class(owner);
        // reading a generator's state is no write, but no other process has it
        if name == "getstate" && c.name() == "Random" { return true; }
        return TYPES.iter().any(|t| c.name() == t.name()) || ["lock", "RLock", "socket", "poll", "epoll", "ScandirIterator", "mmap", "SemLock"].contains(&&*c.name());
    }
    false
}
/// A task is about to call `n`: waits until it is the head if the native asks for that.
#[inline]
pub fn before(cx: &mut crate::cx::Cx, n: &crate::func::NativeObj) {
    use std::sync::atomic::Ordering::Relaxed;
    let mut e = n.effect.load(Relaxed);
    if e == 0 { e = if n.owner.is_ref() && reaches_out(n.def.name, n.owner) { 2 } else { 1 }; n.effect.store(e, Relaxed) }
    // text streams see for themselves: what is written to a standard stream is kept
    if e == 2 && matches!(n.def.name, "globals" | "locals" | "vars" | "exec" | "eval" | "dir") { super::global::guard(cx) }
    if e == 2 && !(matches!(n.def.name, "write" | "flush") && crate::class::Class(n.owner).name() == "TextIOWrapper") { super::rule::outside(cx) }
}
/// Names of what starts processes and threads.
const STARTERS: &[&[u8]] = &[b"fork", b"forkpty", b"start_new_thread", b"_start_new_thread", b"start_joinable_thread", b"_start_joinable_thread"];
static SOLO: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
/// Code that the program may run: whether it may start processes or threads, which only the program's own thread can do right.
pub fn notice(code: &fora_ir::Code) {
    // os has the name, for the `spawn` functions that nobody calls
    if code.name == "_spawnvef" { return; }
    let starts = |s: &fora_ir::code::Site| matches!(code.consts.get(s.name as usize), Some(fora_ir::Const::Str(n)) if STARTERS.contains(&&n[..]));
    if code.sites.iter().any(starts) { SOLO.store(true, std::sync::atomic::Ordering::SeqCst) }
}
/// No task has its turn: it is dropped, and the program does its part itself.
pub fn solo() -> bool { SOLO.load(std::sync::atomic::Ordering::SeqCst) }
