//! Which part of an expression's text a traceback points at: the operator of a binary operation, the brackets of a subscript.
use crate::ast::{ExprKind, Interner, Module, StmtKind};
use crate::source::Source;
use crate::{lexer, parser, Mode};

/// Byte range of the operator or the brackets in `segment`, where it is such an expression alone.
pub fn anchors(segment: &str) -> Option<(usize, usize)> {
    let src = Source::decode(segment.as_bytes(), "<segment>", 1, true).ok()?;
    let mut names = Interner::new();
    let lexed = lexer::tokenize(&src.text, &mut names);
    if lexed.tokens.len() > 400 || lexed.tokens.iter().any(|t| t.level > 30) { return None; }
    let parsed = parser::parse(&src.text, &src.lines, src.first_line, lexed, &mut names, Mode::Exec).ok()?;
    let Module::Body(body) = &parsed.module else { return None };
    let [stmt] = body.as_slice() else { return None };
    let StmtKind::Expr(e) = &stmt.kind else { return None };
    let b = segment.as_bytes();
    let space = |i: usize| b.get(i).is_some_and(|c| matches!(c, b' ' | b'\t' | 0x0c));
    match &e.kind {
        ExprKind::BinOp(left, _, right) => {
            let end = (right.span.start as usize).min(b.len());
            let mut i = left.span.end as usize;
            while i < end && (space(i) || b[i] == b')') { i += 1; }
            if i >= end { return None; }
            let two = i + 1 < end && !space(i + 1);
            Some((i, i + 1 + two as usize))
        }
        ExprKind::Subscript(value, _) => {
            let mut i = value.span.end as usize;
            while i < b.len() && b[i] != b'[' { i += 1; }
            if i >= b.len() { return None; }
            Some((i, b.len()))
        }
        _ => None,
    }
}
