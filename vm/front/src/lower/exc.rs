//! try, with, and the undoing that jumps out of them need.
use super::*;

/// What `unwind` took away and `rewind` puts back.
pub(super) struct Undo<'t> { blocks: Vec<Block<'t>>, paused: Vec<usize>, handled: Vec<Reg>, assigned: Bits }

impl<'a, 't> Lower<'a, 't> {
    /// Emits the undoing of all blocks above `depth`, innermost first. Their regions stay closed until `rewind`.
    pub(super) fn unwind(&mut self, depth: usize, span: Span) -> Res<Undo<'t>> {
        let mut undo = Undo { blocks: vec![], paused: vec![], handled: self.u.handled.clone(), assigned: self.u.assigned.clone() };
        while self.u.blocks.len() > depth {
            let Some(b) = self.u.blocks.pop() else { break };
            match &b {
                Block::Loop { iter: Some(it), .. } => self.emit(Op::LeaveLoop, 0, *it, 0, 0, span.quiet()),
                Block::Loop { .. } | Block::Star => {}
                Block::Try { region } | Block::Plain { region } => { self.region_pause(*region); undo.paused.push(*region); }
                Block::Finally { region, body } => {
                    self.region_pause(*region);
                    undo.paused.push(*region);
                    self.stmts(body)?;
                }
                Block::Handler => {
                    self.u.handled.pop();
                    self.set_handled(span);
                }
                Block::Named { region, name } => {
                    self.region_pause(*region);
                    undo.paused.push(*region);
                    self.u.handled.pop();
                    self.set_handled(span);
                    self.forget(*name, span)?;
                }
                Block::With { region, exit, is_async, span } => {
                    self.region_pause(*region);
                    undo.paused.push(*region);
                    self.exit_normally(*exit, *is_async, *span);
                }
            }
            undo.blocks.push(b);
        }
        Ok(undo)
    }
    pub(super) fn rewind(&mut self, undo: Undo<'t>) {
        self.u.blocks.extend(undo.blocks.into_iter().rev());
        for r in undo.paused { self.region_resume(r); }
        self.u.handled = undo.handled;
        self.u.assigned = undo.assigned;
    }

    /// `name = None; del name` at the end of an except clause.
    fn forget(&mut self, name: Sym, span: Span) -> Res<()> {
        let span = span.quiet();
        if let Some(r) = self.fast(name) {
            self.emit(Op::LoadUndef, 0, r, 0, 0, span);
            self.u.assigned.clear(r);
            return Ok(());
        }
        let m = self.mark();
        let t = self.alloc();
        self.load_const(t, Const::None, span);
        self.store_name(name, t, span)?;
        self.delete_name(name, span);
        self.release(m);
        Ok(())
    }

    pub(super) fn try_stmt(&mut self, t: &'t Try, span: Span) -> Res<()> {
        if t.finalbody.is_empty() { return self.try_except(t, span); }
        self.line_mark(span);
        let x = self.alloc();
        let end = self.label();
        self.deep(span)?;
        let region = self.region_open();
        self.u.blocks.push(Block::Finally { region, body: &t.finalbody });
        if t.handlers.is_empty() { self.stmts(&t.body)?; } else { self.try_except(t, span)?; }
        self.u.blocks.pop();
        self.region_pause(region);
        self.stmts(&t.finalbody)?;
        self.jump(end, span);
        if self.region_handler(region, x) {
            self.u.handled.push(x);
            self.u.blocks.push(Block::Handler);
            self.stmts(&t.finalbody)?;
            self.u.blocks.pop();
            self.u.handled.pop();
            let last = t.finalbody.last().map_or(span, |s| s.span).quiet();
            self.emit(Op::Reraise, 0, x, 0, 0, last);
            self.u.reachable = false;
        }
        self.place(end);
        Ok(())
    }

    fn try_except(&mut self, t: &'t Try, span: Span) -> Res<()> {
        self.line_mark(span);
        if t.star { return self.try_star(t, span); }
        let x = self.alloc();
        let end = self.label();
        self.deep(span)?;
        let region = self.region_open();
        self.u.blocks.push(Block::Try { region });
        self.stmts(&t.body)?;
        self.u.blocks.pop();
        self.region_pause(region);
        self.stmts(&t.orelse)?;
        self.jump(end, span);
        let live = self.region_handler(region, x);
        self.u.handled.push(x);
        let n = t.handlers.len();
        for (i, h) in t.handlers.iter().enumerate() {
            let m = self.mark();
            let next = self.label();
            match &h.typ {
                Some(e) => {
                    let c = self.operand(e)?;
                    let m2 = self.alloc();
                    self.emit(Op::ExcMatch, 0, m2, x, c, h.span);
                    self.jump_if(Op::JumpIfFalse, m2, next, e.span);
                    self.release(m);
                }
                None if i + 1 < n => return Err(Fault::syntax("default 'except:' must be last", h.span)),
                None => self.line_mark(h.span),
            }
            match h.name {
                Some(name) => {
                    self.store_name(name, x, h.span)?;
                    let x2 = self.alloc();
                    let region = self.region_open();
                    self.u.blocks.push(Block::Named { region, name });
                    self.stmts(&h.body)?;
                    self.u.blocks.pop();
                    self.region_pause(region);
                    self.u.handled.pop();
                    self.set_handled(h.span);
                    self.forget(name, h.span)?;
                    self.jump(end, h.span);
                    if self.region_handler(region, x2) {
                        self.forget(name, h.span)?;
                        self.emit(Op::Reraise, 0, x2, 0, 0, NOWHERE);
                        self.u.reachable = false;
                    }
                    self.u.handled.push(x);
                }
                None => {
                    self.u.blocks.push(Block::Handler);
                    self.stmts(&h.body)?;
                    self.u.blocks.pop();
                    self.u.handled.pop();
                    self.set_handled(h.span);
                    self.u.handled.push(x);
                    self.jump(end, h.span);
                }
            }
            self.place(next);
            self.release(m);
        }
        self.u.handled.pop();
        let _ = live;
        let last = t.handlers.iter().rev().find_map(|h| h.typ.as_ref()).map_or(span, |e| e.span).quiet();
        self.emit(Op::Reraise, 0, x, 0, 0, last);
        self.u.reachable = false;
        self.place(end);
        Ok(())
    }

    fn try_star(&mut self, t: &'t Try, span: Span) -> Res<()> {
        // nothing but the except lines themselves shows a line
        let (at, span) = (span, span.quiet());
        let x = self.alloc();
        let end = self.label();
        self.deep(at)?;
        let region = self.region_open();
        self.u.blocks.push(Block::Try { region });
        self.stmts(&t.body)?;
        self.u.blocks.pop();
        self.region_pause(region);
        self.stmts(&t.orelse)?;
        self.jump(end, span);
        self.region_handler(region, x);
        self.u.handled.push(x);
        let (list, rest) = (self.alloc(), self.alloc());
        let m = self.mark();
        self.emit(Op::BuildList, 0, list, m, 0, span);
        self.mov(rest, x, span);
        let done = self.label();
        for h in &t.handlers {
            let next = self.label();
            let quiet = h.span.quiet();
            let pair = self.alloc_n(2);
            let x2 = self.alloc();
            if let Some(e) = &h.typ {
                let c = self.operand(e)?;
                self.emit(Op::ExcGroupMatch, 0, pair, rest, c, e.span);
            }
            self.jump_if(Op::JumpIfNone, pair, next, quiet);
            self.mov(rest, pair + 1, quiet);
            // the matching part is what is handled now
            self.u.handled.push(pair);
            self.set_handled(quiet);
            if let Some(name) = h.name { self.store_name(name, pair, quiet)?; }
            let region = self.region_open();
            self.u.blocks.push(Block::Star);
            self.u.blocks.push(Block::Plain { region });
            self.stmts(&h.body)?;
            self.u.blocks.pop();
            self.u.blocks.pop();
            self.region_pause(region);
            if let Some(name) = h.name { self.forget(name, quiet)?; }
            self.u.handled.pop();
            self.set_handled(quiet);
            self.jump(next, quiet);
            if self.region_handler(region, x2) {
                if let Some(name) = h.name { self.forget(name, quiet)?; }
                self.emit(Op::ListAppend, 0, list, x2, 0, quiet);
                self.set_handled(quiet);
            }
            self.place(next);
            self.jump_if(Op::JumpIfNone, rest, done, quiet);
            self.release(m);
        }
        self.place(done);
        let some = self.label();
        self.jump_if(Op::JumpIfNone, rest, some, span);
        self.emit(Op::ListAppend, 0, list, rest, 0, span);
        self.place(some);
        let r = self.alloc();
        self.emit(Op::ExcGroupReraise, 0, r, x, list, span);
        let none = self.label();
        self.jump_if(Op::JumpIfNone, r, none, span);
        self.emit(Op::Reraise, 0, r, 0, 0, span);
        self.u.reachable = false;
        self.place(none);
        self.u.handled.pop();
        self.set_handled(span);
        self.place(end);
        Ok(())
    }

    // ---- with ----------------------------------------------------------------------------------------------------------

    pub(super) fn with_stmt(&mut self, w: &'t With, i: usize, span: Span) -> Res<()> {
        let (ctx, target) = &w.items[i];
        // errors of the protocol are the statement's
        let at = span;
        if w.is_async && !self.is_async_code() {
            return Err(Fault::syntax("'async with' outside async function", span));
        }
        let x = self.alloc();
        let exit = self.alloc_n(2);
        let m = self.mark();
        let mgr = self.operand(ctx)?;
        let enter = self.alloc_n(2);
        let (n_enter, n_exit) = if w.is_async { (2, 3) } else { (0, 1) };
        self.emit(Op::LoadSpecial, 0, enter, mgr, n_enter, at);
        self.emit(Op::LoadSpecial, 0, exit, mgr, n_exit, at);
        self.emit(Op::CallMethod, 0, enter, enter, 0, at);
        if w.is_async {
            self.emit(Op::GetAwaitable, 1, enter, enter, 0, at);
            self.delegate(enter, enter + 1, at);
            self.mov(enter, enter + 1, at);
        }
        self.deep(span)?;
        let region = self.region_open();
        self.u.blocks.push(Block::With { region, exit, is_async: w.is_async, span: at });
        if let Some(t) = target { self.assign(t, enter)?; }
        self.release(m);
        if i + 1 < w.items.len() { self.with_stmt(w, i + 1, span)?; } else { self.stmts(&w.body)?; }
        self.u.blocks.pop();
        self.region_pause(region);
        self.release(m);
        let end = self.label();
        self.exit_normally(exit, w.is_async, at);
        self.jump(end, at);
        if self.region_handler(region, x) {
            self.u.handled.push(x);
            let t = self.alloc();
            self.emit(Op::WithExit, 0, t, x, exit, at);
            if w.is_async {
                self.emit(Op::GetAwaitable, 2, t, t, 0, at);
                let v = self.alloc();
                self.delegate(t, v, at);
                self.mov(t, v, at);
            }
            let quiet = self.label();
            self.jump_if(Op::JumpIfTrue, t, quiet, at);
            self.emit(Op::Reraise, 0, x, 0, 0, NOWHERE);
            self.u.reachable = false;
            self.place(quiet);
            self.u.handled.pop();
            self.set_handled(at);
        }
        self.place(end);
        Ok(())
    }

    /// `exit(None, None, None)`.
    fn exit_normally(&mut self, exit: Reg, is_async: bool, span: Span) {
        let m = self.mark();
        let w = if m == exit + 2 { exit } else {
            let w = self.alloc_n(2);
            self.mov(w, exit, span);
            self.mov(w + 1, exit + 1, span);
            w
        };
        let args = self.alloc_n(3);
        for k in 0..3 { self.load_const(args + k, Const::None, span); }
        // the exit pair may be needed by another way out: its registers are not written
        let t = self.alloc();
        self.emit(Op::CallMethod, 0, args, w, 3, span);
        if is_async {
            self.emit(Op::GetAwaitable, 2, args, args, 0, span);
            self.delegate(args, t, span);
        }
        self.release(m);
    }
}
