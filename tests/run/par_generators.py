def work(n):
    s = 0
    for k in range(n): s += k * k % 7
    return s
class N:
    def __init__(self, v): self.v = v
    def __add__(self, o): print("add", self.v); return N(self.v + (o.v if isinstance(o, N) else o))
    __radd__ = __add__
def loud(x):
    print("eval", x)
    return x
def main():
    xs = list(range(60))
    print(sum(work(50 + x) for x in xs))
    print(sum(work(50 + x) * 0.1 for x in xs))
    print(min(work(50 + x) for x in xs), max(work(50 + x) for x in xs if x % 2))
    print(list(work(x) for x in xs)[:5], tuple(str(x) for x in xs)[-3:], sorted(work(60 - x) for x in xs)[:4])
    print(",".join(str(work(x)) for x in xs))
    print(sum(x * y for x in range(20) for y in range(10)))
    print(sum(N(loud(x)) for x in range(6)).v)
    try:
        print(sum(loud(x) if x < 4 else "s" for x in range(8)))
    except TypeError as e:
        print("TypeError", e)
    try:
        print(sum(10 // (x - 3) for x in range(8)))
    except ZeroDivisionError as e:
        print("ZeroDivisionError", e)
    print(sum((loud(x) for x in range(5)), 100))
    print(max((x % 7 for x in range(50)), key=lambda v: -v), any(loud(x) > 2 for x in range(9)))
main()
t = [sum(work(i + j) for j in range(10)) for i in range(20)]
print(t)
