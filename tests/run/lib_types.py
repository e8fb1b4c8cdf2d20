import types
def f(): yield
async def co(): pass
async def ag(): yield
class A:
    def m(self): pass
    @property
    def p(self): pass
c = co(); g = f(); a = ag()
print(isinstance(f, types.FunctionType), isinstance(lambda: 0, types.LambdaType), isinstance(g, types.GeneratorType), isinstance(c, types.CoroutineType), isinstance(a, types.AsyncGeneratorType), isinstance(f.__code__, types.CodeType), isinstance(A().m, types.MethodType), isinstance(len, types.BuiltinFunctionType), isinstance(types, types.ModuleType), isinstance(str.join, types.MethodDescriptorType), isinstance(int.__add__, types.WrapperDescriptorType), isinstance((1).__add__, types.MethodWrapperType), isinstance(None, types.NoneType), isinstance(..., types.EllipsisType), isinstance(NotImplemented, types.NotImplementedType), isinstance(int | str, types.UnionType), isinstance(list[int], types.GenericAlias), isinstance(dict.__dict__["fromkeys"], types.ClassMethodDescriptorType), isinstance(type(f).__code__, types.GetSetDescriptorType), isinstance((lambda: f)().__closure__, type(None)))
c.close()
n = types.SimpleNamespace(a=1, b="x")
n.c = [n.a]; del n.b
print(n, n == types.SimpleNamespace(a=1, c=[1]), vars(n), n.__dict__, types.SimpleNamespace(), repr(types.SimpleNamespace(n=n)))
m = types.MappingProxyType({"k": 1})
print(m, m["k"], "k" in m, len(m), list(m), m.get("z"), m | {"z": 2}, m == {"k": 1}, m.copy(), type(A.__dict__).__name__, dict(m))
C = types.new_class("C", (A,), {}, lambda ns: ns.update(x=5))
print(C.x, C.__bases__, types.prepare_class("D", (int,))[0], types.resolve_bases((int,)), types.get_original_bases(C))
class E:
    @types.DynamicClassAttribute
    def v(self): return "dyn"
print(E().v, types.MethodType(lambda s, x: (s, x), 1)(2), types.FunctionType(f.__code__, {}).__name__)
def cell():
    x = 1
    return lambda: x
print(type(cell().__closure__[0]) is types.CellType, types.CellType(5).cell_contents, types.CellType(1) < types.CellType(2))
code = (lambda x, y=1: x + y).__code__
print(code.replace(co_name="renamed").co_name, types.FunctionType(code, {})(1, 2), code.co_consts[-1:] is not None, list(code.co_lines())[0][2] > 0, eval(code.replace(co_argcount=0, co_nlocals=0) if False else "1"))
try: 1 / 0
except ZeroDivisionError as e: print(isinstance(e.__traceback__, types.TracebackType), isinstance(e.__traceback__.tb_frame, types.FrameType))
for fn in (lambda: m.__setitem__, lambda: m.clear, lambda: types.SimpleNamespace(1, 2), lambda: n.zz, lambda: types.ModuleType(), lambda: types.new_class("X", (int, str)), lambda: types.CodeType(), lambda: types.MethodType(5, 1), lambda: types.MethodType(len, None), lambda: types.MappingProxyType(5), lambda: types.CellType().cell_contents, lambda: types.GeneratorType()):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
mod = types.ModuleType("mymod", "its doc")
exec("x = 1\ndef g(): return x + 1", mod.__dict__)
print(mod.g(), mod.__name__, mod.__doc__, sorted(k for k in vars(mod) if not k.startswith("_")), repr(mod))
