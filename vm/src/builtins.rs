//! The builtins module: functions about objects, names and code. Others: builtins_iter, builtins_text, builtins_num, builtins_io.
use crate::class::D;
use crate::compile::{self, Flags, Mode};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{CodeV, Function, Module};
use crate::native::{def, Def, R};
use crate::object::{Cell, Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;
use crate::vvec::VVec;

/// Sorts a row of str values by code points.
pub fn sort_strs(v: &mut VVec) { v.sort_by(|a, b| Str(*a).bytes().cmp(Str(*b).bytes())) }
/// ascii(v)
pub fn ascii(cx: &mut Cx, v: Value) -> R {
    let r = cx.repr(v)?;
    if r.is_ascii() { return Ok(r.0); }
    let mut out = String::new();
    for c in r.code_points() { match c { 0..=127 => out.push(c as u8 as char), 128..=255 => out.push_str(&format!("\\x{c:02x}")), 256..=0xffff => out.push_str(&format!("\\u{c:04x}")), _ => out.push_str(&format!("\\U{c:08x}")) } }
    Ok(cx.string(out))
}
fn name(cx: &mut Cx, v: Value, what: &str) -> R { if v.is(T::Str) { Ok(cx.intern_value(v)) } else { let t = cx.type_name(v); Err(cx.type_error(format!("{what}attribute name must be string, not '{t}'"))) } }
fn getattr(cx: &mut Cx, a: &[Value]) -> R { let n = name(cx, a[1], "")?; match a[2].opt() { Some(d) => Ok(cx.find_attr(a[0], n)?.unwrap_or(d)), None => cx.get_attr(a[0], n) } }
fn hasattr(cx: &mut Cx, a: &[Value]) -> R { let n = name(cx, a[1], "")?; Ok(Value::bool(cx.find_attr(a[0], n)?.is_some())) }
fn setattr(cx: &mut Cx, a: &[Value]) -> R { let n = name(cx, a[1], "")?; cx.set_attr(a[0], n, a[2])?; Ok(Value::NONE) }
fn delattr(cx: &mut Cx, a: &[Value]) -> R { let n = name(cx, a[1], "")?; cx.set_attr(a[0], n, Value::UNDEF)?; Ok(Value::NONE) }
fn isinstance(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(cx.is_instance(a[0], a[1])?)) }
fn issubclass(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(cx.is_subclass(a[0], a[1])?)) }
fn callable(cx: &mut Cx, a: &[Value]) -> R { Ok(Value::bool(matches!(a[0].kind(), T::Function | T::Native | T::Method | T::Type) || cx.special(a[0], D::Call).is_some())) }
/// Identity as a number: the address, or for inline values one that does not collide with addresses.
fn id(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.int_u64(a[0].0 & (u64::MAX >> 2))) }
fn globals(cx: &mut Cx, _: &[Value]) -> R { let g = crate::frames::globals(cx).unwrap_or(Value::NONE); crate::par::global::expose(g); Ok(g) }
fn locals(cx: &mut Cx, _: &[Value]) -> R { let l = crate::frames::locals(cx).unwrap_or(Value::NONE); crate::par::global::expose(l); Ok(l) }
fn vars(cx: &mut Cx, a: &[Value]) -> R { if a[0].is_undef() { return locals(cx, a); } match cx.lookup_attr(a[0], "__dict__")? { Some(d) => Ok(d), None => Err(cx.type_error("vars() argument must have __dict__ attribute")) } }
fn dir(cx: &mut Cx, a: &[Value]) -> R {
    let l = if a[0].is_undef() { let Some(v) = crate::frames::locals(cx) else { return Err(cx.system_error("frame does not exist")) }; let k = cx.call_method(v, "keys", &[])?; cx.collect(k)? } else { match cx.call_special(a[0], D::Dir, &[])? { Some(v) => cx.collect(v)?, None => return Err(cx.type_error("object does not provide __dir__")) } };
    let mut l = l;
    if l.iter().all(|v| v.is(T::Str)) { sort_strs(&mut l); return Ok(cx.list(&l)); }
    let v = cx.list(&l);
    cx.call_method(v, "sort", &[])?;
    Ok(v)
}
fn import(cx: &mut Cx, a: &[Value]) -> R {
    if !a[0].is(T::Str) { return Err(cx.type_error("__import__() argument 1 must be str")); }
    let g = match a[1].opt_none() { Some(g) if g.is(T::Dict) => g, _ => crate::frames::globals(cx).unwrap_or(cx.rt.builtins) };
    let level = match a[4].opt() { Some(l) => cx.index_i64(l)?, None => 0 };
    if level < 0 { return Err(cx.value_error("level must be >= 0")); }
    crate::import::import(cx, a[0], g, a[3].opt().unwrap_or(Value::NONE), level)
}
// ---- compile, eval, exec -----------------------------------------------------------------------------------------------------
fn source_bytes(cx: &mut Cx, v: Value, what: &str) -> R<Vec<u8>> {
    if let Some(s) = Str::from(v) { if s.has_surrogates() { let e = cx.str("utf-8"); cx.call_method(v, "encode", &[e])?; } return Ok(s.bytes().to_vec()); }
    if v.is(T::Bytes) { return Ok(crate::bytes::get(v).to_vec()); }
    if v.is(T::ByteArray) || v.is(T::MemoryView) { let c = cx.class(T::Bytes).0; let b = cx.call(c, &[v])?; return Ok(crate::bytes::get(b).to_vec()); }
    Err(cx.type_error(format!("{what} arg 1 must be a string, bytes or code object")))
}
fn inherited(cx: &mut Cx) -> bool { cx.fiber.len > 0 && CodeV(cx.fiber.last().code).ir().flags.has(fora_ir::CodeFlags::FUTURE_ANNOTATIONS) }
fn compile_fn(cx: &mut Cx, a: &[Value]) -> R {
    let file = if let Some(s) = Str::from(a[1]) { s.lossy().into_owned() } else if a[1].is(T::Bytes) { String::from_utf8_lossy(crate::bytes::get(a[1])).into_owned() } else { match cx.call_special(a[1], D::Fspath, &[])? { Some(v) if v.is(T::Str) => Str(v).lossy().into_owned(), _ => { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("expected str, bytes or os.PathLike object, not {t}"))) } } };
    let mode = match Str::from(a[2]).and_then(|s| s.as_str()) { Some("exec") => Mode::Exec, Some("eval") => Mode::Eval, Some("single") => Mode::Single, Some("func_type") => return Err(cx.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")), _ => return Err(cx.value_error("compile() mode must be 'exec', 'eval' or 'single'")) };
    let flags = match a[3].opt() { Some(f) => cx.index_i64(f)?, None => 0 };
    let optimize = match a[5].opt() { Some(o) => cx.index_i64(o)?, None => -1 };
    if !(-1..=2).contains(&optimize) { return Err(cx.value_error("compile(): invalid optimize value")); }
    if a[0].is(T::Code) { return Ok(a[0]); }
    let mut source = a[0];
    let mut lines = vec![];
    if !(source.is(T::Str) || source.is(T::Bytes) || source.is(T::ByteArray) || source.is(T::MemoryView)) {
        // a syntax tree is compiled from its text
        let module = crate::import::load_dotted(cx, "_ast")?;
        let class = cx.get_attr_str(module, "AST")?;
        if cx.is_instance(source, class)? {
            if flags & 0x400 != 0 { return Ok(source); }
            let f = cx.get_attr_str(module, "_source")?;
            let both = cx.call(f, &[source, a[2]])?;
            let both = cx.collect(both)?;
            let [text, given] = both[..] else { return Err(cx.system_error("no text of the tree")) };
            source = text;
            lines = cx.collect(given)?.iter().map(|l| l.as_small().unwrap_or(1).clamp(1, u32::MAX as i64) as u32).collect();
        }
    }
    if flags & 0x400 != 0 {
        let module = crate::import::load_dotted(cx, "_ast")?;
        let f = cx.get_attr_str(module, "_parse")?;
        let name = cx.str(&file);
        return cx.call(f, &[source, name, a[2]]);
    }
    let src = source_bytes(cx, source, "compile()")?;
    let dont = match a[4].opt() { Some(d) => cx.truth(d)?, None => false };
    let future = flags & 0x1000000 != 0 || (!dont && inherited(cx));
    let flags = Flags { locals_differ: true, future_annotations: future, dont_inherit: dont, optimize: if optimize < 0 { None } else { Some(optimize as u8) }, is_str: source.is(T::Str), is_script: false };
    Ok(compile::compile_lines(cx, &src, &file, mode, flags, &lines)?.0)
}
/// Globals and locals that exec/eval run in; puts `__builtins__` into globals.
fn scope(cx: &mut Cx, g: Value, l: Value, what: &str) -> R<(Value, Value)> {
    let (gv, lv) = match (g.opt_none(), l.opt_none()) {
        (None, None) => { let g = crate::frames::globals(cx).unwrap_or(cx.rt.builtins); (g, crate::frames::locals(cx).unwrap_or(g)) }
        (None, Some(l)) => (crate::frames::globals(cx).unwrap_or(cx.rt.builtins), l),
        (Some(g), None) => (g, g),
        (Some(g), Some(l)) => (g, l),
    };
    if !gv.is(T::Dict) { let t = cx.type_name(gv); return Err(cx.type_error(if what == "eval" { "globals must be a dict".to_string() } else { format!("exec() globals must be a dict, not {t}") })); }
    if cx.special(lv, D::GetItem).is_none() { let t = cx.type_name(lv); return Err(cx.type_error(if what == "eval" { "locals must be a mapping".to_string() } else { format!("locals must be a mapping or None, not {t}") })); }
    if cx.dict_get(Dict(gv), "__builtins__").is_none() { let b = match crate::frames::globals(cx) { Some(g) => cx.builtins_of(g), None => cx.rt.builtins }; let m = cx.dict_get(Dict(cx.rt.modules), "builtins"); let v = if b == cx.rt.builtins { m.unwrap_or(b) } else { b }; cx.dict_set(Dict(gv), "__builtins__", v) }
    Ok((gv, lv))
}
fn run_code(cx: &mut Cx, code: CodeV, g: Value, l: Value, closure: Value) -> R {
    let f = Function::new(cx, code, g);
    if !closure.is_undef() { f.update(cx, |o| o.closure = closure) }
    crate::interp::bind::run_code(cx, f, l)
}
fn eval(cx: &mut Cx, a: &[Value]) -> R {
    let (g, l) = scope(cx, a[1], a[2], "eval")?;
    if a[0].is(T::Code) { if !CodeV(a[0]).ir().freevars.is_empty() { return Err(cx.type_error("code object passed to eval() may not contain free variables")); } return run_code(cx, CodeV(a[0]), g, l, Value::UNDEF); }
    let src = source_bytes(cx, a[0], "eval()")?;
    let start = src.iter().position(|c| *c != b' ' && *c != b'\t').unwrap_or(src.len());
    let future = inherited(cx);
    let code = compile::compile_source(cx, &src[start..], "<string>", Mode::Eval, Flags { locals_differ: l != g, future_annotations: future, is_str: a[0].is(T::Str), ..Default::default() })?;
    run_code(cx, code, g, l, Value::UNDEF)
}
fn exec(cx: &mut Cx, a: &[Value]) -> R {
    let (g, l) = scope(cx, a[1], a[2], "exec")?;
    let closure = a[3].opt_none();
    let code = if a[0].is(T::Code) {
        let n = CodeV(a[0]).ir().freevars.len();
        if n == 0 && closure.is_some() { return Err(cx.type_error("cannot use a closure with this code object")); }
        if n > 0 { match closure.and_then(Tuple::from) { Some(t) if t.len() == n && t.items().iter().all(|c| Cell::from(*c).is_some()) => {} _ => return Err(if closure.is_none() { cx.type_error("code object passed to exec() may not contain free variables") } else { cx.type_error(format!("code object requires a closure of exactly length {n}")) }) } }
        CodeV(a[0])
    } else { if closure.is_some() { return Err(cx.type_error("closure can only be used when source is a code object")); } let src = source_bytes(cx, a[0], "exec()")?; let future = inherited(cx); compile::compile_source(cx, &src, "<string>", Mode::Exec, Flags { locals_differ: l != g, future_annotations: future, is_str: a[0].is(T::Str), ..Default::default() })? };
    run_code(cx, code, g, l, closure.unwrap_or(Value::UNDEF))?;
    Ok(Value::NONE)
}
fn aiter(cx: &mut Cx, a: &[Value]) -> R { crate::awaiting::get_aiter(cx, a[0]) }
fn anext(cx: &mut Cx, a: &[Value]) -> R {
    let Some(r) = cx.call_special(a[0], D::ANext, &[])? else { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("'{t}' object is not an async iterator"))) };
    match a[1].opt() { None => Ok(r), Some(d) => Ok(Slots::new(cx, T::AnextAwaitable, &[r, d])) }
}
fn breakpoint(cx: &mut Cx, a: &[Value]) -> R { match cx.dict_get(Dict(cx.rt.sys), "breakpointhook") { Some(h) => cx.call_dict(h, Tuple(a[0]).items(), a[1]), None => Err(cx.runtime_error("lost sys.breakpointhook")) } }
pub const FUNCS: &[Def] = &[
    def("getattr", "object, name, default=?, /", getattr), def("hasattr", "obj, name, /", hasattr), def("setattr", "obj, name, value, /", setattr), def("delattr", "obj, name, /", delattr), def("isinstance", "obj, class_or_tuple, /", isinstance), def("issubclass", "cls, class_or_tuple, /", issubclass),
    def("callable", "obj, /", callable), def("id", "obj, /", id), def("globals", "", globals), def("locals", "", locals), def("vars", "object=?, /", vars), def("dir", "object=?, /", dir), def("__import__", "name, globals=None, locals=None, fromlist=(), level=0", import),
    def("compile", "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1", compile_fn), def("eval", "source, globals=None, locals=None, /", eval), def("exec", "source, globals=None, locals=None, /, *, closure=None", exec),
    def("__build_class__", "func, name, /, *bases, metaclass=?, **kwds", crate::types_type::build_class), def("aiter", "async_iterable, /", aiter), def("anext", "async_iterator, default=?, /", anext), def("breakpoint", "*args, **kws", breakpoint),
];
/// Fills the builtins module: functions, types, exceptions, constants.
pub fn install(cx: &mut Cx) {
    let d = Dict(cx.rt.builtins);
    let m = match cx.dict_get(Dict(cx.rt.modules), "builtins").and_then(Module::from) { Some(m) => m, None => return };
    for t in TABLES { m.add_functions(cx, t) }
    for r in crate::types::rows() {
        let public = r.module == "builtins" && (!matches!(r.t, T::NoneType | T::Ellipsis | T::NotImplementedType | T::Cell | T::Code | T::Function | T::Method | T::Native | T::BoundNative | T::Module | T::MappingProxy | T::Frame | T::Traceback | T::Generator | T::Coroutine | T::AsyncGenerator | T::Array | T::Buffer | T::Fold | T::View) && r.name.chars().all(|c| c.is_alphanumeric() || c == '_') && !r.name.contains("iterator") && !r.name.contains("_descriptor") && !r.name.contains("wrap") && !r.name.starts_with("async_") && !r.name.contains("awaitable") && !r.name.starts_with("dict_") && !r.name.starts_with('_'));
        if public { let c = cx.class(r.t).0; cx.dict_set(d, r.name, c) }
    }
    for (n, v) in [("None", Value::NONE), ("True", Value::TRUE), ("False", Value::FALSE), ("Ellipsis", Value::ELLIPSIS), ("NotImplemented", Value::NOT_IMPLEMENTED), ("__debug__", Value::bool(cx.rt.options.optimize == 0))] { cx.dict_set(d, n, v) }
    crate::builtins_site::install(cx);
    for (alias, t) in [("EnvironmentError", T::OSError), ("IOError", T::OSError)] { let c = cx.class(t).0; cx.dict_set(d, alias, c) }
}
/// Function tables of the builtins module.
const TABLES: &[&[Def]] = &[FUNCS, crate::builtins_io::FUNCS, crate::builtins_iter::FUNCS, crate::builtins_text::FUNCS, crate::builtins_num::FUNCS];
