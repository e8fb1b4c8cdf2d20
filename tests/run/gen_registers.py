# A generator's frame is saved whole: temporaries that the collector passed over meanwhile must not come along.
def make(n):
    return [str(n) * 3, (n, n + 0.5)]


def busy(n):
    out = []
    for i in range(n):
        out.append([i, str(i)])
    return len(out)


def tiny(n):
    return [n]


def count(*args):
    return len(args)


def gen(n):
    for i in range(n):
        short = count(make(1), make(2), make(3), make(4), make(5), make(6), make(7), make(8), make(9), make(10), make(11), make(12))
        for _ in range(20):
            tiny(i)
        got = yield short + i
        if got:
            print("got", got)


def outer(n):
    yield from gen(n)
    yield "end"


for x in outer(12):
    busy(30)
    print(x, end=" ")
print()
g = gen(5)
print(next(g), g.send("a"), busy(50), g.send(make(3)), next(g))
