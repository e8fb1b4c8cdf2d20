//! `_imp`: what importlib's Python half asks of the interpreter, the packed library's files among it.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
fn text(cx: &mut Cx, v: Value, what: &str) -> R<String> { match Str::from(v) { Some(s) => Ok(s.lossy().into_owned()), None => { let t = cx.type_name(v); Err(cx.type_error(format!("{what} must be str, not {t}"))) } } }
fn lock_held(_: &mut Cx, _: &[Value]) -> R { Ok(Value::FALSE) }
fn is_builtin(cx: &mut Cx, a: &[Value]) -> R {
    let n = text(cx, a[0], "is_builtin() argument")?;
    Ok(Value::small(if n == "sys" || n == "builtins" { -1 } else { crate::modules::TABLE.iter().any(|r| r.0 == n) as i64 }))
}
fn no(_: &mut Cx, _: &[Value]) -> R { Ok(Value::FALSE) }
fn create_builtin(cx: &mut Cx, a: &[Value]) -> R {
    let name = cx.get_attr_str(a[0], "name")?;
    let n = text(cx, name, "name")?;
    if let Some(m) = cx.dict_get(Dict(cx.rt.modules), &n) { return Ok(m); }
    match crate::import::native(cx, &n)? { Some(m) => Ok(m), None => Err(crate::import::not_found(cx, &n, Some(format!("{n:?} is not a built-in module")))) }
}
fn zero(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(0)) }
fn suffixes(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.list(&[])) }
fn no_frozen(cx: &mut Cx, a: &[Value]) -> R { let n = text(cx, a[0], "name")?; let m = cx.str(&format!("No such frozen object named {n}")); let e = crate::exc::Exc::new(cx, T::ImportError, &[m]); e.update(cx, |o| { o.fields[0] = m; o.fields[1] = a[0] }); Err(cx.raise_value(e.0)) }
fn source_hash(cx: &mut Cx, a: &[Value]) -> R {
    use std::hash::Hasher;
    let key = cx.index_i64(a[0])? as u64;
    let b = crate::bytes::buffer(cx, a[1])?;
    let mut h = siphasher::sip::SipHasher13::new_with_keys(key, 0);
    h.write(b.bytes());
    let d = h.finish().to_le_bytes();
    Ok(crate::bytes::new(cx, &d))
}
/// The module, imported by the interpreter: `importlib.import_module`'s engine.
fn load(cx: &mut Cx, a: &[Value]) -> R { let n = text(cx, a[0], "module name")?; crate::import::load_dotted(cx, &n) }
fn packed_file(cx: &mut Cx, a: &[Value]) -> R {
    let p = text(cx, a[0], "path")?;
    match cx.rt.options.stdlib_file.and_then(|f| f(&p)) { Some(b) => Ok(crate::bytes::new(cx, &b)), None => Ok(Value::NONE) }
}
/// None, or whether the packed module is a package.
fn packed_find(cx: &mut Cx, a: &[Value]) -> R {
    let n = text(cx, a[0], "name")?;
    let Some(f) = cx.rt.options.stdlib_names else { return Ok(Value::NONE) };
    let found = f();
    Ok(match found.binary_search_by(|r| r.0.cmp(n.as_str())) { Ok(i) => Value::bool(found[i].1), Err(_) => Value::NONE })
}
fn packed_names(cx: &mut Cx, _: &[Value]) -> R {
    let l = crate::list::List::new(cx);
    if let Some(f) = cx.rt.options.stdlib_names { for (n, p) in f() { let n = cx.str(n); let t = cx.tuple(&[n, Value::bool(p)]); l.push(cx, t) } }
    Ok(l.0)
}
const FUNCS: &[Def] = &[
    def("acquire_lock", "", none), def("release_lock", "", none), def("lock_held", "", lock_held), def("is_builtin", "name, /", is_builtin), def("is_frozen", "name, /", no), def("is_frozen_package", "name, /", no_frozen), def("create_builtin", "spec, /", create_builtin), def("exec_builtin", "mod, /", zero),
    def("create_dynamic", "spec, file=None, /", |cx, _| Err(cx.raise(T::ImportError, "no extension modules"))), def("exec_dynamic", "mod, /", zero), def("extension_suffixes", "", suffixes), def("get_frozen_object", "name, data=None, /", no_frozen), def("find_frozen", "name, /, *, withdata=False", none), def("init_frozen", "name, /", none),
    def("source_hash", "key, source", source_hash), def("_fix_co_filename", "code, path, /", none), def("_override_frozen_modules_for_tests", "override, /", none), def("_override_multi_interp_extensions_check", "override, /", zero), def("_frozen_module_names", "", suffixes),
    def("_load", "name, /", load), def("_packed_file", "path, /", packed_file), def("_packed_find", "name, /", packed_find), def("_packed_names", "", packed_names),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let s = cx.str("default");
    m.set(cx, "check_hash_based_pycs", s);
    Ok(())
}
