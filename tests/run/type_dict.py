d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), d["a"], d.get("z"), d.get("z", 0), "a" in d, "z" not in d, list(d), list(d.values()), list(d.items()))
print(dict(), dict(a=1), dict([("k", 1), ["l", 2]]), dict({"x": 1}, y=2), dict(zip("ab", range(2))), {}, {1: "a", "1": "b", (1,): "c", None: "d", 1.5: "e"})
print(d.pop("a"), d.pop("zz", "default"), d, d.setdefault("n", []), d.setdefault("b", 9), d)
d.update({"b": 20, "e": 5}, f=6)
d.update([("g", 7)])
d.update(h=8)
print(d, d.popitem(), d.copy() == d, d | {"b": 0, "new": 1}, {"z": 0} | d, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0))
d |= {"i": 9}
d |= [("j", 10)]
print(d, list(reversed(d)), list(reversed(d.values()))[:2], list(reversed(d.items()))[:1])
del d["b"]
d["b"] = "again at end"
print(d, {1: "a", 1.0: "b", True: "c"}, {0: 1, False: 2, 0.0: 3}, {"a": 1, "a": 2})
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, sep="\n")
d["late"] = 0
print(len(k), "late" in k, ("late", 0) in i, 0 in v, k & {"late", "zzz"}, sorted(k | {"zzz"})[-1], sorted(k - {"late"})[0], k.isdisjoint({"q"}), {"a": 1}.keys() == {"a"}, {"a": 1}.items() == {("a", 1)}, {"a": 1}.keys() ^ {"b"} == {"a", "b"})
print({1: 2} == {1: 2.0}, {1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} != {1: 3}, {} == {}, bool({}), bool({0: 0}))
print([x for x in {3: 0, 1: 0, 2: 0}], max({"a": 3, "b": 1}, key={"a": 3, "b": 1}.get), sorted({"b": 1, "a": 2}), sum({1: 10, 2: 20}), min({"x": 1, "w": 2}.items()))
e = {}
for n in range(10): e[n] = n * n
for n in range(0, 10, 2): del e[n]
e[0] = "new"
print(e, list(e), next(iter(e)), e.popitem(), e)
e["self"] = e
print(e, {"k": {"n": [1, {"d": 2}]}}, str({"q'": 'r"'}), repr({}))
d.clear()
print(d, list(k), k, dict(a=1).__contains__("a"), {}.__len__(), dict.__getitem__({1: 2}, 1), hasattr({}, "has_key"))
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
dk = {Key(1): "one"}
dk[Key(2)] = "two"
print(dk[Key(2)], len(dk))
def err(f):
    try:
        print(f())
    except Exception as x:
        print(type(x).__name__, x)
err(lambda: {}["missing"])
err(lambda: {}[1, 2])
err(lambda: {}.pop("k"))
err(lambda: {}.popitem())
err(lambda: {[]: 1})
err(lambda: {}[{}])
err(lambda: {{}: 1})
err(lambda: dict(5))
err(lambda: dict([1]))
err(lambda: dict([(1, 2, 3)]))
err(lambda: dict(1, 2))
err(lambda: {} < {})
err(lambda: {1: 2} | [(3, 4)])
err(lambda: hash({}))
err(lambda: {}.update(5))
err(lambda: {}.setdefault())
err(lambda: {}.keys()[0])
def grow():
    z = {1: 1}
    for q in z: z[q + 1] = 1
def shrink():
    z = {1: 1, 2: 2}
    for q in z: del z[q]
def change_value():
    z = {1: 1, 2: 2}
    for q in z: z[q] = q * 10
    return z
err(grow)
err(shrink)
err(change_value)
