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
pub(super) const LEAST: u64 = 30_000;
/// Records beyond this many are not made, unless forced.
pub const DEEP: usize = 24;

/// Whether fork `n` is one of those entries that are not looked at.
#[inline(always)]
pub fn passed(cx: &Cx, code: CodeV, n: u32) -> bool {
    let Some(site) = code.info().sites.get(n as usize) else { return true };
    let skip = site.skip.load(Relaxed);
    if skip == 0 || cx.par.deep == usize::MAX { return false; }
    site.skip.store(skip - 1, Relaxed);
    true
}
/// `Fork n`: the loop whose head comes next, or a group's first operand. The frame's pc is saved behind it.
#[inline(never)]
pub fn fork(cx: &mut Cx, n: u32, fresh: bool) {
    let frame = cx.fiber.last();
    let index = cx.fiber.len as u32 - 1;
    let code = CodeV(frame.code);
    let Some(site) = code.info().sites.get(n as usize) else { return };
    // a generator that is resumed item by item is no fork
    if site.yields && !matches!(frame.kind, crate::fiber::FrameKind::Eager | crate::fiber::FrameKind::Task) { return; }
    // records of frames and loops that are gone
    while let Some(r) = cx.par.recs.last() {
        let inner = r.frame < index || r.frame == index && std::ptr::eq(r.site, site) == false && rule::inside(r.site, crate::interp::unwind::lasti(frame) as u32);
        if inner { break; }
        settle_top(cx);
        rule::leave(cx);
        refresh(cx);
    }
    match site.fork.kind { ForkKind::Loop { iter, .. } => enter_loop(cx, site, iter, index, fresh), _ => enter_group(cx, site, index) }
}
/// Groups inside more records than these are timed only now and then, and not looked at if they are known to be small.
const SHALLOW: usize = 6;
/// So are those inside a loop that can be split.
fn shallow(outer: &[Rec]) -> bool { outer.len() < SHALLOW && outer.first().is_none_or(|r| r.key.is_null() || r.off()) }
fn enter_group(cx: &mut Cx, site: &'static Site, index: u32) {
    let n = site.entries.load(Relaxed);
    site.entries.store(n + 1, Relaxed);
    let (shallow, sample) = (shallow(&cx.par.recs), n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60 == 0);
    if !shallow && !sample && !pool::forced() && site.cost.load(Relaxed).wrapping_sub(1) < LEAST / 2 {
        if cx.par.recs.len() < SHALLOW { site.pass(7) }
        return;
    }
    let globals = super::global::uses(site);
    if globals {
        let f = *cx.fiber.last();
        if !f.locals.is_undef() || super::global::exposed(crate::func::Function(f.func).raw().globals) || !super::global::may_enter(cx, index) { return; }
        settle_top(cx);
        bare(cx);
        super::global::enter(cx, index)
    }
    push(cx, site, std::ptr::null_mut(), index, if shallow || sample { ticks() } else { 0 }, 0);
    if globals { if let Some(r) = cx.par.recs.last_mut() { r.globals = true } refresh(cx) }
    if pool::eager() { cx.m.poll.fetch_or(pool::POLL_PAR, Relaxed); }
}
fn push(cx: &mut Cx, site: &'static Site, key: *mut Value, frame: u32, since: u64, items: u64) {
    settle_top(cx);
    cx.m.clock += TICK;
    let bound = cx.m.clock;
    bare(cx);
    cx.par.recs.push(Rec::new(bound, key, site, frame, since, items));
    cx.par.gtop = u32::MAX;
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
    let early = site.early || site.yields && super::eager::mode_of(cx, index as usize).is_some_and(|m| m.stops());
    // how many iterations there are if it is left where it usually is
    let usual = if early && site.entries.load(Relaxed) >= 8 { n.min(2 * site.iterations.load(Relaxed) / site.entries.load(Relaxed) + 1) } else { n };
    if !pool::forced() && usual.saturating_mul(site.cost.load(Relaxed).max(1)) < LEAST && site.cost.load(Relaxed) != 0 { if n < 1000 { site.pass(if usual.saturating_mul(site.cost.load(Relaxed)) < LEAST / 8 { 31 } else { 7 }) } site.because(Why::Small); return; }
    for a in &site.fork.accumulators {
        if a.kind == AccumulatorKind::Known && !builtin(cx, a.site) { site.because(Why::Accumulator); return; }
        if a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: verified IR
        if a.kind.starts_empty() { continue; }
        if v.is_undef() || !view::may_become(a.kind, v) { site.because(Why::Accumulator); return; }
        if split::runs_over(it, v) { site.because(Why::RunsOver); return; }
    }
    let globals = super::global::uses(site);
    let frame = index as usize;
    let code = CodeV(cx.fiber.last().code);
    let mut shared = crate::vvec::VVec::new();
    if globals {
        let f = *cx.fiber.last();
        if !f.locals.is_undef() || super::global::exposed(crate::func::Function(f.func).raw().globals) || !super::global::may_enter(cx, index) { return; }
        for (n, a) in super::global::accumulators(site, code) {
            if a.kind.starts_empty() { continue; }
            match super::global::get(cx, frame, n) { Some(v) if split::runs_over(it, v) => { site.because(Why::RunsOver); return } Some(v) if view::may_become(a.kind, v) => if view::contains(a.kind, v) { shared.push(v) }, _ => { site.because(Why::Accumulator); return } }
        }
    }
    Site::add(&site.entries, 1);
    // adding to a container is a write towards every fork outside this one; in here it is known
    settle_top(cx);
    bare(cx);
    if globals { super::global::enter(cx, index) }
    let mut marked = false;
    for a in &site.fork.accumulators {
        if a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: verified IR
        if !view::contains(a.kind, v) { continue; }
        if stamp(v) != EXEMPT { cx.write(v); set_stamp(v, EXEMPT); marked = true }
    }
    for v in shared.iter() { if stamp(*v) != EXEMPT { cx.write(*v); set_stamp(*v, EXEMPT); marked = true } }
    split::exempt(it);
    push(cx, site, key, index, ticks(), n);
    if let Some(r) = cx.par.recs.last_mut() { r.marked = marked; r.globals = globals; r.early = early }
    if globals { refresh(cx) }
    if pool::eager() { cx.m.poll.fetch_or(pool::POLL_PAR, Relaxed); }
}
/// Whether the name of a site of the top frame's code means the builtin.
fn builtin(cx: &mut Cx, name: u32) -> bool {
    let f = cx.fiber.last();
    let (n, func) = (CodeV(f.code).site_name(name), crate::func::Function(f.func).raw());
    let (globals, builtins) = (crate::dict::Dict(func.globals), func.builtins);
    globals.get_str(cx, n).is_none() && crate::dict::Dict::from(builtins).and_then(|d| d.get_str(cx, n)).is_some_and(|v| v.is_exact(crate::types::T::Native) || v.is_exact(crate::types::T::Type))
}
/// A fork begins inside the innermost one: [P5].
fn bare(cx: &mut Cx) {
    let Some(r) = cx.par.recs.last_mut() else { return };
    if !r.marked || r.bare { return; }
    r.bare = true;
    let s = r.bound;
    restamp(cx, cx.par.recs.len() - 1, s)
}
/// The innermost fork is what it was before another one began in it: [P5].
pub fn cover(cx: &mut Cx) {
    let n = cx.par.recs.len() - 1;
    cx.par.recs[n].bare = false;
    restamp(cx, n, EXEMPT)
}
fn restamp(cx: &mut Cx, n: usize, s: u64) { let r = &cx.par.recs[n]; mark(cx, r.frame as usize, r.site, s) }
/// The loop is over: its accumulators are ordinary objects again.
pub fn unmark(cx: &mut Cx, r: &Rec) { mark(cx, r.frame as usize, r.site, cx.m.clock) }
#[allow(unsafe_code)] // registers of a live frame
fn mark(cx: &mut Cx, frame: usize, site: &'static Site, s: u64) {
    if frame >= cx.fiber.len || own_part(cx, frame, site) { return; }
    let f = cx.fiber.frame(frame);
    let (base, code) = (f.base, CodeV(f.code));
    if !code.info().sites.as_ptr_range().contains(&(site as *const Site)) { return; }
    if super::global::uses(site) {
        for (n, a) in super::global::accumulators(site, code) {
            if let Some(v) = super::global::get(cx, frame, n) { if v.is_ref() && view::contains(a.kind, v) { set_stamp(v, s) } }
        }
    }
    for a in &site.fork.accumulators {
        if a.reg == NOREG { continue; }
        let v = unsafe { *base.add(a.reg as usize) }; // SAFETY: [FB1]
        if v.is_ref() && view::contains(a.kind, v) { set_stamp(v, s) }
    }
}
/// The names that a loop assigned are ordinary ones again.
pub fn unmark_names(cx: &mut Cx, frame: usize, site: &Site) {
    if frame >= cx.fiber.len { return; }
    let f = cx.fiber.frame(frame);
    super::global::unregister(f.func, CodeV(f.code), site)
}
/// The record of a task's own loop: its items were counted where the loop began, its private containers stay exempt.
fn own_part(cx: &Cx, frame: usize, site: &Site) -> bool { frame == 0 && cx.par.task.as_ref().is_some_and(|t| std::ptr::eq(t.site, site)) }

/// For compiled code: `Fork n` in a frame of `code` comes to nothing. False: it has to be executed.
pub fn fork_idle(cx: &mut Cx, code: CodeV, n: u32) -> bool {
    if !cx.par.on || cx.par.recs.len() >= cx.par.deep { return true; }
    let Some(site) = code.info().sites.get(n as usize) else { return true };
    let skip = site.skip.load(Relaxed);
    if skip > 0 && !pool::forced() { site.skip.store(skip - 1, Relaxed); return true; }
    false
}
/// For compiled code: a loop of frame `index` has run out, and the innermost fork is in a frame further out, or there is none.
pub fn exhausted_idle(cx: &Cx, index: u32) -> bool { !cx.par.armed || index > 0 && cx.par.top.wrapping_add(1) < index + 1 }
/// What the interpreter does next at a loop head whose iterator has run out, or at an operand.
pub enum Next { /// go on here
    Here, /// leave the loop
    Exit, /// the frame's pc was changed
    Moved, /// the task is over
    TaskEnd, /// the consumer that runs the frame has enough
    Stopped }

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
    if ours && unsafe { split::cut_short(*key) } { // SAFETY: [FB1]
        // its own function ended it: what was given away comes after the end
        if own_loop(cx, index, reg) { rule::fail(cx) }
        if let Some(r) = cx.par.recs.last_mut() {
            let doomed: Vec<_> = r.children.drain(..).filter(|c| c.0 != 0).map(|c| c.1).collect();
            if !doomed.is_empty() { rule::cancel(cx, &doomed) }
        }
    }
    if ours { if let Some(next) = join::join_loop(cx)? {
        if let Next::Stopped = next { if cx.fiber.last().kind == crate::fiber::FrameKind::Task { rule::unwound(cx, 0, None); return Ok(Next::TaskEnd); } }
        refresh(cx);
        return Ok(next);
    } }
    if ours {
        if let Some(mut r) = cx.par.recs.pop() {
            if !r.trapped.is_empty() { let t = std::mem::take(&mut r.trapped); super::trap::clear(cx, r.frame as usize, t) }
            let t = ticks().wrapping_sub(r.since);
            if r.site.promotions.load(Relaxed) == 0 || !r.native { if !own_part(cx, r.frame as usize, r.site) { Site::add(&r.site.iterations, r.items) } Site::add(&r.site.time, t); if r.rate != 0 { r.site.learn(1, r.rate) } else if !r.native { r.site.learn(r.items, t) } }
            if r.marked { unmark(cx, &r) }
            if r.volatile { unmark_names(cx, r.frame as usize, r.site) }
        }
    }
    refresh(cx);
    if own_loop(cx, index, reg) { return Ok(Next::TaskEnd); }
    Ok(Next::Exit)
}
fn own_loop(cx: &Cx, index: u32, reg: u16) -> bool { index == 0 && cx.par.task.as_ref().is_some_and(|t| matches!(t.site.fork.kind, ForkKind::Loop { iter, .. } if iter == reg)) && task_loop(cx) }
/// `LeaveFork`: the jump or return that comes next leaves a loop, so everything after this iteration does not happen. The frame's pc is saved behind it.
#[cold]
#[inline(never)]
pub fn left(cx: &mut Cx) -> Next {
    let frame = cx.fiber.last();
    let (code, index) = (CodeV(frame.code), cx.fiber.len - 1);
    let at = crate::interp::unwind::lasti(frame);
    let to = super::site::leaves_to(code.ir(), at);
    settle_top(cx);
    if let Some(r) = cx.par.recs.last().filter(|r| r.early && r.frame as usize == index && !r.key.is_null() && r.children.is_empty()) {
        #[allow(unsafe_code)]
        let left = unsafe { split::left(*r.key) }; // SAFETY: [P1] a register of the top frame
        let n = r.items.saturating_sub(left.unwrap_or(0));
        Site::add(&r.site.iterations, n);
        r.site.learn(n, ticks().wrapping_sub(r.since));
    }
    if let Some(t) = cx.par.task.clone().filter(|t| index == 0 && t.site.is_loop() && to.is_none_or(|x| !rule::inside(t.site, x))) {
        t.out().pc = at as u32;
        t.out().broke = true;
        rule::unwound(cx, 0, None);
        return Next::TaskEnd;
    }
    match to { Some(x) => rule::unwound(cx, index + 1, Some(x)), None => rule::unwound(cx, index, None) }
    Next::Here
}
/// Whether the top frame stands at the head of the task's own loop.
fn task_loop(cx: &Cx) -> bool {
    let Some(t) = &cx.par.task else { return false };
    matches!(t.site.fork.kind, ForkKind::Loop { head, .. } if head == crate::interp::unwind::lasti(cx.fiber.last()) as u32)
}
/// A group's record is gone: what its operands assigned in the module while others read there is set now.
pub fn group_over(cx: &mut Cx, r: &Rec) {
    for &(n, v) in &r.pending { super::global::set(cx, r.frame as usize, n, v) }
    if r.volatile { unmark_names(cx, r.frame as usize, r.site) }
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
    if r.operand as usize + 1 >= operands {
        if r.since != 0 {
            let (t, deep) = (ticks().wrapping_sub(r.since), !shallow(&cx.par.recs[..cx.par.recs.len() - 1]));
            // of a recursion's calls most are small
            if site.lasted(t) < LEAST / 8 { site.pass(15) }
            if deep { site.learn(1, t) }
        }
        if let Some(r) = cx.par.recs.pop() { group_over(cx, &r) }
        refresh(cx);
        return Ok(Next::Here);
    }
    cx.m.clock += TICK;
    r.bound = cx.m.clock;
    cx.m.floor = r.bound | fora_heap::FRESH;
    Ok(Next::Here)
}
