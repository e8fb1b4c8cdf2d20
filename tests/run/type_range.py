r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], r.start, r.stop, r.step, r.index(8), r.count(5), 5 in r, 6 in r, 5.0 in r, "a" in r)
print(range(3), range(1, 3), range(0), range(5, 0, -2), list(range(5, 0, -2)), list(range(0, -5, -1)), list(range(3, 3)), range(10)[2:8:2], range(10)[::-3], range(10)[-3:])
print(range(3) == range(0, 3, 1), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(3)) == hash(range(0, 3)), bool(range(0)), list(reversed(range(4))), range(1, 10, 2) != range(1, 9, 2))
print(len(range(10 ** 12)), 10 ** 11 in range(10 ** 12), range(10 ** 20)[10 ** 19], range(2 ** 64, 2 ** 64 + 3)[1], sum(range(101)), max(range(5)), list(range(10 ** 20, 10 ** 20 + 2)), -1 in range(-5, 0), list(range(-2 ** 63 - 1, -2 ** 63 + 1)))
it = iter(range(3))
print(next(it), list(it), it.__length_hint__(), type(it).__name__, isinstance(r, range), repr(range(1, 2, 3)), str(range(-1)))
class I:
    def __index__(self): return 4
print(list(range(I())), r[I()], range(True), range(10)[I():])
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: range())
err(lambda: range(1.5))
err(lambda: range("a"))
err(lambda: range(1, 2, 0))
err(lambda: range(1, 2, 3, 4))
err(lambda: r[100])
err(lambda: r.index(6))
err(lambda: r.index("a"))
err(lambda: r["a"])
err(lambda: r < r)
err(lambda: r + r)
err(lambda: len(range(2 ** 64)))
err(lambda: setattr(r, "start", 1))
err(lambda: r.__setitem__)
for i in range(3):
    for j in range(i, 3, 2):
        print(i, j, end="; ")
print()
print([i for i in range(10, 0, -3)], [*range(2)], dict.fromkeys(range(2)), tuple(range(1, 4)), set(range(3)), "".join(map(str, range(5))), *range(3))
