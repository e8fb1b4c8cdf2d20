//! The interactive mode: statements from a terminal (history, line editing) or, with `-i`, line by line from whatever stdin is.
use fora_vm::{run, Cx};
use rustyline::error::ReadlineError;
use std::io::IsTerminal;

/// Reads, evaluates and prints until end of input; returns the exit status.
pub fn run(cx: &mut Cx, quiet: bool) -> i32 {
    if !quiet { eprintln!("fora {} (Python 3.12.1) on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.", env!("CARGO_PKG_VERSION")); }
    if !std::io::stdin().is_terminal() { return piped(cx); }
    let Ok(mut ed) = rustyline::DefaultEditor::new() else { eprintln!("fora: cannot use this terminal"); return 1; };
    let history = std::env::var_os("HOME").map(|h| std::path::PathBuf::from(h).join(".fora_history"));
    if let Some(h) = &history { let _ = ed.load_history(h); }
    let mut text = String::new();
    let status = loop {
        let prompt = run::prompt(cx, !text.is_empty());
        match ed.readline(&prompt) {
            Ok(line) => {
                text.push_str(&line);
                text.push('\n');
                if !ready(&mut text) { continue; }
                let _ = ed.add_history_entry(text.trim_end());
                let src = std::mem::take(&mut text);
                if let Some(s) = run::interactive(cx, &src) { break s; }
            }
            Err(ReadlineError::Interrupted) => { text.clear(); println!("KeyboardInterrupt"); }
            Err(ReadlineError::Eof) => { println!(); if text.is_empty() { break 0; } let src = std::mem::take(&mut text); if let Some(s) = run::interactive(cx, &src) { break s; } }
            Err(e) => { eprintln!("fora: {e}"); break 1; }
        }
    };
    if let Some(h) = &history { let _ = ed.save_history(h); }
    status
}
/// Prompts go to stderr, as nobody sees what is typed.
fn piped(cx: &mut Cx) -> i32 {
    let mut text = String::new();
    // a descriptor of its own: Rust's stdin would read ahead
    let Ok(mut input) = std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned().map(std::fs::File::from) else { return 0 };
    loop {
        eprint!("{}", run::prompt(cx, !text.is_empty()));
        let ended = match line(&mut input) { Some(l) => { text.push_str(&l); if !ready(&mut text) { continue; } false } None => { eprintln!(); true } };
        if ended && text.is_empty() { return 0; }
        let src = std::mem::take(&mut text);
        if let Some(s) = run::interactive(cx, &src) { return s; }
    }
}
/// The next line of stdin, byte by byte: what follows is for `input()`.
fn line(input: &mut std::fs::File) -> Option<String> {
    let mut bytes = vec![];
    let mut b = [0u8];
    loop {
        match std::io::Read::read(input, &mut b) {
            Ok(0) => break,
            Ok(_) => { bytes.push(b[0]); if b[0] == b'\n' { break; } }
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    if bytes.is_empty() { return None; }
    if bytes.last() != Some(&b'\n') { bytes.push(b'\n') }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a statement can be run: it is whole, or wrong. A compound one ends with an empty line. Nothing but blanks and comments is forgotten.
fn ready(text: &mut String) -> bool {
    if text.lines().all(|l| l.trim().is_empty() || l.trim_start().starts_with('#')) { text.clear(); return false; }
    let empty_line = text.ends_with("\n\n");
    if open_bracket(text) { return false; }
    if !compound(text) { return !fora_front::is_incomplete(text); }
    if empty_line { return true; }
    // wrong in a way that no further line can mend?
    let hopeful = |t: &str| fora_front::compiles(t) || fora_front::is_incomplete(t);
    !hopeful(text) && !hopeful(&mended(text))
}
/// Whether more lines must come even after an empty one (brackets or triple quotes still open).
fn open_bracket(text: &str) -> bool { let t = format!("{}\npass\n", text.trim_end()); fora_front::is_incomplete(&t) }
fn first_word(line: &str) -> &str { let l = line.trim_start(); if l.starts_with('@') { return "@"; } &l[..l.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(l.len())] }
fn indent(line: &str) -> &str { &line[..line.len() - line.trim_start().len()] }
fn compound(text: &str) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'));
    let Some(first) = lines.next() else { return false };
    match first_word(first) {
        "if" | "while" | "for" | "try" | "with" | "def" | "class" | "async" | "@" => true,
        // a soft keyword: the statement has a line of its own
        "match" => first.contains(':') && match lines.next() { Some(l) => first_word(l) == "case", None => !fora_front::compiles(text) },
        _ => false,
    }
}
/// The text with what it lacks so far: a function under a decorator, `finally` for each `try` without a handler.
fn mended(text: &str) -> String {
    let mut t = text.to_string();
    let mut tries: Vec<&str> = vec![];
    let mut last = "";
    for l in text.lines().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#')) {
        last = l;
        tries.retain(|i| i.len() <= indent(l).len());
        match first_word(l) { "try" => tries.push(indent(l)), "except" | "finally" if tries.last() == Some(&indent(l)) => { tries.pop(); } _ => {} }
    }
    if first_word(last) == "@" { t.push_str(&format!("{}def f(): pass\n", indent(last))) }
    for i in tries.iter().rev() { t.push_str(&format!("{i}finally: pass\n")) }
    t
}

#[cfg(test)]
mod tests;
