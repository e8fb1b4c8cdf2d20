import builtins
def show(c, depth):
    print("  " * depth + c.__name__)
    for s in sorted((x for x in c.__subclasses__() if x.__module__ == "builtins"), key=lambda x: x.__name__):
        if getattr(builtins, s.__name__, None) is s:
            show(s, depth + 1)
show(BaseException, 0)
print(IOError is OSError, EnvironmentError is OSError, issubclass(KeyError, LookupError))
print(issubclass(KeyboardInterrupt, Exception), issubclass(UnicodeDecodeError, ValueError), ExceptionGroup.__mro__)
e = OSError(2, "No such file", "name")
print(e, repr(e), e.errno, e.strerror, e.filename, type(e).__name__, e.args, OSError(13, "x").__class__.__name__, OSError("just text"), OSError(1, "a", "b", None, "c"))
print(type(OSError(17, "")).__name__, type(OSError(32, "")).__name__, type(OSError(4, "")).__name__, type(OSError(110, "")).__name__, type(OSError(9999, "")).__name__, FileNotFoundError(2, "m").errno)
for exc in (KeyError("k"), KeyError("a", "b"), KeyError(), IndexError("i"), ValueError(1), Exception(), Exception(None), StopIteration(5), SystemExit(3), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "é", 0, 1, "no"), ImportError("m", name="n", path="p"), AttributeError("a", name="n", obj=5), NameError("x", name="y"), SyntaxError("msg", ("f", 3, 4, "text")), AssertionError(), ZeroDivisionError("z"), RecursionError(), KeyError("quote'd"), Exception((1, 2)), Exception("a", {"b": 1})):
    print(type(exc).__name__, "|", str(exc), "|", repr(exc), "|", exc.args)
s = SyntaxError("msg", ("file", 3, 4, "text\n"))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.print_file_and_line)
u = UnicodeDecodeError("utf-8", b"a\xffb", 1, 2, "reason")
print(u.encoding, u.object, u.start, u.end, u.reason)
print(StopIteration(7).value, SystemExit().code, SystemExit("x").code, StopIteration().value, ImportError("m", name="n").name)
x = ValueError("orig")
x.args = ("changed", 2)
print(x, x.args, hasattr(x, "__notes__"), x.__traceback__, x.__cause__, x.__context__, x.__suppress_context__)
x.custom = 1
print(x.__dict__, x.custom)
class E(Exception):
    def __init__(self, a, b=2):
        super().__init__(a, b)
        self.a = a
print(E(1), repr(E(1)), E(1).args, E("x", b="y").args)
class NoInit(Exception): pass
print(NoInit(1, 2), repr(NoInit()), NoInit("m").args)
class Multi(KeyError, ValueError): pass
try:
    raise Multi("m")
except ValueError as m:
    print(repr(m), str(m))
def err(f):
    try:
        print(f())
    except BaseException as y:
        print(type(y).__name__, y)
err(lambda: ValueError(a=1))
err(lambda: UnicodeDecodeError(1))
err(lambda: setattr(x, "__cause__", 5))
err(lambda: setattr(x, "__traceback__", 5))
err(lambda: setattr(x, "args", 5))
err(lambda: ImportError(bad=1))
err(lambda: BaseException.__new__(int))
err(lambda: OSError(1).errno)
err(lambda: (_ for _ in ()).throw(5))
err(lambda: (_ for _ in ()).throw(KeyError("thrown")))
err(lambda: KeyError("a") == KeyError("a"))
