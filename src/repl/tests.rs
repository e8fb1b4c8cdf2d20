use super::*;

/// Lines as typed; whether something is run after the last.
#[test]
fn statements_end() {
    for (lines, runs) in [
        ("x = 1", true), ("x = (", false), ("if 0: print(1)", false), ("if 0: print(1)|else: print(2)", false), ("if 0: print(1)|", true), ("try: 1/0", false), ("try: 1/0|x = 1", true),
        ("try: 1/0|except E: pass|", true), ("@print", false), ("@print|def f(): pass", false), ("@print|def f(): pass|", true), ("@print|", true), ("def f():| try:|  g()", false), ("def f():|  # c", false),
        ("class A:|  def f(self):|    try:|      return 1", false), ("match x:", false), ("match x:| case 1: pass", false), ("match = 3", true), ("x = = 2", true), ("'''a|", false), ("'''a||b'''", true), ("if 1:|  1| x", true), ("# c", false), ("if 1: (|", false),
    ] {
        let mut text = String::new();
        let mut last = false;
        for l in lines.split('|') { text.push_str(l); text.push('\n'); last = ready(&mut text); }
        assert_eq!(last, runs, "{lines:?}");
    }
}
