//! Tagged words, as traces see them. The picture and the reasons are at the head of the VM's `value`; a test there would see them part.
//!
//! ```text
//!  …0000  reference, 0 is UNDEF     …1  int of 63 bits     …10  float of middle range or 0.0     …100  None, False, True, …
//! ```
pub const UNDEF: u64 = 0;
pub const NONE: u64 = 4;
pub const FALSE: u64 = 0x0c;
pub const TRUE: u64 = 0x14;
pub const SMALL_MAX: i64 = (1 << 62) - 1;
pub const SMALL_MIN: i64 = -(1 << 62);
/// +0.0, whose exponent is not of the middle range.
pub const FLOAT_ZERO: u64 = 0x8000_0000_0000_0002;

pub const fn fits(i: i64) -> bool { i >= SMALL_MIN && i <= SMALL_MAX }
pub const fn small(i: i64) -> u64 { (i as u64) << 1 | 1 }
pub const fn is_small(w: u64) -> bool { w & 1 == 1 }
/// The int of a word that is one.
pub const fn int(w: u64) -> i64 { w as i64 >> 1 }
pub const fn bool(b: bool) -> u64 { if b { TRUE } else { FALSE } }
pub const fn is_bool(w: u64) -> bool { w == TRUE || w == FALSE }
pub const fn is_float(w: u64) -> bool { w & 3 == 2 }
pub const fn is_ref(w: u64) -> bool { w & 7 == 0 && w != 0 }
/// The inline form of a float, if it has one.
pub const fn inline(f: f64) -> Option<u64> {
    let bits = f.to_bits();
    let top = bits >> 60 & 7;
    if (top == 3 || top == 4) && bits != 0x3000_0000_0000_0000 { return Some(bits.rotate_left(3) & !3 | 2); }
    if bits == 0 { Some(FLOAT_ZERO) } else { None }
}
/// The float of a word that is one.
pub const fn float(w: u64) -> f64 {
    if w == FLOAT_ZERO { return 0.0; }
    f64::from_bits((2 - (w >> 63) | w & !3).rotate_right(3))
}

#[cfg(test)]
mod tests;
