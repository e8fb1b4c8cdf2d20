//! Leaving a trace: the interpreter's frames and registers as an exit describes them.
#![allow(unsafe_code)] // registers above the entered frame: room for them was asked when it was entered; [HP1] of helpers.rs
use crate::engine::{runtime, Left};
use crate::helpers::context;
use fora_trace::eval;
use fora_trace::ir::{Exit, Ty, NIL};
use fora_vm::cx::Cx;
use fora_vm::fiber::{Frame, FrameKind};
use fora_vm::func::CodeV;
use fora_vm::value::Value;

const KINDS: [FrameKind; 8] = [FrameKind::Call, FrameKind::Entry, FrameKind::Eager, FrameKind::Task, FrameKind::Init, FrameKind::GenFor, FrameKind::GenSend, FrameKind::GenEntry];

/// The frames of an exit: see `Runtime::frames`.
pub unsafe extern "C" fn frames(cx: *mut u8, base: *mut u64, exit: *const Exit, gens: *const u64) { put(context(cx), base as *mut Value, &*exit, gens) } // SAFETY: [HP1]

/// # Safety
/// `base` is the entered frame's; `gens` are as many words as frames have a `gen`.
unsafe fn put(cx: &mut Cx, base: *mut Value, e: &Exit, gens: *const u64) {
    let Some(entered) = cx.fiber.find(base) else { return };
    cx.fiber.len = entered + 1;
    cx.observed = 0;
    let handled = cx.handled;
    let mut g = 0;
    let mut top = base;
    for (n, f) in e.frames.iter().enumerate() {
        let code = CodeV(Value(f.code));
        let gen = if f.gen == NIL { Value::UNDEF } else { g += 1; Value(*gens.add(g - 1)) };
        let (pc, own) = (code.raw().insns.add(f.pc as usize), base.add(f.base as usize));
        if n == 0 { cx.fiber.last().pc = pc } else {
            std::ptr::write_bytes(own, 0, f.size as usize);
            cx.fiber.push(Frame { base: own, pc, code: code.0, func: Value(f.func), handled, locals: Value::UNDEF, gen, object: Value::UNDEF, ret: f.ret, kind: KINDS[f.kind as usize & 7], announced: true });
        }
        top = own.add(f.size as usize);
    }
    cx.fiber.top = top;
}
/// Puts everything where the interpreter has it.
pub fn leave(cx: &mut Cx, base: *mut u64, left: &Left) {
    let (t, e) = (&left.trace.t, &left.trace.t.exits[left.exit as usize]);
    // boxed values wait outside the heap
    cx.m.inhibit += 1;
    // SAFETY: values are those of the exit; the context is this thread's
    unsafe {
        let words = eval::words(t, runtime(), cx as *mut Cx as *mut u8, e, &left.values);
        let n = e.regs.len();
        put(cx, base as *mut Value, e, words[n..].as_ptr());
        for ((r, _), w) in e.regs.iter().zip(&words) { *base.add(*r as usize) = *w }
    }
    cx.m.inhibit -= 1;
}
/// As `leave`, from what compiled code left behind, where nothing is to be made but boxes.
pub fn quick(cx: &mut Cx, base: *mut u64, e: &Exit, n: &fora_jit::Code, point: u32, out: &fora_jit::ExitState) {
    // boxed values wait outside the heap
    cx.m.inhibit += 1;
    let word = |cx: &mut Cx, k: usize| {
        let w = n.value(point, k, out).unwrap_or(0);
        match n.exits[point as usize].values[k].ty { Ty::I => cx.int(w as i64).0, Ty::F => cx.float(f64::from_bits(w)).0, Ty::B => Value::bool(w & 0xff != 0).0, Ty::R | Ty::V | Ty::None => w }
    };
    let mut gens = [0u64; crate::rec::DEEPEST + 2];
    let mut k = e.regs.len();
    let mut g = 0;
    for f in &e.frames { if f.gen != NIL { gens[g] = word(cx, k); g += 1; k += 1 } }
    // SAFETY: as `leave`
    unsafe {
        put(cx, base as *mut Value, e, gens.as_ptr());
        for (k, (r, _)) in e.regs.iter().enumerate() { let w = word(cx, k); *base.add(*r as usize) = w }
    }
    cx.m.inhibit -= 1;
}
