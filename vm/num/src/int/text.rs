//! `str(int)` and the digits of an int in any base.

use crate::error::{Error, Result};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign};

fn too_long(limit: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// `str(n)`. `limit` is `sys.get_int_max_str_digits()` (0: none).
pub fn int_to_str(n: &IBig, limit: usize) -> Result<String> {
    // 10**limit has more than 3.32 * limit bits: refuse before the quadratic work
    if limit != 0 && n.bit_len() as u64 > limit as u64 * 34 / 10 + 8 {
        return Err(too_long(limit));
    }
    let text = n.to_string();
    if limit != 0 && text.len() - text.starts_with('-') as usize > limit {
        return Err(too_long(limit));
    }
    Ok(text)
}

/// Digits of |n| in a base of 2..=36, lower case, no prefix.
pub fn int_digits(n: &IBig, base: u32) -> String {
    n.unsigned_abs().in_radix(base.clamp(2, 36) as u8).to_string()
}

fn prefixed(n: &IBig, base: u32, prefix: &str) -> String {
    let sign = if n.sign() == Sign::Negative { "-" } else { "" };
    format!("{sign}{prefix}{}", int_digits(n, base))
}

/// `hex(n)`.
pub fn int_hex(n: &IBig) -> String {
    prefixed(n, 16, "0x")
}

/// `oct(n)`.
pub fn int_oct(n: &IBig) -> String {
    prefixed(n, 8, "0o")
}

/// `bin(n)`.
pub fn int_bin(n: &IBig) -> String {
    prefixed(n, 2, "0b")
}
