//! Types of functions, code, frames, modules.
use crate::cx::Cx;
use crate::native::{Def, R};
use crate::value::Value;
pub const FUNCTION: &[Def] = &[];
pub const METHOD: &[Def] = &[];
pub const NATIVE: &[Def] = &[];
pub const METHOD_DESCRIPTOR: &[Def] = &[];
pub const GETSET: &[Def] = &[];
pub const MEMBER: &[Def] = &[];
pub const CODE: &[Def] = &[];
pub const FRAME: &[Def] = &[];
pub const TRACEBACK: &[Def] = &[];
pub const MODULE: &[Def] = &[];
pub fn module_getattro(cx: &mut Cx, o: Value, name: Value) -> R { cx.generic_get_attr(o, name) }
