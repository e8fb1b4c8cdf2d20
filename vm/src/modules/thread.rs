//! `_thread`.
use crate::cx::Cx;
/// Runs `f`, which touches no object, while other threads may run Python code.
pub fn without_gil<V>(cx: &mut Cx, f: impl FnOnce() -> V) -> V { cx.m.native(f) }
