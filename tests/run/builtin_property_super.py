class A:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "doc of x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
a = A()
a.x = 5
print(a.x, A.x.__doc__, A.x.fget.__name__, type(A.x).__name__)
del a.x
try:
    a.x
except AttributeError as e:
    print(e)
class B(A):
    @A.x.getter
    def x(self): return "B:" + str(self._x)
b = B()
b.x = 7
print(b.x)
class C:
    val = property(lambda s: s._v, lambda s, v: setattr(s, "_v", v), doc="given")
c = C()
c.val = 3
print(c.val, C.val.__doc__)
for f in (lambda: setattr(type("P", (), {"p": property(lambda s: 1)})(), "p", 1), lambda: delattr(c, "val"), lambda: type("P", (), {"p": property()})().p):
    try:
        f()
    except AttributeError as e:
        print(e)
class S1:
    def go(self, log): log.append("S1"); return log
class S2(S1):
    def go(self, log): log.append("S2"); return super().go(log)
class S3(S1):
    def go(self, log): log.append("S3"); return super(S3, self).go(log)
class S4(S2, S3):
    def go(self, log): log.append("S4"); return super().go(log)
    @classmethod
    def k(cls): return super().__name__ if hasattr(super(), "__name__") else "no"
    def lst(self): return [super(S4, self).go([i])[0] for i in range(2)]
    attr = 1
print(S4().go([]), S4.k(), S4().lst())
class S5(S4):
    attr = 2
    def get(self): return super().attr, self.attr
    def setit(self): super().__setattr__("q", 5); return self.q
    @property
    def s(self): return super()
x = S5()
print(x.get(), x.setit(), repr(x.s).startswith("<super: <class 'S5'>, <S5 object>>"), x.s.__thisclass__.__name__, x.s.__self__ is x, x.s.__self_class__.__name__)
for f in (lambda: super(), lambda: super(int), lambda: super(int, "a"), lambda: super(5), lambda: x.s.nope):
    try:
        print(type(f()).__name__)
    except (RuntimeError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
def free(self): return super().go([])
try:
    free(x)
except RuntimeError as e:
    print(e)
class Late:
    def m(self):
        del self
        try:
            super()
        except RuntimeError as e:
            return str(e)
print(Late().m())
class CM:
    @classmethod
    def make(cls, *a): return cls, a
    @staticmethod
    def st(*a): return a
    cm2 = classmethod(lambda cls: cls.__name__)
class CM2(CM):
    @classmethod
    def make(cls): return super().make("from sub")[1]
print(CM.make(1)[1], CM().make(2)[1], CM2.make(), CM.st(3), CM().st(4), CM2.cm2(), CM.make.__func__.__name__, classmethod(len).__func__ is len, staticmethod(len)([1]))
class Static:
    f = staticmethod(lambda: "s")
    g = f
    h = f()
print(Static.f(), Static().g(), Static.h)
