//! Short checks; the broad ones are in `differential`.

use super::*;

#[test]
fn first_numbers_of_seed_1() {
    let mut t = Twister::from_int(&IBig::ONE);
    assert_eq!(t.random(), 0.13436424411240122);
    assert_eq!(t.random(), 0.8474337369372327);
}
