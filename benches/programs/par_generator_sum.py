"""Sums, minima and tests over generator expressions that do real work per element."""
import sys


def collatz(n):
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n & 1 else n >> 1
        steps += 1
    return steps


def divisors(n):
    total = 1
    d = 2
    while d * d <= n:
        if n % d == 0:
            total += d + (n // d if d * d != n else 0)
        d += 1
    return total


def is_prime(n):
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


def main(scale):
    n = int(64_000 * scale)
    print(sum(collatz(i) for i in range(1, n)))
    print(max((collatz(i), i) for i in range(1, n)))
    print(sum(n for n in range(2, n // 2) if divisors(n) == n), sum(1 for i in range(n) if is_prime(i)))
    print(any(collatz(i) > 500 for i in range(1, n // 4)), all(divisors(i) < 4 * i for i in range(2, n // 2)))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
