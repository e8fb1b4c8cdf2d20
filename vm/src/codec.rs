//! Text encodings that are native: the coders, and the way from a name to a coder.
//!
//! A decoder returns WTF-8 and how many bytes it used; with `last` false it leaves an incomplete tail.
use crate::codec_errors::{on_decode, on_encode, raise_encode, Rep};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

/// The encodings that need no registry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Enc { Utf8, Latin1, Ascii, Utf16(Order), Utf32(Order), UnicodeEscape, RawUnicodeEscape }
/// Byte order; `Bom`: told by a byte order mark, little endian without one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order { Bom, Little, Big }

pub fn native(name: &[u8]) -> Option<Enc> {
    if name.len() > 24 { return None; }
    let n: Vec<u8> = name.iter().map(|c| if matches!(c, b'-' | b' ') { b'_' } else { c.to_ascii_lowercase() }).collect();
    Some(match n.as_slice() {
        b"utf_8" | b"utf8" | b"u8" | b"utf" | b"cp65001" => Enc::Utf8,
        b"latin_1" | b"latin1" | b"iso_8859_1" | b"iso8859_1" | b"8859" | b"cp819" | b"iso8859" | b"l1" | b"latin" => Enc::Latin1,
        b"ascii" | b"us_ascii" | b"646" => Enc::Ascii,
        b"utf_16" | b"utf16" | b"u16" => Enc::Utf16(Order::Bom), b"utf_16_le" | b"utf_16le" | b"utf16_le" => Enc::Utf16(Order::Little), b"utf_16_be" | b"utf_16be" | b"utf16_be" => Enc::Utf16(Order::Big),
        b"utf_32" | b"utf32" | b"u32" => Enc::Utf32(Order::Bom), b"utf_32_le" | b"utf_32le" | b"utf32_le" => Enc::Utf32(Order::Little), b"utf_32_be" | b"utf_32be" | b"utf32_be" => Enc::Utf32(Order::Big),
        b"unicode_escape" => Enc::UnicodeEscape, b"raw_unicode_escape" => Enc::RawUnicodeEscape,
        _ => return None,
    })
}
/// `s.encode(encoding, errors)`
pub fn encode(cx: &mut Cx, s: Str, encoding: Option<Str>, errors: Option<Str>) -> R {
    let e = match encoding { None => Some(Enc::Utf8), Some(e) => native(e.bytes()) };
    match e {
        Some(e) => { let v = encode_native(cx, e, s, errors)?; Ok(match v { Some(v) => crate::bytes::new(cx, &v), None => crate::bytes::new(cx, s.bytes()) }) }
        None => {
            let name = encoding.unwrap_or(s);
            let r = call_codec(cx, name, 0, s.0, errors)?;
            if r.is(T::Bytes) { return Ok(r); }
            if r.is(T::ByteArray) { let b = crate::bytes::buffer(cx, r)?; return Ok(crate::bytes::new(cx, &b)); }
            let (n, t) = (name.lossy(), cx.type_name(r));
            Err(cx.type_error(format!("'{n}' encoder returned '{t}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types")))
        }
    }
}
/// `data.decode(encoding, errors)`; `object` is what holds the data.
pub fn decode(cx: &mut Cx, data: &[u8], object: Value, encoding: Option<Str>, errors: Option<Str>) -> R {
    let e = match encoding { None => Some(Enc::Utf8), Some(e) => native(e.bytes()) };
    match e {
        Some(e) => Ok(decode_native(cx, e, data, errors, true)?.0),
        None => {
            let name = encoding.unwrap_or(Str(cx.rt.empty_str));
            // codecs take any buffer, CPython hands them bytes of a bytes object and a memoryview otherwise
            let arg = if object.is(T::Bytes) { object } else { crate::bytes::new(cx, data) };
            let r = call_codec(cx, name, 1, arg, errors)?;
            if r.is(T::Str) { return Ok(r); }
            let (n, t) = (name.lossy(), cx.type_name(r));
            Err(cx.type_error(format!("'{n}' decoder returned '{t}' instead of 'str'; use codecs.decode() to decode to arbitrary types")))
        }
    }
}
fn call_codec(cx: &mut Cx, name: Str, which: usize, arg: Value, errors: Option<Str>) -> R {
    let c = lookup(cx, name)?;
    if !c.is_exact(T::Tuple) {
        if let Some(t) = cx.lookup_attr(c, "_is_text_encoding")? { if !cx.truth(t)? { let n = name.lossy(); let verb = if which == 0 { "encode" } else { "decode" }; return Err(cx.raise(T::LookupError, &format!("'{n}' is not a text encoding; use codecs.{verb}() to handle arbitrary codecs"))); } }
    }
    let r = run_codec(cx, c, which, arg, errors);
    noted(cx, r, which, name)
}
/// Adds to a failed codec call's exception which codec it was.
pub fn noted(cx: &mut Cx, r: R, which: usize, name: Str) -> R {
    if r.is_ok() { return r; }
    let e = cx.take_pending();
    let n = cx.string(format!("{} with '{}' codec failed", if which == 0 { "encoding" } else { "decoding" }, name.lossy()));
    if cx.call_method(e, "add_note", &[n]).is_err() { cx.clear_pending() }
    cx.pending = e;
    r
}
/// Calls a CodecInfo's encoder (0) or decoder (1); the first item of its answer.
pub fn run_codec(cx: &mut Cx, codec: Value, which: usize, arg: Value, errors: Option<Str>) -> R {
    let f = Tuple::of(codec).items()[which];
    let r = match errors { Some(e) => cx.call(f, &[arg, e.0])?, None => cx.call(f, &[arg])? };
    match Tuple::from(r) { Some(t) if t.len() == 2 => Ok(t.items()[0]), _ => Err(cx.type_error(if which == 0 { "encoder must return a tuple (object, integer)" } else { "decoder must return a tuple (object,integer)" })) }
}

// ---- registry of codecs ----------------------------------------------------------------------------------------------------------
pub fn search_path(cx: &mut Cx) -> List { List(cx.static_once("codec_search", |cx| List::new(cx).0)) }
pub fn cache(cx: &mut Cx) -> Dict { Dict(cx.static_once("codec_cache", |cx| Dict::new(cx).0)) }
/// `codecs.lookup(name)`
pub fn lookup(cx: &mut Cx, name: Str) -> R {
    let shown = name.lossy();
    if shown.contains('\0') { return Err(cx.value_error("embedded null character")); }
    let mut key = String::new();
    let mut gap = false;
    for c in shown.chars() { if c.is_ascii_alphanumeric() || c == '.' { if gap && !key.is_empty() { key.push('_') } gap = false; key.push(c.to_ascii_lowercase()) } else { gap = true } }
    let c = cache(cx);
    if let Some(v) = cx.dict_get(c, &key) { return Ok(v); }
    if cx.static_get("codec_search").is_none() {
        // the import may drop a task: not between the list and what fills it
        if cx.speculative() { crate::par::rule::outside(cx) }
        search_path(cx);
        let b = Dict(cx.rt.builtins);
        if let Some(import) = cx.dict_get(b, "__import__") { let n = cx.intern("encodings"); cx.call(import, &[n])?; }
    }
    let path = search_path(cx);
    let k = cx.intern(&key);
    for f in path.to_vvec().iter() {
        let r = cx.call(*f, &[k])?;
        if r.is_none() { continue; }
        if !Tuple::from(r).is_some_and(|t| t.len() == 4) { return Err(cx.type_error("codec search functions must return 4-tuples")); }
        c.set(cx, k, r)?;
        return Ok(r);
    }
    Err(cx.raise(T::LookupError, &format!("unknown encoding: {shown}")))
}

// ---- encoders ----------------------------------------------------------------------------------------------------------------------
/// None where the bytes are the string's own.
pub fn encode_native(cx: &mut Cx, e: Enc, s: Str, errors: Option<Str>) -> R<Option<Vec<u8>>> {
    match e {
        Enc::Utf8 => if s.has_surrogates() { encode_points(cx, "utf-8", "surrogates not allowed", s, errors, true, |c, out| { let ok = !(0xd800..0xe000).contains(&c); if ok { wtf8::push(out, c) } ok }).map(Some) } else { Ok(None) },
        Enc::Ascii => if s.is_ascii() { Ok(None) } else { encode_points(cx, "ascii", "ordinal not in range(128)", s, errors, true, |c, out| { if c < 128 { out.push(c as u8) } c < 128 }).map(Some) },
        Enc::Latin1 => if s.is_ascii() { Ok(None) } else { encode_points(cx, "latin-1", "ordinal not in range(256)", s, errors, true, |c, out| { if c < 256 { out.push(c as u8) } c < 256 }).map(Some) },
        Enc::Utf16(o) => {
            let put = |c: u32, out: &mut Vec<u8>| {
                let unit = |out: &mut Vec<u8>, u: u16| out.extend(if o == Order::Big { u.to_be_bytes() } else { u.to_le_bytes() });
                match c { 0xd800..=0xdfff => return false, 0x10000.. => { let d = c - 0x10000; unit(out, 0xd800 + (d >> 10) as u16); unit(out, 0xdc00 + (d & 0x3ff) as u16) } _ => unit(out, c as u16) }
                true
            };
            let mut v = if o == Order::Bom { vec![0xff, 0xfe] } else { vec![] };
            v.extend(encode_points(cx, match o { Order::Bom => "utf-16", Order::Little => "utf-16-le", Order::Big => "utf-16-be" }, "surrogates not allowed", s, errors, false, put)?);
            Ok(Some(v))
        }
        Enc::Utf32(o) => {
            let put = |c: u32, out: &mut Vec<u8>| { if (0xd800..0xe000).contains(&c) { return false; } out.extend(if o == Order::Big { c.to_be_bytes() } else { c.to_le_bytes() }); true };
            let mut v = if o == Order::Bom { vec![0xff, 0xfe, 0, 0] } else { vec![] };
            v.extend(encode_points(cx, match o { Order::Bom => "utf-32", Order::Little => "utf-32-le", Order::Big => "utf-32-be" }, "surrogates not allowed", s, errors, false, put)?);
            Ok(Some(v))
        }
        Enc::UnicodeEscape => {
            let mut v = vec![];
            for c in s.code_points() { match c { 0x5c => v.extend(b"\\\\"), 9 => v.extend(b"\\t"), 10 => v.extend(b"\\n"), 13 => v.extend(b"\\r"), 0x20..=0x7e => v.push(c as u8), _ => crate::str_methods::escape(&mut v, c) } }
            Ok(Some(v))
        }
        Enc::RawUnicodeEscape => {
            let mut v = vec![];
            for c in s.code_points() { if c < 256 { v.push(c as u8) } else { crate::str_methods::escape(&mut v, c) } }
            Ok(Some(v))
        }
    }
}
/// `put` appends a character's bytes, or says false. `group`: neighbours that fail are one error.
pub fn encode_points(cx: &mut Cx, name: &str, reason: &str, s: Str, errors: Option<Str>, group: bool, put: impl Fn(u32, &mut Vec<u8>) -> bool) -> R<Vec<u8>> {
    let p: Vec<u32> = s.code_points().collect();
    let mut out = Vec::with_capacity(p.len());
    let mut probe = vec![];
    let mut i = 0;
    while i < p.len() {
        if put(p[i], &mut out) { i += 1; continue; }
        let mut j = i + 1;
        if group { while j < p.len() && { probe.clear(); !put(p[j], &mut probe) } { j += 1 } }
        let (rep, next) = on_encode(cx, errors, name, s, &p, i, j, reason)?;
        let utf = name.starts_with("utf-");
        let unit = if name.starts_with("utf-16") { 2 } else if name.starts_with("utf-32") { 4 } else { 1 };
        match rep {
            Rep::Bytes(b) => { if b.len() % unit != 0 { return Err(raise_encode(cx, name, s, i, j, reason)); } out.extend(b) }
            Rep::Text(t) => for c in t { if (utf && c > 127) || !put(c, &mut out) { return Err(raise_encode(cx, name, s, i, j, reason)); } },
        }
        i = next;
    }
    Ok(out)
}

// ---- decoders ------------------------------------------------------------------------------------------------------------------------
/// The text and how many bytes were used.
pub fn decode_native(cx: &mut Cx, e: Enc, mut data: &[u8], errors: Option<Str>, last: bool) -> R<(Value, usize)> {
    if data.is_ascii() && matches!(e, Enc::Utf8 | Enc::Latin1 | Enc::Ascii) { if data.is_empty() { return Ok((cx.rt.empty_str, 0)); } return Ok((Str::from_wtf8(cx, data).0, data.len())); }
    match e {
        Enc::Utf8 => match std::str::from_utf8(data) { Ok(s) => Ok((Str::new(cx, s).0, data.len())), Err(_) => { let (v, n) = utf8(cx, data, errors, last)?; Ok((Str::from_wtf8(cx, &v).0, n)) } },
        Enc::Latin1 => { let s: String = data.iter().map(|b| *b as char).collect(); Ok((Str::new(cx, &s).0, data.len())) }
        Enc::Ascii => {
            let mut out = Vec::with_capacity(data.len());
            let mut i = 0;
            while i < data.len() { if data[i] < 128 { out.push(data[i]); i += 1 } else { i = on_decode(cx, errors, "ascii", &mut data, i, i + 1, "ordinal not in range(128)", &mut out)? } }
            Ok((Str::from_wtf8(cx, &out).0, data.len()))
        }
        Enc::Utf16(o) => { let (v, n, _) = utf16(cx, data, errors, o, last)?; Ok((Str::from_wtf8(cx, &v).0, n)) }
        Enc::Utf32(o) => { let (v, n, _) = utf32(cx, data, errors, o, last)?; Ok((Str::from_wtf8(cx, &v).0, n)) }
        Enc::UnicodeEscape => { let (v, n) = crate::codec_escape::unicode_escape(cx, data, errors, last)?; Ok((Str::from_wtf8(cx, &v).0, n)) }
        Enc::RawUnicodeEscape => { let (v, n) = crate::codec_escape::raw_unicode_escape(cx, data, errors, last)?; Ok((Str::from_wtf8(cx, &v).0, n)) }
    }
}
fn utf8(cx: &mut Cx, mut data: &[u8], errors: Option<Str>, last: bool) -> R<(Vec<u8>, usize)> {
    let mut out = Vec::with_capacity(data.len());
    let mut i = 0;
    while i < data.len() {
        match std::str::from_utf8(&data[i..]) {
            Ok(_) => { out.extend_from_slice(&data[i..]); i = data.len(); }
            Err(e) => {
                out.extend_from_slice(&data[i..i + e.valid_up_to()]);
                i += e.valid_up_to();
                let (end, reason) = match e.error_len() {
                    None => { if !last { return Ok((out, i)); } (data.len(), "unexpected end of data") }
                    Some(_) if !last && data.len() - i == 2 && data[i] == 0xed && data[i + 1] >= 0xa0 => return Ok((out, i)), // half a surrogate
                    Some(n) => (i + n, if matches!(data[i], 0x80..=0xc1 | 0xf5..) { "invalid start byte" } else { "invalid continuation byte" }),
                };
                i = on_decode(cx, errors, "utf-8", &mut data, i, end, reason, &mut out)?;
            }
        }
    }
    Ok((out, i))
}
/// Text, bytes used, and the byte order found.
pub fn utf16(cx: &mut Cx, mut data: &[u8], errors: Option<Str>, order: Order, last: bool) -> R<(Vec<u8>, usize, Order)> {
    let mut out = Vec::with_capacity(data.len());
    let (mut i, mut o) = (0, order);
    if o == Order::Bom && data.len() >= 2 { match (data[0], data[1]) { (0xff, 0xfe) => { o = Order::Little; i = 2 } (0xfe, 0xff) => { o = Order::Big; i = 2 } _ => {} } }
    let big = o == Order::Big;
    let name = if big { "utf-16-be" } else { "utf-16-le" };
    let unit = |data: &[u8], i: usize| { let b = [data[i], data[i + 1]]; (if big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) }) as u32 };
    while i < data.len() {
        if data.len() - i < 2 {
            if !last { break; }
            let n = data.len(); i = on_decode(cx, errors, name, &mut data, i, n, "truncated data", &mut out)?;
            continue;
        }
        let c = unit(data, i);
        match c {
            0xd800..=0xdbff => {
                if data.len() - i < 4 {
                    if !last { break; }
                    let n = data.len(); i = on_decode(cx, errors, name, &mut data, i, n, "unexpected end of data", &mut out)?;
                } else {
                    let d = unit(data, i + 2);
                    if (0xdc00..0xe000).contains(&d) { wtf8::push(&mut out, 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00)); i += 4; }
                    else { i = on_decode(cx, errors, name, &mut data, i, i + 2, "illegal UTF-16 surrogate", &mut out)?; }
                }
            }
            0xdc00..=0xdfff => i = on_decode(cx, errors, name, &mut data, i, i + 2, "illegal encoding", &mut out)?,
            _ => { wtf8::push(&mut out, c); i += 2; }
        }
    }
    Ok((out, i, o))
}
pub fn utf32(cx: &mut Cx, mut data: &[u8], errors: Option<Str>, order: Order, last: bool) -> R<(Vec<u8>, usize, Order)> {
    let mut out = Vec::with_capacity(data.len());
    let (mut i, mut o) = (0, order);
    if o == Order::Bom && data.len() >= 4 { match &data[..4] { [0xff, 0xfe, 0, 0] => { o = Order::Little; i = 4 } [0, 0, 0xfe, 0xff] => { o = Order::Big; i = 4 } _ => {} } }
    let big = o == Order::Big;
    let name = if big { "utf-32-be" } else { "utf-32-le" };
    while i < data.len() {
        if data.len() - i < 4 {
            if !last { break; }
            let n = data.len(); i = on_decode(cx, errors, name, &mut data, i, n, "truncated data", &mut out)?;
            continue;
        }
        let b = [data[i], data[i + 1], data[i + 2], data[i + 3]];
        let c = if big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) };
        match c {
            0xd800..=0xdfff => i = on_decode(cx, errors, name, &mut data, i, i + 4, "code point in surrogate code point range(0xd800, 0xe000)", &mut out)?,
            0x110000.. => i = on_decode(cx, errors, name, &mut data, i, i + 4, "code point not in range(0x110000)", &mut out)?,
            _ => { wtf8::push(&mut out, c); i += 4; }
        }
    }
    Ok((out, i, o))
}
