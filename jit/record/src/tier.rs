//! The tier that the interpreter talks to: hot loops are recorded, finished traces entered, hot exits recorded on.
//!
//! Modes: `eager` finds a loop hot at its second turn and an exit at its second use (for tests); `eval` runs traces by the evaluator.
#![allow(unsafe_code)] // instructions and registers of live frames
use crate::engine::{self, Code};
use crate::reasons::Reason;
use crate::rec::{Flow, Recorder, Start};
use crate::traces::{self, Compiled, ExitInfo};
use fora_ir::Insn;
use fora_trace::ir::Op;
use fora_vm::cx::Cx;
use fora_vm::func::{CodeV, Function};
use fora_vm::tier::{self, Next, Then, Tier};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::OnceLock;

/// Recordings of one loop or exit that may fail.
const TRIES: u32 = 5;
const EXIT_TRIES: u32 = 3;
/// Side traces of a loop.
const SIDES: u32 = 80;
/// Side traces behind each other.
static HOT_EXIT: AtomicU32 = AtomicU32::new(10);
/// Ticks that a stay in compiled code should last.
static SHORT: AtomicU32 = AtomicU32::new(320);
static EVALUATE: AtomicBool = AtomicBool::new(false);
static SHOW: AtomicBool = AtomicBool::new(false);
/// without the optimiser
static PLAIN: AtomicBool = AtomicBool::new(false);
/// machine code is written down
static ASM: AtomicBool = AtomicBool::new(false);
static STATS: AtomicBool = AtomicBool::new(false);
static JIT: OnceLock<Option<fora_jit::Jit>> = OnceLock::new();
thread_local! { static RECORDER: RefCell<Option<Box<Recorder>>> = const { RefCell::new(None) }; }

struct Jit;
/// How the compiler is asked for: `off`, `on`, `eager`, `eval`, with commas (`eager,eval`).
pub fn install(mode: &str) -> Result<(), String> {
    let (mut on, mut threshold) = (false, 60);
    for word in mode.split(',').map(str::trim) {
        match word {
            "off" | "0" | "" => {}
            "on" | "1" => on = true,
            "eager" => { on = true; threshold = 2; HOT_EXIT.store(2, Relaxed); SHORT.store(0, Relaxed) }
            "eval" => { on = true; EVALUATE.store(true, Relaxed) }
            "show" => SHOW.store(true, Relaxed),
            "asm" => ASM.store(true, Relaxed),
            "plain" => PLAIN.store(true, Relaxed),
            "stats" => STATS.store(true, Relaxed),
            w => return Err(format!("unknown mode {w:?} of the compiler: off, on, eager or eval")),
        }
    }
    if on { tier::install(&Jit, threshold) }
    Ok(())
}
/// Traces are written down for `fora dump`.
pub fn show() { SHOW.store(true, Relaxed) }

/// What became of the loops that were hot, by file and line: how often the code was entered, or why there is none.
pub fn loops() -> Vec<(String, u32, Result<u64, &'static str>)> {
    traces::fates().into_iter().map(|f| {
        let how = match f.trace.and_then(traces::get) {
            Some(c) if c.short.load(Relaxed) => Err(Reason::Short.text()),
            Some(c) => Ok(c.entered.load(Relaxed)),
            None => Err(f.why.map_or("", Reason::text)),
        };
        (f.file, f.line, how)
    }).collect()
}
/// After the program: which exits were taken most, if that was asked for (`FORA_JIT=on,stats`).
pub fn report() {
    if !STATS.load(Relaxed) { return; }
    if let Ok(all) = PASSES.lock() { for l in fora_trace::dump::table(&all).lines() { eprintln!("; {l}") } }
    let mut rows = vec![];
    for c in (0..traces::count()).filter_map(traces::get) {
        for (n, e) in c.exits.iter().enumerate() {
            let (at, ins) = match &c.code { Code::Evaluated => (n as u32, None), Code::Native(x) => (x.exits[n].at, Some(x.exits[n].ins)) };
            let f = c.t.exits[at as usize].frames.last();
            let mut s = String::new();
            if let Some(i) = ins { let _ = fora_trace::text::ins(&c.t, c.t.at(i), &mut s); }
            rows.push((e.total.load(Relaxed), format!("trace {} exit {at}: {s}  pc {} of {} frames, fails {}, side {}", c.id, f.map_or(0, |f| f.pc), c.t.exits[at as usize].frames.len(), e.fails.load(Relaxed), e.side.load(Relaxed))));
        }
    }
    rows.sort_by_key(|r| std::cmp::Reverse(r.0));
    eprintln!("; {} traces, {} bytes of code", traces::count(), jit().map_or(0, |j| j.size()));
    for (n, s) in rows.iter().take(25).filter(|r| r.0 > 0) { eprintln!("; {n:>9} {s}") }
}
impl Tier for Jit {
    fn hot(&self, cx: &mut Cx, at: *const Insn) -> Then {
        let head = cx.fiber.last().pc;
        if let Some(id) = traces::at_head(head) { tier::publish(at, tier::COMPILED, id as u16); return self.enter(cx, at); }
        if RECORDER.with(|r| r.borrow().is_some()) { return Then::Go; }
        let fails = traces::fails(at);
        if fails >= TRIES { tier::publish(at, tier::PLAIN, 0); return Then::Go; }
        RECORDER.with(|r| *r.borrow_mut() = Some(Box::new(Recorder::at_loop(cx, at))));
        Then::Record
    }
    fn enter(&self, cx: &mut Cx, at: *const Insn) -> Then {
        let id = unsafe { *at }.a() as u32; // SAFETY: the way back under way
        let Some(c) = traces::get(id) else { return Then::Go };
        if !matches!(c.start, Start::Loop { head, .. } if head == cx.fiber.last().pc) { return Then::Go; }
        go(cx, c)
    }
    fn step(&self, cx: &mut Cx) -> Next {
        let Some(mut r) = RECORDER.with(|r| r.borrow_mut().take()) else { return Next::End };
        match r.step(cx) {
            Flow::On => { RECORDER.with(|s| *s.borrow_mut() = Some(r)); Next::On }
            Flow::Apart => { RECORDER.with(|s| *s.borrow_mut() = Some(r)); Next::Apart }
            Flow::Done => { finish(cx, *r); Next::End }
            Flow::Abort(why) => { give_up(cx, &r, why); Next::End }
        }
    }
    fn raised(&self, cx: &mut Cx) { if let Some(r) = RECORDER.with(|r| r.borrow_mut().take()) { give_up(cx, &r, Reason::Raises) } cx.recording = false }
    fn abandon(&self, cx: &mut Cx) { if let Some(r) = RECORDER.with(|r| r.borrow_mut().take()) { give_up(cx, &r, Reason::Native) } }
    fn roots(&self, mark: &mut dyn FnMut(u64)) { traces::each_root(mark) }
}
fn place(at: *const Insn, code: CodeV) -> (String, u32) { let n = (at as usize - code.raw().insns as usize) / 8; (code.ir().filename.clone(), fora_vm::interp::unwind::line_of(code, n)) }
fn give_up(cx: &mut Cx, r: &Recorder, why: Reason) {
    traces::drop_roots(r.roots);
    if SHOW.load(Relaxed) { eprintln!("; given up: {}", why.text()) }
    match r.start {
        Start::Loop { at, .. } => {
            let (file, line) = place(at, r.frames[0].code);
            let fails = traces::fate(at, file, line, None, Some(why));
            cx.hot[tier::counter(at)] = tier::threshold().saturating_mul(1 << fails.min(8));
        }
        Start::Exit { trace, exit } => if let Some(c) = traces::get(trace) { let e = &c.exits[exit as usize]; e.fails.fetch_add(if matches!(why, Reason::Returns | Reason::Yields) { EXIT_TRIES } else { 1 }, Relaxed); e.count.store(0, Relaxed) },
    }
}
fn finish(cx: &mut Cx, r: Recorder) {
    if let Err(why) = try_finish(&r) { give_up(cx, &r, why) }
}
/// What the optimiser's passes did to all traces, for the report.
static PASSES: std::sync::Mutex<fora_trace::opt::Stats> = std::sync::Mutex::new(fora_trace::opt::Stats { passes: vec![] });
fn optimise(t: &fora_trace::ir::Trace) -> fora_trace::ir::Trace {
    let mut stats = fora_trace::opt::Stats::default();
    let out = fora_trace::opt::optimise_with(t, &Default::default(), &mut stats);
    if STATS.load(Relaxed) { if let Ok(mut all) = PASSES.lock() { all.add(&stats) } }
    out
}
fn try_finish(r: &Recorder) -> Result<(), Reason> {
    if let Err(f) = fora_trace::verify::verify(&r.t) { if SHOW.load(Relaxed) || cfg!(debug_assertions) { eprintln!("; {f}\n{}", text(&r.t)) } debug_assert!(false, "{f}"); return Err(Reason::Unverified); }
    let t = if PLAIN.load(Relaxed) { r.t.clone() } else { std::panic::catch_unwind(|| optimise(&r.t)).map_err(|_| Reason::Bug)? };
    if let Err(f) = fora_trace::verify::verify(&t) {
        if SHOW.load(Relaxed) || cfg!(debug_assertions) { eprintln!("; {f}\n{}", text(&t)) }
        debug_assert!(false, "{f}");
        return Err(Reason::Unverified);
    }
    let root = match r.start { Start::Exit { trace, .. } => { let p = traces::get(trace).ok_or(Reason::Unexpected)?; let root = traces::get(p.root).unwrap_or(p); if root.sides.fetch_add(1, Relaxed) >= SIDES { return Err(Reason::Tree); } Some(root.id) } Start::Loop { .. } => None };
    let id = traces::reserve().ok_or(Reason::Full)?;
    if SHOW.load(Relaxed) { eprintln!("; trace {id} {:?}, as recorded\n{}; trace {id}, as compiled\n{}", r.start, text(&r.t), fora_trace::dump::dump(&t)) }
    let parent = match r.start { Start::Exit { trace, exit } => Some((traces::get(trace).ok_or(Reason::Unexpected)?, exit)), Start::Loop { .. } => None };
    let code = compile(&t, id, parent)?;
    let points = match &code { Code::Evaluated => t.exits.len(), Code::Native(n) => n.exits.len() };
    let c = traces::publish(Compiled { id, t, exits: (0..points).map(|_| ExitInfo::default()).collect(), start: r.start, root: root.unwrap_or(id), sides: Default::default(), code, func: r.frames[0].func.0, forks: r.forks, entered: Default::default(), ticks: Default::default(), lows: Default::default(), short: Default::default() });
    if let (Some((p, point)), Code::Native(n)) = (parent, &c.code) { if let (Code::Native(pn), Some(j)) = (&p.code, jit()) { j.link(pn, point, n) } }
    if let Start::Loop { at, .. } = r.start { let (file, line) = place(at, r.frames[0].code); traces::fate(at, file, line, Some(id), None); }
    Ok(())
}
fn text(t: &fora_trace::ir::Trace) -> String { let mut s = String::new(); let _ = fora_trace::text::write(t, &mut s, |_| String::new()); s }
fn jit() -> Option<&'static fora_jit::Jit> { JIT.get_or_init(|| if EVALUATE.load(Relaxed) { None } else { fora_jit::Jit::new(*engine::runtime(), 64 << 20).ok() }).as_ref() }
fn compile(t: &fora_trace::ir::Trace, id: u32, parent: Option<(&'static Compiled, u32)>) -> Result<Code, Reason> {
    let Some(j) = jit() else { return Ok(Code::Evaluated) };
    let parent = match parent { Some((p, point)) => match &p.code { Code::Native(n) => Some((n, point)), Code::Evaluated => return Err(Reason::Machine) }, None => None };
    let body = |n: i64| traces::get(n as u32).and_then(|c| match &c.code { Code::Native(n) => Some(n.body), Code::Evaluated => None });
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| j.compile(t, fora_jit::Given { id, parent, body_of: Some(&body), ..Default::default() }))).map_err(|_| Reason::Bug)?;
    match made {
        Ok(n) => {
            if ASM.load(Relaxed) { eprint!("; trace {id}, {} bytes\n{}", n.bytes.1, fora_jit::dump::text(&n, &|k| { let mut s = format!("%{k} "); let _ = fora_trace::text::ins(t, &t.ops[k], &mut s); s })) }
            Ok(Code::Native(n))
        }
        Err(e) => { if SHOW.load(Relaxed) { eprintln!("; no code: {e:?}") } Err(if e == fora_jit::Refused::Full { Reason::Full } else { Reason::Machine }) }
    }
}
/// Runs compiled code from the head of a loop where the top frame stands.
fn go(cx: &mut Cx, c: &'static Compiled) -> Then {
    let mut c = c;
    loop {
        let f = cx.fiber.last();
        let base = f.base;
        // code is shared by functions that have it in common: names must mean the same
        if f.func.0 != c.func { let (a, b) = (Function(f.func).raw(), Function(fora_vm::Value(c.func)).raw()); if a.globals != b.globals || a.builtins != b.builtins { return Then::Go; } }
        if !cx.fiber.room(base, 4096) || cx.fiber.len + crate::rec::DEEPEST + 2 >= cx.recursion_limit as usize { return Then::Go; }
        if cx.par.on && !c.forks { return Then::Go; }
        let outer = std::mem::replace(&mut cx.entered, (base, cx.fiber.len as u32 - 1));
        let began = fora_vm::par::ticks();
        let left = engine::run(cx, c, base as *mut u64);
        cx.entered = outer;
        let Some(left) = left else { return Then::Go };
        worth(c, fora_vm::par::ticks().wrapping_sub(began));
        let t = left.trace;
        let op = t.t.at(left.ins).op;
        if t.t.exits[left.exit as usize].raised { return Then::Raised; }
        if op == Op::Link || op == Op::Leave {
            let e = &t.exits[left.point as usize];
            let n = e.total.fetch_add(1, Relaxed);
            let mut next = e.next.load(Relaxed);
            if next == 0 && n % 16 == 0 { if let Some(n) = traces::at_head(cx.fiber.last().pc) { next = n + 1; e.next.store(next, Relaxed) } }
            match if next > 0 { traces::get(next - 1) } else { None } { Some(n) if !n.short.load(Relaxed) => c = n, _ => return Then::Go }
            continue;
        }
        if op == Op::Poll || op == Op::Barrier || of_fork(&t.t, left.ins) { return Then::Go; }
        let e = &t.exits[left.point as usize];
        let n = e.count.fetch_add(1, Relaxed) + 1;
        e.total.fetch_add(1, Relaxed);
        let fails = e.fails.load(Relaxed);
        if n < HOT_EXIT.load(Relaxed) << (fails * 3).min(20) || fails >= EXIT_TRIES || RECORDER.with(|r| r.borrow().is_some()) { return Then::Go; }
        if SHOW.load(Relaxed) { let mut s = String::new(); let _ = fora_trace::text::ins(&t.t, t.t.at(left.ins), &mut s); eprintln!("; hot exit of trace {} ({n}): {s}", t.id) }
        return record_on(cx, t, left.point, left.exit);
    }
}
/// Was the trace left for something that only the interpreter does, so that a side trace would be left at once?
fn of_fork(t: &fora_trace::ir::Trace, ins: fora_trace::ir::Ref) -> bool {
    let g = t.at(ins);
    if g.op != Op::GuardFalse { return false; }
    let e = t.at(g.a);
    if e.op != Op::Eq { return false; }
    [e.a, e.b].iter().any(|r| { let c = t.at(*r); c.is_call() && t.helpers.get(c.imm as usize).is_some_and(|h| matches!(h.name, "q_fork" | "q_fork_next" | "q_exhausted" | "q_unarmed" | "q_is_key")) })
}
/// Entering and leaving has its price: a loop that is left at once, again and again, is better interpreted. (Traces that come to its head
/// go on in its code all the same.)
#[inline]
fn worth(c: &'static Compiled, ticks: u64) {
    const WINDOW: u64 = 1024;
    let n = c.entered.fetch_add(1, Relaxed) + 1;
    let t = c.ticks.fetch_add(ticks, Relaxed) + ticks;
    if n % WINDOW == 0 {
        c.ticks.store(0, Relaxed);
        // about what an entry and an exit cost
        // a few windows: what a program begins with need not be what it goes on with
        if t / WINDOW >= SHORT.load(Relaxed) as u64 { c.lows.store(0, Relaxed) } else if c.lows.fetch_add(1, Relaxed) >= 11 { if let Start::Loop { at, .. } = c.start { if SHOW.load(Relaxed) { eprintln!("; trace {} is too short: {} ticks", c.id, t / WINDOW) } tier::publish(at, tier::PLAIN, 0); c.short.store(true, Relaxed) } }
    }
}
#[cold]
fn record_on(cx: &mut Cx, t: &'static Compiled, point: u32, exit: u32) -> Then {
    let full = traces::get(t.root).is_some_and(|r| r.sides.load(Relaxed) >= SIDES);
    if full { t.exits[point as usize].fails.store(EXIT_TRIES, Relaxed); return Then::Go; }
    let Some(mut r) = Recorder::at_exit(cx, t.id, exit, &t.t) else { t.exits[point as usize].fails.store(EXIT_TRIES, Relaxed); return Then::Go };
    r.start = Start::Exit { trace: t.id, exit: point };
    RECORDER.with(|s| *s.borrow_mut() = Some(Box::new(r)));
    Then::Record
}
