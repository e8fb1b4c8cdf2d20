class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def dist2(self):
        return self.x * self.x + self.y * self.y
    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
    def __eq__(self, o):
        return self.x == o.x and self.y == o.y
p = Point(3, 4)
print(p, p.dist2(), p + Point(1, 1), p == Point(3, 4), p != Point(0, 0))
p.x = 10
print(p.x, isinstance(p, Point), type(p).__name__)
class P3(Point):
    kind = "3d"
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z
    def dist2(self):
        return super().dist2() + self.z ** 2
q = P3(1, 2, 2)
print(q.dist2(), q.kind, q, isinstance(q, Point), issubclass(P3, Point))
class Counter:
    count = 0
    def __init__(self):
        Counter.count += 1
Counter(); Counter()
print(Counter.count)
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x); return self
    def pop(self): return self.items.pop()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __getitem__(self, i): return self.items[i]
    def __contains__(self, x): return x in self.items
s = Stack().push(1).push(2)
print(len(s), list(s), s[0], 2 in s, s.pop(), bool(s))
