//! match: patterns test the subject part by part; names are bound after the whole pattern has matched.
use super::*;

type Captures = Vec<(Sym, Reg)>;

impl<'a, 't> Lower<'a, 't> {
    pub(super) fn match_stmt(&mut self, m: &'t Match, span: Span) -> Res<()> {
        let s = self.alloc();
        self.expr(&m.subject, s)?;
        let end = self.label();
        let n = m.cases.len();
        for (i, c) in m.cases.iter().enumerate() {
            let mark = self.mark();
            if i + 1 < n && c.guard.is_none() { irrefutable(&c.pattern, self.names)?; }
            let next = self.label();
            let mut caps = vec![];
            self.pattern(&c.pattern, s, next, &mut caps)?;
            for &(name, r) in &caps { self.store_name(name, r, c.pattern.span)?; }
            self.release(mark);
            if let Some(g) = &c.guard { self.cond(g, next, false)?; }
            self.stmts(&c.body)?;
            self.jump(end, span);
            self.place(next);
            self.release(mark);
        }
        self.place(end);
        Ok(())
    }

    fn capture(&mut self, n: Sym, r: Reg, caps: &mut Captures, span: Span) -> Res<()> {
        if caps.iter().any(|c| c.0 == n) {
            return Err(Fault::syntax(format!("multiple assignments to name '{}' in pattern", self.names.str(n)), span));
        }
        caps.push((n, r));
        Ok(())
    }

    /// Tests register `s`; goes to `fail` if it does not match. Temporaries stay allocated: captures refer to them.
    fn pattern(&mut self, p: &'t Pattern, s: Reg, fail: Label, caps: &mut Captures) -> Res<()> {
        let span = p.span;
        match &p.kind {
            PatternKind::Value(e) => {
                let v = self.operand(e)?;
                self.jump_insn(Insn::new_dc(Op::JNotEq, s, v, 0), fail, span);
            }
            PatternKind::Singleton(c) => {
                let v = self.alloc();
                self.load_const(v, c.clone(), span);
                self.jump_insn(Insn::new_dc(Op::JIsNot, s, v, 0), fail, span);
            }
            PatternKind::As(inner, name) => {
                if let Some(i) = inner {
                    self.pattern(i, s, fail, caps)?;
                }
                if let Some(n) = name { self.capture(*n, s, caps, span)?; }
            }
            PatternKind::Star(_) => return Err(Fault::syntax("can't use starred pattern here", span)),
            PatternKind::Sequence(v) => self.sequence(v, s, fail, caps, span)?,
            PatternKind::Mapping(items, rest) => self.mapping(items, *rest, s, fail, caps, span)?,
            PatternKind::Class(c, pos, kw) => self.class(c, pos, kw, s, fail, caps, span)?,
            PatternKind::Or(v) => self.alternatives(v, s, fail, caps, span)?,
        }
        Ok(())
    }

    fn sequence(&mut self, v: &'t [Pattern], s: Reg, fail: Label, caps: &mut Captures, span: Span) -> Res<()> {
        let star = v.iter().position(|x| matches!(x.kind, PatternKind::Star(_)));
        if let Some(k) = star {
            if v[k + 1..].iter().any(|x| matches!(x.kind, PatternKind::Star(_))) { return Err(Fault::syntax("multiple starred names in sequence pattern", span)); }
        }
        let t = self.alloc();
        self.emit(Op::MatchSequence, 0, t, s, 0, span);
        self.jump_if(Op::JumpIfFalse, t, fail, span);
        let need = v.len() - star.is_some() as usize;
        if star.is_none() || need > 0 {
            self.emit(Op::GetLen, 0, t, s, 0, span);
            let op = if star.is_some() { Op::JNotGeI } else { Op::JNotEqI };
            self.jump_insn(Insn::new_dc(op, t, need.min(32767) as u16, 0), fail, span);
        }
        let wild = |x: &Pattern| matches!(x.kind, PatternKind::As(None, None) | PatternKind::Star(None));
        if v.iter().all(wild) { return Ok(()); }
        match star {
            Some(k) if matches!(v[k].kind, PatternKind::Star(None)) => {
                // only the named items are looked at
                for (i, x) in v.iter().enumerate() {
                    if wild(x) { continue; }
                    let r = self.alloc();
                    if i < k {
                        self.emit(Op::LoadIndexI, 0, r, s, i as u16, x.span);
                    } else {
                        self.emit(Op::SubI, 0, r, t, (v.len() - i) as u16, x.span);
                        self.emit(Op::LoadIndex, 0, r, s, r, x.span);
                    }
                    self.pattern(x, r, fail, caps)?;
                }
            }
            _ => {
                let w = self.alloc_n(v.len() as u16);
                match star {
                    Some(k) => self.emit(Op::UnpackEx, (v.len() - k - 1) as u8, s, w, k as u16, span),
                    None => self.emit(Op::Unpack, 0, s, w, v.len() as u16, span),
                }
                for (i, x) in v.iter().enumerate() {
                    if let PatternKind::Star(n) = &x.kind {
                        if let Some(n) = n { self.capture(*n, w + i as u16, caps, x.span)?; }
                        continue;
                    }
                    self.pattern(x, w + i as u16, fail, caps)?;
                }
            }
        }
        Ok(())
    }

    fn mapping(&mut self, items: &'t [(Expr, Pattern)], rest: Option<Sym>, s: Reg, fail: Label, caps: &mut Captures, span: Span) -> Res<()> {
        let t = self.alloc();
        self.emit(Op::MatchMapping, 0, t, s, 0, span);
        self.jump_if(Op::JumpIfFalse, t, fail, span);
        let n = items.len() as u16;
        let mut keys = NOREG;
        if n > 0 {
            for (i, (k, _)) in items.iter().enumerate() {
                if let ExprKind::Joined(_) = k.kind { return Err(Fault::syntax("mapping pattern keys may only match literals and attribute lookups", span)); }
                if let Some(c) = k.as_const() {
                    if items[..i].iter().any(|(o, _)| o.as_const().is_some_and(|o| equal(o, c))) {
                        let s = crate::unparse::expr(k, self.names);
                        return Err(Fault::syntax(format!("mapping pattern checks duplicate key ({s})"), span));
                    }
                }
            }
            self.emit(Op::GetLen, 0, t, s, 0, span);
            self.jump_insn(Insn::new_dc(Op::JNotGeI, t, n, 0), fail, span);
            keys = self.alloc_n(n);
            for (i, (k, _)) in items.iter().enumerate() { self.expr(k, keys + i as u16)?; }
            let (tuple, vals) = (self.alloc(), self.alloc());
            self.emit(Op::BuildTuple, 0, tuple, keys, n, span);
            self.emit(Op::MatchKeys, 0, vals, s, tuple, span);
            self.jump_if(Op::JumpIfNone, vals, fail, span);
            let w = self.alloc_n(n);
            self.emit(Op::Unpack, 0, vals, w, n, span);
            for (i, (_, p)) in items.iter().enumerate() { self.pattern(p, w + i as u16, fail, caps)?; }
        }
        if let Some(name) = rest {
            let d = self.alloc();
            let m = self.mark();
            self.emit(Op::BuildMap, 0, d, m, 0, span);
            self.emit(Op::MapUpdate, 0, d, s, 0, span);
            for i in 0..n { self.emit(Op::DelIndex, 0, d, keys + i, 0, span); }
            self.capture(name, d, caps, span)?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn class(&mut self, c: &'t Expr, pos: &'t [Pattern], kw: &'t [(Sym, Span, Pattern)], s: Reg, fail: Label, caps: &mut Captures, span: Span) -> Res<()> {
        for (i, (n, _, p)) in kw.iter().enumerate() {
            if kw[..i].iter().any(|o| o.0 == *n) {
                return Err(Fault::syntax(format!("attribute name repeated in class pattern: {}", self.names.str(*n)), p.span));
            }
        }
        let w = self.alloc_n(3);
        self.mov(w, s, span);
        self.expr(c, w + 1)?;
        let mut names = vec![];
        for (n, _, _) in kw {
            names.push(str_const(self.names.str(*n)));
        }
        self.load_const(w + 2, Const::Tuple(names), span);
        let t = self.alloc();
        self.emit(Op::MatchClass, 0, t, w, pos.len() as u16, span);
        self.jump_if(Op::JumpIfNone, t, fail, span);
        let n = (pos.len() + kw.len()) as u16;
        if n == 0 { return Ok(()); }
        let v = self.alloc_n(n);
        self.emit(Op::Unpack, 0, t, v, n, span);
        for (i, p) in pos.iter().chain(kw.iter().map(|k| &k.2)).enumerate() { self.pattern(p, v + i as u16, fail, caps)?; }
        Ok(())
    }

    fn alternatives(&mut self, v: &'t [Pattern], s: Reg, fail: Label, caps: &mut Captures, span: Span) -> Res<()> {
        let yes = self.label();
        let mut common: Option<Captures> = None;
        let n = v.len();
        for (i, p) in v.iter().enumerate() {
            if i + 1 < n { irrefutable(p, self.names)?; }
            let next = self.label();
            let mut mine = vec![];
            self.pattern(p, s, if i + 1 < n { next } else { fail }, &mut mine)?;
            match &common {
                None => {
                    // the first alternative says where the names go
                    let mut to = vec![];
                    for &(name, r) in &mine {
                        let t = self.alloc();
                        self.mov(t, r, span);
                        to.push((name, t));
                    }
                    common = Some(to);
                }
                Some(to) => {
                    if to.len() != mine.len() || !mine.iter().all(|m| to.iter().any(|t| t.0 == m.0)) {
                        return Err(Fault::syntax("alternative patterns bind different names", span));
                    }
                    let moves: Vec<(Reg, Reg)> = mine.iter().filter_map(|m| to.iter().find(|t| t.0 == m.0).map(|t| (t.1, m.1))).collect();
                    for (a, b) in moves { self.mov(a, b, span); }
                }
            }
            if i + 1 < n { self.jump(yes, span); }
            self.place(next);
        }
        self.place(yes);
        for (name, r) in common.unwrap_or_default() { self.capture(name, r, caps, span)?; }
        Ok(())
    }
}

/// `==` of two constants, numbers of all kinds compared by value.
fn equal(a: &Const, b: &Const) -> bool {
    let num = |c: &Const| match c {
        Const::False => Some((0.0, 0.0)),
        Const::True => Some((1.0, 0.0)),
        Const::Int(n) if n.unsigned_abs() < 1 << 53 => Some((*n as f64, 0.0)),
        Const::Float(x) => Some((f64::from_bits(*x), 0.0)),
        Const::Complex(x, y) => Some((f64::from_bits(*x), f64::from_bits(*y))),
        _ => None,
    };
    a == b || num(a).is_some_and(|x| num(b) == Some(x))
}

/// A pattern that always matches must be the last.
fn irrefutable(p: &Pattern, names: &Interner) -> Res<()> {
    match &p.kind {
        PatternKind::As(None, None) => Err(Fault::syntax("wildcard makes remaining patterns unreachable", p.span)),
        PatternKind::As(None, Some(n)) => Err(Fault::syntax(format!("name capture '{}' makes remaining patterns unreachable", names.str(*n)), p.span)),
        PatternKind::As(Some(i), _) => irrefutable(i, names),
        PatternKind::Or(v) => v.last().map_or(Ok(()), |x| irrefutable(x, names)),
        _ => Ok(()),
    }
}
