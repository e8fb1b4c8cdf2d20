//! `_thread`.
use crate::cx::Cx;
/// Runs `f`, which touches no object, while other threads may run Python code.
pub fn without_gil<V>(cx: &mut Cx, f: impl FnOnce() -> V) -> V { cx.m.native(f) }
pub fn is_main() -> bool { true }
/// In the child of a fork: only this thread goes on.
#[allow(unsafe_code)]
pub fn after_fork(cx: &mut Cx) { unsafe { cx.m.forget_others() } } // SAFETY: the other threads do not exist in this process
