# Functions for tests/workers.rs: each context runs them at the same time, over objects that all share and none writes.
import _weakref, itertools, math, _struct, _collections, _random, array, zlib, _functools, _operator

TEXT = '''
class Base:
    kind = "base"
    def __init__(self, a, b):
        self.a = a
        self.b = b
    def total(self): return self.a + self.b
    @property
    def double(self): return self.total() * 2
    @staticmethod
    def twice(x): return x * 2
    @classmethod
    def make(cls, n): return cls(n, n + 1)
    def __eq__(self, o): return self.a == o.a and self.b == o.b
    def __hash__(self): return hash((self.a, self.b))
    def __lt__(self, o): return self.a < o.a
    def __repr__(self): return f"{type(self).__name__}({self.a!r}, {self.b!r})"
    def __getattr__(self, name):
        if name.startswith("x_"): return len(name)
        raise AttributeError(name)
class Child(Base):
    kind = "child"
    __slots__ = ("s",)
    def total(self): return super().total() + 1
class Slotted:
    __slots__ = ("p", "q")
    def __init__(self, p, q): self.p, self.q = p, q
class Item:
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * i
    def __contains__(self, x): return x == 1
    def __call__(self, *a, **k): return len(a) + len(k)
    def __enter__(self): return self
    def __exit__(self, *a): return True
    def __add__(self, o): return 7
    def __bool__(self): return True
    def __iter__(self): return iter([1, 2])

objects = [Base(1, 2), Child(3, 4), Base(5, 6)]
objects[2].extra = 9
objects.append(Base(7, 8)); vars(objects[3])["z"] = 1
slotted = Slotted(1, 2)
item = Item()
table = {"k%d" % i: i for i in range(100)}
table.update({i: str(i) for i in range(50)})
fresh = ["".join(["w", str(i), "x" * (i % 7), chr(200 + i)]) for i in range(40)]
long = "p" * 300
long2 = long + "q" * 20
numbers = list(range(50)) + [2 ** 70, -1.5, 1e300]
both = frozenset(fresh) | {1, 2, 3}

def attributes(n):
    out = []
    for o in objects:
        out.append((o.a, o.b, o.total(), o.double, o.kind, o.twice(n), o.x_some, o.make(n).total(), getattr(o, "extra", None), hasattr(o, "nope")))
        try: o.missing
        except AttributeError as e: out.append(str(e))
    out.append((slotted.p, slotted.q, len(item), item[2], 1 in item, item(1, b=2), item + 1, list(item), bool(item)))
    with item as i: raise ValueError(n)
    return out
def own_objects(n):
    out = []
    for i in range(20):
        o = Child(i, n)
        o.s = i
        for k in range(i % 9): setattr(o, "at%d_%d" % (n % 5, k), k)
        out.append((o.total(), sorted(vars(o).items()), o.s))
    return out
def reads(n):
    out = [table[k] for k in ("k3", "k77", 9)] + [table.get(w, n) for w in fresh] + [w in both for w in fresh]
    out += [hash(w) == hash(w[:]) for w in fresh] + [objects[0] in {objects[0]: 1}, sum(numbers[:50]), max(numbers), min(numbers)]
    out += [fresh[i][-1] + fresh[i][0] for i in range(40)] + [w.upper().lower() == w.lower() for w in fresh]
    for k, v in table.items(): n += 1
    return out, n, len(list(zip(table, table.values()))), [*itertools.islice(itertools.chain(numbers, fresh), 5, 60, 7)]
def strings(n):
    s = long2
    a = s + "r" * 50
    b = s + "t" * 60
    for i in range(20): a += str(i); b += chr(65 + i)
    d = {}
    for w in fresh: d["".join(["at_", w[:4]])] = w
    class_like = type("", (), {}) if n < 0 else None
    return a, b, f"{n:>8}|{n!r}|{1.5 * n:.3f}|{a[:5]}", hash(a + "z" * 300) == hash(a + "z" * 300), sorted(d), "%s-%d" % (fresh[n % 40], n), "{0} {x}".format(n, x=b[-3:])
def sorting(n):
    l = [(i * 7919 + n) % 101 for i in range(200)]
    m = sorted(l, key=lambda v: (v % 10, -v))
    l.sort(reverse=True)
    return l, m, sorted(objects), sorted([Base(i % 7, n) for i in range(20)]), sorted(fresh, key=len)
def errors(n):
    out = []
    def deep(k):
        if k == 0: raise KeyError(n)
        try: deep(k - 1)
        finally: out.append(k)
    for f in (lambda: deep(5), lambda: table["no"], lambda: numbers[999], lambda: int("x%d" % n), lambda: 1 // 0, lambda: undefined_name, lambda: objects[0].nope, lambda: len(5), lambda: slotted.zz):
        try: f()
        except Exception as e:
            t, depth = e.__traceback__, 0
            while t: t, depth = t.tb_next, depth + 1
            out.append((type(e).__name__, str(e), depth))
    return out
def generators(n):
    def count(k):
        try:
            for i in range(k): got = yield i; out.append(got)
        finally: out.append("done")
    def chain(k): r = yield from count(k); return r
    out = []
    g = chain(5)
    next(g)
    for i in range(3): g.send(i)
    g.close()
    return out, [x * y for x in range(5) for y in count(2)], {k: [*v] for k, v in itertools.groupby(range(10), lambda v: v // 4)}, list(map(lambda a, b: a + b, count(4), range(4)))
def natives(n):
    q = _collections.deque(range(n % 10), 5)
    for i in range(8): q.append(i); q.rotate(1)
    r = _random.Random(n)
    a = array.array("i", range(10)); a.append(n)
    b = bytearray(b"abc"); b += b"x" * n; b[1] = 65
    od = _collections.OrderedDict((k, i) for i, k in enumerate(fresh)); od.move_to_end(fresh[0])
    w = _weakref.ref(objects[0])
    return list(q), [r.random() for _ in range(5)], r.getrandbits(100), a.tobytes(), bytes(b), list(od)[-2:], zlib.decompress(zlib.compress(b)) == b, _struct.pack("<iqd", n, n, n), _functools.reduce(_operator.add, range(20)), w() is objects[0], _functools.partial(max, n)(3), math.sqrt(n), list(itertools.permutations(range(4), 2))[n % 12], {**table, "n": n}["n"], [*memoryview(b)[:3]]
def classes(n):
    class Meta(type):
        def __call__(cls, *a): return super().__call__(*a)
    class A(Base, metaclass=Meta):
        later = 1
        def total(self): return super().total() + n
    class B(A): pass
    b = B(n, 1)
    first = b.total(), b.later
    A.later = 5
    A.total = lambda self: 0
    return first, b.total(), b.later, [c.__name__ for c in B.__mro__], isinstance(b, Base), issubclass(B, A)
'''
NAMES = ["attributes", "own_objects", "reads", "strings", "sorting", "errors", "generators", "natives"]
jobs, serial = [], []
for copy in range(COPIES):
    space = {"_weakref": _weakref, "itertools": itertools, "math": math, "_struct": _struct, "_collections": _collections, "_random": _random, "array": array, "zlib": zlib, "_functools": _functools, "_operator": _operator}
    exec(compile(TEXT, "jobs", "exec"), space)
    jobs += [space[n] for n in NAMES]
    serial.append(space["classes"])
def call(i, n): return repr(jobs[i](n))
def call_serial(i, n): return repr(serial[i](n))
