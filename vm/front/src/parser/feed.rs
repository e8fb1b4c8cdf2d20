//! Our tokens as those of `rustpython-parser`, which takes its grammar's input from any iterator.
//!
//! Three things are lifted out, so that the crate neither sees nor restricts them:
//! - a name is fed as the number of its token, which makes every name unique and leads back to the interned one;
//! - adjacent string literals are fed as one empty string, whatever their prefixes, quotes, escapes and fields: `string.rs` reads
//!   them, and the expressions in the fields of f-strings (PEP 701) are parsed by the crate on their own;
//! - numbers are fed by kind; their values are read where the tree is built.
//!
//! Soft keywords are decided here. What no Python source can contain ends the feed with an error.
use crate::ast::sym;
use crate::token::{Token, T};
use rustpython_parser::lexer::{LexResult, LexicalError, LexicalErrorType};
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{StringKind, Tok};

pub struct Feed<'t> {
    toks: &'t [Token],
    text: &'t str,
    next: usize,
    end: usize,
    /// for each open block: whether it holds the cases of a match statement
    blocks: Vec<bool>,
    /// the block that opens next does
    cases: bool,
    /// a statement begins here
    first: bool,
}

impl<'t> Feed<'t> {
    pub fn new(toks: &'t [Token], text: &'t str, from: usize, end: usize) -> Feed<'t> {
        Feed { toks, text, next: from, end, blocks: vec![], cases: false, first: true }
    }
    fn kind(&self, i: usize) -> T { self.toks.get(i).map_or(T::End, |t| t.kind) }

    /// A soft keyword or a name.
    fn name(&mut self, i: usize, t: &Token, first: bool) -> Tok {
        if first {
            if t.sym == sym::case && self.blocks.last() == Some(&true) { return Tok::Case; }
            if t.sym == sym::match_ && match_follows(self.toks, i) {
                self.cases = true;
                return Tok::Match;
            }
            if t.sym == sym::type_ && alias_follows(self.toks, i) { return Tok::Type; }
        }
        Tok::Name { name: i.to_string() }
    }

    /// Past adjacent literals; the end of the last one.
    fn literals(&mut self) -> u32 {
        let mut depth = 0;
        let mut end = 0;
        while let Some(t) = self.toks.get(self.next).filter(|_| self.next < self.end) {
            match t.kind {
                T::FStart => depth += 1,
                T::FEnd => depth -= 1,
                T::String => {}
                _ if depth > 0 => {}
                _ => break,
            }
            end = t.end;
            self.next += 1;
        }
        end
    }
}

/// Encodes a place in the list of tokens; see `Feed`.
pub fn index_of(name: &str) -> usize { name.parse().unwrap_or(usize::MAX) }

fn number(s: &str) -> Tok {
    let b = s.as_bytes();
    let based = b.len() > 1 && b[0] == b'0' && matches!(b[1], b'x' | b'X' | b'o' | b'O' | b'b' | b'B');
    if based { return Tok::Int { value: Default::default() }; }
    if s.ends_with(['j', 'J']) { return Tok::Complex { real: 0.0, imag: 0.0 }; }
    if s.contains(['.', 'e', 'E']) { Tok::Float { value: 0.0 } } else { Tok::Int { value: Default::default() } }
}

/// `match` is a keyword if a subject follows and the line ends in a colon followed by an indented `case`.
pub fn match_follows(toks: &[Token], at: usize) -> bool {
    let kind = |k: usize| toks.get(at + k).map_or(T::End, |t| t.kind);
    let next = kind(1);
    if !(super::starts_expr(next) || next == T::Star || next == T::Yield) { return false; }
    let mut k = 1;
    let mut depth = 0i32;
    let mut lambda = 0;
    loop {
        match kind(k) {
            T::LPar | T::LSqb | T::LBrace => depth += 1,
            T::RPar | T::RSqb | T::RBrace => depth -= 1,
            T::Lambda => lambda += 1,
            T::Colon if depth == 0 => {
                if lambda > 0 { lambda -= 1; } else { return kind(k + 1) == T::Newline; }
            }
            T::Newline if depth == 0 && kind(k + 1) == T::Indent => return kind(k + 2) == T::Name && toks.get(at + k + 2).is_some_and(|t| t.sym == sym::case),
            T::Newline | T::End | T::Error | T::Equal if depth <= 0 => return false,
            T::End | T::Error => return false,
            _ => {}
        }
        k += 1;
    }
}

/// `type` is a keyword before `NAME =` and `NAME [`.
pub fn alias_follows(toks: &[Token], at: usize) -> bool {
    let kind = |k: usize| toks.get(at + k).map_or(T::End, |t| t.kind);
    kind(1) == T::Name && matches!(kind(2), T::Equal | T::LSqb)
}

impl Iterator for Feed<'_> {
    type Item = LexResult;
    fn next(&mut self) -> Option<LexResult> {
        let i = self.next;
        if i >= self.end { return None; }
        let t = self.toks.get(i)?;
        self.next += 1;
        let mut end = t.end;
        let first = std::mem::replace(&mut self.first, matches!(t.kind, T::Newline | T::Indent | T::Dedent | T::Semi));
        macro_rules! reject { () => { return Some(Err(LexicalError { error: LexicalErrorType::UnrecognizedToken { tok: ' ' }, location: TextSize::from(t.start) })) } }
        let tok = match t.kind {
            T::End => return None,
            T::Newline => Tok::Newline,
            T::Indent => {
                let cases = std::mem::take(&mut self.cases);
                self.blocks.push(cases);
                Tok::Indent
            }
            T::Dedent => {
                self.blocks.pop();
                Tok::Dedent
            }
            T::Name => self.name(i, t, first),
            T::Number => number(self.text.get(t.start as usize..t.end as usize).unwrap_or("")),
            T::String | T::FStart => {
                self.next = i;
                end = self.literals();
                Tok::String { value: String::new(), kind: StringKind::String, triple_quoted: false }
            }
            T::FMiddle | T::FEnd | T::Unknown | T::Error | T::Bang => reject!(),
            T::LPar => Tok::Lpar,
            T::RPar => Tok::Rpar,
            T::LSqb => Tok::Lsqb,
            T::RSqb => Tok::Rsqb,
            T::LBrace => Tok::Lbrace,
            T::RBrace => Tok::Rbrace,
            // a one-line body may not begin with a soft keyword of a compound statement, but with `type`
            T::Colon => {
                if self.kind(i + 1) == T::Name && t.level == 0 && self.toks.get(i + 1).is_some_and(|n| n.sym == sym::type_) { self.first = true; }
                Tok::Colon
            }
            T::Comma => Tok::Comma,
            T::Semi => Tok::Semi,
            T::Plus => Tok::Plus,
            T::Minus => Tok::Minus,
            // the crate takes `*, **kwargs` for parameters
            T::Star if self.kind(i + 1) == T::Comma && self.kind(i + 2) == T::DStar => reject!(),
            T::Star => Tok::Star,
            T::Slash => Tok::Slash,
            T::VBar => Tok::Vbar,
            T::Amper => Tok::Amper,
            T::Less => Tok::Less,
            T::Greater => Tok::Greater,
            T::Equal => Tok::Equal,
            T::Dot => Tok::Dot,
            T::Percent => Tok::Percent,
            T::EqEqual => Tok::EqEqual,
            T::NotEqual if self.text.as_bytes().get(t.start as usize) == Some(&b'<') => reject!(),
            T::NotEqual => Tok::NotEqual,
            T::LessEqual => Tok::LessEqual,
            T::GreaterEqual => Tok::GreaterEqual,
            T::Tilde => Tok::Tilde,
            T::Caret => Tok::CircumFlex,
            T::LShift => Tok::LeftShift,
            T::RShift => Tok::RightShift,
            // the crate takes a `**` without a name for a parameter
            T::DStar if matches!(self.kind(i + 1), T::RPar | T::Comma | T::Colon) => reject!(),
            T::DStar => Tok::DoubleStar,
            T::PlusEq => Tok::PlusEqual,
            T::MinusEq => Tok::MinusEqual,
            T::StarEq => Tok::StarEqual,
            T::SlashEq => Tok::SlashEqual,
            T::PercentEq => Tok::PercentEqual,
            T::AmperEq => Tok::AmperEqual,
            T::VBarEq => Tok::VbarEqual,
            T::CaretEq => Tok::CircumflexEqual,
            T::LShiftEq => Tok::LeftShiftEqual,
            T::RShiftEq => Tok::RightShiftEqual,
            T::DStarEq => Tok::DoubleStarEqual,
            T::DSlash => Tok::DoubleSlash,
            T::DSlashEq => Tok::DoubleSlashEqual,
            T::At => Tok::At,
            T::AtEq => Tok::AtEqual,
            T::Arrow => Tok::Rarrow,
            T::Ellipsis => Tok::Ellipsis,
            T::Walrus => Tok::ColonEqual,
            T::False => Tok::False,
            T::None => Tok::None,
            T::True => Tok::True,
            T::And => Tok::And,
            T::As => Tok::As,
            T::Assert => Tok::Assert,
            T::Async => Tok::Async,
            T::Await => Tok::Await,
            T::Break => Tok::Break,
            T::Class => Tok::Class,
            T::Continue => Tok::Continue,
            T::Def => Tok::Def,
            T::Del => Tok::Del,
            T::Elif => Tok::Elif,
            T::Else => Tok::Else,
            T::Except => Tok::Except,
            T::Finally => Tok::Finally,
            T::For => Tok::For,
            T::From => Tok::From,
            T::Global => Tok::Global,
            T::If => Tok::If,
            T::Import => Tok::Import,
            T::In => Tok::In,
            T::Is => Tok::Is,
            T::Lambda => Tok::Lambda,
            T::Nonlocal => Tok::Nonlocal,
            T::Not => Tok::Not,
            T::Or => Tok::Or,
            T::Pass => Tok::Pass,
            T::Raise => Tok::Raise,
            T::Return => Tok::Return,
            T::Try => Tok::Try,
            T::While => Tok::While,
            T::With => Tok::With,
            T::Yield => Tok::Yield,
        };
        Some(Ok((tok, TextRange::new(TextSize::from(t.start), TextSize::from(end.max(t.start))))))
    }
}
