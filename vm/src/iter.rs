//! Native iterators: one step each, found by the type's number.
//!
//! State lives in value slots (`Slots`), counters as small ints. An exhausted iterator has UNDEF in slot 0 unless noted.
//!
//! | type | slots |
//! |---|---|
//! | ListIter, TupleIter | sequence, index of the next item |
//! | PartIter | see `par::split` |
//! | ListRevIter | list, index of the next item (counting down) |
//! | RangeIter | next value, step, items left (all small; never UNDEF: exhausted is 0 left) |
//! | LongRangeIter | the same with ints of any size |
//! | StrIter, StrAsciiIter | str, byte offset of the next character |
//! | BytesIter, ByteArrayIter, SeqIter | sequence, index |
//! | Dict…Iter (keys, values, items; Rev…: backwards) | dict, next row, length when made, items left |
//! | SetIter | set, next row of the table, length when made, items left |
//! | CallIter | callable, sentinel |
//! | Enumerate | iterator, next index (any int) |
//! | Zip | tuple of iterators, strict |
//! | Map | function, tuple of iterators |
//! | Filter | function, iterator |
//! | Reversed | sequence, index |
//!
//! A step returns Ok(None) at the end. A step that runs Python code may see StopIteration raised by it: `next_fast` takes that for the
//! end too, as the C-level protocol does.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::modules::{itertools as it, itertools_comb as comb, itertools_group as group};
use crate::native::R;
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

pub type Step = fn(&mut Cx, Value) -> R<Option<Value>>;
macro_rules! steps { ($($t:ident $f:expr;)*) => {
    /// The step of each native iterator type, by its number.
    pub static STEPS: [Option<Step>; T::COUNT] = { let mut s: [Option<Step>; T::COUNT] = [None; T::COUNT]; $(s[T::$t as usize] = Some($f as Step);)* s };
} }
steps! {
    PartIter crate::par::split::part_step; ListIter list_step; TupleIter tuple_step; RangeIter range_step; ListRevIter list_rev_step; LongRangeIter long_range_step; StrIter str_step; StrAsciiIter str_step;
    BytesIter bytes_step; ByteArrayIter seq_step; SeqIter seq_step; CallIter call_step; Reversed reversed_step;
    DictKeyIter dict_step; DictValueIter dict_step; DictItemIter dict_step; DictRevKeyIter dict_rev_step; DictRevValueIter dict_rev_step; DictRevItemIter dict_rev_step;
    SetIter set_step; Enumerate enumerate_step; Zip zip_step; Map map_step; Filter filter_step;
    Count it::count_step; Cycle it::cycle_step; Repeat it::repeat_step; Chain it::chain_step; Compress it::compress_step; DropWhile it::dropwhile_step; TakeWhile it::takewhile_step;
    FilterFalse it::filterfalse_step; StarMap it::starmap_step; Accumulate it::accumulate_step; Batched it::batched_step; Islice it::islice_step; Pairwise it::pairwise_step; ZipLongest it::zip_longest_step;
    Product comb::product_step; Permutations comb::permutations_step; Combinations comb::combinations_step; CombinationsRepl comb::combinations_repl_step; GroupBy group::groupby_step; Grouper group::grouper_step; Tee group::tee_step;
    DequeIter crate::modules::deque::iter_step; DequeRevIter crate::modules::deque::rev_step; ArrayIter crate::modules::array::iter_step;
}

/// Next item of an iterator that is native and exact: None if it is not one of those.
#[inline]
pub fn next_fast(cx: &mut Cx, it: Value) -> Option<R<Option<Value>>> {
    if !it.is_ref() { return None; }
    let s = it.shape() as usize;
    if s >= T::COUNT { return None; }
    let f = STEPS[s]?;
    let r = f(cx, it);
    if r.is_err() && cx.pending_is(T::StopIteration) { cx.clear_pending(); return Some(Ok(None)); }
    Some(r)
}
/// `__next__` of every native iterator, subclass instances included.
pub fn dunder_next(cx: &mut Cx, a: &[Value]) -> R {
    let Some(f) = STEPS[a[0].kind() as usize] else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("'{t}' object is not an iterator"))) };
    match f(cx, a[0])? { Some(v) => Ok(v), None => Err(cx.stop_iteration(Value::UNDEF)) }
}
/// iter(v) for exact built-in containers.
#[inline]
pub fn iter_fast(cx: &mut Cx, v: Value) -> Option<Value> {
    if !v.is_ref() { return None; }
    Some(match v.exact()? {
        T::List => Slots::new(cx, T::ListIter, &[v, Value::small(0)]),
        T::Tuple => Slots::new(cx, T::TupleIter, &[v, Value::small(0)]),
        T::Range => crate::range::iter(cx, v),
        T::Dict => crate::dict_methods::iter(cx, v, T::DictKeyIter),
        T::DictItems => crate::dict_methods::iter(cx, Slots(v).get(0), T::DictItemIter),
        T::DictValues => crate::dict_methods::iter(cx, Slots(v).get(0), T::DictValueIter),
        T::Str => str_iter(cx, v),
        T::Bytes => Slots::new(cx, T::BytesIter, &[v, Value::small(0)]),
        T::ByteArray => Slots::new(cx, T::ByteArrayIter, &[v, Value::small(0)]),
        _ => return None,
    })
}
/// iter(str)
pub fn str_iter(cx: &mut Cx, v: Value) -> Value { let t = if Str(v).is_ascii() { T::StrAsciiIter } else { T::StrIter }; Slots::new(cx, t, &[v, Value::small(0)]) }
/// RangeIter: next or end.
#[inline(always)]
pub fn range_next(cx: &mut Cx, it: Value) -> Option<Option<Value>> {
    let s = Slots(it);
    let (v, left) = (s.get(0), s.int(2));
    if left <= 0 { return Some(None); }
    // the last sum may pass the small range; it is never read then
    s.set2(cx, (0, Value(v.0.wrapping_add((s.get(1).0).wrapping_sub(1)))), (2, Value::small(left - 1)));
    Some(Some(v))
}
/// ListIter: next or end.
#[inline(always)]
pub fn list_next(cx: &mut Cx, it: Value) -> Option<Value> {
    let s = Slots(it);
    let l = s.get(0);
    if l.is_undef() { return None; }
    let i = s.int(1);
    match List(l).get(i as usize) { Some(v) => { s.set_int(cx, 1, i + 1); Some(v) } None => { s.set(cx, 0, Value::UNDEF); None } }
}
/// TupleIter: next or end.
#[inline(always)]
pub fn tuple_next(cx: &mut Cx, it: Value) -> Option<Value> {
    let s = Slots(it);
    let t = s.get(0);
    if t.is_undef() { return None; }
    let i = s.int(1);
    match Tuple(t).items().get(i as usize) { Some(v) => { s.set_int(cx, 1, i + 1); Some(*v) } None => { s.set(cx, 0, Value::UNDEF); None } }
}
fn list_step(cx: &mut Cx, it: Value) -> R<Option<Value>> { Ok(list_next(cx, it)) }
fn tuple_step(cx: &mut Cx, it: Value) -> R<Option<Value>> { Ok(tuple_next(cx, it)) }
fn range_step(cx: &mut Cx, it: Value) -> R<Option<Value>> { Ok(range_next(cx, it).flatten()) }
/// Marks an iterator as exhausted.
pub fn finish(cx: &mut Cx, it: Value) -> R<Option<Value>> { Slots(it).set(cx, 0, Value::UNDEF); Ok(None) }
fn list_rev_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let i = s.int(1);
    if i >= 0 { if let Some(v) = List(s.get(0)).get(i as usize) { s.set_int(cx, 1, i - 1); return Ok(Some(v)); } }
    finish(cx, it)
}
fn long_range_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (v, left) = (s.get(0), crate::int::to_ibig(s.get(2)));
    if left <= dashu_int::IBig::from(0) { return Ok(None); }
    let n = crate::int::to_ibig(v) + crate::int::to_ibig(s.get(1));
    let (n, left) = (cx.bigint(n), cx.bigint(left - dashu_int::IBig::from(1)));
    s.set(cx, 0, n);
    s.set(cx, 2, left);
    Ok(Some(v))
}
fn str_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let (b, i) = (Str(s.get(0)).bytes(), s.int(1) as usize);
    if i >= b.len() { return finish(cx, it); }
    let (c, n) = crate::str::decode(b, i);
    s.set_int(cx, 1, (i + n) as i64);
    Ok(Some(Str::from_code_point(cx, c)))
}
fn bytes_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let i = s.int(1);
    match crate::bytes::get(s.get(0)).get(i as usize) { Some(b) => { s.set_int(cx, 1, i + 1); Ok(Some(Value::small(*b as i64))) } None => finish(cx, it) }
}
/// The old protocol: `seq[0]`, `seq[1]`, … until IndexError.
fn seq_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let seq = s.get(0);
    if seq.is_undef() { return Ok(None); }
    let i = s.int(1);
    match cx.get_item(seq, Value::small(i)) {
        Ok(v) => { s.set_int(cx, 1, i + 1); Ok(Some(v)) }
        Err(e) => { if cx.pending_is(T::IndexError) || cx.pending_is(T::StopIteration) { cx.clear_pending(); return finish(cx, it); } Err(e) }
    }
}
fn reversed_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (seq, i) = (s.get(0), s.get(1).as_small().unwrap_or(-1));
    if seq.is_undef() || i < 0 { return Ok(None); }
    match cx.get_item(seq, Value::small(i)) {
        Ok(v) => { s.set_int(cx, 1, i - 1); Ok(Some(v)) }
        Err(e) => { s.set_int(cx, 1, -1); finish(cx, it)?; if cx.pending_is(T::IndexError) || cx.pending_is(T::StopIteration) { cx.clear_pending(); return Ok(None); } Err(e) }
    }
}
fn call_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let f = s.get(0);
    if f.is_undef() { return Ok(None); }
    match cx.call(f, &[]) {
        Ok(v) => {
            let sentinel = s.get(1);
            if s.get(0).is_undef() { return Ok(None); } // exhausted by the call itself
            if cx.eq(sentinel, v)? { s.set(cx, 1, Value::UNDEF); return finish(cx, it); }
            Ok(Some(v))
        }
        Err(e) => { if cx.pending_is(T::StopIteration) { cx.clear_pending(); s.set(cx, 1, Value::UNDEF); return finish(cx, it); } Err(e) }
    }
}
fn dict_item(cx: &mut Cx, it: Value, k: Value, v: Value) -> Value {
    match it.kind() { T::DictKeyIter | T::DictRevKeyIter => k, T::DictValueIter | T::DictRevValueIter => v, _ => cx.tuple(&[k, v]) }
}
#[cold]
fn dict_changed(cx: &mut Cx, it: Value, keys: bool) -> R<Option<Value>> {
    let s = Slots(it);
    let d = s.get(0);
    if keys { s.set(cx, 0, Value::UNDEF) } else { s.set_int(cx, 2, -1) }
    let od = cx.class(T::OrderedDict).0;
    Err(cx.runtime_error(if cx.class_of(d).is_subclass_of(od) { "OrderedDict mutated during iteration" } else if keys { "dictionary keys changed during iteration" } else { "dictionary changed size during iteration" }))
}
#[inline]
fn dict_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let d = Dict(s.get(0));
    if d.len() as i64 != s.int(2) { return dict_changed(cx, it, false); }
    let (mut i, n) = (s.int(1) as usize, d.fill());
    while i < n {
        if let Some((k, v)) = d.entry(i) {
            let left = s.int(3);
            if left <= 0 { return dict_changed(cx, it, true); }
            s.set2(cx, (1, Value::small(i as i64 + 1)), (3, Value::small(left - 1)));
            return Ok(Some(dict_item(cx, it, k, v)));
        }
        i += 1;
    }
    finish(cx, it)
}
fn dict_rev_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let d = Dict(s.get(0));
    if d.len() as i64 != s.int(2) { return dict_changed(cx, it, false); }
    let mut i = s.int(1);
    while i >= 0 {
        if let Some((k, v)) = d.entry(i as usize) {
            s.set_int(cx, 1, i - 1);
            let left = s.int(3);
            s.set_int(cx, 3, left - 1);
            return Ok(Some(dict_item(cx, it, k, v)));
        }
        i -= 1;
    }
    finish(cx, it)
}
fn set_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let set = Set(s.get(0));
    if set.len() as i64 != s.int(2) { s.set_int(cx, 2, -1); return Err(cx.runtime_error("Set changed size during iteration")); }
    let mut p = s.int(1) as usize;
    match set.next(&mut p) {
        Some((k, _)) => { let left = s.int(3); s.set2(cx, (1, Value::small(p as i64)), (3, Value::small(left - 1))); Ok(Some(k)) }
        None => finish(cx, it),
    }
}
fn enumerate_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let i = s.get(1);
    let next = match i.as_small() { Some(n) => cx.int(n + 1), None => { let n = crate::int::to_ibig(i) + dashu_int::IBig::from(1); cx.bigint(n) } };
    let v = if s.get(0).is_exact(T::Map) {
        // its function may see both cut in two (`par::split`): they go in step
        s.set(cx, 1, next);
        match cx.next(s.get(0)) { Ok(Some(v)) => v, r => { s.set(cx, 1, i); return r; } }
    } else {
        let Some(v) = cx.next(s.get(0))? else { return Ok(None) };
        s.set(cx, 1, next);
        v
    };
    Ok(Some(cx.tuple(&[i, v])))
}
fn zip_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(0).is_undef() { return Ok(None); }
    let its = Tuple(s.get(0)).items();
    if its.is_empty() { return Ok(None); }
    if let [x, y] = its {
        if let Some(v) = cx.next(*x)? { if let Some(w) = cx.next(*y)? { return Ok(Some(cx.tuple(&[v, w]))); } return zip_end(cx, it, 1); }
        return zip_end(cx, it, 0);
    }
    let mut out = VVec::with_capacity(its.len());
    for (i, x) in its.iter().enumerate() { match cx.next(*x)? { Some(v) => out.push(v), None => return zip_end(cx, it, i) } }
    Ok(Some(cx.tuple(&out)))
}
/// Iterator number `i` ended.
#[cold]
fn zip_end(cx: &mut Cx, it: Value, i: usize) -> R<Option<Value>> {
    let s = Slots(it);
    if !s.get(1).is_true() { return Ok(None); }
    let plural = |n: usize| if n == 1 { " " } else { "s 1-" };
    if i > 0 { return Err(cx.value_error(format!("zip() argument {} is shorter than argument{}{i}", i + 1, plural(i)))); }
    for (k, x) in Tuple(s.get(0)).items().iter().enumerate().skip(1) {
        if cx.next(*x)?.is_some() { return Err(cx.value_error(format!("zip() argument {} is longer than argument{}{k}", k + 1, plural(k)))); }
    }
    Ok(None)
}
fn map_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let its = Tuple(s.get(1)).items();
    if let [x] = its { let Some(v) = cx.next(*x)? else { return Ok(None) }; let r = cx.call(s.get(0), &[v]); if r.is_err() { crate::par::split::stop(cx, it) } return r.map(Some); }
    let mut out = VVec::with_capacity(its.len());
    for x in its { match cx.next(*x)? { Some(v) => out.push(v), None => return Ok(None) } }
    let r = cx.call(s.get(0), &out);
    if r.is_err() { crate::par::split::stop(cx, it) }
    r.map(Some)
}
fn filter_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let f = s.get(0);
    let plain = f.is_none() || f == cx.class(T::Bool).0;
    while let Some(v) = cx.next(s.get(1))? {
        let keep = if plain { cx.truth(v) } else { cx.call(f, &[v]).and_then(|r| cx.truth(r)) };
        let Ok(keep) = keep else { crate::par::split::stop(cx, it); return Err(crate::native::Raised) };
        if keep { return Ok(Some(v)); }
    }
    Ok(None)
}
/// Would `next_fast` answer for this value?
pub fn next_fast_kind(it: Value) -> bool { it.is_ref() && (it.shape() as usize) < T::COUNT && STEPS[it.shape() as usize].is_some() }
