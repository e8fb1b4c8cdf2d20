//! Leaving a trace: the interpreter's frames and registers as an exit describes them.
#![allow(unsafe_code)] // registers above the entered frame: room for them was asked when it was entered; [HP1] of helpers.rs
use crate::engine::{runtime, Left};
use crate::helpers::context;
use fora_trace::eval;
use fora_jit::{ExitState, Loc};
use fora_trace::ir::{alloc_parts, Exit, Op, Ref, Trace, Ty, NIL, PAYLOAD};
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
/// What leaving at an exit point takes, worked out when it is first taken.
pub struct Plan { regs: Box<[(u32, Source)]>, gens: Box<[Source]>, /// what `Alloc` would have made, and the payloads
    objects: Box<[(u64, Box<[Source]>)]> }
#[derive(Clone, Copy)]
enum Source { Value(Loc, Ty), Undef, Object(u32) }
impl Plan {
    pub fn of(t: &Trace, p: &fora_jit::ExitPoint) -> Plan {
        let e = &t.exits[p.at as usize];
        let named = t.values_of(e);
        let sunk: Vec<Ref> = { let mut v: Vec<Ref> = vec![]; for r in &named { if t.at(*r).op == Op::Sunk && !v.contains(r) { v.push(*r) } } v };
        let source = |r: Ref| {
            if r == NIL { return Source::Undef; }
            if let Some(n) = sunk.iter().position(|s| *s == r) { return Source::Object(n as u32); }
            match named.iter().position(|n| *n == r).and_then(|k| p.values.get(k)) { Some(v) => Source::Value(v.loc, v.ty), None => Source::Undef }
        };
        Plan {
            regs: e.regs.iter().map(|(n, r)| (*n, source(*r))).collect(),
            gens: e.frames.iter().filter(|f| f.gen != NIL).map(|f| source(f.gen)).collect(),
            objects: sunk.iter().map(|s| (t.at(*s).imm as u64, t.args_of(t.at(*s)).iter().map(|r| source(*r)).collect())).collect(),
        }
    }
}
#[inline]
fn word(cx: &mut Cx, s: Source, out: &ExitState, made: &[Value]) -> u64 {
    match s {
        Source::Value(loc, ty) => {
            let w = match loc { Loc::Gpr(r) => out.gpr[r as usize & 15], Loc::Xmm(r) => out.xmm[r as usize & 15], Loc::Spill(n) => out.spill.get(n as usize).copied().unwrap_or(0), Loc::Const(c) => c, Loc::Sunk => 0 };
            match ty { Ty::I => cx.int(w as i64).0, Ty::F => cx.float(f64::from_bits(w)).0, Ty::B => Value::bool(w & 0xff != 0).0, Ty::R | Ty::V | Ty::None => w }
        }
        Source::Undef => 0,
        Source::Object(n) => made.get(n as usize).map_or(0, |v| v.0),
    }
}
/// As `leave`, from what compiled code left behind.
pub fn quick(cx: &mut Cx, base: *mut u64, e: &Exit, p: &Plan, out: &ExitState) {
    // boxed values wait outside the heap
    cx.m.inhibit += 1;
    let mut few = [Value::UNDEF; 8];
    let mut many = vec![];
    let n = p.objects.len();
    let made: &mut [Value] = if n <= few.len() { &mut few[..n] } else { many.resize(n, Value::UNDEF); &mut many };
    for (k, (imm, _)) in p.objects.iter().enumerate() { let (s, b, kind) = alloc_parts(*imm as i64); made[k] = cx.alloc_raw(s, b as usize, kind) }
    for (k, (_, payload)) in p.objects.iter().enumerate() {
        for (j, s) in payload.iter().enumerate() { let w = word(cx, *s, out, made); unsafe { *((made[k].0 + PAYLOAD as u64) as *mut u64).add(j) = w } } // SAFETY: just made, as long as its payload; nothing was collected since
    }
    let mut gens = [0u64; crate::rec::DEEPEST + 2];
    for (g, s) in gens.iter_mut().zip(p.gens.iter()) { *g = word(cx, *s, out, made) }
    // SAFETY: as `leave`
    unsafe {
        put(cx, base as *mut Value, e, gens.as_ptr());
        for (r, s) in p.regs.iter() { let w = word(cx, *s, out, made); *base.add(*r as usize) = w }
    }
    cx.m.inhibit -= 1;
}
