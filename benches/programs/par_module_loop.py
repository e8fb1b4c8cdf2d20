"""Module-level loops that print as they go: no function around them."""
import sys

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1
names = ["sum", "max", "digits", "bits", "primes", "collatz", "squares", "text"]
size = int(700_000 * scale)


def work(kind, n):
    if kind == "sum":
        return sum(i * i % 7 for i in range(n))
    if kind == "max":
        return max(i * 7919 % 10_007 for i in range(n))
    if kind == "digits":
        return sum(len(str(i)) for i in range(n))
    if kind == "bits":
        return sum(bin(i).count("1") for i in range(n))
    if kind == "primes":
        return sum(1 for i in range(2, n // 10) if all(i % d for d in range(2, int(i ** 0.5) + 1)))
    if kind == "collatz":
        longest = 0
        for i in range(1, n // 20):
            k = 0
            while i != 1:
                i = 3 * i + 1 if i % 2 else i // 2
                k += 1
            longest = max(longest, k)
        return longest
    if kind == "squares":
        return len({i * i % 4093 for i in range(n)})
    return len("".join(chr(97 + i % 26) for i in range(n)).replace("abc", ""))


for name in names:
    for part in (1, 2, 3):
        print(name, part, work(name, size * part // 3))

total = 0
for i in range(40):
    value = work("sum", size // 40 + i)
    total += value
    if i % 10 == 0:
        print("so far", i, total)
print("total", total)
