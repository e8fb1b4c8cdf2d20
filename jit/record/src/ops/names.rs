//! Globals and cells.
use crate::helpers::H;
use crate::reasons::Reason;
use crate::rec::{Recorder, Res, Slot};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::cx::Cx;
use fora_vm::dict::Dict;
use fora_vm::func::Function;
use fora_vm::layout;
use fora_vm::object::{Cell, Tuple};
use fora_vm::types::T;
use fora_vm::value::Value;

impl Recorder {
    fn row_value(d: Value, row: usize) -> (Value, i64) { (Dict(d).rows_array(), layout::ROW_VALUE + layout::ROW * row as i64) }
    /// Value of a row of a dict whose version is guarded.
    pub fn dict_value(&mut self, d: Value, row: usize, seen: Value) -> Ref {
        let (rows, off) = Recorder::row_value(d, row);
        let rows = self.object(rows);
        let v = self.load(Op::LoadV, rows, off, Alias::DictValues);
        // what names usually stand for all their life is a constant under a guard
        if seen.is_ref() && matches!(seen.exact(), Some(T::Function | T::Native | T::Type | T::Module | T::MethodDescriptor)) || seen.is_ref() && seen.is(T::Type) { return self.same(v, seen); }
        v
    }
    pub fn load_global(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let f = Function(self.top().func).raw();
        let (g, b) = (f.globals, f.builtins);
        if Dict::exact(g).is_none() || Dict::exact(b).is_none() { return self.single(cx, i); }
        let name = self.top().code.site_name(i.bc());
        if fora_vm::par::global::volatile(g, name) { return self.single(cx, i); }
        if let Some(row) = Dict(g).find_str(cx, name) {
            self.dict_version(g);
            let v = self.dict_value(g, row, Dict(g).value_at(row));
            self.set(i.a(), v);
            return Ok(());
        }
        let Some(row) = Dict(b).find_str(cx, name) else { return self.single(cx, i) };
        self.dict_version(g);
        self.dict_version(b);
        let v = self.dict_value(b, row, Dict(b).value_at(row));
        self.set(i.a(), v);
        Ok(())
    }
    pub fn store_global(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let g = Function(self.top().func).raw().globals;
        if Dict::exact(g).is_none() { return self.single(cx, i); }
        let name = self.top().code.site_name(i.bc());
        let Some(row) = Dict(g).find_str(cx, name) else { return self.single(cx, i) };
        if fora_vm::par::global::volatile(g, name) { return self.single(cx, i); }
        self.dict_version(g);
        let v = self.get(i.a());
        let v = self.boxed(v);
        if self.forks {
            let args = [self.object(g), self.int_const(row as i64), v, self.int_const(self.frames.len() as i64 - 1)];
            self.quiet(H::StoreGlobal, &args);
            return Ok(());
        }
        let (d, (rows, off)) = (self.object(g), Recorder::row_value(g, row));
        let rows = self.object(rows);
        self.barrier(d);
        self.barrier(rows);
        self.emit(Ins::new(Op::StoreV).ab(rows, v).imm(off).class(Alias::DictValues));
        Ok(())
    }
    pub fn make_cell(&mut self, a: u16) -> Res {
        let v = self.get(a);
        let v = self.boxed(v);
        let e = self.here();
        let c = self.emit(Ins::new(Op::Alloc).imm(alloc_imm(T::Cell as u32, 24, fora_heap::SCAN_WORDS)).exit(e));
        self.emit(Ins::new(Op::StoreV).ab(c, v).imm(layout::CELL).class(Alias::Cell));
        self.facts[c.0 as usize].shape = T::Cell as u32;
        self.set(a, c);
        Ok(())
    }
    pub fn copy_free(&mut self, a: u16, n: u16) -> Res {
        let t = Function(self.top().func).raw().closure;
        let Some(t) = Tuple::exact(t) else { return Err(Reason::Unexpected) };
        for k in 0..n { let c = self.konst(t.items()[k as usize]); self.set(a + k, c) }
        Ok(())
    }
    fn cell(&mut self, cx: &Cx, r: u16) -> Option<Ref> {
        let seen = self.seen(cx, r);
        let v = self.get(r);
        // cells stay what they are
        if let Some(k) = self.fact(v).konst { return Some(self.object(k)); }
        self.exact(v, seen, T::Cell)
    }
    pub fn load_cell(&mut self, cx: &Cx, i: Insn) -> Res {
        let seen = Cell(self.seen(cx, i.b())).get();
        if seen.is_undef() { return self.stop(Reason::Raises); }
        let Some(c) = self.cell(cx, i.b()) else { return self.single(cx, i) };
        let v = self.load(Op::LoadV, c, layout::CELL, Alias::Cell);
        self.guard(Ins::new(Op::GuardNot).a(v).imm(0));
        self.set(i.a(), v);
        Ok(())
    }
    pub fn store_cell(&mut self, cx: &Cx, i: Insn) -> Res {
        let Some(c) = self.cell(cx, i.a()) else { return self.single(cx, i) };
        let v = self.get(i.b());
        let v = self.boxed(v);
        self.barrier(c);
        self.emit(Ins::new(Op::StoreV).ab(c, v).imm(layout::CELL).class(Alias::Cell));
        let _ = Slot::Undef;
        Ok(())
    }
}
