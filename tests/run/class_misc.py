class A:
    def __repr__(self): return "A()"
    def __eq__(self, o): return True
try:
    hash(A())
except TypeError as e:
    print(e)
print(A.__hash__, A() in [1], [A()].index(5))
class Ctx:
    n = 0
    def __new__(cls):
        cls.n += 1
        return super().__new__(cls)
Ctx(); Ctx()
print(Ctx.n)
class Del:
    def __del__(self): print("deleted")
class Str:
    def __repr__(self): return "repr"
print(str(Str()), f"{Str()}", "%s %r" % (Str(), Str()), [Str()], {1: Str()})
class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"c{self.v}"
print(sorted([Cmp(3), Cmp(1)]), max(Cmp(1), Cmp(5)), min([Cmp(4), Cmp(2)]))
class Fn:
    def __call__(self, x): return x + 1
print(list(map(Fn(), [1, 2])), callable(Fn()), callable(5), callable(Fn))
class Attr: pass
o = Attr()
setattr(o, "not an identifier", 1)
print(getattr(o, "not an identifier"), vars(o), hasattr(o, "x"))
o.f = lambda: "instance function"
print(o.f())
Attr.g = lambda self: "class function"
print(o.g())
class Cnt:
    count = 0
    def inc(self):
        self.count += 1
        return self.count
c = Cnt()
print(c.inc(), c.inc(), Cnt.count, c.count)
class Shared:
    items = []
Shared().items.append(1)
print(Shared().items)
print(object().__class__, type(object()).__name__, object.__doc__ is not None)
print(A.__class__, A.__dict__.get("__module__"), A.__weakref__ is not None)
class Opt:
    def __init__(self, *, a, b=2): self.ab = (a, b)
print(Opt(a=1).ab)
try:
    Opt(1)
except TypeError as e:
    print(e)
try:
    Opt()
except TypeError as e:
    print(e)
class Init:
    def __init__(self): return 5
try:
    Init()
except TypeError as e:
    print(e)
class NoInit: pass
try:
    NoInit(1)
except TypeError as e:
    print(e)
try:
    NoInit.undefined()
except AttributeError as e:
    print(e)
try:
    NoInit().x.y
except AttributeError as e:
    print(e)
class T:
    """docstring"""
    __doc2__ = __doc__
    a, b = 1, 2
    def __init__(self): self.__a = 1; self._b = 2; self.c__ = 3; self.__d__ = 4
print(T.__doc2__, sorted(T().__dict__))
def method(self): return self.v
class U: v = 5; m = method
print(U().m(), U.m is method, U.m.__qualname__)
import copy
class Cp:
    def __init__(self): self.l = [1]
x = Cp(); y = copy.copy(x); z = copy.deepcopy(x)
x.l.append(2)
print(y.l, z.l)
print(type(x) == Cp, type(x) is Cp, x.__class__.__name__, Cp.__init__.__name__)
try:
    Cp.__name__ = 5
except TypeError as e:
    print(e)
Cp.__name__ = "Renamed"
print(Cp, type(x).__name__)
try:
    int.foo = 1
except TypeError as e:
    print(e)
try:
    (5).x = 1
except AttributeError as e:
    print(e)
def f(): pass
f.attr = 1
print(f.attr, f.__dict__, f.__module__, f.__doc__)
