def m(x):
    match x:
        case 0: return "zero"
        case 1 | 2 | 3: return "small"
        case -1: return "minus one"
        case 1.5: return "float"
        case 2+3j: return "complex"
        case "a" "b": return "string ab"
        case b"by": return "bytes"
        case None: return "none"
        case True: return "true"
        case []: return "empty seq"
        case [y]: return f"one {y!r}"
        case [1, *rest]: return f"1 then {rest}"
        case (a, b) if a == b: return f"equal pair {a}"
        case [a, b]: return f"pair {a} {b}"
        case [first, *_, last]: return f"{first}..{last}"
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"type": t, **others}: return f"{t} {others}"
        case {}: return "mapping"
        case str(s): return f"str {s}"
        case int() | float() as n: return f"number {n}"
        case _: return "other"
for v in (0, 2, -1, 1.5, 2 + 3j, "ab", b"by", None, True, [], (), [9], [1, 2, 3], [1], (4, 4), (4, 5),
          [7, 8, 9], range(5), {"type": "circle", "r": 3}, {"type": "sq", "a": 1}, {}, {"q": 1}, "xyz", 77, 2.25,
          {1}, object, b"zz", False, bytearray(b"x")):
    print(repr(v), "->", m(v))
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def c(p):
    match p:
        case P(0, 0): return "origin"
        case P(x=0, y=v): return f"y axis {v}"
        case P(v, 0): return f"x axis {v}"
        case P(x, y) if x == y: return "diagonal"
        case P(): return "somewhere"
        case list([P(a, _), *more]): return f"list from {a}, {len(more)} more"
    return "no match"
for p in (P(0, 0), P(0, 3), P(4, 0), P(2, 2), P(1, 2), [P(1, 1), 2], 5):
    print(c(p))
match 5:
    case x if x > 10:
        print("big")
    case x:
        print("bound", x)
match 1, 2:
    case 1, y:
        print(y)
match [[1, 2], {"k": [3, {"z": (4,)}]}]:
    case [[a, b], {"k": [c, {"z": (d,)}]}]:
        print(a, b, c, d)
class Color:
    RED = 1
match 1:
    case Color.RED:
        print("red")
match = 3
case = match + 1
print(match, case)
