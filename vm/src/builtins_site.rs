//! The names that CPython's `site` module adds to the builtins: `exit`, `quit`, `copyright`, `credits`, `license`, `help`.
//! Their classes say they are of `_sitebuiltins`, but nothing is imported until `help` is called.
use crate::cx::Cx;
use crate::dict::Dict;
use crate::native::{attr, attr_set, def, def_new, Def, R};
use crate::object::{Slots, Tuple};
use crate::types::T;
use crate::value::Value;

const FIRST: usize = 0;
const SECOND: usize = 1;
macro_rules! slot { ($name:literal, $i:expr) => { attr_set($name, |_, a| Ok(Slots(a[0]).get($i).opt().unwrap_or(Value::NONE)), |cx, a| { Slots(a[0]).set(cx, $i, a[1]); Ok(Value::NONE) }) } }
/// What `inspect` would find if their classes were written in Python.
macro_rules! signature { ($text:literal) => { attr("__signature__", |cx, _| Ok(cx.str($text))) } }

fn text(cx: &mut Cx, v: Value) -> R<String> { Ok(cx.str_of(v)?.lossy().into_owned()) }
fn quitter_new(cx: &mut Cx, a: &[Value]) -> R { Ok(Slots::new_of(cx, a[0], T::Quitter, &[a[1], a[2]])) }
fn quitter_repr(cx: &mut Cx, a: &[Value]) -> R { let (n, e) = (Slots(a[0]).get(FIRST), Slots(a[0]).get(SECOND)); let s = format!("Use {}() or {} to exit", text(cx, n)?, text(cx, e)?); Ok(cx.string(s)) }
/// Closes stdin, so that an interactive shell that goes on after SystemExit ends too.
fn quitter_call(cx: &mut Cx, a: &[Value]) -> R {
    let stdin = cx.dict_get(Dict(cx.rt.sys), "stdin").unwrap_or(Value::NONE);
    if !stdin.is_none() && cx.call_method(stdin, "close", &[]).is_err() { cx.clear_pending(); }
    let code = a[1].opt().unwrap_or(Value::NONE);
    Err(cx.raise_args(T::SystemExit, &[code]))
}
pub const QUITTER: &[Def] = &[def_new("name, eof", quitter_new), def("__repr__", "", quitter_repr), def("__call__", "code=None", quitter_call), slot!("name", FIRST), slot!("eof", SECOND), signature!("(code=None)")];

/// Slots: name, text.
fn printer_repr(cx: &mut Cx, a: &[Value]) -> R {
    let (name, body) = (Slots(a[0]).get(FIRST), Slots(a[0]).get(SECOND));
    let (n, b) = (text(cx, name)?, text(cx, body)?);
    if b.lines().count() <= 23 { return Ok(body); }
    Ok(cx.string(format!("Type {n}() to see the full {n} text")))
}
fn printer_call(cx: &mut Cx, a: &[Value]) -> R { let b = Dict(cx.rt.builtins); let p = cx.dict_get(b, "print").unwrap_or(Value::NONE); cx.call(p, &[Slots(a[0]).get(SECOND)]) }
pub const PRINTER: &[Def] = &[def("__repr__", "", printer_repr), def("__call__", "", printer_call), signature!("()")];

fn helper_repr(cx: &mut Cx, _: &[Value]) -> R { Ok(cx.str("Type help() for interactive help, or help(object) for help about object.")) }
fn helper_call(cx: &mut Cx, a: &[Value]) -> R {
    let n = cx.intern("pydoc");
    let m = crate::import::import(cx, n, cx.rt.builtins, Value::NONE, 0)?;
    let h = cx.get_attr_str(m, "help")?;
    cx.call_dict(h, Tuple(a[1]).items(), a[2])
}
pub const HELPER: &[Def] = &[def_new("", |cx, a| Ok(Slots::new_of(cx, a[0], T::SiteHelper, &[]))), def("__repr__", "", helper_repr), def("__call__", "*args, **kwds", helper_call), signature!("(*args, **kwds)")];

pub const COPYRIGHT: &str = "Copyright (c) 2026 the fora developers";
const CREDITS: &str = "fora is made by its contributors. The language, its library and their tests are the work of the Python community.";
const LICENSE: &str = "fora is licensed under the MIT license or the Apache License 2.0, as you choose.";
/// Adds them to the builtins module.
pub fn install(cx: &mut Cx) {
    let d = Dict(cx.rt.builtins);
    for name in ["quit", "exit"] { let (n, e) = (cx.str(name), cx.str("Ctrl-D (i.e. EOF)")); let q = Slots::new(cx, T::Quitter, &[n, e]); cx.dict_set(d, name, q) }
    for (name, t) in [("copyright", COPYRIGHT), ("credits", CREDITS), ("license", LICENSE)] { let (n, t) = (cx.str(name), cx.str(t)); let p = Slots::new(cx, T::SitePrinter, &[n, t]); cx.dict_set(d, name, p) }
    let h = Slots::new(cx, T::SiteHelper, &[]);
    cx.dict_set(d, "help", h);
}
