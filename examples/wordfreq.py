"""How often each word occurs in some texts, and how well the counts follow Zipf's law.

    wordfreq.py [--top N] FILE...
"""
import argparse
import math
import re
from collections import Counter
from statistics import linear_regression


def words(text):
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())


def main():
    parser = argparse.ArgumentParser(description="Counts words.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--top", type=int, default=10, help="how many words to list (10)")
    args = parser.parse_args()

    counts = Counter()
    for name in args.files:
        with open(name, encoding="utf-8") as file:
            for line in file:
                counts.update(words(line))

    total = counts.total()
    print(f"{total:,} words, {len(counts):,} different")
    for rank, (word, n) in enumerate(counts.most_common(args.top), 1):
        print(f"{rank:>4}  {word:<16}{n:>6}  {n / total:>7.2%}")

    frequencies = sorted(counts.values(), reverse=True)
    if len(frequencies) > 2:
        x = [math.log(rank) for rank in range(1, len(frequencies) + 1)]
        y = [math.log(n) for n in frequencies]
        slope, intercept = linear_regression(x, y)
        print(f"frequency falls with rank as rank^{slope:.3f}")


if __name__ == "__main__":
    main()
