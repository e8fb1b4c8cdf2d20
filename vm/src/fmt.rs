//! Formatting of values into text: f-string pieces, `format(str, spec)`, and the engine of `str.format`.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;
use fora_num::format::{conversion_error, Align, AutoNumber, FieldName, First, Part, Pieces, SignOption, Spec};

/// One replacement field of an f-string: `conv` is 0 or the IR's number of a conversion (1 `!s`, 2 `!r`, 3 `!a`), `spec` UNDEF or a str.
pub fn format_value(cx: &mut Cx, v: Value, conv: u8, spec: Value) -> R {
    let v = match conv { 0 => v, 1 => cx.str_of(v)?.0, 2 => cx.repr(v)?.0, _ => crate::str_methods::ascii_of(cx, v)?.0 };
    let empty = spec.is_undef() || Str(spec).is_empty();
    if empty {
        if v.is_exact(T::Str) { return Ok(v); }
        if v.is_small() { return Ok(cx.str_of(v)?.0); }
    }
    let spec = if spec.is_undef() { cx.rt.empty_str } else { spec };
    Ok(cx.format(v, spec)?.0)
}
/// Concatenation of an f-string's pieces.
pub fn join_strs(cx: &mut Cx, parts: &[Value]) -> R {
    let e = Str(cx.rt.empty_str);
    crate::str_methods::join_items(cx, e, parts)
}

/// `s.__format__(spec)`; `of` is the object whose class names the type in messages.
pub fn format_str(cx: &mut Cx, of: Value, s: Str, spec: Str) -> R {
    if spec.is_empty() { return if of.is_exact(T::Str) { Ok(s.0) } else { Ok(cx.str_of(of)?.0) }; }
    let text = wtf8::shown(spec.bytes());
    let name = cx.type_name(of);
    let p = match Spec::parse_text(&text, &name) { Ok(p) => p, Err(e) => return Err(cx.raise_num(e)) };
    // the checks and their order are fora-num's; the layout is done here, on WTF-8
    if let Err(e) = fora_num::format::format_str(&Spec { width: None, precision: None, ..p.clone() }, "", &name) { return Err(cx.raise_num(e)); }
    debug_assert!(p.sign == SignOption::Default);
    let n = s.len();
    let keep = p.precision.unwrap_or(n).min(n);
    let shown = if keep < n { Str(s.slice(cx, 0, keep)) } else { s };
    let gap = p.width.unwrap_or(0).saturating_sub(keep);
    let left = match p.align { Align::Left => 0, Align::Centre => gap / 2, Align::Right | Align::AfterSign => gap };
    let fill = wtf8::points(&wtf8::hidden(p.fill.encode_utf8(&mut [0; 4]))).next().unwrap_or(32);
    crate::str_methods::padded(cx, shown, fill, left, gap - left)
}

/// Where `str.format` takes its arguments from.
struct Source { args: Value, kwargs: Value, mapping: Value }

/// `s.format(*args, **kwargs)`, or `s.format_map(mapping)`.
pub fn format_method(cx: &mut Cx, s: Str, args: Value, kwargs: Value, mapping: Value) -> R {
    let mut out = Vec::with_capacity(s.byte_len() + 16);
    let text = wtf8::shown(s.bytes());
    expand(cx, &mut out, &text, &Source { args, kwargs, mapping }, &mut AutoNumber::default(), 2)?;
    Ok(Str::from_wtf8(cx, &out).0)
}
fn literal(out: &mut Vec<u8>, s: &str) { if s.is_ascii() { out.extend_from_slice(s.as_bytes()) } else { out.extend_from_slice(&wtf8::hidden(s)) } }
pub fn text_value(cx: &mut Cx, s: &str) -> Value { if s.is_ascii() { cx.str(s) } else { Str::from_wtf8(cx, &wtf8::hidden(s)).0 } }

fn expand(cx: &mut Cx, out: &mut Vec<u8>, template: &str, from: &Source, auto: &mut AutoNumber, depth: u8) -> R<()> {
    if depth == 0 { return Err(cx.value_error("Max string recursion exceeded")); }
    for piece in Pieces::new(template) {
        let piece = match piece { Ok(p) => p, Err(e) => return Err(cx.raise_num(e)) };
        literal(out, piece.literal);
        let Some(f) = piece.field else { continue };
        let v = fetch(cx, f.name, from, auto)?;
        let v = match f.conversion {
            None => v,
            Some('s') => cx.str_of(v)?.0,
            Some('r') => cx.repr(v)?.0,
            Some('a') => crate::str_methods::ascii_of(cx, v)?.0,
            Some(c) => return Err(cx.raise_num(conversion_error(c))),
        };
        if f.spec.is_empty() && !f.nested { if let Some(s) = crate::fmt_quick::str_of(cx, v) { out.extend_from_slice(Str(s).bytes()); continue; } }
        let spec = if f.nested {
            let mut inner = vec![];
            expand(cx, &mut inner, f.spec, from, auto, depth - 1)?;
            Str::from_wtf8(cx, &inner).0
        } else { text_value(cx, f.spec) };
        let r = match crate::fmt_quick::format(cx, v, spec) { Some(s) => Str(s), None => cx.format(v, spec)? };
        out.extend_from_slice(r.bytes());
    }
    Ok(())
}
fn fetch(cx: &mut Cx, name: &str, from: &Source, auto: &mut AutoNumber) -> R {
    let name = match FieldName::parse(name) { Ok(n) => n, Err(e) => return Err(cx.raise_num(e)) };
    let first = match auto.resolve(name.first) { Ok(f) => f, Err(e) => return Err(cx.raise_num(e)) };
    let mut v = match first {
        First::Auto => return Err(cx.system_error("field without a number")),
        First::Index(i) => {
            let Some(t) = Tuple::from(from.args) else { return Err(cx.value_error("Format string contains positional fields")) };
            match t.items().get(i) { Some(v) => *v, None => return Err(cx.index_error(format!("Replacement index {i} out of range for positional args tuple"))) }
        }
        First::Key(k) => {
            let key = text_value(cx, k);
            if !from.mapping.is_undef() { cx.get_item(from.mapping, key)? } else {
                let found = match Dict::from(from.kwargs) { Some(d) => d.get(cx, key)?, None => None };
                match found { Some(v) => v, None => return Err(cx.key_error(key)) }
            }
        }
    };
    for part in name {
        v = match part {
            Err(e) => return Err(cx.raise_num(e)),
            Ok(Part::Attribute(a)) => { let a = text_value(cx, a); let a = cx.intern_value(a); cx.get_attr(v, a)? }
            Ok(Part::Index(i)) => { let i = cx.usize(i); cx.get_item(v, i)? }
            Ok(Part::Key(k)) => { let k = text_value(cx, k); cx.get_item(v, k)? }
        };
    }
    Ok(v)
}
/// The `format()` builtin.
pub fn builtin_format(cx: &mut Cx, v: Value, spec: Value) -> R {
    let spec = match spec.opt() { Some(s) => cx.want_str(s, "format() argument 2")?.0, None => cx.rt.empty_str };
    Ok(cx.format(v, spec)?.0)
}
