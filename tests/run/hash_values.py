# Hashes that do not depend on the seed.
print([hash(i) for i in (0, 1, -1, -2, 2, 100, -100, 2 ** 31, 2 ** 60, 2 ** 61 - 2, 2 ** 61 - 1, 2 ** 61, 2 ** 62, 2 ** 64, 10 ** 20, -10 ** 20, 10 ** 100, 3 ** 200, -(2 ** 61 - 1), -2 ** 61)])
print([hash(f) for f in (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 0.1, 1.5, 3.14, -2.75, 1e10, 1e20, 1e300, 5e-324, 1e-300, 2.0 ** 61, 1 / 3, float("inf"), float("-inf"))])
print([hash(c) for c in (1j, 1 + 1j, -1j, 0j, 2 + 0j, 1.5 - 2.5j)])
print([hash(t) for t in ((), (0,), (1,), (1, 2), (2, 1), (1, 2, 3), (-1,), (0, 0), ((),), ((1,), 2), (1.5,), (1, (2, (3, (4,)))), tuple(range(10)), (10 ** 20, -1), (True, False), (0.1, 0.2))])
print([hash(f) for f in (frozenset(), frozenset([0]), frozenset([1]), frozenset([1, 2]), frozenset([2, 1]), frozenset(range(10)), frozenset([frozenset()]), frozenset([(1, 2)]), frozenset([1.5, 2.5]))])
print(hash(True), hash(False), hash(True) == hash(1) == hash(1.0), hash(range(5)) == hash(range(0, 5)), hash(range(0)) == hash(range(5, 5)))
from fractions import Fraction
from decimal import Decimal
print(hash(Fraction(1, 3)), hash(Fraction(-7, 2)), hash(Fraction(10 ** 20, 3)), hash(Decimal("1.5")), hash(Decimal("0.1")), hash(Decimal("1e20")), hash(Decimal("-3")), hash(Fraction(1, 2 ** 61 - 1)))
print(hash("a") == hash("a"), hash(b"a") == hash(b"a"), hash("") == hash(b""), hash(None) == hash(None), hash(("a", 1)) == hash(("a", 1)))
class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
print([hash(H(v)) for v in (5, -1, 2 ** 61, 2 ** 70, -2 ** 63, True, 2 ** 63)])
class E:
    def __eq__(self, o): return True
class S(E):
    __hash__ = object.__hash__
class K(int):
    def __hash__(self): return super().__hash__() + 1
print(E.__hash__, hash(S()) == hash(S()) or True, hash(K(5)), {K(5): 1}.get(5), K(5) in {5: 1}, {1: "int"}[1.0], {1.0: "f"}[True], {Fraction(1, 2): "half"}[0.5], {Decimal(2): "two"}[2], {1 + 0j: "c"}[1])
for bad in ([], {}, set(), bytearray(), E(), ([],), slice([])):
    try:
        print(hash(bad))
    except TypeError as e:
        print(e)
import sys
print(sys.hash_info.modulus == 2 ** 61 - 1, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.width)
