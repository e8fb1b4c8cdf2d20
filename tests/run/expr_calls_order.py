def t(x):
    print("eval", x)
    return x
def f(*a, **k):
    print("call", a, k)
f(t(1), *t([2]), t(3), k=t(4), **t({"z": 5}))
f(a=t(1), *t([2]))
t([1, 2])[t(0)]
t({})[t("k")] = t("v")
print(t(1) + t(2) * t(3))
print(t(1) if t(0) else t(2))
{t("k1"): t("v1"), t("k2"): t("v2")}
[t(1), t(2)]
x = t(1), t(2)
class A:
    def __getattr__(self, n):
        print("getattr", n)
        return self
    def __call__(self, *a):
        print("called", a)
        return self
    def __getitem__(self, k):
        print("getitem", k)
        return self
    def __setattr__(self, n, v):
        print("setattr", n, v)
a = A()
a.b.c(1).d[2].e(t(5))
a.b.x = t(9)
def d(v=t("default")):
    pass
class B(t(object)):
    y: t(int) = t(3)
    def m(self, p: t("ann") = t("def")) -> t("ret"): pass
def deco(n):
    print("deco", n)
    return lambda g: print("apply", n) or g
@deco(1)
@deco(2)
def e(p=t("param")): pass
lst = [1, 2, 3]
i = 0
def nxt():
    global i
    i += 1
    return i
lst[nxt()] += nxt() * 100
print(lst)
print([nxt() for _ in range(3)], nxt() < nxt() < nxt(), nxt() - nxt())
a1 = [t(1), *t([2, 3]), t(4)]
s = f"{t('x')}{t('y')!r:>{t(5)}}"
print(s)
del t(lst)[t(0)]
print(lst)
assert t(True), t("no")
for v in t([1]):
    pass
with_target = {}
q, with_target[t("key")] = t((1, 2))
print(with_target)
print(t(1) in t([1]), t(1) is not t(None))
