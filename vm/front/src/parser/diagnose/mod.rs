//! Why a source is no program, in CPython's words: a descent over the tokens that builds no more than it asks about.
//!
//! Where CPython's grammar has an `invalid_` rule, the same condition is tested at the place where the descent gets stuck.
//! Expressions keep their shape, since messages name it ("cannot assign to function call"); statements, parameters, arguments and
//! patterns keep nothing.
mod args;
mod expr;
mod pattern;
mod stmt;

use super::*;

impl<'a> Parser<'a> {
    /// What is wrong; nothing, if this pass knows of no fault.
    pub(super) fn diagnose(&mut self, mode: Mode, open: &mut Vec<(u8, u32)>) -> Res<()> {
        let r = match mode {
            Mode::Exec => self.file(),
            Mode::Eval => self.eval_input(),
            Mode::Single => self.single(),
        };
        r.map_err(|f| self.prioritise(f, open))
    }

    /// A tokenizer's fault anywhere beats the parser's own, except that an unclosed bracket must lie on an earlier line.
    fn prioritise(&mut self, mut f: Box<Fault>, open: &mut Vec<(u8, u32)>) -> Box<Fault> {
        if self.toks.get(self.p..).is_none_or(|rest| rest.iter().all(|t| matches!(t.kind, T::Newline | T::Dedent | T::End))) { f.incomplete |= f.kind == ErrorKind::IndentationError && f.msg.starts_with("expected an indented"); }
        let Some(l) = self.fault.take() else { return f };
        if f.lexical { return f; }
        if !l.soft { return l; }
        if let Some(&(c, at)) = open.last() {
            // the furthest line that was looked at
            let seen = f.span.start.max(f.span.end).max(self.tok().start);
            if self.line_of(seen) > self.line_of(at) { return Fault::lexical(ErrorKind::SyntaxError, format!("'{}' was never closed", c as char), at).zero_end().incomplete(); }
        }
        f.incomplete = false;
        f
    }

    fn file(&mut self) -> Res<()> {
        while self.peek() != T::End { self.statement()?; }
        Ok(())
    }

    fn single(&mut self) -> Res<()> {
        while self.peek() == T::Newline { self.bump(); }
        if self.peek() == T::End { return self.invalid().map_err(|mut f: Box<Fault>| { f.incomplete = true; f }); }
        self.statement()?;
        while self.peek() == T::Newline { self.bump(); }
        if self.peek() != T::End { return Err(Fault::syntax("multiple statements found while compiling a single statement", self.tok().span())); }
        Ok(())
    }

    fn eval_input(&mut self) -> Res<()> {
        let e = self.star_exprs_no_star()?;
        while self.peek() == T::Newline || self.peek() == T::Dedent { self.bump(); }
        if self.peek() != T::End { return self.stuck(&e); }
        Ok(())
    }

    /// CPython's forced token: "expected ':'" at whatever stands there.
    fn expect_forced(&mut self, k: T, s: &str) -> Res<Token> {
        if self.peek() == k { return Ok(self.bump()); }
        self.fail(format!("expected '{s}'"))
    }
}
