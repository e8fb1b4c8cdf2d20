//! Conditions: expressions that only decide a jump.
use super::expr::imm;
use super::*;

/// Register and immediate forms of a fused comparison, each for "jump if" and "jump if not".
fn fused(op: CmpOp, jump_if: bool) -> Option<(Op, Op)> {
    Some(match (op, jump_if) {
        (CmpOp::Lt, true) => (Op::JLt, Op::JLtI),
        (CmpOp::LtE, true) => (Op::JLe, Op::JLeI),
        (CmpOp::Gt, true) => (Op::JGt, Op::JGtI),
        (CmpOp::GtE, true) => (Op::JGe, Op::JGeI),
        (CmpOp::Eq, true) => (Op::JEq, Op::JEqI),
        (CmpOp::NotEq, true) => (Op::JNe, Op::JNeI),
        (CmpOp::Lt, false) => (Op::JNotLt, Op::JNotLtI),
        (CmpOp::LtE, false) => (Op::JNotLe, Op::JNotLeI),
        (CmpOp::Gt, false) => (Op::JNotGt, Op::JNotGtI),
        (CmpOp::GtE, false) => (Op::JNotGe, Op::JNotGeI),
        (CmpOp::Eq, false) => (Op::JNotEq, Op::JNotEqI),
        (CmpOp::NotEq, false) => (Op::JNotNe, Op::JNotNeI),
        _ => return None,
    })
}

/// Truth of a constant expression.
pub(super) fn const_truth(e: &Expr) -> Option<bool> {
    Some(match e.as_const()? {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::Code(_) => true,
        Const::Int(n) => *n != 0,
        Const::BigInt(_) => true,
        Const::Float(b) => f64::from_bits(*b) != 0.0,
        Const::Complex(a, b) => f64::from_bits(*a) != 0.0 || f64::from_bits(*b) != 0.0,
        Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
        Const::Tuple(v) | Const::FrozenSet(v) => !v.is_empty(),
    })
}

impl<'a, 't> Lower<'a, 't> {
    /// Jumps to `l` if the truth of `e` is `jump_if`; otherwise goes on.
    pub(super) fn cond(&mut self, e: &'t Expr, l: Label, jump_if: bool) -> Res<()> {
        let m = self.mark();
        self.cond_inner(e, l, jump_if)?;
        self.release(m);
        Ok(())
    }
    fn cond_inner(&mut self, e: &'t Expr, l: Label, jump_if: bool) -> Res<()> {
        if let Some(t) = const_truth(e) {
            self.line_mark(e.span);
            if t == jump_if { self.jump(l, e.span); }
            return Ok(());
        }
        match &e.kind {
            ExprKind::Unary(UnaryOp::Not, x) => return self.cond(x, l, !jump_if),
            ExprKind::BoolOp(op, v) => {
                // in `a and b`, a false operand decides; in `a or b`, a true one
                let decides = *op == BoolOp::Or;
                let n = v.len();
                if decides == jump_if {
                    for x in v { self.cond(x, l, jump_if)?; }
                } else {
                    let skip = self.label();
                    for x in &v[..n - 1] { self.cond(x, skip, decides)?; }
                    self.cond(&v[n - 1], l, jump_if)?;
                    self.place(skip);
                }
                return Ok(());
            }
            ExprKind::IfExp(b) => {
                let (no, end) = (self.label(), self.label());
                self.cond(&b.0, no, false)?;
                self.cond(&b.1, l, jump_if)?;
                self.jump(end, e.span);
                self.place(no);
                self.cond(&b.2, l, jump_if)?;
                self.place(end);
                return Ok(());
            }
            ExprKind::Compare(left, ops) => return self.cond_compare(e, left, ops, l, jump_if),
            _ => {}
        }
        let r = self.operand(e)?;
        self.jump_if(if jump_if { Op::JumpIfTrue } else { Op::JumpIfFalse }, r, l, e.span);
        Ok(())
    }

    fn cond_compare(&mut self, e: &'t Expr, left: &'t Expr, ops: &'t [(CmpOp, Expr)], l: Label, jump_if: bool) -> Res<()> {
        self.warn_is(left, ops, e.span);
        let later: Vec<&Expr> = ops.iter().map(|o| &o.1).collect();
        if let [(op, r)] = ops {
            if let (CmpOp::Is | CmpOp::IsNot, Some(Const::None)) = (op, r.as_const()) {
                let a = self.operand(left)?;
                let o = if (*op == CmpOp::Is) == jump_if { Op::JumpIfNone } else { Op::JumpIfNotNone };
                self.jump_if(o, a, l, e.span);
                return Ok(());
            }
            let a = self.operand_before(left, &later)?;
            return self.compare_jump(a, *op, r, l, jump_if, e.span);
        }
        let skip = self.label();
        let mut a = self.operand_before(left, &later)?;
        let n = ops.len();
        for (i, (op, r)) in ops.iter().enumerate() {
            if i + 1 == n {
                self.compare_jump(a, *op, r, l, jump_if, e.span)?;
            } else {
                let b = self.operand_before(r, &later[i + 1..])?;
                let target = if jump_if { skip } else { l };
                self.compare_jump_regs(a, *op, b, target, false, e.span);
                a = b;
            }
        }
        self.place(skip);
        Ok(())
    }
    fn compare_jump(&mut self, a: Reg, op: CmpOp, r: &'t Expr, l: Label, jump_if: bool, span: Span) -> Res<()> {
        if let (Some((_, o)), Some(k)) = (fused(op, jump_if), imm(r)) {
            self.jump_insn(Insn::new_dc(o, a, k as u16, 0), l, span);
            return Ok(());
        }
        let b = self.operand(r)?;
        self.compare_jump_regs(a, op, b, l, jump_if, span);
        Ok(())
    }
    fn compare_jump_regs(&mut self, a: Reg, op: CmpOp, b: Reg, l: Label, jump_if: bool, span: Span) {
        let o = match (fused(op, jump_if), op) {
            (Some((o, _)), _) => o,
            (None, CmpOp::Is) => if jump_if { Op::JIs } else { Op::JIsNot },
            (None, CmpOp::IsNot) => if jump_if { Op::JIsNot } else { Op::JIs },
            (None, CmpOp::In) => if jump_if { Op::JIn } else { Op::JNotIn },
            (None, _) => if jump_if { Op::JNotIn } else { Op::JIn },
        };
        self.jump_insn(Insn::new_dc(o, a, b, 0), l, span);
    }
}
