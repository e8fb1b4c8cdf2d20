"""Masked 64-bit arithmetic: xorshift, splitmix, murmur-like hashing, CRC."""
import sys

M64 = 0xFFFFFFFFFFFFFFFF
M32 = 0xFFFFFFFF


def xorshift(n, x):
    total = 0
    for _ in range(n):
        x ^= (x << 13) & M64
        x ^= x >> 7
        x ^= (x << 17) & M64
        total = (total + x) & M64
    return total


def splitmix(n, state):
    acc = 0
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & M64
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
        acc ^= z ^ (z >> 31)
    return acc


def murmur(data, seed):
    h = seed
    for k in data:
        k = (k * 0xCC9E2D51) & M32
        k = ((k << 15) | (k >> 17)) & M32
        h ^= (k * 0x1B873593) & M32
        h = ((h << 13) | (h >> 19)) & M32
        h = (h * 5 + 0xE6546B64) & M32
    return h


def crc_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = (i >> 1) ^ 0xEDB88320 if i & 1 else i >> 1
        table.append(i)
    return table


def crc32(data, table):
    c = M32
    for b in data:
        c = table[(c ^ b) & 255] ^ (c >> 8)
    return c ^ M32


def main(scale):
    n = int(800_000 * scale)
    print("%016x" % xorshift(n, 88172645463325252))
    print("%016x" % splitmix(n, 1))
    print("%08x" % murmur(range(n), 7))
    table = crc_table()
    print("%08x" % crc32(b"123456789", table))
    print("%08x" % crc32(bytes(range(256)) * (n // 256), table))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
