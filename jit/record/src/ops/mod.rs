//! What each op of Fora IR becomes, by the values that it sees. One arm per op: a new row of the table asks its question here.
mod arith;
mod attrs;
mod calls;
mod flow;
mod gens;
mod items;
mod names;

use crate::helpers::{self, H};
use crate::reasons::Reason;
use crate::rec::{Recorder, Res};
use fora_ir::{Insn, Op as Ir, NOREG};
use fora_trace::ir::*;
use fora_vm::abs::{Bin, Cmp};
use fora_vm::class::D;
use fora_vm::cx::Cx;
use fora_vm::object::Tuple;
use fora_vm::types::T;
use fora_vm::value::Value;
use fora_vm::layout;

impl Recorder {
    /// The instruction that comes next.
    pub fn op(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let (a, b, c) = (i.a(), i.b(), i.c());
        let imm16 = |x: u16| x as i16 as i64;
        match i.op() {
            Ir::Nop => Ok(()),
            Ir::Move => { let n = self.flat(b); if self.slots[n as usize] == crate::rec::Slot::Undef { let m = self.flat(a); self.unset(m) } else { let v = self.get(b); self.set(a, v) } Ok(()) }
            Ir::LoadConst => { let v = self.top().code.constant(i.bc() as usize); let k = self.konst(v); self.set(a, k); Ok(()) }
            Ir::LoadInt => { let k = self.int_const(i.bc() as i32 as i64); self.set(a, k); Ok(()) }
            Ir::LoadUndef => { let k = self.konst(Value::UNDEF); self.set(a, k); Ok(()) }
            Ir::CheckLocal => self.bound(cx, a),
            Ir::DelLocal => { self.bound(cx, a)?; let k = self.konst(Value::UNDEF); self.set(a, k); Ok(()) }
            Ir::MakeCell => self.make_cell(a),
            Ir::CopyFree => self.copy_free(a, b),
            Ir::LoadCell => self.load_cell(cx, i),
            Ir::StoreCell => self.store_cell(cx, i),
            Ir::LoadGlobal => self.load_global(cx, i),
            Ir::StoreGlobal => self.store_global(cx, i),
            Ir::DelCell | Ir::DelGlobal | Ir::LoadName | Ir::LoadClassGlobal | Ir::StoreName | Ir::DelName | Ir::LoadClassCell | Ir::LoadLocals | Ir::SetupAnnotations | Ir::LoadBuildClass => self.single(cx, i),
            Ir::LoadBuiltinExc => { let t = [T::AssertionError, T::StopAsyncIteration, T::BaseException, T::StopIteration, T::NotImplementedError][b as usize]; let v = cx.class(t).0; let k = self.konst(v); self.set(a, k); Ok(()) }
            // ---- arithmetic
            Ir::Add => self.arith(cx, i, Bin::Add, None),
            Ir::Sub => self.arith(cx, i, Bin::Sub, None),
            Ir::Mul => self.arith(cx, i, Bin::Mul, None),
            Ir::TrueDiv => self.arith(cx, i, Bin::TrueDiv, None),
            Ir::FloorDiv => self.arith(cx, i, Bin::FloorDiv, None),
            Ir::Mod => self.arith(cx, i, Bin::Mod, None),
            Ir::Pow => self.arith(cx, i, Bin::Pow, None),
            Ir::LShift => self.arith(cx, i, Bin::LShift, None),
            Ir::RShift => self.arith(cx, i, Bin::RShift, None),
            Ir::And => self.arith(cx, i, Bin::And, None),
            Ir::Or => self.arith(cx, i, Bin::Or, None),
            Ir::Xor => self.arith(cx, i, Bin::Xor, None),
            Ir::MatMul => self.arith(cx, i, Bin::MatMul, None),
            Ir::AddI => self.arith(cx, i, Bin::Add, Some(imm16(c))),
            Ir::SubI => self.arith(cx, i, Bin::Sub, Some(imm16(c))),
            Ir::MulI => self.arith(cx, i, Bin::Mul, Some(imm16(c))),
            Ir::FloorDivI => self.arith(cx, i, Bin::FloorDiv, Some(imm16(c))),
            Ir::ModI => self.arith(cx, i, Bin::Mod, Some(imm16(c))),
            Ir::LShiftI => self.arith(cx, i, Bin::LShift, Some(imm16(c))),
            Ir::RShiftI => self.arith(cx, i, Bin::RShift, Some(imm16(c))),
            Ir::AndI => self.arith(cx, i, Bin::And, Some(imm16(c))),
            Ir::Neg => self.unary(cx, i, D::Neg),
            Ir::Pos => self.unary(cx, i, D::Pos),
            Ir::Invert => self.unary(cx, i, D::Invert),
            Ir::Not => { let t = self.truth(cx, b)?; let n = self.un(Op::Not, t); self.set(a, n); Ok(()) }
            Ir::Truth => { let t = self.truth(cx, b)?; self.set(a, t); Ok(()) }
            // ---- comparison
            Ir::Lt => self.compare_value(cx, i, Cmp::Lt),
            Ir::Le => self.compare_value(cx, i, Cmp::Le),
            Ir::Gt => self.compare_value(cx, i, Cmp::Gt),
            Ir::Ge => self.compare_value(cx, i, Cmp::Ge),
            Ir::Eq => self.compare_value(cx, i, Cmp::Eq),
            Ir::Ne => self.compare_value(cx, i, Cmp::Ne),
            Ir::Is => { let t = self.identical(cx, b, c); self.set(a, t); Ok(()) }
            Ir::IsNot => { let t = self.identical(cx, b, c); let n = self.un(Op::Not, t); self.set(a, n); Ok(()) }
            Ir::In => { let t = self.contains(cx, c, b)?; self.set(a, t); Ok(()) }
            Ir::NotIn => { let t = self.contains(cx, c, b)?; let n = self.un(Op::Not, t); self.set(a, n); Ok(()) }
            Ir::JLt => self.jump_compare(cx, i, Cmp::Lt, false, true),
            Ir::JLe => self.jump_compare(cx, i, Cmp::Le, false, true),
            Ir::JGt => self.jump_compare(cx, i, Cmp::Gt, false, true),
            Ir::JGe => self.jump_compare(cx, i, Cmp::Ge, false, true),
            Ir::JEq => self.jump_compare(cx, i, Cmp::Eq, false, true),
            Ir::JNe => self.jump_compare(cx, i, Cmp::Ne, false, true),
            Ir::JNotLt => self.jump_compare(cx, i, Cmp::Lt, false, false),
            Ir::JNotLe => self.jump_compare(cx, i, Cmp::Le, false, false),
            Ir::JNotGt => self.jump_compare(cx, i, Cmp::Gt, false, false),
            Ir::JNotGe => self.jump_compare(cx, i, Cmp::Ge, false, false),
            Ir::JNotEq => self.jump_compare(cx, i, Cmp::Eq, false, false),
            Ir::JNotNe => self.jump_compare(cx, i, Cmp::Ne, false, false),
            Ir::JLtI => self.jump_compare(cx, i, Cmp::Lt, true, true),
            Ir::JLeI => self.jump_compare(cx, i, Cmp::Le, true, true),
            Ir::JGtI => self.jump_compare(cx, i, Cmp::Gt, true, true),
            Ir::JGeI => self.jump_compare(cx, i, Cmp::Ge, true, true),
            Ir::JEqI => self.jump_compare(cx, i, Cmp::Eq, true, true),
            Ir::JNeI => self.jump_compare(cx, i, Cmp::Ne, true, true),
            Ir::JNotLtI => self.jump_compare(cx, i, Cmp::Lt, true, false),
            Ir::JNotLeI => self.jump_compare(cx, i, Cmp::Le, true, false),
            Ir::JNotGtI => self.jump_compare(cx, i, Cmp::Gt, true, false),
            Ir::JNotGeI => self.jump_compare(cx, i, Cmp::Ge, true, false),
            Ir::JNotEqI => self.jump_compare(cx, i, Cmp::Eq, true, false),
            Ir::JNotNeI => self.jump_compare(cx, i, Cmp::Ne, true, false),
            Ir::JIs => { let t = self.identical(cx, a, b); self.branch(t, true, i.jump24()) }
            Ir::JIsNot => { let t = self.identical(cx, a, b); self.branch(t, false, i.jump24()) }
            Ir::JIn => { let t = self.contains(cx, b, a)?; self.branch(t, true, i.jump24()) }
            Ir::JNotIn => { let t = self.contains(cx, b, a)?; self.branch(t, false, i.jump24()) }
            // ---- control
            Ir::Jump => Ok(()),
            Ir::Loop => self.way_back(cx),
            Ir::JumpIfTrue => { let t = self.truth(cx, a)?; self.branch(t, true, i.jump32()) }
            Ir::JumpIfFalse => { let t = self.truth(cx, a)?; self.branch(t, false, i.jump32()) }
            Ir::JumpIfNone => { let t = self.is_none(cx, a); self.branch(t, true, i.jump32()) }
            Ir::JumpIfNotNone => { let t = self.is_none(cx, a); self.branch(t, false, i.jump32()) }
            Ir::JumpIfUndef => {
                let n = self.flat(a);
                if self.slots[n as usize] == crate::rec::Slot::Undef { return Ok(()); }
                let v = self.get(a);
                if self.ty(v) != Ty::V || self.fact(v).konst.is_some() { return Ok(()); }
                let u = self.konst(Value::UNDEF);
                let t = self.bin(Op::Same, v, u);
                self.branch(t, true, i.jump32())
            }
            Ir::Return => self.ret(cx, i),
            Ir::GetIter => self.get_iter(cx, i),
            Ir::ForIter => self.for_iter(cx, i),
            Ir::Fork => self.fork(i),
            Ir::ForkNext => self.fork_next(),
            Ir::LeaveFork => self.leave_fork(),
            Ir::FreshCell => self.fresh_cell(cx, i),
            Ir::TaskEnd => self.stop(Reason::Returns),
            Ir::LeaveLoop => { let v = self.seen(cx, a); if v.is_exact(T::Generator) { self.single(cx, i) } else { let r = self.get(a); if self.ty(r) == Ty::V && self.fact(r).konst.is_none() { if v.is_ref() { self.shaped(r, v); } else { self.guard(Ins::new(Op::GuardClass).a(r).imm(0b1111_1110)); } } Ok(()) } }
            // ---- attributes and items
            Ir::LoadAttr => self.load_attr(cx, i),
            Ir::StoreAttr => self.store_attr(cx, i),
            Ir::LoadMethod => self.load_method(cx, i),
            Ir::DelAttr | Ir::LoadSpecial => self.single(cx, i),
            Ir::DelIndex => { if !helpers::quiet_del(self.seen(cx, a), self.seen(cx, b)) { return self.single(cx, i); } let args = [self.get(a), self.get(b)]; self.quiet(H::DelItem, &args); Ok(()) }
            Ir::StoreSlice => {
                if !helpers::quiet_store_slice(self.seen(cx, a), self.seen(cx, c), self.seen(cx, c + 1), self.seen(cx, b)) { return self.single(cx, i); }
                let args = [self.get(a), self.get(c), self.get(c + 1), self.get(b)];
                self.quiet(H::StoreSlice, &args);
                Ok(())
            }
            Ir::BuildSlice => { let args = [self.get(b), self.get(b + 1), if c == 3 { self.get(b + 2) } else { self.konst(Value::NONE) }]; let v = self.quiet(H::BuildSlice, &args); self.facts[v.0 as usize].shape = T::Slice as u32; self.set(a, v); Ok(()) }
            Ir::LoadIndex => { let k = self.get(c); let seen = self.seen(cx, c); self.load_index(cx, i, k, seen) }
            Ir::LoadIndexI => { let n = imm16(c); let k = self.int_const(n); self.load_index(cx, i, k, Value::small(n)) }
            Ir::StoreIndex => self.store_index(cx, i),
            Ir::LoadSlice => {
                let (o, x, y) = (self.seen(cx, b), self.seen(cx, c), self.seen(cx, c + 1));
                if !crate::helpers::quiet_slice(o, x, y) { return self.single(cx, i); }
                let args = [self.get(b), self.get(c), self.get(c + 1)];
                let v = self.quiet(H::Slice, &args);
                self.set(a, v);
                Ok(())
            }
            // ---- displays
            Ir::BuildTuple => self.build_tuple(cx, i),
            Ir::BuildList => self.build_list(cx, i),
            Ir::BuildMap => if (c == 1 || c == 2) && (0..c).all(|k| helpers::quiet_key(self.seen(cx, b + 2 * k))) {
                let args: Vec<Ref> = (0..2 * c).map(|k| self.get(b + k)).collect();
                let m = self.quiet(if c == 1 { H::Map1 } else { H::Map2 }, &args);
                self.facts[m.0 as usize].shape = T::Dict as u32;
                self.set(a, m);
                Ok(())
            } else if c == 0 { let m = self.quiet(H::Map0, &[]); self.facts[m.0 as usize].shape = T::Dict as u32; self.set(a, m); Ok(()) } else { self.single(cx, i) },
            Ir::BuildString => {
                let h = match c { 2 => H::Text2, 3 => H::Text3, 4 => H::Text4, _ => return self.single(cx, i) };
                let args: Vec<Ref> = (0..c).map(|k| self.get(b + k)).collect();
                let v = self.quiet(h, &args);
                self.set(a, v);
                Ok(())
            }
            Ir::FormatValue => {
                let (v, spec) = (self.seen(cx, b), if c == NOREG { Value::UNDEF } else { self.seen(cx, c) });
                if !crate::helpers::scalar(v) || !(spec.is_undef() || spec.is_exact(T::Str)) { return self.single(cx, i); }
                let s = if c == NOREG { self.konst(Value::UNDEF) } else { self.get(c) };
                let (v, conv) = (self.get(b), self.int_const(i.d() as i64));
                let r = self.quiet(H::Format, &[v, conv, s]);
                self.set(a, r);
                Ok(())
            }
            Ir::ListAppend => {
                let (l, v) = (self.get(a), self.get(b));
                let seen = self.seen(cx, a);
                match self.exact(l, seen, T::List) { Some(l) => { self.quiet(H::Append, &[l, v]); Ok(()) } None => self.single(cx, i) }
            }
            Ir::MapAdd => {
                let (d, k) = (self.seen(cx, a), self.seen(cx, b));
                if !d.is_exact(T::Dict) || !crate::helpers::quiet_key(k) { return self.single(cx, i); }
                let args = [self.get(a), self.get(b), self.get(c)];
                self.quiet(H::MapAdd, &args);
                Ok(())
            }
            Ir::SetAdd => { if !self.seen(cx, a).is_exact(T::Set) || !helpers::quiet_key(self.seen(cx, b)) { return self.single(cx, i); } let args = [self.get(a), self.get(b)]; self.quiet(H::SetAdd, &args); Ok(()) }
            Ir::ListToTuple => { let (v, s) = (self.get(b), self.seen(cx, b)); if self.exact(v, s, T::List).is_none() { return self.single(cx, i); } let t = self.quiet(H::ToTuple, &[v]); self.set(a, t); Ok(()) }
            Ir::BuildSet | Ir::ListExtend | Ir::SetUpdate | Ir::MapUpdate | Ir::MapMerge | Ir::UnpackEx => self.single(cx, i),
            Ir::Unpack => self.unpack(cx, i),
            // ---- calls
            Ir::Call => { let n = self.flat(b); self.call(cx, i, n, n + 1, c as u32) }
            Ir::CallMethod => { let n = self.flat(b); if self.seen(cx, b + 1).is_undef() { self.undefined(cx, b + 1); self.call(cx, i, n, n + 2, c as u32) } else { self.defined(cx, b + 1); self.call(cx, i, n, n + 1, c as u32 + 1) } }
            Ir::CallKw => self.call_kw(cx, i, false),
            Ir::CallMethodKw => self.call_kw(cx, i, true),
            Ir::MakeFunction => {
                let (n, flags) = (i.d().count_ones() as u16, i.d());
                if n > 2 { return self.single(cx, i); }
                let code = self.top().code.constant(b as usize);
                let globals = fora_vm::func::Function(self.top().func).raw().globals;
                let (k, g, f) = (self.konst(code), self.konst(globals), self.int_const(flags as i64));
                let u = self.konst(Value::UNDEF);
                let args = [k, g, f, if n > 0 { self.get(c) } else { u }, if n > 1 { self.get(c + 1) } else { u }];
                let v = self.quiet(H::Function, &args);
                self.facts[v.0 as usize].shape = T::Function as u32;
                self.set(a, v);
                Ok(())
            }
            Ir::CallEx | Ir::ImportName | Ir::ImportFrom | Ir::ImportStar => self.single(cx, i),
            // ---- exceptions
            Ir::Raise | Ir::RaiseBare | Ir::Reraise => self.stop(Reason::Raises),
            Ir::SetHandled => if self.frames.len() > 1 { self.stop(Reason::Handler) } else { self.single(cx, i) },
            Ir::ExcMatch => { if !helpers::quiet_match(cx, self.seen(cx, c)) { return self.single(cx, i); } let args = [self.get(b), self.get(c)]; let r = self.quiet(H::ExcMatch, &args); let t = self.nonzero_bool(r); self.set(a, t); Ok(()) }
            Ir::ExcGroupMatch | Ir::ExcGroupReraise | Ir::WithExit => self.single(cx, i),
            // ---- generators
            Ir::Yield => self.yields(cx, i),
            Ir::MakeGenerator | Ir::YieldFrom => self.stop(Reason::Yields),
            Ir::GetYieldFromIter | Ir::GetAwaitable | Ir::GetAIter | Ir::GetANext | Ir::AsyncGenWrap => self.single(cx, i),
            Ir::MatchSequence | Ir::MatchMapping | Ir::MatchKeys | Ir::MatchClass | Ir::GetLen | Ir::Intrinsic => self.single(cx, i),
        }
    }
    /// Register `flat` holds UNDEF.
    fn unset(&mut self, flat: u32) { let k = self.konst(Value::UNDEF); self.set_flat(flat, k) }
    /// The register is bound.
    fn bound(&mut self, cx: &Cx, r: u16) -> Res {
        if self.seen(cx, r).is_undef() { return self.stop(Reason::Raises); }
        self.defined(cx, r);
        Ok(())
    }
    pub fn defined(&mut self, _: &Cx, r: u16) {
        let v = self.get(r);
        if self.ty(v) != Ty::V || self.fact(v).konst.is_some() || self.fact(v).quiet { return; }
        let f = self.fact(v);
        if f.i != NIL || f.f != NIL || f.b != NIL || f.shape != crate::rec::NO_SHAPE { return; }
        self.guard(Ins::new(Op::GuardNot).a(v).imm(0));
        self.facts[v.0 as usize].quiet = true;
    }
    pub fn undefined(&mut self, _: &Cx, r: u16) {
        let n = self.flat(r);
        if self.slots[n as usize] == crate::rec::Slot::Undef { return; }
        let v = self.get(r);
        if self.fact(v).konst == Some(Value::UNDEF) { return; }
        let b = self.boxed(v);
        self.guard(Ins::new(Op::GuardSame).a(b).imm(0));
    }
    fn build_tuple(&mut self, cx: &Cx, i: Insn) -> Res {
        let n = i.c();
        if n == 0 { let v = cx.rt.empty_tuple; let k = self.konst(v); self.set(i.a(), k); return Ok(()); }
        if n > 12 { return self.single(cx, i); }
        let items: Vec<Ref> = (0..n).map(|k| { let v = self.get(i.b() + k); self.boxed(v) }).collect();
        let t = self.tuple(&items);
        self.set(i.a(), t);
        Ok(())
    }
    /// A fresh tuple of boxed values.
    pub fn tuple(&mut self, items: &[Ref]) -> Ref {
        let e = self.here();
        let t = self.emit(Ins::new(Op::Alloc).imm(alloc_imm(T::Tuple as u32, 24 + 8 * items.len() as u32, fora_heap::SCAN_WORDS)).exit(e));
        let len = self.int_const(items.len() as i64);
        self.emit(Ins::new(Op::StoreI).ab(t, len).imm(layout::TUPLE_LEN).class(Alias::Constant));
        for (k, v) in items.iter().enumerate() { self.emit(Ins::new(Op::StoreV).ab(t, *v).imm(layout::TUPLE_DATA + 8 * k as i64).class(Alias::Constant)); }
        self.facts[t.0 as usize].shape = T::Tuple as u32;
        t
    }
    fn build_list(&mut self, cx: &Cx, i: Insn) -> Res {
        let h = match i.c() { 0 => H::List0, 1 => H::List1, 2 => H::List2, 3 => H::List3, 4 => H::List4, _ => return self.single(cx, i) };
        let items: Vec<Ref> = (0..i.c()).map(|k| self.get(i.b() + k)).collect();
        let l = self.quiet(h, &items);
        self.facts[l.0 as usize].shape = T::List as u32;
        self.set(i.a(), l);
        Ok(())
    }
    fn unpack(&mut self, cx: &Cx, i: Insn) -> Res {
        let (x, n) = (self.seen(cx, i.a()), i.c());
        if !Tuple::exact(x).is_some_and(|t| t.items().len() == n as usize) { return self.single(cx, i); }
        let v = self.get(i.a());
        let Some(t) = self.shaped(v, x) else { return self.single(cx, i) };
        let len = self.load(Op::LoadI, t, layout::TUPLE_LEN, Alias::Constant);
        let k = self.int_const(n as i64);
        let same = self.bin(Op::Eq, len, k);
        self.guard_true(same);
        let items: Vec<Ref> = (0..n).map(|k| self.load(Op::LoadV, t, layout::TUPLE_DATA + 8 * k as i64, Alias::Constant)).collect();
        for (k, v) in items.into_iter().enumerate() { self.set(i.b() + k as u16, v) }
        Ok(())
    }
}
