#![allow(unsafe_code)] // runs code on arenas of its own
use crate::*;
use fora_trace::arena::Arena;
use fora_trace::eval::{End, Outcome, Stop, Val};
use fora_trace::ir::*;
use fora_trace::sample::sample;
use fora_trace::tag;
use std::sync::LazyLock;

mod ops;
mod loops;
mod pressure;

static JIT: LazyLock<Jit> = LazyLock::new(|| Jit::new(fora_trace::runtime::Runtime { bump: fora_trace::arena::BUMP, frames, ..Arena::RUNTIME }, 1 << 29).expect("a machine"));

/// Changes every register that a call may change.
fn clobber() {
    // SAFETY: writes registers only, and says which
    unsafe {
        std::arch::asm!("mov eax, 0x5a5a", "mov ecx, eax", "mov edx, eax", "mov esi, eax", "mov edi, eax", "mov r8, rax", "mov r9, rax", "mov r10, rax", "mov r11, rax",
            "movq xmm0, rax", "movaps xmm1, xmm0", "movaps xmm2, xmm0", "movaps xmm3, xmm0", "movaps xmm4, xmm0", "movaps xmm5, xmm0", "movaps xmm6, xmm0", "movaps xmm7, xmm0",
            "movaps xmm8, xmm0", "movaps xmm9, xmm0", "movaps xmm10, xmm0", "movaps xmm11, xmm0", "movaps xmm12, xmm0", "movaps xmm13, xmm0", "movaps xmm14, xmm0", "movaps xmm15, xmm0", clobber_abi("C"))
    }
}
unsafe extern "C" fn frames(_: *mut u8, _: *mut u64, e: *const Exit, _: *const u64) { assert!(!(*e).frames.is_empty()); clobber() } // SAFETY: an exit of a trace, kept for good
/// Helpers that change what they may.
fn rough_helpers() -> &'static [Helper] {
    extern "C" fn mix(a: i64, b: i64) -> i64 { clobber(); a.wrapping_mul(31) ^ b }
    extern "C" fn mean(a: f64, b: f64) -> f64 { let m = (a + b) * 0.5; clobber(); m }
    static ROUGH: LazyLock<Vec<Helper>> = LazyLock::new(|| fora_trace::sample::helpers().iter().map(|h| {
        let address = match h.name { "mix" => mix as *const () as usize, "mean" => mean as *const () as usize, _ => h.address };
        Helper { name: h.name, address, context: h.context, args: h.args, result: h.result, effect: h.effect, raises: h.raises }
    }).collect());
    &ROUGH
}

/// What machine code makes of it, in the evaluator's form.
fn run(code: &Code, t: &Trace, a: &mut Arena) -> Outcome {
    let mut out = ExitState::new();
    let base = a.registers.as_mut_ptr();
    let end = unsafe { code.enter(a.cx(), base, &mut out) }; // SAFETY: the arena is the trace's
    if end == RETURNED { return Outcome { ins: Ref(t.ops.len() as u32 - 1), exit: t.ops[t.ops.len() - 1].at, end: End::Return(out.result), values: vec![] } }
    assert_eq!(end >> 32, code.id as u64);
    outcome(code, end as u32, t, &out)
}
fn outcome(code: &Code, exit: u32, t: &Trace, out: &ExitState) -> Outcome {
    let e = &code.exits[exit as usize];
    let values = e.values.iter().enumerate().map(|(k, v)| {
        let Some(w) = code.value(exit, k, out) else { return Val::Sunk(v.of) };
        match v.ty { Ty::I => Val::I(w as i64), Ty::F => Val::F(f64::from_bits(w)), Ty::B => Val::B(w != 0), Ty::R => Val::R(w), Ty::V => Val::V(w), Ty::None => Val::Nil }
    }).collect();
    let ins = &t.ops[e.ins.0 as usize];
    Outcome { ins: e.ins, exit: e.at, end: if ins.op == Op::Link { End::Link(ins.imm) } else { End::Exit }, values }
}
/// Evaluator and machine on the same world.
fn compare(seed: u64, t: &Trace, a: &mut Arena) { if let Err(e) = differ(seed, t, a) { panic!("{e}") } }
fn differ(seed: u64, t: &Trace, a: &mut Arena) -> Result<(), String> {
    let state = a.save();
    let code = JIT.compile(t, Given { id: 7, ..Given::default() }).unwrap_or_else(|e| panic!("seed {seed}: {e:?}\n{t}"));
    // SAFETY: a sample on its arena
    let want = unsafe { a.run(t, &[], 300) };
    if want.as_ref().is_err_and(|s| *s == Stop::Fuel) { a.restore(&state); return Ok(()) }
    let mut want = want.unwrap_or_else(|e| panic!("seed {seed}: {e:?}"));
    let see = |o: &mut Outcome, a: &mut Arena| {
        if let End::Return(w) = o.end { o.values.clear(); o.end = End::Return(0); return a.picture(&[w]) }
        unsafe { a.leave(t, o) } // SAFETY: an outcome of t
        a.picture(&[])
    };
    let p = see(&mut want, a);
    a.restore(&state);
    let mut got = run(&code, t, a);
    let q = see(&mut got, a);
    a.restore(&state);
    let same = (want.exit, want.end) == (got.exit, got.end) && p == q;
    if !same {
        std::fs::write(std::env::temp_dir().join("fora-jit-failed.bin"), unsafe { std::slice::from_raw_parts(code.bytes.0 as *const u8, code.bytes.1) }).ok();
        return Err(format!("seed {seed}\n{t}\nwant {:?} {:?} {:?}\ngot  {:?} {:?} {:?}\n{:?}", want.ins, want.end, want.values, got.ins, got.end, got.values, p.iter().zip(&q).enumerate().filter(|(_, (x, y))| x != y).take(9).collect::<Vec<_>>()));
    }
    Ok(())
}

#[test]
fn samples() {
    for seed in 0..2000 {
        let mut s = sample(seed, 4 + seed as usize % 60);
        s.trace.helpers = rough_helpers();
        compare(seed, &s.trace.clone(), &mut s.arena);
    }
}

#[test]
fn optimised_samples() {
    for seed in 0..2500u64 {
        let mut s = sample(seed, 4 + seed as usize % 50);
        let plain = fora_trace::opt::Options::default();
        let o = match seed % 3 { 0 => plain, 1 => fora_trace::opt::Options { sink: false, ..plain }, _ => fora_trace::opt::Options { peel: false, ..plain } };
        s.trace.helpers = rough_helpers();
        let t = fora_trace::opt::optimise(&s.trace, &o);
        compare(seed, &t, &mut s.arena);
    }
}
