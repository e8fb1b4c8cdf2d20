//! Shorthand over dynasm: memory operands of any form, condition codes, constants in memory.

use crate::cache::{Fixup, Target};
use dynasmrt::{dynasm, x64::X64Relocation, DynamicLabel, DynasmApi, DynasmLabelApi, VecAssembler};

/// A memory operand; registers by hardware number.
#[derive(Clone, Copy, Debug)]
pub enum Mem { Base(u8, i32), Index(u8, u8, i32), Byte(u8, u8, i32), Pool(DynamicLabel) }

/// One instruction with a memory operand: `mem!(asm, m, (add Rq(d), QWORD) ())`; what is in the second pair comes behind it.

macro_rules! mem {
    ($a:expr, $m:expr, ($($pre:tt)*) ($($post:tt)*)) => { match $m {
        Mem::Base(b, d) if d as i8 as i32 == d => { let d = d as i8; dynasm!($a ; .arch x64 ; $($pre)* [BYTE Rq(b) + d] $($post)*) }
        Mem::Base(b, d) => dynasm!($a ; .arch x64 ; $($pre)* [DWORD Rq(b) + d] $($post)*),
        Mem::Index(b, i, d) if d as i8 as i32 == d => { let d = d as i8; dynasm!($a ; .arch x64 ; $($pre)* [BYTE Rq(b) + Rq(i) * 8 + d] $($post)*) }
        Mem::Index(b, i, d) => dynasm!($a ; .arch x64 ; $($pre)* [DWORD Rq(b) + Rq(i) * 8 + d] $($post)*),
        Mem::Byte(b, i, d) => dynasm!($a ; .arch x64 ; $($pre)* [DWORD Rq(b) + Rq(i) + d] $($post)*),
        Mem::Pool(l) => dynasm!($a ; .arch x64 ; $($pre)* [=>l] $($post)*),
    } };
}

/// Condition codes as the hardware numbers them; the lowest bit negates.
pub type Cc = u8;
pub const O: Cc = 0;
pub const B: Cc = 2;
pub const AE: Cc = 3;
pub const E: Cc = 4;
pub const NE: Cc = 5;
pub const A: Cc = 7;
pub const P: Cc = 10;
pub const L: Cc = 12;
pub const GE: Cc = 13;
pub const LE: Cc = 14;
pub const G: Cc = 15;

pub const RAX: u8 = 0;
pub const RCX: u8 = 1;
pub const RDX: u8 = 2;
pub const RSP: u8 = 4;
pub const RSI: u8 = 6;
pub const RDI: u8 = 7;
/// registers of the entered frame
pub const BASE: u8 = 14;
/// the worker's context
pub const CX: u8 = 15;
/// vector register for the moment
pub const SCRATCH: u8 = 15;

pub struct Asm {
    pub a: VecAssembler<X64Relocation>,
    pub fixups: Vec<Fixup>,
    pool: Vec<(u64, DynamicLabel)>,
    masks: Vec<(u64, DynamicLabel)>,
}
impl Asm {
    pub fn new() -> Asm { Asm { a: VecAssembler::new(0), fixups: vec![], pool: vec![], masks: vec![] } }
    pub fn label(&mut self) -> DynamicLabel { self.a.new_dynamic_label() }
    pub fn bind(&mut self, l: DynamicLabel) { dynasm!(self.a ; .arch x64 ; =>l) }
    pub fn offset(&self) -> usize { self.a.offset().0 }
    /// A 64-bit constant in memory.
    pub fn pool(&mut self, bits: u64) -> Mem {
        if let Some(p) = self.pool.iter().find(|p| p.0 == bits) { return Mem::Pool(p.1); }
        let l = self.label();
        self.pool.push((bits, l));
        Mem::Pool(l)
    }
    /// The constant twice, at a multiple of 16.
    pub fn mask(&mut self, bits: u64) -> Mem {
        if let Some(p) = self.masks.iter().find(|p| p.0 == bits) { return Mem::Pool(p.1); }
        let l = self.label();
        self.masks.push((bits, l));
        Mem::Pool(l)
    }
    /// Puts the constants here.
    pub fn place_pool(&mut self) {
        dynasm!(self.a ; .arch x64 ; .align 16);
        for (bits, l) in std::mem::take(&mut self.masks) { dynasm!(self.a ; .arch x64 ; =>l ; .u64 bits ; .u64 bits) }
        for (bits, l) in std::mem::take(&mut self.pool) { dynasm!(self.a ; .arch x64 ; =>l ; .u64 bits) }
    }
    pub fn jcc(&mut self, cc: Cc, l: DynamicLabel) {
        match cc & 15 {
            0 => dynasm!(self.a ; .arch x64 ; jo =>l), 1 => dynasm!(self.a ; .arch x64 ; jno =>l),
            2 => dynasm!(self.a ; .arch x64 ; jb =>l), 3 => dynasm!(self.a ; .arch x64 ; jae =>l),
            4 => dynasm!(self.a ; .arch x64 ; je =>l), 5 => dynasm!(self.a ; .arch x64 ; jne =>l),
            6 => dynasm!(self.a ; .arch x64 ; jbe =>l), 7 => dynasm!(self.a ; .arch x64 ; ja =>l),
            8 => dynasm!(self.a ; .arch x64 ; js =>l), 9 => dynasm!(self.a ; .arch x64 ; jns =>l),
            10 => dynasm!(self.a ; .arch x64 ; jp =>l), 11 => dynasm!(self.a ; .arch x64 ; jnp =>l),
            12 => dynasm!(self.a ; .arch x64 ; jl =>l), 13 => dynasm!(self.a ; .arch x64 ; jge =>l),
            14 => dynasm!(self.a ; .arch x64 ; jle =>l), _ => dynasm!(self.a ; .arch x64 ; jg =>l),
        }
    }
    pub fn jmp(&mut self, l: DynamicLabel) { dynasm!(self.a ; .arch x64 ; jmp =>l) }
    /// r := 0 or 1 by the flags; the whole register.
    pub fn setcc(&mut self, cc: Cc, r: u8) {
        dynasm!(self.a ; .arch x64 ; .bytes [0x40 | r >> 3, 0x0f, 0x90 | cc, 0xc0 | r & 7] ; movzx Rd(r), Rb(r))
    }
    pub fn cmov(&mut self, cc: Cc, d: u8, s: u8) { dynasm!(self.a ; .arch x64 ; .bytes [0x48 | (d >> 3) << 2 | s >> 3, 0x0f, 0x40 | cc, 0xc0 | (d & 7) << 3 | s & 7]) }
    pub fn mov(&mut self, d: u8, s: u8) { if d != s { dynasm!(self.a ; .arch x64 ; mov Rq(d), Rq(s)) } }
    /// No flags change.
    pub fn imm(&mut self, d: u8, v: u64) {
        if v <= u32::MAX as u64 { dynasm!(self.a ; .arch x64 ; mov Rd(d), DWORD v as i32) }
        else if v as i64 as i32 as i64 == v as i64 { dynasm!(self.a ; .arch x64 ; mov Rq(d), DWORD v as i32) }
        else { dynasm!(self.a ; .arch x64 ; mov Rq(d), QWORD v as i64) }
    }
    pub fn cmp_imm(&mut self, r: u8, v: i32) {
        if v == 0 { dynasm!(self.a ; .arch x64 ; test Rq(r), Rq(r)) }
        else if v as i8 as i32 == v { dynasm!(self.a ; .arch x64 ; .bytes [0x48 | r >> 3, 0x83, 0xf8 | r & 7, v as u8]) }
        else { dynasm!(self.a ; .arch x64 ; cmp Rq(r), DWORD v) }
    }
    /// Compares 32 bits at `base + at` with 0.
    pub fn cmp_zero32(&mut self, base: u8, at: i32) {
        // 83 /7 ib, which dynasm does not choose for memory
        if at as i8 as i32 == at && base & 7 != 4 { dynasm!(self.a ; .arch x64 ; .bytes [0x40 | base >> 3, 0x83, 0x78 | base & 7, at as u8, 0]) }
        else { mem!(self.a, Mem::Base(base, at), (cmp DWORD) (, DWORD 0)) }
    }
    pub fn load(&mut self, d: u8, m: Mem) { mem!(self.a, m, (mov Rq(d), QWORD) ()) }
    pub fn store(&mut self, m: Mem, s: u8) { mem!(self.a, m, (mov QWORD) (, Rq(s))) }
    pub fn store_imm(&mut self, m: Mem, v: i32) { mem!(self.a, m, (mov QWORD) (, DWORD v)) }
    pub fn load_f(&mut self, d: u8, m: Mem) { mem!(self.a, m, (vmovsd Rx(d), QWORD) ()) }
    pub fn store_f(&mut self, m: Mem, s: u8) { mem!(self.a, m, (vmovsd QWORD) (, Rx(s))) }
    pub fn mov_f(&mut self, d: u8, s: u8) { if d != s { dynasm!(self.a ; .arch x64 ; vmovaps Rx(d), Rx(s)) } }
    pub fn zero_f(&mut self, d: u8) { dynasm!(self.a ; .arch x64 ; vxorps Rx(d), Rx(d), Rx(d)) }
    /// Jump to a fixed address.
    pub fn jmp_far(&mut self, to: usize) { dynasm!(self.a ; .arch x64 ; .bytes [0xe9u8]); self.fix(Target::Address(to)) }
    pub fn call_far(&mut self, to: usize) { dynasm!(self.a ; .arch x64 ; .bytes [0xe8u8]); self.fix(Target::Address(to)) }
    /// Jump through a slot.
    pub fn jmp_slot(&mut self, slot: u32) { dynasm!(self.a ; .arch x64 ; .bytes [0xffu8, 0x25]); self.fix(Target::Slot(slot)) }
    fn fix(&mut self, to: Target) { self.fixups.push(Fixup { at: self.offset(), to }); dynasm!(self.a ; .arch x64 ; .i32 0) }
    pub fn finish(self) -> Option<(Vec<u8>, Vec<Fixup>)> { Some((self.a.finalize().ok()?, self.fixups)) }
}
