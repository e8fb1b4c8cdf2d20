//! bytes: immutable byte strings; and the buffer protocol among natives.
//!
//! Exact instances hold their data inline; subclass instances refer to an exact one.
//! Layout: header, length word (len << 1 | 1), hash word, data at 32 — subclass: header, the plain bytes value.
//! [B1] memory behind a `Buf` stays allocated while the `Buf` is on the native stack (interior pointers are roots); its length is fixed.
#![allow(unsafe_code)] // raw data: [O1] [B1]
use crate::class::D;
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use fora_heap::SCAN_LEAF;

pub fn new(cx: &mut Cx, b: &[u8]) -> Value {
    if b.is_empty() && !cx.rt.empty_bytes.is_undef() { return cx.rt.empty_bytes; }
    let o = cx.alloc_raw(T::Bytes as u32, 32 + b.len(), SCAN_LEAF);
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (b.len() as u64) << 1 | 1; std::ptr::copy_nonoverlapping(b.as_ptr(), o.ptr::<u8>().add(32), b.len()); } // SAFETY: fresh
    o
}
/// Fallible and zeroed, for sizes that come from the program.
pub fn zeroed(cx: &mut Cx, n: usize) -> R {
    if n > (1 << 46) { return Err(cx.memory_error()); }
    let o = cx.try_alloc(T::Bytes as u32, 32 + n, SCAN_LEAF)?;
    unsafe { *(o.ptr::<u8>().add(16) as *mut u64) = (n as u64) << 1 | 1 }; // SAFETY: fresh
    Ok(o)
}
/// Bytes of length `n` that `f` writes.
pub fn with(cx: &mut Cx, n: usize, f: impl FnOnce(&mut [u8])) -> R {
    let o = zeroed(cx, n)?;
    f(unsafe { std::slice::from_raw_parts_mut(o.ptr::<u8>().add(32), n) }); // SAFETY: fresh, n bytes of data
    Ok(o)
}
/// The exact bytes behind a bytes object.
pub fn plain(v: Value) -> Value { assert!(v.is_ref() && v.kind() == T::Bytes); if v.is_exact(T::Bytes) { v } else { Value(unsafe { *(v.ptr::<u8>().add(16) as *const u64) }) } } // SAFETY: [O1]
/// The data of a bytes object (subclass instances too); valid while the object is reachable.
pub fn get(v: Value) -> &'static [u8] {
    let v = plain(v);
    unsafe { std::slice::from_raw_parts(v.ptr::<u8>().add(32), (*(v.ptr::<u8>().add(16) as *const u64) >> 1) as usize) } // SAFETY: [O1]
}
pub fn init_subclass(v: Value, plain: Value) { assert!(v.kind() == T::Bytes && !v.is_exact(T::Bytes)); unsafe { *(v.ptr::<u8>().add(16) as *mut u64) = plain.0 } } // SAFETY: fresh
/// `hash(bytes)`, remembered in the object.
pub fn hash(v: Value) -> i64 {
    let v = plain(v);
    let h = unsafe { &*(v.ptr::<u8>().add(24) as *const std::sync::atomic::AtomicI64) }; // SAFETY: [O1] the hash word of a leaf object
    let known = h.load(std::sync::atomic::Ordering::Relaxed);
    if known != 0 { return known; }
    let n = crate::hash::hash_bytes(get(v));
    h.store(n, std::sync::atomic::Ordering::Relaxed);
    n
}

// ---- the buffer protocol among natives ---------------------------------------------------------------------------------------
/// Contiguous bytes of an object, for reading.
pub enum Buf { Ref(&'static [u8]), Own(Vec<u8>) }
impl Buf {
    pub fn bytes(&self) -> &[u8] { match self { Buf::Ref(b) => b, Buf::Own(v) => v } }
    pub fn len(&self) -> usize { self.bytes().len() }
    pub fn is_empty(&self) -> bool { self.bytes().is_empty() }
}
impl std::ops::Deref for Buf { type Target = [u8]; fn deref(&self) -> &[u8] { self.bytes() } }

/// Memory that an object lends: what a memoryview shows. `storage` is the heap object that holds the bytes, `offset` counts from
/// its header.
#[derive(Clone)]
pub struct Export { pub storage: Value, pub offset: usize, pub len: usize, pub itemsize: usize, pub format: &'static str, pub readonly: bool }
/// How a native type lends its memory. `hold(v, 1)` and `hold(v, -1)` bracket the time in which the memory must not move.
#[derive(Clone, Copy)]
pub struct Exporter { pub kind: T, pub export: fn(&mut Cx, Value) -> R<Export>, pub hold: fn(&mut Cx, Value, i64) }
static EXPORTERS: std::sync::RwLock<Vec<Exporter>> = std::sync::RwLock::new(Vec::new());
/// Which types are in there: nearly all that are asked about are not.
static LENDS: [std::sync::atomic::AtomicBool; T::COUNT] = [const { std::sync::atomic::AtomicBool::new(false) }; T::COUNT];
/// Adds a type (array.array, …) to those that memoryview and bytes-like arguments accept.
pub fn register_exporter(e: Exporter) { if let Ok(mut t) = EXPORTERS.write() { LENDS[e.kind as usize].store(true, std::sync::atomic::Ordering::Release); if !t.iter().any(|x| x.kind == e.kind) { t.push(e) } } }
pub fn exporter(kind: T) -> Option<Exporter> {
    match kind {
        T::Bytes => Some(Exporter { kind, export: |_, v| { let p = plain(v); Ok(Export { storage: p, offset: 32, len: get(p).len(), itemsize: 1, format: "B", readonly: true }) }, hold: |_, _, _| () }),
        T::ByteArray => Some(Exporter { kind, export: |_, v| Ok(crate::bytearray::ByteArray::of(v).export()), hold: |cx, v, n| crate::bytearray::ByteArray::of(v).hold(cx, n) }),
        _ if !LENDS[kind as usize].load(std::sync::atomic::Ordering::Acquire) => None,
        _ => EXPORTERS.read().ok().and_then(|t| t.iter().find(|e| e.kind == kind).copied()),
    }
}
impl Export { pub fn bytes(&self) -> &'static [u8] { if self.len == 0 { return &[]; } unsafe { std::slice::from_raw_parts(self.storage.ptr::<u8>().wrapping_add(self.offset), self.len) } } } // SAFETY: [B1]

/// The bytes of a bytes-like object; None if `v` is none.
pub fn buffer_opt(cx: &mut Cx, v: Value) -> R<Option<Buf>> {
    if !v.is_ref() { return Ok(None); }
    match v.kind() {
        T::Bytes => return Ok(Some(Buf::Ref(get(v)))),
        T::ByteArray => return Ok(Some(Buf::Ref(crate::bytearray::ByteArray::of(v).bytes()))),
        T::MemoryView => return Ok(Some(crate::memoryview::contiguous(cx, v)?)),
        _ => {}
    }
    if let Some(e) = exporter(v.kind()) { let e = (e.export)(cx, v)?; return Ok(Some(Buf::Ref(e.bytes()))); }
    if v.kind() == T::Object && cx.special(v, D::Buffer).is_some() { let m = crate::memoryview::from_object(cx, v)?; return Ok(Some(crate::memoryview::contiguous(cx, m)?)); }
    Ok(None)
}
/// As `buffer_opt`; a view that is not contiguous is copied.
pub fn buffer_any(cx: &mut Cx, v: Value) -> R<Option<Buf>> { if v.is_ref() && v.kind() == T::MemoryView { return Ok(Some(crate::memoryview::any_bytes(cx, v)?)); } buffer_opt(cx, v) }
/// As `buffer_opt`, TypeError "a bytes-like object is required, not …" otherwise.
pub fn buffer(cx: &mut Cx, v: Value) -> R<Buf> {
    match buffer_opt(cx, v)? { Some(b) => Ok(b), None => { let t = cx.type_name(v); Err(cx.type_error(format!("a bytes-like object is required, not '{t}'"))) } }
}
/// Bytes of an argument that may also be an ASCII str (binascii, int(), …).
pub fn ascii_buffer(cx: &mut Cx, v: Value) -> R<Buf> {
    if let Some(s) = crate::str::Str::from(v) { if !s.is_ascii() { return Err(cx.value_error("string argument should contain only ASCII characters")); } return Ok(Buf::Ref(s.bytes())); }
    match buffer_opt(cx, v)? { Some(b) => Ok(b), None => { let t = cx.type_name(v); Err(cx.type_error(format!("argument should be bytes, buffer or ASCII string, not '{t}'"))) } }
}
/// Calls `f` with the writable bytes of `v` (bytearray, writable memoryview, …); TypeError `error` where `v` has none.
pub fn with_writable<V>(cx: &mut Cx, v: Value, error: &str, f: impl FnOnce(&mut [u8]) -> V) -> R<V> {
    let e = if v.is_ref() && v.kind() == T::MemoryView { Some(crate::memoryview::flat_export(cx, v)?) } else if v.is_ref() { match exporter(v.kind()) { Some(x) => Some((x.export)(cx, v)?), None => None } } else { None };
    match e {
        Some(e) if !e.readonly => { cx.write(crate::memoryview::lender(v)); cx.write(e.storage); Ok(f(if e.len == 0 { &mut [] } else { unsafe { std::slice::from_raw_parts_mut(e.storage.ptr::<u8>().wrapping_add(e.offset), e.len) } })) } // SAFETY: [B1], leaf storage
        _ => Err(cx.type_error(error)),
    }
}
