//! `_codecs`: the registry of codecs and error handlers, and the native coders in the form the `encodings` package uses.
use crate::bytes::{buffer, Buf};
use crate::codec::{self, decode_native, encode_native, Enc, Order};
use crate::codec_errors::{self, on_decode, on_encode, raise_encode, Rep};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

fn errors(cx: &mut Cx, v: Value, f: &str) -> R<Option<Str>> { match v.opt_none() { None => Ok(None), Some(v) => Ok(Some(cx.want_str(v, &format!("{f}() argument 2"))?)) } }
fn enc(cx: &mut Cx, a: &[Value], e: Enc, name: &str) -> R {
    let s = cx.want_str(a[0], &format!("{name}_encode() argument 1"))?;
    let r = errors(cx, a[1], name)?;
    let b = match encode_native(cx, e, s, r)? { Some(v) => crate::bytes::new(cx, &v), None => crate::bytes::new(cx, s.bytes()) };
    Ok(cx.tuple(&[b, Value::small(s.len() as i64)]))
}
fn input(cx: &mut Cx, v: Value, text: bool) -> R<Buf> { if text { if let Some(s) = Str::from(v) { return Ok(Buf::Ref(s.bytes())); } } buffer(cx, v) }
fn dec(cx: &mut Cx, a: &[Value], e: Enc, name: &str, last: bool) -> R {
    let b = input(cx, a[0], matches!(e, Enc::UnicodeEscape | Enc::RawUnicodeEscape))?;
    let r = errors(cx, a[1], name)?;
    let last = match a.get(2).and_then(|v| v.opt()) { Some(v) => cx.truth(v)?, None => last };
    let (s, n) = decode_native(cx, e, &b, r, last)?;
    Ok(cx.tuple(&[s, Value::small(n as i64)]))
}
macro_rules! coders { ($($enc:literal $dec:literal $short:literal $e:expr, $dsig:literal, $last:expr;)*) => {
    const CODERS: &[Def] = &[$(def($enc, "str, errors=None, /", |cx, a| enc(cx, a, $e, $short)), def($dec, $dsig, |cx, a| dec(cx, a, $e, $short, $last))),*];
} }
coders! {
    "utf_8_encode" "utf_8_decode" "utf_8" Enc::Utf8, "data, errors=None, final=False, /", false;
    "ascii_encode" "ascii_decode" "ascii" Enc::Ascii, "data, errors=None, /", true;
    "latin_1_encode" "latin_1_decode" "latin_1" Enc::Latin1, "data, errors=None, /", true;
    "utf_16_le_encode" "utf_16_le_decode" "utf_16_le" Enc::Utf16(Order::Little), "data, errors=None, final=False, /", false;
    "utf_16_be_encode" "utf_16_be_decode" "utf_16_be" Enc::Utf16(Order::Big), "data, errors=None, final=False, /", false;
    "utf_32_le_encode" "utf_32_le_decode" "utf_32_le" Enc::Utf32(Order::Little), "data, errors=None, final=False, /", false;
    "utf_32_be_encode" "utf_32_be_decode" "utf_32_be" Enc::Utf32(Order::Big), "data, errors=None, final=False, /", false;
    "unicode_escape_encode" "unicode_escape_decode" "unicode_escape" Enc::UnicodeEscape, "data, errors=None, final=True, /", true;
    "raw_unicode_escape_encode" "raw_unicode_escape_decode" "raw_unicode_escape" Enc::RawUnicodeEscape, "data, errors=None, final=True, /", true;
}
fn order_of(cx: &mut Cx, v: Value) -> R<Order> { Ok(match v.opt() { None => Order::Bom, Some(v) => match cx.index_i64(v)? { 0 => Order::Bom, n if n < 0 => Order::Little, _ => Order::Big } }) }
fn wide_encode(cx: &mut Cx, a: &[Value], wide: bool) -> R { let o = order_of(cx, a[2])?; enc(cx, a, if wide { Enc::Utf32(o) } else { Enc::Utf16(o) }, if wide { "utf_32" } else { "utf_16" }) }
fn wide_decode(cx: &mut Cx, a: &[Value], wide: bool) -> R { dec(cx, a, if wide { Enc::Utf32(Order::Bom) } else { Enc::Utf16(Order::Bom) }, if wide { "utf_32" } else { "utf_16" }, false) }
fn ex_decode(cx: &mut Cx, a: &[Value], wide: bool) -> R {
    let b = buffer(cx, a[0])?;
    let r = errors(cx, a[1], "utf_16_ex_decode")?;
    let o = order_of(cx, a[2])?;
    let last = match a[3].opt() { Some(v) => cx.truth(v)?, None => false };
    let (v, n, o) = if wide { codec::utf32(cx, &b, r, o, last)? } else { codec::utf16(cx, &b, r, o, last)? };
    let s = Str::from_wtf8(cx, &v).0;
    Ok(cx.tuple(&[s, Value::small(n as i64), Value::small(match o { Order::Bom => 0, Order::Little => -1, Order::Big => 1 })]))
}
const FUNCS: &[Def] = &[
    def("register", "search_function, /", |cx, a| {
        if !crate::builtins_text::callable(cx, a[0]) { return Err(cx.type_error("argument must be callable")); }
        let l = codec::search_path(cx);
        l.push(cx, a[0]);
        Ok(Value::NONE)
    }),
    def("unregister", "search_function, /", |cx, a| { let l = codec::search_path(cx); if let Some(i) = (0..l.len()).find(|i| l.get(*i) == Some(a[0])) { l.remove(cx, i); codec::cache(cx).clear(cx) } Ok(Value::NONE) }),
    def("lookup", "encoding, /", |cx, a| { let s = cx.want_str(a[0], "lookup() argument")?; codec::lookup(cx, s) }),
    def("_forget_codec", "encoding, /", |cx, a| { let c = codec::cache(cx); c.remove(cx, a[0])?; Ok(Value::NONE) }),
    def("encode", "obj, encoding='utf-8', errors='strict'", |cx, a| any(cx, a, 0)),
    def("decode", "obj, encoding='utf-8', errors='strict'", |cx, a| any(cx, a, 1)),
    def("register_error", "errors, handler, /", |cx, a| {
        cx.want_str(a[0], "register_error() argument 1")?;
        if !crate::builtins_text::callable(cx, a[1]) { return Err(cx.type_error("handler must be callable")); }
        codec_errors::register_error(cx, a[0], a[1])?;
        Ok(Value::NONE)
    }),
    def("lookup_error", "name, /", |cx, a| { let s = cx.want_str(a[0], "lookup_error() argument")?; codec_errors::lookup_error(cx, &s.lossy()) }),
    def("utf_16_encode", "str, errors=None, byteorder=0, /", |cx, a| wide_encode(cx, a, false)),
    def("utf_32_encode", "str, errors=None, byteorder=0, /", |cx, a| wide_encode(cx, a, true)),
    def("utf_16_decode", "data, errors=None, final=False, /", |cx, a| wide_decode(cx, a, false)),
    def("utf_32_decode", "data, errors=None, final=False, /", |cx, a| wide_decode(cx, a, true)),
    def("utf_16_ex_decode", "data, errors=None, byteorder=0, final=False, /", |cx, a| ex_decode(cx, a, false)),
    def("utf_32_ex_decode", "data, errors=None, byteorder=0, final=False, /", |cx, a| ex_decode(cx, a, true)),
    def("utf_7_encode", "str, errors=None, /", |cx, a| { let s = cx.want_str(a[0], "utf_7_encode() argument 1")?; let v = utf7_encode(s); let b = crate::bytes::new(cx, &v); Ok(cx.tuple(&[b, Value::small(s.len() as i64)])) }),
    def("utf_7_decode", "data, errors=None, final=False, /", |cx, a| {
        let b = buffer(cx, a[0])?;
        let r = errors(cx, a[1], "utf_7_decode")?;
        let last = match a[2].opt() { Some(v) => cx.truth(v)?, None => false };
        let (v, n) = utf7_decode(cx, &b, r, last)?;
        let s = Str::from_wtf8(cx, &v).0;
        Ok(cx.tuple(&[s, Value::small(n as i64)]))
    }),
    def("charmap_build", "map, /", |cx, a| { let s = cx.want_str(a[0], "charmap_build() argument")?; let d = Dict::new(cx); for (i, c) in s.code_points().enumerate() { if c != 0xfffe { d.set(cx, Value::small(c as i64), Value::small(i as i64))? } } Ok(d.0) }),
    def("charmap_encode", "str, errors=None, mapping=None, /", charmap_encode),
    def("charmap_decode", "data, errors=None, mapping=None, /", charmap_decode),
    def("readbuffer_encode", "data, errors=None, /", |cx, a| { let b = input(cx, a[0], true)?; let v = crate::bytes::new(cx, &b); Ok(cx.tuple(&[v, Value::small(b.len() as i64)])) }),
    def("escape_decode", "data, errors=None, /", |cx, a| { let b = input(cx, a[0], true)?; let r = errors(cx, a[1], "escape_decode")?; let e = r.map_or("strict".into(), |s| s.lossy()); let v = crate::codec_escape::bytes_escape(cx, &b, &e)?; let v = crate::bytes::new(cx, &v); Ok(cx.tuple(&[v, Value::small(b.len() as i64)])) }),
    def("escape_encode", "data, errors=None, /", |cx, a| {
        if !a[0].is(T::Bytes) { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("escape_encode() argument 1 must be bytes, not {t}"))); }
        let b = crate::bytes::get(a[0]);
        let mut v = vec![];
        for c in b { match c { b'\\' => v.extend(b"\\\\"), b'\'' => v.extend(b"\\'"), 9 => v.extend(b"\\t"), 10 => v.extend(b"\\n"), 13 => v.extend(b"\\r"), 0x20..=0x7e => v.push(*c), _ => v.extend(format!("\\x{c:02x}").bytes()) } }
        let v = crate::bytes::new(cx, &v);
        Ok(cx.tuple(&[v, Value::small(b.len() as i64)]))
    }),
];
fn any(cx: &mut Cx, a: &[Value], which: usize) -> R {
    let name = match a[1].opt() { Some(v) => cx.want_str(v, if which == 0 { "encode() argument 'encoding'" } else { "decode() argument 'encoding'" })?, None => Str::of(cx.intern("utf-8")) };
    let err = match a[2].opt() { Some(v) => Some(cx.want_str(v, if which == 0 { "encode() argument 'errors'" } else { "decode() argument 'errors'" })?), None => None };
    let c = codec::lookup(cx, name)?;
    let r = codec::run_codec(cx, c, which, a[0], err);
    codec::noted(cx, r, which, name)
}
/// What a mapping says of a key: None: undefined.
fn map(cx: &mut Cx, mapping: Value, k: i64) -> R<Option<Value>> {
    let key = Value::small(k);
    let r = match Dict::exact(mapping) { Some(d) => d.get(cx, key)?, None => { let r = cx.get_item(mapping, key); cx.catch(r, T::LookupError)? } };
    Ok(r.filter(|v| !v.is_none()))
}
fn charmap_decode(cx: &mut Cx, a: &[Value]) -> R {
    let buf = buffer(cx, a[0])?;
    let mut b: &[u8] = &buf;
    let err = errors(cx, a[1], "charmap_decode")?;
    let Some(mapping) = a[2].opt_none() else { let (s, n) = decode_native(cx, Enc::Latin1, b, err, true)?; return Ok(cx.tuple(&[s, Value::small(n as i64)])) };
    let table: Option<Vec<u32>> = Str::from(mapping).map(|s| s.code_points().collect());
    let mut out = Vec::with_capacity(b.len());
    let mut i = 0;
    while i < b.len() {
        let c = b[i];
        let ok = match &table {
            Some(t) => match t.get(c as usize) { Some(p) if *p != 0xfffe => { wtf8::push(&mut out, *p); true } _ => false },
            None => match map(cx, mapping, c as i64)? {
                None => false,
                Some(v) if v.is(T::Int) => match crate::int::to_i64(v) { Some(0xfffe) => false, Some(n) if (0..0x110000).contains(&n) => { wtf8::push(&mut out, n as u32); true } _ => return Err(cx.type_error("character mapping must be in range(0x110000)")) },
                Some(v) => match Str::from(v) { Some(s) if s.bytes() == "\u{fffe}".as_bytes() => false, Some(s) => { out.extend_from_slice(s.bytes()); true } None => return Err(cx.type_error("character mapping must return integer, None or str")) },
            },
        };
        i = if ok { i + 1 } else { on_decode(cx, err, "charmap", &mut b, i, i + 1, "character maps to <undefined>", &mut out)? };
    }
    let s = Str::from_wtf8(cx, &out).0;
    Ok(cx.tuple(&[s, Value::small(b.len() as i64)]))
}
fn map_char(cx: &mut Cx, mapping: Value, c: u32, out: &mut Vec<u8>) -> R<bool> {
    match map(cx, mapping, c as i64)? {
        None => Ok(false),
        Some(v) if v.is(T::Int) => match crate::int::to_i64(v) { Some(n) if (0..256).contains(&n) => { out.push(n as u8); Ok(true) } _ => Err(cx.type_error("character mapping must be in range(256)")) },
        Some(v) if v.is(T::Bytes) => { out.extend_from_slice(crate::bytes::get(v)); Ok(true) }
        Some(v) => { let t = cx.type_name(v); Err(cx.type_error(format!("character mapping must return integer, bytes or None, not {t}"))) }
    }
}
fn charmap_encode(cx: &mut Cx, a: &[Value]) -> R {
    let s = cx.want_str(a[0], "charmap_encode() argument 1")?;
    let err = errors(cx, a[1], "charmap_encode")?;
    let Some(mapping) = a[2].opt_none() else { return enc(cx, a, Enc::Latin1, "charmap") };
    let p: Vec<u32> = s.code_points().collect();
    let mut out = Vec::with_capacity(p.len());
    let mut i = 0;
    while i < p.len() {
        if map_char(cx, mapping, p[i], &mut out)? { i += 1; continue; }
        let mut j = i + 1;
        let mut probe = vec![];
        while j < p.len() && !map_char(cx, mapping, p[j], &mut probe)? { j += 1 }
        let (rep, next) = on_encode(cx, err, "charmap", s, &p, i, j, "character maps to <undefined>")?;
        match rep { Rep::Bytes(b) => out.extend(b), Rep::Text(t) => for c in t { if !map_char(cx, mapping, c, &mut out)? { return Err(raise_encode(cx, "charmap", s, i, j, "character maps to <undefined>")); } } }
        i = next;
    }
    let b = crate::bytes::new(cx, &out);
    Ok(cx.tuple(&[b, Value::small(p.len() as i64)]))
}

// ---- UTF-7 ------------------------------------------------------------------------------------------------------------------------
const B64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
fn b64_value(c: u8) -> Option<u32> { B64.iter().position(|b| *b == c).map(|i| i as u32) }
/// Characters that UTF-7 leaves as they are.
fn direct(c: u32) -> bool { c < 128 && (c as u8).is_ascii_alphanumeric() || matches!(c, 9 | 10 | 13 | 0x20..=0x7d) && c != b'+' as u32 && c != b'\\' as u32 && c != b'~' as u32 }
fn utf7_encode(s: Str) -> Vec<u8> {
    let mut out = vec![];
    let (mut bits, mut n, mut shifted) = (0u32, 0u32, false);
    let put = |out: &mut Vec<u8>, u: u32, bits: &mut u32, n: &mut u32| { *bits = *bits << 16 | u; *n += 16; while *n >= 6 { *n -= 6; out.push(B64[(*bits >> *n & 63) as usize]); } *bits &= (1 << *n) - 1; };
    for c in s.code_points() {
        if shifted && direct(c) {
            if n > 0 { out.push(B64[(bits << (6 - n) & 63) as usize]); bits = 0; n = 0; }
            shifted = false;
            if b64_value(c as u8).is_some() || c == b'-' as u32 { out.push(b'-') }
            out.push(c as u8);
            continue;
        }
        if !shifted {
            if c == b'+' as u32 { out.extend(b"+-"); continue; }
            if direct(c) { out.push(c as u8); continue; }
            shifted = true;
            out.push(b'+');
        }
        if c >= 0x10000 { let d = c - 0x10000; put(&mut out, 0xd800 + (d >> 10), &mut bits, &mut n); put(&mut out, 0xdc00 + (d & 0x3ff), &mut bits, &mut n) } else { put(&mut out, c, &mut bits, &mut n) }
    }
    if n > 0 { out.push(B64[(bits << (6 - n) & 63) as usize]) }
    if shifted { out.push(b'-') }
    out
}
fn utf7_decode(cx: &mut Cx, mut d: &[u8], err: Option<Str>, last: bool) -> R<(Vec<u8>, usize)> {
    let mut out = vec![];
    let mut i = 0;
    while i < d.len() {
        let c = d[i];
        if c != b'+' {
            if c < 128 { out.push(c); i += 1 } else { i = on_decode(cx, err, "utf7", &mut d, i, i + 1, "unexpected special character", &mut out)? }
            continue;
        }
        let start = i;
        i += 1;
        if d.get(i) == Some(&b'-') { out.push(b'+'); i += 1; continue; }
        if i < d.len() && b64_value(d[i]).is_none() { i = on_decode(cx, err, "utf7", &mut d, start, i + 1, "ill-formed sequence", &mut out)?; continue; }
        let mark = out.len();
        let (mut bits, mut n, mut high) = (0u64, 0u32, 0u32);
        while let Some(v) = d.get(i).and_then(|c| b64_value(*c)) {
            bits = (bits << 6 | v as u64) & 0xffff_ffff;
            n += 6;
            i += 1;
            if n >= 16 {
                n -= 16;
                let u = (bits >> n & 0xffff) as u32;
                if high != 0 { if (0xdc00..0xe000).contains(&u) { wtf8::push(&mut out, 0x10000 + ((high - 0xd800) << 10) + (u - 0xdc00)); high = 0; continue; } wtf8::push(&mut out, high); high = 0; }
                if (0xd800..0xdc00).contains(&u) { high = u } else { wtf8::push(&mut out, u) }
            }
        }
        if i >= d.len() {
            if !last { out.truncate(mark); return Ok((out, start)); }
            if high != 0 || n >= 6 || bits & ((1 << n) - 1) != 0 || i == start + 1 { let n = d.len(); i = on_decode(cx, err, "utf7", &mut d, start, n, "unterminated shift sequence", &mut out)?; }
            continue;
        }
        if n >= 6 { i = on_decode(cx, err, "utf7", &mut d, start, i + 1, "partial character in base64 string", &mut out)?; continue; }
        if bits & ((1 << n) - 1) != 0 { i = on_decode(cx, err, "utf7", &mut d, start, i + 1, "non-zero padding bits in shift sequence", &mut out)?; continue; }
        if high != 0 && d[i] < 128 && d[i] != b'+' { wtf8::push(&mut out, high) }
        if d[i] == b'-' { i += 1 }
    }
    Ok((out, i))
}

pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, CODERS);
    m.add_functions(cx, FUNCS);
    Ok(())
}
