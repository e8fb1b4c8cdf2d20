"""Divide and conquer: numeric integration, maximum subarray and tree sum by halves."""
import sys
from math import exp, sin


def f(x):
    return sin(x * x) * exp(-x / 3.0) + 1.0 / (1.0 + x * x)


def integrate(a, b, n):
    if n <= 2000:
        h = (b - a) / n
        total = 0.0
        for i in range(n):
            total += f(a + (i + 0.5) * h)
        return total * h
    m = (a + b) / 2
    return integrate(a, m, n // 2) + integrate(m, b, n - n // 2)


def best_run(xs):
    """(best, prefix, suffix, total) of a list of integers."""
    if len(xs) == 1:
        x = xs[0]
        return x, x, x, x
    m = len(xs) // 2
    lb, lp, ls, lt = best_run(xs[:m])
    rb, rp, rs, rt = best_run(xs[m:])
    return max(lb, rb, ls + rp), max(lp, lt + rp), max(rs, rt + ls), lt + rt


def ways(n):
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)


def main(scale):
    print("%.9f" % integrate(0.0, 10.0, int(4_500_000 * scale)))
    xs = [(i * 7919 + i * i) % 201 - 100 for i in range(int(250_000 * scale))]
    print(best_run(xs))
    print(ways(25))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
