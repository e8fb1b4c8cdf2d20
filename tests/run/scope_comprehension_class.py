x = "g"
class A:
    x = "a"
    f = lambda self: x
    l = [x for _ in "1"]
    o = [y for y in x]
    def m(self): return x
    class B:
        y = x
print(A().f(), A.l, A.o, A().m(), A.B.y)
def outer():
    x = "o"
    class A:
        l = [x for _ in "1"]
        y = x
        x = "cls"
        z = x
        def m(self): return x
    return A.l, A.y, A.z, A().m()
try:
    print(outer())
except NameError as e:
    print(e)
def outer2():
    x = "o2"
    class A:
        y = x
        def m(self): return x, __class__.__name__
    return A.y, A().m()
print(outer2())
class L:
    print(sorted(k for k in locals() if not k.startswith("__")))
    v = 1
    print(sorted(k for k in locals() if not k.startswith("__")))
def loc(a, b=2):
    c = 3
    def inner(): return a
    return sorted(locals())
print(loc(1))
def ex():
    ns = {}
    exec("q = 5\ndef h(): return q", ns)
    return ns["h"](), eval("q + 1", ns), eval("z", {}, {"z": 9})
print(ex())
def del_in_except():
    e = "before"
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)
print(del_in_except())
def loop_var():
    for i in range(3):
        pass
    return i
print(loop_var())
def cond(flag):
    if flag:
        v = 1
    try:
        return v
    except UnboundLocalError as e:
        return str(e)
print(cond(True), cond(False))
print([[i * j for j in range(i)] for i in range(4)], [(lambda: i)() for i in range(3)])
def nested_comp():
    n = 3
    return [[n * i + j for j in range(n)] for i in range(n)]
print(nested_comp())
def comp_over_self(xs): return [xs for xs in xs]
print(comp_over_self([1, 2]))
import builtins
len_ = len
def shadow():
    len = lambda q: "shadow"
    return len([])
print(shadow(), len([1]))
builtins.injected = "from builtins"
print(injected)
len = lambda q: -1
print(len([]))
del len
print(len([]))
class M(type):
    @classmethod
    def __prepare__(m, n, b): return {"pre": 1}
class P(metaclass=M):
    got = pre
print(P.got, P.pre)
def annotated():
    v: int = 1
    w: str
    return locals()
print(annotated(), annotated.__annotations__)
