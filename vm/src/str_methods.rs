//! str: constructor, operators, indexing, padding, joining, encoding. Searching is in `str_search.rs`, letters in `str_case.rs`,
//! formatting in `fmt.rs`.
use crate::abs::Cmp;
use crate::class::D;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, def_new, Def, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;

pub const METHODS: &[Def] = &[
    def_new("object='', encoding='utf-8', errors='strict'", new),
    def("__repr__", "", |cx, a| { let s = me(a); Ok(repr(cx, s, false)) }),
    def("__str__", "", |_, a| Ok(me(a).0)),
    def("__hash__", "", |cx, a| { let h = me(a).hash(); Ok(cx.int(h)) }),
    def("__len__", "", |_, a| Ok(Value::small(me(a).len() as i64))),
    def("__eq__", "value, /", |_, a| Ok(match Str::from(a[1]) { Some(o) => Value::bool(me(a).eq(o.plain())), None => Value::NOT_IMPLEMENTED })),
    def("__ne__", "value, /", |_, a| Ok(match Str::from(a[1]) { Some(o) => Value::bool(!me(a).eq(o.plain())), None => Value::NOT_IMPLEMENTED })),
    def("__lt__", "value, /", |_, a| order(Cmp::Lt, a)),
    def("__le__", "value, /", |_, a| order(Cmp::Le, a)),
    def("__gt__", "value, /", |_, a| order(Cmp::Gt, a)),
    def("__ge__", "value, /", |_, a| order(Cmp::Ge, a)),
    def("__add__", "value, /", add),
    def("__mul__", "value, /", mul),
    def("__rmul__", "value, /", mul),
    def("__mod__", "value, /", |cx, a| { let s = me(a); crate::percent::format(cx, s, a[1]) }),
    def("__rmod__", "value, /", |cx, a| match Str::from(a[1]) { Some(t) => crate::percent::format(cx, t.plain(), a[0]), None => Ok(Value::NOT_IMPLEMENTED) }),
    def("__contains__", "key, /", contains),
    def("__getitem__", "key, /", get_item),
    def("__getnewargs__", "", |cx, a| { let s = Str::from_wtf8(cx, me(a).bytes()).0; Ok(cx.tuple(&[s])) }),
    def("__sizeof__", "", |_, a| { let s = me(a); let n = s.len() as i64; let w = if s.is_ascii() { 40 + n } else { match s.code_points().max().unwrap_or(0) { 0..=0xff => 56 + n, 0x100..=0xffff => 58 + 2 * n, _ => 60 + 4 * n } }; Ok(Value::small(w + 1)) }),
    def("__format__", "format_spec, /", |cx, a| { let spec = cx.want_str(a[1], "__format__() argument")?; let s = me(a); crate::fmt::format_str(cx, a[0], s, spec) }),
    def("encode", "encoding='utf-8', errors='strict'", encode),
    def("join", "iterable, /", |cx, a| { let s = me(a); join(cx, s, a[1]) }),
    def("center", "width, fillchar=' ', /", |cx, a| pad(cx, a, 2)),
    def("ljust", "width, fillchar=' ', /", |cx, a| pad(cx, a, 0)),
    def("rjust", "width, fillchar=' ', /", |cx, a| pad(cx, a, 1)),
    def("zfill", "width, /", zfill),
    def("expandtabs", "tabsize=8", expandtabs),
    def("format", "*args, **kwargs", |cx, a| { let s = me(a); crate::fmt::format_method(cx, s, a[1], a[2], Value::UNDEF) }),
    def("format_map", "mapping, /", |cx, a| { let s = me(a); crate::fmt::format_method(cx, s, Value::UNDEF, Value::UNDEF, a[1]) }),
];

/// The plain string of a method's self.
#[inline(always)]
pub fn me(a: &[Value]) -> Str { Str::of(a[0]).plain() }

fn new(cx: &mut Cx, a: &[Value]) -> R {
    let s = make(cx, a[1], a[2], a[3])?;
    instance(cx, a[0], s)
}
/// `s` as an instance of str or a subclass.
fn instance(cx: &mut Cx, class: Value, s: Str) -> R {
    if class == cx.class(T::Str).0 { return Ok(s.0); }
    let o = cx.alloc_instance(class);
    Str::of(o).init_subclass(s.plain());
    Ok(o)
}
fn make(cx: &mut Cx, object: Value, encoding: Value, errors: Value) -> R<Str> {
    if object.is_undef() { return Ok(Str(cx.rt.empty_str)); }
    if encoding.is_undef() && errors.is_undef() { return cx.str_of(object); }
    let enc = match encoding.opt() { Some(e) => Some(cx.want_str(e, "str() argument 'encoding'")?), None => None };
    let err = match errors.opt() { Some(e) => Some(cx.want_str(e, "str() argument 'errors'")?), None => None };
    if object.is(T::Str) { return Err(cx.type_error("decoding str is not supported")); }
    let Some(data) = crate::bytes::buffer_opt(cx, object)? else { let t = cx.type_name(object); return Err(cx.type_error(format!("decoding to str: need a bytes-like object, {t} found"))) };
    let v = crate::codec::decode(cx, data.bytes(), object, enc, err)?;
    Ok(Str(v))
}
fn order(op: Cmp, a: &[Value]) -> R { Ok(match Str::from(a[1]) { Some(o) => Value::bool(op.of_ordering(me(a).bytes().cmp(o.bytes()))), None => Value::NOT_IMPLEMENTED }) }
fn add(cx: &mut Cx, a: &[Value]) -> R {
    match Str::from(a[1]) { Some(o) => Ok(Str::concat(cx, me(a), o.plain())), None => { let t = cx.type_name(a[1]); Err(cx.type_error(format!("can only concatenate str (not \"{t}\") to str"))) } }
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Int) && cx.special(a[1], D::Index).is_none() { return Ok(Value::NOT_IMPLEMENTED); }
    let n = cx.repeat_count(a[1])?;
    let s = me(a);
    if n == 0 || s.is_empty() { return Ok(cx.rt.empty_str); }
    if n == 1 { return Ok(s.0); }
    repeat(cx, s, n)
}
pub fn repeat(cx: &mut Cx, s: Str, n: usize) -> R {
    let b = s.bytes();
    if s.len().checked_mul(n).is_none_or(|t| t > i64::MAX as usize) { return Err(cx.overflow_error("repeated string is too long")); }
    let Some(total) = b.len().checked_mul(n) else { return Err(cx.memory_error()) };
    if s.is_ascii() { return Str::ascii_with(cx, total, |out| fill(out, b)); }
    let mut v = cx.try_vec(total)?;
    v.resize(total, 0);
    fill(&mut v, b);
    Ok(Str::from_wtf8(cx, &v).0)
}
/// Fills `out` with copies of `b`.
pub fn fill(out: &mut [u8], b: &[u8]) {
    if b.len() == 1 { out.fill(b[0]); return; }
    let mut done = b.len().min(out.len());
    out[..done].copy_from_slice(&b[..done]);
    while done < out.len() { let n = done.min(out.len() - done); out.copy_within(..n, done); done += n; }
}
fn contains(cx: &mut Cx, a: &[Value]) -> R {
    match Str::from(a[1]) { Some(o) => Ok(Value::bool(wtf8::find(me(a).bytes(), o.bytes()).is_some())), None => { let t = cx.type_name(a[1]); Err(cx.type_error(format!("'in <string>' requires string as left operand, not {t}"))) } }
}
pub fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    if let Some(i) = a[1].as_small() { return item(cx, s, i); }
    if a[1].is(T::Slice) {
        let (start, step, n) = cx.slice_of(a[1], s.len())?;
        if step == 1 { return Ok(s.slice(cx, start, start + n)); }
        if s.is_ascii() { let b = s.bytes(); let v: Vec<u8> = (0..n as i64).map(|k| b[(start as i64 + k * step) as usize]).collect(); return Ok(Str::from_wtf8(cx, &v).0); }
        let p: Vec<u32> = s.code_points().collect();
        let v = wtf8::from_points((0..n as i64).map(|k| p[(start as i64 + k * step) as usize]));
        return Ok(Str::from_wtf8(cx, &v).0);
    }
    if a[1].is(T::Int) || cx.special(a[1], D::Index).is_some() { let i = cx.item_index(a[1])?; return item(cx, s, i); }
    let t = cx.type_name(a[1]);
    Err(cx.type_error(format!("string indices must be integers, not '{t}'")))
}
#[inline]
pub fn item(cx: &mut Cx, s: Str, i: i64) -> R {
    let n = s.len() as i64;
    let j = if i < 0 { i + n } else { i };
    if j < 0 || j >= n { return Err(cx.index_error("string index out of range")); }
    let c = s.char_at(j as usize);
    Ok(Str::from_code_point(cx, c))
}
fn encode(cx: &mut Cx, a: &[Value]) -> R {
    let enc = match a[1].opt() { Some(e) => Some(cx.want_str(e, "encode() argument 'encoding'")?), None => None };
    let err = match a[2].opt() { Some(e) => Some(cx.want_str(e, "encode() argument 'errors'")?), None => None };
    let s = me(a);
    crate::codec::encode(cx, s, enc, err)
}

/// `sep.join(iterable)`.
pub fn join(cx: &mut Cx, sep: Str, iterable: Value) -> R {
    let items = if let Some(t) = Tuple::exact(iterable) { crate::vvec::VVec::from_slice(t.items()) } else if let Some(l) = List::exact(iterable) { l.to_vvec() } else {
        if cx.special(iterable, D::Iter).is_none() && cx.special(iterable, D::GetItem).is_none() { return Err(cx.type_error("can only join an iterable")); }
        cx.collect(iterable)?
    };
    join_items(cx, sep, &items)
}
pub fn join_items(cx: &mut Cx, sep: Str, items: &[Value]) -> R {
    if items.is_empty() { return Ok(cx.rt.empty_str); }
    if items.len() == 1 { if let Some(s) = Str::exact(items[0]) { return Ok(s.0); } }
    let mut ascii = sep.is_ascii();
    let mut total = sep.byte_len().saturating_mul(items.len() - 1);
    for (i, v) in items.iter().enumerate() {
        let Some(s) = Str::from(*v) else { let t = cx.type_name(*v); return Err(cx.type_error(format!("sequence item {i}: expected str instance, {t} found"))) };
        total = total.saturating_add(s.byte_len());
        ascii &= s.is_ascii();
    }
    let sb = sep.bytes();
    let write = |out: &mut [u8]| {
        let mut at = 0;
        for (i, v) in items.iter().enumerate() {
            if i > 0 && !sb.is_empty() { out[at..at + sb.len()].copy_from_slice(sb); at += sb.len(); }
            let b = Str(*v).bytes();
            out[at..at + b.len()].copy_from_slice(b);
            at += b.len();
        }
    };
    if ascii { return Str::ascii_with(cx, total, write); }
    let mut v = cx.try_vec(total)?;
    v.resize(total, 0);
    write(&mut v);
    Ok(Str::from_wtf8(cx, &v).0)
}

/// `side`: where the text stands: 0 left, 1 right, 2 centre.
fn pad(cx: &mut Cx, a: &[Value], side: u8) -> R {
    let s = me(a);
    let width = cx.index_i64(a[1])?;
    let fill = match a[2].opt() {
        None => ' ' as u32,
        Some(f) => {
            let Some(f) = Str::from(f) else { let t = cx.type_name(f); return Err(cx.type_error(format!("The fill character must be a unicode character, not {t}"))) };
            if f.len() != 1 { return Err(cx.type_error("The fill character must be exactly one character long")); }
            f.char_at(0)
        }
    };
    let n = s.len() as i64;
    if width <= n { return Ok(s.0); }
    let gap = (width - n) as usize;
    let left = match side { 0 => 0, 1 => gap, _ => gap / 2 + (gap & width as usize & 1) };
    padded(cx, s, fill, left, gap - left)
}
/// `s` with `left` and `right` fill characters around it.
pub fn padded(cx: &mut Cx, s: Str, fill: u32, left: usize, right: usize) -> R {
    if left == 0 && right == 0 { return Ok(s.0); }
    let b = s.bytes();
    if s.is_ascii() && fill < 128 { return Str::ascii_with(cx, left.saturating_add(right).saturating_add(b.len()), |out| { out[..left].fill(fill as u8); out[left..left + b.len()].copy_from_slice(b); out[left + b.len()..].fill(fill as u8); }); }
    let mut f = vec![];
    wtf8::push(&mut f, fill);
    let mut v = cx.try_vec(left.saturating_add(right).saturating_mul(f.len()).saturating_add(b.len()))?;
    for _ in 0..left { v.extend_from_slice(&f) }
    v.extend_from_slice(b);
    for _ in 0..right { v.extend_from_slice(&f) }
    Ok(Str::from_wtf8(cx, &v).0)
}
fn zfill(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    let width = cx.index_i64(a[1])?;
    let n = s.len() as i64;
    if width <= n { return Ok(s.0); }
    let gap = (width - n) as usize;
    let b = s.bytes();
    let sign = matches!(b.first(), Some(b'+' | b'-')) as usize;
    let mut v = cx.try_vec(gap.saturating_add(b.len()))?;
    v.extend_from_slice(&b[..sign]);
    v.resize(sign + gap, b'0');
    v.extend_from_slice(&b[sign..]);
    Ok(Str::from_wtf8(cx, &v).0)
}
fn expandtabs(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    let tab = cx.ssize_arg(a[1], 8)?;
    let b = s.bytes();
    if memchr::memchr(b'\t', b).is_none() { return Ok(s.0); }
    match expand(b, tab, true) { Some(v) => Ok(Str::from_wtf8(cx, &v).0), None => Err(cx.overflow_error("new string is too long")) }
}
/// Tabs to spaces; columns count characters (`wide`) or bytes.
pub fn expand(b: &[u8], tab: i64, wide: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(b.len() + 16);
    let mut column = 0i64;
    for &c in b {
        match c {
            b'\t' => if tab > 0 { let n = tab - column % tab; if out.len() as i64 > (1 << 40) - n.min(1 << 40) { return None; } out.resize(out.len() + n as usize, b' '); column += n; },
            b'\n' | b'\r' => { out.push(c); column = 0; }
            _ => { out.push(c); if !wide || c & 0xc0 != 0x80 { column += 1 } }
        }
    }
    Some(out)
}

/// repr, or ascii().
pub fn repr(cx: &mut Cx, s: Str, ascii: bool) -> Value {
    let b = s.bytes();
    let mut out = Vec::with_capacity(b.len() + 2);
    let quote = if memchr::memchr(b'\'', b).is_some() && memchr::memchr(b'"', b).is_none() { b'"' } else { b'\'' };
    out.push(quote);
    let mut plain = 0;
    let mut i = 0;
    while i < b.len() {
        let c = b[i];
        if c >= 0x20 && c < 0x7f && c != quote && c != b'\\' { i += 1; continue; }
        let (p, n) = crate::str::decode(b, i);
        if p >= 128 && !ascii && fora_num::unicode::is_printable(p) { i += n; continue; }
        out.extend_from_slice(&b[plain..i]);
        match p {
            0x5c => out.extend_from_slice(b"\\\\"),
            9 => out.extend_from_slice(b"\\t"),
            10 => out.extend_from_slice(b"\\n"),
            13 => out.extend_from_slice(b"\\r"),
            p if p == quote as u32 => { out.push(b'\\'); out.push(quote) }
            p => escape(&mut out, p),
        }
        i += n;
        plain = i;
    }
    out.extend_from_slice(&b[plain..]);
    out.push(quote);
    Str::from_wtf8(cx, &out).0
}
/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`.
pub fn escape(out: &mut Vec<u8>, p: u32) {
    let text = match p { 0..=0xff => format!("\\x{p:02x}"), 0x100..=0xffff => format!("\\u{p:04x}"), _ => format!("\\U{p:08x}") };
    out.extend_from_slice(text.as_bytes());
}
/// ascii(v)
pub fn ascii_of(cx: &mut Cx, v: Value) -> R<Str> {
    let r = cx.repr(v)?;
    if r.is_ascii() { return Ok(r); }
    let mut out = vec![];
    for p in r.code_points() { if p < 128 { out.push(p as u8) } else { escape(&mut out, p) } }
    Ok(Str::from_wtf8(cx, &out))
}
