//! Running a program: boot, the main module, exit status.
use crate::compile::{compile_source, Flags, Mode};
use crate::cx::Cx;
use crate::dict::Dict;
use crate::exc::Exc;
use crate::func::{Function, Module};
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

/// Boots the VM with builtins and sys; `argv` is sys.argv, `path` sys.path.
pub fn boot(options: crate::Options, argv: &[String], path: &[String]) -> &'static mut Cx {
    let cx = Cx::boot(options);
    crate::builtins::install(cx);
    crate::modules::thread::install(cx);
    crate::modules::signal::install(cx);
    if crate::modules::sys::install(cx).is_err() { let e = cx.take_pending(); crate::report::print_exception(cx, e) }
    let sys = Dict(cx.rt.sys);
    for (name, items) in [("argv", argv), ("orig_argv", argv), ("path", path)] {
        let l = crate::list::List::new(cx);
        for s in items { let v = cx.str(s); l.push(cx, v) }
        cx.dict_set(sys, name, l.0);
    }
    if crate::stdio::install(cx).is_err() { let e = cx.take_pending(); crate::report::print_exception(cx, e) }
    crate::par::pool::install(cx);
    cx
}
/// The `__main__` module.
pub fn main_module(cx: &mut Cx) -> Module {
    let modules = Dict(cx.rt.modules);
    if let Some(m) = cx.dict_get(modules, "__main__").and_then(Module::from) { return m; }
    let m = Module::new(cx, "__main__");
    let b = cx.dict_get(modules, "builtins").unwrap_or(Value::NONE);
    m.set(cx, "__builtins__", b);
    m.set(cx, "__spec__", Value::NONE);
    let d = Dict::new(cx);
    m.set(cx, "__annotations__", d.0);
    cx.dict_set(modules, "__main__", m.0);
    m
}
/// `import name`, for a module without dots.
pub fn import(cx: &mut Cx, name: &str) -> R { let n = cx.intern(name); let g = cx.rt.builtins; crate::import::import(cx, n, g, Value::NONE, 0) }
/// Compiles and runs source as `__main__`.
pub fn run_main(cx: &mut Cx, src: &[u8], file: &str) -> R {
    let m = main_module(cx);
    let code = compile_source(cx, src, file, Mode::Exec, Flags { is_script: !file.starts_with('<'), ..Flags::default() })?;
    let f = Function::new(cx, code, m.dict().0);
    cx.fiber.main = true;
    let r = crate::interp::bind::run_code(cx, f, Value::UNDEF);
    cx.fiber.main = false;
    r
}
/// Exit status for the outcome of the main program; prints an uncaught exception.
pub fn status(cx: &mut Cx, r: R) -> i32 {
    let s = match r { Ok(_) => 0, Err(_) => uncaught(cx) };
    finish(cx, s)
}
fn uncaught(cx: &mut Cx) -> i32 { uncaught_or_exit(cx, true) }
/// `exits`: SystemExit ends the program; not so where a prompt follows, which shows it.
fn uncaught_or_exit(cx: &mut Cx, exits: bool) -> i32 {
    let e = cx.take_pending();
    let c = cx.class_of(e);
    if exits && c.is_subclass_of(cx.class(T::SystemExit).0) { return exit_status(cx, e); }
    let traceback = Exc::from(e).map_or(Value::NONE, |x| x.raw().traceback);
    for (name, v) in [("last_exc", e), ("last_type", c.0), ("last_value", e), ("last_traceback", if traceback.is_undef() { Value::NONE } else { traceback })] { cx.dict_set(Dict(cx.rt.sys), name, v) }
    let hook = cx.dict_get(Dict(cx.rt.sys), "excepthook");
    let tb = Exc::from(e).map_or(Value::NONE, |x| x.raw().traceback);
    cx.handled = Value::UNDEF;
    match hook {
        Some(h) if !h.is_exact(T::Native) => if cx.call(h, &[c.0, e, if tb.is_undef() { Value::NONE } else { tb }]).is_err() {
            let e2 = cx.take_pending();
            if cx.class_of(e2).is_subclass_of(cx.class(T::SystemExit).0) { return exit_status(cx, e2); }
            eprintln!("Error in sys.excepthook:");
            crate::report::print_exception(cx, e2);
            eprintln!("\nOriginal exception was:");
            crate::report::print_exception(cx, e);
        },
        _ => crate::report::print_exception(cx, e),
    }
    if c.is_subclass_of(cx.class(T::KeyboardInterrupt).0) { return 130; }
    1
}
fn exit_status(cx: &mut Cx, e: Value) -> i32 {
    let code = match cx.lookup_attr(e, "code") { Ok(Some(v)) => v, _ => { cx.clear_pending(); Value::NONE } };
    if code.is_none() { return 0; }
    if code.is(T::Int) {
        let Some(n) = crate::int::to_i64(code) else { crate::stdio::eprint(cx, "OverflowError: Python int too large to convert to C long\n"); return 255 };
        return (n & 0xff) as i32;
    }
    match cx.str_of(code) { Ok(s) => { crate::stdio::eprint(cx, &format!("{}\n", Str::lossy(s))) } Err(_) => cx.clear_pending() }
    1
}
/// Flushes, runs exit handlers.
pub fn finish(cx: &mut Cx, status: i32) -> i32 {
    let status = crate::at_exit(cx, status);
    if std::env::var_os("FORA_PAR").is_some() { crate::par::site::report() }
    if crate::stdio::finish(cx) { status } else { 120 }
}

/// Prints the pending exception as an uncaught one, without ending.
pub fn report(cx: &mut Cx) -> i32 { uncaught_or_exit(cx, false) }
/// `-m NAME`: runpy decides what that is.
pub fn run_module(cx: &mut Cx, name: &str) -> R { as_main(cx, name, true) }
/// A folder or zip archive with a `__main__.py`: the first entry of sys.path.
pub fn run_path(cx: &mut Cx, _path: &str) -> R { as_main(cx, "__main__", false) }
fn as_main(cx: &mut Cx, name: &str, alter_argv: bool) -> R {
    main_module(cx);
    let n = cx.intern("runpy");
    let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?;
    let f = cx.get_attr_str(m, "_run_module_as_main")?;
    let v = cx.str(name);
    cx.call(f, &[v, Value::bool(alter_argv)])
}
/// The prompt: sys.ps1 or sys.ps2.
pub fn prompt(cx: &mut Cx, more: bool) -> String {
    let (name, default) = if more { ("ps2", "... ") } else { ("ps1", ">>> ") };
    let sys = Dict(cx.rt.sys);
    match cx.dict_get(sys, name) {
        Some(v) => match cx.str_of(v) { Ok(s) => s.lossy().into_owned(), Err(_) => { cx.clear_pending(); default.into() } },
        None => { let v = cx.str(default); cx.dict_set(sys, name, v); default.into() }
    }
}
/// Runs one interactive statement; Some(status) where it asked to exit.
pub fn interactive(cx: &mut Cx, src: &str) -> Option<i32> {
    let m = main_module(cx);
    let r = compile_source(cx, src.as_bytes(), "<stdin>", Mode::Single, Flags::default()).and_then(|code| { let f = Function::new(cx, code, m.dict().0); crate::interp::bind::run_code(cx, f, Value::UNDEF) });
    if r.is_err() {
        let e = cx.pending;
        // at a prompt a compound statement that another line follows at once is just wrong
        if let Some(x) = Exc::from(e).filter(|x| cx.pending_is(T::SyntaxError) && Str::from(x.raw().fields[0]).is_some_and(|s| s.lossy().starts_with("multiple statements found"))) {
            let m = cx.str("invalid syntax");
            x.update(cx, |o| o.fields[0] = m);
            let own = cx.take_pending();
            // unless the lines are wrong in themselves
            if compile_source(cx, src.as_bytes(), "<stdin>", Mode::Exec, Flags::default()).is_ok() { cx.pending = own }
        }
        let e = cx.pending;
        if cx.class_of(e).is_subclass_of(cx.class(T::SystemExit).0) { let e = cx.take_pending(); return Some(exit_status(cx, e)); }
        uncaught(cx);
    }
    let out = crate::stdio::get(cx, "stdout");
    if crate::stdio::flush(cx, out).is_err() { cx.clear_pending() }
    None
}
