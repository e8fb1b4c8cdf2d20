from enum import *
class C(Enum):
    RED = 1
    GREEN = "g"
    BLUE = auto() if False else 3
    ALIAS = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def default(cls): return cls.RED
    @property
    def low(self): return self.name.lower()
print(C.RED, repr(C.RED), C.RED.name, C.RED.value, C(1), C["GREEN"], C.ALIAS is C.RED, list(C), len(C), C.RED.describe(), C.default(), C.BLUE.low, C.__members__)
print(C.RED == C.RED, C.RED == 1, C.RED != C.GREEN, C.RED in C, 1 in C, hash(C.RED) == hash("RED"), isinstance(C.RED, C), type(C.RED), {C.RED: "r"}[C.RED], f"{C.RED} {C.RED!r}", str(C.GREEN), C.RED.__class__.__name__, [c.name for c in reversed(C)])
class N(IntEnum):
    A = 1
    B = auto()
    C = 10
    D = auto()
print(N.A + 1, N.B, repr(N.B), N.B < N.C, N.D, sorted([N.C, N.A]), N(10), N.A == 1, f"{N.A} {N.A:03d}", "%d %s" % (N.A, N.A), [1, 2][N.A], isinstance(N.A, int), str(N.A), int(N.D))
class F(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(F.R | F.X, F.RW, F.RW & F.R, F.R ^ F.RW, ~F.R, F(0), F(5), F.R in F.RW, bool(F(0)), list(F.RW), F.RW.value, repr(F.R | F.W | F.X), len(F.RW), F["RW"], [f for f in F])
class IF(IntFlag):
    A = 1
    B = 2
print(IF.A | IF.B, IF.A | 8, repr(IF(8)), IF.A + 1, ~IF.A, IF(3), IF.A & 3)
class S(StrEnum):
    ONE = auto()
    TWO = "deux"
print(S.ONE, S.ONE == "one", S.TWO.upper(), repr(S.TWO), f"{S.TWO:>6}", "-".join(S))
class P(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
print(P.EARTH.mass, P.MARS.value, P((0.6, 3.3)))
class Auto(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    X = auto()
    Y = auto()
print(list(Auto))
class Miss(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "any" else None
print(Miss("any"))
Fn = Enum("Fn", "A B C")
print(list(Fn), Enum("G", {"x": 10, "y": 20}).y, Enum("H", ["P", "Q"], start=5).Q)
@unique
class U(Enum): A = 1
class Base(Enum):
    def hi(self): return "hi " + self.name
class Der(Base): Z = 26
print(Der.Z.hi())
class Mixed(str, Enum):
    A = "a"
print(Mixed.A == "a", Mixed.A, Mixed.A.value, Mixed("a"))
class WithFn(Enum):
    A = member(lambda: 5)
    b = nonmember(7)
print(WithFn.b, WithFn.A.value())
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: C(99)); err(lambda: C["NOPE"]); err(lambda: C.NOPE); err(lambda: setattr(C, "RED", 5)); err(lambda: C.RED < C.BLUE); err(lambda: unique(C)); err(lambda: type("D", (C,), {})); err(lambda: F(100)); err(lambda: C()); err(lambda: delattr(C, "RED")); err(lambda: setattr(C.RED, "value", 2)); err(lambda: Miss("zz")); err(lambda: F.R | 5)
def dup():
    class D(Enum):
        A = 1
        A = 2
err(dup)
