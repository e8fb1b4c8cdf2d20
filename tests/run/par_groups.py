# Calls that do not depend on each other: displays, f-strings, arguments, assignments one after the other, in functions and modules.
def work(x, n=400):
    s = x
    for i in range(n):
        s = (s * 31 + i) % 1000003
    return s
def say(x): print('say', x); return x

a = work(1)
b = work(2)
c = work(3)
print(a, b, c)
a, b = work(a), work(b)
print(a, b)
a, b = work(b, 9), work(a, 9)
print(a, b)
print({'a': work(1), 'b': work(2), say('k'): say('v')}, f'{work(1)} {work(2):>9} {say(3)!r}', [say(1), say(2)], (say(3), work(4)), {say(5), say(5)})
def order():
    x = say(1)
    y = say(2)
    z = say(3)
    p, q = say(4), say(5)
    return x, y, z, p, q, f'{say(6)}{say(7)}', {say(8): say(9), say(10): say(11)}
print(order())
# what a later one reads of an earlier one's
g = 10
def reads(): return work(g)
def writes(n):
    global g
    g = n
    return work(n)
x = writes(5)
y = reads()
print(x == y, g)
h = work(7)
i = reads() + h
j = writes(9)
k = reads()
print(h, i, j == k)
def late(): return later
try:
    later = work(1)
    other = late()
    print(other == later)
    fresh = late2()
    fresh2 = work(2)
except NameError as e: print('NameError', e, 'fresh' in globals(), 'fresh2' in globals())
def setter(): globals()['made'] = work(3); return 1
u = setter()
v = made
print(u, v)
# exceptions: assignments before it stay, those after it do not happen
def boom(x): work(x); raise ValueError(x)
m = n = o = 0
try:
    m = work(1)
    n = boom(2)
    o = work(3)
except ValueError as e: print(m == work(1), n, o, e.args)
def local():
    m = n = o = 0
    try:
        m = work(1)
        n = boom(2)
        o = boom(3)
    except ValueError as e: return m == work(1), n, o, e.args
def local2():
    try:
        m = work(1)
        n = work(2)
        o = boom(3)
    except ValueError as e: return m, n, e.args
print(local(), local2())
try: print(f'{boom(1)} {boom(2)}')
except ValueError as e: print(e.args)
try: print({'a': work(1), 'b': boom(3), 'c': boom(4)})
except ValueError as e: print(e.args)
# groups in loops at module level, and loops in groups
t = 0
rows = []
for z in range(30):
    p = work(z, 50)
    q = work(z + 1, 50)
    t += p + q
    rows.append((p, q))
print(t, p, q, len(rows))
def total(n): return sum(work(i, 20) for i in range(n))
p = total(20)
q = [work(i, 30) for i in range(20)]
r = total(30)
print(p, sum(q), r)
# recursion
def tree(d): return 1 if d == 0 else tree(d - 1) + work(d, 5) % 2 + tree(d - 1)
left = tree(6)
right = tree(7)
print(left, right, (tree(3), tree(4)), {'l': tree(2), 'r': tree(5)})
def sort(l):
    if len(l) < 2: return l
    p = l[0]
    low = sort([x for x in l[1:] if x < p])
    high = sort([x for x in l[1:] if x >= p])
    return low + [p] + high
print(sort([work(i, 5) % 1000 for i in range(120)])[:8])
class Node:
    def __init__(self, d):
        self.left = Node(d - 1) if d else None
        self.right = Node(d - 1) if d else None
        self.n = work(d, 10)
    def sum(self):
        if self.left is None: return self.n
        a = self.left.sum()
        b = self.right.sum()
        return a + b + self.n
n1 = Node(5)
n2 = Node(6)
s1 = n1.sum()
s2 = n2.sum()
print(s1, s2)
del a, b
a = work(5)
b = work(6)
print(a, b, [k for k in globals() if k in ('a', 'b', 'c', 'left', 'right', 's1', 's2')])
