//! Generator expressions whose consumer takes every item: `sum(f(x) for x in xs)`, `list(…)`, `sorted(…)`, `min(…)`.
//!
//! The consumer runs the generator's frame itself, as an ordinary loop: each yield hands the item over and goes on. So the loop is a fork like any other.
//! A task keeps its items in a list; the consumer takes them at the join. What the consumer does with the items that a task may hold can
//! neither run Python code nor raise: any item for consumers that only collect, numbers for those that compute.
//!
//! [EA1] `Par::consumers` holds pointers to closures of natives further down this native stack; each is popped before its native returns.
#![allow(unsafe_code)] // the consumer's closure, alive while its native runs: [EA1]
use super::rule;
use crate::cx::Cx;
use crate::fiber::FrameKind;
use crate::gen::{self, Generator};
use crate::list::List;
use crate::native::R;
use crate::types::T;
use crate::value::Value;

pub type Consumer = dyn FnMut(&mut Cx, Value) -> R<()>;

/// If `v` is a fresh generator expression: runs it to its end, handing each item to `f`, and returns true. `any`: `f` only collects.
pub fn run(cx: &mut Cx, v: Value, any: bool, f: &mut dyn FnMut(&mut Cx, Value) -> R<()>) -> R<bool> {
    if !cx.par.on || !v.is_exact(T::Generator) { return Ok(false); }
    let g = Generator(v);
    let code = g.code();
    if g.raw().state != gen::CREATED || code.ir().name != "<genexpr>" || !code.info().sites.iter().any(|s| s.is_loop() && s.fork.verdict.is_none()) { return Ok(false); }
    cx.check_stack()?;
    gen::enter(cx, g, 0, FrameKind::Eager)?;
    // SAFETY: [EA1]; the lifetime ends below
    let p: *mut Consumer = unsafe { std::mem::transmute::<*mut (dyn FnMut(&mut Cx, Value) -> R<()> + '_), *mut Consumer>(f) };
    cx.par.consumers.push((p, any));
    let r = crate::interp::run(cx);
    cx.par.consumers.pop();
    r.map(|_| true)
}
/// The top frame, which is run by a consumer or a task, yields `v`.
pub fn gather(cx: &mut Cx, kind: FrameKind, v: Value) -> R<()> {
    if kind == FrameKind::Task {
        let any = cx.par.task.as_ref().is_some_and(|t| t.any);
        if !any && !(v.is_small() || v.is_inline_float() || v.is_bool() || v.is_exact(T::Int) || v.is_exact(T::Float)) { rule::fail(cx) }
        match List::from(cx.par.gathered) { Some(l) => l.push(cx, v), None => rule::fail(cx) }
        return Ok(());
    }
    let Some(&(f, _)) = cx.par.consumers.last() else { return Ok(()) };
    unsafe { (*f)(cx, v) } // SAFETY: [EA1]
}
/// The consumer raised: the generator's frame goes, without a trace of its own.
pub fn abandoned(cx: &mut Cx) {
    let f = *cx.fiber.last();
    if cx.par.armed { rule::unwound(cx, cx.fiber.len - 1, None) }
    cx.handled = f.handled;
    gen::finished(cx, f.gen);
    crate::interp::unwind::leave(cx, &f)
}
/// Whether the consumer of the top frame only collects.
pub fn collects(cx: &Cx) -> bool { match &cx.par.task { Some(t) if cx.fiber.len == 1 => t.any, _ => cx.par.consumers.last().is_some_and(|c| c.1) } }
/// Takes over the items of a task.
pub fn merge(cx: &mut Cx, items: Value) -> R<()> {
    let Some(l) = List::from(items) else { return Ok(()) };
    if cx.fiber.last().kind == FrameKind::Task { if let Some(mine) = List::from(cx.par.gathered) { mine.extend_list(cx, l)? } return Ok(()); }
    for i in 0..l.len() { if let Some(v) = l.get(i) { gather(cx, FrameKind::Eager, v)? } }
    Ok(())
}
