# What a loop may run over and still be cut in two.
import itertools
from itertools import combinations, product

def work(x, n=60):
    s = x if isinstance(x, int) else len(x) + ord(x[0]) if x else 1
    for i in range(n):
        s = (s * 31 + i) % 10007
    return s

def over(source):
    out = []
    for x in source: out.append((x, work(x)))
    return len(out), out[:2], out[-2:], sum(v for _, v in out)
def text(s):
    n, last = 0, ''
    for c in s:
        n += work(c)
        last += c
    return n, last == s, last[-3:]
print(text('abc' * 40), text(''), text('x'), text('añ日' * 20))
def members(s):
    n, seen = 0, []
    for x in s:
        n += work(x)
        seen.append(x)
    return n, seen == list(s), len(seen)
s = {x * 7919 % 1000 for x in range(150)}
print(members(s), members(set()), members({3}), members(frozenset(s)), members(s - {x for x in s if x % 3}))
for x in range(0, 1000, 3): s.discard(x)
print(members(s), members(s | {5000 + x for x in range(90)}))
def growing(s):
    try:
        for x in s:
            if work(x) % 50 == 7: s.add(x + 5000)
    except RuntimeError as e: return str(e)
    return 'no', len(s)
print(growing(set(range(100))), growing({1}))
def pairs(a, b):
    out = []
    for x, y in product(a, b): out.append(work(x * 7 + y))
    for x, y in itertools.product(a, repeat=2): out.append(x - y)
    return len(out), sum(out), out[:4], out[-3:]
print(pairs(range(9), range(11)), pairs([], [1]), pairs([2], [3]), pairs((1, 2), 'ab' and [5, 6, 7]))
def choices(n, r):
    out = []
    for c in combinations(range(n), r): out.append(work(sum(c)) + (c[0] if c else 0))
    return len(out), sum(out), out[:4], out[-4:]
for n, r in ((9, 2), (8, 3), (7, 7), (5, 6), (4, 0), (6, 1), (10, 5)): print(choices(n, r))
print([c for c in combinations('abcde', 3)], [''.join(p) for p in product('ab', repeat=3)], [p for p in product()])
def best(n):
    b, arg = 10 ** 9, None
    for p, q, r in itertools.product(range(n), range(n), range(n)):
        v = work(p * q + r, 5)
        if v < b: b, arg = v, (p, q, r)
    return b, arg
print(best(7))
def stops(n):
    for a, b in itertools.combinations(range(n), 2):
        if work(a * b) % 97 == 5: return a, b
    return None
print(stops(20), stops(5))
def started(n):
    it = product(range(n), range(n))
    next(it); next(it)
    out = []
    for x in it: out.append(x)
    c = combinations(range(n), 2)
    next(c)
    for x in c: out.append(x)
    return len(out), out[0], out[-1]
print(started(6))
def enumerated():
    n = 0
    for i, (a, b) in enumerate(product('ab', [1, 2, 3])): n += work(a) * i + b
    for i, c in enumerate('hello world'): n += i * work(c)
    for a, b in zip({3, 4, 5}, 'xyz'): n += a * work(b)
    return n
print(enumerated())
print(over(range(50, 0, -3)), over(reversed(range(30))), over([1, 2] * 20), over({k: 1 for k in range(40)}), over({k: k * 2 for k in range(40)}.values()))
it = iter('abcdef')
print([c + next(it) for c in it])
e = iter({1, 2, 3, 4})
print(sum(x for x in e if work(x)), list(e))
