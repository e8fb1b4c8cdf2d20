//! Register allocation: one pass forward over the line, a value evicted when the register is wanted for something nearer.
//!
//! Every value has a register, a spill slot, or both; constants may have neither. A value is written to its slot at most once, when it is
//! evicted, so its later evictions are free. Vector registers are numbers 16 to 31 here.
//!
//! *The loop.* Where values are when `Head` is passed is written down and made so again at `Back`. To know what the body will do, the
//! trace is compiled twice: the first run learns which values from before the loop get evicted in it ([`Learned`]); the second one
//! stores them once in front of the loop, and those that are evicted before they are used it leaves in their slots.

use super::asm::*;
use super::plan::NONE;
use super::Lower;
use crate::abi::{Loc, SPILLS};
use crate::code::Refused;
use fora_trace::ir::{Ref, Ty};

pub const NOREG: u8 = 255;
pub const NOSLOT: u16 = u16::MAX;
const GPRS: u32 = 0x3fff & !(1 << RSP);
const XMMS: u32 = 0x7fff_0000;
/// What a call may change.
pub const CALLER: u32 = 0x0fc7 | 0xffff_0000;

/// What the first run learnt.
#[derive(Default)]
pub struct Learned {
    /// values from before the loop's body that were evicted in it
    pub evicted: Vec<bool>,
    /// before they were used in it
    pub cold: Vec<bool>,
}

/// A place of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place { Reg(u8), Slot(u16), Const(u64) }

pub fn slot(s: u16) -> Mem { Mem::Base(RSP, s as i32 * 8) }

impl Lower<'_> {
    pub fn key(&self, v: Ref) -> u32 { self.plan.same[v.0 as usize] }
    pub fn is_float(&self, v: u32) -> bool { self.t.ops[v as usize].ty == Ty::F }
    fn occupied(&self) -> u32 { self.taken }
    fn in_loop(&self, v: u32) -> bool { self.plan.head.is_some_and(|h| self.i > h && (v < h || self.plan.phis.contains(&v))) }

    // ---- slots ---------------------------------------------------------------------------------------------------------------------
    pub fn new_slot(&mut self) -> u16 {
        let s = (!self.slots).trailing_zeros();
        if s as usize >= SPILLS { self.fail(Refused::Values); return 0; }
        self.slots |= 1 << s;
        self.slots_max = self.slots_max.max(s + 1);
        s as u16
    }
    fn write_slot(&mut self, v: u32) {
        let (r, s) = (self.of[v as usize], self.new_slot());
        self.slot[v as usize] = s;
        self.emit_store(slot(s), r);
    }
    pub fn emit_store(&mut self, m: Mem, r: u8) { if r >= 16 { self.a.store_f(m, r - 16) } else { self.a.store(m, r) } }
    pub fn emit_load(&mut self, r: u8, m: Mem) { if r >= 16 { self.a.load_f(r - 16, m) } else { self.a.load(r, m) } }
    pub fn emit_const(&mut self, r: u8, bits: u64) {
        if r < 16 { self.a.imm(r, bits) } else if bits == 0 { self.a.zero_f(r - 16) } else { let m = self.a.pool(bits); self.a.load_f(r - 16, m) }
    }
    pub fn emit_move(&mut self, d: u8, s: u8) { if d >= 16 { self.a.mov_f(d - 16, s - 16) } else { self.a.mov(d, s) } }

    // ---- registers -------------------------------------------------------------------------------------------------------------------
    /// The value leaves its register; it keeps or gets a slot.
    pub fn evict(&mut self, r: u8) {
        let v = self.reg[r as usize];
        if v == NONE { return; }
        let k = v as usize;
        if self.plan.konst[k].is_none() {
            if self.in_loop(v) { self.learn.evicted[k] = true; if !self.touched[k] { self.learn.cold[k] = true; } }
            if self.slot[k] == NOSLOT { self.write_slot(v); }
        }
        self.drop_reg(v);
    }
    pub fn drop_reg(&mut self, v: u32) {
        let r = self.of[v as usize];
        if r != NOREG { self.reg[r as usize] = NONE; self.taken &= !(1 << r); self.of[v as usize] = NOREG; }
    }
    pub fn assign(&mut self, v: u32, r: u8) {
        self.reg[r as usize] = v;
        self.taken |= 1 << r;
        self.of[v as usize] = r;
        self.locked |= 1 << r;
    }
    /// Registers that a value would have to leave later on.
    pub fn avoid(&self, v: u32, pos: u32) -> u32 {
        if self.plan.crosses_call(v, pos) { CALLER } else if self.plan.crosses_division(v, pos) { 1 << RAX | 1 << RDX } else { 0 }
    }
    /// A register of the kind, made free; not of those to be avoided if there are others.
    pub fn find(&mut self, float: bool, avoid: u32, hint: u8) -> u8 {
        let mask = if float { XMMS } else { GPRS };
        let free = mask & !self.occupied() & !self.locked;
        if hint != NOREG && free >> hint & 1 == 1 { return hint; }
        if free != 0 {
            let mut pick = if avoid == 0 { free & CALLER } else { free & !avoid };
            if pick == 0 { pick = free; }
            if avoid != 0 && pick & CALLER != 0 { pick &= CALLER; }
            if pick & !self.phi_regs != 0 { pick &= !self.phi_regs; }
            return pick.trailing_zeros() as u8;
        }
        let mut best = (0, NOREG);
        let mut left = mask & !self.locked;
        while left != 0 {
            let r = left.trailing_zeros();
            left &= left - 1;
            let v = self.reg[r as usize];
            if v == NONE { continue; }
            let mut d = self.plan.next_use(v, self.pos, self.end);
            if self.plan.konst[v as usize].is_some() || self.slot[v as usize] != NOSLOT { d = d.saturating_add(d / 2); } // costs no store
            if best.1 == NOREG || d > best.0 { best = (d, r as u8); }
        }
        if best.1 == NOREG { self.fail(Refused::Broken("no register left")); return if float { 16 } else { 0 }; }
        self.evict(best.1);
        best.1
    }
    /// The value in a register, which stays its own until `release`.
    pub fn reg(&mut self, v: Ref) -> u8 {
        let k = self.key(v);
        self.touched[k as usize] = true;
        let mut r = self.of[k as usize];
        if r == NOREG {
            let hint = self.hint[k as usize];
            r = self.find(self.is_float(k), self.avoid(k, self.pos), hint);
            match (self.plan.konst[k as usize], self.slot[k as usize]) {
                (Some(bits), _) => self.emit_const(r, bits),
                (None, NOSLOT) => self.fail(Refused::Broken("value is nowhere")),
                (None, s) => self.emit_load(r, slot(s)),
            }
            self.assign(k, r);
        }
        self.locked |= 1 << r;
        r
    }
    /// Vector register without the 16.
    pub fn freg(&mut self, v: Ref) -> u8 { self.reg(v).wrapping_sub(16) & 15 }
    /// A register for this instruction only.
    pub fn temp(&mut self) -> u8 { let r = self.find(false, 0, NOREG); self.locked |= 1 << r; r }
    /// Operands that are used no more give their registers back; their slots only after the instruction, which may read them there. Comes after all operands and temporaries were asked for.
    pub fn release(&mut self) { let pos = self.pos; self.expire_to(pos) }
    pub fn expire_to(&mut self, pos: u32) {
        while let Some(&(last, v)) = self.plan.expire.get(self.expired) {
            if last > pos { break; }
            self.expired += 1;
            let r = self.of[v as usize];
            if r != NOREG { self.locked &= !(1 << r); }
            self.drop_reg(v);
            let s = self.slot[v as usize];
            if s != NOSLOT { self.freed |= 1 << s; self.slot[v as usize] = NOSLOT; }
        }
    }
    /// A register for the result of this instruction.
    pub fn def(&mut self) -> u8 {
        let i = self.i;
        let r = self.find(self.is_float(i), self.avoid(i, self.pos), self.hint[i as usize]);
        self.assign(i, r);
        r
    }
    pub fn fdef(&mut self) -> u8 { self.def().wrapping_sub(16) & 15 }
    /// A register for the result, `over` if its value has been released and nothing better is known.
    pub fn def_over(&mut self, over: u8) -> u8 {
        let i = self.i;
        if self.taken >> over & 1 == 1 { return self.def(); }
        let mask = if over >= 16 { XMMS } else { GPRS };
        let free = mask & !self.taken & !self.locked;
        let hint = self.hint[i as usize];
        let avoid = self.avoid(i, self.pos);
        let r = if hint != NOREG && free >> hint & 1 == 1 { hint } else if avoid >> over & 1 == 1 && free & !avoid != 0 { return self.def() } else { over };
        self.assign(i, r);
        r
    }
    pub fn is_free(&self, r: u8) -> bool { self.taken >> r & 1 == 0 }
    /// Empties these registers, moving what is in them to others where there are.
    pub fn vacate(&mut self, regs: &[u8]) {
        for &r in regs { self.locked |= 1 << r; }
        for &r in regs {
            let v = self.reg[r as usize];
            if v == NONE { continue; }
            let float = r >= 16;
            let mask = if float { XMMS } else { GPRS };
            if mask & !self.taken & !self.locked != 0 {
                let to = self.find(float, self.avoid(v, self.pos), NOREG);
                self.emit_move(to, r);
                self.drop_reg(v);
                self.assign(v, to);
            } else { self.evict(r) }
        }
    }
    pub fn place(&self, v: u32) -> Option<Place> {
        let k = v as usize;
        if let Some(c) = self.plan.konst[k] { return Some(Place::Const(c)); }
        if self.of[k] != NOREG { return Some(Place::Reg(self.of[k])); }
        if self.slot[k] != NOSLOT { return Some(Place::Slot(self.slot[k])); }
        None
    }
    pub fn loc(&self, v: Ref) -> Loc {
        match self.place(self.key(v)) {
            Some(Place::Const(c)) => Loc::Const(c),
            Some(Place::Reg(r)) if r >= 16 => Loc::Xmm(r - 16),
            Some(Place::Reg(r)) => Loc::Gpr(r),
            Some(Place::Slot(s)) => Loc::Spill(s),
            None => Loc::Sunk,
        }
    }

    // ---- moves all at once -------------------------------------------------------------------------------------------------------------
    /// Does these moves as if at the same time. Destinations differ from each other. Changes no flags and, of registers that are no
    /// destination, only [`SCRATCH`].
    pub fn moves(&mut self, mut list: Vec<(Place, Place)>) {
        list.retain(|m| m.0 != m.1);
        while !list.is_empty() {
            // one that overwrites nothing that is still wanted
            if let Some(k) = (0..list.len()).find(|&k| !list.iter().enumerate().any(|(o, m)| o != k && m.0 == list[k].1)) {
                let (from, to) = list.swap_remove(k);
                self.one_move(from, to);
                continue;
            }
            // only cycles are left: set one word aside
            let from = list[0].0;
            match from {
                Place::Reg(r) if r < 16 => { let r8 = r; use dynasmrt::{dynasm, DynasmApi}; dynasm!(self.a.a ; .arch x64 ; vmovq Rx(SCRATCH), Rq(r8)) }
                Place::Reg(r) => self.a.mov_f(SCRATCH, r - 16),
                Place::Slot(s) => self.a.load_f(SCRATCH, slot(s)),
                Place::Const(_) => {}
            }
            for m in &mut list { if m.0 == from { m.0 = Place::Reg(16 + SCRATCH); } }
        }
    }
    fn one_move(&mut self, from: Place, to: Place) {
        use dynasmrt::{dynasm, DynasmApi};
        match (from, to) {
            (Place::Reg(s), Place::Reg(d)) => match (s >= 16, d >= 16) {
                (true, false) => dynasm!(self.a.a ; .arch x64 ; vmovq Rq(d), Rx(s - 16)),
                (false, true) => dynasm!(self.a.a ; .arch x64 ; vmovq Rx(d - 16), Rq(s)),
                _ => self.emit_move(d, s),
            },
            (Place::Slot(s), Place::Reg(d)) => self.emit_load(d, slot(s)),
            (Place::Const(c), Place::Reg(d)) => self.emit_const(d, c),
            (Place::Reg(s), Place::Slot(d)) => self.emit_store(slot(d), s),
            (Place::Slot(s), Place::Slot(d)) => {
                let (s, d) = (s as i32 * 8, d as i32 * 8);
                dynasm!(self.a.a ; .arch x64 ; push QWORD [rsp + s] ; pop QWORD [rsp + d])
            }
            (Place::Const(c), Place::Slot(d)) => if c as i64 as i32 as i64 == c as i64 { self.a.store_imm(slot(d), c as i32) } else {
                let at = d as i32 * 8;
                dynasm!(self.a.a ; .arch x64 ; mov DWORD [rsp + at], DWORD c as i32 ; mov DWORD [rsp + at + 4], DWORD (c >> 32) as i32)
            },
            (_, Place::Const(_)) => {}
        }
    }
}
