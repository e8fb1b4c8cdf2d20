"""Loops and calls that may run in parallel, with what makes that hard: exits, exceptions, aliases, captured variables, shared state.

They burn no fuel, so that nothing but what they are about ties their iterations together: their bounds are literals.
"""

PRELUDE = '''\
def pw(x, n=6):
    s = x if type(x) is int else len(str(x))
    for i in range(n): s = (s * 31 + i) % 1009
    return s
def loud(x): print("f", x); return pw(x)
def picky(x):
    if pw(x) % 37 == 5: raise ValueError(x)
    return pw(x)
def stopper(x):
    if pw(x) % 29 == 3: raise StopIteration(x)
    return pw(x)
pshared = [0]
pcount = 0
def counted(x):
    global pcount
    pcount += 1
    return pw(x) + pcount % 2
def noted(x): pshared.append(x); del pshared[:-5]; return pw(x)
def peeking(x): return pw(x) + len(pshared) + pcount
'''

FUNCTIONS = ["pw"] * 9 + ["loud", "picky", "stopper", "counted", "noted", "peeking"]


class Loops:
    def s_parallel(self, depth):
        self.serial = getattr(self, "serial", 0) + 1
        form = self.pick([self.p_loop, self.p_loop, self.p_loop, self.p_consumer, self.p_group])
        if self.indent == 0 and self.chance(0.5):
            self.block("try:", form)
            self.block("except Exception as ex:", lambda: self.out("print('p', type(ex).__name__, ex)"))
            return
        name = f"p{self.serial}"
        kept, self.scope.vars = self.scope.vars, dict(self.scope.vars)
        self.in_p = True
        self.block(f"def {name}(q):", lambda: (form(), self.out("return q")))
        self.in_p = False
        self.scope.vars = kept
        self.block("try:", lambda: self.out(f"print({name}({self.r.randrange(9)}))"))
        self.block("except Exception as ex:", lambda: self.out("print('p', type(ex).__name__, ex)"))

    def p_call(self, x):
        return f"{self.pick(FUNCTIONS)}({x})"

    def p_items(self):
        """An iterable of ints and how a loop over it binds them: (targets, iterable)."""
        n = self.pick([0, 1, 2, 5, 13, 30, 40])
        return self.pick([
            lambda: ("x", f"range({n})"), lambda: ("x", f"range({n})"), lambda: ("x", f"list(range({n}))"), lambda: ("x", f"tuple(range({n}, 0, -1))"),
            lambda: ("i, x", f"enumerate(range({n}))"), lambda: ("i, x", f"zip(range({n}), [3, 5, 8, 13] * 9)"), lambda: ("i, x", f"enumerate(map({self.pick(FUNCTIONS)}, range({n})))"),
            lambda: ("x", f"map({self.pick(FUNCTIONS)}, range({n}))"), lambda: ("x", f"filter(lambda v: {self.p_call('v')} % 2, range({n}))"),
            lambda: ("x, i", f"{{k: k * 2 for k in range({n})}}.items()"), lambda: ("x", f"'{'abcdefgh'[:n]}'"), lambda: ("x", f"sorted({{k * 7 % 31 for k in range({n})}})"),
            lambda: ("x", f"reversed(range({n}))"), lambda: ("x", f"iter(range({n}))"), lambda: ("x", f"(k for k in range({n}))"),
            lambda: ("i, (x, y)", f"enumerate(zip(range({n}), map({self.pick(FUNCTIONS)}, range(20))))"), lambda: ("x", f"set(range({n}))"),
        ])()

    def p_loop(self):
        r = self.r
        k = self.serial
        a, d, s, n, f, t, best, arg, last, out, c = (f"{v}{k}" for v in ["pa", "pd", "ps", "pn", "pf", "pt", "pb", "pg", "pl", "po", "pc"])
        self.out(f"{a}, {d}, {s}, {n}, {f}, {t} = [], {{}}, set(), 0, 1.5, ''")
        self.out(f"{best}, {arg}, {last}, {out}, {c} = {self.pick(['10 ** 9', 'None', '500', '(10 ** 9,)'])}, None, None, [0] * 45, {{j: 0 for j in range(9)}}")
        none = self.lines[-1].split(" = ")[1].startswith("None")
        pair = "(10 ** 9,)" in self.lines[-1]
        alias = self.chance(0.2)
        if alias:
            self.out(f"al{k} = {self.pick([a, d, s, out, c])}")
        target, items = self.p_items()
        w = f"w{k}"
        value = f"({w}, x)" if pair else w
        lines = [
            lambda: f"{a}.append({w})", lambda: f"{a} += [{w}, 1]", lambda: f"{a}.extend(({w}, 2))", lambda: f"{d}[{w} % 7] = {w}", lambda: f"{d}[{w} % 5] = {d}.get({w} % 5, 0) + {w}",
            lambda: f"{s}.add({w} % 11)", lambda: f"{n} += {w}", lambda: f"{n} -= {w} % 3", lambda: f"{f} += {w} / 7", lambda: f"{f} *= 1 + {w} % 3", lambda: f"{t} += chr(97 + {w} % 26)",
            lambda: f"{c}[{w} % 9] += {w}", lambda: f"{out}[{w} % 45] = {w}", lambda: f"{out}[{w} % 45] += 1", lambda: f"print({w})",
            lambda: f"{best} = {self.pick(['min', 'max'])}({self.pick([f'{best}, {value}', f'{value}, {best}'])})" if not none else f"{n} |= {w}",
            lambda: f"if {f'{best} is None or ' if none or self.chance(0.2) else ''}{value if not pair else value} {self.pick(['<', '<=', '>', '>='])} {best}: {best}, {arg} = {value}, {w}" if not pair else f"{n} ^= {w}",
            lambda: f"if {w} % 4 == 1: {last} = {w}", lambda: f"{last} = {w}", lambda: f"if {w} % {r.randint(3, 40)} == {r.randrange(3)}: {self.pick(['break', 'break', 'continue', 'continue'])}",
            lambda: f"if {w} % {r.randint(9, 60)} == 2: raise {self.pick(['ValueError', 'KeyError'])}({w})",
            lambda: f"{n} += sum({w} * j % 5 for j in range(3))", lambda: f"{a}.append(sorted(range(4), key=lambda j: {w} * j % 7)[0])", lambda: f"{n} += any(j == {w} % 5 for j in range(4))",
            lambda: f"{a}.append([pw(j) for j in range({w} % 4)])", lambda: f"{n} += pw({w}) + pw({w} + 1)", lambda: f"if {w} % 9 == 4: {self.pick([f'{n} += len({a})', f'{n} += len({d})', f'{a}.append(len(al{k}))' if alias else f'{n} += 1', f'{n} += pshared[0]'])}",
            lambda: f"{self.pick(['pshared.append(x)', 'pshared[0] += 1', f'keep{k} = lambda: {w}', 'noted(1)', f'print({n})'])}" if self.chance(0.3) else f"{n} += 1",
            lambda: f"{'return ' + w if getattr(self, 'in_p', False) and self.chance(0.7) else 'pass'}" if self.chance(0.1) else f"{n} *= 1",
        ]
        if self.chance(0.15):
            lines = lines[:4] + lines[-4:]

        def body():
            self.out(f"{w} = {self.p_call('x')}")
            for _ in range(r.randint(1, 4)):
                wrap = r.random()
                line = self.pick(lines)()
                if wrap < 0.08:
                    self.block("try:", lambda: self.out(line))
                    self.block(self.pick(["except (ValueError, KeyError) as ex:", "finally:"]), lambda: self.out(f"{n} += 1" if self.chance(0.7) else "print('h')"))
                elif wrap < 0.12:
                    self.block(f"with Ctx({w}, (ValueError,)):", lambda: self.out(line))
                elif wrap < 0.2:
                    self.block(f"for j in range({r.randint(1, 5)}):", lambda: (self.out(f"{w} += j"), self.out(line), self.out(f"if {w} % 13 == j: break")))
                else:
                    self.out(line)

        def loop():
            self.block(f"for {target} in {items}:", body)
            if self.chance(0.3):
                self.block("else:", lambda: self.out("print('else')"))
        if self.chance(0.2):
            self.block("try:", loop)
            self.block("except (ValueError, KeyError) as ex:", lambda: self.out("print('caught', ex)"))
        else:
            loop()
        self.out(f"print({k}, {a}, {d}, sorted({s}), {n}, {f}, {t}, {best}, {arg}, {last}, {out}, {c}, pshared, pcount)")
        if self.chance(0.3):
            self.out(f"print('{w}' in {self.pick(['dir()', 'locals()'])})")

    def p_consumer(self):
        n = self.pick([0, 1, 7, 25, 40])
        f, g = self.pick(FUNCTIONS), self.pick(FUNCTIONS)
        m = self.r.randint(2, 30)
        source = self.pick([f"({f}(x) for x in range({n}))", f"map({f}, range({n}))", f"({f}(x) + y for x in range({n}) for y in range({f}(x) % 3))",
                            f"filter(lambda x: {g}(x) % {m}, range({n}))", f"map(lambda x, y: {f}(x) - y, range({n}), range(30))", f"({f}(x) for x in range({n}) if {g}(x) % {m})",
                            f"map({f}, map({g}, range({n})))", f"map({f}, filter({g}, range({n})))"])
        test = self.pick([f"({f}(x) % {m} == 1 for x in range({n}))", f"map(lambda x: {f}(x) % {m} == 1, range({n}))"])
        self.out("print(" + self.pick([
            f"sum({source})", f"list({source})", f"tuple({source})", f"sorted({source})", f"sorted(set({source}))", f"max({source}, default=0)", f"min({source}, default=-1)",
            f"any({test})", f"all({test})", f"next({source}, None)", f"next(x for x in range({n}) if {f}(x) % {m} == 0)", f"','.join(map(str, {source}))",
            f"dict(zip(range({n}), {source}))", f"dict((x, {f}(x)) for x in range({n}))", f"sorted(range({n}), key={f})", f"max(range({n}), key={f}, default=None)",
            f"min(list(range({n})), key=lambda x: ({f}(x), x), default=0)", f"[v for v in {source}]", f"{{x: {f}(x) for x in range({n})}}", f"[x for x in enumerate({source})]",
            f"[sum({f}(x) for y in range(x % 4)) for x in range({n})]", f"[list(map(lambda y: {f}(x) + y, range(2))) for x in range({n})]", f"[*{source}]", f"len([*{source}, *{source}])",
        ]) + ", pshared, pcount)")

    def p_group(self):
        k = self.serial
        a, b, c = f"ga{k}", f"gb{k}", f"gc{k}"
        f, g, h = (self.pick(FUNCTIONS) for _ in range(3))
        self.out(f"{a} = {b} = {c} = {self.r.randrange(5)}")
        form = self.pick([
            [f"{a} = {f}({a})", f"{b} = {g}({b} + 1)", f"{c} = {h}({c} + 2)"], [f"{a} = {f}(1)", f"{b} = {g}({a})", f"{c} = {h}(3)"], [f"{a}, {b} = {f}({b}), {g}({a})"],
            [f"{a} = {{{f}(1): {g}(2), 3: {h}(3)}}"], [f"{a} = f'{{{f}(1)}} {{{g}(2)}}'"], [f"{a} = [{f}(1), {g}(2), {h}(3)]"], [f"{a} = {f}(1) + {g}(2) * {h}(3)"], [f"{a} = {f}(1) < {g}(2)"],
            [f"{a} = print({f}(1), {g}(2))", f"{b} = {h}(4)"],
        ])
        if self.chance(0.3):
            self.block("try:", lambda: [self.out(l) for l in form])
            self.block("except ValueError as ex:", lambda: self.out("print('caught', ex)"))
        else:
            for l in form:
                self.out(l)
        self.out(f"print({a}, {b}, {c}, pshared, pcount)")
