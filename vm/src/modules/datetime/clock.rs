//! `time`: slot 0 the packed time, slot 1 the tzinfo or None.
use super::calendar::Point;
use super::zone::{call_offset, call_tzname, check_tzinfo};
use super::{c_int, delta, field, point_of, text, tz_of};
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

pub fn check(cx: &mut Cx, p: Point) -> R<()> {
    if !(0..=23).contains(&p.hour) { return Err(cx.value_error("hour must be in 0..23")); }
    if !(0..=59).contains(&p.minute) { return Err(cx.value_error("minute must be in 0..59")); }
    if !(0..=59).contains(&p.second) { return Err(cx.value_error("second must be in 0..59")); }
    if !(0..=999_999).contains(&p.us) { return Err(cx.value_error("microsecond must be in 0..999999")); }
    if !(0..=1).contains(&p.fold) { return Err(cx.value_error("fold must be either 0 or 1")); }
    Ok(())
}
pub fn make(cx: &mut Cx, p: Point, tz: Value) -> Value { Slots::new(cx, T::Time, &[Value::small(p.just_time().pack()), tz]) }
fn make_of(cx: &mut Cx, cls: Value, p: Point, tz: Value) -> R {
    if cls == cx.class(T::Time).0 { check(cx, p)?; return Ok(make(cx, p, tz)); }
    let fold = cx.intern("fold");
    if p.fold != 0 { return cx.call_kw(cls, &[Value::small(p.hour), Value::small(p.minute), Value::small(p.second), Value::small(p.us), tz, Value::small(p.fold)], &[fold]); }
    cx.call(cls, &[Value::small(p.hour), Value::small(p.minute), Value::small(p.second), Value::small(p.us), tz])
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    if let Some(b) = super::state_bytes(a[1], 6) {
        if b[0] & 127 < 24 && a[3].is_undef() {
            if !a[2].is_undef() && !a[2].is_none() && !super::zone::is_tzinfo(a[2]) { return Err(cx.type_error("bad tzinfo state arg")); }
            let p = Point { fold: (b[0] >> 7) as i64, ..Point::from_time_bytes(&b) };
            return Ok(Slots::new_of(cx, a[0], T::Time, &[Value::small(p.pack()), if a[2].is_undef() { Value::NONE } else { a[2] }]));
        }
    }
    let p = Point { hour: field(cx, a[1], 0)?, minute: field(cx, a[2], 0)?, second: field(cx, a[3], 0)?, us: field(cx, a[4], 0)?, fold: field(cx, a[6], 0)?, ..Point::default() };
    check(cx, p)?;
    let tz = check_tzinfo(cx, a[5])?;
    let init = [Value::small(p.pack()), tz];
    Ok(if a[0] == cx.class(T::Time).0 { Slots::new(cx, T::Time, &init) } else { Slots::new_of(cx, a[0], T::Time, &init) })
}
fn fromisoformat(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { return Err(cx.type_error("fromisoformat: argument must be str")) };
    let b = s.bytes();
    let b = b.strip_prefix(b"T").unwrap_or(b);
    match text::parse_time(b) {
        Some((p, off)) => { let tz = match off { Some(us) => zone_of(cx, us)?, None => Value::NONE }; make_of(cx, a[0], p, tz) }
        None => { let r = cx.repr_string(a[1])?; Err(cx.value_error(format!("Invalid isoformat string: {r}"))) }
    }
}
/// The timezone of a parsed offset.
pub fn zone_of(cx: &mut Cx, us: i64) -> R {
    if us.abs() >= 86_400_000_000 { let d = delta::make(cx, us as i128)?; let r = cx.repr_string(d)?; return Err(cx.value_error(format!("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {r}."))); }
    Ok(super::zone::make(cx, us, Value::UNDEF))
}
fn offset(cx: &mut Cx, v: Value) -> R<Option<i64>> { call_offset(cx, tz_of(v), "utcoffset", Value::NONE) }
fn delta_or_none(cx: &mut Cx, us: Option<i64>) -> R { match us { Some(us) => delta::make(cx, us as i128), None => Ok(Value::NONE) } }
pub fn timespec(cx: &mut Cx, v: Value) -> R<String> {
    match v.opt() { None => Ok("auto".into()), Some(v) => match Str::from(v) { Some(s) => Ok(s.lossy().into_owned()), None => { let t = cx.type_name(v); let t = if v.is_none() { "None".into() } else { t }; Err(cx.type_error(format!("isoformat() argument 'timespec' must be str, not {t}"))) } } }
}
fn isoformat(cx: &mut Cx, a: &[Value]) -> R {
    let spec = timespec(cx, a[1])?;
    let mut out = String::with_capacity(32);
    if text::iso_time(&mut out, point_of(a[0]), &spec).is_none() { return Err(cx.value_error("Unknown timespec value")); }
    if !tz_of(a[0]).is_none() { if let Some(us) = offset(cx, a[0])? { out += &text::offset_text(us, ":") } }
    Ok(cx.string(out))
}
/// Adds tzinfo and fold, in CPython's order for each type, and the closing parenthesis.
pub fn repr_end(cx: &mut Cx, mut s: String, v: Value, fold_first: bool) -> R {
    let (tz, fold) = (tz_of(v), point_of(v).fold != 0);
    if fold && fold_first { s += ", fold=1" }
    if !tz.is_none() { let r = cx.repr_string(tz)?; s += &format!(", tzinfo={r}") }
    if fold && !fold_first { s += ", fold=1" }
    s.push(')');
    Ok(cx.string(s))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let (p, t) = (point_of(a[0]), cx.type_name(a[0]));
    let s = if p.us != 0 { format!("{t}({}, {}, {}, {}", p.hour, p.minute, p.second, p.us) } else if p.second != 0 { format!("{t}({}, {}, {}", p.hour, p.minute, p.second) } else { format!("{t}({}, {}", p.hour, p.minute) };
    repr_end(cx, s, a[0], false)
}
fn strftime(cx: &mut Cx, a: &[Value]) -> R {
    let Some(f) = Str::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("strftime() argument 1 must be str, not {t}"))) };
    let p = point_of(a[0]);
    let v = [1900, 1, 1, p.hour, p.minute, p.second, 0, 1, -1].map(Value::small);
    let t = cx.tuple(&v);
    text::wrap_strftime(cx, a[0], p, f, t, Value::NONE)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is_ref() || a[1].kind() != T::Time { return Ok(Value::NOT_IMPLEMENTED); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    let plain = |cx: &mut Cx, o: std::cmp::Ordering| { let _ = cx; Ok(Value::bool(op.of_ordering(o))) };
    if x.get(1) == y.get(1) { return plain(cx, (x.int(0) >> 1).cmp(&(y.int(0) >> 1))); }
    let (ox, oy) = (offset(cx, a[0])?, offset(cx, a[1])?);
    if ox == oy { return plain(cx, (x.int(0) >> 1).cmp(&(y.int(0) >> 1))); }
    match (ox, oy) {
        (Some(ox), Some(oy)) => { let (tx, ty) = (point_of(a[0]).us_of_day() - ox, point_of(a[1]).us_of_day() - oy); plain(cx, tx.cmp(&ty)) }
        _ if op == Cmp::Eq => Ok(Value::FALSE),
        _ if op == Cmp::Ne => Ok(Value::TRUE),
        _ => Err(cx.type_error("can't compare offset-naive and offset-aware times")),
    }
}
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let (p, tz) = (point_of(a[0]), tz_of(a[0]));
    let me = if p.fold != 0 && !tz.is_none() { make(cx, Point { fold: 0, ..p }, tz) } else { a[0] };
    let h = match offset(cx, me)? {
        None => crate::hash::hash_bytes(&p.time_bytes()),
        Some(off) => { let d = delta::make(cx, (p.us_of_day() - off) as i128)?; cx.hash(d)? }
    };
    Ok(cx.int(h))
}
fn replace(cx: &mut Cx, a: &[Value]) -> R {
    let p = point_of(a[0]);
    let p = Point { hour: field(cx, a[1], p.hour)?, minute: field(cx, a[2], p.minute)?, second: field(cx, a[3], p.second)?, us: field(cx, a[4], p.us)?, fold: field(cx, a[6], p.fold)?, ..Point::default() };
    let tz = match a[5].opt() { None => tz_of(a[0]), Some(v) => v };
    if !(0..=1).contains(&p.fold) { return Err(cx.value_error("fold must be either 0 or 1")); }
    let tz = check_tzinfo(cx, tz)?;
    let c = cx.class_of(a[0]).0;
    make_of(cx, c, p, tz)
}
fn reduce(cx: &mut Cx, a: &[Value], proto: i64) -> R {
    let p = point_of(a[0]);
    let mut b = p.time_bytes();
    if proto > 3 && p.fold != 0 { b[0] |= 128 }
    let (c, b, tz) = (cx.class_of(a[0]).0, crate::bytes::new(cx, &b), tz_of(a[0]));
    let t = if tz.is_none() { cx.tuple(&[b]) } else { cx.tuple(&[b, tz]) };
    Ok(cx.tuple(&[c, t]))
}
pub const METHODS: &[Def] = &[
    def_new("hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0", new).doc("time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints."),
    def_class("fromisoformat", "string, /", fromisoformat),
    attr("hour", |_, a| Ok(Value::small(point_of(a[0]).hour))), attr("minute", |_, a| Ok(Value::small(point_of(a[0]).minute))), attr("second", |_, a| Ok(Value::small(point_of(a[0]).second))), attr("microsecond", |_, a| Ok(Value::small(point_of(a[0]).us))),
    attr("tzinfo", |_, a| Ok(tz_of(a[0]))), attr("fold", |_, a| Ok(Value::small(point_of(a[0]).fold))),
    def("isoformat", "timespec=?", isoformat), def("strftime", "format", strftime), def("__format__", "format_spec, /", super::date::format), def("replace", "hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?", replace),
    def("utcoffset", "", |cx, a| { let o = offset(cx, a[0])?; delta_or_none(cx, o) }), def("dst", "", |cx, a| { let o = call_offset(cx, tz_of(a[0]), "dst", Value::NONE)?; delta_or_none(cx, o) }), def("tzname", "", |cx, a| call_tzname(cx, tz_of(a[0]), Value::NONE)),
    def("__repr__", "", repr), def("__str__", "", |cx, a| cx.call_method(a[0], "isoformat", &[])), def("__hash__", "", hash),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__reduce__", "", |cx, a| reduce(cx, a, 2)), def("__reduce_ex__", "protocol, /", |cx, a| { let p = c_int(cx, a[1])?; reduce(cx, a, p) }),
];
