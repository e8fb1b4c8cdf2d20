//! `IncrementalNewlineDecoder`. Slots: decoder, translate, state (`seen << 1 | pending_cr`), errors.
use super::text_codec::Newlines;
use crate::cx::Cx;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use std::borrow::Cow;

const DECODER: usize = 0;
const TRANSLATE: usize = 1;
const STATE: usize = 2;
const ERRORS: usize = 3;
pub fn new(cx: &mut Cx, decoder: Value, translate: bool) -> Value { let e = cx.intern("strict"); Slots::new(cx, T::IncrementalNewlineDecoder, &[decoder, Value::bool(translate), Value::small(0), e]) }
fn py_init(cx: &mut Cx, a: &[Value]) -> R {
    let t = cx.truth(a[2])?;
    let e = match a[3].opt() { Some(e) => e, None => cx.intern("strict") };
    for (i, v) in [(DECODER, a[1]), (TRANSLATE, Value::bool(t)), (STATE, Value::small(0)), (ERRORS, e)] { Slots(a[0]).set(cx, i, v) }
    Ok(Value::NONE)
}
fn check(cx: &mut Cx, s: Value) -> R<()> { if Slots(s).get(DECODER).is_undef() { return Err(cx.value_error("IncrementalNewlineDecoder.__init__() not called")); } Ok(()) }
fn decode(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let o = Slots(a[0]);
    let last = match a[2].opt() { Some(v) => cx.truth(v)?, None => false };
    let d = o.get(DECODER);
    let t = if d.is_none() { a[1] } else { cx.call_method(d, "decode", &[a[1], Value::bool(last)])? };
    let Some(t) = Str::from(t) else { let n = cx.type_name(t); return Err(cx.type_error(format!("decoder should return a string result, not '{n}'"))) };
    let st = o.int(STATE);
    let mut n = Newlines { pending_cr: st & 1 != 0, seen: st >> 1 };
    let r = n.decode(Cow::Borrowed(t.bytes()), o.get(TRANSLATE).is_true(), last);
    o.set_int(cx, STATE, n.seen << 1 | n.pending_cr as i64);
    Ok(match r { Cow::Borrowed(b) if b.len() == t.byte_len() => t.0, r => Str::from_wtf8(cx, &r).0 })
}
fn getstate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let o = Slots(a[0]);
    let (b, f) = if o.get(DECODER).is_none() { (crate::bytes::new(cx, b""), 0) } else {
        let st = cx.call_method(o.get(DECODER), "getstate", &[])?;
        match Tuple::from(st).map(Tuple::items) { Some([b, f]) => { let f = cx.index_i64(*f)?; (*b, f) } _ => return Err(cx.type_error("illegal decoder state")) }
    };
    let f = cx.int(f << 1 | o.int(STATE) & 1);
    Ok(cx.tuple(&[b, f]))
}
fn setstate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let o = Slots(a[0]);
    let Some(t) = Tuple::from(a[1]) else { return Err(cx.type_error("state argument must be a tuple")) };
    let [b, f] = t.items() else { return Err(cx.type_error("illegal decoder state")) };
    let f = cx.index_i64(*f)?;
    let st = o.int(STATE);
    o.set_int(cx, STATE, st & !1 | f & 1);
    if !o.get(DECODER).is_none() { let n = cx.int(f >> 1); let s = cx.tuple(&[*b, n]); cx.call_method(o.get(DECODER), "setstate", &[s])?; }
    Ok(Value::NONE)
}
fn reset(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    Slots(a[0]).set_int(cx, STATE, 0);
    let d = Slots(a[0]).get(DECODER);
    if !d.is_none() { cx.call_method(d, "reset", &[])?; }
    Ok(Value::NONE)
}
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::IncrementalNewlineDecoder, &[]))),
    def("__init__", "decoder, translate, errors='strict'", py_init),
    def("decode", "input, final=False", decode),
    def("getstate", "", getstate),
    def("setstate", "state, /", setstate),
    def("reset", "", reset),
    attr("newlines", |cx, a| { check(cx, a[0])?; let s = Slots(a[0]).int(STATE) >> 1; Ok(Newlines::value(cx, s)) }),
];
