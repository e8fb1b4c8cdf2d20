print([*range(3)], (*range(3),), {*range(3)} == {0, 1, 2}, [*[], *()], [*"ab", *b"c"])
print({**{}}, {**{"a": 1}, **{"b": 2}}, {"a": 0, **{"a": 1}}, {**{"a": 1}, "a": 2})
def f(*a, **k): return a, k
print(f(*[1], *(2, 3), *"x", **{"p": 1}, **dict(q=2)))
print(f(*(i for i in range(3)), *{4: 5}), f(**{}), f(*[]))
a, *b = 1, 2, 3
*c, d = "xyz"
e, (*g, h), *i = 1, [2, 3, 4], 5, 6
print(a, b, c, d, e, g, h, i)
*j, = range(3)
[k, *l] = {1: 2}
print(j, k, l)
for m, *n in [(1, 2, 3), (4,)]:
    print(m, n)
def ret(): return 1, *[2, 3]
print(ret(), [x for x in (1, *[2])])
def gen():
    yield 1, *[2]
    yield *[3], 4
print(list(gen()))
print(*[1, 2], *[3], sep=",")
class It:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
print([*It()], f(*It()))
class Mapping:
    def keys(self): return ["u", "v"]
    def __getitem__(self, k): return k * 2
print({**Mapping()}, f(**Mapping()))
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: [*5])
err(lambda: {**5})
err(lambda: f(*5))
err(lambda: f(**5))
err(lambda: f(**{1: 2}))
err(lambda: f(k=1, **{"k": 2}))
err(lambda: {*[[]]})
for src in ("*a", "*a, *b = c", "print(*a for a in b)", "f(**k, *a)", "f(a=1, 2)", "f(**k, a)", "del *a", "a = *b", "[*a for a in b]", "*a = 1"):
    try:
        compile(src, "s", "exec")
        print(src, "ok")
    except SyntaxError as e:
        print(src, "|", e.msg)
x = y, = [5]
print(x, y)
(p), (q) = 1, 2
print(p, q)
first, second, *_, last = range(100)
print(first, second, last, len(_))
