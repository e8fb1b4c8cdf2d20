//! `type`: making classes, their attributes, subscription; `__build_class__`.
use crate::class::{cflags, Class, NewClass, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Function;
use crate::list::List;
use crate::native::{attr, attr_set, def, def_new, Def, R};
use crate::object::{Cell, Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

// ---- attribute access on classes ----------------------------------------------------------------------------------------
pub fn type_getattro(cx: &mut Cx, c: Class, name: Value) -> R {
    let meta = cx.class_of(c.0);
    let m = meta.lookup(cx, name);
    if let Some(m) = m { if cx.is_data_descriptor(m) && cx.has_getter(m) { return cx.descr_get(m, c.0, meta.0); } }
    if let Some(v) = c.lookup(cx, name) { return cx.descr_get(v, Value::UNDEF, c.0); }
    match m { Some(m) => cx.descr_get(m, c.0, meta.0), None => Err(cx.no_attribute(c.0, name)) }
}
pub fn type_setattro(cx: &mut Cx, c: Class, name: Value, v: Value) -> R<()> {
    if c.has(cflags::IMMUTABLE) { let (n, a) = (c.name(), Str(name).lossy()); return Err(cx.type_error(format!("cannot set '{a}' attribute of immutable type '{n}'"))); }
    let meta = cx.class_of(c.0);
    if let Some(m) = meta.lookup(cx, name) { if cx.is_data_descriptor(m) { return cx.generic_set_attr_via(m, c.0, v); } }
    if v.is_undef() {
        let old = c.dict().get_str(cx, name);
        let Some(old) = old else { return Err(cx.no_attribute(c.0, name)) };
        c.dict().remove_str(cx, name);
        c.changed(cx, name, old, Value::UNDEF);
    } else { c.set_attr_raw(cx, name, v) }
    Ok(())
}
pub fn class_getitem(cx: &mut Cx, c: Class, k: Value) -> R {
    let n = cx.intern("__class_getitem__");
    if c == cx.class(T::Type) { return generic_alias(cx, c.0, k); }
    match c.lookup(cx, n).filter(|m| !m.is_none()) { Some(m) => { let f = cx.descr_get(m, Value::UNDEF, c.0)?; cx.call(f, &[k]) } None => { let t = c.name(); Err(cx.type_error(format!("type '{t}' is not subscriptable"))) } }
}
/// `list[int]` and the like.
pub fn generic_alias(cx: &mut Cx, origin: Value, args: Value) -> R { crate::generic_alias::new(cx, origin, args) }

// ---- making classes -----------------------------------------------------------------------------------------------------
fn winner(cx: &mut Cx, meta: Class, bases: &[Value]) -> R<Class> {
    let mut w = meta;
    for b in bases {
        let m = cx.class_of(*b);
        if w.is_subclass_of(m.0) { continue; }
        if m.is_subclass_of(w.0) { w = m; continue; }
        return Err(cx.type_error("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"));
    }
    Ok(w)
}
fn mangle(class: &str, name: &str) -> String { if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') { let c = class.trim_start_matches('_'); if !c.is_empty() { return format!("_{c}{name}"); } } name.to_string() }
/// The class that brought in the last of `c`'s slots.
fn slots_home(mut c: Class) -> Class {
    while let Some(b) = c.bases().iter().find(|b| Class(**b).raw().nslots == c.raw().nslots) { c = Class(*b) }
    c
}
/// Names and first docs of classes are UTF-8 in CPython; names end at the first NUL.
fn check_name(cx: &mut Cx, v: Value) -> R<()> { if Str(v).bytes().contains(&0) { return Err(cx.value_error("type name must not contain null characters")); } encodable(cx, v) }
fn encodable(cx: &mut Cx, v: Value) -> R<()> { if Str(v).has_surrogates() { let e = cx.str("utf-8"); cx.call_method(v, "encode", &[e])?; } Ok(()) }
/// The `mro` of a metaclass that is not type's.
fn custom_mro(cx: &mut Cx, c: Class) -> Option<Value> {
    let meta = cx.class_of(c.0);
    if meta == cx.class(T::Type) { return None; }
    let k = cx.intern("mro");
    meta.lookup(cx, k).filter(|m| !m.is_exact(T::MethodDescriptor))
}
/// Asks a metaclass's `mro` and checks what it says.
fn checked_mro(cx: &mut Cx, c: Class, m: Value) -> R<VVec> {
    let r = cx.call_unbound(m, c.0, &[])?;
    let v = cx.collect(r)?;
    for x in v.iter() {
        let Some(b) = Class::from(*x) else { let t = cx.type_name(*x); return Err(cx.type_error(format!("mro() returned a non-class ('{t}')"))) };
        // instances have one layout, so that of each class must be part of it
        if b.kind() != T::Object && !cx.class(c.kind()).is_subclass_of(cx.class(b.kind()).0) { let n = b.name(); return Err(cx.type_error(format!("mro() returned base with unsuitable layout ('{n}')"))); }
    }
    Ok(v)
}
/// type.__new__(meta, name, bases, namespace, **kwargs)
fn type_new(cx: &mut Cx, a: &[Value]) -> R {
    let meta = Class(a[0]);
    let args = Tuple(a[1]).items();
    if args.len() != 3 { let n = args.len(); return Err(cx.type_error(format!("type.__new__() takes exactly 3 arguments ({n} given)"))); }
    let (name, bases, ns) = (args[0], args[1], args[2]);
    if !name.is(T::Str) { let t = cx.type_name(name); return Err(cx.type_error(format!("type.__new__() argument 1 must be str, not {t}"))); }
    let Some(bt) = Tuple::from(bases) else { let t = cx.type_name(bases); return Err(cx.type_error(format!("type.__new__() argument 2 must be tuple, not {t}"))) };
    let Some(ns) = Dict::from(ns) else { let t = cx.type_name(ns); return Err(cx.type_error(format!("type.__new__() argument 3 must be dict, not {t}"))) };
    check_name(cx, name)?;
    let object = cx.class(T::Object).0;
    let bases = if bt.len() == 0 { VVec::from_slice(&[object]) } else { VVec::from_slice(bt.items()) };
    for b in bases.iter() {
        let Some(b) = Class::from(*b) else { if cx.lookup_attr(*b, "__mro_entries__")?.is_some() { return Err(cx.type_error("type() doesn't support MRO entry resolution; use types.new_class()")); } return Err(cx.type_error("bases must be types")) };
        if b.has(cflags::NO_MRO) { let n = b.name(); return Err(cx.type_error(format!("Cannot extend an incomplete type '{n}'"))); }
        if !b.has(cflags::BASE) { let n = b.name(); return Err(cx.type_error(format!("type '{n}' is not an acceptable base type"))); }
    }
    for (i, b) in bases.iter().enumerate() { if bases[..i].contains(b) { let n = Class(*b).name(); return Err(cx.type_error(format!("duplicate base class {n}"))); } }
    let w = winner(cx, meta, &bases)?;
    if w != meta {
        if let Some(n) = w.dunder(cx, D::New) { let f = if n.is_exact(T::StaticMethod) { Slots(n).get(0) } else { n }; if !crate::func::Native::from(f).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, type_new as crate::native::NativeFn)) { let mut v = VVec::from_slice(&[w.0]); v.extend(args); return cx.call_dict(f, &v, a[2]); } }
    }
    let meta = w;
    // the one layout of all bases
    let mut kind = T::Object;
    let mut slots_owner = Value::UNDEF;
    for b in bases.iter() {
        let c = Class(*b);
        let k = c.kind();
        if k != T::Object && k != kind {
            // one layout may extend another (FileIO that of _IOBase)
            if kind == T::Object || cx.class(k).is_subclass_of(cx.class(kind).0) { kind = k }
            else if !cx.class(kind).is_subclass_of(cx.class(k).0) { return Err(cx.type_error("multiple bases have instance lay-out conflict")); }
        }
        if c.raw().nslots > 0 {
            let c = slots_home(c);
            if slots_owner.is_undef() || c.is_subclass_of(slots_owner) { slots_owner = c.0 } else if !Class(slots_owner).is_subclass_of(c.0) { return Err(cx.type_error("multiple bases have instance lay-out conflict")); }
        }
    }
    let dict = ns.copy(cx);
    let (k_qual, k_cell, k_slots, k_mod, k_doc) = (cx.intern("__qualname__"), cx.intern("__classcell__"), cx.intern("__slots__"), cx.intern("__module__"), cx.intern("__doc__"));
    let cell = dict.remove_str(cx, k_cell);
    let qualname = match dict.remove_str(cx, k_qual) { Some(q) => { if !q.is(T::Str) { let t = cx.type_name(q); return Err(cx.type_error(format!("type __qualname__ must be a str, not {t}"))); } q } None => name };
    if dict.get_str(cx, k_mod).is_none() { if cx.fiber.len > 0 { let f = *cx.fiber.last(); let g = Function(f.func).raw().globals; if let Some(d) = Dict::from(g) { if let Some(m) = cx.dict_get(d, "__name__") { dict.set_str(cx, k_mod, m) } } } }
    // special cases of natives: __new__ is static, __init_subclass__ and __class_getitem__ are class methods
    for (n, t) in [("__new__", T::StaticMethod), ("__init_subclass__", T::ClassMethod), ("__class_getitem__", T::ClassMethod)] {
        let k = cx.intern(n);
        if let Some(f) = dict.get_str(cx, k) { if f.is_exact(T::Function) { let w = Slots::new(cx, t, &[f]); dict.set_str(cx, k, w) } }
    }
    // __slots__
    let base_dict = bases.iter().any(|b| Class(*b).has(cflags::DICT));
    let base_weak = bases.iter().any(|b| Class(*b).has(cflags::WEAK));
    let mut slots = VVec::new();
    let mut flags = cflags::HEAP | cflags::BASE;
    for b in bases.iter() { for c in Class(*b).mro() { for f in [cflags::SEQUENCE, cflags::MAPPING] { if Class(*c).has(f) { flags |= f } } } }
    match dict.get_str(cx, k_slots) {
        None => { flags |= if kind == T::Type { 0 } else { cflags::DICT } | cflags::WEAK }
        Some(s) => {
            let items = if s.is(T::Str) { VVec::from_slice(&[s]) } else { cx.collect(s)? };
            let cname = Str(name).lossy().into_owned();
            for it in items.iter() {
                let Some(st) = Str::from(*it) else { let t = cx.type_name(*it); return Err(cx.type_error(format!("__slots__ items must be strings, not '{t}'"))) };
                let text = st.lossy().into_owned();
                if !fora_num::unicode::is_identifier(st.code_points()) { return Err(cx.type_error("__slots__ must be identifiers")); }
                if matches!(kind, T::Int | T::Tuple | T::Bytes) { let n = kind.name(); return Err(cx.type_error(format!("nonempty __slots__ not supported for subtype of '{n}'"))); }
                match text.as_str() {
                    "__dict__" => { if base_dict || flags & cflags::DICT != 0 { return Err(cx.type_error("__dict__ slot disallowed: we already got one")); } flags |= cflags::DICT }
                    "__weakref__" => { if base_weak || flags & cflags::WEAK != 0 { return Err(cx.type_error("__weakref__ slot disallowed: we already got one")); } flags |= cflags::WEAK }
                    _ => {
                        let m = cx.intern(&mangle(&cname, &text));
                        if dict.get_str(cx, m).is_some() { return Err(cx.value_error(format!("'{text}' in __slots__ conflicts with class variable"))); }
                        slots.push(m)
                    }
                }
            }
            crate::builtins::sort_strs(&mut slots);
            if base_dict { flags |= cflags::DICT }
            if base_weak { flags |= cflags::WEAK }
        }
    }
    if let Some(d) = dict.get_str(cx, k_doc) { if d.is(T::Str) { encodable(cx, d)? } }
    // a slot may be called __doc__
    if dict.get_str(cx, k_doc).is_none() && !slots.iter().any(|s| *s == k_doc) { dict.set_str(cx, k_doc, Value::NONE) }
    if flags & cflags::DICT != 0 && kind == T::Type { flags &= !cflags::DICT }
    let qualname = if qualname.is_exact(T::Str) { qualname } else { Str(qualname).plain().0 };
    let name = cx.intern_value(name);
    let c = crate::class::make_class(cx, NewClass { meta, name, qualname, bases: &bases, dict, kind, flags, slots: &slots })?;
    let (k_dict, k_weak) = (cx.intern("__dict__"), cx.intern("__weakref__"));
    if flags & cflags::DICT != 0 && !base_dict && dict.get_str(cx, k_dict).is_none() { crate::class::add_methods(cx, c, crate::types_core::INSTANCE_DICT) }
    if flags & cflags::WEAK != 0 && !base_weak && dict.get_str(cx, k_weak).is_none() { crate::class::add_methods(cx, c, WEAKREF_ATTR) }
    // a class with __eq__ and without __hash__ is unhashable
    let (k_eq, k_hash) = (cx.intern("__eq__"), cx.intern("__hash__"));
    if dict.get_str(cx, k_eq).is_some() && dict.get_str(cx, k_hash).is_none() { dict.set_str(cx, k_hash, Value::NONE) }
    c.invalidate_all(cx);
    if let Some(cell) = cell { match Cell::from(cell) { Some(cl) => cl.set(cx, c.0), None => { let t = cx.type_name(cell); return Err(cx.type_error(format!("type.__new__(): __classcell__ must be a cell, not {t}"))) } } }
    // a metaclass may define mro(); until it returns, the class has none
    if let Some(m) = custom_mro(cx, c) {
        let before = c.raw().mro;
        c.set_flag(cflags::NO_MRO);
        let r = checked_mro(cx, c, m);
        c.raw().flags.set(c.raw().flags.get() & !cflags::NO_MRO);
        let v = r?;
        // it may have set the bases, and with them the MRO
        if c.raw().mro == before { let t = cx.tuple(&v); c.update(cx, |o| o.mro = t); }
        c.invalidate_all(cx);
    }
    // __set_name__, then __init_subclass__
    let mut items = VVec::new();
    for i in 0..dict.fill() { if let Some((k, v)) = dict.entry(i) { items.push(k); items.push(v) } }
    for kv in items.chunks_exact(2) {
        {
            let (k, v) = (kv[0], kv[1]);
            if !v.is_ref() || matches!(v.exact(), Some(T::Function | T::Str | T::StaticMethod | T::ClassMethod | T::Native | T::Tuple | T::Dict | T::List)) { continue; }
            if let Some(f) = cx.special(v, D::SetName) {
                if let Err(e) = cx.call_unbound(f, v, &[c.0, k]) {
                    let (t, ks) = (cx.type_name(v), Str(k).lossy());
                    let p = cx.pending;
                    let note = cx.string(format!("Error calling __set_name__ on '{t}' instance '{ks}' in '{}'", Str(name).lossy()));
                    let saved = cx.take_pending();
                    let _ = cx.call_method(p, "add_note", &[note]);
                    cx.pending = saved;
                    return Err(e);
                }
            }
        }
    }
    if !c.mro().contains(&c.0) { return Err(cx.type_error("super(type, obj): obj must be an instance or subtype of type")); }
    let sup = Slots::new(cx, T::Super, &[c.0, c.0, c.0]);
    let f = cx.get_attr_str(sup, "__init_subclass__")?;
    cx.call_dict(f, &[], a[2])?;
    Ok(c.0)
}
fn type_init(cx: &mut Cx, a: &[Value]) -> R { let n = Tuple(a[1]).len(); if n != 1 && n != 3 { return Err(cx.type_error("type.__init__() takes 1 or 3 arguments")); } if n == 1 && Dict(a[2]).len() > 0 { return Err(cx.type_error("type.__init__() takes no keyword arguments")); } Ok(Value::NONE) }
fn type_call(cx: &mut Cx, a: &[Value]) -> R {
    let d = Dict(a[2]);
    let mut v = VVec::from_slice(Tuple(a[1]).items());
    let mut names = VVec::new();
    for i in 0..d.fill() { if let Some((k, x)) = d.entry(i) { names.push(k); v.push(x) } }
    cx.type_call(Class(a[0]), &v, &names)
}
const WEAKREF_ATTR: &[Def] = &[attr("__weakref__", |_, a| Ok(crate::weak::refs_of(a[0]).into_iter().next().unwrap_or(Value::NONE)))];
/// `__build_class__(func, name, *bases, metaclass=None, **kwds)`
pub fn build_class(cx: &mut Cx, a: &[Value]) -> R {
    let (func, name, kwds) = (a[0], a[1], Dict(a[4]));
    if !func.is(T::Function) { return Err(cx.type_error("__build_class__: func must be a function")); }
    if !name.is(T::Str) { return Err(cx.type_error("__build_class__: name is not a string")); }
    // PEP 560
    let given = a[2];
    let mut bases = VVec::new();
    let mut changed = false;
    for b in Tuple(given).items() {
        if b.is(T::Type) { bases.push(*b); continue; }
        match cx.lookup_attr(*b, "__mro_entries__")? {
            Some(f) => { let r = cx.call(f, &[given])?; match Tuple::from(r) { Some(t) => bases.extend(t.items()), None => return Err(cx.type_error("__mro_entries__ must return a tuple")) } changed = true; }
            None => bases.push(*b),
        }
    }
    let meta_given = a[3].opt();
    let mut meta = match meta_given { Some(m) => m, None => match bases.first() { Some(b) => cx.class_of(*b).0, None => cx.class(T::Type).0 } };
    if let Some(m) = Class::from(meta) { meta = winner(cx, m, &bases)?.0 }
    let bt = cx.tuple(&bases);
    let ns = match cx.lookup_attr(meta, "__prepare__")? {
        Some(p) => { let ns = cx.call_dict(p, &[name, bt], kwds.0)?; if cx.special(ns, D::GetItem).is_none() { let (m, t) = (Class::from(meta).map_or("<metaclass>".into(), |m| m.name()), cx.type_name(ns)); return Err(cx.type_error(format!("{m}.__prepare__() must return a mapping, not {t}"))); } ns }
        None => Dict::new(cx).0,
    };
    let f = Function(func);
    let base = cx.fiber.top;
    crate::interp::bind::push(cx, f, base, 0, 0, crate::fiber::FrameKind::Entry)?;
    cx.fiber.last().locals = ns;
    let cell = crate::interp::run(cx)?;
    if changed { let k = cx.intern("__orig_bases__"); cx.set_item(ns, k, given)?; }
    let cls = cx.call_dict(meta, &[name, bt, ns], kwds.0)?;
    if let (Some(c), true) = (Cell::from(cell), cls.is(T::Type)) {
        let v = c.get();
        if v.is_undef() { let n = Str(name).lossy(); return Err(cx.runtime_error(format!("__class__ not set defining '{n}' as <class '{}.{n}'>. Was __classcell__ propagated to type.__new__?", "__main__"))); }
        if v != cls { let (n, r1) = (Str(name).lossy().into_owned(), cx.repr_string(v)?); let r2 = cx.repr_string(cls)?; return Err(cx.type_error(format!("__class__ set to {r1} defining '{n}' as {r2}"))); }
    }
    Ok(cls)
}
// ---- methods of type --------------------------------------------------------------------------------------------------------
fn type_repr(cx: &mut Cx, a: &[Value]) -> R { let n = crate::types_core::qualified_name(cx, Class(a[0])); Ok(cx.string(format!("<class '{n}'>"))) }
fn type_name(_: &mut Cx, a: &[Value]) -> R { Ok(Class(a[0]).raw().name) }
/// Special attributes of classes can be set where the class can be changed, and never deleted.
fn settable(cx: &mut Cx, a: &[Value], what: &str) -> R<()> {
    mutable(cx, Class(a[0]), what)?;
    if a[1].is_undef() { let n = Class(a[0]).name(); return Err(cx.type_error(format!("cannot delete '{what}' attribute of immutable type '{n}'"))); }
    Ok(())
}
fn mutable(cx: &mut Cx, c: Class, what: &str) -> R<()> { if c.has(cflags::IMMUTABLE) { let n = c.name(); return Err(cx.type_error(format!("cannot set '{what}' attribute of immutable type '{n}'"))); } Ok(()) }
fn type_set_name(cx: &mut Cx, a: &[Value]) -> R { settable(cx, a, "__name__")?; if !a[1].is(T::Str) { let (n, t) = (Class(a[0]).name(), cx.type_name(a[1])); return Err(cx.type_error(format!("can only assign string to {n}.__name__, not '{t}'"))); } check_name(cx, a[1])?; let v = a[1]; Class(a[0]).update(cx, |o| o.name = v); Ok(Value::NONE) }
fn type_set_qualname(cx: &mut Cx, a: &[Value]) -> R { settable(cx, a, "__qualname__")?; if !a[1].is(T::Str) { let (n, t) = (Class(a[0]).name(), cx.type_name(a[1])); return Err(cx.type_error(format!("can only assign string to {n}.__qualname__, not '{t}'"))); } let v = a[1]; Class(a[0]).update(cx, |o| o.qualname = v); Ok(Value::NONE) }
fn type_module(cx: &mut Cx, a: &[Value]) -> R { let k = cx.intern("__module__"); match Class(a[0]).dict().get_str(cx, k) { Some(v) if !v.is(T::GetSet) => Ok(v), _ => { let m = Class(a[0]).native_module().unwrap_or("builtins"); Ok(cx.intern(m)) } } }
fn type_set_module(cx: &mut Cx, a: &[Value]) -> R { settable(cx, a, "__module__")?; let k = cx.intern("__module__"); Class(a[0]).set_attr_raw(cx, k, a[1]); Ok(Value::NONE) }
fn type_doc(cx: &mut Cx, a: &[Value]) -> R { let k = cx.intern("__doc__"); match Class(a[0]).dict().get_str(cx, k) { Some(v) => cx.descr_get(v, Value::UNDEF, a[0]), None => Ok(Value::NONE) } }
fn type_set_doc(cx: &mut Cx, a: &[Value]) -> R { settable(cx, a, "__doc__")?; let k = cx.intern("__doc__"); Class(a[0]).set_attr_raw(cx, k, a[1]); Ok(Value::NONE) }
fn type_dict(cx: &mut Cx, a: &[Value]) -> R { let d = Class(a[0]).dict().0; Ok(Slots::new(cx, T::MappingProxy, &[d])) }
fn type_set_bases(cx: &mut Cx, a: &[Value]) -> R {
    let c = Class(a[0]);
    settable(cx, a, "__bases__")?;
    let Some(t) = Tuple::from(a[1]) else { let n = c.name(); return Err(cx.type_error(format!("can only assign tuple to {n}.__bases__, not {}", cx.type_name(a[1])))) };
    if t.len() == 0 { let n = c.name(); return Err(cx.type_error(format!("can only assign non-empty tuple to {n}.__bases__, not ()"))); }
    for b in t.items() {
        let Some(k) = Class::from(*b) else { let n = c.name(); return Err(cx.type_error(format!("{n}.__bases__ must be tuple of classes, not '{}'", cx.type_name(*b)))) };
        if k.is_subclass_of(c.0) || descends(k, c) { return Err(cx.type_error("a __bases__ item causes an inheritance cycle")); }
        if k.kind() != T::Object && k.kind() != c.kind() { let (x, y) = (c.name(), k.name()); return Err(cx.type_error(format!("__bases__ assignment: '{y}' object layout differs from '{x}'"))); }
    }
    let (old, bases) = (c.raw().bases, a[1]);
    c.update(cx, |o| o.bases = bases);
    // [class, new MRO, old MRO] of all that were changed
    let mut done = VVec::new();
    if let Err(e) = renew_mro(cx, c, &mut done) {
        // unless `mro()` itself has set other bases
        if c.raw().bases == bases {
            for d in done.chunks_exact(3) { let k = Class(d[0]); if k.raw().mro == d[1] { let m = d[2]; k.update(cx, |o| o.mro = m); } }
            c.update(cx, |o| o.bases = old);
        }
        c.invalidate_all(cx);
        return Err(e);
    }
    if c.raw().bases == bases {
        for b in Tuple(old).items() { let l = List(Class(*b).raw().subclasses); for i in 0..l.len() { if l.get(i) == Some(c.0) { l.remove(cx, i); break; } } }
        for b in Tuple(bases).items() { Class(*b).add_subclass(cx, c.0) }
    }
    c.invalidate_all(cx);
    Ok(Value::NONE)
}
/// Is `c` a base of `k`, by the bases themselves? An MRO may not have been made anew yet.
fn descends(k: Class, c: Class) -> bool { k == c || k.bases().iter().any(|b| descends(Class(*b), c)) }
/// A new MRO for `c` and then for its subclasses; `mro()` of metaclasses may do so for them meanwhile.
fn renew_mro(cx: &mut Cx, c: Class, done: &mut VVec) -> R<()> {
    cx.check_stack()?;
    let old = c.raw().mro;
    let v = match custom_mro(cx, c) {
        Some(m) => checked_mro(cx, c, m)?,
        None => { let rest = crate::class::linearize(cx, c.bases())?; let mut v = VVec::from_slice(&[c.0]); v.extend(&rest); v }
    };
    if c.raw().mro != old { return Ok(()); }
    let new = cx.tuple(&v);
    c.update(cx, |o| o.mro = new);
    c.invalidate_all(cx);
    done.extend(&[c.0, new, old]);
    let subs = List(c.raw().subclasses).to_vvec();
    for s in subs.iter() { renew_mro(cx, Class(*s), done)? }
    Ok(())
}
fn type_base(cx: &mut Cx, a: &[Value]) -> R { Ok(base_of(cx, Class(a[0]))) }
pub fn base_of(cx: &mut Cx, c: Class) -> Value {
    let b = c.bases();
    // the base whose layout the class extends
    b.iter().copied().find(|x| Class(*x).kind() == c.kind() && c.kind() != T::Object).or(b.iter().copied().find(|x| Class(*x).raw().nslots == c.raw().nslots && *x != cx.class(T::Object).0 && c.raw().nslots > 0)).or(b.first().copied()).unwrap_or(Value::NONE)
}
fn type_mro(cx: &mut Cx, a: &[Value]) -> R { let c = Class(a[0]); let rest = crate::class::linearize(cx, c.bases())?; let mut v = VVec::from_slice(&[c.0]); v.extend(&rest); Ok(cx.list(&v)) }
fn type_subclasses(cx: &mut Cx, a: &[Value]) -> R { let v = List(Class(a[0]).raw().subclasses).to_vvec(); Ok(cx.list(&v)) }
fn type_instancecheck(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(crate::types_core::abstract_is_instance(cx, a[1], a[0])?)) }
fn type_subclasscheck(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(crate::types_core::abstract_is_subclass(cx, a[1], a[0])?)) }
fn type_abstract(cx: &mut Cx, a: &[Value]) -> R { let k = cx.intern("__abstractmethods__"); let c = Class(a[0]); if c != cx.class(T::Type) { if let Some(v) = c.dict().get_str(cx, k) { return Ok(v); } } Err(cx.no_attribute(a[0], k)) }
fn type_set_abstract(cx: &mut Cx, a: &[Value]) -> R {
    let (k, c) = (cx.intern("__abstractmethods__"), Class(a[0]));
    if a[1].is_undef() { if c.dict().remove_str(cx, k).is_none() { return Err(cx.no_attribute(a[0], k)); } c.raw().flags.and(!cflags::ABSTRACT); return Ok(Value::NONE); }
    let t = cx.truth(a[1])?;
    c.set_attr_raw(cx, k, a[1]);
    if t { c.set_flag(cflags::ABSTRACT) } else { c.raw().flags.and(!cflags::ABSTRACT) }
    Ok(Value::NONE)
}
fn type_annotations(cx: &mut Cx, a: &[Value]) -> R { let (k, c) = (cx.intern("__annotations__"), Class(a[0])); if let Some(v) = c.dict().get_str(cx, k) { return cx.descr_get(v, Value::UNDEF, a[0]); } if c.has(cflags::IMMUTABLE) { return Err(cx.no_attribute(a[0], k)); } let d = Dict::new(cx); c.set_attr_raw(cx, k, d.0); Ok(d.0) }
fn type_set_annotations(cx: &mut Cx, a: &[Value]) -> R { let (k, c) = (cx.intern("__annotations__"), Class(a[0])); mutable(cx, c, "__annotations__")?; if a[1].is_undef() { if c.dict().remove_str(cx, k).is_none() { return Err(cx.no_attribute(a[0], k)); } c.changed(cx, k, Value::NONE, Value::UNDEF); } else { c.set_attr_raw(cx, k, a[1]) } Ok(Value::NONE) }
fn type_params(cx: &mut Cx, a: &[Value]) -> R { let k = cx.intern("__type_params__"); Ok(Class(a[0]).dict().get_str(cx, k).unwrap_or(cx.rt.empty_tuple)) }
fn type_set_params(cx: &mut Cx, a: &[Value]) -> R { settable(cx, a, "__type_params__")?; let k = cx.intern("__type_params__"); Class(a[0]).set_attr_raw(cx, k, a[1]); Ok(Value::NONE) }
fn type_dir(cx: &mut Cx, a: &[Value]) -> R { let d = Dict::new(cx); for m in Class(a[0]).mro() { let x = Class(*m).dict(); for i in 0..x.fill() { if let Some((k, _)) = x.entry(i) { d.set(cx, k, Value::NONE)?; } } } let l = List::new(cx); for i in 0..d.fill() { if let Some((k, _)) = d.entry(i) { l.push(cx, k) } } Ok(l.0) }
fn type_or(cx: &mut Cx, a: &[Value]) -> R { crate::generic_alias::union(cx, a[0], a[1]) }
fn type_ror(cx: &mut Cx, a: &[Value]) -> R { crate::generic_alias::union(cx, a[1], a[0]) }
fn type_prepare(cx: &mut Cx, _: &[Value]) -> R { Ok(Dict::new(cx).0) }
/// `__flags__`: CPython's bits, as far as they say something about the type.
fn type_flags(_: &mut Cx, a: &[Value]) -> R {
    let c = Class(a[0]);
    let mut f = 1i64 << 12;
    let heap = if c.has(cflags::HEAP) { 1 << 9 | 1 << 14 } else { 1 << 1 };
    f |= heap;
    for (flag, bit) in [(cflags::BASE, 10), (cflags::ABSTRACT, 20), (cflags::IMMUTABLE, 8), (cflags::NONEW, 7), (cflags::SEQUENCE, 5), (cflags::MAPPING, 6)] { if c.has(flag) { f |= 1 << bit } }
    if c.has(cflags::HEAP) { for (flag, bit) in [(cflags::WEAK, 3), (cflags::DICT, 4)] { if c.has(flag) { f |= 1 << bit } } }
    let family = match c.kind() { T::Int | T::Bool => 24, T::List => 25, T::Tuple => 26, T::Bytes => 27, T::Str => 28, T::Dict => 29, T::BaseException => 30, T::Type => 31, _ => 0 };
    if family != 0 { f |= 1 << family }
    if matches!(c.kind(), T::Int | T::Bool | T::Float | T::Str | T::Bytes | T::ByteArray | T::List | T::Tuple | T::Dict | T::Set | T::FrozenSet) { f |= 1 << 22 }
    match c.kind() { T::List | T::Tuple | T::Range | T::MemoryView | T::Deque => f |= 1 << 5, T::Dict | T::MappingProxy => f |= 1 << 6, _ => {} }
    Ok(Value::small(f))
}
/// Bytes per item of types whose instances differ in size.
fn type_itemsize(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(match Class(a[0]).kind() { T::Tuple => 8, T::Bytes => 1, T::Int | T::Bool => 4, T::Type => 40, _ => 0 })) }
pub const TYPE: &[Def] = &[
    def_new("*args, **kwargs", type_new), def("__init__", "*args, **kwargs", type_init), def("__call__", "*args, **kwargs", type_call), def("__repr__", "", type_repr),
    attr_set("__name__", type_name, type_set_name), attr_set("__qualname__", |_, a| Ok(Class(a[0]).raw().qualname), type_set_qualname), attr_set("__module__", type_module, type_set_module), attr_set("__doc__", type_doc, type_set_doc),
    attr("__dict__", type_dict), attr_set("__bases__", |_, a| Ok(Class(a[0]).raw().bases), type_set_bases), attr("__base__", type_base), attr("__mro__", |_, a| Ok(if Class(a[0]).has(cflags::NO_MRO) { Value::NONE } else { Class(a[0]).raw().mro })), def("mro", "", type_mro), def("__subclasses__", "", type_subclasses),
    def("__instancecheck__", "instance, /", type_instancecheck), def("__subclasscheck__", "subclass, /", type_subclasscheck), attr_set("__abstractmethods__", type_abstract, type_set_abstract), attr_set("__annotations__", type_annotations, type_set_annotations), attr_set("__type_params__", type_params, type_set_params),
    def("__dir__", "", type_dir), def("__or__", "other, /", type_or), def("__ror__", "other, /", type_ror), crate::native::def_class("__prepare__", "*args, **kwargs", type_prepare), attr("__flags__", type_flags), attr("__text_signature__", |cx, a| Ok(match crate::descriptors::class_signature(Class(a[0])) { Some(s) if !Class(a[0]).has(cflags::HEAP) => cx.string(s), _ => Value::NONE })), attr("__basicsize__", |_, a| Ok(Value::small(crate::class::layout_size(Class(a[0]).kind()) as i64))), attr("__itemsize__", type_itemsize), attr("__dictoffset__", |_, a| Ok(Value::small(if Class(a[0]).has(cflags::DICT) { -1 } else { 0 }))), attr("__weakrefoffset__", |_, _| Ok(Value::small(0))),
];
