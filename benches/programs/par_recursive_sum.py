"""Sums by halves: over a list's slices, over a tree of tuples, over ranges with work in the leaves."""
import sys


def work(x):
    for _ in range(12):
        x = (x * x + 12345) % 1_000_003
    return x


def total(xs):
    if len(xs) <= 32:
        t = 0
        for x in xs:
            t += work(x)
        return t
    m = len(xs) // 2
    return total(xs[:m]) + total(xs[m:])


def grow(lo, hi):
    if hi - lo == 1:
        return lo
    m = (lo + hi) // 2
    return grow(lo, m), grow(m, hi)


def leaves(tree):
    if isinstance(tree, tuple):
        left = leaves(tree[0])
        right = leaves(tree[1])
        return left + right
    return work(tree)


def span(lo, hi):
    if hi - lo < 50:
        return [work(i) % 7 for i in range(lo, hi)]
    m = (lo + hi) // 2
    return span(lo, m) + span(m, hi)


def main(scale):
    n = int(300_000 * scale)
    print(total(list(range(n))))
    print(leaves(grow(0, n)))
    digits = span(0, n)
    print(len(digits), [digits.count(k) for k in range(7)])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
