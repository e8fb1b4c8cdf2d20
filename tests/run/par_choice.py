# Minima and maxima with what goes with them, and counts in dicts: what loops keep apart and put together.
from collections import Counter, defaultdict

def work(x, n=120):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 1009
    return s

def argmin(xs):
    best, arg = 10 ** 9, None
    for i, x in enumerate(xs):
        w = work(x)
        if w < best:
            best, arg = w, i
    return best, arg
def argmin_last(xs):
    best = arg = None
    for i, x in enumerate(xs):
        w = work(x)
        if best is None or w <= best:
            best = w
            arg = (i, x)
    return best, arg
def argmax(xs):
    best, arg, note = -1, None, ''
    for x in xs:
        w = work(x)
        if best < w:
            best = w
            arg = x
            note = 'seen'
    return best, arg, note
def argmax_last(xs):
    best, arg = -1, None
    for x in xs:
        w = work(x) % 50
        if w >= best: best, arg = w, x
    return best, arg
for xs in (range(300), [5] * 40, [], [3], list(range(100)) * 3): print(argmin(xs), argmin_last(xs), argmax(xs), argmax_last(xs))

def pairs(xs):
    low, high, text = (10 ** 9, -1), (-1, -1), 'zzz'
    for i, x in enumerate(xs):
        w = work(x)
        low = min(low, (w, i))
        high = max((w % 7, -i), high)
        if str(w) < text: text = str(w)
    return low, high, text
print(pairs(range(200)), pairs([]))
# equal ones of different types: which one is kept shows
def mixed(kind):
    m = 3
    for x in [5, 3.0, True, 1.0, 1, 2, 1.0] * 20:
        work(1)
        if kind == 0:
            if x < m: m = x
    return m
def mixed_last():
    m = 3
    for x in [5, 3.0, True, 1.0, 1, 2, 1.0, 1] * 20:
        work(1)
        m = min(x, m)
    return m
def mixed_first():
    m = 3
    for x in [5, 3.0, True, 1.0, 1, 2, 1.0, 1] * 20:
        work(1)
        m = min(m, x)
    return m
def nans():
    m, arg = 100.0, None
    for i in range(80):
        x = float('nan') if work(i) % 3 == 0 else float(work(i))
        if x < m: m, arg = x, i
    return m, arg
print(mixed(0), mixed_last(), mixed_first(), nans())
# branches that are no such choice
def both(xs):
    m, n = 10 ** 6, 0
    for x in xs:
        w = work(x)
        if x % 5 == 0 or w < m:
            m = w
    for x in xs:
        w = work(x)
        if w < m + 50:
            m = w
            n += 1
    return m, n
def tracked(xs):
    m, trail = 10 ** 6, []
    for x in xs:
        w = work(x)
        if w < m:
            m = w
            trail.append(x)
    return m, trail
def used(xs):
    m, arg, s = 10 ** 6, 0, 0
    for x in xs:
        w = work(x)
        if w < m: m, arg = w, x
        s += arg
    return m, arg, s
def flagged(xs):
    m, out = 10 ** 6, []
    for x in xs:
        new = False
        w = work(x)
        if w < m: m, new = w, True
        if new: out.append(x)
    return m, out
print(both(range(90)), tracked(range(90)), used(range(90)), flagged(range(90)))
class Thing:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print('lt', self.n, o.n); return self.n < o.n
def things():
    m, arg = Thing(99), None
    for i in range(6):
        t = Thing(work(i) % 50)
        if t < m: m, arg = t, i
    return m.n, arg
print(things())

# at module level
best, arg = 10 ** 9, None
for i in range(150):
    w = work(i)
    if w < best:
        best, arg = w, i
print(best, arg)
top = where = None
for i in range(150):
    w = work(i)
    if top is None or w >= top:
        top = w
        where = i
print(top, where)
def peek(): return where
top = where = None
seen = 0
for i in range(40):
    w = work(i)
    if top is None or w > top:
        top = w
        where = i
    seen += peek() is not None
print(top, where, seen)

# counts
def counts(xs):
    a, b, c, d = {}, Counter(), defaultdict(int), {k: 0 for k in range(10)}
    for x in xs:
        w = work(x) % 10
        a[w] = a.get(w, 0) + 1
        b[w % 3] += x
        c[w % 4] += 1.5
        d[w] += 1
    return sorted(a.items()), sorted(b.items()), sorted(c.items()), d, type(b).__name__, type(c).__name__, b.most_common(2)
print(counts(range(200)))
print(counts([]))
def order(xs):
    a = {}
    for x in xs:
        k = work(x) % 13
        a[k] = a.get(k, 0) + x
    return list(a.items())
print(order(range(100)))
def reading(xs):
    a, peeks = {}, 0
    for x in xs:
        k = work(x) % 5
        a[k] = a.get(k, 0) + 1
        peeks += len(a)
    return a, peeks
print(reading(range(60)))
def alias(xs):
    a = Counter()
    b = a
    n = 0
    for x in xs:
        a[work(x) % 4] += 1
        if x % 10 == 0: n += len(b)
    return sorted(b.items()), n
print(alias(range(70)))
def failing(xs):
    a, b = {}, defaultdict(int)
    try:
        for x in xs:
            k = work(x) % 50
            b[k] += 1
            a[k] = a.get(k, 0) + 100 // (k - 17)
    except ZeroDivisionError as e: return 'failed', sorted(a.items()) [:5], sum(b.values()), str(e)
    return 'ok', len(a)
print(failing(range(300)))
def odd_default(xs):
    a = {}
    for x in xs: a[x % 6] = a.get(x % 6, 7) + work(x)
    return a
print(odd_default(range(50)))
def texts(xs):
    a = {}
    for x in xs:
        k = x % 3
        a[k] = a.get(k, '') + str(work(x) % 10)
    return a
print(texts(range(30)))
class Keys:
    def __init__(self, k): self.k = k
    def __hash__(self): return self.k % 3
    def __eq__(self, o): return self.k % 5 == o.k % 5
def objects(xs):
    a = {}
    for x in xs:
        k = Keys(work(x))
        a[k] = a.get(k, 0) + 1
    return sorted(a.values())
print(objects(range(60)))
totals = {}
hits = Counter()
for i in range(120):
    k = work(i) % 6
    totals[k] = totals.get(k, 0) + i
    hits[k] += 1
print(sorted(totals.items()), sorted(hits.items()))
# lists that are added to in place
def extended(xs):
    r = []
    for x in xs: r += [work(x), x]
    s = r
    for x in xs: r += (work(x),)
    return len(r), s is r, sum(r), r[-3:]
print(extended(range(90)))
l = []
for i in range(80): l += [work(i)]
print(len(l), sum(l))
def strange():
    r = []
    q = r
    for x in range(20):
        r += [len(q)]
    return r
print(strange())
edges = []
for bits in (3, 30, 61, 64, 128):
    for d in (-1, 0, 1):
        edges += [2 ** bits + d, -2 ** bits + d + work(d + 1) * 0]
print(len(edges), edges[:4], max(edges), sum(edges))
