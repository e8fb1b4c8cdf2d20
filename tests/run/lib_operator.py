import operator as o
print(o.add(1, 2), o.sub(5, 3), o.mul("a", 3), o.truediv(1, 2), o.floordiv(7, 2), o.mod(7, 3), o.pow(2, 3), o.neg(5), o.pos(-1), o.abs(-2), o.inv(5), o.lshift(1, 4), o.rshift(16, 2), o.and_(6, 3), o.or_(6, 3), o.xor(6, 3), o.not_(0), o.truth([]), o.index(5))
print(o.eq(1, 1), o.ne(1, 2), o.lt(1, 2), o.le(1, 1), o.gt(2, 1), o.ge(1, 2), o.is_(None, None), o.is_not(1, None), o.contains([1, 2], 1), o.countOf([1, 1, 2], 1), o.indexOf("abc", "c"), o.concat([1], [2]), o.getitem({"a": 1}, "a"), o.length_hint([1, 2]), o.call(max, 1, 5))
l = [1, 2, 3]
o.setitem(l, 0, 9); o.delitem(l, 1)
print(l, o.iadd(l, [4]), l, o.imul(2, 3), o.isub(5, 1), o.ior({1}, {2}))
g = o.itemgetter(1)
print(g([10, 20]), o.itemgetter(0, 2)("abc"), o.itemgetter("k")({"k": 5}), o.itemgetter(slice(1, 3))([1, 2, 3, 4]), repr(g), sorted([(1, "b"), (0, "a")], key=o.itemgetter(0)))
class A: pass
a = A(); a.x = 1; a.b = A(); a.b.y = 2
print(o.attrgetter("x")(a), o.attrgetter("b.y")(a), o.attrgetter("x", "b.y")(a), repr(o.attrgetter("x")), o.methodcaller("upper")("abc"), o.methodcaller("split", ",", maxsplit=1)("a,b,c"), repr(o.methodcaller("f", 1, k=2)))
for f in (lambda: o.add(1, "a"), lambda: o.itemgetter(), lambda: o.itemgetter(5)([1]), lambda: o.attrgetter(5), lambda: o.indexOf([1], 2), lambda: o.concat(1, 2), lambda: o.index(1.5), lambda: o.methodcaller(), lambda: o.attrgetter("no.pe")(a), lambda: o.truediv(1, 0)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(o.__add__ is o.add or o.__add__(1, 2) == 3, o.matmul.__name__, list(map(o.mul, [1, 2], [3, 4])))
