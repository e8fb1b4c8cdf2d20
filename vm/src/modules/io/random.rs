//! `BufferedRandom` (read and write over one seekable raw stream) and `BufferedRWPair` (two streams that look like one).
use super::base;
use super::buffered;
use crate::cx::Cx;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;

pub const RANDOM: &[Def] = &[def_new("*args, **kwargs", |cx, a| Ok(buffered::alloc(cx, a[0], T::BufferedRandom))), def("__init__", "raw, buffer_size=8192", buffered::init_random)];

const READER: usize = 1;
const WRITER: usize = 2;
fn part(cx: &mut Cx, s: Value, i: usize) -> R { match Slots(s).get(i).opt() { Some(v) => Ok(v), None => Err(cx.value_error("I/O operation on uninitialized object")) } }
fn pair_init(cx: &mut Cx, a: &[Value]) -> R {
    base::check_readable(cx, a[1])?;
    base::check_writable(cx, a[2])?;
    let (rc, wc) = (cx.class(T::BufferedReader).0, cx.class(T::BufferedWriter).0);
    let n = a[3].opt().unwrap_or(Value::small(super::DEFAULT_BUFFER as i64));
    let r = cx.call(rc, &[a[1], n])?;
    let w = cx.call(wc, &[a[2], n])?;
    Slots(a[0]).set(cx, READER, r);
    Slots(a[0]).set(cx, WRITER, w);
    Ok(Value::NONE)
}
macro_rules! to { ($part:ident, $name:literal, $sig:literal) => { def($name, $sig, |cx, a| { let p = part(cx, a[0], $part)?; let n = a.iter().rposition(|v| !v.is_undef()).unwrap_or(0); cx.call_method(p, $name, &a[1..=n]) }) } }
fn close(cx: &mut Cx, a: &[Value]) -> R {
    let (w, r) = (part(cx, a[0], WRITER)?, part(cx, a[0], READER)?);
    let first = cx.call_method(w, "close", &[]);
    let saved = if first.is_err() { cx.take_pending() } else { Value::UNDEF };
    let second = cx.call_method(r, "close", &[]);
    if saved.is_ref() {
        if second.is_err() { let e = cx.take_pending(); if let Some(x) = crate::exc::Exc::from(e) { x.update(cx, |o| o.context = saved) } cx.pending = e } else { cx.pending = saved }
        return Err(crate::native::Raised);
    }
    second
}
pub const PAIR: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::BufferedRWPair, &[]))),
    def("__init__", "reader, writer, buffer_size=8192, /", pair_init),
    to!(READER, "read", "size=-1, /"), to!(READER, "peek", "size=0, /"), to!(READER, "read1", "size=-1, /"), to!(READER, "readinto", "buffer, /"), to!(READER, "readinto1", "buffer, /"), to!(READER, "readable", ""),
    to!(WRITER, "write", "buffer, /"), to!(WRITER, "flush", ""), to!(WRITER, "writable", ""),
    def("close", "", close),
    def("isatty", "", |cx, a| { let (w, r) = (part(cx, a[0], WRITER)?, part(cx, a[0], READER)?); let x = cx.call_method(w, "isatty", &[])?; if x != Value::FALSE { return Ok(x); } cx.call_method(r, "isatty", &[]) }),
    def("__getstate__", "", base::no_pickle),
    attr("closed", |cx, a| { let w = part(cx, a[0], WRITER)?; cx.get_attr_str(w, "closed") }),
];
