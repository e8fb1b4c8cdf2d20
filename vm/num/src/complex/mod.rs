//! Python's `complex` and the `cmath` module, with the arithmetic of CPython's C code (not of C99's annex G).

mod arith;
mod cmath;
mod special;
mod text;

pub use arith::Complex;
pub use cmath::*;
pub use text::{complex_repr, parse_complex};

#[cfg(test)]
mod tests;
