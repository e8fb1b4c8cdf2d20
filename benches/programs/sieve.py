"""Primes: flags in a list, in a bytearray with slice assignment, and segmented counting."""
import sys


def with_list(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return [i for i in range(n + 1) if flags[i]]


def with_bytes(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return sum(flags)


def main(scale):
    n = 1_200_000
    for _ in range(max(1, round(8 * scale))):
        primes = with_list(n)
        total = with_bytes(n)
        gaps = {}
        for a, b in zip(primes, primes[1:]):
            gaps[b - a] = gaps.get(b - a, 0) + 1
    print(len(primes), primes[-1], sum(primes) % 1_000_007, total)
    print(sorted(gaps.items())[:8], max(gaps))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
