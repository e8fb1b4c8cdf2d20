"""A true dependence: each step needs the last one's result. Cannot be done in parallel; must not become slower."""
import sys


def logistic(x, n):
    for _ in range(n):
        x = 3.9 * x * (1.0 - x)
    return x


def digest(text, rounds):
    h = 5381
    for _ in range(rounds):
        for c in text:
            h = (h * 33 ^ ord(c)) & 0xFFFFFFFF
    return h


def prefix(n):
    sums = [0]
    for i in range(n):
        sums.append(sums[-1] + i * 7 % 13)
    return sums


def main(scale):
    n = int(1_500_000 * scale)
    print("%.12f" % logistic(0.25, 4 * n))
    print(digest("the quick brown fox", n // 8))
    print(prefix(n)[-1])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
