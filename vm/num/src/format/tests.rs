//! Short checks; the broad ones are in `differential`.

use super::*;
use crate::IBig;

#[test]
fn specs() {
    let locale = Locale::default();
    let float = |spec: &str, x| Spec::parse_number(spec, "float").and_then(|s| format_float(&s, x, "float", &locale));
    assert_eq!(float("010,.2f", 1234.5).as_deref(), Ok("001,234.50"));
    assert_eq!(float("g", 1e16).as_deref(), Ok("1e+16"));
    assert!(float("d", 1.0).is_err());
    let int = |spec: &str, n: i64| {
        Spec::parse_number(spec, "int").and_then(|s| format_int(&s, &IBig::from(n), "int", 0, &locale))
    };
    assert_eq!(int("#_x", 0x12345).as_deref(), Ok("0x1_2345"));
    assert_eq!(int("=+6", 42).as_deref(), Ok("+   42"));
}

#[test]
fn templates() {
    let pieces: Vec<_> = Pieces::new("a{{{0.x[k]!r:>{w}}").collect();
    assert_eq!(pieces.len(), 2);
    let name: Vec<_> = FieldName::parse("0.x[k][7]").into_iter().flatten().collect();
    assert_eq!(name, [Ok(Part::Attribute("x")), Ok(Part::Key("k")), Ok(Part::Index(7))]);
    let mut auto = AutoNumber::default();
    assert_eq!(auto.resolve(First::Auto), Ok(First::Index(0)));
    assert!(auto.resolve(First::Index(1)).is_err());
}
