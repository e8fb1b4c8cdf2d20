//! Generators that a loop resumes: their frames are gone into as if they were called.
//!
//! Between two items a generator's registers are in its array. They are loaded where the trace resumes it and stored where it yields;
//! in between the generator is marked as running, as the interpreter has it.
use crate::helpers::H;
use crate::rec::{CodeFacts, Recorder, Res, Slot, VFrame, DEEPEST};
use fora_ir::{Insn, Op as Ir, NOREG};
use fora_trace::ir::*;
use fora_vm::cx::Cx;
use fora_vm::fiber::FrameKind;
use fora_vm::gen::{self, Generator};
use fora_vm::layout;
use fora_vm::object::Array;
use fora_vm::value::Value;

impl Recorder {
    /// The loop's next item comes from generator `it`: its frame begins. False: not gone into.
    #[allow(unsafe_code)] // a suspended generator's next instruction
    pub fn resume(&mut self, cx: &mut Cx, i: Insn, v: Ref, it: Value) -> Res<bool> {
        let g = Generator(it);
        let o = g.raw();
        let code = g.code();
        let n = code.ir().nregs as u32;
        if o.state != gen::SUSPENDED && o.state != gen::CREATED || !o.object.is_undef() || self.frames.len() >= DEEPEST { return Ok(false); }
        if self.frames.iter().any(|f| f.code == code) || cx.fiber.len as u32 + 2 >= cx.recursion_limit || !cx.fiber.room(cx.fiber.top, n as usize) { return Ok(false); }
        let pc = ((o.pc as usize - code.raw().insns as usize) / 8) as u32;
        // SAFETY: pc of a suspended frame is inside its code, and no Yield is its last instruction
        let (next, before) = unsafe { (*o.pc, if pc > 0 { Some(*o.pc.sub(1)) } else { None }) };
        if next.op() == Ir::YieldFrom || next.op() == Ir::SetHandled && next.a() != NOREG { return Ok(false); }
        let Some(r) = self.shaped(v, it) else { return Ok(false) };
        // who it is and where it stands
        let c = self.load(Op::LoadV, r, layout::GEN_CODE, Alias::Constant);
        self.guard(Ins::new(Op::GuardSame).a(c).imm(code.0.0 as i64));
        let f = self.load(Op::LoadV, r, layout::GEN_FUNC, Alias::Constant);
        self.guard(Ins::new(Op::GuardSame).a(f).imm(o.func.0 as i64));
        for (off, now) in [(layout::GEN_PC, o.pc as u64), (layout::GEN_STATE, o.state as u64)] {
            let w = self.load(Op::LoadI, r, off, Alias::Iter);
            let k = self.int_const(now as i64);
            let same = self.bin(Op::Eq, w, k);
            self.guard_true(same);
        }
        let object = self.load(Op::LoadV, r, layout::GEN_OBJECT, Alias::Iter);
        self.guard(Ins::new(Op::GuardSame).a(object).imm(0));
        self.barrier(r);
        self.root(code.0);
        self.root(o.func);
        let array = self.load(Op::LoadR, r, layout::GEN_REGS, Alias::Iter);
        let facts = CodeFacts::of(code);
        let base = self.top().base + self.top().nregs;
        self.room(base + n);
        let mut loaded = vec![NIL; n as usize];
        for reg in 0..n {
            // SAFETY: the array has a word for each register
            let now = unsafe { *Array(o.regs).data().add(reg as usize) };
            self.slots[(base + reg) as usize] = if !facts.wants(pc, reg) { Slot::Undef } else {
                let w = self.load(Op::LoadV, array, layout::ARRAY_DATA + 8 * reg as i64, Alias::Iter);
                if now.is_undef() { self.guard(Ins::new(Op::GuardSame).a(w).imm(0)); Slot::Undef } else { loaded[reg as usize] = w; Slot::Is(w, true) }
            };
        }
        let running = self.int_const(gen::RUNNING as i64);
        self.emit(Ins::new(Op::StoreI).ab(r, running).imm(layout::GEN_STATE).class(Alias::Iter));
        let back = self.pc + 1;
        if let Some(t) = self.frames.last_mut() { t.pc = back }
        self.frames.push(VFrame { code, func: o.func, base, pc: 0, ret: i.a(), kind: FrameKind::GenFor, gen: r, nregs: n, facts });
        self.loaded.push((base, loaded));
        self.extent.1 = self.extent.1.max(self.frames.len() as u32);
        // the loop sends None
        if let Some(y) = before.filter(|y| y.op() == Ir::Yield) { let k = self.konst(Value::NONE); self.set(y.a(), k) }
        self.fresh_exit();
        Ok(true)
    }
    /// The frame on top yields to the loop that resumed it.
    pub fn yields(&mut self, cx: &Cx, i: Insn) -> Res {
        let f = self.top().clone();
        if f.kind != FrameKind::GenFor || self.frames.len() == 1 || !cx.fiber.last().object.is_undef() { return self.stop(crate::reasons::Reason::Yields); }
        let item = self.get(i.b());
        let pc = self.pc + 1;
        let known = self.loaded.iter().rposition(|l| l.0 == f.base).map(|k| self.loaded.remove(k).1);
        let g = self.shape_of_generator(f.gen);
        let mut stores = vec![];
        for reg in 0..f.nregs {
            let was = known.as_ref().map_or(NIL, |k| k[reg as usize]);
            match self.slots[(f.base + reg) as usize] {
                Slot::Is(v, _) if v == was => {}
                // what nobody reads stays what it was
                Slot::Is(v, _) => if f.facts.wants(pc, reg) { let w = self.boxed(v); stores.push((reg, w)) },
                Slot::Undef | Slot::Memory => if was != NIL || known.is_none() { let k = self.konst(Value::UNDEF); stores.push((reg, k)) },
            }
        }
        self.barrier(g);
        let array = self.load(Op::LoadR, g, layout::GEN_REGS, Alias::Iter);
        if !stores.is_empty() { self.barrier(array) }
        for (reg, w) in stores { self.emit(Ins::new(Op::StoreV).ab(array, w).imm(layout::ARRAY_DATA + 8 * reg as i64).class(Alias::Iter)); }
        let at = f.code.raw().insns as u64 + 8 * pc as u64;
        let (at, state) = (self.int_const(at as i64), self.int_const(gen::SUSPENDED as i64));
        self.emit(Ins::new(Op::StoreI).ab(g, at).imm(layout::GEN_PC).class(Alias::Iter));
        self.emit(Ins::new(Op::StoreI).ab(g, state).imm(layout::GEN_STATE).class(Alias::Iter));
        self.frames.pop();
        self.forget_from(f.base);
        let to = self.top().base + f.ret as u32;
        self.set_flat(to, item);
        Ok(())
    }
    /// The generator on top returns: the loop is over.
    pub fn generator_ends(&mut self, cx: &Cx) -> Res {
        let f = self.top().clone();
        if self.frames.len() == 1 || !cx.fiber.last().object.is_undef() { return self.stop(crate::reasons::Reason::Returns); }
        let g = self.shape_of_generator(f.gen);
        self.quiet(H::Finished, &[g]);
        self.loaded.retain(|l| l.0 != f.base);
        self.frames.pop();
        self.forget_from(f.base);
        Ok(())
    }
    /// The generator as a reference: inherited ones are.
    fn shape_of_generator(&mut self, g: Ref) -> Ref { if self.ty(g) == Ty::R { g } else { self.guard(Ins::new(Op::GuardRef).a(g)) } }
}
