//! Number theory of the `math` module on ints: gcd, lcm, isqrt, factorial, comb, perm.

use crate::error::{Error, Result};
use dashu_int::ops::{Gcd, SquareRoot, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};

/// `math.gcd(a, b)`.
pub fn int_gcd(a: &IBig, b: &IBig) -> IBig {
    if a.is_zero() {
        return b.unsigned_abs().into();
    }
    if b.is_zero() {
        return a.unsigned_abs().into();
    }
    a.gcd(b).into()
}

/// `math.gcd(a, b)` for small ints (the result of two i64::MIN does not fit i64).
pub fn i64_gcd(a: i64, b: i64) -> u64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `math.lcm(a, b)`.
pub fn int_lcm(a: &IBig, b: &IBig) -> IBig {
    if a.is_zero() || b.is_zero() {
        return IBig::ZERO;
    }
    let g = int_gcd(a, b);
    IBig::from((a / g * b).unsigned_abs())
}

/// `math.isqrt(n)`.
pub fn int_isqrt(n: &IBig) -> Result<IBig> {
    if n.sign() == Sign::Negative {
        return Err(Error::value("isqrt() argument must be nonnegative"));
    }
    Ok(n.unsigned_abs().sqrt().into())
}

/// Product of low..=high by halves, so that factors stay of equal size.
fn product(low: u64, high: u64) -> UBig {
    if low > high {
        return UBig::ONE;
    }
    if high - low < 8 {
        return (low..=high).fold(UBig::ONE, |p, k| p * k);
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

/// `math.factorial(n)`.
pub fn int_factorial(n: &IBig) -> Result<IBig> {
    if n.sign() == Sign::Negative {
        return Err(Error::value("factorial() not defined for negative values"));
    }
    let n = i64::try_from(n).map_err(|_| {
        Error::overflow("factorial() argument should not exceed 9223372036854775807")
    })?;
    if n > 1 << 32 {
        return Err(Error::memory());
    }
    Ok(product(2, n as u64).into())
}

fn check_natural(n: &IBig, name: &str) -> Result<()> {
    if n.sign() == Sign::Negative {
        return Err(Error::value(format!("{name} must be a non-negative integer")));
    }
    Ok(())
}

/// n * (n-1) * ... * (n-k+1) for an n of any size.
fn falling(n: &IBig, k: u64) -> IBig {
    if let Ok(n) = u64::try_from(n) {
        return product(n - k + 1, n).into();
    }
    fn part(n: &IBig, from: u64, to: u64) -> IBig {
        if to - from < 8 {
            return (from..to).fold(IBig::ONE, |p, i| p * (n - IBig::from(i)));
        }
        let middle = from + (to - from) / 2;
        part(n, from, middle) * part(n, middle, to)
    }
    part(n, 0, k)
}

/// `math.perm(n, k)`; a missing k is `math.factorial(n)`.
pub fn int_perm(n: &IBig, k: &IBig) -> Result<IBig> {
    check_natural(n, "n")?;
    check_natural(k, "k")?;
    if k > n {
        return Ok(IBig::ZERO);
    }
    let k = i64::try_from(k).map_err(|_| Error::overflow("k must not exceed 9223372036854775807"))?;
    Ok(falling(n, k as u64))
}

/// `math.comb(n, k)`.
pub fn int_comb(n: &IBig, k: &IBig) -> Result<IBig> {
    check_natural(n, "n")?;
    check_natural(k, "k")?;
    if k > n {
        return Ok(IBig::ZERO);
    }
    let other = n - k;
    let k = if &other < k { &other } else { k };
    let k = i64::try_from(k)
        .map_err(|_| Error::overflow("min(n - k, k) must not exceed 9223372036854775807"))?;
    let k = k as u64;
    Ok(falling(n, k) / IBig::from(product(2, k)))
}
