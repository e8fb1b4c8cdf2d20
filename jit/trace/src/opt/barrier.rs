//! Barriers and stores that nobody needs.
//!
//! **Barriers.** An object that passed a barrier, or was made, may be written until something runs that could collect or move the floor:
//! an allocation (a box may be one, and so `Sync`) or a call. A poll that is not taken does nothing: pauses, promotions and collections wait until this worker
//! reaches a safepoint, and the poll leaves the trace for that. What holds at the loop's head holds in every round if the body has nothing that ends it.
//!
//! **Stores.** A word that is written again before anyone could have seen the first is written once. Who could: a load of its class, a call,
//! and every exit.
use crate::ir::*;

pub fn barrier(t: &Trace) -> Trace {
    let mut t = t.clone();
    let (mut allowed, mut epoch) = (vec![0u32; t.ops.len()], 1u32);
    let ends = |t: &Trace, i: &Ins| match i.op {
        Op::Alloc | Op::BoxF | Op::BoxI | Op::Sync => true,
        _ => i.is_call() && t.helpers.get(i.imm as usize).is_none_or(|h| !matches!(h.effect, Effect::Pure | Effect::Read)),
    };
    let mut pending: Vec<(Ins, usize)> = vec![];
    for k in 0..t.ops.len() {
        let i = t.ops[k];
        // barriers
        if i.op == Op::Head && t.ops[k..].iter().any(|i| ends(&t, i)) || ends(&t, &i) { epoch += 1 }
        if i.op == Op::Alloc { allowed[k] = epoch }
        if i.op == Op::Barrier {
            let r = root(&t, i.a);
            if allowed[r.0 as usize] == epoch { t.ops[k] = Ins::new(Op::ConstB); continue }
            allowed[r.0 as usize] = epoch;
        }
        // stores
        match i.op.row().effect {
            OpEffect::Store if i.op.row().alias => {
                let place = |i: &Ins| (i.op, i.alias, i.a, if i.op == Op::StoreX { i.b } else { NIL }, i.imm);
                if let Some(p) = pending.iter().position(|(j, _)| place(j) == place(&i)) { let (_, old) = pending.swap_remove(p); t.ops[old] = Ins::new(Op::ConstB) }
                if i.alias == Alias::Any { pending.clear() }
                if pending.len() < 16 { pending.push((i, k)) }
            }
            OpEffect::Load => if i.alias == Alias::Any { pending.clear() } else { pending.retain(|(j, _)| j.alias != i.alias) },
            OpEffect::Pure | OpEffect::Alloc => {}
            OpEffect::Guard | OpEffect::Store | OpEffect::Call | OpEffect::Ctl => pending.clear(),
        }
    }
    t
}
/// The value whose word a reference is.
fn root(t: &Trace, r: Ref) -> Ref { let i = t.at(r); match i.op { Op::GuardRef | Op::GuardShape | Op::AsR | Op::AsV => i.a, _ => r } }
