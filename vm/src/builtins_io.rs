//! The builtins that touch files: `print`, `input`, `open`.
use crate::call::star;
use crate::cx::Cx;
use crate::native::{def, Def, R};
use crate::stdio;
use crate::str::Str;
use crate::types::T;
use crate::value::Value;

fn text_or_none(cx: &mut Cx, what: &str, v: Value) -> R<Option<Str>> {
    match v.opt_none() { None => Ok(None), Some(v) => match Str::from(v) { Some(s) => Ok(Some(s)), None => { let t = cx.type_name(v); Err(cx.type_error(format!("{what} must be None or a string, not {t}"))) } } }
}
fn print(cx: &mut Cx, a: &[Value]) -> R {
    let file = match a[3].opt_none() {
        Some(f) => f,
        None => {
            let sys = crate::dict::Dict(cx.rt.sys);
            match cx.dict_get(sys, "stdout") { None => return Err(cx.runtime_error("lost sys.stdout")), Some(f) if f.is_none() => return Ok(Value::NONE), Some(f) => f }
        }
    };
    let (sep, end) = (text_or_none(cx, "sep", a[1])?, text_or_none(cx, "end", a[2])?);
    for (i, v) in star(a[0]).iter().enumerate() {
        if i > 0 { match sep { Some(s) => stdio::print_value(cx, file, s)?, None => stdio::print_str(cx, file, " ")? } }
        let s = cx.str_of(*v)?;
        stdio::print_value(cx, file, s)?;
    }
    match end { Some(s) => stdio::print_value(cx, file, s)?, None => stdio::print_str(cx, file, "\n")? }
    if let Some(f) = a[4].opt() { if cx.truth(f)? { stdio::flush(cx, file)? } }
    Ok(Value::NONE)
}
/// One line of a terminal or file, without its newline.
fn input(cx: &mut Cx, a: &[Value]) -> R {
    let (fin, fout, ferr) = (stdio::get(cx, "stdin"), stdio::get(cx, "stdout"), stdio::get(cx, "stderr"));
    for (f, n) in [(fin, "stdin"), (fout, "stdout"), (ferr, "stderr")] { if f.is_none() { return Err(cx.runtime_error(format!("input(): lost sys.{n}"))); } }
    let r = stdio::flush(cx, ferr);
    if r.is_err() { cx.clear_pending() }
    if let Some(p) = a[0].opt() { let s = cx.str_of(p)?; stdio::print_value(cx, fout, s)? }
    let r = stdio::flush(cx, fout);
    if r.is_err() { cx.clear_pending() }
    let line = if fin.is_exact(T::TextIOWrapper) { crate::modules::io::text::readline(cx, fin, -1)? } else { cx.call_method(fin, "readline", &[])? };
    let Some(s) = Str::from(line) else { return Err(cx.type_error("object.readline() returned non-string")) };
    let n = s.len();
    if n == 0 { return Err(cx.eof_error("EOF when reading a line")); }
    Ok(if s.char_at(n - 1) == 10 { s.slice(cx, 0, n - 1) } else { line })
}
pub const FUNCS: &[Def] = &[
    def("print", "*args, sep=' ', end='\\n', file=None, flush=False", print),
    def("input", "prompt='', /", input),
    crate::modules::io::open::OPEN,
];
