//! fora's front end: Python 3.12 source text to Fora IR.
//!
//! `compile` is the whole interface: decode ([`source`]), tokenize, parse ([`parser`] → [`ast`]), fold constants, resolve names
//! ([`scope`]), lower ([`lower`]) and find the latent forks ([`forks`]). Nothing here touches the heap or runs Python code.
mod anchors;
pub mod ast;
pub mod error;
mod fold;
mod forks;
mod future;
mod lexer;
mod lower;
pub mod parser;
pub mod scope;
pub mod source;
mod token;
pub mod tree;
mod unparse;
#[cfg(test)]
mod tests;

pub use anchors::anchors;
pub use error::{Category, CompileError, ErrorKind, Warning};
pub use parser::Mode;
use fora_ir::{Code, CodeFlags};
use source::Source;

/// How to compile.
#[derive(Clone, Debug)]
pub struct Options {
    /// 0, 1 (no asserts, `__debug__` false) or 2 (no docstrings either)
    pub optimize: u8,
    /// future features inherited from the calling code
    pub flags: CodeFlags,
    /// number of the first line
    pub first_line: u32,
    /// exec or eval with a locals mapping of its own: names go through it
    pub locals_differ: bool,
    /// the source is a Python str: encoding cookies do not count
    pub is_str: bool,
    /// ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    pub top_level_await: bool,
}

impl Default for Options {
    fn default() -> Options { Options { optimize: 0, flags: CodeFlags::default(), first_line: 1, locals_differ: false, is_str: false, top_level_await: false } }
}

/// Compiles; warnings are dropped.
pub fn compile(source: &[u8], filename: &str, mode: Mode, opts: &Options) -> Result<Code, CompileError> {
    compile_with_warnings(source, filename, mode, opts).map(|r| r.0)
}

/// Compiles; the warnings come in source order.
pub fn compile_with_warnings(source: &[u8], filename: &str, mode: Mode, opts: &Options) -> Result<(Code, Vec<Warning>), CompileError> {
    let src = Source::decode(source, filename, opts.first_line, opts.is_str).map_err(|e| *e)?;
    let mut names = ast::Interner::new();
    let lexed = lexer::tokenize(&src.text, &mut names);
    // deep nesting needs a deep stack; ordinary small inputs are done where we stand
    let deep = lexed.tokens.len() > 400 || lexed.tokens.iter().any(|t| t.level > 30);
    let work = move |mut names: ast::Interner| -> Result<(Code, Vec<Warning>), CompileError> {
        translate(&src, lexed, &mut names, mode, opts).map_err(|f| {
            let mut e = src.error(&f);
            // nothing to evaluate: CPython has not even read a line
            if mode == Mode::Eval && src.text.trim().is_empty() { (e.line, e.col, e.end_line, e.end_col, e.text) = (0, 0, 0, 0, Some(String::new())); }
            e
        })
    };
    if !deep { return work(names); }
    std::thread::scope(|s| {
        let spawned = std::thread::Builder::new().name("compile".into()).stack_size(STACK).spawn_scoped(s, move || work(names));
        match spawned {
            Ok(h) => h.join().unwrap_or_else(|_| Err(failure(filename, "the compiler failed"))),
            Err(_) => Err(failure(filename, "no memory for the compiler's stack")),
        }
    })
}

/// Parses only: the tree as the `ast` module shows it.
pub fn syntax_tree(source: &[u8], filename: &str, mode: Mode, opts: &Options) -> Result<tree::Tree, CompileError> {
    let src = Source::decode(source, filename, opts.first_line, opts.is_str).map_err(|e| *e)?;
    let work = || {
        let mut names = ast::Interner::new();
        let lexed = lexer::tokenize(&src.text, &mut names);
        let parsed = parser::parse(&src.text, &src.lines, src.first_line, lexed, &mut names, mode).map_err(|f| src.error(&f))?;
        Ok(tree::module(&parsed.module, &src, &names, mode == Mode::Single))
    };
    std::thread::scope(|s| match std::thread::Builder::new().name("compile".into()).stack_size(STACK).spawn_scoped(s, work) {
        Ok(h) => h.join().unwrap_or_else(|_| Err(failure(filename, "the compiler failed"))),
        Err(_) => Err(failure(filename, "no memory for the compiler's stack")),
    })
}

/// Address space for recursion over the syntax tree; only what is used becomes memory.
const STACK: usize = 256 << 20;

fn failure(filename: &str, msg: &str) -> CompileError {
    CompileError { kind: ErrorKind::MemoryError, msg: msg.into(), filename: filename.into(), line: 0, col: 0, end_line: 0, end_col: 0, text: None, incomplete: false }
}

fn translate(src: &Source, lexed: lexer::Lexed, names: &mut ast::Interner, mode: Mode, opts: &Options) -> Result<(Code, Vec<Warning>), Box<error::Fault>> {
    let parsed = parser::parse(&src.text, &src.lines, src.first_line, lexed, names, mode)?;
    let mut module = parsed.module;
    let future = future::check(&module, src)? || opts.flags.has(CodeFlags::FUTURE_ANNOTATIONS);
    fold::module(&mut module, opts.optimize, future);
    let scopes = scope::analyse(&module, parsed.nodes, names, future, opts.top_level_await)?;
    let mut lower = lower::Lower::new(src, names, &scopes, opts, future, mode == Mode::Single);
    let code = lower.module(&module)?;
    let raw = parsed.warnings.into_iter().chain(std::mem::take(&mut lower.warnings));
    let warnings = raw.map(|w| {
        let (line, end_line) = (src.line(w.span.start), src.line(w.span.end));
        let (col, end_col) = if w.line_only { (0, 0) } else { (src.char_col(w.span.start), src.char_col(w.span.end)) };
        Warning { category: w.category, msg: w.msg, line, col, end_line, end_col }
    }).collect();
    Ok((code, warnings))
}

/// Whether more lines could complete the source (for the interactive prompt).
pub fn is_incomplete(source: &str) -> bool {
    let opts = Options { is_str: true, ..Options::default() };
    match compile(source.as_bytes(), "<stdin>", Mode::Single, &opts) {
        Ok(_) => false,
        Err(e) => e.incomplete,
    }
}
/// Whether the source is a whole interactive statement.
pub fn compiles(source: &str) -> bool {
    let opts = Options { is_str: true, ..Options::default() };
    compile(source.as_bytes(), "<stdin>", Mode::Single, &opts).is_ok()
}
