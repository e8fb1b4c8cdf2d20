//! Attributes: what the inline caches know, as guards.
use crate::helpers::H;
use crate::rec::{Recorder, Res};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::class::Class;
use fora_vm::cx::Cx;
use fora_vm::func::{Function, Module};
use fora_vm::fiber::FrameKind;
use fora_vm::interp::slow;
use fora_vm::layout;
use fora_vm::shape;
use fora_vm::types::T;
use fora_vm::value::Value;

/// What a cache entry found.
enum Found { /// the value, and the object if it is a function to be bound
    Value(Ref, bool), /// a property's getter
    Getter(Value) }

impl Recorder {
    fn find(&mut self, cx: &mut Cx, i: Insn, o: Ref, so: Value) -> Option<Found> {
        if !so.is_ref() { return None; }
        let code = self.top().code;
        let ic = slow::entry(cx, code, i.dc(), so, false)?;
        let data = ic.aux >> 8;
        match ic.aux & 0xff {
            slow::IC_INLINE => {
                let seen = unsafe_word(so, data);
                if seen.is_undef() { return None; }
                let r = self.shaped(o, so)?;
                self.class_version(shape::info(so.shape()).class);
                let v = self.load(Op::LoadV, r, data as i64, Alias::Attr);
                self.guard(Ins::new(Op::GuardNot).a(v).imm(0));
                self.facts[v.0 as usize].quiet = true;
                Some(Found::Value(v, false))
            }
            k @ (slow::IC_CLASS | slow::IC_METHOD) => {
                if Class(ic.class).version() != data { return None; }
                self.shaped(o, so)?;
                self.class_version(ic.class);
                let v = self.konst(ic.value);
                Some(Found::Value(v, k == slow::IC_METHOD))
            }
            slow::IC_MODULE => {
                if ic.class != so { return None; }
                let d = Module(so).dict();
                if d.version() != data { return None; }
                self.same(o, so);
                self.dict_version(d.0);
                let row = ic.value.small_unchecked() as usize;
                let v = self.dict_value(d.0, row, d.value_at(row));
                Some(Found::Value(v, false))
            }
            slow::IC_TYPE => {
                if ic.class != so || Class(so).version() != data { return None; }
                self.same(o, so);
                self.class_version(so);
                // the metaclass may shadow it
                self.class_version(cx.class_of(so).0);
                let v = self.konst(ic.value);
                Some(Found::Value(v, false))
            }
            slow::IC_TUPLE => {
                if Class(ic.class).version() != data || !so.is(T::Tuple) { return None; }
                let n = ic.value.small_unchecked();
                let t = fora_vm::object::Tuple(so);
                if n as usize >= t.items().len() || t.0 == t.plain().0 { return None; }
                let r = self.shaped(o, so)?;
                self.class_version(ic.class);
                let plain = self.load(Op::LoadR, r, layout::TUPLE_LEN, Alias::Constant);
                // named tuples have as many items as fields, but their classes can be called with others
                let len = self.load(Op::LoadI, plain, layout::TUPLE_LEN, Alias::Constant);
                let k = self.int_const(n);
                let ok = self.bin(Op::LtU, k, len);
                self.guard_true(ok);
                Some(Found::Value(self.load(Op::LoadV, plain, layout::TUPLE_DATA + 8 * n, Alias::Constant), false))
            }
            slow::IC_PROPERTY => {
                if Class(ic.class).version() != data { return None; }
                self.shaped(o, so)?;
                self.class_version(ic.class);
                Some(Found::Getter(ic.value))
            }
            _ => None,
        }
    }
    pub fn load_attr(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let (o, so) = (self.get(i.b()), self.seen(cx, i.b()));
        match self.find(cx, i, o, so) {
            Some(Found::Value(v, false)) => { self.set(i.a(), v); Ok(()) }
            Some(Found::Value(f, true)) => { let m = self.quiet(H::Bind, &[f, o]); self.set(i.a(), m); Ok(()) }
            Some(Found::Getter(g)) => {
                let flat = self.top().base + self.top().nregs;
                let own = self.boxed(o);
                self.room(flat + 1);
                self.set_flat(flat, own);
                self.enter(cx, Function(g), flat, 1, i.a(), FrameKind::Call, NIL)
            }
            None => self.single(cx, i),
        }
    }
    pub fn load_method(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let (o, so) = (self.get(i.b()), self.seen(cx, i.b()));
        if !so.is_ref() {
            // methods of ints, floats, None: their classes never change
            let name = self.top().code.site_name(i.dc());
            let c = cx.class_of(so);
            if let Some(m) = c.lookup(cx, name) {
                if m.is_exact(T::MethodDescriptor) && self.class_guard(cx, o, so).is_some() {
                    let f = self.konst(m);
                    let own = self.boxed(o);
                    self.set(i.a(), f);
                    self.set(i.a() + 1, own);
                    return Ok(());
                }
            }
            return self.single(cx, i);
        }
        match self.find(cx, i, o, so) {
            Some(Found::Value(f, bind)) => {
                let own = if bind { self.boxed(o) } else { self.konst(Value::UNDEF) };
                self.set(i.a(), f);
                self.set(i.a() + 1, own);
                Ok(())
            }
            Some(Found::Getter(_)) | None => self.single(cx, i),
        }
    }
    pub fn store_attr(&mut self, cx: &mut Cx, i: Insn) -> Res {
        let (o, so) = (self.get(i.a()), self.seen(cx, i.a()));
        if !so.is_ref() { return self.single(cx, i); }
        let code = self.top().code;
        let Some(ic) = slow::entry(cx, code, i.dc(), so, true) else { return self.single(cx, i) };
        let kind = ic.aux & 0xff;
        if kind != slow::IC_INLINE && kind != slow::IC_ADD { return self.single(cx, i); }
        let Some(r) = self.shaped(o, so) else { return self.single(cx, i) };
        self.class_version(shape::info(so.shape()).class);
        let v = self.get(i.b());
        let v = self.boxed(v);
        self.barrier(r);
        self.emit(Ins::new(Op::StoreV).ab(r, v).imm((ic.aux >> 8) as i64).class(Alias::Attr));
        if kind == slow::IC_ADD {
            let n = ic.value.small_unchecked() as u32;
            let k = self.int_const(n as i64);
            self.emit(Ins::new(Op::StoreI32).ab(r, k).imm(0).class(Alias::Shape));
            self.forget_shapes();
            for x in [r, o] { let f = &mut self.facts[x.0 as usize]; f.shape = n; f.r = r }
        }
        Ok(())
    }
}
#[allow(unsafe_code)]
fn unsafe_word(o: Value, off: u64) -> Value { unsafe { *((o.0 + off) as *const Value) } } // SAFETY: [O1] an inline cache's offset for this shape
