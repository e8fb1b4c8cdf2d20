//! Struct sequences: named tuples of the native modules.
use crate::cx::Cx;
use crate::value::Value;
/// A record value with named fields.
pub fn record(cx: &mut Cx, _name: &'static str, fields: &[(&'static str, Value)]) -> Value { let v: crate::vvec::VVec = fields.iter().map(|f| f.1).collect(); cx.tuple(&v) }
