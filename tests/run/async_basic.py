# No asyncio: coroutines driven by hand.
class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r
def drive(coro, *sends):
    out = []
    try:
        out.append(coro.send(None))
        for s in sends:
            out.append(coro.send(s))
    except StopIteration as e:
        out.append(("returned", e.value))
    return out
async def a():
    x = await Wait("first")
    y = await Wait("second")
    return x + y
print(drive(a(), 1, 2))
async def b():
    return await a() * 10
print(drive(b(), 3, 4))
class CM:
    async def __aenter__(self):
        print("aenter", await Wait("enter"))
        return "cm"
    async def __aexit__(self, t, v, tb):
        print("aexit", t, await Wait("exit"))
        return t is ValueError
async def c():
    async with CM() as m:
        print("body", m)
        raise ValueError
    return "swallowed"
print(drive(c(), "E", "X"))
class AI:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return await Wait(self.n)
async def d():
    out = []
    async for i in AI(3):
        out.append(i)
        if i == "brk": break
    else:
        out.append("else")
    return out
print(drive(d(), "p", "q", "r"), drive(d(), "brk"))
async def agen(n):
    for i in range(n):
        got = yield i
        if got: print("got", got)
    await Wait("in agen")
async def e():
    return [i async for i in agen(3)], {i: j async for i, j in pairs()}, [await z() for _ in range(2)]
async def pairs():
    yield 1, 2
    yield 3, 4
async def z(): return "z"
print(drive(e(), None))
async def f():
    try:
        await Wait("x")
    except KeyError as k:
        return "caught " + str(k)
co = f()
co.send(None)
try:
    co.throw(KeyError("k"))
except StopIteration as s:
    print(s.value)
try:
    drive(g5())
except NameError as n:
    print(n)
async def g5(): await 5
try:
    drive(g5())
except TypeError as t:
    print(t)
co = a()
print(type(co).__name__, co.cr_running, co.__name__)
co.close()
try:
    co.send(None)
except RuntimeError as r:
    print(r)
async def h():
    ag = agen(2)
    print(await ag.__anext__(), await ag.asend("sent"))
    await ag.aclose()
    try:
        await ag.__anext__()
    except StopAsyncIteration:
        return "agen closed"
print(drive(h()))
async def i(): return (x async for x in agen(1))
print(type(drive(i())[0][1]).__name__)
import types
@types.coroutine
def legacy():
    r = yield "legacy"
    return r
async def j(): return await legacy()
print(drive(j(), "ok"))
for src in ("await x", "def f(): await x", "async def f(): yield from x", "async def f():\n yield 1\n return 2", "def f():\n async with x: pass"):
    try:
        compile(src, "s", "exec")
    except SyntaxError as s:
        print(s.msg)
