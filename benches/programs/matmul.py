"""Dense matrices as lists of lists: triple loop, transposed product, LU decomposition."""
import sys


def make(n, seed):
    state = seed
    rows = []
    for _ in range(n):
        row = []
        for _ in range(n):
            state = (state * 69069 + 1) & 0xFFFFFFFF
            row.append(state / 4294967296.0 - 0.5)
        rows.append(row)
    return rows


def multiply(a, b):
    n, m, p = len(a), len(b), len(b[0])
    out = [[0.0] * p for _ in range(n)]
    for i in range(n):
        ai = a[i]
        oi = out[i]
        for j in range(p):
            s = 0.0
            for k in range(m):
                s += ai[k] * b[k][j]
            oi[j] = s
    return out


def multiply_transposed(a, b):
    columns = list(zip(*b))
    out = []
    for row in a:
        line = []
        for col in columns:
            s = 0.0
            for x, y in zip(row, col):
                s += x * y
            line.append(s)
        out.append(line)
    return out


def determinant(a):
    a = [row[:] for row in a]
    n = len(a)
    det = 1.0
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(a[r][c]))
        if p != c:
            a[p], a[c] = a[c], a[p]
            det = -det
        det *= a[c][c]
        for r in range(c + 1, n):
            f = a[r][c] / a[c][c]
            for k in range(c, n):
                a[r][k] -= f * a[c][k]
    return det


def main(scale):
    n = int(230 * scale ** (1 / 3))
    a, b = make(n, 1), make(n, 2)
    c = multiply(a, b)
    d = multiply_transposed(a, b)
    print(n, c == d, "%.10f" % c[n // 2][n // 3])
    trace = 0.0
    for i in range(n):
        trace += d[i][i]
    print("%.10f" % trace, "%.10e" % determinant(a))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
