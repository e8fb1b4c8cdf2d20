from collections import defaultdict, deque
import heapq
edges = [("a", "b", 4), ("a", "c", 2), ("b", "c", 1), ("b", "d", 5), ("c", "d", 8), ("c", "e", 10), ("d", "e", 2), ("d", "f", 6), ("e", "f", 3), ("g", "h", 1)]
g = defaultdict(dict)
for u, v, w in edges:
    g[u][v] = w
    g[v][u] = w
def bfs(s):
    seen, q, order = {s}, deque([s]), []
    while q:
        n = q.popleft()
        order.append(n)
        for m in sorted(g[n]):
            if m not in seen:
                seen.add(m)
                q.append(m)
    return order
def dfs(s, seen=None):
    seen = seen if seen is not None else set()
    seen.add(s)
    yield s
    for m in sorted(g[s]):
        if m not in seen: yield from dfs(m, seen)
def dijkstra(s):
    dist, prev, heap = {s: 0}, {}, [(0, s)]
    while heap:
        d, n = heapq.heappop(heap)
        if d > dist[n]: continue
        for m, w in g[n].items():
            if d + w < dist.get(m, float("inf")):
                dist[m], prev[m] = d + w, n
                heapq.heappush(heap, (d + w, m))
    return dist, prev
def path(prev, t):
    out = [t]
    while t in prev:
        t = prev[t]
        out.append(t)
    return out[::-1]
print(bfs("a"), list(dfs("a")))
dist, prev = dijkstra("a")
print(sorted(dist.items()), path(prev, "f"))
def components():
    left, out = set(g), []
    while left:
        c = set(dfs(min(left)))
        out.append(sorted(c))
        left -= c
    return out
print(components())
def kruskal():
    parent = {n: n for n in g}
    def find(x):
        while parent[x] != x: x = parent[x]
        return x
    total, used = 0, []
    for u, v, w in sorted(edges, key=lambda e: e[2]):
        a, b = find(u), find(v)
        if a != b:
            parent[a] = b
            total += w
            used.append(u + v)
    return total, used
print(kruskal())
dag = {"shirt": ["tie", "belt"], "tie": ["jacket"], "pants": ["shoes", "belt"], "belt": ["jacket"], "socks": ["shoes"], "shoes": [], "jacket": []}
def topo(d):
    indeg = {n: 0 for n in d}
    for ms in d.values():
        for m in ms: indeg[m] += 1
    ready = sorted(n for n, k in indeg.items() if not k)
    out = []
    while ready:
        n = ready.pop(0)
        out.append(n)
        for m in d[n]:
            indeg[m] -= 1
            if not indeg[m]: ready.append(m)
        ready.sort()
    if len(out) != len(d): raise ValueError("cycle")
    return out
print(topo(dag))
try:
    topo({"x": ["y"], "y": ["x"]})
except ValueError as e:
    print(e)
n = 4
INF = float("inf")
d = [[0 if i == j else INF for j in range(n)] for i in range(n)]
for i, j, w in ((0, 1, 3), (1, 2, -2), (2, 3, 2), (3, 1, 1), (0, 3, 5)): d[i][j] = w
for k in range(n):
    for i in range(n):
        for j in range(n):
            if d[i][k] + d[k][j] < d[i][j]: d[i][j] = d[i][k] + d[k][j]
print(d)
maze = ["S.#.....", "..#.###.", "....#...", ".####.#.", "......#E"]
def solve():
    start = next((r, c) for r, row in enumerate(maze) for c, ch in enumerate(row) if ch == "S")
    q, seen = deque([(start, 0)]), {start}
    while q:
        (r, c), steps = q.popleft()
        if maze[r][c] == "E": return steps, len(seen)
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            p = (r + dr, c + dc)
            if 0 <= p[0] < len(maze) and 0 <= p[1] < len(maze[0]) and maze[p[0]][p[1]] != "#" and p not in seen:
                seen.add(p)
                q.append((p, steps + 1))
print(solve())
