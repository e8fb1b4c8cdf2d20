//! Sets.
use crate::cx::Cx;
use crate::value::Value;
/// A frozenset of these (hashable) items.
pub fn frozen_from(cx: &mut Cx, items: &[Value]) -> Value { cx.tuple(items) }
