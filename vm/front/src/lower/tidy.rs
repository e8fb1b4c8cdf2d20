//! Last changes to a finished unit: jumps to jumps go to the end of the chain, and no-ops disappear.
use super::*;
use fora_ir::ops::Kind;

/// Where a jump at `pc` goes.
pub(super) fn target(i: Insn, pc: usize) -> Option<usize> { i.target(pc).and_then(|t| usize::try_from(t).ok()) }

fn set_target(i: Insn, pc: usize, to: usize) -> Insn {
    let off = to as i64 - pc as i64 - 1;
    if i.op().row().c == Kind::J24 { Insn::new_dc(i.op(), i.a(), i.b(), off as u32 & 0xff_ffff) } else { Insn::new_bc(i.op(), 0, i.a(), off as i32 as u32) }
}

pub(super) fn tidy(u: &mut Unit) {
    thread(&mut u.insns);
    compact(u);
}

/// A jump that lands on a jump goes where that one goes. Backward ones stay `Loop`s; a loop's own exit is left as it is.
fn thread(v: &mut [Insn]) {
    for pc in 0..v.len() {
        let i = v[pc];
        if i.op() == Op::ForIter || i.op() == Op::Loop { continue; }
        let Some(first) = target(i, pc) else { continue };
        let mut t = first;
        for _ in 0..8 {
            match v.get(t).map(|x| x.op()) {
                Some(Op::Nop) => t += 1,
                Some(Op::Jump) => match target(v[t], t) { Some(n) if n > t => t = n, _ => break },
                _ => break,
            }
        }
        if i.op() == Op::Jump && v.get(t).is_some_and(|x| x.op() == Op::Loop) {
            if let Some(head) = target(v[t], t) {
                if head <= pc { v[pc] = set_target(Insn::new(Op::Loop, 0, 0, 0, 0), pc, head); }
                continue;
            }
        }
        if t != first && t < v.len() { v[pc] = set_target(i, pc, t); }
    }
}

fn compact(u: &mut Unit) {
    if !u.insns.iter().any(|i| i.op() == Op::Nop) { return; }
    let n = u.insns.len();
    let mut new = Vec::with_capacity(n + 1);
    let mut at = 0u32;
    for i in &u.insns {
        new.push(at);
        if i.op() != Op::Nop { at += 1; }
    }
    new.push(at);
    let map = |pc: u32| new.get(pc as usize).copied().unwrap_or(at);
    let mut insns = Vec::with_capacity(at as usize);
    let mut spans = Vec::with_capacity(at as usize);
    for (pc, &i) in u.insns.iter().enumerate() {
        if i.op() == Op::Nop { continue; }
        let here = insns.len();
        insns.push(match target(i, pc) { Some(t) => set_target(i, here, map(t as u32) as usize), None => i });
        spans.push(u.spans[pc]);
    }
    u.insns = insns;
    u.spans = spans;
    for h in &mut u.handlers { (h.start, h.end, h.target) = (map(h.start), map(h.end), map(h.target)); }
    u.handlers.retain(|h| h.start < h.end);
    for l in &mut u.loops { (l.head, l.exit) = (map(l.head), map(l.exit)); }
    for g in &mut u.groups {
        g.join = map(g.join);
        for o in &mut g.operands { (o.0, o.1) = (map(o.0), map(o.1)); }
    }
}
