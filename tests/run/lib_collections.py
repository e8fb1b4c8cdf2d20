from collections import *
from collections import abc
c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), sorted(c.elements())[:6], c.total(), list(c), dict(c))
c.update("aaa"); c.subtract("b" * 5)
print(c, +c, -c, Counter(a=3) + Counter(a=1, b=2), Counter(a=3) - Counter(a=1, b=2), Counter(a=3, b=1) & Counter(a=1), Counter(a=1) | Counter(a=5), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter([1, 1, 2]), Counter({"x": 5}), Counter(), c.pop("b"))
d = defaultdict(list)
d["x"].append(1)
print(d, d["new"], len(d), d.get("no"), d.default_factory, defaultdict(int, a=1), defaultdict(lambda: "dflt")["q"], d | {"y": 2}, d.copy())
try:
    defaultdict()["k"]
except KeyError as e:
    print("KeyError", e)
q = deque([1, 2, 3], maxlen=4)
q.append(4); q.append(5); q.appendleft(0)
print(q, q.maxlen, len(q), q[0], q[-1], 3 in q, q.index(3), q.count(2))
q.rotate(1); print(q); q.rotate(-2); print(q)
print(q.pop(), q.popleft(), q, list(reversed(q)), deque("abc"), deque(), deque([1]) + deque([2]), deque([1]) * 2, deque([1, 2]) == deque([1, 2]), deque([1]) < deque([2]))
q.extend([7, 8]); q.extendleft([9]); q.insert(1, "i") if len(q) < 4 else None
print(q, q.remove(9), q, q.reverse(), q, q.copy(), q.clear(), q)
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, P._make([5, 6]), p == (1, 2), p + (3,), *p, P.__doc__, isinstance(p, tuple), hash(p) == hash((1, 2)), P(*"ab"), p.__getnewargs__())
Q = namedtuple("Q", ["a", "b", "c"], defaults=[10, 20])
print(Q(1), Q._field_defaults, namedtuple("R", "x class x", rename=True)._fields, Q.a.__doc__)
class Sub(namedtuple("Base", "u v")):
    __slots__ = ()
    @property
    def s(self): return self.u + self.v
print(Sub(1, 2).s, Sub(1, 2))
od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a"); print(od, od.popitem(), od.popitem(last=False), od)
od["z"] = 0; od.move_to_end("z", last=False)
print(od, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {"a": 1}, list(reversed(od)), od | {"n": 1})
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
cm["c"] = 5
print(cm, cm["a"], cm["b"], sorted(cm), len(cm), cm.maps, cm.new_child({"a": 0})["a"], cm.parents, dict(cm))
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = UD(a=1); u["b"] = 5
print(u, UserList([1, 2]) + [3], UserString("ab").upper(), u.data)
print(isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance(set(), abc.Set), isinstance(iter([]), abc.Iterator), isinstance(len, abc.Callable), isinstance(5, abc.Hashable), isinstance([], abc.Hashable), isinstance((x for x in []), abc.Generator), isinstance("", abc.Sequence), isinstance({}.keys(), abc.KeysView), issubclass(dict, abc.MutableMapping), isinstance(range(1), abc.Sequence), isinstance(b"", abc.ByteString) if hasattr(abc, "ByteString") else True)
class S(abc.Sequence):
    def __getitem__(self, i): return [10, 20, 30][i]
    def __len__(self): return 3
s = S()
print(list(s), s.index(20), s.count(10), 30 in s, list(reversed(s)))
class MM(abc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MM(); m.update(a=1, b=2); m.setdefault("c", 3)
print(dict(m), m.pop("a"), m.get("zz"), list(m.items()), "b" in m, m == {"b": 2, "c": 3}, m.popitem())
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: deque().pop()); err(lambda: deque([1])[5]); err(lambda: deque([1]).remove(2)); err(lambda: deque([1], 1).insert(0, 5)); err(lambda: deque(5)); err(lambda: P(1)); err(lambda: P(1, 2, 3)); err(lambda: p._replace(z=1)); err(lambda: namedtuple("X", "a a")); err(lambda: namedtuple("X", "def")); err(lambda: setattr(p, "x", 5)); err(lambda: abc.Sequence()); err(lambda: OrderedDict().popitem()); err(lambda: od.move_to_end("nope")); err(lambda: cm["nope"]); err(lambda: defaultdict(5)); err(lambda: P._make([1])); err(lambda: deque(maxlen=-1)); err(lambda: hash(deque())); err(lambda: Counter.fromkeys("a"))
def mutate():
    dq = deque([1, 2])
    for x in dq: dq.append(x)
err(mutate)
