"""Pancake flips over all permutations: small-list indexing and slice assignment."""
import sys


def fannkuch(n):
    count = list(range(n))
    perm = list(range(n))
    best = checksum = index = 0
    while True:
        first = perm[0]
        if first:
            work = perm[:]
            flips = 0
            while first:
                work[:first + 1] = work[first::-1]
                flips += 1
                first = work[0]
            if flips > best:
                best = flips
            checksum += flips if index % 2 == 0 else -flips
        index += 1
        r = 1
        while True:
            if r == n:
                return checksum, best
            moved = perm[0]
            perm[:r] = perm[1:r + 1]
            perm[r] = moved
            count[r] -= 1
            if count[r] >= 0:
                break
            count[r] = r
            r += 1


def main(scale):
    repeat = max(1, round(2 * scale))
    for _ in range(repeat):
        checksum, best = fannkuch(9)
    print(checksum)
    print("flips(9) =", best)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
