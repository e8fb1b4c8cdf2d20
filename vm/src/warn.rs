//! Warnings: `_warnings`' algorithm, for native code, the compiler and the Python module.
//!
//! Filters and registries are the Python module's where it is imported, else our own lists, which it takes over when it comes.
use crate::class::Class;
use crate::cx::Cx;
use crate::dict::Dict;
use crate::func::{CodeV, Function, Module};
use crate::list::List;
use crate::native::R;
use crate::object::Tuple;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

const FILTERS: &str = "warnings.filters";
const ONCE: &str = "warnings.once";
const VERSION: &str = "warnings.version";

/// The filter list that stands until the Python module changes it.
pub fn filters(cx: &mut Cx) -> Value {
    if let Some(v) = cx.static_get(FILTERS) { return v; }
    let l = List::new(cx);
    cx.static_set(FILTERS, l.0);
    let (default, ignore, main) = (cx.intern("default"), cx.intern("ignore"), cx.intern("__main__"));
    for (action, t, module) in [(default, T::DeprecationWarning, main), (ignore, T::DeprecationWarning, Value::NONE), (ignore, T::PendingDeprecationWarning, Value::NONE), (ignore, T::ImportWarning, Value::NONE), (ignore, T::ResourceWarning, Value::NONE)] {
        let c = cx.class(t).0;
        let row = cx.tuple(&[action, Value::NONE, c, module, Value::small(0)]);
        l.push(cx, row);
    }
    l.0
}
pub fn once_registry(cx: &mut Cx) -> Value { if let Some(v) = cx.static_get(ONCE) { return v; } let d = Dict::new(cx).0; cx.static_set(ONCE, d); d }
fn version(cx: &mut Cx) -> Value { cx.static_get(VERSION).unwrap_or(Value::small(0)) }
pub fn filters_mutated(cx: &mut Cx) { let n = version(cx).small_unchecked() + 1; cx.static_set(VERSION, Value::small(n)) }
/// Attribute of the Python module, where it is imported.
fn module_attr(cx: &mut Cx, name: &str) -> Option<Value> {
    let m = cx.dict_get(Dict(cx.rt.modules), "warnings").and_then(Module::from)?;
    cx.dict_get(m.dict(), name)
}
fn matched(cx: &mut Cx, pattern: Value, text: Value) -> R<bool> {
    if pattern.is_none() { return Ok(true); }
    if let Some(p) = Str::exact(pattern) { return Ok(Str::from(text).is_some_and(|t| t.eq(p))); }
    let r = cx.call_method(pattern, "match", &[text])?;
    cx.truth(r)
}
/// The action for a warning.
fn action(cx: &mut Cx, category: Value, text: Value, line: i64, module: Value) -> R {
    let l = match module_attr(cx, "filters") { Some(v) => { cx.static_set(FILTERS, v); v } None => filters(cx) };
    let Some(l) = List::from(l) else { return Err(cx.value_error("_warnings.filters must be a list")) };
    let mut i = 0;
    while let Some(row) = l.get(i) {
        i += 1;
        let f = match Tuple::from(row) { Some(t) if t.len() == 5 => t.items(), _ => return Err(cx.value_error(format!("_warnings.filters item {} isn't a 5-tuple", i - 1))) };
        if !f[0].is(T::Str) { let t = cx.type_name(f[0]); return Err(cx.type_error(format!("action must be a string, not '{t}'"))); }
        if !matched(cx, f[1], text)? || !matched(cx, f[3], module)? || !cx.is_subclass(category, f[2])? { continue; }
        let n = cx.index_i64(f[4])?;
        if n == 0 || n == line { return Ok(f[0]); }
    }
    Ok(module_attr(cx, "defaultaction").unwrap_or_else(|| cx.intern("default")))
}
/// Was this key seen since the filters last changed? Marks it if `mark`.
fn already(cx: &mut Cx, registry: Dict, key: Value, mark: bool) -> R<bool> {
    let v = version(cx);
    if cx.dict_get(registry, "version") != Some(v) { registry.clear(cx); cx.dict_set(registry, "version", v) }
    else if let Some(x) = registry.get(cx, key)? { return cx.truth(x); }
    if mark { registry.set(cx, key, Value::TRUE)? }
    Ok(false)
}
/// Everything about one warning. `message` is a str or a Warning instance; `registry` a dict or None.
pub struct Warning { pub category: Value, pub message: Value, pub filename: Value, pub line: i64, pub module: Value, pub registry: Value, pub sourceline: Value, pub source: Value }

pub fn explicit(cx: &mut Cx, w: Warning) -> R<()> {
    let base = cx.class(T::Warning).0;
    let module = if w.module.is_none() || w.module.is_undef() { let f = Str::of(w.filename).lossy(); let m = if f.is_empty() { "<unknown>" } else { f.strip_suffix(".py").unwrap_or(&f) }; cx.str(m) } else { w.module };
    let (text, message, category) = if cx.is_instance(w.message, base)? { let c = cx.class_of(w.message).0; (cx.str_of(w.message)?.0, w.message, c) } else { let m = cx.call(w.category, &[w.message])?; (w.message, m, w.category) };
    let registry = Dict::from(w.registry);
    let line = cx.int(w.line);
    let key = cx.tuple(&[text, category, line]);
    if let Some(r) = registry { if already(cx, r, key, false)? { return Ok(()); } }
    let act = action(cx, category, text, w.line, module)?;
    let a = Str(act).lossy();
    match &*a { "error" => return Err(cx.raise_value(message)), "ignore" => return Ok(()), _ => {} }
    let mut seen = false;
    if a != "always" {
        if let Some(r) = registry { r.set(cx, key, Value::TRUE)? }
        let short = cx.tuple(&[text, category, Value::small(0)]);
        match &*a {
            "once" => { let r = match registry { Some(r) => r, None => { let v = match module_attr(cx, "onceregistry") { Some(v) => { cx.static_set(ONCE, v); v } None => once_registry(cx) }; Dict::of(v) } }; seen = already(cx, r, short, true)?; }
            "module" => { if let Some(r) = registry { seen = already(cx, r, short, true)?; } }
            "default" => {}
            _ => { let r = cx.repr_string(act)?; return Err(cx.runtime_error(format!("Unrecognized action ({r}) in warnings.filters:\n {r}"))); }
        }
    }
    if seen { return Ok(()); }
    show(cx, &w, category, text, message, line)
}
fn show(cx: &mut Cx, w: &Warning, category: Value, text: Value, message: Value, line: Value) -> R<()> {
    if let (Some(f), Some(c)) = (module_attr(cx, "_showwarnmsg"), module_attr(cx, "WarningMessage")) {
        let source = w.source.opt().unwrap_or(Value::NONE);
        let m = cx.call(c, &[message, category, w.filename, line, Value::NONE, Value::NONE, source])?;
        cx.call(f, &[m])?;
        return Ok(());
    }
    let (file, name, t) = (Str(w.filename).lossy(), Class::of(category).name(), cx.str_of(text)?.lossy());
    let mut out = format!("{file}:{}: {name}: {t}\n", w.line);
    if let Some(s) = Str::from(w.sourceline) { out.push_str(&format!("  {}\n", s.lossy().trim())) }
    else if let Some(s) = crate::report::line_of_file(cx, &file, w.line) { out.push_str(&format!("  {}\n", s.trim_start_matches([' ', '\t', '\x0c']))) }
    crate::stdio::eprint(cx, &out);
    Ok(())
}
/// `warnings.warn` from frame `level` (1: the innermost Python frame).
pub fn warn_at(cx: &mut Cx, category: Value, message: Value, level: i64, source: Value, skip: &[Value]) -> R<()> {
    let internal = |f: &crate::fiber::Frame| { let n = CodeV(f.code).ir().filename.as_str(); n.contains("importlib") && n.contains("_bootstrap") };
    let skipped = |f: &crate::fiber::Frame| internal(f) || CodeV(f.code).info().hidden || skip.iter().any(|p| Str::from(*p).is_some_and(|p| CodeV(f.code).ir().filename.as_bytes().starts_with(p.bytes())));
    let mut level = if skip.is_empty() { level } else { level.max(2) };
    let mut i = cx.fiber.len as i64 - 1;
    if level <= 0 || (i >= 0 && internal(cx.fiber.frame(i as usize))) { while level > 1 && i >= 0 { level -= 1; i -= 1; } }
    else { while level > 1 && i >= 0 { level -= 1; loop { i -= 1; if i < 0 || !skipped(cx.fiber.frame(i as usize)) { break; } } } }
    let (globals, filename, line) = if i < 0 { (cx.rt.sys, cx.intern("sys"), 1) } else {
        let f = *cx.fiber.frame(i as usize);
        let c = CodeV(f.code);
        (Function(f.func).raw().globals, c.raw().filename, crate::interp::unwind::line_of(c, crate::interp::unwind::lasti(&f)) as i64)
    };
    let g = Dict::of(globals);
    let registry = match cx.dict_get(g, "__warningregistry__") { Some(r) => r, None => { let d = Dict::new(cx); cx.dict_set(g, "__warningregistry__", d.0); d.0 } };
    let module = match cx.dict_get(g, "__name__") { Some(n) if n.is(T::Str) => n, Some(n) if n.is_none() => n, _ => cx.intern("<string>") };
    explicit(cx, Warning { category, message, filename, line, module, registry, sourceline: Value::NONE, source })
}
/// Warns at the innermost Python frame's line: `warnings.warn(msg, category)`.
pub fn warn(cx: &mut Cx, category: T, msg: &str) -> R<()> { warn_level(cx, category, msg, 1) }
pub fn warn_level(cx: &mut Cx, category: T, msg: &str, level: i64) -> R<()> { let (c, m) = (cx.class(category).0, cx.str(msg)); warn_at(cx, c, m, level, Value::UNDEF, &[]) }
/// Under -b: a BytesWarning.
pub fn about_bytes(cx: &mut Cx, msg: impl FnOnce() -> String) -> R<()> {
    if !cx.rt.options.flags.iter().any(|f| f.0 == "bytes_warning") { return Ok(()); }
    warn(cx, T::BytesWarning, &msg())
}
/// A warning of the compiler about source `file`; turned into an error, it is a SyntaxError there.
pub fn syntax(cx: &mut Cx, file: &str, w: &fora_front::Warning) -> R<()> {
    let t = match w.category { fora_front::Category::SyntaxWarning => T::SyntaxWarning, fora_front::Category::DeprecationWarning => T::DeprecationWarning };
    let (c, m, f) = (cx.class(t).0, cx.str(&w.msg), cx.str(file));
    let r = explicit(cx, Warning { category: c, message: m, filename: f, line: w.line as i64, module: Value::NONE, registry: Value::NONE, sourceline: Value::NONE, source: Value::UNDEF });
    if r.is_err() && cx.pending_is(t) {
        cx.clear_pending();
        let text = match crate::report::line_of_file(cx, file, w.line as i64) { Some(s) => cx.str(&format!("{s}\n")), None => Value::NONE };
        let detail = cx.tuple(&[f, Value::small(w.line as i64), Value::small(w.col as i64), text, Value::small(w.end_line as i64), Value::small(w.end_col as i64)]);
        return Err(cx.raise_args(T::SyntaxError, &[m, detail]));
    }
    r
}
