
def fib(n):
    return n if n < 2 else fib(n-1) + fib(n-2)
def work(n):
    s = 0
    for k in range(n):
        s += k * k % 7
    return s
def main():
    out = []
    total = 0
    for i in range(400):
        y = work(50 + i)
        out.append(y)
        total += y
    xs = [work(30) for i in range(300)]
    d = {}
    for i in range(300):
        d[i] = work(20 + i)
    t = 0.0
    for i in range(300):
        t += work(20 + i) * 0.1
    print(total, out[:3], out[-3:], len(out), sum(xs), len(xs), len(d), d[299], list(d)[:5], t)
    print(fib(16))
main()
