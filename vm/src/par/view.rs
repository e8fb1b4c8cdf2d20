//! Accumulators of a task: what it adds to something older is kept apart, and added at the join.
//!
//! | accumulator | in the task's register | at the join |
//! |---|---|---|
//! | list append, extend | an empty list | extends the list |
//! | dict `d[k] = v` | an empty dict | entries are set in order |
//! | list `l[i] = v`, set add, `d[k] += v` | a `View` | replayed |
//! | number `+= -= *=` on an int | the neutral int | one operation |
//! | number on a float | a `Fold`: operands in order | folded one by one: the same rounding |
//! | str `+=` | the empty string | concatenation |
//! | `min`, `max` | the parent's value | compared |
//! | last assigned | nothing | taken over if assigned |
//! | what goes with a minimum | nothing | taken over if the minimum is |
//! | `d[k] = d.get(k, 0) + x` | a `View` | replayed |
//!
//! Only built-in types whose operations cannot run Python code: anything else gives up (`rule::fail`), and the parent runs the part itself.
use super::{set_stamp, EXEMPT};
use crate::abs::Bin;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use fora_ir::AccumulatorKind as K;

/// Operands of a numeric accumulator, in order. Subtrahends are kept negated.
#[derive(Default)]
pub struct Fold { pub items: Vec<u64> }
impl Fold { pub fn trace(&self, mark: &mut dyn FnMut(Value)) { for v in &self.items { if Value(*v).is_ref() { mark(Value(*v)) } } } }
/// A task with this many operands waits for its turn.
const CAP: usize = 4 << 20;

/// Slots of a `View`: kind, payload, length of the list it stands for.
const STORE: i64 = 0;
const SET: i64 = 1;
const ADD: i64 = 2;

fn number(v: Value) -> bool { v.is_small() || v.is_inline_float() || v.is_exact(T::Int) || v.is_exact(T::Float) || v.is_bool() }
/// A key whose hash and equality run no Python code.
pub fn plain_key(v: Value) -> bool {
    if !v.is_ref() { return true; }
    match v.exact() { Some(T::Int | T::Float | T::Str | T::Bytes | T::Complex) => true, Some(T::Tuple) => Tuple(v).items().iter().all(|x| plain_key(*x)), _ => false }
}
fn own(v: Value) -> Value { set_stamp(v, EXEMPT); v }

/// Can an accumulator of this kind be kept apart, when it now is `v`?
pub fn acceptable(kind: K, v: Value) -> bool {
    match kind {
        K::ListAppend | K::ListExtend => v.is_exact(T::List),
        K::StoreIndex => v.is_exact(T::Dict) || v.is_exact(T::List) || is_view(v, STORE),
        K::SetAdd => v.is_exact(T::Set) || is_view(v, SET),
        K::IndexAdd => v.is_exact(T::Dict) || v.is_exact(T::List) || is_view(v, ADD) || counting(v),
        K::GetAdd => v.is_exact(T::Dict) || is_view(v, ADD),
        K::Add => v.is_exact(T::List) || number(v) || v.is_exact(T::Fold) || v.is_exact(T::Str),
        K::Sub | K::Mul => number(v) || v.is_exact(T::Fold),
        K::BitOr | K::BitAnd | K::BitXor => v.is_small() || v.is_exact(T::Int),
        K::Min | K::Max | K::MinLast | K::MaxLast => ordered(v),
        K::Last | K::Print | K::Arg | K::Cell | K::Known => true,
    }
}
/// Is it what such an accumulator may begin with, if not yet what can be kept apart?
pub fn may_become(kind: K, v: Value) -> bool { acceptable(kind, v) || v.is_none() && extremum(kind) }
pub fn extremum(kind: K) -> bool { matches!(kind, K::Min | K::Max | K::MinLast | K::MaxLast) }
/// A value whose comparisons run no Python code and are a total order among their like.
fn ordered(v: Value) -> bool {
    if v.is_inline_float() { return !v.inline_float().is_nan(); }
    if number(v) { return !v.is_exact(T::Float) || !crate::float::get(v).is_nan(); }
    v.is_exact(T::Str) || Tuple::exact(v).is_some_and(|t| t.items().iter().all(|x| ordered(*x)))
}
/// How two such values compare; None: they do not.
fn order(cx: &mut Cx, a: Value, b: Value) -> Option<std::cmp::Ordering> {
    use std::cmp::Ordering;
    if !ordered(a) || !ordered(b) { return None; }
    if number(a) && number(b) {
        let less = crate::interp::slow::compare_truth(cx, crate::abs::Cmp::Lt, a, b).ok()?;
        if less { return Some(Ordering::Less); }
        return Some(if crate::interp::slow::compare_truth(cx, crate::abs::Cmp::Lt, b, a).ok()? { Ordering::Greater } else { Ordering::Equal });
    }
    if let (Some(x), Some(y)) = (Str::exact(a), Str::exact(b)) { return Some(x.bytes().cmp(y.bytes())); }
    let (x, y) = (Tuple::exact(a)?.items(), Tuple::exact(b)?.items());
    for (p, q) in x.iter().zip(y) { match order(cx, *p, *q)? { Ordering::Equal => {} o => return Some(o) } }
    Some(x.len().cmp(&y.len()))
}
/// Whether a task's minimum or maximum takes the place of the one before it.
pub fn beats(cx: &mut Cx, kind: K, now: Value, end: Value) -> bool {
    use std::cmp::Ordering::*;
    matches!((kind, order(cx, end, now)), (K::Min, Some(Less)) | (K::Max, Some(Greater)) | (K::MinLast, Some(Less | Equal)) | (K::MaxLast, Some(Greater | Equal)))
}
/// A dict whose missing numbers are 0: `Counter`, `defaultdict(int)`.
pub fn counting(v: Value) -> bool {
    if !v.is_ref() || v.kind() != T::Dict || v.is_exact(T::Dict) { return false; }
    let cx = Cx::current();
    let c = cx.class_of(v);
    let m = cx.intern("__module__");
    if c.dict().get_str(cx, m).and_then(Str::from).is_none_or(|s| s.as_str() != Some("collections")) { return false; }
    match &*c.name() {
        "Counter" => true,
        "defaultdict" => match cx.get_attr_str(v, "default_factory") { Ok(f) => f == cx.class(T::Int).0, Err(_) => { cx.clear_pending(); false } },
        _ => false,
    }
}
/// Containers: what is added to, as against what is replaced.
pub fn is_container(kind: K) -> bool { matches!(kind, K::ListAppend | K::ListExtend | K::StoreIndex | K::SetAdd | K::IndexAdd | K::GetAdd) }
/// The same, of an accumulator that now is `v`: a list may be added to in place.
pub fn contains(kind: K, v: Value) -> bool { is_container(kind) || kind == K::Add && v.is_ref() && v.is_exact(T::List) }
fn is_view(v: Value, kind: i64) -> bool { v.is_exact(T::View) && Slots(v).int(0) == kind }
fn new_fold(cx: &mut Cx) -> Value { let n = cx.par.folds.len() as i64; cx.par.folds.push(Fold::default()); own(Slots::new(cx, T::Fold, &[Value::small(n)])) }
fn new_view(cx: &mut Cx, kind: i64, len: usize) -> Value {
    let payload = if kind == STORE { own(List::new(cx).0) } else { own(Dict::new(cx).0) };
    own(Slots::new(cx, T::View, &[Value::small(kind), payload, Value::small(len as i64)]))
}
/// What a task's register begins with where its parent has `v`. UNDEF: nothing.
pub fn begin(cx: &mut Cx, kind: K, v: Value) -> Value {
    match kind {
        K::ListAppend | K::ListExtend => own(List::new(cx).0),
        K::StoreIndex if v.is_exact(T::Dict) => own(Dict::new(cx).0),
        K::StoreIndex if v.is_exact(T::List) => new_view(cx, STORE, List(v).len()),
        K::StoreIndex => { let n = Slots(v).int(2) as usize; new_view(cx, STORE, n) }
        K::SetAdd => new_view(cx, SET, 0),
        K::IndexAdd => { let n = if v.is_exact(T::List) { List(v).len() } else if v.is_exact(T::View) { Slots(v).int(2) as usize } else { usize::MAX >> 8 }; new_view(cx, ADD, n) }
        K::GetAdd => new_view(cx, ADD, usize::MAX >> 8),
        K::Add if v.is_exact(T::Str) => cx.rt.empty_str,
        K::Add if v.is_exact(T::List) => own(List::new(cx).0),
        K::Add | K::Sub | K::Mul if !(v.is_small() || v.is_exact(T::Int)) => new_fold(cx),
        K::Add | K::Sub | K::BitOr | K::BitXor => Value::small(0),
        K::Mul => Value::small(1),
        K::BitAnd => Value::small(-1),
        K::Min | K::Max | K::MinLast | K::MaxLast => v,
        K::Last | K::Print | K::Arg | K::Cell | K::Known => Value::UNDEF,
    }
}
/// Can `end`, the task's value, be added to the parent's `now`? `start`: the parent's value when the task began. Changes nothing.
pub fn mergeable(cx: &mut Cx, kind: K, folds: &[Fold], start: Value, now: Value, end: Value) -> bool {
    match kind {
        K::ListAppend | K::ListExtend => now.is_exact(T::List) && end.is_exact(T::List),
        K::StoreIndex if end.is_exact(T::Dict) => now.is_exact(T::Dict) && keys(end).all(plain_key),
        K::StoreIndex => now.is_exact(T::List) && List(now).len() as i64 == Slots(end).int(2) || is_view(now, STORE),
        K::SetAdd => (now.is_exact(T::Set) || is_view(now, SET)) && keys(Slots(end).get(1)).all(plain_key),
        K::IndexAdd => {
            if is_view(now, ADD) { return true; }
            let mut it = keys(Slots(end).get(1));
            if let Some(l) = List::exact(now) { return it.all(|k| index(k, l.len()).and_then(|i| l.get(i)).is_some_and(number)); }
            if counting(now) { return it.all(|k| plain_key(k) && matches!(Dict(now).get(cx, k), Ok(v) if v.is_none_or(number))); }
            now.is_exact(T::Dict) && it.all(|k| plain_key(k) && matches!(Dict(now).get(cx, k), Ok(Some(v)) if number(v)))
        }
        K::GetAdd => is_view(now, ADD) || now.is_exact(T::Dict) && keys(Slots(end).get(1)).all(|k| plain_key(k) && matches!(Dict(now).get(cx, k), Ok(v) if v.is_none_or(number))),
        K::Add if start.is_exact(T::List) => now.is_exact(T::List) && end.is_exact(T::List),
        K::Add if start.is_exact(T::Str) => now.is_exact(T::Str) && end.is_exact(T::Str),
        K::Add | K::Sub | K::Mul | K::BitOr | K::BitAnd | K::BitXor => {
            if end.is_exact(T::Fold) { return number(now) || now.is_exact(T::Fold); }
            // the neutral int was added to: right only if all was ints
            let int = |v: Value| v.is_small() || v.is_exact(T::Int);
            let _ = folds;
            int(now) && int(end)
        }
        K::Min | K::Max => ordered(start) && order(cx, now, end).is_some(),
        // equal ones that are not the same: which of them is the last cannot be told
        K::MinLast | K::MaxLast => ordered(start) && order(cx, now, end).is_some_and(|o| o != std::cmp::Ordering::Equal || now == end),
        K::Last | K::Print | K::Arg | K::Cell | K::Known => true,
    }
}
fn keys(d: Value) -> impl Iterator<Item = Value> { let d = Dict(d); (0..d.fill()).filter_map(move |i| d.entry(i).map(|e| e.0)) }
fn index(k: Value, n: usize) -> Option<usize> { let i = k.as_small()?; let i = if i < 0 { i + n as i64 } else { i }; usize::try_from(i).ok().filter(|i| *i < n) }

/// The parent's value after the task's. Containers are changed in place and returned.
pub fn merge(cx: &mut Cx, kind: K, folds: &mut [Fold], now: Value, end: Value) -> R {
    Ok(match kind {
        K::ListAppend | K::ListExtend => { List(now).extend_list(cx, List(end))?; now }
        K::StoreIndex if end.is_exact(T::Dict) => { for i in 0..Dict(end).fill() { if let Some((k, v)) = Dict(end).entry(i) { Dict(now).set(cx, k, v)? } } now }
        K::StoreIndex => {
            let l = List(Slots(end).get(1));
            if now.is_exact(T::View) { List(Slots(now).get(1)).extend_list(cx, l)?; return Ok(now); }
            for i in (0..l.len()).step_by(2) { if let (Some(k), Some(v)) = (l.get(i).and_then(|k| k.as_small()), l.get(i + 1)) { if (k as usize) < List(now).len() { List(now).set(cx, k as usize, v) } } }
            now
        }
        K::SetAdd => {
            let d = Slots(end).get(1);
            for i in 0..Dict(d).fill() { if let Some((k, _)) = Dict(d).entry(i) { if now.is_exact(T::View) { Dict(Slots(now).get(1)).set(cx, k, Value::NONE)? } else { crate::set::add(cx, now, k)? } } }
            now
        }
        K::IndexAdd | K::GetAdd => {
            let d = Dict(Slots(end).get(1));
            for i in 0..d.fill() {
                let Some((k, f)) = d.entry(i) else { continue };
                // the operands stay where the collector finds them until they are used
                let n = Slots(f).int(0) as usize;
                if now.is_exact(T::View) { let mine = view_load(cx, now, k)?; let items = std::mem::take(&mut folds[n].items); cx.par.folds[Slots(mine).int(0) as usize].items.extend(items); continue; }
                let count = now.kind() == T::Dict;
                // `d[k]` of a defaultdict makes the item before anything is added
                if folds[n].items.is_empty() && (kind == K::GetAdd || !counting(now) || &*cx.class_of(now).name() == "Counter") { continue; }
                let mut v = if count { Dict(now).get(cx, k)?.unwrap_or(Value::small(0)) } else { cx.get_item(now, k)? };
                for i in 0..folds[n].items.len() { v = crate::interp::slow::binary(cx, Bin::Add, v, Value(folds[n].items[i]), true)?; }
                if count { Dict(now).set(cx, k, v)? } else { cx.set_item(now, k, v)? }
            }
            now
        }
        K::Add | K::Sub | K::Mul if end.is_exact(T::Fold) => {
            let n = Slots(end).int(0) as usize;
            if now.is_exact(T::Fold) { let items = std::mem::take(&mut folds[n].items); cx.par.folds[Slots(now).int(0) as usize].items.extend(items); return Ok(now); }
            let (mut v, op) = (now, if kind == K::Mul { Bin::Mul } else { Bin::Add });
            for i in 0..folds[n].items.len() { v = crate::interp::slow::binary(cx, op, v, Value(folds[n].items[i]), true)?; }
            v
        }
        K::Add if now.is_exact(T::List) => { List(now).extend_list(cx, List(end))?; now }
        K::Add | K::Sub => crate::interp::slow::binary(cx, Bin::Add, now, end, false)?,
        K::Mul => crate::interp::slow::binary(cx, Bin::Mul, now, end, false)?,
        K::BitOr => crate::interp::slow::binary(cx, Bin::Or, now, end, false)?,
        K::BitAnd => crate::interp::slow::binary(cx, Bin::And, now, end, false)?,
        K::BitXor => crate::interp::slow::binary(cx, Bin::Xor, now, end, false)?,
        K::Min | K::Max | K::MinLast | K::MaxLast => if beats(cx, kind, now, end) { end } else { now },
        K::Last | K::Print | K::Arg | K::Cell | K::Known => if end.is_undef() { now } else { end },
    })
}
/// `fold op x` in a task: keeps the operand. Called where an operand of a binary operation is a `Fold`.
pub fn fold(cx: &mut Cx, op: Bin, f: Value, x: Value) -> R {
    if !f.is_exact(T::Fold) || !number(x) { super::rule::fail(cx) }
    let x = match op {
        Bin::Add | Bin::Mul => x,
        Bin::Sub => crate::interp::slow::unary(cx, crate::class::D::Neg, x)?,
        _ => super::rule::fail(cx),
    };
    let n = Slots(f).int(0) as usize;
    match cx.par.folds.get_mut(n) { Some(g) => { g.items.push(x.0); if g.items.len() == CAP { super::rule::need_head(cx) } } None => super::rule::fail(cx) }
    Ok(f)
}
/// `view[k]`
pub fn view_load(cx: &mut Cx, v: Value, k: Value) -> R {
    let s = Slots(v);
    if s.int(0) != ADD || !plain_key(k) { super::rule::fail(cx) }
    let k = match k.as_small() { Some(i) if i < 0 && s.int(2) < i64::MAX >> 8 => Value::small(i + s.int(2)), _ => k };
    let d = Dict(s.get(1));
    if let Some(f) = d.get(cx, k)? { return Ok(f); }
    let f = new_fold(cx);
    d.set(cx, k, f)?;
    Ok(f)
}
/// `view.get(k, 0)`
pub fn view_get(cx: &mut Cx, v: Value, k: Value, default: Value) -> R { if default != Value::small(0) { super::rule::fail(cx) } view_load(cx, v, k) }
/// `view[k] = x`
pub fn view_store(cx: &mut Cx, v: Value, k: Value, x: Value) -> R<()> {
    let s = Slots(v);
    if s.int(0) == ADD { if x.is_exact(T::Fold) { return Ok(()); } super::rule::fail(cx) }
    let Some(i) = index(k, s.int(2) as usize).filter(|_| s.int(0) == STORE) else { super::rule::fail(cx) };
    let l = List(s.get(1));
    l.push(cx, Value::small(i as i64));
    l.push(cx, x);
    Ok(())
}
/// `view.add(x)`
pub fn view_add(cx: &mut Cx, v: Value, x: Value) -> R<()> {
    if Slots(v).int(0) != SET || !plain_key(x) { super::rule::fail(cx) }
    Dict(Slots(v).get(1)).set(cx, x, Value::NONE)
}
pub const METHODS: &[crate::native::Def] = &[
    crate::native::def("add", "x, /", |cx, a| { view_add(cx, a[0], a[1])?; Ok(Value::NONE) }),
    crate::native::def("get", "k, d, /", |cx, a| view_get(cx, a[0], a[1], a[2])),
    crate::native::def("__getitem__", "k, /", |cx, a| view_load(cx, a[0], a[1])),
    crate::native::def("__setitem__", "k, x, /", |cx, a| { view_store(cx, a[0], a[1], a[2])?; Ok(Value::NONE) }),
];
#[allow(dead_code)]
fn _types(_: Set, _: Str) {}
