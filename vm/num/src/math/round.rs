//! The parts of a float: frexp, ldexp, modf, ulp, nextafter.

use super::range_error;
use crate::error::{Error, Result};
use crate::libm;
use dashu_int::{IBig, Sign};

/// `math.frexp`.
pub fn math_frexp(x: f64) -> (f64, i32) {
    libm::frexp(x)
}

/// `math.modf`: (fraction, whole part).
pub fn math_modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0f64.copysign(x), x);
    }
    if x.is_nan() {
        return (x, x);
    }
    libm::modf(x)
}

/// `math.ldexp(x, e)`; give an exponent beyond i64 as its nearest bound.
pub fn math_ldexp(x: f64, e: i64) -> Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    if e > i32::MAX as i64 {
        return Err(range_error());
    }
    if e < i32::MIN as i64 {
        return Ok(0f64.copysign(x));
    }
    let r = libm::ldexp(x, e as i32);
    if r.is_infinite() {
        return Err(range_error());
    }
    Ok(r)
}

/// `math.ulp`.
pub fn math_ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let x = x.abs();
    if x.is_infinite() {
        return x;
    }
    let next = libm::nextafter(x, f64::INFINITY);
    if next.is_infinite() {
        return x - libm::nextafter(x, f64::NEG_INFINITY);
    }
    next - x
}

/// `math.nextafter(x, y)`.
pub fn math_nextafter(x: f64, y: f64) -> f64 {
    libm::nextafter(x, y)
}

/// `math.nextafter(x, y, steps=steps)`.
pub fn math_nextafter_steps(x: f64, y: f64, steps: &IBig) -> Result<f64> {
    if steps.sign() == Sign::Negative {
        return Err(Error::value("steps must be a non-negative integer"));
    }
    let steps = u64::try_from(steps).unwrap_or(u64::MAX);
    if steps == 0 {
        return Ok(x);
    }
    if x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    const SIGN: u64 = 1 << 63;
    let (ux, uy) = (x.to_bits(), y.to_bits());
    if ux == uy {
        return Ok(x);
    }
    let (ax, ay) = (ux & !SIGN, uy & !SIGN);
    if (ux ^ uy) & SIGN != 0 {
        // across zero
        if ax + ay <= steps {
            return Ok(y);
        }
        return Ok(f64::from_bits(if ax < steps {
            (uy & SIGN) | (steps - ax)
        } else {
            ux - steps
        }));
    }
    Ok(if ax > ay {
        if ax - ay >= steps { f64::from_bits(ux - steps) } else { y }
    } else if ay - ax >= steps {
        f64::from_bits(ux + steps)
    } else {
        y
    })
}
