# Where frames stand after an exception has left them, and what throw() makes of its arguments.
import warnings
warnings.simplefilter("error")
def g():
    try: yield 1
    except Exception as e: print("in", type(e).__name__, e); yield 2
x = g(); next(x)
try: x.throw(ValueError, 1)
except DeprecationWarning as e: print(e)
warnings.simplefilter("ignore")
print(x.throw(ValueError, TypeError(1)))
class E(Exception):
    def __new__(cls): return cls
x = g(); next(x)
s = None
try: x.throw(E)
except TypeError as e: print(e)
def lines(f):
    try: f()
    except Exception as ex: t = ex.__traceback__
    t = t.tb_next; r = []
    while t: r.append((t.tb_frame.f_lineno - t.tb_frame.f_code.co_firstlineno, t.tb_lineno - t.tb_frame.f_code.co_firstlineno)); t = t.tb_next
    return r
def a():
    try:
        1/0
    except TypeError as ex:
        pass
def b():
    try:
        1/0
    except Exception as ex:
        1/0
        pass
def c():
    try:
        1/0
    finally:
        pass
class N:
    def __enter__(self): return self
    def __exit__(self, *a): pass
def d():
    with N():
        1/0
        pass
def e():
    try:
        b()
    except Exception as ex:
        raise
def f():
    try:
        b()
    except Exception as ex:
        raise ex
print([lines(q) for q in (a,b,c,d,e,f)])
import sys
n = (1 << 20_000) - 1
try: "%d" % n
except ValueError as e: print(e)
sys.set_int_max_str_digits(0)
print(len("%d" % n))
