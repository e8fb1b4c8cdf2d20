//! Short checks; the broad ones are in `differential`.

use super::*;

fn points(text: &str) -> Vec<u32> {
    text.chars().map(|c| c as u32).collect()
}

#[test]
fn case() {
    assert_eq!(upper(&points("straße ŉ")), points("STRASSE ʼN"));
    assert_eq!(lower(&points("ΟΔΟΣ ΟΣΑ")), points("οδος οσα"));
    assert_eq!(casefold(&points("Maße")), points("masse"));
    assert_eq!(title(&points("they're bill's ǆ")), points("They'Re Bill'S ǅ"));
}

#[test]
fn wtf8() {
    let mixed = [0x41, 0xe9, 0xd800, 0x20ac, 0x1f600];
    let mut bytes = Vec::new();
    mixed.iter().for_each(|&c| push_code_point(&mut bytes, c));
    assert_eq!(code_points(&bytes).collect::<Vec<_>>(), mixed);
}

#[test]
fn forms() {
    assert_eq!(normalize(Form::Nfc, &points("e\u{301}\u{323}")), points("\u{1eb9}\u{301}"));
    assert_eq!(normalize(Form::Nfkd, &points("ﬁ²각")), points("fi2\u{1100}\u{1161}\u{11a8}"));
}
