from contextlib import *
import io
@contextmanager
def cm(n, swallow=False):
    print("enter", n)
    try:
        yield n
    except ValueError as e:
        print("saw", e)
        if not swallow: raise
    finally:
        print("exit", n)
with cm(1) as v: print("body", v)
with cm(2, True): raise ValueError("eaten")
try:
    with cm(3): raise ValueError("out")
except ValueError as e: print("got", e)
@cm("deco")
def f(x): print("f", x); return x
print(f(5), f(6))
with suppress(KeyError, IndexError): {}["k"]
with suppress(ValueError): print("fine")
with nullcontext(7) as x: print(x)
class C:
    def close(self): print("closed")
with closing(C()) as c: print(type(c).__name__)
out = io.StringIO()
with redirect_stdout(out): print("captured")
print(repr(out.getvalue()))
with ExitStack() as st:
    print(st.enter_context(cm("a")), st.enter_context(cm("b")))
    st.callback(print, "callback", 1)
    @st.push
    def ex(t, v, tb): print("push", t)
    st2 = st.pop_all()
print("moved")
st2.close()
with ExitStack() as st:
    st.push(lambda t, v, tb: print("handler", t.__name__) or True)
    raise KeyError
try:
    with ExitStack() as st:
        st.callback(lambda: 1 / 0)
        raise KeyError("first")
except ZeroDivisionError as e: print(repr(e), repr(e.__context__))
class D(ContextDecorator):
    def __enter__(self): print("D enter"); return self
    def __exit__(self, *a): print("D exit")
@D()
def g(): print("g")
g()
class A(AbstractContextManager):
    def __exit__(self, *a): print("A exit")
with A() as a: print(type(a).__name__)
def bad(kind):
    @contextmanager
    def b():
        if kind == "none": return; yield
        if kind == "two":
            yield 1
            yield 2
        if kind == "ctx":
            try: yield
            except KeyError: raise RuntimeError("replaced")
    return b()
for k in ("none", "two", "ctx"):
    try:
        with bad(k):
            if k == "ctx": raise KeyError("k")
    except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__))
try:
    with cm("stop"): raise StopIteration("si")
except StopIteration as e: print("si", e)
async def amain():
    @asynccontextmanager
    async def acm():
        print("aenter"); yield 5; print("aexit")
    async with acm() as v: print(v)
    async with AsyncExitStack() as s: print(await s.enter_async_context(acm()))
    async with aclosing(agen()) as g:
        async for q in g: print(q); break
async def agen():
    try: yield 1
    finally: print("agen closed")
try: amain().send(None)
except StopIteration: pass
import os
p = os.getcwd()
with chdir("/"): print(os.getcwd())
print(os.getcwd() == p)
