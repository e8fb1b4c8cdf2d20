class A:
    x = 1
    def __init__(self): self.y = 2
    def m(self): pass
a = A()
print(getattr(a, "x"), getattr(a, "y"), getattr(a, "z", None), hasattr(a, "m"), hasattr(a, "zz"), isinstance(a, A), issubclass(A, object), callable(a.m), callable(a))
setattr(a, "w", 5)
print(vars(a), delattr(a, "w"), vars(a), dir(a)[-3:], type(a).__name__, type(A), type(type(A)))
print(isinstance(1, int), isinstance(1, (str, float)), isinstance(True, int), isinstance(1, object), isinstance("a", (int, (str,))), isinstance(5, int | None), isinstance(None, int | None), issubclass(bool, int | str), isinstance([], list))
print(id(a) == id(a), id(a) != id(A()), type("T", (A,), dict(q=9))().q, type("T", (), {}).__name__)
print(globals()["a"] is a, "A" in globals(), __name__, sorted(k for k in globals() if len(k) == 1))
def f(p):
    q = 1
    return locals(), sorted(vars())
print(f(0))
print(eval("1 + 2"), eval("x + y", {"x": 1, "y": 2}), eval("a.y"), eval("[i for i in range(n)]", {"n": 3}), eval(" 5"), eval(compile("6*7", "", "eval")))
ns = {}
exec("def g(): return 42\nv = g()", ns)
print(ns["v"], sorted(k for k in ns if not k.startswith("__")), "__builtins__" in ns)
exec("z = 5")
print(z)
g, l = {"a": 1}, {"b": 2}
exec("c = a + b; a = 10", g, l)
print(l, g["a"])
exec(compile("import math\nprint(math.pi)", "file", "exec"))
code = compile("x = 1\nx + 1", "name", "exec")
print(code.co_filename, code.co_name, exec(code))
exec(compile("1 + 1", "s", "single"))
def err(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: eval("1 +"))
err(lambda: eval("x = 1"))
err(lambda: eval("undefined_q"))
err(lambda: exec("1/0"))
err(lambda: eval(5))
err(lambda: compile("1", "s", "bad"))
err(lambda: exec("def f(:"))
err(lambda: eval(""))
err(lambda: getattr(a, "nope"))
err(lambda: setattr(a, 5, 1))
err(lambda: delattr(a, "nope"))
err(lambda: isinstance(1, "int"))
err(lambda: issubclass(5, int))
err(lambda: isinstance(1, (int, "x")) )
err(lambda: isinstance("q", (int, "x")))
err(lambda: vars(1))
err(lambda: dir(1, 2))
err(lambda: type(1, 2))
err(lambda: __import__("nope_q"))
err(lambda: callable())
err(lambda: id())
err(lambda: input.__name__ + len.__name__)
print([n for n in dir(__builtins__) if n[0].islower() and not n.startswith("_")])
print(repr(Ellipsis), repr(NotImplemented), copyright is not None, __debug__, breakpoint.__name__)
print(eval("lambda x: x + 1")(5), eval("(y := 5) + y"), eval("{'a': 1}['a']"), eval("f'{1+1}'"), eval("'a' 'b'"), eval("""[
1,
2]"""))
class NS(dict):
    def __missing__(self, k): return k.upper()
print(eval("foo + bar", {}, NS()))
