//! Tables: what compiles verifies, what does not fails with CPython's words and place.
use crate::*;
use fora_ir::fork::Reason;
use fora_ir::{AccumulatorKind, Const, ForkKind, Op};

fn code(s: &str) -> Code {
    let c = compile(s.as_bytes(), "t", Mode::Exec, &Options::default()).unwrap_or_else(|e| panic!("{s}\n{e}"));
    fora_ir::verify(&c).unwrap_or_else(|e| panic!("{s}\n{e}\n{}", fora_ir::text::print(&c, &Default::default())));
    c
}
fn inner(c: &Code) -> &Code { c.consts.iter().find_map(|k| if let Const::Code(c) = k { Some(&**c) } else { None }).expect("a nested code") }
fn has(c: &Code, op: Op) -> bool { c.insns.iter().any(|i| i.op() == op) }

#[test]
fn everything_verifies() {
    for s in [
        "def f(a, /, b=1, *c, d, e=2, **g):\n    return lambda: (a, b, c, d, e, g)",
        "async def f():\n    async with a as b, c:\n        async for x in b:\n            yield [y async for y in x if await y]",
        "def f():\n    for i in a:\n        try:\n            with b: return i\n        except (A, B) as e: continue\n        finally:\n            if c: break\n    else: pass",
        "try: pass\nexcept* A as e: raise\nfinally: del x",
        "match a:\n    case [1, *r] | {'k': 2, **r} if r: pass\n    case C(x, y=None): pass\n    case _: pass",
        "class A[T: int, *U, **P](B[T], m=1):\n    x: T = 1\n    def f[V](self, a: V) -> T: return super().f\n    type L[W] = list[W] | T",
        "x = f'{a!r:>{w}}{b=}{ {1: 2}[1] }' 'tail' rf'\\d{c:%Y-%m}'",
        "a, (b, *c), d.e, f[g:h] = i = j\na.b += c[d] if (e := f(*g, h=i, **j)) else not k",
        "[[(lambda: (x, y)) for y in range(x)] for x in z if x]\n{k: v for k, v in z}\n(q for q in z)",
        "del a, b.c, d[e], (f, [g])\nglobal_ = 1 < x < y != z in w",
        "from . import a as b, c\nfrom ..x import *\nimport p.q.r as s, t.u",
    ] {
        code(s);
    }
}

#[test]
fn deep_and_long() {
    code(&format!("x = {}", vec!["a"; 5000].join(" + ")));
    code(&format!("if a: pass\n{}", "elif b: pass\n".repeat(3000)));
    code(&format!("x = [{}]", vec!["f(1)"; 3000].join(", ")));
    code(&format!("x = {}1{}", "(".repeat(199), ")".repeat(199)));
    assert_eq!(compile(format!("{}1", "(".repeat(300)).as_bytes(), "t", Mode::Exec, &Options::default()).map_err(|e| e.msg), Err("too many nested parentheses".into()));
}

#[test]
fn faults() {
    for (s, line, col, msg) in [
        ("x = (1,\n", 1, 5, "'(' was never closed"),
        ("f(a b)", 1, 3, "invalid syntax. Perhaps you forgot a comma?"),
        ("if x\n  pass", 1, 5, "expected ':'"),
        ("if x:\npass", 2, 1, "expected an indented block after 'if' statement on line 1"),
        ("x = 1\n  y", 2, 2, "unexpected indent"),
        ("f() = 1", 1, 1, "cannot assign to function call here. Maybe you meant '==' instead of '='?"),
        ("def f(a, a): pass", 1, 10, "duplicate argument 'a' in function definition"),
        ("def f():\n    x\n    global x", 3, 5, "name 'x' is used prior to global declaration"),
        ("def f():\n    nonlocal q", 2, 5, "no binding for nonlocal 'q' found"),
        ("return", 1, 1, "'return' outside function"),
        ("while 1:\n    def f(): break", 2, 14, "'break' outside loop"),
        ("print 'a'", 1, 1, "Missing parentheses in call to 'print'. Did you mean print(...)?"),
        ("f(a=1, a=2)", 1, 8, "keyword argument repeated: a"),
        ("x = 012", 1, 5, "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"),
        ("'abc", 1, 1, "unterminated string literal (detected at line 1)"),
        ("f'{a b}'", 1, 4, "f-string: invalid syntax. Perhaps you forgot a comma?"),
        ("[(i := 0) for i in x]", 1, 3, "assignment expression cannot rebind comprehension iteration variable 'i'"),
        ("match x:\n    case y: pass\n    case 1: pass", 2, 10, "name capture 'y' makes remaining patterns unreachable"),
        ("match x:\n    case *a: pass", 2, 12, "invalid syntax"),
        ("f'{1;}'", 1, 5, "expecting '=', or '!', or ':', or '}'"),
        ("b'' f'", 1, 5, "unterminated f-string literal (detected at line 1)"),
        ("class A(x for x in y): pass", 1, 11, "invalid syntax"),
        ("def f(*, **k): pass", 1, 7, "named arguments must follow bare *"),
        ("from __future__ import braces", 1, 1, "not a chance"),
    ] {
        let e = compile(s.as_bytes(), "t", Mode::Exec, &Options::default()).expect_err(s);
        let msg = if s.starts_with("f'") { msg.trim_start_matches("f-string: ") } else { msg };
        assert_eq!((e.line, e.col, e.msg.trim_start_matches("f-string: ")), (line, col, msg), "{s}");
    }
}

/// Where the crate's ranges or its grammar are not CPython's: what the tree becomes, by line, column and end column.
#[test]
fn lifted() {
    for (s, want) in [
        ("f'{d['a']}'", "Subscript 3 9"),
        ("f'{\n1 # c\n}'", "Constant 0 1"),
        ("f(x for x in y)", "GeneratorExp 1 15"),
        ("f((x) for x in (y))", "GeneratorExp 1 19"),
        ("(y := (1))", "NamedExpr 1 9"),
        ("a[*b]", "Tuple 2 4"),
        ("x, y = '\\ud800', b''", "Constant 7 15"),
        ("match x, y:\n  case _: pass", "Tuple 6 10"),
        ("match x,:\n  case _: pass", "Tuple 6 8"),
        ("if a: pass;", "If 0 11"),
        ("type = type; type type[type] = type", "TypeAlias 13 35"),
        ("match x:\n  case (a) as b: pass", "MatchAs 7 15"),
    ] {
        let tree = syntax_tree(s.as_bytes(), "t", Mode::Exec, &Options::default()).unwrap_or_else(|e| panic!("{s}\n{e}"));
        let mut found = vec![];
        nodes(&tree, &mut found);
        assert!(found.iter().any(|f| f == want), "{s}: {found:?}");
    }
}
fn nodes(t: &tree::Tree, out: &mut Vec<String>) {
    match t {
        tree::Tree::Node(n, pos, fields) => {
            if let Some(p) = pos { out.push(format!("{n} {} {}", p.col, p.end_col)); }
            fields.iter().for_each(|f| nodes(f, out));
        }
        tree::Tree::List(v) => v.iter().for_each(|f| nodes(f, out)),
        _ => {}
    }
}

#[test]
fn prompt() {
    for (s, more) in [("if x:\n", true), ("class A:\n  def f(self):\n", true), ("if x:\n  pass\n  if y:\n\nz\n", false), ("x = (", true), ("'''a", true), ("x = 1\n", false), ("x = )", false), ("def f():\n    return 1\n", false)] {
        assert_eq!(is_incomplete(s), more, "{s:?}");
    }
}

#[test]
fn good_code() {
    let c = code("def f(a, b):\n    a = a + b\n    while a < 10: a += 1\n    return a if b is None else -1");
    let f = inner(&c);
    assert!(has(f, Op::Add) && has(f, Op::AddI) && has(f, Op::JNotLtI) && !has(f, Op::CheckLocal) && !has(f, Op::Nop));
    assert!(!has(f, Op::Move), "{}", fora_ir::text::print(f, &Default::default()));
    // bound on one path only
    let c = code("def f(a):\n    if a: x = 1\n    return x");
    assert!(has(inner(&c), Op::CheckLocal));
}

#[test]
fn forks() {
    let c = code("def f(xs):\n    t = 0\n    out = []\n    for x in xs:\n        y = g(x)\n        t += y\n        out.append(y)\n    return t");
    let [fork] = &inner(&c).forks[..] else { panic!() };
    assert_eq!(fork.verdict, None);
    let kinds: Vec<_> = fork.accumulators.iter().map(|a| a.kind).collect();
    assert!(kinds.contains(&AccumulatorKind::Add) && kinds.contains(&AccumulatorKind::ListAppend));
    let c = code("def f(xs):\n    p = None\n    for x in xs:\n        p = g(p, x)");
    assert_eq!(inner(&c).forks[0].verdict, Some((Reason::CarriedLocal, 4)));
    let c = code("def fib(n): return fib(n - 1) + fib(n - 2)");
    assert!(matches!(&inner(&c).forks[0].kind, ForkKind::Group { operands, .. } if operands.len() == 2));
    let c = code("t = 0\nfor i in range(9):\n    t += g(i)\n    print(t)");
    assert!(matches!(c.forks[0].verdict, Some((Reason::CarriedLocal, _))));
}
