text = """It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity."""
words = "".join(c if c.isalpha() or c.isspace() else " " for c in text.lower()).split()
freq = {}
for w in words: freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:6]: print(f"{w:<12}{n:>3} {'*' * n}")
print(len(words), len(set(words)), max(words, key=len), sorted({len(w) for w in words}))
by_len = {}
for w in dict.fromkeys(words): by_len.setdefault(len(w), []).append(w)
print({k: sorted(v) for k, v in sorted(by_len.items())})
def caesar(s, k): return "".join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := 97 if c.islower() else 65) else c for c in s)
enc = caesar(text[:30], 3)
print(enc, "|", caesar(enc, -3))
def is_pal(s): s = [c for c in s.lower() if c.isalnum()]; return s == s[::-1]
print([p for p in ("A man, a plan, a canal: Panama", "hello", "Was it a car", "") if is_pal(p)])
def rle(s):
    out = []
    for c in s:
        if out and out[-1][0] == c: out[-1][1] += 1
        else: out.append([c, 1])
    return "".join(f"{n if n > 1 else ''}{c}" for c, n in out)
print(rle("aaabccddddde"), rle(""), rle("abc"))
def wrap(s, width):
    lines, line = [], ""
    for w in s.split():
        if line and len(line) + 1 + len(w) > width:
            lines.append(line)
            line = w
        else: line = f"{line} {w}" if line else w
    return lines + [line]
for l in wrap(text, 34): print(f"|{l:^34}|")
def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= v: out, n = out + s, n - v
    return out
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)])
def anagrams(ws):
    d = {}
    for w in ws: d.setdefault("".join(sorted(w)), []).append(w)
    return [g for g in d.values() if len(g) > 1]
print(anagrams("listen silent enlist tar rat art dog god cat".split()))
table = [("name", "qty", "price"), ("apple", 3, 1.5), ("banana", 12, 0.25), ("kiwi", 100, 10)]
ws = [max(len(str(r[i])) for r in table) for i in range(3)]
for r in table: print("  ".join(str(x).ljust(w) if isinstance(x, str) else str(x).rjust(w) for x, w in zip(r, ws)).rstrip())
print("=" * (sum(ws) + 4))
tr = str.maketrans("aeiou", "43102", "t")
print(text[:40].translate(tr), text.title()[:30], text.split("\n")[1].partition(", ")[2], sep="\n")
print(*(f"{c}:{text.count(c)}" for c in "aeiou"), text.find("age"), text.rfind("age"), text.index("wisdom"))
print("\n".join(f"{i:>2}: {line[:20]!r:<24}{line[-8:]!r}" for i, line in enumerate(text.splitlines(), 1)))
def vowels(s, v=frozenset("aeiou")): return sum(c in v for c in s)
print(vowels(text), [w for w in words if vowels(w) >= 3], "-".join(w[::-1] for w in words[:4]))
u = "naïve café — 東京 🎉 ñandú"
print(len(u), len(u.encode()), u.upper(), [c for c in u if ord(c) > 127], u.encode("ascii", "replace").decode(), u[::-1], u.split(), sorted(u)[:6])
