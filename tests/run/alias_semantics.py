# Who shares what with whom.
a = [1, 2]
b = a
b.append(3)
print(a, a is b)
c = a[:]
c.append(4)
print(a, c)
d = [a, a]
d[0].append("x")
print(d, d[0] is d[1])
e = [[]] * 3
e[0].append(1)
print(e)
f = [[] for _ in range(3)]
f[0].append(1)
print(f)
def mutate(x): x.append("in"); x = ["new"]; x.append("lost"); return x
g = []
print(mutate(g), g)
def default(x=[]): x.append(len(x)); return x
h1, h2 = default(), default()
print(h1, h1 is h2)
t = (a, 1)
t[0].append("tuple")
print(a, t)
s1 = {"k": a}
s2 = dict(s1)
s2["k"].append("dict")
s2["new"] = 1
print(s1, a is s2["k"])
a2 = a
a += ["+="]
print(a2 is a, a2)
a = a + ["+"]
print(a2 is a, len(a2), len(a))
x = y = []
x += [1]
print(y)
x = x + [2]
print(x, y)
n = m = 5
n += 1
print(n, m)
class C:
    shared = []
    def __init__(self): self.own = []
p, q = C(), C()
p.shared.append(1); p.own.append(2)
print(q.shared, q.own, C.shared)
p.shared = "instance"
print(q.shared, C.shared)
p.shared2 = C.shared
p.shared2.append(3)
print(q.shared)
def outer():
    v = [0]
    def inner(): v[0] += 1; return v
    return inner
i1, i2 = outer(), outer()
i1(); i1()
print(i1(), i2(), i1() is i1())
sl = list(range(10))
sub = sl[2:5]
sub[0] = "changed"
sl[3] = "orig"
print(sl, sub)
part = sl[5:]
sl[5:] = []
print(part, sl)
big = list(range(100))
views = [big[i:i + 10] for i in range(0, 100, 10)]
big[5] = "five"
views[1][0] = "ten"
print(views[0], views[1], big[:12])
rev = big[::-1]
rev.append("end")
print(len(big), len(rev))
st = "abc"
su = st
st += "d"
print(st, su)
ba = bb = bytearray(b"x")
ba += b"y"
print(bb)
se = sf = {1}
se |= {2}
print(sf)
se = se | {3}
print(sf, se)
di = dj = {"a": 1}
di |= {"b": 2}
print(dj)
z = [1, 2, 3]
z[0], z[1] = z[1], z[0]
print(z)
z[z[0]], z[0] = "via new", 9
print(z)
i = 0
i, z[i] = 2, "idx"
print(z)
r = [0]
r.append(r)
print(r[1][1][0], r[1] is r)
k = {}
k["self"] = k
print(k["self"]["self"] is k, k)
w = [1, 2, 3]
for v in w[:]: w.remove(v)
print(w)
def swap(u, v): return v, u
u, v = swap(*swap(1, 2))
print(u, v)
lst = [1, 2, 3]
fn = lst.append
lst2, lst = lst, []
fn(4)
print(lst2, lst)
args = [1, 2]
def va(*a): return a
got = va(*args)
args.append(3)
print(got)
kw = {"a": 1}
def vk(**k): k["b"] = 2; return k
print(vk(**kw), kw)
import copy
deep = copy.deepcopy(d)
d[0].append("later")
print(deep[0] is deep[1], deep[0][-1])
