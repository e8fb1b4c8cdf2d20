//! Every instruction of a trace goes through here, once for the first pass and once more for the loop's body (`peel`): operands are
//! renamed, `fold` simplifies, what an earlier instruction has shown or computed is not done again, loads are answered from `memory`,
//! and what is left is appended.
//!
//! Two kinds of knowledge are kept about each value of the trace so far, and both only ever grow:
//! - equal instructions, in a hash table by op and operands. A guard that is found there has passed before;
//! - `Fact`s that guards have shown: truth of a bool, typed form of a value, shape of an object.
//!
//! - [O1] All knowledge follows from the instructions before, not from what the first pass happened to see: the body is made of the first
//!   pass's instructions again, so that what held among the values of one pass holds among those of the next (see `peel`). Nothing here
//!   may conclude from the *range* of an int, which entry shows and a loop does not keep.
//! - [O2] What depends on memory is stamped with how often that memory has been written (`shapes`, `writes`).
use super::fold::{fold, Fold};
use super::memory::Memory;
use crate::ir::*;

/// What is known of one value.
#[derive(Clone, Copy)]
pub struct Fact {
    /// bools: 0 not known, 1 true, 2 false
    pub truth: u8,
    /// tagged values: what its low three bits may be, one bit each
    pub classes: u8,
    /// tagged values: the same unboxed, or as a reference
    pub typed: Ref,
    /// tagged values: an object of this shape as long as `Emit::shapes` is the second
    pub shape: (u32, u32),
    pub shaped: Ref,
    /// tagged values: is this word
    pub word: Option<u64>,
}
const NOTHING: Fact = Fact { truth: 0, classes: 0xff, typed: NIL, shape: (0, 0), shaped: NIL, word: None };

pub struct Emit<'a> {
    pub src: &'a Trace,
    pub out: Trace,
    pub facts: Vec<Fact>,
    /// the state of memory that an instruction's answer belongs to
    stamps: Vec<u32>,
    table: Vec<u32>,
    pub memory: Memory,
    /// registers as loaded or saved
    regs: Vec<Ref>,
    /// how often shapes, and anything, may have been written; the first is never 0
    pub shapes: u32,
    writes: u32,
    /// the source's names in the output's
    pub map: Vec<Ref>,
    /// likewise for exits; the registers that every exit of a loop's body names beside its own
    exits: Vec<u32>,
    pub carried: Vec<(u32, Ref)>,
    pub second: bool,
    /// where the body begins
    body: usize,
}

impl<'a> Emit<'a> {
    pub fn new(src: &'a Trace) -> Emit<'a> {
        let n = src.ops.len();
        let out = Trace { ops: Vec::with_capacity(2 * n + 8), args: Vec::with_capacity(2 * src.args.len()), exits: Vec::with_capacity(2 * src.exits.len()), roots: src.roots.clone(), helpers: src.helpers, inherited: src.inherited.clone() };
        Emit { src, out, facts: Vec::with_capacity(2 * n), stamps: Vec::with_capacity(2 * n), table: vec![0; (4 * n + 64).next_power_of_two()], memory: Memory::default(), regs: vec![], shapes: 1, writes: 0, map: Vec::with_capacity(n), exits: vec![NO_EXIT; src.exits.len()], carried: vec![], second: false, body: 0 }
    }
    pub fn ins(&self, r: Ref) -> &Ins { self.out.at(r) }
    pub fn fact(&self, r: Ref) -> &Fact { &self.facts[r.0 as usize] }
    fn fact_mut(&mut self, r: Ref) -> &mut Fact { &mut self.facts[r.0 as usize] }
    /// The int, if `r` is a constant one.
    pub fn int(&self, r: Ref) -> Option<i64> { if r == NIL { return None } let i = self.ins(r); (i.op == Op::ConstI).then_some(i.imm) }
    pub fn constant(&mut self, op: Op, imm: i64) -> Ref { self.emit(Ins::new(op).imm(imm)) }
    /// The typed form of a value that is a box or was unboxed, else the value.
    pub fn typed(&self, v: Ref) -> Ref { let t = self.fact(v).typed; if t == NIL { v } else { t } }
    /// As a tagged value.
    pub fn boxed(&mut self, r: Ref) -> Ref {
        let op = match self.ins(r).ty { Ty::I => Op::BoxI, Ty::F => Op::BoxF, Ty::B => Op::BoxB, Ty::R => Op::AsV, Ty::V | Ty::None => return r };
        self.emit(Ins::new(op).a(r))
    }
    /// The value whose word a reference is, so that two guards of one value name one object.
    pub fn root(&self, r: Ref) -> Ref { let i = self.ins(r); match i.op { Op::GuardRef | Op::GuardShape | Op::AsR => i.a, _ => r } }

    /// Made by the pass that is being emitted? To name an operand of anything else would carry one more value through the loop.
    pub fn near(&self, r: Ref) -> bool { r.0 as usize >= self.body }
    /// Is it a reference for certain? What was read as one may be UNDEF where the layout says so.
    pub fn is_object(&self, r: Ref) -> bool { matches!(self.ins(r).op, Op::Alloc | Op::GuardRef | Op::GuardShape | Op::ConstR) }

    /// Shape of an object made in this trace, if it is known.
    pub fn shape_of(&self, r: Ref) -> Option<u32> {
        let (shape, when) = self.fact(r).shape;
        (self.ins(r).op == Op::Alloc && (when == self.shapes || when != 0 && self.memory.local(r))).then_some(shape)
    }
    /// Renames an instruction of the source and emits it.
    pub fn source(&mut self, mut i: Ins, args: &[Ref]) -> Ref {
        let map = |m: &Vec<Ref>, r: Ref| if r == NIL { NIL } else { m[r.0 as usize] };
        (i.a, i.b, i.c) = (map(&self.map, i.a), map(&self.map, i.b), map(&self.map, i.c));
        if i.op.row().args {
            let start = self.out.args.len() as u32;
            for a in args { let a = map(&self.map, *a); self.out.args.push(a) }
            i.args = (start, args.len() as u16);
        }
        self.emit(i)
    }
    /// Starts the second round: names of the first pass become names of the body, exits name what the loop carries besides.
    pub fn again(&mut self, carried: Vec<(u32, Ref)>) {
        self.second = true;
        self.body = self.out.ops.len();
        self.map.clear();
        self.exits = vec![NO_EXIT; self.out.exits.len()];
        for (r, v) in &carried { self.set_reg(*r, *v) }
        self.carried = carried;
    }
    /// The output's exit for one of the source.
    pub fn exit(&mut self, at: u32) -> u32 {
        if at == NO_EXIT || self.exits[at as usize] != NO_EXIT { return if at == NO_EXIT { at } else { self.exits[at as usize] } }
        let e = if self.second { &self.out.exits[at as usize] } else { &self.src.exits[at as usize] };
        let mut regs = Vec::with_capacity(e.regs.len() + self.carried.len());
        let mut carried = self.carried.iter().peekable();
        for (r, v) in &e.regs {
            while let Some(c) = carried.next_if(|c| c.0 < *r) { regs.push(*c) }
            carried.next_if(|c| c.0 == *r);
            regs.push((*r, self.named(self.map[v.0 as usize])));
        }
        regs.extend(carried);
        let mut frames = e.frames.clone();
        for f in &mut frames { if f.gen != NIL { f.gen = self.map[f.gen.0 as usize] } }
        let raised = e.raised;
        self.out.exits.push(Exit { frames, regs, raised });
        self.exits[at as usize] = self.out.exits.len() as u32 - 1;
        self.exits[at as usize]
    }
    /// As an exit names it: unboxed, where it is a box.
    fn named(&self, v: Ref) -> Ref { let i = self.ins(v); match i.op { Op::BoxI | Op::BoxF | Op::BoxB | Op::TagI | Op::TagF | Op::AsV => i.a, _ => v } }
    fn set_reg(&mut self, k: u32, v: Ref) { let k = k as usize; if self.regs.len() <= k { self.regs.resize(k + 1, NIL) } self.regs[k] = v }

    /// Emits an instruction whose operands are the output's and whose exit is the source's; gives its value, NIL if it has none.
    pub fn emit(&mut self, mut i: Ins) -> Ref {
        loop { match fold(self, &i) { Fold::No => break, Fold::Is(r) => return r, Fold::Gone => return NIL, Fold::Again(j) => i = j } }
        match i.op.row().effect {
            OpEffect::Pure | OpEffect::Guard => {
                if i.op == Op::Poll || i.op == Op::Inherit && self.second { return self.push(i) }
                self.once(i)
            }
            OpEffect::Load if i.op == Op::Reg => match self.regs.get(i.imm as usize) {
                Some(v) if *v != NIL => { let v = *v; self.boxed(v) }
                _ => { let k = i.imm as u32; let r = self.push(i); self.set_reg(k, r); r }
            },
            OpEffect::Load => {
                if let Some(v) = super::memory::answer(self, &i) { return v }
                let r = self.push(i);
                super::memory::loaded(self, r);
                r
            }
            OpEffect::Store => self.store(i),
            OpEffect::Alloc => self.fresh(i),
            OpEffect::Call => self.call(i),
            OpEffect::Ctl => self.push(i),
        }
    }
    fn store(&mut self, i: Ins) -> Ref {
        match i.op {
            Op::SaveReg => { self.writes += 1; self.memory.escape(self.out.at(i.b), i.b); if self.regs.get(i.imm as usize) == Some(&i.b) { return NIL } self.set_reg(i.imm as u32, i.b); }
            Op::Sync => {
                let at = self.exit(i.at);
                let e = self.out.exits[at as usize].clone();
                for (r, v) in e.regs { self.set_reg(r, v); self.memory.escape(self.out.at(v), v) }
                for f in e.frames { if f.gen != NIL { self.memory.escape(self.out.at(f.gen), f.gen) } }
                self.writes += 1;
                return self.append(Ins { at, ..i });
            }
            _ => {
                if super::memory::stored(self, &i) { return NIL }
                self.writes += 1;
                if matches!(i.alias, Alias::Shape | Alias::Any) {
                    // an object made here that nobody else has: its shape alone changes
                    let known = if i.op == Op::StoreI32 && i.imm == crate::runtime::SHAPE as i64 && self.ins(i.a).op == Op::Alloc { self.int(i.b) } else { None };
                    if known.is_none() || !self.memory.local(i.a) { self.shapes += 1 }
                    if self.ins(i.a).op == Op::Alloc { let now = self.shapes; self.fact_mut(i.a).shape = match known { Some(n) => (n as u32, now), None => (0, 0) } }
                }
            }
        }
        self.push(i)
    }
    fn fresh(&mut self, i: Ins) -> Ref {
        if i.op != Op::Alloc {
            // a box: equal to an earlier one of the same
            let r = self.once(i);
            self.fact_mut(r).typed = i.a;
            self.fact_mut(r).classes = if i.op == Op::BoxI { 0xab } else { 0x45 };
            return r;
        }
        let r = self.push(i);
        self.memory.made(r);
        let now = self.shapes;
        self.fact_mut(r).shape = (alloc_parts(i.imm).0, now);
        r
    }
    fn call(&mut self, i: Ins) -> Ref {
        let Some(h) = self.out.helpers.get(i.imm as usize).filter(|_| i.is_call()) else { return self.push(i) };
        match h.effect {
            Effect::Pure => return self.once(i),
            Effect::Read => return self.once(i),
            Effect::Alloc | Effect::Write(_) | Effect::Any => {}
        }
        for k in 0..i.args.1 as usize { let a = self.out.args[i.args.0 as usize + k]; self.memory.escape(self.out.at(a), a) }
        let r = self.push(i);
        let mask = match h.effect { Effect::Write(m) => m, Effect::Any => !0, _ => 0 };
        if mask != 0 {
            self.writes += 1;
            if mask & Alias::Shape.bit() != 0 { self.shapes += 1 }
            self.memory.kill(mask);
        }
        r
    }
    /// Which state of memory an instruction's answer belongs to.
    fn stamp(&self, i: &Ins) -> u32 {
        if i.op == Op::GuardShape { return self.shapes }
        if i.is_call() && self.out.helpers.get(i.imm as usize).is_some_and(|h| h.effect == Effect::Read) { return self.writes }
        0
    }
    /// Emits unless the same has been done before.
    fn once(&mut self, i: Ins) -> Ref {
        let stamp = self.stamp(&i);
        let mut h = (i.op as u64) << 56 ^ i.imm as u64 ^ (i.ty as u64) << 48;
        for r in [i.a, i.b, i.c] { h = (h ^ r.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) }
        for r in self.out.args_of(&i) { h = (h ^ r.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) }
        let mut slot = (h.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & self.table.len() - 1;
        while self.table[slot] != 0 {
            let r = Ref(self.table[slot] - 1);
            let j = self.ins(r);
            if (j.op, j.ty, j.a, j.b, j.c, j.imm) == (i.op, i.ty, i.a, i.b, i.c, i.imm) && self.stamps[r.0 as usize] == stamp && self.out.args_of(j) == self.out.args_of(&i) { return if i.ty == Ty::None { NIL } else { r } }
            slot = slot + 1 & self.table.len() - 1;
        }
        let r = self.push(i);
        if r.0 as usize * 2 < self.table.len() { self.table[slot] = r.0 + 1 }
        self.learn(r);
        if i.ty == Ty::None { NIL } else { r }
    }
    /// What follows from instruction `r`, now that it is there.
    fn learn(&mut self, r: Ref) {
        let (i, shapes) = (*self.ins(r), self.shapes);
        match i.op {
            Op::GuardTrue | Op::GuardFalse => {
                self.fact_mut(i.a).truth = if i.op == Op::GuardTrue { 1 } else { 2 };
                let c = *self.ins(i.a);
                if c.op == Op::Same && i.op == Op::GuardTrue && self.ins(c.b).op == Op::ConstV { let w = self.ins(c.b).imm as u64; self.fact_mut(c.a).word = Some(w) }
            }
            Op::UnboxI => { let f = self.fact_mut(i.a); f.typed = r; f.classes &= 0xab }
            Op::UnboxF => { let f = self.fact_mut(i.a); f.typed = r; f.classes &= 0x45 }
            Op::UnboxB => { let f = self.fact_mut(i.a); f.typed = r; f.classes &= 0x10 }
            Op::GuardRef => { let f = self.fact_mut(i.a); f.typed = r; f.classes &= 1 }
            Op::GuardShape => { let f = self.fact_mut(i.a); f.typed = r; f.classes &= 1; f.shape = (i.imm as u32, shapes); f.shaped = r }
            Op::GuardSame => { let f = self.fact_mut(i.a); f.word = Some(i.imm as u64); f.classes &= 1 << (i.imm & 7) }
            Op::GuardClass => self.fact_mut(i.a).classes &= i.imm as u8,
            Op::TagI | Op::TagF => { let f = self.fact_mut(r); f.typed = i.a; f.classes = if i.op == Op::TagI { 0xaa } else { 0x44 } }
            Op::BoxB => { let f = self.fact_mut(r); f.typed = i.a; f.classes = 0x10 }
            Op::AsV => { let f = self.fact_mut(r); f.typed = i.a; f.classes = 1 }
            Op::ConstV => { let f = self.fact_mut(r); f.word = Some(i.imm as u64); f.classes = 1 << (i.imm & 7) }
            _ => {}
        }
    }
    /// Appends, with its exit renamed.
    pub fn push(&mut self, mut i: Ins) -> Ref { if i.op.row().at { i.at = self.exit(i.at) } self.append(i) }
    fn append(&mut self, i: Ins) -> Ref {
        let r = self.out.push(i);
        let stamp = self.stamp(&i);
        self.facts.push(NOTHING);
        self.stamps.push(stamp);
        r
    }
}
