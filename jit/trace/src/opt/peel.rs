//! Loop peeling: the first pass stays as it is and becomes the prologue; the body is made by sending its instructions through `emit`
//! once more, with the registers as the first pass leaves them. Whatever does not change from one pass to the next is found there again
//! and costs nothing in the loop: invariant code has moved out without a pass of its own.
//!
//! Where the body names a value of the first pass that has another counterpart in the body, a phi stands at the loop's head: first the
//! value of the prologue, then the counterpart. Its type is the first pass's. The method is LuaJIT's.
//!
//! Why knowledge about the first pass may be used in the body, and in every later round: the body is made of the same instructions, so
//! that the counterparts of two values relate as the values do; what is left out of the body was shown by such relations ([O1] in `emit`).
use super::emit::Emit;
use crate::ir::*;

/// `e` has emitted the first pass of its source, all but the `Back` with the exit `at`. Emits the body and closes the loop.
pub fn peel(mut e: Emit, at: u32) -> Trace {
    // the registers as the pass leaves them; unboxed where that is known, so that they stay so in the loop
    let end = e.exit(at);
    let mut carried = e.out.exits[end as usize].regs.clone();
    for (_, v) in &mut carried { if e.ins(*v).ty == Ty::V { let t = e.typed(*v); if matches!(e.ins(t).ty, Ty::I | Ty::F | Ty::B) { *v = t } } }
    e.out.exits[end as usize].regs = carried.clone();
    let n = e.out.ops.len();
    e.again(carried);
    for k in 0..n {
        let i = *e.out.at(Ref(k as u32));
        let r = if i.is_const() { Ref(k as u32) } else { let args = e.out.args_of(&i).to_vec(); e.source(i, &args) };
        e.map.push(r);
    }
    let Emit { out, map, .. } = e;
    close(out, &map, end)
}

/// Puts head, phis and back edge in: instructions from `map.len()` on are the body, `map` gives the counterparts.
fn close(t: Trace, map: &[Ref], end: u32) -> Trace {
    let n = map.len();
    let mut phis: Vec<Ref> = vec![];
    // the same word by another type is made anew from the phi, so that a reference is carried once
    let mut words: Vec<Ref> = vec![];
    let mut taken = vec![false; n];
    let mut want = |r: Ref, phis: &mut Vec<Ref>| {
        if r.0 as usize >= n || map[r.0 as usize] == r || std::mem::replace(&mut taken[r.0 as usize], true) { return }
        let i = t.at(r);
        if i.op != Op::AsV { phis.push(r); return }
        words.push(r);
        if map[i.a.0 as usize] != i.a && !std::mem::replace(&mut taken[i.a.0 as usize], true) { phis.push(i.a) }
    };
    let mut seen = vec![false; t.exits.len()];
    for i in &t.ops[n..] {
        for r in [i.a, i.b, i.c] { want(r, &mut phis) }
        for r in t.args_of(i) { want(*r, &mut phis) }
        if i.op.row().at && i.at != NO_EXIT && !std::mem::replace(&mut seen[i.at as usize], true) {
            let e = &t.exits[i.at as usize];
            for (_, r) in &e.regs { want(*r, &mut phis) }
            for f in &e.frames { want(f.gen, &mut phis) }
        }
    }
    // a counterpart may itself be of the first pass: then it too changes
    let mut k = 0;
    while k < phis.len() { want(map[phis[k].0 as usize], &mut phis); k += 1 }
    phis.sort();
    words.sort();

    let mut place: Vec<Ref> = (0..n as u32).map(Ref).collect();
    for (k, r) in phis.iter().enumerate() { place[r.0 as usize] = Ref((n + 1 + k) as u32) }
    for (k, r) in words.iter().enumerate() { place[r.0 as usize] = Ref((n + 1 + phis.len() + k) as u32) }
    let shift = (1 + phis.len() + words.len()) as u32;
    let name = |r: Ref| if r == NIL { NIL } else if (r.0 as usize) < n { place[r.0 as usize] } else { Ref(r.0 + shift) };
    let mut out = Trace { ops: Vec::with_capacity(t.ops.len() + phis.len() + 2), ..t };
    let body = t.ops[n..].to_vec();
    out.ops.extend_from_slice(&t.ops[..n]);
    out.push(Ins::new(Op::Head));
    for (k, r) in phis.iter().enumerate() { let ty = out.at(*r).ty; out.push(Ins::new(Op::Phi).a(*r).imm(k as i64).ty(ty)); }
    for r in &words { let a = name(out.at(*r).a); out.push(Ins::new(Op::AsV).a(a)); }
    for mut i in body {
        (i.a, i.b, i.c) = (name(i.a), name(i.b), name(i.c));
        for r in &mut out.args[i.args.0 as usize..i.args.0 as usize + i.args.1 as usize] { *r = name(*r) }
        out.push(i);
    }
    for (e, seen) in out.exits.iter_mut().zip(seen) {
        if !seen { continue }
        for (_, r) in &mut e.regs { *r = name(*r) }
        for f in &mut e.frames { f.gen = name(f.gen) }
    }
    let start = out.args.len() as u32;
    for r in &phis { out.args.push(name(map[r.0 as usize])) }
    out.push(Ins { at: end, args: (start, phis.len() as u16), ..Ins::new(Op::Back) });
    out
}
