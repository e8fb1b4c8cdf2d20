//! Float arithmetic that is not plain IEEE: floor division, modulo, power.

use crate::error::{Error, Kind, Result};
use crate::libm;

/// `divmod(x, y)`.
pub fn float_divmod(x: f64, y: f64) -> Result<(f64, f64)> {
    if y == 0.0 {
        return Err(Error::zero_division("float divmod()"));
    }
    Ok(divmod_nonzero(x, y))
}

/// `x // y`.
pub fn float_floordiv(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float floor division by zero"));
    }
    Ok(divmod_nonzero(x, y).0)
}

/// `x % y`.
pub fn float_mod(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float modulo"));
    }
    let mut m = libm::fmod(x, y);
    if m != 0.0 {
        if (y < 0.0) != (m < 0.0) {
            m += y;
        }
    } else {
        m = 0f64.copysign(y);
    }
    Ok(m)
}

/// `x / y`.
pub fn float_div(x: f64, y: f64) -> Result<f64> {
    if y == 0.0 {
        return Err(Error::zero_division("float division by zero"));
    }
    Ok(x / y)
}

fn divmod_nonzero(x: f64, y: f64) -> (f64, f64) {
    let mut m = libm::fmod(x, y);
    // (x - m) is very nearly a multiple of y
    let mut div = (x - m) / y;
    if m != 0.0 {
        if (y < 0.0) != (m < 0.0) {
            m += y;
            div -= 1.0;
        }
    } else {
        m = 0f64.copysign(y);
    }
    let floor = if div != 0.0 {
        let f = div.floor();
        if div - f > 0.5 {
            f + 1.0
        } else {
            f
        }
    } else {
        0f64.copysign(x / y)
    };
    (floor, m)
}

/// What `x ** y` is when it is not a float.
#[derive(Clone, Debug, PartialEq)]
pub enum PowResult {
    Float(f64),
    /// A negative base and a fractional exponent: compute `complex(x) ** complex(y)` (`pow(x, y)` does the same).
    Complex,
}

/// `x ** y`.
pub fn float_pow(x: f64, y: f64) -> Result<PowResult> {
    use PowResult::Float;
    let odd = y.abs() % 2.0 == 1.0;
    if y == 0.0 {
        return Ok(Float(1.0));
    }
    if x.is_nan() {
        return Ok(Float(x));
    }
    if y.is_nan() {
        return Ok(Float(if x == 1.0 { 1.0 } else { y }));
    }
    if y.is_infinite() {
        let a = x.abs();
        return Ok(Float(if a == 1.0 {
            1.0
        } else if (y > 0.0) == (a > 1.0) {
            y.abs()
        } else {
            0.0
        }));
    }
    if x.is_infinite() {
        return Ok(Float(match (y > 0.0, odd) {
            (true, true) => x,
            (true, false) => x.abs(),
            (false, true) => 0f64.copysign(x),
            (false, false) => 0.0,
        }));
    }
    if x == 0.0 {
        if y < 0.0 {
            return Err(Error::zero_division("0.0 cannot be raised to a negative power"));
        }
        return Ok(Float(if odd { x } else { 0.0 }));
    }
    let mut x = x;
    let mut negate = false;
    if x < 0.0 {
        if y != y.floor() {
            return Ok(PowResult::Complex);
        }
        x = -x;
        negate = odd;
    }
    if x == 1.0 {
        return Ok(Float(if negate { -1.0 } else { 1.0 }));
    }
    let mut r = libm::pow(x, y);
    if negate {
        r = -r;
    }
    if r.is_infinite() {
        // CPython raises the pair (errno, strerror(errno)), whose text is this
        return Err(Error::new(Kind::Overflow, "(34, 'Numerical result out of range')"));
    }
    Ok(Float(r))
}
