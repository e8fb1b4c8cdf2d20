# map, filter, sorted(key=), min and max with a key, reduce: their functions run like the body of a loop.
import functools, operator, sys, traceback

def work(x, n=200):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 1000003
    return s

xs = list(range(150))
print(sum(list(map(work, xs))), sum(map(work, range(150))), len(set(map(work, xs))), tuple(map(work, xs))[:3])
print([x for x in map(work, xs)][-2:], sum(x for x in map(lambda a, b: work(a) + b, xs, range(100))))
print(len(list(filter(lambda x: work(x) % 2, xs))), sum(filter(lambda x: work(x) % 3 == 1, xs)))
print(list(filter(None, map(lambda x: work(x) % 4, xs)))[:9])
print(sorted(xs, key=work)[:6], sorted(xs, key=lambda x: (work(x) % 5, -x), reverse=True)[:6])
l = xs[:]; l.sort(key=work); print(l[:5], l == sorted(xs, key=work))
print(min(xs, key=work), max(xs, key=work), min(range(99), key=lambda x: -work(x)), max({3: 1, 4: 2, 9: 0}, key=work))
print(min(xs, key=lambda x: str(work(x))), max((x for x in xs), key=work))
print(functools.reduce(operator.add, map(work, xs)), functools.reduce(lambda a, b: a * b, map(lambda x: work(x) % 9 + 1, xs), 5))
print(functools.reduce(lambda a, b: (a * 31 + b) % 997, map(work, xs)), functools.reduce(max, (work(x) for x in xs)))
print(sorted(dict(zip(xs, map(work, xs))).items())[:3], dict(enumerate(map(work, xs)))[77])
print(''.join(map(lambda x: chr(65 + work(x) % 26), xs)), ','.join(filter(lambda s: work(len(s)) % 2, map(lambda x: 'ab' * (x % 7), xs)))[:30])
for k, v in enumerate(map(work, xs)):
    if k % 50 == 49: print(k, v)
for a, (b, c) in enumerate(zip(xs, map(work, xs))):
    if a % 70 == 69: print(a, b, c)
t = 0
for v in filter(lambda x: work(x) % 2 == 0, xs): t += work(v, 20)
print(t)

# effects in order
def loud(x):
    print('f', x)
    return work(x, 50)
print(sum(map(loud, range(8))), list(filter(lambda x: loud(x) % 2, range(5))))
print(sorted(range(6), key=loud), max(range(5), key=loud))

# state of its own: sequential
count = 0
def counting(x):
    global count
    count += 1
    return x * count
print(list(map(counting, xs))[-1], count)
seen = []
print(list(filter(lambda x: (seen.append(x), len(seen) % 3 == 0)[1], range(12))), len(seen))

# exceptions: the first in order, with the trace that the source has
def bad(x):
    if x in (40, 41, 120): raise ValueError(x)
    return work(x, 60)
def attempt(f):
    try:
        return f()
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)
        return type(e).__name__, e.args, [(t.name, t.lineno - tb[0].lineno) for t in tb]
print(attempt(lambda: list(map(bad, xs))))
print(attempt(lambda: sorted(xs, key=bad)))
print(attempt(lambda: max(xs, key=bad)))
print(attempt(lambda: [x for x in filter(bad, xs)]))
print(attempt(lambda: sum(map(str, xs))))
print(attempt(lambda: set(map(lambda x: [x], xs))))
print(attempt(lambda: dict(map(lambda x: (x, x, x) if x > 50 else (x, x), xs))))

# StopIteration from the function ends a map, not a sort
def stopping(x):
    if x == 60: raise StopIteration(x)
    return x
print(list(map(stopping, xs))[-1], len(list(filter(stopping, xs))), sum(map(stopping, xs)), attempt(lambda: sorted(xs, key=stopping))[:1])
print(attempt(lambda: min(xs, key=stopping))[:1])
n = 0
for v in map(stopping, xs): n += v
print(n)

# somebody else has the iterator
it = iter(xs)
m = map(lambda x: x + next(it), it)
print(list(m)[:4], list(it))
m = map(work, xs)
next(m)
print(sum(m), list(m))
z = zip(map(work, xs[:5]), xs)
print(next(z)[1], list(z)[-1][1], list(z))
def sneaky(m):
    out = []
    for x in m:
        out.append(x)
        if len(out) % 3 == 0: next(m, None)
    return out
print(sneaky(map(work, range(20)))[:5])
box = []
box.append(map(lambda x: (x, next(box[0], None)), iter(range(11))))
print(list(box[0]) if False else attempt(lambda: list(box[0]))[:2])

# frames see no helper
def who(x): return sys._getframe(1).f_code.co_name
def caller(): return list(map(who, range(3))), sorted([1, 2], key=who)
print(caller())
# items of any kind; comparison of keys that are no numbers
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __hash__(self): return 7
    def __eq__(self, o): return self.n % 5 == o.n % 5
print([k for k in sorted(range(20), key=lambda x: K(work(x) % 10))], len(set(map(K, range(30)))), min(map(K, range(9, 2, -1))).n)
print(max(xs, key=lambda x: K(work(x))), len(dict((K(x), x) for x in range(40))), len({K(x % 3) if x % 2 else x: x for x in range(40)}))
# nested
print(sum(map(lambda r: sum(map(lambda c: work(r * c, 10), range(12))), range(12))), sorted(map(lambda r: min(range(9), key=lambda c: work(r + c, 9)), range(12))))
