s = "abcdefg"
l = list(range(7))
for sl in (slice(None), slice(2), slice(1, 4), slice(-3, None), slice(None, -2), slice(None, None, 2), slice(None, None, -1),
           slice(5, 1, -2), slice(10), slice(-10, 3), slice(4, 2), slice(100, 200), slice(0, -1), slice(-1, 0, -1), slice(None, 2, -1)):
    print(sl, s[sl], l[sl], tuple(l)[sl], s.encode()[sl], range(7)[sl], sl.indices(7))
print(s[0], s[-1], l[-7], s[1:3][0], s[True])
print(l[:], l[::], l[1:][1:], l[-2:][::-1])
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: s[7])
err(lambda: l[-8])
err(lambda: ()[0])
err(lambda: b""[0])
err(lambda: range(3)[3])
err(lambda: s["a"])
err(lambda: l[1.0])
err(lambda: l[::0])
err(lambda: (1, 2)["x"])
err(lambda: l[1:"a"])
err(lambda: 5[0])
err(lambda: None[0])
err(lambda: {}[slice(1)])
err(lambda: {}[[]])
class I:
    def __index__(self): return 2
    def __getitem__(self, k): return k
i = I()
print(l[i], s[i:], i[1], i[1:2], i[1:2, ::3], i[...], i[()], i[1,], i[:, None], i[*[1, 2]], i[::])
a = list(range(10))
a[2:5] = []
print(a)
a[2:2] = [20, 30]
print(a)
a[-2:] = "xyz"
print(a)
a[::3] = [0] * len(a[::3])
print(a)
a[:] = a[::-1]
print(a)
a[8:2] = [99]
print(a)
a[1:4] = a
print(a)
def assign(k, v):
    a[k] = v
err(lambda: assign(slice(None, None, 2), [1]))
err(lambda: assign(100, 1))
err(lambda: assign(slice(0, 1), 5))
err(lambda: slice())
print(slice(1, 2) == slice(1, 2), slice(1) < slice(2), slice(3).start, slice(1, 2, 3).step)
err(lambda: hash(slice(1)))
b = bytearray(b"hello")
b[1:3] = b"EYX"
print(b)
b[0] = 72
del b[-1]
print(b)
err(lambda: b.__setitem__(0, 256))
m = "a,b;c"
print(m[m.index(","):m.index(";")], m[-1:], m[5:], m[:0] == "")
print("日本語テキスト"[2:4], "日本語"[::-1], "aé日🎉"[3], "aé日🎉"[-2])
