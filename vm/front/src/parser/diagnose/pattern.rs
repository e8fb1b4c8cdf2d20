//! Patterns of `case`.
use super::*;
use fora_ir::Const;

impl<'a> Parser<'a> {
    /// `patterns`: an open sequence or one pattern.
    pub(super) fn patterns(&mut self) -> Res<()> {
        let star = self.maybe_star()?;
        // a star alone needs its comma
        if self.peek() != T::Comma { return if star { self.invalid() } else { Ok(()) }; }
        while self.eat(T::Comma) {
            if matches!(self.peek(), T::Colon | T::If) { break; }
            self.maybe_star()?;
        }
        Ok(())
    }
    /// Whether it was a star.
    fn maybe_star(&mut self) -> Res<bool> {
        if self.eat(T::Star) { return self.expect(T::Name).map(|_| true); }
        self.pattern().map(|_| false)
    }
    /// `as_pattern | or_pattern`: where it stands.
    fn pattern(&mut self) -> Res<Span> {
        self.enter()?;
        let r = self.pattern_inner();
        self.leave();
        r
    }
    fn pattern_inner(&mut self) -> Res<Span> {
        let start = self.tok().start;
        self.closed()?;
        while self.eat(T::VBar) { self.closed()?; }
        if self.eat(T::As) {
            let t = self.tok();
            if t.kind != T::Name {
                if self.expression().is_ok() { return self.fail_at("invalid pattern target", Span::new(t.start, self.prev_end())); }
                return self.invalid();
            }
            if t.sym == sym::underscore { return self.fail_at("cannot use '_' as a target", t.span()); }
            self.bump();
        }
        Ok(self.span_from(start))
    }

    fn closed(&mut self) -> Res<()> {
        match self.peek() {
            T::Number | T::Minus => self.pattern_number(),
            T::String | T::FStart => {
                let e = self.strings()?;
                if let ExprKind::Joined(_) = e.kind { return self.fail_at("patterns may only match literals and attribute lookups", e.span); }
                Ok(())
            }
            T::None | T::True | T::False => { self.bump(); Ok(()) }
            T::Name => {
                self.dotted_name()?;
                if self.peek() == T::LPar { self.class_pattern() } else { Ok(()) }
            }
            T::LPar => {
                self.bump();
                if self.eat(T::RPar) { return Ok(()); }
                let star = self.maybe_star()?;
                if self.peek() == T::RPar && !star { self.bump(); return Ok(()); }
                if star && self.peek() == T::RPar { return self.invalid(); }
                self.sequence_rest(T::RPar)
            }
            T::LSqb => {
                self.bump();
                if self.eat(T::RSqb) { return Ok(()); }
                self.maybe_star()?;
                self.sequence_rest(T::RSqb)
            }
            T::LBrace => self.mapping(),
            _ => self.invalid(),
        }
    }
    fn sequence_rest(&mut self, end: T) -> Res<()> {
        while self.eat(T::Comma) {
            if self.peek() == end { break; }
            self.maybe_star()?;
        }
        self.expect(end).map(drop)
    }
    /// A signed number or a complex literal.
    fn pattern_number(&mut self) -> Res<()> {
        let start = self.tok().start;
        self.eat(T::Minus);
        let t = self.expect(T::Number)?;
        let real = self.number(t)?;
        if !matches!(self.peek(), T::Plus | T::Minus) { return Ok(()); }
        let left = self.span_from(start);
        self.bump();
        if matches!(real, Const::Complex(..)) { return self.fail_at("real number required in complex literal", left); }
        let t = self.expect(T::Number)?;
        let c = self.number(t)?;
        if !matches!(c, Const::Complex(..)) { return self.fail_at("imaginary number required in complex literal", t.span()); }
        Ok(())
    }
    /// Whether it has a dot.
    fn dotted_name(&mut self) -> Res<bool> {
        self.expect(T::Name)?;
        let mut dot = false;
        while self.eat(T::Dot) {
            dot = true;
            self.expect(T::Name)?;
        }
        Ok(dot)
    }
    fn class_pattern(&mut self) -> Res<()> {
        self.bump();
        let mut keyword = false;
        while self.peek() != T::RPar {
            if self.peek() == T::Name && self.peek_at(1) == T::Equal {
                self.bump();
                self.bump();
                self.pattern()?;
                keyword = true;
            } else {
                let at = self.pattern()?;
                if keyword { return self.fail_at("positional patterns follow keyword patterns", at); }
            }
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RPar).map(drop)
    }
    fn mapping(&mut self) -> Res<()> {
        self.bump();
        while self.peek() != T::RBrace {
            if self.eat(T::DStar) {
                let n = self.expect(T::Name)?;
                if n.sym == sym::underscore { self.p -= 1; return self.invalid(); }
                self.eat(T::Comma);
                break;
            }
            match self.peek() {
                T::Number | T::Minus => self.pattern_number()?,
                T::String | T::FStart => { self.strings()?; }
                T::Name => if !self.dotted_name()? { return self.invalid(); },
                T::None | T::True | T::False => { self.bump(); }
                _ => return self.invalid(),
            }
            self.expect(T::Colon)?;
            self.pattern()?;
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RBrace).map(drop)
    }
}
