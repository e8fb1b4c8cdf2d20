//! Python-level attributes of code objects, frames and tracebacks.
//!
//! An instruction counts as one two-byte code unit: `f_lasti`, `tb_lasti`, `co_lines` and `co_positions` agree on that.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{CodeV, Function};
use crate::interp::unwind::{self, FRAME_BACK, FRAME_CODE, FRAME_EXTRA, FRAME_FUNC, FRAME_INDEX, FRAME_LASTI, FRAME_LOCALS, FRAME_OPCODES, FRAME_QUIET, FRAME_TRACE, TB_FRAME, TB_LASTI, TB_LINE, TB_NEXT};
use crate::native::{attr, attr_set, def, def_new, Def, R};
use crate::object::{Cell, Slots};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;
use fora_ir::CodeFlags;

// ---- code ------------------------------------------------------------------------------------------------------------------------
fn code(a: &[Value]) -> CodeV { CodeV::of(a[0]) }
fn names(cx: &mut Cx, it: impl Iterator<Item = String>) -> R { let mut v = VVec::new(); for n in it { let s = cx.intern(&n); v.push(s) } Ok(cx.tuple(&v)) }
fn argcount(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(code(a).ir().argcount as i64)) }
fn posonly(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(code(a).ir().posonly as i64)) }
fn kwonly(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(code(a).ir().kwonly as i64)) }
fn local_names(c: CodeV) -> Vec<String> {
    let ir = c.ir();
    let params = ir.nparams() as usize;
    let captured = |n: &String| ir.cellvars.iter().chain(&ir.freevars).any(|c| &c.0 == n);
    ir.varnames.iter().enumerate().filter(|(i, n)| *i < params || !n.starts_with('.') && !captured(n)).map(|(_, n)| n.clone()).collect()
}
fn varnames(cx: &mut Cx, a: &[Value]) -> R { let v = local_names(code(a)); names(cx, v.into_iter()) }
fn nlocals(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(local_names(code(a)).len() as i64)) }
fn cellvars(cx: &mut Cx, a: &[Value]) -> R { let v: Vec<String> = code(a).ir().cellvars.iter().map(|c| c.0.clone()).collect(); names(cx, v.into_iter()) }
fn freevars(cx: &mut Cx, a: &[Value]) -> R { let v: Vec<String> = code(a).ir().freevars.iter().map(|c| c.0.clone()).collect(); names(cx, v.into_iter()) }
fn stacksize(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(code(a).ir().nregs as i64)) }
fn flags(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small((code(a).ir().flags.0 & 0x0fff_ffff) as i64)) }
fn site_constants(c: CodeV) -> Vec<bool> { let ir = c.ir(); let mut v = vec![false; ir.consts.len()]; for s in &ir.sites { if let Some(x) = v.get_mut(s.name as usize) { *x = true } } v }
fn co_names(cx: &mut Cx, a: &[Value]) -> R {
    let c = code(a);
    let mut v = VVec::new();
    for i in 0..c.ir().sites.len() { let n = c.site_name(i as u32); if !v.contains(&n) { v.push(n) } }
    Ok(cx.tuple(&v))
}
fn consts(cx: &mut Cx, a: &[Value]) -> R {
    let c = code(a);
    let site = site_constants(c);
    let mut v = VVec::new();
    if !c.ir().flags.has(CodeFlags::HAS_DOC) { v.push(Value::NONE) }
    for (i, s) in site.iter().enumerate() { if !s || i == 0 && c.ir().flags.has(CodeFlags::HAS_DOC) { let k = c.constant(i); if !(k.is_none() && v.contains(&k)) { v.push(k) } } }
    Ok(cx.tuple(&v))
}
fn co_code(cx: &mut Cx, a: &[Value]) -> R { let b: Vec<u8> = crate::tier::plain(&code(a).ir().insns).iter().flat_map(|i| [i.op_byte(), i.d()]).collect(); Ok(crate::bytes::new(cx, &b)) }
fn empty_bytes(cx: &mut Cx, _: &[Value]) -> R { Ok(crate::bytes::new(cx, &[])) }
fn filename(_: &mut Cx, a: &[Value]) -> R { Ok(code(a).raw().filename) }
fn name(_: &mut Cx, a: &[Value]) -> R { Ok(code(a).raw().name) }
fn qualname(_: &mut Cx, a: &[Value]) -> R { Ok(code(a).raw().qualname) }
fn firstlineno(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(code(a).ir().first_line as i64)) }
fn positions(cx: &mut Cx, a: &[Value]) -> R {
    let l = crate::list::List::new(cx);
    for p in &code(a).ir().positions {
        let t = if p.line == 0 { cx.tuple(&[Value::NONE, Value::NONE, Value::NONE, Value::NONE]) } else if p.end_line == 0 { cx.tuple(&[Value::small(p.line as i64), Value::small(p.line as i64), Value::NONE, Value::NONE]) } else if (p.line, p.col) == (p.end_line, p.end_col) { cx.tuple(&[Value::small(p.line as i64), Value::small(p.end_line as i64), Value::NONE, Value::NONE]) } else { cx.tuple(&[Value::small(p.line as i64), Value::small(p.end_line as i64), Value::small(p.col as i64), Value::small(p.end_col as i64)]) };
        l.push(cx, t);
    }
    cx.iter(l.0)
}
fn lines(cx: &mut Cx, a: &[Value]) -> R {
    let l = crate::list::List::new(cx);
    let p = &code(a).ir().positions;
    let mut i = 0;
    while i < p.len() {
        let mut j = i;
        while j < p.len() && p[j].line == p[i].line { j += 1; }
        let line = if p[i].line == 0 { Value::NONE } else { Value::small(p[i].line as i64) };
        let t = cx.tuple(&[Value::small(2 * i as i64), Value::small(2 * j as i64), line]);
        l.push(cx, t);
        i = j;
    }
    cx.iter(l.0)
}
fn replace(cx: &mut Cx, a: &[Value]) -> R {
    let c = code(a);
    let mut ir = c.ir().clone();
    let kw = Dict(a[1]);
    for i in 0..kw.fill() {
        let Some((k, v)) = kw.entry(i) else { continue };
        let k = Str(k).lossy();
        let text = |cx: &mut Cx| match Str::from(v) { Some(s) => Ok(s.lossy().into_owned()), None => { let t = cx.type_name(v); Err(cx.type_error(format!("replace() argument '{k}' must be str, not {t}"))) } };
        match &*k {
            "co_name" => ir.name = text(cx)?,
            "co_qualname" => ir.qualname = text(cx)?,
            "co_filename" => ir.filename = text(cx)?,
            "co_firstlineno" => ir.first_line = cx.index_i64(v)? as u32,
            "co_flags" => { let n = cx.index_i64(v)? as u32; ir.flags = CodeFlags(ir.flags.0 & 0xf000_0000 | n & 0x0fff_ffff) }
            "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_code" | "co_consts" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_linetable" | "co_exceptiontable" => {
                let n = cx.intern(&k);
                let old = cx.get_attr(a[0], n)?;
                if !cx.eq(old, v)? { return Err(cx.not_implemented(format!("code.replace({k}=...) is not supported"))); }
            }
            _ => return Err(cx.type_error(format!("replace() got an unexpected keyword argument '{k}'"))),
        }
    }
    Ok(CodeV::new(cx, ir).0)
}
fn code_repr(cx: &mut Cx, a: &[Value]) -> R { let c = code(a); let (n, f) = (Str(c.raw().name).lossy(), Str(c.raw().filename).lossy()); Ok(cx.string(format!("<code object {n} at {:#x}, file \"{f}\", line {}>", a[0].0, c.ir().first_line))) }
fn same(a: &[Value]) -> Option<bool> { let d = CodeV::from(a[1])?; Some(a[0] == a[1] || code(a).ir() == d.ir() || { let (mut x, mut y) = (code(a).ir().clone(), d.ir().clone()); x.insns = crate::tier::plain(&x.insns); y.insns = crate::tier::plain(&y.insns); crate::tier::threshold() > 0 && x == y }) }
fn code_eq(_: &mut Cx, a: &[Value]) -> R { Ok(same(a).map_or(Value::NOT_IMPLEMENTED, Value::bool)) }
fn code_ne(_: &mut Cx, a: &[Value]) -> R { Ok(same(a).map_or(Value::NOT_IMPLEMENTED, |b| Value::bool(!b))) }
fn code_hash(cx: &mut Cx, a: &[Value]) -> R { let c = code(a); let h = Str(c.raw().name).hash() ^ (c.ir().insns.len() as i64).wrapping_mul(1_000_003) ^ (c.ir().first_line as i64) << 20; Ok(cx.int(h)) }
fn sizeof(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.usize(200 + 2 * code(a).ir().insns.len())) }
fn oparg_name(cx: &mut Cx, a: &[Value]) -> R { let v = local_names(code(a)); let i = cx.index_i64(a[1])?; match usize::try_from(i).ok().and_then(|i| v.get(i)) { Some(n) => Ok(cx.intern(n)), None => Err(cx.index_error("tuple index out of range")) } }
/// The whole code object in its binary form: what makes `CodeType(...)` possible from the attributes of another one.
fn linetable(cx: &mut Cx, a: &[Value]) -> R { let b = encoded(code(a)).unwrap_or_default(); Ok(crate::bytes::new(cx, &b)) }
/// The binary form of a code object; None if it is nested too deep.
pub fn encoded(c: CodeV) -> Option<Vec<u8>> { let mut ir = c.ir().clone(); ir.insns = crate::tier::plain(&ir.insns); fora_ir::codec::encode(&ir).ok() }
/// From its binary form; None if that is not one, or of another build.
pub fn decoded(cx: &mut Cx, b: &[u8]) -> Option<Value> { let ir = fora_ir::codec::decode_verified(b).ok()?; Some(CodeV::new(cx, ir).0) }
fn code_new(cx: &mut Cx, a: &[Value]) -> R {
    let v = crate::call::star(a[1]);
    if v.len() < 16 { let n = v.len(); return Err(cx.type_error(format!("code expected at least 16 arguments, got {n}"))); }
    let text = |i: usize| Str::from(v[i]).map(|s| s.lossy().into_owned());
    let parts = if v[14].is(T::Bytes) { fora_ir::codec::decode_verified(crate::bytes::get(v[14])).ok() } else { None };
    let (Some(mut ir), Some(file), Some(name), Some(qualname)) = (parts, text(10), text(11), text(12)) else { return Err(cx.not_implemented("code objects are made by compile()")) };
    ir.first_line = cx.index_i64(v[13])? as u32;
    ir.filename = file;
    ir.name = name;
    ir.qualname = qualname;
    Ok(CodeV::new(cx, ir).0)
}
/// Instructions that name a module variable: (what is done, name, offset), for `dis`.
pub fn global_ops(cx: &mut Cx, v: Value) -> R {
    let l = crate::list::List::new(cx);
    let Some(c) = CodeV::from(v) else { return Ok(l.0) };
    for (i, insn) in crate::tier::plain(&c.ir().insns).iter().enumerate() {
        let what = match insn.op() { fora_ir::Op::LoadGlobal => "LOAD_GLOBAL", fora_ir::Op::StoreGlobal => "STORE_GLOBAL", fora_ir::Op::DelGlobal => "DELETE_GLOBAL", _ => continue };
        let (w, n) = (cx.intern(what), c.site_name(insn.bc()));
        let t = cx.tuple(&[w, n, Value::small(2 * i as i64)]);
        l.push(cx, t);
    }
    Ok(l.0)
}
pub const CODE: &[Def] = &[
    def_new("*args, **kwargs", code_new), def("__repr__", "", code_repr), def("__eq__", "value, /", code_eq), def("__ne__", "value, /", code_ne), def("__hash__", "", code_hash), def("__sizeof__", "", sizeof), def("replace", "**kwargs", replace), def("co_lines", "", lines), def("co_positions", "", positions),
    def("_varname_from_oparg", "oparg", oparg_name), attr("co_argcount", argcount), attr("co_posonlyargcount", posonly), attr("co_kwonlyargcount", kwonly), attr("co_nlocals", nlocals), attr("co_stacksize", stacksize), attr("co_flags", flags), attr("co_code", co_code), attr("_co_code_adaptive", co_code),
    attr("co_consts", consts), attr("co_names", co_names), attr("co_varnames", varnames), attr("co_freevars", freevars), attr("co_cellvars", cellvars), attr("co_filename", filename), attr("co_name", name), attr("co_qualname", qualname), attr("co_firstlineno", firstlineno),
    attr("co_linetable", linetable), attr("co_lnotab", empty_bytes), attr("co_exceptiontable", empty_bytes),
];
// ---- frames ----------------------------------------------------------------------------------------------------------------------
/// Index of the live frame, if the frame still runs.
pub fn live(cx: &Cx, f: Value) -> Option<usize> { let i = Slots(f).int(FRAME_INDEX); let i = usize::try_from(i).ok()?; if i < cx.fiber.len && cx.fiber.frame(i).object == f { Some(i) } else { None } }
fn none(v: Value) -> Value { if v.is_undef() { Value::NONE } else { v } }
fn frame_lasti(cx: &Cx, f: Value) -> i64 { match live(cx, f) { Some(i) => unwind::lasti(cx.fiber.frame(i)) as i64, None => Slots(f).int(FRAME_LASTI) } }
pub fn frame_line(cx: &Cx, f: Value) -> i64 { if let Some(l) = live(cx, f).and_then(|i| crate::observe::shown_line(cx, i)) { return l as i64; } let c = CodeV(Slots(f).get(FRAME_CODE)); match frame_lasti(cx, f) { n if n < 0 => c.ir().first_line as i64, n => unwind::line_of(c, n as usize) as i64 } }
/// `f_locals`
pub fn frame_locals(cx: &mut Cx, f: Value) -> R {
    if let Some(i) = live(cx, f) {
        if cx.par.armed { crate::par::trap::shown(cx, i) }
        if let Some(d) = crate::observe::live_locals(cx, f) { return Ok(d); }
        let fr = *cx.fiber.frame(i);
        return Ok(crate::interp::names::locals_dict(cx, &fr));
    }
    let s = Slots(f);
    if let Some(l) = s.get(FRAME_LOCALS).opt() { return Ok(l); }
    let d = Dict::new(cx);
    if let Some(g) = crate::gen::Generator::from(s.get(FRAME_EXTRA)) { suspended_locals(cx, g, d); }
    Ok(d.0)
}
fn suspended_locals(cx: &mut Cx, g: crate::gen::Generator, d: Dict) {
    if !matches!(g.raw().state, crate::gen::CREATED | crate::gen::SUSPENDED) || g.raw().regs.is_undef() { return; }
    let ir = g.code().ir();
    let cell = |n: &str| ir.cellvars.iter().chain(&ir.freevars).find(|c| c.0 == n).map(|c| c.1);
    for (r, n) in ir.varnames.iter().enumerate() {
        if n.starts_with('.') || cell(n).is_some_and(|c| c as usize != r) { continue; }
        let v = g.reg(r as u16);
        let v = if cell(n).is_some() { Cell::from(v).map_or(v, |c| c.get()) } else { v };
        if !v.is_undef() { cx.dict_set(d, n, v) }
    }
    for (n, r) in ir.cellvars.iter().chain(&ir.freevars) { if let Some(c) = Cell::from(g.reg(*r)) { let v = c.get(); if !v.is_undef() { cx.dict_set(d, n, v) } } }
}
fn f_back(cx: &mut Cx, a: &[Value]) -> R { match live(cx, a[0]) { Some(i) => Ok(match crate::frames::below(cx, i) { Some(i) => unwind::frame_object(cx, i), None => Value::NONE }), None => Ok(none(Slots(a[0]).get(FRAME_BACK))) } }
fn f_code(_: &mut Cx, a: &[Value]) -> R { Ok(Slots(a[0]).get(FRAME_CODE)) }
fn f_globals(cx: &mut Cx, a: &[Value]) -> R {
    let g = Function::from(Slots(a[0]).get(FRAME_FUNC)).map_or(Value::NONE, |f| f.raw().globals);
    // linecache looks for the script's loader in the dict itself, where it otherwise appears when wanted
    if crate::run::main_module(cx).dict().0 == g && cx.dict_get(Dict(g), "__file__").is_some() && cx.dict_get(Dict(g), "__loader__").is_none() {
        let k = cx.intern("__loader__");
        if crate::import_hooks::lazy(cx, Dict(g), k).is_err() { cx.clear_pending() }
    }
    Ok(g)
}
fn f_builtins(_: &mut Cx, a: &[Value]) -> R { Ok(Function::from(Slots(a[0]).get(FRAME_FUNC)).map_or(Value::NONE, |f| f.raw().builtins)) }
fn f_locals(cx: &mut Cx, a: &[Value]) -> R { frame_locals(cx, a[0]) }
fn f_lineno(cx: &mut Cx, a: &[Value]) -> R {
    // a module that a trace function is told of has not begun: line 0
    if live(cx, a[0]).and_then(|i| crate::observe::shown_line(cx, i)) == Some(0) { return Ok(Value::small(0)); }
    let l = frame_line(cx, a[0]);
    Ok(if l == 0 { Value::NONE } else { Value::small(l) })
}
fn set_lineno(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.raise(T::AttributeError, "cannot delete attribute")); }
    let Some(n) = (if a[1].is(T::Int) { Some(cx.index_i64(a[1])?) } else { None }) else { return Err(cx.value_error("lineno must be an integer")) };
    crate::observe::jump(cx, a[0], n)?;
    Ok(Value::NONE)
}
fn f_lasti(cx: &mut Cx, a: &[Value]) -> R { let i = frame_lasti(cx, a[0]); Ok(Value::small(if i < 0 { -1 } else { 2 * i })) }
fn f_trace(_: &mut Cx, a: &[Value]) -> R { Ok(none(Slots(a[0]).get(FRAME_TRACE))) }
fn set_trace(cx: &mut Cx, a: &[Value]) -> R { Slots(a[0]).set(cx, FRAME_TRACE, if a[1].is_none() { Value::UNDEF } else { a[1] }); Ok(Value::NONE) }
fn flag(cx: &mut Cx, v: Value) -> R<bool> { if v.is_bool() { Ok(v.is_true()) } else { Err(cx.type_error("attribute value type must be bool")) } }
fn lines_wanted(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(!Slots(a[0]).get(FRAME_QUIET).is_true())) }
fn set_lines(cx: &mut Cx, a: &[Value]) -> R { if a[1].is_undef() { return Err(cx.type_error("can't delete numeric/char attribute")); } let yes = flag(cx, a[1])?; Slots(a[0]).set(cx, FRAME_QUIET, Value::bool(!yes)); Ok(Value::NONE) }
fn opcodes_wanted(_: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(Slots(a[0]).get(FRAME_OPCODES).is_true())) }
fn set_opcodes(cx: &mut Cx, a: &[Value]) -> R { if a[1].is_undef() { return Err(cx.type_error("cannot delete attribute")); } let yes = flag(cx, a[1])?; Slots(a[0]).set(cx, FRAME_OPCODES, Value::bool(yes)); Ok(Value::NONE) }
fn clear(cx: &mut Cx, a: &[Value]) -> R {
    if live(cx, a[0]).is_some() { return Err(cx.runtime_error("cannot clear an executing frame")); }
    let g = Slots(a[0]).get(FRAME_EXTRA);
    if g.is_ref() && matches!(g.kind(), T::Generator) && crate::gen::Generator::from(g).is_some_and(|g| matches!(g.raw().state, crate::gen::CREATED | crate::gen::SUSPENDED)) { cx.call_method(g, "close", &[])?; }
    let d = Dict::new(cx);
    Slots(a[0]).set(cx, FRAME_LOCALS, d.0);
    Ok(Value::NONE)
}
fn frame_repr(cx: &mut Cx, a: &[Value]) -> R {
    let c = CodeV(Slots(a[0]).get(FRAME_CODE));
    let (line, n) = (frame_line(cx, a[0]), Str(c.raw().name).lossy());
    let f = cx.repr_string(c.raw().filename)?;
    Ok(cx.string(format!("<frame at {:#x}, file {f}, line {line}, code {n}>", a[0].0)))
}
pub const FRAME: &[Def] = &[
    def("__repr__", "", frame_repr), def("clear", "", clear), attr("f_back", f_back), attr("f_code", f_code), attr("f_globals", f_globals), attr("f_builtins", f_builtins), attr("f_locals", f_locals), attr_set("f_lineno", f_lineno, set_lineno), attr("f_lasti", f_lasti),
    attr_set("f_trace", f_trace, set_trace), attr_set("f_trace_lines", lines_wanted, set_lines), attr_set("f_trace_opcodes", opcodes_wanted, set_opcodes),
];
// ---- tracebacks ------------------------------------------------------------------------------------------------------------------
pub fn tb_line(t: Value) -> i64 { Slots(t).int(TB_LINE) }
fn tb_next(_: &mut Cx, a: &[Value]) -> R { Ok(none(Slots(a[0]).get(TB_NEXT))) }
fn set_next(cx: &mut Cx, a: &[Value]) -> R {
    if a[1].is_undef() { return Err(cx.type_error("can't delete tb_next attribute")); }
    if !a[1].is_none() && !a[1].is(T::Traceback) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("expected traceback object, got '{t}'"))); }
    let mut t = a[1];
    while t.is_ref() { if t == a[0] { return Err(cx.value_error("traceback loop detected")); } t = Slots(t).get(TB_NEXT); }
    Slots(a[0]).set(cx, TB_NEXT, a[1]);
    Ok(Value::NONE)
}
fn tb_frame(_: &mut Cx, a: &[Value]) -> R { Ok(Slots(a[0]).get(TB_FRAME)) }
/// The slot holds an instruction index, or for a traceback made from Python -1 minus the given `tb_lasti`.
fn tb_lasti(_: &mut Cx, a: &[Value]) -> R { let i = Slots(a[0]).int(TB_LASTI); Ok(Value::small(if i < 0 { -1 - i } else { 2 * i })) }
/// Index of the instruction it stands at.
pub fn tb_index(t: Value) -> usize { let i = Slots(t).int(TB_LASTI); (if i < 0 { (-1 - i) / 2 } else { i }).max(0) as usize }
fn tb_lineno(_: &mut Cx, a: &[Value]) -> R { Ok(Value::small(tb_line(a[0]))) }
fn tb_new(cx: &mut Cx, a: &[Value]) -> R {
    if !a[1].is_none() && !a[1].is(T::Traceback) { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("expected traceback object or None, got '{t}'"))); }
    if !a[2].is(T::Frame) { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("TracebackType() argument 'tb_frame' must be frame, not {t}"))); }
    let (i, line) = (cx.index_i64(a[3])?, cx.index_i64(a[4])?);
    Ok(Slots::new(cx, T::Traceback, &[a[1], a[2], Value::small(if i < 0 { i } else { -1 - i }), Value::small(line)]))
}
fn tb_dir(cx: &mut Cx, _: &[Value]) -> R { let v: VVec = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].iter().map(|n| cx.intern(n)).collect(); Ok(cx.list(&v)) }
pub const TRACEBACK: &[Def] = &[def_new("tb_next, tb_frame, tb_lasti, tb_lineno", tb_new), def("__dir__", "", tb_dir), attr_set("tb_next", tb_next, set_next), attr("tb_frame", tb_frame), attr("tb_lasti", tb_lasti), attr("tb_lineno", tb_lineno)];
