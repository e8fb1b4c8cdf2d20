. "$(dirname "$0")/common.sh"
mkdir -p pkg/sub; echo 'print("init", __name__)' >pkg/__init__.py; echo 'import sys; print("main", __name__, sys.argv[1:], __package__)' >pkg/__main__.py; echo 'from . import x; from ..other import v; print(__name__, v)' >pkg/sub/mod.py; : >pkg/sub/__init__.py; : >pkg/sub/x.py; echo 'v = 1' >pkg/other.py
run -m pkg a b
run -m pkg.sub.mod
run -m nope_mod
run -m pkg.nope
run -m pkg.other
echo '{"b": 1, "a": [1, 2]}' >j.json; run -m json.tool j.json
run -m pkg.sub
mkdir p2; echo 'print("found on PYTHONPATH")' >p2/onpath.py; PYTHONPATH=p2 run -c 'import onpath'
PYTHONPATH=p2 run -m onpath
printf 'import a_cycle\nprint("x")\nv = 1\n' >b_cycle.py; printf 'import b_cycle\nprint(hasattr(b_cycle, "v"))\n' >a_cycle.py; run -c 'import b_cycle'
printf 'raise ValueError("at import")\n' >bad_import.py; run -c 'import bad_import'
printf 'def f(:\n' >bad_syntax.py; run -c 'import bad_syntax'
mkdir ns; echo 'v = "namespace"' >ns/m.py; run -c 'import ns.m; print(ns.m.v, ns.__path__.__class__.__name__)'
run -c 'import json, sys; print(json.__name__, "json.decoder" in sys.modules)'
printf 'x = 1\n' >mod1.py; run -c 'import mod1, importlib; mod1.x = 2; importlib.reload(mod1); print(mod1.x)'
printf '__all__ = ["a"]\na = 1\nb = 2\n_c = 3\n' >star.py; run -c 'from star import *; print(a, "b" in globals())'
