def t(f, *args):
    try:
        return repr(f(*args))
    except Exception as e:
        return f"{type(e).__name__}: {e}"
values = [0, 1, -1, True, False, None, 0.0, 1.5, -2.7, 1e20, float("nan"), float("inf"), 1j, "", "0", "12", "-3", " 4 ", "1.5", "1e3", "0x10", "abc", "1_0", b"5", b"", bytearray(b"7"), [], [1], (), {}, set(), 10 ** 30, "٤٢", "१२", "½", "infinity", "NaN", "1j", "(1+2j)", range(3), "True"]
for f in (int, float, complex, bool, str, ascii):
    for v in values:
        print(f.__name__, repr(v), t(f, v))
for f in (list, tuple, set, frozenset, bytes, sorted, sum, len, iter):
    for v in ([1, 2], (3,), "ab", b"ab", range(2), {1: 2}, {5}, 3, None, 1.5):
        r = t(f, v)
        if "object at" not in r and not (f in (set, frozenset) and isinstance(v, str)): print(f.__name__, repr(v), r)
for s in ("10", "ff", "z", "0b11", "0o7", "0xf", "-11", "+1", "1 1", "", "9", "_1", "1__1", "1_1"):
    print(repr(s), [t(int, s, b) for b in (0, 2, 8, 10, 16, 36)])
for n in (0, 5, -5, 255, 10 ** 20):
    print(bin(n), oct(n), hex(n), int(bin(n), 2) == n, int(hex(n), 16) == n, format(n, "b"), format(n, "#o"), str(n).zfill(8), float(n), complex(n), bool(n))
print(int.from_bytes((1000).to_bytes(2, "big"), "big"), float(str(0.1)) == 0.1, int(float(10 ** 15)), str(10 ** 15), complex(str(1 + 2j)), eval(repr(1.1)) == 1.1, eval(repr(-5)), tuple(str(123)), "".join(list("abc")), dict([("a", 1)]), list({"a": 1}.items()), bytes([1, 2]), list(b"ab"), chr(ord("x")), set("aa"), bytes("é", "utf8").decode("utf8"))
