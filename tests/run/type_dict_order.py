d = {}
for k in ("z", "y", "x"):
    d[k] = len(d)
print(d)
d["y"] = "updated"
print(d)
del d["z"]
d["z"] = "back"
print(d)
d.pop("y")
d.setdefault("y", 1)
d.setdefault("x", 2)
print(d)
d.update({"a": 1, "x": "xx"})
print(d, d | {"y": 0, "b": 2})
print({**{"q": 1, "r": 2}, "q": 3, **{"s": 4, "r": 5}})
print(dict.fromkeys([3, 1, 3, 2, 1]), dict([(1, "a"), (2, "b"), (1, "c")]), dict(b=1, a=2), {k: None for k in "hello"})
big = {i: i for i in range(1000)}
for i in range(0, 1000, 3):
    del big[i]
for i in range(0, 30, 3):
    big[i] = -i
print(list(big)[:5], list(big)[-5:], len(big), sum(big), sum(big.values()))
for i in range(995):
    if len(big) <= 3: break
    big.popitem()
print(big)
while big:
    k = next(iter(big))
    del big[k]
    if len(big) % 2 == 0: big[-k - 1] = k
    if len(big) > 5: break
    if k < 0: break
print(big)
class K:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"K{self.v}"
a, b = K(1), K(1)
m = {a: "first"}
m[b] = "second"
print(m, next(iter(m)) is a)
mixed = {1: "int", 2.5: "float", "s": "str", (1, 2): "tuple", None: "none", b"b": "bytes", True: "overwrites 1", frozenset([1]): "fs"}
print(mixed)
print(vars(type("O", (), {"__init__": lambda s: s.__dict__.update(q=1, p=2)})()))
def kw(**k): return k
print(kw(c=1, a=2, b=3), list(kw(**{"z": 1}, y=2)), list(locals())[-3:])
class Attrs:
    def __init__(self): self.two = 2; self.one = 1
o = Attrs()
o.three = 3
del o.two
o.two = "again"
print(o.__dict__, [n for n in vars(Attrs) if not n.startswith("__")])
e = {1: 1, 2: 2, 3: 3}
it = iter(e)
next(it)
e[1] = "value change ok"
print(next(it), next(it), list(it))
copy = e.copy()
e[4] = 4
print(list(copy), list(e), list(dict(e)), list(reversed(e)))
print(list(zip(e, e.values())), list(map(lambda kv: kv[0] + (kv[1] if isinstance(kv[1], int) else 0), e.items())))
x = {"k%d" % i: i for i in range(20)}
for i in range(0, 20, 2): x.pop("k%d" % i)
x |= {"k0": "re", "k1": "up"}
print(x)
