"""Queens by divide and conquer over the first rows: sums of recursive calls."""
import sys


def place(n, row, cols, left, right):
    if row == n:
        return 1
    return sum([place(n, row + 1, cols | 1 << c, (left | 1 << c) << 1, (right | 1 << c) >> 1)
                for c in range(n) if not (cols | left | right) >> c & 1])


def boards(n, columns):
    row = len(columns)
    if row == n:
        return [columns]
    out = []
    for c in range(n):
        if all(c != d and abs(c - d) != row - r for r, d in enumerate(columns)):
            out.extend(boards(n, columns + (c,)))
    return out


def main(scale):
    for _ in range(max(1, round(65 * scale))):
        a = place(9, 0, 0, 0, 0)
        b = boards(8, ())
    print(a, len(b), b[0], b[-1])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
