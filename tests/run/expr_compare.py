print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 == 2 != 1, 1 < 2 > 0)
def f(x):
    print("f", x)
    return x
print(f(1) < f(2) < f(3))
print(f(3) < f(2) < f(1))
print(1 == 1.0 == True, 0 == False, 1 == "1", None == None, None is None, 1 != 1.0)
print("a" < "b", "a" < "B", "abc" < "abd", "" < "a", "a" < "aa", "é" > "z", "Z" < "a")
print([1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, "a"] == [1, "a"], (1, 2) == [1, 2])
print((1, 2) < (2,), (1, 2, 3) > (1, 2), () == (), b"a" < b"b", b"a" == "a")
print({1: 2} == {1: 2.0}, {1, 2} < {1, 2, 3}, {1} <= {1}, {1, 2} > {3}, {1} != {2})
print(float("nan") == float("nan"), float("inf") > 10 ** 400, -float("inf") < -10 ** 400)
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan != nan, nan < 1, nan > 1)
print(2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 2 ** 53 + 1 > float(2 ** 53), 10 ** 22 == 1e22, 10 ** 23 == 1e23)
print(1 in [1, 2], 3 not in [1, 2], "a" in "abc", "" in "abc", "ac" in "abc", 1 in {1: 2}, 2 in {1: 2})
print(1 in (x for x in range(3)), 5 in range(10), 5.0 in range(10), "a" in {"a"}, b"b" in b"abc", 98 in b"abc")
print(1 is 1, [] is [], not None, not not 1, None is not 1)
print(0 or "x", 1 and "y", "" or 0 or [], 1 and 0 and 2, not (1 and 0))
print(f(0) and f(1), f(1) or f(2), f(1) and f(0) or f(5))
def err(g):
    try:
        print(g())
    except TypeError as e:
        print(e)
err(lambda: 1 < "a")
err(lambda: [1] < (1,))
err(lambda: None < 1)
err(lambda: {} < {})
err(lambda: 1j < 2j)
err(lambda: [1, "a"] < [1, 2])
err(lambda: 1 in 5)
err(lambda: 1 in "abc")
err(lambda: sorted([1, "a"]))
err(lambda: max(1, None))
class C:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq"); return self.v == getattr(o, "v", o)
    def __lt__(self, o): print("lt"); return self.v < o.v
    def __contains__(self, x): return "yes" if x == self.v else ""
print(C(1) == C(1), C(1) != C(2), 1 == C(1), C(1) < C(2), C(1) > C(2), 1 in C(1), 2 in C(1))
err(lambda: C(1) <= C(2))
err(lambda: {C(1)})
class N:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented
    def __gt__(self, o): return "reflected"
n = N()
print(n == n, n == N(), n != n, 1 < n)
err(lambda: n < 1)
class Arr:
    def __eq__(self, o): return [1, 2]
    def __bool__(self): raise ValueError("ambiguous")
print(Arr() == 1)
try:
    if Arr(): pass
except ValueError as e:
    print(e)
