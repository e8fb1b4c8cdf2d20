#![allow(unsafe_code)] // runs traces on an arena
use super::*;
use crate::{parse::parse, arena::Arena};

const EXITS: &str = "\nexit 0\n frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=4\n";

/// Runs a text on an arena with the given registers; its exit 1 names what is looked at.
fn eval(text: &str, regs: &[u64], inherited: &[Val], tys: &[Ty]) -> Result<(u32, Vec<Val>), Stop> {
    let mut t = parse(text, &[]).unwrap_or_else(|e| panic!("{e}\n{text}"));
    t.inherited = tys.to_vec();
    crate::verify::verify(&t).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let mut a = Arena::new(4);
    a.registers[..regs.len()].copy_from_slice(regs);
    // SAFETY: the texts below touch registers only
    unsafe { a.run(&t, inherited, 100).map(|o| (o.exit, o.values)) }
}
/// What `op` gives for the operands; `None` when it leaves.
fn op(op: &str, args: &[Val]) -> Option<Val> {
    let tys: Vec<Ty> = args.iter().map(|v| match v { Val::F(_) => Ty::F, Val::B(_) => Ty::B, Val::V(_) => Ty::V, _ => Ty::I }).collect();
    let row = ROWS.iter().find(|r| op.starts_with(&format!("{} ", r.name))).expect(op);
    let mut text: String = tys.iter().enumerate().map(|(k, t)| format!("{} %{k} = Inherit {k}\n", t.letter())).collect();
    text += &format!("{} %r = {op}\nLeave ?1{EXITS}exit 1\n frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=4\n r0=%r", row.result);
    match eval(&text, &[], args, &tys) { Ok((1, v)) => Some(v[0]), Ok(_) => None, Err(e) => panic!("{op} {args:?}: {e:?}") }
}

#[test]
fn arithmetic() {
    use Val::*;
    const MAX: i64 = i64::MAX;
    let rows: &[(&str, &[Val], Option<i64>)] = &[
        ("AddOv %0 %1 ?0", &[I(2), I(3)], Some(5)), ("AddOv %0 %1 ?0", &[I(MAX), I(1)], None), ("Add %0 %1", &[I(MAX), I(1)], Some(i64::MIN)),
        ("MulOv %0 %1 ?0", &[I(1 << 40), I(1 << 40)], None), ("SubOv %0 %1 ?0", &[I(i64::MIN), I(1)], None),
        ("FloorDiv %0 %1", &[I(-7), I(2)], Some(-4)), ("FloorMod %0 %1", &[I(-7), I(2)], Some(1)), ("FloorMod %0 %1", &[I(7), I(-2)], Some(-1)), ("FloorMod %0 %1", &[I(i64::MIN), I(3)], Some(1)),
        ("ShlOv %0 %1 ?0", &[I(1), I(62)], Some(1 << 62)), ("ShlOv %0 %1 ?0", &[I(1), I(63)], None), ("ShlOv %0 %1 ?0", &[I(1), I(64)], None), ("ShlOv %0 %1 ?0", &[I(-1), I(63)], Some(i64::MIN)),
        ("Shr %0 %1", &[I(-8), I(1)], Some(-4)), ("ShrU %0 %1", &[I(-1), I(63)], Some(1)),
        ("FToI %0 ?0", &[F(-1.9)], Some(-1)), ("FToI %0 ?0", &[F(9.3e18)], None), ("FToI %0 ?0", &[F(f64::NAN)], None),
        ("LtU %0 %1", &[I(-1), I(5)], Some(0)), ("LtF %0 %1", &[F(f64::NAN), F(1.0)], Some(0)), ("UnboxI %0 ?0", &[V(tag::small(-3))], Some(-3)), ("UnboxI %0 ?0", &[V(tag::NONE)], None),
        ("UnboxB %0 ?0", &[V(tag::TRUE)], Some(1)), ("UnboxB %0 ?0", &[V(tag::small(1))], None), ("SelectI %0 %1 %2", &[B(false), I(1), I(2)], Some(2)),
        ("BoxI %0", &[I(5)], Some(11)), ("BToI %0", &[B(true)], Some(1)),
    ];
    for (text, args, want) in rows { assert_eq!(op(text, args).map(|v| v.word() as i64), *want, "{text} {args:?}"); }
}
#[test]
fn a_loop_both_ways() {
    let exit = |n: u32, regs: &str| format!("exit {n}\n frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=4\n {regs}\n");
    let unpeeled = format!("v %0 = Reg 1\ni %i = UnboxI %0 ?0\ni %n = ConstI 10\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %1 = ConstI 1\ni %j = AddOv %i %1 ?0\nBack() ?2\n{}{}{}", exit(0, ""), exit(1, "r1=%i"), exit(2, "r1=%j"));
    let peeled = format!("v %0 = Reg 1\ni %s = UnboxI %0 ?0\ni %n = ConstI 10\ni %1 = ConstI 1\nHead\ni %i = Phi %s 0\nb %c = Lt %i %n\nGuardTrue %c ?1\ni %j = AddOv %i %1 ?0\nBack(%j)\n{}{}", exit(0, ""), exit(1, "r1=%i"));
    for text in [unpeeled, peeled] {
        let (e, v) = eval(&text, &[0, tag::small(3)], &[], &[]).unwrap_or_else(|e| panic!("{e:?}"));
        assert!(e == 1 && v[0].word() == 10, "{text}");
        assert!(matches!(eval(&text, &[0, tag::small(-1000)], &[], &[]), Err(Stop::Fuel)));
    }
}
#[test]
fn objects_not_made() {
    let text = "i %0 = ConstI 7\nv %1 = ConstV 0x4\nr %2 = Sunk.Any shape=3 bytes=32 scan=1(%0 %1)\nLeave ?0\nexit 0\n frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=4\n r0=%2 r1=%2";
    let t = parse(text, &[]).unwrap_or_else(|e| panic!("{e}"));
    let mut a = Arena::new(4);
    // SAFETY: no memory is touched but what the arena gives
    unsafe {
        let o = a.run(&t, &[], 0).unwrap_or_else(|e| panic!("{e:?}"));
        let w = a.words(&t, &o);
        assert!(w[0] == w[1] && *((w[0] + 16) as *const u64) == tag::small(7) && *((w[0] + 24) as *const u64) == tag::NONE && *(w[0] as *const u32) == 3);
    }
}
#[test]
fn helpers_of_mixed_arguments() {
    extern "C" fn mix(cx: *mut u8, a: i64, x: f64, b: i64, y: f64) -> f64 { if cx.is_null() { a as f64 * x + b as f64 * y } else { 0.0 } }
    extern "C" fn yes(a: i64) -> bool { a > 0 }
    let h = Helper { name: "mix", address: mix as *const () as usize, context: true, args: &[Ty::I, Ty::F, Ty::I, Ty::F], result: Ty::F, effect: Effect::Pure, raises: false };
    let y = Helper { name: "yes", address: yes as *const () as usize, context: false, args: &[Ty::I], result: Ty::B, effect: Effect::Pure, raises: false };
    // SAFETY: [E4] by the rows above
    unsafe {
        assert!(matches!(call(&h, std::ptr::null_mut(), &[Val::I(2), Val::F(1.5), Val::I(3), Val::F(10.0)]), Val::F(f) if f == 33.0));
        assert!(matches!(call(&y, std::ptr::null_mut(), &[Val::I(0)]), Val::B(false)) && matches!(call(&y, std::ptr::null_mut(), &[Val::I(2)]), Val::B(true)));
    }
}
