//! Hidden classes. A shape says, for all objects that bear its number: their class, their layout, and which attribute sits in
//! which slot. Shapes form a tree per class, grown by the order in which attributes are first set.
//!
//! An object of a class with attributes has, after its payload, an *instance part*: one overflow word, then `cap` inline slots.
//! Slot i lives inline if i < cap, else at i - cap in the overflow array. In a dict-mode shape the overflow word is a dict that holds all attributes.
//!
//! [H1] shapes are never freed or reused; the table only grows. [H2] names are interned strings, compared by address.
#![allow(unsafe_code)] // the process-wide table: [H1]
use crate::types::T;
use crate::value::Value;
use rustc_hash::FxHashMap as HashMap;

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
    pub next: HashMap<u64, u32>,
    pub dict_mode: bool,
    /// index of the first slot that is an attribute of `__dict__`; below are `__slots__`
    pub nslots: u32,
}
static mut SHAPES: Vec<Box<Shape>> = Vec::new();
/// Bumped when a class that has instances gains or loses a data descriptor: slot caches compare it.
pub static EPOCH: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);

#[allow(static_mut_refs)]
fn table() -> &'static mut Vec<Box<Shape>> { unsafe { &mut SHAPES } } // SAFETY: [H1]; one thread until the scheduler's issue adds a lock
#[inline(always)]
pub fn info(n: u32) -> &'static Shape { &table()[n as usize] }
pub fn info_mut(n: u32) -> &'static mut Shape { &mut table()[n as usize] }
pub fn count() -> usize { table().len() }
pub fn add(s: Shape) -> u32 { let t = table(); t.push(Box::new(s)); (t.len() - 1) as u32 }
/// Payload bytes of built-in type `t` (header included).
pub fn payload_size(t: T) -> usize { crate::class::layout_size(t) }
pub fn payload_slots(t: T) -> usize { (payload_size(t) - 16) / 8 }

impl Shape {
    #[inline]
    pub fn find(&self, name: Value) -> Option<u32> {
        if let Some(ix) = &self.index { return ix.get(&name.0).copied(); }
        self.names.iter().position(|n| n.0 == name.0).map(|i| i as u32)
    }
}
/// The shape after adding attribute `name` to shape `n`.
pub fn transition(n: u32, name: Value) -> u32 {
    if let Some(&m) = info(n).next.get(&name.0) { return m; }
    let s = info(n);
    let mut names = s.names.clone();
    names.push(name);
    let index = if names.len() > 8 { Some(names.iter().enumerate().map(|(i, v)| (v.0, i as u32)).collect()) } else { None };
    let m = add(Shape { class: s.class, kind: s.kind, base: s.base, cap: s.cap, names, index, next: HashMap::default(), dict_mode: false, nslots: s.nslots });
    info_mut(n).next.insert(name.0, m);
    m
}
pub fn trace(mark: &mut dyn FnMut(Value)) { for s in table().iter() { mark(s.class); for n in &s.names { mark(*n) } } }
