//! itertools: product, permutations, combinations, combinations_with_replacement.
//!
//! Slots: pool (tuple of items; product: tuple of tuples), indices (list of small ints), r, state (0 not started, 1 running, 2 done),
//! cycles (permutations). A result is a fresh tuple built from the indices.
use super::itertools::NEXT;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn pool(it: Value) -> &'static [Value] { Tuple::of(Slots(it).get(0)).items() }
fn ix(l: List, i: usize) -> usize { l.get(i).and_then(|v| v.as_small()).unwrap_or(0) as usize }
fn set_ix(cx: &mut Cx, l: List, i: usize, v: usize) { l.set(cx, i, Value::small(v as i64)) }
fn pick(cx: &mut Cx, it: Value, r: usize) -> R<Option<Value>> {
    let (p, l) = (pool(it), List::of(Slots(it).get(1)));
    if r == 0 { return Ok(Some(cx.rt.empty_tuple)); }
    if r <= 8 {
        let mut some = [Value::UNDEF; 8];
        for (i, v) in some[..r].iter_mut().enumerate() { if let Some(x) = p.get(ix(l, i)) { *v = *x } }
        return Ok(Some(cx.tuple(&some[..r])));
    }
    let t = Tuple::try_new(cx, r)?;
    for i in 0..r { if let Some(v) = p.get(ix(l, i)) { t.init(i, *v) } }
    Ok(Some(t.0))
}
fn done(cx: &mut Cx, it: Value) -> R<Option<Value>> { Slots(it).set_int(cx, 3, 2); Ok(None) }
fn indices(cx: &mut Cx, it: impl Iterator<Item = usize>) -> Value { let l = List::new(cx); for i in it { l.push(cx, Value::small(i as i64)) } l.0 }

// ---- parts of these, for `par::split`: items by their number -----------------------------------------------------------------
const IN_PRODUCT: i64 = 1 << 2;
const IN_COMBINATIONS: i64 = 2 << 2;
fn choose(n: u64, k: u64) -> Option<u64> {
    if k > n { return Some(0); }
    let mut c = 1u64;
    for i in 0..k.min(n - k) { c = c.checked_mul(n - i)? / (i + 1) }
    Some(c)
}
/// Items that are left; None: not known.
pub fn left(it: Value) -> Option<u64> {
    let s = Slots(it);
    if s.int(3) == 2 { return Some(0); }
    let all = if it.is_exact(T::Product) { pool(it).iter().try_fold(1u64, |n, q| n.checked_mul(Tuple::exact(*q)?.len() as u64))? } else { choose(pool(it).len() as u64, u64::try_from(s.int(2)).ok()?)? };
    (all < 1 << 60).then(|| all.saturating_sub(number(it)))
}
/// Number of the next item.
fn number(it: Value) -> u64 {
    let s = Slots(it);
    if s.int(3) != 1 { return 0; }
    let (p, l) = (pool(it), List::of(s.get(1)));
    if it.is_exact(T::Product) { return p.iter().enumerate().fold(0, |n, (i, q)| n * Tuple(*q).len() as u64 + ix(l, i) as u64) + 1; }
    let (n, r) = (p.len() as u64, s.int(2) as u64);
    let (mut rank, mut from) = (0, 0);
    for i in 0..r {
        let at = ix(l, i as usize) as u64;
        for j in from..at { rank += choose(n - 1 - j, r - 1 - i).unwrap_or(0) }
        from = at + 1;
    }
    rank + 1
}
/// What a part of it consists of: pools or pool, number of the next item, kind.
pub fn place(it: Value) -> Option<(Value, u64, i64)> {
    let s = Slots(it);
    Some((s.get(0), number(it), if it.is_exact(T::Product) { IN_PRODUCT } else { IN_COMBINATIONS | s.int(2) << 4 }))
}
/// Item `i` of such a part.
pub fn nth(cx: &mut Cx, q: Value, mut i: u64, kind: i64) -> R {
    let p = Tuple::of(q).items();
    if kind & 12 == IN_PRODUCT {
        let t = Tuple::try_new(cx, p.len())?;
        for k in (0..p.len()).rev() {
            let n = Tuple(p[k]).len() as u64;
            if let Some(v) = Tuple(p[k]).items().get((i % n.max(1)) as usize) { t.init(k, *v) }
            i /= n.max(1);
        }
        return Ok(t.0);
    }
    let (n, r) = (p.len() as u64, (kind >> 4) as u64);
    let t = Tuple::try_new(cx, r as usize)?;
    let mut j = 0;
    for k in 0..r {
        loop {
            let c = choose(n.saturating_sub(1 + j), r - 1 - k).unwrap_or(u64::MAX);
            if i < c || j >= n { break; }
            i -= c;
            j += 1;
        }
        if let Some(v) = p.get(j as usize) { t.init(k as usize, *v) }
        j += 1;
    }
    Ok(t.0)
}

// ---- product -------------------------------------------------------------------------------------------------------------
pub fn product_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (p, l) = (pool(it), List::of(s.get(1)));
    match s.int(3) {
        2 => return Ok(None),
        0 => { s.set_int(cx, 3, 1); if p.iter().any(|q| Tuple(*q).is_empty()) { return done(cx, it); } }
        _ => {
            let mut i = p.len();
            loop {
                if i == 0 { return done(cx, it); }
                i -= 1;
                let n = ix(l, i) + 1;
                if n < Tuple(p[i]).len() { set_ix(cx, l, i, n); break; }
                set_ix(cx, l, i, 0);
            }
        }
    }
    if p.is_empty() { return Ok(Some(cx.rt.empty_tuple)); }
    let t = Tuple::try_new(cx, p.len())?;
    for (i, q) in p.iter().enumerate() { if let Some(v) = Tuple(*q).items().get(ix(l, i)) { t.init(i, *v) } }
    Ok(Some(t.0))
}
fn product_new(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[2].opt() { Some(v) => { let n = cx.index_i64(v)?; if n < 0 { return Err(cx.value_error("repeat argument cannot be negative")); } n as usize } None => 1 };
    let args = crate::call::star(a[1]);
    if args.len().checked_mul(n).is_none_or(|t| t > 1 << 32) { return Err(cx.overflow_error("repeat argument too large")); }
    let mut pools = VVec::new();
    for v in args { let t = crate::tuple::from_iterable(cx, *v)?; pools.push(t) }
    let one = VVec::from_slice(&pools);
    if n == 0 { pools.clear() }
    for _ in 1..n { pools.extend(&one) }
    let (t, l) = (cx.tuple(&pools), indices(cx, std::iter::repeat_n(0, pools.len())));
    Ok(Slots::new_of(cx, a[0], T::Product, &[t, l, Value::small(0), Value::small(0)]))
}
pub const PRODUCT: &[Def] = &[def_new("*iterables, repeat=1", product_new).doc("product(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ..."), NEXT,
    def("__sizeof__", "/", |_, _| Ok(Value::small(64)))];

// ---- permutations --------------------------------------------------------------------------------------------------------------
pub fn permutations_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (n, r, l, c) = (pool(it).len(), s.int(2) as usize, List::of(s.get(1)), List::of(s.get(4)));
    match s.int(3) {
        2 => return Ok(None),
        0 => s.set_int(cx, 3, 1),
        _ => {
            let mut i = r;
            loop {
                if i == 0 || n == 0 { return done(cx, it); }
                i -= 1;
                let k = ix(c, i) - 1;
                set_ix(cx, c, i, k);
                if k == 0 {
                    // rotate what follows
                    let first = ix(l, i);
                    for j in i..n - 1 { let v = ix(l, j + 1); set_ix(cx, l, j, v) }
                    set_ix(cx, l, n - 1, first);
                    set_ix(cx, c, i, n - i);
                } else {
                    let (x, y) = (ix(l, i), ix(l, n - k));
                    set_ix(cx, l, i, y);
                    set_ix(cx, l, n - k, x);
                    break;
                }
            }
        }
    }
    pick(cx, it, r)
}
fn size_arg(cx: &mut Cx, v: Value) -> R<usize> { let r = cx.index_i64(v)?; if r < 0 { return Err(cx.value_error("r must be non-negative")); } Ok(r as usize) }
fn permutations_new(cx: &mut Cx, a: &[Value]) -> R {
    let p = crate::tuple::from_iterable(cx, a[1])?;
    let n = Tuple(p).len();
    let r = match a[2].opt_none() { None => n, Some(v) => { if !v.is(T::Int) { return Err(cx.type_error("Expected int as r")); } size_arg(cx, v)? } };
    let k = if r > n { 0 } else { r };
    let (l, c) = (indices(cx, 0..n), indices(cx, (0..k).map(|i| n - i)));
    Ok(Slots::new_of(cx, a[0], T::Permutations, &[p, l, Value::small(r.min(1 << 40) as i64), Value::small(if r > n { 2 } else { 0 }), c]))
}
pub const PERMUTATIONS: &[Def] = &[def_new("iterable, r=None", permutations_new).doc("Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)"), NEXT];

// ---- combinations -----------------------------------------------------------------------------------------------------------------
pub fn combinations_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (n, r, l) = (pool(it).len(), s.int(2) as usize, List::of(s.get(1)));
    match s.int(3) {
        2 => return Ok(None),
        0 => s.set_int(cx, 3, 1),
        _ => {
            let mut i = r;
            loop {
                if i == 0 { return done(cx, it); }
                i -= 1;
                if ix(l, i) != i + n - r { break; }
            }
            let mut v = ix(l, i) + 1;
            for j in i..r { set_ix(cx, l, j, v); v += 1 }
        }
    }
    pick(cx, it, r)
}
pub fn combinations_repl_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (n, r, l) = (pool(it).len(), s.int(2) as usize, List::of(s.get(1)));
    match s.int(3) {
        2 => return Ok(None),
        0 => s.set_int(cx, 3, 1),
        _ => {
            let mut i = r;
            loop {
                if i == 0 { return done(cx, it); }
                i -= 1;
                if ix(l, i) + 1 != n { break; }
            }
            let v = ix(l, i) + 1;
            for j in i..r { set_ix(cx, l, j, v) }
        }
    }
    pick(cx, it, r)
}
fn combinations_new(cx: &mut Cx, a: &[Value]) -> R {
    let r = size_arg(cx, a[2])?;
    let p = crate::tuple::from_iterable(cx, a[1])?;
    let n = Tuple(p).len();
    let l = indices(cx, 0..if r > n { 0 } else { r });
    Ok(Slots::new_of(cx, a[0], T::Combinations, &[p, l, Value::small(r.min(1 << 40) as i64), Value::small(if r > n { 2 } else { 0 })]))
}
fn combinations_repl_new(cx: &mut Cx, a: &[Value]) -> R {
    let r = size_arg(cx, a[2])?;
    let p = crate::tuple::from_iterable(cx, a[1])?;
    let none = Tuple(p).is_empty() && r > 0;
    if r > 1 << 32 { return Err(cx.memory_error()); }
    let l = indices(cx, std::iter::repeat_n(0, if none { 0 } else { r }));
    Ok(Slots::new_of(cx, a[0], T::CombinationsRepl, &[p, l, Value::small(r as i64), Value::small(if none { 2 } else { 0 })]))
}
pub const COMBINATIONS: &[Def] = &[def_new("iterable, r", combinations_new).doc("Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)"), NEXT];
pub const COMBINATIONS_REPL: &[Def] = &[def_new("iterable, r", combinations_repl_new).doc("Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')"), NEXT];
