//! Processes: fork, exec, wait, kill, priorities, scheduling.
#![allow(unsafe_code)] // fork/exec/wait with C strings and structs on this stack
use crate::cx::Cx;
use crate::modules::osys::{self, blocking, c_int, errno};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use std::ffi::CString;

pub static TIMES: Spec = Spec { name: "posix.times_result", fields: &["user", "system", "children_user", "children_system", "elapsed"], visible: 5, callable: true };
pub static SCHED_PARAM: Spec = Spec { name: "posix.sched_param", fields: &["sched_priority"], visible: 1, callable: true };
pub static WAITID: Spec = Spec { name: "posix.waitid_result", fields: &["si_pid", "si_uid", "si_signo", "si_status", "si_code"], visible: 5, callable: true };

fn oserr(cx: &mut Cx) -> crate::native::Raised { let e = errno(); cx.os_error(e, None) }
/// Hooks of `register_at_fork`: three lists, run before (last first), in the parent, in the child.
fn hooks(cx: &mut Cx, key: &'static str) -> crate::list::List { crate::list::List(cx.static_once(key, |cx| crate::list::List::new(cx).0)) }
fn register_at_fork(cx: &mut Cx, a: &[Value]) -> R {
    if a.iter().all(|v| v.is_undef()) { return Err(cx.type_error("At least one argument is required.")); }
    for (v, k) in a.iter().zip(["fork.before", "fork.child", "fork.parent"]) { if let Some(f) = v.opt() { if cx.special(f, crate::class::D::Call).is_none() && !matches!(f.kind(), T::Function | T::Method | T::Native | T::Type) { let n = ["before", "after_in_child", "after_in_parent"][["fork.before", "fork.child", "fork.parent"].iter().position(|x| *x == k).unwrap_or(0)]; return Err(cx.type_error(format!("'{n}' must be callable, not {}", "object"))); } hooks(cx, k).push(cx, f) } }
    Ok(Value::NONE)
}
pub fn run_hooks(cx: &mut Cx, key: &'static str, reverse: bool) {
    let v = hooks(cx, key).to_vvec();
    for i in 0..v.len() { let f = v[if reverse { v.len() - 1 - i } else { i }]; if cx.call(f, &[]).is_err() { let e = cx.take_pending(); crate::weak::unraisable(cx, e, f) } }
}
/// What the child of a fork must forget.
pub fn after_fork_child(cx: &mut Cx) { crate::modules::thread::after_fork(cx); run_hooks(cx, "fork.child", false) }
fn fork(cx: &mut Cx, _: &[Value]) -> R {
    crate::modules::io::registry::settle_all_first(cx, fork)?;
    run_hooks(cx, "fork.before", true);
    crate::par::rule::drain(cx);
    // a task's thread is not the one that could go on in the child
    if cx.speculative() { return Err(cx.os_error(libc::EAGAIN, None)); }
    let quiet = crate::par::pool::quiet_threads(cx);
    let p = unsafe { libc::fork() }; // SAFETY: the child goes on with this thread only; `after_fork_child` tells the heap
    let e = errno();
    drop(quiet);
    if p == 0 { after_fork_child(cx) } else { run_hooks(cx, "fork.parent", false); if p < 0 { return Err(cx.os_error(e, None)); } }
    Ok(Value::small(p as i64))
}
fn forkpty(cx: &mut Cx, _: &[Value]) -> R {
    crate::modules::io::registry::settle_all_first(cx, forkpty)?;
    run_hooks(cx, "fork.before", true);
    let mut m = -1;
    crate::par::rule::drain(cx);
    if cx.speculative() { return Err(cx.os_error(libc::EAGAIN, None)); }
    let quiet = crate::par::pool::quiet_threads(cx);
    let p = unsafe { libc::forkpty(&mut m, std::ptr::null_mut(), std::ptr::null(), std::ptr::null()) }; // SAFETY: as fork
    let e = errno();
    drop(quiet);
    if p == 0 { after_fork_child(cx) } else { run_hooks(cx, "fork.parent", false); if p < 0 { return Err(cx.os_error(e, None)); } }
    Ok(cx.tuple(&[Value::small(p as i64), Value::small(m as i64)]))
}
pub fn c_text(cx: &mut Cx, v: Value) -> R<CString> {
    let p = osys::fspath(cx, v)?;
    let b = if p.is(T::Bytes) { crate::bytes::get(p).to_vec() } else { osys::fs_encode(cx, crate::str::Str(p))? };
    match CString::new(b) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null byte")) }
}
pub fn c_list(cx: &mut Cx, v: Value) -> R<Vec<CString>> { let mut out = vec![]; for x in cx.collect(v)?.iter() { out.push(c_text(cx, *x)?) } Ok(out) }
pub fn pointers(v: &[CString]) -> Vec<*const libc::c_char> { v.iter().map(|c| c.as_ptr()).chain([std::ptr::null()]).collect() }
pub fn env_list(cx: &mut Cx, v: Value) -> R<Vec<CString>> {
    let items = cx.call_method(v, "items", &[])?;
    let mut out = vec![];
    for x in cx.collect(items)?.iter() {
        let Some([k, v]) = Tuple::from(*x).map(Tuple::items) else { return Err(cx.type_error("env.items() must give pairs")) };
        let (k, v) = (c_text(cx, *k)?, c_text(cx, *v)?);
        if k.as_bytes().is_empty() || k.as_bytes()[1..].contains(&b'=') { return Err(cx.value_error("illegal environment variable name")); }
        let mut s = k.into_bytes();
        s.push(b'=');
        s.extend_from_slice(v.as_bytes());
        if let Ok(c) = CString::new(s) { out.push(c) }
    }
    Ok(out)
}
fn argv(cx: &mut Cx, name: &str, v: Value) -> R<Vec<CString>> {
    if !v.is(T::List) && !v.is(T::Tuple) { return Err(cx.type_error(format!("{name}() arg 2 must be a tuple or list"))); }
    let l = c_list(cx, v)?;
    if l.is_empty() { return Err(cx.value_error(format!("{name}() arg 2 must not be empty"))); }
    if l[0].as_bytes().is_empty() { return Err(cx.value_error(format!("{name}() arg 2 first element cannot be empty"))); }
    Ok(l)
}
fn execv(cx: &mut Cx, a: &[Value]) -> R {
    crate::modules::io::registry::settle_all_first(cx, execv)?;
    let p = osys::path(cx, "execv", a[0])?;
    let args = argv(cx, "execv", a[1])?;
    unsafe { libc::execv(p.ptr(), pointers(&args).as_ptr()) }; // SAFETY: C strings alive
    let e = errno();
    Err(cx.os_error(e, None))
}
fn execve(cx: &mut Cx, a: &[Value]) -> R {
    crate::modules::io::registry::settle_all_first(cx, execve)?;
    let p = osys::path_fd(cx, "execve", a[0])?;
    let args = argv(cx, "execve", a[1])?;
    let env = env_list(cx, a[2])?;
    unsafe { match p.fd { Some(f) => libc::fexecve(f, pointers(&args).as_ptr(), pointers(&env).as_ptr()), None => libc::execve(p.ptr(), pointers(&args).as_ptr(), pointers(&env).as_ptr()) } }; // SAFETY: C strings alive
    let e = errno();
    Err(cx.os_error(e, Some(p.value)))
}
fn waitpid(cx: &mut Cx, a: &[Value]) -> R {
    let (p, o) = (c_int(cx, a[0])?, c_int(cx, a[1])?);
    let mut st = 0;
    let r = osys::retry(cx, || unsafe { libc::waitpid(p, &mut st, o) as isize })?; // SAFETY: int on this stack
    Ok(cx.tuple(&[Value::small(r as i64), Value::small(st as i64)]))
}
fn wait(cx: &mut Cx, _: &[Value]) -> R { waitpid(cx, &[Value::small(-1), Value::small(0)]) }
fn wait4(cx: &mut Cx, a: &[Value]) -> R {
    let (p, o) = (c_int(cx, a[0])?, c_int(cx, a[1])?);
    let mut st = 0;
    let mut ru: libc::rusage = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let r = osys::retry(cx, || unsafe { libc::wait4(p, &mut st, o, &mut ru) as isize })?; // SAFETY: on this stack
    let u = crate::modules::resource::usage_value(cx, &ru);
    Ok(cx.tuple(&[Value::small(r as i64), Value::small(st as i64), u]))
}
fn waitid(cx: &mut Cx, a: &[Value]) -> R {
    let (t, id, o) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, c_int(cx, a[2])?);
    let mut i: libc::siginfo_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    osys::retry(cx, || unsafe { libc::waitid(t as libc::idtype_t, id as libc::id_t, &mut i, o) as isize })?; // SAFETY: on this stack
    let (pid, uid, st) = unsafe { (i.si_pid(), i.si_uid(), i.si_status()) }; // SAFETY: plain fields
    if pid == 0 { return Ok(Value::NONE); }
    let v: VVec = [pid as i64, uid as i64, i.si_signo as i64, st as i64, i.si_code as i64].into_iter().map(Value::small).collect();
    Ok(seqtype::make(cx, &WAITID, &v))
}
fn kill(cx: &mut Cx, a: &[Value]) -> R { let (p, s) = (c_int(cx, a[0])?, c_int(cx, a[1])?); if unsafe { libc::kill(p, s) } < 0 { return Err(oserr(cx)); } crate::modules::signal::run_pending(cx)?; Ok(Value::NONE) } // SAFETY: no memory involved
fn killpg(cx: &mut Cx, a: &[Value]) -> R { let (p, s) = (c_int(cx, a[0])?, c_int(cx, a[1])?); if unsafe { libc::killpg(p, s) } < 0 { return Err(oserr(cx)); } crate::modules::signal::run_pending(cx)?; Ok(Value::NONE) } // SAFETY: no memory involved
fn system(cx: &mut Cx, a: &[Value]) -> R {
    crate::modules::io::registry::settle_all_first(cx, system)?;
    let c = c_text(cx, a[0])?;
    let r = blocking(cx, || unsafe { libc::system(c.as_ptr()) }); // SAFETY: C string
    Ok(Value::small(r as i64))
}
fn times(cx: &mut Cx, _: &[Value]) -> R {
    let mut t: libc::tms = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let el = unsafe { libc::times(&mut t) }; // SAFETY: on this stack
    let hz = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64; // SAFETY: no memory involved
    let mut v = VVec::new();
    for n in [t.tms_utime, t.tms_stime, t.tms_cutime, t.tms_cstime, el] { let f = cx.float(n as f64 / hz); v.push(f) }
    Ok(seqtype::make(cx, &TIMES, &v))
}
fn sched_getaffinity(cx: &mut Cx, a: &[Value]) -> R {
    let p = c_int(cx, a[0])?;
    let mut s: libc::cpu_set_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::sched_getaffinity(p, std::mem::size_of_val(&s), &mut s) } < 0 { return Err(oserr(cx)); } // SAFETY: on this stack
    let v: VVec = (0..libc::CPU_SETSIZE as usize).filter(|i| unsafe { libc::CPU_ISSET(*i, &s) }).map(|i| Value::small(i as i64)).collect(); // SAFETY: i < CPU_SETSIZE
    let (l, c) = (cx.list(&v), cx.class(T::Set).0);
    cx.call(c, &[l])
}
fn sched_setaffinity(cx: &mut Cx, a: &[Value]) -> R {
    let p = c_int(cx, a[0])?;
    let mut s: libc::cpu_set_t = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    for x in cx.collect(a[1])?.iter() { let n = c_int(cx, *x)?; if n < 0 { return Err(cx.value_error("negative CPU number")); } if n >= libc::CPU_SETSIZE { return Err(cx.os_error(libc::EINVAL, None)); } unsafe { libc::CPU_SET(n as usize, &mut s) } } // SAFETY: in range
    if unsafe { libc::sched_setaffinity(p, std::mem::size_of_val(&s), &s) } < 0 { return Err(oserr(cx)); } // SAFETY: on this stack
    Ok(Value::NONE)
}
fn exit_code(cx: &mut Cx, a: &[Value]) -> R {
    let s = c_int(cx, a[0])?;
    if libc::WIFEXITED(s) { return Ok(Value::small(libc::WEXITSTATUS(s) as i64)); }
    if libc::WIFSIGNALED(s) { return Ok(Value::small(-libc::WTERMSIG(s) as i64)); }
    if libc::WIFSTOPPED(s) { let n = libc::WSTOPSIG(s); return Err(cx.value_error(format!("process stopped by delivery of signal {n}"))); }
    Err(cx.value_error(format!("invalid wait status: {s}")))
}
macro_rules! wait_macro { ($name:literal $f:ident bool) => { def($name, "status", |cx, a| { let s = c_int(cx, a[0])?; Ok(Value::bool(libc::$f(s))) }) }; ($name:literal $f:ident int) => { def($name, "status", |cx, a| { let s = c_int(cx, a[0])?; Ok(Value::small(libc::$f(s) as i64)) }) } }
macro_rules! ints { ($name:literal, $sig:literal, $f:ident($($i:literal),*)) => { def($name, $sig, |cx, a| { let r = { let v = [$(c_int(cx, a[$i])?),*]; let mut k = 0; unsafe { libc::$f($({ let _ = $i; k += 1; v[k - 1] as _ }),*) } }; if r < 0 { return Err(oserr(cx)); } Ok(Value::small(r as i64)) }) } } // SAFETY: no memory involved
macro_rules! ints_none { ($name:literal, $sig:literal, $f:ident($($i:literal),*)) => { def($name, $sig, |cx, a| { let r = { let v: [i32; 0 $(+ { let _ = $i; 1 })*] = [$(c_int(cx, a[$i])?),*]; let mut k = 0; let _ = &mut k; let _ = &v; unsafe { libc::$f($({ let _ = $i; k += 1; v[k - 1] as _ }),*) } }; if r < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }) } } // SAFETY: no memory involved
pub const FUNCS: &[Def] = &[
    def("fork", "", fork), def("forkpty", "", forkpty), def("register_at_fork", "*, before=?, after_in_child=?, after_in_parent=?", register_at_fork),
    def("_exit", "status", |cx, a| { let n = c_int(cx, a[0])?; unsafe { libc::_exit(n) } }), // SAFETY: ends the process
    def("abort", "", |_, _| unsafe { libc::abort() }), // SAFETY: ends the process
    def("execv", "path, argv, /", execv), def("execve", "path, argv, env", execve), def("waitpid", "pid, options, /", waitpid), def("wait", "", wait), def("wait4", "pid, options", wait4), def("wait3", "options", |cx, a| wait4(cx, &[Value::small(-1), a[0]])), def("waitid", "idtype, id, options, /", waitid),
    def("kill", "pid, signal, /", kill), def("killpg", "pgid, signal, /", killpg), def("system", "command", system), def("times", "", times), def("sched_getaffinity", "pid, /", sched_getaffinity), def("sched_setaffinity", "pid, mask, /", sched_setaffinity), def("waitstatus_to_exitcode", "status", exit_code),
    wait_macro!("WIFEXITED" WIFEXITED bool), wait_macro!("WIFSIGNALED" WIFSIGNALED bool), wait_macro!("WIFSTOPPED" WIFSTOPPED bool), wait_macro!("WIFCONTINUED" WIFCONTINUED bool), wait_macro!("WCOREDUMP" WCOREDUMP bool), wait_macro!("WEXITSTATUS" WEXITSTATUS int), wait_macro!("WTERMSIG" WTERMSIG int), wait_macro!("WSTOPSIG" WSTOPSIG int),
    ints!("getpgid", "pid", getpgid(0)), ints!("getsid", "pid, /", getsid(0)), ints_none!("setpgid", "pid, pgrp, /", setpgid(0, 1)), def("setsid", "", |cx, _| { if unsafe { libc::setsid() } < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }), /* SAFETY: no memory involved */ ints!("nice", "increment, /", nice(0)), ints!("getpriority", "which, who", getpriority(0, 1)), ints_none!("setpriority", "which, who, priority", setpriority(0, 1, 2)),
    def("sched_yield", "", |cx, _| { osys::blocking(cx, || unsafe { libc::sched_yield() }); Ok(Value::NONE) }), /* SAFETY: no memory involved */ ints!("sched_get_priority_max", "policy", sched_get_priority_max(0)), ints!("sched_get_priority_min", "policy", sched_get_priority_min(0)), ints!("sched_getscheduler", "pid, /", sched_getscheduler(0)),
    ints_none!("setreuid", "ruid, euid, /", setreuid(0, 1)), ints_none!("setregid", "rgid, egid, /", setregid(0, 1)), ints_none!("setresuid", "ruid, euid, suid, /", setresuid(0, 1, 2)), ints_none!("setresgid", "rgid, egid, sgid, /", setresgid(0, 1, 2)),
    def("setpgrp", "", |cx, _| { if unsafe { libc::setpgid(0, 0) } < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("pidfd_open", "pid, flags=0", |cx, a| { let (p, f) = (c_int(cx, a[0])?, osys::opt_int(cx, a[1], 0)?); let r = unsafe { libc::syscall(libc::SYS_pidfd_open, p, f) }; if r < 0 { return Err(oserr(cx)); } Ok(Value::small(r)) }), // SAFETY: no memory involved
];
