//! Attributes of functions, methods, natives and descriptors; modules.
use crate::class::Class;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{CodeV, Function, GetSet, Module, Native};
use crate::native::{attr as ro, attr_set, def, def_new, Def, R};
use crate::object::{Method, Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn none(v: Value) -> Value { if v.is_undef() { Value::NONE } else { v } }
// ---- functions -------------------------------------------------------------------------------------------------------------
fn f(a: &[Value]) -> Function { Function::of(a[0]) }
fn fn_new(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Code) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("function() argument 'code' must be code, not {t}"))); }
    if !a[2].is(T::Dict) { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("function() argument 'globals' must be dict, not {t}"))); }
    let n = CodeV(a[1]).ir().freevars.len();
    let closure = a[5].opt_none();
    if let Some(c) = closure { match Tuple::from(c) { Some(t) => { if t.len() != n { let name = Str(CodeV(a[1]).raw().name).lossy(); return Err(cx.value_error(format!("{name} requires closure of length {n}, not {}", t.len()))); } for x in t.items() { if !x.is(T::Cell) { let t = cx.type_name(*x); return Err(cx.type_error(format!("arg 5 (closure) expected cell, found {t}"))); } } } None => return Err(cx.type_error("arg 5 (closure) must be tuple")) } } else if n > 0 { return Err(cx.type_error("arg 5 (closure) must be tuple")); }
    let g = Function::new(cx, CodeV(a[1]), a[2]);
    let (name, defs) = (a[3].opt_none(), a[4].opt_none().unwrap_or(Value::UNDEF));
    if let Some(n) = name { if !n.is(T::Str) { return Err(cx.type_error("arg 3 (name) must be None or string")); } }
    if !defs.is_undef() && !defs.is(T::Tuple) { return Err(cx.type_error("arg 4 (defaults) must be None or tuple")); }
    g.update(cx, |o| { if let Some(n) = name { o.name = n } o.defaults = defs; o.closure = closure.unwrap_or(Value::UNDEF) });
    Ok(g.0)
}
fn fn_repr(cx: &mut Cx, a: &[Value]) -> R { let q = Str(f(a).raw().qualname).lossy(); Ok(cx.string(format!("<function {q} at {:#x}>", a[0].0))) }
fn fn_call(cx: &mut Cx, a: &[Value]) -> R { cx.call_dict(a[0], Tuple(a[1]).items(), a[2]) }
fn bind_get(cx: &mut Cx, a: &[Value]) -> R { if a[1].is_none() { Ok(a[0]) } else { Ok(Method::new(cx, a[0], a[1])) } }
macro_rules! field { ($get:ident $set:ident $field:ident $check:expr, $msg:literal) => {
    fn $get(_: &mut Cx, a: &[Value]) -> R { Ok(none(f(a).raw().$field)) }
    fn $set(cx: &mut Cx, a: &[Value]) -> R { let v = a[1]; let ok: fn(Value) -> bool = $check; if !ok(v) { return Err(cx.type_error($msg)); } f(a).update(cx, |o| o.$field = if v.is_none() && stringify!($field) != "doc" && stringify!($field) != "module" { Value::UNDEF } else { v }); Ok(Value::NONE) }
} }
field!(fn_name fn_set_name name |v| v.is(T::Str), "__name__ must be set to a string object");
field!(fn_qualname fn_set_qualname qualname |v| v.is(T::Str), "__qualname__ must be set to a string object");
field!(fn_module fn_set_module module |_| true, "");
field!(fn_doc fn_set_doc doc |_| true, "");
field!(fn_defaults fn_set_defaults defaults |v| v.is_undef() || v.is_none() || v.is(T::Tuple), "__defaults__ must be set to a tuple object");
field!(fn_kwdefaults fn_set_kwdefaults kwdefaults |v| v.is_undef() || v.is_none() || v.is(T::Dict), "__kwdefaults__ must be set to a dict object");
fn fn_code(_: &mut Cx, a: &[Value]) -> R { Ok(f(a).raw().code) }
fn fn_set_code(cx: &mut Cx, a: &[Value]) -> R { let v = a[1]; if !v.is(T::Code) { return Err(cx.type_error("__code__ must be set to a code object")); } let (n, m) = (Tuple::from(f(a).raw().closure).map_or(0, |t| t.len()), CodeV(v).ir().freevars.len()); if n != m { let name = Str(f(a).raw().name).lossy(); return Err(cx.value_error(format!("{name}() requires a code object with {n} free vars, not {m}"))); } f(a).update(cx, |o| o.code = v); Ok(Value::NONE) }
fn fn_annotations(cx: &mut Cx, a: &[Value]) -> R { let v = f(a).raw().annotations; if !v.is_undef() { return Ok(v); } let d = Dict::new(cx).0; f(a).update(cx, |o| o.annotations = d); Ok(d) }
fn fn_set_annotations(cx: &mut Cx, a: &[Value]) -> R { let v = a[1]; if !(v.is_undef() || v.is_none() || v.is(T::Dict)) { return Err(cx.type_error("__annotations__ must be set to a dict object")); } f(a).update(cx, |o| o.annotations = if v.is_none() { Value::UNDEF } else { v }); Ok(Value::NONE) }
fn fn_params(cx: &mut Cx, a: &[Value]) -> R { let v = f(a).raw().type_params; Ok(if v.is_undef() { cx.rt.empty_tuple } else { v }) }
fn fn_set_params(cx: &mut Cx, a: &[Value]) -> R { let v = a[1]; if !v.is(T::Tuple) { return Err(cx.type_error("__type_params__ must be set to a tuple")); } f(a).update(cx, |o| o.type_params = v); Ok(Value::NONE) }
pub const FUNCTION: &[Def] = &[
    def_new("code, globals, name=None, argdefs=None, closure=None", fn_new), def("__repr__", "", fn_repr), def("__call__", "*args, **kwargs", fn_call), def("__get__", "instance, owner=None, /", bind_get),
    attr_set("__name__", fn_name, fn_set_name), attr_set("__qualname__", fn_qualname, fn_set_qualname), attr_set("__module__", fn_module, fn_set_module), attr_set("__doc__", fn_doc, fn_set_doc), attr_set("__defaults__", fn_defaults, fn_set_defaults), attr_set("__kwdefaults__", fn_kwdefaults, fn_set_kwdefaults),
    attr_set("__code__", fn_code, fn_set_code), attr_set("__annotations__", fn_annotations, fn_set_annotations), attr_set("__type_params__", fn_params, fn_set_params), ro("__globals__", |_, a| Ok(shown(f(a).raw().globals))), ro("__builtins__", |_, a| Ok(f(a).raw().builtins)), ro("__closure__", |_, a| Ok(none(f(a).raw().closure))),
];
// ---- bound methods ---------------------------------------------------------------------------------------------------------
fn m(a: &[Value]) -> Method { Method(a[0]) }
fn method_getattribute(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.intern_value(a[1]);
    let c = cx.class_of(a[0]);
    if let Some(d) = c.lookup(cx, n) { return cx.descr_get(d, a[0], c.0); }
    cx.get_attr(m(a).func(), n)
}
fn method_repr(cx: &mut Cx, a: &[Value]) -> R {
    let (func, this) = (m(a).func(), m(a).this());
    let q = match cx.lookup_attr(func, "__qualname__")? { Some(v) if v.is(T::Str) => Str(v).lossy().into_owned(), _ => match cx.lookup_attr(func, "__name__")? { Some(v) if v.is(T::Str) => Str(v).lossy().into_owned(), _ => "?".into() } };
    let r = cx.repr_string(this)?;
    Ok(cx.string(format!("<bound method {q} of {r}>")))
}
fn method_eq(cx: &mut Cx, a: &[Value]) -> R { let Some(o) = Method::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) }; Ok(Value::bool(cx.is(m(a).this(), o.this()) && cx.eq(m(a).func(), o.func())?)) }
fn method_hash(cx: &mut Cx, a: &[Value]) -> R { let h = cx.hash(m(a).func())?; let x = (m(a).this().0 >> 4) as i64 ^ h; Ok(cx.int(if x == -1 { -2 } else { x })) }
fn method_new(cx: &mut Cx, a: &[Value]) -> R { if cx.special(a[1], crate::class::D::Call).is_none() { return Err(cx.type_error("first argument must be callable")); } if a[2].is_none() { return Err(cx.type_error("instance must not be None")); } Ok(Method::new(cx, a[1], a[2])) }
fn method_call(cx: &mut Cx, a: &[Value]) -> R { cx.call_dict(a[0], Tuple(a[1]).items(), a[2]) }
fn method_reduce(cx: &mut Cx, a: &[Value]) -> R { let b = Dict(cx.rt.builtins); let g = cx.dict_get(b, "getattr").unwrap_or(Value::NONE); let n = cx.get_attr_str(m(a).func(), "__name__")?; let t = cx.tuple(&[m(a).this(), n]); Ok(cx.tuple(&[g, t])) }
fn method_doc(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.lookup_attr(m(a).func(), "__doc__")?.unwrap_or(Value::NONE)) }
pub const METHOD: &[Def] = &[def_new("function, instance, /", method_new), def("__getattribute__", "name, /", method_getattribute), def("__call__", "*args, **kwargs", method_call), def("__repr__", "", method_repr), def("__eq__", "other, /", method_eq), def("__hash__", "", method_hash), ro("__func__", |_, a| Ok(m(a).func())), ro("__self__", |_, a| Ok(m(a).this())), ro("__doc__", method_doc), def("__reduce__", "", method_reduce)];
// ---- natives -------------------------------------------------------------------------------------------------------------------
fn n(a: &[Value]) -> Native { Native(crate::descriptors::native_of(a[0])) }
/// The object that a built-in function or method is bound to, or UNDEF.
fn native_this(cx: &mut Cx, v: Value) -> Value {
    if let Some(m) = Method::from(v) { return m.this(); }
    let o = Native(v).raw().owner;
    if let Some(name) = Str::from(o) { let name = name.lossy().into_owned(); return cx.dict_get(Dict(cx.rt.modules), &name).unwrap_or(Value::UNDEF); }
    if o.is(T::Type) && Native(v).raw().is_new { o } else { Value::UNDEF }
}
fn native_repr(cx: &mut Cx, a: &[Value]) -> R {
    let name = Str(n(a).raw().name).lossy();
    let this = native_this(cx, a[0]);
    let s = if this.is_undef() || this.is(T::Module) { format!("<built-in function {name}>") } else { format!("<built-in method {name} of {} object at {:#x}>", cx.type_name(this), this.0) };
    Ok(cx.string(s))
}
fn wrapper_repr(cx: &mut Cx, a: &[Value]) -> R { let this = Method(a[0]).this(); let s = format!("<method-wrapper '{}' of {} object at {:#x}>", Str(n(a).raw().name).lossy(), cx.type_name(this), this.0); Ok(cx.string(s)) }
fn descriptor_repr(cx: &mut Cx, a: &[Value]) -> R { let name = Str(n(a).raw().name).lossy(); let o = Class::from(n(a).raw().owner).map_or("?".into(), |c| cx.full_class_name(c)); let w = if a[0].is_exact(T::SlotWrapper) { "slot wrapper" } else { "method" }; Ok(cx.string(format!("<{w} '{name}' of '{o}' objects>"))) }
/// A bound method is called after the class of what it is bound to, a descriptor after the class that has it.
fn native_qualname(cx: &mut Cx, a: &[Value]) -> R {
    let name = Str(n(a).raw().name).lossy();
    let c = match Method::from(a[0]) { Some(m) if a[0].is_exact(T::BoundNative) => Some(Class::from(m.this()).unwrap_or(cx.class_of(m.this()))), _ => Class::from(n(a).raw().owner) };
    match c { Some(c) => { let q = format!("{}.{name}", Str(c.raw().qualname).lossy()); Ok(cx.string(q)) } None => Ok(n(a).raw().name) }
}
fn native_doc(cx: &mut Cx, a: &[Value]) -> R { let f = n(a); Ok(match crate::descriptors::doc(f.raw(), f.0.exact().unwrap_or(T::Native)) { Some(d) => cx.str(d), None => Value::NONE }) }
fn native_module(_: &mut Cx, a: &[Value]) -> R { let o = n(a).raw().owner; Ok(if o.is(T::Str) { o } else { Value::NONE }) }
fn native_self(cx: &mut Cx, a: &[Value]) -> R { Ok(none(native_this(cx, a[0]))) }
fn native_signature(cx: &mut Cx, a: &[Value]) -> R { let f = n(a); Ok(match crate::descriptors::text_signature(f.raw(), f.0.exact().unwrap_or(T::Native)) { Some(s) => cx.string(s), None => Value::NONE }) }
fn native_call(cx: &mut Cx, a: &[Value]) -> R { cx.call_dict(a[0], Tuple(a[1]).items(), a[2]) }
fn native_reduce(cx: &mut Cx, a: &[Value]) -> R {
    let this = native_this(cx, a[0]);
    if this.is_undef() || this.is(T::Module) { return Ok(n(a).raw().name); }
    bound_reduce(cx, this, n(a).raw().name)
}
/// `getattr(object, name)` as pickles say it.
fn bound_reduce(cx: &mut Cx, this: Value, name: Value) -> R { let b = Dict(cx.rt.builtins); let g = cx.dict_get(b, "getattr").unwrap_or(Value::NONE); let t = cx.tuple(&[this, name]); Ok(cx.tuple(&[g, t])) }
fn wrapper_reduce(cx: &mut Cx, a: &[Value]) -> R { bound_reduce(cx, Method(a[0]).this(), n(a).raw().name) }
/// The same function bound to the same object.
fn same_native(cx: &mut Cx, a: &[Value]) -> R {
    if cx.class_of(a[0]) != cx.class_of(a[1]) { return Ok(Value::NOT_IMPLEMENTED); }
    Ok(Value::bool(match (Method::from(a[0]), Method::from(a[1])) { (Some(x), Some(y)) => x.func() == y.func() && cx.is(x.this(), y.this()), _ => a[0] == a[1] }))
}
fn native_hash(cx: &mut Cx, a: &[Value]) -> R { let h = match Method::from(a[0]) { Some(m) => ((m.this().0 >> 4) ^ (m.func().0 >> 4).rotate_left(20)) as i64 & i64::MAX, None => (a[0].0 >> 4) as i64 }; Ok(cx.int(h)) }
pub const NATIVE: &[Def] = &[def("__call__", "*args, **kwargs", native_call), def("__repr__", "", native_repr), ro("__name__", |_, a| Ok(n(a).raw().name)), ro("__qualname__", native_qualname), ro("__doc__", native_doc), ro("__module__", native_module), ro("__self__", native_self), ro("__text_signature__", native_signature), def("__reduce__", "", native_reduce), def("__eq__", "other, /", same_native), def("__hash__", "", native_hash)];
pub const METHOD_WRAPPER: &[Def] = &[def("__call__", "*args, **kwargs", native_call), def("__repr__", "", wrapper_repr), ro("__name__", |_, a| Ok(n(a).raw().name)), ro("__qualname__", native_qualname), ro("__doc__", native_doc), ro("__objclass__", |_, a| Ok(n(a).raw().owner)), ro("__self__", |_, a| Ok(Method(a[0]).this())), ro("__text_signature__", native_signature), def("__reduce__", "", wrapper_reduce), def("__eq__", "other, /", same_native), def("__hash__", "", native_hash)];
/// Classes' descriptors: methods, slots, class methods.
pub const METHOD_DESCRIPTOR: &[Def] = &[def("__call__", "*args, **kwargs", native_call), def("__repr__", "", descriptor_repr), ro("__name__", |_, a| Ok(n(a).raw().name)), ro("__qualname__", native_qualname), ro("__doc__", native_doc), ro("__text_signature__", native_signature), ro("__objclass__", |_, a| Ok(n(a).raw().owner)), def("__get__", "instance, owner=None, /", native_get), def("__reduce__", "", |cx, a| bound_reduce(cx, n(a).raw().owner, n(a).raw().name))];
/// `descriptor.__get__(instance, owner)`, which code may call with anything.
fn native_get(cx: &mut Cx, a: &[Value]) -> R {
    let (d, owner) = (n(a).raw(), Class(n(a).raw().owner));
    let (o, c) = (a[1], a[2].opt_none());
    let name = Str(d.name).lossy();
    if o.is_none() && c.is_none() { return Err(cx.type_error("__get__(None, None) is invalid")); }
    if a[0].is_exact(T::ClassMethodDescriptor) {
        let c = c.unwrap_or_else(|| cx.class_of(o).0);
        let Some(k) = Class::from(c) else { let t = cx.type_name(c); return Err(cx.type_error(format!("descriptor '{name}' for type '{}' needs a type, not a '{t}' as arg 2", owner.name()))) };
        if !k.is_subclass_of(owner.0) { return Err(cx.type_error(format!("descriptor '{name}' requires a subtype of '{}' but received '{}'", owner.name(), k.name()))); }
        return Ok(Method::bind(cx, a[0], c));
    }
    if o.is_none() { return Ok(a[0]); }
    if !cx.class_of(o).is_subclass_of(owner.0) { let t = cx.type_name(o); return Err(cx.type_error(format!("descriptor '{name}' for '{}' objects doesn't apply to a '{t}' object", owner.name()))); }
    Ok(Method::bind(cx, a[0], o))
}
fn gs(a: &[Value]) -> GetSet { GetSet::of(a[0]) }
fn getset_repr(cx: &mut Cx, a: &[Value]) -> R { let (nm, o) = (Str(gs(a).raw().name).lossy(), Class(gs(a).raw().owner).name()); Ok(cx.string(format!("<attribute '{nm}' of '{o}' objects>"))) }
fn getset_get(cx: &mut Cx, a: &[Value]) -> R { if a[1].is_none() { return Ok(a[0]); } let c = cx.class_of(a[1]).0; cx.descr_get(a[0], a[1], c) }
fn set_via(cx: &mut Cx, a: &[Value]) -> R { cx.generic_set_attr_via(a[0], a[1], a[2])?; Ok(Value::NONE) }
fn del_via(cx: &mut Cx, a: &[Value]) -> R { cx.generic_set_attr_via(a[0], a[1], Value::UNDEF)?; Ok(Value::NONE) }
pub const GETSET: &[Def] = &[def("__repr__", "", getset_repr), def("__get__", "instance, owner=None, /", getset_get), def("__set__", "instance, value, /", set_via), def("__delete__", "instance, /", del_via), ro("__name__", |_, a| Ok(gs(a).raw().name)), ro("__qualname__", |cx, a| { let q = format!("{}.{}", Class(gs(a).raw().owner).name(), Str(gs(a).raw().name).lossy()); Ok(cx.string(q)) }), ro("__objclass__", |_, a| Ok(gs(a).raw().owner)), ro("__doc__", |cx, a| { let d = gs(a).raw().def.doc; Ok(if d.is_empty() { Value::NONE } else { cx.str(d) }) })];
/// Name and class of a member: a `__slots__` entry's, or a native's.
fn member_parts(v: Value) -> (Value, Value) { match GetSet::from(v) { Some(g) => (g.raw().name, g.raw().owner), None => (Slots(v).get(0), Slots(v).get(1)) } }
fn member_repr(cx: &mut Cx, a: &[Value]) -> R { let (n, o) = member_parts(a[0]); let s = format!("<member '{}' of '{}' objects>", Str(n).lossy(), Class(o).name()); Ok(cx.string(s)) }
fn member_qualname(cx: &mut Cx, a: &[Value]) -> R { let (n, o) = member_parts(a[0]); let q = format!("{}.{}", Str(Class(o).raw().qualname).lossy(), Str(n).lossy()); Ok(cx.string(q)) }
fn member_doc(cx: &mut Cx, a: &[Value]) -> R { Ok(match GetSet::from(a[0]).map(|g| g.raw().def.doc) { Some(d) if !d.is_empty() => cx.str(d), _ => Value::NONE }) }
fn member_reduce(cx: &mut Cx, a: &[Value]) -> R { let (n, o) = member_parts(a[0]); bound_reduce(cx, o, n) }
pub const MEMBER: &[Def] = &[def("__repr__", "", member_repr), def("__get__", "instance, owner=None, /", getset_get), def("__set__", "instance, value, /", set_via), def("__delete__", "instance, /", del_via), ro("__name__", |_, a| Ok(member_parts(a[0]).0)), ro("__qualname__", member_qualname), ro("__objclass__", |_, a| Ok(member_parts(a[0]).1)), ro("__doc__", member_doc), def("__reduce__", "", member_reduce)];
// ---- modules --------------------------------------------------------------------------------------------------------------------
pub fn module_getattro(cx: &mut Cx, o: Value, name: Value) -> R {
    let c = cx.class_of(o);
    let mo = Module::of(o);
    if crate::par::global::any() && cx.speculative() && crate::par::global::volatile(mo.dict().0, name) { crate::par::global::guard(cx) }
    if let Some(d) = c.lookup(cx, name) { if cx.is_data_descriptor(d) { return cx.descr_get(d, o, c.0); } if let Some(v) = mo.dict().get_str(cx, name) { return Ok(v); } return cx.descr_get(d, o, c.0); }
    if let Some(v) = mo.dict().get_str(cx, name) { return Ok(v); }
    if let Some(v) = crate::import_hooks::lazy(cx, mo.dict(), name)? { return Ok(v); }
    if let Some(g) = cx.dict_get(mo.dict(), "__getattr__") { return cx.call(g, &[name]); }
    Err(cx.no_attribute(o, name))
}
fn module_new(cx: &mut Cx, a: &[Value]) -> R { let o = cx.alloc_instance(a[0]); let d = Dict::new(cx); Module(o).set_dict(cx, d.0); Ok(o) }
fn module_init(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Str) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("module.__init__() argument 1 must be str, not {t}"))); }
    let md = Module(a[0]);
    for (k, v) in [("__name__", a[1]), ("__doc__", a[2].opt().unwrap_or(Value::NONE)), ("__package__", Value::NONE), ("__loader__", Value::NONE), ("__spec__", Value::NONE)] { md.set(cx, k, v) }
    Ok(Value::NONE)
}
fn module_repr(cx: &mut Cx, a: &[Value]) -> R {
    let d = Module(a[0]).dict();
    // a module that Python code loaded shows what its spec says
    if !cx.dict_get(d, "__file__").is_some_and(|f| f.is(T::Str)) && cx.dict_get(d, "__spec__").is_some_and(|s| !s.is_none()) { let b = crate::import_hooks::machinery(cx)?; return cx.call_method(b, "_module_repr", &[a[0]]); }
    let name = match cx.dict_get(d, "__name__") { Some(v) => cx.repr_string(v)?, None => "'?'".into() };
    let s = match cx.dict_get(d, "__file__").and_then(Str::from) { Some(file) => { let r = cx.repr_string(file.0)?; format!("<module {name} from {r}>") } None => { let plain = name.trim_matches('\''); if crate::modules::TABLE.iter().any(|r| r.0 == plain) || plain == "builtins" || plain == "sys" { format!("<module {name} (built-in)>") } else { format!("<module {name}>") } } };
    Ok(cx.string(s))
}
fn module_dir(cx: &mut Cx, a: &[Value]) -> R {
    let Some(d) = Dict::from(cx.get_attr_str(a[0], "__dict__")?) else { return Err(cx.type_error("<module>.__dict__ is not a dictionary")) };
    if let Some(f) = cx.dict_get(d, "__dir__") { return cx.call(f, &[]); } let l = crate::list::List::new(cx); for i in 0..d.fill() { if let Some((k, _)) = d.entry(i) { l.push(cx, k) } } for n in ["__loader__", "__spec__"] { if cx.dict_get(d, n).is_none() { let k = cx.intern(n); l.push(cx, k) } } Ok(l.0) }
pub const MODULE: &[Def] = &[def_new("*args, **kw", module_new), def("__init__", "name, doc=None", module_init), def("__repr__", "", module_repr), def("__dir__", "", module_dir), ro("__dict__", |_, a| Ok(shown(Module(a[0]).dict().0)))];
/// A module's variables as a dict: from then on reads of them cannot be watched.
fn shown(d: Value) -> Value { crate::par::global::expose(d); d }
/// gi_frame, cr_frame: None once finished.
pub fn generator_frame(cx: &mut Cx, g: crate::gen::Generator) -> R {
    let o = g.raw();
    if o.state == crate::gen::FINISHED { return Ok(Value::NONE); }
    if o.object.is_ref() { return Ok(o.object); }
    if o.state == crate::gen::RUNNING { for i in (0..cx.fiber.len).rev() { if cx.fiber.frame(i).gen == g.0 { return Ok(crate::interp::unwind::frame_object(cx, i)); } } }
    let lasti = (o.pc as usize - g.code().raw().insns as usize) / 8;
    let fo = Slots::new(cx, T::Frame, &[o.code, o.func, Value::UNDEF, Value::NONE, Value::small(-1), Value::small(lasti as i64 - 1), g.0]);
    g.update(cx, |o| o.object = fo);
    Ok(fo)
}
