"""Nodes of the syntax tree; the parser is the front end's."""

import _fora_ast

PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000


class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            n = len(fields)
            raise TypeError(f"{type(self).__name__} constructor takes at most {n} positional argument{'' if n == 1 else 's'}")
        for name, value in zip(fields, args):
            if name in kwargs:
                raise TypeError(f"{type(self).__name__} got multiple values for argument {name!r}")
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __reduce__(self):
        return type(self), (), dict(self.__dict__)


AST.__module__ = "ast"

# base: constructor(field, optional?, list*), …
_GRAMMAR = """
mod: Module(body*, type_ignores*) Interactive(body*) Expression(body) FunctionType(argtypes*, returns)
stmt+: FunctionDef(name, args, body*, decorator_list*, returns?, type_comment?, type_params*)
 AsyncFunctionDef(name, args, body*, decorator_list*, returns?, type_comment?, type_params*)
 ClassDef(name, bases*, keywords*, body*, decorator_list*, type_params*) Return(value?) Delete(targets*) Assign(targets*, value, type_comment?)
 TypeAlias(name, type_params*, value) AugAssign(target, op, value) AnnAssign(target, annotation, value?, simple)
 For(target, iter, body*, orelse*, type_comment?) AsyncFor(target, iter, body*, orelse*, type_comment?) While(test, body*, orelse*)
 If(test, body*, orelse*) With(items*, body*, type_comment?) AsyncWith(items*, body*, type_comment?) Match(subject, cases*) Raise(exc?, cause?)
 Try(body*, handlers*, orelse*, finalbody*) TryStar(body*, handlers*, orelse*, finalbody*) Assert(test, msg?) Import(names*)
 ImportFrom(module?, names*, level?) Global(names*) Nonlocal(names*) Expr(value) Pass() Break() Continue()
expr+: BoolOp(op, values*) NamedExpr(target, value) BinOp(left, op, right) UnaryOp(op, operand) Lambda(args, body) IfExp(test, body, orelse)
 Dict(keys*, values*) Set(elts*) ListComp(elt, generators*) SetComp(elt, generators*) DictComp(key, value, generators*) GeneratorExp(elt, generators*)
 Await(value) Yield(value?) YieldFrom(value) Compare(left, ops*, comparators*) Call(func, args*, keywords*) FormattedValue(value, conversion, format_spec?)
 JoinedStr(values*) Constant(value, kind?) Attribute(value, attr, ctx) Subscript(value, slice, ctx) Starred(value, ctx) Name(id, ctx) List(elts*, ctx)
 Tuple(elts*, ctx) Slice(lower?, upper?, step?)
expr_context: Load() Store() Del()
boolop: And() Or()
operator: Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop: Invert() Not() UAdd() USub()
cmpop: Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
: comprehension(target, iter, ifs*, is_async)
excepthandler+: ExceptHandler(type?, name?, body*)
: arguments(posonlyargs*, args*, vararg?, kwonlyargs*, kw_defaults*, kwarg?, defaults*)
+: arg(arg, annotation?, type_comment?)
+: keyword(arg?, value)
+: alias(name, asname?)
: withitem(context_expr, optional_vars?)
: match_case(pattern, guard?, body*)
pattern+: MatchValue(value) MatchSingleton(value) MatchSequence(patterns*) MatchMapping(keys*, patterns*, rest?)
 MatchClass(cls, patterns*, kwd_attrs*, kwd_patterns*) MatchStar(name?) MatchAs(pattern?, name?) MatchOr(patterns*)
type_ignore: TypeIgnore(lineno, tag)
type_param+: TypeVar(name, bound?) ParamSpec(name) TypeVarTuple(name)
"""

_POSITION = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_singletons = {}


def _define():
    made = globals()

    def make(name, base, fields, attributes):
        names = tuple(f.rstrip("*?") for f in fields)
        ns = {"_fields": names, "__match_args__": names, "__module__": "ast"}
        for f in fields:
            if f.endswith("?"):
                ns[f[:-1]] = None
        if attributes:
            ns["_attributes"] = attributes
            ns["end_lineno"] = ns["end_col_offset"] = None
        made[name] = cls = type(name, (base,), ns)
        return cls

    base, attributes = AST, ()
    for line in _GRAMMAR.strip().splitlines():
        if not line.startswith(" "):
            head, line = line.split(":", 1)
            attributes = _POSITION if head.endswith("+") else ()
            head = head.rstrip("+")
            base = make(head, AST, (), attributes) if head else AST
        for part in line.strip().split(") "):
            name, _, args = part.rstrip(")").partition("(")
            fields = [a for a in args.split(", ") if a]
            cls = make(name, base, fields, attributes)
            if not fields and base is not AST and base.__name__ in ("expr_context", "boolop", "operator", "unaryop", "cmpop"):
                _singletons[name] = cls()


_define()


def _node(t):
    name, pos, values = t
    if pos is None and not values and name in _singletons:
        return _singletons[name]
    cls = globals()[name]
    node = cls.__new__(cls)
    d = node.__dict__
    raw = name == "Constant" or name == "MatchSingleton"
    for field, v in zip(cls._fields, values):
        if type(v) is tuple and not raw:
            v = _node(v)
        elif type(v) is list:
            v = [_node(x) if type(x) is tuple else x for x in v]
        d[field] = v
    if pos is not None:
        d["lineno"], d["col_offset"], d["end_lineno"], d["end_col_offset"] = pos
    return node


def _parse(source, filename, mode):
    return _node(_fora_ast.parse(source, filename, mode))


def _source(node, mode):
    """The text of a tree that is to be compiled, and for each of its lines the one that the tree gives."""
    want = {"exec": Module, "eval": Expression, "single": Interactive}[mode]
    if not isinstance(node, want):
        raise TypeError(f"expected {want.__name__} node, got {type(node).__name__}")
    import _ast_check
    return _ast_check.text(node)
