//! Native modules: the table of names and how each is filled.
//!
//! To add a module: write `modules/NAME.rs` with `pub fn init(cx, m: Module) -> R<()>`, declare it here and add its row.
use crate::cx::Cx;
use crate::func::Module;
use crate::native::R;

pub type Init = fn(&mut Cx, Module) -> R<()>;
/// Rows: module name, initialiser (run at first import).
pub const TABLE: &[(&str, Init)] = &[
];
