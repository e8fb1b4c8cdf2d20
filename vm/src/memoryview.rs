//! memoryview: a window on the bytes of another object.
//!
//! Slots: lender, storage, offset of the first item from the storage's header, format (str), item size, shape, strides (tuples),
//! flags (1 read-only, 2 released, 4 entered by `with`), remembered hash.
//! [MV1] every item that shape, strides and offset reach lies within the lender's memory as it was when the view was made; that
//! memory stays allocated because `storage` refers to it.
//! Deliberate difference: a lender only refuses to change size while a view is inside its `with` block. Without reference counts a
//! view that a program has dropped cannot be told from one it keeps; refusing then would break correct programs.
#![allow(unsafe_code)] // raw items: [MV1]
use crate::bytes::{buffer_opt, exporter, Buf, Export};
use crate::class::D;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::packing;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const LENDER: usize = 0;
const STORAGE: usize = 1;
const OFFSET: usize = 2;
const FORMAT: usize = 3;
const ITEM: usize = 4;
const SHAPE: usize = 5;
const STRIDES: usize = 6;
const FLAGS: usize = 7;
const HASH: usize = 8;
const READONLY: i64 = 1;
const RELEASED: i64 = 2;
const ENTERED: i64 = 4;

/// The object whose memory `v` shows, if `v` is a view; else `v`.
pub fn lender(v: Value) -> Value { if v.is(T::MemoryView) { Slots(v).get(LENDER) } else { v } }
/// The parts of a view, as Rust values.
struct View { lender: Value, storage: Value, offset: i64, format: Value, item: usize, shape: Vec<i64>, strides: Vec<i64>, readonly: bool }
fn ints(t: Value) -> Vec<i64> { Tuple(t).items().iter().map(|v| v.as_small().unwrap_or(0)).collect() }
fn view(cx: &mut Cx, v: Value) -> R<View> {
    let s = Slots(v);
    if s.int(FLAGS) & RELEASED != 0 { return Err(cx.value_error("operation forbidden on released memoryview object")); }
    Ok(View { lender: s.get(LENDER), storage: s.get(STORAGE), offset: s.int(OFFSET), format: s.get(FORMAT), item: s.int(ITEM) as usize, shape: ints(s.get(SHAPE)), strides: ints(s.get(STRIDES)), readonly: s.int(FLAGS) & READONLY != 0 })
}
fn int_tuple(cx: &mut Cx, v: &[i64]) -> Value { let t: Vec<Value> = v.iter().map(|i| Value::small(*i)).collect(); cx.tuple(&t) }
fn build(cx: &mut Cx, v: &View) -> Value {
    let (a, b) = (int_tuple(cx, &v.shape), int_tuple(cx, &v.strides));
    Slots::new(cx, T::MemoryView, &[v.lender, v.storage, Value::small(v.offset), v.format, Value::small(v.item as i64), a, b, Value::small(v.readonly as i64), Value::UNDEF])
}
impl View {
    /// Before the bytes are written.
    fn permit(&self, cx: &mut Cx) { cx.write(self.lender); cx.write(self.storage) }
    fn count(&self) -> usize { self.shape.iter().product::<i64>().max(0) as usize }
    fn code(&self) -> Option<u8> { let f = Str(self.format).bytes(); match f { [c] | [b'@', c] if packing::native_size(*c) > 0 && !matches!(c, b's' | b'p' | b'x') => Some(*c), _ => None } }
    fn c_contiguous(&self) -> bool { let mut want = self.item as i64; self.shape.iter().zip(&self.strides).rev().all(|(n, s)| { let ok = *n <= 1 || *s == want; want *= *n; ok }) || self.count() == 0 }
    fn f_contiguous(&self) -> bool { let mut want = self.item as i64; self.shape.iter().zip(&self.strides).all(|(n, s)| { let ok = *n <= 1 || *s == want; want *= *n; ok }) || self.count() == 0 }
    fn at(&self, offset: i64) -> &'static [u8] { unsafe { std::slice::from_raw_parts(self.storage.ptr::<u8>().wrapping_offset(offset as isize), self.item) } } // SAFETY: [MV1]
    #[allow(clippy::mut_from_ref)]
    fn at_mut(&self, offset: i64) -> &mut [u8] { unsafe { std::slice::from_raw_parts_mut(self.storage.ptr::<u8>().wrapping_offset(offset as isize), self.item) } } // SAFETY: [MV1] writable leaf storage
    /// Offsets of all items in C order.
    fn offsets(&self) -> Vec<i64> {
        let mut out = vec![self.offset];
        for (n, s) in self.shape.iter().zip(&self.strides) { out = out.iter().flat_map(|o| (0..*n).map(move |i| o + i * s)).collect() }
        out
    }
    fn all(&self) -> &'static [u8] { let n = self.count() * self.item; if n == 0 { return &[]; } unsafe { std::slice::from_raw_parts(self.storage.ptr::<u8>().wrapping_offset(self.offset as isize), n) } } // SAFETY: [MV1], C-contiguous by the caller's check
    fn bytes(&self) -> Buf { if self.c_contiguous() { Buf::Ref(self.all()) } else { Buf::Own(self.offsets().iter().flat_map(|o| self.at(*o)).copied().collect()) } }
    fn get(&self, cx: &mut Cx, offset: i64) -> R {
        match self.code() { Some(c) => Ok(packing::unpack(cx, c, false, self.at(offset))), None => { let f = Str(self.format).lossy(); Err(cx.not_implemented(format!("memoryview: unsupported format {f}"))) } }
    }
}
/// memoryview(v)
pub fn from_object(cx: &mut Cx, v: Value) -> R {
    if v.is_ref() && v.kind() == T::MemoryView { let w = view(cx, v)?; return Ok(build(cx, &w)); }
    if v.is_ref() {
        if let Some(e) = exporter(v.kind()) {
            let x = (e.export)(cx, v)?;
            let f = cx.intern(x.format);
            let w = View { lender: v, storage: x.storage, offset: x.offset as i64, format: f, item: x.itemsize, shape: vec![(x.len / x.itemsize.max(1)) as i64], strides: vec![x.itemsize as i64], readonly: x.readonly };
            return Ok(build(cx, &w));
        }
        if cx.special(v, D::Buffer).is_some() {
            if let Some(m) = cx.call_special(v, D::Buffer, &[Value::small(284)])? { if m.is_ref() && m.kind() == T::MemoryView { return Ok(m); } return Err(cx.type_error("__buffer__ returned non-memoryview object")); }
        }
    }
    let t = cx.type_name(v);
    Err(cx.type_error(format!("memoryview: a bytes-like object is required, not '{t}'")))
}
/// The bytes of a view; BufferError if they are not contiguous.
pub fn contiguous(cx: &mut Cx, v: Value) -> R<Buf> {
    let w = view(cx, v)?;
    if !w.c_contiguous() { return Err(cx.buffer_error("memoryview: underlying buffer is not C-contiguous")); }
    Ok(w.bytes())
}
/// The bytes of a view; copied if they are not contiguous.
pub fn any_bytes(cx: &mut Cx, v: Value) -> R<Buf> { Ok(view(cx, v)?.bytes()) }
/// A contiguous view as an export, for writers.
pub fn flat_export(cx: &mut Cx, v: Value) -> R<Export> {
    let w = view(cx, v)?;
    if !w.c_contiguous() { return Err(cx.buffer_error("memoryview: underlying buffer is not C-contiguous")); }
    Ok(Export { storage: w.storage, offset: w.offset as usize, len: w.count() * w.item, itemsize: w.item, format: "B", readonly: w.readonly })
}

pub const METHODS: &[Def] = &[
    def_new("object", |cx, a| from_object(cx, a[1])),
    def_class_from(),
    def("__repr__", "", |cx, a| { let s = if Slots(a[0]).int(FLAGS) & RELEASED != 0 { format!("<released memory at {:#x}>", a[0].0) } else { format!("<memory at {:#x}>", a[0].0) }; Ok(cx.string(s)) }),
    def("__len__", "", |cx, a| { let v = view(cx, a[0])?; match v.shape.first() { Some(n) => Ok(Value::small(*n)), None => Err(cx.type_error("0-dim memory has no length")) } }),
    def("__hash__", "", hash),
    def("__eq__", "value, /", |cx, a| Ok(match equal(cx, a[0], a[1])? { Some(b) => Value::bool(b), None => Value::NOT_IMPLEMENTED })),
    def("__ne__", "value, /", |cx, a| Ok(match equal(cx, a[0], a[1])? { Some(b) => Value::bool(!b), None => Value::NOT_IMPLEMENTED })),
    def("__getitem__", "key, /", get_item),
    def("__setitem__", "key, value, /", set_item),
    def("__delitem__", "key, /", |cx, a| { let v = view(cx, a[0])?; Err(cx.type_error(if v.readonly { "cannot modify read-only memory" } else { "cannot delete memory" })) }),
    def("__iter__", "", |cx, a| { let v = view(cx, a[0])?; if v.shape.is_empty() { return Err(cx.type_error("invalid indexing of 0-dim memory")); } Ok(Slots::new(cx, T::SeqIter, &[a[0], Value::small(0)])) }),
    def("__release_buffer__", "buffer, /", |cx, a| if a[1].is(T::MemoryView) { cx.call_method(a[1], "release", &[]) } else { Err(cx.type_error("expected a memoryview object")) }),
    def("__enter__", "", |cx, a| { let v = view(cx, a[0])?; let s = Slots(a[0]); if s.int(FLAGS) & ENTERED == 0 { s.set_int(cx, FLAGS, s.int(FLAGS) | ENTERED); if let Some(e) = exporter(v.lender.kind()) { (e.hold)(cx, v.lender, 1) } } Ok(a[0]) }),
    def("__exit__", "*args", |cx, a| { release(cx, a[0]); Ok(Value::NONE) }),
    def("release", "", |cx, a| { release(cx, a[0]); Ok(Value::NONE) }),
    def("__buffer__", "flags, /", |cx, a| from_object(cx, a[0])),
    def("tobytes", "order=None", |cx, a| {
        let v = view(cx, a[0])?;
        let fortran = match a[1].opt_none() { None => false, Some(o) => match Str::from(o).and_then(|s| s.as_str()) { Some("C") => false, Some("F") => true, Some("A") => v.f_contiguous() && !v.c_contiguous(), _ => return Err(cx.value_error("order must be 'C', 'F' or 'A'")) } };
        if fortran && v.shape.len() > 1 {
            let w = View { shape: v.shape.iter().rev().copied().collect(), strides: v.strides.iter().rev().copied().collect(), ..v };
            let b: Vec<u8> = w.offsets().iter().flat_map(|o| w.at(*o)).copied().collect();
            return Ok(crate::bytes::new(cx, &b));
        }
        let b = v.bytes();
        Ok(crate::bytes::new(cx, &b))
    }),
    def("tolist", "", |cx, a| { let v = view(cx, a[0])?; to_list(cx, &v, 0, v.offset) }),
    def("toreadonly", "", |cx, a| { let mut v = view(cx, a[0])?; v.readonly = true; Ok(build(cx, &v)) }),
    def("hex", "sep=None, bytes_per_sep=1", |cx, a| { let b = view(cx, a[0])?.bytes(); crate::bytes_methods::hex(cx, &b, a[1], a[2]) }),
    def("cast", "format, shape=None", cast),
    attr("obj", |cx, a| Ok(view(cx, a[0])?.lender)),
    attr("nbytes", |cx, a| { let v = view(cx, a[0])?; Ok(Value::small((v.count() * v.item) as i64)) }),
    attr("readonly", |cx, a| Ok(Value::bool(view(cx, a[0])?.readonly))),
    attr("itemsize", |cx, a| Ok(Value::small(view(cx, a[0])?.item as i64))),
    attr("format", |cx, a| Ok(view(cx, a[0])?.format)),
    attr("ndim", |cx, a| Ok(Value::small(view(cx, a[0])?.shape.len() as i64))),
    attr("shape", |cx, a| { view(cx, a[0])?; Ok(Slots(a[0]).get(SHAPE)) }),
    attr("strides", |cx, a| { view(cx, a[0])?; Ok(Slots(a[0]).get(STRIDES)) }),
    attr("suboffsets", |cx, a| { view(cx, a[0])?; Ok(cx.rt.empty_tuple) }),
    attr("c_contiguous", |cx, a| Ok(Value::bool(view(cx, a[0])?.c_contiguous()))),
    attr("f_contiguous", |cx, a| Ok(Value::bool(view(cx, a[0])?.f_contiguous()))),
    attr("contiguous", |cx, a| { let v = view(cx, a[0])?; Ok(Value::bool(v.c_contiguous() || v.f_contiguous())) }),
];
const fn def_class_from() -> Def { crate::native::def_class("_from_flags", "object, flags", |cx, a| from_object(cx, a[1])) }

fn release(cx: &mut Cx, v: Value) {
    let s = Slots(v);
    let f = s.int(FLAGS);
    if f & RELEASED != 0 { return; }
    if f & ENTERED != 0 { let l = s.get(LENDER); if let Some(e) = exporter(l.kind()) { (e.hold)(cx, l, -1) } }
    s.set_int(cx, FLAGS, f | RELEASED);
}
fn to_list(cx: &mut Cx, v: &View, dim: usize, offset: i64) -> R {
    if dim >= v.shape.len() { return v.get(cx, offset); }
    let l = List::new(cx);
    for i in 0..v.shape[dim] { let x = to_list(cx, v, dim + 1, offset + i * v.strides[dim])?; l.push(cx, x) }
    Ok(l.0)
}
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if let Some(h) = s.get(HASH).opt() { return Ok(h); }
    let v = view(cx, a[0])?;
    if !v.readonly { return Err(cx.value_error("cannot hash writable memoryview object")); }
    if !matches!(v.code(), Some(b'B' | b'b' | b'c')) { return Err(cx.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")); }
    cx.hash(v.lender)?;
    let h = crate::hash::hash_bytes(&v.bytes());
    let h = cx.int(h);
    s.set(cx, HASH, h);
    Ok(h)
}
fn equal(cx: &mut Cx, a: Value, b: Value) -> R<Option<bool>> {
    if Slots(a).int(FLAGS) & RELEASED != 0 { return Ok(Some(a == b)); }
    if b.is_ref() && b.kind() == T::MemoryView && Slots(b).int(FLAGS) & RELEASED != 0 { return Ok(Some(a == b)); }
    let r = from_object(cx, b);
    let Some(m) = (match r { Ok(m) => Some(m), Err(_) => { if cx.pending_is(T::TypeError) { cx.clear_pending(); None } else { return Err(crate::native::Raised) } } }) else { return Ok(None) };
    let (x, y) = (view(cx, a)?, view(cx, m)?);
    if x.shape != y.shape { return Ok(Some(false)); }
    let (Some(c), Some(d)) = (x.code(), y.code()) else { return Ok(Some(Str(x.format).eq(Str(y.format)) && x.bytes().bytes() == y.bytes().bytes())) };
    if c == d && !matches!(c, b'f' | b'd' | b'e' | b'?') { return Ok(Some(x.bytes().bytes() == y.bytes().bytes())); }
    for (p, q) in x.offsets().into_iter().zip(y.offsets()) {
        let (u, w) = (x.get(cx, p)?, y.get(cx, q)?);
        if !cx.eq_values(u, w)? { return Ok(Some(false)); }
    }
    Ok(Some(true))
}
/// Offset of one item along dimension `dim`.
fn step(cx: &mut Cx, v: &View, dim: usize, key: Value) -> R<i64> {
    let i = cx.item_index(key)?;
    let n = v.shape[dim];
    let j = if i < 0 { i + n } else { i };
    if j < 0 || j >= n { return Err(cx.index_error(format!("index out of bounds on dimension {}", dim + 1))); }
    Ok(j * v.strides[dim])
}
enum Place { Item(i64), Part(View) }
fn place(cx: &mut Cx, v: View, key: Value) -> R<Place> {
    if v.shape.is_empty() {
        if Tuple::from(key).is_some_and(|t| t.len() == 0) { return Ok(Place::Item(v.offset)); }
        if key == Value::ELLIPSIS { return Ok(Place::Part(v)); }
        return Err(cx.type_error("invalid indexing of 0-dim memory"));
    }
    if key.is(T::Slice) {
        let (start, st, n) = cx.slice_of(key, v.shape[0] as usize)?;
        let mut w = v;
        if n > 0 { w.offset += start as i64 * w.strides[0] }
        w.shape[0] = n as i64;
        w.strides[0] *= st;
        return Ok(Place::Part(w));
    }
    if key == Value::ELLIPSIS { return Ok(Place::Part(v)); }
    if let Some(t) = Tuple::from(key) {
        if t.items().iter().all(|k| k.is(T::Int) || cx.special(*k, D::Index).is_some()) {
            if t.len() < v.shape.len() { return Err(cx.not_implemented("sub-views are not implemented")); }
            if t.len() > v.shape.len() { let (n, m) = (v.shape.len(), t.len()); return Err(cx.type_error(format!("cannot index {n}-dimension view with {m}-element tuple"))); }
            let mut o = v.offset;
            for (d, k) in t.items().iter().enumerate() { o += step(cx, &v, d, *k)? }
            return Ok(Place::Item(o));
        }
        if t.items().iter().all(|k| k.is(T::Slice)) { return Err(cx.not_implemented("multi-dimensional slicing is not implemented")); }
        return Err(cx.type_error("memoryview: invalid slice key"));
    }
    if !key.is(T::Int) && cx.special(key, D::Index).is_none() { return Err(cx.type_error("memoryview: invalid slice key")); }
    if v.shape.len() > 1 { return Err(cx.not_implemented("multi-dimensional sub-views are not implemented")); }
    Ok(Place::Item(v.offset + step(cx, &v, 0, key)?))
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let v = view(cx, a[0])?;
    if v.item == 1 && v.shape.len() == 1 && Str(v.format).bytes() == b"B" {
        if let Some(i) = a[1].as_small() { let n = v.shape[0]; let j = if i < 0 { i + n } else { i }; if j >= 0 && j < n { return Ok(Value::small(v.at(v.offset + j * v.strides[0])[0] as i64)); } }
    }
    let w = View { shape: v.shape.clone(), strides: v.strides.clone(), ..v };
    match place(cx, w, a[1])? { Place::Item(o) => v_get(cx, a[0], o), Place::Part(p) => Ok(build(cx, &p)) }
}
fn v_get(cx: &mut Cx, m: Value, offset: i64) -> R { let v = view(cx, m)?; v.get(cx, offset) }
fn set_item(cx: &mut Cx, a: &[Value]) -> R {
    let v = view(cx, a[0])?;
    if v.readonly { return Err(cx.type_error("cannot modify read-only memory")); }
    match place(cx, v, a[1])? {
        Place::Item(o) => {
            let v = view(cx, a[0])?;
            let shown = Str(v.format).lossy();
            let Some(c) = v.code() else { return Err(cx.not_implemented(format!("memoryview: format {shown} not supported"))) };
            let mut item = vec![0; v.item];
            if let Err(b) = packing::pack(cx, c, false, a[2], &mut item) { packing::memoryview_error(cx, b, &shown)?; }
            let v = view(cx, a[0])?;
            v.permit(cx);
            v.at_mut(o).copy_from_slice(&item);
        }
        Place::Part(p) => {
            let view_given = a[2].is_ref() && a[2].kind() == T::MemoryView;
            if !view_given && buffer_opt(cx, a[2])?.is_none() { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("a bytes-like object is required, not '{t}'"))); }
            let m = from_object(cx, a[2])?;
            let w = view(cx, m)?;
            if w.shape != p.shape || w.item != p.item || w.code() != p.code() { return Err(cx.value_error("memoryview assignment: lvalue and rvalue have different structures")); }
            let src = w.bytes().bytes().to_vec();
            p.permit(cx);
            for (k, o) in p.offsets().into_iter().enumerate() { p.at_mut(o).copy_from_slice(&src[k * p.item..(k + 1) * p.item]) }
        }
    }
    Ok(Value::NONE)
}
fn cast(cx: &mut Cx, a: &[Value]) -> R {
    let v = view(cx, a[0])?;
    let Some(f) = Str::from(a[1]) else { return Err(cx.type_error("format argument must be a string")) };
    if !v.c_contiguous() { return Err(cx.type_error("memoryview: casts are restricted to C-contiguous views")); }
    let shape = match a[2].opt_none() { Some(s) => { if !s.is(T::List) && !s.is(T::Tuple) { return Err(cx.type_error("shape must be a list or a tuple")); } Some(cx.collect(s)?) } None => None };
    if v.shape.len() != 1 && !(shape.is_none() && !v.shape.is_empty()) && !v.shape.is_empty() { return Err(cx.type_error("memoryview: cast must be 1D -> ND or ND -> 1D")); }
    let code = match f.bytes() { [c] | [b'@', c] if packing::native_size(*c) > 0 && !matches!(c, b's' | b'p' | b'x') => *c, _ => return Err(cx.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'")) };
    let is_byte = |c: u8| matches!(c, b'B' | b'b' | b'c');
    if !is_byte(code) && !v.code().is_some_and(is_byte) { return Err(cx.type_error("memoryview: cannot cast between two non-byte formats")); }
    let item = packing::native_size(code);
    let total = v.count() * v.item;
    if total % item != 0 { return Err(cx.type_error("memoryview: length is not a multiple of itemsize")); }
    let mut w = View { format: f.plain().0, item, shape: vec![(total / item) as i64], strides: vec![item as i64], ..v };
    if let Some(s) = shape {
        w.shape.clear();
        for d in s.iter() {
            if !d.is(T::Int) { return Err(cx.type_error("memoryview.cast(): elements of shape must be integers")); }
            let n = cx.index_i64(*d)?;
            if n <= 0 { return Err(cx.value_error("memoryview.cast(): elements of shape must be integers > 0")); }
            w.shape.push(n);
        }
        let mut want = item as i64;
        for n in &w.shape { want = want.saturating_mul(*n) }
        if want != total as i64 { return Err(cx.type_error("memoryview: product(shape) * itemsize != buffer size")); }
        w.strides = vec![0; w.shape.len()];
        let mut st = item as i64;
        for i in (0..w.shape.len()).rev() { w.strides[i] = st; st *= w.shape[i] }
    }
    Ok(build(cx, &w))
}
