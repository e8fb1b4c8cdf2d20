//! Tokens to the syntax tree, in two passes.
//!
//! ```text
//! tokens ─ feed ─▶ rustpython-parser ─ build ─▶ ast
//!                      │ refused          │ refused: the crate takes it, CPython does not
//!                      └───▶ diagnose ◀───┘ CPython's words and place
//! ```
//!
//! The crate decides what is a program: its grammar reads our tokens (`feed`), and `build` turns its tree into ours. If
//! either refuses, `diagnose` descends over the same tokens until it is stuck where CPython's `invalid_` rules say why. As in
//! CPython the second pass runs only after the first one failed and accepts nothing: if it finds no fault, the message is
//! "invalid syntax" where the crate stopped.
//!
//! Our own tokenizer stands before both because CPython's is part of its messages, and because the crate's knows neither
//! PEP 701 nor lone surrogates.
mod build;
mod diagnose;
mod feed;
pub mod string;

use crate::ast::*;
use crate::error::*;
use crate::lexer::{Lexed, RawWarning};
use crate::token::{Token, T};

/// Nesting beyond which CPython's own parser gives up as well.
const MAX_DEPTH: u32 = 6000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode { Exec, Eval, Single }

pub struct Parser<'a> {
    text: &'a str,
    toks: Vec<Token>,
    p: usize,
    names: &'a mut Interner,
    next_id: NodeId,
    fault: Option<Box<Fault>>,
    pub warnings: Vec<RawWarning>,
    depth: u32,
    line_starts: &'a [u32],
    first_line: u32,
    /// `in` ends the expression being parsed (comprehension and for targets)
    no_in: bool,
    /// the crate parses: fields of f-strings are its as well
    building: bool,
}

pub struct Parsed { pub module: Module, pub nodes: NodeId, pub warnings: Vec<RawWarning> }

pub fn parse(text: &str, lines: &[u32], first_line: u32, lexed: Lexed, names: &mut Interner, mode: Mode) -> Result<Parsed, Box<Fault>> {
    let mut open = lexed.open;
    let mut p = Parser {
        text, toks: lexed.tokens, p: 0, names, next_id: 0, fault: lexed.fault, warnings: lexed.warnings, depth: 0, line_starts: lines, first_line, no_in: false, building: true,
    };
    if p.toks.is_empty() { p.toks.push(Token { kind: T::End, level: 0, sym: Sym(0), start: 0, end: 0 }); }
    let early = p.warnings.len();
    let built = if p.fault.is_some() { p.refuse(Span::default()) } else { p.build(mode) };
    match built {
        Ok(module) => {
            p.warnings.sort_by_key(|w| w.span.start);
            Ok(Parsed { module, nodes: p.next_id, warnings: p.warnings })
        }
        Err(refused) => {
            p.warnings.truncate(early);
            (p.p, p.depth, p.building) = (0, 0, false);
            Err(p.diagnose(mode, &mut open).err().unwrap_or(refused))
        }
    }
}

impl<'a> Parser<'a> {
    fn line_of(&self, off: u32) -> u32 {
        let i = match self.line_starts.binary_search(&off) { Ok(i) => i, Err(i) => i - 1 };
        i as u32 + self.first_line
    }

    // ---- tokens ------------------------------------------------------------------------------------------------------

    #[inline]
    fn tok(&self) -> Token { self.toks.get(self.p).copied().unwrap_or_else(|| self.last_tok()) }
    fn last_tok(&self) -> Token { self.toks.last().copied().unwrap_or(Token { kind: T::End, level: 0, sym: Sym(0), start: 0, end: 0 }) }
    #[inline]
    fn peek(&self) -> T { self.toks.get(self.p).map_or(T::End, |t| t.kind) }
    #[inline]
    fn peek_at(&self, k: usize) -> T { self.toks.get(self.p + k).map_or(T::End, |t| t.kind) }
    fn tok_at(&self, k: usize) -> Token { self.toks.get(self.p + k).copied().unwrap_or_else(|| self.last_tok()) }
    #[inline]
    fn bump(&mut self) -> Token {
        let t = self.tok();
        if self.p + 1 < self.toks.len() { self.p += 1; }
        t
    }
    #[inline]
    fn eat(&mut self, k: T) -> bool {
        let yes = self.peek() == k;
        if yes { self.bump(); }
        yes
    }
    fn expect(&mut self, k: T) -> Res<Token> {
        if self.peek() == k { Ok(self.bump()) } else { self.invalid() }
    }
    /// End of the token before the current one.
    fn prev_end(&self) -> u32 { self.p.checked_sub(1).and_then(|i| self.toks.get(i)).map_or(0, |t| t.end) }
    fn span_from(&self, start: u32) -> Span { Span::new(start, self.prev_end()) }
    fn id(&mut self) -> NodeId {
        self.next_id += 1;
        self.next_id - 1
    }
    fn slice(&self, s: Span) -> &'a str { self.text.get(s.start as usize..s.end as usize).unwrap_or("") }

    // ---- faults ------------------------------------------------------------------------------------------------------

    /// The tokenizer's fault if it stands here.
    fn lex_fault(&mut self) -> Option<Box<Fault>> {
        if self.peek() != T::Error { return None; }
        let mut f = self.fault.take()?;
        f.lexical = true;
        Some(f)
    }
    /// "invalid syntax" at the current token.
    fn invalid<X>(&mut self) -> Res<X> {
        if let Some(f) = self.lex_fault() { return Err(f); }
        let t = self.tok();
        Err(match t.kind {
            T::Indent => { let mut f = Fault::new(ErrorKind::IndentationError, "unexpected indent", Span::new(t.end - 1, t.end - 1)).zero_end(); f.lexical = true; f }
            T::Dedent => { let mut f = Fault::new(ErrorKind::IndentationError, "unexpected unindent", t.span()); f.lexical = true; f }
            _ => {
                let mut f = Fault::syntax("invalid syntax", self.shown(t));
                f.generic = true;
                f
            }
        })
    }
    /// Where a token is reported: a newline is one character wide.
    fn shown(&self, t: Token) -> Span {
        if t.kind == T::Newline { Span::new(t.start, t.start + 1) } else { t.span() }
    }
    /// A worded syntax error at the current token.
    fn fail<X>(&mut self, msg: impl Into<String>) -> Res<X> {
        if let Some(f) = self.lex_fault() { return Err(f); }
        Err(self.at_tok(ErrorKind::SyntaxError, msg.into()))
    }
    /// At the current token; one that takes no room is reported before it.
    fn at_tok(&self, kind: ErrorKind, msg: String) -> Box<Fault> {
        let t = self.tok();
        let bytes = self.text.as_bytes();
        if matches!(t.kind, T::End | T::Dedent) {
            let s = t.start as usize;
            if s >= bytes.len() && bytes.last() == Some(&b'\n') { return Fault::new(kind, msg, Span::new(t.start - 1, t.start - 1)).zero_end(); }
            if t.kind == T::Dedent {
                let at_start = s == 0 || bytes[s - 1] == b'\n';
                let mut f = Fault::new(kind, msg, Span::new(t.start - !at_start as u32, t.start)).zero_end();
                f.no_col = at_start;
                return f;
            }
        }
        Fault::new(kind, msg, self.shown(t))
    }
    fn fail_at<X>(&mut self, msg: impl Into<String>, span: Span) -> Res<X> { Err(Fault::syntax(msg, span)) }
    fn enter(&mut self) -> Res<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let mut f = Fault::new(ErrorKind::MemoryError, "Parser stack overflowed - Python source too complex to parse", self.tok().span());
            f.lexical = true;
            return Err(f);
        }
        Ok(())
    }
    fn leave(&mut self) { self.depth -= 1; }
}

/// How CPython names an expression in messages.
pub fn expr_name(e: &Expr) -> &'static str {
    use fora_ir::Const;
    match &e.kind {
        ExprKind::Attribute(..) => "attribute",
        ExprKind::Subscript(..) => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda(_) => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::BoolOp(..) | ExprKind::BinOp(..) | ExprKind::Unary(..) => "expression",
        ExprKind::Comp(c) => match c.kind {
            CompKind::Gen => "generator expression",
            CompKind::List => "list comprehension",
            CompKind::Set => "set comprehension",
            CompKind::Dict => "dict comprehension",
        },
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::Joined(_) | ExprKind::Formatted(_) => "f-string expression",
        ExprKind::Const(Const::None, _) => "None",
        ExprKind::Const(Const::True, _) => "True",
        ExprKind::Const(Const::False, _) => "False",
        ExprKind::Const(Const::Ellipsis, _) => "ellipsis",
        ExprKind::Const(..) => "literal",
        ExprKind::Compare(..) => "comparison",
        ExprKind::IfExp(_) => "conditional expression",
        ExprKind::Named(..) => "named expression",
        ExprKind::Slice(_) => "slice",
    }
}

/// Which targets are meant; they differ in what is invalid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Targets { Star, Del, For }

/// The first sub-expression that cannot be a target.
pub fn invalid_target(e: &Expr, kind: Targets) -> Option<&Expr> {
    match &e.kind {
        ExprKind::List(v) | ExprKind::Tuple(v) => v.iter().find_map(|x| invalid_target(x, kind)),
        ExprKind::Starred(x) => if kind == Targets::Del { Some(e) } else { invalid_target(x, kind) },
        ExprKind::Compare(l, ops) if kind == Targets::For => if ops.first().is_some_and(|o| o.0 == CmpOp::In) { invalid_target(l, kind) } else { None },
        ExprKind::Name(_) | ExprKind::Subscript(..) | ExprKind::Attribute(..) => None,
        _ => Some(e),
    }
}

/// Tokens that can begin an expression.
fn starts_expr(t: T) -> bool {
    matches!(t, T::Name | T::Number | T::String | T::FStart | T::LPar | T::LSqb | T::LBrace | T::Minus | T::Plus | T::Tilde | T::Not | T::Lambda | T::Await
        | T::None | T::True | T::False | T::Ellipsis)
}

