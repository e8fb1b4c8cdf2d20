//! The interactive mode: history, multi-line input.
use fora_vm::{run, Cx};
use rustyline::error::ReadlineError;

/// Reads, evaluates and prints until end of input; returns the exit status.
pub fn run(cx: &mut Cx, quiet: bool) -> i32 {
    if !quiet { println!("fora {} (Python 3.12.1) on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.", env!("CARGO_PKG_VERSION")); }
    let Ok(mut ed) = rustyline::DefaultEditor::new() else { eprintln!("fora: cannot use this terminal"); return 1; };
    let history = std::env::var_os("HOME").map(|h| std::path::PathBuf::from(h).join(".fora_history"));
    if let Some(h) = &history { let _ = ed.load_history(h); }
    let mut text = String::new();
    let status = loop {
        let prompt = run::prompt(cx, !text.is_empty());
        match ed.readline(&prompt) {
            Ok(line) => {
                let blank = line.trim().is_empty();
                text.push_str(&line);
                text.push('\n');
                if text.trim().is_empty() { text.clear(); continue; }
                if !blank && fora_front::is_incomplete(&text) { continue; }
                if blank && fora_front::is_incomplete(&text) && line.is_empty() && text.ends_with("\n\n") && !open_bracket(&text) { /* an empty line ends a block */ } else if fora_front::is_incomplete(&text) { continue; }
                let _ = ed.add_history_entry(text.trim_end());
                let src = std::mem::take(&mut text);
                if let Some(s) = run::interactive(cx, &src) { break s; }
            }
            Err(ReadlineError::Interrupted) => { text.clear(); println!("KeyboardInterrupt"); }
            Err(ReadlineError::Eof) => { println!(); break 0; }
            Err(e) => { eprintln!("fora: {e}"); break 1; }
        }
    };
    if let Some(h) = &history { let _ = ed.save_history(h); }
    status
}
/// Whether more lines must come even after an empty one (brackets or triple quotes still open).
fn open_bracket(text: &str) -> bool { let t = format!("{}\npass\n", text.trim_end()); fora_front::is_incomplete(&t) }
