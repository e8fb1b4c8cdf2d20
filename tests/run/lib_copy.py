import copy
a = [1, [2, 3], {"k": [4]}, (5, [6]), {7}]
s, d = copy.copy(a), copy.deepcopy(a)
a[1].append("x"); a[2]["k"].append("y"); a[3][1].append("z")
print(a, s, d, s is a, s[1] is a[1], d[1] is a[1])
t = (1, (2, 3), "x")
print(copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy((1, [2])) , copy.copy("s"), copy.deepcopy(5), copy.copy(None), copy.copy(len) is len, copy.deepcopy(int) is int)
r = [1]; r.append(r)
q = copy.deepcopy(r)
print(q, q[1] is q, q is not r)
class A:
    def __init__(self): self.x = [1]; self.me = self
x = A()
y, z = copy.copy(x), copy.deepcopy(x)
x.x.append(2)
print(y.x, z.x, z.me is z, y.me is x, type(z).__name__)
class B:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep", type(memo).__name__
print(copy.copy(B()), copy.deepcopy(B()), copy.deepcopy([B()]))
class R:
    def __init__(self, a): self.a = a
    def __reduce__(self): return (R, (self.a + 1,))
print(copy.copy(R(1)).a, copy.deepcopy(R(5)).a)
class S:
    __slots__ = ("p", "q")
o = S(); o.p = [1]
c = copy.deepcopy(o)
print(c.p, c.p is o.p, hasattr(c, "q"))
class G:
    def __init__(self): self.v = 1
    def __getstate__(self): return {"v": 100}
    def __setstate__(self, s): self.v = s["v"] + 1
print(copy.copy(G()).v)
class L(list):
    pass
l = L([1, [2]]); l.attr = "kept"
m = copy.deepcopy(l)
print(m, m.attr, type(m).__name__, m[1] is l[1])
shared = [0]
two = copy.deepcopy([shared, shared])
print(two[0] is two[1], copy.deepcopy({"a": shared, "b": shared}))
from collections import deque, OrderedDict, defaultdict
print(copy.copy(deque([1, [2]])), copy.deepcopy(OrderedDict(a=[1])), copy.deepcopy(defaultdict(list, a=[1])), copy.copy(bytearray(b"x")), copy.copy({1: 2}), copy.copy({1, 2}), copy.copy(frozenset([1])))
for f in (lambda: copy.copy((i for i in [])), lambda: copy.deepcopy(type("M", (), {"__reduce_ex__": lambda s, p: 5})()), lambda: copy.replace if hasattr(copy, "replace") else "no replace in 3.12"):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
def fn(): pass
print(copy.deepcopy(fn) is fn, copy.copy(A) is A, copy.Error.__mro__[1].__name__)
