//! Names: where a variable lives and the ops that reach it.
use super::*;

impl<'a, 't> Lower<'a, 't> {
    pub(super) fn mangled(&mut self, n: Sym) -> Sym {
        let c = self.scopes.all[self.u.cur].class;
        mangle(self.names, c, n)
    }

    /// Resolves an already mangled name from the current scope.
    pub(super) fn lookup(&self, n: Sym) -> Var {
        let mut t = self.u.cur;
        let mut crossed = false;
        loop {
            let sc = &self.scopes.all[t];
            let sy = sc.syms.get(&n).copied();
            if sc.kind == ScopeKind::Comp {
                if let Some(sy) = sy {
                    if sy.is_bound() {
                        let r = self.u.comp_regs.get(&(t, n)).copied().unwrap_or(0);
                        return if sy.captured { Var::Cell(r) } else { Var::Fast(r) };
                    }
                    if sy.flags & GLOBAL != 0 { return Var::Global; }
                }
                crossed = true;
                t = sc.parent;
                continue;
            }
            let reg = self.u.regs.get(&n).copied();
            let free = sc.frees.contains(&n);
            match sc.kind {
                ScopeKind::Module => {
                    let explicit = sy.is_some_and(|s| s.flags & GLOBAL != 0);
                    return if self.locals_differ && !explicit { Var::Name } else { Var::Global };
                }
                ScopeKind::Class => {
                    if crossed {
                        return match reg { Some(r) if free || n == sym::class && sc.class_cell => Var::Cell(r), _ => Var::Global };
                    }
                    if let Some(s) = sy {
                        if s.flags & GLOBAL != 0 { return Var::Global; }
                        if s.flags & NONLOCAL != 0 { return reg.map_or(Var::Global, Var::Cell); }
                        if s.is_bound() { return Var::Name; }
                    }
                    return match reg { Some(r) if free => Var::ClassCell(r), _ => Var::Name };
                }
                _ => {
                    if let Some(s) = sy {
                        if s.flags & GLOBAL != 0 { return Var::Global; }
                        if s.is_bound() {
                            let r = reg.unwrap_or(0);
                            return if s.captured { Var::Cell(r) } else { Var::Fast(r) };
                        }
                    }
                    if sc.sees_class && n != sym::classdict && n != sym::class {
                        return match self.scopes.class_flags(t, n) {
                            f if f & GLOBAL != 0 => Var::Global,
                            _ => Var::ClassDict(if free { reg } else { None }),
                        };
                    }
                    return match reg { Some(r) if free => Var::Cell(r), _ => Var::Global };
                }
            }
        }
    }

    /// Loads a name (not mangled yet) into `dst`.
    pub(super) fn load_name(&mut self, n: Sym, dst: Reg, span: Span) -> Res<()> {
        let n = self.mangled(n);
        match self.lookup(n) {
            Var::Fast(r) => { self.check(r, span); self.mov(dst, r, span); }
            Var::Cell(r) => self.emit(Op::LoadCell, 0, dst, r, 0, span),
            Var::Global => self.emit_site_bc(Op::LoadGlobal, dst, n, span),
            Var::Name => self.emit_site_bc(Op::LoadName, dst, n, span),
            Var::ClassCell(r) => self.emit_site(Op::LoadClassCell, dst, r, n, span),
            Var::ClassDict(cell) => {
                // the class's mapping first, then as usual
                let m = self.mark();
                let (d, k) = (self.alloc(), self.alloc());
                if let Some(&r) = self.u.regs.get(&sym::classdict) { self.emit(Op::LoadCell, 0, d, r, 0, span); }
                let s = self.names.str(n).to_string();
                self.load_const(k, str_const(&s), span);
                let (yes, end) = (self.label(), self.label());
                self.jump_insn(Insn::new_dc(Op::JIn, k, d, 0), yes, span);
                match cell { Some(r) => self.emit(Op::LoadCell, 0, dst, r, 0, span), None => self.emit_site_bc(Op::LoadGlobal, dst, n, span) }
                self.jump(end, span);
                self.place(yes);
                self.emit(Op::LoadIndex, 0, dst, d, k, span);
                self.place(end);
                self.release(m);
            }
        }
        Ok(())
    }
    /// Makes sure that a local is bound.
    pub(super) fn check(&mut self, r: Reg, span: Span) {
        if !self.u.assigned.get(r) {
            self.emit(Op::CheckLocal, 0, r, 0, 0, span);
            self.u.assigned.set(r);
        }
    }
    /// The register of a plain local, bound or not.
    pub(super) fn fast(&mut self, n: Sym) -> Option<Reg> {
        let n = self.mangled(n);
        match self.lookup(n) { Var::Fast(r) => Some(r), _ => None }
    }

    pub(super) fn store_name(&mut self, n: Sym, src: Reg, span: Span) -> Res<()> {
        let n = self.mangled(n);
        match self.lookup(n) {
            Var::Fast(r) => { self.mov(r, src, span); self.u.assigned.set(r); }
            Var::Cell(r) => self.emit(Op::StoreCell, 0, r, src, 0, span),
            Var::Global => self.emit_site_bc(Op::StoreGlobal, src, n, span),
            Var::Name | Var::ClassCell(_) | Var::ClassDict(_) => self.emit_site_bc(Op::StoreName, src, n, span),
        }
        Ok(())
    }
    pub(super) fn delete_name(&mut self, n: Sym, span: Span) {
        let n = self.mangled(n);
        match self.lookup(n) {
            Var::Fast(r) => {
                if self.u.assigned.get(r) { self.emit(Op::LoadUndef, 0, r, 0, 0, span); } else { self.emit(Op::DelLocal, 0, r, 0, 0, span); }
                self.u.assigned.clear(r);
            }
            Var::Cell(r) => self.emit(Op::DelCell, 0, r, 0, 0, span),
            Var::Global => self.emit_site_bc(Op::DelGlobal, 0, n, span),
            Var::Name | Var::ClassCell(_) | Var::ClassDict(_) => self.emit_site_bc(Op::DelName, 0, n, span),
        }
    }
}
