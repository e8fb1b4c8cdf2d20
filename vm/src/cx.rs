//! The worker context: what every native function gets as `cx`. Allocation, the write barrier, well-known values.
//!
//! `&mut Cx` is the permission to reach a safepoint: whatever may run Python code, collect or park takes `&mut Cx`. A write to an
//! object follows `cx.write(obj)` with no such call in between.
#![allow(unsafe_code)] // process-wide runtime state, raw allocation: [O2]
use crate::class::{Class, METHOD_CACHE, ND};
use crate::dict::Dict;
use crate::func::Module;
use crate::list::List;
use crate::native::R;
use crate::object::Tuple;
use crate::shape;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use dashu_int::IBig;
use fora_heap::{Mutator, SCAN_LEAF, SCAN_WORDS};
use rustc_hash::FxHashMap as HashMap;
use std::sync::Mutex;

/// Shared state of the process.
pub struct Rt {
    pub ascii: [Value; 128],
    pub empty_str: Value,
    pub empty_tuple: Value,
    pub empty_bytes: Value,
    pub memory_error: Value,
    pub dunder_names: Vec<Value>,
    pub dunder_index: HashMap<u64, u8>,
    pub interned: crate::intern::Interned,
    /// sys.modules, builtins.__dict__, sys.__dict__
    pub modules: Value,
    pub builtins: Value,
    pub sys: Value,
    /// Values that native modules keep for the life of the process, by name.
    pub statics: crate::statics::Statics,
    /// a write to it stands for a write to `statics`
    pub statics_owner: Value,
    /// objects whose `__del__` waits to run at a safepoint of the head
    pub finalizers: Mutex<std::collections::VecDeque<Value>>,
    /// the program is over
    pub finalizing: std::sync::atomic::AtomicBool,
    pub options: crate::Options,
    /// told of cold edges; the command may put a compiler here
    pub tier: &'static dyn crate::tier::Tier,
    /// the way to other machines
    pub port: &'static dyn crate::port::Port,
}
static mut RT: Option<Box<Rt>> = None;
thread_local! { static CURRENT: std::cell::Cell<*mut Cx> = const { std::cell::Cell::new(std::ptr::null_mut()) }; }

/// Context of one worker. The mutator comes first: compiled code knows the offsets.
#[repr(C)]
pub struct Cx {
    pub m: Mutator,
    /// exception on its way up; UNDEF if none
    pub pending: Value,
    /// exception being handled (sys.exc_info), or UNDEF
    pub handled: Value,
    pub rt: &'static Rt,
    pub fiber: crate::fiber::Fiber,
    /// depth of Python frames and native re-entries, for RecursionError
    pub depth: u32,
    pub recursion_limit: u32,
    /// lowest native stack address that may be used
    pub stack_limit: usize,
    /// set by the interpreter when a native resumption ended in a yield
    pub yielded: bool,
    /// objects whose repr is under way
    pub repr_stack: Vec<Value>,
    /// high end of the native stack
    pub stack_hi: usize,
    /// what Python code keeps per thread: a list (`modules::thread_types`), or UNDEF
    pub tstate: Value,
    /// May run what belongs to the program as a whole: finalisers, signal handlers, weak callbacks. False in a worker while others
    /// come before it in the program's order.
    pub head: bool,
    /// inline-cache entries by (shape, name), behind the sites' own: for sites that see several shapes
    pub stubs: Box<[(Value, crate::func::Ic); crate::interp::slow::STUBS]>,
    /// (class version, name) → what lookup along the MRO finds
    pub method_cache: Box<[(u64, Value, Value); METHOD_CACHE]>,
    /// forks and tasks
    pub par: crate::par::Par,
    /// trace and profile functions
    pub observer: crate::observe::Observer,
    /// a generator was made that only a loop knows
    pub loops: bool,
    /// how often ways back of loops are still to be gone until the compiler hears of them
    pub hot: Box<[u16; crate::tier::COUNTERS]>,
    /// the compiler is shown what is executed
    pub recording: bool,
    /// a live frame was given an object since compiled code last cleared this
    pub observed: u64,
    /// the frame that compiled code was entered in: its first register, its index
    pub entered: (*mut Value, u32),
}

impl Cx {
    /// The context of this thread.
    pub fn current() -> &'static mut Cx { unsafe { &mut *CURRENT.with(|c| c.get()) } } // SAFETY: set once per thread before any use
    fn make(heap: &'static fora_heap::Heap, rt: &'static Rt, fiber: crate::fiber::Fiber, recursion_limit: u32) -> &'static mut Cx {
        let cx = Box::leak(Box::new(Cx { m: Mutator::new(heap), pending: Value::UNDEF, handled: Value::UNDEF, rt, fiber, depth: 0, recursion_limit, stack_limit: crate::fiber::stack_limit(), yielded: false, repr_stack: vec![], stack_hi: crate::fiber::stack_top(), tstate: Value::UNDEF, par: crate::par::Par::new(), observer: Default::default(), loops: false, hot: Box::new([crate::tier::threshold(); crate::tier::COUNTERS]), recording: false, observed: 0, entered: (std::ptr::null_mut(), 0), head: true, stubs: Box::new([(Value::UNDEF, crate::func::Ic::EMPTY); crate::interp::slow::STUBS]), method_cache: Box::new([(0, Value::UNDEF, Value::UNDEF); METHOD_CACHE]) }));
        let p: *mut Cx = cx;
        unsafe { cx.m.set_hook(crate::gc::hook, p as *mut ()) } // SAFETY: `gc::hook` traces all roots [G1]
        CURRENT.with(|c| c.set(p));
        Cx::current()
    }
    /// A context for a thread that has just begun, known to the collector and running from now on. The main context is registered
    /// already (`thread::register_main`). Whether it may touch objects is for the caller to say: a thread that Python code started
    /// holds the interpreter lock, a worker runs a task.
    pub fn worker(recursion_limit: u32) -> &'static mut Cx {
        let rt: &'static Rt = unsafe { #[allow(static_mut_refs)] RT.as_deref().unwrap_unchecked() }; // SAFETY: set in boot
        let heap = crate::modules::thread::heap();
        let cx = Cx::make(heap, rt, crate::fiber::Fiber::small(), recursion_limit);
        crate::modules::thread::enlist(cx);
        cx
    }
    /// Ends what `worker` began, on the same thread.
    pub fn retire(cx: &'static mut Cx) {
        crate::modules::thread::delist(cx);
        cx.fiber.release();
        CURRENT.with(|c| c.set(std::ptr::null_mut()));
        drop(unsafe { Box::from_raw(cx as *mut Cx) }) // SAFETY: leaked in `worker`; nobody else knows it any more
    }
    /// Makes the runtime and the first worker's context.
    pub fn boot(options: crate::Options) -> &'static mut Cx {
        crate::hash::seed(options.hash_seed);
        let rt = Box::new(Rt {
            ascii: [Value::UNDEF; 128], empty_str: Value::UNDEF, empty_tuple: Value::UNDEF, empty_bytes: Value::UNDEF, memory_error: Value::UNDEF, dunder_names: vec![], dunder_index: HashMap::default(),
            interned: Default::default(), modules: Value::UNDEF, builtins: Value::UNDEF, sys: Value::UNDEF, statics: Default::default(), statics_owner: Value::UNDEF, finalizers: Mutex::default(), finalizing: false.into(), options, tier: crate::tier::installed(), port: &crate::port::NoPort,
        });
        // SAFETY: before any other thread exists
        #[allow(static_mut_refs)]
        let rt: &'static Rt = unsafe { RT = Some(rt); RT.as_deref().unwrap_unchecked() };
        let Some(heap) = fora_heap::Heap::new(fora_heap::Config::from_env()) else { crate::fatal::out_of_memory() };
        let cx = Cx::make(heap, rt, crate::fiber::Fiber::new(), 1000);
        cx.m.inhibit += 1;
        for i in 0..128u8 { let s = Str::new(cx, std::str::from_utf8(&[i]).unwrap_or("")); cx.rt_mut().ascii[i as usize] = s.0; cx.rt.interned.insert(s); }
        let e = Str::new(cx, "");
        cx.rt_mut().empty_str = e.0;
        cx.rt.interned.insert(e);
        let b = crate::bytes::new(cx, &[]);
        cx.rt_mut().empty_bytes = b;
        let t = cx.alloc(T::Tuple as u32, 24);
        cx.rt_mut().empty_tuple = t;
        let _ = crate::class::bootstrap(cx);
        let o = cx.alloc_type(T::Object);
        cx.rt_mut().statics_owner = o;
        let m = crate::exc::Exc::new(cx, T::MemoryError, &[]);
        cx.rt_mut().memory_error = m.0;
        let (d, b) = (Dict::new(cx), Module::new(cx, "builtins"));
        cx.rt_mut().modules = d.0;
        cx.rt_mut().builtins = b.dict().0;
        cx.dict_set(d, "builtins", b.0);
        b.add_functions(cx, crate::builtins_text::FUNCS);
        cx.m.inhibit -= 1;
        cx
    }
    /// For the start only, while there is one thread: afterwards what changes has an atomic or a lock of its own.
    #[allow(static_mut_refs, clippy::mut_from_ref)]
    pub(crate) fn rt_mut(&self) -> &'static mut Rt { unsafe { RT.as_deref_mut().unwrap_unchecked() } } // SAFETY: set in boot; one thread

    // ---- allocation -------------------------------------------------------------------------------------------------
    /// Zeroed (all UNDEF) scanned object of `bytes` bytes with shape `shape`. Small: never fails visibly (MemoryError becomes pending
    /// at the next safepoint). Use `try_alloc` where the size comes from the program.
    #[inline(always)]
    pub fn alloc(&mut self, shape: u32, bytes: usize) -> Value { self.alloc_raw(shape, bytes, SCAN_WORDS) }
    #[inline(always)]
    pub fn alloc_raw(&mut self, shape: u32, bytes: usize, scan: u8) -> Value {
        match self.m.alloc(shape, bytes, scan, 0) { Some(p) => Value(p.as_ptr() as u64), None => self.alloc_failed(shape, bytes, scan) }
    }
    #[cold]
    fn alloc_failed(&mut self, _shape: u32, _bytes: usize, _scan: u8) -> Value { crate::fatal::out_of_memory() }
    pub fn try_alloc(&mut self, shape: u32, bytes: usize, scan: u8) -> R { match self.m.alloc(shape, bytes, scan, 0) { Some(p) => Ok(Value(p.as_ptr() as u64)), None => Err(self.memory_error()) } }
    /// Exact instance of a built-in type.
    #[inline]
    pub fn alloc_type(&mut self, t: T) -> Value {
        let s = shape::info(t as u32);
        let size = if s.base != 0 { s.base as usize + 8 } else { T::SIZE[t as usize] };
        self.alloc_raw(t as u32, size, SCAN_WORDS)
    }
    /// Exact instance without references inside.
    #[inline]
    pub fn alloc_leaf(&mut self, t: T, bytes: usize) -> Value { self.alloc_raw(t as u32, bytes, SCAN_LEAF) }
    /// Fresh instance of any class, payload zeroed (UNDEF), no attributes.
    #[inline]
    pub fn alloc_instance(&mut self, class: Value) -> Value {
        let n = Class(class).root_shape();
        let s = shape::info(n);
        let size = if s.base != 0 { s.base as usize + 8 + s.cap as usize * 8 } else { T::SIZE[s.kind as usize] };
        let flags = if Class(class).has(crate::class::cflags::HAS_DEL) { fora_heap::FLAG_FINALIZE } else { 0 };
        match self.m.alloc(n, size, SCAN_WORDS, flags) { Some(p) => Value(p.as_ptr() as u64), None => self.alloc_failed(n, size, SCAN_WORDS) }
    }
    /// The write barrier: after it, `obj` may be written until the next call that takes `&mut Cx`.
    #[inline(always)]
    pub fn write(&mut self, obj: Value) { if !fora_heap::may_write(obj.header(), self.m.floor) { self.write_slow(obj) } }
    #[cold]
    #[inline(never)]
    fn write_slow(&mut self, obj: Value) {
        fora_heap::barrier_slow(&mut self.m, obj.header());
        if self.par.armed { crate::par::rule::write(self, obj) }
    }

    /// May `obj` be written without asking? For what is only worth doing then.
    #[inline(always)]
    pub fn writable(&self, obj: Value) -> bool { fora_heap::may_write(obj.header(), self.m.floor) }
    /// Comes before a write to a hidden cache inside `obj`: one that no program can tell from its not being made. Only the collector
    /// need hear of it.
    #[inline(always)]
    pub fn note(&mut self, obj: Value) { let h = obj.header(); if h.birth.load(std::sync::atomic::Ordering::Relaxed) & fora_heap::FRESH == 0 { fora_heap::remember(&mut self.m, h) } }

    // ---- making values -------------------------------------------------------------------------------------------------
    #[inline(always)]
    pub fn int(&mut self, i: i64) -> Value { if Value::fits_small(i) { Value::small(i) } else { crate::int::from_ibig(self, IBig::from(i)) } }
    pub fn int_u64(&mut self, i: u64) -> Value { if i <= crate::value::SMALL_MAX as u64 { Value::small(i as i64) } else { crate::int::from_ibig(self, IBig::from(i)) } }
    pub fn usize(&mut self, i: usize) -> Value { self.int_u64(i as u64) }
    /// Normalises: small results become small ints.
    pub fn bigint(&mut self, i: IBig) -> Value { crate::int::from_ibig(self, i) }
    #[inline(always)]
    pub fn float(&mut self, f: f64) -> Value { match Value::try_float(f) { Some(v) => v, None => crate::float::boxed(self, f) } }
    pub fn str(&mut self, s: &str) -> Value { if s.is_empty() { self.rt.empty_str } else { Str::new(self, s).0 } }
    pub fn string(&mut self, s: String) -> Value { self.str(&s) }
    /// The interned string for a name.
    pub fn intern(&mut self, s: &str) -> Value {
        if let Some(v) = self.rt.interned.find(s.as_bytes()) { return v; }
        let v = Str::new(self, s);
        self.rt.interned.insert(v)
    }
    /// The interned string equal to `s` (attribute names, keyword names).
    pub fn intern_value(&mut self, s: Value) -> Value {
        let st = Str::of(s);
        if st.is_interned() { return s; }
        if let Some(v) = self.rt.interned.find(st.bytes()) { return v; }
        let v = if s.is_exact(T::Str) && st.bytes().len() < 256 { st } else { Str::from_wtf8(self, st.bytes()) };
        self.rt.interned.insert(v)
    }
    pub fn tuple(&mut self, items: &[Value]) -> Value {
        if items.is_empty() && !self.rt.empty_tuple.is_undef() { return self.rt.empty_tuple; }
        let t = self.alloc(T::Tuple as u32, 24 + items.len() * 8);
        // SAFETY: [O2] fresh, sized for the items
        unsafe { (*t.ptr::<crate::object::TupleObj>()).len = items.len(); std::ptr::copy_nonoverlapping(items.as_ptr(), t.ptr::<u8>().add(24) as *mut Value, items.len()); }
        t
    }
    /// A tuple of `n` items to be filled with `Tuple::init` before anyone sees it.
    pub fn tuple_uninit(&mut self, n: usize) -> Tuple { let t = self.alloc(T::Tuple as u32, 24 + n * 8); unsafe { (*t.ptr::<crate::object::TupleObj>()).len = n }; Tuple(t) } // SAFETY: fresh
    pub fn list(&mut self, items: &[Value]) -> Value { List::from_slice(self, items).0 }
    pub fn dict(&mut self) -> Dict { Dict::new(self) }
    /// `d[name] = v` with an interned name.
    pub fn dict_set(&mut self, d: Dict, name: &str, v: Value) { let k = self.intern(name); d.set_str(self, k, v) }
    pub fn dict_get(&mut self, d: Dict, name: &str) -> Option<Value> { let k = self.intern(name); d.get_str(self, k) }

    // ---- classes -----------------------------------------------------------------------------------------------------------
    /// Class object of a built-in type.
    #[inline(always)]
    pub fn class(&self, t: T) -> Class { Class(shape::info(t as u32).class) }
    /// type(v)
    #[inline(always)]
    pub fn class_of(&self, v: Value) -> Class {
        if v.is_ref() { return Class(shape::info(v.shape()).class); }
        self.class(if v.is_small() { T::Int } else { v.exact().unwrap_or(T::Object) })
    }
    /// The type's name as messages show it: with its module for native types outside builtins. `class_of(v).name()` is without.
    pub fn type_name(&self, v: Value) -> std::borrow::Cow<'static, str> { self.full_class_name(self.class_of(v)) }
    pub fn full_class_name(&self, c: Class) -> std::borrow::Cow<'static, str> {
        if c.has(crate::class::cflags::SEALED) || !c.has(crate::class::cflags::HEAP) && c.has(crate::class::cflags::IMMUTABLE) {
            if let Some(m) = Cx::current().dict_get(c.dict(), "__module__").and_then(Str::from) { if m.bytes() != b"builtins" { return format!("{}.{}", m.lossy(), c.name()).into(); } }
            else if let Some(m) = c.native_module() { if m != "builtins" { return format!("{m}.{}", c.name()).into(); } }
        }
        c.name()
    }
    /// `builtins` for code with these globals.
    pub fn builtins_of(&mut self, globals: Value) -> Value {
        if globals == self.rt.builtins { return globals; }
        match self.dict_get(Dict(globals), "__builtins__") { Some(v) => match Module::from(v) { Some(m) => m.dict().0, None => if Dict::from(v).is_some() { v } else { self.rt.builtins } }, None => self.rt.builtins }
    }
    /// A value kept for the life of the process under a name.
    pub fn static_get(&self, name: &'static str) -> Option<Value> { self.rt.statics.get(name) }
    /// A write that the program can see the effect of, as a write to an object.
    pub fn static_set(&mut self, name: &'static str, v: Value) { self.write(self.rt.statics_owner); self.rt.statics.set(name, v) }
    /// A value that is made when first asked for, and is the same for all who ask.
    pub fn static_once(&mut self, name: &'static str, make: impl FnOnce(&mut Cx) -> Value) -> Value { match self.static_get(name) { Some(v) => v, None => { let v = make(self); self.rt.statics.once(name, v) } } }
    /// Native recursion guard: RecursionError when little native stack is left. Call it in natives that recurse.
    #[inline(always)]
    pub fn check_stack(&mut self) -> R<()> {
        let here = 0u8;
        if (&here as *const u8 as usize) < self.stack_limit { return Err(self.recursion_error("maximum recursion depth exceeded")); }
        Ok(())
    }
    /// As `check_stack`; `what` ends the message.
    #[inline(always)]
    pub fn check_stack_in(&mut self, what: &str) -> R<()> {
        let here = 0u8;
        if (&here as *const u8 as usize) < self.stack_limit { return Err(self.recursion_error(format!("maximum recursion depth exceeded{what}"))); }
        Ok(())
    }
    #[allow(dead_code)]
    const _ND: usize = ND;
}
