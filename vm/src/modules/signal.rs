//! `_signal`.
use crate::cx::Cx;
use crate::native::R;
pub fn run_pending(_cx: &mut Cx) -> R<()> { Ok(()) }
