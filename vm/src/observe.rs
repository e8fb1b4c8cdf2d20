//! Trace and profile functions: `sys.settrace`, `sys.setprofile`, `frame.f_trace`.
//!
//! While a thread has one, its frames run in the watched copy of the interpreter loop, which comes here before each instruction, at each
//! return, and around each native that is called; `interp/unwind` comes here when an exception passes. The other copy asks nothing: a poll
//! bit that stays set while somebody observes makes it go over at its next call or way back. Frames that already ran count as announced.
//!
//! A line event belongs to an instruction whose line is not that of the one before, or that was reached by going backward; instructions
//! without extent (`Span::quiet`) have none. Nothing is promoted to other workers while observing, and a compiler must not run
//! (`Cx::traced`).
#![allow(unsafe_code)] // registers and places of the top frame: [FB1] of fiber.rs, [I1]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::func::CodeV;
use crate::interp::unwind::{self, FRAME_LOCALS, FRAME_OPCODES, FRAME_QUIET, FRAME_TRACE};
use crate::native::R;
use crate::object::{Cell, Slots};
use crate::types::T;
use crate::value::Value;
use fora_ir::{CodeFlags, Op};
use std::sync::atomic::Ordering::Relaxed;

/// Bit of `Mutator::poll` that is set while a trace or profile function is.
pub const POLL_OBSERVE: u32 = 8;
const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Event { Call, Line, Return, Exception, Opcode, NativeCall, NativeReturn, NativeException }
impl Event {
    pub fn name(self) -> &'static str {
        match self { Event::Call => "call", Event::Line => "line", Event::Return => "return", Event::Exception => "exception", Event::Opcode => "opcode", Event::NativeCall => "c_call", Event::NativeReturn => "c_return", Event::NativeException => "c_exception" }
    }
}
/// What a thread's context knows of its trace and profile functions.
pub struct Observer {
    /// the functions, or UNDEF
    pub trace: Value,
    pub profile: Value,
    on: bool,
    /// one of them runs
    inside: bool,
    /// per frame: the instruction before, and the line that was last reached
    before: Vec<(u32, u32)>,
    /// the line that the top frame shows while a function runs, and the frame's index
    shown: Option<(usize, u32)>,
    /// the event that is being told: at a line the frame may be sent elsewhere
    event: Event,
    /// whether forks were looked at before
    forks: bool,
}
impl Default for Observer {
    fn default() -> Observer { Observer { trace: Value::UNDEF, profile: Value::UNDEF, on: false, inside: false, before: vec![], shown: None, event: Event::Return, forks: false } }
}
impl Observer {
    /// Events are to be told now.
    #[inline(always)]
    pub fn watching(&self) -> bool { self.on && !self.inside }
    #[inline(always)]
    pub fn profiles(&self) -> bool { !self.profile.is_undef() && !self.inside }
}
impl Cx {
    /// A trace or profile function is set: every instruction counts, so nothing may be compiled or promoted.
    #[inline(always)]
    pub fn traced(&self) -> bool { self.observer.on }
}
fn or_undef(v: Value) -> Value { if v.is_none() { Value::UNDEF } else { v } }
/// `sys.settrace` and `sys.setprofile` of the thread `cx`.
pub fn set(cx: &mut Cx, trace: Option<Value>, profile: Option<Value>) {
    if let Some(t) = trace { cx.observer.trace = or_undef(t) }
    if let Some(p) = profile { cx.observer.profile = or_undef(p) }
    let on = !cx.observer.trace.is_undef() || !cx.observer.profile.is_undef();
    if on == cx.observer.on { return; }
    if on {
        crate::par::rule::drain(cx);
        cx.observer.forks = std::mem::replace(&mut cx.par.on, false);
        cx.m.poll.fetch_or(POLL_OBSERVE, Relaxed);
        cx.observed = 1; // compiled code that has called this is left
        cx.observer.before.clear();
        for i in 0..cx.fiber.len {
            let f = cx.fiber.frame(i);
            f.announced = true;
            let at = unwind::lasti(f);
            let line = unwind::line_of(CodeV(f.code), at);
            cx.observer.before.push((at as u32, line))
        }
    } else {
        cx.m.poll.fetch_and(!POLL_OBSERVE, Relaxed);
        cx.par.on = cx.observer.forks
    }
    cx.observer.on = on
}
/// `sys.call_tracing`: events are told again although a trace function runs.
pub fn call_tracing(cx: &mut Cx, f: Value, args: &[Value]) -> R {
    let (inside, shown, event) = (std::mem::replace(&mut cx.observer.inside, false), cx.observer.shown.take(), cx.observer.event);
    // frames of the trace function itself are not told of
    for i in 0..cx.fiber.len {
        let f = cx.fiber.frame(i);
        f.announced = true;
        if i >= cx.observer.before.len() { let at = unwind::lasti(f); let line = unwind::line_of(CodeV(f.code), at); cx.observer.before.push((at as u32, line)) }
    }
    let r = cx.call(f, args);
    (cx.observer.inside, cx.observer.shown, cx.observer.event) = (inside, shown, event);
    r
}
/// Does something of which nobody is told.
pub fn aside<V>(cx: &mut Cx, f: impl FnOnce(&mut Cx) -> V) -> V {
    let inside = std::mem::replace(&mut cx.observer.inside, true);
    let v = f(cx);
    cx.observer.inside = inside;
    v
}
/// The line that live frame `i` shows, where that is not the one of its instruction.
pub fn shown_line(cx: &Cx, i: usize) -> Option<u32> { cx.observer.shown.filter(|s| s.0 == i).map(|s| s.1) }

/// Calls one of the functions for the top frame. Its exception takes the place of what was pending, and ends the observation.
fn tell(cx: &mut Cx, f: Value, event: Event, arg: Value, line: u32) -> R {
    let n = cx.fiber.len - 1;
    let frame = unwind::frame_object(cx, n);
    let (pending, handled) = (cx.take_pending(), cx.handled);
    let name = cx.intern(event.name());
    refresh_locals(cx, frame);
    let shown = cx.observer.shown.replace((n, line));
    let outer = std::mem::replace(&mut cx.observer.event, event);
    cx.observer.inside = true;
    let r = cx.call(f, &[frame, name, if arg.is_undef() { Value::NONE } else { arg }]);
    cx.observer.inside = false;
    (cx.observer.shown, cx.observer.event) = (shown, outer);
    cx.handled = handled;
    if r.is_ok() { cx.pending = pending }
    store_locals(cx, frame);
    r
}
fn trace(cx: &mut Cx, f: Value, event: Event, arg: Value, line: u32) -> R<()> {
    let r = tell(cx, f, event, arg, line);
    let frame = unwind::frame_object(cx, cx.fiber.len - 1);
    match r {
        Ok(v) => { if !v.is_none() { Slots(frame).set(cx, FRAME_TRACE, v) } Ok(()) }
        Err(e) => { set(cx, Some(Value::NONE), None); Slots(frame).set(cx, FRAME_TRACE, Value::UNDEF); Err(e) }
    }
}
fn profile(cx: &mut Cx, event: Event, arg: Value, line: u32) -> R<()> {
    if !cx.observer.profiles() { return Ok(()); }
    let f = cx.observer.profile;
    if f.is(T::Profiler) { return crate::modules::lsprof::event(cx, f, event, arg); }
    match tell(cx, f, event, arg, line) { Ok(_) => Ok(()), Err(e) => { set(cx, None, Some(Value::NONE)); Err(e) } }
}
/// The top frame's own trace function.
fn local(cx: &Cx) -> Option<Value> {
    let o = cx.fiber.last().object;
    if o.is_undef() || cx.observer.trace.is_undef() || cx.observer.inside { return None; }
    Slots(o).get(FRAME_TRACE).opt()
}
/// The line of instruction `at`, unless it is one that no statement owns.
fn line_at(code: CodeV, at: usize) -> Option<u32> { let ir = code.ir(); if shows_line(ir, at) { Some(ir.positions[at].line) } else { None } }
fn shows_line(ir: &fora_ir::Code, at: usize) -> bool { ir.positions.get(at).is_some_and(|p| p.line != 0 && (p.line, p.col) != (p.end_line, p.end_col)) }
fn current_line(cx: &Cx) -> u32 {
    let f = cx.fiber.last();
    let (code, at) = (CodeV(f.code), unwind::lasti(f));
    line_at(code, at).or_else(|| cx.observer.before.get(cx.fiber.len - 1).map(|b| b.1).filter(|l| *l != 0)).unwrap_or_else(|| unwind::line_of(code, at))
}
/// The top frame begins, or goes on after a yield.
fn announce(cx: &mut Cx) -> R<()> {
    let n = cx.fiber.len - 1;
    let f = cx.fiber.last();
    f.announced = true;
    let (code, at) = (CodeV(f.code), unwind::lasti(f));
    let ir = code.ir();
    let op = |i: usize| ir.insns.get(i).map(|i| i.op());
    let stands = if matches!(op(at), Some(Op::Yield | Op::YieldFrom)) && !f.gen.is_undef() { Some(at) } else if at > 0 && op(at - 1) == Some(Op::Yield) { Some(at - 1) } else { None };
    let line = match stands { Some(i) => unwind::line_of(code, i), None if ir.flags.has(CodeFlags::MODULE) => 0, None => ir.first_line };
    while cx.observer.before.len() <= n { cx.observer.before.push((NOWHERE, 0)) }
    cx.observer.before.truncate(n + 1);
    cx.observer.before[n] = match stands { Some(i) => (i as u32, line), None => (NOWHERE, line) };
    profile(cx, Event::Call, Value::UNDEF, line)?;
    let global = cx.observer.trace;
    if global.is_undef() { return Ok(()); }
    trace(cx, global, Event::Call, Value::UNDEF, line)
}
/// The frame of a generator function before it has made its generator.
fn makes_generator(cx: &Cx) -> bool { let f = cx.fiber.last(); f.gen.is_undef() && CodeV(f.code).info().generator }
/// Before an instruction, whose successor's place is saved in the frame.
#[inline(never)]
pub fn step(cx: &mut Cx) -> R<()> {
    if !cx.fiber.last().announced {
        if makes_generator(cx) { return Ok(()); }
        announce(cx)?;
    }
    let n = cx.fiber.len - 1;
    let f = cx.fiber.last();
    let (code, at) = (CodeV(f.code), unwind::lasti(f));
    let Some(&(last, line)) = cx.observer.before.get(n) else { return Ok(()) };
    let own = line_at(code, at);
    let back = last == NOWHERE || last as usize > at;
    cx.observer.before[n] = match own { None => (if back { NOWHERE } else { at as u32 }, line), Some(l) => (at as u32, l) };
    let Some(t) = local(cx) else { return Ok(()) };
    let frame = Slots(cx.fiber.last().object);
    if let Some(l) = own { if (back || l != line) && !frame.get(FRAME_QUIET).is_true() { trace(cx, t, Event::Line, Value::UNDEF, l)? } }
    if frame.get(FRAME_OPCODES).is_true() {
        if let Some(t) = local(cx) { let l = current_line(cx); trace(cx, t, Event::Opcode, Value::UNDEF, l)? }
    }
    Ok(())
}
/// The top frame returns or yields `v`.
#[inline(never)]
pub fn returns(cx: &mut Cx, v: Value) -> R<()> {
    if !cx.observer.watching() || !cx.fiber.last().announced { return Ok(()); }
    let line = current_line(cx);
    profile(cx, Event::Return, v, line)?;
    match local(cx) { Some(t) => trace(cx, t, Event::Return, v, line), None => Ok(()) }
}
/// The pending exception was raised in the top frame, or came to it.
#[cold]
pub fn raised(cx: &mut Cx) {
    if !cx.observer.watching() { return; }
    if !cx.fiber.last().announced && !makes_generator(cx) && announce(cx).is_err() { return; }
    let Some(t) = local(cx) else { return };
    let e = cx.pending;
    let (class, tb) = (cx.class_of(e).0, Exc::from(e).map_or(Value::NONE, |x| if x.raw().traceback.is_undef() { Value::NONE } else { x.raw().traceback }));
    let arg = cx.tuple(&[class, e, tb]);
    let line = current_line(cx);
    if trace(cx, t, Event::Exception, arg, line).is_err() { unwind::add_traceback(cx) }
}
/// The pending exception leaves the top frame.
#[cold]
pub fn unwinds(cx: &mut Cx) {
    if !cx.observer.watching() || !cx.fiber.last().announced { return; }
    let line = current_line(cx);
    if profile(cx, Event::Return, Value::UNDEF, line).is_err() { return; }
    if let Some(t) = local(cx) { let _ = trace(cx, t, Event::Return, Value::UNDEF, line); }
}
/// A generator that the top frame runs has ended with `v`, which CPython hands over in a StopIteration.
#[cold]
pub fn stopped(cx: &mut Cx, v: Value) -> R<()> {
    if v.is_none() || !cx.observer.watching() { return Ok(()); }
    let Some(t) = local(cx) else { return Ok(()) };
    let e = Exc::new(cx, T::StopIteration, &[v]).0;
    let class = cx.class_of(e).0;
    let arg = cx.tuple(&[class, e, Value::NONE]);
    let line = current_line(cx);
    trace(cx, t, Event::Exception, arg, line)
}
/// A callable is about to be called: as a profile function shall see it if it is a native function, or UNDEF.
pub fn native(cx: &mut Cx, callee: Value, args: &[Value]) -> R {
    let shown = match callee.exact() {
        Some(T::Native | T::BoundNative) => callee,
        Some(T::MethodDescriptor) => match args.first() { Some(this) => { let c = cx.class_of(*this).0; cx.descr_get(callee, *this, c)? } None => Value::UNDEF },
        _ => Value::UNDEF,
    };
    if !shown.is_undef() { let l = current_line(cx); profile(cx, Event::NativeCall, shown, l)? }
    Ok(shown)
}
pub fn native_done<V>(cx: &mut Cx, shown: Value, r: R<V>) -> R<V> {
    if shown.is_undef() { return r; }
    let l = current_line(cx);
    let event = if r.is_ok() { Event::NativeReturn } else { Event::NativeException };
    profile(cx, event, shown, l)?;
    r
}
// ---- variables, as the function may see and change them -----------------------------------------------------------------------------
/// Index of the live frame of a frame object that has variables of its own (not a module's or a class body's).
fn own_variables(cx: &Cx, frame: Value) -> Option<usize> {
    let i = crate::types_trace::live(cx, frame)?;
    let f = cx.fiber.frame(i);
    (f.locals.is_undef() && !CodeV(f.code).ir().flags.has(CodeFlags::MODULE)).then_some(i)
}
fn variables(code: CodeV) -> Vec<(&'static str, u16, bool)> {
    let ir = code.ir();
    let cells = || ir.cellvars.iter().chain(&ir.freevars);
    let mut v: Vec<(&str, u16, bool)> = ir.varnames.iter().enumerate().filter(|(_, n)| !n.starts_with('.') && !cells().any(|c| c.0 == **n)).map(|(i, n)| (n.as_str(), i as u16, false)).collect();
    v.extend(cells().map(|c| (c.0.as_str(), c.1, true)));
    v
}
/// `f_locals` of a live frame: always the same dict, brought up to date.
pub fn live_locals(cx: &mut Cx, frame: Value) -> Option<Value> {
    own_variables(cx, frame)?;
    let s = Slots(frame);
    if Dict::from(s.get(FRAME_LOCALS)).is_none() { let d = Dict::new(cx); s.set(cx, FRAME_LOCALS, d.0) }
    refresh_locals(cx, frame);
    Some(s.get(FRAME_LOCALS))
}
pub fn refresh_locals(cx: &mut Cx, frame: Value) {
    let Some(d) = Dict::from(Slots(frame).get(FRAME_LOCALS)) else { return };
    let Some(i) = own_variables(cx, frame) else { return };
    for (name, r, cell) in variables(CodeV(cx.fiber.frame(i).code)) {
        let v = unsafe { *cx.fiber.frame(i).base.add(r as usize) }; // SAFETY: [FB1]
        let v = if cell { Cell::from(v).map_or(v, |c| c.get()) } else { v };
        let k = cx.intern(name);
        if v.is_undef() { d.remove_str(cx, k); } else { d.set_str(cx, k, v) }
    }
}
/// What the function has put into `f_locals` becomes the frame's.
fn store_locals(cx: &mut Cx, frame: Value) {
    let Some(d) = Dict::from(Slots(frame).get(FRAME_LOCALS)) else { return };
    let Some(i) = own_variables(cx, frame) else { return };
    for (name, r, cell) in variables(CodeV(cx.fiber.frame(i).code)) {
        let k = cx.intern(name);
        let new = d.get_str(cx, k).unwrap_or(Value::UNDEF);
        let p = unsafe { cx.fiber.frame(i).base.add(r as usize) }; // SAFETY: [FB1]
        match Cell::from(unsafe { *p }) { // SAFETY: as above
            Some(c) if cell => if c.get() != new { c.set(cx, new) },
            // what the code takes for bound stays so
            _ => if !new.is_undef() || cell { unsafe { *p = new } }, // SAFETY: as above
        }
    }
}
// ---- sending the frame to another line ----------------------------------------------------------------------------------------------
/// `frame.f_lineno = line`
pub fn jump(cx: &mut Cx, frame: Value, line: i64) -> R<()> {
    let here = crate::types_trace::live(cx, frame).filter(|i| cx.observer.shown.is_some_and(|s| s.0 == *i));
    let Some(n) = here.filter(|_| cx.observer.inside) else { return Err(cx.value_error("f_lineno can only be set in a trace function")) };
    match cx.observer.event {
        Event::Line => {}
        Event::Call => return Err(cx.value_error("can't jump from the 'call' trace event of a new frame")),
        _ => return Err(cx.value_error("can only jump from a 'line' trace event")),
    }
    let f = cx.fiber.frame(n);
    let (code, from) = (CodeV(f.code), unwind::lasti(f));
    let ir = code.ir();
    if line < ir.first_line as i64 { return Err(cx.value_error(format!("line {line} comes before the current code block"))); }
    let starts: Vec<(u32, usize)> = (0..ir.insns.len()).filter_map(|i| line_at(code, i).map(|l| (l, i))).collect();
    let Some(want) = starts.iter().map(|s| s.0).filter(|l| *l as i64 >= line).min() else { return Err(cx.value_error(format!("line {line} comes after the current code block"))) };
    let mut why = None;
    for (_, to) in starts.iter().filter(|s| s.0 == want) {
        match refused(ir, from, *to) { None => { return go(cx, n, *to, want) } Some(w) => { why.get_or_insert(w); } }
    }
    Err(cx.value_error(why.unwrap_or("can't jump to that line")))
}
/// Why a frame that stands before instruction `from` cannot be sent to `to`.
fn refused(ir: &fora_ir::Code, from: usize, to: usize) -> Option<&'static str> {
    let within = |a: usize, b: usize, x: usize| a <= x && x < b;
    for (i, n) in ir.insns.iter().enumerate() {
        if n.op() != Op::ForIter { continue; }
        let Some(exit) = n.target(i).and_then(|t| usize::try_from(t).ok()) else { continue };
        if within(i, exit, to) && !within(i, exit, from) { return Some("can't jump into the body of a for loop"); }
    }
    // the first instruction of a handler that shows a line
    if ir.handlers.iter().any(|h| (h.target as usize..ir.insns.len()).find(|i| shows_line(ir, *i)) == Some(to)) { return Some("can't jump into an 'except' block as there's no exception"); }
    let usual = without_exceptions(ir);
    if usual[from] && !usual[to] { return Some("can't jump into an 'except' block as there's no exception"); }
    let named = ir.varnames.len() as u16;
    let before = fora_ir::live_at(ir, from as u32);
    let mut lacks = fora_ir::live_at(ir, to as u32);
    lacks.retain(|r| *r >= named && !before.contains(r));
    if lacks.is_empty() { None } else { Some("incompatible stacks") }
}
/// Which instructions can be reached although nothing is raised.
fn without_exceptions(ir: &fora_ir::Code) -> Vec<bool> {
    let mut seen = vec![false; ir.insns.len()];
    let mut todo = vec![0];
    while let Some(i) = todo.pop() {
        let Some(s) = seen.get_mut(i) else { continue };
        if std::mem::replace(s, true) { continue; }
        let n = ir.insns[i];
        if let Some(t) = n.target(i).and_then(|t| usize::try_from(t).ok()) { todo.push(t) }
        if !matches!(n.op(), Op::Jump | Op::Loop | Op::Return | Op::Raise | Op::RaiseBare | Op::Reraise) { todo.push(i + 1) }
    }
    seen
}
fn go(cx: &mut Cx, n: usize, to: usize, line: u32) -> R<()> {
    let f = cx.fiber.frame(n);
    let code = CodeV(f.code);
    // what the code there takes for bound
    let mut unbound = vec![];
    for (_, r, cell) in variables(code) { let v = unsafe { *f.base.add(r as usize) }; if !cell && v.is_undef() { unbound.push(r) } } // SAFETY: [FB1]
    if !unbound.is_empty() {
        let what = format!("assigning None to {} unbound local{}", unbound.len(), if unbound.len() == 1 { "" } else { "s" });
        crate::warn::warn(cx, T::RuntimeWarning, &what)?;
        for r in unbound { unsafe { *cx.fiber.frame(n).base.add(r as usize) = Value::NONE } } // SAFETY: as above
        let frame = unwind::frame_object(cx, n);
        refresh_locals(cx, frame);
    }
    // the loop goes on with the instruction before the saved place
    cx.fiber.frame(n).pc = unsafe { code.raw().insns.add(to + 1) }; // SAFETY: [I1] `to` is an instruction
    cx.observer.before[n] = (to as u32, line);
    cx.observer.shown = Some((n, line));
    Ok(())
}
