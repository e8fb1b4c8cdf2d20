//! Native modules: the table of names and how each is filled.
//!
//! To add a module: write `modules/NAME.rs` with `pub fn init(cx, m: Module) -> R<()>`, declare it here and add its row.
pub mod cmath;
pub mod abc;
pub mod errno;
pub mod io;
pub mod math;
pub mod random;
pub mod osys;
pub mod posix;
pub mod resource;
pub mod seqtype;
pub mod signal;
pub mod thread;
pub mod sys;
pub mod unicodedata;
pub mod time;
pub mod weakref;

use crate::cx::Cx;
use crate::func::Module;
use crate::native::R;

pub type Init = fn(&mut Cx, Module) -> R<()>;
/// Rows: module name, initialiser (run at first import).
pub const TABLE: &[(&str, Init)] = &[
    ("cmath", cmath::init),
    ("math", math::init),
    ("_random", random::init),
    ("_abc", abc::init),
    ("_io", io::init),
    ("unicodedata", unicodedata::init),
    ("_posixsubprocess", posix::spawn::init_subprocess),
    ("_signal", signal::init),
    ("_weakref", weakref::init),
    ("errno", errno::init),
    ("posix", posix::init),
    ("resource", resource::init),
    ("time", time::init),
];
