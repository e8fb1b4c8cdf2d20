"""Sorting: numbers, strings, tuples, keys, attributes, cmp functions, stability."""
import sys
from functools import cmp_to_key
from operator import itemgetter


class Row:
    def __init__(self, name, age, score):
        self.name = name
        self.age = age
        self.score = score

    def __lt__(self, other):
        return (self.age, self.name) < (other.age, other.name)


def random_rows(n, seed):
    rows = []
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        rows.append(Row("n%05d" % (seed >> 40 & 0xFFFF), seed >> 33 & 127, (seed >> 11) / 2.0 ** 53))
    return rows


def main(scale):
    n = 12_000
    check = 0
    for r in range(max(1, round(17 * scale))):
        rows = random_rows(n, r)
        rows.sort(key=lambda row: row.score)
        check += rows[0].age + rows[-1].age
        rows.sort(key=lambda row: (-row.age, row.name))
        check += rows[n // 2].age
        rows.sort()
        check += int(rows[n // 3].score * 1000)
        by_name = sorted(rows, key=lambda row: row.name, reverse=True)
        check += by_name[5].age
        pairs = [(row.age, row.score) for row in rows]
        pairs.sort(key=itemgetter(1))
        check += pairs[7][0]
        check += sorted(row.score for row in rows)[n // 2] > 0.5
        names = [row.name for row in rows]
        names.sort(key=len)
        names.sort(key=str.upper)
        check += int(names[100][1:])
        cmp = sorted(names[:2000], key=cmp_to_key(lambda a, b: (a[3:] > b[3:]) - (a[3:] < b[3:])))
        check += int(cmp[0][1:])
        mostly = list(range(n))
        mostly[::100] = [x * 7919 % n for x in mostly[::100]]
        check += sorted(mostly)[10]
    print(check, rows[0].name, by_name[0].name, cmp[-1])


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
