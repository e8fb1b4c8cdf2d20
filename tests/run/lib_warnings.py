import warnings, sys, io
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("first")
    warnings.warn("dep", DeprecationWarning, stacklevel=2)
    warnings.warn(UserWarning("instance"))
    print([(str(x.message), x.category.__name__, x.lineno > 0) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("as error", RuntimeWarning)
    except RuntimeWarning as e: print("raised", e)
with warnings.catch_warnings(record=True) as w:
    warnings.resetwarnings()
    warnings.filterwarnings("ignore", message="skip.*")
    warnings.filterwarnings("once", category=UserWarning)
    for i in range(2): warnings.warn("skip me"); warnings.warn("keep me")
    print(len(w), warnings.filters[0][0])
old = sys.stderr; sys.stderr = io.StringIO()
def f(): warnings.warn("to stderr")
f(); f()
text = sys.stderr.getvalue(); sys.stderr = old
print(text.replace(__file__, "FILE"))
print(warnings.formatwarning("m", UserWarning, "file.py", 3, "the line"))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("default")
    compile("x is 5", "s", "eval"); compile("'\\d'", "s", "eval"); compile("assert (1, 'x')", "s", "exec"); compile("1()", "s", "exec") if False else None
    print([(x.category.__name__, str(x.message)) for x in w])
def custom(message, category, filename, lineno, file=None, line=None): print("custom:", message, category.__name__)
saved = warnings.showwarning; warnings.showwarning = custom
warnings.warn("shown by hook"); warnings.warn_explicit("explicit", ImportWarning, "f", 1) ; warnings.showwarning = saved
for fn in (lambda: warnings.warn("x", int), lambda: warnings.simplefilter("bad"), lambda: warnings.warn("x", "notclass"), lambda: warnings.filterwarnings("ignore", 5)):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
print(issubclass(DeprecationWarning, Warning), issubclass(Warning, Exception), [c.__name__ for c in (BytesWarning, FutureWarning, PendingDeprecationWarning, ResourceWarning, SyntaxWarning, UnicodeWarning, EncodingWarning)])
import typing
if hasattr(warnings, "deprecated"): print("has deprecated")
