x, s, f = 42, "hi", 3.14159
print(f"{x} {s} {f}")
print(f"{x!r} {s!r} {s!s} {s!a} {'é'!a}")
print(f"{x:5}|{x:<5}|{x:^5}|{x:05}|{x:+}|{x:x}|{x:#b}|{x:,}")
print(f"{f:.2f} {f:10.3f} {f:e} {f:g} {f:%}")
print(f"{s:>10}|{s:*^10}|{s:.1}")
w, p = 12, 3
print(f"{f:{w}.{p}}|{s:{'<'}{w}}|{s!r:{w}}")
print(f"{{}} {{{x}}} {{x}}")
print(f"{x=} {x = } {x=:5} {s=!s} {s=} {x+1=}")
print(f"{'nested ' + f'{x} {f"{s}"}'}")
print(f"{[i for i in range(3)]} { {'a': 1}['a'] } {(lambda: 5)()}")
print(f"{d['k'] if (d := {'k': 1}) else 0}")
print(f'{'same quotes'} {"x" "y"} {s['abc'.index('b') - 1:]}')
print(f"{
    x  # a comment
    + 1
}")
print(f"""{
    s
} multi {x:
>5}""".replace("\n", "~"))
print(f"{'\n'.join(['a', 'b'])}")
print(f"{'\\'} \\ \n \x41 \N{BULLET} {'\N{DEGREE SIGN}'}")
print(rf"\n {x} \{s}", fr'{x:\<5}' if False else "raw")
print("plain " f"{x} " "{not} " f"{s}")
print(f"" == "", f"{''}" == "", type(f"{x}").__name__)
print(f"{x!r:>5}{x:>5d}{-7 % 3}")
print(f"{1,}, {1, 2}, {*[1, 2], 3}")
print(f"{lambda_ if (lambda_ := 3) else 0}", f"{(y := 7)}", y)
print(f"{x:{x}}"[-3:], f"{x:{'0'}>{5}}")
class C:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "R"
    def __str__(self): return "S"
c = C()
print(f"{c} {c:abc} {c!r} {c!s} {c!s:>3} {c:{x}} {c:a{x}b} {c:{{}}}" if False else f"{c} {c:abc} {c!r} {c!s} {c!s:>3} {c:{x}} {c:a{x}b}")
print(f"{c=} {c=!s} {c=:z} {c = !r:>3}")
print(f"{x:}", f"{x!s:}", f"{True:d} {True} {None} {True:5}")
print(f"{3.0} {1e20} {1e-7} {10**20} {1j}")
print(f"{'a' if x else 'b'}{'c' 'd'}{x == 42}{x != 1}{x >= 3}{x <= 50}")
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: f"{x:q}")
err(lambda: f"{s:d}")
err(lambda: f"{[]:5}")
err(lambda: f"{None:5}")
err(lambda: f"{undefined_name}")
err(lambda: f"{x:.2d}")
for src in ('f"{}"', 'f"{x"', 'f"}"', 'f"{x!z}"', 'f"{x!}"', "f'{a b}'"):
    try:
        compile(src, "s", "eval")
        print("ok")
    except SyntaxError as e:
        print(type(e).__name__)
