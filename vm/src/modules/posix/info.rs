//! The system and the process's surroundings: environment, identity, names, random bytes, terminal size, limits.
#![allow(unsafe_code)] // libc queries into memory on this stack
use super::consts;
use crate::cx::Cx;
use crate::modules::osys::{self, c_int, errno};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use std::os::unix::ffi::OsStrExt;

pub static UNAME: Spec = Spec { name: "posix.uname_result", fields: &["sysname", "nodename", "release", "version", "machine"], visible: 5, callable: true };
pub static TERMSIZE: Spec = Spec { name: "os.terminal_size", fields: &["columns", "lines"], visible: 2, callable: true };

/// The environment as bytes to bytes.
pub fn environ(cx: &mut Cx) -> R {
    let d = cx.dict();
    for (k, v) in std::env::vars_os() { let (k, v) = (crate::bytes::new(cx, k.as_bytes()), crate::bytes::new(cx, v.as_bytes())); if d.get(cx, k)?.is_none() { d.set(cx, k, v)? } }
    Ok(d.0)
}
fn os_bytes(cx: &mut Cx, v: Value) -> R<std::ffi::CString> {
    let p = osys::fspath(cx, v)?;
    let b = if p.is(T::Bytes) { crate::bytes::get(p).to_vec() } else { osys::fs_encode(cx, Str(p))? };
    match std::ffi::CString::new(b) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null byte")) }
}
fn putenv(cx: &mut Cx, a: &[Value]) -> R {
    let (k, v) = (os_bytes(cx, a[0])?, os_bytes(cx, a[1])?);
    if k.as_bytes().contains(&b'=') { return Err(cx.value_error("illegal environment variable name")); }
    if unsafe { libc::setenv(k.as_ptr(), v.as_ptr(), 1) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: C strings; one thread runs Python code
    Ok(Value::NONE)
}
fn unsetenv(cx: &mut Cx, a: &[Value]) -> R { let k = os_bytes(cx, a[0])?; if unsafe { libc::unsetenv(k.as_ptr()) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } Ok(Value::NONE) } // SAFETY: as above
fn urandom(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.index_i64(a[0])?;
    if n < 0 { return Err(cx.value_error("negative argument not allowed")); }
    let s = crate::modules::io::store::Store::new(cx, n as usize)?;
    let p = s.ptr();
    let mut at = 0usize;
    while at < n as usize { at += osys::retry(cx, || unsafe { libc::getrandom(p.add(at) as *mut libc::c_void, n as usize - at, 0) })? as usize; } // SAFETY: within the store
    Ok(s.0)
}
fn getrandom(cx: &mut Cx, a: &[Value]) -> R {
    let (n, f) = (cx.index_i64(a[0])?, osys::opt_int(cx, a[1], 0)?);
    if n < 0 { return Err(cx.os_error(libc::EINVAL, None)); }
    let mut b = vec![0u8; n as usize];
    let k = osys::retry(cx, || unsafe { libc::getrandom(b.as_mut_ptr() as *mut libc::c_void, b.len(), f as u32) })?; // SAFETY: buffer of that size
    Ok(crate::bytes::new(cx, &b[..k as usize]))
}
fn uname(cx: &mut Cx, _: &[Value]) -> R {
    let mut u: libc::utsname = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    unsafe { libc::uname(&mut u) }; // SAFETY: on this stack
    let mut v = VVec::new();
    for f in [&u.sysname, &u.nodename, &u.release, &u.version, &u.machine] { let s: Vec<u8> = f.iter().take_while(|c| **c != 0).map(|c| *c as u8).collect(); let x = osys::fs_decode(cx, &s); v.push(x) }
    Ok(seqtype::make(cx, &UNAME, &v))
}
fn get_terminal_size(cx: &mut Cx, a: &[Value]) -> R {
    let fd = osys::opt_int(cx, a[0], 1)?;
    let mut w: libc::winsize = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::ioctl(fd, libc::TIOCGWINSZ, &mut w) } != 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: on this stack
    Ok(seqtype::make(cx, &TERMSIZE, &[Value::small(w.ws_col as i64), Value::small(w.ws_row as i64)]))
}
fn named(cx: &mut Cx, v: Value, table: &[(&str, i64)]) -> R<i32> {
    if let Some(s) = Str::from(v) { return match table.iter().find(|r| Some(r.0) == s.as_str()) { Some(r) => Ok(r.1 as i32), None => Err(cx.value_error("unrecognized configuration name")) }; }
    if !v.is(T::Int) { return Err(cx.type_error("configuration names must be strings or integers")); }
    c_int(cx, v)
}
fn sysconf(cx: &mut Cx, a: &[Value]) -> R {
    let n = named(cx, a[0], consts::SYSCONF)?;
    unsafe { *libc::__errno_location() = 0 }; // SAFETY: this thread's errno
    let r = unsafe { libc::sysconf(n) }; // SAFETY: no memory involved
    if r == -1 && errno() != 0 { let e = errno(); return Err(cx.os_error(e, None)); }
    Ok(cx.int(r))
}
fn pathconf(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "pathconf", a[0])?;
    let n = named(cx, a[1], consts::PATHCONF)?;
    unsafe { *libc::__errno_location() = 0 }; // SAFETY: this thread's errno
    let r = unsafe { match p.fd { Some(f) => libc::fpathconf(f, n), None => libc::pathconf(p.ptr(), n) } }; // SAFETY: C string
    if r == -1 && errno() != 0 { let e = errno(); return Err(cx.os_error(e, Some(p.value))); }
    Ok(cx.int(r))
}
fn confstr(cx: &mut Cx, a: &[Value]) -> R {
    let n = named(cx, a[0], consts::CONFSTR)?;
    let mut b = vec![0u8; 1024];
    let k = unsafe { libc::confstr(n, b.as_mut_ptr() as *mut libc::c_char, b.len()) }; // SAFETY: buffer of that size
    if k == 0 { return Ok(Value::NONE); }
    Ok(osys::fs_decode(cx, &b[..(k - 1).min(b.len() - 1)]))
}
fn getlogin(cx: &mut Cx, _: &[Value]) -> R {
    let p = unsafe { libc::getlogin() }; // SAFETY: libc's own string or null
    if p.is_null() { let e = errno(); return Err(cx.os_error(e, None)); }
    let t = unsafe { std::ffi::CStr::from_ptr(p) }.to_bytes().to_vec(); // SAFETY: as above
    Ok(osys::fs_decode(cx, &t))
}
fn getgroups(cx: &mut Cx, _: &[Value]) -> R {
    let mut g = [0 as libc::gid_t; 1024];
    let n = unsafe { libc::getgroups(g.len() as i32, g.as_mut_ptr()) }; // SAFETY: array of that size
    if n < 0 { let e = errno(); return Err(cx.os_error(e, None)); }
    let v: VVec = g[..n as usize].iter().map(|x| Value::small(*x as i64)).collect();
    Ok(cx.list(&v))
}
fn getloadavg(cx: &mut Cx, _: &[Value]) -> R {
    let mut d = [0f64; 3];
    if unsafe { libc::getloadavg(d.as_mut_ptr(), 3) } != 3 { return Err(crate::modules::io::base::os_text(cx, "Load averages are unobtainable")); } // SAFETY: array on this stack
    let v = [cx.float(d[0]), cx.float(d[1]), cx.float(d[2])];
    Ok(cx.tuple(&v))
}
fn strerror(cx: &mut Cx, a: &[Value]) -> R { let n = c_int(cx, a[0])?; let t = unsafe { std::ffi::CStr::from_ptr(libc::strerror(n)) }.to_bytes().to_vec(); Ok(osys::fs_decode(cx, &t)) } // SAFETY: libc's string
fn cpu_count(_: &mut Cx, _: &[Value]) -> R { let n = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }; Ok(if n >= 1 { Value::small(n) } else { Value::NONE }) } // SAFETY: no memory involved
fn triple(cx: &mut Cx, f: unsafe extern "C" fn(*mut u32, *mut u32, *mut u32) -> i32) -> R {
    let (mut r, mut e, mut s) = (0, 0, 0);
    if unsafe { f(&mut r, &mut e, &mut s) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: ints on this stack
    Ok(cx.tuple(&[Value::small(r as i64), Value::small(e as i64), Value::small(s as i64)]))
}
fn id(cx: &mut Cx, f: unsafe extern "C" fn() -> u32) -> R { let n = unsafe { f() }; Ok(cx.int(n as i64)) } // SAFETY: a getter without arguments
fn pid(cx: &mut Cx, f: unsafe extern "C" fn() -> i32) -> R { let n = unsafe { f() }; Ok(cx.int(n as i64)) } // SAFETY: as above
fn set_id(cx: &mut Cx, v: Value, f: unsafe extern "C" fn(u32) -> i32) -> R { let n = cx.index_i64(v)?; if unsafe { f(n as u32) } < 0 { let e = errno(); return Err(cx.os_error(e, None)); } Ok(Value::NONE) } // SAFETY: no memory involved
pub const FUNCS: &[Def] = &[
    def("putenv", "name, value, /", putenv), def("unsetenv", "name, /", unsetenv), def("urandom", "size, /", urandom), def("getrandom", "size, flags=0", getrandom), def("uname", "", uname), def("get_terminal_size", "fd=1, /", get_terminal_size),
    def("sysconf", "name, /", sysconf), def("pathconf", "path, name", pathconf), def("fpathconf", "fd, name, /", pathconf), def("confstr", "name, /", confstr), def("getlogin", "", getlogin), def("getgroups", "", getgroups), def("getloadavg", "", getloadavg),
    def("strerror", "code, /", strerror), def("cpu_count", "", cpu_count),
    def("getresuid", "", |cx, _| triple(cx, libc::getresuid)), def("getresgid", "", |cx, _| triple(cx, libc::getresgid)),
    def("getpid", "", |cx, _| pid(cx, libc::getpid)), def("getppid", "", |cx, _| pid(cx, libc::getppid)), def("getpgrp", "", |cx, _| pid(cx, libc::getpgrp)),
    def("getuid", "", |cx, _| id(cx, libc::getuid)), def("geteuid", "", |cx, _| id(cx, libc::geteuid)), def("getgid", "", |cx, _| id(cx, libc::getgid)), def("getegid", "", |cx, _| id(cx, libc::getegid)),
    def("setuid", "uid, /", |cx, a| set_id(cx, a[0], libc::setuid)), def("seteuid", "euid, /", |cx, a| set_id(cx, a[0], libc::seteuid)), def("setgid", "gid, /", |cx, a| set_id(cx, a[0], libc::setgid)), def("setegid", "egid, /", |cx, a| set_id(cx, a[0], libc::setegid)),
    def("umask", "mask, /", |cx, a| { let m = c_int(cx, a[0])?; Ok(Value::small(unsafe { libc::umask(m as u32) } as i64)) }), // SAFETY: no memory involved
    def("ctermid", "", |cx, _| Ok(cx.str("/dev/tty"))), def("makedev", "major, minor, /", |cx, a| { let (x, y) = (cx.index_i64(a[0])?, cx.index_i64(a[1])?); Ok(cx.int_u64(libc::makedev(x as u32, y as u32))) }),
    def("major", "device, /", |cx, a| { let d = cx.index_i64(a[0])?; Ok(Value::small(libc::major(d as u64) as i64)) }), def("minor", "device, /", |cx, a| { let d = cx.index_i64(a[0])?; Ok(Value::small(libc::minor(d as u64) as i64)) }),
];
