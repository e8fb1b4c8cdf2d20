for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 100.0, 1e15, 1e16, 123456789012345680.0, 1e17, 1e22, 1e23, 1e-4, 1e-5, 0.00012345, 1.5e300, 5e-324, 2.2250738585072014e-308,
          1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 9007199254740993.0, 0.1 + 0.2, 1e100, 12345.678, 2.5, 1e21, 123e-7):
    print(repr(x), str(x), x.hex(), x.is_integer() if x == x else None)
print(float(), float("1.5"), float(" -2e3 "), float("inf"), float("-Infinity"), float("nan"), float("1_0.5"), float(".5"), float("5."), float("1e400"), float("-1e-400"), float(3), float(b"2.5"), float("infinity"))
print(float("0.1000000000000000055511151231257827021181583404541015625"), float("9007199254740993"), float("2.4703282292062328e-324"), float("1e23"), float("8.41e21"))
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-2.0).as_integer_ratio(), float.fromhex("0x1.8p3"), float.fromhex("-inf"), float.fromhex("0x.1"), float.fromhex("1.fffffffffffffp1023"))
print(round(2.5), round(3.5), round(-2.5), round(0.5), round(1.5), round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(5e-324, 3), round(1e300, 2), round(0.125, 2), round(2.5, 0), round(1e16 + 2, -1), type(round(2.5)).__name__)
print(hash(1.0), hash(0.5), hash(0.1), hash(-0.1), hash(1e300), hash(float("inf")), hash(float("-inf")), hash(-1.0), hash(1.5e20), hash(5e-324), hash(0.0), hash(-0.0))
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, -2), divmod(-0.0, 1), 1e20 % 3, -1e-20 % 1, 5.0 // 0.1, 5.0 % 0.1)
print(2.0 ** 3, 2 ** 0.5, (-8.0) ** 3, (-1) ** 0.5, 0.0 ** 0, 1.0 ** float("nan"), float("inf") ** -1, float("inf") - float("inf"), float("inf") * 0)
print(1.0 == 1, 0.1 + 0.2 == 0.3, -0.0 == 0.0, 1e16 == 10 ** 16, 1e308 * 10, -1e308 * 10, 1e-320 / 1e10)
print((1.5).real, (1.5).imag, (1.5).conjugate(), abs(-1.5), +1.5, -1.5, bool(0.0), bool(-0.0), bool(float("nan")), (3.7).__trunc__(), (3.7).__floor__(), (3.2).__ceil__(), int(-3.7))
print([3.0, 1, 2.5, -1].index(1.0), sorted([3.0, 1, 2.5, -1]), max(1, 1.0), max(1.0, 1), min(0.0, -0.0), min(-0.0, 0.0))
print(sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]), sum([1, 2.5, 3]), sum([1e308, 1e308, -1e308]), sum([float("inf"), 1.0]), sum([0.1] * 3, 0.5), sum([1.5, 10 ** 20, -10 ** 20]))
for spec in ("", "f", ".0f", ".1f", ".3f", "e", ".2e", ".0e", "g", ".3g", ".10g", "G", "%", ".1%", "+.2f", " .2f", "010.2f", "<10.1f", "^10.1f", ",.2f", "_.1f", "#.0f", "#g", "n", "z.0f", "E", "F", "*>12", "=+10.1f", ".17g", "20", "-", "+", ".5"):
    print(spec, "|", format(1234.5678, spec), "|", format(-0.25, spec), "|", format(1e-7, spec), "|", format(3e20, spec))
print(format(float("inf"), "f"), format(float("nan"), "10.2f"), format(float("-inf"), "F"), format(float("nan"), "+g"), format(float("inf"), "010f"), format(float("nan"), "%"))
print("%s %r %d %i %5.1f %-8.2e| %g %G %05.1f %+f %x" % (1.5, 1.5, 1.9, -1.9, 3.14159, 31415.9, 1e-10, 1e10, 2.345, 1.0, 255))
print(1e5, 1E5, 1.e5, .5, 5., 1_000.5, 0e0, 1e-0, 00.5, 1_0e1_0)
print(0.1 + 0.7, 0.57 * 100, 1.1 * 3, 4.35 * 100, 1.15 + 2.30, 3 * 0.1, 1 / 49 * 49, 1 / 7, 22 / 7, 1e-10 / 3)
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for s in ("", "abc", "1.2.3", "1e", "0x10", "1__0", "--1", "in f", "1,5"):
    err(lambda: float(s))
err(lambda: float(None))
err(lambda: float([]))
err(lambda: round(float("nan")))
err(lambda: round(float("inf")))
err(lambda: float("inf").as_integer_ratio())
err(lambda: float("nan").as_integer_ratio())
err(lambda: float.fromhex("xyz"))
err(lambda: round(1.5, "a"))
err(lambda: 2.0 ** 10000)
err(lambda: (-1.5).__pow__(2, 3))
err(lambda: pow(2.0, 2, 3))
err(lambda: 1.5 << 2)
err(lambda: format(1.5, "d"))
err(lambda: "%d" % float("nan"))
err(lambda: "%x" % 1.5)
class F(float):
    def __repr__(self): return "F"
print(F(1.5), F(1.5) + 1, repr(F(2)), isinstance(F(1), float), float(F(3)), type(float(F(3))).__name__)
