//! slice objects, and slicing arithmetic for every sequence type. Slots: start, stop, step.
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{def, def_new, member, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use dashu_int::IBig;

pub fn new(cx: &mut Cx, start: Value, stop: Value, step: Value) -> Value { Slots::new(cx, T::Slice, &[start, stop, step]) }

/// A slice clamped to a sequence: `count` items at `start`, `start + step`, …
#[derive(Clone, Copy, Debug)]
pub struct Span { pub start: i64, pub stop: i64, pub step: i64, pub count: usize }

/// One bound as an index: None for `None`.
fn bound(cx: &mut Cx, v: Value) -> R<Option<i64>> {
    if v.is_none() { return Ok(None); }
    if let Some(i) = v.as_small() { return Ok(Some(i)); }
    if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { return Err(cx.type_error("slice indices must be integers or None or have an __index__ method")); }
    cx.index_clamped(v).map(Some)
}
/// Start, stop and step as integers, before the length is known: `__index__` methods run here and nowhere later.
pub fn unpack(cx: &mut Cx, s: Value) -> R<(i64, i64, i64)> {
    let s = Slots(s);
    let step = match bound(cx, s.get(2))? { None => 1, Some(0) => return Err(cx.value_error("slice step cannot be zero")), Some(k) => k.max(-i64::MAX) };
    let start = bound(cx, s.get(0))?.unwrap_or(if step < 0 { i64::MAX } else { 0 });
    let stop = bound(cx, s.get(1))?.unwrap_or(if step < 0 { i64::MIN } else { i64::MAX });
    Ok((start, stop, step))
}
pub fn adjust((start, stop, step): (i64, i64, i64), len: usize) -> Span {
    let n = len as i64;
    let fix = |x: i64| if x < 0 { let y = x.saturating_add(n); if y < 0 { if step < 0 { -1 } else { 0 } } else { y } } else if x >= n { if step < 0 { n - 1 } else { n } } else { x };
    let (start, stop) = (fix(start), fix(stop));
    let count = if step < 0 { if stop < start { (start - stop - 1) / -step + 1 } else { 0 } } else if start < stop { (stop - start - 1) / step + 1 } else { 0 };
    Span { start, stop, step, count: count as usize }
}
/// Both steps, for sequences that cannot change meanwhile.
pub fn resolve(cx: &mut Cx, s: Value, len: usize) -> R<Span> { let u = unpack(cx, s)?; Ok(adjust(u, len)) }
impl Span {
    /// Index of item `k` of the slice.
    pub fn at(self, k: usize) -> usize { (self.start + k as i64 * self.step) as usize }
    /// The same items in ascending order.
    pub fn ascending(self) -> Span {
        if self.step >= 0 || self.count == 0 { return self; }
        let first = self.start + (self.count as i64 - 1) * self.step;
        Span { start: first, stop: self.start + 1, step: -self.step, count: self.count }
    }
}
/// Index argument `i` of a sequence of `len` items, negative ones counted from the end; None if outside.
#[inline]
pub fn item_index(i: i64, len: usize) -> Option<usize> {
    let j = if i < 0 { i + len as i64 } else { i };
    if j >= 0 && (j as usize) < len { Some(j as usize) } else { None }
}
/// Start/stop arguments of `index()`-like methods (clamped; negative ones from the end).
pub fn clamp_range(cx: &mut Cx, start: Value, stop: Value, len: usize) -> R<(usize, usize)> {
    let get = |cx: &mut Cx, v: Value, d: i64| -> R<i64> { match v.opt() { None => Ok(d), Some(v) => { if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { return Err(cx.type_error("slice indices must be integers or have an __index__ method")); } cx.index_clamped(v) } } };
    let (a, b) = (get(cx, start, 0)?, get(cx, stop, i64::MAX)?);
    let n = len as i64;
    let fix = |x: i64| if x < 0 { x.saturating_add(n).max(0) } else { x };
    Ok((fix(a) as usize, fix(b) as usize))
}

fn slice_new(cx: &mut Cx, a: &[Value]) -> R {
    Ok(match (a[2].opt(), a[3].opt()) { (None, None) => new(cx, Value::NONE, a[1], Value::NONE), (Some(stop), step) => new(cx, a[1], stop, step.unwrap_or(Value::NONE)), (None, Some(step)) => new(cx, a[1], Value::NONE, step) })
}
fn slice_repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut out = b"slice(".to_vec();
    for i in 0..3 { if i > 0 { out.extend(b", ") } out.extend(cx.repr(s.get(i))?.bytes()) }
    out.push(b')');
    Ok(crate::str::Str::from_wtf8(cx, &out).0)
}
fn slice_cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is(T::Slice) { return Ok(Value::NOT_IMPLEMENTED); }
    if a[0] == a[1] { return Ok(Value::bool(matches!(op, Cmp::Eq | Cmp::Le | Cmp::Ge))); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    let (x, y) = ([x.get(0), x.get(1), x.get(2)], [y.get(0), y.get(1), y.get(2)]);
    crate::tuple::compare_items(cx, &x, &y, op)
}
/// Exact arithmetic of `slice.indices` for bounds of any size.
fn slice_indices(cx: &mut Cx, a: &[Value]) -> R {
    let len = cx.to_ibig(a[1])?;
    let zero = IBig::from(0);
    if len < zero { return Err(cx.value_error("length should not be negative")); }
    let s = Slots(a[0]);
    let get = |cx: &mut Cx, v: Value| -> R<Option<IBig>> {
        if v.is_none() { return Ok(None); }
        if !v.is(T::Int) && cx.special(v, crate::class::D::Index).is_none() { return Err(cx.type_error("slice indices must be integers or None or have an __index__ method")); }
        cx.to_ibig(v).map(Some)
    };
    let step = get(cx, s.get(2))?.unwrap_or(IBig::from(1));
    if step == zero { return Err(cx.value_error("slice step cannot be zero")); }
    let neg = step < zero;
    let (lower, upper) = if neg { (IBig::from(-1), &len - IBig::from(1)) } else { (zero.clone(), len.clone()) };
    let fix = |x: IBig| if x < zero { (x + &len).max(lower.clone()) } else { x.min(upper.clone()) };
    let start = match get(cx, s.get(0))? { None => if neg { upper.clone() } else { lower.clone() }, Some(x) => fix(x) };
    let stop = match get(cx, s.get(1))? { None => if neg { lower.clone() } else { upper.clone() }, Some(x) => fix(x) };
    let (x, y, z) = (cx.bigint(start), cx.bigint(stop), cx.bigint(step));
    Ok(cx.tuple(&[x, y, z]))
}
pub const METHODS: &[Def] = &[
    def_new("start, stop=None, step=None, /", slice_new).doc("slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2])."),
    def("__repr__", "/", slice_repr),
    def("__lt__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| slice_cmp(cx, a, Cmp::Ge)),
    def("__hash__", "/", |cx, a| { 
        let s = Slots(a[0]);
        // the tuple hash without its length
        let mut acc: u64 = 2870177450012600261;
        for i in 0..3 { acc = acc.wrapping_add((cx.hash(s.get(i))? as u64).wrapping_mul(14029467366897019727)).rotate_left(31).wrapping_mul(11400714785074694791) }
        let n = if acc == u64::MAX { 1546275796 } else { acc as i64 };
        Ok(cx.int(n))
    }),
    def("indices", "len, /", slice_indices).doc("S.indices(len) -> (start, stop, stride)"),
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let t = cx.tuple(&[s.get(0), s.get(1), s.get(2)]); let c = cx.class(T::Slice).0; Ok(cx.tuple(&[c, t])) }),
    member("start", |_, a| Ok(Slots(a[0]).get(0))), member("stop", |_, a| Ok(Slots(a[0]).get(1))), member("step", |_, a| Ok(Slots(a[0]).get(2))),
];
