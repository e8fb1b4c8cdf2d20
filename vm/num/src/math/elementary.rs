//! Elementary functions: the C library's results with CPython's exceptions.

use super::{domain_error, range_error};
use crate::error::Result;
use crate::float::{int_frexp, int_to_float};
use crate::libm;
use dashu_int::{IBig, Sign};

/// A NaN from something else is a domain error; an infinity from something finite is a range error where the function
/// grows without bound, else (a pole) a domain error.
#[inline]
fn checked(x: f64, r: f64, can_overflow: bool) -> Result<f64> {
    if r.is_nan() && !x.is_nan() {
        return Err(domain_error());
    }
    if r.is_infinite() && x.is_finite() {
        return Err(if can_overflow { range_error() } else { domain_error() });
    }
    Ok(r)
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $c:ident, $can_overflow:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> Result<f64> {
            checked(x, libm::$c(x), $can_overflow)
        }
    )*};
}

functions! {
    /// `math.acos`.
    math_acos = acos, false;
    /// `math.acosh`.
    math_acosh = acosh, false;
    /// `math.asin`.
    math_asin = asin, false;
    /// `math.asinh`.
    math_asinh = asinh, false;
    /// `math.atan`.
    math_atan = atan, false;
    /// `math.atanh`.
    math_atanh = atanh, false;
    /// `math.cbrt`.
    math_cbrt = cbrt, false;
    /// `math.cos`.
    math_cos = cos, false;
    /// `math.cosh`.
    math_cosh = cosh, true;
    /// `math.exp`.
    math_exp = exp, true;
    /// `math.exp2`.
    math_exp2 = exp2, true;
    /// `math.expm1`.
    math_expm1 = expm1, true;
    /// `math.sin`.
    math_sin = sin, false;
    /// `math.sinh`.
    math_sinh = sinh, true;
    /// `math.sqrt`.
    math_sqrt = sqrt, false;
    /// `math.tan`.
    math_tan = tan, false;
    /// `math.tanh`.
    math_tanh = tanh, false;
    /// `math.erf`.
    math_erf = erf, false;
    /// `math.erfc`.
    math_erfc = erfc, false;
}

/// `math.log1p`.
pub fn math_log1p(x: f64) -> Result<f64> {
    if x == 0.0 {
        return Ok(x); // keeps the sign of zero
    }
    checked(x, libm::log1p(x), false)
}

fn log_with(x: f64, f: fn(f64) -> f64) -> Result<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x > 0.0 {
        Ok(f(x))
    } else {
        Err(domain_error())
    }
}

/// `math.log(x)`.
pub fn math_log(x: f64) -> Result<f64> {
    log_with(x, libm::log)
}
/// `math.log2`.
pub fn math_log2(x: f64) -> Result<f64> {
    log_with(x, libm::log2)
}
/// `math.log10`.
pub fn math_log10(x: f64) -> Result<f64> {
    log_with(x, libm::log10)
}

fn int_log_with(n: &IBig, f: fn(f64) -> f64) -> Result<f64> {
    if n.is_zero() || n.sign() == Sign::Negative {
        return Err(domain_error());
    }
    match int_to_float(n) {
        Ok(x) => Ok(f(x)),
        Err(_) => {
            let (m, e) = int_frexp(n);
            Ok(f(m) + f(2.0) * e as f64)
        }
    }
}

/// `math.log(n)` of an int of any size.
pub fn math_log_int(n: &IBig) -> Result<f64> {
    int_log_with(n, libm::log)
}
/// `math.log2(n)` of an int of any size.
pub fn math_log2_int(n: &IBig) -> Result<f64> {
    int_log_with(n, libm::log2)
}
/// `math.log10(n)` of an int of any size.
pub fn math_log10_int(n: &IBig) -> Result<f64> {
    int_log_with(n, libm::log10)
}
/// `math.log(x, base)` from the two natural logarithms.
pub fn math_log_base(log_x: f64, log_base: f64) -> Result<f64> {
    crate::float::float_div(log_x, log_base)
}

/// `math.atan2(y, x)`.
pub fn math_atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// `math.fmod(x, y)`.
pub fn math_fmod(x: f64, y: f64) -> Result<f64> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let r = libm::fmod(x, y);
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error());
    }
    Ok(r)
}

/// `math.remainder(x, y)`.
pub fn math_remainder(x: f64, y: f64) -> Result<f64> {
    if x.is_finite() && y.is_finite() {
        if y == 0.0 {
            return Err(domain_error());
        }
        let (ax, ay) = (x.abs(), y.abs());
        let m = libm::fmod(ax, ay);
        // Compare m with ay/2 without rounding: c == ay - m exactly when it matters.
        let c = ay - m;
        let r = if m < c {
            m
        } else if m > c {
            -c
        } else {
            m - 2.0 * libm::fmod(0.5 * (ax - m), ay)
        };
        return Ok(1f64.copysign(x) * r);
    }
    if x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    if x.is_infinite() {
        return Err(domain_error());
    }
    Ok(x)
}

/// `math.pow(x, y)`.
pub fn math_pow(x: f64, y: f64) -> Result<f64> {
    if !x.is_finite() || !y.is_finite() {
        let odd = y.is_finite() && libm::fmod(y.abs(), 2.0) == 1.0;
        return Ok(if x.is_nan() {
            if y == 0.0 { 1.0 } else { x }
        } else if y.is_nan() {
            if x == 1.0 { 1.0 } else { y }
        } else if x.is_infinite() {
            if y > 0.0 {
                if odd { x } else { x.abs() }
            } else if y == 0.0 {
                1.0
            } else if odd {
                0f64.copysign(x)
            } else {
                0.0
            }
        } else if x.abs() == 1.0 {
            1.0
        } else if y > 0.0 && x.abs() > 1.0 {
            y
        } else if y < 0.0 && x.abs() < 1.0 {
            -y
        } else {
            0.0
        });
    }
    let r = libm::pow(x, y);
    if r.is_nan() {
        return Err(domain_error());
    }
    if r.is_infinite() {
        return Err(if x == 0.0 { domain_error() } else { range_error() });
    }
    Ok(r)
}

/// `math.degrees`.
pub fn math_degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

/// `math.radians`.
pub fn math_radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// `math.isclose`; tolerances are not negative.
pub fn math_isclose(a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> bool {
    if a == b {
        return true;
    }
    if a.is_infinite() || b.is_infinite() {
        return false;
    }
    let diff = (b - a).abs();
    diff <= (rel_tol * b).abs() || diff <= (rel_tol * a).abs() || diff <= abs_tol
}
