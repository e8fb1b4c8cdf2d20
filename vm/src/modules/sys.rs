//! sys: the interpreter's own state.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::object::{Slots, Tuple};
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// `_source`: the text of a module of the packed library, or None.
fn source(cx: &mut Cx, a: &[Value]) -> R {
    let Some(name) = crate::str::Str::from(a[0]) else { return Err(cx.type_error("module name must be a string")) };
    let name = name.lossy().into_owned();
    Ok(match cx.rt.options.stdlib.and_then(|find| find(&name)) { Some((_, text, _)) => cx.str(&String::from_utf8_lossy(&text)), None => Value::NONE })
}
/// `_seal`: a class of the packed library that stands for a native type is named with its module in messages.
fn seal(_: &mut Cx, a: &[Value]) -> R {
    if let Some(c) = crate::class::Class::from(a[0]) { c.set_flag(crate::class::cflags::SEALED) }
    Ok(Value::NONE)
}
fn exc_info(cx: &mut Cx, _: &[Value]) -> R {
    let h = cx.handled;
    if !h.is_ref() { return Ok(cx.tuple(&[Value::NONE, Value::NONE, Value::NONE])); }
    let c = cx.class_of(h).0;
    let tb = match Exc::from(h) { Some(e) => { let t = e.raw().traceback; if t.is_undef() { Value::NONE } else { t } } None => Value::NONE };
    Ok(cx.tuple(&[c, h, tb]))
}
fn exception(cx: &mut Cx, _: &[Value]) -> R { Ok(if cx.handled.is_ref() { cx.handled } else { Value::NONE }) }
fn exit(cx: &mut Cx, a: &[Value]) -> R {
    let args = match a[0].opt_none() { Some(v) => match Tuple::from(v) { Some(t) => crate::vvec::VVec::from_slice(t.items()), None => crate::vvec::VVec::from_slice(&[v]) }, None => crate::vvec::VVec::new() };
    let c = cx.class(T::SystemExit).0;
    let e = cx.call(c, &args)?;
    Err(cx.raise_value(e))
}
fn getframe(cx: &mut Cx, a: &[Value]) -> R {
    let depth = match a[0].opt() { Some(d) => cx.index_i64(d)?, None => 0 }.max(0) as usize;
    let Some(i) = crate::frames::nth(cx, depth) else { return Err(cx.value_error("call stack is not deep enough")) };
    Ok(crate::interp::unwind::frame_object(cx, i))
}
fn getframemodulename(cx: &mut Cx, a: &[Value]) -> R {
    let depth = match a[0].opt() { Some(d) => cx.index_i64(d)?, None => 0 }.max(0) as usize;
    let Some(i) = crate::frames::nth(cx, depth) else { return Ok(Value::NONE) };
    let f = *cx.fiber.frame(i);
    Ok(crate::func::Function(f.func).raw().module)
}
fn getrecursionlimit(cx: &mut Cx, _: &[Value]) -> R { Ok(Value::small(cx.recursion_limit as i64)) }
fn setrecursionlimit(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.index_i64(a[0])?;
    if n < 1 { return Err(cx.value_error("recursion limit must be greater or equal than 1")); }
    if n <= cx.fiber.len as i64 { let d = cx.fiber.len; return Err(cx.recursion_error(format!("cannot set the recursion limit to {n} at the recursion depth {d}: the limit is too low"))); }
    cx.recursion_limit = n.min(u32::MAX as i64 / 2) as u32;
    Ok(Value::NONE)
}
fn intern(cx: &mut Cx, a: &[Value]) -> R { if !a[0].is_exact(T::Str) { let t = cx.type_name(a[0]); return Err(cx.type_error(format!("intern() argument must be str, not {t}"))); } Ok(cx.intern_value(a[0])) }
fn getsizeof(cx: &mut Cx, a: &[Value]) -> R { let k = cx.intern("__sizeof__"); let c = cx.class_of(a[0]); let r = match c.lookup(cx, k) { Some(f) => cx.call_unbound(f, a[0], &[]), None => { let t = c.name(); Err(cx.type_error(format!("Type {t} doesn't define __sizeof__"))) } }; match a[1].opt() { Some(d) => Ok(cx.catch(r, T::TypeError)?.unwrap_or(d)), None => r } }
fn displayhook(cx: &mut Cx, a: &[Value]) -> R {
    if a[0].is_none() { return Ok(Value::NONE); }
    let b = Dict(cx.rt.builtins);
    cx.dict_set(b, "_", Value::NONE);
    let p = cx.dict_get(b, "print").unwrap_or(Value::NONE);
    let r = cx.repr(a[0])?.0;
    cx.call(p, &[r])?;
    cx.dict_set(b, "_", a[0]);
    Ok(Value::NONE)
}
fn excepthook(cx: &mut Cx, a: &[Value]) -> R { crate::report::print_exception(cx, a[1]); Ok(Value::NONE) }
fn unraisablehook(cx: &mut Cx, a: &[Value]) -> R {
    let (e, o, m) = (cx.get_attr_str(a[0], "exc_value")?, cx.get_attr_str(a[0], "object")?, cx.get_attr_str(a[0], "err_msg")?);
    let what = match Str::from(m) { Some(s) => format!("{}: ", s.lossy()), None => "Exception ignored in: ".into() };
    crate::report::unraisable_default(cx, e, &what, o);
    Ok(Value::NONE)
}
fn is_finalizing(cx: &mut Cx, _: &[Value]) -> R { Ok(Value::bool(cx.rt.finalizing.load(std::sync::atomic::Ordering::Relaxed))) }
fn getrefcount(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(2)) }
fn origin_depth(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(crate::gen::ORIGIN_DEPTH.load(std::sync::atomic::Ordering::Relaxed) as i64)) }
fn set_origin_depth(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.index_i64(a[0])?;
    if n < 0 { return Err(cx.value_error("depth must be >= 0")); }
    crate::gen::ORIGIN_DEPTH.store(n.min(u32::MAX as i64) as u32, std::sync::atomic::Ordering::Relaxed);
    Ok(Value::NONE)
}
fn none(_: &mut Cx, _: &[Value]) -> R { Ok(Value::NONE) }
fn zero(_: &mut Cx, _: &[Value]) -> R { Ok(Value::small(0)) }
fn encoding(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.intern("utf-8")) }
fn surrogateescape(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.intern("surrogateescape")) }
fn max_digits(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.usize(crate::num::max_str_digits())) }
fn set_max_digits(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[0])?; if n != 0 && n < 640 { return Err(cx.value_error("maxdigits must be 0 or larger than 640")); } if n > i32::MAX as i64 { return Err(cx.overflow_error("Python int too large to convert to C int")); } crate::num::set_max_str_digits(n.max(0) as usize); Ok(Value::NONE) }
fn switch_interval(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.float(0.005)) }
fn current_frames(cx: &mut Cx, _: &[Value]) -> R { let d = Dict::new(cx); if cx.fiber.len > 0 { let i = cx.fiber.len - 1; let f = crate::interp::unwind::frame_object(cx, i); d.set(cx, Value::small(1), f)?; } Ok(d.0) }
const FUNCS: &[Def] = &[
    def("exc_info", "", exc_info), def("_seal", "type, /", seal), def("_source", "name, /", source), def("exception", "", exception), def("exit", "status=None, /", exit), def("_getframe", "depth=0, /", getframe), def("_getframemodulename", "depth=0", getframemodulename), def("getrecursionlimit", "", getrecursionlimit), def("setrecursionlimit", "limit, /", setrecursionlimit),
    def("intern", "string, /", intern), def("getsizeof", "object, default=?", getsizeof), def("displayhook", "object, /", displayhook), def("excepthook", "exctype, value, traceback, /", excepthook), def("unraisablehook", "unraisable, /", unraisablehook), def("is_finalizing", "", is_finalizing), def("getrefcount", "object, /", getrefcount),
    def("settrace", "function, /", settrace), def("gettrace", "", gettrace), def("setprofile", "function, /", setprofile), def("getprofile", "", getprofile), def("_settraceallthreads", "function, /", settrace_all), def("_setprofileallthreads", "function, /", setprofile_all), def("getdefaultencoding", "", encoding), def("getfilesystemencoding", "", encoding), def("getfilesystemencodeerrors", "", surrogateescape), def("get_int_max_str_digits", "", max_digits), def("set_int_max_str_digits", "maxdigits", set_max_digits),
    def("getswitchinterval", "", switch_interval), def("setswitchinterval", "interval, /", none), def("_current_frames", "", current_frames), def("_clear_type_cache", "", none), def("getallocatedblocks", "", zero), def("call_tracing", "func, args, /", call_tracing), def("_debugmallocstats", "", none), def("get_asyncgen_hooks", "", get_asyncgen_hooks), def("set_asyncgen_hooks", "firstiter=?, finalizer=?", set_asyncgen_hooks), def("get_coroutine_origin_tracking_depth", "", origin_depth), def("set_coroutine_origin_tracking_depth", "depth", set_origin_depth), def("audit", "event, /, *args", none), def("addaudithook", "hook", none), def("breakpointhook", "*args, **kws", breakpointhook),
];
fn settrace(cx: &mut Cx, a: &[Value]) -> R { crate::observe::set(cx, Some(a[0]), None); Ok(Value::NONE) }
fn setprofile(cx: &mut Cx, a: &[Value]) -> R { crate::observe::set(cx, None, Some(a[0])); Ok(Value::NONE) }
fn gettrace(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.observer.trace.opt().unwrap_or(Value::NONE)) }
fn getprofile(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.observer.profile.opt().unwrap_or(Value::NONE)) }
fn call_tracing(cx: &mut Cx, a: &[Value]) -> R {
    let Some(t) = Tuple::from(a[1]) else { let t = cx.type_name(a[1]); return Err(cx.type_error(format!("call_tracing() argument 2 must be tuple, not {t}"))) };
    crate::observe::call_tracing(cx, a[0], t.items())
}
fn settrace_all(cx: &mut Cx, a: &[Value]) -> R { crate::modules::thread::each_context(cx, |c| crate::observe::set(c, Some(a[0]), None)); Ok(Value::NONE) }
fn setprofile_all(cx: &mut Cx, a: &[Value]) -> R { crate::modules::thread::each_context(cx, |c| crate::observe::set(c, None, Some(a[0]))); Ok(Value::NONE) }
fn get_asyncgen_hooks(cx: &mut Cx, _: &[Value]) -> R { let f = cx.static_get("asyncgen_firstiter").unwrap_or(Value::NONE); let g = cx.static_get("asyncgen_finalizer").unwrap_or(Value::NONE); let ns = cx.class(T::SimpleNamespace).0; let _ = ns; let o = Slots::new(cx, T::SimpleNamespace, &[]); cx.set_attr_str(o, "firstiter", f)?; cx.set_attr_str(o, "finalizer", g)?; Ok(cx.tuple(&[f, g])) }
fn set_asyncgen_hooks(cx: &mut Cx, a: &[Value]) -> R { if let Some(v) = a[0].opt() { cx.static_set("asyncgen_firstiter", v) } if let Some(v) = a[1].opt() { cx.static_set("asyncgen_finalizer", v) } Ok(Value::NONE) }
fn breakpointhook(cx: &mut Cx, a: &[Value]) -> R { let n = cx.intern("pdb"); let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?; let f = cx.get_attr_str(m, "set_trace")?; cx.call_dict(f, Tuple(a[0]).items(), a[1]) }

/// A native namespace with named fields, printed and indexed like CPython's struct sequences.
fn record(cx: &mut Cx, name: &'static str, fields: &[(&'static str, Value)]) -> Value { crate::structseq::record(cx, name, fields) }

/// Makes the module; `argv` and `path` are the caller's.
pub fn install(cx: &mut Cx) -> R<()> {
    let m = Module::new(cx, "sys");
    cx.rt_mut().sys = m.dict().0;
    let mods = Dict(cx.rt.modules);
    cx.dict_set(mods, "sys", m.0);
    m.add_functions(cx, FUNCS);
    m.set(cx, "modules", mods.0);
    for (k, v) in [("version", "3.12.1 (fora) [rustc]"), ("platform", "linux"), ("byteorder", "little"), ("copyright", crate::builtins_site::COPYRIGHT), ("platlibdir", "lib"), ("prefix", "<fora>"), ("exec_prefix", "<fora>"), ("base_prefix", "<fora>"), ("base_exec_prefix", "<fora>"), ("float_repr_style", "short"), ("abiflags", ""), ("_framework", "")] { let s = cx.str(v); m.set(cx, k, s) }
    let git = { let (a, b) = (cx.str("CPython"), cx.str("")); cx.tuple(&[a, b, b]) };
    m.set(cx, "_git", git);
    for (k, v) in [("__displayhook__", "displayhook"), ("__excepthook__", "excepthook"), ("__unraisablehook__", "unraisablehook"), ("__breakpointhook__", "breakpointhook")] { if let Some(f) = cx.dict_get(m.dict(), v) { m.set(cx, k, f) } }
    let v = cx.int(i64::MAX);
    m.set(cx, "maxsize", v);
    m.set(cx, "maxunicode", Value::small(0x10ffff));
    m.set(cx, "hexversion", Value::small(0x030c01f0));
    m.set(cx, "api_version", Value::small(1013));
    m.set(cx, "dont_write_bytecode", Value::TRUE);
    m.set(cx, "pycache_prefix", Value::NONE);
    // meta_path and path_hooks: see import_hooks
    let d = Dict::new(cx).0;
    m.set(cx, "path_importer_cache", d);
    let l = crate::list::List::new(cx);
    for w in cx.rt.options.warnings.clone() { let v = cx.str(&w); l.push(cx, v) }
    m.set(cx, "warnoptions", l.0);
    let d = Dict::new(cx);
    for x in cx.rt.options.xoptions.clone() { match x.split_once('=') { Some((k, v)) => { let v = cx.str(v); cx.dict_set(d, k, v) } None => cx.dict_set(d, &x, Value::TRUE) } }
    m.set(cx, "_xoptions", d.0);
    let s = |cx: &mut Cx, t: &str| cx.str(t);
    let f = s(cx, "final");
    let v = record(cx, "sys.version_info", &[("major", Value::small(3)), ("minor", Value::small(12)), ("micro", Value::small(1)), ("releaselevel", f), ("serial", Value::small(0))]);
    m.set(cx, "version_info", v);
    let im = Slots::new(cx, T::SimpleNamespace, &[]);
    let (n, t) = (s(cx, "cpython"), s(cx, "fora-312"));
    for (k, x) in [("name", n), ("cache_tag", t), ("version", v), ("hexversion", Value::small(0x030c01f0)), ("_multiarch", n)] { cx.set_attr_str(im, k, x)?; }
    m.set(cx, "implementation", im);
    let opt = cx.rt.options.optimize as i64;
    let mut row: Vec<(&'static str, Value)> = ["debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits"].into_iter().map(|n| (n, Value::small(0))).collect();
    for (name, v) in row.iter_mut() {
        let given = cx.rt.options.flags.iter().find(|f| f.0 == *name).map(|f| f.1);
        let n = given.unwrap_or(match *name { "optimize" => opt, "dont_write_bytecode" | "hash_randomization" => 1, "int_max_str_digits" => crate::num::max_str_digits() as i64, _ => 0 });
        *v = if matches!(*name, "dev_mode" | "safe_path") { Value::bool(n != 0) } else { Value::small(n) };
    }
    let flags = record(cx, "sys.flags", &row);
    m.set(cx, "flags", flags);
    let (mx, mn, ep) = (cx.float(f64::MAX), cx.float(f64::MIN_POSITIVE), cx.float(f64::EPSILON));
    let fi = record(cx, "sys.float_info", &[("max", mx), ("max_exp", Value::small(1024)), ("max_10_exp", Value::small(308)), ("min", mn), ("min_exp", Value::small(-1021)), ("min_10_exp", Value::small(-307)), ("dig", Value::small(15)), ("mant_dig", Value::small(53)), ("epsilon", ep), ("radix", Value::small(2)), ("rounds", Value::small(1))]);
    m.set(cx, "float_info", fi);
    let ii = record(cx, "sys.int_info", &[("bits_per_digit", Value::small(30)), ("sizeof_digit", Value::small(4)), ("default_max_str_digits", Value::small(4300)), ("str_digits_check_threshold", Value::small(640))]);
    m.set(cx, "int_info", ii);
    let (alg, z) = (s(cx, "siphash13"), Value::small(0));
    let hi = record(cx, "sys.hash_info", &[("width", Value::small(64)), ("modulus", Value::small((1 << 61) - 1)), ("inf", Value::small(314159)), ("nan", z), ("imag", Value::small(1000003)), ("algorithm", alg), ("hash_bits", Value::small(64)), ("seed_bits", Value::small(128)), ("cutoff", z)]);
    m.set(cx, "hash_info", hi);
    let (pt, lk) = (s(cx, "pthread"), s(cx, "semaphore"));
    let ti = record(cx, "sys.thread_info", &[("name", pt), ("lock", lk), ("version", Value::NONE)]);
    m.set(cx, "thread_info", ti);
    let mut names: Vec<&str> = crate::modules::TABLE.iter().map(|r| r.0).collect();
    names.extend(["builtins", "sys"]);
    names.sort_unstable();
    let t: crate::vvec::VVec = { let mut v = crate::vvec::VVec::new(); for n in &names { let x = cx.str(n); v.push(x) } v };
    let t = cx.tuple(&t);
    m.set(cx, "builtin_module_names", t);
    let all: crate::vvec::VVec = { let mut v = crate::vvec::VVec::new(); for n in crate::stdlib_names::names() { let x = cx.str(n); v.push(x) } v };
    let fz = crate::set::frozen_from(cx, &all);
    m.set(cx, "stdlib_module_names", fz);
    let exe = std::env::current_exe().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let e = cx.str(&exe);
    m.set(cx, "executable", e);
    m.set(cx, "_base_executable", e);
    Ok(())
}
