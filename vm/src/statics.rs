//! Values that native modules keep for the life of the process, by name.
//!
//! Lookups take no lock. A value is replaced in place; a new name publishes a copy of the map, and the old map stays for those who
//! still read it: names are few, and are set once.
//!
//! [ST1] maps are never freed, and are not changed once published, but for the values' atomic words.
#![allow(unsafe_code)] // maps behind an atomic pointer: [ST1]
use crate::value::Value;
use rustc_hash::FxHashMap as HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering::{AcqRel, Acquire, Release}};
use std::sync::{Arc, Mutex};

type Map = HashMap<&'static str, Arc<AtomicU64>>;
pub struct Statics { map: AtomicPtr<Map>, lock: Mutex<()> }
impl Default for Statics { fn default() -> Statics { Statics { map: AtomicPtr::new(Box::into_raw(Box::default())), lock: Mutex::new(()) } } }
impl Statics {
    fn map(&self) -> &'static Map { unsafe { &*self.map.load(Acquire) } } // SAFETY: [ST1]
    #[inline]
    pub fn get(&self, name: &str) -> Option<Value> { self.map().get(name).and_then(|w| Value(w.load(Acquire)).opt()) }
    fn word(&self, name: &'static str) -> Arc<AtomicU64> {
        if let Some(w) = self.map().get(name) { return w.clone(); }
        let _lock = self.lock.lock().unwrap_or_else(|e| e.into_inner());
        let old = self.map();
        if let Some(w) = old.get(name) { return w.clone(); }
        let w = Arc::new(AtomicU64::new(0));
        let mut new = old.clone();
        new.insert(name, w.clone());
        self.map.store(Box::into_raw(Box::new(new)), Release);
        w
    }
    /// Sets or, with UNDEF, forgets a value.
    pub fn set(&self, name: &'static str, v: Value) { self.word(name).store(v.0, Release) }
    /// Sets a value if there is none; the one there is.
    pub fn once(&self, name: &'static str, v: Value) -> Value { match self.word(name).compare_exchange(0, v.0, AcqRel, Acquire) { Ok(_) => v, Err(other) => Value(other) } }
    pub fn each(&self, f: &mut dyn FnMut(Value)) { for w in self.map().values() { if let Some(v) = Value(w.load(Acquire)).opt() { f(v) } } }
}
