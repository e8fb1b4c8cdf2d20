# Conditions, contexts, formats and transcendental functions of decimal.
import pickle, copy, numbers
from decimal import *
from fractions import Fraction
D = Decimal
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
with localcontext(prec=50) as c:
    print(D(2).ln(), D(2).log10(), D("1.0001").ln(), D("1e-20").exp(), D("-12.5").exp(), D("123456789").log10(), D(3) ** D("2.7"), D("0.5") ** 100, D(7) ** -3)
with localcontext(prec=9, Emax=20, Emin=-20, clamp=1) as c:
    c.traps = dict.fromkeys(c.traps, False)
    for f in (lambda: D("1E+25") * 1, lambda: D("1E-25") * 1, lambda: D("1E+20") * 1, lambda: D("1E-30") * 1, lambda: D(1) / 3, lambda: D("9.999999999") + 0, lambda: D("1e20") * 10, lambda: D("0E-40") * 1, lambda: D(-1) / D("-Infinity"), lambda: D("sNaN123456789012").compare(1)):
        c.clear_flags(); print(f(), [s.__name__ for s, v in c.flags.items() if v])
for r in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    with localcontext(prec=3, rounding=r): print(r, *[+D(x) for x in ("1.2345", "-1.235", "1.225", "-1.2250001", "9.995", "1.2001")])
print(D(1) == Fraction(1), D("0.5") < Fraction(2, 3), Fraction(1, 4) == D("0.25"), isinstance(D(1), numbers.Number), isinstance(D(1), numbers.Real), D(3) == 3 + 0j, {D("1.0"): 1}[1])
for s in ("10.3f", "<10", "+,.2f", "e", ".3e", "g", ".2g", "G", "%", ".1%", "010", "*^12", "=+12", ",", "", "12.4", ".0f", "z.1f", "x", "_", "#f"): err(lambda: [format(D(x), s) for x in ("1234.5678", "-0.00001234", "0", "1E+10", "-0.04", "Infinity", "NaN")])
for x in (D("1.50"), D("-Infinity"), D("sNaN12"), D("0E-5")): print(pickle.loads(pickle.dumps(x)).compare_total(x), repr(copy.deepcopy(x)), x.as_tuple())
c = Context(prec=7, traps=[Overflow], flags=[Inexact]); print(pickle.loads(pickle.dumps(c)), c.copy() is c, dict(c.traps)[Overflow], Inexact in c.flags, len(c.traps))
err(lambda: setattr(c, "prec", 0)); err(lambda: setattr(c, "rounding", "x")); err(lambda: delattr(c, "prec")); err(lambda: setattr(c, "foo", 1)); err(lambda: c.flags[int]); err(lambda: setcontext(1)); err(lambda: localcontext(foo=1)); err(lambda: D(1, 5)); err(lambda: D((0, (1, 12), 0))); err(lambda: D(1).quantize("a")); err(lambda: D(1) + 1.0); err(lambda: D("1_0.5_0")); err(lambda: D("\u0661\u0662.5")); err(lambda: c.create_decimal(" 1")); err(lambda: c.create_decimal("123456789.5"))
with localcontext() as c:
    c.traps[FloatOperation] = True
    err(lambda: D(1.5)); err(lambda: D(1) < 1.5); err(lambda: D("1.5") == 1.5)
class M(D):
    def __new__(cls, v): return super().__new__(cls, v)
print(type(M(1) + 1).__name__, repr(M("2.5")), M(3) == 3, M.from_float(0.5), type(M.from_float(0.5)).__name__)
print(D(10).remainder_near(6), divmod(D("-10.5"), D(3)), D(100).rotate(1), D(123).shift(-1), D("1e5").logb(), D("1.1").next_toward(2), D("12E+3").to_eng_string(), D(5).max(D("NaN")), D(-5).max_mag(3), D(1).compare_total(D("1.0")), pow(D(7), 5, 13), D(2).fma(3, D("0.1")), D("1e400").as_integer_ratio()[1], round(D("1234.567"), -2), [int(D(x)) for x in ("1e3", "-2.9")], D("-0").is_signed())
