"""What a first real script does."""
import sys

def parse(line):
    name, _, rest = line.partition(":")
    return name.strip(), [int(x) for x in rest.split(",") if x.strip()]

DATA = """
alpha: 1, 2, 3
beta: 10
gamma:
delta: 4, 5, 6, 7
"""

def main(argv):
    totals = {}
    for n, line in enumerate(DATA.strip().splitlines(), 1):
        name, numbers = parse(line)
        totals[name] = sum(numbers)
        mean = totals[name] / len(numbers) if numbers else float("nan")
        print(f"{n:>2} {name:<8} {len(numbers)} {totals[name]:>5} {mean:8.3f}")
    best = max(totals, key=totals.get)
    print("best:", best, totals[best])
    print("sorted:", sorted(totals.items(), key=lambda kv: -kv[1]))
    return 0 if len(argv) == 1 else 2

if __name__ == "__main__":
    sys.exit(main(sys.argv))
