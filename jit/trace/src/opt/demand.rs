//! Demanded bits: sums and products of which only low bits are used cannot overflow in any way that matters.
//!
//! Python's `(a * b + c) & MASK` is exact; its low 64 bits are those of the wrapped arithmetic, and a mask that is not negative wants no
//! others. So an `AddOv`, `SubOv` or `MulOv` whose every use wants no more than the low 64 bits becomes plain. An exit that names the value
//! wants all of it. A value that nobody uses wants nothing, and its check goes too: there is no number too long to be thrown away.
//!
//! Demands are numbers of low bits: 0 to 64 for "so many, the rest does not matter", [`WHOLE`] for the number itself.
use crate::ir::*;

const WHOLE: u8 = 255;

pub fn demand(t: &Trace) -> Trace {
    let mut t = t.clone();
    let n = t.ops.len();
    let has_head = t.ops.iter().any(|i| i.op == Op::Head);
    let mut want = vec![0u8; n];
    let mut seen = vec![false; t.exits.len()];
    for k in (0..n).rev() {
        let i = t.ops[k];
        let w = want[k];
        let int = |r: Ref| if r == NIL { None } else { let i = t.at(r); (i.op == Op::ConstI).then_some(i.imm) };
        let mut need = |r: Ref, w: u8| if r != NIL { let x = &mut want[r.0 as usize]; *x = (*x).max(w) };
        match i.op {
            // low bits of the result come from low bits of the operands
            Op::Add | Op::Sub | Op::Mul | Op::AddOv | Op::SubOv | Op::MulOv if w != WHOLE => { need(i.a, w); need(i.b, w) }
            // wrapped ops are of 64 bits themselves: they want no more of an operand, but that it is a number of 64 bits
            Op::Or | Op::Xor if w != WHOLE => { need(i.a, w); need(i.b, w) }
            Op::And => match (int(i.a), int(i.b)) {
                (_, Some(m)) if m >= 0 => { need(i.a, bits(m).min(if w == WHOLE { 64 } else { w })); need(i.b, 64) }
                (Some(m), _) if m >= 0 => { need(i.b, bits(m).min(if w == WHOLE { 64 } else { w })); need(i.a, 64) }
                _ => { need(i.a, w); need(i.b, w) }
            },
            Op::Shl | Op::ShlOv if w != WHOLE && int(i.b).is_some_and(|c| (0..64).contains(&c)) => { need(i.a, w.saturating_sub(int(i.b).unwrap_or(0) as u8)); need(i.b, WHOLE) }
            Op::StoreI32 => { need(i.a, WHOLE); need(i.b, 32) }
            _ => {
                for r in [i.a, i.b, i.c] { need(r, WHOLE) }
                if i.op == Op::Back && has_head || i.op != Op::Back { for r in t.args_of(&i) { need(*r, WHOLE) } }
            }
        }
        if i.op.row().at && i.at != NO_EXIT && !(i.op == Op::Back && has_head) && !(unneeded(&i, w, int(i.b))) && !std::mem::replace(&mut seen[i.at as usize], true) {
            let e = &t.exits[i.at as usize];
            for (_, r) in &e.regs { need(*r, WHOLE) }
            for f in &e.frames { need(f.gen, WHOLE) }
        }
        if unneeded(&i, w, int(i.b)) {
            let op = match i.op { Op::AddOv => Op::Add, Op::SubOv => Op::Sub, Op::MulOv => Op::Mul, _ => Op::Shl };
            t.ops[k] = Ins { op, at: 0, ..i };
        }
    }
    t
}
/// An overflow check whose number nobody wants whole.
fn unneeded(i: &Ins, want: u8, b: Option<i64>) -> bool {
    want != WHOLE && (matches!(i.op, Op::AddOv | Op::SubOv | Op::MulOv) || i.op == Op::ShlOv && b.is_some_and(|c| (0..64).contains(&c)))
}
/// Bits up to the highest set one.
fn bits(m: i64) -> u8 { 64 - m.leading_zeros() as u8 }
