//! Automatic parallelism: forks, tasks, the write rule.
//!
//! A running task keeps a record for each fork that it is inside of (`Rec`: a loop or a call group). As long as nobody is idle
//! a record costs one compare and two stores per iteration. When a worker is idle it raises the poll flag of a busy one, which at its next safepoint
//! gives away half of what is left of its outermost fork that is *clean*: nothing older than the current iteration was written in it.
//! The new task reads everything that was there before that iteration, and writes only what it makes itself; a write by anyone to something that
//! a running task may see goes through `rule`, which cancels that task first.
//!
//! | file | holds |
//! |---|---|
//! | `site` | what is learned about each fork in the source |
//! | `enter` | the interpreter's side: a fork begins, goes on, ends |
//! | `split` | iterators: how many items are left, cut in two, joined again |
//! | `promote` | a latent fork becomes a task |
//! | `task` | what a task is; the runtime's shared state and its threads |
//! | `pool` | the threads: stealing, sleeping, waking |
//! | `join` | taking over a task's results, or its work |
//! | `rule` | writes to what others may see; waiting for the prefix; cancelling |
//! | `trap` | containers that a loop adds to, as others see them |
//! | `apart` | calls that a process pool would have made |
//! | `view` | accumulators of a task: what it would have added |
//! | `eager` | generator expressions, `map`, `filter` whose consumer takes every item, or stops |
//! | `hidden` | the frame that runs a native iterator for a consumer |
//! | `effect` | natives that only the program itself may run |
//! | `global` | loops over module variables |
//! | `sample` | where the time goes, for `fora explain` |
//! | `log` | output of tasks, kept until it is their turn |
//!
//! [P1] A record's `frame` is the index of a live frame in whose loop or group execution is, or the record is stale; stale
//! records hold no children (`LeaveFork` precedes what leaves a loop early; unwinding goes through `rule::unwound`).
//! [P2] Records ascend: the bounds of a record's children are at most its own bound, which is less than those of later records.
//! [P3] A task's plain data (`Task::out`) is written by its runner before `finish` and read by its parent after `collect`.
//! [P5] What a loop adds to bears the stamp EXEMPT only while that loop's record is the innermost: inside a further fork others may reach it
//! by another name, so there it has the stamp of the loop's iteration, and a write to it is a write like any other.
//! [P4] The runtime's locks are never held across a safepoint or a call that touches the heap.
//!
//! Loops that may be left early are given away in *windows*: a bounded part ahead, larger each time, and a *reserve*, the rest, which is a task
//! that nobody runs: later windows are cut from it, and in the end the loop itself goes on there.
//!
//! Absent: other machines (they will be one more victim to steal from).
pub mod apart;
pub mod eager;
pub mod effect;
pub mod enter;
pub mod global;
pub mod hidden;
pub mod join;
pub mod log;
pub mod pool;
pub mod promote;
pub mod rule;
pub mod sample;
pub mod site;
pub mod split;
pub mod task;
pub mod trap;
pub mod view;

use crate::cx::Cx;
use crate::value::Value;
use fora_heap::{FRESH, STAMP_SHIFT};
use std::sync::Arc;
use task::Task;

/// One tick of a clock, as clocks and bounds are kept: shifted like the stamp in a birth word.
pub const TICK: u64 = 1 << STAMP_SHIFT;
/// The stamp of objects that are reachable in one way only, which is known: accumulators, iterators of loops, storage of containers.
pub const EXEMPT: u64 = ((1 << 48) - 1) << STAMP_SHIFT;
const STAMP: u64 = EXEMPT;

#[allow(unsafe_code)] // [H1] of the heap: every object has a header
pub(crate) fn birth(v: Value) -> &'static std::sync::atomic::AtomicU64 { unsafe { &(*(v.0 as *const fora_heap::Header)).birth } } // SAFETY: `v` is a reference
/// When the object was born or last stamped.
pub fn stamp(v: Value) -> u64 { birth(v).load(std::sync::atomic::Ordering::Relaxed) & STAMP }
/// Stamps the object anew. Says nothing to the collector: FRESH stays as it is.
pub fn set_stamp(v: Value, s: u64) { let b = birth(v); b.store(b.load(std::sync::atomic::Ordering::Relaxed) & !STAMP | s, std::sync::atomic::Ordering::Relaxed) }

/// A fork that execution is inside of.
pub struct Rec {
    /// start of the current iteration or operand
    pub bound: u64,
    /// the iteration in which something older was written, as its bound
    pub dirty: u64,
    /// address of the loop's iterator register; null for a group
    pub key: *mut Value,
    pub site: &'static site::Site,
    /// index of the frame
    pub frame: u32,
    /// operand that runs, for a group
    pub operand: u16,
    /// its accumulators are marked exempt
    pub marked: bool,
    /// but not now: there is a fork inside it
    pub bare: bool,
    /// a loop over module variables whose assignments no fork outside it can miss
    pub globals: bool,
    /// containers it adds to whose contents moved to a stand-in
    pub trapped: Vec<trap::Trapped>,
    /// the names it assigns in its module are volatile
    pub volatile: bool,
    /// part of a fork that was given back: not to be split again
    pub native: bool,
    /// not looked at before this time, because too many iterations wrote to what is older; 0: awake
    pub asleep: u64,
    /// times that it fell asleep
    pub naps: u32,
    /// time when it began
    pub since: u64,
    /// items left when it began
    pub items: u64,
    /// time when it was last known how many items were left, and how many
    pub from: u64,
    pub had: u64,
    /// ticks per iteration, by these; 0: unknown
    pub rate: u64,
    /// may be left early: given away in windows
    pub early: bool,
    /// size of the next window
    pub ahead: u64,
    /// module variables that an operand of a group assigned while its tasks read the module's dict
    pub pending: Vec<(Value, Value)>,
    /// tasks that took over the rest, each with the bound it was forked at: ascending, so the last is the next in program order
    pub children: Vec<(u64, Arc<Task>)>,
}

/// A sleeping record's first nap, in ticks (about half a millisecond). Each is twice as long as the last.
const NAP: u64 = 1_200_000;

impl Rec {
    pub fn new(bound: u64, key: *mut Value, site: &'static site::Site, frame: u32, since: u64, items: u64) -> Rec {
        Rec { bound, dirty: 0, key, site, frame, operand: 0, marked: false, bare: false, globals: false, trapped: vec![], volatile: false, native: false, asleep: 0, naps: 0, since, items, from: since, had: items, rate: 0, early: false, ahead: 0, pending: vec![], children: vec![] }
    }
    /// Nobody looks at what its iterations write.
    pub fn off(&self) -> bool { self.native || self.asleep != 0 }
    /// It conflicts: let it be for a while.
    pub fn sleep(&mut self) {
        if pool::forced() { return; }
        self.asleep = ticks() + (NAP << self.naps.min(10));
        self.naps += 1;
    }
    /// `left` items are left: what iterations have cost since this was last known.
    pub fn measure(&mut self, left: u64, now: u64) {
        if self.had > left { self.rate = (now.wrapping_sub(self.from) / (self.had - left)).max(1) }
        self.from = now;
        self.had = left;
    }
}

/// The parallel half of a worker's context.
pub struct Par {
    /// iterator register of the innermost record, if that is a loop
    pub key: *mut Value,
    /// frame index of the innermost record
    pub top: u32,
    /// forks are looked at
    pub on: bool,
    /// there are records, or this is a task
    pub armed: bool,
    pub recs: Vec<Rec>,
    /// None: the program itself
    pub task: Option<Arc<Task>>,
    /// what the task assigned to module variables (a dict), or UNDEF
    pub overlay: Value,
    /// one more than the index of the frame whose module variables the records know
    pub gtop: u32,
    /// natives that run a generator expression themselves, innermost last
    pub consumers: Vec<eager::Taker>,
    /// items that a task of such a loop yielded: a list, or UNDEF
    pub gathered: Value,
    /// output goes to the stream itself
    pub direct: bool,
    /// the exception that a join brings has been through handlers of this frame
    pub again: bool,
    /// the StopIteration that ended a `map` or `filter`, or UNDEF
    pub stopped: Value,
    pub log: log::Log,
    pub folds: Vec<view::Fold>,
    /// of a task: generators that it made, to be closed when nobody can resume them
    pub watched: Vec<crate::gen::Generator>,
    /// no more records than these: the outer ones are given away first
    pub deep: usize,
    /// time of the sampling clock when it was last looked at
    pub sampled: u64,
    /// time of the last promotion
    pub promoted: u64,
    /// state of the random choices of forced mode
    pub random: u64,
}

impl Par {
    pub fn new() -> Par { Par { key: std::ptr::null_mut(), top: u32::MAX, on: false, armed: false, recs: vec![], task: None, overlay: Value::UNDEF, gtop: u32::MAX, consumers: vec![], gathered: Value::UNDEF, direct: false, again: false, stopped: Value::UNDEF, log: log::Log::default(), folds: vec![], watched: vec![], deep: enter::DEEP, sampled: 0, promoted: 0, random: 0x9e37_79b9 } }
}
impl Default for Par { fn default() -> Par { Par::new() } }

impl Cx {
    /// The next iteration of the innermost loop begins.
    #[inline(always)]
    pub fn iterate(&mut self) {
        self.m.clock += TICK;
        self.m.floor = self.m.clock | FRESH;
    }
    /// Runs a task, so that what it does may have to be undone.
    #[inline(always)]
    pub fn speculative(&self) -> bool { self.par.task.is_some() }
}

/// Brings key, top, armed and the floor in line with the records.
pub fn refresh(cx: &mut Cx) {
    let base = cx.par.task.as_ref().map_or(0, |t| t.base);
    let mut floor = base;
    for r in cx.par.recs.iter().rev() {
        if r.dirty != r.bound && !r.off() { floor = r.bound; break; }
        // cancelled ones see nothing any more
        if let Some(c) = r.children.iter().rev().find(|c| c.0 != 0) { floor = c.0; break; }
    }
    if cx.par.task.is_none() { floor = floor.max(apart::bound()) }
    cx.m.floor = floor.max(base) | FRESH;
    match cx.par.recs.last() { Some(r) => { cx.par.key = if r.off() { std::ptr::null_mut() } else { r.key }; cx.par.top = r.frame; } None => { cx.par.key = std::ptr::null_mut(); cx.par.top = u32::MAX; } }
    cx.par.gtop = match cx.par.recs.last() { Some(r) if r.globals && cx.par.task.is_none() => r.frame + 1, _ => u32::MAX };
    if cx.par.recs.last().is_some_and(|r| r.bare) { enter::cover(cx) }
    cx.par.armed = !cx.par.recs.is_empty() || cx.par.task.is_some() || apart::bound() != 0;
}
/// The bound of the innermost record lives in the floor while its iteration is clean: writes it back.
pub(crate) fn settle_top(cx: &mut Cx) {
    let clock = cx.m.floor & !FRESH;
    if let Some(r) = cx.par.recs.last_mut() { if !r.off() && !r.key.is_null() && clock > r.bound { r.bound = clock } }
}
/// Processor ticks.
#[inline(always)]
pub fn ticks() -> u64 {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    unsafe { std::arch::x86_64::_rdtsc() } // SAFETY: every x86-64 has it
    #[cfg(not(target_arch = "x86_64"))]
    { static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new(); START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as u64 }
}
