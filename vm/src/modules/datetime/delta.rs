//! `timedelta`: days, and microseconds within the day.
use super::calendar::{DAY_US, US_PER_DAY};
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use dashu_int::ops::DivRemEuclid;
use dashu_int::{IBig, UBig};

const MAX_DAYS: i128 = 999_999_999;
/// Microseconds of a timedelta.
pub fn total(v: Value) -> i128 { let s = Slots(v); s.int(0) as i128 * US_PER_DAY + s.int(1) as i128 }
pub fn is_delta(v: Value) -> bool { v.is_ref() && v.kind() == T::TimeDelta }
/// A timedelta of class `cls`.
fn make_of(cx: &mut Cx, cls: Value, us: i128) -> R {
    // the division of narrow numbers is much the faster
    let (d, r) = match i64::try_from(us) { Ok(n) => (n.div_euclid(DAY_US) as i128, n.rem_euclid(DAY_US) as i128), Err(_) => (us.div_euclid(US_PER_DAY), us.rem_euclid(US_PER_DAY)) };
    if d.unsigned_abs() > MAX_DAYS as u128 {
        if i32::try_from(d).is_err() { return Err(cx.overflow_error("Python int too large to convert to C int")); }
        return Err(cx.overflow_error(format!("days={d}; must have magnitude <= {MAX_DAYS}")));
    }
    let init = [Value::small(d as i64), Value::small(r as i64)];
    Ok(if cls == cx.class(T::TimeDelta).0 { Slots::new(cx, T::TimeDelta, &init) } else { Slots::new_of(cx, cls, T::TimeDelta, &init) })
}
pub fn make(cx: &mut Cx, us: i128) -> R { let c = cx.class(T::TimeDelta).0; make_of(cx, c, us) }

const UNITS: [(&str, i128); 7] = [("days", US_PER_DAY), ("seconds", 1_000_000), ("microseconds", 1), ("milliseconds", 1000), ("minutes", 60_000_000), ("hours", 3_600_000_000), ("weeks", 7 * US_PER_DAY)];
/// in this order fractions add up
const ORDER: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];
fn new(cx: &mut Cx, a: &[Value]) -> R {
    let (mut sum, mut left) = (0i128, 0f64);
    let over = |cx: &mut Cx| cx.overflow_error("Python int too large to convert to C int");
    for k in ORDER {
        let (name, factor) = UNITS[k];
        let Some(v) = a[k + 1].opt() else { continue };
        if v.is(T::Int) {
            let part = crate::int::to_i64(v).and_then(|n| (n as i128).checked_mul(factor)).and_then(|n| sum.checked_add(n));
            match part { Some(n) => sum = n, None => return Err(over(cx)) }
        } else if v.is(T::Float) {
            let f = crate::float::get(v);
            if f.is_nan() { return Err(cx.value_error("cannot convert float NaN to integer")); }
            if f.is_infinite() { return Err(cx.overflow_error("cannot convert float infinity to integer")); }
            if f.abs() > 1e25 { return Err(over(cx)); }
            let part = (f.trunc() as i128).checked_mul(factor).and_then(|n| sum.checked_add(n));
            match part { Some(n) => sum = n, None => return Err(over(cx)) }
            let d = factor as f64 * f.fract();
            left += d.fract();
            sum += d.trunc() as i128;
        } else { let t = cx.type_name(v); return Err(cx.type_error(format!("unsupported type for timedelta {name} component: {t}"))); }
    }
    if left != 0.0 {
        let mut whole = left.round();
        if (whole - left).abs() == 0.5 { let odd = (sum & 1) as f64; whole = 2.0 * ((left + odd) * 0.5).round() - odd }
        sum += whole as i128;
    }
    make_of(cx, a[0], sum)
}
/// a / b to the nearest, ties to even
fn nearest(a: IBig, b: IBig) -> IBig {
    let (a, b) = if b < IBig::ZERO { (-a, -b) } else { (a, b) };
    let (q, r) = a.div_rem_euclid(b.clone());
    let r: IBig = IBig::from(r) * 2;
    let odd = &q % IBig::from(2) != IBig::ZERO;
    if r > b || r == b && odd { q + 1 } else { q }
}
fn from_big(cx: &mut Cx, n: IBig) -> R { match i128::try_from(&n) { Ok(n) => make(cx, n), Err(_) => Err(cx.overflow_error("Python int too large to convert to C int")) } }
/// numerator and denominator of a finite float
fn ratio(cx: &mut Cx, f: f64) -> R<(IBig, IBig)> {
    if f.is_nan() { return Err(cx.value_error("cannot convert NaN to integer ratio")); }
    if f.is_infinite() { return Err(cx.overflow_error("cannot convert Infinity to integer ratio")); }
    let bits = f.to_bits();
    let e = (bits >> 52 & 0x7ff) as i64;
    let m = if e == 0 { (bits & ((1 << 52) - 1)) << 1 } else { bits & ((1 << 52) - 1) | 1 << 52 };
    let m = if f < 0.0 { -IBig::from(m) } else { IBig::from(m) };
    let e = e - 1075;
    Ok(if e >= 0 { (m << e as usize, IBig::ONE) } else { (m, IBig::from(UBig::ONE << (-e) as usize)) })
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    let (t, n) = (total(a[0]), a[1]);
    if n.is(T::Int) {
        if let Some(p) = crate::int::to_i64(n).and_then(|n| t.checked_mul(n as i128)) { return make(cx, p); }
        return from_big(cx, IBig::from(t) * crate::int::to_ibig(n));
    }
    if n.is(T::Float) { let (p, q) = ratio(cx, crate::float::get(n))?; return from_big(cx, nearest(IBig::from(t) * p, q)); }
    Ok(Value::NOT_IMPLEMENTED)
}
fn zero_div(cx: &mut Cx, msg: &str) -> crate::native::Raised { cx.zero_division(msg) }
fn truediv(cx: &mut Cx, a: &[Value]) -> R {
    let t = total(a[0]);
    let n = a[1];
    if is_delta(n) { let (x, y) = (cx.bigint(IBig::from(t)), cx.bigint(IBig::from(total(n)))); return crate::int_arith::truediv(cx, x, y); }
    if n.is(T::Int) {
        let d = crate::int::to_ibig(n);
        if d == IBig::ZERO { return Err(zero_div(cx, "integer division or modulo by zero")); }
        return from_big(cx, nearest(IBig::from(t), d));
    }
    if n.is(T::Float) {
        let (p, q) = ratio(cx, crate::float::get(n))?;
        if p == IBig::ZERO { return Err(zero_div(cx, "integer division or modulo by zero")); }
        return from_big(cx, nearest(IBig::from(t) * q, p));
    }
    Ok(Value::NOT_IMPLEMENTED)
}
fn floor(a: i128, b: i128) -> i128 { let q = a / b; if (a % b != 0) && ((a < 0) != (b < 0)) { q - 1 } else { q } }
fn floordiv(cx: &mut Cx, a: &[Value]) -> R {
    let t = total(a[0]);
    let n = a[1];
    if is_delta(n) { let d = total(n); if d == 0 { return Err(zero_div(cx, "integer division or modulo by zero")); } return Ok(cx.bigint(IBig::from(floor(t, d)))); }
    if n.is(T::Int) {
        return match crate::int::to_i64(n) { Some(0) => Err(zero_div(cx, "integer division or modulo by zero")), Some(d) => make(cx, floor(t, d as i128)), None => make(cx, if t == 0 || (t < 0) == crate::int::is_negative(n) { 0 } else { -1 }) };
    }
    Ok(Value::NOT_IMPLEMENTED)
}
fn rem(cx: &mut Cx, a: &[Value]) -> R {
    if !is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    let (t, d) = (total(a[0]), total(a[1]));
    if d == 0 { return Err(zero_div(cx, "integer modulo by zero")); }
    make(cx, t - floor(t, d) * d)
}
fn divmod(cx: &mut Cx, a: &[Value]) -> R {
    if !is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    let (t, d) = (total(a[0]), total(a[1]));
    if d == 0 { return Err(zero_div(cx, "integer division or modulo by zero")); }
    let q = floor(t, d);
    let (x, y) = (cx.bigint(IBig::from(q)), make(cx, t - q * d)?);
    Ok(cx.tuple(&[x, y]))
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let _ = cx;
    if !is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    Ok(Value::bool(op.of_ordering((x.int(0), x.int(1)).cmp(&(y.int(0), y.int(1))))))
}
fn seconds(v: Value) -> i64 { Slots(v).int(1) / 1_000_000 }
fn micros(v: Value) -> i64 { Slots(v).int(1) % 1_000_000 }
fn fields(cx: &mut Cx, v: Value) -> Value { cx.tuple(&[Slots(v).get(0), Value::small(seconds(v)), Value::small(micros(v))]) }
fn str(cx: &mut Cx, a: &[Value]) -> R {
    let (d, s, us) = (Slots(a[0]).int(0), seconds(a[0]), micros(a[0]));
    let mut out = String::new();
    if d != 0 { out = format!("{d} day{}, ", if d == 1 || d == -1 { "" } else { "s" }) }
    out += &format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    if us != 0 { out += &format!(".{us:06}") }
    Ok(cx.string(out))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let mut parts = vec![];
    for (n, v) in [("days", Slots(a[0]).int(0)), ("seconds", seconds(a[0])), ("microseconds", micros(a[0]))] { if v != 0 { parts.push(format!("{n}={v}")) } }
    let body = if parts.is_empty() { "0".into() } else { parts.join(", ") };
    let t = cx.type_name(a[0]);
    Ok(cx.string(format!("{t}({body})")))
}
fn total_seconds(cx: &mut Cx, a: &[Value]) -> R { let x = cx.bigint(IBig::from(total(a[0]))); crate::int_arith::truediv(cx, x, Value::small(1_000_000)) }
fn sum(cx: &mut Cx, a: &[Value], sign: i128) -> R { if !is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); } make(cx, total(a[0]) + sign * total(a[1])) }
pub const METHODS: &[Def] = &[
    def_new("days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0", new).doc("Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative."),
    attr("days", |_, a| Ok(Slots(a[0]).get(0))), attr("seconds", |_, a| Ok(Value::small(seconds(a[0])))), attr("microseconds", |_, a| Ok(Value::small(micros(a[0])))),
    def("total_seconds", "", total_seconds), def("__repr__", "", repr), def("__str__", "", str),
    def("__hash__", "", |cx, a| { let t = fields(cx, a[0]); let h = cx.hash(t)?; Ok(cx.int(h)) }),
    def("__bool__", "", |_, a| Ok(Value::bool(total(a[0]) != 0))),
    def("__add__", "value, /", |cx, a| sum(cx, a, 1)), def("__radd__", "value, /", |cx, a| sum(cx, a, 1)), def("__sub__", "value, /", |cx, a| sum(cx, a, -1)),
    def("__rsub__", "value, /", |cx, a| { if !is_delta(a[1]) { return Ok(Value::NOT_IMPLEMENTED); } make(cx, total(a[1]) - total(a[0])) }),
    def("__mul__", "value, /", mul), def("__rmul__", "value, /", mul), def("__truediv__", "value, /", truediv), def("__rtruediv__", "value, /", |cx, a| if is_delta(a[1]) { truediv(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__floordiv__", "value, /", floordiv), def("__rfloordiv__", "value, /", |cx, a| if is_delta(a[1]) { floordiv(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__mod__", "value, /", rem), def("__rmod__", "value, /", |cx, a| if is_delta(a[1]) { rem(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__divmod__", "value, /", divmod), def("__rdivmod__", "value, /", |cx, a| if is_delta(a[1]) { divmod(cx, &[a[1], a[0]]) } else { Ok(Value::NOT_IMPLEMENTED) }),
    def("__neg__", "", |cx, a| make(cx, -total(a[0]))), def("__pos__", "", |cx, a| make(cx, total(a[0]))), def("__abs__", "", |cx, a| make(cx, total(a[0]).abs())),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__reduce__", "", |cx, a| { let (c, f) = (cx.class_of(a[0]).0, fields(cx, a[0])); Ok(cx.tuple(&[c, f])) }),
];
