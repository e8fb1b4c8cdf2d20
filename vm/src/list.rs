//! Lists: core storage. Methods are in `list_methods.rs`, sorting in `list_sort.rs`.
//!
//! ```text
//! header 16 │ items │ len │ cap │ meta: off << 8 | seen << 4 | open
//! ```
//! Storage holds tagged values whatever their type, in one of two forms: *leaf* (a `Buffer`, never scanned by the collector) while
//! only small ints, inline floats and other immediates were stored, an `Array` once a reference came. `seen` is the set of value
//! classes (INT, FLOAT, IMMEDIATE, REF) that were ever stored since the list was empty: `seen == INT` says that every item is a small
//! int, which is what sorting, summing and vector code ask. Tagged items rather than raw i64/f64: reading needs no branch on the
//! form, no box is ever made, and untagging is a shift in vector code.
//!
//! [L1] items `off .. off + len` of the storage are the list's; `cap` counts from `off`.
//! [L2] `open` is the set of classes that may be stored at once: subset of `seen`, without REF in leaf storage, empty while the
//!      storage is shared with another list (copy-on-write slices) or absent. Every store tests it; all else is `prepare`'s slow path.
//! [L3] the list's slots past `len` are UNDEF or garbage never read, in leaf storage; UNDEF in an Array of its own.
#![allow(unsafe_code)] // raw storage: [O1] [O2] [L1]–[L3]
use crate::cx::Cx;
use crate::native::R;
use crate::object::Array;
use crate::types::T;
use crate::value::Value;
use crate::view;
use crate::vvec::VVec;
use fora_heap::{Header, SCAN_LEAF, SCAN_WORDS};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

#[repr(C)]
pub struct ListObj { pub hdr: Header, items: Value, len: usize, cap: usize, meta: u64 }
view!(List, ListObj, T::List);

/// Value classes of [`List::seen`].
pub const INT: u8 = 1;
pub const FLOAT: u8 = 2;
pub const IMMEDIATE: u8 = 4;
pub const REF: u8 = 8;
/// Class of a value, from its low three bits.
#[inline(always)]
pub fn class_bit(v: Value) -> u8 { (0x1214_1218u32 >> ((v.0 & 7) * 4)) as u8 & 15 }
/// A slice of at least this many items, and of a quarter of the list or more, shares storage.
const SHARE_MIN: usize = 1024;
const MAX_ITEMS: usize = 1 << 37;

impl List {
    /// Offsets for compiled code: items, len, cap, meta.
    pub const OFFSETS: [usize; 4] = [std::mem::offset_of!(ListObj, items), std::mem::offset_of!(ListObj, len), std::mem::offset_of!(ListObj, cap), std::mem::offset_of!(ListObj, meta)];
    pub fn new(cx: &mut Cx) -> List { List(cx.alloc_type(T::List)) }
    pub fn with_capacity(cx: &mut Cx, n: usize) -> R<List> { let l = List::new(cx); if n > 0 { l.reserve(cx, n)?; } Ok(l) }
    pub fn from_slice(cx: &mut Cx, s: &[Value]) -> List {
        if s.is_empty() || s.len() > 1 << 16 {
            let l = List::new(cx);
            // an allocation that fails here is small memory exhausted: the list stays empty and the MemoryError pends
            let _ = l.extend_slice(cx, s);
            return l;
        }
        let bits = s.iter().fold(0, |x, v| x | class_bit(*v));
        let l = List::fresh(cx, bits, s.len());
        unsafe { std::ptr::copy_nonoverlapping(s.as_ptr(), l.data(), s.len()) } // SAFETY: fresh storage for all
        l
    }
    /// A list of `n` items of classes `bits` (n > 0, small enough not to fail), all of them still to be written.
    #[inline]
    fn fresh(cx: &mut Cx, bits: u8, n: usize) -> List {
        let a = if bits & REF == 0 { cx.alloc_raw(T::Buffer as u32, 24 + n * 8, SCAN_LEAF) } else { let a = cx.alloc(T::Array as u32, 24 + n * 8); unsafe { (*a.ptr::<crate::object::ArrayObj>()).cap = n } a }; // SAFETY: [O2] fresh
        let l = List(cx.alloc(T::List as u32, std::mem::size_of::<ListObj>()));
        unsafe { let o = l.obj_mut(); o.items = a; o.len = n; o.cap = n; o.meta = (bits as u64) << 4 | bits as u64; } // SAFETY: [O2] fresh
        // the second allocation may have aged the storage
        cx.write(a);
        l
    }
    /// `a + b`
    pub fn concat(cx: &mut Cx, a: List, b: List) -> R {
        let (p, q) = (a.len(), b.len());
        if p + q == 0 || p + q > 1 << 16 { let l = a.slice(cx, 0, p); l.extend_list(cx, b)?; return Ok(l.0); }
        let bits = (if p > 0 { a.seen() } else { 0 }) | (if q > 0 { b.seen() } else { 0 });
        let l = List::fresh(cx, bits, p + q);
        unsafe { std::ptr::copy_nonoverlapping(a.items().as_ptr(), l.data(), p); std::ptr::copy_nonoverlapping(b.items().as_ptr(), l.data().add(p), q); } // SAFETY: fresh storage for both; allocation changed neither
        Ok(l.0)
    }
    #[inline(always)]
    pub fn len(self) -> usize {
        let n = self.obj().len;
        if n == 0 && crate::par::trap::is(self.0) { crate::par::trap::sprung(self.0); return self.obj().len; }
        n
    }
    #[inline(always)]
    pub fn is_empty(self) -> bool { self.len() == 0 }
    #[inline(always)]
    fn off(self) -> usize { (self.obj().meta >> 8) as usize }
    /// Value classes stored so far: see the file's head.
    #[inline(always)]
    pub fn seen(self) -> u8 { (self.obj().meta >> 4) as u8 & 15 }
    #[inline(always)]
    fn open(self) -> u8 { self.obj().meta as u8 & 15 }
    /// May a value of this class be stored at once?
    pub fn open_to(self, class: u8) -> bool { self.open() & class != 0 }
    #[inline(always)]
    fn data(self) -> *mut Value { (self.obj().items.0 as usize + 24 + self.off() * 8) as *mut Value }
    /// The items now. The slice is only good until the next call that may change the list: run nothing while holding it.
    #[inline(always)]
    pub fn items(self) -> &'static [Value] { if self.len() == 0 { &[] } else { unsafe { std::slice::from_raw_parts(self.data(), self.len()) } } } // SAFETY: [L1]
    /// Item `i`; None past the end.
    #[inline(always)]
    pub fn get(self, i: usize) -> Option<Value> { if i < self.len() { Some(unsafe { *self.data().add(i) }) } else { None } } // SAFETY: i < len, [L1]
    #[inline(always)]
    pub fn set(self, cx: &mut Cx, i: usize, v: Value) {
        assert!(i < self.len());
        if self.open() & class_bit(v) == 0 && self.prepare(cx, class_bit(v), self.len()).is_err() { return; }
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { *self.data().add(i) = v } // SAFETY: [O2] [L2]
    }
    /// Room for `cap` items and permission to store classes `bits`: makes storage, unshares it, turns leaf storage into an Array.
    #[cold]
    fn prepare(self, cx: &mut Cx, bits: u8, cap: usize) -> R<()> {
        let n = self.len();
        let seen = if n == 0 { bits } else { self.seen() | bits };
        let leaf = seen & REF == 0;
        let o = self.obj();
        let shared = !o.items.is_undef() && self.open() == 0 && o.cap == 0;
        let was_leaf = !o.items.is_undef() && o.items.is_exact(T::Buffer);
        if o.items.is_undef() || shared || cap > o.cap || leaf != was_leaf {
            if cap > MAX_ITEMS { return Err(cx.memory_error()); }
            let cap = cap.max(n);
            let a = if leaf { cx.try_alloc(T::Buffer as u32, 24 + cap * 8, SCAN_LEAF)? } else { Array::try_new(cx, cap)?.0 };
            cx.write(self.0);
            // SAFETY: [O2] fresh storage for cap >= n items
            unsafe {
                if n > 0 { std::ptr::copy_nonoverlapping(self.data(), Array(a).data(), n); }
                let o = self.obj_mut();
                o.items = a;
                o.cap = cap;
                o.meta = 0;
            }
        }
        cx.write(self.0);
        unsafe { let o = self.obj_mut(); o.meta = (o.meta & !0xff) | (seen as u64) << 4 | seen as u64 } // SAFETY: [O2] [L2]
        Ok(())
    }
    fn reserve(self, cx: &mut Cx, cap: usize) -> R<()> { if cap <= self.obj().cap { return Ok(()); } self.prepare(cx, if self.len() == 0 { INT } else { 0 }, cap) }
    #[inline(always)]
    pub fn push(self, cx: &mut Cx, v: Value) {
        let n = self.len();
        if (n == self.obj().cap || self.open() & class_bit(v) == 0) && self.push_slow(cx, v).is_err() { return; } // the MemoryError is pending
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { *self.data().add(n) = v; self.obj_mut().len = n + 1; } // SAFETY: [O2] room was made
    }
    #[cold]
    fn push_slow(self, cx: &mut Cx, v: Value) -> R<()> { let n = self.len(); let cap = if n < self.obj().cap { self.obj().cap } else { grown(n + 1) }; self.prepare(cx, class_bit(v), cap) }
    /// Appends all of `s` (which must not be this list's own items).
    pub fn extend_slice(self, cx: &mut Cx, s: &[Value]) -> R<()> { let n = self.len(); self.splice(cx, n, n, s) }
    /// Appends the items of another list (or of itself), which are read after room was made.
    pub fn extend_list(self, cx: &mut Cx, other: List) -> R<()> {
        let (n, m) = (self.len(), other.len());
        if m == 0 { return Ok(()); }
        let bits = other.seen();
        if n + m > self.obj().cap || self.open() & bits != bits { let cap = if n == 0 { m } else { grown(n + m) }; self.prepare(cx, bits, cap.max(self.obj().cap))?; }
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { std::ptr::copy_nonoverlapping(other.data(), self.data().add(n), m); self.obj_mut().len = n + m; } // SAFETY: [O2] room for n + m; ranges are disjoint even if it is one list
        Ok(())
    }
    pub fn pop(self, cx: &mut Cx) -> Option<Value> {
        let n = self.len();
        if n == 0 { return None; }
        let v = self.get(n - 1);
        self.truncate(cx, n - 1);
        v
    }
    #[inline]
    pub fn truncate(self, cx: &mut Cx, n: usize) {
        let m = self.len();
        if n >= m { return; }
        cx.write(self.0);
        // SAFETY: [O2]; dropped slots of an Array of our own are cleared so that they keep nothing alive
        unsafe {
            if self.open() & REF != 0 { std::ptr::write_bytes(self.data().add(n), 0, m - n); }
            let o = self.obj_mut();
            o.len = n;
            if n == 0 { if o.cap > 64 || o.cap == 0 { o.items = Value::UNDEF; o.cap = 0; } o.meta = 0; }
        }
    }
    pub fn insert(self, cx: &mut Cx, i: usize, v: Value) {
        let n = self.len();
        self.push(cx, v);
        if self.len() == n + 1 && i < n { unsafe { std::ptr::copy(self.data().add(i), self.data().add(i + 1), n - i); *self.data().add(i) = v; } } // SAFETY: write permission taken by push, no safepoint since
    }
    pub fn remove(self, cx: &mut Cx, i: usize) -> Value {
        let v = self.get(i).unwrap_or(Value::UNDEF);
        let n = self.len();
        if i >= n { return v; }
        if i + 1 < n { 
            if self.open() == 0 && self.prepare(cx, 0, n).is_err() { return v; }
            cx.write(self.0);
            cx.write(self.obj().items);
            unsafe { std::ptr::copy(self.data().add(i + 1), self.data().add(i), n - i - 1); } // SAFETY: [O2]
        }
        self.truncate(cx, n - 1);
        v
    }
    /// Replaces items `a..b` by `with` (not part of this list's own storage).
    pub fn splice(self, cx: &mut Cx, a: usize, b: usize, with: &[Value]) -> R<()> {
        let n = self.len();
        let (a, b) = (a.min(n), b.min(n).max(a.min(n)));
        let m = n - (b - a) + with.len();
        if m == n && with.is_empty() { return Ok(()); }
        if m == 0 { self.truncate(cx, 0); return Ok(()); }
        let bits = with.iter().fold(0, |x, v| x | class_bit(*v));
        if m > self.obj().cap || self.open() & bits != bits || self.open() == 0 { let cap = if m <= self.obj().cap { self.obj().cap } else if n == 0 { m } else { grown(m) }; self.prepare(cx, bits, cap)?; }
        cx.write(self.0);
        cx.write(self.obj().items);
        // SAFETY: [O2] room for m
        unsafe {
            std::ptr::copy(self.data().add(b), self.data().add(a + with.len()), n - b);
            std::ptr::copy_nonoverlapping(with.as_ptr(), self.data().add(a), with.len());
            if m < n { std::ptr::write_bytes(self.data().add(m), 0, n - m); }
            self.obj_mut().len = m;
        }
        Ok(())
    }
    pub fn clear(self, cx: &mut Cx) { self.truncate(cx, 0) }
    pub fn reverse(self, cx: &mut Cx) {
        if self.len() < 2 || (self.open() == 0 && self.prepare(cx, 0, self.len()).is_err()) { return; }
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { std::slice::from_raw_parts_mut(self.data(), self.len()).reverse() } // SAFETY: [O2] own storage
    }
    /// Items `a..b` as a new list; long ones share the storage until either list is written.
    pub fn slice(self, cx: &mut Cx, a: usize, b: usize) -> List {
        let n = self.len();
        let (a, b) = (a.min(n), b.min(n));
        let l = List::new(cx);
        if a >= b { return l; }
        let (m, off) = (b - a, self.off() + a);
        if m >= SHARE_MIN && m * 4 >= n && off < (1 << 31) {
            // SAFETY: [O2]; [L2] both lists lose `open` and `cap`, so that the next store by either copies. Nothing else reads these two,
            // and all who slice at once write the same
            unsafe {
                let items = self.obj().items;
                let seen = self.obj().meta & 0xf0;
                let o = self.0.ptr::<ListObj>();
                if (*o).meta & 0xf != 0 { AtomicU64::from_ptr(&raw mut (*o).meta).fetch_and(!0xf, Relaxed); }
                if (*o).cap != 0 { AtomicUsize::from_ptr(&raw mut (*o).cap).store(0, Relaxed); }
                let p = l.obj_mut();
                p.items = items;
                p.len = m;
                p.meta = (off as u64) << 8 | seen;
            }
            return l;
        }
        // classes are taken afresh where that is cheap: a slice of a mixed list may be all ints
        let bits = if m <= 32 { self.items()[a..b].iter().fold(0, |x, v| x | class_bit(*v)) } else { self.seen() };
        if l.prepare(cx, bits, m).is_err() { return l; }
        unsafe { std::ptr::copy_nonoverlapping(self.data().add(a), l.data(), m); l.obj_mut().len = m; } // SAFETY: fresh list with room for m; `self` unchanged since (no Python ran)
        l
    }
    /// A list of `n` items taken from `f` by index; `f` must not run Python code.
    pub fn build(cx: &mut Cx, n: usize, bits: u8, mut f: impl FnMut(usize) -> Value) -> R<List> {
        let l = List::new(cx);
        if n == 0 { return Ok(l); }
        l.prepare(cx, bits, n)?;
        cx.write(l.0);
        cx.write(l.obj().items);
        for i in 0..n { unsafe { *l.data().add(i) = f(i) } } // SAFETY: room for n, no safepoint in f
        unsafe { l.obj_mut().len = n } // SAFETY: as above
        Ok(l)
    }
    /// Takes the whole contents out, leaving the list empty: how `sort` sees changes made meanwhile.
    pub fn take(self, cx: &mut Cx) -> List {
        let l = List::new(cx);
        cx.write(self.0);
        unsafe { let (s, o) = (self.obj_mut(), l.obj_mut()); o.items = s.items; o.len = s.len; o.cap = s.cap; o.meta = s.meta; s.items = Value::UNDEF; s.len = 0; s.cap = 0; s.meta = 0; } // SAFETY: [O2]
        l
    }
    /// Becomes what `from` is, which ends empty.
    pub fn restore(self, cx: &mut Cx, from: List) {
        cx.write(self.0);
        cx.write(from.0);
        unsafe { let (s, o) = (self.obj_mut(), from.obj_mut()); s.items = o.items; s.len = o.len; s.cap = o.cap; s.meta = o.meta; o.items = Value::UNDEF; o.len = 0; o.cap = 0; o.meta = 0; } // SAFETY: [O2]
    }
    /// Does the list have its storage in common with `other` (after slicing)?
    pub fn shares(self, other: List) -> bool { self.obj().items == other.obj().items }
    /// Has storage been given to the list since `take`?
    pub fn touched(self) -> bool { !self.obj().items.is_undef() || self.len() > 0 }
    /// The items for in-place permutation: own storage, write permission taken; run nothing while holding it.
    pub fn items_mut(self, cx: &mut Cx) -> R<&'static mut [Value]> {
        if self.len() == 0 { return Ok(&mut []); }
        if self.open() == 0 { self.prepare(cx, 0, self.len())?; }
        cx.write(self.0);
        cx.write(self.obj().items);
        Ok(unsafe { std::slice::from_raw_parts_mut(self.data(), self.len()) }) // SAFETY: [O2] [L1]
    }
    /// `list * n`, n >= 1
    pub fn repeated(self, cx: &mut Cx, n: usize) -> R<List> {
        let m = self.len();
        let l = List::new(cx);
        let Some(total) = m.checked_mul(n).filter(|t| *t <= MAX_ITEMS) else { return Err(cx.memory_error()) };
        if total == 0 { return Ok(l); }
        l.prepare(cx, self.seen(), total)?;
        // SAFETY: fresh storage for total items
        unsafe {
            if m == 1 { let v = *self.data(); for i in 0..total { *l.data().add(i) = v } }
            else { for k in 0..n { std::ptr::copy_nonoverlapping(self.data(), l.data().add(k * m), m) } }
            l.obj_mut().len = total;
        }
        Ok(l)
    }
    /// `list *= n`, n >= 2
    pub fn repeat_in_place(self, cx: &mut Cx, n: usize) -> R<()> { let l = self.repeated(cx, n)?; self.restore(cx, l); Ok(()) }
    /// A copy of items `a..b` on the native stack: safe to use while Python code runs.
    pub fn snapshot(self, a: usize, b: usize) -> VVec { let n = self.len(); VVec::from_slice(&self.items()[a.min(n)..b.min(n).max(a.min(n))]) }
    pub fn to_vvec(self) -> VVec { VVec::from_slice(self.items()) }
}
/// CPython's growth, roughly an eighth.
#[inline]
fn grown(n: usize) -> usize { (n + (n >> 3) + 6) & !3 }
const _: () = assert!(SCAN_WORDS == 1 && std::mem::size_of::<ListObj>() == 48);
