//! Weak references, the collector's side: which weak reference objects point to which object, and callbacks that wait to run.
//! Also objects that own Rust memory.
//!
//! A weak reference object keeps its referent's address with the low bit set, which the collector takes for an integer.
//! [W1] addresses in the table are of live objects: `clear_dead` runs in every collection after marking, before memory is reused.
//! [W2] `clear_dead` allocates no objects and runs no Python code.
//! [W3] the Rust memory of an object is read and written under the same rules as the object: `cx.write(o)` comes before a change.
#![allow(unsafe_code)] // addresses of objects as numbers: [W1]
use crate::cx::Cx;
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;
use fora_heap::{Header, FLAG_WEAK};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard};

pub const TARGET: usize = 0;
pub const CALLBACK: usize = 1;
const DEAD: u64 = 1;

#[derive(Default)]
pub struct Table {
    /// referent → its weak reference objects, oldest first
    refs: HashMap<u64, Vec<u64>>,
    /// references whose referent died and whose callback waits
    callbacks: Vec<Value>,
    /// (abstract class, class) → answer of the subclass test: see `modules::abc`
    pub abc: HashMap<(u64, u64), i64>,
}
static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(Mutex::default);
/// No safepoint while it is held.
pub fn table() -> MutexGuard<'static, Table> { TABLE.lock().unwrap_or_else(|e| e.into_inner()) }
/// A native's Rust memory. Reached and changed by whoever may read or write its object: [W3].
struct Owned(Box<dyn std::any::Any>);
unsafe impl Send for Owned {} // SAFETY: [W3]
/// Native state by object address, for objects with FLAG_OWNS; several tables, so that threads do not wait for each other.
static OWNED: LazyLock<[Mutex<HashMap<u64, Owned>>; 16]> = LazyLock::new(Default::default);
fn shard(o: u64) -> MutexGuard<'static, HashMap<u64, Owned>> { OWNED[(o >> 4 ^ o >> 12) as usize % 16].lock().unwrap_or_else(|e| e.into_inner()) }

/// The referent of a weak reference or proxy; None once it is gone.
#[inline]
pub fn target(r: Value) -> Option<Value> { let w = Slots(r).get(TARGET).0; if w == DEAD || w == 0 { None } else { Some(Value(w & !1)) } }
/// Makes `r` (fresh) refer to `o`.
///
/// A reference that may be `shared` gives way to an equal one that another thread has made meanwhile; the one to use.
pub fn attach(cx: &mut Cx, r: Value, o: Value, shared: bool) -> Value {
    Slots(r).set(cx, TARGET, Value(o.0 | 1));
    let mut t = table();
    let all = t.refs.entry(o.0).or_default();
    if shared { if let Some(other) = all.iter().map(|a| Value(*a)).find(|x| x.shape() == r.shape() && Slots(*x).get(CALLBACK).is_none()) { return other; } }
    all.push(r.0);
    drop(t);
    if o.header().flags() & FLAG_WEAK == 0 { unsafe { (*o.ptr::<Header>()).add_flags(FLAG_WEAK) } } // SAFETY: [W1] header of a live object
    r
}
/// Weak references and proxies of `o`, oldest first.
pub fn refs_of(o: Value) -> Vec<Value> { table().refs.get(&o.0).map(|v| v.iter().map(|a| Value(*a)).collect()).unwrap_or_default() }
pub fn can_refer(cx: &Cx, o: Value) -> bool { o.is_ref() && (cx.class_of(o).has(crate::class::cflags::WEAK) || matches!(o.kind(), T::Set | T::FrozenSet | T::Type | T::Function)) }

/// After marking: forgets referents and references that died.
pub fn clear_dead(cx: &mut Cx, live: &dyn Fn(*const Header) -> bool) {
    let alive = |a: u64| live(a as *const Header);
    let mut t = table();
    crate::modules::io::registry::forget_dead(live);
    t.abc.retain(|(a, b), _| alive(*a) && alive(*b));
    let mut due: Vec<Value> = vec![];
    t.refs.retain(|o, list| {
        list.retain(|r| alive(*r));
        if alive(*o) { return !list.is_empty(); }
        for r in list.iter().rev() {
            let p = *r as *mut u64;
            // SAFETY: [W1] [W2] a live weak reference's slots; the word written is no reference
            unsafe { *p.add(2 + TARGET) = DEAD; if Value(*p.add(2 + CALLBACK)).is_ref() { due.push(Value(*r)) } }
        }
        false
    });
    if !due.is_empty() { t.callbacks.extend(due); drop(t); crate::safepoint::wake_head(cx) }
}
/// Poll bit of the VM's own requests.
pub const POLL_VM: u32 = 2;
/// At a safepoint: callbacks of references whose referent died.
pub fn run_callbacks(cx: &mut Cx) {
    while let Some(r) = { let mut t = table(); if t.callbacks.is_empty() { None } else { Some(t.callbacks.remove(0)) } } {
        let f = Slots(r).get(CALLBACK);
        if !f.is_ref() { continue; }
        Slots(r).set(cx, CALLBACK, Value::NONE);
        let (p, h) = (cx.pending, cx.handled);
        cx.pending = Value::UNDEF;
        if cx.call(f, &[r]).is_err() { let e = cx.take_pending(); unraisable(cx, e, f) }
        cx.pending = p;
        cx.handled = h;
    }
}
/// Reports an exception that nobody can receive.
pub fn unraisable(cx: &mut Cx, e: Value, whose: Value) {
    crate::report::unraisable(cx, e, "Exception ignored in: ", whose)
}
/// Drops the Rust memory of a dead FLAG_OWNS object.
pub fn drop_owned(v: Value) { let gone = shard(v.0).remove(&v.0); drop(gone) }
/// Weak references whose callbacks wait, for the collector.
pub fn each_callback(f: &mut dyn FnMut(Value)) { for v in &table().callbacks { f(*v) } }
/// Gives `o` Rust memory that is dropped with it. False when memory is exhausted.
pub fn own(cx: &mut Cx, o: Value, what: Box<dyn std::any::Any>) -> bool {
    cx.write(o);
    let old = shard(o.0).insert(o.0, Owned(what));
    if old.is_some() { return true; }
    // SAFETY: [W1] header of a live object
    unsafe { (*o.ptr::<Header>()).add_flags(fora_heap::FLAG_OWNS); match std::ptr::NonNull::new(o.ptr::<Header>()) { Some(h) => cx.m.register_owner(h, fora_heap::FLAG_OWNS), None => false } }
}
/// The Rust memory of `o`.
pub fn owned<V: 'static>(o: Value) -> Option<&'static mut V> {
    let p: *mut V = shard(o.0).get_mut(&o.0).and_then(|b| b.0.downcast_mut::<V>())?;
    Some(unsafe { &mut *p }) // SAFETY: [W3]; boxed, dropped with the object or by `own`
}
