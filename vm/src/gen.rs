//! Generators and coroutines: a suspended frame as an object.
//!
//! Registers live in an Array while suspended and on the register stack while running.
#![allow(unsafe_code)] // copies of register windows: [FB1]; raw layout: [O1]
use crate::cx::Cx;
use crate::fiber::{Frame, FrameKind};
use crate::func::{CodeV, Function};
use crate::native::R;
use crate::object::Array;
use crate::types::T;
use crate::value::Value;
use fora_heap::Header;

pub const CREATED: usize = 0;
pub const SUSPENDED: usize = 1;
pub const RUNNING: usize = 2;
pub const FINISHED: usize = 3;

#[repr(C)]
pub struct GeneratorObj {
    pub hdr: Header,
    pub regs: Value,
    pub code: Value,
    pub func: Value,
    pub name: Value,
    pub qualname: Value,
    /// frame object while one exists
    pub object: Value,
    /// exception being handled inside the suspended frame is restored by SetHandled after each yield
    pub pc: *const fora_ir::Insn,
    pub state: usize,
    /// async generator: hooks were called / closed / running asend
    pub aflags: usize,
    /// coroutine: `cr_origin`, or the code of the caller, which stood at instruction `aflags`
    pub origin: Value,
    /// the finaliser's and the loop's marks
    pub marks: usize,
}
/// The loop that asked for it is all that knows the generator.
pub const LOOP: usize = 1;
crate::view!(/// Generator, coroutine or async generator.
    Generator, GeneratorObj, T::Generator);

impl Generator {
    pub fn raw(self) -> &'static GeneratorObj { self.obj() }
    pub fn update(self, cx: &mut Cx, f: impl FnOnce(&mut GeneratorObj)) { cx.write(self.0); unsafe { f(self.obj_mut()) } } // SAFETY: [O2]
    pub fn code(self) -> CodeV { CodeV(self.obj().code) }
    /// Register `i` of the suspended frame.
    pub fn reg(self, i: u16) -> Value { unsafe { *Array(self.obj().regs).data().add(i as usize) } } // SAFETY: suspended: nregs values
    /// What a suspended generator delegates to: the iterator operand of the YieldFrom it stands at.
    pub fn delegate(self) -> Option<Value> {
        let o = self.obj();
        if o.state != SUSPENDED { return None; }
        let i = unsafe { *o.pc }; // SAFETY: pc of a suspended frame is inside its code
        if i.op() == fora_ir::Op::YieldFrom { Some(self.reg(i.b())) } else { None }
    }
}
/// `sys.get_coroutine_origin_tracking_depth()`
pub static ORIGIN_DEPTH: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
/// The innermost `depth` frames below the top one: (file, line, name) each.
fn origin(cx: &mut Cx, depth: u32) -> Value {
    let mut rows = crate::vvec::VVec::new();
    for i in (0..cx.fiber.len - 1).rev().take(depth as usize) {
        let f = *cx.fiber.frame(i);
        let (c, line) = (CodeV(f.code), crate::interp::unwind::line_of(CodeV(f.code), crate::interp::unwind::lasti(&f)));
        rows.push(cx.tuple(&[c.raw().filename, Value::small(line as i64), c.raw().name]))
    }
    cx.tuple(&rows)
}
/// Makes the generator object of the top frame (at its MakeGenerator op) and saves the frame in it.
pub fn make(cx: &mut Cx, pc: *const fora_ir::Insn) -> Value {
    let f = *cx.fiber.last();
    let code = CodeV(f.code);
    use fora_ir::CodeFlags as F;
    let t = if code.ir().flags.has(F::ASYNC_GENERATOR) { T::AsyncGenerator } else if code.ir().flags.has(F::COROUTINE) { T::Coroutine } else { T::Generator };
    let n = code.ir().nregs as usize;
    let regs = Array::new(cx, n);
    let g = Generator(cx.alloc_type(t));
    // SAFETY: fresh generator; the array is written through the barrier
    unsafe {
        cx.write(regs.0);
        std::ptr::copy_nonoverlapping(f.base, regs.data(), n);
        let func = Function(f.func);
        let o = g.obj_mut();
        o.regs = regs.0; o.code = f.code; o.func = f.func; o.name = func.raw().name; o.qualname = func.raw().qualname; o.pc = pc; o.state = CREATED;
    }
    if t == T::Coroutine {
        let depth = ORIGIN_DEPTH.load(std::sync::atomic::Ordering::Relaxed);
        if depth > 0 { let o = origin(cx, depth); g.update(cx, |x| x.origin = o) }
        else if cx.fiber.len > 1 { let c = *cx.fiber.frame(cx.fiber.len - 2); g.update(cx, |x| { x.origin = c.code; x.aflags = crate::interp::unwind::lasti(&c) }) }
    }
    if code.info().cleanup || t != T::Generator { watch(cx, g) }
    if t == T::Generator && code.info().cleanup && f.kind == FrameKind::Call { note_loop(cx, g, f.ret) }
    g.0
}
/// Pushes the generator's frame on the fiber. The caller has checked that it is not running or finished.
pub fn enter(cx: &mut Cx, g: Generator, ret: u16, kind: FrameKind) -> R<()> {
    let code = g.code();
    let n = code.ir().nregs as usize;
    let base = cx.fiber.top;
    if !cx.fiber.room(base, n) || cx.fiber.len as u32 >= cx.recursion_limit { return Err(crate::interp::bind::too_deep(cx)); }
    // SAFETY: [FB1] room was asked
    unsafe { std::ptr::copy_nonoverlapping(Array(g.raw().regs).data(), base, n) }
    let o = g.raw();
    let handled = cx.handled;
    cx.fiber.push(Frame { base, pc: o.pc, code: o.code, func: o.func, handled, locals: Value::UNDEF, gen: g.0, object: o.object, ret, kind, announced: false });
    cx.fiber.top = unsafe { base.add(n) }; // SAFETY: [FB1]
    if !o.object.is_undef() { let i = cx.fiber.len - 1; crate::object::Slots(o.object).set(cx, crate::interp::unwind::FRAME_INDEX, Value::small(i as i64)) }
    g.update(cx, |o| o.state = RUNNING);
    // inside an except clause the generator goes on with its own handled exception, also where one is thrown in
    if let Some(r) = handled_register(g) { cx.handled = unsafe { *base.add(r as usize) } } // SAFETY: [FB1] a register of the frame
    Ok(())
}
/// The register of the exception that a suspended generator is handling: the front end emits SetHandled after such yields.
fn handled_register(g: Generator) -> Option<u16> {
    let pc = g.raw().pc;
    // SAFETY: pc is inside the code, and no YieldFrom is its last instruction
    let next = unsafe { if (*pc).op() == fora_ir::Op::YieldFrom { *pc.add(1) } else { *pc } };
    (next.op() == fora_ir::Op::SetHandled && next.a() != fora_ir::NOREG).then(|| next.a())
}
/// Saves the top frame (a generator's, about to yield) with `pc` as the place to resume.
pub fn suspend(cx: &mut Cx, pc: *const fora_ir::Insn) {
    let f = *cx.fiber.last();
    let g = Generator(f.gen);
    let n = g.code().ir().nregs as usize;
    let regs = Array(g.raw().regs);
    cx.write(regs.0);
    unsafe { std::ptr::copy_nonoverlapping(f.base, regs.data(), n) } // SAFETY: array of nregs
    if !f.object.is_undef() { crate::object::Slots(f.object).set(cx, crate::interp::unwind::FRAME_INDEX, Value::small(-1)) }
    g.update(cx, |o| { o.pc = pc; o.state = SUSPENDED; o.object = f.object });
    cx.handled = f.handled;
}
/// The generator's frame ended.
pub fn finished(cx: &mut Cx, g: Value) {
    Generator(g).update(cx, |o| { o.state = FINISHED; o.regs = Value::UNDEF });
    unsafe { (*g.ptr::<Header>()).drop_flags(fora_heap::FLAG_FINALIZE) } // SAFETY: [O1]; after `update`
}
/// Asks the collector for a finaliser: closing the generator runs code. What a task makes waits until the task is joined: if it is
/// dropped, its generators never were.
pub fn watch(cx: &mut Cx, g: Generator) {
    if cx.speculative() {
        let l = &mut cx.par.watched;
        if l.len() >= 256 && l.len() == l.capacity() { l.retain(|g| g.raw().state != FINISHED) }
        l.push(g);
        return;
    }
    if g.raw().state == FINISHED { return; }
    // SAFETY: [O1] fresh
    unsafe { (*g.0.ptr::<Header>()).add_flags(fora_heap::FLAG_FINALIZE); if let Some(h) = std::ptr::NonNull::new(g.0.ptr::<Header>()) { let _ = cx.m.register_owner(h, fora_heap::FLAG_FINALIZE); } }
}
/// The frame below the top called the generator function; if it goes on with a loop over the result, in a temporary that only the
/// loop uses, then leaving the loop early is the generator's end, as it is under reference counts.
fn note_loop(cx: &mut Cx, g: Generator, ret: u16) {
    let n = cx.fiber.len;
    if n < 2 { return; }
    let f = cx.fiber.frame(n - 2);
    let next = unsafe { *f.pc }; // SAFETY: saved pc of a frame that called: an instruction follows
    if next.op() == fora_ir::Op::GetIter && next.b() == ret && ret as usize >= CodeV(f.code).ir().varnames.len() { g.update(cx, |o| o.marks |= LOOP); cx.loops = true }
}
/// Is it suspended, and known to its loop alone?
pub fn loops_own(v: Value) -> bool { v.is_exact(T::Generator) && Generator(v).raw().marks & LOOP != 0 && Generator(v).raw().state == SUSPENDED }
/// An exception leaves the top frame, or goes to `target` in it: the loops that it leaves close their generators.
#[cold]
pub fn leave_loops(cx: &mut Cx, at: u32, target: Option<u32>) {
    let f = *cx.fiber.last();
    let ir = CodeV(f.code).ir();
    for r in ir.varnames.len()..ir.nregs as usize {
        let v = unsafe { *f.base.add(r) }; // SAFETY: [FB1]
        if !loops_own(v) { continue; }
        let inside = |i: usize, x: u32| i as u32 <= x && ir.insns[i].target(i).is_some_and(|e| (x as i64) < e);
        let stays = target.is_some_and(|t| ir.insns.iter().enumerate().any(|(i, n)| n.op() == fora_ir::Op::ForIter && n.b() as usize == r && inside(i, at) && inside(i, t)));
        if !stays { finalize(cx, v) }
    }
}
/// Nobody can resume the generator any more: `finally` clauses and `with` blocks that it stands in are left.
pub fn finalize(cx: &mut Cx, v: Value) {
    let g = Generator(v);
    let (p, h) = (cx.take_pending(), cx.handled);
    let r = match g.raw().state {
        CREATED if v.is_exact(T::Coroutine) => {
            let q = crate::str::Str(g.raw().qualname).lossy();
            let place = CodeV::from(g.raw().origin).map(|c| (c.raw().filename, crate::interp::unwind::line_of(c, g.raw().aflags)));
            finished(cx, v);
            if let Some((file, line)) = place { unawaited(cx, v, &q, file, line) } else {
            let m = cx.dict_get(crate::dict::Dict(cx.rt.modules), "warnings");
            match m.map_or(Ok(None), |m| cx.lookup_attr(m, "_warn_unawaited_coroutine")) {
                Ok(Some(w)) => cx.call(w, &[v]).map(|_| ()),
                Ok(None) => crate::warn::warn(cx, T::RuntimeWarning, &format!("coroutine '{q}' was never awaited")),
                Err(e) => Err(e),
            }
            }
        }
        CREATED | SUSPENDED => match if v.is_exact(T::AsyncGenerator) { cx.static_get("asyncgen_finalizer").filter(|f| !f.is_none()) } else { None } {
            Some(f) => cx.call(f, &[v]).map(|_| ()),
            None => crate::gen_methods::close(cx, g),
        },
        _ => Ok(()),
    };
    if r.is_err() { let e = cx.take_pending(); crate::report::unraisable(cx, e, "Exception ignored in: ", v) }
    cx.pending = p;
    cx.handled = h;
}

/// CPython warns where the last reference is given up. What is known here is where the coroutine was made: for a call whose `await` was forgotten, the same line.
fn unawaited(cx: &mut Cx, v: Value, name: &str, file: Value, line: u32) -> R<()> {
    let m = crate::run::import(cx, "warnings")?;
    let registry = cx.static_once("unawaited coroutines", |cx| crate::dict::Dict::new(cx).0);
    let (text, category) = (cx.str(&format!("coroutine '{name}' was never awaited")), cx.class(T::RuntimeWarning).0);
    let f = cx.get_attr_str(m, "warn_explicit")?;
    cx.call(f, &[text, category, file, Value::small(line as i64), Value::NONE, registry, Value::NONE, v]).map(|_| ())
}

/// What a resumption gave.
pub enum Step { Yield(Value), Return(Value) }
/// Resumes from native code with value `v` (ignored at first start).
pub fn resume(cx: &mut Cx, g: Generator, v: Value) -> R<Step> {
    match g.raw().state {
        RUNNING => { let w = what(g); return Err(cx.value_error(format!("{w} already executing"))) }
        FINISHED => { if g.0.is_exact(T::Coroutine) { return Err(cx.runtime_error("cannot reuse already awaited coroutine")); } return Ok(Step::Return(Value::NONE)); }
        _ => {}
    }
    cx.check_stack()?;
    enter(cx, g, 0, FrameKind::GenEntry)?;
    deliver(cx, g, v);
    finish(cx)
}
pub fn what(g: Generator) -> &'static str { match g.0.exact() { Some(T::Coroutine) => "coroutine", Some(T::AsyncGenerator) => "async generator", _ => "generator" } }
/// Puts a sent value where the suspended Yield (or YieldFrom) expects it. The frame is on top.
pub fn deliver(cx: &mut Cx, g: Generator, v: Value) {
    let f = cx.fiber.last();
    let code = g.code();
    let start = code.raw().insns;
    // SAFETY: pc is inside the code
    unsafe {
        let at = *f.pc;
        if at.op() == fora_ir::Op::YieldFrom { *f.base.add(at.a() as usize) = v; return; }
        if f.pc > start { let prev = *f.pc.sub(1); if prev.op() == fora_ir::Op::Yield { *f.base.add(prev.a() as usize) = v; } }
    }
}
fn finish(cx: &mut Cx) -> R<Step> {
    cx.yielded = false;
    let r = crate::interp::run(cx)?;
    Ok(if std::mem::take(&mut cx.yielded) { Step::Yield(r) } else { Step::Return(r) })
}
/// Raises exception `e` inside the suspended generator.
pub fn throw(cx: &mut Cx, g: Generator, e: Value) -> R<Step> {
    match g.raw().state {
        RUNNING => { let w = what(g); return Err(cx.value_error(format!("{w} already executing"))) }
        FINISHED => { if g.0.is_exact(T::Coroutine) { return Err(cx.runtime_error("cannot reuse already awaited coroutine")); } cx.pending = e; return Err(crate::native::Raised); }
        _ => {}
    }
    cx.check_stack()?;
    if let Some(d) = g.delegate() {
        // forward to the sub-iterator
        g.update(cx, |o| o.state = RUNNING);
        let outer = cx.handled;
        if let Some(r) = handled_register(g) { cx.handled = unsafe { *Array(g.raw().regs).data().add(r as usize) } } // SAFETY: array of nregs
        let r = crate::gen_methods::throw_into(cx, d, e);
        cx.handled = outer;
        g.update(cx, |o| o.state = SUSPENDED);
        match r {
            Ok(Step::Yield(v)) => return Ok(Step::Yield(v)),
            Ok(Step::Return(v)) => { enter(cx, g, 0, FrameKind::GenEntry)?; step_over_delegate(cx, v); return finish(cx); }
            Err(_) => { let p = cx.take_pending(); enter(cx, g, 0, FrameKind::GenEntry)?; let f = cx.fiber.last(); f.pc = unsafe { f.pc.add(1) }; cx.pending = p; return raise_here(cx); } // SAFETY: pc at YieldFrom, the next instruction exists
        }
    }
    let created = g.raw().state == CREATED;
    let own = match handled_register(g) { Some(r) if !created => unsafe { *Array(g.raw().regs).data().add(r as usize) }, _ => Value::UNDEF }; // SAFETY: as above
    enter(cx, g, 0, FrameKind::GenEntry)?;
    // lasti is pc - 1: a frame that has not started must not look at instruction -1
    if created { let f = cx.fiber.last(); f.pc = unsafe { f.pc.add(0) }; }
    // its context is what the generator itself handles: what the caller handles is nothing to it
    let outer = std::mem::replace(&mut cx.handled, own);
    cx.raise_value(e);
    cx.handled = outer;
    raise_here(cx)
}
/// The top frame stands at a YieldFrom whose iterator ended with `v`.
pub fn step_over_delegate(cx: &mut Cx, v: Value) { let f = cx.fiber.last(); unsafe { let at = *f.pc; *f.base.add(at.a() as usize) = v; f.pc = f.pc.add(1); } } // SAFETY: as `deliver`
fn raise_here(cx: &mut Cx) -> R<Step> {
    if !crate::interp::unwind::unwind(cx, true) { return Err(crate::native::Raised); }
    finish(cx)
}
