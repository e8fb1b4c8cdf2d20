def trace(f):
    def wrapper(*a, **k):
        print("call", f.__name__, a, k)
        return f(*a, **k)
    return wrapper
def tag(name):
    print("tag", name)
    def deco(f):
        print("apply", name, f.__name__)
        f.tag = name
        return f
    return deco
@trace
def add(a, b=1): return a + b
print(add(1), add(2, b=5))
@tag("outer")
@tag("inner")
def g(): pass
print(g.tag)
@tag("m")
class C:
    @tag("method")
    def m(self): return "m"
    @staticmethod
    @tag("s")
    def s(): return "s"
    @classmethod
    def c(cls, x): return cls.__name__, x
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v * 2
    @p.deleter
    def p(self):
        print("del p")
        del self._p
c = C()
print(c.m(), C.s(), c.s(), C.c(1), c.c(2))
c.p = 4
print(c.p)
del c.p
print(hasattr(c, "p"))
decos = [lambda f: lambda: f() + 1, lambda f: lambda: f() * 10]
@decos[0]
@decos[1]
def five(): return 5
print(five())
@lambda f: "replaced"
def never(): pass
print(never)
@(x := tag("walrus"))
def w(): pass
class Count:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
    def __get__(self, o, t=None): return lambda *a: self(o, *a)
@Count
def h(x): return x
h(1); h(2)
print(h.n)
class K:
    @Count
    def m(self, v): return v
k = K()
print(k.m(3), k.m(4), K.__dict__["m"].n)
