# What CPython says, word for word, for the mistakes people make every day.
def err(src):
    try:
        exec(src, {"__builtins__": __builtins__})
        print(src, "| no error")
    except BaseException as e:
        print(src, "|", type(e).__name__ + ":", str(e).split(" (/")[0].split(" (<fora")[0])
for src in """x
x.y
len
import nothere
from os import nothere
import os; os.nothere
[].nothere
"".nothere
(5).nothere
None.nothere
int.nothere
def f(a): pass
f = lambda a, b: 0; f()
f = lambda a, b: 0; f(1, 2, 3)
f = lambda a, b: 0; f(1, c=3)
f = lambda *, k: 0; f()
f = lambda *, k: 0; f(1)
f = lambda: 0; f(1)
f = lambda a: 0; f(1, a=1)
f = lambda a, /: 0; f(a=1)
f = lambda a, b, c, d: 0; f()
f = lambda a, b=1: 0; f(1, 2, 3)
"a" + 1
1 + "a"
[] + ()
"a" % 1
"%d" % "a"
"abc"[5]
[1, 2][5]
[1, 2][-5]
(1,)[3]
{}["k"]
{}[1.5]
{(1, 2): 3}[(1, 3)]
[1]["a"]
"a"[1.5]
5[0]
5()
None()
"a"()
5.5.x = 1
"abc"[0] = "x"
(1, 2)[0] = 5
del (1, 2)[0]
del "abc"[0]
a, b = 1
a, b = 1, 2, 3
a, b = "x"
a, *b = []
for i in 5: pass
for i in None: pass
[*5]
{**[]}
print(*5)
int("a")
int("")
int("5.5")
int([])
float("x")
float([])
complex("z")
list(5)
dict([1])
set([[]])
sorted([1, "a"])
max([])
min()
sum(["a"])
ord("ab")
chr(-1)
range("a")
range(1.5)
[] < 5
{} < {}
"a" < 1
-"a"
~"a"
not_defined()
"".join([1])
"a".split("")
[].pop()
{}.pop(1)
set().pop()
[].remove(1)
[].index(1)
"a".index("b")
next(iter([]))
iter(5)
next(5)
isinstance(1, 1)
issubclass(1, int)
raise 5
raise int
raise ValueError from 5
assert 0
assert 0, "m"
class A(5): pass
class A(int, str): pass
class A: pass\nA(1)
class A: pass\nA().x
class A: pass\nA.x
class A: pass\nA() + 1
class A: pass\nA() < A()
class A: pass\nA()[0]
class A: pass\nlen(A())
class A: pass\nfor x in A(): pass
class A: pass\nA()()
class A: pass\nwith A(): pass
class A: pass\n1 in A()
class A:\n def m(self): pass\nA().m(1)
class A:\n def m(self): pass\nA.m()
class A:\n def m(): pass\nA().m()
class A:\n def __init__(self, x): pass\nA()
class A:\n __slots__ = ()\nA().x = 1
import math; math.sqrt(-1)
import math; math.sqrt("a")
import math; math.factorial(-1)
1 / 0
1 // 0
1 % 0
1.0 / 0
0 ** -1
2.0 ** 5000
1 << -1
1 << 1.5
hash([])
{[]: 1}
open("/nonexistent/file")
f"{1:z}"
"{}".format()
"{x}".format()
b"a" + "b"
"b" + b"a"
bytes("a")
b"a"["x"]
await_ = 1; await_()
import math; math()
exec("1 +")
eval("1 1")
print(undefined_name_x)
import sys; sys.exit("bye")
raise SystemExit(3)
raise KeyboardInterrupt
lst = [1]; lst.append(1, 2)
"".upper(1)
"a".replace("b")
[].sort(1)
{}.get()
{}.update(1)
int(5, 5)
int("5", 99)
str(1, 2)
bytearray([300])
type(1, 2)
object(5)
super()
globals(1)
getattr(1)
zip(1)
map(1)
enumerate()
reversed(1)
input(1, 2)
compile(1)
round("a")
abs("a")
divmod(1, "a")
pow("a", 2)
bool(1, 2)
id()
vars(1)""".split("\n"):
    err(src.replace("\\n", "\n"))
