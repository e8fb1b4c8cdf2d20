//! Loops with phis, made of sampled traces: what the pass reads of a register becomes a phi, typed where it can be.
use super::*;

/// The recorded pass as the body of a loop. None if it does not close.
fn looped(t: &Trace, registers: &[u64], typed: bool) -> Option<Trace> {
    let last = t.ops.last()?;
    if last.op != Op::Back { return None }
    let end = &t.exits[last.at as usize];
    let mut n = Trace { roots: t.roots.clone(), helpers: t.helpers, ..Trace::default() };
    let frame = FrameState { pc: 0, ..end.frames[0].clone() };
    n.exits.push(Exit { frames: vec![frame], regs: vec![], raised: false });
    // registers read or changed
    let mut regs: Vec<u32> = t.ops.iter().filter(|i| i.op == Op::Reg).map(|i| i.imm as u32).chain(end.regs.iter().map(|r| r.0)).collect();
    regs.sort();
    regs.dedup();
    if regs.iter().any(|r| *r >= 16) { return None }
    let value_at_end = |r: u32| end.regs.iter().find(|x| x.0 == r).map(|x| x.1);
    let ty_of = |r: u32| -> Ty {
        let w = registers[r as usize];
        match value_at_end(r).map(|v| t.at(v).ty) { Some(Ty::I) if typed && tag::is_small(w) => Ty::I, Some(Ty::F) if typed && tag::is_float(w) => Ty::F, Some(Ty::B) if typed && tag::is_bool(w) => Ty::B, _ => Ty::V }
    };
    let first: Vec<Ref> = regs.iter().map(|&r| {
        let v = n.push(Ins::new(Op::Reg).imm(r as i64));
        match ty_of(r) { Ty::I => n.push(Ins::new(Op::UnboxI).a(v)), Ty::F => n.push(Ins::new(Op::UnboxF).a(v)), Ty::B => n.push(Ins::new(Op::UnboxB).a(v)), _ => v }
    }).collect();
    n.push(Ins::new(Op::Head));
    let phis: Vec<Ref> = regs.iter().zip(&first).enumerate().map(|(k, (&r, &v))| n.push(Ins::new(Op::Phi).a(v).imm(k as i64).ty(ty_of(r)))).collect();
    let phi = |r: u32| phis[regs.iter().position(|x| *x == r).unwrap()];
    // every exit names what earlier rounds changed
    let base = n.exits.len() as u32;
    let mut map: Vec<Ref> = vec![];
    for i in &t.ops[..t.ops.len() - 1] {
        let go = |r: Ref| if r == NIL { NIL } else { map[r.0 as usize] };
        let v = if i.op == Op::Reg {
            let p = phi(i.imm as u32);
            match n.at(p).ty { Ty::I => n.push(Ins::new(Op::BoxI).a(p)), Ty::F => n.push(Ins::new(Op::BoxF).a(p)), Ty::B => n.push(Ins::new(Op::BoxB).a(p)), _ => p }
        } else if matches!((i.op, n.ops.get(go(i.a).0 as usize).map(|x| x.op)), (Op::UnboxI, Some(Op::BoxI)) | (Op::UnboxF, Some(Op::BoxF)) | (Op::UnboxB, Some(Op::BoxB))) {
            n.at(go(i.a)).a
        } else {
            let mut j = *i;
            (j.a, j.b, j.c) = (go(i.a), go(i.b), go(i.c));
            if i.op.row().at { j.at += base }
            if i.op.row().args { let from = n.args.len() as u32; let list: Vec<Ref> = t.args_of(i).iter().map(|r| go(*r)).collect(); n.args.extend(list); j.args.0 = from; }
            n.push(j)
        };
        map.push(v);
    }
    for e in &t.exits {
        let mut regs_here: Vec<(u32, Ref)> = e.regs.iter().filter(|r| (r.1.0 as usize) < map.len()).map(|r| (r.0, map[r.1.0 as usize])).collect();
        for (r, _) in &end.regs { if !regs_here.iter().any(|x| x.0 == *r) { regs_here.push((*r, phi(*r))) } }
        regs_here.sort();
        n.exits.push(Exit { regs: regs_here, ..e.clone() });
    }
    let args: Vec<Ref> = regs.iter().map(|&r| match value_at_end(r) {
        None => phi(r),
        Some(v) => { let (v, ty) = (map[v.0 as usize], ty_of(r)); let have = n.at(v).ty; if have == ty { v } else { n.push(Ins::new(match have { Ty::I => Op::BoxI, Ty::F => Op::BoxF, Ty::B => Op::BoxB, _ => Op::AsV }).a(v)) } }
    }).collect();
    let from = n.args.len() as u32;
    n.args.extend(&args);
    n.push(Ins { args: (from, args.len() as u16), at: NO_EXIT, ..Ins::new(Op::Back) });
    Some(n)
}

#[test]
fn sampled_loops() {
    let mut done = 0;
    for seed in 0..1500 {
        let mut s = sample(seed, 3 + seed as usize % 50);
        let Some(t) = looped(&s.trace, &s.arena.registers, seed % 3 != 0) else { continue };
        fora_trace::verify::verify(&t).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{t}"));
        compare(seed, &t, &mut s.arena);
        done += 1;
    }
    assert!(done > 400, "{done}");
}

/// A side trace on the exit that is taken: inherits everything, counts, and leaves with the values in other registers.
#[test]
fn side_traces() {
    let mut done = 0;
    for seed in 0..1500u64 {
        let mut s = sample(seed, 3 + seed as usize % 50);
        let t = if seed % 2 == 0 { fora_trace::opt::optimise(&s.trace, &fora_trace::opt::Options::default()) } else { looped(&s.trace, &s.arena.registers, seed % 3 != 0).unwrap_or_else(|| s.trace.clone()) };
        let state = s.arena.save();
        let code = JIT.compile(&t, Given { id: 7, ..Given::default() }).unwrap();
        let want = unsafe { s.arena.run(&t, &[], 300) }; // SAFETY: a sample on its arena
        let Ok(want) = want else { continue };
        if matches!(want.end, End::Return(_)) { continue }
        let e = &t.exits[want.exit as usize];
        let tys: Vec<Ty> = t.values_of(e).iter().map(|r| t.at(*r).ty).collect();
        let mut side = Trace { helpers: t.helpers, inherited: tys.clone(), ..Trace::default() };
        let mut regs = vec![];
        // what sunk objects are made of is inherited, they are not
        let named = t.values_of(e);
        let vs: Vec<(Ref, Ty)> = tys.iter().enumerate().filter(|(k, _)| !matches!(t.at(named[*k]).op, Op::Sunk | Op::Raw)).map(|(k, ty)| (side.push(Ins::new(Op::Inherit).imm(k as i64).ty(*ty)), *ty)).collect();
        for (k, (v, ty)) in vs.iter().enumerate() {
            let c = side.push(Ins::new(Op::ConstI).imm(k as i64));
            let w = match ty { Ty::I => side.push(Ins::new(Op::Xor).ab(*v, c)), Ty::F => side.push(Ins::new(Op::AddF).ab(*v, *v)), Ty::B => side.push(Ins::new(Op::Not).a(*v)), _ => *v };
            regs.push((2 * k as u32, *v));
            regs.push((2 * k as u32 + 1, w));
        }
        if regs.len() > 90 { continue }
        let call = t.helpers.iter().position(|h| h.name == "mix").unwrap();
        if let Some(i) = vs.iter().find(|x| x.1 == Ty::I).map(|x| x.0) {
            side.args.extend([i, i]);
            let c = side.push(Ins { args: (0, 2), ..Ins::new(Op::CallI).imm(call as i64).exit(1) });
            regs.push((regs.len() as u32, c));
        }
        side.exits.push(Exit { frames: vec![FrameState { pc: 9, size: 96, ..e.frames[0].clone() }], regs, raised: false });
        side.exits.push(Exit { frames: side.exits[0].frames.clone(), ..Exit::default() });
        side.push(Ins::new(Op::Leave));
        fora_trace::verify::verify(&side).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{side}"));
        let mut want2 = unsafe { s.arena.run(&side, &want.values, 300) }.unwrap(); // SAFETY: as above
        unsafe { s.arena.leave(&side, &want2) } // SAFETY: as above
        let p = s.arena.picture(&[]);
        s.arena.restore(&state);
        // which exit point will it be? run once
        let mut out = ExitState::new();
        let base = s.arena.registers.as_mut_ptr();
        let end = unsafe { code.enter(s.arena.cx(), base, &mut out) }; // SAFETY: as above
        s.arena.restore(&state);
        let side_code = JIT.compile(&side, Given { id: 8, parent: Some((&code, end as u32)), ..Given::default() }).unwrap_or_else(|e| panic!("seed {seed}: {e:?}\n{side}"));
        JIT.link(&code, end as u32, &side_code);
        let base = s.arena.registers.as_mut_ptr();
        let end = unsafe { code.enter(s.arena.cx(), base, &mut out) }; // SAFETY: as above
        assert_eq!(end >> 32, 8, "seed {seed}");
        let got = outcome(&side_code, end as u32, &side, &out);
        unsafe { s.arena.leave(&side, &got) } // SAFETY: as above
        let q = s.arena.picture(&[]);
        want2.values.clear();
        assert_eq!(p, q, "seed {seed}\n{t}\n{side}");
        done += 1;
    }
    assert!(done > 700, "{done}");
}

/// Threads run a trace while another one hangs a side trace on its exit: each run ends in one or the other, with the right values.
#[test]
fn linked_while_running() {
    let frame = "frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=16";
    let text = format!("v %0 = Reg 0\ni %n = UnboxI %0 ?0\ni %z = ConstI 0\ni %1 = ConstI 1\nHead\ni %i = Phi %z 0\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %j = Add %i %1\nPoll ?0\nBack(%j)\nexit 0\n {frame}\nexit 1\n {frame}\n r1=%i\n");
    let t = fora_trace::parse::parse(&text, &[]).unwrap();
    let code = JIT.compile(&t, Given { id: 7, ..Given::default() }).unwrap();
    let mut side = Trace { inherited: vec![Ty::I], ..Trace::default() };
    let v = side.push(Ins::new(Op::Inherit).ty(Ty::I));
    let two = side.push(Ins::new(Op::ConstI).imm(2));
    let w = side.push(Ins::new(Op::Mul).ab(v, two));
    side.exits.push(Exit { regs: vec![(1, w)], ..t.exits[1].clone() });
    side.push(Ins::new(Op::Leave));
    let point = code.exits.iter().position(|e| e.at == 1).unwrap() as u32;
    std::thread::scope(|s| {
        let threads: Vec<_> = (0..3).map(|_| s.spawn(|| {
            let mut a = Arena::new(16);
            a.registers[0] = tag::small(20);
            let (mut seen, mut out) = ([0u32; 2], ExitState::new());
            while seen[1] < 100 {
                let base = a.registers.as_mut_ptr();
                let end = unsafe { code.enter(a.cx(), base, &mut out) }; // SAFETY: the arena is this thread's
                let is_side = end >> 32 == 8;
                seen[is_side as usize] += 1;
                let got = if is_side { out.gpr } else { assert_eq!(end, 7 << 32 | point as u64); out.gpr };
                assert!(got.contains(&if is_side { 40 } else { 20 }));
            }
        })).collect();
        let side_code = JIT.compile(&side, Given { id: 8, parent: Some((&code, point)), ..Given::default() }).unwrap();
        JIT.link(&code, point, &side_code);
        for t in threads { t.join().unwrap() }
    });
}
