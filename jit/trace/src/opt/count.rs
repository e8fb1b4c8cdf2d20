//! A loop that counts down what is left while it counts up where it is, as iterators of ranges do, asks about the latter only:
//!
//! ```text
//! p = phi(a, p + d)    q = phi(b, q - 1)    guard 0 < q          a, b from before the loop
//! p = a + d * (b - q), so with the end e = a + d * b (checked once, before the loop):   0 < q  =  p < e   (p > e where d is negative)
//! ```
//! Index checks and overflow checks on `p` then have a bound that does not change (`range`).
use super::range::before_head;
use crate::ir::*;

pub fn count(t: &Trace) -> Trace {
    let n = t.ops.len();
    let (Some(head), Some(back)) = (t.ops.iter().position(|i| i.op == Op::Head), t.ops.last()) else { return t.clone() };
    if back.at == NO_EXIT { return t.clone() }
    let int = |r: Ref| { let i = t.at(r); (i.op == Op::ConstI).then_some(i.imm) };
    // phis with a constant step
    let steps: Vec<(Ref, Ref, i64)> = t.ops.iter().enumerate().skip(head + 1).take_while(|(_, i)| i.op == Op::Phi).filter_map(|(k, i)| {
        let next = t.at(t.args_of(back)[i.imm as usize]);
        if !matches!(next.op, Op::Add | Op::AddOv) || next.a.0 as usize != k { return None }
        int(next.b).filter(|d| *d != 0).map(|d| (Ref(k as u32), i.a, d))
    }).collect();
    let mut out = t.clone();
    let mut before: Vec<Ins> = vec![];
    for k in head..n {
        let g = t.ops[k];
        if g.op != Op::GuardTrue || (g.a.0 as usize) < head { continue }
        let c = *t.at(g.a);
        if c.op != Op::Lt || int(c.a) != Some(0) { continue }
        let Some((_, b, -1)) = steps.iter().copied().find(|s| s.0 == c.b) else { continue };
        let Some((p, a, d)) = steps.iter().copied().filter(|s| s.0 != c.b).max_by_key(|s| (s.2 == 1, s.2 > 0)) else { continue };
        let mut put = |i: Ins| { before.push(i); Ref((head + before.len() - 1) as u32) };
        let way = if d == 1 { b } else { let d = put(Ins::new(Op::ConstI).imm(d)); put(Ins::new(Op::MulOv).ab(b, d).exit(back.at)) };
        let end = put(Ins::new(Op::AddOv).ab(a, way).exit(back.at));
        // the end comes to stand before the head, so that its name is not to be moved with those behind
        out.ops[g.a.0 as usize] = Ins { b: NIL, ..Ins::new(Op::Lt).a(p) };
        let mut done = before_head(out, head, before.clone());
        let m = before.len() as u32;
        let (c, p) = (Ref(g.a.0 + m), Ref(p.0 + m));
        done.ops[c.0 as usize] = if d > 0 { Ins::new(Op::Lt).ab(p, end) } else { Ins::new(Op::Lt).ab(end, p) };
        return done;
    }
    out
}
