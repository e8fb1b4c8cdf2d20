"""Church numerals and combinators: closures calling closures."""
import sys

zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
add = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
mul = lambda m: lambda n: lambda f: m(n(f))
power = lambda m: lambda n: n(m)
true = lambda a: lambda b: a
false = lambda a: lambda b: b
is_zero = lambda n: n(lambda _: false)(true)
pair = lambda a: lambda b: lambda s: s(a)(b)
first = lambda p: p(true)
second = lambda p: p(false)
pred = lambda n: first(n(lambda p: pair(second(p))(succ(second(p))))(pair(zero)(zero)))
compose = lambda f, g: lambda x: f(g(x))


def church(k):
    n = zero
    for _ in range(k):
        n = succ(n)
    return n


def number(n):
    return n(lambda k: k + 1)(0)


def counter():
    value = 0

    def up(by=1):
        nonlocal value
        value += by
        return value

    def get():
        return value

    return up, get


def main(scale):
    two, three, seven = church(2), church(3), church(7)
    ten = add(seven)(three)
    total = 0
    for _ in range(max(1, round(10 * scale))):
        total += number(power(ten)(church(4)))
        total += number(mul(power(three)(seven))(power(two)(three)))
        total += number(pred(mul(ten)(ten)))
        total += is_zero(pred(succ(zero)))(1)(0)
    print(total)
    up, get = counter()
    for i in range(int(4_000_000 * scale)):
        up() if i & 1 else up(2)
    print(get())
    chain = lambda x: x
    for i in range(60):
        chain = compose(lambda x, i=i: (x * 3 + i) % 1009, chain)
    print(sum(chain(i) for i in range(int(110_000 * scale))))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
