//! The latent-fork structure of a finished code object: what each loop and each group of calls reads, writes and
//! accumulates, and whether something in the source forbids to split it.
//!
//! Everything is read off the instructions: backward liveness inside the stretch (control that leaves it ends there), with
//! the globals that it assigns as further registers. What a callee does is not looked at; the run-time protocol finds out.
//! Absent: whether splitting pays, and the type of the iterator, which only the run knows.
use crate::lower::{IterKind, LoopRec, View};
use crate::source::Source;
use fora_ir::fork::Reason;
use fora_ir::operand::Access;
use fora_ir::{Accumulator, AccumulatorKind, Const, Fork, ForkKind, Insn, Op, NOREG};
use rustc_hash::FxHashMap;

/// A call group noted while lowering: code ranges of the operands with their result registers (NOREG: a global), and where
/// all are joined.
pub(crate) struct GroupRec { pub operands: Vec<(u32, u32, u16)>, pub join: u32 }

pub(crate) fn analyse(src: &Source, v: &View) -> Vec<Fork> {
    if v.loops.is_empty() && v.groups.is_empty() { return vec![]; }
    let mut out = vec![];
    for l in v.loops {
        if l.is_while { out.extend(while_loop(src, v, l)); } else { out.extend(for_loop(src, v, l)); }
    }
    // chains of thousands of calls nest as many groups; beyond a multiple of the code's size they are not looked at
    let mut budget = 40 * v.insns.len() + 20_000;
    for g in v.groups {
        let size = 2 * (g.join as usize).saturating_sub(g.operands.first().map_or(0, |o| o.0 as usize)) + g.operands.len() * g.operands.len();
        if size > budget { continue; }
        budget -= size;
        out.extend(group(src, v, g));
    }
    out.sort_by_key(|f| match &f.kind {
        ForkKind::Loop { head, exit, .. } | ForkKind::While { head, exit } => (*head, u32::MAX - *exit),
        ForkKind::Group { operands, join } => (operands.first().map_or(0, |o| o.0), u32::MAX - *join),
    });
    out
}

fn line(src: &Source, v: &View, pc: u32) -> u32 { v.spans.get(pc as usize).map_or(0, |s| src.line(s.start)) }

fn while_loop(src: &Source, v: &View, l: &LoopRec) -> Option<Fork> {
    if l.head >= l.exit || l.exit as usize > v.insns.len() { return None; }
    let kind = ForkKind::While { head: l.head, exit: l.exit };
    Some(Fork { kind, live_in: vec![], written: vec![], global_writes: vec![], accumulators: vec![], verdict: Some((Reason::WhileLoop, src.line(l.span.start))) })
}

/// The name (as a constant) that a global access is about.
fn global(v: &View, i: Insn) -> Option<u32> {
    match i.op() {
        Op::LoadGlobal | Op::StoreGlobal | Op::DelGlobal => v.sites.get(i.bc() as usize).map(|s| s.name),
        _ => None,
    }
}
fn name<'v>(v: &'v View, i: Insn) -> &'v [u8] {
    let site = match i.op() { Op::LoadGlobal => i.bc(), Op::LoadMethod | Op::LoadAttr => i.dc(), _ => return b"" };
    match v.sites.get(site as usize).and_then(|s| v.consts.get(s.name as usize)) { Some(Const::Str(s)) => s, _ => b"" }
}

/// What a stretch reads and writes.
struct Facts {
    start: u32,
    end: u32,
    /// registers, then the globals it assigns
    live_in: Vec<u64>,
    written: Vec<u64>,
    /// assigned globals: name, a site, the pc of an assignment
    globals: Vec<(u32, u32, u32)>,
    words: usize,
}

fn get(s: &[u64], r: usize) -> bool { s.get(r / 64).is_some_and(|w| w >> (r % 64) & 1 == 1) }
fn set(s: &mut [u64], r: usize) { if let Some(w) = s.get_mut(r / 64) { *w |= 1 << (r % 64) } }
fn clear(s: &mut [u64], r: usize) { if let Some(w) = s.get_mut(r / 64) { *w &= !(1 << (r % 64)) } }

fn facts(v: &View, start: u32, end: u32) -> Facts {
    let (s, e) = (start as usize, (end as usize).min(v.insns.len()));
    let mut globals: Vec<(u32, u32, u32)> = vec![];
    for (pc, &i) in v.insns[s..e].iter().enumerate() {
        if matches!(i.op(), Op::StoreGlobal | Op::DelGlobal) {
            if let Some(n) = global(v, i) { if !globals.iter().any(|g| g.0 == n) { globals.push((n, i.bc(), (s + pc) as u32)); } }
        }
    }
    let nregs = v.nregs as usize;
    let bit: FxHashMap<u32, usize> = globals.iter().enumerate().map(|(k, g)| (g.0, nregs + k)).collect();
    let words = (nregs + globals.len()).div_ceil(64).max(1);
    let len = e - s;
    let mut live = vec![0u64; words * (len + 1)];
    let mut written = vec![0u64; words];
    let mut now = vec![0u64; words];
    let mut handler: Vec<u32> = vec![u32::MAX; len];
    for (n, h) in v.handlers.iter().enumerate().rev() {
        for pc in h.start.max(start)..h.end.min(e as u32) { handler[pc as usize - s] = n as u32; }
    }
    let inside = |t: i64| (t >= s as i64 && t < e as i64).then(|| t as usize - s);
    loop {
        let mut changed = false;
        for at in (0..len).rev() {
            let i = v.insns[s + at];
            let row = i.op().row();
            if row.ends() { now.fill(0); } else { now.copy_from_slice(&live[(at + 1) * words..(at + 2) * words]); }
            i.for_each_register(|r, a| if a.is_write() { clear(&mut now, r as usize); set(&mut written, r as usize); });
            if matches!(i.op(), Op::StoreGlobal | Op::DelGlobal) {
                if let Some(&b) = global(v, i).as_ref().and_then(|n| bit.get(n)) { clear(&mut now, b); set(&mut written, b); }
            }
            // a jump is taken before the instruction writes, an exception too
            if let Some(t) = i.target(s + at).and_then(inside) { for k in 0..words { now[k] |= live[t * words + k]; } }
            if row.may_raise() && handler[at] != u32::MAX {
                let h = v.handlers[handler[at] as usize];
                set(&mut written, h.reg as usize);
                if let Some(t) = inside(h.target as i64) {
                    let had = get(&now, h.reg as usize);
                    for k in 0..words { now[k] |= live[t * words + k]; }
                    if !had { clear(&mut now, h.reg as usize); }
                }
            }
            i.for_each_register(|r, a| if matches!(a, Access::Read | Access::ReadAny | Access::ReadUndef | Access::ReadCell) { set(&mut now, r as usize) });
            if i.op() == Op::LoadGlobal || i.op() == Op::DelGlobal { if let Some(&b) = global(v, i).as_ref().and_then(|n| bit.get(n)) { set(&mut now, b); } }
            let slot = &mut live[at * words..(at + 1) * words];
            if *slot != now[..] { slot.copy_from_slice(&now); changed = true; }
        }
        // without a way back inside the stretch one pass is enough
        if !changed { break; }
    }
    Facts { start, end: e as u32, live_in: live[..words].to_vec(), written, globals, words }
}

impl Facts {
    fn regs(&self, s: &[u64], below: u16) -> Vec<u16> { (0..below).filter(|r| get(s, *r as usize)).collect() }
    fn global_live(&self, k: usize, nregs: u16) -> bool { get(&self.live_in, nregs as usize + k) }
}

fn for_loop(src: &Source, v: &View, l: &LoopRec) -> Option<Fork> {
    let first = v.insns.get(l.head as usize)?;
    if first.op() != Op::ForIter || l.exit as usize > v.insns.len() || l.head >= l.exit { return None; }
    let f = facts(v, l.head, l.exit);
    let own = own_cells(v, &f);
    let mut live_in = f.regs(&f.live_in, v.nregs);
    live_in.retain(|r| *r != l.iter && !own.iter().any(|c| c.0 == *r));
    let mut written = f.regs(&f.written, v.named);
    let body = &v.insns[l.head as usize..f.end as usize];
    let mut accs = vec![];
    let mut verdict = forbidden(src, v, &f, l, &own);
    for (r, known) in &own {
        accs.push(Accumulator { kind: AccumulatorKind::Cell, reg: *r, site: 0, pc: f.start });
        for s in known { accs.push(Accumulator { kind: AccumulatorKind::Known, reg: NOREG, site: *s, pc: f.start }); }
    }
    written.retain(|r| !own.iter().any(|c| c.0 == *r));
    // state that one iteration hands to the next
    for &r in &written {
        let r0 = r as usize;
        if !get(&f.live_in, r0) {
            let pc = last_write(v, &f, r);
            accs.push(Accumulator { kind: AccumulatorKind::Last, reg: r, site: 0, pc });
            continue;
        }
        match folded(v, &f, r) {
            Some(mut a) => accs.append(&mut a),
            None => if verdict.is_none() { verdict = Some((Reason::CarriedLocal, line(src, v, first_write(v, &f, r)))); },
        }
    }
    for (k, g) in f.globals.iter().enumerate() {
        if !f.global_live(k, v.nregs) {
            accs.push(Accumulator { kind: AccumulatorKind::Last, reg: NOREG, site: g.1, pc: g.2 });
            continue;
        }
        match folded_global(v, &f, g.0, g.1) {
            Some(mut a) => accs.append(&mut a),
            None => if verdict.is_none() { verdict = Some((Reason::CarriedLocal, line(src, v, g.2))); },
        }
    }
    // what goes with a minimum is not simply the last one assigned
    let args: Vec<Accumulator> = accs.iter().filter(|a| a.kind == AccumulatorKind::Arg).copied().collect();
    let same = |a: &Accumulator, b: &Accumulator| a.reg == b.reg && (a.reg != NOREG || v.sites[a.site as usize].name == v.sites[b.site as usize].name);
    accs.retain(|a| a.kind != AccumulatorKind::Last || !args.iter().any(|b| same(a, b)));
    containers(v, &f, body, &live_in, &mut accs);
    written.extend(own.iter().map(|c| c.0).filter(|r| *r < v.named));
    written.sort_unstable();
    accs.sort_by_key(|a| a.pc);
    let kind = ForkKind::Loop { head: l.head, exit: l.exit, iter: l.iter, item: l.item };
    Some(Fork { kind, live_in, written, global_writes: f.globals.iter().map(|g| g.1).collect(), accumulators: accs, verdict })
}

/// What forbids to split a loop whatever it computes.
fn forbidden(src: &Source, v: &View, f: &Facts, l: &LoopRec, own: &[(u16, Vec<u32>)]) -> Option<(Reason, u32)> {
    let mut found: Option<(Reason, u32)> = None;
    let mut note = |r: Reason, pc: u32| {
        let better = found.is_none_or(|(o, _)| (r as u8 == Reason::Yields as u8 && o != Reason::Yields) || (o == Reason::EarlyExit && r != Reason::EarlyExit));
        if better { found = Some((r, line(src, v, pc))); }
    };
    let said = |pc: u32| pc > f.start && v.insns[pc as usize - 1].op() == Op::LeaveFork && v.insns[pc as usize].op() != Op::ForIter;
    // a cell that iterations share: it was made before the loop
    let shared = |r: u16| !own.iter().any(|c| c.0 == r) && (v.cells.contains(&r) || !(f.start..f.end).any(|pc| { let i = v.insns[pc as usize]; i.op() == Op::MakeCell && i.a() == r }));
    for pc in f.start..f.end {
        let i = v.insns[pc as usize];
        match i.op() {
            Op::Yield if v.genexpr => {}
            Op::Yield | Op::YieldFrom => note(Reason::Yields, pc),
            Op::StoreCell | Op::DelCell if shared(i.a()) => note(Reason::Captured, pc),
            Op::DelGlobal | Op::DelName | Op::DelLocal => note(Reason::Deletes, pc),
            Op::StoreName => note(Reason::CarriedLocal, pc),
            // windows: what leaves the loop says so first
            Op::Return => if !said(pc) { note(Reason::EarlyExit, pc) },
            Op::LoadGlobal if matches!(name(v, i), b"locals" | b"exec" | b"eval" | b"vars") => note(Reason::ReifiesFrame, pc),
            Op::LoadMethod | Op::LoadAttr if matches!(name(v, i), b"settrace" | b"setprofile" | b"_getframe") => note(Reason::ReifiesFrame, pc),
            _ => if pc != f.start && i.target(pc as usize).is_some_and(|t| t >= f.end as i64 || t < f.start as i64) && !said(pc) { note(Reason::EarlyExit, pc) },
        }
    }
    if l.iter_kind == IterKind::Other && found.is_none() { found = Some((Reason::Iterable, src.line(l.span.start))); }
    found
}

/// Builtins that are done with an iterator or a function when they return.
const DONE: &[&[u8]] = &[b"sum", b"min", b"max", b"any", b"all", b"list", b"tuple", b"set", b"frozenset", b"dict", b"sorted", b"next"];
/// Builtins whose result has what they are given.
const KEEP: &[&[u8]] = &[b"map", b"filter", b"zip", b"enumerate"];

/// Captured variables that die with the iteration: each iteration assigns them before all else, and the functions and generator
/// expressions made in it that capture them go to builtins that are done with them at once. With the sites of those builtins' names.
fn own_cells(v: &View, f: &Facts) -> Vec<(u16, Vec<u32>)> {
    let mut out = vec![];
    // assigned in the straight stretch that the iteration begins with
    let mut first: Vec<u16> = vec![];
    let mut seen: Vec<u16> = vec![];
    for pc in f.start + 1..f.end {
        let i = v.insns[pc as usize];
        if i.target(pc as usize).is_some() || i.op().row().ends() { break; }
        if i.op() == Op::StoreCell { if !seen.contains(&i.a()) && !first.contains(&i.a()) { first.push(i.a()); } } else { i.for_each_register(|r, a| if !a.is_write() { seen.push(r) }); }
    }
    'cells: for r in first {
        let mut known = vec![];
        let mut made = false;
        for (pc, &i) in v.insns.iter().enumerate() {
            let pc = pc as u32;
            let mut uses = false;
            i.for_each_register(|x, _| uses |= x == r);
            if !uses { continue; }
            let inside = pc >= f.start && pc < f.end;
            match i.op() {
                Op::MakeCell if !inside => made = true,
                Op::StoreCell if i.a() == r => {}
                Op::LoadCell if i.b() == r => {}
                Op::LoadUndef if !inside => {}
                Op::Move if inside && i.b() == r && captured_for_now(v, f, pc, i.a(), &mut known) => {}
                _ => continue 'cells,
            }
        }
        if made { out.push((r, known)); }
    }
    out
}
/// The cell moved to `t` at `pc` goes into a closure that nobody keeps.
fn captured_for_now(v: &View, f: &Facts, pc: u32, t: u16, known: &mut Vec<u32>) -> bool {
    let mut k = pc + 1;
    let (mut tuple, mut var) = (None, t);
    while k < f.end {
        let i = v.insns[k as usize];
        if i.target(k as usize).is_some() { return false; }
        match i.op() {
            Op::BuildTuple if tuple.is_none() && reads(i, t) => { tuple = Some(i.a()); var = t - i.b(); }
            Op::MakeFunction if tuple.is_some_and(|x| reads(i, x)) => {
                let Some(Const::Code(c)) = v.consts.get(i.b() as usize) else { return false };
                // functions inside it may keep the variable for longer
                let Some((name, _)) = c.freevars.get(var as usize) else { return false };
                if c.consts.iter().any(|x| matches!(x, Const::Code(d) if d.freevars.iter().any(|y| y.0 == *name))) { return false; }
                return confined(v, f, k, i.a(), known, 0);
            }
            _ => if writes(i, t) { return false; },
        }
        k += 1;
    }
    false
}
/// The function, generator or iterator in `r` behind `pc` is used once, by a call that is done with it.
fn confined(v: &View, f: &Facts, pc: u32, r: u16, known: &mut Vec<u32>, depth: u32) -> bool {
    if r < v.named || depth > 8 { return false; }
    for k in pc + 1..f.end {
        let i = v.insns[k as usize];
        if reads(i, r) {
            if i.op() == Op::Call && i.b() == r {
                // called at once; a generator expression gives a generator
                let gen = (f.start..k).rev().find(|p| writes(v.insns[*p as usize], r)).map(|p| v.insns[p as usize]).is_some_and(|m| m.op() == Op::MakeFunction && matches!(v.consts.get(m.b() as usize), Some(Const::Code(c)) if c.is_generator_like()));
                return !gen || confined(v, f, k, i.a(), known, depth + 1);
            }
            if i.op() == Op::CallMethod {
                // ''.join(…)
                let Some(m) = (f.start..k).rev().find(|p| writes(v.insns[*p as usize], i.b())).map(|p| v.insns[p as usize]) else { return false };
                return m.op() == Op::LoadMethod && name(v, m) == b"join" && (f.start..k).rev().find(|p| writes(v.insns[*p as usize], m.b()) && v.insns[*p as usize] != m).is_some_and(|p| { let c = v.insns[p as usize]; c.op() == Op::LoadConst && matches!(v.consts.get(c.bc() as usize), Some(Const::Str(_))) });
            }
            if !matches!(i.op(), Op::Call | Op::CallKw) { return false; }
            let Some(callee) = (f.start..k).rev().find(|p| writes(v.insns[*p as usize], i.b())).map(|p| v.insns[p as usize]) else { return false };
            if callee.op() != Op::LoadGlobal { return false; }
            let n = name(v, callee);
            if DONE.contains(&n) { known.push(callee.bc()); return true; }
            if KEEP.contains(&n) { known.push(callee.bc()); return confined(v, f, k, i.a(), known, depth + 1); }
            return false;
        }
        if writes(i, r) || i.target(k as usize).is_some() { return false; }
    }
    false
}

/// How far ahead the second half of a pattern is looked for.
const NEAR: usize = 500;

fn writes(i: Insn, r: u16) -> bool { let mut y = false; i.for_each_register(|x, a| y |= x == r && a.is_write()); y }
fn reads(i: Insn, r: u16) -> bool { let mut y = false; i.for_each_register(|x, a| y |= x == r && !a.is_write()); y }
fn first_write(v: &View, f: &Facts, r: u16) -> u32 { (f.start..f.end).find(|pc| writes(v.insns[*pc as usize], r)).unwrap_or(f.start) }
fn last_write(v: &View, f: &Facts, r: u16) -> u32 { (f.start..f.end).rev().find(|pc| writes(v.insns[*pc as usize], r)).unwrap_or(f.start) }

fn fold_kind(op: Op) -> Option<AccumulatorKind> {
    Some(match op {
        Op::Add | Op::AddI => AccumulatorKind::Add,
        Op::Sub | Op::SubI => AccumulatorKind::Sub,
        Op::Mul | Op::MulI => AccumulatorKind::Mul,
        Op::Or => AccumulatorKind::BitOr,
        Op::And | Op::AndI => AccumulatorKind::BitAnd,
        Op::Xor => AccumulatorKind::BitXor,
        _ => return None,
    })
}
/// `a := b op c` where only `b` may be `r`.
fn fold_op(i: Insn, r: u16) -> Option<AccumulatorKind> {
    let k = fold_kind(i.op())?;
    let immediate = matches!(i.op(), Op::AddI | Op::SubI | Op::MulI | Op::AndI);
    (i.b() == r && (immediate || i.c() != r)).then_some(k)
}
fn compatible(all: &[Accumulator]) -> bool {
    let sum = |k: AccumulatorKind| matches!(k, AccumulatorKind::Add | AccumulatorKind::Sub);
    all.windows(2).all(|w| w[0].kind == w[1].kind || sum(w[0].kind) && sum(w[1].kind))
}

/// The accumulating instructions of local `r`, if the body touches it in no other way.
fn folded(v: &View, f: &Facts, r: u16) -> Option<Vec<Accumulator>> {
    let (mut out, mut args, mut alone) = (vec![], vec![], true);
    let mut pc = f.start;
    while pc < f.end {
        let i = v.insns[pc as usize];
        if !reads(i, r) && !writes(i, r) { pc += 1; continue; }
        if let (Some(kind), true) = (fold_op(i, r), i.a() == r) {
            out.push(Accumulator { kind, reg: r, site: 0, pc });
            pc += 1;
            continue;
        }
        if let Some((kind, at, next)) = min_max(v, f, pc, r) {
            out.push(Accumulator { kind, reg: r, site: 0, pc: at });
            pc = next;
            continue;
        }
        if let Some((kind, at, next, with)) = choice(v, f, pc, Name::Reg(r)) {
            out.push(Accumulator { kind, reg: r, site: 0, pc: at });
            if !with.is_empty() { alone = false; }
            for w in with { if let Name::Reg(c) = w { args.push(Accumulator { kind: AccumulatorKind::Arg, reg: c, site: 0, pc: at }); } else { return None; } }
            pc = next;
            continue;
        }
        return None;
    }
    let ok = !out.is_empty() && compatible(&out) && (alone || out.len() == 1);
    out.append(&mut args);
    ok.then_some(out)
}

/// `m = min(m, x)` from the instruction that first reads `m`. Kind, place, where to go on.
fn min_max(v: &View, f: &Facts, pc: u32, r: u16) -> Option<(AccumulatorKind, u32, u32)> {
    let at = |k: u32| v.insns.get(k as usize).copied().filter(|_| k < f.end);
    let i = at(pc)?;
    if i.op() == Op::Move && i.b() == r && pc > f.start {
        // LoadGlobal w min; … Move w+1 m or Move w+2 m; …; Call m w 2
        let w = [i.a().checked_sub(1)?, i.a().checked_sub(2)?];
        let call = (pc + 1..f.end).find(|k| writes(v.insns[*k as usize], r))?;
        let c = at(call)?;
        if c.op() != Op::Call || c.a() != r || c.c() != 2 || !w.contains(&c.b()) { return None; }
        if (pc + 1..call).any(|k| reads(v.insns[k as usize], r)) { return None; }
        let callee = (f.start..pc).rev().find(|k| writes(v.insns[*k as usize], c.b()))?;
        let kind = extremum(name(v, at(callee)?), i.a() == c.b() + 1)?;
        return Some((kind, call, call + 1));
    }
    None
}
/// The kind of `min(m, x)` (`first`) or `min(x, m)`.
fn extremum(name: &[u8], first: bool) -> Option<AccumulatorKind> {
    Some(match (name, first) { (b"min", true) => AccumulatorKind::Min, (b"min", false) => AccumulatorKind::MinLast, (b"max", true) => AccumulatorKind::Max, (b"max", false) => AccumulatorKind::MaxLast, _ => return None })
}
/// A variable: a register, or the name of a global.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name { Reg(u16), Global(u32) }

/// `if x < m: m, arg = x, i`, also with `m is None or` before: a comparison with `m`, from the instruction that first reads it, whose branch only
/// moves values. Kind, place of the assignment to `m`, where to go on, what else it assigns.
fn choice(v: &View, f: &Facts, pc: u32, m: Name) -> Option<(AccumulatorKind, u32, u32, Vec<Name>)> {
    let at = |k: u32| v.insns.get(k as usize).copied().filter(|_| k < f.end);
    // which variable each register holds
    let mut holds: Vec<(u16, Name)> = vec![];
    let of = |holds: &[(u16, Name)], r: u16| holds.iter().rev().find(|h| h.0 == r).map_or(Name::Reg(r), |h| h.1);
    let load = |i: Insn| (i.op() == Op::LoadGlobal).then(|| global(v, i)).flatten();
    // a global that was loaded just before
    if let Some(i) = pc.checked_sub(1).filter(|k| *k > f.start).and_then(at) { if let Some(n) = load(i) { holds.push((i.a(), Name::Global(n))); } }
    let (mut k, mut none) = (pc, None);
    let cmp = loop {
        let i = at(k)?;
        match i.op() {
            Op::LoadGlobal => { let n = load(i)?; holds.push((i.a(), Name::Global(n))); }
            Op::JumpIfNone if none.is_none() && of(&holds, i.a()) == m => none = Some((k, i.target(k as usize)?)),
            Op::JNotLt | Op::JNotLe | Op::JNotGt | Op::JNotGe => break k,
            _ => return None,
        }
        k += 1;
        if k > pc + 6 { return None; }
    };
    let i = at(cmp)?;
    let (less, equal) = (matches!(i.op(), Op::JNotLt | Op::JNotLe), matches!(i.op(), Op::JNotLe | Op::JNotGe));
    let (a, b) = (of(&holds, i.a()), of(&holds, i.b()));
    // x before m, or m before x
    let (x, small) = match (a == m, b == m) { (false, true) => (a, less), (true, false) => (b, !less), _ => return None };
    if none.is_some_and(|(_, t)| t != cmp as i64 + 1) { return None; }
    let kind = match (small, equal) { (true, false) => AccumulatorKind::Min, (true, true) => AccumulatorKind::MinLast, (false, false) => AccumulatorKind::Max, (false, true) => AccumulatorKind::MaxLast };
    let end = u32::try_from(i.target(cmp as usize)?).ok().filter(|e| *e > cmp + 1 && *e <= f.end)?;
    // nobody else comes into the branch
    if (f.start..f.end).any(|k| none.is_none_or(|n| n.0 != k) && v.insns[k as usize].target(k as usize).is_some_and(|t| t > cmp as i64 && t < end as i64)) { return None; }
    let (mut place, mut with) = (None, vec![]);
    for k in cmp + 1..end {
        let i = at(k)?;
        if let Name::Reg(r) = m { if reads(i, r) { return None; } }
        match i.op() {
            Op::Move => {
                let from = of(&holds, i.b());
                let to = Name::Reg(i.a());
                if to == x { return None; }
                if to == m { if from != x || place.is_some() { return None; } place = Some(k); } else if i.a() < v.named { with.push(to); }
                holds.push((i.a(), if i.a() < v.named { to } else { from }));
            }
            Op::LoadGlobal => { let n = load(i)?; if Name::Global(n) == m { return None; } holds.push((i.a(), Name::Global(n))); }
            Op::StoreGlobal => {
                let to = Name::Global(global(v, i)?);
                if to == x { return None; }
                if to == m { if of(&holds, i.a()) != x || place.is_some() { return None; } place = Some(k); } else { with.push(to); }
            }
            Op::Nop => {}
            Op::LoadConst | Op::LoadInt | Op::BuildTuple => {
                let to = Name::Reg(i.a());
                if to == x || to == m { return None; }
                if i.a() < v.named { with.push(to); }
                holds.push((i.a(), to));
            }
            _ => return None,
        }
    }
    // what goes with it is for after the loop only
    for w in &with {
        for k in f.start..f.end {
            let (i, inside) = (v.insns[k as usize], k > cmp && k < end);
            let clash = match *w {
                Name::Reg(r) => reads(i, r) || writes(i, r) && !inside,
                Name::Global(n) => global(v, i) == Some(n) && !(i.op() == Op::StoreGlobal && inside),
            };
            if clash { return None; }
        }
    }
    Some((kind, place?, end, with))
}

/// The same for a global: LoadGlobal t; …; op t t x; StoreGlobal t, and nothing else about that name.
fn folded_global(v: &View, f: &Facts, n: u32, site: u32) -> Option<Vec<Accumulator>> {
    let (mut out, mut args, mut alone) = (vec![], vec![], true);
    let (mut loads, mut expected) = (0, 0);
    let mut pc = f.start;
    while pc < f.end {
        let here = pc;
        pc += 1;
        let i = v.insns[here as usize];
        if global(v, i) != Some(n) { continue; }
        match i.op() {
            Op::LoadGlobal => match choice(v, f, here, Name::Global(n)) {
                Some((kind, at, next, with)) => {
                    out.push(Accumulator { kind, reg: NOREG, site, pc: at });
                    if !with.is_empty() { alone = false; }
                    for w in with {
                        let Name::Global(c) = w else { return None };
                        let s = f.globals.iter().find(|g| g.0 == c)?.1;
                        args.push(Accumulator { kind: AccumulatorKind::Arg, reg: NOREG, site: s, pc: at });
                    }
                    pc = next;
                }
                None => loads += 1,
            },
            Op::StoreGlobal if here > f.start => {
                let o = v.insns[here as usize - 1];
                let t = i.a();
                let from = (f.start..here - 1).rev().find(|k| writes(v.insns[*k as usize], o.b()))?;
                let load = v.insns[from as usize];
                expected += 1;
                if load.op() == Op::LoadGlobal && global(v, load) == Some(n) && o.a() == t {
                    if let Some(kind) = fold_op(o, o.b()) { out.push(Accumulator { kind, reg: NOREG, site, pc: here - 1 }); continue; }
                    // m = min(m, x)
                }
                if o.op() == Op::Call && o.a() == t && o.c() == 2 {
                    let callee = (f.start..here - 1).rev().find(|k| writes(v.insns[*k as usize], o.b()))?;
                    let arg = (callee + 1..here - 1).find_map(|k| { let x = v.insns[k as usize]; (x.op() == Op::LoadGlobal && global(v, x) == Some(n)).then(|| x.a()) }).filter(|a| *a == o.b() + 1 || *a == o.b() + 2)?;
                    let kind = extremum(name(v, v.insns[callee as usize]), arg == o.b() + 1)?;
                    out.push(Accumulator { kind, reg: NOREG, site, pc: here - 1 });
                    continue;
                }
                return None;
            }
            _ => return None,
        }
    }
    let ok = !out.is_empty() && loads == expected && compatible(&out) && (alone || out.len() == 1);
    out.append(&mut args);
    ok.then_some(out)
}

/// Containers from outside that the body only adds to, and output.
fn containers(v: &View, f: &Facts, body: &[Insn], live_in: &[u16], out: &mut Vec<Accumulator>) {
    let mut found: FxHashMap<(u16, u32), Option<Vec<Accumulator>>> = FxHashMap::default();
    // registers that hold a container here: its key is (register, 0) or (NOREG, name)
    let mut holds: FxHashMap<u16, (u16, u32, u32)> = FxHashMap::default();
    for &r in live_in { if !get(&f.written, r as usize) { holds.insert(r, (r, 0, 0)); } }
    let mut skip_to = 0;
    // stores that belong to an update whose load was seen
    let mut done: Vec<usize> = vec![];
    for (k, &i) in body.iter().enumerate() {
        let pc = f.start + k as u32;
        if i.op() == Op::LoadGlobal {
            if let Some(n) = global(v, i) {
                if !f.globals.iter().any(|g| g.0 == n) { holds.insert(i.a(), (NOREG, n, i.bc())); } else { holds.remove(&i.a()); }
            }
            continue;
        }
        if k < skip_to { continue; }
        let mut add = |key: (u16, u32, u32), kind: AccumulatorKind, at: u32| {
            let e = found.entry((key.0, key.1)).or_insert_with(|| Some(vec![]));
            let clash = e.as_ref().is_some_and(|l| l.iter().any(|a| a.kind != kind));
            if clash { *e = None; } else if let Some(l) = e { l.push(Accumulator { kind, reg: key.0, site: key.2, pc: at }); }
        };
        let mut ok: Option<u16> = None;
        match i.op() {
            Op::ListAppend => if let Some(&h) = holds.get(&i.a()) { add(h, AccumulatorKind::ListAppend, pc); ok = Some(i.a()); },
            Op::ListExtend => if let Some(&h) = holds.get(&i.a()) { add(h, AccumulatorKind::ListExtend, pc); ok = Some(i.a()); },
            Op::SetAdd => if let Some(&h) = holds.get(&i.a()) { add(h, AccumulatorKind::SetAdd, pc); ok = Some(i.a()); },
            Op::StoreIndex if done.contains(&k) => ok = Some(i.a()),
            Op::MapAdd | Op::StoreIndex => if let Some(&h) = holds.get(&i.a()) { add(h, AccumulatorKind::StoreIndex, pc); ok = Some(i.a()); },
            Op::LoadMethod => {
                if let (b"get", Some(&h)) = (name(v, i), holds.get(&i.b())) {
                    if let Some((op, store)) = get_add(v, body, k, (h.0, h.1)) { add(h, AccumulatorKind::GetAdd, f.start + op as u32); done.push(store); ok = Some(i.b()); }
                }
                let kind = match name(v, i) { b"append" => Some(AccumulatorKind::ListAppend), b"extend" => Some(AccumulatorKind::ListExtend), b"add" => Some(AccumulatorKind::SetAdd), _ => None };
                if let (Some(&h), Some(kind)) = (holds.get(&i.b()), kind) {
                    let call = body[k + 1..].iter().take(NEAR).position(|c| c.op() == Op::CallMethod && c.b() == i.a());
                    if let Some(c) = call { if body[k + 1 + c].c() == 1 { add(h, kind, pc + 1 + c as u32); ok = Some(i.b()); } }
                }
            }
            Op::LoadIndex => {
                // r[k] op= x: LoadIndex t r k; …; op t t x; StoreIndex r k t
                if let Some(&h) = holds.get(&i.b()) {
                    let store = body[k + 1..].iter().take(NEAR).position(|c| c.op() == Op::StoreIndex && c.a() == i.b() && c.b() == i.c());
                    if let Some(st) = store.filter(|st| *st > 0) {
                        let (o, st_i) = (body[k + st], body[k + 1 + st]);
                        let plain = body[k + 1..k + st].iter().all(|c| !writes(*c, i.b()) && !writes(*c, i.c()) && !reads(*c, i.b()) && !reads(*c, i.a()));
                        if plain && o.a() == st_i.c() && fold_kind(o.op()) == Some(AccumulatorKind::Add) && o.b() == i.a() {
                            add(h, AccumulatorKind::IndexAdd, pc + 1 + st as u32);
                            ok = Some(i.b());
                            // the store belongs to it
                            holds.insert(i.b(), h);
                            mark_done(&mut skip_to, k + 2 + st, body, k, i.b());
                        }
                    }
                }
            }
            Op::Call | Op::CallKw => {
                if let Some(&(NOREG, _, site)) = holds.get(&i.b()) {
                    let is_print = v.sites.get(site as usize).and_then(|s| v.consts.get(s.name as usize)) == Some(&Const::Str(b"print".to_vec()));
                    if is_print { out.push(Accumulator { kind: AccumulatorKind::Print, reg: NOREG, site, pc }); }
                }
            }
            _ => {}
        }
        // any other use of the container disqualifies it
        i.for_each_register(|r, a| if !a.is_write() && Some(r) != ok || a == Access::ReadAny {
            if let Some(h) = holds.get(&r) { found.insert((h.0, h.1), None); }
        });
        i.for_each_register(|r, a| if a.is_write() && (ok != Some(r) || i.op() == Op::LoadMethod) { if let Some(h) = holds.get(&r) { if h.0 != r { holds.remove(&r); } } });
    }
    for list in found.into_values().flatten() { out.extend(list); }
}
/// `d[k] = d.get(k, 0) + x` from its LoadMethod at `at`: where the addition and the store are.
fn get_add(v: &View, body: &[Insn], at: usize, d: (u16, u32)) -> Option<(usize, usize)> {
    let w = body[at].a();
    let call = (at + 1..body.len().min(at + NEAR)).find(|k| body[*k].op() == Op::CallMethod && body[*k].b() == w)?;
    if body[call].c() != 2 { return None; }
    let last = |from: usize, to: usize, r: u16| (from..to).rev().find(|k| writes(body[*k], r)).map(|k| body[k]);
    if last(at + 1, call, w + 3).is_none_or(|i| i.op() != Op::LoadInt || i.bc() != 0) { return None; }
    // what a key is: a register, a global, a constant
    let source = |i: Option<Insn>, r: u16| Some(match i {
        None => (0, r as u32),
        Some(i) if i.op() == Op::Move => (0, i.b() as u32),
        Some(i) if i.op() == Op::LoadGlobal => (1, global(v, i)?),
        Some(i) if i.op() == Op::LoadConst => (2, i.bc()),
        Some(i) if i.op() == Op::LoadInt => (3, i.bc()),
        _ => return None,
    });
    let key = source(Some(last(at + 1, call, w + 2)?), 0)?;
    let t = body[call].a();
    let add = (call + 1..body.len().min(call + NEAR)).find(|k| reads(body[*k], t))?;
    if fold_op(body[add], t) != Some(AccumulatorKind::Add) { return None; }
    let store = (add + 1..body.len()).find(|k| !matches!(body[*k].op(), Op::LoadGlobal | Op::LoadConst | Op::LoadInt))?;
    let s = body[store];
    if s.op() != Op::StoreIndex || s.c() != body[add].a() { return None; }
    if source(last(add + 1, store, s.b()), s.b())? != key { return None; }
    if key.0 == 0 && (at..store).any(|k| writes(body[k], key.1 as u16)) { return None; }
    let same = if d.0 != NOREG { s.a() == d.0 } else { last(add + 1, store, s.a()).is_some_and(|i| global(v, i) == Some(d.1)) };
    same.then_some((add, store))
}
/// The instructions of an update in place are not looked at again, unless they use other containers.
fn mark_done(skip_to: &mut usize, to: usize, body: &[Insn], from: usize, r: u16) {
    if body[from + 1..to.min(body.len())].iter().all(|i| i.op() != Op::LoadMethod && (!reads(*i, r) || i.op() == Op::StoreIndex)) { *skip_to = to; }
}

fn group(src: &Source, v: &View, g: &GroupRec) -> Option<Fork> {
    let (first, last) = (g.operands.first()?, g.operands.last()?);
    if first.0 >= last.1 || g.join as usize > v.insns.len() { return None; }
    let all = facts(v, first.0, last.1);
    let mut verdict = None;
    let parts: Vec<Facts> = g.operands.iter().map(|o| facts(v, o.0, o.1)).collect();
    for (k, p) in parts.iter().enumerate() {
        for pc in p.start..p.end {
            let i = v.insns[pc as usize];
            let r = match i.op() {
                Op::Yield | Op::YieldFrom => Reason::Yields,
                Op::LoadGlobal if matches!(name(v, i), b"locals" | b"exec" | b"eval" | b"vars") => Reason::ReifiesFrame,
                Op::StoreCell if v.cells.contains(&i.a()) => Reason::Captured,
                _ => continue,
            };
            if verdict.is_none() { verdict = Some((r, line(src, v, pc))); }
        }
        for (later, q) in parts.iter().enumerate().skip(k + 1) {
            // an earlier operand's own result is taken over at the join, so a later one must not read it either
            let clash = (0..v.named.max(1)).any(|r| get(&p.written, r as usize) && (get(&q.live_in, r as usize) || get(&q.written, r as usize) && q.words > 0 && g.operands[later].2 == r))
                || p.globals.iter().any(|x| (q.start..q.end).any(|pc| global(v, v.insns[pc as usize]) == Some(x.0)));
            if clash && verdict.is_none() { verdict = Some((Reason::OperandsConflict, line(src, v, q.start))); }
        }
    }
    let kind = ForkKind::Group { operands: g.operands.clone(), join: g.join };
    Some(Fork { kind, live_in: all.regs(&all.live_in, v.nregs), written: all.regs(&all.written, v.named), global_writes: all.globals.iter().map(|x| x.1).collect(), accumulators: all.globals.iter().map(|x| Accumulator { kind: AccumulatorKind::Last, reg: NOREG, site: x.1, pc: x.2 }).collect(), verdict })
}
