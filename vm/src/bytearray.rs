//! bytearray: mutable byte strings.
//!
//! Slots: storage (a buffer object), start and length of the bytes in it, number of exports (memoryviews over it).
//! [BA1] start + length ≤ capacity of the storage. [BA2] while exports > 0 the storage and the length do not change.
//! Bytes before the start are what `del b[:n]` freed.
#![allow(unsafe_code)] // raw storage: [BA1] [O1]
use crate::bytes::{buffer_opt, Export};
use crate::bytes_methods::{byte, me};
use crate::class::D;
use crate::cx::Cx;
use crate::native::{def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use fora_heap::SCAN_LEAF;

const DATA: usize = 32;
#[derive(Clone, Copy)]
pub struct ByteArray(pub Value);
impl ByteArray {
    pub fn of(v: Value) -> ByteArray { assert!(v.is_ref() && v.kind() == T::ByteArray); ByteArray(v) }
    pub fn new(cx: &mut Cx, b: &[u8]) -> R<ByteArray> { let o = Slots::new(cx, T::ByteArray, &[Value::UNDEF, Value::small(0), Value::small(0), Value::small(0)]); let o = ByteArray(o); o.splice(cx, 0, 0, b)?; Ok(o) }
    fn slots(self) -> Slots { Slots(self.0) }
    pub fn len(self) -> usize { let s = self.slots(); if s.get(0).is_undef() { 0 } else { s.int(2) as usize } }
    pub fn is_empty(self) -> bool { self.len() == 0 }
    fn data(self) -> *mut u8 { let s = self.slots(); unsafe { s.get(0).ptr::<u8>().add(DATA + s.int(1) as usize) } } // SAFETY: [BA1]
    fn capacity(self) -> usize { let b = self.slots().get(0); if b.is_undef() { 0 } else { unsafe { *(b.ptr::<u8>().add(16) as *const usize) } } } // SAFETY: buffer layout
    /// The bytes now; the memory outlives changes of the bytearray (its storage stays reachable through this slice on the stack).
    pub fn bytes(self) -> &'static [u8] { if self.is_empty() { return &[]; } unsafe { std::slice::from_raw_parts(self.data(), self.len()) } } // SAFETY: [BA1]
    /// The bytes, for writing in place; no call into the VM while the slice lives. Whoever writes the storage, views included, asks for
    /// the permission of the object that lends it, and of the storage.
    #[allow(clippy::mut_from_ref)]
    pub fn bytes_mut(&self, cx: &mut Cx) -> &mut [u8] { if self.is_empty() { return &mut []; } self.permit(cx); unsafe { std::slice::from_raw_parts_mut(self.data(), self.len()) } } // SAFETY: [BA1]
    fn permit(self, cx: &mut Cx) { cx.write(self.0); let s = self.slots().get(0); if s.is_ref() { cx.write(s) } }
    pub fn export(self) -> Export { let s = self.slots(); let e = s.get(0).is_undef(); Export { storage: if e { self.0 } else { s.get(0) }, offset: if e { 16 } else { DATA + s.int(1) as usize }, len: self.len(), itemsize: 1, format: "B", readonly: false } }
    pub fn hold(self, cx: &mut Cx, n: i64) { let s = self.slots(); let now = s.get(3).as_small().unwrap_or(0); s.set_int(cx, 3, (now + n).max(0)) }
    fn check_free(self, cx: &mut Cx) -> R<()> { if self.slots().get(3).as_small().unwrap_or(0) > 0 { return Err(cx.buffer_error("Existing exports of data: object cannot be re-sized")); } Ok(()) }
    fn set(self, cx: &mut Cx, storage: Value, start: usize, len: usize) { let s = self.slots(); s.set(cx, 0, storage); s.set_int(cx, 1, start as i64); s.set_int(cx, 2, len as i64) }
    /// Replaces bytes `a..b` by `with` (which may lie in this same bytearray).
    pub fn splice(self, cx: &mut Cx, a: usize, b: usize, with: &[u8]) -> R<()> {
        let n = self.len();
        let (a, b) = (a.min(n), b.min(n).max(a.min(n)));
        let m = n - (b - a) + with.len();
        if m == n { if m > 0 { self.permit(cx); unsafe { std::ptr::copy(with.as_ptr(), self.data().add(a), with.len()) } } return Ok(()); } // SAFETY: within the bytes
        self.check_free(cx)?;
        let cap = self.capacity();
        let start = if cap == 0 { 0 } else { self.slots().int(1) as usize };
        let inside = cap > 0 && { let p = with.as_ptr() as usize; let q = self.slots().get(0).0 as usize; p >= q && p < q + DATA + cap };
        if a == 0 && with.is_empty() && m * 2 >= cap { let st = self.slots().get(0); self.set(cx, st, start + b, m); return Ok(()); }
        if !inside && start + m < cap && m * 4 >= cap {
            self.permit(cx);
            // SAFETY: [BA1] start + m fits
            unsafe { let p = self.data(); std::ptr::copy(p.add(b), p.add(a + with.len()), n - b); std::ptr::copy_nonoverlapping(with.as_ptr(), p.add(a), with.len()); }
            self.slots().set_int(cx, 2, m as i64);
            return Ok(());
        }
        if m > (1 << 46) { return Err(cx.memory_error()); }
        let room = if m > n && m as f64 <= cap as f64 * 1.125 { m + m / 8 + if m < 9 { 3 } else { 6 } } else { m + 1 };
        let o = cx.try_alloc(T::Buffer as u32, DATA + room, SCAN_LEAF)?;
        // SAFETY: fresh, room for m bytes
        unsafe {
            *(o.ptr::<u8>().add(16) as *mut usize) = room;
            let q = o.ptr::<u8>().add(DATA);
            if n > 0 { let p = self.data(); std::ptr::copy_nonoverlapping(p, q, a); std::ptr::copy_nonoverlapping(p.add(b), q.add(a + with.len()), n - b); }
            std::ptr::copy_nonoverlapping(with.as_ptr(), q.add(a), with.len());
        }
        self.set(cx, o, 0, m);
        Ok(())
    }
    pub fn push(self, cx: &mut Cx, c: u8) -> R<()> { let n = self.len(); self.splice(cx, n, n, &[c]) }
    pub fn extend(self, cx: &mut Cx, b: &[u8]) -> R<()> { let n = self.len(); self.splice(cx, n, n, b) }
    /// Grows with zeros or cuts.
    pub fn resize(self, cx: &mut Cx, m: usize) -> R<()> { let n = self.len(); if m <= n { self.splice(cx, m, n, &[]) } else { let mut v = cx.try_vec(m - n)?; v.resize(m - n, 0); self.extend(cx, &v) } }
}

pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::ByteArray, &[Value::UNDEF, Value::small(0), Value::small(0), Value::small(0)]))),
    def("__init__", "source=b'', encoding='utf-8', errors='strict'", |cx, a| {
        let me = ByteArray::of(a[0]);
        let n = me.len();
        me.splice(cx, 0, n, &[])?;
        if a[1].is_undef() && a[2].is_undef() && a[3].is_undef() { return Ok(Value::NONE); }
        let v = crate::bytes_methods::from_args(cx, a, "bytearray")?;
        me.splice(cx, 0, 0, crate::bytes::get(v))?;
        Ok(Value::NONE)
    }),
    def("__repr__", "", |cx, a| { let (t, r) = (cx.type_name(a[0]), crate::bytes_methods::repr(me(a))); Ok(cx.string(format!("{t}({r})"))) }),
    def("__setitem__", "key, value, /", set_item),
    def("__delitem__", "key, /", |cx, a| del_item(cx, ByteArray::of(a[0]), a[1])),
    def("__iadd__", "value, /", |cx, a| match buffer_opt(cx, a[1])? {
        Some(b) => { ByteArray::of(a[0]).extend(cx, &b)?; Ok(a[0]) }
        None => { let (x, y) = (cx.type_name(a[0]), cx.type_name(a[1])); Err(cx.type_error(format!("can't concat {y} to {x}"))) }
    }),
    def("__imul__", "value, /", |cx, a| {
        let n = cx.repeat_count(a[1])?;
        let s = ByteArray::of(a[0]);
        let b = s.bytes().to_vec();
        let Some(total) = b.len().checked_mul(n) else { return Err(cx.memory_error()) };
        s.resize(cx, total)?;
        if total > 0 { crate::str_methods::fill(s.bytes_mut(cx), &b) }
        Ok(a[0])
    }),
    def("append", "item, /", |cx, a| { let c = byte(cx, a[1])?; ByteArray::of(a[0]).push(cx, c)?; Ok(Value::NONE) }),
    def("extend", "iterable_of_ints, /", |cx, a| {
        let b = match crate::bytes::buffer_any(cx, a[1])? {
            Some(b) => b,
            None => {
                if cx.special(a[1], D::Iter).is_none() && cx.special(a[1], D::GetItem).is_none() { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can't extend bytearray with {t}"))); }
                let it = cx.iter(a[1])?;
                let mut v = vec![];
                while let Some(x) = cx.next(it)? { let c = byte(cx, x)?; v.push(c) }
                crate::bytes::Buf::Own(v)
            }
        };
        ByteArray::of(a[0]).extend(cx, &b)?;
        Ok(Value::NONE)
    }),
    def("insert", "index, item, /", |cx, a| { let i = cx.index_i64(a[1])?; let c = byte(cx, a[2])?; let s = ByteArray::of(a[0]); let n = s.len() as i64; let i = if i < 0 { (i + n).max(0) } else { i.min(n) } as usize; s.splice(cx, i, i, &[c])?; Ok(Value::NONE) }),
    def("pop", "index=-1, /", |cx, a| {
        let i = cx.ssize_arg(a[1], -1)?;
        let s = ByteArray::of(a[0]);
        let n = s.len() as i64;
        if n == 0 { return Err(cx.index_error("pop from empty bytearray")); }
        let i = if i < 0 { i + n } else { i };
        if i < 0 || i >= n { return Err(cx.index_error("pop index out of range")); }
        let c = s.bytes()[i as usize];
        s.splice(cx, i as usize, i as usize + 1, &[])?;
        Ok(Value::small(c as i64))
    }),
    def("remove", "value, /", |cx, a| { let c = byte(cx, a[1])?; let s = ByteArray::of(a[0]); match memchr::memchr(c, s.bytes()) { Some(i) => { s.splice(cx, i, i + 1, &[])?; Ok(Value::NONE) } None => Err(cx.value_error("value not found in bytearray")) } }),
    def("reverse", "", |cx, a| { ByteArray::of(a[0]).bytes_mut(cx).reverse(); Ok(Value::NONE) }),
    def("clear", "", |cx, a| { let s = ByteArray::of(a[0]); let n = s.len(); s.splice(cx, 0, n, &[])?; Ok(Value::NONE) }),
    def("copy", "", |cx, a| Ok(ByteArray::new(cx, me(a))?.0)),
    def("__alloc__", "", |_, a| { let s = ByteArray::of(a[0]); Ok(Value::small(s.capacity() as i64)) }),
    def("__sizeof__", "", |_, a| Ok(Value::small(56 + ByteArray::of(a[0]).capacity() as i64))),
    def("__reduce__", "", |cx, a| reduce(cx, a[0], 2)),
    def("__reduce_ex__", "proto=0, /", |cx, a| { let p = cx.ssize_arg(a[1], 0)?; reduce(cx, a[0], p) }),
    def("__buffer__", "flags, /", |cx, a| crate::memoryview::from_object(cx, a[0])),
    def("__release_buffer__", "buffer, /", |cx, a| cx.call_method(a[1], "release", &[])),
];
/// `__hash__ = None` is set by the table's owner.
fn reduce(cx: &mut Cx, v: Value, proto: i64) -> R {
    let class = cx.class_of(v).0;
    let b = ByteArray::of(v).bytes();
    let args = if proto < 3 {
        let text: String = b.iter().map(|c| *c as char).collect();
        let (s, e) = (cx.str(&text), cx.str("latin-1"));
        cx.tuple(&[s, e])
    } else { let x = crate::bytes::new(cx, b); cx.tuple(&[x]) };
    let state = match cx.lookup_attr(v, "__getstate__")? { Some(f) => cx.call(f, &[])?, None => Value::NONE };
    Ok(cx.tuple(&[class, args, state]))
}
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    let s = ByteArray::of(a[0]);
    if a[1].is(T::Slice) {
        let with = if let Some(b) = crate::bytes::buffer_any(cx, a[2])? { b } else {
            if a[2].is(T::Int) || a[2].is(T::Str) || (cx.special(a[2], D::Iter).is_none() && cx.special(a[2], D::GetItem).is_none()) { return Err(cx.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")); }
            let v = crate::bytes_methods::from_object(cx, a[2], "bytearray")?;
            crate::bytes::Buf::Ref(crate::bytes::get(v))
        };
        let (start, step, n) = cx.slice_of(a[1], s.len())?;
        if step == 1 { s.splice(cx, start, start + n, &with)?; return Ok(Value::NONE); }
        if with.is_empty() { return del_item(cx, s, a[1]); }
        if with.len() != n { let m = with.len(); return Err(cx.value_error(format!("attempt to assign bytes of size {m} to extended slice of size {n}"))); }
        let with = with.bytes().to_vec();
        for (k, c) in with.iter().enumerate() { if let Some(p) = s.bytes_mut(cx).get_mut((start as i64 + k as i64 * step) as usize) { *p = *c } }
        return Ok(Value::NONE);
    }
    let i = index(cx, a[1])?;
    let c = byte(cx, a[2])?;
    let n = s.len() as i64;
    let j = if i < 0 { i + n } else { i };
    if j < 0 || j >= n { return Err(cx.index_error("bytearray index out of range")); }
    s.bytes_mut(cx)[j as usize] = c;
    Ok(Value::NONE)
}
fn index(cx: &mut Cx, v: Value) -> R<i64> {
    if !v.is(T::Int) && cx.special(v, D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("bytearray indices must be integers or slices, not {t}"))); }
    cx.item_index(v)
}
fn del_item(cx: &mut Cx, s: ByteArray, k: Value) -> R {
    if k.is(T::Slice) {
        let (start, step, n) = cx.slice_of(k, s.len())?;
        if n == 0 { return Ok(Value::NONE); }
        if step == 1 { s.splice(cx, start, start + n, &[])?; return Ok(Value::NONE); }
        let mut gone = vec![false; s.len()];
        for i in 0..n as i64 { if let Some(g) = gone.get_mut((start as i64 + i * step) as usize) { *g = true } }
        let left: Vec<u8> = s.bytes().iter().zip(&gone).filter(|(_, g)| !**g).map(|(c, _)| *c).collect();
        s.check_free(cx)?;
        let m = s.len();
        s.splice(cx, 0, m, &left)?;
        return Ok(Value::NONE);
    }
    let i = index(cx, k)?;
    let n = s.len() as i64;
    let j = if i < 0 { i + n } else { i };
    if j < 0 || j >= n { return Err(cx.index_error("bytearray index out of range")); }
    s.splice(cx, j as usize, j as usize + 1, &[])?;
    Ok(Value::NONE)
}
