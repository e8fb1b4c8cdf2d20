//! import: sys.modules, native modules, the packed standard library, files on sys.path.
#![allow(unsafe_code)] // reads the current frame: [FB2]
use crate::cx::Cx;
use crate::dict::Dict;
use crate::fiber::Frame;
use crate::func::{CodeV, Function, Module};
use crate::import_hooks::Finder;
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
    if crate::modules::io::registry::any() && cx.dict_get(Dict(cx.rt.modules), &full).is_none() { crate::modules::io::registry::settle_import(cx)? }
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
    if cx.speculative() { crate::par::rule::outside(cx) }
    if let Some(python) = match full { "_frozen_importlib" | "_frozen_importlib_external" => Some(full), _ => None } {
        crate::import_hooks::machinery(cx)?;
        if let Some(m) = cx.dict_get(Dict(cx.rt.modules), python) { return Ok(m); }
    }
    let path = match parent { Some(p) => match cx.lookup_attr(p, "__path__")? { Some(v) => v, None => return Err(not_found(cx, full, None)) }, None => Value::NONE };
    match crate::import_hooks::finders(cx) {
        None => {
            if let Some(m) = native(cx, full)? { return Ok(m); }
            if let Some(m) = on_path(cx, full, path)? { return Ok(m); }
        }
        Some(l) => {
            let finders = l.to_vvec();
            for f in finders.iter() {
                let found = match crate::import_hooks::classify(cx, *f) {
                    None => None,
                    Some(Finder::Native) => native(cx, full)?,
                    Some(Finder::Path) => if crate::import_hooks::plain_hooks(cx) { on_path(cx, full, path)? } else { crate::import_hooks::path_finder(cx, full, path)? },
                    Some(Finder::Python(f)) => crate::import_hooks::ask(cx, f, full, path)?,
                };
                if let Some(m) = found { return Ok(m); }
            }
        }
    }
    Err(not_found(cx, full, None))
}
/// A module written in Rust.
pub fn native(cx: &mut Cx, full: &str) -> R<Option<Value>> {
    let Some((_, init)) = crate::modules::TABLE.iter().find(|r| r.0 == full) else { return Ok(None) };
    let modules = Dict(cx.rt.modules);
    let m = Module::new(cx, full);
    let empty = cx.str("");
    m.set(cx, "__package__", empty);
    cx.dict_set(modules, full, m.0);
    if let Err(e) = init(cx, m) { let k = cx.intern(full); modules.remove_str(cx, k); return Err(e); }
    Ok(Some(m.0))
}
/// The path finder: files and packages in the folders of a path (None: sys.path), the packed library where its entry stands.
fn on_path(cx: &mut Cx, full: &str, path: Value) -> R<Option<Value>> {
    let list = if path.is_none() { cx.dict_get(Dict(cx.rt.sys), "path").unwrap_or(Value::NONE) } else { path };
    let leaf = full.rsplit('.').next().unwrap_or(full);
    let dirs = if list.is_none() { crate::vvec::VVec::new() } else { cx.collect(list)? };
    let mut by_python = false;
    // the machinery's own imports, while it is being set up
    let usable = !crate::import_hooks::starting(cx);
    for d in dirs.iter() {
        let Some(s) = Str::from(*d) else { continue };
        let dir = s.lossy();
        if is_library(&dir) { if by_python { break; } if let Some(m) = packed(cx, full)? { return Ok(Some(m)); } continue; }
        let base = if dir.is_empty() { std::env::current_dir().unwrap_or_default() } else { std::path::PathBuf::from(&*dir) };
        let folder = base.join(leaf);
        match std::fs::metadata(&folder) {
            Ok(m) if m.is_dir() => {
                let init = folder.join("__init__.py");
                if init.is_file() { let src = read(cx, &init)?; return exec_module(cx, full, &init.to_string_lossy(), &src, Some(&folder.to_string_lossy())).map(Some); }
                // part of a namespace package, unless a module is found further on
                by_python = usable;
            }
            // the entry is a file: perhaps a zip
            Err(e) if e.raw_os_error() == Some(libc::ENOTDIR) => { by_python = by_python || usable; continue; }
            _ => {}
        }
        let file = base.join(format!("{leaf}.py"));
        if file.is_file() { if by_python { break; } let src = read(cx, &file)?; return exec_module(cx, full, &file.to_string_lossy(), &src, None).map(Some); }
    }
    if by_python { return crate::import_hooks::path_finder(cx, full, path); }
    Ok(None)
}
/// The packed library's entry; also where a script has made all of sys.path absolute.
fn is_library(dir: &str) -> bool { dir.starts_with("<fora>") || dir.ends_with("/<fora>/lib") }
/// A packed module under another name, for the import machinery's own files.
pub fn load_packed_as(cx: &mut Cx, packed: &str, name: &str) -> R {
    let Some((file, code, _)) = packed_code(cx, packed)? else { return Err(not_found(cx, packed, None)) };
    let m = run_module(cx, name, &file, code, None)?;
    let full = cx.str(packed);
    cx.set_attr_str(m, "__name__", full)?;
    cx.dict_set(Dict(cx.rt.modules), packed, m);
    Ok(m)
}
fn packed(cx: &mut Cx, full: &str) -> R<Option<Value>> {
    let Some((file, code, is_pkg)) = packed_code(cx, full)? else { return Ok(None) };
    let dir = file.rsplit_once('/').map(|p| p.0.to_string()).unwrap_or_default();
    run_module(cx, full, &file, code, if is_pkg { Some(&dir) } else { None }).map(Some)
}
/// File, code and kind of a module of the packed library.
fn packed_code(cx: &mut Cx, full: &str) -> R<Option<(String, CodeV, bool)>> {
    if let Some(find) = cx.rt.options.stdlib_code.filter(|_| cx.rt.options.optimize == 0) {
        if let Some((path, bytes, is_pkg)) = find(full) {
            if let Ok(code) = fora_ir::codec::decode(&bytes) { return Ok(Some((path, CodeV::new(cx, code), is_pkg))); }
        }
    }
    let Some(find) = cx.rt.options.stdlib else { return Ok(None) };
    let Some((path, src, is_pkg)) = find(full) else { return Ok(None) };
    let code = crate::code_cache::compile(cx, &src, &path)?;
    Ok(Some((path, code, is_pkg)))
}
fn read(cx: &mut Cx, p: &std::path::Path) -> R<Vec<u8>> { match std::fs::read(p) { Ok(b) => Ok(b), Err(e) => { let n = cx.str(&p.to_string_lossy()); Err(cx.io_error(&e, Some(n))) } } }
/// Compiles and runs a module's source under its name; `path` is its folder if it is a package.
pub fn exec_module(cx: &mut Cx, full: &str, file: &str, src: &[u8], path: Option<&str>) -> R {
    let code = crate::code_cache::compile(cx, src, file)?;
    run_module(cx, full, file, code, path)
}
/// Runs a module's code under its name.
fn run_module(cx: &mut Cx, full: &str, file: &str, code: CodeV, path: Option<&str>) -> R {
    let modules = Dict(cx.rt.modules);
    let m = Module::new(cx, full);
    let (f, b) = (cx.str(file), cx.dict_get(modules, "builtins").unwrap_or(Value::NONE));
    m.set(cx, "__file__", f);
    m.set(cx, "__builtins__", b);
    let pkg = match path { Some(p) => { let v = cx.str(p); let l = cx.list(&[v]); m.set(cx, "__path__", l); full } None => full.rsplit_once('.').map_or("", |p| p.0) };
    let pv = cx.str(pkg);
    m.set(cx, "__package__", pv);
    cx.dict_set(modules, full, m.0);
    let name = cx.intern(full);
    crate::import_hooks::begin(cx, name);
    let r = run_in(cx, code, m.dict());
    let p = cx.take_pending();
    crate::import_hooks::end(cx, name, m);
    cx.pending = p;
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
    let shown_v = cx.str(&shown);
    let place = file.clone().unwrap_or_else(|| "unknown location".into());
    let text = if mn.is_some() && crate::import_hooks::initializing(cx, shown_v) { format!("cannot import name '{n}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})") } else { format!("cannot import name '{n}' from '{shown}' ({place})") };
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
