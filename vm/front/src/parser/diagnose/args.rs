//! Parameters of functions and lambdas, arguments of calls.
use super::*;

impl<'a> Parser<'a> {
    /// Parameters up to `end` (`)` of a def, `:` of a lambda), which is left.
    pub(super) fn params(&mut self, end: T) -> Res<()> {
        let def = end == T::RPar;
        // a parameter stands before, and none of the marks
        let mut plain = false;
        let mut star = false;
        let mut slash = false;
        let mut default_seen = false;
        while self.peek() != end {
            match self.peek() {
                T::Slash => {
                    let t = self.bump();
                    if slash { return self.fail_at("/ may appear only once", t.span()); }
                    if star { return self.fail_at("/ must be ahead of *", t.span()); }
                    if !plain {
                        if self.peek() == T::Comma { return self.fail_at("at least one argument must precede /", t.span()); }
                        self.p -= 1;
                        return self.invalid();
                    }
                    if self.peek() == T::Star { return self.fail("expected comma between / and *"); }
                    slash = true;
                    plain = false;
                }
                T::Star => {
                    let t = self.bump();
                    if star { return self.fail_at("* argument may appear only once", t.span()); }
                    star = true;
                    if self.peek() == T::Comma {
                        match self.peek_at(1) {
                            k if k == end || k == T::DStar => {
                                let at = if def { t.span() } else { self.tok_at(1).span() };
                                return self.fail_at("named arguments must follow bare *", at);
                            }
                            _ => {}
                        }
                    } else if self.peek() == end {
                        let at = if def { t.span() } else { self.tok().span() };
                        return self.fail_at("named arguments must follow bare *", at);
                    } else {
                        self.param(def, true)?;
                        if self.peek() == T::Equal { let t = self.tok(); return self.fail_at("var-positional argument cannot have default value", t.span()); }
                    }
                }
                T::DStar => {
                    self.bump();
                    self.param(def, false)?;
                    if self.peek() == T::Equal { let t = self.tok(); return self.fail_at("var-keyword argument cannot have default value", t.span()); }
                    self.eat(T::Comma);
                    if self.peek() != end {
                        let t = self.tok();
                        if matches!(t.kind, T::Name | T::Star | T::DStar | T::Slash) { return self.fail_at("arguments cannot follow var-keyword argument", t.span()); }
                        return self.invalid();
                    }
                    break;
                }
                T::Name => {
                    let at = self.param(def, false)?;
                    if self.peek() == T::Equal {
                        let eq = self.bump();
                        if matches!(self.peek(), T::Comma) || self.peek() == end { return self.fail_at("expected default value expression", eq.span()); }
                        self.expression()?;
                        if !star { default_seen = true; }
                    } else if default_seen && !star {
                        return self.fail_at("parameter without a default follows parameter with a default", at);
                    }
                    plain |= !star;
                }
                T::LPar => {
                    let t = self.bump();
                    let at = self.p;
                    // `(a, b)` of Python 2
                    let mut k = 0;
                    while matches!(self.peek(), T::Name | T::Comma) { self.bump(); k += 1; }
                    if k > 0 && self.peek() == T::RPar {
                        let e = self.bump();
                        let what = if def { "Function parameters" } else { "Lambda expression parameters" };
                        return self.fail_at(format!("{what} cannot be parenthesized"), Span::new(t.start, e.end));
                    }
                    self.p = at - 1;
                    return self.invalid();
                }
                _ => return self.invalid(),
            }
            if self.peek() != end && !self.eat(T::Comma) { return if def || self.peek() == T::Error { self.invalid() } else { Ok(()) }; }
        }
        Ok(())
    }

    fn param(&mut self, def: bool, starred: bool) -> Res<Span> {
        if self.peek() != T::Name { return self.invalid(); }
        let t = self.bump();
        if def && self.eat(T::Colon) {
            if starred && self.peek() == T::Star { self.star_expr()?; } else { self.expression()?; }
        }
        Ok(self.span_from(t.start))
    }

    /// Arguments after `(` up to and with `)`. Bases of a class too (`call` false).
    pub(super) fn arguments(&mut self, call: bool) -> Res<()> {
        self.enter()?;
        let save = std::mem::replace(&mut self.no_in, false);
        let r = self.arguments_inner(call);
        self.no_in = save;
        self.leave();
        r
    }
    fn arguments_inner(&mut self, call: bool) -> Res<()> {
        // the last argument, whether one is a keyword or `**`, whether one is `**`
        let mut last: Option<Expr> = None;
        let mut keyword = false;
        let mut unpacked = false;
        loop {
            match self.peek() {
                T::RPar => break,
                T::Star => {
                    let s = self.bump().start;
                    if unpacked { return self.fail_at("iterable argument unpacking follows keyword argument unpacking", Span::new(s, s + 1)); }
                    let e = self.expression()?;
                    if self.peek() == T::For && call { return self.fail_at("iterable unpacking cannot be used in comprehension", self.span_from(s)); }
                    if self.peek() == T::Equal { return self.unpack_assign("cannot assign to iterable argument unpacking", s); }
                    last = Some(Expr::new(self.span_from(s), ExprKind::Starred(Box::new(e))));
                }
                T::DStar => {
                    let s = self.bump().start;
                    let value = self.expression()?;
                    if self.peek() == T::Equal { return self.unpack_assign("cannot assign to keyword argument unpacking", s); }
                    unpacked = true;
                    keyword = true;
                    last = Some(value);
                }
                T::Name if self.peek_at(1) == T::Equal => {
                    let t = self.bump();
                    let eq = self.bump();
                    if matches!(self.peek(), T::Comma | T::RPar) { return self.fail_at("expected argument value expression", Span::new(t.start, eq.end)); }
                    let value = self.expression()?;
                    if matches!(self.peek(), T::For) { return self.fail_at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", Span::new(t.start, eq.end)); }
                    keyword = true;
                    last = Some(value);
                }
                T::True | T::False | T::None if self.peek_at(1) == T::Equal => {
                    let t = self.bump();
                    let eq = self.bump();
                    let s = self.slice(t.span()).to_string();
                    return self.fail_at(format!("cannot assign to {s}"), Span::new(t.start, eq.end));
                }
                _ => {
                    if self.peek() == T::Error || !(starts_expr(self.peek()) || self.peek() == T::Yield) { return self.invalid(); }
                    let e = if self.peek() == T::Name && self.peek_at(1) == T::Walrus { self.walrus()? } else { self.expression()? };
                    match self.peek() {
                        T::For | T::Async if !call => return self.invalid(),
                        T::For | T::Async => {
                            let gens = self.generators()?;
                            let alone = last.is_none();
                            let last = gens.last().map(|g| (g.ifs.last().unwrap_or(&g.iter).span, g.target.span));
                            if self.peek() == T::RPar && alone {
                                self.bump();
                                return Ok(());
                            }
                            if self.peek() == T::Comma && alone && self.peek_at(1) == T::RPar {
                                // f(x for x in y,) is an error too
                                return self.fail_at("Generator expression must be parenthesized", Span::new(e.span.start, last.map_or(e.span.end, |l| l.0.end)));
                            }
                            if matches!(self.peek(), T::Comma | T::RPar) {
                                let end = last.map_or(e.span.end, |l| l.0.end);
                                return self.fail_at("Generator expression must be parenthesized", Span::new(e.span.start, end));
                            }
                            let l = gens.last().map(|g| g.ifs.last().unwrap_or(&g.iter).clone()).unwrap_or(e);
                            return self.stuck(&l);
                        }
                        T::Equal => {
                            let eq = self.bump();
                            return self.fail_at("expression cannot contain assignment, perhaps you meant \"==\"?", Span::new(e.span.start, eq.end));
                        }
                        _ => {}
                    }
                    if keyword && matches!(self.peek(), T::Comma | T::RPar) {
                        // CPython reads all arguments first
                        let msg = if unpacked { "positional argument follows keyword argument unpacking" } else { "positional argument follows keyword argument" };
                        return self.positional_after(msg);
                    }
                    last = Some(e);
                }
            }
            if self.peek() == T::RPar { break; }
            if !self.eat(T::Comma) {
                return match last { Some(e) => self.stuck(&e), None => self.invalid() };
            }
        }
        self.bump();
        Ok(())
    }
    fn unpack_assign<X>(&mut self, msg: &str, start: u32) -> Res<X> {
        self.bump();
        let v = self.expression()?;
        self.fail_at(msg, Span::new(start, v.span.end))
    }
    fn positional_after<X>(&mut self, msg: &str) -> Res<X> {
        // the fault lies at the last token read, the closing bracket if the rest parses
        let mut depth = 0u32;
        let mut k = self.p;
        while let Some(t) = self.toks.get(k) {
            match t.kind {
                T::LPar | T::LSqb | T::LBrace => depth += 1,
                T::RPar | T::RSqb | T::RBrace => { if depth == 0 { break; } depth -= 1; }
                T::Error | T::End => break,
                _ => {}
            }
            k += 1;
        }
        let span = self.toks.get(k).map_or(Span::default(), |t| t.span());
        self.fail_at(msg, span)
    }
}
