//! Helpers of the modules that talk to the operating system: interruptible calls, paths, small conversions.
//!
//! [OS1] a system call that may block runs in the mutator's NATIVE state: it touches only memory whose owner is on this stack.
#![allow(unsafe_code)] // libc calls: [OS1]
use crate::cx::Cx;
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::ffi::CString;

pub fn errno() -> i32 { std::io::Error::last_os_error().raw_os_error().unwrap_or(0) }
/// Runs `f`, which touches no object, without holding up collections or other threads.
pub fn blocking<V>(cx: &mut Cx, f: impl FnOnce() -> V) -> V { crate::modules::thread::without_gil(cx, f) }
/// A blocking call that returns -1 on failure; repeated after EINTR once the signal's Python handler has run.
pub fn retry(cx: &mut Cx, f: impl FnMut() -> isize) -> R<isize> { retry_named(cx, None, f) }
pub fn retry_named(cx: &mut Cx, name: Option<Value>, mut f: impl FnMut() -> isize) -> R<isize> {
    loop {
        let (r, e) = blocking(cx, || { let r = f(); (r, if r < 0 { errno() } else { 0 }) });
        if r >= 0 { return Ok(r); }
        if e != libc::EINTR { return Err(cx.os_error(e, name)); }
        crate::modules::signal::run_pending(cx)?;
    }
}
/// As `retry`, but hands the error number back.
pub fn retry_raw(cx: &mut Cx, mut f: impl FnMut() -> isize) -> R<Result<isize, i32>> {
    loop {
        let (r, e) = blocking(cx, || { let r = f(); (r, if r < 0 { errno() } else { 0 }) });
        if r >= 0 { return Ok(Ok(r)); }
        if e != libc::EINTR { return Ok(Err(e)); }
        crate::modules::signal::run_pending(cx)?;
    }
}
/// OSError with two file names.
pub fn os_error2(cx: &mut Cx, e: i32, a: Value, b: Value) -> crate::native::Raised {
    let r = cx.os_error(e, Some(a));
    let p = cx.pending;
    if let Some(x) = crate::exc::Exc::from(p) { x.update(cx, |o| o.fields[3] = b) }
    r
}
pub fn c_int(cx: &mut Cx, v: Value) -> R<i32> {
    if v.is(T::Float) { return Err(cx.type_error("'float' object cannot be interpreted as an integer")); }
    let i = cx.index(v)?;
    match crate::int::to_i64(i) {
        Some(n) if n >= i32::MIN as i64 && n <= i32::MAX as i64 => Ok(n as i32),
        _ => Err(if crate::int::is_negative(i) { cx.overflow_error("signed integer is less than minimum") } else { cx.overflow_error("signed integer is greater than maximum") }),
    }
}
pub fn opt_int(cx: &mut Cx, v: Value, d: i32) -> R<i32> { match v.opt() { Some(v) => c_int(cx, v), None => Ok(d) } }
pub fn opt_bool(cx: &mut Cx, v: Value, d: bool) -> R<bool> { match v.opt() { Some(v) => cx.truth(v), None => Ok(d) } }
/// The number of a file descriptor argument: an int or an object with fileno().
pub fn fd_of(cx: &mut Cx, v: Value) -> R<i32> {
    let n = if v.is(T::Int) { v } else {
        match cx.lookup_attr(v, "fileno")? {
            Some(f) => { let r = cx.call(f, &[])?; if !r.is(T::Int) { return Err(cx.type_error("fileno() returned a non-integer")); } r }
            None => return Err(cx.type_error("argument must be an int, or have a fileno() method.")),
        }
    };
    let i = cx.index(n)?;
    match crate::int::to_i64(i) {
        Some(n) if n < 0 => Err(cx.value_error(format!("file descriptor cannot be a negative integer ({n})"))),
        Some(n) if n <= i32::MAX as i64 => Ok(n as i32),
        _ => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}
/// UTF-8 with surrogateescape.
pub fn fs_decode(cx: &mut Cx, b: &[u8]) -> Value {
    match std::str::from_utf8(b) {
        Ok(s) => cx.str(s),
        Err(_) => { let w = escape_decode(b); Str::from_wtf8(cx, &w).0 }
    }
}
/// WTF-8 of bytes decoded as UTF-8 with invalid bytes as lone surrogates U+DC80..U+DCFF.
pub fn escape_decode(mut b: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(b.len() + 8);
    loop {
        match std::str::from_utf8(b) {
            Ok(_) => { out.extend_from_slice(b); return out; }
            Err(e) => {
                let n = e.valid_up_to();
                out.extend_from_slice(&b[..n]);
                let mut buf = [0u8; 4];
                let k = crate::str::encode(0xdc00 + b[n] as u32, &mut buf);
                out.extend_from_slice(&buf[..k]);
                b = &b[n + 1..];
            }
        }
    }
}
/// Bytes of text as UTF-8 with surrogateescape; None where a surrogate is not an escaped byte.
pub fn escape_encode(s: Str) -> Option<Vec<u8>> {
    if !s.has_surrogates() { return Some(s.bytes().to_vec()); }
    let mut out = Vec::with_capacity(s.byte_len());
    let mut buf = [0u8; 4];
    for c in s.code_points() {
        if (0xdc80..=0xdcff).contains(&c) { out.push((c - 0xdc00) as u8) }
        else if (0xd800..=0xdfff).contains(&c) { return None; }
        else { let n = crate::str::encode(c, &mut buf); out.extend_from_slice(&buf[..n]) }
    }
    Some(out)
}
pub fn fs_encode(cx: &mut Cx, s: Str) -> R<Vec<u8>> {
    match escape_encode(s) { Some(b) => Ok(b), None => { let (e, h) = (cx.intern("utf-8"), cx.intern("surrogateescape")); let b = cx.call_method(s.0, "encode", &[e, h])?; Ok(crate::bytes::get(b).to_vec()) } }
}
/// os.fspath
pub fn fspath(cx: &mut Cx, v: Value) -> R {
    if v.is(T::Str) || v.is(T::Bytes) { return Ok(v); }
    match cx.special(v, crate::class::D::Fspath) {
        Some(f) if !f.is_none() => {
            let r = cx.call_unbound(f, v, &[])?;
            if r.is(T::Str) || r.is(T::Bytes) { return Ok(r); }
            let (t, rt) = (cx.type_name(v), cx.type_name(r));
            Err(cx.type_error(format!("expected {t}.__fspath__() to return str or bytes, not {rt}")))
        }
        _ => { let t = cx.type_name(v); Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {t}"))) }
    }
}
/// A path argument: its C form, what the caller gave (for messages), whether results are to be bytes; or a file descriptor.
pub struct PathArg { pub c: CString, pub value: Value, pub bytes: bool, pub fd: Option<i32> }
impl PathArg {
    pub fn ptr(&self) -> *const libc::c_char { self.c.as_ptr() }
    /// Decodes a result in the kind the caller used.
    pub fn result(&self, cx: &mut Cx, b: &[u8]) -> Value { if self.bytes { crate::bytes::new(cx, b) } else { fs_decode(cx, b) } }
}
#[derive(Clone, Copy)]
pub struct PathKind { pub func: &'static str, pub arg: &'static str, pub fd: bool, pub none: bool }
pub fn path(cx: &mut Cx, func: &'static str, v: Value) -> R<PathArg> { path_kind(cx, PathKind { func, arg: "path", fd: false, none: false }, v) }
pub fn path_arg(cx: &mut Cx, func: &'static str, arg: &'static str, v: Value) -> R<PathArg> { path_kind(cx, PathKind { func, arg, fd: false, none: false }, v) }
pub fn path_fd(cx: &mut Cx, func: &'static str, v: Value) -> R<PathArg> { path_kind(cx, PathKind { func, arg: "path", fd: true, none: false }, v) }
pub fn path_kind(cx: &mut Cx, k: PathKind, v: Value) -> R<PathArg> {
    if k.none && (v.is_undef() || v.is_none()) { return Ok(PathArg { c: CString::default(), value: Value::NONE, bytes: false, fd: None }.dot()); }
    let wrong = |cx: &mut Cx, v: Value| {
        let t = cx.type_name(v);
        let kinds = match (k.fd, k.none) { (true, true) => "string, bytes, os.PathLike, integer or None", (true, false) => "string, bytes, os.PathLike or integer", (false, true) => "string, bytes, os.PathLike or None", _ => "string, bytes or os.PathLike" };
        cx.type_error(format!("{}: {} should be {kinds}, not {t}", k.func, k.arg))
    };
    let p = if v.is(T::Str) || v.is(T::Bytes) { v }
        else if k.fd && (v.is(T::Int) || cx.special(v, crate::class::D::Index).is_some()) {
            let fd = c_int(cx, v)?;
            return Ok(PathArg { c: CString::default(), value: v, bytes: false, fd: Some(fd) });
        } else {
            match cx.special(v, crate::class::D::Fspath) {
                Some(f) if !f.is_none() => { let r = cx.call_unbound(f, v, &[])?; if !r.is(T::Str) && !r.is(T::Bytes) { let (t, rt) = (cx.type_name(v), cx.type_name(r)); return Err(cx.type_error(format!("expected {t}.__fspath__() to return str or bytes, not {rt}"))); } r }
                _ => return Err(wrong(cx, v)),
            }
        };
    let bytes = p.is(T::Bytes);
    let data = if bytes { crate::bytes::get(p).to_vec() } else { fs_encode(cx, Str(p))? };
    match CString::new(data) { Ok(c) => Ok(PathArg { c, value: p, bytes, fd: None }), Err(_) => Err(cx.value_error(if k.func == "open" { "embedded null byte".into() } else { format!("{}: embedded null character in {}", k.func, k.arg) })) }
}
impl PathArg { fn dot(mut self) -> PathArg { self.c = c".".to_owned(); self } }
/// The function `__import__` of builtins, for modules that natives need.
pub fn import(cx: &mut Cx, name: &str) -> R {
    let (n, key) = (cx.intern(name), cx.intern("__import__"));
    if let Some(m) = crate::dict::Dict(cx.rt.modules).get_str(cx, n) { if !m.is_none() { return Ok(m); } }
    let b = crate::dict::Dict(cx.rt.builtins);
    let Some(f) = b.get_str(cx, key) else { return Err(cx.raise(T::ImportError, "__import__ not found")) };
    cx.call(f, &[n])?;
    match crate::dict::Dict(cx.rt.modules).get_str(cx, n) { Some(m) => Ok(m), None => { Err(cx.raise(T::ImportError, &format!("module {name} not in sys.modules"))) } }
}
pub fn import_attr(cx: &mut Cx, module: &str, name: &str) -> R { let m = import(cx, module)?; cx.get_attr_str(m, name) }
/// Text argument (exact message of the argument parser).
pub fn text(cx: &mut Cx, func: &str, arg: &str, v: Value) -> R<Str> {
    match Str::from(v) { Some(s) => Ok(s), None => { let t = cx.type_name(v); let t = if v.is_none() { "None".into() } else { t }; Err(cx.type_error(format!("{func}() argument {arg} must be str, not {t}"))) } }
}
/// The contents of a bytes-like object. Valid until Python code runs that could change it.
pub fn bytes_like(cx: &mut Cx, v: Value) -> R<&'static [u8]> {
    if v.is(T::Bytes) { return Ok(crate::bytes::get(v)); }
    if v.is(T::Str) || v.is_small() || !v.is_ref() { return Err(not_bytes_like(cx, v)); }
    let b = buffer_bytes(cx, v)?;
    Ok(crate::bytes::get(b))
}
#[cold]
fn not_bytes_like(cx: &mut Cx, v: Value) -> crate::native::Raised { let t = cx.type_name(v); cx.type_error(format!("a bytes-like object is required, not '{t}'")) }
fn buffer_bytes(cx: &mut Cx, v: Value) -> R {
    let m = cx.class(T::MemoryView).0;
    let r = cx.call(m, &[v]);
    let mv = match r { Ok(m) => m, Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); return Err(not_bytes_like(cx, v)); } return Err(e); } };
    let b = cx.call_method(mv, "tobytes", &[])?;
    cx.call_method(mv, "release", &[])?;
    Ok(b)
}
/// A writable buffer argument as a flat memoryview of bytes.
pub fn writable(cx: &mut Cx, func: &str, v: Value) -> R {
    let m = cx.class(T::MemoryView).0;
    let wrong = |cx: &mut Cx| { let t = if v.is_none() { "None".into() } else { cx.type_name(v) }; cx.type_error(format!("{func}() argument must be read-write bytes-like object, not {t}")) };
    if v.is(T::Bytes) || v.is(T::Str) || !v.is_ref() { return Err(wrong(cx)); }
    let r = cx.call(m, &[v]);
    let mv = match r { Ok(m) => m, Err(e) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); return Err(wrong(cx)); } return Err(e); } };
    let ro = cx.get_attr_str(mv, "readonly")?;
    if ro.is_true() { return Err(wrong(cx)); }
    let b = cx.intern("B");
    cx.call_method(mv, "cast", &[b])
}
/// Copies `data` to the start of a memoryview made by `writable`.
pub fn fill(cx: &mut Cx, mv: Value, data: &[u8]) -> R<()> {
    if data.is_empty() { return Ok(()); }
    let b = crate::bytes::new(cx, data);
    let s = crate::object::Slots::new(cx, T::Slice, &[Value::small(0), Value::small(data.len() as i64), Value::NONE]);
    cx.set_item(mv, s, b)
}
