//! Scopes: which names each code object binds, and where every other name comes from. Two passes, as in CPython's
//! symtable: a walk that collects bindings and uses, then resolution outwards.
//!
//! List, set and dict comprehensions are scopes without a code object of their own (PEP 709): their variables are
//! registers of the enclosing code. Only a real function boundary makes a variable captured.
use crate::ast::*;
use crate::error::{Fault, Res};
use rustc_hash::{FxHashMap, FxHashSet};

pub type ScopeId = usize;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind { Module, Class, Function, Lambda, GenExp, Comp, TypeParams, TypeAlias, TypeVarBound, /// an annotation that is kept as text
    Annotation }

pub const GLOBAL: u16 = 1;
pub const LOCAL: u16 = 2;
pub const PARAM: u16 = 4;
pub const NONLOCAL: u16 = 8;
pub const USE: u16 = 16;
pub const IMPORT: u16 = 32;
pub const ANNOT: u16 = 64;
pub const ITER: u16 = 128;
pub const TYPE_PARAM: u16 = 256;
const BOUND: u16 = LOCAL | PARAM | IMPORT | TYPE_PARAM;

#[derive(Clone, Copy, Debug, Default)]
pub struct Symbol { pub flags: u16, pub captured: bool }

impl Symbol {
    pub fn is_bound(self) -> bool { self.flags & BOUND != 0 && self.flags & (GLOBAL | NONLOCAL) == 0 }
}

#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub name: Sym,
    pub parent: ScopeId,
    /// the scope whose code object this one's instructions go to
    pub code: ScopeId,
    pub syms: FxHashMap<Sym, Symbol>,
    /// symbols in order of first appearance
    pub order: Vec<Sym>,
    /// names this code receives in its closure, for itself or for inner ones
    pub frees: Vec<Sym>,
    /// the class whose name mangles private names
    pub class: Option<Sym>,
    pub generator: bool,
    pub coroutine: bool,
    pub returns_value: Option<Span>,
    pub walrus: bool,
    /// locals that `del` or the end of an `except … as` may unbind
    pub unbinds: FxHashSet<Sym>,
    /// inlined comprehensions directly inside
    pub comps: Vec<ScopeId>,
    pub class_cell: bool,
    pub classdict: bool,
    /// an annotation scope directly inside a class (or inside another such)
    pub sees_class: bool,
    pub comp_iter: bool,
    /// has annotations on bare names (module, class)
    pub annotations: bool,
}

pub struct Scopes { pub all: Vec<Scope>, pub by_node: Vec<ScopeId> }

pub const NO_SCOPE: ScopeId = usize::MAX;

struct Builder<'a> { s: Scopes, cur: ScopeId, names: &'a mut Interner, span: Span, future_annotations: bool, nonlocals: Vec<(ScopeId, Sym, Span)>, globals: Vec<(ScopeId, Sym, Span)> }

/// Mangles a private name of class `class`.
pub fn mangle(names: &mut Interner, class: Option<Sym>, n: Sym) -> Sym {
    let Some(class) = class else { return n };
    let s = names.str(n);
    if !s.starts_with("__") || s.ends_with("__") || s.contains('.') { return n; }
    let c = names.str(class).trim_start_matches('_');
    if c.is_empty() { return n; }
    let m = format!("_{c}{s}");
    names.intern(&m)
}

pub fn analyse(module: &Module, nodes: NodeId, names: &mut Interner, future_annotations: bool, is_async_top: bool) -> Res<Scopes> {
    let mut b = Builder { s: Scopes { all: vec![], by_node: vec![NO_SCOPE; nodes as usize] }, cur: 0, names, span: Span::default(), future_annotations, nonlocals: vec![], globals: vec![] };
    b.s.all.push(new_scope(ScopeKind::Module, sym::name, 0, 0, None));
    b.s.all[0].coroutine = is_async_top;
    match module {
        Module::Body(v) => b.stmts(v)?,
        Module::Eval(e) => b.expr(e)?,
    }
    b.resolve()?;
    Ok(b.s)
}

fn new_scope(kind: ScopeKind, name: Sym, parent: ScopeId, code: ScopeId, class: Option<Sym>) -> Scope {
    Scope {
        kind, name, parent, code, syms: FxHashMap::default(), order: vec![], frees: vec![], class, generator: false, coroutine: false, returns_value: None,
        walrus: false, unbinds: FxHashSet::default(), comps: vec![], class_cell: false, classdict: false, sees_class: false, comp_iter: false, annotations: false,
    }
}

impl Scopes {
    /// How the class around annotation scope `t` declares a name; 0 if it does not.
    pub fn class_flags(&self, mut t: ScopeId, n: Sym) -> u16 {
        while let Some(sc) = self.all.get(t) {
            if sc.kind == ScopeKind::Class { return sc.syms.get(&n).map_or(0, |s| s.flags); }
            if t == sc.parent { return 0; }
            t = sc.parent;
        }
        0
    }
    pub fn of(&self, id: NodeId) -> ScopeId { self.by_node.get(id as usize).copied().unwrap_or(NO_SCOPE) }
}

impl<'a> Builder<'a> {
    fn me(&mut self) -> &mut Scope { &mut self.s.all[self.cur] }
    fn fail<X>(&self, msg: String, span: Span) -> Res<X> { Err(Fault::syntax(msg, span)) }
    fn text(&self, n: Sym) -> String { self.names.str(n).to_string() }

    fn open(&mut self, kind: ScopeKind, name: Sym, id: NodeId, class: Option<Sym>) -> ScopeId {
        let n = self.s.all.len();
        let code = if kind == ScopeKind::Comp { self.s.all[self.cur].code } else { n };
        let mut sc = new_scope(kind, name, self.cur, code, class);
        sc.comp_iter = self.s.all[self.cur].comp_iter;
        self.s.all.push(sc);
        if let Some(slot) = self.s.by_node.get_mut(id as usize) { *slot = n; }
        if kind == ScopeKind::Comp { self.me().comps.push(n); }
        n
    }
    fn class(&self) -> Option<Sym> { self.s.all[self.cur].class }
    fn mangle(&mut self, n: Sym) -> Sym {
        let c = self.class();
        mangle(self.names, c, n)
    }

    fn add(&mut self, n: Sym, flag: u16) -> Res<()> {
        let n = self.mangle(n);
        self.add_to(self.cur, n, flag)
    }
    fn add_to(&mut self, scope: ScopeId, n: Sym, flag: u16) -> Res<()> {
        let span = self.span;
        let sc = &mut self.s.all[scope];
        let e = match sc.syms.entry(n) {
            std::collections::hash_map::Entry::Occupied(e) => e.into_mut(),
            std::collections::hash_map::Entry::Vacant(v) => { sc.order.push(n); v.insert(Symbol::default()) }
        };
        if flag & PARAM != 0 && e.flags & PARAM != 0 {
            let t = self.text(n);
            return self.fail(format!("duplicate argument '{t}' in function definition"), span);
        }
        if flag & TYPE_PARAM != 0 && e.flags & TYPE_PARAM != 0 {
            let t = self.text(n);
            return self.fail(format!("duplicate type parameter '{t}'"), span);
        }
        let inner = e.flags;
        e.flags |= flag;
        if flag & LOCAL != 0 && inner & (NONLOCAL | GLOBAL) != 0 && sc.comp_iter {
            let t = self.text(n);
            return self.fail(format!("comprehension inner loop cannot rebind assignment expression target '{t}'"), span);
        }
        Ok(())
    }
    fn flags(&self, scope: ScopeId, n: Sym) -> u16 { self.s.all[scope].syms.get(&n).map_or(0, |s| s.flags) }

    // ---- statements --------------------------------------------------------------------------------------------------

    fn stmts(&mut self, v: &[Stmt]) -> Res<()> {
        for s in v { self.stmt(s)?; }
        Ok(())
    }
    fn bind(&mut self, n: Sym) -> Res<()> { self.add(n, LOCAL) }

    fn stmt(&mut self, s: &Stmt) -> Res<()> {
        self.span = s.span;
        match &s.kind {
            StmtKind::Function(f) => self.function(f)?,
            StmtKind::Class(c) => self.class_def(c)?,
            StmtKind::Return(e) => {
                if let Some(e) = e {
                    self.expr(e)?;
                    let c = self.s.all[self.cur].code;
                    if self.s.all[c].returns_value.is_none() { self.s.all[c].returns_value = Some(s.span); }
                }
            }
            StmtKind::Delete(v) => for t in v { self.target(t, true)?; },
            StmtKind::Assign(t, v) => {
                for t in t { self.target(t, false)?; }
                self.expr(v)?;
            }
            StmtKind::AugAssign(t, _, v) => {
                if let ExprKind::Name(n) = t.kind { self.check_store(n, t.span)?; self.add(n, USE)?; self.bind(n)?; } else { self.expr(t)?; }
                self.expr(v)?;
            }
            StmtKind::AnnAssign(a) => self.ann_assign(a, s.span)?,
            StmtKind::TypeAlias(a) => self.type_alias(a)?,
            StmtKind::For(f) => {
                self.target(&f.target, false)?;
                self.expr(&f.iter)?;
                self.stmts(&f.body)?;
                self.stmts(&f.orelse)?;
            }
            StmtKind::While(w) => { self.expr(&w.test)?; self.stmts(&w.body)?; self.stmts(&w.orelse)?; }
            StmtKind::If(i) => { self.expr(&i.test)?; self.stmts(&i.body)?; self.stmts(&i.orelse)?; }
            StmtKind::With(w) => {
                for (e, t) in &w.items {
                    self.expr(e)?;
                    if let Some(t) = t { self.target(t, false)?; }
                }
                self.stmts(&w.body)?;
            }
            StmtKind::Match(m) => {
                self.expr(&m.subject)?;
                for c in &m.cases {
                    self.pattern(&c.pattern)?;
                    if let Some(g) = &c.guard { self.expr(g)?; }
                    self.stmts(&c.body)?;
                }
            }
            StmtKind::Raise(a, b) => { if let Some(e) = a { self.expr(e)?; } if let Some(e) = b { self.expr(e)?; } }
            StmtKind::Try(t) => {
                self.stmts(&t.body)?;
                self.stmts(&t.orelse)?;
                for h in &t.handlers {
                    if let Some(e) = &h.typ { self.expr(e)?; }
                    if let Some(n) = h.name {
                        self.check_store(n, h.span)?;
                        self.span = h.span;
                        self.bind(n)?;
                        let n = self.mangle(n);
                        let c = self.s.all[self.cur].code;
                        self.s.all[c].unbinds.insert(n);
                    }
                    self.stmts(&h.body)?;
                }
                self.stmts(&t.finalbody)?;
            }
            StmtKind::Assert(a, b) => { self.expr(a)?; if let Some(e) = b { self.expr(e)?; } }
            StmtKind::Import(v) => for a in v { self.alias(a, s.span)?; },
            StmtKind::ImportFrom(i) => for a in &i.names {
                if a.name == "*" {
                    if self.s.all[self.cur].kind != ScopeKind::Module { return self.fail("import * only allowed at module level".into(), a.span); }
                    continue;
                }
                self.alias(a, s.span)?;
            },
            StmtKind::Global(v) => for &n in v { self.global(n, s.span)?; },
            StmtKind::Nonlocal(v) => for &n in v { self.nonlocal(n, s.span)?; },
            StmtKind::Expr(e) => self.expr(e)?,
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        Ok(())
    }

    fn check_store(&mut self, n: Sym, span: Span) -> Res<()> {
        if n == sym::debug { return self.fail("cannot assign to __debug__".into(), span); }
        Ok(())
    }

    fn alias(&mut self, a: &Alias, span: Span) -> Res<()> {
        let n = match a.asname {
            Some(n) => n,
            None => { let head = a.name.split('.').next().unwrap_or(""); self.names.intern(head) }
        };
        self.check_store(n, span)?;
        self.add(n, IMPORT)
    }

    fn ann_assign(&mut self, a: &AnnAssign, span: Span) -> Res<()> {
        if let ExprKind::Name(n) = a.target.kind {
            self.check_store(n, span)?;
            let m = self.mangle(n);
            let f = self.flags(self.cur, m);
            if f & (GLOBAL | NONLOCAL) != 0 && self.s.all[self.cur].kind != ScopeKind::Module && !a.target.paren {
                let t = self.text(n);
                let what = if f & GLOBAL != 0 { "global" } else { "nonlocal" };
                return self.fail(format!("annotated name '{t}' can't be {what}"), span);
            }
            if !a.target.paren { self.add(n, ANNOT | LOCAL)?; self.me().annotations = true; } else if a.value.is_some() { self.bind(n)?; }
        } else {
            self.target(&a.target, false)?;
        }
        self.annotation(&a.annotation)?;
        if let Some(v) = &a.value { self.expr(v)?; }
        Ok(())
    }
    fn annotation(&mut self, e: &Expr) -> Res<()> {
        if self.future_annotations {
            // still checked for yield and the like, in a scope that is thrown away
            let keep = self.s.all.len();
            let at = self.open(ScopeKind::Annotation, sym::annotations, NodeId::MAX, None);
            let back = std::mem::replace(&mut self.cur, at);
            let r = self.expr(e);
            self.cur = back;
            self.s.all.truncate(keep);
            return r;
        }
        self.expr(e)
    }

    fn global(&mut self, n: Sym, span: Span) -> Res<()> {
        let m = self.mangle(n);
        let f = self.flags(self.cur, m);
        if f & (PARAM | LOCAL | USE | ANNOT | IMPORT) != 0 {
            let t = self.text(n);
            let msg = if f & PARAM != 0 { format!("name '{t}' is parameter and global") }
                else if f & ANNOT != 0 { format!("annotated name '{t}' can't be global") }
                else if f & USE != 0 { format!("name '{t}' is used prior to global declaration") }
                else { format!("name '{t}' is assigned to before global declaration") };
            return self.fail(msg, span);
        }
        self.globals.push((self.cur, m, span));
        // CPython's symbol table is told at module level too: a name that any function declares global is global there,
        // also where module code runs with a locals mapping of its own
        if self.cur != 0 { self.add_to(0, m, GLOBAL)?; }
        self.add(n, GLOBAL)
    }
    fn nonlocal(&mut self, n: Sym, span: Span) -> Res<()> {
        if self.s.all[self.cur].kind == ScopeKind::Module { return self.fail("nonlocal declaration not allowed at module level".into(), span); }
        let m = self.mangle(n);
        let f = self.flags(self.cur, m);
        let t = self.text(n);
        if f & (PARAM | LOCAL | USE | ANNOT | IMPORT) != 0 {
            let msg = if f & PARAM != 0 { format!("name '{t}' is parameter and nonlocal") }
                else if f & ANNOT != 0 { format!("annotated name '{t}' can't be nonlocal") }
                else if f & USE != 0 { format!("name '{t}' is used prior to nonlocal declaration") }
                else { format!("name '{t}' is assigned to before nonlocal declaration") };
            return self.fail(msg, span);
        }
        if f & GLOBAL != 0 {
            let at = self.globals.iter().find(|g| g.0 == self.cur && g.1 == m).map_or(span, |g| g.2);
            return self.fail(format!("name '{t}' is nonlocal and global"), at);
        }
        self.add(n, NONLOCAL)?;
        // whether a binding exists is known after the walk only
        self.nonlocals.push((self.cur, m, span));
        Ok(())
    }

    fn params(&mut self, p: &Params) -> Res<()> {
        for a in p.iter() {
            self.check_store(a.name, a.span)?;
            self.span = a.span;
            self.add(a.name, PARAM)?;
        }
        Ok(())
    }
    fn defaults(&mut self, p: &Params) -> Res<()> {
        for a in p.posonly.iter().chain(&p.args).chain(&p.kwonly) { if let Some(d) = &a.default { self.expr(d)?; } }
        Ok(())
    }

    fn function(&mut self, f: &Function) -> Res<()> {
        self.check_store(f.name, f.def_span)?;
        self.bind(f.name)?;
        self.defaults(&f.params)?;
        for d in &f.decorators { self.expr(d)?; }
        let outer = self.cur;
        self.open_type_params(&f.type_params, f.type_id, f.name, f.params.posonly.iter().chain(&f.params.args).any(|a| a.default.is_some()), f.params.kwonly.iter().any(|a| a.default.is_some()))?;
        for a in f.params.iter() { if let Some(e) = &a.annotation { self.annotation(e)?; } }
        if let Some(e) = &f.returns { self.annotation(e)?; }
        let class = self.class();
        let n = self.open(ScopeKind::Function, f.name, f.id, class);
        self.s.all[n].coroutine = f.is_async;
        let back = std::mem::replace(&mut self.cur, n);
        self.params(&f.params)?;
        self.stmts(&f.body)?;
        self.cur = back;
        self.cur = outer;
        Ok(())
    }

    /// Opens the scope of type parameters and leaves it current, if there are any.
    fn open_type_params(&mut self, v: &[TypeParam], id: NodeId, name: Sym, defaults: bool, kwdefaults: bool) -> Res<()> {
        if v.is_empty() { return Ok(()); }
        let class = self.class();
        let sees = self.s.all[self.cur].kind == ScopeKind::Class || self.s.all[self.cur].sees_class;
        let n = self.open(ScopeKind::TypeParams, name, id, class);
        self.s.all[n].sees_class = sees;
        self.cur = n;
        if defaults { self.add(sym::defaults, PARAM)?; }
        if kwdefaults { self.add(sym::kwdefaults, PARAM)?; }
        if sees { self.use_classdict()?; }
        for p in v {
            self.span = p.span;
            self.add(p.name, TYPE_PARAM)?;
            if let Some(b) = &p.bound {
                let back = self.cur;
                let k = self.open(ScopeKind::TypeVarBound, p.name, p.id, class);
                self.s.all[k].sees_class = sees;
                self.cur = k;
                if sees { self.use_classdict()?; }
                self.expr(b)?;
                self.cur = back;
            }
        }
        Ok(())
    }
    fn use_classdict(&mut self) -> Res<()> { self.add_to(self.cur, sym::classdict, USE) }

    fn class_def(&mut self, c: &Class) -> Res<()> {
        self.check_store(c.name, c.def_span)?;
        self.bind(c.name)?;
        for d in &c.decorators { self.expr(d)?; }
        let outer = self.cur;
        self.open_type_params(&c.type_params, c.type_id, c.name, false, false)?;
        if !c.type_params.is_empty() {
            self.add(sym::type_params, LOCAL)?;
            self.add(sym::generic_base, LOCAL)?;
            let k = self.cur;
            self.s.all[k].class = Some(c.name);
        }
        for e in &c.args { self.expr(e)?; }
        for k in &c.keywords { self.expr(&k.value)?; }
        let n = self.open(ScopeKind::Class, c.name, c.id, Some(c.name));
        let back = std::mem::replace(&mut self.cur, n);
        if !c.type_params.is_empty() { self.add(sym::type_params, USE)?; }
        self.stmts(&c.body)?;
        self.cur = back;
        self.cur = outer;
        Ok(())
    }

    fn type_alias(&mut self, a: &TypeAlias) -> Res<()> {
        self.check_store(a.name, a.name_span)?;
        self.bind(a.name)?;
        let outer = self.cur;
        self.open_type_params(&a.type_params, a.type_id, a.name, false, false)?;
        let class = self.class();
        let sees = self.s.all[self.cur].kind == ScopeKind::Class || self.s.all[self.cur].sees_class;
        let n = self.open(ScopeKind::TypeAlias, a.name, a.id, class);
        self.s.all[n].sees_class = sees;
        self.cur = n;
        if sees { self.use_classdict()?; }
        self.expr(&a.value)?;
        self.cur = outer;
        Ok(())
    }

    /// A target of assignment or (`del`) deletion.
    fn target(&mut self, e: &Expr, del: bool) -> Res<()> {
        match &e.kind {
            ExprKind::Name(n) => {
                if *n == sym::debug { return self.fail(if del { "cannot delete __debug__".into() } else { "cannot assign to __debug__".into() }, e.span); }
                self.bind(*n)?;
                if del {
                    let n = self.mangle(*n);
                    let c = self.s.all[self.cur].code;
                    self.s.all[c].unbinds.insert(n);
                }
                Ok(())
            }
            ExprKind::Tuple(v) | ExprKind::List(v) => { for x in v { self.target(x, del)?; } Ok(()) }
            ExprKind::Starred(x) => self.target(x, del),
            ExprKind::Attribute(_, n) if *n == sym::debug => self.fail(if del { "cannot delete __debug__".into() } else { "cannot assign to __debug__".into() }, e.span),
            _ => self.expr(e),
        }
    }

    fn pattern(&mut self, p: &Pattern) -> Res<()> {
        match &p.kind {
            PatternKind::Value(e) => self.expr(e),
            PatternKind::Singleton(_) => Ok(()),
            PatternKind::Sequence(v) | PatternKind::Or(v) => { for x in v { self.pattern(x)?; } Ok(()) }
            PatternKind::Mapping(v, rest) => {
                for (k, x) in v { self.expr(k)?; self.pattern(x)?; }
                if let Some(n) = rest { self.check_store(*n, p.span)?; self.bind(*n)?; }
                Ok(())
            }
            PatternKind::Class(c, pos, kw) => {
                self.expr(c)?;
                for x in pos { self.pattern(x)?; }
                for (n, sp, x) in kw { self.check_store(*n, *sp)?; self.pattern(x)?; }
                Ok(())
            }
            PatternKind::Star(n) => { if let Some(n) = n { self.check_store(*n, p.span)?; self.bind(*n)?; } Ok(()) }
            PatternKind::As(x, n) => {
                if let Some(x) = x { self.pattern(x)?; }
                if let Some(n) = n { self.check_store(*n, p.span)?; self.bind(*n)?; }
                Ok(())
            }
        }
    }

    // ---- expressions ---------------------------------------------------------------------------------------------------

    fn opt(&mut self, e: &Option<Expr>) -> Res<()> { if let Some(e) = e { self.expr(e)?; } Ok(()) }

    fn expr(&mut self, e: &Expr) -> Res<()> {
        match &e.kind {
            ExprKind::Name(n) => {
                self.add(*n, USE)?;
                if *n == sym::super_ {
                    let k = self.s.all[self.cur].kind;
                    if !matches!(k, ScopeKind::Module | ScopeKind::Class) { self.add(sym::class, USE)?; }
                }
                Ok(())
            }
            ExprKind::Const(..) => Ok(()),
            ExprKind::BoolOp(_, v) | ExprKind::Joined(v) | ExprKind::Set(v) | ExprKind::List(v) | ExprKind::Tuple(v) => { for x in v { self.expr(x)?; } Ok(()) }
            ExprKind::Named(t, v) => self.named(e, t, v),
            ExprKind::BinOp(a, _, b) => { self.expr(a)?; self.expr(b) }
            ExprKind::Unary(_, a) | ExprKind::Starred(a) | ExprKind::Attribute(a, _) => self.expr(a),
            ExprKind::Await(a) => { self.forbid_in_annotation("await expression", e.span)?; self.awaits(); self.expr(a) }
            ExprKind::Lambda(l) => {
                self.defaults(&l.params)?;
                let class = self.class();
                let name = self.names.intern("<lambda>");
                let n = self.open(ScopeKind::Lambda, name, l.id, class);
                let back = std::mem::replace(&mut self.cur, n);
                self.params(&l.params)?;
                self.expr(&l.body)?;
                self.cur = back;
                Ok(())
            }
            ExprKind::IfExp(b) => { self.expr(&b.0)?; self.expr(&b.1)?; self.expr(&b.2) }
            ExprKind::Dict(v) => {
                for (k, x) in v { self.opt(k)?; self.expr(x)?; }
                Ok(())
            }
            ExprKind::Comp(c) => self.comp(e, c),
            ExprKind::Yield(v) => {
                self.yields(e.span)?;
                if let Some(v) = v { self.expr(v)?; }
                Ok(())
            }
            ExprKind::YieldFrom(v) => { self.yields(e.span)?; self.expr(v) }
            ExprKind::Compare(a, ops) => { self.expr(a)?; for (_, x) in ops { self.expr(x)?; } Ok(()) }
            ExprKind::Call(c) => {
                self.expr(&c.func)?;
                for x in &c.args { self.expr(x)?; }
                for k in &c.keywords {
                    if k.name == Some(sym::debug) { return self.fail("cannot assign to __debug__".into(), k.span); }
                    self.expr(&k.value)?;
                }
                Ok(())
            }
            ExprKind::Formatted(f) => { self.expr(&f.value)?; self.opt(&f.spec) }
            ExprKind::Subscript(a, b) => { self.expr(a)?; self.expr(b) }
            ExprKind::Slice(s) => { for x in s.iter() { self.opt(x)?; } Ok(()) }
        }
    }

    fn forbid_in_annotation(&self, what: &str, span: Span) -> Res<()> {
        let place = match self.s.all[self.cur].kind {
            ScopeKind::TypeVarBound => "a TypeVar bound",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParams => "the definition of a generic",
            ScopeKind::Annotation => "an annotation",
            _ => return Ok(()),
        };
        self.fail(format!("{what} cannot be used within {place}"), span)
    }

    fn yields(&mut self, span: Span) -> Res<()> {
        self.forbid_in_annotation("yield expression", span)?;
        let sc = &self.s.all[self.cur];
        match sc.kind {
            ScopeKind::Comp | ScopeKind::GenExp => {
                let name = self.text(sc.name);
                let what = match name.as_str() { "<listcomp>" => "list comprehension", "<setcomp>" => "set comprehension", "<dictcomp>" => "dict comprehension", _ => "generator expression" };
                return self.fail(format!("'yield' inside {what}"), span);
            }
            _ => {}
        }
        self.me().generator = true;
        Ok(())
    }
    /// `await` or `async for` here: a generator expression becomes an asynchronous one.
    fn awaits(&mut self) {
        let mut c = self.cur;
        loop {
            match self.s.all[c].kind {
                ScopeKind::Comp => {
                    self.s.all[c].coroutine = true;
                    c = self.s.all[c].parent;
                }
                ScopeKind::GenExp => { self.s.all[c].coroutine = true; return; }
                _ => return,
            }
        }
    }

    fn named(&mut self, e: &Expr, t: &Expr, v: &Expr) -> Res<()> {
        self.forbid_in_annotation("named expression", e.span)?;
        let ExprKind::Name(n) = t.kind else { return self.fail("cannot use assignment expressions here".into(), e.span) };
        self.check_store(n, t.span)?;
        if self.s.all[self.cur].comp_iter {
            return self.fail("assignment expression cannot be used in a comprehension iterable expression".into(), e.span);
        }
        if matches!(self.s.all[self.cur].kind, ScopeKind::Comp | ScopeKind::GenExp) {
            self.extend_walrus(n, t.span)?;
        } else {
            self.bind(n)?;
        }
        self.expr(v)?;
        let c = self.s.all[self.cur].code;
        self.s.all[c].walrus = true;
        Ok(())
    }
    /// A walrus inside comprehensions binds in the scope around them.
    fn extend_walrus(&mut self, n: Sym, span: Span) -> Res<()> {
        let m = self.mangle(n);
        let mut path = vec![];
        let mut c = self.cur;
        loop {
            match self.s.all[c].kind {
                ScopeKind::Comp | ScopeKind::GenExp => {
                    if self.flags(c, m) & ITER != 0 {
                        let t = self.text(n);
                        return self.fail(format!("assignment expression cannot rebind comprehension iteration variable '{t}'"), span);
                    }
                    path.push(c);
                    c = self.s.all[c].parent;
                }
                ScopeKind::Class => return self.fail("assignment expression within a comprehension cannot be used in a class body".into(), span),
                ScopeKind::TypeParams | ScopeKind::TypeAlias | ScopeKind::TypeVarBound => {
                    let place = match self.s.all[c].kind { ScopeKind::TypeVarBound => "a TypeVar bound", ScopeKind::TypeAlias => "a type alias", _ => "the definition of a generic" };
                    return self.fail(format!("assignment expression within a comprehension cannot be used in {place}"), span);
                }
                _ => break,
            }
        }
        let global = self.s.all[c].kind == ScopeKind::Module || self.flags(c, m) & GLOBAL != 0;
        for p in path { self.add_to(p, m, if global { GLOBAL } else { NONLOCAL })?; }
        if self.s.all[c].kind == ScopeKind::Module { self.add_to(c, m, LOCAL)?; }
        else if self.flags(c, m) & (GLOBAL | NONLOCAL) == 0 { self.add_to(c, m, LOCAL)?; }
        let code = self.s.all[c].code;
        self.s.all[code].walrus = true;
        Ok(())
    }

    fn comp(&mut self, e: &Expr, c: &Comp) -> Res<()> {
        let Some(first) = c.gens.first() else { return Ok(()) };
        if self.s.all[self.cur].sees_class { return self.fail("Cannot use comprehension in annotation scope within class scope".into(), e.span); }
        // the outermost iterable belongs to the scope around
        let was = self.s.all[self.cur].comp_iter;
        self.me().comp_iter = true;
        let r = self.expr(&first.iter);
        self.me().comp_iter = was;
        r?;
        let class = self.class();
        let (kind, name) = match c.kind {
            CompKind::Gen => (ScopeKind::GenExp, "<genexpr>"),
            CompKind::List => (ScopeKind::Comp, "<listcomp>"),
            CompKind::Set => (ScopeKind::Comp, "<setcomp>"),
            CompKind::Dict => (ScopeKind::Comp, "<dictcomp>"),
        };
        // a comprehension inside an annotation scope of a class keeps its own function
        let name = self.names.intern(name);
        let n = self.open(kind, name, c.id, class);
        let back = std::mem::replace(&mut self.cur, n);
        if kind == ScopeKind::GenExp { self.add_to(n, sym::dot0, PARAM)?; self.s.all[n].generator = true; }
        for (i, g) in c.gens.iter().enumerate() {
            if g.is_async { self.awaits(); }
            self.span = g.target.span;
            self.comp_target(&g.target)?;
            if i > 0 {
                let was = std::mem::replace(&mut self.me().comp_iter, true);
                let r = self.expr(&g.iter);
                self.me().comp_iter = was;
                r?;
            }
            for x in &g.ifs { self.expr(x)?; }
        }
        if let Some(v) = &c.value { self.expr(&c.elt)?; self.expr(v)?; } else { self.expr(&c.elt)?; }
        self.cur = back;
        Ok(())
    }
    fn comp_target(&mut self, t: &Expr) -> Res<()> {
        match &t.kind {
            ExprKind::Name(n) => {
                let m = self.mangle(*n);
                if self.flags(self.cur, m) & (GLOBAL | NONLOCAL) != 0 {
                    let t2 = self.text(*n);
                    return self.fail(format!("comprehension inner loop cannot rebind assignment expression target '{t2}'"), t.span);
                }
                self.check_store(*n, t.span)?;
                self.add(*n, LOCAL | ITER)
            }
            ExprKind::Tuple(v) | ExprKind::List(v) => { for x in v { self.comp_target(x)?; } Ok(()) }
            ExprKind::Starred(x) => self.comp_target(x),
            _ => self.expr(t),
        }
    }

    // ---- resolution ----------------------------------------------------------------------------------------------------

    fn resolve(&mut self) -> Res<()> {
        for i in 0..self.s.all.len() {
            let order = std::mem::take(&mut self.s.all[i].order);
            for &n in &order {
                let sy = self.s.all[i].syms.get(&n).copied().unwrap_or_default();
                if sy.flags & GLOBAL != 0 || sy.is_bound() || i == 0 { continue; }
                self.capture(i, n);
            }
            self.s.all[i].order = order;
        }
        let names = &self.names;
        for sc in &mut self.s.all { sc.frees.sort_by(|a, b| names.str(*a).cmp(names.str(*b))); }
        for (sc, n, span) in std::mem::take(&mut self.nonlocals) {
            let at = self.find(sc, n);
            let own = self.flags(sc, n) & TYPE_PARAM != 0;
            let parent_type = at.is_some_and(|b| self.flags(b, n) & TYPE_PARAM != 0);
            if own || parent_type {
                let t = self.text(n);
                return self.fail(format!("nonlocal binding not allowed for type parameter '{t}'"), span);
            }
            if at.is_none() {
                let t = self.text(n);
                return self.fail(format!("no binding for nonlocal '{t}' found"), span);
            }
        }
        Ok(())
    }
    /// The scope that binds `n` for a use in `from` that is not bound there.
    fn find(&self, from: ScopeId, n: Sym) -> Option<ScopeId> {
        // what the class around an annotation scope binds is looked up in its mapping, else among the globals
        if self.s.all[from].sees_class && n != sym::classdict && n != sym::class {
            let f = self.s.class_flags(from, n);
            if f & GLOBAL != 0 || f & BOUND != 0 && f & NONLOCAL == 0 { return None; }
        }
        let mut t = self.s.all[from].parent;
        let mut below = from;
        loop {
            if t == below { return None; }
            let sc = &self.s.all[t];
            match sc.kind {
                ScopeKind::Module => return None,
                ScopeKind::Class => if n == sym::class || n == sym::classdict { return Some(t); },
                _ => if let Some(sy) = sc.syms.get(&n) {
                    if sy.is_bound() { return Some(t); }
                    if sy.flags & GLOBAL != 0 { return None; }
                },
            }
            below = t;
            t = sc.parent;
        }
    }
    fn capture(&mut self, from: ScopeId, n: Sym) {
        let Some(b) = self.find(from, n) else { return };
        let owner = self.s.all[b].code;
        if self.s.all[b].kind == ScopeKind::Class {
            if n == sym::class { self.s.all[b].class_cell = true } else { self.s.all[b].classdict = true }
        }
        let mut t = self.s.all[from].code;
        if t == owner { return; }
        if let Some(sy) = self.s.all[b].syms.get_mut(&n) { sy.captured = true; }
        while t != owner {
            let sc = &mut self.s.all[t];
            if !sc.frees.contains(&n) { sc.frees.push(n); }
            let p = sc.parent;
            t = self.s.all[p].code;
        }
    }
}
