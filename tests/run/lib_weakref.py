import weakref, gc
class A:
    def __init__(self, n): self.n = n
    def m(self): return self.n
    def __repr__(self): return f"A{self.n}"
a = A(1)
r = weakref.ref(a); p = weakref.proxy(a); log = []
cb = weakref.ref(a, lambda x: log.append("dead"))
print(r() is a, p.n, p.m(), r == weakref.ref(a), r is weakref.ref(a), hash(r) == hash(a), weakref.getweakrefcount(a), isinstance(r, weakref.ReferenceType), type(p).__name__, bool(p), str(p))
wm = weakref.WeakMethod(a.m)
d = weakref.WeakValueDictionary(); d["k"] = a; k = weakref.WeakKeyDictionary(); k[a] = "v"; s = weakref.WeakSet([a])
fin = weakref.finalize(a, log.append, "finalized")
print(wm()(), len(d), d["k"], k[a], a in s, fin.alive, fin.peek()[1] == log.append, dict(d), list(k.items()), list(s))
p.n = 5
print(a.n)
del a; gc.collect()
print(r(), cb(), sorted(log), wm(), len(d), len(k), len(s), fin.alive, d.get("k"), "k" in d)
try: p.n
except ReferenceError as e: print(e)
for bad in (5, "s", (), None, [], {}):
    try: weakref.ref(bad)
    except TypeError as e: print(e)
def f(): pass
class L(list): pass
print(weakref.ref(f)() is f, weakref.ref(L())() is None or True, weakref.ref(A)() is A, weakref.ref({1}) is not None, weakref.ref(frozenset([1])) is not None)
class S:
    __slots__ = ("x",)
try: weakref.ref(S())
except TypeError as e: print(e)
class W: __slots__ = ("__weakref__",)
w = W(); print(weakref.ref(w)() is w)
class Node:
    def __init__(self): self.me = self
n = Node(); nr = weakref.ref(n); del n; gc.collect(); print(nr())
fin2 = weakref.finalize(A, print, "at exit: class finalizer")
fin3 = weakref.finalize(f, print, "detached"); print(fin3.detach() is not None, fin3.alive, fin3())
b = A(2); x = weakref.ref(b); y = weakref.ref(b)
print(x == y, x != weakref.ref(A(3)), {x: 1}[y])
