//! Calling anything from native code, and binding calls to natives.
use crate::class::{cflags, Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{Native, NativeObj};
use crate::native::{NativeFn, ParamKind, Sig, R};
use crate::object::{Method, Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

impl Cx {
    /// `f(*args)`
    pub fn call(&mut self, f: Value, args: &[Value]) -> R { self.call_kw(f, args, &[]) }
    /// Calls `f` with `args`; the last `names.len()` of them are keyword arguments with these (str) names.
    pub fn call_kw(&mut self, f: Value, args: &[Value], names: &[Value]) -> R {
        if f.is_ref() {
            match f.kind() {
                T::Function => return crate::interp::call_function(self, f, args, names),
                T::Native => return self.call_native(f, args, names),
                T::Method => {
                    let m = Method(f);
                    match args { [] => return self.call_kw(m.func(), &[m.this()], names), [x] => return self.call_kw(m.func(), &[m.this(), *x], names), _ => {} }
                    let mut buf = [Value::UNDEF; 8];
                    if args.len() < 8 { buf[0] = m.this(); buf[1..=args.len()].copy_from_slice(args); return self.call_kw(m.func(), &buf[..=args.len()], names); }
                    let mut v = VVec::with_capacity(args.len() + 1);
                    v.push(m.this());
                    v.extend(args);
                    return self.call_kw(m.func(), &v, names);
                }
                T::Type => return self.call_class(Class(f), args, names),
                _ => {}
            }
        }
        let c = self.class_of(f);
        match c.dunder(self, D::Call) {
            Some(m) => {
                self.check_stack()?;
                if matches!(m.exact(), Some(T::SlotWrapper | T::Function)) && args.len() < 8 { let mut buf = [Value::UNDEF; 8]; buf[0] = f; buf[1..=args.len()].copy_from_slice(args); return self.call_kw(m, &buf[..=args.len()], names); }
                let b = self.descr_get(m, f, c.0)?;
                self.call_kw(b, args, names)
            }
            None => { let t = self.type_name(f); Err(self.type_error(format!("'{t}' object is not callable"))) }
        }
    }
    /// `f(*args, **kwargs)` with a dict of keywords (or UNDEF).
    pub fn call_dict(&mut self, f: Value, args: &[Value], kwargs: Value) -> R {
        let Some(d) = Dict::from(kwargs) else { return self.call(f, args) };
        if d.len() == 0 { return self.call(f, args); }
        let mut v = VVec::from_slice(args);
        let mut names = VVec::new();
        for i in 0..d.fill() { if let Some((k, x)) = d.entry(i) { if !k.is(T::Str) { return Err(self.type_error("keywords must be strings")); } names.push(k); v.push(x) } }
        self.call_kw(f, &v, &names)
    }
    /// `C(...)`: type.__call__ unless the metaclass says otherwise.
    pub fn call_class(&mut self, c: Class, args: &[Value], names: &[Value]) -> R {
        let meta = self.class_of(c.0);
        if meta != self.class(T::Type) {
            if let Some(m) = meta.dunder(self, D::Call) { if !m.is_exact(T::SlotWrapper) { let b = self.descr_get(m, c.0, meta.0)?; return self.call_kw(b, args, names); } }
        }
        self.type_call(c, args, names)
    }
    /// type.__call__(c, …)
    pub fn type_call(&mut self, c: Class, args: &[Value], names: &[Value]) -> R {
        if c == self.class(T::Type) && args.len() == 1 && names.is_empty() { return Ok(self.class_of(args[0]).0); }
        if c == self.class(T::Type) && args.len() - names.len() != 3 { return Err(self.type_error("type() takes 1 or 3 arguments")); }
        let new = match c.dunder(self, D::New) { Some(v) => v, None => { let n = c.name(); return Err(self.type_error(format!("cannot create '{n}' instances"))) } };
        let obj = if c.has(cflags::NONEW) { let n = self.full_class_name(c); return Err(self.type_error(format!("cannot create '{n}' instances"))) } else {
            let mut f = if new.is_exact(T::StaticMethod) { Slots(new).get(0) } else { self.descr_get(new, Value::UNDEF, c.0)? };
            // a class may name another type's `__new__`, but is made by that of its own layout
            if f.is_exact(T::Native) && Native(f).raw().is_new && c.has(cflags::HEAP) && Class(Native(f).raw().owner).kind() != c.kind() {
                if let Some(own) = c.mro().iter().map(|x| Class(*x)).find(|x| !x.has(cflags::HEAP) && x.kind() == c.kind()).and_then(|x| x.dunder(self, D::New)) { f = own }
            }
            let mut buf = [Value::UNDEF; 8];
            if args.len() < 8 { buf[0] = c.0; buf[1..=args.len()].copy_from_slice(args); self.call_kw(f, &buf[..=args.len()], names)? }
            else { let mut v = VVec::with_capacity(args.len() + 1); v.push(c.0); v.extend(args); self.call_kw(f, &v, names)? }
        };
        let oc = self.class_of(obj);
        if !oc.is_subclass_of(c.0) { return Ok(obj); }
        if let Some(init) = oc.dunder(self, D::Init) {
            if Native::from(init).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, crate::types_core::object_init as NativeFn)) && (args.is_empty() || new_is_native(self, oc)) { return Ok(obj); }
            let mut buf = [Value::UNDEF; 8];
            let r = if matches!(init.exact(), Some(T::Function | T::SlotWrapper | T::MethodDescriptor)) {
                if args.len() < 8 { buf[0] = obj; buf[1..=args.len()].copy_from_slice(args); self.call_kw(init, &buf[..=args.len()], names)? }
                else { let mut v = VVec::with_capacity(args.len() + 1); v.push(obj); v.extend(args); self.call_kw(init, &v, names)? }
            } else { let b = self.descr_get(init, obj, oc.0)?; self.call_kw(b, args, names)? };
            if !r.is_none() { let t = self.type_name(r); return Err(self.type_error(format!("__init__() should return None, not '{t}'"))); }
        }
        Ok(obj)
    }
    /// Binds and runs a native function or descriptor.
    #[inline]
    pub fn call_native(&mut self, f: Value, args: &[Value], names: &[Value]) -> R {
        let n: &'static NativeObj = Native(f).raw();
        let s = n.sig;
        if self.speculative() { crate::par::effect::before(self, n) }
        if n.receiver && (args.is_empty() || self.class_of(args[0]).0 != n.owner || f.is_exact(T::ClassMethodDescriptor)) { self.check_receiver(f, n, args.len() - names.len(), args)?; }
        if n.is_new && args.first() != Some(&n.owner) { self.check_new(n, args)?; }
        if names.is_empty() {
            let k = args.len();
            if k == s.names.len() && k == s.max_pos { return (n.f)(self, args); }
            if s.plain && k >= s.min_pos && k <= s.max_pos {
                // optional arguments left out: item by item, which is quicker than a call of memcpy for so few
                let mut all = [Value::UNDEF; 8];
                for i in 0..8 { if i < k { all[i] = args[i] } }
                return (n.f)(self, &all[..s.names.len()]);
            }
        }
        bind(self, f, n, s, args, names)
    }
    /// `T.__new__(cls, …)`: cls must be a class whose layout T makes.
    fn check_new(&mut self, n: &'static NativeObj, args: &[Value]) -> R<()> {
        let owner = Class(n.owner);
        let o = self.full_class_name(owner);
        let Some(a) = args.first() else { return Err(self.type_error(format!("{o}.__new__(): not enough arguments"))) };
        let Some(c) = Class::from(*a) else { let t = self.type_name(*a); return Err(self.type_error(format!("{o}.__new__(X): X is not a type object ({t})"))) };
        let m = self.full_class_name(c);
        if !c.is_subclass_of(owner.0) { return Err(self.type_error(format!("{o}.__new__({m}): {m} is not a subtype of {o}"))); }
        // the nearest built-in class is the one whose __new__ must be used
        let solid = c.mro().iter().map(|x| Class(*x)).find(|x| !x.has(cflags::HEAP) && x.kind() == c.kind());
        if let Some(b) = solid { if b != owner && !b.is_subclass_of(owner.0) || b.kind() != owner.kind() && owner.kind() != T::Object || b != owner && b.kind() == owner.kind() && owner.kind() != T::Object && b.dict_has_new(self) { let bn = self.full_class_name(b); return Err(self.type_error(format!("{o}.__new__({m}) is not safe, use {bn}.__new__()"))); } }
        Ok(())
    }
    #[inline]
    fn check_receiver(&mut self, f: Value, n: &'static NativeObj, npos: usize, args: &[Value]) -> R<()> {
        let owner = Class(n.owner);
        if npos > 0 {
            let a = args[0];
            if f.is_exact(T::ClassMethodDescriptor) { if a.is(T::Type) && Class(a).is_subclass_of(owner.0) { return Ok(()); } }
            else if owner.kind() == T::Object && owner == self.class(T::Object) { return Ok(()); }
            else { let c = self.class_of(a); if c == owner || c.is_subclass_of(owner.0) { return Ok(()); } }
        }
        let (name, ow) = (Str(n.name).lossy(), owner.name());
        if f.is_exact(T::SlotWrapper) {
            if npos == 0 { return Err(self.type_error(format!("descriptor '{name}' of '{ow}' object needs an argument"))); }
            let t = self.type_name(args[0]);
            return Err(self.type_error(format!("descriptor '{name}' requires a '{ow}' object but received a '{t}'")));
        }
        if npos == 0 { return Err(self.type_error(format!("unbound method {ow}.{name}() needs an argument"))); }
        let t = self.type_name(args[0]);
        Err(self.type_error(format!("descriptor '{name}' for '{ow}' objects doesn't apply to a '{t}' object")))
    }
}
fn new_is_native(cx: &mut Cx, c: Class) -> bool { match c.dunder(cx, D::New) { Some(v) => { let f = if v.is_exact(T::StaticMethod) { Slots(v).get(0) } else { v }; f.is(T::Native) && !Native(f).raw().owner.is_undef() && !std::ptr::fn_addr_eq(Native(f).raw().f, crate::types_core::object_new as NativeFn) } None => false } }

impl Class {
    pub fn dict_has_new(self, cx: &mut Cx) -> bool { let k = cx.rt.dunder_names[D::New as usize]; self.dict().get_str(cx, k).is_some() }
}

/// Name as argument checks with keywords show it: without the class.
/// `class C(list)` with a `__new__` of its own may take keywords that `list.__init__` does not know, and the other way round.
fn keywords_are_for_other(cx: &mut Cx, n: &NativeObj, args: &[Value]) -> bool {
    let Some(owner) = Class::from(n.owner) else { return false };
    if n.def.name == "__init__" { if owner.kind() == T::Set { return false; } let Some(o) = args.first() else { return false }; let c = cx.class_of(*o); return c != owner && c.dunder(cx, D::New) != owner.dunder(cx, D::New); }
    if n.def.name == "__new__" { let Some(c) = args.first().and_then(|c| Class::from(*c)) else { return false }; return c != owner && c.dunder(cx, D::Init) != owner.dunder(cx, D::Init); }
    false
}
fn short_name(n: &NativeObj) -> String {
    let name = Str(n.name).lossy();
    match Class::from(n.owner) { Some(c) if &*name == "__new__" || &*name == "__init__" => c.name().into_owned(), _ => name.into_owned() }
}
/// Name as checks of plain positional calls show it: with class or module.
fn full_name(n: &NativeObj) -> String {
    let name = short_name(n);
    match (Class::from(n.owner), Str::from(n.owner)) { (Some(c), _) if name != c.name() => format!("{}.{name}", c.name()), (None, Some(m)) if m.bytes() != b"builtins" => format!("{}.{name}", m.lossy()), _ => name }
}
fn is_new(n: &NativeObj) -> bool { matches!(Str(n.name).as_str(), Some("__new__" | "__init__")) }
/// Too few or too many positional arguments, in the words of the several ways CPython's natives check them.
#[cold]
fn count_error(cx: &mut Cx, f: Value, n: &NativeObj, s: &Sig, npos: usize, nkw: usize) -> crate::native::Raised {
    let skip = s.names.first().is_some_and(|f| *f == "self" || *f == "cls") as usize;
    let (min, max, given) = (s.min_pos - skip.min(s.min_pos), s.max_pos - skip, npos.saturating_sub(skip));
    let pl = |k: usize| if k == 1 { "" } else { "s" };
    let plain = s.kinds.iter().all(|k| *k == ParamKind::PosOnly);
    // sorted hands its keywords on to list.sort and checks only the rest itself
    if n.def.name == "sorted" && given != 1 { return cx.type_error(format!("sorted expected 1 argument, got {given}")); }
    if max == 3 && matches!(n.def.name, "find" | "rfind" | "index" | "rindex" | "count" | "startswith" | "endswith") && Class::from(n.owner).is_some_and(|c| matches!(c.kind(), T::Str | T::Bytes | T::ByteArray)) {
        return cx.type_error(format!("{}() takes at {} ({given} given)", n.def.name, if given < 1 { "least 1 argument" } else { "most 3 arguments" }));
    }
    let keyworded = s.kinds.iter().any(|k| matches!(k, ParamKind::Pos | ParamKind::KwOnly));
    let msg = if f.is_exact(T::SlotWrapper) && !is_new(n) { if min == max { format!("expected {max} argument{}, got {given}", pl(max)) } else if given < min { format!(" expected at least {min} argument{}, got {given}", pl(min)) } else { format!(" expected at most {max} argument{}, got {given}", pl(max)) } }
        else if plain && max == 0 { format!("{}() takes no arguments ({given} given)", full_name(n)) }
        else if plain && min == 1 && max == 1 && !is_new(n) { format!("{}() takes exactly one argument ({given} given)", full_name(n)) }
        else if keyworded {
            let name = short_name(n);
            let posonly = s.kinds.iter().filter(|k| **k == ParamKind::PosOnly).count() - skip;
            let posonly_min = (0..s.names.len()).filter(|i| s.kinds[*i] == ParamKind::PosOnly && s.required[*i]).count() - skip;
            let all = s.names.len() - skip - s.has_star as usize - s.has_kw as usize;
            let _ = posonly;
            if given > max && given + nkw > all && !s.has_star { format!("{name}() takes {} {all} argument{} ({} given)", if min < all { "at most" } else { "exactly" }, pl(all), given + nkw) }
            else if given > max { if max == 0 { format!("{name}() takes no positional arguments") } else { format!("{name}() takes {} {max} positional argument{} ({given} given)", if min < max { "at most" } else { "exactly" }, pl(max)) } }
            else { format!("{name}() takes {} {posonly_min} positional argument{} ({given} given)", if posonly_min < max { "at least" } else { "exactly" }, pl(posonly_min)) }
        }
        else {
            let name = if is_new(n) && Class::from(n.owner).is_some_and(|c| c.kind() == T::Super) { "super()".to_string() } else { short_name(n) };
            if min == max { format!("{name} expected {max} argument{}, got {given}", pl(max)) } else if given < min { format!("{name} expected at least {min} argument{}, got {given}", pl(min)) } else { format!("{name} expected at most {max} argument{}, got {given}", pl(max)) }
        };
    cx.type_error(msg)
}
/// The general case: defaults, keywords, star parameters.
fn bind(cx: &mut Cx, f: Value, n: &'static NativeObj, s: &'static Sig, args: &[Value], names: &[Value]) -> R {
    let npos = args.len() - names.len();
    let total = s.names.len();
    if npos > s.max_pos && !s.has_star { return Err(count_error(cx, f, n, s, npos, names.len())); }
    if names.is_empty() && npos < s.min_pos { return Err(missing(cx, f, n, s, npos, npos)); }
    let mut small = [Value::UNDEF; 10];
    let mut big;
    let out: &mut [Value] = if total <= 10 { &mut small[..total] } else { big = VVec::new(); big.resize(total, Value::UNDEF); &mut big };
    let mut p = 0;
    for i in 0..total {
        match s.kinds[i] {
            ParamKind::PosOnly | ParamKind::Pos => if p < npos { out[i] = args[p]; p += 1; },
            ParamKind::Star => { out[i] = if npos > s.max_pos { cx.tuple(&args[s.max_pos..npos]) } else { cx.rt.empty_tuple }; }
            ParamKind::StarStar => { let d = Dict::new(cx); out[i] = d.0; }
            ParamKind::KwOnly => {}
        }
    }
    for (k, name) in names.iter().enumerate() {
        let v = args[npos + k];
        let text = Str(*name).as_str().unwrap_or("");
        match (0..total).find(|i| matches!(s.kinds[*i], ParamKind::Pos | ParamKind::KwOnly) && s.names[*i] == text) {
            Some(i) => {
                if !out[i].is_undef() { let f = short_name(n); let at = i + 1 - s.names.first().is_some_and(|f| *f == "self" || *f == "cls") as usize; return Err(cx.type_error(if s.kinds[i] == ParamKind::Pos { format!("argument for {f}() given by name ('{text}') and position ({at})") } else { format!("{f}() got multiple values for keyword argument '{text}'") })); }
                out[i] = v;
            }
            None => match (0..total).find(|i| s.kinds[*i] == ParamKind::StarStar) {
                Some(i) => { let d = Dict(out[i]); d.set(cx, *name, v)?; }
                None if keywords_are_for_other(cx, n, args) => {}
                None if n.def.name == "sorted" && npos != 1 => return Err(count_error(cx, f, n, s, npos, 0)),
                None => { let f = if s.kinds.iter().any(|k| matches!(k, ParamKind::Pos | ParamKind::KwOnly)) { if n.def.name == "sorted" { "sort".into() } else { short_name(n) } } else { match args.first().and_then(|c| Class::from(*c)) { Some(c) if f.is_exact(T::ClassMethodDescriptor) => format!("{}.{}", Str(c.raw().qualname).lossy(), n.def.name), _ => full_name(n) } }; return Err(cx.type_error(if !s.kinds.iter().any(|k| matches!(k, ParamKind::Pos | ParamKind::KwOnly)) { format!("{f}() takes no keyword arguments") } else { format!("'{text}' is an invalid keyword argument for {f}()") })); }
            },
        }
    }
    for i in 0..total {
        if s.required[i] && out[i].is_undef() { return Err(missing(cx, f, n, s, npos, i)); }
    }
    (n.f)(cx, out)
}
#[cold]
fn missing(cx: &mut Cx, f: Value, n: &NativeObj, s: &Sig, npos: usize, i: usize) -> crate::native::Raised {
    if s.kinds[i] == ParamKind::PosOnly { return count_error(cx, f, n, s, npos, 0); }
    let skip = s.names.first().is_some_and(|f| *f == "self" || *f == "cls") as usize;
    let (name, what) = (short_name(n), s.names[i]);
    cx.type_error(format!("{name}() missing required argument '{what}' (pos {})", i + 1 - skip))
}
/// Items of an argument that must be a tuple (a native's `*args`).
pub fn star(v: Value) -> &'static [Value] { match Tuple::from(v) { Some(t) => t.items(), None => &[] } }
