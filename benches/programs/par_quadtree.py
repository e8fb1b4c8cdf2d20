"""A quadtree built by four independent calls, then many range queries."""
import sys


class Leaf:
    __slots__ = ("points",)

    def __init__(self, points):
        self.points = points


class Branch:
    __slots__ = ("x", "y", "parts", "count")

    def __init__(self, x, y, parts, count):
        self.x = x
        self.y = y
        self.parts = parts
        self.count = count


def build(points, x0, y0, x1, y1, depth):
    if len(points) <= 8 or depth == 0:
        return Leaf(points)
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    parts = (
        build([p for p in points if p[0] < mx and p[1] < my], x0, y0, mx, my, depth - 1),
        build([p for p in points if p[0] >= mx and p[1] < my], mx, y0, x1, my, depth - 1),
        build([p for p in points if p[0] < mx and p[1] >= my], x0, my, mx, y1, depth - 1),
        build([p for p in points if p[0] >= mx and p[1] >= my], mx, my, x1, y1, depth - 1),
    )
    return Branch(mx, my, parts, len(points))


def query(node, x0, y0, x1, y1):
    if isinstance(node, Leaf):
        n = 0
        for x, y in node.points:
            if x0 <= x < x1 and y0 <= y < y1:
                n += 1
        return n
    a, b, c, d = node.parts
    total = 0
    if y0 < node.y:
        if x0 < node.x:
            total += query(a, x0, y0, x1, y1)
        if x1 > node.x:
            total += query(b, x0, y0, x1, y1)
    if y1 > node.y:
        if x0 < node.x:
            total += query(c, x0, y0, x1, y1)
        if x1 > node.x:
            total += query(d, x0, y0, x1, y1)
    return total


def depth(node):
    return 0 if isinstance(node, Leaf) else 1 + max(depth(p) for p in node.parts)


def main(scale):
    n = int(170_000 * scale)
    points = [((i * 0.6180339887498949) % 1.0, (i * i * 0.41421356237 + i * 0.001) % 1.0) for i in range(n)]
    tree = build(points, 0.0, 0.0, 1.0, 1.0, 20)
    boxes = [(i % 10 / 20, i % 7 / 14, i % 10 / 20 + 0.1, i % 7 / 14 + 0.2) for i in range(500)]
    counts = [query(tree, *box) for box in boxes]
    print(tree.count, depth(tree), sum(counts), max(counts), min(counts))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
