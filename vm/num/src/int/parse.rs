//! `int(str, base)`.

use crate::error::{Error, Result};
use crate::float::normalise_number_text;
use dashu_int::{IBig, UBig};

/// CPython's `sys.int_info.default_max_str_digits`: the longest decimal text converted unless the program says so.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// Why `parse_int` failed; the VM adds the repr of the argument to `NotAnInt` with `not_an_int`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The text is no int literal.
    NotAnInt,
    /// Complete: bad base, or too many digits.
    Other(Error),
}

/// The ValueError of `int(text, base)`. `repr` is Python's repr of the argument.
pub fn not_an_int(base: u32, repr: &str) -> Error {
    let shown: String = repr.chars().take(200).collect();
    Error::value(format!("invalid literal for int() with base {base}: {shown}"))
}

/// `int(text, base)` in full: any Unicode digits and spaces. `limit` is `sys.get_int_max_str_digits()` (0: none).
pub fn parse_int(text: &str, base: u32, limit: usize) -> std::result::Result<IBig, ParseError> {
    parse_int_ascii(&normalise_number_text(text), base, limit)
}

/// `parse_int` with the final ValueError made from the argument's repr.
pub fn parse_int_or(text: &str, base: u32, limit: usize, repr: impl FnOnce() -> String) -> Result<IBig> {
    parse_int(text, base, limit).map_err(|e| match e {
        ParseError::NotAnInt => not_an_int(base, &repr()),
        ParseError::Other(e) => e,
    })
}

/// `parse_int` on text that is stripped and ASCII already (`normalise_number_text`, or the bytes of a literal).
pub fn parse_int_ascii(text: &str, base: u32, limit: usize) -> std::result::Result<IBig, ParseError> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(ParseError::Other(Error::value("int() base must be >= 2 and <= 36, or 0")));
    }
    let b = text.as_bytes();
    let at = |i: usize| b.get(i).copied().unwrap_or(0);
    let mut i = 0;
    let negative = at(0) == b'-';
    if negative || at(0) == b'+' {
        i = 1;
    }
    let prefixed = match (at(i), at(i + 1) | 0x20) {
        (b'0', b'x') => 16,
        (b'0', b'o') => 8,
        (b'0', b'b') => 2,
        _ => 0,
    };
    let mut zero_only = false;
    let mut radix = base;
    if base == 0 {
        radix = if prefixed != 0 { prefixed } else { 10 };
        // "0", "00" and "0_0" are ints; "01" is not
        zero_only = prefixed == 0 && at(i) == b'0';
    }
    if prefixed != 0 && prefixed == radix {
        i += 2;
        if at(i) == b'_' {
            i += 1;
        }
    }
    let mut digits = String::with_capacity(b.len() - i.min(b.len()));
    let mut previous = b'_';
    while i < b.len() {
        let c = b[i];
        if c == b'_' {
            if previous == b'_' {
                return Err(ParseError::NotAnInt);
            }
        } else if (c as char).to_digit(36).is_some_and(|d| d < radix) {
            digits.push(c as char);
        } else {
            break;
        }
        previous = c;
        i += 1;
    }
    if digits.is_empty() || previous == b'_' {
        return Err(ParseError::NotAnInt);
    }
    if limit != 0 && digits.len() > limit && !radix.is_power_of_two() {
        return Err(ParseError::Other(Error::value(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {} digits; \
             use sys.set_int_max_str_digits() to increase the limit",
            digits.len()
        ))));
    }
    if i != b.len() {
        return Err(ParseError::NotAnInt);
    }
    let value = if digits.len() <= 12 {
        IBig::from(u64::from_str_radix(&digits, radix).map_err(|_| ParseError::NotAnInt)?)
    } else {
        IBig::from(UBig::from_str_radix(&digits, radix).map_err(|_| ParseError::NotAnInt)?)
    };
    if zero_only && !value.is_zero() {
        return Err(ParseError::NotAnInt);
    }
    Ok(if negative { -value } else { value })
}
