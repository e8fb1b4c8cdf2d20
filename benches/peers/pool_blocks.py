"""par_blocks written by hand for two processes."""
import sys
from multiprocessing import Pool


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


def pair(block):
    return inside(block + 7, size // 2), needle(block + 7, size // 4)


def needle(seed, n):
    rng = Lcg(seed + 1000)
    total = 0.0
    for _ in range(n):
        total += rng.next() ** 0.5
    return total / n


scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
blocks = 48
size = int(24_000 * scale)
if __name__ == "__main__":
    with Pool(2) as pool:
        hits = sum(pool.starmap(inside, [(block, size) for block in range(blocks)], 2))
        print("%.6f" % (4.0 * hits / (blocks * size)))
        means = pool.starmap(needle, [(block, size) for block in range(blocks)], 2)
        print("%.9f %.9f" % (min(means), max(means)))
        results = dict(enumerate(pool.map(pair, range(blocks), 2)))
        print(sum(h for h, _ in results.values()), "%.9f" % sum(m for _, m in results.values()))
