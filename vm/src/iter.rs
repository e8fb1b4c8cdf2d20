//! Native iterators' fast path.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
/// Next item of an iterator that is native and exact: None if it is not one of those.
pub fn next_fast(_cx: &mut Cx, _it: Value) -> Option<R<Option<Value>>> { None }
