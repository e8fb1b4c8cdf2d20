//! The write rule, and what it needs: waiting for the prefix, cancelling tasks.
#![allow(unsafe_code)] // records of a parent that stands still in a join: [P4] of mod.rs
use super::task::Task;
use super::{pool, refresh, set_stamp, settle_top, stamp, EXEMPT};
use crate::cx::Cx;
use crate::types::T;
use crate::value::Value;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::Arc;

/// What unwinds the native stack of a task that is to be dropped.
pub struct Dropped;

/// `o` is about to be written, and was born before the floor: cancels who may see it, waits for the prefix if others must come first.
#[cold]
#[inline(never)]
pub fn write(cx: &mut Cx, o: Value) {
    let s = stamp(o);
    if s == EXEMPT { return; }
    if super::trap::is(o) { super::trap::sprung(o); return write(cx, o); }
    // storage has one owner, which was asked before it
    if matches!(o.exact(), Some(T::Array | T::Buffer)) { set_stamp(o, EXEMPT); return; }
    if cx.par.task.is_none() && s < super::apart::bound() { super::apart::touched(o, s) }
    settle_top(cx);
    let mut above = cx.par.task.clone();
    while let Some(a) = above.as_ref().filter(|a| s < a.base) {
        let a = a.clone();
        if !a.committed.load(Relaxed) && never(&a) { fail(cx) }
        if !a.word.get().prefix_done() { park(cx, &a) }
        commit(cx, &a);
        // what is older than this task may now hold what its parent made since: later forks are later than that
        #[allow(unsafe_code)]
        let clock = unsafe { (*a.owner).m.clock }; // SAFETY: the parent stands still in the join of `a`
        cx.m.clock = cx.m.clock.max(clock + super::TICK);
        above = a.parent.clone();
    }
    let mut doomed = vec![];
    let p: *mut Cx = cx;
    unsafe { collect(p, s, None, p, &mut doomed) } // SAFETY: our own records
    // ancestors that could see it as well: each is blocked in the join of the one below it
    let mut below = cx.par.task.clone();
    while let Some(a) = below.filter(|a| s < a.base) {
        unsafe { collect(a.owner, s, Some(&a), p, &mut doomed) } // SAFETY: the owner waits for `a`, which is head below it
        below = a.parent.clone();
    }
    if !doomed.is_empty() { cancel(cx, &doomed) }
    set_stamp(o, cx.m.clock);
    refresh(cx);
}
/// Line that is executed, for the report.
fn here(cx: &Cx) -> u32 { if cx.fiber.len == 0 { return 0; } let f = cx.fiber.last(); crate::interp::unwind::line_of(crate::func::CodeV(f.code), crate::interp::unwind::lasti(f)) }
/// Marks records with a later bound than `s` dirty and collects their tasks, except `but`.
unsafe fn collect(cx: *mut Cx, s: u64, but: Option<&Arc<Task>>, writer: *const Cx, doomed: &mut Vec<Arc<Task>>) {
    for r in (*cx).par.recs.iter_mut().rev() {
        if r.bound > s && r.dirty != r.bound {
            r.dirty = r.bound;
            if r.site.spoilt() {
                r.site.line.store(here(&*writer), Relaxed);
                r.site.because(super::site::Why::Write);
                if r.site.often() { r.site.back_off(); r.sleep() }
            }
        }
        let mut lost = false;
        for c in r.children.iter_mut().rev() {
            if c.0 > s && but.is_none_or(|b| !Arc::ptr_eq(b, &c.1)) && c.0 != 0 {
                c.0 = 0;
                doomed.push(c.1.clone());
                super::site::Site::add(&r.site.cancels, 1);
                r.site.line.store(here(&*writer), Relaxed);
                r.site.back_off();
                lost = true;
            }
        }
        if lost && r.asleep == 0 { r.sleep() }
    }
}
/// Cancels tasks and waits until nobody runs them. They stay in their records as work to be done by the parent.
pub fn cancel(cx: &mut Cx, doomed: &[Arc<Task>]) {
    for t in doomed { t.word.request_cancel(); }
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
    pool::poke(doomed);
    for t in doomed { t.word.settle(); }
    pool::wait(cx, || doomed.iter().all(|t| pool::quiet(t)));
    for t in doomed { super::task::delist(t) }
}
/// Waits until everything before `a` inside its parent is done.
pub fn park(cx: &mut Cx, a: &Arc<Task>) {
    pool::blocked(cx, || a.word.get().prefix_done());
}
/// Whether the task must remain one that can be dropped: its results, or those of a task that it belongs to, may prove impossible to take over; or
/// what it does next may be something that only the program's own thread can do.
fn never(a: &Task) -> bool {
    if super::effect::solo() || super::apart::is(a) { return true; }
    let mut t = Some(a);
    while let Some(x) = t {
        if x.may_fail() { return true; }
        t = x.parent.as_deref();
    }
    false
}
/// Held to decide whether a task has its turn or is dropped.
static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
/// From now on the task cannot be dropped; if that may not be, it is now, while nothing is done.
fn commit(cx: &mut Cx, a: &Task) {
    if a.committed.load(Relaxed) { return; }
    if never(a) { fail(cx) }
    let turn = TURN.lock().unwrap_or_else(|e| e.into_inner());
    if a.cancelled() { drop(turn); std::panic::resume_unwind(Box::new(Dropped)) }
    a.committed.store(true, Relaxed)
}
/// Drops a task that others wait for, unless it has had its turn.
pub fn give_up(cx: &mut Cx, t: &Arc<Task>) -> bool {
    let turn = TURN.lock().unwrap_or_else(|e| e.into_inner());
    if t.committed.load(Relaxed) { return false; }
    t.word.request_cancel();
    drop(turn);
    cancel(cx, std::slice::from_ref(t));
    true
}
/// A task is about to reach outside the heap: that is for the program's own thread to do. The parent does this part again.
pub fn outside(cx: &mut Cx) {
    let Some(t) = cx.par.task.clone() else { return };
    t.site.because(super::site::Why::Effect);
    if !t.committed.load(Relaxed) { fail(cx) }
    need_head(cx)
}
/// Waits until everything before this task is done.
pub fn need_head(cx: &mut Cx) {
    let Some(t) = cx.par.task.clone() else { return };
    if super::apart::is(&t) { fail(cx) }
    if !t.is_head() { t.site.because(super::site::Why::Effect); pool::blocked(cx, || t.is_head()); }
    let mut a = Some(&t);
    while let Some(x) = a { commit(cx, x); a = x.parent.as_ref(); }
    super::log::flush(cx, &t)
}
/// This task cannot go on apart from its parent: everything it did is dropped, the parent does the work itself.
pub fn fail(cx: &mut Cx) -> ! {
    if let Some(t) = &cx.par.task {
        // what it did is there for all to see: to do it again would be wrong, silently
        if t.committed.load(Relaxed) { eprintln!("fora: internal error: a task that had its turn gave up"); std::process::abort() }
        t.failed.store(true, Relaxed)
    }
    std::panic::resume_unwind(Box::new(Dropped))
}
/// An exception leaves the frames from index `frames` on, or goes on at instruction `pc` of frame `frames - 1`: forks that are left lose
/// their tasks.
#[cold]
pub fn unwound(cx: &mut Cx, frames: usize, pc: Option<u32>) {
    settle_top(cx);
    while let Some(r) = cx.par.recs.last() {
        let f = r.frame as usize;
        let left = f >= frames || f + 1 == frames && pc.is_some_and(|pc| !inside(r.site, pc));
        if !left { break; }
        leave(cx);
    }
    refresh(cx);
}
pub fn inside(site: &super::site::Site, pc: u32) -> bool {
    match &site.fork.kind {
        fora_ir::ForkKind::Loop { head, exit, .. } | fora_ir::ForkKind::While { head, exit } => *head <= pc && pc < *exit,
        fora_ir::ForkKind::Group { operands, join } => operands.first().is_some_and(|o| o.0 <= pc) && pc < *join,
    }
}
/// Whether a frame that stands at a safepoint is in the fork. Its pc is past the call it waits for, or at the head of the loop it goes round.
pub fn waits_inside(site: &super::site::Site, f: &crate::fiber::Frame) -> bool { inside(site, crate::interp::unwind::next_of(f) as u32) }
/// Drops the innermost record and its tasks.
pub fn leave(cx: &mut Cx) {
    let Some(mut r) = cx.par.recs.pop() else { return };
    let doomed: Vec<Arc<Task>> = r.children.iter().filter(|c| c.0 != 0).map(|c| c.1.clone()).collect();
    if !doomed.is_empty() { cancel(cx, &doomed) }
    if !r.trapped.is_empty() { let t = std::mem::take(&mut r.trapped); super::trap::clear(cx, r.frame as usize, t) }
    if r.marked { super::enter::unmark(cx, &r) }
    for &(n, v) in &r.pending { super::global::set(cx, r.frame as usize, n, v) }
    if r.volatile { super::enter::unmark_names(cx, r.frame as usize, r.site) }
}
/// Takes back everything that was given away: before another thread of the program starts, or the process forks.
pub fn drain(cx: &mut Cx) {
    if !cx.par.on { return; }
    outside(cx);
    for i in (0..cx.par.recs.len()).rev() {
        let doomed: Vec<Arc<Task>> = cx.par.recs[i].children.iter_mut().filter(|c| c.0 != 0).map(|c| { c.0 = 0; c.1.clone() }).collect();
        if !doomed.is_empty() { cancel(cx, &doomed) }
        let t = std::mem::take(&mut cx.par.recs[i].trapped);
        if !t.is_empty() { let f = cx.par.recs[i].frame as usize; super::trap::clear(cx, f, t) }
        cx.par.recs[i].native = true;
    }
    refresh(cx)
}
