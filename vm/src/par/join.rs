//! Running a task, and taking over what it did.
#![allow(unsafe_code)] // registers of live frames [FB1]; task data [P3]
use super::enter::Next;
use super::task::{self, End, Task};
use super::{log, pool, refresh, rule, settle_top, split, view, Rec, TICK};
use crate::cx::Cx;
use crate::fiber::{Frame, FrameKind};
use crate::func::{CodeInfo, CodeObj, CodeV};
use crate::native::{Raised, R};
use crate::object::Array;
use crate::types::T;
use crate::value::Value;
use fora_heap::FRESH;
use fora_ir::{AccumulatorKind, ForkKind, Insn, Op, NOREG};
use fora_task::Join;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::Arc;

/// The code of a group that a task runs: as `code`, but where the operands are joined the task ends.
pub fn twin(cx: &mut Cx, site: &'static super::site::Site, code: Value) -> Value {
    let t = site.twin.load(SeqCst);
    if t != 0 { return Value(t); }
    let c = CodeV(code);
    let ForkKind::Group { join, .. } = &site.fork.kind else { return code };
    let old = c.info();
    let mut ir = old.ir.clone();
    if let Some(i) = ir.insns.get_mut(*join as usize) { *i = Insn::new(Op::TaskEnd, 0, 0, 0, 0) }
    let v = cx.alloc_type(T::Code);
    let info: &'static CodeInfo = Box::leak(Box::new(CodeInfo { ir, nparams: old.nparams, simple: old.simple, generator: old.generator, positional: old.positional, params: old.params.clone(), sites: old.sites, cleanup: old.cleanup, hidden: old.hidden }));
    // SAFETY: fresh; all but the instructions is shared with the original
    unsafe { let (o, s) = (&mut *v.ptr::<CodeObj>(), c.raw()); o.info = info; o.insns = info.ir.insns.as_ptr(); o.consts = s.consts; o.ics = s.ics; o.name = s.name; o.qualname = s.qualname; o.filename = s.filename; }
    task::keep(v);
    match site.twin.compare_exchange(0, v.0, SeqCst, SeqCst) { Ok(_) => v, Err(other) => Value(other) }
}
pub fn is_twin(site: &super::site::Site, code: Value) -> bool { site.twin.load(SeqCst) == code.0 }

/// Runs a stolen task to its end, on a thread of the pool.
pub fn run_task(cx: &mut Cx, t: &Arc<Task>) {
    t.runner.store(cx, SeqCst);
    std::sync::atomic::fence(SeqCst);
    if t.cancelled() || t.word.start().is_err() { t.runner.store(std::ptr::null_mut(), SeqCst); pool::notify(); return; }
    pool::runs(cx, true);
    cx.par.task = Some(t.clone());
    cx.par.promoted = super::ticks();
    let began = super::ticks();
    let p: *mut Cx = cx;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| body(unsafe { &mut *p }, t))); // SAFETY: the context is put in order below whatever happened
    let cancelled = t.cancelled();
    let end = match outcome { Ok(e) => e, Err(e) => { if !e.is::<rule::Dropped>() { eprintln!("fora: internal error in a task"); } End::Failed } };
    if (end == End::Failed || cancelled) && !cx.par.recs.is_empty() {
        let doomed: Vec<Arc<Task>> = cx.par.recs.iter_mut().flat_map(|r| r.children.drain(..)).filter(|c| c.0 != 0).map(|c| c.1).collect();
        if !doomed.is_empty() { rule::cancel(cx, &doomed) }
        for i in (0..cx.par.recs.len()).rev() { let t = std::mem::take(&mut cx.par.recs[i].trapped); if !t.is_empty() { let f = cx.par.recs[i].frame as usize; super::trap::clear(cx, f, t) } if cx.par.recs[i].volatile { let (frame, site) = (cx.par.recs[i].frame as usize, cx.par.recs[i].site); super::enter::unmark_names(cx, frame, site) } }
        cx.par.recs.clear()
    }
    if !cancelled {
        let o = t.out();
        o.end = if t.failed.load(SeqCst) { End::Failed } else { end };
        o.clock = cx.m.clock;
        o.log = std::mem::take(&mut cx.par.log);
        o.folds = std::mem::take(&mut cx.par.folds);
        o.watched = std::mem::take(&mut cx.par.watched);
        o.ticks = super::ticks().wrapping_sub(began);
    }
    clean(cx);
    pool::runs(cx, false);
    let attempt = t.word.get().attempt();
    if cancelled || t.word.finish(attempt).is_err() { t.word.drop_running(); }
    t.runner.store(std::ptr::null_mut(), SeqCst);
    pool::notify();
}
/// The context forgets the task.
fn clean(cx: &mut Cx) {
    cx.par.recs.clear();
    cx.par.task = None;
    cx.par.log = Default::default();
    cx.par.folds = vec![];
    cx.par.overlay = Value::UNDEF;
    cx.par.watched = vec![];
    cx.par.gathered = Value::UNDEF;
    cx.par.consumers.clear();
    cx.pending = Value::UNDEF;
    cx.handled = Value::UNDEF;
    cx.repr_stack.clear();
    cx.fiber.len = 0;
    cx.fiber.entries = 0;
    cx.fiber.top = cx.fiber.regs_start();
    refresh(cx);
}
fn body(cx: &mut Cx, t: &Arc<Task>) -> End {
    let code = CodeV(t.code);
    let n = code.ir().nregs as usize;
    let base = cx.fiber.top;
    cx.m.clock = t.base;
    cx.recursion_limit = t.limit.saturating_sub(t.depth).max(1);
    cx.handled = t.handled;
    if !cx.fiber.room(base, n) { return End::Failed; }
    refresh(cx);
    // SAFETY: [FB1] room was asked; the array has n items
    unsafe { std::ptr::copy_nonoverlapping(Array(t.regs).data(), base, n) }
    let fork = &t.site.fork;
    let start = match &fork.kind { ForkKind::Loop { head, .. } => *head, ForkKind::Group { operands, .. } => operands.get(t.operand as usize).map_or(0, |o| o.0 + 1), ForkKind::While { .. } => return End::Failed };
    let pc = unsafe { code.raw().insns.add(start as usize) }; // SAFETY: verified fork
    cx.fiber.push(Frame { base, pc, code: code.0, func: t.func, handled: t.handled, locals: Value::UNDEF, gen: Value::UNDEF, object: Value::UNDEF, ret: 0, kind: FrameKind::Task, announced: true });
    cx.fiber.top = unsafe { base.add(n) }; // SAFETY: [FB1]
    cx.m.clock += TICK;
    match &fork.kind {
        ForkKind::Loop { iter, .. } => {
            let mut seen: Vec<u16> = vec![];
            for a in &fork.accumulators {
                if a.reg == NOREG || a.kind.starts_empty() || seen.contains(&a.reg) { continue; }
                seen.push(a.reg);
                let now = unsafe { *Array(t.regs).data().add(a.reg as usize) }; // SAFETY: verified fork
                let v = view::begin(cx, a.kind, now);
                unsafe { *base.add(a.reg as usize) = v } // SAFETY: as above
            }
            super::global::begin(cx, t, n);
            if t.mode.is_some() { let l = crate::list::List::new(cx); super::set_stamp(l.0, super::EXEMPT); cx.par.gathered = l.0 }
            let key = unsafe { base.add(*iter as usize) }; // SAFETY: as above
            // the iterator given stays as it is, in case the part has to be done again
            let Some((_, it)) = split::cut(cx, unsafe { *key }, 0) else { return End::Failed }; // SAFETY: as above
            unsafe { *key = it } // SAFETY: as above
            let items = split::left(it).unwrap_or(0);
            push_own(cx, t, key, items, 0);
        }
        ForkKind::Group { operands, .. } => { super::global::begin(cx, t, n); if (t.operand as usize) + 1 < operands.len() { push_own(cx, t, std::ptr::null_mut(), 0, t.operand) } }
        ForkKind::While { .. } => {}
    }
    refresh(cx);
    let end = match crate::interp::run(cx) { Ok(_) => End::Normal, Err(Raised) => End::Raised };
    if t.failed.load(SeqCst) { return End::Failed; }
    if end == End::Raised {
        let e = cx.take_pending();
        let c = cx.class_of(e);
        // what resources cause is not the program's: the parent sees for itself
        if !t.committed.load(SeqCst) { for x in [T::MemoryError, T::RecursionError] { if c.is_subclass_of(cx.class(x).0) { return End::Failed; } } }
        t.exc.store(e.0, SeqCst);
    }
    // the frame was left, but until they are copied its registers are roots
    cx.fiber.top = unsafe { base.add(n) }; // SAFETY: [FB1]
    let regs = Array::new(cx, n);
    unsafe { std::ptr::copy_nonoverlapping(base, regs.data(), n) } // SAFETY: the frame's registers are untouched after it was left
    cx.fiber.top = base;
    t.end_regs.store(regs.0 .0, SeqCst);
    t.end_globals.store(cx.par.overlay.0, SeqCst);
    t.end_items.store(cx.par.gathered.0, SeqCst);
    end
}
fn push_own(cx: &mut Cx, t: &Arc<Task>, key: *mut Value, items: u64, operand: u16) {
    let bound = cx.m.clock;
    let mut r = Rec::new(bound, key, t.site, 0, super::ticks(), items);
    r.operand = operand;
    r.globals = super::global::uses(t.site);
    r.early = t.site.early || t.mode.is_some_and(|m| m.stops());
    cx.par.recs.push(r);
}
/// An exception reaches the frame of a task from inside its fork, whose handlers do not catch it: the instruction.
/// `first`: the one that the traceback tells of, if handlers of the fork have raised it again.
pub fn raised_at(cx: &mut Cx, pc: u32, first: u32) { if let Some(t) = cx.par.task.clone() { t.out().pc = pc; t.out().first = first } }
/// A task's exception goes on in the top frame, where it left the task: handlers inside the fork have seen it.
fn raise(cx: &mut Cx, t: &Task, exc: Value) -> Raised {
    let (pc, first) = (t.out().pc as usize, t.out().first as usize);
    cx.pending = exc;
    let f = cx.fiber.last();
    let insns = CodeV(f.code).raw().insns;
    if first != pc {
        f.pc = unsafe { insns.add(first + 1) }; // SAFETY: an instruction of the code
        crate::interp::unwind::add_traceback(cx);
        cx.par.again = true;
    }
    f.pc = unsafe { insns.add(pc + 1) }; // SAFETY: as above
    Raised
}

/// What a parent finds.
enum Found { Mine, Done }
fn await_task(cx: &mut Cx, t: &Arc<Task>) -> Found {
    if t.word.get().cancel() { return Found::Mine; }
    match t.word.await_done() {
        Join::Retracted => { task::delist(t); return Found::Mine; }
        Join::Cancelled => return Found::Mine,
        Join::Wait { .. } => {
            pool::notify();
            let over = || { let s = t.word.get(); s.cancel() || s.state() == fora_task::State::Done };
            // signals are the program's own to handle: it goes on itself, with what it waited for
            let called = cx.head && cx.par.task.is_none();
            pool::blocked(cx, || over() || called && crate::modules::signal::pending() && !t.committed.load(SeqCst));
            if !over() && rule::give_up(cx, t) { return Found::Mine; }
            if !over() { pool::blocked(cx, over) }
            if t.word.get().cancel() { return Found::Mine; }
        }
        Join::Done => {}
    }
    match t.word.collect() { Ok(()) => Found::Done, Err(_) => Found::Mine }
}

/// The innermost record's loop has run out in this frame: takes over its tasks, last forked first. Some(next): there is more to do.
pub fn join_loop(cx: &mut Cx) -> R<Option<Next>> {
    loop {
        let index = cx.fiber.len - 1;
        let Some(r) = cx.par.recs.last_mut() else { return Ok(None) };
        let Some((_, t)) = r.children.last().cloned() else { return Ok(None) };
        let site = r.site;
        let ForkKind::Loop { iter, head, .. } = &site.fork.kind else { return Ok(None) };
        let (iter, head) = (*iter, *head);
        // the join is part of the loop: nothing here is to be promoted
        let found = await_task(cx, &t);
        settle_top(cx);
        let Some(r) = cx.par.recs.last_mut() else { return Ok(None) };
        r.children.pop();
        let base = cx.fiber.frame(index).base;
        if let Found::Done = found {
            let ok = merge_loop(cx, &t, base);
            task::delist(&t);
            if let Some(how) = ok? {
                match how {
                    How::Ended => { site.good(); continue }
                    How::Stopped => { site.good(); return Ok(Some(Next::Stopped)) }
                    // the frame goes on where it left the loop, and leaves it
                    How::Broke => {
                        site.good();
                        leave_as(cx, &t, base);
                        let f = cx.fiber.last();
                        f.pc = unsafe { CodeV(f.code).raw().insns.add(t.out().pc as usize) }; // SAFETY: an instruction of the code
                        return Ok(Some(Next::Moved));
                    }
                    How::Raised => {}
                }
                // its exception is raised here, where it was raised there
                return Err(raise(cx, &t, Value(t.exc.load(SeqCst))));
            }
            site.back_off();
        }
        // its part is done here
        let it = unsafe { *Array(t.regs).data().add(iter as usize) }; // SAFETY: verified fork
        let Some((_, it)) = split::cut(cx, it, 0) else { return Ok(None) };
        unsafe { *base.add(iter as usize) = it } // SAFETY: [FB1]
        let f = cx.fiber.last();
        f.pc = unsafe { CodeV(f.code).raw().insns.add(head as usize) }; // SAFETY: as above
        let failed = matches!(found, Found::Done);
        cx.m.clock += TICK;
        let clock = cx.m.clock;
        if let Some(r) = cx.par.recs.last_mut() { r.bound = clock; r.native |= failed || pool::forced() && t.word.get().cancel(); r.from = super::ticks(); r.had = split::left(it).unwrap_or(0); }
        return Ok(Some(Next::Moved));
    }
}
/// What became of a merged task.
enum How { Ended, Raised, Broke, Stopped }
/// The temporaries that stand at the place where a task left its loop: what is returned is in one of them.
fn leave_as(cx: &mut Cx, t: &Arc<Task>, base: *mut Value) {
    let ForkKind::Loop { iter, .. } = t.site.fork.kind else { return };
    let (named, nregs) = { let ir = CodeV(cx.fiber.last().code).ir(); (ir.varnames.len(), ir.nregs as usize) };
    let end = Array(Value(t.end_regs.load(SeqCst)));
    for r in named..nregs {
        let v = unsafe { *end.data().add(r) }; // SAFETY: the array has a value for each register
        if !v.is_undef() && r != iter as usize && !t.site.fork.live_in.contains(&(r as u16)) { unsafe { *base.add(r) = v } } // SAFETY: [FB1]
    }
}
/// Merges a finished task, or None if it cannot be (nothing was changed then).
fn merge_loop(cx: &mut Cx, t: &Arc<Task>, base: *mut Value) -> R<Option<How>> {
    let out = t.out();
    if out.end == End::Failed { return Ok(None); }
    let fork = &t.site.fork;
    let (start, end) = (Array(t.regs), Array(Value(t.end_regs.load(SeqCst))));
    let get = |a: Array, r: u16| unsafe { *a.data().add(r as usize) }; // SAFETY: verified fork
    let mut seen: Vec<u16> = vec![];
    let mut todo = vec![];
    for a in &fork.accumulators {
        if a.reg == NOREG || seen.contains(&a.reg) { continue; }
        seen.push(a.reg);
        if a.kind.starts_empty() { continue; }
        let now = unsafe { *base.add(a.reg as usize) }; // SAFETY: [FB1]
        if !view::mergeable(cx, a.kind, &out.folds, get(start, a.reg), now, get(end, a.reg)) { return Ok(None); }
        todo.push((a.kind, a.reg, a.pc));
    }
    let frame = cx.fiber.len - 1;
    let nregs = CodeV(t.code).ir().nregs as usize;
    if !super::global::mergeable(cx, t, nregs, frame) || !super::eager::mergeable(cx, Value(t.end_items.load(SeqCst))) { return Ok(None); }
    cx.m.clock = cx.m.clock.max(out.clock) + TICK;
    let clock = cx.m.clock;
    if let Some(r) = cx.par.recs.last_mut() { r.bound = clock }
    refresh(cx);
    for (kind, reg, pc) in todo {
        let now = unsafe { *base.add(reg as usize) }; // SAFETY: [FB1]
        // what goes with a minimum
        if view::extremum(kind) && fork.accumulators.iter().any(|a| a.kind == AccumulatorKind::Arg && a.pc == pc) && view::beats(cx, kind, now, get(end, reg)) {
            for a in fork.accumulators.iter().filter(|a| a.kind == AccumulatorKind::Arg && a.pc == pc && a.reg != NOREG) { let v = get(end, a.reg); if !v.is_undef() { unsafe { *base.add(a.reg as usize) = v } } } // SAFETY: as above
        }
        let v = view::merge(cx, kind, &mut out.folds, now, get(end, reg))?;
        unsafe { *base.add(reg as usize) = v } // SAFETY: [FB1]
    }
    super::global::merge(cx, t, frame)?;
    for &r in &fork.written { if !fork.accumulators.iter().any(|a| a.reg == r && !a.kind.replaces()) { let v = get(end, r); if !v.is_undef() { unsafe { *base.add(r as usize) = v } } } } // SAFETY: as above
    for g in out.watched.drain(..) { crate::gen::watch(cx, g) }
    log::merge(cx, &mut out.log)?;
    if super::eager::merge(cx, Value(t.end_items.load(SeqCst)))? { return Ok(Some(How::Stopped)); }
    Ok(Some(if out.end == End::Raised { How::Raised } else if out.broke { How::Broke } else { How::Ended }))
}
/// The group's next operands were given away.
pub fn join_group(cx: &mut Cx) -> R<Next> {
    let Some(t) = cx.par.recs.last().and_then(|r| r.children.last()).map(|c| c.1.clone()) else { return Ok(Next::Here) };
    let found = await_task(cx, &t);
    settle_top(cx);
    if let Some(r) = cx.par.recs.pop() { refresh(cx); super::enter::group_over(cx, &r) }
    refresh(cx);
    if let Found::Done = found {
        let r = merge_group(cx, &t);
        // until here the collector sees what it holds
        task::delist(&t);
        if let Some(next) = r? { return Ok(next); }
        t.site.back_off();
    }
    Ok(Next::Here)
}
/// Takes over a group's operands, unless their task gave up.
fn merge_group(cx: &mut Cx, t: &Arc<Task>) -> R<Option<Next>> {
    let out = t.out();
    if out.end == End::Failed { return Ok(None); }
    let ForkKind::Group { operands, join } = &t.site.fork.kind else { return Ok(None) };
    let end = Array(Value(t.end_regs.load(SeqCst)));
    let exc = Value(t.exc.load(SeqCst));
    cx.m.clock = cx.m.clock.max(out.clock) + TICK;
    refresh(cx);
    let f = cx.fiber.last();
    // what an exception kept from being assigned keeps its value
    for o in operands.iter().skip(t.operand as usize).filter(|o| o.2 != NOREG) { let v = unsafe { *end.data().add(o.2 as usize) }; if !v.is_undef() { unsafe { *f.base.add(o.2 as usize) = v } } } // SAFETY: verified fork
    for &r in &t.site.fork.written { let v = unsafe { *end.data().add(r as usize) }; if !v.is_undef() && !t.site.fork.live_in.contains(&r) { unsafe { *f.base.add(r as usize) = v } } } // SAFETY: as above
    for g in out.watched.drain(..) { crate::gen::watch(cx, g) }
    let frame = cx.fiber.len - 1;
    super::global::merge(cx, t, frame)?;
    log::merge(cx, &mut out.log)?;
    if out.end == End::Raised { return Err(raise(cx, t, exc)); }
    f.pc = unsafe { CodeV(f.code).raw().insns.add(*join as usize) }; // SAFETY: as above
    Ok(Some(Next::Moved))
}
#[allow(dead_code)]
const _: u64 = FRESH;
