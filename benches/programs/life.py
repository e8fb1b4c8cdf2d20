"""Conway's life twice: a set of cells with a neighbour count dict, and a list of rows."""
import sys


def step_set(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or (n == 2 and c in cells)}


def step_grid(grid):
    h, w = len(grid), len(grid[0])
    out = []
    for y in range(h):
        up, here, down = grid[y - 1], grid[y], grid[(y + 1) % h]
        row = []
        for x in range(w):
            r = (x + 1) % w
            n = (up[x - 1] + up[x] + up[r] + here[x - 1] + here[r]
                 + down[x - 1] + down[x] + down[r])
            row.append(1 if n == 3 or (n == 2 and here[x]) else 0)
        out.append(row)
    return out


def main(scale):
    cells = {(0, 1), (1, 3), (2, 0), (2, 1), (2, 4), (2, 5), (2, 6)}
    cells = {(y, x) for x, y in cells} | {(30, 30), (31, 30), (32, 30), (32, 31), (31, 32)}
    for _ in range(int(700 * scale ** 0.6)):
        cells = step_set(cells)
    print(len(cells), min(cells), max(cells), sum(x * 3 + y for x, y in cells))
    grid = [[(x * y + x // 3 + y) % 5 == 0 for x in range(64)] for y in range(48)]
    grid = [[int(c) for c in row] for row in grid]
    for _ in range(int(1_300 * scale)):
        grid = step_grid(grid)
    print(sum(map(sum, grid)))
    print("".join(".#"[c] for c in grid[10]))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
