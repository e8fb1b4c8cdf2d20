def a(): return
def b(): return 1, 2
def c(): return (1)
def d(x):
    if x:
        return "yes"
print(a(), b(), c(), d(1), d(0))
def e():
    for i in range(10):
        for j in range(10):
            if i * j == 42:
                return i, j
print(e())
def f():
    try:
        return "try"
    finally:
        print("finally")
print(f())
def g():
    try:
        return "try"
    finally:
        return "finally"
print(g())
def h():
    while True:
        try:
            return "x"
        finally:
            break
    return "after"
print(h())
def k():
    x = 1
    try:
        return x
    finally:
        x = 2
print(k())
def m():
    for i in range(3):
        try:
            continue
        finally:
            print("fin", i)
    return "m"
print(m())
def n(): return *[1, 2], 3
print(n())
def o():
    try:
        raise ValueError
    except ValueError:
        return "handled"
    finally:
        print("cleanup")
print(o())
def p():
    try:
        1 / 0
    finally:
        return "swallowed"
print(p())
def q():
    with open_() as v:
        return v
class open_:
    def __enter__(self): return "ctx"
    def __exit__(self, *a): print("exit", a)
print(q())
