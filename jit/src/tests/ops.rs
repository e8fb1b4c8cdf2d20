//! Every op alone with edge values, its operands as constants, in memory and in registers, against the evaluator.
use super::*;

const INTS: &[i64] = &[0, 1, -1, 2, 3, -3, 7, 10, 62, 63, 64, 100, -128, 127, 128, 255, 1 << 31, (1 << 31) - 1, -(1 << 31), (1 << 32) + 5, 1 << 62, (1 << 62) - 1, -(1 << 62), i64::MAX, i64::MIN, i64::MIN + 1];
const FLOATS: &[f64] = &[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e-300, 1e300, -1e300, 9.223372036854775e18, -9.223372036854775808e18, 9.3e18, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1.7272337110188893e-77, f64::MIN_POSITIVE, 5e-324];

#[derive(Clone, Copy, PartialEq)]
enum Form { Const, Memory, Register }

/// A trace of one op: operands come from an object's payload or are constants.
fn one(op: Op, imm: i64, alias: Alias, operands: &[(Ty, u64)], forms: &[Form], object: u64) -> Trace {
    let mut t = Trace { roots: vec![object], ..Trace::default() };
    let frame = FrameState { code: 1, func: 2, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 16 };
    let o = t.push(Ins::new(Op::ConstR).imm(object as i64));
    let mut named = vec![];
    let refs: Vec<Ref> = operands.iter().zip(forms).enumerate().map(|(k, (&(ty, w), &form))| {
        if form == Form::Const {
            return t.push(Ins::new(match ty { Ty::I => Op::ConstI, Ty::F => Op::ConstF, Ty::B => Op::ConstB, Ty::R => Op::ConstR, _ => Op::ConstV }).imm(w as i64));
        }
        let at = 16 + 8 * k as i64;
        let load = |t: &mut Trace, op| t.push(Ins::new(op).a(o).imm(at).class(Alias::Attr));
        let r = match ty {
            Ty::I => load(&mut t, Op::LoadI),
            Ty::F => load(&mut t, Op::LoadF),
            Ty::V => load(&mut t, Op::LoadV),
            Ty::R => load(&mut t, Op::LoadR),
            _ => { let i = load(&mut t, Op::LoadI); let z = t.push(Ins::new(Op::ConstI)); let e = t.push(Ins::new(Op::Eq).ab(i, z)); t.push(Ins::new(Op::Not).a(e)) }
        };
        if form == Form::Register { named.push(r); }
        r
    }).collect();
    let regs = |list: &[Ref]| list.iter().enumerate().map(|(k, r)| (k as u32, *r)).collect::<Vec<_>>();
    t.exits.push(Exit { frames: vec![frame.clone()], regs: regs(&named), raised: false });
    let mut i = Ins::new(op).imm(imm).class(alias);
    let mut next = refs.iter().copied();
    let row = op.row();
    for (slot, want) in [&mut i.a, &mut i.b, &mut i.c].into_iter().zip(row.operands) { if want != '_' { *slot = next.next().unwrap_or(NIL); } }
    let r = t.push(i);
    if row.result != '_' { named.push(r); }
    t.exits.push(Exit { frames: vec![frame], regs: regs(&named), raised: false });
    t.push(Ins::new(Op::Leave).exit(1));
    t
}
fn edges(ty: char, objects: &[u64]) -> Vec<(Ty, u64)> {
    match ty {
        'i' => INTS.iter().map(|i| (Ty::I, *i as u64)).collect(),
        'f' => FLOATS.iter().map(|f| (Ty::F, f.to_bits())).collect(),
        'b' => vec![(Ty::B, 0), (Ty::B, 1)],
        'r' => objects[..2].iter().map(|o| (Ty::R, *o)).collect(),
        'v' => {
            let mut v: Vec<u64> = INTS.iter().filter(|i| tag::fits(**i)).map(|i| tag::small(*i)).chain(FLOATS.iter().filter_map(|f| tag::inline(*f))).collect();
            v.extend([tag::UNDEF, tag::NONE, tag::TRUE, tag::FALSE, 0x1c]);
            v.extend(objects);
            v.into_iter().map(|w| (Ty::V, w)).collect()
        }
        _ => vec![],
    }
}
fn defined(op: Op, v: &[(Ty, u64)]) -> bool {
    let b = v.get(1).map_or(0, |x| x.1 as i64);
    match op {
        Op::FloorDiv | Op::FloorMod => b != 0 && !(b == -1 && v[0].1 as i64 == i64::MIN),
        Op::Shl | Op::Shr | Op::ShrU => (0..64).contains(&b),
        _ => true,
    }
}

#[test]
fn ops_alone() {
    let mut a = Arena::new(16);
    let objects = [a.object(20, &[1, 2, 3, 4]), a.object(21, &[5]), a.object(fora_trace::arena::FLOAT, &[1e300f64.to_bits()]), a.object(fora_trace::arena::BIG, &[1 << 63])];
    let home = a.object(20, &[0, 0, 0, 0]);
    a.grow_old(&[objects[1]]);
    let mut done = 0;
    for row in ROWS {
        let op = row.op;
        if matches!(row.effect, OpEffect::Store | OpEffect::Ctl | OpEffect::Call | OpEffect::Load) || matches!(op, Op::ConstI | Op::ConstF | Op::ConstB | Op::ConstV | Op::ConstR | Op::Inherit | Op::Sunk | Op::Raw | Op::Alloc | Op::Poll) { if op != Op::Barrier { continue } }
        let lists: Vec<Vec<(Ty, u64)>> = row.operands.iter().filter(|c| **c != '_').map(|c| edges(*c, &objects)).collect();
        let imms: Vec<i64> = match op { Op::GuardShape => vec![20, 21], Op::GuardSame | Op::GuardNot => vec![tag::NONE as i64, 0, tag::small(7) as i64, objects[0] as i64], Op::GuardClass => (1..256).step_by(5).chain([0xaa, 0x55, 0x44, 0xfe, 0xff]).collect(), _ => vec![0] };
        // all pairs of the first two operands; a third one goes along
        let (n, m) = (lists[0].len(), lists.get(1).map_or(1, |l| l.len()));
        for k in 0..n * m {
            let mut v = vec![lists[0][k / m]];
            if let Some(l) = lists.get(1) { v.push(l[k % m]) }
            if let Some(l) = lists.get(2) { v.push(l[(k * 7 + 3) % l.len()]) }
            if op == Op::AsR && v[0].1 & 7 != 0 || !defined(op, &v) { continue }
            for &imm in &imms {
                let kinds = [Form::Const, Form::Memory, Form::Register];
                // not every combination each time, but each often
                for f in 0..3 {
                    if op == Op::Barrier && f == 0 { continue }
                    let forms = [kinds[f], kinds[(f + k) % 3], kinds[(f + k / 3 + 1) % 3]];
                    let t = one(op, imm, Alias::Any, &v, &forms[..v.len()], home);
                    for (k, w) in v.iter().enumerate() { unsafe { *((home + 16 + 8 * k as u64) as *mut u64) = w.1 } } // SAFETY: home's payload
                    fora_trace::verify::verify(&t).unwrap_or_else(|e| panic!("{e}\n{t}"));
                    compare(k as u64, &t, &mut a);
                    done += 1;
                }
            }
        }
    }
    assert!(done > 10_000, "{done}");
}

/// A bool that is only asked about: both guards are one compare.
#[test]
fn guard_on_a_tagged_bool() {
    let frame = "frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=16";
    for guard in ["GuardTrue", "GuardFalse"] {
        for word in [tag::TRUE, tag::FALSE, tag::NONE, tag::UNDEF, tag::small(7), 0x14_0000_0014] {
            let text = format!("v %0 = Reg 0\nb %b = UnboxB %0 ?0\n{guard} %b ?1\nLeave ?2\nexit 0\n {frame}\n r1=%0\nexit 1\n {frame}\n r2=%0\nexit 2\n {frame}\n r3=%0\n");
            let t = fora_trace::parse::parse(&text, &[]).unwrap();
            let mut a = Arena::new(16);
            a.registers[0] = word;
            compare(word, &t, &mut a);
        }
    }
}
