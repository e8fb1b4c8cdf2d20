//! `round(float[, ndigits])`.

use crate::error::{Error, Result};
use crate::float::float_to_int;
use dashu_int::IBig;

/// `round(x, ndigits)` with an explicit `ndigits`, correctly rounded on the decimal value, ties to even.
pub fn float_round(x: f64, ndigits: i64) -> Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    // More digits than any double has, or fewer than reach its magnitude: CPython's NDIGITS_MAX and NDIGITS_MIN.
    if ndigits > 323 {
        return Ok(x);
    }
    if ndigits < -308 {
        return Ok(0.0 * x);
    }
    let rounded: f64 = if ndigits >= 0 {
        format!("{:.*}", ndigits as usize, x).parse().unwrap_or(x)
    } else {
        let down = (-ndigits) as usize;
        let magnitude = round_whole(&format!("{:.1074}", x.abs()), down);
        magnitude.parse::<f64>().unwrap_or(x).copysign(x)
    };
    if rounded.is_infinite() {
        return Err(Error::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// Rounds exact decimal text to a multiple of 10**down, ties to even, as text.
fn round_whole(text: &str, down: usize) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let padded = format!("{}{}", "0".repeat((down + 1).saturating_sub(whole.len())), whole);
    let (kept, dropped) = padded.split_at(padded.len() - down);
    let tail = dropped.bytes().skip(1).chain(fraction.bytes()).any(|b| b != b'0');
    let first = dropped.bytes().next().unwrap_or(b'0');
    let odd = kept.bytes().last().is_some_and(|b| b & 1 == 1);
    let up = first > b'5' || first == b'5' && (tail || odd);
    let mut digits: Vec<u8> = kept.bytes().collect();
    if up {
        let mut i = digits.len();
        loop {
            if i == 0 {
                digits.insert(0, b'1');
                break;
            }
            i -= 1;
            if digits[i] == b'9' {
                digits[i] = b'0';
            } else {
                digits[i] += 1;
                break;
            }
        }
    }
    let mut out: String = digits.into_iter().map(char::from).collect();
    out.push('e');
    out.push_str(&down.to_string());
    out
}

/// `round(x)`: to the nearest int, ties to even.
pub fn float_round_int(x: f64) -> Result<IBig> {
    float_to_int(x.round_ties_even())
}
