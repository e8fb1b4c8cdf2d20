class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        print("new", name, bases, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("prepare", name, kw)
        return {"injected": 1}
    def __call__(cls, *a):
        print("call", cls.__name__, a)
        return super().__call__(*a)
    def cls_method(cls): return "meta method of " + cls.__name__
    @property
    def prop(cls): return "meta prop"
    def __len__(cls): return 99
    def __getitem__(cls, k): return (cls.__name__, k)
    def __iter__(cls): return iter([1, 2])
    def __contains__(cls, x): return x == 1
    def __instancecheck__(cls, o): return o == "fake"
    def __subclasscheck__(cls, c): return c is int
    def __repr__(cls): return "<" + cls.__name__ + ">"
    def __getattr__(cls, n): return "meta getattr " + n
class A(metaclass=Meta, flag=True):
    x = 1
    def __init__(self, v=0): self.v = v
class B(A): pass
print(A(5).v, B.cls_method(), A.prop, len(A), A[3], list(A), 1 in A, isinstance("fake", A), issubclass(int, A), A, B)
print(type(A).__name__, A.injected, A.nothing, hasattr(A(), "cls_method"))
print(type("C", (), {"a": 1}).a, type(type("D", (A,), {})) is Meta)
class Singleton(type):
    inst = {}
    def __call__(cls, *a):
        if cls not in cls.inst: cls.inst[cls] = super().__call__(*a)
        return cls.inst[cls]
class S(metaclass=Singleton):
    def __init__(self): print("S made")
print(S() is S())
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
try:
    class Z(X, Y): pass
except TypeError as e:
    print(e)
def fn(name, bases, ns, **k): return (name, bases, sorted(n for n in ns if n[0] != "_"), k)
class F(int, metaclass=fn, opt=2):
    a = b = 1
print(F)
class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **k):
        super().__init_subclass__(**k)
        cls.tag = tag
        Base.subs.append(cls.__name__)
class P(Base, tag="t"): pass
class Q(P): pass
print(Base.subs, P.tag, Q.tag)
try:
    class R(Base, wrong=1): pass
except TypeError as e:
    print(e)
class Ent:
    def __mro_entries__(self, bases): return (Base,)
class V(Ent(), tag="e"): pass
print(V.__bases__, V.__orig_bases__[0].__class__.__name__)
class CG:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(CG[int], CG[1, 2])
class NewCls:
    def __new__(cls, *a):
        if a and a[0] == "other": return "not an instance"
        self = super().__new__(cls)
        self.made = a
        return self
    def __init__(self, *a): self.inited = True
print(NewCls("other"), NewCls(1).made, NewCls(1).inited)
try:
    object(1)
except TypeError as e:
    print(e)
try:
    type("X", (), {}, bad=1)
except TypeError as e:
    print(e)
for args in ((), (1, 2), ("n", [], {}), ("n", (), 5), (5, (), {})):
    try:
        type(*args)
    except TypeError as e:
        print(e)
class Enumish(type):
    def __prepare__(name, bases): return dict(order=[])
    def __setattr__(cls, n, v): print("class setattr", n, v); super().__setattr__(n, v)
    def __delattr__(cls, n): print("class delattr", n); super().__delattr__(n)
class En(metaclass=Enumish): q = 1
En.z = 5
del En.z
print(type(type) is type, isinstance(type, object), issubclass(type, object), type.__mro__)
