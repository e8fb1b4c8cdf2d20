"""Ensembles of small n-body systems: each run has its own bodies, the loop over runs only collects."""
import sys


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


def main(scale):
    drift = 0.0
    spread = []
    for seed in range(int(100 * scale)):
        change, bodies = run(seed, 3_200)
        drift += abs(change)
        spread.append(max(abs(b.x) for b in bodies))
    print("%.9f %.9f %.9f" % (drift, sum(spread), max(spread)))
    print(" ".join("%.6f" % run(seed, 400)[0] for seed in range(30)))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
