# The interpreter's own report of uncaught exceptions, word for word: marks under the line, chains, groups, notes, suggestions.
import io, sys
def show(f):
    try: f()
    except BaseException as e: err = e
    saved, sys.stderr = sys.stderr, io.StringIO()
    try: sys.__excepthook__(type(err), err, err.__traceback__)
    finally: text, sys.stderr = sys.stderr.getvalue(), saved
    print(text.replace(__file__, "FILE"))
def plus(): return (1) + ("x")
def two_char(): return 1 +("x")
def shift(): return (  1  )  <<("x")
def item(): return ([1]) [9]
def nested(): return {"a": {"b": 1}}["a"]["c"]
def store(): x = []; x[ 5 ] = 1
def lines():
    return undefined_name(1,
        2)
def wide(): return {"ｗ": 1}["説明"]
def chain():
    try: 1/0
    except ZeroDivisionError: raise KeyError("k") from ValueError("v")
def context():
    try: 1/0
    except ZeroDivisionError: return [][0]
def notes():
    e = ValueError("n"); e.add_note("one\ntwo"); e.add_note(""); raise e
def group(): raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("in", [TypeError("t"), KeyError("x")]), OSError(2, "no", "f")])
def many(): raise ExceptionGroup("many", [ValueError(i) for i in range(17)])
def deep():
    e = ValueError(1)
    for _ in range(12): e = ExceptionGroup("d", [e])
    raise e
def again(n): return again(n - 1) if n else 1/0
def repeat(): again(7)
def syntax(): raise SyntaxError("m", ("f", 3, 4, "  abc def\n", 3, 7))
def syntax_end(): raise SyntaxError("m", ("f", 3, 1, "abc", 3, 50))
def indent(): raise IndentationError("m", ("f", 3, 1, "abc\n", 3, 4))
def near(): some_name = 1; return some_nam
def method(): "".stripp()
def module(): return itertools.count
def from_import(): from sys import maxsiz
class Bad(Exception):
    def __str__(self): 1/0
def unprintable(): raise Bad
for f in [plus, two_char, shift, item, nested, store, lines, wide, chain, context, notes, group, many, deep, repeat, syntax, syntax_end, indent, near, method, module, from_import, unprintable]: show(f)
