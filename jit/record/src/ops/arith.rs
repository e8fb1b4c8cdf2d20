//! Arithmetic, comparison, truth.
use crate::helpers::{self, H};
use crate::rec::{Pending, Recorder, Res};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::abs::{Bin, Cmp};
use fora_vm::class::{Class, D};
use fora_vm::cx::Cx;
use fora_vm::layout;
use fora_vm::types::T;
use fora_vm::value::Value;

/// Ints and floats below this convert exactly.
const EXACT: i64 = 1 << 53;

impl Recorder {
    /// Is it, to arithmetic, an int that fits?
    fn int_like(&self, v: Ref, seen: Value) -> bool { match self.ty(v) { Ty::I => true, Ty::V => self.fact(v).i != NIL || self.fact(v).konst.map_or(seen, |k| k).is_small(), _ => false } }
    fn bool_like(&self, v: Ref, seen: Value) -> bool { match self.ty(v) { Ty::B => true, Ty::V => seen.is_bool(), _ => false } }
    fn float_like(&self, v: Ref, seen: Value) -> bool { match self.ty(v) { Ty::F => true, Ty::V => Recorder::is_float(seen), _ => false } }
    /// A number as a float, for arithmetic with floats.
    fn as_float(&mut self, v: Ref, seen: Value) -> Option<Ref> {
        if self.float_like(v, seen) { return self.float(v, seen); }
        if !self.int_like(v, seen) { return None; }
        let i = self.int(v, seen)?;
        if self.t.at(i).op == Op::ConstI { let k = self.t.at(i).imm as f64; return Some(self.float_const(k)); }
        Some(self.un(Op::IToF, i))
    }
    fn const_int(&self, v: Ref) -> Option<i64> { let i = self.t.at(v); (i.op == Op::ConstI).then_some(i.imm) }
    pub fn arith(&mut self, cx: &Cx, i: Insn, op: Bin, imm: Option<i64>) -> Res {
        let (x, sx) = (self.get(i.b()), self.seen(cx, i.b()));
        let (y, sy) = match imm { Some(n) => (self.int_const(n), Value::small(n)), None => (self.get(i.c()), self.seen(cx, i.c())) };
        let r = match self.numbers(op, x, sx, y, sy) {
            Some(r) => r,
            None => {
                let (o, inplace) = (self.int_const(op as i64), self.int_const((i.d() == 1) as i64));
                let in_list = i.d() == 1 && sx.is_exact(T::List);
                if helpers::quiet_binary(op, sx, sy) && !in_list { self.quiet(H::QBinary, &[o, inplace, x, y]) } else { self.loud(H::Binary, &[o, inplace, x, y]) }
            }
        };
        self.set(i.a(), r);
        Ok(())
    }
    fn nonzero(&mut self, y: Ref, also: Option<i64>) {
        for k in std::iter::once(0).chain(also) {
            match self.const_int(y) { Some(_) => {} None => { let z = self.int_const(k); let b = self.bin(Op::Eq, y, z); self.guard_false(b) } }
        }
    }
    /// Arithmetic on ints and floats; None where it is neither, or not simple.
    fn numbers(&mut self, op: Bin, x: Ref, sx: Value, y: Ref, sy: Value) -> Option<Ref> {
        let bools = self.bool_like(x, sx) as u8 + self.bool_like(y, sy) as u8;
        let arithmetic = matches!(op, Bin::Add | Bin::Sub | Bin::Mul);
        if bools > 0 {
            if !arithmetic { return None; }
            let (x, sx) = if self.bool_like(x, sx) { let b = self.bool(x, sx)?; (self.un(Op::BToI, b), Value::small(sx.is_true() as i64)) } else { (x, sx) };
            let (y, sy) = if self.bool_like(y, sy) { let b = self.bool(y, sy)?; (self.un(Op::BToI, b), Value::small(sy.is_true() as i64)) } else { (y, sy) };
            return self.numbers(op, x, sx, y, sy);
        }
        if self.int_like(x, sx) && self.int_like(y, sy) {
            let sy_int = sy.as_small();
            // what the op does not do simply: not guarded for either
            match op {
                Bin::FloorDiv | Bin::Mod => { if matches!(sy_int, Some(0 | -1)) || self.const_of(y).is_some_and(|k| k == 0 || k == -1) { return None; } }
                Bin::TrueDiv => { let small = |v: Value| v.as_small().is_some_and(|i| i.unsigned_abs() < EXACT as u64); if !small(sx) || !small(sy) || sy_int == Some(0) { return None; } }
                Bin::LShift => { if !sy_int.is_some_and(|n| (0..62).contains(&n)) { return None; } }
                Bin::RShift => { if !sy_int.is_some_and(|n| (0..64).contains(&n)) { return None; } }
                Bin::Pow => { if self.const_of(y) != Some(2) { return None; } }
                Bin::MatMul | Bin::DivMod => return None,
                Bin::Add | Bin::Sub | Bin::Mul | Bin::And | Bin::Or | Bin::Xor => {}
            }
            let (a, b) = (self.int(x, sx)?, self.int(y, sy)?);
            return Some(match op {
                Bin::Add => self.guard(Ins::new(Op::AddOv).ab(a, b)),
                Bin::Sub => self.guard(Ins::new(Op::SubOv).ab(a, b)),
                Bin::Mul => self.guard(Ins::new(Op::MulOv).ab(a, b)),
                Bin::Pow => self.guard(Ins::new(Op::MulOv).ab(a, a)),
                Bin::FloorDiv => { self.nonzero(b, Some(-1)); self.bin(Op::FloorDiv, a, b) }
                Bin::Mod => { self.nonzero(b, Some(-1)); self.bin(Op::FloorMod, a, b) }
                Bin::And => self.bin(Op::And, a, b),
                Bin::Or => self.bin(Op::Or, a, b),
                Bin::Xor => self.bin(Op::Xor, a, b),
                Bin::LShift => self.guard(Ins::new(Op::ShlOv).ab(a, b)),
                Bin::RShift => { if self.const_int(b).is_none() { let k = self.int_const(64); let ok = self.bin(Op::LtU, b, k); self.guard_true(ok) } self.bin(Op::Shr, a, b) }
                Bin::TrueDiv => {
                    for v in [a, b] { if self.const_int(v).is_none() { let (k, m) = (self.int_const(EXACT - 1), self.int_const(2 * EXACT - 1)); let s = self.bin(Op::Add, v, k); let ok = self.bin(Op::LtU, s, m); self.guard_true(ok) } }
                    self.nonzero(b, None);
                    let (p, q) = (self.un(Op::IToF, a), self.un(Op::IToF, b));
                    self.bin(Op::DivF, p, q)
                }
                Bin::MatMul | Bin::DivMod => return None,
            });
        }
        if self.float_like(x, sx) || self.float_like(y, sy) {
            let op = match op { Bin::Add => Op::AddF, Bin::Sub => Op::SubF, Bin::Mul => Op::MulF, Bin::TrueDiv => Op::DivF, _ => return None };
            if !(self.float_like(x, sx) || self.int_like(x, sx)) || !(self.float_like(y, sy) || self.int_like(y, sy)) { return None; }
            if op == Op::DivF && (sy == Value::small(0) || Recorder::is_float(sy) && fora_vm::float::get(sy) == 0.0) { return None; }
            let (a, b) = (self.as_float(x, sx)?, self.as_float(y, sy)?);
            if op == Op::DivF && self.t.at(b).op != Op::ConstF { let z = self.float_const(0.0); let zero = self.bin(Op::EqF, b, z); self.guard_false(zero) }
            return Some(self.bin(op, a, b));
        }
        None
    }
    fn const_of(&self, v: Ref) -> Option<i64> { self.const_int(v).or_else(|| self.fact(v).konst.and_then(|k| k.as_small())) }
    pub fn unary(&mut self, cx: &Cx, i: Insn, d: D) -> Res {
        let (x, s) = (self.get(i.b()), self.seen(cx, i.b()));
        let r = if self.int_like(x, s) {
            match self.int(x, s) {
                Some(v) => match d { D::Neg => { let z = self.int_const(0); Some(self.guard(Ins::new(Op::SubOv).ab(z, v))) } D::Invert => { let m = self.int_const(-1); Some(self.bin(Op::Xor, v, m)) } _ => Some(v) },
                None => None,
            }
        } else if self.float_like(x, s) && d == D::Neg { self.float(x, s).map(|f| self.un(Op::NegF, f)) } else { None };
        let r = match r { Some(r) => r, None => { let k = self.int_const(helpers::unary_code(d)); if helpers::scalar(s) { self.quiet(H::QUnary, &[k, x]) } else { self.loud(H::Unary, &[k, x]) } } };
        self.set(i.a(), r);
        Ok(())
    }
    /// A comparison as a bool; None where it is not one of numbers or plain things, whose result need not be a bool.
    fn compared(&mut self, op: Cmp, x: Ref, sx: Value, y: Ref, sy: Value) -> Option<Ref> {
        if self.int_like(x, sx) && self.int_like(y, sy) {
            let (a, b) = (self.int(x, sx)?, self.int(y, sy)?);
            return Some(match op { Cmp::Lt => self.bin(Op::Lt, a, b), Cmp::Le => self.bin(Op::Le, a, b), Cmp::Gt => self.bin(Op::Lt, b, a), Cmp::Ge => self.bin(Op::Le, b, a), Cmp::Eq => self.bin(Op::Eq, a, b), Cmp::Ne => { let e = self.bin(Op::Eq, a, b); self.un(Op::Not, e) } });
        }
        let exact = |s: &Recorder, v: Ref| s.const_of(v).is_some_and(|i| i.abs() < EXACT);
        if (self.float_like(x, sx) || exact(self, x)) && (self.float_like(y, sy) || exact(self, y)) {
            let (a, b) = (self.as_float(x, sx)?, self.as_float(y, sy)?);
            return Some(match op { Cmp::Lt => self.bin(Op::LtF, a, b), Cmp::Le => self.bin(Op::LeF, a, b), Cmp::Gt => self.bin(Op::LtF, b, a), Cmp::Ge => self.bin(Op::LeF, b, a), Cmp::Eq => self.bin(Op::EqF, a, b), Cmp::Ne => { let e = self.bin(Op::EqF, a, b); self.un(Op::Not, e) } });
        }
        if helpers::quiet_compare(sx, sy) {
            let o = self.int_const(op as i64);
            let r = self.quiet(H::QCompare, &[o, x, y]);
            return Some(self.nonzero_bool(r));
        }
        None
    }
    pub fn nonzero_bool(&mut self, r: Ref) -> Ref { let z = self.int_const(1); self.bin(Op::Eq, r, z) }
    pub fn compare_value(&mut self, cx: &Cx, i: Insn, op: Cmp) -> Res {
        let (x, sx, y, sy) = (self.get(i.b()), self.seen(cx, i.b()), self.get(i.c()), self.seen(cx, i.c()));
        let r = match self.compared(op, x, sx, y, sy) { Some(r) => r, None => { let o = self.int_const(op as i64); self.loud(H::Compare, &[o, x, y]) } };
        self.set(i.a(), r);
        Ok(())
    }
    pub fn jump_compare(&mut self, cx: &Cx, i: Insn, op: Cmp, imm: bool, yes: bool) -> Res {
        let (x, sx) = (self.get(i.a()), self.seen(cx, i.a()));
        let (y, sy) = if imm { let n = i.b() as i16 as i64; (self.int_const(n), Value::small(n)) } else { (self.get(i.b()), self.seen(cx, i.b())) };
        let t = match self.compared(op, x, sx, y, sy) { Some(t) => t, None => { let o = self.int_const(op as i64); let r = self.loud(H::CompareTruth, &[o, x, y]); self.nonzero_bool(r) } };
        self.branch(t, yes, i.jump24())
    }
    /// Goes by `off` if `t` is `yes`.
    pub fn branch(&mut self, t: Ref, yes: bool, off: i32) -> Res {
        let (next, target) = (self.pc + 1, (self.pc as i64 + 1 + off as i64) as u32);
        self.pending = if yes { Pending::Branch(t, target, next) } else { Pending::Branch(t, next, target) };
        Ok(())
    }
    /// Whether register `r` is true, as a bool.
    pub fn truth(&mut self, cx: &mut Cx, r: u16) -> Res<Ref> {
        let (v, s) = (self.get(r), self.seen(cx, r));
        if self.bool_like(v, s) { if let Some(b) = self.bool(v, s) { return Ok(b); } }
        if self.int_like(v, s) { if let Some(i) = self.int(v, s) { let z = self.int_const(0); let e = self.bin(Op::Eq, i, z); return Ok(self.un(Op::Not, e)); } }
        if self.float_like(v, s) { if let Some(f) = self.float(v, s) { let z = self.float_const(0.0); let e = self.bin(Op::EqF, f, z); return Ok(self.un(Op::Not, e)); } }
        if s.is_none() { self.same(v, s); return Ok(self.bool_const(false)); }
        if let Some(l) = self.exact(v, s, T::List) { let n = self.load(Op::LoadI, l, layout::LIST_LEN, Alias::ListLen); let z = self.int_const(0); let e = self.bin(Op::Eq, n, z); return Ok(self.un(Op::Not, e)); }
        if let Some(l) = self.exact(v, s, T::Tuple) { let n = self.load(Op::LoadI, l, layout::TUPLE_LEN, Alias::Constant); let z = self.int_const(0); let e = self.bin(Op::Eq, n, z); return Ok(self.un(Op::Not, e)); }
        if helpers::quiet_truth(s) { let r = self.quiet(H::QTruth, &[v]); return Ok(self.nonzero_bool(r)); }
        // an object whose class says nothing about it is true
        if s.is_ref() && s.exact().is_none() {
            let c = cx.class_of(s);
            if c.dunder(cx, D::Bool).is_none() && c.dunder(cx, D::Len).is_none() && self.shaped(v, s).is_some() { self.class_version(c.0); return Ok(self.bool_const(true)); }
        }
        let r = self.loud(H::Truth, &[v]);
        Ok(self.nonzero_bool(r))
    }
    pub fn is_none(&mut self, _: &Cx, r: u16) -> Ref {
        let v = self.get(r);
        if self.ty(v) != Ty::V { return self.bool_const(false); }
        if let Some(k) = self.fact(v).konst { return self.bool_const(k.is_none()); }
        let f = self.fact(v);
        if f.i != NIL || f.f != NIL || f.b != NIL || f.shape != crate::rec::NO_SHAPE { return self.bool_const(false); }
        let n = self.konst(Value::NONE);
        self.bin(Op::Same, v, n)
    }
    /// `x is y`
    pub fn identical(&mut self, cx: &Cx, x: u16, y: u16) -> Ref {
        let (sx, sy) = (self.seen(cx, x), self.seen(cx, y));
        let (a, b) = (self.get(x), self.get(y));
        if self.fact(b).konst == Some(Value::NONE) { return self.is_none(cx, x); }
        if self.fact(a).konst == Some(Value::NONE) { return self.is_none(cx, y); }
        if self.ty(a) == Ty::I && self.ty(b) == Ty::I { return self.bin(Op::Eq, a, b); }
        let (p, q) = (self.boxed(a), self.boxed(b));
        // ints and floats are compared as values
        let plain = |s: &Recorder, v: Ref, seen: Value| s.fact(v).konst.is_some_and(|k| !matches!(k.exact(), Some(T::Int | T::Float))) || seen.is_ref() && s.fact(v).shape != crate::rec::NO_SHAPE && !matches!(seen.exact(), Some(T::Int | T::Float));
        if plain(self, p, sx) || plain(self, q, sy) { return self.bin(Op::Same, p, q); }
        self.quiet(H::Same, &[p, q])
    }
    pub fn contains(&mut self, cx: &Cx, o: u16, v: u16) -> Res<Ref> {
        let (so, sv) = (self.seen(cx, o), self.seen(cx, v));
        let (o, v) = (self.get(o), self.get(v));
        let r = if helpers::quiet_contains(so, sv) { self.quiet(H::QContains, &[o, v]) } else { self.loud(H::Contains, &[o, v]) };
        Ok(self.nonzero_bool(r))
    }
    /// The class of what `v` is, guarded: for answers that depend on the class alone.
    pub fn class_guard(&mut self, cx: &Cx, v: Ref, seen: Value) -> Option<Class> {
        let c = cx.class_of(seen);
        match self.ty(v) {
            Ty::I | Ty::F | Ty::B => return Some(match self.ty(v) { Ty::I => cx.class(T::Int), Ty::F => cx.class(T::Float), _ => cx.class(T::Bool) }),
            _ => {}
        }
        if seen.is_small() { self.int(v, seen)?; } else if Recorder::is_float(seen) { self.float(v, seen)?; } else if seen.is_bool() { self.bool(v, seen)?; } else if seen.is_ref() { self.shaped(v, seen)?; } else { self.same(v, seen); }
        Some(c)
    }
}
