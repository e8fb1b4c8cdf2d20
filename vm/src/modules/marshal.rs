//! `marshal`: version 4 of the format for the basic types. Code objects are written in the binary form of Fora IR, behind CPython's tag.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::modules::osys;
use crate::native::{def, Def, Raised, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use dashu_int::{IBig, Sign, UBig};

fn put_len(out: &mut Vec<u8>, n: usize) { out.extend_from_slice(&(n as u32).to_le_bytes()) }
fn unmarshallable(cx: &mut Cx) -> Raised { cx.value_error("unmarshallable object") }
fn dump(cx: &mut Cx, v: Value, out: &mut Vec<u8>, version: i64, depth: usize) -> R<()> {
    if depth > 1000 { return Err(cx.value_error("object too deeply nested to marshal")); }
    if v.is_none() { out.push(b'N'); return Ok(()); }
    if v.is_bool() { out.push(if v.is_true() { b'T' } else { b'F' }); return Ok(()); }
    let seq = |cx: &mut Cx, out: &mut Vec<u8>, tag: u8, items: &[Value]| -> R<()> { out.push(tag); put_len(out, items.len()); for x in items { dump(cx, *x, out, version, depth + 1)? } Ok(()) };
    match v.exact() {
        Some(T::Ellipsis) => out.push(b'.'),
        Some(T::Code) => { let Some(b) = crate::types_trace::encoded(crate::func::CodeV(v)) else { return Err(unmarshallable(cx)) }; out.push(b'c'); put_len(out, b.len()); out.extend_from_slice(&b) }
        Some(T::Int) => match crate::int::to_i64(v) {
            Some(n) if n >= i32::MIN as i64 && n <= i32::MAX as i64 => { out.push(b'i'); out.extend_from_slice(&(n as i32).to_le_bytes()) }
            _ => {
                let i = crate::int::to_ibig(v);
                let (sign, mut m) = i.into_parts();
                let mut digits: Vec<u16> = vec![];
                let base = UBig::from(1u32 << 15);
                while m != UBig::ZERO { digits.push(u16::try_from(&m % &base).unwrap_or(0)); m = m / &base }
                out.push(b'l');
                let n = digits.len() as i32;
                out.extend_from_slice(&(if sign == Sign::Negative { -n } else { n }).to_le_bytes());
                for d in digits { out.extend_from_slice(&d.to_le_bytes()) }
            }
        },
        Some(T::Float) => { let f = crate::float::get(v); if version > 1 { out.push(b'g'); out.extend_from_slice(&f.to_le_bytes()) } else { let r = cx.repr_string(v)?; out.push(b'f'); out.push(r.len() as u8); out.extend_from_slice(r.as_bytes()) } }
        Some(T::Complex) => { let (a, b) = crate::complex::get(v); out.push(b'y'); out.extend_from_slice(&a.to_le_bytes()); out.extend_from_slice(&b.to_le_bytes()) }
        Some(T::Str) => {
            let s = Str(v);
            if s.is_ascii() && version >= 4 { let interned = s.is_interned(); if s.byte_len() < 256 { out.push(if interned { b'Z' } else { b'z' }); out.push(s.byte_len() as u8) } else { out.push(if interned { b'A' } else { b'a' }); put_len(out, s.byte_len()) } }
            else { out.push(if s.is_interned() && version >= 3 { b't' } else { b'u' }); put_len(out, s.byte_len()) }
            out.extend_from_slice(s.bytes())
        }
        Some(T::Bytes) => { let d = crate::bytes::get(v); out.push(b's'); put_len(out, d.len()); out.extend_from_slice(d) }
        Some(T::Tuple) => { let t = Tuple(v).items(); if t.len() < 256 && version >= 4 { out.push(b')'); out.push(t.len() as u8); for x in t { dump(cx, *x, out, version, depth + 1)? } } else { seq(cx, out, b'(', t)? } }
        Some(T::List) => { let l = List(v).to_vvec(); seq(cx, out, b'[', &l)? }
        Some(T::Dict) => { out.push(b'{'); let d = Dict(v); let mut i = 0; while i < d.fill() { if let Some((k, x)) = d.entry(i) { dump(cx, k, out, version, depth + 1)?; dump(cx, x, out, version, depth + 1)? } i += 1 } out.push(b'0') }
        Some(t @ (T::Set | T::FrozenSet)) => { let items = cx.collect(v)?; seq(cx, out, if t == T::Set { b'<' } else { b'>' }, &items)? }
        _ => {
            if v.is_ref() && (v.is(T::ByteArray) || v.is(T::MemoryView)) { let d = osys::bytes_like(cx, v)?; out.push(b's'); put_len(out, d.len()); out.extend_from_slice(d); return Ok(()); }
            let si = cx.class(T::Type);
            if v == cx.class(T::StopIteration).0 && cx.class_of(v) == si { out.push(b'S'); return Ok(()); }
            return Err(unmarshallable(cx));
        }
    }
    Ok(())
}
struct Reader<'a> { d: &'a [u8], at: usize }
impl Reader<'_> {
    fn take(&mut self, cx: &mut Cx, n: usize) -> R<&[u8]> { if self.d.len() - self.at < n { return Err(cx.eof_error("marshal data too short")); } self.at += n; Ok(&self.d[self.at - n..self.at]) }
    fn byte(&mut self, cx: &mut Cx) -> R<u8> { Ok(self.take(cx, 1)?[0]) }
    fn int(&mut self, cx: &mut Cx) -> R<i32> { let b = self.take(cx, 4)?; Ok(i32::from_le_bytes([b[0], b[1], b[2], b[3]])) }
    fn len(&mut self, cx: &mut Cx) -> R<usize> { let n = self.int(cx)?; if n < 0 { return Err(cx.value_error("bad marshal data (size out of range)")); } Ok(n as usize) }
    fn float(&mut self, cx: &mut Cx) -> R<f64> { let b = self.take(cx, 8)?; let mut a = [0; 8]; a.copy_from_slice(b); Ok(f64::from_le_bytes(a)) }
}
/// UNDEF stands for the end mark of a dict.
fn load(cx: &mut Cx, r: &mut Reader, refs: List, depth: usize) -> R {
    if depth > 1000 { return Err(cx.value_error("bad marshal data (recursion limit exceeded)")); }
    if r.at >= r.d.len() { return Err(cx.eof_error("EOF read where object expected")); }
    let c = r.byte(cx)?;
    let (flag, c) = (c & 0x80 != 0, c & 0x7f);
    let slot = refs.len();
    if flag { refs.push(cx, Value::NONE) }
    let items = |cx: &mut Cx, r: &mut Reader, n: usize| -> R<VVec> { let mut v = VVec::new(); for _ in 0..n { let x = load(cx, r, refs, depth + 1)?; if x.is_undef() { return Err(cx.type_error("NULL object in marshal data")); } v.push(x) } Ok(v) };
    let v = match c {
        b'0' => return Ok(Value::UNDEF),
        b'N' => Value::NONE, b'T' => Value::TRUE, b'F' => Value::FALSE, b'.' => Value::ELLIPSIS, b'S' => cx.class(T::StopIteration).0,
        b'i' => Value::small(r.int(cx)? as i64),
        b'I' => { let b = r.take(cx, 8)?; let mut a = [0; 8]; a.copy_from_slice(b); cx.int(i64::from_le_bytes(a)) }
        b'l' => {
            let n = r.int(cx)?;
            let mut m = IBig::ZERO;
            let d = r.take(cx, 2 * n.unsigned_abs() as usize)?.to_vec();
            for p in d.chunks(2).rev() { m = (m << 15) + IBig::from(u16::from_le_bytes([p[0], p[1]])) }
            cx.bigint(if n < 0 { -m } else { m })
        }
        b'g' => { let f = r.float(cx)?; cx.float(f) }
        b'f' => { let n = r.byte(cx)? as usize; let t = String::from_utf8_lossy(r.take(cx, n)?).into_owned(); cx.float(t.parse().unwrap_or(f64::NAN)) }
        b'y' => { let (a, b) = (r.float(cx)?, r.float(cx)?); crate::complex::new(cx, a, b) }
        b'c' => { let n = r.len(cx)?; let d = r.take(cx, n)?.to_vec(); match crate::types_trace::decoded(cx, &d) { Some(v) => v, None => return Err(cx.value_error("bad marshal data (code of another version)")) } }
        b's' => { let n = r.len(cx)?; let d = r.take(cx, n)?.to_vec(); crate::bytes::new(cx, &d) }
        b'z' | b'Z' => { let n = r.byte(cx)? as usize; let d = r.take(cx, n)?.to_vec(); Str::from_wtf8(cx, &d).0 }
        b'a' | b'A' | b'u' | b't' => { let n = r.len(cx)?; let d = r.take(cx, n)?.to_vec(); if std::str::from_utf8(&d).is_ok() { Str::from_wtf8(cx, &d).0 } else { let b = crate::bytes::new(cx, &d); let (e, h) = (cx.intern("utf-8"), cx.intern("surrogatepass")); cx.call_method(b, "decode", &[e, h])? } }
        b')' => { let n = r.byte(cx)? as usize; let v = items(cx, r, n)?; cx.tuple(&v) }
        b'(' => { let n = r.len(cx)?; let v = items(cx, r, n)?; cx.tuple(&v) }
        b'[' => { let n = r.len(cx)?; let l = List::new(cx); if flag { refs.set(cx, slot, l.0) } for x in items(cx, r, n)?.iter() { l.push(cx, *x) } l.0 }
        b'{' => { let d = cx.dict(); if flag { refs.set(cx, slot, d.0) } loop { let k = load(cx, r, refs, depth + 1)?; if k.is_undef() { break; } let x = load(cx, r, refs, depth + 1)?; if x.is_undef() { break; } d.set(cx, k, x)? } d.0 }
        b'<' | b'>' => { let n = r.len(cx)?; let v = items(cx, r, n)?; let l = cx.list(&v); let t = cx.class(if c == b'<' { T::Set } else { T::FrozenSet }).0; cx.call(t, &[l])? }
        b'r' => { let n = r.len(cx)?; match refs.get(n) { Some(v) => v, None => return Err(cx.value_error("bad marshal data (invalid reference)")) } }
        _ => return Err(cx.value_error("bad marshal data (unknown type code)")),
    };
    if flag { refs.set(cx, slot, v) }
    Ok(v)
}
fn dumps(cx: &mut Cx, a: &[Value]) -> R { let ver = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => 4 }; let mut out = vec![]; dump(cx, a[0], &mut out, ver, 0)?; Ok(crate::bytes::new(cx, &out)) }
fn loads(cx: &mut Cx, a: &[Value]) -> R {
    let d = osys::bytes_like(cx, a[0])?;
    let refs = List::new(cx);
    let v = load(cx, &mut Reader { d, at: 0 }, refs, 0)?;
    if v.is_undef() { return Err(cx.type_error("NULL object in marshal data for object")); }
    Ok(v)
}
const FUNCS: &[Def] = &[
    def("dumps", "value, version=4, /", dumps), def("loads", "bytes, /", loads),
    def("dump", "value, file, version=4, /", |cx, a| { let b = dumps(cx, &[a[0], a[2]])?; cx.call_method(a[1], "write", &[b]) }),
    def("load", "file, /", |cx, a| { let b = cx.call_method(a[0], "read", &[])?; loads(cx, &[b]) }),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); m.set(cx, "version", Value::small(4)); Ok(()) }
