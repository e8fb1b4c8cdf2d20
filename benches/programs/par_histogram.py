"""Histograms filled in place: h[i] += 1, weights in a dict, a two-dimensional table."""
import sys


def mix(n):
    n = (n ^ 61) ^ (n >> 16)
    n = n * 9 & 0xFFFFFFFF
    n ^= n >> 4
    n = n * 0x27D4EB2D & 0xFFFFFFFF
    return n ^ (n >> 15)


def dice(seed):
    total = 0
    for k in range(6):
        seed = mix(seed + k)
        total += seed % 6 + 1
    return total


def main(scale):
    n = int(300_000 * scale)
    h = [0] * 37
    for i in range(n):
        h[dice(i)] += 1
    print(h[6:])
    weight = {k: 0.0 for k in range(10)}
    for i in range(n):
        weight[mix(i) % 10] += 1.0 / (1 + mix(i + n) % 100)
    print(" ".join("%.9f" % weight[k] for k in range(10)))
    names = {}
    for i in range(n):
        names["k%d" % (mix(i * 3) % 9)] = i
    print(sorted(names.items()))
    seen = set()
    for i in range(n):
        seen.add(mix(i) % 5003)
    print(len(seen), sum(seen))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
