"""Dynamic programming: 0/1 knapsack, coin change, longest increasing run, partition counts."""
import sys


def knapsack(weights, values, capacity):
    best = [0] * (capacity + 1)
    for w, v in zip(weights, values):
        for c in range(capacity, w - 1, -1):
            candidate = best[c - w] + v
            if candidate > best[c]:
                best[c] = candidate
    return best[capacity]


def coins(amounts, total):
    ways = [1] + [0] * total
    for a in amounts:
        for t in range(a, total + 1):
            ways[t] += ways[t - a]
    return ways[total]


def longest_increasing(xs):
    tails = []
    for x in xs:
        lo, hi = 0, len(tails)
        while lo < hi:
            mid = (lo + hi) // 2
            if tails[mid] < x:
                lo = mid + 1
            else:
                hi = mid
        if lo == len(tails):
            tails.append(x)
        else:
            tails[lo] = x
    return len(tails)


def memo_paths(n):
    memo = {}

    def go(x, y):
        if x == 0 or y == 0:
            return 1
        key = (x, y)
        if key not in memo:
            memo[key] = (go(x - 1, y) + go(x, y - 1)) % 1_000_000_007
        return memo[key]

    return go(n, n)


def main(scale):
    weights = [i * 37 % 91 + 5 for i in range(120)]
    values = [i * 53 % 97 + 1 for i in range(120)]
    for _ in range(max(1, round(13 * scale))):
        a = knapsack(weights, values, 6_000)
        b = coins((1, 2, 5, 10, 20, 50, 100, 200), 10_000)
        c = longest_increasing([i * 7919 % 10_007 for i in range(20_000)])
        d = memo_paths(150)
    print(a, b, c, d)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
