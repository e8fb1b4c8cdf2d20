a = b = c = []
a.append(1)
print(a, b, c, a is b)
x, y = 1, 2
x, y = y, x
print(x, y)
(x, y), z = (1, 2), 3
print(x, y, z)
[x, [y, z]] = 1, [2, 3]
print(x, y, z)
first, *rest = range(5)
print(first, rest)
*start, last = "hello"
print(start, last)
a, *m, z = (1, 2)
print(a, m, z)
i = 0
arr = [0, 0, 0]
i, arr[i] = 1, 9
print(i, arr)
def f(name, v):
    print("eval", name)
    return v
d = {}
f("target", d)[f("key", "k")] = f("value", 5)
print(d)
for values in ((1,), (1, 2, 3)):
    try:
        a, b = values
    except ValueError as e:
        print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
x: int = 3
y: "whatever"
print(x)
try:
    print(undefined)
except NameError as e:
    print(e)
class A: pass
o = A()
o.x = o.y = 4
print(o.x, o.y, o.__dict__)
s = [1, 2, 3, 4, 5]
s[1:3] = "abc"
print(s)
s[::2] = [0, 0, 0]
print(s)
try:
    s[::2] = [1]
except ValueError as e:
    print(e)
print((n := 10) + n)
if (m := len("four")) > 3:
    print(m)
print([y := 1, y + 1], y)
def g():
    x: int
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
g()
print(__annotations__)
