# ctypes without foreign functions: data types, pointers, memory.
import ctypes, pickle
from ctypes import *
print(c_int(5), c_double(1.5), sizeof(c_int), c_int(2**32+3), c_char(b'a'), c_bool(1), c_wchar('x'), c_long)
class P(Structure):
    _fields_ = [('x', c_int), ('y', c_double), ('c', c_char*4)]
p = P(1, 2.5, b'ab')
print(p.x, p.y, p.c, sizeof(P), P.y, P.x.offset)
p.x += 1
print(p.x)
A = c_int*3
a = A(1,2,3); print(list(a), a[1:], len(a), sizeof(a))
pp = pointer(p); pp.contents.x = 9; print(p.x, pp[0].x, bool(pp))
i = c_int(3); q = pointer(i); q[0] = 8; print(i, q.contents)
b = create_string_buffer(b'hello', 10); print(b.value, b.raw, sizeof(b))
memset(b, 65, 3); print(b.value)
u = create_unicode_buffer('abc'); print(u.value)
class U(Union): _fields_ = [('i', c_int), ('f', c_float)]
x = U(); x.f = 1.0; print(hex(x.i))
class B(Structure): _fields_ = [('a', c_uint, 3), ('b', c_uint, 5)]
y = B(5, 17); print(y.a, y.b, sizeof(B), bytes(y))
print(bytes(p), bytearray(c_int(258)))
print(pickle.loads(pickle.dumps(c_int(7))))
s = c_char_p(b'text'); print(s.value, string_at(b, 3))
try: c_int('x')
except TypeError as e: print(e)
try: a[5]
except IndexError as e: print(e)
arr = (c_int*4).from_buffer(bytearray(16)); arr[2] = 5; print(list(arr))
print(cast(a, POINTER(c_int))[1])
class Node(Structure): pass
Node._fields_ = [('v', c_int), ('next', POINTER(Node))]
n2 = Node(2); n1 = Node(1, pointer(n2)); print(n1.next.contents.v, bool(n2.next))
print(CFUNCTYPE(c_int, c_int)(lambda x: x+1)(4))
print([P(1,2).x for _ in range(2)], POINTER(c_int), c_size_t, c_uint8(300).value)
m = (P*2)(); m[0].x = 3; m[1] = P(7,8); print([k.x for k in m])
print(c_float(0.1).value, c_int.from_buffer_copy(b'\1\0\0\0').value, isinstance(a, Array), A)
