use crate::{ir::*, parse::parse, verify::verify};

extern "C" fn nothing() {}
static HELPERS: std::sync::LazyLock<Vec<Helper>> = std::sync::LazyLock::new(|| vec![Helper { name: "nothing", address: nothing as *const () as usize, context: false, args: &[Ty::I, Ty::F], result: Ty::None, effect: Effect::Any, raises: true }]);

const TEXT: &str = "\
root 0x7f0010
v %0 = Reg 3
i %1 = UnboxI %0 ?0
i %2 = ConstI -1
f %3 = ConstF 1.5
f %4 = ConstF -0.0
f %5 = ConstF 0x7ff8000000000001
r %6 = ConstR 0x7f0010
v %7 = LoadX.ListData %6 %1 +16
  GuardClass %7 0b10101010 ?0
r %9 = Alloc shape=7 bytes=48 scan=1 ?0
r %10 = Sunk.Any shape=7 bytes=32 scan=1(%7 _)
  CallN nothing(%1 %3) ?1
  Head
i %13 = Phi %1 0
i %14 = AddOv %13 %2 ?2
  Back(%14)
exit 0
  frame code=0x10 func=0x20 pc=3 base=0 ret=0 kind=0 gen=_ size=8
exit 1 raised
  frame code=0x10 func=0x20 pc=4 base=0 ret=0 kind=0 gen=_ size=8
  frame code=0x10 func=0x20 pc=4 base=8 ret=1 kind=2 gen=%10 size=8
  r3=%1 r9=%7
exit 2
  frame code=0x10 func=0x20 pc=3 base=0 ret=0 kind=0 gen=_ size=8
  r3=%13
";

#[test]
fn back_exactly() {
    let t = parse(TEXT, &HELPERS).expect("parses");
    assert_eq!(t.to_string(), TEXT);
    verify(&t).expect("valid");
    let u = parse(&t.to_string(), &HELPERS).expect("parses again");
    assert!(t.ops == u.ops && t.exits == u.exits && t.roots == u.roots);
    assert_eq!(t.values_of(&t.exits[1]), [Ref(1), Ref(7), Ref(10), Ref(7)]);
}
#[test]
fn every_op_by_name() {
    for r in ROWS { assert_eq!(ROWS.iter().filter(|x| x.name == r.name).count(), 1); assert_eq!(Ins::new(r.op).op.row().name, r.name); }
}
#[test]
fn refuses() {
    for (bad, why) in [("i %0 = Ad %1", "no such op"), ("i %0 = Not %1", "no value %1"), ("i %0 = ConstI 5 6", "6 is too much"), ("exit 1", "numbered"), ("CallN x()", "no such helper"), ("v %0 = LoadV %1", "class")] {
        let e = parse(bad, &HELPERS).err().unwrap_or_default();
        assert!(e.contains(why) && e.starts_with("line 1"), "{bad}: {e}");
    }
}
