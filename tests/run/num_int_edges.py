# Around the edges of machine words.
edges = []
for bits in (30, 31, 32, 60, 61, 62, 63, 64, 128):
    for d in (-1, 0, 1):
        edges += [2 ** bits + d, -2 ** bits + d]
for e in edges:
    print(e, e + 1, e - 1, -e, e * 2, e // 2, e % 7, e >> 1, e << 1, ~e, abs(e), e & 0xFF, e | 1, e ^ e, hash(e), e.bit_length(), float(e), int(str(e)) == e)
print([a + b for a, b in zip(edges, edges[1:])])
print([a * b for a, b in zip(edges, edges[1:])][:12])
print([a - b for a, b in zip(edges, edges[2:])])
print([a // b for a, b in zip(edges, edges[3:])])
print([a % b for a, b in zip(edges, edges[3:])])
print([divmod(a, -b) for a, b in zip(edges, edges[5:])][:10])
print([a & b for a, b in zip(edges, edges[1:])][:20], [a | -b for a, b in zip(edges, edges[1:])][:10], [a ^ b for a, b in zip(edges, edges[4:])][:10])
print([a / b for a, b in zip(edges, edges[7:])])
print(sorted(edges)[:5], max(edges), min(edges), sum(edges), sum(edges[:9]))
print([a < b for a, b in zip(edges, edges[1:])].count(True), [a == b for a, b in zip(edges, edges)].count(True))
x = 1
for i in range(130):
    x = x * 3 - i
print(x)
x = 2 ** 62 - 3
for i in range(6):
    x += 1
    print(x, x == 2 ** 62, x is not None, x > 2 ** 62)
x = -2 ** 62 + 3
for i in range(6):
    x -= 1
    print(x)
n = 1
while n > 0 and n < 2 ** 70: n <<= 7
print(n, n.bit_length())
print(3 ** 40, 3 ** 41, 7 ** 22, 7 ** 23, (-3) ** 41, 2 ** 62, 2 ** 63, 10 ** 18, 10 ** 19, 0 ** 5, (-1) ** 1001)
print(9223372036854775807 * 9223372036854775807, -9223372036854775808 * -9223372036854775808, 4294967296 * 4294967296, 3037000499 ** 2, 3037000500 ** 2)
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, -2 ** 63 // -1, -2 ** 62 // -1, (-2 ** 63) % -1, 2 ** 64 // 2 ** 63, (2 ** 64 + 5) % 2 ** 32)
print(1 << 61, 1 << 62, 1 << 63, 1 << 64, -1 << 62, -1 << 63, 3 << 61, 2 ** 64 >> 64, -1 >> 100, -2 ** 70 >> 69, 5 >> 1000, 0 << 1000)
print(int("9" * 25), int("-" + "9" * 25), int("1" + "0" * 40), str(2 ** 100), repr(-2 ** 100), f"{2 ** 100:x}", f"{2 ** 100:,}", f"{-2 ** 65:b}", "%d %x" % (2 ** 70, 2 ** 70))
print(round(2 ** 70 + 1, -3), (2 ** 70).to_bytes(9, "big").hex(), int.from_bytes(b"\xff" * 9, "big"), pow(2 ** 70, 3, 10 ** 9 + 7), pow(3, 2 ** 70, 1000), 2 ** 70 == 2.0 ** 70, 2 ** 70 + 1 == 2.0 ** 70, 2 ** 70 + 1 > 2.0 ** 70)
print(float(2 ** 53 + 1), float(2 ** 54 + 2), float(2 ** 54 + 6), float(10 ** 22), float(10 ** 23), int(1e23), (2 ** 53 + 1) / 1, (2 ** 1023) / 2 ** 1000, 10 ** 308 / 10 ** 300, 7 / 2 ** 1074 if 2 ** 1074 else 0)
