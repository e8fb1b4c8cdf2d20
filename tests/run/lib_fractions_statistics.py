from fractions import Fraction as F
import statistics as s
print(F(1, 2), F(6, -4), F("3/7"), F("0.125"), F(" -1.5e2 "), F(0.5), F(0.1), F(5), F(), repr(F(1, 3)), F(F(1, 2), F(3, 4)), F("1_0/3"))
a, b = F(1, 3), F(2, 5)
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(F(7, 2), 1), a ** 2, a ** -2, a ** 0.5, F(4) ** F(1, 2), -a, abs(-a), a + 1, 1 - a, 2 * a, a + 0.5, a + 1j, 2 ** F(3), F(2) ** 3, +a)
print(a < b, a == F(2, 6), F(1, 2) == 0.5, F(3) == 3, a > 0.3, hash(F(1, 2)) == hash(0.5), hash(F(3)) == hash(3), hash(F(1, 3)), hash(F(-2, 7)), bool(F(0)), max(a, b), sorted([b, a, 0.35]), sum([a, b], F(0)))
print(a.numerator, a.denominator, F(22, 7).limit_denominator(5), F("3.141592653589793").limit_denominator(1000), F.from_float(0.25), F.from_decimal(__import__("decimal").Decimal("1.1")), a.as_integer_ratio(), int(F(7, 2)), float(a), round(F(7, 2)), round(F(5, 2)), round(F(22, 7), 3), F(7, 2).__floor__(), F(7, 2).__ceil__(), F(-7, 2).__trunc__(), F(3).is_integer(), complex(a))
print(f"{F(1, 3):.3f} {F(22, 7):10.2f} {F(1, 8):e} {F(1, 2):%} {F(1234567, 2):,.1f} {F(1, 3):g} {F(1, 2)}")
print(s.mean([1, 2, 3, 4]), s.mean([F(1, 2), F(1, 3)]), s.mean([1.5, 2]), s.fmean([1, 2, 4]), s.fmean([1, 2], weights=[3, 1]), s.median([3, 1, 2]), s.median([1, 2, 3, 4]), s.median_low([1, 2, 3, 4]), s.median_high([1, 2, 3, 4]), s.median_grouped([1, 2, 2, 3]), s.mode([1, 1, 2]), s.mode("aab"), s.multimode("aabb"), s.geometric_mean([1, 4, 16]), s.harmonic_mean([40, 60]), s.harmonic_mean([40, 60], weights=[5, 30]))
print(s.stdev([1, 2, 3, 4]), s.pstdev([1, 2, 3, 4]), s.variance([1, 2, 3, 4]), s.pvariance([1, 2, 3, 4]), s.variance([F(1, 2), F(3, 2)]), s.quantiles([1, 2, 3, 4, 5]), s.quantiles(range(10), n=10), s.quantiles([1, 2, 3], method="inclusive"), s.covariance([1, 2, 3], [1, 5, 7]), s.correlation([1, 2, 3], [2, 4, 7]), s.correlation([1, 2, 3], [3, 1, 2], method="ranked"), s.linear_regression([1, 2, 3], [2, 4, 6.5]), s.linear_regression([1, 2], [2, 4], proportional=True))
n = s.NormalDist(100, 15)
print(n, n.mean, n.stdev, n.pdf(100), n.cdf(115), n.inv_cdf(0.975), n.zscore(130), n.quantiles(4), n + 5, n * 2, n + s.NormalDist(1, 2), s.NormalDist.from_samples([1, 2, 3]), n.overlap(s.NormalDist(110, 15)), n.samples(2, seed=1), n == s.NormalDist(100, 15))
print(s.mean([True, False, True]), s.median("b"), s.stdev([2.5, 2.5]), s.pvariance([0.1] * 5), s.variance([10 ** 20, 10 ** 20 + 2]), s.mean([1e100, 1, -1e100]), s.mean([__import__("decimal").Decimal("1.1"), __import__("decimal").Decimal("2.2")]))
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: F(1, 0)); err(lambda: F("1/0")); err(lambda: F("x")); err(lambda: F(1.5, 2)); err(lambda: F(float("nan"))); err(lambda: F(float("inf"))); err(lambda: a / 0); err(lambda: F(0) ** -1); err(lambda: a < 1j); err(lambda: a + "x"); err(lambda: F(None)); err(lambda: setattr(a, "numerator", 5)); err(lambda: F(1, 2).limit_denominator(0)); err(lambda: s.mean([])); err(lambda: s.median([])); err(lambda: s.mode([])); err(lambda: s.stdev([1])); err(lambda: s.mean(["a"])); err(lambda: s.harmonic_mean([-1])); err(lambda: s.geometric_mean([0, 1])); err(lambda: s.quantiles([1])); err(lambda: s.quantiles([1, 2], n=0)); err(lambda: s.correlation([1], [1])); err(lambda: s.NormalDist(0, -1)); err(lambda: s.linear_regression([1, 1], [1, 2])); err(lambda: s.mean([1, F(1, 2), 1.5])); err(lambda: n.inv_cdf(2))
