"""String building: text by += in a loop, by join, and run-length coding per line."""
import sys


def encode(line):
    out = ""
    i = 0
    while i < len(line):
        j = i
        while j < len(line) and line[j] == line[i]:
            j += 1
        out += line[i] if j - i == 1 else "%d%s" % (j - i, line[i])
        i = j
    return out


def line(n):
    x = n * 7919 + 1
    parts = []
    for _ in range(25):
        x = x * 1103515245 + 12345 & 0x7FFFFFFF
        parts.append("abcde"[x >> 16 & 3] * (1 + (x >> 20) % 4))
    return "".join(parts)


def caesar(text, k):
    return "".join(chr((ord(c) - 97 + k) % 26 + 97) if "a" <= c <= "z" else c for c in text)


def main(scale):
    n = int(28_000 * scale)
    text = ""
    for i in range(n):
        text += encode(line(i)) + "\n"
    print(len(text), text[:60].replace("\n", "|"), text.count("3a"))
    body = "\n".join(caesar(encode(line(i)), i) for i in range(n))
    print(len(body), body[-40:].replace("\n", "|"))
    letters = dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 0)
    for row in body.split("\n"):
        for c in set(row):
            if c in letters:
                letters[c] += 1
    print(letters["a"], letters["m"], letters["z"])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
