"""par_primes written by hand for two processes."""
import sys
from multiprocessing import Pool


def is_prime(n):
    if n % 2 == 0:
        return n == 2
    d = 3
    while d * d <= n:
        if n % d == 0:
            return False
        d += 2
    return n > 1


def count_block(lo, hi):
    total = 0
    for n in range(lo, hi):
        if is_prime(n):
            total += 1
    return total


def small_primes(limit):
    sieve = bytearray([1]) * (limit + 1)
    out = []
    for n in range(2, limit + 1):
        if sieve[n]:
            out.append(n)
            for k in range(n * n, limit + 1, n):
                sieve[k] = 0
    return out


def sieve_segment(lo, hi, primes):
    flags = [True] * (hi - lo)
    for p in primes:
        if p * p >= hi:
            break
        for k in range(max(p * p, (lo + p - 1) // p * p), hi, p):
            flags[k - lo] = False
    return [lo + i for i, f in enumerate(flags) if f and lo + i > 1]


def segment(lo, hi, primes):
    found = sieve_segment(lo, hi, primes)
    return len(found), max(b - a for a, b in zip(found, found[1:]))


def main(scale, pool):
    block = int(7_500 * scale)
    counts = pool.starmap(count_block, [(k * block, (k + 1) * block) for k in range(40)], 2)
    print(sum(counts), counts[0], counts[-1])
    size = int(75_000 * scale)
    primes = small_primes(int((size * 60) ** 0.5) + 1)
    total = gaps = 0
    for n, gap in pool.starmap(segment, [(k * size, (k + 1) * size, primes) for k in range(60)], 2):
        total += n
        gaps = max(gaps, gap)
    print(total, gaps)


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
