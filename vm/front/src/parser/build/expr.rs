//! Expressions.
use super::*;
use fora_ir::Const;

pub(super) fn bin_op(op: rp::Operator) -> BinOp {
    match op {
        rp::Operator::Add => BinOp::Add,
        rp::Operator::Sub => BinOp::Sub,
        rp::Operator::Mult => BinOp::Mul,
        rp::Operator::MatMult => BinOp::MatMul,
        rp::Operator::Div => BinOp::Div,
        rp::Operator::Mod => BinOp::Mod,
        rp::Operator::Pow => BinOp::Pow,
        rp::Operator::LShift => BinOp::LShift,
        rp::Operator::RShift => BinOp::RShift,
        rp::Operator::BitOr => BinOp::Or,
        rp::Operator::BitXor => BinOp::Xor,
        rp::Operator::BitAnd => BinOp::And,
        rp::Operator::FloorDiv => BinOp::FloorDiv,
    }
}
fn cmp_op(op: rp::CmpOp) -> CmpOp {
    match op {
        rp::CmpOp::Eq => CmpOp::Eq,
        rp::CmpOp::NotEq => CmpOp::NotEq,
        rp::CmpOp::Lt => CmpOp::Lt,
        rp::CmpOp::LtE => CmpOp::LtE,
        rp::CmpOp::Gt => CmpOp::Gt,
        rp::CmpOp::GtE => CmpOp::GtE,
        rp::CmpOp::Is => CmpOp::Is,
        rp::CmpOp::IsNot => CmpOp::IsNot,
        rp::CmpOp::In => CmpOp::In,
        rp::CmpOp::NotIn => CmpOp::NotIn,
    }
}

impl<'a> Parser<'a> {
    pub(super) fn expr_of(&mut self, e: rp::Expr) -> Res<Expr> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(Fault::new(ErrorKind::MemoryError, "Parser stack overflowed - Python source too complex to parse", span(&e)));
        }
        let r = self.expr_inner(e);
        self.depth -= 1;
        r
    }
    fn boxed(&mut self, e: rp::Expr) -> Res<Box<Expr>> { Ok(Box::new(self.expr_of(e)?)) }
    pub(super) fn opt_expr(&mut self, e: Option<Box<rp::Expr>>) -> Res<Option<Expr>> { e.map(|e| self.expr_of(*e)).transpose() }
    pub(super) fn exprs_of(&mut self, v: Vec<rp::Expr>) -> Res<Vec<Expr>> { v.into_iter().map(|e| self.expr_of(e)).collect() }

    fn expr_inner(&mut self, e: rp::Expr) -> Res<Expr> {
        let mut at = span(&e);
        let kind = match e {
            rp::Expr::Name(n) => ExprKind::Name(self.sym_of(&n.id)),
            rp::Expr::Constant(c) => return self.constant_of(c.value, at),
            rp::Expr::Attribute(a) => ExprKind::Attribute(self.boxed(*a.value)?, self.sym_of(&a.attr)),
            rp::Expr::Call(c) => {
                let func = self.expr_of(*c.func)?;
                let (args, keywords) = self.args_of(c.args, c.keywords, true)?;
                ExprKind::Call(Box::new(Call { func, args, keywords }))
            }
            rp::Expr::Subscript(s) => {
                let value = self.boxed(*s.value)?;
                let mut index = self.expr_of(*s.slice)?;
                // `a[*b]` has a tuple for index
                if let ExprKind::Starred(_) = index.kind { index = Expr::new(index.span, ExprKind::Tuple(vec![index])); }
                ExprKind::Subscript(value, Box::new(index))
            }
            rp::Expr::BinOp(b) => {
                let left = self.boxed(*b.left)?;
                ExprKind::BinOp(left, bin_op(b.op), self.boxed(*b.right)?)
            }
            rp::Expr::UnaryOp(u) => {
                let op = match u.op {
                    rp::UnaryOp::Invert => UnaryOp::Invert,
                    rp::UnaryOp::Not => UnaryOp::Not,
                    rp::UnaryOp::UAdd => UnaryOp::Plus,
                    rp::UnaryOp::USub => UnaryOp::Minus,
                };
                ExprKind::Unary(op, self.boxed(*u.operand)?)
            }
            rp::Expr::BoolOp(b) => {
                let op = match b.op { rp::BoolOp::And => BoolOp::And, rp::BoolOp::Or => BoolOp::Or };
                ExprKind::BoolOp(op, self.exprs_of(b.values)?)
            }
            rp::Expr::Compare(c) => {
                let left = self.boxed(*c.left)?;
                let rest = c.ops.into_iter().zip(c.comparators).map(|(op, e)| Ok((cmp_op(op), self.expr_of(e)?))).collect::<Res<_>>()?;
                ExprKind::Compare(left, rest)
            }
            rp::Expr::Tuple(t) => ExprKind::Tuple(self.exprs_of(t.elts)?),
            rp::Expr::List(l) => ExprKind::List(self.exprs_of(l.elts)?),
            rp::Expr::Set(s) => ExprKind::Set(self.exprs_of(s.elts)?),
            rp::Expr::Dict(d) => {
                let items = d.keys.into_iter().zip(d.values).map(|(k, v)| Ok((k.map(|k| self.expr_of(k)).transpose()?, self.expr_of(v)?))).collect::<Res<_>>()?;
                ExprKind::Dict(items)
            }
            rp::Expr::Starred(s) => ExprKind::Starred(self.boxed(*s.value)?),
            rp::Expr::Slice(s) => ExprKind::Slice(Box::new([self.opt_expr(s.lower)?, self.opt_expr(s.upper)?, self.opt_expr(s.step)?])),
            rp::Expr::IfExp(i) => {
                let body = self.expr_of(*i.body)?;
                let test = self.expr_of(*i.test)?;
                ExprKind::IfExp(Box::new((test, body, self.expr_of(*i.orelse)?)))
            }
            rp::Expr::NamedExpr(n) => {
                let target = self.boxed(*n.target)?;
                let value = self.boxed(*n.value)?;
                // the crate leaves out parentheses around the value
                at.end = self.outer_end(value.span, target.span.end);
                ExprKind::Named(target, value)
            }
            rp::Expr::Lambda(l) => {
                let params = self.params_of(*l.args)?;
                let id = self.id();
                ExprKind::Lambda(Box::new(Lambda { id, params, body: self.expr_of(*l.body)? }))
            }
            rp::Expr::ListComp(c) => self.comp_of(CompKind::List, *c.elt, None, c.generators)?,
            rp::Expr::SetComp(c) => self.comp_of(CompKind::Set, *c.elt, None, c.generators)?,
            rp::Expr::GeneratorExp(c) => self.comp_of(CompKind::Gen, *c.elt, None, c.generators)?,
            rp::Expr::DictComp(c) => self.comp_of(CompKind::Dict, *c.key, Some(*c.value), c.generators)?,
            rp::Expr::Await(a) => ExprKind::Await(self.boxed(*a.value)?),
            rp::Expr::Yield(y) => ExprKind::Yield(self.opt_expr(y.value)?.map(Box::new)),
            rp::Expr::YieldFrom(y) => ExprKind::YieldFrom(self.boxed(*y.value)?),
            // strings are fed without fields
            rp::Expr::JoinedStr(_) | rp::Expr::FormattedValue(_) => return self.refuse(at),
        };
        Ok(Expr::new(at, kind))
    }

    fn constant_of(&mut self, c: rp::Constant, at: Span) -> Res<Expr> {
        let c = match c {
            rp::Constant::None => Const::None,
            rp::Constant::Bool(true) => Const::True,
            rp::Constant::Bool(false) => Const::False,
            rp::Constant::Ellipsis => Const::Ellipsis,
            rp::Constant::Str(_) | rp::Constant::Bytes(_) => {
                let save = self.p;
                self.p = self.index_at(at.start);
                let r = self.strings();
                self.p = save;
                return r;
            }
            rp::Constant::Int(_) | rp::Constant::Float(_) | rp::Constant::Complex { .. } => {
                let t = self.toks.get(self.index_at(at.start)).copied().unwrap_or_else(|| self.last_tok());
                self.number(t)?
            }
            rp::Constant::Tuple(_) => return self.refuse(at),
        };
        Ok(Expr::new(at, ExprKind::Const(c, false)))
    }

    fn comp_of(&mut self, kind: CompKind, elt: rp::Expr, value: Option<rp::Expr>, gens: Vec<rp::Comprehension>) -> Res<ExprKind> {
        let elt = self.expr_of(elt)?;
        if let ExprKind::Starred(_) = elt.kind { return self.refuse(elt.span); }
        let value = value.map(|v| self.expr_of(v)).transpose()?;
        let gens = gens.into_iter().map(|g| {
            let target = self.target_of(g.target, Targets::For)?;
            let iter = self.expr_of(g.iter)?;
            Ok(Generator { target, iter, ifs: self.exprs_of(g.ifs)?, is_async: g.is_async })
        }).collect::<Res<_>>()?;
        Ok(ExprKind::Comp(Box::new(Comp { id: self.id(), kind, elt, value, gens })))
    }

    /// Arguments of a call, or with `call` false those of a class.
    pub(super) fn args_of(&mut self, args: Vec<rp::Expr>, keywords: Vec<rp::Keyword>, call: bool) -> Res<(Vec<Expr>, Vec<Keyword>)> {
        let alone = args.len() == 1 && keywords.is_empty();
        let mut out = Vec::with_capacity(args.len());
        for a in args {
            let generator = matches!(a, rp::Expr::GeneratorExp(_));
            let mut e = self.expr_of(a)?;
            if generator && !self.bracketed(e.span) {
                // a generator without parentheses takes those of the call
                let (l, r) = (self.index_at(e.span.start), self.index_at(e.span.end));
                let (Some(open), Some(close)) = (l.checked_sub(1).and_then(|i| self.toks.get(i)), self.toks.get(r)) else { return self.refuse(e.span) };
                if !call || !alone || open.kind != T::LPar || close.kind != T::RPar { return self.refuse(e.span); }
                e.span = Span::new(open.start, close.end);
            }
            out.push(e);
        }
        let keywords = keywords.into_iter().map(|k| {
            let (at, name) = (span(&k), self.sym_opt(&k.arg));
            Ok(Keyword { span: at, name, value: self.expr_of(k.value)? })
        }).collect::<Res<_>>()?;
        Ok((out, keywords))
    }

    pub(super) fn params_of(&mut self, a: rp::Arguments) -> Res<Params> {
        Ok(Params {
            posonly: self.params_list(a.posonlyargs)?,
            args: self.params_list(a.args)?,
            vararg: a.vararg.map(|p| self.param_of(*p, None)).transpose()?,
            kwonly: self.params_list(a.kwonlyargs)?,
            kwarg: a.kwarg.map(|p| self.param_of(*p, None)).transpose()?,
        })
    }
    fn params_list(&mut self, v: Vec<rp::ArgWithDefault>) -> Res<Vec<Param>> { v.into_iter().map(|p| self.param_of(p.def, p.default)).collect() }
    fn param_of(&mut self, p: rp::Arg, default: Option<Box<rp::Expr>>) -> Res<Param> {
        let (at, name) = (span(&p), self.sym_of(&p.arg));
        let annotation = self.opt_expr(p.annotation)?.map(Box::new);
        Ok(Param { span: at, name, annotation, default: self.opt_expr(default)?.map(Box::new) })
    }
}
