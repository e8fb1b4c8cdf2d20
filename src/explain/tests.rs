use super::*;

#[test]
fn every_reason_has_words() {
    for r in Reason::ALL {
        let (why, _) = fixed(*r);
        assert!(!why.is_empty() && !why.ends_with('.'), "{r:?}");
    }
}

#[test]
fn verdicts_stand_under_their_lines() {
    let v = |line, share, iterations, text: &str| Verdict { line, share, iterations, text: text.to_string() };
    let got = listing("a = 1\n    for x in y:\n", &[v(2, Some(980), Some(12), "parallel")]);
    assert_eq!(got, " share  iterations   line\n                        1 | a = 1\n  98 %          12      2 |     for x in y:\n                          |     ^ parallel\n");
    let got = listing("f(a for b in c)", &[v(1, Some(5), None, "one"), v(1, None, Some(3), "two")]);
    assert!(got.contains("  <1 %                    | ^ one") && got.contains("                 3        | ^ two"), "{got}");
}
