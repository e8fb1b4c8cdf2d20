"""Escape-time fractal: nested float loops with early exit."""
import sys


def escape(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        r2 = zr * zr
        i2 = zi * zi
        if r2 + i2 > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = r2 - i2 + cr
    return limit


def main(scale):
    width = int(900 * scale ** 0.5)
    height = width * 2 // 3
    total = inside = 0
    rows = []
    for y in range(height):
        ci = -1.0 + 2.0 * y / height
        row = 0
        for x in range(width):
            cr = -2.0 + 3.0 * x / width
            k = escape(cr, ci, 80)
            row += k
            if k == 80:
                inside += 1
        total += row
        if y % (height // 8) == 0:
            rows.append(row)
    print(width, height, total, inside)
    print(rows)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
