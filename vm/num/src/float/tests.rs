//! Short checks; the broad ones are in `differential`.

use super::*;
use crate::IBig;

#[test]
fn repr_layout() {
    for (x, text) in [
        (1e16, "1e+16"), (1e-5, "1e-05"), (0.1, "0.1"), (-0.0, "-0.0"), (1e15, "1000000000000000.0"), (5e-324, "5e-324"),
        (261_448_369_552_717.62, "261448369552717.62"), (f64::INFINITY, "inf"), (1e22, "1e+22"), (123456.0, "123456.0"),
    ] {
        assert_eq!(float_repr(x), text);
        assert_eq!(parse_float(text), Some(x));
    }
}

#[test]
fn rounding() {
    for (x, n, r) in [(2.675, 2, 2.67), (0.5, 0, 0.0), (1.5, 0, 2.0), (125.0, -1, 120.0), (-1350.0, -2, -1400.0)] {
        assert_eq!(float_round(x, n), Ok(r), "{x} {n}");
    }
    assert!(float_round(1.7e308, -308).is_err());
}

#[test]
fn int_crossing() {
    let n = (IBig::ONE << 1024) - IBig::ONE;
    assert_eq!(int_to_float(&n).map_err(|e| e.kind), Err(crate::Kind::Overflow));
    assert_eq!(int_true_div(&n, &(&n + IBig::ONE)), Ok(1.0));
    assert_eq!(int_cmp_float_i64(i64::MAX, i64::MAX as f64), Some(std::cmp::Ordering::Less));
}
