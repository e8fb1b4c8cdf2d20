//! Classes: `type` objects, their MRO, attribute lookup along it, and the caches in front of that.
//!
//! [C1] `mro[0]` is the class itself; `object` is last. [C2] a class's `dunders[d]` is UNDEF (not looked up yet), NONE_FOUND or
//! the value that lookup along the MRO finds; any change of a class dict resets the row in the class and all its subclasses.
//! [C3] `version` is unique per state of a class's MRO contents; 0 after a change until someone asks.
#![allow(unsafe_code)] // raw class layout: [O1] [O2], [C1]–[C3]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{GetSet, Native};
use crate::list::List;
use crate::native::{DefKind, Raised, R};
use crate::object::{Tuple, Word};
use crate::shape::{self, Shape};
use crate::types::{self, T};
use crate::value::Value;
use crate::view;
use fora_heap::Header;

macro_rules! dunders { ($($id:ident $s:literal)*) => {
    /// Special methods that the VM looks up on types.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(u8)]
    #[allow(clippy::upper_case_acronyms)]
    pub enum D { $($id),* }
    pub const DUNDER_NAMES: &[&str] = &[$($s),*];
} }
dunders! {
    New "__new__" Init "__init__" Del "__del__" Repr "__repr__" Str "__str__" Bytes "__bytes__" Format "__format__"
    Lt "__lt__" Le "__le__" Eq "__eq__" Ne "__ne__" Gt "__gt__" Ge "__ge__" Hash "__hash__" Bool "__bool__"
    GetAttr "__getattr__" GetAttribute "__getattribute__" SetAttr "__setattr__" DelAttr "__delattr__" Dir "__dir__"
    Get "__get__" Set "__set__" Delete "__delete__" SetName "__set_name__" InitSubclass "__init_subclass__" ClassGetItem "__class_getitem__"
    InstanceCheck "__instancecheck__" SubclassCheck "__subclasscheck__" Prepare "__prepare__" MroEntries "__mro_entries__" Call "__call__"
    Len "__len__" LengthHint "__length_hint__" GetItem "__getitem__" SetItem "__setitem__" DelItem "__delitem__" Missing "__missing__" Iter "__iter__" Next "__next__" Reversed "__reversed__" Contains "__contains__"
    Add "__add__" Sub "__sub__" Mul "__mul__" MatMul "__matmul__" TrueDiv "__truediv__" FloorDiv "__floordiv__" Mod "__mod__" DivMod "__divmod__" Pow "__pow__" LShift "__lshift__" RShift "__rshift__" And "__and__" Xor "__xor__" Or "__or__"
    RAdd "__radd__" RSub "__rsub__" RMul "__rmul__" RMatMul "__rmatmul__" RTrueDiv "__rtruediv__" RFloorDiv "__rfloordiv__" RMod "__rmod__" RDivMod "__rdivmod__" RPow "__rpow__" RLShift "__rlshift__" RRShift "__rrshift__" RAnd "__rand__" RXor "__rxor__" ROr "__ror__"
    IAdd "__iadd__" ISub "__isub__" IMul "__imul__" IMatMul "__imatmul__" ITrueDiv "__itruediv__" IFloorDiv "__ifloordiv__" IMod "__imod__" IPow "__ipow__" ILShift "__ilshift__" IRShift "__irshift__" IAnd "__iand__" IXor "__ixor__" IOr "__ior__"
    Neg "__neg__" Pos "__pos__" Abs "__abs__" Invert "__invert__" Complex "__complex__" Int "__int__" Float "__float__" Index "__index__" Round "__round__" Trunc "__trunc__" Floor "__floor__" Ceil "__ceil__"
    Enter "__enter__" Exit "__exit__" Await "__await__" AIter "__aiter__" ANext "__anext__" AEnter "__aenter__" AExit "__aexit__" Buffer "__buffer__" Fspath "__fspath__" Dict "__dict__" Class "__class__" Slots "__slots__" ReduceEx "__reduce_ex__" Copy "__copy__"
}
pub const ND: usize = DUNDER_NAMES.len();
/// Cached "no such attribute".
const NOT_FOUND: Value = Value(0x2c);

pub mod cflags {
    pub const DICT: u64 = 1;
    pub const BASE: u64 = 2;
    pub const HEAP: u64 = 4; // made by a class statement or type()
    pub const WEAK: u64 = 8;
    pub const ABSTRACT: u64 = 16;
    pub const IMMUTABLE: u64 = 32;
    pub const NONEW: u64 = 64;
    pub const HAS_DEL: u64 = 128;
    pub const SEQUENCE: u64 = 256; // match sequence patterns (collections.abc registration too)
    pub const MAPPING: u64 = 512;
    pub const ITERSELF: u64 = 1024;
    pub const NO_MRO: u64 = 4096; // while its metaclass's `mro` is asked for one
    pub const SEALED: u64 = 2048; // stands for a native type: messages name its module too
}

#[repr(C)]
pub struct ClassObj {
    pub hdr: Header,
    pub name: Value,
    pub qualname: Value,
    pub bases: Value,
    pub mro: Value,
    pub dict: Value,
    pub subclasses: Value,
    pub kind: usize,
    pub flags: Word,
    pub root_shape: Word,
    pub dict_shape: Word,
    pub version: Word,
    /// `__slots__` in all, inherited ones included
    pub nslots: usize,
    pub dunders: [Word; ND],
}
view!(Class, ClassObj, T::Type);

static VERSION: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);

pub fn layout_size(t: T) -> usize { T::SIZE[t as usize] }

impl Class {
    #[inline(always)]
    pub fn raw(self) -> &'static ClassObj { self.obj() }
    #[inline(always)]
    pub fn kind(self) -> T { T::from_index(self.obj().kind) }
    pub fn name(self) -> std::borrow::Cow<'static, str> { crate::str::Str(self.obj().name).lossy() }
    pub fn mro(self) -> &'static [Value] { Tuple(self.obj().mro).items() }
    pub fn bases(self) -> &'static [Value] { Tuple(self.obj().bases).items() }
    pub fn dict(self) -> Dict { Dict(self.obj().dict) }
    #[inline(always)]
    pub fn has(self, flag: u64) -> bool { self.obj().flags.get() & flag != 0 }
    pub fn set_flag(self, flag: u64) { self.obj().flags.or(flag) }
    pub fn update(self, cx: &mut Cx, f: impl FnOnce(&mut ClassObj)) { cx.write(self.0); unsafe { f(self.obj_mut()) } } // SAFETY: [O2]
    #[inline]
    pub fn is_subclass_of(self, other: Value) -> bool { self.0 == other || self.mro().contains(&other) }
    /// [C3]
    #[inline(always)]
    pub fn version(self) -> u64 {
        let v = self.obj().version.get();
        if v != 0 { return v; }
        self.obj().version.once(VERSION.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }
    /// The module of a type from the table.
    pub fn native_module(self) -> Option<&'static str> { let n = self.root_shape() as usize; if n < T::COUNT { Some(T::from_index(n).module()) } else { None } }
    /// Special method `d` along the MRO (not bound).
    #[inline(always)]
    pub fn dunder(self, cx: &mut Cx, d: D) -> Option<Value> {
        let v = Value(self.obj().dunders[d as usize].get());
        if v == NOT_FOUND { return None; }
        if !v.is_undef() { return Some(v); }
        self.dunder_slow(cx, d)
    }
    #[cold]
    fn dunder_slow(self, cx: &mut Cx, d: D) -> Option<Value> {
        let name = cx.rt.dunder_names[d as usize];
        let v = self.lookup_uncached(cx, name);
        cx.note(self.0);
        self.obj().dunders[d as usize].set(v.unwrap_or(NOT_FOUND).0);
        v
    }
    /// Attribute `name` along the MRO (not bound); `name` is an interned string.
    #[inline]
    pub fn lookup(self, cx: &mut Cx, name: Value) -> Option<Value> {
        let ver = self.version();
        let slot = ((ver as usize).wrapping_mul(31) ^ (name.0 as usize >> 4)) & (METHOD_CACHE - 1);
        let e = cx.method_cache[slot];
        if e.0 == ver && e.1 == name { return e.2.opt(); }
        let v = self.lookup_uncached(cx, name);
        cx.method_cache[slot] = (ver, name, v.unwrap_or(Value::UNDEF));
        v
    }
    fn lookup_uncached(self, cx: &mut Cx, name: Value) -> Option<Value> {
        for c in self.mro() { if let Some(v) = Class(*c).dict().get_str(cx, name) { return Some(v); } }
        None
    }
    /// The class in the MRO whose own dict has `name`.
    pub fn lookup_where(self, cx: &mut Cx, name: Value) -> Option<(Value, Class)> {
        for c in self.mro() { if let Some(v) = Class(*c).dict().get_str(cx, name) { return Some((v, Class(*c))); } }
        None
    }
    /// To be called after any change of the class dict: `old`/`new` are the values of `name` (UNDEF: absent).
    pub fn changed(self, cx: &mut Cx, name: Value, old: Value, new: Value) {
        let data = |cx: &mut Cx, v: Value| !v.is_undef() && { let c = cx.class_of(v); c.dunder(cx, D::Set).is_some() || c.dunder(cx, D::Delete).is_some() };
        if data(cx, old) || data(cx, new) { shape::EPOCH.fetch_add(1, std::sync::atomic::Ordering::Relaxed); }
        let d = cx.rt.dunder_index.get(&name.0).copied();
        self.invalidate(cx, d);
    }
    fn invalidate(self, cx: &mut Cx, d: Option<u8>) {
        self.obj().version.set(0);
        if let Some(d) = d { self.obj().dunders[d as usize].set(0); if d == D::Del as u8 { self.set_flag(cflags::HAS_DEL) } }
        let subs = List(self.obj().subclasses);
        for i in 0..subs.len() { if let Some(s) = subs.get(i) { Class(s).invalidate(cx, d) } }
    }
    /// Forgets everything cached (bases or MRO changed).
    pub fn invalidate_all(self, cx: &mut Cx) {
        for d in 0..ND { self.obj().dunders[d].set(0) }
        shape::EPOCH.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.obj().version.set(0);
        let subs = List(self.obj().subclasses);
        for i in 0..subs.len() { if let Some(s) = subs.get(i) { Class(s).invalidate_all(cx) } }
    }
    /// Enters `sub` among the direct subclasses.
    pub fn add_subclass(self, cx: &mut Cx, sub: Value) { List(self.obj().subclasses).push(cx, sub) }
    /// Sets a class attribute without running any Python code.
    pub fn set_attr_raw(self, cx: &mut Cx, name: Value, v: Value) {
        let old = self.dict().get_str(cx, name).unwrap_or(Value::UNDEF);
        self.dict().set_str(cx, name, v);
        self.changed(cx, name, old, v);
    }
    /// Shape for a fresh instance.
    #[inline(always)]
    pub fn root_shape(self) -> u32 { self.obj().root_shape.get_new() as u32 }
    /// The shape of instances that keep their attributes in a dict.
    pub fn dict_shape(self) -> u32 {
        let s = self.obj().dict_shape.get_new() as u32;
        if s != 0 { return s; }
        let r = shape::info(self.root_shape());
        let n = shape::add(Shape { class: self.0, kind: r.kind, base: r.base, cap: r.cap, names: r.names[..r.nslots as usize].to_vec(), index: None, next: Default::default(), dict_mode: true, nslots: r.nslots });
        self.obj().dict_shape.once(n as u64) as u32
    }
    /// Gives the class a new root shape with room for `cap` inline slots; objects that exist keep theirs.
    pub fn grow_root(self, cap: u32) {
        let old = self.root_shape();
        let r = shape::info(old);
        if r.base == 0 || r.cap >= cap || old < T::COUNT as u32 { return; }
        let s = Shape { class: self.0, kind: r.kind, base: r.base, cap, names: r.names.clone(), index: r.index.clone(), next: Default::default(), dict_mode: false, nslots: r.nslots };
        let n = shape::add(s);
        self.obj().root_shape.replace(old as u64, n as u64);
    }
}
pub const METHOD_CACHE: usize = 4096;

/// C3 linearisation: `class` (not yet made) with `bases`.
pub fn linearize(cx: &mut Cx, bases: &[Value]) -> R<Vec<Value>> {
    let mut seqs: Vec<Vec<Value>> = bases.iter().map(|b| Class(*b).mro().to_vec()).collect();
    seqs.push(bases.to_vec());
    let mut out = vec![];
    loop {
        seqs.retain(|s| !s.is_empty());
        if seqs.is_empty() { return Ok(out); }
        let head = seqs.iter().map(|s| s[0]).find(|h| !seqs.iter().any(|s| s[1..].contains(h)));
        let Some(h) = head else {
            let names: Vec<String> = bases.iter().map(|b| Class(*b).name().into_owned()).collect();
            return Err(cx.type_error(format!("Cannot create a consistent method resolution\norder (MRO) for bases {}", names.join(", "))));
        };
        out.push(h);
        for s in seqs.iter_mut() { if s[0] == h { s.remove(0); } }
    }
}

/// Everything needed to make a class object.
pub struct NewClass<'a> { pub meta: Class, pub name: Value, pub qualname: Value, pub bases: &'a [Value], pub dict: Dict, pub kind: T, pub flags: u64, pub slots: &'a [Value] }

/// Makes the class object and its shapes; runs no Python code (descriptors' `__set_name__` etc. are the caller's).
pub fn make_class(cx: &mut Cx, n: NewClass) -> R<Class> {
    let mro = linearize(cx, n.bases)?;
    let c = Class(cx.alloc_instance(n.meta.0));
    let mut all = crate::vvec::VVec::new();
    all.push(c.0);
    all.extend(&mro);
    let (mro_t, bases_t, subs) = (cx.tuple(&all), cx.tuple(n.bases), List::new(cx));
    // inherited slots come from the one base that has any
    let mut names: Vec<Value> = vec![];
    for b in n.bases { let s = shape::info(Class(*b).root_shape()); if s.nslots as usize > names.len() { names = s.names[..s.nslots as usize].to_vec(); } }
    let inherited = names.len();
    for s in n.slots { names.push(*s) }
    let nslots = names.len();
    let has_part = n.flags & cflags::DICT != 0 || nslots > 0;
    let base = if has_part { (layout_size(n.kind) as u32 + 7) & !7 } else { 0 };
    let cap = if !has_part { 0 } else if n.flags & cflags::DICT != 0 { nslots as u32 + 4 } else { nslots as u32 };
    let sh = shape::add(Shape { class: c.0, kind: n.kind, base, cap, names, index: None, next: Default::default(), dict_mode: false, nslots: nslots as u32 });
    c.update(cx, |o| {
        o.name = n.name; o.qualname = n.qualname; o.bases = bases_t; o.mro = mro_t; o.dict = n.dict.0; o.subclasses = subs.0; o.kind = n.kind as usize;
        o.flags.set(n.flags); o.root_shape.set(sh as u64); o.nslots = nslots;
    });
    for (i, s) in n.slots.iter().enumerate() {
        let m = crate::object::Slots::new(cx, T::Member, &[*s, c.0, Value::small((inherited + i) as i64)]);
        n.dict.set_str(cx, *s, m);
    }
    for b in n.bases { Class(*b).add_subclass(cx, c.0) }
    if c.dunder(cx, D::Del).is_some() { c.set_flag(cflags::HAS_DEL) }
    Ok(c)
}

/// Makes all built-in types from the table. Runs once; nothing may raise.
pub fn bootstrap(cx: &mut Cx) -> Result<(), Raised> {
    let rows = types::rows();
    // shapes first: numbers equal T
    for r in &rows {
        let l = T::LAYOUT[r.t as usize];
        let base = if r.flags & types::flags::DICT != 0 { (layout_size(l) as u32 + 7) & !7 } else { 0 };
        shape::add(Shape { class: Value::UNDEF, kind: l, base, cap: 0, names: vec![], index: None, next: Default::default(), dict_mode: false, nslots: 0 });
    }
    for r in &rows { let c = cx.alloc_type(T::Type); shape::set_class(r.t as u32, c); }
    for (i, n) in DUNDER_NAMES.iter().enumerate() { let v = cx.intern(n); cx.rt_mut().dunder_names.push(v); cx.rt_mut().dunder_index.insert(v.0, i as u8); }
    let object = shape::info(T::Object as u32).class;
    for r in &rows {
        let c = Class(shape::info(r.t as u32).class);
        let (name, dict, subs) = (cx.intern(r.name), Dict::new(cx), List::new(cx));
        // a row names the type whose layout it shares; coroutines share the generator's without being one
        let base_t = if matches!(r.t, T::Coroutine | T::AsyncGenerator | T::MethodDescriptor | T::SlotWrapper | T::ClassMethodDescriptor | T::MethodWrapper | T::BoundNative | T::NativeMember) { T::Object } else { r.base };
        let base = shape::info(base_t as u32).class;
        let mut mro = crate::vvec::VVec::new();
        mro.push(c.0);
        if r.t != T::Object { for m in Class(base).mro() { mro.push(*m) } }
        // the one built-in class with two bases
        let second = if r.t == T::ExceptionGroup { shape::info(T::Exception as u32).class } else { Value::UNDEF };
        if !second.is_undef() { mro.insert(2, second); List(Class(second).raw().subclasses).push(cx, c.0); }
        let (mro, bases) = (cx.tuple(&mro), if r.t == T::Object { cx.tuple(&[]) } else if second.is_undef() { cx.tuple(&[base]) } else { cx.tuple(&[base, second]) });
        let mut fl = cflags::IMMUTABLE;
        for (a, b) in [(types::flags::DICT, cflags::DICT), (types::flags::BASE, cflags::BASE), (types::flags::WEAK, cflags::WEAK), (types::flags::NONEW, cflags::NONEW), (types::flags::ITERSELF, cflags::ITERSELF)] { if r.flags & a != 0 { fl |= b } }
        c.update(cx, |o| { o.name = name; o.qualname = name; o.bases = bases; o.mro = mro; o.dict = dict.0; o.subclasses = subs.0; o.kind = T::LAYOUT[r.t as usize] as usize; o.flags.set(fl); o.root_shape.set(r.t as u64) });
        if r.t != T::Object && r.t != T::BoundNative && r.t != T::NativeMember { List(Class(base).raw().subclasses).push(cx, c.0); }
    }
    let _ = object;
    for r in &rows {
        let c = Class(shape::info(r.t as u32).class);
        for table in r.methods { add_methods(cx, c, table) }
        if r.flags & types::flags::ITERSELF != 0 { add_methods(cx, c, crate::types_core::ITERSELF) }
        // one slot stands for all six comparisons: who has one has them all
        let own = CMP_NAMES.iter().any(|(n, ..)| { let k = cx.intern(n); c.dict().get_str(cx, k).is_some() });
        if r.t != T::Object && own { for d in CMP_NAMES { let k = cx.intern(d.0); if c.lookup_where(cx, k).is_some_and(|(_, at)| at.kind() == T::Object && at.mro().len() == 1) { add_methods(cx, c, d.1) } } }
        // who defines equality without a hash is unhashable
        let (e, h) = (cx.intern("__eq__"), cx.intern("__hash__"));
        if r.t != T::Object && c.dict().get_str(cx, e).is_some() && c.dict().get_str(cx, h).is_none() { c.dict().set_str(cx, h, Value::NONE) }
        if r.flags & types::flags::DICT != 0 && !Class(base_class(r)).has(cflags::DICT) { add_methods(cx, c, crate::types_core::INSTANCE_DICT) }
        let k = cx.intern("__doc__");
        if c.dict().get_str(cx, k).is_none() { let doc = r.methods.iter().flat_map(|t| t.iter()).find(|d| d.name == "__new__" && !d.doc.is_empty()).map_or(Value::NONE, |d| cx.str(d.doc)); c.dict().set_str(cx, k, doc) }
        // CPython's static types say where they belong in their name only
        if r.module != "builtins" && r.module != "types" { let (k, v) = (cx.intern("__module__"), cx.intern(r.module)); c.dict().set_str(cx, k, v) }
    }
    // two layouts, one class: functions of modules and bound methods of natives; `__slots__` and members of natives
    for (t, of) in [(T::BoundNative, T::Native), (T::NativeMember, T::Member)] { let c = cx.class(of).0; shape::set_class(t as u32, c) }
    Ok(())
}

/// What a comparison does that a type with some of them lacks.
const CMP_NAMES: &[(&str, &[crate::native::Def])] = &[("__lt__", crate::types_core::COMPARISONS[0]), ("__le__", crate::types_core::COMPARISONS[1]), ("__gt__", crate::types_core::COMPARISONS[2]), ("__ge__", crate::types_core::COMPARISONS[3]), ("__ne__", crate::types_core::COMPARISONS[4]), ("__eq__", crate::types_core::COMPARISONS[5])];
fn base_class(r: &types::Row) -> Value { shape::info(r.base as u32).class }

/// Adds a table of natives to a type's dict.
pub fn add_methods(cx: &mut Cx, c: Class, defs: &'static [crate::native::Def]) {
    for d in defs {
        let v = match d.kind {
            DefKind::Func => Native::new(cx, crate::descriptors::method_type(c.kind(), d.name), d, Some("self"), c.0, Value::UNDEF),
            DefKind::Static => { let f = Native::new(cx, T::Native, d, None, c.0, Value::UNDEF); crate::object::Slots::new(cx, T::StaticMethod, &[f]) }
            DefKind::Class => Native::new(cx, T::ClassMethodDescriptor, d, Some("cls"), c.0, Value::UNDEF),
            DefKind::New => Native::new(cx, T::Native, d, Some("cls"), c.0, Value::UNDEF),
            DefKind::Attr(set) => GetSet::new(cx, d, set, c.0),
        };
        let k = cx.intern(d.name);
        c.dict().set_str(cx, k, v);
    }
}
