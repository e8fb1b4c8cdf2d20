import io, sys, traceback
def inner(x):
    return 1 / x
def outer(x):
    return inner(x) + 1
try:
    outer(0)
except ZeroDivisionError as e:
    text = traceback.format_exc()
    print("\n".join(l.replace(__file__, "FILE") for l in text.splitlines()))
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
def show(f):
    try:
        f()
    except BaseException:
        print(traceback.format_exc().replace(__file__, "FILE"), end="")
def chain():
    try:
        {}["k"]
    except KeyError as e:
        raise ValueError("second") from e
show(chain)
def context():
    try:
        {}["k"]
    except KeyError:
        undefined_name
show(context)
def suppressed():
    try:
        {}["k"]
    except KeyError:
        raise TypeError("only me") from None
show(suppressed)
def noted():
    e = ValueError("with notes")
    e.add_note("note one")
    e.add_note("note two\nthree")
    raise e
show(noted)
def group():
    raise ExceptionGroup("grp", [ValueError("a"), ExceptionGroup("sub", [KeyError("b"), TypeError()])])
show(group)
def syntax():
    compile("x = (1,\ny z", "<str>", "exec")
show(syntax)
def anchors():
    a = {"k": [1, 2]}
    b = a["k"][5] + len(
        "x")
show(anchors)
def binop():
    x, y = 1, "a"
    return x + y * 2 + x
show(binop)
def call():
    f = None
    return [f(1, 2), 3]
show(call)
def attr():
    class A: pass
    return A().first.second
show(attr)
def rec(n):
    if n == 0:
        raise ValueError("bottom")
    rec(n - 1)
show(lambda: rec(10))
class Weird(Exception):
    def __str__(self): raise RuntimeError
show(lambda: (_ for _ in ()).throw(Weird()))
def multi():
    raise ValueError("line one\nline two")
show(multi)
show(lambda: exec("def f():\n    return 1/0\nf()"))
show(lambda: exec(compile("x = 1\ny = x.z", "somefile.py", "exec")))
class Nested:
    class In(Exception): pass
def n():
    raise Nested.In("q")
show(n)
def empty(): raise ValueError
show(empty)
out = io.StringIO()
try:
    inner(0)
except ZeroDivisionError:
    traceback.print_exc(file=out)
    print(out.getvalue().count("\n"), sys.exc_info()[0].__name__)
print(sys.exc_info(), traceback.format_exc().strip())
def stack(): return [f.name for f in traceback.extract_stack()]
print(stack())
te = traceback.TracebackException.from_exception(ValueError("te"))
print(list(te.format()), te.exc_type.__name__, str(te))
