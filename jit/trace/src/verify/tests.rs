use super::*;
use crate::parse::parse;

const EXIT: &str = "\nexit 0\n frame code=1 func=2 pc=0 base=0 ret=0 kind=0 gen=_ size=4";

#[test]
fn faults() {
    for (text, ins, why) in [
        ("", 0, "empty"),
        ("i %0 = ConstI 1", 1, "no end"),
        ("Leave ?1", 0, "no exit 1"),
        ("v %0 = Reg 1\ni %1 = Add %0 %0\nLeave ?0", 1, "type v, not i"),
        ("i %0 = ConstF 1\nLeave ?0", 0, "result"),
        ("Leave ?0\nLeave ?0", 0, "not the last"),
        ("Head\nLeave ?0", 2, "no Back"),
        ("i %0 = ConstI 1\ni %1 = Phi %0 0\nLeave ?0", 1, "without Head"),
        ("i %0 = ConstI 1\nHead\ni %1 = Phi %0 0\nBack()", 3, "0 values for 1 phis"),
        ("i %0 = ConstI 1\nf %1 = ConstF 1\nHead\ni %2 = Phi %0 0\nBack(%1)", 4, "type f, not i"),
        ("r %0 = ConstR 0x10\ni %1 = ConstI 1\nStoreI.Constant %0 %1 +16\nLeave ?0", 2, "never changes"),
        ("r %0 = ConstR 0x10\nv %1 = LoadV.Context %0 +16\nLeave ?0", 1, "class Context"),
        ("r %0 = Sunk.Any shape=1 bytes=16 scan=1()\nv %1 = AsV %0\nLeave ?0", 1, "is a Sunk"),
        ("i %0 = Inherit 0\nLeave ?0", 0, "not inherited"),
    ] {
        let t = parse(&(text.to_string() + if text.is_empty() { "" } else { EXIT }), &[]).unwrap_or_else(|e| panic!("{e}"));
        let f = verify(&t).expect_err(text);
        assert!(f.ins == ins && f.what.contains(why), "{text}: {f}");
    }
}
#[test]
fn exits_name_what_is_before() {
    let t = parse(&format!("v %0 = Reg 1\ni %1 = UnboxI %0 ?0\nLeave ?0{EXIT}\n r1=%1"), &[]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(verify(&t), Err(Fault { ins: 1, what: "%1 is not before".into() }));
}
