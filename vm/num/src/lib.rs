//! Number and text-format algorithms with exactly CPython 3.12's results, on plain Rust types.
//!
//! This crate knows nothing of the VM: values are `i64`, `IBig`, `f64`, `Complex`, `&str`, and code points as `u32`.
//! A Python exception is an `Error` with its kind and CPython's message.
//!
//! | module | what |
//! |---|---|
//! | `float` | `float_repr`, `double_text` (any `%r %e %f %g`), `parse_float`, `float_hex`, `float_fromhex`, `float_round`, `float_round_int`, `float_divmod`, `float_floordiv`, `float_mod`, `float_div`, `float_pow`, `float_to_int`, `float_floor`, `float_ceil`, `float_is_integer`, `float_as_integer_ratio`, `int_to_float`, `int_true_div`, `int_cmp_float`, `int_frexp` |
//! | `int` | `parse_int`, `int_to_str`, `int_digits`, `int_hex/oct/bin`, `int_divmod`, `int_floordiv`, `int_mod`, `int_shl/shr`, `int_pow`, `int_mod_pow`, `int_round`, `int_bit_length`, `int_bit_count`, `int_to_bytes`, `int_from_bytes`, `int_gcd/lcm/isqrt/factorial/perm/comb`; `i64_*` where a fast form helps |
//! | `hash` | `hash_i64`, `hash_int`, `hash_float`, `hash_complex`, `hash_tuple`, `TupleHash`, `hash_frozenset`, `hash_pointer`, `Secret::{from_seed, hash_str, hash_bytes, hash_code_points}` |
//! | `format` | `Spec::parse_number/parse_text`, `format_int`, `format_float`, `format_complex`, `format_str`; `PrintfPieces`, `printf_int/float/text/char`; `Pieces`, `FieldName`, `AutoNumber` for `str.format` |
//! | `complex` | `Complex`, `complex_repr`, `parse_complex`, and `cmath` (`csqrt`, `cexp`, `polar`, ...) |
//! | `math` | `math_sin` ... `math_gamma`, `math_log_int`, `math_hypot`, `math_nextafter_steps`, `fsum`; `Sum` and `SumProd` automata |
//! | `random` | `Twister`: MT19937 |
//! | `unicode` | properties, case conversion and normalisation of Unicode 15.0 |
//! | `libm` | the C library's functions, bit for bit |

pub mod complex;
pub mod decimal;
pub mod error;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod libm;
pub mod math;
pub mod random;
pub mod unicode;

pub use dashu_int::{IBig, Sign, UBig};
pub use error::{Error, Kind};

#[cfg(test)]
mod differential;
