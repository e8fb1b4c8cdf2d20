//! Changes to the file system: directories, links, names, times, permissions.
#![allow(unsafe_code)] // libc with C strings on this stack
use super::stat::dir_fd;
use crate::cx::Cx;
use crate::modules::osys::{self, blocking, c_int, errno, opt_bool, opt_int, PathArg};
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;

fn one(cx: &mut Cx, p: &PathArg, f: impl FnOnce() -> i32) -> R {
    let e = blocking(cx, || if f() < 0 { errno() } else { 0 });
    if e != 0 { return Err(cx.os_error(e, Some(p.value))); }
    Ok(Value::NONE)
}
fn two(cx: &mut Cx, p: &PathArg, q: &PathArg, f: impl FnOnce() -> i32) -> R {
    let e = blocking(cx, || if f() < 0 { errno() } else { 0 });
    if e != 0 { return Err(osys::os_error2(cx, e, p.value, q.value)); }
    Ok(Value::NONE)
}
fn mkdir(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "mkdir", a[0])?; let (m, d) = (opt_int(cx, a[1], 0o777)?, dir_fd(cx, a[2])?); one(cx, &p, || unsafe { libc::mkdirat(d, p.ptr(), m as u32) }) } // SAFETY: C string
fn rmdir(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "rmdir", a[0])?; let d = dir_fd(cx, a[1])?; one(cx, &p, || unsafe { libc::unlinkat(d, p.ptr(), libc::AT_REMOVEDIR) }) } // SAFETY: C string
fn unlink(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "unlink", a[0])?; let d = dir_fd(cx, a[1])?; one(cx, &p, || unsafe { libc::unlinkat(d, p.ptr(), 0) }) } // SAFETY: C string
fn remove(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "remove", a[0])?; let d = dir_fd(cx, a[1])?; one(cx, &p, || unsafe { libc::unlinkat(d, p.ptr(), 0) }) } // SAFETY: C string
fn rename_as(cx: &mut Cx, a: &[Value], name: &'static str) -> R { let p = osys::path_arg(cx, name, "src", a[0])?; let q = osys::path_arg(cx, name, "dst", a[1])?; let (d, e) = (dir_fd(cx, a[2])?, dir_fd(cx, a[3])?); two(cx, &p, &q, || unsafe { libc::renameat(d, p.ptr(), e, q.ptr()) }) } // SAFETY: C strings
fn link(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path_arg(cx, "link", "src", a[0])?; let q = osys::path_arg(cx, "link", "dst", a[1])?; let (d, e, f) = (dir_fd(cx, a[2])?, dir_fd(cx, a[3])?, opt_bool(cx, a[4], true)?); two(cx, &p, &q, || unsafe { libc::linkat(d, p.ptr(), e, q.ptr(), if f && !a[4].is_undef() { libc::AT_SYMLINK_FOLLOW } else { 0 }) }) } // SAFETY: C strings
fn symlink(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path_arg(cx, "symlink", "src", a[0])?; let q = osys::path_arg(cx, "symlink", "dst", a[1])?; let d = dir_fd(cx, a[3])?; two(cx, &p, &q, || unsafe { libc::symlinkat(p.ptr(), d, q.ptr()) }) } // SAFETY: C strings
fn readlink(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path(cx, "readlink", a[0])?;
    let d = dir_fd(cx, a[1])?;
    let mut b = vec![0u8; 4097];
    let n = osys::retry_named(cx, Some(p.value), || unsafe { libc::readlinkat(d, p.ptr(), b.as_mut_ptr() as *mut libc::c_char, b.len() - 1) })?; // SAFETY: buffer of that size
    Ok(p.result(cx, &b[..n as usize]))
}
fn chdir(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path_fd(cx, "chdir", a[0])?; one(cx, &p, || unsafe { match p.fd { Some(f) => libc::fchdir(f), None => libc::chdir(p.ptr()) } }) } // SAFETY: C string
fn chroot(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "chroot", a[0])?; one(cx, &p, || unsafe { libc::chroot(p.ptr()) }) } // SAFETY: C string
fn chmod(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "chmod", a[0])?;
    let (m, d, f) = (c_int(cx, a[1])?, dir_fd(cx, a[2])?, opt_bool(cx, a[3], true)?);
    if !f { return Err(cx.not_implemented("chmod: follow_symlinks unavailable on this platform")); }
    one(cx, &p, || unsafe { match p.fd { Some(f) => libc::fchmod(f, m as u32), None => libc::fchmodat(d, p.ptr(), m as u32, 0) } }) // SAFETY: C string
}
fn owner(cx: &mut Cx, v: Value) -> R<u32> { let n = cx.index_i64(v)?; if n < -1 { return Err(cx.overflow_error("uid is less than minimum")); } if n > u32::MAX as i64 { return Err(cx.overflow_error("uid is greater than maximum")); } Ok(n as u32) }
fn chown(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "chown", a[0])?;
    let (u, g, d, f) = (owner(cx, a[1])?, owner(cx, a[2])?, dir_fd(cx, a[3])?, opt_bool(cx, a[4], true)?);
    one(cx, &p, || unsafe { match p.fd { Some(f) => libc::fchown(f, u, g), None => libc::fchownat(d, p.ptr(), u, g, if f { 0 } else { libc::AT_SYMLINK_NOFOLLOW }) } }) // SAFETY: C string
}
fn lchown(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "lchown", a[0])?; let (u, g) = (owner(cx, a[1])?, owner(cx, a[2])?); one(cx, &p, || unsafe { libc::lchown(p.ptr(), u, g) }) } // SAFETY: C string
fn truncate(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path_fd(cx, "truncate", a[0])?; let n = cx.index_i64(a[1])?; one(cx, &p, || unsafe { match p.fd { Some(f) => libc::ftruncate(f, n), None => libc::truncate(p.ptr(), n) } }) } // SAFETY: C string
fn mkfifo(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "mkfifo", a[0])?; let (m, d) = (opt_int(cx, a[1], 0o666)?, dir_fd(cx, a[2])?); one(cx, &p, || unsafe { libc::mkfifoat(d, p.ptr(), m as u32) }) } // SAFETY: C string
fn mknod(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "mknod", a[0])?; let m = opt_int(cx, a[1], 0o600)?; let dev = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 0 }; let d = dir_fd(cx, a[3])?; one(cx, &p, || unsafe { libc::mknodat(d, p.ptr(), m as u32, dev as u64) }) } // SAFETY: C string
fn spec_ns(cx: &mut Cx, v: Value) -> R<libc::timespec> {
    let i = cx.to_ibig(v)?;
    let b = dashu_int::IBig::from(1_000_000_000);
    let mut s = &i / &b;
    let mut n = i64::try_from(&(&i % &b)).unwrap_or(0);
    if n < 0 { n += 1_000_000_000; s -= 1 }
    match i64::try_from(&s) { Ok(s) => Ok(libc::timespec { tv_sec: s, tv_nsec: n }), Err(_) => Err(cx.overflow_error("timestamp out of range for platform time_t")) }
}
fn spec_secs(cx: &mut Cx, v: Value) -> R<libc::timespec> {
    if v.is(T::Float) {
        let f = crate::float::get(v);
        if f.is_nan() { return Err(cx.value_error("Invalid value NaN (not a number)")); }
        let (mut s, mut n) = (f.floor(), ((f - f.floor()) * 1e9).floor());
        if n >= 1e9 { s += 1.0; n = 0.0 }
        if !(-9.2e18..9.2e18).contains(&s) { return Err(cx.overflow_error("timestamp out of range for platform time_t")); }
        return Ok(libc::timespec { tv_sec: s as i64, tv_nsec: n as i64 });
    }
    let s = cx.index_i64(v)?;
    Ok(libc::timespec { tv_sec: s, tv_nsec: 0 })
}
fn utime(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "utime", a[0])?;
    let (times, ns) = (a[1].opt_none(), a[2].opt());
    if times.is_some() && ns.is_some() { return Err(cx.value_error("utime: you may specify either 'times' or 'ns' but not both")); }
    let pair = |cx: &mut Cx, v: Value, what: &str| match Tuple::from(v).map(Tuple::items) { Some([x, y]) => Ok((*x, *y)), _ => Err(cx.type_error(what)) };
    let now = libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW };
    let t = if let Some(v) = times { let (x, y) = pair(cx, v, "utime: 'times' must be either a tuple of two ints or None")?; [spec_secs(cx, x)?, spec_secs(cx, y)?] }
        else if let Some(v) = ns { let (x, y) = pair(cx, v, "utime: 'ns' must be a tuple of two ints")?; [spec_ns(cx, x)?, spec_ns(cx, y)?] } else { [now, now] };
    let (d, f) = (dir_fd(cx, a[3])?, opt_bool(cx, a[4], true)?);
    one(cx, &p, || unsafe { match p.fd { Some(f) => libc::futimens(f, t.as_ptr()), None => libc::utimensat(d, p.ptr(), t.as_ptr(), if f { 0 } else { libc::AT_SYMLINK_NOFOLLOW }) } }) // SAFETY: C string, array on this stack
}
fn getcwd_bytes(cx: &mut Cx) -> R<Vec<u8>> {
    let mut b = vec![0u8; 4096];
    if unsafe { libc::getcwd(b.as_mut_ptr() as *mut libc::c_char, b.len()) }.is_null() { let e = errno(); return Err(cx.os_error(e, None)); } // SAFETY: buffer of that size
    b.truncate(b.iter().position(|c| *c == 0).unwrap_or(0));
    Ok(b)
}
fn xattr_name(cx: &mut Cx, f: &'static str, v: Value) -> R<PathArg> { osys::path_arg(cx, f, "attribute", v) }
fn getxattr(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "getxattr", a[0])?;
    let n = xattr_name(cx, "getxattr", a[1])?;
    let follow = opt_bool(cx, a[2], true)?;
    let mut b = vec![0u8; 65536];
    let k = osys::retry_named(cx, Some(p.value), || unsafe { let (q, l) = (b.as_mut_ptr() as *mut libc::c_void, b.len()); match p.fd { Some(f) => libc::fgetxattr(f, n.ptr(), q, l), None => if follow { libc::getxattr(p.ptr(), n.ptr(), q, l) } else { libc::lgetxattr(p.ptr(), n.ptr(), q, l) } } })?; // SAFETY: buffer of that size
    Ok(crate::bytes::new(cx, &b[..k as usize]))
}
fn listxattr(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_kind(cx, osys::PathKind { func: "listxattr", arg: "path", fd: true, none: true }, a[0])?;
    let follow = opt_bool(cx, a[1], true)?;
    let mut b = vec![0u8; 65536];
    let k = osys::retry_named(cx, Some(p.value), || unsafe { let (q, l) = (b.as_mut_ptr() as *mut libc::c_char, b.len()); match p.fd { Some(f) => libc::flistxattr(f, q, l), None => if follow { libc::listxattr(p.ptr(), q, l) } else { libc::llistxattr(p.ptr(), q, l) } } })?; // SAFETY: buffer of that size
    let l = crate::list::List::new(cx);
    for s in b[..k as usize].split(|c| *c == 0).filter(|s| !s.is_empty()) { let v = osys::fs_decode(cx, s); l.push(cx, v) }
    Ok(l.0)
}
fn setxattr(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "setxattr", a[0])?;
    let n = xattr_name(cx, "setxattr", a[1])?;
    let v = osys::bytes_like(cx, a[2])?;
    let (fl, follow) = (opt_int(cx, a[3], 0)?, opt_bool(cx, a[4], true)?);
    one(cx, &p, || unsafe { let (q, l) = (v.as_ptr() as *const libc::c_void, v.len()); match p.fd { Some(f) => libc::fsetxattr(f, n.ptr(), q, l, fl), None => if follow { libc::setxattr(p.ptr(), n.ptr(), q, l, fl) } else { libc::lsetxattr(p.ptr(), n.ptr(), q, l, fl) } } }) // SAFETY: [OS1]
}
fn removexattr(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "removexattr", a[0])?;
    let n = xattr_name(cx, "removexattr", a[1])?;
    let follow = opt_bool(cx, a[2], true)?;
    one(cx, &p, || unsafe { match p.fd { Some(f) => libc::fremovexattr(f, n.ptr()), None => if follow { libc::removexattr(p.ptr(), n.ptr()) } else { libc::lremovexattr(p.ptr(), n.ptr()) } } }) // SAFETY: C strings
}
pub const FUNCS: &[Def] = &[
    def("mkdir", "path, mode=511, *, dir_fd=None", mkdir), def("rmdir", "path, *, dir_fd=None", rmdir), def("unlink", "path, *, dir_fd=None", unlink), def("remove", "path, *, dir_fd=None", remove),
    def("rename", "src, dst, *, src_dir_fd=None, dst_dir_fd=None", |cx, a| rename_as(cx, a, "rename")), def("replace", "src, dst, *, src_dir_fd=None, dst_dir_fd=None", |cx, a| rename_as(cx, a, "replace")),
    def("link", "src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True", link), def("symlink", "src, dst, target_is_directory=False, *, dir_fd=None", symlink), def("readlink", "path, *, dir_fd=None", readlink),
    def("chdir", "path", chdir), def("chroot", "path", chroot), def("chmod", "path, mode, *, dir_fd=None, follow_symlinks=True", chmod), def("chown", "path, uid, gid, *, dir_fd=None, follow_symlinks=True", chown), def("lchown", "path, uid, gid", lchown),
    def("truncate", "path, length", truncate), def("mkfifo", "path, mode=438, *, dir_fd=None", mkfifo), def("mknod", "path, mode=384, device=0, *, dir_fd=None", mknod), def("utime", "path, times=None, *, ns=?, dir_fd=None, follow_symlinks=True", utime),
    def("getcwd", "", |cx, _| { let b = getcwd_bytes(cx)?; Ok(osys::fs_decode(cx, &b)) }), def("getcwdb", "", |cx, _| { let b = getcwd_bytes(cx)?; Ok(crate::bytes::new(cx, &b)) }),
    def("getxattr", "path, attribute, *, follow_symlinks=True", getxattr), def("listxattr", "path=None, *, follow_symlinks=True", listxattr), def("setxattr", "path, attribute, value, flags=0, *, follow_symlinks=True", setxattr), def("removexattr", "path, attribute, *, follow_symlinks=True", removexattr),
];
