# Tokeniser, recursive descent parser, evaluator, printer.
import re
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(\*\*|[-+*/%()=,])|([A-Za-z_]\w*))")
class ParseError(Exception): pass
def tokenize(s):
    pos, out = 0, []
    s = s.rstrip()
    while pos < len(s):
        m = TOKEN.match(s, pos)
        if not m: raise ParseError(f"bad character {s[pos]!r} at {pos}")
        num, op, name = m.groups()
        out.append(("num", float(num) if "." in num else int(num)) if num else ("op", op) if op else ("name", name))
        pos = m.end()
    return out + [("end", None)]
class Parser:
    LEVELS = [("+", "-"), ("*", "/", "%")]
    def __init__(self, s): self.toks, self.i = tokenize(s), 0
    def peek(self): return self.toks[self.i]
    def take(self, v=None):
        t = self.toks[self.i]
        if v is not None and t[1] != v: raise ParseError(f"expected {v!r}, got {t[1]!r}")
        self.i += 1
        return t
    def parse(self):
        if self.peek()[0] == "name" and self.toks[self.i + 1] == ("op", "="):
            name = self.take()[1]
            self.take("=")
            e = ("set", name, self.binary(0))
        else:
            e = self.binary(0)
        if self.peek()[0] != "end": raise ParseError(f"unexpected {self.peek()[1]!r}")
        return e
    def binary(self, level):
        if level == len(self.LEVELS): return self.unary()
        left = self.binary(level + 1)
        while self.peek()[1] in self.LEVELS[level] and self.peek()[0] == "op":
            op = self.take()[1]
            left = (op, left, self.binary(level + 1))
        return left
    def unary(self):
        if self.peek() == ("op", "-"):
            self.take()
            return ("neg", self.unary())
        base = self.atom()
        if self.peek()[1] == "**":
            self.take()
            return ("**", base, self.unary())
        return base
    def atom(self):
        kind, v = self.take()
        match kind, v:
            case "num", n: return n
            case "name", f if self.peek() == ("op", "("):
                self.take("(")
                args = []
                while self.peek()[1] != ")":
                    args.append(self.binary(0))
                    if self.peek()[1] == ",": self.take()
                self.take(")")
                return ("call", f, *args)
            case "name", n: return ("var", n)
            case "op", "(":
                e = self.binary(0)
                self.take(")")
                return e
            case _: raise ParseError(f"unexpected {v!r}")
OPS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "%": lambda a, b: a % b, "**": lambda a, b: a ** b}
FUNCS = {"max": max, "min": min, "abs": abs, "sum": lambda *a: sum(a)}
def evaluate(e, env):
    match e:
        case int() | float(): return e
        case ("var", n): return env[n]
        case ("set", n, v):
            env[n] = evaluate(v, env)
            return env[n]
        case ("neg", v): return -evaluate(v, env)
        case ("call", f, *args): return FUNCS[f](*(evaluate(a, env) for a in args))
        case (op, a, b): return OPS[op](evaluate(a, env), evaluate(b, env))
def show(e):
    match e:
        case int() | float(): return str(e)
        case ("var", n): return n
        case ("set", n, v): return f"{n} = {show(v)}"
        case ("neg", v): return f"-{show(v)}"
        case ("call", f, *args): return f"{f}({', '.join(map(show, args))})"
        case (op, a, b): return f"({show(a)} {op} {show(b)})"
env = {}
for src in ["1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "x = 10", "y = x / 4", "x * y - 1", "max(1, x, 3) % 7", "sum()", "1 +", "2 $ 3", "(1", "z", "1 / 0", "nope(1)", "10 - 3 - 2", "100 / 5 / 2", "abs(-x) + min(2.5, 1)", "1 2", "a = b = 1"]:
    try:
        tree = Parser(src).parse()
        print(src, "=>", show(tree), "=", evaluate(tree, env))
    except (ParseError, KeyError, ZeroDivisionError) as e:
        print(src, "=>", type(e).__name__, e)
print(env)
