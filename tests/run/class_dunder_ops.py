class V:
    def __init__(self, *v): self.v = v
    def __repr__(self): return f"V{self.v}"
    def __add__(self, o): return V(*self.v, *getattr(o, "v", (o,)))
    def __radd__(self, o): return V(o, *self.v)
    def __neg__(self): return V(*(-x for x in self.v))
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return self.v[i]
    def __iter__(self): return iter(self.v)
    def __contains__(self, x): return x in self.v
    def __call__(self, *a, **k): return ("called", a, k)
    def __bool__(self): return bool(self.v)
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __int__(self): return 11
    def __float__(self): return 1.5
    def __complex__(self): return 2j
    def __index__(self): return 3
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __matmul__(self, o): return "matmul"
    def __lshift__(self, o): return "lshift"
    def __rrshift__(self, o): return "rrshift"
    def __reversed__(self): return iter("reversed")
    def __str__(self): return "str"
    def __bytes__(self): return b"bytes"
    def __format__(self, s): return "fmt:" + s
    def __dir__(self): return ["z", "a"]
    def __sizeof__(self): return 1000
    def __length_hint__(self): return 5
v = V(1, 2)
print(v + V(3), v + 4, 5 + v, -v, +v, ~v, abs(v), len(v), v[0], list(v), 2 in v, v(1, k=2))
print(bool(V()), V(1) == V(1), V(1) != V(2), hash(V(1)) == hash((1,)), int(v), float(v), complex(v), [0] * 4 == [0] * 4)
print("abcdef"[v], hex(v), bin(v), round(v), round(v, 2), divmod(v, 1), divmod(1, v), v ** 2, pow(v, 2, 3), 2 ** v)
print(v @ 1, v << 1, 1 >> v, list(reversed(v)), str(v), repr(v), bytes(v), f"{v:x}", format(v), dir(v))
import math
print(math.trunc(v), math.floor(v), math.ceil(v), range(5)[v], [1, 2, 3, 4][v])
class R:
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return "R.rsub"
class Q(R):
    def __rsub__(self, o): return "Q.rsub"
print(R() - Q(), 1 - R())
try:
    R() - 1
except TypeError as e:
    print(e)
class NoIter:
    __iter__ = None
    __contains__ = None
    __hash__ = None
for f in (lambda: list(NoIter()), lambda: 1 in NoIter(), lambda: hash(NoIter())):
    try:
        f()
    except TypeError as e:
        print(e)
class Ret:
    def __len__(self): return -1
    def __bool__(self): return 1
    def __str__(self): return 5
    def __repr__(self): return None
    def __hash__(self): return "x"
    def __int__(self): return "x"
    def __index__(self): return 1.5
    def __iter__(self): return 5
for f in (lambda: len(Ret()), lambda: bool(Ret()), lambda: str(Ret()), lambda: repr(Ret()), lambda: hash(Ret()),
          lambda: int(Ret()), lambda: [1][Ret()], lambda: iter(Ret())):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class LenOnly:
    def __len__(self): return 0
class GetOnly:
    def __getitem__(self, i):
        if i < 3: return i
        raise IndexError
print(bool(LenOnly()), list(GetOnly()), 2 in GetOnly(), list(zip(GetOnly(), "ab")))
class Inst: pass
i = Inst()
i.__len__ = lambda: 5
try:
    len(i)
except TypeError as e:
    print(e)
