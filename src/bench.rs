//! `fora bench`: runs the benchmark programs under this `fora` and under every other Python it finds, in turn, and says
//! how they compare: time per program, geometric means, start-up, peak memory.
//!
//! One measurement is one process from start to end, interpreter start and warm-up included. For each program the
//! interpreters take turns (A B C A B C …), so that a busy spell of the machine falls on all of them. An interpreter
//! whose output differs from the reference's (CPython 3.12 where found) has no time for that program.
//! Deliberately absent: warm timings inside one process, and any statistics beyond the median.

mod measure;
mod options;
mod peers;
mod report;
#[cfg(test)]
mod tests;

use measure::Sample;
use options::Options;
use peers::Peer;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `-c` rows measure: starting, and starting with what real scripts import first.
pub const START_UP: [(&str, &str); 2] =
    [("-c pass", "pass"), ("-c \"import json, …\"", "import json, re, dataclasses, typing, argparse")];

/// One interpreter on one program (or start-up row).
#[derive(Clone, Default)]
pub struct Entry {
    pub samples: Vec<Sample>,
    /// Why there are no usable samples.
    pub trouble: Option<String>,
}

impl Entry {
    pub fn wall(&self) -> Option<f64> {
        self.median(|s| s.wall)
    }
    pub fn cpu(&self) -> Option<f64> {
        self.median(|s| s.user + s.system)
    }
    pub fn rss(&self) -> Option<f64> {
        self.median(|s| s.rss as f64)
    }
    fn median(&self, part: impl Fn(&Sample) -> f64) -> Option<f64> {
        if self.trouble.is_some() {
            return None;
        }
        median(self.samples.iter().map(part).collect())
    }
}

/// One program under every interpreter, in the order of `Results::peers`.
pub struct Row {
    pub name: String,
    pub entries: Vec<Entry>,
}

pub struct Results {
    /// The first is this `fora`.
    pub peers: Vec<Peer>,
    pub programs: Vec<Row>,
    pub start_up: Vec<Row>,
    /// Peak memory, in KiB, of a process that does nothing when started from here: no sample can be below it.
    pub floor: u64,
}

pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    match n {
        0 => None,
        _ if n % 2 == 1 => values.get(n / 2).copied(),
        _ => Some((values.get(n / 2 - 1)? + values.get(n / 2)?) / 2.0),
    }
}

pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some((values.iter().map(|v| v.ln()).sum::<f64>() / values.len() as f64).exp())
}

/// `args` are what follows `fora bench`. Returns the exit status: 1 if outputs differ or fora failed, 2 for bad usage.
pub fn main(args: Vec<String>) -> i32 {
    let options = match Options::parse(args) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::HELP);
            return 0;
        }
        Err(why) => {
            eprintln!("fora bench: {why}");
            return 2;
        }
    };
    match run(&options) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(why) => {
            eprintln!("fora bench: {why}");
            2
        }
    }
}

fn run(options: &Options) -> Result<bool, String> {
    let folder = programs_folder(options)?;
    let programs = programs(&folder, options)?;
    if options.list {
        for path in &programs {
            println!("{}", path.display());
        }
        return Ok(true);
    }
    let peers = peers::find(options)?;
    report::heading(&peers, options);
    let mut results = Results { peers, programs: Vec::new(), start_up: Vec::new(), floor: measure::floor() };
    if options.start_up {
        for (name, code) in START_UP {
            let row = start_up(name, code, &results.peers, options);
            results.start_up.push(row);
        }
        report::start_up(&results);
    }
    if !programs.is_empty() {
        report::table_head(&results.peers);
    }
    for path in &programs {
        let row = program(path, &results.peers, options);
        report::table_row(&row, &results.peers, options);
        results.programs.push(row);
    }
    report::summary(&results, options);
    if let Some(path) = &options.json {
        std::fs::write(path, report::json(&results, options)).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("written: {}", path.display());
    }
    let rows = results.programs.iter().chain(&results.start_up);
    Ok(rows.filter_map(|r| r.entries.first()).all(|e| e.trouble.is_none()))
}

/// `--programs`, else `benches/programs` here or above, else above the running binary.
fn programs_folder(options: &Options) -> Result<PathBuf, String> {
    if let Some(folder) = &options.programs {
        return Ok(folder.clone());
    }
    let here = std::env::current_dir().ok();
    let binary = std::env::current_exe().ok();
    for start in here.iter().chain(&binary) {
        for above in start.ancestors() {
            let folder = above.join("benches/programs");
            if folder.is_dir() {
                return Ok(folder);
            }
        }
    }
    Err("no benches/programs here or above: name the folder with --programs".to_string())
}

fn programs(folder: &Path, options: &Options) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut out: Vec<PathBuf> = entries
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "py"))
        .filter(|p| {
            let name = stem(p);
            options.filters.is_empty() || options.filters.iter().any(|f| name.contains(f.as_str()))
        })
        .collect();
    // The single-core programs first, then those that may run in parallel.
    out.sort_by_key(|p| (stem(p).starts_with("par_"), stem(p)));
    if out.is_empty() && options.start_up_only {
        return Ok(out);
    }
    if options.start_up_only {
        out.clear();
    } else if out.is_empty() {
        return Err(format!("no program of {} matches", folder.display()));
    }
    Ok(out)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

fn program(path: &Path, peers: &[Peer], options: &Options) -> Row {
    let mut args = vec![path.to_string_lossy().into_owned()];
    if let Some(size) = &options.size {
        args.push(size.clone());
    }
    take_turns(stem(path), peers, options.runs, options.timeout, |peer| peer.script(&args))
}

fn start_up(name: &str, code: &str, peers: &[Peer], options: &Options) -> Row {
    let args = ["-c".to_string(), code.to_string()];
    take_turns(name.to_string(), peers, options.start_runs, options.timeout, |peer| peer.command(&args))
}

fn take_turns(
    name: String,
    peers: &[Peer],
    runs: usize,
    timeout: Duration,
    command: impl Fn(&Peer) -> Option<std::process::Command>,
) -> Row {
    let mut entries = vec![Entry::default(); peers.len()];
    let mut outputs: Vec<Option<Vec<u8>>> = vec![None; peers.len()];
    for _ in 0..runs {
        for ((peer, entry), output) in peers.iter().zip(&mut entries).zip(&mut outputs) {
            if entry.trouble.is_some() {
                continue;
            }
            let Some(command) = command(peer) else { continue };
            match measure::run(command, timeout) {
                Err(why) => entry.trouble = Some(why),
                Ok((sample, said)) => {
                    if output.as_ref().is_some_and(|before| *before != said) {
                        entry.trouble = Some("its output changes from run to run".to_string());
                    }
                    entry.samples.push(sample);
                    *output = Some(said);
                }
            }
        }
    }
    let reference = peers.iter().position(|p| p.is_reference()).unwrap_or(peers.len() - 1);
    if let Some(Some(expected)) = outputs.get(reference).cloned() {
        for (i, (entry, output)) in entries.iter_mut().zip(&outputs).enumerate() {
            if i != reference && entry.trouble.is_none() && output.as_ref().is_some_and(|o| *o != expected) {
                entry.trouble = Some(format!("output differs from {}'s", peers[reference].label));
            }
        }
    }
    Row { name, entries }
}
