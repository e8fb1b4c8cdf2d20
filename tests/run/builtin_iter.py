print(list(map(lambda x: x * 2, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(str, range(2))), list(map(pow, [2, 3], [3, 2])))
print(list(filter(lambda x: x % 2, range(6))), list(filter(None, [0, 1, "", "x"])), list(filter(str.isdigit, "a1b2")))
print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), dict(zip("ab", [1, 2])), list(zip(*[(1, 2), (3, 4)])), list(zip("ab", [1, 2], strict=True)))
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("a", start=-1)), list(enumerate([])))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(3))), list(reversed((1, 2))), list(reversed({"a": 1, "b": 2})))
print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted({2: 0, 1: 0}), sorted([-2, 1], key=abs))
it = iter([1, 2, 3])
print(next(it), next(it), next(it), next(it, "end"), next(it, None))
n = 0
def tick():
    global n
    n += 1
    return n
print(list(iter(tick, 4)))
print(type(iter([])).__name__, type(iter(())).__name__, type(iter("")).__name__, type(iter({})).__name__, type(iter(set())).__name__, type(iter(range(1))).__name__, type(map(str, [])).__name__, type(zip()).__name__, type(enumerate([])).__name__, type(reversed([])).__name__, type(filter(None, [])).__name__, type(iter(b"")).__name__, type(iter({}.items())).__name__, type(iter({}.values())).__name__)
class Seq:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
s = Seq()
print(list(s), list(reversed(s)), 20 in s, list(map(lambda x: x, s)), max(s), sum(s), [*s], list(zip(s, s)), sorted(s, reverse=True), tuple(enumerate(s)))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), sum(It()), 2 in It(), max(It()), [x for x in It()], list(zip(It(), It())), set(It()), dict.fromkeys(It()), "".join(map(str, It())), sorted(It()))
a, b, c = It()
print(a, b, c)
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: iter(5))
err(lambda: next(5))
err(lambda: next(iter([])))
err(lambda: next([]))
err(lambda: list(map(5, [1])))
err(lambda: map())
err(lambda: map(str))
err(lambda: list(map(lambda: 1, [1])))
err(lambda: filter(1))
err(lambda: zip(5))
err(lambda: list(zip([1], [1, 2], strict=True)))
err(lambda: list(zip([1, 2], [1], strict=True)))
err(lambda: list(zip([1, 2], [1, 2], [1], strict=True)))
err(lambda: enumerate(5))
err(lambda: enumerate())
err(lambda: reversed(5))
err(lambda: reversed({1}))
err(lambda: reversed(x for x in []))
err(lambda: sorted(5))
err(lambda: sorted([1], [2]))
err(lambda: iter(5, 1))
err(lambda: list(1 / x for x in [1, 0]))
err(lambda: dict(map(lambda x: x, [1])))
m = map(lambda x: 10 // x, [5, 0, 2])
print(next(m))
err(lambda: next(m))
print(next(m))
z = zip([1, 2, 3], it2 := iter("a"))
print(list(z), list(it2))
print(list(map(None.__class__, [])), *map(lambda *a: a, "ab", "cd"), [list(g) for g in [iter("xy")] * 2])
class BadIter:
    def __iter__(self): return []
err(lambda: list(BadIter()))
class StopEarly:
    def __iter__(self): yield 1; raise KeyError("mid")
err(lambda: list(StopEarly()))
e = enumerate("ab"); print(next(e), list(e)); r = reversed([1, 2]); print(next(r), r.__length_hint__(), list(r))
