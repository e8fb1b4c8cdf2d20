//! Which registers hold a value or a cell at each point: a forward analysis over all paths, exceptions included.
//!
//! A state has two bits per register: *value* (bound to a Python value on every path) and *cell* (holds a cell on every
//! path). Neither: unset, UNDEF, or not known. Where paths meet, both bits must hold on each, so a state only ever loses
//! bits: a fault found on the way is a fault in the end too, and the first one is reported at once.
//! Assumes that registers, windows and jumps were checked to be in range.
use crate::code::Code;
use crate::operand::Access;
use crate::ops::Kind;
use std::collections::BTreeSet;

/// Bits of all registers: values in the first half, cells in the second.
#[derive(Clone, PartialEq, Eq)]
struct State { bits: Box<[u64]>, half: usize }

#[derive(Clone, Copy)]
struct Bits { value: bool, cell: bool }

impl State {
    fn new(nregs: usize) -> State {
        let half = nregs.div_ceil(64);
        State { bits: vec![0; half * 2].into(), half }
    }
    fn get(&self, r: u16) -> Bits {
        let (w, b) = (r as usize / 64, r % 64);
        Bits { value: self.bits[w] >> b & 1 == 1, cell: self.bits[self.half + w] >> b & 1 == 1 }
    }
    fn set(&mut self, r: u16, to: Bits) {
        let (w, b) = (r as usize / 64, r % 64);
        for (w, on) in [(w, to.value), (self.half + w, to.cell)] { self.bits[w] = self.bits[w] & !(1 << b) | (on as u64) << b; }
    }
    /// Everything from `r` on becomes unknown.
    fn forget_from(&mut self, r: u16) {
        let (w, b) = (r as usize / 64, r % 64);
        for start in [0, self.half] {
            if w >= self.half { continue; }
            self.bits[start + w] &= (1 << b) - 1;
            self.bits[start + w + 1..start + self.half].fill(0);
        }
    }
    /// Meets with `other`; did anything change?
    fn meet(&mut self, other: &State) -> bool {
        let mut changed = false;
        for (a, b) in self.bits.iter_mut().zip(other.bits.iter()) {
            changed |= *a & !*b != 0;
            *a &= b;
        }
        changed
    }
}

const VALUE: Bits = Bits { value: true, cell: false };
const CELL: Bits = Bits { value: false, cell: true };
const UNKNOWN: Bits = Bits { value: false, cell: false };

struct Flow<'a> {
    code: &'a Code,
    /// number of the block that begins at a pc
    block_at: Vec<u32>,
    starts: Vec<u32>,
    entry: Vec<Option<State>>,
    /// innermost handler of each pc
    handler: Vec<u32>,
    work: BTreeSet<u32>,
}

const NONE: u32 = u32::MAX;

/// The first read of a register that may be unset, if there is one: its pc and what is wrong.
pub fn check(code: &Code) -> Result<(), (usize, String)> {
    let mut f = Flow::new(code);
    let mut start = State::new(code.nregs as usize);
    for r in 0..code.nparams() { start.set(r, VALUE); }
    f.reach(0, &start);
    while let Some(b) = f.work.pop_first() { f.block(b as usize)?; }
    Ok(())
}

impl Flow<'_> {
    fn new(code: &Code) -> Flow<'_> {
        let len = code.insns.len();
        let mut leader = vec![false; len + 1];
        leader[0] = true;
        for (pc, i) in code.insns.iter().enumerate() {
            if let Some(t) = i.target(pc) {
                leader[t as usize] = true;
                leader[pc + 1] = true;
            }
        }
        for h in &code.handlers { leader[h.target as usize] = true; }
        let mut block_at = vec![NONE; len];
        let mut starts = Vec::new();
        for pc in (0..len).filter(|pc| leader[*pc]) {
            block_at[pc] = starts.len() as u32;
            starts.push(pc as u32);
        }
        let entry = vec![None; starts.len()];
        Flow { code, block_at, starts, entry, handler: innermost(code), work: BTreeSet::new() }
    }

    /// Control may come to `pc` with this state.
    fn reach(&mut self, pc: usize, s: &State) {
        let b = self.block_at[pc] as usize;
        let changed = match &mut self.entry[b] {
            Some(old) => old.meet(s),
            none => { *none = Some(s.clone()); true }
        };
        if changed { self.work.insert(b as u32); }
    }

    fn block(&mut self, b: usize) -> Result<(), (usize, String)> {
        let Some(mut s) = self.entry[b].clone() else { return Ok(()) };
        let end = self.starts.get(b + 1).map_or(self.code.insns.len(), |e| *e as usize);
        let mut scratch = s.clone();
        for pc in self.starts[b] as usize..end {
            let i = self.code.insns[pc];
            let row = i.op().row();
            let mut fault = None;
            let mut copied = UNKNOWN;
            // Reads come first, then what a call overwrites, then writes.
            i.for_each_register(|r, a| {
                if a.is_write() { return; }
                let now = s.get(r);
                let ok = match a {
                    Access::Read => now.value,
                    Access::ReadAny => now.value || now.cell,
                    Access::ReadCell => now.cell,
                    Access::ReadUndef => { copied = now; true }
                    Access::Write | Access::WriteCell | Access::WriteUndef | Access::WriteMaybeUndef => true,
                };
                if !ok && fault.is_none() { fault = Some((r, a, now)); }
            });
            if let Some((r, a, now)) = fault { return Err((pc, self.explain(r, a, now))); }
            let clobbers = i.clobbers_from();
            if let Some(from) = clobbers { s.forget_from(from); }
            if row.may_raise() && self.handler[pc] != NONE {
                let h = &self.code.handlers[self.handler[pc] as usize];
                scratch.clone_from(&s);
                scratch.set(h.reg, VALUE);
                self.reach(h.target as usize, &scratch);
            }
            let target = i.target(pc);
            if let Some(t) = target {
                // ForIter writes only where it does not jump: its target sees the state before.
                self.reach(t as usize, &s);
            }
            if row.ends() { return Ok(()); }
            i.for_each_register(|r, a| match a {
                Access::Read | Access::ReadAny | Access::ReadCell | Access::ReadUndef => {}
                Access::Write => s.set(r, VALUE),
                Access::WriteCell => s.set(r, CELL),
                Access::WriteUndef => s.set(r, UNKNOWN),
                Access::WriteMaybeUndef => s.set(r, copied),
            });
            for (f, k) in row.fields {
                // Going on proves the register bound.
                if k == Kind::Check || k == Kind::RU && target.is_some() {
                    let r = i.field(f) as u16;
                    if !s.get(r).cell { s.set(r, VALUE); }
                }
            }
        }
        if end < self.code.insns.len() { self.reach(end, &s); }
        Ok(())
    }

    fn explain(&self, r: u16, a: Access, now: Bits) -> String {
        let name = self.code.varnames.get(r as usize).map_or_else(String::new, |n| format!(" ({n})"));
        match (a, now) {
            (Access::ReadCell, Bits { value: true, .. }) => format!("needs a cell in r{r}{name}, which holds a value"),
            (Access::ReadCell, _) => format!("needs a cell in r{r}{name}, which may hold none here"),
            (_, Bits { cell: true, .. }) => format!("reads r{r}{name} as a value, but it holds a cell"),
            _ => format!("reads r{r}{name}, which may be unset here"),
        }
    }
}

/// The row of the exception table that counts at each pc: the first whose range has it. Each pc is visited once however
/// many ranges hold it: `next` leads past what is filled.
fn innermost(code: &Code) -> Vec<u32> {
    let len = code.insns.len();
    let mut of = vec![NONE; len];
    let mut next: Vec<u32> = (0..=len as u32).collect();
    for (row, h) in code.handlers.iter().enumerate() {
        let mut pc = free(&mut next, h.start);
        while pc < h.end {
            of[pc as usize] = row as u32;
            next[pc as usize] = pc + 1;
            pc = free(&mut next, pc);
        }
    }
    of
}

/// The first unfilled pc from `at` on, halving the path.
fn free(next: &mut [u32], mut at: u32) -> u32 {
    while next[at as usize] != at {
        let up = next[next[at as usize] as usize];
        next[at as usize] = up;
        at = up;
    }
    at
}
