def f(a, b=1, /, c=2, *args, d, e=5, **kw) -> int:
    """the doc"""
    x = a
    return x
print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__, f.__closure__)
c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_nlocals, c.co_firstlineno, bool(c.co_flags & 4), bool(c.co_flags & 8), c.co_freevars, c.co_qualname)
f.__defaults__ = (10, 11)
f.__kwdefaults__ = {"d": 99, "e": 98}
print(f(1), f.__defaults__)
f.__name__ = "renamed"
f.custom = [1]
print(f.__name__, f.custom, f.__qualname__)
def g(x): return x * 2
def h(x): return x + 100
g.__code__ = h.__code__
print(g(1), g.__name__)
print(type(f).__name__, type(len).__name__, type([].append).__name__, type(str.upper).__name__, type(int.__add__).__name__, type((5).__add__).__name__, type(lambda: 0).__name__, type(print).__name__)
class C:
    def m(self): "mdoc"
    @classmethod
    def k(cls): pass
    @staticmethod
    def s(): pass
o = C()
print(o.m.__self__ is o, o.m.__func__ is C.m, o.m.__name__, o.m.__doc__, C.k.__self__ is C, C.s is C.__dict__["s"].__func__, o.m == o.m, o.m is o.m, hash(o.m) == hash(o.m))
print(len.__name__, len.__module__, [].append.__name__, str.join.__qualname__, "".join.__self__ == "", abs.__self__.__name__)
print(C.__dict__["k"].__func__.__name__, C.__dict__["s"].__wrapped__.__name__)
import types, inspect
n = types.FunctionType(h.__code__, {}, "new", (5,))
print(n(1), n.__name__, n())
m = types.MethodType(lambda self, x: (self, x), "bound")
print(m(1))
print(inspect.signature(f), inspect.signature(C.m), inspect.signature(o.m), inspect.isfunction(f), inspect.ismethod(o.m), inspect.isgeneratorfunction(f))
print(list(inspect.signature(f).parameters), inspect.signature(lambda x, *, y=3: 0), inspect.getdoc(C.m))
def gen(): yield
async def co(): pass
print(bool(gen.__code__.co_flags & 0x20), bool(co.__code__.co_flags & 0x80), inspect.iscoroutinefunction(co))
def err(q):
    try:
        print(q())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: f.nope)
err(lambda: setattr(f, "__code__", 5))
err(lambda: setattr(f, "__name__", 5))
err(lambda: setattr(f, "__defaults__", 5))
err(lambda: setattr(len, "x", 5))
err(lambda: setattr(o.m, "x", 5))
err(lambda: f.__get__())
err(lambda: types.FunctionType(5, {}))
err(lambda: len())
err(lambda: len(1, 2))
err(lambda: len(5))
err(lambda: [].append())
err(lambda: str.upper())
err(lambda: str.join("a"))
err(lambda: len(x=[]))
err(lambda: abs("a"))
print(eval("lambda: 5")(), (lambda: 0).__name__, [(lambda i: i * 2)(j) for j in range(3)])
