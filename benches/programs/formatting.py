"""Text output: f-strings, % and str.format, padding, numbers in many bases, tables."""
import sys


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __format__(self, spec):
        return format(self.cents / 100, spec or ".2f") + "€"


def table(rows):
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    lines = []
    for r in rows:
        lines.append(" | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths))))
    return "\n".join(lines)


def main(scale):
    size = 0
    check = 0
    for i in range(int(180_000 * scale)):
        x = i * 1.37 - 1000
        a = f"{i:>8}|{x:10.3f}|{i:#x}|{i:08b}"
        b = "%5d %-10s %+.2e %c" % (i, "item%d" % i, x, 65 + i % 26)
        c = "{0:,}/{1!r}/{name:^9}".format(i * 1000, "q", name=i % 10)
        d = f"{Money(i):.1f} {i % 7 / 7:.1%} {i!s:*<6} {'nested ' + f'{i}':{12 + i % 3}}"
        e = str(x) + repr(x * 3) + hex(i) + oct(i)
        size += len(a) + len(b) + len(c) + len(d) + len(e)
        check = (check * 31 + ord(a[-1]) + ord(b[7]) + ord(e[3])) % 1_000_003
    print(size, check)
    print(a, b, c, d, e, sep="\n")
    print(table([["name", "n", "n²"]] + [["row%d" % k, str(k), str(k * k)] for k in range(5)]))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
