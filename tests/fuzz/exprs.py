"""Random expressions, by kind. Values at the edges of their types are common; now and then the kind is wrong on purpose.

Kinds: int float str bool list dict set tuple bytes any. Sets and dict keys hold numbers and tuples of numbers only where
their order shows, because the order of strings in a set depends on the hash seed.
"""

INTS = ["0", "1", "-1", "2", "3", "7", "10", "-5", "63", "64", "255", "256", "1000003", "2**30", "2**31 - 1", "-2**31",
        "2**32", "2**53", "2**53 + 1", "2**61 - 1", "2**62 - 1", "2**62", "-2**62", "2**63 - 1", "2**63", "-2**63",
        "2**64", "10**20", "-10**18", "0xFFFF_FFFF", "True", "False"]
FLOATS = ["0.0", "-0.0", "1.0", "0.5", "-1.5", "0.1", "1e16", "1e15 + 0.3", "1e-5", "3.14159", "1e100", "2.5", "-2.675",
          "1e308", "5e-324", "float('inf')", "float('-inf')", "float('nan')", "123456.789", "1/3", "9007199254740993.0"]
STRS = ["''", "'a'", "'abc'", "'Hello, World'", "'  pad '", "'123'", "'-7'", "'1.5e3'", "'é日🎉'", "'a,b,,c'",
        "'line\\nbreak'", "'tab\\t'", "'\\'quote\"'", "('x' * 20)", "'aAbB'", "'ß'", "'0'", "'a b c'", "'%d%%'", "'{}'"]
BYTES = ["b''", "b'abc'", "b'\\x00\\xff'", "bytes(3)", "b'a,b'"]


class Exprs:
    """Mixed into the generator; needs self.r (a Random), self.names(kind) and self.functions()."""

    def pick(self, xs):
        return xs[self.r.randrange(len(xs))]

    def chance(self, p):
        return self.r.random() < p

    def e(self, kind, d=2):
        if self.loose and self.chance(0.02):
            kind = self.pick(["int", "float", "str", "list", "dict", "set", "tuple", "bool", "bytes", "any"])
        names = self.names(kind)
        if names and self.chance(0.45 if d > 0 else 0.7):
            return self.pick(names)
        text = getattr(self, "e_" + kind)(d - 1)
        # A number before a dot or a power inside a product would read as something else.
        return text if text[0] in "([{'\"" or text.isidentifier() or text[-1] == ")" and text[0].isalpha() else f"({text})"

    def exact(self, kind, d):
        """Without wrong kinds: what is repeated or raised to a power must stay small."""
        was, self.loose = self.loose, False
        text = self.e(kind, d)
        self.loose = was
        return text

    def rare(self):
        """Whether to risk an exception here."""
        return self.chance(0.12)

    def divisor(self, d):
        a = self.e("int", d)
        return a if self.rare() else f"({a} or 3)"

    def index(self):
        return self.small() if self.rare() else self.pick(["0", "-1"])

    def e_any(self, d):
        return self.e(self.pick(["int", "int", "float", "str", "bool", "list", "tuple", "dict"]), d)

    def scalar(self, d=1):
        if self.chance(0.08):
            return "None"
        return self.e(self.pick(["int", "int", "int", "float", "str", "bool"]), d)

    def key(self, d=1):
        k = self.r.random()
        if k < 0.6:
            return f"({self.e('int', d)}) % 13"
        if k < 0.8:
            return f"({self.e('int', 0)}, {self.r.randrange(4)})"
        return self.pick(["0.5", "2.0", "-1", "True", "(1, 2)", "2**61", "None", "0"])

    def small(self, d=1):
        return self.pick([str(self.r.randrange(-3, 8)), f"({self.e('int', d)}) % 7"])

    def e_int(self, d):
        if d < 0:
            return self.pick(INTS)
        a = lambda: self.e("int", d)
        form = self.r.randrange(27)
        if form < 5:
            op = self.pick(["+", "-", "*", "+", "-", "&", "|", "^"])
            if op == "*":
                return f"({self.exact('int', d)} * {self.exact('int', d)})"
            return f"({a()} {op} {a()})"
        return {
            5: lambda: f"({a()} {self.pick(['//', '%'])} {self.divisor(d)})",
            6: lambda: f"({a()} << {self.shift()})",
            7: lambda: f"({a()} >> {self.shift()})",
            8: lambda: f"({self.exact('int', d)} ** {self.shift()})",
            9: lambda: f"{self.pick(['-', '~', '+'])}{a()}",
            10: lambda: f"len({self.e(self.pick(['str', 'list', 'dict', 'set', 'tuple', 'bytes']), d)})",
            11: lambda: f"int({self.e(self.pick(['str', 'float'] if self.rare() else ['bool', 'int']), d)})",
            12: lambda: f"sum({self.e('list', d)})" if self.rare() else f"sum(map(bool, {self.e('list', d)}))",
            13: lambda: f"{self.pick(['min', 'max'])}({a()}, {a()})",
            14: lambda: f"({a()} if {self.e('bool', d)} else {a()})",
            15: lambda: f"({self.e('list', d)} or [5])[{self.index()}]",
            16: lambda: f"{self.e('dict', d)}.get({self.key()}, {a()})",
            17: lambda: f"divmod({a()}, {self.divisor(d)})[{self.r.randrange(2)}]",
            18: lambda: f"abs({a()})",
            19: lambda: f"({a()}).bit_length()",
            20: lambda: f"hash({self.pick(INTS + FLOATS[:-5] + ['(1, 2)', '()', '(0.5, (3, -1))', 'frozenset((1, 2, 3))'])})",
            21: lambda: f"round({self.e(self.pick(['int', 'float']), d)})",
            22: lambda: f"{self.e('str', d)}.{self.pick(['count', 'find', 'rfind', 'index' if self.rare() else 'find'])}({self.e('str', 0)})",
            23: lambda: f"ord(({self.e('str', d)} or 'k')[{self.index()}])",
            24: lambda: f"sum({self.comp_body(d)})",
            25: lambda: f"pow({a()}, {self.r.randrange(5)}, {self.pick(['7', '1000003', '2**64 - 59', '-13'])})",
            26: lambda: self.call(d),
        }[form]()

    def shift(self):
        return f"({self.small()})" if self.rare() else str(self.r.randrange(7))

    def call(self, d):
        fs = self.functions()
        if not fs:
            return self.e("int", d)
        return self.pick(fs)(self, d)

    def e_float(self, d):
        if d < 0:
            return self.pick(FLOATS)
        a = lambda: self.e(self.pick(["float", "float", "int"]), d)
        return self.pick([
            lambda: f"({self.exact('float', d)} {self.pick(['+', '-', '*'])} {self.exact('float', d)})",
            lambda: f"({self.exact('float', d)} / ({self.exact('float', d)} or 2.5))",
            lambda: f"({a()} {self.pick(['//', '%'])} ({a()} or 0.75))",
            lambda: f"float({self.e('str' if self.rare() else 'int', d)})",
            lambda: f"round({a()}, {self.r.randrange(5)})",
            lambda: f"abs({a()})",
            lambda: f"-{a()}",
            lambda: f"sum([{a()}, {a()}, {a()}])",
            lambda: f"({self.e('int', d)} / {self.divisor(d)})",
            lambda: f"({a()} if {self.e('bool', d)} else {a()})",
            lambda: f"max({a()}, {a()})",
            lambda: f"({self.exact('float', d)} ** {self.pick(['2', '0.5', '-1', '3'])})",
        ])()

    def e_bool(self, d):
        if d < 0:
            return self.pick(["True", "False", "not None"])
        a = lambda k: self.e(k, d)
        k = self.pick(["int", "int", "float", "str", "tuple", "list"])
        return self.pick([
            lambda: f"({a(k)} {self.pick(['<', '<=', '==', '!=', '>', '>='])} {a(k)})",
            lambda: f"({a('int')} {self.pick(['<', '<='])} {a('int')} {self.pick(['<', '>', '=='])} {a('float')})",
            lambda: f"({self.e('bool', d)} {self.pick(['and', 'or'])} {a('any')})",
            lambda: f"(not {a('any')})",
            lambda: f"({self.e('int', d)} {self.pick(['in', 'not in'])} {a(self.pick(['list', 'dict', 'set', 'tuple']))})",
            lambda: f"({a('str')} in {a('str')})",
            lambda: f"isinstance({a('any')}, {self.pick(['int', 'str', '(list, tuple)', 'float | int', 'bool', 'object'])})",
            lambda: f"({self.pick(['any', 'all'])}({self.comp_body(d)}))",
            lambda: f"({a('any')} is {self.pick(['None', 'not None'])})",
            lambda: f"({a('set')} {self.pick(['<=', '<', '>=', '=='])} {a('set')})",
            lambda: f"{a('str')}.{self.pick(['isdigit', 'isalpha', 'isspace', 'isupper', 'isidentifier'])}()",
        ])()

    def e_str(self, d):
        if d < 0:
            return self.pick(STRS)
        s = lambda: self.e("str", d)
        return self.pick([
            lambda: f"({s()} + {s()})",
            lambda: f"({s()} * ({self.small()}))",
            lambda: f"{s()}[{self.slice()}]",
            lambda: f"{s()}.{self.pick(['upper', 'lower', 'strip', 'title', 'swapcase', 'capitalize', 'casefold'])}()",
            lambda: f"{s()}.replace({s()}, {self.pick(STRS)})",
            lambda: f"{self.pick(STRS)}.join([{s()}, {s()}])",
            lambda: f"str({self.e(self.pick(['int', 'float', 'bool', 'list', 'tuple', 'dict']), d)})",
            lambda: f"repr({self.e(self.pick(['str', 'float', 'tuple', 'bytes']), d)})",
            lambda: self.fstring(),
            lambda: f"'%s|%r|%d' % ({self.e('any', d)}, {s()}, {self.e('int', d)})",
            lambda: f"'{{:>8}}|{{!r}}|{{}}'.format({s()}, {self.e('any', d)}, {self.e('float', d)})",
            lambda: f"chr(({self.e('int', d)}) % 0x250 + 32)",
            lambda: f"({s()} or 'e')[{self.index()}]",
            lambda: f"'-'.join(map(str, {self.e('list', d)}))",
            lambda: f"{s()}.{self.pick(['center', 'ljust', 'rjust', 'zfill'])}({self.r.randrange(12)})",
            lambda: f"{s()}.split({self.pick([repr(','), repr(' '), repr('a')])})[-1]",
            lambda: f"{s()}.partition({self.pick(STRS)})[{self.r.randrange(3)}]",
            lambda: f"format({self.e('int', d)}, '{self.pick(['08x', ',', 'b', '>12', '_', '+', 'o', '.3e'])}')",
        ])()

    def fstring(self):
        spec = self.pick(["", ":5", ":<6", ":+", ":,", ":>12", "!r", "!s:>9", "=", ":{3 + 4}"])
        other = self.pick(["", ":.3f", ":g", ":.2e", ":10.2f", "!r"])
        return f'f"{{({self.e("int", 0)}){spec}}}|{{({self.e("float", 0)}){other}}}"'

    def slice(self, steps=True):
        part = lambda: "" if self.chance(0.4) else self.small()
        if not steps:
            return f"{part()}:{part()}"
        step = self.pick(["", "", "", ":-1", ":2", ":-2", f":{self.small()}"])
        return f"{part()}:{part()}{step}"

    def comp_body(self, d):
        v = self.fresh("c")
        walrus, self.no_walrus = self.no_walrus, True
        it = self.iterable(d)
        self.no_walrus = walrus
        cond = f" if {v} {self.pick(['% 2', '> 1', '!= 0', ''])}" if self.chance(0.4) else ""
        if cond.endswith(" "):
            cond = f" if {v}"
        body = self.pick([v, f"{v} * 2", f"{v} + {self.e('int', 0)}", f"({v}, 1)[0]", f"-{v}", f"(lambda q: q + {v})(1)"])
        if self.chance(0.12):
            w = self.fresh("c")
            return f"{body} for {w} in range({self.r.randrange(4)}) for {v} in {it}{cond}"
        return f"{body} for {v} in {it}{cond}"

    def iterable(self, d):
        return self.pick([
            lambda: f"range({self.r.randrange(7)})",
            lambda: f"range({self.r.randrange(3)}, {self.r.randrange(9)}, {self.pick(['1', '2', '3'])})",
            lambda: self.e("list", d),
            lambda: self.e("tuple", d),
            lambda: f"sorted({self.e('list', d)}, key=str)",
            lambda: f"reversed({self.e('list', d)})",
            lambda: f"list({self.e('dict', d)})",
            lambda: f"{self.e('dict', d)}.values()",
        ])()

    def e_list(self, d):
        if d < 0:
            return "[" + ", ".join(self.pick(INTS) for _ in range(self.r.randrange(5))) + "]"
        a = lambda: self.e("list", d)
        return self.pick([
            lambda: "[" + ", ".join(self.e("int", d) for _ in range(self.r.randrange(5))) + "]",
            lambda: "[" + ", ".join(self.scalar(d) for _ in range(self.r.randrange(4))) + "]",
            lambda: f"[{self.comp_body(d)}]",
            lambda: f"{a()}[{self.slice()}]",
            lambda: f"({a()} + {a()})",
            lambda: f"({a()} * ({self.small()}))",
            lambda: f"list(range({self.r.randrange(8)}))",
            lambda: f"sorted({a()}{self.pick(['' if self.rare() else ', key=str', ', reverse=True', ', key=str', ', key=lambda q: str(q)[::-1]', ', key=repr'])})",
            lambda: f"[*{self.iterable(d)}, *{self.e('tuple', d)}]",
            lambda: f"list({self.e(self.pick(['dict', 'set', 'tuple', 'bytes']), d)})",
            lambda: f"list(map(lambda q: {self.pick(['q + 1' if self.rare() else '[q]', 'q == q', '(q, q)[1]', 'str(q)'])}, {a()}))",
            lambda: f"list(filter({self.pick(['None', 'lambda q: q != 1'])}, {a()}))",
            lambda: f"list(zip({a()}, {self.e('str', d)}))" if self.chance(0.3) else f"list(reversed({a()}))",
            lambda: f"{self.e('str', d)}.split({self.pick([repr(','), '', repr(' ')])})" if self.chance(0.3) else f"list({self.e('tuple', d)})",
            lambda: f"[x_ for x_, *y_ in [({self.scalar()}, 1), ({self.scalar()}, 2, 3)]]",
            lambda: f"[w_ := {self.e('int', d)}, w_ + 1]" if not (self.in_class or self.no_walrus) else a(),
        ])()

    def e_tuple(self, d):
        if d < 0:
            return self.pick(["()", "(1,)", "(1, 2)", "(0, -1, 2.5)", "(3, 'a')", "((1, 2), 3)"])
        return self.pick([
            lambda: "(" + "".join(self.scalar(d) + ", " for _ in range(self.r.randrange(4))) + ")",
            lambda: f"tuple({self.e('list', d)})",
            lambda: f"({self.e('tuple', d)} + {self.e('tuple', d)})",
            lambda: f"{self.e('tuple', d)}[{self.slice()}]",
            lambda: f"(*{self.e('list', d)}, {self.scalar(d)})",
            lambda: f"tuple({self.comp_body(d)})",
            lambda: f"divmod({self.e('int', d)}, {self.divisor(d)})",
        ])()

    def e_dict(self, d):
        if d < 0:
            return self.pick(["{}", "{1: 2}", "{0: 'z', 1: 'o'}", "{(1, 2): 3, None: 4}", "{1: 'a', 1.0: 'b', True: 'c'}"])
        return self.pick([
            lambda: "{" + ", ".join(f"{self.key(d)}: {self.scalar(d)}" for _ in range(self.r.randrange(4))) + "}",
            lambda: self.dict_comp(d),
            lambda: f"({self.e('dict', d)} | {self.e('dict', d)})",
            lambda: f"{{**{self.e('dict', d)}, {self.key(d)}: {self.scalar(d)}}}",
            lambda: f"dict(zip({self.e('list', d)}, {self.e('tuple', d)}))",
            lambda: f"dict.fromkeys({self.e('list', d)}, {self.scalar(d)})",
            lambda: f"dict(a={self.scalar(d)}, b={self.scalar(d)})",
            lambda: f"dict(enumerate({self.e('list', d)}))",
        ])()

    def dict_comp(self, d):
        v = self.fresh("c")
        walrus, self.no_walrus = self.no_walrus, True
        it = self.iterable(d)
        self.no_walrus = walrus
        return f"{{{v}: {self.pick([v, 'str(' + v + ')', '[' + v + ']', v + ' * 2'])} for {v} in {it}}}"

    def e_set(self, d):
        if d < 0:
            return self.pick(["set()", "{1}", "{3, 1, 2}", "{(1, 2), (0,)}", "{0.5, 1, -1}", "set(range(20, 0, -3))"])
        numbers = lambda: "[" + ", ".join(f"({self.e('int', 0)}) % 1009" for _ in range(self.r.randrange(7))) + "]"
        return self.pick([
            lambda: f"set({numbers()})",
            lambda: f"({self.e('set', d)} {self.pick(['|', '&', '-', '^'])} {self.e('set', d)})",
            lambda: f"{{q_ * {self.r.randrange(1, 40)} % 101 for q_ in range({self.r.randrange(12)})}}",
            lambda: f"{{(q_, -q_) for q_ in range({self.r.randrange(6)})}}",
            lambda: f"frozenset({numbers()})",
            lambda: f"set({numbers()}).{self.pick(['union', 'difference', 'intersection', 'symmetric_difference'])}({numbers()})",
        ])()

    def e_bytes(self, d):
        if d < 0:
            return self.pick(BYTES)
        return self.pick([
            lambda: f"({self.e('bytes', d)} + {self.e('bytes', d)})",
            lambda: f"{self.e('bytes', d)}[{self.slice()}]",
            lambda: f"bytes([({self.e('int', d)}) % 256])",
            lambda: f"{self.e('str', d)}.encode()",
            lambda: f"bytes({self.exact('list', d)})" if self.rare() else "b'xyz'",
            lambda: f"({self.e('int', d)} % 2**64).to_bytes(9, 'little', signed=True)",
        ])()
