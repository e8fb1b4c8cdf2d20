//! stat, statvfs, and the predicates on paths that `os.path` uses.
#![allow(unsafe_code)] // libc over memory on this stack
use crate::cx::Cx;
use crate::modules::osys::{self, blocking, errno, PathArg, PathKind};
use crate::modules::seqtype::{self, Spec};
use crate::native::{def, Def, R};
use crate::value::Value;
use crate::vvec::VVec;
use dashu_int::IBig;

pub static STAT: Spec = Spec { name: "os.stat_result", fields: &["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "", "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"], visible: 10, callable: true };
pub static STATVFS: Spec = Spec { name: "os.statvfs_result", fields: &["f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"], visible: 10, callable: true };

pub fn stat_value(cx: &mut Cx, s: &libc::stat) -> Value {
    let mut v = VVec::new();
    v.push(Value::small(s.st_mode as i64));
    let n = cx.int_u64(s.st_ino);
    v.push(n);
    let n = cx.int_u64(s.st_dev);
    v.push(n);
    for n in [s.st_nlink as i64, s.st_uid as i64, s.st_gid as i64, s.st_size, s.st_atime, s.st_mtime, s.st_ctime] { v.push(Value::small(n)) }
    let times = [(s.st_atime, s.st_atime_nsec), (s.st_mtime, s.st_mtime_nsec), (s.st_ctime, s.st_ctime_nsec)];
    for (a, b) in times { let f = cx.float(a as f64 + 1e-9 * b as f64); v.push(f) }
    for (a, b) in times { let n = match a.checked_mul(1_000_000_000).and_then(|x| x.checked_add(b)) { Some(n) => cx.int(n), None => cx.bigint(IBig::from(a) * IBig::from(1_000_000_000) + IBig::from(b)) }; v.push(n) }
    for n in [s.st_blksize, s.st_blocks] { v.push(Value::small(n)) }
    let n = cx.int_u64(s.st_rdev);
    v.push(n);
    seqtype::make(cx, &STAT, &v)
}
/// stat of a path or descriptor.
pub fn do_stat(cx: &mut Cx, p: &PathArg, dir: i32, follow: bool) -> R<libc::stat> {
    let mut s: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let sp: *mut libc::stat = &mut s;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    let (e, r) = blocking(cx, || { let r = unsafe { match p.fd { Some(f) => libc::fstat(f, sp), None => libc::fstatat(dir, p.ptr(), sp, flags) } }; (errno(), r) }); // SAFETY: [OS1]
    if r != 0 { return Err(cx.os_error(e, Some(p.value))); }
    if s.st_mode & libc::S_IFMT == libc::S_IFREG {
        crate::modules::io::registry::settle(cx, Some((s.st_dev, s.st_ino)))?;
        blocking(cx, || unsafe { match p.fd { Some(f) => libc::fstat(f, sp), None => libc::fstatat(dir, p.ptr(), sp, flags) } }); // SAFETY: [OS1]
    }
    Ok(s)
}
/// A `dir_fd` argument.
pub fn dir_fd(cx: &mut Cx, v: Value) -> R<i32> {
    match v.opt_none() {
        None => Ok(libc::AT_FDCWD),
        Some(v) => { if cx.special(v, crate::class::D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("argument should be integer or None, not {t}"))); } osys::c_int(cx, v) }
    }
}
fn stat(cx: &mut Cx, a: &[Value]) -> R {
    crate::modules::io::registry::settle_first(cx, stat, a[0])?;
    let p = osys::path_fd(cx, "stat", a[0])?;
    let d = dir_fd(cx, a[1])?;
    let f = osys::opt_bool(cx, a[2], true)?;
    if p.fd.is_some() { if d != libc::AT_FDCWD { return Err(cx.value_error("stat: can't specify dir_fd without matching path")); } if !f { return Err(cx.value_error("stat: cannot use fd and follow_symlinks together")); } }
    let s = do_stat(cx, &p, d, f)?;
    Ok(stat_value(cx, &s))
}
fn lstat(cx: &mut Cx, a: &[Value]) -> R { let p = osys::path(cx, "lstat", a[0])?; let d = dir_fd(cx, a[1])?; let s = do_stat(cx, &p, d, false)?; Ok(stat_value(cx, &s)) }
fn fstat(cx: &mut Cx, a: &[Value]) -> R {
    let fd = osys::c_int(cx, a[0])?;
    let mut s: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    osys::retry(cx, || unsafe { libc::fstat(fd, &mut s) as isize })?; // SAFETY: [OS1]
    Ok(stat_value(cx, &s))
}
fn statvfs(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path_fd(cx, "statvfs", a[0])?;
    let mut s: libc::statvfs = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    osys::retry_named(cx, Some(p.value), || unsafe { (match p.fd { Some(f) => libc::fstatvfs(f, &mut s), None => libc::statvfs(p.ptr(), &mut s) }) as isize })?; // SAFETY: [OS1]
    let mut v = VVec::new();
    for n in [s.f_bsize, s.f_frsize, s.f_blocks, s.f_bfree, s.f_bavail, s.f_files, s.f_ffree, s.f_favail, s.f_flag, s.f_namemax, s.f_fsid] { let x = cx.int_u64(n as u64); v.push(x) }
    Ok(seqtype::make(cx, &STATVFS, &v))
}
fn access(cx: &mut Cx, a: &[Value]) -> R {
    let p = osys::path(cx, "access", a[0])?;
    let (m, d, eff, f) = (osys::c_int(cx, a[1])?, dir_fd(cx, a[2])?, osys::opt_bool(cx, a[3], false)?, osys::opt_bool(cx, a[4], true)?);
    let flags = if eff { libc::AT_EACCESS } else { 0 } | if f { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    let r = blocking(cx, || unsafe { libc::faccessat(d, p.ptr(), m, flags) }); // SAFETY: [OS1]
    Ok(Value::bool(r == 0))
}
/// Mode bits of a path for the predicates; None where it does not exist or cannot be a path.
fn mode(cx: &mut Cx, v: Value, follow: bool) -> R<Option<u32>> {
    let r = osys::path_kind(cx, PathKind { func: "stat", arg: "path", fd: true, none: false }, v);
    let p = match r { Ok(p) => p, Err(e) => { if cx.pending_is(crate::types::T::ValueError) { cx.clear_pending(); return Ok(None); } return Err(e); } };
    let mut s: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    let sp: *mut libc::stat = &mut s;
    let r = blocking(cx, || unsafe { match p.fd { Some(f) => libc::fstat(f, sp), None => libc::fstatat(libc::AT_FDCWD, p.ptr(), sp, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW }) } }); // SAFETY: [OS1]
    Ok(if r == 0 { Some(s.st_mode) } else { None })
}
fn is_kind(cx: &mut Cx, v: Value, kind: u32, follow: bool) -> R { Ok(Value::bool(mode(cx, v, follow)?.is_some_and(|m| m & libc::S_IFMT == kind))) }
pub const FUNCS: &[Def] = &[
    def("stat", "path, *, dir_fd=None, follow_symlinks=True", stat), def("lstat", "path, *, dir_fd=None", lstat), def("fstat", "fd", fstat), def("statvfs", "path", statvfs), def("fstatvfs", "fd, /", statvfs),
    def("access", "path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True", access),
];
#[allow(dead_code)]
pub const PREDICATES: &[Def] = &[def("_isfile", "path", |cx, a| is_kind(cx, a[0], libc::S_IFREG, true)), def("_isdir", "path", |cx, a| is_kind(cx, a[0], libc::S_IFDIR, true)), def("_islink", "path", |cx, a| is_kind(cx, a[0], libc::S_IFLNK, false)), def("_exists", "path", |cx, a| Ok(Value::bool(mode(cx, a[0], true)?.is_some())))];
