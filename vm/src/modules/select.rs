//! `select`: select, poll, epoll.
//!
//! Poll slots: dict of descriptor to events. Epoll slots: descriptor (-1 closed).
#![allow(unsafe_code)] // libc calls on memory of this stack
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys::{self, blocking, c_int, errno, fd_of};
use crate::modules::time::{clock_ns, to_ns};
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// Deadline (monotonic ns) of a timeout in seconds.
fn deadline(cx: &mut Cx, v: Value) -> R<Option<i64>> {
    let Some(v) = v.opt_none() else { return Ok(None) };
    let ns = to_ns(cx, v)?;
    if ns < 0 { return Err(cx.value_error("timeout must be non-negative")); }
    Ok(Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add(ns)))
}
/// Polls until something is ready, the deadline passes (0) or an error; repeats after signals.
pub fn poll_fds(cx: &mut Cx, fds: &mut [libc::pollfd], deadline: Option<i64>) -> R<usize> {
    loop {
        let t = deadline.map(|d| { let n = (d - clock_ns(libc::CLOCK_MONOTONIC)).max(0); libc::timespec { tv_sec: n / 1_000_000_000, tv_nsec: n % 1_000_000_000 } });
        let tp = t.as_ref().map_or(std::ptr::null(), |t| t as *const libc::timespec);
        let (p, n) = (fds.as_mut_ptr(), fds.len());
        let (r, e) = blocking(cx, || { let r = unsafe { libc::ppoll(p, n as libc::nfds_t, tp, std::ptr::null()) }; (r, errno()) }); // SAFETY: slice of that length
        if r >= 0 { return Ok(r as usize); }
        if e != libc::EINTR { return Err(cx.os_error(e, None)); }
        crate::modules::signal::run_pending(cx)?;
        if deadline.is_some_and(|d| clock_ns(libc::CLOCK_MONOTONIC) >= d) { return Ok(0); }
    }
}
fn select(cx: &mut Cx, a: &[Value]) -> R {
    let mut lists = [VVec::new(), VVec::new(), VVec::new()];
    let mut fds: Vec<libc::pollfd> = vec![];
    let mut owner: Vec<(usize, usize)> = vec![];
    for k in 0..3 {
        let r = cx.collect(a[k]);
        lists[k] = match r { Ok(v) => v, Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); return Err(cx.type_error("arguments 1-3 must be sequences")); } return Err(e); } };
        for i in 0..lists[k].len() {
            let x = lists[k][i];
            let fd = fd_of(cx, x)?;
            if fd >= libc::FD_SETSIZE as i32 { return Err(cx.value_error("filedescriptor out of range in select()")); }
            if unsafe { libc::fcntl(fd, libc::F_GETFD) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: no memory involved
            fds.push(libc::pollfd { fd, events: [libc::POLLIN, libc::POLLOUT, libc::POLLPRI][k], revents: 0 });
            owner.push((k, i));
        }
    }
    let d = deadline(cx, a[3])?;
    poll_fds(cx, &mut fds, d)?;
    let mut out = [VVec::new(), VVec::new(), VVec::new()];
    for (f, (k, i)) in fds.iter().zip(&owner) {
        let hit = match k { 0 => libc::POLLIN | libc::POLLHUP | libc::POLLERR | libc::POLLRDHUP, 1 => libc::POLLOUT | libc::POLLERR, _ => libc::POLLPRI };
        if f.revents & hit != 0 { out[*k].push(lists[*k][*i]) }
    }
    let v = [cx.list(&out[0]), cx.list(&out[1]), cx.list(&out[2])];
    Ok(cx.tuple(&v))
}
fn mask(cx: &mut Cx, v: Value, d: i64) -> R<i64> { match v.opt() { Some(v) => { let n = cx.index_i64(v)?; if n < 0 { return Err(cx.value_error("value must be positive")); } if n > u32::MAX as i64 { return Err(cx.overflow_error("Python int too large to convert to C unsigned int")); } Ok(n) } None => Ok(d) } }
fn poll_register(cx: &mut Cx, a: &[Value]) -> R { let (fd, m) = (fd_of(cx, a[1])?, mask(cx, a[2], 7)?); Dict(Slots(a[0]).get(0)).set(cx, Value::small(fd as i64), Value::small(m))?; Ok(Value::NONE) }
fn poll_modify(cx: &mut Cx, a: &[Value]) -> R { let (fd, m) = (fd_of(cx, a[1])?, mask(cx, a[2], 0)?); let d = Dict(Slots(a[0]).get(0)); let k = Value::small(fd as i64); if d.get(cx, k)?.is_none() { return Err(cx.os_error(libc::ENOENT, None)); } d.set(cx, k, Value::small(m))?; Ok(Value::NONE) }
fn poll_unregister(cx: &mut Cx, a: &[Value]) -> R { let fd = fd_of(cx, a[1])?; let k = Value::small(fd as i64); if Dict(Slots(a[0]).get(0)).remove(cx, k)?.is_none() { return Err(cx.key_error(k)); } Ok(Value::NONE) }
/// Deadline of a timeout in milliseconds; negative or None: none.
fn deadline_ms(cx: &mut Cx, v: Value) -> R<Option<i64>> {
    let Some(v) = v.opt_none() else { return Ok(None) };
    let f = cx.as_f64(v)?;
    if f < 0.0 { return Ok(None); }
    Ok(Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add((f.ceil() * 1e6) as i64)))
}
fn poll_poll(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict(Slots(a[0]).get(0));
    let mut fds = vec![];
    for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { fds.push(libc::pollfd { fd: k.small_unchecked() as i32, events: v.small_unchecked() as i16, revents: 0 }) } }
    let end = deadline_ms(cx, a[1])?;
    poll_fds(cx, &mut fds, end)?;
    let l = List::new(cx);
    for f in &fds { if f.revents != 0 { let t = cx.tuple(&[Value::small(f.fd as i64), Value::small(f.revents as u16 as i64)]); l.push(cx, t) } }
    Ok(l.0)
}
pub const POLL: &[Def] = &[def("register", "fd, eventmask=7, /", poll_register), def("modify", "fd, eventmask, /", poll_modify), def("unregister", "fd, /", poll_unregister), def("poll", "timeout=None, /", poll_poll)];
fn ep(cx: &mut Cx, s: Value) -> R<i32> { let n = Slots(s).int(0); if n < 0 { return Err(cx.value_error("I/O operation on closed epoll object")); } Ok(n as i32) }
fn ep_make(cx: &mut Cx, cls: Value, fd: i32) -> Value { Slots::new_of(cx, cls, T::Epoll, &[Value::small(fd as i64)]) }
fn ep_ctl(cx: &mut Cx, s: Value, op: i32, fd: Value, events: i64) -> R {
    let (e, fd) = (ep(cx, s)?, fd_of(cx, fd)?);
    let mut ev = libc::epoll_event { events: events as u32, u64: fd as u64 };
    if unsafe { libc::epoll_ctl(e, op, fd, &mut ev) } < 0 { let n = errno(); return Err(cx.os_error(n, None)); } // SAFETY: struct on this stack
    Ok(Value::NONE)
}
fn ep_poll(cx: &mut Cx, a: &[Value]) -> R {
    let e = ep(cx, a[0])?;
    let end = match a[1].opt_none() { None => None, Some(v) => { let f = cx.as_f64(v)?; if f < 0.0 { None } else { Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add((f * 1e9).ceil() as i64)) } } };
    let max = match a[2].opt() { Some(v) => c_int(cx, v)?, None => -1 };
    if max == 0 || max < -1 { return Err(cx.value_error(format!("maxevents must be greater than 0, got {max}"))); }
    let mut buf = vec![libc::epoll_event { events: 0, u64: 0 }; if max == -1 { 1023 } else { max as usize }];
    let n = loop {
        let t = match end { None => -1, Some(d) => ((d - clock_ns(libc::CLOCK_MONOTONIC)).max(0) as u64).div_ceil(1_000_000).min(i32::MAX as u64) as i32 };
        let (p, len) = (buf.as_mut_ptr(), buf.len() as i32);
        let (r, er) = blocking(cx, || { let r = unsafe { libc::epoll_wait(e, p, len, t) }; (r, errno()) }); // SAFETY: buffer of that length
        if r >= 0 { break r; }
        if er != libc::EINTR { return Err(cx.os_error(er, None)); }
        crate::modules::signal::run_pending(cx)?;
    };
    let l = List::new(cx);
    for ev in &buf[..n as usize] { let (fd, m) = (ev.u64 as i64, ev.events as i64); let t = cx.tuple(&[Value::small(fd), Value::small(m)]); l.push(cx, t) }
    Ok(l.0)
}
fn ep_close(cx: &mut Cx, a: &[Value]) -> R { let n = Slots(a[0]).int(0); if n >= 0 { Slots(a[0]).set_int(cx, 0, -1); unsafe { libc::close(n as i32) }; } Ok(Value::NONE) } // SAFETY: our descriptor
pub const EPOLL: &[Def] = &[
    def_new("sizehint=-1, flags=0", |cx, a| { let f = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) }; if f < 0 { let e = errno(); return Err(cx.os_error(e, None)); } Ok(ep_make(cx, a[0], f)) }), // SAFETY: no memory involved
    def_class("fromfd", "fd, /", |cx, a| { let f = c_int(cx, a[1])?; Ok(ep_make(cx, a[0], f)) }),
    def("register", "fd, eventmask=7", |cx, a| { let m = mask(cx, a[2], 7)?; ep_ctl(cx, a[0], libc::EPOLL_CTL_ADD, a[1], m) }), def("modify", "fd, eventmask", |cx, a| { let m = mask(cx, a[2], 0)?; ep_ctl(cx, a[0], libc::EPOLL_CTL_MOD, a[1], m) }), def("unregister", "fd", |cx, a| ep_ctl(cx, a[0], libc::EPOLL_CTL_DEL, a[1], 0)),
    def("poll", "timeout=None, maxevents=-1", ep_poll), def("close", "", ep_close), def("fileno", "", |cx, a| { let n = ep(cx, a[0])?; Ok(Value::small(n as i64)) }), def("__enter__", "", |cx, a| { ep(cx, a[0])?; Ok(a[0]) }), def("__exit__", "*args", ep_close),
    attr("closed", |_, a| Ok(Value::bool(Slots(a[0]).int(0) < 0))),
];
const FUNCS: &[Def] = &[def("select", "rlist, wlist, xlist, timeout=None, /", select), def("poll", "", |cx, _| { let d = cx.dict(); Ok(Slots::new(cx, T::Poll, &[d.0])) })];
const CONSTS: &[(&str, i64)] = &[("POLLIN", 1), ("POLLPRI", 2), ("POLLOUT", 4), ("POLLERR", 8), ("POLLHUP", 16), ("POLLNVAL", 32), ("POLLRDNORM", 64), ("POLLRDBAND", 128), ("POLLWRNORM", 256), ("POLLWRBAND", 512), ("POLLMSG", 1024), ("POLLRDHUP", 8192), ("PIPE_BUF", 4096), ("EPOLLIN", 1), ("EPOLLPRI", 2), ("EPOLLOUT", 4), ("EPOLLERR", 8), ("EPOLLHUP", 16), ("EPOLLRDNORM", 64), ("EPOLLRDBAND", 128), ("EPOLLWRNORM", 256), ("EPOLLWRBAND", 512), ("EPOLLMSG", 1024), ("EPOLLRDHUP", 8192), ("EPOLLEXCLUSIVE", 1 << 28), ("EPOLLONESHOT", 1 << 30), ("EPOLLET", 1 << 31), ("EPOLL_CLOEXEC", 0x80000)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    let (c, e) = (cx.class(T::Epoll).0, cx.class(T::OSError).0);
    m.set(cx, "epoll", c);
    m.set(cx, "error", e);
    let _ = osys::errno;
    Ok(())
}
