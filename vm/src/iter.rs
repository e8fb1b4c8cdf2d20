//! Native iterators' fast path.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
/// Next item of an iterator that is native and exact: None if it is not one of those.
pub fn next_fast(_cx: &mut Cx, _it: Value) -> Option<R<Option<Value>>> { None }

/// RangeIter with small ints: Some(next or end); None: not of that kind.
pub fn range_next(_cx: &mut Cx, _it: Value) -> Option<Option<Value>> { None }
/// ListIter: next or end.
pub fn list_next(_cx: &mut Cx, _it: Value) -> Option<Value> { None }
