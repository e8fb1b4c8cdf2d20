print([x * x for x in range(5)])
print([x for x in range(10) if x % 2 if x > 3])
print([(x, y) for x in range(3) for y in range(x)])
print([[y for y in range(x)] for x in range(4)])
print({x % 3 for x in range(10)} == {0, 1, 2})
print({x: x * x for x in range(4)})
print({k: v for k, v in zip("abc", range(3)) if v})
print(list(x + 1 for x in range(3)), sum(x for x in range(5)))
x = "outer"
_ = [x for x in range(3)]
print(x)
print([y := 5, y * 2], y)
print([last := v for v in range(4)], last)
print(any((hit := v) > 2 for v in range(9)), hit)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
print([a + b for a, b in [(1, 2), (3, 4)]])
print([a for a, *b in ["xyz", "pq"]])
print([z for z in [1, 2, 3] for z in [z * 10, z * 100]])
print([(i, j) for i in range(2) if i for j in range(2) if not j])
def gen_first():
    print("evaluated now")
    return [1, 2]
g = (v for v in gen_first())
print("created")
print(list(g))
def late():
    try:
        g = (v for v in undefined_now)
    except NameError as e:
        print(e)
    g = (v for _ in [1] for v in undefined_later)
    try:
        list(g)
    except NameError as e:
        print(e)
late()
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    try:
        bad = [i for _ in items for i in items]
    except NameError as e:
        print(e)
print(C.doubled, hasattr(C, "i"))
def closure():
    n = 10
    return [n + k for k in range(3)], {n: k for k in range(1)}, {n + k for k in range(1)}
print(closure())
print([*range(3), *"ab"], {*[1], *[1]}, (*[1], 2), {**{"a": 1}, "b": 2, **{"a": 3}})
print([i for i in range(5)][::-1], len([None for _ in range(100)]))
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)])
print([x if x % 2 else -x for x in range(5)])
print("".join(c.upper() for c in "abc"), max(len(w) for w in ["a", "bbb"]))
print([(lambda q: q + i)(1) for i in range(3)])
print({(a, b): a * b for a in (1, 2) for b in (3, 4)})
print([i for i in range(3) if [j for j in range(i)]])
print(sorted({i: 1 for i in "hello"}))
def nested():
    return [[(a, b, c) for c in range(a + b)] for a in range(2) for b in range(2)]
print(nested())
for src in ("[i := 0 for i in x]", "[x for x in (y := [1])]", "(yield)", "[(yield) for x in y]", "class A: [(q := 1) for _ in z]"):
    try:
        compile(src, "s", "exec")
    except SyntaxError as e:
        print(e.msg)
