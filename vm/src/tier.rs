//! The seam to a compiler: what the interpreter tells it, and what it is told.
//!
//! Called on cold edges only, so that a program that never gets hot pays one test of a byte per turn of a loop: `Loop` instructions carry
//! their state in the fields that the op does not use. `d` is [`PLAIN`], [`COUNTED`] or [`COMPILED`]; a compiled one names its entry in `a`.
//! The other cold edge is the safepoint. Absent: any idea of traces or machine code. This crate names no compiler; the command
//! installs one before the runtime is made.
//!
//! [TI1] the state of a `Loop` is written by one aligned atomic store, by whoever compiles; op and jump distance never change.
#![allow(unsafe_code)] // the state of a Loop is written while others run it: [TI1]
use crate::cx::Cx;
use fora_ir::{Insn, Op};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering::Relaxed, Ordering::Release};
use std::sync::OnceLock;

/// What the interpreter does after it asked the compiler something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// goes on with the top frame where its pc says
    Go,
    /// an exception is pending in the top frame
    Raised,
    /// as `Go`, and shows every instruction to `step`
    Record,
}
/// What follows from a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next { /// the instruction is executed
    On, /// on its own, with all that it calls, of which the compiler is shown nothing
    Apart, /// recording is over
    End }
pub trait Tier: Sync {
    /// The worker's poll flag was set and it stands at a safepoint: every register and pc is in its frame.
    fn safepoint(&self, _: &mut Cx) {}
    /// The way back `at` was gone often; the top frame stands at the head of the loop.
    fn hot(&self, _: &mut Cx, _at: *const Insn) -> Then { Then::Go }
    /// The way back `at` leads to compiled code; the top frame stands at the head of the loop.
    fn enter(&self, _: &mut Cx, _at: *const Insn) -> Then { Then::Go }
    /// While `cx.recording`: the instruction at the top frame's pc comes next.
    fn step(&self, _: &mut Cx) -> Next { Next::End }
    /// While `cx.recording`: the instruction under way raised.
    fn raised(&self, _: &mut Cx) {}
    /// While `cx.recording`: the activation of the interpreter that it goes on in ends.
    fn abandon(&self, _: &mut Cx) {}
    /// Words of the objects that compiled code refers to.
    fn roots(&self, _mark: &mut dyn FnMut(u64)) {}
}

/// No compiler: everything is interpreted.
pub struct NullTier;
impl Tier for NullTier {}

pub const PLAIN: u8 = 0;
pub const COUNTED: u8 = 1;
pub const COMPILED: u8 = 2;
/// Counters of each context, by the address of the way back.
pub const COUNTERS: usize = 256;
#[inline(always)]
pub fn counter(at: *const Insn) -> usize { (at as usize >> 3) & (COUNTERS - 1) }

static TIER: OnceLock<&'static dyn Tier> = OnceLock::new();
/// Turns of a loop until it is hot; 0: nothing is counted.
static THRESHOLD: AtomicU16 = AtomicU16::new(0);
/// Before the runtime is made.
pub fn install(t: &'static dyn Tier, threshold: u16) { if TIER.set(t).is_ok() { THRESHOLD.store(threshold, Relaxed) } }
pub fn installed() -> &'static dyn Tier { *TIER.get().unwrap_or(&(&NullTier as &dyn Tier)) }
pub fn threshold() -> u16 { THRESHOLD.load(Relaxed) }
/// The ways back of fresh code are counted, or not.
pub fn prepare(insns: &mut [Insn]) {
    let state = if threshold() > 0 { COUNTED } else { PLAIN };
    for i in insns { if i.op_byte() == Op::Loop as u8 { *i = with_state(*i, state, 0) } }
}
fn with_state(i: Insn, state: u8, entry: u16) -> Insn { Insn::new_bc(Op::Loop, state, entry, i.bc()) }
/// Changes the state of a way back.
pub fn publish(at: *const Insn, state: u8, entry: u16) {
    // SAFETY: [TI1] an instruction of live code, which is never freed; eight aligned bytes
    unsafe { let i = *at; if i.op_byte() == Op::Loop as u8 { AtomicU64::from_ptr(at as *mut u64).store(with_state(i, state, entry).0, Release) } }
}
/// Instructions as the front end made them.
pub fn plain(insns: &[Insn]) -> Vec<Insn> { insns.iter().map(|i| if i.op_byte() == Op::Loop as u8 { with_state(*i, PLAIN, 0) } else { *i }).collect() }
