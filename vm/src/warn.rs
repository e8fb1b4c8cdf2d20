//! Warnings from the VM itself.
use crate::cx::Cx;
use crate::native::R;
/// A warning of the compiler about source `file`.
pub fn syntax(cx: &mut Cx, file: &str, w: &fora_front::Warning) -> R<()> {
    let _ = cx;
    eprintln!("{file}:{}: {:?}: {}", w.line, w.category, w.msg);
    Ok(())
}
