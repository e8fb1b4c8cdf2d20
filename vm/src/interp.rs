//! The interpreter.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
pub fn call_function(cx: &mut Cx, _f: Value, _args: &[Value], _names: &[Value]) -> R { Err(cx.runtime_error("no interpreter yet")) }
