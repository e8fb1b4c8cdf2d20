//! What import does by Python code: specs and loaders, finders that programs install, path entries that are no folders.
//!
//! None of it is there at start. `sys.meta_path`, `sys.path_hooks`, a module's `__spec__`, `__loader__` and `__cached__` are made when they
//! are first wanted ([`lazy`]); that loads the library's importlib/_bootstrap*.py ([`machinery`]). From then on import asks the
//! entries of `sys.meta_path` in their order, doing the standard three natively where nothing changes their answer.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::func::Module;
use crate::list::List;
use crate::native::R;
use crate::object::Slots;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// The module of the machinery that holds specs: `_frozen_importlib`, set up on first use.
pub fn machinery(cx: &mut Cx) -> R {
    if let Some(m) = cx.static_get("importlib._bootstrap") { return Ok(m); }
    cx.static_set("importlib starts", Value::TRUE);
    let r = start(cx);
    cx.static_set("importlib starts", Value::UNDEF);
    r
}
fn start(cx: &mut Cx) -> R {
    let b = crate::import::load_packed_as(cx, "importlib._bootstrap", "_frozen_importlib")?;
    cx.static_set("importlib._bootstrap", b);
    let e = crate::import::load_packed_as(cx, "importlib._bootstrap_external", "_frozen_importlib_external")?;
    cx.static_set("importlib._bootstrap_external", e);
    let sys = Dict(cx.rt.sys);
    for name in ["meta_path", "path_hooks"] { let l = List::new(cx); cx.dict_set(sys, name, l.0) }
    let (s, imp) = (crate::import::load_dotted(cx, "sys")?, crate::import::load_dotted(cx, "_imp")?);
    cx.call_method(b, "_install", &[s, imp])?;
    cx.call_method(e, "_install", &[b])?;
    for (key, owner, name) in [("BuiltinImporter", b, "BuiltinImporter"), ("FrozenImporter", b, "FrozenImporter"), ("PathFinder", e, "PathFinder")] { let v = cx.get_attr_str(owner, name)?; cx.static_set(key, v) }
    if let Some(l) = cx.dict_get(sys, "path_hooks").and_then(List::from) { let t = { let v = l.to_vvec(); cx.tuple(&v) }; cx.static_set("path_hooks", t) }
    Ok(b)
}
fn external(cx: &mut Cx) -> R { machinery(cx)?; cx.static_get("importlib._bootstrap_external").ok_or_else(|| cx.system_error("the import machinery is not there")) }
/// Is the machinery set up, so that `sys.meta_path` counts?
fn ready(cx: &Cx) -> bool { cx.static_get("path_hooks").is_some() }

/// Is the machinery being set up, so that it cannot be asked yet?
pub fn starting(cx: &Cx) -> bool { cx.static_get("importlib starts").is_some() }

/// An attribute of a module that is not in its dict, if it is one that is made when wanted.
#[cold]
pub fn lazy(cx: &mut Cx, d: Dict, name: Value) -> R<Option<Value>> {
    let Some(text) = Str::from(name).and_then(|s| s.as_str()) else { return Ok(None) };
    match text {
        "meta_path" | "path_hooks" if d.0 == cx.rt.sys => { machinery(cx)?; Ok(d.get_str(cx, name)) }
        "__spec__" | "__loader__" | "__cached__" => {
            let Some(n) = cx.dict_get(d, "__name__") else { return Ok(None) };
            let file = cx.dict_get(d, "__file__").unwrap_or(Value::NONE);
            if text == "__cached__" && !file.is(T::Str) { return Ok(None); }
            let e = external(cx)?;
            if let Some(v) = d.get_str(cx, name) { return Ok(Some(v)); }
            let spec = match cx.dict_get(d, "__spec__") {
                Some(s) => s,
                None => {
                    let path = cx.dict_get(d, "__path__").unwrap_or(Value::NONE);
                    let s = cx.call_method(e, "_lazy_spec", &[n, file, path])?;
                    let going = initializing(cx, n);
                    if going { cx.set_attr_str(s, "_initializing", Value::TRUE)? }
                    cx.dict_set(d, "__spec__", s);
                    s
                }
            };
            if text == "__spec__" { return Ok(Some(spec)); }
            let v = if spec.is_none() { if text == "__loader__" { cx.call_method(e, "_lazy_loader", &[n, file])? } else { Value::NONE } } else { cx.get_attr_str(spec, if text == "__loader__" { "loader" } else { "cached" })? };
            d.set_str(cx, name, v);
            Ok(Some(v))
        }
        _ => Ok(None),
    }
}

// ---- modules whose code is running ---------------------------------------------------------------------------------------------
fn running(cx: &mut Cx) -> Dict { Dict(cx.static_once("initializing modules", |cx| Dict::new(cx).0)) }
/// Is the module of this name being run for the first time?
pub fn initializing(cx: &mut Cx, name: Value) -> bool {
    if !name.is(T::Str) { return false; }
    let k = cx.intern_value(name);
    if running(cx).get_str(cx, k).is_some() { return true; }
    // one that Python code loads
    let Some(m) = Dict(cx.rt.modules).get_str(cx, k).and_then(Module::from) else { return false };
    let Some(s) = cx.dict_get(m.dict(), "__spec__") else { return false };
    if s.is_none() { return false; }
    match cx.lookup_attr(s, "_initializing") { Ok(Some(v)) => v.is_true(), Ok(None) => false, Err(_) => { cx.clear_pending(); false } }
}
pub fn begin(cx: &mut Cx, name: Value) { let d = running(cx); let k = cx.intern_value(name); d.set_str(cx, k, Value::TRUE) }
pub fn end(cx: &mut Cx, name: Value, m: Module) {
    let d = running(cx);
    let k = cx.intern_value(name);
    d.remove_str(cx, k);
    if let Some(s) = cx.dict_get(m.dict(), "__spec__") { if !s.is_none() && cx.set_attr_str(s, "_initializing", Value::FALSE).is_err() { cx.clear_pending() } }
}

// ---- finders -------------------------------------------------------------------------------------------------------------------
/// What one entry of `sys.meta_path` is.
pub enum Finder { Native, Path, Python(Value) }
/// The finders to ask, in order; the standard ones as long as nobody looked at `sys.meta_path`.
pub fn finders(cx: &mut Cx) -> Option<List> { if !ready(cx) { return None; } cx.dict_get(Dict(cx.rt.sys), "meta_path").and_then(List::from) }
pub fn classify(cx: &mut Cx, f: Value) -> Option<Finder> {
    let same = |name| cx.static_get(name) == Some(f);
    if same("BuiltinImporter") { Some(Finder::Native) } else if same("FrozenImporter") { None } else if same("PathFinder") { Some(Finder::Path) } else { Some(Finder::Python(f)) }
}
/// Are path entries what they are by default?
pub fn plain_hooks(cx: &mut Cx) -> bool {
    let Some(t) = cx.static_get("path_hooks") else { return true };
    let Some(l) = cx.dict_get(Dict(cx.rt.sys), "path_hooks").and_then(List::from) else { return false };
    let known = crate::call::star(t);
    l.len() == known.len() && (0..known.len()).all(|i| l.get(i) == Some(known[i]))
}
/// Asks a finder of the program; None: it does not know the module.
pub fn ask(cx: &mut Cx, finder: Value, full: &str, path: Value) -> R<Option<Value>> {
    let Some(find) = cx.lookup_attr(finder, "find_spec")? else { return Ok(None) };
    let n = cx.str(full);
    let spec = cx.call(find, &[n, path, Value::NONE])?;
    if spec.is_none() { return Ok(None); }
    load_spec(cx, spec).map(Some)
}
/// The standard path finder, by its Python code: zip files, namespace packages, hooks of the program.
pub fn path_finder(cx: &mut Cx, full: &str, path: Value) -> R<Option<Value>> {
    machinery(cx)?;
    match cx.static_get("PathFinder") { Some(f) => ask(cx, f, full, path), None => Ok(None) }
}
fn load_spec(cx: &mut Cx, spec: Value) -> R {
    let b = machinery(cx)?;
    let r = cx.call_method(b, "_load_unlocked", &[spec]);
    if r.is_err() { strip_frames(cx) }
    r
}
/// Takes the frames of importlib out of the pending exception's traceback, as far as the code that it ran is concerned.
fn strip_frames(cx: &mut Cx) {
    let Some(e) = Exc::from(cx.pending) else { return };
    let inside = |tb: Value| -> bool {
        let frame = Slots(tb).get(1);
        let code = if frame.is(T::Frame) { Slots(frame).get(0) } else { return false };
        crate::func::CodeV::from(code).and_then(|c| Str::from(c.raw().filename)).is_some_and(|f| f.lossy().starts_with("<fora>/lib/importlib/_bootstrap"))
    };
    let keep_inner = !cx.pending_is(T::ImportError);
    // leading frames of the machinery end at the first frame of other code; an error of the machinery itself keeps its frames
    let mut tb = e.raw().traceback;
    while tb.is(T::Traceback) && inside(tb) { tb = Slots(tb).get(0) }
    if tb.is(T::Traceback) || !keep_inner { e.update(cx, |o| o.traceback = if tb.is(T::Traceback) { tb } else { Value::NONE }) }
}
