//! What each pass makes of a trace: `tests/opt/*.trace` hold traces and what comes of them. `UPDATE=1` writes the latter.
//!
//! ```text
//! ; name of the pass, or all             what follows the comma: `exits` shows them too
//! trace                                  exits that it names and does not give are those of a frame of 16 registers
//! ====
//! what comes of it
//! ```
use fora_trace::{ir::*, opt, parse::parse, sample::helpers, verify::verify};
use std::fmt::Write;

fn run(text: &str, file: &str) -> String {
    let (first, body) = text.split_once('\n').unwrap_or((text, ""));
    let head = first.trim_start_matches([';', ' ']);
    let (pass, show) = head.split_once(',').unwrap_or((head, ""));
    let mut t = parse(body, helpers()).unwrap_or_else(|e| panic!("{file}: {e}"));
    let most = t.ops.iter().filter(|i| i.op.row().at && i.at != NO_EXIT).map(|i| i.at as usize + 1).max().unwrap_or(0);
    while t.exits.len() < most { let pc = t.exits.len() as u32; t.exits.push(Exit { frames: vec![FrameState { code: 1, func: 2, pc, base: 0, ret: 0, kind: 0, gen: NIL, size: 16 }], ..Exit::default() }) }
    for e in &mut t.exits { if e.frames.is_empty() { e.frames.push(FrameState { code: 1, func: 2, pc: 0, base: 0, ret: 0, kind: 0, gen: NIL, size: 16 }) } }
    verify(&t).unwrap_or_else(|f| panic!("{file}: {f}\n{t}"));
    let out = if pass == "all" { opt::optimise(&t, &opt::Options::default()) } else { opt::pass(pass, &t).unwrap_or_else(|| panic!("{file}: no pass {pass}")) };
    verify(&out).unwrap_or_else(|f| panic!("{file}, after: {f}\n{out}"));
    let mut s = String::new();
    for l in out.to_string().lines().take_while(|l| !l.starts_with("exit")) { let _ = writeln!(s, "{l}"); }
    if show.trim() == "exits" { for (k, e) in out.exits.iter().enumerate() { let regs: Vec<String> = e.regs.iter().map(|(r, v)| format!("r{r}={v:?}")).collect(); let _ = writeln!(s, "exit {k}: pc {} {}", e.frames[0].pc, regs.join(" ")); } }
    s
}
#[test]
fn passes() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/opt");
    let mut files: Vec<_> = std::fs::read_dir(&dir).expect("tests/opt").flatten().map(|e| e.path()).collect();
    files.sort();
    let mut wrong = String::new();
    for f in files {
        let name = f.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&f).expect("readable");
        let mut new = String::new();
        for (k, case) in text.split("\n\n").filter(|c| !c.trim().is_empty()).enumerate() {
            let (input, want) = case.split_once("\n====\n").unwrap_or((case.trim_end(), ""));
            let got = run(input, &name);
            if got.trim_end() != want.trim_end() { let _ = write!(wrong, "{name}, case {}:\n{got}\nwanted:\n{want}\n", k + 1); }
            let _ = write!(new, "{}{}\n====\n{got}", if k > 0 { "\n" } else { "" }, input.trim_end());
        }
        if std::env::var_os("UPDATE").is_some() { std::fs::write(&f, new).expect("writable") }
    }
    assert!(wrong.is_empty() || std::env::var_os("UPDATE").is_some(), "{wrong}");
}
