//! Generic aliases and unions.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
pub fn new(cx: &mut Cx, _origin: Value, _args: Value) -> R { Err(cx.not_implemented("generic alias")) }
pub fn union(_cx: &mut Cx, _a: Value, _b: Value) -> R { Ok(Value::NOT_IMPLEMENTED) }
