# Coroutines that nobody awaits: where they were made, and what is said of them.
import contextlib, gc, sys, warnings
async def co(): pass
def a(): return co()
def b(): return a()
def row(o): return o and [(l, n) for _, l, n in o]
for depth in (0, 1, 2, 9):
    sys.set_coroutine_origin_tracking_depth(depth)
    with contextlib.closing(b()) as c:
        print(sys.get_coroutine_origin_tracking_depth(), row(c.cr_origin))
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        b()
        gc.collect()
    print([str(x.message).replace(__file__, "FILE") for x in w])
try: sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as e: print(e)
async def ag(): yield 1
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    x = ag()
    x.athrow(ValueError, ValueError(1), None).close()
print([str(x.message) for x in w])
