"""Queens on a board, by bit masks and by lists: recursion on small integers."""
import sys


def by_bits(n):
    full = (1 << n) - 1

    def place(cols, left, right):
        if cols == full:
            return 1
        free = full & ~(cols | left | right)
        count = 0
        while free:
            bit = free & -free
            free ^= bit
            count += place(cols | bit, (left | bit) << 1, (right | bit) >> 1)
        return count

    return place(0, 0, 0)


def by_lists(n, row, columns, found):
    if row == n:
        found.append(tuple(columns))
        return
    for c in range(n):
        for r in range(row):
            d = columns[r] - c
            if d == 0 or d == row - r or d == r - row:
                break
        else:
            columns.append(c)
            by_lists(n, row + 1, columns, found)
            columns.pop()


def main(scale):
    for _ in range(max(1, round(35 * scale))):
        a = by_bits(10)
        found = []
        by_lists(9, 0, [], found)
    print(a, len(found), found[0], found[-1])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
