# Binary operators: who is asked first, and with what result.
log = []
class Base:
    def __init__(self, n): self.n = n
    def __add__(self, o): log.append(f"{self.n}.add"); return NotImplemented
    def __radd__(self, o): log.append(f"{self.n}.radd"); return NotImplemented
    def __eq__(self, o): log.append(f"{self.n}.eq"); return NotImplemented
    def __lt__(self, o): log.append(f"{self.n}.lt"); return NotImplemented
    def __gt__(self, o): log.append(f"{self.n}.gt"); return NotImplemented
    __hash__ = None
class Sub(Base):
    def __radd__(self, o): log.append(f"{self.n}.sub.radd"); return "sub wins"
class Other(Base): pass
def t(f):
    log.clear()
    try: r = f()
    except TypeError as e: r = e
    print(r, log)
b, b2, s, o = Base("b"), Base("b2"), Sub("s"), Other("o")
t(lambda: b + b2); t(lambda: b + s); t(lambda: s + b); t(lambda: b + o); t(lambda: b + 1); t(lambda: 1 + b); t(lambda: 1 + s)
t(lambda: b == b2); t(lambda: b == s); t(lambda: b != b2); t(lambda: b < b2); t(lambda: b < s); t(lambda: b == 1); t(lambda: 1 == b); t(lambda: b is b); t(lambda: b in [b2, b])
class N:
    def __radd__(self, o): return ("radd", o)
    def __rsub__(self, o): return ("rsub", o)
    def __rmul__(self, o): return ("rmul", o)
    def __rtruediv__(self, o): return ("rtruediv", o)
    def __rfloordiv__(self, o): return ("rfloordiv", o)
    def __rmod__(self, o): return ("rmod", o)
    def __rpow__(self, o, m=None): return ("rpow", o)
    def __rlshift__(self, o): return ("rlshift", o)
    def __rand__(self, o): return ("rand", o)
    def __ror__(self, o): return ("ror", o)
    def __rxor__(self, o): return ("rxor", o)
    def __rmatmul__(self, o): return ("rmatmul", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
n = N()
print(1 + n, 1.5 - n, "a" * n, 1 / n, 2 // n, 3 % n, 2 ** n, 1 << n, True & n, {1} | n, 5 ^ n, [] @ n, divmod(7, n), (1,) + n, [1] + n, None + n, "s" + n, b"b" + n, {} | n, "%s" % n == "%s" % n, 1j + n)
class I(int):
    def __radd__(self, o): return "int sub radd"
    def __rmul__(self, o): return "int sub rmul"
    def __rsub__(self, o): return "int sub rsub"
print(1 + I(5), 2 * I(3), 10 - I(1), I(1) + 1, sum([2, I(1)]), 1.5 + I(2), True + I(3))
class L(list):
    def __radd__(self, o): return "list sub radd"
    def __iadd__(self, o): return "iadd"
l = [1]
print([1] + L([2]), L([1]) + [2])
l += L([5])
print(l)
m = L(); m += 5
print(m)
class Str(str):
    def __rmod__(self, o): return "rmod"
    def __mod__(self, o): return "mod"
print("%s" % Str("x"), Str("%s") % 1)
class NoneAdd: __add__ = None; __radd__ = None; __iadd__ = None
t(lambda: NoneAdd() + 1); t(lambda: 1 + NoneAdd())
class Only:
    def __le__(self, o): return "le"
print(Only() <= 1, 1 >= Only())
t(lambda: Only() < 1)
class Cmp:
    def __lt__(self, o): return []
    def __gt__(self, o): return "gt"
c = Cmp()
print(c < 1, c > 1, 1 < c, 1 > c, not (c < 1), 1 < c < 2)
class G:
    def __getattr__(self, name):
        if name == "__add__": return lambda o: "never used"
        raise AttributeError(name)
t(lambda: G() + 1)
class P:
    def __pow__(self, e, m=None): return ("pow", e, m)
    def __ipow__(self, e): return ("ipow", e)
p = P()
print(p ** 2, pow(p, 2, 3), p.__pow__(5))
p **= 4
print(p)
class Index:
    def __index__(self): return 3
x = list(range(5))
print(x[Index()], x[:Index()], "ab" * Index(), range(Index())[-1], hex(Index()), bytes(Index()), [0] * Index(), int(Index()), "%d" % Index() if False else round(2.34567, Index()), "{:{}}".format("a", 5), (1, 2, 3, 4)[Index()], 1 << Index() if False else chr(Index() + 97) if False else x.pop(Index()))
