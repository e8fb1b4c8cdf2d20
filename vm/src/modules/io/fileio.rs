//! `FileIO`: a raw stream over a file descriptor.
//!
//! Slots: closed mark of the base, fd (-1 closed), flags, seekable (-1 unknown), block size.
#![allow(unsafe_code)] // system calls on caller-owned memory ([OS1] of osys)
use super::base::{self, own, set_own};
use super::unsupported;
use crate::cx::Cx;
use crate::native::{attr, def, def_new, Def, R};
use crate::modules::osys::{self, blocking, errno, retry_raw};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const FD: usize = 1;
const FLAGS: usize = 2;
const SEEKABLE: usize = 3;
const BLKSIZE: usize = 4;
pub const READABLE: i64 = 1;
pub const WRITABLE: i64 = 2;
const APPENDING: i64 = 4;
const CREATED: i64 = 8;
const CLOSEFD: i64 = 16;

pub fn fd(s: Value) -> i32 { Slots(s).int(FD) as i32 }
pub fn flags(s: Value) -> i64 { Slots(s).int(FLAGS) }
pub fn blksize(s: Value) -> usize { Slots(s).int(BLKSIZE) as usize }
/// An uninitialised instance.
pub fn alloc(cx: &mut Cx, cls: Value) -> Value { super::prepare(cx); Slots::new_of(cx, cls, T::FileIO, &[Value::UNDEF, Value::small(-1), Value::small(0), Value::small(-1), Value::small(super::DEFAULT_BUFFER as i64)]) }
/// A FileIO that the collector does not finalise by itself: the stream on top of it is.
pub fn alloc_plain(cx: &mut Cx) -> Value { Slots::new(cx, T::FileIO, &[Value::UNDEF, Value::small(-1), Value::small(0), Value::small(-1), Value::small(super::DEFAULT_BUFFER as i64)]) }
pub fn closed_error(cx: &mut Cx) -> crate::native::Raised { cx.value_error("I/O operation on closed file") }
fn open_fd(cx: &mut Cx, s: Value) -> R<i32> { let n = fd(s); if n < 0 { return Err(closed_error(cx)); } Ok(n) }

pub fn parse_mode(cx: &mut Cx, mode: Str) -> R<(i64, i32)> {
    let bad = |cx: &mut Cx| cx.value_error("Must have exactly one of create/read/write/append mode and at most one plus");
    let (mut f, mut o, mut rwa, mut plus) = (0, 0, false, false);
    for c in mode.lossy().chars() {
        match c {
            'x' | 'r' | 'w' | 'a' => {
                if rwa { return Err(bad(cx)); }
                rwa = true;
                match c { 'x' => { f |= CREATED | WRITABLE; o |= libc::O_EXCL | libc::O_CREAT } 'r' => f |= READABLE, 'w' => { f |= WRITABLE; o |= libc::O_CREAT | libc::O_TRUNC } _ => { f |= WRITABLE | APPENDING; o |= libc::O_APPEND | libc::O_CREAT } }
            }
            'b' => {}
            '+' => { if plus { return Err(bad(cx)); } plus = true; f |= READABLE | WRITABLE }
            _ => { let m = mode.lossy(); return Err(cx.value_error(format!("invalid mode: {m}"))); }
        }
    }
    if !rwa { return Err(bad(cx)); }
    o |= match f & 3 { 3 => libc::O_RDWR, 1 => libc::O_RDONLY, _ => libc::O_WRONLY };
    Ok((f, o | libc::O_CLOEXEC))
}
pub fn init(cx: &mut Cx, s: Value, file: Value, mode: Str, closefd: bool, opener: Value) -> R<()> {
    if fd(s) >= 0 { if flags(s) & CLOSEFD != 0 { close_fd(cx, s)?; } else { Slots(s).set_int(cx, FD, -1) } }
    if file.is(T::Float) { return Err(cx.type_error("integer argument expected, got float")); }
    let mut given = -1;
    if file.is(T::Int) {
        let i = cx.index(file)?;
        given = match crate::int::to_i64(i) { Some(n) if n < 0 => return Err(cx.value_error("negative file descriptor")), Some(n) if n <= i32::MAX as i64 => n as i32, _ => return Err(cx.overflow_error("Python int too large to convert to C int")) };
    }
    let p = if given < 0 { Some(osys::path_kind(cx, osys::PathKind { func: "open", arg: "file", fd: true, none: false }, file)?) } else { None };
    let (f, o) = parse_mode(cx, mode)?;
    let n = if given >= 0 { given } else {
        let Some(p) = &p else { return Err(cx.system_error("no path")) };
        if let Some(n) = p.fd { n } else {
        if !closefd { return Err(cx.value_error("Cannot use closefd=False with file name")); }
        match opener.opt_none() {
            None => {
                let mut r = retry_raw(cx, || unsafe { libc::open(p.ptr(), o, 0o666) as isize })?; // SAFETY: [OS1] C string
                if matches!(r, Err(libc::EMFILE | libc::ENFILE)) {
                    // files that nobody uses any more may still wait for the collector
                    crate::gc::collect_now(cx);
                    crate::safepoint::run(cx)?;
                    r = retry_raw(cx, || unsafe { libc::open(p.ptr(), o, 0o666) as isize })?; // SAFETY: [OS1]
                }
                match r { Ok(n) => n as i32, Err(e) => return Err(cx.os_error(e, Some(file))) }
            }
            Some(op) => {
                let r = cx.call(op, &[file, Value::small(o as i64)])?;
                if !r.is(T::Int) { return Err(cx.type_error("expected integer from opener")); }
                let n = cx.index_i64(r)?;
                if n < 0 { return Err(cx.value_error(format!("opener returned {n}"))); }
                unsafe { libc::ioctl(n as i32, libc::FIOCLEX) }; // SAFETY: no memory involved
                n as i32
            }
        }
        }
    };
    let own_fd = given < 0;
    // SAFETY: [OS1] stat buffer on this stack
    let st = unsafe { let mut st: libc::stat = std::mem::zeroed(); if libc::fstat(n, &mut st) < 0 { Err(errno()) } else { Ok(st) } };
    let fail = |cx: &mut Cx, e: i32| { if own_fd { unsafe { libc::close(n) }; } cx.os_error(e, Some(file)) }; // SAFETY: our own descriptor
    match st {
        Err(e) if e == libc::EBADF || own_fd => return Err(fail(cx, e)),
        Err(_) => {}
        Ok(st) => {
            if st.st_mode & libc::S_IFMT == libc::S_IFDIR { return Err(fail(cx, libc::EISDIR)); }
            if own_fd { super::registry::settle(cx, Some((st.st_dev, st.st_ino)))? }
            if st.st_blksize > 1 { Slots(s).set_int(cx, BLKSIZE, st.st_blksize as i64) }
        }
    }
    Slots(s).set_int(cx, FD, n as i64);
    Slots(s).set_int(cx, FLAGS, f | if closefd { CLOSEFD } else { 0 });
    Slots(s).set_int(cx, SEEKABLE, -1);
    set_own(cx, s, "name", file);
    if f & APPENDING != 0 { if let Err(e) = unsafe { seek_raw(n, 0, libc::SEEK_END) } { if e != libc::ESPIPE { return Err(fail(cx, e)); } } } // SAFETY: no memory involved
    Ok(())
}
unsafe fn seek_raw(n: i32, off: i64, how: i32) -> Result<i64, i32> { let r = libc::lseek(n, off, how); if r < 0 { Err(errno()) } else { Ok(r) } }
/// Closes the descriptor.
fn close_fd(cx: &mut Cx, s: Value) -> R<()> {
    let n = fd(s);
    Slots(s).set_int(cx, FD, -1);
    if n < 0 { return Ok(()); }
    let e = blocking(cx, || unsafe { if libc::close(n) < 0 { errno() } else { 0 } }); // SAFETY: our descriptor
    if e != 0 && e != libc::EINTR { return Err(cx.os_error(e, None)); }
    Ok(())
}
/// One read into caller-owned memory. None: would block.
pub fn read_into(cx: &mut Cx, s: Value, p: *mut u8, n: usize) -> R<Option<usize>> {
    let f = open_fd(cx, s)?;
    if flags(s) & READABLE == 0 { return Err(unsupported(cx, "File not open for reading")); }
    match retry_raw(cx, || unsafe { libc::read(f, p as *mut libc::c_void, n.min(i32::MAX as usize)) })? { // SAFETY: [OS1] caller's buffer of n bytes
        Ok(k) => Ok(Some(k as usize)),
        Err(libc::EAGAIN) => Ok(None),
        Err(e) => Err(cx.os_error(e, None)),
    }
}
/// One write. None: would block.
pub fn write_some(cx: &mut Cx, s: Value, d: &[u8]) -> R<Option<usize>> {
    let f = open_fd(cx, s)?;
    if flags(s) & WRITABLE == 0 { return Err(unsupported(cx, "File not open for writing")); }
    match retry_raw(cx, || unsafe { libc::write(f, d.as_ptr() as *const libc::c_void, d.len().min(i32::MAX as usize)) })? { // SAFETY: [OS1]
        Ok(k) => Ok(Some(k as usize)),
        Err(libc::EAGAIN) => Ok(None),
        Err(e) => Err(cx.os_error(e, None)),
    }
}
pub fn seek_to(cx: &mut Cx, s: Value, off: i64, how: i32) -> R<i64> {
    let f = open_fd(cx, s)?;
    match unsafe { seek_raw(f, off, how) } { // SAFETY: no memory involved
        Ok(n) => { if Slots(s).int(SEEKABLE) < 0 { Slots(s).set_int(cx, SEEKABLE, 1) } Ok(n) }
        Err(e) => { if Slots(s).int(SEEKABLE) < 0 { Slots(s).set_int(cx, SEEKABLE, 0) } Err(cx.os_error(e, None)) }
    }
}
pub fn is_seekable(cx: &mut Cx, s: Value) -> R<bool> {
    let f = open_fd(cx, s)?;
    if Slots(s).int(SEEKABLE) < 0 { let ok = unsafe { seek_raw(f, 0, libc::SEEK_CUR) }.is_ok(); Slots(s).set_int(cx, SEEKABLE, ok as i64) } // SAFETY: no memory involved
    Ok(Slots(s).int(SEEKABLE) == 1)
}
/// Everything to the end. None: would block before any byte came.
pub fn read_all(cx: &mut Cx, s: Value) -> R<Option<Value>> {
    let f = open_fd(cx, s)?;
    if flags(s) & READABLE == 0 { return Err(unsupported(cx, "File not open for reading")); }
    // SAFETY: [OS1]
    let left = unsafe { let mut st: libc::stat = std::mem::zeroed(); if libc::fstat(f, &mut st) == 0 && st.st_size > 0 { let pos = libc::lseek(f, 0, libc::SEEK_CUR).max(0); (st.st_size - pos).max(0) as usize } else { 0 } };
    let mut out: Vec<u8> = Vec::new();
    let mut want = left + 1;
    loop {
        if out.try_reserve(want.max(1)).is_err() { return Err(cx.memory_error()); }
        let (p, room) = (unsafe { out.as_mut_ptr().add(out.len()) }, out.capacity() - out.len()); // SAFETY: within capacity
        match read_into(cx, s, p, room)? {
            None => { if out.is_empty() { return Ok(None); } break; }
            Some(0) => break,
            Some(k) => unsafe { out.set_len(out.len() + k) }, // SAFETY: read filled k bytes
        }
        if out.len() == out.capacity() { want = (out.len() / 2).clamp(8192, 1 << 26) } else if want > 1 && out.len() <= left { want = left + 1 - out.len().min(left) }
    }
    Ok(Some(crate::bytes::new(cx, &out)))
}
pub fn close(cx: &mut Cx, s: Value) -> R {
    if flags(s) & CLOSEFD == 0 { Slots(s).set_int(cx, FD, -1); return Ok(Value::NONE); }
    if !s.is_exact(T::FileIO) { let r = base::close(cx, s); let c = close_fd(cx, s); r?; c?; return Ok(Value::NONE); }
    close_fd(cx, s)?;
    Ok(Value::NONE)
}
pub fn mode_text(s: Value) -> &'static str {
    match flags(s) & 15 { f if f & CREATED != 0 => if f & READABLE != 0 { "xb+" } else { "xb" }, f if f & APPENDING != 0 => if f & READABLE != 0 { "ab+" } else { "ab" }, f if f & READABLE != 0 => if f & WRITABLE != 0 { "rb+" } else { "rb" }, _ => "wb" }
}
fn read(cx: &mut Cx, a: &[Value]) -> R {
    open_fd(cx, a[0])?;
    let n = base::size_arg(cx, a[1])?;
    if n < 0 { return if a[0].is_exact(T::FileIO) { Ok(read_all(cx, a[0])?.unwrap_or(Value::NONE)) } else { cx.call_method(a[0], "readall", &[]) }; }
    if flags(a[0]) & READABLE == 0 { return Err(unsupported(cx, "File not open for reading")); }
    let b = super::store::Store::new(cx, n as usize)?;
    match read_into(cx, a[0], b.ptr(), n as usize)? { None => Ok(Value::NONE), Some(k) if k == n as usize => Ok(b.0), Some(k) => Ok(crate::bytes::new(cx, &b.all()[..k])) }
}
fn readinto(cx: &mut Cx, a: &[Value]) -> R {
    open_fd(cx, a[0])?;
    if flags(a[0]) & READABLE == 0 { return Err(unsupported(cx, "File not open for reading")); }
    let mv = osys::writable(cx, "readinto", a[1])?;
    let n = cx.len(mv)?;
    let b = super::store::Store::new(cx, n)?;
    match read_into(cx, a[0], b.ptr(), n)? { None => Ok(Value::NONE), Some(k) => { osys::fill(cx, mv, &b.all()[..k])?; cx.usize_ok(k) } }
}
impl Cx { pub(crate) fn usize_ok(&mut self, n: usize) -> R { Ok(self.usize(n)) } }
fn write(cx: &mut Cx, a: &[Value]) -> R {
    open_fd(cx, a[0])?;
    if flags(a[0]) & WRITABLE == 0 { return Err(unsupported(cx, "File not open for writing")); }
    let d = osys::bytes_like(cx, a[1])?;
    match write_some(cx, a[0], d)? { None => Ok(Value::NONE), Some(k) => cx.usize_ok(k) }
}
fn seek(cx: &mut Cx, a: &[Value]) -> R {
    open_fd(cx, a[0])?;
    let how = osys::opt_int(cx, a[2], 0)?;
    if a[1].is(T::Float) { return Err(cx.type_error("an integer is required")); }
    let off = cx.index_i64(a[1])?;
    let n = seek_to(cx, a[0], off, how)?;
    Ok(cx.int(n))
}
fn truncate(cx: &mut Cx, a: &[Value]) -> R {
    let f = open_fd(cx, a[0])?;
    if flags(a[0]) & WRITABLE == 0 { return Err(unsupported(cx, "File not open for writing")); }
    let size = match a[1].opt_none() { None => { let n = seek_to(cx, a[0], 0, libc::SEEK_CUR)?; cx.int(n) } Some(v) => v };
    let n = cx.index_i64(size)?;
    osys::retry(cx, || unsafe { libc::ftruncate(f, n) as isize })?; // SAFETY: no memory involved
    Ok(size)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let t = base::qualified(cx, c);
    if fd(a[0]) < 0 { return Ok(cx.string(format!("<{t} [closed]>"))); }
    let (mode, closefd) = (mode_text(a[0]), if flags(a[0]) & CLOSEFD != 0 { "True" } else { "False" });
    match cx.lookup_attr(a[0], "name")? {
        None => Ok(cx.string(format!("<{t} fd={} mode='{mode}' closefd={closefd}>", fd(a[0])))),
        Some(n) => {
            if !cx.repr_enter(a[0]) { return Err(cx.runtime_error(format!("reentrant call inside {t}.__repr__"))); }
            let r = cx.repr_string(n);
            cx.repr_leave();
            let r = r?;
            Ok(cx.string(format!("<{t} name={r} mode='{mode}' closefd={closefd}>")))
        }
    }
}
fn py_init(cx: &mut Cx, a: &[Value]) -> R {
    let mode = match a[2].opt() { Some(m) => osys::text(cx, "FileIO", "'mode'", m)?, None => { let m = cx.intern("r"); Str(m) } };
    let closefd = osys::opt_bool(cx, a[3], true)?;
    init(cx, a[0], a[1], mode, closefd, a[4])?;
    Ok(Value::NONE)
}
fn del(cx: &mut Cx, a: &[Value]) -> R {
    if fd(a[0]) >= 0 && flags(a[0]) & CLOSEFD != 0 && cx.call_method(a[0], "close", &[]).is_err() { cx.clear_pending() }
    Ok(Value::NONE)
}
pub const FILEIO: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(alloc(cx, a[0]))),
    def("__init__", "file, mode='r', closefd=True, opener=None", py_init),
    def("read", "size=-1, /", read),
    def("readall", "", |cx, a| Ok(read_all(cx, a[0])?.unwrap_or(Value::NONE))),
    def("readinto", "buffer, /", readinto),
    def("write", "b, /", write),
    def("seek", "pos, whence=0, /", seek),
    def("tell", "", |cx, a| { let n = seek_to(cx, a[0], 0, libc::SEEK_CUR)?; Ok(cx.int(n)) }),
    def("truncate", "size=None, /", truncate),
    def("close", "", |cx, a| close(cx, a[0])),
    def("seekable", "", |cx, a| Ok(Value::bool(is_seekable(cx, a[0])?))),
    def("readable", "", |cx, a| { open_fd(cx, a[0])?; Ok(Value::bool(flags(a[0]) & READABLE != 0)) }),
    def("writable", "", |cx, a| { open_fd(cx, a[0])?; Ok(Value::bool(flags(a[0]) & WRITABLE != 0)) }),
    def("fileno", "", |cx, a| { let n = open_fd(cx, a[0])?; Ok(Value::small(n as i64)) }),
    def("isatty", "", |cx, a| { let n = open_fd(cx, a[0])?; Ok(Value::bool(unsafe { libc::isatty(n) } == 1)) }), // SAFETY: no memory involved
    def("__repr__", "", repr),
    def("__del__", "", del),
    def("__getstate__", "", base::no_pickle),
    def("__reduce_ex__", "protocol, /", base::no_pickle),
    attr("closed", |_, a| Ok(Value::bool(fd(a[0]) < 0))).doc("True if the file is closed"),
    attr("closefd", |_, a| Ok(Value::bool(flags(a[0]) & CLOSEFD != 0))),
    attr("mode", |cx, a| Ok(cx.intern(mode_text(a[0])))),
    attr("_blksize", |_, a| Ok(Value::small(Slots(a[0]).int(BLKSIZE)))),
];
/// The name given at opening.
pub fn name(cx: &mut Cx, s: Value) -> Value { own(cx, s, "name").unwrap_or(Value::NONE) }
