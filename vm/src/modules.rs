//! Native modules: the table of names and how each is filled.
//!
//! To add a module: write `modules/NAME.rs` with `pub fn init(cx, m: Module) -> R<()>`, declare it here and add its row.
pub mod cmath;
pub mod io;
pub mod math;
pub mod random;
pub mod osys;
pub mod signal;
pub mod thread;
pub mod sys;
pub mod unicodedata;

use crate::cx::Cx;
use crate::func::Module;
use crate::native::R;

pub type Init = fn(&mut Cx, Module) -> R<()>;
/// Rows: module name, initialiser (run at first import).
pub const TABLE: &[(&str, Init)] = &[
    ("cmath", cmath::init),
    ("math", math::init),
    ("_random", random::init),
    ("_io", io::init),
    ("unicodedata", unicodedata::init),
];
