//! Functions, lambdas and classes.
use super::*;

impl<'a, 't> Lower<'a, 't> {
    /// Begins a code object for `scope`; the unit around it comes back from `leave`.
    pub(super) fn enter(&mut self, scope: ScopeId, name: Sym, flags: CodeFlags, span: Span) -> Unit<'t> {
        let text = self.names.str(name).to_string();
        let kind = self.scopes.all.get(scope).map_or(ScopeKind::Function, |s| s.kind);
        let mangled = self.mangled(name);
        let global = matches!(kind, ScopeKind::Function | ScopeKind::Class)
            && self.scopes.all[self.u.scope].syms.get(&mangled).is_some_and(|s| s.flags & GLOBAL != 0)
            && self.scopes.all[self.u.scope].kind != ScopeKind::Module;
        let qualname = if global { text.clone() } else { format!("{}{}", self.u.prefix, text) };
        let line = self.src.line(span.start);
        let mut u = Unit::new(scope, text, qualname.clone(), flags, line);
        u.prefix = match kind {
            ScopeKind::Class => format!("{qualname}."),
            ScopeKind::TypeParams => self.u.prefix.clone(),
            _ => format!("{qualname}.<locals>."),
        };
        if self.u.scope != 0 || self.u.flags.0 & CodeFlags::NESTED.0 != 0 {
            if matches!(self.scopes.all[self.u.scope].kind, ScopeKind::Function | ScopeKind::Lambda | ScopeKind::GenExp | ScopeKind::TypeParams) || self.u.flags.has(CodeFlags::NESTED) { u.flags.set(CodeFlags::NESTED); }
        }
        if self.future_annotations { u.flags.set(CodeFlags::FUTURE_ANNOTATIONS); }
        std::mem::replace(&mut self.u, u)
    }
    pub(super) fn leave(&mut self, outer: Unit<'t>) -> Res<Code> {
        let u = std::mem::replace(&mut self.u, outer);
        self.finish(u)
    }

    /// The cell of a variable (mangled) that an inner function wants.
    fn cell_of(&self, n: Sym) -> Reg {
        let mut t = self.u.cur;
        loop {
            let sc = &self.scopes.all[t];
            if sc.kind != ScopeKind::Comp { return self.u.regs.get(&n).copied().unwrap_or(0); }
            if sc.syms.get(&n).is_some_and(|y| y.is_bound()) { return self.u.comp_regs.get(&(t, n)).copied().unwrap_or(0); }
            t = sc.parent;
        }
    }

    /// MakeFunction; `parts` is the first of the registers that `flags` names, the last of which is on top.
    pub(super) fn make_function(&mut self, code: Code, scope: ScopeId, dst: Reg, mut flags: u8, parts: Reg, span: Span) {
        let frees = self.scopes.all[scope].frees.clone();
        if !frees.is_empty() {
            let closure = self.alloc();
            let m = self.mark();
            let w = self.alloc_n(frees.len() as u16);
            for (i, n) in frees.iter().enumerate() {
                let c = self.cell_of(*n);
                self.mov(w + i as u16, c, span);
            }
            self.emit(Op::BuildTuple, 0, closure, w, frees.len() as u16, span);
            self.release(m);
            flags |= 8;
        }
        if !self.u.reachable { return; }
        let k = self.const_index(Const::Code(Box::new(code)));
        if k > u16::MAX as u32 { self.u.too_big = true; }
        self.emit(Op::MakeFunction, flags, dst, k as u16, parts, span);
    }

    pub(super) fn body_flags(&self, scope: ScopeId, p: &Params) -> CodeFlags {
        let sc = &self.scopes.all[scope];
        let mut f = CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::NEWLOCALS.0);
        if p.vararg.is_some() { f.set(CodeFlags::VARARGS); }
        if p.kwarg.is_some() { f.set(CodeFlags::VARKEYWORDS); }
        match (sc.coroutine, sc.generator) {
            (true, true) => f.set(CodeFlags::ASYNC_GENERATOR),
            (true, false) => f.set(CodeFlags::COROUTINE),
            (false, true) => f.set(CodeFlags::GENERATOR),
            _ => {}
        }
        f
    }
    pub(super) fn declare_params(&mut self, p: &Params) {
        self.u.posonly = p.posonly.len() as u16;
        self.u.argcount = (p.posonly.len() + p.args.len()) as u16;
        self.u.kwonly = p.kwonly.len() as u16;
        let mut v = vec![];
        for a in p.iter() { v.push(self.mangled(a.name)); }
        self.declare(&v);
    }
    fn is_lazy(&self) -> bool { self.u.flags.0 & (CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0) != 0 }

    /// The handler around a generator's body: StopIteration must not leak.
    pub(super) fn close_generator(&mut self, region: usize, span: Span) {
        let x = self.alloc();
        let t = self.alloc();
        if self.region_handler(region, x) {
            self.emit(Op::Intrinsic, 0, t, 9, x, span);
            self.emit(Op::Reraise, 0, t, 0, 0, span);
            self.u.reachable = false;
        }
    }

    /// Defaults, keyword defaults and annotations on top of the temporaries; which of them there are.
    fn defaults(&mut self, p: &'t Params, span: Span) -> Res<u8> {
        let mut flags = 0;
        let with: Vec<&'t Expr> = p.posonly.iter().chain(&p.args).filter_map(|a| a.default.as_deref()).collect();
        if !with.is_empty() {
            flags |= 1;
            let t = self.alloc();
            let m = self.mark();
            if with.iter().all(|e| e.as_const().is_some()) {
                let c = Const::Tuple(with.iter().filter_map(|e| e.as_const().cloned()).collect());
                self.load_const(t, c, span);
            } else {
                for e in &with {
                    let r = self.alloc();
                    self.expr(e, r)?;
                }
                self.emit(Op::BuildTuple, 0, t, m, with.len() as u16, span);
            }
            self.release(m);
        }
        if p.kwonly.iter().any(|a| a.default.is_some()) {
            flags |= 2;
            let t = self.alloc();
            let m = self.mark();
            let mut n = 0;
            for a in &p.kwonly {
                if let Some(d) = &a.default {
                    let k = self.alloc();
                    let name = self.mangled(a.name);
                    let s = str_const(self.names.str(name));
                    self.load_const(k, s, a.span);
                    let r = self.alloc();
                    self.expr(d, r)?;
                    n += 1;
                }
            }
            self.emit(Op::BuildMap, 0, t, m, n, span);
            self.release(m);
        }
        Ok(flags)
    }
    pub(super) fn annotation(&mut self, e: &'t Expr, dst: Reg) -> Res<()> {
        if self.future_annotations {
            let s = crate::unparse::expr(e, self.names);
            self.load_const(dst, str_const(&s), e.span);
            return Ok(());
        }
        if let ExprKind::Starred(x) = &e.kind {
            // *args: *Ts
            let m = self.mark();
            let t = self.alloc();
            self.expr(x, t)?;
            self.emit(Op::Unpack, 0, t, t, 1, e.span);
            self.mov(dst, t, e.span);
            self.release(m);
            return Ok(());
        }
        self.expr(e, dst)
    }
    fn annotations(&mut self, f: &'t Function, span: Span) -> Res<u8> {
        let p = &f.params;
        let order = p.posonly.iter().chain(&p.args).chain(&p.vararg).chain(&p.kwonly).chain(&p.kwarg);
        let list: Vec<(Sym, &'t Expr)> = order.filter_map(|a| a.annotation.as_deref().map(|e| (a.name, e))).collect();
        if list.is_empty() && f.returns.is_none() { return Ok(0); }
        let t = self.alloc();
        let m = self.mark();
        let mut n = 0;
        for (name, e) in list {
            let k = self.alloc();
            let name = self.mangled(name);
            let s = str_const(self.names.str(name));
            self.load_const(k, s, e.span);
            let r = self.alloc();
            self.annotation(e, r)?;
            n += 1;
        }
        if let Some(e) = &f.returns {
            let k = self.alloc();
            self.load_const(k, str_const("return"), e.span);
            let r = self.alloc();
            self.annotation(e, r)?;
            n += 1;
        }
        self.emit(Op::BuildMap, 0, t, m, n, span);
        self.release(m);
        Ok(4)
    }

    pub(super) fn function_stmt(&mut self, f: &'t Function, _span: Span) -> Res<()> {
        let m = self.mark();
        for d in &f.decorators {
            let r = self.alloc();
            self.expr(d, r)?;
        }
        let dst = self.alloc();
        let span = f.def_span;
        if f.type_params.is_empty() {
            let parts = self.mark();
            let flags = self.defaults(&f.params, span)? | self.annotations(f, span)?;
            self.function_object(f, dst, flags, parts)?;
            self.release(parts);
        } else {
            let parts = self.mark();
            let flags = self.defaults(&f.params, span)?;
            self.generic_function(f, dst, flags, parts)?;
            self.release(parts);
        }
        let mut at = dst;
        for d in f.decorators.iter().rev() {
            at -= 1;
            self.emit(Op::Call, 0, at, at, 1, d.span);
        }
        self.store_name(f.name, at, span)?;
        self.release(m);
        Ok(())
    }
    pub(super) fn generic_parts(&mut self, f: &'t Function) -> Res<u8> { self.annotations(f, f.def_span) }

    pub(super) fn function_object(&mut self, f: &'t Function, dst: Reg, flags: u8, parts: Reg) -> Res<()> {
        let scope = self.scopes.of(f.id);
        let cf = self.body_flags(scope, &f.params);
        let span = f.def_span;
        let first = f.decorators.first().map_or(span, |d| d.span);
        let saved = self.enter(scope, f.name, cf, Span::new(first.start.min(span.start), span.end));
        let r = self.function_body(f, span);
        if let Err(e) = r { self.u = saved; return Err(e); }
        let code = self.leave(saved)?;
        self.make_function(code, scope, dst, flags, parts, span);
        Ok(())
    }
    fn function_body(&mut self, f: &'t Function, span: Span) -> Res<()> {
        self.declare_params(&f.params);
        let mut body = &f.body[..];
        if let Some(Stmt { kind: StmtKind::Expr(e), .. }) = body.first() {
            if let Some(Const::Str(_)) = e.as_const() {
                if self.opts.optimize < 2 {
                    let c = e.as_const().cloned().unwrap_or(Const::None);
                    self.const_index(c);
                    self.u.flags.set(CodeFlags::HAS_DOC);
                }
                body = &body[1..];
            }
        }
        let head = Span::new(span.start, span.start);
        self.prologue(head);
        let region = if self.is_lazy() { Some(self.region_open()) } else { None };
        self.stmts(body)?;
        if self.u.reachable {
            let t = self.alloc();
            let at = f.body.last().map_or(span, |s| s.span).quiet();
            self.load_const(t, Const::None, at);
            self.emit(Op::Return, 0, t, 0, 0, at);
            self.u.reachable = false;
        }
        if let Some(r) = region { self.close_generator(r, head); }
        Ok(())
    }

    pub(super) fn lambda(&mut self, l: &'t Lambda, dst: Reg, span: Span) -> Res<()> {
        let parts = self.mark();
        let flags = self.defaults(&l.params, span)?;
        let scope = self.scopes.of(l.id);
        let cf = self.body_flags(scope, &l.params);
        let name = self.names.intern("<lambda>");
        let saved = self.enter(scope, name, cf, span);
        let r = self.lambda_body(l, span);
        if let Err(e) = r { self.u = saved; return Err(e); }
        let code = self.leave(saved)?;
        self.make_function(code, scope, dst, flags, parts, span);
        Ok(())
    }
    fn lambda_body(&mut self, l: &'t Lambda, span: Span) -> Res<()> {
        self.declare_params(&l.params);
        self.prologue(span);
        let region = if self.is_lazy() { Some(self.region_open()) } else { None };
        let r = self.operand(&l.body)?;
        self.emit(Op::Return, 0, r, 0, 0, l.body.span);
        self.u.reachable = false;
        if let Some(r) = region { self.close_generator(r, span); }
        Ok(())
    }

    // ---- classes -------------------------------------------------------------------------------------------------------

    pub(super) fn class_stmt(&mut self, c: &'t Class, _span: Span) -> Res<()> {
        let m = self.mark();
        for d in &c.decorators {
            let r = self.alloc();
            self.expr(d, r)?;
        }
        let dst = self.alloc();
        if c.type_params.is_empty() { self.class_object(c, dst, None)?; } else { self.generic_class(c, dst)?; }
        let mut at = dst;
        for d in c.decorators.iter().rev() {
            at -= 1;
            self.emit(Op::Call, 0, at, at, 1, d.span);
        }
        self.store_name(c.name, at, c.def_span)?;
        self.release(m);
        Ok(())
    }

    /// `__build_class__(function, name, bases…)`; `generic`: the register of the Generic base of a class with type parameters.
    pub(super) fn class_object(&mut self, c: &'t Class, dst: Reg, generic: Option<Reg>) -> Res<()> {
        let span = c.def_span;
        let m = self.mark();
        let scope = self.scopes.of(c.id);
        let unpack = c.args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) || c.keywords.iter().any(|k| k.name.is_none());
        self.check_keywords(&c.keywords)?;
        let first = c.decorators.first().map_or(span, |d| d.span);
        let saved = self.enter(scope, c.name, CodeFlags::CLASS_BODY, Span::new(first.start.min(span.start), span.end));
        let r = self.class_body(c, generic.is_some());
        if let Err(e) = r { self.u = saved; return Err(e); }
        let mut code = self.leave(saved)?;
        code.flags.0 &= !CodeFlags::NESTED.0;
        let base = self.alloc();
        if !unpack {
            self.emit(Op::LoadBuildClass, 0, base, 0, 0, span);
            let f = self.alloc();
            let parts = self.mark();
            self.make_function(code, scope, f, 0, parts, span);
            self.release(parts);
            let n = self.alloc();
            let s = str_const(self.names.str(c.name));
            self.load_const(n, s, span);
            for a in &c.args {
                let r = self.alloc();
                self.expr(a, r)?;
            }
            let mut count = 2 + c.args.len() as u16;
            if let Some(g) = generic {
                let r = self.alloc();
                self.mov(r, g, span);
                count += 1;
            }
            let n = self.keywords(&c.keywords, count, span)?;
            self.emit(if c.keywords.is_empty() { Op::Call } else { Op::CallKw }, 0, dst, base, n, span);
        } else {
            let _ = self.alloc_n(2);
            self.emit(Op::LoadBuildClass, 0, base, 0, 0, span);
            let list = self.alloc();
            let w = self.mark();
            let f = self.alloc();
            let parts = self.mark();
            self.make_function(code, scope, f, 0, parts, span);
            self.release(parts);
            let n = self.alloc();
            let s = str_const(self.names.str(c.name));
            self.load_const(n, s, span);
            self.emit(Op::BuildList, 0, list, w, 2, span);
            self.release(w);
            for x in &c.args {
                if let ExprKind::Starred(s) = &x.kind {
                    let r = self.operand(s)?;
                    self.emit(Op::ListExtend, 0, list, r, 0, span);
                } else {
                    let r = self.operand(x)?;
                    self.emit(Op::ListAppend, 0, list, r, 0, x.span);
                }
                self.release(w);
            }
            if let Some(g) = generic { self.emit(Op::ListAppend, 0, list, g, 0, span); }
            self.emit(Op::ListToTuple, 0, base + 1, list, 0, span);
            self.unpacked_keywords(&c.keywords, base, span)?;
            self.emit(Op::CallEx, 0, dst, base, 0, span);
        }
        self.release(m);
        Ok(())
    }

    fn class_body(&mut self, c: &'t Class, generic: bool) -> Res<()> {
        let head = Span::new(c.def_span.start, c.def_span.start);
        self.declare(&[]);
        self.prologue(head);
        let scope = self.u.scope;
        let t = self.alloc();
        if self.scopes.all[scope].classdict {
            self.emit(Op::LoadLocals, 0, t, 0, 0, head);
            if let Some(&r) = self.u.regs.get(&sym::classdict) { self.emit(Op::StoreCell, 0, r, t, 0, head); }
        }
        // the one instruction that shows the line of the class
        let first = c.decorators.first().map_or(head.start, |d| d.span.start);
        self.emit_site_bc(Op::LoadName, t, sym::name, Span::new(first, first + 1));
        self.emit_site_bc(Op::StoreName, t, sym::module, head);
        let q = str_const(&self.u.qualname);
        self.load_const(t, q, head);
        self.emit_site_bc(Op::StoreName, t, sym::qualname, head);
        if generic {
            self.load_name(sym::type_params, t, head)?;
            self.emit_site_bc(Op::StoreName, t, sym::type_params_attr, head);
        }
        self.release(t);
        if self.scopes.all[scope].annotations { self.emit(Op::SetupAnnotations, 0, 0, 0, 0, head); }
        let body = self.docstring(&c.body, head)?;
        self.stmts(body)?;
        let t = self.alloc();
        if self.scopes.all[scope].classdict {
            if let Some(&r) = self.u.regs.get(&sym::classdict) {
                self.mov(t, r, head);
                let n = self.names.intern("__classdictcell__");
                self.emit_site_bc(Op::StoreName, t, n, head);
            }
        }
        if self.scopes.all[scope].class_cell {
            if let Some(&r) = self.u.regs.get(&sym::class) { self.mov(t, r, head); }
            self.emit_site_bc(Op::StoreName, t, sym::classcell, head);
        } else {
            self.load_const(t, Const::None, head);
        }
        self.emit(Op::Return, 0, t, 0, 0, head);
        Ok(())
    }
}
