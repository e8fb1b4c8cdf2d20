# Variables that inner functions capture: fresh in each iteration where nobody can tell, shared where somebody can.
import sys

def work(x, n=60):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 10007
    return s

def matmul(a, b):
    r = range(len(b))
    return [[sum(a[i][k] * b[k][j] for k in r) for j in range(len(b[0]))] for i in range(len(a))]
a = [[work(i * j) for j in range(12)] for i in range(12)]
print(sum(map(sum, matmul(a, a))))

def keyed(xs):
    out = []
    for i in xs:
        out.append(sorted(range(6), key=lambda k: work(i * k, 20))[0])
    return out, i
print(keyed(range(60)))
def several(xs):
    out, n = [], 0
    for i in xs:
        m = work(i)
        out.append(max(range(4), key=lambda k: work(k + m, 10)))
        n += sum(m % (k + 1) for k in range(5)) + len(list(filter(lambda k: k % 2 == i % 2, range(7))))
        n += any(k == i for k in range(3)) + len(','.join(str(k + m) for k in range(3)))
        n += (lambda q: q + i)(3)
    return n, sum(out), i, m
print(several(range(50)))
# functions that live on share the variable
def living(xs):
    fs = []
    for i in xs:
        work(i)
        fs.append(lambda: i)
    return [f() for f in fs][:5]
print(living(range(40)))
def keeper(xs):
    kept = []
    def keep(g): kept.append(g); return 0
    n = 0
    for i in xs: n += keep(lambda: i) + work(i)
    return n, kept[0](), kept[-1]()
print(keeper(range(30)))
def shadowed(xs):
    saved = []
    def sorted(items, key): saved.append(key); return [key(1)]
    n = 0
    for i in xs: n += sorted(range(3), key=lambda k: i)[0] + work(i)
    return n, [f(0) for f in saved][:4]
print(shadowed(range(30)))
def outside(xs):
    def show(): return i
    n = 0
    for i in xs: n += sum(show() + k + i for k in range(3)) + work(i)
    return n
print(outside(range(30)))
def after(xs):
    for i in xs: w = sum(i * k for k in range(work(i) % 9))
    f = lambda: i
    i2 = f()
    for i in xs: w += sum(i * k for k in range(4))
    return w, i2, f(), i
print(after(range(25)))
def nonlocals(xs):
    total = 0
    def add(k):
        nonlocal total
        total += k
        return total
    for i in xs: add(work(i)); [add(i) for _ in range(2)]
    return total
print(nonlocals(range(30)))
def conditional(xs):
    n = 0
    for i in xs:
        if work(i) % 3: m = i
        n += sum(m + k for k in range(3)) if i else 0
    return n, m
try: print(conditional(range(1, 40)), conditional([0, 2, 5]))
except NameError as e: print(type(e).__name__)
def nested(xs):
    out = []
    for i in xs:
        for j in range(4):
            out.append(sum(i * j + k for k in range(3)) + min(range(3), key=lambda k: (k * i + j) % 5))
    return sum(out), i, j
print(nested(range(40)))
def generators(xs):
    gs = []
    for i in xs:
        gs.append(i * k for k in range(3))
    return [list(g) for g in gs][:3]
print(generators(range(20)))
def doubled(xs):
    n = 0
    for i in xs:
        n += sum(map(lambda k: sum(k * i + z for z in range(3)), range(4)))
    return n
print(doubled(range(40)))
def escaping(xs):
    out = []
    for i in xs:
        out += list(map(lambda k: (lambda: i * k), range(2)))
    return [f() for f in out][:6]
print(escaping(range(20)))
def raising(xs):
    try:
        for i in xs:
            n = sum(10 // (work(i) % 40 - k) for k in range(1))
    except ZeroDivisionError: return i, (lambda: i)()
    return 'none', i
print(raising(range(400)))
def breaking(xs):
    for i in xs:
        if sum(work(i * k, 10) for k in range(3)) % 29 == 0: break
    return i, [i for f in [lambda: i] for i in [f()]]
print(breaking(range(200)))
fs = [lambda: i for i in range(5)]
print([f() for f in fs], [[x() for x in [lambda: j]] for j in range(3)])
print([sum(k * i for k in range(3)) for i in range(30)][-3:], {i: max(range(3), key=lambda k: k * i % 3) for i in range(9)})
class C:
    rows = [[sum(i * k for k in range(3)) for i in range(4)] for _ in range(2)]
print(C.rows)
def params(i, xs):
    before = i
    for i in xs: before += sum(i + k for k in range(2))
    return before, i
print(params(7, range(20)), params(7, []))
