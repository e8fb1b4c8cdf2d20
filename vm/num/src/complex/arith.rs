//! Complex arithmetic.

use crate::error::{Error, Result};
use crate::libm;

/// A complex number.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

impl Complex {
    pub const ONE: Complex = Complex { re: 1.0, im: 0.0 };

    #[inline]
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }
    #[inline]
    #[allow(clippy::should_implement_trait)] // a family of named operations; `div` and `pow` cannot be operators
    pub fn add(self, b: Complex) -> Complex {
        Complex::new(self.re + b.re, self.im + b.im)
    }
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn sub(self, b: Complex) -> Complex {
        Complex::new(self.re - b.re, self.im - b.im)
    }
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn mul(self, b: Complex) -> Complex {
        Complex::new(self.re * b.re - self.im * b.im, self.re * b.im + self.im * b.re)
    }
    #[inline]
    #[allow(clippy::should_implement_trait)]
    pub fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }
    #[inline]
    pub fn conjugate(self) -> Complex {
        Complex::new(self.re, -self.im)
    }
    pub fn is_zero(self) -> bool {
        self.re == 0.0 && self.im == 0.0
    }

    /// The quotient, or None for a zero divisor.
    fn quotient(self, b: Complex) -> Option<Complex> {
        let (abs_re, abs_im) = (b.re.abs(), b.im.abs());
        if abs_re >= abs_im {
            if abs_re == 0.0 {
                return None;
            }
            let ratio = b.im / b.re;
            let denominator = b.re + b.im * ratio;
            Some(Complex::new(
                (self.re + self.im * ratio) / denominator,
                (self.im - self.re * ratio) / denominator,
            ))
        } else if abs_im >= abs_re {
            let ratio = b.re / b.im;
            let denominator = b.re * ratio + b.im;
            Some(Complex::new(
                (self.re * ratio + self.im) / denominator,
                (self.im * ratio - self.re) / denominator,
            ))
        } else {
            Some(Complex::new(f64::NAN, f64::NAN))
        }
    }

    /// `a / b`.
    #[allow(clippy::should_implement_trait)]
    pub fn div(self, b: Complex) -> Result<Complex> {
        self.quotient(b).ok_or_else(|| Error::zero_division("complex division by zero"))
    }

    /// `abs(a)`.
    pub fn abs(self) -> Result<f64> {
        let r = self.hypot();
        if r.is_infinite() && self.re.is_finite() && self.im.is_finite() {
            return Err(Error::overflow("absolute value too large"));
        }
        Ok(r)
    }

    pub(super) fn hypot(self) -> f64 {
        if !self.re.is_finite() || !self.im.is_finite() {
            if self.re.is_infinite() || self.im.is_infinite() {
                return f64::INFINITY;
            }
            return f64::NAN;
        }
        libm::hypot(self.re, self.im)
    }

    fn powu(self, n: u32) -> Complex {
        let mut r = Complex::ONE;
        let mut p = self;
        let mut mask = 1u32;
        while n >= mask {
            if n & mask != 0 {
                r = r.mul(p);
            }
            mask <<= 1;
            p = p.mul(p);
        }
        r
    }

    /// `a ** b`. CPython reads errno after calling libm; so does this.
    pub fn pow(self, b: Complex) -> Result<Complex> {
        let division = || Error::zero_division("0.0 to a negative or complex power");
        libm::set_errno(0);
        let mut domain = false;
        let result = if b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= 100.0 {
            let n = b.re as i32;
            if n > 0 {
                self.powu(n as u32)
            } else {
                Complex::ONE.quotient(self.powu(n.unsigned_abs())).unwrap_or_else(|| {
                    domain = true;
                    Complex::default()
                })
            }
        } else if b.is_zero() {
            Complex::ONE
        } else if self.is_zero() {
            domain = b.im != 0.0 || b.re < 0.0;
            Complex::default()
        } else {
            let size = libm::hypot(self.re, self.im);
            let mut length = libm::pow(size, b.re);
            let at = libm::atan2(self.im, self.re);
            let mut phase = at * b.re;
            if b.im != 0.0 {
                length /= libm::exp(at * b.im);
                phase += b.im * libm::log(size);
            }
            Complex::new(length * libm::cos(phase), length * libm::sin(phase))
        };
        if domain {
            return Err(division());
        }
        if result.re.is_infinite() || result.im.is_infinite() {
            if libm::errno() == libm::EDOM {
                return Err(division());
            }
            return Err(Error::overflow("complex exponentiation"));
        }
        if libm::errno() == libm::EDOM {
            return Err(division());
        }
        Ok(result)
    }
}
