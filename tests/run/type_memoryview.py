m = memoryview(bytearray(b"abcdef"))
print(m[0], m[-1], bytes(m[1:3]), m.tolist(), len(m), m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.readonly)
m[0] = 65
m[1:3] = b"XY"
print(m.obj, m.tobytes(), m[::2].tolist(), m[::-1].tobytes(), m == b"AXYdef", m.hex(), bytes(m), list(m[:2]))
r = memoryview(b"ro")
print(r.readonly, r.contiguous, hash(r) == hash(b"ro"), r == memoryview(b"ro"), 114 in r)
c = memoryview(bytearray(8)).cast("I")
c[0] = 258
print(c.tolist(), c.cast("B").tolist(), c.format, c.itemsize, c.shape)
d = memoryview(bytearray(range(6))).cast("B", (2, 3))
print(d.tolist(), d.shape, d[1, 2], d.ndim)
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
err(lambda: r.__setitem__(0, 1))
err(lambda: m[10])
err(lambda: m.__setitem__(0, 300))
err(lambda: m.__setitem__(slice(0, 2), b"abc"))
err(lambda: memoryview("str"))
err(lambda: memoryview(5))
err(lambda: hash(m))
ba = bytearray(b"xyz")
with memoryview(ba) as v:
    err(lambda: ba.append(1))
    print(v[0])
ba.append(33)
print(ba)
err(lambda: v[0])
print(b"".join([memoryview(b"a"), b"b"]), bytes(memoryview(b"q")), bytearray(memoryview(b"w")), memoryview(b"abc")[1:].tobytes(), m.toreadonly().readonly)
