//! The functions of `cmath`. Algorithms and branch cuts are those of CPython's cmathmodule.c; values at infinities
//! and NaNs come from `special`.

use super::special::{self as sp, kind, Table};
use super::Complex;
use crate::error::Result;
use crate::libm;
use crate::math::{domain_error, range_error};
use std::f64::consts::{E, LN_10, LN_2, PI};

const LARGE: f64 = f64::MAX / 4.0;
const TINY: f64 = f64::MIN_POSITIVE;

/// From here on exp and its kin take a factor e out.
fn log_large() -> f64 {
    libm::log(LARGE)
}

fn lookup(table: &Table, z: Complex) -> Complex {
    let (re, im) = table[kind(z.re)][kind(z.im)];
    Complex::new(re, im)
}

fn finite(z: Complex) -> bool {
    z.re.is_finite() && z.im.is_finite()
}

fn log1p(x: f64) -> f64 {
    if x == 0.0 {
        x
    } else {
        libm::log1p(x)
    }
}

fn ranged(z: Complex) -> Result<Complex> {
    if z.re.is_infinite() || z.im.is_infinite() {
        Err(range_error())
    } else {
        Ok(z)
    }
}

/// log |z| for a large z, less the part that would overflow.
fn log_half(z: Complex) -> f64 {
    libm::log(libm::hypot(z.re / 2.0, z.im / 2.0)) + LN_2
}

fn is_large(z: Complex) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// `cmath.sqrt`.
pub fn csqrt(z: Complex) -> Complex {
    if !finite(z) {
        return lookup(&sp::SQRT, z);
    }
    if z.is_zero() {
        return Complex::new(0.0, z.im);
    }
    let (mut ax, ay) = (z.re.abs(), z.im.abs());
    let s = if ax < TINY && ay < TINY {
        ax = libm::ldexp(ax, 53);
        libm::ldexp(libm::sqrt(ax + libm::hypot(ax, libm::ldexp(ay, 53))), -27)
    } else {
        ax /= 8.0;
        2.0 * libm::sqrt(ax + libm::hypot(ax, ay / 8.0))
    };
    let d = ay / (2.0 * s);
    if z.re >= 0.0 {
        Complex::new(s, d.copysign(z.im))
    } else {
        Complex::new(d, s.copysign(z.im))
    }
}

/// `cmath.acos`.
pub fn cacos(z: Complex) -> Complex {
    if !finite(z) {
        return lookup(&sp::ACOS, z);
    }
    if is_large(z) {
        let size = libm::log(libm::hypot(z.re / 2.0, z.im / 2.0)) + LN_2 * 2.0;
        return Complex::new(libm::atan2(z.im.abs(), z.re), -size.copysign(z.im));
    }
    let s1 = csqrt(Complex::new(1.0 - z.re, -z.im));
    let s2 = csqrt(Complex::new(1.0 + z.re, z.im));
    Complex::new(2.0 * libm::atan2(s1.re, s2.re), libm::asinh(s2.re * s1.im - s2.im * s1.re))
}

/// `cmath.acosh`.
pub fn cacosh(z: Complex) -> Complex {
    if !finite(z) {
        return lookup(&sp::ACOSH, z);
    }
    if is_large(z) {
        let size = libm::log(libm::hypot(z.re / 2.0, z.im / 2.0)) + LN_2 * 2.0;
        return Complex::new(size, libm::atan2(z.im, z.re));
    }
    let s1 = csqrt(Complex::new(z.re - 1.0, z.im));
    let s2 = csqrt(Complex::new(z.re + 1.0, z.im));
    Complex::new(libm::asinh(s1.re * s2.re + s1.im * s2.im), 2.0 * libm::atan2(s1.im, s2.re))
}

/// `cmath.asin`.
pub fn casin(z: Complex) -> Complex {
    let s = casinh(Complex::new(-z.im, z.re));
    Complex::new(s.im, -s.re)
}

/// `cmath.asinh`.
pub fn casinh(z: Complex) -> Complex {
    if !finite(z) {
        return lookup(&sp::ASINH, z);
    }
    if is_large(z) {
        let size = libm::log(libm::hypot(z.re / 2.0, z.im / 2.0)) + LN_2 * 2.0;
        return Complex::new(size.copysign(z.re), libm::atan2(z.im, z.re.abs()));
    }
    let s1 = csqrt(Complex::new(1.0 + z.im, -z.re));
    let s2 = csqrt(Complex::new(1.0 - z.im, z.re));
    Complex::new(
        libm::asinh(s1.re * s2.im - s2.re * s1.im),
        libm::atan2(z.im, s1.re * s2.re - s1.im * s2.im),
    )
}

/// `cmath.atan`.
pub fn catan(z: Complex) -> Result<Complex> {
    let s = catanh(Complex::new(-z.im, z.re))?;
    Ok(Complex::new(s.im, -s.re))
}

/// `cmath.atanh`.
pub fn catanh(z: Complex) -> Result<Complex> {
    if !finite(z) {
        return Ok(lookup(&sp::ATANH, z));
    }
    if z.re.is_sign_negative() {
        return catanh(z.neg()).map(Complex::neg);
    }
    let ay = z.im.abs();
    let sqrt_large = libm::sqrt(LARGE);
    if z.re > sqrt_large || ay > sqrt_large {
        let h = libm::hypot(z.re / 2.0, z.im / 2.0);
        return Ok(Complex::new(z.re / 4.0 / h / h, -(PI / 2.0).copysign(-z.im)));
    }
    if z.re == 1.0 && ay < libm::sqrt(TINY) {
        if ay == 0.0 {
            return Err(domain_error());
        }
        return Ok(Complex::new(
            -libm::log(libm::sqrt(ay) / libm::sqrt(libm::hypot(ay, 2.0))),
            (libm::atan2(2.0, -ay) / 2.0).copysign(z.im),
        ));
    }
    Ok(Complex::new(
        log1p(4.0 * z.re / ((1.0 - z.re) * (1.0 - z.re) + ay * ay)) / 4.0,
        -libm::atan2(-2.0 * z.im, (1.0 - z.re) * (1.0 + z.re) - ay * ay) / 2.0,
    ))
}

/// Infinities signed as cos and sin of a finite angle.
fn infinite_at(angle: f64) -> Complex {
    let inf = f64::INFINITY;
    Complex::new(inf.copysign(libm::cos(angle)), inf.copysign(libm::sin(angle)))
}

/// `cmath.cos`.
pub fn ccos(z: Complex) -> Result<Complex> {
    ccosh(Complex::new(-z.im, z.re))
}

/// `cmath.cosh`.
pub fn ccosh(z: Complex) -> Result<Complex> {
    if !finite(z) {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let r = infinite_at(z.im);
            return Ok(if z.re > 0.0 { r } else { Complex::new(r.re, -r.im) });
        }
        if z.im.is_infinite() && !z.re.is_nan() {
            return Err(domain_error());
        }
        return Ok(lookup(&sp::COSH, z));
    }
    let (c, s) = (libm::cos(z.im), libm::sin(z.im));
    ranged(if z.re.abs() > log_large() {
        let x = z.re - 1f64.copysign(z.re);
        Complex::new(c * libm::cosh(x) * E, s * libm::sinh(x) * E)
    } else {
        Complex::new(c * libm::cosh(z.re), s * libm::sinh(z.re))
    })
}

/// `cmath.exp`.
pub fn cexp(z: Complex) -> Result<Complex> {
    if !finite(z) {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            if z.re > 0.0 {
                return Ok(infinite_at(z.im));
            }
            return Ok(Complex::new(0f64.copysign(libm::cos(z.im)), 0f64.copysign(libm::sin(z.im))));
        }
        if z.im.is_infinite() && (z.re.is_finite() || z.re == f64::INFINITY) {
            return Err(domain_error());
        }
        return Ok(lookup(&sp::EXP, z));
    }
    let (c, s) = (libm::cos(z.im), libm::sin(z.im));
    ranged(if z.re > log_large() {
        let l = libm::exp(z.re - 1.0);
        Complex::new(l * c * E, l * s * E)
    } else {
        let l = libm::exp(z.re);
        Complex::new(l * c, l * s)
    })
}

/// `cmath.log`.
pub fn clog(z: Complex) -> Result<Complex> {
    if !finite(z) {
        return Ok(lookup(&sp::LOG, z));
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let re = if ax > LARGE || ay > LARGE {
        log_half(z)
    } else if ax < TINY && ay < TINY {
        if z.is_zero() {
            return Err(domain_error());
        }
        libm::log(libm::hypot(libm::ldexp(ax, 53), libm::ldexp(ay, 53))) - 53.0 * LN_2
    } else {
        let h = libm::hypot(ax, ay);
        if (0.71..=1.73).contains(&h) {
            let (am, an) = if ax > ay { (ax, ay) } else { (ay, ax) };
            log1p((am - 1.0) * (am + 1.0) + an * an) / 2.0
        } else {
            libm::log(h)
        }
    };
    Ok(Complex::new(re, libm::atan2(z.im, z.re)))
}

/// `cmath.log(z, base)`.
pub fn clog_base(z: Complex, base: Complex) -> Result<Complex> {
    // CPython forgets that log(0) failed when it takes the base's
    let log_z = if z.is_zero() { Complex::new(f64::NEG_INFINITY, phase(z)) } else { clog(z)? };
    log_z.div(clog(base)?).map_err(|_| domain_error())
}

/// `cmath.log10`.
pub fn clog10(z: Complex) -> Result<Complex> {
    let r = clog(z)?;
    Ok(Complex::new(r.re / LN_10, r.im / LN_10))
}

/// `cmath.sin`.
pub fn csin(z: Complex) -> Result<Complex> {
    let s = csinh(Complex::new(-z.im, z.re))?;
    Ok(Complex::new(s.im, -s.re))
}

/// `cmath.sinh`.
pub fn csinh(z: Complex) -> Result<Complex> {
    if !finite(z) {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let r = infinite_at(z.im);
            return Ok(if z.re > 0.0 { r } else { Complex::new(-r.re, r.im) });
        }
        if z.im.is_infinite() && !z.re.is_nan() {
            return Err(domain_error());
        }
        return Ok(lookup(&sp::SINH, z));
    }
    let (c, s) = (libm::cos(z.im), libm::sin(z.im));
    ranged(if z.re.abs() > log_large() {
        let x = z.re - 1f64.copysign(z.re);
        Complex::new(c * libm::sinh(x) * E, s * libm::cosh(x) * E)
    } else {
        Complex::new(c * libm::sinh(z.re), s * libm::cosh(z.re))
    })
}

/// `cmath.tan`.
pub fn ctan(z: Complex) -> Result<Complex> {
    let s = ctanh(Complex::new(-z.im, z.re))?;
    Ok(Complex::new(s.im, -s.re))
}

/// `cmath.tanh`.
pub fn ctanh(z: Complex) -> Result<Complex> {
    if !finite(z) {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let im = 0f64.copysign(2.0 * libm::sin(z.im) * libm::cos(z.im));
            return Ok(Complex::new(1f64.copysign(z.re), im));
        }
        if z.im.is_infinite() && z.re.is_finite() {
            return Err(domain_error());
        }
        return Ok(lookup(&sp::TANH, z));
    }
    if z.re.abs() > log_large() {
        let im = 4.0 * libm::sin(z.im) * libm::cos(z.im) * libm::exp(-2.0 * z.re.abs());
        return Ok(Complex::new(1f64.copysign(z.re), im));
    }
    let tx = libm::tanh(z.re);
    let ty = libm::tan(z.im);
    let cx = 1.0 / libm::cosh(z.re);
    let txty = tx * ty;
    let denominator = 1.0 + txty * txty;
    Ok(Complex::new(tx * (1.0 + ty * ty) / denominator, ((ty / denominator) * cx) * cx))
}

/// `cmath.phase`.
pub fn phase(z: Complex) -> f64 {
    libm::atan2(z.im, z.re)
}

/// `cmath.polar`: (modulus, phase).
pub fn polar(z: Complex) -> Result<(f64, f64)> {
    let r = z.abs().map_err(|_| range_error())?;
    Ok((r, phase(z)))
}

/// `cmath.rect`.
pub fn rect(r: f64, phi: f64) -> Result<Complex> {
    if !r.is_finite() || !phi.is_finite() {
        if r.is_infinite() && phi.is_finite() && phi != 0.0 {
            let z = infinite_at(phi);
            return Ok(if r > 0.0 { z } else { z.neg() });
        }
        if r != 0.0 && !r.is_nan() && phi.is_infinite() {
            return Err(domain_error());
        }
        return Ok(lookup(&sp::RECT, Complex::new(r, phi)));
    }
    if phi == 0.0 {
        return Ok(Complex::new(r, r * phi));
    }
    Ok(Complex::new(r * libm::cos(phi), r * libm::sin(phi)))
}

/// `cmath.isclose`; tolerances are not negative.
pub fn cisclose(a: Complex, b: Complex, rel_tol: f64, abs_tol: f64) -> bool {
    if a == b {
        return true;
    }
    if a.re.is_infinite() || a.im.is_infinite() || b.re.is_infinite() || b.im.is_infinite() {
        return false;
    }
    let diff = a.sub(b).hypot();
    diff <= rel_tol * b.hypot() || diff <= rel_tol * a.hypot() || diff <= abs_tol
}
