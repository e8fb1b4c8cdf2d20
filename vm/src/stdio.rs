//! The standard streams, and the end of the process as they see it.
//!
//! `install` makes `sys.stdin`, `sys.stdout` and `sys.stderr`; `finish` flushes them when the program is over.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::modules::io::{base, buffered, fileio, registry, stringio, text, text_new};
use crate::native::R;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn stream(cx: &mut Cx, fd: i32, name: &str, write: bool, errors: &str, line_buffering: bool, write_through: bool) -> R {
    let mode = if write { "wb" } else { "rb" };
    let m = cx.str(mode);
    let raw = fileio::alloc_plain(cx);
    fileio::init(cx, raw, Value::small(fd as i64), Str(m), false, Value::UNDEF)?;
    let n = cx.str(name);
    base::set_own(cx, raw, "name", n);
    // unbuffered streams write to the descriptor at once
    let buf = if write_through { raw } else {
        let buf = buffered::alloc_plain(cx, if write { T::BufferedWriter } else { T::BufferedReader });
        let size = fileio::blksize(raw) as i64;
        buffered::init(cx, buf, raw, size)?;
        buf
    };
    let (enc, err, nl) = (cx.intern("utf-8"), cx.intern(errors), cx.intern("\n"));
    let newline = if write { Some(nl) } else { None };
    let s = text_new::wrap(cx, buf, text_new::Args { encoding: Some(enc), errors: Some(err), newline, line_buffering, write_through })?;
    let m = cx.str(if write { "w" } else { "r" });
    base::set_own(cx, s, "mode", m);
    Ok(s)
}
#[allow(unsafe_code)] // descriptor queries
fn is_open(fd: i32) -> bool { unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 } } // SAFETY: no memory involved
#[allow(unsafe_code)]
fn is_tty(fd: i32) -> bool { unsafe { libc::isatty(fd) == 1 } } // SAFETY: no memory involved

/// Encoding, errors and unbuffered mode from the environment, as PYTHONIOENCODING and PYTHONUNBUFFERED say.
fn environment() -> (Option<String>, Option<String>, bool) {
    let io = std::env::var("PYTHONIOENCODING").unwrap_or_default();
    let (e, r) = match io.split_once(':') { Some((e, r)) => (e.to_string(), r.to_string()), None => (io, String::new()) };
    let some = |s: String| if s.is_empty() { None } else { Some(s) };
    (some(e), some(r), std::env::var_os("PYTHONUNBUFFERED").is_some_and(|v| !v.is_empty()))
}
/// Makes the three streams and puts them into `sys`.
pub fn install(cx: &mut Cx) -> R<()> {
    crate::modules::io::prepare(cx);
    let sys = Dict(cx.rt.sys);
    let (enc, err, unbuffered) = environment();
    for (fd, name, key) in [(0, "<stdin>", "stdin"), (1, "<stdout>", "stdout"), (2, "<stderr>", "stderr")] {
        let s = if is_open(fd) && !cx.rt.options.closed[fd as usize] {
            let locale_c = matches!(std::env::var("LC_ALL").or_else(|_| std::env::var("LC_CTYPE")).or_else(|_| std::env::var("LANG")).as_deref(), Err(_) | Ok("C" | "POSIX" | "" | "C.UTF-8" | "C.utf8" | "UTF-8"));
            let errors = match (fd, &err) { (2, _) => "backslashreplace", (_, Some(e)) => e.as_str(), _ if locale_c => "surrogateescape", _ => "strict" };
            let line = fd == 2 || (fd == 1 && is_tty(1));
            let s = stream(cx, fd, name, fd != 0, errors, line && !(unbuffered && fd == 2), unbuffered && fd != 0)?;
            if let Some(e) = &enc { let (k, v) = (cx.intern("encoding"), cx.str(e)); let f = cx.get_attr_str(s, "reconfigure")?; let e2 = cx.str(errors); let k2 = cx.intern("errors"); cx.call_kw(f, &[v, e2], &[k, k2])?; }
            s
        } else { Value::NONE };
        if fd != 0 { crate::par::log::own_stream(s) }
        cx.dict_set(sys, key, s);
        let dunder = format!("__{key}__");
        cx.dict_set(sys, &dunder, s);
    }
    Ok(())
}
/// The current value of a stream in `sys` (None if it is missing).
pub fn get(cx: &mut Cx, name: &str) -> Value { let sys = Dict(cx.rt.sys); cx.dict_get(sys, name).unwrap_or(Value::NONE) }
/// Writes to any file object; text streams of ours without a Python call.
pub fn print_value(cx: &mut Cx, file: Value, s: Str) -> R<()> {
    match file.exact() {
        Some(T::TextIOWrapper) => text::write(cx, file, s.bytes(), s.has_surrogates()),
        Some(T::StringIO) => stringio::write(cx, file, s.bytes()),
        _ => { cx.call_method(file, "write", &[s.plain().0])?; Ok(()) }
    }
}
pub fn print_str(cx: &mut Cx, file: Value, s: &str) -> R<()> {
    match file.exact() {
        Some(T::TextIOWrapper) => text::write(cx, file, s.as_bytes(), false),
        Some(T::StringIO) => stringio::write(cx, file, s.as_bytes()),
        _ => { let v = cx.str(s); cx.call_method(file, "write", &[v])?; Ok(()) }
    }
}
pub fn flush(cx: &mut Cx, file: Value) -> R<()> {
    
    if file.is_exact(T::TextIOWrapper) { text::flush(cx, file)?; } else { cx.call_method(file, "flush", &[])?; } Ok(()) }
/// Text for the user where sys.stderr may be anything: to sys.stderr if it works, else to descriptor 2.
pub fn eprint(cx: &mut Cx, s: &str) {
    let f = get(cx, "stderr");
    if !f.is_none() { let saved = cx.take_pending(); if print_str(cx, f, s).is_ok() { let _ = flush(cx, f); cx.pending = saved; return; } cx.pending = saved; }
    eprint!("{s}");
}
/// Flushes the standard streams and whatever else is open. False if stdout could not be flushed (exit status 120).
pub fn finish(cx: &mut Cx) -> bool {
    let mut ok = true;
    let out = get(cx, "stdout");
    if !out.is_none() && !quietly_closed(cx, out) {
        if let Err(_e) = flush(cx, out) {
            let e = cx.take_pending();
            let r = cx.repr_string(out).unwrap_or_default();
            cx.clear_pending();
            let name = { let c = cx.class_of(e); base::qualified(cx, c) };
            let msg = cx.str_of(e).map(|s| s.lossy().into_owned()).unwrap_or_default();
            cx.clear_pending();
            let colon = if msg.is_empty() { "" } else { ": " };
            eprint(cx, &format!("Exception ignored in: {r}\n{name}{colon}{msg}\n"));
            ok = false;
            if out.is_exact(T::TextIOWrapper) { registry::remove(out); registry::remove(text::buffer(out)) }
        }
    }
    let err = get(cx, "stderr");
    if !err.is_none() && !quietly_closed(cx, err) && flush(cx, err).is_err() { cx.clear_pending(); ok = false }
    registry::flush_all(cx);
    ok
}
fn quietly_closed(cx: &mut Cx, f: Value) -> bool { let r = base::is_closed(cx, f); cx.clear_pending(); r.unwrap_or(true) }
