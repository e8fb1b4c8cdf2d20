//! What a stretch of code reads from outside and what it writes: the facts of a fork, from the op table alone.
//!
//! Backward liveness inside the stretch, exceptions included; control that leaves the stretch ends there. Registers that a
//! call overwrites with its arguments are not counted as written: they hold nothing that anyone reads afterwards.
use crate::code::Code;
use crate::operand::Access;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Region {
    /// registers that some path from the start reads before it writes them, in order
    pub live_in: Vec<u16>,
    /// registers that the stretch may write, in order
    pub written: Vec<u16>,
}

type Set = Vec<u64>;

fn add(s: &mut [u64], r: u16) { if let Some(w) = s.get_mut(r as usize / 64) { *w |= 1 << (r % 64) } }
fn remove(s: &mut [u64], r: u16) { if let Some(w) = s.get_mut(r as usize / 64) { *w &= !(1 << (r % 64)) } }
fn union(s: &mut [u64], other: &[u64]) { for (a, b) in s.iter_mut().zip(other) { *a |= b } }
fn list(s: &[u64]) -> Vec<u16> { (0..s.len() as u16 * 64).filter(|r| s[*r as usize / 64] >> (r % 64) & 1 == 1).collect() }

/// The registers that are read after control stands at `pc`, before they are written again.
pub fn live_at(code: &Code, pc: u32) -> Vec<u16> {
    let (live, _) = liveness(code, 0..code.insns.len() as u32);
    live.get(pc as usize).map_or_else(Vec::new, |s| list(s))
}
/// The registers live before each instruction, as bits.
pub fn live_table(code: &Code) -> Vec<Vec<u64>> { liveness(code, 0..code.insns.len() as u32).0 }
/// The facts of `pcs`, entered at its start. The code must have valid ops; places outside it are as good as leaving.
pub fn region(code: &Code, pcs: Range<u32>) -> Region {
    let (live, written) = liveness(code, pcs);
    live.first().map_or_else(Region::default, |l| Region { live_in: list(l), written: list(&written) })
}
/// What is live before each instruction of `pcs`, and what they write.
fn liveness(code: &Code, pcs: Range<u32>) -> (Vec<Set>, Set) {
    let (start, end) = (pcs.start as usize, (pcs.end as usize).min(code.insns.len()));
    let words = (code.nregs as usize).div_ceil(64);
    let mut written: Set = vec![0; words];
    let Some(len) = end.checked_sub(start).filter(|n| *n > 0) else { return (vec![], written) };
    let index = |pc: i64| (start as i64..end as i64).contains(&pc).then(|| (pc - start as i64) as usize);
    let mut live: Vec<Set> = vec![vec![0; words]; len];
    let mut row = vec![usize::MAX; len];
    for (n, h) in code.handlers.iter().enumerate().rev() {
        for pc in h.start.max(pcs.start)..h.end.min(end as u32) { row[pc as usize - start] = n; }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for at in (0..len).rev() {
            let i = code.insns[start + at];
            let facts = i.op().row();
            let mut now: Set = vec![0; words];
            if !facts.ends() { if let Some(next) = live.get(at + 1) { union(&mut now, next); } }
            i.for_each_register(|r, a| if a.is_write() { remove(&mut now, r); add(&mut written, r); });
            // A jump is taken before the instruction writes (see ForIter), an exception too.
            if let Some(t) = i.target(start + at).and_then(index) { union(&mut now, &live[t]); }
            if let (true, Some(h)) = (facts.may_raise(), code.handlers.get(row[at])) {
                add(&mut written, h.reg);
                if let Some(t) = index(h.target as i64) {
                    let mut caught = live[t].clone();
                    remove(&mut caught, h.reg);
                    union(&mut now, &caught);
                }
            }
            i.for_each_register(|r, a| match a {
                Access::Read | Access::ReadAny | Access::ReadUndef | Access::ReadCell => add(&mut now, r),
                Access::Write | Access::WriteCell | Access::WriteUndef | Access::WriteMaybeUndef => {}
            });
            if now != live[at] {
                live[at] = now;
                changed = true;
            }
        }
    }
    (live, written)
}
