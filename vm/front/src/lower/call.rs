//! Calls: callee and arguments in consecutive registers at the top of the temporaries.
use super::*;

impl<'a, 't> Lower<'a, 't> {
    pub(super) fn call(&mut self, e: &'t Expr, c: &'t Call, dst: Reg) -> Res<()> {
        self.warn_callee(c);
        let mut span = e.span;
        let unpack = c.args.iter().any(|a| matches!(a.kind, ExprKind::Starred(_))) || c.keywords.iter().any(|k| k.name.is_none());
        self.check_keywords(&c.keywords)?;
        if unpack || c.args.len() + c.keywords.len() > 4000 {
            let base = self.alloc_n(3);
            self.expr(&c.func, base)?;
            self.unpacked(&c.args, &c.keywords, base, span)?;
            self.emit(Op::CallEx, 0, dst, base, 0, span);
            return Ok(());
        }
        let base;
        let method = if let ExprKind::Attribute(x, n) = &c.func.kind {
            base = self.alloc_n(2);
            let recv = self.receiver(x, base)?;
            let n = self.mangled(*n);
            let s = self.attr_span(&c.func, n);
            self.emit_site(Op::LoadMethod, base, recv, n, s);
            if s != c.func.span { span = Span::new(s.start, span.end); }
            true
        } else {
            base = self.alloc();
            self.expr(&c.func, base)?;
            false
        };
        let first = self.mark();
        let mut at = vec![self.here()];
        let mut temps = 0u8;
        for (k, a) in c.args.iter().enumerate() {
            if k < 8 && self.makes_iterator(a) { temps |= 1 << k; }
            let r = self.alloc();
            self.expr(a, r)?;
            at.push(self.here());
        }
        if c.args.len() > 1 && c.keywords.is_empty() {
            let regs: Vec<Reg> = (first..first + c.args.len() as u16).collect();
            self.note_group(&at, &regs);
        }
        let n = self.keywords(&c.keywords, c.args.len() as u16, span)?;
        let op = match (method, c.keywords.is_empty()) {
            (false, true) => Op::Call,
            (false, false) => Op::CallKw,
            (true, true) => Op::CallMethod,
            (true, false) => Op::CallMethodKw,
        };
        let temps = if matches!(op, Op::Call | Op::CallMethod) { temps } else { 0 };
        self.emit(op, temps, dst, base, n, span);
        Ok(())
    }
    /// Whether the value is an iterator that nobody else can have yet, if the names in it are the builtins'.
    fn makes_iterator(&mut self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Comp(c) => c.kind == CompKind::Gen,
            ExprKind::Call(c) => match c.func.kind {
                ExprKind::Name(n) => {
                    let m = self.mangled(n);
                    [sym::map, sym::filter, sym::zip, sym::enumerate].contains(&n) && matches!(self.lookup(m), Var::Global | Var::Name)
                }
                _ => false,
            },
            _ => false,
        }
    }
    fn receiver(&mut self, x: &'t Expr, hint: Reg) -> Res<Reg> {
        if let ExprKind::Name(n) = x.kind {
            if let Some(r) = self.fast(n) {
                self.check(r, x.span);
                return Ok(r);
            }
        }
        self.expr(x, hint)?;
        Ok(hint)
    }
    /// Values of keywords and the tuple of their names on top; the number of arguments in all.
    pub(super) fn keywords(&mut self, kws: &'t [Keyword], before: u16, span: Span) -> Res<u16> {
        if kws.is_empty() { return Ok(before); }
        let mut names = vec![];
        for k in kws {
            let r = self.alloc();
            self.expr(&k.value, r)?;
            names.push(str_const(self.names.str(k.name.unwrap_or(sym::underscore))));
        }
        let r = self.alloc();
        self.load_const(r, Const::Tuple(names), span);
        Ok(before + kws.len() as u16)
    }
    pub(super) fn check_keywords(&mut self, kws: &[Keyword]) -> Res<()> {
        if kws.len() < 2 { return Ok(()); }
        let mut seen = rustc_hash::FxHashSet::default();
        for k in kws {
            if let Some(n) = k.name {
                if !seen.insert(n) { return Err(Fault::syntax(format!("keyword argument repeated: {}", self.names.str(n)), k.span)); }
            }
        }
        Ok(())
    }
    /// Arguments with stars: base+1 the positional ones, base+2 the dict of keywords or UNDEF. `base` holds the callee.
    pub(super) fn unpacked(&mut self, args: &'t [Expr], kws: &'t [Keyword], base: Reg, span: Span) -> Res<()> {
        self.unpacked_args(args, base, span)?;
        self.unpacked_keywords(kws, base, span)
    }
    fn unpacked_args(&mut self, args: &'t [Expr], base: Reg, span: Span) -> Res<()> {
        match args {
            // the call itself turns any iterable into a tuple, or says what is wrong with it
            [Expr { kind: ExprKind::Starred(x), .. }] => self.expr(x, base + 1),
            _ => self.tuple_args(args, base + 1, span),
        }
    }
    fn tuple_args(&mut self, args: &'t [Expr], dst: Reg, span: Span) -> Res<()> {
        let m = self.mark();
        self.tuple(args, dst, span)?;
        self.release(m);
        Ok(())
    }
    pub(super) fn unpacked_keywords(&mut self, kws: &'t [Keyword], base: Reg, span: Span) -> Res<()> {
        let d = base + 2;
        if kws.is_empty() {
            self.emit(Op::LoadUndef, 0, d, 0, 0, span);
            return Ok(());
        }
        let m = self.mark();
        let head = kws.iter().take(32).position(|k| k.name.is_none()).unwrap_or(kws.len().min(32));
        for k in &kws[..head] {
            let r = self.alloc();
            let s = str_const(self.names.str(k.name.unwrap_or(sym::underscore)));
            self.load_const(r, s, k.span);
            let r = self.alloc();
            self.expr(&k.value, r)?;
        }
        self.emit(Op::BuildMap, 0, d, m, head as u16, span);
        self.release(m);
        for k in &kws[head..] {
            match k.name {
                None => {
                    let r = self.operand(&k.value)?;
                    self.emit(Op::MapMerge, 0, d, r, base, span);
                }
                Some(n) => {
                    // through a dict of one, so that a repeated name is noticed
                    let w = self.alloc_n(2);
                    let s = str_const(self.names.str(n));
                    self.load_const(w, s, k.span);
                    self.expr(&k.value, w + 1)?;
                    self.emit(Op::BuildMap, 0, w, w, 1, k.span);
                    self.emit(Op::MapMerge, 0, d, w, base, span);
                }
            }
            self.release(m);
        }
        Ok(())
    }

    fn warn_callee(&mut self, c: &Call) {
        let t = match &c.func.kind {
            ExprKind::Const(k, _) => super::expr::const_type(k),
            ExprKind::Tuple(_) => "tuple",
            ExprKind::List(_) => "list",
            ExprKind::Dict(_) => "dict",
            ExprKind::Set(_) => "set",
            ExprKind::Comp(k) => match k.kind { CompKind::List => "list", CompKind::Set => "set", CompKind::Dict => "dict", CompKind::Gen => "generator" },
            ExprKind::Joined(_) | ExprKind::Formatted(_) => "str",
            _ => return,
        };
        self.warn(format!("'{t}' object is not callable; perhaps you missed a comma?"), c.func.span);
    }
}
