//! Codec errors: the exceptions, the built-in error handlers, and the registry of handlers by name.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::native::{def, Def, Raised, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

/// What a handler puts in place of text that could not be coded.
pub enum Rep { Text(Vec<u32>), Bytes(Vec<u8>) }

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Handler { Strict, Ignore, Replace, Backslash, XmlRef, SurrogateEscape, SurrogatePass, Name }
pub fn handler(name: &[u8]) -> Option<Handler> {
    Some(match name {
        b"strict" => Handler::Strict, b"ignore" => Handler::Ignore, b"replace" => Handler::Replace, b"backslashreplace" => Handler::Backslash, b"xmlcharrefreplace" => Handler::XmlRef,
        b"surrogateescape" => Handler::SurrogateEscape, b"surrogatepass" => Handler::SurrogatePass, b"namereplace" => Handler::Name, _ => return None,
    })
}
/// `errors` is None for "strict".
fn built_in(cx: &mut Cx, errors: Option<Str>) -> Option<Handler> {
    let Some(e) = errors else { return Some(Handler::Strict) };
    // a program may have replaced a built-in handler
    if cx.static_get("codec_errors_changed").is_some() { return None; }
    handler(e.bytes())
}
pub fn encode_error(cx: &mut Cx, encoding: &str, s: Str, start: usize, end: usize, reason: &str) -> Exc {
    let (e, r) = (cx.str(encoding), cx.str(reason));
    make(cx, T::UnicodeEncodeError, e, s.0, start, end, r)
}
fn make(cx: &mut Cx, t: T, encoding: Value, object: Value, start: usize, end: usize, reason: Value) -> Exc {
    let (a, b) = (Value::small(start as i64), Value::small(end as i64));
    let e = Exc::new(cx, t, &[encoding, object, a, b, reason]);
    e.update(cx, |o| { o.fields[0] = encoding; o.fields[1] = object; o.fields[2] = a; o.fields[3] = b; o.fields[4] = reason });
    e
}
pub fn raise_encode(cx: &mut Cx, encoding: &str, s: Str, start: usize, end: usize, reason: &str) -> Raised { let e = encode_error(cx, encoding, s, start, end, reason); cx.raise_value(e.0) }
pub fn raise_decode(cx: &mut Cx, encoding: &str, data: &[u8], start: usize, end: usize, reason: &str) -> Raised { let e = decode_error(cx, encoding, data, start, end, reason); cx.raise_value(e.0) }
pub fn decode_error(cx: &mut Cx, encoding: &str, data: &[u8], start: usize, end: usize, reason: &str) -> Exc {
    let (e, r, b) = (cx.str(encoding), cx.str(reason), crate::bytes::new(cx, data));
    make(cx, T::UnicodeDecodeError, e, b, start, end, r)
}

fn width(encoding: &str) -> Option<(usize, bool)> {
    // (bytes per surrogate, big endian); 3 is UTF-8
    let n: String = encoding.to_ascii_lowercase().chars().filter(|c| *c != '-' && *c != '_').collect();
    Some(match n.as_str() { "utf8" | "cp65001" => (3, false), "utf16" | "utf16le" => (2, false), "utf16be" => (2, true), "utf32" | "utf32le" => (4, false), "utf32be" => (4, true), _ => return None })
}
fn surrogate_bytes(out: &mut Vec<u8>, c: u32, w: (usize, bool)) {
    match w { (3, _) => wtf8::push(out, c), (2, false) => out.extend((c as u16).to_le_bytes()), (2, true) => out.extend((c as u16).to_be_bytes()), (_, false) => out.extend(c.to_le_bytes()), (_, true) => out.extend(c.to_be_bytes()) }
}
fn text(s: impl AsRef<str>) -> Vec<u32> { s.as_ref().chars().map(|c| c as u32).collect() }
/// The replacement of characters that have no code; None: the error is raised.
fn for_encode(h: Handler, encoding: &str, p: &[u32]) -> Option<Rep> {
    Some(match h {
        Handler::Strict => return None,
        Handler::Ignore => Rep::Text(vec![]),
        Handler::Replace => Rep::Text(vec!['?' as u32; p.len()]),
        Handler::Backslash => { let mut v = vec![]; for c in p { crate::str_methods::escape(&mut v, *c) } Rep::Text(v.iter().map(|b| *b as u32).collect()) }
        Handler::Name => {
            let mut v = vec![];
            for c in p { match crate::modules::unicodedata::name_of(*c) { Some(n) => v.extend_from_slice(format!("\\N{{{n}}}").as_bytes()), None => crate::str_methods::escape(&mut v, *c) } }
            Rep::Text(v.iter().map(|b| *b as u32).collect())
        }
        Handler::XmlRef => Rep::Text(text(p.iter().map(|c| format!("&#{c};")).collect::<String>())),
        Handler::SurrogateEscape => { if !p.iter().all(|c| (0xdc80..0xdd00).contains(c)) { return None; } Rep::Bytes(p.iter().map(|c| (*c - 0xdc00) as u8).collect()) }
        Handler::SurrogatePass => { let w = width(encoding)?; if !p.iter().all(|c| (0xd800..0xe000).contains(c)) { return None; } let mut v = vec![]; for c in p { surrogate_bytes(&mut v, *c, w) } Rep::Bytes(v) }
    })
}
/// The replacement of bytes `data[start..end]` and where to go on.
fn for_decode(h: Handler, encoding: &str, data: &[u8], start: usize, end: usize) -> Option<(Vec<u32>, usize)> {
    let bad = data.get(start..end)?;
    Some(match h {
        Handler::Ignore => (vec![], end),
        Handler::Replace => (vec![0xfffd], end),
        Handler::Backslash => (text(bad.iter().map(|b| format!("\\x{b:02x}")).collect::<String>()), end),
        Handler::SurrogateEscape => {
            let n = bad.iter().take(4).take_while(|b| **b >= 128).count();
            if n == 0 { return None; }
            (bad[..n].iter().map(|b| 0xdc00 + *b as u32).collect(), start + n)
        }
        Handler::SurrogatePass => {
            let w = width(encoding)?;
            let d = data.get(start..start + w.0)?;
            let c = match w {
                (3, _) => if d[0] & 0xf0 == 0xe0 && d[1] & 0xc0 == 0x80 && d[2] & 0xc0 == 0x80 { crate::str::decode(d, 0).0 } else { return None },
                (2, false) => u16::from_le_bytes([d[0], d[1]]) as u32, (2, true) => u16::from_be_bytes([d[0], d[1]]) as u32,
                (_, false) => u32::from_le_bytes([d[0], d[1], d[2], d[3]]), (_, true) => u32::from_be_bytes([d[0], d[1], d[2], d[3]]),
            };
            if !(0xd800..0xe000).contains(&c) { return None; }
            (vec![c], start + w.0)
        }
        Handler::Strict | Handler::XmlRef | Handler::Name => return None,
    })
}
/// Handles characters `start..end` of `s` (points `p`): the replacement and the character to go on at.
#[allow(clippy::too_many_arguments)]
pub fn on_encode(cx: &mut Cx, errors: Option<Str>, encoding: &str, s: Str, p: &[u32], start: usize, end: usize, reason: &str) -> R<(Rep, usize)> {
    if let Some(h) = built_in(cx, errors) {
        // surrogateescape takes what it can before it gives up
        if h == Handler::SurrogateEscape || h == Handler::SurrogatePass {
            let ok = |c: &u32| if h == Handler::SurrogateEscape { (0xdc80..0xdd00).contains(c) } else { (0xd800..0xe000).contains(c) && width(encoding).is_some() };
            let n = p[start..end].iter().take_while(|c| ok(c)).count();
            if n == 0 { return Err(raise_encode(cx, encoding, s, start, end, reason)); }
            if let Some(r) = for_encode(h, encoding, &p[start..start + n]) { return Ok((r, start + n)); }
        }
        return match for_encode(h, encoding, &p[start..end]) { Some(r) => Ok((r, end)), None => Err(raise_encode(cx, encoding, s, start, end, reason)) };
    }
    let e = encode_error(cx, encoding, s, start, end, reason);
    let (v, pos) = call_handler(cx, errors, e, "encoding error handler must return (str/bytes, int) tuple", true)?;
    let n = p.len() as i64;
    let pos = if pos < 0 { pos + n } else { pos };
    if pos < 0 || pos > n { return Err(cx.index_error(format!("position {pos} from error handler out of bounds"))); }
    let rep = if let Some(s) = Str::from(v) { Rep::Text(s.code_points().collect()) } else { Rep::Bytes(crate::bytes::get(v).to_vec()) };
    Ok((rep, pos as usize))
}
/// As `on_encode`, for bytes `start..end` of `data`; the replacement is appended to `out`. A handler may put other data in place.
#[allow(clippy::too_many_arguments)]
pub fn on_decode(cx: &mut Cx, errors: Option<Str>, encoding: &str, data: &mut &[u8], start: usize, end: usize, reason: &str, out: &mut Vec<u8>) -> R<usize> {
    if let Some(h) = built_in(cx, errors) {
        return match for_decode(h, encoding, data, start, end) { Some((t, pos)) => { for c in t { wtf8::push(out, c) } Ok(pos) } None => {
            if matches!(h, Handler::XmlRef | Handler::Name) { return Err(cx.type_error("don't know how to handle UnicodeDecodeError in error callback")); }
            Err(raise_decode(cx, encoding, data, start, end, reason))
        } };
    }
    let e = decode_error(cx, encoding, data, start, end, reason);
    let (v, pos) = call_handler(cx, errors, e, "decoding error handler must return (str, int) tuple", false)?;
    let now = e.raw().fields[1];
    if !now.is(T::Bytes) { return Err(cx.type_error("exception attribute object must be bytes")); }
    *data = crate::bytes::get(now);
    let n = data.len() as i64;
    let pos = if pos < 0 { pos + n } else { pos };
    if pos < 0 || pos > n { return Err(cx.index_error(format!("position {pos} from error handler out of bounds"))); }
    if let Some(s) = Str::from(v) { out.extend_from_slice(s.bytes()) }
    Ok(pos as usize)
}
fn call_handler(cx: &mut Cx, errors: Option<Str>, e: Exc, message: &str, or_bytes: bool) -> R<(Value, i64)> {
    let name = errors.map_or_else(|| "strict".into(), |s| s.lossy());
    let f = lookup_error(cx, &name)?;
    let r = cx.call(f, &[e.0])?;
    let Some(t) = Tuple::from(r).filter(|t| t.len() == 2 && (t.items()[0].is(T::Str) || or_bytes && t.items()[0].is(T::Bytes)) && t.items()[1].is(T::Int)) else { return Err(cx.type_error(message)) };
    Ok((t.items()[0], cx.index_i64(t.items()[1])?))
}

// ---- registry ----------------------------------------------------------------------------------------------------------------
fn registry(cx: &mut Cx) -> Dict {
    if let Some(d) = cx.static_get("codec_errors") { return Dict(d); }
    let d = Dict::new(cx);
    cx.static_set("codec_errors", d.0);
    for row in HANDLERS { let m = cx.intern("_codecs"); let f = crate::func::Native::new(cx, T::Native, row, None, m, Value::UNDEF); let short = row.name.trim_end_matches("_errors"); cx.dict_set(d, short, f) }
    d
}
pub fn lookup_error(cx: &mut Cx, name: &str) -> R {
    let d = registry(cx);
    match cx.dict_get(d, name) { Some(f) => Ok(f), None => Err(cx.raise(T::LookupError, &format!("unknown error handler name '{name}'"))) }
}
pub fn register_error(cx: &mut Cx, name: Value, f: Value) -> R<()> {
    let d = registry(cx);
    if Str::from(name).is_some_and(|s| handler(s.bytes()).is_some()) { cx.static_set("codec_errors_changed", Value::TRUE) }
    d.set(cx, name, f)
}
const HANDLERS: &[Def] = &[
    def("strict_errors", "exception, /", |cx, a| if a[0].is(T::BaseException) { Err(cx.raise_value(a[0])) } else { Err(cx.type_error("codec must pass exception instance")) }),
    def("ignore_errors", "exception, /", |cx, a| run(cx, a[0], Handler::Ignore)),
    def("replace_errors", "exception, /", |cx, a| run(cx, a[0], Handler::Replace)),
    def("backslashreplace_errors", "exception, /", |cx, a| run(cx, a[0], Handler::Backslash)),
    def("xmlcharrefreplace_errors", "exception, /", |cx, a| run(cx, a[0], Handler::XmlRef)),
    def("surrogateescape_errors", "exception, /", |cx, a| run(cx, a[0], Handler::SurrogateEscape)),
    def("surrogatepass_errors", "exception, /", |cx, a| run(cx, a[0], Handler::SurrogatePass)),
    def("namereplace_errors", "exception, /", |cx, a| run(cx, a[0], Handler::Name)),
];
/// A built-in handler called with an exception.
fn run(cx: &mut Cx, e: Value, h: Handler) -> R {
    let kind = if !e.is(T::BaseException) { None } else { let c = cx.class_of(e); [T::UnicodeEncodeError, T::UnicodeDecodeError, T::UnicodeTranslateError].into_iter().find(|t| c.is_subclass_of(cx.class(*t).0)) };
    let wrong = |cx: &mut Cx| -> Raised { let t = cx.type_name(e); cx.type_error(format!("don't know how to handle {t} in error callback")) };
    let Some(kind) = kind else { return Err(if e.is(T::BaseException) { wrong(cx) } else { let t = cx.type_name(e); cx.type_error(format!("don't know how to handle {t} in error callback")) }) };
    let f = Exc::of(e).raw().fields;
    let (start, end) = (f[2].as_small().unwrap_or(0).max(0) as usize, f[3].as_small().unwrap_or(0).max(0) as usize);
    let enc = Str::from(f[0]).map(|s| s.lossy().into_owned()).unwrap_or_default();
    if kind == T::UnicodeDecodeError {
        if matches!(h, Handler::XmlRef | Handler::Name) { return Err(wrong(cx)); }
        if !f[1].is(T::Bytes) { return Err(cx.type_error("object attribute must be bytes")); }
        let data = crate::bytes::get(f[1]);
        let end = end.min(data.len());
        return match for_decode(h, &enc, data, start.min(end), end) { Some((t, pos)) => { let s = Str::from_wtf8(cx, &wtf8::from_points(t)).0; Ok(cx.tuple(&[s, Value::small(pos as i64)])) } None => Err(cx.raise_value(e)) };
    }
    let Some(s) = Str::from(f[1]) else { return Err(cx.type_error("object attribute must be unicode")) };
    let p: Vec<u32> = s.code_points().collect();
    let end = end.min(p.len());
    let start = start.min(end);
    if kind == T::UnicodeTranslateError {
        let t: Vec<u32> = match h { Handler::Ignore => vec![], Handler::Replace => vec![0xfffd; end - start], Handler::Backslash => match for_encode(h, "", &p[start..end]) { Some(Rep::Text(t)) => t, _ => vec![] }, _ => return Err(wrong(cx)) };
        let s = Str::from_wtf8(cx, &wtf8::from_points(t)).0;
        return Ok(cx.tuple(&[s, Value::small(end as i64)]));
    }
    match for_encode(h, &enc, &p[start..end]) {
        Some(Rep::Text(t)) => { let s = Str::from_wtf8(cx, &wtf8::from_points(t)).0; Ok(cx.tuple(&[s, Value::small(end as i64)])) }
        Some(Rep::Bytes(b)) => { let b = crate::bytes::new(cx, &b); Ok(cx.tuple(&[b, Value::small(end as i64)])) }
        None => Err(cx.raise_value(e)),
    }
}
