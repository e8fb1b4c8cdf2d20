//! `StringIO`. Slots: closed, store, length and position in characters, width, newline mode, newline text, decoder state.
//!
//! The store holds one byte per character while all are ASCII, else four.
use super::buffered::memchr;
use super::store::Store;
use super::text_codec::Newlines;
use crate::cx::Cx;
use crate::modules::osys;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::{encode, Str};
use crate::types::T;
use crate::value::Value;
use std::borrow::Cow;

const STORE: usize = 1;
const LEN: usize = 2;
const POS: usize = 3;
/// bytes per character: 1 or 4
const WIDTH: usize = 4;
/// bits: 1 universal, 2 translate on reading in, 4 initialised
const MODE: usize = 5;
/// newline argument, or None
const NEWLINE: usize = 6;
/// newlines seen
const SEEN: usize = 7;

fn check(cx: &mut Cx, s: Value) -> R<()> {
    if Slots(s).int(MODE) & 4 == 0 { return Err(cx.value_error("I/O operation on uninitialized object")); }
    if Slots(s).get(0) == Value::TRUE { return Err(cx.value_error("I/O operation on closed file")); }
    Ok(())
}
fn data(s: Value) -> &'static [u8] { match Store::from(Slots(s).get(STORE)) { Some(b) => &b.all()[..(Slots(s).int(LEN) * Slots(s).int(WIDTH)) as usize], None => &[] } }
fn char_at(d: &[u8], w: i64, i: usize) -> u32 { if w == 1 { d[i] as u32 } else { u32::from_le_bytes([d[4 * i], d[4 * i + 1], d[4 * i + 2], d[4 * i + 3]]) } }
/// Text of characters a..b.
fn slice(cx: &mut Cx, s: Value, a: usize, b: usize) -> Value {
    let (d, w) = (data(s), Slots(s).int(WIDTH));
    if a >= b { return cx.rt.empty_str; }
    if w == 1 { return Str::from_wtf8(cx, &d[a..b]).0; }
    let mut out = Vec::with_capacity(b - a);
    let mut buf = [0; 4];
    for i in a..b { let n = encode(char_at(d, 4, i), &mut buf); out.extend_from_slice(&buf[..n]) }
    Str::from_wtf8(cx, &out).0
}
fn widen(cx: &mut Cx, s: Value) -> R<()> {
    let d = data(s);
    let n = d.len();
    let st = Store::new(cx, (n * 4).max(64))?;
    for (i, c) in d.iter().enumerate() { st.put(cx, 4 * i, &[*c, 0, 0, 0]) }
    Slots(s).set(cx, STORE, st.0);
    Slots(s).set_int(cx, WIDTH, 4);
    Ok(())
}
fn room(cx: &mut Cx, s: Value, chars: usize) -> R<Store> {
    let w = Slots(s).int(WIDTH) as usize;
    if chars >= 1 << 44 { return Err(cx.memory_error()); }
    let used = data(s).len();
    match Store::from(Slots(s).get(STORE)) {
        Some(x) if x.cap() >= chars * w => Ok(x),
        Some(x) => { let g = x.grown(cx, (chars * w).max(x.cap() + x.cap() / 2 + 64), used)?; Slots(s).set(cx, STORE, g.0); Ok(g) }
        None => { let g = Store::new(cx, (chars * w).max(64))?; Slots(s).set(cx, STORE, g.0); Ok(g) }
    }
}
/// Puts text (WTF-8) at the position, newlines already dealt with.
fn put(cx: &mut Cx, s: Value, t: &[u8]) -> R<()> {
    let ascii = t.is_ascii();
    if !ascii && Slots(s).int(WIDTH) == 1 { widen(cx, s)? }
    let (p, len, w) = (Slots(s).int(POS) as usize, Slots(s).int(LEN) as usize, Slots(s).int(WIDTH) as usize);
    let n = if ascii { t.len() } else { super::text_codec::count_chars(t) };
    let st = room(cx, s, p + n)?;
    if p > len { st.fill(cx, len * w, (p - len) * w, 0) }
    if w == 1 { st.put(cx, p, t) } else {
        let mut i = 0;
        let mut at = p * 4;
        while i < t.len() { let (c, k) = crate::str::decode(t, i); st.put(cx, at, &c.to_le_bytes()); at += 4; i += k }
    }
    if p + n > len { Slots(s).set_int(cx, LEN, (p + n) as i64) }
    Slots(s).set_int(cx, POS, (p + n) as i64);
    Ok(())
}
/// Writes WTF-8 text as `write` does.
pub fn write(cx: &mut Cx, s: Value, t: &[u8]) -> R<()> {
    check(cx, s)?;
    if t.is_empty() { return Ok(()); }
    let mode = Slots(s).int(MODE);
    let mut text = Cow::Borrowed(t);
    if mode & 1 != 0 {
        let mut n = Newlines { pending_cr: false, seen: Slots(s).int(SEEN) };
        text = n.decode(text, mode & 2 != 0, true);
        Slots(s).set_int(cx, SEEN, n.seen);
    }
    if let Some(nl @ ("\r" | "\r\n")) = Slots(s).get(NEWLINE).opt_none().and_then(|v| Str(v).as_str()) {
        if memchr(b'\n', &text).is_some() { let mut v = Vec::with_capacity(text.len() + 8); for c in text.iter() { if *c == b'\n' { v.extend_from_slice(nl.as_bytes()) } else { v.push(*c) } } text = Cow::Owned(v) }
    }
    put(cx, s, &text)
}
fn py_write(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let Some(t) = Str::from(a[1]) else { let n = cx.type_name(a[1]); return Err(cx.type_error(format!("string argument expected, got '{n}'"))) };
    write(cx, a[0], t.bytes())?;
    cx.usize_ok(t.len())
}
/// End (in characters) of the line that starts at `p`.
fn line_end(s: Value, p: usize) -> usize {
    let (d, w, len) = (data(s), Slots(s).int(WIDTH), Slots(s).int(LEN) as usize);
    let mode = Slots(s).int(MODE);
    let nl = Slots(s).get(NEWLINE).opt_none().and_then(|v| Str(v).as_str());
    let any = mode & 1 != 0 && mode & 2 == 0;
    if !any && !matches!(nl, Some("\r" | "\r\n")) {
        if w == 1 { return memchr(b'\n', &d[p..]).map_or(len, |i| p + i + 1); }
        return (p..len).find(|i| char_at(d, w, *i) == 10).map_or(len, |i| i + 1);
    }
    let mut i = p;
    while i < len {
        let c = char_at(d, w, i);
        let next_lf = i + 1 < len && char_at(d, w, i + 1) == 10;
        if any { if c == 10 { return i + 1; } if c == 13 { return i + 1 + next_lf as usize; } }
        else if c == 13 { if nl == Some("\r") { return i + 1; } if next_lf { return i + 2; } }
        i += 1;
    }
    len
}
fn line(cx: &mut Cx, s: Value, limit: i64) -> Value {
    let (p, len) = (Slots(s).int(POS) as usize, Slots(s).int(LEN) as usize);
    if p >= len { return cx.rt.empty_str; }
    let mut e = line_end(s, p);
    if limit >= 0 { e = e.min(p.saturating_add(limit as usize)) }
    let v = slice(cx, s, p, e);
    Slots(s).set_int(cx, POS, e as i64);
    v
}
pub fn next_line(cx: &mut Cx, s: Value) -> R<Option<Value>> {
    check(cx, s)?;
    let l = if s.is_exact(T::StringIO) { line(cx, s, -1) } else { cx.call_method(s, "readline", &[])? };
    Ok(if cx.len(l)? == 0 { None } else { Some(l) })
}
fn size(cx: &mut Cx, v: Value) -> R<i64> { super::base::size_arg(cx, v) }
fn read(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let n = size(cx, a[1])?;
    let (p, len) = (Slots(a[0]).int(POS) as usize, Slots(a[0]).int(LEN) as usize);
    let e = if n < 0 { len } else { len.min(p.saturating_add(n as usize)) };
    let v = slice(cx, a[0], p, e);
    if e > p { Slots(a[0]).set_int(cx, POS, e as i64) }
    Ok(v)
}
fn seek(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let (n, w) = (cx.index_i64(a[1])?, osys::opt_int(cx, a[2], 0)?);
    if !(0..=2).contains(&w) { return Err(cx.value_error(format!("Invalid whence ({w}, should be 0, 1 or 2)"))); }
    if w == 0 && n < 0 { return Err(cx.value_error(format!("Negative seek position {n}"))); }
    if w != 0 && n != 0 { return Err(base_text(cx, "Can't do nonzero cur-relative seeks")); }
    let p = match w { 0 => n, 1 => Slots(a[0]).int(POS), _ => Slots(a[0]).int(LEN) };
    if p > 1 << 61 { return Err(cx.overflow_error("Python int too large to convert to C ssize_t")); }
    Slots(a[0]).set_int(cx, POS, p);
    Ok(Value::small(p))
}
fn base_text(cx: &mut Cx, m: &str) -> crate::native::Raised { super::base::os_text(cx, m) }
fn truncate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let n = match a[1].opt_none() { None => Slots(a[0]).int(POS), Some(v) => cx.index_i64(v)? };
    if n < 0 { return Err(cx.value_error(format!("Negative size value {n}"))); }
    if n < Slots(a[0]).int(LEN) { Slots(a[0]).set_int(cx, LEN, n) }
    Ok(Value::small(n))
}
fn py_init(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let nl = match a[2].opt() { None => cx.intern("\n"), Some(v) => v };
    if !nl.is_none() {
        let Some(t) = Str::from(nl) else { let t = cx.type_name(nl); return Err(cx.type_error(format!("newline must be str or None, not {t}"))) };
        if !matches!(t.as_str(), Some("" | "\n" | "\r" | "\r\n")) { let r = cx.repr_string(nl)?; return Err(cx.value_error(format!("illegal newline value: {r}"))); }
    }
    if let Some(v) = a[1].opt_none() { if !v.is(T::Str) { let t = cx.type_name(v); return Err(cx.type_error(format!("initial_value must be str or None, not {t}"))); } }
    let universal = nl.is_none() || Str(nl).is_empty();
    for i in [LEN, POS, SEEN] { s.set_int(cx, i, 0) }
    s.set_int(cx, WIDTH, 1);
    s.set(cx, 0, Value::UNDEF);
    s.set(cx, STORE, Value::UNDEF);
    s.set(cx, NEWLINE, nl);
    s.set_int(cx, MODE, 4 | universal as i64 | (nl.is_none() as i64) << 1);
    if let Some(v) = a[1].opt_none() { write(cx, a[0], Str(v).bytes())?; s.set_int(cx, POS, 0) }
    Ok(Value::NONE)
}
pub fn value(cx: &mut Cx, s: Value) -> Value { let n = Slots(s).int(LEN) as usize; slice(cx, s, 0, n) }
fn getstate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let v = value(cx, a[0]);
    let d = crate::attr::instance_dict(cx, a[0]);
    let d = if d.len() == 0 { Value::NONE } else { d.copy(cx).0 };
    Ok(cx.tuple(&[v, Slots(a[0]).get(NEWLINE), Value::small(Slots(a[0]).int(POS)), d]))
}
fn setstate(cx: &mut Cx, a: &[Value]) -> R {
    let Some([v, nl, p, d]) = Tuple::from(a[1]).map(Tuple::items) else { let (t, n) = (cx.type_name(a[1]), cx.type_name(a[0])); return Err(cx.type_error(format!("{n}.__setstate__ argument should be 4-tuple, got {t}"))) };
    py_init(cx, &[a[0], Value::UNDEF, *nl])?;
    put(cx, a[0], Str::of(*v).bytes())?;
    let n = cx.index_i64(*p)?;
    if n < 0 { return Err(cx.value_error("position value cannot be negative")); }
    Slots(a[0]).set_int(cx, POS, n);
    if let Some(d) = crate::dict::Dict::from(*d) { for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { let k = cx.intern_value(k); crate::attr::own_set(cx, a[0], k, v) } } }
    Ok(Value::NONE)
}
const ZERO: [Value; 8] = [Value::UNDEF, Value::UNDEF, Value::small(0), Value::small(0), Value::small(1), Value::small(0), Value::NONE, Value::small(0)];
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::StringIO, &ZERO))),
    def("__init__", "initial_value='', newline='\\n'", py_init),
    def("read", "size=-1, /", read),
    def("readline", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size(cx, a[1])?; Ok(line(cx, a[0], n)) }),
    def("write", "s, /", py_write),
    def("getvalue", "", |cx, a| { check(cx, a[0])?; Ok(value(cx, a[0])) }),
    def("seek", "pos, whence=0, /", seek),
    def("tell", "", |cx, a| { check(cx, a[0])?; Ok(Value::small(Slots(a[0]).int(POS))) }),
    def("truncate", "pos=None, /", truncate),
    def("close", "", |cx, a| { Slots(a[0]).set(cx, 0, Value::TRUE); Slots(a[0]).set(cx, STORE, Value::UNDEF); Slots(a[0]).set_int(cx, LEN, 0); Ok(Value::NONE) }),
    def("readable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("writable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("seekable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("__iter__", "", |cx, a| { check(cx, a[0])?; Ok(a[0]) }),
    def("__next__", "", |cx, a| match next_line(cx, a[0])? { Some(l) => Ok(l), None => Err(cx.stop_iteration(Value::UNDEF)) }),
    def("__del__", "", |_, _| Ok(Value::NONE)),
    def("__getstate__", "", getstate),
    def("__setstate__", "state, /", setstate),
    attr("closed", |cx, a| { if Slots(a[0]).int(MODE) & 4 == 0 { return Err(cx.value_error("I/O operation on uninitialized object")); } Ok(Value::bool(Slots(a[0]).get(0) == Value::TRUE)) }),
    attr("line_buffering", |cx, a| { check(cx, a[0])?; Ok(Value::FALSE) }),
    attr("newlines", |cx, a| { check(cx, a[0])?; if Slots(a[0]).int(MODE) & 1 == 0 { return Ok(Value::NONE); } let n = Slots(a[0]).int(SEEN); Ok(Newlines::value(cx, n)) }),
];
