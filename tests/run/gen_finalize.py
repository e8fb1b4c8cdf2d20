def g(n):
    try:
        yield 1
        yield 2
    finally:
        print("cleanup", n)
for x in g("break"): break
print("after break")
def f():
    for x in g("return"): return x
print(f())
try:
    for x in g("exc"): raise ValueError
except ValueError: print("caught")
for x in g("inner"):
    try: raise KeyError
    except KeyError: print("in")
    if x == 2: break
def h():
    for x in g("deep"): raise IndexError
try: h()
except IndexError: print("caught 2")
class A:
    def __del__(self): print("del A")
class B:
    def m(self):
        for i in g("m"):
            for j in g("n"):
                return i, j
print(B().m())
a = A()
keep = g("at exit"); next(keep)
import gc, os, tempfile
path = os.path.join(tempfile.mkdtemp(), "x.txt")
k2 = g("collected"); next(k2); k2 = None
gc.collect()
print("end")
open(path, "w").write("hello")
print(open(path).read())
for x in (g2 := g("walrus")): break
print("still", next(g2))
def again(i):
    open(path, "wb").write(b"x" * i)
    return os.path.getsize(path), open(path).read()
print([again(i) for i in range(4)])
os.remove(path)
os.rmdir(os.path.dirname(path))
