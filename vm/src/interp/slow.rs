//! The interpreter's slow paths: everything an op does when its fast case does not apply.
#![allow(unsafe_code)] // register windows handed over by the loop: [I1]; inline caches
use crate::abs::{Bin, Cmp};
use crate::class::{Class, D};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::fiber::FrameKind;
use crate::func::{CodeV, Function, Ic, Module, Native};
use crate::gen::{self, Generator, Step};
use crate::list::List;
use crate::native::R;
use crate::object::{Method, Slots, Tuple};
use crate::shape;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

// ---- inline caches: kinds in the low byte of `aux` ------------------------------------------------------------------------
/// instance slot at byte offset aux >> 8
pub const IC_INLINE: u64 = 1;
/// class attribute `value` as it is; class `class` at version aux >> 8
pub const IC_CLASS: u64 = 2;
/// class attribute `value` is a function to bind
pub const IC_METHOD: u64 = 3;
/// module `class`, its dict at version aux >> 8, row `value`
pub const IC_MODULE: u64 = 4;
/// class object `class` at version aux >> 8: `value`
pub const IC_TYPE: u64 = 5;
/// property whose getter `value` is a plain Python function
pub const IC_PROPERTY: u64 = 6;
/// named tuple's field: item `value` of the tuple
pub const IC_TUPLE: u64 = 8;
/// store: adds slot at byte offset aux >> 8, shape becomes `value`
pub const IC_ADD: u64 = 7;
#[inline(always)]
pub fn ic_key(shape: u32) -> u64 { (shape as u64) << 1 | 1 | (shape::EPOCH.load(std::sync::atomic::Ordering::Relaxed) as u64) << 32 }
/// Entries of the shared cache.
pub const STUBS: usize = 1024;
#[inline(always)]
fn stub_slot(key: u64, name: Value, tag: u64) -> usize { ((key >> 1) as usize).wrapping_mul(0x9e37_79b1) .wrapping_add((name.0 >> 4) as usize).wrapping_add(tag as usize * 7) & (STUBS - 1) }
/// The cache entry for a site that was filled for another shape: the shared cache's, or an empty one.
#[inline(never)]
pub fn stub(cx: &Cx, code: CodeV, site: u32, key: u64, store: bool) -> Ic {
    let name = code.site_name(site);
    stub_of(cx, name, key, store as u64)
}
/// Tags of names in the shared cache: what kind of site it is.
pub const STUB_GLOBAL: u64 = 2;
pub fn stub_of(cx: &Cx, name: Value, key: u64, tag: u64) -> Ic {
    let e = &cx.stubs[stub_slot(key, name, tag)];
    if e.1.key == key && e.0 == Value(name.0 | tag) { e.1 } else { Ic::EMPTY }
}
pub fn put_stub(cx: &mut Cx, name: Value, tag: u64, ic: Ic) { cx.stubs[stub_slot(ic.key, name, tag)] = (Value(name.0 | tag), ic) }
/// Among other contexts a site keeps its first entry. Where that is out of date, this context's own may know: (value, self) as
/// `load_method` gives them.
fn known(cx: &Cx, code: CodeV, site: u32, o: Value) -> Option<(Value, Value)> {
    if !crate::workers::concurrent() || !o.is_ref() { return None; }
    let ic = stub_of(cx, code.site_name(site), ic_key(o.shape()), 0);
    if ic.key == 0 { return None; }
    match ic.aux & 0xff {
        IC_CLASS if Class(ic.class).version() == ic.aux >> 8 => Some((ic.value, Value::UNDEF)),
        IC_METHOD if Class(ic.class).version() == ic.aux >> 8 => Some((ic.value, o)),
        IC_TYPE if ic.class == o && Class(o).version() == ic.aux >> 8 => Some((ic.value, Value::UNDEF)),
        IC_MODULE if ic.class == o && Module(o).dict().version() == ic.aux >> 8 => Some((Module(o).dict().value_at(ic.value.small_unchecked() as usize), Value::UNDEF)),
        _ => None,
    }
}
fn fill(cx: &mut Cx, code: CodeV, site: u32, shape: u32, aux: u64, value: Value, class: Value) { fill_as(cx, code, site, shape, aux, value, class, false) }
#[allow(clippy::too_many_arguments)]
fn fill_as(cx: &mut Cx, code: CodeV, site: u32, shape: u32, aux: u64, value: Value, class: Value, store: bool) {
    let (name, key) = (code.site_name(site), ic_key(shape));
    let ic = Ic { key, aux, value, class };
    put_stub(cx, name, store as u64, ic);
    code.fill_ic(cx, site, ic);
}
fn plain_getattr(cx: &mut Cx, c: Class) -> bool { match c.dunder(cx, D::GetAttribute) { Some(g) => g.is_exact(T::SlotWrapper) && Class::from(Native(g).raw().owner).is_some_and(|o| matches!(o.kind(), T::Object | T::Type | T::Module | T::Super)), None => true } }
#[inline(never)]
pub fn load_attr(cx: &mut Cx, code: CodeV, site: u32, o: Value) -> R {
    if let Some((v, this)) = known(cx, code, site, o) { return Ok(if this.is_undef() { v } else { Method::bind(cx, v, o) }); }
    let name = code.site_name(site);
    if o.is_ref() { cache_load(cx, code, site, o, name); }
    cx.get_attr(o, name)
}
/// The entry for `o.name` (`store`: for writing it), made if it can be; runs no Python code.
pub fn entry(cx: &mut Cx, code: CodeV, site: u32, o: Value, store: bool) -> Option<Ic> {
    let key = ic_key(o.shape());
    let own = unsafe { *code.ic(site) }; // SAFETY: one per site
    if own.key == key { return Some(own); }
    let name = code.site_name(site);
    let ic = stub_of(cx, name, key, store as u64);
    if ic.key == key { return Some(ic); }
    if store { return None; }
    cache_load(cx, code, site, o, name);
    let ic = stub_of(cx, name, key, 0);
    (ic.key == key).then_some(ic)
}
/// Fills the cache for `o.name` where the answer can be cached; runs no Python code.
fn cache_load(cx: &mut Cx, code: CodeV, site: u32, o: Value, name: Value) {
    let n = o.shape();
    if let Some(m) = Module::from(o) {
        if !o.is_exact(T::Module) { return; }
        let d = m.dict();
        if crate::par::global::volatile(d.0, name) { return; }
        if let Some(i) = d.find_str(cx, name) { let ver = d.version(); fill(cx, code, site, n, ver << 8 | IC_MODULE, Value::small(i as i64), o); }
        return;
    }
    let c = cx.class_of(o);
    if !plain_getattr(cx, c) { return; }
    if let Some(cl) = Class::from(o) {
        if c.lookup(cx, name).is_some() { return; }
        if let Some(v) = cl.lookup(cx, name) {
            if !v.is_ref() || matches!(v.exact(), Some(T::Function | T::Native | T::Str | T::Tuple | T::Dict | T::List | T::Type | T::MethodDescriptor | T::SlotWrapper)) { let ver = cl.version(); fill(cx, code, site, n, ver << 8 | IC_TYPE, v, o); }
            else if v.is_exact(T::StaticMethod) { let ver = cl.version(); fill(cx, code, site, n, ver << 8 | IC_TYPE, Slots(v).get(0), o); }
        }
        return;
    }
    if o.is(T::Super) { return; }
    let s = shape::info(n);
    let meta = c.lookup(cx, name);
    if let Some(m) = meta {
        if cx.is_data_descriptor(m) {
            if m.is_exact(T::Member) && c.is_subclass_of(Slots(m).get(1)) { let i = Slots(m).int(2) as u32; if i < s.cap { fill(cx, code, site, n, ((s.base + 8 + i * 8) as u64) << 8 | IC_INLINE, Value::UNDEF, Value::UNDEF) } }
            else if m.is_exact(T::TupleGetter) && c.kind() == T::Tuple { let ver = c.version(); fill(cx, code, site, n, ver << 8 | IC_TUPLE, Slots(m).get(0), c.0) }
            else if m.is_exact(T::Property) { let g = Slots(m).get(0); if let Some(f) = Function::exact(g) { let i = f.code().info(); if i.simple && i.nparams == 1 { let ver = c.version(); fill(cx, code, site, n, ver << 8 | IC_PROPERTY, g, c.0) } } }
            return;
        }
    }
    if s.base != 0 && !s.dict_mode { if let Some(i) = s.find(name) { if i >= s.nslots { if i < s.cap { fill(cx, code, site, n, ((s.base + 8 + i * 8) as u64) << 8 | IC_INLINE, Value::UNDEF, Value::UNDEF) } return; } } }
    if s.dict_mode { return; }
    if let Some(m) = meta {
        let ver = c.version();
        match m.exact() {
            _ if !m.is_ref() => fill(cx, code, site, n, ver << 8 | IC_CLASS, m, c.0),
            Some(T::Function | T::MethodDescriptor | T::SlotWrapper) => fill(cx, code, site, n, ver << 8 | IC_METHOD, m, c.0),
            Some(T::Native | T::Str | T::Tuple | T::Dict | T::List | T::Type) => fill(cx, code, site, n, ver << 8 | IC_CLASS, m, c.0),
            Some(T::StaticMethod) => fill(cx, code, site, n, ver << 8 | IC_CLASS, Slots(m).get(0), c.0),
            _ => {}
        }
    }
}
#[inline(never)]
pub fn store_attr(cx: &mut Cx, code: CodeV, site: u32, o: Value, v: Value) -> R<()> {
    let name = code.site_name(site);
    if !o.is_ref() { return cx.set_attr(o, name, v); }
    let n = o.shape();
    cx.set_attr(o, name, v)?;
    let c = cx.class_of(o);
    let s = shape::info(n);
    if s.base == 0 || s.dict_mode || o.is(T::Type) || o.is(T::Module) { return Ok(()); }
    match c.dunder(cx, D::SetAttr) { Some(f) if !f.is_exact(T::SlotWrapper) => return Ok(()), _ => {} }
    if let Some(m) = c.lookup(cx, name) { if cx.is_data_descriptor(m) { if m.is_exact(T::Member) { let i = Slots(m).int(2) as u32; if i < s.cap { fill_as(cx, code, site, n, ((s.base + 8 + i * 8) as u64) << 8 | IC_INLINE, Value::UNDEF, Value::UNDEF, true) } } return Ok(()); } }
    let m = o.shape();
    if m == n { if let Some(i) = s.find(name) { if i >= s.nslots && i < s.cap { fill_as(cx, code, site, n, ((s.base + 8 + i * 8) as u64) << 8 | IC_INLINE, Value::UNDEF, Value::UNDEF, true) } } }
    else if !shape::info(m).dict_mode { let t = shape::info(m); let i = t.names.len() as u32 - 1; if i < t.cap { fill_as(cx, code, site, n, ((s.base + 8 + i * 8) as u64) << 8 | IC_ADD, Value::small(m as i64), Value::UNDEF, true) } }
    Ok(())
}
/// (function, self) or (value, UNDEF).
#[inline(never)]
pub fn load_method(cx: &mut Cx, code: CodeV, site: u32, o: Value) -> R<(Value, Value)> {
    if let Some(found) = known(cx, code, site, o) { return Ok(found); }
    let name = code.site_name(site);
    let c = cx.class_of(o);
    if o.is_ref() { cache_load(cx, code, site, o, name); }
    if !o.is(T::Type) && !o.is(T::Module) && !o.is(T::Super) && plain_getattr(cx, c) {
        if let Some(m) = c.lookup(cx, name) {
            if matches!(m.exact(), Some(T::Function | T::MethodDescriptor | T::SlotWrapper)) && (!o.is_ref() || crate::attr::own_get(cx, o, name).is_none()) { return Ok((m, o)); }
        }
    }
    Ok((cx.get_attr(o, name)?, Value::UNDEF))
}
pub fn load_special(cx: &mut Cx, o: Value, which: u16) -> R<(Value, Value)> {
    let d = [D::Enter, D::Exit, D::AEnter, D::AExit][which as usize & 3];
    let c = cx.class_of(o);
    match c.dunder(cx, d) {
        Some(m) => if matches!(m.exact(), Some(T::Function | T::MethodDescriptor | T::SlotWrapper)) { Ok((m, o)) } else { Ok((cx.descr_get(m, o, c.0)?, Value::UNDEF)) },
        None => {
            let t = c.name();
            let msg = match which { 0 => format!("'{t}' object does not support the context manager protocol"), 1 => format!("'{t}' object does not support the context manager protocol (missed __exit__ method)"), 2 => format!("'{t}' object does not support the asynchronous context manager protocol"), _ => format!("'{t}' object does not support the asynchronous context manager protocol (missed __aexit__ method)") };
            Err(cx.type_error(msg))
        }
    }
}
// ---- arithmetic ---------------------------------------------------------------------------------------------------------
#[inline(never)]
pub fn binary(cx: &mut Cx, op: Bin, x: Value, y: Value, inplace: bool) -> R {
    if op == Bin::Add && x.is_ref() && y.is_ref() && x.shape() == y.shape() {
        match x.exact() {
            Some(T::Str) => return Ok(Str::concat(cx, Str(x), Str(y))),
            Some(T::Tuple) => return Ok(Tuple::concat(cx, Tuple(x), Tuple(y))),
            Some(T::List) if !inplace => return List::concat(cx, List(x), List(y)),
            _ => {}
        }
    }
    if let Some(v) = float_mix(cx, op, x, y) { return Ok(v); }
    if let Some(v) = crate::int::binary(cx, op, x, y)? { return Ok(v); }
    if x.is_exact(T::Fold) || y.is_exact(T::Fold) { return crate::par::view::fold(cx, op, x, y); }
    if inplace { cx.inplace(op, x, y) } else { cx.binary(op, x, y) }
}
/// `SetAdd`: to a set, or to what a task keeps for one.
pub fn set_add(cx: &mut Cx, s: Value, v: Value) -> R<()> { if s.is_exact(T::View) { crate::par::view::view_add(cx, s, v) } else { crate::set::add(cx, s, v) } }
/// int op float and float op int, the most common mixed case.
#[inline]
fn float_mix(cx: &mut Cx, op: Bin, x: Value, y: Value) -> Option<Value> {
    let get = |v: Value| if v.is_inline_float() { Some(v.inline_float()) } else if v.is_small() { Some(v.small_unchecked() as f64) } else if v.is_exact(T::Float) { Some(crate::float::get(v)) } else { None };
    if Value::both_small(x, y) { return None; }
    let (a, b) = (get(x)?, get(y)?);
    Some(match op { Bin::Add => cx.float(a + b), Bin::Sub => cx.float(a - b), Bin::Mul => cx.float(a * b), Bin::TrueDiv if b != 0.0 => cx.float(a / b), _ => return None })
}
#[inline(always)]
pub fn small_floordiv(x: Value, y: Value) -> Option<Value> {
    let (a, b) = (x.small_unchecked(), y.small_unchecked());
    if b == 0 || b == -1 { return None; }
    let q = a / b;
    Some(Value::small(if a % b != 0 && (a < 0) != (b < 0) { q - 1 } else { q }))
}
#[inline(always)]
pub fn small_mod(x: Value, y: Value) -> Option<Value> {
    let (a, b) = (x.small_unchecked(), y.small_unchecked());
    if b == 0 || b == -1 { return None; }
    let r = a % b;
    Some(Value::small(if r != 0 && (r < 0) != (b < 0) { r + b } else { r }))
}
#[inline(always)]
pub fn small_lshift(x: Value, y: Value) -> Option<Value> {
    let (a, b) = (x.small_unchecked(), y.small_unchecked());
    if !(0..62).contains(&b) { return None; }
    let r = a << b;
    if r >> b == a && Value::fits_small(r) { Some(Value::small(r)) } else { None }
}
#[inline(always)]
pub fn small_rshift(x: Value, y: Value) -> Option<Value> { let b = y.small_unchecked(); if b < 0 { None } else { Some(Value::small(x.small_unchecked() >> b.min(63))) } }
#[inline(never)]
pub fn unary(cx: &mut Cx, d: D, x: Value) -> R {
    if x.is_small() || x.is_exact(T::Int) { match d { D::Neg => return crate::int::neg(cx, x), D::Invert => return crate::int::invert(cx, x), D::Pos => return Ok(x), _ => {} } }
    if x.is_inline_float() && d == D::Neg { return Ok(cx.float(-x.inline_float())); }
    cx.unary(d, x)
}
#[inline(never)]
pub fn compare(cx: &mut Cx, op: Cmp, x: Value, y: Value) -> R {
    if let (Some(a), Some(b)) = (Str::exact(x), Str::exact(y)) { return Ok(Value::bool(match op { Cmp::Eq => a.eq(b), Cmp::Ne => !a.eq(b), _ => op.of_ordering(a.bytes().cmp(b.bytes())) })); }
    if let Some(b) = crate::int::compare(op, x, y) { return Ok(Value::bool(b)); }
    if x.is_ref() && y.is_ref() && x.shape() == y.shape() {
        match x.exact() { Some(T::Tuple) => return crate::tuple::compare_items(cx, Tuple(x).items(), Tuple(y).items(), op), Some(T::List) => return crate::list_methods::compare(cx, List(x), List(y), op), _ => {} }
    }
    cx.compare(op, x, y)
}
#[inline(never)]
pub fn compare_truth(cx: &mut Cx, op: Cmp, x: Value, y: Value) -> R<bool> {
    if let (Some(a), Some(b)) = (Str::exact(x), Str::exact(y)) { return Ok(match op { Cmp::Eq => a.eq(b), Cmp::Ne => !a.eq(b), _ => op.of_ordering(a.bytes().cmp(b.bytes())) }); }
    if let Some(b) = crate::int::compare(op, x, y) { return Ok(b); }
    let r = compare(cx, op, x, y)?;
    cx.truth(r)
}
#[inline(never)]
pub fn truth(cx: &mut Cx, x: Value) -> R<bool> { cx.truth(x) }
/// Item `n` (negative: from the end) of an exact list, tuple, ASCII str or bytes; None otherwise and where there is none.
#[inline(always)]
pub fn item(cx: &Cx, o: Value, n: i64) -> Option<Value> {
    let s = o.shape();
    if s == T::List as u32 {
        let l = List(o);
        let n = if n < 0 { n + l.len() as i64 } else { n };
        // a negative one is past the end of any list
        return l.get(n as usize);
    }
    if s == T::Tuple as u32 { let t = Tuple(o).exact_items(); return t.get((if n < 0 { n + t.len() as i64 } else { n }) as usize).copied(); }
    if s == T::Str as u32 && Str(o).is_ascii() { let b = Str(o).bytes(); return b.get((if n < 0 { n + b.len() as i64 } else { n }) as usize).map(|c| cx.rt.ascii[*c as usize & 127]); }
    None
}
// ---- calls ------------------------------------------------------------------------------------------------------------------
/// Calls something that is no plain Python function. The slot before `args` is free. None: a frame was pushed.
#[inline(never)]
pub fn call_other(cx: &mut Cx, callee: Value, args: *mut Value, n: usize, ret: u16) -> R<Option<Value>> {
    // SAFETY: [I1] n registers from args
    let slice = unsafe { std::slice::from_raw_parts(args, n) };
    if callee.is_ref() {
        match callee.exact() {
            Some(T::Native | T::MethodDescriptor | T::SlotWrapper) => {
                cx.fiber.window(unsafe { args.add(n) }, callee); // SAFETY: end of the arguments
                let r = cx.call_native(callee, slice, &[]).map(Some);
                cx.fiber.window(std::ptr::null_mut(), Value::UNDEF);
                return r;
            }
            Some(T::Method | T::BoundNative | T::MethodWrapper) => {
                let m = Method(callee);
                // SAFETY: the slot before the args is free
                let (args, f) = unsafe { let a = args.sub(1); *a = m.this(); (a, m.func()) };
                if let Some(f) = Function::exact(f) { return push_call(cx, f, args, n + 1, ret, FrameKind::Call).map(|_| None); }
                let slice = unsafe { std::slice::from_raw_parts(args, n + 1) }; // SAFETY: as above
                return cx.call_kw(f, slice, &[]).map(Some);
            }
            _ => {}
        }
        if let Some(c) = Class::from(callee) {
            if !c.has(crate::class::cflags::HEAP) { cx.fiber.window(unsafe { args.add(n) }, callee); let r = crate::construct::call(cx, c, slice); cx.fiber.window(std::ptr::null_mut(), Value::UNDEF); if let Some(v) = r? { return Ok(Some(v)); } } // SAFETY: end of the arguments
            if let Some(init) = plain_construction(cx, c) {
                let o = cx.alloc_instance(c.0);
                // SAFETY: the slot before the args is free
                let args = unsafe { let a = args.sub(1); *a = o; a };
                match init {
                    Some(f) => { push_call(cx, f, args, n + 1, ret, FrameKind::Init)?; cx.fiber.last().gen = o; return Ok(None); }
                    None => if n == 0 { return Ok(Some(o)); },
                }
            }
        }
    }
    cx.call_kw(callee, slice, &[]).map(Some)
}
/// `Some(init)` where calling class `c` means: fresh object, then Python `__init__` (None inside: object's).
pub fn plain_construction(cx: &mut Cx, c: Class) -> Option<Option<Function>> {
    use crate::class::cflags;
    if c.kind() != T::Object || c.has(cflags::ABSTRACT | cflags::NONEW) && (c.has(cflags::ABSTRACT) || c.has(cflags::NONEW)) || !c.has(cflags::HEAP) { return None; }
    if cx.class_of(c.0) != cx.class(T::Type) { let m = cx.class_of(c.0); if !m.dunder(cx, D::Call)?.is_exact(T::SlotWrapper) { return None; } }
    let new = c.dunder(cx, D::New)?;
    let f = if new.is_exact(T::StaticMethod) { Slots(new).get(0) } else { new };
    if !Native::from(f).is_some_and(|n| std::ptr::fn_addr_eq(n.raw().f, crate::types_core::object_new as crate::native::NativeFn)) { return None; }
    let init = c.dunder(cx, D::Init)?;
    match Function::exact(init) { Some(f) => Some(Some(f)), None => if init.is_exact(T::SlotWrapper) && std::ptr::fn_addr_eq(Native(init).raw().f, crate::types_core::object_init as crate::native::NativeFn) { Some(None) } else { None } }
}
fn push_call(cx: &mut Cx, f: Function, args: *mut Value, n: usize, ret: u16, kind: FrameKind) -> R<()> {
    let slice = unsafe { std::slice::from_raw_parts(args, n) }; // SAFETY: [I1]
    let set = super::bind::bind(cx, f, args, slice, &[])?;
    super::bind::push(cx, f, args, set, ret, kind)
}
/// Call with keywords; args in place, the slot before them free. None: a frame was pushed.
#[inline(never)]
pub fn call_kw(cx: &mut Cx, callee: Value, args: *mut Value, n: usize, names: &'static [Value], ret: u16) -> R<Option<Value>> {
    let slice = unsafe { std::slice::from_raw_parts(args, n) }; // SAFETY: [I1]
    if let Some(f) = Function::exact(callee) {
        let set = super::bind::bind(cx, f, args, slice, names)?;
        super::bind::push(cx, f, args, set, ret, FrameKind::Call)?;
        return Ok(None);
    }
    if let Some(m) = Method::exact(callee) {
        if let Some(f) = Function::exact(m.func()) {
            let slice = unsafe { let a = args.sub(1); *a = m.this(); std::slice::from_raw_parts(a, n + 1) }; // SAFETY: the slot before is free
            let base = unsafe { args.sub(1) }; // SAFETY: as above
            let set = super::bind::bind(cx, f, base, slice, names)?;
            super::bind::push(cx, f, base, set, ret, FrameKind::Call)?;
            return Ok(None);
        }
    }
    if let Some(c) = Class::from(callee) {
        if let Some(Some(f)) = plain_construction(cx, c) {
            let o = cx.alloc_instance(c.0);
            let base = unsafe { args.sub(1) }; // SAFETY: the slot before is free
            let slice = unsafe { *base = o; std::slice::from_raw_parts(base, n + 1) }; // SAFETY: as above
            let set = super::bind::bind(cx, f, base, slice, names)?;
            super::bind::push(cx, f, base, set, ret, FrameKind::Init)?;
            cx.fiber.last().gen = o;
            return Ok(None);
        }
    }
    // the names stand after the arguments
    if callee.is_exact(T::Native) { cx.fiber.window(unsafe { args.add(n + 1) }, callee) } // SAFETY: [I1]
    let r = cx.call_kw(callee, slice, names).map(Some);
    cx.fiber.window(std::ptr::null_mut(), Value::UNDEF);
    r
}
/// `callee(*args, **kwargs)`; kwargs a dict or UNDEF.
#[inline(never)]
pub fn call_ex(cx: &mut Cx, callee: Value, args: Value, kwargs: Value, ret: u16) -> R<Option<Value>> {
    let args = if let Some(t) = Tuple::from(args) { VVec::from_slice(t.items()) } else if let Some(l) = List::from(args) { l.to_vvec() } else {
        match cx.collect(args) { Ok(v) => v, Err(e) => { if cx.pending_is(T::TypeError) && cx.special(args, D::Iter).is_none() && cx.special(args, D::GetItem).is_none() { cx.clear_pending(); let (f, t) = (callable_name(cx, callee), cx.type_name(args)); return Err(cx.type_error(format!("{f} argument after * must be an iterable, not {t}"))); } return Err(e); } }
    };
    let mut all = args;
    let mut names = VVec::new();
    if let Some(d) = Dict::from(kwargs) { for i in 0..d.fill() { if let Some((k, v)) = d.entry(i) { if !k.is(T::Str) { return Err(cx.type_error("keywords must be strings")); } names.push(k); all.push(v) } } }
    if let Some(f) = Function::exact(callee) {
        let base = cx.fiber.top;
        if !cx.fiber.room(base, all.len() + f.code().ir().nregs as usize) { return Err(super::bind::too_deep(cx)); }
        let set = super::bind::bind(cx, f, base, &all, &names)?;
        super::bind::push(cx, f, base, set, ret, FrameKind::Call)?;
        return Ok(None);
    }
    cx.call_kw(callee, &all, &names).map(Some)
}
/// How messages name a callable: `module.f()`, or what it prints as.
pub fn callable_name(cx: &mut Cx, f: Value) -> String {
    let saved = cx.take_pending();
    let attr = |cx: &mut Cx, n: &str| match cx.lookup_attr(f, n) { Ok(v) => v, Err(_) => { cx.clear_pending(); None } };
    let name = match attr(cx, "__qualname__") {
        Some(q) => {
            let q = Str::from(q).map_or_else(|| "?".to_string(), |q| q.lossy().into_owned());
            match attr(cx, "__module__").and_then(Str::from) { Some(m) if m.bytes() != b"builtins" => format!("{}.{q}()", m.lossy()), _ => format!("{q}()") }
        }
        None => match cx.str_of(f) { Ok(s) => s.lossy().into_owned(), Err(_) => { cx.clear_pending(); "?".into() } },
    };
    cx.pending = saved;
    name
}
#[cold]
pub fn init_result(cx: &mut Cx, v: Value) { let t = cx.type_name(v); cx.type_error(format!("__init__() should return None, not '{t}'")); }
/// The way back `at` of a loop is counted or compiled; the frame stands at the head.
#[inline(never)]
pub fn way_back(cx: &mut Cx, at: *const fora_ir::Insn, state: u8) -> crate::tier::Then {
    // a task that is given up unwinds through what it runs, and compiled code cannot be unwound: contexts that look at forks interpret
    if cx.par.on || cx.recording || cx.traced() { return crate::tier::Then::Go; }
    if state == crate::tier::COMPILED { cx.rt.tier.enter(cx, at) } else { cx.hot[crate::tier::counter(at)] = crate::tier::threshold(); cx.rt.tier.hot(cx, at) }
}
/// Poll: signals, finalisers, later promotion requests.
#[cold]
#[inline(never)]
pub fn safepoint(cx: &mut Cx) -> R<()> { crate::safepoint::run(cx) }
pub fn get_iter(cx: &mut Cx, x: Value) -> R { cx.iter(x) }
/// One step of `yield from` / `await` on any iterator.
pub fn send(cx: &mut Cx, it: Value, v: Value) -> R<Step> {
    if it.is_exact(T::Generator) || it.is_exact(T::Coroutine) {
        let g = Generator(it);
        if g.raw().state == gen::CREATED && !v.is_none() { let w = gen::what(g); return Err(cx.type_error(format!("can't send non-None value to a just-started {w}"))); }
        return gen::resume(cx, g, v);
    }
    let r = if v.is_none() { match cx.special(it, D::Next) { Some(f) => cx.call_unbound(f, it, &[]), None => { let t = cx.type_name(it); Err(cx.type_error(format!("'{t}' object is not an iterator"))) } } } else { cx.call_method(it, "send", &[v]) };
    match r { Ok(v) => Ok(Step::Yield(v)), Err(e) => if cx.pending_is(T::StopIteration) { let p = cx.take_pending(); Ok(Step::Return(crate::gen_methods::stop_value(p))) } else { Err(e) } }
}
pub fn yield_from_iter(cx: &mut Cx, v: Value, code: CodeV) -> R {
    if v.is_exact(T::Generator) { return Ok(v); }
    if v.is_exact(T::Coroutine) { if code.ir().flags.has(fora_ir::CodeFlags::COROUTINE) || code.ir().flags.has(fora_ir::CodeFlags::ITERABLE_COROUTINE) { return Ok(v); } return Err(cx.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")); }
    cx.iter(v)
}
// ---- displays, slices, unpacking ------------------------------------------------------------------------------------------
pub fn slice(cx: &mut Cx, a: Value, b: Value, c: Value) -> Value { Slots::new(cx, T::Slice, &[a, b, c]) }
#[inline(never)]
pub fn load_slice(cx: &mut Cx, o: Value, a: Value, b: Value) -> R {
    if let Some(t) = Str::exact(o) { if let Some((x, y)) = bounds(a, b, t.len()) { return Ok(t.slice(cx, x, y)); } }
    if let Some(n) = match o.exact() { Some(T::List) => Some(List(o).len()), Some(T::Tuple) => Some(Tuple(o).len()), Some(T::Bytes) => Some(crate::bytes::get(o).len()), _ => None } {
        if let Some((x, y)) = bounds(a, b, n) {
            return Ok(if let Some(l) = List::exact(o) { l.slice(cx, x, y).0 }
                else if let Some(t) = Tuple::exact(o) { if y - x == n { o } else { cx.tuple(&t.items()[x..y]) } }
                else if y - x == n { o } else { crate::bytes::new(cx, &crate::bytes::get(o)[x..y]) });
        }
    }
    let s = slice(cx, a, b, Value::NONE);
    cx.get_item(o, s)
}
/// Bounds of a slice of step 1 of a sequence of `n` items, where they are small ints or None: start <= stop <= n.
#[inline(always)]
fn bounds(a: Value, b: Value, n: usize) -> Option<(usize, usize)> {
    let n = n as i64;
    let bound = |v: Value, none: i64| if v.is_none() { Some(none) } else { v.as_small().map(|i| if i < 0 { (i + n).max(0) } else { i.min(n) }) };
    let (x, y) = (bound(a, 0)?, bound(b, n)?);
    Some((x as usize, y.max(x) as usize))
}
#[inline(never)]
pub fn store_slice(cx: &mut Cx, o: Value, a: Value, b: Value, v: Value) -> R<()> {
    if let (Some(l), Some(w)) = (List::exact(o), List::exact(v)) {
        if let Some((x, y)) = bounds(a, b, l.len()) { if o != v && !l.shares(w) { return l.splice(cx, x, y, w.items()); } }
    }
    let s = slice(cx, a, b, Value::NONE);
    cx.set_item(o, s, v)
}
pub fn build_set(cx: &mut Cx, items: &[Value]) -> R { let s = crate::set::new(cx); for v in items { crate::set::add(cx, s, *v)?; } Ok(s) }
pub fn build_map(cx: &mut Cx, kv: &[Value]) -> R { let d = Dict::new(cx); for p in kv.chunks_exact(2) { d.set(cx, p[0], p[1])?; } Ok(d.0) }
pub fn build_string(cx: &mut Cx, parts: &[Value]) -> R { Str::join_parts(cx, parts) }
#[inline(never)]
pub fn format_value(cx: &mut Cx, v: Value, conv: u8, spec: Value) -> R {
    let v = match conv { 1 => cx.str_of(v)?.0, 2 => cx.repr(v)?.0, 3 => crate::builtins::ascii(cx, v)?, _ => v };
    if spec.is_undef() { if v.is_exact(T::Str) { return Ok(v); } if let Some(i) = v.as_small() { return Ok(crate::fmt_quick::int_text(cx, i)); } let e = cx.rt.empty_str; return Ok(cx.format(v, e)?.0); }
    if let Some(s) = crate::fmt_quick::format(cx, v, spec) { return Ok(s); }
    Ok(cx.format(v, spec)?.0)
}
pub fn list_extend(cx: &mut Cx, l: List, v: Value) -> R<()> {
    if cx.special(v, D::Iter).is_none() && cx.special(v, D::GetItem).is_none() { let t = cx.type_name(v); return Err(cx.type_error(format!("Value after * must be an iterable, not {t}"))); }
    let items = cx.collect(v)?;
    for x in items.iter() { l.push(cx, *x) }
    Ok(())
}
pub fn map_update(cx: &mut Cx, d: Dict, v: Value) -> R<()> {
    if let Some(s) = Dict::exact(v) { for i in 0..s.fill() { if let Some((k, x)) = s.entry(i) { d.set(cx, k, x)?; } } return Ok(()); }
    let Some(keys) = cx.lookup_attr(v, "keys")? else { let t = cx.type_name(v); return Err(cx.type_error(format!("'{t}' object is not a mapping"))) };
    let keys = cx.call(keys, &[])?;
    cx.for_each(keys, |cx, k| { let x = cx.get_item(v, k)?; d.set(cx, k, x) })
}
/// `f(**v)` into the keywords so far; each may come once.
pub fn map_merge(cx: &mut Cx, d: Dict, v: Value, callee: Value) -> R<()> {
    let add = |cx: &mut Cx, k: Value, x: Value| -> R<()> {
        if d.get(cx, k)?.is_some() { let (f, k) = (callable_name(cx, callee), cx.str_of(k)?.lossy()); return Err(cx.type_error(format!("{f} got multiple values for keyword argument '{k}'"))); }
        d.set(cx, k, x)
    };
    if let Some(s) = Dict::exact(v) { for i in 0..s.fill() { if let Some((k, x)) = s.entry(i) { add(cx, k, x)? } } return Ok(()); }
    let Some(keys) = cx.lookup_attr(v, "keys")? else { let (f, t) = (callable_name(cx, callee), cx.type_name(v)); return Err(cx.type_error(format!("{f} argument after ** must be a mapping, not {t}"))) };
    let keys = cx.call(keys, &[])?;
    cx.for_each(keys, |cx, k| { let x = cx.get_item(v, k)?; add(cx, k, x) })
}
pub fn unpack(cx: &mut Cx, x: Value, n: usize) -> R<VVec> {
    let items = if List::exact(x).is_some() || Tuple::exact(x).is_some() { let v = cx.collect(x)?; if v.len() > n { return Err(cx.value_error(format!("too many values to unpack (expected {n})"))); } v } else {
        let it = match cx.iter(x) { Ok(i) => i, Err(e) => { if cx.pending_is(T::TypeError) && cx.special(x, D::Iter).is_none() { cx.clear_pending(); let t = cx.type_name(x); return Err(cx.type_error(format!("cannot unpack non-iterable {t} object"))); } return Err(e); } };
        let mut v = VVec::new();
        while v.len() < n { match cx.next(it)? { Some(y) => v.push(y), None => break } }
        if v.len() == n && cx.next(it)?.is_some() { return Err(cx.value_error(format!("too many values to unpack (expected {n})"))); }
        v
    };
    if items.len() < n { return Err(cx.value_error(format!("not enough values to unpack (expected {n}, got {})", items.len()))); }
    Ok(items)
}
pub fn unpack_ex(cx: &mut Cx, x: Value, before: usize, after: usize) -> R<VVec> {
    if cx.special(x, D::Iter).is_none() && cx.special(x, D::GetItem).is_none() { let t = cx.type_name(x); return Err(cx.type_error(format!("cannot unpack non-iterable {t} object"))); }
    let v = cx.collect(x)?;
    if v.len() < before + after { return Err(cx.value_error(format!("not enough values to unpack (expected at least {}, got {})", before + after, v.len()))); }
    let mid = v.len() - after;
    let l = cx.list(&v[before..mid]);
    let mut out = VVec::from_slice(&v[..before]);
    out.push(l);
    out.extend(&v[mid..]);
    Ok(out)
}
// ---- functions ------------------------------------------------------------------------------------------------------------
pub fn make_function(cx: &mut Cx, code: Value, globals: Value, flags: u8, win: *mut Value) -> R {
    let f = Function::new(cx, CodeV(code), globals);
    // SAFETY: [I1] the window holds one value per flag
    unsafe {
        let mut p = win;
        let mut take = |bit: u8| if flags & bit != 0 { let v = *p; p = p.add(1); v } else { Value::UNDEF };
        let (d, k, a, c) = (take(1), take(2), take(4), take(8));
        f.update(cx, |o| { o.defaults = d; o.kwdefaults = k; o.annotations = a; o.closure = c });
    }
    Ok(f.0)
}
// ---- exceptions ------------------------------------------------------------------------------------------------------------
/// `raise e [from cause]`: leaves the exception pending.
pub fn raise(cx: &mut Cx, e: Value, cause: Value) {
    let base = cx.class(T::BaseException).0;
    let v = if let Some(c) = Class::from(e) {
        if !c.is_subclass_of(base) { cx.type_error("exceptions must derive from BaseException"); return; }
        match cx.call(e, &[]) { Ok(v) => { if !v.is(T::BaseException) { let (n, t) = (c.name(), cx.type_name(v)); cx.type_error(format!("calling <class '{n}'> should have returned an instance of BaseException, not <class '{t}'>")); return; } v } Err(_) => return }
    } else if e.is(T::BaseException) { e } else { cx.type_error("exceptions must derive from BaseException"); return };
    if !cause.is_undef() {
        let c = if cause.is_none() { Value::NONE } else if let Some(k) = Class::from(cause) { if !k.is_subclass_of(base) { cx.type_error("exception causes must derive from BaseException"); return; } match cx.call(cause, &[]) { Ok(v) => v, Err(_) => return } } else if cause.is(T::BaseException) { cause } else { cx.type_error("exception causes must derive from BaseException"); return };
        Exc(v).update(cx, |o| { o.cause = c; o.suppress = Value::TRUE });
    }
    cx.raise_value(v);
}
pub fn raise_bare(cx: &mut Cx) { let h = cx.handled; if h.is_ref() { cx.pending = h } else { cx.runtime_error("No active exception to reraise"); } }
pub fn exc_match(cx: &mut Cx, e: Value, t: Value) -> R<bool> {
    let base = cx.class(T::BaseException).0;
    let ok = |v: Value| Class::from(v).is_some_and(|c| c.is_subclass_of(base));
    if let Some(tt) = Tuple::from(t) { for x in tt.items() { if !ok(*x) { return Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed")); } } let c = cx.class_of(e); return Ok(tt.items().iter().any(|x| c.is_subclass_of(*x))); }
    if !ok(t) { return Err(cx.type_error("catching classes that do not inherit from BaseException is not allowed")); }
    Ok(cx.class_of(e).is_subclass_of(t))
}
pub fn exc_group_match(cx: &mut Cx, e: Value, t: Value) -> R<(Value, Value)> {
    if e.is_none() { return Ok((Value::NONE, Value::NONE)); }
    let group = cx.class(T::BaseExceptionGroup).0;
    let is_group_class = |v: Value| Class::from(v).is_some_and(|c| c.is_subclass_of(group));
    let bad = match Tuple::from(t) { Some(tt) => tt.items().iter().any(|x| is_group_class(*x)), None => is_group_class(t) };
    if bad { return Err(cx.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")); }
    if exc_match(cx, e, t)? {
        if cx.class_of(e).is_subclass_of(group) { return Ok((e, Value::NONE)); }
        let l = cx.tuple(&[e]);
        let s = cx.rt.empty_str;
        let g = cx.class(T::ExceptionGroup).0;
        let g = if cx.class_of(e).is_subclass_of(cx.class(T::Exception).0) { g } else { group };
        let w = cx.call(g, &[s, l])?;
        let tb = Exc(e).raw().traceback;
        if let Some(x) = Exc::from(w) { x.update(cx, |o| o.traceback = tb) }
        return Ok((w, Value::NONE));
    }
    if cx.class_of(e).is_subclass_of(group) {
        let r = cx.call_method(e, "split", &[t])?;
        if let Some(p) = Tuple::from(r) { if p.len() >= 2 { return Ok((p.items()[0], p.items()[1])); } }
        let t = cx.type_name(e);
        return Err(cx.type_error(format!("{t}.split must return a 2-tuple")));
    }
    Ok((Value::NONE, e))
}
/// `except*` end: what to raise from the original exception and the list of raised and unhandled ones.
pub fn exc_group_reraise(cx: &mut Cx, orig: Value, list: Value) -> R {
    let l = List(list);
    let items: VVec = l.to_vvec().iter().copied().filter(|v| !v.is_none()).collect();
    if items.is_empty() { return Ok(Value::NONE); }
    let group = cx.class(T::BaseExceptionGroup).0;
    if !cx.class_of(orig).is_subclass_of(group) { return Ok(items[0]); }
    let (mut raised, mut reraised) = (VVec::new(), VVec::new());
    for e in items.iter() { if same_metadata(cx, *e, orig) { reraised.push(*e) } else { raised.push(*e) } }
    let re = if reraised.is_empty() { Value::NONE } else { crate::exc_group::projection(cx, orig, &reraised)? };
    if raised.is_empty() { return Ok(re); }
    if !re.is_none() { raised.push(re) }
    if raised.len() == 1 { return Ok(raised[0]); }
    let (t, s) = (cx.list(&raised), cx.rt.empty_str);
    cx.call(group, &[s, t])
}
fn same_metadata(_cx: &mut Cx, a: Value, b: Value) -> bool { match (Exc::from(a), Exc::from(b)) { (Some(x), Some(y)) => x.raw().traceback == y.raw().traceback && x.raw().cause == y.raw().cause && x.raw().context == y.raw().context, _ => false } }
pub fn with_exit(cx: &mut Cx, f: Value, this: Value, e: Value) -> R {
    let c = cx.class_of(e).0;
    let tb = match Exc::from(e) { Some(x) => { let t = x.raw().traceback; if t.is_undef() { Value::NONE } else { t } } None => Value::NONE };
    if this.is_undef() { cx.call(f, &[c, e, tb]) } else { cx.call(f, &[this, c, e, tb]) }
}
pub fn intrinsic(cx: &mut Cx, n: u16, win: *mut Value) -> R {
    use fora_ir::code::Intrinsic as N;
    let w = |k: usize| unsafe { *win.add(k) }; // SAFETY: [I1] the intrinsic's window
    match N::from_u16(n) {
        Some(N::PrintExpr) => { let hook = cx.dict_get(Dict(cx.rt.sys), "displayhook"); match hook { Some(h) => cx.call(h, &[w(0)]), None => Err(cx.runtime_error("lost sys.displayhook")) } }
        Some(N::StopIterationError) => {
            let e = w(0);
            let c = cx.class_of(e);
            let (si, sa) = (cx.class(T::StopIteration).0, cx.class(T::StopAsyncIteration).0);
            let f = cx.fiber.last();
            let fl = CodeV(f.code).ir().flags;
            use fora_ir::CodeFlags as F;
            let msg = if c.is_subclass_of(si) { if fl.has(F::ASYNC_GENERATOR) { "async generator raised StopIteration" } else if fl.has(F::COROUTINE) { "coroutine raised StopIteration" } else { "generator raised StopIteration" } } else if c.is_subclass_of(sa) && fl.has(F::ASYNC_GENERATOR) { "async generator raised StopAsyncIteration" } else { return Ok(e) };
            let m = cx.str(msg);
            let x = Exc::new(cx, T::RuntimeError, &[m]);
            x.update(cx, |o| { o.cause = e; o.context = e; o.suppress = Value::TRUE });
            Ok(x.0)
        }
        Some(k) => { let args = [w(0), w(1), w(2)]; crate::typing::intrinsic(cx, k, args) }
        None => Err(cx.system_error("bad intrinsic")),
    }
}
