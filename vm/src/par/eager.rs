//! Generator expressions, and `map`, `filter`, `zip`, that are run to their end by who takes the items: `sum(f(x) for x in xs)`,
//! `list(map(f, xs))`, `sorted(…)`, `any(…)`.
//!
//! The consumer runs the generator's frame itself, as an ordinary loop: each yield hands the item over and goes on. So the loop is a fork like any other.
//! A native iterator is run by the frame of a generator that the program does not see (`hidden`).
//! A task keeps its items in a list; the consumer takes them at the join. What the consumer does with the items that a task may hold can
//! neither run Python code nor raise: its `Mode` says which items those are. One that stops early gets its items in windows, as a loop with `break`.
//!
//! [EA1] `Par::consumers` holds pointers to closures of natives further down this native stack; each is popped before its native returns.
#![allow(unsafe_code)] // the consumer's closure, alive while its native runs: [EA1]
use super::{rule, set_stamp, view, EXEMPT};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::FrameKind;
use crate::func::{CodeV, Function};
use crate::gen::{self, Generator};
use crate::list::List;
use crate::native::{Raised, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;
use fora_ir::Op;

pub type Consumer = dyn FnMut(&mut Cx, Value) -> R<()>;

/// Which items a task may keep for the consumer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode { /// any: it only collects
    Any, /// numbers: it computes
    Number, /// what can be hashed without Python code
    Key, /// pairs of such and anything
    Pair, /// pairs of anything and a number
    Keyed, /// it stops at the first item that is as true as this
    Truth(bool), /// it stops at the first item
    First, /// it holds something by now whose operations may run Python code: none
    Own }
impl Mode {
    pub fn stops(self) -> bool { matches!(self, Mode::Truth(_) | Mode::First) }
    /// Whether a task may keep `v`.
    fn keeps(self, v: Value) -> bool {
        match self {
            Mode::Any | Mode::First => true,
            Mode::Number => number(v),
            Mode::Key => view::plain_key(v),
            Mode::Pair => Tuple::exact(v).is_some_and(|t| t.len() == 2 && view::plain_key(t.items()[0])),
            Mode::Keyed => Tuple::exact(v).is_some_and(|t| t.len() == 2 && number(t.items()[1])),
            Mode::Truth(_) => plain_truth(v).is_some(),
            Mode::Own => false,
        }
    }
}
fn number(v: Value) -> bool { v.is_small() || v.is_inline_float() || v.is_bool() || v.is_exact(T::Int) || v.is_exact(T::Float) }
/// Truth of what has one without Python code.
fn plain_truth(v: Value) -> Option<bool> {
    if v.is_bool() { return Some(v.is_true()); }
    if v.is_none() { return Some(false); }
    if let Some(i) = v.as_small() { return Some(i != 0); }
    Some(match v.exact()? { T::Float => crate::float::get(v) != 0.0, T::Int => true, T::Str => !crate::str::Str(v).is_empty(), T::Tuple => Tuple(v).len() > 0, T::List => List(v).len() > 0, T::Dict => Dict(v).len() > 0, _ => return None })
}
/// A native that takes items: its closure, what tasks may keep, index of the frame that it runs.
pub struct Taker { f: *mut Consumer, pub mode: Mode, pub frame: usize }

/// If `v` is a fresh generator expression, or an iterator that calls Python functions: runs it to its end, handing each item to `f`, and
/// returns true. A consumer that stops returns an error without an exception.
pub fn run(cx: &mut Cx, v: Value, mode: Mode, f: &mut dyn FnMut(&mut Cx, Value) -> R<()>) -> R<bool> {
    if !cx.par.on || !v.is_ref() || cx.traced() { return Ok(false); }
    let g = match v.exact() {
        Some(T::Generator) => {
            let g = Generator(v);
            let code = g.code();
            if g.raw().state != gen::CREATED || code.ir().name != "<genexpr>" || !code.info().sites.iter().any(|s| s.is_loop() && s.fork.verdict.is_none()) { return Ok(false); }
            if mode.stops() && !given(cx, v) { return Ok(false); }
            g
        }
        Some(T::Map | T::Filter | T::Zip | T::Enumerate) if super::hidden::calls(v) && given(cx, v) => match super::hidden::over(cx, v)? { Some(g) => g, None => return Ok(false) },
        _ => return Ok(false),
    };
    run_frame(cx, g, mode, f)?;
    Ok(true)
}
pub(super) fn run_frame(cx: &mut Cx, g: Generator, mode: Mode, f: &mut dyn FnMut(&mut Cx, Value) -> R<()>) -> R<()> {
    cx.check_stack()?;
    gen::enter(cx, g, 0, FrameKind::Eager)?;
    // SAFETY: [EA1]; the lifetime ends below
    let p: *mut Consumer = unsafe { std::mem::transmute::<*mut (dyn FnMut(&mut Cx, Value) -> R<()> + '_), *mut Consumer>(f) };
    let frame = cx.fiber.len - 1;
    cx.par.consumers.push(Taker { f: p, mode, frame });
    let r = crate::interp::run(cx);
    cx.par.consumers.pop();
    r.map(|_| ())
}
/// As `run`, into a container that nobody else has yet.
pub fn fill(cx: &mut Cx, into: Value, v: Value, mode: Mode, f: &mut dyn FnMut(&mut Cx, Value) -> R<()>) -> R<bool> {
    if !cx.par.on || !v.is_ref() || !matches!(v.exact(), Some(T::Generator | T::Map | T::Filter | T::Zip | T::Enumerate)) { return Ok(false); }
    let was = super::stamp(into);
    set_stamp(into, EXEMPT);
    let r = run(cx, v, mode, f);
    if was != EXEMPT { let now = cx.m.clock; set_stamp(into, now) }
    r
}
/// `f(x)` for each of `items`, in order, to `take`: what `sorted(key=f)` does. False: not done.
pub fn each_call(cx: &mut Cx, f: Value, items: &[Value], mode: Mode, take: &mut dyn FnMut(&mut Cx, Value) -> R<()>) -> R<bool> {
    if !cx.par.on || !super::hidden::python(f) || items.len() < 2 { return Ok(false); }
    let (n, items) = (items.len(), cx.tuple(items));
    let Some(it) = crate::iter::iter_fast(cx, items) else { return Ok(false) };
    let its = cx.tuple(&[it]);
    let m = Slots::new(cx, T::Map, &[f, its]);
    let Some(g) = super::hidden::over(cx, m)? else { return Ok(false) };
    let mut seen = 0;
    run_frame(cx, g, mode, &mut |cx, v| { seen += 1; take(cx, v) })?;
    ended(cx, seen == n)
}
/// The items of `v` with `f(x)` for each of them to `take`: what `min(key=f)` does.
pub fn each_keyed(cx: &mut Cx, f: Value, v: Value, take: &mut dyn FnMut(&mut Cx, Value, Value) -> R<()>) -> R<bool> {
    if !cx.par.on || !super::hidden::python(f) || !v.is_ref() || !matches!(v.exact(), Some(T::List | T::Tuple | T::Range | T::Dict | T::DictItems | T::DictValues)) { return Ok(false); }
    let (Some(x), Some(y)) = (crate::iter::iter_fast(cx, v), crate::iter::iter_fast(cx, v)) else { return Ok(false) };
    let its = cx.tuple(&[y]);
    let m = Slots::new(cx, T::Map, &[f, its]);
    let both = cx.tuple(&[x, m]);
    let z = Slots::new(cx, T::Zip, &[both, Value::FALSE]);
    let Some(g) = super::hidden::over(cx, z)? else { return Ok(false) };
    let (n, mut seen) = (cx.len(v)?, 0);
    run_frame(cx, g, Mode::Keyed, &mut |cx, p| match Tuple::exact(p).map(|t| t.items()) { Some(&[v, k]) => { seen += 1; take(cx, v, k) } _ => Ok(()) })?;
    let same = cx.len(v)? == n;
    ended(cx, seen >= n || !same)
}
/// A function that raised StopIteration has not ended what its caller does, as it would a `map`.
fn ended(cx: &mut Cx, all: bool) -> R<bool> { let e = std::mem::replace(&mut cx.par.stopped, Value::UNDEF);
    if all { return Ok(true); }
    if !e.is_ref() { return Err(cx.stop_iteration(Value::UNDEF)); }
    cx.pending = e;
    Err(Raised)
}
/// Whether the top frame calls class `c` itself: what is being made nobody has yet.
pub fn makes(cx: &Cx, c: Value) -> bool {
    if cx.fiber.len == 0 { return false; }
    let f = cx.fiber.last();
    let at = crate::interp::unwind::lasti(f);
    CodeV(f.code).ir().insns.get(at).is_some_and(|i| i.op() == Op::Call && unsafe { *f.base.add(i.b() as usize) } == c) // SAFETY: verified IR
}
/// Whether the native that runs has been handed `v` by an expression that made it, so that nobody else has it.
pub fn given(cx: &mut Cx, v: Value) -> bool {
    if cx.fiber.len == 0 { return false; }
    let f = *cx.fiber.last();
    let code = CodeV(f.code);
    let at = crate::interp::unwind::lasti(&f);
    let Some(&i) = code.ir().insns.get(at) else { return false };
    let first = match i.op() { Op::Call => i.b() + 1, Op::CallMethod => i.b() + 2, _ => return false };
    let mut found = false;
    for k in 0..i.c() {
        if unsafe { *f.base.add((first + k) as usize) } != v { continue; } // SAFETY: verified IR: the window lies in the frame
        if found || k >= 8 || i.d() >> k & 1 == 0 { return false; }
        found = true;
    }
    if !found { return false; }
    // the name was the builtin's
    let name = match v.exact() {
        Some(T::Generator) => { let c = Generator(v).raw().code; return (0..code.ir().consts.len()).any(|k| code.constant(k) == c); }
        Some(T::Map) => "map", Some(T::Filter) => "filter", Some(T::Zip) => "zip", Some(T::Enumerate) => "enumerate",
        _ => return false,
    };
    let n = cx.intern(name);
    Dict::from(Function(f.func).raw().globals).is_some_and(|g| g.get_str(cx, n).is_none())
}
/// `iter(v)` for a native that keeps the iterator to itself.
pub fn keep_iter(cx: &mut Cx, v: Value) -> R {
    if cx.par.on && matches!(v.exact(), Some(T::Map | T::Filter | T::Zip | T::Enumerate)) && given(cx, v) { return Ok(v); }
    cx.iter(v)
}
/// What the frame of index `i` is run for, if a consumer runs it.
pub fn mode_of(cx: &Cx, i: usize) -> Option<Mode> {
    if i == 0 { if let Some(t) = &cx.par.task { return t.mode; } }
    cx.par.consumers.iter().rev().find(|c| c.frame == i).map(|c| c.mode)
}
/// The top frame, which is run by a consumer or a task, yields `v`. True: the task has found what its consumer looks for.
pub fn gather(cx: &mut Cx, kind: FrameKind, v: Value) -> R<bool> {
    if kind == FrameKind::Task {
        let mode = cx.par.task.as_ref().and_then(|t| t.mode).unwrap_or(Mode::Own);
        if !mode.keeps(v) { rule::fail(cx) }
        if let Mode::Truth(t) = mode { if plain_truth(v) != Some(t) { return Ok(false); } }
        match List::from(cx.par.gathered) { Some(l) => l.push(cx, v), None => rule::fail(cx) }
        return Ok(mode.stops());
    }
    let Some(c) = cx.par.consumers.last_mut() else { return Ok(false) };
    if !c.mode.keeps(v) && !c.mode.stops() { c.mode = Mode::Own }
    let f = c.f;
    unsafe { (*f)(cx, v) }.map(|_| false) // SAFETY: [EA1]
}
/// The consumer raised or has enough: the generator's frame goes, without a trace of its own.
pub fn abandoned(cx: &mut Cx) {
    let f = *cx.fiber.last();
    if cx.par.armed { rule::unwound(cx, cx.fiber.len - 1, None) }
    if cx.loops { let at = crate::interp::unwind::lasti(&f) as u32; gen::leave_loops(cx, at, None) }
    cx.handled = f.handled;
    gen::finished(cx, f.gen);
    crate::interp::unwind::leave(cx, &f)
}
/// Whether the items of a task can be taken over.
pub fn mergeable(cx: &Cx, items: Value) -> bool {
    let Some(l) = List::from(items) else { return true };
    if l.len() == 0 { return true; }
    let m = mode_of(cx, cx.fiber.len - 1).unwrap_or(Mode::Own);
    m != Mode::Own
}
/// Takes over the items of a task. True: the consumer has enough.
pub fn merge(cx: &mut Cx, items: Value) -> R<bool> {
    let Some(l) = List::from(items) else { return Ok(false) };
    let stops = mode_of(cx, cx.fiber.len - 1).is_some_and(|m| m.stops());
    if cx.fiber.last().kind == FrameKind::Task { if let Some(mine) = List::from(cx.par.gathered) { mine.extend_list(cx, l)? } return Ok(stops && l.len() > 0); }
    for i in 0..l.len() { if let Some(v) = l.get(i) { match gather(cx, FrameKind::Eager, v) { Err(Raised) if stops && cx.pending.is_undef() => return Ok(true), r => { r?; } } } }
    Ok(false)
}
