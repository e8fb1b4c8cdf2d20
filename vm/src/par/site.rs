//! What is learned about each fork in the source: how long its iterations take, whether it conflicts, what became of it.
use fora_ir::{Code, Fork, ForkKind, Insn, Op};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// One fork of one code object. Counters are advisory: racing updates may be lost.
pub struct Site {
    pub fork: Fork,
    /// entries to pass over before it is looked at again
    pub skip: AtomicU32,
    /// times that something made it sequential, in a row
    pub backoff: AtomicU32,
    /// ticks per iteration or operand, averaged; 0 unknown
    pub cost: AtomicU64,
    pub entries: AtomicU64,
    pub iterations: AtomicU64,
    /// ticks spent inside, of entries that were timed
    pub time: AtomicU64,
    pub promotions: AtomicU64,
    pub cancels: AtomicU64,
    pub dirty: AtomicU64,
    /// time at which the last batch of dirty iterations began
    pub batch: AtomicU64,
    /// of a group: the longest time of late, forgotten slowly
    pub peak: AtomicU64,
    /// why it last stayed or became sequential at run time, a `Why`
    pub why: AtomicU32,
    /// line of the write that did it
    pub line: AtomicU32,
    pub code_line: u32,
    /// line of the loop, or of the group's first operand
    pub own_line: u32,
    /// of a generator expression
    pub generator: bool,
    /// what a consumer runs for a native iterator
    pub hidden: bool,
    /// may be left by a jump or return inside
    pub early: bool,
    /// it yields
    pub yields: bool,
    /// ticks of the sampling clock that fell in it (`sample`)
    pub samples: AtomicU64,
    /// for groups: the code whose join is an end of task, by first operand taken over (a heap object kept by `task::keep`)
    pub twin: AtomicU64,
}

/// Dirty iterations that are counted together.
const BATCH: u64 = 8;
/// Dirty iterations further apart than this do not make a fork hopeless, in ticks (about 20 µs).
const RARE: u64 = 50_000;

/// What a run finds out that keeps a fork sequential. Texts for the user are in the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Why { Nothing = 0, /// fewer than two items, or less work than a task costs
    Small = 1, /// the iterator is of a kind that cannot be cut
    Iterator = 2, /// an accumulator's value is of a type that cannot be kept apart
    Accumulator = 3, /// something older is written
    Write = 4, /// an effect outside the program has to wait for its turn
    Effect = 5, /// it adds to what it runs over
    RunsOver = 6 }
impl Why { pub const ALL: [Why; 7] = [Why::Nothing, Why::Small, Why::Iterator, Why::Accumulator, Why::Write, Why::Effect, Why::RunsOver]; }

impl Site {
    pub fn new(fork: Fork, code: &fora_ir::Code) -> Site {
        let code_line = code.first_line;
        let own_line = code.positions.get(fork.start() as usize).map_or(code_line, |p| p.line);
        let z = || AtomicU64::new(0);
        let (early, yields) = (leaves(&fork, code), insns(&fork, code).any(|(_, i)| matches!(i.op(), Op::Yield | Op::YieldFrom)));
        Site { fork, skip: AtomicU32::new(0), backoff: AtomicU32::new(0), cost: z(), entries: z(), iterations: z(), time: z(), promotions: z(), cancels: z(), dirty: z(), batch: z(), peak: z(), why: AtomicU32::new(0), line: AtomicU32::new(0), code_line, own_line, generator: code.name == "<genexpr>", hidden: code.name == super::hidden::NAME, early, yields, samples: z(), twin: z() }
    }
    /// Of something that is no fork.
    pub fn none() -> Site {
        let z = || AtomicU64::new(0);
        let fork = Fork { kind: ForkKind::While { head: 0, exit: 0 }, live_in: vec![], written: vec![], global_writes: vec![], accumulators: vec![], verdict: None };
        Site { fork, skip: AtomicU32::new(0), backoff: AtomicU32::new(0), cost: z(), entries: z(), iterations: z(), time: z(), promotions: z(), cancels: z(), dirty: z(), batch: z(), peak: z(), why: AtomicU32::new(0), line: AtomicU32::new(0), code_line: 0, own_line: 0, generator: false, hidden: false, early: false, yields: false, samples: z(), twin: z() }
    }
    pub fn is_loop(&self) -> bool { matches!(self.fork.kind, ForkKind::Loop { .. }) }
    /// It did not pay or did not work: passed over for a while, longer each time.
    pub fn back_off(&self) {
        let k = self.backoff.load(Relaxed).min(12);
        self.backoff.store(k + 1, Relaxed);
        self.skip.store(1 << k, Relaxed);
    }
    /// An iteration is dirty. True once per batch.
    pub fn spoilt(&self) -> bool { let n = self.dirty.load(Relaxed); self.dirty.store(n + 1, Relaxed); n.is_multiple_of(BATCH) }
    /// Whether dirty iterations come so often that there is no room for a task between them. Asked once per batch.
    pub fn often(&self) -> bool { let now = super::ticks(); let last = self.batch.swap(now, Relaxed); last != 0 && now.wrapping_sub(last) < BATCH * RARE }
    /// Passed over `n` times, if not more often for another reason.
    pub fn pass(&self, n: u32) { if self.skip.load(Relaxed) < n { self.skip.store(n, Relaxed) } }
    /// A group's operands but the last took `t` ticks: the longest of late.
    pub fn lasted(&self, t: u64) -> u64 {
        let peak = self.peak.load(Relaxed);
        let peak = t.max(peak - peak / 64);
        self.peak.store(peak, Relaxed);
        peak
    }
    /// A run without conflict.
    pub fn good(&self) { if self.backoff.load(Relaxed) != 0 { self.backoff.store(0, Relaxed) } }
    /// An execution of `n` iterations took `t` ticks.
    pub fn learn(&self, n: u64, t: u64) {
        if n == 0 { return; }
        let (new, old) = ((t / n).max(1), self.cost.load(Relaxed));
        self.cost.store(if old == 0 { new } else { (old * 3 + new) / 4 }.max(1), Relaxed);
    }
    pub fn because(&self, why: Why) { self.why.store(why as u32, Relaxed) }
    pub fn reason(&self) -> Why { Why::ALL.get(self.why.load(Relaxed) as usize).copied().unwrap_or(Why::Nothing) }
    /// Bumps a counter without caring for races.
    pub fn add(c: &AtomicU64, n: u64) { c.store(c.load(Relaxed) + n, Relaxed) }
}

fn insns<'c>(fork: &Fork, code: &'c Code) -> impl Iterator<Item = (u32, &'c Insn)> {
    let (a, b) = match &fork.kind { ForkKind::Loop { head, exit, .. } | ForkKind::While { head, exit } => (*head, *exit), ForkKind::Group { operands, join } => (operands.first().map_or(0, |o| o.0), *join) };
    (a..b).filter_map(|pc| Some((pc, code.insns.get(pc as usize)?)))
}
/// Whether a loop may be left by what is in it: by a `LeaveFork` that is not an inner loop's.
fn leaves(fork: &Fork, code: &Code) -> bool {
    let ForkKind::Loop { head, exit, .. } = fork.kind else { return false };
    insns(fork, code).any(|(pc, i)| i.op() == Op::LeaveFork && {
        leaves_to(code, pc as usize).is_none_or(|t| !(head <= t && t < exit))
    })
}

/// Where the jump behind the `LeaveFork` at `pc` goes, which may be where it stands, without a jump; None: it is a return.
pub fn leaves_to(code: &Code, pc: usize) -> Option<u32> {
    let at = (pc + 1..code.insns.len()).find(|k| code.insns[*k].op() != Op::Nop)?;
    if code.insns[at].op() == Op::Return { return None; }
    Some(code.insns[at].target(at).and_then(|t| u32::try_from(t).ok()).unwrap_or(at as u32))
}

/// All sites, with the file they are in.
static ALL: std::sync::Mutex<Vec<(String, &'static [Site])>> = std::sync::Mutex::new(Vec::new());
pub fn register(file: &str, sites: &'static [Site]) { ALL.lock().unwrap_or_else(|e| e.into_inner()).push((file.to_string(), sites)) }
/// Calls `f` with every site known, and its file.
pub fn each(mut f: impl FnMut(&str, &'static Site)) { for (file, sites) in ALL.lock().unwrap_or_else(|e| e.into_inner()).iter() { for s in sites.iter() { f(file, s) } } }
/// One line per site that was active, on standard error.
pub fn report() {
    each(|file, s| if s.entries.load(Relaxed) + s.promotions.load(Relaxed) > 0 {
        eprintln!("{file}:{} {} entries {} iterations {} cost {} promoted {} cancelled {} dirty {} (line {})", s.code_line, if s.is_loop() { "loop" } else { "group" }, s.entries.load(Relaxed), s.iterations.load(Relaxed), s.cost.load(Relaxed), s.promotions.load(Relaxed), s.cancels.load(Relaxed), s.dirty.load(Relaxed), s.line.load(Relaxed))
    })
}
