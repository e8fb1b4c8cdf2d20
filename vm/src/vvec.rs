//! `VVec`: a growable vector of values whose storage is a heap object, so that the collector sees it through the pointer on
//! the native stack. Never put one in a Box, Vec or static: use a Python list there.
//! [VV1] `data` is an Array of capacity `cap`, kept alive by this struct being on a scanned stack.
#![allow(unsafe_code)] // [VV1]
use crate::cx::Cx;
use crate::object::Array;
use crate::value::Value;

pub struct VVec { data: *mut Value, len: usize, cap: usize }

impl VVec {
    pub const fn new() -> VVec { VVec { data: std::ptr::null_mut(), len: 0, cap: 0 } }
    pub fn with_capacity(cap: usize) -> VVec { let mut v = VVec::new(); if cap > 0 { v.grow(cap) } v }
    pub fn from_slice(s: &[Value]) -> VVec { let mut v = VVec::with_capacity(s.len()); v.extend(s); v }
    #[cold]
    fn grow(&mut self, need: usize) {
        let cap = need.max(self.cap * 2).max(8);
        let a = Array::new(Cx::current(), cap);
        let p = a.data();
        if self.len > 0 { unsafe { std::ptr::copy_nonoverlapping(self.data, p, self.len) } } // SAFETY: [VV1]
        self.data = p;
        self.cap = cap;
    }
    /// The storage may have grown old: note the write for the collector.
    #[inline(always)]
    fn touch(&self) {
        if self.cap == 0 { return; }
        let a = Value(self.data as u64 - 24);
        if !fora_heap::may_write(a.header(), fora_heap::FRESH) { fora_heap::barrier_slow(&mut Cx::current().m, a.header()) }
    }
    #[inline(always)]
    pub fn push(&mut self, v: Value) {
        self.touch();
        if self.len == self.cap { self.grow(self.len + 1) }
        unsafe { *self.data.add(self.len) = v } // SAFETY: [VV1]
        self.len += 1;
    }
    pub fn pop(&mut self) -> Option<Value> { if self.len == 0 { None } else { self.len -= 1; unsafe { Some(*self.data.add(self.len)) } } } // SAFETY: [VV1]
    pub fn extend(&mut self, s: &[Value]) {
        if self.len + s.len() > self.cap { self.grow(self.len + s.len()) }
        self.touch();
        if !s.is_empty() { unsafe { std::ptr::copy_nonoverlapping(s.as_ptr(), self.data.add(self.len), s.len()) } } // SAFETY: [VV1]
        self.len += s.len();
    }
    pub fn insert(&mut self, i: usize, v: Value) { assert!(i <= self.len); self.push(v); self[i..].rotate_right(1); }
    pub fn remove(&mut self, i: usize) -> Value { let v = self[i]; self[i..].rotate_left(1); self.len -= 1; v }
    pub fn truncate(&mut self, n: usize) { if n < self.len { self.len = n } }
    pub fn clear(&mut self) { self.len = 0 }
    pub fn resize(&mut self, n: usize, v: Value) { while self.len < n { self.push(v) } self.truncate(n) }
}
impl Default for VVec { fn default() -> Self { VVec::new() } }
impl std::ops::Deref for VVec {
    type Target = [Value];
    #[inline(always)]
    fn deref(&self) -> &[Value] { if self.len == 0 { &[] } else { unsafe { std::slice::from_raw_parts(self.data, self.len) } } } // SAFETY: [VV1]
}
impl std::ops::DerefMut for VVec {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [Value] { self.touch(); if self.len == 0 { &mut [] } else { unsafe { std::slice::from_raw_parts_mut(self.data, self.len) } } } // SAFETY: [VV1]
}
impl FromIterator<Value> for VVec { fn from_iter<I: IntoIterator<Item = Value>>(it: I) -> VVec { let mut v = VVec::new(); for x in it { v.push(x) } v } }
