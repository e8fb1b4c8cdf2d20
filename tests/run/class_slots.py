class A:
    __slots__ = ("x", "y")
    def __init__(self): self.x = 1
a = A()
print(a.x, hasattr(a, "y"), hasattr(a, "__dict__"))
a.y = 2
print(a.y)
del a.y
for f in (lambda: a.y, lambda: setattr(a, "z", 1), lambda: delattr(a, "y"), lambda: a.__dict__):
    try:
        f()
    except AttributeError as e:
        print(e)
class B(A):
    pass
b = B()
b.z = 3
print(b.z, b.x, b.__dict__)
class C(A):
    __slots__ = ["w"]
c = C()
c.w = c.y = 5
print(c.w, c.x, c.y, C.__slots__, A.__slots__)
class D:
    __slots__ = {"k": "doc for k"}
print(type(A.x).__name__, A.x.__name__, D.k.__doc__)
class E:
    __slots__ = "single"
e = E()
e.single = 1
print(e.single)
try:
    class F:
        __slots__ = ("v",)
        v = 1
except ValueError as x:
    print(x)
try:
    class G:
        __slots__ = ("1bad",)
except TypeError as x:
    print(x)
try:
    class H(A, D):
        __slots__ = ()
except TypeError as x:
    print(x)
class I:
    __slots__ = ("a", "__dict__", "__weakref__")
i = I()
i.a, i.b = 1, 2
print(i.__dict__)
class P:
    __slots__ = ("__private", "_p")
    def __init__(self): self.__private = 1
print(P()._P__private, sorted(n for n in dir(P) if "rivate" in n))
try:
    class J(int):
        __slots__ = ("q",)
    print("int ok")
except TypeError as x:
    print(x)
class K(tuple):
    __slots__ = ()
    @property
    def first(self): return self[0]
k = K((1, 2))
print(k.first, hasattr(k, "__dict__"))
print(A.x.__get__(a), A.x.__get__(None, A) is A.x)
A.x.__set__(a, 77)
print(a.x)

# a class may shadow a slot of its base with an attribute of its own
class Named: __slots__ = ("name",)
class Shadow(Named): name = None
d = Shadow()
d.name = 1
print(d.name, d.__dict__)
Named.name.__set__(d, 7)
print(d.name, Named.name.__get__(d))
d.name = 8
print(d.name, Named.name.__get__(d))
del d.name
print(d.name, Named.name.__get__(d))
