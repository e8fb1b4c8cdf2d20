"""Disjoint sets with path halving: Kruskal's tree, percolation."""
import sys


class Sets:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n
        self.count = n

    def find(self, x):
        parent = self.parent
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.count -= 1
        return True


def kruskal(n, m, seed):
    edges = []
    for _ in range(m):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        a = seed % n
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        edges.append((seed % 10_000, a, (seed >> 3) % n))
    edges.sort()
    sets = Sets(n)
    total = used = 0
    for w, a, b in edges:
        if sets.union(a, b):
            total += w
            used += 1
    return total, used, sets.count


def percolate(n, seed):
    order = list(range(n * n))
    for i in range(n * n - 1, 0, -1):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        j = (seed >> 8) % (i + 1)
        order[i], order[j] = order[j], order[i]
    top, bottom = n * n, n * n + 1
    sets = Sets(n * n + 2)
    is_open = [False] * (n * n)
    for k, cell in enumerate(order):
        is_open[cell] = True
        y, x = divmod(cell, n)
        if y == 0:
            sets.union(cell, top)
        elif is_open[cell - n]:
            sets.union(cell, cell - n)
        if y == n - 1:
            sets.union(cell, bottom)
        elif is_open[cell + n]:
            sets.union(cell, cell + n)
        if x and is_open[cell - 1]:
            sets.union(cell, cell - 1)
        if x < n - 1 and is_open[cell + 1]:
            sets.union(cell, cell + 1)
        if sets.find(top) == sets.find(bottom):
            return k + 1
    return None


def main(scale):
    for r in range(max(1, round(7 * scale))):
        a = kruskal(30_000, 60_000, r)
        b = percolate(180, r)
    print(a, b)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
