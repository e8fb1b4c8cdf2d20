"""par_levenshtein written by hand for two processes."""
import sys
from multiprocessing import Pool


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


def row_of(job):
    i, ws = job
    return [distance(ws[i], b) for b in ws[:i]]


def farthest(job):
    a, bs = job
    return max(distance(a[::-1], b) for b in bs)


def main(scale, pool):
    n = int(340 * scale ** 0.5)
    ws = words(n)
    matrix = pool.map(row_of, [(i, ws) for i in range(n)], 4)
    print(sum(map(sum, matrix)))
    nearest = []
    for i, a in enumerate(ws):
        row = [(matrix[max(i, j)][min(i, j)], j) for j in range(n) if j != i]
        nearest.append(min(row))
    print(nearest[:4], sum(d for d, _ in nearest))
    worst = max(pool.map(farthest, [(a, ws[n // 2:]) for a in ws[:n // 4]], 4))
    print(worst)


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
