//! `tzinfo` and `timezone`, and how dates and times ask theirs.
use super::delta;
use super::text::offset_text;
use crate::cx::Cx;
use crate::native::{def, def_new, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const DAY_US: i64 = 86_400_000_000;
pub fn is_tzinfo(v: Value) -> bool { v.is_ref() && matches!(v.kind(), T::TzInfo | T::TimeZone) }
/// The tzinfo argument of a constructor (UNDEF counts as None).
pub fn check_tzinfo(cx: &mut Cx, v: Value) -> R {
    match v.opt_none() { None => Ok(Value::NONE), Some(v) if is_tzinfo(v) => Ok(v), Some(v) => { let t = cx.type_name(v); Err(cx.type_error(format!("tzinfo argument must be None or of a tzinfo subclass, not type '{t}'"))) } }
}
/// `tz.utcoffset(arg)` or `tz.dst(arg)` in microseconds; None where it says None (or tz is None).
pub fn call_offset(cx: &mut Cx, tz: Value, name: &str, arg: Value) -> R<Option<i64>> {
    if tz.is_none() { return Ok(None); }
    if tz.is_exact(T::TimeZone) && (arg.is_none() || super::is_datetime(arg)) { return Ok(if name == "utcoffset" { Some(Slots(tz).int(0)) } else { None }); }
    let r = cx.call_method(tz, name, &[arg])?;
    if r.is_none() { return Ok(None); }
    if !delta::is_delta(r) { let t = cx.type_name(r); return Err(cx.type_error(format!("tzinfo.{name}() must return None or timedelta, not '{t}'"))); }
    let us = delta::total(r);
    if us.abs() >= DAY_US as i128 { return Err(cx.value_error("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")); }
    Ok(Some(us as i64))
}
pub fn call_tzname(cx: &mut Cx, tz: Value, arg: Value) -> R {
    if tz.is_none() { return Ok(Value::NONE); }
    let r = cx.call_method(tz, "tzname", &[arg])?;
    if r.is_none() || r.is(T::Str) { return Ok(r); }
    let t = cx.type_name(r);
    Err(cx.type_error(format!("tzinfo.tzname() must return None or a string, not '{t}'")))
}
/// `%z` of a date or time.
pub fn offset_for(cx: &mut Cx, obj: Value, sep: &str, tzarg: Value) -> R<String> {
    let tz = match obj.kind() { T::DateTime | T::Time => super::tz_of(obj), _ => Value::NONE };
    Ok(call_offset(cx, tz, "utcoffset", tzarg)?.map_or(String::new(), |us| offset_text(us, sep)))
}
fn stub(cx: &mut Cx, name: &str) -> R { Err(cx.not_implemented(format!("a tzinfo subclass must implement {name}()"))) }
fn delta_or_none(cx: &mut Cx, v: Option<i64>) -> R { match v { Some(us) => delta::make(cx, us as i128), None => Ok(Value::NONE) } }
/// The general conversion: standard offset first, then summer time as of there.
fn from_utc(cx: &mut Cx, a: &[Value]) -> R {
    let dt = a[1];
    if !super::is_datetime(dt) { return Err(cx.type_error("fromutc: argument must be a datetime")); }
    if super::tz_of(dt) != a[0] { return Err(cx.value_error("fromutc: dt.tzinfo is not self")); }
    let off = super::stamp::method_offset(cx, dt, "utcoffset")?;
    let Some(off) = off else { return Err(cx.value_error("fromutc: non-None utcoffset() result required")) };
    let Some(dst) = super::stamp::method_offset(cx, dt, "dst")? else { return Err(cx.value_error("fromutc: non-None dst() result required")) };
    let r = super::stamp::add_us(cx, dt, (off - dst) as i128)?;
    match super::stamp::method_offset(cx, r, "dst")? {
        None => Err(cx.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert")),
        Some(0) => Ok(r),
        Some(d) => super::stamp::add_us(cx, r, d as i128),
    }
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let args = match cx.lookup_attr(a[0], "__getinitargs__")? { Some(f) => cx.call(f, &[])?, None => cx.rt.empty_tuple };
    let state = cx.call_method(a[0], "__getstate__", &[])?;
    let c = cx.class_of(a[0]).0;
    Ok(cx.tuple(&[c, args, state]))
}
pub const TZINFO: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Slots::new_of(cx, a[0], T::TzInfo, &[]))).doc("Abstract base class for time zone info objects."),
    def("tzname", "dt, /", |cx, _| stub(cx, "tzname")), def("utcoffset", "dt, /", |cx, _| stub(cx, "utcoffset")), def("dst", "dt, /", |cx, _| stub(cx, "dst")),
    def("fromutc", "dt, /", from_utc), def("__reduce__", "", reduce),
];

// ---- timezone: slot 0 microseconds, slot 1 the name or UNDEF -----------------------------------------------------------------
pub fn make(cx: &mut Cx, us: i64, name: Value) -> Value {
    if us == 0 && name.is_undef() { if let Some(u) = cx.static_get("datetime.utc") { return u; } }
    Slots::new(cx, T::TimeZone, &[Value::small(us), name])
}
pub fn utc(cx: &mut Cx) -> Value { make(cx, 0, Value::UNDEF) }
fn new(cx: &mut Cx, a: &[Value]) -> R {
    if !delta::is_delta(a[1]) { let t = cx.type_name(a[1]); let t = if a[1].is_none() { "None".into() } else { t }; return Err(cx.type_error(format!("timezone() argument 1 must be datetime.timedelta, not {t}"))); }
    if let Some(n) = a[2].opt() { if !n.is(T::Str) { let t = cx.type_name(n); let t = if n.is_none() { "None".into() } else { t }; return Err(cx.type_error(format!("timezone() argument 2 must be str, not {t}"))); } }
    let us = delta::total(a[1]);
    if us.abs() >= DAY_US as i128 { let r = cx.repr_string(a[1])?; return Err(cx.value_error(format!("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {r}."))); }
    Ok(make(cx, us as i64, a[2]))
}
fn name_of(cx: &mut Cx, v: Value) -> Value {
    let s = Slots(v);
    if !s.get(1).is_undef() { return s.get(1); }
    if s.int(0) == 0 { return cx.str("UTC"); }
    let t = format!("UTC{}", offset_text(s.int(0), ":"));
    cx.string(t)
}
fn check_dt(cx: &mut Cx, v: Value, f: &str) -> R<()> {
    if v.is_none() || super::is_datetime(v) { return Ok(()); }
    let t = cx.type_name(v);
    Err(cx.type_error(format!("{f}(dt) argument must be a datetime instance or None, not {t}")))
}
fn eq(a: &[Value]) -> Option<bool> { if !a[1].is_ref() || a[1].kind() != T::TimeZone { return None; } Some(Slots(a[0]).int(0) == Slots(a[1]).int(0)) }
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if cx.static_get("datetime.utc") == Some(a[0]) { return Ok(cx.str("datetime.timezone.utc")); }
    let t = cx.type_name(a[0]);
    let d = delta::make(cx, s.int(0) as i128)?;
    let d = cx.repr_string(d)?;
    let n = s.get(1);
    if n.is_undef() { return Ok(cx.string(format!("{t}({d})"))); }
    let n = cx.repr(n)?;
    let mut b = format!("{t}({d}, ").into_bytes();
    b.extend_from_slice(n.bytes());
    b.push(b')');
    Ok(Str::from_wtf8(cx, &b).0)
}
pub const TIMEZONE: &[Def] = &[
    def_new("offset, name=None", new).doc("Fixed offset from UTC implementation of tzinfo."),
    def("tzname", "dt, /", |cx, a| { check_dt(cx, a[1], "tzname")?; Ok(name_of(cx, a[0])) }),
    def("utcoffset", "dt, /", |cx, a| { check_dt(cx, a[1], "utcoffset")?; delta_or_none(cx, Some(Slots(a[0]).int(0))) }),
    def("dst", "dt, /", |cx, a| { check_dt(cx, a[1], "dst")?; Ok(Value::NONE) }),
    def("fromutc", "dt, /", |cx, a| {
        if !super::is_datetime(a[1]) { return Err(cx.type_error("fromutc: argument must be a datetime instance")); }
        if super::tz_of(a[1]) != a[0] { return Err(cx.value_error("fromutc: dt.tzinfo is not self")); }
        super::stamp::add_us(cx, a[1], Slots(a[0]).int(0) as i128)
    }),
    def("__repr__", "", repr), def("__str__", "", |cx, a| Ok(name_of(cx, a[0]))),
    def("__hash__", "", |cx, a| { let d = delta::make(cx, Slots(a[0]).int(0) as i128)?; let h = cx.hash(d)?; Ok(cx.int(h)) }),
    def("__eq__", "value, /", |_, a| Ok(eq(a).map_or(Value::NOT_IMPLEMENTED, Value::bool))), def("__ne__", "value, /", |_, a| Ok(eq(a).map_or(Value::NOT_IMPLEMENTED, |b| Value::bool(!b)))),
    def("__getinitargs__", "", |cx, a| { let s = Slots(a[0]); let d = delta::make(cx, s.int(0) as i128)?; Ok(if s.get(1).is_undef() { cx.tuple(&[d]) } else { cx.tuple(&[d, s.get(1)]) }) }),
];
