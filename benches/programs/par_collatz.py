"""The longest Collatz chain: with max in a loop, with a comparison, and at module level."""
import sys


def length(n):
    steps = 1
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def longest(lo, hi):
    best = 0
    for n in range(lo, hi):
        best = max(best, length(n))
    return best


def highest(lo, hi):
    top = 0
    for n in range(lo, hi):
        peak = n
        while n != 1:
            n = 3 * n + 1 if n % 2 else n // 2
            if n > peak:
                peak = n
        if peak > top:
            top = peak
    return top


scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
limit = int(45_000 * scale)
print(longest(1, limit))
print(highest(1, limit))
best = (0, 0)
for n in range(1, limit):
    best = max(best, (length(n), -n))
print(best[0], -best[1])
