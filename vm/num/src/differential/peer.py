"""Evaluates the expressions on stdin, one a line, and prints each result in a form that the tests can produce too."""
import _string
import cmath
import math
import operator
import random
import struct
import sys
import unicodedata as ud

sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")
sys.stdin.reconfigure(encoding="utf-8", newline="\n")


def f(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def show(v):
    if v is None or isinstance(v, bool):
        return str(v)
    if isinstance(v, int):
        return "0x%x" % v if v >= 0 else "-0x%x" % -v
    if isinstance(v, float):
        return "nan" if v != v else "f%016x" % struct.unpack("<Q", struct.pack("<d", v))
    if isinstance(v, complex):
        return f"c({show(v.real)}, {show(v.imag)})"
    if isinstance(v, str):
        return "s" + v.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(v, bytes):
        return "b" + v.hex()
    return "(" + ", ".join(map(show, v)) + ")"


def props(start):
    out = []
    for n in range(start, start + 64):
        c = chr(n)
        out.append(" ".join((
            "".join(str(int(b)) for b in (
                c.isalpha(), c.islower(), c.isupper(), c.isprintable(), c.isspace(), c.isidentifier(),
                ("a" + c).isidentifier(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isalnum(), ud.mirrored(c),
                ("a" + c + "b").splitlines() != ["a" + c + "b"])),
            ud.category(c), ud.bidirectional(c), ud.east_asian_width(c), str(ud.combining(c)),
            show(ud.numeric(c, None)), ud.decomposition(c),
            *(" ".join("%x" % ord(x) for x in s) for s in (
                c.upper(), c.lower(), c.title(), c.casefold(), c.swapcase(), ("a" + c + "\u03a3" + c).lower(),
                (c + "\u03a3" + c + "a").lower(), (c + "Ab" + c).title(),
                *(ud.normalize(form, "\u1100" + c + "\u0301\u0323" + c) for form in ("NFC", "NFD", "NFKC", "NFKD")))))))
    return "|".join(out)


def field_names(text):
    first, rest = _string.formatter_field_name_split(text)
    return (first, *rest)


def seeded(seed, method, *args):
    r = random.Random(seed)
    return tuple(getattr(r, method)(*args) for _ in range(700 if method == "random" else 3))


for line in sys.stdin:
    try:
        result = show(eval(line))
    except RecursionError:
        raise
    except Exception as e:
        result = f"!{type(e).__name__}: {e}".replace("\n", "\\n")
    print(result)
