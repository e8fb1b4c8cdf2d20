//! `_struct`: packing values into bytes by a format.
use crate::bytes::{buffer, with_writable};
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, Raised, R};
use crate::object::{Slots, Tuple};
use crate::packing::{self, Bad};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// One run of items: letter, count (bytes for `s` and `p`), item size, offset.
#[derive(Clone, Copy, Debug)]
struct Item { code: u8, count: usize, size: usize, offset: usize }
#[derive(Debug)]
pub struct Format { items: Vec<Item>, size: usize, values: usize, big: bool, native: bool }

fn error(cx: &mut Cx, msg: impl AsRef<str>) -> Raised {
    match cx.static_get("struct.error") { Some(c) => { let m = cx.str(msg.as_ref()); match cx.call(c, &[m]) { Ok(e) => cx.raise_value(e), Err(r) => r } } None => cx.value_error(msg) }
}
fn parse(cx: &mut Cx, text: &[u8]) -> R<Format> {
    let (order, mut rest) = match text.first() { Some(c @ (b'@' | b'=' | b'<' | b'>' | b'!')) => (*c, &text[1..]), _ => (b'@', text) };
    let native = order == b'@';
    let mut f = Format { items: vec![], size: 0, values: 0, big: matches!(order, b'>' | b'!'), native };
    while let Some((&c, tail)) = rest.split_first() {
        rest = tail;
        if matches!(c, 9..=13 | 32) { continue; }
        let (mut code, mut count) = (c, 1usize);
        if c.is_ascii_digit() {
            count = (c - b'0') as usize;
            loop {
                let Some((&d, tail)) = rest.split_first() else { return Err(error(cx, "repeat count given without format specifier")) };
                rest = tail;
                if !d.is_ascii_digit() { code = d; break; }
                count = match count.checked_mul(10).and_then(|n| n.checked_add((d - b'0') as usize)).filter(|n| *n <= i64::MAX as usize) { Some(n) => n, None => return Err(error(cx, "total struct size too long")) };
            }
        }
        let size = if native { packing::native_size(code) } else { packing::standard_size(code) };
        if size == 0 { return Err(error(cx, if code == 0 { "embedded null character" } else { "bad char in struct format" })); }
        if native && size > 1 { f.size = (f.size + size - 1) / size * size }
        let offset = f.size;
        f.size = match count.checked_mul(size).and_then(|n| n.checked_add(f.size)).filter(|n| *n <= i64::MAX as usize) { Some(n) => n, None => return Err(error(cx, "total struct size too long")) };
        f.values += match code { b'x' => 0, b's' | b'p' => 1, _ => count };
        if code == b'x' || (count == 0 && !matches!(code, b's' | b'p')) { continue; }
        f.items.push(Item { code, count, size, offset });
    }
    Ok(f)
}
thread_local! { static CACHE: std::cell::RefCell<std::collections::HashMap<Vec<u8>, std::rc::Rc<Format>>> = Default::default(); }
fn format_of(cx: &mut Cx, v: Value) -> R<std::rc::Rc<Format>> {
    let text: &[u8] = if let Some(s) = Str::from(v) {
        if !s.is_ascii() { let a = Str::of(cx.intern("ascii")); crate::codec::encode(cx, s.plain(), Some(a), None)?; }
        s.bytes()
    } else if v.is(T::Bytes) { crate::bytes::get(v) } else { let t = cx.type_name(v); return Err(cx.type_error(format!("Struct() argument 1 must be a str or bytes object, not {t}"))) };
    if let Some(f) = CACHE.with(|c| c.borrow().get(text).cloned()) { return Ok(f); }
    let f = std::rc::Rc::new(parse(cx, text)?);
    CACHE.with(|c| { let mut c = c.borrow_mut(); if c.len() > 256 { c.clear() } c.insert(text.to_vec(), f.clone()); });
    Ok(f)
}
impl Format {
    fn unpack(&self, cx: &mut Cx, d: &[u8]) -> Value {
        let mut out = crate::vvec::VVec::with_capacity(self.values);
        for i in &self.items {
            let b = &d[i.offset..];
            match i.code {
                b's' => { let v = crate::bytes::new(cx, &b[..i.count]); out.push(v) }
                b'p' => { let n = if i.count == 0 { 0 } else { (b[0] as usize).min(i.count - 1) }; let v = crate::bytes::new(cx, if i.count == 0 { &[] } else { &b[1..1 + n] }); out.push(v) }
                c => for k in 0..i.count { let v = packing::unpack(cx, c, self.big, &b[k * i.size..(k + 1) * i.size]); out.push(v) },
            }
        }
        cx.tuple(&out)
    }
    fn pack(&self, cx: &mut Cx, args: &[Value], out: &mut [u8]) -> R<()> {
        let mut next = args.iter();
        for i in &self.items {
            let n = if matches!(i.code, b's' | b'p') { 1 } else { i.count };
            for k in 0..n {
                let Some(&v) = next.next() else { return Ok(()) };
                match i.code {
                    b's' | b'p' => {
                        let b = if v.is(T::Bytes) || v.is(T::ByteArray) { buffer(cx, v)? } else { return Err(error(cx, format!("argument for '{}' must be a bytes object", i.code as char))) };
                        if i.count == 0 { continue; }
                        let at = i.offset + (i.code == b'p') as usize;
                        let m = b.len().min(i.offset + i.count - at);
                        if i.code == b'p' { out[i.offset] = m.min(255) as u8 }
                        out[at..at + m].copy_from_slice(&b[..m]);
                    }
                    c => {
                        let at = i.offset + k * i.size;
                        if let Err(bad) = packing::pack(cx, c, self.big, v, &mut out[at..at + i.size]) {
                            // a native float is cast, not checked
                            if matches!(bad, Bad::TooLarge) && c == b'f' && self.native { let x = cx.as_f64(v)? as f32; out[at..at + 4].copy_from_slice(&x.to_le_bytes()); continue; }
                            return Err(self.complain(cx, c, i.size, bad)); }
                    }
                }
            }
        }
        Ok(())
    }
    fn complain(&self, cx: &mut Cx, c: u8, size: usize, bad: Bad) -> Raised {
        let ch = c as char;
        match bad {
            Bad::Raised => Raised,
            Bad::NotInt => error(cx, "required argument is not an integer"),
            Bad::NotFloat => error(cx, "required argument is not a float"),
            Bad::NotBytes => error(cx, "char format requires a bytes object of length 1"),
            Bad::TooLarge => cx.overflow_error(format!("float too large to pack with {ch} format")),
            Bad::Range => {
                if c == b'P' { return error(cx, "int too large to convert"); }
                let bits = 8 * size as u32;
                let (lo, hi) = if packing::is_signed(c) { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
                error(cx, format!("'{ch}' format requires {lo} <= number <= {hi}"))
            }
        }
    }
    fn check_count(&self, cx: &mut Cx, name: &str, n: usize) -> R<()> { if n != self.values { let m = self.values; return Err(error(cx, format!("{name} expected {m} items for packing (got {n})"))); } Ok(()) }
}
fn pack(cx: &mut Cx, f: &Format, args: &[Value]) -> R {
    f.check_count(cx, "pack", args.len())?;
    let mut v = cx.try_vec(f.size)?;
    v.resize(f.size, 0);
    f.pack(cx, args, &mut v)?;
    Ok(crate::bytes::new(cx, &v))
}
fn pack_into(cx: &mut Cx, f: &Format, buf: Value, offset: Value, args: &[Value]) -> R {
    f.check_count(cx, "pack_into", args.len())?;
    let len = with_writable(cx, buf, "", |b| b.len());
    let len = match len { Ok(n) => n, Err(_) => { cx.clear_pending(); let t = cx.type_name(buf); return Err(cx.type_error(format!("argument must be read-write bytes-like object, not {t}"))) } };
    let o = cx.index_i64(offset)?;
    let size = f.size as i64;
    if o < 0 {
        if o + size > 0 { return Err(error(cx, format!("no space to pack {size} bytes at offset {o}"))); }
        if o + (len as i64) < 0 { return Err(error(cx, format!("offset {o} out of range for {len}-byte buffer"))); }
    }
    let at = if o < 0 { o + len as i64 } else { o };
    if len as i64 - at < size { return Err(error(cx, format!("pack_into requires a buffer of at least {} bytes for packing {size} bytes at offset {at} (actual buffer size is {len})", at as i128 + size as i128))); }
    let mut v = cx.try_vec(f.size)?;
    v.resize(f.size, 0);
    f.pack(cx, args, &mut v)?;
    with_writable(cx, buf, "a read-write bytes-like object is required", |b| if let Some(d) = b.get_mut(at as usize..at as usize + v.len()) { d.copy_from_slice(&v) })?;
    Ok(Value::NONE)
}
fn unpack(cx: &mut Cx, f: &Format, data: Value) -> R {
    let b = buffer(cx, data)?;
    if b.len() != f.size { let n = f.size; return Err(error(cx, format!("unpack requires a buffer of {n} bytes"))); }
    Ok(f.unpack(cx, &b))
}
fn unpack_from(cx: &mut Cx, f: &Format, data: Value, offset: Value) -> R {
    let b = buffer(cx, data)?;
    let o = cx.ssize_arg(offset, 0)?;
    let (size, len) = (f.size as i64, b.len() as i64);
    if o < 0 {
        if o + size > 0 { return Err(error(cx, format!("not enough data to unpack {size} bytes at offset {o}"))); }
        if o + len < 0 { return Err(error(cx, format!("offset {o} out of range for {len}-byte buffer"))); }
    }
    let at = if o < 0 { o + len } else { o };
    if len - at < size { return Err(error(cx, format!("unpack_from requires a buffer of at least {} bytes for unpacking {size} bytes at offset {at} (actual buffer size is {len})", at as i128 + size as i128))); }
    Ok(f.unpack(cx, &b[at as usize..]))
}
/// Slots: struct format (value), data (bytes), position.
fn iter_unpack(cx: &mut Cx, f: &Format, format: Value, data: Value) -> R {
    if f.size == 0 { return Err(error(cx, "cannot iteratively unpack with a struct of length 0")); }
    let b = buffer(cx, data)?;
    if b.len() % f.size != 0 { let n = f.size; return Err(error(cx, format!("iterative unpacking requires a buffer of a multiple of {n} bytes"))); }
    Ok(Slots::new(cx, T::StructIter, &[format, data, Value::small(0)]))
}
pub const ITER: &[Def] = &[
    def("__next__", "", |cx, a| {
        let s = Slots(a[0]);
        let f = format_of(cx, s.get(0))?;
        let b = buffer(cx, s.get(1))?;
        let at = s.int(2) as usize;
        if at + f.size > b.len() { return Err(cx.stop_iteration(Value::UNDEF)); }
        s.set_int(cx, 2, (at + f.size) as i64);
        Ok(f.unpack(cx, &b[at..]))
    }),
    def("__length_hint__", "", |cx, a| { let s = Slots(a[0]); let f = format_of(cx, s.get(0))?; let b = buffer(cx, s.get(1))?; Ok(Value::small(((b.len() as i64 - s.int(2)) / f.size.max(1) as i64).max(0))) }),
];
fn star(v: Value) -> &'static [Value] { match Tuple::from(v) { Some(t) => t.items(), None => &[] } }
/// Struct: slot 0 the format as given (str).
pub const STRUCT: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| { let e = cx.rt.empty_str; Ok(Slots::new_of(cx, a[0], T::Struct, &[e])) }),
    def("__init__", "format", |cx, a| {
        format_of(cx, a[1])?;
        let f = if a[1].is(T::Bytes) { let s: String = crate::bytes::get(a[1]).iter().map(|b| *b as char).collect(); cx.string(s) } else { a[1] };
        Slots(a[0]).set(cx, 0, f);
        Ok(Value::NONE)
    }),
    attr("format", |_, a| Ok(Slots(a[0]).get(0))),
    attr("size", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; Ok(Value::small(f.size as i64)) }),
    def("pack", "*values", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; pack(cx, &f, star(a[1])) }),
    def("pack_into", "buffer, offset, /, *values", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; pack_into(cx, &f, a[1], a[2], star(a[3])) }),
    def("unpack", "buffer, /", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; unpack(cx, &f, a[1]) }),
    def("unpack_from", "buffer, offset=0", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; unpack_from(cx, &f, a[1], a[2]) }),
    def("iter_unpack", "buffer, /", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; iter_unpack(cx, &f, Slots(a[0]).get(0), a[1]) }),
    def("__sizeof__", "", |cx, a| { let f = format_of(cx, Slots(a[0]).get(0))?; Ok(Value::small(56 + 32 * (f.items.len() as i64 + 1))) }),
];
const FUNCS: &[Def] = &[
    def("_clearcache", "", |_, _| { CACHE.with(|c| c.borrow_mut().clear()); Ok(Value::NONE) }),
    def("calcsize", "format, /", |cx, a| { let f = format_of(cx, a[0])?; Ok(Value::small(f.size as i64)) }),
    def("pack", "format, /, *values", |cx, a| { let f = format_of(cx, a[0])?; pack(cx, &f, star(a[1])) }),
    def("pack_into", "format, buffer, offset, /, *values", |cx, a| { let f = format_of(cx, a[0])?; pack_into(cx, &f, a[1], a[2], star(a[3])) }),
    def("unpack", "format, buffer, /", |cx, a| { let f = format_of(cx, a[0])?; unpack(cx, &f, a[1]) }),
    def("unpack_from", "format, /, buffer, offset=0", |cx, a| { let f = format_of(cx, a[0])?; unpack_from(cx, &f, a[1], a[2]) }),
    def("iter_unpack", "format, buffer, /", |cx, a| { let f = format_of(cx, a[0])?; iter_unpack(cx, &f, a[0], a[1]) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let c = cx.class(T::Struct).0;
    m.set(cx, "Struct", c);
    let e = match cx.static_get("struct.error") { Some(e) => e, None => super::new_exception(cx, "struct", "error", T::Exception)? };
    cx.static_set("struct.error", e);
    m.set(cx, "error", e);
    Ok(())
}
