//! `fora dump ir FILE`: the code that the front end makes of a source file, in the text form that parses back. `fora dump trace FILE` and
//! `fora dump asm FILE` run the script and write what the compiler makes of it to stderr.
use fora_front::{compile, Mode, Options};

const USAGE: &str = "usage: fora dump ir [--positions] [--verify] FILE\n       fora dump trace|asm FILE [ARG] ...\n";

/// Text to stdout, everything else to stderr; the exit status.
pub fn main(args: &[String]) -> i32 {
    if let [what @ ("trace" | "asm"), ..] = &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        if args.len() < 2 { eprint!("{USAGE}"); return 2; }
        let mut run = vec![format!("--jit=on,{}", if *what == "asm" { "asm" } else { "show" })];
        run.extend_from_slice(&args[1..]);
        return crate::cli::launch(run);
    }
    let (flags, rest): (Vec<&str>, Vec<&str>) = args.iter().map(String::as_str).partition(|a| a.starts_with("--"));
    let (["ir", file], true) = (&rest[..], flags.iter().all(|f| matches!(*f, "--positions" | "--verify"))) else {
        eprint!("{USAGE}");
        return 2;
    };
    let source = match std::fs::read(file) {
        Ok(s) => s,
        Err(e) => { eprintln!("fora: can't open file '{file}': {e}"); return 2; }
    };
    let code = match compile(&source, file, Mode::Exec, &Options::default()) {
        Ok(c) => c,
        Err(e) => { eprintln!("{e}"); return 1; }
    };
    let shown = String::from_utf8_lossy(&source);
    write(&fora_ir::print(&code, &fora_ir::text::Options { positions: flags.contains(&"--positions"), source: Some(&shown) }));
    let faults = if flags.contains(&"--verify") { fora_ir::verify::faults(&code) } else { Vec::new() };
    for f in &faults { eprintln!("{f}"); }
    !faults.is_empty() as i32
}

/// A reader that closes the pipe early has what it wants.
fn write(text: &str) { let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), text.as_bytes()); }
