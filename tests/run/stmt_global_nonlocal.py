x = "global"
def f():
    global x
    x = "set by f"
f()
print(x)
def outer():
    x = "outer"
    def inner():
        nonlocal x
        x = "inner"
    def reader():
        return x
    def shadow():
        x = "shadow"
        return x
    inner()
    return x, reader(), shadow(), x
print(outer(), x)
def make():
    global created
    created = 42
make()
print(created)
def deep():
    n = 0
    def a():
        def b():
            nonlocal n
            n += 1
            def c():
                nonlocal n
                n += 10
            c()
        b()
    a(); a()
    return n
print(deep())
def skip():
    x = 1
    def mid():
        global x
        def low():
            return x
        return low()
    return mid()
print(skip())
class K:
    x = "class"
    y = x
    def m(self):
        return x
    z = [x for _ in range(2)]
print(K.y, K().m(), K.z)
def unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
unbound()
def free():
    def g():
        return w
    try:
        g()
    except NameError as e:
        print(e)
    w = 3
    return g()
print(free())
def gdel():
    global temp
    temp = 1
    del temp
gdel()
print("temp" in globals())
def classbody():
    v = "local"
    class C:
        nonlocal v
        v = "from class"
        w = v
    return v, hasattr(C, "v"), C.w
print(classbody())
class G:
    global made_in_class
    made_in_class = "yes"
print(made_in_class, hasattr(G, "made_in_class"))
for src in ("def f():\n nonlocal q", "def f(a):\n global a", "nonlocal z", "def f():\n x=1\n global x"):
    try:
        compile(src, "s", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno)
