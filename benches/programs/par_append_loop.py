"""Loops whose only effects are append, extend, out[i] = and a counter."""
import sys


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


def main(scale):
    n = int(14_000 * scale)
    out = []
    odd = 0
    for i in range(n):
        row = [(i * j * 31 + j * j) % 256 for j in range(100)]
        row = smooth(smooth(row))
        out.append(sum(row))
        if out[-1] % 2:
            odd += 1
    print(len(out), odd, sum(out), out[n // 2])
    table = [0] * n
    for i in range(n):
        v = i
        for _ in range(200):
            v = (v * 75 + 74) % 65537
        table[i] = v
    print(sum(table), max(table))
    every = []
    for i in range(int(50_000 * scale)):
        every.extend(path(i))
    print(len(every), sum(every) % 1_000_007)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
