//! The syntax tree. Names are interned; positions are byte offsets into the decoded source. Expression contexts (load,
//! store, delete) are not stored: the place of an expression says what it is.
use fora_ir::Const;

/// An interned identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Sym(pub u32);

/// Byte offsets into the decoded source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span { pub start: u32, pub end: u32 }

impl Span {
    pub fn new(start: u32, end: u32) -> Span { Span { start, end } }
    /// The same place without extent: of instructions that belong to no statement's own line, so that tracing passes over them.
    pub fn quiet(self) -> Span { Span { start: self.start, end: self.start } }
    pub fn to(self, end: Span) -> Span { Span { start: self.start, end: end.end } }
}

/// Identifies a node that opens a scope; the scope table is indexed by it.
pub type NodeId = u32;

#[derive(Clone, Debug)]
pub struct Expr {
    pub span: Span,
    /// the expression stood in its own parentheses (a tuple's or generator's own ones do not count)
    pub paren: bool,
    pub kind: ExprKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoolOp { And, Or }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinOp { Add, Sub, Mul, MatMul, Div, Mod, Pow, LShift, RShift, Or, Xor, And, FloorDiv }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp { Invert, Not, Plus, Minus }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CmpOp { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompKind { List, Set, Dict, Gen }

#[derive(Clone, Debug)]
pub enum ExprKind {
    BoolOp(BoolOp, Vec<Expr>),
    Named(Box<Expr>, Box<Expr>),
    BinOp(Box<Expr>, BinOp, Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Lambda(Box<Lambda>),
    /// test, body, orelse
    IfExp(Box<(Expr, Expr, Expr)>),
    Dict(Vec<(Option<Expr>, Expr)>),
    Set(Vec<Expr>),
    Comp(Box<Comp>),
    Await(Box<Expr>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Compare(Box<Expr>, Vec<(CmpOp, Expr)>),
    Call(Box<Call>),
    Joined(Vec<Expr>),
    Formatted(Box<Formatted>),
    /// the flag is true for a string with a `u` prefix
    Const(Const, bool),
    Attribute(Box<Expr>, Sym),
    Subscript(Box<Expr>, Box<Expr>),
    Starred(Box<Expr>),
    Name(Sym),
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
    Slice(Box<[Option<Expr>; 3]>),
}

#[derive(Clone, Debug)]
pub struct Lambda { pub id: NodeId, pub params: Params, pub body: Expr }

/// A comprehension. `value` is the value of a dict comprehension.
#[derive(Clone, Debug)]
pub struct Comp { pub id: NodeId, pub kind: CompKind, pub elt: Expr, pub value: Option<Expr>, pub gens: Vec<Generator> }

#[derive(Clone, Debug)]
pub struct Generator { pub target: Expr, pub iter: Expr, pub ifs: Vec<Expr>, pub is_async: bool }

#[derive(Clone, Debug)]
pub struct Call { pub func: Expr, pub args: Vec<Expr>, pub keywords: Vec<Keyword> }

/// `name=value`, or `**value` without a name.
#[derive(Clone, Debug)]
pub struct Keyword { pub span: Span, pub name: Option<Sym>, pub value: Expr }

/// A replacement field. `conversion`: 0 none, else the letter.
#[derive(Clone, Debug)]
pub struct Formatted { pub value: Expr, pub conversion: u8, pub spec: Option<Expr> }

#[derive(Clone, Debug, Default)]
pub struct Params {
    pub posonly: Vec<Param>,
    pub args: Vec<Param>,
    pub vararg: Option<Param>,
    pub kwonly: Vec<Param>,
    pub kwarg: Option<Param>,
}

#[derive(Clone, Debug)]
pub struct Param { pub span: Span, pub name: Sym, pub annotation: Option<Box<Expr>>, pub default: Option<Box<Expr>> }

impl Params {
    /// In the order of registers: positional, keyword-only, `*args`, `**kwargs`.
    pub fn iter(&self) -> impl Iterator<Item = &Param> {
        self.posonly.iter().chain(&self.args).chain(&self.kwonly).chain(&self.vararg).chain(&self.kwarg)
    }
}

#[derive(Clone, Debug)]
pub struct Stmt { pub span: Span, pub kind: StmtKind }

#[derive(Clone, Debug)]
pub enum StmtKind {
    Function(Box<Function>),
    Class(Box<Class>),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    Assign(Vec<Expr>, Expr),
    AugAssign(Expr, BinOp, Expr),
    AnnAssign(Box<AnnAssign>),
    TypeAlias(Box<TypeAlias>),
    For(Box<For>),
    While(Box<While>),
    If(Box<If>),
    With(Box<With>),
    Match(Box<Match>),
    Raise(Option<Expr>, Option<Expr>),
    Try(Box<Try>),
    Assert(Expr, Option<Expr>),
    Import(Vec<Alias>),
    ImportFrom(Box<ImportFrom>),
    Global(Vec<Sym>),
    Nonlocal(Vec<Sym>),
    Expr(Expr),
    Pass,
    Break,
    Continue,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub id: NodeId,
    /// of the scope that holds the type parameters
    pub type_id: NodeId,
    pub is_async: bool,
    pub name: Sym,
    /// where `def` stands, decorators apart
    pub def_span: Span,
    pub params: Params,
    pub body: Vec<Stmt>,
    pub decorators: Vec<Expr>,
    pub returns: Option<Expr>,
    pub type_params: Vec<TypeParam>,
}

#[derive(Clone, Debug)]
pub struct Class {
    pub id: NodeId,
    pub type_id: NodeId,
    pub name: Sym,
    pub def_span: Span,
    pub args: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub body: Vec<Stmt>,
    pub decorators: Vec<Expr>,
    pub type_params: Vec<TypeParam>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeParamKind { TypeVar, TypeVarTuple, ParamSpec }

#[derive(Clone, Debug)]
pub struct TypeParam { pub span: Span, pub id: NodeId, pub kind: TypeParamKind, pub name: Sym, pub bound: Option<Expr> }

#[derive(Clone, Debug)]
pub struct TypeAlias { pub id: NodeId, pub type_id: NodeId, pub name: Sym, pub name_span: Span, pub type_params: Vec<TypeParam>, pub value: Expr }

#[derive(Clone, Debug)]
pub struct AnnAssign { pub target: Expr, pub annotation: Expr, pub value: Option<Expr> }

#[derive(Clone, Debug)]
pub struct For { pub target: Expr, pub iter: Expr, pub body: Vec<Stmt>, pub orelse: Vec<Stmt>, pub is_async: bool }

#[derive(Clone, Debug)]
pub struct While { pub test: Expr, pub body: Vec<Stmt>, pub orelse: Vec<Stmt> }

#[derive(Clone, Debug)]
pub struct If { pub test: Expr, pub body: Vec<Stmt>, pub orelse: Vec<Stmt> }

#[derive(Clone, Debug)]
pub struct With { pub items: Vec<(Expr, Option<Expr>)>, pub body: Vec<Stmt>, pub is_async: bool }

#[derive(Clone, Debug)]
pub struct Try { pub body: Vec<Stmt>, pub handlers: Vec<ExceptHandler>, pub orelse: Vec<Stmt>, pub finalbody: Vec<Stmt>, pub star: bool }

#[derive(Clone, Debug)]
pub struct ExceptHandler { pub span: Span, pub typ: Option<Expr>, pub name: Option<Sym>, pub body: Vec<Stmt> }

#[derive(Clone, Debug)]
pub struct Alias { pub span: Span, pub name: String, pub asname: Option<Sym> }

#[derive(Clone, Debug)]
pub struct ImportFrom { pub module: Option<String>, pub names: Vec<Alias>, pub level: u32 }

#[derive(Clone, Debug)]
pub struct Match { pub subject: Expr, pub cases: Vec<Case> }

#[derive(Clone, Debug)]
pub struct Case { pub pattern: Pattern, pub guard: Option<Expr>, pub body: Vec<Stmt> }

#[derive(Clone, Debug)]
pub struct Pattern { pub span: Span, pub kind: PatternKind }

#[derive(Clone, Debug)]
pub enum PatternKind {
    Value(Expr),
    Singleton(Const),
    Sequence(Vec<Pattern>),
    /// keys with patterns, `**rest`
    Mapping(Vec<(Expr, Pattern)>, Option<Sym>),
    /// class, positional, keywords with spans of the names
    Class(Box<Expr>, Vec<Pattern>, Vec<(Sym, Span, Pattern)>),
    Star(Option<Sym>),
    /// `_` is neither pattern nor name
    As(Option<Box<Pattern>>, Option<Sym>),
    Or(Vec<Pattern>),
}

/// What a parse yields.
#[derive(Clone, Debug)]
pub enum Module { Body(Vec<Stmt>), Eval(Expr) }

impl Expr {
    pub fn new(span: Span, kind: ExprKind) -> Expr { Expr { span, paren: false, kind } }
    pub fn as_const(&self) -> Option<&Const> { if let ExprKind::Const(c, _) = &self.kind { Some(c) } else { None } }
}

/// Identifiers by number.
#[derive(Default)]
pub struct Interner { map: rustc_hash::FxHashMap<Box<str>, Sym>, names: Vec<Box<str>> }

macro_rules! known { ($($id:ident = $s:literal),* $(,)?) => {
    /// Names the front end itself refers to.
    #[allow(non_upper_case_globals)]
    pub mod sym {
        use super::Sym;
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum N { $($id),* }
        $(pub const $id: Sym = Sym(N::$id as u32);)*
        pub(super) const ALL: &[&str] = &[$($s),*];
    }
} }
known! {
    underscore = "_", match_ = "match", case = "case", type_ = "type", class = "__class__", classdict = "__classdict__", classcell = "__classcell__",
    super_ = "super", debug = "__debug__", module = "__module__", qualname = "__qualname__", name = "__name__", doc = "__doc__",
    annotations = "__annotations__", dot0 = ".0", type_params_attr = "__type_params__", type_params = ".type_params", generic_base = ".generic_base",
    defaults = ".defaults", kwdefaults = ".kwdefaults", print = "print", exec = "exec", path = "__path__",
    locals = "locals", eval = "eval", vars = "vars", dir = "dir", settrace = "settrace", setprofile = "setprofile",
    append = "append", extend = "extend", add = "add", range = "range", enumerate = "enumerate", zip = "zip", map = "map", filter = "filter", product = "product", combinations = "combinations", items = "items", keys = "keys", values = "values",
    list = "list", tuple = "tuple", sorted = "sorted", min = "min", max = "max", reversed = "reversed", dict = "dict", set = "set", str = "str", len = "len",
    sum = "sum", any = "any", all = "all", future = "__future__", frozenset = "frozenset", globals = "globals", underscore_getframe = "_getframe",
}

impl Interner {
    pub fn new() -> Interner {
        let mut i = Interner::default();
        for s in sym::ALL { i.intern(s); }
        i
    }
    pub fn intern(&mut self, s: &str) -> Sym {
        if let Some(&n) = self.map.get(s) { return n; }
        let n = Sym(self.names.len() as u32);
        self.names.push(s.into());
        self.map.insert(s.into(), n);
        n
    }
    pub fn get(&self, s: &str) -> Option<Sym> { self.map.get(s).copied() }
    pub fn str(&self, n: Sym) -> &str { self.names.get(n.0 as usize).map_or("", |s| s) }
}
