//! Patterns of `case`.
use super::*;
use fora_ir::Const;

impl<'a> Parser<'a> {
    /// `patterns`: an open sequence or one pattern.
    pub(super) fn patterns(&mut self) -> Res<Pattern> {
        let start = self.tok().start;
        let first = self.maybe_star()?;
        if self.peek() != T::Comma {
            if let PatternKind::Star(_) = first.kind {
                let span = first.span;
                return Ok(Pattern { span, kind: PatternKind::Sequence(vec![first]) });
            }
            return Ok(first);
        }
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if matches!(self.peek(), T::Colon | T::If) { break; }
            v.push(self.maybe_star()?);
        }
        Ok(Pattern { span: self.span_from(start), kind: PatternKind::Sequence(v) })
    }
    fn maybe_star(&mut self) -> Res<Pattern> {
        if self.peek() == T::Star {
            let s = self.bump().start;
            let n = self.expect(T::Name)?;
            let name = if n.sym == sym::underscore { None } else { Some(n.sym) };
            return Ok(Pattern { span: Span::new(s, n.end), kind: PatternKind::Star(name) });
        }
        self.pattern()
    }
    /// `as_pattern | or_pattern`.
    fn pattern(&mut self) -> Res<Pattern> {
        self.enter()?;
        let r = self.pattern_inner();
        self.leave();
        r
    }
    fn pattern_inner(&mut self) -> Res<Pattern> {
        let p = self.or_pattern()?;
        if !self.eat(T::As) { return Ok(p); }
        let t = self.tok();
        if t.kind != T::Name {
            if self.expression().is_ok() { return self.fail_at("invalid pattern target", Span::new(t.start, self.prev_end())); }
            return self.invalid();
        }
        if t.sym == sym::underscore { return self.fail_at("cannot use '_' as a target", t.span()); }
        self.bump();
        Ok(Pattern { span: Span::new(p.span.start, t.end), kind: PatternKind::As(Some(Box::new(p)), Some(t.sym)) })
    }
    fn or_pattern(&mut self) -> Res<Pattern> {
        let start = self.tok().start;
        let first = self.closed()?;
        if self.peek() != T::VBar { return Ok(first); }
        let mut v = vec![first];
        while self.eat(T::VBar) { v.push(self.closed()?); }
        Ok(Pattern { span: self.span_from(start), kind: PatternKind::Or(v) })
    }

    fn closed(&mut self) -> Res<Pattern> {
        let t = self.tok();
        let kind = match t.kind {
            T::Number | T::Minus => PatternKind::Value(self.pattern_number()?),
            T::String | T::FStart => {
                let e = self.strings()?;
                if let ExprKind::Joined(_) = e.kind { return self.fail_at("patterns may only match literals and attribute lookups", e.span); }
                PatternKind::Value(e)
            }
            T::None => { self.bump(); PatternKind::Singleton(Const::None) }
            T::True => { self.bump(); PatternKind::Singleton(Const::True) }
            T::False => { self.bump(); PatternKind::Singleton(Const::False) }
            T::Name => return self.name_pattern(),
            T::LPar => {
                self.bump();
                if self.eat(T::RPar) { PatternKind::Sequence(vec![]) } else {
                    let first = self.maybe_star()?;
                    if self.peek() == T::RPar && !matches!(first.kind, PatternKind::Star(_)) {
                        self.bump();
                        return Ok(first);
                    }
                    self.sequence_rest(first, T::RPar)?
                }
            }
            T::LSqb => {
                self.bump();
                if self.eat(T::RSqb) { PatternKind::Sequence(vec![]) } else {
                    let first = self.maybe_star()?;
                    self.sequence_rest(first, T::RSqb)?
                }
            }
            T::LBrace => self.mapping()?,
            _ => return self.invalid(),
        };
        Ok(Pattern { span: self.span_from(t.start), kind })
    }
    fn sequence_rest(&mut self, first: Pattern, end: T) -> Res<PatternKind> {
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if self.peek() == end { break; }
            v.push(self.maybe_star()?);
        }
        self.expect(end)?;
        Ok(PatternKind::Sequence(v))
    }
    /// A signed number or a complex literal.
    fn pattern_number(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let left = self.signed()?;
        if !matches!(self.peek(), T::Plus | T::Minus) { return Ok(left); }
        let op = if self.bump().kind == T::Plus { BinOp::Add } else { BinOp::Sub };
        let real = match &left.kind { ExprKind::Unary(_, e) => e.as_const(), _ => left.as_const() };
        if matches!(real, Some(Const::Complex(..))) { return self.fail_at("real number required in complex literal", left.span); }
        let t = self.expect(T::Number)?;
        let c = self.number(t)?;
        if !matches!(c, Const::Complex(..)) { return self.fail_at("imaginary number required in complex literal", t.span()); }
        let right = Expr::new(t.span(), ExprKind::Const(c, false));
        Ok(Expr::new(self.span_from(start), ExprKind::BinOp(Box::new(left), op, Box::new(right))))
    }
    fn signed(&mut self) -> Res<Expr> {
        if self.peek() == T::Minus {
            let s = self.bump().start;
            let t = self.expect(T::Number)?;
            let e = Expr::new(t.span(), ExprKind::Const(self.number(t)?, false));
            return Ok(Expr::new(Span::new(s, t.end), ExprKind::Unary(UnaryOp::Minus, Box::new(e))));
        }
        let t = self.expect(T::Number)?;
        Ok(Expr::new(t.span(), ExprKind::Const(self.number(t)?, false)))
    }
    fn dotted_name(&mut self) -> Res<Expr> {
        let t = self.expect(T::Name)?;
        let mut e = Expr::new(t.span(), ExprKind::Name(t.sym));
        while self.eat(T::Dot) {
            let a = self.expect(T::Name)?;
            e = Expr::new(Span::new(t.start, a.end), ExprKind::Attribute(Box::new(e), a.sym));
        }
        Ok(e)
    }
    fn name_pattern(&mut self) -> Res<Pattern> {
        let t = self.tok();
        let e = self.dotted_name()?;
        if self.peek() == T::LPar { return self.class_pattern(e); }
        let span = e.span;
        if let ExprKind::Name(n) = e.kind {
            let name = if n == sym::underscore { None } else { Some(n) };
            return Ok(Pattern { span: t.span(), kind: PatternKind::As(None, name) });
        }
        Ok(Pattern { span, kind: PatternKind::Value(e) })
    }
    fn class_pattern(&mut self, class: Expr) -> Res<Pattern> {
        let start = class.span.start;
        self.bump();
        let mut pos = vec![];
        let mut kw: Vec<(Sym, Span, Pattern)> = vec![];
        while self.peek() != T::RPar {
            if self.peek() == T::Name && self.peek_at(1) == T::Equal {
                let t = self.bump();
                self.bump();
                let p = self.pattern()?;
                kw.push((t.sym, t.span(), p));
            } else {
                let p = self.pattern()?;
                if !kw.is_empty() {
                    return self.fail_at("positional patterns follow keyword patterns", p.span);
                }
                pos.push(p);
            }
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RPar)?;
        Ok(Pattern { span: self.span_from(start), kind: PatternKind::Class(Box::new(class), pos, kw) })
    }
    fn mapping(&mut self) -> Res<PatternKind> {
        self.bump();
        let mut items = vec![];
        let mut rest = None;
        while self.peek() != T::RBrace {
            if self.peek() == T::DStar {
                self.bump();
                let n = self.expect(T::Name)?;
                if n.sym == sym::underscore { self.p -= 1; return self.invalid(); }
                rest = Some(n.sym);
                self.eat(T::Comma);
                break;
            }
            let key = match self.peek() {
                T::Number | T::Minus => self.pattern_number()?,
                T::String | T::FStart => {
                    let e = self.strings()?;
                    e
                }
                T::Name => self.dotted_name()?,
                T::None | T::True | T::False => {
                    let t = self.bump();
                    let c = match t.kind { T::None => Const::None, T::True => Const::True, _ => Const::False };
                    Expr::new(t.span(), ExprKind::Const(c, false))
                }
                _ => return self.invalid(),
            };
            if let ExprKind::Name(_) = key.kind { return self.invalid(); }
            self.expect(T::Colon)?;
            let p = self.pattern()?;
            items.push((key, p));
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RBrace)?;
        Ok(PatternKind::Mapping(items, rest))
    }
}
