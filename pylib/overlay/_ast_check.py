"""What `compile` asks of a syntax tree before it takes it, and the text that is compiled in its place."""

import ast

# The type of each field, by its name; where classes differ, by class and name. `*`: a list, `?`: may be None.
_TYPES = """
expr: value target annotation iter test subject left right operand elt key func slice context_expr cls
expr?: returns exc cause msg format_spec lower upper step bound optional_vars guard vararg_ type kwarg_
expr*: targets bases decorator_list values elts comparators ifs defaults keys kw_defaults argtypes
stmt*: body orelse finalbody
arg*: posonlyargs args kwonlyargs
arg?: vararg kwarg
identifier: name id attr arg tag_
identifier?: module asname rest
identifier*: kwd_attrs
string?: type_comment kind
string: tag
int: simple is_async conversion lineno
int?: level
pattern*: patterns kwd_patterns
pattern: pattern
keyword*: keywords
comprehension*: generators
excepthandler*: handlers
withitem*: items
match_case*: cases
alias*: names
type_param*: type_params
type_ignore*: type_ignores
expr_context: ctx
cmpop*: ops
operator: op
BoolOp: op=boolop
UnaryOp: op=unaryop
Lambda: args=arguments body=expr
FunctionDef: args=arguments
AsyncFunctionDef: args=arguments
Call: args=expr*
IfExp: body=expr orelse=expr
Expression: body=expr
FunctionType: returns=expr
TypeAlias: name=expr
Return: value=expr?
AnnAssign: value=expr?
Yield: value=expr?
Constant: value=constant
MatchSingleton: value=constant
ExceptHandler: name=identifier?
MatchStar: name=identifier?
MatchAs: pattern=pattern? name=identifier?
Global: names=identifier*
Nonlocal: names=identifier*
arg: annotation=expr?
keyword: arg=identifier?
"""


def _table():
    plain, special = {}, {}
    for line in _TYPES.strip().splitlines():
        head, rest = line.split(": ", 1)
        if "=" in rest:
            special[head] = dict(word.split("=") for word in rest.split())
        else:
            for word in rest.split():
                plain[word] = head
    return plain, special


_PLAIN, _SPECIAL = _table()


def kind_of(cls, field):
    """Type of a field of a node class."""
    return _SPECIAL.get(cls.__name__, {}).get(field) or _PLAIN[field]


def _base(cls):
    """The class that the grammar knows: subclasses by a program count as what they come from."""
    for c in cls.__mro__:
        if c.__module__ == "ast" and getattr(ast, c.__name__, None) is c:
            return c
    return cls


def _shape(node):
    """Fields are there and have the types of the grammar."""
    cls = _base(type(node))
    name = cls.__name__
    for field in cls._attributes[:2]:
        try:
            value = getattr(node, field)
        except AttributeError:
            raise TypeError(f'required field "{field}" missing from {cls.__mro__[-3].__name__ if len(cls.__mro__) > 3 else name}') from None
        if not isinstance(value, int):
            raise ValueError(f"invalid integer value: {value!r}")
    for field in cls._fields:
        kind = kind_of(cls, field)
        if not hasattr(node, field):
            if kind[-1] in "*":
                raise TypeError(f'required field "{field}" missing from {name}')
            if kind[-1] != "?" and kind != "constant":
                raise TypeError(f'required field "{field}" missing from {name}')
            if kind == "constant":
                raise TypeError(f'required field "{field}" missing from {name}')
            continue
        value = getattr(node, field)
        if kind[-1] == "*":
            if not isinstance(value, list):
                raise TypeError(f'{name} field "{field}" must be a list, not a {type(value).__name__}')
            for item in value:
                if item is None and field in ("keys", "kw_defaults"):
                    continue
                _value(item, kind[:-1], name, field, True)
        elif value is None and kind[-1] == "?":
            pass
        else:
            _value(value, kind.rstrip("?"), name, field, False)


def _value(value, kind, name, field, listed):
    if kind == "constant":
        return
    if kind == "identifier":
        if value is None and not listed:
            raise ValueError(f"field '{field}' is required for {name}")
        if type(value) is not str:
            raise TypeError("AST identifier must be of type str")
    elif kind == "string":
        if type(value) not in (str, bytes):
            raise TypeError("AST string must be of type str")
    elif kind == "int":
        if not isinstance(value, int):
            raise ValueError(f"invalid integer value: {value!r}")
    else:
        if value is None:
            if listed:
                what = {"expr": "expression", "stmt": "statement", "pattern": "pattern"}.get(kind)
                if what:
                    raise ValueError(f"None disallowed in {what} list")
            else:
                raise ValueError(f"field '{field}' is required for {name}")
        if not isinstance(value, getattr(ast, kind)):
            raise TypeError(f"expected some sort of {kind}, but got {value!r}")
        _shape(value)


def check(node):
    """Raises as the compiler would."""
    _shape(node)
    _Rules().visit(node)


def _full(items, field, owner):
    if not items:
        raise ValueError(f"empty {field} on {owner}")


def _name(name):
    if name in ("None", "True", "False"):
        raise ValueError(f"identifier field can't represent '{name}' constant")


class _Rules:
    """What the grammar does not say."""

    def visit(self, node):
        kind = _base(type(node)).__name__
        if "lineno" in type(node)._attributes:
            self.positions(node)
        getattr(self, "visit_" + kind, self.children)(node)

    def positions(self, node):
        line, column = node.lineno, node.col_offset
        end, last = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
        end = line if end is None else end
        last = column if last is None else last
        if line > end:
            raise ValueError(f"AST node line range ({line}, {end}) is not valid")
        if line < 0 and end != line or column < 0 and column != last:
            raise ValueError(f"AST node column range ({column}, {last}) for line range ({line}, {end}) is not valid")
        if line == end and column > last:
            raise ValueError(f"line {line}, column {column}-{last} is not a valid range")

    def children(self, node):
        cls = _base(type(node))
        for field in cls._fields:
            value = getattr(node, field, None)
            kind = kind_of(cls, field)
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, ast.expr) and kind.startswith("expr"):
                    self.expr(item)
                elif isinstance(item, ast.AST):
                    self.visit(item)

    def expr(self, node, ctx="Load"):
        if type(node) is ast.expr:
            raise TypeError(f"expected some sort of expr, but got {node!r}")
        has = getattr(node, "ctx", None)
        if has is None:
            if ctx != "Load":
                raise ValueError(f"expression which can't be assigned to in {ctx} context")
        elif type(has).__name__ != ctx:
            raise ValueError(f"expression must have {ctx} context but has {type(has).__name__} instead")
        if isinstance(node, (ast.List, ast.Tuple)):
            self.positions(node)
            for item in node.elts:
                self.expr(item, ctx)
        elif isinstance(node, ast.Starred):
            self.positions(node)
            self.expr(node.value, ctx)
        else:
            self.visit(node)

    # ---- expressions
    def visit_BoolOp(self, node):
        if len(node.values) < 2:
            raise ValueError("BoolOp with less than 2 values")
        self.children(node)

    def visit_Dict(self, node):
        if len(node.keys) != len(node.values):
            raise ValueError("Dict doesn't have the same number of keys as values")
        self.children(node)

    def visit_Compare(self, node):
        if not node.comparators:
            raise ValueError("Compare with no comparators")
        if len(node.comparators) != len(node.ops):
            raise ValueError("Compare has a different number of comparators and operands")
        self.children(node)

    def generators(self, node):
        if not node.generators:
            raise ValueError("comprehension with no generators")
        for part in node.generators:
            self.expr(part.target, "Store")
            self.expr(part.iter)
            for test in part.ifs:
                self.expr(test)
        for field in "elt", "key", "value":
            if hasattr(node, field):
                self.expr(getattr(node, field))

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = generators

    def visit_NamedExpr(self, node):
        self.expr(node.value)

    def visit_Name(self, node):
        _name(node.id)

    def visit_Constant(self, node):
        self.constant(node.value)

    def constant(self, value):
        if value is None or value is ... or type(value) in (int, float, complex, bool, str, bytes):
            return
        if type(value) in (tuple, frozenset):
            for item in value:
                self.constant(item)
            return
        raise TypeError(f"got an invalid type in Constant: {type(value).__name__}")

    def visit_arguments(self, node):
        if len(node.defaults) > len(node.posonlyargs) + len(node.args):
            raise ValueError("more positional defaults than args on arguments")
        if len(node.kw_defaults) != len(node.kwonlyargs):
            raise ValueError("length of kwonlyargs is not the same as kw_defaults on arguments")
        self.children(node)

    # ---- statements
    def body(self, node):
        _full(node.body, "body", _base(type(node)).__name__)
        self.children(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_While = visit_If = visit_ExceptHandler = visit_match_case = body

    def visit_Delete(self, node):
        _full(node.targets, "targets", "Delete")
        for target in node.targets:
            self.expr(target, "Del")

    def visit_Assign(self, node):
        _full(node.targets, "targets", "Assign")
        for target in node.targets:
            self.expr(target, "Store")
        self.expr(node.value)

    def visit_AugAssign(self, node):
        self.expr(node.target, "Store")
        self.expr(node.value)

    def visit_AnnAssign(self, node):
        if not isinstance(node.target, ast.Name) and node.simple:
            raise TypeError("AnnAssign with simple non-Name target")
        self.expr(node.target, "Store")
        self.expr(node.annotation)
        if getattr(node, "value", None) is not None:
            self.expr(node.value)

    def visit_TypeAlias(self, node):
        if not isinstance(node.name, ast.Name):
            raise TypeError("TypeAlias with non-Name name")
        self.expr(node.name, "Store")
        for param in node.type_params:
            self.visit(param)
        self.expr(node.value)

    def visit_For(self, node):
        self.expr(node.target, "Store")
        self.expr(node.iter)
        _full(node.body, "body", _base(type(node)).__name__)
        for part in node.body + node.orelse:
            self.visit(part)

    visit_AsyncFor = visit_For

    def visit_With(self, node):
        kind = _base(type(node)).__name__
        _full(node.items, "items", kind)
        for item in node.items:
            self.expr(item.context_expr)
            if getattr(item, "optional_vars", None) is not None:
                self.expr(item.optional_vars, "Store")
        _full(node.body, "body", kind)
        for part in node.body:
            self.visit(part)

    visit_AsyncWith = visit_With

    def visit_Raise(self, node):
        if getattr(node, "exc", None) is None and getattr(node, "cause", None) is not None:
            raise ValueError("Raise with cause but no exception")
        self.children(node)

    def visit_Try(self, node):
        kind = _base(type(node)).__name__
        _full(node.body, "body", kind)
        if not node.handlers and not node.finalbody:
            raise ValueError(f"{kind} has neither except handlers nor finalbody")
        if not node.handlers and node.orelse:
            raise ValueError(f"{kind} has orelse but no except handlers")
        self.children(node)

    visit_TryStar = visit_Try

    def names(self, node):
        _full(node.names, "names", _base(type(node)).__name__)
        if getattr(node, "level", None) is not None and node.level < 0:
            raise ValueError("Negative ImportFrom level")
        self.children(node)

    visit_Import = visit_ImportFrom = visit_Global = visit_Nonlocal = names

    # ---- patterns
    def visit_Match(self, node):
        _full(node.cases, "cases", "Match")
        self.expr(node.subject)
        for case in node.cases:
            self.pattern(case.pattern)
            if getattr(case, "guard", None) is not None:
                self.expr(case.guard)
            _full(case.body, "body", "match_case")
            for part in case.body:
                self.visit(part)

    def literal(self, node):
        node_ = node
        if isinstance(node_, ast.Constant):
            if node_.value is None or node_.value is True or node_.value is False or type(node_.value) in (int, float, complex, str, bytes):
                return self.visit(node_)
            raise ValueError("unexpected constant inside of a literal pattern")
        if isinstance(node_, ast.Attribute):
            return self.expr(node_)
        if isinstance(node_, ast.UnaryOp) and isinstance(node_.op, ast.USub) or isinstance(node_, (ast.BinOp, ast.JoinedStr)):
            return self.expr(node_)
        raise ValueError("patterns may only match literals and attribute lookups")

    def capture(self, name):
        if name == "_":
            raise ValueError("can't capture name '_' in patterns")
        _name(name)

    def pattern(self, node, star=False):
        self.positions(node)
        if isinstance(node, ast.MatchValue):
            self.literal(node.value)
        elif isinstance(node, ast.MatchSingleton):
            if not (node.value is None or node.value is True or node.value is False):
                raise ValueError("MatchSingleton can only contain True, False and None")
        elif isinstance(node, ast.MatchSequence):
            for part in node.patterns:
                self.pattern(part, True)
        elif isinstance(node, ast.MatchMapping):
            if len(node.keys) != len(node.patterns):
                raise ValueError("MatchMapping doesn't have the same number of keys as patterns")
            if getattr(node, "rest", None) is not None:
                self.capture(node.rest)
            for key in node.keys:
                if not (isinstance(key, ast.Constant) and (key.value is None or key.value is True or key.value is False)):
                    self.literal(key)
            for part in node.patterns:
                self.pattern(part)
        elif isinstance(node, ast.MatchClass):
            if len(node.kwd_attrs) != len(node.kwd_patterns):
                raise ValueError("MatchClass doesn't have the same number of keyword attributes as patterns")
            self.expr(node.cls)
            cls = node.cls
            while isinstance(cls, ast.Attribute):
                cls = cls.value
            if not isinstance(cls, ast.Name):
                raise ValueError("MatchClass cls field can only contain Name or Attribute nodes.")
            for name in node.kwd_attrs:
                _name(name)
            for part in node.patterns + node.kwd_patterns:
                self.pattern(part)
        elif isinstance(node, ast.MatchStar):
            if not star:
                raise ValueError("can't use MatchStar here")
            if getattr(node, "name", None) is not None:
                self.capture(node.name)
        elif isinstance(node, ast.MatchAs):
            name, inner = getattr(node, "name", None), getattr(node, "pattern", None)
            if name is not None:
                self.capture(name)
            if inner is not None:
                if name is None:
                    raise ValueError("MatchAs must specify a target name if a pattern is given")
                self.pattern(inner)
        elif isinstance(node, ast.MatchOr):
            if len(node.patterns) < 2:
                raise ValueError("MatchOr requires at least 2 patterns")
            for part in node.patterns:
                self.pattern(part)
        else:
            raise SystemError("unexpected pattern")


class _Text(ast._Unparser):
    """The text of a tree, and which line of the tree each line of it is."""

    def __init__(self):
        super().__init__()
        self.here = 1
        self.marks = []

    def traverse(self, node):
        if isinstance(node, (ast.stmt, ast.excepthandler)):
            self.here = node.lineno
        super().traverse(node)

    def fill(self, text=""):
        self.maybe_newline()
        self.marks.append((len(self._source), self.here))
        self.write("    " * self._indent + text)

    def result(self, node):
        if isinstance(node, ast.Expression):
            self.here = node.body.lineno
        text = self.visit(node)
        marks = iter(self.marks + [(len(self._source) + 1, 0)])
        at, line = next(marks)
        now, lines = self.here if isinstance(node, ast.Expression) else 1, []
        for i, piece in enumerate(self._source):
            while i >= at:
                now = line
                at, line = next(marks)
            lines.extend([now] * piece.count("\n"))
        lines.append(now)
        # a newline belongs to the line that it ends, and comes with the statement after it
        return text, lines


def text(node):
    check(node)
    return _Text().result(node)
