import string
print(string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
print(string.capwords("hello  wORLD foo"), string.capwords("a-b", "-"))
t = string.Template("$name is ${age}yrs $$5 $missing")
print(t.safe_substitute(name="Bob", age=5), string.Template("$a").substitute({"a": 1}), string.Template("$a $b").substitute({"a": 1}, b=2), t.template, t.is_valid(), t.get_identifiers())
for f in (lambda: t.substitute(name="x"), lambda: string.Template("$").substitute(), lambda: string.Template("a\n${1}").substitute()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
f = string.Formatter()
print(f.format("{0} {x:>5}", 1, x=2), list(f.parse("a{b!r:>5}c{{}}{0.x[1]}")), f.vformat("{} {}", (1, 2), {}))
class F(string.Formatter):
    def get_value(self, k, a, kw): return kw.get(k, f"<{k}>") if isinstance(k, str) else a[k]
    def format_field(self, v, spec): return v.upper() if spec == "up" else super().format_field(v, spec)
print(F().format("{x} {y:up} {z:>4}", y="q", z=1))
class T(string.Template):
    delimiter = "%"
    idpattern = "[a-z]+"
print(T("%a %b $c").safe_substitute(a=1))
