//! Statements.
use super::*;

impl<'a> Parser<'a> {
    pub(super) fn statement(&mut self) -> Res<()> {
        let t = self.tok();
        match t.kind {
            T::If => self.if_stmt("if"),
            T::While => self.while_stmt(),
            T::For => self.for_stmt(),
            T::Try => self.try_stmt(),
            T::With => self.with_stmt(),
            T::Def => self.function(),
            T::Class => self.class(),
            T::At => self.decorated(),
            T::Async => {
                self.bump();
                match self.peek() {
                    T::Def => self.function(),
                    T::For => self.for_stmt(),
                    T::With => self.with_stmt(),
                    _ => self.invalid(),
                }
            }
            T::Name if t.sym == sym::match_ && feed::match_follows(&self.toks, self.p) => self.match_stmt(),
            _ => self.simple_line(),
        }
    }

    /// Simple statements of one line.
    fn simple_line(&mut self) -> Res<()> {
        loop {
            let last = self.simple()?;
            if self.eat(T::Semi) {
                if self.eat(T::Newline) { return Ok(()); }
                continue;
            }
            if self.eat(T::Newline) { return Ok(()); }
            // what stands here cannot follow: maybe the comma hint applies inside brackets, or `print x`
            return match last { Some(e) => self.stuck(&e), None => self.invalid() };
        }
    }

    /// The expression that ends it, if it is one or an assignment.
    fn simple(&mut self) -> Res<Option<Expr>> {
        let t = self.tok();
        let start = t.start;
        match t.kind {
            T::Pass | T::Break | T::Continue => { self.bump(); }
            T::Return => {
                self.bump();
                if !self.ends_simple() { self.star_exprs()?; }
            }
            T::Raise => {
                self.bump();
                if !self.ends_simple() {
                    self.expression()?;
                    if self.eat(T::From) { self.expression()?; }
                }
            }
            T::Global | T::Nonlocal => {
                self.bump();
                self.expect(T::Name)?;
                while self.eat(T::Comma) { self.expect(T::Name)?; }
            }
            T::Del => self.del_stmt()?,
            T::Assert => {
                self.bump();
                self.expression()?;
                if self.eat(T::Comma) { self.expression()?; }
            }
            T::Import => {
                self.bump();
                self.import_names()?;
                if self.peek() == T::From {
                    self.bump();
                    if self.dotted().is_ok() {
                        let t = self.tok();
                        return self.fail_at("Did you mean to use 'from ... import ...' instead?", Span::new(start, if t.end > t.start { t.end - 1 } else { t.end }));
                    }
                    return self.invalid();
                }
            }
            T::From => self.import_from()?,
            T::Name if t.sym == sym::type_ && feed::alias_follows(&self.toks, self.p) => self.type_alias()?,
            T::Yield => {
                let e = self.yield_expr()?;
                if self.peek() == T::Equal { return self.fail_at("assignment to yield expression not possible", e.span); }
                return Ok(Some(e));
            }
            _ => return self.expr_stmt(),
        }
        Ok(None)
    }
    /// `def name` stands before: an empty list of type parameters is then a missing parenthesis.
    fn tok_before_is_def(&self) -> bool { self.p >= 2 && self.toks[self.p - 2].kind == T::Def }
    fn ends_simple(&self) -> bool { matches!(self.peek(), T::Newline | T::Semi | T::End) }

    fn augmented(&self) -> bool {
        matches!(self.peek(), T::PlusEq | T::MinusEq | T::StarEq | T::SlashEq | T::DSlashEq | T::PercentEq | T::AtEq | T::AmperEq | T::VBarEq | T::CaretEq
            | T::LShiftEq | T::RShiftEq | T::DStarEq)
    }
    fn value(&mut self) -> Res<Expr> { if self.peek() == T::Yield { self.yield_expr() } else { self.star_exprs() } }

    fn expr_stmt(&mut self) -> Res<Option<Expr>> {
        let first = self.star_exprs()?;
        match self.peek() {
            T::Equal => self.assign(first).map(Some),
            T::Colon => self.annotated(first).map(|()| None),
            T::Walrus => {
                let mut e = &first;
                if let ExprKind::Tuple(v) = &first.kind { if !first.paren { if let Some(x) = v.last() { e = x; } } }
                if matches!(e.kind, ExprKind::Name(_)) { return self.invalid(); }
                let (m, s) = (format!("cannot use assignment expressions with {}", expr_name(e)), e.span);
                self.fail_at(m, s)
            }
            _ => {
                if self.augmented() {
                    let ok = matches!(first.kind, ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..));
                    if !ok { return self.fail_at(format!("'{}' is an illegal expression for augmented assignment", expr_name(&first)), first.span); }
                    self.bump();
                    self.value()?;
                    return Ok(None);
                }
                Ok(Some(first))
            }
        }
    }

    /// The last value.
    fn assign(&mut self, first: Expr) -> Res<Expr> {
        let mut targets = vec![];
        let mut e = first;
        while self.peek() == T::Equal {
            if let (Some(Expr { kind: ExprKind::Name(_), paren: false, span }), ExprKind::Tuple(v), true) = (targets.last(), &e.kind, targets.len() == 1) {
                if invalid_target(&e, Targets::Star).is_some() && !own_parens(self, &e) {
                    let end = v.first().map_or(span.end, |x| x.span.end);
                    return self.fail_at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", Span::new(span.start, end));
                }
            }
            self.check_assign_target(&e, targets.is_empty())?;
            self.bump();
            targets.push(e);
            e = self.value()?;
            if self.peek() == T::Equal && matches!(e.kind, ExprKind::Yield(_) | ExprKind::YieldFrom(_)) && !e.paren {
                return self.fail_at("assignment to yield expression not possible", e.span);
            }
        }
        if self.augmented() { return self.invalid(); }
        Ok(e)
    }

    fn check_assign_target(&mut self, e: &Expr, first: bool) -> Res<()> {
        let Some(bad) = invalid_target(e, Targets::Star) else { return Ok(()) };
        if first {
            // CPython sees the last element with the eyes of a named expression first
            let mut last = e;
            if let ExprKind::Tuple(v) = &e.kind { if self.slice(e.span).as_bytes().first() != Some(&b'(') || !own_parens(self, e) { if let Some(x) = v.last() { last = x; } } }
            if !matches!(last.kind, ExprKind::Starred(_)) {
                let plain = !matches!(last.kind, ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Const(fora_ir::Const::True | fora_ir::Const::False | fora_ir::Const::None, _));
                let gen_only = if let ExprKind::Comp(c) = &last.kind { c.kind != CompKind::Gen } else { plain };
                let low = !last.paren && matches!(last.kind, ExprKind::Compare(..) | ExprKind::BoolOp(..) | ExprKind::IfExp(_) | ExprKind::Lambda(_) | ExprKind::Unary(UnaryOp::Not, _));
                if gen_only && !low {
                    let at = self.p;
                    self.bump();
                    if let Some(end) = self.some_bitwise_or() {
                        if !matches!(self.peek(), T::Equal | T::Walrus) {
                            if matches!(last.kind, ExprKind::Name(_)) && !last.paren {
                                return self.fail_at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", Span::new(last.span.start, end));
                            }
                            return self.fail_at(format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", expr_name(last)), last.span);
                        }
                    }
                    self.p = at;
                }
            }
        }
        let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
        self.fail_at(m, s)
    }
    fn annotated(&mut self, target: Expr) -> Res<()> {
        match &target.kind {
            ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => {}
            ExprKind::List(_) => return self.if_expr_follows("only single target (not list) can be annotated", target.span),
            ExprKind::Tuple(v) => {
                let at = if own_parens(self, &target) { target.span } else { v.first().map_or(target.span, |x| x.span) };
                return self.if_expr_follows("only single target (not tuple) can be annotated", at);
            }
            _ => return self.if_expr_follows("illegal target for annotation", target.span),
        }
        self.bump();
        self.expression()?;
        if self.eat(T::Equal) { self.value()?; }
        Ok(())
    }
    fn if_expr_follows<X>(&mut self, msg: &str, span: Span) -> Res<X> {
        let at = self.p;
        self.bump();
        if self.expression().is_ok() { return self.fail_at(msg, span); }
        self.p = at;
        self.invalid()
    }

    fn del_stmt(&mut self) -> Res<()> {
        self.bump();
        let e = self.star_exprs()?;
        if let Some(bad) = invalid_target(&e, Targets::Del) {
            let (m, s) = (format!("cannot delete {}", expr_name(bad)), bad.span);
            return self.fail_at(m, s);
        }
        if !self.ends_simple() { return self.stuck(&e); }
        Ok(())
    }

    fn type_alias(&mut self) -> Res<()> {
        self.bump();
        self.bump();
        self.type_params()?;
        self.expect(T::Equal)?;
        self.expression().map(drop)
    }

    fn type_params(&mut self) -> Res<()> {
        if self.peek() != T::LSqb || (self.peek_at(1) == T::RSqb && self.tok_before_is_def()) { return Ok(()); }
        self.bump();
        if self.peek() == T::RSqb { return self.invalid(); }
        loop {
            if self.peek() == T::RSqb { break; }
            let starred = if self.eat(T::DStar) { Some("ParamSpec") } else if self.eat(T::Star) { Some("TypeVarTuple") } else { None };
            self.expect(T::Name)?;
            if self.peek() == T::Colon {
                let colon = self.bump();
                let e = self.expression()?;
                if let Some(n) = starred {
                    let what = if matches!(e.kind, ExprKind::Tuple(_)) { "constraints" } else { "bound" };
                    return self.fail_at(format!("cannot use {what} with {n}"), Span::new(colon.start, e.span.end));
                }
            }
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RSqb).map(drop)
    }

    // ---- imports -----------------------------------------------------------------------------------------------------

    fn dotted(&mut self) -> Res<()> {
        self.expect(T::Name)?;
        while self.eat(T::Dot) { self.expect(T::Name)?; }
        Ok(())
    }
    fn import_names(&mut self) -> Res<()> {
        loop {
            self.dotted()?;
            self.as_name()?;
            if !self.eat(T::Comma) { return Ok(()); }
        }
    }
    fn as_name(&mut self) -> Res<()> {
        if self.eat(T::As) { self.expect(T::Name)?; }
        Ok(())
    }
    fn import_from(&mut self) -> Res<()> {
        self.bump();
        let mut dots = false;
        while matches!(self.peek(), T::Dot | T::Ellipsis) {
            dots = true;
            self.bump();
        }
        if self.peek() == T::Name { self.dotted()?; } else if !dots { return self.invalid(); }
        self.expect(T::Import)?;
        if self.eat(T::Star) { return Ok(()); }
        let paren = self.eat(T::LPar);
        if self.peek() == T::Newline { return self.fail("invalid syntax"); }
        let mut some = false;
        loop {
            if paren && self.peek() == T::RPar && some { break; }
            self.expect(T::Name)?;
            self.as_name()?;
            some = true;
            if !self.eat(T::Comma) { break; }
            if !paren && self.peek() == T::Newline { return self.fail("trailing comma not allowed without surrounding parentheses"); }
        }
        if paren { self.expect(T::RPar)?; }
        Ok(())
    }

    // ---- blocks ------------------------------------------------------------------------------------------------------

    /// The suite after a colon. `what` completes "expected an indented block after … on line N".
    fn block(&mut self, what: &str, head: u32) -> Res<()> {
        self.enter()?;
        let r = self.block_inner(what, head);
        self.leave();
        r
    }
    fn block_inner(&mut self, what: &str, head: u32) -> Res<()> {
        if self.eat(T::Newline) {
            if self.peek() != T::Indent {
                if let Some(f) = self.lex_fault() { return Err(f); }
                let line = self.line_of(head);
                return Err(self.at_tok(ErrorKind::IndentationError, format!("expected an indented block after {what} on line {line}")));
            }
            self.bump();
            loop {
                self.statement()?;
                if self.eat(T::Dedent) || self.peek() == T::End { return Ok(()); }
            }
        }
        self.simple_line()
    }
    /// `:` where CPython says "expected ':'" only at the end of the line.
    fn colon_or_newline(&mut self, after: Option<&Expr>) -> Res<()> {
        if self.eat(T::Colon) { return Ok(()); }
        if self.peek() == T::Newline { return self.fail("expected ':'"); }
        match after { Some(e) => { let e = e.clone(); self.stuck(&e) } None => self.invalid() }
    }

    fn if_stmt(&mut self, word: &str) -> Res<()> {
        self.enter()?;
        let r = self.if_inner(word);
        self.leave();
        r
    }
    fn if_inner(&mut self, word: &str) -> Res<()> {
        let start = self.bump().start;
        let test = self.named_expr()?;
        self.colon_or_newline(Some(&test))?;
        self.block(&format!("'{word}' statement"), start)?;
        match self.peek() {
            T::Elif => self.if_stmt("elif"),
            T::Else => self.else_block(),
            _ => Ok(()),
        }
    }
    fn else_block(&mut self) -> Res<()> {
        let s = self.bump().start;
        self.expect_forced(T::Colon, ":")?;
        self.block("'else' statement", s)
    }
    fn while_stmt(&mut self) -> Res<()> {
        let start = self.bump().start;
        let test = self.named_expr()?;
        self.colon_or_newline(Some(&test))?;
        self.block("'while' statement", start)?;
        if self.peek() == T::Else { self.else_block()?; }
        Ok(())
    }
    fn for_stmt(&mut self) -> Res<()> {
        let head = self.bump().start;
        let target = self.for_targets()?;
        if let Some(bad) = invalid_target(&target, Targets::For) {
            let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
            return self.fail_at(m, s);
        }
        if self.peek() != T::In { return self.invalid(); }
        self.bump();
        let iter = self.star_exprs()?;
        if self.peek() != T::Colon && self.peek() != T::Newline { return self.stuck(&iter); }
        self.expect_forced(T::Colon, ":")?;
        self.block("'for' statement", head)?;
        if self.peek() == T::Else { self.else_block()?; }
        Ok(())
    }

    fn with_stmt(&mut self) -> Res<()> {
        let head = self.bump().start;
        // the last item if it has no target
        let mut last = None;
        let at = self.p;
        let mut done = false;
        if self.peek() == T::LPar && self.with_parens() {
            self.bump();
            loop {
                if self.peek() == T::RPar { break; }
                last = self.with_item()?;
                if !self.eat(T::Comma) { break; }
            }
            if self.peek() == T::RPar && matches!(self.peek_at(1), T::Colon | T::Newline) { self.bump(); done = true; } else if self.peek() != T::RPar {
                return match last { Some(e) => self.stuck(&e), None => self.invalid() };
            } else { self.p = at; }
        }
        if !done {
            loop {
                last = self.with_item()?;
                if !self.eat(T::Comma) { break; }
            }
        }
        if self.peek() != T::Colon {
            if self.peek() == T::Newline { return self.fail("expected ':'"); }
            return match last { Some(e) => self.stuck(&e), None => self.invalid() };
        }
        self.bump();
        self.block("'with' statement", head)
    }
    /// The parenthesis after `with` encloses the items: its partner is followed by a colon.
    fn with_parens(&self) -> bool {
        let mut depth = 0;
        let mut k = 0;
        let mut comma_or_as = false;
        loop {
            match self.peek_at(k) {
                T::LPar | T::LSqb | T::LBrace => depth += 1,
                T::RPar | T::RSqb | T::RBrace => {
                    depth -= 1;
                    if depth == 0 { return comma_or_as && (self.peek_at(k + 1) == T::Colon || self.peek_at(k + 1) == T::Newline); }
                }
                T::As if depth == 1 => comma_or_as = true,
                T::Comma if depth == 1 => comma_or_as = true,
                T::Yield | T::For | T::Walrus if depth == 1 => return false,
                T::End | T::Error => return comma_or_as,
                _ => {}
            }
            k += 1;
        }
    }
    /// The expression of an item without a target.
    fn with_item(&mut self) -> Res<Option<Expr>> {
        let e = self.expression()?;
        if !self.eat(T::As) { return Ok(Some(e)); }
        // a target: anything that parses as one
        let t = if self.peek() == T::Star { self.star_expr()? } else { self.disjunction()? };
        if let Some(bad) = invalid_target(&t, Targets::Star) {
            if matches!(self.peek(), T::Comma | T::RPar | T::Colon) {
                let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
                return self.fail_at(m, s);
            }
            return self.invalid();
        }
        Ok(None)
    }

    fn try_stmt(&mut self) -> Res<()> {
        let start = self.bump().start;
        self.expect_forced(T::Colon, ":")?;
        self.block("'try' statement", start)?;
        // whether the handlers so far are `except*`
        let mut star = None;
        while self.peek() == T::Except {
            let et = self.bump();
            let this_star = self.peek() == T::Star;
            if this_star { self.bump(); }
            if *star.get_or_insert(this_star) != this_star {
                return if this_star && self.peek() == T::Colon { self.fail("expected one or more exception types") } else { self.fail_at("cannot have both 'except' and 'except*' on the same 'try'", self.span_from(et.start)) };
            }
            let word = if this_star { "'except*' statement" } else { "'except' statement" };
            if self.peek() == T::Colon {
                if this_star { return self.fail("expected one or more exception types"); }
                self.bump();
            } else {
                if self.peek() == T::Newline { return if this_star { self.fail("expected one or more exception types") } else { self.fail("expected ':'") }; }
                let e = self.expression()?;
                if self.peek() == T::Comma {
                    // `except A, B:` of Python 2
                    let at = self.p;
                    self.bump();
                    let mut last = None;
                    if starts_expr(self.peek()) { last = self.star_exprs().ok(); }
                    if last.is_some() {
                        if self.eat(T::As) { if self.peek() == T::Name { self.bump(); } }
                        if self.peek() == T::Colon { let end = self.tok().start; return self.fail_at("multiple exception types must be parenthesized", Span::new(e.span.start, end)); }
                    }
                    self.p = at;
                    return self.invalid();
                }
                let named = self.eat(T::As);
                if named { self.expect(T::Name)?; }
                self.colon_or_newline(if named { None } else { Some(&e) })?;
            }
            self.block(word, et.start)?;
        }
        if self.peek() == T::Else && star.is_some() { self.else_block()?; }
        if self.peek() == T::Finally {
            let f = self.bump().start;
            self.expect_forced(T::Colon, ":")?;
            self.block("'finally' statement", f)?;
        } else if star.is_none() {
            return self.fail("expected 'except' or 'finally' block");
        }
        if self.peek() == T::Except { return self.invalid(); }
        Ok(())
    }

    // ---- definitions -------------------------------------------------------------------------------------------------

    fn decorated(&mut self) -> Res<()> {
        while self.eat(T::At) {
            let e = self.named_expr()?;
            if self.peek() != T::Newline { return self.stuck(&e); }
            self.bump();
        }
        match self.peek() {
            T::Def => self.function(),
            T::Class => self.class(),
            T::Async if self.peek_at(1) == T::Def => { self.bump(); self.function() }
            _ => self.invalid(),
        }
    }

    fn function(&mut self) -> Res<()> {
        let head = self.bump().start;
        self.expect(T::Name)?;
        self.type_params()?;
        self.expect_forced(T::LPar, "(")?;
        let save = std::mem::replace(&mut self.no_in, false);
        let params = self.params(T::RPar);
        self.no_in = save;
        params?;
        self.expect(T::RPar)?;
        if self.peek() == T::Arrow && !starts_expr(self.peek_at(1)) && self.peek_at(1) != T::Error { return self.expect_forced(T::Colon, ":").map(drop); }
        if self.eat(T::Arrow) { self.expression()?; }
        self.expect_forced(T::Colon, ":")?;
        self.block("function definition", head)
    }

    fn class(&mut self) -> Res<()> {
        let start = self.bump().start;
        self.expect(T::Name)?;
        self.type_params()?;
        if self.eat(T::LPar) { self.arguments(false)?; }
        self.colon_or_newline(None)?;
        self.block("class definition", start)
    }

    // ---- match ---------------------------------------------------------------------------------------------------------

    fn match_stmt(&mut self) -> Res<()> {
        let start = self.bump().start;
        let s = self.tok().start;
        let first = if self.peek() == T::Star { self.star_expr()? } else { self.named_expr()? };
        let subject = if self.peek() == T::Comma {
            let mut v = vec![first];
            while self.eat(T::Comma) {
                if self.peek() == T::Colon { break; }
                v.push(if self.peek() == T::Star { self.star_expr()? } else { self.named_expr()? });
            }
            Expr::new(self.span_from(s), ExprKind::Tuple(v))
        } else if let ExprKind::Starred(_) = first.kind {
            return self.invalid();
        } else {
            first
        };
        self.colon_or_newline(Some(&subject))?;
        self.expect(T::Newline)?;
        if self.peek() != T::Indent {
            let line = self.line_of(start);
            return Err(self.at_tok(ErrorKind::IndentationError, format!("expected an indented block after 'match' statement on line {line}")));
        }
        self.bump();
        let mut some = false;
        while self.peek() == T::Name && self.tok().sym == sym::case {
            let head = self.bump().start;
            self.patterns()?;
            let guard = if self.eat(T::If) { Some(self.named_expr()?) } else { None };
            self.colon_or_newline(guard.as_ref())?;
            self.block("'case' statement", head)?;
            some = true;
        }
        if !some { return self.invalid(); }
        if self.peek() != T::End { self.expect(T::Dedent)?; }
        Ok(())
    }
}

/// Whether a tuple stands in its own parentheses.
fn own_parens(p: &Parser, e: &Expr) -> bool { matches!(e.kind, ExprKind::Tuple(_)) && p.bracketed(e.span) && p.slice(e.span).starts_with('(') }
