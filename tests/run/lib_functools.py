import functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 1), reduce(max, [3, 1, 4], 10))
p = partial(pow, 2)
print(p(5), partial(int, base=2)("101"), p.func is pow, p.args, p.keywords, partial(p, 3)(), partial(print, "a", sep="-")("b", "c"), repr(partial(int, "1", base=2)))
calls = []
@lru_cache(maxsize=2)
def f(x, y=0):
    calls.append(x)
    return x * 10
print(f(1), f(1), f(2), f(3), f(1), calls, f.cache_info(), f.cache_parameters(), f.__wrapped__(9))
f.cache_clear()
print(f.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@lru_cache
def typed(x): return type(x).__name__
print(typed(1), typed(1.0), lru_cache(typed=True)(lambda x: type(x).__name__)(1.0))
class C:
    n = 0
    @cached_property
    def v(self):
        C.n += 1
        return C.n
    @lru_cache(None)
    def m(self, x): return x
    @partialmethod
    def pm(self): return "pm"
    def base(self, a, b): return (a, b)
    fixed = partialmethod(base, 1)
    @singledispatchmethod
    def sd(self, x): return "default"
    @sd.register
    def _(self, x: int): return "int"
    @sd.register(str)
    def _(self, x): return "str"
c = C()
print(c.v, c.v, C.n, c.__dict__, c.m(5), c.fixed(2), c.sd(1), c.sd("a"), c.sd([]))
del c.v
print(c.v)
@singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int " + str(x)
@show.register(list)
@show.register(tuple)
def _(x): return "seq"
@show.register
def _(x: float | complex): return "number"
print(show(5), show(True), show([]), show(()), show("s"), show(1.5), show(2j), show.dispatch(bool) is show.dispatch(int), sorted(t.__name__ for t in show.registry))
@total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) != V(2))
def deco(g):
    @wraps(g)
    def w(*a): return g(*a)
    return w
@deco
def documented(a: int):
    "doc"
    return a
print(documented.__name__, documented.__doc__, documented.__wrapped__(3), documented.__annotations__, WRAPPER_ASSIGNMENTS)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), cmp_to_key(lambda a, b: a - b)(1) < cmp_to_key(lambda a, b: a - b)(2))
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: reduce(lambda a, b: a, []))
err(lambda: reduce(1, [1, 2]))
err(lambda: reduce(max, 5))
err(lambda: partial())
err(lambda: partial(5))
err(lambda: f([]))
err(lambda: lru_cache(maxsize="a"))
err(lambda: singledispatch(lambda x: x)())
err(lambda: total_ordering(type("N", (), {})))
err(lambda: cmp_to_key())
import operator
compose = lambda *fs: reduce(lambda f, g: lambda x: g(f(x)), fs)
print(compose(str, len, range, list)(12345), reduce(operator.add, map(operator.itemgetter(1), {"a": 1, "b": 2}.items())))
g = partial(lambda *a, **k: (a, k), 1, x=2)
g.extra = "attr"
print(g(3, y=4), g(x=9), g.extra, g.__dict__)
