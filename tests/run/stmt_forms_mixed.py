"""Module docstring."""
from __future__ import annotations
print(__doc__)
x: undefined_name = 5
print(__annotations__, x)
if True:
    def f(): return "first"
else:
    def f(): return "second"
print(f())
def f(): return "redefined"
print(f())
for i in range(2): print(i); print("same line")
while False: pass
try: pass
finally: print("fin")
class A: x = 1; y = 2
print(A.x + A.y)
a = 1; b = 2; print(a, b);
print((1,
       2,
       3))
print("continued" \
      " line")
if (a == 1 and
        b == 2):
    print("multi line condition")
def g(a,
      b=2,
      *,
      c=3,
      ): return a, b, c
print(g(1,), g(
    1,
    c=5,
))
s = [
    1,  # comment
    2,

    3,
]
print(s)
x = y = z = 0
x, y = y, x
((x)) = 5
[z] = (7,)
print(x, y, z)
...
None
"expression statement"
1 if x else 2
lambda: 0
[print(i) for i in range(2)]
def doc():
    "doc of f"
def nodoc():
    f"not a doc"
print(doc.__doc__, nodoc.__doc__)
def h():
    if 0: yield
print(list(h()))
def nested(n):
    def rec(k):
        return k if k < 1 else rec(k - 1)
    return rec(n)
print(nested(5))
def many_returns(x):
    if x == 1: return "one"
    elif x == 2: return "two"
    for i in range(x):
        if i == 3: return "three"
    else:
        return "loop done"
print([many_returns(i) for i in range(5)])
def unused():
    return 1
    print("unreachable")
print(unused())
i = 5
while i:
    i -= 1
    if i == 3: continue
    try:
        if i == 1: break
        print("i", i)
    finally:
        print("f", i)
else:
    print("no")
print(type(print) is type(len), True if not None else False)
if x == 5: pass
elif y: pass
else: pass
match x:
    case 5: print("five")
with open(__file__) as fh: print(fh.readline().strip())
def ünïcode(ñ=1): return ñ
print(ünïcode(), "ａ" == "a")
ａ = 3
print(a)
_ = __ = ___ = 1
print(_ + __ + ___)
global_var = 1
def use_global():
    global global_var, new_global
    global_var += 1
    new_global = "made"
use_global()
print(global_var, new_global)
print(0xff, 0o17, 0b11, 1_000, 1e3, 1j, .5, 5., 0_0, 1E-2)
del x, y
print("x" in globals())
assert (1, 2)[0] == 1
raise SystemExit(0)
