"""Generators: pipelines, recursion by yield from, send, tree walks."""
import sys


def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def squares(source):
    for x in source:
        yield x * x


def keep(source, k):
    for x in source:
        if x % k:
            yield x


def permutations(items):
    if not items:
        yield ()
    for i in range(len(items)):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (items[i],) + rest


def tree(depth):
    return None if depth == 0 else (tree(depth - 1), depth, tree(depth - 1))


def walk(t):
    if t is not None:
        yield from walk(t[0])
        yield t[1]
        yield from walk(t[2])


def average():
    total = n = 0
    value = None
    while True:
        value = yield total // n if n else 0
        total += value
        n += 1


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, (a + b) % 1_000_003


def main(scale):
    n = int(2_000_000 * scale)
    print(sum(keep(squares(keep(count(n), 3)), 5)))
    print(sum(x for x in (y + 1 for y in range(n)) if x & 1))
    t = tree(11)
    print(sum(sum(walk(t)) for _ in range(max(1, round(180 * scale)))))
    print(sum(p[0] for p in permutations(tuple(range(7)))))
    avg = average()
    next(avg)
    last = 0
    for i in range(n):
        last = avg.send(i)
    print(last)
    for i, f in zip(range(n), fibonacci()):
        last = f
    print(last)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
