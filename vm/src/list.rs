//! Lists: core storage. Methods are in `list_methods.rs`.
//!
//! All access goes through this file's methods, so that storage can be typed (i64, f64, bool, objects) and shared copy-on-write.
#![allow(unsafe_code)] // raw storage: [O1] [O2]
use crate::cx::Cx;
use crate::native::R;
use crate::object::Array;
use crate::types::T;
use crate::value::Value;
use crate::view;
use fora_heap::Header;

#[repr(C)]
pub struct ListObj { pub hdr: Header, items: Value, len: usize, cap: usize }
view!(List, ListObj, T::List);

impl List {
    pub fn new(cx: &mut Cx) -> List { List(cx.alloc_type(T::List)) }
    pub fn with_capacity(cx: &mut Cx, n: usize) -> R<List> { let l = List::new(cx); if n > 0 { l.reserve(cx, n)?; } Ok(l) }
    pub fn from_slice(cx: &mut Cx, s: &[Value]) -> List { let l = List::new(cx); for v in s { l.push(cx, *v) } l }
    #[inline(always)]
    pub fn len(self) -> usize { self.obj().len }
    #[inline(always)]
    fn data(self) -> *mut Value { Array(self.obj().items).data() }
    /// Item `i`; None past the end.
    #[inline(always)]
    pub fn get(self, i: usize) -> Option<Value> { if i < self.len() { Some(unsafe { *self.data().add(i) }) } else { None } } // SAFETY: i < len
    #[inline(always)]
    pub fn set(self, cx: &mut Cx, i: usize, v: Value) {
        assert!(i < self.len());
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { *self.data().add(i) = v } // SAFETY: [O2]
    }
    fn reserve(self, cx: &mut Cx, cap: usize) -> R<()> {
        if cap <= self.obj().cap { return Ok(()); }
        let a = Array::try_new(cx, cap)?;
        cx.write(self.0);
        // SAFETY: [O2] fresh storage
        unsafe {
            if self.len() > 0 { std::ptr::copy_nonoverlapping(self.data(), a.data(), self.len()); }
            let o = self.obj_mut();
            o.items = a.0;
            o.cap = cap;
        }
        Ok(())
    }
    #[inline(always)]
    pub fn push(self, cx: &mut Cx, v: Value) {
        let n = self.len();
        if n == self.obj().cap && self.reserve(cx, (n + n / 8 + 6) & !3).is_err() { return; } // the MemoryError is pending
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { *self.data().add(n) = v; self.obj_mut().len = n + 1; } // SAFETY: [O2] room was made
    }
    pub fn pop(self, cx: &mut Cx) -> Option<Value> {
        let n = self.len();
        if n == 0 { return None; }
        let v = self.get(n - 1);
        self.truncate(cx, n - 1);
        v
    }
    pub fn truncate(self, cx: &mut Cx, n: usize) {
        if n >= self.len() { return; }
        cx.write(self.0);
        // SAFETY: [O2]; dropped slots are cleared so that they keep nothing alive
        unsafe { std::ptr::write_bytes(self.data().add(n), 0, self.len() - n); self.obj_mut().len = n; }
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
        cx.write(self.0);
        cx.write(self.obj().items);
        unsafe { std::ptr::copy(self.data().add(i + 1), self.data().add(i), n - i - 1); } // SAFETY: [O2]
        self.truncate(cx, n - 1);
        v
    }
    /// Replaces items `a..b` by `with`.
    pub fn splice(self, cx: &mut Cx, a: usize, b: usize, with: &[Value]) -> R<()> {
        let n = self.len();
        let (a, b) = (a.min(n), b.min(n).max(a.min(n)));
        let m = n - (b - a) + with.len();
        self.reserve(cx, m)?;
        if self.obj().items.is_undef() { return Ok(()); }
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
    /// A copy of items `a..b` on the native stack: safe to use while Python code runs.
    pub fn snapshot(self, a: usize, b: usize) -> crate::vvec::VVec { let mut v = crate::vvec::VVec::with_capacity(b.saturating_sub(a)); for i in a..b.min(self.len()) { if let Some(x) = self.get(i) { v.push(x) } } v }
    pub fn to_vvec(self) -> crate::vvec::VVec { self.snapshot(0, self.len()) }
}
