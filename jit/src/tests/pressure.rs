//! Random loops with more values alive than there are registers: phis that change places, invariants, constants, calls.
use super::*;
use fora_trace::sample::Rng;

fn trace(r: &mut Rng, object: u64) -> Trace {
    let mut t = Trace { helpers: rough_helpers(), roots: vec![object], ..Trace::default() };
    let frame = FrameState { code: 1, func: 2, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 120 };
    let o = t.push(Ins::new(Op::ConstR).imm(object as i64));
    let (mut ints, mut floats): (Vec<Ref>, Vec<Ref>) = (vec![], vec![]);
    let exit = |t: &mut Trace, regs: Vec<Ref>| { t.exits.push(Exit { frames: vec![frame.clone()], regs: regs.into_iter().enumerate().map(|(k, v)| (k as u32, v)).collect(), raised: false }); t.exits.len() as u32 - 1 };
    let some = |r: &mut Rng, a: &[Ref], b: &[Ref]| -> Vec<Ref> { let all: Vec<Ref> = a.iter().chain(b).copied().collect(); let n = r.below(12); (0..n).filter(|_| !all.is_empty()).map(|_| r.pick(&all)).collect() };
    let constant = |t: &mut Trace, r: &mut Rng| { let i = r.pick(&[0, 1, -1, 5, 100, -1000, 1 << 31, i64::MAX, 0x1234_5678_9abc]); t.push(Ins::new(Op::ConstI).imm(i)) };
    for k in 0..r.below(30) { let i = if r.one_in(6) { constant(&mut t, r) } else { t.push(Ins::new(Op::LoadI).a(o).imm(16 + 8 * k as i64).class(Alias::Attr)) }; ints.push(i); }
    for k in 0..r.below(24) { let f = if r.one_in(6) { t.push(Ins::new(Op::ConstF).imm(1.5f64.to_bits() as i64)) } else { t.push(Ins::new(Op::LoadF).a(o).imm(16 + 240 + 8 * k as i64).class(Alias::Attr)) }; floats.push(f); }
    let start = constant(&mut t, r);
    ints.push(start);
    if floats.is_empty() { floats.push(t.push(Ins::new(Op::ConstF))); }
    body(&mut t, r, &mut ints, &mut floats, &exit, &some);
    let zero = t.push(Ins::new(Op::ConstI));
    let first: Vec<Ref> = (0..r.below(22)).map(|_| if r.one_in(3) { r.pick(&floats) } else { r.pick(&ints) }).collect();
    t.push(Ins::new(Op::Head));
    let counter = t.push(Ins::new(Op::Phi).a(zero).ty(Ty::I));
    let phis: Vec<Ref> = first.iter().enumerate().map(|(k, v)| { let ty = t.at(*v).ty; t.push(Ins::new(Op::Phi).a(*v).imm(k as i64 + 1).ty(ty)) }).collect();
    for p in &phis { if t.at(*p).ty == Ty::F { floats.push(*p) } else { ints.push(*p) } }
    body(&mut t, r, &mut ints, &mut floats, &exit, &some);
    let (one, n) = (t.push(Ins::new(Op::ConstI).imm(1)), t.push(Ins::new(Op::ConstI).imm(1 + r.below(5) as i64)));
    let next = t.push(Ins::new(Op::Add).ab(counter, one));
    let c = t.push(Ins::new(Op::Lt).ab(next, n));
    let mut all = some(r, &ints, &floats);
    all.extend(&phis);
    let e = exit(&mut t, all);
    t.push(Ins::new(Op::GuardTrue).a(c).exit(e));
    let mut args = vec![next];
    for p in &phis {
        let same: Vec<Ref> = phis.iter().copied().filter(|q| t.at(*q).ty == t.at(*p).ty).collect();
        args.push(if r.one_in(2) { r.pick(&same) } else if t.at(*p).ty == Ty::F { r.pick(&floats) } else { r.pick(&ints) });
    }
    let from = t.args.len() as u32;
    t.args.extend(&args);
    t.push(Ins { args: (from, args.len() as u16), at: NO_EXIT, ..Ins::new(Op::Back) });
    t
}
fn body(t: &mut Trace, r: &mut Rng, ints: &mut Vec<Ref>, floats: &mut Vec<Ref>, exit: &dyn Fn(&mut Trace, Vec<Ref>) -> u32, some: &dyn Fn(&mut Rng, &[Ref], &[Ref]) -> Vec<Ref>) {
    for _ in 0..r.below(60) {
        let (a, b, c) = (r.pick(ints), r.pick(ints), r.pick(ints));
        let (x, y) = (r.pick(floats), r.pick(floats));
        match r.below(16) {
            0..=4 => { let op = r.pick(&[Op::Add, Op::Sub, Op::Mul, Op::And, Op::Or, Op::Xor]); ints.push(t.push(Ins::new(op).ab(a, b))) }
            5 | 6 => { let op = r.pick(&[Op::AddOv, Op::SubOv, Op::MulOv, Op::ShlOv]); let l = some(r, ints, floats); let e = exit(t, l); ints.push(t.push(Ins::new(op).ab(a, b).exit(e))) }
            7 | 8 => { let op = r.pick(&[Op::AddF, Op::SubF, Op::MulF, Op::DivF]); floats.push(t.push(Ins::new(op).ab(x, y))) }
            9 => floats.push(t.push(Ins::new(r.pick(&[Op::NegF, Op::AbsF, Op::SqrtF, Op::FloorF])).a(x))),
            10 => floats.push(t.push(Ins::new(Op::IToF).a(a))),
            11 => { let l = some(r, ints, floats); let e = exit(t, l); ints.push(t.push(Ins::new(Op::FToI).a(x).exit(e))) }
            12 => {
                let k = if r.one_in(3) { let m = t.push(Ins::new(Op::ConstI).imm(63)); let k = t.push(Ins::new(Op::And).ab(b, m)); t.push(Ins::new(r.pick(&[Op::Shl, Op::Shr, Op::ShrU])).ab(a, k)) }
                    else { let m = t.push(Ins::new(Op::ConstI).imm(r.pick(&[1, 2, 3, 7, 10, 64, 1000003, 1 << 40, i64::MAX, -1, -5]))); let s = start_shift(t, r); let v = t.push(Ins::new(Op::Shr).ab(a, s)); t.push(Ins::new(r.pick(&[Op::FloorDiv, Op::FloorMod])).ab(v, m)) };
                ints.push(k)
            }
            13 => { // a compare and a choice
                let b1 = if r.one_in(2) { t.push(Ins::new(r.pick(&[Op::Lt, Op::Le, Op::Eq, Op::LtU])).ab(a, b)) } else { t.push(Ins::new(r.pick(&[Op::LtF, Op::LeF, Op::EqF])).ab(x, y)) };
                let b1 = if r.one_in(3) { t.push(Ins::new(Op::Not).a(b1)) } else { b1 };
                if r.one_in(2) { floats.push(t.push(Ins::new(Op::SelectF).abc(b1, x, y))) } else { ints.push(t.push(Ins::new(Op::SelectI).abc(b1, b, c))) }
                if r.one_in(3) { ints.push(t.push(Ins::new(Op::BToI).a(b1))) }
            }
            14 => {
                let f = r.one_in(2);
                let k = t.helpers.iter().position(|h| h.name == if f { "mean" } else { "mix" }).unwrap();
                let from = t.args.len() as u32;
                t.args.extend(if f { [x, y] } else { [a, b] });
                let l = some(r, ints, floats);
                let e = exit(t, l);
                let v = t.push(Ins { args: (from, 2), ..Ins::new(if f { Op::CallF } else { Op::CallI }).imm(k as i64).exit(e) });
                if f { floats.push(v) } else { ints.push(v) }
            }
            _ => { // a guard that mostly holds
                let b1 = t.push(Ins::new(Op::Eq).ab(a, b));
                let l = some(r, ints, floats);
                let e = exit(t, l);
                t.push(Ins::new(if a == b { Op::GuardTrue } else { Op::GuardFalse }).a(b1).exit(e));
            }
        }
    }
}
fn start_shift(t: &mut Trace, r: &mut Rng) -> Ref { t.push(Ins::new(Op::ConstI).imm(r.pick(&[1, 2, 30, 50]))) }

#[test]
fn many_alive() {
    let (mut refused, mut worst) = (0, None::<(usize, String)>);
    let seeds = match std::env::var("SEED").ok().and_then(|s| s.parse().ok()) { Some(s) => s..s + 1, None => 0..1500u64 };
    for seed in seeds {
        let mut r = Rng(seed);
        let mut a = Arena::new(120);
        let words: Vec<u64> = (0..60).map(|k| if k >= 30 { (r.below(1000) as f64 / 8.0 - 40.0).to_bits() } else if r.one_in(5) { r.next() } else { r.below(50) as u64 }).collect();
        let o = a.object(20, &words);
        a.grow_old(&[]);
        let t = trace(&mut r, o);
        fora_trace::verify::verify(&t).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{t}"));
        if JIT.compile(&t, Given::default()).err() == Some(Refused::Values) { refused += 1; continue }
        if let Err(e) = differ(seed, &t, &mut a) { if worst.as_ref().map_or(true, |(n, _)| t.ops.len() < *n) { worst = Some((t.ops.len(), e)) } }
    }
    if let Some((_, e)) = worst { panic!("{e}") } // the shortest
    assert!(refused < 100, "{refused}");
}
