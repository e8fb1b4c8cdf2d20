import json
for v in (None, True, False, 0, -5, 10 ** 20, 1.5, -0.0, 1e100, 1e-7, "", "text", "é日🎉", "\"\\/\b\f\n\r\t\x01\x7f", [], [1, [2, []]], {}, {"a": {"b": [1, None]}}, (1, 2), {1: 2, None: 3, True: 4, 1.5: 5}, float("inf"), float("nan")):
    print(json.dumps(v), json.dumps(v, ensure_ascii=False))
print(json.dumps({"b": 1, "a": [1, 2, {"c": []}]}, indent=2, sort_keys=True))
print(json.dumps([1, {"k": 2}], indent="\t"), json.dumps({"a": [1, 2]}, separators=(",", ":")), json.dumps([], indent=2), json.dumps({}, indent=2), json.dumps([[]], indent=1), json.dumps({"a": 1}, indent=0))
for s in ("null", "true", " [1, 2.5, -3e2, \"x\"] ", '{"a": {"b": []}}', '"\\u00e9\\ud83c\\udf89\\n\\/"', "1e400", "-0", "0.1", "123456789012345678901234567890", "NaN", "-Infinity", "[]", "{}", '"\\ud800"', '{"a":1,"a":2}', '"é"'):
    print(repr(json.loads(s)))
print(json.loads(b'{"x": 1}'), json.loads('[1.5]', parse_float=str), json.loads("[1]", parse_int=float), json.loads('{"a": 1}', object_hook=lambda d: sorted(d.items())), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads("NaN", parse_constant=lambda c: "const " + c))
def err(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for s in ("", "{", "[1,]", "{'a': 1}", '{"a" 1}', '{"a": }', "[1 2]", "tru", "01", "1.", "+1", '"abc', '"\n"', '"\\x"', '"\\u12"', "[1] x", "{1: 2}", '{"a": 1,}', "nan", "\ufeff1", "[", '{"a": [1, {"b": tru}]}'):
    err(lambda: json.loads(s))
err(lambda: json.dumps(object))
err(lambda: json.dumps({1, 2}))
err(lambda: json.dumps({(1, 2): 3}))
err(lambda: json.dumps(b"x"))
err(lambda: json.dumps(float("nan"), allow_nan=False))
err(lambda: json.dumps({"b": 1, 2: 3}, sort_keys=True))
err(lambda: json.loads(5))
x = []; x.append(x)
err(lambda: json.dumps(x))
print(json.dumps({(1, 2): 3, "k": 1}, skipkeys=True), json.dumps({1, 2}, default=sorted), json.dumps(5 + 0j, default=str))
try:
    json.loads("[1,\n 2,,]")
except json.JSONDecodeError as e:
    print(e.msg, e.pos, e.lineno, e.colno, e.doc)
class Enc(json.JSONEncoder):
    def default(self, o): return {"type": type(o).__name__, "r": repr(o)} if isinstance(o, complex) else super().default(o)
print(json.dumps([1j], cls=Enc), Enc(indent=1).encode([1]), list(json.JSONEncoder().iterencode([1, {"a": 2}])), json.JSONDecoder().raw_decode('{"a": 1} tail'))
err(lambda: json.dumps([object], cls=Enc))
import io
f = io.StringIO()
json.dump({"x": [1, 2]}, f)
f.seek(0)
print(f.getvalue(), json.load(f))
class I(int): pass
class S(str): pass
class F(float): pass
class D(dict): pass
import enum
class E(enum.IntEnum): A = 5
print(json.dumps([I(3), S("s"), F(1.5), D(a=1), E.A]), json.dumps({I(1): 1, E.A: 2}))
deep = json.loads("[" * 100 + "]" * 100)
print(len(json.dumps(deep)), json.loads(json.dumps({"k": [1.1, "é", None, {"n": -1}]})) == {"k": [1.1, "é", None, {"n": -1}]})
