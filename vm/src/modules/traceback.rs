//! The _fora_traceback module: what the Python half of `traceback` needs of the front end.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::{def, Def, R};
use crate::str::Str;
use crate::value::Value;
/// Character range of the operator or the brackets in an expression's text; None if it is neither a binary operation nor a subscript.
fn anchors(cx: &mut Cx, a: &[Value]) -> R {
    let Some(s) = Str::from(a[0]).and_then(|s| s.as_str()) else { return Ok(Value::NONE) };
    let Some((x, y)) = fora_front::anchors(s) else { return Ok(Value::NONE) };
    let chars = |n: usize| Value::small(s.char_indices().take_while(|(i, _)| *i < n).count() as i64);
    Ok(cx.tuple(&[chars(x), chars(y)]))
}
const FUNCS: &[Def] = &[def("anchors", "segment, /", anchors)];
pub fn init(cx: &mut Cx, m: Module) -> R<()> { m.add_functions(cx, FUNCS); Ok(()) }
