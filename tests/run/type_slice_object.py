s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), s.indices(100), slice(None).indices(3), slice(-1, None, -1).indices(4), slice(5).indices(3), slice(None, None, -2).indices(5))
print(slice(1) == slice(None, 1, None), slice(1, 2) < slice(1, 3), slice("a", "b"), repr(slice(None)), slice(1, 2) != slice(2, 1))
class G:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
g = G()
print(g[1:2], g[:], g[::2], g[1:2, 3], g[..., 1], g["a":"z"], g[(1, 2)], g[1:2:3, ::], g[()], g[[1]])
g[1:2] = 5
g[0] = 1
del g[::2], g[1, 2]
print(list(range(10))[s], "abcdefghij"[s], (0, 1, 2, 3)[slice(None, None, -1)])
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: s.indices(-1), lambda: slice("a").indices(3), lambda: slice(1, 2, 0).indices(3), lambda: hash(s), lambda: setattr(s, "start", 2)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
match s:
    case slice(start=1, step=st): print("matched", st)
class Idx:
    def __index__(self): return 2
print([1, 2, 3, 4][Idx():], slice(Idx(), 10).indices(5))
