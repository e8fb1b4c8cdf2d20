# A loop over a dict that grows meanwhile.
def f(n, at):
    d = {i: i for i in range(n)}
    seen = 0
    try:
        for k, v in d.items():
            seen += 1
            if k == at:
                d[n + at] = v
    except RuntimeError as e:
        return seen, str(e), len(d)
    return seen, len(d)
print([f(30, k) for k in (0, 7, 20, 29)])
d = {c: 0 for c in "abcdefghijkl"}
try:
    for c in d:
        if c == "h":
            d["z"] = 1
except RuntimeError as e:
    print(c, e, len(d))
