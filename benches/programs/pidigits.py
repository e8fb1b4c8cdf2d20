"""Digits of pi by a spigot: big-integer multiply, add, floor division."""
import sys


def digits(n):
    q, r, t, k, d, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < d * t:
            out.append(d)
            nr = 10 * (r - d * t)
            d = 10 * (3 * q + r) // t - 10 * d
            q *= 10
            r = nr
        else:
            nr = (2 * q + r) * x
            nn = (q * (7 * k) + 2 + r * x) // (t * x)
            q *= k
            t *= x
            x += 2
            k += 1
            d = nn
            r = nr
    return out


def main(scale):
    n = int(4_300 * scale ** 0.5)
    ds = digits(n)
    for i in range(0, 30, 10):
        print("".join(map(str, ds[i:i + 10])), i + 10)
    print(n, sum(ds), "".join(map(str, ds[-20:])))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
