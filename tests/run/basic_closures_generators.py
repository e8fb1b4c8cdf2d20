def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
c = counter()
print(c(), c(), c())
def evens(limit):
    n = 0
    while n < limit:
        yield n
        n += 2
for e in evens(7):
    print(e)
g = evens(3)
print(next(g), next(g))
try:
    next(g)
except StopIteration:
    print("stop")
print([x for x in evens(10) if x > 3], sum(evens(100)), dict(zip("ab", evens(4))))
def echo():
    while True:
        x = yield
        print("echo", x)
e = echo()
next(e)
e.send(1)
e.send("two")
e.close()
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], (2, 3), "ab")))
fs = []
for i in range(3):
    fs.append(lambda i=i: i)
print([f() for f in fs])
print((lambda x: (lambda y: x * y))(3)(4), sum(x * x for x in range(5)))
