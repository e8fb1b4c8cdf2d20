//! `from __future__ import …`: where it may stand and which features there are.
use crate::ast::*;
use crate::error::{Fault, Res};
use crate::source::Source;
use fora_ir::Const;

const FEATURES: &[&str] = &["nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"];

/// True if annotations are to be kept as text.
pub fn check(m: &Module, _src: &Source) -> Res<bool> {
    let Module::Body(v) = m else { return Ok(false) };
    let mut annotations = false;
    let mut early = true;
    for (i, s) in v.iter().enumerate() {
        match &s.kind {
            StmtKind::ImportFrom(f) if f.module.as_deref() == Some("__future__") && f.level == 0 => {
                if !early { return Err(Fault::syntax("from __future__ imports must occur at the beginning of the file", s.span)); }
                for a in &f.names {
                    match a.name.as_str() {
                        "annotations" => annotations = true,
                        "braces" => return Err(Fault::syntax("not a chance", s.span).zero_end()),
                        n if FEATURES.contains(&n) => {}
                        n => return Err(Fault::syntax(format!("future feature {n} is not defined"), s.span).zero_end()),
                    }
                }
            }
            StmtKind::Expr(e) if i == 0 && matches!(e.as_const(), Some(Const::Str(_))) => {}
            _ => early = false,
        }
        if !early { late(s)?; }
    }
    Ok(annotations)
}

/// No future import may stand in a later or inner statement.
fn late(s: &Stmt) -> Res<()> {
    let all = |v: &[Stmt]| v.iter().try_for_each(late);
    match &s.kind {
        StmtKind::ImportFrom(f) if f.module.as_deref() == Some("__future__") && f.level == 0 => Err(Fault::syntax("from __future__ imports must occur at the beginning of the file", s.span)),
        StmtKind::Function(f) => all(&f.body),
        StmtKind::Class(c) => all(&c.body),
        StmtKind::For(f) => { all(&f.body)?; all(&f.orelse) }
        StmtKind::While(w) => { all(&w.body)?; all(&w.orelse) }
        StmtKind::If(i) => { all(&i.body)?; all(&i.orelse) }
        StmtKind::With(w) => all(&w.body),
        StmtKind::Try(t) => { all(&t.body)?; t.handlers.iter().try_for_each(|h| all(&h.body))?; all(&t.orelse)?; all(&t.finalbody) }
        StmtKind::Match(m) => m.cases.iter().try_for_each(|c| all(&c.body)),
        _ => Ok(()),
    }
}
