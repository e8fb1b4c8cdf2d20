# Iterators that have a name, or run over one that does.
def f(xs):
    it = iter(xs)
    out = []
    for x in it:
        for y in it:
            out.append((x, y))
            if y % 3 == 0:
                break
    return out
def g(xs):
    it = iter(xs)
    return [(a, b) for a, b in zip(it, it)], [(i, x, next(it2, None)) for it2 in [iter(xs)] for i, x in enumerate(it2)]
def h(d):
    for k, v in d.items():
        d[k] = v + 1
    return d
def k(xs):
    out = []
    for x in xs:
        out.append(x * 2)
        if len(out) > 3 and x == 5:
            xs.append(100)
    return out, xs
print(f(range(20)), f(list(range(11))))
print(g(list(range(10))))
print(h({i: i for i in range(20)}))
print(k(list(range(8))))
it = iter(range(30))
for a in it:
    if a % 5 == 0:
        print(a, next(it))
for i, (a, b) in enumerate(zip(range(5), "abcde")):
    print(i, a, b)
e = enumerate("xyzw")
for i, c in e:
    print(i, c, next(e, None))
