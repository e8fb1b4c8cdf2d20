s = {1, 2, 3}
s.add(4); s.add(1); s.discard(9); s.discard(2); s.remove(3)
print(s, len(s), 1 in s, 9 not in s, set(), {1}, frozenset(), frozenset([1, 2]), set("a"), {*()} == set())
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, b - a, a ^ b, a.union([9], (10,)), a.intersection(b, [3]), a.difference([1], {2}), a.symmetric_difference([1, 50]))
print(a < b, {3} < a, a <= a, a >= {1}, a > a, a == {4, 3, 2, 1}, a != b, a.issubset(range(10)), a.issuperset([1]), a.isdisjoint([7]), {1} == frozenset([1]))
c = a.copy()
c |= {7}; c &= {1, 7, 8}; c -= {1}; c ^= {7, 20}
print(c, c is a, a)
c.update([1], "x" * 0, {30: 1}); c.intersection_update(range(25)); c.difference_update([1]); c.symmetric_difference_update([20, 21])
print(c, c.pop(), c, c.clear(), c)
f = frozenset([1, 2])
print(hash(f) == hash(frozenset([2, 1])), hash(frozenset()), hash(frozenset([1])), hash(frozenset([1, 2, 3])), {f: 1}[frozenset({2, 1})], f | {3}, type(f | {3}).__name__, type({3} | f).__name__, f.copy() is f, frozenset(f) is f)
print({1, 1.0, True}, {0, False, 0.0}, {1: 2}.keys() | {3}, {x % 3 for x in range(10)}, {frozenset([1]), frozenset([1])}, {(1, 2), (1, 2)}, {None}, {-1, -2})
print(sorted({"b", "a"}), max({3, 1}), sum({1, 2}), list({5}), bool(set()), any({0}), [*{7}], sorted(set("hello")), set(range(3)) == {0, 1, 2}, {1, 2} & {2: 0}.keys(), sorted(map(str, {1, 2})))
print(set([3, 1, 2]), {8, 0, 16}, {10, 5, 0}, set(range(20, 0, -3)), {100, 200, 300}, {2 ** 61, 1}, {-5, 3, -1}, {1.5, 2, 0.5})
print(repr({1}), str(set()), repr(frozenset({1})), {(1,), ()} == {(), (1,)}, {1} | set(), len({1, 2} | {2, 3}))
class S(set): pass
print(S([1]), type(S([1]) | {2}).__name__, S([1]) == {1}, repr(S()), type(S([1]).copy()).__name__)
def err(g):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: set().pop())
err(lambda: {1}.remove(2))
err(lambda: {1}.remove((1, 2)))
err(lambda: {[]})
err(lambda: {1}.add([]))
err(lambda: [] in {1})
err(lambda: {1} | [2])
err(lambda: {1} < [2])
err(lambda: {1} - [1])
err(lambda: set(5))
err(lambda: hash(set()))
err(lambda: {1}[0])
err(lambda: f.add)
err(lambda: set(1, 2))
err(lambda: {1} + {2})
err(lambda: {set()})
print({1} in [{1}], {1} in {frozenset([1])}, {frozenset([1])}.__contains__({1}))
def mutate():
    z = {1}
    for q in z: z.add(q + 1)
err(mutate)
x = {1, 2}
y = x
y |= {3}
print(x, x is y)
y = y | {4}
print(x)
