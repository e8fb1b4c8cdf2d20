# Pickles: the bytes of every protocol, and what comes back.
import pickle, io, sys, collections, datetime, decimal, fractions, copyreg, hashlib
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return type(o) is A and self.x == o.x
    def m(self): return self.x
class S:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1; self.b = [2]
class L(list): pass
class D(dict):
    def __init__(self, *a): super().__init__(*a); self.z = 3
class N:
    def __new__(cls, *a, k=0): o = super().__new__(cls); o.k = k; return o
    def __getnewargs_ex__(self): return (1, 2), {'k': self.k}
class G:
    def __getstate__(self): return {'q': 1}
    def __setstate__(self, s): self.s = s
class Outer:
    class Inner: pass
    def meth(self): pass
P = collections.namedtuple('P', 'x y')
rec = []; rec.append(rec); rec.append((rec,))
rd = {}; rd['me'] = rd
rt = ([],); rt[0].append(rt)
shared = [1]
objs = [None, True, False, 0, 1, 255, 256, 65535, 65536, -1, 2**31-1, 2**31, -2**31, -2**31-1, 2**63, -2**63, 2**64, 10**100, -10**300, 1 << 3000,
    1.5, -0.0, float('inf'), 1e300, 1j, '', 'abc', 'é€😀', 'a\nb\\c\x00\x1a', 'x' * 300, '\ud800', b'', b'ab', b'\x00\xff' * 200, bytearray(b''), bytearray(b'xyz'),
    (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], list(range(2500)), list(range(1001)), {}, {1: 2}, {'a': [1], 'b': (2,)}, dict.fromkeys(range(1001)), {5}, set(), frozenset([3]), frozenset(),
    A(1), S(), L([1, 2]), D({1: 2}), N(k=5), G(), P(1, 2), rec, rd, rt, [shared, shared], Outer.Inner, Outer.Inner(), Outer.meth, A(2).m, len, int, type(None), Ellipsis, NotImplemented, type(...),
    collections.OrderedDict(a=1), collections.Counter('aab'), collections.deque([1, 2], 5), collections.defaultdict(list, {1: [2]}), datetime.date(2020, 1, 2), datetime.timedelta(3),
    decimal.Decimal('1.5'), fractions.Fraction(1, 3), range(5), slice(1, 2, 3), ValueError('x', 3), KeyError(1), 'y' * 70000, [b'z' * 70000, 1], list('ab' * 40000), A, sys.intern('k'), [A(i) for i in range(5)], complex, object(),
    [].__len__, [].append, {1: 2}.keys, iter([1, 2, 3]), zip, map]
for i, o in enumerate(objs):
    row = []
    for p in range(6):
        try:
            b = pickle.dumps(o, p)
        except Exception as e:
            row.append((type(e).__name__, str(e)[:60].split(' at 0x')[0]))
            continue
        row.append(hashlib.md5(b).hexdigest()[:8] if len(b) > 60 else b)
        try:
            q = pickle.loads(b)
            r = pickle.load(io.BytesIO(b))
            if i not in () and type(q) is not type(o) or type(r) is not type(o): row.append('TYPE')
            if not isinstance(o, (S, G, N, Outer.Inner, BaseException)) and o is not rec and o is not rd and o is not rt and type(o) is not object and not hasattr(o, '__next__') and not callable(o) and q != o: row.append(('DIFF', q))
        except Exception as e:
            row.append((type(e).__name__, str(e)[:80]))
    print(i, row)
for p in range(6):
    q = pickle.loads(pickle.dumps(rec, p)); print(q[0] is q, q[1][0] is q)
    q = pickle.loads(pickle.dumps(rt, p)); print(q[0][0] is q)
    q = pickle.loads(pickle.dumps([shared, shared], p)); print(q[0] is q[1])
f = io.BytesIO()
pk = pickle.Pickler(f, 4)
pk.dump(shared); pk.dump([shared]); pk.clear_memo(); pk.dump(shared)
print(f.getvalue())
f.seek(0); u = pickle.Unpickler(f); print(u.load(), u.load(), u.load())
try: u.load()
except EOFError as e: print(e)
class PP(pickle.Pickler):
    def persistent_id(self, o): return ('id', o.x) if isinstance(o, A) else None
class UU(pickle.Unpickler):
    def persistent_load(self, i): return ('loaded', i)
    def find_class(self, m, n): print('find', m, n); return super().find_class(m, n)
for p in (2, 4):
    f = io.BytesIO(); PP(f, p).dump([A(1), S()]); print(f.getvalue()); f.seek(0); print(UU(f).load()[0])
class RO(pickle.Pickler):
    def reducer_override(self, o): return (str, ('over',)) if isinstance(o, A) else NotImplemented
f = io.BytesIO(); RO(f).dump([A(1), 2, len]); print(pickle.loads(f.getvalue()))
class DT(pickle.Pickler):
    dispatch_table = {**copyreg.dispatch_table, A: lambda a: (A, (a.x + 100,))}
f = io.BytesIO(); DT(f).dump(A(1)); print(pickle.loads(f.getvalue()).x)
f = io.BytesIO(); d = pickle.Pickler(f); d.dispatch_table = {A: lambda a: (A, (7,))}; d.dump(A(1)); print(pickle.loads(f.getvalue()).x)
bufs = []; b = pickle.dumps([pickle.PickleBuffer(b'abc'), pickle.PickleBuffer(bytearray(b'def'))], 5, buffer_callback=bufs.append)
print(b, bufs and [bytes(x) for x in bufs], pickle.loads(b, buffers=bufs and [bytes(x) for x in bufs]), pickle.loads(pickle.dumps(pickle.PickleBuffer(b'q'), 5)))
print(pickle.loads(b"S'abc'\np0\n."), pickle.loads(b'\x80\x02U\x02hi.', encoding='bytes'), pickle.loads(b'c__builtin__\nxrange\n(I1\nI3\ntR.'), pickle.loads(b"(i__main__\nG\np0\n."). __class__)
print(pickle.loads(memoryview(pickle.dumps(5))), pickle.loads(bytearray(pickle.dumps('s'))))
for a in ((5, 9), (5, 4, 3)):
    try: pickle.dumps(*a)
    except Exception as e: print(type(e).__name__, e)
try: pickle.dump(1, 2)
except TypeError as e: print(e)
try: pickle.load(2)
except TypeError as e: print(e)
