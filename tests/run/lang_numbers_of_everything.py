# Limits that programs meet: many arguments, deep nesting, many locals, long chains.
def many(*a): return len(a), sum(a)
print(many(*range(1000)))
src = "def f(" + ", ".join(f"a{i}={i}" for i in range(300)) + "):\n return " + " + ".join(f"a{i}" for i in range(300))
ns = {}
exec(src, ns)
print(ns["f"](), ns["f"](1000), ns["f"](a299=0))
exec("x = " + "(" * 50 + "1" + ")" * 50 + "\ny = " + "[" * 50 + "]" * 50, ns)
print(ns["x"], str(ns["y"])[:10])
exec("z = " + " + ".join(["1"] * 2000), ns)
print(ns["z"])
exec("w = [" + ", ".join(str(i) for i in range(5000)) + "]", ns)
print(len(ns["w"]), sum(ns["w"]))
exec("d = {" + ", ".join(f"{i}: {i}" for i in range(2000)) + "}", ns)
print(len(ns["d"]), ns["d"][1999])
exec("\n".join(f"v{i} = {i}" for i in range(1000)), ns)
print(ns["v999"])
exec("def g():\n" + "\n".join(f" v{i} = {i}" for i in range(500)) + "\n return " + " + ".join(f"v{i}" for i in range(500)), ns)
print(ns["g"]())
body = ""
for i in range(15): body += " " * i + f"for i{i} in range(1 + ({i} == 3)):\n"
body += " " * 15 + "count.append(1)"
ns["count"] = []
exec(body, ns)
print(len(ns["count"]))
exec("if v1 == 0: r = 0\n" + "\n".join(f"elif v1 == {i}: r = {i}" for i in range(2, 300)) + "\nelse: r = 'else'", ns)
print(ns["r"])
class Wide: pass
o = Wide()
for i in range(500): setattr(o, f"attr{i}", i)
print(sum(getattr(o, f"attr{i}") for i in range(500)), len(o.__dict__))
chain = "a" + ".b" * 50
class Self:
    @property
    def b(self): return self
print(type(eval(chain, {"a": Self()})).__name__)
print(eval("not " * 20 + "1"), eval("-" * 21 + "1"), eval("1 if 0 else " * 30 + "2"), eval("lambda: " * 10 + "5")()()()()()()()()()())
print(eval("1 < 2" + " < 3" * 0 + "".join(f" < {i}" for i in range(3, 100))))
f = "f'" + "{x}" * 100 + "'"
print(len(eval(f, {"x": "ab"})))
classes = [object]
for i in range(60): classes.append(type(f"C{i}", (classes[-1],), {f"m{i}": lambda self, i=i: i}))
print(classes[-1]().m0(), len(classes[-1].__mro__))
try:
    exec("def f(" + ", ".join(f"a{i}" for i in range(300)) + "): pass\nf()", {})
except TypeError as e:
    print(str(e)[:60])
s = "x" * 10 ** 6
print(len(s + s), s.count("x"), (s * 3)[-1], len(s.replace("x", "yz")))
big = list(range(10 ** 5))
print(len(big + big), sum(big[::-1][:10]), big[-1] in big)
def deep_gen(n):
    if n: yield from deep_gen(n - 1)
    yield n
print(sum(deep_gen(100)))
t = ()
for i in range(500): t = (t, i)
print(t[1], t[0][1])
print(len({i: str(i) for i in range(10 ** 5)}), len({str(i) for i in range(10 ** 4)}))
