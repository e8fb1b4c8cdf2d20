"""Edit distances over all pairs of some words: nearest neighbours and a distance matrix."""
import sys


def words(n):
    out = []
    x = 7
    for _ in range(n):
        letters = []
        x = x * 48271 % 2147483647
        for _ in range(5 + x % 7):
            x = x * 48271 % 2147483647
            letters.append("abcdefgh"[x % 8])
        out.append("".join(letters))
    return out


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a):
        row = [i + 1]
        for j, y in enumerate(b):
            if x == y:
                row.append(previous[j])
            else:
                row.append(1 + min(previous[j], previous[j + 1], row[j]))
        previous = row
    return previous[-1]


def main(scale):
    n = int(340 * scale ** 0.5)
    ws = words(n)
    matrix = [[distance(a, b) for b in ws[:i]] for i, a in enumerate(ws)]
    print(sum(map(sum, matrix)))
    nearest = []
    for i, a in enumerate(ws):
        row = [(matrix[max(i, j)][min(i, j)], j) for j in range(n) if j != i]
        nearest.append(min(row))
    print(nearest[:4], sum(d for d, _ in nearest))
    worst = 0
    for a in ws[:n // 4]:
        for b in ws[n // 2:]:
            worst = max(worst, distance(a[::-1], b))
    print(worst)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
