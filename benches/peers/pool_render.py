"""par_render written by hand for two processes."""
import sys
from multiprocessing import Pool


def wrap(text, width):
    lines = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = line + " " + word if line else word
    lines.append(line)
    return lines


def justify(line, width):
    words = line.split()
    if len(words) < 2:
        return line.ljust(width)
    spaces = width - sum(map(len, words))
    gaps = len(words) - 1
    out = ""
    for i, word in enumerate(words):
        out += word
        if i < gaps:
            out += " " * (spaces // gaps + (1 if i < spaces % gaps else 0))
    return out


def table(rows):
    widths = [max(len(str(row[c])) for row in rows) for c in range(len(rows[0]))]
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    body = ["|" + "|".join(" %s " % str(v).rjust(w) for v, w in zip(row, widths)) + "|" for row in rows]
    return [rule] + body + [rule]


def page(n):
    text = " ".join("item%d of page %d costs %d.%02d" % (i, n, i * n % 90, i * 7 % 100) for i in range(40))
    out = ["Page %d" % n, "=" * 6]
    out += [justify(line, 64) for line in wrap(text, 64)]
    out += table([(i, i * i, (i * n) % 1009, "x" * (i % 6)) for i in range(12)])
    out += ["%3d %s" % (i, "#" * ((i * n * 31) % 50)) for i in range(20)]
    return "\n".join(out)


def check_of(p):
    check = 0
    for line in p.split("\n"):
        check = (check * 31 + len(line.rstrip())) % 1_000_003
    return check


def main(scale, pool):
    pages = pool.map(page, range(int(8_000 * scale)), 100)
    print(pages[3])
    total = sum(pool.map(check_of, pages, 100))
    print(len(pages), sum(map(len, pages)), total)


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
