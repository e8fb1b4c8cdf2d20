//! `mmap`.
//!
//! Slots: address, length, position, access, offset in the file, file descriptor (-1: none), flags (1 closed, 2 has been lent), views that hold it.
//! [MM1] the mapping belongs to the object's Rust memory (`Map`) and is given back when the object dies, or by `close` if it was never lent:
//! a view refers to the object, and so finds its memory in place. `resize` moves or shrinks no mapping that was lent.
//! A mapped file that somebody else shortens takes its pages along: touching them ends the process, as in CPython.
#![allow(unsafe_code)] // mapped memory: [MM1]
use crate::bytes::{buffer, register_exporter, Export, Exporter};
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys::{blocking, c_int, errno};
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;

const ADDR: usize = 0;
const LEN: usize = 1;
const POS: usize = 2;
const ACCESS: usize = 3;
const OFFSET: usize = 4;
const FD: usize = 5;
const FLAGS: usize = 6;
const HELD: usize = 7;
const CLOSED: i64 = 1;
const LENT: i64 = 2;
const READ: i64 = 1;
const WRITE: i64 = 2;
const COPY: i64 = 3;

/// A mapping and its descriptor.
struct Map { addr: usize, len: usize, fd: i32 }
impl Map {
    fn close(&mut self) { if self.fd >= 0 { unsafe { libc::close(self.fd) }; self.fd = -1 } } // SAFETY: our own descriptor
    fn unmap(&mut self) { if self.len > 0 { unsafe { libc::munmap(self.addr as *mut libc::c_void, self.len) }; self.len = 0 } } // SAFETY: [MM1]
}
impl Drop for Map { fn drop(&mut self) { self.close(); self.unmap() } }

fn oserr(cx: &mut Cx) -> crate::native::Raised { let e = errno(); cx.os_error(e, None) }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let fd = c_int(cx, a[1])?;
    let mut len = cx.index_i64(a[2])?;
    let int = |cx: &mut Cx, v: Value, d: i32| match v.opt() { Some(v) => c_int(cx, v), None => Ok(d) };
    let (mut flags, mut prot, access) = (int(cx, a[3], libc::MAP_SHARED)?, int(cx, a[4], libc::PROT_READ | libc::PROT_WRITE)?, int(cx, a[5], 0)?);
    let offset = match a[6].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    if len < 0 { return Err(cx.overflow_error("memory mapped length must be positive")); }
    if offset < 0 { return Err(cx.overflow_error("memory mapped offset must be positive")); }
    let mut access = access as i64;
    if access != 0 && (flags != libc::MAP_SHARED || prot != libc::PROT_READ | libc::PROT_WRITE) { return Err(cx.value_error("mmap can't specify both access and flags, prot.")); }
    match access {
        READ => { flags = libc::MAP_SHARED; prot = libc::PROT_READ }
        WRITE => { flags = libc::MAP_SHARED; prot = libc::PROT_READ | libc::PROT_WRITE }
        COPY => { flags = libc::MAP_PRIVATE; prot = libc::PROT_READ | libc::PROT_WRITE }
        0 => if prot & libc::PROT_WRITE == 0 { access = READ } else if prot & libc::PROT_READ == 0 { access = WRITE },
        _ => return Err(cx.value_error("mmap invalid access parameter.")),
    }
    let mut own_fd = -1;
    if fd != -1 {
        let mut st: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
        if unsafe { libc::fstat(fd, &mut st) } == 0 && st.st_mode & libc::S_IFMT == libc::S_IFREG { // SAFETY: on this stack
            if len == 0 {
                if st.st_size == 0 { return Err(cx.value_error("cannot mmap an empty file")); }
                if offset >= st.st_size { return Err(cx.value_error("mmap offset is greater than file size")); }
                len = st.st_size - offset;
            } else if offset > st.st_size || st.st_size - offset < len { return Err(cx.value_error("mmap length is greater than file size")); }
        }
        own_fd = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) }; // SAFETY: no memory involved
        if own_fd < 0 { return Err(oserr(cx)); }
    } else { flags |= libc::MAP_ANONYMOUS }
    let p = unsafe { libc::mmap(std::ptr::null_mut(), len as usize, prot, flags, own_fd, offset) }; // SAFETY: a new mapping
    let mut map = Map { addr: p as usize, len: if p == libc::MAP_FAILED { 0 } else { len as usize }, fd: own_fd };
    if p == libc::MAP_FAILED { let e = errno(); map.close(); return Err(cx.os_error(e, None)); }
    let o = Slots::new_of(cx, a[0], T::Mmap, &[Value::small(p as usize as i64), Value::small(len), Value::small(0), Value::small(access), Value::small(offset), Value::small(own_fd as i64), Value::small(0), Value::small(0)]);
    if !crate::weak::own(cx, o, Box::new(map)) { return Err(cx.memory_error()); }
    Ok(o)
}
fn open(cx: &mut Cx, o: Value) -> R<()> { if Slots(o).int(FLAGS) & CLOSED != 0 { return Err(cx.value_error("mmap closed or invalid")); } Ok(()) }
fn len(o: Value) -> usize { Slots(o).int(LEN).max(0) as usize }
fn bytes(o: Value) -> &'static [u8] { let n = len(o); if n == 0 { return &[]; } unsafe { std::slice::from_raw_parts(Slots(o).int(ADDR) as usize as *const u8, n) } } // SAFETY: [MM1]
#[allow(clippy::mut_from_ref)]
fn bytes_mut(cx: &mut Cx, o: Value) -> &'static mut [u8] { cx.write(o); let n = len(o); if n == 0 { return &mut []; } unsafe { std::slice::from_raw_parts_mut(Slots(o).int(ADDR) as usize as *mut u8, n) } } // SAFETY: [MM1]
fn writable(cx: &mut Cx, o: Value) -> R<()> { if Slots(o).int(ACCESS) == READ { return Err(cx.type_error("mmap can't modify a readonly memory map.")); } Ok(()) }
fn resizable(cx: &mut Cx, o: Value) -> R<()> {
    let s = Slots(o);
    if s.int(HELD) > 0 { return Err(cx.buffer_error("mmap can't resize with extant buffers.")); }
    if matches!(s.int(ACCESS), 0 | WRITE) { return Ok(()); }
    Err(cx.type_error("mmap can't resize a readonly or copy-on-write memory map."))
}
fn close(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if s.int(HELD) > 0 { return Err(cx.buffer_error("cannot close exported pointers exist")); }
    if s.int(FLAGS) & CLOSED != 0 { return Ok(Value::NONE); }
    let lent = s.int(FLAGS) & LENT != 0;
    s.set_int(cx, FLAGS, s.int(FLAGS) | CLOSED);
    s.set_int(cx, FD, -1);
    if !lent { s.set_int(cx, LEN, 0) }
    if let Some(m) = crate::weak::owned::<Map>(a[0]) { m.close(); if !lent { m.unmap() } }
    Ok(Value::NONE)
}
fn pos(o: Value) -> usize { (Slots(o).int(POS).max(0) as usize).min(len(o)) }
fn advance(cx: &mut Cx, o: Value, to: usize) { Slots(o).set_int(cx, POS, to as i64) }
fn read(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let n = match a[1].opt_none() { Some(v) => { if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("argument should be integer or None, not '{t}'"))); } cx.index_i64(v)? } None => -1 };
    // reading an argument may have closed it: so everywhere below
    open(cx, a[0])?;
    let (p, all) = (pos(a[0]), bytes(a[0]));
    let end = if n < 0 { all.len() } else { p.saturating_add(n as usize).min(all.len()) };
    advance(cx, a[0], end);
    Ok(crate::bytes::new(cx, &all[p..end]))
}
fn read_byte(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let p = pos(a[0]);
    let Some(b) = bytes(a[0]).get(p) else { return Err(cx.value_error("read byte out of range")) };
    advance(cx, a[0], p + 1);
    Ok(Value::small(*b as i64))
}
fn readline(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let (p, all) = (pos(a[0]), bytes(a[0]));
    let end = memchr::memchr(b'\n', &all[p..]).map_or(all.len(), |i| p + i + 1);
    advance(cx, a[0], end);
    Ok(crate::bytes::new(cx, &all[p..end]))
}
fn write(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let d = buffer(cx, a[1])?.to_vec();
    open(cx, a[0])?;
    writable(cx, a[0])?;
    let p = Slots(a[0]).int(POS).max(0) as usize;
    let n = len(a[0]);
    if p > n || n - p < d.len() { return Err(cx.value_error("data out of range")); }
    bytes_mut(cx, a[0])[p..p + d.len()].copy_from_slice(&d);
    advance(cx, a[0], p + d.len());
    Ok(Value::small(d.len() as i64))
}
fn byte_of(cx: &mut Cx, v: Value, named: bool) -> R<u8> {
    let n = if v.is(T::Int) || cx.special(v, crate::class::D::Index).is_some() { cx.index_i64(v)? } else { if named { return Err(cx.type_error("mmap assignment must be an int")); } c_int(cx, v)? as i64 };
    u8::try_from(n).map_err(|_| if named { cx.value_error("mmap item value must be in range(0, 256)") } else if n < 0 { cx.overflow_error("unsigned byte integer is less than minimum") } else { cx.overflow_error("unsigned byte integer is greater than maximum") })
}
fn write_byte(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let b = byte_of(cx, a[1], false)?;
    open(cx, a[0])?;
    writable(cx, a[0])?;
    let p = Slots(a[0]).int(POS).max(0) as usize;
    let m = bytes_mut(cx, a[0]);
    let Some(x) = m.get_mut(p) else { return Err(cx.value_error("write byte out of range")) };
    *x = b;
    advance(cx, a[0], p + 1);
    Ok(Value::NONE)
}
fn find(cx: &mut Cx, a: &[Value], back: bool) -> R {
    open(cx, a[0])?;
    let what = buffer(cx, a[1])?.to_vec();
    let start = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => Slots(a[0]).int(POS) };
    let end = match a[3].opt() { Some(v) => cx.index_i64(v)?, None => Slots(a[0]).int(LEN) };
    open(cx, a[0])?;
    let n = len(a[0]) as i64;
    let fix = |i: i64| (if i < 0 { i.saturating_add(n).max(0) } else { i.min(n) }) as usize;
    let (s, e) = (fix(start), fix(end));
    if s > e { return Ok(Value::small(-1)); }
    let part = &bytes(a[0])[s..e];
    let i = if back { memchr::memmem::rfind(part, &what) } else { memchr::memmem::find(part, &what) };
    Ok(Value::small(i.map_or(-1, |i| (s + i) as i64)))
}
fn flush(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let offset = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    let n = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => Slots(a[0]).int(LEN) };
    open(cx, a[0])?;
    if n < 0 || offset < 0 || (offset.saturating_add(n)) as usize > len(a[0]) { return Err(cx.value_error("flush values out of range")); }
    if matches!(Slots(a[0]).int(ACCESS), READ | COPY) { return Ok(Value::NONE); }
    let p = Slots(a[0]).int(ADDR) as usize + offset as usize;
    if blocking(cx, || unsafe { libc::msync(p as *mut libc::c_void, n as usize, libc::MS_SYNC) }) < 0 { return Err(oserr(cx)); } // SAFETY: within the mapping
    Ok(Value::NONE)
}
fn madvise(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let option = c_int(cx, a[1])?;
    let start = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    let n = match a[3].opt() { Some(v) => cx.index_i64(v)?, None => Slots(a[0]).int(LEN) };
    open(cx, a[0])?;
    if start < 0 || start >= Slots(a[0]).int(LEN) { return Err(cx.value_error("madvise start out of bounds")); }
    if n < 0 { return Err(cx.value_error("madvise length invalid")); }
    if start.checked_add(n).is_none() { return Err(cx.overflow_error("madvise length too large")); }
    let n = n.min(Slots(a[0]).int(LEN) - start);
    // only advice: what would take the memory away from views is refused by the system or harmless to them
    if unsafe { libc::madvise((Slots(a[0]).int(ADDR) + start) as usize as *mut libc::c_void, n as usize, option) } != 0 { return Err(oserr(cx)); } // SAFETY: within the mapping
    Ok(Value::NONE)
}
fn shift(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let (to, from, n) = (cx.index_i64(a[1])?, cx.index_i64(a[2])?, cx.index_i64(a[3])?);
    open(cx, a[0])?;
    writable(cx, a[0])?;
    let all = len(a[0]) as i64;
    if to < 0 || from < 0 || n < 0 || all - to < n || all - from < n { return Err(cx.value_error("source, destination, or count out of range")); }
    bytes_mut(cx, a[0]).copy_within(from as usize..(from + n) as usize, to as usize);
    Ok(Value::NONE)
}
fn resize(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let n = cx.index_i64(a[1])?;
    open(cx, a[0])?;
    resizable(cx, a[0])?;
    let s = Slots(a[0]);
    if n < 0 || s.int(OFFSET).checked_add(n).is_none() { return Err(cx.value_error("new size out of range")); }
    let (fd, old) = (s.int(FD) as i32, len(a[0]));
    let lent = s.int(FLAGS) & LENT != 0;
    if fd != -1 && unsafe { libc::ftruncate(fd, s.int(OFFSET) + n) } < 0 { return Err(oserr(cx)); } // SAFETY: no memory involved
    if lent && (n as usize) < old {
        // views may remain: what is cut off becomes memory of nobody else's
        let whole = (n as usize).next_multiple_of(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }.max(1) as usize); // SAFETY: no memory involved
        let p = (s.int(ADDR) as usize + whole) as *mut libc::c_void;
        if whole < old && unsafe { libc::mmap(p, old - whole, libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED, -1, 0) } == libc::MAP_FAILED { return Err(oserr(cx)); } // SAFETY: [MM1] whole pages of the mapping
        s.set_int(cx, LEN, n);
        return Ok(Value::NONE);
    }
    let p = unsafe { libc::mremap(s.int(ADDR) as usize as *mut libc::c_void, old, n as usize, if lent { 0 } else { libc::MREMAP_MAYMOVE }) }; // SAFETY: [MM1]
    if p == libc::MAP_FAILED { return Err(oserr(cx)); }
    s.set_int(cx, ADDR, p as usize as i64);
    s.set_int(cx, LEN, n);
    if let Some(m) = crate::weak::owned::<Map>(a[0]) { m.addr = p as usize; m.len = n as usize }
    Ok(Value::NONE)
}
fn seek(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let d = cx.index_i64(a[1])?;
    let how = match a[2].opt() { Some(v) => c_int(cx, v)?, None => 0 };
    open(cx, a[0])?;
    let n = Slots(a[0]).int(LEN);
    let to = match how { 0 => Some(d), 1 => Slots(a[0]).int(POS).checked_add(d), 2 => n.checked_add(d), _ => return Err(cx.value_error("unknown seek type")) };
    match to { Some(t) if (0..=n).contains(&t) => { Slots(a[0]).set_int(cx, POS, t); Ok(Value::NONE) } _ => Err(cx.value_error("seek out of range")) }
}
fn size(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    let fd = Slots(a[0]).int(FD) as i32;
    if fd == -1 { return Ok(Slots(a[0]).get(LEN)); }
    let mut st: libc::stat = unsafe { std::mem::zeroed() }; // SAFETY: plain C struct
    if unsafe { libc::fstat(fd, &mut st) } != 0 { return Err(oserr(cx)); } // SAFETY: on this stack
    Ok(Value::small(st.st_size))
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    if a[1].is(T::Slice) {
        let (start, step, n) = cx.slice_of(a[1], len(a[0]))?;
        open(cx, a[0])?;
        let all = bytes(a[0]);
        if n > 0 && (start >= all.len() || (start as i64 + (n as i64 - 1) * step) as usize >= all.len()) { return Err(cx.index_error("mmap index out of range")); }
        if step == 1 { return Ok(crate::bytes::new(cx, all.get(start..start + n).unwrap_or(&[]))); }
        let out: Vec<u8> = (0..n).map(|i| all[(start as i64 + i as i64 * step) as usize]).collect();
        return Ok(crate::bytes::new(cx, &out));
    }
    if !a[1].is(T::Int) && cx.special(a[1], crate::class::D::Index).is_none() { return Err(cx.type_error("mmap indices must be integers")); }
    let i = cx.item_index(a[1])?;
    open(cx, a[0])?;
    match crate::slice::item_index(i, len(a[0])) { Some(i) => Ok(Value::small(bytes(a[0])[i] as i64)), None => Err(cx.index_error("mmap index out of range")) }
}
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    open(cx, a[0])?;
    writable(cx, a[0])?;
    if a[1].is(T::Slice) {
        let (start, step, n) = cx.slice_of(a[1], len(a[0]))?;
        let d = buffer(cx, a[2])?.to_vec();
        open(cx, a[0])?;
        if d.len() != n { return Err(cx.index_error("mmap slice assignment is wrong size")); }
        let m = bytes_mut(cx, a[0]);
        if n > 0 && (start >= m.len() || (start as i64 + (n as i64 - 1) * step) as usize >= m.len()) { return Err(cx.index_error("mmap index out of range")); }
        for (i, b) in d.into_iter().enumerate() { m[(start as i64 + i as i64 * step) as usize] = b }
        return Ok(Value::NONE);
    }
    if !a[1].is(T::Int) && cx.special(a[1], crate::class::D::Index).is_none() { return Err(cx.type_error("mmap indices must be integers")); }
    let i = cx.item_index(a[1])?;
    open(cx, a[0])?;
    let Some(i) = crate::slice::item_index(i, len(a[0])) else { return Err(cx.index_error("mmap index out of range")) };
    let b = byte_of(cx, a[2], true)?;
    open(cx, a[0])?;
    match bytes_mut(cx, a[0]).get_mut(i) { Some(x) => *x = b, None => return Err(cx.index_error("mmap index out of range")) }
    Ok(Value::NONE)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let t = { let c = cx.class_of(a[0]); crate::modules::io::base::qualified(cx, c) };
    let access = ["ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"].get(s.int(ACCESS) as usize).copied().unwrap_or("ACCESS_DEFAULT");
    let r = if s.int(FLAGS) & CLOSED != 0 { format!("<{t} closed=True>") } else { format!("<{t} closed=False, access={access}, length={}, pos={}, offset={}>", s.int(LEN), s.int(POS), s.int(OFFSET)) };
    Ok(cx.string(r))
}
pub const METHODS: &[Def] = &[
    def_new("fileno, length, flags=1, prot=3, access=0, offset=0", new),
    def("close", "", close), attr("closed", |_, a| Ok(Value::bool(Slots(a[0]).int(FLAGS) & CLOSED != 0))),
    def("read", "n=None, /", read), def("read_byte", "", read_byte), def("readline", "", readline), def("write", "bytes, /", write), def("write_byte", "byte, /", write_byte),
    def("find", "sub, start=0, end=0, /", |cx, a| find(cx, a, false)), def("rfind", "sub, start=0, end=0, /", |cx, a| find(cx, a, true)),
    def("flush", "offset=0, size=0, /", flush), def("madvise", "option, start=0, length=0, /", madvise), def("move", "dest, src, count, /", shift), def("resize", "newsize, /", resize),
    def("seek", "pos, whence=0, /", seek), def("tell", "", |cx, a| { open(cx, a[0])?; Ok(Slots(a[0]).get(POS)) }), def("size", "", size),
    def("__len__", "", |cx, a| { open(cx, a[0])?; Ok(Slots(a[0]).get(LEN)) }), def("__getitem__", "key, /", get_item), def("__setitem__", "key, value, /", set_item),
    def("__delitem__", "key, /", |cx, a| { open(cx, a[0])?; writable(cx, a[0])?; Err(cx.type_error(if a[1].is(T::Slice) { "mmap object doesn't support slice deletion" } else { "mmap object doesn't support item deletion" })) }),
    def("__buffer__", "flags, /", |cx, a| crate::memoryview::from_object(cx, a[0])),
    def("__enter__", "", |cx, a| { open(cx, a[0])?; Ok(a[0]) }), def("__exit__", "*args", |cx, a| close(cx, &a[..1])), def("__repr__", "", repr),
];
fn export(cx: &mut Cx, v: Value) -> R<Export> {
    open(cx, v)?;
    let s = Slots(v);
    if s.int(FLAGS) & LENT == 0 { s.set_int(cx, FLAGS, s.int(FLAGS) | LENT) }
    // the storage is the object, the bytes lie elsewhere: the distance may be negative
    Ok(Export { storage: v, offset: (s.int(ADDR) as usize).wrapping_sub(v.0 as usize), len: len(v), itemsize: 1, format: "B", readonly: s.int(ACCESS) == READ })
}
const CONSTS: &[(&str, i64)] = &[("ACCESS_DEFAULT", 0), ("ACCESS_READ", READ), ("ACCESS_WRITE", WRITE), ("ACCESS_COPY", COPY), ("MADV_DODUMP", 17), ("MADV_DOFORK", 11), ("MADV_DONTDUMP", 16), ("MADV_DONTFORK", 10),
    ("MADV_DONTNEED", 4), ("MADV_FREE", 8), ("MADV_HUGEPAGE", 14), ("MADV_HWPOISON", 100), ("MADV_MERGEABLE", 12), ("MADV_NOHUGEPAGE", 15), ("MADV_NORMAL", 0), ("MADV_RANDOM", 1), ("MADV_REMOVE", 9), ("MADV_SEQUENTIAL", 2),
    ("MADV_UNMERGEABLE", 13), ("MADV_WILLNEED", 3), ("MAP_ANON", 32), ("MAP_ANONYMOUS", 32), ("MAP_DENYWRITE", 2048), ("MAP_EXECUTABLE", 4096), ("MAP_POPULATE", 32768), ("MAP_PRIVATE", 2), ("MAP_SHARED", 1), ("MAP_STACK", 131072),
    ("PROT_EXEC", 4), ("PROT_READ", 1), ("PROT_WRITE", 2)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    register_exporter(Exporter { kind: T::Mmap, export, hold: |cx, v, n| { let s = Slots(v); s.set_int(cx, HELD, (s.int(HELD) + n).max(0)) } });
    for (n, v) in CONSTS { m.set(cx, n, Value::small(*v)) }
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) }; // SAFETY: no memory involved
    for n in ["PAGESIZE", "ALLOCATIONGRANULARITY"] { m.set(cx, n, Value::small(page)) }
    let (c, e) = (cx.class(T::Mmap).0, cx.class(T::OSError).0);
    m.set(cx, "mmap", c);
    m.set(cx, "error", e);
    Ok(())
}
