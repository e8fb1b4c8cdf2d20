from decimal import *
import decimal
D = Decimal
print(D("1.10") + D("2.2"), D(1) / D(3), D("0.1") * 3, D("1.20"), D("-0"), D("1E+5"), D("1e-10"), D("NaN"), D("-Infinity"), D(0.1), D((1, (3, 1, 4), -2)), D(10 ** 30), repr(D("1.5")), D("  12_3.4 "), D(True), D("sNaN"))
print(D(7) // D(2), D(-7) // 2, D(7) % 3, D(-7) % 3, divmod(D(-7), 2), D(2) ** 10, D(2) ** D("0.5"), D(2) ** -2, -D("1.50"), abs(D(-3)), +D("1.23456789012345678901234567890"), D(2).sqrt(), D(1).exp(), D(10).ln(), D(1000).log10(), pow(D(3), 4, 5))
print(D("1.10") == D("1.1"), D(1) == 1, D("0.1") == 0.1, D(1) < 2, D("1.5") > 1.4, D("NaN") == D("NaN"), hash(D(1)) == hash(1), hash(D("0.5")) == hash(0.5), hash(D("1.10")) == hash(D("1.1")), max(D(1), D(2)), sorted([D(3), D("1.5"), 2]), sum([D("0.1")] * 3), bool(D(0)), D(5) in [5])
print(D("2.675").quantize(D("0.01")), D("2.5").quantize(D(1)), D("3.5").quantize(D(1)), D("-2.5").quantize(D(1), rounding=ROUND_HALF_UP), D("1.29").quantize(D("0.1"), ROUND_DOWN), D("1.21").quantize(D("0.1"), ROUND_UP), D("1.25").quantize(D("0.1"), ROUND_HALF_DOWN), D("-1.5").quantize(D(1), ROUND_CEILING), D("-1.5").quantize(D(1), ROUND_FLOOR), D("1.05").quantize(D(".1"), ROUND_05UP), round(D("2.675"), 2), round(D("2.5")), round(D(25), -1), int(D("2.9")), float(D("2.5")), D("1.9").to_integral_value(), D("100").normalize(), D("1.200").normalize())
x = D("-123.4560")
print(x.as_tuple(), x.adjusted(), x.is_signed(), x.is_finite(), x.is_zero(), x.is_nan(), x.copy_abs(), x.copy_negate(), x.copy_sign(D(1)), x.compare(D(5)), x.scaleb(2), x.shift(1), x.rotate(1), x.number_class(), x.as_integer_ratio(), x.to_eng_string(), D("1E+7").to_eng_string(), x.max(D(1)), x.min(1), x.next_plus(), D(1).next_minus(), x.logb(), x.same_quantum(D("1.0000")), D(5).fma(2, 3), D(10).remainder_near(3), D(12).logical_and(10) if False else D(1100).logical_and(1010), x.canonical(), x.radix(), D.from_float(0.25), D("1.0").compare_total(D("1")))
print(f"{D('1234567.891'):,.2f} {D('0.000123'):e} {D('1.5'):10} {D('1.5'):<6}| {D('-2'):+} {D('12.5'):.0f} {D('0.25'):%} {D('123'):g} {D('1E+10')} {D('1E+10'):f} {D('0E-8')} {D('0.0000001')} {D(1):.3f} {D('1.23'):08.1f}", str(D("1E-7")), str(D("0.000001")))
with localcontext() as ctx:
    ctx.prec = 5
    print(D(1) / 3, D("123456") + 1, ctx.prec, +D("1.234567"))
with localcontext(prec=3, rounding=ROUND_UP):
    print(D(1) / 3)
print(getcontext().prec, D(1) / 3, Context(prec=4).divide(1, 3), Context(prec=4).create_decimal("1.23456"), getcontext().rounding, ExtendedContext.prec, BasicContext.prec)
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: D(1) / 0); err(lambda: D(0) / 0); err(lambda: D("abc")); err(lambda: D(1) + 1.5); err(lambda: D("sNaN") + 1); err(lambda: D("Infinity") - D("Infinity")); err(lambda: D(-1).sqrt()); err(lambda: D(1) // 0); err(lambda: D(1) % 0); err(lambda: D(0) ** 0); err(lambda: D(-2) ** D("0.5")); err(lambda: D("NaN") < 1); err(lambda: int(D("NaN"))); err(lambda: int(D("Infinity"))); err(lambda: D([])); err(lambda: D("1e999999999") * 10 ** 10); err(lambda: D(1).quantize(D("1e-50"))); err(lambda: hash(D("sNaN"))); err(lambda: D(1) < "a"); err(lambda: format(D(1), "d")); err(lambda: D((1, 2))); err(lambda: getcontext().divide(1, 0))
with localcontext() as ctx:
    ctx.traps[DivisionByZero] = False
    ctx.clear_flags()
    print(D(1) / 0, D(-1) / 0, ctx.flags[DivisionByZero], [s.__name__ for s in ctx.flags if ctx.flags[s]])
    ctx.traps[InvalidOperation] = False
    print(D(0) / 0, D("abc"), D(-1).sqrt())
pi = D(0)
getcontext().prec = 50
for k in range(40):
    pi += D(1) / 16 ** k * (D(4) / (8 * k + 1) - D(2) / (8 * k + 4) - D(1) / (8 * k + 5) - D(1) / (8 * k + 6))
print(pi, D(2).sqrt(), D(1).exp(), D(3) ** D("0.1"), D(10) ** 100 / 7)
print(isinstance(DivisionByZero(), ZeroDivisionError), DivisionByZero.__mro__[1].__name__, decimal.HAVE_THREADS, Clamped.__name__)
