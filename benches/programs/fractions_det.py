"""Exact linear algebra with fractions.Fraction and with a small rational class."""
import sys
from fractions import Fraction
from math import gcd


class Ratio:
    __slots__ = ("n", "d")

    def __init__(self, n, d=1):
        if d < 0:
            n, d = -n, -d
        g = gcd(n, d)
        self.n = n // g
        self.d = d // g

    def __sub__(self, o):
        return Ratio(self.n * o.d - o.n * self.d, self.d * o.d)

    def __mul__(self, o):
        return Ratio(self.n * o.n, self.d * o.d)

    def __truediv__(self, o):
        return Ratio(self.n * o.d, self.d * o.n)

    def __bool__(self):
        return self.n != 0

    def __neg__(self):
        return Ratio(-self.n, self.d)

    def __str__(self):
        return str(self.n) if self.d == 1 else "%d/%d" % (self.n, self.d)


def determinant(a, one):
    a = [row[:] for row in a]
    n = len(a)
    det = one
    for c in range(n):
        p = c
        while p < n and not a[p][c]:
            p += 1
        if p == n:
            return one - one
        if p != c:
            a[p], a[c] = a[c], a[p]
            det = -det
        det = det * a[c][c]
        for r in range(c + 1, n):
            if a[r][c]:
                f = a[r][c] / a[c][c]
                for k in range(c, n):
                    a[r][k] = a[r][k] - f * a[c][k]
    return det


def hilbert(n, make):
    return [[make(1, i + j + 1) for j in range(n)] for i in range(n)]


def mixed(n, make):
    return [[make((i * 7 + j * 13 + i * j) % 11 - 5, (i + j) % 4 + 1) for j in range(n)] for i in range(n)]


def main(scale):
    for _ in range(max(1, round(350 * scale))):
        a = determinant(hilbert(12, Ratio), Ratio(1))
        b = determinant(mixed(14, Ratio), Ratio(1))
        c = determinant(hilbert(9, Fraction), Fraction(1))
        d = determinant(mixed(11, Fraction), Fraction(1))
        h = Fraction(0)
        for i in range(1, 150):
            h += Fraction(1, i)
    print(a)
    print(b)
    print(c, d)
    print(h.numerator % 10 ** 20, h.denominator % 10 ** 20, "%.15f" % float(h))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
