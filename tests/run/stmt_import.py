import math
import math as m
from math import pi, sqrt as root
import os.path
import collections.abc as cabc
from collections import OrderedDict, deque as dq
print(math is m, pi, root(16), os.path.join("a", "b"))
print(cabc.__name__, OrderedDict.__name__, dq([1]))
try:
    import no_such_module
except ModuleNotFoundError as e:
    print(e, e.name, isinstance(e, ImportError))
try:
    from math import no_such_name
except ImportError as e:
    print(str(e).split(" (")[0], e.name)
try:
    import math.sub
except ModuleNotFoundError as e:
    print(e)
try:
    import no_such.sub
except ModuleNotFoundError as e:
    print(e)
def f():
    import json
    from json import dumps
    return dumps({"a": json.loads("1")})
print(f(), "json" in globals())
from string import *
print(digits)
import sys
print("math" in sys.modules, sys.modules["math"] is math)
print(__name__, __builtins__ is not None, __doc__)
mod = __import__("os.path")
print(mod.__name__)
mod = __import__("os.path", fromlist=["join"])
print(mod.join("x", "y"))
import importlib
print(importlib.import_module("json.decoder").__name__)
try:
    from . import x
except ImportError as e:
    print(e)
import types
new = types.ModuleType("new", "doc text")
sys.modules["new"] = new
new.value = 5
import new
from new import value
print(value, new.__doc__, new)
try:
    new.missing
except AttributeError as e:
    print(e)
new.__getattr__ = lambda name: "dynamic " + name
print(new.other)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(e)
