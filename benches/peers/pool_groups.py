"""par_groups written by hand for two processes."""
import sys
from multiprocessing import Pool


def score(person, months):
    total = 0.0
    x = person * 7919 % 1009 + 1
    for _ in range(months):
        x = x * 75 % 65537
        total += x / 65537.0 - 0.45
    return total


def team_report(team, months):
    scores = [score(p, months) for p in team]
    return max(scores), min(scores), sum(scores) / len(scores)


def department_report(teams, months):
    reports = [team_report(t, months) for t in teams]
    return [max(r[0] for r in reports), min(r[1] for r in reports), sum(r[2] for r in reports)]


def main(scale, pool):
    people = iter(range(10 ** 9))
    company = [[[next(people) for _ in range(3 + (d + t) % 5)] for t in range(4 + d % 3)] for d in range(20)]
    months = int(45_000 * scale)
    reports = pool.starmap(department_report, [(d, months) for d in company], 1)
    for i, (best, worst, mean) in enumerate(reports):
        print("department %2d  %8.3f %8.3f %8.3f" % (i, best, worst, mean))


if __name__ == "__main__":
    with Pool(2) as pool:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 1, pool)
