"""Mergesort and quicksort that return new lists."""
import sys


def merge(a, b):
    out = []
    i = j = 0
    while i < len(a) and j < len(b):
        if b[j] < a[i]:
            out.append(b[j])
            j += 1
        else:
            out.append(a[i])
            i += 1
    out.extend(a[i:])
    out.extend(b[j:])
    return out


def mergesort(xs):
    if len(xs) <= 1:
        return xs
    m = len(xs) // 2
    return merge(mergesort(xs[:m]), mergesort(xs[m:]))


def quicksort(xs):
    if len(xs) <= 1:
        return xs
    pivot = xs[len(xs) // 2]
    return (quicksort([x for x in xs if x < pivot]) + [x for x in xs if x == pivot]
            + quicksort([x for x in xs if x > pivot]))


def main(scale):
    n = int(250_000 * scale)
    xs = []
    x = 99
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        xs.append(x >> 5)
    a = mergesort(xs)
    b = quicksort(xs)
    print(a == b == sorted(xs), a[0], a[n // 2], a[-1])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
