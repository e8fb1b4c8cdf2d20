class A:
    def f(self): return ["A"]
class B(A):
    def f(self): return ["B"] + super().f()
class C(A):
    def f(self): return ["C"] + super().f()
class D(B, C):
    def f(self): return ["D"] + super().f()
print(D().f(), [c.__name__ for c in D.__mro__], D.mro() == list(D.__mro__))
class X(A): pass
class Y(A): pass
class Z(X, Y): pass
print([c.__name__ for c in Z.__mro__])
try:
    class Bad(A, B): pass
except TypeError as e:
    print(e)
try:
    class Dup(A, A): pass
except TypeError as e:
    print(e)
try:
    class F(bool): pass
except TypeError as e:
    print(e)
try:
    class G(5): pass
except TypeError as e:
    print(e)
try:
    class L(int, str): pass
except TypeError as e:
    print(e)
print(super(B, D()).f(), super(C, D()).f(), super(D, D).f(D()))
class M:
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def st(): return "st"
    @property
    def p(self): return "M.p"
class N(M):
    @classmethod
    def make(cls): return "N:" + super().make()
    @staticmethod
    def st(): return "N" + M.st()
    @property
    def p(self): return "N." + super().p
print(N.make(), N().make(), N.st(), N().p)
print(A.__subclasses__(), B.__base__, B.__bases__, D.__base__)
class I(int):
    def __add__(self, o): return I(int(self) + o + 1000)
    def __repr__(self): return f"I({int(self)})"
print(I(5) + 1, I(5) * 2, [I(3)], I(7) == 7, hash(I(7)) == hash(7), isinstance(I(1), int))
class S(str):
    def shout(self): return self.upper() + "!"
print(S("a").shout(), S("a") + "b", type(S("a") + "b").__name__, {S("k"): 1}["k"])
class Li(list):
    def __getitem__(self, i): return "item " + str(super().__getitem__(i))
l = Li([1, 2])
l.append(3)
print(l, l[0], len(l), list(l), l == [1, 2, 3], l[-1])
class Dd(dict):
    def __missing__(self, k): return k * 2
d = Dd(a=1)
print(d["a"], d["zz"], d.get("zz"), "zz" in d, d)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
print(T(1, 2), T(1, 2).first, T() == ())
class E(Exception):
    def __str__(self): return "custom"
print(E(1), repr(E(1)), E(1).args)
A.f = lambda self: ["A2"]
print(D().f())
D.__bases__ = (C,)
print(D().f())
o = A()
o.__class__ = B
print(type(o).__name__, o.f())
print(isinstance(3, (str, int)), isinstance(3, int | str), issubclass(bool, int), isinstance(None, type(None)))
class Sup:
    def __init__(self): self.init = ["Sup"]
class Mix:
    def __init__(self, **k):
        super().__init__()
        self.init.append("Mix")
class Fin(Mix, Sup):
    def __init__(self):
        super().__init__(k=1)
        self.init.append("Fin")
print(Fin().init)
