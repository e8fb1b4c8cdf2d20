# A pool's calls see the program as it was when the pool was made, and change nothing of it, wherever they are made.
import math
import multiprocessing as mp
import os
import random
import sys
import time
from multiprocessing import Pool

FACTOR = 10
TABLE = [1, 2, 3]
CACHE = {}
LATE = None


class Config:
    limit = 5

    def __init__(self):
        self.x = 1

    def add(self, y):
        return self.x + y


CONFIG = Config()


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, o):
        return (self.x, self.y) == (o.x, o.y)

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


def scaled(x):
    return x * FACTOR


def table(i):
    return TABLE[i % len(TABLE)], len(TABLE)


def config(i):
    return CONFIG.x, Config.limit, i


def late(i):
    return LATE, i


def new_name(i):
    return defined_later  # noqa


def cached(x):
    if x not in CACHE:
        CACHE[x] = x * x
    return CACHE[x], len(CACHE)


def mutates(l):
    l.append(len(l))
    return l


def same(l):
    return l


def aliases(x):
    a = [x]
    return a, a


def point(x):
    return Point(x, [x])


def takes_point(p):
    p.x += 1
    return p


def loud(x):
    print('loud', x, flush=True)
    return x


def pid(x):
    return os.getpid() == PARENT, mp.current_process().name == 'MainProcess', mp.parent_process() is not None


def seeded(x):
    random.seed(x)
    return random.random()


def fails(x):
    return 1 // (x - 2)


def leaves(x):
    if x == 99:
        sys.exit(3)
    return x


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def work(n):
    total = 0
    for i in range(n):
        total += math.sqrt(i) * (i % 7)
    return round(total, 3)


def pairs(a, b):
    return [(a, k) for k in range(b)]


def gen(n):
    yield n


def default(x, acc=[]):
    acc.append(x)
    return list(acc)


def counts(x):
    counts.n += 1
    return counts.n


counts.n = 0
PARENT = os.getpid()


def in_function(pool):
    seen = []
    for i in range(3):
        seen.append(pool.map(work, [10, 20 + i]))
    total = 0
    for r in seen:
        total += sum(r)
    return round(total, 2)


if __name__ == '__main__':
    with Pool(2) as p:
        print(p.map(scaled, range(5)))
        FACTOR = 20
        print(p.map(scaled, range(5)))
        print(p.map(work, [100, 2000, 30000, 4]))
    with Pool(2) as p:
        print(p.map(scaled, range(3)))
        TABLE.append(4)
        print(p.map(table, range(5)))
    with Pool(2) as p:
        CONFIG.x = 7
        print(p.map(config, range(2)))
    with Pool(2) as p:
        Config.limit = 9
        print(p.map(config, range(2)))
    with Pool(2) as p:
        LATE = 'set'
        print(p.map(late, range(2)))
        defined_later = 1
        try:
            print(p.map(new_name, range(2)))
        except NameError as e:
            print(e)
    with Pool(1) as p:
        print(p.map(cached, [1, 2, 1, 3], 4), CACHE)
        print(p.map(cached, [1, 2, 1, 3], 4), CACHE)
    with Pool(2) as p:
        a = [1]
        out = p.map(mutates, [a, a, [5]], 3)
        print(out, a, out[0] is out[1])
        out = p.map(same, [a, a], 2)
        print(out[0] is a, out[0] is out[1])
        out[0].append(2)
        print(a)
    with Pool(2) as p:
        a = [1]
        out = p.map(same, [a, a, a], 2)
        print(out[0] is a, out[0] is out[1], out[0] is out[2], out)
        x, y = p.map(aliases, [4, 5])
        print(x[0] is x[1], x, y)
        pts = [Point(1, 2), Point(3, 4)]
        out = p.map(takes_point, pts)
        print(pts, out)
        out = p.map(point, [1, 2])
        print(out, out[0].y is out[1].y)
    with Pool(1) as p:
        print(p.map(loud, [1, 2, 3]))
        sys.stdout.flush()
    with Pool(2) as p:
        print(p.map(pid, [1]))
    with Pool(2) as p:
        random.seed(5)
        data = [random.random() for _ in range(3)]
        print(p.map(round, data), [round(d, 6) for d in data])
        print(p.map(seeded, [1, 2]), round(random.random(), 6))
    with Pool(2) as p:
        try:
            p.map(fails, [1, 2, 3])
        except ZeroDivisionError as e:
            print(e, type(e.__cause__).__name__)
        print(p.map(fails, [1, 3]))
    with Pool(2) as p:
        print(p.map(deep, [10, 500]))
        print(p.starmap(pairs, [(1, 2), (3, 1)]))
        try:
            p.map(gen, [1])
        except Exception as e:
            print(type(e).__name__)
    with Pool(1) as p:
        print(p.map(default, [1, 2, 3], 3), default.__defaults__)
        print(p.map(counts, [1, 2, 3], 3), counts.n)
    with Pool(2) as p:
        print(in_function(p))
        print(in_function(p))
    results = []
    with Pool(2) as p:
        for k in range(3):
            results.append(sum(p.map(work, [k, k + 1])))
            TABLE.append(k)
        print([round(r, 3) for r in results], p.map(table, [1])[0])
    acc = []
    with Pool(2) as p:
        for k in range(50):
            acc.append(k)
        print(len(acc), p.map(len, [acc]))
    p = Pool(2)
    print(p.map(work, [5, 6]))
    p.close()
    p.join()
    p = Pool(2)
    p.terminate()
    p.join()
    q = Pool(1)
    FACTOR = 30
    with Pool(2) as p:
        print(p.map(scaled, [1]), q.map(scaled, [1]))
    q.terminate()
