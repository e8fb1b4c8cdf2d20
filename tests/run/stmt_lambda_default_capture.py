fs = []
for i in range(3):
    def f(a, b=i, *, c=i * 10): return a, b, c, i
    fs.append(f)
print([f(0) for f in fs])
i = "rebound"
print(fs[0](1), fs[0].__defaults__, fs[0].__kwdefaults__)
gs = {k: (lambda v=k: v) for k in "ab"}
print({k: g() for k, g in gs.items()})
def outer():
    x = 1
    def get(): return x
    def set_(v):
        nonlocal x
        x = v
    class C:
        y = x
        def m(self): return x
    comp = [x + k for k in range(2)]
    gen = (x for _ in range(2))
    set_(100)
    return get(), C.y, C().m(), comp, list(gen)
print(outer())
def make(n):
    if n == 0: return lambda: 0
    prev = make(n - 1)
    return lambda: prev() + n
print(make(50)())
def accumulate():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return add
a, b = accumulate(), accumulate()
print([a(i) for i in range(4)], b(100), a(0))
def params(a, b):
    def inner():
        nonlocal a
        a = a + b
        b2 = b
        return a, b2
    b = b * 2
    return inner(), inner(), a
print(params(1, 2))
def conditional(flag):
    if flag:
        def h(): return "yes"
    else:
        def h(): return "no"
    return h()
print(conditional(1), conditional(0))
def loop_funcs():
    out = {}
    for name in ("x", "y"):
        for n in range(2):
            out[name, n] = lambda q, name=name, n=n: (name, n, q)
    return out
print([f("q") for f in loop_funcs().values()])
def try_cells():
    out = []
    for i in range(2):
        try:
            raise ValueError(i)
        except ValueError as e:
            err = e
            out.append(lambda: str(err))
    return [f() for f in out]
print(try_cells())
def with_cells():
    class CM:
        def __enter__(self): return "cm"
        def __exit__(self, *a): pass
    with CM() as c:
        f = lambda: c
    return f()
print(with_cells())
def star_cells(*args, **kw):
    return (lambda: (args, kw))()
print(star_cells(1, k=2))
def deep():
    a = 1
    def l1():
        b = 2
        def l2():
            c = 3
            def l3():
                nonlocal a, c
                a += 1; c += 1
                return a, b, c
            return l3(), l3(), c
        return l2()
    return l1(), a
print(deep())
def gen_cells():
    n = 0
    def g():
        nonlocal n
        while n < 3:
            n += 1
            yield n
    it = g()
    first = next(it)
    n = 2
    return first, list(it), n
print(gen_cells())
class Meta:
    v = 1
    fs = [lambda self: self.v, lambda self, v=v: v]
    def get(self): return __class__.v
print(Meta.fs[0](Meta()), Meta.fs[1](0), Meta().get())
rec = lambda n: 1 if n == 0 else n * rec(n - 1)
print(rec(10), (lambda f: f(f, 5))(lambda f, n: n if n < 2 else f(f, n - 1) + f(f, n - 2)))
def del_cell():
    x = 1
    def f(): return x
    del x
    try: f()
    except NameError as e: print(e)
    x = 2
    return f()
print(del_cell())
def shadow_builtin():
    list = "shadow"
    def f(): return list
    return f(), [c for c in list]
print(shadow_builtin())
def kwdef(*, a, b=2, **c): return lambda: (a, b, c)
print(kwdef(a=1)(), kwdef(a=1, b=3, z=4)())
def swap():
    a, b = 1, 2
    def s():
        nonlocal a, b
        a, b = b, a
    s(); s(); s()
    return a, b
print(swap())
counter = iter(range(100))
def evaluated_once(x=next(counter)): return x
print(evaluated_once(), evaluated_once(), next(counter))
