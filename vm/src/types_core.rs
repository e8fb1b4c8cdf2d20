//! object, type, and the small built-in types.
use crate::class::Class;
use crate::cx::Cx;
use crate::native::{def, Def, R};
use crate::value::Value;
pub const OBJECT: &[Def] = &[];
pub const TYPE: &[Def] = &[];
pub const SLICE: &[Def] = &[];
pub const NONE: &[Def] = &[];
pub const ELLIPSIS: &[Def] = &[];
pub const NOT_IMPLEMENTED: &[Def] = &[];
pub const CELL: &[Def] = &[];
pub const STATICMETHOD: &[Def] = &[];
pub const CLASSMETHOD: &[Def] = &[];
pub const PROPERTY: &[Def] = &[];
pub const SUPER: &[Def] = &[];
pub const MAPPINGPROXY: &[Def] = &[];
pub const NAMESPACE: &[Def] = &[];
pub const SEQITER: &[Def] = &[];
pub const CALLITER: &[Def] = &[];
pub const ITERSELF: &[Def] = &[def("__iter__", "", |_, a| Ok(a[0]))];
pub fn object_init(_cx: &mut Cx, _a: &[Value]) -> R { Ok(Value::NONE) }
pub fn object_new(cx: &mut Cx, a: &[Value]) -> R { Ok(cx.alloc_instance(a[0])) }
pub fn type_getattro(cx: &mut Cx, c: Class, name: Value) -> R { cx.generic_get_attr(c.0, name) }
pub fn super_getattro(cx: &mut Cx, o: Value, name: Value) -> R { cx.generic_get_attr(o, name) }
pub fn type_setattro(cx: &mut Cx, c: Class, name: Value, v: Value) -> R<()> { c.set_attr_raw(cx, name, v); Ok(()) }
pub fn class_getitem(cx: &mut Cx, _c: Class, _k: Value) -> R { Err(cx.type_error("type is not subscriptable")) }
pub fn instance_by_class_attr(_cx: &mut Cx, _v: Value, _c: Value) -> R<bool> { Ok(false) }
pub fn abstract_is_instance(_cx: &mut Cx, _v: Value, _c: Value) -> R<bool> { Ok(false) }
pub fn abstract_is_subclass(_cx: &mut Cx, _d: Value, _c: Value) -> R<bool> { Ok(false) }
