use super::*;

#[test]
fn finds_modules_and_packages() {
    let json = find("json").expect("json is packed");
    assert!(json.is_package);
    assert_eq!(json.path, "<fora>/lib/json/__init__.py");
    assert!(json.source.windows(9).any(|w| w == b"def dumps"));
    assert_eq!(exists("json.decoder"), Some(false));
    assert!(find("no.such.module").is_none());
    assert_eq!(file(&json.path).as_deref(), Some(&*json.source));
}

#[test]
fn every_file_unpacks_as_text() {
    for path in paths() {
        let text = file(&format!("{ROOT}{path}")).unwrap_or_else(|| panic!("{path} does not unpack"));
        assert!(std::str::from_utf8(&text).is_ok(), "{path}");
    }
    let names: Vec<_> = list().map(|m| m.0).collect();
    assert!(names.is_sorted());
}
