//! Functions, code objects, native functions, descriptors of native attributes, modules.
#![allow(unsafe_code)] // raw layouts: [O1] [O2] [O3] of object.rs
use crate::class::Class;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{Def, NativeFn, Sig};
use crate::types::T;
use crate::value::Value;
use crate::view;
use fora_heap::Header;
use fora_ir as ir;
use std::sync::atomic::{AtomicU64, Ordering::{Acquire, Relaxed, Release}};

/// What the interpreter needs of a code object besides heap values. Lives as long as the process [F1].
pub struct CodeInfo { pub ir: ir::Code, pub nparams: u16, pub simple: bool /* no *args, **kw, kw-only; not a generator */, pub generator: bool,
    /// only positional parameters: `params` are their names, interned (by address)
    pub positional: bool, pub params: Box<[u64]>,
    /// one per fork
    pub sites: &'static [crate::par::site::Site],
    /// a generator with except, finally or with in it: closing it runs code
    pub cleanup: bool,
    /// its frames are seen by nobody
    pub hidden: bool }
#[repr(C)]
pub struct CodeObj {
    pub hdr: Header,
    pub info: *const CodeInfo,
    pub insns: *const ir::Insn,
    /// Array of constants as values
    pub consts: Value,
    /// heap array of `Ic`, one per site
    pub ics: Value,
    pub name: Value,
    pub qualname: Value,
    pub filename: Value,
}
view!(CodeV, CodeObj, T::Code);
/// Inline cache of one named site.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Ic { /// shape | epoch << 32, odd-tagged by bit 63 trick is not needed: < 2^40 does not hold, so it is stored rotated with a tag
    pub key: u64, pub aux: u64, pub value: Value, pub class: Value }

impl Ic {
    pub const EMPTY: Ic = Ic { key: 0, aux: 0, value: Value::UNDEF, class: Value::UNDEF };
    /// In `key` while another thread fills the cache.
    const BUSY: u64 = 2;
    /// The key, read before the other words: they belong to it ([WK1] of workers.rs).
    #[inline(always)]
    pub fn key(&self) -> u64 { unsafe { AtomicU64::from_ptr(&raw const self.key as *mut u64).load(Acquire) } } // SAFETY: an aligned word, atomic wherever others may write it
}

impl CodeV {
    #[inline(always)]
    pub fn info(self) -> &'static CodeInfo { unsafe { &*self.obj().info } } // SAFETY: [F1]
    #[inline(always)]
    pub fn ir(self) -> &'static ir::Code { &self.info().ir }
    #[inline(always)]
    pub fn raw(self) -> &'static CodeObj { self.obj() }
    /// Makes the heap form of `code`: constants become values, nested codes code objects.
    pub fn new(cx: &mut Cx, mut code: ir::Code) -> CodeV {
        crate::tier::prepare(&mut code.insns);
        let consts = crate::object::Array::new(cx, code.consts.len());
        for i in 0..code.consts.len() { let v = crate::consts::value_of(cx, &code.consts[i]); cx.write(consts.0); unsafe { *consts.data().add(i) = v } } // SAFETY: fresh array of that capacity
        let ics = crate::object::Array::new(cx, code.sites.len() * 4);
        let (name, qualname, filename) = (cx.intern(&code.name), cx.str(&code.qualname), cx.intern(&code.filename));
        let nparams = code.nparams();
        let simple = code.kwonly == 0 && nparams == code.argcount && !code.is_generator_like();
        let generator = code.is_generator_like();
        crate::par::effect::notice(&code);
        // every generator has one handler that makes StopIteration a RuntimeError
        let cleanup = generator && code.handlers.iter().any(|h| !code.insns.get(h.target as usize).is_some_and(|i| i.op() == ir::Op::Intrinsic && i.b() == ir::code::Intrinsic::StopIterationError as u16));
        let sites: Vec<_> = code.forks.iter().map(|f| crate::par::site::Site::new(f.clone(), &code)).collect();
        let sites: &'static [_] = Box::leak(sites.into_boxed_slice());
        if !sites.is_empty() { crate::par::site::register(&code.filename, sites) }
        let positional = code.kwonly == 0 && nparams == code.argcount;
        let params = if positional { (0..nparams as usize).map(|i| cx.intern(&code.varnames[i]).0).collect() } else { Box::default() };
        let hidden = code.name == crate::par::hidden::NAME;
        let info = Box::leak(Box::new(CodeInfo { ir: code, nparams, simple, generator, positional, params, sites, cleanup, hidden }));
        let c = CodeV(cx.alloc_type(T::Code));
        // SAFETY: [O2] fresh
        unsafe { let o = c.obj_mut(); o.info = info; o.insns = info.ir.insns.as_ptr(); o.consts = consts.0; o.ics = ics.0; o.name = name; o.qualname = qualname; o.filename = filename; }
        c
    }
    #[inline(always)]
    pub fn constant(self, i: usize) -> Value { debug_assert!(i < self.ir().consts.len()); unsafe { *crate::object::Array(self.obj().consts).data().add(i) } } // SAFETY: verified IR
    pub fn site_name(self, site: u32) -> Value { self.constant(self.ir().sites[site as usize].name as usize) }
    fn ic_ptr(self, site: u32) -> *mut Ic { unsafe { (crate::object::Array(self.obj().ics).data() as *mut Ic).add(site as usize) } } // SAFETY: one per site
    /// Writes the cache of a site: the only way to do it. Alone, a context overwrites; among others it fills empty ones only, because
    /// somebody may be reading: fields first, then the key ([WK1] of workers.rs).
    pub fn fill_ic(self, cx: &mut Cx, site: u32, new: Ic) {
        cx.note(self.obj().ics);
        let ic = self.ic_ptr(site);
        // SAFETY: one cache per site; [WK1]
        unsafe {
            if crate::workers::concurrent() && AtomicU64::from_ptr(&raw mut (*ic).key).compare_exchange(0, Ic::BUSY, Acquire, Relaxed).is_err() { return; }
            (*ic).aux = new.aux;
            (*ic).value = new.value;
            (*ic).class = new.class;
            AtomicU64::from_ptr(&raw mut (*ic).key).store(new.key, Release);
        }
    }
    #[inline(always)]
    pub fn ic(self, site: u32) -> *const Ic { unsafe { (crate::object::Array(self.obj().ics).data() as *mut Ic).add(site as usize) } } // SAFETY: one per site
}

#[repr(C)]
pub struct FunctionObj {
    pub hdr: Header,
    pub code: Value,
    pub globals: Value,
    pub builtins: Value,
    pub defaults: Value,
    pub kwdefaults: Value,
    pub closure: Value,
    pub name: Value,
    pub qualname: Value,
    pub module: Value,
    pub doc: Value,
    pub annotations: Value,
    pub type_params: Value,
}
view!(Function, FunctionObj, T::Function);
impl Function {
    #[inline(always)]
    pub fn raw(self) -> &'static FunctionObj { self.obj() }
    #[inline(always)]
    pub fn code(self) -> CodeV { CodeV(self.obj().code) }
    /// Writes any fields through the barrier.
    pub fn update(self, cx: &mut Cx, f: impl FnOnce(&mut FunctionObj)) { cx.write(self.0); unsafe { f(self.obj_mut()) } } // SAFETY: [O2]
    pub fn new(cx: &mut Cx, code: CodeV, globals: Value) -> Function {
        let f = Function(cx.alloc_type(T::Function));
        let builtins = cx.builtins_of(globals);
        let module = { let k = cx.intern("__name__"); Dict(globals).get_str(cx, k).unwrap_or(Value::NONE) };
        let doc = if code.ir().flags.has(ir::CodeFlags::HAS_DOC) { code.constant(0) } else { Value::NONE };
        // SAFETY: [O2] fresh
        unsafe { let o = f.obj_mut(); o.code = code.0; o.globals = globals; o.builtins = builtins; o.name = code.raw().name; o.qualname = code.raw().qualname; o.module = module; o.doc = doc; }
        f
    }
}

#[repr(C)]
pub struct NativeObj {
    pub hdr: Header,
    pub f: NativeFn,
    pub def: &'static Def,
    pub sig: &'static Sig,
    pub is_new: bool,
    /// a method of a type: the first argument must be an instance of `owner` (a subclass of it, for class methods)
    pub receiver: bool,
    /// whether it has effects outside the heap: 0 not asked yet, 1 no, 2 yes
    pub effect: std::sync::atomic::AtomicU8,
    pub name: Value,
    /// owner class of a descriptor; module name of a function
    pub owner: Value,
    /// bound first argument of a static/class/module function (`__self__`), or UNDEF
    pub this: Value,
}
view!(Native, NativeObj, T::Native);
impl Native {
    #[inline(always)]
    pub fn raw(self) -> &'static NativeObj { self.obj() }
    /// `t`: Native for functions, MethodDescriptor, SlotWrapper or ClassMethodDescriptor for a type's.
    pub fn new(cx: &mut Cx, t: T, def: &'static Def, first: Option<&'static str>, owner: Value, this: Value) -> Value {
        let name = cx.intern(def.name);
        let sig = Box::leak(Box::new(Sig::parse(def.sig, first)));
        let n = cx.alloc_type(t);
        // SAFETY: [O2] fresh
        unsafe { let o = &mut *n.ptr::<NativeObj>(); o.f = def.f; o.def = def; o.sig = sig; o.is_new = matches!(def.kind, crate::native::DefKind::New); o.receiver = t != T::Native && owner.is(T::Type); o.name = name; o.owner = owner; o.this = this; }
        n
    }
}
#[repr(C)]
pub struct GetSetObj { pub hdr: Header, pub get: NativeFn, pub set: Option<NativeFn>, pub name: Value, pub owner: Value, pub def: &'static Def }
view!(GetSet, GetSetObj, T::GetSet);
impl GetSet {
    pub fn raw(self) -> &'static GetSetObj { self.obj() }
    pub fn new(cx: &mut Cx, def: &'static Def, set: Option<NativeFn>, owner: Value) -> Value {
        let name = cx.intern(def.name);
        let member = Class::from(owner).is_some_and(|c| crate::descriptors::is_member(&c.name(), def.name));
        let g = GetSet(cx.alloc_type(if member { T::NativeMember } else { T::GetSet }));
        unsafe { let o = g.obj_mut(); o.get = def.f; o.set = set; o.name = name; o.owner = owner; o.def = def; } // SAFETY: fresh
        g.0
    }
}
/// `__slots__` descriptor: slots [name, owner, index].
pub const MEMBER_NAME: usize = 0;
pub const MEMBER_OWNER: usize = 1;
pub const MEMBER_INDEX: usize = 2;

#[repr(C)]
pub struct ModuleObj { pub hdr: Header, pub dict: Value, pub name: Value }
view!(Module, ModuleObj, T::Module);
impl Module {
    pub fn new(cx: &mut Cx, name: &str) -> Module {
        let d = Dict::new(cx);
        let n = cx.intern(name);
        let m = Module(cx.alloc_type(T::Module));
        unsafe { m.obj_mut().dict = d.0; m.obj_mut().name = n; } // SAFETY: fresh
        // __spec__ and __loader__ are made when asked for
        for (k, v) in [("__name__", n), ("__doc__", Value::NONE), ("__package__", Value::NONE)] { cx.dict_set(d, k, v); }
        m
    }
    pub fn dict(self) -> Dict { Dict(self.obj().dict) }
    pub fn set_dict(self, cx: &mut Cx, d: Value) { cx.write(self.0); unsafe { self.obj_mut().dict = d } } // SAFETY: [O2]
    pub fn name(self) -> Value { self.obj().name }
    /// Adds functions to a native module.
    pub fn add_functions(self, cx: &mut Cx, defs: &'static [Def]) {
        let name = self.name();
        for d in defs { let f = Native::new(cx, T::Native, d, None, name, Value::UNDEF); cx.dict_set(self.dict(), d.name, f); }
    }
    pub fn set(self, cx: &mut Cx, name: &str, v: Value) { cx.dict_set(self.dict(), name, v) }
}
