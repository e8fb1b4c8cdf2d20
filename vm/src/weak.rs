//! Weak references and objects that own Rust memory.
use crate::cx::Cx;
use crate::value::Value;
use fora_heap::Header;
/// After marking: forgets referents that died.
pub fn clear_dead(_cx: &mut Cx, _live: &dyn Fn(*const Header) -> bool) {}
/// Drops the Rust memory of a dead FLAG_OWNS object.
pub fn drop_owned(_v: Value) {}
