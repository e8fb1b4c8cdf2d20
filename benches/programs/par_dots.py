"""Three independent dot products in one expression, and a cosine table."""
import sys


def dot(a, b):
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


def vector(n, seed):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed / 2147483648.0 - 0.5)
    return out


def cosine(a, b):
    return dot(a, b) / (dot(a, a) ** 0.5 * dot(b, b) ** 0.5)


def main(scale):
    n = int(250_000 * scale)
    u, v, w = vector(n, 1), vector(n, 2), vector(n, 3)
    best = 0.0
    for _ in range(20):
        triple = dot(u, v) + dot(v, w) + dot(w, u)
        best = max(best, abs(triple))
    print("%.9f" % best)
    angles = [cosine(a, b) for a in (u, v, w) for b in (u, v, w)]
    print(" ".join("%.6f" % x for x in angles))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
