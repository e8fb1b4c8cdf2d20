add = lambda a, b=1, *c, d=2, **e: (a, b, c, d, e)
print(add(0), add(1, 2, 3, d=4, z=5))
print((lambda: 5)(), (lambda x: lambda y: x + y)(1)(2))
print(add.__name__, add.__qualname__)
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
a, b = counter(), counter()
print(a(), a(), b(), a())
print(a.__closure__[0].cell_contents, a.__code__.co_freevars, counter.__code__.co_cellvars)
def late():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    i = 100
    return [f() for f in fs]
print(late())
def args_as_cells(x, *y, **z):
    def get(): return x, y, z
    x += 1
    return get
print(args_as_cells(1, 2, k=3)())
def fact():
    def f(n): return 1 if n < 2 else n * f(n - 1)
    return f
print(fact()(10))
def mutual():
    def even(n): return n == 0 or odd(n - 1)
    def odd(n): return n != 0 and even(n - 1)
    return even(10), odd(7), even(3)
print(mutual())
compose = lambda *fs: (lambda x: x) if not fs else lambda x: fs[0](compose(*fs[1:])(x))
print(compose(lambda x: x + 1, lambda x: x * 2)(5))
class C:
    def m(self):
        return lambda: (self, __class__)
c = C()
print(c.m()()[0] is c, c.m()()[1] is C)
def loop_cells():
    out = []
    for i in range(3):
        def f(i=i):
            return i
        def g():
            return i * 10
        out.append((f, g))
    return [(f(), g()) for f, g in out]
print(loop_cells())
def shared():
    v = []
    def put(x): v.append(x)
    def get(): return v
    return put, get
put, get = shared()
put(1); put(2)
print(get())
f = lambda: (yield 1)
print(list(f()))
print(sorted([3, 1, 2], key=lambda v: -v), list(map(lambda p: p[0], {"k": 1}.items())))
Y = lambda f: (lambda x: x(x))(lambda y: f(lambda *a: y(y)(*a)))
print(Y(lambda me: lambda n: 0 if n == 0 else n + me(n - 1))(50))
print((lambda *, k: k)(k=1), (lambda a, /: a)(2))
def cell_set():
    x = 1
    def g(): return x
    g.__closure__[0].cell_contents = 42
    return x, g()
print(cell_set())
