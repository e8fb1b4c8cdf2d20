//! Integer arithmetic with Python's signs: floor division, arithmetic shifts, powers, bits.

use crate::error::{Error, Result};
use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, DivRem, ExtendedGcd, RemEuclid, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// No int of ours grows past this many bits; what would is a MemoryError, as it is in practice for CPython.
pub const MAX_BITS: usize = 1 << 34;

/// The error of `n // 0` and `divmod(n, 0)`.
pub fn division_by_zero() -> Error {
    Error::zero_division("integer division or modulo by zero")
}

/// The error of `n % 0`.
pub fn modulo_by_zero() -> Error {
    Error::zero_division("integer modulo by zero")
}

/// `divmod(a, b)`.
pub fn int_divmod(a: &IBig, b: &IBig) -> Result<(IBig, IBig)> {
    if b.is_zero() {
        return Err(division_by_zero());
    }
    let (q, r) = a.div_rem(b);
    if !r.is_zero() && (r.sign() != b.sign()) {
        Ok((q - IBig::ONE, r + b))
    } else {
        Ok((q, r))
    }
}

/// `a // b`.
pub fn int_floordiv(a: &IBig, b: &IBig) -> Result<IBig> {
    int_divmod(a, b).map(|(q, _)| q)
}

/// `a % b`.
pub fn int_mod(a: &IBig, b: &IBig) -> Result<IBig> {
    if b.is_zero() {
        return Err(modulo_by_zero());
    }
    let r = a % b;
    Ok(if !r.is_zero() && r.sign() != b.sign() { r + b } else { r })
}

/// `a // b`; None if the result does not fit (i64::MIN // -1). `b` must not be 0: then None as well.
#[inline]
pub fn i64_floordiv(a: i64, b: i64) -> Option<i64> {
    let q = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { q - 1 } else { q })
}

/// `a % b`; None if `b` is 0.
#[inline]
pub fn i64_mod(a: i64, b: i64) -> Option<i64> {
    if b == 0 {
        return None;
    }
    let r = a.wrapping_rem(b);
    Some(if r != 0 && (r < 0) != (b < 0) { r + b } else { r })
}

/// `a ** e`; None if it does not fit.
#[inline]
pub fn i64_pow(a: i64, e: u32) -> Option<i64> {
    a.checked_pow(e)
}

/// `a << n`; None if it does not fit.
#[inline]
pub fn i64_shl(a: i64, n: u32) -> Option<i64> {
    if a == 0 {
        return Some(0);
    }
    if n > 62 {
        return None;
    }
    let r = a << n;
    (r >> n == a).then_some(r)
}

/// `a >> n` for any n.
#[inline]
pub fn i64_shr(a: i64, n: u64) -> i64 {
    a >> n.min(63)
}

/// `a << n`.
pub fn int_shl(a: &IBig, n: &IBig) -> Result<IBig> {
    if n.sign() == Sign::Negative {
        return Err(Error::value("negative shift count"));
    }
    if a.is_zero() {
        return Ok(IBig::ZERO);
    }
    let n = usize::try_from(n).map_err(|_| Error::overflow("too many digits in integer"))?;
    if n > MAX_BITS {
        return Err(Error::memory());
    }
    Ok(a << n)
}

/// `a >> n`, towards minus infinity.
pub fn int_shr(a: &IBig, n: &IBig) -> Result<IBig> {
    if n.sign() == Sign::Negative {
        return Err(Error::value("negative shift count"));
    }
    match usize::try_from(n) {
        Ok(n) if n < a.bit_len() => Ok(a >> n),
        _ => Ok(if a.sign() == Sign::Negative { IBig::NEG_ONE } else { IBig::ZERO }),
    }
}

/// `a ** e` for e >= 0. A negative exponent is a float power: `float_pow(int_to_float(a)?, int_to_float(e)?)`.
pub fn int_pow(a: &IBig, e: &IBig) -> Result<IBig> {
    if e.is_zero() || a.is_one() {
        return Ok(IBig::ONE);
    }
    if a.is_zero() {
        return Ok(IBig::ZERO);
    }
    if *a == IBig::NEG_ONE {
        return Ok(if e.bit(0) { IBig::NEG_ONE } else { IBig::ONE });
    }
    let n = usize::try_from(e).map_err(|_| Error::memory())?;
    match (a.bit_len() - 1).checked_mul(n) {
        Some(bits) if bits <= MAX_BITS => Ok(a.pow(n)),
        _ => Err(Error::memory()),
    }
}

/// `a` modulo `m` in 0..m.
fn residue(a: &IBig, m: &UBig) -> UBig {
    a.rem_euclid(m.as_ibig())
}

/// The inverse of `a` modulo `m` in 0..|m|; None if they are not coprime.
pub fn int_inverse(a: &IBig, m: &UBig) -> Option<UBig> {
    if m.is_one() {
        return Some(UBig::ZERO);
    }
    let reduced = residue(a, m);
    if reduced.is_zero() {
        return None;
    }
    let (g, s, _) = (&reduced).gcd_ext(m);
    g.is_one().then(|| residue(&s, m))
}

/// `pow(a, e, m)`.
pub fn int_mod_pow(a: &IBig, e: &IBig, m: &IBig) -> Result<IBig> {
    if m.is_zero() {
        return Err(Error::value("pow() 3rd argument cannot be 0"));
    }
    let modulus = m.unsigned_abs();
    let base = if e.sign() == Sign::Negative {
        int_inverse(a, &modulus).ok_or_else(|| Error::value("base is not invertible for the given modulus"))?
    } else {
        residue(a, &modulus)
    };
    if modulus.is_one() {
        return Ok(IBig::ZERO);
    }
    let exponent = e.unsigned_abs();
    let result = if exponent.is_zero() {
        UBig::ONE
    } else if base.is_zero() {
        UBig::ZERO
    } else {
        let ring = ConstDivisor::new(modulus);
        ring.reduce(base).pow(&exponent).residue()
    };
    let result = IBig::from(result);
    // a negative modulus gives a result in (m, 0]
    Ok(if m.sign() == Sign::Negative && !result.is_zero() { result + m } else { result })
}

/// `n.bit_length()`.
pub fn int_bit_length(n: &IBig) -> usize {
    n.bit_len()
}

/// `n.bit_count()`.
pub fn int_bit_count(n: &IBig) -> usize {
    n.unsigned_abs().count_ones()
}

/// `round(n, ndigits)` for ndigits < 0: to a multiple of 10**-ndigits, ties to even.
pub fn int_round(n: &IBig, ndigits: &IBig) -> Result<IBig> {
    if ndigits.sign() == Sign::Positive {
        return Ok(n.clone());
    }
    let down = usize::try_from(-ndigits).unwrap_or(usize::MAX);
    // 10**down > 2 * |n|: rounds to 0
    if down > n.bit_len() / 3 + 2 {
        return Ok(IBig::ZERO);
    }
    let unit = IBig::from(10).pow(down);
    let (q, r) = int_divmod(n, &unit)?;
    let twice = &r << 1;
    let up = twice > unit || twice == unit && q.bit(0);
    Ok(if up { (q + IBig::ONE) * unit } else { q * unit })
}
