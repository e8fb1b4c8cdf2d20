//! Iterators of loops: how many items are left, cutting one in two, putting two together again.
//!
//! A part of a sequence is a `PartIter` (sequence, next index, end): items `next .. end`, where an end of -1 means as many as the sequence
//! then has. Ranges are cut into ranges. `enumerate` and `zip` are cut by cutting what they run over.
use super::{set_stamp, EXEMPT};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::modules::itertools_comb as comb;
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Items left; None for iterators that cannot be cut.
pub fn left(it: Value) -> Option<u64> {
    let s = Slots(it);
    match it.exact()? {
        T::RangeIter => u64::try_from(s.int(2)).ok(),
        T::ListIter => { let l = s.get(0); if l.is_undef() { return Some(0); } List::exact(l).map(|l| (l.len() as u64).saturating_sub(s.int(1) as u64)) }
        T::TupleIter => { let t = s.get(0); if t.is_undef() { return Some(0); } Tuple::exact(t).map(|t| (t.len() as u64).saturating_sub(s.int(1) as u64)) }
        T::PartIter => { let q = s.get(0); if q.is_undef() { return Some(0); } if let Some(set) = Set::from(q) { return Some(rows(set, s.int(1) as usize, s.int(2), u64::MAX).0); } let end = if s.int(2) < 0 { length(q)? } else { s.int(2) as u64 }; Some(end.saturating_sub(s.int(1) as u64)) }
        T::StrAsciiIter => { let q = s.get(0); if q.is_undef() { return Some(0); } length(q).map(|n| n.saturating_sub(s.int(1) as u64)) }
        T::SetIter => { let q = s.get(0); if q.is_undef() { return Some(0); } if Set(q).len() as i64 != s.int(2) { return None; } u64::try_from(s.int(3)).ok() }
        // rows of a dict without holes are its items
        T::DictKeyIter | T::DictValueIter | T::DictItemIter => { let d = s.get(0); if d.is_undef() { return Some(0); } let d = Dict(d); if !d.0.is_exact(T::Dict) || d.fill() != d.len() || s.int(2) != d.len() as i64 { return None; } Some((d.len() as u64).saturating_sub(s.int(1) as u64)) }
        T::Enumerate => { s.get(1).as_small()?; counted(s.get(0)) }
        T::Zip => {
            let parts = Tuple::exact(s.get(0))?;
            if s.get(1).is_true() || parts.is_empty() { return None; }
            least_of(parts.items())
        }
        T::Map => least_of(Tuple::exact(s.get(1))?.items()),
        T::Product | T::Combinations => comb::left(it),
        // at most
        T::Filter => left(s.get(1)),
        _ => None,
    }
}
/// Members of a set from row `i` on, before row `end` if that is not negative, at most `k`: how many, and the row behind them.
fn rows(set: Set, i: usize, end: i64, k: u64) -> (u64, usize) {
    let (mut n, mut pos) = (0, i);
    while n < k {
        let mut p = pos;
        if set.next(&mut p).is_none() || end >= 0 && p as i64 > end { break; }
        n += 1;
        pos = p;
    }
    (n, pos)
}
/// As `left`, where it says exactly how many items come.
fn counted(it: Value) -> Option<u64> { if it.is_ref() && filters(it) { None } else { left(it) } }
fn least_of(parts: &[Value]) -> Option<u64> {
    let mut least = u64::MAX;
    for (k, p) in parts.iter().enumerate() {
        // while a function runs, those before it have made their step and those behind it have not
        if k + 1 < parts.len() && may_stop(*p) { return None; }
        least = least.min(counted(*p)?)
    }
    Some(least)
}
fn filters(it: Value) -> bool {
    match it.exact() {
        Some(T::Filter) => true,
        Some(T::Enumerate) => filters(Slots(it).get(0)),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_some_and(|t| t.items().iter().any(|p| filters(*p))),
        Some(T::Map) => Tuple::exact(Slots(it).get(1)).is_some_and(|t| t.items().iter().any(|p| filters(*p))),
        _ => false,
    }
}
/// Whether its steps call functions, which may end it before its time by raising StopIteration.
pub fn may_stop(it: Value) -> bool {
    if !it.is_ref() { return false; }
    match it.exact() {
        Some(T::Map | T::Filter) => true,
        Some(T::Enumerate) => may_stop(Slots(it).get(0)),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_some_and(|t| t.items().iter().any(|p| may_stop(*p))),
        _ => false,
    }
}
/// A function that `it` calls has raised StopIteration: its iterators bear the mark from now on, parts cut from it included.
pub fn stop(cx: &mut Cx, it: Value) { if cx.par.on && cx.pending_is(T::StopIteration) { cx.par.stopped = cx.pending; if it.is_exact(T::Filter) { share(Slots(it).get(1)) } else if let Some(t) = Tuple::exact(Slots(it).get(1)) { for p in t.items() { share(*p) } } } }
/// Whether an iterator, anonymous when its loop began, has run out in that way.
pub fn cut_short(it: Value) -> bool {
    if !it.is_ref() { return false; }
    let marked = |v: &Value| v.is_ref() && (v.header().flags() & SHARED != 0 || cut_short(*v));
    match it.exact() {
        Some(T::Map) => Tuple::exact(Slots(it).get(1)).is_some_and(|t| t.items().iter().any(marked)),
        Some(T::Filter) => marked(&Slots(it).get(1)),
        Some(T::Enumerate) => cut_short(Slots(it).get(0)),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_some_and(|t| t.items().iter().any(|p| cut_short(*p))),
        _ => false,
    }
}
fn length(q: Value) -> Option<u64> {
    match q.exact()? { T::List => Some(List(q).len() as u64), T::Tuple => Some(Tuple(q).len() as u64), T::Dict => Some(Dict(q).fill() as u64), T::Str if Str(q).is_ascii() => Some(Str(q).bytes().len() as u64), _ => None }
}
/// Whether it takes its items from `v`.
pub fn runs_over(it: Value, v: Value) -> bool {
    if !it.is_ref() { return false; }
    match it.exact() {
        Some(T::Enumerate) => runs_over(Slots(it).get(0), v),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_some_and(|t| t.items().iter().any(|p| runs_over(*p, v))),
        Some(T::Map) => Tuple::exact(Slots(it).get(1)).is_some_and(|t| t.items().iter().any(|p| runs_over(*p, v))),
        Some(T::Filter) => runs_over(Slots(it).get(1), v),
        Some(T::ListIter | T::PartIter | T::SetIter | T::DictKeyIter | T::DictValueIter | T::DictItemIter) => Slots(it).get(0) == v,
        _ => false,
    }
}
/// Marks an iterator, and those it runs over, as known to this loop only.
pub fn exempt(it: Value) {
    if !it.is_ref() { return; }
    set_stamp(it, EXEMPT);
    match it.exact() {
        Some(T::Enumerate) => exempt(Slots(it).get(0)),
        Some(T::Zip) => if let Some(t) = Tuple::exact(Slots(it).get(0)) { for p in t.items() { exempt(*p) } },
        Some(T::Map) => if let Some(t) = Tuple::exact(Slots(it).get(1)) { for p in t.items() { exempt(*p) } },
        Some(T::Filter) => exempt(Slots(it).get(1)),
        // their indices
        Some(T::Product | T::Combinations) => { let l = Slots(it).get(1); if l.is_ref() && l.is_exact(T::List) { set_stamp(l, EXEMPT) } }
        _ => {}
    }
}
/// Cuts off: an iterator over the next `k` items, and one over the rest. The original stays as it is.
pub fn cut(cx: &mut Cx, it: Value, k: u64) -> Option<(Value, Value)> { parts(cx, it, k, false) }
/// The same for an iterator that may be in the middle of a step: it becomes the first part if its step may have more to take.
pub fn cut_live(cx: &mut Cx, it: Value, k: u64) -> Option<(Value, Value)> { parts(cx, it, k, true) }
fn parts(cx: &mut Cx, it: Value, k: u64, live: bool) -> Option<(Value, Value)> {
    let s = Slots(it);
    let int = |n: u64| Value::small(n as i64);
    let (a, b) = match it.exact()? {
        T::RangeIter => {
            let (next, step, n) = (s.int(0), s.int(1), s.int(2) as u64);
            let mid = next.wrapping_add(step.wrapping_mul(k as i64));
            (Slots::new(cx, T::RangeIter, &[Value::small(next), Value::small(step), int(k)]), Slots::new(cx, T::RangeIter, &[Value::small(mid), Value::small(step), int(n - k)]))
        }
        T::Product | T::Combinations => {
            let (n, (q, i, kind)) = (comb::left(it)?, comb::place(it)?);
            (Slots::new(cx, T::PartIter, &[q, int(i), int(i + k), Value::small(kind)]), Slots::new(cx, T::PartIter, &[q, int(i + k), int(i + n), Value::small(kind)]))
        }
        T::SetIter => {
            let (q, i) = (s.get(0), s.int(1) as usize);
            let (m, len) = (rows(Set(q), i, -1, k).1 as u64, Value::small(s.int(2) << 2));
            (Slots::new(cx, T::PartIter, &[q, int(i as u64), int(m), len]), Slots::new(cx, T::PartIter, &[q, int(m), Value::small(-1), len]))
        }
        T::ListIter | T::TupleIter | T::StrAsciiIter => {
            let (q, i) = (s.get(0), s.int(1) as u64);
            let end = if q.is_exact(T::List) { Value::small(-1) } else { int(length(q)?) };
            (Slots::new(cx, T::PartIter, &[q, int(i), int(i + k), Value::small(0)]), Slots::new(cx, T::PartIter, &[q, int(i + k), end, Value::small(0)]))
        }
        T::DictKeyIter | T::DictValueIter | T::DictItemIter => {
            let (q, i) = (s.get(0), s.int(1) as u64);
            // with its length, by which a change during the loop is noticed
            let kind = match it.exact()? { T::DictKeyIter => 1, T::DictValueIter => 2, _ => 3 } | (Dict(q).len() as i64) << 2;
            (Slots::new(cx, T::PartIter, &[q, int(i), int(i + k), Value::small(kind)]), Slots::new(cx, T::PartIter, &[q, int(i + k), int(length(q)?), Value::small(kind)]))
        }
        T::PartIter => {
            let (q, i) = (s.get(0), s.int(1) as u64);
            let m = match Set::from(q) { Some(set) => rows(set, i as usize, s.int(2), k).1 as u64, None => i + k };
            (Slots::new(cx, T::PartIter, &[q, int(i), int(m), s.get(3)]), Slots::new(cx, T::PartIter, &[q, int(m), s.get(2), s.get(3)]))
        }
        T::Enumerate => {
            let n = s.get(1).as_small()?;
            let (x, y) = parts(cx, s.get(0), k, live)?;
            (Slots::new(cx, T::Enumerate, &[x, Value::small(n)]), Slots::new(cx, T::Enumerate, &[y, Value::small(n + k as i64)]))
        }
        T::Filter => {
            let (x, y) = parts(cx, s.get(1), k, live)?;
            (if live { s.set(cx, 1, x); it } else { Slots::new(cx, T::Filter, &[s.get(0), x]) }, Slots::new(cx, T::Filter, &[s.get(0), y]))
        }
        T::Map | T::Zip => {
            let map = it.is_exact(T::Map);
            let all = crate::vvec::VVec::from_slice(Tuple::exact(s.get(map as usize))?.items());
            let (mut xs, mut ys) = (crate::vvec::VVec::new(), crate::vvec::VVec::new());
            for p in all.iter() { let (x, y) = parts(cx, *p, k, live)?; xs.push(x); ys.push(y) }
            let (tx, ty) = (cx.tuple(&xs), cx.tuple(&ys));
            if map { (if live { s.set(cx, 1, tx); it } else { Slots::new(cx, T::Map, &[s.get(0), tx]) }, Slots::new(cx, T::Map, &[s.get(0), ty])) } else {
            (Slots::new(cx, T::Zip, &[tx, s.get(1)]), Slots::new(cx, T::Zip, &[ty, s.get(1)])) }
        }
        _ => return None,
    };
    exempt(a);
    exempt(b);
    Some((a, b))
}
/// The items of `a`, then those of `b`, which was cut off right behind it: `a` is extended. False if it has already run out.
pub fn rejoin(cx: &mut Cx, a: Value, b: Value) -> bool {
    let (x, y) = (Slots(a), Slots(b));
    match a.exact() {
        Some(T::RangeIter) => { let n = x.int(2) + y.int(2); if x.int(2) == 0 { x.set(cx, 0, y.get(0)) } x.set_int(cx, 2, n) }
        Some(T::PartIter) => { let (q, e) = (y.get(0), y.get(2)); if x.get(0).is_undef() { x.set(cx, 1, y.get(1)) } x.set(cx, 0, q); x.set(cx, 2, e) }
        Some(T::Enumerate) => return rejoin(cx, x.get(0), y.get(0)),
        Some(T::Zip) => { let (Some(s), Some(t)) = (Tuple::exact(x.get(0)), Tuple::exact(y.get(0))) else { return false }; for i in 0..s.len() { if !rejoin(cx, s.items()[i], t.items()[i]) { return false; } } }
        _ => return false,
    }
    true
}
/// `PartIter`'s step.
pub fn part_step(cx: &mut Cx, it: Value) -> crate::native::R<Option<Value>> {
    let s = Slots(it);
    let (q, i) = (s.get(0), s.int(1));
    if q.is_undef() { return Ok(None); }
    if s.int(2) >= 0 && i >= s.int(2) { return Ok(None); }
    let kind = s.int(3);
    if let Some(set) = Set::from(q) {
        if set.len() as i64 != kind >> 2 { s.set(cx, 0, Value::UNDEF); return Err(cx.runtime_error("Set changed size during iteration")); }
        let mut p = i as usize;
        return Ok(match set.next(&mut p) { Some((k, _)) if s.int(2) < 0 || p as i64 <= s.int(2) => { s.set_int(cx, 1, p as i64); Some(k) } _ => { s.set(cx, 0, Value::UNDEF); None } });
    }
    if kind & 3 != 0 && Dict(q).len() as i64 != kind >> 2 { s.set(cx, 0, Value::UNDEF); return Err(cx.runtime_error("dictionary changed size during iteration")); }
    if kind >> 2 & 3 != 0 && q.is_exact(T::Tuple) { s.set_int(cx, 1, i + 1); return comb::nth(cx, q, i as u64, kind).map(Some); }
    let v = match kind & 3 {
        0 => if let Some(l) = List::exact(q) { l.get(i as usize) } else if let Some(t) = Str::exact(q) { t.bytes().get(i as usize).map(|b| Str::from_code_point(cx, *b as u32)) } else { Tuple::exact(q).and_then(|t| t.items().get(i as usize).copied()) },
        kind => match Some(Dict(q).fill()).and_then(|_| Dict(q).entry(i as usize)) { Some((k, v)) => Some(match kind { 1 => k, 2 => v, _ => cx.tuple(&[k, v]) }), None => None },
    };
    match v { Some(v) => { s.set_int(cx, 1, i + 1); Ok(Some(v)) } None => { s.set(cx, 0, Value::UNDEF); Ok(None) } }
}

/// Flag of an iterator's header: `iter()` of it was asked for, so somebody may hold it besides the loop.
const SHARED: u8 = 0x20;
/// `iter(v)` is `v` itself.
#[inline]
#[allow(unsafe_code)] // a header's flags
pub fn share(v: Value) { if v.header().flags() & SHARED == 0 { unsafe { (*(v.0 as *mut fora_heap::Header)).add_flags(SHARED) } } } // SAFETY: an object
/// Whether nobody but the loop has the iterator, or those it runs over. `fresh`: the source shows it for the outermost.
pub fn anonymous(it: Value, fresh: bool) -> bool {
    if !fresh && it.header().flags() & SHARED != 0 { return false; }
    match it.exact() {
        Some(T::Enumerate) => inner_anonymous(Slots(it).get(0)),
        Some(T::Zip) => Tuple::exact(Slots(it).get(0)).is_none_or(|t| t.items().iter().all(|p| inner_anonymous(*p))),
        Some(T::Map) => Tuple::exact(Slots(it).get(1)).is_none_or(|t| t.items().iter().all(|p| inner_anonymous(*p))),
        Some(T::Filter) => inner_anonymous(Slots(it).get(1)),
        _ => true,
    }
}
fn inner_anonymous(v: Value) -> bool { v.is_ref() && anonymous(v, false) }
