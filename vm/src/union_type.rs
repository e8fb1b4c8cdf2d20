//! types.UnionType: `int | None`. Slots: args (tuple of distinct members, flat), parameters (tuple, UNDEF until asked for).
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::generic_alias::{parameters_of, repr_item, substitute};
use crate::native::{attr, def, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

fn unionable(cx: &mut Cx, v: Value) -> bool { v.is_none() || v.is(T::Type) || v.is(T::GenericAlias) || v.is(T::UnionType) || &*cx.type_name(v) == "TypeAliasType" }
fn flatten(cx: &mut Cx, v: Value, out: &mut VVec) -> R<()> {
    if v.is(T::UnionType) { for x in args(v) { add(cx, *x, out)? } return Ok(()); }
    let v = if v.is_none() { cx.class(T::NoneType).0 } else { v };
    add(cx, v, out)
}
fn add(cx: &mut Cx, v: Value, out: &mut VVec) -> R<()> {
    for i in 0..out.len() {
        let x = out[i];
        // a class equals nothing but itself; aliases compare by origin and args
        if x == v || (x.is(T::GenericAlias) && v.is(T::GenericAlias) && cx.eq(x, v)?) { return Ok(()); }
    }
    out.push(v);
    Ok(())
}
/// `a | b` of types; NotImplemented where one is none.
pub fn union(cx: &mut Cx, a: Value, b: Value) -> R {
    if !unionable(cx, a) || !unionable(cx, b) { return Ok(Value::NOT_IMPLEMENTED); }
    let mut out = VVec::new();
    flatten(cx, a, &mut out)?;
    flatten(cx, b, &mut out)?;
    if out.len() == 1 { return Ok(out[0]); }
    let t = cx.tuple(&out);
    Ok(Slots::new(cx, T::UnionType, &[t]))
}
fn args(v: Value) -> &'static [Value] { Tuple::of(Slots(v).get(0)).items() }
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let mut out = vec![];
    for (i, v) in args(a[0]).iter().enumerate() {
        if i > 0 { out.extend(b" | ") }
        if *v == cx.class(T::NoneType).0 { out.extend(b"None") } else { repr_item(cx, *v, &mut out)? }
    }
    Ok(Str::from_wtf8(cx, &out).0)
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is(T::UnionType) { return Ok(Value::NOT_IMPLEMENTED); }
    let (x, y) = (frozen(cx, a[0])?, frozen(cx, a[1])?);
    Ok(Value::bool(cx.eq(x, y)? == (op == Cmp::Eq)))
}
fn frozen(cx: &mut Cx, v: Value) -> R { let s = crate::set::Set::new_frozen(cx); for x in args(v) { s.add(cx, *x)?; } Ok(s.0) }
fn parameters(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if let Some(p) = s.get(1).opt() { return Ok(p); }
    let p = parameters_of(cx, args(a[0]))?;
    s.set(cx, 1, p);
    Ok(p)
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let p = parameters(cx, a)?;
    let t = substitute(cx, a[0], args(a[0]), Tuple::of(p).items(), a[1])?;
    let items = Tuple::of(t).items();
    let Some(first) = items.first() else { return Ok(Value::NONE) };
    let mut u = *first;
    for v in &items[1..] { u = cx.binary(crate::abs::Bin::Or, u, *v)?; }
    Ok(u)
}
pub const METHODS: &[Def] = &[
    def("__repr__", "/", repr), def("__hash__", "/", |cx, a| { let f = frozen(cx, a[0])?; let h = cx.hash(f)?; Ok(cx.int(h)) }),
    def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)),
    def("__or__", "value, /", |cx, a| union(cx, a[0], a[1])), def("__ror__", "value, /", |cx, a| union(cx, a[1], a[0])),

    def("__getitem__", "key, /", get_item),
    attr("__args__", |_, a| Ok(Slots(a[0]).get(0))), attr("__parameters__", parameters),
];
