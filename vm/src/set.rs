//! Sets: core storage, with CPython's probing, growth and merging, so that iteration order is the same for the same hashes.
//! Methods are in `set_methods.rs`.
//!
//! ```text
//! header │ table │ fill │ used │ mask │ finger │ hash (frozenset's, a value; UNDEF: not yet)
//! table: Array of (key, hash << 1 | 1) rows; key UNDEF: never used; DUMMY: deleted
//! ```
//! [SE1] `table` is UNDEF (then mask is 7 and nothing is stored) or an Array of `mask + 1` rows; `used` rows are live, `fill` live or dummy.
//! A lookup may run `__eq__`, which may change the set: after each such call the table is looked at again.
//! Hashes are kept in 63 bits: all probing uses that form, which differs from CPython's only in the top bit of non-numeric hashes.
#![allow(unsafe_code)] // raw rows: [SE1] [O2]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::R;
use crate::object::Array;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use fora_heap::Header;

#[repr(C)]
pub struct SetObj { hdr: Header, table: Value, fill: usize, used: usize, mask: usize, finger: usize, hash: Value }
/// A set or frozenset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Set(pub Value);
#[derive(Clone, Copy)]
#[repr(C)]
struct Row { key: Value, hash: Value }
const DUMMY: Value = Value(0x34);
const LINEAR_PROBES: usize = 9;

#[inline(always)]
fn tag(h: i64) -> Value { Value(((h as u64) << 1) | 1) }
#[inline(always)]
fn untag(v: Value) -> i64 { (v.0 as i64) >> 1 }
impl Row { #[inline(always)] fn live(self) -> bool { !self.key.is_undef() && self.key != DUMMY } }
/// Where a probe sequence looks next: runs of ten neighbours, then a jump.
struct Probe { i: usize, left: usize, base: usize, perturb: usize, mask: usize }
impl Probe {
    #[inline(always)]
    fn new(hash: i64, mask: usize) -> Probe { let i = hash as usize & mask; Probe { i, base: i, left: if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 }, perturb: hash as usize, mask } }
    #[inline(always)]
    fn step(&mut self) {
        if self.left > 0 { self.left -= 1; self.i += 1; return; }
        self.perturb >>= 5;
        self.base = self.base.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb) & self.mask;
        self.i = self.base;
        self.left = if self.i + LINEAR_PROBES <= self.mask { LINEAR_PROBES } else { 0 };
    }
}
/// `Dummy`: absent, and the last dummy passed on the way; as in CPython, an insertion takes it rather than the free row behind.
enum Found { Live(usize), Free(usize), Dummy(usize) }

impl Set {
    pub fn new(cx: &mut Cx) -> Set { let s = Set(cx.alloc_type(T::Set)); s.init(); s }
    pub fn new_frozen(cx: &mut Cx) -> Set { let s = Set(cx.alloc_type(T::FrozenSet)); s.init(); s }
    /// A set of class `cls`: set, frozenset or a subclass.
    pub fn new_of(cx: &mut Cx, cls: Value) -> Set { let s = Set(cx.alloc_instance(cls)); s.init(); s }
    fn init(self) { unsafe { self.obj_mut().mask = 7 } } // SAFETY: fresh
    /// The view of any set or frozenset, subclasses included.
    #[inline(always)]
    pub fn from(v: Value) -> Option<Set> { if v.is_ref() && matches!(v.kind(), T::Set | T::FrozenSet) { Some(Set(v)) } else { None } }
    /// The view of a value known to be one.
    pub fn of(v: Value) -> Set { assert!(v.is_ref() && matches!(v.kind(), T::Set | T::FrozenSet)); Set(v) }
    pub fn is_frozen(self) -> bool { self.0.kind() == T::FrozenSet }
    #[inline(always)]
    fn obj(self) -> &'static SetObj { unsafe { &*self.0.ptr::<SetObj>() } } // SAFETY: [O1]
    #[allow(clippy::mut_from_ref)]
    #[inline(always)]
    unsafe fn obj_mut(self) -> &'static mut SetObj { &mut *self.0.ptr::<SetObj>() } // SAFETY: [O1], caller holds write permission [O2]
    #[inline(always)]
    pub fn len(self) -> usize { self.settled(); self.obj().used }
    /// An empty set may only seem so: see `par::trap`.
    #[inline(always)]
    fn settled(self) { if self.obj().fill == 0 && crate::par::trap::is(self.0) { crate::par::trap::sprung(self.0) } }
    pub fn is_empty(self) -> bool { self.len() == 0 }
    #[inline(always)]
    fn row(self, i: usize) -> Row { unsafe { *(Array(self.obj().table).data() as *const Row).add(i) } } // SAFETY: [SE1] i <= mask, table present
    #[inline(always)]
    fn put(self, i: usize, r: Row) { unsafe { *(Array(self.obj().table).data() as *mut Row).add(i) = r } } // SAFETY: as above, [O2] permission taken by the caller
    /// Cached hash of a frozenset.
    pub fn cached_hash(self) -> Value { self.obj().hash }
    pub fn cache_hash(self, cx: &mut Cx, h: Value) { cx.note(self.0); unsafe { (*(&raw mut (*self.0.ptr::<SetObj>()).hash as *const crate::object::Word)).set(h.0) } } // SAFETY: [O2], an aligned word of the object
    /// The first member at or after position `*pos`, with its hash; `*pos` moves past it.
    #[inline]
    pub fn next(self, pos: &mut usize) -> Option<(Value, i64)> {
        self.settled();
        let o = self.obj();
        if o.table.is_undef() { return None; }
        let mut i = *pos;
        while i <= o.mask { let r = self.row(i); i += 1; if r.live() { *pos = i; return Some((r.key, untag(r.hash))); } }
        *pos = i;
        None
    }
    /// Live rows, where no Python code runs meanwhile.
    pub fn members(self) -> impl Iterator<Item = (Value, i64)> { let mut p = 0; std::iter::from_fn(move || self.next(&mut p)) }
    pub fn to_vvec(self) -> crate::vvec::VVec { let mut v = crate::vvec::VVec::with_capacity(self.len()); for (k, _) in self.members() { v.push(k) } v }
    fn lookup(self, cx: &mut Cx, key: Value, hash: i64) -> R<Found> {
        self.settled();
        let tagged = tag(hash);
        let hash = untag(tagged);
        'again: loop {
            let table = self.obj().table;
            if table.is_undef() { return Ok(Found::Free(hash as usize & 7)); }
            let mut p = Probe::new(hash, self.obj().mask);
            let mut dummy = None;
            loop {
                let r = self.row(p.i);
                if r.key.is_undef() { return Ok(dummy.map_or(Found::Free(p.i), Found::Dummy)); }
                if r.key == DUMMY { dummy = Some(p.i); }
                if r.hash == tagged && r.key != DUMMY {
                    if r.key == key { return Ok(Found::Live(p.i)); }
                    if let (Some(a), Some(b)) = (Str::exact(r.key), Str::exact(key)) { if a.eq(b) { return Ok(Found::Live(p.i)); } }
                    else if !(Value::both_small(r.key, key)) {
                        let same = cx.eq(r.key, key)?;
                        if self.obj().table != table || self.row(p.i).key != r.key { continue 'again; }
                        if same { return Ok(Found::Live(p.i)); }
                    }
                }
                p.step();
            }
        }
    }
    pub fn contains_hash(self, cx: &mut Cx, key: Value, hash: i64) -> R<bool> { self.settled(); if self.obj().used == 0 && self.obj().fill == 0 { return Ok(false); } Ok(matches!(self.lookup(cx, key, hash)?, Found::Live(_))) }
    pub fn contains(self, cx: &mut Cx, key: Value) -> R<bool> { let h = cx.hash(key)?; self.contains_hash(cx, key, h) }
    /// Adds; false if it was a member already.
    pub fn add(self, cx: &mut Cx, key: Value) -> R<bool> { let h = cx.hash(key)?; self.add_hash(cx, key, h) }
    pub fn add_hash(self, cx: &mut Cx, key: Value, hash: i64) -> R<bool> {
        self.settled();
        let (at, reused) = match self.lookup(cx, key, hash)? { Found::Live(_) => return Ok(false), Found::Free(i) => (i, false), Found::Dummy(i) => (i, true) };
        if self.obj().table.is_undef() { let t = Array::new(cx, 16); cx.write(self.0); unsafe { self.obj_mut().table = t.0 } } // SAFETY: [O2] mask is 7
        cx.write(self.0);
        cx.write(self.obj().table);
        self.put(at, Row { key, hash: tag(hash) });
        let o = unsafe { self.obj_mut() }; // SAFETY: [O2]
        o.used += 1;
        if reused { return Ok(true); }
        o.fill += 1;
        if o.fill * 5 >= o.mask * 3 { let u = o.used; self.resize(cx, if u > 50000 { u * 2 } else { u * 4 })?; }
        Ok(true)
    }
    /// Removes; false if it was no member.
    pub fn discard(self, cx: &mut Cx, key: Value) -> R<bool> { let h = cx.hash(key)?; self.discard_hash(cx, key, h) }
    pub fn discard_hash(self, cx: &mut Cx, key: Value, hash: i64) -> R<bool> {
        if self.obj().table.is_undef() { return Ok(false); }
        match self.lookup(cx, key, hash)? { Found::Live(i) => { self.kill(cx, i); Ok(true) } Found::Free(_) | Found::Dummy(_) => Ok(false) }
    }
    fn kill(self, cx: &mut Cx, i: usize) {
        cx.write(self.0);
        cx.write(self.obj().table);
        self.put(i, Row { key: DUMMY, hash: tag(-1) });
        unsafe { self.obj_mut().used -= 1 } // SAFETY: [O2]
    }
    /// Removes and returns some member.
    pub fn pop(self, cx: &mut Cx) -> Option<Value> {
        let o = self.obj();
        if o.used == 0 { return None; }
        let mut i = o.finger & o.mask;
        while !self.row(i).live() { i += 1; if i > o.mask { i = 0 } }
        let k = self.row(i).key;
        self.kill(cx, i);
        unsafe { self.obj_mut().finger = i + 1 } // SAFETY: [O2] no safepoint since `kill`
        Some(k)
    }
    pub fn clear(self, cx: &mut Cx) { cx.write(self.0); unsafe { let o = self.obj_mut(); o.table = Value::UNDEF; o.fill = 0; o.used = 0; o.mask = 7; } } // SAFETY: [O2]
    /// Inserts into a table known to have no such key and no dummies.
    #[inline]
    fn insert_clean(self, r: Row) { let mut p = Probe::new(untag(r.hash), self.obj().mask); while !self.row(p.i).key.is_undef() { p.step() } self.put(p.i, r) }
    /// Moves to the smallest table above `min` rows, dropping dummies.
    pub fn resize(self, cx: &mut Cx, min: usize) -> R<()> {
        let mut size = 8;
        while size <= min { size <<= 1; }
        let o = self.obj();
        if size == 8 && o.mask == 7 && (o.fill == o.used || o.table.is_undef()) { return Ok(()); }
        let (old, old_mask) = (o.table, o.mask);
        let t = Array::try_new(cx, size * 2)?;
        cx.write(self.0);
        unsafe { let o = self.obj_mut(); o.table = t.0; o.mask = size - 1; o.fill = o.used; } // SAFETY: [O2]
        if !old.is_undef() { for i in 0..=old_mask { let r = unsafe { *(Array(old).data() as *const Row).add(i) }; if r.live() { self.insert_clean(r) } } } // SAFETY: [SE1]; the new table is fresh
        Ok(())
    }
    /// `self |= other`, as CPython merges tables.
    pub fn merge(self, cx: &mut Cx, other: Set) -> R<()> {
        if self == other || other.len() == 0 { return Ok(()); }
        if (self.obj().fill + other.len()) * 5 >= self.obj().mask * 3 { let n = (self.len() + other.len()) * 2; self.resize(cx, n)?; }
        let (o, p) = (self.obj(), other.obj());
        if o.fill == 0 {
            if o.table.is_undef() { let t = Array::try_new(cx, (o.mask + 1) * 2)?; cx.write(self.0); unsafe { self.obj_mut().table = t.0 } } // SAFETY: [O2]
            cx.write(self.0);
            cx.write(self.obj().table);
            if o.mask == p.mask && p.fill == p.used { for i in 0..=p.mask { self.put(i, other.row(i)) } }
            else { for i in 0..=p.mask { let r = other.row(i); if r.live() { self.insert_clean(r) } } }
            unsafe { let o = self.obj_mut(); o.fill = p.used; o.used = p.used; } // SAFETY: [O2]
            return Ok(());
        }
        let mut pos = 0;
        while let Some((k, h)) = other.next(&mut pos) { self.add_hash(cx, k, h)?; }
        Ok(())
    }
    /// `self.update(it)` for any iterable.
    pub fn update(self, cx: &mut Cx, it: Value) -> R<()> {
        if let Some(s) = Set::from(it) { return self.merge(cx, s); }
        if let Some(d) = Dict::exact(it) {
            if (self.obj().fill + d.len()) * 5 >= self.obj().mask * 3 { let n = (self.len() + d.len()) * 2; self.resize(cx, n)?; }
            let mut i = 0;
            while i < d.fill() { if let Some((k, _)) = d.entry(i) { let h = d.entry_hash(i); self.add_hash(cx, k, h)?; } i += 1; }
            return Ok(());
        }
        cx.for_each(it, |cx, v| self.add(cx, v).map(|_| ()))
    }
    /// A plain set, or frozenset if this is one, with the same members.
    pub fn copy(self, cx: &mut Cx) -> R<Set> { let s = if self.is_frozen() { Set::new_frozen(cx) } else { Set::new(cx) }; s.merge(cx, self)?; Ok(s) }
    /// Takes over the contents of `from`, a set nobody else knows.
    pub fn become_other(self, cx: &mut Cx, from: Set) {
        cx.write(self.0);
        unsafe { let (o, p) = (self.obj_mut(), from.obj()); o.table = p.table; o.fill = p.fill; o.used = p.used; o.mask = p.mask; } // SAFETY: [O2]
    }
    /// Rows in use, dummies included; and rows in all minus one.
    pub fn fill_and_mask(self) -> (usize, usize) { self.settled(); (self.obj().fill, self.obj().mask) }
    /// Position in the table of the row after the last one: for iterators.
    pub fn identity(self) -> Value { self.settled(); self.obj().table }
}
/// The frozenset constant of a display or membership test. CPython's compiler builds it twice, the second time in the iteration order of
/// the first (when it merges equal constants), and that decides the iteration order of the result.
pub fn frozen_from(cx: &mut Cx, items: &[Value]) -> Value {
    let first = frozen_once(cx, items);
    let order = first.to_vvec();
    frozen_once(cx, &order).0
}
fn frozen_once(cx: &mut Cx, items: &[Value]) -> Set {
    let s = Set::new_frozen(cx);
    for v in items { if s.add(cx, *v).is_err() { cx.clear_pending() } }
    s
}
/// An empty set, as a value.
pub fn new(cx: &mut Cx) -> Value { Set::new(cx).0 }
pub fn add(cx: &mut Cx, s: Value, v: Value) -> R<()> { Set::of(s).add(cx, v).map(|_| ()) }
/// `s.update(it)`: also what a display of constants does, from a frozenset.
pub fn update(cx: &mut Cx, s: Value, it: Value) -> R<()> { Set::of(s).update(cx, it) }
