import inspect
def f(a, b=2, /, c: int = 3, *args: str, d, e=5, **kw) -> float:
    """Doc line one.

        indented
    """
    local = 1
    return local
class A:
    "class doc"
    x = 1
    def m(self, p): pass
    @classmethod
    def k(cls, q): pass
    @staticmethod
    def s(r): pass
    @property
    def prop(self): return 1
class B(A):
    def __init__(self, z, y=1): pass
    def m(self, p): return super().m(p)
s = inspect.signature(f)
print(s, [(p.name, p.kind.name, p.default is p.empty) for p in s.parameters.values()], s.return_annotation, s.parameters["c"].annotation)
b = s.bind(1, c=9, d=4, zz=1); b.apply_defaults()
print(b.args, b.kwargs, b.arguments, s.bind_partial(1).arguments, s.replace(return_annotation=int), inspect.signature(B), inspect.signature(A.k), inspect.signature(A.s), inspect.signature(A().m), inspect.signature(lambda *, a: 0), inspect.signature(B.m), inspect.Signature([inspect.Parameter("q", inspect.Parameter.KEYWORD_ONLY, default=1)]))
print(inspect.getdoc(f), inspect.getdoc(B.m), inspect.cleandoc("  a\n    b\n    c"), inspect.getfullargspec(f), inspect.getmro(B), inspect.isclass(A), inspect.isfunction(f), inspect.ismethod(A().m), inspect.isbuiltin(len), inspect.isroutine(len), inspect.ismodule(inspect), inspect.isgeneratorfunction(f), inspect.iscoroutinefunction(f), inspect.isabstract(A), inspect.isdatadescriptor(A.prop), inspect.ismethoddescriptor(str.join), sep="\n")
print([n for n, v in inspect.getmembers(A) if not n.startswith("__")], [n for n, v in inspect.getmembers(A(), inspect.ismethod)], inspect.getattr_static(A, "k").__class__.__name__, [(c.name, c.kind) for c in inspect.classify_class_attrs(B) if not c.name.startswith("__")])
def g():
    x = yield 1
    return x
gen = g()
print(inspect.getgeneratorstate(gen), next(gen), inspect.getgeneratorstate(gen), inspect.getgeneratorlocals(gen), gen.close(), inspect.getgeneratorstate(gen))
print(inspect.getsource(A.k), inspect.getsourcelines(B.m)[1] > 0, inspect.getsourcefile(f) == __file__, inspect.getmodule(f).__name__, inspect.getsource(g).splitlines()[1].strip(), inspect.getfile(f) == __file__)
def outer():
    fr = inspect.currentframe()
    return fr.f_code.co_name, inspect.stack()[0].function, [x.function for x in inspect.stack()], inspect.getargvalues(fr).locals.keys() - {"fr"}, inspect.getframeinfo(fr).function
print(outer())
def clos():
    n = 5
    return lambda: (n, len, nope_name)
cv = inspect.getclosurevars(clos())
print(cv.nonlocals, sorted(cv.builtins), cv.unbound, inspect.unwrap(f) is f, inspect.getcallargs(lambda a, b=2: 0, 1), inspect.isawaitable(5), inspect.get_annotations(f), inspect.signature(int) if False else "")
for fn in (lambda: s.bind(), lambda: s.bind(1), lambda: s.bind(1, 2, 3, 4, x=1), lambda: inspect.signature(5), lambda: inspect.getsource(len), lambda: inspect.getfile(5), lambda: inspect.Parameter("1x", inspect.Parameter.KEYWORD_ONLY), lambda: inspect.Signature([inspect.Parameter("a", inspect.Parameter.VAR_KEYWORD), inspect.Parameter("b", inspect.Parameter.KEYWORD_ONLY)]), lambda: inspect.signature(type("Q", (), {"__call__": 5})())):
    try: print(fn())
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0])
