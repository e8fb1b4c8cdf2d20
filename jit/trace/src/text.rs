//! Traces as text, and back (`parse`). Every line is what it will be read as; comments after `;` are for people.
//!
//! ```text
//! inherit i v                                ; types of inherited values
//! root 0x7f0010                              ; words the trace keeps alive
//! v %0 = Reg 3
//! i %1 = UnboxI %0 ?0                        ; `?` is the exit
//! v %2 = LoadX.ListData %4 %1 +16            ; class of memory, base, index, offset
//!   CallN list_append(%4 %2) ?1              ; helper by name
//! exit 0                                     ; ` raised` may follow
//!   frame code=0x10 func=0x20 pc=3 base=0 ret=0 kind=0 gen=_ size=8
//!   r1=%3 r2=%4
//! ```
//! An instruction without a result has its number all the same: the first field of `%n` counts lines from 0.
use crate::ir::*;
use std::fmt::{self, Write};

/// One instruction, without its result.
pub fn ins(t: &Trace, i: &Ins, out: &mut impl Write) -> fmt::Result {
    let row = i.op.row();
    out.write_str(row.name)?;
    if row.alias { write!(out, ".{:?}", i.alias)? }
    if i.is_call() { write!(out, " {}", t.helpers.get(i.imm as usize).map_or("?", |h| h.name))? }
    for (k, r) in row.operands.iter().zip([i.a, i.b, i.c]) { if *k != '_' { write!(out, " {r:?}")? } }
    if row.imm {
        match i.op {
            Op::ConstF => { let f = f64::from_bits(i.imm as u64); if f.is_nan() { write!(out, " {:#x}", i.imm as u64)? } else { write!(out, " {f:?}")? } }
            Op::ConstB => out.write_str(if i.imm == 0 { " false" } else { " true" })?,
            Op::ConstV | Op::ConstR | Op::GuardSame | Op::GuardNot => write!(out, " {:#x}", i.imm as u64)?,
            Op::GuardClass => write!(out, " {:#b}", i.imm as u64)?,
            Op::Alloc | Op::Sunk => { let (s, b, k) = alloc_parts(i.imm); write!(out, " shape={s} bytes={b} scan={k}")? }
            _ if i.is_call() => {}
            _ if row.alias => write!(out, " {:+}", i.imm)?,
            _ => write!(out, " {}", i.imm)?,
        }
    }
    if row.args {
        out.write_char('(')?;
        for (k, r) in t.args_of(i).iter().enumerate() { if k > 0 { out.write_char(' ')? } write!(out, "{r:?}")? }
        out.write_char(')')?;
    }
    if row.at && i.at != NO_EXIT { write!(out, " ?{}", i.at)? }
    Ok(())
}

/// An exit's body, indented.
pub fn exit(e: &Exit, out: &mut impl Write) -> fmt::Result {
    for f in &e.frames { writeln!(out, "  frame code={:#x} func={:#x} pc={} base={} ret={} kind={} gen={:?} size={}", f.code, f.func, f.pc, f.base, f.ret, f.kind, f.gen, f.size)? }
    if !e.regs.is_empty() {
        out.write_str(" ")?;
        for (r, v) in &e.regs { write!(out, " r{r}={v:?}")? }
        out.write_char('\n')?;
    }
    Ok(())
}

/// The text that `parse` reads; with a note behind a line where `note` has one.
pub fn write(t: &Trace, out: &mut impl Write, note: impl Fn(Ref) -> String) -> fmt::Result {
    if !t.inherited.is_empty() { out.write_str("inherit")?; for i in &t.inherited { write!(out, " {}", i.letter())? } out.write_char('\n')? }
    for r in &t.roots { writeln!(out, "root {r:#x}")? }
    let mut line = String::new();
    for (k, i) in t.ops.iter().enumerate() {
        line.clear();
        if i.ty == Ty::None { line.push_str("  ") } else { write!(line, "{} %{k} = ", i.ty.letter())? }
        ins(t, i, &mut line)?;
        let n = note(Ref(k as u32));
        if n.is_empty() { writeln!(out, "{line}")? } else { writeln!(out, "{line:<48} ; {n}")? }
    }
    for (k, e) in t.exits.iter().enumerate() { writeln!(out, "exit {k}{}", if e.raised { " raised" } else { "" })?; exit(e, out)? }
    Ok(())
}
impl fmt::Display for Trace { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write(self, f, |_| String::new()) } }

#[cfg(test)]
mod tests;
