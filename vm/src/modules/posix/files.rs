//! Descriptors: open, read, write, seek, duplicate, pipe.
#![allow(unsafe_code)] // libc over memory on this stack or in stores kept on it
use super::stat::dir_fd;
use crate::cx::Cx;
use crate::modules::io::store::Store;
use crate::modules::osys::{self, blocking, c_int, errno, opt_bool, opt_int, retry};
use crate::native::{def, Def, R};
use crate::value::Value;

pub fn set_inheritable(fd: i32, on: bool) -> i32 { unsafe { libc::ioctl(fd, if on { libc::FIONCLEX } else { libc::FIOCLEX }) } } // SAFETY: no memory involved
fn open(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path(cx, "open", a[0])?;
    let (fl, m, d) = (c_int(cx, a[1])?, opt_int(cx, a[2], 0o777)?, dir_fd(cx, a[3])?);
    let n = osys::retry_named(cx, Some(p.value), || unsafe { libc::openat(d, p.ptr(), fl | libc::O_CLOEXEC, m) as isize })?; // SAFETY: [OS1]
    Ok(Value::small(n as i64))
}
fn close(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let e = blocking(cx, || if unsafe { libc::close(fd) } < 0 { errno() } else { 0 }); // SAFETY: no memory involved
    if e != 0 && e != libc::EINTR { return Err(cx.os_error(e, None)); }
    Ok(Value::NONE)
}
fn read(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, n) = (c_int(cx, a[0])?, cx.index_i64(a[1])?);
    if n < 0 { return Err(cx.os_error(libc::EINVAL, None)); }
    let b = Store::new(cx, (n as usize).min(i32::MAX as usize))?;
    let (p, n) = (b.ptr(), b.cap());
    let k = retry(cx, || unsafe { libc::read(fd, p as *mut libc::c_void, n) })? as usize; // SAFETY: [OS1] the store is on this stack
    Ok(if k == n { b.0 } else { crate::bytes::new(cx, &b.all()[..k]) })
}
fn pread(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, n, off) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, cx.index_i64(a[2])?);
    if n < 0 { return Err(cx.os_error(libc::EINVAL, None)); }
    let b = Store::new(cx, (n as usize).min(i32::MAX as usize))?;
    let (p, n) = (b.ptr(), b.cap());
    let k = retry(cx, || unsafe { libc::pread(fd, p as *mut libc::c_void, n, off) })? as usize; // SAFETY: [OS1]
    Ok(crate::bytes::new(cx, &b.all()[..k]))
}
fn write(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let d = osys::bytes_like(cx, a[1])?;
    let k = retry(cx, || unsafe { libc::write(fd, d.as_ptr() as *const libc::c_void, d.len().min(i32::MAX as usize)) })?; // SAFETY: [OS1]
    Ok(Value::small(k as i64))
}
fn pwrite(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let d = osys::bytes_like(cx, a[1])?;
    let off = cx.index_i64(a[2])?;
    let k = retry(cx, || unsafe { libc::pwrite(fd, d.as_ptr() as *const libc::c_void, d.len(), off) })?; // SAFETY: [OS1]
    Ok(Value::small(k as i64))
}
fn writev(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let mut all = vec![];
    for x in cx.collect(a[1])?.iter() { all.extend_from_slice(osys::bytes_like(cx, *x)?) }
    let k = retry(cx, || unsafe { libc::write(fd, all.as_ptr() as *const libc::c_void, all.len()) })?; // SAFETY: [OS1]
    Ok(Value::small(k as i64))
}
fn readv(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let mut total = 0;
    for x in cx.collect(a[1])?.iter() {
        let mv = osys::writable(cx, "readv", *x)?;
        let n = cx.len(mv)?;
        let b = Store::new(cx, n)?;
        let p = b.ptr();
        let k = retry(cx, || unsafe { libc::read(fd, p as *mut libc::c_void, n) })? as usize; // SAFETY: [OS1]
        osys::fill(cx, mv, &b.all()[..k])?;
        total += k;
        if k < n { break; }
    }
    Ok(Value::small(total as i64))
}
fn lseek(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, off, how) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, c_int(cx, a[2])?);
    let n = unsafe { libc::lseek(fd, off, how) }; // SAFETY: no memory involved
    if n < 0 { let e = errno(); return Err(cx.os_error(e, None)); }
    Ok(cx.int(n))
}
fn dup(cx: &mut Cx, a: &[Value]) -> R { let fd = c_int(cx, a[0])?; let n = retry(cx, || unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) as isize })?; Ok(Value::small(n as i64)) } // SAFETY: no memory involved
fn dup2(cx: &mut Cx, a: &[Value]) -> R {
    let (f, g, inh) = (c_int(cx, a[0])?, c_int(cx, a[1])?, opt_bool(cx, a[2], true)?);
    retry(cx, || unsafe { (if inh { libc::dup2(f, g) } else { libc::dup3(f, g, libc::O_CLOEXEC) }) as isize })?; // SAFETY: no memory involved
    Ok(Value::small(g as i64))
}
fn pipe_with(cx: &mut Cx, flags: i32) -> R {
    let mut p = [0i32; 2];
    if unsafe { libc::pipe2(p.as_mut_ptr(), flags) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: array on this stack
    Ok(cx.tuple(&[Value::small(p[0] as i64), Value::small(p[1] as i64)]))
}
fn simple(cx: &mut Cx, v: Value, mut f: impl FnMut(i32) -> i32) -> R { let fd = osys::fd_of(cx, v)?; retry(cx, || f(fd) as isize)?; Ok(Value::NONE) }
fn get_inheritable(cx: &mut Cx, a: &[Value]) -> R { let fd = c_int(cx, a[0])?; let n = retry(cx, || unsafe { libc::fcntl(fd, libc::F_GETFD) as isize })?; Ok(Value::bool(n & libc::FD_CLOEXEC as isize == 0)) } // SAFETY: no memory involved
fn py_set_inheritable(cx: &mut Cx, a: &[Value]) -> R { let (fd, on) = (c_int(cx, a[0])?, cx.truth(a[1])?); if set_inheritable(fd, on) < 0 { let e = errno(); return Err(cx.os_error(e, None)); } Ok(Value::NONE) }
fn get_blocking(cx: &mut Cx, a: &[Value]) -> R { let fd = c_int(cx, a[0])?; let n = retry(cx, || unsafe { libc::fcntl(fd, libc::F_GETFL) as isize })?; Ok(Value::bool(n & libc::O_NONBLOCK as isize == 0)) } // SAFETY: no memory involved
fn set_blocking(cx: &mut Cx, a: &[Value]) -> R {
    let (fd, on) = (c_int(cx, a[0])?, cx.truth(a[1])?);
    let n = retry(cx, || unsafe { libc::fcntl(fd, libc::F_GETFL) as isize })? as i32; // SAFETY: no memory involved
    let f = if on { n & !libc::O_NONBLOCK } else { n | libc::O_NONBLOCK };
    retry(cx, || unsafe { libc::fcntl(fd, libc::F_SETFL, f) as isize })?; // SAFETY: no memory involved
    Ok(Value::NONE)
}
fn sendfile(cx: &mut Cx, a: &[Value]) -> R {
    let (o, i, n) = (c_int(cx, a[0])?, c_int(cx, a[1])?, cx.index_i64(a[3])?);
    let mut off = match a[2].opt_none() { Some(v) => Some(cx.index_i64(v)?), None => None };
    let p = off.as_mut().map_or(std::ptr::null_mut(), |o| o as *mut i64);
    let k = retry(cx, || unsafe { libc::sendfile(o, i, p, n as usize) })?; // SAFETY: [OS1]
    Ok(Value::small(k as i64))
}
fn copy_file_range(cx: &mut Cx, a: &[Value]) -> R {
    let (i, o, n) = (c_int(cx, a[0])?, c_int(cx, a[1])?, cx.index_i64(a[2])?);
    if n < 0 { return Err(cx.value_error("negative value for 'count' not allowed")); }
    let mut x = match a[3].opt_none() { Some(v) => Some(cx.index_i64(v)?), None => None };
    let mut y = match a[4].opt_none() { Some(v) => Some(cx.index_i64(v)?), None => None };
    let (px, py) = (x.as_mut().map_or(std::ptr::null_mut(), |v| v as *mut i64), y.as_mut().map_or(std::ptr::null_mut(), |v| v as *mut i64));
    let k = retry(cx, || unsafe { libc::copy_file_range(i, px, o, py, n as usize, 0) })?; // SAFETY: [OS1]
    Ok(Value::small(k as i64))
}
fn openpty(cx: &mut Cx, _: &[Value]) -> R {
    let (mut m, mut s) = (0, 0);
    if unsafe { libc::openpty(&mut m, &mut s, std::ptr::null_mut(), std::ptr::null(), std::ptr::null()) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: ints on this stack
    set_inheritable(m, false);
    set_inheritable(s, false);
    Ok(cx.tuple(&[Value::small(m as i64), Value::small(s as i64)]))
}
fn ttyname(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[0])?;
    let mut b = [0u8; 256];
    let e = unsafe { libc::ttyname_r(fd, b.as_mut_ptr() as *mut libc::c_char, b.len()) }; // SAFETY: buffer on this stack
    if e != 0 { return Err(cx.os_error(e, None)); }
    let n = b.iter().position(|c| *c == 0).unwrap_or(0);
    Ok(osys::fs_decode(cx, &b[..n]))
}
pub const FUNCS: &[Def] = &[
    def("open", "path, flags, mode=511, *, dir_fd=None", open), def("close", "fd", close), def("read", "fd, length, /", read), def("write", "fd, data, /", write), def("pread", "fd, length, offset, /", pread), def("pwrite", "fd, buffer, offset, /", pwrite), def("writev", "fd, buffers, /", writev), def("readv", "fd, buffers, /", readv),
    def("lseek", "fd, position, whence, /", lseek), def("dup", "fd, /", dup), def("dup2", "fd, fd2, inheritable=True", dup2), def("pipe", "", |cx, _| pipe_with(cx, libc::O_CLOEXEC)), def("pipe2", "flags, /", |cx, a| { let f = c_int(cx, a[0])?; pipe_with(cx, f) }),
    def("isatty", "fd, /", |cx, a| { let fd = c_int(cx, a[0])?; Ok(Value::bool(unsafe { libc::isatty(fd) } == 1)) }), // SAFETY: no memory involved
    def("fsync", "fd", |cx, a| simple(cx, a[0], |f| unsafe { libc::fsync(f) })), def("fdatasync", "fd", |cx, a| simple(cx, a[0], |f| unsafe { libc::fdatasync(f) })), // SAFETY: no memory involved
    def("fchdir", "fd", |cx, a| simple(cx, a[0], |f| unsafe { libc::fchdir(f) })), def("sync", "", |cx, _| { blocking(cx, || unsafe { libc::sync() }); Ok(Value::NONE) }), // SAFETY: no memory involved
    def("ftruncate", "fd, length, /", |cx, a| { let n = cx.index_i64(a[1])?; let fd = c_int(cx, a[0])?; retry(cx, || unsafe { libc::ftruncate(fd, n) as isize })?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("fchmod", "fd, mode", |cx, a| { let m = c_int(cx, a[1])?; let fd = c_int(cx, a[0])?; retry(cx, || unsafe { libc::fchmod(fd, m as u32) as isize })?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("fchown", "fd, uid, gid", |cx, a| { let (fd, u, g) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, cx.index_i64(a[2])?); retry(cx, || unsafe { libc::fchown(fd, u as u32, g as u32) as isize })?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("get_inheritable", "fd, /", get_inheritable), def("set_inheritable", "fd, inheritable, /", py_set_inheritable), def("get_blocking", "fd, /", get_blocking), def("set_blocking", "fd, blocking, /", set_blocking),
    def("closerange", "fd_low, fd_high, /", |cx, a| { let (l, h) = (c_int(cx, a[0])?, c_int(cx, a[1])?); blocking(cx, || for f in l.max(0)..h { unsafe { libc::close(f); } }); Ok(Value::NONE) }), // SAFETY: as the caller asks
    def("sendfile", "out_fd, in_fd, offset, count", sendfile), def("copy_file_range", "src, dst, count, offset_src=None, offset_dst=None", copy_file_range), def("openpty", "", openpty), def("ttyname", "fd, /", ttyname),
    def("posix_fadvise", "fd, offset, length, advice, /", |cx, a| { let (f, o, l, v) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, cx.index_i64(a[2])?, c_int(cx, a[3])?); let e = blocking(cx, || unsafe { libc::posix_fadvise(f, o, l, v) }); if e != 0 { return Err(cx.os_error(e, None)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("posix_fallocate", "fd, offset, length, /", |cx, a| { let (f, o, l) = (c_int(cx, a[0])?, cx.index_i64(a[1])?, cx.index_i64(a[2])?); let e = blocking(cx, || unsafe { libc::posix_fallocate(f, o, l) }); if e != 0 { return Err(cx.os_error(e, None)); } Ok(Value::NONE) }), // SAFETY: no memory involved
    def("lockf", "fd, command, length, /", |cx, a| { let (f, c, l) = (c_int(cx, a[0])?, c_int(cx, a[1])?, cx.index_i64(a[2])?); retry(cx, || unsafe { libc::lockf(f, c, l) as isize })?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("device_encoding", "fd", |cx, a| { let fd = c_int(cx, a[0])?; if unsafe { libc::isatty(fd) } == 1 { Ok(cx.str("UTF-8")) } else { Ok(Value::NONE) } }), // SAFETY: no memory involved
    def("tcgetpgrp", "fd, /", |cx, a| { let fd = c_int(cx, a[0])?; let n = retry(cx, || unsafe { libc::tcgetpgrp(fd) as isize })?; Ok(Value::small(n as i64)) }), // SAFETY: no memory involved
    def("tcsetpgrp", "fd, pgid, /", |cx, a| { let (fd, p) = (c_int(cx, a[0])?, c_int(cx, a[1])?); retry(cx, || unsafe { libc::tcsetpgrp(fd, p) as isize })?; Ok(Value::NONE) }), // SAFETY: no memory involved
    def("memfd_create", "name, flags=1", |cx, a| { let p = osys::path_arg(cx, "memfd_create", "name", a[0])?; let f = opt_int(cx, a[1], 1)?; let n = retry(cx, || unsafe { libc::memfd_create(p.ptr(), f as u32) as isize })?; Ok(Value::small(n as i64)) }), // SAFETY: [OS1]
    def("eventfd", "initval, flags=524288", |cx, a| { let (i, f) = (c_int(cx, a[0])?, opt_int(cx, a[1], 0x80000)?); let n = retry(cx, || unsafe { libc::eventfd(i as u32, f) as isize })?; Ok(Value::small(n as i64)) }), // SAFETY: no memory involved
];
