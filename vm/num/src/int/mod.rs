//! Everything about Python's `int` that does not need an object, for `i64` and for `IBig`.

mod arith;
mod bytes;
mod combine;
mod parse;
mod text;

pub use arith::*;
pub use bytes::*;
pub use combine::*;
pub use parse::*;
pub use text::*;

#[cfg(test)]
mod tests;
