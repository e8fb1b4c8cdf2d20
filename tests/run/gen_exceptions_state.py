# Generators that hold state across handlers, finally and with.
class Ctx:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__); return t is KeyError
def g():
    with Ctx("a") as x:
        try:
            for i in range(3):
                try:
                    got = yield x, i
                    print("got", got)
                except ValueError as e:
                    print("inner", e)
                else:
                    print("else", i)
                finally:
                    print("fin", i)
        except TypeError as e:
            print("outer", e)
            yield "recovered"
    yield "after with"
it = g()
print(next(it), it.send("S"), it.throw(ValueError("V")), it.throw(TypeError("T")), next(it), next(it, "end"))
it = g(); next(it); print(it.throw(KeyError("swallowed by ctx")))
it = g(); next(it); it.close()
it = g(); next(it)
try: it.throw(OSError("out"))
except OSError as e: print("propagated", e)
def handler_yield():
    try: raise ValueError("first")
    except ValueError as e:
        x = yield str(e)
        try: raise KeyError(x)
        except KeyError as k:
            yield repr(k), repr(k.__context__)
        yield repr(e)
    try: yield e
    except UnboundLocalError as u: yield str(u)
h = handler_yield(); print(next(h), h.send("sent"), next(h), next(h))
def loop():
    while True:
        try: yield 1
        except GeneratorExit: print("ge"); return
        except Exception as e: print("ignored", repr(e))
l = loop(); next(l); l.throw(ValueError); l.throw(KeyError("k")); l.close()
def delegating():
    try: r = yield from sub(); print("r", r)
    except ValueError as e: print("delegating caught", e); yield "d"
def sub():
    try: yield "s1"; yield "s2"
    finally: print("sub fin")
    return "ret"
d = delegating(); print(next(d), d.throw(ValueError("v")), list(d)); d = delegating(); print(list(d))
def many(n):
    for i in range(n):
        try:
            if i % 2: raise ValueError(i)
            yield i
        except ValueError as e: yield -e.args[0]
print(list(many(6)))
def ret_in_try():
    try: yield 1; return "r"
    finally: yield "f"
print(list(ret_in_try()))
def gen_expr_err():
    try: yield from (1 // x for x in (1, 0))
    except ZeroDivisionError as e: yield str(e)
print(list(gen_expr_err()))
def nested_gen():
    def inner():
        try: yield 1
        finally: print("inner closed")
    i = inner(); next(i)
    yield i
n = next(nested_gen()); n.close()
def ctx_many():
    with Ctx(1), Ctx(2):
        yield "in both"
c = ctx_many(); print(next(c)); print(next(c, "done"))
def stop_value():
    v = yield from (lambda: (yield 5))()
    return v
s = stop_value(); print(next(s))
try: s.send("val")
except StopIteration as e: print(e.value)
def tree(n, depth=0):
    if n: yield from tree(n // 2, depth + 1); yield depth, n; yield from tree(n // 2, depth + 1)
print(list(tree(3)))
def ping():
    total = 0
    while (v := (yield total)) is not None: total += v
    return total
p = ping(); next(p); print([p.send(i) for i in range(5)])
try: p.send(None)
except StopIteration as e: print("total", e.value)
a = iter([1, 2, 3]); print([next(a), *a], [x for x in ping.__code__.co_varnames])
def first_n(it, n): return [x for _, x in zip(range(n), it)]
def ints():
    i = 0
    while True: yield i; i += 1
def sieve(s):
    p = next(s); yield p
    yield from sieve(x for x in s if x % p)
print(first_n(sieve(iter(range(2, 200))), 15), first_n(ints(), 3))
