x = 5
x += 2; print(x)
x -= 3; print(x)
x *= 6; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 10; print(x)
x <<= 4; print(x)
x >>= 1; print(x)
x |= 7; print(x)
x &= 0x2A; print(x)
x ^= 0xFF; print(x)
x /= 4; print(x)
a = [1]
b = a
a += (2, 3)
print(a, b, a is b)
a = a + [4]
print(a, b)
b *= 2
print(b)
s = "a"
t = s
s += "b"
print(s, t)
t = (1,)
u = t
t += (2,)
print(t, u)
d = {"k": 1}
d["k"] += 1
d |= {"z": 0}
print(d)
st = {1, 2}
st2 = st
st |= {3}; st &= {2, 3, 4}; st ^= {9}; st -= {3}
print(sorted(st2))
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
class V:
    def __init__(self, v): self.v = v
    def __iadd__(self, o): print("iadd"); self.v += o; return self
    def __sub__(self, o): print("sub"); return V(self.v - o)
    def __rmul__(self, o): print("rmul"); return V(self.v * o)
    def __imatmul__(self, o): return "matmul " + str(o)
v = w = V(1)
v += 5
print(v.v, v is w)
v -= 2
print(v.v, v is w)
k = 3
k *= w
print(k.v)
w @= 7
print(w)
def idx():
    print("idx once")
    return 0
l = [1]
l[idx()] += 10
print(l)
try:
    q += 1
except NameError as e:
    print(e)
try:
    x = 1
    x += "a"
except TypeError as e:
    print(e)
