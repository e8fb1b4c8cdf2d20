"""CSV with and without the csv module: quoting, conversion, grouping."""
import csv
import io
import sys


def make(n):
    lines = ["id,name,city,amount,note"]
    cities = ["Oslo", "Rome", '"Paris, FR"', "Lima"]
    for i in range(n):
        note = '"said ""hi"" %d"' % i if i % 3 == 0 else "plain %d" % i
        lines.append("%d,name%d,%s,%d.%02d,%s" % (i, i % 97, cities[i % 4], i % 1000, i % 100, note))
    return "\n".join(lines) + "\n"


def split_row(line):
    out = []
    i = 0
    n = len(line)
    while i <= n:
        if i < n and line[i] == '"':
            parts = []
            i += 1
            while True:
                j = line.index('"', i)
                parts.append(line[i:j])
                if line[j + 1:j + 2] == '"':
                    parts.append('"')
                    i = j + 2
                else:
                    i = j + 2
                    break
            out.append("".join(parts))
        else:
            j = line.find(",", i)
            if j < 0:
                j = n
            out.append(line[i:j])
            i = j + 1
    return out


def summarise(rows):
    totals = {}
    for row in rows:
        key = row[2]
        if key not in totals:
            totals[key] = [0, 0.0]
        t = totals[key]
        t[0] += 1
        t[1] += float(row[3])
    return totals


def main(scale):
    text = make(4_000)
    for _ in range(max(1, round(170 * scale))):
        rows = [split_row(line) for line in text.splitlines()[1:]]
        totals = summarise(rows)
    with_module = list(csv.reader(io.StringIO(text)))
    print(with_module[1:] == rows, rows[3])
    for key in sorted(totals):
        print("%s %d %.2f" % (key, totals[key][0], totals[key][1]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(with_module)
    print(out.getvalue() == text, len(text))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
