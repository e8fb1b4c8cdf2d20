//! The interpreter's side of forks: one begins, its next operand begins, its loop has run out.
use super::site::{Site, Why};
use super::{join, pool, refresh, rule, set_stamp, settle_top, split, stamp, ticks, view, Rec, EXEMPT, TICK};
use crate::cx::Cx;
use crate::func::CodeV;
use crate::native::R;
use crate::value::Value;
use fora_ir::{AccumulatorKind, ForkKind, NOREG};
use std::sync::atomic::Ordering::Relaxed;

/// Work below this many ticks is not worth a record (about 10 µs).
const LEAST: u64 = 30_000;
/// Records beyond this many are not made: the outer ones are given away first.
const DEEP: u32 = 24;

/// `Fork n`: the loop whose head comes next, or a group's first operand. The frame's pc is saved behind it.
#[inline(never)]
pub fn fork(cx: &mut Cx, n: u32, fresh: bool) {
    let frame = cx.fiber.last();
    let index = cx.fiber.len as u32 - 1;
    let code = CodeV(frame.code);
    let Some(site) = code.info().sites.get(n as usize) else { return };
    // a generator that is resumed item by item is no fork
    if code.info().generator && !matches!(frame.kind, crate::fiber::FrameKind::Eager | crate::fiber::FrameKind::Task) { return; }
    // records of frames and loops that are gone
    while let Some(r) = cx.par.recs.last() {
        let inner = r.frame < index || r.frame == index && std::ptr::eq(r.site, site) == false && rule::inside(r.site, crate::interp::unwind::lasti(frame) as u32);
        if inner { break; }
        settle_top(cx);
        rule::leave(cx);
        refresh(cx);
    }
    if !pool::forced() {
        if cx.par.recs.len() as u32 >= DEEP { return; }
        let skip = site.skip.load(Relaxed);
        if skip > 0 { site.skip.store(skip - 1, Relaxed); return; }
    }
    match site.fork.kind { ForkKind::Loop { iter, .. } => enter_loop(cx, site, iter, index, fresh), _ => push(cx, site, std::ptr::null_mut(), index, 0) }
}
fn push(cx: &mut Cx, site: &'static Site, key: *mut Value, frame: u32, items: u64) {
    settle_top(cx);
    cx.m.clock += TICK;
    let bound = cx.m.clock;
    cx.par.recs.push(Rec { bound, dirty: 0, key, site, frame, operand: 0, marked: false, trapped: vec![], volatile: false, native: false, since: if key.is_null() { 0 } else { ticks() }, items, children: vec![] });
    cx.par.key = key;
    cx.par.top = frame;
    cx.par.armed = true;
    cx.m.floor = bound | fora_heap::FRESH;
}
#[allow(unsafe_code)] // registers of the top frame: [FB1]
fn enter_loop(cx: &mut Cx, site: &'static Site, iter: u16, index: u32, fresh: bool) {
    let base = cx.fiber.last().base;
    let key = unsafe { base.add(iter as usize) }; // SAFETY: [FB1]
    let it = unsafe { *key }; // SAFETY: as above
    if !it.is_ref() { return; }
    let Some(n) = split::left(it).filter(|_| split::anonymous(it, fresh)) else { site.because(Why::Iterator); return };
    if n < 2 { return; }
    if !pool::forced() && n.saturating_mul(site.cost.load(Relaxed).max(1)) < LEAST && site.cost.load(Relaxed) != 0 { if n < 1000 { site.skip.store(7, Relaxed) } site.because(Why::Small); return; }
    for a in &site.fork.accumulators {
        if a.kind == AccumulatorKind::Print { continue; }
        if a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: verified IR
        if a.kind == AccumulatorKind::Last { continue; }
        if v.is_undef() || !view::acceptable(a.kind, v) { site.because(Why::Accumulator); return; }
        if split::runs_over(it, v) { site.because(Why::RunsOver); return; }
    }
    let globals = super::global::uses(site);
    let frame = index as usize;
    let code = CodeV(cx.fiber.last().code);
    let mut shared = crate::vvec::VVec::new();
    if globals {
        let f = *cx.fiber.last();
        if !f.locals.is_undef() || super::global::exposed(crate::func::Function(f.func).raw().globals) { return; }
        for (n, a) in super::global::accumulators(site, code) {
            if a.kind == AccumulatorKind::Last { continue; }
            match super::global::get(cx, frame, n) { Some(v) if split::runs_over(it, v) => { site.because(Why::RunsOver); return } Some(v) if view::acceptable(a.kind, v) => if view::is_container(a.kind) { shared.push(v) }, _ => { site.because(Why::Accumulator); return } }
        }
    }
    Site::add(&site.entries, 1);
    // adding to a container is a write towards every fork outside this one; in here it is known
    let mut marked = false;
    for a in &site.fork.accumulators {
        if !view::is_container(a.kind) || a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: verified IR
        if stamp(v) != EXEMPT { cx.write(v); set_stamp(v, EXEMPT); marked = true }
    }
    for v in shared.iter() { if stamp(*v) != EXEMPT { cx.write(*v); set_stamp(*v, EXEMPT); marked = true } }
    split::exempt(it);
    push(cx, site, key, index, n);
    if let Some(r) = cx.par.recs.last_mut() { r.marked = marked }
    if globals { refresh(cx) }
    if pool::wanted() { cx.m.poll.fetch_or(pool::POLL_PAR, Relaxed); }
}
/// The loop is over: its accumulators are ordinary objects again.
#[allow(unsafe_code)] // registers of a live frame
pub fn unmark(cx: &mut Cx, r: &Rec) {
    if r.frame as usize >= cx.fiber.len { return; }
    let base = cx.fiber.frame(r.frame as usize).base;
    if super::global::uses(r.site) {
        let code = CodeV(cx.fiber.frame(r.frame as usize).code);
        for (n, a) in super::global::accumulators(r.site, code) {
            if !view::is_container(a.kind) { continue; }
            if let Some(v) = super::global::get(cx, r.frame as usize, n) { if v.is_ref() && !own_part(cx, r) { set_stamp(v, cx.m.clock) } }
        }
    }
    for a in &r.site.fork.accumulators {
        if !view::is_container(a.kind) || a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: [FB1]
        if v.is_ref() && !own_part(cx, r) { set_stamp(v, cx.m.clock) }
    }
}
/// The names that a loop assigned are ordinary ones again.
pub fn unmark_names(cx: &mut Cx, frame: usize, site: &Site) {
    if frame >= cx.fiber.len { return; }
    let f = cx.fiber.frame(frame);
    super::global::unregister(f.func, CodeV(f.code), site)
}
/// The record of a task's own loop: its items were counted where the loop began, its private containers stay exempt.
fn own_part(cx: &Cx, r: &Rec) -> bool { r.frame == 0 && cx.par.task.as_ref().is_some_and(|t| std::ptr::eq(t.site, r.site)) }

/// What the interpreter does next at a loop head whose iterator has run out, or at an operand.
pub enum Next { /// go on here
    Here, /// leave the loop
    Exit, /// the frame's pc was changed
    Moved, /// the task is over
    TaskEnd }

/// The iterator in register `reg` of the top frame has run out.
#[cold]
#[inline(never)]
#[allow(unsafe_code)] // registers of the top frame
pub fn exhausted(cx: &mut Cx, reg: u16) -> R<Next> {
    let key = unsafe { cx.fiber.last().base.add(reg as usize) }; // SAFETY: [FB1]
    let index = cx.fiber.len as u32 - 1;
    settle_top(cx);
    // records of inner loops and calls that were left early
    while let Some(r) = cx.par.recs.last() {
        if r.key == key && r.frame == index { break; }
        if r.frame < index || r.frame == index && rule::inside(r.site, crate::interp::unwind::lasti(cx.fiber.last()) as u32) && r.key != key { break; }
        rule::leave(cx);
    }
    let ours = cx.par.recs.last().is_some_and(|r| r.key == key && r.frame == index);
    if ours { if let Some(next) = join::join_loop(cx)? { refresh(cx); return Ok(next); } }
    if ours {
        if let Some(mut r) = cx.par.recs.pop() {
            if !r.trapped.is_empty() { let t = std::mem::take(&mut r.trapped); super::trap::clear(cx, r.frame as usize, t) }
            let t = ticks().wrapping_sub(r.since);
            if r.site.promotions.load(Relaxed) == 0 || !r.native { if !own_part(cx, &r) { Site::add(&r.site.iterations, r.items) } Site::add(&r.site.time, t); if !r.native { r.site.learn(r.items, t) } }
            if r.marked { unmark(cx, &r) }
            if r.volatile { unmark_names(cx, r.frame as usize, r.site) }
        }
    }
    refresh(cx);
    if index == 0 && cx.par.task.as_ref().is_some_and(|t| matches!(t.site.fork.kind, ForkKind::Loop { iter, .. } if iter == reg)) && task_loop(cx) { return Ok(Next::TaskEnd); }
    Ok(Next::Exit)
}
/// Whether the top frame stands at the head of the task's own loop.
fn task_loop(cx: &Cx) -> bool {
    let Some(t) = &cx.par.task else { return false };
    matches!(t.site.fork.kind, ForkKind::Loop { head, .. } if head == crate::interp::unwind::lasti(cx.fiber.last()) as u32)
}
/// `ForkNext`: the next operand of the group begins. The frame's pc is saved behind it.
#[inline(never)]
pub fn fork_next(cx: &mut Cx, n: u32) -> R<Next> {
    let index = cx.fiber.len as u32 - 1;
    let frame = cx.fiber.last();
    let Some(site) = CodeV(frame.code).info().sites.get(n as usize) else { return Ok(Next::Here) };
    let Some(r) = cx.par.recs.last() else { return Ok(Next::Here) };
    if r.frame != index || !std::ptr::eq(r.site, site) {
        if r.frame <= index { return Ok(Next::Here); }
        settle_top(cx);
        while cx.par.recs.last().is_some_and(|r| r.frame > index) { rule::leave(cx) }
        refresh(cx);
        if !cx.par.recs.last().is_some_and(|r| r.frame == index && std::ptr::eq(r.site, site)) { return Ok(Next::Here); }
    }
    if cx.par.recs.last().is_some_and(|r| !r.children.is_empty()) { return join::join_group(cx); }
    let operands = match &site.fork.kind { ForkKind::Group { operands, .. } => operands.len(), _ => 0 };
    let Some(r) = cx.par.recs.last_mut() else { return Ok(Next::Here) };
    r.operand += 1;
    if r.operand as usize + 1 >= operands { cx.par.recs.pop(); refresh(cx); return Ok(Next::Here); }
    cx.m.clock += TICK;
    r.bound = cx.m.clock;
    cx.m.floor = r.bound | fora_heap::FRESH;
    Ok(Next::Here)
}
