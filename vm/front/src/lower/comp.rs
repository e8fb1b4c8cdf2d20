//! Comprehensions: inlined loops, and generator expressions as functions.
use super::*;

impl<'a, 't> Lower<'a, 't> {
    pub(super) fn comprehension(&mut self, e: &'t Expr, c: &'t Comp, dst: Reg) -> Res<()> {
        if c.kind == CompKind::Gen { return self.genexp(e, c, dst); }
        let span = e.span;
        let Some(first) = c.gens.first() else { return Ok(()) };
        let id = self.scopes.of(c.id);
        let is_async = self.scopes.all.get(id).is_some_and(|s| s.coroutine);
        if is_async && !self.is_async_code() {
            return Err(Fault::syntax("asynchronous comprehension outside of an asynchronous function", span));
        }
        let acc = self.alloc();
        // the first iterable is evaluated outside
        let it = self.alloc();
        if first.is_async {
            self.expr(&first.iter, it)?;
            self.emit(Op::GetAIter, 0, it, it, 0, span);
        } else {
            let r = self.iter_operand(&first.iter, it)?;
            self.emit(Op::GetIter, 0, it, r, 0, span);
        }
        let op = match c.kind { CompKind::List => Op::BuildList, CompKind::Set => Op::BuildSet, _ => Op::BuildMap };
        let top = self.mark();
        self.emit(op, 0, acc, top, 0, span);
        let back = std::mem::replace(&mut self.u.cur, id);
        let vars: Vec<(Reg, bool)> = self.comp_vars(id);
        for &(r, captured) in &vars {
            self.u.assigned.clear(r);
            if captured {
                self.emit(Op::LoadUndef, 0, r, 0, 0, span);
                self.emit(Op::MakeCell, 0, r, 0, 0, span);
            }
        }
        self.comp_loop(c, 0, it, Some(acc), span)?;
        for &(r, _) in &vars {
            self.emit(Op::LoadUndef, 0, r, 0, 0, span);
            self.u.assigned.clear(r);
        }
        self.u.cur = back;
        self.mov(dst, acc, span);
        Ok(())
    }
    fn comp_vars(&self, id: ScopeId) -> Vec<(Reg, bool)> {
        let Some(sc) = self.scopes.all.get(id) else { return vec![] };
        sc.order.iter().filter_map(|s| {
            let y = sc.syms.get(s)?;
            if !y.is_bound() { return None; }
            Some((*self.u.comp_regs.get(&(id, *s))?, y.captured))
        }).collect()
    }
    /// The source of a loop in a local's own register if it is one.
    pub(super) fn iter_operand(&mut self, e: &'t Expr, hint: Reg) -> Res<Reg> {
        if let ExprKind::Name(n) = e.kind {
            if let Some(r) = self.fast(n) {
                self.check(r, e.span);
                return Ok(r);
            }
        }
        // only iterated: a list of constants may as well be a tuple
        if let ExprKind::List(v) = &e.kind {
            if !v.is_empty() && v.iter().all(|x| x.as_const().is_some()) {
                let c = Const::Tuple(v.iter().filter_map(|x| x.as_const().cloned()).collect());
                self.load_const(hint, c, e.span);
                return Ok(hint);
            }
        }
        self.expr(e, hint)?;
        Ok(hint)
    }

    /// Loop number `i` over the iterator in `it`; `acc` is None in a generator expression.
    fn comp_loop(&mut self, c: &'t Comp, i: usize, it: Reg, acc: Option<Reg>, span: Span) -> Res<()> {
        let g = &c.gens[i];
        let (next, exit) = (self.label(), self.label());
        let m = self.mark();
        let head;
        let mut rec = None;
        if g.is_async {
            head = self.async_next(&g.target, it, exit, span)?;
        } else {
            head = self.loop_head();
            let item = self.item_reg(&g.target);
            self.jump_insn(Insn::new_dc(Op::ForIter, item, it, 0), exit, span);
            let kind = self.iter_kind(&g.iter);
            rec = Some((item, kind));
            self.store_item(&g.target, item)?;
        }
        for x in &g.ifs { self.cond(x, next, false)?; }
        if i + 1 < c.gens.len() {
            let g2 = &c.gens[i + 1];
            let it2 = self.alloc();
            if g2.is_async {
                self.expr(&g2.iter, it2)?;
                self.emit(Op::GetAIter, 0, it2, it2, 0, span);
            } else {
                let r = self.iter_operand(&g2.iter, it2)?;
                self.emit(Op::GetIter, 0, it2, r, 0, span);
            }
            self.comp_loop(c, i + 1, it2, acc, span)?;
        } else {
            match (c.kind, acc) {
                (CompKind::List, Some(a)) => { let r = self.operand(&c.elt)?; self.emit(Op::ListAppend, 0, a, r, 0, c.elt.span); }
                (CompKind::Set, Some(a)) => { let r = self.operand(&c.elt)?; self.emit(Op::SetAdd, 0, a, r, 0, c.elt.span); }
                (CompKind::Dict, Some(a)) => {
                    if let Some(v) = &c.value {
                        let k = self.operand_before(&c.elt, &[v])?;
                        let x = self.operand(v)?;
                        self.emit(Op::MapAdd, 0, a, k, x, c.elt.span.to(v.span));
                    }
                }
                _ => {
                    let t = self.alloc();
                    let mut r = self.operand(&c.elt)?;
                    if self.u.flags.has(CodeFlags::ASYNC_GENERATOR) {
                        self.emit(Op::AsyncGenWrap, 0, t, r, 0, c.elt.span);
                        r = t;
                    }
                    self.emit(Op::Yield, 0, t, r, 0, c.elt.span);
                }
            }
        }
        self.release(m);
        self.place(next);
        self.loop_back(head, span);
        self.place(exit);
        if let Some((item, kind)) = rec {
            let exit = self.pc();
            self.u.loops.push(LoopRec { head, exit, iter: it, item, span: g.target.span.to(g.iter.span), is_while: false, iter_kind: kind });
        }
        Ok(())
    }

    /// The register that ForIter writes: the target's own if it is a plain local.
    pub(super) fn item_reg(&mut self, target: &Expr) -> Reg {
        if let ExprKind::Name(n) = target.kind { if let Some(r) = self.fast(n) { return r; } }
        self.alloc()
    }
    /// After ForIter: the item goes to the target.
    pub(super) fn store_item(&mut self, target: &'t Expr, item: Reg) -> Res<()> {
        if let ExprKind::Name(n) = target.kind {
            if self.fast(n) == Some(item) { self.u.assigned.set(item); return Ok(()); }
        }
        self.assign(target, item)
    }
    /// Whether the source shows a fresh iterator over a builtin sequence.
    pub(super) fn iter_kind(&mut self, e: &Expr) -> IterKind {
        match &e.kind {
            ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Set(_) | ExprKind::Dict(_) | ExprKind::Const(..) | ExprKind::Joined(_) => IterKind::Fresh,
            ExprKind::Comp(c) if c.kind != CompKind::Gen => IterKind::Fresh,
            ExprKind::Call(c) => match &c.func.kind {
                ExprKind::Name(n) => {
                    let known = [sym::range, sym::enumerate, sym::zip, sym::sorted, sym::reversed, sym::list, sym::tuple, sym::map, sym::filter, sym::product, sym::combinations].contains(n);
                    let m = self.mangled(*n);
                    if known && matches!(self.lookup(m), Var::Global | Var::Name) { IterKind::Fresh } else { IterKind::Unknown }
                }
                ExprKind::Attribute(_, n) if [sym::items, sym::keys, sym::values, sym::product, sym::combinations].contains(n) => IterKind::Fresh,
                _ => IterKind::Unknown,
            },
            ExprKind::Comp(_) | ExprKind::Yield(_) | ExprKind::YieldFrom(_) | ExprKind::Await(_) => IterKind::Other,
            _ => IterKind::Unknown,
        }
    }

    /// Head of an `async for`: awaits the next item, goes to `exit` at the end, stores the item. Returns the head's pc.
    pub(super) fn async_next(&mut self, target: &'t Expr, it: Reg, exit: Label, span: Span) -> Res<u32> {
        let head = self.loop_head();
        let reg = self.region_open();
        let (aw, v) = (self.alloc(), self.alloc());
        self.emit(Op::GetANext, 0, aw, it, 0, span);
        self.load_const(v, Const::None, span);
        self.emit(Op::YieldFrom, 0, v, aw, 0, span);
        if !self.u.handled.is_empty() { self.set_handled(span); }
        self.region_pause(reg);
        let body = self.label();
        let after = self.u.reachable;
        self.jump(body, span);
        // the end of the iteration arrives as StopAsyncIteration
        let m = self.mark();
        let (x, t) = (self.alloc(), self.alloc());
        if self.region_handler(reg, x) {
            self.u.handled.push(x);
            self.emit_bc(Op::LoadBuiltinExc, t, 1, span);
            self.emit(Op::ExcMatch, 0, t, x, t, span);
            let other = self.label();
            self.jump_if(Op::JumpIfFalse, t, other, span);
            self.u.handled.pop();
            self.set_handled(span);
            self.jump(exit, span);
            self.place(other);
            self.emit(Op::Reraise, 0, x, 0, 0, span);
            self.u.reachable = false;
        }
        let _ = after;
        self.release(m);
        self.place(body);
        self.assign(target, v)?;
        Ok(head)
    }

    fn genexp(&mut self, e: &'t Expr, c: &'t Comp, dst: Reg) -> Res<()> {
        let span = e.span;
        let Some(first) = c.gens.first() else { return Ok(()) };
        let scope = self.scopes.of(c.id);
        let is_async = self.scopes.all.get(scope).is_some_and(|s| s.coroutine);
        let base = self.alloc_n(2);
        // function at base, iterator as its argument
        let name = self.names.intern("<genexpr>");
        let mut flags = CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::NEWLOCALS.0);
        flags.set(if is_async { CodeFlags::ASYNC_GENERATOR } else { CodeFlags::GENERATOR });
        let saved = self.enter(scope, name, flags, span);
        self.u.argcount = 1;
        self.declare(&[sym::dot0]);
        self.prologue(span);
        let wrap = self.region_open();
        let r = self.comp_loop(c, 0, 0, None, span);
        if let Err(f) = r { self.u = saved; return Err(f); }
        let t = self.alloc();
        self.load_const(t, Const::None, span.quiet());
        self.emit(Op::Return, 0, t, 0, 0, span.quiet());
        self.close_generator(wrap, span);
        let code = self.leave(saved)?;
        let m = self.mark();
        self.make_function(code, scope, base, 0, m, span);
        self.release(m);
        if first.is_async {
            self.expr(&first.iter, base + 1)?;
            self.emit(Op::GetAIter, 0, base + 1, base + 1, 0, span);
        } else {
            let r = self.iter_operand(&first.iter, base + 1)?;
            self.emit(Op::GetIter, 0, base + 1, r, 0, span);
        }
        self.emit(Op::Call, 0, dst, base, 1, span);
        Ok(())
    }
}
