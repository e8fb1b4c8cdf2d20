//! Code that all traces share, and the native frame they all have.
//!
//! ```text
//!  rsp → | spill slots | OUT | EXIT | COUNT | ARG | RESULT | saved registers | return address
//! ```
//! One shape for all traces, so that a side trace runs in its parent's frame and `Link` is a jump.
//! rsp is a multiple of 16 in a trace. `r15` is the context, `r14` the registers of the entered frame.
//!
//! *Slow thunks* call a function of the runtime and keep every register, so that the main path need not make room for a call it
//! seldom makes: they save what a call may change on the native stack, where the collector looks. The `ExitState` is written when the trace
//! is left and (generators, for `frames`) immediately before a call that reads it: traces that run inside others may share one.

use super::asm::*;
use crate::abi::{ExitState, SPILLS};
use crate::cache::Cache;
use crate::code::Refused;
use dynasmrt::{dynasm, DynasmApi};
use fora_trace::runtime::Runtime;
use std::mem::offset_of;

pub const OUT: i32 = SPILLS as i32 * 8;
pub const EXIT: i32 = OUT + 8;
pub const COUNT: i32 = OUT + 16;
pub const ARG: i32 = OUT + 24;
pub const RESULT: i32 = OUT + 32;
pub const FRAME: i32 = OUT + 40;

const GPR: i32 = offset_of!(ExitState, gpr) as i32;
const XMM: i32 = offset_of!(ExitState, xmm) as i32;
/// In the state: words of generators for `frames`; spill slots are there only once the trace is left.
pub const SPILL: i32 = offset_of!(ExitState, spill) as i32;
const VALUE: i32 = offset_of!(ExitState, result) as i32;

/// What a call may change, rsp and pinned ones apart.
const CALLER: [u8; 9] = [0, 1, 2, 6, 7, 8, 9, 10, 11];

#[derive(Clone, Copy, Default)]
pub struct Thunks { pub exit: usize, pub returned: usize, pub big: usize, pub float: usize, pub alloc: usize, pub barrier: usize, pub frames: usize }

/// Code of an entry: makes the frame and falls into the trace.
pub fn prologue(a: &mut Asm) {
    dynasm!(a.a ; .arch x64 ; push rbx ; push rbp ; push r12 ; push r13 ; push r14 ; push r15 ; sub rsp, DWORD FRAME
        ; mov r15, rdi ; mov r14, rsi ; mov [rsp + OUT], rdx)
}
fn epilogue(a: &mut Asm) {
    dynasm!(a.a ; .arch x64 ; add rsp, DWORD FRAME ; pop r15 ; pop r14 ; pop r13 ; pop r12 ; pop rbp ; pop rbx ; ret)
}
fn dump(a: &mut Asm, out: u8, regs: &[u8]) {
    for &r in regs { a.store(Mem::Base(out, GPR + 8 * r as i32), r); }
    for x in 0..16 { a.store_f(Mem::Base(out, XMM + 8 * x as i32), x); }
}
/// Copies COUNT spill slots to the state; changes rcx and rax. A loop, because `rep movsq` takes its time to begin and there are few.
fn dump_spills(a: &mut Asm) {
    let none = a.label();
    dynasm!(a.a ; .arch x64 ; mov ecx, [rsp + COUNT] ; test ecx, ecx);
    a.jcc(E, none);
    let next = a.label();
    a.bind(next);
    dynasm!(a.a ; .arch x64 ; mov rax, [rsp + rcx * 8 - 8] ; mov [r14 + rcx * 8 + (SPILL - 8)], rax ; dec ecx);
    a.jcc(NE, next);
    a.bind(none);
}
fn slow(a: &mut Asm, function: usize, float: bool, frames: bool) {
    const SAVED: i32 = CALLER.len() as i32 * 8 + 16 * 8;
    const { assert!(SAVED % 16 == 8) } // rsp is a multiple of 16 at the call
    let up = SAVED + 8; // and the return address
    dynasm!(a.a ; .arch x64 ; sub rsp, DWORD SAVED);
    for (k, r) in CALLER.into_iter().enumerate() { a.store(Mem::Base(RSP, 8 * k as i32), r); }
    for x in 0..16 { a.store_f(Mem::Base(RSP, SAVED - 128 + 8 * x as i32), x); }
    if frames { dynasm!(a.a ; .arch x64 ; mov rcx, [rsp + OUT + up] ; add rcx, DWORD SPILL ; mov rsi, r14 ; mov rdx, [rsp + ARG + up]) }
    else if float { dynasm!(a.a ; .arch x64 ; vmovsd xmm0, [rsp + ARG + up]) } else { dynasm!(a.a ; .arch x64 ; mov rsi, [rsp + ARG + up]) }
    dynasm!(a.a ; .arch x64 ; mov rdi, r15 ; mov rax, QWORD function as i64 ; call rax ; mov [rsp + RESULT + up], rax);
    for (k, r) in CALLER.into_iter().enumerate() { a.load(r, Mem::Base(RSP, 8 * k as i32)); }
    for x in 0..16 { a.load_f(x, Mem::Base(RSP, SAVED - 128 + 8 * x as i32)); }
    dynasm!(a.a ; .arch x64 ; add rsp, DWORD SAVED ; ret);
}

impl Thunks {
    pub fn new(cache: &Cache, rt: &Runtime) -> Result<Thunks, Refused> {
        let mut a = Asm::new();
        let mut offsets = vec![];
        let mut mark = |a: &mut Asm| { dynasm!(a.a ; .arch x64 ; .align 16); offsets.push(a.offset()); };
        mark(&mut a);
        dynasm!(a.a ; .arch x64 ; mov r14, [rsp + OUT]);
        dump(&mut a, 14, &[0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        dump_spills(&mut a);
        dynasm!(a.a ; .arch x64 ; mov rax, [rsp + EXIT]);
        epilogue(&mut a);
        mark(&mut a); // the value is in rax
        dynasm!(a.a ; .arch x64 ; mov rcx, [rsp + OUT] ; mov [rcx + VALUE], rax ; mov rax, DWORD -1);
        epilogue(&mut a);
        for (function, float, sync) in [(rt.big as usize, false, false), (rt.float as usize, true, false), (rt.alloc as usize, false, false), (rt.barrier as usize, false, false), (rt.frames as usize, false, true)] {
            mark(&mut a);
            slow(&mut a, function, float, sync);
        }
        let (bytes, fixups) = a.finish().ok_or(Refused::Broken("thunks"))?;
        let (at, _) = cache.publish(&bytes, &fixups, &[])?;
        let o = |k: usize| at + offsets[k];
        Ok(Thunks { exit: o(0), returned: o(1), big: o(2), float: o(3), alloc: o(4), barrier: o(5), frames: o(6) })
    }
}
