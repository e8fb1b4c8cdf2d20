//! `float(str)`: Python's grammar around std's exact reader.

use crate::error::{Error, Result};
use crate::unicode::{decimal_value, is_space};

/// Text with Unicode decimal digits turned into ASCII, spaces of any script into ' ', and then stripped.
/// Other non-ASCII characters become '?', which no number grammar accepts. This is CPython's
/// `_PyUnicode_TransformDecimalAndSpaceToASCII` followed by a strip; `int`, `float` and `complex` all start here.
pub fn normalise_number_text(text: &str) -> String {
    if text.is_ascii() {
        return text.trim_matches(is_ascii_space).to_owned();
    }
    let ascii: String = text
        .chars()
        .map(|c| match c {
            c if c.is_ascii() => c,
            c if is_space(c as u32) => ' ',
            c => decimal_value(c as u32).map_or('?', |d| (b'0' + d) as char),
        })
        .collect();
    ascii.trim_matches(is_ascii_space).to_owned()
}

/// White space as `Py_ISSPACE` has it, plus 0x1c..0x1f, which `str` counts as space.
pub(crate) fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\x1c'..='\x1f')
}

/// Removes underscores that stand between two digits; None if one stands elsewhere.
pub(crate) fn without_underscores(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut previous = '\0';
    for c in text.chars() {
        if c == '_' {
            if !previous.is_ascii_digit() {
                return None;
            }
        } else {
            if previous == '_' && !c.is_ascii_digit() {
                return None;
            }
            out.push(c);
        }
        previous = c;
    }
    (previous != '_').then_some(out)
}

/// Longest prefix of `text` that is a float literal in `float()`'s sense (sign, digits, exponent, inf, nan; no
/// underscores), as (value, bytes used). The equivalent of `PyOS_string_to_double` with an end pointer.
pub fn float_prefix(text: &str) -> Option<(f64, usize)> {
    let b = text.as_bytes();
    let at = |i: usize| b.get(i).copied().unwrap_or(0);
    let mut i = 0;
    let negative = at(0) == b'-';
    if at(0) == b'-' || at(0) == b'+' {
        i = 1;
    }
    let signed = |x: f64| if negative { -x } else { x };
    let word = |w: &str| b.len() >= i + w.len() && b[i..i + w.len()].eq_ignore_ascii_case(w.as_bytes());
    if word("infinity") {
        return Some((signed(f64::INFINITY), i + 8));
    }
    if word("inf") {
        return Some((signed(f64::INFINITY), i + 3));
    }
    if word("nan") {
        return Some((f64::NAN.copysign(signed(1.0)), i + 3));
    }
    let start = i;
    let mut digits = 0;
    while at(i).is_ascii_digit() {
        i += 1;
        digits += 1;
    }
    if at(i) == b'.' {
        i += 1;
        while at(i).is_ascii_digit() {
            i += 1;
            digits += 1;
        }
    }
    if digits == 0 {
        return None;
    }
    if at(i) | 0x20 == b'e' {
        let mut j = i + 1;
        if at(j) == b'+' || at(j) == b'-' {
            j += 1;
        }
        if at(j).is_ascii_digit() {
            while at(j).is_ascii_digit() {
                j += 1;
            }
            i = j;
        }
    }
    let value: f64 = text[start..i].parse().ok()?;
    Some((signed(value), i))
}

/// `float(text)` on text that `normalise_number_text` has prepared; None if it is no float.
pub fn parse_float_ascii(text: &str) -> Option<f64> {
    let clean;
    let text = if text.contains('_') {
        clean = without_underscores(text)?;
        &clean
    } else {
        text
    };
    match float_prefix(text) {
        Some((value, used)) if used == text.len() => Some(value),
        _ => None,
    }
}

/// `float(text)`; None where CPython raises ValueError (see `not_a_float` for the message).
pub fn parse_float(text: &str) -> Option<f64> {
    parse_float_ascii(&normalise_number_text(text))
}

/// The ValueError of `float(text)`. `repr` is Python's repr of the argument.
pub fn not_a_float(repr: &str) -> Error {
    Error::value(format!("could not convert string to float: {repr}"))
}

/// `parse_float` for callers that have the argument's repr at hand.
pub fn parse_float_or(text: &str, repr: impl FnOnce() -> String) -> Result<f64> {
    parse_float(text).ok_or_else(|| not_a_float(&repr()))
}
