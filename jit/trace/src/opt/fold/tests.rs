#![allow(unsafe_code)] // runs traces that touch no memory
use crate::arena::Arena;
use crate::eval::{Stop, Val};
use crate::ir::*;
use crate::tag;

const INTS: &[i64] = &[0, 1, -1, 2, 3, -4, 8, 63, 64, 255, 1 << 31, (1 << 62) - 1, 1 << 62, i64::MAX, i64::MIN];
const FLOATS: &[f64] = &[0.0, -0.0, 1.0, -1.0, 0.5, 4.0, 3.3, 1e300, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
fn values(kind: char) -> Vec<Val> {
    match kind { 'i' => INTS.iter().map(|i| Val::I(*i)).collect(), 'f' => FLOATS.iter().map(|f| Val::F(*f)).collect(), 'b' => vec![Val::B(false), Val::B(true)], _ => vec![] }
}
fn constant(t: &mut Trace, v: Val) -> Ref {
    let op = match v { Val::F(_) => Op::ConstF, Val::B(_) => Op::ConstB, _ => Op::ConstI };
    t.push(Ins::new(op).imm(v.word() as i64))
}
/// Both exits name what there is; the second stands at the end.
fn finish(mut t: Trace, r: Ref) -> Trace {
    let frame = FrameState { code: 1, func: 2, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 4 };
    t.exits = vec![Exit { frames: vec![frame.clone()], ..Exit::default() }, Exit { frames: vec![FrameState { pc: 1, ..frame }], regs: if t.at(r).ty == Ty::None { vec![] } else { vec![(0, r)] }, raised: false }];
    t.push(Ins::new(Op::Leave).exit(1));
    t
}
/// A value without its form: exits may name a number boxed or not.
fn number(v: Val) -> u64 {
    let Val::V(w) = v else { return v.word() };
    if tag::is_small(w) { return tag::int(w) as u64 }
    if tag::is_float(w) { return tag::float(w).to_bits() }
    // SAFETY: a box made just now
    if tag::is_ref(w) { unsafe { *((w + 16) as *const u64) } } else { (w == tag::TRUE) as u64 }
}
fn outcome(a: &mut Arena, t: &Trace, given: &[Val]) -> Option<Result<(u32, Vec<u64>), ()>> {
    // SAFETY: no memory is touched
    match unsafe { a.run(t, given, 1) } { Ok(o) => Some(Ok((t.exits[o.exit as usize].frames[0].pc, o.values.iter().map(|v| number(*v)).collect()))), Err(Stop::Undefined(_)) => Some(Err(())), Err(_) => None }
}
/// Each op on operands that are unknown, constant, the same, or made by another op of its kind: folded it gives what it gave.
#[test]
fn folds_mean_the_same() {
    let mut a = Arena::new(4);
    let mut tried = 0;
    let ops: Vec<&Row> = ROWS.iter().filter(|r| matches!(r.effect, OpEffect::Pure | OpEffect::Guard) && r.operands.iter().all(|c| "ifb_".contains(*c)) && r.operands[0] != '_' && !r.imm && !matches!(r.op, Op::Raw)).collect();
    for row in &ops {
        let kinds: Vec<char> = row.operands.iter().copied().filter(|c| *c != '_').collect();
        let inners: Vec<Option<Op>> = std::iter::once(None).chain(ops.iter().filter(|r| r.result == kinds[0]).map(|r| Some(r.op))).collect();
        for inner in inners {
            for form in 0..4 {
                for x in values(inner.map_or(kinds[0], |o| o.row().operands[0])) {
                    for y in values(kinds.get(1).copied().unwrap_or('b')) {
                        let mut t = Trace::default();
                        let first = match x { Val::F(_) => Ty::F, Val::B(_) => Ty::B, _ => Ty::I };
                        let second = match y { Val::F(_) => Ty::F, Val::B(_) => Ty::B, _ => Ty::I };
                        t.inherited = vec![first, second];
                        let p = if form == 1 { constant(&mut t, x) } else { t.push(Ins::new(Op::Inherit).imm(0).ty(first)) };
                        let q = if form == 0 || form == 2 { constant(&mut t, y) } else { t.push(Ins::new(Op::Inherit).imm(1).ty(second)) };
                        let p = match inner {
                            None => p,
                            Some(op) => {
                                let mut i = Ins::new(op).a(p);
                                for (slot, kind) in [(1, op.row().operands[1]), (2, op.row().operands[2])] { if kind != '_' { let c = constant(&mut t, match kind { 'f' => Val::F(2.0), 'b' => Val::B(true), _ => Val::I(3) }); if slot == 1 { i.b = c } else { i.c = c } } }
                                t.push(i)
                            }
                        };
                        let q = if form == 2 && kinds.len() > 1 && kinds[1] == kinds[0] { p } else { q };
                        let mut i = Ins::new(row.op).a(p);
                        if kinds.len() > 1 { i.b = q }
                        if kinds.len() > 2 { i.c = q }
                        if kinds.len() > 2 && t.at(i.b).ty.letter() != kinds[1] { continue }
                        let r = t.push(i);
                        let t = finish(t, r);
                        let Some(want) = outcome(&mut a, &t, &[x, y]) else { continue };
                        // what is not defined need not stay so
                        if want.is_err() { continue }
                        let out = super::super::through(&t, false);
                        let got = outcome(&mut a, &out, &[x, y]);
                        assert_eq!(got, Some(want), "{x:?} {y:?}\n{t}\nfolded:\n{out}");
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 100_000, "{tried}");
}
