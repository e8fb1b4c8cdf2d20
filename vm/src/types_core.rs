//! object, and the small built-in types: None, Ellipsis, cells, properties, static and class methods, super, proxies, namespaces.
use crate::abs::Cmp;
use crate::attr;
use crate::class::{cflags, Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::list::List;
use crate::native::{attr_set, def, def_class, def_new, Def, R};
use crate::object::{Cell, Slots, Tuple};
use crate::shape;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

pub use crate::types_type::{build_class, class_getitem, type_getattro, type_setattro, TYPE};

// ---- object ------------------------------------------------------------------------------------------------------------
fn overrides(cx: &mut Cx, c: Class, d: D, f: crate::native::NativeFn) -> bool {
    match c.dunder(cx, d) { Some(v) => { let v = if v.is_exact(T::StaticMethod) { Slots(v).get(0) } else { v }; !crate::func::Native::from(v).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, f)) } None => true }
}
/// Does any class along the MRO have a `__new__` of its own?
fn new_overridden(cx: &mut Cx, c: Class) -> bool { let mro = VVec::from_slice(c.mro()); mro.iter().any(|m| Class(*m).has(cflags::HEAP) && Class(*m).dict_has_new(cx) && overrides(cx, Class(*m), D::New, object_new)) || overrides(cx, c, D::New, object_new) }
pub fn object_init(cx: &mut Cx, a: &[Value]) -> R {
    let extra = Tuple(a[1]).len() > 0 || Dict(a[2]).len() > 0;
    if extra {
        let c = cx.class_of(a[0]);
        if overrides(cx, c, D::Init, object_init) { return Err(cx.type_error("object.__init__() takes exactly one argument (the instance to initialize)")); }
        if !overrides(cx, c, D::New, object_new) { let n = c.name(); return Err(cx.type_error(format!("{n}.__init__() takes exactly one argument (the instance to initialize)"))); }
    }
    Ok(Value::NONE)
}
pub fn object_new(cx: &mut Cx, a: &[Value]) -> R {
    let Some(c) = Class::from(a[0]) else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("object.__new__(X): X is not a type object ({t})"))) };
    if Tuple(a[1]).len() > 0 || Dict(a[2]).len() > 0 {
        if new_overridden(cx, c) { return Err(cx.type_error("object.__new__() takes exactly one argument (the type to instantiate)")); }
        if !overrides(cx, c, D::Init, object_init) { let n = c.name(); return Err(cx.type_error(format!("{n}() takes no arguments"))); }
    }
    if c.has(cflags::ABSTRACT) {
        let k = cx.intern("__abstractmethods__");
        let names = match c.dict().get_str(cx, k) { Some(v) => { let mut v = cx.collect(v)?; crate::builtins::sort_strs(&mut v); v } None => VVec::new() };
        let list: Vec<String> = names.iter().filter_map(|v| Str::from(*v)).map(|s| format!("'{}'", s.lossy())).collect();
        let n = c.name();
        return Err(cx.type_error(format!("Can't instantiate abstract class {n} without an implementation for abstract method{} {}", if list.len() == 1 { "" } else { "s" }, list.join(", "))));
    }
    let own_new = c.mro().iter().any(|m| { let m = Class(*m); !m.has(cflags::HEAP) && m != cx.class(T::Object) && m.dict_has_new(cx) });
    if c.kind() != T::Object && own_new { let (n, k) = (c.name(), c.kind().name()); return Err(cx.type_error(format!("object.__new__({n}) is not safe, use {k}.__new__()"))); }
    Ok(cx.alloc_instance(a[0]))
}
pub fn qualified_name(cx: &mut Cx, c: Class) -> String {
    let m = cx.lookup_attr(c.0, "__module__").ok().flatten();
    let q = Str(c.raw().qualname).lossy();
    match m.and_then(Str::from) { Some(m) if m.as_str() != Some("builtins") => format!("{}.{q}", m.lossy()), _ => q.into_owned() }
}
fn object_repr(cx: &mut Cx, a: &[Value]) -> R { let c = cx.class_of(a[0]); let n = qualified_name(cx, c); Ok(cx.string(format!("<{n} object at {:#x}>", a[0].0))) }
fn object_str(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.repr(a[0])?.0) }
fn object_format(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is(T::Str) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("__format__() argument must be str, not {t}"))); }
    if !Str(a[1]).is_empty() { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("unsupported format string passed to {t}.__format__"))); }
    Ok(cx.str_of(a[0])?.0)
}
fn object_hash(cx: &mut Cx, a: &[Value]) -> R { let h = (a[0].0 >> 4) as i64; Ok(cx.int(h)) }
fn object_eq(cx: &mut Cx, a: &[Value]) -> R { Ok(if cx.is(a[0], a[1]) { Value::TRUE } else { Value::NOT_IMPLEMENTED }) }
fn object_ne(cx: &mut Cx, a: &[Value]) -> R {
    match cx.call_special(a[0], D::Eq, &[a[1]])? { Some(v) if v != Value::NOT_IMPLEMENTED => { let t = cx.truth(v)?; Ok(Value::bool(!t)) } _ => Ok(Value::NOT_IMPLEMENTED) }
}
fn not_implemented(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NOT_IMPLEMENTED) }
/// object's, for types that define only some.
pub const COMPARISONS: [&[Def]; 6] = [&[def("__lt__", "other, /", not_implemented)], &[def("__le__", "other, /", not_implemented)], &[def("__gt__", "other, /", not_implemented)], &[def("__ge__", "other, /", not_implemented)], &[def("__ne__", "other, /", object_ne)], &[def("__eq__", "other, /", object_eq)]];
fn name_arg(cx: &mut Cx, v: Value) -> R { if v.is(T::Str) { Ok(cx.intern_value(v)) } else { let t = cx.type_name(v); Err(cx.type_error(format!("attribute name must be string, not '{t}'"))) } }
fn object_getattribute(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, a[1])?; match a[0].kind() { T::Type => type_getattro(cx, Class(a[0]), n), T::Super => super_getattro(cx, a[0], n), T::Module => crate::types_func::module_getattro(cx, a[0], n), _ => cx.generic_get_attr(a[0], n) } }
/// Classes have their own; object's would go around the checks of built-in ones.
fn not_a_class(cx: &mut Cx, o: Value, what: &str) -> R<()> { if o.is(T::Type) { let t = cx.type_name(o); return Err(cx.type_error(format!("can't apply this {what} to {t} object"))); } Ok(()) }
fn object_setattr(cx: &mut Cx, a: &[Value]) -> R { not_a_class(cx, a[0], "__setattr__")?; let n = name_arg(cx, a[1])?; cx.generic_set_attr(a[0], n, a[2])?; Ok(Value::NONE) }
fn object_delattr(cx: &mut Cx, a: &[Value]) -> R { not_a_class(cx, a[0], "__delattr__")?; let n = name_arg(cx, a[1])?; cx.generic_set_attr(a[0], n, Value::UNDEF)?; Ok(Value::NONE) }
fn class_setattr(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, a[1])?; type_setattro(cx, Class(a[0]), n, a[2])?; Ok(Value::NONE) }
fn class_delattr(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, a[1])?; type_setattro(cx, Class(a[0]), n, Value::UNDEF)?; Ok(Value::NONE) }
fn class_getattribute(cx: &mut Cx, a: &[Value]) -> R { let n = name_arg(cx, a[1])?; type_getattro(cx, Class(a[0]), n) }
/// type's own.
pub const TYPE_ATTRIBUTES: &[Def] = &[def("__getattribute__", "name, /", class_getattribute), def("__setattr__", "name, value, /", class_setattr), def("__delattr__", "name, /", class_delattr)];
fn object_class(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.class_of(a[0]).0) }
/// The nearest class on the way up whose instances have slots that those of its base have not.
fn last_extension(mut c: Class) -> Option<Class> {
    loop {
        if c.raw().nslots == 0 || !c.has(cflags::HEAP) { return None; }
        match c.bases().iter().map(|b| Class(*b)).find(|b| b.raw().nslots == c.raw().nslots) { Some(b) => c = b, None => return Some(c) }
    }
}
fn object_set_class(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("can't delete __class__ attribute")); }
    let Some(new) = Class::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("__class__ must be set to a class, not '{t}' object"))) };
    let old = cx.class_of(a[0]);
    if a[0].is(T::Module) && new.kind() == T::Module { attr::set_class(cx, a[0], new); return Ok(Value::NONE); }
    if let (Some(x), Some(y)) = (last_extension(old), last_extension(new)) {
        // who adds slots must add the same to the same base
        if x != y && (x.raw().nslots != y.raw().nslots || crate::types_type::base_of(cx, x) != crate::types_type::base_of(cx, y)) { let (x, y) = (old.name(), new.name()); return Err(cx.type_error(format!("__class__ assignment: '{y}' object layout differs from '{x}'"))); }
    }
    if !old.has(cflags::HEAP) || !new.has(cflags::HEAP) { return Err(cx.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")); }
    let (s, t) = (shape::info(old.root_shape()), shape::info(new.root_shape()));
    let same_slots = s.nslots == t.nslots && s.names[..s.nslots as usize] == t.names[..t.nslots as usize];
    if s.kind != t.kind || !same_slots || (s.base == 0) != (t.base == 0) || old.has(cflags::DICT) != new.has(cflags::DICT) || old.has(cflags::WEAK) != new.has(cflags::WEAK) || old.kind() == T::Type { let (x, y) = (old.name(), new.name()); return Err(cx.type_error(format!("__class__ assignment: '{y}' object layout differs from '{x}'"))); }
    attr::set_class(cx, a[0], new);
    Ok(Value::NONE)
}
fn object_dir(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict::new(cx);
    if let Some(x) = cx.lookup_attr(a[0], "__dict__")? { if let Some(x) = Dict::from(x) { for i in 0..x.fill() { if let Some((k, _)) = x.entry(i) { d.set(cx, k, Value::NONE)?; } } } }
    let c = cx.lookup_attr(a[0], "__class__")?.and_then(Class::from);
    for m in c.map_or(&[][..], |c| c.mro()) { let x = Class(*m).dict(); for i in 0..x.fill() { if let Some((k, _)) = x.entry(i) { d.set(cx, k, Value::NONE)?; } } }
    let l = List::new(cx);
    for i in 0..d.fill() { if let Some((k, _)) = d.entry(i) { l.push(cx, k) } }
    Ok(l.0)
}
fn object_init_subclass(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
fn object_sizeof(cx: &mut Cx, a: &[Value]) -> R { let n = if a[0].is_ref() { cx.m.heap().size_of(a[0].header()) } else { 16 }; Ok(cx.usize(n)) }
fn object_subclasshook(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NOT_IMPLEMENTED) }
fn object_reduce_ex(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let k = cx.intern("__reduce__");
    if let Some(m) = c.lookup(cx, k) { if !m.is_exact(T::MethodDescriptor) && !m.is_exact(T::SlotWrapper) || !std::ptr::fn_addr_eq(crate::func::Native(m).raw().f, object_reduce as crate::native::NativeFn) { return cx.call_method(a[0], "__reduce__", &[]); } }
    let p = cx.index_i64(a[1])?;
    reduce(cx, a[0], p)
}
fn object_reduce(cx: &mut Cx, a: &[Value]) -> R { reduce(cx, a[0], 0) }
fn reduce(cx: &mut Cx, o: Value, proto: i64) -> R {
    let n = cx.intern("copyreg");
    let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?;
    if proto < 2 { let f = cx.get_attr_str(m, "_reduce_ex")?; return cx.call(f, &[o, Value::small(proto)]); }
    let c = cx.class_of(o);
    let (k_ex, k_new) = (cx.intern("__getnewargs_ex__"), cx.intern("__getnewargs__"));
    let (args, kwargs) = if let Some(f) = c.lookup(cx, k_ex) {
        let r = cx.call_unbound(f, o, &[])?;
        let Some(t) = Tuple::from(r) else { let t = cx.type_name(r); return Err(cx.type_error(format!("__getnewargs_ex__ should return a tuple, not '{t}'"))) };
        if t.len() != 2 { return Err(cx.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {}", t.len()))); }
        let (args, kwargs) = (t.items()[0], t.items()[1]);
        let Some(args) = Tuple::from(args) else { let t = cx.type_name(args); return Err(cx.type_error(format!("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{t}'"))) };
        if !kwargs.is(T::Dict) { let t = cx.type_name(kwargs); return Err(cx.type_error(format!("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{t}'"))); }
        (VVec::from_slice(args.items()), kwargs)
    }
        else if let Some(f) = c.lookup(cx, k_new) { let r = cx.call_unbound(f, o, &[])?; match Tuple::from(r) { Some(t) => (VVec::from_slice(t.items()), Value::UNDEF), None => { let t = cx.type_name(r); return Err(cx.type_error(format!("__getnewargs__ should return a tuple, not '{t}'"))) } } } else { (VVec::new(), Value::UNDEF) };
    if !c.has(cflags::HEAP) && !c.has(cflags::DICT) && c.kind() != T::Object && !matches!(c.kind(), T::List | T::Dict) { let t = c.name(); return Err(cx.type_error(format!("cannot pickle '{t}' object"))); }
    let state = match cx.lookup_attr(o, "__getstate__")? { Some(f) => cx.call(f, &[])?, None => Value::NONE };
    let (func, args) = if kwargs.is_undef() || Dict(kwargs).len() == 0 { let f = cx.get_attr_str(m, "__newobj__")?; let mut v = VVec::new(); v.push(c.0); v.extend(&args); (f, cx.tuple(&v)) } else { let f = cx.get_attr_str(m, "__newobj_ex__")?; let t = cx.tuple(&args); (f, cx.tuple(&[c.0, t, kwargs])) };
    let li = if o.is(T::List) { cx.iter(o)? } else { Value::NONE };
    let di = if o.is(T::Dict) { let items = cx.call_method(o, "items", &[])?; cx.iter(items)? } else { Value::NONE };
    Ok(cx.tuple(&[func, args, state, li, di]))
}
fn object_getstate(cx: &mut Cx, a: &[Value]) -> R {
    let o = a[0];
    let mut state = Value::NONE;
    if attr::has_dict(cx, o) { let d = attr::attributes(cx, o); if d.len() > 0 || !o.is_ref() { state = d.0 } }
    let k = cx.intern("__slotnames__");
    let listed = cx.class_of(o).dict().get_str(cx, k).and_then(List::from);
    if let Some(names) = listed {
        // what copyreg remembers of the class's slots
        let d = Dict::new(cx);
        for n in names.to_vvec().iter() { if n.is(T::Str) { let n = cx.intern_value(*n); let r = cx.get_attr(o, n); if let Some(v) = cx.catch(r, T::AttributeError)? { d.set(cx, n, v)?; } } }
        if d.len() > 0 { state = cx.tuple(&[state, d.0]) }
    } else if o.is_ref() {
        let s = shape::info(o.shape());
        if s.nslots > 0 {
            let d = Dict::new(cx);
            for i in 0..s.nslots { let v = attr::slot(o, shape::info(o.shape()), i); if !v.is_undef() { d.set_str(cx, s.names[i as usize], v) } }
            if d.len() > 0 { state = cx.tuple(&[state, d.0]) }
        }
    }
    Ok(state)
}
pub const OBJECT: &[Def] = &[
    def_new("*args, **kwargs", object_new).doc("The base class of all classes.\n\nCalled without arguments, it makes an object that has no attributes and takes none."), def("__init__", "*args, **kwargs", object_init), def("__repr__", "", object_repr), def("__str__", "", object_str), def("__format__", "format_spec, /", object_format), def("__hash__", "", object_hash),
    def("__eq__", "other, /", object_eq), def("__ne__", "other, /", object_ne), def("__lt__", "other, /", not_implemented), def("__le__", "other, /", not_implemented), def("__gt__", "other, /", not_implemented), def("__ge__", "other, /", not_implemented),
    def("__getattribute__", "name, /", object_getattribute), def("__setattr__", "name, value, /", object_setattr), def("__delattr__", "name, /", object_delattr), attr_set("__class__", object_class, object_set_class),
    def("__dir__", "", object_dir), def_class("__init_subclass__", "", object_init_subclass), def_class("__subclasshook__", "c, /", object_subclasshook), def("__sizeof__", "", object_sizeof), def("__reduce__", "", object_reduce), def("__reduce_ex__", "protocol, /", object_reduce_ex), def("__getstate__", "", object_getstate),
];
/// `__dict__` of instances: put in the dict of every class that first gives its instances attributes.
pub const INSTANCE_DICT: &[Def] = &[attr_set("__dict__", instance_dict_get, instance_dict_set)];
/// Classes and modules have a `__dict__` of their own kind, also where a base class brings this one in: it cannot be replaced.
fn no_instance_dict(cx: &mut Cx, o: Value) -> R<()> { let t = match o.kind() { T::Type => "type", T::Module => "module", _ => return Ok(()) }; Err(cx.raise(T::AttributeError, &format!("attribute '__dict__' of '{t}' objects is not writable"))) }
fn instance_dict_get(cx: &mut Cx, a: &[Value]) -> R { if let Some(c) = Class::from(a[0]) { return Ok(Slots::new(cx, T::MappingProxy, &[c.dict().0])); } Ok(attr::instance_dict(cx, a[0]).0) }
fn instance_dict_set(cx: &mut Cx, a: &[Value]) -> R {
    no_instance_dict(cx, a[0])?;
    if a[1].is_undef() && cx.class(a[0].kind()).has(cflags::DICT) { return Err(cx.type_error("cannot delete __dict__")); }
    match Dict::from(a[1]) { Some(d) => { attr::set_instance_dict(cx, a[0], d); Ok(Value::NONE) } None => if a[1].is_undef() { let d = Dict::new(cx); attr::set_instance_dict(cx, a[0], d); Ok(Value::NONE) } else { let t = cx.type_name(a[1]); Err(cx.type_error(format!("__dict__ must be set to a dictionary, not a '{t}'"))) } }
}

// ---- None, Ellipsis, NotImplemented, slice, cell ---------------------------------------------------------------------------
/// The one value of a type that takes no arguments.
fn no_arguments(cx: &mut Cx, a: &[Value], name: &str, v: Value) -> R { if Tuple(a[1]).len() + Dict(a[2]).len() > 0 { return Err(cx.type_error(format!("{name} takes no arguments"))); } Ok(v) }
fn not_implemented_bool(cx: &mut Cx, _: &[Value]) -> R { crate::warn::warn(cx, T::DeprecationWarning, "NotImplemented should not be used in a boolean context")?; Ok(Value::TRUE) }
pub const NONE: &[Def] = &[def("__repr__", "", |cx, _| Ok(cx.intern("None"))), def("__bool__", "", |_, _| Ok(Value::FALSE)), def("__hash__", "", |_, _| Ok(Value::small(0xfca86420))), def_new("*args, **kwargs", |cx, a| no_arguments(cx, a, "NoneType", Value::NONE))];
pub const ELLIPSIS: &[Def] = &[def("__repr__", "", |cx, _| Ok(cx.intern("Ellipsis"))), def("__reduce__", "", |cx, _| Ok(cx.intern("Ellipsis"))), def_new("*args, **kwargs", |cx, a| no_arguments(cx, a, "EllipsisType", Value::ELLIPSIS))];
pub const NOT_IMPLEMENTED: &[Def] = &[def("__repr__", "", |cx, _| Ok(cx.intern("NotImplemented"))), def("__reduce__", "", |cx, _| Ok(cx.intern("NotImplemented"))), def("__bool__", "", not_implemented_bool), def_new("*args, **kwargs", |cx, a| no_arguments(cx, a, "NotImplementedType", Value::NOT_IMPLEMENTED))];
fn cell_get(cx: &mut Cx, a: &[Value]) -> R { match Cell::of(a[0]).get().opt() { Some(v) => Ok(v), None => Err(cx.value_error("Cell is empty")) } }
fn cell_set(cx: &mut Cx, a: &[Value]) -> R { Cell::of(a[0]).set(cx, a[1]); Ok(Value::NONE) }
fn cell_new(cx: &mut Cx, a: &[Value]) -> R { Ok(Cell::new(cx, a[1]).0) }
fn cell_repr(cx: &mut Cx, a: &[Value]) -> R { let v = Cell::of(a[0]).get(); let s = if v.is_undef() { format!("<cell at {:#x}: empty>", a[0].0) } else { format!("<cell at {:#x}: {} object at {:#x}>", a[0].0, cx.type_name(v), v.0) }; Ok(cx.string(s)) }
pub const CELL: &[Def] = &[attr_set("cell_contents", cell_get, cell_set), def_new("contents=?, /", cell_new), def("__repr__", "", cell_repr),
    def("__lt__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Lt)), def("__le__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Le)), def("__eq__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Eq)),
    def("__ne__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Ne)), def("__gt__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Gt)), def("__ge__", "value, /", |cx, a| cell_cmp(cx, a, Cmp::Ge))];
/// Cells compare by content; an empty one is least.
fn cell_cmp(cx: &mut Cx, a: &[Value], op: Cmp) -> R {
    let Some(y) = Cell::from(a[1]) else { return Ok(Value::NOT_IMPLEMENTED) };
    match (Cell::of(a[0]).get().opt(), y.get().opt()) { (Some(x), Some(y)) => cx.compare(op, x, y), (x, y) => Ok(Value::bool(op.holds(x.is_some(), y.is_some()))) }
}

// ---- staticmethod, classmethod, property ----------------------------------------------------------------------------------
fn wrap_attrs(cx: &mut Cx, w: Value, f: Value) -> R<()> {
    for n in ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"] { if let Some(v) = cx.lookup_attr(f, n)? { let k = cx.intern(n); attr::own_set(cx, w, k, v) } }
    Ok(())
}
fn wrapper_new(cx: &mut Cx, a: &[Value]) -> R { let t = Class(a[0]).kind(); Ok(Slots::new_of(cx, a[0], t, &[Value::NONE])) }
fn wrapper_init(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set(cx, 0, a[1]); wrap_attrs(cx, a[0], a[1])?; Ok(Value::NONE) }
fn wrapped(_: &mut Cx, a: &[Value]) -> R { Ok(Slots(a[0]).get(0)) }
fn wrapped_abstract(cx: &mut Cx, a: &[Value]) -> R { let f = Slots(a[0]).get(0); Ok(match cx.lookup_attr(f, "__isabstractmethod__")? { Some(v) => Value::bool(cx.truth(v)?), None => Value::FALSE }) }
fn static_call(cx: &mut Cx, a: &[Value]) -> R { let f = Slots(a[0]).get(0); cx.call_dict(f, Tuple(a[1]).items(), a[2]) }
fn static_repr(cx: &mut Cx, a: &[Value]) -> R { let f = Slots(a[0]).get(0); let r = cx.repr_string(f)?; let t = cx.type_name(a[0]); Ok(cx.string(format!("<{t}({r})>"))) }
fn descr_get(cx: &mut Cx, a: &[Value]) -> R { let o = if a[1].is_none() { Value::UNDEF } else { a[1] }; let c = a[2].opt_none().unwrap_or_else(|| cx.class_of(a[1]).0); cx.descr_get_exact(a[0], o, c) }
pub const STATICMETHOD: &[Def] = &[def_new("*args, **kw", wrapper_new), def("__init__", "function, /", wrapper_init), def("__get__", "instance, owner=None, /", descr_get), attr("__func__", wrapped), attr("__wrapped__", wrapped), attr("__isabstractmethod__", wrapped_abstract), def("__call__", "*args, **kwargs", static_call), def("__repr__", "", static_repr)];
pub const CLASSMETHOD: &[Def] = &[def_new("*args, **kw", wrapper_new), def("__init__", "function, /", wrapper_init), def("__get__", "instance, owner=None, /", descr_get), attr("__func__", wrapped), attr("__wrapped__", wrapped), attr("__isabstractmethod__", wrapped_abstract), def("__repr__", "", static_repr)];
use crate::native::attr;
/// Property slots: getter, setter, deleter, doc (None where absent), name, whether the doc is the getter's.
fn property_new(cx: &mut Cx, a: &[Value]) -> R { Ok(Slots::new_of(cx, a[0], T::Property, &[Value::NONE, Value::NONE, Value::NONE, Value::NONE, Value::UNDEF, Value::FALSE])) }
fn property_init(cx: &mut Cx, a: &[Value]) -> R {
    let p = Slots(a[0]);
    for i in 0..3 { p.set(cx, i, a[i + 1].opt().unwrap_or(Value::NONE)) }
    let mut doc = a[4].opt().unwrap_or(Value::NONE);
    let mut from_getter = false;
    if doc.is_none() && !p.get(0).is_none() { if let Some(d) = cx.lookup_attr(p.get(0), "__doc__")? { doc = d; from_getter = !d.is_none() } }
    p.set(cx, 4, Value::UNDEF);
    p.set(cx, 5, Value::bool(from_getter));
    if a[0].is_exact(T::Property) { p.set(cx, 3, doc); return Ok(Value::NONE); }
    // the class of a subclass has a `__doc__` that would hide the property's
    let r = { let k = cx.intern("__doc__"); cx.set_attr(a[0], k, doc) };
    if from_getter { r?; } else { cx.catch(r, T::AttributeError)?; }
    Ok(Value::NONE)
}
fn property_name(cx: &mut Cx, p: Value) -> String { let n = Slots(p).get(4); if let Some(s) = Str::from(n) { return s.lossy().into_owned(); } let g = Slots(p).get(0); if g.is_none() { return String::new(); } cx.lookup_attr(g, "__name__").ok().flatten().and_then(Str::from).map(|s| s.lossy().into_owned()).unwrap_or_default() }
fn no_accessor(cx: &mut Cx, p: Value, o: Value, what: &str) -> crate::native::Raised {
    let n = property_name(cx, p);
    let c = cx.class_of(o);
    let q = Str(c.raw().qualname).lossy();
    let msg = if n.is_empty() { format!("property of '{q}' object has no {what}") } else { format!("property '{n}' of '{q}' object has no {what}") };
    cx.raise(T::AttributeError, &msg)
}
fn property_get(cx: &mut Cx, a: &[Value]) -> R { if a[1].is_none() { return Ok(a[0]); } let g = Slots(a[0]).get(0); if g.is_none() { return Err(no_accessor(cx, a[0], a[1], "getter")); } cx.call(g, &[a[1]]) }
fn property_set(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]).get(1); if s.is_none() { return Err(no_accessor(cx, a[0], a[1], "setter")); } cx.call(s, &[a[1], a[2]])?; Ok(Value::NONE) }
fn property_delete(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]).get(2); if s.is_none() { return Err(no_accessor(cx, a[0], a[1], "deleter")); } cx.call(s, &[a[1]])?; Ok(Value::NONE) }
fn property_with(cx: &mut Cx, p: Value, i: usize, f: Value) -> R {
    let s = Slots(p);
    let mut v = [s.get(0), s.get(1), s.get(2), s.get(3)];
    if !f.is_none() { v[i] = f }
    // a doc that came from the getter is asked for anew
    if s.get(5).is_true() && !v[0].is_none() { v[3] = Value::NONE }
    let c = cx.class_of(p).0;
    let n = cx.call(c, &v)?;
    let name = s.get(4);
    if n.is(T::Property) { Slots(n).set(cx, 4, name) }
    Ok(n)
}
fn property_getter(cx: &mut Cx, a: &[Value]) -> R { property_with(cx, a[0], 0, a[1]) }
fn property_setter(cx: &mut Cx, a: &[Value]) -> R { property_with(cx, a[0], 1, a[1]) }
fn property_deleter(cx: &mut Cx, a: &[Value]) -> R { property_with(cx, a[0], 2, a[1]) }
fn property_abstract(cx: &mut Cx, a: &[Value]) -> R { for i in 0..3 { let f = Slots(a[0]).get(i); if !f.is_none() { if let Some(v) = cx.lookup_attr(f, "__isabstractmethod__")? { if cx.truth(v)? { return Ok(Value::TRUE); } } } } Ok(Value::FALSE) }
fn property_set_name(cx: &mut Cx, a: &[Value]) -> R {
    match Tuple(a[1]).items() { [_, name] => { let name = *name; Slots(a[0]).set(cx, 4, name); Ok(Value::NONE) } v => { let n = v.len(); Err(cx.type_error(format!("__set_name__() takes 2 positional arguments but {n} were given"))) } }
}
fn property_doc(_: &mut Cx, a: &[Value]) -> R { Ok(Slots(a[0]).get(3)) }
fn property_set_doc(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set(cx, 3, a[1].opt().unwrap_or(Value::NONE)); Ok(Value::NONE) }
pub const PROPERTY: &[Def] = &[
    def_new("*args, **kw", property_new), def("__init__", "fget=None, fset=None, fdel=None, doc=None", property_init), def("__get__", "instance, owner=None, /", property_get), def("__set__", "instance, value, /", property_set), def("__delete__", "instance, /", property_delete),
    def("getter", "fget, /", property_getter), def("setter", "fset, /", property_setter), def("deleter", "fdel, /", property_deleter), attr("fget", |_, a| Ok(Slots(a[0]).get(0))), attr("fset", |_, a| Ok(Slots(a[0]).get(1))), attr("fdel", |_, a| Ok(Slots(a[0]).get(2))), attr_set("__doc__", property_doc, property_set_doc), attr("__isabstractmethod__", property_abstract), def("__set_name__", "*args", property_set_name),
];

// ---- super --------------------------------------------------------------------------------------------------------------------
/// Slots: class, object (or UNDEF), type of the object.
fn super_new(cx: &mut Cx, a: &[Value]) -> R { Ok(Slots::new_of(cx, a[0], T::Super, &[])) }
fn super_init(cx: &mut Cx, a: &[Value]) -> R {
    let (c, o) = if a[1].is_undef() { super_from_frame(cx)? } else { (a[1], a[2]) };
    if !c.is(T::Type) { let t = cx.type_name(c); return Err(cx.type_error(format!("super() argument 1 must be a type, not {t}"))); }
    let s = Slots(a[0]);
    s.set(cx, 0, c);
    if o.is_undef() || o.is_none() { return Ok(Value::NONE); }
    let t = super_check(cx, c, o)?;
    s.set(cx, 1, o);
    s.set(cx, 2, t);
    Ok(Value::NONE)
}
fn super_check(cx: &mut Cx, c: Value, o: Value) -> R {
    if let Some(k) = Class::from(o) { if k.is_subclass_of(c) { return Ok(o); } }
    let t = cx.class_of(o);
    if t.is_subclass_of(c) { return Ok(t.0); }
    if let Some(k) = cx.lookup_attr(o, "__class__")? { if k != t.0 { if let Some(kc) = Class::from(k) { if kc.is_subclass_of(c) { return Ok(k); } } } }
    Err(cx.type_error("super(type, obj): obj must be an instance or subtype of type"))
}
/// Zero-argument super(): the `__class__` cell and first argument of the calling frame.
fn super_from_frame(cx: &mut Cx) -> R<(Value, Value)> {
    if cx.fiber.len == 0 { return Err(cx.runtime_error("super(): no current frame")); }
    let f = *cx.fiber.last();
    let code = crate::func::CodeV(f.code);
    let ir = code.ir();
    if ir.argcount == 0 && !ir.flags.has(fora_ir::CodeFlags::VARARGS) { return Err(cx.runtime_error("super(): no arguments")); }
    let mut first = crate::frames::register(&f, 0);
    if ir.argcount == 0 { first = match Tuple::from(if let Some(c) = Cell::from(first) { c.get() } else { first }) { Some(t) if t.len() > 0 => t.items()[0], _ => return Err(cx.runtime_error("super(): no arguments")) } }
    if ir.cellvars.iter().any(|c| c.1 == 0) { if let Some(c) = Cell::from(first) { first = c.get() } }
    if first.is_undef() { return Err(cx.runtime_error("super(): arg[0] deleted")); }
    let Some((_, r)) = ir.freevars.iter().find(|v| v.0 == "__class__") else { return Err(cx.runtime_error("super(): __class__ cell not found")) };
    let Some(cell) = Cell::from(crate::frames::register(&f, *r)) else { return Err(cx.runtime_error("super(): bad __class__ cell")) };
    let c = cell.get();
    if c.is_undef() { return Err(cx.runtime_error("super(): empty __class__ cell")); }
    Ok((c, first))
}
pub fn super_getattro(cx: &mut Cx, o: Value, name: Value) -> R {
    let s = Slots(o);
    let (c, obj, t) = (s.get(0), s.get(1), s.get(2));
    if t.is_undef() || Str(name).as_str() == Some("__class__") { return cx.generic_get_attr(o, name); }
    let mro = Class(t).mro();
    let start = mro.iter().position(|x| *x == c).map_or(mro.len(), |i| i + 1);
    for m in &mro[start..] {
        if let Some(v) = Class(*m).dict().get_str(cx, name) { let inst = if obj == t { Value::UNDEF } else { obj }; return cx.descr_get(v, inst, t); }
    }
    cx.generic_get_attr(o, name)
}
fn super_repr(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); let n = Class::from(s.get(0)).map_or("NULL".into(), |c| c.name()); let r = match Class::from(s.get(2)) { Some(t) => format!("<super: <class '{n}'>, <{} object>>", t.name()), None => format!("<super: <class '{n}'>, NULL>") }; Ok(cx.string(r)) }
fn super_get(cx: &mut Cx, a: &[Value]) -> R { let s = Slots(a[0]); if a[1].is_none() || !s.get(1).is_undef() { return Ok(a[0]); } if s.get(0).is_undef() { return Ok(a[0]); } let c = cx.class_of(a[0]).0; cx.call(c, &[s.get(0), a[1]]) }
pub const SUPER: &[Def] = &[def_new("*args, **kw", super_new), def("__init__", "type=?, object=?, /", super_init), def("__repr__", "", super_repr), def("__get__", "instance, owner=None, /", super_get),
    attr("__thisclass__", |_, a| Ok(Slots(a[0]).get(0))), attr("__self__", |_, a| Ok(Slots(a[0]).get(1).opt().unwrap_or(Value::NONE))), attr("__self_class__", |_, a| Ok(Slots(a[0]).get(2).opt().unwrap_or(Value::NONE)))];

// ---- mappingproxy, SimpleNamespace ----------------------------------------------------------------------------------------
fn proxy_new(cx: &mut Cx, a: &[Value]) -> R { if cx.special(a[1], D::GetItem).is_none() || matches!(a[1].kind(), T::List | T::Tuple) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("mappingproxy() argument must be a mapping, not {t}"))); } Ok(Slots::new_of(cx, a[0], T::MappingProxy, &[a[1]])) }
fn inner(a: &[Value]) -> Value { Slots(a[0]).get(0) }
macro_rules! forward { ($($n:literal)*) => { &[$(def($n, "*args", |cx, a| cx.call_method(Slots(a[0]).get(0), $n, Tuple(a[1]).items()))),*] } }
const PROXY_FORWARD: &[Def] = forward!("keys" "values" "items" "get" "copy" "__reversed__");
fn proxy_or(cx: &mut Cx, a: &[Value]) -> R { let f = |v: Value| if v.is(T::MappingProxy) { Slots(v).get(0) } else { v }; cx.binary(crate::abs::Bin::Or, f(a[0]), f(a[1])) }
pub const MAPPINGPROXY: &[Def] = &[
    def_new("mapping, /", proxy_new), def("__getitem__", "key, /", |cx, a| cx.get_item(inner(a), a[1])), def("__len__", "", |cx, a| { let n = cx.len(inner(a))?; Ok(cx.usize(n)) }), def("__contains__", "key, /", |cx, a| Ok(Value::bool(cx.contains(inner(a), a[1])?))), def("__iter__", "", |cx, a| cx.iter(inner(a))),
    def("__repr__", "", |cx, a| { let r = cx.repr_string(inner(a))?; Ok(cx.string(format!("mappingproxy({r})"))) }), def("__str__", "", |cx, a| Ok(cx.str_of(inner(a))?.0)), def("__eq__", "other, /", |cx, a| cx.compare(Cmp::Eq, inner(a), if a[1].is(T::MappingProxy) { Slots(a[1]).get(0) } else { a[1] })), def("__hash__", "", |cx, a| { let h = cx.hash(inner(a))?; Ok(cx.int(h)) }),
    def("__or__", "other, /", proxy_or), def("__ior__", "other, /", |cx, a| { let t = cx.type_name(a[0]); Err(cx.type_error(format!("'|=' is not supported by {t}; use '|' instead"))) }), def("__ror__", "other, /", |cx, a| { let o = if a[1].is(T::MappingProxy) { Slots(a[1]).get(0) } else { a[1] }; cx.binary(crate::abs::Bin::Or, o, inner(a)) }),
    PROXY_FORWARD[0], PROXY_FORWARD[1], PROXY_FORWARD[2], PROXY_FORWARD[3], PROXY_FORWARD[4], PROXY_FORWARD[5], def_class("__class_getitem__", "item, /", |cx, a| crate::types_type::generic_alias(cx, a[0], a[1])),
];
fn ns_new(cx: &mut Cx, a: &[Value]) -> R { Ok(Slots::new_of(cx, a[0], T::SimpleNamespace, &[])) }
fn ns_init(cx: &mut Cx, a: &[Value]) -> R { if Tuple(a[1]).len() > 0 { return Err(cx.type_error("no positional arguments expected")); } let d = Dict(a[2]); for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { let k = cx.intern_value(k); attr::own_set(cx, a[0], k, v) } } Ok(Value::NONE) }
fn ns_repr(cx: &mut Cx, a: &[Value]) -> R {
    let c = cx.class_of(a[0]);
    let name = if c == cx.class(T::SimpleNamespace) { "namespace".to_string() } else { c.name().into_owned() };
    if !cx.repr_enter(a[0]) { return Ok(cx.string(format!("{name}(...)"))); }
    let d = attr::instance_dict(cx, a[0]);
    let mut parts = vec![];
    for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { let r = match cx.repr_string(v) { Ok(r) => r, Err(e) => { cx.repr_leave(); return Err(e); } }; parts.push(format!("{}={r}", Str(k).lossy())) } }
    cx.repr_leave();
    Ok(cx.string(format!("{name}({})", parts.join(", "))))
}
fn ns_eq(cx: &mut Cx, a: &[Value]) -> R { if !a[1].is(T::SimpleNamespace) { return Ok(Value::NOT_IMPLEMENTED); } let (x, y) = (attr::instance_dict(cx, a[0]), attr::instance_dict(cx, a[1])); cx.compare(Cmp::Eq, x.0, y.0) }
fn ns_reduce(cx: &mut Cx, a: &[Value]) -> R { let (c, e, d) = (cx.class_of(a[0]).0, cx.rt.empty_tuple, attr::instance_dict(cx, a[0]).0); Ok(cx.tuple(&[c, e, d])) }
pub const NAMESPACE: &[Def] = &[def("__reduce__", "", ns_reduce), def_new("*args, **kw", ns_new), def("__init__", "*args, **kwargs", ns_init), def("__repr__", "", ns_repr), def("__eq__", "other, /", ns_eq)];

/// `__iter__` of iterators.
pub const ITERSELF: &[Def] = &[def("__iter__", "", |_, a| Ok(a[0]))];

// ---- isinstance beyond real classes -------------------------------------------------------------------------------------------
/// `v.__class__` may claim more than type(v).
pub fn instance_by_class_attr(cx: &mut Cx, v: Value, c: Value) -> R<bool> {
    if !v.is_ref() || v.exact().is_some() { return Ok(false); }
    let k = cx.intern("__class__");
    let vc = cx.class_of(v);
    let plain = match vc.lookup(cx, k) { Some(m) => m.is(T::GetSet), None => true };
    if plain && vc.dunder(cx, D::GetAttribute).is_some_and(|g| g.is_exact(T::SlotWrapper)) { return Ok(false); }
    let r = cx.get_attr(v, k);
    match cx.catch(r, T::AttributeError)? { Some(x) if x != vc.0 => Ok(Class::from(x).is_some_and(|x| x.is_subclass_of(c))), _ => Ok(false) }
}
fn bases_of(cx: &mut Cx, c: Value) -> R<Option<Value>> { Ok(cx.lookup_attr(c, "__bases__")?.filter(|b| b.is(T::Tuple))) }
pub fn abstract_is_instance(cx: &mut Cx, v: Value, c: Value) -> R<bool> {
    if let Some(k) = Class::from(c) { let vc = cx.class_of(v); if vc.is_subclass_of(k.0) { return Ok(true); } return instance_by_class_attr(cx, v, c); }
    if bases_of(cx, c)?.is_none() { return Err(cx.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")); }
    match cx.lookup_attr(v, "__class__")? { Some(k) => abstract_subclass(cx, k, c), None => Ok(false) }
}
fn abstract_subclass(cx: &mut Cx, d: Value, c: Value) -> R<bool> {
    cx.check_stack()?;
    if d == c { return Ok(true); }
    let Some(b) = bases_of(cx, d)? else { return Ok(false) };
    for x in Tuple(b).items() { if abstract_subclass(cx, *x, c)? { return Ok(true); } }
    Ok(false)
}
pub fn abstract_is_subclass(cx: &mut Cx, d: Value, c: Value) -> R<bool> {
    if let (Some(x), Some(y)) = (Class::from(d), Class::from(c)) { return Ok(x.is_subclass_of(y.0)); }
    if bases_of(cx, d)?.is_none() { return Err(cx.type_error("issubclass() arg 1 must be a class")); }
    if bases_of(cx, c)?.is_none() { return Err(cx.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")); }
    abstract_subclass(cx, d, c)
}
