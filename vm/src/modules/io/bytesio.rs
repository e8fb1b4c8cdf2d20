//! `BytesIO`. Slots: closed, store, length, position, exports (views that forbid resizing).
use super::base::size_arg;
use super::buffered::memchr;
use super::store::Store;
use crate::cx::Cx;
use crate::modules::osys;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;

const STORE: usize = 1;
const LEN: usize = 2;
const POS: usize = 3;
/// a bytearray that holds the data while a view of it exists, or UNDEF
const SHARED: usize = 4;

fn check(cx: &mut Cx, s: Value) -> R<()> { if Slots(s).get(0) == Value::TRUE { return Err(cx.value_error("I/O operation on closed file.")); } sync(cx, s) }
/// Takes back data that a view may have changed.
fn sync(cx: &mut Cx, s: Value) -> R<()> {
    let sh = Slots(s).get(SHARED);
    if sh.is_undef() { return Ok(()); }
    let bc = cx.class(T::Bytes).0;
    let b = cx.call(bc, &[sh])?;
    let n = Slots(s).int(LEN) as usize;
    let d = crate::bytes::get(b);
    if let Some(st) = Store::from(Slots(s).get(STORE)) { st.put(cx, 0, &d[..n.min(d.len())]) }
    Ok(())
}
pub fn contents(s: Value) -> &'static [u8] { match Store::from(Slots(s).get(STORE)) { Some(b) => &b.all()[..Slots(s).int(LEN) as usize], None => &[] } }
fn rest(s: Value) -> &'static [u8] { let c = contents(s); &c[(Slots(s).int(POS) as usize).min(c.len())..] }
fn advance(cx: &mut Cx, s: Value, n: usize) { let p = Slots(s).int(POS); Slots(s).set_int(cx, POS, p + n as i64) }
fn set_len(cx: &mut Cx, s: Value, n: usize) -> R<()> {
    let old = Slots(s).int(LEN) as usize;
    let st = match Store::from(Slots(s).get(STORE)) { Some(x) if x.cap() >= n => x, Some(x) => { let g = x.grown(cx, n.max(x.cap() + x.cap() / 2 + 64), old)?; Slots(s).set(cx, STORE, g.0); g } None => { let g = Store::new(cx, n.max(64))?; Slots(s).set(cx, STORE, g.0); g } };
    if n > old { st.fill(cx, old, n - old, 0) }
    Slots(s).set_int(cx, LEN, n as i64);
    Ok(())
}
/// Raises while a view of the data exists.
fn resizable(cx: &mut Cx, s: Value) -> R<()> {
    let sh = Slots(s).get(SHARED);
    if sh.is_undef() { return Ok(()); }
    // a bytearray knows whether views of it exist: growing it by one byte raises then
    if let Err(e) = cx.call_method(sh, "append", &[Value::small(0)]) {
        if cx.pending_is(T::BufferError) { cx.clear_pending(); return Err(cx.buffer_error("Existing exports of data: object cannot be re-sized")); }
        return Err(e);
    }
    Slots(s).set(cx, SHARED, Value::UNDEF);
    Ok(())
}
pub fn write(cx: &mut Cx, s: Value, d: &[u8]) -> R<()> {
    if d.is_empty() { return Ok(()); }
    let p = Slots(s).int(POS) as usize;
    let Some(end) = p.checked_add(d.len()).filter(|e| *e < 1 << 46) else { return Err(cx.overflow_error("new buffer size too large")) };
    if end > Slots(s).int(LEN) as usize {
        let old = Slots(s).int(LEN) as usize;
        set_len_raw(cx, s, end, old, p)?;
    }
    if let Some(st) = Store::from(Slots(s).get(STORE)) { st.put(cx, p, d) }
    advance(cx, s, d.len());
    Ok(())
}
fn set_len_raw(cx: &mut Cx, s: Value, end: usize, old: usize, pos: usize) -> R<()> {
    match Store::from(Slots(s).get(STORE)) { Some(x) if x.cap() >= end => { if pos > old { x.fill(cx, old, pos - old, 0) } Slots(s).set_int(cx, LEN, end as i64); Ok(()) } _ => set_len(cx, s, end) }
}
fn take(cx: &mut Cx, s: Value, n: i64) -> Value {
    let d = rest(s);
    let k = if n < 0 { d.len() } else { (n as usize).min(d.len()) };
    let v = crate::bytes::new(cx, &d[..k]);
    advance(cx, s, k);
    v
}
fn line(cx: &mut Cx, s: Value, n: i64) -> Value {
    let d = rest(s);
    let k = memchr(b'\n', d).map_or(d.len(), |i| i + 1);
    take(cx, s, if n < 0 { k as i64 } else { n.min(k as i64) })
}
fn readinto(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let mv = osys::writable(cx, "readinto", a[1])?;
    let n = cx.len(mv)?;
    let d = rest(a[0]);
    let k = d.len().min(n);
    osys::fill(cx, mv, &d[..k])?;
    advance(cx, a[0], k);
    cx.usize_ok(k)
}
fn readlines(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let hint = size_arg(cx, a[1])?;
    let l = crate::list::List::new(cx);
    let mut n = 0;
    loop {
        let b = line(cx, a[0], -1);
        let k = crate::bytes::get(b).len() as i64;
        if k == 0 { break; }
        l.push(cx, b);
        n += k;
        if hint > 0 && n >= hint { break; }
    }
    Ok(l.0)
}
fn seek(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    if a[1].is(T::Float) { return Err(cx.type_error("'float' object cannot be interpreted as an integer")); }
    let (n, w) = (cx.index_i64(a[1])?, osys::opt_int(cx, a[2], 0)?);
    let s = Slots(a[0]);
    let p = match w {
        0 => { if n < 0 { return Err(cx.value_error(format!("negative seek value {n}"))); } n }
        1 => s.int(POS).saturating_add(n),
        2 => s.int(LEN).saturating_add(n),
        w => return Err(cx.value_error(format!("invalid whence ({w}, should be 0, 1 or 2)"))),
    };
    if p > 1 << 61 { return Err(cx.overflow_error("new position too large")); }
    s.set_int(cx, POS, p.max(0));
    Ok(Value::small(p.max(0)))
}
fn truncate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    resizable(cx, a[0])?;
    let n = match a[1].opt_none() { None => Slots(a[0]).int(POS), Some(v) => cx.index_i64(v)? };
    if n < 0 { return Err(cx.value_error(format!("negative size value {n}"))); }
    if n < Slots(a[0]).int(LEN) { Slots(a[0]).set_int(cx, LEN, n) }
    Ok(Value::small(n))
}
fn py_write(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    resizable(cx, a[0])?;
    let d = osys::bytes_like(cx, a[1])?;
    write(cx, a[0], d)?;
    cx.usize_ok(d.len())
}
fn writelines(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let it = cx.iter(a[1])?;
    while let Some(x) = cx.next(it)? { py_write(cx, &[a[0], x])?; }
    Ok(Value::NONE)
}
fn getbuffer(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let mut sh = Slots(a[0]).get(SHARED);
    if sh.is_undef() {
        let b = crate::bytes::new(cx, contents(a[0]));
        let bc = cx.class(T::ByteArray).0;
        sh = cx.call(bc, &[b])?;
        Slots(a[0]).set(cx, SHARED, sh);
    }
    let mc = cx.class(T::MemoryView).0;
    cx.call(mc, &[sh])
}
fn py_init(cx: &mut Cx, a: &[Value]) -> R {
    resizable(cx, a[0])?;
    let s = Slots(a[0]);
    for i in [LEN, POS] { s.set_int(cx, i, 0) }
    s.set(cx, 0, Value::UNDEF);
    s.set(cx, STORE, Value::UNDEF);
    if let Some(v) = a[1].opt_none() { let d = osys::bytes_like(cx, v)?; write(cx, a[0], d)?; s.set_int(cx, POS, 0) }
    Ok(Value::NONE)
}
fn getstate(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let b = crate::bytes::new(cx, contents(a[0]));
    let d = if crate::attr::has_dict(cx, a[0]) { let d = crate::attr::instance_dict(cx, a[0]); if d.len() == 0 { Value::NONE } else { d.copy(cx).0 } } else { Value::NONE };
    Ok(cx.tuple(&[b, Value::small(Slots(a[0]).int(POS)), d]))
}
fn setstate(cx: &mut Cx, a: &[Value]) -> R {
    let Some([b, p, d]) = Tuple::from(a[1]).map(Tuple::items) else { let t = cx.type_name(a[1]); let n = cx.type_name(a[0]); return Err(cx.type_error(format!("{n}.__setstate__ argument should be 3-tuple, got {t}"))) };
    py_init(cx, &[a[0], *b])?;
    if !p.is(T::Int) { let t = cx.type_name(*p); return Err(cx.type_error(format!("second item of state must be an integer, not {t}"))); }
    let n = cx.index_i64(*p)?;
    if n < 0 { return Err(cx.value_error("position value cannot be negative")); }
    Slots(a[0]).set_int(cx, POS, n);
    if let Some(d) = crate::dict::Dict::from(*d) { for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { let k = cx.intern_value(k); crate::attr::own_set(cx, a[0], k, v) } } }
    Ok(Value::NONE)
}
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::BytesIO, &[Value::UNDEF, Value::UNDEF, Value::small(0), Value::small(0)]))),
    def("__init__", "initial_bytes=b''", py_init),
    def("read", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size_arg(cx, a[1])?; Ok(take(cx, a[0], n)) }),
    def("read1", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size_arg(cx, a[1])?; Ok(take(cx, a[0], n)) }),
    def("readline", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = size_arg(cx, a[1])?; Ok(line(cx, a[0], n)) }),
    def("readlines", "size=None, /", readlines),
    def("readinto", "buffer, /", readinto),
    def("readinto1", "buffer, /", readinto),
    def("write", "b, /", py_write),
    def("writelines", "lines, /", writelines),
    def("getvalue", "", |cx, a| { check(cx, a[0])?; Ok(crate::bytes::new(cx, contents(a[0]))) }),
    def("getbuffer", "", getbuffer),
    def("seek", "pos, whence=0, /", seek),
    def("tell", "", |cx, a| { check(cx, a[0])?; Ok(Value::small(Slots(a[0]).int(POS))) }),
    def("truncate", "size=None, /", truncate),
    def("close", "", |cx, a| { resizable(cx, a[0])?; Slots(a[0]).set(cx, 0, Value::TRUE); Slots(a[0]).set(cx, STORE, Value::UNDEF); Slots(a[0]).set_int(cx, LEN, 0); Ok(Value::NONE) }),
    def("flush", "", |cx, a| { check(cx, a[0])?; Ok(Value::NONE) }),
    def("isatty", "", |cx, a| { check(cx, a[0])?; Ok(Value::FALSE) }),
    def("readable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("writable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("seekable", "", |cx, a| { check(cx, a[0])?; Ok(Value::TRUE) }),
    def("__iter__", "", |cx, a| { check(cx, a[0])?; Ok(a[0]) }),
    def("__next__", "", |cx, a| { check(cx, a[0])?; let b = line(cx, a[0], -1); if crate::bytes::get(b).is_empty() { return Err(cx.stop_iteration(Value::UNDEF)); } Ok(b) }),
    def("__del__", "", |_, _| Ok(Value::NONE)),
    def("__getstate__", "", getstate),
    def("__setstate__", "state, /", setstate),
    attr("closed", |_, a| Ok(Value::bool(Slots(a[0]).get(0) == Value::TRUE))),
];
