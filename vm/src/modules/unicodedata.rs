//! `unicodedata`: properties and names of characters. Properties come from fora-num's tables, names from `unicode_names2`.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::wtf8;
use fora_num::unicode as u;

pub fn name_of(c: u32) -> Option<String> {
    if matches!(u::category(c), "Cn" | "Co" | "Cs" | "Cc") { return None; }
    if is_unified(c) { return Some(format!("CJK UNIFIED IDEOGRAPH-{c:X}")); }
    unicode_names2::name(char::from_u32(c)?).map(|n| n.to_string())
}
fn is_unified(c: u32) -> bool { matches!(c, 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x20000..=0x2a6df | 0x2a700..=0x2b739 | 0x2b740..=0x2b81d | 0x2b820..=0x2cea1 | 0x2ceb0..=0x2ebe0 | 0x30000..=0x3134a | 0x31350..=0x323af) }
pub fn code_of(name: &str) -> Option<u32> {
    if let Some(h) = name.get(..22).filter(|p| p.eq_ignore_ascii_case("CJK UNIFIED IDEOGRAPH-")).and(name.get(22..)) { return u32::from_str_radix(h, 16).ok().filter(|c| is_unified(*c) && (h.len() == 4 || h.len() == 5)); }
    let c = unicode_names2::character(name)? as u32;
    Some(c).filter(|c| u::category(*c) != "Cn")
}
fn ch(cx: &mut Cx, v: Value, f: &str, n: usize) -> R<u32> {
    let arg = if n == 0 { "argument".to_string() } else { format!("argument {n}") };
    let Some(s) = Str::from(v) else { let t = cx.type_name_or_none(v); return Err(cx.type_error(format!("{f}() {arg} must be a unicode character, not {t}"))) };
    if s.len() != 1 { return Err(cx.type_error(format!("{f}() {arg} must be a unicode character, not str"))); }
    Ok(s.char_at(0))
}
fn at(a: &[Value]) -> &[Value] { if a.first().is_some_and(|v| v.is_ref() && v.kind() == T::Ucd) { &a[1..] } else { a } }

macro_rules! rows { ($($name:literal $sig:literal $f:expr),* $(,)?) => {
    pub const FUNCS: &[Def] = &[$(def($name, $sig, $f)),*];
} }
rows! {
    "category" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "category", 0)?; Ok(cx.str(u::category(c))) },
    "bidirectional" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "bidirectional", 0)?; Ok(cx.str(u::bidirectional(c))) },
    "combining" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "combining", 0)?; Ok(Value::small(u::combining(c) as i64)) },
    "mirrored" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "mirrored", 0)?; Ok(Value::small(u::mirrored(c) as i64)) },
    "east_asian_width" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "east_asian_width", 0)?; Ok(cx.str(u::east_asian_width(c))) },
    "decomposition" "chr, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "decomposition", 0)?; Ok(cx.string(u::decomposition(c))) },
    "decimal" "chr, default=None, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "decimal", 1)?; match u::decimal_value(c) { Some(d) => Ok(Value::small(d as i64)), None => fallback(cx, a[1], "not a decimal") } },
    "digit" "chr, default=None, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "digit", 1)?; match u::digit_value(c) { Some(d) => Ok(Value::small(d as i64)), None => fallback(cx, a[1], "not a digit") } },
    "numeric" "chr, default=None, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "numeric", 1)?; match u::numeric_value(c) { Some(d) => Ok(cx.float(d)), None => fallback(cx, a[1], "not a numeric character") } },
    "name" "chr, default=None, /" |cx, a| { let a = at(a); let c = ch(cx, a[0], "name", 1)?; match name_of(c) { Some(n) => Ok(cx.string(n)), None => fallback(cx, a[1], "no such name") } },
    "lookup" "name, /" |cx, a| {
        let a = at(a);
        let s = cx.want_str(a[0], "lookup() argument")?;
        match code_of(&s.lossy()) { Some(c) => Ok(Str::from_code_point(cx, c)), None => { let m = cx.string(format!("undefined character name '{}'", s.lossy())); Err(cx.key_error(m)) } }
    },
    "normalize" "form, unistr, /" |cx, a| {
        let a = at(a);
        let (f, s) = (cx.want_str(a[0], "normalize() argument 1")?, cx.want_str(a[1], "normalize() argument 2")?);
        let Some(form) = u::Form::from_name(&f.lossy()) else { return Err(cx.value_error("invalid normalization form")) };
        if s.is_ascii() { return Ok(s.0); }
        let p: Vec<u32> = s.code_points().collect();
        Ok(Str::from_wtf8(cx, &wtf8::from_points(u::normalize(form, &p))).0)
    },
    "is_normalized" "form, unistr, /" |cx, a| {
        let a = at(a);
        let (f, s) = (cx.want_str(a[0], "is_normalized() argument 1")?, cx.want_str(a[1], "is_normalized() argument 2")?);
        let Some(form) = u::Form::from_name(&f.lossy()) else { return Err(cx.value_error("invalid normalization form")) };
        let p: Vec<u32> = s.code_points().collect();
        Ok(Value::bool(u::is_normalized(form, &p)))
    },
}
fn fallback(cx: &mut Cx, v: Value, message: &str) -> R { match v.opt() { Some(v) => Ok(v), None => Err(cx.value_error(message)) } }

pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let v = cx.str("15.0.0");
    m.set(cx, "unidata_version", v);
    let c = cx.class(T::Ucd).0;
    m.set(cx, "UCD", c);
    let v = cx.str("3.2.0");
    let old = Slots::new(cx, T::Ucd, &[v]);
    m.set(cx, "ucd_3_2_0", old);
    Ok(())
}
/// The object `ucd_3_2_0` answers from the same tables.
pub const UCD: &[Def] = &[crate::native::attr("unidata_version", |_, a| Ok(Slots(a[0]).get(0)))];
