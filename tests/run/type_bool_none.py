print(True, False, bool(), bool(1), bool("False"), bool([]), repr(True), str(False))
print(True + True, True * 5, -True, True / 2, True == 1, True is True, False < True, True & 1, True & False, True ^ True, True | 2, ~False)
print(type(True & False), type(True & 1), type(True + 0), bool.__mro__, isinstance(True, int))
print(int(True), float(True), complex(False), [10, 20][True], "ab"[False], "x" * True, {True: "t"}[1], hash(True))
print(None, type(None), None is None, None == 0, bool(None), str(None), [None], hash(None) == hash(None))
print(Ellipsis, ..., type(...), ... is Ellipsis, bool(...), NotImplemented, type(NotImplemented))
print(f"{True:d} {True:5} {False!r:>7} {True:.1f} {True:x}|", "%d %s" % (True, False), format(True), format(False, "^7"))
print(bool.from_bytes(b"\1", "big"), True.bit_length(), True.real, True.numerator, (True).to_bytes(1, "big"), max(True, 2), sum([True, True, False]))
print(any([]), all([]), any([0, None]), all([1, "a"]), any([0, 5]), all([1, 0]))
class B:
    def __bool__(self): print("bool called"); return False
if not B():
    print("falsy")
print(B() or "or", type(B() and "and").__name__, bool(B()), not B())
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: None())
err(lambda: None.x)
err(lambda: None[0])
err(lambda: iter(None))
err(lambda: len(None))
err(lambda: None < None)
err(lambda: type(None)(1))
err(lambda: bool(1, 2))
err(lambda: setattr(None, "x", 1))
err(lambda: True())
err(lambda: ...())
print(type(None)(), type(...)(), None.__class__, None.__eq__(None), None.__eq__(1))
