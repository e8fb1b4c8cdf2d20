//! `a[b]`, reading and writing.
use crate::helpers::{self, H};
use crate::rec::{Recorder, Res};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::cx::Cx;
use fora_vm::layout;
use fora_vm::list::{self, List};
use fora_vm::object::Tuple;
use fora_vm::value::Value;

impl Recorder {
    /// An index in `0..len`, guarded; None where it is out of range now.
    fn in_range(&mut self, k: Ref, n: i64, len: Ref, length: usize) -> Option<Ref> {
        let (at, k) = if n < 0 {
            if n + (length as i64) < 0 { return None; }
            let at = self.bin(Op::Add, k, len);
            if self.t.at(k).op != Op::ConstI { let z = self.int_const(0); let neg = self.bin(Op::Lt, k, z); self.guard_true(neg) }
            (at, NIL)
        } else { if n as usize >= length { return None; } (k, NIL) };
        let _ = k;
        let ok = self.bin(Op::LtU, at, len);
        self.guard_true(ok);
        Some(at)
    }
    pub fn load_index(&mut self, cx: &mut Cx, i: Insn, k: Ref, sk: Value) -> Res {
        let (o, so) = (self.get(i.b()), self.seen(cx, i.b()));
        if let Some(n) = sk.as_small() {
            if let Some(l) = List::exact(so) {
                if let (Some(r), Some(k)) = (self.shaped(o, so), self.int(k, sk)) {
                    let len = self.load(Op::LoadI, r, layout::LIST_LEN, Alias::ListLen);
                    if let Some(at) = self.in_range(k, n, len, l.len()) { let v = self.list_item(r, at); self.set(i.a(), v); return Ok(()); }
                }
            } else if let Some(t) = Tuple::exact(so) {
                if let (Some(r), Some(k)) = (self.shaped(o, so), self.int(k, sk)) {
                    let len = self.load(Op::LoadI, r, layout::TUPLE_LEN, Alias::Constant);
                    if let Some(at) = self.in_range(k, n, len, t.items().len()) {
                        let v = if self.t.at(at).op == Op::ConstI { let c = self.t.at(at).imm; self.load(Op::LoadV, r, layout::TUPLE_DATA + 8 * c, Alias::Constant) } else { self.emit(Ins::new(Op::LoadX).ab(r, at).imm(layout::TUPLE_DATA).class(Alias::Constant)) };
                        self.set(i.a(), v);
                        return Ok(());
                    }
                }
            }
        }
        let v = if helpers::quiet_get(so, sk) { self.quiet(H::QGetItem, &[o, k]) } else if let Some(r) = self.dunder_item(cx, i, so)? { return Ok(r); } else { self.loud(H::GetItem, &[o, k]) };
        self.set(i.a(), v);
        Ok(())
    }
    /// `__getitem__` of a class of the program: not inlined yet.
    fn dunder_item(&mut self, _: &mut Cx, _: Insn, _: Value) -> Res<Option<()>> { Ok(None) }
    pub fn store_index(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let (o, so) = (self.get(i.a()), self.seen(cx, i.a()));
        let (k, sk) = (self.get(i.b()), self.seen(cx, i.b()));
        let (v, sv) = (self.get(i.c()), self.seen(cx, i.c()));
        if let (Some(n), Some(l)) = (sk.as_small(), List::exact(so)) {
            let class = list::class_bit(sv);
            // storage that takes the value as it is
            if l.open_to(class) {
                if let (Some(r), Some(k)) = (self.shaped(o, so), self.int(k, sk)) {
                    let len = self.load(Op::LoadI, r, layout::LIST_LEN, Alias::ListLen);
                    if let Some(at) = self.in_range(k, n, len, l.len()) {
                        let w = self.boxed(v);
                        self.class_of_word(w, class);
                        let meta = self.load(Op::LoadI, r, layout::LIST_META, Alias::ListMeta);
                        let bit = self.int_const(class as i64);
                        let open = self.bin(Op::And, meta, bit);
                        let z = self.int_const(0);
                        let shut = self.bin(Op::Eq, open, z);
                        self.guard_false(shut);
                        let (items, place) = self.list_place(r, at);
                        self.barrier(r);
                        self.barrier(items);
                        self.emit(Ins::new(Op::StoreX).abc(items, place, w).imm(layout::ARRAY_DATA).class(Alias::ListData));
                        return Ok(());
                    }
                }
            }
        }
        if helpers::quiet_set(so, sk, sv) { self.quiet(H::QSetItem, &[o, k, v]); } else { self.loud(H::SetItem, &[o, k, v]); }
        Ok(())
    }
    /// The word is of a list's value class.
    fn class_of_word(&mut self, w: Ref, class: u8) {
        if let Some(k) = self.fact(w).konst { if list::class_bit(k) == class { return; } }
        let mut set = 0i64;
        for tag in 0..8u64 { if list::class_bit(Value(tag)) == class { set |= 1 << tag } }
        self.guard(Ins::new(Op::GuardClass).a(w).imm(set));
    }
}
