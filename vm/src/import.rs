//! import: sys.modules, native modules, the packed standard library, files on sys.path.
#![allow(unsafe_code)] // reads the current frame: [FB2]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::Frame;
use crate::func::{CodeV, Function, Module};
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

pub fn import_name(cx: &mut Cx, f: *mut Frame, name: Value, level: Value, fromlist: Value) -> R {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let fun = Function(f.func);
    let (globals, builtins) = (fun.raw().globals, fun.raw().builtins);
    if let Some(d) = Dict::from(builtins) { if let Some(imp) = cx.dict_get(d, "__import__") { if !imp.is_exact(T::Native) { let l = if f.locals.is_undef() { Value::NONE } else { f.locals }; return cx.call(imp, &[name, globals, l, fromlist, level]); } } }
    import(cx, name, globals, fromlist, level.as_small().unwrap_or(0))
}
/// `__import__`
pub fn import(cx: &mut Cx, name: Value, globals: Value, fromlist: Value, level: i64) -> R {
    let text = Str::of(name).lossy().into_owned();
    let full = if level > 0 { resolve_relative(cx, &text, globals, level)? } else { if text.is_empty() { return Err(cx.value_error("Empty module name")); } text.clone() };
    let m = load_dotted(cx, &full)?;
    let want = !fromlist.is_none() && !fromlist.is_undef() && cx.truth(fromlist)?;
    if !want {
        if level == 0 { let head = text.split('.').next().unwrap_or(""); if head == full { return Ok(m); } return load_dotted(cx, head); }
        if text.is_empty() { return Ok(m); }
        let keep = full.len() - text.len() + text.split('.').next().map_or(0, |h| h.len());
        return load_dotted(cx, &full[..keep]);
    }
    // submodules named in the from list
    if cx.lookup_attr(m, "__path__")?.is_some() {
        let items = cx.collect(fromlist)?;
        for it in items.iter() {
            let Some(s) = Str::from(*it) else { let t = cx.type_name(*it); return Err(cx.type_error(format!("Item in ``from list'' must be str, not {t}"))) };
            let n = s.lossy().into_owned();
            if n == "*" { if let Some(all) = cx.lookup_attr(m, "__all__")? { let names = cx.collect(all)?; for a in names.iter() { if let Some(a) = Str::from(*a) { let a = a.lossy().into_owned(); submodule(cx, m, &full, &a)? } } } continue; }
            submodule(cx, m, &full, &n)?;
        }
    }
    Ok(m)
}
fn submodule(cx: &mut Cx, m: Value, full: &str, n: &str) -> R<()> {
    if cx.lookup_attr(m, n)?.is_some() { return Ok(()); }
    let sub = format!("{full}.{n}");
    match load_dotted(cx, &sub) { Ok(_) => Ok(()), Err(e) => { if cx.pending_is(T::ModuleNotFoundError) { let p = cx.pending; if let Some(x) = crate::exc::Exc::from(p) { if Str::from(x.raw().fields[1]).is_some_and(|s| s.lossy() == sub) { cx.clear_pending(); return Ok(()); } } } Err(e) } }
}
fn resolve_relative(cx: &mut Cx, name: &str, globals: Value, level: i64) -> R<String> {
    let g = Dict(globals);
    let pkg = match cx.dict_get(g, "__package__") { Some(p) if p.is(T::Str) => Str(p).lossy().into_owned(), _ => {
        let n = cx.dict_get(g, "__name__").and_then(Str::from).map(|s| s.lossy().into_owned()).unwrap_or_default();
        if cx.dict_get(g, "__path__").is_some() { n } else { n.rsplit_once('.').map(|p| p.0.to_string()).unwrap_or_default() } } };
    if pkg.is_empty() { return Err(cx.raise(T::ImportError, "attempted relative import with no known parent package")); }
    let mut base = pkg.as_str();
    for _ in 1..level { match base.rsplit_once('.') { Some((b, _)) => base = b, None => return Err(cx.raise(T::ImportError, "attempted relative import beyond top-level package")) } }
    Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
}
/// The module `full`, importing its parents first.
pub fn load_dotted(cx: &mut Cx, full: &str) -> R {
    let modules = Dict(cx.rt.modules);
    if let Some(m) = cx.dict_get(modules, full) { if m.is_none() { return Err(not_found(cx, full, Some(format!("import of {full} halted; None in sys.modules")))); } return Ok(m); }
    let parent = match full.rsplit_once('.') {
        Some((p, _)) => { let pm = load_dotted(cx, p)?; if let Some(m) = cx.dict_get(modules, full) { return Ok(m); } Some((pm, p)) }
        None => None,
    };
    let m = load(cx, full, parent.map(|p| p.0))?;
    if let Some((pm, _)) = parent { let leaf = full.rsplit('.').next().unwrap_or(full); cx.set_attr_str(pm, leaf, m)?; }
    Ok(m)
}
pub fn not_found(cx: &mut Cx, name: &str, msg: Option<String>) -> crate::native::Raised {
    let text = msg.unwrap_or_else(|| match name.rsplit_once('.') { Some((p, _)) => match cx.dict_get(Dict(cx.rt.modules), p) { Some(pm) if matches!(cx.lookup_attr(pm, "__path__"), Ok(None)) => format!("No module named '{name}'; '{p}' is not a package"), _ => format!("No module named '{name}'") }, None => format!("No module named '{name}'") });
    let (m, n) = (cx.str(&text), cx.str(name));
    let e = crate::exc::Exc::new(cx, T::ModuleNotFoundError, &[m]);
    e.update(cx, |o| { o.fields[0] = m; o.fields[1] = n; o.fields[2] = Value::NONE });
    cx.raise_value(e.0)
}
fn load(cx: &mut Cx, full: &str, parent: Option<Value>) -> R {
    let modules = Dict(cx.rt.modules);
    if let Some((_, init)) = crate::modules::TABLE.iter().find(|r| r.0 == full) {
        let m = Module::new(cx, full);
        cx.dict_set(modules, full, m.0);
        if let Err(e) = init(cx, m) { let k = cx.intern(full); modules.remove_str(cx, k); return Err(e); }
        return Ok(m.0);
    }
    // meta path finders that Python code installed
    if let Some(m) = crate::import_hooks::find(cx, full, parent)? { return Ok(m); }
    // files on the path (the script's folder comes before the packed library for top-level names)
    let path = match parent { Some(p) => match cx.lookup_attr(p, "__path__")? { Some(v) => v, None => return Err(not_found(cx, full, None)) }, None => cx.dict_get(Dict(cx.rt.sys), "path").unwrap_or(Value::NONE) };
    let leaf = full.rsplit('.').next().unwrap_or(full);
    let dirs = if path.is_none() { crate::vvec::VVec::new() } else { cx.collect(path)? };
    for d in dirs.iter() {
        let Some(s) = Str::from(*d) else { continue };
        let dir = s.lossy();
        if dir.starts_with("<fora>") { if let Some(m) = packed(cx, full)? { return Ok(m); } continue; }
        let base = if dir.is_empty() { std::path::PathBuf::from(".") } else { std::path::PathBuf::from(&*dir) };
        let pkg = base.join(leaf).join("__init__.py");
        if pkg.is_file() { let src = read(cx, &pkg)?; let p = base.join(leaf).to_string_lossy().into_owned(); return exec_module(cx, full, &pkg.to_string_lossy(), &src, Some(&p)); }
        let file = base.join(format!("{leaf}.py"));
        if file.is_file() { let src = read(cx, &file)?; return exec_module(cx, full, &file.to_string_lossy(), &src, None); }
    }
    // namespace packages
    let mut parts = crate::vvec::VVec::new();
    for d in dirs.iter() { if let Some(s) = Str::from(*d) { let p = std::path::Path::new(&*s.lossy()).join(leaf); if !s.lossy().starts_with('<') && p.is_dir() { let v = cx.str(&p.to_string_lossy()); parts.push(v) } } }
    if !parts.is_empty() {
        let m = Module::new(cx, full);
        let l = cx.list(&parts);
        m.set(cx, "__path__", l);
        let n = cx.str(full);
        m.set(cx, "__package__", n);
        cx.dict_set(modules, full, m.0);
        return Ok(m.0);
    }
    Err(not_found(cx, full, None))
}
fn packed(cx: &mut Cx, full: &str) -> R<Option<Value>> {
    if let Some(find) = cx.rt.options.stdlib_code.filter(|_| cx.rt.options.optimize == 0) {
        if let Some((path, bytes, is_pkg)) = find(full) {
            if let Ok(code) = fora_ir::codec::decode(&bytes) {
                let dir = path.rsplit_once('/').map(|p| p.0.to_string()).unwrap_or_default();
                let code = CodeV::new(cx, code);
                return run_module(cx, full, &path, code, if is_pkg { Some(&dir) } else { None }).map(Some);
            }
        }
    }
    let Some(find) = cx.rt.options.stdlib else { return Ok(None) };
    let Some((path, src, is_pkg)) = find(full) else { return Ok(None) };
    let dir = path.rsplit_once('/').map(|p| p.0.to_string()).unwrap_or_default();
    exec_module(cx, full, &path, &src, if is_pkg { Some(&dir) } else { None }).map(Some)
}
fn read(cx: &mut Cx, p: &std::path::Path) -> R<Vec<u8>> { match std::fs::read(p) { Ok(b) => Ok(b), Err(e) => { let n = cx.str(&p.to_string_lossy()); Err(cx.io_error(&e, Some(n))) } } }
/// Compiles and runs a module's source under its name; `path` is its folder if it is a package.
pub fn exec_module(cx: &mut Cx, full: &str, file: &str, src: &[u8], path: Option<&str>) -> R {
    let code = crate::compile::compile_source(cx, src, file, crate::compile::Mode::Exec, Default::default())?;
    run_module(cx, full, file, code, path)
}
/// Runs a module's code under its name.
fn run_module(cx: &mut Cx, full: &str, file: &str, code: CodeV, path: Option<&str>) -> R {
    let modules = Dict(cx.rt.modules);
    let m = Module::new(cx, full);
    let (f, b) = (cx.str(file), cx.dict_get(modules, "builtins").unwrap_or(Value::NONE));
    m.set(cx, "__file__", f);
    m.set(cx, "__builtins__", b);
    m.set(cx, "__cached__", Value::NONE);
    let pkg = match path { Some(p) => { let v = cx.str(p); let l = cx.list(&[v]); m.set(cx, "__path__", l); full } None => full.rsplit_once('.').map_or("", |p| p.0) };
    let pv = cx.str(pkg);
    m.set(cx, "__package__", pv);
    crate::import_hooks::set_spec(cx, m, full, file, path.is_some());
    cx.dict_set(modules, full, m.0);
    let r = run_in(cx, code, m.dict());
    if let Err(e) = r { let k = cx.intern(full); let p = cx.take_pending(); modules.remove_str(cx, k); cx.pending = p; return Err(e); }
    Ok(cx.dict_get(modules, full).unwrap_or(m.0))
}
/// Runs module code with these globals.
pub fn run_in(cx: &mut Cx, code: CodeV, globals: Dict) -> R { let f = Function::new(cx, code, globals.0); crate::interp::bind::run_code(cx, f, Value::UNDEF) }
pub fn import_from(cx: &mut Cx, m: Value, name: Value) -> R {
    let r = cx.get_attr(m, name);
    if let Some(v) = cx.catch(r, T::AttributeError)? { return Ok(v); }
    let n = Str(name).lossy().into_owned();
    let mn = cx.lookup_attr(m, "__name__")?.and_then(Str::from).map(|s| s.lossy().into_owned());
    if let Some(mn) = &mn { if let Some(v) = cx.dict_get(Dict(cx.rt.modules), &format!("{mn}.{n}")) { return Ok(v); } }
    let file = cx.lookup_attr(m, "__file__")?.and_then(Str::from).map(|s| s.lossy().into_owned());
    let shown = mn.clone().unwrap_or_else(|| "<unknown module name>".into());
    let text = format!("cannot import name '{n}' from '{shown}' ({})", file.clone().unwrap_or_else(|| "unknown location".into()));
    let (msg, name_v) = (cx.str(&text), cx.str(&shown));
    let path = match file { Some(f) => cx.str(&f), None => Value::NONE };
    let e = crate::exc::Exc::new(cx, T::ImportError, &[msg]);
    e.update(cx, |o| { o.fields[0] = msg; o.fields[1] = name_v; o.fields[2] = path; o.fields[3] = name });
    Err(cx.raise_value(e.0))
}
pub fn import_star(cx: &mut Cx, f: *mut Frame, m: Value) -> R<()> {
    let f = unsafe { *f }; // SAFETY: [FB2]
    let target = if f.locals.is_undef() { Function(f.func).raw().globals } else { f.locals };
    let (names, all) = match cx.lookup_attr(m, "__all__")? { Some(a) => (cx.collect(a)?, true), None => { let d = cx.get_attr_str(m, "__dict__")?; let d = match Dict::from(d) { Some(d) => d, None => return Err(cx.raise(T::ImportError, "from-import-* object has no __dict__ and no __all__")) }; let mut v = crate::vvec::VVec::new(); for i in 0..d.fill() { if let Some((k, _)) = d.entry(i) { v.push(k) } } (v, false) } };
    for n in names.iter() {
        let Some(s) = Str::from(*n) else { let t = cx.type_name(*n); return Err(cx.type_error(format!("Item in __all__ must be str, not {t}"))) };
        if !all && s.bytes().starts_with(b"_") { continue; }
        let k = cx.intern_value(*n);
        let v = cx.get_attr(m, k)?;
        cx.set_item(target, k, v)?;
    }
    Ok(())
}
