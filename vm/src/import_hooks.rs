//! sys.meta_path finders and module specs.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::R;
use crate::value::Value;
/// Asks Python-level finders; None: none of them knows the module.
pub fn find(_cx: &mut Cx, _full: &str, _parent: Option<Value>) -> R<Option<Value>> { Ok(None) }
/// `__spec__` and `__loader__` of a module loaded from source.
pub fn set_spec(_cx: &mut Cx, _m: Module, _full: &str, _file: &str, _is_package: bool) {}
