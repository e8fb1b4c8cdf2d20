//! Positions in text streams: a cookie names a byte position where decoding may start, the decoder's flags there, and how many bytes to
//! feed and characters to drop from there on. Cookies are CPython's: little-endian start 8, flags 4, feed 4, skip 4, need_eof 1.
use super::text::*;
use super::text_codec as codec;
use super::{base, unsupported};
use crate::cx::Cx;
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use dashu_int::IBig;

/// (buffered bytes, flags) of a decoder's getstate().
pub fn state_pair(cx: &mut Cx, st: Value) -> R<(Value, i64)> {
    match Tuple::from(st).map(Tuple::items) {
        Some([b, f]) => { if !b.is(T::Bytes) { let t = cx.type_name(*b); return Err(cx.type_error(format!("illegal decoder state: the first item should be a bytes object, not '{t}'"))); } let n = cx.index_i64(*f)?; Ok((*b, n)) }
        _ => Err(cx.type_error("illegal decoder state")),
    }
}
#[derive(Clone, Copy, Default)]
struct Cookie { start: i64, flags: i64, feed: i64, skip: i64, eof: bool }
impl Cookie {
    fn value(self, cx: &mut Cx) -> Value {
        if self.flags == 0 && self.feed == 0 && self.skip == 0 && !self.eof { return cx.int(self.start); }
        let v = IBig::from(self.start) + (IBig::from(self.flags) << 64) + (IBig::from(self.feed) << 96) + (IBig::from(self.skip) << 128) + (IBig::from(self.eof as i64) << 160);
        cx.bigint(v)
    }
    fn parse(cx: &mut Cx, v: Value) -> R<Cookie> {
        let i = cx.to_ibig(v)?;
        if i < IBig::ZERO { return Err(cx.value_error(format!("negative seek position {i}"))); }
        let word = |at: usize, bits: usize| i64::try_from(&((&i >> at) & ((IBig::from(1) << bits) - IBig::from(1)))).unwrap_or(0);
        if (&i >> 168) != IBig::ZERO { return Err(cx.overflow_error("int too big to convert")); }
        Ok(Cookie { start: word(0, 63), flags: word(64, 32), feed: word(96, 32), skip: word(128, 32), eof: word(160, 8) != 0 })
    }
}
/// The decoder, native or not, put into state (b"", flags).
fn set_state(cx: &mut Cx, s: Value, buf: &[u8], flags: i64) -> R<()> {
    let d = Slots(s).get(DECODER);
    if d.is_undef() { return Ok(()); }
    if Slots(s).int(KIND) == codec::OTHER {
        let b = crate::bytes::new(cx, buf);
        let f = cx.int(flags);
        let t = cx.tuple(&[b, f]);
        cx.call_method(d, "setstate", &[t])?;
    } else { let mut n = newlines(s); n.pending_cr = flags & 1 != 0; set_newlines(cx, s, n); set_part(cx, s, &buf[..buf.len().min(3)]) }
    Ok(())
}
fn get_state(cx: &mut Cx, s: Value) -> R<(Vec<u8>, i64)> {
    if Slots(s).int(KIND) == codec::OTHER {
        let st = cx.call_method(Slots(s).get(DECODER), "getstate", &[])?;
        let (b, f) = state_pair(cx, st)?;
        return Ok((crate::bytes::get(b).to_vec(), f));
    }
    let (p, n) = part(s);
    Ok((p[..n].to_vec(), newlines(s).pending_cr as i64))
}
fn feed(cx: &mut Cx, s: Value, d: &[u8], last: bool) -> R<usize> {
    if Slots(s).int(KIND) == codec::OTHER { let b = crate::bytes::new(cx, d); let t = decode_any(cx, s, b, last)?; return cx.len(t); }
    let t = decode(cx, s, d, last)?;
    Ok(codec::count_chars(&t))
}
pub fn tell(cx: &mut Cx, s: Value) -> R {
    check_open(cx, s)?;
    if !has(s, SEEKABLE) { return Err(unsupported(cx, "underlying stream is not seekable")); }
    if !has(s, TELLING) { return Err(base::os_text(cx, "telling position disabled by next() call")); }
    write_flush(cx, s)?;
    if s.is_exact(T::TextIOWrapper) { flush_keeping(cx, s)? } else { cx.call_method(s, "flush", &[])?; }
    let p = cx.call_method(buffer(s), "tell", &[])?;
    let (o, snap) = (Slots(s), Slots(s).get(SNAP_INPUT));
    if o.get(DECODER).is_undef() || snap.is_undef() { return Ok(p); }
    let input = crate::bytes::get(snap);
    let mut c = Cookie { start: cx.index_i64(p)? - input.len() as i64, flags: o.int(SNAP_FLAGS), ..Cookie::default() };
    let used = o.int(USED) as usize;
    let text = match o.get(TEXT).opt() { Some(t) => Str(t).bytes(), None => &[] };
    if used == 0 { return Ok(c.value(cx)); }
    if o.int(KIND) != codec::OTHER && c.flags == 0 && part(s).1 == 0 && text == input { c.start += used as i64; return Ok(c.value(cx)); }
    c.skip = codec::count_chars(&text[..used]) as i64;
    let saved = get_state(cx, s)?;
    let nl = newlines(s);
    let r = locate(cx, s, input, &mut c);
    set_newlines(cx, s, nl);
    set_state(cx, s, &saved.0, saved.1)?;
    r?;
    Ok(c.value(cx))
}
fn flush_keeping(cx: &mut Cx, s: Value) -> R<()> { flush(cx, s)?; Ok(()) }
fn locate(cx: &mut Cx, s: Value, input: &[u8], c: &mut Cookie) -> R<()> {
    set_state(cx, s, b"", c.flags)?;
    let mut decoded = 0i64;
    for b in input {
        c.feed += 1;
        decoded += feed(cx, s, &[*b], false)? as i64;
        let (buf, flags) = get_state(cx, s)?;
        if buf.is_empty() && decoded <= c.skip { c.start += c.feed; c.skip -= decoded; c.flags = flags; c.feed = 0; decoded = 0 }
        if decoded >= c.skip { return Ok(()); }
    }
    decoded += feed(cx, s, b"", true)? as i64;
    c.eof = true;
    if decoded < c.skip { return Err(base::os_text(cx, "can't reconstruct logical file position")); }
    Ok(())
}
pub fn seek(cx: &mut Cx, s: Value, cookie: Value, whence: i64) -> R {
    check_open(cx, s)?;
    if !has(s, SEEKABLE) { return Err(unsupported(cx, "underlying stream is not seekable")); }
    let mut cookie = cookie;
    let zero = cx.index(cookie)? == Value::small(0);
    match whence {
        1 => { if !zero { return Err(unsupported(cx, "can't do nonzero cur-relative seeks")); } cookie = cx.call_method(s, "tell", &[])? }
        2 => {
            if !zero { return Err(unsupported(cx, "can't do nonzero end-relative seeks")); }
            cx.call_method(s, "flush", &[])?;
            set_text(cx, s, Value::UNDEF);
            clear_snapshot(cx, s);
            reset_decoder(cx, s)?;
            let r = cx.call_method(buffer(s), "seek", &[Value::small(0), Value::small(2)])?;
            reset_encoder(cx, s, r == Value::small(0))?;
            return Ok(r);
        }
        0 => {}
        w => return Err(cx.value_error(format!("invalid whence ({w}, should be 0, 1 or 2)"))),
    }
    let c = Cookie::parse(cx, cookie)?;
    cx.call_method(s, "flush", &[])?;
    let start = cx.int(c.start);
    cx.call_method(buffer(s), "seek", &[start])?;
    set_text(cx, s, Value::UNDEF);
    clear_snapshot(cx, s);
    if Slots(s).get(DECODER).is_ref() || Slots(s).get(DECODER).is_true() {
        if c.start == 0 && c.flags == 0 { reset_decoder(cx, s)? } else { set_state(cx, s, b"", c.flags)? }
        let empty = crate::bytes::new(cx, b"");
        Slots(s).set_int(cx, SNAP_FLAGS, c.flags);
        Slots(s).set(cx, SNAP_INPUT, empty);
        if c.skip > 0 {
            let n = cx.int(c.feed);
            let b = cx.call_method(buffer(s), "read", &[n])?;
            if !b.is(T::Bytes) { let t = cx.type_name(b); return Err(cx.type_error(format!("underlying read() should have returned a bytes object, not '{t}'"))); }
            Slots(s).set(cx, SNAP_INPUT, b);
            let t = decode_any(cx, s, b, c.eof)?;
            set_text(cx, s, t);
            if (Str(t).len() as i64) < c.skip { return Err(base::os_text(cx, "can't restore logical file position")); }
            Slots(s).set_int(cx, USED, codec::char_offset(Str(t).bytes(), c.skip as usize) as i64);
        }
    }
    reset_encoder(cx, s, c.start == 0 && c.flags == 0)?;
    Ok(cookie)
}
/// Tells an encoder that writes a mark at the start whether it is at the start.
pub fn reset_encoder(cx: &mut Cx, s: Value, at_start: bool) -> R<()> {
    let e = Slots(s).get(ENCODER);
    if Slots(s).int(KIND) != codec::OTHER || !e.is_ref() { return Ok(()); }
    if at_start { cx.call_method(e, "reset", &[])?; } else { cx.call_method(e, "setstate", &[Value::small(0)])?; }
    Ok(())
}
