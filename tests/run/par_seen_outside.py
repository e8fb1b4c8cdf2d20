# What a loop assigns or adds to, seen by other functions while parts of it run elsewhere.
shared = []
v = 7
results = []
keep = []
table = {}


def spin(n):
    t = 0
    for i in range(n):
        t += i
    return t


# a list that the outer loop adds to, written by another name inside an inner loop
def poke():
    shared.append(0)


def helper():
    t = 0
    for x in range(60):
        spin(20)
        t += len(shared)
        if x == 10:
            poke()
    return t


def alias():
    acc = shared
    for i in range(4):
        acc.append(helper())
    return acc


print(alias())


# a global that one operand's loop assigns and the other reads
def reads():
    t = 0
    for i in range(60):
        spin(20)
        t += v
    return t


class A:
    def assigns(self, a):
        global v
        for i in range(20):
            v = a + i
            spin(10)
        return a


a = A()
for k in range(4):
    print(reads() + a.assigns(k), v)


# a global that a loop inside one iteration assigns and other iterations read
def peek():
    spin(10)
    return v


def step(a):
    global v
    for i in range(20):
        spin(10)
        v = a + i
        spin(10)
    return a


def iterations():
    t = 0
    for i in range(40):
        t += peek()
        if i % 13 == 5:
            t += step(i)
    return t


for k in range(3):
    print(iterations(), v)


# a container that a loop at module level adds to, handed on meanwhile
def first(x):
    spin(10)
    if x == 3:
        keep.append(results)
    spin(10)
    return x


for x in range(30):
    results.append(first(x))
print(keep[0] is results, len(keep[0]), len(results))


def second(x, m):
    spin(10)
    if x == 13:
        m['r'] = results
    return x + len(m)


d = {}
for x in range(30):
    results.append(second(x, d))
print(d['r'] is results, len(d['r']), len(results))


class K:
    items = []


def third(x):
    spin(10)
    if x == 2:
        K.items = table
    return x


for x in range(30):
    table[x] = third(x)
print(K.items is table, len(K.items), len(table))
