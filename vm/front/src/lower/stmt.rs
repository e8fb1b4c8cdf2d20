//! Statements.
use super::cond::const_truth;
use super::expr::arith;
use super::*;

impl<'a, 't> Lower<'a, 't> {
    pub(super) fn stmts(&mut self, v: &'t [Stmt]) -> Res<()> {
        // consecutive assignments of calls to names
        let mut at: Vec<(u32, u32)> = vec![];
        let mut regs: Vec<Reg> = vec![];
        let mut names: Vec<Sym> = vec![];
        for s in v {
            let target = self.call_assign(s);
            if let (Some(_), StmtKind::Assign(_, value)) = (target, &s.kind) {
                // a later value that reads an earlier name begins a new group
                if regs.len() >= 32 || names.iter().any(|n| super::expr::mentions(value, *n)) { self.flush_group(&mut at, &mut regs); names.clear(); }
            }
            if target.is_none() || at.last().is_some_and(|l| *l != self.here()) { self.flush_group(&mut at, &mut regs); }
            let before = self.here();
            self.stmt(s)?;
            if target.is_none() { names.clear(); }
            if let Some(r) = target {
                if let StmtKind::Assign(t, _) = &s.kind { if let Some(Expr { kind: ExprKind::Name(n), .. }) = t.first() { names.push(*n); } }
                if at.is_empty() { at.push(before); }
                at.push(self.here());
                regs.push(r);
            }
        }
        self.flush_group(&mut at, &mut regs);
        Ok(())
    }
    /// `name = call(…)`: the register of the name, NOREG for a global.
    fn call_assign(&mut self, s: &Stmt) -> Option<Reg> {
        let StmtKind::Assign(t, v) = &s.kind else { return None };
        let ([Expr { kind: ExprKind::Name(n), .. }], ExprKind::Call(_)) = (&t[..], &v.kind) else { return None };
        let n = self.mangled(*n);
        match self.lookup(n) { Var::Fast(r) => Some(r), Var::Global => Some(NOREG), _ => None }
    }
    fn flush_group(&mut self, at: &mut Vec<(u32, u32)>, regs: &mut Vec<Reg>) {
        if regs.len() > 1 { self.note_group(at, regs); }
        at.clear();
        regs.clear();
    }

    fn stmt(&mut self, s: &'t Stmt) -> Res<()> {
        let m = self.mark();
        let r = self.stmt_inner(s);
        self.release(m);
        r
    }

    fn stmt_inner(&mut self, s: &'t Stmt) -> Res<()> {
        let span = s.span;
        match &s.kind {
            StmtKind::Expr(e) => {
                if self.single && self.u.scope == 0 {
                    let r = self.alloc();
                    self.expr(e, r)?;
                    self.emit(Op::Intrinsic, 0, r, 0, r, span);
                    return Ok(());
                }
                if e.as_const().is_some() { self.line_mark(span); }
                self.effect(e)
            }
            StmtKind::Assign(t, v) => self.assign_stmt(t, v),
            StmtKind::AugAssign(t, op, v) => self.aug_assign(t, *op, v, span),
            StmtKind::AnnAssign(a) => self.ann_assign(a, span),
            StmtKind::Function(f) => self.function_stmt(f, span),
            StmtKind::Class(c) => self.class_stmt(c, span),
            StmtKind::Return(v) => self.return_stmt(v.as_ref(), span),
            StmtKind::Delete(v) => { for t in v { self.delete(t)?; } Ok(()) }
            StmtKind::TypeAlias(a) => self.type_alias(a, span),
            StmtKind::For(f) => self.for_stmt(f, span),
            StmtKind::While(w) => self.while_stmt(w, span),
            StmtKind::If(i) => self.if_stmt(i, span),
            StmtKind::With(w) => self.with_stmt(w, 0, span),
            StmtKind::Match(m) => self.match_stmt(m, span),
            StmtKind::Raise(e, from) => {
                match e {
                    None => self.emit(Op::RaiseBare, 0, 0, 0, 0, span),
                    Some(e) => {
                        let later: Vec<&Expr> = from.iter().collect();
                        let a = self.operand_before(e, &later)?;
                        let b = match from { Some(f) => self.operand(f)?, None => NOREG };
                        self.emit(Op::Raise, 0, a, b, 0, span);
                    }
                }
                self.u.reachable = false;
                Ok(())
            }
            StmtKind::Try(t) => self.try_stmt(t, span),
            StmtKind::Assert(e, msg) => {
                if let ExprKind::Tuple(v) = &e.kind {
                    if !v.is_empty() { self.warn("assertion is always true, perhaps remove parentheses?".into(), span); }
                } else if let Some(Const::Tuple(v)) = e.as_const() {
                    if !v.is_empty() { self.warn("assertion is always true, perhaps remove parentheses?".into(), span); }
                }
                if self.opts.optimize > 0 { return Ok(()); }
                let ok = self.label();
                self.cond(e, ok, true)?;
                let t = self.alloc();
                self.emit_bc(Op::LoadBuiltinExc, t, 0, span);
                if let Some(msg) = msg {
                    let r = self.alloc();
                    self.expr(msg, r)?;
                    self.emit(Op::Call, 0, t, t, 1, span);
                }
                self.emit(Op::Raise, 0, t, NOREG, 0, span);
                self.u.reachable = false;
                self.place(ok);
                Ok(())
            }
            StmtKind::Import(v) => { for a in v { self.import(a, span)?; } Ok(()) }
            StmtKind::ImportFrom(i) => self.import_from(i, span),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Pass => { self.line_mark(span); Ok(()) }
            StmtKind::Break => self.leave_loop(true, span),
            StmtKind::Continue => self.leave_loop(false, span),
        }
    }

    // ---- assignment ------------------------------------------------------------------------------------------------------

    fn assign_stmt(&mut self, targets: &'t [Expr], v: &'t Expr) -> Res<()> {
        if let [t] = targets {
            if let ExprKind::Name(n) = t.kind {
                if let Some(r) = self.fast(n) {
                    self.expr(v, r)?;
                    self.u.assigned.set(r);
                    return Ok(());
                }
            }
            if let (ExprKind::Tuple(ts) | ExprKind::List(ts), ExprKind::Tuple(vs)) = (&t.kind, &v.kind) {
                let star = |x: &Expr| matches!(x.kind, ExprKind::Starred(_));
                if ts.len() == vs.len() && ts.len() <= 64 && !ts.iter().any(star) && !vs.iter().any(star) && !ts.is_empty() { return self.parallel_assign(ts, vs); }
            }
            if let ExprKind::Attribute(..) | ExprKind::Subscript(..) = t.kind {
                // the value first, then the target's parts
                let later = [t];
                let r = self.operand_before(v, &later)?;
                return self.assign(t, r);
            }
        }
        let r = self.alloc();
        self.expr(v, r)?;
        for t in targets { self.assign(t, r)?; }
        Ok(())
    }
    /// `a, b = x, y`: all values, then all targets, without building a tuple.
    fn parallel_assign(&mut self, ts: &'t [Expr], vs: &'t [Expr]) -> Res<()> {
        let mut regs = vec![];
        for t in ts {
            if let ExprKind::Name(n) = t.kind { if let Some(r) = self.fast(n) { if !regs.contains(&r) { regs.push(r); } } }
        }
        let all_fast = regs.len() == ts.len();
        let n = vs.len();
        let (mut from, mut at, mut to) = (vec![], vec![self.here()], vec![]);
        for (i, v) in vs.iter().enumerate() {
            if all_fast && i + 1 == n {
                self.expr(v, regs[i])?;
                self.u.assigned.set(regs[i]);
                to.push(regs[i]);
            } else {
                let r = self.alloc();
                self.expr(v, r)?;
                from.push(r);
                to.push(r);
            }
            at.push(self.here());
        }
        self.note_group(&at, &to);
        for (i, t) in ts.iter().enumerate() { if let Some(&r) = from.get(i) { self.assign(t, r)?; } }
        Ok(())
    }

    /// Stores register `src` into a target.
    pub(super) fn assign(&mut self, t: &'t Expr, src: Reg) -> Res<()> {
        let m = self.mark();
        match &t.kind {
            ExprKind::Name(n) => self.store_name(*n, src, t.span)?,
            ExprKind::Attribute(x, n) => {
                let o = self.operand(x)?;
                let n = self.mangled(*n);
                let s = self.attr_span(t, n);
                self.emit_site(Op::StoreAttr, o, src, n, s);
            }
            ExprKind::Subscript(x, k) => {
                let o = self.operand_before(x, &[k])?;
                if let ExprKind::Slice(s) = &k.kind {
                    if s[2].is_none() {
                        let w = self.slice_window(s, t.span)?;
                        self.emit(Op::StoreSlice, 0, o, src, w, t.span);
                        self.release(m);
                        return Ok(());
                    }
                }
                let k = self.operand(k)?;
                self.emit(Op::StoreIndex, 0, o, k, src, t.span);
            }
            ExprKind::Tuple(v) | ExprKind::List(v) => self.unpack(v, src, t.span)?,
            ExprKind::Starred(_) => return Err(Fault::syntax("starred assignment target must be in a list or tuple", t.span)),
            _ => return Err(Fault::syntax(format!("cannot assign to {}", crate::parser::expr_name(t)), t.span)),
        }
        self.release(m);
        Ok(())
    }
    fn unpack(&mut self, v: &'t [Expr], src: Reg, span: Span) -> Res<()> {
        let star = v.iter().position(|x| matches!(x.kind, ExprKind::Starred(_)));
        let n = v.len() as u16;
        if let Some(s) = star {
            if v[s + 1..].iter().any(|x| matches!(x.kind, ExprKind::Starred(_))) { return Err(Fault::syntax("multiple starred expressions in assignment", span)); }
            if s > 255 { return Err(Fault::syntax("too many expressions in star-unpacking assignment", span)); }
        }
        // targets that are distinct locals are written in place if they lie side by side
        let mut regs = vec![];
        for x in v {
            let x = if let ExprKind::Starred(y) = &x.kind { y } else { x };
            if let ExprKind::Name(name) = x.kind { if let Some(r) = self.fast(name) { regs.push(r); } }
        }
        let direct = !regs.is_empty() && regs.len() == v.len() && regs.windows(2).all(|w| w[1] == w[0] + 1);
        let w = if direct { regs[0] } else { self.alloc_n(n) };
        match star {
            None => self.emit(Op::Unpack, 0, src, w, n, span),
            Some(s) => {
                let after = v.len() - s - 1;
                if after > 255 { return Err(Fault::syntax("too many expressions in star-unpacking assignment", span)); }
                self.emit(Op::UnpackEx, after as u8, src, w, s as u16, span);
            }
        }
        if direct {
            for r in regs { self.u.assigned.set(r); }
            return Ok(());
        }
        for (i, x) in v.iter().enumerate() {
            let x = if let ExprKind::Starred(y) = &x.kind { y } else { x };
            self.assign(x, w + i as u16)?;
        }
        Ok(())
    }

    fn aug_op(&mut self, op: BinOp, dst: Reg, a: Reg, v: &'t Expr, span: Span) -> Res<()> {
        let immediate = match op { BinOp::Add => Some(Op::AddI), BinOp::Sub => Some(Op::SubI), BinOp::Mul => Some(Op::MulI), BinOp::FloorDiv => Some(Op::FloorDivI), BinOp::Mod => Some(Op::ModI), BinOp::LShift => Some(Op::LShiftI), BinOp::RShift => Some(Op::RShiftI), BinOp::And => Some(Op::AndI), _ => None };
        if let (Some(o), Some(k)) = (immediate, super::expr::imm(v)) {
            self.emit(o, 1, dst, a, k as u16, span);
            return Ok(());
        }
        let b = self.operand(v)?;
        self.emit(arith(op), 1, dst, a, b, span);
        Ok(())
    }
    fn aug_assign(&mut self, t: &'t Expr, op: BinOp, v: &'t Expr, span: Span) -> Res<()> {
        match &t.kind {
            ExprKind::Name(n) => {
                if let Some(r) = self.fast(*n) {
                    let a = self.operand_before(t, &[v])?;
                    self.aug_op(op, r, a, v, span)?;
                    self.u.assigned.set(r);
                    return Ok(());
                }
                let r = self.alloc();
                self.load_name(*n, r, t.span)?;
                self.aug_op(op, r, r, v, span)?;
                self.store_name(*n, r, t.span)
            }
            ExprKind::Attribute(x, n) => {
                let o = self.operand_before(x, &[v])?;
                let n = self.mangled(*n);
                let s = self.attr_span(t, n);
                let r = self.alloc();
                self.emit_site(Op::LoadAttr, r, o, n, s);
                self.aug_op(op, r, r, v, span)?;
                self.emit_site(Op::StoreAttr, o, r, n, s);
                Ok(())
            }
            ExprKind::Subscript(x, k) => {
                let o = self.operand_before(x, &[k, v])?;
                if let ExprKind::Slice(s) = &k.kind {
                    if s[2].is_none() {
                        let w = self.slice_window(s, t.span)?;
                        let r = self.alloc();
                        self.emit(Op::LoadSlice, 0, r, o, w, t.span);
                        self.aug_op(op, r, r, v, span)?;
                        self.emit(Op::StoreSlice, 0, o, r, w, t.span);
                        return Ok(());
                    }
                }
                let k = self.operand_before(k, &[v])?;
                let r = self.alloc();
                self.emit(Op::LoadIndex, 0, r, o, k, t.span);
                self.aug_op(op, r, r, v, span)?;
                self.emit(Op::StoreIndex, 0, o, k, r, t.span);
                Ok(())
            }
            _ => Err(Fault::syntax(format!("'{}' is an illegal expression for augmented assignment", crate::parser::expr_name(t)), t.span)),
        }
    }

    fn ann_assign(&mut self, a: &'t AnnAssign, span: Span) -> Res<()> {
        let top = matches!(self.scopes.all[self.u.scope].kind, ScopeKind::Module | ScopeKind::Class);
        if let Some(v) = &a.value {
            if let ExprKind::Name(n) = a.target.kind {
                if let Some(r) = self.fast(n) {
                    self.expr(v, r)?;
                    self.u.assigned.set(r);
                } else {
                    let r = self.operand(v)?;
                    self.assign(&a.target, r)?;
                }
            } else {
                let r = self.operand_before(v, &[&a.target])?;
                self.assign(&a.target, r)?;
            }
        }
        match &a.target.kind {
            ExprKind::Name(n) if !a.target.paren => {
                if top {
                    let (r, d, k) = (self.alloc(), self.alloc(), self.alloc());
                    self.annotation(&a.annotation, r)?;
                    let op = if self.scopes.all[self.u.scope].kind == ScopeKind::Class || self.locals_differ { Op::LoadName } else { Op::LoadGlobal };
                    self.emit_site_bc(op, d, sym::annotations, span);
                    let n = self.mangled(*n);
                    let s = str_const(self.names.str(n));
                    self.load_const(k, s, span);
                    self.emit(Op::StoreIndex, 0, d, k, r, span);
                }
                return Ok(());
            }
            ExprKind::Name(_) => {}
            ExprKind::Attribute(x, _) => if a.value.is_none() { self.effect(x)?; },
            ExprKind::Subscript(x, k) => if a.value.is_none() {
                self.effect(x)?;
                self.effect(k)?;
            },
            _ => return Err(Fault::syntax("illegal target for annotation", a.target.span)),
        }
        if top && !self.future_annotations { self.effect(&a.annotation)?; }
        Ok(())
    }

    fn delete(&mut self, t: &'t Expr) -> Res<()> {
        let m = self.mark();
        match &t.kind {
            ExprKind::Name(n) => self.delete_name(*n, t.span),
            ExprKind::Attribute(x, n) => {
                let o = self.operand(x)?;
                let n = self.mangled(*n);
                let s = self.attr_span(t, n);
                self.emit_site(Op::DelAttr, o, 0, n, s);
            }
            ExprKind::Subscript(x, k) => {
                let o = self.operand_before(x, &[k])?;
                let k = self.operand(k)?;
                self.emit(Op::DelIndex, 0, o, k, 0, t.span);
            }
            ExprKind::Tuple(v) | ExprKind::List(v) => for x in v { self.delete(x)?; },
            _ => return Err(Fault::syntax(format!("cannot delete {}", crate::parser::expr_name(t)), t.span)),
        }
        self.release(m);
        Ok(())
    }

    // ---- control flow ----------------------------------------------------------------------------------------------------

    fn if_stmt(&mut self, i: &'t If, span: Span) -> Res<()> {
        let (no, end) = (self.label(), self.label());
        let (mut i, mut no) = (i, no);
        // an elif chain is a loop, not a recursion
        loop {
            self.cond(&i.test, no, false)?;
            self.stmts(&i.body)?;
            if i.orelse.is_empty() { self.place(no); break; }
            self.jump(end, span);
            self.place(no);
            if let [Stmt { kind: StmtKind::If(next), .. }] = &i.orelse[..] {
                i = next;
                no = self.label();
                continue;
            }
            self.stmts(&i.orelse)?;
            break;
        }
        self.place(end);
        Ok(())
    }

    fn while_stmt(&mut self, w: &'t While, span: Span) -> Res<()> {
        let (els, brk) = (self.label(), self.label());
        if const_truth(&w.test).is_some() { self.line_mark(w.test.span); }
        let head = self.loop_head();
        if const_truth(&w.test) == Some(false) {
            // the body never runs; it is lowered for its faults
            let was = std::mem::replace(&mut self.u.reachable, false);
            self.u.blocks.push(Block::Loop { brk, cont: Target::Back(head), iter: None, it: None });
            self.stmts(&w.body)?;
            self.u.blocks.pop();
            self.u.reachable = was;
            self.stmts(&w.orelse)?;
            self.place(brk);
            return Ok(());
        }
        let endless = const_truth(&w.test).is_some();
        if !endless { self.cond(&w.test, els, false)?; }
        self.deep(span)?;
        self.u.blocks.push(Block::Loop { brk, cont: Target::Back(head), iter: None, it: None });
        self.stmts(&w.body)?;
        self.u.blocks.pop();
        // the way back of an endless loop shows the line of its head, which has no instruction
        self.loop_back(head, if endless { w.test.span } else { w.test.span.quiet() });
        self.place(els);
        let exit = self.pc();
        self.u.loops.push(LoopRec { head, exit, iter: NOREG, item: NOREG, span, is_while: true, iter_kind: IterKind::Other });
        self.stmts(&w.orelse)?;
        self.place(brk);
        Ok(())
    }

    /// CPython's bound on nested blocks.
    pub(super) fn deep(&self, span: Span) -> Res<()> {
        if self.u.blocks.len() >= 20 { return Err(Fault::syntax("too many statically nested blocks", span)); }
        Ok(())
    }

    fn for_stmt(&mut self, f: &'t For, span: Span) -> Res<()> {
        let it = self.alloc();
        let (exit, brk) = (self.label(), self.label());
        if f.is_async {
            if !self.is_async_code() {
                return Err(Fault::syntax("'async for' outside async function", span));
            }
            self.expr(&f.iter, it)?;
            self.emit(Op::GetAIter, 0, it, it, 0, span);
            let head = self.async_next(&f.target, it, exit, span)?;
            self.u.blocks.push(Block::Loop { brk, cont: Target::Back(head), iter: None, it: None });
            self.stmts(&f.body)?;
            self.u.blocks.pop();
            self.loop_back(head, f.iter.span.quiet());
        } else {
            let r = self.iter_operand(&f.iter, it)?;
            self.emit(Op::GetIter, 0, it, r, 0, span);
            let head = self.loop_head();
            let m = self.mark();
            let item = self.item_reg(&f.target);
            self.jump_insn(Insn::new_dc(Op::ForIter, item, it, 0), exit, span);
            let kind = self.iter_kind(&f.iter);
            self.store_item(&f.target, item)?;
            self.release(m);
            self.deep(span)?;
            self.u.blocks.push(Block::Loop { brk, cont: Target::Back(head), iter: (matches!(f.iter.kind, ExprKind::Call(_)) && kind == IterKind::Unknown).then_some(it), it: Some(it) });
            self.stmts(&f.body)?;
            self.u.blocks.pop();
            self.loop_back(head, f.iter.span.quiet());
            let exit = self.pc();
            self.u.loops.push(LoopRec { head, exit, iter: it, item, span: f.target.span.to(f.iter.span), is_while: false, iter_kind: kind });
        }
        self.place(exit);
        self.stmts(&f.orelse)?;
        self.place(brk);
        Ok(())
    }

    /// break and continue.
    fn leave_loop(&mut self, brk: bool, span: Span) -> Res<()> {
        let mut found = None;
        for (i, b) in self.u.blocks.iter().enumerate().rev() {
            match b {
                Block::Loop { brk: b, cont, iter, it } => { found = Some((i, if brk { Target::Forward(*b) } else { *cont }, iter.filter(|_| brk), it.filter(|_| brk))); break; }
                Block::Star => return Err(Fault::syntax("'break', 'continue' and 'return' cannot appear in an except* block", span)),
                _ => {}
            }
        }
        let Some((i, to, iter, fork)) = found else {
            return Err(Fault::syntax(if brk { "'break' outside loop" } else { "'continue' not properly in loop" }, span));
        };
        self.line_mark(span);
        let undo = self.unwind(i + 1, span)?;
        if let Some(it) = iter { self.emit(Op::LeaveLoop, 0, it, 0, 0, span.quiet()); }
        if let Some(it) = fork { self.emit(Op::LeaveFork, 0, it, 0, 0, span.quiet()); }
        self.go(to, span);
        self.rewind(undo);
        Ok(())
    }

    fn return_stmt(&mut self, v: Option<&'t Expr>, span: Span) -> Res<()> {
        self.in_function("'return' outside function", span)?;
        if self.u.blocks.iter().any(|b| matches!(b, Block::Star)) {
            return Err(Fault::syntax("'break', 'continue' and 'return' cannot appear in an except* block", v.map_or(span, |e| e.span)));
        }
        if v.is_some() && self.u.flags.has(CodeFlags::ASYNC_GENERATOR) { return Err(Fault::syntax("'return' with value in async generator", span)); }
        let undoing = self.u.blocks.iter().any(|b| !matches!(b, Block::Loop { iter: None, .. } | Block::Try { .. } | Block::Plain { .. }));
        let fork = self.u.blocks.iter().find_map(|b| match b { Block::Loop { it, .. } => *it, _ => None });
        let r;
        match v {
            Some(Expr { kind: ExprKind::IfExp(b), .. }) if !undoing => {
                // each branch returns its own value
                let no = self.label();
                self.cond(&b.0, no, false)?;
                self.return_stmt(Some(&b.1), span)?;
                self.place(no);
                return self.return_stmt(Some(&b.2), span);
            }
            Some(e) if e.as_const().is_none() => {
                if undoing {
                    r = self.alloc();
                    self.expr(e, r)?;
                } else {
                    r = self.operand(e)?;
                }
                let undo = self.unwind(0, span)?;
                if let Some(it) = fork { self.emit(Op::LeaveFork, 0, it, 0, 0, span.quiet()); }
                self.emit(Op::Return, 0, r, 0, 0, if undoing { span.quiet() } else { span });
                self.u.reachable = false;
                self.rewind(undo);
            }
            _ => {
                if undoing { self.line_mark(span); }
                let undo = self.unwind(0, span)?;
                r = self.alloc();
                let c = v.and_then(|e| e.as_const().cloned()).unwrap_or(Const::None);
                let at = if undoing { span.quiet() } else { span };
                self.load_const(r, c, if undoing { at } else { v.map_or(span, |e| e.span) });
                if let Some(it) = fork { self.emit(Op::LeaveFork, 0, it, 0, 0, span.quiet()); }
                self.emit(Op::Return, 0, r, 0, 0, at);
                self.u.reachable = false;
                self.rewind(undo);
            }
        }
        Ok(())
    }

    // ---- imports ---------------------------------------------------------------------------------------------------------

    fn import_name(&mut self, name: &str, level: u32, from: Const, dst: Reg, span: Span) {
        let m = self.mark();
        let w = self.alloc_n(2);
        self.load_const(w, Const::Int(level as i64), span);
        self.load_const(w + 1, from, span);
        if self.u.reachable {
            let k = self.const_index(str_const(name));
            if k > u16::MAX as u32 { self.u.too_big = true; }
            self.emit(Op::ImportName, 0, dst, k as u16, w, span);
        }
        self.release(m);
    }
    fn import(&mut self, a: &'t Alias, span: Span) -> Res<()> {
        let r = self.alloc();
        self.import_name(&a.name, 0, Const::None, r, span);
        match a.asname {
            Some(n) => {
                let parts: Vec<Sym> = a.name.split('.').skip(1).map(|p| self.names.intern(p)).collect();
                for p in parts { self.emit_site(Op::ImportFrom, r, r, p, span); }
                self.store_name(n, r, span)
            }
            None => {
                let head = a.name.split('.').next().unwrap_or("");
                let n = self.names.intern(head);
                self.store_name(n, r, span)
            }
        }
    }
    fn import_from(&mut self, i: &'t ImportFrom, span: Span) -> Res<()> {
        let r = self.alloc();
        let names = Const::Tuple(i.names.iter().map(|a| str_const(&a.name)).collect());
        self.import_name(i.module.as_deref().unwrap_or(""), i.level, names, r, span);
        for a in &i.names {
            if a.name == "*" {
                self.emit(Op::ImportStar, 0, r, 0, 0, span);
                return Ok(());
            }
            let t = self.alloc();
            let n = self.names.intern(&a.name);
            self.emit_site(Op::ImportFrom, t, r, n, span);
            self.store_name(a.asname.unwrap_or(n), t, span)?;
            self.release(t);
        }
        Ok(())
    }
}
