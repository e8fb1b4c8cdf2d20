rows = [("b", 2), ("a", 2), ("c", 1), ("a", 1), ("b", 1)]
print(sorted(rows, key=lambda r: r[1]))
print(sorted(rows, key=lambda r: r[1], reverse=True))
print(sorted(rows, key=lambda r: r[0]))
print(sorted(rows), sorted(rows, reverse=True))
l = [5, 2, 8, 1]
print(sorted(l), l, sorted(l, key=lambda x: x % 3), sorted(l, key=str))
words = "The quick brown fox Jumps over the lazy dog".split()
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=lambda w: (len(w), w)))
print(sorted([1.5, 1, True, 0, False, -0.0, 0.0]), sorted([3, 2.5, 10 ** 30, -1e300]), sorted(["é", "z", "a", "Z", "日"]))
print(sorted([(1, 2), (1,), (), (0, 9, 9)]), sorted([[2], [1, 5], []]), sorted([b"b", b"a"]), sorted({3: 0, 1: 0}), sorted({"q": 1}.items()))
big = [(i * 7919) % 1009 for i in range(1009)]
s = sorted(big)
print(s == list(range(1009)), sorted(s) == s, sorted(s[::-1]) == s, sorted(s + s)[:4], sorted(s, reverse=True)[:3])
pairs = [(x % 10, i) for i, x in enumerate(big)]
st = sorted(pairs, key=lambda p: p[0])
print(all(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(st, st[1:])))
sr = sorted(pairs, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or (a[0] == b[0] and a[1] < b[1]) for a, b in zip(sr, sr[1:])))
calls = []
def key(x):
    calls.append(x)
    return -x
print(sorted([3, 1, 2], key=key), calls)
class C:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        C.n += 1
        return self.v < o.v
print([c.v for c in sorted(map(C, [3, 1, 2]))], C.n)
C.n = 0
sorted(map(C, range(100)))
print("sorted input compares", C.n)
C.n = 0
sorted(map(C, range(100, 0, -1)))
print("reversed input compares", C.n)
C.n = 0
sorted(map(C, [(i * 37) % 64 for i in range(64)]))
print("random-ish compares", C.n)
class Boom:
    def __lt__(self, o): raise ValueError("lt")
x = [Boom(), Boom()]
try:
    x.sort()
except ValueError as e:
    print(e, len(x))
try:
    sorted([1, 2], key=lambda v: 1 / 0)
except ZeroDivisionError as e:
    print(e)
nan = float("nan")
print(sorted([3.0, nan, 1.0]), sorted([2, nan, 1, 3]))
print(sorted("a b", key=None), sorted([], key=len), sorted([5]), sorted((x for x in (2, 1))), [2, 1].sort())
from functools import cmp_to_key
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
print(max([(1, "a"), (1, "b")], key=lambda p: p[0]), min(["bb", "a", "cc", "d"], key=len), max("abc", "b", key=len), max([], default="none"), min(3, 1, 2))
merged = list(range(0, 200, 2)) + list(range(1, 200, 2))
print(sorted(merged) == list(range(200)), sorted(merged, key=lambda v: -v)[:3])
