//! Containers that are being added to by a loop and its tasks, as everybody else sees them.
//!
//! While tasks of a loop exist, the container that the loop adds to has moved house: its contents live in a *stand-in*, which the loop's frame
//! has in its place, and the object itself looks empty and bears the TRAP flag. Whoever finds a list, dict or set empty looks at the
//! flag (that costs the others nothing). The frame that stays behind then takes its contents back and goes on alone; a task gives up.
//!
//! [TR1] a trapped object's body words are those of an empty container; its contents are the stand-in's. Both are exact lists, dicts or sets.
#![allow(unsafe_code)] // raw bodies: [TR1]
use super::{pool, rule, Rec};
use crate::cx::Cx;
use crate::func::CodeV;
use crate::types::T;
use crate::value::Value;
use fora_ir::NOREG;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::Arc;

/// Flag of the object's header.
const TRAP: u8 = 0x40;

/// One container of a record: register, or NOREG and the module variable's name; the object, its stand-in.
pub struct Trapped { reg: u16, name: Value, real: Value, stand_in: Value }

#[inline(always)]
pub fn is(v: Value) -> bool { v.header().flags() & TRAP != 0 }
/// Words of the container itself; those of a subclass's instance come behind.
fn words(v: Value) -> usize { (T::SIZE[v.kind() as usize] - 16) / 8 }
/// Exchanges two bodies of the same type.
fn exchange(cx: &mut Cx, a: Value, b: Value) {
    cx.note(a);
    cx.note(b);
    let (p, q) = (a.0 as *mut u64, b.0 as *mut u64);
    for i in 2..2 + words(a) { unsafe { std::ptr::swap(p.add(i), q.add(i)) } } // SAFETY: [TR1] same layout
}
fn flag(v: Value, on: bool) { let h = unsafe { &mut *(v.0 as *mut fora_heap::Header) }; if on { h.add_flags(TRAP) } else { h.drop_flags(TRAP) } } // SAFETY: an object
/// Whether record `i` can be promoted: nobody may be looking at a container while its contents move.
pub fn may_set(recs: &[Rec], i: usize) -> bool {
    !recs[i].trapped.is_empty() || !recs[i].site.fork.accumulators.iter().any(|a| super::view::is_container(a.kind)) || recs[i + 1..].iter().all(|r| r.children.iter().all(|c| c.0 == 0))
}
/// Sets the traps of record `i`, about to be promoted for the first time.
pub fn set(cx: &mut Cx, i: usize) {
    let (frame, site) = (cx.par.recs[i].frame as usize, cx.par.recs[i].site);
    if !cx.par.recs[i].trapped.is_empty() { return; }
    let f = *cx.fiber.frame(frame);
    // what the record's instructions loaded before they call: the receiver of a method among them
    let (named, nregs) = { let ir = CodeV(f.code).ir(); (ir.varnames.len(), ir.nregs as usize) };
    let mut done: Vec<(u16, u64)> = vec![];
    for a in &site.fork.accumulators {
        let name = if a.reg == NOREG { CodeV(f.code).site_name(a.site) } else { Value::UNDEF };
        let real = if a.reg == NOREG { match super::global::get(cx, frame, name) { Some(v) => v, None => continue } } else { unsafe { *f.base.add(a.reg as usize) } }; // SAFETY: verified fork
        if a.kind.is_note() || !real.is_ref() || !super::view::contains(a.kind, real) || done.contains(&(a.reg, name.0)) || is(real) { continue; }
        done.push((a.reg, name.0));
        let stand_in = match real.exact() {
            Some(t @ (T::List | T::Dict | T::Set)) => cx.alloc_type(t),
            _ if super::view::counting(real) => {
                let c = cx.class_of(real).0;
                let s = cx.alloc_instance(c);
                // what else there is of it: the default
                let d = cx.class_of(real);
                if &*d.name() == "defaultdict" { let int = cx.class(T::Int).0; if cx.set_attr_str(s, "default_factory", int).is_err() { cx.clear_pending(); continue; } }
                if s.shape() != real.shape() { continue; }
                s
            }
            _ => continue,
        };
        exchange(cx, real, stand_in);
        flag(real, true);
        super::set_stamp(stand_in, super::EXEMPT);
        super::set_stamp(real, 0);
        // a module variable stays what it is: only the loop's frame sees the stand-in (`stand_in`)
        if a.reg != NOREG { unsafe { *f.base.add(a.reg as usize) = stand_in } } // SAFETY: as above
        replace(f.base, named, nregs, real, stand_in);
        cx.par.recs[i].trapped.push(Trapped { reg: a.reg, name, real, stand_in });
    }
}
/// Temporaries of a frame that hold one object get another.
fn replace(base: *mut Value, named: usize, nregs: usize, from: Value, to: Value) { for i in named..nregs { unsafe { let p = base.add(i); if *p == from { *p = to } } } } // SAFETY: [FB1]
/// The containers of a record that is over, or whose tasks are gone, are themselves again.
pub fn clear(cx: &mut Cx, frame: usize, trapped: Vec<Trapped>) {
    for t in trapped.into_iter().rev() {
        exchange(cx, t.real, t.stand_in);
        flag(t.real, false);
        let now = cx.m.clock;
        super::set_stamp(t.real, now);
        if frame >= cx.fiber.len { continue; }
        let f = *cx.fiber.frame(frame);
        { let ir = CodeV(f.code).ir(); replace(f.base, ir.varnames.len(), ir.nregs as usize, t.stand_in, t.real) }
        if t.reg != NOREG { unsafe { *cx.fiber.frame(frame).base.add(t.reg as usize) = t.real } } // SAFETY: [FB1] the record's frame
    }
}
/// What the frame at index `frame` sees in place of a module variable whose contents moved.
pub fn stand_in(cx: &Cx, frame: usize, name: Value) -> Option<Value> {
    cx.par.recs.iter().rev().filter(|r| r.frame as usize == frame).find_map(|r| r.trapped.iter().find(|t| t.reg == NOREG && t.name == name).map(|t| t.stand_in))
}
pub fn trace(recs: &[Rec], mark: &mut dyn FnMut(Value)) { for r in recs { for (n, v) in &r.pending { mark(*n); mark(*v) } for t in &r.trapped { mark(t.real); mark(t.stand_in); mark(t.name) } } }
/// Somebody found `v` empty, and trapped.
#[cold]
#[inline(never)]
pub fn sprung(v: Value) {
    let cx = Cx::current();
    if let Some(i) = cx.par.recs.iter().position(|r| r.trapped.iter().any(|t| t.real == v)) { return alone(cx, i, None); }
    let Some(me) = cx.par.task.clone() else { return };
    // those above it run, and their records change, as long as it has not had its turn
    if !me.committed.load(Relaxed) { rule::fail(cx) }
    let mut t = me.clone();
    loop {
        let owner = unsafe { &mut *t.owner }; // SAFETY: the owner of a task above one that had its turn stands still
        if let Some(i) = owner.par.recs.iter().position(|r| r.trapped.iter().any(|x| x.real == v)) {
            let path = t.clone();
            pool::blocked(cx, || { let mut x = &me; loop { if !x.word.get().prefix_done() { return false; } if Arc::ptr_eq(x, &path) { return true; } match &x.parent { Some(p) => x = p, None => return true } } });
            return alone(owner, i, Some(&t));
        }
        match t.parent.clone() { Some(p) => t = p, None => break }
    }
}
/// The registers of a frame are shown to the program.
pub fn shown(cx: &mut Cx, frame: usize) { while let Some(i) = cx.par.recs.iter().position(|r| r.frame as usize == frame && !r.trapped.is_empty()) { alone(cx, i, None) } }
/// Drops the tasks of record `i`, except one, and takes the containers back.
fn alone(cx: &mut Cx, i: usize, but: Option<&Arc<super::task::Task>>) {
    // inner loops may have moved the same contents further
    for j in (i + 1..cx.par.recs.len()).rev() { if !cx.par.recs[j].trapped.is_empty() { alone(cx, j, but) } }
    // tasks of inner forks may be looking at the container, too
    let doomed: Vec<_> = cx.par.recs[i..].iter_mut().flat_map(|r| r.children.iter_mut()).filter(|c| c.0 != 0 && but.is_none_or(|b| !Arc::ptr_eq(b, &c.1))).map(|c| { c.0 = 0; c.1.clone() }).collect();
    let me = Cx::current();
    if !doomed.is_empty() { rule::cancel(me, &doomed) }
    let r = &mut cx.par.recs[i];
    r.site.back_off();
    let (frame, trapped) = (r.frame as usize, std::mem::take(&mut r.trapped));
    let reals: Vec<Value> = trapped.iter().map(|t| t.real).collect();
    clear(cx, frame, trapped);
    // forks inside it that go on see them: a write there has to be noticed
    if i + 1 < cx.par.recs.len() { let s = cx.par.recs[i].bound; for v in reals { super::set_stamp(v, s) } }
    // its iteration is seen from elsewhere: not to be given away again
    cx.par.recs[i].native = true;
    super::refresh(cx)
}
