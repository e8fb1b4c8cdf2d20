//! Patterns of `case`.
use super::*;
use fora_ir::Const;

impl<'a> Parser<'a> {
    /// A pattern that is no star.
    pub(super) fn pattern_of(&mut self, p: rp::Pattern) -> Res<Pattern> {
        if let rp::Pattern::MatchStar(s) = &p { return self.refuse(span(s)); }
        self.depth += 1;
        if self.depth > MAX_NESTING { return self.refuse(span(&p)); }
        let r = self.pattern_kind(p);
        self.depth -= 1;
        r
    }
    fn patterns_of(&mut self, v: Vec<rp::Pattern>) -> Res<Vec<Pattern>> { v.into_iter().map(|p| self.pattern_of(p)).collect() }

    fn pattern_kind(&mut self, p: rp::Pattern) -> Res<Pattern> {
        let at = span(&p);
        let kind = match p {
            rp::Pattern::MatchValue(v) => PatternKind::Value(self.value_of(*v.value)?),
            rp::Pattern::MatchSingleton(s) => PatternKind::Singleton(match s.value {
                rp::Constant::None => Const::None,
                rp::Constant::Bool(true) => Const::True,
                rp::Constant::Bool(false) => Const::False,
                _ => return self.refuse(at),
            }),
            rp::Pattern::MatchSequence(s) => PatternKind::Sequence(s.patterns.into_iter().map(|p| match p {
                rp::Pattern::MatchStar(s) => self.star_of(s),
                p => self.pattern_of(p),
            }).collect::<Res<_>>()?),
            rp::Pattern::MatchMapping(m) => {
                let rest = self.sym_opt(&m.rest);
                if rest == Some(sym::underscore) { return self.refuse(at); }
                let items = m.keys.into_iter().zip(m.patterns).map(|(k, p)| Ok((self.key_of(k)?, self.pattern_of(p)?))).collect::<Res<_>>()?;
                PatternKind::Mapping(items, rest)
            }
            rp::Pattern::MatchClass(c) => {
                let class = Box::new(self.expr_of(*c.cls)?);
                let positional = self.patterns_of(c.patterns)?;
                let keywords = c.kwd_attrs.iter().zip(c.kwd_patterns).map(|(n, p)| {
                    let t = self.name_token(n);
                    Ok((t.sym, t.span(), self.pattern_of(p)?))
                }).collect::<Res<_>>()?;
                PatternKind::Class(class, positional, keywords)
            }
            rp::Pattern::MatchStar(_) => return self.refuse(at),
            rp::Pattern::MatchAs(a) => {
                let name = self.sym_opt(&a.name);
                match a.pattern {
                    None => PatternKind::As(None, name.filter(|n| *n != sym::underscore)),
                    Some(_) if name == Some(sym::underscore) => return self.refuse(at),
                    Some(p) => PatternKind::As(Some(Box::new(self.pattern_of(*p)?)), name),
                }
            }
            rp::Pattern::MatchOr(o) => PatternKind::Or(self.patterns_of(o.patterns)?),
        };
        Ok(Pattern { span: at, kind })
    }

    /// A star within a sequence: not in parentheses of its own.
    fn star_of(&mut self, s: rp::PatternMatchStar) -> Res<Pattern> {
        let at = span(&s);
        let (l, r) = (self.index_at(at.start), self.index_at(at.end));
        if l > 0 && self.kind_at(l - 1) == T::LPar && self.kind_at(r) == T::RPar { return self.refuse(at); }
        Ok(Pattern { span: at, kind: PatternKind::Star(self.sym_opt(&s.name).filter(|n| *n != sym::underscore)) })
    }

    fn value_of(&mut self, e: rp::Expr) -> Res<Expr> {
        let e = self.expr_of(e)?;
        if let ExprKind::Joined(_) = e.kind { return self.refuse(e.span); }
        self.complex_of(e)
    }
    fn key_of(&mut self, e: rp::Expr) -> Res<Expr> {
        let e = self.expr_of(e)?;
        self.complex_of(e)
    }
    /// A sum stands for a complex number: real on the left, imaginary on the right.
    fn complex_of(&mut self, e: Expr) -> Res<Expr> {
        if let ExprKind::BinOp(l, _, r) = &e.kind {
            let real = match &l.kind { ExprKind::Unary(_, x) => x.as_const(), _ => l.as_const() };
            if matches!(real, Some(Const::Complex(..))) || !matches!(r.as_const(), Some(Const::Complex(..))) { return self.refuse(e.span); }
        }
        Ok(e)
    }
}
