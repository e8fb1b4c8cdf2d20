"""Monte Carlo by blocks, each with a linear congruential generator of its own; at module level."""
import sys


class Lcg:
    def __init__(self, seed):
        self.state = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 11) / 9007199254740992.0


def inside(seed, n):
    rng = Lcg(seed)
    hits = 0
    for _ in range(n):
        x, y = rng.next(), rng.next()
        if x * x + y * y < 1.0:
            hits += 1
    return hits


def needle(seed, n):
    rng = Lcg(seed + 1000)
    total = 0.0
    for _ in range(n):
        total += rng.next() ** 0.5
    return total / n


scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
blocks = 48
size = int(24_000 * scale)
hits = 0
for block in range(blocks):
    hits += inside(block, size)
print("%.6f" % (4.0 * hits / (blocks * size)))
means = []
for block in range(blocks):
    means.append(needle(block, size))
print("%.9f %.9f" % (min(means), max(means)))
results = {}
for block in range(blocks):
    results[block] = inside(block + 7, size // 2), needle(block + 7, size // 4)
print(sum(h for h, _ in results.values()), "%.9f" % sum(m for _, m in results.values()))
