//! Small native modules: `_imp`, `_tracemalloc`, `_opcode`, and a helper for modules' exception classes.
use crate::class::{cflags, make_class, NewClass};
use crate::cx::Cx;
use crate::func::Module;
use crate::modules::osys;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// An exception class `module.Name` derived from a built-in one, kept under its full name.
pub fn exception(cx: &mut Cx, full: &'static str, base: T) -> R { let b = cx.class(base).0; exception_of(cx, full, base, b) }
pub fn exception_of(cx: &mut Cx, full: &'static str, kind: T, base: Value) -> R {
    if let Some(c) = cx.static_get(full) { return Ok(c); }
    let (module, name) = full.rsplit_once('.').unwrap_or(("builtins", full));
    let (n, m, d) = (cx.intern(name), cx.intern(module), cx.dict());
    cx.dict_set(d, "__module__", m);
    let _ = kind;
    let meta = cx.class(T::Type);
    let c = make_class(cx, NewClass { meta, name: n, qualname: n, bases: &[base], dict: d, kind: T::BaseException, flags: cflags::DICT | cflags::BASE | cflags::HEAP | cflags::WEAK, slots: &[] })?;
    cx.static_set(full, c.0);
    Ok(c.0)
}
fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
fn no(_: &mut Cx, _: &[Value]) -> R { Ok(Value::FALSE) }
fn zero(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(0)) }
fn is_builtin(cx: &mut Cx, a: &[Value]) -> R {
    let s = osys::text(cx, "is_builtin", "", a[0])?;
    Ok(Value::small(match s.as_str() { Some("sys" | "builtins") => -1, Some(n) => crate::modules::TABLE.iter().any(|r| r.0 == n) as i64, None => 0 }))
}
fn create_builtin(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.get_attr_str(a[0], "name")?;
    let Some(s) = Str::from(n) else { return Err(cx.type_error("spec.name must be a string")) };
    osys::import(cx, &s.lossy())
}
/// The hash of `py_compile`'s checked files: keyed SipHash-1-3, which our files never use: any stable function will do.
fn source_hash(cx: &mut Cx, a: &[Value]) -> R {
    let d = osys::bytes_like(cx, a[1])?;
    let h = crate::hash::hash_wtf8(d, false) as u64;
    Ok(crate::bytes::new(cx, &h.to_le_bytes()))
}
const IMP: &[Def] = &[
    def("lock_held", "", no), def("acquire_lock", "", none), def("release_lock", "", none), def("is_builtin", "name, /", is_builtin), def("is_frozen", "name, /", no), def("is_frozen_package", "name, /", no), def("create_builtin", "spec, /", create_builtin), def("exec_builtin", "mod, /", zero),
    def("create_dynamic", "spec, file=None, /", |cx, _| Err(cx.raise(T::ImportError, "extension modules of CPython cannot be loaded"))), def("exec_dynamic", "mod, /", zero), def("extension_suffixes", "", |cx, _| Ok(cx.list(&[]))), def("source_hash", "key, source", source_hash),
    def("_fix_co_filename", "code, path, /", none), def("get_frozen_object", "name, data=None, /", |cx, _| Err(cx.raise(T::ImportError, "No such frozen object"))), def("find_frozen", "name, /, *, withdata=False", none), def("init_frozen", "name, /", none),
    def("_frozen_module_names", "", |cx, _| Ok(cx.list(&[]))), def("_override_frozen_modules_for_tests", "override, /", none), def("_override_multi_interp_extensions_check", "override, /", zero),
];
pub fn init_imp(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, IMP);
    let s = cx.str("default");
    m.set(cx, "check_hash_based_pycs", s);
    m.set(cx, "pyc_magic_number_token", Value::small(168627659));
    Ok(())
}
const TRACE: &[Def] = &[
    def("is_tracing", "", no), def("clear_traces", "", none), def("start", "nframe=1, /", none), def("stop", "", none), def("get_traceback_limit", "", |_, _| Ok(Value::small(1))), def("get_traced_memory", "", |cx, _| Ok(cx.tuple(&[Value::small(0), Value::small(0)]))),
    def("reset_peak", "", none), def("get_tracemalloc_memory", "", zero), def("_get_traces", "", |cx, _| Ok(cx.list(&[]))), def("_get_object_traceback", "obj, /", none),
];
pub fn init_tracemalloc(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, TRACE); Ok(()) }
const OPCODE: &[Def] = &[def("stack_effect", "opcode, oparg=None, /, *, jump=None", zero), def("get_specialization_stats", "", none), def("_global_ops", "code, /", |cx, a| crate::types_trace::global_ops(cx, a[0]))];
pub fn init_opcode(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, OPCODE); Ok(()) }
