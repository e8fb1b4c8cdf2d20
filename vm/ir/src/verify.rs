//! The verifier: what an interpreter or compiler may take for granted about a `Code`.
//!
//! After `verify` succeeds:
//! - [V1] every op byte is an op, unused bits are zero, enumerations are in range;
//! - [V2] every register operand and window lies below `nregs`, parameters and named registers too;
//! - [V3] constants and sites exist and have the type that their operand asks for; a site has one user;
//! - [V4] jumps, handlers and forks stay inside the code; only `Loop` goes backward; no path runs off the end;
//! - [V5] registers that are read hold a value on every path, or a cell where a cell is asked for (see [`crate::flow`]);
//! - [V6] a generator's first op is MakeGenerator, and nothing else has it;
//! - [V7] strings are WTF-8, big ints decimal;
//! - and the same for every nested code.
//!
//! Deliberately absent: types of values, and whether a fork's facts (live, written, accumulators) are true of its code.
use crate::code::{Code, CodeFlags, Const};
use crate::flow;
use crate::fork::{Fork, ForkKind};
use crate::literal::is_wtf8;
use crate::operand::{self, Field};
use crate::ops::{Insn, Kind, Op};
use crate::NOREG;
use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// qualified name and first line of the code object
    pub code: String,
    /// the instruction, unless the fault is in a header
    pub pc: Option<u32>,
    pub op: Option<Op>,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.code)?;
        match (self.pc, self.op) {
            (Some(pc), Some(op)) => write!(f, "pc {pc} {}: ", op.row().name)?,
            (Some(pc), None) => write!(f, "pc {pc}: ")?,
            (None, _) => {}
        }
        f.write_str(&self.what)
    }
}
impl std::error::Error for Fault {}

/// Faults listed per code object at most: one mistake often shows in many places.
const MOST: usize = 10;

/// The first fault, if there is any.
pub fn verify(code: &Code) -> Result<(), Fault> { faults(code).into_iter().next().map_or(Ok(()), Err) }

/// Faults of the code and of everything nested in it.
pub fn faults(code: &Code) -> Vec<Fault> {
    let mut all = Vec::new();
    tree(code, &mut all);
    all
}

fn tree(code: &Code, all: &mut Vec<Fault>) {
    let mut c = Checker { code, faults: Vec::new(), sites: vec![false; code.sites.len()] };
    c.header();
    for (pc, &i) in code.insns.iter().enumerate() { c.insn(pc, i); }
    c.ranges();
    for f in &code.forks { c.fork(f); }
    // The flow analysis indexes by what was checked above.
    if c.faults.is_empty() {
        if let Err((pc, what)) = flow::check(code) { c.at(pc, what); }
    }
    all.append(&mut c.faults);
    for k in &code.consts { constants(k, all); }
}

fn constants(k: &Const, all: &mut Vec<Fault>) {
    match k {
        Const::Code(c) => tree(c, all),
        Const::Tuple(items) | Const::FrozenSet(items) => for k in items { constants(k, all); },
        Const::None | Const::True | Const::False | Const::Ellipsis | Const::Int(_) | Const::BigInt(_) | Const::Float(_) | Const::Complex(..) | Const::Str(_) | Const::Bytes(_) => {}
    }
}

struct Checker<'a> { code: &'a Code, faults: Vec<Fault>, /// sites that have a user
    sites: Vec<bool> }

impl Checker<'_> {
    fn fault(&mut self, pc: Option<usize>, what: String) {
        if self.faults.len() >= MOST { return; }
        let op = pc.and_then(|pc| self.code.insns.get(pc)).and_then(|i| Op::from_u8(i.op_byte()));
        self.faults.push(Fault { code: format!("{} ({}:{})", self.code.qualname, self.code.filename, self.code.first_line), pc: pc.map(|pc| pc as u32), op, what });
    }
    fn at(&mut self, pc: usize, what: impl Into<String>) { self.fault(Some(pc), what.into()) }
    fn head(&mut self, what: impl Into<String>) { self.fault(None, what.into()) }

    fn header(&mut self) {
        let c = self.code;
        let params = c.argcount as u32 + c.kwonly as u32 + c.flags.has(CodeFlags::VARARGS) as u32 + c.flags.has(CodeFlags::VARKEYWORDS) as u32;
        if c.nregs == NOREG { self.head("65535 registers: one is not a register"); }
        if c.posonly > c.argcount { self.head(format!("{} positional-only parameters of {}", c.posonly, c.argcount)); }
        if params as usize > c.varnames.len() { self.head(format!("{params} parameters but {} names", c.varnames.len())); }
        if c.varnames.len() > c.nregs as usize { self.head(format!("{} names but {} registers", c.varnames.len(), c.nregs)); }
        for (what, list) in [("cell", &c.cellvars), ("free", &c.freevars)] {
            for (n, r) in list { if *r >= c.nregs { self.head(format!("{what} variable {n} is in r{r}, of {} registers", c.nregs)); } }
        }
        if c.positions.len() != c.insns.len() { self.head(format!("{} positions for {} instructions", c.positions.len(), c.insns.len())); }
        if c.insns.len() > i32::MAX as usize { self.head("too many instructions"); }
        let generators = [CodeFlags::GENERATOR, CodeFlags::COROUTINE, CodeFlags::ASYNC_GENERATOR].into_iter().filter(|f| c.flags.has(*f)).count();
        if generators > 1 { self.head("more than one of generator, coroutine and async generator"); }
        match c.insns.first().map(|i| i.op_byte()) {
            None => self.head("no instructions"),
            Some(first) => if (generators == 1) != (first == Op::MakeGenerator as u8) { self.at(0, "MakeGenerator is the first op of generators, coroutines and async generators, and of nothing else"); },
        }
        for (i, k) in c.consts.iter().enumerate() { self.constant(i, k); }
        for (i, s) in c.sites.iter().enumerate() {
            if !matches!(c.consts.get(s.name as usize), Some(Const::Str(_))) { self.head(format!("site s{i}: k{} is not a string", s.name)); }
        }
    }

    fn constant(&mut self, i: usize, k: &Const) {
        match k {
            Const::Str(s) => if !is_wtf8(s) { self.head(format!("k{i}: not WTF-8")) },
            Const::BigInt(s) => {
                let digits = s.strip_prefix('-').unwrap_or(s);
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) { self.head(format!("k{i}: not a decimal number")); }
            }
            Const::Tuple(items) | Const::FrozenSet(items) => for k in items { self.constant(i, k); },
            Const::None | Const::True | Const::False | Const::Ellipsis | Const::Int(_) | Const::Float(_) | Const::Complex(..) | Const::Bytes(_) | Const::Code(_) => {}
        }
    }

    fn insn(&mut self, pc: usize, i: Insn) {
        let Some(op) = Op::from_u8(i.op_byte()) else { return self.at(pc, format!("no op has number {}", i.op_byte())) };
        if !i.is_canonical() { self.at(pc, "a bit is set in an unused field"); }
        if op == Op::MakeGenerator && pc != 0 { self.at(pc, "MakeGenerator is not the first op"); }
        if matches!(op, Op::Yield | Op::YieldFrom) && !self.code.is_generator_like() { self.at(pc, "outside generators and coroutines"); }
        let row = op.row();
        for (f, k) in row.fields { self.operand(pc, i, f, k); }
        if pc + 1 == self.code.insns.len() && !row.ends() { self.at(pc, "control runs off the end of the code"); }
    }

    fn operand(&mut self, pc: usize, i: Insn, f: Field, k: Kind) {
        let c = self.code;
        let v = i.operand(f, k);
        match k {
            Kind::None | Kind::N | Kind::I | Kind::I32 => {}
            Kind::Ropt if v == NOREG as i64 => {}
            Kind::W | Kind::R | Kind::RAny | Kind::RW | Kind::RU | Kind::Ropt | Kind::RCell | Kind::WCell | Kind::Check | Kind::Del | Kind::Undef => {
                if v >= c.nregs as i64 { self.at(pc, format!("r{v} of {} registers", c.nregs)); }
            }
            Kind::WinN | Kind::WinPairs | Kind::Win2 | Kind::Win3 | Kind::WinCall | Kind::WinCallKw | Kind::WinMethod | Kind::WinMethodKw
            | Kind::WinCallEx | Kind::WinExit | Kind::WinParts | Kind::WinIntr | Kind::OutN | Kind::OutStar | Kind::Out2 | Kind::OutMethod => self.window(pc, i, f, k),
            Kind::OutCells => {
                self.window(pc, i, f, k);
                let n = i.window(f, k).map_or(0, |w| w.len as usize);
                if n != c.freevars.len() { self.at(pc, format!("{n} cells copied of {} free variables", c.freevars.len())); }
                for (at, (name, r)) in c.freevars.iter().enumerate() {
                    if *r as i64 != v + at as i64 { self.at(pc, format!("free variable {name} goes to r{} but is said to be in r{r}", v + at as i64)); }
                }
            }
            Kind::K => match c.consts.get(v as usize) {
                None => self.at(pc, format!("k{v} of {} constants", c.consts.len())),
                Some(Const::Code(_)) => self.at(pc, format!("k{v} is code")),
                Some(Const::None | Const::True | Const::False | Const::Ellipsis | Const::Int(_) | Const::BigInt(_) | Const::Float(_) | Const::Complex(..) | Const::Str(_) | Const::Bytes(_) | Const::Tuple(_) | Const::FrozenSet(_)) => {}
            },
            Kind::KCode => if !matches!(c.consts.get(v as usize), Some(Const::Code(_))) { self.at(pc, format!("k{v} is not code")) },
            Kind::KStr => if !matches!(c.consts.get(v as usize), Some(Const::Str(_))) { self.at(pc, format!("k{v} is not a string")) },
            Kind::Site | Kind::SiteBC => match self.sites.get_mut(v as usize) {
                None => self.at(pc, format!("s{v} of {} sites", c.sites.len())),
                Some(used) if *used => self.at(pc, format!("s{v} has another user")),
                Some(used) => *used = true,
            },
            Kind::Jmp | Kind::J24 => {
                let to = pc as i64 + 1 + v;
                if !(0..c.insns.len() as i64).contains(&to) { self.at(pc, format!("jumps to {to}, of {} instructions", c.insns.len())); }
                // Only Loop polls for safepoints: no cycle may go without one.
                if (i.op() == Op::Loop) != (to <= pc as i64) { self.at(pc, format!("jumps to {to}: Loop goes backward, everything else forward")); }
            }
            Kind::InPlace | Kind::Conv | Kind::Exc | Kind::Special | Kind::Await | Kind::Intr => {
                let n = k.names().map_or(0, <[_]>::len);
                if v as usize >= n { self.at(pc, format!("{k:?} {v} of {n}")); }
            }
            Kind::Temps => {}
            Kind::Parts => if v >= 1 << operand::PARTS.len() { self.at(pc, format!("unknown function part in {v:#b}")) },
        }
    }

    fn window(&mut self, pc: usize, i: Insn, f: Field, k: Kind) {
        let Some(w) = i.window(f, k) else { return };
        if w.first as u32 + w.len > self.code.nregs as u32 {
            self.at(pc, format!("the window of {} registers from r{} is outside the {} registers", w.len, w.first, self.code.nregs));
        }
    }

    fn ranges(&mut self) {
        let c = self.code;
        let len = c.insns.len() as u32;
        for (i, h) in c.handlers.iter().enumerate() {
            if h.start > h.end || h.end > len { self.head(format!("handler {i}: range {}..{} of {len} instructions", h.start, h.end)); }
            if h.target >= len { self.head(format!("handler {i}: target {} of {len} instructions", h.target)); }
            if h.reg >= c.nregs { self.head(format!("handler {i}: r{} of {} registers", h.reg, c.nregs)); }
        }
    }

    fn fork(&mut self, f: &Fork) {
        let c = self.code;
        let len = c.insns.len() as u32;
        let (head, bad) = match &f.kind {
            ForkKind::Loop { head, exit, iter, item } => (*head, match c.insns.get(*head as usize) {
                Some(i) if i.op_byte() == Op::ForIter as u8 => {
                    if i.a() != *item || i.b() != *iter { Some("item and iterator are not those of its ForIter") }
                    else if i.target(*head as usize) != Some(*exit as i64) { Some("its exit is not that of its ForIter") }
                    else { None }
                }
                _ => Some("its head is not a ForIter"),
            }),
            ForkKind::While { head, exit } => (*head, (head >= exit || *exit > len).then_some("its range is not inside the code")),
            ForkKind::Group { operands, join } => {
                let mut at = 0;
                let mut bad = None;
                for (s, e, r) in operands {
                    if *s < at || s > e || *e > *join || *join > len { bad = Some("its operands are not in order, apart and before the join"); }
                    if *r >= c.nregs && *r != NOREG { bad = Some("an operand's register does not exist"); }
                    at = *e;
                }
                (operands.first().map_or(*join, |o| o.0), bad)
            }
        };
        let bad = bad
            .or(f.live_in.iter().chain(&f.written).any(|r| *r >= c.nregs).then_some("a register in its lists does not exist"))
            .or(f.global_writes.iter().any(|s| *s as usize >= c.sites.len()).then_some("a global's site does not exist"))
            .or(f.accumulators.iter().any(|a| a.pc >= len || a.reg >= c.nregs && a.reg != NOREG || a.reg == NOREG && a.site as usize >= c.sites.len())
                .then_some("an accumulator's place, register or site does not exist"));
        if let Some(what) = bad { self.head(format!("fork at {head}: {what}")); }
    }
}
