class N: pass
class I:
    def __index__(self): return 0
for o in ((1,2), "ab", b"ab", range(3), 5, frozenset(), 1.5, None, N(), int, list, len, {1}.__iter__(), {}.keys(), iter([]), type("T",(tuple,),{})(), memoryview(b"ab"), memoryview(bytearray(b"ab")), list[int]):
    for k in (0, slice(1), "x", None, 1.5, I(), True, 2**80):
        try: del o[k]
        except Exception as e: print(type(e).__name__, e)
        try: o[k] = 1
        except Exception as e: print(type(e).__name__, e)
