//! Insertion-ordered dicts: a dense array of (hash, key, value) rows and, above 8 rows, an open-addressing index of row numbers.
//!
//! [D1] row i < used is live iff its key is not UNDEF. [D2] the index, where present, has room for at least 1.5 × rows.
//! [D4] rows below `first` are dead: where queues (OrderedDict.popitem(last=False)) start to look.
//! [D3] `version` changes whenever a row is added, removed or moved (not when a value changes); 0 = none assigned yet.
//! A lookup may run `__eq__`, which may change the dict: after each such call the rows are read again.
#![allow(unsafe_code)] // raw rows: [D1] [O2]
use crate::cx::Cx;
use crate::native::R;
use crate::object::{Array, Word};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::view;
use fora_heap::{Header, SCAN_LEAF};

#[repr(C)]
pub struct DictObj { pub hdr: Header, rows: Value, index: Value, used: usize, live: usize, version: Word, first: usize }
#[repr(C)]
/// `filled`: slots that are not EMPTY; kept below three quarters so that every probe ends.
struct IndexObj { hdr: Header, mask: usize, filled: usize }
#[derive(Clone, Copy)]
#[repr(C)]
struct Row { hash: Value, key: Value, value: Value }
view!(Dict, DictObj, T::Dict);
const DEAD: Row = Row { hash: Value::small(0), key: Value::UNDEF, value: Value::UNDEF };
const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;

static VERSION: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);

impl Dict {
    /// Offsets for compiled code: rows, version; in an array of rows: the first row's value, and from row to row.
    pub const OFFSETS: [usize; 4] = [std::mem::offset_of!(DictObj, rows), std::mem::offset_of!(DictObj, version), 24 + std::mem::offset_of!(Row, value), std::mem::size_of::<Row>()];
    /// The array of rows (none: UNDEF), which stays while the version does.
    pub fn rows_array(self) -> Value { self.obj().rows }
    pub fn new(cx: &mut Cx) -> Dict { Dict(cx.alloc_type(T::Dict)) }
    #[inline(always)]
    pub fn len(self) -> usize { self.settled(); self.obj().live }
    /// An empty dict may only seem so: see `par::trap`.
    #[inline(always)]
    fn settled(self) { if self.obj().used == 0 && crate::par::trap::is(self.0) { crate::par::trap::sprung(self.0) } }
    /// Rows in use, deleted ones included: iterate `0..fill()` with `entry`.
    #[inline(always)]
    pub fn fill(self) -> usize { self.settled(); self.obj().used }
    /// Key and value of row `i` if it is live.
    #[inline(always)]
    pub fn entry(self, i: usize) -> Option<(Value, Value)> {
        if i >= self.obj().used { return None; }
        let r = self.row(i);
        if r.key.is_undef() { None } else { Some((r.key, r.value)) }
    }
    pub fn entry_hash(self, i: usize) -> i64 { unhash(self.row(i).hash) }
    #[inline(always)]
    fn row(self, i: usize) -> Row { unsafe { *(Array(self.obj().rows).data() as *const Row).add(i) } } // SAFETY: [D1] i < used checked by callers
    #[inline(always)]
    fn row_ptr(self, i: usize) -> *mut Row { unsafe { (Array(self.obj().rows).data() as *mut Row).add(i) } } // SAFETY: as above
    /// Value of row `i` (`i < fill`), UNDEF-free for live rows: inline caches use it.
    #[inline(always)]
    pub fn value_at(self, i: usize) -> Value { self.row(i).value }
    /// Caches keyed by the version are void. Says nothing to forks.
    pub fn forget_version(self) { self.obj().version.set(0) }
    /// As `set_value_at`, for a write that every fork who could see it knows of.
    pub fn set_value_noted(self, cx: &mut Cx, i: usize, v: Value) {
        assert!(i < self.obj().used);
        cx.note(self.0);
        cx.note(self.obj().rows);
        unsafe { (*self.row_ptr(i)).value = v } // SAFETY: [O2]
    }
    /// Sets the value of row `i` (`i < fill`).
    pub fn set_value_at(self, cx: &mut Cx, i: usize, v: Value) {
        assert!(i < self.obj().used);
        cx.write(self.0);
        cx.write(self.obj().rows);
        unsafe { (*self.row_ptr(i)).value = v } // SAFETY: [O2]
    }
    /// A number that stays the same while no key is added or removed.
    #[inline(always)]
    pub fn version(self) -> u64 {
        let v = self.obj().version.get();
        if v != 0 { return v; }
        self.obj().version.once(VERSION.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }
    fn index_slots(self) -> Option<(*mut u32, usize)> {
        let ix = self.obj().index;
        if ix.is_undef() { return None; }
        unsafe { Some((ix.ptr::<u8>().add(32) as *mut u32, (*ix.ptr::<IndexObj>()).mask)) } // SAFETY: [O1]
    }
    /// Row of `key`, comparing with `==` where identity and hash do not decide.
    pub fn find(self, cx: &mut Cx, key: Value, hash: i64) -> R<Option<usize>> {
        self.settled();
        let tagged = tag(hash);
        'again: loop {
            let rows0 = self.obj().rows;
            if let Some((slots, mask)) = self.index_slots() {
                let mut p = Probe::new(hash, mask);
                loop {
                    let n = unsafe { *slots.add(p.i) }; // SAFETY: p.i <= mask
                    if n == EMPTY { return Ok(None); }
                    if n != DELETED {
                        let r = self.row(n as usize);
                        if r.key == key { return Ok(Some(n as usize)); }
                        if r.hash == tagged && !r.key.is_undef() {
                            if let (Some(a), Some(b)) = (Str::exact(r.key), Str::exact(key)) { if a.eq(b) { return Ok(Some(n as usize)); } }
                            else {
                                let same = cx.eq(r.key, key)?;
                                if self.obj().rows != rows0 || self.row(n as usize).key != r.key { continue 'again; }
                                if same { return Ok(Some(n as usize)); }
                            }
                        }
                    }
                    p.step();
                }
            }
            for n in 0..self.obj().used {
                let r = self.row(n);
                if r.key == key && !key.is_undef() { return Ok(Some(n)); }
                if r.hash == tagged && !r.key.is_undef() {
                    if let (Some(a), Some(b)) = (Str::exact(r.key), Str::exact(key)) { if a.eq(b) { return Ok(Some(n)); } }
                    else {
                        let same = cx.eq(r.key, key)?;
                        if self.obj().rows != rows0 || n >= self.obj().used || self.row(n).key != r.key { continue 'again; }
                        if same { return Ok(Some(n)); }
                    }
                }
            }
            return Ok(None);
        }
    }
    /// Row of a string key: runs no Python code as long as all keys are plain strings or other built-ins.
    #[inline]
    pub fn find_str(self, cx: &mut Cx, key: Value) -> Option<usize> {
        // identity first: attribute names are interned
        if self.obj().index.is_undef() { for n in 0..self.obj().used { if self.row(n).key == key { return Some(n); } } }
        let h = Str(key).hash();
        self.find(cx, key, h).unwrap_or_else(|_| { cx.clear_pending(); None })
    }
    pub fn get(self, cx: &mut Cx, key: Value) -> R<Option<Value>> {
        if self.len() == 0 { cx.hash(key)?; return Ok(None); }
        let h = cx.hash(key)?;
        Ok(self.find(cx, key, h)?.map(|i| self.row(i).value))
    }
    pub fn get_str(self, cx: &mut Cx, key: Value) -> Option<Value> { self.find_str(cx, key).map(|i| self.row(i).value) }
    pub fn set(self, cx: &mut Cx, key: Value, v: Value) -> R<()> { let h = cx.hash(key)?; self.set_hash(cx, key, h, v) }
    pub fn set_hash(self, cx: &mut Cx, key: Value, hash: i64, v: Value) -> R<()> {
        if let Some(i) = self.find(cx, key, hash)? { self.set_value_at(cx, i, v); return Ok(()); }
        self.push(cx, key, hash, v);
        Ok(())
    }
    /// Sets a string key; never raises.
    pub fn set_str(self, cx: &mut Cx, key: Value, v: Value) {
        if let Some(i) = self.find_str(cx, key) { self.set_value_at(cx, i, v); } else { let h = Str(key).hash(); self.push(cx, key, h, v) }
    }
    /// Appends a row for a key known to be absent.
    pub fn push(self, cx: &mut Cx, key: Value, hash: i64, v: Value) {
        let cap = if self.obj().rows.is_undef() { 0 } else { Array(self.obj().rows).cap_rows() };
        if self.obj().used == cap { self.grow(cx) } else if self.index_worn() { self.rebuild(cx, cap, 0) }
        cx.write(self.0);
        cx.write(self.obj().rows);
        // SAFETY: [O2] [D1] room was made
        unsafe {
            let o = self.obj_mut();
            let n = o.used;
            *self.row_ptr(n) = Row { hash: tag(hash), key, value: v };
            o.used += 1;
            o.live += 1;
            o.version.set(0);
            if let Some((slots, mask)) = self.index_slots() {
                let mut p = Probe::new(hash, mask);
                while *slots.add(p.i) < DELETED { p.step(); }
                self.fill_slot(slots, p.i, n);
            }
        }
    }
    /// Puts row number `n` into index slot `i`.
    unsafe fn fill_slot(self, slots: *mut u32, i: usize, n: usize) {
        if *slots.add(i) == EMPTY { (*self.obj().index.ptr::<IndexObj>()).filled += 1; }
        *slots.add(i) = n as u32;
    }
    /// Too few EMPTY slots are left (only where rows were removed from the end again and again).
    fn index_worn(self) -> bool { let ix = self.obj().index; !ix.is_undef() && unsafe { let x = &*ix.ptr::<IndexObj>(); (x.filled + 1) * 4 > (x.mask + 1) * 3 } } // SAFETY: [O1]
    fn grow(self, cx: &mut Cx) {
        let live = self.obj().live;
        let cap = if live < 4 { 4 } else if live <= 8 && live * 2 <= 8 { 8 } else { (live * 2).max(8) };
        self.rebuild(cx, cap, 0);
    }
    /// Moves the live rows into fresh storage of `cap` rows, behind `gap` dead ones.
    fn rebuild(self, cx: &mut Cx, cap: usize, gap: usize) {
        let rows = Array::new(cx, cap * 3);
        rows.set_cap(cap * 3);
        let index = if cap > 8 {
            let n = (cap * 3 / 2 + 1).next_power_of_two();
            let ix = cx.alloc_raw(T::Buffer as u32, 32 + n * 4, SCAN_LEAF);
            // SAFETY: fresh
            unsafe { (*ix.ptr::<IndexObj>()).mask = n - 1; std::ptr::write_bytes(ix.ptr::<u8>().add(32), 0xff, n * 4); }
            ix
        } else { Value::UNDEF };
        cx.write(self.0);
        cx.write(rows.0);
        // SAFETY: [O2] [D2]
        unsafe {
            let o = self.obj_mut();
            let out = rows.data() as *mut Row;
            for i in 0..gap { *out.add(i) = DEAD; }
            let mut n = gap;
            for i in 0..o.used {
                let r = self.row(i);
                if r.key.is_undef() { continue; }
                *out.add(n) = r;
                n += 1;
            }
            o.rows = rows.0;
            o.index = index;
            o.used = n;
            o.live = n - gap;
            o.first = gap;
            o.version.set(0);
            if let Some((slots, mask)) = self.index_slots() {
                for k in gap..n {
                    let mut p = Probe::new(unhash((*out.add(k)).hash), mask);
                    while *slots.add(p.i) != EMPTY { p.step(); }
                    self.fill_slot(slots, p.i, k);
                }
            }
        }
    }
    /// Removes `key`, returning its value.
    pub fn remove(self, cx: &mut Cx, key: Value) -> R<Option<Value>> {
        let h = cx.hash(key)?;
        let Some(n) = self.find(cx, key, h)? else { return Ok(None) };
        Ok(Some(self.remove_row(cx, n)))
    }
    /// Removes live row `n`, returning its value.
    pub fn remove_row(self, cx: &mut Cx, n: usize) -> Value {
        let r = self.row(n);
        cx.write(self.0);
        cx.write(self.obj().rows);
        // SAFETY: [O2] [D1]
        unsafe {
            if let Some((slots, mask)) = self.index_slots() {
                let mut p = Probe::new(unhash(r.hash), mask);
                while *slots.add(p.i) != n as u32 { p.step(); }
                *slots.add(p.i) = DELETED;
            }
            *self.row_ptr(n) = DEAD;
            let o = self.obj_mut();
            o.live -= 1;
            o.version.set(0);
            if n == o.first { o.first += 1; }
        }
        r.value
    }
    /// As `remove_row` of the last live row, and forgets the dead rows behind it: what popitem does. (A plain removal leaves the rows
    /// as they are, so that an iterator notices a key that was added meanwhile.)
    pub fn pop_row(self, cx: &mut Cx, n: usize) -> Value {
        let v = self.remove_row(cx, n);
        unsafe { let o = self.obj_mut(); o.used = n; if o.first > n { o.first = n } } // SAFETY: [O2] permission taken by remove_row
        v
    }
    pub fn remove_str(self, cx: &mut Cx, key: Value) -> Option<Value> { self.find_str(cx, key).map(|n| self.remove_row(cx, n)) }
    pub fn clear(self, cx: &mut Cx) {
        cx.write(self.0);
        unsafe { let o = self.obj_mut(); o.rows = Value::UNDEF; o.index = Value::UNDEF; o.used = 0; o.live = 0; o.first = 0; o.version.set(0); } // SAFETY: [O2]
    }
    /// The first live row.
    pub fn first(self, cx: &mut Cx) -> Option<usize> {
        let o = self.obj();
        let n = (o.first..o.used).find(|i| !self.row(*i).key.is_undef());
        if let Some(n) = n { if n != o.first && cx.writable(self.0) { unsafe { self.obj_mut().first = n } } } // SAFETY: [O2] [D4]
        n
    }
    /// The last live row.
    pub fn last(self) -> Option<usize> { (0..self.obj().used).rev().find(|i| !self.row(*i).key.is_undef()) }
    /// Puts a row for a key known to be absent before all others.
    pub fn push_front(self, cx: &mut Cx, key: Value, hash: i64, v: Value) {
        if self.obj().live == 0 { return self.push(cx, key, hash, v); }
        if self.obj().first == 0 || self.index_worn() { let n = self.obj().live; self.rebuild(cx, n * 2 + 8, n / 2 + 4) }
        cx.write(self.0);
        cx.write(self.obj().rows);
        // SAFETY: [O2] [D4] the row before `first` is dead
        unsafe {
            let o = self.obj_mut();
            o.first -= 1;
            let n = o.first;
            *self.row_ptr(n) = Row { hash: tag(hash), key, value: v };
            o.live += 1;
            o.version.set(0);
            if let Some((slots, mask)) = self.index_slots() {
                let mut p = Probe::new(hash, mask);
                while *slots.add(p.i) < DELETED { p.step(); }
                self.fill_slot(slots, p.i, n);
            }
        }
    }
    /// Shallow copy as a plain dict.
    pub fn copy(self, cx: &mut Cx) -> Dict {
        let d = Dict::new(cx);
        let n = self.len();
        if n > 0 {
            d.rebuild(cx, if n <= 4 { 4 } else { n.max(8) }, 0);
            for i in 0..self.fill() { if let Some((k, v)) = self.entry(i) { let h = self.entry_hash(i); d.push(cx, k, h, v); } }
        }
        d
    }
}
impl Array {
    fn cap_rows(self) -> usize { unsafe { (*self.0.ptr::<crate::object::ArrayObj>()).cap / 3 } } // SAFETY: [O1]
    fn set_cap(self, n: usize) { unsafe { (*self.0.ptr::<crate::object::ArrayObj>()).cap = n } } // SAFETY: fresh
}
#[inline(always)]
fn tag(h: i64) -> Value { Value(((h as u64) << 1) | 1) }
/// Recovers the hash but for its top bit, exact for hashes of numbers (`mix` must not depend on that bit).
#[inline(always)]
fn unhash(v: Value) -> i64 { (v.0 as i64) >> 1 }
/// Probe order: low hash bits first, so that consecutive ints touch consecutive slots; then the other bits mix in.
#[derive(Clone, Copy)]
struct Probe { i: usize, perturb: u64, mask: usize }
impl Probe {
    #[inline(always)]
    fn new(h: i64, mask: usize) -> Probe { let p = h as u64 & (u64::MAX >> 1); Probe { i: p as usize & mask, perturb: p, mask } }
    #[inline(always)]
    fn step(&mut self) { self.perturb >>= 5; self.i = (self.i.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1)) & self.mask; }
}
