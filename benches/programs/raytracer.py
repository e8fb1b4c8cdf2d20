"""Spheres and a floor: vector objects with operators, recursion for reflections."""
import sys
from math import sqrt


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))

    def reflect(self, n):
        return self - n * (2.0 * self.dot(n))


class Sphere:
    def __init__(self, centre, radius, colour, shine):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.shine = shine

    def hit(self, origin, direction):
        to = self.centre - origin
        b = to.dot(direction)
        d = self.radius * self.radius - to.dot(to) + b * b
        if d < 0.0:
            return None
        t = b - sqrt(d)
        return t if t > 1e-6 else None

    def normal(self, p):
        return (p - self.centre).unit()

    def colour_at(self, p):
        return self.colour


class Floor:
    shine = 0.2

    def __init__(self, y):
        self.y = y

    def hit(self, origin, direction):
        if direction.y == 0.0:
            return None
        t = (self.y - origin.y) / direction.y
        return t if t > 1e-6 else None

    def normal(self, p):
        return Vec(0.0, 1.0, 0.0)

    def colour_at(self, p):
        light = (int(p.x + 1000.0) + int(p.z + 1000.0)) % 2 == 0
        return Vec(1.0, 1.0, 1.0) if light else Vec(0.1, 0.1, 0.1)


class Scene:
    def __init__(self):
        self.things = [Floor(-1.0)]
        self.light = Vec(5.0, 8.0, -5.0)

    def nearest(self, origin, direction):
        best = None
        best_t = 1e30
        for thing in self.things:
            t = thing.hit(origin, direction)
            if t is not None and t < best_t:
                best, best_t = thing, t
        return best, best_t

    def trace(self, origin, direction, depth):
        thing, t = self.nearest(origin, direction)
        if thing is None:
            return Vec(0.2, 0.3, 0.5 + 0.5 * direction.y)
        p = origin + direction * t
        n = thing.normal(p)
        to_light = (self.light - p).unit()
        blocker, _ = self.nearest(p, to_light)
        power = 0.1
        if blocker is None:
            power += 0.9 * max(0.0, n.dot(to_light))
        colour = thing.colour_at(p) * power
        if depth and thing.shine:
            colour = colour + self.trace(p, direction.reflect(n), depth - 1) * thing.shine
        return colour


def main(scale):
    scene = Scene()
    for i in range(5):
        centre = Vec(i * 1.3 - 2.6, -0.2 + 0.25 * i, 4.0 + (i % 2))
        scene.things.append(Sphere(centre, 0.7, Vec(0.2 * i, 1.0 - 0.2 * i, 0.5), 0.3))
    width = int(320 * scale ** 0.5)
    height = width * 3 // 4
    total = Vec(0.0, 0.0, 0.0)
    shades = []
    for y in range(height):
        line = 0.0
        for x in range(width):
            direction = Vec((x - width / 2) / width, (height / 2 - y) / width, 0.8).unit()
            colour = scene.trace(Vec(0.0, 0.5, -1.0), direction, 2)
            total = total + colour
            line += colour.x + colour.y + colour.z
        shades.append(" .:-=+*#%@"[min(9, int(line / width * 3))])
    print("".join(shades))
    print("%.6f %.6f %.6f" % (total.x, total.y, total.z))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
