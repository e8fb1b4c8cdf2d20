from abc import *
class A(ABC):
    @abstractmethod
    def f(self): return "base f"
    @property
    @abstractmethod
    def p(self): ...
    @classmethod
    @abstractmethod
    def c(cls): ...
    def concrete(self): return "concrete"
for cls in (A,):
    try:
        cls()
    except TypeError as e:
        print(e)
class B(A):
    def f(self): return "B" + super().f()
try:
    B()
except TypeError as e:
    print(e)
class C(B):
    p = 5
    @classmethod
    def c(cls): return cls.__name__
c = C()
print(c.f(), c.p, c.c(), c.concrete(), isinstance(c, A), sorted(A.__abstractmethods__), sorted(B.__abstractmethods__), C.__abstractmethods__)
class I(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, k):
        if any("quack" in b.__dict__ for b in k.__mro__): return True
        return NotImplemented
class Duck:
    def quack(self): pass
print(isinstance(Duck(), I), issubclass(Duck, I), isinstance(5, I))
@I.register
class R: pass
print(isinstance(R(), I), issubclass(R, I), I in R.__mro__)
class One(ABC):
    @abstractmethod
    def m(self): ...
try:
    One()
except TypeError as e:
    print(e)
class Two(One): pass
Two.m = lambda self: 1
try:
    Two()
except TypeError as e:
    print(e)
update_abstractmethods(Two)
print(Two().m(), One.m.__isabstractmethod__, get_cache_token() >= 0)
try:
    class Cyc(I): pass
    I.register(5)
except TypeError as e:
    print(e)
class S(ABC):
    @staticmethod
    @abstractmethod
    def s(): ...
    @abstractmethod
    async def a(self): ...
print(sorted(S.__abstractmethods__))
class Deep(A, One):
    def __new__(cls): return object.__new__(cls)
try:
    Deep()
except TypeError as e:
    print(e)
