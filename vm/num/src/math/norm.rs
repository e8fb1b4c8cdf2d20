//! `math.hypot` and `math.dist` as 3.12 computes them: scaled, squared without loss, with a corrected root.

use crate::libm;

/// A sum of two doubles, the second below the last bit of the first.
#[derive(Clone, Copy)]
pub(super) struct Double {
    pub hi: f64,
    pub lo: f64,
}

/// a + b without loss, where |a| >= |b|.
#[inline]
pub(super) fn fast_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double { hi, lo: (a - hi) + b }
}

/// a + b without loss.
#[inline]
pub(super) fn full_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let z = hi - a;
    Double { hi, lo: (a - (hi - z)) + (b - z) }
}

/// x * y without loss.
#[inline]
pub(super) fn product(x: f64, y: f64) -> Double {
    let hi = x * y;
    Double { hi, lo: libm::fma(x, y, -hi) }
}

/// Euclidean norm of non-negative values of which `max` is the largest.
fn norm(v: &mut [f64], max: f64, found_nan: bool) -> f64 {
    if max.is_infinite() {
        return max;
    }
    if found_nan {
        return f64::NAN;
    }
    if max == 0.0 || v.len() <= 1 {
        return max;
    }
    let (_, max_e) = libm::frexp(max);
    if max_e < -1023 {
        // 2**-max_e would overflow: make subnormals normal first
        for x in v.iter_mut() {
            *x /= f64::MIN_POSITIVE;
        }
        return f64::MIN_POSITIVE * norm(v, max / f64::MIN_POSITIVE, found_nan);
    }
    let scale = libm::ldexp(1.0, -max_e);
    let (mut sum, mut frac1, mut frac2) = (1.0, 0.0, 0.0);
    for &x in v.iter() {
        let x = x * scale;
        let square = product(x, x);
        let s = fast_sum(sum, square.hi);
        sum = s.hi;
        frac1 += square.lo;
        frac2 += s.lo;
    }
    let h = libm::sqrt(sum - 1.0 + (frac1 + frac2));
    let square = product(-h, h);
    let s = fast_sum(sum, square.hi);
    sum = s.hi;
    frac1 += square.lo;
    frac2 += s.lo;
    let x = sum - 1.0 + (frac1 + frac2);
    (h + x / (2.0 * h)) / scale
}

/// `math.hypot(*v)`.
pub fn math_hypot(v: &[f64]) -> f64 {
    let mut v: Vec<f64> = v.iter().map(|x| x.abs()).collect();
    let nan = v.iter().any(|x| x.is_nan());
    let max = v.iter().copied().filter(|x| !x.is_nan()).fold(0.0, f64::max);
    norm(&mut v, max, nan)
}

/// `math.dist(p, q)`; None: ValueError "both points must have the same number of dimensions".
pub fn math_dist(p: &[f64], q: &[f64]) -> Option<f64> {
    if p.len() != q.len() {
        return None;
    }
    let d: Vec<f64> = p.iter().zip(q).map(|(a, b)| a - b).collect();
    Some(math_hypot(&d))
}
