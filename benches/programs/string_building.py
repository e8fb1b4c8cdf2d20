"""Grow, join, replace and reverse strings."""
import sys


def append_chars(n):
    s = ""
    for i in range(n):
        s += chr(97 + i % 26)
    return s


def rot(s, k):
    return "".join([chr((ord(c) - 97 + k) % 26 + 97) if c.isalpha() else c for c in s])


def run_lengths(s):
    out = []
    i = 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append(s[i] + str(j - i))
        i = j
    return "".join(out)


def is_palindrome(s):
    return s == s[::-1]


def main(scale):
    total = 0
    for r in range(max(1, round(70 * scale))):
        s = append_chars(30_000)
        total += len(s)
        t = rot(s, r % 26)
        total += t.count("abc") + t.find("zab")
        u = run_lengths(t.replace("a", "bb").replace("c", "b"))
        total += len(u)
        parts = [str(i * i) for i in range(9_000)]
        v = ",".join(parts)
        total += sum(1 for p in v.split(",") if is_palindrome(p))
        total += len(v.upper().title().swapcase())
        w = "é" + "".join("%d-%s" % (i, "ü" if i % 7 == 0 else "u") for i in range(4_000))
        total += w.count("ü") + w.index("3999")
    print(total, t[:30], u[:30])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
