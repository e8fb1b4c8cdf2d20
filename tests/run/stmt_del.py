x = 1
del x
try:
    x
except NameError as e:
    print(e)
l = [0, 1, 2, 3, 4, 5]
del l[0]
del l[-1]
print(l)
del l[1:3]
print(l)
l = list(range(10))
del l[::3]
print(l)
del l[5:1]
del l[::-2]
print(l)
d = {1: 2, 3: 4}
del d[1]
print(d)
try:
    del d[1]
except KeyError as e:
    print("KeyError", e)
try:
    del l[100]
except IndexError as e:
    print(e)
class A:
    z = 1
    def __delitem__(self, k): print("delitem", k)
    def __delattr__(self, k): print("delattr", k); super().__delattr__(k)
a = A()
a.x = 1
del a.x, a["k"], a[1:2]
try:
    del a.x
except AttributeError as e:
    print(e)
del A.z
print(hasattr(A, "z"))
def f():
    y = 1
    del y
    try:
        return y
    except UnboundLocalError as e:
        return str(e)
print(f())
a = b = c = 0
del a, (b, c)
print("c" in globals())
def g():
    v = 5
    def h():
        return v
    del v
    try:
        h()
    except NameError as e:
        print(e)
g()
try:
    del "abc"[0]
except TypeError as e:
    print(e)
