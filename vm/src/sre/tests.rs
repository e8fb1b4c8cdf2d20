use super::engine::State;
use super::program::program;
use super::text::Narrow;

#[test]
fn runs_code() {
    // a(b|c)*d, as re._compiler emits it
    let code = [14, 8, 1, 2, 4294967295, 1, 1, 97, 0, 16, 97, 23, 13, 0, 4294967295, 17, 0, 13, 5, 22, 98, 99, 0, 17, 1, 18, 16, 100, 1];
    let Some(p) = program(&code) else { panic!("malformed") };
    let mut s = State::new(p, 1);
    assert!(s.search(Narrow(b"xxabcbd"), 0, 7, false));
    assert_eq!((s.start, s.end, s.marks.clone()), (2, 7, vec![5, 6]));
    assert!(!s.search(Narrow(b"xxabxd"), 0, 6, false));
}
