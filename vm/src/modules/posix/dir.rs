//! listdir and scandir.
//!
//! ScandirIter slots: list of entries, index, closed. DirEntry slots: name, path, kind (d_type), inode, stat, lstat, directory fd, bytes.
#![allow(unsafe_code)] // libc directory streams, closed before returning
use super::stat::{do_stat, stat_value};
use crate::cx::Cx;
use crate::list::List;
use crate::modules::osys::{self, errno, PathArg, PathKind};
use crate::native::{attr, def, def_class, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// (name, d_type, inode) of every entry but `.` and `..`.
fn entries(cx: &mut Cx, p: &PathArg) -> R<Vec<(Vec<u8>, u8, u64)>> {
    let out = osys::blocking(cx, || {
        // SAFETY: the stream is used and closed here
        unsafe {
            let d = match p.fd { Some(f) => { let g = libc::fcntl(f, libc::F_DUPFD_CLOEXEC, 0); if g < 0 { return Err(errno()); } let d = libc::fdopendir(g); if d.is_null() { let e = errno(); libc::close(g); return Err(e); } libc::rewinddir(d); d } None => libc::opendir(p.ptr()) };
            if d.is_null() { return Err(errno()); }
            let mut v = vec![];
            loop {
                *libc::__errno_location() = 0;
                let e = libc::readdir64(d);
                if e.is_null() { let n = errno(); if p.fd.is_some() { libc::rewinddir(d); } libc::closedir(d); return if n != 0 { Err(n) } else { Ok(v) }; }
                let name = std::ffi::CStr::from_ptr((*e).d_name.as_ptr()).to_bytes();
                if name != b"." && name != b".." { v.push((name.to_vec(), (*e).d_type, (*e).d_ino)) }
            }
        }
    });
    match out { Ok(v) => Ok(v), Err(e) => Err(cx.os_error(e, Some(p.value))) }
}
fn listing_path(cx: &mut Cx, f: &'static str, v: Value) -> R<PathArg> {
    let mut p = osys::path_kind(cx, PathKind { func: f, arg: "path", fd: true, none: true }, v)?;
    if p.value.is_none() { p.value = cx.str(".") }
    Ok(p)
}
fn listdir(cx: &mut Cx, a: &[Value]) -> R {
    let p = listing_path(cx, "listdir", a[0])?;
    let l = List::new(cx);
    for (n, _, _) in entries(cx, &p)? { let v = p.result(cx, &n); l.push(cx, v) }
    Ok(l.0)
}
const NAME: usize = 0;
const PATH: usize = 1;
const KIND: usize = 2;
const INODE: usize = 3;
const STAT: usize = 4;
const LSTAT: usize = 5;
const DIRFD: usize = 6;
fn scandir(cx: &mut Cx, a: &[Value]) -> R {
    let p = listing_path(cx, "scandir", a[0])?;
    let l = List::new(cx);
    let dir = if p.fd.is_some() { vec![] } else { let mut d = p.c.to_bytes().to_vec(); if d.last() != Some(&b'/') { d.push(b'/') } d };
    for (n, kind, ino) in entries(cx, &p)? {
        let name = p.result(cx, &n);
        let path = if p.fd.is_some() { name } else { let mut d = dir.clone(); d.extend_from_slice(&n); p.result(cx, &d) };
        let i = cx.int_u64(ino);
        let e = Slots::new(cx, T::DirEntry, &[name, path, Value::small(kind as i64), i, Value::UNDEF, Value::UNDEF, Value::small(p.fd.unwrap_or(libc::AT_FDCWD) as i64)]);
        l.push(cx, e);
    }
    Ok(Slots::new(cx, T::ScandirIter, &[l.0, Value::small(0)]))
}
fn entry_path(cx: &mut Cx, e: Value) -> R<PathArg> { let v = Slots(e).get(PATH); osys::path(cx, "stat", v) }
fn cached_stat(cx: &mut Cx, e: Value, follow: bool) -> R {
    let slot = if follow { STAT } else { LSTAT };
    if let Some(v) = Slots(e).get(slot).opt() { return Ok(v); }
    if follow && Slots(e).int(KIND) != libc::DT_LNK as i64 && Slots(e).int(KIND) != libc::DT_UNKNOWN as i64 { let v = cached_stat(cx, e, false)?; Slots(e).set(cx, STAT, v); return Ok(v); }
    let p = entry_path(cx, e)?;
    let s = do_stat(cx, &p, Slots(e).int(DIRFD) as i32, follow)?;
    let v = stat_value(cx, &s);
    Slots(e).set(cx, slot, v);
    Ok(v)
}
fn has_kind(cx: &mut Cx, e: Value, follow: bool, dtype: u8, mode: u32) -> R {
    let k = Slots(e).int(KIND) as u8;
    if k != libc::DT_UNKNOWN && !(follow && k == libc::DT_LNK) { return Ok(Value::bool(k == dtype)); }
    let r = cached_stat(cx, e, follow);
    let Some(s) = cx.catch(r, T::FileNotFoundError)? else { return Ok(Value::FALSE) };
    let m = cx.get_item(s, Value::small(0))?;
    Ok(Value::bool(m.as_small().unwrap_or(0) as u32 & libc::S_IFMT == mode))
}
fn follow(cx: &mut Cx, v: Value) -> R<bool> { osys::opt_bool(cx, v, true) }
pub const ENTRY: &[Def] = &[
    attr("name", |_, a| Ok(Slots(a[0]).get(NAME))), attr("path", |_, a| Ok(Slots(a[0]).get(PATH))),
    def("is_dir", "*, follow_symlinks=True", |cx, a| { let f = follow(cx, a[1])?; has_kind(cx, a[0], f, libc::DT_DIR, libc::S_IFDIR) }),
    def("is_file", "*, follow_symlinks=True", |cx, a| { let f = follow(cx, a[1])?; has_kind(cx, a[0], f, libc::DT_REG, libc::S_IFREG) }),
    def("is_symlink", "", |cx, a| has_kind(cx, a[0], false, libc::DT_LNK, libc::S_IFLNK)), def("is_junction", "", |_, _| Ok(Value::FALSE)),
    def("stat", "*, follow_symlinks=True", |cx, a| { let f = follow(cx, a[1])?; cached_stat(cx, a[0], f) }), def("inode", "", |_, a| Ok(Slots(a[0]).get(INODE))),
    def("__fspath__", "", |_, a| Ok(Slots(a[0]).get(PATH))), def("__repr__", "", |cx, a| { let n = cx.repr_string(Slots(a[0]).get(NAME))?; Ok(cx.string(format!("<DirEntry {n}>"))) }),
    def_class("__class_getitem__", "object, /", |cx, a| crate::generic_alias::new(cx, a[0], a[1])),
];
fn next(cx: &mut Cx, a: &[Value]) -> R {
    let (l, i) = (List(Slots(a[0]).get(0)), Slots(a[0]).int(1));
    match l.get(i as usize) { Some(v) => { Slots(a[0]).set_int(cx, 1, i + 1); Ok(v) } None => Err(cx.stop_iteration(Value::UNDEF)) }
}
fn close(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set_int(cx, 1, i32::MAX as i64); Ok(Value::NONE) }
pub const SCANDIR: &[Def] = &[def("__next__", "", next), def("close", "", close), def("__enter__", "", |_, a| Ok(a[0])), def("__exit__", "*args", close)];
pub const FUNCS: &[Def] = &[
    def("listdir", "path=None", listdir), def("scandir", "path=None", scandir), def("fspath", "path", |cx, a| osys::fspath(cx, a[0])),
    def("_path_normpath", "path", |cx, a| normpath(cx, a[0])),
];
/// os.path.normpath
fn normpath(cx: &mut Cx, v: Value) -> R {
    let p = osys::fspath(cx, v)?;
    let bytes = p.is(T::Bytes);
    let d = if bytes { crate::bytes::get(p) } else { Str(p).bytes() };
    let lead = d.iter().take_while(|c| **c == b'/').count();
    let lead = if lead == 2 { 2 } else { lead.min(1) };
    let mut parts: Vec<&[u8]> = vec![];
    for c in d.split(|c| *c == b'/') {
        if c.is_empty() || c == b"." { continue; }
        if c != b".." || (lead == 0 && parts.is_empty()) || parts.last() == Some(&&b".."[..]) { parts.push(c) } else if !parts.is_empty() { parts.pop(); }
    }
    let mut out = vec![b'/'; lead];
    out.extend_from_slice(&parts.join(&b'/'));
    if out.is_empty() { out.push(b'.') }
    Ok(if bytes { crate::bytes::new(cx, &out) } else { Str::from_wtf8(cx, &out).0 })
}
