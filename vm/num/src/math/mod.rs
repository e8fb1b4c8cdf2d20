//! The `math` module on floats, and the float sums of the builtins. Its functions on ints are in `int`.

mod elementary;
mod gamma;
mod norm;
mod round;
mod sums;

pub use elementary::*;
pub use gamma::{math_gamma, math_lgamma};
pub use norm::{math_dist, math_hypot};
pub use round::*;
pub use sums::{fsum, FSum, Next, ProdNext, Sum, SumProd, Term};

use crate::error::Error;

/// ValueError "math domain error".
pub fn domain_error() -> Error {
    Error::value("math domain error")
}

/// OverflowError "math range error".
pub fn range_error() -> Error {
    Error::overflow("math range error")
}

#[cfg(test)]
mod tests;
