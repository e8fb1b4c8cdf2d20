//! collections.deque. Slots: ring (a list whose length is the capacity, a power of two or 0), head, length, maxlen (-1: none), state
//! (changes with every change of length or order, so that iterators notice).
use super::itertools::{GENERIC, NEXT};
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::slice;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

#[derive(Clone, Copy, PartialEq)]
struct Deque(Slots);
impl Deque {
    fn of(v: Value) -> Deque { assert!(v.is(T::Deque)); Deque(Slots(v)) }
    fn from(v: Value) -> Option<Deque> { if v.is(T::Deque) { Some(Deque(Slots(v))) } else { None } }
    fn new(cx: &mut Cx, cls: Value, maxlen: i64) -> Deque { let l = List::new(cx); Deque(Slots(Slots::new_of(cx, cls, T::Deque, &[l.0, Value::small(0), Value::small(0), Value::small(maxlen), Value::small(0)]))) }
    fn plain(cx: &mut Cx, maxlen: i64) -> Deque { let c = cx.class(T::Deque).0; Deque::new(cx, c, maxlen) }
    fn value(self) -> Value { self.0 .0 }
    fn ring(self) -> List { List::of(self.0.get(0)) }
    fn len(self) -> usize { self.0.int(2) as usize }
    fn maxlen(self) -> i64 { self.0.int(3) }
    fn state(self) -> i64 { self.0.int(4) }
    fn at(self, i: usize) -> usize { (self.0.int(1) as usize + i) & self.ring().len().wrapping_sub(1) }
    fn get(self, i: usize) -> Option<Value> { if i < self.len() { self.ring().get(self.at(i)) } else { None } }
    fn set(self, cx: &mut Cx, i: usize, v: Value) { let k = self.at(i); self.ring().set(cx, k, v) }
    fn changed(self, cx: &mut Cx, len: usize) { self.0.set_int(cx, 2, len as i64); let s = self.state(); self.0.set_int(cx, 4, (s + 1) & 0xfff_ffff_ffff) }
    fn grow(self, cx: &mut Cx) {
        let n = self.len();
        let cap = (n * 2).max(8);
        let l = List::new(cx);
        for i in 0..n { if let Some(v) = self.get(i) { l.push(cx, v) } }
        for _ in n..cap { l.push(cx, Value::NONE) }
        self.0.set(cx, 0, l.0);
        self.0.set_int(cx, 1, 0);
    }
    fn push(self, cx: &mut Cx, v: Value) {
        let n = self.len();
        if self.maxlen() >= 0 && n as i64 >= self.maxlen() { if self.maxlen() == 0 { return; } self.pop_front(cx); return self.push(cx, v); }
        if n == self.ring().len() { self.grow(cx) }
        let k = self.at(n);
        self.ring().set(cx, k, v);
        self.changed(cx, n + 1);
    }
    fn push_front(self, cx: &mut Cx, v: Value) {
        let n = self.len();
        if self.maxlen() >= 0 && n as i64 >= self.maxlen() { if self.maxlen() == 0 { return; } self.pop(cx); return self.push_front(cx, v); }
        if n == self.ring().len() { self.grow(cx) }
        let k = (self.0.int(1) as usize).wrapping_sub(1) & (self.ring().len() - 1);
        self.ring().set(cx, k, v);
        self.0.set_int(cx, 1, k as i64);
        self.changed(cx, n + 1);
    }
    fn pop(self, cx: &mut Cx) -> Option<Value> {
        let n = self.len();
        let v = self.get(n.checked_sub(1)?)?;
        self.set(cx, n - 1, Value::NONE);
        self.changed(cx, n - 1);
        Some(v)
    }
    fn pop_front(self, cx: &mut Cx) -> Option<Value> {
        let n = self.len();
        let v = self.get(0)?;
        self.set(cx, 0, Value::NONE);
        let h = self.at(1);
        self.0.set_int(cx, 1, h as i64);
        self.changed(cx, n - 1);
        Some(v)
    }
    fn clear(self, cx: &mut Cx) { let l = List::new(cx); self.0.set(cx, 0, l.0); self.0.set_int(cx, 1, 0); self.changed(cx, 0) }
    fn items(self) -> VVec { let mut v = VVec::with_capacity(self.len()); for i in 0..self.len() { if let Some(x) = self.get(i) { v.push(x) } } v }
    fn rotate(self, cx: &mut Cx, n: i64) {
        let len = self.len() as i64;
        if len <= 1 { return; }
        let mut k = n.rem_euclid(len);
        if k > len / 2 { k -= len }
        for _ in 0..k { if let Some(v) = self.pop(cx) { self.push_front(cx, v) } }
        for _ in k..0 { if let Some(v) = self.pop_front(cx) { self.push(cx, v) } }
    }
    fn remove_at(self, cx: &mut Cx, i: usize) { self.rotate(cx, -(i as i64)); self.pop_front(cx); self.rotate(cx, i as i64) }
    fn extend(self, cx: &mut Cx, it: Value) -> R<()> {
        if it == self.value() { let v = self.items(); for x in v.iter() { self.push(cx, *x) } return Ok(()); }
        cx.for_each(it, |cx, v| { self.push(cx, v); Ok(()) })
    }
}
fn init(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let maxlen = match a[2].opt_none() { None => -1, Some(v) => { if !v.is(T::Int) { return Err(cx.type_error("an integer is required")); } let n = cx.index_i64(v)?; if n < 0 { return Err(cx.value_error("maxlen must be non-negative")); } n.min(crate::value::SMALL_MAX) } };
    d.0.set_int(cx, 3, maxlen);
    if d.len() > 0 { d.clear(cx) }
    if let Some(it) = a[1].opt() { d.extend(cx, it)? }
    Ok(Value::NONE)
}
fn copy(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    if a[0].is_exact(T::Deque) { let c = Deque::plain(cx, d.maxlen()); for v in d.items().iter() { c.push(cx, *v) } return Ok(c.value()); }
    let c = cx.class_of(a[0]).0;
    if d.maxlen() < 0 { cx.call(c, &[a[0]]) } else { cx.call(c, &[a[0], Value::small(d.maxlen())]) }
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    if !cx.repr_enter(a[0]) { return Ok(cx.str("[...]")); }
    let items = d.items();
    let l = cx.list(&items);
    let r = cx.repr(l);
    cx.repr_leave();
    let r = r?;
    let mut out = cx.class_of(a[0]).name().into_owned().into_bytes();
    out.push(b'(');
    out.extend(r.bytes());
    if d.maxlen() >= 0 { out.extend(format!(", maxlen={}", d.maxlen()).bytes()) }
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let (x, Some(y)) = (Deque::of(a[0]), Deque::from(a[1])) else { return Ok(Value::NOT_IMPLEMENTED) };
    if matches!(op, Cmp::Eq | Cmp::Ne) { if x == y { return Ok(Value::bool(op == Cmp::Eq)); } if x.len() != y.len() { return Ok(Value::bool(op == Cmp::Ne)); } }
    let (p, q) = (x.state(), y.state());
    let mut i = 0;
    while let (Some(v), Some(w)) = (x.get(i), y.get(i)) {
        let same = cx.eq(v, w)?;
        if !same { return match op { Cmp::Eq => Ok(Value::FALSE), Cmp::Ne => Ok(Value::TRUE), _ => cx.compare(op, v, w) }; }
        if x.state() != p || y.state() != q { return Err(cx.runtime_error("deque mutated during iteration")); }
        i += 1;
    }
    Ok(Value::bool(op.holds(x.len(), y.len())))
}
fn find(cx: &mut Cx, d: Deque, v: Value, from: usize, to: usize) -> R<Option<usize>> {
    let s = d.state();
    let mut i = from;
    while i < to {
        let Some(x) = d.get(i) else { break };
        let same = cx.eq(x, v)?;
        if same { return Ok(Some(i)); }
        if d.state() != s { return Err(cx.runtime_error("deque mutated during iteration")); }
        i += 1;
    }
    Ok(None)
}
fn index(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let (s, e) = slice::clamp_range(cx, a[2], a[3], d.len())?;
    match find(cx, d, a[1], s, e.min(d.len()))? { Some(i) => Ok(cx.usize(i)), None => { let r = cx.repr(a[1])?.lossy(); Err(cx.value_error(format!("{r} is not in deque"))) } }
}
fn count(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let s = d.state();
    let (mut i, mut n) = (0, 0);
    while let Some(x) = d.get(i) { if cx.eq(x, a[1])? { n += 1 } if d.state() != s { return Err(cx.runtime_error("deque mutated during iteration")); } i += 1 }
    Ok(Value::small(n))
}
fn remove(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let n = d.len();
    let s = d.state();
    for i in 0..n {
        let Some(x) = d.get(i) else { break };
        let same = cx.eq(x, a[1])?;
        if d.state() != s { return Err(cx.index_error("deque mutated during remove().")); }
        if same { d.remove_at(cx, i); return Ok(Value::NONE); }
    }
    let r = cx.repr(a[1])?.lossy();
    Err(cx.value_error(format!("{r} is not in deque")))
}
fn insert(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let i = cx.index_i64(a[1])?;
    let n = d.len() as i64;
    if d.maxlen() == n { return Err(cx.index_error("deque already at its maximum size")); }
    if i >= n { d.push(cx, a[2]); return Ok(Value::NONE); }
    if i <= -n || i == 0 { d.push_front(cx, a[2]); return Ok(Value::NONE); }
    d.rotate(cx, -i);
    if i < 0 { d.push(cx, a[2]) } else { d.push_front(cx, a[2]) }
    d.rotate(cx, i);
    Ok(Value::NONE)
}
fn item(cx: &mut Cx, d: Deque, k: Value) -> R<usize> {
    if !crate::list_methods::is_index(cx, k) { let t = cx.type_name(k); return Err(cx.type_error(format!("sequence index must be integer, not '{t}'"))); }
    let i = crate::list_methods::index_arg(cx, k)?;
    match slice::item_index(i, d.len()) { Some(i) => Ok(i), None => Err(cx.index_error("deque index out of range")) }
}
/// The copy that a subclass's constructor made.
fn copied(cx: &mut Cx, a: &[Value]) -> R<Deque> { let c = copy(cx, a)?; match Deque::from(c) { Some(d) => Ok(d), None => { let (x, y) = (cx.type_name(a[0]), cx.type_name(c)); Err(cx.type_error(format!("{x}() must return a deque, not {y}"))) } } }
fn add(cx: &mut Cx, a: &[Value]) -> R {
    if Deque::from(a[1]).is_none() { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("can only concatenate deque (not \"{t}\") to deque"))); }
    let c = copied(cx, a)?;
    c.extend(cx, a[1])?;
    Ok(c.value())
}
fn repeat(cx: &mut Cx, d: Deque, n: usize) -> R<()> {
    let items = d.items();
    if n == 0 { d.clear(cx); return Ok(()); }
    let mut n = n;
    if d.maxlen() >= 0 && !items.is_empty() { n = n.min(d.maxlen() as usize / items.len() + 2) }
    if items.len().checked_mul(n).is_none_or(|t| t > 1 << 36) && !items.is_empty() { return Err(cx.memory_error()); }
    if items.is_empty() { return Ok(()); }
    for _ in 1..n { for v in items.iter() { d.push(cx, *v) } }
    Ok(())
}
fn mul(cx: &mut Cx, a: &[Value]) -> R {
    let Some(n) = crate::list_methods::repeat_count(cx, a[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    let c = copied(cx, a)?;
    repeat(cx, c, n)?;
    Ok(c.value())
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let d = Deque::of(a[0]);
    let c = cx.class_of(a[0]).0;
    let state = cx.call_method(a[0], "__getstate__", &[])?;
    let it = cx.iter(a[0])?;
    let e = cx.tuple(&[]);
    let args = if d.maxlen() < 0 { e } else { cx.tuple(&[e, Value::small(d.maxlen())]) };
    Ok(cx.tuple(&[c, args, state, it]))
}
fn empty(cx: &mut Cx, v: Option<Value>) -> R { match v { Some(v) => Ok(v), None => Err(cx.index_error("pop from an empty deque")) } }
pub const METHODS: &[Def] = &[
    def_new("*args, **kwargs", |cx, a| Ok(Deque::new(cx, a[0], -1).value())),
    def("__init__", "iterable=(), maxlen=None", init), def("__repr__", "/", repr), def("__len__", "/", |_, a| Ok(Value::small(Deque::of(a[0]).len() as i64))),
    def("__lt__", "value, /", |cx, a| cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cmp(cx, a, Cmp::Ge)),
    def("__iter__", "/", |cx, a| { let d = Deque::of(a[0]); Ok(Slots::new(cx, T::DequeIter, &[a[0], Value::small(0), Value::small(d.state()), Value::small(d.len() as i64)])) }),
    def("__reversed__", "/", |cx, a| { let d = Deque::of(a[0]); Ok(Slots::new(cx, T::DequeRevIter, &[a[0], Value::small(0), Value::small(d.state()), Value::small(d.len() as i64)])) }),
    def("__getitem__", "key, /", |cx, a| { let d = Deque::of(a[0]); let i = item(cx, d, a[1])?; Ok(d.get(i).unwrap_or(Value::NONE)) }),
    def("__setitem__", "key, value, /", |cx, a| { let d = Deque::of(a[0]); let i = item(cx, d, a[1])?; d.set(cx, i, a[2]); Ok(Value::NONE) }),
    def("__delitem__", "key, /", |cx, a| { let d = Deque::of(a[0]); let i = item(cx, d, a[1])?; d.remove_at(cx, i); Ok(Value::NONE) }),
    def("__contains__", "key, /", |cx, a| { let d = Deque::of(a[0]); Ok(Value::bool(find(cx, d, a[1], 0, usize::MAX)?.is_some())) }),
    def("__add__", "value, /", add), def("__iadd__", "value, /", |cx, a| { Deque::of(a[0]).extend(cx, a[1])?; Ok(a[0]) }), def("__mul__", "value, /", mul), def("__rmul__", "value, /", mul),
    def("__imul__", "value, /", |cx, a| match crate::list_methods::repeat_count(cx, a[1])? { Some(n) => { repeat(cx, Deque::of(a[0]), n)?; Ok(a[0]) } None => Ok(Value::NOT_IMPLEMENTED) }),
    def("append", "item, /", |cx, a| { Deque::of(a[0]).push(cx, a[1]); Ok(Value::NONE) }).doc("Add an element to the right side of the deque."),
    def("appendleft", "item, /", |cx, a| { Deque::of(a[0]).push_front(cx, a[1]); Ok(Value::NONE) }).doc("Add an element to the left side of the deque."),
    def("extend", "iterable, /", |cx, a| { Deque::of(a[0]).extend(cx, a[1])?; Ok(Value::NONE) }).doc("Extend the right side of the deque with elements from the iterable."),
    def("extendleft", "iterable, /", |cx, a| {
        let d = Deque::of(a[0]);
        if a[1] == a[0] { let v = d.items(); for x in v.iter() { d.push_front(cx, *x) } } else { cx.for_each(a[1], |cx, v| { d.push_front(cx, v); Ok(()) })? }
        Ok(Value::NONE)
    }).doc("Extend the left side of the deque with elements from the iterable."),
    def("pop", "/", |cx, a| { let v = Deque::of(a[0]).pop(cx); empty(cx, v) }).doc("Remove and return the rightmost element."),
    def("popleft", "/", |cx, a| { let v = Deque::of(a[0]).pop_front(cx); empty(cx, v) }).doc("Remove and return the leftmost element."),
    def("clear", "/", |cx, a| { Deque::of(a[0]).clear(cx); Ok(Value::NONE) }).doc("Remove all elements from the deque."),
    def("copy", "/", copy).doc("Return a shallow copy of a deque."), def("__copy__", "/", copy).doc("Return a shallow copy of a deque."),
    def("count", "value, /", count).doc("Return number of occurrences of value."), def("index", "value, start=0, stop=9223372036854775807, /", index).doc("Return first index of value.\n\nRaises ValueError if the value is not present."),
    def("insert", "index, value, /", insert).doc("Insert value before index."), def("remove", "value, /", remove).doc("Remove first occurrence of value."),
    def("reverse", "/", |cx, a| {
        let d = Deque::of(a[0]);
        let n = d.len();
        for i in 0..n / 2 { if let (Some(x), Some(y)) = (d.get(i), d.get(n - 1 - i)) { d.set(cx, i, y); d.set(cx, n - 1 - i, x) } }
        Ok(Value::NONE)
    }).doc("Reverse *IN PLACE*."),
    def("rotate", "n=1, /", |cx, a| { let n = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => 1 }; Deque::of(a[0]).rotate(cx, n); Ok(Value::NONE) }).doc("Rotate the deque n steps to the right.  If n is negative, rotates left."),
    def("__reduce__", "/", reduce), def("__sizeof__", "/", |_, a| Ok(Value::small(64 + 8 * Deque::of(a[0]).ring().len() as i64))),
    attr("maxlen", |_, a| { let n = Deque::of(a[0]).maxlen(); Ok(if n < 0 { Value::NONE } else { Value::small(n) }) }), GENERIC,
];
/// Iterators: deque, index, state when made, items left.
fn step(cx: &mut Cx, it: Value, back: bool) -> R<Option<Value>> {
    let s = Slots(it);
    let left = s.int(3);
    let d = Deque::of(s.get(0));
    if d.state() != s.int(2) { s.set_int(cx, 3, 0); return Err(cx.runtime_error("deque mutated during iteration")); }
    if left == 0 { return Ok(None); }
    let i = s.int(1) as usize;
    let Some(v) = d.get(if back { d.len().wrapping_sub(1 + i) } else { i }) else { return Ok(None) };
    s.set_int(cx, 1, i as i64 + 1);
    s.set_int(cx, 3, left - 1);
    Ok(Some(v))
}
pub fn iter_step(cx: &mut Cx, it: Value) -> R<Option<Value>> { step(cx, it, false) }
pub fn rev_step(cx: &mut Cx, it: Value) -> R<Option<Value>> { step(cx, it, true) }
fn iter_of(cx: &mut Cx, a: &[Value], t: T) -> R {
    let Some(d) = Deque::from(a[1]) else { let n = cx.type_name(a[1]); return Err(cx.type_error(format!("{}() argument 1 must be collections.deque, not {n}", t.name()))) };
    let i = match a[2].opt() { Some(v) => cx.index_i64(v)?.clamp(0, d.len() as i64), None => 0 };
    Ok(Slots::new(cx, t, &[a[1], Value::small(i), Value::small(d.state()), Value::small(d.len() as i64 - i)]))
}
fn iter_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let d = Deque::of(s.get(0));
    let args = cx.tuple(&[s.get(0), Value::small(d.len() as i64 - s.int(3))]);
    let c = cx.class_of(a[0]).0;
    Ok(cx.tuple(&[c, args]))
}
pub const ITER: &[Def] = &[def_new("iterable, index=0, /", |cx, a| iter_of(cx, a, T::DequeIter)), NEXT, def("__length_hint__", "/", |_, a| Ok(Slots(a[0]).get(3))), def("__reduce__", "/", iter_reduce)];
pub const REV_ITER: &[Def] = &[def_new("iterable, index=0, /", |cx, a| iter_of(cx, a, T::DequeRevIter)), NEXT, def("__length_hint__", "/", |_, a| Ok(Slots(a[0]).get(3))), def("__reduce__", "/", iter_reduce)];
