//! `Store`: a private, mutable byte buffer in the heap (a bytes object that Python code never sees), so that the collector owns it.
//!
//! [ST1] no Store is ever handed to Python code; its capacity never changes.
#![allow(unsafe_code)] // writes into a bytes object that only natives know: [ST1]
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;

#[derive(Clone, Copy)]
pub struct Store(pub Value);
impl Store {
    pub fn new(cx: &mut Cx, cap: usize) -> R<Store> { Ok(Store(crate::bytes::zeroed(cx, cap)?)) }
    /// UNDEF or a store.
    pub fn from(v: Value) -> Option<Store> { v.opt().map(Store) }
    pub fn cap(self) -> usize { crate::bytes::get(self.0).len() }
    /// The bytes; do not keep the slice across a write.
    pub fn all(self) -> &'static [u8] { crate::bytes::get(self.0) }
    /// Where the bytes are, for a system call to write to: of a fresh store, or after `cx.write(store.0)`.
    pub fn ptr(self) -> *mut u8 { self.all().as_ptr() as *mut u8 }
    /// Copies `data` to offset `at`; must fit.
    pub fn put(self, cx: &mut Cx, at: usize, data: &[u8]) {
        assert!(at + data.len() <= self.cap());
        cx.write(self.0);
        unsafe { std::ptr::copy(data.as_ptr(), self.ptr().add(at), data.len()) } // SAFETY: [ST1], bounds above; `copy` allows overlap
    }
    pub fn fill(self, cx: &mut Cx, at: usize, n: usize, b: u8) {
        assert!(at + n <= self.cap());
        cx.write(self.0);
        unsafe { std::ptr::write_bytes(self.ptr().add(at), b, n) } // SAFETY: as `put`
    }
    /// Moves `from..to` to offset 0.
    pub fn shift(self, cx: &mut Cx, from: usize, to: usize) {
        assert!(from <= to && to <= self.cap());
        cx.write(self.0);
        unsafe { std::ptr::copy(self.ptr().add(from), self.ptr(), to - from) } // SAFETY: as `put`
    }
    /// A store of at least `cap` bytes with the first `keep` bytes of this one.
    pub fn grown(self, cx: &mut Cx, cap: usize, keep: usize) -> R<Store> {
        if cap <= self.cap() { return Ok(self); }
        let s = Store::new(cx, cap)?;
        s.put(cx, 0, &self.all()[..keep.min(self.cap())]);
        Ok(s)
    }
}
