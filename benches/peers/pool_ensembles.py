"""par_ensembles written by hand for two processes."""
import sys
from multiprocessing import Pool


class Body:
    def __init__(self, x, y, vx, vy, mass):
        self.x = x
        self.y = y
        self.vx = vx
        self.vy = vy
        self.mass = mass


def start(seed):
    bodies = []
    for i in range(4):
        a = (seed * 37 + i * 101) % 97 / 97.0
        b = (seed * 53 + i * 29) % 89 / 89.0
        bodies.append(Body(a * 4 - 2, b * 4 - 2, b - 0.5, 0.5 - a, 1.0 + i * 0.25))
    return bodies


def step(bodies, dt):
    for i, p in enumerate(bodies):
        for q in bodies[i + 1:]:
            dx = p.x - q.x
            dy = p.y - q.y
            d2 = dx * dx + dy * dy + 0.05
            f = dt / (d2 * d2 ** 0.5)
            p.vx -= dx * q.mass * f
            p.vy -= dy * q.mass * f
            q.vx += dx * p.mass * f
            q.vy += dy * p.mass * f
    for p in bodies:
        p.x += dt * p.vx
        p.y += dt * p.vy


def energy(bodies):
    e = 0.0
    for i, p in enumerate(bodies):
        e += 0.5 * p.mass * (p.vx * p.vx + p.vy * p.vy)
        for q in bodies[i + 1:]:
            e -= p.mass * q.mass / ((p.x - q.x) ** 2 + (p.y - q.y) ** 2 + 0.05) ** 0.5
    return e


def run(seed, steps):
    bodies = start(seed)
    before = energy(bodies)
    for _ in range(steps):
        step(bodies, 0.002)
    return energy(bodies) - before, bodies


def job(seed):
    change, bodies = run(seed, 3_200)
    return abs(change), max(abs(b.x) for b in bodies)


def short(seed):
    return run(seed, 400)[0]


def main(scale, pool):
    drift = 0.0
    spread = []
    for change, most in pool.map(job, range(int(100 * scale)), 2):
        drift += change
        spread.append(most)
    print("%.9f %.9f %.9f" % (drift, sum(spread), max(spread)))
    print(" ".join("%.6f" % e for e in pool.map(short, range(30), 2)))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
