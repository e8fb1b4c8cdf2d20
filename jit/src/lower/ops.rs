//! Code for each op of the table.

use super::asm::*;
use super::exits::Undo;
use super::plan::NONE;
use super::regs::{slot, Place, CALLER, NOREG, NOSLOT};
use super::thunks::{ARG, RESULT};
use super::Lower;
use crate::code::Refused;
use dynasmrt::{dynasm, DynamicLabel, DynasmApi, DynasmLabelApi};
use fora_trace::ir::{alloc_parts, Ins, Op, Ref, Ty, NIL, PAYLOAD};
use fora_trace::runtime::{BIRTH, SHAPE};
use fora_trace::tag;

/// Objects up to this size are made in line.
const INLINE: u32 = 256;

/// An operand as the instruction takes it.
#[derive(Clone, Copy, Debug)]
enum Opnd { Reg(u8), Imm(i32), Mem(Mem) }

/// A condition in the flags. `Equal` and `Differ` are those of floats, where the parity flag means a nan.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Test { Cc(Cc), Equal, Differ }
impl Test {
    fn not(self) -> Test { match self { Test::Cc(c) => Test::Cc(c ^ 1), Test::Equal => Test::Differ, Test::Differ => Test::Equal } }
}

/// `op d, operand` for the arithmetic of two operands.
macro_rules! alu {
    ($s:expr, $op:ident, $d:expr, $o:expr) => { { let d: u8 = $d; match $o {
        Opnd::Reg(r) => dynasm!($s.a.a ; .arch x64 ; $op Rq(d), Rq(r)),
        Opnd::Imm(v) if v as i8 as i32 == v => dynasm!($s.a.a ; .arch x64 ; $op Rq(d), BYTE v as i8),
        Opnd::Imm(v) => dynasm!($s.a.a ; .arch x64 ; $op Rq(d), DWORD v),
        Opnd::Mem(m) => mem!($s.a.a, m, ($op Rq(d), QWORD) ()),
    } } };
}
macro_rules! vop {
    ($s:expr, $op:ident, $d:expr, $a:expr, $o:expr) => { { let (d, a): (u8, u8) = ($d, $a); match $o {
        Opnd::Reg(r) => dynasm!($s.a.a ; .arch x64 ; $op Rx(d), Rx(a), Rx(r)),
        Opnd::Mem(m) => mem!($s.a.a, m, ($op Rx(d), Rx(a), QWORD) ()),
        Opnd::Imm(_) => {}
    } } };
}

impl Lower<'_> {
    fn ins(&self, v: Ref) -> &fora_trace::ir::Ins { &self.t.ops[self.key(v) as usize] }
    fn folded(&self, v: Ref) -> bool { self.plan.folded[v.0 as usize] }
    /// Constant that fits an immediate.
    fn small(&self, v: Ref) -> Option<i32> { self.plan.constant(v).and_then(|c| i32::try_from(c as i64).ok()) }
    /// Memory operand of a load or store.
    fn address(&mut self, base: Ref, index: Ref, imm: i64, scale8: bool) -> Mem {
        let mut disp = imm;
        let mut index = index;
        if index != NIL && self.folded(index) {
            let add = *self.ins(index);
            let c = self.plan.constant(add.b).unwrap_or(0) as i64;
            disp += if add.op == Op::Add { c } else { -c } * if scale8 { 8 } else { 1 };
            index = add.a;
        }
        if index != NIL {
            if let Some(c) = self.plan.constant(index) {
                let whole = disp.wrapping_add((c as i64).wrapping_mul(if scale8 { 8 } else { 1 }));
                if i32::try_from(whole).is_ok() { disp = whole; index = NIL; }
            }
        }
        let b = self.reg(base);
        let Ok(disp) = i32::try_from(disp) else { self.fail(Refused::Broken("offset")); return Mem::Base(b, 0) };
        if index == NIL { return Mem::Base(b, disp); }
        let x = self.reg(index);
        if scale8 { Mem::Index(b, x, disp) } else { Mem::Byte(b, x, disp) }
    }
    /// Address of a load that was folded into this instruction.
    fn folded_load(&mut self, v: Ref) -> Mem {
        let l = *self.ins(v);
        self.address(l.a, if l.op == Op::LoadX { l.b } else { NIL }, l.imm, l.op == Op::LoadX)
    }
    /// An operand that may be in memory or immediate.
    fn operand(&mut self, v: Ref) -> Opnd {
        if self.folded(v) { return Opnd::Mem(self.folded_load(v)); }
        if let Some(c) = self.small(v) { if !self.is_float(self.key(v)) { return Opnd::Imm(c); } }
        self.place_operand(v)
    }
    /// The same for an instruction that takes no immediate.
    fn operand_rm(&mut self, v: Ref) -> Opnd { if self.folded(v) { Opnd::Mem(self.folded_load(v)) } else { self.place_operand(v) } }
    fn place_operand(&mut self, v: Ref) -> Opnd {
        let k = self.key(v);
        if self.of[k as usize] == NOREG {
            if let Some(c) = self.plan.constant(v) { return Opnd::Mem(self.a.pool(c)); }
            // in its slot: straight from there unless it is wanted again soon
            if self.slot[k as usize] != NOSLOT && self.plan.next_use(k, self.pos + 1, self.end) > 40 { return Opnd::Mem(slot(self.slot[k as usize])); }
        }
        let r = self.reg(v);
        Opnd::Reg(if r >= 16 { r - 16 } else { r })
    }

    // ---- conditions -----------------------------------------------------------------------------------------------------------------
    /// Puts what a bool says into the flags.
    fn test(&mut self, v: Ref) -> Test {
        if self.folded(v) { let ins = *self.ins(v); return self.compare(&ins); }
        let r = self.reg(v);
        dynasm!(self.a.a ; .arch x64 ; test Rd(r), Rd(r));
        Test::Cc(NE)
    }
    fn compare(&mut self, ins: &Ins) -> Test {
        match ins.op {
            Op::Not => self.test(ins.a).not(),
            Op::Lt => self.compare_ints(ins.a, ins.b, L, G),
            Op::Le => self.compare_ints(ins.a, ins.b, LE, GE),
            Op::Eq | Op::Same => self.compare_ints(ins.a, ins.b, E, E),
            Op::LtU => self.compare_ints(ins.a, ins.b, B, A),
            Op::LtF => self.compare_floats(ins.b, ins.a, Test::Cc(A)),
            Op::LeF => self.compare_floats(ins.b, ins.a, Test::Cc(AE)),
            Op::EqF => self.compare_floats(ins.a, ins.b, Test::Equal),
            Op::IsInt => { let r = self.reg(ins.a); dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 1); Test::Cc(NE) }
            _ => { self.fail(Refused::Broken("no compare")); Test::Cc(E) }
        }
    }
    fn compare_floats(&mut self, a: Ref, b: Ref, t: Test) -> Test {
        let x = self.freg(a);
        match self.operand_rm(b) { Opnd::Mem(m) => mem!(self.a.a, m, (vucomisd Rx(x), QWORD) ()), Opnd::Reg(y) => dynasm!(self.a.a ; .arch x64 ; vucomisd Rx(x), Rx(y)), Opnd::Imm(_) => {} }
        t
    }
    fn compare_ints(&mut self, a: Ref, b: Ref, cc: Cc, swapped: Cc) -> Test {
        if self.plan.constant(a).is_some() && self.plan.constant(b).is_none() { return self.compare_ints(b, a, swapped, cc); }
        if self.folded(a) && self.ins(a).op == Op::LoadI32 {
            let m = self.folded_load(a);
            let c = self.small(b).unwrap_or(0);
            mem!(self.a.a, m, (cmp DWORD) (, DWORD c));
            return Test::Cc(cc);
        }
        let left = self.operand_rm(a);
        let right = self.operand(b);
        match (left, right) {
            (Opnd::Reg(r), Opnd::Imm(v)) => self.a.cmp_imm(r, v),
            (Opnd::Reg(r), o) => self.cmp_op(r, o),
            (Opnd::Mem(m), Opnd::Reg(r)) => mem!(self.a.a, m, (cmp QWORD) (, Rq(r))),
            (Opnd::Mem(m), Opnd::Imm(v)) => mem!(self.a.a, m, (cmp QWORD) (, DWORD v)),
            (Opnd::Mem(m), Opnd::Mem(n)) => { let t = self.temp(); self.a.load(t, m); mem!(self.a.a, n, (cmp Rq(t), QWORD) ()); }
            (Opnd::Imm(_), _) => {}
        }
        Test::Cc(cc)
    }
    fn cmp_op(&mut self, r: u8, o: Opnd) {
        match o { Opnd::Reg(x) => dynasm!(self.a.a ; .arch x64 ; cmp Rq(r), Rq(x)), Opnd::Imm(v) => self.a.cmp_imm(r, v), Opnd::Mem(m) => mem!(self.a.a, m, (cmp Rq(r), QWORD) ()) }
    }
    /// Jumps there if the condition holds.
    fn branch(&mut self, t: Test, to: DynamicLabel) {
        match t {
            Test::Cc(c) => self.a.jcc(c, to),
            Test::Differ => { self.a.jcc(P, to); self.a.jcc(NE, to) }
            Test::Equal => { let over = self.a.label(); self.a.jcc(P, over); self.a.jcc(E, to); self.a.bind(over) }
        }
    }
    /// Leaves if the condition holds.
    fn leave_if(&mut self, t: Test) {
        let l = self.exit(Undo::None);
        if let Test::Cc(c) = t { if let Some(head) = self.turns() { self.a.jcc(c ^ 1, head); return self.a.jmp(l); } }
        self.branch(t, l)
    }

    // ---- the table --------------------------------------------------------------------------------------------------------------------
    pub fn op(&mut self, ins: &Ins) {
        match ins.op {
            Op::ConstI | Op::ConstF | Op::ConstB | Op::ConstV | Op::ConstR | Op::Inherit | Op::Phi | Op::AsV | Op::AsR | Op::BToI | Op::Sunk | Op::Raw => {}
            Op::Reg => { let r = self.def(); self.emit_load(r, Mem::Base(BASE, ins.imm as i32 * 8)) }
            Op::IsInt | Op::Lt | Op::Le | Op::Eq | Op::LtU | Op::Not | Op::Same | Op::LtF | Op::LeF | Op::EqF => self.op_compare(ins),
            Op::UnboxI => self.op_unbox_int(ins),
            Op::UnboxF => self.op_unbox_float(ins),
            Op::UnboxB => self.op_unbox_bool(ins),
            Op::GuardRef => { let a = self.reg(ins.a); self.guard_ref(ins.a, a) }
            Op::GuardShape => {
                let a = self.reg(ins.a);
                self.guard_ref(ins.a, a);
                let n = ins.imm as i32;
                mem!(self.a.a, Mem::Base(a, SHAPE as i32), (cmp DWORD) (, DWORD n));
                self.leave_if(Test::Cc(NE));
            }
            Op::GuardSame | Op::GuardNot => {
                let left = self.operand_rm(ins.a);
                match (left, i32::try_from(ins.imm)) {
                    (Opnd::Reg(r), Ok(v)) => self.a.cmp_imm(r, v),
                    (Opnd::Mem(m), Ok(v)) => mem!(self.a.a, m, (cmp QWORD) (, DWORD v)),
                    (Opnd::Reg(r), Err(_)) => { let p = self.a.pool(ins.imm as u64); self.cmp_op(r, Opnd::Mem(p)) }
                    (Opnd::Mem(m), Err(_)) => { let t = self.temp(); self.a.load(t, m); let p = self.a.pool(ins.imm as u64); self.cmp_op(t, Opnd::Mem(p)) }
                    (Opnd::Imm(_), _) => {}
                }
                self.leave_if(Test::Cc(if ins.op == Op::GuardSame { NE } else { E }));
            }
            Op::GuardClass => self.op_guard_class(ins),
            Op::GuardTrue => { let t = self.test(ins.a); self.leave_if(t.not()) }
            Op::GuardFalse => { let t = self.test(ins.a); self.leave_if(t) }
            Op::BoxI => {
                let a = self.reg(ins.a);
                self.release();
                let d = self.def_over(a);
                self.a.mov(d, a);
                self.box_int(d);
            }
            Op::BoxF => {
                let x = self.freg(ins.a);
                let t = self.temp();
                let d = self.def();
                self.release();
                self.box_float(d, x, t);
            }
            Op::TagI => {
                let a = self.reg(ins.a);
                let d = self.def();
                let l = self.exit(Undo::None);
                self.a.mov(d, a);
                dynasm!(self.a.a ; .arch x64 ; add Rq(d), Rq(d));
                self.a.jcc(O, l);
                dynasm!(self.a.a ; .arch x64 ; or Rq(d), BYTE 1);
            }
            Op::TagF => {
                let x = self.freg(ins.a);
                let t = self.temp();
                let d = self.def();
                let l = self.exit(Undo::None);
                self.tag_float(d, x, t, l);
            }
            Op::BoxB => {
                let a = self.reg(ins.a);
                self.release();
                let d = self.def_over(a);
                dynasm!(self.a.a ; .arch x64 ; lea Rq(d), [DWORD Rq(a) * 8 + 12]);
            }
            Op::Add | Op::Sub | Op::Mul | Op::And | Op::Or | Op::Xor => self.op_arithmetic(ins),
            Op::AddOv | Op::SubOv | Op::MulOv => self.op_arithmetic(ins),
            Op::FloorDiv | Op::FloorMod => self.op_divide(ins),
            Op::Shl | Op::Shr | Op::ShrU => self.op_shift(ins),
            Op::ShlOv => self.op_shift_over(ins),
            Op::SelectI => {
                let c = self.reg(ins.c);
                let b = self.reg(ins.b);
                let t = self.test(ins.a); // operands first: their loads may change no flags, but making room may move things
                let c = self.of_or(ins.c, c);
                let b = self.of_or(ins.b, b);
                self.lock(b);
                self.release();
                self.lock(b);
                let d = if b != c { self.def_over(c) } else { self.def() };
                self.a.mov(d, c);
                match t {
                    Test::Cc(k) => self.a.cmov(k, d, b),
                    Test::Equal => { let over = self.a.label(); self.a.jcc(P, over); self.a.cmov(E, d, b); self.a.bind(over) }
                    Test::Differ => { self.a.cmov(P, d, b); self.a.cmov(NE, d, b) }
                }
            }
            Op::SelectF => {
                let c = self.freg(ins.c);
                let b = self.freg(ins.b);
                let t = self.test(ins.a);
                let c = self.of_or(ins.c, c + 16) - 16;
                let b = self.of_or(ins.b, b + 16) - 16;
                self.release();
                self.lock(b + 16);
                let d = if b != c { self.def_over(c + 16) } else { self.def() } - 16;
                let over = self.a.label();
                self.a.mov_f(d, c);
                self.branch(t.not(), over);
                self.a.mov_f(d, b);
                self.a.bind(over);
            }
            Op::AddF | Op::SubF | Op::MulF | Op::DivF => {
                let (mut a, mut b) = (ins.a, ins.b);
                if matches!(ins.op, Op::AddF | Op::MulF) && (self.folded(a) || self.plan.constant(a).is_some() && self.of[self.key(a) as usize] == NOREG && !self.folded(b)) { std::mem::swap(&mut a, &mut b); }
                let x = self.freg(a);
                let y = self.operand_rm(b);
                self.release();
                let d = self.def_over(x + 16) - 16;
                match ins.op { Op::AddF => vop!(self, vaddsd, d, x, y), Op::SubF => vop!(self, vsubsd, d, x, y), Op::MulF => vop!(self, vmulsd, d, x, y), _ => vop!(self, vdivsd, d, x, y) }
            }
            Op::NegF | Op::AbsF => {
                let x = self.freg(ins.a);
                self.release();
                let d = self.def_over(x + 16) - 16;
                let m = self.a.mask(if ins.op == Op::NegF { 1 << 63 } else { !(1 << 63) });
                if ins.op == Op::NegF { mem!(self.a.a, m, (vxorpd Rx(d), Rx(x), OWORD) ()) } else { mem!(self.a.a, m, (vandpd Rx(d), Rx(x), OWORD) ()) }
            }
            Op::SqrtF => { let y = self.operand_rm(ins.a); self.release(); let d = self.fdef(); let x = if let Opnd::Reg(r) = y { r } else { self.a.zero_f(d); d }; vop!(self, vsqrtsd, d, x, y) }
            Op::FloorF => { let x = self.freg(ins.a); self.release(); let d = self.def_over(x + 16) - 16; dynasm!(self.a.a ; .arch x64 ; vroundsd Rx(d), Rx(x), Rx(x), BYTE 9) }
            Op::IToF => {
                let y = self.operand_rm(ins.a);
                self.release();
                let d = self.fdef();
                self.a.zero_f(d); // else it would wait for what was in d
                match y { Opnd::Reg(r) => dynasm!(self.a.a ; .arch x64 ; vcvtsi2sd Rx(d), Rx(d), Rq(r)), Opnd::Mem(m) => mem!(self.a.a, m, (vcvtsi2sd Rx(d), Rx(d), QWORD) ()), Opnd::Imm(_) => {} }
            }
            Op::FToI => {
                let x = self.freg(ins.a);
                self.release();
                let d = self.def();
                let l = self.exit(Undo::None);
                dynasm!(self.a.a ; .arch x64 ; vcvttsd2si Rq(d), Rx(x));
                self.a.cmp_imm(d, 1);
                // the least int is what does not fit, or itself
                let (slow, back) = (self.a.label(), self.a.label());
                self.a.jcc(O, slow);
                self.a.bind(back);
                self.cold.push(Box::new(move |s| {
                    s.a.bind(slow);
                    let p = s.a.pool((i64::MIN as f64).to_bits());
                    mem!(s.a.a, p, (vucomisd Rx(x), QWORD) ());
                    s.a.jcc(P, l);
                    s.a.jcc(E, back);
                    s.a.jmp(l);
                }));
            }
            Op::LoadI | Op::LoadV | Op::LoadR | Op::LoadF => { let m = self.address(ins.a, NIL, ins.imm, false); self.release(); let d = self.def(); self.emit_load(d, m) }
            Op::LoadX => { let m = self.address(ins.a, ins.b, ins.imm, true); self.release(); let d = self.def(); self.emit_load(d, m) }
            Op::LoadI32 => { let m = self.address(ins.a, NIL, ins.imm, false); self.release(); let d = self.def(); mem!(self.a.a, m, (mov Rd(d), DWORD) ()) }
            Op::LoadI8 | Op::LoadX8 => {
                let m = self.address(ins.a, ins.b, ins.imm, false);
                self.release();
                let d = self.def();
                mem!(self.a.a, m, (movzx Rd(d), BYTE) ())
            }
            Op::StoreI | Op::StoreV => { let m = self.address(ins.a, NIL, ins.imm, false); self.store_word(m, ins.b) }
            Op::StoreX => { let m = self.address(ins.a, ins.b, ins.imm, true); self.store_word(m, ins.c) }
            Op::StoreI32 => {
                let m = self.address(ins.a, NIL, ins.imm, false);
                match self.plan.constant(ins.b) { Some(c) => mem!(self.a.a, m, (mov DWORD) (, DWORD c as i32)), None => { let r = self.reg(ins.b); mem!(self.a.a, m, (mov DWORD) (, Rd(r))) } }
            }
            Op::CxI => { let d = self.def(); self.emit_load(d, Mem::Base(CX, ins.imm as i32)) }
            Op::SetCxI => self.store_word(Mem::Base(CX, ins.imm as i32), ins.b),
            Op::SaveReg => self.store_word(Mem::Base(BASE, ins.imm as i32 * 8), ins.b),
            Op::Barrier => self.op_barrier(ins),
            Op::Alloc => self.op_alloc(ins),
            Op::Poll => { let at = self.jit.runtime.poll; self.a.cmp_zero32(CX, at); self.leave_if(Test::Cc(NE)) }
            Op::Sync => {
                // what lives in registers that a call may change goes to slots now or at the call that follows; with more frames than one
                // their registers are made UNDEF before those that are named are stored
                if self.t.exits.get(ins.at as usize).is_some_and(|e| e.frames.len() == 1) {
                    self.store_frame(ins.at);
                    self.call_frames(ins.at, false);
                } else {
                    self.call_frames(ins.at, true);
                    self.store_frame(ins.at);
                }
            }
            Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN => self.op_call(ins),
            Op::Head => self.op_head(),
            Op::Back => self.op_back(ins),
            Op::Leave => self.op_leave(),
            Op::Link => self.op_link(ins),
            Op::Return => self.op_return(ins),
        }
    }
    fn lock(&mut self, r: u8) { self.locked |= 1 << r }
    /// Where the value is now, if it was moved since it was in `r`.
    fn of_or(&self, v: Ref, r: u8) -> u8 { let o = self.of[self.key(v) as usize]; if o == NOREG { r } else { o } }

    // ---- values -----------------------------------------------------------------------------------------------------------------------
    fn op_compare(&mut self, ins: &Ins) {
        let t = self.compare(ins);
        self.release();
        let d = self.def();
        match t {
            Test::Cc(c) => self.a.setcc(c, d),
            _ => {
                let (end, yes) = (self.a.label(), t == Test::Equal);
                dynasm!(self.a.a ; .arch x64 ; mov Rd(d), DWORD !yes as i32);
                self.a.jcc(P, end);
                self.a.jcc(NE, end);
                dynasm!(self.a.a ; .arch x64 ; mov Rd(d), DWORD yes as i32);
                self.a.bind(end);
            }
        }
    }
    fn op_unbox_int(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        let k = self.key(ins.a);
        // the bit shifted out goes to the carry flag; where the exit wants the tagged word back, doubling restores it: its low bit was 0
        let over = self.plan.last[k as usize] <= self.pos + 1;
        let (d, mut l);
        if over {
            l = self.exit(Undo::Double(a));
            self.drop_reg(k);
            self.release();
            d = a;
            self.assign(self.i, a);
        } else {
            self.release();
            d = self.def();
            l = self.exit(Undo::None);
        }
        self.a.mov(d, a);
        if self.jit.runtime.wide_shape != 0 { l = self.wide_int(d, l); }
        dynasm!(self.a.a ; .arch x64 ; sar Rq(d), BYTE 1);
        self.a.jcc(AE, l);
        if let Some(back) = self.after.take() { self.a.bind(back); }
    }
    /// Tests only: ints of 64 bits in boxes. Result: where to go with what is no small int.
    fn wide_int(&mut self, d: u8, l: DynamicLabel) -> DynamicLabel {
        let (slow, back, no) = (self.a.label(), self.a.label(), self.a.label());
        self.after = Some(back);
        self.cold.push(Box::new(move |s| {
            let number = s.jit.runtime.wide_shape as i32;
            s.a.bind(slow);
            dynasm!(s.a.a ; .arch x64 ; add Rq(d), Rq(d) ; test Rb(d), BYTE 7);
            s.a.jcc(NE, no);
            dynasm!(s.a.a ; .arch x64 ; test Rq(d), Rq(d));
            s.a.jcc(E, no);
            mem!(s.a.a, Mem::Base(d, SHAPE as i32), (cmp DWORD) (, DWORD number));
            s.a.jcc(NE, no);
            s.a.load(d, Mem::Base(d, PAYLOAD as i32));
            s.a.jmp(back);
            s.a.bind(no);
            dynasm!(s.a.a ; .arch x64 ; sar Rq(d), BYTE 1);
            s.a.jmp(l);
        }));
        slow
    }
    fn op_unbox_float(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        let t = self.temp();
        let l = self.exit(Undo::None);
        let x = self.fdef(); // what is evicted for it is still there when the exit is taken
        let (slow, zero, back) = (self.a.label(), self.a.label(), self.a.label());
        dynasm!(self.a.a ; .arch x64 ; lea Rd(t), [BYTE Rq(a) - 2] ; test Rb(t), BYTE 3);
        self.a.jcc(NE, slow);
        let p = self.a.pool(tag::FLOAT_ZERO);
        self.cmp_op(a, Opnd::Mem(p));
        self.a.jcc(E, zero);
        dynasm!(self.a.a ; .arch x64 ; mov Rq(t), Rq(a) ; sar Rq(t), BYTE 63 ; add Rq(t), Rq(a) ; ror Rq(t), BYTE 3 ; vmovq Rx(x), Rq(t));
        self.a.bind(back);
        let known = self.is_ref[self.key(ins.a) as usize];
        self.cold.push(Box::new(move |s| {
            let number = s.jit.runtime.float_shape as i32;
            s.a.bind(slow);
            if !known {
                dynasm!(s.a.a ; .arch x64 ; test Rb(a), BYTE 7);
                s.a.jcc(NE, l);
                dynasm!(s.a.a ; .arch x64 ; test Rq(a), Rq(a));
                s.a.jcc(E, l);
            }
            mem!(s.a.a, Mem::Base(a, SHAPE as i32), (cmp DWORD) (, DWORD number));
            s.a.jcc(NE, l);
            s.a.load_f(x, Mem::Base(a, PAYLOAD as i32));
            s.a.jmp(back);
            s.a.bind(zero);
            s.a.zero_f(x);
            s.a.jmp(back);
        }));
    }
    fn op_unbox_bool(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        let me = self.i;
        if let Some(g) = (me + 1..self.t.ops.len() as u32).find(|&k| self.plan.early[k as usize]).filter(|&k| self.t.ops[k as usize].a.0 == me) {
            // the guard on it is all that uses it
            let no_bool = self.exit(Undo::None);
            self.i = g;
            let other = self.exit(Undo::None);
            self.i = me;
            let yes = self.t.ops[g as usize].op == Op::GuardTrue;
            let slow = self.a.label();
            self.a.cmp_imm(a, tag::bool(yes) as i32);
            self.a.jcc(NE, slow);
            self.cold.push(Box::new(move |s| {
                s.a.bind(slow);
                s.a.cmp_imm(a, tag::bool(!yes) as i32);
                s.a.jcc(E, other);
                s.a.jmp(no_bool);
            }));
            return;
        }
        let t = self.find(false, self.avoid(me, self.pos), self.hint[me as usize]);
        self.lock(t);
        let l = self.exit(Undo::None);
        dynasm!(self.a.a ; .arch x64 ; lea Rq(t), [BYTE Rq(a) - 12] ; test Rq(t), DWORD -9);
        self.a.jcc(NE, l);
        dynasm!(self.a.a ; .arch x64 ; shr Rd(t), BYTE 3);
        self.release();
        self.assign(me, t);
    }
    /// Leaves unless the word in `r` is a reference.
    fn guard_ref(&mut self, v: Ref, r: u8) {
        let k = self.key(v) as usize;
        if self.is_ref[k] || self.t.ops[k].ty == Ty::R && !matches!(self.t.ops[v.0 as usize].op, Op::AsR) && self.t.ops[k].op != Op::Inherit && self.t.ops[k].op != Op::Phi { return; }
        let l = self.exit(Undo::None);
        dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 7);
        self.a.jcc(NE, l);
        dynasm!(self.a.a ; .arch x64 ; test Rq(r), Rq(r));
        self.a.jcc(E, l);
        self.is_ref[k] = true;
    }
    fn op_guard_class(&mut self, ins: &Ins) {
        let r = self.reg(ins.a);
        let set = ins.imm as u8;
        match set {
            0xff => {}
            0xaa => { dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 1); self.leave_if(Test::Cc(E)) }
            0x55 => { dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 1); self.leave_if(Test::Cc(NE)) }
            0x01 => { dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 7); self.leave_if(Test::Cc(NE)) }
            0xfe => { dynasm!(self.a.a ; .arch x64 ; test Rb(r), BYTE 7); self.leave_if(Test::Cc(E)) }
            0x44 => {
                let t = self.temp();
                dynasm!(self.a.a ; .arch x64 ; lea Rd(t), [BYTE Rq(r) - 2] ; test Rb(t), BYTE 3);
                self.leave_if(Test::Cc(NE))
            }
            _ => {
                let (t, m) = (self.temp(), self.temp());
                dynasm!(self.a.a ; .arch x64 ; mov Rd(t), Rd(r) ; and Rd(t), BYTE 7 ; mov Rd(m), DWORD set as i32 ; bt Rd(m), Rd(t));
                self.leave_if(Test::Cc(AE))
            }
        }
    }
    /// d := the int in d as a value.
    fn box_int(&mut self, d: u8) {
        let (slow, back) = (self.a.label(), self.a.label());
        dynasm!(self.a.a ; .arch x64 ; add Rq(d), Rq(d));
        self.a.jcc(O, slow);
        dynasm!(self.a.a ; .arch x64 ; or Rq(d), BYTE 1);
        self.a.bind(back);
        self.cold.push(Box::new(move |s| {
            s.a.bind(slow);
            let to = s.jit.inner.thunks.big;
            dynasm!(s.a.a ; .arch x64 ; rcr Rq(d), BYTE 1 ; mov [rsp + ARG], Rq(d));
            s.a.call_far(to);
            dynasm!(s.a.a ; .arch x64 ; mov Rq(d), [rsp + RESULT]);
            s.a.jmp(back);
        }));
    }
    /// d := the float in x in its inline form, or to `l` if it has none; t is changed.
    fn tag_float(&mut self, d: u8, x: u8, t: u8, l: DynamicLabel) {
        let (slow, back) = (self.a.label(), self.a.label());
        dynasm!(self.a.a ; .arch x64 ; vmovq Rq(d), Rx(x) ; lea Rq(t), [Rq(d) + Rq(d)] ; shr Rq(t), BYTE 61 ; sub Rd(t), BYTE 3);
        self.a.cmp_imm(t, 2);
        self.a.jcc(AE, slow);
        dynasm!(self.a.a ; .arch x64 ; rol Rq(d), BYTE 3 ; and Rq(d), BYTE -4 ; or Rq(d), BYTE 2);
        let p = self.a.pool(tag::FLOAT_ZERO);
        self.cmp_op(d, Opnd::Mem(p));
        self.a.jcc(E, slow);
        self.a.bind(back);
        self.cold.push(Box::new(move |s| {
            s.a.bind(slow);
            dynasm!(s.a.a ; .arch x64 ; vmovq Rq(d), Rx(x) ; test Rq(d), Rq(d));
            s.a.jcc(NE, l);
            s.a.imm(d, tag::FLOAT_ZERO);
            s.a.jmp(back);
        }));
    }
    /// d := the float in x as a value; t is changed.
    fn box_float(&mut self, d: u8, x: u8, t: u8) {
        let (slow, back) = (self.a.label(), self.a.label());
        dynasm!(self.a.a ; .arch x64 ; vmovq Rq(d), Rx(x) ; lea Rq(t), [Rq(d) + Rq(d)] ; shr Rq(t), BYTE 61 ; sub Rd(t), BYTE 3);
        self.a.cmp_imm(t, 2);
        self.a.jcc(AE, slow);
        dynasm!(self.a.a ; .arch x64 ; rol Rq(d), BYTE 3 ; and Rq(d), BYTE -4 ; or Rq(d), BYTE 2);
        let p = self.a.pool(tag::FLOAT_ZERO);
        self.cmp_op(d, Opnd::Mem(p));
        self.a.jcc(E, slow);
        self.a.bind(back);
        self.cold.push(Box::new(move |s| {
            let rare = s.a.label();
            let to = s.jit.inner.thunks.float;
            s.a.bind(slow);
            dynasm!(s.a.a ; .arch x64 ; vmovq Rq(d), Rx(x) ; test Rq(d), Rq(d));
            s.a.jcc(NE, rare);
            s.a.imm(d, tag::FLOAT_ZERO);
            s.a.jmp(back);
            s.a.bind(rare);
            dynasm!(s.a.a ; .arch x64 ; mov [rsp + ARG], Rq(d));
            s.a.call_far(to);
            dynasm!(s.a.a ; .arch x64 ; mov Rq(d), [rsp + RESULT]);
            s.a.jmp(back);
        }));
    }
    /// Stores a value of any type, boxed.
    pub fn store_boxed(&mut self, m: Mem, v: Ref) {
        let k = self.key(v);
        let ty = self.t.ops[v.0 as usize].ty;
        if let (Some(c), true) = (self.plan.constant(v), ty != Ty::F) {
            let word = match ty { Ty::I if tag::fits(c as i64) => Some(tag::small(c as i64)), Ty::I => None, Ty::B => Some(tag::bool(c != 0)), _ => Some(c) };
            if let Some(w) = word { return self.store_const(m, w); }
        }
        if self.place(k).is_none() { return self.fail(Refused::Broken("value is nowhere")); }
        let r = self.boxed(v, None);
        self.a.store(m, r)
    }
    /// A register with the value's word, boxed; `made`: it is a `Sunk` that lies there.
    pub fn boxed(&mut self, v: Ref, made: Option<Mem>) -> u8 {
        if let Some(m) = made { let t = self.temp(); self.a.load(t, m); return t; }
        let r = self.reg(v);
        match self.t.ops[v.0 as usize].ty {
            Ty::R | Ty::V | Ty::None => r,
            Ty::B => { let t = self.temp(); dynasm!(self.a.a ; .arch x64 ; lea Rq(t), [DWORD Rq(r) * 8 + 12]); t }
            Ty::I => { let t = self.temp(); self.a.mov(t, r); self.box_int(t); t }
            Ty::F => { let (d, t) = (self.temp(), self.temp()); self.box_float(d, r.wrapping_sub(16) & 15, t); d }
        }
    }
    fn store_const(&mut self, m: Mem, c: u64) {
        if c as i64 as i32 as i64 == c as i64 { self.a.store_imm(m, c as i32) } else { let t = self.temp(); self.a.imm(t, c); self.a.store(m, t) }
    }
    fn store_word(&mut self, m: Mem, v: Ref) {
        match self.plan.constant(v) { Some(c) if c as i64 as i32 as i64 == c as i64 => self.a.store_imm(m, c as i32), _ => { let r = self.reg(v); self.a.store(m, r) } }
    }

    // ---- ints -------------------------------------------------------------------------------------------------------------------------
    fn op_arithmetic(&mut self, ins: &Ins) {
        let (mut va, mut vb) = (ins.a, ins.b);
        let commutes = !matches!(ins.op, Op::Sub | Op::SubOv);
        let guarded = matches!(ins.op, Op::AddOv | Op::SubOv | Op::MulOv);
        if commutes && (self.folded(va) || self.plan.constant(va).is_some() && self.plan.constant(vb).is_none() && !self.folded(vb)) { std::mem::swap(&mut va, &mut vb); }
        let mut a = self.reg(va);
        let mut b = self.operand(vb);
        let wide = self.pos + 1;
        // overflow is known after the result is made: the operand that the exit wants is computed back, so that the result may take its register
        let mut undo = Undo::None;
        let mut over = false;
        if guarded && ins.op != Op::MulOv && va != vb {
            if commutes { if let Opnd::Reg(rb) = b {
                // the one that dies is the one to be overwritten
                if self.plan.last[self.key(va) as usize] > wide && self.plan.last[self.key(vb) as usize] <= wide { std::mem::swap(&mut va, &mut vb); b = Opnd::Reg(a); a = rb; }
            } }
            let k = self.key(va);
            let same = matches!(b, Opnd::Reg(rb) if rb == a);
            if self.plan.last[k as usize] == wide && self.plan.konst[k as usize].is_none() && !same {
                undo = match (b, ins.op) {
                    (Opnd::Reg(r), Op::AddOv) => Undo::SubReg(a, r),
                    (Opnd::Imm(v), Op::AddOv) => Undo::SubImm(a, v),
                    (Opnd::Reg(r), _) => Undo::AddReg(a, r),
                    (Opnd::Imm(v), _) => Undo::AddImm(a, v),
                    (Opnd::Mem(_), _) => Undo::None,
                };
                over = undo != Undo::None;
            }
        }
        // made when the registers are as they will be at the jump: the result's may have been taken from another value
        let mut exit = if over { Some(self.exit(undo)) } else { None };
        if over { let k = self.key(va); self.drop_reg(k); self.locked &= !(1 << a); }
        self.release();
        let b_reg = if let Opnd::Reg(r) = b { r } else { NOREG };
        // an address register of a folded load is still wanted when the first operand is copied
        if let Opnd::Mem(Mem::Base(r, _)) = b { self.lock(r); }
        if let Opnd::Mem(Mem::Index(r, x, _) | Mem::Byte(r, x, _)) = b { self.lock(r); self.lock(x); }
        let d = if over { self.assign(self.i, a); a }
            else if self.is_free(a) && (b_reg == NOREG || b_reg != a) { if b_reg != NOREG { self.lock(b_reg); } self.def_over(a) }
            else if commutes && b_reg != NOREG && b_reg != a && self.is_free(b_reg) { self.lock(a); let d = self.def_over(b_reg); b = Opnd::Reg(a); a = b_reg; d }
            else { if b_reg != NOREG && b_reg != a { self.lock(b_reg); } self.def() };
        if guarded && !over { exit = Some(self.exit(Undo::None)); }
        match ins.op {
            Op::Add if d != a => match b {
                Opnd::Reg(r) => dynasm!(self.a.a ; .arch x64 ; lea Rq(d), [Rq(a) + Rq(r)]),
                Opnd::Imm(v) => mem!(self.a.a, Mem::Base(a, v), (lea Rq(d),) ()),
                Opnd::Mem(_) => { self.a.mov(d, a); alu!(self, add, d, b) }
            },
            Op::Sub if d != a && matches!(b, Opnd::Imm(v) if v != i32::MIN) => { if let Opnd::Imm(v) = b { mem!(self.a.a, Mem::Base(a, -v), (lea Rq(d),) ()) } }
            Op::Mul | Op::MulOv => match b {
                Opnd::Imm(v) => dynasm!(self.a.a ; .arch x64 ; imul Rq(d), Rq(a), DWORD v),
                Opnd::Reg(r) => { self.a.mov(d, a); dynasm!(self.a.a ; .arch x64 ; imul Rq(d), Rq(if r == a { d } else { r })) }
                Opnd::Mem(m) => { self.a.mov(d, a); mem!(self.a.a, m, (imul Rq(d), QWORD) ()) }
            },
            _ => {
                self.a.mov(d, a);
                let b = if matches!(b, Opnd::Reg(r) if r == a) { Opnd::Reg(d) } else { b };
                match ins.op { Op::Add | Op::AddOv => alu!(self, add, d, b), Op::Sub | Op::SubOv => alu!(self, sub, d, b), Op::And => alu!(self, and, d, b), Op::Or => alu!(self, or, d, b), _ => alu!(self, xor, d, b) }
            }
        }
        if let Some(l) = exit { self.a.jcc(O, l); }
    }
    fn op_shift(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        if let Some(c) = self.plan.constant(ins.b) {
            let c = (c & 63) as i8;
            self.release();
            let d = self.def_over(a);
            self.a.mov(d, a);
            if c != 0 { match ins.op { Op::Shl => dynasm!(self.a.a ; .arch x64 ; shl Rq(d), BYTE c), Op::Shr => dynasm!(self.a.a ; .arch x64 ; sar Rq(d), BYTE c), _ => dynasm!(self.a.a ; .arch x64 ; shr Rq(d), BYTE c) } }
            return;
        }
        let b = self.reg(ins.b);
        self.release();
        let d = self.def_over(a);
        match ins.op { Op::Shl => dynasm!(self.a.a ; .arch x64 ; shlx Rq(d), Rq(a), Rq(b)), Op::Shr => dynasm!(self.a.a ; .arch x64 ; sarx Rq(d), Rq(a), Rq(b)), _ => dynasm!(self.a.a ; .arch x64 ; shrx Rq(d), Rq(a), Rq(b)) }
    }
    fn op_shift_over(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        let t = self.temp();
        if let Some(c) = self.plan.constant(ins.b) {
            let d = self.def(); // before `a` may be given away: the check reads it
            let l = self.exit(Undo::None);
            if c > 63 { return self.a.jmp(l); }
            let c = c as i8;
            self.a.mov(d, a);
            if c != 0 {
                dynasm!(self.a.a ; .arch x64 ; shl Rq(d), BYTE c ; mov Rq(t), Rq(d) ; sar Rq(t), BYTE c ; cmp Rq(t), Rq(a));
                self.a.jcc(NE, l);
            }
            return;
        }
        let b = self.reg(ins.b);
        let d = self.def();
        let l = self.exit(Undo::None);
        self.a.cmp_imm(b, 63);
        self.a.jcc(A, l);
        dynasm!(self.a.a ; .arch x64 ; shlx Rq(d), Rq(a), Rq(b) ; sarx Rq(t), Rq(d), Rq(b) ; cmp Rq(t), Rq(a));
        self.a.jcc(NE, l);
    }

    // ---- objects and calls --------------------------------------------------------------------------------------------------------------
    fn op_barrier(&mut self, ins: &Ins) {
        let a = self.reg(ins.a);
        let t = self.temp();
        let l = self.exit(Undo::None);
        let floor = self.jit.runtime.floor;
        let (slow, back) = (self.a.label(), self.a.label());
        self.a.load(t, Mem::Base(a, BIRTH as i32));
        self.cmp_op(t, Opnd::Mem(Mem::Base(CX, floor)));
        self.a.jcc(B, slow);
        self.a.bind(back);
        self.cold.push(Box::new(move |s| {
            s.a.bind(slow);
            let to = s.jit.inner.thunks.barrier;
            dynasm!(s.a.a ; .arch x64 ; mov [rsp + ARG], Rq(a));
            s.a.call_far(to);
            dynasm!(s.a.a ; .arch x64 ; cmp QWORD [rsp + RESULT], DWORD 0);
            s.a.jcc(NE, back);
            s.a.jmp(l);
        }));
    }
    fn op_alloc(&mut self, ins: &Ins) {
        let imm = ins.imm as u64;
        let (shape, bytes, scan) = alloc_parts(ins.imm);
        let rt = self.jit.runtime;
        let (slow, back) = (self.a.label(), self.a.label());
        let t = self.temp();
        let d = self.def();
        if rt.bump.0 != 0 && bytes <= INLINE {
            // memory of the run is zero, and zero is UNDEF
            self.a.load(d, Mem::Base(CX, rt.bump.0));
            mem!(self.a.a, Mem::Base(d, bytes.next_multiple_of(16) as i32), (lea Rq(t),) ());
            self.cmp_op(t, Opnd::Mem(Mem::Base(CX, rt.bump.1)));
            self.a.jcc(A, slow);
            self.a.store(Mem::Base(CX, rt.bump.0), t);
            let word = (rt.word0)(shape, bytes, scan);
            self.a.imm(t, word);
            self.a.store(Mem::Base(d, 0), t);
            self.a.load(t, Mem::Base(CX, rt.clock));
            let fresh = self.a.pool(rt.fresh);
            alu!(self, or, t, Opnd::Mem(fresh));
            self.a.store(Mem::Base(d, BIRTH as i32), t);
        } else { self.a.jmp(slow); }
        self.a.bind(back);
        self.cold.push(Box::new(move |s| {
            s.a.bind(slow);
            let to = s.jit.inner.thunks.alloc;
            s.a.imm(d, imm);
            dynasm!(s.a.a ; .arch x64 ; mov [rsp + ARG], Rq(d));
            s.a.call_far(to);
            dynasm!(s.a.a ; .arch x64 ; mov Rq(d), [rsp + RESULT]);
            s.a.jmp(back);
        }));
    }
    /// Before a call: what lives on and sits where the call may write goes to its slot. Registers keep their words until the call.
    pub fn clear_caller_saved(&mut self) {
        let mut left = self.taken & CALLER;
        while left != 0 {
            let r = left.trailing_zeros() as u8;
            left &= left - 1;
            let v = self.reg[r as usize];
            if v != NONE && self.plan.last[v as usize] > self.pos { self.evict(r); } else { self.drop_reg(v); }
        }
    }
    fn op_call(&mut self, ins: &Ins) {
        const INTS: [u8; 6] = [RDI, RSI, RDX, RCX, 8, 9];
        let Some(h) = self.t.helpers.get(ins.imm as usize) else { return self.fail(Refused::Helper) };
        if h.address == 0 { return self.fail(Refused::Helper); }
        let (mut ints, mut floats) = (0, 0u8);
        let mut list = vec![];
        if h.context { list.push((Place::Reg(CX), Place::Reg(RDI))); ints = 1; }
        for &v in self.t.args_of(ins) {
            let to = if self.t.ops[v.0 as usize].ty == Ty::F { floats += 1; if floats > 8 { return self.fail(Refused::Helper); } 15 + floats }
                else { ints += 1; match INTS.get(ints - 1) { Some(r) => *r, None => return self.fail(Refused::Helper) } };
            let k = self.key(v);
            self.touched[k as usize] = true;
            let from = if self.of[k as usize] != NOREG { Place::Reg(self.of[k as usize]) } else { match self.place(k) { Some(p) => p, None => return self.fail(Refused::Broken("argument is nowhere")) } };
            list.push((from, Place::Reg(to)));
        }
        // what lives on and sits where the call may write goes to its slot; nothing is overwritten before the arguments are in their places
        self.clear_caller_saved();
        self.moves(list);
        let p = self.a.pool(h.address as u64);
        mem!(self.a.a, p, (call QWORD) ());
        self.release();
        self.locked = 0;
        if h.raises {
            let at = self.jit.runtime.pending;
            let l = self.exit(Undo::None);
            mem!(self.a.a, Mem::Base(CX, at), (cmp QWORD) (, DWORD 0));
            self.a.jcc(NE, l);
        }
        if h.result == Ty::None { return; }
        if ins.op == Op::CallB { dynasm!(self.a.a ; .arch x64 ; movzx eax, al) }
        let from = if self.is_float(self.i) { 16 } else { RAX };
        let d = self.def_over(from);
        self.emit_move(d, from);
    }
}
