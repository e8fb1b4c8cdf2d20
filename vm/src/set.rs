//! Sets.
use crate::cx::Cx;
use crate::value::Value;
/// A frozenset of these (hashable) items.
pub fn frozen_from(cx: &mut Cx, items: &[Value]) -> Value { cx.tuple(items) }

pub fn new(cx: &mut Cx) -> Value { cx.list(&[]) }
pub fn add(cx: &mut Cx, s: Value, v: Value) -> crate::native::R<()> { crate::list::List(s).push(cx, v); Ok(()) }
