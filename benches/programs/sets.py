"""Set algebra, membership, dedupe, graph reachability by frontier sets, power set."""
import sys


def collatz_seen(n):
    seen = set()
    for i in range(1, n):
        while i not in seen:
            seen.add(i)
            i = 3 * i + 1 if i & 1 else i // 2
            if i > 1_000_000:
                break
    return len(seen)


def frontier(n):
    seen = {0}
    edge = {0}
    rounds = 0
    while edge:
        new = {(x * 5 + 1) % n for x in edge} | {(x * 3 + 7) % n for x in edge}
        edge = new - seen
        seen |= edge
        rounds += 1
    return len(seen), rounds


def algebra(n):
    evens = set(range(0, n, 2))
    threes = set(range(0, n, 3))
    fives = frozenset(range(0, n, 5))
    out = [len(evens & threes), len(evens | fives), len(threes ^ fives), len(evens - threes - fives)]
    out.append(evens.isdisjoint(range(1, n, 2)))
    out.append({6, 12, 18} <= evens & threes)
    return out


def subsets(items):
    out = {frozenset()}
    for x in items:
        out |= {s | {x} for s in out}
    return out


def main(scale):
    for _ in range(max(1, round(8 * scale))):
        a = collatz_seen(60_000)
        b = frontier(200_000)
        c = algebra(120_000)
        d = sum(len(s) for s in subsets(range(13)))
        words = ["w%d" % (i * i % 5003) for i in range(40_000)]
        e = len(set(words)), len(dict.fromkeys(words))
    print(a, b, c, d, e)


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
