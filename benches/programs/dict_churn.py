"""Dicts that grow, shrink and get merged: int, str and tuple keys; an LRU cache."""
import sys


class Lru:
    def __init__(self, size):
        self.size = size
        self.data = {}
        self.hits = 0

    def get(self, key):
        data = self.data
        if key in data:
            self.hits += 1
            value = data.pop(key)
            data[key] = value
            return value
        value = data[key] = key * key
        if len(data) > self.size:
            del data[next(iter(data))]
        return value


def churn(n):
    d = {}
    for i in range(n):
        d[i * 7919 % 10007] = i
        if i % 3 == 0:
            d.pop(i * 31 % 10007, None)
    return len(d), sum(d) % 9973, sum(d.values()) % 9973


def strings(n):
    d = {}
    for i in range(n):
        key = "key%d" % (i % 2003)
        d[key] = d.get(key, 0) + i
    inverse = {v: k for k, v in d.items()}
    return len(inverse), max(d.values())


def pairs(n):
    d = {}
    for i in range(n):
        key = (i % 53, i % 47)
        if key in d:
            d[key].append(i)
        else:
            d[key] = [i]
    return len(d), max(len(v) for v in d.values())


def nested(n):
    d = {}
    for i in range(n):
        d.setdefault(i % 100, {}).setdefault(i % 7, set()).add(i % 1000)
    return sum(len(s) for inner in d.values() for s in inner.values())


def main(scale):
    for _ in range(max(1, round(14 * scale))):
        cache = Lru(500)
        x = 1
        for _ in range(60_000):
            x = x * 75 % 65537
            cache.get(x % 900)
        a = churn(100_000)
        b = strings(50_000)
        c = pairs(60_000)
        e = nested(50_000)
        merged = {**{i: 1 for i in range(20_000)}, **{i: 2 for i in range(10_000, 30_000)}}
        merged.update((i, 3) for i in range(0, 30_000, 5))
    print(cache.hits, a, b, c, e, len(merged), sum(merged.values()))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
