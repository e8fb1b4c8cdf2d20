class Meta(type):
    meta_attr = "meta"
    both = "from meta"
    @property
    def meta_prop(cls): return "meta prop of " + cls.__name__
    @property
    def override(cls): return "data descriptor on meta wins"
class A(metaclass=Meta):
    cls_attr = "class"
    both = "from class"
    override = "class attr"
    def meth(self): return "meth"
a = A()
print(A.meta_attr, A.both, A.meta_prop, A.override, a.cls_attr, a.both, a.override)
for n in ("meta_attr", "meta_prop", "nope"):
    try: getattr(a, n)
    except AttributeError as e: print(e)
a.meth = lambda: "instance"
print(a.meth(), A.meth(a), type(a).meth(a))
del a.meth
print(a.meth())
a.__dict__["cls_attr"] = "inst"
print(a.cls_attr, A.cls_attr, vars(a))
A.cls_attr = "changed"
print(a.cls_attr, A().cls_attr)
class B(A):
    def __getattr__(self, n): return "getattr:" + n
    def __init__(self): self.x = 1
b = B()
print(b.x, b.cls_attr, b.anything, b.meth(), hasattr(b, "q"), getattr(b, "z", "unused"))
class C:
    def __getattribute__(self, n):
        if n == "blocked": raise AttributeError("blocked!")
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return "fallback " + n
    ok = 1
c = C()
print(c.ok, c.blocked, c.other)
class D:
    x = 1
    def set(self): self.x += 1; return self.x
d = D()
print(d.set(), d.set(), D.x, d.__dict__)
class E(D):
    def __setattr__(self, n, v):
        if n.startswith("_"): raise AttributeError("private " + n)
        super().__setattr__(n, v * 10)
e = E(); e.y = 1
try: e._z = 1
except AttributeError as x: print(x, e.y)
D.late = property(lambda self: "late")
print(d.late, e.late)
del D.late
print(hasattr(d, "late"))
class F: pass
for i in range(5): setattr(F, f"m{i}", lambda self, i=i: i)
print([getattr(F(), f"m{i}")() for i in range(5)])
f1, f2 = F(), F()
for i, n in enumerate("cab"): setattr(f1, n, i)
for i, n in enumerate("abc"): setattr(f2, n, i)
print(f1.__dict__, f2.__dict__, f1.a, f2.a)
del f1.c; f1.c = "readded"
print(f1.__dict__, list(vars(f1)))
f1.__dict__.update(z=1); f1.__dict__.pop("a")
print(f1.__dict__, hasattr(f1, "a"), f1.z)
objs = [F() for _ in range(3)]
for i, ob in enumerate(objs):
    for k in range(i + 1): setattr(ob, f"a{k}", k * i)
print([ob.__dict__ for ob in objs], sum(ob.a0 for ob in objs))
class G:
    a = 1
class H(G): pass
h = H()
print(h.a); H.a = 2; print(h.a, G.a); h.a = 3; print(h.a); del h.a; print(h.a); del H.a; print(h.a)
try: del H.a
except AttributeError as x: print(x)
try: del h.a
except AttributeError as x: print(x)
class Prop:
    @property
    def v(self): return self.__dict__.get("v", "unset")
p = Prop(); p.__dict__["v"] = "set under"
print(p.v)
class Both:
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return "s"
bo = Both(); print(bo.c(), Both.c(), bo.s(), type(bo.c).__name__, type(bo.s).__name__, Both.__dict__["c"].__class__.__name__)
print(getattr(F, "__name__"), F.__dict__.get("m0").__qualname__, getattr(3, "real"), getattr("a", "upper")(), hasattr([], "append"), getattr(A, "meth") is A.__dict__["meth"])
m = a.meth; A.meth = lambda self: "replaced"
print(m(), a.meth())
class Chain:
    def __init__(self): self.path = []
    def __getattr__(self, n): self.path.append(n); return self
    def __call__(self, *a): self.path.append(a); return self
print(Chain().a.b(1).c.path)
try: Meta.nope
except AttributeError as x: print(x)
try: A.nope
except AttributeError as x: print(x)
