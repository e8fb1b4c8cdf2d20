//! Calls: Python functions are gone into, natives become helper calls.
use crate::helpers::{self, H};
use crate::rec::{CodeFacts, Recorder, Res, Slot, VFrame, DEEPEST};
use fora_ir::Insn;
use fora_trace::ir::*;
use fora_vm::class::{cflags, Class};
use fora_vm::cx::Cx;
use fora_vm::fiber::FrameKind;
use fora_vm::func::{Function, Native};
use fora_vm::interp::slow;
use fora_vm::layout;
use fora_vm::object::{Method, Tuple};
use fora_vm::shape;
use fora_vm::str::Str;
use fora_vm::types::T;
use fora_vm::value::Value;

impl Recorder {
    fn seen_flat(&self, cx: &Cx, flat: u32) -> Value { let r = flat - self.top().base; self.seen(cx, r as u16) }
    /// Calls what stands in `callee` with `n` args that stand at `args`; the slot before them is free.
    pub fn call(&mut self, cx: &mut Cx, i: Insn, callee: u32, args: u32, n: u32) -> Res {
        let s = self.seen_flat(cx, callee);
        let v = self.get_flat(callee);
        if s.is_exact(T::Function) { return self.call_function(cx, i, v, s, args, n, FrameKind::Call, NIL, None); }
        if let Some(m) = Method::exact(s) {
            if m.func().is_exact(T::Function) {
                if let Some(r) = self.shaped(v, s) {
                    let (f, this) = (self.load(Op::LoadV, r, layout::METHOD_FUNC, Alias::Constant), self.load(Op::LoadV, r, layout::METHOD_THIS, Alias::Constant));
                    if self.can_enter(cx, Function(m.func()), n + 1) {
                        return self.call_function(cx, i, f, m.func(), args - 1, n + 1, FrameKind::Call, NIL, Some(this));
                    }
                }
            }
            return self.call_any(cx, i, v, args, n);
        }
        if s.is_ref() && s.is(T::Type) {
            let c = Class(s);
            if c.has(cflags::HEAP) {
                if let Some(init) = slow::plain_construction(cx, c) {
                    let root = c.root_shape();
                    let sh = shape::info(root);
                    if !c.has(cflags::HAS_DEL) && sh.base != 0 && !sh.dict_mode && init.is_none_or(|f| self.can_enter(cx, f, n + 1)) && (init.is_some() || n == 0) {
                        self.same(v, s);
                        self.class_version(s);
                        let size = sh.base + 8 + sh.cap * 8;
                        let e = self.here();
                        let o = self.emit(Ins::new(Op::Alloc).imm(alloc_imm(root, size, fora_heap::SCAN_WORDS)).exit(e));
                        self.facts[o.0 as usize].shape = root;
                        let Some(f) = init else { self.result(i, o); return Ok(()) };
                        let w = self.boxed(o);
                        let k = self.konst(f.0);
                        return self.call_function(cx, i, k, f.0, args - 1, n + 1, FrameKind::Init, o, Some(w));
                    }
                }
                return self.single(cx, i);
            }
        }
        self.call_native(cx, i, v, s, args, n)
    }
    fn result(&mut self, i: Insn, v: Ref) { if let Some(c) = i.clobbers_from() { let n = self.flat(c); self.forget_from(n) } self.set(i.a(), v) }
    /// Can the function's frame be part of the trace, when called with `n` positional arguments?
    fn can_enter(&self, cx: &Cx, f: Function, n: u32) -> bool {
        let info = f.code().info();
        let depth = self.frames.iter().filter(|x| x.code == f.code()).count();
        if info.generator || self.frames.len() >= DEEPEST || depth >= 3 || cx.fiber.len as u32 + 2 >= cx.recursion_limit || !cx.fiber.room(cx.fiber.top, info.ir.nregs as usize) { return false; }
        if info.simple && n == info.nparams as u32 { return true; }
        let defaults = Tuple::exact(f.raw().defaults).map_or(0, |t| t.items().len());
        info.positional && info.nparams <= 12 && n < info.nparams as u32 && info.nparams as usize - n as usize <= defaults
    }
    #[allow(clippy::too_many_arguments)]
    fn call_function(&mut self, cx: &mut Cx, i: Insn, v: Ref, s: Value, args: u32, n: u32, kind: FrameKind, gen: Ref, own: Option<Ref>) -> Res {
        let f = Function(s);
        if !self.can_enter(cx, f, n) { return self.single(cx, i); }
        self.same(v, s);
        // its code and defaults can be assigned to
        let r = self.object(s);
        let code = self.load(Op::LoadV, r, layout::FUNCTION_CODE, Alias::Version);
        self.guard(Ins::new(Op::GuardSame).a(code).imm(f.code().0.0 as i64));
        let info = f.code().info();
        let mut set = n;
        let mut rest = vec![];
        if n < info.nparams as u32 {
            let Some(t) = Tuple::exact(f.raw().defaults) else { return self.single(cx, i) };
            self.root(t.0);
            let d = self.load(Op::LoadV, r, layout::FUNCTION_DEFAULTS, Alias::Version);
            self.guard(Ins::new(Op::GuardSame).a(d).imm(t.0.0 as i64));
            let without = info.nparams as usize - t.items().len();
            for p in n..info.nparams as u32 { rest.push((p, self.konst(t.items()[p as usize - without]))) }
            set = info.nparams as u32;
        }
        if let Some(o) = own { self.set_flat(args, o) }
        for (p, k) in rest { self.set_flat(args + p, k) }
        self.enter(cx, f, args, set, i.a(), kind, gen)
    }
    /// A frame begins whose first `set` registers stand at `base`.
    #[allow(clippy::too_many_arguments)]
    pub fn enter(&mut self, _: &mut Cx, f: Function, base: u32, set: u32, ret: u16, kind: FrameKind, gen: Ref) -> Res {
        let code = f.code();
        let n = code.ir().nregs as u32;
        let back = self.pc + 1;
        if let Some(t) = self.frames.last_mut() { t.pc = back }
        self.room(base + n);
        for r in base + set..base + n { self.slots[r as usize] = Slot::Undef }
        // arguments that nobody has looked at yet are in memory
        for r in base..base + set { let v = self.get_flat(r); self.set_flat(r, v) }
        self.root(code.0);
        self.root(f.0);
        self.frames.push(VFrame { code, func: f.0, base, pc: 0, ret, kind, gen, nregs: n, facts: CodeFacts::of(code) });
        self.extent.1 = self.extent.1.max(self.frames.len() as u32);
        Ok(())
    }
    fn call_any(&mut self, cx: &mut Cx, i: Insn, v: Ref, args: u32, n: u32) -> Res {
        let h = match n { 0 => H::Call0, 1 => H::Call1, 2 => H::Call2, 3 => H::Call3, 4 => H::Call4, _ => return self.single(cx, i) };
        let mut a = vec![v];
        for k in 0..n { a.push(self.get_flat(args + k)) }
        let r = self.loud(h, &a);
        self.result(i, r);
        Ok(())
    }
    fn call_native(&mut self, cx: &mut Cx, i: Insn, v: Ref, s: Value, args: u32, n: u32) -> Res {
        if collects(s) { return self.stop(crate::reasons::Reason::Outside); }
        let seen: Vec<Value> = (0..n).map(|k| self.seen_flat(cx, args + k)).collect();
        if let Some(r) = self.builtin(cx, v, s, args, &seen) { self.result(i, r); return Ok(()); }
        let quiet = helpers::quiet_native(s) && seen.iter().all(|a| helpers::scalar(*a));
        let container = !quiet && n > 0 && helpers::container_method(s, seen[0], &seen[1..]);
        let h = match (quiet, container, n) {
            (true, _, 0) => H::QCall0, (true, _, 1) => H::QCall1, (true, _, 2) => H::QCall2, (true, _, 3) => H::QCall3, (true, _, 4) => H::QCall4,
            (_, true, 1) => H::WCall1, (_, true, 2) => H::WCall2, (_, true, 3) => H::WCall3,
            _ => return if s.is_exact(T::Native) && self.window_native(s) { self.single(cx, i) } else { self.call_any(cx, i, v, args, n) },
        };
        let f = self.same(v, s);
        let mut a = vec![f];
        for k in 0..n { a.push(self.get_flat(args + k)) }
        let r = self.quiet(h, &a);
        self.result(i, r);
        Ok(())
    }
    /// Natives that look at who called them.
    fn window_native(&self, s: Value) -> bool { let n = Native(s).raw(); n.owner.is_ref() && fora_vm::par::effect::reaches_out(n.def.name, n.owner) }
    /// Natives that are worth instructions of their own.
    fn builtin(&mut self, cx: &mut Cx, v: Ref, s: Value, args: u32, seen: &[Value]) -> Option<Ref> {
        if let (Some(T::Type), [x]) = (s.exact(), seen) {
            let a = self.get_flat(args);
            if s == cx.class(T::Float).0 && x.is_small() { let i = self.int(a, *x)?; self.same(v, s); return Some(self.un(Op::IToF, i)); }
            if s == cx.class(T::Int).0 && x.is_inline_float() && x.inline_float().abs() < 1e15 { let f = self.float(a, *x)?; self.same(v, s); return Some(self.guard(Ins::new(Op::FToI).a(f))); }
            if s == cx.class(T::Type).0 && x.is_ref() { self.shaped(a, *x)?; self.same(v, s); let c = cx.class_of(*x).0; return Some(self.konst(c)); }
            return None;
        }
        if !matches!(s.exact(), Some(T::Native | T::MethodDescriptor)) || !s.is_ref() { return None; }
        let n = Native(s).raw();
        if n.receiver {
            if let ("append", [l, _], true) = (n.def.name, seen, s.is_exact(T::MethodDescriptor)) {
                let (list, item) = (self.get_flat(args), self.get_flat(args + 1));
                let r = self.exact(list, *l, T::List)?;
                self.same(v, s);
                self.quiet(H::Append, &[r, item]);
                return Some(self.konst(Value::NONE));
            }
            return None;
        }
        let module = Str::from(n.owner)?;
        match (module.as_str()?, n.def.name, seen) {
            ("builtins", "len", [x]) => {
                let a = self.get_flat(args);
                let r = if let Some(l) = self.exact(a, *x, T::List) { self.load(Op::LoadI, l, layout::LIST_LEN, Alias::ListLen) }
                    else if let Some(t) = self.exact(a, *x, T::Tuple) { self.load(Op::LoadI, t, layout::TUPLE_LEN, Alias::Constant) }
                    else if matches!(x.exact(), Some(T::Dict | T::Str | T::Set | T::FrozenSet | T::Bytes)) && self.shaped(a, *x).is_some() { self.quiet(H::Len, &[a]) }
                    else { return None };
                self.same(v, s);
                Some(r)
            }
            ("builtins", "abs", [x]) => {
                let a = self.get_flat(args);
                if Recorder::is_float(*x) { let f = self.float(a, *x)?; self.same(v, s); return Some(self.un(Op::AbsF, f)); }
                if !x.is_small() { return None; }
                let i = self.int(a, *x)?;
                self.same(v, s);
                let z = self.int_const(0);
                let neg = self.bin(Op::Lt, i, z);
                let m = self.guard(Ins::new(Op::SubOv).ab(z, i));
                Some(self.emit(Ins::new(Op::SelectI).abc(neg, m, i)))
            }
            ("builtins", name @ ("min" | "max"), [x, y]) => {
                let (a, b) = (self.get_flat(args), self.get_flat(args + 1));
                if !x.is_small() || !y.is_small() { return None; }
                let (i, j) = (self.int(a, *x)?, self.int(b, *y)?);
                self.same(v, s);
                let less = if name == "min" { self.bin(Op::Lt, j, i) } else { self.bin(Op::Lt, i, j) };
                Some(self.emit(Ins::new(Op::SelectI).abc(less, j, i)))
            }
            ("builtins", "isinstance", [x, c]) => {
                let plain = |cx: &mut Cx, c: Value| c.is_ref() && c.is(T::Type) && cx.class_of(c) == cx.class(T::Type);
                let all: Vec<Value> = match Tuple::exact(*c) { Some(t) => t.items().to_vec(), None => vec![*c] };
                if !all.iter().all(|c| plain(cx, *c)) { return None; }
                let (a, k) = (self.get_flat(args), self.get_flat(args + 1));
                let class = cx.class_of(*x);
                // `__class__` may say otherwise
                if class.has(cflags::HEAP) && !cx.class_of(class.0).0.eq(&cx.class(T::Type).0) { return None; }
                let class = self.class_guard(cx, a, *x)?;
                if class.has(cflags::HEAP) { self.class_version(class.0) }
                self.same(k, *c);
                self.same(v, s);
                let yes = all.iter().any(|c| class.is_subclass_of(*c));
                if !yes && class.has(cflags::HEAP) { return None; }
                Some(self.bool_const(yes))
            }
            ("math", "sqrt", [x]) => {
                if !Recorder::is_float(*x) { return None; }
                let a = self.get_flat(args);
                let f = self.float(a, *x)?;
                self.same(v, s);
                let z = self.float_const(0.0);
                let neg = self.bin(Op::LtF, f, z);
                self.guard_false(neg);
                Some(self.un(Op::SqrtF, f))
            }
            _ => None,
        }
    }
    pub fn call_kw(&mut self, cx: &mut Cx, i: Insn, method: bool) -> Res {
        // keywords that name parameters are put in their places
        let (b, c) = (i.b() as u32 + self.top().base, i.c() as u32);
        let names_at = b + 1 + method as u32 + c;
        let names = self.seen_flat(cx, names_at);
        let Some(names_t) = Tuple::exact(names) else { return self.single(cx, i) };
        let s = self.seen_flat(cx, b);
        let bound = method && !self.seen_flat(cx, b + 1).is_undef();
        let (args, n) = if !method { (b + 1, c) } else if bound { (b + 1, c + 1) } else { (b + 2, c) };
        let (f, init) = if let Some(f) = Function::exact(s) { (f, false) } else if s.is_ref() && s.is(T::Type) && !method && Class(s).has(cflags::HEAP) {
            match slow::plain_construction(cx, Class(s)) { Some(Some(f)) => (f, true), _ => return self.single(cx, i) }
        } else { return self.single(cx, i) };
        let info = f.code().info();
        let (args, n) = if init { (args - 1, n + 1) } else { (args, n) };
        let npos = n as usize - names_t.items().len();
        let nparams = info.nparams as usize;
        if !info.positional || info.generator || nparams > 12 || npos > nparams || self.frames.len() >= DEEPEST || self.frames.iter().filter(|x| x.code == f.code()).count() >= 3 || cx.fiber.len as u32 + 2 >= cx.recursion_limit { return self.single(cx, i); }
        let mut from: Vec<Option<u32>> = (0..nparams).map(|p| (p < npos).then_some(args + p as u32)).collect();
        let first = info.ir.posonly as usize;
        for (k, name) in names_t.items().iter().enumerate() {
            let Some(p) = (first..nparams).find(|p| info.params[*p] == name.0) else { return self.single(cx, i) };
            if from[p].is_some() { return self.single(cx, i); }
            from[p] = Some(args + (npos + k) as u32);
        }
        let defaults = Tuple::exact(f.raw().defaults);
        let nd = defaults.map_or(0, |t| t.items().len());
        if from.iter().enumerate().any(|(p, x)| x.is_none() && p + nd < nparams) { return self.single(cx, i); }
        // from here on it is gone into
        let v = self.get_flat(b);
        self.same(v, s);
        let nv = self.get_flat(names_at);
        self.same(nv, names);
        if method { if bound { self.defined(cx, i.b() + 1) } else { self.undefined(cx, i.b() + 1) } }
        let gen = if init {
            let c = Class(s);
            let (root, sh) = (c.root_shape(), shape::info(c.root_shape()));
            if c.has(cflags::HAS_DEL) || sh.base == 0 || sh.dict_mode { return self.single(cx, i); }
            self.class_version(s);
            let e = self.here();
            let o = self.emit(Ins::new(Op::Alloc).imm(alloc_imm(root, sh.base + 8 + sh.cap * 8, fora_heap::SCAN_WORDS)).exit(e));
            self.facts[o.0 as usize].shape = root;
            o
        } else { NIL };
        let r = self.object(f.0);
        let code = self.load(Op::LoadV, r, layout::FUNCTION_CODE, Alias::Version);
        self.guard(Ins::new(Op::GuardSame).a(code).imm(f.code().0.0 as i64));
        if from.iter().any(|x| x.is_none()) {
            let Some(t) = defaults else { return self.single(cx, i) };
            self.root(t.0);
            let d = self.load(Op::LoadV, r, layout::FUNCTION_DEFAULTS, Alias::Version);
            self.guard(Ins::new(Op::GuardSame).a(d).imm(t.0.0 as i64));
        }
        let mut values = vec![];
        for (p, x) in from.iter().enumerate() {
            values.push(match x {
                Some(flat) if init && *flat == args => self.boxed(gen),
                Some(flat) => self.get_flat(*flat),
                None => { let k = defaults.map_or(Value::UNDEF, |t| t.items()[p + nd - nparams]); self.konst(k) }
            })
        }
        for (p, v) in values.into_iter().enumerate() { self.set_flat(args + p as u32, v) }
        self.enter(cx, f, args, nparams as u32, i.a(), if init { FrameKind::Init } else { FrameKind::Call }, gen)
    }
}
/// Natives that ask the collector which objects nobody has any more, as reference counts would tell: it must see no stale words of a trace.
fn collects(f: Value) -> bool {
    if !matches!(f.exact(), Some(T::Native | T::MethodDescriptor)) || !f.is_ref() { return false; }
    let n = Native(f).raw();
    match Str::from(n.owner).and_then(|s| s.as_str()) { Some("gc" | "posix") => true, Some("_io" | "io" | "builtins") => n.def.name == "open", Some(_) => false, None => Class::from(n.owner).is_some_and(|c| c.kind() == T::FileIO) }
}
