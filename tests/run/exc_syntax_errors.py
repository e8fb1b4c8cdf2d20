def bad(src):
    try:
        compile(src, "<s>", "exec")
        print(repr(src), "compiled")
    except SyntaxError as e:
        print(repr(src), "|", type(e).__name__, "|", e.msg, "|", e.lineno)
for src in ["x = ", "def f(:", "if x", "if x:\n", "if x:\npass", "  x = 1", "if 1:\n  a\n b", "x = (1", "x = 1)", "x = [1}", "'abc", '"""abc', "1 +", "return 1", "yield 1", "break", "continue",
            "def f():\n break", "for x in y:\n def g():\n  continue", "1 = x", "f() = 1", "x + 1 = 2", "None = 1", "True = 1", "def f(a, a): pass", "def f(a=1, b): pass", "def f(*): pass",
            "lambda x, x: 0", "f(a for a in b, c)", "f(a=1, a=2)", "f(**a, *b)", "f(a=1, 2)", "class A(: pass", "import", "from x import", "from . import *\ndef f():\n from x import *",
            "def f():\n from x import *", "try:\n pass", "try:\n pass\nexcept:\n pass\nexcept ValueError:\n pass", "with x as 1: pass", "del f()", "del 1", "x: int: str", "(x, y): int", "global x\nx = 1",
            "def f():\n print(x)\n global x", "def f(x):\n global x", "def f():\n nonlocal x", "nonlocal x", "async x", "await x", "def f():\n await x", "else: pass", "elif x: pass", "except: pass",
            "x = 5 5", "print 'a'", "exec 'a'", "a b", "x === y", "x <> y", "x ++", "a ? b", "$x", "x = 0777", "0x", "0b2", "1__0", "1_", "5a", "0xg", "'\\x'", "u'\\u12'", "f'{'", "f'{a'", "f'{}'", "f'}'",
            "{1:2, 3}", "{1, 2:3}", "{**a, 1}", "[*a for a in b]", "x = *a", "*a", "print(*)", "lambda: yield", "x := 1", "(x := 1)", "[x := 1 for y in z]", "[y := 1 for y in z]", "f(x := 1)", "f(a=x := 1)",
            "def f() -> : pass", "@\ndef f(): pass", "@x\ny = 1", "match x:\n case 1: pass", "match x:\n pass", "match x:\n case a: pass\n case b: pass", "for x in: pass", "for in y: pass", "while: pass",
            "assert", "raise a, b", "not", "x if y", "x if y else", "a.1", "a.", "a..b", "import a.b as", "import a as b.c", "from a import b.c", "from a import (b", "from a import ()", "from a import b,",
            "def f(*, **k): pass", "def f(a, *, b, *c): pass", "def f(**k, a): pass", "def f(a, /, b, /): pass", "def f(/): pass", "def f(*a, /): pass", "def 5(): pass", "class 5: pass", "x.5 = 1",
            "\tif 1:\n        x\n\ty", "if 1:\n\tx\n        y", "\\", "x = \\\n", "x = 1 \\ 2", "x\x00y", "é = 1", "x = “a”", "a\u00a0b", "", "#", "\n\n", "pass;", ";", "pass;;", "if 1: pass; else: pass",
            "try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept*: pass", "type X = int", "type X", "def f[T](x): pass", "def f[](x): pass", "with (a as b, c as d): pass", "with a as b, : pass",
            "async def f():\n yield 1\n return 2", "def f():\n async for x in y: pass", "from __future__ import nope", "from __future__ import braces", "x = 1\nfrom __future__ import annotations",
            "(a, b) += 1", "a, b += 1", "[a] += 1", "f() += 1", "(yield) = 1", "def f(): (yield) = 1", "__debug__ = 1", "def __debug__(): pass", "a = b = 1 = c", "for 1 in x: pass", "for f() in x: pass", "with f() as g(): pass",
            "a = 1 if b else", "{a b}", "[a b]", "(a b)", "f(a b)", "f(a, b c)", "(a, b", "def f(a, (b, c)): pass", "class A:\nx = 1", "def f():\n\"\"\"doc\"\"\"", "while 1:\n", "a = 'x\ny'", "0_7", "00", "1.e", "1.5j", "1jj", "b'é'", "'a' b'b'"]:
    bad(src)
