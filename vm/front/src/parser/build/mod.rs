//! The crate's tree to ours, and what the crate lets through although CPython's grammar does not.
//!
//! The crate's ranges are CPython's but for those that depend on parentheses or trailing semicolons, which the list of
//! tokens decides. Whatever is refused here is worded by the diagnosing pass, so faults carry no message of their own.
mod expr;
mod pattern;
mod stmt;

use super::feed::{index_of, Feed};
use super::*;
use rustpython_parser::ast::{self as rp, Ranged};

/// Nesting beyond which a tree is not built; recursion over it has to fit the stack of the compiler.
const MAX_NESTING: u32 = 50_000;

fn span(r: &impl Ranged) -> Span { Span::new(r.start().to_u32(), r.end().to_u32()) }

impl<'a> Parser<'a> {
    /// The tree of the whole input.
    pub(super) fn build(&mut self, mode: Mode) -> Res<Module> {
        let end = self.toks.len();
        if mode == Mode::Eval {
            let rp::Mod::Expression(m) = self.grammar(0, end, rustpython_parser::Mode::Expression)? else { return self.refuse(Span::default()) };
            let e = self.expr_of(*m.body)?;
            let starred = match &e.kind { ExprKind::Starred(_) => true, ExprKind::Tuple(v) => !self.bracketed(e.span) && v.iter().any(|x| matches!(x.kind, ExprKind::Starred(_))), _ => false };
            if starred { return self.refuse(e.span); }
            return Ok(Module::Eval(e));
        }
        let rp::Mod::Module(m) = self.grammar(0, end, rustpython_parser::Mode::Module)? else { return self.refuse(Span::default()) };
        let body = self.body_of(m.body)?;
        if mode == Mode::Single { self.one_statement(&body)?; }
        Ok(Module::Body(body))
    }

    /// Runs the crate over tokens `from..end`.
    fn grammar(&self, from: usize, end: usize, mode: rustpython_parser::Mode) -> Res<rp::Mod> {
        rustpython_parser::parse_tokens(Feed::new(&self.toks, self.text, from, end), mode, "").map_err(|e| {
            let mut f = Fault::syntax("invalid syntax", Span::new(e.offset.to_u32(), e.offset.to_u32()));
            f.generic = true;
            f
        })
    }

    /// The expression of a replacement field, which begins at the current token; what ends it becomes the current one.
    pub(super) fn field_expr(&mut self) -> Res<Expr> {
        let from = self.p;
        let level = self.tok().level;
        let mut inner = 0;
        let mut end = from;
        while let Some(t) = self.toks.get(end) {
            match t.kind {
                T::FStart => inner += 1,
                T::FEnd if inner > 0 => inner -= 1,
                T::Equal | T::Bang | T::Colon if inner == 0 && t.level == level => break,
                T::RBrace if inner == 0 && t.level < level => break,
                // a statement may end here, a field may not
                T::Semi | T::End | T::FEnd => break,
                _ => {}
            }
            end += 1;
        }
        let at = self.toks.get(end).map_or(0, |t| t.start);
        let newline = [Token { kind: T::Newline, level, sym: Sym(0), start: at, end: at }];
        let feed = Feed::new(&self.toks, self.text, from, end).chain(Feed::new(&newline, self.text, 0, 1));
        let Ok(rp::Mod::Module(m)) = rustpython_parser::parse_tokens(feed, rustpython_parser::Mode::Module, "") else { return self.refuse(self.tok().span()) };
        let mut body = m.body;
        let (Some(rp::Stmt::Expr(s)), true) = (body.pop(), body.is_empty()) else { return self.refuse(self.tok().span()) };
        let e = self.expr_of(*s.value)?;
        self.p = end;
        Ok(e)
    }

    /// Interactive input is one compound statement or one line of simple ones.
    fn one_statement(&mut self, body: &[Stmt]) -> Res<()> {
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return self.refuse(Span::default()) };
        let from = self.index_at(first.span.start);
        let compound = matches!(first.kind, StmtKind::If(_) | StmtKind::While(_) | StmtKind::For(_) | StmtKind::Try(_) | StmtKind::With(_) | StmtKind::Function(_) | StmtKind::Class(_) | StmtKind::Match(_));
        let newline = self.toks.iter().skip(from).find(|t| t.kind == T::Newline).map_or(u32::MAX, |t| t.start);
        if if compound { body.len() > 1 } else { last.span.start > newline } { return self.refuse(last.span); }
        Ok(())
    }

    /// The diagnosing pass says what is wrong here.
    pub(super) fn refuse<X>(&self, at: Span) -> Res<X> {
        let mut f = Fault::syntax("invalid syntax", at);
        f.generic = true;
        Err(f)
    }

    // ---- tokens under a tree -----------------------------------------------------------------------------------------

    /// The token that begins at `off`; those without width are passed over.
    fn index_at(&self, off: u32) -> usize {
        let mut i = self.toks.partition_point(|t| t.start < off);
        while self.toks.get(i).is_some_and(|t| matches!(t.kind, T::Dedent | T::Indent) || (t.kind == T::Newline && t.start == t.end)) { i += 1; }
        i
    }
    fn kind_at(&self, i: usize) -> T { self.toks.get(i).map_or(T::End, |t| t.kind) }
    /// Whether the bracket that opens at the start of `s` closes at its end.
    pub(super) fn bracketed(&self, s: Span) -> bool {
        let i = self.index_at(s.start);
        if !matches!(self.kind_at(i), T::LPar | T::LSqb | T::LBrace) { return false; }
        let level = self.toks.get(i).map_or(0, |t| t.level);
        let mut strings = 0;
        for t in self.toks.iter().skip(i + 1) {
            match t.kind {
                T::FStart => strings += 1,
                T::FEnd => strings -= 1,
                T::RPar | T::RSqb | T::RBrace if strings == 0 && t.level == level => return t.end == s.end,
                T::End => return false,
                _ => {}
            }
        }
        false
    }
    /// End of `s` with the parentheses around it that open after `from`.
    fn outer_end(&self, s: Span, from: u32) -> u32 {
        let (mut l, mut r) = (self.index_at(s.start), self.index_at(s.end));
        let mut end = s.end;
        while l > 0 && self.toks.get(l - 1).is_some_and(|t| t.kind == T::LPar && t.start >= from) && self.kind_at(r) == T::RPar {
            end = self.toks.get(r).map_or(end, |t| t.end);
            l -= 1;
            r += 1;
        }
        end
    }
    /// End of a block whose last statement ends at `end`: a semicolon belongs to it.
    fn block_end(&self, end: u32) -> u32 {
        let i = self.index_at(end);
        self.toks.get(i).filter(|t| t.kind == T::Semi).map_or(end, |t| t.end)
    }
    fn compound(&self, s: Span) -> Span { Span::new(s.start, self.block_end(s.end)) }

    // ---- names -------------------------------------------------------------------------------------------------------

    fn name_token(&self, n: &rp::Identifier) -> Token { self.toks.get(index_of(n.as_str())).copied().unwrap_or_else(|| self.last_tok()) }
    fn sym_of(&self, n: &rp::Identifier) -> Sym { self.name_token(n).sym }
    fn sym_opt(&self, n: &Option<rp::Identifier>) -> Option<Sym> { n.as_ref().map(|n| self.sym_of(n)) }
    fn dotted_of(&self, n: &rp::Identifier) -> String {
        if n.as_str() == "*" { return "*".into(); }
        let mut out = String::new();
        for part in n.as_str().split('.') {
            if !out.is_empty() { out.push('.'); }
            out.push_str(self.names.str(self.toks.get(index_of(part)).map_or(Sym(0), |t| t.sym)));
        }
        out
    }

    /// A target that the crate did not look at.
    fn target_of(&mut self, e: rp::Expr, kind: Targets) -> Res<Expr> {
        let e = self.expr_of(e)?;
        match invalid_target(&e, kind) { Some(bad) => self.refuse(bad.span), None => Ok(e) }
    }
}
