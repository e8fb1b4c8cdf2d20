//! The recorder: what the interpreter does, one instruction at a time, becomes a trace.
//!
//! It is shown each instruction before it is executed, so the registers in memory are what the instruction will see; the trace under
//! way says which of its values stands in which of them. Guards of an instruction come before anything that the instruction
//! does, and their exit stands before it: whoever leaves executes the instruction again. What is known only after the
//! instruction was executed (the direction of a branch) is guarded when the next one is shown; that exit stands behind it.
//!
//! Registers of inlined frames lie above the entered frame's, as in the interpreter: one numbering serves all frames.
//!
//! [RC1] `cx` is the context of the thread that records, and stands between two instructions of its top frame.
#![allow(unsafe_code)] // registers and instructions of live frames: [RC1]
use crate::helpers::{rows, H, NOT};
use crate::reasons::Reason;
use crate::traces;
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::cx::Cx;
use fora_vm::fiber::FrameKind;
use fora_vm::func::CodeV;
use fora_vm::layout;
use fora_vm::types::T;
use fora_vm::value::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// Instructions of a trace, and instructions of the program looked at, beyond which it is given up.
const LONGEST: usize = 6000;
const STEPS: u32 = 4000;
/// Frames inlined.
pub const DEEPEST: usize = 14;
/// Turns of a loop inside the recorded one that are unrolled.
const TURNS: u32 = 12;

/// What holds a register.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Slot { /// memory, not looked at yet
    Memory, /// UNDEF (inlined frames)
    Undef, /// a value; whether memory does not have it
    Is(Ref, bool) }
/// What is known of an instruction's value beside its type.
#[derive(Clone, Copy)]
pub struct Fact { pub i: Ref, pub f: Ref, pub b: Ref, pub r: Ref, pub boxed: Ref, pub shape: u32, pub konst: Option<Value>, pub quiet: bool }
pub const NO_SHAPE: u32 = u32::MAX;
impl Default for Fact { fn default() -> Fact { Fact { i: NIL, f: NIL, b: NIL, r: NIL, boxed: NIL, shape: NO_SHAPE, konst: None, quiet: false } } }

/// A frame that the trace is in.
#[derive(Clone)]
pub struct VFrame { pub code: CodeV, pub func: Value, pub base: u32, /// where it goes on when the frame above it returns
    pub pc: u32, pub ret: u16, pub kind: FrameKind, pub gen: Ref, pub nregs: u32, pub facts: Rc<CodeFacts> }
/// What exits want to know of a code object.
pub struct CodeFacts { live: Vec<Vec<u64>>, keep: Vec<u64> }
impl CodeFacts {
    pub fn of(code: CodeV) -> Rc<CodeFacts> {
        thread_local! { static KNOWN: std::cell::RefCell<HashMap<usize, Rc<CodeFacts>>> = Default::default(); }
        KNOWN.with(|k| k.borrow_mut().entry(code.info() as *const _ as usize).or_insert_with(|| {
            let ir = code.ir();
            let mut keep = vec![0u64; (ir.nregs as usize).div_ceil(64)];
            let mut mark = |r: usize| if let Some(w) = keep.get_mut(r / 64) { *w |= 1 << (r % 64) };
            for r in 0..ir.varnames.len() { mark(r) }
            for (_, r) in ir.cellvars.iter().chain(&ir.freevars) { mark(*r as usize) }
            Rc::new(CodeFacts { live: fora_ir::live_table(ir), keep })
        }).clone())
    }
    /// Must an exit before instruction `pc` name register `r`?
    pub fn wants(&self, pc: u32, r: u32) -> bool { let (w, b) = (r as usize / 64, r % 64); self.keep.get(w).is_some_and(|k| k >> b & 1 == 1) || self.live.get(pc as usize).is_none_or(|l| l.get(w).is_none_or(|l| l >> b & 1 == 1)) }
}
/// Where an exit stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum At { /// before the instruction
    Before(u32), /// in the instruction: a call may look at the frames
    Inside(u32), /// in the instruction, which raised
    Raised(u32) }
/// What the next instruction will tell.
#[derive(Clone, Copy, Debug)]
pub enum Pending { None, /// goes to the first if true, else to the second
    Branch(Ref, u32, u32), /// an item, or UNDEF and to the second; the register that gets it
    Item(Ref, u32, u32, u16), /// the same where forks are looked at; the iterator's register
    Shared(Ref, u32, u16, u16) }
/// How a trace begins.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Start { /// at the head of a loop
    Loop { at: *const Insn, head: *const Insn }, /// at an exit
    Exit { trace: u32, exit: u32 } }
/// How recording goes on.
pub enum Flow { On, /// as `On`, but the instruction is executed on its own, with all that it calls
    Apart, Done, Abort(Reason) }
pub type Res<T = ()> = Result<T, Reason>;

pub struct Recorder {
    pub t: Trace,
    pub facts: Vec<Fact>,
    pub slots: Vec<Slot>,
    pub frames: Vec<VFrame>,
    /// index of the entered frame
    pub entry: usize,
    pub start: Start,
    pub roots: u64,
    pub pc: u32,
    exit_cache: Option<(At, u32)>,
    pub pending: Pending,
    /// a call may have given a live frame an object
    observed: bool,
    done: bool,
    /// the instruction may call what the trace does not go into
    pub outside: bool,
    /// it may resume a generator
    pub resumed: bool,
    steps: u32,
    turns: HashMap<usize, u32>,
    /// versions of dicts and classes that were guarded
    pub versions: Vec<u64>,
    /// most registers and frames above the entered frame
    pub extent: (u32, u32),
    /// of generators under way, by their frames' bases: what their registers were when they were resumed
    pub loaded: Vec<(u32, Vec<Ref>)>,
    /// forks are looked at: the trace does its part of the bookkeeping
    pub forks: bool,
    consts: HashMap<(u8, u64), Ref>,
}

impl Recorder {
    fn new(cx: &Cx, start: Start, entry: usize) -> Recorder {
        let f = *cx.fiber.frame(entry);
        let code = CodeV(f.code);
        let n = code.ir().nregs as u32;
        let mut r = Recorder { t: Trace { helpers: rows(), ..Default::default() }, facts: vec![], slots: vec![Slot::Memory; n as usize], frames: vec![], entry, start, roots: traces::new_roots(), pc: 0, exit_cache: None, pending: Pending::None, observed: false, done: false, outside: false, resumed: false, steps: 0, turns: HashMap::new(), versions: vec![], extent: (n, 1), loaded: vec![], forks: cx.par.on, consts: HashMap::new() };
        r.root(code.0);
        r.root(f.func);
        r.frames.push(VFrame { code, func: f.func, base: 0, pc: 0, ret: f.ret, kind: f.kind, gen: NIL, nregs: n, facts: CodeFacts::of(code) });
        r
    }
    /// At the head of a loop, where the top frame stands.
    pub fn at_loop(cx: &Cx, at: *const Insn) -> Recorder { Recorder::new(cx, Start::Loop { at, head: cx.fiber.last().pc }, cx.fiber.len - 1) }
    /// Where exit `exit` of `trace` left, with the frames that it rebuilt.
    pub fn at_exit(cx: &Cx, trace: u32, exit: u32, t: &Trace) -> Option<Recorder> {
        let e = &t.exits[exit as usize];
        let entry = cx.fiber.len.checked_sub(e.frames.len())?;
        let mut r = Recorder::new(cx, Start::Exit { trace, exit }, entry);
        // every value of the exit, objects that were not made put together again
        let values = t.values_of(e);
        let mut have: Vec<Ref> = vec![];
        for (k, v) in values.iter().enumerate() {
            let i = t.at(*v);
            if i.ty == Ty::None || i.op == Op::Raw { return None; }
            r.t.inherited.push(i.ty);
            have.push(if i.op == Op::Sunk { NIL } else { r.emit(Ins::new(Op::Inherit).imm(k as i64).ty(i.ty)) });
        }
        for k in 0..values.len() { r.unsink(t, e, &values, &mut have, k) }
        let mut have = have.into_iter();
        for (reg, _) in &e.regs { if let Some(v) = have.next() { r.place(*reg, v) } }
        for (n, f) in e.frames.iter().enumerate() {
            let gen = if f.gen == NIL { NIL } else { have.next()? };
            if n == 0 { continue; }
            let code = CodeV(Value(f.code));
            let kind = cx.fiber.frame(entry + n).kind;
            r.root(Value(f.code));
            r.root(Value(f.func));
            if let Some(below) = r.frames.last_mut() { below.pc = e.frames[n - 1].pc }
            r.room(f.base + f.size as u32);
            r.frames.push(VFrame { code, func: Value(f.func), base: f.base, pc: 0, ret: f.ret, kind, gen, nregs: f.size as u32, facts: CodeFacts::of(code) });
            for reg in f.base..f.base + f.size as u32 { if r.slots[reg as usize] == Slot::Memory { r.slots[reg as usize] = Slot::Undef } }
        }
        // registers of callers above a callee's first are the callee's
        Some(r)
    }
    fn place(&mut self, flat: u32, v: Ref) { self.room(flat + 1); self.slots[flat as usize] = Slot::Is(v, true) }
    pub fn room(&mut self, n: u32) { if self.slots.len() < n as usize { self.slots.resize(n as usize, Slot::Memory) } self.extent.0 = self.extent.0.max(n) }

    // ---- instructions ---------------------------------------------------------------------------------------------------
    /// Makes the object that value `k` of the exit stands for, if it is one that was not made.
    fn unsink(&mut self, t: &Trace, e: &Exit, values: &[Ref], have: &mut [Ref], k: usize) {
        if have[k] != NIL { return; }
        if let Some(j) = values[..k].iter().position(|v| *v == values[k]) { self.unsink(t, e, values, have, j); have[k] = have[j]; return; }
        let i = t.at(values[k]);
        self.t.exits.push(Exit { frames: e.frames.iter().map(|f| FrameState { gen: NIL, ..f.clone() }).collect(), ..Default::default() });
        let at = self.t.exits.len() as u32 - 1;
        let o = self.emit(Ins::new(Op::Alloc).imm(i.imm).exit(at));
        self.facts[o.0 as usize].shape = alloc_parts(i.imm).0;
        have[k] = o;
        for (n, w) in t.args_of(i).iter().enumerate() {
            let Some(p) = values.iter().position(|v| v == w) else { continue };
            self.unsink(t, e, values, have, p);
            let v = self.boxed(have[p]);
            self.emit(Ins::new(Op::StoreV).ab(o, v).imm(PAYLOAD + 8 * n as i64).class(i.alias));
        }
    }
    pub fn emit(&mut self, i: Ins) -> Ref { self.facts.push(Fact::default()); self.t.push(i) }
    pub fn ty(&self, r: Ref) -> Ty { self.t.at(r).ty }
    fn constant(&mut self, op: Op, w: u64) -> Ref {
        if let Some(r) = self.consts.get(&(op as u8, w)) { return *r; }
        let r = self.emit(Ins::new(op).imm(w as i64));
        self.consts.insert((op as u8, w), r);
        r
    }
    pub fn int_const(&mut self, i: i64) -> Ref { self.constant(Op::ConstI, i as u64) }
    pub fn float_const(&mut self, f: f64) -> Ref { self.constant(Op::ConstF, f.to_bits()) }
    pub fn bool_const(&mut self, b: bool) -> Ref { self.constant(Op::ConstB, b as u64) }
    /// A constant of any kind, in its cheapest form.
    pub fn konst(&mut self, v: Value) -> Ref {
        if v.is_ref() { self.root(v) }
        let r = self.constant(Op::ConstV, v.0);
        let f = &mut self.facts[r.0 as usize];
        f.konst = Some(v);
        if v.is_ref() && v.exact().is_some() { f.shape = v.shape() }
        r
    }
    /// The object `v`, or a fixed address.
    pub fn object(&mut self, v: Value) -> Ref { self.root(v); self.constant(Op::ConstR, v.0) }
    pub fn root(&mut self, v: Value) { if v.is_ref() && !self.t.roots.contains(&v.0) { self.t.roots.push(v.0); traces::root(self.roots, v.0) } }
    pub fn load(&mut self, op: Op, a: Ref, off: i64, alias: Alias) -> Ref { self.emit(Ins::new(op).a(a).imm(off).class(alias)) }
    pub fn bin(&mut self, op: Op, a: Ref, b: Ref) -> Ref { self.emit(Ins::new(op).ab(a, b)) }
    pub fn un(&mut self, op: Op, a: Ref) -> Ref { self.emit(Ins::new(op).a(a)) }

    // ---- registers --------------------------------------------------------------------------------------------------------
    pub fn top(&self) -> &VFrame { &self.frames[self.frames.len() - 1] }
    pub fn flat(&self, r: u16) -> u32 { self.top().base + r as u32 }
    pub fn get(&mut self, r: u16) -> Ref { let n = self.flat(r); self.get_flat(n) }
    pub fn get_flat(&mut self, n: u32) -> Ref {
        match self.slots[n as usize] {
            Slot::Is(v, _) => v,
            Slot::Undef => self.konst(Value::UNDEF),
            Slot::Memory => { let v = self.emit(Ins::new(Op::Reg).imm(n as i64)); self.slots[n as usize] = Slot::Is(v, false); v }
        }
    }
    pub fn set(&mut self, r: u16, v: Ref) { let n = self.flat(r); self.set_flat(n, v) }
    pub fn set_flat(&mut self, n: u32, v: Ref) { self.room(n + 1); self.slots[n as usize] = Slot::Is(v, true); self.exit_cache = None }
    /// Registers from `flat` on hold nothing that anyone reads.
    pub fn forget_from(&mut self, flat: u32) { let inlined = self.frames.len() > 1; for s in self.slots.iter_mut().skip(flat as usize) { *s = if inlined { Slot::Undef } else { Slot::Memory } } self.exit_cache = None }
    /// What register `r` of the top frame holds now.
    pub fn seen(&self, cx: &Cx, r: u16) -> Value { unsafe { *cx.fiber.last().base.add(r as usize) } } // SAFETY: [RC1] a register of the frame

    // ---- exits ------------------------------------------------------------------------------------------------------------
    pub fn exit(&mut self, at: At) -> u32 {
        if let Some((a, n)) = self.exit_cache { if a == at { return n; } }
        let mut e = Exit { raised: matches!(at, At::Raised(_)), ..Default::default() };
        let last = self.frames.len() - 1;
        for (n, f) in self.frames.iter().enumerate() {
            let (pc, live) = if n < last { (f.pc, f.pc - 1) } else { match at { At::Before(p) => (p, p), At::Inside(p) | At::Raised(p) => (p + 1, p) } };
            let end = if n < last { self.frames[n + 1].base.min(f.base + f.nregs) } else { f.base + f.nregs };
            for reg in f.base..end {
                if let Slot::Is(v, dirty) = self.slots[reg as usize] { if (dirty || n > 0) && (self.forks || f.facts.wants(live, reg - f.base)) { e.regs.push((reg, v)) } }
            }
            e.frames.push(FrameState { code: f.code.0.0, func: f.func.0, pc, base: f.base, ret: f.ret, kind: f.kind as u16, gen: f.gen, size: f.nregs as u16 });
        }
        self.t.exits.push(e);
        let n = self.t.exits.len() as u32 - 1;
        self.exit_cache = Some((at, n));
        n
    }
    /// The exit of guards: before the instruction.
    pub fn here(&mut self) -> u32 { let pc = self.pc; self.exit(At::Before(pc)) }
    /// The state has changed within the instruction.
    pub fn fresh_exit(&mut self) { self.exit_cache = None }
    pub fn guard(&mut self, i: Ins) -> Ref { let e = self.here(); self.emit(i.exit(e)) }
    pub fn guard_true(&mut self, b: Ref) { self.guard(Ins::new(Op::GuardTrue).a(b)); }
    pub fn guard_false(&mut self, b: Ref) { self.guard(Ins::new(Op::GuardFalse).a(b)); }

    // ---- values as what they are ------------------------------------------------------------------------------------------
    pub fn fact(&self, r: Ref) -> Fact { self.facts[r.0 as usize] }
    /// `v` as a word.
    pub fn boxed(&mut self, v: Ref) -> Ref {
        let i = *self.t.at(v);
        let known = self.fact(v).boxed;
        if known != NIL { return known; }
        let b = match i.ty {
            Ty::V => return v,
            Ty::I if i.op == Op::ConstI && Value::fits_small(i.imm) => self.konst(Value::small(i.imm)),
            Ty::I => { let b = self.un(Op::BoxI, v); self.facts[b.0 as usize].i = v; b }
            Ty::F => { let b = self.un(Op::BoxF, v); self.facts[b.0 as usize].f = v; b }
            Ty::B => { let b = self.un(Op::BoxB, v); self.facts[b.0 as usize].b = v; b }
            Ty::R | Ty::None => { let b = self.un(Op::AsV, v); let shape = self.fact(v).shape; let f = &mut self.facts[b.0 as usize]; f.r = v; f.shape = shape; b }
        };
        self.facts[v.0 as usize].boxed = b;
        b
    }
    /// `v` as an int, where it is one. `seen` is its value now.
    pub fn int(&mut self, v: Ref, seen: Value) -> Option<Ref> {
        match self.ty(v) {
            Ty::I => return Some(v),
            Ty::V => {}
            _ => return None,
        }
        let f = self.fact(v);
        if f.i != NIL { return Some(f.i); }
        if let Some(k) = f.konst { return k.as_small().map(|i| self.int_const(i)); }
        if !seen.is_small() { return None; }
        let i = self.guard(Ins::new(Op::UnboxI).a(v));
        self.facts[v.0 as usize].i = i;
        self.facts[i.0 as usize].boxed = v;
        Some(i)
    }
    pub fn is_float(seen: Value) -> bool { seen.is_inline_float() || seen.is_exact(T::Float) }
    pub fn float(&mut self, v: Ref, seen: Value) -> Option<Ref> {
        match self.ty(v) {
            Ty::F => return Some(v),
            Ty::V => {}
            _ => return None,
        }
        let f = self.fact(v);
        if f.f != NIL { return Some(f.f); }
        if let Some(k) = f.konst { return Recorder::is_float(k).then(|| self.float_const(fora_vm::float::get(k))); }
        if !Recorder::is_float(seen) { return None; }
        let i = self.guard(Ins::new(Op::UnboxF).a(v));
        self.facts[v.0 as usize].f = i;
        self.facts[i.0 as usize].boxed = v;
        Some(i)
    }
    pub fn bool(&mut self, v: Ref, seen: Value) -> Option<Ref> {
        match self.ty(v) {
            Ty::B => return Some(v),
            Ty::V => {}
            _ => return None,
        }
        let f = self.fact(v);
        if f.b != NIL { return Some(f.b); }
        if let Some(k) = f.konst { return k.is_bool().then(|| self.bool_const(k.is_true())); }
        if !seen.is_bool() { return None; }
        let i = self.guard(Ins::new(Op::UnboxB).a(v));
        self.facts[v.0 as usize].b = i;
        self.facts[i.0 as usize].boxed = v;
        Some(i)
    }
    /// `v` as an object of the shape that it has now; None if it is no reference.
    pub fn shaped(&mut self, v: Ref, seen: Value) -> Option<Ref> {
        let f = self.fact(v);
        if self.ty(v) == Ty::R { return (f.shape != NO_SHAPE && seen.is_ref() && f.shape == seen.shape()).then_some(v); }
        if self.ty(v) != Ty::V || !seen.is_ref() { return None; }
        let s = seen.shape();
        if f.shape == s && f.r != NIL { return Some(f.r); }
        if f.shape != NO_SHAPE && f.shape != s { return None; }
        let r = if let (Some(k), true) = (f.konst, (s as usize) < T::COUNT) { self.object(k) } else { self.guard(Ins::new(Op::GuardShape).a(v).imm(s as i64)) };
        self.facts[v.0 as usize].r = r;
        self.facts[v.0 as usize].shape = s;
        self.facts[r.0 as usize].shape = s;
        self.facts[r.0 as usize].boxed = v;
        Some(r)
    }
    /// As `shaped`, where it is an exact instance of `t`.
    pub fn exact(&mut self, v: Ref, seen: Value, t: T) -> Option<Ref> { if seen.is_exact(t) { self.shaped(v, seen) } else { None } }
    /// `v` is the word that it is now.
    pub fn same(&mut self, v: Ref, seen: Value) -> Ref {
        if self.fact(v).konst == Some(seen) { return v; }
        let b = self.boxed(v);
        if self.fact(b).konst == Some(seen) { return b; }
        self.root(seen);
        self.guard(Ins::new(Op::GuardSame).a(b).imm(seen.0 as i64));
        self.konst(seen)
    }
    /// The version word of a dict or class is what it is now. `word`: its offset.
    pub fn version(&mut self, o: Value, off: i64, version: u64) {
        if self.versions.contains(&o.0) { return; }
        let r = self.object(o);
        let v = self.load(Op::LoadI, r, off, Alias::Version);
        let k = self.int_const(version as i64);
        let same = self.bin(Op::Eq, v, k);
        self.guard_true(same);
        self.versions.push(o.0);
    }
    pub fn class_version(&mut self, class: Value) { let v = fora_vm::class::Class(class).version(); self.version(class, layout::CLASS_VERSION, v) }
    pub fn dict_version(&mut self, d: Value) { let v = fora_vm::dict::Dict(d).version(); self.version(d, layout::DICT_VERSION, v) }

    // ---- calls ------------------------------------------------------------------------------------------------------------
    fn call_ins(&mut self, h: H, args: &[Ref], exit: u32) -> Ref {
        let row = &rows()[h as usize];
        let args: Vec<Ref> = args.iter().zip(row.args).map(|(a, t)| if *t == Ty::V { self.boxed(*a) } else { *a }).collect();
        let op = match row.result { Ty::I => Op::CallI, Ty::F => Op::CallF, Ty::B => Op::CallB, Ty::V => Op::CallV, Ty::R => Op::CallR, Ty::None => Op::CallN };
        let start = self.t.args.len() as u32;
        self.t.args.extend_from_slice(&args);
        let mut i = Ins::new(op).imm(h as i64).exit(exit);
        i.args = (start, args.len() as u16);
        self.emit(i)
    }
    /// A helper that runs no Python code. Where it says that it would have to, the trace is left before the instruction.
    pub fn quiet(&mut self, h: H, args: &[Ref]) -> Ref {
        let row = &rows()[h as usize];
        // values first: boxing is no part of the call
        let args: Vec<Ref> = args.iter().zip(row.args).map(|(a, t)| if *t == Ty::V { self.boxed(*a) } else { *a }).collect();
        let pc = self.pc;
        let e = self.exit(At::Raised(pc));
        let r = self.call_ins(h, &args, e);
        if let Effect::Write(m) = row.effect { if m & Alias::Version.bit() != 0 { self.versions.clear() } }
        if row.name.starts_with("q_") || row.name.starts_with("w_") || h == H::MapAdd {
            match row.result {
                Ty::V => { self.guard(Ins::new(Op::GuardNot).a(r).imm(NOT as i64)); }
                Ty::I => { let two = self.int_const(2); let b = self.bin(Op::Eq, r, two); self.guard_false(b) }
                _ => {}
            }
        }
        r
    }
    /// A helper that may do anything.
    pub fn loud(&mut self, h: H, args: &[Ref]) -> Ref {
        self.outside = true;
        let row = &rows()[h as usize];
        let args: Vec<Ref> = args.iter().zip(row.args).map(|(a, t)| if *t == Ty::V { self.boxed(*a) } else { *a }).collect();
        let pc = self.pc;
        let inside = self.exit(At::Inside(pc));
        self.emit(Ins::new(Op::Sync).exit(inside));
        let e = self.exit(At::Raised(pc));
        let r = self.call_ins(h, &args, e);
        self.clobbered();
        r
    }
    /// Anything may have happened to the heap.
    pub fn clobbered(&mut self) {
        self.versions.clear();
        self.forget_shapes();
        self.observed = true;
    }
    /// Instances may have other shapes now.
    pub fn forget_shapes(&mut self) { for f in self.facts.iter_mut() { if f.shape != NO_SHAPE && f.shape as usize >= T::COUNT { f.shape = NO_SHAPE; f.r = NIL } } }
    /// The instruction is left to the interpreter's own code; its results are read back.
    pub fn single(&mut self, cx: &Cx, i: Insn) -> Res {
        let mut out = vec![];
        i.for_each_register(|r, a| if a.is_write() { out.push(r) });
        let _ = cx;
        let first = match out.first() { Some(r) => *r as i64, None => -1 };
        let k = self.int_const(first);
        let v = self.loud(H::Single, &[k]);
        let mut values = vec![];
        for (n, r) in out.iter().enumerate() { values.push(if n == 0 { v } else { let k = self.int_const(*r as i64); let e = self.exit(At::Inside(self.pc)); self.call_ins(H::RegOf, &[k], e) }) }
        if let Some(c) = i.clobbers_from() { let n = self.flat(c); self.forget_from(n) }
        for (r, v) in out.into_iter().zip(values) { self.set(r, v) }
        Ok(())
    }

    // ---- the way of execution -----------------------------------------------------------------------------------------------
    /// The instruction at the top frame's pc comes next.
    pub fn step(&mut self, cx: &mut Cx) -> Flow {
        match self.step_in(cx) { Ok(()) if self.done => Flow::Done, Ok(()) if self.outside => Flow::Apart, Ok(()) => Flow::On, Err(r) => Flow::Abort(r) }
    }
    fn step_in(&mut self, cx: &mut Cx) -> Res {
        let f = *cx.fiber.last();
        // a generator that a loop resumes: its body is no part of the trace
        if self.resumed && cx.fiber.len > self.entry + self.frames.len() { self.steps += 1; return if self.steps > STEPS { Err(Reason::TooLong) } else { Ok(()) }; }
        if cx.fiber.len != self.entry + self.frames.len() { return Err(Reason::Unexpected); }
        self.outside = false;
        self.resumed = false;
        let top = self.top();
        if f.code != top.code.0 { return Err(Reason::Unexpected); }
        let base = cx.fiber.frame(self.entry).base;
        if f.base as usize != base as usize + top.base as usize * 8 { return Err(Reason::Unexpected); }
        let insns = top.code.raw().insns;
        let pc = ((f.pc as usize - insns as usize) / 8) as u32;
        self.pc = pc;
        self.exit_cache = None;
        self.settle(cx, pc)?;
        if self.observed {
            self.observed = false;
            let r = self.emit(Ins::new(Op::CxI).imm(layout::CX_OBSERVED).class(Alias::Context));
            let zero = self.int_const(0);
            let same = self.bin(Op::Eq, r, zero);
            self.guard_true(same);
        }
        self.steps += 1;
        if self.steps > STEPS || self.extent.0 > 3000 || self.t.ops.len() > LONGEST { return Err(Reason::TooLong); }
        // the head of a loop that has code
        if self.steps > 1 {
            if let Start::Loop { head, .. } = self.start { if head == f.pc && self.frames.len() == 1 { return self.finish(Op::Back, 0); } }
            if let Some(t) = traces::at_head(f.pc) { return if self.frames.len() == 1 { self.finish(Op::Link, t as i64) } else { self.finish(Op::Leave, 0) }; }
        }
        let i = unsafe { *f.pc }; // SAFETY: [RC1]
        self.op(cx, i)
    }
    /// Guards what the last instruction left open.
    fn settle(&mut self, _: &Cx, pc: u32) -> Res {
        match std::mem::replace(&mut self.pending, Pending::None) {
            Pending::None => {}
            Pending::Branch(b, yes, no) => {
                if yes == no { return Ok(()); }
                let (op, other) = if pc == yes { (Op::GuardTrue, no) } else if pc == no { (Op::GuardFalse, yes) } else { return Err(Reason::Unexpected) };
                let e = self.exit(At::Before(other));
                self.emit(Ins::new(op).a(b).exit(e));
            }
            // past the end the instruction is executed again, for what the loop's record wants: a native iterator that has run out stays so
            Pending::Shared(v, yes, reg, it) => {
                if pc != yes { return Err(Reason::Forks); }
                let e = self.exit(At::Before(yes - 1));
                self.emit(Ins::new(Op::GuardNot).a(v).imm(0).exit(e));
                self.set(reg, v);
                let n = self.flat(it);
                let k = self.int_const(n as i64);
                self.quiet(H::Iterate, &[k]);
            }
            Pending::Item(v, yes, no, reg) => {
                if pc == yes {
                    let e = self.exit(At::Before(no));
                    self.emit(Ins::new(Op::GuardNot).a(v).imm(0).exit(e));
                    self.set(reg, v);
                } else if pc == no {
                    let old = self.slots[self.flat(reg) as usize];
                    self.set(reg, v);
                    let e = self.exit(At::Before(yes));
                    self.emit(Ins::new(Op::GuardSame).a(v).imm(0).exit(e));
                    let n = self.flat(reg);
                    self.slots[n as usize] = old;
                    self.exit_cache = None;
                } else { return Err(Reason::Unexpected) }
            }
        }
        self.exit_cache = None;
        Ok(())
    }
    /// A loop's way back was gone inside the trace.
    pub fn turn(&mut self, at: *const Insn) -> Res {
        if let Start::Loop { at: own, .. } = self.start { if own == at && self.frames.len() == 1 { return Ok(()); } }
        let n = self.turns.entry(at as usize).or_insert(0);
        *n += 1;
        if *n > TURNS { return Err(Reason::InnerLoop); }
        Ok(())
    }
    pub fn finish(&mut self, op: Op, imm: i64) -> Res {
        let e = self.here();
        self.emit(Ins::new(op).imm(imm).exit(e));
        self.done = true;
        Ok(())
    }
    /// Something that no trace goes through: a side trace ends before it, a loop's is given up.
    pub fn stop(&mut self, why: Reason) -> Res {
        if matches!(self.start, Start::Exit { .. }) && self.steps > 16 { return self.finish(Op::Leave, 0); }
        Err(why)
    }
}
