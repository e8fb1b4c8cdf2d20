//! Syntax tree to Fora IR: the builder of one code object, its registers, labels and protected regions.
//!
//! Registers: named ones first (parameters, locals, free variables, comprehension variables), temporaries above, used as a
//! stack. Code after a jump is not emitted until a label with a jump to it is placed; faults in it are still found.
mod call;
mod comp;
mod cond;
mod exc;
mod expr;
mod func;
mod names;
mod pattern;
mod stmt;
mod tidy;
mod types;

use crate::ast::*;
use crate::error::*;
use crate::lexer::RawWarning;
use crate::scope::*;
use crate::source::Source;
use fora_ir::{Code, CodeFlags, Const, Fork, ForkKind, Handler, Insn, Op, Site, NOREG};
use rustc_hash::FxHashMap;

pub type Reg = u16;

/// A set of registers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn get(&self, r: Reg) -> bool { self.0.get(r as usize / 64).is_some_and(|w| w >> (r % 64) & 1 != 0) }
    pub fn set(&mut self, r: Reg) {
        let i = r as usize / 64;
        if self.0.len() <= i { self.0.resize(i + 1, 0); }
        self.0[i] |= 1 << (r % 64);
    }
    pub fn clear(&mut self, r: Reg) { if let Some(w) = self.0.get_mut(r as usize / 64) { *w &= !(1 << (r % 64)); } }
    pub fn meet(&mut self, o: &Bits) {
        for (i, w) in self.0.iter_mut().enumerate() { *w &= o.0.get(i).copied().unwrap_or(0); }
    }
    pub fn without(&mut self, o: &Bits) {
        for (i, w) in self.0.iter_mut().enumerate() { *w &= !o.0.get(i).copied().unwrap_or(0); }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(u32);

#[derive(Default)]
struct LabelData { pc: Option<u32>, patches: Vec<u32>, state: Option<Bits> }

/// A protected region under construction: pieces of code that land in one handler.
struct Region { open: Option<u32>, pieces: Vec<(u32, u32)>, state: Bits }

/// Of what raises again on behalf of no statement: the frame goes on standing where the exception was raised.
const NOWHERE: Span = Span { start: u32::MAX, end: u32::MAX };
/// What an exit by return, break or continue must undo, innermost last.
enum Block<'t> {
    /// `iter`: the iterator, where leaving the loop early may have to close it
    /// `it`: the iterator of a loop that may be a fork
    Loop { brk: Label, cont: Target, iter: Option<Reg>, it: Option<Reg> },
    /// the body of a try with except clauses
    Try { region: usize },
    /// the body of a try with a finally clause
    Finally { region: usize, body: &'t [Stmt] },
    /// an exceptional copy of a finally body, or an except clause without a name: the handled exception is set back
    Handler,
    /// an except clause with a name
    Named { region: usize, name: Sym },
    /// `except*` clauses cannot be left by a jump
    Star,
    With { region: usize, exit: Reg, is_async: bool, span: Span },
    /// a region without undoing
    Plain { region: usize },
}

#[derive(Clone, Copy)]
enum Target { Back(u32), Forward(Label) }

/// A loop, as fork analysis wants it later.
pub(crate) struct LoopRec { pub head: u32, pub exit: u32, pub iter: Reg, pub item: Reg, pub span: Span, pub is_while: bool, pub iter_kind: IterKind }

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum IterKind { Fresh, Unknown, Other }

pub(crate) struct Unit<'t> {
    scope: ScopeId,
    /// innermost scope: `scope` or an inlined comprehension
    cur: ScopeId,
    name: String,
    qualname: String,
    /// what the qualified names of inner definitions begin with
    prefix: String,
    flags: CodeFlags,
    first_line: u32,
    argcount: u16,
    posonly: u16,
    kwonly: u16,
    insns: Vec<Insn>,
    spans: Vec<Span>,
    consts: Vec<Const>,
    ints: FxHashMap<i64, u32>,
    strs: FxHashMap<Vec<u8>, u32>,
    sites: Vec<Site>,
    handlers: Vec<Handler>,
    labels: Vec<LabelData>,
    varnames: Vec<String>,
    cellvars: Vec<(String, u16)>,
    freevars: Vec<(String, u16)>,
    regs: FxHashMap<Sym, Reg>,
    comp_regs: FxHashMap<(ScopeId, Sym), Reg>,
    named: Reg,
    next: Reg,
    max: Reg,
    blocks: Vec<Block<'t>>,
    regions: Vec<Region>,
    assigned: Bits,
    reachable: bool,
    handled: Vec<Reg>,
    unbinds: Bits,
    walrus: bool,
    loops: Vec<LoopRec>,
    groups: Vec<crate::forks::GroupRec>,
    too_big: bool,
    /// calls emitted so far: tells cheaply whether a stretch has one
    calls: u32,
}

/// How the result of a name look-up is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Var { Fast(Reg), Cell(Reg), Global, Name, ClassCell(Reg), ClassDict(Option<Reg>) }

pub struct Lower<'a, 't> {
    src: &'a Source,
    names: &'a mut Interner,
    scopes: &'a Scopes,
    u: Unit<'t>,
    pub warnings: Vec<RawWarning>,
    opts: &'a crate::Options,
    future_annotations: bool,
    locals_differ: bool,
    single: bool,
}

impl<'t> Unit<'t> {
    fn new(scope: ScopeId, name: String, qualname: String, flags: CodeFlags, first_line: u32) -> Unit<'t> {
        Unit {
            scope, cur: scope, name, qualname, prefix: String::new(), flags, first_line, argcount: 0, posonly: 0, kwonly: 0, insns: vec![], spans: vec![], consts: vec![],
            ints: FxHashMap::default(), strs: FxHashMap::default(), sites: vec![], handlers: vec![], labels: vec![], varnames: vec![], cellvars: vec![],
            freevars: vec![], regs: FxHashMap::default(), comp_regs: FxHashMap::default(), named: 0, next: 0, max: 0, blocks: vec![], regions: vec![],
            assigned: Bits::default(), reachable: true, handled: vec![], unbinds: Bits::default(), walrus: false, loops: vec![], groups: vec![], too_big: false, calls: 0,
        }
    }
}

pub(crate) fn str_const(s: &str) -> Const { Const::Str(s.as_bytes().to_vec()) }

impl<'a, 't> Lower<'a, 't> {
    pub fn new(src: &'a Source, names: &'a mut Interner, scopes: &'a Scopes, opts: &'a crate::Options, future_annotations: bool, single: bool) -> Self {
        let u = Unit::new(0, "<module>".into(), "<module>".into(), CodeFlags::default(), src.first_line);
        Lower { src, names, scopes, u, warnings: vec![], opts, future_annotations, locals_differ: opts.locals_differ, single }
    }

    // ---- emission ------------------------------------------------------------------------------------------------------

    fn push(&mut self, i: Insn, span: Span) {
        if !self.u.reachable { return; }
        if matches!(i.op(), Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx) { self.u.calls += 1; }
        self.u.insns.push(i);
        self.u.spans.push(span);
    }
    fn pc(&self) -> u32 { self.u.insns.len() as u32 }
    fn emit(&mut self, op: Op, d: u8, a: Reg, b: Reg, c: Reg, span: Span) { self.push(Insn::new(op, d, a, b, c), span); }
    fn emit_bc(&mut self, op: Op, a: Reg, bc: u32, span: Span) { self.push(Insn::new_bc(op, 0, a, bc), span); }

    /// An op whose `dc` field is a named site.
    fn emit_site(&mut self, op: Op, a: Reg, b: Reg, name: Sym, span: Span) {
        if !self.u.reachable { return; }
        let s = self.site(name);
        self.push(Insn::new_dc(op, a, b, s), span);
    }
    fn emit_site_bc(&mut self, op: Op, a: Reg, name: Sym, span: Span) {
        if !self.u.reachable { return; }
        let s = self.site(name);
        self.push(Insn::new_bc(op, 0, a, s), span);
    }
    fn site(&mut self, name: Sym) -> u32 {
        let s = self.names.str(name).as_bytes().to_vec();
        let name = self.str_index(s);
        self.u.sites.push(Site { name });
        self.u.sites.len() as u32 - 1
    }
    fn str_index(&mut self, s: Vec<u8>) -> u32 {
        if let Some(&k) = self.u.strs.get(&s) { return k; }
        let k = self.u.consts.len() as u32;
        self.u.consts.push(Const::Str(s.clone()));
        self.u.strs.insert(s, k);
        k
    }
    fn const_index(&mut self, c: Const) -> u32 {
        match c {
            Const::Str(s) => self.str_index(s),
            Const::Int(n) => {
                if let Some(&k) = self.u.ints.get(&n) { return k; }
                let k = self.u.consts.len() as u32;
                self.u.consts.push(Const::Int(n));
                self.u.ints.insert(n, k);
                k
            }
            Const::Code(_) => { self.u.consts.push(c); self.u.consts.len() as u32 - 1 }
            c => {
                // few other constants: the last ones are looked through
                let from = self.u.consts.len().saturating_sub(64);
                if let Some(k) = self.u.consts[from..].iter().position(|x| *x == c) { return (from + k) as u32; }
                self.u.consts.push(c);
                self.u.consts.len() as u32 - 1
            }
        }
    }
    fn load_const(&mut self, dst: Reg, c: Const, span: Span) {
        if !self.u.reachable { return; }
        if let Const::Int(n) = c {
            if let Ok(k) = i32::try_from(n) {
                self.emit_bc(Op::LoadInt, dst, k as u32, span);
                return;
            }
        }
        let k = self.const_index(c);
        self.emit_bc(Op::LoadConst, dst, k, span);
    }
    fn mov(&mut self, dst: Reg, src: Reg, span: Span) { if dst != src { self.emit(Op::Move, 0, dst, src, 0, span); } }

    // ---- temporaries -----------------------------------------------------------------------------------------------------

    fn alloc(&mut self) -> Reg { self.alloc_n(1) }
    fn alloc_n(&mut self, n: u16) -> Reg {
        let r = self.u.next;
        if r as u32 + n as u32 > 60_000 { self.u.too_big = true; return r; }
        self.u.next += n;
        self.u.max = self.u.max.max(self.u.next);
        r
    }
    fn mark(&self) -> Reg { self.u.next }
    fn release(&mut self, mark: Reg) { self.u.next = mark; }
    fn is_temp(&self, r: Reg) -> bool { r >= self.u.named }

    // ---- labels ------------------------------------------------------------------------------------------------------------

    fn label(&mut self) -> Label {
        self.u.labels.push(LabelData::default());
        Label(self.u.labels.len() as u32 - 1)
    }
    /// Emits a jump whose offset is filled in when the label is placed.
    fn jump_insn(&mut self, i: Insn, l: Label, span: Span) {
        if !self.u.reachable { return; }
        let pc = self.pc();
        self.push(i, span);
        let d = &mut self.u.labels[l.0 as usize];
        d.patches.push(pc);
        match &mut d.state { Some(s) => s.meet(&self.u.assigned), None => d.state = Some(self.u.assigned.clone()) }
    }
    fn jump(&mut self, l: Label, span: Span) {
        self.jump_insn(Insn::new_bc(Op::Jump, 0, 0, 0), l, span.quiet());
        self.u.reachable = false;
    }
    fn jump_if(&mut self, op: Op, r: Reg, l: Label, span: Span) { self.jump_insn(Insn::new_bc(op, 0, r, 0), l, span); }
    fn place(&mut self, l: Label) {
        let pc = self.pc();
        let d = &mut self.u.labels[l.0 as usize];
        d.pc = Some(pc);
        let patches = std::mem::take(&mut d.patches);
        if let Some(s) = d.state.take() {
            if self.u.reachable { self.u.assigned.meet(&s) } else { self.u.assigned = s }
            self.u.reachable = true;
        }
        for p in patches {
            // a jump to the very next instruction is dropped if it is the last one
            if p + 1 == pc && p + 1 == self.u.insns.len() as u32 && self.u.insns[p as usize].op() == Op::Jump {
                self.u.insns[p as usize] = Insn::new(Op::Nop, 0, 0, 0, 0);
                continue;
            }
            self.patch(p, pc);
        }
    }
    fn patch(&mut self, at: u32, target: u32) {
        let off = target as i64 - at as i64 - 1;
        let i = &mut self.u.insns[at as usize];
        let row = i.op().row();
        if row.c == fora_ir::ops::Kind::J24 {
            if !(-(1 << 23)..1 << 23).contains(&off) { self.u.too_big = true; }
            *i = Insn::new_dc(i.op(), i.a(), i.b(), off as u32 & 0xff_ffff);
        } else {
            *i = Insn::new_bc(i.op(), 0, i.a(), off as i32 as u32);
        }
    }
    /// A loop head: what may be unbound later on in the loop counts as unbound.
    fn loop_head(&mut self) -> u32 {
        let un = self.u.unbinds.clone();
        self.u.assigned.without(&un);
        self.pc()
    }
    fn loop_back(&mut self, head: u32, span: Span) {
        let off = head as i64 - self.pc() as i64 - 1;
        self.push(Insn::new_bc(Op::Loop, 0, 0, off as i32 as u32), span);
        self.u.reachable = false;
    }
    fn go(&mut self, t: Target, span: Span) {
        match t { Target::Back(h) => self.loop_back(h, span.quiet()), Target::Forward(l) => self.jump(l, span) }
    }
    /// A statement of which no other instruction may be left: a trace function shall see its line. `tidy` takes it away where the next
    /// instruction can show it.
    fn line_mark(&mut self, span: Span) { self.push(Insn::new(Op::Nop, 1, 0, 0, 0), span) }

    // ---- call groups -----------------------------------------------------------------------------------------------------

    /// Notes operands that were evaluated one after the other; `at` holds the pc and call count before each and after the last.
    fn note_group(&mut self, at: &[(u32, u32)], regs: &[Reg]) {
        if !self.u.reachable || at.windows(2).filter(|w| w[1].1 > w[0].1).count() < 2 { return; }
        let operands: Vec<(u32, u32, u16)> = at.windows(2).zip(regs).map(|(w, r)| (w[0].0, w[1].0, *r)).collect();
        // long ones in parts: each part is joined where the next begins
        let end = self.u.insns.len() as u32;
        let mut rest = &operands[..];
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(32));
            if part.len() > 1 { self.u.groups.push(crate::forks::GroupRec { operands: part.to_vec(), join: more.first().map_or(end, |o| o.0) }); }
            rest = more;
        }
    }
    fn here(&self) -> (u32, u32) { (self.u.insns.len() as u32, self.u.calls) }

    // ---- protected regions -------------------------------------------------------------------------------------------------

    fn region_open(&mut self) -> usize {
        let pc = self.pc();
        let mut state = self.u.assigned.clone();
        let un = self.u.unbinds.clone();
        state.without(&un);
        self.u.regions.push(Region { open: Some(pc), pieces: vec![], state });
        self.u.regions.len() - 1
    }
    fn region_pause(&mut self, i: usize) {
        let pc = self.pc();
        let r = &mut self.u.regions[i];
        if let Some(s) = r.open.take() { if s < pc { r.pieces.push((s, pc)); } }
    }
    fn region_resume(&mut self, i: usize) { let pc = self.pc(); self.u.regions[i].open = Some(pc); }
    /// Ends the region; its handler begins here with the exception in `reg`. False: nothing in it can raise, no handler is needed.
    fn region_handler(&mut self, i: usize, reg: Reg) -> bool {
        self.region_pause(i);
        let target = self.pc();
        let pieces = std::mem::take(&mut self.u.regions[i].pieces);
        if pieces.is_empty() { return false; }
        for (start, end) in pieces { self.u.handlers.push(Handler { start, end, target, reg }); }
        self.u.assigned = self.u.regions[i].state.clone();
        self.u.reachable = true;
        true
    }

    /// The exception being handled becomes the enclosing one.
    fn set_handled(&mut self, span: Span) {
        let r = self.u.handled.last().copied().unwrap_or(NOREG);
        self.emit(Op::SetHandled, 0, r, 0, 0, span.quiet());
    }

    // ---- code objects ------------------------------------------------------------------------------------------------------

    /// Sets up registers for the scope's variables; parameters are given in register order.
    fn declare(&mut self, params: &[Sym]) {
        let scopes = self.scopes;
        let sc = &scopes.all[self.u.scope];
        let optimised = !matches!(sc.kind, ScopeKind::Module | ScopeKind::Class);
        let mut n: Reg = 0;
        for &p in params {
            let s = self.names.str(p).to_string();
            self.u.varnames.push(s);
            self.u.regs.insert(p, n);
            self.u.assigned.set(n);
            n += 1;
        }
        if optimised {
            for &s in &sc.order {
                let sy = sc.syms.get(&s).copied().unwrap_or_default();
                if sy.is_bound() && !self.u.regs.contains_key(&s) {
                    let t = self.names.str(s).to_string();
                    self.u.varnames.push(t);
                    self.u.regs.insert(s, n);
                    n += 1;
                }
            }
        }
        // a class body's implicit cells
        if sc.kind == ScopeKind::Class {
            for (want, s) in [(sc.class_cell, sym::class), (sc.classdict, sym::classdict)] {
                if want {
                    let t = self.names.str(s).to_string();
                    self.u.varnames.push(t.clone());
                    self.u.regs.insert(s, n);
                    self.u.cellvars.push((t, n));
                    n += 1;
                }
            }
        }
        for &s in &sc.frees {
            let t = self.names.str(s).to_string();
            self.u.varnames.push(t.clone());
            self.u.freevars.push((t, n));
            // a class may bind the same name for itself; then only the cell has a register
            self.u.regs.insert(s, n);
            n += 1;
        }
        let mut pool: FxHashMap<Sym, Vec<Reg>> = FxHashMap::default();
        let comps = sc.comps.clone();
        for c in comps { self.declare_comp(c, &mut n, &mut pool, &mut vec![]); }
        self.u.named = n;
        self.u.next = n;
        self.u.max = n;
        self.u.walrus = sc.walrus;
        let unbinds: Vec<Sym> = sc.unbinds.iter().copied().collect();
        for s in unbinds { if let Some(&r) = self.u.regs.get(&s) { self.u.unbinds.set(r); } }
        if optimised {
            for &s in &sc.order {
                if sc.syms.get(&s).is_some_and(|y| y.captured && y.is_bound()) {
                    let r = self.u.regs[&s];
                    let t = self.names.str(s).to_string();
                    self.u.cellvars.push((t, r));
                }
            }
        }
    }
    fn declare_comp(&mut self, c: ScopeId, n: &mut Reg, pool: &mut FxHashMap<Sym, Vec<Reg>>, busy: &mut Vec<Reg>) {
        let scopes = self.scopes;
        let sc = &scopes.all[c];
        let depth = busy.len();
        for &s in &sc.order {
            if !sc.syms.get(&s).is_some_and(|y| y.is_bound()) { continue; }
            let free = pool.get(&s).and_then(|v| v.iter().copied().find(|r| !busy.contains(r)));
            let r = free.unwrap_or_else(|| {
                let r = *n;
                *n += 1;
                pool.entry(s).or_default().push(r);
                r
            });
            if r as usize == self.u.varnames.len() {
                let t = self.names.str(s).to_string();
                self.u.varnames.push(t);
            }
            busy.push(r);
            self.u.comp_regs.insert((c, s), r);
        }
        for k in sc.comps.clone() { self.declare_comp(k, n, pool, busy); }
        busy.truncate(depth);
    }

    /// What comes before the body: generator creation, closure, cells.
    fn prologue(&mut self, span: Span) {
        let lazy = CodeFlags(CodeFlags::GENERATOR.0 | CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0);
        if self.u.flags.0 & lazy.0 != 0 { self.emit(Op::MakeGenerator, 0, 0, 0, 0, span); }
        if let Some(&(_, first)) = self.u.freevars.first() { self.emit(Op::CopyFree, 0, first, self.u.freevars.len() as u16, 0, span.quiet()); }
        for k in 0..self.u.cellvars.len() {
            let r = self.u.cellvars[k].1;
            self.emit(Op::MakeCell, 0, r, 0, 0, span.quiet());
        }
    }

    fn finish(&mut self, mut unit: Unit<'t>) -> Res<Code> {
        if unit.too_big || unit.max > 60_000 { return Err(Fault::new(ErrorKind::MemoryError, "code object too large", Span::default())); }
        tidy::tidy(&mut unit);
        let mut forks = crate::forks::analyse(self.src, &unit_view(&unit));
        tidy::mark_forks(&mut unit, &mut forks);
        let mut hint = 0;
        let mut positions: Vec<_> = unit.spans.iter().map(|s| if *s == NOWHERE { Default::default() } else { self.src.pos(*s, &mut hint) }).collect();
        // a generator that has not begun stands at its first line, in no column
        if unit.insns.first().is_some_and(|i| i.op() == Op::MakeGenerator) { if let Some(p) = positions.first_mut() { *p = fora_ir::Pos { line: unit.first_line, end_line: unit.first_line, ..Default::default() } } }
        Ok(Code {
            name: unit.name, qualname: unit.qualname, filename: self.src.filename.clone(), first_line: unit.first_line, argcount: unit.argcount, posonly: unit.posonly,
            kwonly: unit.kwonly, flags: unit.flags, nregs: unit.max.max(1), varnames: unit.varnames, cellvars: unit.cellvars, freevars: unit.freevars, consts: unit.consts,
            sites: unit.sites, insns: unit.insns, positions, handlers: unit.handlers, forks,
        })
    }

    /// The whole input.
    pub fn module(&mut self, module: &'t Module) -> Res<Code> {
        let mut flags = CodeFlags::MODULE;
        if self.future_annotations { flags.set(CodeFlags::FUTURE_ANNOTATIONS); }
        self.u.flags = flags;
        self.declare(&[]);
        let start = Span::default();
        match module {
            Module::Eval(e) => {
                self.prologue(start);
                let r = self.operand(e)?;
                self.emit(Op::Return, 0, r, 0, 0, e.span);
            }
            Module::Body(v) => {
                let top = self.opts.top_level_await && self.scopes.all[0].coroutine;
                if top { self.u.flags.set(CodeFlags::COROUTINE); }
                self.prologue(start);
                if self.scopes.all[0].annotations { self.emit(Op::SetupAnnotations, 0, 0, 0, 0, start); }
                let body = self.docstring(v, start)?;
                self.stmts(body)?;
                let t = self.alloc();
                let span = v.last().map_or(start, |s| s.span).quiet();
                self.load_const(t, Const::None, span);
                self.emit(Op::Return, 0, t, 0, 0, span);
            }
        }
        let u = std::mem::replace(&mut self.u, Unit::new(0, String::new(), String::new(), CodeFlags::default(), 0));
        self.finish(u)
    }

    /// Stores the docstring of a module or class body as `__doc__`; the statements after it.
    fn docstring(&mut self, v: &'t [Stmt], _start: Span) -> Res<&'t [Stmt]> {
        if self.single { return Ok(v); }
        if let Some(Stmt { kind: StmtKind::Expr(e), span }) = v.first() {
            if let Some(Const::Str(_)) = e.as_const() {
                if self.opts.optimize < 2 {
                    let t = self.alloc();
                    let c = e.as_const().cloned().unwrap_or(Const::None);
                    self.load_const(t, c, *span);
                    self.store_name(sym::doc, t, *span)?;
                    self.release(t);
                }
                return Ok(&v[1..]);
            }
        }
        Ok(v)
    }

    fn warn(&mut self, msg: String, span: Span) {
        self.warnings.push(RawWarning { category: Category::SyntaxWarning, msg, span, line_only: false });
    }
    fn is_async_code(&self) -> bool {
        let f = self.u.flags;
        f.has(CodeFlags::COROUTINE) || f.has(CodeFlags::ASYNC_GENERATOR)
    }
}

/// What fork analysis reads of a finished unit.
pub(crate) struct View<'v> {
    pub insns: &'v [Insn],
    pub handlers: &'v [Handler],
    pub loops: &'v [LoopRec],
    pub groups: &'v [crate::forks::GroupRec],
    pub sites: &'v [Site],
    pub consts: &'v [Const],
    pub spans: &'v [Span],
    pub cells: Vec<Reg>,
    pub named: Reg,
    pub nregs: Reg,
    /// a generator expression: its yields hand items to whoever runs it
    pub genexpr: bool,
}

fn unit_view<'v>(u: &'v Unit<'_>) -> View<'v> {
    let cells = u.cellvars.iter().chain(&u.freevars).map(|c| c.1).collect();
    View { insns: &u.insns, handlers: &u.handlers, loops: &u.loops, groups: &u.groups, sites: &u.sites, consts: &u.consts, spans: &u.spans, cells, named: u.named, nregs: u.max, genexpr: u.name == "<genexpr>" && u.flags.0 & (CodeFlags::COROUTINE.0 | CodeFlags::ASYNC_GENERATOR.0) == 0 }
}
