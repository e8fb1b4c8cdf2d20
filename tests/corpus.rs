//! The conformance corpus: every `tests/run/NAME.py` under the built `fora`, its stdout against `NAME.out`, and its exit
//! status and last stderr line against the header.
//!
//! `cargo test --test corpus [PART OF A NAME …]`. `FORA_TEST_MODES=default,gcstress,promote+jit` runs each file once per
//! mode. `UPDATE=1` writes the `.out` files by running CPython 3.12 (`FORA_PYTHON`, or found). Also read:
//! `FORA_TEST_TIMEOUT` (seconds, 300), `FORA_TEST_THREADS`, `FORA_TEST_VERBOSE`, `FORA_SEED`, `FORA_BIN` (another binary).

mod harness;

use harness::*;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/run");
    let cases = cases(&folder, &filters());
    if listing() {
        for case in &cases {
            println!("{}: test", case.name);
        }
        return ExitCode::SUCCESS;
    }
    if std::env::var_os("UPDATE").is_some_and(|v| v != "0") {
        return bless(&cases);
    }
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
        for case in &cases {
            let (fora, env, mode) = (fora.clone(), env.clone(), mode.clone());
            let name = if mode == "default" { case.name.clone() } else { format!("{} [{mode}]", case.name) };
            jobs.push(Job { name, body: Box::new(move || check(case, &fora, &env)) });
        }
    }
    if run_all(jobs, &Known::read(&folder)) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(case: &Case, fora: &Path, env: &[(&str, &str)]) -> Result<(), String> {
    let mut command = Command::new(fora);
    command.arg("run").arg(&case.path).args(&case.args);
    settle(&mut command);
    command.envs(env.iter().copied()).env("FORA_SEED", seed().to_string());
    let outcome = run(command, limit()).map_err(|e| format!("cannot run {}: {e}", fora.display()))?;
    judge(case, &outcome).map_err(|why| {
        let vars: String = env.iter().map(|(k, v)| format!("{k}={v} ")).collect();
        let stderr = outcome.stderr_last();
        let said = if stderr.is_empty() { String::new() } else { format!("\n  stderr:   {stderr}") };
        format!("{why}{said}\n  again:    {vars}FORA_SEED={} fora run {}", seed(), case.path.display())
    })
}

fn judge(case: &Case, outcome: &Outcome) -> Result<(), String> {
    let Some(status) = outcome.status else {
        return Err(format!("no end after {} s", limit().as_secs()));
    };
    let path = case.expected();
    let expected = std::fs::read(&path).map_err(|e| format!("{}: {e} (UPDATE=1 writes it)", path.display()))?;
    if outcome.stdout != expected {
        return Err(format!("stdout differs at {}", first_difference(&expected, &outcome.stdout)));
    }
    if status != case.status {
        return Err(format!("exit status {status}, expected {}", case.status));
    }
    match &case.stderr_last {
        Some(last) if *last != outcome.stderr_last() => Err(format!("last stderr line differs, expected: {last}")),
        _ => Ok(()),
    }
}

fn bless(cases: &[Case]) -> ExitCode {
    let Some(python) = cpython() else {
        eprintln!("UPDATE=1 needs CPython 3.12: put it on PATH or name it in FORA_PYTHON");
        return ExitCode::FAILURE;
    };
    let mut jobs = Vec::new();
    for case in cases {
        let python = python.clone();
        jobs.push(Job {
            name: case.name.clone(),
            body: Box::new(move || {
                // Two hash seeds: what depends on them has no place in the corpus.
                let mut outputs = Vec::new();
                for hash_seed in ["0", "4711"] {
                    let mut command = Command::new(&python);
                    command.arg(&case.path).args(&case.args);
                    settle(&mut command);
                    command.env("PYTHONHASHSEED", hash_seed);
                    outputs.push(run(command, limit()).map_err(|e| e.to_string())?);
                }
                if outputs[0].stdout != outputs[1].stdout {
                    return Err(format!(
                        "output depends on the hash seed or the run: {}",
                        first_difference(&outputs[0].stdout, &outputs[1].stdout)
                    ));
                }
                std::fs::write(case.expected(), &outputs[0].stdout).map_err(|e| e.to_string())?;
                judge(case, &outputs[0]).map_err(|why| format!("CPython does not do what the header says: {why}"))
            }),
        });
    }
    if run_all(jobs, &Known::default()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
