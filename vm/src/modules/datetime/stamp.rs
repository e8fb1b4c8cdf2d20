//! `datetime`: slot 0 the packed point, slot 1 the tzinfo or None. What concerns the date alone is in `date`.
use super::calendar::{self as cal, Point};
use super::zone::{self, call_offset, call_tzname, check_tzinfo};
use super::{c_int, delta, field, is_date, is_datetime, point_of, text, tz_of};
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn exact(cx: &mut Cx, p: Point, tz: Value) -> Value { Slots::new(cx, T::DateTime, &[Value::small(p.pack()), tz]) }
/// A datetime of class `cls`, whose own constructor a subclass gets called.
pub fn make(cx: &mut Cx, cls: Value, p: Point, tz: Value) -> R {
    if cls == cx.class(T::DateTime).0 { super::date::check(cx, p)?; super::clock::check(cx, p)?; return Ok(exact(cx, p, tz)); }
    let v = [p.year, p.month, p.day, p.hour, p.minute, p.second, p.us].map(Value::small);
    let mut args = [Value::NONE; 9];
    args[..7].copy_from_slice(&v);
    args[7] = tz;
    if p.fold == 0 { return cx.call(cls, &args[..8]); }
    args[8] = Value::small(p.fold);
    let fold = cx.intern("fold");
    cx.call_kw(cls, &args, &[fold])
}
fn new(cx: &mut Cx, a: &[Value]) -> R {
    if a[3].is_undef() {
        if let Some(b) = super::state_bytes(a[1], 10) {
            if (1..=12).contains(&(b[2] & 127)) {
                let tz = if a[2].is_undef() { Value::NONE } else { a[2] };
                if !tz.is_none() && !zone::is_tzinfo(tz) { return Err(cx.type_error("bad tzinfo state arg")); }
                let d = Point::from_date_bytes(&[b[0], b[1], b[2] & 127, b[3]]);
                let p = Point { year: d.year, month: d.month, day: d.day, fold: (b[2] >> 7) as i64, ..Point::from_time_bytes(&b[4..]) };
                return Ok(Slots::new_of(cx, a[0], T::DateTime, &[Value::small(p.pack()), tz]));
            }
        }
    }
    super::need(cx, &["year", "month", "day"], &a[1..])?;
    let p = Point { year: c_int(cx, a[1])?, month: c_int(cx, a[2])?, day: c_int(cx, a[3])?, hour: field(cx, a[4], 0)?, minute: field(cx, a[5], 0)?, second: field(cx, a[6], 0)?, us: field(cx, a[7], 0)?, fold: field(cx, a[9], 0)? };
    super::date::check(cx, p)?;
    super::clock::check(cx, p)?;
    let tz = check_tzinfo(cx, a[8])?;
    let init = [Value::small(p.pack()), tz];
    Ok(if a[0] == cx.class(T::DateTime).0 { Slots::new(cx, T::DateTime, &init) } else { Slots::new_of(cx, a[0], T::DateTime, &init) })
}

// ---- the clock of the machine -------------------------------------------------------------------------------------------------
const EPOCH: i64 = 719_163 * 86400;
const FOLD: i64 = 24 * 3600;
/// Seconds and microseconds of a timestamp argument, rounded half to even; whole seconds rounded down without `micros`.
pub fn timestamp_arg(cx: &mut Cx, v: Value, micros: bool) -> R<(i64, i64)> {
    if v.is(T::Float) {
        let f = crate::float::get(v);
        if f.is_nan() { return Err(cx.value_error("Invalid value NaN (not a number)")); }
        let (mut s, mut us) = (f.trunc(), 0.0);
        if micros {
            us = (f.fract() * 1e6).round_ties_even();
            if us >= 1e6 { us -= 1e6; s += 1.0 } else if us < 0.0 { us += 1e6; s -= 1.0 }
        } else { s = f.floor() }
        if !(-9.2e18..9.2e18).contains(&s) { return Err(cx.overflow_error("timestamp out of range for platform time_t")); }
        return Ok((s as i64, us as i64));
    }
    let n = cx.index(v)?;
    match crate::int::to_i64(n) { Some(s) => Ok((s, 0)), None => Err(cx.overflow_error("timestamp out of range for platform time_t")) }
}
/// Calendar fields of a time_t, in local time or UTC.
pub fn broken_down(cx: &mut Cx, t: i64, local: bool) -> R<Point> {
    if local {
        let (p, _, _) = super::local::fields(cx, t)?;
        return Ok(p);
    }
    let days = t.div_euclid(86400) + 719_163;
    // the year is checked by whoever makes a date of it
    let (year, month, day) = if (-800_000_000..800_000_000).contains(&days) { cal::from_ordinal(days) } else { return Err(cx.value_error(format!("year {} is out of range", days / 366))) };
    let s = t.rem_euclid(86400);
    Ok(Point { year, month, day, hour: s / 3600, minute: s / 60 % 60, second: s % 60, ..Point::default() })
}
/// Local time of seconds since year 1, counted the same way.
fn local(cx: &mut Cx, u: i64) -> R<i64> { Ok(broken_down(cx, u - EPOCH, true)?.total_seconds()) }
/// UTC seconds since year 1 of a local time.
fn local_to_seconds(cx: &mut Cx, p: Point) -> R<i64> {
    let t = p.total_seconds();
    let a = local(cx, t)? - t;
    let u1 = t - a;
    let t1 = local(cx, u1)?;
    let b;
    if t1 == t {
        let u2 = if p.fold != 0 { u1 + FOLD } else { u1 - FOLD };
        b = local(cx, u2)? - u2;
        if a == b { return Ok(u1); }
    } else { b = t1 - u1 }
    let u2 = t - b;
    if local(cx, u2)? == t { return Ok(u2); }
    if t1 == t { return Ok(u1); }
    Ok(if p.fold != 0 { u1.min(u2) } else { u1.max(u2) })
}
fn from_time_t(cx: &mut Cx, cls: Value, t: i64, us: i64, is_local: bool, tz: Value) -> R {
    let mut p = broken_down(cx, t, is_local)?;
    p.second = p.second.min(59);
    p.us = us;
    if tz.is_none() && is_local {
        let r = p.total_seconds();
        let probe = local(cx, EPOCH + t - FOLD)?;
        let transition = r - probe - FOLD;
        if transition < 0 && local(cx, EPOCH + t + transition)? == r { p.fold = 1 }
    }
    make(cx, cls, p, tz)
}
fn from_timestamp(cx: &mut Cx, cls: Value, v: Value, tz: Value) -> R {
    let tz = check_tzinfo(cx, tz)?;
    let (s, us) = timestamp_arg(cx, v, true)?;
    let r = from_time_t(cx, cls, s, us, tz.is_none(), tz)?;
    if tz.is_none() { Ok(r) } else { cx.call_method(tz, "fromutc", &[r]) }
}
fn wall_clock() -> (i64, i64) { let n = crate::modules::time::clock_ns(libc::CLOCK_REALTIME); (n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000) / 1000) }
fn now(cx: &mut Cx, a: &[Value]) -> R {
    let tz = check_tzinfo(cx, a[1])?;
    let (s, us) = wall_clock();
    let r = from_time_t(cx, a[0], s, us, tz.is_none(), tz)?;
    if tz.is_none() { Ok(r) } else { cx.call_method(tz, "fromutc", &[r]) }
}
fn utcnow(cx: &mut Cx, a: &[Value]) -> R {
    crate::warn::warn(cx, T::DeprecationWarning, "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).")?;
    let (s, us) = wall_clock();
    from_time_t(cx, a[0], s, us, false, Value::NONE)
}
fn utcfromtimestamp(cx: &mut Cx, a: &[Value]) -> R {
    crate::warn::warn(cx, T::DeprecationWarning, "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).")?;
    let (s, us) = timestamp_arg(cx, a[1], true)?;
    from_time_t(cx, a[0], s, us, false, Value::NONE)
}
fn timestamp(cx: &mut Cx, a: &[Value]) -> R {
    let (p, tz) = (point_of(a[0]), tz_of(a[0]));
    if tz.is_none() { let s = local_to_seconds(cx, p)?; return Ok(cx.float((s - EPOCH) as f64 + p.us as f64 / 1e6)); }
    let off = utcoffset_of(cx, a[0])?;
    let us = p.total_us() - off.unwrap_or(0) - EPOCH * 1_000_000;
    let x = cx.int(us);
    crate::int_arith::truediv(cx, x, Value::small(1_000_000))
}
/// The timezone of this machine at a time_t.
fn local_zone(cx: &mut Cx, t: i64) -> R {
    let (_, off, name) = super::local::fields(cx, t)?;
    Ok(zone::make(cx, off * 1_000_000, name))
}

// ---- offsets, conversion ------------------------------------------------------------------------------------------------------
pub fn method_offset(cx: &mut Cx, dt: Value, name: &str) -> R<Option<i64>> { call_offset(cx, tz_of(dt), name, dt) }
fn utcoffset_of(cx: &mut Cx, dt: Value) -> R<Option<i64>> { method_offset(cx, dt, "utcoffset") }
fn delta_or_none(cx: &mut Cx, us: Option<i64>) -> R { match us { Some(us) => delta::make(cx, us as i128), None => Ok(Value::NONE) } }
/// `dt` moved by microseconds, of the same class and tzinfo.
pub fn add_us(cx: &mut Cx, dt: Value, us: i128) -> R {
    let Some(p) = i64::try_from(us).ok().and_then(|us| point_of(dt).total_us().checked_add(us)).and_then(Point::from_total_us) else { return Err(cx.overflow_error("date value out of range")) };
    let c = cx.class_of(dt).0;
    let tz = tz_of(dt);
    if c == cx.class(T::DateTime).0 { return Ok(exact(cx, p, tz)); }
    make(cx, c, p, tz)
}
fn astimezone(cx: &mut Cx, a: &[Value]) -> R {
    let this = a[0];
    let mut target = a[1].opt_none().unwrap_or(Value::NONE);
    if !target.is_none() && !zone::is_tzinfo(target) { let t = cx.type_name(target); return Err(cx.type_error(format!("tzinfo argument must be None or of a tzinfo subclass, not type '{t}'"))); }
    let mut own = tz_of(this);
    let naive = |cx: &mut Cx| -> R {
        let p = point_of(this);
        let s = local_to_seconds(cx, p)?;
        let other = local_to_seconds(cx, Point { fold: 1 - p.fold, ..p })?;
        // a time that the clocks skip
        let gap = s != other && (other > s) == (p.fold == 1);
        local_zone(cx, if gap { other } else { s } - EPOCH)
    };
    if own.is_none() { own = naive(cx)?; }
    if own == target { return Ok(this); }
    let off = match call_offset(cx, own, "utcoffset", this)? {
        Some(o) => o,
        None => { own = naive(cx)?; if own == target { return Ok(this); } call_offset(cx, own, "utcoffset", this)?.unwrap_or(0) }
    };
    let Some(p) = Point::from_total_us(point_of(this).total_us() - off) else { return Err(cx.overflow_error("date value out of range")) };
    if target.is_none() { target = local_zone(cx, p.total_seconds() - EPOCH)? }
    let c = cx.class_of(this).0;
    let r = if c == cx.class(T::DateTime).0 { exact(cx, p, target) } else { make(cx, c, p, target)? };
    cx.call_method(target, "fromutc", &[r])
}

// ---- arithmetic, comparison ----------------------------------------------------------------------------------------------------
fn add(cx: &mut Cx, a: &[Value]) -> R { if !delta::is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); } add_us(cx, a[0], delta::total(a[1])) }
fn sub(cx: &mut Cx, a: &[Value]) -> R {
    if delta::is_delta(a[1]) { return add_us(cx, a[0], -delta::total(a[1])); }
    if !is_datetime(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    let (x, y) = (point_of(a[0]).total_us(), point_of(a[1]).total_us());
    if tz_of(a[0]) == tz_of(a[1]) { return delta::make(cx, (x - y) as i128); }
    let (ox, oy) = (utcoffset_of(cx, a[0])?, utcoffset_of(cx, a[1])?);
    if ox.is_none() != oy.is_none() { return Err(cx.type_error("can't subtract offset-naive and offset-aware datetimes")); }
    delta::make(cx, (x - y - (ox.unwrap_or(0) - oy.unwrap_or(0))) as i128)
}
/// PEP 495: is this a time whose offset depends on the fold?
fn fold_matters(cx: &mut Cx, v: Value, off: Option<i64>) -> R<bool> {
    let p = point_of(v);
    let other = exact(cx, Point { fold: 1 - p.fold, ..p }, tz_of(v));
    Ok(utcoffset_of(cx, other)? != off)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !is_datetime(a[1]) {
        if is_date(a[1]) {
            return match op { Cmp::Eq => Ok(Value::FALSE), Cmp::Ne => Ok(Value::TRUE), _ => { let (x, y) = (cx.type_name(a[0]), cx.type_name(a[1])); Err(cx.type_error(format!("can't compare {x} to {y}"))) } };
        }
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    let plain = (x.int(0) >> 1).cmp(&(y.int(0) >> 1));
    if x.get(1) == y.get(1) { return Ok(Value::bool(op.of_ordering(plain))); }
    let (ox, oy) = (utcoffset_of(cx, a[0])?, utcoffset_of(cx, a[1])?);
    let eq = matches!(op, Cmp::Eq | Cmp::Ne);
    let o = if ox == oy { plain } else {
        match (ox, oy) {
            (Some(ox), Some(oy)) => (point_of(a[0]).total_us() - ox).cmp(&(point_of(a[1]).total_us() - oy)),
            _ if eq => return Ok(Value::bool(op == Cmp::Ne)),
            _ => return Err(cx.type_error("can't compare offset-naive and offset-aware datetimes")),
        }
    };
    if eq && o.is_eq() && (fold_matters(cx, a[0], ox)? || fold_matters(cx, a[1], oy)?) { return Ok(Value::bool(op == Cmp::Ne)); }
    Ok(Value::bool(op.of_ordering(o)))
}
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let (p, tz) = (point_of(a[0]), tz_of(a[0]));
    if tz.is_none() { let h = crate::hash::hash_bytes(&p.bytes()); return Ok(cx.int(h)); }
    let me = if p.fold != 0 { exact(cx, Point { fold: 0, ..p }, tz) } else { a[0] };
    let h = match utcoffset_of(cx, me)? {
        None => crate::hash::hash_bytes(&p.bytes()),
        Some(off) => { let d = delta::make(cx, (p.total_us() - off) as i128)?; cx.hash(d)? }
    };
    Ok(cx.int(h))
}

// ---- parts, text -------------------------------------------------------------------------------------------------------------------
fn replace(cx: &mut Cx, a: &[Value]) -> R {
    let p = point_of(a[0]);
    let p = Point { year: field(cx, a[1], p.year)?, month: field(cx, a[2], p.month)?, day: field(cx, a[3], p.day)?, hour: field(cx, a[4], p.hour)?, minute: field(cx, a[5], p.minute)?, second: field(cx, a[6], p.second)?, us: field(cx, a[7], p.us)?, fold: field(cx, a[9], p.fold)? };
    if !(0..=1).contains(&p.fold) { return Err(cx.value_error("fold must be either 0 or 1")); }
    let tz = match a[8].opt() { None => tz_of(a[0]), Some(v) => v };
    let tz = check_tzinfo(cx, tz)?;
    let c = cx.class_of(a[0]).0;
    make(cx, c, p, tz)
}
fn combine(cx: &mut Cx, a: &[Value]) -> R {
    if !is_date(a[1]) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("combine() argument 1 must be datetime.date, not {t}"))); }
    if !a[2].is_ref() || a[2].kind() != T::Time { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("combine() argument 2 must be datetime.time, not {t}"))); }
    let (d, t) = (point_of(a[1]), point_of(a[2]));
    let tz = match a[3].opt() { None => tz_of(a[2]), Some(v) => check_tzinfo(cx, v)? };
    make(cx, a[0], Point { year: d.year, month: d.month, day: d.day, ..t }, tz)
}
fn fromisoformat(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[1]) else { return Err(cx.type_error("fromisoformat: argument must be str")) };
    let b = s.bytes();
    let bad = |cx: &mut Cx| -> R { let r = cx.repr_string(a[1])?; Err(cx.value_error(format!("Invalid isoformat string: {r}"))) };
    let Some(at) = (if b.len() < 7 { None } else { text::separator(b) }) else { return bad(cx) };
    if at > b.len() { return bad(cx); }
    let d = match text::parse_date(&b[..at]) { Ok(p) => p, Err(text::Bad::Form) => return bad(cx), Err(text::Bad::Iso(e, n)) => return Err(super::date::iso_error(cx, e, n)) };
    if at == b.len() { return make(cx, a[0], d, Value::NONE); }
    let skip = crate::str::wtf8_len(b[at]);
    match text::parse_time(b.get(at + skip..).unwrap_or(b"")) {
        Some((t, off)) => { let tz = match off { Some(us) => super::clock::zone_of(cx, us)?, None => Value::NONE }; make(cx, a[0], Point { year: d.year, month: d.month, day: d.day, ..t }, tz) }
        None => bad(cx),
    }
}
fn strptime(cx: &mut Cx, a: &[Value]) -> R {
    for (i, v) in a[1..].iter().enumerate() { if !v.is(T::Str) { let t = cx.type_name(*v); return Err(cx.type_error(format!("strptime() argument {} must be str, not {t}", i + 1))); } }
    let f = crate::modules::osys::import_attr(cx, "_strptime", "_strptime_datetime")?;
    cx.call(f, a)
}
fn isoformat(cx: &mut Cx, a: &[Value]) -> R {
    let mut out = String::with_capacity(40);
    let p = point_of(a[0]);
    text::iso_date(&mut out, p);
    match a[1].opt() {
        None => out.push('T'),
        Some(v) => {
            let Some(s) = Str::from(v) else { let t = cx.type_name(v); let t = if v.is_none() { "None".into() } else { t }; return Err(cx.type_error(format!("isoformat() argument 1 must be a unicode character, not {t}"))) };
            if s.len() != 1 { return Err(cx.type_error("isoformat() argument 1 must be a unicode character, not str")); }
            match s.as_str() { Some(c) => out += c, None => return isoformat_odd(cx, a, s) }
        }
    }
    let spec = super::clock::timespec(cx, a[2])?;
    if text::iso_time(&mut out, p, &spec).is_none() { return Err(cx.value_error("Unknown timespec value")); }
    if !tz_of(a[0]).is_none() { if let Some(us) = utcoffset_of(cx, a[0])? { out += &text::offset_text(us, ":") } }
    Ok(cx.string(out))
}
/// With a lone surrogate between the date and the time.
fn isoformat_odd(cx: &mut Cx, a: &[Value], sep: Str) -> R {
    let v = isoformat(cx, &[a[0], Value::UNDEF, a[2]])?;
    let b = Str(v).bytes();
    let mut out = b[..10].to_vec();
    out.extend_from_slice(sep.bytes());
    out.extend_from_slice(&b[11..]);
    Ok(Str::from_wtf8(cx, &out).0)
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let (p, t) = (point_of(a[0]), cx.type_name(a[0]));
    let mut s = format!("{t}({}, {}, {}, {}, {}", p.year, p.month, p.day, p.hour, p.minute);
    if p.us != 0 { s += &format!(", {}, {}", p.second, p.us) } else if p.second != 0 { s += &format!(", {}", p.second) }
    super::clock::repr_end(cx, s, a[0], true)
}
fn str(cx: &mut Cx, a: &[Value]) -> R {
    let (sp, k) = (cx.str(" "), cx.intern("sep"));
    let f = cx.get_attr_str(a[0], "isoformat")?;
    cx.call_kw(f, &[sp], &[k])
}
fn timetuple(cx: &mut Cx, a: &[Value]) -> R {
    let dst = match method_offset(cx, a[0], "dst")? { None => -1, Some(us) => (us != 0) as i64 };
    super::date::timetuple_of(cx, point_of(a[0]), dst)
}
fn utctimetuple(cx: &mut Cx, a: &[Value]) -> R {
    let p = point_of(a[0]);
    let off = utcoffset_of(cx, a[0])?.unwrap_or(0);
    let Some(p) = Point::from_total_us(p.total_us() - off) else { return Err(cx.overflow_error("date value out of range")) };
    super::date::timetuple_of(cx, p, 0)
}
fn reduce(cx: &mut Cx, a: &[Value], proto: i64) -> R {
    let p = point_of(a[0]);
    let mut b = p.bytes();
    if proto > 3 && p.fold != 0 { b[2] |= 128 }
    let (c, b, tz) = (cx.class_of(a[0]).0, crate::bytes::new(cx, &b), tz_of(a[0]));
    let t = if tz.is_none() { cx.tuple(&[b]) } else { cx.tuple(&[b, tz]) };
    Ok(cx.tuple(&[c, t]))
}
pub const METHODS: &[Def] = &[
    def_new("year, month=?, day=?, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0", new).doc("datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints."),
    def_class("now", "tz=None", now), def_class("utcnow", "", utcnow), def_class("fromtimestamp", "timestamp, tz=None", |cx, a| from_timestamp(cx, a[0], a[1], a[2])), def_class("utcfromtimestamp", "timestamp, /", utcfromtimestamp),
    def_class("strptime", "date_string, format, /", strptime), def_class("combine", "date, time, tzinfo=?", combine), def_class("fromisoformat", "date_string, /", fromisoformat),
    attr("hour", |_, a| Ok(Value::small(point_of(a[0]).hour))), attr("minute", |_, a| Ok(Value::small(point_of(a[0]).minute))), attr("second", |_, a| Ok(Value::small(point_of(a[0]).second))), attr("microsecond", |_, a| Ok(Value::small(point_of(a[0]).us))),
    attr("tzinfo", |_, a| Ok(tz_of(a[0]))), attr("fold", |_, a| Ok(Value::small(point_of(a[0]).fold))),
    def("date", "", |cx, a| { let p = point_of(a[0]).just_date(); Ok(Slots::new(cx, T::Date, &[Value::small(p.pack())])) }), def("time", "", |cx, a| Ok(super::clock::make(cx, point_of(a[0]), Value::NONE))), def("timetz", "", |cx, a| { let tz = tz_of(a[0]); Ok(super::clock::make(cx, point_of(a[0]), tz)) }),
    def("ctime", "", super::date::ctime), def("timetuple", "", timetuple), def("timestamp", "", timestamp), def("utctimetuple", "", utctimetuple), def("isoformat", "sep=?, timespec=?", isoformat),
    def("utcoffset", "", |cx, a| { let o = utcoffset_of(cx, a[0])?; delta_or_none(cx, o) }), def("dst", "", |cx, a| { let o = method_offset(cx, a[0], "dst")?; delta_or_none(cx, o) }), def("tzname", "", |cx, a| call_tzname(cx, tz_of(a[0]), a[0])),
    def("replace", "year=?, month=?, day=?, hour=?, minute=?, second=?, microsecond=?, tzinfo=?, *, fold=?", replace), def("astimezone", "tz=None", astimezone),
    def("__repr__", "", repr), def("__str__", "", str), def("__hash__", "", hash),
    def("__add__", "value, /", add), def("__radd__", "value, /", add), def("__sub__", "value, /", sub), def("__rsub__", "value, /", |cx, a| if is_datetime(a[1]) { sub(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__reduce__", "", |cx, a| reduce(cx, a, 2)), def("__reduce_ex__", "protocol, /", |cx, a| { let p = c_int(cx, a[1])?; reduce(cx, a, p) }),
];
