//! Expressions to registers.
use super::*;

pub(super) fn arith(op: BinOp) -> Op {
    match op {
        BinOp::Add => Op::Add,
        BinOp::Sub => Op::Sub,
        BinOp::Mul => Op::Mul,
        BinOp::MatMul => Op::MatMul,
        BinOp::Div => Op::TrueDiv,
        BinOp::Mod => Op::Mod,
        BinOp::Pow => Op::Pow,
        BinOp::LShift => Op::LShift,
        BinOp::RShift => Op::RShift,
        BinOp::Or => Op::Or,
        BinOp::Xor => Op::Xor,
        BinOp::And => Op::And,
        BinOp::FloorDiv => Op::FloorDiv,
    }
}
fn arith_imm(op: BinOp) -> Option<Op> {
    Some(match op {
        BinOp::Add => Op::AddI,
        BinOp::Sub => Op::SubI,
        BinOp::Mul => Op::MulI,
        BinOp::FloorDiv => Op::FloorDivI,
        BinOp::Mod => Op::ModI,
        BinOp::LShift => Op::LShiftI,
        BinOp::RShift => Op::RShiftI,
        BinOp::And => Op::AndI,
        _ => return None,
    })
}
pub(super) fn compare(op: CmpOp) -> Op {
    match op {
        CmpOp::Eq => Op::Eq,
        CmpOp::NotEq => Op::Ne,
        CmpOp::Lt => Op::Lt,
        CmpOp::LtE => Op::Le,
        CmpOp::Gt => Op::Gt,
        CmpOp::GtE => Op::Ge,
        CmpOp::Is => Op::Is,
        CmpOp::IsNot => Op::IsNot,
        CmpOp::In => Op::In,
        CmpOp::NotIn => Op::NotIn,
    }
}
/// A constant int that fits an immediate.
pub(super) fn imm(e: &Expr) -> Option<i16> {
    match &e.kind {
        ExprKind::Const(Const::Int(n), _) => i16::try_from(*n).ok(),
        _ => None,
    }
}

/// Whether name `n` occurs in `e` (bodies of lambdas included).
pub(super) fn mentions(e: &Expr, n: Sym) -> bool {
    let m = |x: &Expr| mentions(x, n);
    match &e.kind {
        ExprKind::Name(x) => *x == n,
        ExprKind::Const(..) => false,
        ExprKind::Lambda(l) => m(&l.body) || l.params.iter().any(|p| p.default.as_deref().is_some_and(m)),
        ExprKind::Named(a, b) | ExprKind::BinOp(a, _, b) | ExprKind::Subscript(a, b) => m(a) || m(b),
        ExprKind::BoolOp(_, v) | ExprKind::Joined(v) | ExprKind::Set(v) | ExprKind::List(v) | ExprKind::Tuple(v) => v.iter().any(m),
        ExprKind::Unary(_, a) | ExprKind::Starred(a) | ExprKind::Attribute(a, _) | ExprKind::Await(a) | ExprKind::YieldFrom(a) => m(a),
        ExprKind::Yield(a) => a.as_deref().is_some_and(m),
        ExprKind::IfExp(b) => m(&b.0) || m(&b.1) || m(&b.2),
        ExprKind::Dict(v) => v.iter().any(|(k, x)| k.as_ref().is_some_and(m) || m(x)),
        ExprKind::Comp(c) => m(&c.elt) || c.value.as_ref().is_some_and(m) || c.gens.iter().any(|g| m(&g.iter) || g.ifs.iter().any(m)),
        ExprKind::Compare(a, v) => m(a) || v.iter().any(|x| m(&x.1)),
        ExprKind::Call(c) => m(&c.func) || c.args.iter().any(m) || c.keywords.iter().any(|k| m(&k.value)),
        ExprKind::Formatted(f) => m(&f.value) || f.spec.as_ref().is_some_and(m),
        ExprKind::Slice(s) => s.iter().flatten().any(m),
    }
}

/// Whether evaluating `e` may bind a local (a walrus anywhere inside).
fn binds(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Named(..) => true,
        ExprKind::Name(_) | ExprKind::Const(..) | ExprKind::Lambda(_) => false,
        ExprKind::BoolOp(_, v) | ExprKind::Joined(v) | ExprKind::Set(v) | ExprKind::List(v) | ExprKind::Tuple(v) => v.iter().any(binds),
        ExprKind::BinOp(a, _, b) | ExprKind::Subscript(a, b) => binds(a) || binds(b),
        ExprKind::Unary(_, a) | ExprKind::Starred(a) | ExprKind::Attribute(a, _) | ExprKind::Await(a) | ExprKind::YieldFrom(a) => binds(a),
        ExprKind::Yield(a) => a.as_ref().is_some_and(|a| binds(a)),
        ExprKind::IfExp(b) => binds(&b.0) || binds(&b.1) || binds(&b.2),
        ExprKind::Dict(v) => v.iter().any(|(k, x)| k.as_ref().is_some_and(binds) || binds(x)),
        ExprKind::Comp(c) => binds(&c.elt) || c.value.as_ref().is_some_and(binds) || c.gens.iter().any(|g| binds(&g.iter) || g.ifs.iter().any(binds)),
        ExprKind::Compare(a, v) => binds(a) || v.iter().any(|x| binds(&x.1)),
        ExprKind::Call(c) => binds(&c.func) || c.args.iter().any(binds) || c.keywords.iter().any(|k| binds(&k.value)),
        ExprKind::Formatted(f) => binds(&f.value) || f.spec.as_ref().is_some_and(binds),
        ExprKind::Slice(s) => s.iter().flatten().any(binds),
    }
}

impl<'a, 't> Lower<'a, 't> {
    /// Evaluates into a register of the lowering's choice: a local's own, else a fresh temporary.
    pub(super) fn operand(&mut self, e: &'t Expr) -> Res<Reg> {
        if let ExprKind::Name(n) = e.kind {
            if let Some(r) = self.fast(n) {
                self.check(r, e.span);
                return Ok(r);
            }
        }
        let r = self.alloc();
        self.expr(e, r)?;
        Ok(r)
    }
    /// The same for an operand evaluated before `later`, which might rebind the local.
    pub(super) fn operand_before(&mut self, e: &'t Expr, later: &[&Expr]) -> Res<Reg> {
        let r = self.operand(e)?;
        if self.u.walrus && !self.is_temp(r) && later.iter().any(|x| binds(x)) {
            let t = self.alloc();
            self.mov(t, r, e.span);
            return Ok(t);
        }
        Ok(r)
    }
    /// As `operand_before`; a temporary `hint` takes the value if it needs one.
    fn operand_hint(&mut self, e: &'t Expr, hint: Reg, later: &[&Expr]) -> Res<Reg> {
        if self.is_temp(hint) {
            if let ExprKind::Name(n) = e.kind { if self.fast(n).is_some() { return self.operand_before(e, later); } }
            self.expr(e, hint)?;
            return Ok(hint);
        }
        self.operand_before(e, later)
    }

    /// For its effects only.
    pub(super) fn effect(&mut self, e: &'t Expr) -> Res<()> {
        if let ExprKind::Const(..) = e.kind { return Ok(()); }
        let m = self.mark();
        if let ExprKind::BoolOp(op, v) = &e.kind {
            // the last operand's value is not wanted
            let end = self.label();
            let n = v.len();
            for x in &v[..n - 1] { self.cond(x, end, *op == BoolOp::Or)?; }
            self.effect(&v[n - 1])?;
            self.place(end);
        } else {
            self.operand(e)?;
        }
        self.release(m);
        Ok(())
    }

    /// Evaluates into `dst`. A local destination is written last, after everything that may raise or read it.
    pub(super) fn expr(&mut self, e: &'t Expr, dst: Reg) -> Res<()> {
        let m = self.mark();
        self.expr_inner(e, dst)?;
        self.release(m);
        Ok(())
    }

    fn expr_inner(&mut self, e: &'t Expr, dst: Reg) -> Res<()> {
        let span = e.span;
        match &e.kind {
            ExprKind::Const(c, _) => self.load_const(dst, c.clone(), span),
            ExprKind::Name(n) => self.load_name(*n, dst, span)?,
            ExprKind::BinOp(l, op, r) => {
                let s0 = self.here();
                let a = self.operand_hint(l, dst, &[r])?;
                if let (Some(o), Some(k)) = (arith_imm(*op), imm(r)) {
                    self.emit(o, 0, dst, a, k as u16, span);
                } else {
                    let s1 = self.here();
                    let b = self.operand(r)?;
                    let s2 = self.here();
                    self.note_group(&[s0, s1, s2], &[a, b]);
                    self.emit(arith(*op), 0, dst, a, b, span);
                }
            }
            ExprKind::Unary(op, x) => {
                if *op == UnaryOp::Not && matches!(x.kind, ExprKind::Compare(..) | ExprKind::BoolOp(..)) {
                    return self.not_value(e, x, dst);
                }
                let a = self.operand_hint(x, dst, &[])?;
                let o = match op { UnaryOp::Invert => Op::Invert, UnaryOp::Not => Op::Not, UnaryOp::Plus => Op::Pos, UnaryOp::Minus => Op::Neg };
                self.emit(o, 0, dst, a, 0, span);
            }
            ExprKind::BoolOp(op, v) => self.bool_value(*op, v, dst, span)?,
            ExprKind::Compare(l, ops) => self.compare_value(e, l, ops, dst)?,
            ExprKind::IfExp(b) => {
                let (no, end) = (self.label(), self.label());
                self.cond(&b.0, no, false)?;
                self.expr(&b.1, dst)?;
                self.jump(end, span);
                self.place(no);
                self.expr(&b.2, dst)?;
                self.place(end);
            }
            ExprKind::Named(t, v) => {
                let ExprKind::Name(n) = t.kind else { return Err(Fault::syntax("cannot use assignment expressions here", span)) };
                if let Some(r) = self.fast(n) {
                    self.expr(v, r)?;
                    self.u.assigned.set(r);
                    self.mov(dst, r, span);
                } else {
                    let t2 = if self.is_temp(dst) { dst } else { self.alloc() };
                    self.expr(v, t2)?;
                    self.store_name(n, t2, t.span)?;
                    self.mov(dst, t2, span);
                }
            }
            ExprKind::Attribute(x, n) => {
                let b = self.operand_hint(x, dst, &[])?;
                let n = self.mangled(*n);
                let s = self.attr_span(e, n);
                self.emit_site(Op::LoadAttr, dst, b, n, s);
            }
            ExprKind::Subscript(x, k) => self.subscript(x, k, dst, span)?,
            ExprKind::Call(c) => self.call(e, c, dst)?,
            ExprKind::Tuple(v) => self.tuple(v, dst, span)?,
            ExprKind::List(v) => self.list(v, dst, span)?,
            ExprKind::Set(v) => self.set(v, dst, span)?,
            ExprKind::Dict(v) => self.dict(v, dst, span)?,
            ExprKind::Comp(c) => self.comprehension(e, c, dst)?,
            ExprKind::Lambda(l) => self.lambda(l, dst, span)?,
            ExprKind::Joined(v) => self.joined(v, dst, span)?,
            ExprKind::Formatted(f) => self.formatted(f, dst, span)?,
            ExprKind::Starred(_) => return Err(Fault::syntax("can't use starred expression here", span)),
            ExprKind::Slice(s) => {
                let n = if s[2].is_some() { 3 } else { 2 };
                let w = self.alloc_n(n);
                for (i, x) in s.iter().take(n as usize).enumerate() {
                    match x { Some(x) => self.expr(x, w + i as u16)?, None => self.load_const(w + i as u16, Const::None, span) }
                }
                self.emit(Op::BuildSlice, 0, dst, w, n, span);
            }
            ExprKind::Yield(v) => self.yield_value(v.as_deref(), dst, span)?,
            ExprKind::YieldFrom(v) => {
                self.in_function("'yield' outside function", span)?;
                if self.u.flags.has(CodeFlags::COROUTINE) || self.u.flags.has(CodeFlags::ASYNC_GENERATOR) {
                    return Err(Fault::syntax("'yield from' inside async function", span));
                }
                let it = self.alloc();
                let a = self.operand_hint(v, it, &[])?;
                self.emit(Op::GetYieldFromIter, 0, it, a, 0, span);
                self.delegate(it, dst, span);
            }
            ExprKind::Await(v) => {
                self.check_await(span)?;
                let it = self.alloc();
                let a = self.operand_hint(v, it, &[])?;
                self.emit(Op::GetAwaitable, 0, it, a, 0, span);
                self.delegate(it, dst, span);
            }
        }
        Ok(())
    }

    pub(super) fn in_function(&self, msg: &str, span: Span) -> Res<()> {
        let k = self.scopes.all[self.u.scope].kind;
        if matches!(k, ScopeKind::Module | ScopeKind::Class) { return Err(Fault::syntax(msg, span)); }
        Ok(())
    }
    fn check_await(&self, span: Span) -> Res<()> {
        let k = self.scopes.all[self.u.scope].kind;
        if k == ScopeKind::Module && self.u.flags.has(CodeFlags::COROUTINE) { return Ok(()); }
        if matches!(k, ScopeKind::Module | ScopeKind::Class) && !self.is_async_code() { return Err(Fault::syntax("'await' outside function", span)); }
        if !self.is_async_code() { return Err(Fault::syntax("'await' outside async function", span)); }
        Ok(())
    }
    /// Runs awaitable or iterator `it` to its end, yielding what it yields.
    pub(super) fn delegate(&mut self, it: Reg, dst: Reg, span: Span) {
        let t = if self.is_temp(dst) && dst != it { dst } else { self.alloc() };
        self.load_const(t, Const::None, span);
        self.emit(Op::YieldFrom, 0, t, it, 0, span);
        if !self.u.handled.is_empty() { self.set_handled(span); }
        self.mov(dst, t, span);
    }
    fn yield_value(&mut self, v: Option<&'t Expr>, dst: Reg, span: Span) -> Res<()> {
        self.in_function("'yield' outside function", span)?;
        let t = self.alloc();
        let mut a = t;
        match v { Some(x) => a = self.operand_hint(x, t, &[])?, None => self.load_const(t, Const::None, span) }
        if self.u.flags.has(CodeFlags::ASYNC_GENERATOR) {
            self.emit(Op::AsyncGenWrap, 0, t, a, 0, span);
            a = t;
        }
        self.emit(Op::Yield, 0, dst, a, 0, span);
        if !self.u.handled.is_empty() { self.set_handled(span); }
        Ok(())
    }

    /// Where an attribute that spans lines is reported.
    pub(super) fn attr_span(&self, e: &Expr, n: Sym) -> Span {
        let s = e.span;
        if self.src.line_index(s.start) == self.src.line_index(s.end) { return s; }
        Span::new(s.end.saturating_sub(self.names.str(n).len() as u32), s.end)
    }

    fn subscript(&mut self, x: &'t Expr, k: &'t Expr, dst: Reg, span: Span) -> Res<()> {
        self.warn_subscript(x, k);
        let a = self.operand_hint(x, dst, &[k])?;
        if let Some(i) = imm(k) {
            self.emit(Op::LoadIndexI, 0, dst, a, i as u16, span);
            return Ok(());
        }
        if let ExprKind::Slice(s) = &k.kind {
            if s[2].is_none() {
                let w = self.slice_window(s, span)?;
                self.emit(Op::LoadSlice, 0, dst, a, w, span);
                return Ok(());
            }
        }
        let b = self.operand(k)?;
        self.emit(Op::LoadIndex, 0, dst, a, b, span);
        Ok(())
    }
    /// Subscripts that look like a forgotten comma.
    fn warn_subscript(&mut self, x: &Expr, k: &Expr) {
        let kind = |e: &Expr| match &e.kind {
            ExprKind::Const(c, _) => Some(const_type(c)),
            ExprKind::Tuple(_) => Some("tuple"),
            ExprKind::List(_) => Some("list"),
            ExprKind::Dict(_) => Some("dict"),
            ExprKind::Set(_) => Some("set"),
            ExprKind::Comp(c) => Some(match c.kind { CompKind::List => "list", CompKind::Set => "set", CompKind::Dict => "dict", CompKind::Gen => "generator" }),
            ExprKind::Lambda(_) => Some("function"),
            ExprKind::Joined(_) | ExprKind::Formatted(_) => Some("str"),
            _ => None,
        };
        let Some(t) = kind(x) else { return };
        match t {
            "NoneType" | "bool" | "ellipsis" | "int" | "float" | "complex" | "set" | "generator" | "function" | "frozenset" => {
                self.warn(format!("'{t}' object is not subscriptable; perhaps you missed a comma?"), x.span);
            }
            "str" | "bytes" | "list" | "tuple" => {
                let Some(i) = kind(k) else { return };
                if i != "int" && i != "bool" && !matches!(k.kind, ExprKind::Slice(_)) { self.warn(format!("{t} indices must be integers or slices, not {i}; perhaps you missed a comma?"), x.span); }
            }
            _ => {}
        }
    }
    /// Lower and upper bound in two registers.
    pub(super) fn slice_window(&mut self, s: &'t [Option<Expr>; 3], span: Span) -> Res<Reg> {
        let w = self.alloc_n(2);
        for i in 0..2 {
            match &s[i] { Some(x) => self.expr(x, w + i as u16)?, None => self.load_const(w + i as u16, Const::None, span) }
        }
        Ok(w)
    }

    fn bool_value(&mut self, op: BoolOp, v: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        let end = self.label();
        // a local must not see the values that did not decide
        let t = if self.is_temp(dst) { dst } else { self.alloc() };
        let jump = if op == BoolOp::And { Op::JumpIfFalse } else { Op::JumpIfTrue };
        let n = v.len();
        for (i, x) in v.iter().enumerate() {
            self.expr(x, t)?;
            if i + 1 < n { self.jump_if(jump, t, end, span); }
        }
        self.place(end);
        self.mov(dst, t, span);
        Ok(())
    }

    fn compare_value(&mut self, e: &'t Expr, l: &'t Expr, ops: &'t [(CmpOp, Expr)], dst: Reg) -> Res<()> {
        let span = e.span;
        self.warn_is(l, ops, span);
        if let [(op, r)] = ops {
            let s0 = self.here();
            let a = self.operand_hint(l, dst, &[r])?;
            let s1 = self.here();
            let b = self.operand(r)?;
            let s2 = self.here();
            self.note_group(&[s0, s1, s2], &[a, b]);
            self.emit(compare(*op), 0, dst, a, b, span);
            return Ok(());
        }
        let end = self.label();
        let t = if self.is_temp(dst) { dst } else { self.alloc() };
        let later: Vec<&Expr> = ops.iter().map(|o| &o.1).collect();
        let mut a = self.operand_before(l, &later)?;
        for (i, (op, r)) in ops.iter().enumerate() {
            let b = self.operand_before(r, &later[i + 1..])?;
            self.emit(compare(*op), 0, t, a, b, span);
            if i + 1 < ops.len() { self.jump_if(Op::JumpIfFalse, t, end, span); }
            a = b;
        }
        self.place(end);
        self.mov(dst, t, span);
        Ok(())
    }
    /// `not (a < b)` and the like as a value.
    fn not_value(&mut self, e: &'t Expr, x: &'t Expr, dst: Reg) -> Res<()> {
        if let ExprKind::Compare(l, ops) = &x.kind {
            if let [(op, r)] = &ops[..] {
                let inverse = match op { CmpOp::Is => Some(Op::IsNot), CmpOp::IsNot => Some(Op::Is), CmpOp::In => Some(Op::NotIn), CmpOp::NotIn => Some(Op::In), _ => None };
                if let Some(o) = inverse {
                    self.warn_is(l, ops, x.span);
                    let a = self.operand_hint(l, dst, &[r])?;
                    let b = self.operand(r)?;
                    self.emit(o, 0, dst, a, b, x.span);
                    return Ok(());
                }
            }
        }
        let t = if self.is_temp(dst) { dst } else { self.alloc() };
        self.expr(x, t)?;
        self.emit(Op::Not, 0, dst, t, 0, e.span);
        Ok(())
    }
    pub(super) fn warn_is(&mut self, l: &Expr, ops: &[(CmpOp, Expr)], span: Span) {
        let mut left = l;
        for (op, r) in ops {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) {
                let lit = |e: &Expr| match &e.kind {
                    ExprKind::Const(Const::None | Const::True | Const::False | Const::Ellipsis, _) => None,
                    ExprKind::Const(c, _) => Some(const_type(c)),
                    ExprKind::Tuple(_) => None,
                    _ => None,
                };
                if let Some(t) = lit(left).or_else(|| lit(r)) {
                    let msg = if *op == CmpOp::Is { format!("\"is\" with '{t}' literal. Did you mean \"==\"?") } else { format!("\"is not\" with '{t}' literal. Did you mean \"!=\"?") };
                    self.warn(msg, span);
                    return;
                }
            }
            left = r;
        }
    }

    // ---- displays --------------------------------------------------------------------------------------------------------

    /// Elements into consecutive registers; only for displays without stars that fit.
    fn window(&mut self, v: &'t [Expr]) -> Res<Reg> {
        let base = self.mark();
        let mut at = vec![self.here()];
        for x in v {
            let r = self.alloc();
            self.expr(x, r)?;
            at.push(self.here());
        }
        let regs: Vec<Reg> = (base..base + v.len() as u16).collect();
        self.note_group(&at, &regs);
        Ok(base)
    }
    fn plain(v: &[Expr]) -> bool { v.len() <= 128 && !v.iter().any(|x| matches!(x.kind, ExprKind::Starred(_))) }

    pub(super) fn tuple(&mut self, v: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        if Self::plain(v) {
            if v.is_empty() { self.load_const(dst, Const::Tuple(vec![]), span); return Ok(()); }
            let w = self.window(v)?;
            self.emit(Op::BuildTuple, 0, dst, w, v.len() as u16, span);
            return Ok(());
        }
        let t = self.alloc();
        self.list_into(v, t, span)?;
        self.emit(Op::ListToTuple, 0, dst, t, 0, span);
        Ok(())
    }
    fn list(&mut self, v: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        let all_const = v.len() >= 3 && v.iter().all(|x| x.as_const().is_some());
        if Self::plain(v) && !all_const {
            let w = self.window(v)?;
            self.emit(Op::BuildList, 0, dst, w, v.len() as u16, span);
            return Ok(());
        }
        let t = self.alloc();
        self.list_into(v, t, span)?;
        self.mov(dst, t, span);
        Ok(())
    }
    /// A list with stars, or a long one, grown in temporary `t`.
    pub(super) fn list_into(&mut self, v: &'t [Expr], t: Reg, span: Span) -> Res<()> {
        if v.len() >= 3 && v.iter().all(|x| x.as_const().is_some()) {
            let c = Const::Tuple(v.iter().filter_map(|x| x.as_const().cloned()).collect());
            let k = self.alloc();
            self.emit(Op::BuildList, 0, t, k, 0, span);
            self.load_const(k, c, span);
            self.emit(Op::ListExtend, 0, t, k, 0, span);
            return Ok(());
        }
        let head = v.iter().take(64).position(|x| matches!(x.kind, ExprKind::Starred(_))).unwrap_or(v.len().min(64));
        let m = self.mark();
        let w = self.window(&v[..head])?;
        self.emit(Op::BuildList, 0, t, w, head as u16, span);
        self.release(m);
        for x in &v[head..] {
            if let ExprKind::Starred(s) = &x.kind {
                let r = self.operand(s)?;
                self.emit(Op::ListExtend, 0, t, r, 0, span);
            } else {
                let r = self.operand(x)?;
                self.emit(Op::ListAppend, 0, t, r, 0, x.span);
            }
            self.release(m);
        }
        Ok(())
    }
    fn set(&mut self, v: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        let all_const = v.len() >= 3 && v.iter().all(|x| x.as_const().is_some());
        if Self::plain(v) && !all_const {
            let w = self.window(v)?;
            self.emit(Op::BuildSet, 0, dst, w, v.len() as u16, span);
            return Ok(());
        }
        let t = self.alloc();
        let m = self.mark();
        if all_const {
            let k = self.alloc();
            self.emit(Op::BuildSet, 0, t, k, 0, span);
            self.load_const(k, Const::FrozenSet(v.iter().filter_map(|x| x.as_const().cloned()).collect()), span);
            self.emit(Op::SetUpdate, 0, t, k, 0, span);
            self.mov(dst, t, span);
            return Ok(());
        }
        self.emit(Op::BuildSet, 0, t, m, 0, span);
        for x in v {
            if let ExprKind::Starred(s) = &x.kind {
                let r = self.operand(s)?;
                self.emit(Op::SetUpdate, 0, t, r, 0, x.span);
            } else {
                let r = self.operand(x)?;
                self.emit(Op::SetAdd, 0, t, r, 0, x.span);
            }
            self.release(m);
        }
        self.mov(dst, t, span);
        Ok(())
    }
    fn dict(&mut self, v: &'t [(Option<Expr>, Expr)], dst: Reg, span: Span) -> Res<()> {
        let head = v.iter().take(32).position(|p| p.0.is_none()).unwrap_or(v.len().min(32));
        let pairs = |me: &mut Self, part: &'t [(Option<Expr>, Expr)]| -> Res<Reg> {
            let base = me.mark();
            let mut at = vec![me.here()];
            for (k, x) in part {
                let r = me.alloc();
                if let Some(k) = k { me.expr(k, r)?; }
                at.push(me.here());
                let r = me.alloc();
                me.expr(x, r)?;
                at.push(me.here());
            }
            let regs: Vec<Reg> = (base..base + 2 * part.len() as u16).collect();
            me.note_group(&at, &regs);
            Ok(base)
        };
        if head == v.len() {
            let w = pairs(self, v)?;
            self.emit(Op::BuildMap, 0, dst, w, v.len() as u16, span);
            return Ok(());
        }
        let t = self.alloc();
        let m = self.mark();
        let w = pairs(self, &v[..head])?;
        self.emit(Op::BuildMap, 0, t, w, head as u16, span);
        self.release(m);
        for (k, x) in &v[head..] {
            match k {
                Some(k) => {
                    let a = self.operand_before(k, &[x])?;
                    let b = self.operand(x)?;
                    self.emit(Op::MapAdd, 0, t, a, b, span);
                }
                None => {
                    let r = self.operand(x)?;
                    self.emit(Op::MapUpdate, 0, t, r, 0, span);
                }
            }
            self.release(m);
        }
        self.mov(dst, t, span);
        Ok(())
    }

    // ---- f-strings ---------------------------------------------------------------------------------------------------------

    fn joined(&mut self, v: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        match v {
            [] => self.load_const(dst, str_const(""), span),
            [Expr { kind: ExprKind::Const(c, _), .. }] => self.load_const(dst, c.clone(), span),
            [one] => self.expr(one, dst)?,
            _ => {
                // long ones are joined piecewise
                let base = self.mark();
                let short = v.len() < 128;
                let mut at = vec![self.here()];
                for x in v {
                    if self.mark() - base >= 128 {
                        let n = self.mark() - base;
                        self.emit(Op::BuildString, 0, base, base, n, span);
                        self.release(base + 1);
                    }
                    let r = self.alloc();
                    self.expr(x, r)?;
                    at.push(self.here());
                }
                let n = self.mark() - base;
                if short { let regs: Vec<Reg> = (base..base + n).collect(); self.note_group(&at, &regs); }
                self.emit(Op::BuildString, 0, dst, base, n, span);
            }
        }
        Ok(())
    }
    fn formatted(&mut self, f: &'t Formatted, dst: Reg, span: Span) -> Res<()> {
        let later: Vec<&Expr> = f.spec.iter().collect();
        let a = self.operand_hint(&f.value, dst, &later)?;
        let mut spec = NOREG;
        if let Some(s) = &f.spec {
            if !matches!(&s.kind, ExprKind::Joined(v) if v.is_empty()) { spec = self.operand(s)?; }
        }
        let d = match f.conversion { b's' => 1, b'r' => 2, b'a' => 3, _ => 0 };
        self.emit(Op::FormatValue, d, dst, a, spec, span);
        Ok(())
    }
}

pub(super) fn const_type(c: &Const) -> &'static str {
    match c {
        Const::None => "NoneType",
        Const::True | Const::False => "bool",
        Const::Ellipsis => "ellipsis",
        Const::Int(_) | Const::BigInt(_) => "int",
        Const::Float(_) => "float",
        Const::Complex(..) => "complex",
        Const::Str(_) => "str",
        Const::Bytes(_) => "bytes",
        Const::Tuple(_) => "tuple",
        Const::FrozenSet(_) => "frozenset",
        Const::Code(_) => "code",
    }
}
