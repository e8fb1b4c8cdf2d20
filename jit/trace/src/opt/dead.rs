//! Dead code: what nobody names and does nothing is left out; exits, arguments and names are put together anew.
use crate::ir::*;

/// Must it stay although nobody names it?
fn acts(t: &Trace, i: &Ins) -> bool {
    match i.op.row().effect {
        OpEffect::Guard | OpEffect::Store | OpEffect::Ctl => i.op != Op::Phi,
        OpEffect::Call => !i.is_call() || t.helpers.get(i.imm as usize).is_none_or(|h| h.raises || matches!(h.effect, Effect::Any | Effect::Write(_))),
        OpEffect::Pure | OpEffect::Load | OpEffect::Alloc => false,
    }
}
pub fn dead(t: &Trace) -> Trace {
    let n = t.ops.len();
    let (mut live, mut exits) = (vec![false; n], vec![NO_EXIT; t.exits.len()]);
    let head = t.ops.iter().position(|i| i.op == Op::Head);
    let mut order = vec![]; // exits in order of their last user
    let mut work: Vec<Ref> = vec![];
    for k in (0..n).rev() {
        if !live[k] && !acts(t, &t.ops[k]) { continue }
        live[k] = true;
        work.push(Ref(k as u32));
        // phis become live late and make earlier instructions and their own next values live
        while let Some(r) = work.pop() {
            let i = t.at(r);
            let mut need = |r: Ref| if r != NIL && !live[r.0 as usize] { live[r.0 as usize] = true; if r.0 as usize > k || t.at(r).op == Op::Phi { work.push(r) } };
            for r in [i.a, i.b, i.c] { need(r) }
            if i.op == Op::Phi { let back = &t.ops[n - 1]; if let Some(next) = t.args_of(back).get(i.imm as usize) { need(*next) } }
            else if i.op != Op::Back || head.is_none() { for r in t.args_of(i) { need(*r) } }
            if i.op.row().at && i.at != NO_EXIT && !(i.op == Op::Back && head.is_some()) && exits[i.at as usize] == NO_EXIT {
                exits[i.at as usize] = 0;
                order.push(i.at);
                let e = &t.exits[i.at as usize];
                for (_, r) in &e.regs { need(*r) }
                for f in &e.frames { need(f.gen) }
            }
        }
    }
    let mut out = Trace { ops: Vec::with_capacity(n), args: Vec::with_capacity(t.args.len()), exits: Vec::with_capacity(order.len()), roots: t.roots.clone(), helpers: t.helpers, inherited: t.inherited.clone() };
    let mut name = vec![NIL; n];
    let at = |name: &[Ref], r: Ref| if r == NIL { NIL } else { name[r.0 as usize] };
    let mut phis = 0;
    for k in 0..n {
        if !live[k] { continue }
        let mut i = t.ops[k];
        (i.a, i.b, i.c) = (at(&name, i.a), at(&name, i.b), at(&name, i.c));
        if i.op.row().args {
            let start = out.args.len() as u32;
            match head {
                Some(h) if i.op == Op::Back => { for (p, r) in t.args_of(&i).iter().enumerate() { if live[h + 1 + p] { out.args.push(at(&name, *r)) } } i.at = NO_EXIT }
                _ => for r in t.args_of(&i) { out.args.push(at(&name, *r)) },
            }
            i.args = (start, (out.args.len() as u32 - start) as u16);
        }
        if i.op == Op::Phi { i.imm = phis; phis += 1 }
        if i.op.row().at && i.at != NO_EXIT {
            if exits[i.at as usize] == 0 || exits[i.at as usize] == NO_EXIT {
                // numbers are given in order of use, counted from 1 here
                let e = &t.exits[i.at as usize];
                let regs = e.regs.iter().map(|(k, r)| (*k, at(&name, *r))).collect();
                let frames = e.frames.iter().map(|f| FrameState { gen: at(&name, f.gen), ..f.clone() }).collect();
                out.exits.push(Exit { frames, regs, raised: e.raised });
                exits[i.at as usize] = out.exits.len() as u32;
            }
            i.at = exits[i.at as usize] - 1;
        }
        name[k] = out.push(i);
    }
    out
}
