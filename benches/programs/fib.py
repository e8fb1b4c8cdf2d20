"""Calls: fib, Ackermann, Tak, mutual recursion, default and keyword arguments."""
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def tak(x, y, z):
    if y >= x:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def power(base, exponent=2, *, modulus=None):
    if exponent == 0:
        return 1
    half = power(base, exponent // 2, modulus=modulus)
    out = half * half * (base if exponent % 2 else 1)
    return out % modulus if modulus else out


def main(scale):
    for _ in range(max(1, round(60 * scale))):
        a = fib(24)
        b = ack(2, 90)
        c = tak(14, 8, 3)
        d = sum(even(i) for i in range(400))
        e = sum(power(i, 40, modulus=10007) for i in range(3000))
    print(a, b, c, d, e)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
