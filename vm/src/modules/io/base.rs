//! `_IOBase` and the abstract classes below it: what every stream does unless it says otherwise.
use super::unsupported;
use crate::attr;
use crate::cx::Cx;
use crate::native::{attr as getter, def, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// `self.closed` as a truth value.
pub fn is_closed(cx: &mut Cx, s: Value) -> R<bool> {
    match s.exact() { Some(T::FileIO) => return Ok(super::fileio::fd(s) < 0), Some(T::StringIO | T::BytesIO) => return Ok(Slots(s).get(0) == Value::TRUE), _ => {} }
    let c = cx.get_attr_str(s, "closed")?;
    cx.truth(c)
}
pub fn check_closed(cx: &mut Cx, s: Value) -> R<()> { if is_closed(cx, s)? { return Err(cx.value_error("I/O operation on closed file.")); } Ok(()) }
fn ask(cx: &mut Cx, s: Value, method: &str, text: &str) -> R<()> {
    let r = cx.call_method(s, method, &[])?;
    if r != Value::TRUE { return Err(unsupported(cx, text)); }
    Ok(())
}
pub fn check_readable(cx: &mut Cx, s: Value) -> R<()> { ask(cx, s, "readable", "File or stream is not readable.") }
pub fn check_writable(cx: &mut Cx, s: Value) -> R<()> { ask(cx, s, "writable", "File or stream is not writable.") }
pub fn check_seekable(cx: &mut Cx, s: Value) -> R<()> { ask(cx, s, "seekable", "File or stream is not seekable.") }
/// `size=-1` arguments: None and absent are -1.
pub fn size_arg(cx: &mut Cx, v: Value) -> R<i64> {
    match v.opt_none() { None => Ok(-1), Some(v) => { if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("argument should be integer or None, not '{t}'"))); } cx.index_i64(v) } }
}
pub fn close(cx: &mut Cx, s: Value) -> R {
    if Slots(s).get(0) == Value::TRUE { return Ok(Value::NONE); }
    let r = cx.call_method(s, "flush", &[]);
    Slots(s).set(cx, 0, Value::TRUE);
    r.map(|_| Value::NONE)
}
/// Finaliser: closes, keeping errors to itself.
fn del(cx: &mut Cx, a: &[Value]) -> R {
    let r = cx.lookup_attr(a[0], "closed");
    let closed = match r { Ok(Some(c)) => cx.truth(c).unwrap_or(true), Ok(None) => false, Err(_) => true };
    if !closed && cx.call_method(a[0], "close", &[]).is_err() { cx.clear_pending() }
    cx.clear_pending();
    Ok(Value::NONE)
}
fn not_here(name: &'static str) -> impl Fn(&mut Cx) -> crate::native::Raised { move |cx| unsupported(cx, name) }

pub fn readline(cx: &mut Cx, s: Value, limit: i64) -> R {
    let peek = cx.lookup_attr(s, "peek")?;
    let mut out: Vec<u8> = vec![];
    while limit < 0 || (out.len() as i64) < limit {
        let mut want = 1i64;
        if let Some(p) = peek {
            let b = cx.call(p, &[Value::small(1)])?;
            if !b.is(T::Bytes) { let t = cx.type_name(b); return Err(os_text(cx, &format!("peek() should have returned a bytes object, not '{t}'"))); }
            let d = crate::bytes::get(b);
            if !d.is_empty() {
                want = d.iter().position(|c| *c == b'\n').map_or(d.len(), |i| i + 1) as i64;
                if limit >= 0 { want = want.min(limit - out.len() as i64) }
            }
        }
        let b = cx.call_method(s, "read", &[Value::small(want)])?;
        if !b.is(T::Bytes) { let t = cx.type_name(b); return Err(os_text(cx, &format!("read() should have returned a bytes object, not '{t}'"))); }
        let d = crate::bytes::get(b);
        if d.is_empty() { break; }
        out.extend_from_slice(d);
        if out.last() == Some(&b'\n') { break; }
    }
    Ok(crate::bytes::new(cx, &out))
}
/// OSError with a message only.
pub fn os_text(cx: &mut Cx, m: &str) -> crate::native::Raised { cx.raise(T::OSError, m) }
fn next(cx: &mut Cx, a: &[Value]) -> R {
    let l = cx.call_method(a[0], "readline", &[])?;
    if cx.len(l)? == 0 { return Err(cx.stop_iteration(Value::UNDEF)); }
    Ok(l)
}
fn readlines(cx: &mut Cx, a: &[Value]) -> R {
    let hint = size_arg(cx, a[1])?;
    let l = crate::list::List::new(cx);
    let it = cx.iter(a[0])?;
    let mut n = 0;
    while let Some(x) = cx.next(it)? {
        l.push(cx, x);
        if hint > 0 { n += cx.len(x)? as i64; if n > hint { break; } }
    }
    Ok(l.0)
}
fn writelines(cx: &mut Cx, a: &[Value]) -> R {
    check_closed(cx, a[0])?;
    let it = cx.iter(a[1])?;
    while let Some(x) = cx.next(it)? { cx.call_method(a[0], "write", &[x])?; }
    Ok(Value::NONE)
}
pub const IOBASE: &[Def] = &[
    def("seek", "offset, whence=0, /", |cx, _| Err(not_here("seek")(cx))),
    def("tell", "", |cx, a| cx.call_method(a[0], "seek", &[Value::small(0), Value::small(1)])),
    def("truncate", "size=None, /", |cx, _| Err(not_here("truncate")(cx))),
    def("flush", "", |cx, a| { if Slots(a[0]).get(0) == Value::TRUE { return Err(cx.value_error("I/O operation on closed file.")); } Ok(Value::NONE) }),
    def("close", "", |cx, a| close(cx, a[0])),
    def("seekable", "", |_, _| Ok(Value::FALSE)),
    def("readable", "", |_, _| Ok(Value::FALSE)),
    def("writable", "", |_, _| Ok(Value::FALSE)),
    def("_checkClosed", "", |cx, a| { check_closed(cx, a[0])?; Ok(Value::NONE) }),
    def("_checkReadable", "", |cx, a| { check_readable(cx, a[0])?; Ok(Value::TRUE) }),
    def("_checkWritable", "", |cx, a| { check_writable(cx, a[0])?; Ok(Value::TRUE) }),
    def("_checkSeekable", "", |cx, a| { check_seekable(cx, a[0])?; Ok(Value::TRUE) }),
    def("fileno", "", |cx, _| Err(not_here("fileno")(cx))),
    def("isatty", "", |cx, a| { check_closed(cx, a[0])?; Ok(Value::FALSE) }),
    def("__enter__", "", |cx, a| { check_closed(cx, a[0])?; Ok(a[0]) }),
    def("__exit__", "*args", |cx, a| cx.call_method(a[0], "close", &[])),
    def("__iter__", "", |cx, a| { check_closed(cx, a[0])?; Ok(a[0]) }),
    def("__next__", "", next),
    def("__del__", "", del),
    def("readline", "size=-1, /", |cx, a| { let n = size_arg(cx, a[1])?; readline(cx, a[0], n) }),
    def("readlines", "hint=-1, /", readlines),
    def("writelines", "lines, /", writelines),
    getter("closed", |_, a| Ok(Value::bool(Slots(a[0]).get(0) == Value::TRUE))),
];
pub const RAW: &[Def] = &[
    def("read", "size=-1, /", raw_read),
    def("readall", "", raw_readall),
    def("readinto", "buffer, /", |cx, _| Err(cx.raise(T::NotImplementedError, "")) ),
    def("write", "b, /", |cx, _| Err(cx.raise(T::NotImplementedError, "")) ),
];
fn raw_read(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => -1 };
    if n < 0 { return cx.call_method(a[0], "readall", &[]); }
    let ba = cx.class(T::ByteArray).0;
    let b = cx.call(ba, &[Value::small(n)])?;
    let r = cx.call_method(a[0], "readinto", &[b])?;
    if r.is_none() { return Ok(r); }
    let got = cx.index_i64(r)?;
    let s = Slots::new(cx, T::Slice, &[Value::NONE, Value::small(got), Value::NONE]);
    let part = cx.get_item(b, s)?;
    let bc = cx.class(T::Bytes).0;
    cx.call(bc, &[part])
}
fn raw_readall(cx: &mut Cx, a: &[Value]) -> R {
    let mut out: Vec<u8> = vec![];
    let mut any = false;
    loop {
        let r = cx.call_method(a[0], "read", &[Value::small(super::DEFAULT_BUFFER as i64)])?;
        if r.is_none() { if !any { return Ok(r); } break; }
        if !r.is(T::Bytes) { return Err(cx.type_error("read() should return bytes")); }
        let d = crate::bytes::get(r);
        if d.is_empty() { break; }
        any = true;
        out.extend_from_slice(d);
    }
    Ok(crate::bytes::new(cx, &out))
}
fn buffered_readinto(cx: &mut Cx, a: &[Value], method: &str) -> R {
    let mv = crate::modules::osys::writable(cx, method, a[1])?;
    let n = cx.len(mv)?;
    let r = cx.call_method(a[0], if method == "readinto1" { "read1" } else { "read" }, &[Value::small(n as i64)])?;
    if !r.is(T::Bytes) { return Err(cx.type_error("read() should return bytes")); }
    let d = crate::bytes::get(r);
    if d.len() > n { return Err(cx.value_error(format!("read() returned too much data: {n} bytes requested, {} returned", d.len()))); }
    crate::modules::osys::fill(cx, mv, d)?;
    Ok(Value::small(d.len() as i64))
}
pub const BUFFERED: &[Def] = &[
    def("detach", "", |cx, _| Err(unsupported(cx, "detach"))),
    def("read", "size=-1, /", |cx, _| Err(unsupported(cx, "read"))),
    def("read1", "size=-1, /", |cx, _| Err(unsupported(cx, "read1"))),
    def("write", "b, /", |cx, _| Err(unsupported(cx, "write"))),
    def("readinto", "buffer, /", |cx, a| buffered_readinto(cx, a, "readinto")),
    def("readinto1", "buffer, /", |cx, a| buffered_readinto(cx, a, "readinto1")),
];
pub const TEXT: &[Def] = &[
    def("detach", "", |cx, _| Err(unsupported(cx, "detach"))),
    def("read", "size=-1, /", |cx, _| Err(unsupported(cx, "read"))),
    def("readline", "size=-1, /", |cx, _| Err(unsupported(cx, "readline"))),
    def("write", "s, /", |cx, _| Err(unsupported(cx, "write"))),
    getter("encoding", |_, _| Ok(Value::NONE)),
    getter("newlines", |_, _| Ok(Value::NONE)),
    getter("errors", |_, _| Ok(Value::NONE)),
];
/// `<_io.NAME name='…'>` for streams over something with a name.
pub fn repr_named(cx: &mut Cx, s: Value, extra: &str) -> R {
    let c = cx.class_of(s);
    let t = qualified(cx, c);
    if !cx.repr_enter(s) { return Err(cx.runtime_error(format!("reentrant call inside {t}.__repr__"))); }
    let r = cx.lookup_attr(s, "name");
    let r = match r { Err(_) if cx.pending_is(T::ValueError) => { cx.clear_pending(); Ok(None) } r => r };
    let r = match r { Ok(Some(n)) => cx.repr_string(n).map(|n| format!("<{t} name={n}{extra}>")), Ok(None) => Ok(format!("<{t}{extra}>")), Err(e) => Err(e) };
    cx.repr_leave();
    let text = r?;
    Ok(cx.string(text))
}
/// `module.name` as tp_name has it.
pub fn qualified(cx: &mut Cx, c: crate::class::Class) -> String {
    let k = cx.intern("__module__");
    match c.dict().get_str(cx, k).and_then(Str::from) { Some(m) if c.raw().flags.get() & crate::class::cflags::HEAP == 0 => format!("{}.{}", m.lossy(), c.name()), _ => c.name().into_owned() }
}
pub fn own(cx: &mut Cx, s: Value, name: &str) -> Option<Value> { let n = cx.intern(name); attr::own_get(cx, s, n) }
pub fn set_own(cx: &mut Cx, s: Value, name: &str, v: Value) { let n = cx.intern(name); attr::own_set(cx, s, n, v) }
pub fn no_pickle(cx: &mut Cx, a: &[Value]) -> R { let c = cx.class_of(a[0]); let n = qualified(cx, c); Err(cx.type_error(format!("cannot pickle '{n}' instances"))) }
