//! Everything about Python's `float` that does not need an object.

mod arith;
mod convert;
mod hex;
mod parse;
mod repr;
mod round;

pub use arith::*;
pub use convert::*;
pub use hex::*;
pub use parse::*;
pub(crate) use parse::without_underscores;
pub use repr::*;
pub use round::*;

#[cfg(test)]
mod tests;
