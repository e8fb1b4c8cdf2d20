//! Every conformance program compiles to code that the verifier accepts and that text form and codec give back unchanged.
//! The same over whole source trees: the example `corpus`.
use fora_front::{compile, Mode, Options};
use fora_ir::text;
use std::path::{Path, PathBuf};

fn collect(at: &Path, into: &mut Vec<PathBuf>) {
    for e in std::fs::read_dir(at).into_iter().flatten().flatten() {
        let p = e.path();
        if p.is_dir() { collect(&p, into) } else if p.extension().is_some_and(|e| e == "py") { into.push(p) }
    }
}

#[test]
fn conformance_programs_compile_soundly() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/run"), &mut files);
    assert!(!files.is_empty());
    for f in files {
        let source = std::fs::read(&f).unwrap_or_default();
        // What should not compile is the business of the conformance tests.
        let Ok(code) = compile(&source, &f.display().to_string(), Mode::Exec, &Options::default()) else { continue };
        if let Err(fault) = fora_ir::verify(&code) { panic!("{fault}"); }
        let bytes = fora_ir::encode(&code).unwrap_or_default();
        assert!(fora_ir::decode_verified(&bytes).as_ref() == Ok(&code), "{}: codec", f.display());
        let shown = text::print(&code, &text::Options { positions: true, source: None });
        assert!(fora_ir::parse(&shown).as_ref() == Ok(&code), "{}: text form", f.display());
    }
}
