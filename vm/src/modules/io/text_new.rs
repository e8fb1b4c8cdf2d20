//! Making and describing text streams: `TextIOWrapper.__init__`, `reconfigure`, attributes, the method table.
use super::text::*;
use super::text_codec as codec;
use super::{base, registry, text_seek, unsupported};
use crate::cx::Cx;
use crate::modules::osys;
use crate::native::{attr, attr_set, def, def_new, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const ZERO: [Value; NSLOTS] = {
    let mut z = [Value::UNDEF; NSLOTS];
    let ints = [FLAGS, KIND, USED, SNAP_FLAGS, PLEN, CHUNK, PART, NL];
    let mut i = 0;
    while i < ints.len() { z[ints[i]] = Value::small(0); i += 1; }
    z
};
pub fn alloc(cx: &mut Cx, cls: Value) -> Value { super::prepare(cx); Slots::new_of(cx, cls, T::TextIOWrapper, &ZERO) }
/// Arguments of a new text stream; None where the caller gave none.
#[derive(Clone, Copy, Default)]
pub struct Args { pub encoding: Option<Value>, pub errors: Option<Value>, pub newline: Option<Value>, pub line_buffering: bool, pub write_through: bool }
/// What a text stream's encoding is called when none was given.
pub fn default_encoding(cx: &mut Cx) -> Value { cx.intern(if utf8_mode() { "utf-8" } else { "UTF-8" }) }
pub fn utf8_mode() -> bool { false }
pub fn check_newline(cx: &mut Cx, nl: Option<Value>) -> R<()> {
    if let Some(v) = nl {
        let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("illegal newline type: {t}"))) };
        if !matches!(s.as_str(), Some("" | "\n" | "\r" | "\r\n")) { let t = s.lossy(); return Err(cx.value_error(format!("illegal newline value: {t}"))); }
    }
    Ok(())
}
fn set_newline(cx: &mut Cx, s: Value, nl: Option<Value>) {
    let text = nl.and_then(|v| Str(v).as_str());
    let f = Slots(s).int(FLAGS) & !(UNIVERSAL | READ_TRANSLATE | WRITE_TRANSLATE);
    let f = f | match text { None => UNIVERSAL | READ_TRANSLATE | WRITE_TRANSLATE, Some("") => UNIVERSAL, Some(_) => WRITE_TRANSLATE };
    Slots(s).set_int(cx, FLAGS, f);
    Slots(s).set(cx, READNL, nl.unwrap_or(Value::NONE));
    Slots(s).set(cx, WRITENL, if matches!(text, Some("\r" | "\r\n")) { nl.unwrap_or(Value::NONE) } else { Value::NONE });
}
/// Sets encoder and decoder up for the stream's encoding, errors and newline mode.
fn set_codec(cx: &mut Cx, s: Value) -> R<()> {
    let o = Slots(s);
    let name = Str(o.get(ENCODING)).lossy();
    let mut kind = codec::kind_of(&name);
    let (readable, writable) = (has(s, READABLE), has(s, WRITABLE));
    o.set_int(cx, PART, 0);
    o.set_int(cx, NL, 0);
    if kind != codec::OTHER {
        o.set_int(cx, KIND, kind);
        o.set(cx, DECODER, if readable { Value::TRUE } else { Value::UNDEF });
        o.set(cx, ENCODER, if writable { Value::TRUE } else { Value::UNDEF });
        return Ok(());
    }
    kind = codec::OTHER;
    o.set_int(cx, KIND, kind);
    let codecs = osys::import(cx, "codecs")?;
    let info = cx.call_method(codecs, "lookup", &[o.get(ENCODING)])?;
    if let Some(t) = cx.lookup_attr(info, "_is_text_encoding")? { if !cx.truth(t)? { return Err(cx.raise(crate::types::T::LookupError, &format!("'{name}' is not a text encoding; use codecs.open() to handle arbitrary codecs"))); } }
    o.set(cx, DECODER, Value::UNDEF);
    o.set(cx, ENCODER, Value::UNDEF);
    if readable {
        let mut d = cx.call_method(info, "incrementaldecoder", &[o.get(ERRORS)])?;
        if has(s, UNIVERSAL) { d = super::newline::new(cx, d, has(s, READ_TRANSLATE)) }
        o.set(cx, DECODER, d);
    }
    if writable { let e = cx.call_method(info, "incrementalencoder", &[o.get(ERRORS)])?; o.set(cx, ENCODER, e) }
    Ok(())
}
fn check_encoding(cx: &mut Cx, v: Value) -> R {
    let s = Str::of(v);
    if s.bytes().contains(&0) { return Err(cx.value_error("embedded null character")); }
    if s.as_str() == Some("locale") { return Ok(cx.intern("UTF-8")); }
    Ok(v)
}
pub fn init(cx: &mut Cx, s: Value, buf: Value, a: Args) -> R<()> {
    let o = Slots(s);
    o.set_int(cx, FLAGS, 0);
    check_newline(cx, a.newline)?;
    let enc = match a.encoding { Some(e) => check_encoding(cx, e)?, None => default_encoding(cx) };
    let err = match a.errors { Some(e) => e, None => cx.intern("strict") };
    o.set(cx, BUFFER, buf);
    o.set(cx, ENCODING, enc);
    o.set(cx, ERRORS, err);
    o.set_int(cx, CHUNK, 8192);
    o.set_int(cx, PLEN, 0);
    set_text(cx, s, Value::UNDEF);
    clear_snapshot(cx, s);
    let mut f = 0;
    if a.line_buffering { f |= LINE_BUFFERING }
    if a.write_through { f |= WRITE_THROUGH }
    let ask = |cx: &mut Cx, name: &str| -> R<bool> { let r = cx.call_method(buf, name, &[])?; cx.truth(r) };
    match buf.exact() {
        Some(T::BufferedReader) => f |= READABLE | HAS_READ1,
        Some(T::BufferedWriter) => f |= WRITABLE,
        Some(T::BufferedRandom) => f |= READABLE | WRITABLE | HAS_READ1,
        _ => {
            if ask(cx, "readable")? { f |= READABLE }
            if ask(cx, "writable")? { f |= WRITABLE }
            if cx.lookup_attr(buf, "read1")?.is_some() { f |= HAS_READ1 }
        }
    }
    if ask(cx, "seekable")? { f |= SEEKABLE | TELLING }
    o.set_int(cx, FLAGS, f);
    set_newline(cx, s, a.newline);
    set_codec(cx, s)?;
    fix_encoder(cx, s)?;
    set_flag(cx, s, OK, true);
    if f & WRITABLE != 0 { registry::add(s) }
    Ok(())
}
/// An encoder that would write a mark must not when the stream already stands past the start.
fn fix_encoder(cx: &mut Cx, s: Value) -> R<()> {
    if Slots(s).int(KIND) != codec::OTHER || !has(s, SEEKABLE) || !Slots(s).get(ENCODER).is_ref() { return Ok(()); }
    let p = cx.call_method(buffer(s), "tell", &[])?;
    if p != Value::small(0) { text_seek::reset_encoder(cx, s, false)? }
    Ok(())
}
fn text_or_none(cx: &mut Cx, arg: &str, v: Value) -> R<Option<Value>> {
    match v.opt_none() { None => Ok(None), Some(v) if v.is(T::Str) => Ok(Some(v)), Some(v) => { let t = cx.type_name(v); Err(cx.type_error(format!("TextIOWrapper() argument '{arg}' must be str or None, not {t}"))) } }
}
fn py_init(cx: &mut Cx, a: &[Value]) -> R {
    let x = Args { encoding: text_or_none(cx, "encoding", a[2])?, errors: text_or_none(cx, "errors", a[3])?, newline: text_or_none(cx, "newline", a[4])?, line_buffering: osys::opt_bool(cx, a[5], false)?, write_through: osys::opt_bool(cx, a[6], false)? };
    init(cx, a[0], a[1], x)?;
    Ok(Value::NONE)
}
fn reconfigure(cx: &mut Cx, a: &[Value]) -> R {
    let s = a[0];
    check(cx, s)?;
    crate::par::log::disturb(cx, s);
    let (enc, err, nl) = (text_or_none(cx, "encoding", a[1])?, text_or_none(cx, "errors", a[2])?, a[3]);
    if Slots(s).get(TEXT).is_ref() && (enc.is_some() || err.is_some() || !nl.is_undef()) { return Err(unsupported(cx, "It is not possible to set the encoding or newline of stream after the first read")); }
    let newline = nl.opt_none();
    if !nl.is_undef() { check_newline(cx, newline)? }
    let lb = match a[4].opt_none() { Some(v) => cx.truth(v)?, None => has(s, LINE_BUFFERING) };
    let wt = match a[5].opt_none() { Some(v) => cx.truth(v)?, None => has(s, WRITE_THROUGH) };
    cx.call_method(s, "flush", &[])?;
    if enc.is_some() || err.is_some() || !nl.is_undef() {
        if !nl.is_undef() { set_newline(cx, s, newline) }
        if enc.is_some() || err.is_some() {
            let e = match (err, enc) { (Some(e), _) => e, (None, Some(_)) => cx.intern("strict"), _ => Slots(s).get(ERRORS) };
            if let Some(n) = enc { let n = check_encoding(cx, n)?; Slots(s).set(cx, ENCODING, n) }
            Slots(s).set(cx, ERRORS, e);
        }
        set_codec(cx, s)?;
        fix_encoder(cx, s)?;
    }
    set_flag(cx, s, LINE_BUFFERING, lb);
    set_flag(cx, s, WRITE_THROUGH, wt);
    Ok(Value::NONE)
}
fn write_arg(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let Some(t) = Str::from(a[1]) else { let n = cx.type_name(a[1]); let n = if a[1].is_none() { "None".into() } else { n }; return Err(cx.type_error(format!("write() argument must be str, not {n}"))) };
    write(cx, a[0], t.bytes(), t.has_surrogates())?;
    cx.usize_ok(t.len())
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let c = cx.class_of(a[0]);
    let t = base::qualified(cx, c);
    if !cx.repr_enter(a[0]) { return Err(cx.runtime_error(format!("reentrant call inside {t}.__repr__"))); }
    let r = repr_text(cx, a[0], t);
    cx.repr_leave();
    let r = r?;
    Ok(cx.string(r))
}
fn repr_text(cx: &mut Cx, s: Value, t: String) -> R<String> {
    let mut out = format!("<{t}");
    for (k, name) in [("name", "name"), ("mode", "mode")] {
        let r = cx.lookup_attr(s, name);
        let v = match r { Ok(v) => v, Err(e) => { if cx.pending_is(T::ValueError) { cx.clear_pending(); None } else { return Err(e); } } };
        if let Some(v) = v { let v = cx.repr_string(v)?; out.push_str(&format!(" {k}={v}")) }
    }
    let e = cx.repr_string(Slots(s).get(ENCODING))?;
    out.push_str(&format!(" encoding={e}>"));
    Ok(out)
}
fn detach(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    crate::par::log::disturb(cx, a[0]);
    cx.call_method(a[0], "flush", &[])?;
    let b = buffer(a[0]);
    registry::remove(a[0]);
    Slots(a[0]).set(cx, BUFFER, Value::NONE);
    Slots(a[0]).set_int(cx, FLAGS, DETACHED);
    Ok(b)
}
fn del(cx: &mut Cx, a: &[Value]) -> R {
    if !has(a[0], OK) { return Ok(Value::NONE); }
    let c = is_closed(cx, a[0]);
    if !c.unwrap_or(true) && cx.call_method(a[0], "close", &[]).is_err() { cx.clear_pending() }
    cx.clear_pending();
    Ok(Value::NONE)
}
fn newlines_attr(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    let d = Slots(a[0]).get(DECODER);
    if d.is_undef() { return Ok(Value::NONE); }
    if Slots(a[0]).int(KIND) == codec::OTHER { return Ok(cx.lookup_attr(d, "newlines")?.unwrap_or(Value::NONE)); }
    let seen = newlines(a[0]).seen;
    Ok(codec::Newlines::value(cx, seen))
}
fn forward(cx: &mut Cx, s: Value, name: &str) -> R { check(cx, s)?; cx.call_method(buffer(s), name, &[]) }
fn set_chunk(cx: &mut Cx, a: &[Value]) -> R {
    check(cx, a[0])?;
    if a[1].is_undef() { return Err(cx.raise(T::AttributeError, "cannot delete attribute")); }
    let n = cx.index_i64(a[1])?;
    if n <= 0 { return Err(cx.value_error("a strictly positive integer is required")); }
    write_flush(cx, a[0])?;
    Slots(a[0]).set_int(cx, CHUNK, n);
    Ok(Value::NONE)
}
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(alloc(cx, a[0]))),
    def("__init__", "buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False", py_init),
    def("reconfigure", "*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None", reconfigure),
    def("read", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = base::size_arg(cx, a[1])?; read(cx, a[0], n) }),
    def("readline", "size=-1, /", |cx, a| { check(cx, a[0])?; let n = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => -1 }; readline(cx, a[0], n) }),
    def("write", "text, /", write_arg),
    def("flush", "", |cx, a| flush(cx, a[0])),
    def("close", "", |cx, a| close(cx, a[0])),
    def("detach", "", detach),
    def("tell", "", |cx, a| text_seek::tell(cx, a[0])),
    def("seek", "cookie, whence=0, /", |cx, a| { check(cx, a[0])?; let w = osys::opt_int(cx, a[2], 0)?; text_seek::seek(cx, a[0], a[1], w as i64) }),
    def("truncate", "pos=None, /", |cx, a| { check(cx, a[0])?; flush(cx, a[0])?; let p = a[1].opt().unwrap_or(Value::NONE); cx.call_method(buffer(a[0]), "truncate", &[p]) }),
    def("fileno", "", |cx, a| forward(cx, a[0], "fileno")),
    def("seekable", "", |cx, a| forward(cx, a[0], "seekable")),
    def("readable", "", |cx, a| forward(cx, a[0], "readable")),
    def("writable", "", |cx, a| forward(cx, a[0], "writable")),
    def("isatty", "", |cx, a| forward(cx, a[0], "isatty")),
    def("__next__", "", |cx, a| match next_line(cx, a[0])? { Some(l) => Ok(l), None => Err(cx.stop_iteration(Value::UNDEF)) }),
    def("__repr__", "", repr),
    def("__del__", "", del),
    def("__getstate__", "", base::no_pickle),
    def("__reduce_ex__", "protocol, /", base::no_pickle),
    attr("encoding", |_, a| Ok(Slots(a[0]).get(ENCODING).opt().unwrap_or(Value::NONE))),
    attr("errors", |cx, a| { check(cx, a[0])?; Ok(Slots(a[0]).get(ERRORS)) }),
    attr("buffer", |cx, a| { check(cx, a[0])?; Ok(buffer(a[0])) }),
    attr("line_buffering", |_, a| Ok(Value::bool(has(a[0], LINE_BUFFERING)))),
    attr("write_through", |_, a| Ok(Value::bool(has(a[0], WRITE_THROUGH)))),
    attr("newlines", newlines_attr),
    attr("closed", |cx, a| { check(cx, a[0])?; Ok(Value::bool(is_closed(cx, a[0])?)) }),
    attr("name", |cx, a| { check(cx, a[0])?; cx.get_attr_str(buffer(a[0]), "name") }),
    attr_set("_CHUNK_SIZE", |cx, a| { check(cx, a[0])?; Ok(Value::small(Slots(a[0]).int(CHUNK))) }, set_chunk),
    attr("_finalizing", |_, _| Ok(Value::FALSE)),
];
/// A native stack's text layer over `raw` (already opened): used by `open` and the standard streams.
pub fn wrap(cx: &mut Cx, buf: Value, a: Args) -> R { let c = cx.class(T::TextIOWrapper).0; let s = alloc(cx, c); init(cx, s, buf, a)?; Ok(s) }
