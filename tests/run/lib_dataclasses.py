from dataclasses import *
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    count: ClassVar[int] = 5
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
p = P(3, 4)
print(p, p.norm(), p == P(3, 4), p != P(1), P(1).tags is P(1).tags, asdict(p), astuple(p), replace(p, x=9), [f.name for f in fields(P)], is_dataclass(P), is_dataclass(p), P.count, P.__match_args__)
@dataclass(frozen=True, order=True)
class V:
    a: int
    b: str = "z"
print(V(1) < V(2), V(1, "a") < V(1, "b"), sorted([V(2), V(1)]), hash(V(1)) == hash(V(1)), {V(1): "k"}[V(1)], max(V(1), V(3)), V(1) >= V(1))
@dataclass
class Child(P):
    z: int = 1
    y: int = 7
print(Child(1), Child(1, 2, [], 3), Child.__mro__[1].__name__, [f.name for f in fields(Child)])
@dataclass
class Post:
    a: int
    init_only: InitVar[int] = 2
    derived: int = field(init=False)
    hidden: int = field(default=1, repr=False, compare=False)
    def __post_init__(self, init_only): self.derived = self.a * init_only
print(Post(5), Post(5, 10), Post(1).hidden, Post(1) == Post(1))
@dataclass(slots=True, kw_only=True)
class S:
    a: int
    b: int = 2
print(S(a=1), S.__slots__, hasattr(S(a=1), "__dict__"))
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 3
print(K(1, b=5))
@dataclass(eq=False, repr=False)
class NoEq: a: int = 1
print(NoEq() == NoEq(), repr(NoEq()).startswith("<__main__.NoEq object"))
@dataclass(unsafe_hash=True)
class H: a: int; b: list = field(hash=False, default=None)
print(hash(H(1)) == hash(H(1)), H(1))
M = make_dataclass("M", ["x", ("y", int, 5)], namespace={"dbl": lambda s: s.x * 2})
print(M(3), M(3).dbl(), asdict(Child(1, 2, [V(1)], 3)), asdict(p, dict_factory=lambda kv: sorted(kv, key=str)))
@dataclass
class Node:
    v: int
    next: "Node | None" = None
print(Node(1, Node(2)), asdict(Node(1, Node(2))))
n = Node(1); n.next = n
print(n)
match p:
    case P(x, y): print("match", x, y)
f = fields(P)[2]
print(f.name, f.type, f.default is MISSING, f.default_factory, f.init, f.repr, f.kw_only, f.metadata)
@dataclass
class Meta: a: int = field(default=1, metadata={"unit": "m"})
print(fields(Meta)[0].metadata["unit"], Meta.__doc__, P.__doc__, P.__init__.__annotations__)
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: P()); err(lambda: P(1, 2, 3, 4)); err(lambda: setattr(V(1), "a", 2)); err(lambda: delattr(V(1), "a")); err(lambda: hash(p)); err(lambda: p < p); err(lambda: V(1) < 5); err(lambda: S(1)); err(lambda: replace(Post(1), derived=5)); err(lambda: fields(5)); err(lambda: asdict(P)); err(lambda: setattr(S(a=1), "zz", 1)); err(lambda: make_dataclass("B", ["1x"]))
def bad1():
    @dataclass
    class B:
        a: int = 1
        b: int
def bad2():
    @dataclass
    class B: a: list = []
def bad3():
    @dataclass(order=True)
    class B:
        a: int
        def __lt__(self, o): return True
def bad4():
    @dataclass
    class B(V): c: int = 1
def bad5():
    @dataclass(order=True, eq=False)
    class B: a: int
for b in (bad1, bad2, bad3, bad4, bad5): err(b)
