//! `_contextvars`. Context slots: dict of variables, previous context while entered (UNDEF: not entered). ContextVar slots: name, default.
//! Token slots: context, variable, old value, used. A context's dict is copied before a change if a copy shares it (slot 2 says so).
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::modules::thread_types::{state_get, state_set, CONTEXT};
use crate::native::{attr, def, def_class, def_new, Def, R};
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;

const VARS: usize = 0;
const PREV: usize = 1;
const SHARED: usize = 2;
fn new_context(cx: &mut Cx) -> Value { let d = cx.dict(); Slots::new(cx, T::Context, &[d.0, Value::UNDEF, Value::FALSE]) }
fn current(cx: &mut Cx) -> Value { let c = state_get(cx, CONTEXT); if c.is(T::Context) { return c; } let c = new_context(cx); state_set(cx, CONTEXT, c); c }
fn copy_of(cx: &mut Cx, c: Value) -> Value { Slots(c).set(cx, SHARED, Value::TRUE); let d = Slots(c).get(VARS); Slots::new(cx, T::Context, &[d, Value::UNDEF, Value::TRUE]) }
fn vars(c: Value) -> Dict { Dict(Slots(c).get(VARS)) }
fn own_vars(cx: &mut Cx, c: Value) -> Dict {
    if Slots(c).get(SHARED).is_true() { let d = vars(c).copy(cx); Slots(c).set(cx, VARS, d.0); Slots(c).set(cx, SHARED, Value::FALSE) }
    vars(c)
}
fn run(cx: &mut Cx, a: &[Value]) -> R {
    let args = crate::call::star(a[1]);
    let Some((f, rest)) = args.split_first() else { return Err(cx.type_error("run() missing 1 required positional argument")) };
    if !Slots(a[0]).get(PREV).is_undef() { let r = cx.repr_string(a[0])?; return Err(cx.runtime_error(format!("cannot enter context: {r} is already entered"))); }
    let before = current(cx);
    Slots(a[0]).set(cx, PREV, before);
    state_set(cx, CONTEXT, a[0]);
    let r = cx.call_dict(*f, rest, a[2]);
    state_set(cx, CONTEXT, before);
    Slots(a[0]).set(cx, PREV, Value::UNDEF);
    r
}
fn key(cx: &mut Cx, v: Value) -> R<()> { if v.is(T::ContextVar) { Ok(()) } else { let r = cx.repr_string(v)?; Err(cx.type_error(format!("a ContextVar key was expected, got {r}"))) } }
fn view(cx: &mut Cx, c: Value, what: &str) -> R { let d = vars(c).copy(cx); cx.call_method(d.0, what, &[]) }
pub const CONTEXT_DEFS: &[Def] = &[
    def_new("", |cx, _| Ok(new_context(cx))),
    def("run", "*args, **kwargs", run), def("copy", "", |cx, a| Ok(copy_of(cx, a[0]))),
    def("get", "key, default=None, /", |cx, a| { key(cx, a[1])?; Ok(vars(a[0]).get(cx, a[1])?.unwrap_or(a[2].opt().unwrap_or(Value::NONE))) }),
    def("__getitem__", "key, /", |cx, a| { key(cx, a[1])?; match vars(a[0]).get(cx, a[1])? { Some(v) => Ok(v), None => Err(cx.key_error(a[1])) } }),
    def("__contains__", "key, /", |cx, a| { key(cx, a[1])?; Ok(Value::bool(vars(a[0]).get(cx, a[1])?.is_some())) }),
    def("__len__", "", |cx, a| { let n = vars(a[0]).len(); cx.usize_ok(n) }),
    def("__iter__", "", |cx, a| { let k = view(cx, a[0], "keys")?; cx.iter(k) }),
    def("keys", "", |cx, a| view(cx, a[0], "keys")), def("values", "", |cx, a| view(cx, a[0], "values")), def("items", "", |cx, a| view(cx, a[0], "items")),
    def("__eq__", "other, /", |cx, a| { if !a[1].is(T::Context) { return Ok(Value::NOT_IMPLEMENTED); } let (x, y) = (vars(a[0]).0, vars(a[1]).0); Ok(Value::bool(cx.eq(x, y)?)) }),
];
fn var_new(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Str) { return Err(cx.type_error("context variable name must be a str")); }
    Ok(Slots::new(cx, T::ContextVar, &[a[1], a[2]]))
}
pub fn var_get(cx: &mut Cx, a: &[Value]) -> R {
    let c = state_get(cx, CONTEXT);
    if c.is(T::Context) { if let Some(v) = vars(c).get(cx, a[0])? { return Ok(v); } }
    if let Some(d) = a[1].opt() { return Ok(d); }
    match Slots(a[0]).get(1).opt() { Some(d) => Ok(d), None => Err(cx.raise_args(T::LookupError, &[a[0]])) }
}
pub fn var_set(cx: &mut Cx, a: &[Value]) -> R {
    let c = current(cx);
    let d = own_vars(cx, c);
    let old = d.get(cx, a[0])?.unwrap_or(Value::UNDEF);
    d.set(cx, a[0], a[1])?;
    Ok(Slots::new(cx, T::ContextToken, &[c, a[0], old, Value::FALSE]))
}
fn var_reset(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::ContextToken) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("expected an instance of Token, got <{t}>"))); }
    let t = Slots(a[1]);
    let r = cx.repr_string(a[1])?;
    if t.get(3).is_true() { return Err(cx.runtime_error(format!("{r} has already been used once"))); }
    if t.get(1) != a[0] { return Err(cx.value_error(format!("{r} was created by a different ContextVar"))); }
    let c = current(cx);
    if t.get(0) != c { return Err(cx.value_error(format!("{r} was created in a different Context"))); }
    t.set(cx, 3, Value::TRUE);
    let d = own_vars(cx, c);
    match t.get(2).opt() { Some(v) => d.set(cx, a[0], v)?, None => { d.remove(cx, a[0])?; } }
    Ok(Value::NONE)
}
fn var_repr(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.repr_string(Slots(a[0]).get(0))?;
    let d = match Slots(a[0]).get(1).opt() { Some(d) => { let d = cx.repr_string(d)?; format!(" default={d}") } None => String::new() };
    Ok(cx.string(format!("<ContextVar name={n}{d} at {:#x}>", a[0].0)))
}
pub const VAR_DEFS: &[Def] = &[
    def_new("name, /, *, default=?", var_new), def("get", "default=?, /", var_get), def("set", "value, /", var_set), def("reset", "token, /", var_reset), def("__repr__", "", var_repr),
    attr("name", |_, a| Ok(Slots(a[0]).get(0))), def_class("__class_getitem__", "key, /", |cx, a| crate::generic_alias::new(cx, a[0], a[1])),
];
fn missing(cx: &mut Cx) -> Value { cx.static_once("contextvars.MISSING", |cx| Slots::new(cx, T::TokenMissing, &[])) }
pub const TOKEN_DEFS: &[Def] = &[
    attr("var", |_, a| Ok(Slots(a[0]).get(1))), attr("old_value", |cx, a| match Slots(a[0]).get(2).opt() { Some(v) => Ok(v), None => Ok(missing(cx)) }),
    def("__repr__", "", |cx, a| { let v = cx.repr_string(Slots(a[0]).get(1))?; let u = if Slots(a[0]).get(3).is_true() { " used" } else { "" }; Ok(cx.string(format!("<Token{u} var={v} at {:#x}>", a[0].0))) }),
    def_class("__class_getitem__", "key, /", |cx, a| crate::generic_alias::new(cx, a[0], a[1])),
];
pub const MISSING_DEFS: &[Def] = &[def("__repr__", "", |cx, _| Ok(cx.str("<Token.MISSING>")))];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    const FUNCS: &[Def] = &[def("copy_context", "", |cx, _| { let c = current(cx); Ok(copy_of(cx, c)) })];
    m.add_functions(cx, FUNCS);
    for (n, t) in [("Context", T::Context), ("ContextVar", T::ContextVar), ("Token", T::ContextToken)] { let c = cx.class(t).0; m.set(cx, n, c) }
    let (c, v, k) = (cx.class(T::ContextToken), missing(cx), cx.intern("MISSING"));
    c.set_attr_raw(cx, k, v);
    Ok(())
}
