//! A task, and what the runtime shares between workers.
#![allow(unsafe_code)] // plain data handed over by the state word: [P3] of mod.rs
use super::site::Site;
use crate::cx::Cx;
use crate::value::Value;
use fora_task::TaskWord;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};

/// How a task ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End { Normal, Raised, /// gave up: its parent runs the part itself
    Failed }

/// What a task hands to its parent.
pub struct Out {
    pub end: End,
    /// instruction at which it raised, or left its loop
    pub pc: u32,
    /// instruction that the traceback tells of
    pub first: u32,
    /// its clock when it ended
    pub clock: u64,
    pub log: super::log::Log,
    pub folds: Vec<super::view::Fold>,
    /// generators that it made, to be closed when nobody can resume them
    pub watched: Vec<crate::gen::Generator>,
    pub ticks: u64,
    /// it left its loop early, at `pc`
    pub broke: bool,
}

pub struct Task {
    pub word: TaskWord,
    pub parent: Option<Arc<Task>>,
    /// context in which the parent runs
    pub owner: *mut Cx,
    pub base: u64,
    pub site: &'static Site,
    /// first operand, for a group
    pub operand: u16,
    /// frames below it in the program
    pub depth: u32,
    pub limit: u32,
    pub code: Value,
    pub func: Value,
    pub handled: Value,
    /// registers to begin with, an Array; the loop's iterator among them
    pub regs: Value,
    /// registers at the end, an Array; exception
    pub end_regs: AtomicU64,
    /// what its consumer does with what it yields, if one runs its loop
    pub mode: Option<super::eager::Mode>,
    /// the rest of a loop that is given away in windows: never offered
    pub reserve: bool,
    /// items it yielded, a list
    pub end_items: AtomicU64,
    /// its overlay at the end
    pub end_globals: AtomicU64,
    pub exc: AtomicU64,
    out: UnsafeCell<Out>,
    /// context that runs it, while one does
    pub runner: AtomicPtr<Cx>,
    pub failed: AtomicBool,
    /// it changed what was there before it, or reached outside: it can no longer be dropped
    pub committed: AtomicBool,
    /// stands for a call that runs apart (`apart`), on the program's own context: it is always dropped rather than let write or reach outside
    pub apart: bool,
}
// SAFETY: [P3]; values are reached by the collector through `LIVE`
unsafe impl Send for Task {}
unsafe impl Sync for Task {} // SAFETY: as above

impl Task {
    #[allow(clippy::too_many_arguments)]
    pub fn new(parent: Option<Arc<Task>>, owner: *mut Cx, base: u64, site: &'static Site, operand: u16, depth: u32, limit: u32, vals: [Value; 4]) -> Task {
        let [code, func, handled, regs] = vals;
        Task { word: TaskWord::queued(), parent, owner, base, site, operand, depth, limit, code, func, handled, regs, end_regs: AtomicU64::new(0), end_globals: AtomicU64::new(0), mode: None, reserve: false, end_items: AtomicU64::new(0), exc: AtomicU64::new(0),
            out: UnsafeCell::new(Out { end: End::Failed, pc: 0, first: 0, clock: 0, log: Default::default(), folds: vec![], watched: vec![], ticks: 0, broke: false }), runner: AtomicPtr::new(std::ptr::null_mut()), failed: AtomicBool::new(false), committed: AtomicBool::new(false), apart: false }
    }
    /// For the collector, in a pause: whoever owns the plain data stands still.
    pub fn trace(&self, mark: &mut dyn FnMut(Value)) {
        for v in [self.code, self.func, self.handled, self.regs, Value(self.end_regs.load(SeqCst)), Value(self.end_globals.load(SeqCst)), Value(self.end_items.load(SeqCst)), Value(self.exc.load(SeqCst))] { mark(v) }
        self.out().log.trace(mark);
        self.out().folds.iter().for_each(|f| f.trace(mark));
        self.out().watched.iter().for_each(|g| mark(g.0))
    }
    /// For who owns the plain data now.
    #[allow(clippy::mut_from_ref)]
    pub fn out(&self) -> &mut Out { unsafe { &mut *self.out.get() } } // SAFETY: [P3]
    /// It or one of those it belongs to is to be dropped.
    pub fn cancelled(&self) -> bool {
        let mut t = self;
        loop {
            if t.word.get().cancel() { return true; }
            match &t.parent { Some(p) => t = p, None => return false }
        }
    }
    /// Everything before it in the program is done.
    pub fn is_head(&self) -> bool {
        let mut t = self;
        loop {
            if !t.word.get().prefix_done() { return false; }
            match &t.parent { Some(p) => t = p, None => return true }
        }
    }
    /// Whether taking over what it keeps apart may turn out to be impossible: then it must stay possible to drop it.
    pub fn may_fail(&self) -> bool {
        use fora_ir::AccumulatorKind::*;
        self.site.fork.accumulators.iter().any(|a| !matches!(a.kind, Last | Cell | Print | Known)) || super::global::uses(self.site) || self.mode.is_some() || matches!(self.site.fork.kind, fora_ir::ForkKind::Loop { iter, .. } if super::split::may_stop(self.reg(iter)))
    }
    /// A register to begin with.
    pub fn reg(&self, r: u16) -> Value { unsafe { *crate::object::Array(self.regs).data().add(r as usize) } } // SAFETY: verified fork
    pub fn below(&self, other: &Task) -> bool {
        let mut t = Some(self);
        while let Some(x) = t { if std::ptr::eq(x, other) { return true; } t = x.parent.as_deref(); }
        false
    }
}

/// Tasks whose values the collector has to see.
static LIVE: Mutex<Vec<Arc<Task>>> = Mutex::new(Vec::new());
/// Objects kept for the life of the process.
static KEPT: Mutex<Vec<u64>> = Mutex::new(Vec::new());
fn lock<V>(m: &Mutex<V>) -> MutexGuard<'_, V> { m.lock().unwrap_or_else(|e| e.into_inner()) }
pub fn enlist(t: &Arc<Task>) { lock(&LIVE).push(t.clone()) }
///
/// The last one gone, nobody but the program itself runs Python code: a task's own forks are in the list as long as it is.
pub fn delist(t: &Arc<Task>) {
    let mut l = lock(&LIVE);
    if let Some(i) = l.iter().rposition(|x| Arc::ptr_eq(x, t)) { l.swap_remove(i); }
    if l.is_empty() { crate::workers::end() }
}
pub fn keep(v: Value) { lock(&KEPT).push(v.0) }
/// For the collector: all values that tasks hold. [P4]: nobody holds the locks in a pause.
pub fn trace(mark: &mut dyn FnMut(Value)) {
    for t in lock(&LIVE).iter() { t.trace(mark) }
    for v in lock(&KEPT).iter() { mark(Value(*v)) }
}
/// Somebody still runs a task that belongs to `t`.
pub fn running_below(t: &Task) -> bool { lock(&LIVE).iter().any(|x| !x.runner.load(SeqCst).is_null() && x.below(t)) }
/// Tasks that belong to `t`, which is being dropped, and that nobody runs: they will not begin.
pub fn settle_below(t: &Task) {
    let mut l = lock(&LIVE);
    for x in l.iter() { if x.below(t) && !std::ptr::eq(&**x, t) { x.word.request_cancel(); x.word.settle(); } }
    l.retain(|x| !x.below(t) || std::ptr::eq(&**x, t) || !x.runner.load(SeqCst).is_null());
}
