//! `date`; `datetime` inherits from it, so what reads fields here works for both.
use super::calendar::{self as cal, IsoError, Point};
use super::{delta, field, is_date, is_datetime, text};
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

#[inline]
pub fn point(v: Value) -> Point { Point::unpack(Slots(v).int(0)) }
pub fn check(cx: &mut Cx, p: Point) -> R<()> {
    if !(cal::MIN_YEAR..=cal::MAX_YEAR).contains(&p.year) { return Err(cx.value_error(format!("year {} is out of range", p.year))); }
    if !(1..=12).contains(&p.month) { return Err(cx.value_error("month must be in 1..12")); }
    if p.day < 1 || p.day > cal::days_in_month(p.year, p.month) { return Err(cx.value_error("day is out of range for month")); }
    Ok(())
}
/// A date of class `cls`, whose own constructor a subclass gets called.
pub fn make(cx: &mut Cx, cls: Value, p: Point) -> R {
    if cls == cx.class(T::Date).0 { check(cx, p)?; return Ok(Slots::new(cx, T::Date, &[Value::small(p.pack())])); }
    cx.call(cls, &[Value::small(p.year), Value::small(p.month), Value::small(p.day)])
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    if a[2].is_undef() && a[3].is_undef() {
        // a pickle's bytes
        if let Some(b) = super::state_bytes(a[1], 4) { if (1..=12).contains(&b[2]) { return Ok(Slots::new_of(cx, a[0], T::Date, &[Value::small(Point::from_date_bytes(&b).pack())])); } }
    }
    super::need(cx, &["year", "month", "day"], &a[1..])?;
    let p = Point::date(super::c_int(cx, a[1])?, super::c_int(cx, a[2])?, super::c_int(cx, a[3])?);
    check(cx, p)?;
    let init = [Value::small(p.pack())];
    Ok(if a[0] == cx.class(T::Date).0 { Slots::new(cx, T::Date, &init) } else { Slots::new_of(cx, a[0], T::Date, &init) })
}
pub fn iso_error(cx: &mut Cx, e: IsoError, n: i64) -> crate::native::Raised {
    match e {
        IsoError::Year => cx.value_error(format!("Year is out of range: {n}")),
        IsoError::Week => cx.value_error(format!("Invalid week: {n}")),
        IsoError::Day => cx.value_error(format!("Invalid day: {n} (range is [1, 7])")),
    }
}
fn today(cx: &mut Cx, a: &[Value]) -> R {
    let t = crate::modules::osys::import_attr(cx, "time", "time")?;
    let t = cx.call(t, &[])?;
    cx.call_method(a[0], "fromtimestamp", &[t])
}
fn fromtimestamp(cx: &mut Cx, a: &[Value]) -> R {
    let (secs, _) = super::stamp::timestamp_arg(cx, a[1], false)?;
    let p = super::stamp::broken_down(cx, secs, true)?;
    make(cx, a[0], p.just_date())
}
fn fromordinal(cx: &mut Cx, a: &[Value]) -> R {
    let n = super::c_int(cx, a[1])?;
    if n < 1 { return Err(cx.value_error("ordinal must be >= 1")); }
    let (y, m, d) = cal::from_ordinal(n);
    if is_datetime_class(a[0]) { return cx.call(a[0], &[Value::small(y), Value::small(m), Value::small(d)]); }
    make(cx, a[0], Point::date(y, m, d))
}
fn is_datetime_class(c: Value) -> bool { crate::class::Class(c).kind() == T::DateTime }
fn fromisoformat(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { return Err(cx.type_error("fromisoformat: argument must be str")) };
    let b = s.bytes();
    let r = if matches!(b.len(), 7 | 8 | 10) { text::parse_date(b) } else { Err(text::Bad::Form) };
    match r {
        Ok(p) => make(cx, a[0], p),
        Err(text::Bad::Iso(e, n)) => Err(iso_error(cx, e, n)),
        Err(text::Bad::Form) => { let r = cx.repr_string(a[1])?; Err(cx.value_error(format!("Invalid isoformat string: {r}"))) }
    }
}
fn fromisocalendar(cx: &mut Cx, a: &[Value]) -> R {
    let mut v = [0; 3];
    for (i, n) in v.iter_mut().enumerate() {
        let x = cx.index(a[i + 1])?;
        match crate::int::to_i64(x).filter(|n| i32::try_from(*n).is_ok()) { Some(k) => *n = k, None => { let what = ["Year", "week", "day"][i]; return Err(match i { 0 => cx.value_error("Year is out of range: ").into_big(cx, x, "Year is out of range: ", ""), _ => cx.value_error("").into_big(cx, x, &format!("Invalid {what}: "), if i == 2 { " (range is [1, 7])" } else { "" }) }) } }
    }
    match cal::from_iso(v[0], v[1], v[2]) {
        Ok((y, m, d)) => if is_datetime_class(a[0]) { cx.call(a[0], &[Value::small(y), Value::small(m), Value::small(d)]) } else { make(cx, a[0], Point::date(y, m, d)) },
        Err(e) => Err(iso_error(cx, e, match e { IsoError::Year => v[0], IsoError::Week => v[1], IsoError::Day => v[2] })),
    }
}
trait IntoBig { fn into_big(self, cx: &mut Cx, n: Value, before: &str, after: &str) -> Self; }
impl IntoBig for crate::native::Raised {
    /// The same error with a number of any size in its message.
    fn into_big(self, cx: &mut Cx, n: Value, before: &str, after: &str) -> Self {
        cx.clear_pending();
        let t = cx.repr_string(n).unwrap_or_default();
        cx.value_error(format!("{before}{t}{after}"))
    }
}
/// Date plus days, as an instance of the class of `v`.
fn add_days(cx: &mut Cx, v: Value, days: i64) -> R {
    let n = point(v).ordinal() + days;
    if !(1..=cal::MAX_ORDINAL).contains(&n) { return Err(cx.overflow_error("date value out of range")); }
    let (y, m, d) = cal::from_ordinal(n);
    let c = cx.class_of(v).0;
    make(cx, c, Point::date(y, m, d))
}
fn add(cx: &mut Cx, a: &[Value]) -> R {
    if is_datetime(a[0]) || !delta::is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    add_days(cx, a[0], Slots(a[1]).int(0))
}
fn sub(cx: &mut Cx, a: &[Value]) -> R {
    if is_date(a[1]) { return delta::make(cx, (point(a[0]).ordinal() - point(a[1]).ordinal()) as i128 * cal::US_PER_DAY); }
    if delta::is_delta(a[1]) { return add_days(cx, a[0], -Slots(a[1]).int(0)); }
    Ok(Value::NOT_IMPLEMENTED)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let _ = cx;
    if !is_date(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    // the dates alone, of datetimes too (whose own methods refuse that are asked first)
    Ok(Value::bool(op.of_ordering((Slots(a[0]).int(0) >> 38).cmp(&(Slots(a[1]).int(0) >> 38)))))
}
fn replace(cx: &mut Cx, a: &[Value]) -> R {
    let p = point(a[0]);
    let p = Point::date(field(cx, a[1], p.year)?, field(cx, a[2], p.month)?, field(cx, a[3], p.day)?);
    let c = cx.class_of(a[0]).0;
    make(cx, c, p)
}
/// `time.struct_time` of these numbers.
pub fn timetuple_of(cx: &mut Cx, p: Point, dst: i64) -> R {
    let f = crate::modules::osys::import_attr(cx, "time", "struct_time")?;
    let yday = cal::days_before_month(p.year, p.month) + p.day;
    let v = [p.year, p.month, p.day, p.hour, p.minute, p.second, p.weekday(), yday, dst].map(Value::small);
    let t = cx.tuple(&v);
    cx.call(f, &[t])
}
fn strftime(cx: &mut Cx, a: &[Value]) -> R {
    let Some(f) = Str::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("strftime() argument 1 must be str, not {t}"))) };
    let t = cx.call_method(a[0], "timetuple", &[])?;
    text::wrap_strftime(cx, a[0], point(a[0]), f, t, a[0])
}
pub fn format(cx: &mut Cx, a: &[Value]) -> R {
    let Some(f) = Str::from(a[1]) else { let t = cx.type_name(a[1]); let t = if a[1].is_none() { "None".into() } else { t }; return Err(cx.type_error(format!("__format__() argument must be str, not {t}"))) };
    if f.is_empty() { return Ok(cx.str_of(a[0])?.0); }
    cx.call_method(a[0], "strftime", &[a[1]])
}
fn isocalendar(cx: &mut Cx, a: &[Value]) -> R {
    let (y, w, d) = cal::iso_calendar(point(a[0]));
    super::iso_calendar_date(cx, y, w, d)
}
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
pub fn ctime(cx: &mut Cx, a: &[Value]) -> R {
    let p = point(a[0]);
    let (d, m) = (DAYS[p.weekday().rem_euclid(7) as usize], MONTHS[(p.month - 1).rem_euclid(12) as usize]);
    Ok(cx.string(format!("{d} {m} {:2} {:02}:{:02}:{:02} {:04}", p.day, p.hour, p.minute, p.second, p.year)))
}
fn isoformat(cx: &mut Cx, a: &[Value]) -> R { let mut s = String::with_capacity(10); text::iso_date(&mut s, point(a[0])); Ok(cx.string(s)) }
fn repr(cx: &mut Cx, a: &[Value]) -> R { let (p, t) = (point(a[0]), cx.type_name(a[0])); Ok(cx.string(format!("{t}({}, {}, {})", p.year, p.month, p.day))) }
pub const METHODS: &[Def] = &[
    def_new("year, month=?, day=?", new).doc("date(year, month, day) --> date object"),
    def_class("today", "", today), def_class("fromtimestamp", "timestamp, /", fromtimestamp), def_class("fromordinal", "ordinal, /", fromordinal), def_class("fromisoformat", "date_string, /", fromisoformat), def_class("fromisocalendar", "year, week, day", fromisocalendar),
    attr("year", |_, a| Ok(Value::small(point(a[0]).year))), attr("month", |_, a| Ok(Value::small(point(a[0]).month))), attr("day", |_, a| Ok(Value::small(point(a[0]).day))),
    def("isocalendar", "", isocalendar), def("isoformat", "", isoformat), def("isoweekday", "", |_, a| Ok(Value::small(point(a[0]).weekday() + 1))), def("weekday", "", |_, a| Ok(Value::small(point(a[0]).weekday()))),
    def("toordinal", "", |_, a| Ok(Value::small(point(a[0]).ordinal()))), def("timetuple", "", |cx, a| timetuple_of(cx, point(a[0]).just_date(), -1)), def("ctime", "", ctime), def("strftime", "format", strftime),
    def("__format__", "format_spec, /", format), def("replace", "year=?, month=?, day=?", replace), def("__repr__", "", repr), def("__str__", "", |cx, a| cx.call_method(a[0], "isoformat", &[])),
    def("__hash__", "", |cx, a| { let h = crate::hash::hash_bytes(&point(a[0]).date_bytes()); Ok(cx.int(h)) }),
    def("__add__", "value, /", add), def("__radd__", "value, /", add), def("__sub__", "value, /", sub),
    def("__rsub__", "value, /", |cx, a| if is_date(a[1]) { sub(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__reduce__", "", |cx, a| { let (c, b) = (cx.class_of(a[0]).0, crate::bytes::new(cx, &point(a[0]).date_bytes())); let t = cx.tuple(&[b]); Ok(cx.tuple(&[c, t])) }),
];
