"""itertools, functools and builtins in pipelines: product, groupby, reduce, map, zip."""
import sys
from functools import lru_cache, partial, reduce
from itertools import accumulate, chain, combinations, count, groupby, islice, permutations, product, takewhile
from operator import add, mul


@lru_cache(maxsize=None)
def partitions(n, k):
    if n == 0:
        return 1
    if n < 0 or k == 0:
        return 0
    return partitions(n - k, k) + partitions(n, k - 1)


def magic_squares():
    found = 0
    for a, b, c, d, e, f in permutations(range(1, 10), 6):
        if a + b + c == 15 and d + e + f == 15 and a + d <= 14 and len({a, b, c, d, e, f}) == 6:
            g, h, i = 15 - a - d, 15 - b - e, 15 - c - f
            if {a, b, c, d, e, f, g, h, i} == set(range(1, 10)) and a + e + i == 15 and c + e + g == 15:
                found += 1
    return found


def pythagorean(n):
    return sum(1 for a, b, c in combinations(range(1, n), 3) if a * a + b * b == c * c)


def main(scale):
    for _ in range(max(1, round(55 * scale))):
        partitions.cache_clear()
        a = partitions(200, 60)
        b = magic_squares()
        c = pythagorean(70)
        d = reduce(add, map(mul, range(30_000), islice(count(3, 7), 30_000)))
        e = [(k, len(list(g))) for k, g in groupby(sorted(x * x % 17 for x in range(5_000)))]
        f = list(takewhile(lambda t: t < 10 ** 8, accumulate(chain(range(9_000), range(9_000)))))
        g = sum(x * y - z for x, y, z in product(range(30), repeat=3))
        h = sum(map(partial(pow, 3), range(100))) % 10 ** 9
        i = max(zip(range(20_000), reversed(range(20_000))), key=lambda p: p[0] * p[1])
        j = any(x > 19_990 for x in range(20_000)) + all(map(str.isalpha, ["ab"] * 5_000))
    print(a, b, c, d, e[:3], len(f), f[-1], g, h, i, j)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
