//! Telling the user about an exception that nobody caught.
use crate::cx::Cx;
use crate::exc::Exc;
use crate::func::CodeV;
use crate::object::Slots;
use crate::value::Value;
/// Prints traceback and exception to stderr as `python` does at top level.
pub fn print_exception(cx: &mut Cx, e: Value) {
    let mut out = String::new();
    if let Some(x) = Exc::from(e) {
        let mut tb = x.raw().traceback;
        if tb.is_ref() { out.push_str("Traceback (most recent call last):\n") }
        while tb.is_ref() {
            let s = Slots(tb);
            let f = Slots(s.get(1));
            let code = CodeV(f.get(0));
            out.push_str(&format!("  File \"{}\", line {}, in {}\n", code.ir().filename, s.int(3), code.ir().name));
            tb = s.get(0);
        }
    }
    let t = cx.type_name(e);
    let s = match match Exc::from(e).and_then(|x| x.args().first().copied()) { Some(a) => cx.str_of(a), None => cx.str_of(e) } { Ok(s) => s.lossy().into_owned(), Err(_) => { cx.clear_pending(); "<exception str() failed>".into() } };
    if s.is_empty() { out.push_str(&format!("{t}\n")) } else { out.push_str(&format!("{t}: {s}\n")) }
    eprint!("{out}");
}
/// An exception in a finaliser or callback, where nobody could catch it.
pub fn unraisable(cx: &mut Cx, e: Value, what: &str, o: Value) { let r = cx.repr_string(o).unwrap_or_default(); eprintln!("{what}{r}"); print_exception(cx, e) }
