//! Methods of the native iterator types: making them, length hints, pickling. Their steps are in `iter.rs`.
use crate::class::D;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::iter::dunder_next;
use crate::list::List;
use crate::native::{def, def_class, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::set::Set;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// `builtins.name`
pub fn builtin(cx: &mut Cx, name: &str) -> R {
    let b = Dict(cx.rt.builtins);
    match cx.dict_get(b, name) { Some(v) => Ok(v), None => Err(cx.raise(T::AttributeError, name)) }
}
/// (builtins.name, args[, state])
pub fn reduce_to(cx: &mut Cx, name: &str, args: &[Value], state: Value) -> R {
    let (f, t) = (builtin(cx, name)?, cx.tuple(args));
    Ok(if state.is_undef() { cx.tuple(&[f, t]) } else { cx.tuple(&[f, t, state]) })
}
fn done(cx: &mut Cx) -> R { let e = cx.tuple(&[]); reduce_to(cx, "iter", &[e], Value::UNDEF) }
const NEXT: Def = def("__next__", "/", dunder_next);

// ---- over sequences ------------------------------------------------------------------------------------------------------
/// Items left of an index-based iterator: length of its sequence minus the index.
fn seq_hint(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let Some(q) = s.get(0).opt() else { return Ok(Value::small(0)) };
    if a[0].is(T::SeqIter) && cx.special(q, D::Len).is_none() { return Ok(Value::NOT_IMPLEMENTED); }
    let n = cx.len(q)? as i64;
    Ok(Value::small((n - s.int(1)).max(0)))
}
fn seq_reduce(cx: &mut Cx, a: &[Value]) -> R {
    // the lookup may run code that exhausts the iterator
    builtin(cx, "iter")?;
    let s = Slots(a[0]);
    match s.get(0).opt() { Some(q) => reduce_to(cx, "iter", &[q], s.get(1)), None => if a[0].is(T::ListIter) { let l = List::new(cx); reduce_to(cx, "iter", &[l.0], Value::UNDEF) } else if a[0].is(T::StrIter) || a[0].is(T::StrAsciiIter) { let e = cx.rt.empty_str; reduce_to(cx, "iter", &[e], Value::UNDEF) } else { done(cx) } }
}
fn state_index(cx: &mut Cx, v: Value) -> R<i64> { if !v.is(T::Int) { return Err(cx.type_error("an integer is required")); } cx.index_i64(v) }
fn seq_setstate(cx: &mut Cx, a: &[Value]) -> R {
    let i = state_index(cx, a[1])?;
    let s = Slots(a[0]);
    if let Some(q) = s.get(0).opt() { let n = if a[0].is(T::SeqIter) { i64::MAX >> 2 } else { cx.len(q)? as i64 }; s.set_int(cx, 1, i.clamp(0, n)) }
    Ok(Value::NONE)
}
pub const SEQ: &[Def] = &[NEXT, def("__length_hint__", "/", seq_hint).doc("Private method returning an estimate of len(list(it))."), def("__reduce__", "/", seq_reduce).doc("Return state information for pickling."), def("__setstate__", "state, /", seq_setstate).doc("Set state information for unpickling.")];
pub const LIST_REV: &[Def] = &[
    NEXT,
    def("__length_hint__", "/", |_, a| { let s = Slots(a[0]); Ok(match s.get(0).opt() { Some(l) if (List(l).len() as i64) > s.int(1) => Value::small(s.int(1) + 1), _ => Value::small(0) }) }),
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); match s.get(0).opt() { Some(l) => reduce_to(cx, "reversed", &[l], s.get(1)), None => { let l = List::new(cx); reduce_to(cx, "iter", &[l.0], Value::UNDEF) } } }),
    def("__setstate__", "state, /", |cx, a| { let i = state_index(cx, a[1])?; let s = Slots(a[0]); if let Some(l) = s.get(0).opt() { let n = List(l).len() as i64; s.set_int(cx, 1, i.clamp(-1, n - 1)) } Ok(Value::NONE) }),
];
/// `__iter__` of str, bytes and bytearray.
pub const OF_STR: &[Def] = &[def("__iter__", "/", |cx, a| Ok(crate::iter::str_iter(cx, a[0])))];
pub const OF_BYTES: &[Def] = &[def("__iter__", "/", |cx, a| Ok(Slots::new(cx, T::BytesIter, &[a[0], Value::small(0)])))];
pub const OF_BYTEARRAY: &[Def] = &[def("__iter__", "/", |cx, a| Ok(Slots::new(cx, T::ByteArrayIter, &[a[0], Value::small(0)])))];
pub const STR: &[Def] = &[
    NEXT,
    def("__length_hint__", "/", |_, a| { let s = Slots(a[0]); Ok(match s.get(0).opt() { Some(q) => { let b = &Str(q).bytes()[s.int(1) as usize..]; Value::small(b.iter().filter(|c| **c & 0xc0 != 0x80).count() as i64) } None => Value::small(0) }) }),
    def("__reduce__", "/", |cx, a| { builtin(cx, "iter")?; let s = Slots(a[0]); match s.get(0).opt() { Some(q) => { let n = Str(q).bytes()[..s.int(1) as usize].iter().filter(|c| **c & 0xc0 != 0x80).count(); reduce_to(cx, "iter", &[q], Value::small(n as i64)) } None => seq_reduce(cx, a) } }),
    def("__setstate__", "state, /", |cx, a| { let i = state_index(cx, a[1])?; let s = Slots(a[0]); if let Some(q) = s.get(0).opt() { let q = Str(q); let n = q.offset(i.clamp(0, q.len() as i64) as usize); s.set_int(cx, 1, n as i64) } Ok(Value::NONE) }),
];
fn range_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (start, step, n) = (crate::int::to_ibig(s.get(0)), crate::int::to_ibig(s.get(1)), crate::int::to_ibig(s.get(2)));
    let stop = cx.bigint(&start + &step * n);
    let r = crate::range::new(cx, s.get(0), stop, s.get(1));
    reduce_to(cx, "iter", &[r], Value::small(0))
}
fn range_setstate(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let (start, step, n) = (crate::int::to_ibig(s.get(0)), crate::int::to_ibig(s.get(1)), crate::int::to_ibig(s.get(2)));
    let i = cx.to_ibig(a[1])?.max(dashu_int::IBig::from(0)).min(n.clone());
    let (x, left) = (start + step * &i, n - i);
    let (x, left) = (cx.bigint(x), cx.bigint(left));
    s.set(cx, 0, x);
    s.set(cx, 2, left);
    Ok(Value::NONE)
}
pub const RANGE: &[Def] = &[NEXT, def("__length_hint__", "/", |_, a| Ok(Slots(a[0]).get(2))), def("__reduce__", "/", range_reduce), def("__setstate__", "state, /", range_setstate)];

// ---- over dicts and sets -----------------------------------------------------------------------------------------------------
/// What is left, in a list; the iterator itself does not move.
fn rest_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let n = (0..4).map(|i| s.get(i)).collect::<crate::vvec::VVec>();
    let copy = Slots::new(cx, a[0].kind(), &n);
    let l = List::new(cx);
    while let Some(v) = cx.next(copy)? { l.push(cx, v) }
    reduce_to(cx, "iter", &[l.0], Value::UNDEF)
}
fn dict_hint(_: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); Ok(match s.get(0).opt() { Some(d) if Dict(d).len() as i64 == s.int(2) => s.get(3), _ => Value::small(0) }) }
fn set_hint(_: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); Ok(match s.get(0).opt() { Some(d) if Set(d).len() as i64 == s.int(2) => s.get(3), _ => Value::small(0) }) }
pub const DICT: &[Def] = &[NEXT, def("__length_hint__", "/", dict_hint).doc("Private method returning an estimate of len(list(it))."), def("__reduce__", "/", rest_reduce).doc("Return state information for pickling.")];
pub const SET: &[Def] = &[NEXT, def("__length_hint__", "/", set_hint).doc("Private method returning an estimate of len(list(it))."), def("__reduce__", "/", rest_reduce).doc("Return state information for pickling.")];

// ---- iter(callable, sentinel), reversed, enumerate, zip, map, filter ------------------------------------------------------------
pub const CALL: &[Def] = &[NEXT, def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); match (s.get(0).opt(), s.get(1).opt()) { (Some(f), Some(x)) => reduce_to(cx, "iter", &[f, x], Value::UNDEF), _ => done(cx) } })];

fn reversed_new(cx: &mut Cx, a: &[Value]) -> R {
    let q = a[1];
    match cx.special(q, D::Reversed) {
        Some(f) if f.is_none() => {}
        Some(f) => return cx.call_unbound(f, q, &[]),
        None => if cx.special(q, D::GetItem).is_some() && cx.special(q, D::Len).is_some() && !q.is(T::Dict) && !q.is(T::MappingProxy) {
            let n = cx.len(q)? as i64;
            return Ok(Slots::new_of(cx, a[0], T::Reversed, &[q, Value::small(n - 1)]));
        }
    }
    let t = cx.type_name(q);
    Err(cx.type_error(format!("'{t}' object is not reversible")))
}
pub const REVERSED: &[Def] = &[
    def_new("sequence, /", reversed_new).doc("Return a reverse iterator over the values of the given sequence."),
    NEXT,
    def("__length_hint__", "/", |cx, a| { let s = Slots(a[0]); match s.get(0).opt() { Some(q) => { let n = cx.len(q)? as i64; Ok(Value::small(if n < s.int(1) + 1 { 0 } else { s.int(1) + 1 })) } None => Ok(Value::small(0)) } }),
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let c = cx.class_of(a[0]).0; match s.get(0).opt() { Some(q) => { let t = cx.tuple(&[q]); Ok(cx.tuple(&[c, t, s.get(1)])) } None => { let e = cx.tuple(&[]); let t = cx.tuple(&[e]); Ok(cx.tuple(&[c, t])) } } }),
    def("__setstate__", "state, /", |cx, a| { let i = state_index(cx, a[1])?; let s = Slots(a[0]); if let Some(q) = s.get(0).opt() { let n = cx.len(q)? as i64; s.set_int(cx, 1, i.clamp(-1, n - 1)) } Ok(Value::NONE) }),
];
fn enumerate_new(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("enumerate() missing required argument 'iterable'")); }
    let start = match a[2].opt() { Some(s) => cx.index(s)?, None => Value::small(0) };
    let it = crate::par::eager::keep_iter(cx, a[1])?;
    Ok(Slots::new_of(cx, a[0], T::Enumerate, &[it, start]))
}
pub const ENUMERATE: &[Def] = &[
    def_new("iterable=<unrepresentable>, start=0", enumerate_new).doc("Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\nThe enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ..."),
    NEXT,
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let c = cx.class_of(a[0]).0; let t = cx.tuple(&[s.get(0), s.get(1)]); Ok(cx.tuple(&[c, t])) }),
    def_class("__class_getitem__", "item, /", crate::generic_alias::class_getitem).doc("See PEP 585"),
];
/// The iterators of several iterables, as a tuple.
pub fn iterators(cx: &mut Cx, items: &[Value]) -> R {
    let mut out = crate::vvec::VVec::with_capacity(items.len());
    for v in items { let i = crate::par::eager::keep_iter(cx, *v)?; out.push(i) }
    Ok(cx.tuple(&out))
}
fn zip_new(cx: &mut Cx, a: &[Value]) -> R {
    let strict = match a[2].opt() { Some(v) => cx.truth(v)?, None => false };
    let its = iterators(cx, crate::call::star(a[1]))?;
    Ok(Slots::new_of(cx, a[0], T::Zip, &[its, Value::bool(strict)]))
}
pub const ZIP: &[Def] = &[
    def_new("*iterables, strict=False", zip_new).doc("The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]"),
    NEXT,
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let c = cx.class_of(a[0]).0; Ok(if s.get(1).is_true() { cx.tuple(&[c, s.get(0), Value::TRUE]) } else { cx.tuple(&[c, s.get(0)]) }) }),
    def("__setstate__", "state, /", |cx, a| { let t = cx.truth(a[1])?; Slots(a[0]).set(cx, 1, Value::bool(t)); Ok(Value::NONE) }),
];
fn map_new(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    if args.len() < 2 { return Err(cx.type_error("map() must have at least two arguments.")); }
    let its = iterators(cx, &args[1..])?;
    Ok(Slots::new_of(cx, a[0], T::Map, &[args[0], its]))
}
pub const MAP: &[Def] = &[
    def_new("*args", map_new).doc("map(func, *iterables) --> map object\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted."),
    NEXT,
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let mut v = crate::vvec::VVec::from_slice(&[s.get(0)]); v.extend(Tuple(s.get(1)).items()); let t = cx.tuple(&v); let c = cx.class_of(a[0]).0; Ok(cx.tuple(&[c, t])) }),
];
pub const FILTER: &[Def] = &[
    def_new("function, iterable, /", |cx, a| { let it = crate::par::eager::keep_iter(cx, a[2])?; Ok(Slots::new_of(cx, a[0], T::Filter, &[a[1], it])) }).doc("filter(function or None, iterable) --> filter object\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true."),
    NEXT,
    def("__reduce__", "/", |cx, a| { let s = Slots(a[0]); let t = cx.tuple(&[s.get(0), s.get(1)]); let c = cx.class_of(a[0]).0; Ok(cx.tuple(&[c, t])) }),
];
