//! Exits: which values are where, and the code that hands them out.
//!
//! ```text
//!  guard:  jcc stub                        stub:  undo what the guard's instruction changed
//!                                                 jmp [slot]       → behind it, or the side trace that was linked
//!                                                 push number; jmp tail
//!                                          tail:  trace number, number of spill slots; jmp the thunk that dumps everything
//! ```

use super::plan::{exit_of, exit_values};
use super::thunks::{COUNT, EXIT};
use super::Lower;
use crate::code::{ExitPoint, Refused, Value};
use dynasmrt::{dynasm, DynamicLabel, DynasmApi};
use fora_trace::ir::{Ref, NIL};

/// What must be taken back before an exit's values are in their places.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Undo { None, AddReg(u8, u8), AddImm(u8, i32), SubReg(u8, u8), SubImm(u8, i32), Double(u8) }

pub struct Stub { label: DynamicLabel, point: u32, undo: Undo }

impl Lower<'_> {
    /// Registers an exit point as things stand now.
    pub fn point(&mut self, at: u32) -> u32 {
        let values: Vec<Value> = exit_values(self.t, at).into_iter().map(|v| Value { of: v, ty: self.t.ops[v.0 as usize].ty, loc: self.loc(v) }).collect();
        let inherited = self.t.exits.get(at as usize).map_or(0, |e| e.regs.len() + e.frames.iter().filter(|f| f.gen != NIL).count());
        self.points.push(ExitPoint { at, ins: Ref(self.i), values, inherited, slot: self.points.len() as u32 });
        self.points.len() as u32 - 1
    }
    /// Label to jump to when this instruction leaves. Values are recorded where they are now: comes when no more registers are asked for
    /// that are written before the jump.
    pub fn exit(&mut self, undo: Undo) -> DynamicLabel {
        let Some(at) = exit_of(self.t, self.i) else { self.fail(Refused::Broken("no exit")); return self.start };
        if let (Some(p), Some(s)) = (self.points.last(), self.stubs.last()) {
            if p.at == at && s.undo == undo && s.point + 1 == self.points.len() as u32 && exit_values(self.t, at).into_iter().zip(&p.values).all(|(v, w)| self.loc(v) == w.loc) { return s.label; }
        }
        let point = self.point(at);
        let label = self.a.label();
        self.stubs.push(Stub { label, point, undo });
        label
    }
    /// The code of all stubs; result: for each slot where it goes at first.
    pub fn emit_stubs(&mut self) -> Vec<usize> {
        let tail = self.a.label();
        let mut first = vec![0; self.points.len()];
        let used = !self.stubs.is_empty();
        for s in std::mem::take(&mut self.stubs) {
            self.a.bind(s.label);
            match s.undo {
                Undo::None => {}
                Undo::AddReg(d, r) => dynasm!(self.a.a ; .arch x64 ; add Rq(d), Rq(r)),
                Undo::AddImm(d, v) => dynasm!(self.a.a ; .arch x64 ; add Rq(d), DWORD v),
                Undo::SubReg(d, r) => dynasm!(self.a.a ; .arch x64 ; sub Rq(d), Rq(r)),
                Undo::SubImm(d, v) => dynasm!(self.a.a ; .arch x64 ; sub Rq(d), DWORD v),
                Undo::Double(d) => dynasm!(self.a.a ; .arch x64 ; add Rq(d), Rq(d)),
            }
            self.a.jmp_slot(s.point);
            first[s.point as usize] = self.a.offset();
            let n = s.point as i32;
            if n < 128 { dynasm!(self.a.a ; .arch x64 ; push BYTE n as i8) } else { dynasm!(self.a.a ; .arch x64 ; push DWORD n) }
            self.a.jmp(tail);
        }
        if used {
            self.a.bind(tail);
            let (id, n) = (self.given.id as i32, self.slots_max as i32);
            dynasm!(self.a.a ; .arch x64 ; pop QWORD [rsp + EXIT] ; mov DWORD [rsp + EXIT + 4], DWORD id ; mov DWORD [rsp + COUNT], DWORD n);
            let to = self.jit.inner.thunks.exit;
            self.a.jmp_far(to);
        }
        first
    }
}
