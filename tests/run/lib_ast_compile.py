# Trees that are compiled: lines, rules of the grammar, literal_eval.
import ast, traceback, sys
src = '''import os

@property
def f(x,
      y=1):
    """doc
    string"""
    for i in range(2):
        if i:
            x = 1 / 0

    return x
class A:
    def m(self): return self
def g():
    return f.fget(3)
'''
t = ast.parse(src)
code = compile(t, "given.py", "exec")
ns = {}
exec(code, ns)
try: ns["g"]()
except ZeroDivisionError as e:
    print([(f.lineno, f.name) for f in traceback.extract_tb(e.__traceback__)])
print(code.co_firstlineno, ns["g"].__code__.co_firstlineno, ns["A"].m.__code__.co_firstlineno, ns["f"].fget.__doc__)
class T(ast.NodeTransformer):
    def visit_BinOp(self, n):
        self.generic_visit(n)
        return ast.copy_location(ast.Call(ast.Name("op", ast.Load()), [n.left, n.right], []), n)
e = ast.fix_missing_locations(T().visit(ast.parse("1+2*3", mode="eval")))
print(eval(compile(e, "x", "eval"), {"op": lambda a, b: (a, b)}))
m = ast.Module([ast.Expr(ast.Constant(1))], [])
for bad in (m, ast.Module([ast.Pass(lineno=1)], []), ast.fix_missing_locations(ast.Module([ast.Delete([])], [])), ast.fix_missing_locations(ast.Module([ast.If(ast.Name("x", ast.Store()), [ast.Pass()], [])], [])), ast.fix_missing_locations(ast.Module([ast.Assign([ast.Constant(1)], ast.Constant(2))], [])), ast.fix_missing_locations(ast.Expression(ast.Constant([1])))):
    try: compile(bad, "x", "eval" if isinstance(bad, ast.Expression) else "exec"); print("no")
    except Exception as e: print(type(e).__name__, e)
print(ast.literal_eval("{'a': [1, -2.5, 1+2j, (b'x', None, True, ...), {1, 2}, set()]}"))
for bad in ("f()", "1+1", "a", "[x for x in y]", "{**a}", "'a' f'b'", "-'a'"):
    try: print(ast.literal_eval(bad))
    except ValueError as e: print(str(e).split(" object at")[0])
print(ast.dump(ast.parse("x: int = f(*a, k=1)[1:2]", mode="single"), indent=1))
