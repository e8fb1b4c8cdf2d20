//! The table of interned strings, by content.
//!
//! Lookups take no lock: the table is an array of words that only ever go from 0 to a string's address. Insertions take one; when
//! the array is half full they publish a copy of twice the size, and the old one stays for those who still read it.
//!
//! [IN1] a slot's string is complete before the slot is set (release), and is alive for ever: the collector traces the newest array.
//! [IN2] the lock is never held across a safepoint: nothing is allocated in the heap under it.
#![allow(unsafe_code)] // arrays behind an atomic pointer: [IN1]
use crate::str::Str;
use crate::value::Value;
use std::hash::Hasher;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering::{Acquire, Relaxed, Release}};
use std::sync::Mutex;

/// 48 bits of address below 16 bits of hash.
type Slots = Box<[AtomicU64]>;
const ADDRESS: u64 = (1 << 48) - 1;
pub struct Interned { slots: AtomicPtr<Slots>, count: Mutex<usize> }

fn hash(b: &[u8]) -> u64 { let mut h = rustc_hash::FxHasher::default(); h.write(b); h.finish() }
fn array(n: usize) -> *mut Slots { Box::into_raw(Box::new((0..n).map(|_| AtomicU64::new(0)).collect())) }

impl Default for Interned { fn default() -> Interned { Interned { slots: AtomicPtr::new(array(8192)), count: Mutex::new(0) } } }
impl Interned {
    fn slots(&self) -> &'static Slots { unsafe { &*self.slots.load(Acquire) } } // SAFETY: [IN1] never freed
    /// Index of the slot that holds `b` or, where none does, of the empty one to fill.
    #[inline]
    fn probe(slots: &Slots, b: &[u8], h: u64) -> Result<Value, usize> {
        let mask = slots.len() - 1;
        let mut i = h as usize & mask;
        loop {
            let w = slots[i].load(Acquire);
            if w == 0 { return Err(i); }
            if w >> 48 == h >> 48 { let v = Value(w & ADDRESS); if Str(v).bytes() == b { return Ok(v); } }
            i = (i + 1) & mask;
        }
    }
    /// The interned string with these bytes.
    #[inline]
    pub fn find(&self, b: &[u8]) -> Option<Value> { Interned::probe(self.slots(), b, hash(b)).ok() }
    /// Makes `s` the interned string of its content, unless another one is; the one that is.
    pub fn insert(&self, s: Str) -> Value {
        let (b, h) = (s.bytes(), hash(s.bytes()));
        let mut count = self.count.lock().unwrap_or_else(|e| e.into_inner());
        let mut slots = self.slots();
        let i = match Interned::probe(slots, b, h) { Ok(v) => return v, Err(i) => i };
        s.mark_interned();
        slots[i].store(s.0 .0 | (h >> 48) << 48, Release);
        *count += 1;
        if *count * 2 > slots.len() {
            let new = array(slots.len() * 2);
            let wide = unsafe { &*new }; // SAFETY: just made
            for w in slots.iter().map(|w| w.load(Relaxed)).filter(|w| *w != 0) {
                if let Err(i) = Interned::probe_new(wide, w) { wide[i].store(w, Relaxed) }
            }
            self.slots.store(new, Release);
            slots = wide;
        }
        let _ = slots;
        s.0
    }
    fn probe_new(slots: &Slots, w: u64) -> Result<Value, usize> { let b = Str(Value(w & ADDRESS)).bytes(); Interned::probe(slots, b, hash(b)) }
    /// All of them, for the collector.
    pub fn each(&self, f: &mut dyn FnMut(Value)) { for w in self.slots().iter() { let w = w.load(Relaxed); if w != 0 { f(Value(w & ADDRESS)) } } }
}
