def count(n):
    for i in range(n):
        yield i
print(list(count(3)), sum(count(5)), tuple(count(2)))
g = count(2)
print(next(g), next(g), next(g, "default"))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
def ret():
    yield 1
    return "result"
g = ret()
next(g)
try:
    next(g)
except StopIteration as e:
    print(e.value, e.args)
def echo():
    x = None
    while True:
        x = yield x
        if x == "end":
            return
e = echo()
print(next(e), e.send(1), e.send([2]))
try:
    e.send("end")
except StopIteration:
    print("ended")
g = echo()
try:
    g.send(5)
except TypeError as x:
    print(x)
def thrower():
    while True:
        try:
            yield "ready"
        except ValueError as x:
            print("got", x)
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("finally")
g = thrower()
print(next(g))
print(g.throw(ValueError("v")))
g.close()
g.close()
try:
    next(g)
except StopIteration:
    print("closed")
try:
    g.throw(KeyError("late"))
except KeyError as x:
    print("late", x)
def inner():
    r = yield "in1"
    print("inner got", r)
    return "inner result"
def outer():
    v = yield from inner()
    print("outer got", v)
    yield from [1, 2]
    return "done"
g = outer()
print(next(g), g.send("sent"), next(g), next(g, "over"))
def stop():
    raise StopIteration("inside")
    yield
try:
    list(stop())
except RuntimeError as x:
    print(x, repr(x.__cause__))
def ignore():
    try:
        yield 1
    except GeneratorExit:
        yield 2
g = ignore()
next(g)
try:
    g.close()
except RuntimeError as x:
    print(x)
def me():
    try:
        g.__next__()
    except ValueError as x:
        print(x)
    yield
g = me()
next(g)
print(g.gi_running, g.gi_frame is not None, g.gi_yieldfrom, count.__name__, type(g).__name__)
print(iter(g) is g, hasattr(g, "__len__"))
def unstarted():
    print("never printed")
    yield
unstarted().close()
g = unstarted()
try:
    g.throw(ValueError("at start"))
except ValueError as x:
    print(x)
def empty():
    return
    yield
print(list(empty()))
def tree(t):
    if t:
        yield from tree(t[0])
        yield t[1]
        yield from tree(t[2])
print(list(tree((((), 1, ()), 2, ((), 3, ())))))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib()
print([next(f) for _ in range(15)])
