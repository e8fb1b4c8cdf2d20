//! A trace for people: its text form, which still parses, with notes behind the lines.
use crate::ir::*;
use crate::opt::{guards, Stats};
use crate::{tag, text};
use std::fmt::Write;

/// The trace with notes: where guards go back to, what constants are, what a phi becomes, who wants a value.
pub fn dump(t: &Trace) -> String {
    let mut out = String::new();
    let head = t.ops.iter().position(|i| i.op == Op::Head);
    let ends = t.ops.last().map_or("nothing", |i| i.op.row().name);
    let _ = match head {
        Some(h) => writeln!(out, "; {} ops before the loop, {} in it ({} guards, {} phis), {} exits", h, t.ops.len() - h - 1, t.ops[h..].iter().filter(|i| i.op.row().effect == OpEffect::Guard).count(), t.ops[h..].iter().filter(|i| i.op == Op::Phi).count(), t.exits.len()),
        None => writeln!(out, "; {} ops ({} guards), {} exits, ends in {ends}", t.ops.len(), guards(t), t.exits.len()),
    };
    let _ = text::write(t, &mut out, |r| note(t, r));
    out
}
fn note(t: &Trace, r: Ref) -> String {
    let i = t.at(r);
    match i.op {
        Op::ConstV | Op::GuardSame | Op::GuardNot => word(i.imm as u64),
        Op::GuardClass => "1 3 5 7 int, 2 6 float, 4 None True False, 0 reference".into(),
        Op::ConstI if i.imm.unsigned_abs() > 255 => format!("{:#x}", i.imm),
        Op::Head => "---- the loop ----".into(),
        Op::Phi => t.ops.last().and_then(|b| t.args_of(b).get(i.imm as usize)).map_or(String::new(), |n| format!("{:?}, then {n:?}", i.a)),
        Op::Sunk => "made by who leaves".into(),
        _ if i.op.row().at && i.at != NO_EXIT => t.exits.get(i.at as usize).map_or(String::new(), |e| { let f = e.frames.last(); let depth = if e.frames.len() > 1 { format!(" in frame {}", e.frames.len() - 1) } else { String::new() }; format!("to pc {}{depth}, {} registers", f.map_or(0, |f| f.pc), e.regs.len()) }),
        _ => String::new(),
    }
}
/// A tagged word in Python's terms.
pub fn word(w: u64) -> String {
    match w {
        tag::UNDEF => "UNDEF".into(), tag::NONE => "None".into(), tag::TRUE => "True".into(), tag::FALSE => "False".into(), 0x1c => "Ellipsis".into(), 0x24 => "NotImplemented".into(),
        w if tag::is_small(w) => tag::int(w).to_string(),
        w if tag::is_float(w) => format!("{:?}", tag::float(w)),
        _ => "an object".into(),
    }
}
/// One line for each pass.
pub fn table(s: &Stats) -> String {
    let mut out = String::from("pass            ops            guards         µs\n");
    for p in &s.passes { let _ = writeln!(out, "{:<8} {:>6} → {:<6} {:>6} → {:<6} {:>6.1}", p.name, p.ops_in, p.ops_out, p.guards_in, p.guards_out, p.nanos as f64 / 1e3); }
    out
}
