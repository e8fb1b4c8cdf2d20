import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(type(e).__name__, e)
print(sys.getrecursionlimit())
sys.setrecursionlimit(200)
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(150 < depth(0) < 200)
sys.setrecursionlimit(5000)
def count(n): return 0 if n == 0 else 1 + count(n - 1)
print(count(4500))
class A:
    def __repr__(self): return repr(self)
    def __getattr__(self, n): return getattr(self, n + "x")
    def __eq__(self, o): return self == o
    def __len__(self): return len(self)
sys.setrecursionlimit(1000)
for g in (lambda: repr(A()), lambda: A().q, lambda: A() == A(), lambda: len(A()), lambda: [A()] == [A()], lambda: sorted([1], key=lambda v: count(10 ** 5))):
    try:
        g()
    except RecursionError as e:
        print("RecursionError")
def gen(n): yield from gen(n + 1)
try:
    list(gen(0))
except RecursionError:
    print("generator")
l = []
l.append(l)
print(l)
try:
    l == [l] and l == l[:] and l[0] == [[l]]
    x = []
    for _ in range(100000): x = [x]
    repr(x)
except RecursionError as e:
    print("nested list:", e)
try:
    sys.setrecursionlimit(0)
except ValueError as e:
    print(e)
sys.setrecursionlimit(20000)
def deep(n): return n if n == 0 else deep(n - 1)
print(deep(15000))
