//! Expressions, by precedence.
use super::*;
use fora_ir::Const;

type Bin = (BinOp, u8);

fn bin_op(t: T) -> Option<Bin> {
    Some(match t {
        T::VBar => (BinOp::Or, 1),
        T::Caret => (BinOp::Xor, 2),
        T::Amper => (BinOp::And, 3),
        T::LShift => (BinOp::LShift, 4),
        T::RShift => (BinOp::RShift, 4),
        T::Plus => (BinOp::Add, 5),
        T::Minus => (BinOp::Sub, 5),
        T::Star => (BinOp::Mul, 6),
        T::Slash => (BinOp::Div, 6),
        T::DSlash => (BinOp::FloorDiv, 6),
        T::Percent => (BinOp::Mod, 6),
        T::At => (BinOp::MatMul, 6),
        _ => return None,
    })
}

impl<'a> Parser<'a> {
    // ---- lists of expressions ------------------------------------------------------------------------------------------

    /// `star_expressions`: one, or a tuple without parentheses.
    pub(in crate::parser) fn star_exprs(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first = self.star_expr()?;
        self.tuple_rest(start, first, Self::star_expr)
    }
    /// `expressions` of eval input.
    pub(super) fn star_exprs_no_star(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first = self.expression()?;
        self.tuple_rest(start, first, Self::expression)
    }
    fn tuple_rest(&mut self, start: u32, first: Expr, item: fn(&mut Self) -> Res<Expr>) -> Res<Expr> {
        if self.peek() != T::Comma { return Ok(first); }
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if !(starts_expr(self.peek()) || self.peek() == T::Star || self.peek() == T::Yield || self.peek() == T::Error) || self.peek() == T::Yield { break; }
            v.push(item(self)?);
        }
        Ok(Expr::new(self.span_from(start), ExprKind::Tuple(v)))
    }
    pub(super) fn star_expr(&mut self) -> Res<Expr> {
        if self.peek() == T::Star {
            let s = self.bump().start;
            let e = self.bitwise_or()?;
            return Ok(Expr::new(self.span_from(s), ExprKind::Starred(Box::new(e))));
        }
        self.expression()
    }
    /// `star_named_expression`: an element of a display.
    fn star_named(&mut self) -> Res<Expr> {
        if self.peek() == T::Star { return self.star_expr(); }
        self.named_expr()
    }

    /// `named_expression`: walrus or expression, with CPython's hints about `=`.
    pub(super) fn named_expr(&mut self) -> Res<Expr> {
        if self.peek() == T::Name && self.peek_at(1) == T::Walrus { return self.walrus(); }
        let e = self.expression()?;
        if self.peek() == T::Walrus {
            return self.fail_at(format!("cannot use assignment expressions with {}", expr_name(&e)), e.span);
        }
        if self.peek() == T::Equal { return self.equal_in_expr(e); }
        Ok(e)
    }
    pub(super) fn walrus(&mut self) -> Res<Expr> {
        let t = self.bump();
        self.bump();
        let target = Expr::new(t.span(), ExprKind::Name(t.sym));
        let v = self.expression()?;
        Ok(Expr::new(self.span_from(t.start), ExprKind::Named(Box::new(target), Box::new(v))))
    }
    /// `=` where an expression ends: which of the three hints applies.
    fn equal_in_expr<X>(&mut self, e: Expr) -> Res<X> {
        let at = self.p;
        let plain = !(matches!(&e.kind, ExprKind::Comp(c) if c.kind == CompKind::Gen)) && !matches!(e.kind, ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Const(Const::True | Const::False | Const::None, _));
        let low = !e.paren && matches!(e.kind, ExprKind::Compare(..) | ExprKind::BoolOp(..) | ExprKind::IfExp(_) | ExprKind::Lambda(_) | ExprKind::Unary(UnaryOp::Not, _));
        if plain && !low {
            self.bump();
            if let Some(end) = self.some_bitwise_or() {
                if !matches!(self.peek(), T::Equal | T::Walrus) {
                    if matches!(e.kind, ExprKind::Name(_)) && !e.paren {
                        return self.fail_at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", Span::new(e.span.start, end));
                    }
                    return self.fail_at(format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", expr_name(&e)), e.span);
                }
            }
            self.p = at;
        }
        self.invalid()
    }

    /// Whether an operand stands here; its end. What follows its first part may be broken.
    pub(super) fn some_bitwise_or(&mut self) -> Option<u32> {
        let at = self.p;
        match self.bitwise_or() {
            Ok(b) => Some(b.span.end),
            Err(f) if f.generic && self.p > at + 1 && self.tok().level == self.toks[at].level => Some(self.toks[self.p - 2].end),
            Err(_) => None,
        }
    }

    /// `expression`.
    pub(super) fn expression(&mut self) -> Res<Expr> {
        self.enter()?;
        let r = self.expression_inner();
        self.leave();
        r
    }
    fn expression_inner(&mut self) -> Res<Expr> {
        if self.peek() == T::Lambda { return self.lambda(); }
        let start = self.tok().start;
        let save = std::mem::replace(&mut self.no_in, false);
        let e = self.disjunction();
        self.no_in = save;
        let e = e?;
        if self.peek() != T::If { return Ok(e); }
        self.bump();
        let test = self.disjunction()?;
        if self.peek() != T::Else {
            if self.peek() == T::Colon || self.peek() == T::Error { return self.invalid(); }
            return self.fail_at("expected 'else' after 'if' expression", e.span.to(test.span));
        }
        self.bump();
        let orelse = self.expression()?;
        Ok(Expr::new(self.span_from(start), ExprKind::IfExp(Box::new((test, e, orelse)))))
    }

    pub(super) fn disjunction(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first = self.conjunction()?;
        if self.peek() != T::Or { return Ok(first); }
        let mut v = vec![first];
        while self.eat(T::Or) { v.push(self.conjunction()?); }
        Ok(Expr::new(self.span_from(start), ExprKind::BoolOp(BoolOp::Or, v)))
    }
    fn conjunction(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first = self.inversion()?;
        if self.peek() != T::And { return Ok(first); }
        let mut v = vec![first];
        while self.eat(T::And) { v.push(self.inversion()?); }
        Ok(Expr::new(self.span_from(start), ExprKind::BoolOp(BoolOp::And, v)))
    }
    fn inversion(&mut self) -> Res<Expr> {
        if self.peek() == T::Not {
            let s = self.bump().start;
            self.enter()?;
            let e = self.inversion();
            self.leave();
            let e = e?;
            return Ok(Expr::new(self.span_from(s), ExprKind::Unary(UnaryOp::Not, Box::new(e))));
        }
        self.comparison()
    }
    fn comparison(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let left = self.bitwise_or()?;
        let Some(op) = self.cmp_op()? else { return Ok(left) };
        let r = self.bitwise_or()?;
        let mut ops = vec![(op, r)];
        while let Some(op) = self.cmp_op()? {
            let r = self.bitwise_or()?;
            ops.push((op, r));
        }
        Ok(Expr::new(self.span_from(start), ExprKind::Compare(Box::new(left), ops)))
    }
    fn cmp_op(&mut self) -> Res<Option<CmpOp>> {
        let op = match self.peek() {
            T::EqEqual => CmpOp::Eq,
            T::NotEqual => {
                if self.slice(self.tok().span()) == "<>" { return self.invalid(); }
                CmpOp::NotEq
            }
            T::Less => CmpOp::Lt,
            T::LessEqual => CmpOp::LtE,
            T::Greater => CmpOp::Gt,
            T::GreaterEqual => CmpOp::GtE,
            T::In if !self.no_in => CmpOp::In,
            T::Not => {
                if self.peek_at(1) != T::In {
                    self.bump();
                    return self.invalid();
                }
                self.bump();
                CmpOp::NotIn
            }
            T::Is => {
                self.bump();
                return Ok(Some(if self.eat(T::Not) { CmpOp::IsNot } else { CmpOp::Is }));
            }
            _ => return Ok(None),
        };
        self.bump();
        Ok(Some(op))
    }

    pub(super) fn bitwise_or(&mut self) -> Res<Expr> { self.binary(0) }

    fn binary(&mut self, min: u8) -> Res<Expr> {
        // Parentheses around an operand are no part of it, but of what it is an operand of.
        let start = self.tok().start;
        let mut left = self.factor()?;
        while let Some((op, prec)) = bin_op(self.peek()) {
            if prec <= min { break; }
            self.bump();
            let right = self.binary(prec)?;
            left = Expr::new(self.span_from(start), ExprKind::BinOp(Box::new(left), op, Box::new(right)));
        }
        Ok(left)
    }
    fn factor(&mut self) -> Res<Expr> {
        let op = match self.peek() {
            T::Minus => UnaryOp::Minus,
            T::Plus => UnaryOp::Plus,
            T::Tilde => UnaryOp::Invert,
            _ => return self.power(),
        };
        let s = self.bump().start;
        self.enter()?;
        let e = self.factor();
        self.leave();
        let e = e?;
        Ok(Expr::new(self.span_from(s), ExprKind::Unary(op, Box::new(e))))
    }
    fn power(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let base = if self.peek() == T::Await {
            let s = self.bump().start;
            let e = self.primary()?;
            Expr::new(self.span_from(s), ExprKind::Await(Box::new(e)))
        } else {
            self.primary()?
        };
        if self.peek() != T::DStar { return Ok(base); }
        self.bump();
        self.enter()?;
        let e = self.factor();
        self.leave();
        let e = e?;
        Ok(Expr::new(self.span_from(start), ExprKind::BinOp(Box::new(base), BinOp::Pow, Box::new(e))))
    }

    fn primary(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let mut e = self.atom()?;
        loop {
            match self.peek() {
                T::Dot => {
                    self.bump();
                    if self.peek() != T::Name { return self.invalid(); }
                    let t = self.bump();
                    let span = Span::new(start, t.end);
                    e = Expr::new(span, ExprKind::Attribute(Box::new(e), t.sym));
                }
                T::LPar => {
                    self.bump();
                    self.arguments(true)?;
                    let span = self.span_from(start);
                    e = Expr::new(span, ExprKind::Call(Box::new(Call { func: e, args: vec![], keywords: vec![] })));
                }
                T::LSqb => {
                    self.bump();
                    let s = self.slices()?;
                    self.close_bracket(T::RSqb, &s)?;
                    let span = self.span_from(start);
                    e = Expr::new(span, ExprKind::Subscript(Box::new(e), Box::new(s)));
                }
                _ => return Ok(e),
            }
        }
    }

    fn slices(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        let first = self.slice_item()?;
        if self.peek() != T::Comma {
            if matches!(first.kind, ExprKind::Starred(_)) {
                let span = first.span;
                return Ok(Expr::new(span, ExprKind::Tuple(vec![first])));
            }
            return Ok(first);
        }
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if self.peek() == T::RSqb { break; }
            v.push(self.slice_item()?);
        }
        Ok(Expr::new(self.span_from(start), ExprKind::Tuple(v)))
    }
    fn slice_item(&mut self) -> Res<Expr> {
        let start = self.tok().start;
        if self.peek() == T::Star { return self.star_expr(); }
        let lower = if self.peek() == T::Colon { None } else { Some(self.named_expr()?) };
        if self.peek() != T::Colon { return match lower { Some(e) => Ok(e), None => self.invalid() }; }
        self.bump();
        let upper = if matches!(self.peek(), T::Colon | T::RSqb | T::Comma) { None } else { Some(self.expression()?) };
        let step = if self.eat(T::Colon) { if matches!(self.peek(), T::RSqb | T::Comma) { None } else { Some(self.expression()?) } } else { None };
        Ok(Expr::new(self.span_from(start), ExprKind::Slice(Box::new([lower, upper, step]))))
    }

    /// A closing bracket is due after `last`; otherwise the comma hint or plain invalid syntax.
    pub(super) fn close_bracket(&mut self, k: T, last: &Expr) -> Res<()> {
        if self.eat(k) { return Ok(()); }
        self.stuck(last)
    }

    /// Nothing fits after `last`: "Perhaps you forgot a comma?" if another expression stands there inside brackets.
    pub(in crate::parser) fn stuck<X>(&mut self, last: &Expr) -> Res<X> {
        if self.peek() == T::Error { return self.invalid(); }
        // the last element is what CPython's rule sees
        let mut a = last;
        if !a.paren && self.toks.get(self.p.wrapping_sub(1)).is_some_and(|t| t.kind != T::RPar) { while let ExprKind::Tuple(v) = &a.kind { match v.last() { Some(x) => a = x, None => break } } }
        if let ExprKind::Slice(s) = &a.kind { if let Some(x) = s.iter().rev().flatten().next() { a = x; } }
        if let ExprKind::Starred(x) = &a.kind { a = x; }
        if let ExprKind::Named(_, v) = &a.kind { if !a.paren { a = v; } }
        loop {
            match &a.kind {
                ExprKind::IfExp(b) if !a.paren => a = &b.2,
                ExprKind::Lambda(l) if !a.paren => a = &l.body,
                _ => break,
            }
        }
        self.legacy(a)?;
        if starts_expr(self.peek()) {
            let at = self.p;
            let first = self.toks.iter().position(|t| t.start >= a.span.start).unwrap_or(at);
            let ft = self.toks.get(first).copied().unwrap_or_else(|| self.tok());
            let prefix = ft.kind == T::Name && (matches!(self.toks.get(first + 1).map(|t| t.kind), Some(T::String | T::FStart)) || matches!(ft.sym, sym::match_ | sym::case | sym::type_ | sym::underscore));
            if !prefix {
                let save = (self.warnings.len(), self.next_id);
                let r = self.expression();
                if let Err(f) = &r { if f.lexical { return r.and_then(|_| self.invalid()); } }
                if let Ok(b) = r {
                    let level = self.toks.get(self.p.wrapping_sub(1)).map_or(0, |t| t.level);
                    self.warnings.truncate(save.0);
                    if level > 0 { return self.fail_at("invalid syntax. Perhaps you forgot a comma?", a.span.to(b.span)); }
                }
            }
            self.p = at;
        }
        self.invalid()
    }
    /// The same where `a` is a for target: what follows may contain `in`.
    fn stuck_widest<X>(&mut self, a: &Expr) -> Res<X> {
        self.no_in = false;
        self.stuck(a)
    }

    /// `print x` and `exec x`.
    pub(super) fn legacy(&mut self, a: &Expr) -> Res<()> {
        let ExprKind::Name(n) = a.kind else { return Ok(()) };
        if a.paren || !(n == sym::print || n == sym::exec) || !(starts_expr(self.peek()) || self.peek() == T::Star) || self.peek() == T::LPar { return Ok(()); }
        let at = self.p;
        if let Ok(b) = self.star_exprs() {
            let s = self.names.str(n).to_string();
            return self.fail_at(format!("Missing parentheses in call to '{s}'. Did you mean {s}(...)?"), a.span.to(b.span));
        }
        self.p = at;
        Ok(())
    }

    // ---- atoms ----------------------------------------------------------------------------------------------------------

    fn atom(&mut self) -> Res<Expr> {
        let t = self.tok();
        let c = |c: Const| ExprKind::Const(c, false);
        let kind = match t.kind {
            T::Name => { self.bump(); ExprKind::Name(t.sym) }
            T::Number => { self.bump(); ExprKind::Const(self.number(t)?, false) }
            T::String | T::FStart => return self.strings(),
            T::LPar => return self.paren(),
            T::LSqb => return self.list(),
            T::LBrace => return self.brace(),
            T::None => { self.bump(); c(Const::None) }
            T::True => { self.bump(); c(Const::True) }
            T::False => { self.bump(); c(Const::False) }
            T::Ellipsis => { self.bump(); c(Const::Ellipsis) }
            _ => return self.invalid(),
        };
        Ok(Expr::new(t.span(), kind))
    }

    fn paren(&mut self) -> Res<Expr> {
        self.enter()?;
        let r = self.paren_inner();
        self.leave();
        r
    }
    fn paren_inner(&mut self) -> Res<Expr> {
        let start = self.bump().start;
        let save = std::mem::replace(&mut self.no_in, false);
        let r = self.paren_body(start);
        self.no_in = save;
        r
    }
    fn paren_body(&mut self, start: u32) -> Res<Expr> {
        if self.eat(T::RPar) { return Ok(Expr::new(self.span_from(start), ExprKind::Tuple(vec![]))); }
        if self.peek() == T::Yield {
            let mut e = self.yield_expr()?;
            self.close_bracket(T::RPar, &e)?;
            e.paren = true;
            return Ok(e);
        }
        if self.peek() == T::DStar {
            let t = self.bump();
            let e = self.expression()?;
            let _ = e;
            return self.fail_at("cannot use double starred expression here", t.span());
        }
        let first = self.star_named()?;
        match self.peek() {
            T::For | T::Async => {
                if let ExprKind::Starred(_) = first.kind { return self.fail_at("iterable unpacking cannot be used in comprehension", first.span); }
                let gens = self.generators()?;
                if self.peek() != T::RPar { return self.stuck_after_gens(&gens, &first, true); }
                self.bump();
                Ok(Expr::new(self.span_from(start), ExprKind::Comp(Box::new(Comp { id: 0, kind: CompKind::Gen, elt: first, value: None, gens }))))
            }
            T::Comma => {
                let mut v = vec![first];
                while self.eat(T::Comma) {
                    if self.peek() == T::RPar { break; }
                    v.push(self.star_named()?);
                }
                if matches!(self.peek(), T::For | T::Async) && v.len() > 1 { return self.comp_unparen_target(&v, start); }
                if self.peek() != T::RPar {
                    return match v.last() { Some(l) => { let l = l.clone(); self.stuck(&l) } None => self.invalid() };
                }
                self.bump();
                Ok(Expr::new(self.span_from(start), ExprKind::Tuple(v)))
            }
            _ => {
                if let ExprKind::Starred(_) = first.kind {
                    if self.peek() == T::RPar { return self.fail_at("cannot use starred expression here", first.span); }
                }
                let mut e = first;
                self.close_bracket(T::RPar, &e)?;
                e.paren = true;
                Ok(e)
            }
        }
    }
    fn comp_unparen_target<X>(&mut self, v: &[Expr], start: u32) -> Res<X> {
        let _ = start;
        if let (Some(a), Some(b)) = (v.first(), v.last()) {
            if self.toks.get(self.p.wrapping_sub(1)).is_some_and(|t| t.kind == T::Comma) {
                // `[x, for …]`
                let at = self.toks[self.p - 1].span();
                return self.fail_at("did you forget parentheses around the comprehension target?", Span::new(a.span.start, at.end));
            }
            return self.fail_at("did you forget parentheses around the comprehension target?", a.span.to(b.span));
        }
        self.invalid()
    }
    fn stuck_after_gens<X>(&mut self, gens: &[Generator], elt: &Expr, _p: bool) -> Res<X> {
        // after `in` and `if` stand disjunctions, for which CPython gives no hint
        let _ = (gens, elt);
        self.invalid()
    }

    fn list(&mut self) -> Res<Expr> {
        self.enter()?;
        let save = std::mem::replace(&mut self.no_in, false);
        let r = self.list_inner();
        self.no_in = save;
        self.leave();
        r
    }
    fn list_inner(&mut self) -> Res<Expr> {
        let start = self.bump().start;
        if self.eat(T::RSqb) { return Ok(Expr::new(self.span_from(start), ExprKind::List(vec![]))); }
        let first = self.star_named()?;
        if matches!(self.peek(), T::For | T::Async) {
            if let ExprKind::Starred(_) = first.kind { return self.fail_at("iterable unpacking cannot be used in comprehension", first.span); }
            let gens = self.generators()?;
            if self.peek() != T::RSqb { return self.stuck_after_gens(&gens, &first, false); }
            self.bump();
            return Ok(Expr::new(self.span_from(start), ExprKind::Comp(Box::new(Comp { id: 0, kind: CompKind::List, elt: first, value: None, gens }))));
        }
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if self.peek() == T::RSqb { break; }
            if matches!(self.peek(), T::For | T::Async) { break; }
            v.push(self.star_named()?);
        }
        if matches!(self.peek(), T::For | T::Async) { return self.comp_unparen_target(&v, start); }
        if self.peek() != T::RSqb {
            return match v.last() { Some(l) => { let l = l.clone(); self.stuck(&l) } None => self.invalid() };
        }
        self.bump();
        Ok(Expr::new(self.span_from(start), ExprKind::List(v)))
    }

    fn brace(&mut self) -> Res<Expr> {
        self.enter()?;
        let save = std::mem::replace(&mut self.no_in, false);
        let r = self.brace_inner();
        self.no_in = save;
        self.leave();
        r
    }
    fn brace_inner(&mut self) -> Res<Expr> {
        let start = self.bump().start;
        if self.eat(T::RBrace) { return Ok(Expr::new(self.span_from(start), ExprKind::Dict(vec![]))); }
        if self.peek() == T::DStar { return self.dict_rest(start, vec![]); }
        let first = self.star_named()?;
        match self.peek() {
            T::Colon if !matches!(first.kind, ExprKind::Starred(_)) => {
                let colon = self.bump();
                if matches!(self.peek(), T::RBrace | T::Comma) { return self.fail_at("expression expected after dictionary key and ':'", colon.span()); }
                if self.peek() == T::Star { let t = self.bump(); let b = self.bitwise_or()?; return self.fail_at("cannot use a starred expression in a dictionary value", Span::new(t.start, b.span.end)); }
                let value = self.expression()?;
                if matches!(self.peek(), T::For | T::Async) {
                    let gens = self.generators()?;
                    if self.peek() != T::RBrace { return self.stuck_after_gens(&gens, &first, false); }
                    self.bump();
                    return Ok(Expr::new(self.span_from(start), ExprKind::Comp(Box::new(Comp { id: 0, kind: CompKind::Dict, elt: first, value: Some(value), gens }))));
                }
                self.dict_more(start, vec![(Some(first), value)])
            }
            T::For | T::Async => {
                if let ExprKind::Starred(_) = first.kind { return self.fail_at("iterable unpacking cannot be used in comprehension", first.span); }
                let gens = self.generators()?;
                if self.peek() != T::RBrace { return self.stuck_after_gens(&gens, &first, false); }
                self.bump();
                Ok(Expr::new(self.span_from(start), ExprKind::Comp(Box::new(Comp { id: 0, kind: CompKind::Set, elt: first, value: None, gens }))))
            }
            _ => {
                let mut v = vec![first];
                while self.eat(T::Comma) {
                    if self.peek() == T::RBrace { break; }
                    if matches!(self.peek(), T::For | T::Async) { break; }
                    v.push(self.star_named()?);
                }
                if matches!(self.peek(), T::For | T::Async) { return self.comp_unparen_target(&v, start); }
                if self.peek() != T::RBrace {
                    return match v.last() { Some(l) => { let l = l.clone(); self.stuck(&l) } None => self.invalid() };
                }
                self.bump();
                Ok(Expr::new(self.span_from(start), ExprKind::Set(v)))
            }
        }
    }
    /// After the first pair of a dict display.
    fn dict_more(&mut self, start: u32, v: Vec<(Option<Expr>, Expr)>) -> Res<Expr> {
        if self.eat(T::Comma) { return self.dict_rest(start, v); }
        if self.eat(T::RBrace) { return Ok(Expr::new(self.span_from(start), ExprKind::Dict(v))); }
        let last = v.last().map(|p| p.1.clone());
        match last { Some(l) => self.stuck(&l), None => self.invalid() }
    }
    fn dict_rest(&mut self, start: u32, mut v: Vec<(Option<Expr>, Expr)>) -> Res<Expr> {
        loop {
            match self.peek() {
                T::RBrace => break,
                T::DStar => {
                    let t = self.bump();
                    let e = self.bitwise_or()?;
                    if matches!(self.peek(), T::For | T::Async) { return self.fail_at("dict unpacking cannot be used in dict comprehension", t.span()); }
                    v.push((None, e));
                }
                _ => {
                    let k = self.expression()?;
                    if self.peek() != T::Colon {
                        if matches!(self.peek(), T::RBrace | T::Comma) {
                            let at = self.prev_end() - 1;
                            return Err(Fault::syntax("':' expected after dictionary key", Span::new(at, at)).zero_end());
                        }
                        return self.stuck(&k);
                    }
                    let colon = self.bump();
                    if matches!(self.peek(), T::RBrace | T::Comma) { return self.fail_at("expression expected after dictionary key and ':'", colon.span()); }
                    if self.peek() == T::Star { let t = self.bump(); let b = self.bitwise_or()?; return self.fail_at("cannot use a starred expression in a dictionary value", Span::new(t.start, b.span.end)); }
                    let e = self.expression()?;
                    v.push((Some(k), e));
                }
            }
            if !self.eat(T::Comma) { break; }
        }
        if self.peek() != T::RBrace {
            let last = v.last().map(|p| p.1.clone());
            return match last { Some(l) => self.stuck(&l), None => self.invalid() };
        }
        self.bump();
        Ok(Expr::new(self.span_from(start), ExprKind::Dict(v)))
    }

    /// `for_if_clauses`.
    pub(super) fn generators(&mut self) -> Res<Vec<Generator>> {
        let mut v = vec![];
        loop {
            let is_async = match self.peek() {
                T::For => false,
                T::Async if self.peek_at(1) == T::For => { self.bump(); true }
                T::Async => return self.invalid(),
                _ => break,
            };
            self.bump();
            let target = self.for_targets()?;
            if self.peek() != T::In {
                if let Some(bad) = invalid_target(&target, Targets::For) {
                    let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
                    return self.fail_at(m, s);
                }
                if self.peek() == T::Error { return self.invalid(); }
                let last = if let ExprKind::Tuple(v) = &target.kind { v.last().cloned().unwrap_or(target) } else { target };
                return self.stuck_widest(&last);
            }
            if let Some(bad) = invalid_target(&target, Targets::For) {
                let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
                return self.fail_at(m, s);
            }
            self.bump();
            let iter = self.disjunction()?;
            let mut ifs = vec![];
            while self.eat(T::If) { ifs.push(self.disjunction()?); }
            v.push(Generator { target, iter, ifs, is_async });
        }
        Ok(v)
    }
    /// Targets of a for loop or comprehension: `in` ends them.
    pub(super) fn for_targets(&mut self) -> Res<Expr> {
        let save = std::mem::replace(&mut self.no_in, true);
        let r = self.for_targets_inner();
        self.no_in = save;
        r
    }
    fn for_targets_inner(&mut self) -> Res<Expr> {
        let item = |p: &mut Self| -> Res<Expr> {
            if p.peek() == T::Star {
                let s = p.bump().start;
                let e = p.bitwise_or()?;
                return Ok(Expr::new(p.span_from(s), ExprKind::Starred(Box::new(e))));
            }
            p.disjunction()
        };
        let start = self.tok().start;
        let first = item(self)?;
        if self.peek() != T::Comma { return Ok(first); }
        let mut v = vec![first];
        while self.eat(T::Comma) {
            if !(starts_expr(self.peek()) || self.peek() == T::Star) { break; }
            v.push(item(self)?);
        }
        Ok(Expr::new(self.span_from(start), ExprKind::Tuple(v)))
    }

    pub(in crate::parser) fn yield_expr(&mut self) -> Res<Expr> {
        let start = self.bump().start;
        if self.eat(T::From) {
            let e = self.expression()?;
            return Ok(Expr::new(self.span_from(start), ExprKind::YieldFrom(Box::new(e))));
        }
        if starts_expr(self.peek()) || matches!(self.peek(), T::Star | T::Error) {
            let e = self.star_exprs()?;
            return Ok(Expr::new(self.span_from(start), ExprKind::Yield(Some(Box::new(e)))));
        }
        Ok(Expr::new(self.span_from(start), ExprKind::Yield(None)))
    }

    fn lambda(&mut self) -> Res<Expr> {
        let start = self.bump().start;
        self.params(T::Colon)?;
        let colon = self.expect(T::Colon)?;
        if self.peek() == T::FMiddle || (self.peek() == T::RBrace && self.toks[self.p].level < colon.level) { return self.fail_at("f-string: lambda expressions are not allowed without parentheses", Span::new(start, colon.end)); }
        let body = self.expression()?;
        Ok(Expr::new(self.span_from(start), ExprKind::Lambda(Box::new(Lambda { id: 0, params: Params::default(), body }))))
    }
}
