//! Type parameters (PEP 695): functions, classes and aliases inside a scope of their own, lazily evaluated bounds.
use super::*;

impl<'a, 't> Lower<'a, 't> {
    /// The type variables into their names, and the tuple of them into `dst`.
    fn type_params(&mut self, v: &'t [TypeParam], dst: Reg, span: Span) -> Res<()> {
        let base = self.mark();
        for p in v {
            let r = self.alloc();
            let m = self.mark();
            let w = self.alloc_n(2);
            let s = str_const(self.names.str(p.name));
            self.load_const(w, s, p.span);
            let id = match (&p.bound, p.kind) {
                (Some(b), TypeParamKind::TypeVar) => {
                    self.thunk(b, p.id, p.name, w + 1)?;
                    if matches!(b.kind, ExprKind::Tuple(_)) { 3 } else { 2 }
                }
                (_, TypeParamKind::TypeVar) => 1,
                (_, TypeParamKind::ParamSpec) => 4,
                (_, TypeParamKind::TypeVarTuple) => 5,
            };
            self.emit(Op::Intrinsic, 0, r, id, w, p.span);
            self.release(m);
            self.store_name(p.name, r, p.span)?;
        }
        self.emit(Op::BuildTuple, 0, dst, base, v.len() as u16, span);
        self.release(base);
        Ok(())
    }
    /// A function without parameters that evaluates `e` when it is asked for.
    fn thunk(&mut self, e: &'t Expr, id: NodeId, name: Sym, dst: Reg) -> Res<()> {
        let scope = self.scopes.of(id);
        let saved = self.enter(scope, name, CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::NEWLOCALS.0), e.span);
        self.declare(&[]);
        self.prologue(e.span);
        let r = self.operand(e);
        match r {
            Ok(r) => self.emit(Op::Return, 0, r, 0, 0, e.span),
            Err(f) => { self.u = saved; return Err(f); }
        }
        let code = self.leave(saved)?;
        let m = self.mark();
        self.make_function(code, scope, dst, 0, m, e.span);
        self.release(m);
        Ok(())
    }
    /// Runs `body` as a function of the type-parameter scope and calls it with `args` (registers); its result to `dst`.
    fn in_type_scope(&mut self, id: NodeId, name: Sym, params: &[Sym], args: &[Reg], dst: Reg, span: Span, body: impl FnOnce(&mut Self) -> Res<Reg>) -> Res<()> {
        let scope = self.scopes.of(id);
        let text = format!("<generic parameters of {}>", self.names.str(name));
        let gname = self.names.intern(&text);
        let saved = self.enter(scope, gname, CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::NEWLOCALS.0), span);
        self.u.argcount = params.len() as u16;
        self.declare(params);
        self.prologue(span);
        match body(self) {
            Ok(r) => self.emit(Op::Return, 0, r, 0, 0, span),
            Err(f) => { self.u = saved; return Err(f); }
        }
        let code = self.leave(saved)?;
        let m = self.mark();
        let base = self.alloc();
        let parts = self.mark();
        self.make_function(code, scope, base, 0, parts, span);
        self.release(parts);
        for &a in args {
            let r = self.alloc();
            self.mov(r, a, span);
        }
        self.emit(Op::Call, 0, dst, base, args.len() as u16, span);
        self.release(m);
        Ok(())
    }

    /// `flags`/`parts`: defaults evaluated outside; they become arguments of the scope's function.
    pub(super) fn generic_function(&mut self, f: &'t Function, dst: Reg, flags: u8, parts: Reg) -> Res<()> {
        let span = f.def_span;
        let mut params = vec![];
        let mut args = vec![];
        let mut at = parts;
        for (bit, name) in [(1, sym::defaults), (2, sym::kwdefaults)] {
            if flags & bit != 0 {
                params.push(name);
                args.push(at);
                at += 1;
            }
        }
        self.in_type_scope(f.type_id, f.name, &params, &args, dst, span, |me| {
            let w = me.alloc_n(2);
            me.type_params(&f.type_params, w + 1, span)?;
            let parts = me.mark();
            for (i, _) in params.iter().enumerate() {
                let r = me.alloc();
                me.mov(r, i as u16, span);
            }
            let flags = flags | me.generic_parts(f)?;
            me.function_object(f, w, flags, parts)?;
            me.release(parts);
            me.emit(Op::Intrinsic, 0, w, 8, w, span);
            Ok(w)
        })
    }
    pub(super) fn generic_class(&mut self, c: &'t Class, dst: Reg) -> Res<()> {
        let span = c.def_span;
        self.in_type_scope(c.type_id, c.name, &[], &[], dst, span, |me| {
            let t = me.alloc();
            me.type_params(&c.type_params, t, span)?;
            me.store_name(sym::type_params, t, span)?;
            let g = me.alloc();
            me.emit(Op::Intrinsic, 0, g, 7, t, span);
            me.store_name(sym::generic_base, g, span)?;
            let r = me.alloc();
            me.class_object(c, r, Some(g))?;
            Ok(r)
        })
    }
    pub(super) fn type_alias(&mut self, a: &'t TypeAlias, span: Span) -> Res<()> {
        let m = self.mark();
        let dst = self.alloc();
        if a.type_params.is_empty() {
            self.alias_object(a, dst, None, span)?;
        } else {
            self.in_type_scope(a.type_id, a.name, &[], &[], dst, span, |me| {
                let t = me.alloc();
                me.type_params(&a.type_params, t, span)?;
                let r = me.alloc();
                me.alias_object(a, r, Some(t), span)?;
                Ok(r)
            })?;
        }
        self.store_name(a.name, dst, span)?;
        self.release(m);
        Ok(())
    }
    fn alias_object(&mut self, a: &'t TypeAlias, dst: Reg, params: Option<Reg>, span: Span) -> Res<()> {
        let w = self.alloc_n(3);
        let s = str_const(self.names.str(a.name));
        self.load_const(w, s, a.name_span);
        match params { Some(p) => self.mov(w + 1, p, span), None => self.load_const(w + 1, Const::None, span) }
        self.thunk(&a.value, a.id, a.name, w + 2)?;
        self.emit(Op::Intrinsic, 0, dst, 6, w, span);
        self.release(w);
        Ok(())
    }
}
