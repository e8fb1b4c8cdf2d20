//! Struct sequence classes of the native modules, made on first use and kept by name. The classes themselves are `crate::structseq`.
use crate::class::Class;
use crate::cx::Cx;
use crate::structseq;
use crate::types::T;
use crate::value::Value;

/// `name` with its module ("os.stat_result"); `fields`: "" for a visible field without a name; the first `visible` of them are items.
pub struct Spec { pub name: &'static str, pub fields: &'static [&'static str], pub visible: usize, pub callable: bool }

/// The class, made on first use.
pub fn class(cx: &mut Cx, s: &'static Spec) -> Value {
    if let Some(c) = cx.static_get(s.name) { return c; }
    let c = match structseq::define(cx, s.name, s.fields, s.visible, s.callable) { Ok(c) => c.0, Err(_) => { cx.clear_pending(); cx.class(T::Tuple).0 } };
    cx.static_set(s.name, c);
    c
}
/// An instance; `values` has one value per field.
pub fn make(cx: &mut Cx, s: &'static Spec, values: &[Value]) -> Value { let c = class(cx, s); structseq::new(cx, Class(c), values) }
