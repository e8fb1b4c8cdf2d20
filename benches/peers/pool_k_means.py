"""par_k_means written by hand for two processes."""
import sys
from functools import partial
from multiprocessing import Pool


def points(n):
    x = 12345
    out = []
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        a = (x >> 8) / 8388608.0
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        b = (x >> 8) / 8388608.0
        out.append((a + i % 4 * 1.5, b + i % 3 * 1.5))
    return out


def nearest(p, centres):
    px, py = p
    best = 0
    best_d = 1e300
    for i, (cx, cy) in enumerate(centres):
        d = (px - cx) * (px - cx) + (py - cy) * (py - cy)
        if d < best_d:
            best = i
            best_d = d
    return best


def centre(ps):
    if not ps:
        return (0.0, 0.0)
    sx = sy = 0.0
    for x, y in ps:
        sx += x
        sy += y
    return (sx / len(ps), sy / len(ps))


def main(scale, pool):
    ps = points(int(75_000 * scale))
    k = 8
    centres = ps[:k]
    for round_ in range(12):
        labels = pool.map(partial(nearest, centres=centres), ps, 5000)
        groups = [[p for p, label in zip(ps, labels) if label == i] for i in range(k)]
        centres = pool.map(centre, groups, 1)
    for c, g in zip(centres, groups):
        print("%.6f %.6f %d" % (c[0], c[1], len(g)))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
