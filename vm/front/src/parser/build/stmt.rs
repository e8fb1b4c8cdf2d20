//! Statements.
use super::*;

impl<'a> Parser<'a> {
    pub(super) fn body_of(&mut self, v: Vec<rp::Stmt>) -> Res<Vec<Stmt>> { v.into_iter().map(|s| self.stmt_of(s)).collect() }

    fn stmt_of(&mut self, s: rp::Stmt) -> Res<Stmt> {
        self.depth += 1;
        if self.depth > MAX_NESTING { return self.refuse(span(&s)); }
        let r = self.stmt_inner(s);
        self.depth -= 1;
        r
    }
    fn stmt_inner(&mut self, s: rp::Stmt) -> Res<Stmt> {
        let mut at = span(&s);
        let kind = match s {
            rp::Stmt::Expr(s) => StmtKind::Expr(self.expr_of(*s.value)?),
            rp::Stmt::Assign(s) => {
                let targets = s.targets.into_iter().map(|t| self.target_of(t, Targets::Star)).collect::<Res<_>>()?;
                StmtKind::Assign(targets, self.expr_of(*s.value)?)
            }
            rp::Stmt::AugAssign(s) => {
                let target = self.single_target(*s.target)?;
                let op = self::expr::bin_op(s.op);
                StmtKind::AugAssign(target, op, self.expr_of(*s.value)?)
            }
            rp::Stmt::AnnAssign(s) => {
                let mut target = self.single_target(*s.target)?;
                target.paren = at.start < target.span.start;
                let annotation = self.expr_of(*s.annotation)?;
                StmtKind::AnnAssign(Box::new(AnnAssign { target, annotation, value: self.opt_expr(s.value)? }))
            }
            rp::Stmt::Return(s) => StmtKind::Return(self.opt_expr(s.value)?),
            rp::Stmt::Delete(s) => StmtKind::Delete(s.targets.into_iter().map(|t| self.target_of(t, Targets::Del)).collect::<Res<_>>()?),
            rp::Stmt::Raise(s) => {
                let exc = self.opt_expr(s.exc)?;
                StmtKind::Raise(exc, self.opt_expr(s.cause)?)
            }
            rp::Stmt::Assert(s) => {
                let test = self.expr_of(*s.test)?;
                StmtKind::Assert(test, self.opt_expr(s.msg)?)
            }
            rp::Stmt::Pass(_) => StmtKind::Pass,
            rp::Stmt::Break(_) => StmtKind::Break,
            rp::Stmt::Continue(_) => StmtKind::Continue,
            rp::Stmt::Global(s) => StmtKind::Global(s.names.iter().map(|n| self.sym_of(n)).collect()),
            rp::Stmt::Nonlocal(s) => StmtKind::Nonlocal(s.names.iter().map(|n| self.sym_of(n)).collect()),
            rp::Stmt::Import(s) => StmtKind::Import(self.aliases_of(s.names)),
            rp::Stmt::ImportFrom(s) => {
                let module = s.module.as_ref().map(|n| self.dotted_of(n));
                StmtKind::ImportFrom(Box::new(ImportFrom { module, names: self.aliases_of(s.names), level: s.level.map_or(0, |l| l.to_u32()) }))
            }
            rp::Stmt::TypeAlias(s) => {
                let t = self.expr_of(*s.name)?;
                let ExprKind::Name(name) = t.kind else { return self.refuse(t.span) };
                let type_params = self.type_params_of(s.type_params)?;
                let value = self.expr_of(*s.value)?;
                let (id, type_id) = (self.id(), self.id());
                StmtKind::TypeAlias(Box::new(TypeAlias { id, type_id, name, name_span: t.span, type_params, value }))
            }
            rp::Stmt::If(s) => {
                at = self.compound(at);
                let test = self.expr_of(*s.test)?;
                let body = self.body_of(s.body)?;
                StmtKind::If(Box::new(If { test, body, orelse: self.body_of(s.orelse)? }))
            }
            rp::Stmt::While(s) => {
                at = self.compound(at);
                let test = self.expr_of(*s.test)?;
                let body = self.body_of(s.body)?;
                StmtKind::While(Box::new(While { test, body, orelse: self.body_of(s.orelse)? }))
            }
            rp::Stmt::For(s) => { at = self.compound(at); self.for_of(*s.target, *s.iter, s.body, s.orelse, false)? }
            rp::Stmt::AsyncFor(s) => { at = self.compound(at); self.for_of(*s.target, *s.iter, s.body, s.orelse, true)? }
            rp::Stmt::With(s) => { at = self.compound(at); self.with_of(s.items, s.body, false)? }
            rp::Stmt::AsyncWith(s) => { at = self.compound(at); self.with_of(s.items, s.body, true)? }
            rp::Stmt::Try(s) => { at = self.compound(at); self.try_of(s.body, s.handlers, s.orelse, s.finalbody, false)? }
            rp::Stmt::TryStar(s) => { at = self.compound(at); self.try_of(s.body, s.handlers, s.orelse, s.finalbody, true)? }
            rp::Stmt::Match(s) => {
                at = self.compound(at);
                StmtKind::Match(Box::new(self.match_of(at.start, *s.subject, s.cases)?))
            }
            rp::Stmt::FunctionDef(s) => {
                at = self.compound(at);
                self.function_of(at, false, Def { name: s.name, args: s.args, body: s.body, decorators: s.decorator_list, returns: s.returns, type_params: s.type_params })?
            }
            rp::Stmt::AsyncFunctionDef(s) => {
                at = self.compound(at);
                self.function_of(at, true, Def { name: s.name, args: s.args, body: s.body, decorators: s.decorator_list, returns: s.returns, type_params: s.type_params })?
            }
            rp::Stmt::ClassDef(s) => {
                at = self.compound(at);
                let decorators = self.exprs_of(s.decorator_list)?;
                let type_params = self.type_params_of(s.type_params)?;
                let (args, keywords) = self.args_of(s.bases, s.keywords, false)?;
                let (id, type_id) = (self.id(), self.id());
                let body = self.body_of(s.body)?;
                StmtKind::Class(Box::new(Class { id, type_id, name: self.sym_of(&s.name), def_span: at, args, keywords, body, decorators, type_params }))
            }
        };
        Ok(Stmt { span: at, kind })
    }

    fn single_target(&mut self, e: rp::Expr) -> Res<Expr> {
        let e = self.expr_of(e)?;
        if matches!(e.kind, ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..)) { Ok(e) } else { self.refuse(e.span) }
    }
    fn aliases_of(&self, v: Vec<rp::Alias>) -> Vec<Alias> {
        v.into_iter().map(|a| Alias { span: span(&a), name: self.dotted_of(&a.name), asname: self.sym_opt(&a.asname) }).collect()
    }
    fn for_of(&mut self, target: rp::Expr, iter: rp::Expr, body: Vec<rp::Stmt>, orelse: Vec<rp::Stmt>, is_async: bool) -> Res<StmtKind> {
        let target = self.target_of(target, Targets::For)?;
        let iter = self.expr_of(iter)?;
        let body = self.body_of(body)?;
        Ok(StmtKind::For(Box::new(For { target, iter, body, orelse: self.body_of(orelse)?, is_async })))
    }
    fn with_of(&mut self, items: Vec<rp::WithItem>, body: Vec<rp::Stmt>, is_async: bool) -> Res<StmtKind> {
        let items = items.into_iter().map(|i| {
            let e = self.expr_of(i.context_expr)?;
            Ok((e, i.optional_vars.map(|v| self.target_of(*v, Targets::Star)).transpose()?))
        }).collect::<Res<_>>()?;
        Ok(StmtKind::With(Box::new(With { items, body: self.body_of(body)?, is_async })))
    }
    fn try_of(&mut self, body: Vec<rp::Stmt>, handlers: Vec<rp::ExceptHandler>, orelse: Vec<rp::Stmt>, finalbody: Vec<rp::Stmt>, star: bool) -> Res<StmtKind> {
        let body = self.body_of(body)?;
        let handlers = handlers.into_iter().map(|h| {
            let rp::ExceptHandler::ExceptHandler(h) = h;
            let at = self.compound(span(&h));
            let typ = self.opt_expr(h.type_)?;
            Ok(ExceptHandler { span: at, typ, name: self.sym_opt(&h.name), body: self.body_of(h.body)? })
        }).collect::<Res<_>>()?;
        let orelse = self.body_of(orelse)?;
        Ok(StmtKind::Try(Box::new(Try { body, handlers, orelse, finalbody: self.body_of(finalbody)?, star })))
    }

    fn function_of(&mut self, at: Span, is_async: bool, d: Def) -> Res<StmtKind> {
        let decorators = self.exprs_of(d.decorators)?;
        let type_params = self.type_params_of(d.type_params)?;
        let params = self.params_of(*d.args)?;
        let returns = self.opt_expr(d.returns)?;
        let (id, type_id) = (self.id(), self.id());
        let body = self.body_of(d.body)?;
        Ok(StmtKind::Function(Box::new(Function { id, type_id, is_async, name: self.sym_of(&d.name), def_span: at, params, body, decorators, returns, type_params })))
    }
    fn type_params_of(&mut self, v: Vec<rp::TypeParam>) -> Res<Vec<TypeParam>> {
        v.into_iter().map(|p| {
            let at = span(&p);
            let (kind, name, bound) = match p {
                rp::TypeParam::TypeVar(p) => (TypeParamKind::TypeVar, p.name, p.bound),
                rp::TypeParam::TypeVarTuple(p) => (TypeParamKind::TypeVarTuple, p.name, None),
                rp::TypeParam::ParamSpec(p) => (TypeParamKind::ParamSpec, p.name, None),
            };
            let bound = self.opt_expr(bound)?;
            Ok(TypeParam { span: at, id: self.id(), kind, name: self.sym_of(&name), bound })
        }).collect()
    }

    fn match_of(&mut self, start: u32, subject: rp::Expr, cases: Vec<rp::MatchCase>) -> Res<Match> {
        // the crate gives a tuple without parentheses the range of the statement, and takes `x,` for `x`
        let head = self.index_at(start);
        let mut depth = 0;
        let mut colon = head + 1;
        let mut lambda = 0;
        loop {
            match self.kind_at(colon) {
                T::LPar | T::LSqb | T::LBrace => depth += 1,
                T::RPar | T::RSqb | T::RBrace => depth -= 1,
                T::Lambda if depth == 0 => lambda += 1,
                T::Colon if depth == 0 && lambda > 0 => lambda -= 1,
                T::Colon if depth == 0 => break,
                T::End => break,
                _ => {}
            }
            colon += 1;
        }
        let bare = Span::new(self.toks.get(head + 1).map_or(start, |t| t.start), self.toks.get(colon - 1).map_or(start, |t| t.end));
        let comma = self.kind_at(colon - 1) == T::Comma;
        let open = span(&subject).start == start;
        let mut subject = self.expr_of(subject)?;
        if open { subject.span = bare; } else if comma { subject = Expr::new(bare, ExprKind::Tuple(vec![subject])); }
        if let ExprKind::Starred(_) = subject.kind { return self.refuse(subject.span); }
        let cases = cases.into_iter().map(|c| {
            let pattern = self.pattern_of(c.pattern)?;
            let guard = self.opt_expr(c.guard)?;
            Ok(Case { pattern, guard, body: self.body_of(c.body)? })
        }).collect::<Res<_>>()?;
        Ok(Match { subject, cases })
    }
}

/// What functions and coroutines have in common.
struct Def {
    name: rp::Identifier,
    args: Box<rp::Arguments>,
    body: Vec<rp::Stmt>,
    decorators: Vec<rp::Expr>,
    returns: Option<Box<rp::Expr>>,
    type_params: Vec<rp::TypeParam>,
}
