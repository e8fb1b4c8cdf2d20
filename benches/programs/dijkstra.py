"""Shortest paths on a grid and on a random graph: heap of tuples, dicts, sets."""
import sys
from heapq import heappop, heappush


def grid_path(cost, width, height):
    dist = {(0, 0): 0}
    heap = [(0, (0, 0))]
    done = set()
    while heap:
        d, at = heappop(heap)
        if at in done:
            continue
        done.add(at)
        x, y = at
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if 0 <= nx < width and 0 <= ny < height:
                nd = d + cost[ny][nx]
                if nd < dist.get((nx, ny), 1 << 60):
                    dist[nx, ny] = nd
                    heappush(heap, (nd, (nx, ny)))
    return dist


def random_graph(n, degree, seed):
    graph = {i: [] for i in range(n)}
    for i in range(n):
        for _ in range(degree):
            seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
            graph[i].append((seed >> 33) % n)
    return {a: [(b, (a * 31 + b * 17) % 97 + 1) for b in bs] for a, bs in graph.items()}


def dijkstra(graph, start):
    dist = {start: 0}
    parent = {start: None}
    heap = [(0, start)]
    while heap:
        d, a = heappop(heap)
        if d > dist[a]:
            continue
        for b, w in graph[a]:
            nd = d + w
            if b not in dist or nd < dist[b]:
                dist[b] = nd
                parent[b] = a
                heappush(heap, (nd, b))
    return dist, parent


def main(scale):
    n = 200
    cost = [[(x * 7 + y * 13 + x * y) % 9 + 1 for x in range(n)] for y in range(n)]
    for r in range(max(1, round(4 * scale))):
        dist = grid_path(cost, n, n)
        graph = random_graph(30_000, 4, r)
        found, parent = dijkstra(graph, 0)
    print(len(dist), dist[n - 1, n - 1], max(dist.values()))
    far = max(found, key=lambda a: (found[a], a))
    path = []
    at = far
    while at is not None:
        path.append(at)
        at = parent[at]
    print(len(found), far, found[far], len(path), sum(found.values()))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
