//! Exact crossings between float and int.

use crate::error::{Error, Result};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};
use std::cmp::Ordering;

/// `int(x)`: truncation, exact.
pub fn float_to_int(x: f64) -> Result<IBig> {
    if x.is_nan() {
        return Err(Error::value("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert float infinity to integer"));
    }
    Ok(trunc_finite(x))
}

fn trunc_finite(x: f64) -> IBig {
    if x.abs() < 9.2e18 {
        return IBig::from(x as i64);
    }
    let (m, e) = decompose(x);
    let magnitude = IBig::from(m) << e.max(0) as usize;
    if x < 0.0 {
        -magnitude
    } else {
        magnitude
    }
}

/// (m, e) with |x| == m * 2**e exactly; x finite.
fn decompose(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52 & 0x7ff) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    }
}

/// `math.floor(x)`.
pub fn float_floor(x: f64) -> Result<IBig> {
    float_to_int(x.floor())
}

/// `math.ceil(x)`.
pub fn float_ceil(x: f64) -> Result<IBig> {
    float_to_int(x.ceil())
}

/// `x.is_integer()`.
pub fn float_is_integer(x: f64) -> bool {
    x.is_finite() && x.floor() == x
}

/// `x.as_integer_ratio()`.
pub fn float_as_integer_ratio(x: f64) -> Result<(IBig, IBig)> {
    if x.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    if x.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    let (mut m, mut e) = decompose(x);
    if m == 0 {
        return Ok((IBig::ZERO, IBig::ONE));
    }
    let zeros = m.trailing_zeros() as i32;
    m >>= zeros;
    e += zeros;
    let mut n = IBig::from(m);
    let mut d = IBig::ONE;
    if e >= 0 {
        n <<= e as usize;
    } else {
        d <<= (-e) as usize;
    }
    if x < 0.0 {
        n = -n;
    }
    Ok((n, d))
}

/// (m, e) with |n| ≈ m * 2**e, 2**52 <= m <= 2**53, rounded half to even; exact when |n| has at most 53 bits
/// (then m may be smaller and e is 0).
fn leading_53(n: &UBig) -> (u64, usize) {
    let bits = n.bit_len();
    if bits <= 53 {
        return (u64::try_from(n).unwrap_or(0), 0);
    }
    let drop = bits - 53;
    let mut m = u64::try_from(n >> drop).unwrap_or(0);
    let half = n.bit(drop - 1);
    if half {
        let exact_tie = n.trailing_zeros() == Some(drop - 1);
        if !exact_tie || m & 1 == 1 {
            m += 1;
        }
    }
    (m, drop)
}

/// `float(n)`, rounded half to even; OverflowError when it does not fit.
pub fn int_to_float(n: &IBig) -> Result<f64> {
    let (sign, m, e) = frexp_parts(n);
    let overflow = || Error::overflow("int too large to convert to float");
    if e > 1024 {
        return Err(overflow());
    }
    let x = crate::libm::ldexp(m as f64, e as i32);
    if x.is_infinite() {
        return Err(overflow());
    }
    Ok(if sign == Sign::Negative { -x } else { x })
}

fn frexp_parts(n: &IBig) -> (Sign, u64, usize) {
    let magnitude = n.unsigned_abs();
    let (m, e) = leading_53(&magnitude);
    (n.sign(), m, e)
}

/// (m, e) with n ≈ m * 2**e, 0.5 <= |m| < 1, rounded half to even (CPython's `_PyLong_Frexp`); (0.0, 0) for 0.
pub fn int_frexp(n: &IBig) -> (f64, i64) {
    let (sign, m, e) = frexp_parts(n);
    let (x, k) = crate::libm::frexp(m as f64);
    (if sign == Sign::Negative { -x } else { x }, k as i64 + e as i64)
}

/// `a / b` for ints: the quotient, correctly rounded.
pub fn int_true_div(a: &IBig, b: &IBig) -> Result<f64> {
    if b.is_zero() {
        return Err(Error::zero_division("division by zero"));
    }
    let negative = (a.sign() == Sign::Negative) != (b.sign() == Sign::Negative);
    if a.is_zero() {
        return Ok(if b.sign() == Sign::Negative { -0.0 } else { 0.0 });
    }
    let (n, d) = (a.unsigned_abs(), b.unsigned_abs());
    let (nb, db) = (n.bit_len(), d.bit_len());
    let x = if nb <= 53 && db <= 53 {
        u64::try_from(&n).unwrap_or(0) as f64 / u64::try_from(&d).unwrap_or(1) as f64
    } else {
        // Scale so that the integer quotient has 60 or 61 bits; its remainder is the sticky bit.
        let shift = 60 + db as i64 - nb as i64;
        let overflow = || Error::overflow("integer division result too large for a float");
        if -shift + 60 > 1100 {
            return Err(overflow());
        }
        if shift > 1300 {
            0.0
        } else {
            let (n, d) = if shift >= 0 { (n << shift as usize, d) } else { (n, d << (-shift) as usize) };
            let (q, r) = dashu_int::ops::DivRem::div_rem(n, d);
            let q = u64::try_from(q).unwrap_or(u64::MAX >> 2);
            super::hex::scale_exact(q, !r.is_zero(), -shift).ok_or_else(overflow)?
        }
    };
    Ok(if negative { -x } else { x })
}

/// `a / b` for small ints.
pub fn int_true_div_i64(a: i64, b: i64) -> Result<f64> {
    const EXACT: u64 = 1 << 53;
    if b == 0 {
        return Err(Error::zero_division("division by zero"));
    }
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return Ok(if a == 0 && b < 0 { -0.0 } else { a as f64 / b as f64 });
    }
    int_true_div(&IBig::from(a), &IBig::from(b))
}

/// Exact comparison of an int with a float; None if the float is NaN.
pub fn int_cmp_float(n: &IBig, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = x.trunc();
    Some(n.cmp(&trunc_finite(whole)).then_with(|| 0f64.partial_cmp(&(x - whole)).unwrap_or(Ordering::Equal)))
}

/// `int_cmp_float` for a small int.
pub fn int_cmp_float_i64(n: i64, x: f64) -> Option<Ordering> {
    if n.unsigned_abs() <= 1 << 53 {
        return (n as f64).partial_cmp(&x);
    }
    if x.is_nan() {
        return None;
    }
    if x >= 9223372036854775808.0 {
        return Some(Ordering::Less);
    }
    if x < -9223372036854775808.0 {
        return Some(Ordering::Greater);
    }
    let whole = x.trunc();
    Some(n.cmp(&(whole as i64)).then_with(|| 0f64.partial_cmp(&(x - whole)).unwrap_or(Ordering::Equal)))
}
