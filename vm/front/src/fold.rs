//! Constant folding on the syntax tree, to the extent that CPython does it. What is left alone is computed at run time with
//! the same result, so doubtful cases are left alone. Nothing here raises.
use crate::ast::*;
use fora_ir::Const;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

struct Folder { debug: bool, skip_annotations: bool }

const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION: usize = 256;
const MAX_STR: usize = 4096;

pub fn module(m: &mut Module, optimize: u8, future_annotations: bool) {
    let f = Folder { debug: optimize == 0, skip_annotations: future_annotations };
    match m {
        Module::Body(v) => f.body(v),
        Module::Eval(e) => f.expr(e),
    }
}

/// An int constant, bools apart.
fn int(c: &Const) -> Option<BigInt> {
    match c {
        Const::Int(n) => Some(BigInt::from(*n)),
        Const::BigInt(s) => s.parse().ok(),
        _ => None,
    }
}
fn from_big(b: BigInt) -> Const { b.to_i64().map_or_else(|| Const::BigInt(b.to_string()), Const::Int) }
fn float(c: &Const) -> Option<f64> {
    match c {
        Const::Float(b) => Some(f64::from_bits(*b)),
        Const::Int(n) if n.unsigned_abs() < 1 << 53 => Some(*n as f64),
        _ => None,
    }
}
fn complex(c: &Const) -> Option<(f64, f64)> {
    if let Const::Complex(a, b) = c { return Some((f64::from_bits(*a), f64::from_bits(*b))); }
    float(c).map(|x| (x, 0.0))
}
fn f(x: f64) -> Option<Const> { Some(Const::Float(x.to_bits())) }

fn binary(a: &Const, op: BinOp, b: &Const) -> Option<Const> {
    if let (Const::Int(x), Const::Int(y)) = (a, b) {
        let (x, y) = (*x, *y);
        let quick = match op {
            BinOp::Add => x.checked_add(y),
            BinOp::Sub => x.checked_sub(y),
            BinOp::Mul => x.checked_mul(y),
            BinOp::Or => Some(x | y),
            BinOp::And => Some(x & y),
            BinOp::Xor => Some(x ^ y),
            BinOp::LShift if (0..32).contains(&y) && x.unsigned_abs() < 1 << 31 => Some(x << y),
            BinOp::RShift if y >= 0 => Some(if y > 63 { if x < 0 { -1 } else { 0 } } else { x >> y }),
            _ => None,
        };
        if let Some(n) = quick { return Some(Const::Int(n)); }
    }
    if let (Some(x), Some(y)) = (int(a), int(b)) { return int_op(x, op, y, a, b); }
    if matches!(a, Const::Float(_)) || matches!(b, Const::Float(_)) {
        if let (Some(x), Some(y)) = (float(a), float(b)) {
            return match op {
                BinOp::Add => f(x + y),
                BinOp::Sub => f(x - y),
                BinOp::Mul => f(x * y),
                BinOp::Div if y != 0.0 => f(x / y),
                _ => None,
            };
        }
    }
    if matches!(a, Const::Complex(..)) || matches!(b, Const::Complex(..)) {
        let ((ar, ai), (br, bi)) = (complex(a)?, complex(b)?);
        return match op {
            BinOp::Add => Some(Const::Complex((ar + br).to_bits(), (ai + bi).to_bits())),
            BinOp::Sub => Some(Const::Complex((ar - br).to_bits(), (ai - bi).to_bits())),
            _ => None,
        };
    }
    match (a, op, b) {
        (Const::Str(x), BinOp::Add, Const::Str(y)) => Some(Const::Str([&x[..], y].concat())),
        (Const::Bytes(x), BinOp::Add, Const::Bytes(y)) => Some(Const::Bytes([&x[..], y].concat())),
        (Const::Tuple(x), BinOp::Add, Const::Tuple(y)) => Some(Const::Tuple([&x[..], y].concat())),
        (Const::Int(n), BinOp::Mul, s) | (s, BinOp::Mul, Const::Int(n)) => repeat(s, *n),
        _ => None,
    }
}
fn int_op(x: BigInt, op: BinOp, y: BigInt, a: &Const, b: &Const) -> Option<Const> {
    Some(from_big(match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => {
            if x.bits() + y.bits() > MAX_INT_BITS { return None; }
            x * y
        }
        BinOp::Or => x | y,
        BinOp::And => x & y,
        BinOp::Xor => x ^ y,
        BinOp::LShift => {
            let n = y.to_u64()?;
            if x.is_zero() { return Some(Const::Int(0)); }
            if n > MAX_INT_BITS || x.bits() + n > MAX_INT_BITS { return None; }
            x << n
        }
        BinOp::RShift => x >> y.to_u64().filter(|n| *n < 1 << 20)?,
        BinOp::FloorDiv | BinOp::Mod => {
            if y.is_zero() { return None; }
            let (mut q, mut r) = (&x / &y, &x % &y);
            if !r.is_zero() && r.is_negative() != y.is_negative() { q -= 1; r += &y; }
            if op == BinOp::Mod { r } else { q }
        }
        BinOp::Pow => {
            let n = y.to_u64()?;
            if n > MAX_INT_BITS || x.bits() * n > MAX_INT_BITS { return None; }
            x.pow(n as u32)
        }
        BinOp::Div => {
            let (x, y) = (float(a)?, float(b)?);
            if y == 0.0 { return None; }
            return f(x / y);
        }
        BinOp::MatMul => return None,
    }))
}
fn repeat(s: &Const, n: i64) -> Option<Const> {
    let n = n.max(0) as usize;
    match s {
        Const::Str(v) if n.checked_mul(v.len())? <= MAX_STR => Some(Const::Str(v.repeat(n))),
        Const::Bytes(v) if n.checked_mul(v.len())? <= MAX_STR => Some(Const::Bytes(v.repeat(n))),
        Const::Tuple(v) if !v.is_empty() && n.checked_mul(v.len())? <= MAX_COLLECTION && v.iter().all(|c| !matches!(c, Const::Tuple(_))) => Some(Const::Tuple((0..n).flat_map(|_| v.iter().cloned()).collect())),
        _ => None,
    }
}
fn unary(op: UnaryOp, c: &Const) -> Option<Const> {
    match (op, c) {
        (UnaryOp::Not, c) => {
            let t = match c {
                Const::None | Const::False => false,
                Const::True | Const::Ellipsis | Const::BigInt(_) => true,
                Const::Int(n) => *n != 0,
                Const::Float(b) => f64::from_bits(*b) != 0.0,
                Const::Complex(a, b) => f64::from_bits(*a) != 0.0 || f64::from_bits(*b) != 0.0,
                Const::Str(s) | Const::Bytes(s) => !s.is_empty(),
                Const::Tuple(v) | Const::FrozenSet(v) => !v.is_empty(),
                Const::Code(_) => return None,
            };
            Some(if t { Const::False } else { Const::True })
        }
        (UnaryOp::Minus, Const::Float(b)) => f(-f64::from_bits(*b)),
        (UnaryOp::Plus, Const::Float(_)) => Some(c.clone()),
        (UnaryOp::Minus, Const::Complex(a, b)) => Some(Const::Complex((-f64::from_bits(*a)).to_bits(), (-f64::from_bits(*b)).to_bits())),
        (UnaryOp::Minus, c) => int(c).map(|n| from_big(-n)),
        (UnaryOp::Plus, c) => int(c).map(from_big),
        // as ints, and without the warning that they give at run time
        (UnaryOp::Invert, Const::True) => Some(Const::Int(-2)),
        (UnaryOp::Invert, Const::False) => Some(Const::Int(-1)),
        (UnaryOp::Invert, c) => int(c).map(|n| from_big(-n - 1)),
    }
}
fn index(v: &Const, k: &Const) -> Option<Const> {
    let Const::Int(k) = k else { return None };
    let at = |n: usize| -> Option<usize> {
        let i = if *k < 0 { *k + n as i64 } else { *k };
        usize::try_from(i).ok().filter(|i| *i < n)
    };
    match v {
        Const::Tuple(t) => t.get(at(t.len())?).cloned(),
        Const::Bytes(b) => Some(Const::Int(*b.get(at(b.len())?)? as i64)),
        Const::Str(s) => {
            let s = std::str::from_utf8(s).ok()?;
            let i = at(s.chars().count())?;
            Some(Const::Str(s.chars().nth(i)?.to_string().into_bytes()))
        }
        _ => None,
    }
}

fn consts(v: &[Expr]) -> Option<Vec<Const>> { v.iter().map(|e| e.as_const().cloned()).collect() }

impl Folder {
    /// A body whose first statement may be a docstring; folding must not make one.
    fn body(&self, v: &mut [Stmt]) {
        let was_doc = matches!(v.first(), Some(Stmt { kind: StmtKind::Expr(e), .. }) if matches!(e.as_const(), Some(Const::Str(_))));
        self.stmts(v);
        if was_doc { return; }
        if let Some(Stmt { kind: StmtKind::Expr(e), .. }) = v.first_mut() {
            if let Some(Const::Str(_)) = e.as_const() {
                let inner = e.clone();
                e.kind = ExprKind::Joined(vec![inner]);
            }
        }
    }
    fn stmts(&self, v: &mut [Stmt]) { for s in v { self.stmt(s); } }

    fn stmt(&self, s: &mut Stmt) {
        match &mut s.kind {
            StmtKind::Function(d) => {
                self.params(&mut d.params);
                for e in &mut d.decorators { self.expr(e); }
                if let (Some(e), false) = (&mut d.returns, self.skip_annotations) { self.expr(e); }
                self.type_params(&mut d.type_params);
                self.body(&mut d.body);
            }
            StmtKind::Class(c) => {
                for e in c.args.iter_mut().chain(&mut c.decorators) { self.expr(e); }
                for k in &mut c.keywords { self.expr(&mut k.value); }
                self.type_params(&mut c.type_params);
                self.body(&mut c.body);
            }
            StmtKind::Return(Some(e)) | StmtKind::Expr(e) => self.expr(e),
            StmtKind::Delete(v) => for e in v { self.target(e); },
            StmtKind::Assign(t, v) => {
                for e in t { self.target(e); }
                self.expr(v);
            }
            StmtKind::AugAssign(t, _, v) => { self.target(t); self.expr(v); }
            StmtKind::AnnAssign(a) => {
                self.target(&mut a.target);
                if !self.skip_annotations { self.expr(&mut a.annotation); }
                self.opt(&mut a.value);
            }
            StmtKind::TypeAlias(a) => { self.type_params(&mut a.type_params); self.expr(&mut a.value); }
            StmtKind::For(l) => { self.target(&mut l.target); self.expr(&mut l.iter); self.iterable(&mut l.iter); self.stmts(&mut l.body); self.stmts(&mut l.orelse); }
            StmtKind::While(w) => { self.expr(&mut w.test); self.stmts(&mut w.body); self.stmts(&mut w.orelse); }
            StmtKind::If(i) => { self.expr(&mut i.test); self.stmts(&mut i.body); self.stmts(&mut i.orelse); }
            StmtKind::With(w) => {
                for (e, t) in &mut w.items { self.expr(e); if let Some(t) = t { self.target(t); } }
                self.stmts(&mut w.body);
            }
            StmtKind::Match(m) => {
                self.expr(&mut m.subject);
                for c in &mut m.cases { self.pattern(&mut c.pattern); self.opt(&mut c.guard); self.stmts(&mut c.body); }
            }
            StmtKind::Raise(a, b) => { self.opt(a); self.opt(b); }
            StmtKind::Try(t) => {
                self.stmts(&mut t.body);
                for h in &mut t.handlers { self.opt(&mut h.typ); self.stmts(&mut h.body); }
                self.stmts(&mut t.orelse);
                self.stmts(&mut t.finalbody);
            }
            StmtKind::Assert(a, b) => { self.expr(a); self.opt(b); }
            StmtKind::Return(None) | StmtKind::Import(_) | StmtKind::ImportFrom(_) | StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
    }
    fn opt(&self, e: &mut Option<Expr>) { if let Some(e) = e { self.expr(e); } }
    fn params(&self, p: &mut Params) {
        let Params { posonly, args, vararg, kwonly, kwarg } = p;
        for a in posonly.iter_mut().chain(args).chain(kwonly).chain(vararg).chain(kwarg) {
            if let (Some(e), false) = (&mut a.annotation, self.skip_annotations) { self.expr(e); }
            if let Some(e) = &mut a.default { self.expr(e); }
        }
    }
    fn type_params(&self, v: &mut [TypeParam]) { for p in v { self.opt(&mut p.bound); } }
    fn pattern(&self, p: &mut Pattern) {
        match &mut p.kind {
            PatternKind::Value(e) => self.expr(e),
            PatternKind::Sequence(v) | PatternKind::Or(v) => for x in v { self.pattern(x); },
            PatternKind::Mapping(v, _) => for (k, x) in v { self.expr(k); self.pattern(x); },
            PatternKind::Class(_, a, b) => {
                for x in a { self.pattern(x); }
                for (_, _, x) in b { self.pattern(x); }
            }
            PatternKind::As(Some(x), _) => self.pattern(x),
            PatternKind::As(None, _) | PatternKind::Star(_) | PatternKind::Singleton(_) => {}
        }
    }
    /// A target: displays in it are not values.
    fn target(&self, e: &mut Expr) {
        match &mut e.kind {
            ExprKind::Tuple(v) | ExprKind::List(v) => for x in v { self.target(x); },
            ExprKind::Starred(x) => self.target(x),
            ExprKind::Name(_) => {}
            ExprKind::Attribute(x, _) => self.expr(x),
            ExprKind::Subscript(x, k) => { self.expr(x); self.expr(k); }
            _ => self.expr(e),
        }
    }
    /// What is only iterated or searched may be a tuple or frozenset.
    fn iterable(&self, e: &mut Expr) {
        match &e.kind {
            ExprKind::List(v) => if let Some(c) = consts(v) { e.kind = ExprKind::Const(Const::Tuple(c), false); },
            ExprKind::Set(v) => if let Some(c) = consts(v) { e.kind = ExprKind::Const(Const::FrozenSet(c), false); },
            _ => {}
        }
    }

    fn expr(&self, e: &mut Expr) {
        let new = match &mut e.kind {
            ExprKind::Const(..) => None,
            ExprKind::Name(n) => {
                if *n == sym::debug { Some(if self.debug { Const::True } else { Const::False }) } else { None }
            }
            ExprKind::BinOp(a, op, b) => {
                self.expr(a);
                self.expr(b);
                match (a.as_const(), b.as_const()) { (Some(x), Some(y)) => binary(x, *op, y), _ => None }
            }
            ExprKind::Unary(op, a) => {
                self.expr(a);
                a.as_const().and_then(|c| unary(*op, c))
            }
            ExprKind::Tuple(v) => {
                for x in v.iter_mut() { self.expr(x); }
                consts(v).map(Const::Tuple)
            }
            ExprKind::Subscript(a, b) => {
                self.expr(a);
                self.expr(b);
                match (a.as_const(), b.as_const()) { (Some(x), Some(y)) => index(x, y), _ => None }
            }
            ExprKind::Compare(a, ops) => {
                self.expr(a);
                for (_, x) in ops.iter_mut() { self.expr(x); }
                if let Some((CmpOp::In | CmpOp::NotIn, last)) = ops.last_mut() { self.iterable(last); }
                None
            }
            ExprKind::BoolOp(_, v) | ExprKind::Joined(v) | ExprKind::Set(v) | ExprKind::List(v) => { for x in v { self.expr(x); } None }
            ExprKind::Named(_, v) | ExprKind::Starred(v) | ExprKind::Await(v) | ExprKind::YieldFrom(v) | ExprKind::Attribute(v, _) => { self.expr(v); None }
            ExprKind::Yield(v) => { if let Some(v) = v { self.expr(v); } None }
            ExprKind::Lambda(l) => { self.params(&mut l.params); self.expr(&mut l.body); None }
            ExprKind::IfExp(b) => { self.expr(&mut b.0); self.expr(&mut b.1); self.expr(&mut b.2); None }
            ExprKind::Dict(v) => { for (k, x) in v { self.opt(k); self.expr(x); } None }
            ExprKind::Comp(c) => {
                self.expr(&mut c.elt);
                self.opt(&mut c.value);
                for g in &mut c.gens {
                    self.target(&mut g.target);
                    self.expr(&mut g.iter);
                    self.iterable(&mut g.iter);
                    for x in &mut g.ifs { self.expr(x); }
                }
                None
            }
            ExprKind::Call(c) => {
                self.expr(&mut c.func);
                for x in &mut c.args { self.expr(x); }
                for k in &mut c.keywords { self.expr(&mut k.value); }
                None
            }
            ExprKind::Formatted(x) => { self.expr(&mut x.value); self.opt(&mut x.spec); None }
            ExprKind::Slice(s) => { for x in s.iter_mut() { self.opt(x); } None }
        };
        if let Some(c) = new { e.kind = ExprKind::Const(c, false); }
    }
}
