def primes(n):
    out = []
    for i in range(2, n):
        for j in range(2, i):
            if i % j == 0: break
        else:
            out.append(i)
    return out
print(primes(30))
for i in range(3):
    for j in range(3):
        if (i, j) == (1, 1): break
    else:
        continue
    break
print(i, j)
i = 0
while i < 3:
    j = 0
    while True:
        j += 1
        if j > i: break
    else:
        print("never")
    i += 1
    print(i, j)
else:
    print("while else")
def search(grid, x):
    for r, row in enumerate(grid):
        for c, v in enumerate(row):
            if v == x: return r, c
    return None
print(search([[1, 2], [3, 4]], 4), search([[1]], 9))
total = 0
for a in range(10):
    if a % 2: continue
    for b in range(10):
        if b > a: break
        if b % 3: continue
        total += a * b
print(total)
out = []
for x in (y for y in range(10) if y % 3 == 0):
    for z in [x, x + 1]:
        if z == 7: break
        out.append(z)
print(out)
it = iter(range(10))
for x in it:
    if x == 3:
        for x in it:
            if x == 6: break
    print(x, end=" ")
print()
n, steps = 27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
def fizz(n):
    for i in range(1, n):
        print("FizzBuzz" if i % 15 == 0 else "Fizz" if i % 3 == 0 else "Buzz" if i % 5 == 0 else i, end=" ")
    print()
fizz(16)
a, b = 0, 1
while b < 100: a, b = b, a + b
print(a, b)
lst = [5, 3, 8, 1]
for i in range(len(lst)):
    for j in range(len(lst) - 1 - i):
        if lst[j] > lst[j + 1]: lst[j], lst[j + 1] = lst[j + 1], lst[j]
print(lst)
d = {"a": [1, 2], "b": [3]}
for k, vs in d.items():
    for i, v in enumerate(vs, start=1): print(k, i, v)
for i, (a, b) in enumerate(zip("ab", [1, 2])): print(i, a, b)
for i in reversed(range(0, 10, 3)): print(i, end=",")
print()
for ch, n in sorted({c: "mississippi".count(c) for c in set("mississippi")}.items(), key=lambda p: (-p[1], p[0])): print(ch, n)
count = 0
for _ in range(1000):
    for _ in range(100): count += 1
print(count)
