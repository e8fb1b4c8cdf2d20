#!/usr/bin/env python3
"""Random Python programs from a seed: `gen.py SEED` prints one. Same seed, same program.

Programs end: loops are short, functions and loops burn fuel (`tick`), growing values are cut (`norm`). They print a lot
and nothing that a run may decide: no addresses, no times, no order of strings in sets. The mix leans on what tends to
break: aliases, closures, finally, generators, scopes of comprehensions, star arguments, augmented assignment,
exceptions out of everything, with, match, classes with operators.
"""
import random
import sys

import loops
from exprs import Exprs

PRELUDE = '''\
class Fuel(BaseException): pass
fuel = 3000
def tick():
    global fuel
    fuel -= 1
    if fuel < 0: raise Fuel
def norm(v):
    t = type(v)
    if t is int: return v if -(1 << 256) < v < (1 << 256) else v % 1000000007
    if t is str or t is bytes: return v[:60]
    if t is tuple: return v[:12]
    if t is list: del v[12:]
    elif t is dict:
        while len(v) > 12: v.popitem()
    elif t is set:
        while len(v) > 30: v.pop()
    return v
class Ctx:
    def __init__(self, n, eat=()): self.n, self.eat = n, eat
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__)
        return t is not None and issubclass(t, self.eat)
class MyError(Exception):
    def __init__(self, a, b=0): super().__init__(a); self.b = b
class Sub(MyError, ValueError): pass
class Num:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"Num({self.v})"
    def __add__(self, o): return Num(norm(self.v + (o.v if isinstance(o, Num) else o)))
    def __radd__(self, o): return Num(norm(o + self.v))
    def __mul__(self, o): return Num(norm(self.v * (o.v if isinstance(o, Num) else o)))
    def __iadd__(self, o): self.v = norm(self.v + (o.v if isinstance(o, Num) else o)); return self
    def __eq__(self, o): return isinstance(o, Num) and self.v == o.v
    def __lt__(self, o): return self.v < (o.v if isinstance(o, Num) else o)
    def __hash__(self): return hash(self.v)
    def __len__(self): return int(self.v) % 5
    def __getitem__(self, i):
        if not 0 <= i < 3: raise IndexError("Num index")
        return self.v + i
    def __call__(self, *a, **k): return (self.v, a, k)
    def __bool__(self): return self.v != 0
'''

EXCEPTIONS = ["ValueError", "KeyError", "TypeError", "ZeroDivisionError", "IndexError", "(KeyError, IndexError)",
              "ArithmeticError", "LookupError", "MyError", "Sub", "Exception", "AttributeError", "OverflowError", "StopIteration"]
KINDS = ["int", "int", "int", "float", "str", "list", "list", "dict", "set", "tuple", "bool", "bytes"]


class Scope:
    def __init__(self, parent=None, function=False):
        self.parent = parent
        self.function = function
        self.vars = {}
        self.declared = set()
        self.loop = 0


class Gen(Exprs, loops.Loops):
    def __init__(self, seed, size=30):
        self.r = random.Random(seed)
        self.size = size
        self.lines = []
        self.indent = 0
        self.counter = 0
        self.scope = Scope()
        self.callables = []
        self.generators = []
        self.classes = []
        self.in_class = False
        self.loose = False
        self.no_walrus = False
        self.in_generator = False
        self.finally_depth = 0

    # Names and lines

    def fresh(self, start):
        self.counter += 1
        return f"{start}{self.counter}"

    def names(self, kind):
        out = []
        s = self.scope
        while s is not None:
            out += [n for n, k in s.vars.items() if k == kind or kind == "any"]
            s = s.parent
        return out

    def functions(self):
        return self.callables

    def out(self, text):
        self.lines.append("    " * self.indent + text)

    def block(self, head, body):
        self.out(head)
        self.indent += 1
        before = len(self.lines)
        # A name first bound inside the block may not be bound after it.
        scope, kept = self.scope, dict(self.scope.vars)
        body()
        scope.vars = kept
        if len(self.lines) == before:
            self.out("pass")
        self.indent -= 1

    def many(self, low, high, depth):
        for _ in range(self.r.randint(low, high)):
            self.statement(depth)

    def bind(self, kind, name=None):
        """A name to assign: often one that exists, so that aliases and rebinding matter."""
        mine = [n for n, k in self.scope.vars.items() if k == kind]
        if name is None:
            name = self.pick(mine) if mine and self.chance(0.5) else self.fresh("v")
        self.scope.vars[name] = kind
        return name

    # Statements

    def statement(self, depth):
        table = self.COMPOUND if depth > 0 and self.chance(0.45) else self.SIMPLE
        getattr(self, "s_" + self.pick(table))(depth)

    SIMPLE = ["assign", "assign", "assign", "augmented", "augmented", "show", "show", "show", "mutate", "mutate", "alias",
              "unpack", "delete", "raise_", "jump", "slice_assign", "outer", "swap", "chained", "attribute", "num"]
    COMPOUND = ["if_", "for_", "for_", "while_", "try_", "try_", "try_", "with_", "function", "function", "closure",
                "generator", "class_", "match_", "drive", "lambda_", "accumulate"]

    def s_assign(self, depth):
        kind = self.pick(KINDS)
        value = self.e(kind, 3)
        self.out(f"{self.bind(kind)} = norm({value})")

    def s_augmented(self, depth):
        kind = self.pick(["int", "int", "float", "str", "list", "set", "dict", "tuple"])
        mine = [n for n, k in self.scope.vars.items() if k == kind]
        if not mine:
            return self.s_assign(depth)
        v = self.pick(mine)
        op, operand = {
            "int": lambda: (self.pick(["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^="]), self.e("int", 1)),
            "float": lambda: (self.pick(["+=", "-=", "*=", "/="]), self.e("float", 1)),
            "str": lambda: ("+=", self.e("str", 1)),
            "list": lambda: (self.pick(["+=", "+=", "*="]), None),
            "set": lambda: (self.pick(["|=", "&=", "-=", "^="]), self.e("set", 1)),
            "dict": lambda: ("|=", self.e("dict", 1)),
            "tuple": lambda: ("+=", self.e("tuple", 1)),
        }[kind]()
        if operand is None:
            operand = self.r.randrange(3) if op == "*=" else self.e(self.pick(["list", "tuple"]), 1)
        self.out(f"{v} {op} {operand}")
        self.out(f"{v} = norm({v})")

    def s_show(self, depth):
        self.loose = True
        values = ", ".join(self.e(self.pick(KINDS), 2) for _ in range(self.r.randint(1, 3)))
        self.loose = False
        self.out(f"print({self.counter}, {values})")

    def s_mutate(self, depth):
        kind = self.pick(["list", "list", "dict", "dict", "set"])
        names = self.names(kind)
        if not names:
            return self.s_assign(depth)
        v = self.pick(names)
        forms = {
            "list": [lambda: f"{v}.append({self.scalar()})", lambda: f"{v}.extend({self.e('list', 1)})",
                     lambda: f"{v}.insert({self.small()}, {self.scalar()})", lambda: f"print(({v} or [1]).pop({self.pick(['', self.index()])}))",
                     lambda: f"{v}.sort({self.pick(['' if self.rare() else 'key=repr', 'key=str'])})", lambda: f"{v}.reverse()",
                     lambda: f"{v}[{self.index()}] = {self.scalar()}", lambda: f"{v}.remove({self.e('int', 0)})" if self.rare() else f"{v}.append({v}[:1])",
                     lambda: f"print({v}.count({self.e('int', 0)}), {self.e('int', 0)} in {v})", lambda: f"{v}.clear()"],
            "dict": [lambda: f"{v}[{self.key()}] = {self.scalar()}", lambda: f"print({v}.setdefault({self.key()}, []))",
                     lambda: f"print({v}.pop({self.key()}{'' if self.rare() else ', None'}))", lambda: f"{v}.update({self.e('dict', 1)})",
                     lambda: f"print({v} and {v}.popitem())", lambda: f"{v}[{self.key()}] += {self.e('int', 1)}" if self.rare() else f"print(len({v}), {v})",
                     lambda: f"print(list({v}.items()), {v}.get({self.key()}))", lambda: f"print([k for k in {v}], {v}.keys() & {{0, 1, 2}})"],
            "set": [lambda: f"{v}.add({self.key()})", lambda: f"{v}.discard({self.key()})", lambda: f"print({v} and {v}.pop())",
                    lambda: f"{v}.update({{1, 2, 300}})", lambda: f"{v}.remove({self.key()})" if self.rare() else f"{v} ^= {{1, 5, 90}}", lambda: f"print({v}, {v} & {{1, 2, 3}})"],
        }[kind]
        self.out(self.pick(forms)())

    def s_alias(self, depth):
        kind = self.pick(["list", "list", "dict", "set"])
        names = self.names(kind)
        if not names:
            return self.s_assign(depth)
        a = self.pick(names)
        if self.chance(0.3):
            b = self.fresh("w")
            self.out(f"{b} = [{a}, {a}]")
            self.out(f"{b}[0].clear()" if self.chance(0.3) else f"{b}.append({self.scalar()})")
            self.out(f"print({b}, {a})")
        else:
            b = self.bind(kind)
            self.out(f"{b} = {a}")
            self.out(f"print({a} is {b}, {b} == {a})")

    def s_unpack(self, depth):
        a, b, c = self.fresh("u"), self.fresh("u"), self.fresh("u")
        target, value = self.pick([
            lambda: (f"{a}, {b}", f"({self.scalar()}, {self.scalar()})"), lambda: (f"{a}, *{b}", f"[*{self.e('list', 1)}, 0]"),
            lambda: (f"*{a}, {b}", f"({self.scalar()}, *{self.e('str', 1)})"), lambda: (f"({a}, {b}), {c}", f"[(1, {self.scalar()}), {self.scalar()}]"),
            lambda: (f"[{a}, *{b}, {c}]", self.e(self.pick(["list", "tuple", "str"]), 1)), lambda: (f"{a}, ({b}, *{c})", f"[{self.scalar()}, {self.e('tuple', 1)}]"),
            lambda: (f"{a}, {b}", self.e(self.pick(["list", "tuple", "dict"]), 1)), lambda: (f"*{a}, ", f"range({self.r.randrange(5)})"),
        ])()
        self.out(f"{target} = {value}")
        self.out("print(" + ", ".join(n for n in (a, b, c) if n in target) + ")")

    def s_delete(self, depth):
        kind = self.pick(["list", "list", "dict"])
        names = self.names(kind)
        if not names:
            return self.s_show(depth)
        v = self.pick(names)
        self.out(f"del {v}[{self.slice() if kind == 'list' and not self.rare() else self.small()}]")

    def s_raise_(self, depth):
        if self.chance(0.6):
            return self.s_show(depth)
        what = self.pick(["ValueError('r', 1)", "KeyError('k')", "MyError('m', 2)", "Sub('s')", "TypeError", "IndexError('i')"])
        cause = self.pick(["", "", "", " from None", " from KeyError('cause')"])
        self.out(f"if {self.e('bool', 1)}: raise {what}{cause}")

    def s_jump(self, depth):
        if self.scope.loop and self.chance(0.7):
            self.out(f"if {self.e('bool', 1)}: {self.pick(['break', 'continue'])}")
        elif self.scope.function:
            self.out(f"if {self.e('bool', 1)}: return {self.e('any', 1)}")
        else:
            self.s_show(depth)

    def s_slice_assign(self, depth):
        names = self.names("list")
        if not names:
            return self.s_assign(depth)
        v = self.pick(names)
        self.out(f"{v}[{self.slice(self.rare())}] = {self.e(self.pick(['list', 'tuple', 'str', 'list']), 1)}")
        self.out(f"norm({v})")

    def s_outer(self, depth):
        """Assigns a name of an enclosing scope, declared global or nonlocal at the head of the function."""
        names = [n for n in self.scope.declared]
        if not names:
            return self.s_augmented(depth)
        self.out(f"{self.pick(names)} = {self.e('int', 1)}")

    def s_swap(self, depth):
        mine = [n for n, k in self.scope.vars.items() if k == "int"]
        if len(mine) < 2:
            return self.s_assign(depth)
        a, b = self.r.sample(mine, 2)
        self.out(f"{a}, {b} = {b}, norm({a} + {b})")

    def s_chained(self, depth):
        a, b = self.bind("list", self.fresh("v")), self.bind("list", self.fresh("v"))
        self.out(f"{a} = {b} = {self.e('list', 1)}")
        self.out(f"{a}.append({self.scalar()}); print({b}, {a} is {b})")

    def s_attribute(self, depth):
        if not self.classes:
            return self.s_show(depth)
        o = self.fresh("o")
        self.out(f"{o} = {self.pick(self.classes)}({self.e('int', 1)})")
        self.out(f"{o}.x{self.r.randrange(3)} = {self.scalar()}")
        self.out(f"print({o}.get(), {o}.prop, sorted(vars({o})), {o}.method({self.e('int', 1)}))")
        if self.chance(0.3):
            self.out(f"del {o}.x{self.r.randrange(3)}")

    def s_num(self, depth):
        a = self.fresh("n")
        self.out(f"{a} = Num({self.e('int', 1)})")
        self.out("print(" + self.pick([f"{a} + {self.e('int', 1)}", f"{self.e('int', 1)} + {a}", f"{a} * Num(3)", f"{a} < {self.e('int', 1)}",
                                        f"{self.e('int', 1)} > {a}", f"{a} == Num({self.e('int', 1)})", f"len({a}), list({a}), {a}[{self.small()}]",
                                        f"{a}(1, *{self.e('list', 1)}, k={self.scalar()})", f"bool({a}), not {a}", f"sum([{a}, {a}], Num(0))",
                                        f"sorted([{a}, Num(2), Num(-1)])", f"{{{a}: 1, Num(1): 2}}", f"{a} in [Num(0), Num(1)], max({a}, Num(5))"]) + ")")
        if self.chance(0.3):
            self.out(f"{a} += {self.e('int', 1)}; print({a})")

    # Compound statements

    def s_if_(self, depth):
        self.block(f"if {self.e('bool', 2)}:", lambda: self.many(1, 3, depth - 1))
        if self.chance(0.4):
            self.block(f"elif {self.e('any', 1)}:", lambda: self.many(1, 2, depth - 1))
        if self.chance(0.5):
            self.block("else:", lambda: self.many(1, 2, depth - 1))

    def loop_body(self, depth, first=None):
        self.out("tick()")
        if first:
            self.out(first)
        self.scope.loop += 1
        self.many(1, 4, depth - 1)
        self.scope.loop -= 1

    def s_for_(self, depth):
        v = self.bind("int", self.fresh("i"))
        self.scope.vars.pop(v)
        head = self.pick([
            lambda: f"for {v} in {self.iterable(1)}:",
            lambda: f"for {v} in range({self.r.randrange(1, 6)}):",
            lambda: f"for {v}, {v}b in enumerate({self.e('list', 1)}):",
            lambda: f"for {v}, {v}b in zip({self.e('list', 1)}, {self.e('str', 1)}):",
            lambda: f"for {v} in {self.e('dict', 1)}.items():",
            lambda: f"for {v} in list({self.e('str', 1)})[:6]:",
            lambda: f"for {v} in list({self.pick(self.generators)}({self.r.randrange(5)})):" if self.generators else f"for {v} in (1, 2):",
        ])()
        if "range" in head:
            self.scope.vars[v] = "int"
        self.block(head, lambda: self.loop_body(depth, f"print('{v}', {v})" if self.chance(0.5) else None))
        if self.chance(0.25):
            self.block("else:", lambda: self.many(1, 2, depth - 1))

    def s_while_(self, depth):
        v = self.fresh("t")
        self.out(f"{v} = {self.r.randrange(1, 5)}")
        self.block(f"while {v} > 0{self.pick(['', ' and ' + self.e('bool', 1)])}:", lambda: self.loop_body(depth, f"{v} -= 1"))
        if self.chance(0.25):
            self.block("else:", lambda: self.out("print('while else')"))

    def s_try_(self, depth):
        self.block("try:", lambda: self.many(1, 4, depth - 1))
        handlers = self.r.randrange(3)
        for _ in range(handlers):
            e = self.fresh("e")

            def body():
                self.out(f"print('caught', type({e}).__name__, {e}, {e}.args, repr({e}.__cause__), repr({e}.__context__))")
                self.many(0, 2, depth - 1)
                if self.chance(0.15):
                    self.out(self.pick(["raise", f"raise {e}", f"raise MyError('chained') from {e}", "raise KeyError('in handler')"]))

            self.block(f"except {self.pick(EXCEPTIONS)} as {e}:", body)
        if handlers and self.chance(0.3):
            self.block("else:", lambda: self.many(1, 2, depth - 1))
        if not handlers or self.chance(0.4):
            loop, self.scope.loop = self.scope.loop, self.scope.loop if self.chance(0.2) else 0
            function, self.scope.function = self.scope.function, self.scope.function and self.chance(0.15)
            self.block("finally:", lambda: (self.out(f"print('finally {self.counter}')"), self.many(0, 2, depth - 1)))
            self.scope.loop, self.scope.function = loop, function

    def s_with_(self, depth):
        v = self.fresh("x")
        eat = self.pick(["()", "()", "ValueError", "(KeyError, TypeError)", "Exception"])
        second = f", Ctx({self.r.randrange(9)}) as {v}b" if self.chance(0.3) else ""
        self.block(f"with Ctx({self.e('int', 0)}, {eat}) as {v}{second}:", lambda: self.many(1, 4, depth - 1))

    def function_scope(self, body, params=(), generator=False):
        """Runs `body` in a new function scope, with global and nonlocal declarations at its head."""
        before = self.scope
        was = self.in_generator
        self.in_generator = generator
        self.scope = Scope(before, function=True)
        globals_ = [n for n, k in self.root().vars.items() if k == "int" and n not in params]
        if globals_ and self.chance(0.25):
            n = self.pick(globals_)
            if not self.shadowed(n, before):
                self.out(f"global {n}")
                self.scope.declared.add(n)
        if before.function:
            outer = [n for n, k in before.vars.items() if k in ("int", "list") and n not in before.declared and n not in params]
            if outer and self.chance(0.6):
                n = self.pick(outer)
                if n not in self.scope.declared:
                    self.out(f"nonlocal {n}")
                    self.scope.declared.add(n)
                    self.scope.vars[n] = before.vars[n]
        self.out("tick()")
        body()
        self.scope = before
        self.in_generator = was

    def root(self):
        s = self.scope
        while s.parent is not None:
            s = s.parent
        return s

    def shadowed(self, name, scope):
        while scope.parent is not None:
            if name in scope.vars:
                return True
            scope = scope.parent
        return False

    def s_function(self, depth):
        f = self.fresh("f")
        params, call = self.pick([
            ("a, b=2", lambda g, d: f"{f}({g.e('int', d)}, {g.e('int', d)})"),
            ("a, b", lambda g, d: f"{f}({g.e('int', d)}, b={g.e('int', d)})"),
            ("a, *b", lambda g, d: f"{f}({g.e('int', d)}, *{g.e('list', d)})"),
            ("a, /, b=0, *, c=1", lambda g, d: f"{f}({g.e('int', d)}, c={g.e('int', d)})"),
            ("a, b=(), **k", lambda g, d: f"{f}({g.e('int', d)}, **{{'z': {g.e('int', d)}}})"),
            ("a=[]", lambda g, d: f"{f}()"),
            ("*a, **b", lambda g, d: f"{f}(*{g.e('tuple', d)}, k={g.e('int', d)})"),
        ])
        decorated = self.chance(0.1)

        def body():
            for name in ("a", "b"):
                self.scope.vars[name] = "list" if (name == "a" and params == "a=[]") else ("tuple" if f"*{name}" in params else "int")
                if name not in params or f"**{name}" in params:
                    self.scope.vars.pop(name)
            if params == "a=[]":
                self.out("a.append(len(a)); norm(a)")
            self.many(1, 5, depth - 1)
            self.out(f"return {self.e(self.pick(['int', 'int', 'any']), 2)}")

        if decorated:
            self.out(f"@(lambda fn: lambda *p, **q: [print('called {f}'), fn(*p, **q)][1])")
        self.block(f"def {f}({params}):", lambda: self.function_scope(body, ("a", "b", "c", "k")))
        self.callables_here(call)
        self.out(f"print('{f}', {call(self, 1)})")

    def callables_here(self, call):
        # A function made inside another is known only there; the root's are known everywhere.
        if self.scope.parent is None and not self.indent:
            self.callables.append(call)

    def s_closure(self, depth):
        f, g, n = self.fresh("make"), self.fresh("inner"), self.fresh("v")
        def outer():
            self.scope.vars[n] = "int"
            self.out(f"{n} = p")
            def inner():
                if n in self.scope.declared:
                    self.out(f"{n} = norm({n} + q)")
                self.many(1, 3, depth - 2)
                self.out(f"return ({n}, q)")
            self.block(f"def {g}(q=1):", lambda: self.function_scope(inner, ("q",)))
            self.many(0, 2, depth - 2)
            if self.chance(0.5):
                self.out(f"{n} = {self.e('int', 1)}")
            self.out(f"return {g}")
        self.block(f"def {f}(p):", lambda: self.function_scope(outer, ("p",)))
        h = self.fresh("h")
        self.out(f"{h} = {f}({self.e('int', 1)})")
        self.out(f"print({h}(), {h}(2), {f}(0)(5), {h}.__closure__ is not None)")
        if self.chance(0.4):
            self.out(f"print([k() for k in [lambda: z for z in range(3)]], [k(1) for k in [lambda y, z=z: z + y for z in range(3)]])")

    def s_generator(self, depth):
        g = self.fresh("g")

        def body():
            self.scope.vars["n"] = "int"
            if self.chance(0.6):
                self.block("for j in range(n):", lambda: (self.out("tick()"), self.out(f"got = yield {self.pick(['j', 'j * j', '(j, n)', self.e('int', 1)])}"),
                                                         self.out("if got is not None: print('got', got)")))
            if self.chance(0.5):
                def inner():
                    self.out(f"yield {self.e('any', 1)}")
                    self.many(0, 2, depth - 1)
                self.block("try:", inner)
                if self.chance(0.5):
                    self.block(f"except {self.pick(EXCEPTIONS)} as ge:", lambda: (self.out("print('gen caught', repr(ge))"), self.out("yield 'handled'")))
                    if self.chance(0.5):
                        self.block("finally:", lambda: self.out(f"print('gen finally {g}')"))
                else:
                    self.block("finally:", lambda: self.out(f"print('gen finally {g}')"))
            if self.generators and self.chance(0.4):
                self.out(f"r = yield from {self.pick(self.generators)}(2)")
                self.out("print('sub returned', r)")
            elif self.chance(0.5):
                self.out(f"yield from {self.iterable(1)}")
            self.out("yield n")
            self.out(f"return {self.e('any', 1)}")

        self.block(f"def {g}(n):", lambda: self.function_scope(body, ("n", "j", "got", "r"), generator=True))
        if self.scope.parent is None and not self.indent:
            self.generators.append(g)
        self.out(f"print('{g}', list({g}({self.r.randrange(4)})))")

    def s_drive(self, depth):
        if not self.generators:
            return self.s_generator(depth)
        it = self.fresh("it")
        self.out(f"{it} = {self.pick(self.generators)}({self.r.randrange(4)})")
        # A suspended generator must not be left behind: when its finally would run is the collector's choice.
        self.out("try:")
        self.indent += 1
        for _ in range(self.r.randint(1, 4)):
            self.out(self.pick([f"print('next', next({it}, 'end'))", f"print('next', next({it}))", f"print('sent', {it}.send({self.scalar()}))",
                                f"print('thrown', {it}.throw({self.pick(['ValueError(1)', 'KeyError', 'MyError(3)'])}))", f"{it}.close()",
                                f"for z in {it}: print('z', z); break", f"print([*{it}][:5])"]))
        self.indent -= 1
        self.out(f"finally: {it}.close()")

    def s_class_(self, depth):
        c = self.fresh("C")
        base = self.pick(self.classes) if self.classes and self.chance(0.5) else None

        def body():
            self.out(f"cls_attr = {self.e_int(-1)}")
            self.out("items = []")
            if self.chance(0.4):
                self.in_class = True
                self.out(f"made = [q_ + 1 for q_ in range({self.r.randrange(4)})]")
                self.in_class = False
            def init():
                self.out("super().__init__(x)" if base else "self.x0 = x")
                self.out("self.items.append(norm(x))")
                self.out("del self.items[5:]")
            self.block("def __init__(self, x=0):", init)
            self.block("def get(self):", lambda: self.out(f"return ('{c}', self.cls_attr, len(self.items){', super().get()' if base else ''})"))
            self.block("@property\n" + "    " * self.indent + "def prop(self):", lambda: self.out(f"return ('prop', {self.pick(['self.cls_attr', 'type(self).__name__', 'self.x0'])})"))
            def method():
                self.scope.vars["a"] = "int"
                self.out("self.last = a")
                self.many(1, 3, depth - 2)
                self.out(f"return {self.e('any', 1)}")
            self.block("def method(self, a):", lambda: self.function_scope(method, ("self", "a")))
            if self.chance(0.5):
                self.block("def __repr__(self):", lambda: self.out(f"return '<{c}>'"))
                self.block("def __eq__(self, o):", lambda: self.out("return type(self) is type(o)"))
                self.out("__hash__ = None")
            if self.chance(0.3):
                self.block("def __getattr__(self, n):", lambda: (self.out("if n[0] == '_': raise AttributeError(n)"), self.out("return 'dynamic ' + n")))
            if self.chance(0.3):
                self.out("@classmethod")
                self.block("def make(cls, *a):", lambda: self.out("return (cls.__name__, a)"))

        self.block(f"class {c}{'(' + base + ')' if base else ''}:", body)
        o = self.fresh("o")
        self.out(f"{o} = {c}({self.e('int', 1)})")
        self.out(f"print({o}.get(), {o}.prop, {o}.method({self.e('int', 1)}), [k.__name__ for k in {c}.__mro__])")
        if self.scope.parent is None and not self.indent:
            self.classes.append(c)

    def s_match_(self, depth):
        self.out(f"match {self.e('any', 2)}:")
        self.indent += 1
        patterns = ["0 | 1 | 2", "int(m1) if m1 > 100", "int()", "float(m2)", "str() as m3", "[]", "[m4]", "[m5, *m6]", "(m7, m8)", "{1: m9, **m10}",
                    "{}", "[int(), str() as m11, *_]", "None", "True", "'abc'", "-1", "(m12, (m13, m14))", "MyError()", "[0, *_, m15]", "bytes()"]
        for p in self.r.sample(patterns, self.r.randint(2, 5)):
            names = sorted({w for w in p.replace("(", " ").replace(")", " ").replace(",", " ").replace("*", " ").replace("]", " ").replace("[", " ").replace("}", " ").replace(":", " ").split()
                            if w[0] == "m" and w[1:].isdigit()})
            self.block(f"case {p}:", lambda: (self.out(f"print('case', {p!r}{''.join(', ' + n for n in names)})"), self.many(0, 2, depth - 1)))
        self.block("case _:", lambda: self.out("print('case _')"))
        self.indent -= 1

    def s_lambda_(self, depth):
        f = self.fresh("l")
        self.out(f"{f} = lambda a, b={self.e('int', 0)}, *c, **k: (a, b, c, sorted(k), {self.e('int', 1)})")
        self.out(f"print({f}({self.scalar()}), {f}(1, 2, 3, z=4), (lambda: {self.e('any', 1)})())")

    def s_accumulate(self, depth):
        """The loops a parallel runtime will want to take apart, with and without a true dependence."""
        acc, i = self.fresh("acc"), self.fresh("i")
        start, step, show = self.pick([
            ("[]", lambda: f"{acc}.append({i} * {self.e('int', 0)} % 1009)", acc), ("0", lambda: f"{acc} += {i} * {self.r.randrange(9)}", acc),
            ("{}", lambda: f"{acc}[{i} % {self.r.randrange(1, 5)}] = {acc}.get({i} % 3, 0) + {i}", acc), ("[0] * 8", lambda: f"{acc}[{i} % 8] = {acc}[{i} % 8 - {self.r.randrange(2)}] + {i}", acc),
            ("''", lambda: f"{acc} += str({i})", acc), ("1", lambda: f"{acc} = {acc} * {self.r.randrange(2, 9)} % 10007 + {i}", acc), ("set()", lambda: f"{acc}.add({i} * 7 % 31)", acc),
            ("-1", lambda: f"{acc} = max({acc}, {i} * 37 % 41)", acc),
        ])
        self.out(f"{acc} = {start}")
        def body():
            self.out("tick()")
            self.out(step())
            if self.chance(0.2):
                self.out(f"if {i} == {self.r.randrange(20)}: {self.pick(['break', 'continue', 'raise ValueError(' + acc + ')'])}")
            if self.chance(0.2):
                self.out(f"if {i} % 7 == 3: print('at', {i}, {acc})")
        self.block(f"for {i} in range({self.r.randrange(25)}):", body)
        self.out(f"print('{acc}', {show})")

    # The whole

    def program(self):
        self.lines = (PRELUDE + loops.PRELUDE).splitlines()
        for kind in ["int", "int", "float", "str", "bool", "list", "list", "dict", "set", "tuple", "bytes"]:
            self.out(f"{self.bind(kind, self.fresh('v'))} = {getattr(self, 'e_' + kind)(-1)}")
        for _ in range(self.size // 3):
            before = len(self.lines)
            kept = dict(self.scope.vars)
            getattr(self, "s_" + self.pick(["function", "function", "closure", "generator", "generator", "class_", "accumulate"]))(3)
            self.scope.vars = kept
            self.guard_tail(before)
        for _ in range(self.r.randint(1, 5)):
            self.s_parallel(3)
        for _ in range(self.size // 3):
            self.block("try:", lambda: self.many(2, 5, 3))
            self.block("except Exception as ex:", lambda: self.out("print('top', type(ex).__name__, ex)"))
        if self.chance(0.2):
            self.out(f"raise {self.pick(['ValueError', 'KeyError', 'MyError', 'SystemExit'])}({self.scalar()})")
        return "\n".join(self.lines) + "\n"

    def guard_tail(self, start):
        """Definitions stay at module level; what runs them goes under try, so that one failure does not end the program."""
        tail = []
        while len(self.lines) > start and self.lines[-1][:1] not in (" ", "") and not self.lines[-1].startswith(("def ", "class ", "@", "for ")):
            tail.append(self.lines.pop())
        if self.lines and len(self.lines) > start and any(l.startswith("for ") for l in self.lines[start:]):
            at = next(n for n in range(start, len(self.lines)) if self.lines[n].startswith("for "))
            tail = list(reversed(self.lines[at:] + list(reversed(tail))))
            del self.lines[at:]
        if tail:
            self.lines.append("try:")
            self.lines += ["    " + l for l in reversed(tail)]
            self.lines += ["except Exception as ex:", "    print('top', type(ex).__name__, ex)"]


def make(seed, size=None):
    if size is None:
        size = random.Random(seed * 7 + 1).choice([9, 15, 30, 45])
    return Gen(seed, size).program()


if __name__ == "__main__":
    print(make(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None), end="")
