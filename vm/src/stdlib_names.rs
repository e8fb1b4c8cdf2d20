//! Names of the standard library's modules: `sys.stdlib_module_names`.
use crate::cx::Cx;
use crate::dict::Dict;
/// Is there a standard library module of this name?
pub fn is_stdlib(cx: &mut Cx, name: &str) -> bool {
    if let Some(s) = cx.dict_get(Dict(cx.rt.sys), "stdlib_module_names") { let n = cx.str(name); match cx.contains(s, n) { Ok(true) => return true, Ok(false) => {} Err(_) => cx.clear_pending() } }
    if crate::modules::TABLE.iter().any(|r| r.0 == name) { return true; }
    !name.contains('.') && cx.rt.options.stdlib.is_some_and(|f| f(name).is_some())
}
