//! itertools: groupby and tee.
use super::itertools::NEXT;
use crate::cx::Cx;
use crate::list::List;
use crate::native::{def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

// ---- groupby: iterator, key function (or None), target key, current key, current value, current grouper --------------------
const TARGET: usize = 2;
const KEY: usize = 3;
const VALUE: usize = 4;
const GROUPER: usize = 5;
/// Reads the next item and its key; false at the end.
fn advance(cx: &mut Cx, g: Slots) -> R<bool> {
    let Some(v) = cx.next(g.get(0))? else { return Ok(false) };
    let k = if g.get(1).is_none() { v } else { cx.call(g.get(1), &[v])? };
    g.set(cx, VALUE, v);
    g.set(cx, KEY, k);
    Ok(true)
}
pub fn groupby_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let g = Slots(it);
    g.set(cx, GROUPER, Value::UNDEF);
    loop {
        match (g.get(KEY).opt(), g.get(TARGET).opt()) {
            (None, _) => {}
            (Some(_), None) => break,
            (Some(k), Some(t)) => if !cx.eq(t, k)? { break; }
        }
        if !advance(cx, g)? { return Ok(None); }
    }
    let k = g.get(KEY);
    g.set(cx, TARGET, k);
    let gr = Slots::new(cx, T::Grouper, &[it, k]);
    g.set(cx, GROUPER, gr);
    Ok(Some(cx.tuple(&[k, gr])))
}
/// _grouper: groupby, its key
pub fn grouper_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    let g = Slots(s.get(0));
    if g.get(GROUPER) != it { return Ok(None); }
    if g.get(VALUE).is_undef() && !advance(cx, g)? { return Ok(None); }
    let (t, k) = (s.get(1), g.get(KEY));
    if !cx.eq(t, k)? { return Ok(None); }
    let v = g.get(VALUE);
    g.set(cx, VALUE, Value::UNDEF);
    Ok(Some(v))
}
pub const GROUPBY: &[Def] = &[
    def_new("iterable, key=None", |cx, a| { let it = cx.iter(a[1])?; Ok(Slots::new_of(cx, a[0], T::GroupBy, &[it, a[2].opt().unwrap_or(Value::NONE)])) }).doc("make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping."),
    NEXT,
];
fn grouper_new(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::GroupBy) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {t}"))); }
    let g = Slots::new(cx, T::Grouper, &[a[1], a[2]]);
    Slots(a[1]).set(cx, GROUPER, g);
    Ok(g)
}
pub const GROUPER_METHODS: &[Def] = &[def_new("parent, tgtkey, /", grouper_new), NEXT];

// ---- tee: _tee(data, index) over linked _tee_dataobject(iterator, values, next, running) -----------------------------------------
const CELLS: usize = 57;
pub fn tee_step(cx: &mut Cx, it: Value) -> R<Option<Value>> {
    let s = Slots(it);
    if s.int(1) as usize >= CELLS {
        let d = Slots(s.get(0));
        let next = match d.get(2).opt() { Some(n) => n, None => { let n = data(cx, d.get(0)); d.set(cx, 2, n); n } };
        s.set(cx, 0, next);
        s.set_int(cx, 1, 0);
    }
    let (d, i) = (Slots(s.get(0)), s.int(1) as usize);
    let l = List::of(d.get(1));
    let v = match l.get(i) {
        Some(v) => v,
        None => {
            if d.get(3).is_true() { return Err(cx.runtime_error("cannot re-enter the tee iterator")); }
            d.set(cx, 3, Value::TRUE);
            let r = cx.next(d.get(0));
            d.set(cx, 3, Value::FALSE);
            let Some(v) = r? else { return Ok(None) };
            l.push(cx, v);
            v
        }
    };
    s.set_int(cx, 1, i as i64 + 1);
    Ok(Some(v))
}
fn data(cx: &mut Cx, it: Value) -> Value { let l = List::new(cx); Slots::new(cx, T::TeeData, &[it, l.0, Value::UNDEF, Value::FALSE]) }
fn tee_copy(cx: &mut Cx, t: Value) -> Value { let s = Slots(t); Slots::new(cx, T::Tee, &[s.get(0), s.get(1)]) }
fn tee_of(cx: &mut Cx, it: Value) -> R {
    let it = cx.iter(it)?;
    if it.is(T::Tee) { return Ok(tee_copy(cx, it)); }
    let d = data(cx, it);
    Ok(Slots::new(cx, T::Tee, &[d, Value::small(0)]))
}
pub fn tee(cx: &mut Cx, a: &[Value]) -> R {
    let n = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => 2 };
    if n < 0 { return Err(cx.value_error("n must be >= 0")); }
    if n == 0 { return Ok(cx.rt.empty_tuple); }
    let it = cx.iter(a[0])?;
    let mut out = VVec::new();
    let first = match cx.lookup_attr(it, "__copy__")? { Some(_) => it, None => tee_of(cx, it)? };
    out.push(first);
    for _ in 1..n { let c = cx.call_method(first, "__copy__", &[])?; out.push(c) }
    Ok(cx.tuple(&out))
}
pub const TEE: &[Def] = &[def_new("iterable, /", |cx, a| tee_of(cx, a[1])).doc("Iterator wrapped to make it copyable."), NEXT, def("__copy__", "/", |cx, a| Ok(tee_copy(cx, a[0]))).doc("Returns an independent iterator.")];
