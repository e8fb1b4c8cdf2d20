//! Last changes to a finished unit: jumps to jumps go to the end of the chain, and no-ops disappear, but for lines that a trace
//! function would not see without one (`line_mark`, told by its field d).
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
    join_marks(u);
    compact(u);
}

fn is_mark(i: Insn) -> bool { i.op() == Op::Nop && i.d() == 1 }
/// A line mark goes where the next instruction shows the same line, or shows none and nothing else leads to it.
fn join_marks(u: &mut Unit) {
    if !u.insns.iter().any(|i| is_mark(*i)) { return; }
    let mut entered = vec![false; u.insns.len() + 1];
    for (pc, i) in u.insns.iter().enumerate() { if let Some(t) = target(*i, pc) { if let Some(e) = entered.get_mut(t) { *e = true } } }
    for h in &u.handlers { if let Some(e) = entered.get_mut(h.target as usize) { *e = true } }
    for pc in 0..u.insns.len() {
        if !is_mark(u.insns[pc]) { continue; }
        let mark = u.spans[pc];
        let Some(next) = (pc + 1..u.insns.len()).find(|n| u.insns[*n].op() != Op::Nop || u.insns[*n].d() == 1) else { continue };
        if (pc + 1..=next).any(|n| entered[n]) { continue; }
        let span = u.spans[next];
        let quiet = span.start == span.end;
        // one statement begins where the other does: same line for certain. Others are told apart by their lines later, at no cost
        let same = span.start == mark.start && !quiet;
        let free = quiet;
        if free { u.spans[next] = mark } // it belongs to no statement
        if same || free { u.insns[pc] = Insn::new(Op::Nop, 0, 0, 0, 0) }
    }
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
                Some(Op::Nop) if !is_mark(v[t]) => t += 1,
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
    let dead = |i: &Insn| i.op() == Op::Nop && i.d() == 0;
    if !u.insns.iter().any(|i| i.op() == Op::Nop) { return; }
    let n = u.insns.len();
    let mut new = Vec::with_capacity(n + 1);
    let mut at = 0u32;
    for i in &u.insns {
        new.push(at);
        if !dead(i) { at += 1; }
    }
    new.push(at);
    let map = |pc: u32| new.get(pc as usize).copied().unwrap_or(at);
    let mut insns = Vec::with_capacity(at as usize);
    let mut spans = Vec::with_capacity(at as usize);
    for (pc, &i) in u.insns.iter().enumerate() {
        if dead(&i) { continue; }
        let i = if i.op() == Op::Nop { Insn::new(Op::Nop, 0, 0, 0, 0) } else { i };
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

/// What stands before an instruction: the ops that begin a fork or an operand of one.
#[derive(Clone, Copy)]
struct Marker { pc: u32, insn: Insn, fork: usize, operand: u32 }

/// Puts `Fork` before the head of each loop and the first operand of each group that may be split, and `ForkNext` before a
/// group's other operands. A way back to a loop's head does not pass its `Fork`; a jump to where an operand begins passes its `ForkNext`.
pub(super) fn mark_forks(u: &mut Unit, forks: &mut [Fork]) {
    let mut marks: Vec<Marker> = vec![];
    for (n, f) in forks.iter().enumerate() {
        if f.verdict.is_some() { continue; }
        let op = |op: Op| Insn::new_bc(op, 0, 0, n as u32);
        match &f.kind {
            ForkKind::Loop { head, .. } => {
                let fresh = u.loops.iter().any(|l| l.head == *head && l.iter_kind == IterKind::Fresh);
                marks.push(Marker { pc: *head, insn: Insn::new_bc(Op::Fork, fresh as u8, 0, n as u32), fork: n, operand: 0 });
                let ForkKind::Loop { iter, .. } = f.kind else { continue };
                for a in f.accumulators.iter().filter(|a| a.kind == fora_ir::AccumulatorKind::Cell) { marks.push(Marker { pc: *head + 1, insn: Insn::new(Op::FreshCell, 0, a.reg, iter, 0), fork: n, operand: 0 }) }
            }
            ForkKind::Group { operands, .. } => { for (k, o) in operands.iter().enumerate() {
                marks.push(Marker { pc: o.0, insn: op(if k == 0 { Op::Fork } else { Op::ForkNext }), fork: n, operand: k as u32 });
            } },
            ForkKind::While { .. } => {}
        }
    }
    if marks.is_empty() { return; }
    // at one place: what ends an operand comes first, then outer forks before inner ones (they are sorted that way)
    marks.sort_by_key(|m| (m.pc, m.operand == 0, m.fork));
    let n = u.insns.len();
    let is_head = |m: &Marker| matches!(forks[m.fork].kind, ForkKind::Loop { .. });
    // where a jump to pc lands, and where the instruction itself is
    let (mut land, mut at) = (Vec::with_capacity(n + 1), Vec::with_capacity(n + 1));
    let mut own = vec![vec![]; forks.len()];
    let (mut here, mut k) = (0u32, 0);
    for pc in 0..=n as u32 {
        let start = here;
        let mut first = None;
        while let Some(m) = marks.get(k).filter(|m| m.pc == pc) {
            own[m.fork].push(here);
            if !is_head(m) { first.get_or_insert(start); }
            here += 1;
            k += 1;
        }
        land.push(first.unwrap_or(here));
        at.push(here);
        here += 1;
    }
    let to = |pc: u32| land.get(pc as usize).copied().unwrap_or(here);
    let (mut insns, mut spans) = (Vec::with_capacity(here as usize), Vec::with_capacity(here as usize));
    let mut k = 0;
    for (pc, &i) in u.insns.iter().enumerate() {
        while let Some(m) = marks.get(k).filter(|m| m.pc as usize == pc) { insns.push(m.insn); spans.push(u.spans[pc]); k += 1; }
        let place = insns.len();
        insns.push(match target(i, pc) { Some(t) => set_target(i, place, to(t as u32) as usize), None => i });
        spans.push(u.spans[pc]);
    }
    u.insns = insns;
    u.spans = spans;
    for h in &mut u.handlers { (h.start, h.end, h.target) = (to(h.start), to(h.end), to(h.target)); }
    for (n, f) in forks.iter_mut().enumerate() {
        for a in &mut f.accumulators { a.pc = at.get(a.pc as usize).copied().unwrap_or(a.pc); }
        match &mut f.kind {
            ForkKind::Loop { head, exit, .. } => (*head, *exit) = (at[*head as usize], to(*exit)),
            ForkKind::While { head, exit } => (*head, *exit) = (to(*head), to(*exit)),
            ForkKind::Group { operands, join } => {
                for (k, o) in operands.iter_mut().enumerate() { (o.0, o.1) = (own[n].get(k).copied().unwrap_or(to(o.0)), to(o.1)); }
                *join = to(*join);
            }
        }
    }
}
