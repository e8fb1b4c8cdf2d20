# status: 1
# stderr-last: RuntimeError: main died
import atexit
atexit.register(lambda: print("registered first"))
atexit.register(lambda: print("registered second"))
class D:
    def __exit__(self, *a): print("exit")
    def __enter__(self): return self
with D():
    print("body")
    raise RuntimeError("main died")
