use super::*;

#[test]
fn words_and_back() {
    for i in [0, 1, -1, SMALL_MAX, SMALL_MIN] { assert!(fits(i) && is_small(small(i)) && int(small(i)) == i); }
    assert!(!fits(SMALL_MAX + 1) && !fits(SMALL_MIN - 1));
    for f in [0.0, 1.0, -1.5, 3.14, 1e77, -1e-76, f64::MAX, f64::MIN_POSITIVE, -0.0, f64::INFINITY, f64::NAN, f64::from_bits(0x3000_0000_0000_0000)] {
        match inline(f) { Some(w) => assert!(is_float(w) && float(w).to_bits() == f.to_bits(), "{f}"), None => assert!(f.abs() > 1e76 || f.abs() < 1e-76 || f.is_nan()) }
    }
    assert!(inline(1.0).is_some() && inline(-0.0).is_none() && inline(f64::NAN).is_none());
    for w in [UNDEF, NONE, FALSE, TRUE, small(5), inline(2.5).unwrap_or(0)] { assert!(!is_ref(w)); }
}
