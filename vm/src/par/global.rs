//! Loops over module variables: `for x in xs: total += f(x)` at module level.
//!
//! Names that such a loop assigns are variables of the module, which every function sees. While tasks of the loop exist these names are
//! *volatile*: no inline cache holds them. The frame that stays behind goes on with the module's dict; a task has an *overlay*, a dict of what it
//! assigned. Where such a loop is not the outermost fork, entering it is a write to the module's variables towards those outside it. A function called by a task sees the overlay's values; where it would see an accumulator, or a name that
//! its task has not assigned yet, the task gives up.
//!
//! [GL1] A name is volatile before the dict's version changes, and the version changes before the task is published; a cache is
//! filled only for the version that was read before the name was looked up among the volatile ones.
//! [GL2] Only the program itself writes to the module's dict without asking, in the frame of its innermost record, a loop over module variables:
//! every other record is a loop of the same frame that knows the names, or its iteration is dirty and it has no tasks that could see them.
//! Others, tasks above all, go through the write rule.
use super::site::Site;
use super::task::Task;
use super::{rule, view};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{CodeV, Function};
use crate::native::R;
use crate::object::Array;
use crate::value::Value;
use fora_ir::{Accumulator, AccumulatorKind, NOREG};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

/// Volatile names: dict and name, by address; once per loop that asked for it.
static VOLATILE: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Module dicts that Python code got hold of: reads of them cannot be watched.
static EXPOSED: Mutex<Vec<u64>> = Mutex::new(Vec::new());

fn lock<V>(m: &Mutex<V>) -> std::sync::MutexGuard<'_, V> { m.lock().unwrap_or_else(|e| e.into_inner()) }
#[inline(always)]
pub fn any() -> bool { COUNT.load(SeqCst) != 0 }
pub fn volatile(dict: Value, name: Value) -> bool { any() && lock(&VOLATILE).contains(&(dict.0, name.0)) }
/// The dict of a module is given to Python code.
pub fn expose(dict: Value) { let mut e = lock(&EXPOSED); if !e.contains(&dict.0) { e.push(dict.0) } }
pub fn exposed(dict: Value) -> bool { lock(&EXPOSED).contains(&dict.0) }

/// The accumulators of a loop that are module variables, one per name.
pub fn accumulators(site: &Site, code: CodeV) -> Vec<(Value, Accumulator)> {
    let mut out: Vec<(Value, Accumulator)> = vec![];
    for a in &site.fork.accumulators {
        if a.reg != NOREG || a.kind.is_note() { continue; }
        let n = code.site_name(a.site);
        if !out.iter().any(|o| o.0 == n) { out.push((n, *a)) }
    }
    out
}
pub fn uses(site: &Site) -> bool { site.fork.accumulators.iter().any(|a| a.reg == NOREG && !a.kind.is_note()) }
fn dict_of(func: Value) -> Dict { Dict(Function(func).raw().globals) }
/// The overlay of the task whose own frame is at `frame`.
fn own_overlay(cx: &Cx, frame: usize) -> Option<Dict> { if frame == 0 && cx.par.task.is_some() { Dict::from(cx.par.overlay) } else { None } }
/// A module variable as the frame at index `frame` sees it.
pub fn get(cx: &mut Cx, frame: usize, name: Value) -> Option<Value> {
    if let Some(v) = super::trap::stand_in(cx, frame, name) { return Some(v); }
    if let Some(o) = own_overlay(cx, frame) { if let Some(v) = o.get_str(cx, name) { return Some(v); } }
    let d = dict_of(cx.fiber.frame(frame).func);
    d.get_str(cx, name)
}
/// Whether a loop over module variables in this frame can be a fork: a task has an overlay for those of its own loop only.
pub fn may_enter(cx: &Cx, frame: u32) -> bool { cx.par.task.as_ref().is_none_or(|t| frame == 0 && uses(t.site)) }
/// Such a loop begins. Forks outside it that know nothing of its assignments learn of them now: [GL2].
pub fn enter(cx: &mut Cx, frame: u32) {
    if cx.par.recs.iter().all(|r| r.globals && r.frame == frame) { return; }
    let d = dict_of(cx.fiber.frame(frame as usize).func);
    cx.write(d.0)
}
/// Sets it: a write that the loop's tasks know of.
pub fn set(cx: &mut Cx, frame: usize, name: Value, v: Value) {
    if let Some(o) = own_overlay(cx, frame) { o.set_str(cx, name, v); return; }
    let d = dict_of(cx.fiber.frame(frame).func);
    match d.find_str(cx, name) { Some(i) => d.set_value_noted(cx, i, v), None => d.set_str(cx, name, v) }
}
/// The names become volatile. [GL1]
pub fn register(func: Value, code: CodeV, site: &Site) {
    let d = dict_of(func);
    let mut l = lock(&VOLATILE);
    for (n, _) in accumulators(site, code) { l.push((d.0 .0, n.0)) }
    COUNT.store(l.len(), SeqCst);
    d.forget_version();
}
pub fn unregister(func: Value, code: CodeV, site: &Site) {
    let d = dict_of(func);
    let mut l = lock(&VOLATILE);
    for (n, _) in accumulators(site, code) { if let Some(i) = l.iter().position(|x| *x == (d.0 .0, n.0)) { l.swap_remove(i); } }
    COUNT.store(l.len(), SeqCst);
    d.forget_version();
}
/// Names that nobody is to read from a cache, by address of dict and name. [GL1]
pub fn hold(names: &[(u64, u64)]) {
    let mut l = lock(&VOLATILE);
    l.extend_from_slice(names);
    COUNT.store(l.len(), SeqCst);
    for n in names { Dict(Value(n.0)).forget_version() }
}
pub fn let_go(names: &[(u64, u64)]) {
    let mut l = lock(&VOLATILE);
    for n in names { if let Some(i) = l.iter().position(|x| x == n) { l.swap_remove(i); } }
    COUNT.store(l.len(), SeqCst);
    for n in names { Dict(Value(n.0)).forget_version() }
}
/// What a new task gets of the names: their values here, and a copy of this task's overlay, behind the registers.
pub fn extra(cx: &mut Cx, site: &'static Site, frame: usize) -> crate::vvec::VVec {
    let mut out = crate::vvec::VVec::new();
    if !uses(site) { return out; }
    let code = CodeV(cx.fiber.frame(frame).code);
    for (n, _) in accumulators(site, code) { let v = get(cx, frame, n).unwrap_or(Value::UNDEF); out.push(v) }
    let copy = match own_overlay(cx, frame) { Some(o) => copy(cx, o).0, None => Value::UNDEF };
    out.push(copy);
    out
}
fn copy(cx: &mut Cx, o: Dict) -> Dict { let d = Dict::new(cx); for i in 0..o.fill() { if let Some((k, v)) = o.entry(i) { d.set_str(cx, k, v) } } d }
/// A task begins: its overlay.
pub fn begin(cx: &mut Cx, t: &Task, nregs: usize) {
    if !uses(t.site) { return; }
    let at = |i: usize| { #[allow(unsafe_code)] unsafe { *Array(t.regs).data().add(nregs + i) } }; // SAFETY: `extra` put them there
    let accs = accumulators(t.site, CodeV(t.code));
    let o = match Dict::from(at(accs.len())) { Some(p) => copy(cx, p), None => Dict::new(cx) };
    super::set_stamp(o.0, super::EXEMPT);
    cx.par.overlay = o.0;
    for (k, (n, a)) in accs.iter().enumerate() {
        if a.kind.starts_empty() { let _ = o.remove_str(cx, *n); continue; }
        let v = view::begin(cx, a.kind, at(k));
        o.set_str(cx, *n, v);
    }
}
/// Before a merge: can all that the task did to module variables be taken over?
pub fn mergeable(cx: &mut Cx, t: &Arc<Task>, nregs: usize, frame: usize) -> bool {
    if !uses(t.site) { return true; }
    let Some(end) = Dict::from(Value(t.end_globals.load(SeqCst))) else { return false };
    for (k, (n, a)) in accumulators(t.site, CodeV(t.code)).iter().enumerate() {
        if a.kind.starts_empty() { continue; }
        #[allow(unsafe_code)]
        let start = unsafe { *Array(t.regs).data().add(nregs + k) }; // SAFETY: `extra` put them there
        let (Some(now), Some(e)) = (get(cx, frame, *n), end.get_str(cx, *n)) else { return false };
        if !view::mergeable(cx, a.kind, &t.out().folds, start, now, e) { return false; }
    }
    true
}
pub fn merge(cx: &mut Cx, t: &Arc<Task>, frame: usize) -> R<()> {
    if !uses(t.site) { return Ok(()); }
    let Some(end) = Dict::from(Value(t.end_globals.load(SeqCst))) else { return Ok(()) };
    let accs = accumulators(t.site, CodeV(t.code));
    // what goes with a minimum, before the minimum itself
    for (n, a) in &accs {
        if a.kind != AccumulatorKind::Arg { continue; }
        let Some((m, of)) = accs.iter().find(|o| o.1.pc == a.pc && view::extremum(o.1.kind)) else { continue };
        let (Some(e), Some(now), Some(best)) = (end.get_str(cx, *n), get(cx, frame, *m), end.get_str(cx, *m)) else { continue };
        if view::beats(cx, of.kind, now, best) { set(cx, frame, *n, e) }
    }
    for (n, a) in accs {
        let Some(e) = end.get_str(cx, n) else { continue };
        if a.kind == AccumulatorKind::Arg { continue; }
        if a.kind.replaces() { set(cx, frame, n, e); continue; }
        let Some(now) = get(cx, frame, n) else { continue };
        let v = view::merge(cx, a.kind, &mut t.out().folds, now, e)?;
        if v != now { set(cx, frame, n, v) }
    }
    Ok(())
}
/// A global name that is volatile is read by the top frame. None: it is not.
#[cold]
pub fn load(cx: &mut Cx, dict: Dict, name: Value) -> R<Option<Value>> {
    if !volatile(dict.0, name) { return Ok(None); }
    if super::apart::held(dict.0, name) { if cx.speculative() { rule::fail(cx) } return Ok(None); }
    let top = cx.fiber.len - 1;
    if let Some(v) = super::trap::stand_in(cx, top, name) { return Ok(Some(v)); }
    let mut task = cx.par.task.clone();
    let mut overlay = cx.par.overlay;
    let mut own = top == 0;
    while let Some(t) = task {
        if uses(t.site) && dict_of(t.func) == dict {
            let acc = accumulators(t.site, CodeV(t.code)).into_iter().find(|a| a.0 == name);
            let v = Dict::from(overlay).and_then(|o| o.get_str(cx, name));
            match (acc, v) {
                (Some((_, a)), Some(v)) if own || a.kind == AccumulatorKind::Last => return Ok(Some(v)),
                (Some(_), _) => rule::fail(cx),
                (None, Some(v)) => return Ok(Some(v)),
                (None, None) => {}
            }
        }
        own = false;
        // the parent stands still in the statement that this task belongs to
        #[allow(unsafe_code)]
        { overlay = unsafe { (*t.owner).par.overlay } } // SAFETY: the owner waits for this task, or runs operands of the same statement
        task = t.parent.clone();
    }
    Ok(dict.get_str(cx, name))
}
/// A global name is assigned by the top frame. False: it is not volatile, or to be assigned as usual.
#[cold]
pub fn store(cx: &mut Cx, dict: Dict, name: Value, v: Value) -> bool {
    if !volatile(dict.0, name) { return false; }
    let top = cx.fiber.len - 1;
    // `l += …` assigns the list that it had: the variable is that list, wherever its contents are
    if super::trap::stand_in(cx, top, name) == Some(v) { return true; }
    // the operand of a group whose later ones run elsewhere: they may be reading there
    if let Some(r) = cx.par.recs.last_mut().filter(|r| r.frame as usize == top && !r.site.is_loop() && !r.children.is_empty() && uses(r.site)) { r.pending.push((name, v)); return true; }
    if let Some(t) = cx.par.task.clone() {
        if top == 0 && uses(t.site) && dict_of(t.func) == dict && accumulators(t.site, CodeV(t.code)).iter().any(|a| a.0 == name) {
            if let Some(o) = own_overlay(cx, 0) { o.set_str(cx, name, v); return true; }
        }
        return false;
    }
    if cx.par.gtop as usize != cx.fiber.len { return false; }
    match dict.find_str(cx, name) { Some(i) => { dict.set_value_noted(cx, i, v); true } None => false }
}
/// Natives that show the module's variables as a whole, called in a task that has an overlay somewhere above.
pub fn guard(cx: &mut Cx) {
    if cx.par.task.as_deref().is_some_and(super::apart::is) { rule::fail(cx) }
    let mut t = cx.par.task.clone();
    while let Some(x) = t { if uses(x.site) { rule::fail(cx) } t = x.parent.clone(); }
}
