"""par_mandelbrot written by hand for two processes."""
import sys
from multiprocessing import Pool

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
columns = 78
rows = int(64 * scale)
shades = " .:-=+*#%@"


def escape(cr, ci, limit):
    zr = zi = 0.0
    n = 0
    while zr * zr + zi * zi <= 4.0 and n < limit:
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        n += 1
    return n


def row(y, limit):
    ci = 2.4 * y / rows - 1.2
    return [escape(3.2 * x / columns - 2.2, ci, limit) for x in range(columns)]


def line(y):
    return "".join(shades[9 if n == 7000 else n % 9] for n in row(y, 7000))


def inside_row(y):
    return sum(1 for n in row(y, 2500) if n == 2500)


if __name__ == "__main__":
    with Pool(2) as pool:
        for text in pool.imap(line, range(rows)):
            print(text)
        inside = pool.map(inside_row, range(rows), 1)
        print(sum(inside), max(inside))
