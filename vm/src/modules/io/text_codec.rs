//! Encodings that text streams know themselves (utf-8, ascii, latin-1), and newline translation.
//!
//! Anything these cannot do by themselves (an error handler has to run, another encoding) goes through `str.encode`, `bytes.decode`
//! or the codec's incremental classes.
use super::buffered::memchr;
use crate::cx::Cx;
use crate::native::R;
use crate::str::{encode, wtf8_len, Str};
use crate::value::Value;
use std::borrow::Cow;

pub const UTF8: i64 = 0;
pub const ASCII: i64 = 1;
pub const LATIN1: i64 = 2;
pub const OTHER: i64 = 3;

pub fn kind_of(name: &str) -> i64 {
    let n: String = name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    match n.as_str() { "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => UTF8, "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => ASCII, "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "iso8859" | "8859" | "cp819" | "l1" | "latin" => LATIN1, _ => OTHER }
}
/// Text as bytes of a native encoding. `text` is WTF-8.
pub fn encode_text<'a>(cx: &mut Cx, kind: i64, encoding: Value, errors: Value, text: &'a [u8], surrogates: bool) -> R<Cow<'a, [u8]>> {
    match kind {
        UTF8 if !surrogates => return Ok(Cow::Borrowed(text)),
        ASCII | LATIN1 if text.is_ascii() => return Ok(Cow::Borrowed(text)),
        LATIN1 => if let Some(v) = latin1(text) { return Ok(Cow::Owned(v)); },
        _ => {}
    }
    if Str(errors).as_str() == Some("backslashreplace") { return Ok(Cow::Owned(backslash(kind, text))); }
    let s = Str::from_wtf8(cx, text);
    if kind == UTF8 && Str(errors).as_str() == Some("surrogateescape") { if let Some(v) = crate::modules::osys::escape_encode(s) { return Ok(Cow::Owned(v)); } }
    let b = cx.call_method(s.0, "encode", &[encoding, errors])?;
    Ok(Cow::Owned(crate::bytes::get(b).to_vec()))
}
fn latin1(t: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(t.len());
    let mut i = 0;
    while i < t.len() { let (c, n) = crate::str::decode(t, i); if c > 255 { return None; } out.push(c as u8); i += n; }
    Some(out)
}
fn backslash(kind: i64, t: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(t.len() + 8);
    let mut i = 0;
    while i < t.len() {
        let (c, n) = crate::str::decode(t, i);
        let direct = match kind { UTF8 => !(0xd800..0xe000).contains(&c), ASCII => c < 128, _ => c < 256 };
        if !direct { out.extend_from_slice(if c < 256 { format!("\\x{c:02x}") } else if c < 0x10000 { format!("\\u{c:04x}") } else { format!("\\U{c:08x}") }.as_bytes()) }
        else if kind == LATIN1 { out.push(c as u8) } else { out.extend_from_slice(&t[i..i + n]) }
        i += n;
    }
    out
}
/// WTF-8 of complete input.
pub fn decode_all<'a>(cx: &mut Cx, kind: i64, encoding: Value, errors: Value, d: &'a [u8]) -> R<Cow<'a, [u8]>> {
    match kind {
        UTF8 => if std::str::from_utf8(d).is_ok() { return Ok(Cow::Borrowed(d)); },
        ASCII => if d.is_ascii() { return Ok(Cow::Borrowed(d)); },
        _ => { if d.is_ascii() { return Ok(Cow::Borrowed(d)); } let mut out = Vec::with_capacity(d.len() * 2); let mut b = [0; 4]; for c in d { let n = encode(*c as u32, &mut b); out.extend_from_slice(&b[..n]) } return Ok(Cow::Owned(out)); }
    }
    if kind == UTF8 && Str(errors).as_str() == Some("surrogateescape") { return Ok(Cow::Owned(crate::modules::osys::escape_decode(d))); }
    let b = crate::bytes::new(cx, d);
    let s = cx.call_method(b, "decode", &[encoding, errors])?;
    Ok(Cow::Owned(Str::of(s).bytes().to_vec()))
}
/// Length of the incomplete UTF-8 sequence at the end of `d` (0 if none).
pub fn incomplete(d: &[u8]) -> usize {
    for k in 1..=d.len().min(3) {
        let c = d[d.len() - k];
        if c & 0xc0 == 0x80 { continue; }
        if c < 0xc2 { return 0; }
        return match std::str::from_utf8(&d[d.len() - k..]) { Err(e) if e.error_len().is_none() && wtf8_len(c) > k => k, _ => 0 };
    }
    0
}
pub const SEEN_CR: i64 = 1;
pub const SEEN_LF: i64 = 2;
pub const SEEN_CRLF: i64 = 4;
/// State of newline decoding.
#[derive(Clone, Copy, Default)]
pub struct Newlines { pub pending_cr: bool, pub seen: i64 }
impl Newlines {
    /// Universal newlines over a piece of text; with `translate` all become '\n'.
    pub fn decode<'a>(&mut self, text: Cow<'a, [u8]>, translate: bool, last: bool) -> Cow<'a, [u8]> {
        let mut t = text;
        if self.pending_cr && (last || !t.is_empty()) { let mut v = Vec::with_capacity(t.len() + 1); v.push(b'\r'); v.extend_from_slice(&t); t = Cow::Owned(v); self.pending_cr = false; }
        if !last && t.last() == Some(&b'\r') { let mut v = t.into_owned(); v.pop(); t = Cow::Owned(v); self.pending_cr = true; }
        let Some(first) = memchr(b'\r', &t) else {
            if self.seen & SEEN_LF == 0 && memchr(b'\n', &t).is_some() { self.seen |= SEEN_LF }
            return t;
        };
        let mut out = if translate { Vec::with_capacity(t.len()) } else { vec![] };
        if translate { out.extend_from_slice(&t[..first]) }
        if memchr(b'\n', &t[..first]).is_some() { self.seen |= SEEN_LF }
        let mut i = first;
        while i < t.len() {
            let c = t[i];
            i += 1;
            if c == b'\r' { if t.get(i) == Some(&b'\n') { self.seen |= SEEN_CRLF; i += 1 } else { self.seen |= SEEN_CR } if translate { out.push(b'\n') } }
            else { if c == b'\n' { self.seen |= SEEN_LF } if translate { out.push(c) } }
        }
        if translate { Cow::Owned(out) } else { t }
    }
    /// The `newlines` attribute.
    pub fn value(cx: &mut Cx, seen: i64) -> Value {
        let mut v = crate::vvec::VVec::new();
        for (bit, s) in [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")] { if seen & bit != 0 { let x = cx.str(s); v.push(x) } }
        match v.len() { 0 => Value::NONE, 1 => v[0], _ => cx.tuple(&v) }
    }
}
/// How lines end in a stream of text.
#[derive(Clone, Copy)]
pub enum Ends { Lf, Any, Cr, CrLf }
/// Offset just past the first line end at or after `from`.
pub fn line_end(t: &[u8], from: usize, ends: Ends) -> Option<usize> {
    let d = &t[from..];
    match ends {
        Ends::Lf => memchr(b'\n', d).map(|i| from + i + 1),
        Ends::Cr => memchr(b'\r', d).map(|i| from + i + 1),
        Ends::Any => {
            let lf = memchr(b'\n', d);
            match memchr(b'\r', &d[..lf.unwrap_or(d.len())]) { Some(c) => Some(from + c + if d.get(c + 1) == Some(&b'\n') { 2 } else { 1 }), None => lf.map(|i| from + i + 1) }
        }
        Ends::CrLf => { let mut i = from; while let Some(k) = memchr(b'\r', &t[i..]) { i += k + 1; if t.get(i) == Some(&b'\n') { return Some(i + 1); } } None }
    }
}
pub fn count_chars(t: &[u8]) -> usize { t.iter().filter(|c| **c & 0xc0 != 0x80).count() }
/// Byte offset of character `n` of `t` (its length if there are fewer).
pub fn char_offset(t: &[u8], n: usize) -> usize {
    if n >= t.len() { return t.len(); }
    if t[..n].is_ascii() { return n; }
    let (mut i, mut k) = (0, 0);
    while i < t.len() && k < n { i += wtf8_len(t[i]); k += 1 }
    i.min(t.len())
}
