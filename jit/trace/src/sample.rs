//! Random valid traces with a world to run them in, as a recorder would make them: while the world goes through one pass, each guard
//! takes the side that it finds. For comparing optimiser and back ends with the evaluator; a seed is a bug report.
//!
//! A trace is a sequence of steps like the interpreter's: a step's guards come before its effects and share the exit that stands at
//! its beginning. Register 0 counts up to register 1, so loops end.
#![allow(unsafe_code)] // runs what it makes on its own arena ([A1], [E1], [E2]): every address comes from a reference shown by a guard to be of its shape
use crate::arena::*;
use crate::eval::{single, Val};
use crate::ir::*;
use crate::{runtime::Runtime, tag};
use std::sync::LazyLock;

/// SplitMix64.
pub struct Rng(pub u64);
impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize { (self.next() % n as u64) as usize }
    pub fn one_in(&mut self, n: usize) -> bool { self.below(n) == 0 }
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T { of[self.below(of.len())] }
}

/// The helpers that sampled traces call.
pub fn helpers() -> &'static [Helper] { &HELPERS }
static HELPERS: LazyLock<Vec<Helper>> = LazyLock::new(|| {
    use Ty::*;
    let lists = Alias::ListLen.bit() | Alias::ListItems.bit() | Alias::ListData.bit();
    let row = |name, address: *const (), context, args, result, effect, raises| Helper { name, address: address as usize, context, args, result, effect, raises };
    vec![
        row("mix", mix as *const (), false, &[I, I], I, Effect::Pure, false),
        row("mean", mean as *const (), false, &[F, F], F, Effect::Pure, false),
        row("total", total as *const (), false, &[R], I, Effect::Read, false),
        row("fresh", fresh as *const (), true, &[V], V, Effect::Alloc, false),
        row("count_up", count_up as *const (), false, &[R], None, Effect::Write(Alias::ListData.bit()), false),
        row("push", push as *const (), true, &[R, V], None, Effect::Write(lists), false),
        row("chaos", chaos as *const (), true, &[R], None, Effect::Any, false),
        row("fail", fail as *const (), true, &[I], I, Effect::Any, true),
    ]
});
extern "C" fn mix(a: i64, b: i64) -> i64 { a.wrapping_mul(31) ^ b }
extern "C" fn mean(a: f64, b: f64) -> f64 { (a + b) * 0.5 }
unsafe fn word(o: u64, k: u64) -> *mut u64 { (o + 16 + 8 * k) as *mut u64 }
unsafe fn up(p: *mut u64) { if tag::is_small(*p) { *p = tag::small(tag::int(*p) + 1 & 0xff) } } // SAFETY: a word of a live object
extern "C" fn total(l: u64) -> i64 { unsafe { let (n, s) = (*word(l, 0), *word(l, 1)); (0..n).map(|k| *word(s, k)).filter(|w| tag::is_small(*w)).map(tag::int).fold(0, i64::wrapping_add) } } // SAFETY: called on lists
extern "C" fn count_up(l: u64) { unsafe { let (n, s) = (*word(l, 0), *word(l, 1)); for k in 0..n { up(word(s, k)) } } } // SAFETY: called on lists
extern "C" fn fresh(cx: *mut u8, v: u64) -> u64 { unsafe { let o = (Arena::RUNTIME.alloc)(cx, alloc_imm(TUPLE, 32, 1) as u64); *word(o, 0) = v; o } } // SAFETY: [A1]
extern "C" fn push(cx: *mut u8, l: u64, v: u64) {
    // SAFETY: called on lists
    unsafe {
        let (n, s) = (*word(l, 0), *word(l, 1));
        if n >= 24 { return }
        let t = (Arena::RUNTIME.alloc)(cx, alloc_imm(STORAGE, 16 + 8 * (n as u32 + 1), 1) as u64);
        for k in 0..n { *word(t, k) = *word(s, k) }
        *word(t, n) = v;
        (*word(l, 0), *word(l, 1)) = (n + 1, t);
    }
}
extern "C" fn chaos(cx: *mut u8, o: u64) { collect(cx); unsafe { for k in 0..4 { up(word(o, k)) } } } // SAFETY: called on instances of four words
extern "C" fn fail(cx: *mut u8, i: i64) -> i64 { if i < 0 { unsafe { *(cx.offset(PENDING as isize) as *mut u64) = tag::NONE } } i & 15 } // SAFETY: [A1]

/// A trace and the world to run it in.
pub struct Sample { pub trace: Trace, pub arena: Arena, pub state: State }

pub fn sample(seed: u64, steps: usize) -> Sample {
    let mut r = Rng(seed);
    let mut arena = Arena::new(96);
    let objects = populate(&mut arena, &mut r);
    let state = arena.save();
    let mut m = Maker { t: Trace { helpers: helpers(), ..Trace::default() }, arena, r, values: vec![], regs: vec![None; 96], changed: vec![false; 96], frames: vec![FRAME], pc: 0, exit: None, dead: false };
    m.t.roots = objects;
    m.build(steps);
    let Maker { t, mut arena, .. } = m;
    arena.restore(&state);
    Sample { trace: t, arena, state }
}
const FRAME: FrameState = FrameState { code: 0x100, func: 0x200, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 16 };

fn populate(a: &mut Arena, r: &mut Rng) -> Vec<u64> {
    let mut made: Vec<u64> = vec![];
    for _ in 0..6 {
        let words: Vec<u64> = (0..4 + r.below(6)).map(|_| value(r, &made)).collect();
        let o = match r.below(5) { 0 | 1 => a.list(&words), 2 => a.object(TUPLE, &words), 3 => a.object(INSTANCE + r.below(2) as u32, &words[..4]), _ => a.object(ITER, &[r.below(4) as u64, 4 + r.below(60) as u64]) };
        made.push(o);
    }
    made.push(a.object(FLOAT, &[1e300f64.to_bits()]));
    let locked: Vec<u64> = made.iter().copied().filter(|_| r.one_in(12)).collect();
    a.grow_old(&locked);
    for k in 2..16 { a.registers[k] = value(r, &made) }
    a.registers[0] = tag::small(r.below(4) as i64);
    a.registers[1] = tag::small(4 + r.below(40) as i64);
    made
}
fn value(r: &mut Rng, objects: &[u64]) -> u64 {
    match r.below(8) {
        0..=2 => tag::small(int(r) >> 1),
        3 | 4 => tag::inline(float(r)).unwrap_or(tag::FLOAT_ZERO),
        5 => r.pick(&[tag::TRUE, tag::FALSE, tag::NONE]),
        _ if objects.is_empty() => tag::small(1),
        _ => r.pick(objects),
    }
}
fn int(r: &mut Rng) -> i64 { if r.one_in(3) { r.pick(&[0, 1, -1, 2, 3, 7, 8, 255, -256, 65535, 1 << 31, (1 << 62) - 1, -(1 << 62), i64::MAX, i64::MIN]) } else { r.below(20) as i64 - 4 } }
fn float(r: &mut Rng) -> f64 { if r.one_in(4) { r.pick(&[0.0, -0.0, 0.5, -1.5, 1e10, 1e200, f64::NAN, f64::INFINITY]) } else { r.below(50) as f64 / 4.0 - 3.0 } }

struct Maker {
    t: Trace, arena: Arena, r: Rng, values: Vec<Val>,
    /// what each register holds, where the trace knows; has the trace changed it?
    regs: Vec<Option<Ref>>, changed: Vec<bool>,
    frames: Vec<FrameState>, pc: u32,
    /// this step's exit, once it is wanted
    exit: Option<u32>,
    /// a guard failed while recording (a locked object): the trace ends there
    dead: bool,
}
impl Maker {
    /// Adds an instruction and runs it.
    fn op(&mut self, i: Ins) -> Ref {
        let k = self.t.push(i);
        let base = self.arena.registers.as_mut_ptr();
        let rt: Runtime = Arena::RUNTIME;
        // SAFETY: as this file says at its head
        match unsafe { single(&self.t, &rt, self.arena.cx(), base, &mut self.values, k) } { Ok(true) => {} _ => self.dead = true }
        k
    }
    fn new(&mut self, op: Op) -> Ins { let i = Ins::new(op); if i.op.row().at { let e = self.exit(); i.exit(e) } else { i } }
    fn un(&mut self, op: Op, a: Ref) -> Ref { let i = self.new(op).a(a); self.op(i) }
    fn bin(&mut self, op: Op, a: Ref, b: Ref) -> Ref { let i = self.new(op).ab(a, b); self.op(i) }
    fn constant(&mut self, i: i64) -> Ref { self.op(Ins::new(Op::ConstI).imm(i)) }
    fn load(&mut self, op: Op, a: Ref, at: i64, c: Alias) -> Ref { self.op(Ins::new(op).a(a).imm(at).class(c)) }
    fn state(&mut self, raised: bool) -> u32 {
        let regs = (0..self.regs.len()).filter(|k| self.changed[*k]).filter_map(|k| self.regs[k].map(|r| (k as u32, r))).collect();
        let mut frames = self.frames.clone();
        if let Some(f) = frames.last_mut() { f.pc = self.pc }
        self.t.exits.push(Exit { frames, regs, raised });
        self.t.exits.len() as u32 - 1
    }
    fn exit(&mut self) -> u32 { if let Some(e) = self.exit { return e } let e = self.state(false); self.exit = Some(e); e }
    fn step(&mut self) { self.pc += 1; self.exit = None }
    fn val(&self, r: Ref) -> Val { self.values[r.0 as usize] }
    fn ty(&self, r: Ref) -> Ty { self.t.at(r).ty }
    fn set(&mut self, k: usize, v: Ref) { self.regs[k] = Some(v); self.changed[k] = true }
    /// A register of the innermost frame.
    fn any_reg(&mut self) -> usize { let f = self.frames[self.frames.len() - 1].base as usize; if f == 0 { 2 + self.r.below(12) } else { f + self.r.below(8) } }
    /// What a register holds; one of the entered frame if the innermost has none.
    fn get(&mut self) -> Ref {
        let k = self.any_reg();
        if let Some(v) = self.regs[k] { return v }
        let k = if k < 16 { k } else { self.r.below(14) };
        if let Some(v) = self.regs[k] { return v }
        let v = self.op(Ins::new(Op::Reg).imm(k as i64));
        self.regs[k] = Some(v);
        v
    }
    /// A value of the wanted type: from a register if it happens to be one, else a constant or a conversion.
    fn want(&mut self, ty: Ty) -> Ref {
        for _ in 0..4 {
            let v = self.get();
            if self.ty(v) == ty { return v }
            if self.ty(v) == Ty::V && ty != Ty::R { let w = self.val(v).word(); match ty { Ty::I if tag::is_small(w) => return self.un(Op::UnboxI, v), Ty::F if tag::is_float(w) || (tag::is_ref(w) && shape(w) == FLOAT) => return self.un(Op::UnboxF, v), Ty::B if tag::is_bool(w) => return self.un(Op::UnboxB, v), _ => {} } }
            if self.ty(v) == Ty::I && ty == Ty::F { return self.un(Op::IToF, v) }
        }
        if self.r.one_in(2) {
            let found: Vec<Ref> = (0..self.t.ops.len() as u32).map(Ref).filter(|r| self.ty(*r) == ty).collect();
            if !found.is_empty() { return self.r.pick(&found) }
        }
        match ty {
            Ty::F => { let f = float(&mut self.r); self.op(Ins::new(Op::ConstF).imm(f.to_bits() as i64)) }
            Ty::B => { let b = self.r.below(2); self.op(Ins::new(Op::ConstB).imm(b as i64)) }
            Ty::V => self.op(Ins::new(Op::ConstV).imm(tag::NONE as i64)),
            _ => { let i = int(&mut self.r); self.constant(i) }
        }
    }
    /// Any value, boxed.
    fn boxed(&mut self) -> Ref { let v = self.get(); self.box_(v) }
    fn box_(&mut self, v: Ref) -> Ref { match self.ty(v) {
        Ty::I if self.r.one_in(3) && tag::fits(self.val(v).word() as i64) => self.un(Op::TagI, v),
        Ty::F if self.r.one_in(3) && tag::inline(f64::from_bits(self.val(v).word())).is_some() => self.un(Op::TagF, v),
        Ty::I => self.un(Op::BoxI, v), Ty::F => self.un(Op::BoxF, v), Ty::B => self.un(Op::BoxB, v), Ty::R => self.un(Op::AsV, v), _ => v } }
    /// A reference to an object with one of these shapes.
    fn object(&mut self, low: u32, high: u32) -> Option<Ref> {
        for _ in 0..6 {
            let v = self.get();
            let w = self.val(v).word();
            if !matches!(self.ty(v), Ty::V | Ty::R) || !tag::is_ref(w) || !(low..=high).contains(&shape(w)) { continue }
            if self.ty(v) == Ty::R { return Some(v) }
            let i = self.new(Op::GuardShape).a(v).imm(shape(w) as i64);
            return Some(self.op(i));
        }
        None
    }
    fn guard(&mut self, b: Ref) { let op = if self.val(b).word() != 0 { Op::GuardTrue } else { Op::GuardFalse }; self.un(op, b); }
    fn call(&mut self, name: &str, args: &[Ref]) -> Ref {
        let n = self.t.helpers.iter().position(|h| h.name == name).unwrap_or(0);
        let h = &self.t.helpers[n];
        let op = match h.result { Ty::I => Op::CallI, Ty::F => Op::CallF, Ty::B => Op::CallB, Ty::V => Op::CallV, Ty::R => Op::CallR, Ty::None => Op::CallN };
        if h.effect == Effect::Any { let e = self.exit(); self.op(Ins::new(Op::Sync).exit(e)); }
        self.pc += 1;
        let at = self.state(h.raises);
        let start = self.t.args.len() as u32;
        self.t.args.extend(args);
        let mut i = Ins::new(op).imm(n as i64).exit(at);
        i.args = (start, args.len() as u16);
        self.op(i)
    }
    fn build(&mut self, steps: usize) {
        let i = { let v = self.op(Ins::new(Op::Reg).imm(0)); self.regs[0] = Some(v); self.un(Op::UnboxI, v) };
        let n = { let v = self.op(Ins::new(Op::Reg).imm(1)); self.regs[1] = Some(v); self.un(Op::UnboxI, v) };
        let c = self.bin(Op::Lt, i, n);
        self.step();
        self.guard(c);
        for _ in 0..steps { if self.dead { break } self.step(); self.one(i) }
        self.step();
        while self.frames.len() > 1 { self.pop() }
        let end = if self.dead { Op::Leave } else { self.r.pick(&[Op::Back, Op::Back, Op::Back, Op::Back, Op::Leave, Op::Return, Op::Link]) };
        if end == Op::Back {
            let one = self.constant(1);
            let j = self.bin(Op::AddOv, i, one);
            self.set(0, j);
            self.pc = 0;
        }
        self.exit = None;
        let v = if end == Op::Return { self.boxed() } else { NIL };
        let e = self.exit();
        let mut last = Ins::new(end).exit(e);
        if end == Op::Return { last.b = v }
        if end == Op::Link { last.imm = 7 }
        self.t.push(last);
    }
    fn pop(&mut self) { if let Some(f) = self.frames.pop() { for k in f.base as usize..self.regs.len() { self.regs[k] = None; self.changed[k] = false } } }
    /// One step.
    fn one(&mut self, counter: Ref) {
        let k = self.any_reg();
        match self.r.below(26) {
            0..=3 => { // checked arithmetic
                let (a, b) = (self.want(Ty::I), self.want(Ty::I));
                let op = self.r.pick(&[Op::AddOv, Op::AddOv, Op::SubOv, Op::MulOv, Op::And, Op::Or, Op::Xor, Op::ShlOv, Op::Add, Op::Mul]);
                if self.r.one_in(3) && !self.overflows(op, a, b) { let v = self.bin(op, a, b); self.set(k, v) } else { let c = self.constant(1); if !self.overflows(Op::AddOv, a, c) { let v = self.bin(Op::AddOv, a, c); self.set(k, v) } }
            }
            4 => { // (a * b + c) & mask
                let (a, b, c) = (self.want(Ty::I), self.want(Ty::I), self.want(Ty::I));
                let m = self.r.pick(&[0xff, 0xffff_ffff, (1 << 61) - 1, 0xff00, 1]);
                if self.overflows(Op::MulOv, a, b) { return }
                let p = self.bin(Op::MulOv, a, b);
                if self.overflows(Op::AddOv, p, c) { return }
                let s = self.bin(Op::AddOv, p, c);
                let m = self.constant(m);
                let v = self.bin(Op::And, s, m);
                self.set(k, v);
            }
            5 => { // division and shifts by what suits
                let a = self.want(Ty::I);
                let d = self.r.pick(&[2, 3, 8, 10, -3, 1, -4]);
                let d = self.constant(d);
                let s = self.r.below(64) as i64;
                let s = self.constant(s);
                let op = self.r.pick(&[Op::FloorDiv, Op::FloorMod, Op::Shr, Op::ShrU, Op::Shl]);
                let v = self.bin(op, a, if matches!(op, Op::FloorDiv | Op::FloorMod) { d } else { s });
                self.set(k, v);
            }
            6 => { // a comparison, guarded
                let (a, b) = if self.r.one_in(3) { (counter, self.want(Ty::I)) } else { (self.want(Ty::I), self.want(Ty::I)) };
                let op = self.r.pick(&[Op::Lt, Op::Le, Op::Eq, Op::LtU]);
                let c = self.bin(op, a, b);
                match self.r.below(4) { 0 => self.set(k, c), 1 => { let v = self.un(Op::BToI, c); self.set(k, v) } 2 => { let v = self.op(Ins::new(Op::SelectI).abc(c, a, b)); self.set(k, v) } _ => self.guard(c) }
            }
            7 | 8 => { // floats
                let (a, b) = (self.want(Ty::F), self.want(Ty::F));
                let op = self.r.pick(&[Op::AddF, Op::SubF, Op::MulF, Op::LtF, Op::LeF, Op::EqF, Op::NegF, Op::AbsF, Op::SqrtF, Op::FloorF]);
                let i = self.new(op);
                let v = self.op(if op.row().operands[1] == '_' { i.a(a) } else { i.ab(a, b) });
                if self.ty(v) == Ty::B && self.r.one_in(2) { self.guard(v) } else { self.set(k, v) }
            }
            9 => { // float to int
                let a = self.want(Ty::F);
                if let Val::F(f) = self.val(a) { if f.abs() < 9e18 { let v = self.un(Op::FToI, a); self.set(k, v) } }
            }
            10 | 11 => if let Some(l) = self.object(LIST, LIST) { // l[i]
                if let Some((s, i)) = self.item(l, counter) { let v = self.op(Ins::new(Op::LoadX).ab(s, i).imm(16).class(Alias::ListData)); self.set(k, v) }
            },
            12 | 13 => if let Some(l) = self.object(LIST, LIST) { // l[i] = v
                let v = self.boxed();
                if let Some((s, i)) = self.item(l, counter) { self.un(Op::Barrier, s); if !self.dead { self.op(Ins::new(Op::StoreX).abc(s, i, v).imm(16).class(Alias::ListData)); } }
            },
            14 | 15 => if let Some(o) = self.object(INSTANCE, INSTANCE + 1) { let n = self.r.below(4); let v = self.load(Op::LoadV, o, 16 + 8 * n as i64, Alias::Attr); self.set(k, v) },
            16 | 17 => if let Some(o) = self.object(INSTANCE, INSTANCE + 1) {
                let v = self.boxed();
                self.un(Op::Barrier, o);
                let n = self.r.below(4);
                if !self.dead { self.op(Ins::new(Op::StoreV).ab(o, v).imm(16 + 8 * n as i64).class(Alias::Attr)); }
            },
            18 => if let Some(o) = self.object(TUPLE, TUPLE) { let n = self.r.below(2); let v = self.load(Op::LoadV, o, 16 + 8 * n as i64, Alias::Constant); self.set(k, v) },
            19 => if let Some(o) = self.object(ITER, ITER) { // next(iterator)
                let (i, n) = (self.load(Op::LoadI, o, 16, Alias::Iter), self.load(Op::LoadI, o, 24, Alias::Iter));
                let c = self.bin(Op::Lt, i, n);
                self.guard(c);
                self.un(Op::Barrier, o);
                if self.dead { return }
                let one = self.constant(1);
                let j = self.bin(Op::Add, i, one);
                self.op(Ins::new(Op::StoreI).ab(o, j).imm(16).class(Alias::Iter));
                self.set(k, i);
            },
            20 | 21 => { // a new instance
                let v: Vec<Ref> = (0..4).map(|_| self.boxed()).collect();
                let i = self.new(Op::Alloc).imm(alloc_imm(INSTANCE, 48, 1));
                let o = self.op(i);
                let n = self.r.below(5);
                for (n, v) in v.iter().enumerate().take(n) { self.op(Ins::new(Op::StoreV).ab(o, *v).imm(16 + 8 * n as i64).class(Alias::Attr)); }
                self.set(k, o);
            }
            22 => { // calls
                match self.r.below(8) {
                    0 => { let (a, b) = (self.want(Ty::I), self.want(Ty::I)); let v = self.call("mix", &[a, b]); self.set(k, v) }
                    1 => { let (a, b) = (self.want(Ty::F), self.want(Ty::F)); let v = self.call("mean", &[a, b]); self.set(k, v) }
                    2 => if let Some(l) = self.object(LIST, LIST) { let v = self.call("total", &[l]); self.set(k, v) },
                    3 => { let v = self.boxed(); let v = self.call("fresh", &[v]); self.set(k, v) }
                    4 => if let Some(l) = self.object(LIST, LIST) { self.call("count_up", &[l]); },
                    5 => if let Some(l) = self.object(LIST, LIST) { let v = self.boxed(); self.call("push", &[l, v]); },
                    6 => if let Some(o) = self.object(INSTANCE, INSTANCE + 1) { self.call("chaos", &[o]); },
                    _ => { let i = self.want(Ty::I); if self.val(i).word() as i64 >= 0 { let v = self.call("fail", &[i]); self.set(k, v) } }
                }
            }
            23 => { // moves, words, attention
                match self.r.below(7) {
                    0 => { let i = self.new(Op::Poll); self.op(i); }
                    1 => { let v = self.boxed(); let w = self.val(v).word(); let set = if w & 1 == 1 { 0xaa } else if w & 3 == 2 { 0x44 } else { 1 << (w & 7) };
                        let i = self.new(Op::GuardClass).a(v).imm(if self.r.one_in(2) { set } else { 1 << (w & 7) }); self.op(i); }
                    2 => { let v = self.boxed(); let w = self.val(v).word(); if !tag::is_ref(w) && !self.t.at(v).op.row().name.starts_with("Box") { let i = self.new(Op::GuardSame).a(v).imm(w as i64); self.op(i); } }
                    3 => { let v = self.boxed(); if self.val(v).word() != 0 { let i = self.new(Op::GuardNot).a(v).imm(0); self.op(i); } }
                    4 if self.r.one_in(2) => { let b = self.want(Ty::B); self.guard(b) }
                    4 => { let (v, w) = (self.want(Ty::V), self.want(Ty::V)); let b = self.bin(Op::Same, v, w); self.guard(b) }
                    5 => { let i = self.want(Ty::I); self.op(Ins { b: i, ..Ins::new(Op::SetCxI).imm(FREE_WORD as i64).class(Alias::Context) }); }
                    _ => { let v = self.op(Ins::new(Op::CxI).imm(FREE_WORD as i64).class(Alias::Context)); self.set(k, v) }
                }
            }
            24 => { let v = self.get(); self.set(k, v) }
            _ => if self.frames.len() == 1 { // into a call and out of it
                let f = &mut self.frames[0];
                f.pc = self.pc;
                let (base, size) = (f.size as u32, 8);
                let v = self.get();
                self.frames.push(FrameState { code: 0x101, base, size, ret: k as u16, kind: 1, ..FRAME });
                self.set(base as usize, v);
            } else {
                let (v, to) = (self.get(), self.frames[self.frames.len() - 1].ret as usize);
                self.pop();
                self.set(to, v);
            },
        }
    }
    fn overflows(&self, op: Op, a: Ref, b: Ref) -> bool {
        let (a, b) = (self.val(a).word() as i64, self.val(b).word() as i64);
        match op { Op::AddOv => a.checked_add(b).is_none(), Op::SubOv => a.checked_sub(b).is_none(), Op::MulOv => a.checked_mul(b).is_none(), Op::ShlOv => !(0..64).contains(&b) || a << b >> b != a, _ => false }
    }
    /// Storage of a list and an index in it.
    fn item(&mut self, l: Ref, counter: Ref) -> Option<(Ref, Ref)> {
        let n = self.load(Op::LoadI, l, 16, Alias::ListLen);
        let i = if self.r.one_in(2) { counter } else { let i = self.want(Ty::I); let m = self.constant(3); self.bin(Op::And, i, m) };
        if self.val(i).word() >= self.val(n).word() { return None }
        let c = self.bin(Op::LtU, i, n);
        self.guard(c);
        Some((self.load(Op::LoadR, l, 24, Alias::ListItems), i))
    }
}
/// Shape of the object at `w`.
fn shape(w: u64) -> u32 { unsafe { *(w as *const u32) } } // SAFETY: a reference in the arena [A1]

#[cfg(test)]
mod tests;
