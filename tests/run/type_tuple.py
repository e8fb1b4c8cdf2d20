t = (1, "a", [2])
print(t, (), (1,), tuple(), tuple("ab"), tuple([1, 2]), tuple(range(2)), 1, len(t), t[0], t[-1], t[1:], t[::-1])
print(t + (3,), t * 2, 1 in t, t.count(1), t.index("a"), (1, 2) == (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), (1, 2) != [1, 2], hash(()) == hash(()))
print(hash((1, 2)), hash((1, 2, 3)), hash(()), hash((1.5, (2, -1))), hash((0,)), hash((None,)) == hash((None,)), hash((True, 1)))
a, b, *c = (1, 2, 3, 4)
print(a, b, c, (x := 1, 2), tuple(x for x in range(3)), *("ab"), (*t, *t)[:3])
t[2].append(5)
print(t, repr((1,)), str(()), ((1, 2), (3,)), (1, (2, (3, ()))), (None, True))
print(sorted([(2, 1), (1, 2), (1, 1)]), max((1, 2), (1, 3)), min([(3,), (2, 9)]), sum(((1,), (2,)), ()), tuple(reversed((1, 2))), tuple(enumerate("a")), dict([(1, 2)]))
print({(1, 2): "k"}[1, 2], (1, 2) in {(1, 2)}, {(1,): 1, (1.0,): 2}, tuple({1: 2}), tuple(zip((1, 2), (3, 4))), (1, 2).__getitem__(0), (1,).__add__((2,)))
def f(): return 1, 2
print(f(), type(f()).__name__, f()[0], bool(()), bool((0,)), () is (), tuple(t) is t, t[:] is t)
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: t.__setitem__)
err(lambda: t[5])
err(lambda: t["a"])
err(lambda: t.index(99))
err(lambda: t.index(1, 1))
err(lambda: (1,) + [2])
err(lambda: hash(([],)))
err(lambda: tuple(5))
err(lambda: (1, 2) < (1, "a"))
err(lambda: (1, 2) * "a")
err(lambda: t())
def setit(): t[0] = 1
def delit(): del t[0]
err(setit)
err(delit)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __repr__(self): return "T" + super().__repr__()
print(T(1, 2), T(1) + (2,), T() == (), len(T(1, 2)), {T(1): 2}[(1,)])
n = ([],)
n[0].append(n)
print(n)
