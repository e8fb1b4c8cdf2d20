print((a := 1), a, (b := a + 1) * b, b)
while (n := len(str(a))) < 3:
    a *= 10
print(a, n)
if (m := 5) and (k := m - 5):
    print("no")
print(m, k)
print([v for x in range(6) if (v := x * x) % 2])
print(v)
def f():
    total = 0
    parts = [total := total + i for i in range(5)]
    return parts, total
print(f())
def g():
    print((lambda: (z := 3) + z)())
    return "z" in locals()
print(g())
x = 1 if (y := 0) else (y := 2)
print(x, y)
print(1 if True else 2 if False else 3, (1 if False else 2) if True else 3)
print([1, 2][0 if x else 1], (lambda: 1 if x else 2)())
print("a" if not x else "b" if x == 3 else "c")
print(x and y or "z", (x or y) and "w", x and not y)
print(not x == y, not (x == y), not x in [x])
print(f"{(q := 'f')}", q)
def h(v=(w := 9)): return v
print(h(), w)
d = {"a": (p := 1), "b": p + 1}
print(d)
print({(u := 5): u}, {(t := 6), t}, [*(r := (1, 2)), *r])
if any((found := c).isdigit() for c in "ab3d"):
    print(found)
print(max(val := [1, 3, 2]), val)
def glob():
    global gl
    (gl := 77)
glob()
print(gl)
