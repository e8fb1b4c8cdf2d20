//! `_multiprocessing` (named semaphores that processes share) and `_posixshmem`.
//!
//! SemLock slots: address of the semaphore, kind, maxvalue, name, count (how often this process has taken it), thread that took it last.
//! [SM1] the address is one that `sem_open` gave, in this process or in one that it was forked from; it is never closed, since other
//! locks made by `_rebuild` may share it.
#![allow(unsafe_code)] // semaphores: [SM1]
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::{self, blocking, c_int, errno};
use crate::modules::thread::ident;
use crate::modules::time::clock_ns;
use crate::native::{def, def_class, def_new, member, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::ffi::CString;

const HANDLE: usize = 0;
const KIND: usize = 1;
const MAX: usize = 2;
const NAME: usize = 3;
const COUNT: usize = 4;
const THREAD: usize = 5;
const RECURSIVE: i64 = 0;

fn sem(l: Value) -> *mut libc::sem_t { Slots(l).int(HANDLE) as usize as *mut libc::sem_t }
fn c_name(cx: &mut Cx, v: Value) -> R<CString> {
    let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("argument must be str, not {t}"))) };
    CString::new(s.bytes()).map_err(|_| cx.value_error("embedded null character"))
}
fn sem_new(cx: &mut Cx, a: &[Value]) -> R {
    let (kind, value, max) = (c_int(cx, a[1])?, c_int(cx, a[2])?, c_int(cx, a[3])?);
    let name = c_name(cx, a[4])?;
    let unlink = cx.truth(a[5])?;
    if kind != 0 && kind != 1 { return Err(cx.value_error("unrecognized kind")); }
    let p = unsafe { libc::sem_open(name.as_ptr(), libc::O_CREAT | libc::O_EXCL, 0o600 as libc::c_uint, value as libc::c_uint) }; // SAFETY: C string on this stack
    if p == libc::SEM_FAILED { let e = errno(); return Err(cx.os_error(e, None)); }
    if unlink && unsafe { libc::sem_unlink(name.as_ptr()) } < 0 { let e = errno(); unsafe { libc::sem_close(p) }; return Err(cx.os_error(e, None)); } // SAFETY: as above; nobody has it yet
    let name = if unlink { Value::NONE } else { a[4] };
    Ok(Slots::new_of(cx, a[0], T::SemLock, &[Value::small(p as usize as i64), Value::small(kind as i64), Value::small(max as i64), name, Value::small(0), Value::small(0)]))
}
/// In a process that does not descend from the lock's maker the name finds it; `handle` is used by its descendants.
fn rebuild(cx: &mut Cx, a: &[Value]) -> R {
    let mut handle = cx.index_i64(a[1])?;
    let (kind, max) = (c_int(cx, a[2])?, c_int(cx, a[3])?);
    if !a[4].is_none() {
        let name = c_name(cx, a[4])?;
        let p = unsafe { libc::sem_open(name.as_ptr(), 0) }; // SAFETY: C string on this stack
        if p == libc::SEM_FAILED { let e = errno(); return Err(cx.os_error(e, None)); }
        handle = p as usize as i64;
    }
    Ok(Slots::new_of(cx, a[0], T::SemLock, &[Value::small(handle), Value::small(kind as i64), Value::small(max as i64), a[4], Value::small(0), Value::small(0)]))
}
fn mine(l: Value) -> bool { let s = Slots(l); s.int(COUNT) > 0 && s.get(THREAD) == Value::small(ident() as i64) }
fn take(cx: &mut Cx, l: Value) -> R { let s = Slots(l); s.set_int(cx, COUNT, s.int(COUNT) + 1); s.set(cx, THREAD, Value::small(ident() as i64)); Ok(Value::TRUE) }
fn acquire(cx: &mut Cx, a: &[Value]) -> R {
    let l = a[0];
    let block = match a.get(1).and_then(|v| v.opt()) { Some(v) => cx.truth(v)?, None => true };
    let timeout = match a.get(2).and_then(|v| v.opt_none()) { Some(v) => Some(cx.as_f64(v)?.max(0.0)), None => None };
    if Slots(l).int(KIND) == RECURSIVE && mine(l) { let s = Slots(l); s.set_int(cx, COUNT, s.int(COUNT) + 1); return Ok(Value::TRUE); }
    let p = sem(l) as usize;
    let deadline = timeout.map(|t| clock_ns(libc::CLOCK_REALTIME).saturating_add((t * 1e9) as i64));
    loop {
        // not to give up the interpreter's lock where nobody has to wait
        if unsafe { libc::sem_trywait(p as *mut libc::sem_t) } == 0 { return take(cx, l); } // SAFETY: [SM1]
        let e = errno();
        if e == libc::EAGAIN {
            if !block { return Ok(Value::FALSE); }
            let t = deadline.map(|d| libc::timespec { tv_sec: d / 1_000_000_000, tv_nsec: d % 1_000_000_000 });
            let (r, e) = blocking(cx, || {
                let s = p as *mut libc::sem_t;
                let r = match &t { Some(t) => unsafe { libc::sem_timedwait(s, t) }, None => unsafe { libc::sem_wait(s) } }; // SAFETY: [SM1]
                (r, errno())
            });
            if r == 0 { return take(cx, l); }
            if e == libc::ETIMEDOUT { return Ok(Value::FALSE); }
            if e != libc::EINTR { return Err(cx.os_error(e, None)); }
        } else if e != libc::EINTR { return Err(cx.os_error(e, None)); }
        crate::modules::signal::run_pending(cx)?;
    }
}
fn value_of(cx: &mut Cx, l: Value) -> R<i32> {
    let mut n = 0;
    if unsafe { libc::sem_getvalue(sem(l), &mut n) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: [SM1]
    Ok(n.max(0))
}
fn release(cx: &mut Cx, a: &[Value]) -> R {
    let (l, s) = (a[0], Slots(a[0]));
    if s.int(KIND) == RECURSIVE {
        if !mine(l) { return Err(cx.raise(T::AssertionError, "attempt to release recursive lock not owned by thread")); }
        if s.int(COUNT) > 1 { s.set_int(cx, COUNT, s.int(COUNT) - 1); return Ok(Value::NONE); }
    } else if value_of(cx, l)? as i64 >= s.int(MAX) { return Err(cx.value_error("semaphore or lock released too many times")); }
    if unsafe { libc::sem_post(sem(l)) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: [SM1]
    s.set_int(cx, COUNT, s.int(COUNT) - 1);
    Ok(Value::NONE)
}
pub const SEMLOCK: &[Def] = &[
    def_new("kind, value, maxvalue, name, unlink", sem_new),
    def_class("_rebuild", "handle, kind, maxvalue, name, /", rebuild),
    def("acquire", "block=True, timeout=None", acquire), def("release", "", release),
    def("__enter__", "", |cx, a| acquire(cx, &a[..1])), def("__exit__", "exc_type=None, exc_value=None, exc_tb=None, /", |cx, a| release(cx, &a[..1])),
    def("_count", "", |_, a| Ok(Slots(a[0]).get(COUNT))), def("_is_mine", "", |_, a| Ok(Value::bool(mine(a[0])))),
    def("_get_value", "", |cx, a| Ok(Value::small(value_of(cx, a[0])? as i64))), def("_is_zero", "", |cx, a| Ok(Value::bool(value_of(cx, a[0])? == 0))),
    def("_after_fork", "", |cx, a| { Slots(a[0]).set_int(cx, COUNT, 0); Ok(Value::NONE) }),
    member("handle", |_, a| Ok(Slots(a[0]).get(HANDLE))), member("kind", |_, a| Ok(Slots(a[0]).get(KIND))), member("maxvalue", |_, a| Ok(Slots(a[0]).get(MAX))), member("name", |_, a| Ok(Slots(a[0]).get(NAME))),
];
fn sem_unlink(cx: &mut Cx, a: &[Value]) -> R {
    let n = c_name(cx, a[0])?;
    if unsafe { libc::sem_unlink(n.as_ptr()) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: C string on this stack
    Ok(Value::NONE)
}
const FUNCS: &[Def] = &[def("sem_unlink", "name, /", sem_unlink)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let c = cx.class(T::SemLock).0;
    let n = cx.intern("SEM_VALUE_MAX");
    crate::class::Class(c).set_attr_raw(cx, n, Value::small(i32::MAX as i64));
    m.set(cx, "SemLock", c);
    let d = crate::dict::Dict::new(cx);
    for n in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] { cx.dict_set(d, n, Value::small(1)) }
    m.set(cx, "flags", d.0);
    Ok(())
}

fn shm_open(cx: &mut Cx, a: &[Value]) -> R {
    let name = c_name(cx, a[0])?;
    let flags = c_int(cx, a[1])? | libc::O_CLOEXEC;
    let mode = osys::opt_int(cx, a[2], 0o777)?;
    let fd = osys::retry_named(cx, Some(a[0]), || unsafe { libc::shm_open(name.as_ptr(), flags, mode as libc::mode_t) as isize })?; // SAFETY: C string on this stack
    Ok(Value::small(fd as i64))
}
fn shm_unlink(cx: &mut Cx, a: &[Value]) -> R {
    let name = c_name(cx, a[0])?;
    osys::retry_named(cx, Some(a[0]), || unsafe { libc::shm_unlink(name.as_ptr()) as isize })?; // SAFETY: C string on this stack
    Ok(Value::NONE)
}
const SHM_FUNCS: &[Def] = &[def("shm_open", "path, flags, mode=511", shm_open), def("shm_unlink", "path", shm_unlink)];
pub fn init_shm(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, SHM_FUNCS);
    Ok(())
}
