# Loops that are left early, and consumers that stop early: what comes after the exit never happened.
import sys

def work(x, n=300):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 1000003
    return s

def find(items, wanted):
    for i, x in enumerate(items):
        if work(x) == wanted:
            return i, x
    return None

items = list(range(200))
for k in (0, 1, 7, 63, 150, 199):
    print(find(items, work(k)))
print(find(items, -1))

def collect_until(limit):
    out, total, seen = [], 0, {}
    for x in range(300):
        v = work(x, 50)
        if x == limit:
            break
        out.append(v)
        total += v
        seen[v % 5] = x
        last = x
    else:
        print('no break')
    return len(out), total, sorted(seen.items()), x, locals().get('last')

for limit in (0, 1, 2, 40, 299, 1000):
    print(collect_until(limit))

# output before the exit appears, output after it does not
def chatty(stop):
    for x in range(60):
        print('at', x)
        if work(x, 100) % 17 == stop:
            print('leaving at', x)
            return x
        print('after', x)
    print('ran out')
    return -1
print(chatty(3), chatty(16), chatty(99))

# exceptions before and after the exit: the first in program order counts
def raising(bad, stop):
    done = []
    try:
        for x in range(80):
            work(x, 60)
            if x == bad:
                raise ValueError(x)
            if x == stop:
                break
            done.append(x)
        else:
            return 'ran out', len(done)
    except ValueError as e:
        return 'raised', e.args, len(done)
    finally:
        done.append('finally')
    return 'left', x, len(done)
for bad, stop in ((10, 50), (50, 10), (79, 79), (-1, -1), (0, 0), (70, 71), (71, 70)):
    print(raising(bad, stop))

# finally and with inside the loop, left by return, break and continue
class Guard:
    def __init__(self, log, n): self.log, self.n = log, n
    def __enter__(self): self.log.append(('in', self.n)); return self
    def __exit__(self, *a): self.log.append(('out', self.n, a[0] is not None)); return False
def guarded(stop):
    log = []
    for x in range(30):
        with Guard(log, x):
            try:
                if work(x, 80) % 2: continue
                if x >= stop: return x, len(log), log[-3:]
            finally:
                log.append(x)
    return 'end', len(log), log[-3:]
for s in (0, 5, 28, 29, 100): print(guarded(s))

# nested loops: an inner break, an outer return out of the inner loop
def nested(a, b):
    hits = 0
    for i in range(40):
        for j in range(40):
            if work(i * j, 20) % 11 == a: break
            hits += 1
            if i * j > b: return i, j, hits
        hits += 100
    return hits
print(nested(3, 10 ** 9), nested(3, 50), nested(99, 700), nested(99, 10 ** 9))

# an early exit decided by state that other iterations change
def stateful():
    state = {'n': 0}
    for x in range(100):
        state['n'] += work(x, 30) % 3
        if state['n'] > 40: return x, state
    return None
print(stateful())

# while loops around and inside
def around():
    n, out = 0, []
    while True:
        for x in range(20):
            if work(x + n, 40) % 13 == 5:
                out.append(x)
                break
            n += 1
        else:
            break
        if len(out) > 30: break
        n += 1
    return n, out
print(around())

# any, all, next
calls = []
def seen(x, want):
    r = work(x, 100)
    return r % 7 == want
print(any(seen(x, 3) for x in range(100)), any(seen(x, 9) for x in range(100)), all(seen(x, 9) for x in range(100)), all(not seen(x, 9) for x in range(100)))
print(next((x for x in range(100) if work(x, 90) % 19 == 11), None), next((x for x in range(100) if work(x, 90) == -1), 'nothing'))
try:
    next(x for x in range(50) if work(x, 90) == -1)
except StopIteration as e:
    print('StopIteration', e.value)
def loud(x):
    print('loud', x)
    return work(x, 50) % 5 == 2
print(any(loud(x) for x in range(20)), all(loud(x) for x in range(20)))
print(any(map(loud, range(6))), all(map(loud, range(6))))
def angry(x):
    if x == 13: raise KeyError(x)
    return x > 20
try: print(any(angry(x) for x in range(30)))
except KeyError as e: print('KeyError', e)
print(any(x > 11 or angry(x) for x in range(30)))
class Odd:
    def __init__(self, n): self.n = n
    def __bool__(self): print('bool', self.n); return self.n % 4 == 3
print(any(Odd(x) for x in range(10)), all(Odd(3 + x * 4 % 12) for x in range(10)))
# a generator that somebody else has goes on where it stopped
g = (work(x, 30) for x in range(30))
print(any(v % 5 == 0 for v in g), next(g), sum(g), list(g))
g = (x for x in range(20))
print(any(g), next(g), all(g), list(g))
def twice(g): return any(x > 3 for x in g), list(g)
print(twice(x for x in range(10)))
print(2 in (x for x in range(5)), max((x for x in range(50)), key=lambda x: -abs(x - 17)))

# at module level
for i in range(100):
    w = work(i, 80)
    if w % 23 == 4:
        print('module break', i, w)
        break
else:
    print('never')
for i in range(50):
    w = work(i, 80)
    if w == -1: break
else:
    print('module else', i)

# generators with early exits in their own loops
def gen():
    for k in range(5):
        best = None
        for x in range(30):
            if work(x * k, 30) % 9 == 8:
                best = x
                break
        yield k, best
print(list(gen()))
def leaving(n):
    for x in range(100):
        if x == n: return
        yield work(x, 10)
print(sum(leaving(7)), sum(leaving(0)), sum(leaving(100)))
# recursion through loops that return
def search(depth, path):
    if depth == 0: return path if sum(path) % 10 == 9 else None
    for c in range(4):
        r = search(depth - 1, path + (work(c + depth, 20) % 10,))
        if r is not None: return r
    return None
print(search(5, ()), search(4, (1,)))
# a break that leads to the next instruction
def adjacent():
    for i in range(4):
        g = leaving(3)
        for z in g: print('z', z); break
        for z in g: print('y', z); break
        for z in [1, 2]: print('x', i, z); break
    return i
print(adjacent())
