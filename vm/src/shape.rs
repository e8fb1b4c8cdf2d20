//! Hidden classes. A shape says, for all objects that bear its number: their class, their layout, and which attribute sits in
//! which slot. Shapes form a tree per class, grown by the order in which attributes are first set.
//!
//! An object of a class with attributes has, after its payload, an *instance part*: one overflow word, then `cap` inline slots.
//! Slot i lives inline if i < cap, else at i - cap in the overflow array. In a dict-mode shape the overflow word is a dict that holds all attributes.
//!
//! [H1] shapes are never freed or reused; the table only grows. [H2] names are interned strings, compared by address.
//! [H3] a shape is complete before its number is known to another thread, and does not change then, but for `next`, which has a lock.
#![allow(unsafe_code)] // the process-wide table: [H1] [H3]
use crate::types::T;
use crate::value::Value;
use rustc_hash::FxHashMap as HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::{Acquire, Relaxed, Release}};
use std::sync::{Mutex, RwLock};

#[repr(C)]
pub struct Shape {
    pub class: Value,
    pub kind: T,
    /// offset of the instance part; 0: instances have none
    pub base: u32,
    /// inline slots
    pub cap: u32,
    /// attribute names in slot order
    pub names: Vec<Value>,
    pub index: Option<HashMap<u64, u32>>,
    pub next: RwLock<HashMap<u64, u32>>,
    pub dict_mode: bool,
    /// index of the first slot that is an attribute of `__dict__`; below are `__slots__`
    pub nslots: u32,
}
const CHUNK: usize = 1024;
const CHUNKS: usize = 1 << 14;
/// The table, in pieces that stay where they are.
static TABLE: [AtomicPtr<Shape>; CHUNKS] = [const { AtomicPtr::new(std::ptr::null_mut()) }; CHUNKS];
static COUNT: AtomicU32 = AtomicU32::new(0);
static GROW: Mutex<()> = Mutex::new(());
/// Bumped when a class that has instances gains or loses a data descriptor: slot caches compare it.
pub static EPOCH: AtomicU32 = AtomicU32::new(1);

#[inline(always)]
fn place(n: usize) -> *mut Shape { unsafe { TABLE.get_unchecked(n / CHUNK % CHUNKS).load(Relaxed).add(n % CHUNK) } } // SAFETY: [H1] n is a shape's number, its chunk is there
#[inline(always)]
pub fn info(n: u32) -> &'static Shape { debug_assert!(n < COUNT.load(Acquire)); unsafe { &*place(n as usize) } } // SAFETY: [H1] [H3] numbers come from `add`
/// While there is one thread: for the bootstrap.
pub fn set_class(n: u32, class: Value) { assert!(n < COUNT.load(Acquire)); unsafe { (*place(n as usize)).class = class } } // SAFETY: [H3] nobody else knows the shape yet
pub fn count() -> usize { COUNT.load(Acquire) as usize }
pub fn add(s: Shape) -> u32 {
    let _lock = GROW.lock().unwrap_or_else(|e| e.into_inner());
    let n = COUNT.load(Relaxed) as usize;
    let Some(chunk) = TABLE.get(n / CHUNK) else { crate::fatal::out_of_memory() };
    if n % CHUNK == 0 {
        let mut v: Vec<Shape> = Vec::new();
        if v.try_reserve_exact(CHUNK).is_err() { crate::fatal::out_of_memory() }
        chunk.store(std::mem::ManuallyDrop::new(v).as_mut_ptr(), Release);
    }
    unsafe { place(n).write(s) } // SAFETY: [H1] room in the chunk
    COUNT.store(n as u32 + 1, Release);
    n as u32
}
/// Payload bytes of built-in type `t` (header included).
pub fn payload_size(t: T) -> usize { crate::class::layout_size(t) }
pub fn payload_slots(t: T) -> usize { (payload_size(t) - 16) / 8 }

impl Shape {
    /// Place of the attribute `name`. Slots of the class have their descriptors: a subclass may have attributes of the same names.
    #[inline]
    pub fn find(&self, name: Value) -> Option<u32> {
        if let Some(ix) = &self.index { return ix.get(&name.0).copied(); }
        let k = self.nslots as usize;
        self.names.get(k..)?.iter().position(|n| n.0 == name.0).map(|i| (i + k) as u32)
    }
}
/// The shape after adding attribute `name` to shape `n`.
pub fn transition(n: u32, name: Value) -> u32 {
    let s = info(n);
    if let Some(&m) = s.next.read().unwrap_or_else(|e| e.into_inner()).get(&name.0) { return m; }
    let mut next = s.next.write().unwrap_or_else(|e| e.into_inner());
    if let Some(&m) = next.get(&name.0) { return m; }
    let mut names = s.names.clone();
    names.push(name);
    let k = s.nslots as usize;
    let index = if names.len() > 8 + k { Some(names.iter().enumerate().skip(k).map(|(i, v)| (v.0, i as u32)).collect()) } else { None };
    let m = add(Shape { class: s.class, kind: s.kind, base: s.base, cap: s.cap, names, index, next: Default::default(), dict_mode: false, nslots: s.nslots });
    next.insert(name.0, m);
    m
}
pub fn trace(mark: &mut dyn FnMut(Value)) { for s in (0..count()).map(|n| info(n as u32)) { mark(s.class); for n in &s.names { mark(*n) } } }
