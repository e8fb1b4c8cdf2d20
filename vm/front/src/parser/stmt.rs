//! Statements.
use super::expr::starts_expr;
use super::*;

impl<'a> Parser<'a> {
    pub(super) fn statement(&mut self, out: &mut Vec<Stmt>) -> Res<()> {
        let t = self.tok();
        match t.kind {
            T::If => { let s = self.if_stmt("if")?; out.push(s); }
            T::While => { let s = self.while_stmt()?; out.push(s); }
            T::For => { let s = self.for_stmt(t.start, false)?; out.push(s); }
            T::Try => { let s = self.try_stmt()?; out.push(s); }
            T::With => { let s = self.with_stmt(t.start, false)?; out.push(s); }
            T::Def => { let s = self.function(vec![], t.start, false)?; out.push(s); }
            T::Class => { let s = self.class(vec![])?; out.push(s); }
            T::At => { let s = self.decorated()?; out.push(s); }
            T::Async => {
                let s = match self.peek_at(1) {
                    T::Def => { self.bump(); self.function(vec![], t.start, true)? }
                    T::For => { self.bump(); self.for_stmt(t.start, true)? }
                    T::With => { self.bump(); self.with_stmt(t.start, true)? }
                    _ => { self.bump(); return self.invalid(); }
                };
                out.push(s);
            }
            T::Name if t.sym == sym::match_ && feed::match_follows(&self.toks, self.p) => { let s = self.match_stmt()?; out.push(s); }
            _ => return self.simple_line(out),
        }
        Ok(())
    }

    /// Simple statements of one line.
    fn simple_line(&mut self, out: &mut Vec<Stmt>) -> Res<()> {
        loop {
            let s = self.simple()?;
            let single = out.len();
            let _ = single;
            out.push(s);
            if self.eat(T::Semi) {
                if self.eat(T::Newline) { return Ok(()); }
                continue;
            }
            if self.eat(T::Newline) { return Ok(()); }
            // what stands here cannot follow: maybe the comma hint applies inside brackets, or `print x`
            let last = match out.last() { Some(Stmt { kind: StmtKind::Expr(e), .. }) => Some(e.clone()), Some(Stmt { kind: StmtKind::Assign(_, e), .. }) => Some(e.clone()), _ => None };
            if let Some(e) = last {
                return self.stuck(&e);
            }
            return self.invalid();
        }
    }

    fn simple(&mut self) -> Res<Stmt> {
        let t = self.tok();
        let start = t.start;
        let kind = match t.kind {
            T::Pass => { self.bump(); StmtKind::Pass }
            T::Break => { self.bump(); StmtKind::Break }
            T::Continue => { self.bump(); StmtKind::Continue }
            T::Return => {
                self.bump();
                StmtKind::Return(if self.ends_simple() { None } else { Some(self.star_exprs()?) })
            }
            T::Raise => {
                self.bump();
                if self.ends_simple() { StmtKind::Raise(None, None) } else {
                    let e = self.expression()?;
                    let from = if self.eat(T::From) { Some(self.expression()?) } else { None };
                    StmtKind::Raise(Some(e), from)
                }
            }
            T::Global | T::Nonlocal => {
                self.bump();
                let mut v = vec![self.expect(T::Name)?.sym];
                while self.eat(T::Comma) { v.push(self.expect(T::Name)?.sym); }
                if t.kind == T::Global { StmtKind::Global(v) } else { StmtKind::Nonlocal(v) }
            }
            T::Del => return self.del_stmt(),
            T::Assert => {
                self.bump();
                let e = self.expression()?;
                let msg = if self.eat(T::Comma) { Some(self.expression()?) } else { None };
                StmtKind::Assert(e, msg)
            }
            T::Import => {
                self.bump();
                let v = self.import_names()?;
                if self.peek() == T::From {
                    self.bump();
                    if self.dotted().is_ok() {
                        let t = self.tok();
                        return self.fail_at("Did you mean to use 'from ... import ...' instead?", Span::new(start, if t.end > t.start { t.end - 1 } else { t.end }));
                    }
                    return self.invalid();
                }
                StmtKind::Import(v)
            }
            T::From => return self.import_from(),
            T::Name if t.sym == sym::type_ && feed::alias_follows(&self.toks, self.p) => return self.type_alias(),
            T::Yield => {
                let e = self.yield_expr()?;
                if self.peek() == T::Equal { return self.fail_at("assignment to yield expression not possible", e.span); }
                StmtKind::Expr(e)
            }
            _ => return self.expr_stmt(),
        };
        Ok(Stmt { span: self.span_from(start), kind })
    }
    /// `def name` stands before: an empty list of type parameters is then a missing parenthesis.
    fn tok_before_is_def(&self) -> bool { self.p >= 2 && self.toks[self.p - 2].kind == T::Def }
    fn ends_simple(&self) -> bool { matches!(self.peek(), T::Newline | T::Semi | T::End) }

    fn aug_op(&self) -> Option<BinOp> {
        Some(match self.peek() {
            T::PlusEq => BinOp::Add,
            T::MinusEq => BinOp::Sub,
            T::StarEq => BinOp::Mul,
            T::SlashEq => BinOp::Div,
            T::DSlashEq => BinOp::FloorDiv,
            T::PercentEq => BinOp::Mod,
            T::AtEq => BinOp::MatMul,
            T::AmperEq => BinOp::And,
            T::VBarEq => BinOp::Or,
            T::CaretEq => BinOp::Xor,
            T::LShiftEq => BinOp::LShift,
            T::RShiftEq => BinOp::RShift,
            T::DStarEq => BinOp::Pow,
            _ => return None,
        })
    }

    fn expr_stmt(&mut self) -> Res<Stmt> {
        let start = self.tok().start;
        let first = self.star_exprs()?;
        match self.peek() {
            T::Equal => self.assign(start, first),
            T::Colon => self.annotated(start, first),
            T::Walrus => {
                let mut e = &first;
                if let ExprKind::Tuple(v) = &first.kind { if !first.paren { if let Some(x) = v.last() { e = x; } } }
                if matches!(e.kind, ExprKind::Name(_)) { return self.invalid(); }
                let (m, s) = (format!("cannot use assignment expressions with {}", expr_name(e)), e.span);
                self.fail_at(m, s)
            }
            _ => {
                if let Some(op) = self.aug_op() {
                    let ok = matches!(first.kind, ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..));
                    if !ok { return self.fail_at(format!("'{}' is an illegal expression for augmented assignment", expr_name(&first)), first.span); }
                    self.bump();
                    let v = if self.peek() == T::Yield { self.yield_expr()? } else { self.star_exprs()? };
                    return Ok(Stmt { span: self.span_from(start), kind: StmtKind::AugAssign(first, op, v) });
                }
                Ok(Stmt { span: self.span_from(start), kind: StmtKind::Expr(first) })
            }
        }
    }

    fn assign(&mut self, start: u32, first: Expr) -> Res<Stmt> {
        let mut targets = vec![];
        let mut e = first;
        while self.peek() == T::Equal {
            if let (Some(Expr { kind: ExprKind::Name(_), paren: false, span }), ExprKind::Tuple(v), true) = (targets.last(), &e.kind, targets.len() == 1) {
                if invalid_target(&e, Targets::Star).is_some() && !self.tuple_parens(&e) {
                    let end = v.first().map_or(span.end, |x| x.span.end);
                    return self.fail_at("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", Span::new(span.start, end));
                }
            }
            self.check_assign_target(&e, targets.is_empty())?;
            self.bump();
            targets.push(e);
            e = if self.peek() == T::Yield { self.yield_expr()? } else { self.star_exprs()? };
            if self.peek() == T::Equal && matches!(e.kind, ExprKind::Yield(_) | ExprKind::YieldFrom(_)) && !e.paren {
                return self.fail_at("assignment to yield expression not possible", e.span);
            }
        }
        if let Some(_op) = self.aug_op() { return self.invalid(); }
        Ok(Stmt { span: self.span_from(start), kind: StmtKind::Assign(targets, e) })
    }

    fn check_assign_target(&mut self, e: &Expr, first: bool) -> Res<()> {
        let Some(bad) = invalid_target(e, Targets::Star) else { return Ok(()) };
        if first {
            // CPython sees the last element with the eyes of a named expression first
            let mut last = e;
            if let ExprKind::Tuple(v) = &e.kind { if self.slice(e.span).as_bytes().first() != Some(&b'(') || !self.tuple_parens(e) { if let Some(x) = v.last() { last = x; } } }
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
    /// Whether a tuple stands in its own parentheses: the one it begins with closes where it ends.
    fn tuple_parens(&self, e: &Expr) -> bool {
        if !matches!(e.kind, ExprKind::Tuple(_)) { return false; }
        let mut depth = 0usize;
        for t in &self.toks[self.toks.partition_point(|t| t.start < e.span.start)..] {
            match t.kind {
                T::LPar | T::LSqb | T::LBrace => depth += 1,
                T::RPar | T::RSqb | T::RBrace => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 { return t.kind == T::RPar && t.end == e.span.end && self.slice(Span::new(e.span.start, e.span.start + 1)) == "("; }
                }
                _ => if depth == 0 { return false; },
            }
        }
        false
    }

    fn annotated(&mut self, start: u32, target: Expr) -> Res<Stmt> {
        match &target.kind {
            ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => {}
            ExprKind::List(_) => return self.if_expr_follows("only single target (not list) can be annotated", target.span),
            ExprKind::Tuple(v) => {
                let at = if self.tuple_parens(&target) { target.span } else { v.first().map_or(target.span, |x| x.span) };
                return self.if_expr_follows("only single target (not tuple) can be annotated", at);
            }
            _ => return self.if_expr_follows("illegal target for annotation", target.span),
        }
        self.bump();
        let annotation = self.expression()?;
        let value = if self.eat(T::Equal) { Some(if self.peek() == T::Yield { self.yield_expr()? } else { self.star_exprs()? }) } else { None };
        Ok(Stmt { span: self.span_from(start), kind: StmtKind::AnnAssign(Box::new(AnnAssign { target, annotation, value })) })
    }
    fn if_expr_follows<X>(&mut self, msg: &str, span: Span) -> Res<X> {
        let at = self.p;
        self.bump();
        if self.expression().is_ok() { return self.fail_at(msg, span); }
        self.p = at;
        self.invalid()
    }

    fn del_stmt(&mut self) -> Res<Stmt> {
        let start = self.bump().start;
        let e = self.star_exprs()?;
        if let Some(bad) = invalid_target(&e, Targets::Del) {
            let (m, s) = (format!("cannot delete {}", expr_name(bad)), bad.span);
            return self.fail_at(m, s);
        }
        if !self.ends_simple() { return self.stuck(&e); }
        let span = self.span_from(start);
        let targets = match e.kind {
            ExprKind::Tuple(_) if self.tuple_parens(&e) => vec![e],
            ExprKind::Tuple(v) => v,
            _ => vec![e],
        };
        Ok(Stmt { span, kind: StmtKind::Delete(targets) })
    }

    fn type_alias(&mut self) -> Res<Stmt> {
        let start = self.bump().start;
        let t = self.bump();
        let type_params = self.type_params()?;
        self.expect(T::Equal)?;
        let value = self.expression()?;
        let (id, type_id) = (self.id(), self.id());
        let span = self.span_from(start);
        Ok(Stmt { span, kind: StmtKind::TypeAlias(Box::new(TypeAlias { id, type_id, name: t.sym, name_span: t.span(), type_params, value })) })
    }

    pub(super) fn type_params(&mut self) -> Res<Vec<TypeParam>> {
        let mut v = vec![];
        if self.peek() != T::LSqb || (self.peek_at(1) == T::RSqb && self.tok_before_is_def()) { return Ok(v); }
        self.bump();
        if self.peek() == T::RSqb { return self.invalid(); }
        loop {
            if self.peek() == T::RSqb { break; }
            let start = self.tok().start;
            let kind = if self.eat(T::DStar) { TypeParamKind::ParamSpec } else if self.eat(T::Star) { TypeParamKind::TypeVarTuple } else { TypeParamKind::TypeVar };
            let name = self.expect(T::Name)?.sym;
            let mut bound = None;
            if self.peek() == T::Colon {
                let colon = self.bump();
                let e = self.expression()?;
                if kind != TypeParamKind::TypeVar {
                    let what = if matches!(e.kind, ExprKind::Tuple(_)) { "constraints" } else { "bound" };
                    let n = if kind == TypeParamKind::TypeVarTuple { "TypeVarTuple" } else { "ParamSpec" };
                    return self.fail_at(format!("cannot use {what} with {n}"), Span::new(colon.start, e.span.end));
                }
                bound = Some(e);
            }
            let id = self.id();
            v.push(TypeParam { span: self.span_from(start), id, kind, name, bound });
            if !self.eat(T::Comma) { break; }
        }
        self.expect(T::RSqb)?;
        Ok(v)
    }

    // ---- imports -----------------------------------------------------------------------------------------------------

    fn dotted(&mut self) -> Res<String> {
        let t = self.expect(T::Name)?;
        let mut s = self.names.str(t.sym).to_string();
        while self.eat(T::Dot) {
            let t = self.expect(T::Name)?;
            s.push('.');
            s.push_str(self.names.str(t.sym));
        }
        Ok(s)
    }
    fn import_names(&mut self) -> Res<Vec<Alias>> {
        let mut v = vec![];
        if self.peek() == T::Newline { return self.invalid(); }
        loop {
            let start = self.tok().start;
            let name = self.dotted()?;
            let asname = self.as_name()?;
            v.push(Alias { span: self.span_from(start), name, asname });
            if !self.eat(T::Comma) { return Ok(v); }
        }
    }
    fn as_name(&mut self) -> Res<Option<Sym>> {
        if !self.eat(T::As) { return Ok(None); }
        Ok(Some(self.expect(T::Name)?.sym))
    }
    fn import_from(&mut self) -> Res<Stmt> {
        let start = self.bump().start;
        let mut level = 0;
        loop {
            match self.peek() {
                T::Dot => level += 1,
                T::Ellipsis => level += 3,
                _ => break,
            }
            self.bump();
        }
        let module = if self.peek() == T::Name { Some(self.dotted()?) } else if level > 0 { None } else { return self.invalid() };
        self.expect(T::Import)?;
        let mut names = vec![];
        if self.peek() == T::Star {
            let t = self.bump();
            names.push(Alias { span: t.span(), name: "*".into(), asname: None });
        } else {
            let paren = self.eat(T::LPar);
            if self.peek() == T::Newline { return self.fail("invalid syntax"); }
            loop {
                if paren && self.peek() == T::RPar && !names.is_empty() { break; }
                let t = self.expect(T::Name)?;
                let name = self.names.str(t.sym).to_string();
                let asname = self.as_name()?;
                names.push(Alias { span: self.span_from(t.start), name, asname });
                if !self.eat(T::Comma) { break; }
                if !paren && self.peek() == T::Newline { return self.fail("trailing comma not allowed without surrounding parentheses"); }
            }
            if paren { self.expect(T::RPar)?; }
        }
        Ok(Stmt { span: self.span_from(start), kind: StmtKind::ImportFrom(Box::new(ImportFrom { module, names, level })) })
    }

    // ---- blocks ------------------------------------------------------------------------------------------------------

    /// The suite after a colon. `what` completes "expected an indented block after … on line N".
    fn block(&mut self, what: &str, head: u32) -> Res<Vec<Stmt>> {
        self.enter()?;
        let r = self.block_inner(what, head);
        self.leave();
        r
    }
    fn block_inner(&mut self, what: &str, head: u32) -> Res<Vec<Stmt>> {
        let mut out = vec![];
        if self.eat(T::Newline) {
            if self.peek() != T::Indent {
                if let Some(f) = self.lex_fault() { return Err(f); }
                let line = self.line_of(head);
                return Err(self.at_tok(ErrorKind::IndentationError, format!("expected an indented block after {what} on line {line}")));
            }
            self.bump();
            loop {
                self.statement(&mut out)?;
                if self.eat(T::Dedent) { return Ok(out); }
                if self.peek() == T::End { return Ok(out); }
            }
        }
        self.simple_line(&mut out)?;
        Ok(out)
    }
    /// `:` where CPython says "expected ':'" only at the end of the line.
    fn colon_or_newline(&mut self, after: Option<&Expr>) -> Res<()> {
        if self.eat(T::Colon) { return Ok(()); }
        if self.peek() == T::Newline { return self.fail("expected ':'"); }
        match after { Some(e) => { let e = e.clone(); self.stuck(&e) } None => self.invalid() }
    }

    fn if_stmt(&mut self, word: &str) -> Res<Stmt> {
        self.enter()?;
        let r = self.if_inner(word);
        self.leave();
        r
    }
    fn if_inner(&mut self, word: &str) -> Res<Stmt> {
        let start = self.bump().start;
        let test = self.named_expr()?;
        self.colon_or_newline(Some(&test))?;
        let body = self.block(&format!("'{word}' statement"), start)?;
        let orelse = match self.peek() {
            T::Elif => vec![self.if_stmt("elif")?],
            T::Else => self.else_block()?,
            _ => vec![],
        };
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::If(Box::new(If { test, body, orelse })) })
    }
    fn span_of_block(&self, start: u32) -> Span {
        // the last token that is neither newline nor dedent
        let mut k = self.p;
        while k > 0 && matches!(self.toks[k - 1].kind, T::Newline | T::Dedent | T::Indent) { k -= 1; }
        Span::new(start, k.checked_sub(1).map_or(start, |i| self.toks[i].end))
    }
    fn else_block(&mut self) -> Res<Vec<Stmt>> {
        let s = self.bump().start;
        self.expect_forced(T::Colon, ":")?;
        self.block("'else' statement", s)
    }
    fn while_stmt(&mut self) -> Res<Stmt> {
        let start = self.bump().start;
        let test = self.named_expr()?;
        self.colon_or_newline(Some(&test))?;
        let body = self.block("'while' statement", start)?;
        let orelse = if self.peek() == T::Else { self.else_block()? } else { vec![] };
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::While(Box::new(While { test, body, orelse })) })
    }
    fn for_stmt(&mut self, start: u32, is_async: bool) -> Res<Stmt> {
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
        let body = self.block("'for' statement", head)?;
        let orelse = if self.peek() == T::Else { self.else_block()? } else { vec![] };
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::For(Box::new(For { target, iter, body, orelse, is_async })) })
    }

    fn with_stmt(&mut self, start: u32, is_async: bool) -> Res<Stmt> {
        let head = self.bump().start;
        let mut items = vec![];
        let at = self.p;
        let mut done = false;
        if self.peek() == T::LPar && self.with_parens() {
            self.bump();
            loop {
                if self.peek() == T::RPar { break; }
                items.push(self.with_item(true)?);
                if !self.eat(T::Comma) { break; }
            }
            if self.peek() == T::RPar && matches!(self.peek_at(1), T::Colon | T::Newline) { self.bump(); done = true; } else if self.peek() != T::RPar {
                return match items.last() { Some((e, None)) => { let e = e.clone(); self.stuck(&e) } _ => self.invalid() };
            } else { self.p = at; items.clear(); }
        }
        if !done {
            loop {
                items.push(self.with_item(false)?);
                if !self.eat(T::Comma) { break; }
            }
        }
        if self.peek() != T::Colon {
            if self.peek() == T::Newline { return self.fail("expected ':'"); }
            return match items.last() { Some((e, None)) => { let e = e.clone(); self.stuck(&e) } _ => self.invalid() };
        }
        self.bump();
        let body = self.block("'with' statement", head)?;
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::With(Box::new(With { items, body, is_async })) })
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
    fn with_item(&mut self, _paren: bool) -> Res<(Expr, Option<Expr>)> {
        let e = self.expression()?;
        if !self.eat(T::As) { return Ok((e, None)); }
        // a target: anything that parses as one
        let t = if self.peek() == T::Star { self.star_expr()? } else { self.disjunction()? };
        if let Some(bad) = invalid_target(&t, Targets::Star) {
            if matches!(self.peek(), T::Comma | T::RPar | T::Colon) {
                let (m, s) = (format!("cannot assign to {}", expr_name(bad)), bad.span);
                return self.fail_at(m, s);
            }
            return self.invalid();
        }
        Ok((e, Some(t)))
    }

    fn try_stmt(&mut self) -> Res<Stmt> {
        let start = self.bump().start;
        self.expect_forced(T::Colon, ":")?;
        let body = self.block("'try' statement", start)?;
        let mut handlers: Vec<ExceptHandler> = vec![];
        let mut star = false;
        while self.peek() == T::Except {
            let et = self.bump();
            let this_star = self.peek() == T::Star;
            if this_star { self.bump(); }
            if handlers.is_empty() { star = this_star; } else if star != this_star {
                return if this_star && self.peek() == T::Colon { self.fail("expected one or more exception types") } else { self.fail_at("cannot have both 'except' and 'except*' on the same 'try'", self.span_from(et.start)) };
            }
            let word = if this_star { "'except*' statement" } else { "'except' statement" };
            let mut typ = None;
            let mut name = None;
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
                if self.eat(T::As) {
                    let n = self.expect(T::Name)?;
                    name = Some(n.sym);
                }
                self.colon_or_newline(if name.is_none() { Some(&e) } else { None })?;
                typ = Some(e);
            }
            if let Some(ExceptHandler { typ: None, span, .. }) = handlers.last() {
                let _ = span; // "default 'except:' must be last" is the compiler's
            }
            let hbody = self.block(word, et.start)?;
            handlers.push(ExceptHandler { span: self.span_of_block(et.start), typ, name, body: hbody });
        }
        let orelse = if self.peek() == T::Else && !handlers.is_empty() { self.else_block()? } else { vec![] };
        let mut finalbody = vec![];
        if self.peek() == T::Finally {
            let f = self.bump().start;
            self.expect_forced(T::Colon, ":")?;
            finalbody = self.block("'finally' statement", f)?;
        } else if handlers.is_empty() {
            return self.fail("expected 'except' or 'finally' block");
        }
        if self.peek() == T::Except { return self.invalid(); }
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::Try(Box::new(Try { body, handlers, orelse, finalbody, star })) })
    }

    // ---- definitions -------------------------------------------------------------------------------------------------

    fn decorated(&mut self) -> Res<Stmt> {
        let mut decorators = vec![];
        while self.eat(T::At) {
            let e = self.named_expr()?;
            if self.peek() != T::Newline { return self.stuck(&e); }
            self.bump();
            decorators.push(e);
        }
        let t = self.tok();
        match t.kind {
            T::Def => self.function(decorators, t.start, false),
            T::Class => self.class(decorators),
            T::Async if self.peek_at(1) == T::Def => { self.bump(); self.function(decorators, t.start, true) }
            _ => self.invalid(),
        }
    }

    fn function(&mut self, decorators: Vec<Expr>, start: u32, is_async: bool) -> Res<Stmt> {
        let head = self.bump().start;
        let name = self.expect(T::Name)?.sym;
        let type_params = self.type_params()?;
        if self.peek() != T::LPar { return self.expect_forced(T::LPar, "(").map(|_| unreachable_stmt()); }
        self.bump();
        let save = std::mem::replace(&mut self.no_in, false);
        let params = self.params(T::RPar);
        self.no_in = save;
        let params = params?;
        self.expect(T::RPar)?;
        if self.peek() == T::Arrow && !starts_expr(self.peek_at(1)) && self.peek_at(1) != T::Error { return self.expect_forced(T::Colon, ":").map(|_| unreachable_stmt()); }
        let returns = if self.eat(T::Arrow) { Some(self.expression()?) } else { None };
        self.expect_forced(T::Colon, ":")?;
        let (id, type_id) = (self.id(), self.id());
        let body = self.block("function definition", head)?;
        let span = self.span_of_block(start);
        Ok(Stmt { span, kind: StmtKind::Function(Box::new(Function { id, type_id, is_async, name, def_span: span, params, body, decorators, returns, type_params })) })
    }

    fn class(&mut self, decorators: Vec<Expr>) -> Res<Stmt> {
        let start = self.bump().start;
        let name = self.expect(T::Name)?.sym;
        let type_params = self.type_params()?;
        let (args, keywords) = if self.eat(T::LPar) { self.arguments(false)? } else { (vec![], vec![]) };
        self.colon_or_newline(None)?;
        let (id, type_id) = (self.id(), self.id());
        let body = self.block("class definition", start)?;
        let span = self.span_of_block(start);
        Ok(Stmt { span, kind: StmtKind::Class(Box::new(Class { id, type_id, name, def_span: span, args, keywords, body, decorators, type_params })) })
    }

    // ---- match ---------------------------------------------------------------------------------------------------------

    fn match_stmt(&mut self) -> Res<Stmt> {
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
        let mut cases = vec![];
        while self.peek() == T::Name && self.tok().sym == sym::case {
            let head = self.bump().start;
            let pattern = self.patterns()?;
            let guard = if self.eat(T::If) { Some(self.named_expr()?) } else { None };
            self.colon_or_newline(guard.as_ref())?;
            let body = self.block("'case' statement", head)?;
            cases.push(Case { pattern, guard, body });
        }
        if cases.is_empty() { return self.invalid(); }
        if self.peek() != T::End { self.expect(T::Dedent)?; }
        Ok(Stmt { span: self.span_of_block(start), kind: StmtKind::Match(Box::new(Match { subject, cases })) })
    }
}

fn unreachable_stmt() -> Stmt { Stmt { span: Span::default(), kind: StmtKind::Pass } }
