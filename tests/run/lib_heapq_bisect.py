import heapq, bisect
h = [5, 3, 8, 1, 9, 2]
heapq.heapify(h)
print(h, heapq.heappop(h), h, heapq.heappush(h, 0), h, heapq.heappushpop(h, 4), h, heapq.heapreplace(h, 7), h)
print(heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, "hello"), heapq.nlargest(2, ["aa", "b"], key=len), heapq.nsmallest(0, [1]), heapq.nlargest(10, [2, 1]), heapq.nsmallest(3, [(1, "b"), (0, "z"), (1, "a")]))
print(list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge([3, 1], [2], reverse=True)), list(heapq.merge(["a", "bbb"], ["cc"], key=len)), list(heapq.merge()))
x = []
for i in range(50): heapq.heappush(x, i * 37 % 53)
print(x, [heapq.heappop(x) for _ in range(50)])
a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 3), bisect.bisect_left(a, 0), bisect.bisect(a, 9), bisect.bisect_left(a, 3, 2), bisect.bisect(a, 3, hi=2), bisect.bisect_left(["a", "bb", "ccc"], 2, key=len))
bisect.insort(a, 4); bisect.insort_left(a, 3); bisect.insort(a, 0)
print(a)
r = [(1, "a"), (2, "b")]
bisect.insort(r, (1.5, "m"), key=lambda t: t[0])
print(r, bisect.bisect([], 1), bisect.bisect_left([1.0, 2.0], 2))
for f in (lambda: heapq.heappop([]), lambda: heapq.heapreplace([], 1), lambda: heapq.heapify((1,)), lambda: heapq.heappush([1], "a"), lambda: bisect.bisect([1, "a"], 2), lambda: bisect.bisect([1], 1, -1), lambda: heapq.heapify([1, "a"]), lambda: bisect.bisect(5, 1), lambda: heapq.nsmallest("a", [1])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
class T:
    def __init__(self, p): self.p = p
    def __lt__(self, o): return self.p < o.p
q = []
for p in (3, 1, 2): heapq.heappush(q, T(p))
print([heapq.heappop(q).p for _ in range(3)])
