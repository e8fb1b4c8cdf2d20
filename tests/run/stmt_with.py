class C:
    def __init__(self, n, swallow=False):
        self.n = n
        self.swallow = swallow
    def __enter__(self):
        print("enter", self.n)
        return self.n * 10
    def __exit__(self, t, v, tb):
        print("exit", self.n, t.__name__ if t else None, v, tb is not None)
        return self.swallow
with C(1) as x:
    print(x)
with C(1) as a, C(2) as b:
    print(a, b)
with (C(1) as a, C(2) as b,):
    print(a, b)
with (C(3)):
    print("no as")
with C(5, True):
    raise ValueError("swallowed")
print("after")
try:
    with C(6):
        raise ValueError("passes")
except ValueError as e:
    print("caught", e)
with C(7, True), C(8):
    raise KeyError("x")
def f():
    with C(9):
        return "ret"
print(f())
for i in range(2):
    with C(10 + i):
        if i == 0:
            continue
        break
d = {}
with C(1) as d["k"]:
    pass
with C(2) as (d.__class__.__name__ and d)["z"]:
    print(d)
class T:
    def __enter__(self): return (1, [2, 3])
    def __exit__(self, *a): pass
with T() as (p, [q, r]):
    print(p, q, r)
class Bad: pass
try:
    with Bad():
        pass
except TypeError as e:
    print(e)
class Half:
    def __enter__(self): pass
try:
    with Half():
        pass
except TypeError as e:
    print(e)
class Raises:
    def __enter__(self): return self
    def __exit__(self, *a): raise RuntimeError("in exit")
try:
    with Raises():
        raise ValueError("body")
except RuntimeError as e:
    print(e, repr(e.__context__))
class EnterFails:
    def __enter__(self): raise OSError("enter")
    def __exit__(self, *a): print("not reached")
try:
    with C(1), EnterFails():
        print("no")
except OSError as e:
    print(e)
