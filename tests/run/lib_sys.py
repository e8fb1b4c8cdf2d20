# args: one two --three
import sys
print(sys.argv[1:], sys.version_info[:2], sys.version_info >= (3, 12), sys.version_info.major, sys.byteorder, sys.maxsize, sys.maxunicode, sys.platform, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.hexversion >= 0x030C0000)
print(sys.int_info.bits_per_digit > 0, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.min, sys.getrecursionlimit(), sys.intern("abc") == "abc", sys.flags.optimize, sys.flags.debug, sys.dont_write_bytecode, sys.getsizeof([]) > 0, sys.getrefcount([]) > 0)
print("sys" in sys.modules, sys.modules["__main__"].__name__, "json" in sys.modules, sys.stdin is sys.__stdin__, sys.stdout.name, sys.stderr.fileno(), sys.stdout.writable(), type(sys.path).__name__, isinstance(sys.path[0], str), sys.builtin_module_names.count("sys"), "os" in sys.stdlib_module_names, sys.copyright.startswith("Copyright"), sys.exc_info(), sys.get_int_max_str_digits())
def f():
    fr = sys._getframe()
    return fr.f_code.co_name, fr.f_back.f_code.co_name, sorted(fr.f_locals), fr.f_lineno - fr.f_code.co_firstlineno, fr.f_globals is globals(), sys._getframe(1).f_code.co_name
print(f())
try:
    raise ValueError("x")
except ValueError:
    t, v, tb = sys.exc_info()
    print(t.__name__, v, tb.tb_frame.f_code.co_name, sys.exception() is v)
old = sys.stdout
class Up:
    def write(self, s): old.write(s.upper())
    def flush(self): pass
sys.stdout = Up()
print("shouting")
sys.stdout = old
print("normal", file=sys.__stdout__)
def hook(t, v, tb): print("excepthook", t.__name__, v)
sys.excepthook = hook
print(sys.excepthook is hook, sys.__excepthook__ is not hook)
sys.displayhook(5); sys.displayhook(None); sys.displayhook("s")
import builtins
print(builtins._)
calls = []
def tracer(frame, event, arg):
    calls.append((event, frame.f_code.co_name))
    return None
def g(): return 1
sys.settrace(tracer); g(); sys.settrace(None)
print(calls)
for fn in (lambda: sys.setrecursionlimit(-1), lambda: sys.setrecursionlimit("a"), lambda: sys._getframe(10000), lambda: sys.intern(5), lambda: sys.exit("a", "b"), lambda: sys.nope, lambda: sys.set_int_max_str_digits(5)):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))
print(sys.implementation.name != "", sys.orig_argv[-3:], sys.executable != "", sys.prefix != "", sys.warnoptions, sys.call_tracing if False else sys.is_finalizing(), sys.getswitchinterval() > 0, sys.thread_info.name, sys.hash_info.width, sys.ps1 if hasattr(sys, "ps1") else "no ps1")
