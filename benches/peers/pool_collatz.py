"""par_collatz written by hand for two processes."""
import sys
from multiprocessing import Pool


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


def pairs(lo, hi):
    best = (0, 0)
    for n in range(lo, hi):
        best = max(best, (length(n), -n))
    return best


scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
limit = int(45_000 * scale)
if __name__ == "__main__":
    blocks = [(1 + k * (limit - 1) // 16, 1 + (k + 1) * (limit - 1) // 16) for k in range(16)]
    with Pool(2) as pool:
        print(max(pool.starmap(longest, blocks, 1)))
        print(max(pool.starmap(highest, blocks, 1)))
        best = max(pool.starmap(pairs, blocks, 1))
        print(best[0], -best[1])
