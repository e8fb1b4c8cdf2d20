//! str: letters: case conversion, the `is…` questions, translation.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{def, def_static, Def, R};
use crate::str::Str;
use crate::str_methods::me;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;
use fora_num::unicode as u;

pub const METHODS: &[Def] = &[
    def("lower", "", |cx, a| { let s = me(a); if s.is_ascii() { ascii_map(cx, s, |b| b.to_ascii_lowercase()) } else { wide(cx, s, u::lower) } }),
    def("upper", "", |cx, a| { let s = me(a); if s.is_ascii() { ascii_map(cx, s, |b| b.to_ascii_uppercase()) } else { wide(cx, s, u::upper) } }),
    def("casefold", "", |cx, a| { let s = me(a); if s.is_ascii() { ascii_map(cx, s, |b| b.to_ascii_lowercase()) } else { wide(cx, s, u::casefold) } }),
    def("swapcase", "", |cx, a| { let s = me(a); if s.is_ascii() { ascii_map(cx, s, |b| if b.is_ascii_alphabetic() { b ^ 32 } else { b }) } else { wide(cx, s, u::swapcase) } }),
    def("capitalize", "", |cx, a| { let s = me(a); if s.is_ascii() { let mut first = true; ascii_map(cx, s, |b| if std::mem::take(&mut first) { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() }) } else { wide(cx, s, u::capitalize) } }),
    def("title", "", |cx, a| { let s = me(a); if s.is_ascii() { let mut inside = false; ascii_map(cx, s, |b| { let c = if inside { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() }; inside = b.is_ascii_alphabetic(); c }) } else { wide(cx, s, u::title) } }),
    def("isascii", "", |_, a| Ok(Value::bool(me(a).is_ascii()))),
    def("isalpha", "", |_, a| all(a, u8::is_ascii_alphabetic, u::is_alpha)),
    def("isalnum", "", |_, a| all(a, u8::is_ascii_alphanumeric, u::is_alnum)),
    def("isdecimal", "", |_, a| all(a, u8::is_ascii_digit, u::is_decimal)),
    def("isdigit", "", |_, a| all(a, u8::is_ascii_digit, u::is_digit)),
    def("isnumeric", "", |_, a| all(a, u8::is_ascii_digit, u::is_numeric)),
    def("isspace", "", |_, a| all(a, |c| wtf8::ascii_space(*c), u::is_space)),
    def("isprintable", "", |_, a| Ok(Value::bool(me(a).code_points().all(u::is_printable)))),
    def("isidentifier", "", |_, a| Ok(Value::bool(u::is_identifier(me(a).code_points())))),
    def("islower", "", |_, a| cased(a, u::is_lower, |c| u::is_upper(c) || u::is_title(c))),
    def("isupper", "", |_, a| cased(a, u::is_upper, |c| u::is_lower(c) || u::is_title(c))),
    def("istitle", "", is_title),
    def("translate", "table, /", translate),
    def_static("maketrans", "x, y=None, z=None, /", maketrans),
];

fn ascii_map(cx: &mut Cx, s: Str, mut f: impl FnMut(u8) -> u8) -> R { let b = s.bytes(); if b.is_empty() { return Ok(s.0); } Str::ascii_with(cx, b.len(), |out| { for (o, c) in out.iter_mut().zip(b) { *o = f(*c) } }) }
fn wide(cx: &mut Cx, s: Str, f: fn(&[u32]) -> Vec<u32>) -> R {
    let p: Vec<u32> = s.code_points().collect();
    Ok(Str::from_wtf8(cx, &wtf8::from_points(f(&p))).0)
}
fn all(a: &[Value], ascii: impl Fn(&u8) -> bool, f: fn(u32) -> bool) -> R {
    let s = me(a);
    if s.is_ascii() { return Ok(Value::bool(!s.is_empty() && s.bytes().iter().all(ascii))); }
    Ok(Value::bool(!s.is_empty() && s.code_points().all(f)))
}
fn cased(a: &[Value], yes: fn(u32) -> bool, no: impl Fn(u32) -> bool) -> R {
    let mut found = false;
    for c in me(a).code_points() { if no(c) { return Ok(Value::FALSE); } found |= yes(c) }
    Ok(Value::bool(found))
}
fn is_title(_cx: &mut Cx, a: &[Value]) -> R {
    let (mut found, mut inside) = (false, false);
    for c in me(a).code_points() {
        if u::is_upper(c) || u::is_title(c) { if inside { return Ok(Value::FALSE); } inside = true; found = true; }
        else if u::is_lower(c) { if !inside { return Ok(Value::FALSE); } found = true; }
        else { inside = false }
    }
    Ok(Value::bool(found))
}
/// What a translation table says of `c`: None: keep it.
fn look_up(cx: &mut Cx, table: Value, c: u32) -> R<Option<Value>> {
    let k = Value::small(c as i64);
    if let Some(d) = Dict::exact(table) { return d.get(cx, k); }
    let r = cx.get_item(table, k);
    cx.catch(r, T::LookupError)
}
/// Appends the replacement.
fn apply(cx: &mut Cx, out: &mut Vec<u8>, c: u32, to: Option<Value>) -> R<()> {
    let Some(v) = to else { wtf8::push(out, c); return Ok(()) };
    if v.is_none() { return Ok(()); }
    if let Some(s) = Str::from(v) { out.extend_from_slice(s.bytes()); return Ok(()); }
    if v.is(T::Int) {
        match crate::int::to_i64(crate::int::plain(cx, v)) { Some(n) if (0..0x110000).contains(&n) => { wtf8::push(out, n as u32); return Ok(()) } _ => return Err(cx.value_error("character mapping must be in range(0x110000)")) }
    }
    Err(cx.type_error("character mapping must return integer, None or str"))
}
fn translate(cx: &mut Cx, a: &[Value]) -> R {
    let s = me(a);
    let mut out = Vec::with_capacity(s.byte_len());
    // answers for ASCII characters, as (start, length) of text in `memo`
    let mut cache = [(u32::MAX, 0u32); 128];
    let mut memo: Vec<u8> = vec![];
    for c in s.code_points() {
        if c < 128 {
            if cache[c as usize].0 == u32::MAX {
                let to = look_up(cx, a[1], c)?;
                let at = memo.len();
                apply(cx, &mut memo, c, to)?;
                cache[c as usize] = (at as u32, (memo.len() - at) as u32);
            }
            let (at, n) = cache[c as usize];
            out.extend_from_slice(&memo[at as usize..(at + n) as usize]);
        } else {
            let to = look_up(cx, a[1], c)?;
            apply(cx, &mut out, c, to)?;
        }
    }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn maketrans(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict::new(cx);
    if let Some(y) = a[1].opt() {
        let Some(x) = Str::from(a[0]) else { return Err(cx.type_error("first maketrans argument must be a string if there is a second argument")) };
        let y = cx.want_str(y, "maketrans() argument 2")?;
        let z = match a[2].opt() { Some(z) => Some(cx.want_str(z, "maketrans() argument 3")?), None => None };
        if x.len() != y.len() { return Err(cx.value_error("the first two maketrans arguments must have equal length")); }
        for (p, q) in x.code_points().zip(y.code_points()) { d.set(cx, Value::small(p as i64), Value::small(q as i64))? }
        if let Some(z) = z { for p in z.code_points() { d.set(cx, Value::small(p as i64), Value::NONE)? } }
        return Ok(d.0);
    }
    let Some(from) = Dict::exact(a[0]) else { return Err(cx.type_error("if you give only one argument to maketrans it must be a dict")) };
    for i in 0..from.fill() {
        let Some((k, v)) = from.entry(i) else { continue };
        if let Some(s) = Str::from(k) {
            if s.len() != 1 { return Err(cx.value_error("string keys in translate table must be of length 1")); }
            d.set(cx, Value::small(s.char_at(0) as i64), v)?;
        } else if k.is(T::Int) { d.set(cx, k, v)? }
        else { return Err(cx.type_error("keys in translate table must be strings or integers")); }
    }
    Ok(d.0)
}
