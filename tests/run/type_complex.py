print(1j, 1 + 2j, 1 - 2j, -1j, 0j, -0j, complex(1, -0.0), complex(-0.0, 1), 1e20j, complex(1.5, 2.5), complex(float("inf"), float("nan")))
print(complex(), complex(1), complex("1+2j"), complex(" -1.5e3-2J "), complex("j"), complex("(1+2j)"), complex("inf"), complex("nan+infj"), complex(1j, 2), complex(1j, 1j), complex("3"))
z = 3 + 4j
print(z.real, z.imag, z.conjugate(), abs(z), -z, +z, z * z, z / (1 - 1j), z ** 2, z ** 0.5, z ** -1, z + 1, 1 - z, 2 * z, z / 2, 1 / z)
print(z == 3 + 4j, z == 3, 3 + 0j == 3, 1j != 2j, hash(3 + 0j) == hash(3), hash(1j), hash(z), bool(0j), bool(1j))
print(repr(z), str(z), f"{z}", f"{z:.2f}", format(z, "e"), format(1j, "g"), f"{z:>12}", f"{z!r:*<10}", format(1 + 0j, ""), f"{z:+.1f}", f"{1234567.5 + 1j:,.1f}")
print(0j ** 0, 0 ** 0j, 1j ** 1j, (1 + 1j) ** 10, (-1) ** 0.5, 2 ** 1j, (1 + 2j) ** (3 - 1j))
print([1j, 2].count(1j), {1j: 1}[1j], 1j in (1j,), sum([1j, 2, 3.5]), (1 + 2j).__getnewargs__())
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: 1j < 2)
err(lambda: 1j // 1)
err(lambda: 1j % 2)
err(lambda: 1j / 0)
err(lambda: 0j ** -1)
err(lambda: int(1j))
err(lambda: float(1j))
err(lambda: complex("1 + 2j"))
err(lambda: complex("x"))
err(lambda: complex("1", 2))
err(lambda: complex(1, "2"))
err(lambda: complex([]))
err(lambda: round(1j))
err(lambda: divmod(1j, 1))
err(lambda: pow(1j, 2, 3))
err(lambda: format(1j, "d"))
err(lambda: format(1j, "010"))
err(lambda: z.real.imag if False else setattr(z, "real", 1))
class C:
    def __complex__(self): return 5j
print(complex(C()))
import cmath, math
print(cmath.sqrt(-1), cmath.phase(-1), cmath.polar(1j), abs(cmath.exp(1j * math.pi) + 1) < 1e-15, cmath.isinf(complex("inf")), cmath.isnan(1j), cmath.isclose(1j, 1j + 1e-12))
print(cmath.rect(2, 0), cmath.log(1), cmath.log10(100), cmath.cos(0), cmath.sinh(0), cmath.infj, cmath.nanj, cmath.e, cmath.tau)
