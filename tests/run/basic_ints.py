a = 7
b = 3
print(a + b, a - b, a * b, a // b, a % b, a ** b, -a, a & b, a | b, a ^ b, a << b, a >> 1, ~a)
print(a < b, a > b, a == b, a != b, a <= 7, a >= 8)
i = 0
total = 0
while i < 10:
    total += i
    i += 1
print(total, i)
def gcd(x, y):
    while y:
        x, y = y, x % y
    return x
print(gcd(48, 18), gcd(17, 5))
def fact(n):
    r = 1
    for k in range(2, n + 1):
        r *= k
    return r
print([fact(n) for n in range(10)], fact(30))
print(10 / 4, 7 / 7, 2 ** 0.5)
