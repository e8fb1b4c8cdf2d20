//! The _warnings module.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::object::Tuple;
use crate::types::T;
use crate::value::Value;
use crate::warn::{self, Warning};

fn category(cx: &mut Cx, message: Value, c: Value) -> R {
    let base = cx.class(T::Warning).0;
    if cx.is_instance(message, base)? { return Ok(cx.class_of(message).0); }
    let Some(c) = c.opt_none() else { return Ok(cx.class(T::UserWarning).0) };
    let ok = c.is(T::Type) && cx.is_subclass(c, base)?;
    if !ok { let t = cx.type_name(c); return Err(cx.type_error(format!("category must be a Warning subclass, not '{t}'"))); }
    Ok(c)
}
fn warn(cx: &mut Cx, a: &[Value]) -> R {
    let c = category(cx, a[0], a[1])?;
    let level = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 1 };
    let skip = match a[4].opt() { Some(t) => match Tuple::from(t) { Some(t) => t.items(), None => { let n = cx.type_name(t); return Err(cx.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {n}"))) } }, None => &[] };
    if let Some(bad) = skip.iter().find(|p| !p.is(T::Str)) { let n = cx.type_name(*bad); return Err(cx.type_error(format!("Found non-str '{n}' in skip_file_prefixes."))); }
    warn::warn_at(cx, c, a[0], level, a[3].opt_none().unwrap_or(Value::UNDEF), skip)?;
    Ok(Value::NONE)
}
fn warn_explicit(cx: &mut Cx, a: &[Value]) -> R {
    let (registry, globals) = (a[5].opt().unwrap_or(Value::NONE), a[6].opt_none());
    if !a[2].is(T::Str) { let t = cx.type_name(a[2]); return Err(cx.type_error(format!("warn_explicit() argument 'filename' must be str, not {t}"))); }
    let line = cx.index_i64(a[3])?;
    if let Some(g) = globals { if !g.is(T::Dict) { let t = cx.type_name(g); return Err(cx.type_error(format!("module_globals must be a dict, not '{t}'"))); } }
    if !registry.is_none() && Dict::from(registry).is_none() { return Err(cx.type_error("'registry' must be a dict or None")); }
    warn::explicit(cx, Warning { category: a[1], message: a[0], filename: a[2], line, module: a[4].opt().unwrap_or(Value::NONE), registry, sourceline: Value::NONE, source: a[7].opt_none().unwrap_or(Value::UNDEF) })?;
    Ok(Value::NONE)
}
fn mutated(cx: &mut Cx, _: &[Value]) -> R { warn::filters_mutated(cx); Ok(Value::NONE) }
const FUNCS: &[Def] = &[
    def("warn", "message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()", warn), def("warn_explicit", "message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None", warn_explicit), def("_filters_mutated", "", mutated),
];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    let (f, o, d) = (warn::filters(cx), warn::once_registry(cx), cx.intern("default"));
    m.set(cx, "filters", f);
    m.set(cx, "_onceregistry", o);
    m.set(cx, "_defaultaction", d);
    Ok(())
}
