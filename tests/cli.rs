//! The command line: each `tests/cli/NAME.sh` runs the interpreter named by `$PY` in the ways people do and prints what it
//! saw; `NAME.out` is what CPython 3.12 gives, or for `fora_*.sh`, about commands of our own, what fora gave. `UPDATE=1` writes it. Arguments and variables as for the corpus test.

mod harness;

use harness::*;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let filters = filters();
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    scripts.retain(|p| {
        let name = p.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let wanted = filters.is_empty() || filters.iter().any(|f| name.contains(f.as_str()));
        p.extension().is_some_and(|e| e == "sh") && name != "common" && wanted
    });
    scripts.sort();
    let bless = std::env::var_os("UPDATE").is_some_and(|v| v != "0");
    let ours: PathBuf = std::env::var_os("FORA_BIN").map(PathBuf::from).unwrap_or_else(|| env!("CARGO_BIN_EXE_fora").into());
    let interpreter = if bless {
        let Some(python) = cpython() else {
            eprintln!("UPDATE=1 needs CPython 3.12: put it on PATH or name it in FORA_PYTHON");
            return ExitCode::FAILURE;
        };
        python
    } else {
        ours.clone()
    };
    let mut jobs = Vec::new();
    for script in &scripts {
        let name = script.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let interpreter = if name.starts_with("fora_") { ours.clone() } else { interpreter.clone() };
        if listing() {
            println!("{name}: test");
            continue;
        }
        jobs.push(Job {
            name,
            body: Box::new(move || {
                let mut command = Command::new("bash");
                command.arg(script).env("PY", &interpreter);
                settle(&mut command);
                let outcome = run(command, limit()).map_err(|e| format!("bash: {e}"))?;
                if outcome.status.is_none() {
                    return Err(format!("no end after {} s", limit().as_secs()));
                }
                let path = script.with_extension("out");
                if bless {
                    return std::fs::write(&path, &outcome.stdout).map_err(|e| e.to_string());
                }
                let expected = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                if outcome.stdout == expected {
                    return Ok(());
                }
                let again = format!("\n  again:    PY={} bash {}", interpreter.display(), script.display());
                Err(format!("differs at {}{again}", first_difference(&expected, &outcome.stdout)))
            }),
        });
    }
    let known = if bless { Known::default() } else { Known::read(&folder) };
    if listing() || run_all(jobs, &known) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
