//! Loops: the way back, iterators, the head.
use crate::helpers::{self, H};
use crate::reasons::Reason;
use crate::rec::{Pending, Recorder, Res};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::cx::Cx;
use fora_vm::iter;
use fora_vm::layout;
use fora_vm::object::{Slots, Tuple};
use fora_vm::types::T;

impl Recorder {
    /// A way back: the poll, then the head.
    pub fn way_back(&mut self, cx: &Cx) -> Res {
        let at = cx.fiber.last().pc;
        self.turn(at)?;
        let e = self.here();
        self.emit(Ins::new(Op::Poll).exit(e));
        Ok(())
    }
    /// Item slot `n` of a native iterator.
    fn slot(&mut self, it: Ref, n: i64) -> Ref { self.load(Op::LoadV, it, layout::SLOTS + 8 * n, Alias::Iter) }
    fn set_slot(&mut self, it: Ref, n: i64, v: Ref) { self.emit(Ins::new(Op::StoreV).ab(it, v).imm(layout::SLOTS + 8 * n).class(Alias::Iter)); }
    pub fn barrier(&mut self, o: Ref) { self.guard(Ins::new(Op::Barrier).a(o)); }
    /// An item that fits a tagged word: counters of iterators do.
    fn counter(&mut self, v: Ref) -> Ref { let i = self.guard(Ins::new(Op::UnboxI).a(v)); self.facts[i.0 as usize].boxed = v; i }
    pub fn for_iter(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let it = self.seen(cx, i.b());
        let v = self.get(i.b());
        let (next, out) = (self.pc + 1, (self.pc as i64 + 1 + i.jump24() as i64) as u32);
        if it.is_ref() && self.fact(v).konst.is_none() {
            match it.exact() {
                Some(T::RangeIter) => if let Some(r) = self.shaped(v, it) {
                    let left = self.slot(r, 2);
                    let left = self.counter(left);
                    let (zero, one) = (self.int_const(0), self.int_const(1));
                    let more = self.bin(Op::Lt, zero, left);
                    if Slots(it).int(2) <= 0 { self.guard_false(more); return self.run_out(); }
                    self.guard_true(more);
                    let (v, step) = (self.slot(r, 0), self.slot(r, 1));
                    // the usual steps are constants of the trace, which lets the optimiser bound the counter
                    let usual = Slots(it).get(1).as_small().filter(|n| n.abs() == 1);
                    if usual.is_some() { self.guard(Ins::new(Op::GuardSame).a(step).imm(Slots(it).get(1).0 as i64)); }
                    let (v, step) = (self.counter(v), match usual { Some(n) => self.int_const(n), None => self.counter(step) });
                    self.barrier(r);
                    let (n, l) = (self.bin(Op::Add, v, step), self.bin(Op::Sub, left, one));
                    // the last sum may pass the small range: it is never read then
                    let (n, l) = (self.tagged(n), self.tagged(l));
                    self.set_slot(r, 0, n);
                    self.set_slot(r, 2, l);
                    self.set(i.a(), v);
                    self.iterate(i);
                    return Ok(());
                },
                Some(T::ListIter) if Slots(it).get(0).is_exact(T::List) => if let Some(r) = self.shaped(v, it) {
                    let l = self.slot(r, 0);
                    let seen = Slots(it).get(0);
                    let Some(list) = self.shaped(l, seen) else { return self.next_item(i, v, it, next, out) };
                    let at = self.slot(r, 1);
                    let at = self.counter(at);
                    let len = self.load(Op::LoadI, list, layout::LIST_LEN, Alias::ListLen);
                    let more = self.bin(Op::LtU, at, len);
                    if Slots(it).int(1) as usize >= fora_vm::list::List(seen).len() { self.guard_false(more); self.run_out()?; self.quiet(H::UndefCount, &[r]); return Ok(()); }
                    self.guard_true(more);
                    let item = self.list_item(list, at);
                    let one = self.int_const(1);
                    self.barrier(r);
                    let n = self.bin(Op::Add, at, one);
                    let n = self.tagged(n);
                    self.set_slot(r, 1, n);
                    self.set(i.a(), item);
                    self.iterate(i);
                    return Ok(());
                },
                Some(T::TupleIter) if Slots(it).get(0).is_exact(T::Tuple) => if let Some(r) = self.shaped(v, it) {
                    let t = self.slot(r, 0);
                    let seen = Slots(it).get(0);
                    let Some(tuple) = self.shaped(t, seen) else { return self.next_item(i, v, it, next, out) };
                    let at = self.slot(r, 1);
                    let at = self.counter(at);
                    let len = self.load(Op::LoadI, tuple, layout::TUPLE_LEN, Alias::Constant);
                    let more = self.bin(Op::LtU, at, len);
                    if Slots(it).int(1) as usize >= Tuple(seen).items().len() { self.guard_false(more); self.run_out()?; self.quiet(H::UndefCount, &[r]); return Ok(()); }
                    self.guard_true(more);
                    let item = self.emit(Ins::new(Op::LoadX).ab(tuple, at).imm(layout::TUPLE_DATA).class(Alias::Constant));
                    let one = self.int_const(1);
                    self.barrier(r);
                    let n = self.bin(Op::Add, at, one);
                    let n = self.tagged(n);
                    self.set_slot(r, 1, n);
                    self.set(i.a(), item);
                    self.iterate(i);
                    return Ok(());
                },
                Some(T::Generator) => if self.resume(cx, i, v, it)? { return Ok(()); },
                _ => {}
            }
        }
        self.next_item(i, v, it, next, out)
    }
    /// The loop's next iteration begins, which its record wants to know.
    fn iterate(&mut self, i: Insn) {
        if !self.forks { return; }
        let n = self.flat(i.b());
        let k = self.int_const(n as i64);
        self.quiet(H::Iterate, &[k]);
    }
    fn depth(&mut self) -> Ref { let n = self.frames.len() as i64 - 1; self.int_const(n) }
    /// The loop is over: where its record has to be closed, the interpreter does that.
    fn run_out(&mut self) -> Res { if self.forks { let k = self.depth(); self.quiet(H::ExhaustedIdle, &[k]); } Ok(()) }
    /// `Fork`, where nothing comes of it.
    pub fn fork(&mut self, i: Insn) -> Res {
        if !self.forks { return Ok(()); }
        let code = self.top().code.0;
        let args = [self.object(code), self.int_const(i.bc() as i64)];
        self.quiet(H::ForkIdle, &args);
        Ok(())
    }
    pub fn fork_next(&mut self) -> Res { if self.forks { let k = self.depth(); self.quiet(H::ForkNextIdle, &[k]); } Ok(()) }
    pub fn leave_fork(&mut self) -> Res { if self.forks { self.quiet(H::Unarmed, &[]); } Ok(()) }
    /// A cell of the loop's body: a new one where there is none, or where the iteration might be given away.
    pub fn fresh_cell(&mut self, cx: &Cx, i: Insn) -> Res {
        if self.forks { let n = self.flat(i.b()); let k = self.int_const(n as i64); self.quiet(H::IsKey, &[k]); }
        if !self.seen(cx, i.a()).is_undef() { self.defined(cx, i.a()); return Ok(()); }
        self.undefined(cx, i.a());
        let u = self.konst(fora_vm::Value::UNDEF);
        self.set(i.a(), u);
        self.make_cell(i.a())
    }
    /// A counter as a word: it has no more than 62 bits, so no big int is made. Comes before the step's stores.
    fn tagged(&mut self, i: Ref) -> Ref { let b = self.guard(Ins::new(Op::TagI).a(i)); self.facts[b.0 as usize].i = i; self.facts[i.0 as usize].boxed = b; b }
    /// One step of any iterator.
    fn next_item(&mut self, i: Insn, v: Ref, it: fora_vm::Value, next: u32, out: u32) -> Res {
        let item = if helpers::quiet_iterator(it) { self.quiet(H::QNext, &[v]) } else { let r = self.loud(H::Next, &[v]); self.outside = false; self.resumed = true; r };
        let _ = iter::next_fast_kind;
        self.pending = if self.forks && helpers::quiet_iterator(it) { Pending::Shared(item, next, i.a(), i.b()) } else { Pending::Item(item, next, out, i.a()) };
        Ok(())
    }
    /// Item `at` (in range) of a list.
    pub fn list_item(&mut self, list: Ref, at: Ref) -> Ref {
        let (items, place) = self.list_place(list, at);
        self.emit(Ins::new(Op::LoadX).ab(items, place).imm(layout::ARRAY_DATA).class(Alias::ListData))
    }
    /// Storage of a list that has items, and the index in it.
    pub fn list_place(&mut self, list: Ref, at: Ref) -> (Ref, Ref) {
        let items = self.load(Op::LoadR, list, layout::LIST_ITEMS, Alias::ListItems);
        let meta = self.load(Op::LoadI, list, layout::LIST_META, Alias::ListMeta);
        let eight = self.int_const(8);
        let off = self.bin(Op::ShrU, meta, eight);
        (items, self.bin(Op::Add, off, at))
    }
    pub fn get_iter(&mut self, cx: &Cx, i: Insn) -> Res {
        let (v, s) = (self.get(i.b()), self.seen(cx, i.b()));
        // iterators and generators are their own
        if !self.forks && s.is_ref() && (helpers::quiet_iterator(s) || s.is_exact(T::Generator)) { if self.shaped(v, s).is_some() { let b = self.boxed(v); self.set(i.a(), b); return Ok(()); } }
        let r = if helpers::quiet_iter(s) { self.quiet(H::QIter, &[v]) } else { self.loud(H::Iter, &[v]) };
        self.set(i.a(), r);
        Ok(())
    }
    /// The frame on top returns.
    pub fn ret(&mut self, cx: &mut Cx, i: Insn) -> Res {
        if self.frames.len() == 1 { return self.stop(Reason::Returns); }
        let f = self.top().clone();
        if !cx.fiber.last().object.is_undef() { return self.stop(Reason::Returns); }
        use fora_vm::fiber::FrameKind as K;
        let v = match f.kind {
            K::Call => self.get(i.a()),
            K::Init => { let v = self.get(i.a()); let s = self.seen(cx, i.a()); if !s.is_none() { return self.stop(Reason::Raises); } self.same(v, s); f.gen }
            K::GenFor => return self.generator_ends(cx),
            K::Entry | K::Task | K::Eager | K::GenSend | K::GenEntry => return self.stop(Reason::Returns),
        };
        self.frames.pop();
        self.forget_from(f.base);
        let to = self.top().base + f.ret as u32;
        self.set_flat(to, v);
        Ok(())
    }
}
