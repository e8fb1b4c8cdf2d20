def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw
print(f(1, c=3))
print(f(1, 20, 30, 40, c=50, d=60, e=70))
print(f(*[1, 2, 3], **{"c": 9, "z": 8}))
print(f(*"ab", *"cd", c=1, **{"x": 1}, **{"y": 2}))
def g(a, b, /, c, *, d): return (a, b, c, d)
print(g(1, 2, 3, d=4), g(1, 2, c=3, d=4))
def h(a, /, **kw): return a, kw
print(h(1, a=2))
def defaults(x, acc=[]):
    acc.append(x)
    return acc
print(defaults(1), defaults(2), defaults(3, []))
i = 1
def early(v=i): return v
i = 2
print(early())
def star(*, k=1): return k
print(star(), star(k=5))
def none(): pass
print(none())
def err(call):
    try:
        print(call())
    except TypeError as e:
        print(e)
err(lambda: f())
err(lambda: f(1))
err(lambda: g(1, 2))
err(lambda: g(a=1, b=2, c=3, d=4))
err(lambda: g(1, 2, 3, 4))
err(lambda: none(1))
err(lambda: none(k=1))
err(lambda: f(1, a=2, c=3))
err(lambda: f(1, **{"c": 1}, **{"c": 2}))
err(lambda: star(1))
def p(a, b): pass
err(lambda: p())
err(lambda: p(1))
err(lambda: p(1, 2, 3))
err(lambda: p(1, c=2))
def q(a, b=1): pass
err(lambda: q(1, 2, 3))
def kwo(*, a, b, c): pass
err(lambda: kwo(b=1))
err(lambda: kwo())
err(lambda: p(*5))
err(lambda: p(**5))
err(lambda: p(**{1: 2}))
print(f.__defaults__, f.__kwdefaults__, f.__name__, f.__qualname__)
print((lambda x, *y, z=3: (x, y, z))(1, 2))
class M:
    def m(self, x): return x
err(lambda: M().m())
err(lambda: M().m(1, 2))
err(lambda: M.m(1))
err(lambda: M(1))
