//! Short checks; the broad ones are in `differential`.

use super::*;

#[test]
fn text() {
    for (z, text) in [
        (Complex::new(1.0, -2.0), "(1-2j)"), (Complex::new(0.0, 1.0), "1j"), (Complex::new(-0.0, 1.5), "(-0+1.5j)"),
    ] {
        assert_eq!(complex_repr(z), text);
        assert_eq!(parse_complex(text, String::new), Ok(z));
    }
}

#[test]
fn special_values() {
    assert_eq!(csqrt(Complex::new(-4.0, 0.0)), Complex::new(0.0, 2.0));
    assert!(clog(Complex::default()).is_err());
    assert!(Complex::default().pow(Complex::new(-1.0, 0.0)).is_err());
}
