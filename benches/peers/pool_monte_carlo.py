"""par_monte_carlo written by hand for two processes."""
import random
import sys
from multiprocessing import Pool


def pi_trial(seed, n):
    rng = random.Random(seed)
    hits = 0
    for _ in range(n):
        x = rng.random()
        y = rng.random()
        if x * x + y * y < 1.0:
            hits += 1
    return hits


def walk(seed, n):
    rng = random.Random(seed)
    at = farthest = 0
    for _ in range(n):
        at += 1 if rng.random() < 0.5 else -1
        if abs(at) > farthest:
            farthest = abs(at)
    return farthest


def price(seed, steps):
    rng = random.Random(seed)
    s = 100.0
    for _ in range(steps):
        s *= 1.0 + 0.01 * rng.gauss(0.0, 1.0)
    return max(0.0, s - 105.0)


def main(scale, pool):
    trials = int(80 * scale)
    n = 40_000
    hits = sum(pool.starmap(pi_trial, [(seed, n) for seed in range(trials)], 4))
    print("%.6f" % (4.0 * hits / (trials * n)))
    print(max(pool.starmap(walk, [(seed, n) for seed in range(trials)], 4)))
    prices = pool.starmap(price, [(seed, 250) for seed in range(int(4_000 * scale))], 100)
    print("%.6f" % (sum(prices) / len(prices)))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
