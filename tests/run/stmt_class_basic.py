class A:
    """Doc."""
    x = 1
    def __init__(self, v=0):
        self.v = v
    def get(self):
        return self.v
    @classmethod
    def make(cls, v): return cls(v)
    @staticmethod
    def helper(a): return a * 2
    @property
    def double(self): return self.v * 2
class B(A):
    x = 2
    def get(self):
        return super().get() + 100
a, b = A(1), B(2)
print(a.get(), b.get(), A.get(a), B.make(5).get(), type(B.make(1)).__name__)
print(A.helper(4), b.helper(5), b.double, A.__doc__, B.__doc__)
print(a.x, b.x, A.x)
a.x = 9
A.x = 7
print(a.x, A().x, B.x)
print(isinstance(b, A), isinstance(a, B), issubclass(B, A), issubclass(A, (int, B)))
print(A.__name__, A.__qualname__, A.__module__, A.__bases__, B.__mro__)
print(a.__dict__, vars(b), a.__class__)
print(sorted(k for k in A.__dict__ if not k.startswith("__")))
m = b.get
print(m(), m.__self__ is b, m.__func__ is B.get, m.__name__)
try:
    a.double = 3
except AttributeError as e:
    print(e)
try:
    a.missing
except AttributeError as e:
    print(e, e.name, e.obj is a)
try:
    A.missing
except AttributeError as e:
    print(e)
class P:
    def __private(self): return "p"
    def call(self): return self.__private()
    __attr = 3
print(P().call(), [k for k in P.__dict__ if "private" in k or "attr" in k])
class Outer:
    class Inner:
        def m(self): pass
    print(__qualname__)
print(Outer.Inner.m.__qualname__)
def fn():
    class Local: pass
    return Local
print(fn().__qualname__)
class Body:
    for i in range(3):
        pass
    if i == 2:
        flag = True
    else:
        other = 1
print(Body.i, Body.flag, hasattr(Body, "other"))
x = type("Dyn", (A,), {"z": 26, "f": lambda self: self.z})
print(x().f(), x.__name__, x.__bases__)
class Empty: ...
print(Empty().__dict__)
def deco(c):
    c.tag = "decorated"
    return c
@deco
class D: pass
print(D.tag)
