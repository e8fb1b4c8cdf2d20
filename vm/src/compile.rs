//! Source text to code objects, through the front end; SyntaxErrors as exceptions.
use crate::cx::Cx;
use crate::exc::Exc;
use crate::func::CodeV;
use crate::native::{Raised, R};
use crate::types::T;
use crate::value::Value;
pub use fora_front::Mode;
use fora_front::{CompileError, ErrorKind};
use fora_ir::CodeFlags;

/// Flags that `compile()` and `exec` pass on.
#[derive(Clone, Copy, Default)]
pub struct Flags { pub locals_differ: bool, pub future_annotations: bool, pub dont_inherit: bool, pub optimize: Option<u8>, /// the source is a str: encoding cookies in it do not count
    pub is_str: bool, /// the source is the file that the program is run from: some errors are put in other words
    pub is_script: bool }

pub fn compile_source(cx: &mut Cx, src: &[u8], file: &str, mode: Mode, fl: Flags) -> R<CodeV> { compile_lines(cx, src, file, mode, fl, &[]) }
/// Puts the lines of a syntax tree in place of those of the text that stands for it, which has no columns of interest.
fn relocate(code: &mut fora_ir::Code, lines: &[u32]) {
    let to = |l: u32| lines.get((l as usize).wrapping_sub(1)).copied().unwrap_or(l);
    for p in &mut code.positions {
        if p.line == 0 { continue; }
        let quiet = (p.line, p.col) == (p.end_line, p.end_col);
        let line = to(p.line);
        *p = fora_ir::Pos { line, col: 0, end_line: if quiet { line } else { 0 }, end_col: 0 }
    }
    code.first_line = to(code.first_line);
    for c in &mut code.consts { if let fora_ir::Const::Code(c) = c { relocate(c, lines) } }
}
/// As `compile_source`; `lines`: what to call the lines of the text.
pub fn compile_lines(cx: &mut Cx, src: &[u8], file: &str, mode: Mode, fl: Flags, lines: &[u32]) -> R<CodeV> {
    let mut o = fora_front::Options { optimize: fl.optimize.unwrap_or(cx.rt.options.optimize), locals_differ: fl.locals_differ, is_str: fl.is_str, ..Default::default() };
    if fl.future_annotations { o.flags.set(CodeFlags::FUTURE_ANNOTATIONS) }
    match fora_front::compile_with_warnings(src, file, mode, &o) {
        Ok((mut code, warnings)) => {
            if !lines.is_empty() { relocate(&mut code, lines) }
            for w in warnings { crate::warn::syntax(cx, file, &w)? }
            if std::env::var_os("FORA_VERIFY").is_some() { if let Err(e) = fora_ir::verify(&code) { return Err(cx.system_error(format!("bad IR: {e}"))); } }
            Ok(CodeV::new(cx, code))
        }
        Err(e) => {
            // an encoding that the front end does not know may be one of the codecs'
            if let (Some(name), false) = (e.msg.strip_prefix("unknown encoding: "), fl.is_str) {
                let (bytes, name) = (crate::bytes::new(cx, src), cx.str(name));
                match cx.call_method(bytes, "decode", &[name]) {
                    Ok(text) if text.is(T::Str) => {
                        let text = crate::str::Str(text).bytes().to_vec();
                        return compile_source(cx, &text, file, mode, Flags { is_str: true, ..fl });
                    }
                    Ok(_) => {}
                    Err(_) => cx.clear_pending(),
                }
            }
            Err(if fl.is_script { script_error(cx, src, file, &e) } else { syntax_error(cx, &e) })
        }
    }
}
/// As `syntax_error`, in the words that CPython has for the main script.
fn script_error(cx: &mut Cx, src: &[u8], file: &str, e: &CompileError) -> Raised {
    if let Some(name) = e.msg.strip_prefix("unknown encoding: ") { return cx.raise(T::SyntaxError, &format!("encoding problem: {name}")); }
    if e.msg == NULL_BYTES {
        let at = src.iter().position(|b| *b == 0).unwrap_or(0);
        let line = src[..at].iter().filter(|b| **b == b'\n').count() as i64 + 1;
        let start = src[..at].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let (msg, file, text) = (cx.str("source code cannot contain null bytes"), cx.str(file), cx.str(&String::from_utf8_lossy(&src[start..at])));
        let detail = cx.tuple(&[file, Value::small(line), Value::small(0), text]);
        return cx.raise_args(T::SyntaxError, &[msg, detail]);
    }
    syntax_error(cx, e)
}
const NULL_BYTES: &str = "source code string cannot contain null bytes";
/// Raises what a compile error means.
pub fn syntax_error(cx: &mut Cx, e: &CompileError) -> Raised {
    let t = match e.kind {
        ErrorKind::SyntaxError | ErrorKind::UnicodeDecode => T::SyntaxError,
        ErrorKind::IndentationError => T::IndentationError,
        ErrorKind::TabError => T::TabError,
        ErrorKind::ValueError => return cx.value_error(&e.msg),
        ErrorKind::RecursionError => return cx.recursion_error(&e.msg),
        ErrorKind::MemoryError => return cx.raise(T::MemoryError, &e.msg),
        ErrorKind::OverflowError => return cx.overflow_error(&e.msg),
    };
    if e.msg == NULL_BYTES { return cx.raise(T::SyntaxError, NULL_BYTES); }
    if e.msg.starts_with("unknown encoding: ") {
        let (msg, file) = (cx.str(&e.msg), cx.str(&e.filename));
        let detail = cx.tuple(&[file, Value::small(0), Value::small(-1), Value::NONE]);
        return cx.raise_args(T::SyntaxError, &[msg, detail]);
    }
    // where there is no token at all, the error is in line 0
    let empty = e.line == 0 && e.msg == "invalid syntax";
    let num = |n: u32| if n == 0 && !empty { Value::NONE } else { Value::small(n as i64) };
    let (msg, file) = (cx.str(&e.msg), cx.str(&e.filename));
    let text = match &e.text { Some(s) => cx.str(s), None if empty => cx.str(""), None => Value::NONE };
    let detail = cx.tuple(&[file, num(e.line), num(e.col), text, num(e.end_line), num(e.end_col)]);
    let x = Exc::new(cx, t, &[msg, detail]);
    x.update(cx, |o| { o.fields = [msg, file, num(e.line), num(e.col), text, num(e.end_line), num(e.end_col), Value::NONE] });
    cx.raise_value(x.0)
}
