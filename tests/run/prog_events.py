# Observers, an event loop of generators, a state machine, a plugin registry, memoised properties.
class Event:
    def __init__(self): self.handlers = []
    def __iadd__(self, h): self.handlers.append(h); return self
    def __isub__(self, h): self.handlers.remove(h); return self
    def __call__(self, *a, **k): return [h(*a, **k) for h in list(self.handlers)]
class Button:
    def __init__(self): self.clicked = Event()
b = Button()
log = []
b.clicked += log.append
b.clicked += lambda x: x * 2
print(b.clicked(5), log)
b.clicked -= log.append
print(b.clicked(6), log)
from collections import deque
class Loop:
    def __init__(self): self.ready, self.now, self.later = deque(), 0, []
    def spawn(self, g): self.ready.append((g, None)); return g
    def run(self):
        while self.ready or self.later:
            if not self.ready:
                self.later.sort(key=lambda t: t[0])
                self.now, g = self.later.pop(0)
                self.ready.append((g, self.now))
            g, v = self.ready.popleft()
            try:
                cmd, arg = g.send(v)
            except StopIteration as e:
                print(f"[{self.now}] finished with {e.value!r}")
                continue
            if cmd == "sleep": self.later.append((self.now + arg, g))
            elif cmd == "spawn": self.spawn(arg); self.ready.append((g, None))
            else:
                try: g.throw(ValueError(cmd))
                except ValueError as e: print("died:", e)
def worker(name, n):
    for i in range(n):
        t = yield "sleep", i + 1
        print(f"{name} woke at {t}")
    return name
def boss():
    yield "spawn", worker("kid", 1)
    yield "sleep", 2
    yield "explode", None
loop = Loop()
for g in (worker("a", 3), worker("b", 2), boss()): loop.spawn(g)
loop.run()
class Machine:
    table = {("idle", "coin"): "ready", ("ready", "push"): "idle", ("ready", "coin"): "ready"}
    def __init__(self): self.state, self.trail = "idle", []
    def feed(self, *events):
        for e in events:
            try: self.state = self.table[self.state, e]
            except KeyError as k: self.trail.append(f"!{k.args[0]}")
            else: self.trail.append(self.state)
        return self
print(Machine().feed("coin", "coin", "push", "push", "coin").trail)
class Plugin:
    registry = {}
    def __init_subclass__(cls, name=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[name or cls.__name__.lower()] = cls
    def run(self, x): raise NotImplementedError(type(self).__name__)
class Double(Plugin):
    def run(self, x): return x * 2
class Neg(Plugin, name="minus"):
    def run(self, x): return -x
class Todo(Plugin): pass
for n, c in Plugin.registry.items():
    try: print(n, c().run(21))
    except NotImplementedError as e: print(n, "not implemented:", e)
def pipeline(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(pipeline(str.strip, str.split, len)("  a b c "), pipeline()(1))
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        out, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1: out = out @ base
            base, n = base @ base, n >> 1
        return out
    def __eq__(self, o): return self.rows == o.rows
    def __getitem__(self, ij): i, j = ij; return self.rows[i][j]
    def __repr__(self): return f"Matrix({self.rows})"
    @property
    def T(self): return Matrix(zip(*self.rows))
f = Matrix([[1, 1], [1, 0]])
print((f ** 90)[0, 1], f @ f, f.T == f, Matrix.identity(2), (f ** 0) == Matrix.identity(2))
