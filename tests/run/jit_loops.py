# Loops that run long enough to be compiled, and what makes compiled code give way in the middle of them.
import sys


def ints(n):
    s = 0
    i = 0
    while i < n:
        s += i * i - (i >> 1)
        i += 1
    return s


print(ints(1000), ints(0), ints(1))


def overflow(n):
    x = 1
    out = []
    for i in range(n):
        x = x * 3 + i
        if i % 25 == 0:
            out.append(x)
    return out


print(overflow(201))


def mixed(values):
    total = 0
    for v in values:
        total += v
    return total


print(mixed([1] * 300 + [0.5] * 300 + [2**70] * 3), mixed([True] * 400), mixed([1.5] * 200 + [1] * 200))


def compare(values):
    low = same = 0
    for a in values:
        if a < 10:
            low += 1
        if a == 10.0:
            same += 1
    return low, same


print(compare(list(range(300))), compare([float("nan")] * 200), compare([2**80, 1.5, 10] * 100))


class Point:
    def __init__(self, x, y=2):
        self.x = x
        self.y = y

    def length(self, scale=1):
        return (self.x * self.x + self.y * self.y) * scale

    @property
    def both(self):
        return self.x + self.y


class Other(Point):
    def length(self, scale=1):
        return -1


def methods(n):
    total = 0
    for i in range(n):
        p = Point(i) if i % 7 else Other(i, y=3)
        total += p.length() + p.length(scale=2) + p.both
        p.y = i
        if i == n // 2:
            Point.length = lambda self, scale=1: scale
        total += p.length(3) + p.y
    return total


print(methods(400))

count = 0


def globals_(n):
    global count
    for i in range(n):
        count += 1
        if i == n - 50:
            globals()["fresh%d" % i] = i
    return count


print(globals_(300), globals_(300))


def closures(n):
    total = 0

    def add(k):
        nonlocal total
        total += k

    for i in range(n):
        add(i)
    return total, [f() for f in [lambda i=i: i for i in range(3)]]


print(closures(500))


def inner(n):
    hits = 0
    for i in range(n):
        for j in range(i % 5):
            if (i ^ j) & 1:
                continue
            hits += 1
        else:
            hits += 100
        k = 3
        while k:
            k -= 1
            if i == 77 and k == 1:
                break
    return hits


print(inner(300))


def caught(n):
    seen = []
    for i in range(n):
        try:
            if i % 50 == 49:
                raise ValueError(i)
            if i % 60 == 59:
                [][i]
            x = {1: 2}[1 if i % 70 else 5]
        except (ValueError, IndexError) as e:
            seen.append(str(e))
        except KeyError as e:
            seen.append(repr(e))
        finally:
            x = i
    return seen, x


print(caught(200))


def fails(d, k):
    return d[k] + 1


def traceback_lines(n):
    d = {i: i for i in range(n)}
    total = 0
    for i in range(n + 1):
        total += fails(d, i)
    return total


try:
    traceback_lines(200)
except KeyError as e:
    t = e.__traceback__
    while t:
        print(t.tb_frame.f_code.co_name, t.tb_lineno, sorted(k for k in t.tb_frame.f_locals if len(k) == 1 or k == "total")[:4] if t.tb_next is None else "")
        t = t.tb_next


def who():
    return sys._getframe(1).f_lineno, sorted(sys._getframe(1).f_locals)


def looks_at(n):
    last = None
    for i in range(n):
        last = (
            who()
        )
        double = i * 2
    return last, double


print(looks_at(150))


def gen(n, skip):
    i = 0
    while i < n:
        if i % skip:
            got = yield i * 2
            assert got is None
        i += 1
    return "end"


def consume(n):
    total = 0
    for v in gen(n, 3):
        total += v
    for a, b in zip(gen(n, 2), gen(n, 5)):
        total += a * b
    for i, c in enumerate("abc" * n):
        total += i if c == "b" else ord(c)
    for k, v in {x: x * x for x in range(n)}.items():
        total += k ^ v
    return total


print(consume(200))


def raising_gen(n):
    for i in range(n):
        if i == n - 1:
            raise RuntimeError("stop at %d" % i)
        yield i


def consume_raising(n):
    got = []
    try:
        for v in raising_gen(n):
            got.append(v)
    except RuntimeError as e:
        got.append(str(e))
    return got[-2:]


print(consume_raising(150))


def lists(n):
    a = [0] * n
    for i in range(n):
        a[i] = i
        a[-1 - i % 10] = i
        if i == n // 2:
            a[n - 1] = "text"
        if i == n // 2 + 20:
            a[n - 2] = 1.25
    b = []
    for x in a:
        b.append(x)
        if len(b) == 150:
            a.append("more")
            a[140:145] = []
    while b and len(b) > 3:
        b.pop()
    return a[:3], b, len(a)


print(lists(200))


def early(n):
    for i in range(n):
        if i * i > 5000:
            return i
    return None


print([early(k) for k in (10, 100, 1000)])


def text(n):
    s = ""
    parts = []
    for i in range(n):
        s += chr(97 + i % 26)
        if s[-1] == "z":
            parts.append(f"{i}:{s[-3:]!r:>8}")
    return parts[:2], s[:30], s.count("a")


print(text(120))


def recursion(n):
    return n if n < 2 else recursion(n - 1) + recursion(n - 2)


print([recursion(i) for i in range(18)])


def deep(n):
    try:
        return deep(n + 1)
    except RecursionError:
        return n > 100


print(any([deep(0) for _ in range(5)]))
for i in range(200):
    if i == 150:
        x = i
        del x
    try:
        x
    except NameError:
        pass
    x = i
print(x, count)
