# Containers changed while they are walked.
a = [1, 2, 3]
for x in a:
    if len(a) < 6: a.append(x * 10)
print(a)
a = list(range(6))
for x in a: a.pop()
print(a)
a = [1, 2, 3, 4]
for i, x in enumerate(a):
    if x == 2: del a[i]
print(a)
a = [1, 2, 3]
it = iter(a)
print(next(it))
a.insert(0, 0)
print(list(it))
a.append(5)
print(list(it))
a = [1, 2, 3]
r = reversed(a)
a.append(4)
print(list(r))
d = {1: 1, 2: 2}
for k in list(d): d[k + 10] = k
print(d)
for f in (lambda d: d.update({9: 9}), lambda d: d.pop(2), lambda d: d.clear(), lambda d: d.__setitem__(1, 5)):
    d = {1: 1, 2: 2, 3: 3}
    try:
        for k in d: f(d)
        print("fine", d)
    except RuntimeError as e:
        print(e)
    try:
        d = {1: 1, 2: 2}
        for k, v in d.items(): f(d)
        print("fine", d)
    except (RuntimeError, KeyError) as e:
        print(type(e).__name__, e)
s = {1, 2, 3}
try:
    for x in s: s.discard(x)
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
for x in list(s): s.add(x * 100)
print(len(s))
it = iter({1: 2})
print(next(it), next(it, "done"), next(it, "done"))
b = bytearray(b"abc")
for c in b:
    if len(b) < 5: b.append(c)
print(b)
from collections import deque
q = deque([1, 2, 3])
try:
    for x in q: q.append(x)
except RuntimeError as e:
    print(e)
def gen():
    for i in range(3):
        got = yield i
        if got: yield "got " + got
g = gen()
for x in g:
    print(x)
    if x == 0: print(g.send("sent"))
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self):
        for i in range(self.n): yield i
c = Count(3)
print(list(c), list(c), [x for x in c for y in c], list(zip(c, c)), max(c), 2 in c)
class Once:
    done = False
    def __iter__(self): return self
    def __next__(self):
        if self.done: raise StopIteration
        self.done = True
        return "once"
o = Once()
print(list(o), list(o))
x = [1, 2, 3]
x[1:2] = iter("abc")
print(x)
x += (i for i in range(2))
print(x)
x.extend(x)
print(len(x))
x[:] = (v for v in x if isinstance(v, int))
print(x)
l = [3, 1, 2]
l.sort(key=lambda v: (l.append, v)[1])
print(l)
m = map(lambda v: v * 2, l)
l.append(100)
print(list(m))
z = zip(l, l)
l.clear()
print(list(z))
it = iter([1, 2, 3, 4, 5])
print([(v, next(it)) for v in it if v < 4], list(it))
it1 = iter("abcd")
print(dict(zip(it1, it1)))
import itertools
x, y = itertools.tee(iter([1, 2, 3]))
print(next(x), list(y), list(x))
class Del(dict):
    def __iter__(self): return iter(["fake"])
print(list(Del(a=1)), dict(Del(a=1)), [*Del(a=1)], len(Del(a=1)), {**Del(a=1)})
