"""Priority queues: heapq, a hand-written binary heap, k-way merge, event simulation."""
import heapq
import sys


class Heap:
    def __init__(self):
        self.items = []

    def push(self, x):
        items = self.items
        items.append(x)
        i = len(items) - 1
        while i > 0:
            up = (i - 1) >> 1
            if items[up] <= x:
                break
            items[i] = items[up]
            i = up
        items[i] = x

    def pop(self):
        items = self.items
        top = items[0]
        x = items.pop()
        n = len(items)
        if n:
            i = 0
            while True:
                child = 2 * i + 1
                if child >= n:
                    break
                if child + 1 < n and items[child + 1] < items[child]:
                    child += 1
                if items[child] >= x:
                    break
                items[i] = items[child]
                i = child
            items[i] = x
        return top


def numbers(n, x):
    for _ in range(n):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        yield x >> 4


def simulate(n):
    """Customers, two desks: events (time, sequence, kind, customer)."""
    events = []
    for i, x in enumerate(numbers(n, 5)):
        heapq.heappush(events, (x % 100_000, i, "arrive", i))
    sequence = n
    queue = []
    free = 2
    waited = served = 0
    while events:
        now, _, kind, who = heapq.heappop(events)
        if kind == "arrive":
            queue.append((now, who))
        else:
            free += 1
            served += 1
        while free and queue:
            since, who = queue.pop(0)
            waited += now - since
            free -= 1
            sequence += 1
            heapq.heappush(events, (now + 5 + who % 7, sequence, "leave", who))
    return served, waited


def main(scale):
    for _ in range(max(1, round(11 * scale))):
        h = Heap()
        for x in numbers(20_000, 1):
            h.push(x)
        ordered = [h.pop() for _ in range(20_000)]
        g = list(numbers(20_000, 1))
        heapq.heapify(g)
        same = ordered == [heapq.heappop(g) for _ in range(20_000)]
        merged = list(heapq.merge(*[sorted(numbers(2_000, k)) for k in range(8)]))
        best = heapq.nlargest(5, merged), heapq.nsmallest(3, merged, key=lambda v: v % 1009)
        s = simulate(12_000)
    print(same, len(merged), best, s)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
