def sub():
    try:
        x = yield 1
        print("sub got", x)
        yield 2
    except KeyError as e:
        print("sub caught", repr(e))
        yield "recovered"
    finally:
        print("sub finally")
    return "sub ret"
def main():
    r = yield from sub()
    print("main:", r)
    yield "end"
g = main()
print(next(g), g.send("hey"))
print(g.throw(KeyError("k")))
print(next(g))
g = main()
next(g)
g.close()
print("closed")
g = main()
next(g)
try:
    g.throw(ValueError("through"))
except ValueError as e:
    print("came out", e)
class It:
    def __iter__(self): return self
    n = 0
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("it value")
        return self.n
    def throw(self, *a): print("it throw", type(a[0])); return "thrown"
    def close(self): print("it close")
    def send(self, v): print("it send", v); return v
def d():
    v = yield from It()
    print("v", v)
g = d()
print(next(g), g.send("s"), g.throw(ValueError()))
g.close()
list(d())
def sendlist():
    yield from [1, 2]
g = sendlist()
next(g)
try:
    g.send(5)
except AttributeError as e:
    print(e)
def locals_kept(a, *b, c=1):
    d = a
    yield locals()
print(next(locals_kept(1, 2)))
ge = (x * y for x in range(3) for y in range(2))
print(next(ge), list(ge), list(ge))
print(sum(i for i in range(10) if i % 2), max((i, -i) for i in range(3)))
def lazy():
    print("start")
    yield 1
    print("end")
for v in lazy():
    print("body", v)
a, b = lazy2 = (i for i in (1, 2))
print(a, b)
def finally_order():
    try:
        yield 1
    finally:
        print("cleanup")
for v in finally_order():
    break
print("after break")
def nested_try():
    try:
        try:
            yield 1
        finally:
            yield 2
    finally:
        print("outermost")
g = nested_try()
print(next(g), g.throw(ValueError), end=" ")
try:
    next(g)
except ValueError as e:
    print(repr(e))
def returns_in_finally():
    try:
        yield 1
    finally:
        return "r"
g = returns_in_finally()
next(g)
try:
    g.throw(KeyError)
except StopIteration as e:
    print(e.value)
def exc_state():
    try:
        raise ValueError("outer")
    except ValueError:
        yield 1
        import sys
        yield sys.exc_info()[1]
g = exc_state()
next(g)
try:
    raise KeyError
except KeyError:
    print(next(g))
def zipped():
    yield from zip(range(3), "abc")
print(dict(zipped()))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(200)))
def infinite():
    i = 0
    while True:
        i += 1
        yield i
for i, j in zip(infinite(), infinite()):
    if i + j > 6: break
print(i, j)
print([*(c for c in "ab")], {**{k: 1 for k in "x"}}, *(i for i in range(2)))
