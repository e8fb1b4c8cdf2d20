import collections
from dataclasses import dataclass
@dataclass
class Num: v: int
@dataclass
class Op:
    op: str
    left: object
    right: object
def ev(e):
    match e:
        case Num(v) | int(v): return v
        case Op("+", l, r): return ev(l) + ev(r)
        case Op(op="*", left=l, right=r): return ev(l) * ev(r)
        case Op(op, _, _): raise ValueError(f"op {op}")
print(ev(Op("+", Num(1), Op("*", 2, Num(3)))))
try:
    ev(Op("/", 1, 2))
except ValueError as e:
    print(e)
def command(s):
    match s.split():
        case ["go", ("north" | "south") as d]: return f"going {d}"
        case ["go", d, *_]: return f"cannot go {d}"
        case ["drop", *objs] if objs: return f"dropping {objs}"
        case [w] | [_, w]: return f"word {w}"
        case _: return "?"
for s in ("go north", "go up", "drop a b", "drop", "x y", "a b c", ""):
    print(command(s))
class Bad: pass
try:
    match Bad():
        case Bad(1): pass
except TypeError as e:
    print(e)
class Two: __match_args__ = ("a", "b")
try:
    match Two():
        case Two(1, 2, 3): pass
except TypeError as e:
    print(e)
match collections.deque([1, 2]):
    case [a, b]: print("deque", a, b)
match collections.OrderedDict(a=1, b=2):
    case {"a": 1, **rest}: print(rest)
match collections.defaultdict(list):
    case {"x": v}: print("no")
    case {}: print("defaultdict not filled")
match "abc":
    case [*_]: print("no")
    case str(): print("strings are not sequences")
match {"a": None}:
    case {"a": None}: print("none value")
match 3:
    case int(x) | str(x): print(x)
match (1, (2, 3)):
    case (a, (b, c) as inner) as whole: print(inner, whole)
match 1.0:
    case 1: print("1.0 matches 1")
match True:
    case 1: print("True matches 1")
x = 0
match [1, 2, 3]:
    case [x, y, 4]: pass
    case [x, *_] if False: pass
    case _: print("x may be bound:", x)
match {"k": {"n": [1, 2]}}:
    case {"k": {"n": [_, last]}}: print(last)
for s in ("match 1:\n case x: pass\n case y: pass", "match 1:\n case [a, a]: pass",
          "match 1:\n case a | b: pass", "match 1:\n case {**_}: pass", "match 1:\n case [*a, *b]: pass"):
    try:
        compile(s, "s", "exec")
        print("compiled")
    except SyntaxError as e:
        print(e.msg)
