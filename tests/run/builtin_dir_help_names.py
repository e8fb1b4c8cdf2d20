# Method lists: what each builtin type offers.
for t in (int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, object, type, property, staticmethod, classmethod, super, memoryview, enumerate, zip, map, filter, reversed, BaseException, type(None), type(...), type(NotImplemented), type(lambda: 0), type((i for i in [])), type(len), type({}.keys()), type({}.items()), type({}.values()), type(iter([])), type(list[int]), type(int | str)):
    names = [n for n in dir(t)]
    print(t.__name__, len(names) > 20, [n for n in names if not n.startswith("__")])
    print("   ", [n for n in names if n.startswith("__")])
