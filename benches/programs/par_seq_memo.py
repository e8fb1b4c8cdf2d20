"""A true dependence through tables: dynamic programming in place, and a memo that calls share."""
import sys


def knapsack(weights, values, room):
    best = [0] * (room + 1)
    for w, v in zip(weights, values):
        for r in range(room, w - 1, -1):
            if best[r - w] + v > best[r]:
                best[r] = best[r - w] + v
    return best[room]


def partitions(n, largest, memo):
    if n == 0:
        return 1
    if largest == 0:
        return 0
    key = n, largest
    if key not in memo:
        a = partitions(n, largest - 1, memo)
        b = partitions(n - largest, largest, memo) if n >= largest else 0
        memo[key] = a + b
    return memo[key]


def longest_common(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def main(scale):
    n = int(300 * scale)
    weights = [(i * 37) % 91 + 5 for i in range(n)]
    values = [(i * 53) % 97 + 1 for i in range(n)]
    print(knapsack(weights, values, 8_000))
    memo = {}
    print(partitions(260, 260, memo) % 1_000_007, len(memo))
    a = "".join("abcd"[i * i % 7 % 4] for i in range(int(1_100 * scale ** 0.5)))
    b = "".join("abcd"[i * 5 % 11 % 4] for i in range(int(1_100 * scale ** 0.5)))
    print(longest_common(a, b))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
