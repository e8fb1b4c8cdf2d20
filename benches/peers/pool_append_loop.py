"""par_append_loop written by hand for two processes."""
import sys
from multiprocessing import Pool


def smooth(row):
    n = len(row)
    return [(row[i - 1] + row[i] * 2 + row[(i + 1) % n]) // 4 for i in range(n)]


def path(i):
    x, y = i % 100, i // 100 % 100
    steps = []
    while (x, y) != (50, 50) and len(steps) < 60:
        if x != 50 and (abs(x - 50) >= abs(y - 50)):
            x += 1 if x < 50 else -1
        else:
            y += 1 if y < 50 else -1
        steps.append(x * 100 + y)
    return steps


def one(i):
    return sum(smooth(smooth([(i * j * 31 + j * j) % 256 for j in range(100)])))


def lcg(v):
    for _ in range(200):
        v = (v * 75 + 74) % 65537
    return v


def main(scale, pool):
    n = int(14_000 * scale)
    out = pool.map(one, range(n), 500)
    odd = sum(v % 2 for v in out)
    print(len(out), odd, sum(out), out[n // 2])
    table = pool.map(lcg, range(n), 500)
    print(sum(table), max(table))
    every = []
    for steps in pool.map(path, range(int(50_000 * scale)), 2000):
        every.extend(steps)
    print(len(every), sum(every) % 1_000_007)


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
