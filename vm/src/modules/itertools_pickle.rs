//! itertools: `__reduce__` and `__setstate__`. CPython 3.12 still has them and warns that they will go.
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, Def, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn warn(cx: &mut Cx) -> R<()> { crate::warn::warn(cx, T::DeprecationWarning, "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.") }
/// (type(self), args[, state])
fn reduce(cx: &mut Cx, this: Value, args: &[Value], state: Option<Value>) -> R {
    warn(cx)?;
    let (c, t) = (cx.class_of(this).0, cx.tuple(args));
    Ok(match state { Some(s) => cx.tuple(&[c, t, s]), None => cx.tuple(&[c, t]) })
}
fn s(a: &[Value]) -> Slots { Slots(a[0]) }
fn empty_iter(cx: &mut Cx) -> R { let l = List::new(cx); cx.iter(l.0) }
fn state_tuple(cx: &mut Cx, v: Value, n: usize) -> R<&'static [Value]> { match Tuple::from(v).map(|t| t.items()) { Some(t) if t.len() == n => Ok(t), Some(_) => Err(cx.value_error("invalid arguments")), None => Err(cx.type_error("state is not a tuple")) } }
const fn red(f: crate::native::NativeFn) -> Def { def("__reduce__", "/", f).doc("Return state information for pickling.") }
const fn set(f: crate::native::NativeFn) -> Def { def("__setstate__", "state, /", f).doc("Set state information for unpickling.") }
fn new(cx: &mut Cx, t: T, args: &[Value]) -> R { let c = cx.class(t).0; cx.call(c, args) }

pub const COUNT: &[Def] = &[red(|cx, a| { let s = s(a); if s.get(1) == Value::small(1) { reduce(cx, a[0], &[s.get(0)], None) } else { reduce(cx, a[0], &[s.get(0), s.get(1)], None) } })];
pub const REPEAT: &[Def] = &[red(|cx, a| { let s = s(a); if s.int(1) < 0 { reduce(cx, a[0], &[s.get(0)], None) } else { reduce(cx, a[0], &[s.get(0), s.get(1)], None) } })];
pub const CYCLE: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        match s.get(0).opt() {
            Some(it) => { let st = cx.tuple(&[s.get(1), Value::FALSE]); reduce(cx, a[0], &[it], Some(st)) }
            None => {
                let it = cx.iter(s.get(1))?;
                if s.int(2) != 0 { cx.call_method(it, "__setstate__", &[s.get(2)])?; }
                let st = cx.tuple(&[s.get(1), Value::TRUE]);
                reduce(cx, a[0], &[it], Some(st))
            }
        }
    }),
    set(|cx, a| { warn(cx)?;
        let Some(t) = Tuple::from(a[1]).map(|t| t.items()) else { return Err(cx.type_error("state is not a tuple")) };
        if t.len() != 2 || !t[0].is(T::List) || !t[1].is(T::Int) { return Err(cx.type_error("invalid cycle state")); }
        let first = cx.truth(t[1])?;
        let s = s(a);
        s.set(cx, 1, t[0]);
        s.set_int(cx, 2, 0);
        s.set(cx, 3, Value::bool(first));
        Ok(Value::NONE)
    }),
];
pub const CHAIN: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        match s.get(0).opt() {
            None => reduce(cx, a[0], &[], None),
            Some(src) => { let st = match s.get(1).opt() { Some(x) => cx.tuple(&[src, x]), None => cx.tuple(&[src]) }; reduce(cx, a[0], &[], Some(st)) }
        }
    }),
    set(|cx, a| { warn(cx)?;
        let Some(t) = Tuple::from(a[1]).map(|t| t.items()) else { return Err(cx.type_error("state is not a tuple")) };
        if t.is_empty() || t.len() > 2 { return Err(cx.type_error(format!("function takes {} ({} given)", if t.is_empty() { "at least 1 argument" } else { "at most 2 arguments" }, t.len()))); }
        for v in t { if cx.special(*v, crate::class::D::Next).is_none() { return Err(cx.type_error("Arguments must be iterators.")); } }
        let s = s(a);
        s.set(cx, 0, t[0]);
        s.set(cx, 1, t.get(1).copied().unwrap_or(Value::UNDEF));
        Ok(Value::NONE)
    }),
];
/// Two constructor arguments kept in slots 0 and 1.
pub const PAIR: &[Def] = &[red(|cx, a| { let s = s(a); reduce(cx, a[0], &[s.get(0), s.get(1)], None) })];
/// The same, and a flag in slot 2.
pub const PAIR_FLAG: &[Def] = &[
    red(|cx, a| { let s = s(a); reduce(cx, a[0], &[s.get(0), s.get(1)], Some(Value::small(s.get(2).is_true() as i64))) }),
    set(|cx, a| { warn(cx)?; let t = cx.truth(a[1])?; s(a).set(cx, 2, Value::bool(t)); Ok(Value::NONE) }),
];
pub const ACCUMULATE: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        if let Some(init) = s.get(3).opt() {
            let (one, f) = (cx.tuple(&[init]), s.get(1));
            let it = new(cx, T::Chain, &[one, s.get(0)])?;
            return reduce(cx, a[0], &[it, f], Some(Value::NONE));
        }
        if s.get(2).is_none() {
            let none = cx.tuple(&[Value::NONE]);
            let it = new(cx, T::Chain, &[none, s.get(0)])?;
            let it = new(cx, T::Accumulate, &[it, s.get(1)])?;
            let isl = new(cx, T::Islice, &[it, Value::small(1), Value::NONE])?;
            return cx.call_method(isl, "__reduce__", &[]);
        }
        reduce(cx, a[0], &[s.get(0), s.get(1)], Some(s.get(2).opt().unwrap_or(Value::NONE)))
    }),
    set(|cx, a| { warn(cx)?; s(a).set(cx, 2, if a[1].is_none() { Value::UNDEF } else { a[1] }); Ok(Value::NONE) }),
];
pub const ISLICE: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        let Some(it) = s.get(0).opt() else { let e = empty_iter(cx)?; return reduce(cx, a[0], &[e, Value::small(0)], Some(Value::small(0))) };
        let stop = if s.int(2) < 0 { Value::NONE } else { s.get(2) };
        reduce(cx, a[0], &[it, s.get(1), stop, s.get(3)], Some(s.get(4)))
    }),
    set(|cx, a| { warn(cx)?; let n = cx.index_i64(a[1])?; s(a).set_int(cx, 4, n.clamp(0, crate::value::SMALL_MAX)); Ok(Value::NONE) }),
];
pub const ZIP_LONGEST: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        let items = List::of(s.get(0)).to_vvec();
        let mut out = VVec::new();
        for v in items.iter() { if v.is_none() { let e = cx.tuple(&[]); out.push(e) } else { out.push(*v) } }
        reduce(cx, a[0], &out, Some(s.get(1)))
    }),
    set(|cx, a| { warn(cx)?; s(a).set(cx, 1, a[1]); Ok(Value::NONE) }),
];
// ---- combinatoric: pool, indices, r, state, cycles -------------------------------------------------------------------------
fn index_tuple(cx: &mut Cx, l: Value) -> Value { let v = List::of(l).to_vvec(); cx.tuple(&v) }
/// Stores indices from a state tuple, each within `0..=max(i)`; the iterator then has started.
fn set_indices(cx: &mut Cx, this: Value, t: &[Value], max: impl Fn(usize) -> i64) -> R<()> {
    let s = Slots(this);
    let l = List::new(cx);
    for (i, v) in t.iter().enumerate() { let k = cx.index_i64(*v)?; l.push(cx, Value::small(k.min(max(i)).max(0))) }
    s.set(cx, 1, l.0);
    s.set_int(cx, 3, 1);
    Ok(())
}
pub const PRODUCT: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        let pools = Tuple::of(s.get(0)).items();
        match s.int(3) { 2 => { let e = cx.tuple(&[]); reduce(cx, a[0], &[e], None) } 0 => reduce(cx, a[0], pools, None), _ => { let t = index_tuple(cx, s.get(1)); reduce(cx, a[0], pools, Some(t)) } }
    }),
    set(|cx, a| { warn(cx)?;
        let pools = Tuple::of(s(a).get(0)).items();
        let t = state_tuple(cx, a[1], pools.len())?;
        if pools.iter().any(|p| Tuple(*p).is_empty()) { s(a).set_int(cx, 3, 2); return Ok(Value::NONE); }
        set_indices(cx, a[0], t, |i| Tuple(pools[i]).len() as i64 - 1)?;
        Ok(Value::NONE)
    }),
];
fn reduce_comb(cx: &mut Cx, a: &[Value]) -> R {
    let s = s(a);
    match s.int(3) { 2 => { let e = cx.tuple(&[]); reduce(cx, a[0], &[e, s.get(2)], None) } 0 => reduce(cx, a[0], &[s.get(0), s.get(2)], None), _ => { let t = index_tuple(cx, s.get(1)); reduce(cx, a[0], &[s.get(0), s.get(2)], Some(t)) } }
}
fn sizes(a: &[Value]) -> (i64, i64) { (Tuple::of(s(a).get(0)).len() as i64, s(a).int(2)) }
pub const COMBINATIONS: &[Def] = &[red(reduce_comb), set(|cx, a| { warn(cx)?; let (n, r) = sizes(a); let t = state_tuple(cx, a[1], r as usize)?; set_indices(cx, a[0], t, |i| i as i64 + n - r)?; Ok(Value::NONE) })];
pub const COMBINATIONS_REPL: &[Def] = &[red(reduce_comb), set(|cx, a| { warn(cx)?; let (n, r) = sizes(a); let t = state_tuple(cx, a[1], r as usize)?; set_indices(cx, a[0], t, |_| n - 1)?; Ok(Value::NONE) })];
pub const PERMUTATIONS: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        match s.int(3) {
            2 => { let e = cx.tuple(&[]); reduce(cx, a[0], &[e, s.get(2)], None) }
            0 => reduce(cx, a[0], &[s.get(0), s.get(2)], None),
            _ => { let (x, y) = (index_tuple(cx, s.get(1)), index_tuple(cx, s.get(4))); let t = cx.tuple(&[x, y]); reduce(cx, a[0], &[s.get(0), s.get(2)], Some(t)) }
        }
    }),
    set(|cx, a| { warn(cx)?;
        let (n, r) = sizes(a);
        let t = state_tuple(cx, a[1], 2)?;
        let (x, y) = (state_tuple(cx, t[0], n as usize)?, state_tuple(cx, t[1], r as usize)?);
        let l = List::new(cx);
        for (i, v) in y.iter().enumerate() { let k = cx.index_i64(*v)?; l.push(cx, Value::small(k.min(n - i as i64).max(1))) }
        set_indices(cx, a[0], x, |_| n - 1)?;
        s(a).set(cx, 4, l.0);
        Ok(Value::NONE)
    }),
];
// ---- groupby, tee --------------------------------------------------------------------------------------------------------------
pub const GROUPBY: &[Def] = &[
    red(|cx, a| {
        let s = s(a);
        let st = match (s.get(4).opt(), s.get(2).opt(), s.get(3).opt()) { (Some(v), Some(t), Some(k)) => Some(cx.tuple(&[v, t, k])), _ => None };
        reduce(cx, a[0], &[s.get(0), s.get(1)], st)
    }),
    set(|cx, a| { warn(cx)?;
        let Some(t) = Tuple::from(a[1]).map(|t| t.items()) else { return Err(cx.type_error("state is not a tuple")) };
        if t.len() != 3 { return Err(cx.type_error(format!("function takes exactly 3 arguments ({} given)", t.len()))); }
        let s = s(a);
        s.set(cx, 4, t[0]);
        s.set(cx, 2, t[1]);
        s.set(cx, 3, t[2]);
        Ok(Value::NONE)
    }),
];
pub const GROUPER: &[Def] = &[red(|cx, a| {
    let s = s(a);
    if Slots(s.get(0)).get(5) != a[0] { let e = cx.tuple(&[]); return crate::iter_methods::reduce_to(cx, "iter", &[e], Value::UNDEF); }
    reduce(cx, a[0], &[s.get(0), s.get(1)], None)
})];
pub const TEE: &[Def] = &[
    red(|cx, a| { let e = cx.tuple(&[]); let st = { let s = s(a); cx.tuple(&[s.get(0), s.get(1)]) }; reduce(cx, a[0], &[e], Some(st)) }),
    set(|cx, a| { warn(cx)?;
        let Some(t) = Tuple::from(a[1]).map(|t| t.items()) else { return Err(cx.type_error("state is not a tuple")) };
        if t.len() != 2 || !t[0].is(T::TeeData) { return Err(cx.type_error("invalid tee state")); }
        let i = cx.index_i64(t[1])?;
        if !(0..=57).contains(&i) { return Err(cx.value_error("Index out of range")); }
        let s = s(a);
        s.set(cx, 0, t[0]);
        s.set_int(cx, 1, i);
        Ok(Value::NONE)
    }),
];
pub const TEE_DATA: &[Def] = &[
    crate::native::def_new("it, values, next, /", |cx, a| {
        let Some(l) = List::from(a[2]) else { return Err(cx.type_error("_tee_dataobject() argument 2 must be list")) };
        let n = l.len();
        if n > 57 { return Err(cx.value_error("Invalid arguments")); }
        let copy = l.slice(cx, 0, n);
        let next = if a[3].is_none() { Value::UNDEF } else if n == 57 && a[3].is(T::TeeData) { a[3] } else { return Err(cx.value_error("_tee_dataobject shouldn't have a next if not full")) };
        Ok(Slots::new_of(cx, a[0], T::TeeData, &[a[1], copy.0, next, Value::FALSE]))
    }),
    red(|cx, a| { let s = s(a); reduce(cx, a[0], &[s.get(0), s.get(1), s.get(2).opt().unwrap_or(Value::NONE)], None) }),
];
