"""Big integers: factorial, modular powers, primality, gcd, integer roots, decimal text."""
import sys


def factorial(n):
    out = 1
    for i in range(2, n + 1):
        out *= i
    return out


def is_probable_prime(n):
    if n % 2 == 0:
        return n == 2
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13):
        if n == a:
            return True
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def modpow(base, e, m):
    out = 1
    while e:
        if e & 1:
            out = out * base % m
        base = base * base % m
        e >>= 1
    return out


def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) >> 1
        if y >= x:
            return x
        x = y


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def fib_pair(n):
    if n == 0:
        return 0, 1
    a, b = fib_pair(n >> 1)
    c = a * (2 * b - a)
    d = a * a + b * b
    return (d, c + d) if n & 1 else (c, d)


def main(scale):
    for _ in range(max(1, round(220 * scale))):
        f = factorial(1500)
        text = str(f)
        primes = [n for n in range(10 ** 30, 10 ** 30 + 400) if is_probable_prime(n)]
        m = (1 << 521) - 1
        a = modpow(3, m - 1, m)
        r = isqrt(10 ** 400 * 2)
        g = gcd(factorial(200) + 1, fib_pair(3000)[0])
        h = fib_pair(30_000)[0]
        back = int(text) == f
    print(len(text), text[:20], sum(map(int, text)), back)
    print([p - 10 ** 30 for p in primes], a)
    print(str(r)[:30], g, h.bit_length(), h % 10 ** 12, "%x" % (h >> 20_000))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
