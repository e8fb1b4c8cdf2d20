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
    let mut live_in = f.regs(&f.live_in, v.nregs);
    live_in.retain(|r| *r != l.iter);
    let written = f.regs(&f.written, v.named);
    let body = &v.insns[l.head as usize..f.end as usize];
    let mut accs = vec![];
    let mut verdict = forbidden(src, v, &f, l);
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
    containers(v, &f, body, &live_in, &mut accs);
    accs.sort_by_key(|a| a.pc);
    let kind = ForkKind::Loop { head: l.head, exit: l.exit, iter: l.iter, item: l.item };
    Some(Fork { kind, live_in, written, global_writes: f.globals.iter().map(|g| g.1).collect(), accumulators: accs, verdict })
}

/// What forbids to split a loop whatever it computes.
fn forbidden(src: &Source, v: &View, f: &Facts, l: &LoopRec) -> Option<(Reason, u32)> {
    let mut found: Option<(Reason, u32)> = None;
    let mut note = |r: Reason, pc: u32| {
        let better = found.is_none_or(|(o, _)| (r as u8 == Reason::Yields as u8 && o != Reason::Yields) || (o == Reason::EarlyExit && r != Reason::EarlyExit));
        if better { found = Some((r, line(src, v, pc))); }
    };
    let said = |pc: u32| pc > f.start && v.insns[pc as usize - 1].op() == Op::LeaveFork && v.insns[pc as usize].op() != Op::ForIter;
    // a cell that iterations share: it was made before the loop
    let shared = |r: u16| v.cells.contains(&r) || !(f.start..f.end).any(|pc| { let i = v.insns[pc as usize]; i.op() == Op::MakeCell && i.a() == r });
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
    let mut out = vec![];
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
        return None;
    }
    (!out.is_empty() && compatible(&out)).then_some(out)
}

/// `m = min(m, x)` from the instruction that first reads `m`, or `if x < m: m = x`. Kind, place, where to go on.
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
        let kind = match name(v, at(callee)?) { b"min" => AccumulatorKind::Min, b"max" => AccumulatorKind::Max, _ => return None };
        return Some((kind, call, call + 1));
    }
    let m = at(pc + 1)?;
    if m.op() != Op::Move || m.a() != r || i.target(pc as usize) != Some(pc as i64 + 2) { return None; }
    let x = m.b();
    let (less, greater) = (matches!(i.op(), Op::JNotLt | Op::JNotLe), matches!(i.op(), Op::JNotGt | Op::JNotGe));
    let kind = match (i.a() == x && i.b() == r, i.a() == r && i.b() == x) {
        (true, false) if less => AccumulatorKind::Min,
        (true, false) if greater => AccumulatorKind::Max,
        (false, true) if less => AccumulatorKind::Max,
        (false, true) if greater => AccumulatorKind::Min,
        _ => return None,
    };
    Some((kind, pc + 1, pc + 2))
}

/// The same for a global: LoadGlobal t; …; op t t x; StoreGlobal t, and nothing else about that name.
fn folded_global(v: &View, f: &Facts, n: u32, site: u32) -> Option<Vec<Accumulator>> {
    let mut out = vec![];
    let mut loads = 0;
    for pc in f.start..f.end {
        let i = v.insns[pc as usize];
        if global(v, i) != Some(n) { continue; }
        match i.op() {
            Op::LoadGlobal => loads += 1,
            Op::StoreGlobal if pc > f.start => {
                let o = v.insns[pc as usize - 1];
                let t = i.a();
                let from = (f.start..pc - 1).rev().find(|k| writes(v.insns[*k as usize], o.b()))?;
                let load = v.insns[from as usize];
                if load.op() == Op::LoadGlobal && global(v, load) == Some(n) && o.a() == t {
                    if let Some(kind) = fold_op(o, o.b()) { out.push(Accumulator { kind, reg: NOREG, site, pc: pc - 1 }); continue; }
                    // m = min(m, x)
                }
                if o.op() == Op::Call && o.a() == t && o.c() == 2 {
                    let callee = (f.start..pc - 1).rev().find(|k| writes(v.insns[*k as usize], o.b()))?;
                    let args = (callee + 1..pc - 1).any(|k| { let x = v.insns[k as usize]; x.op() == Op::LoadGlobal && global(v, x) == Some(n) && (x.a() == o.b() + 1 || x.a() == o.b() + 2) });
                    let kind = match name(v, v.insns[callee as usize]) { b"min" => AccumulatorKind::Min, b"max" => AccumulatorKind::Max, _ => return None };
                    if args { out.push(Accumulator { kind, reg: NOREG, site, pc: pc - 1 }); continue; }
                }
                return None;
            }
            _ => return None,
        }
    }
    (!out.is_empty() && loads == out.len() && compatible(&out)).then_some(out)
}

/// Containers from outside that the body only adds to, and output.
fn containers(v: &View, f: &Facts, body: &[Insn], live_in: &[u16], out: &mut Vec<Accumulator>) {
    let mut found: FxHashMap<(u16, u32), Option<Vec<Accumulator>>> = FxHashMap::default();
    // registers that hold a container here: its key is (register, 0) or (NOREG, name)
    let mut holds: FxHashMap<u16, (u16, u32, u32)> = FxHashMap::default();
    for &r in live_in { if !get(&f.written, r as usize) { holds.insert(r, (r, 0, 0)); } }
    let mut skip_to = 0;
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
            Op::MapAdd | Op::StoreIndex => if let Some(&h) = holds.get(&i.a()) { add(h, AccumulatorKind::StoreIndex, pc); ok = Some(i.a()); },
            Op::LoadMethod => {
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
    Some(Fork { kind, live_in: all.regs(&all.live_in, v.nregs), written: all.regs(&all.written, v.named), global_writes: all.globals.iter().map(|x| x.1).collect(), accumulators: vec![], verdict })
}
