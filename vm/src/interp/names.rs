//! Names: globals, class and exec namespaces, unbound locals.
#![allow(unsafe_code)] // frames and inline caches: [I1] [FB2]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::Frame;
use super::slow::{put_stub, stub_of, STUB_GLOBAL};
use crate::func::{CodeV, Function, Ic};
use crate::native::R;
use crate::object::Cell;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Raises for an unbound local or empty cell in register `reg`.
#[cold]
pub fn unbound(cx: &mut Cx, code: CodeV, reg: u16) {
    let ir = code.ir();
    if let Some((n, _)) = ir.freevars.iter().find(|f| f.1 == reg) {
        let v = cx.intern(n);
        cx.name_error(T::NameError, v, &format!("cannot access free variable '{n}' where it is not associated with a value in enclosing scope"));
        return;
    }
    let n = ir.cellvars.iter().find(|f| f.1 == reg).map(|f| f.0.as_str()).or(ir.varnames.get(reg as usize).map(|s| s.as_str())).unwrap_or("?").to_string();
    if ir.flags.has(fora_ir::CodeFlags::CLASS_BODY) || ir.flags.has(fora_ir::CodeFlags::MODULE) { let v = cx.intern(&n); cx.name_error(T::NameError, v, &format!("name '{n}' is not defined")); return; }
    let v = cx.intern(&n);
    cx.name_error(T::UnboundLocalError, v, &format!("cannot access local variable '{n}' where it is not associated with a value"));
}
#[cold]
fn not_defined(cx: &mut Cx, name: Value) -> crate::native::Raised { let n = Str(name).lossy(); cx.name_error(T::NameError, name, &format!("name '{n}' is not defined")) }
#[inline(never)]
pub fn load_global(cx: &mut Cx, code: CodeV, func: Value, site: u32) -> R {
    let name = code.site_name(site);
    let (g, b) = (Dict(Function(func).raw().globals), Function(func).raw().builtins);
    let seen = g.version();
    if crate::par::global::any() { if let Some(v) = crate::par::global::load(cx, g, name)? { return Ok(v); } }
    if crate::workers::concurrent() {
        // the site keeps its first entry: this context's own cache knows what came later
        let ic = stub_of(cx, name, seen << 1 | 1, STUB_GLOBAL);
        if ic.key != 0 {
            let i = (ic.aux >> 8) as usize;
            if ic.aux & 0xff == 1 { return Ok(g.value_at(i)); }
            if let Some(bd) = Dict::exact(b) { if ic.value == Value(bd.version() << 1 | 1) { return Ok(bd.value_at(i)); } }
        }
    }
    if let Some(i) = g.find_str(cx, name) {
        let ver = seen;
        let ic = Ic { key: ver << 1 | 1, aux: (i as u64) << 8 | 1, value: Value::UNDEF, class: Value::UNDEF };
        put_stub(cx, name, STUB_GLOBAL, ic);
        code.fill_ic(cx, site, ic);
        return Ok(g.value_at(i));
    }
    if let Some(bd) = Dict::exact(b) {
        if let Some(i) = bd.find_str(cx, name) {
            let (ver, bver) = (seen, bd.version());
            let ic = Ic { key: ver << 1 | 1, aux: (i as u64) << 8 | 3, value: Value(bver << 1 | 1), class: Value::UNDEF };
            put_stub(cx, name, STUB_GLOBAL, ic);
            code.fill_ic(cx, site, ic);
            return Ok(bd.value_at(i));
        }
    } else { let r = cx.get_item(b, name); if let Some(v) = cx.catch(r, T::KeyError)? { return Ok(v); } }
    if let Some(v) = crate::import_hooks::lazy(cx, g, name)? { return Ok(v); }
    Err(not_defined(cx, name))
}
#[inline(never)]
pub fn store_global(cx: &mut Cx, code: CodeV, func: Value, site: u32, v: Value) -> R<()> {
    let name = code.site_name(site);
    let g = Dict(Function(func).raw().globals);
    if crate::par::global::any() && crate::par::global::store(cx, g, name, v) { return Ok(()); }
    match g.find_str(cx, name) { Some(i) if cx.par.gtop == cx.fiber.len as u32 => g.set_value_noted(cx, i, v), _ => g.set_str(cx, name, v) }
    if crate::par::global::volatile(g.0, name) { return Ok(()); }
    if let Some(i) = g.find_str(cx, name) {
        let ver = g.version();
        code.fill_ic(cx, site, Ic { key: ver << 1 | 1, aux: (i as u64) << 8 | 1, value: Value::UNDEF, class: Value::UNDEF });
    }
    Ok(())
}
pub fn del_global(cx: &mut Cx, code: CodeV, func: Value, site: u32) -> R<()> {
    let name = code.site_name(site);
    match Dict(Function(func).raw().globals).remove_str(cx, name) { Some(_) => Ok(()), None => Err(not_defined(cx, name)) }
}
fn mapping_get(cx: &mut Cx, m: Value, name: Value) -> R<Option<Value>> {
    if let Some(d) = Dict::exact(m) { return Ok(d.get_str(cx, name)); }
    let r = cx.get_item(m, name);
    cx.catch(r, T::KeyError)
}
pub fn load_name(cx: &mut Cx, f: *mut Frame, site: u32) -> R {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let code = CodeV(f.code);
    if !f.locals.is_undef() { let name = code.site_name(site); if let Some(v) = mapping_get(cx, f.locals, name)? { return Ok(v); } }
    let g = Function(f.func).raw().globals;
    if Dict::exact(g).is_none() { let name = code.site_name(site); if let Some(v) = mapping_get(cx, g, name)? { return Ok(v); } }
    load_global(cx, code, f.func, site)
}
pub fn store_name(cx: &mut Cx, f: *mut Frame, site: u32, v: Value) -> R<()> {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let code = CodeV(f.code);
    if f.locals.is_undef() { return store_global(cx, code, f.func, site, v); }
    let name = code.site_name(site);
    if let Some(d) = Dict::exact(f.locals) { d.set_str(cx, name, v); return Ok(()); }
    cx.set_item(f.locals, name, v)
}
pub fn del_name(cx: &mut Cx, f: *mut Frame, site: u32) -> R<()> {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let code = CodeV(f.code);
    if f.locals.is_undef() { return del_global(cx, code, f.func, site); }
    let name = code.site_name(site);
    if let Some(d) = Dict::exact(f.locals) { return match d.remove_str(cx, name) { Some(_) => Ok(()), None => Err(not_defined(cx, name)) }; }
    let r = cx.del_item(f.locals, name);
    match cx.catch(r, T::KeyError)? { Some(()) => Ok(()), None => Err(not_defined(cx, name)) }
}
pub fn load_class_cell(cx: &mut Cx, f: *mut Frame, site: u32, reg: u16) -> R {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let code = CodeV(f.code);
    if !f.locals.is_undef() { let name = code.site_name(site); if let Some(v) = mapping_get(cx, f.locals, name)? { return Ok(v); } }
    let v = Cell(unsafe { *f.base.add(reg as usize) }).get(); // SAFETY: [I1]
    if v.is_undef() { unbound(cx, code, reg); return Err(crate::native::Raised); }
    Ok(v)
}
/// `locals()` of a live frame: its mapping, the globals of a module, or a fresh dict of a function's bound variables.
pub fn locals_dict(cx: &mut Cx, f: &Frame) -> Value {
    if !f.locals.is_undef() { return f.locals; }
    let code = CodeV(f.code);
    let ir = code.ir();
    if ir.flags.has(fora_ir::CodeFlags::MODULE) { return Function(f.func).raw().globals; }
    let d = Dict::new(cx);
    for (r, n) in ir.varnames.iter().enumerate() {
        if n.starts_with('.') { continue; }
        let cell = ir.cellvars.iter().any(|c| c.1 as usize == r) || ir.freevars.iter().any(|c| c.1 as usize == r);
        let v = unsafe { *f.base.add(r) }; // SAFETY: [I1]
        let v = if cell { match Cell::from(v) { Some(c) => c.get(), None => v } } else { v };
        if v.is_undef() { continue; }
        cx.dict_set(d, n, v);
    }
    for (n, r) in ir.cellvars.iter().chain(&ir.freevars) {
        if (*r as usize) < ir.varnames.len() && ir.varnames[*r as usize] == *n { continue; }
        if let Some(c) = Cell::from(unsafe { *f.base.add(*r as usize) }) { let v = c.get(); if !v.is_undef() { cx.dict_set(d, n, v) } } // SAFETY: [I1]
    }
    d.0
}
pub fn setup_annotations(cx: &mut Cx, f: *mut Frame) -> R<()> {
    let l = locals_dict(cx, unsafe { &*f }); // SAFETY: [FB2]
    let k = cx.intern("__annotations__");
    if mapping_get(cx, l, k)?.is_none() { let d = Dict::new(cx); cx.set_item(l, k, d.0)?; }
    Ok(())
}
pub fn build_class_fn(cx: &mut Cx, func: Value) -> R {
    let b = Function(func).raw().builtins;
    let k = cx.intern("__build_class__");
    match mapping_get(cx, b, k)? { Some(v) => Ok(v), None => Err(cx.name_error(T::NameError, k, "__build_class__ not found")) }
}
/// Line that the innermost Python frame is executing, for warnings.
pub fn current_line(cx: &mut Cx) -> u32 { if cx.fiber.len == 0 { return 0; } let f = cx.fiber.last(); super::unwind::line_of(CodeV(f.code), super::unwind::lasti(f)) }
