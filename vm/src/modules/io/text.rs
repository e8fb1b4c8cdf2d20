//! `TextIOWrapper`: reading and writing. Making one is `text_new`, positions are `text_seek`.
//!
//! Decoded text is kept as one string and a byte offset into its WTF-8; encoded text waits in a store. utf-8, ascii and latin-1 are
//! coded here; for others DECODER/ENCODER hold the codec's incremental objects.
use super::base;
use super::buffered::{self, memchr};
use super::registry;
use super::store::Store;
use super::text_codec::{self as codec, Ends, Newlines};
use super::unsupported;
use crate::cx::Cx;
use crate::native::R;
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::borrow::Cow;

pub const BUFFER: usize = 1;
pub const ENCODING: usize = 2;
pub const ERRORS: usize = 3;
pub const FLAGS: usize = 4;
pub const READNL: usize = 5;
pub const WRITENL: usize = 6;
pub const KIND: usize = 7;
pub const ENCODER: usize = 8;
pub const DECODER: usize = 9;
pub const TEXT: usize = 10;
pub const USED: usize = 11;
pub const SNAP_FLAGS: usize = 12;
pub const SNAP_INPUT: usize = 13;
pub const PENDING: usize = 14;
pub const PLEN: usize = 15;
pub const CHUNK: usize = 16;
/// bytes of an incomplete character: `b2 << 24 | b1 << 16 | b0 << 8 | count`
pub const PART: usize = 17;
/// `seen << 1 | pending_cr`
pub const NL: usize = 18;
pub const NSLOTS: usize = 19;

pub const UNIVERSAL: i64 = 1;
pub const READ_TRANSLATE: i64 = 2;
pub const WRITE_TRANSLATE: i64 = 4;
pub const LINE_BUFFERING: i64 = 8;
pub const WRITE_THROUGH: i64 = 16;
pub const TELLING: i64 = 32;
pub const SEEKABLE: i64 = 64;
pub const HAS_READ1: i64 = 128;
pub const DETACHED: i64 = 256;
pub const OK: i64 = 512;
pub const WRITABLE: i64 = 1024;
pub const READABLE: i64 = 2048;

pub fn has(s: Value, f: i64) -> bool { Slots(s).int(FLAGS) & f != 0 }
pub fn set_flag(cx: &mut Cx, s: Value, f: i64, on: bool) { let v = Slots(s).int(FLAGS); Slots(s).set_int(cx, FLAGS, if on { v | f } else { v & !f }) }
pub fn buffer(s: Value) -> Value { Slots(s).get(BUFFER) }
pub fn check(cx: &mut Cx, s: Value) -> R<()> {
    if has(s, OK) { return Ok(()); }
    Err(if has(s, DETACHED) { cx.value_error("underlying buffer has been detached") } else { cx.value_error("I/O operation on uninitialized object") })
}
pub fn is_closed(cx: &mut Cx, s: Value) -> R<bool> {
    let b = buffer(s);
    if matches!(b.exact(), Some(T::BufferedReader | T::BufferedWriter | T::BufferedRandom)) { return buffered::is_closed(cx, b); }
    base::is_closed(cx, b)
}
pub fn check_open(cx: &mut Cx, s: Value) -> R<()> { check(cx, s)?; if is_closed(cx, s)? { return Err(cx.value_error("I/O operation on closed file.")); } Ok(()) }
fn native_buffer(b: Value) -> bool { matches!(b.exact(), Some(T::BufferedReader | T::BufferedWriter | T::BufferedRandom)) }

// ---- decoding -----------------------------------------------------------------------------------------------------------
pub fn newlines(s: Value) -> Newlines { let n = Slots(s).int(NL); Newlines { pending_cr: n & 1 != 0, seen: n >> 1 } }
pub fn set_newlines(cx: &mut Cx, s: Value, n: Newlines) { Slots(s).set_int(cx, NL, n.seen << 1 | n.pending_cr as i64) }
pub fn part(s: Value) -> ([u8; 3], usize) { let p = Slots(s).int(PART); ([(p >> 8) as u8, (p >> 16) as u8, (p >> 24) as u8], (p & 3) as usize) }
pub fn set_part(cx: &mut Cx, s: Value, d: &[u8]) { let mut p = d.len() as i64; for (i, b) in d.iter().enumerate() { p |= (*b as i64) << (8 + 8 * i) } Slots(s).set_int(cx, PART, p) }
/// Decodes the next input with a native codec.
pub fn decode<'a>(cx: &mut Cx, s: Value, input: &'a [u8], last: bool) -> R<Cow<'a, [u8]>> {
    let o = Slots(s);
    let kind = o.int(KIND);
    let (enc, err) = (o.get(ENCODING), o.get(ERRORS));
    let (p, np) = part(s);
    let text = if kind == codec::UTF8 && (np > 0 || !last) {
        let joined: Cow<'a, [u8]> = if np > 0 { let mut v = p[..np].to_vec(); v.extend_from_slice(input); Cow::Owned(v) } else { Cow::Borrowed(input) };
        let keep = if last { 0 } else { codec::incomplete(&joined) };
        let n = joined.len() - keep;
        let tail = joined[n..].to_vec();
        let t = match joined { Cow::Borrowed(b) => codec::decode_all(cx, kind, enc, err, &b[..n])?, Cow::Owned(v) => Cow::Owned(codec::decode_all(cx, kind, enc, err, &v[..n])?.into_owned()) };
        if keep != np || keep > 0 { set_part(cx, s, &tail) }
        t
    } else { codec::decode_all(cx, kind, enc, err, input)? };
    if !has(s, UNIVERSAL) { return Ok(text); }
    let mut nl = newlines(s);
    let before = Slots(s).int(NL);
    let t = nl.decode(text, has(s, READ_TRANSLATE), last);
    if before != nl.seen << 1 | nl.pending_cr as i64 { set_newlines(cx, s, nl) }
    Ok(t)
}
/// Decodes with whatever decoder there is.
pub fn decode_any(cx: &mut Cx, s: Value, input: Value, last: bool) -> R {
    let d = Slots(s).get(DECODER);
    if Slots(s).int(KIND) == codec::OTHER {
        let t = cx.call_method(d, "decode", &[input, Value::bool(last)])?;
        if !t.is(T::Str) { let n = cx.type_name(t); return Err(cx.type_error(format!("decoder should return a string result, not '{n}'"))); }
        return Ok(t);
    }
    if !input.is(T::Bytes) { let b = crate::modules::osys::bytes_like(cx, input)?; let t = decode(cx, s, b, last)?.into_owned(); return Ok(Str::from_wtf8(cx, &t).0); }
    let t = decode(cx, s, crate::bytes::get(input), last)?;
    if t.is_empty() { return Ok(cx.rt.empty_str); }
    Ok(Str::from_wtf8(cx, &t).0)
}
pub fn reset_decoder(cx: &mut Cx, s: Value) -> R<()> {
    let d = Slots(s).get(DECODER);
    if d.is_undef() { return Ok(()); }
    if Slots(s).int(KIND) == codec::OTHER { cx.call_method(d, "reset", &[])?; } else { Slots(s).set_int(cx, PART, 0); Slots(s).set_int(cx, NL, 0) }
    Ok(())
}
pub fn set_text(cx: &mut Cx, s: Value, t: Value) { Slots(s).set(cx, TEXT, t); Slots(s).set_int(cx, USED, 0) }
/// Decoded text not handed out yet.
pub fn rest(s: Value) -> &'static [u8] { match Slots(s).get(TEXT).opt() { Some(t) => &Str(t).bytes()[Slots(s).int(USED) as usize..], None => &[] } }
fn use_up(cx: &mut Cx, s: Value, n: usize) { let u = Slots(s).int(USED); Slots(s).set_int(cx, USED, u + n as i64) }
pub fn clear_snapshot(cx: &mut Cx, s: Value) { Slots(s).set(cx, SNAP_INPUT, Value::UNDEF) }

/// Reads and decodes a chunk. False at the end.
pub fn read_chunk(cx: &mut Cx, s: Value, hint: usize) -> R<bool> {
    let o = Slots(s);
    if o.get(DECODER).is_undef() { return Err(unsupported(cx, "not readable")); }
    let other = o.int(KIND) == codec::OTHER;
    let telling = has(s, TELLING);
    let (mut before, mut flags) = (Value::UNDEF, 0);
    if telling {
        if other {
            let st = cx.call_method(o.get(DECODER), "getstate", &[])?;
            let (b, f) = super::text_seek::state_pair(cx, st)?;
            before = b;
            flags = f;
        } else { let (p, n) = part(s); if n > 0 { before = crate::bytes::new(cx, &p[..n]) } flags = newlines(s).pending_cr as i64 }
    }
    let size = (o.int(CHUNK) as usize).max(hint);
    let b = buffer(s);
    let input = if native_buffer(b) && b.kind() != T::BufferedWriter {
        buffered::check_open(cx, b, "read of closed file")?;
        buffered::read1(cx, b, size as i64)?
    } else { let n = cx.usize(size); cx.call_method(b, if has(s, HAS_READ1) { "read1" } else { "read" }, &[n])? };
    if !input.is(T::Bytes) && !input.is(T::ByteArray) && !input.is(T::MemoryView) {
        let t = cx.type_name(input);
        let m = if has(s, HAS_READ1) { "read1" } else { "read" };
        return Err(cx.type_error(format!("underlying {m}() should have returned a bytes-like object, not '{t}'")));
    }
    let n = cx.len(input)?;
    let text = decode_any(cx, s, input, n == 0)?;
    set_text(cx, s, text);
    if telling {
        let next = if before.is_undef() || crate::bytes::get(before).is_empty() { if input.is(T::Bytes) { input } else { let d = crate::modules::osys::bytes_like(cx, input)?; crate::bytes::new(cx, d) } } else { let mut v = crate::bytes::get(before).to_vec(); v.extend_from_slice(crate::modules::osys::bytes_like(cx, input)?); crate::bytes::new(cx, &v) };
        Slots(s).set_int(cx, SNAP_FLAGS, flags);
        Slots(s).set(cx, SNAP_INPUT, next);
    }
    Ok(n != 0 || !Str(text).is_empty())
}
pub fn read(cx: &mut Cx, s: Value, n: i64) -> R {
    check_open(cx, s)?;
    if Slots(s).get(DECODER).is_undef() { return Err(unsupported(cx, "not readable")); }
    write_flush(cx, s)?;
    if n < 0 {
        let b = cx.call_method(buffer(s), "read", &[])?;
        if b.is_none() { return read_rest(cx, s); }
        let t = decode_any(cx, s, b, true)?;
        let head = rest(s);
        let out = if head.is_empty() { t } else { let mut v = head.to_vec(); v.extend_from_slice(Str(t).bytes()); Str::from_wtf8(cx, &v).0 };
        set_text(cx, s, Value::UNDEF);
        clear_snapshot(cx, s);
        return Ok(out);
    }
    let mut left = n as usize;
    let mut out: Vec<u8> = vec![];
    loop {
        let d = rest(s);
        let k = codec::char_offset(d, left);
        let chars = if d[..k].is_ascii() { k } else { codec::count_chars(&d[..k]) };
        if chars == left && out.is_empty() { let t = Str::from_wtf8(cx, &d[..k]).0; use_up(cx, s, k); return Ok(t); }
        out.extend_from_slice(&d[..k]);
        use_up(cx, s, k);
        left -= chars;
        if left == 0 || !read_chunk(cx, s, left)? { break; }
    }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn read_rest(cx: &mut Cx, s: Value) -> R { let d = rest(s); let t = Str::from_wtf8(cx, d).0; use_up(cx, s, d.len()); Ok(t) }
pub fn ends(s: Value) -> Ends {
    if has(s, READ_TRANSLATE) { return Ends::Lf; }
    if has(s, UNIVERSAL) { return Ends::Any; }
    match Slots(s).get(READNL).opt_none().and_then(|v| Str(v).as_str()) { Some("\r") => Ends::Cr, Some("\r\n") => Ends::CrLf, _ => Ends::Lf }
}
pub fn readline(cx: &mut Cx, s: Value, limit: i64) -> R {
    check_open(cx, s)?;
    if Slots(s).int(PLEN) > 0 { write_flush(cx, s)? }
    let e = ends(s);
    // the usual case: the whole line is there
    let d = rest(s);
    if limit < 0 { if let Some(k) = codec::line_end(d, 0, e) { let t = Str::from_wtf8(cx, &d[..k]).0; use_up(cx, s, k); return Ok(t); } }
    let mut acc: Vec<u8> = vec![];
    loop {
        let d = rest(s);
        let old = acc.len();
        acc.extend_from_slice(d);
        let mut end = codec::line_end(&acc, old.saturating_sub(1), e).filter(|x| *x > old || matches!(e, Ends::CrLf));
        if limit >= 0 {
            let at = codec::char_offset(&acc, limit as usize);
            if at < end.unwrap_or(usize::MAX) && (at < acc.len() || codec::count_chars(&acc) as i64 >= limit) { end = Some(at) }
        }
        if let Some(k) = end { use_up(cx, s, k - old.min(k)); acc.truncate(k); return Ok(Str::from_wtf8(cx, &acc).0); }
        use_up(cx, s, d.len());
        if !read_chunk(cx, s, 0)? { set_text(cx, s, Value::UNDEF); clear_snapshot(cx, s); return Ok(Str::from_wtf8(cx, &acc).0); }
    }
}
/// The next line, or None at the end: what iteration uses.
pub fn next_line(cx: &mut Cx, s: Value) -> R<Option<Value>> {
    check(cx, s)?;
    if has(s, TELLING) { set_flag(cx, s, TELLING, false) }
    let l = if s.is_exact(T::TextIOWrapper) { readline(cx, s, -1)? } else {
        let l = cx.call_method(s, "readline", &[])?;
        if !l.is(T::Str) { let t = cx.type_name(l); return Err(base::os_text(cx, &format!("readline() should have returned a str object, not '{t}'"))); }
        l
    };
    if !Str(l).is_empty() { return Ok(Some(l)); }
    clear_snapshot(cx, s);
    let sk = has(s, SEEKABLE);
    set_flag(cx, s, TELLING, sk);
    Ok(None)
}
// ---- encoding -----------------------------------------------------------------------------------------------------------
/// Hands waiting bytes to the buffer.
pub fn write_flush(cx: &mut Cx, s: Value) -> R<()> {
    let o = Slots(s);
    let n = o.int(PLEN) as usize;
    if n == 0 { return Ok(()); }
    let Some(p) = Store::from(o.get(PENDING)) else { return Ok(()) };
    // another thread may write while these bytes are on their way: it gets a store of its own
    o.set_int(cx, PLEN, 0);
    o.set(cx, PENDING, Value::UNDEF);
    let r = hand_over(cx, s, &p.all()[..n]);
    if o.get(PENDING).is_undef() { o.set(cx, PENDING, p.0) }
    r
}
fn hand_over(cx: &mut Cx, s: Value, d: &[u8]) -> R<()> {
    let b = buffer(s);
    if matches!(b.exact(), Some(T::BufferedWriter | T::BufferedRandom)) { buffered::check_open(cx, b, "write to closed file")?; return buffered::write(cx, b, d); }
    let v = crate::bytes::new(cx, d);
    cx.call_method(b, "write", &[v])?;
    Ok(())
}
/// New buffers of a standard stream are as the stream is.
fn settle_buffers(s: Value) { if crate::par::stamp(s) == crate::par::EXEMPT { crate::par::log::own_stream(s) } }
/// Whether any text without surrogates can be written to it: for tasks, who write later.
pub fn takes_all(cx: &mut Cx, s: Value) -> bool {
    let o = Slots(s);
    // its attributes make it no exact one
    s.kind() == T::TextIOWrapper && cx.class_of(s).0 == cx.class(T::TextIOWrapper).0 && has(s, WRITABLE) && !has(s, READABLE) && o.int(KIND) == codec::UTF8 && matches!(buffer(s).exact(), Some(T::BufferedWriter)) && matches!(is_closed(cx, s), Ok(false))
}
/// Writes text given as WTF-8.
pub fn write(cx: &mut Cx, s: Value, text: &[u8], surrogates: bool) -> R<()> {
    if cx.speculative() { if crate::par::log::take(cx, s, text, surrogates) { return Ok(()); } if !cx.par.direct { crate::par::rule::outside(cx) } }
    check_open(cx, s)?;
    let o = Slots(s);
    if !has(s, WRITABLE) { return Err(unsupported(cx, "not writable")); }
    let f = o.int(FLAGS);
    let nl = o.get(WRITENL);
    let mut flush_through = false;
    let translated;
    let mut t = text;
    if f & (LINE_BUFFERING | WRITE_TRANSLATE) != 0 {
        let lf = (f & LINE_BUFFERING != 0 || nl.is_ref()) && memchr(b'\n', t).is_some();
        if f & LINE_BUFFERING != 0 && (lf || memchr(b'\r', t).is_some()) { flush_through = true }
        if lf && f & WRITE_TRANSLATE != 0 && nl.is_ref() { translated = replace_lf(t, Str(nl).bytes()); t = &translated }
    }
    let kind = o.int(KIND);
    let coded = if kind == codec::OTHER {
        let sv = Str::from_wtf8(cx, t).0;
        let b = cx.call_method(o.get(ENCODER), "encode", &[sv])?;
        if !b.is(T::Bytes) { let n = cx.type_name(b); return Err(cx.type_error(format!("encoder should return a bytes object, not '{n}'"))); }
        Cow::Borrowed(crate::bytes::get(b) as &[u8])
    } else { codec::encode_text(cx, kind, o.get(ENCODING), o.get(ERRORS), t, surrogates)? };
    let chunk = o.int(CHUNK) as usize;
    if o.int(PLEN) as usize + coded.len() > chunk { write_flush(cx, s)? }
    let n = o.int(PLEN) as usize;
    if coded.len() >= chunk { hand_over(cx, s, &coded)? } else {
        let p = match Store::from(o.get(PENDING)) { Some(p) if p.cap() >= n + coded.len() => p, Some(p) => { let q = p.grown(cx, chunk, n)?; o.set(cx, PENDING, q.0); settle_buffers(s); q } None => { let p = Store::new(cx, chunk)?; o.set(cx, PENDING, p.0); settle_buffers(s); p } };
        p.put(cx, n, &coded);
        o.set_int(cx, PLEN, (n + coded.len()) as i64);
        if n + coded.len() >= chunk || flush_through || f & WRITE_THROUGH != 0 { write_flush(cx, s)? }
    }
    if flush_through { flush_buffer(cx, s)? }
    if o.get(TEXT).is_ref() { set_text(cx, s, Value::UNDEF) }
    if o.get(SNAP_INPUT).is_ref() { clear_snapshot(cx, s) }
    if f & READABLE != 0 { reset_decoder(cx, s)? }
    Ok(())
}
fn replace_lf(t: &[u8], nl: &[u8]) -> Vec<u8> { let mut v = Vec::with_capacity(t.len() + 16); for c in t { if *c == b'\n' { v.extend_from_slice(nl) } else { v.push(*c) } } v }
fn flush_buffer(cx: &mut Cx, s: Value) -> R<()> { let b = buffer(s); if native_buffer(b) { buffered::flush(cx, b)?; } else { cx.call_method(b, "flush", &[])?; } Ok(()) }
pub fn flush(cx: &mut Cx, s: Value) -> R {
    if cx.speculative() { if crate::par::log::take_flush(cx, s) { return Ok(Value::NONE); } if !cx.par.direct { crate::par::rule::outside(cx) } }
    check_open(cx, s)?;
    let sk = has(s, SEEKABLE);
    set_flag(cx, s, TELLING, sk);
    write_flush(cx, s)?;
    flush_buffer(cx, s)?;
    Ok(Value::NONE)
}
pub fn close(cx: &mut Cx, s: Value) -> R {
    check(cx, s)?;
    if is_closed(cx, s)? { return Ok(Value::NONE); }
    crate::par::log::disturb(cx, s);
    let r = if s.is_exact(T::TextIOWrapper) { flush(cx, s) } else { cx.call_method(s, "flush", &[]) };
    registry::remove(s);
    let first = if r.is_err() { cx.take_pending() } else { Value::UNDEF };
    let b = buffer(s);
    let c = if native_buffer(b) { buffered::close(cx, b) } else { cx.call_method(b, "close", &[]) };
    if first.is_ref() {
        if c.is_err() { let e = cx.take_pending(); if let Some(x) = crate::exc::Exc::from(e) { if e != first { x.update(cx, |o| o.context = first) } } cx.pending = e } else { cx.pending = first }
        return Err(crate::native::Raised);
    }
    c
}
