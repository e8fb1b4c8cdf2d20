//! Fora beside CPython 3.12, live: every file of `tests/run` and, at a small size, every program of
//! `benches/programs`; stdout, exit status and last stderr line must agree. Where no CPython 3.12 is found it says so
//! and passes. Same variables as the corpus test; `FORA_DIFF_SIZE` sets the size of the programs (0.02).

mod harness;

use harness::*;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let filters = filters();
    let mut all = cases(&root.join("tests/run"), &filters);
    let size = std::env::var("FORA_DIFF_SIZE").unwrap_or_else(|_| "0.02".to_string());
    for mut case in cases(&root.join("benches/programs"), &filters) {
        case.args = vec![size.clone()];
        case.name = format!("programs/{}", case.name);
        all.push(case);
    }
    if listing() {
        for case in &all {
            println!("{}: test", case.name);
        }
        return ExitCode::SUCCESS;
    }
    let Some(python) = cpython() else {
        println!("\nno CPython 3.12 found (PATH, FORA_PYTHON): nothing to compare with");
        run_all(Vec::new(), &Known::default());
        return ExitCode::SUCCESS;
    };
    let fora = std::env::var_os("FORA_BIN").map(PathBuf::from).unwrap_or_else(|| env!("CARGO_BIN_EXE_fora").into());
    let mut jobs = Vec::new();
    for mode in modes() {
        let env = match mode_env(&mode) {
            Ok(env) => env,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::FAILURE;
            }
        };
        for case in &all {
            let (fora, python, env) = (fora.clone(), python.clone(), env.clone());
            let name = if mode == "default" { case.name.clone() } else { format!("{} [{mode}]", case.name) };
            jobs.push(Job { name, body: Box::new(move || compare(case, &python, &fora, &env)) });
        }
    }
    let known = Known::read(&root.join("benches/programs")).tolerating(Known::read(&root.join("tests/run")));
    if run_all(jobs, &known) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compare(case: &Case, python: &Path, fora: &Path, env: &[(&str, &str)]) -> Result<(), String> {
    let mut reference = Command::new(python);
    reference.arg(&case.path).args(&case.args);
    settle(&mut reference);
    let expected = run(reference, limit()).map_err(|e| format!("cannot run {}: {e}", python.display()))?;
    let mut command = Command::new(fora);
    command.arg("run").arg(&case.path).args(&case.args);
    settle(&mut command);
    command.envs(env.iter().copied()).env("FORA_SEED", seed().to_string());
    let actual = run(command, limit()).map_err(|e| format!("cannot run {}: {e}", fora.display()))?;
    let again = || {
        let vars: String = env.iter().map(|(k, v)| format!("{k}={v} ")).collect();
        let args: String = case.args.iter().map(|a| format!(" {a}")).collect();
        format!("\n  again:    {vars}FORA_SEED={} fora run {}{args}", seed(), case.path.display())
    };
    if actual.status.is_none() {
        return Err(format!("no end after {} s{}", limit().as_secs(), again()));
    }
    if actual.stdout != expected.stdout {
        let stderr = actual.stderr_last();
        return Err(format!(
            "stdout differs at {}\n  stderr:   {stderr}{}",
            first_difference(&expected.stdout, &actual.stdout),
            again()
        ));
    }
    if actual.status != expected.status {
        return Err(format!("exit status {:?}, CPython's {:?}{}", actual.status, expected.status, again()));
    }
    // Warnings aside, stderr matters when the script dies.
    if expected.status != Some(0) && actual.stderr_last() != expected.stderr_last() {
        return Err(format!(
            "last stderr line differs\n  expected: {}\n  actual:   {}{}",
            expected.stderr_last(),
            actual.stderr_last(),
            again()
        ));
    }
    Ok(())
}
