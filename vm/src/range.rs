//! range: arithmetic progressions of ints of any size. Slots: start, stop, step, length (any ints).
//!
//! Small ranges (all four small ints) take i64 paths; others go through `IBig`.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{def, def_new, member, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use dashu_int::IBig;

/// Start, step and length where all are small: the form loops want.
#[inline]
pub fn small(v: Value) -> Option<(i64, i64, i64)> { let s = Slots(v); match (s.get(0).as_small(), s.get(1).as_small(), s.get(2).as_small(), s.get(3).as_small()) { (Some(a), Some(_), Some(c), Some(n)) => Some((a, c, n)), _ => None } }
fn big(v: Value, i: usize) -> IBig { crate::int::to_ibig(Slots(v).get(i)) }

/// A range of these ints; the step must not be zero.
pub fn new(cx: &mut Cx, start: Value, stop: Value, step: Value) -> Value {
    if let (Some(a), Some(b), Some(c)) = (start.as_small(), stop.as_small(), step.as_small()) {
        let n = if c > 0 && a < b { (b as i128 - a as i128 - 1) / c as i128 + 1 } else if c < 0 && b < a { (a as i128 - b as i128 - 1) / -(c as i128) + 1 } else { 0 };
        if n <= crate::value::SMALL_MAX as i128 { return Slots::new(cx, T::Range, &[start, stop, step, Value::small(n as i64)]); }
    }
    let (a, b, c) = (crate::int::to_ibig(start), crate::int::to_ibig(stop), crate::int::to_ibig(step));
    let n = length(&a, &b, &c);
    let n = cx.bigint(n);
    Slots::new(cx, T::Range, &[start, stop, step, n])
}
fn length(a: &IBig, b: &IBig, c: &IBig) -> IBig {
    let zero = IBig::from(0);
    if *c > zero && a < b { (b - a - IBig::from(1)) / c + IBig::from(1) } else if *c < zero && b < a { (a - b - IBig::from(1)) / -c + IBig::from(1) } else { zero }
}
fn range_new(cx: &mut Cx, a: &[Value]) -> R {
    let (start, stop, step) = match (a[2].opt(), a[3].opt()) { (None, _) => (Value::small(0), cx.index(a[1])?, Value::small(1)), (Some(b), s) => (cx.index(a[1])?, cx.index(b)?, match s { Some(s) => cx.index(s)?, None => Value::small(1) }) };
    if step == Value::small(0) { return Err(cx.value_error("range() arg 3 must not be zero")); }
    Ok(new(cx, start, stop, step))
}
/// Item `i` (0 <= i < length).
fn item(cx: &mut Cx, r: Value, i: &IBig) -> Value { let v = big(r, 0) + big(r, 2) * i; cx.bigint(v) }
pub fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let (r, k) = (a[0], a[1]);
    if let (Some(i), Some((s, c, n))) = (k.as_small(), small(r)) {
        let j = if i < 0 { i + n } else { i };
        if j < 0 || j >= n { return Err(cx.index_error("range object index out of range")); }
        return Ok(cx.int(s + j * c));
    }
    if k.is(T::Slice) { return get_slice(cx, r, k); }
    if !crate::list_methods::is_index(cx, k) { let t = cx.type_name(k); return Err(cx.type_error(format!("range indices must be integers or slices, not {t}"))); }
    let (mut i, n) = (cx.to_ibig(k)?, big(r, 3));
    if i < IBig::from(0) { i += &n }
    if i < IBig::from(0) || i >= n { return Err(cx.index_error("range object index out of range")); }
    Ok(item(cx, r, &i))
}
fn get_slice(cx: &mut Cx, r: Value, k: Value) -> R {
    let n = Slots(r).get(3);
    let t = cx.call_method(k, "indices", &[n])?;
    let t = crate::object::Tuple::of(t).items();
    let (a, b, c) = (crate::int::to_ibig(t[0]), crate::int::to_ibig(t[1]), crate::int::to_ibig(t[2]));
    let (s, p) = (big(r, 0), big(r, 2));
    let (x, y, z) = (&s + &p * a, &s + &p * b, p * c);
    let (x, y, z) = (cx.bigint(x), cx.bigint(y), cx.bigint(z));
    Ok(new(cx, x, y, z))
}
/// Index of an int in the range.
fn find(r: Value, v: &IBig) -> Option<IBig> {
    let (a, b, c) = (big(r, 0), big(r, 1), big(r, 2));
    let zero = IBig::from(0);
    let inside = if c > zero { a <= *v && *v < b } else { b < *v && *v <= a };
    if !inside { return None; }
    let d = v - a;
    if &d % &c != zero { return None; }
    Some(d / c)
}
/// Position of any value: O(1) for ints, by `==` for others.
fn position(cx: &mut Cx, r: Value, v: Value) -> R<Option<IBig>> {
    if v.is_small() || v.is_bool() || v.is_exact(T::Int) { return Ok(find(r, &crate::int::to_ibig(v))); }
    let it = cx.iter(r)?;
    let mut i = 0i64;
    while let Some(x) = cx.next(it)? { if cx.eq(x, v)? { return Ok(Some(IBig::from(i))); } i += 1; }
    Ok(None)
}
fn contains(cx: &mut Cx, a: &[Value]) -> R {
    if let (Some(v), Some((s, c, n))) = (a[1].as_small(), small(a[0])) {
        let d = v - s;
        return Ok(Value::bool(n > 0 && d % c == 0 && d / c >= 0 && d / c < n));
    }
    Ok(Value::bool(position(cx, a[0], a[1])?.is_some()))
}
fn index(cx: &mut Cx, a: &[Value]) -> R {
    if let Some(i) = position(cx, a[0], a[1])? { return Ok(cx.bigint(i)); }
    if a[1].is(T::Int) { let r = cx.repr(a[1])?.lossy(); return Err(cx.value_error(format!("{r} is not in range"))); }
    Err(cx.value_error("sequence.index(x): x not in sequence"))
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_small() || a[1].is_bool() || a[1].is_exact(T::Int) { return Ok(Value::small(find(a[0], &crate::int::to_ibig(a[1])).is_some() as i64)); }
    let it = cx.iter(a[0])?;
    let mut n = 0;
    while let Some(x) = cx.next(it)? { if cx.eq(x, a[1])? { n += 1 } }
    Ok(Value::small(n))
}
fn equal(x: Value, y: Value) -> bool {
    let n = big(x, 3);
    if n != big(y, 3) { return false; }
    n == IBig::from(0) || (big(x, 0) == big(y, 0) && (n == IBig::from(1) || big(x, 2) == big(y, 2)))
}
fn cmp(_: &mut Cx, a: &[Value], op: Cmp) -> R { Ok(if a[1].is(T::Range) { Value::bool(equal(a[0], a[1]) == (op == Cmp::Eq)) } else { Value::NOT_IMPLEMENTED }) }
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let n = s.get(3);
    let t = if n == Value::small(0) { [n, Value::NONE, Value::NONE] } else if n == Value::small(1) { [n, s.get(0), Value::NONE] } else { [n, s.get(0), s.get(2)] };
    let h = crate::tuple::hash(cx, &t)?;
    Ok(cx.int(h))
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let (x, y, z) = (big(a[0], 0), big(a[0], 1), big(a[0], 2));
    let s = if z == IBig::from(1) { format!("range({x}, {y})") } else { format!("range({x}, {y}, {z})") };
    Ok(cx.string(s))
}
/// iter(range): RangeIter (next, step, remaining: all small), or LongRangeIter with any ints.
pub fn iter(cx: &mut Cx, r: Value) -> Value {
    if let Some((s, c, n)) = small(r) { return Slots::new(cx, T::RangeIter, &[Value::small(s), Value::small(c), Value::small(n)]); }
    let s = Slots(r);
    Slots::new(cx, T::LongRangeIter, &[s.get(0), s.get(2), s.get(3)])
}
fn reversed(cx: &mut Cx, a: &[Value]) -> R {
    if let Some((s, c, n)) = small(a[0]) { if let Some(first) = (n - 1).checked_mul(c).and_then(|x| x.checked_add(s)).filter(|_| n > 0) { return Ok(Slots::new(cx, T::RangeIter, &[Value::small(first), Value::small(-c), Value::small(n)])); } if n == 0 { return Ok(iter(cx, a[0])); } }
    let n = big(a[0], 3);
    let last = item(cx, a[0], &(&n - IBig::from(1)));
    let step = -big(a[0], 2);
    let (step, n) = (cx.bigint(step), cx.bigint(n));
    Ok(Slots::new(cx, T::LongRangeIter, &[last, step, n]))
}
fn len(cx: &mut Cx, a: &[Value]) -> R { let n = Slots(a[0]).get(3); if crate::int::to_i64(n).is_none() { return Err(cx.overflow_error("Python int too large to convert to C ssize_t")); } Ok(n) }
pub const METHODS: &[Def] = &[
    def_new("start, stop=None, step=1, /", range_new).doc("range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step."),
    def("__repr__", "/", repr), def("__hash__", "/", hash),
    def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)),
    def("__lt__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__le__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__gt__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)), def("__ge__", "value, /", |_, _| Ok(Value::NOT_IMPLEMENTED)),
    def("__bool__", "/", |_, a| Ok(Value::bool(Slots(a[0]).get(3) != Value::small(0)))),
    def("__len__", "/", len), def("__getitem__", "key, /", get_item), def("__contains__", "key, /", contains),
    def("__iter__", "/", |cx, a| Ok(iter(cx, a[0]))), def("__reversed__", "/", reversed).doc("Return a reverse iterator."),
    def("index", "value, /", index).doc("rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present."),
    def("count", "value, /", count).doc("rangeobject.count(value) -> integer -- return number of occurrences of value"),
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let t = cx.tuple(&[s.get(0), s.get(1), s.get(2)]); let c = cx.class(T::Range).0; Ok(cx.tuple(&[c, t])) }),
    member("start", |_, a| Ok(Slots(a[0]).get(0))), member("stop", |_, a| Ok(Slots(a[0]).get(1))), member("step", |_, a| Ok(Slots(a[0]).get(2))),
];
