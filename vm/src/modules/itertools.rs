//! itertools: the streaming iterators. Combinatoric ones are in `itertools_comb.rs`, groupby and tee in `itertools_group.rs`.
//! Steps are found through `iter::STEPS`; slots are named at each step.
use crate::abs::Bin;
use crate::cx::Cx;
use crate::func::Module;
use crate::iter::{dunder_next, finish};
use crate::iter_methods::iterators;
use crate::list::List;
use crate::native::{def, def_class, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

pub const NEXT: Def = def("__next__", "/", dunder_next);
pub const GENERIC: Def = def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem);

// ---- count: value, step ----------------------------------------------------------------------------------------------------
pub fn count_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let (v, d) = (s.get(0), s.get(1));
    let next = match (v.as_small(), d.as_small()) { (Some(a), Some(b)) => cx.int(a + b), _ => cx.binary(Bin::Add, v, d)? };
    s.set(cx, 0, next);
    Ok(Some(v))
}
fn is_number(cx: &mut Cx, v: Value) -> bool { use crate::class::D; v.is(T::Int) || v.is(T::Float) || v.is(T::Complex) || cx.special(v, D::Index).is_some() || cx.special(v, D::Int).is_some() || cx.special(v, D::Float).is_some() }
fn count_new(cx: &mut Cx, a: &[Value]) -> R {
    let (start, step) = (a[1].opt().unwrap_or(Value::small(0)), a[2].opt().unwrap_or(Value::small(1)));
    if !is_number(cx, start) || !is_number(cx, step) { return Err(cx.type_error("a number is required")); }
    Ok(Slots::new_of(cx, a[0], T::Count, &[start, step]))
}
fn count_repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut out = cx.class_of(a[0]).name().into_owned().into_bytes();
    out.push(b'(');
    out.extend(cx.repr(s.get(0))?.bytes());
    if s.get(1) != Value::small(1) { out.extend(b", "); out.extend(cx.repr(s.get(1))?.bytes()) }
    out.push(b')');
    Ok(Str::from_wtf8(cx, &out).0)
}
pub const COUNT: &[Def] = &[
    def_new("start=0, step=1", count_new).doc("Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step"),
    NEXT, def("__repr__", "/", count_repr),
];
// ---- cycle: iterator (UNDEF: used up), saved list, index, saved is complete already (unpickled) ---------------------------------------------------------------------
pub fn cycle_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let saved = List::of(s.get(1));
    if let Some(i) = s.get(0).opt() {
        if let Some(v) = cx.next(i)? { if !s.get(3).is_true() { saved.push(cx, v) } return Ok(Some(v)); }
        s.set(cx, 0, Value::UNDEF);
    }
    let i = s.int(2) as usize;
    let Some(v) = saved.get(i) else { return Ok(None) };
    s.set_int(cx, 2, if i + 1 >= saved.len() { 0 } else { i as i64 + 1 });
    Ok(Some(v))
}
pub const CYCLE: &[Def] = &[
    def_new("iterable, /", |cx, a| { let it = cx.iter(a[1])?; let l = List::new(cx); Ok(Slots::new_of(cx, a[0], T::Cycle, &[it, l.0, Value::small(0)])) }).doc("Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."),
    NEXT,
];
// ---- repeat: object, times left (-1: for ever) -------------------------------------------------------------------------------
pub fn repeat_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    match s.int(1) { 0 => Ok(None), n if n > 0 => { s.set_int(cx, 1, n - 1); Ok(Some(s.get(0))) } _ => Ok(Some(s.get(0))) }
}
fn repeat_new(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[2].opt() { None => -1, Some(t) => cx.index_i64(t)?.max(0).min(crate::value::SMALL_MAX) };
    Ok(Slots::new_of(cx, a[0], T::Repeat, &[a[1], Value::small(n)]))
}
pub const REPEAT: &[Def] = &[
    def_new("object, times=<unrepresentable>", repeat_new).doc("repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly."),
    NEXT,
    def("__repr__", "/", |cx, a| { let s = Slots(a[0]); let (n, r) = (cx.class_of(a[0]).name(), cx.repr(s.get(0))?.lossy()); Ok(cx.string(if s.int(1) < 0 { format!("{n}({r})") } else { format!("{n}({r}, {})", s.int(1)) })) }),
    def("__length_hint__", "/", |cx, a| { let n = Slots(a[0]).get(1); if n == Value::small(-1) { Err(cx.type_error("len() of unsized object")) } else { Ok(n) } }),
];
// ---- chain: iterator of iterables (UNDEF: used up), current iterator --------------------------------------------------------------
pub fn chain_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    loop {
        let Some(outer) = s.get(0).opt() else { return Ok(None) };
        if s.get(1).is_undef() {
            match cx.next(outer) {
                Ok(Some(x)) => match cx.iter(x) { Ok(i) => s.set(cx, 1, i), Err(e) => { s.set(cx, 0, Value::UNDEF); return Err(e); } },
                Ok(None) => { s.set(cx, 0, Value::UNDEF); return Ok(None); }
                Err(e) => { s.set(cx, 0, Value::UNDEF); return Err(e); }
            }
        }
        let cur = s.get(1);
        if let Some(v) = cx.next(cur)? { return Ok(Some(v)); }
        s.set(cx, 1, Value::UNDEF);
    }
}
pub const CHAIN: &[Def] = &[
    def_new("*iterables", |cx, a| { let it = cx.iter(a[1])?; Ok(Slots::new_of(cx, a[0], T::Chain, &[it])) }).doc("Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted."),
    NEXT,
    def_class("from_iterable", "iterable, /", |cx, a| { let it = cx.iter(a[1])?; Ok(Slots::new_of(cx, a[0], T::Chain, &[it])) }).doc("Alternative chain() constructor taking a single iterable argument that evaluates lazily."),
    GENERIC,
];
// ---- compress: data, selectors ------------------------------------------------------------------------------------------------
pub fn compress_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    loop {
        let Some(v) = cx.next(s.get(0))? else { return Ok(None) };
        let Some(k) = cx.next(s.get(1))? else { return Ok(None) };
        if cx.truth(k)? { return Ok(Some(v)); }
    }
}
pub const COMPRESS: &[Def] = &[def_new("data, selectors", |cx, a| { let d = cx.iter(a[1])?; let k = cx.iter(a[2])?; Ok(Slots::new_of(cx, a[0], T::Compress, &[d, k])) }).doc("Return data elements corresponding to true selector elements."), NEXT];
// ---- dropwhile, takewhile: predicate, iterator, flag (started / stopped); filterfalse, starmap: function, iterator ------------------
fn test(cx: &mut Cx, f: Value, v: Value) -> R<bool> { let r = cx.call(f, &[v])?; cx.truth(r) }
pub fn dropwhile_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    loop {
        let Some(v) = cx.next(s.get(1))? else { return Ok(None) };
        if s.get(2).is_true() { return Ok(Some(v)); }
        if !test(cx, s.get(0), v)? { s.set(cx, 2, Value::TRUE); return Ok(Some(v)); }
    }
}
pub fn takewhile_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.get(2).is_true() { return Ok(None); }
    let Some(v) = cx.next(s.get(1))? else { return Ok(None) };
    if test(cx, s.get(0), v)? { return Ok(Some(v)); }
    s.set(cx, 2, Value::TRUE);
    Ok(None)
}
pub fn filterfalse_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let plain = s.get(0).is_none() || s.get(0) == cx.class(T::Bool).0;
    while let Some(v) = cx.next(s.get(1))? { let t = if plain { cx.truth(v)? } else { test(cx, s.get(0), v)? }; if !t { return Ok(Some(v)); } }
    Ok(None)
}
pub fn starmap_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let Some(v) = cx.next(s.get(1))? else { return Ok(None) };
    let args = match Tuple::exact(v) { Some(t) => VVec::from_slice(t.items()), None => cx.collect(v)? };
    cx.call(s.get(0), &args).map(Some)
}
macro_rules! func_iter { ($name:ident $t:ident $sig:literal $doc:literal) => { pub const $name: &[Def] = &[def_new($sig, |cx, a| { let it = cx.iter(a[2])?; Ok(Slots::new_of(cx, a[0], T::$t, &[a[1], it])) }).doc($doc), NEXT]; } }
func_iter!(DROPWHILE DropWhile "predicate, iterable, /" "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.");
func_iter!(TAKEWHILE TakeWhile "predicate, iterable, /" "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.");
func_iter!(FILTERFALSE FilterFalse "function, iterable, /" "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.");
func_iter!(STARMAP StarMap "function, iterable, /" "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.");
// ---- accumulate: iterator, function (or None), total (UNDEF: none yet), initial (UNDEF: none or used) ----------------------------------
pub fn accumulate_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if let Some(v) = s.get(3).opt() { s.set(cx, 3, Value::UNDEF); s.set(cx, 2, v); return Ok(Some(v)); }
    let Some(v) = cx.next(s.get(0))? else { return Ok(None) };
    let total = match s.get(2).opt() { None => v, Some(t) => if s.get(1).is_none() { cx.binary(Bin::Add, t, v)? } else { cx.call(s.get(1), &[t, v])? } };
    s.set(cx, 2, total);
    Ok(Some(total))
}
pub const ACCUMULATE: &[Def] = &[
    def_new("iterable, func=None, *, initial=None", |cx, a| { let it = cx.iter(a[1])?; Ok(Slots::new_of(cx, a[0], T::Accumulate, &[it, a[2].opt().unwrap_or(Value::NONE), Value::UNDEF, a[3].opt_none().unwrap_or(Value::UNDEF)])) }).doc("Return series of accumulated sums (or other binary function results)."),
    NEXT,
];
// ---- batched: iterator, n ---------------------------------------------------------------------------------------------------------
pub fn batched_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let Some(i) = s.get(0).opt() else { return Ok(None) };
    let n = s.int(1) as usize;
    let mut out = VVec::new();
    while out.len() < n { match cx.next(i)? { Some(v) => out.push(v), None => break } }
    if out.len() < n { s.set(cx, 0, Value::UNDEF) }
    if out.is_empty() { return Ok(None); }
    Ok(Some(cx.tuple(&out)))
}
fn batched_new(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.index_i64(a[2])?;
    if n < 1 { return Err(cx.value_error("n must be at least one")); }
    let it = cx.iter(a[1])?;
    Ok(Slots::new_of(cx, a[0], T::Batched, &[it, Value::small(n.min(crate::value::SMALL_MAX))]))
}
pub const BATCHED: &[Def] = &[def_new("iterable, n", batched_new).doc("Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)"), NEXT];
// ---- islice: iterator, next index, stop (-1: none), step, items consumed -----------------------------------------------------------------
pub fn islice_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let Some(i) = s.get(0).opt() else { return Ok(None) };
    let (next, stop, step) = (s.int(1), s.int(2), s.int(3));
    while s.int(4) < next {
        let n = s.int(4);
        if cx.next(i)?.is_none() { return finish(cx, it); }
        s.set_int(cx, 4, n + 1);
    }
    let n = s.int(4);
    if stop >= 0 && n >= stop { return finish(cx, it); }
    let Some(v) = cx.next(i)? else { return finish(cx, it) };
    s.set_int(cx, 4, n + 1);
    let mut to = next.saturating_add(step).min(crate::value::SMALL_MAX);
    if stop >= 0 && to > stop { to = stop }
    s.set_int(cx, 1, to);
    Ok(Some(v))
}
fn islice_new(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    if args.len() < 2 { return Err(cx.type_error(format!("islice expected at least 2 arguments, got {}", args.len()))); }
    if args.len() > 4 { return Err(cx.type_error(format!("islice expected at most 4 arguments, got {}", args.len()))); }
    let bound = |cx: &mut Cx, v: Value, msg: &str| -> R<Option<i64>> {
        if v.is_none() { return Ok(None); }
        let r = cx.index_i64(v);
        match r { Ok(n) if n >= 0 && n <= i64::MAX => Ok(Some(n.min(crate::value::SMALL_MAX))), Ok(_) => Err(cx.value_error(msg)), Err(_) => { cx.clear_pending(); Err(cx.value_error(msg)) } }
    };
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const IDX: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    let (start, stop) = if args.len() == 2 { (0, bound(cx, args[1], STOP)?) } else { let st = bound(cx, args[1], IDX)?.unwrap_or(0); (st, bound(cx, args[2], STOP)?) };
    let step = match args.get(3) { None => 1, Some(v) => bound(cx, *v, "Step for islice() must be a positive integer or None.")?.unwrap_or(1) };
    if step < 1 { return Err(cx.value_error("Step for islice() must be a positive integer or None.")); }
    let it = cx.iter(args[0])?;
    Ok(Slots::new_of(cx, a[0], T::Islice, &[it, Value::small(start), Value::small(stop.unwrap_or(-1)), Value::small(step), Value::small(0)]))
}
pub const ISLICE: &[Def] = &[def_new("*args", islice_new).doc("islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator."), NEXT];
// ---- pairwise: iterator, previous item -----------------------------------------------------------------------------------------------------
pub fn pairwise_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let Some(i) = s.get(0).opt() else { return Ok(None) };
    if s.get(1).is_undef() {
        match cx.next(i)? { Some(v) => s.set(cx, 1, v), None => return finish(cx, it) }
        if s.get(0).is_undef() { s.set(cx, 1, Value::UNDEF); return Ok(None); }
    }
    let old = s.get(1);
    match cx.next(i)? { Some(v) => { s.set(cx, 1, v); Ok(Some(cx.tuple(&[old, v]))) } None => { s.set(cx, 1, Value::UNDEF); finish(cx, it) } }
}
pub const PAIRWISE: &[Def] = &[def_new("iterable, /", |cx, a| { let it = cx.iter(a[1])?; Ok(Slots::new_of(cx, a[0], T::Pairwise, &[it])) }).doc("Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ..."), NEXT];
// ---- zip_longest: list of iterators (None: used up), fill value, active ----------------------------------------------------------------------
pub fn zip_longest_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let l = List::of(s.get(0));
    if l.is_empty() || s.int(2) == 0 { return Ok(None); }
    let mut out = VVec::with_capacity(l.len());
    for i in 0..l.len() {
        let x = l.get(i).unwrap_or(Value::NONE);
        if x.is_none() { out.push(s.get(1)); continue; }
        match cx.next(x) {
            Ok(Some(v)) => out.push(v),
            Ok(None) => {
                let n = s.int(2) - 1;
                s.set_int(cx, 2, n);
                if n <= 0 { return Ok(None); }
                l.set(cx, i, Value::NONE);
                out.push(s.get(1));
            }
            Err(e) => { s.set_int(cx, 2, 0); return Err(e); }
        }
    }
    Ok(Some(cx.tuple(&out)))
}
fn zip_longest_new(cx: &mut Cx, a: &[Value]) -> R {
    let kw = crate::dict::Dict::of(a[2]);
    let fill = cx.dict_get(kw, "fillvalue");
    if kw.len() > fill.is_some() as usize { return Err(cx.type_error("zip_longest() got an unexpected keyword argument")); }
    let fill = fill.unwrap_or(Value::NONE);
    let its = iterators(cx, crate::call::star(a[1]))?;
    let items = Tuple::of(its).items();
    let l = cx.list(items);
    Ok(Slots::new_of(cx, a[0], T::ZipLongest, &[l, fill, Value::small(items.len() as i64)]))
}
pub const ZIP_LONGEST: &[Def] = &[def_new("*iterables, **kwargs", zip_longest_new).doc("Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument."), NEXT];

pub const FUNCS: &[Def] = &[def("tee", "iterable, n=2, /", super::itertools_group::tee).doc("Returns a tuple of n independent iterators.")];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for t in [T::Count, T::Cycle, T::Repeat, T::Chain, T::Compress, T::DropWhile, T::TakeWhile, T::FilterFalse, T::StarMap, T::Accumulate, T::Batched, T::Islice, T::Pairwise, T::ZipLongest, T::Product, T::Permutations, T::Combinations, T::CombinationsRepl, T::GroupBy, T::Grouper, T::Tee, T::TeeData] {
        let c = cx.class(t).0;
        m.set(cx, t.name(), c);
    }
    Ok(())
}
