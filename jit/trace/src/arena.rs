//! A small world for traces that are only tried: registers, a context, and objects in a block of memory that can be put back as it was.
//! Evaluator, optimiser and back ends are compared on it.
//!
//! Objects, all with the 16-byte header (shape, granules, birth word):
//!
//! ```text
//! 2 BIG    i64                  big int whose value has 64 bits
//! 3 FLOAT  f64                  boxed float
//! 10 LIST  len:ListLen (raw)  items:ListItems -> STORAGE        11 STORAGE  values:ListData
//! 12 TUPLE values:Constant     20.. INSTANCE values:Attr        30 ITER  next:Iter (raw)  stop:Iter (raw)
//! ```
//!
//! - [A1] `memory` and `context` are boxes of fixed size; every word in them that has the form of a reference into `memory` is an object made by `alloc`.
//! - [A2] The context's words `NEXT`, `END` bound the free part of `memory`; objects below lie without gaps, sizes in their headers.
#![allow(unsafe_code)] // raw objects in our own block: [A1], [A2]
use crate::eval::{run, words, Outcome, Stop, Val};
use crate::ir::*;
use crate::runtime::Runtime;
use crate::tag;

pub const BIG: u32 = 2;
pub const FLOAT: u32 = 3;
pub const LIST: u32 = 10;
pub const STORAGE: u32 = 11;
pub const TUPLE: u32 = 12;
pub const INSTANCE: u32 = 20;
pub const ITER: u32 = 30;

/// Offsets in the context.
pub const POLL: i32 = 0;
pub const PENDING: i32 = 8;
pub const FLOOR: i32 = 16;
const NEXT: usize = 3;
const END: usize = 4;
const START: usize = 5;
const CLOCK: i32 = 56;
/// For compilers: the words of `Runtime::bump`, which the evaluator does not use.
pub const BUMP: (i32, i32) = (NEXT as i32 * 8, END as i32 * 8);
const MADE: usize = 6;
/// A word of the context for CxI and SetCxI.
pub const FREE_WORD: i32 = 64;
const FRESH: u64 = 1 << 63;
/// Birth word of an object that the write rule does not let this worker write.
pub const LOCKED: u64 = 1;
const OLD: u64 = 1 << 15;
const MEMORY: usize = 1 << 16;

/// Registers, context and objects.
pub struct Arena {
    pub registers: Box<[u64]>,
    pub context: Box<[u64]>,
    memory: Box<[u128]>,
}
/// Everything in an arena, to be put back.
#[derive(Clone)]
pub struct State { registers: Box<[u64]>, context: Box<[u64]>, memory: Vec<u128> }

impl Arena {
    /// `registers` of them, all UNDEF; no objects.
    pub fn new(registers: usize) -> Arena {
        let mut a = Arena { registers: vec![0; registers].into(), context: vec![0; 16].into(), memory: vec![0u128; MEMORY].into() };
        a.context[FLOOR as usize / 8] = FRESH;
        a.context[NEXT] = a.memory.as_ptr() as u64;
        a.context[START] = a.context[NEXT];
        a.context[END] = a.context[NEXT] + (MEMORY * 16) as u64;
        a
    }
    pub const RUNTIME: Runtime = Runtime { poll: POLL, pending: PENDING, floor: FLOOR, bump: (0, 0), clock: CLOCK, fresh: FRESH, word0: |shape, bytes, _| shape as u64 | (bytes as u64).div_ceil(16) << 32, float_shape: FLOAT, big, float, alloc, frames: Arena::frames, barrier, wide_shape: BIG, check: true };
    unsafe extern "C" fn frames(_: *mut u8, _: *mut u64, _: *const crate::ir::Exit, _: *const u64) {}
    pub fn cx(&mut self) -> *mut u8 { self.context.as_mut_ptr() as *mut u8 }
    /// Makes an object of words.
    pub fn object(&mut self, shape: u32, payload: &[u64]) -> u64 {
        let o = alloc(self.cx(), alloc_imm(shape, 16 + 8 * payload.len() as u32, 1) as u64);
        // SAFETY: [A1]: just made, as long as the payload
        unsafe { std::ptr::copy_nonoverlapping(payload.as_ptr(), (o + 16) as *mut u64, payload.len()) }
        o
    }
    pub fn list(&mut self, items: &[u64]) -> u64 { let s = self.object(STORAGE, items); self.object(LIST, &[items.len() as u64, s]) }
    /// From here on the objects there are old: a write to them asks first, and to those in `locked` it is refused.
    pub fn grow_old(&mut self, locked: &[u64]) {
        // SAFETY: [A2]
        unsafe { for o in objects(self.cx()) { *((o + 8) as *mut u64) = if locked.contains(&o) { LOCKED } else { OLD } } }
        self.context[START] = self.context[NEXT];
        self.context[MADE] = 0;
    }
    pub fn save(&self) -> State {
        let used = (self.context[NEXT] - self.memory.as_ptr() as u64) as usize / 16;
        State { registers: self.registers.clone(), context: self.context.clone(), memory: self.memory[..used].to_vec() }
    }
    /// As it was; memory free then is zero again.
    pub fn restore(&mut self, s: &State) {
        let used = (self.context[NEXT] - self.memory.as_ptr() as u64) as usize / 16;
        self.registers.copy_from_slice(&s.registers);
        self.context.copy_from_slice(&s.context);
        self.memory[..s.memory.len()].copy_from_slice(&s.memory);
        self.memory[s.memory.len()..used.max(s.memory.len())].fill(0);
    }
    /// Evaluates a trace here.
    ///
    /// # Safety
    /// [E1], [E2]: verified, and it only touches what is in this arena.
    pub unsafe fn run(&mut self, t: &Trace, inherited: &[Val], loops: usize) -> Result<Outcome, Stop> {
        let base = self.registers.as_mut_ptr();
        run(t, &Self::RUNTIME, self.cx(), base, inherited, loops) // SAFETY: the caller's, and this arena's context and registers
    }
    /// The words of an outcome's values, boxed.
    ///
    /// # Safety
    /// The outcome is one of `t` here.
    pub unsafe fn words(&mut self, t: &Trace, o: &Outcome) -> Vec<u64> { let cx = self.cx(); words(t, &Self::RUNTIME, cx, &t.exits[o.exit as usize], &o.values) } // SAFETY: the caller's
    /// Puts the registers as the interpreter would find them after this outcome: frames other than the first begin as UNDEF.
    ///
    /// # Safety
    /// As for `words`.
    pub unsafe fn leave(&mut self, t: &Trace, o: &Outcome) {
        let w = self.words(t, o); // SAFETY: the caller's
        let e = &t.exits[o.exit as usize];
        for f in &e.frames[1..] { self.registers[f.base as usize..f.base as usize + f.size as usize].fill(tag::UNDEF) }
        for ((r, _), w) in e.regs.iter().zip(w) { self.registers[*r as usize] = w }
    }
    /// All that a program could see, in a form that does not depend on where fresh objects lie: registers, `extra`, old objects, then the
    /// fresh objects that these reach, each named by its order of appearance.
    pub fn picture(&mut self, extra: &[u64]) -> Vec<u64> {
        let (start, next, low) = (self.context[START], self.context[NEXT], self.memory.as_ptr() as u64);
        let mut found: Vec<u64> = vec![];
        let mut out: Vec<u64> = vec![];
        let name = |w: u64, found: &mut Vec<u64>| -> u64 {
            if w % 16 != 0 || w < low || w >= next { return w }
            // SAFETY: [A1]. Numbers have no identity worth looking at
            unsafe { if matches!(*(w as *const u32), BIG | FLOAT) { return *((w + 16) as *const u64) ^ *(w as *const u64) << 40 } }
            if w < start { return w }
            let k = found.iter().position(|x| *x == w).unwrap_or_else(|| { found.push(w); found.len() - 1 });
            0xf0_0000_0000 + k as u64
        };
        for w in self.registers.iter().chain(extra).chain(&self.context[FREE_WORD as usize / 8..]).chain(&self.context[1..2]) { out.push(name(*w, &mut found)) }
        // SAFETY: [A2]
        unsafe {
            let mut o = low;
            while o < start { o = body(o, |w| out.push(name(w, &mut found))); }
            let mut k = 0;
            while k < found.len() { body(found[k], |w| out.push(name(w, &mut found))); k += 1; }
        }
        out
    }
}
/// Shape and payload of the object at `o`, in words; gives where the next begins.
unsafe fn body(o: u64, mut f: impl FnMut(u64)) -> u64 {
    let head = *(o as *const u64); // SAFETY: [A2]
    f(head);
    let end = o + (head >> 32) * 16;
    let mut p = o + 16;
    while p < end { f(*(p as *const u64)); p += 8 } // SAFETY: [A2]
    end
}
/// Every fresh object's address (all, before `grow_old`).
unsafe fn objects(cx: *mut u8) -> Vec<u64> {
    let c = cx as *const u64;
    let (mut o, end, mut out) = (*c.add(START), *c.add(NEXT), vec![]); // SAFETY: [A1]
    while o < end { out.push(o); o += (*(o as *const u64) >> 32) * 16 } // SAFETY: [A2]
    out
}
/// What a collection does to birth words.
pub extern "C" fn collect(cx: *mut u8) { unsafe { for o in objects(cx) { *((o + 8) as *mut u64) &= !FRESH } } } // SAFETY: [A2]

extern "C" fn alloc(cx: *mut u8, imm: u64) -> u64 {
    let (shape, bytes, _) = alloc_parts(imm as i64);
    let granules = (bytes as u64).div_ceil(16);
    let c = cx as *mut u64;
    // SAFETY: [A1], [A2]
    unsafe {
        *c.add(MADE) += 1;
        if *c.add(MADE) % 3 == 0 { collect(cx) } // any allocation may
        let o = *c.add(NEXT);
        assert!(o + granules * 16 <= *c.add(END), "arena full");
        *c.add(NEXT) = o + granules * 16;
        *(o as *mut u64) = shape as u64 | granules << 32;
        *((o + 8) as *mut u64) = FRESH | OLD;
        o
    }
}
extern "C" fn big(cx: *mut u8, i: i64) -> u64 { boxed(cx, BIG, i as u64) }
extern "C" fn float(cx: *mut u8, f: f64) -> u64 { boxed(cx, FLOAT, f.to_bits()) }
fn boxed(cx: *mut u8, shape: u32, w: u64) -> u64 { let o = alloc(cx, alloc_imm(shape, 24, 0) as u64); unsafe { *((o + 16) as *mut u64) = w } o } // SAFETY: [A1]
extern "C" fn barrier(_: *mut u8, o: u64) -> u64 {
    // SAFETY: an object of the arena [A1]
    unsafe { let birth = (o + 8) as *mut u64; if *birth == LOCKED { 0 } else { *birth |= FRESH; 1 } }
}
