//! `_weakref`: `ref`, proxies, counts. The table behind them is `crate::weak`.
//!
//! Slots of a reference or proxy: referent (address | 1), callback, hash.
use crate::abs::{Bin, Cmp};
use crate::class::D;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{attr, def, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use crate::weak::{self, target, CALLBACK};

const HASH: usize = 2;
fn make(cx: &mut Cx, cls: Value, t: T, o: Value, callback: Value) -> R {
    if !weak::can_refer(cx, o) { let n = cx.type_name(o); return Err(cx.type_error(format!("cannot create weak reference to '{n}' object"))); }
    let cb = callback.opt_none().unwrap_or(Value::NONE);
    let exact = cls == cx.class(t).0;
    if cb.is_none() && exact { for r in weak::refs_of(o) { if r.is_exact(t) && Slots(r).get(CALLBACK).is_none() { return Ok(r); } } }
    let r = Slots::new_of(cx, cls, t, &[Value::small(0), cb, Value::NONE]);
    Ok(weak::attach(cx, r, o, cb.is_none() && exact))
}
/// ref(o): for natives.
pub fn new_ref(cx: &mut Cx, o: Value) -> R { let c = cx.class(T::WeakRef).0; make(cx, c, T::WeakRef, o, Value::NONE) }
fn hash(cx: &mut Cx, a: &[Value]) -> R {
    let h = Slots(a[0]).get(HASH);
    if !h.is_none() { return Ok(h); }
    let Some(o) = target(a[0]) else { return Err(cx.type_error("weak object has gone away")) };
    let n = cx.hash(o)?;
    let v = cx.int(n);
    Slots(a[0]).fill(cx, HASH, v);
    Ok(v)
}
fn eq(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    if !a[1].is(T::WeakRef) { return Ok(Value::NOT_IMPLEMENTED); }
    match (target(a[0]), target(a[1])) { (Some(x), Some(y)) => cx.compare(op, x, y), _ => Ok(Value::bool((a[0] == a[1]) == (op == Cmp::Eq))) }
}
fn repr(cx: &mut Cx, a: &[Value]) -> R {
    let at = a[0].0;
    let Some(o) = target(a[0]) else { return Ok(cx.string(format!("<weakref at {at:#x}; dead>"))) };
    let t = cx.type_name(o);
    let name = match cx.lookup_attr(o, "__name__") { Ok(Some(n)) => crate::str::Str::from(n).map(|s| s.lossy().into_owned()), _ => { cx.clear_pending(); None } };
    Ok(cx.string(match name { Some(n) => format!("<weakref at {at:#x}; to '{t}' at {:#x} ({n})>", o.0), None => format!("<weakref at {at:#x}; to '{t}' at {:#x}>", o.0) }))
}
pub const REF: &[Def] = &[
    crate::modules::itertools::GENERIC,
    def_new("object, callback=None, /, **kwargs", |cx, a| make(cx, a[0], T::WeakRef, a[1], a[2])),
    def("__init__", "object, callback=None, /", |_, _| Ok(Value::NONE)),
    def("__call__", "", |_, a| Ok(target(a[0]).unwrap_or(Value::NONE))),
    def("__hash__", "", hash),
    def("__eq__", "other, /", |cx, a| eq(cx, a, Cmp::Eq)),
    def("__ne__", "other, /", |cx, a| eq(cx, a, Cmp::Ne)),
    def("__repr__", "", repr),
    attr("__callback__", |_, a| Ok(match Slots(a[0]).get(CALLBACK) { c if target(a[0]).is_some() => c, _ => Value::NONE })),
];
// ---- proxies --------------------------------------------------------------------------------------------------------------
fn live(cx: &mut Cx, v: Value) -> R {
    if !v.is(T::WeakProxy) { return Ok(v); }
    match target(v) { Some(o) => Ok(o), None => Err(cx.reference_error("weakly-referenced object no longer exists")) }
}
macro_rules! binary { ($($name:literal $rname:literal $op:ident;)*) => { &[$(
    def($name, "other, /", |cx, a| { let (x, y) = (live(cx, a[0])?, live(cx, a[1])?); cx.binary(Bin::$op, x, y) }),
    def($rname, "other, /", |cx, a| { let (x, y) = (live(cx, a[0])?, live(cx, a[1])?); cx.binary(Bin::$op, y, x) }),
)*] } }
pub const PROXY_BINARY: &[Def] = binary! { "__add__" "__radd__" Add; "__sub__" "__rsub__" Sub; "__mul__" "__rmul__" Mul; "__matmul__" "__rmatmul__" MatMul; "__truediv__" "__rtruediv__" TrueDiv; "__floordiv__" "__rfloordiv__" FloorDiv; "__mod__" "__rmod__" Mod; "__divmod__" "__rdivmod__" DivMod; "__pow__" "__rpow__" Pow; "__lshift__" "__rlshift__" LShift; "__rshift__" "__rrshift__" RShift; "__and__" "__rand__" And; "__xor__" "__rxor__" Xor; "__or__" "__ror__" Or; };
macro_rules! inplace { ($($name:literal $op:ident;)*) => { &[$(def($name, "other, /", |cx, a| { let (x, y) = (live(cx, a[0])?, live(cx, a[1])?); cx.inplace(Bin::$op, x, y) }),)*] } }
pub const PROXY_INPLACE: &[Def] = inplace! { "__iadd__" Add; "__isub__" Sub; "__imul__" Mul; "__imatmul__" MatMul; "__itruediv__" TrueDiv; "__ifloordiv__" FloorDiv; "__imod__" Mod; "__ipow__" Pow; "__ilshift__" LShift; "__irshift__" RShift; "__iand__" And; "__ixor__" Xor; "__ior__" Or; };
macro_rules! unary { ($($name:literal $d:ident;)*) => { &[$(def($name, "", |cx, a| { let x = live(cx, a[0])?; cx.unary(D::$d, x) }),)*] } }
pub const PROXY_UNARY: &[Def] = unary! { "__neg__" Neg; "__pos__" Pos; "__abs__" Abs; "__invert__" Invert; };
macro_rules! compare { ($($name:literal $op:ident;)*) => { &[$(def($name, "other, /", |cx, a| { let (x, y) = (live(cx, a[0])?, live(cx, a[1])?); cx.compare(Cmp::$op, x, y) }),)*] } }
pub const PROXY_COMPARE: &[Def] = compare! { "__lt__" Lt; "__le__" Le; "__eq__" Eq; "__ne__" Ne; "__gt__" Gt; "__ge__" Ge; };
fn special(cx: &mut Cx, a: &[Value], d: D, what: &str) -> R {
    let x = live(cx, a[0])?;
    match cx.call_special(x, d, &a[1..])? { Some(r) => Ok(r), None => { let t = cx.type_name(x); Err(cx.type_error(format!("'{t}' object {what}"))) } }
}
pub const PROXY: &[Def] = &[
    def_new("object, callback=None, /", |cx, _| Err(cx.type_error("cannot create 'weakref.ProxyType' instances"))),
    def("__getattribute__", "name, /", |cx, a| { let x = live(cx, a[0])?; let n = cx.intern_value(a[1]); cx.get_attr(x, n) }),
    def("__setattr__", "name, value, /", |cx, a| { let x = live(cx, a[0])?; let n = cx.intern_value(a[1]); cx.set_attr(x, n, a[2])?; Ok(Value::NONE) }),
    def("__delattr__", "name, /", |cx, a| { let x = live(cx, a[0])?; let n = cx.intern_value(a[1]); cx.set_attr(x, n, Value::UNDEF)?; Ok(Value::NONE) }),
    def("__str__", "", |cx, a| { let x = live(cx, a[0])?; Ok(cx.str_of(x)?.0) }),
    def("__repr__", "", |cx, a| match target(a[0]) { Some(o) => { let t = cx.type_name(o); Ok(cx.string(format!("<weakproxy at {:#x} to {t} at {:#x}>", a[0].0, o.0))) } None => Ok(cx.string(format!("<weakproxy at {:#x} to NoneType at 0x0>", a[0].0))) }),
    def("__bool__", "", |cx, a| { let x = live(cx, a[0])?; Ok(Value::bool(cx.truth(x)?)) }),
    def("__len__", "", |cx, a| { let x = live(cx, a[0])?; let n = cx.len(x)?; Ok(cx.usize(n)) }),
    def("__getitem__", "key, /", |cx, a| { let x = live(cx, a[0])?; cx.get_item(x, a[1]) }),
    def("__setitem__", "key, value, /", |cx, a| { let x = live(cx, a[0])?; cx.set_item(x, a[1], a[2])?; Ok(Value::NONE) }),
    def("__delitem__", "key, /", |cx, a| { let x = live(cx, a[0])?; cx.del_item(x, a[1])?; Ok(Value::NONE) }),
    def("__contains__", "key, /", |cx, a| { let x = live(cx, a[0])?; Ok(Value::bool(cx.contains(x, a[1])?)) }),
    def("__iter__", "", |cx, a| { let x = live(cx, a[0])?; cx.iter(x) }),
    def("__next__", "", |cx, a| { let x = live(cx, a[0])?; if cx.special(x, D::Next).is_none() { let t = cx.type_name(x); return Err(cx.type_error(format!("Weakref proxy referenced a non-iterator '{t}' object"))); } match cx.next(x)? { Some(v) => Ok(v), None => Err(cx.stop_iteration(Value::UNDEF)) } }),
    def("__int__", "", |cx, a| special(cx, a, D::Int, "cannot be converted to int")),
    def("__float__", "", |cx, a| { let x = live(cx, a[0])?; let f = cx.as_f64(x)?; Ok(cx.float(f)) }),
    def("__index__", "", |cx, a| { let x = live(cx, a[0])?; cx.index(x) }),
    def("__bytes__", "", |cx, a| { let x = live(cx, a[0])?; cx.call_method(x, "__bytes__", &[]) }),
    def("__reversed__", "", |cx, a| { let x = live(cx, a[0])?; cx.call_method(x, "__reversed__", &[]) }),
    def("__hash__", "", |cx, a| { let t = cx.type_name(a[0]); Err(cx.type_error(format!("unhashable type: 'weakref.{t}'"))) }),
];
pub const CALLABLE: &[Def] = &[def("__call__", "*args, **kwargs", |cx, a| { let x = live(cx, a[0])?; cx.call_dict(x, crate::call::star(a[1]), a[2]) })];
fn proxy(cx: &mut Cx, a: &[Value]) -> R {
    let t = if cx.special(a[0], D::Call).is_some() || matches!(a[0].kind(), T::Function | T::Native | T::Method | T::Type) { T::WeakCallableProxy } else { T::WeakProxy };
    let c = cx.class(t).0;
    if !weak::can_refer(cx, a[0]) { let n = cx.type_name(a[0]); return Err(cx.type_error(format!("cannot create weak reference to '{n}' object"))); }
    let cb = a[1].opt_none().unwrap_or(Value::NONE);
    if cb.is_none() { for r in weak::refs_of(a[0]) { if r.is_exact(t) && Slots(r).get(CALLBACK).is_none() { return Ok(r); } } }
    let r = Slots::new_of(cx, c, T::WeakProxy, &[Value::small(0), cb, Value::NONE]);
    let r = weak::attach(cx, r, a[0], cb.is_none());
    Ok(r)
}
fn remove_dead(cx: &mut Cx, a: &[Value]) -> R {
    let Some(d) = Dict::from(a[0]) else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("_remove_dead_weakref() argument 1 must be dict, not {t}"))) };
    if let Some(r) = d.get(cx, a[1])? { if r.is(T::WeakRef) && target(r).is_none() { d.remove(cx, a[1])?; } }
    Ok(Value::NONE)
}
const FUNCS: &[Def] = &[
    def("getweakrefcount", "object, /", |cx, a| { let n = weak::refs_of(a[0]).len(); Ok(cx.usize(n)) }),
    def("getweakrefs", "object, /", |cx, a| { let v: VVec = weak::refs_of(a[0]).into_iter().collect(); Ok(cx.list(&v)) }),
    def("proxy", "object, callback=None, /", proxy),
    def("_remove_dead_weakref", "dct, key, /", remove_dead),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (n, t) in [("ref", T::WeakRef), ("ReferenceType", T::WeakRef), ("ProxyType", T::WeakProxy), ("CallableProxyType", T::WeakCallableProxy)] { let c = cx.class(t).0; m.set(cx, n, c) }
    Ok(())
}
