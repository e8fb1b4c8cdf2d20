"""Two-order Gibbs passes over transactions: each pass samples customer and product groups in turn."""
import sys


def uniform(seed):
    seed = (seed ^ 0x9E3779B9) * 2654435761 & 0xFFFFFFFF
    seed = (seed ^ seed >> 15) * 2246822519 & 0xFFFFFFFF
    return (seed ^ seed >> 13) / 4294967296.0


def sample(weights, u):
    total = 0.0
    for w in weights:
        total += w
    u *= total
    for i, w in enumerate(weights):
        u -= w
        if u < 0.0:
            return i
    return len(weights) - 1


def resample(key, members, labels_of_other, table, groups, seed):
    """A new group for one customer (or product), given the groups of what it met."""
    weights = []
    for g in range(groups):
        w = 1.0
        for m in members:
            w *= table[g][labels_of_other[m]]
        weights.append(w + 1e-12)
    return sample(weights, uniform(seed * 1000003 + key))


def main(scale):
    customers = int(24_000 * scale)
    products = int(12_000 * scale)
    groups = 4
    sales = [(i * 7919 % customers, (i * 104729 + i // 7) % products) for i in range(10 * customers)]
    bought = [[] for _ in range(customers)]
    sold = [[] for _ in range(products)]
    for c, p in sales:
        bought[c].append(p)
        sold[p].append(c)
    of_customer = [c % groups for c in range(customers)]
    of_product = [p * 3 // 2 % groups for p in range(products)]
    for step in range(6):
        counts = [[1.0] * groups for _ in range(groups)]
        for c, p in sales:
            counts[of_customer[c]][of_product[p]] += 1.0
        table = [[x / sum(row) for x in row] for row in counts]
        of_customer = [resample(c, bought[c], of_product, table, groups, step) for c in range(customers)]
        turned = [list(col) for col in zip(*table)]
        of_product = [resample(p, sold[p], of_customer, turned, groups, step + 99) for p in range(products)]
    for g in range(groups):
        print(g, of_customer.count(g), of_product.count(g), " ".join("%.6f" % x for x in table[g]))


main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
