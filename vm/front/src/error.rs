//! What can be wrong with a source text, and the positions that tracebacks print.
use crate::ast::Span;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind { SyntaxError, IndentationError, TabError, UnicodeDecode, ValueError, RecursionError, MemoryError, OverflowError }

/// A fault of the source. Columns are 1-based character offsets, as `SyntaxError` has them; 0 where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct CompileError {
    pub kind: ErrorKind,
    pub msg: String,
    pub filename: String,
    pub line: u32,
    pub col: u32,
    pub end_line: u32,
    pub end_col: u32,
    /// the line at fault with its newline
    pub text: Option<String>,
    /// more input could make it right (for the interactive prompt)
    pub incomplete: bool,
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {} ({}, line {})", self.kind, self.msg, self.filename, self.line)
    }
}
impl std::error::Error for CompileError {}

/// A warning that the compiler would issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning { pub category: Category, pub msg: String, pub line: u32, pub col: u32, pub end_line: u32, pub end_col: u32 }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Category { SyntaxWarning, DeprecationWarning }

/// A fault before its offsets became lines and columns.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: ErrorKind,
    pub msg: String,
    pub span: Span,
    pub incomplete: bool,
    /// the generic "invalid syntax"
    pub generic: bool,
    /// beats any other fault that is found later on
    pub lexical: bool,
    /// a tokenizer's fault that does not beat an earlier one of the parser
    pub soft: bool,
    /// no column is known
    pub no_col: bool,
    /// the end is not known: it is reported equal to the start
    pub no_end: bool,
    /// the end column is reported as 0
    pub zero_end: bool,
}

pub type Res<T> = Result<T, Box<Fault>>;

impl Fault {
    pub fn new(kind: ErrorKind, msg: impl Into<String>, span: Span) -> Box<Fault> {
        Box::new(Fault { kind, msg: msg.into(), span, incomplete: false, generic: false, lexical: false, soft: false, no_col: false, no_end: false, zero_end: false })
    }
    pub fn syntax(msg: impl Into<String>, span: Span) -> Box<Fault> { Fault::new(ErrorKind::SyntaxError, msg, span) }
    /// At one character: the end is that of the start.
    pub fn at(kind: ErrorKind, msg: impl Into<String>, off: u32) -> Box<Fault> {
        let mut f = Fault::new(kind, msg, Span::new(off, off));
        f.no_end = true;
        f
    }
    /// From the tokenizer, which points at the last character that it consumed.
    pub fn lexical(kind: ErrorKind, msg: impl Into<String>, off: u32) -> Box<Fault> {
        let mut f = Fault::at(kind, msg, off);
        f.lexical = true;
        f
    }
    pub fn zero_end(mut self: Box<Fault>) -> Box<Fault> { self.no_end = true; self.zero_end = true; self }
    pub fn soft(mut self: Box<Fault>) -> Box<Fault> { self.soft = true; self }
    pub fn incomplete(mut self: Box<Fault>) -> Box<Fault> { self.incomplete = true; self }
}
