//! Attribute access: the generic algorithm over shapes, classes and descriptors.
#![allow(unsafe_code)] // instance part access by shape offsets: [H1], [O2]
use crate::class::{cflags, Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{GetSet, Module, MEMBER_INDEX};
use crate::native::R;
use crate::object::{Array, Method, Slots};
use crate::shape;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Objects with more attributes than this keep them in a dict.
const MAX_SLOTS: usize = 128;

// ---- instance part ---------------------------------------------------------------------------------------------------
#[inline(always)]
fn part(o: Value, base: u32) -> *mut Value { unsafe { o.ptr::<u8>().add(base as usize) as *mut Value } } // SAFETY: base from the object's own shape
/// Slot `i` of `o`, whose shape is `s`.
#[inline(always)]
pub fn slot(o: Value, s: &shape::Shape, i: u32) -> Value {
    // SAFETY: inline slots follow the overflow word; others are in the overflow array, sized when they were added
    unsafe { let p = part(o, s.base); if i < s.cap { *p.add(1 + i as usize) } else { *Array(*p).data().add((i - s.cap) as usize) } }
}
fn set_slot(cx: &mut Cx, o: Value, s: &shape::Shape, i: u32, v: Value) {
    cx.write(o);
    // SAFETY: as `slot`; [O2]
    unsafe {
        let p = part(o, s.base);
        if i < s.cap { *p.add(1 + i as usize) = v; return; }
        let k = (i - s.cap) as usize;
        let old = *p;
        let cap = if old.is_undef() { 0 } else { (*old.ptr::<crate::object::ArrayObj>()).cap };
        if k >= cap {
            let a = Array::new(cx, (k + 1).max(cap * 2).max(4));
            (*a.0.ptr::<crate::object::ArrayObj>()).cap = (k + 1).max(cap * 2).max(4);
            if cap > 0 { std::ptr::copy_nonoverlapping(Array(old).data(), a.data(), cap) }
            cx.write(o);
            *part(o, s.base) = a.0;
        }
        let a = *part(o, s.base);
        cx.write(a);
        *Array(a).data().add(k) = v;
    }
}
/// Own attribute (in `__dict__` terms, plus filled `__slots__` are not included).
pub fn own_get(cx: &mut Cx, o: Value, name: Value) -> Option<Value> {
    if let Some(m) = Module::from(o) { return m.dict().get_str(cx, name); }
    let s = shape::info(o.shape());
    if s.base == 0 { return None; }
    if s.dict_mode { return dict_part(o, s).and_then(|d| d.get_str(cx, name)); }
    match s.find(name) { Some(i) if i >= s.nslots => slot(o, s, i).opt(), _ => None }
}
fn dict_part(o: Value, s: &shape::Shape) -> Option<Dict> { let v = unsafe { *part(o, s.base) }; if v.is_undef() { None } else { Some(Dict(v)) } } // SAFETY: dict-mode shape
/// Can instances of `o`'s class have arbitrary attributes?
pub fn has_dict(cx: &Cx, o: Value) -> bool { o.is_ref() && (cx.class_of(o).has(cflags::DICT) || o.is(T::Module)) }

pub fn own_set(cx: &mut Cx, o: Value, name: Value, v: Value) {
    if let Some(m) = Module::from(o) { m.dict().set_str(cx, name, v); return; }
    let n = o.shape();
    let s = shape::info(n);
    if s.dict_mode { if let Some(d) = dict_part(o, s) { d.set_str(cx, name, v) } else { let d = Dict::new(cx); cx.write(o); unsafe { *part(o, s.base) = d.0 }; d.set_str(cx, name, v) } return; } // SAFETY: [O2]
    if let Some(i) = s.find(name) { set_slot(cx, o, s, i, v); return; }
    if s.names.len() >= MAX_SLOTS { let d = instance_dict(cx, o); d.set_str(cx, name, v); return; }
    let m = shape::transition(n, name);
    let t = shape::info(m);
    set_slot(cx, o, t, (t.names.len() - 1) as u32, v);
    set_shape(o, m);
    // learn how many inline slots instances of this class want
    let used = t.names.len() as u32;
    if used > t.cap && t.kind == T::Object { Class(t.class).grow_root((used + 3) & !3) }
}
#[inline(always)]
pub fn set_shape(o: Value, n: u32) { unsafe { let w = o.ptr::<u64>(); *w = (*w & !0xffff_ffff) | n as u64; } } // SAFETY: [V1]; layout of `n` equals the old one's
pub fn own_del(cx: &mut Cx, o: Value, name: Value) -> bool {
    if let Some(m) = Module::from(o) { return m.dict().remove_str(cx, name).is_some(); }
    if own_get(cx, o, name).is_none() { return false; }
    instance_dict(cx, o).remove_str(cx, name).is_some()
}
/// A copy of `o.__dict__`, which leaves the object as it is.
pub fn attributes(cx: &mut Cx, o: Value) -> Dict {
    let s = shape::info(o.shape());
    if s.dict_mode || Module::from(o).is_some() { return instance_dict(cx, o).copy(cx); }
    let d = Dict::new(cx);
    for i in s.nslots..s.names.len() as u32 { let v = slot(o, s, i); if !v.is_undef() { d.set_str(cx, s.names[i as usize], v) } }
    d
}
/// `o.__dict__` as a real dict: from then on the object keeps its attributes there.
pub fn instance_dict(cx: &mut Cx, o: Value) -> Dict {
    if let Some(m) = Module::from(o) { return m.dict(); }
    let s = shape::info(o.shape());
    if s.dict_mode { if let Some(d) = dict_part(o, s) { return d; } }
    let d = Dict::new(cx);
    if !s.dict_mode { for i in s.nslots..s.names.len() as u32 { let v = slot(o, s, i); if !v.is_undef() { d.set_str(cx, s.names[i as usize], v) } } }
    become_dict(cx, o, d);
    d
}
fn become_dict(cx: &mut Cx, o: Value, d: Dict) {
    let s = shape::info(o.shape());
    let m = if s.dict_mode { o.shape() } else { let keep = Class(s.class).dict_shape(); let k = shape::info(keep); if k.cap == s.cap { keep } else {
        // the root grew since this object was made: a dict-mode shape of the old capacity
        shape::add(shape::Shape { class: s.class, kind: s.kind, base: s.base, cap: s.cap, names: s.names[..s.nslots as usize].to_vec(), index: None, next: Default::default(), dict_mode: true, nslots: s.nslots }) } };
    cx.write(o);
    unsafe { *part(o, s.base) = d.0 } // SAFETY: [O2]
    set_shape(o, m);
}
/// `o.__dict__ = d`
pub fn set_instance_dict(cx: &mut Cx, o: Value, d: Dict) { become_dict(cx, o, d) }
/// `o.__class__ = c` for classes of equal layout.
pub fn set_class(cx: &mut Cx, o: Value, c: Class) {
    let s = shape::info(o.shape());
    if s.base == 0 { cx.write(o); set_shape(o, c.root_shape()); return; }
    let slots: Vec<Value> = (0..s.nslots).map(|i| slot(o, s, i)).collect();
    let keep = crate::vvec::VVec::from_slice(&slots);
    let d = if c.has(cflags::DICT) { Some(instance_dict(cx, o)) } else { None };
    let s = shape::info(o.shape());
    let t = shape::info(c.root_shape());
    let m = shape::add(shape::Shape { class: c.0, kind: t.kind, base: s.base, cap: s.cap, names: t.names[..t.nslots as usize].to_vec(), index: None, next: Default::default(), dict_mode: d.is_some(), nslots: t.nslots });
    cx.write(o);
    set_shape(o, m);
    for (i, v) in keep.iter().enumerate() { if (i as u32) < t.nslots { set_slot(cx, o, shape::info(m), i as u32, *v) } }
}

/// A native type's own `__setattr__` or `__delattr__` (neither object's nor type's).
fn own_setattr(cx: &Cx, f: Value) -> bool { let o = crate::func::Native(f).raw().owner; o != cx.class(T::Object).0 && o != cx.class(T::Type).0 && o != cx.class(T::Module).0 }
impl Cx {
    /// `o.name`; `name` an interned string.
    pub fn get_attr(&mut self, o: Value, name: Value) -> R {
        let c = self.class_of(o);
        if let Some(g) = c.dunder(self, D::GetAttribute) { if g != self.object_getattribute() && !(o.is(T::Type) || o.is(T::Module) || o.is(T::Super)) || self.is_python_function(g) { return self.getattr_hooked(o, name, g); } }
        let r = match o.kind() { T::Type => crate::types_core::type_getattro(self, Class(o), name), T::Super => crate::types_core::super_getattro(self, o, name), T::Module => crate::types_func::module_getattro(self, o, name), _ => self.generic_get_attr(o, name) };
        if r.is_err() && self.pending_is(T::AttributeError) { if let Some(h) = c.dunder(self, D::GetAttr) { self.clear_pending(); let r = self.call_unbound(h, o, &[name]); return self.attribute_context(r, o, name); } }
        r
    }
    /// An AttributeError on its way up that says nothing of object and name learns them.
    #[inline]
    fn attribute_context(&mut self, r: R, o: Value, name: Value) -> R {
        if r.is_err() && self.pending_is(T::AttributeError) { if let Some(e) = crate::exc::Exc::from(self.pending) { if e.raw().fields[0].is_undef() && e.raw().fields[1].is_undef() { e.update(self, |x| { x.fields[0] = name; x.fields[1] = o }) } } }
        r
    }
    fn is_python_function(&self, f: Value) -> bool { f.is(T::Function) }
    fn object_getattribute(&mut self) -> Value { let c = self.class(T::Object); c.dunder(self, D::GetAttribute).unwrap_or(Value::UNDEF) }
    fn getattr_hooked(&mut self, o: Value, name: Value, g: Value) -> R {
        let r = self.call_unbound(g, o, &[name]);
        if r.is_err() && self.pending_is(T::AttributeError) { let c = self.class_of(o); if let Some(h) = c.dunder(self, D::GetAttr) { self.clear_pending(); let r = self.call_unbound(h, o, &[name]); return self.attribute_context(r, o, name); } }
        self.attribute_context(r, o, name)
    }
    /// object.__getattribute__
    pub fn generic_get_attr(&mut self, o: Value, name: Value) -> R {
        let c = self.class_of(o);
        let meta = c.lookup(self, name);
        if let Some(m) = meta {
            if m.is_ref() && self.is_data_descriptor(m) && self.has_getter(m) { return self.descr_get(m, o, c.0); }
        }
        if o.is_ref() { if let Some(v) = own_get(self, o, name) { return Ok(v); } }
        match meta { Some(m) => self.descr_get(m, o, c.0), None => Err(self.no_attribute(o, name)) }
    }
    #[cold]
    pub fn no_attribute(&mut self, o: Value, name: Value) -> crate::native::Raised {
        let n = Str::of(name).lossy();
        let msg = if let Some(c) = Class::from(o) { format!("type object '{}' has no attribute '{n}'", c.name()) } else if let Some(m) = Module::from(o) { let k = self.intern("__name__"); match m.dict().get_str(self, k).and_then(Str::from) { Some(s) => { let which = if crate::import_hooks::initializing(self, s.0) { ("partially initialized ", " (most likely due to a circular import)") } else { ("", "") }; format!("{}module '{}' has no attribute '{n}'{}", which.0, s.lossy(), which.1) } None => format!("module has no attribute '{n}'") } } else { format!("'{}' object has no attribute '{n}'", self.type_name(o)) };
        self.attribute_error(o, name, &msg)
    }
    /// One that can only be set leaves reading to the instance.
    pub fn has_getter(&mut self, m: Value) -> bool { matches!(m.exact(), Some(T::Property | T::GetSet | T::NativeMember | T::Member)) || { let c = self.class_of(m); c.dunder(self, D::Get).is_some() } }
    pub fn is_data_descriptor(&mut self, m: Value) -> bool {
        if !m.is_ref() { return false; }
        match m.exact() { Some(T::Function | T::Native | T::MethodDescriptor | T::SlotWrapper | T::StaticMethod | T::ClassMethod | T::ClassMethodDescriptor | T::Str | T::Tuple | T::Dict | T::List | T::Type) => return false, Some(T::Property | T::GetSet | T::NativeMember | T::Member) => return true, _ => {} }
        let c = self.class_of(m);
        c.dunder(self, D::Set).is_some() || c.dunder(self, D::Delete).is_some()
    }
    /// Binds class attribute `m` to instance `o` (UNDEF: accessed on the class itself) of class `c`.
    pub fn descr_get(&mut self, m: Value, o: Value, c: Value) -> R {
        if !m.is_ref() { return Ok(m); }
        match m.exact() {
            Some(T::Function) => return Ok(if o.is_undef() { m } else { Method::new(self, m, o) }),
            Some(T::MethodDescriptor | T::SlotWrapper) => return Ok(if o.is_undef() { m } else { Method::bind(self, m, o) }),
            Some(T::Native | T::Str | T::Tuple | T::Dict | T::List | T::Type) => return Ok(m),
            Some(T::StaticMethod) => return Ok(Slots(m).get(0)),
            Some(T::ClassMethod) => { let f = Slots(m).get(0); return self.bind_classmethod(f, c); }
            Some(T::ClassMethodDescriptor) => return Ok(Method::bind(self, m, c)),
            Some(T::GetSet | T::NativeMember) => { if o.is_undef() { return Ok(m); } let g = GetSet(m); if !self.class_of(o).is_subclass_of(g.raw().owner) { return Err(self.wrong_receiver(m, o)); } return (g.raw().get)(self, &[o]); }
            Some(T::Member) => { if o.is_undef() { return Ok(m); } return self.member_get(m, o); }
            Some(T::TupleGetter) => return if o.is_undef() { Ok(m) } else { crate::modules::collections::tuplegetter_get(self, m, o) },
            _ => {}
        }
        let mc = self.class_of(m);
        if let Some(g) = mc.dunder(self, D::Get) { let inst = if o.is_undef() { Value::NONE } else { o }; return self.call(g, &[m, inst, c]); }
        Ok(m)
    }
    /// What a classmethod of `f` gives for class `c`: descriptors within are asked as if `c` were an instance too.
    fn bind_classmethod(&mut self, f: Value, c: Value) -> R {
        if f.is_exact(T::Function) { return Ok(Method::new(self, f, c)); }
        let fc = self.class_of(f);
        if fc.dunder(self, D::Get).is_none() { return Ok(Method::new(self, f, c)); }
        if f.is_exact(T::MethodDescriptor) || f.is_exact(T::SlotWrapper) { return self.call_method(f, "__get__", &[c, c]); }
        self.descr_get(f, c, c)
    }
    /// `__get__` of the built-in wrappers, also for their subclasses' instances.
    pub fn descr_get_exact(&mut self, m: Value, o: Value, c: Value) -> R {
        match m.kind() {
            T::StaticMethod => Ok(Slots(m).get(0)),
            T::ClassMethod => { let f = Slots(m).get(0); self.bind_classmethod(f, c) }
            _ => self.descr_get(m, o, c),
        }
    }
    /// Sets (v UNDEF: deletes) through data descriptor `m`.
    pub fn generic_set_attr_via(&mut self, m: Value, o: Value, v: Value) -> R<()> { self.descr_set(m, o, v) }
    #[cold]
    fn wrong_receiver(&mut self, m: Value, o: Value) -> crate::native::Raised {
        let g = GetSet(m);
        let (n, ow, ty) = (Str::of(g.raw().name).lossy(), Class(g.raw().owner).name(), self.type_name(o));
        self.type_error(format!("descriptor '{n}' for '{ow}' objects doesn't apply to a '{ty}' object"))
    }
    fn member_slot(&mut self, m: Value, o: Value) -> R<u32> {
        let d = Slots(m);
        if !self.class_of(o).is_subclass_of(d.get(1)) { let (n, ow, ty) = (Str::of(d.get(0)).lossy(), Class(d.get(1)).name(), self.type_name(o)); return Err(self.type_error(format!("descriptor '{n}' for '{ow}' objects doesn't apply to a '{ty}' object"))); }
        Ok(d.int(MEMBER_INDEX) as u32)
    }
    fn member_get(&mut self, m: Value, o: Value) -> R {
        let i = self.member_slot(m, o)?;
        match slot(o, shape::info(o.shape()), i).opt() { Some(v) => Ok(v), None => { let name = Slots(m).get(0); let text = format!("'{}' object has no attribute '{}'", self.class_of(o).name(), Str::of(name).lossy()); Err(self.attribute_error(o, name, &text)) } }
    }
    /// Sets (or with UNDEF deletes) through a data descriptor.
    fn descr_set(&mut self, m: Value, o: Value, v: Value) -> R<()> {
        match m.exact() {
            Some(T::GetSet | T::NativeMember) => {
                let g = GetSet(m);
                if !self.class_of(o).is_subclass_of(g.raw().owner) { return Err(self.wrong_receiver(m, o)); }
                return match g.raw().set { Some(s) => s(self, &[o, v]).map(|_| ()), None if m.is_exact(T::NativeMember) => Err(self.attribute_error_plain("readonly attribute")), None => { let (n, t) = (Str::of(g.raw().name).lossy(), self.type_name(o)); let msg = format!("attribute '{n}' of '{t}' objects is not writable"); Err(self.attribute_error(o, g.raw().name, &msg)) } };
            }
            Some(T::Member) => {
                let i = self.member_slot(m, o)?;
                let s = shape::info(o.shape());
                if v.is_undef() && slot(o, s, i).is_undef() { let name = Slots(m).get(0); let text = Str::of(name).lossy(); return Err(self.attribute_error(o, name, &text)); }
                set_slot(self, o, s, i, v);
                return Ok(());
            }
            _ => {}
        }
        let mc = self.class_of(m);
        if v.is_undef() { match mc.dunder(self, D::Delete) { Some(f) => { self.call(f, &[m, o])?; } None => return Err(self.raise(T::AttributeError, "__delete__")) } }
        else { match mc.dunder(self, D::Set) { Some(f) => { self.call(f, &[m, o, v])?; } None => return Err(self.raise(T::AttributeError, "__set__")) } }
        Ok(())
    }
    /// `o.name = v`; v UNDEF: `del o.name`.
    pub fn set_attr(&mut self, o: Value, name: Value, v: Value) -> R<()> {
        let c = self.class_of(o);
        let d = if v.is_undef() { D::DelAttr } else { D::SetAttr };
        if let Some(f) = c.dunder(self, d) { if f.is(T::Function) || !f.is_exact(T::SlotWrapper) || own_setattr(self, f) { if v.is_undef() { self.call(f, &[o, name])?; } else { self.call(f, &[o, name, v])?; } return Ok(()); } }
        if let Some(cl) = Class::from(o) { return crate::types_core::type_setattro(self, cl, name, v); }
        self.generic_set_attr(o, name, v)
    }
    /// object.__setattr__ / __delattr__ (v UNDEF)
    pub fn generic_set_attr(&mut self, o: Value, name: Value, v: Value) -> R<()> {
        let c = self.class_of(o);
        let meta = c.lookup(self, name);
        if let Some(m) = meta { if self.is_data_descriptor(m) { return self.descr_set(m, o, v); } }
        if has_dict(self, o) {
            if v.is_undef() { if own_del(self, o, name) { return Ok(()); } return Err(self.no_attribute(o, name)); }
            own_set(self, o, name, v);
            return Ok(());
        }
        let (n, t) = (Str::of(name).lossy(), self.full_class_name(c));
        let msg = if meta.is_some() { format!("'{t}' object attribute '{n}' is read-only") } else { format!("'{t}' object has no attribute '{n}'") };
        Err(self.attribute_error(o, name, &msg))
    }
    pub fn get_attr_str(&mut self, o: Value, name: &str) -> R { let n = self.intern(name); self.get_attr(o, n) }
    pub fn set_attr_str(&mut self, o: Value, name: &str, v: Value) -> R<()> { let n = self.intern(name); self.set_attr(o, n, v) }
    /// None where the attribute does not exist (AttributeError swallowed).
    pub fn lookup_attr(&mut self, o: Value, name: &str) -> R<Option<Value>> {
        let n = self.intern(name);
        self.find_attr(o, n)
    }
    /// `o.name`, None where it does not exist: makes no exception where the default lookup finds nothing.
    pub fn find_attr(&mut self, o: Value, name: Value) -> R<Option<Value>> {
        let c = self.class_of(o);
        if !matches!(o.kind(), T::Type | T::Super | T::Module) && c.dunder(self, D::GetAttr).is_none() && c.dunder(self, D::GetAttribute) == Some(self.object_getattribute()) {
            if c.lookup(self, name).is_none() { return Ok(if o.is_ref() { own_get(self, o, name) } else { None }); }
        }
        let r = self.get_attr(o, name);
        self.catch(r, T::AttributeError)
    }
    /// Special method of `o`'s type bound to nothing: call it with `o` first.
    pub fn special(&mut self, o: Value, d: D) -> Option<Value> { let c = self.class_of(o); c.dunder(self, d) }
    /// Calls special method `d` of `o` with `args` (without o); None if its type has none.
    pub fn call_special(&mut self, o: Value, d: D, args: &[Value]) -> R<Option<Value>> {
        let c = self.class_of(o);
        let Some(f) = c.dunder(self, d) else { return Ok(None) };
        self.call_unbound(f, o, args).map(Some)
    }
    /// Calls class attribute `f` as a method of `o`.
    pub fn call_unbound(&mut self, f: Value, o: Value, args: &[Value]) -> R {
        match f.exact() {
            Some(t @ (T::Function | T::MethodDescriptor | T::SlotWrapper)) => {
                if t != T::Function { match args { [] => return self.call_native(f, &[o], &[]), [x] => return self.call_native(f, &[o, *x], &[]), [x, y] => return self.call_native(f, &[o, *x, *y], &[]), _ => {} } }
                let mut buf = [Value::UNDEF; 5];
                if args.len() < 5 { buf[0] = o; buf[1..=args.len()].copy_from_slice(args); return self.call(f, &buf[..=args.len()]); }
                let mut v = crate::vvec::VVec::with_capacity(args.len() + 1);
                v.push(o);
                v.extend(args);
                self.call(f, &v)
            }
            _ => { let c = self.class_of(o); let b = self.descr_get(f, o, c.0)?; self.call(b, args) }
        }
    }
    /// `o.name(*args)`
    pub fn call_method(&mut self, o: Value, name: &str, args: &[Value]) -> R {
        let n = self.intern(name);
        let c = self.class_of(o);
        if let Some(m) = c.lookup(self, n) { if m.is_ref() && matches!(m.exact(), Some(T::Function | T::MethodDescriptor | T::SlotWrapper)) && (!o.is_ref() || shape::info(o.shape()).base == 0 || own_get(self, o, n).is_none()) && !o.is(T::Type) && !o.is(T::Module) { return self.call_unbound(m, o, args); } }
        let f = self.get_attr(o, n)?;
        self.call(f, args)
    }
}
