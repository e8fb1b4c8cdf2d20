//! Strings: WTF-8 bytes with an ASCII flag and O(1) indexing.
//!
//! ```text
//! header 16 │ meta: len<<8 | HASH_BIT 64 │ SUBCLASS 32 │ INTERNED 16 │ SURROGATES 8 │ EXTERNAL 4 │ NONASCII 2 │ 1 │ hash (0 = not yet)
//!   ASCII inline     data at 32
//!   non-ASCII        chars at 32, data at 40, then (4-aligned) u32 byte offset of every 64th char
//!   SUBCLASS         instance of a Python subclass: the plain string at 32
//!   EXTERNAL         buffer object at 32: several strings share a growing buffer, so that `s += t` in a loop is linear
//! ```
//! [S1] data are valid WTF-8 (UTF-8 plus lone surrogates as three bytes); without SURROGATES they are valid UTF-8.
//! [S2] bytes of a string never change; a buffer's bytes below a string's end never change.
#![allow(unsafe_code)] // raw layout and unchecked UTF-8: [S1] [S2]

use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
use crate::value::Value;
use crate::view;
use fora_heap::{Header, SCAN_LEAF, SCAN_WORDS};
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering::{Acquire, Relaxed, Release}};

#[repr(C)]
pub struct StrObj { pub hdr: Header, meta: AtomicU64, hash: AtomicI64, w: u64 }
#[repr(C)]
struct BufObj { hdr: Header, cap: usize, used: AtomicUsize }
const NONASCII: u64 = 2;
const EXTERNAL: u64 = 4;
const SURROGATES: u64 = 8;
const INTERNED: u64 = 16;
const SUBCLASS: u64 = 32;
/// the lowest bit of the hash of an EXTERNAL string, whose hash word must be odd to be no reference
const HASH_BIT: u64 = 64;

view!(Str, StrObj, T::Str);

impl Str {
    /// A string from UTF-8.
    pub fn new(cx: &mut Cx, s: &str) -> Str { Str::build(cx, s.as_bytes(), false) }
    /// A string from WTF-8 bytes (checked for surrogates only; the caller vouches for well-formedness: [S1]).
    pub fn from_wtf8(cx: &mut Cx, b: &[u8]) -> Str { Str::build(cx, b, true) }
    fn build(cx: &mut Cx, b: &[u8], maybe_surrogates: bool) -> Str {
        if b.is_ascii() {
            let o = cx.alloc_raw(T::Str as u32, 32 + b.len(), SCAN_LEAF);
            // SAFETY: [O2] fresh, sized for the data
            unsafe { let p = o.ptr::<StrObj>(); (*p).meta = ((b.len() as u64) << 8 | 1).into(); std::ptr::copy_nonoverlapping(b.as_ptr(), o.ptr::<u8>().add(32), b.len()); }
            return Str(o);
        }
        let chars = count_chars(b);
        let crumbs = chars / 64;
        let table = (40 + b.len() + 3) & !3;
        let o = cx.alloc_raw(T::Str as u32, table + crumbs * 4, SCAN_LEAF);
        let sur = maybe_surrogates && has_surrogates(b);
        // SAFETY: [O2] fresh, sized for data and table
        unsafe {
            let p = o.ptr::<StrObj>();
            (*p).meta = ((b.len() as u64) << 8 | 1 | NONASCII | if sur { SURROGATES } else { 0 }).into();
            (*p).w = chars as u64;
            std::ptr::copy_nonoverlapping(b.as_ptr(), o.ptr::<u8>().add(40), b.len());
            if crumbs > 0 {
                let t = o.ptr::<u8>().add(table) as *mut u32;
                let (mut n, mut k) = (0usize, 0usize);
                for (i, &c) in b.iter().enumerate() {
                    if c & 0xc0 != 0x80 { if n > 0 && n % 64 == 0 { *t.add(k) = i as u32; k += 1; } n += 1; }
                }
            }
        }
        Str(o)
    }
    /// A string of ASCII bytes, not checked again.
    #[inline]
    pub fn from_ascii(cx: &mut Cx, b: &[u8]) -> Value {
        debug_assert!(b.is_ascii());
        let o = cx.alloc_raw(T::Str as u32, 32 + b.len(), SCAN_LEAF);
        // SAFETY: [O2] fresh, sized for the data
        unsafe { (*o.ptr::<StrObj>()).meta = ((b.len() as u64) << 8 | 1).into(); std::ptr::copy_nonoverlapping(b.as_ptr(), o.ptr::<u8>().add(32), b.len()); }
        o
    }
    /// The concatenation of strings, written once.
    pub fn join_parts(cx: &mut Cx, parts: &[Value]) -> R {
        let (mut n, mut ascii) = (0usize, true);
        for p in parts { let s = Str(*p); n += s.byte_len(); ascii &= s.is_ascii(); }
        if ascii {
            return Str::ascii_with(cx, n, |out| { let mut at = 0; for p in parts { let b = Str(*p).bytes(); out[at..at + b.len()].copy_from_slice(b); at += b.len(); } });
        }
        let mut out = Vec::with_capacity(n);
        for p in parts { out.extend_from_slice(Str(*p).bytes()) }
        Ok(Str::from_wtf8(cx, &out).0)
    }
    /// An ASCII string of `n` bytes that `f` writes; MemoryError where it is too long.
    pub fn ascii_with(cx: &mut Cx, n: usize, f: impl FnOnce(&mut [u8])) -> R {
        if n > (1 << 46) { return Err(cx.memory_error()); }
        let o = cx.try_alloc(T::Str as u32, 32 + n, SCAN_LEAF)?;
        // SAFETY: [O2] fresh, sized for the data
        unsafe {
            (*o.ptr::<StrObj>()).meta = ((n as u64) << 8 | 1).into();
            let data = std::slice::from_raw_parts_mut(o.ptr::<u8>().add(32), n);
            f(data);
            debug_assert!(data.is_ascii());
        }
        Ok(o)
    }
    /// Substring by byte offsets, which must be character boundaries.
    pub fn sub(self, cx: &mut Cx, a: usize, b: usize) -> Value {
        let d = self.bytes();
        if a >= b { return cx.rt.empty_str; }
        if a == 0 && b == d.len() { return self.plain().0; }
        if b - a == 1 { return cx.rt.ascii[d[a] as usize & 127]; }
        if self.is_ascii() { return Str::from_ascii(cx, &d[a..b]); }
        Str::build(cx, &d[a..b], self.has_surrogates()).0
    }
    #[inline(always)]
    fn meta(self) -> u64 { self.obj().meta.load(Relaxed) }
    /// Length in bytes of the WTF-8 form.
    #[inline(always)]
    pub fn byte_len(self) -> usize { (self.meta() >> 8) as usize }
    #[inline(always)]
    pub fn is_ascii(self) -> bool { self.meta() & NONASCII == 0 }
    #[inline(always)]
    pub fn has_surrogates(self) -> bool { self.meta() & SURROGATES != 0 }
    pub fn is_interned(self) -> bool { self.meta() & INTERNED != 0 }
    pub(crate) fn mark_interned(self) { self.obj().meta.fetch_or(INTERNED, Relaxed); }
    /// Length in characters (code points).
    #[inline(always)]
    pub fn len(self) -> usize { if self.is_ascii() { self.byte_len() } else if self.meta() & SUBCLASS != 0 { Str(Value(self.obj().w)).len() } else { self.obj().w as usize } }
    /// Sets the payload of a fresh instance of a str subclass.
    pub fn init_subclass(self, plain: Str) { assert!(!self.0.is_exact(T::Str)); unsafe { let o = self.obj_mut(); o.meta = ((plain.meta() & !(EXTERNAL | INTERNED | HASH_BIT)) | SUBCLASS).into(); o.w = plain.0 .0; } } // SAFETY: fresh
    /// The exact string behind a subclass instance.
    pub fn plain(self) -> Str { if self.meta() & SUBCLASS != 0 { Str(Value(self.obj().w)) } else { self } }
    pub fn is_empty(self) -> bool { self.byte_len() == 0 }
    /// The WTF-8 bytes; valid while the string is reachable (keep the value on the stack).
    #[inline(always)]
    pub fn bytes(self) -> &'static [u8] {
        // SAFETY: [S2]
        unsafe {
            let p = self.0.ptr::<u8>();
            let m = self.meta();
            if m & SUBCLASS != 0 { return Str(Value(self.obj().w)).bytes(); }
            let data = if m & (NONASCII | EXTERNAL) == 0 { p.add(32) } else if m & EXTERNAL == 0 { p.add(40) } else { (self.obj().w as *const u8).add(32) };
            std::slice::from_raw_parts(data, (m >> 8) as usize)
        }
    }
    /// As UTF-8; None if it holds lone surrogates.
    #[inline]
    pub fn as_str(self) -> Option<&'static str> { if self.has_surrogates() { None } else { Some(unsafe { std::str::from_utf8_unchecked(self.bytes()) }) } } // SAFETY: [S1]
    /// As UTF-8 with lone surrogates replaced: for messages.
    pub fn lossy(self) -> std::borrow::Cow<'static, str> {
        match self.as_str() { Some(s) => s.into(), None => self.code_points().map(|c| char::from_u32(c).unwrap_or('\u{fffd}')).collect::<String>().into() }
    }
    /// Code points, lone surrogates included.
    pub fn code_points(self) -> CodePoints { CodePoints { b: self.bytes(), i: 0 } }
    /// Byte offset of character `i` (`i <= len`).
    pub fn offset(self, i: usize) -> usize {
        if self.is_ascii() { return i; }
        if self.meta() & SUBCLASS != 0 { return self.plain().offset(i); }
        let b = self.bytes();
        let (mut n, mut at) = (0, 0);
        if i >= 64 {
            let table = (40 + b.len() + 3) & !3;
            n = i / 64 * 64;
            if n > self.len() { return b.len(); }
            // a crumb exists for every full 64 chars that has a char after it; at the very end fall back to the end
            if n == self.len() { return b.len(); }
            at = unsafe { *(self.0.ptr::<u8>().add(table) as *const u32).add(n / 64 - 1) } as usize; // SAFETY: table built in `build`
        }
        while n < i { at += wtf8_len(b[at]); n += 1; }
        at
    }
    /// The code point at `i`.
    pub fn char_at(self, i: usize) -> u32 { let b = self.bytes(); if self.is_ascii() { b[i] as u32 } else { decode(b, self.offset(i)).0 } }
    /// One-character string.
    pub fn from_code_point(cx: &mut Cx, c: u32) -> Value {
        if c < 128 { return cx.rt.ascii[c as usize]; }
        let mut buf = [0u8; 4];
        let n = encode(c, &mut buf);
        let o = cx.alloc_raw(T::Str as u32, 48, SCAN_LEAF);
        // SAFETY: [O2] fresh, room for eight bytes of data
        unsafe { let p = o.ptr::<StrObj>(); (*p).meta = ((n as u64) << 8 | 1 | NONASCII | if (0xd800..0xe000).contains(&c) { SURROGATES } else { 0 }).into(); (*p).w = 1; std::ptr::copy_nonoverlapping(buf.as_ptr(), o.ptr::<u8>().add(40), 4); }
        o
    }
    /// Substring by characters (`start <= end <= len`).
    pub fn slice(self, cx: &mut Cx, start: usize, end: usize) -> Value {
        if start >= end { return cx.rt.empty_str; }
        if start == 0 && end == self.len() && self.0.is_exact(T::Str) { return self.0; }
        if self.is_ascii() {
            if end - start == 1 { return cx.rt.ascii[self.bytes()[start] as usize]; }
            return Str::from_ascii(cx, &self.bytes()[start..end]);
        }
        let (a, b) = (self.offset(start), self.offset(end));
        Str::build(cx, &self.bytes()[a..b], self.has_surrogates()).0
    }
    /// `a + b`. Long ASCII results share a growing buffer (see the file's head).
    pub fn concat(cx: &mut Cx, a: Str, b: Str) -> Value {
        let (la, lb) = (a.byte_len(), b.byte_len());
        if lb == 0 && a.0.is_exact(T::Str) { return a.0; }
        if la == 0 && b.0.is_exact(T::Str) { return b.0; }
        if a.is_ascii() && b.is_ascii() && la + lb >= 256 {
            // SAFETY: [S2] bytes are only written past `used`
            unsafe {
                let mut buf = if a.meta() & EXTERNAL != 0 { Value(a.obj().w) } else { Value::UNDEF };
                // of several threads that append to `a` at once, one gets the room behind it
                let fits = !buf.is_undef() && { let o = &*buf.ptr::<BufObj>(); o.cap - la >= lb && o.used.compare_exchange(la, la + lb, Relaxed, Relaxed).is_ok() };
                if !fits {
                    let cap = (la + lb) * 2;
                    buf = cx.alloc_raw(T::Buffer as u32, 32 + cap, SCAN_LEAF);
                    let o = &mut *buf.ptr::<BufObj>();
                    o.cap = cap;
                    o.used = (la + lb).into();
                    std::ptr::copy_nonoverlapping(a.bytes().as_ptr(), buf.ptr::<u8>().add(32), la);
                }
                std::ptr::copy_nonoverlapping(b.bytes().as_ptr(), buf.ptr::<u8>().add(32 + la), lb);
                let s = cx.alloc_raw(T::Str as u32, 40, SCAN_WORDS);
                let p = &mut *s.ptr::<StrObj>();
                p.meta = (((la + lb) as u64) << 8 | 1 | EXTERNAL).into();
                p.w = buf.0;
                return s;
            }
        }
        if a.is_ascii() && b.is_ascii() {
            let o = cx.alloc_raw(T::Str as u32, 32 + la + lb, SCAN_LEAF);
            // SAFETY: [O2] fresh, sized for the data
            unsafe { (*o.ptr::<StrObj>()).meta = (((la + lb) as u64) << 8 | 1).into(); let p = o.ptr::<u8>().add(32); std::ptr::copy_nonoverlapping(a.bytes().as_ptr(), p, la); std::ptr::copy_nonoverlapping(b.bytes().as_ptr(), p.add(la), lb); }
            return o;
        }
        let mut v = Vec::with_capacity(la + lb);
        v.extend_from_slice(a.bytes());
        v.extend_from_slice(b.bytes());
        Str::build(cx, &v, a.has_surrogates() || b.has_surrogates()).0
    }
    #[inline]
    pub fn hash(self) -> i64 {
        let h = self.obj().hash.load(if self.meta() & EXTERNAL == 0 { Relaxed } else { Acquire });
        if h != 0 { return if self.meta() & (EXTERNAL | SUBCLASS) == EXTERNAL { h & !1 | (self.meta() & HASH_BIT != 0) as i64 } else { h }; }
        if self.meta() & SUBCLASS != 0 { return Str(Value(self.obj().w)).hash(); }
        let h = crate::hash::hash_wtf8(self.bytes(), self.is_ascii());
        // whoever sees the hash sees its lowest bit
        if self.meta() & EXTERNAL == 0 { self.obj().hash.store(h, Relaxed) } else { if h & 1 == 1 { self.obj().meta.fetch_or(HASH_BIT, Relaxed); } self.obj().hash.store(h | 1, Release) }
        h
    }
    #[inline(always)]
    pub fn eq(self, o: Str) -> bool { self.0 == o.0 || (self.byte_len() == o.byte_len() && self.bytes() == o.bytes()) }
}

fn count_chars(b: &[u8]) -> usize { b.iter().filter(|&&c| c & 0xc0 != 0x80).count() }
fn has_surrogates(b: &[u8]) -> bool { b.windows(2).any(|w| w[0] == 0xed && w[1] >= 0xa0) }
#[inline(always)]
pub fn wtf8_len(first: u8) -> usize { if first < 0x80 { 1 } else if first < 0xe0 { 2 } else if first < 0xf0 { 3 } else { 4 } }
/// Code point at byte `i` and its length.
#[inline]
pub fn decode(b: &[u8], i: usize) -> (u32, usize) {
    let c = b[i] as u32;
    if c < 0x80 { return (c, 1); }
    let k = |j: usize| (b[i + j] & 0x3f) as u32;
    if c < 0xe0 { ((c & 0x1f) << 6 | k(1), 2) } else if c < 0xf0 { ((c & 0xf) << 12 | k(1) << 6 | k(2), 3) } else { ((c & 7) << 18 | k(1) << 12 | k(2) << 6 | k(3), 4) }
}
/// Encodes any code point, surrogates too; returns the length.
pub fn encode(c: u32, buf: &mut [u8; 4]) -> usize {
    if c < 0x80 { buf[0] = c as u8; 1 }
    else if c < 0x800 { buf[0] = 0xc0 | (c >> 6) as u8; buf[1] = 0x80 | (c & 0x3f) as u8; 2 }
    else if c < 0x10000 { buf[0] = 0xe0 | (c >> 12) as u8; buf[1] = 0x80 | (c >> 6 & 0x3f) as u8; buf[2] = 0x80 | (c & 0x3f) as u8; 3 }
    else { buf[0] = 0xf0 | (c >> 18) as u8; buf[1] = 0x80 | (c >> 12 & 0x3f) as u8; buf[2] = 0x80 | (c >> 6 & 0x3f) as u8; buf[3] = 0x80 | (c & 0x3f) as u8; 4 }
}
/// Iterator over the code points of WTF-8.
#[derive(Clone)]
pub struct CodePoints { b: &'static [u8], i: usize }
impl Iterator for CodePoints {
    type Item = u32;
    #[inline]
    fn next(&mut self) -> Option<u32> { if self.i >= self.b.len() { return None; } let (c, n) = decode(self.b, self.i); self.i += n; Some(c) }
}
