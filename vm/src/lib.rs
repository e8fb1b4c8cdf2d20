//! The virtual machine: values, heap objects, types, builtins, native modules, interpreter.
//!
//! Read in this order: `value`, `object`, `cx`, `native` (how Rust code appears in Python), `types`/`type_table`, `shape`, `class`,
//! `attr`, `abs` (protocols), `call`, `interp`.
pub mod abs;
pub mod attr;
pub mod builtins_io;
pub mod bytes;
pub mod call;
pub mod class;
pub mod complex;
pub mod consts;
pub mod cx;
pub mod dict;
pub mod exc;
pub mod fatal;
pub mod fiber;
pub mod float;
pub mod func;
pub mod gc;
pub mod gen;
pub mod hash;
pub mod int;
pub mod interp;
pub mod iter;
pub mod list;
pub mod modules;
pub mod native;
pub mod object;
pub mod set;
pub mod shape;
pub mod stdio;
pub mod str;
pub mod type_table;
pub mod types;
pub mod types_core;
pub mod types_func;
pub mod value;
pub mod vvec;
pub mod weak;

pub use cx::Cx;
pub use native::{Raised, R};
pub use types::T;
pub use value::Value;

/// Options of a run, from the command line and the environment.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub optimize: u8,
    pub hash_seed: u64,
    /// finds the source of a standard library module: (path, source bytes, is_package)
    pub stdlib: Option<fn(&str) -> Option<(String, Vec<u8>, bool)>>,
}
