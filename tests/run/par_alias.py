def work(n):
    s = 0
    for k in range(n): s += k * k % 7
    return s
class C:
    def __init__(self): self.items = []; self.d = {}; self.s = set()
    def size(self): return len(self.items), len(self.d), len(self.s)
    def run(self):
        items, d, s = self.items, self.d, self.s
        res = []
        for i in range(60):
            items.append(work(100 + i))
            d[i] = i
            s.add(i % 7)
            if i % 20 == 13: res.append(self.size())
        return res
    def run2(self):
        items = self.items
        for i in range(60):
            items.append(work(100))
            if i == 31: self.items.append(-1)
        return len(items), items[90:95], self.size()
c = C()
print(c.run()); print(c.run2())
out = []
def peek(): return len(out)
ps = []
for i in range(50):
    out.append(work(50 + i))
    if i % 10 == 7: ps.append(peek())
print(ps, len(out))
d = {}
def f(i): return d.get(i - 1, 0) + work(10)
for i in range(40):
    d[i] = f(i)
print(d[39])
st = set()
for i in range(40):
    if i in st: print("x")
    st.add(work(20 + i) % 5)
print(st)
