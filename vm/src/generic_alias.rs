//! types.GenericAlias: `list[int]`. Slots: origin, args (tuple), parameters (tuple, UNDEF until asked for), starred (bool).
use crate::abs::Cmp;
use crate::cx::Cx;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// `cls.__class_getitem__(item)` of the generic built-in types.
pub fn class_getitem(cx: &mut Cx, a: &[Value]) -> R { new(cx, a[0], a[1]) }
pub use crate::union_type::union;
pub fn new(cx: &mut Cx, origin: Value, args: Value) -> R { Ok(make(cx, origin, args)) }
fn make(cx: &mut Cx, origin: Value, args: Value) -> Value {
    let args = if args.is(T::Tuple) { args } else { cx.tuple(&[args]) };
    Slots::new(cx, T::GenericAlias, &[origin, args, Value::UNDEF, Value::FALSE])
}
fn ga_new(cx: &mut Cx, a: &[Value]) -> R {
    let args = if a[2].is(T::Tuple) { a[2] } else { cx.tuple(&[a[2]]) };
    Ok(Slots::new_of(cx, a[0], T::GenericAlias, &[a[1], args, Value::UNDEF, Value::FALSE]))
}
fn args(v: Value) -> &'static [Value] { Tuple::of(Slots(v).get(1)).items() }
/// A type or other item as `repr(list[item])` shows it; unions use it too.
pub fn repr_item(cx: &mut Cx, v: Value, out: &mut Vec<u8>) -> R<()> {
    if v == Value::ELLIPSIS { out.extend(b"..."); return Ok(()); }
    if cx.lookup_attr(v, "__origin__")?.is_none() || cx.lookup_attr(v, "__args__")?.is_none() {
        if let Some(q) = cx.lookup_attr(v, "__qualname__")? {
            if let Some(m) = cx.lookup_attr(v, "__module__")?.filter(|m| !m.is_none()) {
                let (m, q) = (cx.str_of(m)?, cx.str_of(q)?);
                if m.bytes() != b"builtins" { out.extend(m.bytes()); out.push(b'.') }
                out.extend(q.bytes());
                return Ok(());
            }
        }
    }
    out.extend(cx.repr(v)?.bytes());
    Ok(())
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let mut out = vec![];
    if s.get(3).is_true() { out.push(b'*') }
    repr_item(cx, s.get(0), &mut out)?;
    out.push(b'[');
    let items = args(a[0]);
    for (i, v) in items.iter().enumerate() {
        if i > 0 { out.extend(b", ") }
        if let Some(l) = crate::list::List::exact(*v) {
            out.push(b'[');
            let mut k = 0;
            while let Some(x) = l.get(k) { if k > 0 { out.extend(b", ") } repr_item(cx, x, &mut out)?; k += 1 }
            out.push(b']');
        } else { repr_item(cx, *v, &mut out)? }
    }
    if items.is_empty() { out.extend(b"()") }
    out.push(b']');
    Ok(Str::from_wtf8(cx, &out).0)
}
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let (x, y) = (cx.hash(Slots(a[0]).get(0))?, cx.hash(Slots(a[0]).get(1))?);
    Ok(cx.int(match x ^ y { -1 => -2, h => h }))
}
fn cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is(T::GenericAlias) { return Ok(Value::NOT_IMPLEMENTED); }
    let (x, y) = (Slots(a[0]), Slots(a[1]));
    let same = x.get(3) == y.get(3) && cx.eq(x.get(0), y.get(0))? && cx.eq(x.get(1), y.get(1))?;
    Ok(Value::bool(same == (op == Cmp::Eq)))
}
const OWN: &[&str] = &["__class__", "__bases__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__"];
fn getattribute(cx: &mut Cx, a: &[Value]) -> R {
    let own = Str::from(a[1]).and_then(|s| s.as_str()).is_some_and(|n| OWN.contains(&n));
    if own { cx.generic_get_attr(a[0], a[1]) } else { let n = if a[1].is(T::Str) { cx.intern_value(a[1]) } else { a[1] }; cx.get_attr(Slots(a[0]).get(0), n) }
}
fn call(cx: &mut Cx, a: &[Value]) -> R {
    let f = Slots(a[0]).get(0);
    let o = cx.call_dict(f, crate::call::star(a[1]), a[2])?;
    let r = cx.set_attr_str(o, "__orig_class__", a[0]);
    if r.is_err() { if cx.pending_is(T::AttributeError) || cx.pending_is(T::TypeError) { cx.clear_pending() } else { r? } }
    Ok(o)
}
fn add_unique(out: &mut VVec, v: Value) { if !out.contains(&v) { out.push(v) } }
/// The type parameters that occur in `items`, for unions too.
pub fn parameters_of(cx: &mut Cx, items: &[Value]) -> R {
    let mut out = VVec::new();
    for v in items {
        if v.is(T::Type) { continue; }
        if cx.lookup_attr(*v, "__typing_subst__")?.is_some() { add_unique(&mut out, *v); continue; }
        if let Some(p) = cx.lookup_attr(*v, "__parameters__")? { if let Some(t) = Tuple::from(p) { for x in t.items() { add_unique(&mut out, *x) } } }
    }
    Ok(cx.tuple(&out))
}
fn parameters(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    if let Some(p) = s.get(2).opt() { return Ok(p); }
    let p = parameters_of(cx, args(a[0]))?;
    s.set(cx, 2, p);
    Ok(p)
}
fn unpacked_args(cx: &mut Cx, v: Value) -> R<Option<Value>> { if v.is(T::Type) { return Ok(None); } Ok(cx.lookup_attr(v, "__typing_unpacked_tuple_args__")?.filter(|t| !t.is_none())) }
fn unpack_items(cx: &mut Cx, item: Value) -> R<VVec> {
    let items = match Tuple::from(item) { Some(t) => t.items(), None => return unpack_items_one(cx, &[item]) };
    unpack_items_one(cx, items)
}
fn unpack_items_one(cx: &mut Cx, items: &[Value]) -> R<VVec> {
    let mut out = VVec::new();
    for v in items {
        if let Some(t) = unpacked_args(cx, *v)?.and_then(Tuple::from) { if t.items().last() != Some(&Value::ELLIPSIS) { out.extend(t.items()); continue; } }
        out.push(*v);
    }
    Ok(out)
}
fn substitute_in(cx: &mut Cx, obj: Value, params: &[Value], items: &[Value]) -> R {
    let Some(sub) = cx.lookup_attr(obj, "__parameters__")?.and_then(Tuple::from).filter(|t| !t.is_empty()) else { return Ok(obj) };
    let mut out = VVec::new();
    for p in sub.items() {
        match params.iter().position(|x| x == p) {
            Some(i) => { if let Some(t) = Tuple::from(items[i]) { if cx.special(*p, crate::class::D::Iter).is_some() { out.extend(t.items()); continue; } } out.push(items[i]) }
            None => out.push(*p),
        }
    }
    let k = cx.tuple(&out);
    cx.get_item(obj, k)
}
/// The new args of generic `this` (with `old` args and `params`) subscripted with `item`.
pub fn substitute(cx: &mut Cx, this: Value, old: &[Value], params: &[Value], item: Value) -> R {
    if params.is_empty() { let r = cx.repr(this)?.lossy(); return Err(cx.type_error(format!("{r} is not a generic class"))); }
    let mut items = unpack_items(cx, item)?;
    for p in params {
        if let Some(f) = cx.lookup_attr(*p, "__typing_prepare_subst__")?.filter(|f| !f.is_none()) {
            let t = cx.tuple(&items);
            let r = cx.call(f, &[this, t])?;
            items = match Tuple::from(r) { Some(t) => VVec::from_slice(t.items()), None => VVec::from_slice(&[r]) };
        }
    }
    if items.len() != params.len() {
        let r = cx.repr(this)?.lossy();
        return Err(cx.type_error(format!("Too {} arguments for {r}; actual {}, expected {}", if items.len() > params.len() { "many" } else { "few" }, items.len(), params.len())));
    }
    let mut out = VVec::new();
    for v in old {
        if v.is(T::Type) { out.push(*v); continue; }
        let star = match cx.lookup_attr(*v, "__typing_is_unpacked_typevartuple__")? { Some(x) => cx.truth(x)?, None => false };
        let new = match cx.lookup_attr(*v, "__typing_subst__")? {
            Some(f) => match params.iter().position(|p| p == v) { Some(i) => cx.call(f, &[items[i]])?, None => *v },
            None => substitute_in(cx, *v, params, &items)?,
        };
        match Tuple::from(new) { Some(t) if star => out.extend(t.items()), _ => out.push(new) }
    }
    Ok(cx.tuple(&out))
}
fn get_item(cx: &mut Cx, a: &[Value]) -> R {
    let p = parameters(cx, a)?;
    let new_args = substitute(cx, a[0], args(a[0]), Tuple::of(p).items(), a[1])?;
    let r = make(cx, Slots(a[0]).get(0), new_args);
    let star = Slots(a[0]).get(3);
    Slots(r).set(cx, 3, star);
    Ok(r)
}
fn reduce(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let c = cx.class(T::GenericAlias).0;
    let t = cx.tuple(&[s.get(0), s.get(1)]);
    if s.get(3).is_true() {
        let plain = make(cx, s.get(0), s.get(1));
        let it = iter(cx, &[plain])?;
        let (next, t) = (crate::iter_methods::builtin(cx, "next")?, cx.tuple(&[it]));
        return Ok(cx.tuple(&[next, t]));
    }
    Ok(cx.tuple(&[c, t]))
}
/// `*list[int]`: one starred alias.
fn iter(cx: &mut Cx, a: &[Value]) -> R { Ok(Slots::new(cx, T::GenericAliasIter, &[a[0]])) }
fn iter_next(cx: &mut Cx, a: &[Value]) -> R {
    let s = Slots(a[0]);
    let Some(o) = s.get(0).opt() else { return Err(cx.stop_iteration(Value::UNDEF)) };
    s.set(cx, 0, Value::UNDEF);
    let r = make(cx, Slots(o).get(0), Slots(o).get(1));
    Slots(r).set(cx, 3, Value::TRUE);
    Ok(r)
}
pub const METHODS: &[Def] = &[
    def_new("origin, args, /", ga_new).doc("Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,)."),
    def("__repr__", "/", repr), def("__hash__", "/", hash), def("__call__", "/, *args, **kwargs", call), def("__getattribute__", "name, /", getattribute),
    def("__eq__", "value, /", |cx, a| cmp(cx, a, Cmp::Eq)), def("__ne__", "value, /", |cx, a| cmp(cx, a, Cmp::Ne)),
    def("__getitem__", "key, /", get_item), def("__iter__", "/", iter),
    def("__mro_entries__", "bases, /", |cx, a| Ok(cx.tuple(&[Slots(a[0]).get(0)]))),
    def("__or__", "value, /", |cx, a| union(cx, a[0], a[1])), def("__ror__", "value, /", |cx, a| union(cx, a[1], a[0])),
    def("__instancecheck__", "instance, /", |cx, _| Err(cx.type_error("isinstance() argument 2 cannot be a parameterized generic"))),
    def("__subclasscheck__", "cls, /", |cx, _| Err(cx.type_error("issubclass() argument 2 cannot be a parameterized generic"))),
    def("__reduce__", "/", reduce),
    def("__dir__", "/", |cx, a| {
        let d = crate::iter_methods::builtin(cx, "dir")?;
        let l = cx.call(d, &[Slots(a[0]).get(0)])?;
        let l = crate::list_methods::from_iterable(cx, l)?;
        for n in OWN { let n = cx.intern(n); if !cx.contains(l.0, n)? { l.push(cx, n) } }
        Ok(l.0)
    }),
    attr("__origin__", |_, a| Ok(Slots(a[0]).get(0))), attr("__args__", |_, a| Ok(Slots(a[0]).get(1))), attr("__parameters__", parameters), attr("__unpacked__", |_, a| Ok(Slots(a[0]).get(3))),
    attr("__typing_unpacked_tuple_args__", |cx, a| { let s = Slots(a[0]); Ok(if s.get(3).is_true() && s.get(0) == cx.class(T::Tuple).0 { s.get(1) } else { Value::NONE }) }),
];
pub const ITER: &[Def] = &[def("__next__", "/", iter_next), def("__reduce__", "/", |cx, a| { let o = match Slots(a[0]).get(0).opt() { Some(o) => o, None => cx.rt.empty_tuple }; crate::iter_methods::reduce_to(cx, "iter", &[o], Value::UNDEF) })];
