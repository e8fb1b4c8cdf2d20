//! Warnings from the VM itself.
use crate::cx::Cx;
use crate::native::R;
use crate::types::T;
/// A warning of the compiler about source `file`.
pub fn syntax(cx: &mut Cx, file: &str, w: &fora_front::Warning) -> R<()> {
    let _ = cx;
    eprintln!("{file}:{}: {:?}: {}", w.line, w.category, w.msg);
    Ok(())
}
/// Warns at the innermost Python frame's line: `warnings.warn(msg, category)`.
pub fn warn(_cx: &mut Cx, _category: T, _msg: &str) -> R<()> { Ok(()) }
