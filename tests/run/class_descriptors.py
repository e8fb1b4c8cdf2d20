class Data:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name
    def __get__(self, obj, owner=None):
        return self if obj is None else ("got", getattr(obj, self.name, None))
    def __set__(self, obj, v): setattr(obj, self.name, v)
    def __delete__(self, obj): print("delete"); delattr(obj, self.name)
class NonData:
    def __get__(self, obj, owner): return ("nondata", obj is not None, owner.__name__)
class A:
    d = Data()
    n = NonData()
    plain = 5
a = A()
print(a.d, a.n, A.n, A.d is A.__dict__["d"])
a.d = 3
print(a.d, a.__dict__)
a.__dict__["d"] = "hidden"
a.__dict__["n"] = "instance wins"
print(a.d, a.n)
del a.d
print(a.__dict__)
class ReadOnly:
    def __get__(self, o, t): return 1
    def __set__(self, o, v): raise AttributeError("read only")
class B:
    r = ReadOnly()
    @property
    def p(self): return "p"
    w = property(None, lambda self, v: print("w set", v), None, "doc")
b = B()
for f in (lambda: setattr(b, "r", 2), lambda: setattr(b, "p", 1), lambda: delattr(b, "p"), lambda: b.w):
    try:
        f()
    except AttributeError as e:
        print(e)
b.w = 9
print(B.w.__doc__, B.p.fget(b), B.w.fget)
class G:
    def __getattr__(self, n):
        if n.startswith("x"): return n * 2
        raise AttributeError(n)
    real = 1
print(G().xy, G().real, hasattr(G(), "no"), getattr(G(), "no", "dflt"))
class GA:
    def __init__(self): self.v = 1
    def __getattribute__(self, n):
        if n == "secret": return "found"
        return super().__getattribute__(n)
print(GA().secret, GA().v)
class S:
    def __setattr__(self, n, v): object.__setattr__(self, n, v + 1)
    def __delattr__(self, n): print("del", n)
s = S()
s.q = 1
del s.q
print(s.q)
def func(self): return self
print(func.__get__(5)(), func.__get__(None, int) is func, type(func.__get__(5)).__name__)
print(str.upper.__get__("abc")(), int.__add__(1, 2), [].append.__self__)
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, o, t=None):
        if o is None: return self
        v = o.__dict__[self.f.__name__] = self.f(o)
        return v
class U:
    @Lazy
    def value(self): print("computed"); return 42
u = U()
print(u.value, u.value)
class CM:
    def __init__(self, f): self.f = f
    def __get__(self, o, t=None): return lambda *a: self.f(t or type(o), *a)
class K:
    @CM
    def who(cls, x): return cls.__name__, x
class J(K): pass
print(K.who(1), J().who(2), J.who(3))
class P2(property):
    def __get__(self, o, t=None): return "sub " + str(super().__get__(o, t))
class W:
    @P2
    def z(self): return 1
print(W().z)
class Err:
    @property
    def p(self): return self.missing
    def __getattr__(self, n): return "fallback " + n
print(Err().p)
try:
    class Fail:
        class D2:
            def __set_name__(self, o, n): raise ValueError("sn")
        x = D2()
except (RuntimeError, ValueError) as e:
    print(type(e).__name__, e, getattr(e, "__notes__", None))
