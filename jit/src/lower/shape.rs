//! The loop and the ends of a trace: `Head`, `Back`, `Leave`, `Link`, `Return`.

use super::asm::*;
use super::regs::{Place, NOREG, NOSLOT};
use super::Lower;
use crate::code::Refused;
use dynasmrt::{dynasm, DynamicLabel, DynasmApi, DynasmLabelApi};
use super::thunks::{ARG, OUT, RESULT, SPILL};
use fora_trace::ir::{Exit, Ins, Op, Ref, NIL, PAYLOAD};

/// Where values are when the loop's head is passed.
pub struct Looped { label: DynamicLabel, /// (value, register, slot); one of them may be missing
    at_head: Vec<(u32, u8, u16)> }

impl Lower<'_> {
    pub fn op_head(&mut self) {
        let (h, phis) = (self.i, self.plan.phis.clone());
        if self.looped.is_some() { return self.fail(Refused::Broken("two loops")); }
        let n = self.end;
        if let Some(l) = self.learned {
            // what the body will throw out is in its slot before it begins
            for v in 0..h {
                let k = v as usize;
                if self.plan.last[k] < n || self.of[k] == NOREG || self.plan.konst[k].is_some() || !l.evicted[k] { continue; }
                if self.slot[k] == NOSLOT { let s = self.new_slot(); self.slot[k] = s; let r = self.of[k]; self.emit_store(super::regs::slot(s), r); }
                if l.cold[k] { self.drop_reg(v); }
            }
        }
        // phis: over their first value's register if that value dies here, else a register of their own
        let mut list = vec![];
        let mut mine = vec![];
        for p in phis.clone() {
            if self.plan.dead[p as usize] { continue; }
            let a = self.key(self.t.ops[p as usize].a);
            let Some(from) = self.place(a) else { return self.fail(Refused::Broken("phi of nothing")) };
            mine.push((p, a, from));
        }
        // first those that take over a register, so that none of these is given to others
        let mut rest = vec![];
        for (p, a, from) in mine {
            let dies = self.plan.last[a as usize] <= 2 * h + 1;
            match from {
                Place::Reg(r) if dies && self.reg[r as usize] == a => { self.drop_reg(a); self.assign(p, r); self.locked |= 1 << r; }
                _ => rest.push((p, from)),
            }
        }
        for (p, from) in rest {
            let room = (if self.is_float(p) { 13 } else { 11 }) > (self.locked & if self.is_float(p) { 0xffff_0000 } else { 0xffff }).count_ones();
            if !room || self.learned.is_some_and(|l| l.cold[p as usize]) {
                let s = self.new_slot();
                self.slot[p as usize] = s;
                list.push((from, Place::Slot(s)));
                continue;
            }
            let r = self.find(self.is_float(p), self.avoid(p, 2 * p), NOREG);
            self.assign(p, r);
            list.push((from, Place::Reg(r)));
        }
        self.moves(list); // the register of a source that was evicted meanwhile still has its word
        for p in phis.clone() { if self.of[p as usize] != NOREG { self.phi_regs |= 1 << self.of[p as usize]; } }
        self.expire_to(2 * h + 1);
        let mut at_head = vec![];
        for v in (0..h).chain(phis.clone()) {
            let k = v as usize;
            if self.plan.same[k] != v || self.of[k] == NOREG && self.slot[k] == NOSLOT { continue; }
            at_head.push((v, self.of[k], self.slot[k]));
        }
        self.touched.fill(false);
        let label = self.a.label();
        dynasm!(self.a.a ; .arch x64 ; .align 16);
        self.a.bind(label);
        self.looped = Some(Looped { label, at_head });
        // what `Back` hands over is best made in the register of its phi
        if let Some(back) = self.t.ops.last().filter(|b| b.op == Op::Back) {
            for (k, &arg) in self.t.args_of(back).iter().enumerate() {
                let p = phis.start as usize + k;
                let v = self.key(arg) as usize;
                if p < phis.end as usize && v > h as usize && !phis.contains(&(v as u32)) && self.of[p] != NOREG { self.hint[v] = self.of[p]; }
            }
        }
    }

    pub fn op_back(&mut self, ins: &Ins) {
        if self.turned { return; }
        let Some(l) = self.looped.take() else { return self.op_again(ins) };
        let label = l.label;
        let list = self.back_moves(ins, &l);
        self.moves(list);
        self.a.jmp(label);
    }
    /// If nothing is left to do but to go back: the loop's label. Then the last guard jumps there itself.
    pub fn turns(&mut self) -> Option<DynamicLabel> {
        let next = (self.i + 1..self.t.ops.len() as u32).find(|&k| !self.plan.dead[k as usize] && !self.plan.folded[k as usize])?;
        let ins = self.t.ops[next as usize];
        if ins.op != Op::Back { return None; }
        let l = self.looped.take()?;
        let list = self.back_moves(&ins, &l);
        let label = l.label;
        self.looped = Some(l);
        if list.iter().any(|m| m.0 != m.1) { return None; }
        self.turned = true;
        Some(label)
    }
    fn back_moves(&mut self, ins: &Ins, l: &Looped) -> Vec<(Place, Place)> {
        let phis = self.plan.phis.clone();
        let args = self.t.args_of(ins);
        let mut list = vec![];
        if args.len() != phis.len() { self.fail(Refused::Broken("phis")); return list; }
        for &(v, r, s) in &l.at_head {
            if phis.contains(&v) {
                let arg = args[(v - phis.start) as usize];
                let Some(from) = self.place(self.key(arg)) else { self.fail(Refused::Broken("argument is nowhere")); return list };
                if r != NOREG { list.push((from, Place::Reg(r))); }
                if s != NOSLOT && self.key(arg) != v { list.push((from, Place::Slot(s))); }
            } else if r != NOREG {
                let Some(from) = self.place(v) else { self.fail(Refused::Broken("value was lost")); return list };
                let from = if self.of[v as usize] == NOREG { from } else { Place::Reg(self.of[v as usize]) };
                list.push((from, Place::Reg(r)));
            }
        }
        list
    }
    /// The recorded form: the registers named by the exit are stored, and everything begins again.
    fn op_again(&mut self, ins: &Ins) {
        if self.given.parent.is_some() || self.t.exits.get(ins.at as usize).map_or(true, |e| e.frames.len() > 1) { return self.op_leave(); }
        self.store_frame(ins.at);
        let start = self.start;
        self.a.jmp(start);
    }
    /// Tells the runtime which frames there are; `keep`: all registers stay as they are.
    pub fn call_frames(&mut self, at: u32, keep_all: bool) {
        let t = self.t;
        let Some(e) = t.exits.get(at as usize) else { return self.fail(Refused::Broken("exit")) };
        let kept = match self.kept.iter().find(|k| k.0 == at) { Some(k) => k.1, None => { let k: &'static Exit = Box::leak(Box::new(e.clone())); self.kept.push((at, k)); k } };
        let t = self.temp();
        let gens: Vec<Ref> = e.frames.iter().map(|f| f.gen).filter(|g| *g != NIL).collect();
        for (k, g) in gens.into_iter().enumerate() {
            let keep = self.locked;
            let r = self.reg(g);
            self.a.load(t, Mem::Base(RSP, OUT));
            self.a.store(Mem::Base(t, SPILL + 8 * k as i32), r);
            self.locked = keep;
        }
        if !keep_all {
            self.clear_caller_saved();
            self.locked = 0;
            dynasm!(self.a.a ; .arch x64 ; mov rcx, [rsp + OUT] ; add rcx, DWORD SPILL ; mov rdi, r15 ; mov rsi, r14);
            self.a.imm(RDX, kept as *const Exit as u64);
            let p = self.a.pool(self.jit.runtime.frames as usize as u64);
            mem!(self.a.a, p, (call QWORD) ());
            return;
        }
        self.a.imm(t, kept as *const Exit as u64);
        self.a.store(Mem::Base(RSP, ARG), t);
        let to = self.jit.inner.thunks.frames;
        self.a.call_far(to);
    }
    /// Writes the registers that the exit names to the entered frame. Objects that were not made are made now.
    pub fn store_frame(&mut self, at: u32) {
        let t = self.t;
        let Some(e) = t.exits.get(at as usize) else { return self.fail(Refused::Broken("exit")) };
        let sunk: Vec<(Ref, u16)> = { let mut s: Vec<Ref> = vec![]; for v in t.values_of(e) { if t.at(v).op == Op::Sunk && !s.contains(&v) { s.push(v) } } s.into_iter().map(|v| (v, self.new_slot())).collect() };
        let place = |v: Ref| sunk.iter().find(|s| s.0 == v).map(|s| super::regs::slot(s.1));
        let keep = self.locked;
        for &(v, s) in &sunk {
            let (r, to) = (self.temp(), self.jit.inner.thunks.alloc);
            self.a.imm(r, t.at(v).imm as u64);
            self.a.store(Mem::Base(RSP, ARG), r);
            self.a.call_far(to);
            self.a.load(r, Mem::Base(RSP, RESULT));
            self.a.store(super::regs::slot(s), r);
            self.locked = keep;
        }
        for &(v, s) in &sunk {
            for (k, &w) in t.args_of(t.at(v)).iter().enumerate() {
                if w == NIL { continue; }
                self.locked = keep;
                let word = self.boxed(w, place(w));
                // boxing may have collected, so the object may be old by now
                let (o, ok) = (self.temp(), self.a.label());
                self.a.load(o, super::regs::slot(s));
                let (x, to, floor) = (self.temp(), self.jit.inner.thunks.barrier, self.jit.runtime.floor);
                self.a.load(x, Mem::Base(o, fora_trace::runtime::BIRTH as i32));
                mem!(self.a.a, Mem::Base(CX, floor), (cmp Rq(x), QWORD) ());
                self.a.jcc(AE, ok);
                self.a.store(Mem::Base(RSP, ARG), o);
                self.a.call_far(to);
                self.a.bind(ok);
                self.a.store(Mem::Base(o, (PAYLOAD + 8 * k as i64) as i32), word);
            }
        }
        for &(r, v) in &e.regs {
            self.locked = keep;
            let m = Mem::Base(BASE, r as i32 * 8);
            match place(v) { Some(s) => { let x = self.temp(); self.a.load(x, s); self.a.store(m, x) } None => self.store_boxed(m, v) }
        }
        self.locked = keep;
        for s in sunk { self.slots &= !(1 << s.1); }
    }
    pub fn op_leave(&mut self) {
        let l = self.exit(super::exits::Undo::None);
        self.a.jmp(l);
    }
    pub fn op_link(&mut self, ins: &Ins) {
        let one = self.t.exits.get(ins.at as usize).is_some_and(|e| e.frames.len() <= 1);
        match self.given.body_of.and_then(|f| f(ins.imm)) {
            Some(to) if one => { self.store_frame(ins.at); self.a.jmp_far(to); }
            _ => self.op_leave(),
        }
    }
    pub fn op_return(&mut self, ins: &Ins) {
        let from = self.place(self.key(ins.b)).unwrap_or(Place::Const(0));
        self.moves(vec![(from, Place::Reg(RAX))]);
        let to = self.jit.inner.thunks.returned;
        self.a.jmp_far(to);
    }
}
