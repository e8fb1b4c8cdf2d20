//! A latent fork becomes a task, on request of an idle worker.
use super::site::Site;
use super::task::{self, Task};
use super::{pool, refresh, settle_top, split, ticks, view, TICK};
use crate::cx::Cx;
use crate::func::CodeV;
use crate::object::Array;
use crate::value::Value;
use fora_ir::{ForkKind, NOREG};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::Arc;

/// Between two promotions of one worker, in ticks (about 100 µs).
const BEAT: u64 = 250_000;
/// What is left of a loop must be worth this much to be split, in ticks (about 200 µs).
const WORTH: u64 = 500_000;

/// Somebody is idle: gives away part of the outermost clean fork. Owner only, at a safepoint.
pub fn promote(cx: &mut Cx) {
    if cx.par.recs.is_empty() || !pool::allowed() { return; }
    let now = ticks();
    if !pool::forced() && now.wrapping_sub(cx.par.promoted) < BEAT { return; }
    settle_top(cx);
    let mut woken = false;
    for r in &mut cx.par.recs { if r.asleep != 0 && now >= r.asleep { r.asleep = 0; r.dirty = r.bound; woken = true } }
    if woken { refresh(cx) }
    for i in 0..cx.par.recs.len() {
        let t = if let Some(t) = carve(cx, i) { Some(t) } else if candidate(cx, i) && super::trap::may_set(&cx.par.recs, i) { take(cx, i, now) } else { continue };
        if let Some(t) = t {
            cx.par.promoted = now;
            task::enlist(&t);
            refresh(cx);
            crate::workers::begin();
            pool::push(t);
            return;
        }
    }
}
/// Size of a window of a loop that may be left early: what is known to have gone well by now, and twice as much the next time.
fn size(cx: &mut Cx, i: usize, n: u64) -> u64 {
    if pool::forced() { return 1 + pool::random(cx) % n.max(1); }
    let r = &mut cx.par.recs[i];
    let w = r.ahead.max(r.items.saturating_sub(n)).max(1);
    r.ahead = w.saturating_mul(2);
    w
}
/// A window of a loop whose rest is in reserve. What the reserve may see nobody has changed, so neither has it what the window may see.
#[allow(unsafe_code)] // registers of a task that nobody runs
fn carve(cx: &mut Cx, i: usize) -> Option<Arc<Task>> {
    let (site, early) = { let r = &cx.par.recs[i]; (r.site, r.early && !r.off()) };
    if !early { return None; }
    let ForkKind::Loop { iter, .. } = site.fork.kind else { return None };
    let at = cx.par.recs[i].children.iter().rposition(|c| c.0 != 0 && c.1.reserve)?;
    let (bound, rest) = cx.par.recs[i].children[at].clone();
    let n = split::left(rest.reg(iter))?;
    if n == 0 { return None; }
    let w = size(cx, i, n).min(n);
    let (theirs, later) = split::cut(cx, rest.reg(iter), w)?;
    let from = Array(rest.regs);
    let len = CodeV(rest.code).ir().nregs as usize + if super::global::uses(site) { super::global::accumulators(site, CodeV(rest.code)).len() + 1 } else { 0 };
    let regs = Array::new(cx, len);
    // SAFETY: arrays of that length; the reserve's is written by its owner, who is here
    unsafe {
        std::ptr::copy_nonoverlapping(from.data(), regs.data(), len);
        *regs.data().add(iter as usize) = theirs;
        cx.note(rest.regs);
        *from.data().add(iter as usize) = later;
    }
    let mut t = Task::new(rest.parent.clone(), cx, rest.base, site, 0, rest.depth, rest.limit, [rest.code, rest.func, rest.handled, regs.0]);
    t.mode = rest.mode;
    let t = Arc::new(t);
    cx.par.recs[i].children.insert(at + 1, (bound, t.clone()));
    if w == n {
        // nothing is left of it
        rest.word.request_cancel();
        rest.word.settle();
        task::delist(&rest);
        cx.par.recs[i].children.remove(at);
    }
    Site::add(&site.promotions, 1);
    Some(t)
}
/// Whether record `i` is live and its iteration clean.
fn candidate(cx: &Cx, i: usize) -> bool {
    let r = &cx.par.recs[i];
    if r.off() || r.dirty == r.bound || r.frame as usize >= cx.fiber.len { return false; }
    let f = cx.fiber.frame(r.frame as usize);
    let code = CodeV(f.code);
    if !code.info().sites.iter().any(|s| std::ptr::eq(s, r.site)) && !super::join::is_twin(r.site, f.code) { return false; }
    if r.site.yields && super::eager::mode_of(cx, r.frame as usize).is_none_or(|m| m == super::eager::Mode::Own) { return false; }
    super::rule::waits_inside(r.site, f) && f.object.is_undef() && f.locals.is_undef()
}
#[allow(unsafe_code)] // registers of a live frame: [FB1]
fn take(cx: &mut Cx, i: usize, now: u64) -> Option<Arc<Task>> {
    let (site, frame, bound, operand) = { let r = &cx.par.recs[i]; (r.site, r.frame as usize, r.bound, r.operand) };
    let f = *cx.fiber.frame(frame);
    let nregs = CodeV(f.code).ir().nregs as usize;
    let reg = |n: u16| unsafe { *f.base.add(n as usize) }; // SAFETY: verified IR
    let mut rest = Value::UNDEF;
    let mut take_operand = 0;
    // of a loop that may be left early
    let mut window = 0;
    match &site.fork.kind {
        ForkKind::Loop { iter, .. } => {
            let it = reg(*iter);
            let n = split::left(it)?;
            if n == 0 { return None; }
            if !pool::forced() {
                let r = &mut cx.par.recs[i];
                r.measure(n, now);
                let cost = if r.rate != 0 { r.rate } else { site.cost.load(Relaxed) };
                // an iteration that is not over yet has told something, too
                if n.saturating_mul(cost.max(now.wrapping_sub(r.since))) < WORTH { return None; }
            }
            for (n, a) in super::global::accumulators(site, CodeV(f.code)) { if !a.kind.starts_empty() && !super::global::get(cx, frame, n).is_some_and(|v| view::acceptable(a.kind, v)) { return None; } }
            for a in &site.fork.accumulators { if a.reg != NOREG && !a.kind.starts_empty() && !view::acceptable(a.kind, reg(a.reg)) { return None; } }
            if cx.par.recs[i].early { window = size(cx, i, n); }
            let give = if window > 0 { n - (if pool::forced() { pool::random(cx) % n } else { window.min(n - 1) }) } else if pool::forced() { 1 + pool::random(cx) % n } else { n.div_ceil(2) };
            let (mine, theirs) = split::cut_live(cx, it, n - give)?;
            cx.par.recs[i].had = n - give;
            unsafe { *f.base.add(*iter as usize) = mine } // SAFETY: as above
            rest = theirs;
        }
        ForkKind::Group { operands, .. } => {
            if operand as usize + 1 >= operands.len() || !cx.par.recs[i].children.is_empty() { return None; }
            let since = cx.par.recs[i].since;
            if !pool::forced() && (since == 0 || now.wrapping_sub(since) < WORTH / 4) { return None; }
            take_operand = operand + 1;
        }
        ForkKind::While { .. } => return None,
    }
    super::trap::set(cx, i);
    let more = super::global::extra(cx, site, frame);
    if super::global::uses(site) && !cx.par.recs[i].volatile { super::global::register(f.func, CodeV(f.code), site); cx.par.recs[i].volatile = true }
    let regs = Array::new(cx, nregs + more.len());
    for (k, v) in more.iter().enumerate() { unsafe { *regs.data().add(nregs + k) = *v } } // SAFETY: fresh array of that size
    for &r in &site.fork.live_in { unsafe { *regs.data().add(r as usize) = *f.base.add(r as usize) } } // SAFETY: fresh array of nregs
    if let ForkKind::Loop { iter, .. } = site.fork.kind { unsafe { *regs.data().add(iter as usize) = rest } } // SAFETY: as above
    let code = match site.fork.kind { ForkKind::Group { .. } => super::join::twin(cx, site, f.code), _ => f.code };
    let depth = cx.par.task.as_ref().map_or(0, |t| t.depth) + frame as u32;
    let base = cx.m.clock + TICK;
    let parent = cx.par.task.clone();
    let limit = cx.recursion_limit;
    let mode = if site.yields { super::eager::mode_of(cx, frame) } else { None };
    let mut t = Task::new(parent, cx, base, site, take_operand, depth, limit, [code, f.func, f.handled, regs.0]);
    t.mode = mode;
    if window > 0 {
        // the whole rest stays behind; the window is cut from it
        t.reserve = true;
        let t = Arc::new(t);
        cx.m.clock += TICK;
        cx.par.recs[i].children.push((bound, t.clone()));
        task::enlist(&t);
        return carve(cx, i);
    }
    let t = Arc::new(t);
    cx.m.clock += TICK;
    cx.par.recs[i].children.push((bound, t.clone()));
    Site::add(&site.promotions, 1);
    Some(t)
}
