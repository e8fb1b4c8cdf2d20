def add(a, b=10):
    return a + b
print(add(1), add(1, 2), add(b=1, a=2))
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
print(fib(15))
def outer(x):
    def inner(y):
        return x + y
    return inner
print(outer(1)(2))
def args(*a, **k):
    return a, k
print(args(1, 2, x=3))
def gen(n):
    for i in range(n):
        yield i * i
print(list(gen(4)), sum(gen(5)))
f = lambda x: x * 2
print(f(4), list(map(f, [1, 2])))
def none():
    pass
print(none())
def multi():
    return 1, 2
a, b = multi()
print(a, b)
def apply(f, *a):
    return f(*a)
print(apply(add, 3, 4), apply(max, 1, 5, 2))
def early(x):
    for i in range(10):
        if i == x:
            return "found"
    return "missing"
print(early(3), early(30))
x = 5
def uses_global():
    return x + 1
x = 6
print(uses_global())
