"""A dict of results, filled by comprehension and by loop; then upserts of sums."""
import sys


def simulate(rate, years):
    balance = 1000.0
    low = balance
    for y in range(years):
        balance *= 1.0 + rate * (1.0 if y % 7 else -2.0)
        balance -= 3.0
        if balance < low:
            low = balance
    return round(balance, 6), round(low, 6)


def letters(text):
    counts = {}
    for c in text:
        counts[c] = counts.get(c, 0) + 1
    return counts


def main(scale):
    years = 400
    by_rate = {k: simulate(k / 100_000.0, years) for k in range(int(30_000 * scale))}
    print(len(by_rate), by_rate[0], by_rate[len(by_rate) - 1])
    results = {}
    for i in range(int(16_000 * scale)):
        text = "item %d of %d" % (i * 7919, i) * 6
        results[i] = letters(text)
    totals = {}
    for counts in results.values():
        for c, k in counts.items():
            totals[c] = totals.get(c, 0) + k
    print(sorted(totals.items()))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
