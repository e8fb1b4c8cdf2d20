//! Expressions back to source text, as annotations under `from __future__ import annotations` keep them (CPython's spacing
//! and parentheses).
use crate::ast::*;
use fora_ir::Const;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum P { Tuple, Test, Or, And, Not, Cmp, BOr, BXor, BAnd, Shift, Arith, Term, Factor, Power, Await, Atom }

pub fn expr(e: &Expr, names: &Interner) -> String {
    let mut u = Unparser { out: String::new(), names };
    u.expr(e, P::Test);
    u.out
}

struct Unparser<'a> { out: String, names: &'a Interner }

impl<'a> Unparser<'a> {
    fn put(&mut self, s: &str) { self.out.push_str(s); }
    fn paren(&mut self, when: bool, body: impl FnOnce(&mut Self)) {
        if when { self.put("("); }
        body(self);
        if when { self.put(")"); }
    }
    fn list(&mut self, v: &[Expr], level: P) {
        for (i, x) in v.iter().enumerate() {
            if i > 0 { self.put(", "); }
            self.expr(x, level);
        }
    }

    fn expr(&mut self, e: &Expr, level: P) {
        match &e.kind {
            ExprKind::BoolOp(op, v) => {
                let (s, p) = if *op == BoolOp::And { (" and ", P::And) } else { (" or ", P::Or) };
                let inner = if *op == BoolOp::And { P::Not } else { P::And };
                self.paren(level > p, |u| for (i, x) in v.iter().enumerate() {
                    if i > 0 { u.put(s); }
                    u.expr(x, inner);
                });
            }
            ExprKind::Named(t, v) => {
                self.put("(");
                self.expr(t, P::Atom);
                self.put(" := ");
                self.expr(v, P::Atom);
                self.put(")");
            }
            ExprKind::BinOp(a, op, b) => {
                let (s, p, right) = match op {
                    BinOp::Add => (" + ", P::Arith, false),
                    BinOp::Sub => (" - ", P::Arith, false),
                    BinOp::Mul => (" * ", P::Term, false),
                    BinOp::MatMul => (" @ ", P::Term, false),
                    BinOp::Div => (" / ", P::Term, false),
                    BinOp::Mod => (" % ", P::Term, false),
                    BinOp::LShift => (" << ", P::Shift, false),
                    BinOp::RShift => (" >> ", P::Shift, false),
                    BinOp::Or => (" | ", P::BOr, false),
                    BinOp::Xor => (" ^ ", P::BXor, false),
                    BinOp::And => (" & ", P::BAnd, false),
                    BinOp::FloorDiv => (" // ", P::Term, false),
                    BinOp::Pow => (" ** ", P::Power, true),
                };
                let up = next(p);
                self.paren(level > p, |u| {
                    u.expr(a, if right { up } else { p });
                    u.put(s);
                    u.expr(b, if right { p } else { up });
                });
            }
            ExprKind::Unary(op, x) => {
                let (s, p) = match op { UnaryOp::Invert => ("~", P::Factor), UnaryOp::Not => ("not ", P::Not), UnaryOp::Plus => ("+", P::Factor), UnaryOp::Minus => ("-", P::Factor) };
                self.paren(level > p, |u| { u.put(s); u.expr(x, p); });
            }
            ExprKind::Lambda(l) => self.paren(level > P::Test, |u| {
                let p = &l.params;
                let none = p.iter().next().is_none();
                u.put(if none { "lambda" } else { "lambda " });
                u.params(p);
                u.put(": ");
                u.expr(&l.body, P::Test);
            }),
            ExprKind::IfExp(b) => self.paren(level > P::Test, |u| {
                u.expr(&b.1, P::Or);
                u.put(" if ");
                u.expr(&b.0, P::Or);
                u.put(" else ");
                u.expr(&b.2, P::Test);
            }),
            ExprKind::Dict(v) => {
                self.put("{");
                for (i, (k, x)) in v.iter().enumerate() {
                    if i > 0 { self.put(", "); }
                    match k {
                        Some(k) => { self.expr(k, P::Test); self.put(": "); self.expr(x, P::Test); }
                        None => { self.put("**"); self.expr(x, P::BOr); }
                    }
                }
                self.put("}");
            }
            ExprKind::Set(v) => { self.put("{"); self.list(v, P::Test); self.put("}"); }
            ExprKind::Comp(c) => {
                let (o, z) = match c.kind { CompKind::List => ("[", "]"), CompKind::Gen => ("(", ")"), _ => ("{", "}") };
                self.put(o);
                self.expr(&c.elt, P::Test);
                if let Some(v) = &c.value { self.put(": "); self.expr(v, P::Test); }
                self.generators(&c.gens);
                self.put(z);
            }
            ExprKind::Await(x) => self.paren(level > P::Await, |u| { u.put("await "); u.expr(x, P::Atom); }),
            ExprKind::Yield(x) => {
                self.put("(yield");
                if let Some(x) = x { self.put(" "); self.expr(x, P::Test); }
                self.put(")");
            }
            ExprKind::YieldFrom(x) => { self.put("(yield from "); self.expr(x, P::Test); self.put(")"); }
            ExprKind::Compare(l, ops) => self.paren(level > P::Cmp, |u| {
                u.expr(l, P::BOr);
                for (op, x) in ops {
                    u.put(match op {
                        CmpOp::Eq => " == ", CmpOp::NotEq => " != ", CmpOp::Lt => " < ", CmpOp::LtE => " <= ", CmpOp::Gt => " > ", CmpOp::GtE => " >= ",
                        CmpOp::Is => " is ", CmpOp::IsNot => " is not ", CmpOp::In => " in ", CmpOp::NotIn => " not in ",
                    });
                    u.expr(x, P::BOr);
                }
            }),
            ExprKind::Call(c) => {
                self.expr(&c.func, P::Atom);
                if let ([Expr { kind: ExprKind::Comp(g), .. }], true) = (&c.args[..], c.keywords.is_empty()) {
                    if g.kind == CompKind::Gen { self.expr(&c.args[0], P::Test); return; }
                }
                self.put("(");
                self.list(&c.args, P::Test);
                for (i, k) in c.keywords.iter().enumerate() {
                    if i > 0 || !c.args.is_empty() { self.put(", "); }
                    match k.name { Some(n) => { let s = self.names.str(n).to_string(); self.put(&s); self.put("="); } None => self.put("**") }
                    self.expr(&k.value, P::Test);
                }
                self.put(")");
            }
            ExprKind::Joined(_) | ExprKind::Formatted(_) => {
                let mut body = String::new();
                self.fstring(e, &mut body, false);
                self.put("f");
                let r = repr_str(body.as_bytes());
                self.put(&r);
            }
            ExprKind::Const(c, u) => {
                if *u { self.put("u"); }
                let s = constant(c);
                self.put(&s);
            }
            ExprKind::Attribute(x, n) => {
                self.expr(x, P::Atom);
                if let Some(Const::Int(_) | Const::BigInt(_)) = x.as_const() { self.put(" "); }
                self.put(".");
                let s = self.names.str(*n).to_string();
                self.put(&s);
            }
            ExprKind::Subscript(x, k) => {
                self.expr(x, P::Atom);
                self.put("[");
                self.expr(k, P::Tuple);
                self.put("]");
            }
            ExprKind::Starred(x) => { self.put("*"); self.expr(x, P::BOr); }
            ExprKind::Name(n) => { let s = self.names.str(*n).to_string(); self.put(&s); }
            ExprKind::List(v) => { self.put("["); self.list(v, P::Test); self.put("]"); }
            ExprKind::Tuple(v) => {
                if v.is_empty() { self.put("()"); return; }
                self.paren(level > P::Tuple, |u| {
                    u.list(v, P::Test);
                    if v.len() == 1 { u.put(","); }
                });
            }
            ExprKind::Slice(s) => {
                if let Some(x) = &s[0] { self.expr(x, P::Test); }
                self.put(":");
                if let Some(x) = &s[1] { self.expr(x, P::Test); }
                if let Some(x) = &s[2] { self.put(":"); self.expr(x, P::Test); }
            }
        }
    }

    fn params(&mut self, p: &Params) {
        let mut first = true;
        let mut sep = |u: &mut Self| { if !first { u.put(", "); } first = false; };
        for a in &p.posonly { sep(self); self.param(a); }
        if !p.posonly.is_empty() { sep(self); self.put("/"); }
        for a in &p.args { sep(self); self.param(a); }
        if p.vararg.is_some() || !p.kwonly.is_empty() {
            sep(self);
            self.put("*");
            if let Some(a) = &p.vararg { self.param(a); }
        }
        for a in &p.kwonly { sep(self); self.param(a); }
        if let Some(a) = &p.kwarg { sep(self); self.put("**"); self.param(a); }
    }
    fn param(&mut self, a: &Param) {
        let s = self.names.str(a.name).to_string();
        self.put(&s);
        if let Some(d) = &a.default { self.put("="); self.expr(d, P::Test); }
    }
    fn generators(&mut self, v: &[Generator]) {
        for g in v {
            self.put(if g.is_async { " async for " } else { " for " });
            self.expr(&g.target, P::Tuple);
            self.put(" in ");
            self.expr(&g.iter, P::Or);
            for x in &g.ifs { self.put(" if "); self.expr(x, P::Or); }
        }
    }
    fn fstring(&mut self, e: &Expr, out: &mut String, spec: bool) {
        match &e.kind {
            ExprKind::Joined(v) => for x in v { self.fstring(x, out, spec); },
            ExprKind::Const(Const::Str(s), _) => out.push_str(&String::from_utf8_lossy(s).replace('{', "{{").replace('}', "}}")),
            ExprKind::Formatted(f) => {
                let mut inner = Unparser { out: String::new(), names: self.names };
                inner.expr(&f.value, next(P::Test));
                out.push_str(if inner.out.starts_with('{') { "{ " } else { "{" });
                out.push_str(&inner.out);
                if f.conversion != 0 { out.push('!'); out.push(f.conversion as char); }
                if let Some(s) = &f.spec { out.push(':'); self.fstring(s, out, true); }
                out.push('}');
            }
            _ => {}
        }
    }
}

fn next(p: P) -> P {
    use P::*;
    match p { Tuple => Test, Test => Or, Or => And, And => Not, Not => Cmp, Cmp => BOr, BOr => BXor, BXor => BAnd, BAnd => Shift, Shift => Arith, Arith => Term, Term => Factor, Factor => Power, Power => Await, Await | Atom => Atom }
}

/// `repr` of a str; lone surrogates and other unprintable characters are escaped.
fn repr_str(s: &[u8]) -> String {
    let mut out = String::new();
    let quote = if s.contains(&b'\'') && !s.contains(&b'"') { '"' } else { '\'' };
    out.push(quote);
    let mut rest = s;
    loop {
        let (good, bad) = match std::str::from_utf8(rest) { Ok(t) => (t, 0), Err(e) => (std::str::from_utf8(&rest[..e.valid_up_to()]).unwrap_or(""), 3) };
        for c in good.chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c == quote => { out.push('\\'); out.push(c); }
                c if (c as u32) < 0x20 || c as u32 == 0x7f || (0x80..0xa1).contains(&(c as u32)) || c as u32 == 0xad => out.push_str(&format!("\\x{:02x}", c as u32)),
                c => out.push(c),
            }
        }
        rest = &rest[good.len()..];
        if bad == 0 || rest.len() < 3 { break; }
        let cp = (rest[0] as u32 & 15) << 12 | (rest[1] as u32 & 63) << 6 | rest[2] as u32 & 63;
        out.push_str(&format!("\\u{cp:04x}"));
        rest = &rest[3..];
    }
    out.push(quote);
    out
}
fn repr_float(x: f64) -> String {
    if x.is_infinite() { return if x < 0.0 { "-1e309".into() } else { "1e309".into() }; }
    let a = x.abs();
    let s = if a != 0.0 && !(1e-4..1e16).contains(&a) {
        let t = format!("{x:e}");
        let (m, e) = t.split_once('e').unwrap_or((&t, "0"));
        let n: i32 = e.parse().unwrap_or(0);
        return format!("{m}e{}{:02}", if n < 0 { '-' } else { '+' }, n.abs());
    } else { format!("{x}") };
    if s.contains('.') { s } else { s + ".0" }
}
fn constant(c: &Const) -> String {
    match c {
        Const::None => "None".into(),
        Const::True => "True".into(),
        Const::False => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int(n) => n.to_string(),
        Const::BigInt(s) => s.clone(),
        Const::Float(b) => repr_float(f64::from_bits(*b)),
        Const::Complex(_, b) => { let s = repr_float(f64::from_bits(*b)); format!("{}j", s.strip_suffix(".0").unwrap_or(&s)) }
        Const::Str(s) => repr_str(s),
        Const::Bytes(b) => {
            let q = if b.contains(&b'\'') && !b.contains(&b'"') { b'"' } else { b'\'' };
            let mut out = format!("b{}", q as char);
            for &x in b {
                match x {
                    b'\\' => out.push_str("\\\\"),
                    b'\n' => out.push_str("\\n"),
                    b'\r' => out.push_str("\\r"),
                    b'\t' => out.push_str("\\t"),
                    x if x == q => { out.push('\\'); out.push(x as char); }
                    0x20..=0x7e => out.push(x as char),
                    x => out.push_str(&format!("\\x{x:02x}")),
                }
            }
            out.push(q as char);
            out
        }
        Const::Tuple(v) => match &v[..] {
            [one] => format!("({},)", constant(one)),
            v => format!("({})", v.iter().map(constant).collect::<Vec<_>>().join(", ")),
        },
        Const::FrozenSet(v) => format!("frozenset({{{}}})", v.iter().map(constant).collect::<Vec<_>>().join(", ")),
        Const::Code(_) => String::new(),
    }
}
