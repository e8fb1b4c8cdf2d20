//! Short checks; the broad ones are in `differential`.

use super::*;

#[test]
fn exact_sum() {
    assert_eq!(fsum([1e100, 1.0, -1e100, 1e-3]), Ok(1.001));
    assert!(fsum([f64::INFINITY, f64::NEG_INFINITY]).is_err());
}

#[test]
fn compensated_sum() {
    let mut s = Sum::float(0.0);
    (0..10).for_each(|_| assert_eq!(s.add_float(0.1), Next::Taken));
    assert_eq!(s.float_total(), Some(1.0));
    let mut s = Sum::Int(i64::MAX);
    assert_eq!(s.int(1), Next::Leave);
    assert_eq!(s.int_total(), Some(i64::MAX));
}

#[test]
fn product_sum_changes_paths() {
    let mut s = SumProd::default();
    assert_eq!(s.pair(Term::Int(2), Term::Int(3)), ProdNext::default());
    assert_eq!(s.pair(Term::Float(0.5), Term::Int(3)), ProdNext { int: Some(6), ..Default::default() });
    assert_eq!(s.pair(Term::Object, Term::Int(3)), ProdNext { float: Some(1.5), pair: true, int: None });
    assert_eq!(s.finish(), ProdNext::default());
}
