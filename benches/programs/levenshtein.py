"""Edit distance and longest common subsequence: integer tables over strings."""
import sys


def levenshtein(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = previous[j - 1] + (x != y)
            if previous[j] + 1 < cost:
                cost = previous[j] + 1
            if current[j - 1] + 1 < cost:
                cost = current[j - 1] + 1
            current.append(cost)
        previous = current
    return previous[-1]


def lcs(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    out = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            out.append(a[i - 1])
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(out))


def word(n, seed):
    out = []
    for _ in range(n):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append("acgt"[seed >> 30])
    return "".join(out)


def main(scale):
    n = int(2200 * scale ** 0.5)
    a, b = word(n, 7), word(n, 11)
    print(levenshtein(a, b))
    m = n // 2
    common = lcs(a[:m], b[:m])
    print(len(common), common[:40])
    print(levenshtein("kitten", "sitting"), lcs("nematode knowledge", "empty bottle"))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
