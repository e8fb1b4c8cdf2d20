//! The syntax tree as the `ast` module shows it: nodes by name with their fields in the order of `_fields`.
//!
//! Unfolded, and with contexts. Absent: type comments.
use crate::ast::*;
use crate::source::Source;
use fora_ir::{Const, Pos};

/// A value of a field.
#[derive(Clone, Debug)]
pub enum Tree { Node(&'static str, Option<Pos>, Vec<Tree>), List(Vec<Tree>), Str(String), Const(Const), Int(i64), None }

#[derive(Clone, Copy)]
enum Ctx { Load, Store, Del }

pub(crate) fn module(m: &Module, src: &Source, names: &Interner, single: bool) -> Tree {
    let t = Maker { src, names };
    match m {
        Module::Eval(e) => Tree::Node("Expression", None, vec![t.expr(e)]),
        Module::Body(v) if single => Tree::Node("Interactive", None, vec![t.body(v)]),
        Module::Body(v) => Tree::Node("Module", None, vec![t.body(v), Tree::List(vec![])]),
    }
}

struct Maker<'a> { src: &'a Source, names: &'a Interner }

fn flag(b: bool) -> Tree { Tree::Int(b as i64) }
fn leaf(n: &'static str) -> Tree { Tree::Node(n, None, vec![]) }
fn bin(op: BinOp) -> Tree {
    leaf(match op {
        BinOp::Add => "Add", BinOp::Sub => "Sub", BinOp::Mul => "Mult", BinOp::MatMul => "MatMult", BinOp::Div => "Div", BinOp::Mod => "Mod", BinOp::Pow => "Pow",
        BinOp::LShift => "LShift", BinOp::RShift => "RShift", BinOp::Or => "BitOr", BinOp::Xor => "BitXor", BinOp::And => "BitAnd", BinOp::FloorDiv => "FloorDiv",
    })
}

impl<'a> Maker<'a> {
    fn node(&self, n: &'static str, s: Span, f: Vec<Tree>) -> Tree { Tree::Node(n, Some(self.src.pos(s, &mut 0)), f) }
    fn name(&self, n: Sym) -> Tree { Tree::Str(self.names.str(n).to_string()) }
    fn opt_name(&self, n: Option<Sym>) -> Tree { n.map_or(Tree::None, |n| self.name(n)) }
    fn body(&self, v: &[Stmt]) -> Tree { Tree::List(v.iter().map(|s| self.stmt(s)).collect()) }
    fn exprs(&self, v: &[Expr]) -> Tree { Tree::List(v.iter().map(|e| self.expr(e)).collect()) }
    fn targets(&self, v: &[Expr], c: Ctx) -> Tree { Tree::List(v.iter().map(|e| self.at(e, c)).collect()) }
    fn opt(&self, e: Option<&Expr>) -> Tree { e.map_or(Tree::None, |e| self.expr(e)) }
    fn expr(&self, e: &Expr) -> Tree { self.at(e, Ctx::Load) }
    fn ctx(c: Ctx) -> Tree { leaf(match c { Ctx::Load => "Load", Ctx::Store => "Store", Ctx::Del => "Del" }) }

    fn at(&self, e: &Expr, c: Ctx) -> Tree {
        let (n, f): (&'static str, Vec<Tree>) = match &e.kind {
            ExprKind::BoolOp(op, v) => ("BoolOp", vec![leaf(if *op == BoolOp::And { "And" } else { "Or" }), self.exprs(v)]),
            ExprKind::Named(t, v) => ("NamedExpr", vec![self.at(t, Ctx::Store), self.expr(v)]),
            ExprKind::BinOp(a, op, b) => ("BinOp", vec![self.expr(a), bin(*op), self.expr(b)]),
            ExprKind::Unary(op, x) => ("UnaryOp", vec![leaf(match op { UnaryOp::Invert => "Invert", UnaryOp::Not => "Not", UnaryOp::Plus => "UAdd", UnaryOp::Minus => "USub" }), self.expr(x)]),
            ExprKind::Lambda(l) => ("Lambda", vec![self.params(&l.params), self.expr(&l.body)]),
            ExprKind::IfExp(b) => ("IfExp", vec![self.expr(&b.0), self.expr(&b.1), self.expr(&b.2)]),
            ExprKind::Dict(v) => ("Dict", vec![Tree::List(v.iter().map(|(k, _)| self.opt(k.as_ref())).collect()), Tree::List(v.iter().map(|(_, x)| self.expr(x)).collect())]),
            ExprKind::Set(v) => ("Set", vec![self.exprs(v)]),
            ExprKind::Comp(k) => {
                let gens = Tree::List(k.gens.iter().map(|g| Tree::Node("comprehension", None, vec![self.at(&g.target, Ctx::Store), self.expr(&g.iter), self.exprs(&g.ifs), flag(g.is_async)])).collect());
                match (k.kind, &k.value) {
                    (CompKind::Dict, Some(v)) => ("DictComp", vec![self.expr(&k.elt), self.expr(v), gens]),
                    (CompKind::Set, _) => ("SetComp", vec![self.expr(&k.elt), gens]),
                    (CompKind::Gen, _) => ("GeneratorExp", vec![self.expr(&k.elt), gens]),
                    _ => ("ListComp", vec![self.expr(&k.elt), gens]),
                }
            }
            ExprKind::Await(x) => ("Await", vec![self.expr(x)]),
            ExprKind::Yield(x) => ("Yield", vec![self.opt(x.as_deref())]),
            ExprKind::YieldFrom(x) => ("YieldFrom", vec![self.expr(x)]),
            ExprKind::Compare(l, ops) => {
                let names = ops.iter().map(|o| leaf(match o.0 {
                    CmpOp::Eq => "Eq", CmpOp::NotEq => "NotEq", CmpOp::Lt => "Lt", CmpOp::LtE => "LtE", CmpOp::Gt => "Gt", CmpOp::GtE => "GtE",
                    CmpOp::Is => "Is", CmpOp::IsNot => "IsNot", CmpOp::In => "In", CmpOp::NotIn => "NotIn",
                })).collect();
                ("Compare", vec![self.expr(l), Tree::List(names), Tree::List(ops.iter().map(|o| self.expr(&o.1)).collect())])
            }
            ExprKind::Call(k) => ("Call", vec![self.expr(&k.func), self.exprs(&k.args), self.keywords(&k.keywords)]),
            ExprKind::Joined(v) => ("JoinedStr", vec![self.exprs(v)]),
            ExprKind::Formatted(x) => ("FormattedValue", vec![self.expr(&x.value), Tree::Int(if x.conversion == 0 { -1 } else { x.conversion as i64 }), self.opt(x.spec.as_ref())]),
            ExprKind::Const(k, u) => ("Constant", vec![Tree::Const(k.clone()), if *u { Tree::Str("u".into()) } else { Tree::None }]),
            ExprKind::Attribute(x, n) => ("Attribute", vec![self.expr(x), self.name(*n), Self::ctx(c)]),
            ExprKind::Subscript(x, k) => ("Subscript", vec![self.expr(x), self.expr(k), Self::ctx(c)]),
            ExprKind::Starred(x) => ("Starred", vec![self.at(x, c), Self::ctx(c)]),
            ExprKind::Name(n) => ("Name", vec![self.name(*n), Self::ctx(c)]),
            ExprKind::List(v) => ("List", vec![self.targets(v, c), Self::ctx(c)]),
            ExprKind::Tuple(v) => ("Tuple", vec![self.targets(v, c), Self::ctx(c)]),
            ExprKind::Slice(s) => ("Slice", s.iter().map(|x| self.opt(x.as_ref())).collect()),
        };
        self.node(n, e.span, f)
    }
    fn keywords(&self, v: &[Keyword]) -> Tree { Tree::List(v.iter().map(|k| self.node("keyword", k.span, vec![self.opt_name(k.name), self.expr(&k.value)])).collect()) }
    fn arg(&self, p: &Param) -> Tree { self.node("arg", p.span, vec![self.name(p.name), self.opt(p.annotation.as_deref()), Tree::None]) }
    fn params(&self, p: &Params) -> Tree {
        let list = |v: &[Param]| Tree::List(v.iter().map(|a| self.arg(a)).collect());
        let one = |a: &Option<Param>| a.as_ref().map_or(Tree::None, |a| self.arg(a));
        let kw = Tree::List(p.kwonly.iter().map(|a| self.opt(a.default.as_deref())).collect());
        let defaults = Tree::List(p.posonly.iter().chain(&p.args).filter_map(|a| a.default.as_deref().map(|d| self.expr(d))).collect());
        Tree::Node("arguments", None, vec![list(&p.posonly), list(&p.args), one(&p.vararg), list(&p.kwonly), kw, one(&p.kwarg), defaults])
    }
    fn type_params(&self, v: &[TypeParam]) -> Tree {
        Tree::List(v.iter().map(|p| match p.kind {
            TypeParamKind::TypeVar => self.node("TypeVar", p.span, vec![self.name(p.name), self.opt(p.bound.as_ref())]),
            TypeParamKind::TypeVarTuple => self.node("TypeVarTuple", p.span, vec![self.name(p.name)]),
            TypeParamKind::ParamSpec => self.node("ParamSpec", p.span, vec![self.name(p.name)]),
        }).collect())
    }
    fn aliases(&self, v: &[Alias]) -> Tree { Tree::List(v.iter().map(|a| self.node("alias", a.span, vec![Tree::Str(a.name.clone()), self.opt_name(a.asname)])).collect()) }

    fn stmt(&self, s: &Stmt) -> Tree {
        let mut span = s.span;
        let (n, f): (&'static str, Vec<Tree>) = match &s.kind {
            StmtKind::Function(d) => {
                span = Span::new(d.def_span.start, s.span.end);
                (if d.is_async { "AsyncFunctionDef" } else { "FunctionDef" }, vec![self.name(d.name), self.params(&d.params), self.body(&d.body), self.exprs(&d.decorators), self.opt(d.returns.as_ref()), Tree::None, self.type_params(&d.type_params)])
            }
            StmtKind::Class(c) => {
                span = Span::new(c.def_span.start, s.span.end);
                ("ClassDef", vec![self.name(c.name), self.exprs(&c.args), self.keywords(&c.keywords), self.body(&c.body), self.exprs(&c.decorators), self.type_params(&c.type_params)])
            }
            StmtKind::Return(e) => ("Return", vec![self.opt(e.as_ref())]),
            StmtKind::Delete(v) => ("Delete", vec![self.targets(v, Ctx::Del)]),
            StmtKind::Assign(t, v) => ("Assign", vec![self.targets(t, Ctx::Store), self.expr(v), Tree::None]),
            StmtKind::AugAssign(t, op, v) => ("AugAssign", vec![self.at(t, Ctx::Store), bin(*op), self.expr(v)]),
            StmtKind::AnnAssign(a) => ("AnnAssign", vec![self.at(&a.target, Ctx::Store), self.expr(&a.annotation), self.opt(a.value.as_ref()), flag(matches!(a.target.kind, ExprKind::Name(_)) && !a.target.paren)]),
            StmtKind::TypeAlias(a) => ("TypeAlias", vec![self.node("Name", a.name_span, vec![self.name(a.name), Self::ctx(Ctx::Store)]), self.type_params(&a.type_params), self.expr(&a.value)]),
            StmtKind::For(l) => (if l.is_async { "AsyncFor" } else { "For" }, vec![self.at(&l.target, Ctx::Store), self.expr(&l.iter), self.body(&l.body), self.body(&l.orelse), Tree::None]),
            StmtKind::While(w) => ("While", vec![self.expr(&w.test), self.body(&w.body), self.body(&w.orelse)]),
            StmtKind::If(i) => ("If", vec![self.expr(&i.test), self.body(&i.body), self.body(&i.orelse)]),
            StmtKind::With(w) => {
                let items = w.items.iter().map(|(e, t)| Tree::Node("withitem", None, vec![self.expr(e), t.as_ref().map_or(Tree::None, |t| self.at(t, Ctx::Store))])).collect();
                (if w.is_async { "AsyncWith" } else { "With" }, vec![Tree::List(items), self.body(&w.body), Tree::None])
            }
            StmtKind::Match(m) => {
                let cases = m.cases.iter().map(|c| Tree::Node("match_case", None, vec![self.pattern(&c.pattern), self.opt(c.guard.as_ref()), self.body(&c.body)])).collect();
                ("Match", vec![self.expr(&m.subject), Tree::List(cases)])
            }
            StmtKind::Raise(a, b) => ("Raise", vec![self.opt(a.as_ref()), self.opt(b.as_ref())]),
            StmtKind::Try(t) => {
                let hs = t.handlers.iter().map(|h| self.node("ExceptHandler", h.span, vec![self.opt(h.typ.as_ref()), self.opt_name(h.name), self.body(&h.body)])).collect();
                (if t.star { "TryStar" } else { "Try" }, vec![self.body(&t.body), Tree::List(hs), self.body(&t.orelse), self.body(&t.finalbody)])
            }
            StmtKind::Assert(a, b) => ("Assert", vec![self.expr(a), self.opt(b.as_ref())]),
            StmtKind::Import(v) => ("Import", vec![self.aliases(v)]),
            StmtKind::ImportFrom(i) => ("ImportFrom", vec![i.module.clone().map_or(Tree::None, Tree::Str), self.aliases(&i.names), Tree::Int(i.level as i64)]),
            StmtKind::Global(v) => ("Global", vec![Tree::List(v.iter().map(|n| self.name(*n)).collect())]),
            StmtKind::Nonlocal(v) => ("Nonlocal", vec![Tree::List(v.iter().map(|n| self.name(*n)).collect())]),
            StmtKind::Expr(e) => ("Expr", vec![self.expr(e)]),
            StmtKind::Pass => ("Pass", vec![]),
            StmtKind::Break => ("Break", vec![]),
            StmtKind::Continue => ("Continue", vec![]),
        };
        self.node(n, span, f)
    }

    fn pattern(&self, p: &Pattern) -> Tree {
        let list = |v: &[Pattern]| Tree::List(v.iter().map(|x| self.pattern(x)).collect());
        let (n, f): (&'static str, Vec<Tree>) = match &p.kind {
            PatternKind::Value(e) => ("MatchValue", vec![self.expr(e)]),
            PatternKind::Singleton(c) => ("MatchSingleton", vec![Tree::Const(c.clone())]),
            PatternKind::Sequence(v) => ("MatchSequence", vec![list(v)]),
            PatternKind::Mapping(v, rest) => ("MatchMapping", vec![Tree::List(v.iter().map(|x| self.expr(&x.0)).collect()), Tree::List(v.iter().map(|x| self.pattern(&x.1)).collect()), self.opt_name(*rest)]),
            PatternKind::Class(c, a, k) => ("MatchClass", vec![self.expr(c), list(a), Tree::List(k.iter().map(|x| self.name(x.0)).collect()), Tree::List(k.iter().map(|x| self.pattern(&x.2)).collect())]),
            PatternKind::Star(n) => ("MatchStar", vec![self.opt_name(*n)]),
            PatternKind::As(x, n) => ("MatchAs", vec![x.as_ref().map_or(Tree::None, |x| self.pattern(x)), self.opt_name(*n)]),
            PatternKind::Or(v) => ("MatchOr", vec![list(v)]),
        };
        self.node(n, p.span, f)
    }
}
