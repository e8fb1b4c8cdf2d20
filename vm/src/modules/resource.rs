//! `resource`.
#![allow(unsafe_code)] // libc queries into structs on this stack
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::{c_int, errno};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

static USAGE: Spec = Spec { name: "resource.struct_rusage", fields: &["ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"], visible: 16, callable: true };
pub fn usage_value(cx: &mut Cx, u: &libc::rusage) -> Value {
    let mut v = VVec::new();
    for t in [u.ru_utime, u.ru_stime] { let f = cx.float(t.tv_sec as f64 + t.tv_usec as f64 * 1e-6); v.push(f) }
    for n in [u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock, u.ru_oublock, u.ru_msgsnd, u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw] { v.push(Value::small(n)) }
    seqtype::make(cx, &USAGE, &v)
}
fn getrusage(cx: &mut Cx, a: &[Value]) -> R {
    let w = c_int(cx, a[0])?;
    let mut u: libc::rusage = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::getrusage(w, &mut u) } != 0 { return Err(cx.value_error("invalid who parameter")); } // SAFETY: on this stack
    Ok(usage_value(cx, &u))
}
fn limit(cx: &mut Cx, n: libc::rlim_t) -> Value { if n == libc::RLIM_INFINITY { Value::small(-1) } else { cx.int_u64(n) } }
fn pair(cx: &mut Cx, r: &libc::rlimit) -> Value { let (a, b) = (limit(cx, r.rlim_cur), limit(cx, r.rlim_max)); cx.tuple(&[a, b]) }
fn which(cx: &mut Cx, v: Value) -> R<u32> { let n = c_int(cx, v)?; if !(0..16).contains(&n) { return Err(cx.value_error("invalid resource specified")); } Ok(n as u32) }
fn getrlimit(cx: &mut Cx, a: &[Value]) -> R {
    let w = which(cx, a[0])?;
    let mut r: libc::rlimit = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::getrlimit(w, &mut r) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: on this stack
    Ok(pair(cx, &r))
}
fn limits(cx: &mut Cx, v: Value) -> R<libc::rlimit> {
    let items = cx.collect(v)?;
    let [c, m] = &items[..] else { return Err(cx.value_error("expected a tuple of 2 integers")) };
    let (c, m) = (*c, *m);
    Ok(libc::rlimit { rlim_cur: cx.index_i64(c)? as u64, rlim_max: cx.index_i64(m)? as u64 })
}
fn setrlimit(cx: &mut Cx, a: &[Value]) -> R {
    let (w, r) = (which(cx, a[0])?, limits(cx, a[1])?);
    if unsafe { libc::setrlimit(w, &r) } != 0 { let e = errno(); return Err(match e { libc::EINVAL => cx.value_error("current limit exceeds maximum limit"), libc::EPERM => cx.value_error("not allowed to raise maximum limit"), e => cx.os_error(e, None) }); } // SAFETY: on this stack
    Ok(Value::NONE)
}
fn prlimit(cx: &mut Cx, a: &[Value]) -> R {
    let (p, w) = (c_int(cx, a[0])?, which(cx, a[1])?);
    let new = match a[2].opt_none() { Some(v) => Some(limits(cx, v)?), None => None };
    let mut old: libc::rlimit = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let np = new.as_ref().map_or(std::ptr::null(), |r| r as *const libc::rlimit);
    if unsafe { libc::prlimit(p, w, np, &mut old) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: on this stack
    Ok(pair(cx, &old))
}
const FUNCS: &[Def] = &[def("getrusage", "who, /", getrusage), def("getrlimit", "resource, /", getrlimit), def("setrlimit", "resource, limits, /", setrlimit), def("prlimit", "pid, resource, limits=None, /", prlimit), def("getpagesize", "", |_, _| Ok(Value::small(unsafe { libc::sysconf(libc::_SC_PAGESIZE) })))]; // SAFETY: no memory involved
const CONSTS: &[(&str, i64)] = &[("RLIMIT_CPU", 0), ("RLIMIT_FSIZE", 1), ("RLIMIT_DATA", 2), ("RLIMIT_STACK", 3), ("RLIMIT_CORE", 4), ("RLIMIT_RSS", 5), ("RLIMIT_NPROC", 6), ("RLIMIT_NOFILE", 7), ("RLIMIT_OFILE", 7), ("RLIMIT_MEMLOCK", 8), ("RLIMIT_AS", 9), ("RLIMIT_SIGPENDING", 11), ("RLIMIT_MSGQUEUE", 12), ("RLIMIT_NICE", 13), ("RLIMIT_RTPRIO", 14), ("RLIMIT_RTTIME", 15), ("RLIM_INFINITY", -1), ("RUSAGE_SELF", 0), ("RUSAGE_CHILDREN", -1), ("RUSAGE_THREAD", 1)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    let (c, e) = (seqtype::class(cx, &USAGE), cx.class(T::OSError).0);
    m.set(cx, "struct_rusage", c);
    m.set(cx, "error", e);
    Ok(())
}
