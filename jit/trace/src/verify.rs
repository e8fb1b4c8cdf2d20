//! Is a trace well formed? Run between passes in debug builds and before code is made.
//!
//! What holds of a trace that passes (other files cite these):
//! - [I1] Operands, arguments and values that an instruction's exit names are earlier instructions with results of the types its row names.
//! - [I2] Exits and helpers that are named exist; a helper's arguments and result are those of its row, at most 6 words and 8 floats with the context.
//! - [I3] The last instruction, and no other, ends the trace. A `Head` is followed by all phis, and `Back` feeds each with its type.
//! - [I4] A `Sunk` is named by exits and Sunks only, a `Raw` by Sunks only.
//! - [I5] A Reg number, and registers in exits, are ascending and inside their frames.
use crate::ir::*;
use std::fmt;

/// What is wrong, and with which instruction (or how many there are, if with the whole).
#[derive(Debug, PartialEq)]
pub struct Fault { pub ins: usize, pub what: String }
impl fmt::Display for Fault { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "%{}: {}", self.ins, self.what) } }

macro_rules! ensure { ($t:expr, $($m:tt)*) => { if !$t { return Err(format!($($m)*)) } } }

pub fn verify(t: &Trace) -> Result<(), Fault> {
    let fault = |ins, what: &str| Err(Fault { ins, what: what.into() });
    let Some(last) = t.ops.last() else { return fault(0, "empty") };
    if !matches!(last.op, Op::Back | Op::Leave | Op::Link | Op::Return) { return fault(t.ops.len(), "no end") }
    let mut v = Verifier { t, head: None, phis: 0 };
    for k in 0..t.ops.len() { v.ins(k).map_err(|what| Fault { ins: k, what })? }
    if v.head.is_some() && last.op != Op::Back { return fault(t.ops.len(), "a Head and no Back") }
    Ok(())
}

struct Verifier<'a> { t: &'a Trace, head: Option<usize>, phis: i64 }
impl Verifier<'_> {
    /// [I1] for one name.
    fn operand(&self, r: Ref, k: usize, want: char) -> Result<&Ins, String> {
        ensure!((r.0 as usize) < k, "{r:?} is not before");
        let i = self.t.at(r);
        ensure!(i.ty != Ty::None && (want == '*' || i.ty.letter() == want), "{r:?} has type {}, not {want}", i.ty.letter());
        Ok(i)
    }
    fn plain(&self, r: Ref, k: usize, want: char) -> Result<(), String> {
        let i = self.operand(r, k, want)?;
        ensure!(!matches!(i.op, Op::Sunk | Op::Raw), "{r:?} is a {:?}", i.op); // [I4]
        Ok(())
    }
    fn ins(&mut self, k: usize) -> Result<(), String> {
        let (t, i) = (self.t, &self.t.ops[k]);
        let row = i.op.row();
        ensure!(row.result == '*' && i.ty != Ty::None || i.ty.letter() == row.result, "result has type {}", i.ty.letter());
        for (r, want) in [i.a, i.b, i.c].into_iter().zip(row.operands) { if want == '_' { ensure!(r == NIL, "has an operand too many") } else { self.plain(r, k, want)? } }
        ensure!(row.imm || i.imm == 0, "has an immediate");
        ensure!(row.args || i.args == (0, 0), "has arguments");
        ensure!(i.args.0 as usize + i.args.1 as usize <= t.args.len(), "arguments out of range");
        ensure!(row.alias || i.alias == Alias::Any, "has a class of memory");
        if row.alias { self.memory(i)? }
        if row.at { if i.op == Op::Back && self.head.is_some() { ensure!(i.at == NO_EXIT || (i.at as usize) < t.exits.len(), "no exit {}", i.at) } else { self.exit(i, k)? } } else { ensure!(i.at == 0, "has an exit") }
        match i.op {
            Op::Head => { ensure!(self.head.is_none(), "a second Head"); self.head = Some(k) }
            Op::Phi => {
                let Some(h) = self.head else { return Err("a Phi without Head".into()) };
                ensure!(h + 1 + i.imm as usize == k && i.imm == self.phis, "phis follow the Head, numbered from 0"); // [I3]
                ensure!((i.a.0 as usize) < h && t.at(i.a).ty == i.ty, "its first value is of another type or not before the Head");
                self.phis += 1;
            }
            Op::Back | Op::Leave | Op::Link | Op::Return => {
                ensure!(k + 1 == t.ops.len(), "not the last"); // [I3]
                if i.op == Op::Back {
                    let args = t.args_of(i);
                    ensure!(args.len() as i64 == self.phis, "{} values for {} phis", args.len(), self.phis);
                    for (n, r) in args.iter().enumerate() { if let Some(h) = self.head { self.plain(*r, k, t.ops[h + 1 + n].ty.letter())? } }
                    ensure!(self.head.is_some() || t.inherited.is_empty(), "without a Head nothing can be inherited");
                }
            }
            Op::Inherit => ensure!(t.inherited.get(i.imm as usize) == Some(&i.ty), "not inherited"),
            Op::Reg | Op::SaveReg => ensure!((0..1 << 20).contains(&i.imm), "no such register"),
            Op::CallI | Op::CallF | Op::CallB | Op::CallV | Op::CallR | Op::CallN => self.call(i, k)?,
            Op::Sunk => for r in t.args_of(i) { if *r != NIL { self.operand(*r, k, '*')?; } },
            Op::GuardClass => ensure!((1..256).contains(&i.imm), "eight classes"),
            _ => {}
        }
        Ok(())
    }
    /// [I2] for a call.
    fn call(&self, i: &Ins, k: usize) -> Result<(), String> {
        let Some(h) = self.t.helpers.get(i.imm as usize) else { return Err("no such helper".into()) };
        let args = self.t.args_of(i);
        ensure!(args.len() == h.args.len() && h.result == i.ty, "{} has other arguments or another result", h.name);
        for (r, want) in args.iter().zip(h.args) { self.plain(*r, k, want.letter())? }
        let floats = h.args.iter().filter(|t| **t == Ty::F).count();
        ensure!(floats <= 8 && h.args.len() - floats + h.context as usize <= 6, "{} has too many arguments", h.name);
        Ok(())
    }
    /// Does the class suit the access?
    fn memory(&self, i: &Ins) -> Result<(), String> {
        let of_context = matches!(i.op, Op::CxI | Op::SetCxI);
        ensure!(of_context == (i.alias == Alias::Context), "class {:?}", i.alias);
        ensure!(i.alias != Alias::Register, "registers are named by Reg and SaveReg");
        let fresh = i.a != NIL && self.t.at(i.a).op == Op::Alloc;
        ensure!(i.op.row().effect != OpEffect::Store || i.alias != Alias::Constant || fresh, "writes what never changes");
        Ok(())
    }
    fn exit(&self, i: &Ins, k: usize) -> Result<(), String> {
        let Some(e) = self.t.exits.get(i.at as usize) else { return Err(format!("no exit {}", i.at)) };
        ensure!(e.frames.first().is_some_and(|f| f.base == 0), "exit {} has no first frame at 0", i.at);
        ensure!(e.frames.windows(2).all(|w| w[0].base < w[1].base), "exit {}: frames not ascending", i.at);
        ensure!(e.regs.windows(2).all(|w| w[0].0 < w[1].0), "exit {}: registers not ascending", i.at); // [I5]
        for f in &e.frames { if f.gen != NIL { self.operand(f.gen, k, '*')?; } }
        for (_, r) in &e.regs { let v = self.operand(*r, k, '*')?; ensure!(v.op != Op::Raw, "{r:?} is a Raw"); }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
