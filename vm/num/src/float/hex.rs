//! `float.hex` and `float.fromhex`.

use crate::error::{Error, Result};
use crate::float::parse::is_ascii_space;

/// `x.hex()`.
pub fn float_hex(x: f64) -> String {
    if !x.is_finite() {
        return super::float_repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = (bits >> 52 & 0x7ff) as i32;
    let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    let esign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}0x{lead}.{fraction:013x}p{esign}{}", exponent.unsigned_abs())
}

fn invalid() -> Error {
    Error::value("invalid hexadecimal floating-point string")
}

fn too_large() -> Error {
    Error::overflow("hexadecimal value too large to represent as a float")
}

/// `float.fromhex(text)`.
pub fn float_fromhex(text: &str) -> Result<f64> {
    let text = text.trim_matches(is_ascii_space);
    let b = text.as_bytes();
    let at = |i: usize| b.get(i).copied().unwrap_or(0);
    let mut i = 0;
    let negative = at(0) == b'-';
    if at(0) == b'-' || at(0) == b'+' {
        i = 1;
    }
    let signed = |x: f64| if negative { -x } else { x };
    match text[i..].to_ascii_lowercase().as_str() {
        "inf" | "infinity" => return Ok(signed(f64::INFINITY)),
        "nan" => return Ok(f64::NAN.copysign(signed(1.0))),
        _ => {}
    }
    if at(i) == b'0' && at(i + 1) | 0x20 == b'x' {
        i += 2;
    }
    let mut digits: Vec<u8> = Vec::new();
    let mut fraction_digits = 0i64;
    let mut seen_point = false;
    loop {
        match at(i) {
            b'.' if !seen_point => seen_point = true,
            c => match (c as char).to_digit(16) {
                Some(d) => {
                    digits.push(d as u8);
                    fraction_digits += seen_point as i64;
                }
                None => break,
            },
        }
        i += 1;
    }
    if digits.is_empty() {
        return Err(invalid());
    }
    let mut exponent = 0i64;
    if at(i) | 0x20 == b'p' {
        i += 1;
        let down = at(i) == b'-';
        if down || at(i) == b'+' {
            i += 1;
        }
        if !at(i).is_ascii_digit() {
            return Err(invalid());
        }
        while at(i).is_ascii_digit() {
            exponent = (exponent * 10 + (at(i) - b'0') as i64).min(1 << 40);
            i += 1;
        }
        if down {
            exponent = -exponent;
        }
    }
    // CPython reports an overflow before it looks at what follows the number
    let ended = i == b.len();
    let finish = |x: f64| if ended { Ok(signed(x)) } else { Err(invalid()) };
    let lead = digits.iter().position(|&d| d != 0);
    let Some(lead) = lead else { return finish(0.0) };
    // Value = m * 2**e, with a sticky bit for whatever does not fit into 60 bits.
    let mut m = 0u64;
    let mut sticky = false;
    let used = &digits[lead..];
    for (k, &d) in used.iter().enumerate() {
        if k < 15 {
            m = m << 4 | d as u64;
        } else {
            sticky |= d != 0;
        }
    }
    let beyond = used.len().saturating_sub(15) as i64;
    let e = exponent - 4 * fraction_digits + 4 * beyond;
    scale_exact(m, sticky, e).ok_or_else(too_large).and_then(finish)
}

/// m * 2**e rounded half to even, where `sticky` says that a little more follows below m's last bit.
/// None on overflow. m must be non-zero and have two spare bits at the top.
pub(crate) fn scale_exact(m: u64, sticky: bool, e: i64) -> Option<f64> {
    let m = m << 2 | sticky as u64;
    let e = e - 2;
    let length = 64 - m.leading_zeros() as i64;
    let top = length + e; // 2**(top-1) <= value < 2**top
    if top > 1024 {
        return None;
    }
    // Bits to drop so that what remains fits the format at this magnitude.
    let keep = if top < -1021 { 53 - (-1021 - top) } else { 53 };
    let drop = length - keep;
    if drop <= 0 {
        return Some(crate::libm::ldexp(m as f64, e as i32));
    }
    if drop > 64 {
        return Some(0.0);
    }
    let (kept, rest, half) = if drop == 64 {
        (0u128, m as u128, 1u128 << 63)
    } else {
        ((m >> drop) as u128, (m & ((1 << drop) - 1)) as u128, 1u128 << (drop - 1))
    };
    let up = rest > half || (rest == half && kept & 1 == 1);
    let rounded = kept as u64 + up as u64;
    let x = crate::libm::ldexp(rounded as f64, (e + drop) as i32);
    x.is_finite().then_some(x)
}
