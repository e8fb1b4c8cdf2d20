//! Division that rounds down. By a constant: a shift, or a multiplication by 2^(63+l)/d (Granlund and Montgomery, "Division by invariant
//! integers using multiplication", 1994) of the operand made positive: floor(n / d) = ~floor(~n / d) for n < 0.

use super::asm::*;
use super::Lower;
use dynasmrt::{dynasm, DynasmApi, DynasmLabelApi};
use fora_trace::ir::{Ins, Op};

/// Multiplier and shift for d > 1, exact for operands below 2^63: `(m * n >> 64) >> shift`.
pub fn magic(d: u64) -> (u64, u8) {
    let l = 64 - (d - 1).leading_zeros(); // least l with 2^l >= d
    let m = ((1u128 << (63 + l)) + d as u128 - 1) / d as u128;
    (m as u64, (l - 1) as u8)
}

impl Lower<'_> {
    pub fn op_divide(&mut self, ins: &Ins) {
        let want_mod = ins.op == Op::FloorMod;
        match self.plan.constant(ins.b).map(|c| c as i64) {
            Some(d) if d > 0 && d & (d - 1) == 0 => {
                let a = self.reg(ins.a);
                self.release();
                let shift = d.trailing_zeros() as i8;
                let r = self.def_over(a);
                if want_mod {
                    if let Ok(m) = i32::try_from(d - 1) { self.a.mov(r, a); dynasm!(self.a.a ; .arch x64 ; and Rq(r), DWORD m) } else {
                        let m = self.a.pool(d as u64 - 1);
                        self.a.mov(r, a);
                        mem!(self.a.a, m, (and Rq(r), QWORD) ());
                    }
                } else { self.a.mov(r, a); if shift > 0 { dynasm!(self.a.a ; .arch x64 ; sar Rq(r), BYTE shift) } }
            }
            Some(d) if d > 1 && d < 1 << 62 => {
                let positive = self.plan.positive(self.t, ins.a, &mut vec![], 6);
                let n = self.reg(ins.a);
                self.vacate(&[RDX]);
                let n = if self.of[self.key(ins.a) as usize] == n { n } else { self.reg(ins.a) };
                let (q, s) = (self.temp(), if positive { RDX } else { self.temp() });
                let (m, shift) = magic(d as u64);
                let pool = self.a.pool(m);
                self.a.mov(RDX, n);
                if !positive { dynasm!(self.a.a ; .arch x64 ; mov Rq(s), Rq(n) ; sar Rq(s), BYTE 63 ; xor rdx, Rq(s)) }
                mem!(self.a.a, pool, (mulx Rq(q), Rq(q), QWORD) ());
                if shift > 0 { dynasm!(self.a.a ; .arch x64 ; shr Rq(q), BYTE shift as i8) }
                if !positive { dynasm!(self.a.a ; .arch x64 ; xor Rq(q), Rq(s)) }
                if want_mod {
                    if let Ok(d) = i32::try_from(d) { dynasm!(self.a.a ; .arch x64 ; imul Rq(q), Rq(q), DWORD d) } else { let p = self.a.pool(d as u64); mem!(self.a.a, p, (imul Rq(q), QWORD) ()); }
                    self.release();
                    let r = self.def_over(n);
                    self.a.mov(r, n);
                    dynasm!(self.a.a ; .arch x64 ; sub Rq(r), Rq(q));
                } else {
                    self.release();
                    self.assign(self.i, q);
                }
            }
            _ => {
                self.vacate(&[RAX, RDX]);
                let (n, d) = (self.reg(ins.a), self.reg(ins.b));
                let done = self.a.label();
                self.a.mov(RAX, n);
                dynasm!(self.a.a ; .arch x64 ; cqo ; idiv Rq(d) ; test rdx, rdx);
                self.a.jcc(E, done);
                if want_mod { dynasm!(self.a.a ; .arch x64 ; mov rax, rdx ; xor rax, Rq(d) ; jns =>done ; add rdx, Rq(d)) }
                else { dynasm!(self.a.a ; .arch x64 ; xor rdx, Rq(d) ; jns =>done ; dec rax) }
                self.a.bind(done);
                self.release();
                self.assign(self.i, if want_mod { RDX } else { RAX });
            }
        }
    }
}
