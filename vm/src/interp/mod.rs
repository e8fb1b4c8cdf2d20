//! The interpreter: one loop over Fora IR. Python-to-Python calls push frames; only natives that call back re-enter `run`.
//!
//! [I1] the IR was verified: registers, constants, sites and jump targets are in range. [I2] `frame.pc` is saved before anything
//! that may raise, call or look at frames; the instruction before it is the one under way, and writes its results only when nothing
//! more can run Python code in it. [I3] `cx.fiber.top` is the end of the top frame's registers.
#![allow(unsafe_code)] // register access by verified index: [I1]; frames: [FB1] [FB2]
pub mod bind;
pub mod names;
pub mod pattern;
pub mod slow;
pub mod unwind;

pub use bind::call_function;
use crate::abs::{Bin, Cmp};
use crate::class::{Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::{Frame, FrameKind};
use crate::func::{CodeV, Function};
use crate::gen::{self, Generator};
use crate::list::List;
use crate::native::R;
use crate::observe;
use crate::par::enter::Next;
use crate::object::{Array, Cell, Method, Slots, Tuple};
use crate::tier::Then;
use crate::types::T;
use crate::value::Value;
use fora_ir::{Insn, Op, NOREG};

/// Runs the top frame until the entry frame that it belongs to is left.
pub fn run(cx: &mut Cx) -> R {
    cx.fiber.entries += 1;
    let mut r = if cx.observer.watching() { Ok(SWITCH) } else { run_loop::<false>(cx, 0) };
    if r == Ok(SWITCH) { r = run_watched(cx) }
    cx.fiber.entries -= 1;
    r
}
/// What an instance of the loop returns when the other one is to go on.
const SWITCH: Value = Value(0x34);
#[cold]
#[inline(never)]
fn run_watched(cx: &mut Cx) -> R {
    loop {
        let r = run_loop::<true>(cx, usize::MAX);
        if cx.recording { cx.rt.tier.abandon(cx); cx.recording = false }
        if r != Ok(SWITCH) { return r; }
        if cx.observer.watching() { continue; }
        let r = run_loop::<false>(cx, 0);
        if r != Ok(SWITCH) { return r; }
    }
}
/// Executes the one instruction at the top frame's pc, with all that it calls, for compiled code. No op that leaves the frame or
/// resumes a generator. An exception that the frame would have to handle is left pending.
pub fn single(cx: &mut Cx) -> R<()> {
    cx.check_stack()?;
    let keep = cx.fiber.len;
    cx.fiber.entries += 1;
    let r = single_in(cx, keep);
    cx.fiber.entries -= 1;
    r
}
fn single_in(cx: &mut Cx, keep: usize) -> R<()> {
    run_loop::<true>(cx, keep)?;
    while cx.fiber.len > keep {
        let f = cx.fiber.last();
        // what the op called goes on as if it had been called by a native; generator functions return at once
        if !matches!(f.kind, FrameKind::Call | FrameKind::Init) || CodeV(f.code).info().generator { run_loop::<true>(cx, keep)?; continue; }
        let (init, object, ret) = (f.kind == FrameKind::Init, f.gen, f.ret);
        if init { f.gen = Value::UNDEF }
        f.kind = FrameKind::Entry;
        let v = run(cx)?;
        if init && !v.is_none() { slow::init_result(cx, v); return Err(crate::native::Raised); }
        unsafe { *cx.fiber.last().base.add(ret as usize) = if init { object } else { v } } // SAFETY: [I1]
    }
    Ok(())
}
#[allow(unused_assignments)] // arms that leave the loop reload what they do not read
/// `WATCHED`: while `cx.recording` the compiler is shown every instruction; while somebody observes, trace and profile functions are told
/// of every line, call and return, and nothing is compiled or given away; with a `stop` the
/// loop ends behind one instruction, and exceptions go no further down than that many frames.
fn run_loop<const WATCHED: bool>(cx: &mut Cx, stop: usize) -> R {
    let mut frame: *mut Frame = cx.fiber.last();
    // SAFETY (whole loop): [I1] [I2] [I3]
    unsafe {
        let mut pc: *const Insn = (*frame).pc;
        let mut base: *mut Value = (*frame).base;
        let mut consts: *const Value = Array(CodeV((*frame).code).raw().consts).data();
        let mut begun = false;
        let mut fresh; // whether the exception was raised here (not re-raised)
        macro_rules! reload { () => {{ frame = cx.fiber.last(); pc = (*frame).pc; base = (*frame).base; consts = Array(CodeV((*frame).code).raw().consts).data(); }} }
        loop {
            'exec: loop {
                if WATCHED {
                    if stop != usize::MAX { if begun { (*frame).pc = pc; return Ok(SWITCH); } begun = true; }
                    else if cx.traced() { (*frame).pc = pc; if cx.recording || !cx.observer.watching() { return Ok(SWITCH); } }
                    else { (*frame).pc = pc; if !cx.recording { return Ok(SWITCH); }
                        match cx.rt.tier.step(cx) {
                            crate::tier::Next::On => {}
                            crate::tier::Next::End => { cx.recording = false; return Ok(SWITCH); }
                            crate::tier::Next::Apart => { let recording = std::mem::take(&mut cx.recording); let r = single(cx); cx.recording = recording; reload!(); if r.is_err() { fresh = true; break 'exec; } continue; }
                        }
                    }
                }
                let mut i = *pc;
                pc = pc.add(1);
                macro_rules! r { ($n:expr) => { *base.add($n as usize) } }
                macro_rules! save { () => { (*frame).pc = pc } }
                macro_rules! throw { () => {{ fresh = true; break 'exec; }} }
                macro_rules! ok { ($e:expr) => { match $e { Ok(v) => v, Err(_) => { fresh = true; break 'exec; } } } }
                // what a task raised may have been through handlers already
                macro_rules! joined { ($e:expr) => { match $e { Ok(v) => v, Err(_) => { fresh = !std::mem::take(&mut cx.par.again); break 'exec; } } } }
                macro_rules! jump { ($off:expr) => { pc = pc.offset($off as isize) } }
                macro_rules! code { () => { CodeV((*frame).code) } }
                macro_rules! globals { () => { Function((*frame).func).raw().globals } }
                macro_rules! arith { ($x:expr, $y:expr, $int:expr, $float:expr, $bin:expr) => {{
                    let (x, y) = ($x, $y);
                    if Value::both_small(x, y) { if let Some(v) = $int(x, y) { r!(i.a()) = v; continue; } }
                    else if x.is_inline_float() && y.is_inline_float() { let f: f64 = $float(x.inline_float(), y.inline_float()); r!(i.a()) = match Value::try_float(f) { Some(v) => v, None => crate::float::boxed(cx, f) }; continue; }
                    save!();
                    let v = ok!(slow::binary(cx, $bin, x, y, i.d() == 1));
                    r!(i.a()) = v;
                }} }
                macro_rules! bits { ($x:expr, $y:expr, $int:expr, $bin:expr) => {{
                    let (x, y) = ($x, $y);
                    if Value::both_small(x, y) { if let Some(v) = $int(x, y) { r!(i.a()) = v; continue; } }
                    save!();
                    let v = ok!(slow::binary(cx, $bin, x, y, i.d() == 1));
                    r!(i.a()) = v;
                }} }
                macro_rules! cmp { ($x:expr, $y:expr, $op:tt, $cmp:expr, $yes:expr, $bool:ident => $then:expr) => {{
                    let (x, y) = ($x, $y);
                    let $bool = if Value::both_small(x, y) { (x.0 as i64) $op (y.0 as i64) }
                        else if x.is_inline_float() && y.is_inline_float() { x.inline_float() $op y.inline_float() }
                        else { save!(); ok!(slow::compare_truth(cx, $cmp, x, y)) };
                    if $bool == $yes { $then }
                }} }
                macro_rules! cmpv { ($op:tt, $cmp:expr) => {{
                    let (x, y) = (r!(i.b()), r!(i.c()));
                    let v = if Value::both_small(x, y) { Value::bool((x.0 as i64) $op (y.0 as i64)) }
                        else if x.is_inline_float() && y.is_inline_float() { Value::bool(x.inline_float() $op y.inline_float()) }
                        else { save!(); ok!(slow::compare(cx, $cmp, x, y)) };
                    r!(i.a()) = v;
                }} }
                macro_rules! jcmp { ($op:tt, $cmp:expr, $yes:expr) => { cmp!(r!(i.a()), r!(i.b()), $op, $cmp, $yes, t => jump!(i.jump24())) } }
                macro_rules! jcmpi { ($op:tt, $cmp:expr, $yes:expr) => { cmp!(r!(i.a()), Value::small(i.b() as i16 as i64), $op, $cmp, $yes, t => jump!(i.jump24())) } }
                // A loop's next item is there; its iterator has run out.
                macro_rules! next_iteration { () => { if base.add(i.b() as usize) == cx.par.key { cx.iterate() } } }
                macro_rules! run_out { () => {{
                    // the innermost fork is in a frame further out, or there is none
                    if !cx.par.armed || (cx.fiber.len > 1 && cx.par.top.wrapping_add(1) < cx.fiber.len as u32) { jump!(i.jump24()); continue; }
                    save!();
                    match joined!(crate::par::enter::exhausted(cx, i.b())) { Next::Here | Next::Exit => jump!(i.jump24()), Next::Moved => pc = (*frame).pc, Next::TaskEnd => { unwind::leave(cx, &*frame); return Ok(Value::NONE); } Next::Stopped => { crate::par::eager::abandoned(cx); return Err(crate::native::Raised); } }
                }} }
                macro_rules! imm { () => { Value::small(i.c() as i16 as i64) } }
                // After a safepoint: goes over to the other copy where somebody observes from now on. The pc is where to go on.
                macro_rules! turn { () => { if !WATCHED && cx.observer.watching() { save!(); return Ok(SWITCH); } } }
                // A native is called by `$call`, where a profile function may want to know.
                macro_rules! seen { ($callee:expr, $args:expr, $n:expr, $call:expr) => {{
                    if WATCHED && cx.observer.profiles() { let c = ok!(observe::native(cx, $callee, std::slice::from_raw_parts($args, $n))); let r = $call; ok!(observe::native_done(cx, c, r)) } else { ok!($call) }
                }} }
                // Calls `callee` with `n` args that stand at `args`; the slot before them is free. Python functions continue in this loop.
                macro_rules! call { ($callee:expr, $args:expr, $n:expr) => {{
                    let (callee, args, n): (Value, *mut Value, usize) = ($callee, $args, $n);
                    save!();
                    if callee.is_exact(T::Function) {
                        let f = Function(callee);
                        let info = f.code().info();
                        let set = if info.simple && n == info.nparams as usize { n } else { ok!(bind::bind(cx, f, args, std::slice::from_raw_parts(args, n), &[])) };
                        ok!(bind::push(cx, f, args, set, i.a(), FrameKind::Call));
                        reload!();
                        if cx.m.poll.load(std::sync::atomic::Ordering::Relaxed) != 0 { ok!(slow::safepoint(cx)); turn!(); }
                        continue;
                    }
                    match seen!(callee, args, n, slow::call_other(cx, callee, args, n, i.a())) {
                        Some(v) => if cx.m.poll.load(std::sync::atomic::Ordering::Relaxed) != 0 { if !cx.par.armed { ok!(slow::safepoint(cx)) } r!(i.a()) = v; turn!() } else { r!(i.a()) = v },
                        None => reload!(),
                    }
                }} }
                if WATCHED && stop == usize::MAX && cx.observer.watching() {
                    save!();
                    ok!(observe::step(cx));
                    pc = (*frame).pc;
                    i = *pc.sub(1); // a trace function may have sent the frame elsewhere
                }
                let op: Op = std::mem::transmute(i.op_byte());
                match op {
                    Op::Nop => {}
                    Op::Move => r!(i.a()) = r!(i.b()),
                    Op::LoadConst => r!(i.a()) = *consts.add(i.bc() as usize),
                    Op::LoadInt => r!(i.a()) = Value::small(i.bc() as i32 as i64),
                    Op::LoadUndef => r!(i.a()) = Value::UNDEF,
                    Op::CheckLocal => if r!(i.a()).is_undef() { save!(); names::unbound(cx, code!(), i.a()); throw!() },
                    Op::DelLocal => { if r!(i.a()).is_undef() { save!(); names::unbound(cx, code!(), i.a()); throw!() } r!(i.a()) = Value::UNDEF }
                    Op::MakeCell => { save!(); let c = Cell::new(cx, r!(i.a())); r!(i.a()) = c.0 }
                    Op::FreshCell => if base.add(i.b() as usize) == cx.par.key || r!(i.a()).is_undef() { save!(); let c = Cell::new(cx, Value::UNDEF); r!(i.a()) = c.0 },
                    Op::CopyFree => {
                        let t = Tuple(Function((*frame).func).raw().closure).items();
                        for k in 0..i.b() as usize { r!(i.a() as usize + k) = t[k] }
                    }
                    Op::LoadCell => { let v = Cell(r!(i.b())).get(); if v.is_undef() { save!(); names::unbound(cx, code!(), i.b()); throw!() } r!(i.a()) = v }
                    Op::StoreCell => { let (c, v) = (Cell(r!(i.a())), r!(i.b())); c.set(cx, v) }
                    Op::DelCell => { let c = Cell(r!(i.a())); if c.get().is_undef() { save!(); names::unbound(cx, code!(), i.a()); throw!() } c.set(cx, Value::UNDEF) }
                    Op::LoadGlobal => {
                        let ic = &*code!().ic(i.bc());
                        let g = Dict(globals!());
                        if ic.key() == g.version() << 1 | 1 {
                            let idx = (ic.aux >> 8) as usize;
                            if ic.aux & 0xff == 1 { r!(i.a()) = g.value_at(idx); continue; }
                            let b = Dict(Function((*frame).func).raw().builtins);
                            if ic.value == Value(b.version() << 1 | 1) { r!(i.a()) = b.value_at(idx); continue; }
                        }
                        save!();
                        let v = ok!(names::load_global(cx, code!(), (*frame).func, i.bc()));
                        r!(i.a()) = v;
                    }
                    Op::StoreGlobal => {
                        let ic = &*code!().ic(i.bc());
                        let g = Dict(globals!());
                        if ic.key() == g.version() << 1 | 1 && ic.aux & 0xff == 1 { if cx.par.gtop == cx.fiber.len as u32 { g.set_value_noted(cx, (ic.aux >> 8) as usize, r!(i.a())) } else { g.set_value_at(cx, (ic.aux >> 8) as usize, r!(i.a())) } continue; }
                        save!();
                        ok!(names::store_global(cx, code!(), (*frame).func, i.bc(), r!(i.a())));
                    }
                    Op::DelGlobal => { save!(); ok!(names::del_global(cx, code!(), (*frame).func, i.bc())) }
                    Op::LoadName | Op::LoadClassGlobal => { save!(); let v = ok!(names::load_name(cx, frame, i.bc())); r!(i.a()) = v }
                    Op::StoreName => { save!(); ok!(names::store_name(cx, frame, i.bc(), r!(i.a()))) }
                    Op::DelName => { save!(); ok!(names::del_name(cx, frame, i.bc())) }
                    Op::LoadClassCell => { save!(); let v = ok!(names::load_class_cell(cx, frame, i.dc(), i.b())); r!(i.a()) = v }
                    Op::LoadLocals => { save!(); let v = names::locals_dict(cx, &*frame); r!(i.a()) = v }
                    Op::SetupAnnotations => { save!(); ok!(names::setup_annotations(cx, frame)) }
                    Op::LoadBuildClass => { save!(); let v = ok!(names::build_class_fn(cx, (*frame).func)); r!(i.a()) = v }
                    Op::LoadBuiltinExc => { let t = [T::AssertionError, T::StopAsyncIteration, T::BaseException, T::StopIteration, T::NotImplementedError][i.b() as usize]; r!(i.a()) = cx.class(t).0 }
                    // ---- arithmetic
                    Op::Add => arith!(r!(i.b()), r!(i.c()), |x: Value, y: Value| (x.0 as i64).checked_add((y.0 as i64).wrapping_sub(1)).map(|v| Value(v as u64)), |a, b| a + b, Bin::Add),
                    Op::Sub => arith!(r!(i.b()), r!(i.c()), |x: Value, y: Value| (x.0 as i64).checked_sub((y.0 as i64).wrapping_sub(1)).map(|v| Value(v as u64)), |a, b| a - b, Bin::Sub),
                    Op::Mul => arith!(r!(i.b()), r!(i.c()), |x: Value, y: Value| x.small_unchecked().checked_mul((y.0 as i64).wrapping_sub(1)).map(|v| Value((v + 1) as u64)), |a, b| a * b, Bin::Mul),
                    Op::TrueDiv => {
                        let (x, y) = (r!(i.b()), r!(i.c()));
                        let (a, b) = if x.is_inline_float() && y.is_inline_float() { (x.inline_float(), y.inline_float()) } else if Value::both_small(x, y) && x.small_unchecked().unsigned_abs() < 1 << 53 && y.small_unchecked().unsigned_abs() < 1 << 53 { (x.small_unchecked() as f64, y.small_unchecked() as f64) } else { (0.0, 0.0) };
                        if b != 0.0 { let v = cx.float(a / b); r!(i.a()) = v; continue; }
                        save!();
                        let v = ok!(slow::binary(cx, Bin::TrueDiv, x, y, i.d() == 1));
                        r!(i.a()) = v;
                    }
                    Op::FloorDiv => bits!(r!(i.b()), r!(i.c()), slow::small_floordiv, Bin::FloorDiv),
                    Op::Mod => bits!(r!(i.b()), r!(i.c()), slow::small_mod, Bin::Mod),
                    Op::Pow => { save!(); let v = ok!(slow::binary(cx, Bin::Pow, r!(i.b()), r!(i.c()), i.d() == 1)); r!(i.a()) = v }
                    Op::LShift => bits!(r!(i.b()), r!(i.c()), slow::small_lshift, Bin::LShift),
                    Op::RShift => bits!(r!(i.b()), r!(i.c()), slow::small_rshift, Bin::RShift),
                    Op::And => bits!(r!(i.b()), r!(i.c()), |x: Value, y: Value| Some(Value(x.0 & y.0)), Bin::And),
                    Op::Or => bits!(r!(i.b()), r!(i.c()), |x: Value, y: Value| Some(Value(x.0 | y.0)), Bin::Or),
                    Op::Xor => bits!(r!(i.b()), r!(i.c()), |x: Value, y: Value| Some(Value((x.0 ^ y.0) | 1)), Bin::Xor),
                    Op::MatMul => { save!(); let v = ok!(slow::binary(cx, Bin::MatMul, r!(i.b()), r!(i.c()), i.d() == 1)); r!(i.a()) = v }
                    Op::AddI => arith!(r!(i.b()), imm!(), |x: Value, y: Value| (x.0 as i64).checked_add((y.0 as i64).wrapping_sub(1)).map(|v| Value(v as u64)), |a, b| a + b, Bin::Add),
                    Op::SubI => arith!(r!(i.b()), imm!(), |x: Value, y: Value| (x.0 as i64).checked_sub((y.0 as i64).wrapping_sub(1)).map(|v| Value(v as u64)), |a, b| a - b, Bin::Sub),
                    Op::MulI => arith!(r!(i.b()), imm!(), |x: Value, y: Value| x.small_unchecked().checked_mul((y.0 as i64).wrapping_sub(1)).map(|v| Value((v + 1) as u64)), |a, b| a * b, Bin::Mul),
                    Op::FloorDivI => bits!(r!(i.b()), imm!(), slow::small_floordiv, Bin::FloorDiv),
                    Op::ModI => bits!(r!(i.b()), imm!(), slow::small_mod, Bin::Mod),
                    Op::LShiftI => bits!(r!(i.b()), imm!(), slow::small_lshift, Bin::LShift),
                    Op::RShiftI => bits!(r!(i.b()), imm!(), slow::small_rshift, Bin::RShift),
                    Op::AndI => bits!(r!(i.b()), imm!(), |x: Value, y: Value| Some(Value(x.0 & y.0)), Bin::And),
                    Op::Neg => { let x = r!(i.b()); if x.is_small() && x.small_unchecked() != crate::value::SMALL_MIN { r!(i.a()) = Value::small(-x.small_unchecked()); continue; } if x.is_inline_float() { let v = cx.float(-x.inline_float()); r!(i.a()) = v; continue; } save!(); let v = ok!(slow::unary(cx, D::Neg, x)); r!(i.a()) = v }
                    Op::Pos => { save!(); let v = ok!(slow::unary(cx, D::Pos, r!(i.b()))); r!(i.a()) = v }
                    Op::Invert => { let x = r!(i.b()); if x.is_small() { r!(i.a()) = Value::small(!x.small_unchecked()); continue; } save!(); let v = ok!(slow::unary(cx, D::Invert, x)); r!(i.a()) = v }
                    Op::Not => { let x = r!(i.b()); let t = if x.is_bool() || x.is_none() { x.is_true() } else if x.is_small() { x != Value::small(0) } else { save!(); ok!(slow::truth(cx, x)) }; r!(i.a()) = Value::bool(!t) }
                    Op::Truth => { let x = r!(i.b()); let t = if x.is_bool() || x.is_none() { x.is_true() } else if x.is_small() { x != Value::small(0) } else { save!(); ok!(slow::truth(cx, x)) }; r!(i.a()) = Value::bool(t) }
                    // ---- comparison
                    Op::Lt => cmpv!(<, Cmp::Lt),
                    Op::Le => cmpv!(<=, Cmp::Le),
                    Op::Gt => cmpv!(>, Cmp::Gt),
                    Op::Ge => cmpv!(>=, Cmp::Ge),
                    Op::Eq => cmpv!(==, Cmp::Eq),
                    Op::Ne => cmpv!(!=, Cmp::Ne),
                    Op::Is => r!(i.a()) = Value::bool(cx.is(r!(i.b()), r!(i.c()))),
                    Op::IsNot => r!(i.a()) = Value::bool(!cx.is(r!(i.b()), r!(i.c()))),
                    Op::In => { save!(); let t = ok!(cx.contains(r!(i.c()), r!(i.b()))); r!(i.a()) = Value::bool(t) }
                    Op::NotIn => { save!(); let t = ok!(cx.contains(r!(i.c()), r!(i.b()))); r!(i.a()) = Value::bool(!t) }
                    Op::JLt => jcmp!(<, Cmp::Lt, true),
                    Op::JLe => jcmp!(<=, Cmp::Le, true),
                    Op::JGt => jcmp!(>, Cmp::Gt, true),
                    Op::JGe => jcmp!(>=, Cmp::Ge, true),
                    Op::JEq => jcmp!(==, Cmp::Eq, true),
                    Op::JNe => jcmp!(!=, Cmp::Ne, true),
                    Op::JNotLt => jcmp!(<, Cmp::Lt, false),
                    Op::JNotLe => jcmp!(<=, Cmp::Le, false),
                    Op::JNotGt => jcmp!(>, Cmp::Gt, false),
                    Op::JNotGe => jcmp!(>=, Cmp::Ge, false),
                    Op::JNotEq => jcmp!(==, Cmp::Eq, false),
                    Op::JNotNe => jcmp!(!=, Cmp::Ne, false),
                    Op::JLtI => jcmpi!(<, Cmp::Lt, true),
                    Op::JLeI => jcmpi!(<=, Cmp::Le, true),
                    Op::JGtI => jcmpi!(>, Cmp::Gt, true),
                    Op::JGeI => jcmpi!(>=, Cmp::Ge, true),
                    Op::JEqI => jcmpi!(==, Cmp::Eq, true),
                    Op::JNeI => jcmpi!(!=, Cmp::Ne, true),
                    Op::JNotLtI => jcmpi!(<, Cmp::Lt, false),
                    Op::JNotLeI => jcmpi!(<=, Cmp::Le, false),
                    Op::JNotGtI => jcmpi!(>, Cmp::Gt, false),
                    Op::JNotGeI => jcmpi!(>=, Cmp::Ge, false),
                    Op::JNotEqI => jcmpi!(==, Cmp::Eq, false),
                    Op::JNotNeI => jcmpi!(!=, Cmp::Ne, false),
                    Op::JIs => if cx.is(r!(i.a()), r!(i.b())) { jump!(i.jump24()) },
                    Op::JIsNot => if !cx.is(r!(i.a()), r!(i.b())) { jump!(i.jump24()) },
                    Op::JIn => { save!(); if ok!(cx.contains(r!(i.b()), r!(i.a()))) { jump!(i.jump24()) } }
                    Op::JNotIn => { save!(); if !ok!(cx.contains(r!(i.b()), r!(i.a()))) { jump!(i.jump24()) } }
                    // ---- control
                    Op::Jump => jump!(i.jump32()),
                    // tasks are forked from between two instructions; alone, the loop's end is the instruction under way
                    Op::Loop => {
                        let at = pc.sub(1);
                        if cx.m.poll.load(std::sync::atomic::Ordering::Relaxed) == 0 { jump!(i.jump32()) }
                        else if cx.par.armed { jump!(i.jump32()); save!(); ok!(slow::safepoint(cx)); turn!() }
                        else { save!(); ok!(slow::safepoint(cx)); jump!(i.jump32()); turn!() }
                        if i.d() != crate::tier::PLAIN && !WATCHED {
                            if i.d() == crate::tier::COUNTED { let n = cx.hot.get_unchecked_mut(crate::tier::counter(at)); *n = n.wrapping_sub(1); if *n != 0 { continue; } }
                            save!();
                            match slow::way_back(cx, at, i.d()) { Then::Go => reload!(), Then::Raised => { reload!(); throw!() } Then::Record => { cx.recording = true; return Ok(SWITCH); } }
                        }
                    }
                    Op::JumpIfTrue => { let x = r!(i.a()); let t = if x.is_bool() || x.is_none() { x.is_true() } else if x.is_small() { x != Value::small(0) } else { save!(); ok!(slow::truth(cx, x)) }; if t { jump!(i.jump32()) } }
                    Op::JumpIfFalse => { let x = r!(i.a()); let t = if x.is_bool() || x.is_none() { x.is_true() } else if x.is_small() { x != Value::small(0) } else { save!(); ok!(slow::truth(cx, x)) }; if !t { jump!(i.jump32()) } }
                    Op::JumpIfNone => if r!(i.a()).is_none() { jump!(i.jump32()) },
                    Op::JumpIfNotNone => if !r!(i.a()).is_none() { jump!(i.jump32()) },
                    Op::JumpIfUndef => if r!(i.a()).is_undef() { jump!(i.jump32()) },
                    Op::Return => {
                        if WATCHED { save!(); ok!(observe::returns(cx, r!(i.a()))) }
                        let v = r!(i.a());
                        let f = *frame;
                        if !f.object.is_undef() { save!(); let f = *frame; unwind::detach(cx, &f) }
                        cx.handled = f.handled;
                        unwind::leave(cx, &f);
                        match f.kind {
                            FrameKind::Call => { reload!(); r!(f.ret) = v; }
                            FrameKind::Entry | FrameKind::Task => return Ok(v),
                            FrameKind::Init => { reload!(); if !v.is_none() { slow::init_result(cx, v); throw!() } r!(f.ret) = f.gen; }
                            FrameKind::GenFor => { gen::finished(cx, f.gen); reload!(); if WATCHED { ok!(observe::stopped(cx, v)) } jump!((*pc.sub(1)).jump24()); }
                            FrameKind::GenSend => { gen::finished(cx, f.gen); reload!(); if WATCHED { ok!(observe::stopped(cx, v)) } r!(f.ret) = v; }
                            FrameKind::GenEntry | FrameKind::Eager => { gen::finished(cx, f.gen); return Ok(v); }
                        }
                    }
                    Op::GetIter => { let x = r!(i.b()); save!(); let v = ok!(slow::get_iter(cx, x)); r!(i.a()) = v }
                    Op::LeaveFork => if cx.par.armed && (cx.fiber.len == 1 || cx.par.top.wrapping_add(1) >= cx.fiber.len as u32) { save!(); if let Next::TaskEnd = crate::par::enter::left(cx) { unwind::leave(cx, &*frame); return Ok(Value::NONE); } },
                    Op::LeaveLoop => { let v = r!(i.a()); if gen::loops_own(v) { save!(); gen::finalize(cx, v) } }
                    Op::ForIter => {
                        let it = r!(i.b());
                        if it.is_ref() {
                            match it.shape() {
                                s if s == T::RangeIter as u32 => if let Some(v) = crate::iter::range_next(cx, it) { match v { Some(v) => { r!(i.a()) = v; next_iteration!(); } None => run_out!() } continue; },
                                s if s == T::ListIter as u32 => { match crate::iter::list_next(cx, it) { Some(v) => { r!(i.a()) = v; next_iteration!(); } None => run_out!() } continue; }
                                s if s == T::TupleIter as u32 => { match crate::iter::tuple_next(cx, it) { Some(v) => { r!(i.a()) = v; next_iteration!(); } None => run_out!() } continue; }
                                s if s == T::Generator as u32 => {
                                    let g = Generator(it);
                                    if g.raw().state == gen::SUSPENDED || g.raw().state == gen::CREATED {
                                        save!();
                                        ok!(gen::enter(cx, g, i.a(), FrameKind::GenFor));
                                        gen::deliver(cx, g, Value::NONE);
                                        reload!();
                                        continue;
                                    }
                                }
                                _ => {}
                            }
                        }
                        save!();
                        match ok!(cx.next(it)) { Some(v) => { r!(i.a()) = v; next_iteration!(); } None => run_out!() }
                    }
                    Op::Fork => if cx.par.on && cx.par.recs.len() < cx.par.deep && !crate::par::enter::passed(cx, code!(), i.bc()) { save!(); crate::par::enter::fork(cx, i.bc(), i.d() == 1) },
                    Op::ForkNext => if cx.par.top >= cx.fiber.len as u32 - 1 && cx.par.armed {
                        save!();
                        match joined!(crate::par::enter::fork_next(cx, i.bc())) { Next::Here | Next::Exit | Next::Stopped => {} Next::Moved => pc = (*frame).pc, Next::TaskEnd => { unwind::leave(cx, &*frame); return Ok(Value::NONE); } }
                    },
                    Op::TaskEnd => { unwind::leave(cx, &*frame); return Ok(Value::NONE); }
                    // ---- attributes and items
                    Op::LoadAttr => {
                        let o = r!(i.b());
                        let mut ic = &*code!().ic(i.dc());
                        let other;
                        if o.is_ref() {
                            let k = slow::ic_key(o.shape());
                            if ic.key() != k && ic.key() != 0 { other = slow::stub(cx, code!(), i.dc(), k, false); ic = &other; }
                            if ic.key() == k {
                                match ic.aux & 0xff {
                                    slow::IC_INLINE => { let v = *(o.0 as *const u8).add((ic.aux >> 8) as usize).cast::<Value>(); if !v.is_undef() { r!(i.a()) = v; continue; } }
                                    slow::IC_CLASS => if Class(ic.class).version() == ic.aux >> 8 { r!(i.a()) = ic.value; continue; },
                                    slow::IC_METHOD => if Class(ic.class).version() == ic.aux >> 8 { let f = ic.value; let v = Method::bind(cx, f, o); r!(i.a()) = v; continue; },
                                    slow::IC_MODULE => if ic.class == o { let d = crate::func::Module(o).dict(); if ic.aux >> 8 == d.version() { r!(i.a()) = d.value_at(ic.value.small_unchecked() as usize); continue; } },
                                    slow::IC_TYPE => if ic.class == o && Class(o).version() == ic.aux >> 8 { r!(i.a()) = ic.value; continue; },
                                    slow::IC_TUPLE => if Class(ic.class).version() == ic.aux >> 8 { if let Some(v) = Tuple(o).items().get(ic.value.small_unchecked() as usize) { r!(i.a()) = *v; continue; } },
                                    slow::IC_PROPERTY => if Class(ic.class).version() == ic.aux >> 8 {
                                        let f = Function(ic.value);
                                        let top = cx.fiber.top;
                                        save!();
                                        *top = o;
                                        ok!(bind::push(cx, f, top, 1, i.a(), FrameKind::Call));
                                        reload!();
                                        continue;
                                    },
                                    _ => {}
                                }
                            }
                        }
                        save!();
                        let v = ok!(slow::load_attr(cx, code!(), i.dc(), o));
                        r!(i.a()) = v;
                    }
                    Op::StoreAttr => {
                        let (o, v) = (r!(i.a()), r!(i.b()));
                        let mut ic = &*code!().ic(i.dc());
                        let other;
                        if o.is_ref() && ic.key() != 0 && ic.key() != slow::ic_key(o.shape()) { other = slow::stub(cx, code!(), i.dc(), slow::ic_key(o.shape()), true); ic = &other; }
                        if o.is_ref() && ic.key() == slow::ic_key(o.shape()) {
                            if !cx.writable(o) { save!(); cx.write(o) } // the report names this line
                            if ic.aux & 0xff == slow::IC_INLINE { *(o.0 as *mut u8).add((ic.aux >> 8) as usize).cast::<Value>() = v; continue; }
                            if ic.aux & 0xff == slow::IC_ADD { *(o.0 as *mut u8).add((ic.aux >> 8) as usize).cast::<Value>() = v; crate::attr::set_shape(o, ic.value.small_unchecked() as u32); continue; }
                        }
                        save!();
                        ok!(slow::store_attr(cx, code!(), i.dc(), o, v));
                    }
                    Op::DelAttr => { save!(); let n = code!().site_name(i.dc()); ok!(cx.set_attr(r!(i.a()), n, Value::UNDEF)) }
                    Op::LoadMethod => {
                        let o = r!(i.b());
                        let mut ic = &*code!().ic(i.dc());
                        let other;
                        if o.is_ref() && ic.key() != 0 && ic.key() != slow::ic_key(o.shape()) { other = slow::stub(cx, code!(), i.dc(), slow::ic_key(o.shape()), false); ic = &other; }
                        if o.is_ref() && ic.key() == slow::ic_key(o.shape()) {
                            match ic.aux & 0xff {
                                slow::IC_METHOD => if Class(ic.class).version() == ic.aux >> 8 { r!(i.a()) = ic.value; r!(i.a() as usize + 1) = o; continue; },
                                slow::IC_MODULE => if ic.class == o { let d = crate::func::Module(o).dict(); if ic.aux >> 8 == d.version() { r!(i.a()) = d.value_at(ic.value.small_unchecked() as usize); r!(i.a() as usize + 1) = Value::UNDEF; continue; } },
                                slow::IC_INLINE => { let v = *(o.0 as *const u8).add((ic.aux >> 8) as usize).cast::<Value>(); if !v.is_undef() { r!(i.a()) = v; r!(i.a() as usize + 1) = Value::UNDEF; continue; } }
                                slow::IC_TYPE => if ic.class == o && Class(o).version() == ic.aux >> 8 { r!(i.a()) = ic.value; r!(i.a() as usize + 1) = Value::UNDEF; continue; },
                                _ => {}
                            }
                        }
                        save!();
                        let (f, s) = ok!(slow::load_method(cx, code!(), i.dc(), o));
                        r!(i.a()) = f;
                        r!(i.a() as usize + 1) = s;
                    }
                    Op::LoadSpecial => { save!(); let (f, s) = ok!(slow::load_special(cx, r!(i.b()), i.c())); r!(i.a()) = f; r!(i.a() as usize + 1) = s }
                    Op::LoadIndex => {
                        let (o, k) = (r!(i.b()), r!(i.c()));
                        if o.is_ref() && k.is_small() {
                            if let Some(v) = slow::item(cx, o, k.small_unchecked()) { r!(i.a()) = v; continue; }
                        }
                        save!();
                        let v = ok!(cx.get_item(o, k));
                        r!(i.a()) = v;
                    }
                    Op::LoadIndexI => {
                        let o = r!(i.b());
                        let n = i.c() as i16 as i64;
                        if o.is_ref() { if let Some(v) = slow::item(cx, o, n) { r!(i.a()) = v; continue; } }
                        save!();
                        let v = ok!(cx.get_item(o, Value::small(n)));
                        r!(i.a()) = v;
                    }
                    Op::StoreIndex => {
                        let (o, k, v) = (r!(i.a()), r!(i.b()), r!(i.c()));
                        if let (Some(l), Some(n)) = (List::exact(o), k.as_small()) { let n = if n < 0 { n + l.len() as i64 } else { n }; if n >= 0 && (n as usize) < l.len() { l.set(cx, n as usize, v); continue; } }
                        save!();
                        ok!(cx.set_item(o, k, v));
                    }
                    Op::DelIndex => { save!(); ok!(cx.del_item(r!(i.a()), r!(i.b()))) }
                    Op::LoadSlice => { save!(); let v = ok!(slow::load_slice(cx, r!(i.b()), r!(i.c()), r!(i.c() as usize + 1))); r!(i.a()) = v }
                    Op::StoreSlice => { save!(); ok!(slow::store_slice(cx, r!(i.a()), r!(i.c()), r!(i.c() as usize + 1), r!(i.b()))) }
                    Op::BuildSlice => { save!(); let b = i.b() as usize; let step = if i.c() == 3 { r!(b + 2) } else { Value::NONE }; let s = slow::slice(cx, r!(b), r!(b + 1), step); r!(i.a()) = s }
                    // ---- displays
                    Op::BuildTuple => { save!(); let v = cx.tuple(std::slice::from_raw_parts(base.add(i.b() as usize), i.c() as usize)); r!(i.a()) = v }
                    Op::BuildList => { save!(); let v = cx.list(std::slice::from_raw_parts(base.add(i.b() as usize), i.c() as usize)); r!(i.a()) = v }
                    Op::BuildSet => { save!(); let v = ok!(slow::build_set(cx, std::slice::from_raw_parts(base.add(i.b() as usize), i.c() as usize))); r!(i.a()) = v }
                    Op::BuildMap => { save!(); let v = ok!(slow::build_map(cx, std::slice::from_raw_parts(base.add(i.b() as usize), i.c() as usize * 2))); r!(i.a()) = v }
                    Op::BuildString => { save!(); let v = ok!(slow::build_string(cx, std::slice::from_raw_parts(base.add(i.b() as usize), i.c() as usize))); r!(i.a()) = v }
                    Op::FormatValue => { save!(); let spec = if i.c() == NOREG { Value::UNDEF } else { r!(i.c()) }; let v = ok!(slow::format_value(cx, r!(i.b()), i.d(), spec)); r!(i.a()) = v }
                    Op::ListAppend => { let (l, v) = (List(r!(i.a())), r!(i.b())); l.push(cx, v) }
                    Op::ListExtend => { save!(); ok!(slow::list_extend(cx, List(r!(i.a())), r!(i.b()))) }
                    Op::SetAdd => { save!(); ok!(slow::set_add(cx, r!(i.a()), r!(i.b()))) }
                    Op::SetUpdate => { save!(); ok!(crate::set::update(cx, r!(i.a()), r!(i.b()))) }
                    Op::MapAdd => { save!(); ok!(Dict(r!(i.a())).set(cx, r!(i.b()), r!(i.c()))) }
                    Op::MapUpdate => { save!(); ok!(slow::map_update(cx, Dict(r!(i.a())), r!(i.b()))) }
                    Op::MapMerge => { save!(); ok!(slow::map_merge(cx, Dict(r!(i.a())), r!(i.b()), r!(i.c()))) }
                    Op::ListToTuple => { save!(); let v = List(r!(i.b())).to_vvec(); let t = cx.tuple(&v); r!(i.a()) = t }
                    Op::Unpack => {
                        let (x, n) = (r!(i.a()), i.c() as usize);
                        if let Some(t) = Tuple::exact(x) { if t.len() == n { std::ptr::copy_nonoverlapping(t.items().as_ptr(), base.add(i.b() as usize), n); continue; } }
                        save!();
                        let v = ok!(slow::unpack(cx, x, n));
                        std::ptr::copy_nonoverlapping(v.as_ptr(), base.add(i.b() as usize), n);
                    }
                    Op::UnpackEx => { save!(); let v = ok!(slow::unpack_ex(cx, r!(i.a()), i.c() as usize, i.d() as usize)); std::ptr::copy_nonoverlapping(v.as_ptr(), base.add(i.b() as usize), v.len()) }
                    // ---- calls
                    Op::Call => { let b = base.add(i.b() as usize); call!(*b, b.add(1), i.c() as usize) }
                    Op::CallMethod => { let b = base.add(i.b() as usize); if (*b.add(1)).is_undef() { call!(*b, b.add(2), i.c() as usize) } else { call!(*b, b.add(1), i.c() as usize + 1) } }
                    Op::CallKw => {
                        save!();
                        let b = base.add(i.b() as usize);
                        let n = i.c() as usize;
                        let names = Tuple(*b.add(1 + n)).items();
                        match seen!(*b, b.add(1), n, slow::call_kw(cx, *b, b.add(1), n, names, i.a())) { Some(v) => r!(i.a()) = v, None => reload!() }
                    }
                    Op::CallMethodKw => {
                        save!();
                        let b = base.add(i.b() as usize);
                        let n = i.c() as usize;
                        let names = Tuple(*b.add(2 + n)).items();
                        let (args, n) = if (*b.add(1)).is_undef() { (b.add(2), n) } else { (b.add(1), n + 1) };
                        match seen!(*b, args, n, slow::call_kw(cx, *b, args, n, names, i.a())) { Some(v) => r!(i.a()) = v, None => reload!() }
                    }
                    Op::CallEx => { save!(); let b = base.add(i.b() as usize); match seen!(*b, b.add(1), 0, slow::call_ex(cx, *b, *b.add(1), *b.add(2), i.a())) { Some(v) => r!(i.a()) = v, None => reload!() } }
                    // ---- functions, imports
                    Op::MakeFunction => { save!(); let v = ok!(slow::make_function(cx, *consts.add(i.b() as usize), globals!(), i.d(), base.add(i.c() as usize))); r!(i.a()) = v }
                    Op::ImportName => { save!(); let v = ok!(crate::import::import_name(cx, frame, *consts.add(i.b() as usize), r!(i.c()), r!(i.c() as usize + 1))); r!(i.a()) = v }
                    Op::ImportFrom => { save!(); let v = ok!(crate::import::import_from(cx, r!(i.b()), code!().site_name(i.dc()))); r!(i.a()) = v }
                    Op::ImportStar => { save!(); ok!(crate::import::import_star(cx, frame, r!(i.a()))) }
                    // ---- exceptions
                    Op::Raise => { save!(); let cause = if i.b() == NOREG { Value::UNDEF } else { r!(i.b()) }; slow::raise(cx, r!(i.a()), cause); throw!() }
                    Op::RaiseBare => { save!(); slow::raise_bare(cx); fresh = !cx.handled.is_ref(); break 'exec; }
                    Op::Reraise => { save!(); cx.pending = r!(i.a()); fresh = false; break 'exec; }
                    Op::SetHandled => cx.handled = if i.a() == NOREG { (*frame).handled } else { r!(i.a()) },
                    Op::ExcMatch => { save!(); let t = ok!(slow::exc_match(cx, r!(i.b()), r!(i.c()))); r!(i.a()) = Value::bool(t) }
                    Op::ExcGroupMatch => { save!(); let (m, rest) = ok!(slow::exc_group_match(cx, r!(i.b()), r!(i.c()))); r!(i.a()) = m; r!(i.a() as usize + 1) = rest }
                    Op::ExcGroupReraise => { save!(); let v = ok!(slow::exc_group_reraise(cx, r!(i.b()), r!(i.c()))); r!(i.a()) = v }
                    Op::WithExit => { save!(); let c = i.c() as usize; let v = ok!(slow::with_exit(cx, r!(c), r!(c + 1), r!(i.b()))); r!(i.a()) = v }
                    // ---- generators
                    Op::MakeGenerator => {
                        save!();
                        let g = gen::make(cx, pc);
                        let f = *frame;
                        cx.handled = f.handled;
                        unwind::leave(cx, &f);
                        match f.kind {
                            FrameKind::Entry => return Ok(g),
                            _ => { reload!(); r!(f.ret) = g; }
                        }
                    }
                    Op::Yield => {
                        let v = r!(i.b());
                        save!();
                        if matches!((*frame).kind, FrameKind::Eager | FrameKind::Task) {
                            match crate::par::eager::gather(cx, (*frame).kind, v) { Ok(false) => {} Ok(true) => { crate::par::rule::unwound(cx, 0, None); unwind::leave(cx, &*frame); return Ok(Value::NONE); } Err(_) => { crate::par::eager::abandoned(cx); return Err(crate::native::Raised); } }
                            r!(i.a()) = Value::NONE;
                            continue;
                        }
                        if WATCHED { ok!(observe::returns(cx, v)) }
                        let f = *frame;
                        gen::suspend(cx, pc);
                        unwind::leave(cx, &f);
                        match f.kind {
                            FrameKind::GenEntry => { cx.yielded = true; return Ok(v); }
                            FrameKind::GenFor => { reload!(); r!(f.ret) = v; }
                            // the caller is a generator at its YieldFrom: it yields on
                            _ => { reload!(); pc = pc.sub(1); loop { if WATCHED { ok!(observe::returns(cx, v)) } let f = *frame; gen::suspend(cx, pc); unwind::leave(cx, &f); match f.kind { FrameKind::GenEntry => { cx.yielded = true; return Ok(v); } FrameKind::GenFor => { reload!(); r!(f.ret) = v; break; } _ => { reload!(); pc = pc.sub(1); } } } }
                        }
                    }
                    Op::YieldFrom => {
                        let (v, it) = (r!(i.a()), r!(i.b()));
                        save!();
                        if (it.is_exact(T::Generator) || it.is_exact(T::Coroutine)) && { let s = Generator(it).raw().state; s == gen::SUSPENDED || (s == gen::CREATED && v.is_none()) } {
                            let g = Generator(it);
                            ok!(gen::enter(cx, g, i.a(), FrameKind::GenSend));
                            gen::deliver(cx, g, v);
                            reload!();
                            continue;
                        }
                        match ok!(slow::send(cx, it, v)) {
                            gen::Step::Return(v) => r!(i.a()) = v,
                            gen::Step::Yield(v) => {
                                pc = pc.sub(1);
                                loop { if WATCHED { ok!(observe::returns(cx, v)) } let f = *frame; gen::suspend(cx, pc); unwind::leave(cx, &f); match f.kind { FrameKind::GenEntry => { cx.yielded = true; return Ok(v); } FrameKind::GenFor => { reload!(); r!(f.ret) = v; break; } _ => { reload!(); pc = pc.sub(1); } } }
                            }
                        }
                    }
                    Op::GetYieldFromIter => { save!(); let v = ok!(slow::yield_from_iter(cx, r!(i.b()), code!())); r!(i.a()) = v }
                    Op::GetAwaitable => { save!(); let v = ok!(crate::awaiting::get_awaitable(cx, r!(i.b()), i.d())); r!(i.a()) = v }
                    Op::GetAIter => { save!(); let v = ok!(crate::awaiting::get_aiter(cx, r!(i.b()))); r!(i.a()) = v }
                    Op::GetANext => { save!(); let v = ok!(crate::awaiting::get_anext(cx, r!(i.b()))); r!(i.a()) = v }
                    Op::AsyncGenWrap => { save!(); let v = Slots::new(cx, T::AsyncGenWrapped, &[r!(i.b())]); r!(i.a()) = v }
                    // ---- pattern matching
                    Op::MatchSequence => { save!(); let t = pattern::is_sequence(cx, r!(i.b())); r!(i.a()) = Value::bool(t) }
                    Op::MatchMapping => { save!(); let t = pattern::is_mapping(cx, r!(i.b())); r!(i.a()) = Value::bool(t) }
                    Op::MatchKeys => { save!(); let v = ok!(pattern::keys(cx, r!(i.b()), r!(i.c()))); r!(i.a()) = v }
                    Op::MatchClass => { save!(); let b = i.b() as usize; let v = ok!(pattern::class(cx, r!(b), r!(b + 1), r!(b + 2), i.c() as usize)); r!(i.a()) = v }
                    Op::GetLen => { save!(); let n = ok!(cx.len(r!(i.b()))); r!(i.a()) = Value::small(n as i64) }
                    Op::Intrinsic => { save!(); let v = ok!(slow::intrinsic(cx, i.b(), base.add(i.c() as usize))); r!(i.a()) = v }
                }
            }
            // an exception is pending; the frame's pc is saved
            if WATCHED {
                if stop != usize::MAX { if !unwind::unwind_above(cx, fresh, stop) { return Err(crate::native::Raised); } reload!(); continue; }
                if cx.recording { cx.rt.tier.raised(cx) }
            }
            if !unwind::unwind(cx, fresh) { return Err(crate::native::Raised); }
            reload!();
        }
    }
}
