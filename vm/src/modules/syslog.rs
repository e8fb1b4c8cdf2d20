//! syslog: messages to the system's log.
//!
//! [SL1] the C library keeps the identity's address: it is never freed while the log is open.
#![allow(unsafe_code)] // C library calls with C strings of our own: [SL1]
use crate::call::star;
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::value::Value;
use std::ffi::CString;
use std::sync::Mutex;

static IDENT: Mutex<Option<&'static CString>> = Mutex::new(None);
const NUMBERS: &[(&str, i64)] = &[
    ("LOG_EMERG", 0), ("LOG_ALERT", 1), ("LOG_CRIT", 2), ("LOG_ERR", 3), ("LOG_WARNING", 4), ("LOG_NOTICE", 5), ("LOG_INFO", 6), ("LOG_DEBUG", 7), ("LOG_PID", 1), ("LOG_CONS", 2), ("LOG_NDELAY", 8), ("LOG_ODELAY", 4), ("LOG_NOWAIT", 16), ("LOG_PERROR", 32),
    ("LOG_KERN", 0), ("LOG_USER", 8), ("LOG_MAIL", 16), ("LOG_DAEMON", 24), ("LOG_AUTH", 32), ("LOG_SYSLOG", 40), ("LOG_LPR", 48), ("LOG_NEWS", 56), ("LOG_UUCP", 64), ("LOG_CRON", 72), ("LOG_AUTHPRIV", 80),
    ("LOG_LOCAL0", 128), ("LOG_LOCAL1", 136), ("LOG_LOCAL2", 144), ("LOG_LOCAL3", 152), ("LOG_LOCAL4", 160), ("LOG_LOCAL5", 168), ("LOG_LOCAL6", 176), ("LOG_LOCAL7", 184),
];
fn text(cx: &mut Cx, v: Value, what: &str) -> R<CString> {
    let Some(s) = Str::from(v) else { let t = cx.type_name(v); return Err(cx.type_error(format!("{what} must be str, not {t}"))) };
    match CString::new(s.lossy().into_owned()) { Ok(c) => Ok(c), Err(_) => Err(cx.value_error("embedded null character")) }
}
fn open(cx: &mut Cx, ident: Option<CString>, option: i64, facility: i64) {
    let ident = ident.or_else(|| {
        // the script's name, as far as there is one
        let argv = cx.dict_get(crate::dict::Dict(cx.rt.sys), "argv")?;
        let first = crate::list::List::from(argv)?.get(0).and_then(Str::from)?.lossy().into_owned();
        let base = first.rsplit('/').next().unwrap_or("").to_string();
        if base.is_empty() { None } else { CString::new(base).ok() }
    });
    let kept: Option<&'static CString> = ident.map(|c| &*Box::leak(Box::new(c)));
    *IDENT.lock().unwrap_or_else(|e| e.into_inner()) = kept;
    unsafe { libc::openlog(kept.map_or(std::ptr::null(), |c| c.as_ptr()), option as i32, facility as i32) } // SAFETY: [SL1]
}
fn openlog(cx: &mut Cx, a: &[Value]) -> R {
    let ident = match a[0].opt_none() { Some(v) => Some(text(cx, v, "openlog() argument 'ident'")?), None => None };
    let option = match a[1].opt() { Some(v) => cx.index_i64(v)?, None => 0 };
    let facility = match a[2].opt() { Some(v) => cx.index_i64(v)?, None => 8 };
    open(cx, ident, option, facility);
    Ok(Value::NONE)
}
fn syslog(cx: &mut Cx, a: &[Value]) -> R {
    let args = star(a[0]);
    let (priority, message) = match args { [m] => (6, *m), [p, m] => (cx.index_i64(*p)?, *m), _ => return Err(cx.type_error("syslog.syslog requires 1 to 2 arguments")) };
    let m = text(cx, message, "syslog() argument")?;
    if IDENT.lock().unwrap_or_else(|e| e.into_inner()).is_none() { open(cx, None, 0, 8) }
    unsafe { libc::syslog(priority as i32, c"%s".as_ptr(), m.as_ptr()) } // SAFETY: a format that takes one string
    Ok(Value::NONE)
}
fn closelog(_: &mut Cx, _: &[Value]) -> R { *IDENT.lock().unwrap_or_else(|e| e.into_inner()) = None; unsafe { libc::closelog() } Ok(Value::NONE) } // SAFETY: no memory involved
fn setlogmask(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[0])?; Ok(Value::small(unsafe { libc::setlogmask(n as i32) } as i64)) } // SAFETY: no memory involved
fn mask(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[0])?; Ok(Value::small(1i64.checked_shl(n as u32).unwrap_or(0))) }
fn upto(cx: &mut Cx, a: &[Value]) -> R { let n = cx.index_i64(a[0])?; Ok(Value::small(1i64.checked_shl(n as u32 + 1).unwrap_or(0) - 1)) }
const FUNCS: &[Def] = &[def("openlog", "ident=<unrepresentable>, logoption=0, facility=8", openlog), def("syslog", "*args", syslog), def("closelog", "", closelog), def("setlogmask", "maskpri, /", setlogmask), def("LOG_MASK", "pri, /", mask), def("LOG_UPTO", "pri, /", upto)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> {
    m.add_functions(cx, FUNCS);
    for (k, n) in NUMBERS { m.set(cx, k, Value::small(*n)) }
    Ok(())
}
