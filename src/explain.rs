//! `fora explain SCRIPT`: runs the script as `fora run` does and then shows its source with a verdict under each loop and each
//! group of calls: share of the time, iterations, given away to other workers or why it was not, and what would change that.
//!
//! Shares are sampled (`fora_vm::par::sample`) and hold what the loop calls; iterations are those of executions that were looked at
//! as forks. Absent: other files than the script, and programs given by -c, -m or stdin.
use fora_ir::fork::Reason;
use fora_ir::ForkKind;
use fora_vm::par::site::{self, Site, Why};
use fora_vm::par::{pool, sample};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[cfg(test)]
mod tests;

const HELP: &str = "\
Usage: fora explain [-o FILE] [options of `fora run`] SCRIPT args

Runs the script, then prints its source to standard error (or to FILE) with a verdict under each loop and group of calls.
FORA_WORKERS says how many workers; as many as there are cores otherwise.
";

pub fn main(mut args: Vec<String>) -> i32 {
    let mut to = None;
    match args.first().map(String::as_str) {
        None | Some("-h" | "--help") => { print!("{HELP}"); return 0; }
        Some("-o") => {
            if args.len() < 3 { eprint!("{HELP}"); return 2; }
            to = Some(args.remove(1));
            args.remove(0);
        }
        _ => {}
    }
    let Some(script) = crate::cli::script(&args) else { eprintln!("fora explain: needs a script"); return 2 };
    if std::env::var_os("FORA_WORKERS").is_none() {
        let n = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
        std::env::set_var("FORA_WORKERS", n.to_string());
    }
    sample::enable();
    let began = std::time::Instant::now();
    let status = crate::cli::launch(args);
    sample::stop();
    let seconds = began.elapsed().as_secs_f64();
    let Ok(source) = std::fs::read(&script) else { return status };
    let mut text = format!("{script}: {seconds:.2} s, {} worker{}\n\n", pool::workers(), if pool::workers() == 1 { "" } else { "s" });
    text.push_str(&listing(&String::from_utf8_lossy(&source), &verdicts(&script)));
    match to {
        None => eprint!("{text}"),
        Some(f) => if let Err(e) = std::fs::write(&f, text) { eprintln!("fora explain: {f}: {e}"); return if status == 0 { 1 } else { status }; },
    }
    status
}

/// What is said about one fork.
pub struct Verdict {
    pub line: u32,
    /// thousandths of the time
    pub share: Option<u32>,
    pub iterations: Option<u64>,
    pub text: String,
}

fn verdicts(script: &str) -> Vec<Verdict> {
    let mut out = vec![];
    site::each(|file, s| if file == script { out.extend(verdict(s)) });
    for (_, line, how) in fora_record::loops().into_iter().filter(|l| l.0 == script) { out.push(Verdict { line, share: None, iterations: None, text: compiled(how) }) }
    out.sort_by_key(|v| v.line);
    out
}
/// What the compiler made of a loop.
fn compiled(how: Result<u64, &str>) -> String {
    match how { Ok(n) => format!("compiled: entered {n} time{}", if n == 1 { "" } else { "s" }), Err(why) => format!("not compiled because {why}") }
}
fn get(c: &AtomicU64) -> u64 { c.load(Relaxed) }
fn verdict(s: &Site) -> Option<Verdict> {
    let share = (get(&s.samples) * 1000).checked_div(sample::noted()).map(|n| n.min(1000) as u32);
    let group = matches!(s.fork.kind, ForkKind::Group { .. });
    // groups of calls are everywhere: those that matter
    if group && get(&s.promotions) == 0 && share.unwrap_or(0) < 50 { return None; }
    let iterations = (get(&s.iterations) > 0).then(|| get(&s.iterations));
    let what = match s.fork.kind { ForkKind::Group { .. } => "calls: ", ForkKind::Loop { .. } if s.hidden => "items: ", ForkKind::Loop { .. } => "", ForkKind::While { .. } => "while: " };
    Some(Verdict { line: s.own_line, share, iterations, text: format!("{what}{}", judge(s)) })
}
/// The verdict in words.
fn judge(s: &Site) -> String {
    if let Some((reason, line)) = s.fork.verdict { let (why, change) = fixed(reason); return because(&why.replace("{}", &line.to_string()), change); }
    let (given, back, line) = (get(&s.promotions), get(&s.cancels), s.line.load(Relaxed));
    if given > 0 && back * 2 < given {
        let mut t = format!("parallel: {given} task{} given away", if given == 1 { "" } else { "s" });
        if back > 0 { let _ = write!(t, ", {back} taken back because of line {line}"); }
        if s.early { t.push_str(", in windows because it may be left early"); }
        if s.reason() == Why::Effect { t.push_str("; some waited for their turn to act outside the program"); }
        return t;
    }
    if s.generator && get(&s.entries) == 0 && get(&s.samples) > 0 { return because("who takes the generator expression's items takes them one by one", "hand it to list, set, dict, sum, sorted, min, max, any or all, or write a list comprehension"); }
    let group = matches!(s.fork.kind, ForkKind::Group { .. });
    match s.reason() {
        Why::Write => because(&format!("line {line} writes what was there before {}", if group { "the calls" } else { "the iteration" }), "make it anew inside, return it, and put the results together after the loop"),
        Why::Iterator => because("this kind of iterator cannot be cut in two", "loop over a range, list, tuple, dict, or enumerate, zip, map and filter of those"),
        Why::Accumulator => because("what it adds to is of a type whose operations may run Python code", "collect in an int, float, str, list, dict or set"),
        Why::Effect => because("it acts outside the program, in order", "do that after the loop"),
        Why::RunsOver => because("it adds to what it runs over", "add to a new one"),
        Why::Small => "sequential: too little work to be worth giving away".to_string(),
        Why::Nothing if pool::workers() == 1 => "could be parallel: run with more workers".to_string(),
        Why::Nothing if get(&s.samples) == 0 && get(&s.entries) == 0 => "could be parallel: it was not run, or too briefly".to_string(),
        Why::Nothing => "could be parallel: outer work was given away first, or it is too short".to_string(),
    }
}
fn because(why: &str, change: &str) -> String { if change.is_empty() { format!("sequential because {why}") } else { format!("sequential because {why}; {change}") } }
/// Why the source alone forbids it ({}: the line), and what to change.
fn fixed(r: Reason) -> (&'static str, &'static str) {
    match r {
        Reason::CarriedLocal => ("line {} hands a variable on to the next iteration", "compute it from the item, or only add to it (+=, append, max, d[k] += 1)"),
        Reason::Iterable => ("the iterator may be used elsewhere as well", "loop over a range, list, tuple, dict, or enumerate and zip of those"),
        Reason::Yields => ("line {} yields or awaits in it", "collect in a list and return that"),
        Reason::WhileLoop => ("a while loop does not say how often it runs", "write it as for … in range(…) if that is known beforehand"),
        Reason::ReifiesFrame => ("line {} looks at the frame itself", "do without locals(), vars(), exec, eval and trace functions in it"),
        Reason::Captured => ("line {} sets a variable that an inner function shares", "hand it to the inner function as an argument"),
        Reason::EarlyExit => ("line {} leaves it early", "go through all items and choose afterwards"),
        Reason::OperandsConflict => ("line {} uses what a call before it sets", ""),
        Reason::Deletes => ("line {} deletes a variable", ""),
    }
}

/// The source with verdicts under their lines.
pub fn listing(source: &str, verdicts: &[Verdict]) -> String {
    let mut out = String::from(" share  iterations   line\n");
    for (n, line) in source.lines().enumerate() {
        let n = n as u32 + 1;
        let mine: Vec<&Verdict> = verdicts.iter().filter(|v| v.line == n).collect();
        let first = mine.iter().max_by_key(|v| v.share);
        let _ = writeln!(out, "{} {:>6} | {line}", columns(first.and_then(|v| v.share), if mine.len() == 1 { mine[0].iterations } else { None }), n);
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        for v in &mine {
            let numbers = if mine.len() == 1 { columns(None, None) } else { columns(v.share, v.iterations) };
            let _ = writeln!(out, "{numbers} {:>6} | {indent}^ {}", "", v.text);
        }
    }
    out
}
fn columns(share: Option<u32>, iterations: Option<u64>) -> String {
    let share = share.filter(|s| *s > 0).map_or(String::new(), |s| if s < 10 { "<1 %".into() } else { format!("{} %", s / 10) });
    format!("{share:>6} {:>11}", iterations.map_or(String::new(), |n| n.to_string()))
}
