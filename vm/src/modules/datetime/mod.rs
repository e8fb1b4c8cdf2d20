//! `_datetime`: date, time, datetime, timedelta, timezone, tzinfo.
//!
//! State is one packed number (`calendar`), for times and datetimes a tzinfo beside it. The calendar and the texts work on plain
//! numbers; the other files are the Python types. Absent: the C interface (`datetime_CAPI` is there as a name only).
pub mod calendar;
pub mod clock;
pub mod date;
pub mod delta;
mod local;
pub mod stamp;
mod text;
pub mod zone;
#[cfg(test)]
mod tests;

use crate::class::Class;
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use calendar::Point;

pub fn is_date(v: Value) -> bool { v.is_ref() && matches!(v.kind(), T::Date | T::DateTime) }
pub fn is_datetime(v: Value) -> bool { v.is_ref() && v.kind() == T::DateTime }
#[inline]
fn point_of(v: Value) -> Point { Point::unpack(Slots(v).int(0)) }
/// tzinfo of a time or datetime.
fn tz_of(v: Value) -> Value { Slots(v).get(1) }
/// An argument that CPython takes as a C int.
fn c_int(cx: &mut Cx, v: Value) -> R<i64> {
    if let Some(n) = v.as_small() { if n as i32 as i64 == n { return Ok(n); } }
    let n = cx.index(v)?;
    match crate::int::to_i64(n) {
        Some(n) if n as i32 as i64 == n => Ok(n),
        Some(n) => Err(cx.overflow_error(if n > 0 { "signed integer is greater than maximum" } else { "signed integer is less than minimum" })),
        None => Err(cx.overflow_error("Python int too large to convert to C long")),
    }
}
fn field(cx: &mut Cx, v: Value, default: i64) -> R<i64> { if v.is_undef() { Ok(default) } else { c_int(cx, v) } }
/// The first `names` of `args` must have been given.
fn need(cx: &mut Cx, names: &[&str], args: &[Value]) -> R<()> {
    match names.iter().zip(args).position(|(_, v)| v.is_undef()) { Some(i) => Err(cx.type_error(format!("function missing required argument '{}' (pos {})", names[i], i + 1))), None => Ok(()) }
}
/// The bytes of a pickle's state argument (text where Python 2 wrote it).
fn state_bytes(v: Value, n: usize) -> Option<Vec<u8>> {
    if v.is(T::Bytes) { let b = crate::bytes::get(v); return if b.len() == n { Some(b.to_vec()) } else { None }; }
    let s = Str::from(v)?;
    if s.len() != n { return None; }
    s.code_points().map(|c| u8::try_from(c).ok()).collect()
}

// ---- datetime.IsoCalendarDate: a tuple of three with names --------------------------------------------------------------------
const ISO: &str = "datetime.IsoCalendarDate";
const ISO_METHODS: &[Def] = &[
    def("__repr__", "", |cx, a| { let t = Tuple::of(a[0]).items(); let n = |i: usize| t.get(i).and_then(|v| v.as_small()).unwrap_or(0); Ok(cx.string(format!("datetime.IsoCalendarDate(year={}, week={}, weekday={})", n(0), n(1), n(2)))) }),
    def("__reduce__", "", |cx, a| { let t = cx.tuple(Tuple::of(a[0]).items()); let args = cx.tuple(&[t]); let c = cx.class(T::Tuple).0; Ok(cx.tuple(&[c, args])) }),
];
fn iso_calendar_date(cx: &mut Cx, y: i64, w: i64, d: i64) -> R {
    let c = match cx.static_get(ISO) {
        Some(c) => Class(c),
        None => { let c = crate::structseq::define(cx, ISO, &["year", "week", "weekday"], 3, false)?; crate::class::add_methods(cx, c, ISO_METHODS); cx.static_set(ISO, c.0); c }
    };
    Ok(crate::structseq::new(cx, c, &[Value::small(y), Value::small(w), Value::small(d)]))
}

/// A second import (after the first was taken out of sys.modules) gives the same classes.
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    if let Some(d) = cx.static_get("datetime.names").and_then(crate::dict::Dict::from) {
        for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { m.dict().set(cx, k, v)? } }
        return Ok(());
    }
    fill(cx, m)?;
    let d = m.dict().copy(cx);
    cx.static_set("datetime.names", d.0);
    Ok(())
}
fn fill(cx: &mut Cx, m: Module) -> R<()> {
    let utc = zone::make(cx, 0, Value::UNDEF);
    cx.static_set("datetime.utc", utc);
    let day = calendar::US_PER_DAY;
    let (one_day, one_us) = (delta::make(cx, day)?, delta::make(cx, 1)?);
    let limit = 999_999_999 * day;
    let (dmin, dmax) = (delta::make(cx, -limit)?, delta::make(cx, limit + day - 1)?);
    let (first, last) = (Point::date(1, 1, 1), Point { year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, us: 999_999, fold: 0 });
    let pair = |cx: &mut Cx, t: T, p: Point| Slots::new(cx, t, &[Value::small(p.pack()), Value::NONE]);
    let date_of = |cx: &mut Cx, p: Point| Slots::new(cx, T::Date, &[Value::small(p.just_date().pack())]);
    let (a, b) = (date_of(cx, first), date_of(cx, last));
    let (c, d) = (pair(cx, T::DateTime, first), pair(cx, T::DateTime, last));
    let (e, f) = (pair(cx, T::Time, Point::default()), pair(cx, T::Time, last.just_time()));
    let edge = (23 * 3600 + 59 * 60) * 1_000_000;
    let (g, h) = (zone::make(cx, -edge, Value::UNDEF), zone::make(cx, edge, Value::UNDEF));
    for (t, name, v) in [
        (T::Date, "min", a), (T::Date, "max", b), (T::Date, "resolution", one_day), (T::DateTime, "min", c), (T::DateTime, "max", d), (T::DateTime, "resolution", one_us), (T::Time, "min", e), (T::Time, "max", f),
        (T::Time, "resolution", one_us), (T::TimeDelta, "min", dmin), (T::TimeDelta, "max", dmax), (T::TimeDelta, "resolution", one_us), (T::TimeZone, "utc", utc), (T::TimeZone, "min", g), (T::TimeZone, "max", h),
    ] { let k = cx.intern(name); cx.class(t).set_attr_raw(cx, k, v) }
    for (name, t) in [("date", T::Date), ("datetime", T::DateTime), ("time", T::Time), ("timedelta", T::TimeDelta), ("timezone", T::TimeZone), ("tzinfo", T::TzInfo)] { let c = cx.class(t).0; m.set(cx, name, c) }
    m.set(cx, "UTC", utc);
    m.set(cx, "MINYEAR", Value::small(calendar::MIN_YEAR));
    m.set(cx, "MAXYEAR", Value::small(calendar::MAX_YEAR));
    m.set(cx, "datetime_CAPI", Value::NONE);
    let doc = cx.str("Fast implementation of the datetime type.");
    m.set(cx, "__doc__", doc);
    Ok(())
}
