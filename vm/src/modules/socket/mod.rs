//! `_socket`: sockets of the families INET, INET6 and UNIX. `address` converts addresses, `names` resolves them.
//!
//! Slots: descriptor (-1 closed), family, type, protocol, timeout in ns (-1: blocking for ever).
#![allow(unsafe_code)] // libc calls on memory of this stack or in stores kept on it
pub mod address;
pub mod consts;
pub mod message;
pub mod names;

use crate::cx::Cx;
use crate::func::Module;
use crate::modules::io::store::Store;
use crate::modules::osys::{self, blocking, c_int, errno, opt_int};
use crate::modules::small::{exception, exception_of};
use crate::modules::time::{clock_ns, to_ns};
use crate::native::{attr, def, def_new, Def, Raised, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use address::Addr;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(-1);
fn fd(s: Value) -> i32 { Slots(s).int(0) as i32 }
fn family(s: Value) -> i32 { Slots(s).int(1) as i32 }
fn timeout(s: Value) -> i64 { Slots(s).int(4) }
fn oserr(cx: &mut Cx) -> Raised { let e = errno(); cx.os_error(e, None) }
fn set_nonblocking(fd: i32, on: bool) -> i32 { unsafe { let f = libc::fcntl(fd, libc::F_GETFL); libc::fcntl(fd, libc::F_SETFL, if on { f | libc::O_NONBLOCK } else { f & !libc::O_NONBLOCK }) } } // SAFETY: no memory involved
fn fill(cx: &mut Cx, s: Value, f: i32, fam: i32, ty: i32, proto: i32) {
    let t = DEFAULT_TIMEOUT.load(SeqCst);
    for (i, v) in [f as i64, fam as i64, (ty & !(libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK)) as i64, proto as i64, if ty & libc::SOCK_NONBLOCK != 0 { 0 } else { t }].into_iter().enumerate() { Slots(s).set_int(cx, i, v) }
    if t >= 0 { set_nonblocking(f, true); }
}
fn init_socket(cx: &mut Cx, a: &[Value]) -> R {
    let (mut fam, mut ty, mut proto) = (opt_int(cx, a[1], -1)?, opt_int(cx, a[2], -1)?, opt_int(cx, a[3], -1)?);
    let f = match a[4].opt_none() {
        Some(v) => {
            let f = c_int(cx, v)?;
            if f < 0 { return Err(cx.value_error("negative file descriptor")); }
            let get = |o: i32| { let (mut n, mut l) = (0i32, 4u32); if unsafe { libc::getsockopt(f, libc::SOL_SOCKET, o, &mut n as *mut _ as *mut libc::c_void, &mut l) } < 0 { Err(errno()) } else { Ok(n) } }; // SAFETY: int on this stack
            if fam == -1 { fam = match get(libc::SO_DOMAIN) { Ok(n) => n, Err(e) => return Err(cx.os_error(e, None)) } }
            if ty == -1 { ty = match get(libc::SO_TYPE) { Ok(n) => n, Err(e) => return Err(cx.os_error(e, None)) } }
            if proto == -1 { proto = get(libc::SO_PROTOCOL).unwrap_or(0) }
            f
        }
        None => {
            if fam == -1 { fam = libc::AF_INET }
            if ty == -1 { ty = libc::SOCK_STREAM }
            if proto == -1 { proto = 0 }
            let f = unsafe { libc::socket(fam, ty | libc::SOCK_CLOEXEC, proto) }; // SAFETY: no memory involved
            if f < 0 { return Err(oserr(cx)); }
            f
        }
    };
    fill(cx, a[0], f, fam, ty, proto);
    Ok(Value::NONE)
}
/// Runs a call that may have to wait for the socket: polls first where a timeout is set. `ready`: poll events.
fn wait_call(cx: &mut Cx, s: Value, events: i16, deadline: Option<i64>, mut f: impl FnMut(i32) -> isize) -> R<isize> {
    loop {
        if timeout(s) > 0 {
            let mut p = [libc::pollfd { fd: fd(s), events, revents: 0 }];
            let d = deadline.or(Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add(timeout(s))));
            if crate::modules::select::poll_fds(cx, &mut p, d)? == 0 { return Err(cx.raise(T::TimeoutError, "timed out")); }
        }
        let n = fd(s);
        let (r, e) = blocking(cx, || { let r = f(n); (r, errno()) });
        if r >= 0 { return Ok(r); }
        if e == libc::EINTR { crate::modules::signal::run_pending(cx)?; continue; }
        if timeout(s) > 0 && (e == libc::EWOULDBLOCK || e == libc::EAGAIN) { continue; }
        return Err(cx.os_error(e, None));
    }
}
fn accept(cx: &mut Cx, a: &[Value]) -> R {
    let mut ad = Addr::empty();
    let n = wait_call(cx, a[0], libc::POLLIN, None, |f| unsafe { let (p, l) = ad.out(); libc::accept4(f, p, l, libc::SOCK_CLOEXEC) as isize })?; // SAFETY: storage on this stack
    let v = ad.value(cx);
    Ok(cx.tuple(&[Value::small(n as i64), v]))
}
fn bind(cx: &mut Cx, a: &[Value]) -> R { let ad = Addr::parse(cx, a[0], family(a[0]), a[1], "bind")?; let n = fd(a[0]); let e = blocking(cx, || unsafe { let (p, l) = ad.parts(); if libc::bind(n, p, l) < 0 { errno() } else { 0 } }); if e != 0 { return Err(cx.os_error(e, None)); } Ok(Value::NONE) } // SAFETY: address on this stack
/// 0 or an error number.
fn do_connect(cx: &mut Cx, s: Value, ad: &Addr) -> R<i32> {
    let n = fd(s);
    let e = blocking(cx, || unsafe { let (p, l) = ad.parts(); if libc::connect(n, p, l) < 0 { errno() } else { 0 } }); // SAFETY: address on this stack
    let wait = e == libc::EINTR || (e == libc::EINPROGRESS && timeout(s) > 0);
    if e == libc::EINTR { crate::modules::signal::run_pending(cx)? }
    if !wait || timeout(s) == 0 { return Ok(e); }
    let d = if timeout(s) > 0 { Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add(timeout(s))) } else { None };
    let mut p = [libc::pollfd { fd: n, events: libc::POLLOUT, revents: 0 }];
    if crate::modules::select::poll_fds(cx, &mut p, d)? == 0 { return Err(cx.raise(T::TimeoutError, "timed out")); }
    let (mut e, mut l) = (0i32, 4u32);
    unsafe { libc::getsockopt(n, libc::SOL_SOCKET, libc::SO_ERROR, &mut e as *mut _ as *mut libc::c_void, &mut l) }; // SAFETY: int on this stack
    Ok(e)
}
fn connect(cx: &mut Cx, a: &[Value]) -> R { let ad = Addr::parse(cx, a[0], family(a[0]), a[1], "connect")?; let e = do_connect(cx, a[0], &ad)?; if e != 0 { return Err(cx.os_error(e, None)); } Ok(Value::NONE) }
fn connect_ex(cx: &mut Cx, a: &[Value]) -> R { let ad = Addr::parse(cx, a[0], family(a[0]), a[1], "connect_ex")?; let r = do_connect(cx, a[0], &ad); match cx.catch(r, T::TimeoutError)? { Some(e) => Ok(Value::small(e as i64)), None => Ok(Value::small(libc::EAGAIN as i64)) } }
fn close(cx: &mut Cx, a: &[Value]) -> R {
    let n = fd(a[0]);
    if n < 0 { return Ok(Value::NONE); }
    Slots(a[0]).set_int(cx, 0, -1);
    let e = blocking(cx, || unsafe { if libc::close(n) < 0 { errno() } else { 0 } }); // SAFETY: our descriptor
    if e != 0 && e != libc::ECONNRESET { return Err(cx.os_error(e, None)); }
    Ok(Value::NONE)
}
fn recv(cx: &mut Cx, a: &[Value]) -> R {
    let (n, fl) = (cx.index_i64(a[1])?, opt_int(cx, a[2], 0)?);
    if n < 0 { return Err(cx.value_error("negative buffersize in recv")); }
    let b = Store::new(cx, n as usize)?;
    let p = b.ptr();
    let k = wait_call(cx, a[0], libc::POLLIN, None, |f| unsafe { libc::recv(f, p as *mut libc::c_void, n as usize, fl) })? as usize; // SAFETY: the store
    Ok(crate::bytes::new(cx, &b.all()[..k]))
}
fn recv_into(cx: &mut Cx, a: &[Value]) -> R {
    let mv = osys::writable(cx, "recv_into", a[1])?;
    let (len, fl) = (cx.len(mv)?, opt_int(cx, a[3], 0)?);
    let n = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    if n < 0 { return Err(cx.value_error("negative buffersize in recv_into")); }
    let n = if n == 0 { len } else { n as usize };
    if n > len { return Err(cx.value_error("buffer too small for requested bytes")); }
    let b = Store::new(cx, n)?;
    let p = b.ptr();
    let k = wait_call(cx, a[0], libc::POLLIN, None, |f| unsafe { libc::recv(f, p as *mut libc::c_void, n, fl) })? as usize; // SAFETY: the store
    osys::fill(cx, mv, &b.all()[..k])?;
    Ok(Value::small(k as i64))
}
fn recvfrom(cx: &mut Cx, a: &[Value]) -> R {
    let (n, fl) = (cx.index_i64(a[1])?, opt_int(cx, a[2], 0)?);
    if n < 0 { return Err(cx.value_error("negative buffersize in recvfrom")); }
    let b = Store::new(cx, n as usize)?;
    let p = b.ptr();
    let mut ad = Addr::empty();
    let k = wait_call(cx, a[0], libc::POLLIN, None, |f| unsafe { let (q, l) = ad.out(); libc::recvfrom(f, p as *mut libc::c_void, n as usize, fl, q, l) })? as usize; // SAFETY: the store, storage on this stack
    let (d, v) = (crate::bytes::new(cx, &b.all()[..k]), ad.value(cx));
    Ok(cx.tuple(&[d, v]))
}
fn recvfrom_into(cx: &mut Cx, a: &[Value]) -> R {
    let mv = osys::writable(cx, "recvfrom_into", a[1])?;
    let (len, fl) = (cx.len(mv)?, opt_int(cx, a[3], 0)?);
    let n = match a[2].opt() { Some(v) => cx.index_i64(v)? as usize, None => 0 };
    let n = if n == 0 { len } else { n.min(len) };
    let b = Store::new(cx, n)?;
    let p = b.ptr();
    let mut ad = Addr::empty();
    let k = wait_call(cx, a[0], libc::POLLIN, None, |f| unsafe { let (q, l) = ad.out(); libc::recvfrom(f, p as *mut libc::c_void, n, fl, q, l) })? as usize; // SAFETY: as above
    osys::fill(cx, mv, &b.all()[..k])?;
    let v = ad.value(cx);
    Ok(cx.tuple(&[Value::small(k as i64), v]))
}
fn send(cx: &mut Cx, a: &[Value]) -> R {
    let d = osys::bytes_like(cx, a[1])?;
    let fl = opt_int(cx, a[2], 0)?;
    let k = wait_call(cx, a[0], libc::POLLOUT, None, |f| unsafe { libc::send(f, d.as_ptr() as *const libc::c_void, d.len(), fl) })?; // SAFETY: the argument's bytes
    Ok(Value::small(k as i64))
}
fn sendall(cx: &mut Cx, a: &[Value]) -> R {
    let d = osys::bytes_like(cx, a[1])?;
    let fl = opt_int(cx, a[2], 0)?;
    let end = if timeout(a[0]) > 0 { Some(clock_ns(libc::CLOCK_MONOTONIC).saturating_add(timeout(a[0]))) } else { None };
    let mut at = 0;
    while at < d.len() { at += wait_call(cx, a[0], libc::POLLOUT, end, |f| unsafe { libc::send(f, d[at..].as_ptr() as *const libc::c_void, d.len() - at, fl) })? as usize; } // SAFETY: the argument's bytes
    Ok(Value::NONE)
}
fn sendto(cx: &mut Cx, a: &[Value]) -> R {
    let d = osys::bytes_like(cx, a[1])?;
    let (fl, adv) = match a[3].opt() { Some(v) => (c_int(cx, a[2])?, v), None => (0, a[2]) };
    let ad = Addr::parse(cx, a[0], family(a[0]), adv, "sendto")?;
    let k = wait_call(cx, a[0], libc::POLLOUT, None, |f| unsafe { let (p, l) = ad.parts(); libc::sendto(f, d.as_ptr() as *const libc::c_void, d.len(), fl, p, l) })?; // SAFETY: as above
    Ok(Value::small(k as i64))
}
fn name_of(cx: &mut Cx, s: Value, f: unsafe extern "C" fn(i32, *mut libc::sockaddr, *mut libc::socklen_t) -> i32) -> R { let mut ad = Addr::empty(); let r = unsafe { let (p, l) = ad.out(); f(fd(s), p, l) }; if r < 0 { return Err(oserr(cx)); } Ok(ad.value(cx)) } // SAFETY: storage on this stack
fn setsockopt(cx: &mut Cx, a: &[Value]) -> R {
    let (l, o) = (c_int(cx, a[1])?, c_int(cx, a[2])?);
    let r = if let Some(n) = a[4].opt() { let n = c_int(cx, n)?; unsafe { libc::setsockopt(fd(a[0]), l, o, std::ptr::null(), n as u32) } } // SAFETY: no memory
        else if a[3].is(T::Int) { let n = c_int(cx, a[3])?; unsafe { libc::setsockopt(fd(a[0]), l, o, &n as *const i32 as *const libc::c_void, 4) } } // SAFETY: int on this stack
        else { let d = osys::bytes_like(cx, a[3])?; unsafe { libc::setsockopt(fd(a[0]), l, o, d.as_ptr() as *const libc::c_void, d.len() as u32) } }; // SAFETY: the argument's bytes
    if r < 0 { return Err(oserr(cx)); }
    Ok(Value::NONE)
}
fn getsockopt(cx: &mut Cx, a: &[Value]) -> R {
    let (l, o, n) = (c_int(cx, a[1])?, c_int(cx, a[2])?, opt_int(cx, a[3], 0)?);
    if !(0..=1024).contains(&n) { return Err(cx.raise(T::OSError, "getsockopt buflen out of range")); }
    let mut b = [0u8; 1024];
    let mut len = if n == 0 { 4 } else { n as u32 };
    if unsafe { libc::getsockopt(fd(a[0]), l, o, b.as_mut_ptr() as *mut libc::c_void, &mut len) } < 0 { return Err(oserr(cx)); } // SAFETY: buffer on this stack
    if n == 0 { return Ok(Value::small(i32::from_ne_bytes([b[0], b[1], b[2], b[3]]) as i64)); }
    Ok(crate::bytes::new(cx, &b[..len as usize]))
}
fn timeout_arg(cx: &mut Cx, v: Value) -> R<i64> { if v.is_none() { return Ok(-1); } let n = to_ns(cx, v)?; if n < 0 { return Err(cx.value_error("Timeout value out of range")); } Ok(n) }
fn timeout_value(cx: &mut Cx, n: i64) -> Value { if n < 0 { Value::NONE } else { cx.float(n as f64 / 1e9) } }
fn settimeout(cx: &mut Cx, a: &[Value]) -> R { let n = timeout_arg(cx, a[1])?; Slots(a[0]).set_int(cx, 4, n); if set_nonblocking(fd(a[0]), n >= 0) < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }
fn setblocking(cx: &mut Cx, a: &[Value]) -> R { let b = cx.truth(a[1])?; Slots(a[0]).set_int(cx, 4, if b { -1 } else { 0 }); if set_nonblocking(fd(a[0]), !b) < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }
fn repr(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); Ok(cx.string(format!("<socket object, fd={}, family={}, type={}, proto={}>", s.int(0), s.int(1), s.int(2), s.int(3)))) }
pub const SOCKET: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::Socket, &[Value::small(-1), Value::small(0), Value::small(0), Value::small(0), Value::small(-1)]))),
    def("__init__", "family=-1, type=-1, proto=-1, fileno=None", init_socket), def("_accept", "", accept), def("bind", "address, /", bind), def("connect", "address, /", connect), def("connect_ex", "address, /", connect_ex), def("close", "", close),
    def("detach", "", |cx, a| { let n = fd(a[0]); Slots(a[0]).set_int(cx, 0, -1); Ok(Value::small(n as i64)) }), def("fileno", "", |_, a| Ok(Value::small(fd(a[0]) as i64))),
    def("listen", "backlog=128, /", |cx, a| { let n = opt_int(cx, a[1], 128)?.max(0); if unsafe { libc::listen(fd(a[0]), n) } < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("shutdown", "how, /", |cx, a| { let n = c_int(cx, a[1])?; if unsafe { libc::shutdown(fd(a[0]), n) } < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("sendmsg", "buffers, ancdata=(), flags=0, address=None, /", message::sendmsg), def("recvmsg", "bufsize, ancbufsize=0, flags=0, /", message::recvmsg), def("recvmsg_into", "buffers, ancbufsize=0, flags=0, /", message::recvmsg_into),
    def("recv", "bufsize, flags=0, /", recv), def("recv_into", "buffer, nbytes=0, flags=0", recv_into), def("recvfrom", "bufsize, flags=0, /", recvfrom), def("recvfrom_into", "buffer, nbytes=0, flags=0", recvfrom_into), def("send", "data, flags=0, /", send), def("sendall", "data, flags=0, /", sendall), def("sendto", "data, flags, address=?, /", sendto),
    def("getpeername", "", |cx, a| name_of(cx, a[0], libc::getpeername)), def("getsockname", "", |cx, a| name_of(cx, a[0], libc::getsockname)), def("setsockopt", "level, option, value, optlen=?, /", setsockopt), def("getsockopt", "level, option, buflen=0, /", getsockopt),
    def("settimeout", "timeout, /", settimeout), def("gettimeout", "", |cx, a| Ok(timeout_value(cx, timeout(a[0])))), def("setblocking", "flag, /", setblocking), def("getblocking", "", |_, a| Ok(Value::bool(timeout(a[0]) != 0))), def("__repr__", "", repr),
    attr("family", |_, a| Ok(Slots(a[0]).get(1))), attr("type", |_, a| Ok(Slots(a[0]).get(2))), attr("proto", |_, a| Ok(Slots(a[0]).get(3))), attr("timeout", |cx, a| Ok(timeout_value(cx, timeout(a[0])))),
];
fn socketpair(cx: &mut Cx, a: &[Value]) -> R {
    let (fam, ty, proto) = (opt_int(cx, a[0], libc::AF_UNIX)?, opt_int(cx, a[1], libc::SOCK_STREAM)?, opt_int(cx, a[2], 0)?);
    let mut p = [0i32; 2];
    if unsafe { libc::socketpair(fam, ty | libc::SOCK_CLOEXEC, proto, p.as_mut_ptr()) } < 0 { return Err(oserr(cx)); } // SAFETY: array on this stack
    let c = cx.class(T::Socket).0;
    let mut v = [Value::NONE; 2];
    for i in 0..2 { let s = Slots::new_of(cx, c, T::Socket, &[Value::small(-1)]); v[i] = s; fill(cx, s, p[i], fam, ty, proto) }
    Ok(cx.tuple(&v))
}
const FUNCS: &[Def] = &[
    def("socketpair", "family=AF_UNIX, type=SOCK_STREAM, proto=0, /", socketpair), def("getdefaulttimeout", "", |cx, _| { let n = DEFAULT_TIMEOUT.load(SeqCst); Ok(timeout_value(cx, n)) }), def("setdefaulttimeout", "timeout, /", |cx, a| { let n = timeout_arg(cx, a[0])?; DEFAULT_TIMEOUT.store(n, SeqCst); Ok(Value::NONE) }),
    def("close", "fd, /", |cx, a| { let n = c_int(cx, a[0])?; if unsafe { libc::close(n) } < 0 { return Err(oserr(cx)); } Ok(Value::NONE) }), // SAFETY: as the caller asks
    def("dup", "fd, /", |cx, a| { let n = c_int(cx, a[0])?; let r = unsafe { libc::fcntl(n, libc::F_DUPFD_CLOEXEC, 0) }; if r < 0 { return Err(oserr(cx)); } Ok(Value::small(r as i64)) }), // SAFETY: no memory involved
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    m.add_functions(cx, names::FUNCS);
    for (n, v) in consts::CONSTS { let v = cx.int(*v); m.set(cx, n, v) }
    let (c, os, to) = (cx.class(T::Socket).0, cx.class(T::OSError).0, cx.class(T::TimeoutError).0);
    for (n, v) in [("socket", c), ("SocketType", c), ("error", os), ("timeout", to), ("has_ipv6", Value::TRUE), ("CAPI", Value::NONE)] { m.set(cx, n, v) }
    let h = exception(cx, "socket.herror", T::OSError)?;
    let g = exception_of(cx, "socket.gaierror", T::OSError, os)?;
    m.set(cx, "herror", h);
    m.set(cx, "gaierror", g);
    Ok(())
}
