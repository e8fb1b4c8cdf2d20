//! `%` formatting of str and bytes. Reading the template and laying out numbers is fora-num's part.
use crate::class::D;
use crate::cx::Cx;
use crate::native::{Raised, R};
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;
use fora_num::format::{printf_float, printf_int, Amount, Conversion, PrintfPiece, PrintfPieces};

/// The arguments, as the conversions use them up.
struct Args { all: Value, tuple: bool, next: usize, one: Value, mapping: bool }
impl Args {
    fn new(cx: &mut Cx, v: Value) -> Args {
        let tuple = v.is(T::Tuple);
        let mapping = !tuple && !v.is(T::Str) && cx.special(v, D::GetItem).is_some();
        Args { all: v, tuple, next: 0, one: if tuple { Value::UNDEF } else { v }, mapping }
    }
    fn take(&mut self, cx: &mut Cx) -> R {
        if self.tuple && self.one.is_undef() {
            if let Some(v) = Tuple(self.all).items().get(self.next) { self.next += 1; return Ok(*v); }
        } else if !self.one.is_undef() { return Ok(std::mem::replace(&mut self.one, Value::UNDEF)); }
        Err(cx.type_error("not enough arguments for format string"))
    }
    fn left_over(&self) -> bool { !self.mapping && if self.tuple { self.next < Tuple(self.all).len() } else { !self.one.is_undef() } }
}
fn amount(cx: &mut Cx, args: &mut Args, width: bool, c: &mut Conversion) -> R<()> {
    let v = args.take(cx)?;
    if !v.is(T::Int) { return Err(cx.type_error("* wants int")); }
    let n = cx.index_i64(v)?;
    if width { c.set_width(n) } else { if n > i32::MAX as i64 { return Err(cx.overflow_error("Python int too large to convert to C int")); } c.set_precision(n) }
    Ok(())
}
fn given(a: Option<Amount>) -> Option<usize> { match a { Some(Amount::Given(n)) => Some(n), _ => None } }
/// `%` right after `%`.
fn is_percent(c: &Conversion) -> bool { c.kind == '%' && *c == (Conversion { kind: '%', index: c.index, ..Conversion::default() }) }

/// `template % args`
pub fn format(cx: &mut Cx, template: Str, args: Value) -> R {
    let mut a = Args::new(cx, args);
    let mut out = Vec::with_capacity(template.byte_len() + 16);
    let text = wtf8::shown(template.bytes());
    let plain = template.is_ascii();
    for piece in PrintfPieces::new(&text) {
        let mut c = match piece { Err(e) => return Err(cx.raise_num(e)), Ok(PrintfPiece::Literal(s)) => { if plain { out.extend_from_slice(s.as_bytes()) } else { out.extend_from_slice(&wtf8::hidden(s)) } continue } Ok(PrintfPiece::Conversion(c)) => c };
        if is_percent(&c) { out.push(b'%'); continue; }
        if let Some(k) = c.key {
            if !a.mapping { return Err(cx.type_error("format requires a mapping")); }
            let k = crate::fmt::text_value(cx, k);
            a.one = cx.get_item(a.all, k)?;
        }
        if c.width == Some(Amount::Next) { amount(cx, &mut a, true, &mut c)? }
        if c.precision == Some(Amount::Next) { amount(cx, &mut a, false, &mut c)? }
        let v = a.take(cx)?;
        match c.kind {
            's' | 'r' | 'a' => {
                let s = match c.kind { 's' => cx.str_of(v)?, 'r' => cx.repr(v)?, _ => crate::str_methods::ascii_of(cx, v)? };
                put(cx, &mut out, &c, s.bytes(), s.len())?;
            }
            'c' => {
                let p = match Str::from(v) {
                    Some(s) if s.len() == 1 => s.char_at(0),
                    Some(_) => return Err(cx.type_error("%c requires int or char")),
                    None => {
                        let i = cx.index(v);
                        let Some(i) = cx.catch(i, T::TypeError)? else { return Err(cx.type_error("%c requires int or char")) };
                        match crate::int::to_i64(i) { Some(n) if (0..0x110000).contains(&n) => n as u32, _ => return Err(cx.overflow_error("%c arg not in range(0x110000)")) }
                    }
                };
                let mut b = vec![];
                wtf8::push(&mut b, p);
                c.precision = None;
                put(cx, &mut out, &c, &b, 1)?;
            }
            _ => if !number(cx, &mut out, &c, v)? {
                let k = wtf8::points(&wtf8::hidden(c.kind.encode_utf8(&mut [0; 4]))).next().unwrap_or(0);
                let at = c.index;
                return Err(if k == c.kind as u32 { cx.raise_num(c.unsupported()) } else { cx.value_error(format!("unsupported format character '?' (0x{k:x}) at index {at}")) });
            },
        }
    }
    if a.left_over() { return Err(cx.type_error("not all arguments converted during string formatting")); }
    Ok(Str::from_wtf8(cx, &out).0)
}
/// `template % args` of bytes.
pub fn format_bytes(cx: &mut Cx, template: &[u8], args: Value) -> R<Vec<u8>> {
    let mut a = Args::new(cx, args);
    a.mapping &= !args.is(T::Bytes) && !args.is(T::ByteArray);
    let mut out = Vec::with_capacity(template.len() + 16);
    let text: String = template.iter().map(|b| *b as char).collect();
    for piece in PrintfPieces::new(&text) {
        let mut c = match piece { Err(e) => return Err(cx.raise_num(e)), Ok(PrintfPiece::Literal(s)) => { out.extend(s.chars().map(|c| c as u8)); continue } Ok(PrintfPiece::Conversion(c)) => c };
        if is_percent(&c) { out.push(b'%'); continue; }
        if let Some(k) = c.key {
            if !a.mapping { return Err(cx.type_error("format requires a mapping")); }
            let k: Vec<u8> = k.chars().map(|c| c as u8).collect();
            let k = crate::bytes::new(cx, &k);
            a.one = cx.get_item(a.all, k)?;
        }
        if c.width == Some(Amount::Next) { amount(cx, &mut a, true, &mut c)? }
        if c.precision == Some(Amount::Next) { amount(cx, &mut a, false, &mut c)? }
        let v = a.take(cx)?;
        match c.kind {
            's' | 'b' => {
                if let Some(b) = crate::bytes::buffer_opt(cx, v)? { put(cx, &mut out, &c, b.bytes(), b.bytes().len())? }
                else if let Some(r) = cx.call_special(v, D::Bytes, &[])? {
                    if !r.is(T::Bytes) { let t = cx.type_name(r); return Err(cx.type_error(format!("__bytes__ returned non-bytes (type {t})"))); }
                    let b = crate::bytes::get(r);
                    put(cx, &mut out, &c, b, b.len())?
                } else { let t = cx.type_name(v); return Err(cx.type_error(format!("%b requires a bytes-like object, or an object that implements __bytes__, not '{t}'"))); }
            }
            'r' | 'a' => { let s = crate::str_methods::ascii_of(cx, v)?; put(cx, &mut out, &c, s.bytes(), s.len())? }
            'c' => {
                let bad = "%c requires an integer in range(256) or a single byte";
                let b = if v.is(T::Bytes) || v.is(T::ByteArray) {
                    match crate::bytes::buffer_opt(cx, v)? { Some(b) if b.bytes().len() == 1 => b.bytes()[0], _ => return Err(cx.type_error(bad)) }
                } else {
                    let i = cx.index(v);
                    let Some(i) = cx.catch(i, T::TypeError)? else { return Err(cx.type_error(bad)) };
                    match crate::int::to_i64(i) { Some(n) if (0..256).contains(&n) => n as u8, _ => return Err(cx.overflow_error("%c arg not in range(256)")) }
                };
                c.precision = None;
                put(cx, &mut out, &c, &[b], 1)?;
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let r = cx.as_f64(v);
                let Some(x) = cx.catch(r, T::TypeError)? else { let t = cx.type_name(v); return Err(cx.type_error(format!("float argument required, not {t}"))) };
                match printf_float(&c, x) { Ok(s) => out.extend_from_slice(s.as_bytes()), Err(e) => return Err(cx.raise_num(e)) }
            }
            _ => if !number(cx, &mut out, &c, v)? { return Err(cx.raise_num(c.unsupported())); },
        }
    }
    if a.left_over() { return Err(cx.type_error("not all arguments converted during bytes formatting")); }
    Ok(out)
}
/// Appends text cut to the precision and padded to the width; `n`: its length in characters.
fn put(cx: &mut Cx, out: &mut Vec<u8>, c: &Conversion, b: &[u8], n: usize) -> R<()> {
    let (b, n) = match given(c.precision) { Some(p) if p < n => (&b[..if n == b.len() { p } else { wtf8::offset(b, p) }], p), _ => (b, n) };
    let gap = given(c.width).unwrap_or(0).saturating_sub(n);
    if gap > 0 { if gap > (1 << 40) || out.try_reserve(gap.saturating_add(b.len())).is_err() { return Err(cx.memory_error()); } }
    if !c.left { out.resize(out.len() + gap, b' ') }
    out.extend_from_slice(b);
    if c.left { out.resize(out.len() + gap, b' ') }
    Ok(())
}
/// The numeric conversions; false if `c` is none of them.
fn number(cx: &mut Cx, out: &mut Vec<u8>, c: &Conversion, v: Value) -> R<bool> {
    match c.kind {
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let n = if v.is(T::Int) { crate::int::plain(cx, v) } else { integer(cx, c.kind, v)? };
            if let (Some(i), 'd' | 'i' | 'u', None, None, false, false) = (n.as_small(), c.kind, c.width, c.precision, c.plus, c.space) { out.extend_from_slice(Str(crate::fmt_quick::int_text(cx, i)).bytes()); return Ok(true); }
            if let (Some(i), 'd' | 'i' | 'u', None, false, false, false) = (n.as_small(), c.kind, c.precision, c.plus, c.space, c.zero) { let t = Str(crate::fmt_quick::int_text(cx, i)); put(cx, out, c, t.bytes(), t.byte_len())?; return Ok(true); }
            let limit = cx.int_digits_limit();
            match printf_int(c, &crate::int::to_ibig(n), limit) { Ok(s) => out.extend_from_slice(s.as_bytes()), Err(e) => return Err(cx.raise_num(e)) }
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let x = cx.as_f64(v)?;
            if matches!(c.kind, 'f' | 'F') && !(c.plus || c.space || c.alternate || c.zero) {
                let mut b = Vec::new();
                if crate::fmt_quick::push_fixed(if c.width.is_none() { &mut *out } else { &mut b }, x, if c.precision.is_some() { given(c.precision).unwrap_or(99) } else { 6 }) {
                    if c.width.is_some() { let n = b.len(); put(cx, out, &Conversion { precision: None, ..c.clone() }, &b, n)? }
                    return Ok(true);
                }
            }
            match printf_float(c, x) { Ok(s) => out.extend_from_slice(s.as_bytes()), Err(e) => return Err(cx.raise_num(e)) }
        }
        _ => return Ok(false),
    }
    Ok(true)
}
/// The int of a value that is not one, for `%d` (any real number) and `%x` (only `__index__`).
fn integer(cx: &mut Cx, kind: char, v: Value) -> R {
    let wrong = |cx: &mut Cx| -> Raised {
        let t = cx.type_name(v);
        cx.type_error(format!("%{kind} format: {} is required, not {t}", if matches!(kind, 'o' | 'x' | 'X') { "an integer" } else { "a real number" }))
    };
    if v.is(T::Float) && matches!(kind, 'd' | 'i' | 'u') { return match fora_num::float::float_to_int(crate::float::get(v)) { Ok(i) => Ok(cx.bigint(i)), Err(e) => Err(cx.raise_num(e)) }; }
    let r = if matches!(kind, 'o' | 'x' | 'X') { cx.index(v) } else if v.is(T::Str) || v.is(T::Bytes) { return Err(wrong(cx)) } else {
        match cx.call_special(v, D::Int, &[]) { Ok(Some(r)) => Ok(r), Ok(None) => if cx.special(v, D::Index).is_some() { cx.index(v) } else { match cx.call_special(v, D::Trunc, &[]) { Ok(Some(r)) => Ok(r), Ok(None) => return Err(wrong(cx)), Err(e) => Err(e) } }, Err(e) => Err(e) }
    };
    match cx.catch(r, T::TypeError)? { Some(i) if i.is(T::Int) => Ok(crate::int::plain(cx, i)), _ => Err(wrong(cx)) }
}
impl Cx {
    /// `sys.get_int_max_str_digits()`
    pub fn int_digits_limit(&self) -> usize { crate::num::max_str_digits() }
}
