//! All traces of the process: where they begin, their exits' counters, what they keep alive, what became of each loop.
//!
//! [TR1] a trace is never freed once it is in the table; readers take no lock. The maps behind locks are only touched on cold edges,
//! and no lock is held across a safepoint.
#![allow(unsafe_code)] // the table of leaked traces: [TR1]
use crate::reasons::Reason;
use crate::rec::Start;
use fora_ir::Insn;
use fora_trace::ir::Trace;
use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering::{Acquire, Relaxed, Release}};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

pub const MOST: usize = 1 << 16;
/// A trace that can be entered.
pub struct Compiled {
    pub id: u32,
    pub t: Trace,
    pub exits: Box<[ExitInfo]>,
    pub start: Start,
    /// the loop's trace that it hangs on, or itself; how many hang on this one
    pub root: u32,
    pub sides: AtomicU32,
    pub code: crate::engine::Code,
    /// the function of the entered frame
    pub func: u64,
    /// does the bookkeeping of forks
    pub forks: bool,
    pub entered: AtomicU64,
    pub ticks: AtomicU64,
    /// windows in a row in which stays were short
    pub lows: AtomicU32,
    /// not worth entering
    pub short: std::sync::atomic::AtomicBool,
}
#[derive(Default)]
pub struct ExitInfo { /// how often it was taken
    pub count: AtomicU32, /// in all
    pub total: AtomicU64, /// one more than the trace that goes on there
    pub side: AtomicU32, /// recordings from here that failed
    pub fails: AtomicU32, /// of a `Leave`: one more than the trace whose head it goes to
    pub next: AtomicU32, /// how it is left, once it was
    pub plan: OnceLock<crate::leave::Plan> }
// SAFETY: its pointers are addresses of instructions, which are never freed and never written through them
unsafe impl Send for Compiled {}
unsafe impl Sync for Compiled {}
impl Compiled { pub fn side(&self, exit: u32) -> Option<&'static Compiled> { match self.exits[exit as usize].side.load(Acquire) { 0 => None, n => get(n - 1) } } }

static TABLE: [AtomicPtr<Compiled>; MOST] = [const { AtomicPtr::new(std::ptr::null_mut()) }; MOST];
static COUNT: AtomicU32 = AtomicU32::new(0);
/// What became of a loop, by the address of its way back.
#[derive(Clone, Debug)]
pub struct Fate { pub file: String, pub line: u32, pub trace: Option<u32>, pub why: Option<Reason>, pub fails: u32 }
#[derive(Default)]
struct Shared { heads: HashMap<usize, u32>, roots: HashMap<u64, Vec<u64>>, fates: HashMap<usize, Fate>, next_roots: u64 }
fn shared() -> MutexGuard<'static, Shared> {
    static SHARED: OnceLock<Mutex<Shared>> = OnceLock::new();
    SHARED.get_or_init(Default::default).lock().unwrap_or_else(PoisonError::into_inner)
}
pub fn get(id: u32) -> Option<&'static Compiled> { let p = TABLE.get(id as usize)?.load(Acquire); if p.is_null() { None } else { Some(unsafe { &*p }) } } // SAFETY: [TR1]
/// The number that the next trace will have.
pub fn count() -> u32 { COUNT.load(Relaxed) }
/// A number for a trace that is about to be made.
pub fn reserve() -> Option<u32> { let n = COUNT.fetch_add(1, Relaxed); if (n as usize) < MOST - 1 { Some(n) } else { COUNT.fetch_sub(1, Relaxed); None } }
/// Puts it in the table.
pub fn publish(c: Compiled) -> &'static Compiled {
    let c: &'static mut Compiled = Box::leak(Box::new(c));
    let p: *mut Compiled = c;
    let c = unsafe { &*p }; // SAFETY: [TR1] leaked
    TABLE[c.id as usize].store(p, Release);
    match c.start {
        Start::Loop { at, head } => {
            shared().heads.insert(head as usize, c.id);
            fora_vm::tier::publish(at, fora_vm::tier::COMPILED, c.id as u16);
        }
        Start::Exit { trace, exit } => if let Some(p) = get(trace) { p.exits[exit as usize].side.store(c.id + 1, Release) },
    }
    c
}
pub fn at_head(pc: *const Insn) -> Option<u32> { shared().heads.get(&(pc as usize)).copied() }
pub fn new_roots() -> u64 { let mut s = shared(); s.next_roots += 1; s.next_roots }
pub fn root(set: u64, w: u64) { shared().roots.entry(set).or_default().push(w) }
pub fn drop_roots(set: u64) { shared().roots.remove(&set); }
pub fn each_root(mark: &mut dyn FnMut(u64)) { for w in shared().roots.values().flatten() { mark(*w) } }
/// Notes what became of a loop; how often it failed.
pub fn fate(at: *const Insn, file: String, line: u32, trace: Option<u32>, why: Option<Reason>) -> u32 {
    let mut s = shared();
    let f = s.fates.entry(at as usize).or_insert(Fate { file, line, trace, why, fails: 0 });
    if trace.is_some() { f.trace = trace }
    if why.is_some() { f.why = why; f.fails += 1 }
    f.fails
}
pub fn fails(at: *const Insn) -> u32 { shared().fates.get(&(at as usize)).map_or(0, |f| f.fails) }
pub fn fates() -> Vec<Fate> { let mut v: Vec<Fate> = shared().fates.values().cloned().collect(); v.sort_by(|f, g| (&f.file, f.line).cmp(&(&g.file, g.line))); v }
