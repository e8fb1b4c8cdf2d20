import math
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.cbrt(27), math.exp(1), math.exp2(10), math.expm1(1e-10), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(1e-10), math.log(10 ** 400), math.log2(2 ** 2000))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0), math.atan(1), math.atan2(-1, -1), math.sinh(1), math.cosh(1), math.tanh(1), math.asinh(1), math.acosh(2), math.atanh(0.5))
print(math.floor(2.7), math.ceil(2.1), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.7), math.floor(10 ** 20), math.floor(1e20), math.fabs(-3), math.fmod(-7, 3), math.modf(3.25), math.modf(-0.5), math.frexp(8.5), math.ldexp(0.5, 10), math.remainder(7, 4), math.copysign(1, -0.0))
print(math.gcd(12, 18), math.gcd(), math.gcd(0, 5), math.gcd(-4, 6, 10), math.lcm(4, 6), math.lcm(), math.lcm(0, 3), math.factorial(20), math.factorial(30), math.comb(10, 3), math.comb(5, 7), math.perm(5, 2), math.perm(5), math.isqrt(10 ** 20), math.isqrt(99))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9))
print(math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(), math.dist((0, 0), (3, 4)), math.degrees(math.pi), math.radians(180), math.prod([1, 2, 3, 4]), math.prod([], start=5), math.prod([0.5, 4]), math.sumprod([1, 2], [3, 4]), math.sumprod([0.1] * 3, [0.2] * 3))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.gamma(5), math.gamma(0.5), math.lgamma(10), math.erf(0.5), math.erfc(0.5), math.nextafter(1.0, 2.0), math.nextafter(0.0, 1, steps=3), math.ulp(1.0), math.ulp(1e20), math.pow(2, 0.5), math.pow(0, 0), 2 ** 0.5 == math.sqrt(2))
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: math.sqrt(-1))
err(lambda: math.log(0))
err(lambda: math.log(-1))
err(lambda: math.exp(1000))
err(lambda: math.factorial(-1))
err(lambda: math.factorial(1.5))
err(lambda: math.acos(2))
err(lambda: math.pow(-8, 1 / 3))
err(lambda: math.pow(0, -1))
err(lambda: math.fmod(1, 0))
err(lambda: math.floor(math.nan))
err(lambda: math.ceil(math.inf))
err(lambda: math.gcd(1.5, 2))
err(lambda: math.isqrt(-1))
err(lambda: math.comb(-1, 2))
err(lambda: math.sqrt("a"))
err(lambda: math.sin(math.inf))
err(lambda: math.gamma(0))
err(lambda: math.atanh(1))
err(lambda: math.dist([1], [1, 2]))
err(lambda: math.sumprod([1], [1, 2]))
err(lambda: math.fsum([1e308, 1e308]))
err(lambda: math.ldexp(1.0, 5000))
err(lambda: math.isclose(1, 1, rel_tol=-1))
class F:
    def __float__(self): return 4.0
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
print(math.sqrt(F()), math.floor(F()), math.ceil(F()), math.trunc(F()), math.sqrt(True), math.sqrt(10 ** 40))
