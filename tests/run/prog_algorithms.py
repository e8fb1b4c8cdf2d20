def qsort(xs): return xs if len(xs) < 2 else qsort([x for x in xs[1:] if x < xs[0]]) + [xs[0]] + qsort([x for x in xs[1:] if x >= xs[0]])
def msort(xs):
    if len(xs) < 2: return xs
    m = len(xs) // 2
    a, b, out = msort(xs[:m]), msort(xs[m:]), []
    while a and b: out.append((a if a[0] <= b[0] else b).pop(0))
    return out + a + b
data = [i * 37 % 101 for i in range(40)]
print(qsort(data) == msort(data) == sorted(data), msort(data)[:8])
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"), len(perms("abcde")))
def subsets(xs): return [[]] if not xs else [r for s in subsets(xs[1:]) for r in (s, [xs[0]] + s)]
print(sorted(subsets([1, 2, 3])))
def hanoi(n, a="A", b="B", c="C"): return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)
print(len(hanoi(8)), hanoi(3))
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
def egcd(a, b): return (a, 1, 0) if b == 0 else (lambda g, x, y: (g, y, x - a // b * y))(*egcd(b, a % b))
print(gcd(1071, 462), egcd(240, 46))
def sieve(n):
    ps, flags = [], [True] * (n + 1)
    for i in range(2, n + 1):
        if flags[i]:
            ps.append(i)
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return ps
print(sieve(60))
def factors(n):
    d, out = 2, []
    while d * d <= n:
        while n % d == 0: out.append(d); n //= d
        d += 1
    return out + ([n] if n > 1 else [])
print([factors(n) for n in (60, 97, 1024, 999, 2 ** 31 - 1, 600851475143)])
def bsearch(xs, t):
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) >> 1
        if xs[mid] < t: lo = mid + 1
        else: hi = mid
    return lo if lo < len(xs) and xs[lo] == t else -1
print([bsearch([1, 3, 5, 7], t) for t in (1, 7, 4, 0, 9)])
def pascal(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]
print(*pascal(6), sep="\n")
def collatz(n): return 1 if n == 1 else 1 + collatz(3 * n + 1 if n & 1 else n // 2)
print(max(range(1, 300), key=collatz), collatz(27))
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b): t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i][j + 1], t[i + 1][j], key=len)
    return t[-1][-1]
print(lcs("AGGTAB", "GXTXAYB"))
def queens(n, cols=()):
    r = len(cols)
    if r == n: yield cols; return
    for c in range(n):
        if all(c != k and abs(c - k) != r - i for i, k in enumerate(cols)): yield from queens(n, cols + (c,))
print(next(queens(8)), sum(1 for _ in queens(6)))
def coins(t, cs, memo={}):
    if t == 0: return 1
    if t < 0 or not cs: return 0
    key = t, cs
    if key not in memo: memo[key] = coins(t - cs[0], cs) + coins(t, cs[1:])
    return memo[key]
print(coins(100, (50, 25, 10, 5, 1)))
def spiral(m):
    out = []
    while m: out += m[0]; m = [list(r) for r in zip(*m[1:])][::-1]
    return out
print(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), list(zip(*[[1, 2], [3, 4]])))
def base(n, b): return "0" if n == 0 else (base(n // b, b) if n >= b else "") + "0123456789abcdef"[n % b]
print(base(255, 16), base(10, 2), base(12345, 7))
def flatten(x):
    for y in x:
        if isinstance(y, (list, tuple)): yield from flatten(y)
        else: yield y
print(list(flatten([1, [2, (3, [4, []]), 5], "six"])))
def gray(n): return [""] if n == 0 else ["0" + g for g in gray(n - 1)] + ["1" + g for g in reversed(gray(n - 1))]
print(gray(3))
board = [[int(c) for c in r] for r in ("030", "200", "001")]
def solve(b):
    for r in range(3):
        for c in range(3):
            if b[r][c] == 0:
                for v in range(1, 4):
                    if v not in b[r] and all(b[i][c] != v for i in range(3)):
                        b[r][c] = v
                        if solve(b): return True
                        b[r][c] = 0
                return False
    return True
print(solve(board), board)
