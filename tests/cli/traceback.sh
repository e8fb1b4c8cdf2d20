. "$(dirname "$0")/common.sh"
cat >a.py <<'P'
import json
def inner(d):
    return d["a"]["b"][0] + len(d)
def outer():
    try:
        inner({"a": {"b": []}})
    except IndexError as e:
        raise ValueError("while doing " + "it") from e
class C:
    def m(self, x):
        return [outer() for _ in range(x)]
C().m(1)
P
"$PY" a.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'def f(n):\n    if n: f(n - 1)\n    else: 1 / 0\nf(20)\n' >b.py; "$PY" b.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'x = {"k": 1}\nprint(x["k"] + x["missing"]\n      + 1)\n' >c.py; "$PY" c.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'raise ExceptionGroup("g", [ValueError(1), TypeError(2)])\n' >d.py; "$PY" d.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'e = KeyError("k")\ne.add_note("a note")\nraise e\n' >e.py; "$PY" e.py 2>err; echo $?; sed "s#$PWD#DIR#" err
printf 'class E(Exception): pass\nraise E\n' >f.py; "$PY" f.py 2>err; echo $?; sed "s#$PWD#DIR#" err
"$PY" -c 'def f(): return 1/0
f()' 2>err; echo $?; cat err
printf 'def f(n): return f(n + 1)\nf(0)\n' >g.py; "$PY" g.py 2>err; echo $?; sed "s#$PWD#DIR#" err
