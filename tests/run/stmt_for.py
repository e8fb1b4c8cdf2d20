for i in range(3):
    print(i)
else:
    print("done")
for i in [1, 2, 3]:
    if i == 2:
        break
else:
    print("never")
print("i is", i)
for i in []:
    pass
else:
    print("empty else, i still", i)
for a, b in [(1, 2), (3, 4)]:
    print(a + b)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]:
    print(a, b, c)
d = {}
for d["key"] in range(3):
    print(d)
l = [0, 0]
for l[1] in "ab":
    print(l)
class C:
    pass
for C.attr in (7, 8):
    pass
print(C.attr)
for x in 1, 2, 3:
    print(x, end=" ")
print()
for x in *range(2), *"ab":
    print(x, end=" ")
print()
xs = [1, 2, 3, 4]
for x in xs:
    if x < 3:
        xs.append(x * 10)
print(xs)
for i in range(5):
    i = i * 2
    print(i, end=" ")
print()
for i in range(3):
    for j in range(3):
        if j == 2:
            break
        if i == 1:
            continue
        print(i, j)
for c in "héy": print(c)
for k in {"a": 1, "b": 2}:
    print(k)
it = iter([1, 2, 3, 4])
for x in it:
    print(x, next(it))
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
try:
    for a, b in [(1, 2, 3)]:
        pass
except ValueError as e:
    print(e)
