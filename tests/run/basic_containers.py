l = [1, 2, 3]
l.append(4)
l[0] = 9
print(l, l[1], l[-1], l[1:], len(l), 3 in l)
t = (1, "a")
print(t, t[0], len(t))
d = {"a": 1}
d["b"] = 2
print(d, d["a"], d.get("z"), "a" in d, len(d), list(d.keys()), list(d.values()), list(d.items()))
for k, v in d.items():
    print(k, v)
s = {1, 2, 2}
s.add(3)
print(s, 2 in s, len(s))
print([x * 2 for x in l if x > 2], {x: x for x in range(2)}, {x for x in (1, 1)})
m = [[0, 1], [2, 3]]
m[1][0] = 7
print(m, [r[0] for r in m])
del l[0], d["a"]
print(l, d, l + [1], l * 2, [] == [], sorted([3, 1, 2]), min(l), max(l), sum(l), any(l), all(l))
a, *b = l
print(a, b, list(zip([1, 2], "ab")), list(enumerate("ab")), list(reversed(l)), list(range(3)))
l.sort(reverse=True)
print(l, l.pop(), l.index(4), l.count(3))
n = {"x": [1, {"y": (2, 3)}]}
print(n["x"][1]["y"][0], n)
