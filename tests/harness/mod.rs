//! What the corpus and the differential tests share: cases with their header lines, running a command under a time
//! limit, modes, and a pool that prints a line per failure and a `test result:` line at the end.
//!
//! A case is a `.py` file. Lines at its head may say `# status: N` (the exit status, 0 if absent), `# stderr-last: TEXT`
//! (the last line of stderr) and `# args: A B` (arguments). Deliberately absent: per-case modes and skips; a case that
//! cannot run in some mode is a bug.
//!
//! A folder's `KNOWN_FAILURES` lists, one per line, `NAME: REASON`: tests that fail today. They are run, counted and printed
//! with their reasons; one that passes fails the run, so the list can only shrink. It is not a skip: a name that no test has is
//! an error too. `FORA_TEST_KNOWN=0` ignores the lists, `FORA_TEST_KNOWN=shrink` takes off what passes. Nothing adds a line
//! but a person with a reason.
#![allow(dead_code)]

use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub struct Case {
    pub name: String,
    pub path: PathBuf,
    pub args: Vec<String>,
    pub status: i32,
    pub stderr_last: Option<String>,
}

impl Case {
    pub fn read(path: &Path) -> Case {
        let source = std::fs::read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&source);
        let mut case = Case {
            name: path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(),
            path: path.to_path_buf(),
            args: Vec::new(),
            status: 0,
            stderr_last: None,
        };
        for line in text.lines().take_while(|l| l.starts_with('#')) {
            if let Some(n) = line.strip_prefix("# status: ") {
                case.status = n.trim().parse().unwrap_or(0);
            } else if let Some(t) = line.strip_prefix("# stderr-last: ") {
                case.stderr_last = Some(t.to_string());
            } else if let Some(a) = line.strip_prefix("# args: ") {
                case.args = a.split_whitespace().map(str::to_string).collect();
            }
        }
        case
    }

    pub fn expected(&self) -> PathBuf {
        self.path.with_extension("out")
    }
}

/// The cases of a folder whose name holds one of `filters` (all of them if there are none), sorted by name.
pub fn cases(folder: &Path, filters: &[String]) -> Vec<Case> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "py") {
            let case = Case::read(&path);
            if filters.is_empty() || filters.iter().any(|f| case.name.contains(f.as_str())) {
                out.push(case);
            }
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// Exit status; `128 + N` for signal N; `None` when the time limit struck.
    pub status: Option<i32>,
}

impl Outcome {
    pub fn stderr_last(&self) -> String {
        let text = String::from_utf8_lossy(&self.stderr);
        text.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("").to_string()
    }
}

/// Runs `command` to its end or to `limit`, draining both pipes as it goes.
pub fn run(mut command: Command, limit: Duration) -> std::io::Result<Outcome> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
        std::thread::spawn(move || {
            let mut out = Vec::new();
            if let Some(mut pipe) = pipe {
                // A test that prints without end must not take the machine's memory.
                let _ = pipe.by_ref().take(64 << 20).read_to_end(&mut out);
                let _ = std::io::copy(&mut pipe, &mut std::io::sink());
            }
            out
        })
    }
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if start.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            break None;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    };
    let status = status.map(|s| {
        use std::os::unix::process::ExitStatusExt;
        s.code().unwrap_or_else(|| 128 + s.signal().unwrap_or(0))
    });
    Ok(Outcome {
        stdout: stdout.join().unwrap_or_default(),
        stderr: stderr.join().unwrap_or_default(),
        status,
    })
}

/// The surroundings every run sees, so that its output depends on nothing else.
pub fn settle(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS");
}

/// A mode is a set of environment variables; `+` combines modes.
pub fn mode_env(mode: &str) -> Result<Vec<(&'static str, &'static str)>, String> {
    let mut out = Vec::new();
    for part in mode.split('+') {
        let vars: &[(&str, &str)] = match part {
            "default" => &[],
            "gcstress" => &[("FORA_GC", "stress")],
            "verify" => &[("FORA_GC", "verify")],
            "promote" => &[("FORA_PROMOTE", "every"), ("FORA_WORKERS", "3")],
            "nojit" => &[("FORA_JIT", "off")],
            "jit" => &[("FORA_JIT", "on")],
            "eager" => &[("FORA_JIT", "eager")],
            "evaluated" => &[("FORA_JIT", "eager,eval")],
            "one" => &[("FORA_WORKERS", "1")],
            "four" => &[("FORA_WORKERS", "4")],
            "lanes" => &[("FORA_LANES", "emulate")],
            other => return Err(format!("unknown mode {other:?} in FORA_TEST_MODES")),
        };
        out.extend_from_slice(vars);
    }
    Ok(out)
}

pub fn modes() -> Vec<String> {
    let text = std::env::var("FORA_TEST_MODES").unwrap_or_default();
    let list: Vec<String> = text.split(',').filter(|m| !m.is_empty()).map(str::to_string).collect();
    if list.is_empty() { vec!["default".to_string(), "promote".to_string(), "eager".to_string()] } else { list }
}

pub fn seed() -> u64 {
    std::env::var("FORA_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1)
}

pub fn limit() -> Duration {
    let seconds = std::env::var("FORA_TEST_TIMEOUT").ok().and_then(|s| s.parse().ok()).unwrap_or(300); // an unoptimised build on a busy machine
    Duration::from_secs(seconds)
}

/// CPython 3.12: `FORA_PYTHON`, else what answers as 3.12 on PATH or under pyenv's folder.
pub fn cpython() -> Option<PathBuf> {
    let mut candidates = Vec::new();
    if let Some(p) = std::env::var_os("FORA_PYTHON") {
        candidates.push(PathBuf::from(p));
    }
    for folder in std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()) {
        candidates.push(folder.join("python3.12"));
        candidates.push(folder.join("python3"));
    }
    let root = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".pyenv")));
    if let Some(root) = root {
        for entry in std::fs::read_dir(root.join("versions")).into_iter().flatten().flatten() {
            candidates.push(entry.path().join("bin/python3.12"));
        }
    }
    candidates.into_iter().find(|c| {
        c.exists()
            && Command::new(c)
                .args(["-c", "import sys; print(sys.implementation.name, sys.version_info[:2])"])
                .output()
                .is_ok_and(|o| String::from_utf8_lossy(&o.stdout).trim() == "cpython (3, 12)")
    })
}

/// Where two outputs part: the line, and both lines' text.
pub fn first_difference(expected: &[u8], actual: &[u8]) -> String {
    let (e, a) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let mut e_lines = e.split('\n');
    let mut a_lines = a.split('\n');
    let mut number = 1;
    loop {
        match (e_lines.next(), a_lines.next()) {
            (None, None) => return "same text, different bytes".to_string(),
            (x, y) if x == y => number += 1,
            (x, y) => {
                let around = |s: Option<&str>, other: Option<&str>| match s {
                    None => "(end)".to_string(),
                    Some(s) => {
                        // Long lines are shown from a little before the place where they part.
                        let same = s.chars().zip(other.unwrap_or("").chars()).take_while(|(p, q)| p == q).count();
                        let from = same.saturating_sub(60);
                        let text: String = s.chars().skip(from).take(200).collect();
                        if from > 0 { format!("…{text}") } else { text }
                    }
                };
                return format!("line {number}\n  expected: {}\n  actual:   {}", around(x, y), around(y, x));
            }
        }
    }
}

pub struct Job<'a> {
    pub name: String,
    pub body: Box<dyn Fn() -> Result<(), String> + Send + Sync + 'a>,
}

/// Tests that are known to fail, with the reason.
#[derive(Default)]
pub struct Known {
    reasons: BTreeMap<String, String>,
    path: PathBuf,
    /// names of another test's list: may fail here, need not
    borrowed: Vec<String>,
}

impl Known {
    pub fn read(folder: &Path) -> Known {
        let mut known = Known { path: folder.join("KNOWN_FAILURES"), ..Known::default() };
        if std::env::var_os("FORA_TEST_KNOWN").is_some_and(|v| v == "0") {
            return known;
        }
        let text = std::fs::read_to_string(&known.path).unwrap_or_default();
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let (name, reason) = line.split_once(": ").unwrap_or((line, "no reason given"));
            known.reasons.insert(name.trim().to_string(), reason.trim().to_string());
        }
        known
    }

    /// Rewrites the list without `name`; false if that was not asked for.
    fn take_off(&self, name: &str) -> bool {
        if std::env::var_os("FORA_TEST_KNOWN").is_none_or(|v| v != "shrink") {
            return false;
        }
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let kept: String = text.lines().filter(|l| l.split(": ").next() != Some(name)).map(|l| format!("{l}\n")).collect();
        std::fs::write(&self.path, kept).is_ok()
    }

    /// Adds `other`'s names as ones that may fail.
    pub fn tolerating(mut self, other: Known) -> Known {
        self.borrowed.extend(other.reasons.into_keys());
        self
    }
}

/// Runs the jobs on all cores, prints failures as they come, then the sum. True if all passed but those known to fail.
pub fn run_all(jobs: Vec<Job<'_>>, known: &Known) -> bool {
    let names: Vec<String> = jobs.iter().map(|j| j.name.clone()).collect();
    let threads = std::env::var("FORA_TEST_THREADS")
        .ok()
        .and_then(|s| s.parse().ok())
        .or_else(|| std::thread::available_parallelism().ok().map(|n| n.get()))
        .unwrap_or(2);
    let total = jobs.len();
    println!("\nrunning {total} tests");
    let queue: Mutex<VecDeque<Job<'_>>> = Mutex::new(jobs.into());
    let failures: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());
    let quiet = std::env::var_os("FORA_TEST_VERBOSE").is_none();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| loop {
                let job = match queue.lock() {
                    Ok(mut q) => q.pop_front(),
                    Err(_) => None,
                };
                let Some(job) = job else { break };
                let start = Instant::now();
                match (job.body)() {
                    Ok(()) if quiet => {}
                    Ok(()) => println!("test {} ... ok ({:.2}s)", job.name, start.elapsed().as_secs_f64()),
                    Err(why) => {
                        let word = if known.reasons.contains_key(job.name.split(" [").next().unwrap_or("")) { "fails as known" } else { "FAILED" };
                        println!("test {} ... {word}: {why}", job.name);
                        if let Ok(mut f) = failures.lock() {
                            f.push((job.name, why));
                        }
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap_or_default();
    failures.sort();
    // `NAME [mode]` is listed as NAME; other modes than the default may pass where the default does not
    let base = |name: &str| name.split(" [").next().unwrap_or(name).to_string();
    let listed = |name: &str| known.reasons.contains_key(&base(name)) || known.borrowed.contains(&base(name));
    let (expected, mut unexpected): (Vec<_>, Vec<_>) = failures.into_iter().map(|(name, _)| name).partition(|n| listed(n));
    for name in known.reasons.keys() {
        if names.contains(name) && !expected.contains(name) && !unexpected.contains(name) {
            if known.take_off(name) {
                println!("test {name} ... passes now: taken off KNOWN_FAILURES");
                continue;
            }
            println!("test {name} ... passes now: take it off KNOWN_FAILURES (FORA_TEST_KNOWN=shrink does it)");
            unexpected.push(name.clone());
        } else if filters().is_empty() && !names.iter().any(|n| base(n) == *name) {
            println!("test {name} ... is in KNOWN_FAILURES but does not exist");
            unexpected.push(name.clone());
        }
    }
    if !expected.is_empty() {
        println!("\n{} known failures (KNOWN_FAILURES says why):", expected.len());
        for name in &expected {
            println!("    {name}: {}", known.reasons.get(&base(name)).map_or("see tests/run/KNOWN_FAILURES", String::as_str));
        }
    }
    if !unexpected.is_empty() {
        println!("\nfailures:");
        for name in &unexpected {
            println!("    {name}");
        }
    }
    let verdict = if unexpected.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {} passed; {} failed; {} ignored; 0 measured; 0 filtered out\n",
        total.saturating_sub(expected.len() + unexpected.len()),
        unexpected.len(),
        expected.len()
    );
    unexpected.is_empty()
}

/// Arguments that are not flags of cargo's own test runner: parts of case names.
pub fn filters() -> Vec<String> {
    std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect()
}

/// `cargo test -- --list` and friends ask a harness for its tests; IDEs rely on it.
pub fn listing() -> bool {
    std::env::args().any(|a| a == "--list")
}
