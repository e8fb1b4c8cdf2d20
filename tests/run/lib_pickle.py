import pickle, io
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return type(o) is A and self.x == o.x
class S:
    __slots__ = ("p", "q")
class G:
    def __init__(self): self.v = 1
    def __getstate__(self): return ("state", self.v)
    def __setstate__(self, s): self.v = s
class R:
    def __reduce__(self): return (int, ("7",))
class N:
    def __new__(cls, a): o = super().__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
def fn(): return "fn"
vals = [None, True, 0, -1, 255, 65536, 2 ** 40, 2 ** 100, -2 ** 100, 1.5, float("inf"), 1j, "", "é日🎉", b"", b"x" * 300, bytearray(b"q"), [], [1, [2]], (), (1,), (1, 2, 3, 4), {}, {"a": {1: 2}}, set(), {1, 2}, frozenset([3]), range(5), slice(1, 2), ..., NotImplemented, int, len, fn, A, A(5)]
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    print(p, all(type(pickle.loads(pickle.dumps(v, p))) is type(v) and pickle.loads(pickle.dumps(v, p)) == v for v in vals))
s = S(); s.p = 1
print(pickle.loads(pickle.dumps(s)).p, pickle.loads(pickle.dumps(G())).v, pickle.loads(pickle.dumps(R())), pickle.loads(pickle.dumps(N(3))).a)
r = []; r.append(r); q = pickle.loads(pickle.dumps(r)); print(q[0] is q)
sh = [1]; two = pickle.loads(pickle.dumps([sh, sh])); print(two[0] is two[1])
a = A(None); a.x = a; b = pickle.loads(pickle.dumps(a)); print(b.x is b)
from collections import OrderedDict, deque, defaultdict, Counter, namedtuple
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
import enum
P = namedtuple("P", "x y")
class E(enum.Enum): A = 1
for v in (OrderedDict(a=1), deque([1], 3), defaultdict(list, a=[1]), Counter("aa"), P(1, 2), E.A, date(2024, 1, 1), datetime(2024, 1, 1, 5), timedelta(1), Decimal("1.5"), Fraction(1, 2)):
    w = pickle.loads(pickle.dumps(v)); print(w, w == v, type(w) is type(v))
e = pickle.loads(pickle.dumps(ValueError("m", 1))); print(repr(e))
print(pickle.dumps([1, "a"], 0), pickle.dumps({"k": (1, 2.5, None, True)}, 2), pickle.dumps("x", 4), pickle.loads(b"(lp0\nI1\naI2\na."))
f = io.BytesIO(); pickle.dump(1, f); pickle.dump("two", f); f.seek(0); print(pickle.load(f), pickle.load(f))
class PP(pickle.Pickler):
    def persistent_id(self, o): return "pid" if o is sh else None
class UU(pickle.Unpickler):
    def persistent_load(self, p): return ("loaded", p)
    def find_class(self, m, n): raise pickle.UnpicklingError("forbidden " + n)
f = io.BytesIO(); PP(f).dump([sh, 1]); f.seek(0); print(UU(f).load())
for t in (lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps((i for i in [])), lambda: pickle.loads(b""), lambda: pickle.loads(b"garbage"), lambda: pickle.load(io.BytesIO(b"\x80\x05.")), lambda: UU(io.BytesIO(pickle.dumps(A(1)))).load(), lambda: pickle.dumps(1, 99), lambda: pickle.loads("str"), lambda: pickle.dumps(open), lambda: pickle.load(f)):
    try: print(type(t()).__name__)
    except Exception as x: print(type(x).__name__, str(x).split(" at 0x")[0].split(" <")[0])
