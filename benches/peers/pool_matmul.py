"""par_matmul written by hand for two processes."""
import sys
from functools import partial
from multiprocessing import Pool


def matrix(n, seed):
    return [[((i * 31 + j * 17 + seed) % 23 - 11) / 7.0 for j in range(n)] for i in range(n)]


def times(a, b, pool):
    columns = list(zip(*b))
    return pool.map(partial(row_times, columns=columns), a, 10)


def times_int(a, b, m):
    n = len(b)
    out = []
    for row in a:
        line = [0] * n
        for j in range(n):
            total = 0
            for k in range(n):
                total += row[k] * b[k][j]
            line[j] = total % m
        out.append(line)
    return out


def row_times(row, columns):
    return [sum(x * y for x, y in zip(row, column)) for column in columns]


def main(scale, pool):
    n = int(150 * scale ** (1 / 3))
    a, b = matrix(n, 1), matrix(n, 5)
    c = times(a, b, pool)
    print("%.9f %.9f" % (c[0][0], sum(c[i][i] for i in range(n))))
    m = [[(i * 7 + j * 13) % 97 for j in range(n)] for i in range(n)]
    p = m
    for _ in range(3):
        p = sum(pool.starmap(times_int, [(p[i:i + 10], m, 1_000_003) for i in range(0, n, 10)], 1), [])
    print(p[0][:5], sum(map(sum, p)))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
