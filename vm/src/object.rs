//! Layouts of the heap objects that the core of the VM touches, and safe access to them.
//!
//! [O1] every object starts with a Header; a typed view (`Tuple`, `Str`, …) is only made from a value whose kind has that layout.
//! [O2] every write of a reference into an object goes through `Cx::write` (the barrier) or happens before the object's first safepoint.
//! [O3] words of a scanned object are values, raw pointers to headers, integers < 2^40, odd integers, or non-heap addresses.
//! Each built-in type with more than a few lines has its own file; this one holds the small ones shared by all.
#![allow(unsafe_code)] // raw layout access: [O1]–[O3]

use crate::cx::Cx;
use crate::types::T;
use crate::value::Value;
use fora_heap::Header;

/// Declares a typed view over a layout: `view!(Tuple, TupleObj, T::Tuple)`: `Value::as_tuple()`-like constructors are
/// `Tuple::from(v) -> Option<Tuple>` (layout check) and `Tuple::of(v)` (asserts).
#[macro_export]
macro_rules! view {
    ($(#[$m:meta])* $name:ident, $obj:ty, $t:expr) => {
        $(#[$m])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(transparent)]
        pub struct $name(pub $crate::value::Value);
        #[allow(dead_code)]
        impl $name {
            /// The view, if `v` has this layout (instances of Python subclasses included).
            #[inline(always)]
            pub fn from(v: $crate::value::Value) -> Option<$name> { if v.is_ref() && v.kind() == $t { Some($name(v)) } else { None } }
            /// The view if `v` is an exact instance of the built-in type.
            #[inline(always)]
            pub fn exact(v: $crate::value::Value) -> Option<$name> { if v.is_exact($t) { Some($name(v)) } else { None } }
            /// The view of a value known to have this layout: a native's checked `self`.
            #[inline(always)]
            pub fn of(v: $crate::value::Value) -> $name { assert!(v.is_ref() && v.kind() == $t, "not a {:?}", $t); $name(v) }
            #[inline(always)]
            pub fn value(self) -> $crate::value::Value { self.0 }
            #[inline(always)]
            fn obj(self) -> &'static $obj { unsafe { &*(self.0.ptr::<$obj>()) } } // SAFETY: [O1]
            #[inline(always)]
            #[allow(clippy::mut_from_ref)]
            unsafe fn obj_mut(self) -> &'static mut $obj { &mut *(self.0.ptr::<$obj>()) } // SAFETY: [O1], caller holds write permission [O2]
        }
    };
}

// ---- words that several threads may touch ---------------------------------------------------------------------------
/// A word that holds something the VM works out for itself (a version, a cached lookup): any thread may read it and fill it in.
#[repr(transparent)]
pub struct Word(std::sync::atomic::AtomicU64);
impl Word {
    #[inline(always)]
    pub fn get(&self) -> u64 { self.0.load(std::sync::atomic::Ordering::Relaxed) }
    /// As `get`, where what the word stands for may just have been made by another thread.
    #[inline(always)]
    pub fn get_new(&self) -> u64 { self.0.load(std::sync::atomic::Ordering::Acquire) }
    #[inline(always)]
    pub fn set(&self, v: u64) { self.0.store(v, std::sync::atomic::Ordering::Release) }
    pub fn or(&self, bits: u64) { self.0.fetch_or(bits, std::sync::atomic::Ordering::Relaxed); }
    pub fn and(&self, bits: u64) { self.0.fetch_and(bits, std::sync::atomic::Ordering::Relaxed); }
    /// Sets the word if it is 0; what it is then, so that all threads see one answer.
    pub fn once(&self, v: u64) -> u64 { use std::sync::atomic::Ordering::{AcqRel, Acquire}; self.0.compare_exchange(0, v, AcqRel, Acquire).map_or_else(|w| w, |_| v) }
    /// Changes `from` to `to`, unless it is something else by now.
    pub fn replace(&self, from: u64, to: u64) { use std::sync::atomic::Ordering::{AcqRel, Relaxed}; let _ = self.0.compare_exchange(from, to, AcqRel, Relaxed); }
}

// ---- arrays: the storage behind lists, dicts, overflow slots ----------------------------------------------------------
/// Fixed-capacity array of values. `cap` values follow the header word.
#[repr(C)]
pub struct ArrayObj { pub hdr: Header, pub cap: usize }
view!(Array, ArrayObj, T::Array);
impl Array {
    pub fn new(cx: &mut Cx, cap: usize) -> Array { Array(cx.alloc(T::Array as u32, 24 + cap * 8)) }
    /// As `new`, but raises MemoryError where the size is out of reach.
    pub fn try_new(cx: &mut Cx, cap: usize) -> crate::native::R<Array> {
        if cap > (1 << 40) { return Err(cx.memory_error()); }
        let a = Array(cx.try_alloc(T::Array as u32, 24 + cap * 8, fora_heap::SCAN_WORDS)?);
        unsafe { a.obj_mut().cap = cap }; // SAFETY: [O2] fresh
        Ok(a)
    }
    #[inline(always)]
    pub fn data(self) -> *mut Value { unsafe { self.0.ptr::<u8>().add(24) as *mut Value } } // SAFETY: [O1]
}

// ---- tuple ----------------------------------------------------------------------------------------------------------
#[repr(C)]
pub struct TupleObj { pub hdr: Header, pub len: usize }
view!(Tuple, TupleObj, T::Tuple);
impl Tuple {
    /// The tuple whose items follow its header: an instance of a subclass refers to one from its length word.
    #[inline(always)]
    pub fn plain(self) -> Tuple { if self.0.shape() == T::Tuple as u32 { self } else { Tuple(Value(self.obj().len as u64)) } }
    #[inline(always)]
    pub fn len(self) -> usize { self.plain().obj().len }
    #[inline(always)]
    pub fn is_empty(self) -> bool { self.len() == 0 }
    /// The items. Tuples never change, so the slice stays valid while the tuple is reachable from the stack or heap.
    #[inline(always)]
    pub fn items(self) -> &'static [Value] {
        let t = self.plain();
        // SAFETY: [O1] len values follow
        unsafe { std::slice::from_raw_parts(t.0.ptr::<u8>().add(24) as *const Value, t.obj().len) }
    }
    /// `a + b` of exact tuples.
    pub fn concat(cx: &mut Cx, a: Tuple, b: Tuple) -> Value {
        let (p, q) = (a.exact_items(), b.exact_items());
        if p.is_empty() { return b.0; }
        if q.is_empty() { return a.0; }
        let t = cx.alloc(T::Tuple as u32, 24 + (p.len() + q.len()) * 8);
        // SAFETY: [O2] fresh, sized for both
        unsafe { (*t.ptr::<TupleObj>()).len = p.len() + q.len(); let d = t.ptr::<u8>().add(24) as *mut Value; std::ptr::copy_nonoverlapping(p.as_ptr(), d, p.len()); std::ptr::copy_nonoverlapping(q.as_ptr(), d.add(p.len()), q.len()); }
        t
    }
    /// As `items`, of an exact tuple.
    #[inline(always)]
    pub fn exact_items(self) -> &'static [Value] {
        debug_assert!(self.0.is_exact(T::Tuple));
        // SAFETY: [O1] len values follow
        unsafe { std::slice::from_raw_parts(self.0.ptr::<u8>().add(24) as *const Value, self.obj().len) }
    }
    /// Sets an item of a tuple that no Python code has seen yet (by number, so that a tuple grown old is noted).
    #[inline]
    pub fn init(self, i: usize, v: Value) {
        assert!(self.0.is_exact(T::Tuple) && i < self.obj().len);
        if !fora_heap::may_write(self.0.header(), fora_heap::FRESH) { fora_heap::barrier_slow(&mut Cx::current().m, self.0.header()) }
        unsafe { *(self.0.ptr::<u8>().add(24) as *mut Value).add(i) = v } // SAFETY: [O2]
    }
    /// An exact tuple of `n` items to be filled with `init`, where `n` comes from the program.
    pub fn try_new(cx: &mut Cx, n: usize) -> crate::native::R<Tuple> {
        if n > (1 << 37) { return Err(cx.memory_error()); }
        let t = cx.try_alloc(T::Tuple as u32, 24 + n * 8, fora_heap::SCAN_WORDS)?;
        unsafe { (*t.ptr::<TupleObj>()).len = n }; // SAFETY: [O2] fresh
        Ok(Tuple(t))
    }
    /// An instance of subclass `cls` that shows the first `visible` of `items` (struct sequences): the plain tuple's storage holds
    /// one more word, the tuple of all items, behind its length.
    pub fn new_hidden(cx: &mut Cx, cls: Value, items: &[Value], visible: usize) -> Value {
        if visible == items.len() { return Tuple::new_of(cx, cls, items); }
        let all = cx.tuple(items);
        let mut v = crate::vvec::VVec::from_slice(&items[..visible]);
        v.push(all);
        let plain = cx.tuple(&v);
        unsafe { (*plain.ptr::<TupleObj>()).len = visible } // SAFETY: [O2] fresh
        let t = cx.alloc_instance(cls);
        assert!(t.kind() == T::Tuple);
        unsafe { (*t.ptr::<TupleObj>()).len = plain.0 as usize } // SAFETY: [O2] fresh
        t
    }
    /// The items with the hidden ones of a struct sequence whose class hides some (`n_fields > n_sequence_fields`).
    pub fn with_hidden(self) -> &'static [Value] {
        let p = self.plain();
        let n = p.len();
        // an object's size tells whether a word follows the items: storage is 16-byte granules, so a word of padding may be UNDEF
        let bytes = p.0.header().granules() * 16;
        if self.0 == p.0 || bytes < 24 + (n + 1) * 8 { return self.items(); }
        let w = unsafe { *(p.0.ptr::<u8>().add(24) as *const Value).add(n) }; // SAFETY: within the object
        match Tuple::exact(w) { Some(t) => t.items(), None => self.items() }
    }
    /// An instance of tuple subclass `cls` with these items.
    pub fn new_of(cx: &mut Cx, cls: Value, items: &[Value]) -> Value {
        if cls == cx.class(T::Tuple).0 { return cx.tuple(items); }
        let plain = cx.tuple(items);
        let t = cx.alloc_instance(cls);
        assert!(t.kind() == T::Tuple);
        unsafe { (*t.ptr::<TupleObj>()).len = plain.0 as usize } // SAFETY: [O2] fresh
        t
    }
}

// ---- cell, bound method -----------------------------------------------------------------------------------------------
#[repr(C)]
pub struct CellObj { pub hdr: Header, pub value: Value }
view!(Cell, CellObj, T::Cell);
impl Cell {
    pub fn new(cx: &mut Cx, v: Value) -> Cell { let c = Cell(cx.alloc(T::Cell as u32, 24)); unsafe { c.obj_mut().value = v }; c } // SAFETY: [O2] fresh
    #[inline(always)]
    pub fn get(self) -> Value { self.obj().value }
    pub fn set(self, cx: &mut Cx, v: Value) { cx.write(self.0); unsafe { self.obj_mut().value = v } } // SAFETY: [O2]
}

#[repr(C)]
pub struct MethodObj { pub hdr: Header, pub func: Value, pub this: Value }
view!(/// Bound method of a Python function or other callable.
    Method, MethodObj, T::Method);
impl Method {
    /// The type of what a native's descriptor gives depends on the descriptor's; the layout does not.
    pub fn bind(cx: &mut Cx, func: Value, this: Value) -> Value {
        let t = match func.exact() { Some(T::SlotWrapper) => T::MethodWrapper, Some(T::MethodDescriptor | T::ClassMethodDescriptor) => T::BoundNative, _ => T::Method };
        Method::of_type(cx, t, func, this)
    }
    pub fn new(cx: &mut Cx, func: Value, this: Value) -> Value { Method::of_type(cx, T::Method, func, this) }
    #[inline]
    fn of_type(cx: &mut Cx, t: T, func: Value, this: Value) -> Value {
        let m = Method(cx.alloc(t as u32, 32));
        unsafe { m.obj_mut().func = func; m.obj_mut().this = this }; // SAFETY: [O2] fresh
        m.0
    }
    pub fn func(self) -> Value { self.obj().func }
    pub fn this(self) -> Value { self.obj().this }
}

// ---- generic native object: N value slots -------------------------------------------------------------------------------
/// View of any native object whose state is a row of value slots after the header (iterators, partial, deque nodes, …):
/// the type's layout in the table is `16 + 8 * slots`. Ints go in as small values, text as `str`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Slots(pub Value);
impl Slots {
    /// A fresh exact instance of `t` with its slots set from `init` (the rest UNDEF).
    #[inline(always)]
    pub fn new(cx: &mut Cx, t: T, init: &[Value]) -> Value {
        let o = if T::BARE[t as usize] { cx.alloc(t as u32, T::SIZE[t as usize]) } else { cx.alloc_type(t) };
        let n = (T::SIZE[t as usize] - 16) / 8;
        assert!(init.len() <= n);
        for (i, v) in init.iter().enumerate() { unsafe { *(o.ptr::<u8>().add(16) as *mut Value).add(i) = *v } } // SAFETY: [O2] fresh
        o
    }
    /// A fresh instance of class `cls` (a subclass of `t`): for `__new__`.
    pub fn new_of(cx: &mut Cx, cls: Value, t: T, init: &[Value]) -> Value {
        let o = cx.alloc_instance(cls);
        let n = crate::shape::payload_slots(t);
        assert!(o.kind() == t && init.len() <= n);
        for (i, v) in init.iter().enumerate() { unsafe { *(o.ptr::<u8>().add(16) as *mut Value).add(i) = *v } } // SAFETY: [O2] fresh
        o
    }
    #[inline(always)]
    pub fn get(self, i: usize) -> Value {
        debug_assert!(i < crate::shape::payload_slots(self.0.kind()));
        unsafe { *(self.0.ptr::<u8>().add(16) as *const Value).add(i) } // SAFETY: [O1] index within the type's layout
    }
    #[inline(always)]
    pub fn set(self, cx: &mut Cx, i: usize, v: Value) {
        debug_assert!(i < crate::shape::payload_slots(self.0.kind()));
        cx.write(self.0);
        unsafe { *(self.0.ptr::<u8>().add(16) as *mut Value).add(i) = v } // SAFETY: [O1] [O2]
    }
    /// Fills slot `i` with something worked out once and never seen to be filled: see `Cx::note`.
    pub fn fill(self, cx: &mut Cx, i: usize, v: Value) {
        debug_assert!(i < crate::shape::payload_slots(self.0.kind()));
        cx.note(self.0);
        unsafe { (*(self.0.ptr::<u8>().add(16) as *const Word).add(i)).set(v.0) } // SAFETY: [O1] [O2]
    }
    /// As two `set`s.
    #[inline(always)]
    pub fn set2(self, cx: &mut Cx, (i, v): (usize, Value), (j, w): (usize, Value)) {
        debug_assert!(i.max(j) < crate::shape::payload_slots(self.0.kind()));
        cx.write(self.0);
        unsafe { let p = self.0.ptr::<u8>().add(16) as *mut Value; *p.add(i) = v; *p.add(j) = w; } // SAFETY: [O1] [O2]
    }
    /// Small-int slot.
    #[inline(always)]
    pub fn int(self, i: usize) -> i64 { self.get(i).small_unchecked() }
    #[inline(always)]
    pub fn set_int(self, cx: &mut Cx, i: usize, n: i64) { self.set(cx, i, Value::small(n)) }
}
