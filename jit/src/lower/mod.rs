//! The compiler: `plan` looks at the trace, `regs` gives out registers while `ops` makes code instruction by instruction, `shape` makes
//! loops and ends, `exits` the code of exits.
//!
//! Absent: any knowledge of what other traces do; fallbacks for processors without AVX and BMI2 (they get [`Refused::Machine`]).

#[macro_use]
mod asm;
mod exits;
mod divide;
mod ops;
mod plan;
mod regs;
mod shape;
mod thunks;

use crate::abi::Loc;
use crate::cache::Cache;
use crate::code::{Code, ExitPoint, Given, Jit, Refused};
use asm::{Asm};
use dynasmrt::DynamicLabel;
use fora_trace::ir::{Exit, Op, Ref, Trace};
use fora_trace::runtime::Runtime;
use plan::{Plan, NONE};
use regs::{Learned, NOREG, NOSLOT};

/// Bytes between rsp in a trace and the saved registers.
pub const FRAME_SIZE: usize = thunks::FRAME as usize;

/// What all compilations share.
pub struct Machine { pub cache: Cache, thunks: thunks::Thunks }
impl Machine {
    pub fn new(runtime: &Runtime, limit: usize) -> Result<Machine, Refused> {
        if !(std::is_x86_feature_detected!("avx") && std::is_x86_feature_detected!("bmi2")) { return Err(Refused::Machine); }
        let cache = Cache::new(limit)?;
        let thunks = thunks::Thunks::new(&cache, runtime)?;
        Ok(Machine { cache, thunks })
    }
}

/// One run over a trace.
pub struct Lower<'a> {
    t: &'a Trace,
    plan: &'a Plan,
    jit: &'a Jit,
    given: Given<'a>,
    a: Asm,
    failed: Option<Refused>,
    /// instruction under way, twice that, twice the length
    i: u32,
    pos: u32,
    end: u32,
    // registers: what is in each, those that hold something, those that this instruction must keep
    reg: [u32; 32],
    taken: u32,
    locked: u32,
    /// registers of phis: others keep out while there are more
    phi_regs: u32,
    // values: register, slot, register wanted, used in the loop so far
    of: Vec<u8>,
    slot: Vec<u16>,
    hint: Vec<u8>,
    touched: Vec<bool>,
    /// known to be references
    is_ref: Vec<bool>,
    slots: u128,
    /// slots that the next instruction may have
    freed: u128,
    slots_max: u32,
    expired: usize,
    learned: Option<&'a Learned>,
    learn: Learned,
    looped: Option<shape::Looped>,
    /// the jump back was made by the guard before it
    turned: bool,
    start: DynamicLabel,
    /// exits that `Sync` names, kept for good
    kept: Vec<(u32, &'static Exit)>,
    /// label behind the instruction under way, for its code out of line
    after: Option<DynamicLabel>,
    marks: Vec<(u32, Ref)>,
    cold_at: usize,
    pool_at: usize,
    stubs: Vec<exits::Stub>,
    points: Vec<ExitPoint>,
    /// code out of line, made at the end
    cold: Vec<Box<dyn FnOnce(&mut Lower)>>,
}

pub fn compile(jit: &Jit, t: &Trace, given: Given) -> Result<Code, Refused> {
    let inherited: Vec<Loc> = match given.parent {
        Some((code, exit)) => { let e = code.exits.get(exit as usize).ok_or(Refused::Broken("no such exit"))?; e.values.iter().map(|v| v.loc).collect() }
        None => vec![],
    };
    let plan = Plan::new(t, &inherited);
    if let Some(why) = plan.broken { return Err(Refused::Broken(why)); }
    let mut learned = None;
    if plan.head.is_some() {
        let mut first = Lower::new(jit, t, &plan, given, None);
        first.run(&inherited);
        if let Some(e) = first.failed { return Err(e); }
        learned = Some(first.learn);
    }
    let mut last = Lower::new(jit, t, &plan, given, learned.as_ref());
    let body = last.run(&inherited);
    let slots = last.finish_exits();
    if let Some(e) = last.failed { return Err(e); }
    let (bytes, fixups) = last.a.finish().ok_or(Refused::Broken("labels"))?;
    let (at, first_slot) = jit.inner.cache.publish(&bytes, &fixups, &slots)?;
    let mut exits = last.points;
    for e in &mut exits { e.slot += first_slot; }
    crate::perf::note(at, bytes.len(), given.id, given.name);
    crate::gdb::note(at, bytes.len(), given.id, given.name);
    Ok(Code { id: given.id, entry: at, body: at + body, bytes: (at, bytes.len()), marks: last.marks, cold: last.cold_at as u32, pool: last.pool_at as u32, exits })
}

impl<'a> Lower<'a> {
    fn new(jit: &'a Jit, t: &'a Trace, plan: &'a Plan, given: Given<'a>, learned: Option<&'a Learned>) -> Lower<'a> {
        let n = t.ops.len();
        let mut a = Asm::new();
        let start = a.label();
        let learn = Learned { evicted: vec![false; n], cold: vec![false; n] };
        Lower { t, plan, jit, given, a, failed: None, i: 0, pos: 0, end: 2 * n as u32, reg: [NONE; 32], taken: 0, locked: 0, phi_regs: 0, of: vec![NOREG; n], slot: vec![NOSLOT; n], hint: vec![NOREG; n],
            touched: vec![false; n], is_ref: vec![false; n], slots: 0, freed: 0, slots_max: 0, expired: 0, learned, learn, looped: None, turned: false, start, kept: vec![], after: None, marks: Vec::with_capacity(n), cold_at: 0, pool_at: 0, stubs: vec![], points: vec![], cold: vec![] }
    }
    fn fail(&mut self, why: Refused) { if self.failed.is_none() { self.failed = Some(why) } }

    /// Makes the code of all instructions; result: where the body begins.
    fn run(&mut self, inherited: &[Loc]) -> usize {
        if self.given.parent.is_none() { thunks::prologue(&mut self.a); }
        let body = self.a.offset();
        let start = self.start;
        self.a.bind(start);
        for (i, ins) in self.t.ops.iter().enumerate() {
            if ins.op != Op::Inherit || self.plan.dead[i] || self.plan.same[i] != i as u32 { continue; }
            match inherited.get(ins.imm as usize) {
                Some(Loc::Gpr(r)) => self.assign(i as u32, *r),
                Some(Loc::Xmm(r)) => self.assign(i as u32, r + 16),
                Some(Loc::Spill(s)) => { self.slot[i] = *s; self.slots |= 1 << s; self.slots_max = self.slots_max.max(*s as u32 + 1); }
                Some(Loc::Const(_)) => {}
                Some(Loc::Sunk) | None => self.fail(Refused::Broken("inherits what is not there")),
            }
        }
        let mut ended = false;
        for i in 0..self.t.ops.len() as u32 {
            if self.failed.is_some() { return body; }
            self.i = i;
            self.pos = 2 * i;
            self.locked = 0;
            self.slots &= !std::mem::take(&mut self.freed);
            let ins = &self.t.ops[i as usize];
            if !(self.plan.dead[i as usize] || self.plan.folded[i as usize] || self.plan.early[i as usize]) { self.marks.push((self.a.offset() as u32, Ref(i))); self.op(ins); ended = matches!(ins.op, Op::Back | Op::Leave | Op::Link | Op::Return); }
            self.expire_to(2 * i + 1);
            if ended { break; }
        }
        if !ended { self.fail(Refused::Broken("no end")); }
        body
    }
    /// Code out of line, exits and constants; result: the slots' first targets.
    fn finish_exits(&mut self) -> Vec<usize> {
        self.cold_at = self.a.offset();
        for f in std::mem::take(&mut self.cold) { f(self); }
        let slots = self.emit_stubs();
        self.pool_at = self.a.offset();
        self.a.place_pool();
        slots
    }
}
