//! Methods of bytes, most of them bytearray's too: written over `&[u8]`, results take the kind of their receiver.
use crate::abs::Cmp;
use crate::bytearray::ByteArray;
use crate::bytes::{self, buffer, buffer_opt, Buf};
use crate::class::D;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, def_class, def_new, def_static, Def, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::str_methods::fill;
use crate::str_search::{pieces, pieces_back, replaced, reverse, spaces, spaces_back, Space};
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

/// Of bytes only.
pub const BYTES: &[Def] = &[
    def_new("source=b'', encoding='utf-8', errors='strict'", new),
    def("__hash__", "", |cx, a| { let h = bytes::hash(a[0]); Ok(cx.int(h)) }),
    def("__bytes__", "", |_, a| Ok(bytes::plain(a[0]))),
    def("__getnewargs__", "", |cx, a| { let b = bytes::plain(a[0]); Ok(cx.tuple(&[b])) }),
    def("__repr__", "", |cx, a| { let s = repr(me(a)); Ok(cx.string(s)) }),
    def("__sizeof__", "", |_, a| Ok(Value::small(33 + me(a).len() as i64))),
    def("__buffer__", "flags, /", |cx, a| crate::memoryview::from_object(cx, a[0])),
];
/// Of bytes and bytearray.
pub const BOTH: &[Def] = &[
    def("__str__", "", |cx, a| { crate::warn::about_bytes(cx, || format!("str() on a {} instance", if a[0].is(T::Bytes) { "bytes" } else { "bytearray" }))?; Ok(cx.repr(a[0])?.0) }),
    def("__len__", "", |_, a| Ok(Value::small(me(a).len() as i64))),
    def("__eq__", "value, /", |cx, a| equal(cx, a, true)),
    def("__ne__", "value, /", |cx, a| equal(cx, a, false)),
    def("__lt__", "value, /", |cx, a| order(cx, Cmp::Lt, a)),
    def("__le__", "value, /", |cx, a| order(cx, Cmp::Le, a)),
    def("__gt__", "value, /", |cx, a| order(cx, Cmp::Gt, a)),
    def("__ge__", "value, /", |cx, a| order(cx, Cmp::Ge, a)),
    def("__add__", "value, /", add),
    def("__mul__", "value, /", mul),
    def("__rmul__", "value, /", mul),
    def("__mod__", "value, /", |cx, a| { let v = crate::percent::format_bytes(cx, me(a), a[1])?; make(cx, a[0], &v) }),
    def("__rmod__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    def("__contains__", "key, /", contains),
    def("__getitem__", "key, /", get_item),
    def("decode", "encoding='utf-8', errors='strict'", decode),
    def("hex", "sep=None, bytes_per_sep=1", |cx, a| { let b = Buf::Ref(me(a)); hex(cx, &b, a[1], a[2]) }),
    def_class("fromhex", "string, /", fromhex),
    def_static("maketrans", "frm, to, /", maketrans),
    def("translate", "table, /, delete=b''", translate),
    def("find", "sub, start=None, end=None, /", |cx, a| Ok(Value::small(find(cx, a, false)?.map_or(-1, |i| i as i64)))),
    def("rfind", "sub, start=None, end=None, /", |cx, a| Ok(Value::small(find(cx, a, true)?.map_or(-1, |i| i as i64)))),
    def("index", "sub, start=None, end=None, /", |cx, a| match find(cx, a, false)? { Some(i) => Ok(Value::small(i as i64)), None => Err(cx.value_error("subsection not found")) }),
    def("rindex", "sub, start=None, end=None, /", |cx, a| match find(cx, a, true)? { Some(i) => Ok(Value::small(i as i64)), None => Err(cx.value_error("subsection not found")) }),
    def("count", "sub, start=None, end=None, /", count),
    def("startswith", "prefix, start=None, end=None, /", |cx, a| has_affix(cx, a, false)),
    def("endswith", "suffix, start=None, end=None, /", |cx, a| has_affix(cx, a, true)),
    def("removeprefix", "prefix, /", |cx, a| { let p = buffer(cx, a[1])?; let b = me(a); let r = b.strip_prefix(p.bytes()).unwrap_or(b); make(cx, a[0], r) }),
    def("removesuffix", "suffix, /", |cx, a| { let p = buffer(cx, a[1])?; let b = me(a); let r = b.strip_suffix(p.bytes()).unwrap_or(b); make(cx, a[0], r) }),
    def("replace", "old, new, count=-1, /", |cx, a| {
        let (old, new) = (buffer(cx, a[1])?, buffer(cx, a[2])?);
        let n = cx.ssize_arg(a[3], -1)?;
        let max = if n < 0 { usize::MAX } else { n as usize };
        let b = me(a);
        if max == 0 { return make(cx, a[0], b); }
        match replaced(cx, b, &old, &new, max, false)? { Some(v) => make(cx, a[0], &v), None => make(cx, a[0], b) }
    }),
    def("split", "sep=None, maxsplit=-1", |cx, a| split(cx, a, false)),
    def("rsplit", "sep=None, maxsplit=-1", |cx, a| split(cx, a, true)),
    def("splitlines", "keepends=False", splitlines),
    def("partition", "sep, /", |cx, a| partition(cx, a, false)),
    def("rpartition", "sep, /", |cx, a| partition(cx, a, true)),
    def("strip", "bytes=None, /", |cx, a| strip(cx, a, true, true)),
    def("lstrip", "bytes=None, /", |cx, a| strip(cx, a, true, false)),
    def("rstrip", "bytes=None, /", |cx, a| strip(cx, a, false, true)),
    def("join", "iterable_of_bytes, /", join),
    def("center", "width, fillchar=b' ', /", |cx, a| pad(cx, a, 2, "center")),
    def("ljust", "width, fillchar=b' ', /", |cx, a| pad(cx, a, 0, "ljust")),
    def("rjust", "width, fillchar=b' ', /", |cx, a| pad(cx, a, 1, "rjust")),
    def("zfill", "width, /", |cx, a| {
        let (b, w) = (me(a), cx.index_i64(a[1])?);
        let gap = (w - b.len() as i64).max(0) as usize;
        let sign = (gap > 0 && matches!(b.first(), Some(b'+' | b'-'))) as usize;
        let mut v = cx.try_vec(gap.saturating_add(b.len()))?;
        v.extend_from_slice(&b[..sign]);
        v.resize(sign + gap, b'0');
        v.extend_from_slice(&b[sign..]);
        make(cx, a[0], &v)
    }),
    def("expandtabs", "tabsize=8", |cx, a| { let t = cx.ssize_arg(a[1], 8)?; match crate::str_methods::expand(me(a), t, false) { Some(v) => make(cx, a[0], &v), None => Err(cx.overflow_error("result too long")) } }),
    def("lower", "", |cx, a| { let v = me(a).to_ascii_lowercase(); make(cx, a[0], &v) }),
    def("upper", "", |cx, a| { let v = me(a).to_ascii_uppercase(); make(cx, a[0], &v) }),
    def("swapcase", "", |cx, a| { let v: Vec<u8> = me(a).iter().map(|b| if b.is_ascii_alphabetic() { b ^ 32 } else { *b }).collect(); make(cx, a[0], &v) }),
    def("capitalize", "", |cx, a| { let mut v = me(a).to_ascii_lowercase(); if let Some(c) = v.first_mut() { c.make_ascii_uppercase() } make(cx, a[0], &v) }),
    def("title", "", |cx, a| { let mut up = true; let v: Vec<u8> = me(a).iter().map(|b| { let r = if up { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() }; up = !b.is_ascii_alphabetic(); r }).collect(); make(cx, a[0], &v) }),
    def("isascii", "", |_, a| Ok(Value::bool(me(a).is_ascii()))),
    def("isalpha", "", |_, a| all(a, |b| b.is_ascii_alphabetic())),
    def("isalnum", "", |_, a| all(a, |b| b.is_ascii_alphanumeric())),
    def("isdigit", "", |_, a| all(a, |b| b.is_ascii_digit())),
    def("isspace", "", |_, a| all(a, |b| matches!(b, 9..=13 | 32))),
    def("islower", "", |_, a| { let b = me(a); Ok(Value::bool(b.iter().any(u8::is_ascii_lowercase) && !b.iter().any(u8::is_ascii_uppercase))) }),
    def("isupper", "", |_, a| { let b = me(a); Ok(Value::bool(b.iter().any(u8::is_ascii_uppercase) && !b.iter().any(u8::is_ascii_lowercase))) }),
    def("istitle", "", |_, a| {
        let (mut found, mut inside) = (false, false);
        for b in me(a) {
            if b.is_ascii_uppercase() { if inside { return Ok(Value::FALSE); } inside = true; found = true; }
            else if b.is_ascii_lowercase() { if !inside { return Ok(Value::FALSE); } }
            else { inside = false }
        }
        Ok(Value::bool(found))
    }),
];

/// The bytes of a method's self.
#[inline(always)]
pub fn me(a: &[Value]) -> &'static [u8] { data(a[0]) }
fn data(v: Value) -> &'static [u8] { if v.kind() == T::Bytes { bytes::get(v) } else { ByteArray::of(v).bytes() } }
/// A new object of the kind of `like` (bytes or bytearray); bytes that did not change are kept.
pub fn make(cx: &mut Cx, like: Value, b: &[u8]) -> R {
    if like.kind() == T::ByteArray { return Ok(ByteArray::new(cx, b)?.0); }
    let p = bytes::plain(like);
    let old = bytes::get(p);
    if old.len() == b.len() && std::ptr::eq(old.as_ptr(), b.as_ptr()) { return Ok(p); }
    Ok(bytes::new(cx, b))
}

fn new(cx: &mut Cx, a: &[Value]) -> R {
    let b = from_args(cx, a, "bytes")?;
    if a[0] == cx.class(T::Bytes).0 { return Ok(b); }
    let o = cx.alloc_instance(a[0]);
    bytes::init_subclass(o, bytes::plain(b));
    Ok(o)
}
/// `bytes(source, encoding, errors)`: a bytes object (for bytearray too, which copies it).
pub fn from_args(cx: &mut Cx, a: &[Value], kind: &str) -> R {
    let (src, enc, err) = (a[1], a[2], a[3]);
    let e = match enc.opt() { Some(e) => Some(cx.want_str(e, &format!("{kind}() argument 'encoding'"))?), None => None };
    let r = match err.opt() { Some(e) => Some(cx.want_str(e, &format!("{kind}() argument 'errors'"))?), None => None };
    let Some(src) = src.opt() else {
        if e.is_some() || r.is_some() { return Err(cx.type_error(if e.is_some() { "encoding without a string argument" } else { "errors without a string argument" })); }
        return Ok(bytes::new(cx, &[]));
    };
    if kind == "bytes" && e.is_none() && r.is_none() && !src.is_exact(T::Bytes) {
        if let Some(v) = cx.call_special(src, D::Bytes, &[])? {
            if !v.is(T::Bytes) { let t = cx.type_name(v); return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {t})"))); }
            return Ok(v);
        }
    }
    if let Some(s) = Str::from(src) {
        if e.is_none() { return Err(cx.type_error("string argument without an encoding")); }
        return crate::codec::encode(cx, s.plain(), e, r);
    }
    if e.is_some() || r.is_some() { return Err(cx.type_error(if e.is_some() { "encoding without a string argument" } else { "errors without a string argument" })); }
    if src.is_exact(T::Bytes) { return Ok(src); }
    if src.is(T::Int) || (buffer_like(src).is_none() && cx.special(src, D::Index).is_some()) {
        let i = cx.index(src);
        if let Some(i) = cx.catch(i, T::TypeError)? {
            let Some(n) = crate::int::to_i64(i) else { let t = cx.type_name(i); return Err(cx.overflow_error(format!("cannot fit '{t}' into an index-sized integer"))) };
            if n < 0 { return Err(cx.value_error("negative count")); }
            return bytes::zeroed(cx, n as usize);
        }
    }
    from_object(cx, src, kind)
}
fn buffer_like(v: Value) -> Option<T> { if v.is_ref() && matches!(v.kind(), T::Bytes | T::ByteArray | T::MemoryView) { Some(v.kind()) } else { None } }
/// Bytes of a buffer or an iterable of ints.
pub fn from_object(cx: &mut Cx, src: Value, kind: &str) -> R {
    if let Some(b) = bytes::buffer_any(cx, src)? { return Ok(bytes::new(cx, b.bytes())); }
    let range = if kind == "bytes" { "bytes must be in range(0, 256)" } else { "byte must be in range(0, 256)" };
    if !src.is(T::Str) {
        let list = List::exact(src);
        if list.is_none() && Tuple::exact(src).is_none() && cx.special(src, D::Iter).is_none() && cx.special(src, D::GetItem).is_none() { let t = cx.type_name(src); return Err(cx.type_error(format!("cannot convert '{t}' object to {kind}"))); }
        let it = cx.iter(src)?;
        let hint = cx.length_hint(src)?;
        let mut v = cx.try_vec(hint.min(1 << 20))?;
        while let Some(x) = cx.next(it)? {
            let n = match x.as_small() { Some(n) => n, None => { let i = cx.index(x)?; crate::int::to_i64(i).unwrap_or(-1) } };
            if !(0..256).contains(&n) { return Err(cx.value_error(range)); }
            v.push(n as u8);
        }
        return Ok(bytes::new(cx, &v));
    }
    let t = cx.type_name(src);
    Err(cx.type_error(format!("cannot convert '{t}' object to {kind}")))
}
/// repr of bytes.
pub fn repr(b: &[u8]) -> String {
    let quote = if b.contains(&b'\'') && !b.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(b.len() + 3);
    out.push('b');
    out.push(quote);
    for &c in b {
        match c {
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            c if c as char == quote => { out.push('\\'); out.push(quote) }
            0x20..=0x7e => out.push(c as char),
            _ => { use std::fmt::Write; let _ = write!(out, "\\x{c:02x}"); }
        }
    }
    out.push(quote);
    out
}
fn other(cx: &mut Cx, a: &[Value]) -> R<Option<Buf>> {
    if a[0].kind() == T::Bytes && buffer_like(a[1]).is_none_or(|t| t == T::MemoryView) { return Ok(None); }
    buffer_opt(cx, a[1])
}
fn equal(cx: &mut Cx, a: &[Value], want: bool) -> R { Ok(match other(cx, a)? { Some(o) => Value::bool((me(a) == o.bytes()) == want), None => { if a[1].is(T::Str) { crate::warn::about_bytes(cx, || format!("Comparison between {} and string", if a[0].is(T::Bytes) { "bytes" } else { "bytearray" }))? } Value::NOT_IMPLEMENTED } }) }
fn order(cx: &mut Cx, op: Cmp, a: &[Value]) -> R { Ok(match other(cx, a)? { Some(o) => Value::bool(op.of_ordering(me(a).cmp(o.bytes()))), None => Value::NOT_IMPLEMENTED }) }
fn add(cx: &mut Cx, a: &[Value]) -> R {
    let Some(o) = buffer_opt(cx, a[1])? else { let (x, y) = (cx.type_name(a[0]), cx.type_name(a[1])); return Err(cx.type_error(format!("can't concat {y} to {x}"))) };
    let b = me(a);
    if a[0].kind() == T::Bytes {
        if o.is_empty() { return Ok(bytes::plain(a[0])); }
        if b.is_empty() && a[1].is_exact(T::Bytes) { return Ok(a[1]); }
        return bytes::with(cx, b.len() + o.len(), |out| { out[..b.len()].copy_from_slice(b); out[b.len()..].copy_from_slice(&o); });
    }
    let mut v = cx.try_vec(b.len() + o.len())?;
    v.extend_from_slice(b);
    v.extend_from_slice(&o);
    make(cx, a[0], &v)
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Int) && cx.special(a[1], D::Index).is_none() { return Ok(Value::NOT_IMPLEMENTED); }
    let n = cx.repeat_count(a[1])?;
    let b = me(a);
    if n == 1 && a[0].kind() == T::Bytes { return Ok(bytes::plain(a[0])); }
    let Some(total) = b.len().checked_mul(n).filter(|t| *t <= i64::MAX as usize) else { return Err(if a[0].kind() == T::Bytes { cx.overflow_error("repeated bytes are too long") } else { cx.memory_error() }) };
    if a[0].kind() == T::Bytes { return bytes::with(cx, total, |out| if total > 0 { fill(out, b) }); }
    let mut v = cx.try_vec(total)?;
    v.resize(total, 0);
    if total > 0 { fill(&mut v, b) }
    make(cx, a[0], &v)
}
/// The byte that an int stands for.
pub fn byte(cx: &mut Cx, v: Value) -> R<u8> {
    let i = match v.as_small() { Some(i) => i, None => { let i = cx.index(v)?; crate::int::to_i64(i).unwrap_or(-1) } };
    if (0..256).contains(&i) { Ok(i as u8) } else { Err(cx.value_error("byte must be in range(0, 256)")) }
}
fn contains(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is(T::Int) || (buffer_like(a[1]).is_none() && cx.special(a[1], D::Index).is_some()) { let c = byte(cx, a[1])?; return Ok(Value::bool(me(a).contains(&c))); }
    let o = buffer(cx, a[1])?;
    Ok(Value::bool(wtf8::find(me(a), &o).is_some()))
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let b = me(a);
    if a[1].is(T::Slice) {
        let (start, step, n) = cx.slice_of(a[1], b.len())?;
        let b = me(a);
        if step == 1 { return make(cx, a[0], b.get(start..start + n).unwrap_or(&[])); }
        let v: Vec<u8> = (0..n as i64).filter_map(|k| b.get((start as i64 + k * step) as usize).copied()).collect();
        return make(cx, a[0], &v);
    }
    if !a[1].is(T::Int) && cx.special(a[1], D::Index).is_none() { let t = cx.type_name(a[1]); let k = if a[0].kind() == T::Bytes { "byte" } else { "bytearray" }; return Err(cx.type_error(format!("{k} indices must be integers or slices, not {t}"))); }
    let i = cx.item_index(a[1])?;
    let b = me(a);
    let j = if i < 0 { i + b.len() as i64 } else { i };
    match b.get(j as usize) { Some(c) if j >= 0 => Ok(Value::small(*c as i64)), _ => Err(if a[0].kind() == T::Bytes { cx.index_error("index out of range") } else { cx.index_error("bytearray index out of range") }) }
}
fn decode(cx: &mut Cx, a: &[Value]) -> R {
    let enc = match a[1].opt() { Some(e) => Some(cx.want_str(e, "decode() argument 'encoding'")?), None => None };
    let err = match a[2].opt() { Some(e) => Some(cx.want_str(e, "decode() argument 'errors'")?), None => None };
    crate::codec::decode(cx, me(a), a[0], enc, err)
}
/// `b.hex(sep, bytes_per_sep)`.
pub fn hex(cx: &mut Cx, b: &[u8], sep: Value, group: Value) -> R {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let group = cx.ssize_arg(group, 1)?;
    let sep = match sep.opt() {
        None => None,
        Some(s) => {
            let n = cx.len(s)?;
            if n != 1 { return Err(cx.value_error("sep must be length 1.")); }
            let c = if let Some(s) = Str::from(s) { s.char_at(0) } else if s.is(T::Bytes) { bytes::get(s)[0] as u32 } else { return Err(cx.type_error("sep must be str or bytes.")) };
            if c >= 128 { return Err(cx.value_error("sep must be ASCII.")); }
            Some(c as u8)
        }
    };
    let g = group.unsigned_abs() as usize;
    let mut out = cx.try_vec(b.len().saturating_mul(3))?;
    for (i, c) in b.iter().enumerate() {
        if let Some(s) = sep { if g > 0 && i > 0 { let at = if group > 0 { b.len() - i } else { i }; if at % g == 0 { out.push(s) } } }
        out.push(DIGITS[(c >> 4) as usize]);
        out.push(DIGITS[(c & 15) as usize]);
    }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn fromhex(cx: &mut Cx, a: &[Value]) -> R {
    let s = cx.want_str(a[1], "fromhex() argument")?;
    let p: Vec<u32> = s.code_points().collect();
    let digit = |i: usize| p.get(i).and_then(|c| char::from_u32(*c)).filter(char::is_ascii).and_then(|c| c.to_digit(16));
    let mut v = vec![];
    let mut i = 0;
    loop {
        while p.get(i).is_some_and(|c| matches!(c, 9..=13 | 32)) { i += 1 }
        if i >= p.len() { break; }
        match (digit(i), digit(i + 1)) {
            (Some(h), Some(l)) => { v.push((h << 4 | l) as u8); i += 2; }
            (h, _) => { let at = i + h.is_some() as usize; return Err(cx.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))); }
        }
    }
    let b = bytes::new(cx, &v);
    if a[0] == cx.class(T::Bytes).0 { return Ok(b); }
    if a[0] == cx.class(T::ByteArray).0 { return Ok(ByteArray::new(cx, &v)?.0); }
    cx.call(a[0], &[b])
}
fn maketrans(cx: &mut Cx, a: &[Value]) -> R {
    let (x, y) = (buffer(cx, a[0])?, buffer(cx, a[1])?);
    if x.len() != y.len() { return Err(cx.value_error("maketrans arguments must have same length")); }
    let mut t: Vec<u8> = (0..=255).collect();
    for (p, q) in x.iter().zip(y.iter()) { t[*p as usize] = *q }
    Ok(bytes::new(cx, &t))
}
fn translate(cx: &mut Cx, a: &[Value]) -> R {
    let table = match a[1].opt_none() { Some(t) => { let b = buffer(cx, t)?; if b.len() != 256 { return Err(cx.value_error("translation table must be 256 characters long")); } Some(b) } None => None };
    let mut drop = [false; 256];
    if let Some(d) = a[2].opt() { for c in buffer(cx, d)?.iter() { drop[*c as usize] = true } }
    let v: Vec<u8> = me(a).iter().filter(|c| !drop[**c as usize]).map(|c| table.as_ref().map_or(*c, |t| t[*c as usize])).collect();
    make(cx, a[0], &v)
}
/// The needle of find, count, index: a byte or a buffer.
fn needle(cx: &mut Cx, v: Value) -> R<Buf> {
    if let Some(b) = buffer_opt(cx, v)? { return Ok(b); }
    if !v.is(T::Int) && cx.special(v, D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("argument should be integer or bytes-like object, not '{t}'"))); }
    Ok(Buf::Own(vec![byte(cx, v)?]))
}
fn find(cx: &mut Cx, a: &[Value], last: bool) -> R<Option<usize>> {
    let n = needle(cx, a[1])?;
    let (s, e) = cx.bounds(a[2], a[3], me(a).len())?;
    let b = me(a);
    if s > e || e > b.len() { return Ok(None); }
    Ok(if last { wtf8::rfind(&b[s..e], &n) } else { wtf8::find(&b[s..e], &n) }.map(|i| i + s))
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    let n = needle(cx, a[1])?;
    let (s, e) = cx.bounds(a[2], a[3], me(a).len())?;
    let b = me(a);
    if s > e || e > b.len() { return Ok(Value::small(0)); }
    Ok(Value::small(if n.is_empty() { e - s + 1 } else { wtf8::count_of(&b[s..e], &n) } as i64))
}
fn has_affix(cx: &mut Cx, a: &[Value], end: bool) -> R {
    let (s, e) = cx.bounds(a[2], a[3], me(a).len())?;
    let test = |p: &[u8]| { let b = me(a); s <= e && e <= b.len() && if end { b[s..e].ends_with(p) } else { b[s..e].starts_with(p) } };
    if let Some(t) = Tuple::from(a[1]) {
        for v in t.items() { let p = buffer(cx, *v)?; if test(&p) { return Ok(Value::TRUE); } }
        return Ok(Value::FALSE);
    }
    match buffer_opt(cx, a[1])? { Some(p) => Ok(Value::bool(test(&p))), None => { let (n, t) = (if end { "endswith" } else { "startswith" }, cx.type_name(a[1])); Err(cx.type_error(format!("{n} first arg must be bytes or a tuple of bytes, not {t}"))) } }
}
fn split(cx: &mut Cx, a: &[Value], right: bool) -> R {
    let max = cx.ssize_arg(a[2], -1)?;
    let max = if max < 0 { usize::MAX } else { max as usize };
    let sep = match a[1].opt_none() { Some(s) => Some(buffer(cx, s)?), None => None };
    let b = me(a);
    let mut cuts = vec![];
    match &sep {
        None => if right { spaces_back(b, Space::Bytes, max, |x, y| cuts.push((x, y))) } else { spaces(b, Space::Bytes, max, |x, y| cuts.push((x, y))) },
        Some(s) => { if s.is_empty() { return Err(cx.value_error("empty separator")); } if right { pieces_back(b, s, max, |x, y| cuts.push((x, y))) } else { pieces(b, s, max, |x, y| cuts.push((x, y))) } }
    }
    let out = List::new(cx);
    for (x, y) in cuts { let v = make(cx, a[0], &b[x..y])?; out.push(cx, v) }
    if right { reverse(cx, out) }
    Ok(out.0)
}
fn splitlines(cx: &mut Cx, a: &[Value]) -> R {
    let keep = match a[1].opt() { Some(v) => cx.truth(v)?, None => false };
    let b = me(a);
    let out = List::new(cx);
    let mut start = 0;
    while start < b.len() {
        let i = memchr::memchr2(b'\n', b'\r', &b[start..]).map_or(b.len(), |i| i + start);
        let next = if i >= b.len() { i } else if b[i] == b'\r' && b.get(i + 1) == Some(&b'\n') { i + 2 } else { i + 1 };
        let v = make(cx, a[0], &b[start..if keep { next } else { i }])?;
        out.push(cx, v);
        start = next;
    }
    Ok(out.0)
}
fn partition(cx: &mut Cx, a: &[Value], right: bool) -> R {
    let sep = buffer(cx, a[1])?;
    if sep.is_empty() { return Err(cx.value_error("empty separator")); }
    let b = me(a);
    let parts: [&[u8]; 3] = match if right { wtf8::rfind(b, &sep) } else { wtf8::find(b, &sep) } { Some(i) => [&b[..i], &b[i..i + sep.len()], &b[i + sep.len()..]], None => if right { [&[], &[], b] } else { [b, &[], &[]] } };
    let x = make(cx, a[0], parts[0])?;
    let y = if a[1].is_exact(T::Bytes) && a[0].kind() == T::Bytes && !parts[1].is_empty() { a[1] } else { make(cx, a[0], parts[1])? };
    let z = make(cx, a[0], parts[2])?;
    Ok(cx.tuple(&[x, y, z]))
}
fn strip(cx: &mut Cx, a: &[Value], left: bool, right: bool) -> R {
    let set = match a[1].opt_none() { Some(s) => Some(buffer(cx, s)?), None => None };
    let test = |c: u8| match &set { Some(s) => s.contains(&c), None => matches!(c, 9..=13 | 32) };
    let b = me(a);
    let (mut x, mut y) = (0, b.len());
    if left { while x < y && test(b[x]) { x += 1 } }
    if right { while y > x && test(b[y - 1]) { y -= 1 } }
    make(cx, a[0], &b[x..y])
}
fn join(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::List) && !a[1].is(T::Tuple) && cx.special(a[1], D::Iter).is_none() && cx.special(a[1], D::GetItem).is_none() { return Err(cx.type_error("can only join an iterable")); }
    let items = cx.collect(a[1])?;
    if items.len() == 1 && items[0].is_exact(T::Bytes) && a[0].kind() == T::Bytes { return Ok(items[0]); }
    let mut total = me(a).len().saturating_mul(items.len().saturating_sub(1));
    let mut plain = true;
    for v in items.iter() { if v.is_ref() && v.kind() == T::Bytes { total = total.saturating_add(bytes::get(*v).len()) } else { plain = false } }
    let sep = me(a);
    if plain && a[0].kind() == T::Bytes {
        if items.is_empty() { return Ok(bytes::new(cx, &[])); }
        return bytes::with(cx, total, |out| {
            let mut at = 0;
            for (i, v) in items.iter().enumerate() { for p in [if i > 0 { sep } else { &[] }, bytes::get(*v)] { out[at..at + p.len()].copy_from_slice(p); at += p.len(); } }
        });
    }
    let mut out = cx.try_vec(total)?;
    for (i, v) in items.iter().enumerate() {
        let Some(b) = buffer_opt(cx, *v)? else { let t = cx.type_name(*v); return Err(cx.type_error(format!("sequence item {i}: expected a bytes-like object, {t} found"))) };
        if i > 0 { out.extend_from_slice(sep) }
        out.extend_from_slice(&b);
    }
    make(cx, a[0], &out)
}
fn pad(cx: &mut Cx, a: &[Value], side: u8, name: &str) -> R {
    let w = cx.index_i64(a[1])?;
    let f = match a[2].opt() {
        None => b' ',
        Some(f) => match buffer_like(f) { Some(T::Bytes | T::ByteArray) if data(f).len() == 1 => data(f)[0], _ => { let t = cx.type_name(f); return Err(cx.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {t}"))) } },
    };
    let b = me(a);
    if w <= b.len() as i64 { return make(cx, a[0], b); }
    let gap = w as usize - b.len();
    let left = match side { 0 => 0, 1 => gap, _ => gap / 2 + (gap & w as usize & 1) };
    let mut v = cx.try_vec(w as usize)?;
    v.resize(left, f);
    v.extend_from_slice(b);
    v.resize(w as usize, f);
    make(cx, a[0], &v)
}
fn all(a: &[Value], f: impl Fn(u8) -> bool) -> R { let b = me(a); Ok(Value::bool(!b.is_empty() && b.iter().all(|c| f(*c)))) }
