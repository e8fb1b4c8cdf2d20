"""par_csv_records written by hand for two processes."""
import sys
from multiprocessing import Pool


def make(n):
    names = ("amber", "birch", "cedar", "dune", "elm")
    return ["%d,%s,%d.%02d,%d,%04d-%02d-%02d" % (
        i, names[i * 7 % 5], i * 37 % 900, i % 100, i % 9, 2000 + i % 25, i % 12 + 1, i % 28 + 1)
        for i in range(n)]


def parse(line):
    ident, name, amount, kind, date = line.split(",")
    year, month, day = map(int, date.split("-"))
    return {"id": int(ident), "name": name, "amount": float(amount), "kind": int(kind),
            "day": (year * 12 + month) * 31 + day}


def enrich(r):
    tax = r["amount"] * (0.07 if r["kind"] < 4 else 0.19)
    code = r["name"].upper()[:2] + "%06x" % (r["id"] * 2654435761 % 16777216)
    return (code, round(r["amount"] + tax, 2), r["day"] % 7)


def main(scale, pool):
    lines = make(int(200_000 * scale))
    records = pool.map(parse, lines, 5000)
    kept = [r for r in records if r["amount"] > 50.0 and r["kind"] != 3]
    rows = pool.map(enrich, kept, 5000)
    by_day = {d: sum(int(a * 100) for _, a, day in rows if day == d) for d in range(7)}
    print(len(records), len(kept), rows[0], rows[-1])
    print(by_day)
    text = "\n".join("%s;%.2f;%d" % row for row in rows)
    print(len(text), max(code for code, _, _ in rows))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
