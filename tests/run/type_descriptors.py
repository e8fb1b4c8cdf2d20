# The kinds of descriptors, what binding them gives, custom MROs, properties, and the words of their errors.
import inspect
import types


def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class A:
    __slots__ = ("y", "x")


class L(list):
    @classmethod
    def make(cls):
        return cls


# kinds
for d in (str.lower, complex.real, float.real, int.__add__, A.x, dict.__dict__["fromkeys"], dict.fromkeys, [].append, (1).__add__,
          len, object.__new__, str.maketrans, L.make, L().append, slice.start, range.stop, type.__dict__["__flags__"],
          property.fget, super.__self__, list.__getitem__, dict.__contains__, list.__contains__, object.__reduce__, int.__format__):
    print(type(d).__name__, d.__qualname__, getattr(d, "__objclass__", None), inspect.isroutine(d), inspect.ismethod(d))
print([].append == [].append, len == len, (1).__add__.__self__, [1].append.__self__, len.__self__.__name__, L.make.__self__)
x = []
print(x.append == x.append, x.__len__ == x.__len__, hash(x.append) == hash(x.append), x.append.__reduce__()[1])
print(repr(int.__add__), repr(str.lower), repr(A.x), repr(float.real), repr((1).__add__)[:38])
for f in (len, print, sorted, [].sort, str.split, dict.fromkeys, int.from_bytes, object.__init__, int.__pow__, type.mro, max,
          {}.update, [].__setitem__, object.__new__, list, float, enumerate, int, property):
    print(f.__text_signature__)
print(inspect.signature(list), inspect.signature(print), inspect.signature([].append), inspect.signature(int.__add__))
err(lambda: inspect.signature(max))

# __get__ by hand
d = dict.__dict__["fromkeys"]
print(d.__get__(None, dict)([1]), d.__get__({})([2]))
for a in ((None, None), (42,), (None, 42), (None, int)):
    err(lambda: d.__get__(*a))
err(lambda: set.add.__get__(0))
print(str.lower.__get__("AB")(), str.lower.__get__(None, str) is str.lower)


# a metaclass's mro(), and __bases__ with it
class Backwards(type):
    def mro(cls):
        m = type.mro(cls)
        m.reverse()
        return m


class Odd(type):
    def mro(cls):
        return [cls, dict, object]


class Wrong(type):
    def mro(cls):
        return [1]


class Fails(type):
    on = False

    def mro(cls):
        if Fails.on:
            raise RuntimeError("mro")
        return type.mro(cls)


err(lambda: Odd("O", (), {}))
err(lambda: Wrong("W", (), {}))


class P:
    pass


class Q:
    pass


class R(P):
    pass


class S(R, metaclass=Fails):
    pass


Fails.on = True
err(lambda: setattr(R, "__bases__", (Q,)))
print(R.__bases__, [c.__name__ for c in S.__mro__])
Fails.on = False
R.__bases__ = (Q,)
print([c.__name__ for c in S.__mro__], P.__subclasses__(), [c.__name__ for c in Q.__subclasses__()])
err(lambda: setattr(Q, "__bases__", (S,)))
err(lambda: delattr(R, "__bases__"))
err(lambda: delattr(R, "__doc__"))
err(lambda: delattr(R, "__name__"))


# properties
class SubProperty(property):
    pass


class SlotProperty(property):
    __slots__ = ()


def getter(self):
    "getter doc"
    return 1


p = property(getter)
print(p.__doc__, p.getter(lambda self: 2).__doc__, property(getter, doc="own").getter(p.fget).__doc__, SubProperty(getter).__doc__)
err(lambda: SlotProperty(getter))
err(lambda: SlotProperty(doc="x").__doc__)
err(lambda: p.__set_name__(1))
err(lambda: setattr(p, "fget", 1))


# descriptors that only set, and hooks that are descriptors
class SetOnly:
    def __set__(self, o, v):
        o.__dict__["a"] = v * 2


class Hook:
    def __get__(self, o, c=None):
        return lambda name: (type(o).__name__, name)


class C:
    a = SetOnly()
    __getattr__ = Hook()


c = C()
print(type(c.a).__name__, end=" ")
c.a = 4
print(c.a, c.other)


class Nested:
    @classmethod
    @property
    def name(cls):
        return cls.__name__

    @classmethod
    @classmethod
    def twice(cls):
        return cls

    def plain(self, other):
        return other


print(Nested.name, Nested.twice().__name__, classmethod(Nested().plain).__get__(None, int)().__class__.__name__)

# messages
s = A()
err(lambda: s.x)
err(lambda: delattr(s, "x"))
err(lambda: types.SimpleNamespace(1))
err(lambda: super(1, 2, 3))
err(lambda: type(1, 2))
err(lambda: type.__new__(type, 1))
err(lambda: sorted())
err(lambda: type("a\0b", (), {}))
err(lambda: object.__setattr__(C, "z", 1))
err(lambda: L.__init_subclass__(x=1))
err(lambda: (lambda: 0)(1, x=2))
err(lambda: (lambda **k: k)(**{1: 2}, **{1: 3}))
nothing = None
err(lambda: nothing(*1))
print(types.SimpleNamespace(a=1).__reduce__(), isinstance(1, int | list[int]))
print(repr(exit), repr(help)[:20], callable(copyright))
