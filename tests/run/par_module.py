def work(n):
    s = 0
    for k in range(n):
        s += k * k % 7
    return s
total = 0
ft = 0.0
out = []
d = {}
for i in range(300):
    y = work(20 + i)
    total += y
    ft += y * 0.1
    out.append(y)
    d[i] = y
    if i % 50 == 0:
        print("at", i, y)
print(total, ft, len(out), sum(out), len(d), list(d)[:3], y, i)
def show(): return i
acc = []
for i in range(100):
    acc.append(show() + work(300))
print(sum(acc), acc[:5])
cnt = 0
def bump():
    global cnt
    cnt += 1
for i in range(100):
    bump()
    work(500)
print(cnt)
m = {}
for i in range(200):
    for j in range(5):
        m[i, j] = work(100) + i * j
print(len(m), sum(m.values()))
best = 10**9
for i in range(200):
    best = min(best, work(300 + (i * 7919) % 200))
print(best)
s = ""
for i in range(50):
    s += str(work(100 + i)) + ","
print(s)
try:
    for i in range(200):
        w = work(200)
        print("i", i)
        if i == 150:
            raise ValueError(i)
except ValueError as e:
    print("caught", e, i, w)
seen = set()
for i in range(100):
    seen.add(work(i) % 17)
print(seen)
h = [0] * 10
for i in range(100):
    h[work(i) % 10] += 1
print(h)
g = {}
for w in "the quick brown fox jumps over the lazy dog the end".split():
    g[w] = g.get(w, 0) + 1
print(g)
