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

/// Somebody is idle: gives away part of the outermost clean fork. Owner only, at a safepoint.
pub fn promote(cx: &mut Cx) {
    if cx.par.recs.is_empty() || !pool::allowed() { return; }
    let now = ticks();
    if !pool::forced() && now.wrapping_sub(cx.par.promoted) < BEAT { return; }
    settle_top(cx);
    for i in 0..cx.par.recs.len() {
        if !candidate(cx, i) { continue; }
        if let Some(t) = take(cx, i) {
            cx.par.promoted = now;
            task::enlist(&t);
            refresh(cx);
            crate::workers::begin();
            pool::push(t);
            return;
        }
    }
}
/// Whether record `i` is live and its iteration clean.
fn candidate(cx: &Cx, i: usize) -> bool {
    let r = &cx.par.recs[i];
    if r.native || r.dirty == r.bound || r.frame as usize >= cx.fiber.len { return false; }
    let f = cx.fiber.frame(r.frame as usize);
    let code = CodeV(f.code);
    if !code.info().sites.iter().any(|s| std::ptr::eq(s, r.site)) && !super::join::is_twin(r.site, f.code) { return false; }
    super::rule::waits_inside(r.site, f) && f.object.is_undef() && f.locals.is_undef()
}
#[allow(unsafe_code)] // registers of a live frame: [FB1]
fn take(cx: &mut Cx, i: usize) -> Option<Arc<Task>> {
    let (site, frame, bound, operand) = { let r = &cx.par.recs[i]; (r.site, r.frame as usize, r.bound, r.operand) };
    let f = *cx.fiber.frame(frame);
    let nregs = CodeV(f.code).ir().nregs as usize;
    let reg = |n: u16| unsafe { *f.base.add(n as usize) }; // SAFETY: verified IR
    let mut rest = Value::UNDEF;
    let mut take_operand = 0;
    match &site.fork.kind {
        ForkKind::Loop { iter, .. } => {
            let it = reg(*iter);
            let n = split::left(it)?;
            if n == 0 { return None; }
            let cost = site.cost.load(Relaxed);
            if !pool::forced() && cost != 0 && n.saturating_mul(cost) < BEAT / 2 { return None; }
            for (n, a) in super::global::accumulators(site, CodeV(f.code)) { if a.kind != fora_ir::AccumulatorKind::Last && !super::global::get(cx, frame, n).is_some_and(|v| view::acceptable(a.kind, v)) { return None; } }
            for a in &site.fork.accumulators { if a.reg != NOREG && a.kind != fora_ir::AccumulatorKind::Last && !view::acceptable(a.kind, reg(a.reg)) { return None; } }
            let give = if pool::forced() { 1 + pool::random(cx) % n } else { n.div_ceil(2) };
            let (mine, theirs) = split::cut(cx, it, n - give)?;
            unsafe { *f.base.add(*iter as usize) = mine } // SAFETY: as above
            rest = theirs;
        }
        ForkKind::Group { operands, .. } => {
            if operand as usize + 1 >= operands.len() || !cx.par.recs[i].children.is_empty() { return None; }
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
    let any = f.kind == crate::fiber::FrameKind::Eager && cx.par.consumers.last().is_some_and(|c| c.1) || f.kind == crate::fiber::FrameKind::Task && cx.par.task.as_ref().is_some_and(|t| t.any);
    let mut t = Task::new(parent, cx, base, site, take_operand, depth, limit, [code, f.func, f.handled, regs.0]);
    t.any = any;
    let t = Arc::new(t);
    cx.m.clock += TICK;
    cx.par.recs[i].children.push((bound, t.clone()));
    Site::add(&site.promotions, 1);
    Some(t)
}
