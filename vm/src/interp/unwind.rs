//! Exceptions on their way up: handlers, tracebacks, frames that end.
#![allow(unsafe_code)] // pc arithmetic within a code's instructions
use crate::cx::Cx;
use crate::exc::Exc;
use crate::fiber::{Frame, FrameKind};
use crate::func::CodeV;
use crate::object::Slots;
use crate::types::T;
use crate::value::Value;

/// Slots of a frame object: code, globals, locals snapshot or UNDEF, back (frame object or None), index of its frame or -1 when it ended, line, lasti, function.
pub const FRAME_CODE: usize = 0;
pub const FRAME_FUNC: usize = 1;
pub const FRAME_LOCALS: usize = 2;
pub const FRAME_BACK: usize = 3;
pub const FRAME_INDEX: usize = 4;
pub const FRAME_LASTI: usize = 5;
pub const FRAME_EXTRA: usize = 6;
/// The frame's own trace function; whether line events are off (`f_trace_lines`), opcode events on
pub const FRAME_TRACE: usize = 7;
pub const FRAME_QUIET: usize = 8;
pub const FRAME_OPCODES: usize = 9;
/// Slots of a traceback: next, frame, lasti (instruction index), line
pub const TB_NEXT: usize = 0;
pub const TB_FRAME: usize = 1;
pub const TB_LASTI: usize = 2;
pub const TB_LINE: usize = 3;

/// Index of the instruction that `frame` is executing.
pub fn lasti(f: &Frame) -> usize { next_of(f).saturating_sub(1) }
/// Index of the one after it, or where it jumps.
pub fn next_of(f: &Frame) -> usize { (f.pc as usize - CodeV(f.code).raw().insns as usize) / 8 }
pub fn line_of(code: CodeV, i: usize) -> u32 { code.ir().positions.get(i).map_or(0, |p| p.line) }

/// The frame object of live frame `i`.
pub fn frame_object(cx: &mut Cx, i: usize) -> Value {
    let f = cx.fiber.frame(i);
    if !f.object.is_undef() { return f.object; }
    let o = Slots::new(cx, T::Frame, &[f.code, f.func, Value::UNDEF, Value::UNDEF, Value::small(i as i64), Value::small(lasti(f) as i64), Value::UNDEF]);
    cx.fiber.frame(i).object = o;
    cx.observed = 1;
    o
}
/// A frame is about to be popped: its object keeps what can still be asked for.
pub fn detach(cx: &mut Cx, f: &Frame) {
    if f.object.is_undef() { return; }
    let o = Slots(f.object);
    if o.get(FRAME_LOCALS).is_undef() { let locals = super::names::locals_dict(cx, f); o.set(cx, FRAME_LOCALS, locals) } else { crate::observe::refresh_locals(cx, f.object) }
    let back = match crate::frames::below(cx, cx.fiber.len - 1) { Some(i) => frame_object(cx, i), None => Value::NONE };
    o.set(cx, FRAME_BACK, back);
    o.set(cx, FRAME_INDEX, Value::small(-1));
    o.set(cx, FRAME_LASTI, Value::small(lasti(f) as i64));
}
/// Takes the top frame off the pending exception's traceback, where it is the last to have been added: the instruction.
fn forget_last(cx: &mut Cx) -> Option<u32> {
    let (e, frame) = (Exc::from(cx.pending)?, cx.fiber.last().object);
    let tb = e.raw().traceback;
    if frame.is_undef() || !tb.is(T::Traceback) || Slots(tb).get(TB_FRAME) != frame { return None; }
    let next = Slots(tb).get(TB_NEXT);
    e.update(cx, |o| o.traceback = if next.is_none() { Value::UNDEF } else { next });
    Some(crate::types_trace::tb_index(tb) as u32)
}
/// Adds the top frame to the pending exception's traceback.
pub fn add_traceback(cx: &mut Cx) {
    let Some(e) = Exc::from(cx.pending) else { return };
    let i = cx.fiber.len - 1;
    let f = cx.fiber.frame(i);
    if CodeV(f.code).info().hidden { return; }
    let at = lasti(f);
    let line = line_of(CodeV(f.code), at);
    let fo = frame_object(cx, i);
    Slots(fo).set(cx, FRAME_LASTI, Value::small(at as i64));
    let next = { let t = e.raw().traceback; if t.is_undef() { Value::NONE } else { t } };
    let tb = Slots::new(cx, T::Traceback, &[next, fo, Value::small(at as i64), Value::small(line as i64)]);
    e.update(cx, |o| o.traceback = tb);
}
/// An exception is pending in the top frame (whose pc is saved). Finds a handler, popping frames down to the entry frame.
/// True: execution goes on in the top frame. False: the entry frame was left; the exception is the native caller's.
pub fn unwind(cx: &mut Cx, fresh: bool) -> bool { unwind_above(cx, fresh, 0) }
/// As `unwind`, but leaves the lowest `keep` frames alone: false where none of those above handles it.
pub fn unwind_above(cx: &mut Cx, mut fresh: bool, keep: usize) -> bool {
    loop {
        if cx.fiber.len <= keep { return false; }
        let f = cx.fiber.last();
        let code = CodeV(f.code);
        let at = lasti(f) as u32;
        // handlers outside its fork are not a task's: the exception goes to the frame it was forked from
        if f.kind == FrameKind::Task && !cx.par.task.as_ref().is_some_and(|t| code.ir().handlers.iter().find(|h| h.start <= at && at < h.end).is_some_and(|h| crate::par::rule::inside(t.site, h.target))) {
            // raised again: the frame that it was forked from takes the place of the task's in the traceback
            let from = if fresh { None } else { forget_last(cx) };
            let f = cx.fiber.last();
            crate::par::join::raised_at(cx, at, from.unwrap_or(at));
            if cx.par.armed { crate::par::rule::unwound(cx, cx.fiber.len - 1, None) }
            let f = *f;
            if cx.loops { crate::gen::leave_loops(cx, at, None) }
            leave(cx, &f);
            return false;
        }
        if fresh { add_traceback(cx); if cx.traced() { crate::observe::raised(cx) } }
        let again = !fresh;
        fresh = true;
        if let Some(h) = code.ir().handlers.iter().find(|h| h.start <= at && at < h.end) {
            if cx.par.armed { crate::par::rule::unwound(cx, cx.fiber.len, Some(h.target)) }
            if cx.loops { crate::gen::leave_loops(cx, at, Some(h.target)) }
            // where the frame stands if no statement raises it again from the handler
            if again && !f.object.is_undef() { Slots(f.object).set(cx, FRAME_LASTI, Value::small(at as i64)) }
            let e = cx.take_pending();
            // SAFETY: verified IR: reg < nregs, target within the code
            unsafe { *f.base.add(h.reg as usize) = e; f.pc = code.raw().insns.add(h.target as usize); }
            cx.handled = e;
            return true;
        }
        if cx.par.armed { crate::par::rule::unwound(cx, cx.fiber.len - 1, None) }
        if cx.traced() { crate::observe::unwinds(cx) }
        let f = *f;
        if cx.loops { crate::gen::leave_loops(cx, at, None) }
        let stood = if again && !f.object.is_undef() && line_of(code, at as usize) == 0 { Slots(f.object).get(FRAME_LASTI) } else { Value::UNDEF };
        detach(cx, &f);
        if !stood.is_undef() { Slots(f.object).set(cx, FRAME_LASTI, stood) }
        cx.handled = f.handled;
        if !f.gen.is_undef() && f.kind != FrameKind::Init { crate::gen::finished(cx, f.gen) }
        leave(cx, &f);
        if matches!(f.kind, FrameKind::Entry | FrameKind::GenEntry | FrameKind::Eager) { return false; }
    }
}
/// Pops the top frame `f` and restores the register stack's top.
#[inline(always)]
pub fn leave(cx: &mut Cx, f: &Frame) {
    cx.fiber.pop();
    if cx.fiber.len > 0 {
        let c = cx.fiber.last();
        cx.fiber.top = unsafe { c.base.add(CodeV(c.code).ir().nregs as usize) }; // SAFETY: [FB1]
    } else { cx.fiber.top = f.base }
}
