# Iteration order of sets of numbers and of tuples of numbers is a function of their hashes.
print({3, 1, 2}, {10, 20, 30, 40}, {5, 4, 3, 2, 1, 0})
print(set(range(10)), set(range(9, -1, -1)))
print({-1, -2, -3, 0}, {1000, 1, 100, 10}, {2 ** 40, 2 ** 41, 5}, {2 ** 70, 3, -2 ** 65})
print({1.5, 2.5, 0.1, 3.0, -1.0}, {1e100, 1e-100, 0.0})
print({(1, 2), (3, 4), (5, 6)}, {(0,), (1,), (2,)}, {(), (1,), (1, 2), (1, 2, 3)})
print({(x, y) for x in range(3) for y in range(3)})
print({(x * 1.5, -y) for x in range(2) for y in range(3)}, {((1, 2), 3), (4, (5, 6))})
s = set()
for i in range(40):
    s.add(i * 37 % 101)
print(s)
for i in range(0, 40, 3):
    s.discard(i * 37 % 101)
print(s)
for i in range(500, 520):
    s.add(i)
print(s)
s = {i * i for i in range(30)}
print(s)
print(set(map(float, range(0, 50, 7))), frozenset(range(100, 0, -9)))
print({8, 16, 24, 32, 40}, {0, 8, 16, 24, 32, 40, 1}, {64, 128, 256, 512, 1024})
t = {7, 15, 23, 31}
t.remove(15)
t.add(39)
t.add(15)
print(t)
u = set(range(5))
u |= {50, 60, 70}
print(u, u & {50, 2, 70}, u - {1, 3}, u ^ {0, 99}, {99} | u, u.union([33, 17]))
print(u.copy(), set(u), set(list(u)[::-1]), {*u, *t})
print([x.pop() for x in [set(u)] for _ in range(4)], list(frozenset(u | t)))
big = set(range(0, 3000, 7))
print(list(big)[:12], list(big)[-5:], len(big))
big2 = {x * x % 7919 for x in range(300)}
print(list(big2)[:20])
inter = big & big2
print(list(inter)[:15])
neg = {-x for x in range(1, 20)}
print(neg)
print({True, 2, 3}, {False, 5}, {None} == {None}, {1j, 2j}, {1 + 2j, 3.5, 4})
print({frozenset([1, 2]), frozenset([3])} == {frozenset([3]), frozenset([2, 1])})
w = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 33, 65, 97}
while w:
    print(w.pop(), end=" ")
print()
a = set(range(50))
for i in range(45):
    a.remove(i)
print(a)
a.update(range(100, 104))
print(a)
a.intersection_update({47, 48, 100, 103, 5})
print(a, {x for x in a}, set(a) - {100})
print(set(range(0, 160, 16)), set(range(0, 320, 32)), {2 ** i for i in range(20)})
print({hash(x) for x in (1.5, 2.5)}, {x / 4 for x in range(12)})
