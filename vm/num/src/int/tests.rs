//! Short checks; the broad ones are in `differential`.

use super::*;
use crate::IBig;

#[test]
fn floor_division_has_the_divisors_sign() {
    for (a, b, q, r) in [(7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1)] {
        assert_eq!(int_divmod(&a.into(), &b.into()), Ok((q.into(), r.into())));
        assert_eq!((i64_floordiv(a, b), i64_mod(a, b)), (Some(q), Some(r)));
    }
    assert_eq!(i64_floordiv(i64::MIN, -1), None);
    assert_eq!(i64_mod(i64::MIN, -1), Some(0));
}

#[test]
fn literals() {
    for (text, base, value) in [("0x_1F", 0, Some(31)), ("-0b11", 2, Some(-3)), ("012", 0, None), ("1__0", 10, None)] {
        assert_eq!(parse_int(text, base, 0).ok(), value.map(IBig::from), "{text}");
    }
}

#[test]
fn modular_power_of_a_negative_exponent() {
    assert_eq!(int_mod_pow(&3.into(), &(-1).into(), &7.into()), Ok(5.into()));
    assert!(int_mod_pow(&2.into(), &(-1).into(), &4.into()).is_err());
}
