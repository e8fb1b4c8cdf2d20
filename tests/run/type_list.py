l = [3, 1, 2]
l.append(5)
l.extend("ab")
l.extend(x for x in range(2))
l.insert(0, "first")
l.insert(-1, "near end")
l.insert(100, "end")
print(l, len(l))
print(l.pop(), l.pop(0), l.pop(-2), l)
l.remove(2)
print(l, l.index("a"), l.count(1), l.index(1, 2) if 1 in l[2:] else None)
l.reverse()
print(l, l.copy() == l, l.copy() is l)
l.clear()
print(l, list("abc"), list({1: 2}), list(range(3)), list((1,)), [], list())
a = [3, 1, 2]
print(a.sort(), a, sorted(a, reverse=True), sorted("bca"), sorted([(1, "b"), (1, "a")]), sorted([3, -1, 2], key=abs))
a.sort(key=lambda x: -x)
print(a, a + [1], a * 2, 2 * a, a == [3, 2, 1], a < [4], [1, 2] < [1, 2, 0], a[:] is a)
b = a
b += [9]
print(a is b, a, a.__iadd__([7]) is a, a)
m = [[0] * 2] * 3
m[0][0] = 1
print(m, [[0] * 2 for _ in range(2)])
n = [1]
n.append(n)
print(n, repr(n), [n, n])
print([1, 2, 3].__contains__(2), [nan := float("nan")].count(nan), [1, 1.0, True].index(True), [[]] == [[]], [None] * 2)
print(list(reversed([1, 2, 3])), max([1, 5, 3]), min([[2], [1, 5]]), sum([[1], [2]], []), any([0, 1]), all([]), list(enumerate("ab", 1)), list(zip([1, 2], "ab")))
print([1, [2, [3]]], str([1, "a", None, 1.5]), [*map(str, [1, 2])], [(), {}, set()], list(filter(None, [0, 1, "", "a"])))
x = [1, 2, 3, 4, 5]
for v in x:
    x.remove(v)
print(x)
it = iter(x)
x.append(9)
print(list(it), list(it))
it = iter([])
print(next(it, "empty"), it.__length_hint__(), iter([1, 2]).__length_hint__())
y = list(range(10))
y[2:5] = y[5:8]
print(y, y[-3:], y[::-2], y[8:2:-3])
del y[::2]
print(y, y.__len__(), y.__getitem__(slice(0, 2)))
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: [].pop())
err(lambda: [1].pop(5))
err(lambda: [1].remove(2))
err(lambda: [1].index(2))
err(lambda: [1, 2].index(1, 1))
err(lambda: [1].extend(5))
err(lambda: [1] + (1,))
err(lambda: [1].insert("a", 1))
err(lambda: [3, "a"].sort())
err(lambda: hash([]))
err(lambda: list(5))
err(lambda: list(1, 2))
err(lambda: [1].append())
err(lambda: [1].sort(lambda x: x))
err(lambda: [1][1])
err(lambda: [1].__setitem__(1, 0))
err(lambda: [1].foo)
err(lambda: sorted([1], key=5))
err(lambda: [1] * 1.5)
def mutate():
    z = [3, 2, 1]
    def k(v):
        z.append(0)
        return v
    z.sort(key=k)
err(mutate)
class L(list):
    def append(self, x): super().append(x * 2)
q = L([1])
q.append(5)
print(q, type(q + [1]).__name__, type(q[:]).__name__, type(q.copy()).__name__, isinstance(q, list))
