x = 5
if x > 3:
    print("big")
elif x > 1:
    print("middle")
else:
    print("small")
for v in (0, 1, "", "a", [], [0], None, 0.0, {}, (), True, False, 0j):
    if v:
        print(repr(v), "true")
    elif not v:
        print(repr(v), "false")
n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    if n == 4:
        break
    print("n", n)
else:
    print("never")
while n < 6:
    n += 1
else:
    print("else ran", n)
while True:
    while True:
        break
    else:
        print("inner else: never")
    print("outer")
    break
a = 3 if x else 4
b = 3 if not x else 4 if x == 6 else 5
print(a, b)
pass
if x: print("one line"); print("two")
i = 10
while i: i -= 3 if i > 3 else 1
print(i)
