//! Type parameters at run time (PEP 695): the objects live in the `typing` module.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
use fora_ir::code::Intrinsic;
pub fn intrinsic(cx: &mut Cx, _k: Intrinsic, _args: [Value; 3]) -> R { Err(cx.not_implemented("type parameters")) }
